/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever somebody changes in the sources, `yice diff` says so: every token of
 * a rule set that has every kind of item is taken out, altered, renamed
 * throughout, put in place of another one. Where the image of the rules is
 * another one, something must be told; where it is the same, nothing. The
 * sources stand one token a line, so that no source place moves and images
 * can be compared byte by byte. Comments, layout and the language of keywords
 * are no tokens or no change, and nothing is told of them.
 *   tokens [-n STEP] [-s FIRST]   every STEP-th change, from FIRST on
 * In the folder of the rule set. Prints TAP.
 */
#include "base/base.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/report.h"
#include "grammar/scan.h"
#include "yice/analysis.h"
#include "yice/compile.h"

#define TOKENS_MAX 2000

struct token {
	const char *text;
	int kind, item; /* item: the keyword that begins what it is in */
};

struct world {
	char folder[40], paths[2][80];
	struct yice_arena arena;
	struct token tokens[TOKENS_MAX], changed[TOKENS_MAX];
	uint32_t count;
	void *image;
	size_t len;
	unsigned long seed, step, made, built, same, told, wrong;
};

static void check(int status, const char *what)
{
	if (status) {
		printf("Bail out! %s: %d\n", what, status);
		exit(1);
	}
}

/* ---------------------------------------------------------------- the sources */

/* Files beside the rules are linked into both folders. */
static void make_folders(struct world *world)
{
	char here[400], from[700], to[400];
	struct dirent *entry;
	DIR *dir;

	strcpy(world->folder, "/tmp/yice-tokens.XXXXXX");
	check(!mkdtemp(world->folder) || !getcwd(here, sizeof(here)), "folder");
	for (int side = 0; side < 2; side++) {
		snprintf(world->paths[side], sizeof(world->paths[side]), "%s/%s", world->folder, side ? "new" : "old");
		check(mkdir(world->paths[side], 0700), "folder");
		dir = opendir(".");
		check(!dir, "folder");
		while ((entry = readdir(dir))) {
			if (entry->d_name[0] == '.' || strstr(entry->d_name, ".yice"))
				continue;
			snprintf(from, sizeof(from), "%s/%s", here, entry->d_name);
			snprintf(to, sizeof(to), "%s/%s", world->paths[side], entry->d_name);
			check(symlink(from, to), "link");
		}
		closedir(dir);
		strcat(world->paths[side], "/rules.yice");
	}
}

static void remove_folders(struct world *world)
{
	char command[80];

	snprintf(command, sizeof(command), "rm -rf %s", world->folder);
	check(system(command), "remove");
}

static bool begins_item(int kind)
{
	const struct yice_keyword *keyword = yice_keyword_of(kind);

	return kind == TOK_CLAUSE_NO || (keyword && keyword->role == YICE_KEYWORD_ITEM);
}

static void read_tokens(struct world *world)
{
	const struct yice_token *token;
	yice_report *report;
	struct yice_scan scan;
	char *text;
	size_t len;
	uint32_t file;
	int item = 0;

	check(yice_report_new(&report), "report");
	check(yice_read_file("rules.yice", &text, &len), "read");
	check(yice_sources_add(&report->sources, "rules.yice", text, len, &file), "source");
	check(yice_scan_init(&scan, &report->sources, file, &world->arena, &report->diags), "scan");
	while ((token = yice_scan_next(&scan))->kind != TOK_YYEOF) {
		check(world->count == TOKENS_MAX, "tokens");
		item = begins_item(token->kind) ? token->kind : item;
		world->tokens[world->count++] =
		    (struct token){ yice_arena_strndup(&world->arena, text + token->span.start, token->span.end - token->span.start),
				    token->kind, item };
	}
	check(report->diags.errors != 0, "tokens");
	yice_scan_release(&scan);
	yice_report_free(report);
	free(text);
}

static void write_tokens(const char *path, const struct token *tokens, uint32_t count)
{
	FILE *file = fopen(path, "wb");

	check(!file, path);
	for (uint32_t i = 0; i < count; i++)
		fprintf(file, "%s\n", tokens[i].text);
	check(fclose(file), path);
}

/* ---------------------------------------------------------------- held against the comparison */

static bool build(const char *path, void **image, size_t *len)
{
	yice_report *report;
	int status;

	check(yice_report_new(&report), "report");
	status = yice_build(&path, 1, report, image, len);
	yice_report_free(report);
	check(status != YICE_OK && status != YICE_EDIAG, "build");
	return !status;
}

/* What is told, or "" when nothing is. */
static char *compare(const char *old, const char *new)
{
	yice_report *report;
	yice_diff *diff;
	char *text;

	check(yice_report_new(&report), "report");
	check(yice_diff_new(old, new, report, &diff), "diff");
	check(yice_diff_render(diff, "text", "en", &text), "render");
	yice_diff_free(diff);
	yice_report_free(report);
	if (!strcmp(text, "nothing changed\n"))
		*text = '\0';
	return text;
}

/* Of images as of sources; sources may have more to tell. */
static void look_at_images(struct world *world, const void *image, size_t len, bool same, const char *what)
{
	char old[80], new[80], *text;

	snprintf(old, sizeof(old), "%s/old.img", world->folder);
	snprintf(new, sizeof(new), "%s/new.img", world->folder);
	check(yice_write_file(old, world->image, world->len), "image");
	check(yice_write_file(new, image, len), "image");
	text = compare(old, new);
	if (same != !*text) {
		printf("# %s: the images are %s, and of them is told: %s\n", what, same ? "the same" : "others", text);
		world->wrong++;
	}
	free(text);
}

/* What no image holds, or not all of it, and is told all the same where it reads otherwise: it is only said. */
static bool is_said(const struct token *token)
{
	return token->item == TOK_LAYER || token->item == TOK_ZONE || token->item == TOK_DIMENSION || token->item == TOK_SET ||
	       token->item == TOK_PHYSICAL;
}

/* Somebody altered a clause: nothing is said of declarations, which stand as they were. */
static bool is_beside(const struct token *token, const char *text)
{
	static const char *const kinds[] = { "list", "document", "attribute", "terms", "codes", "place", "layer",
					     "geometry", "measure", "physical", "dimension", "set", "condition" };
	const bool clause = token->item == TOK_CLAUSE_NO || token->item == TOK_CLAUSE;

	for (const char *line = text; clause && *line; line = strchr(line, '\n') + 1)
		for (size_t i = 0; i < YICE_COUNT(kinds); i++)
			if (!strncmp(line, kinds[i], strlen(kinds[i])) && !strncmp(line + strlen(kinds[i]), "  ", 2))
				return true;
	return false;
}

static bool is_wrong(const struct token *token, const char *what, bool same, bool told)
{
	if (!same)
		return !told;
	return is_said(token) ? !told && !strcmp(what, "altered") : told;
}

/* The changed tokens against the unchanged ones; at: where the change is. */
static void look_at(struct world *world, uint32_t at, const char *what)
{
	void *image;
	char *text, said[300];
	size_t len;
	bool same;

	if ((world->made++ + world->seed) % world->step)
		return;
	write_tokens(world->paths[1], world->changed, world->count);
	if (!build(world->paths[1], &image, &len))
		return;
	snprintf(said, sizeof(said), "line %lu, %s \"%s\" → \"%s\"", (unsigned long)at + 1, what, world->tokens[at].text,
		 world->changed[at].text);
	world->built++;
	same = len == world->len && !memcmp(image, world->image, len);
	text = compare(world->paths[0], world->paths[1]);
	world->same += !*text;
	world->told += *text != '\0';
	if (is_wrong(&world->tokens[at], what, same, *text != '\0')) {
		printf("# %s: the image is %s, and %s%s\n", said, same ? "the same" : "another one", *text ? "it is told: " : "nothing is told", text);
		world->wrong++;
	}
	if (!strcmp(what, "altered") && is_beside(&world->tokens[at], text)) {
		printf("# %s: more is told than that: %s\n", said, text);
		world->wrong++;
	}
	if (world->built % 4 == 0)
		look_at_images(world, image, len, same, said);
	free(text);
	free(image);
}

/* ---------------------------------------------------------------- changes */

/* The token as somebody might mistype it: another letter, digit or sign in it; NULL: none. */
static const char *altered(struct world *world, const struct token *token)
{
	size_t len = strlen(token->text);
	char *text = yice_arena_alloc(&world->arena, len + 5);

	check(!text, "memory");
	memcpy(text, token->text, len + 1);
	switch (token->kind) {
	case TOK_STRING:
	case TOK_TITLE: /* before the closing mark */
		if (token->kind == TOK_STRING)
			strcpy(text + len - 1, "x\"");
		else
			strcpy(text + len - 3, "x》");
		return text;
	case TOK_NUMBER:
	case TOK_DATE:
	case TOK_CLAUSE_NO:
	case TOK_RATIO:
		text[len - 1] = text[len - 1] == '9' ? '8' : (char)(text[len - 1] + 1);
		return text;
	case TOK_IDENTIFIER:
		strcpy(text + len, (unsigned char)text[len - 1] < 0x80 ? "2" : "乙");
		return text;
	default:
		return NULL;
	}
}

static void reset(struct world *world)
{
	memcpy(world->changed, world->tokens, world->count * sizeof(*world->tokens));
}

static void change_one(struct world *world, uint32_t at, const char *text, const char *what)
{
	reset(world);
	world->changed[at].text = text;
	look_at(world, at, what);
}

static void rename_all(struct world *world, uint32_t at, const char *text)
{
	reset(world);
	for (uint32_t i = 0; i < world->count; i++)
		if (world->tokens[i].kind == TOK_IDENTIFIER && !strcmp(world->tokens[i].text, world->tokens[at].text))
			world->changed[i].text = text;
	look_at(world, at, "renamed");
}

static bool is_keyword(const struct token *token)
{
	return yice_keyword_of(token->kind) != NULL;
}

/* Different texts of the same sort stand in for it, a few: those that follow it, and far ones. */
static void replace(struct world *world, uint32_t at)
{
	const struct token *token = &world->tokens[at];
	uint32_t found = 0;

	for (uint32_t i = 1; i < world->count && found < 8; i++) {
		const struct token *other = &world->tokens[(at + i * (found < 4 ? 1 : 97)) % world->count];

		if ((other->kind != token->kind && !(is_keyword(other) && is_keyword(token))) || !strcmp(other->text, token->text))
			continue;
		found++;
		change_one(world, at, other->text, "replaced");
	}
}

/* The order of an enumeration is no change. */
static void exchange(struct world *world, uint32_t at)
{
	for (uint32_t i = at + 1; i < world->count && i < at + 6; i++)
		if (world->tokens[i].kind == world->tokens[at].kind && (i > at + 2 || world->tokens[at + 1].kind != TOK_COMMA) && strcmp(world->tokens[i].text, world->tokens[at].text)) {
			reset(world);
			world->changed[at].text = world->tokens[i].text;
			world->changed[i].text = world->tokens[at].text;
			look_at(world, at, "exchanged");
			return;
		}
}

/* All parts from one keyword to the next. */
static void drop_part(struct world *world, uint32_t at)
{
	uint32_t end = at + 1;

	if (!is_keyword(&world->tokens[at]))
		return;
	reset(world);
	while (end < world->count && !is_keyword(&world->tokens[end]) && !begins_item(world->tokens[end].kind))
		end++;
	for (uint32_t i = at; i < end; i++)
		world->changed[i].text = "";
	look_at(world, at, "part");
}

static void change_all(struct world *world)
{
	for (uint32_t i = 0; i < world->count; i++) {
		const char *text = altered(world, &world->tokens[i]);

		change_one(world, i, "", "without");
		drop_part(world, i);
		if (text)
			change_one(world, i, text, "altered");
		if (text && world->tokens[i].kind == TOK_IDENTIFIER)
			rename_all(world, i, text);
		replace(world, i);
		exchange(world, i);
	}
}

/* ---------------------------------------------------------------- what is no change */

/* Comments, other line ends, blank lines, keywords in the other language. */
static void leave(struct world *world, int language)
{
	FILE *file = fopen(world->paths[1], "wb");
	char *text;

	check(!file, "file");
	for (uint32_t i = 0; i < world->count; i++) {
		const struct yice_keyword *keyword = yice_keyword_of(world->tokens[i].kind);

		fprintf(file, "%s%s", keyword && language >= 0 ? keyword->text[language] : world->tokens[i].text,
			i % 5 == 3 ? " # 说明\r\n\n" : " ");
	}
	fprintf(file, "\n");
	check(fclose(file), "file");
	text = compare(world->paths[0], world->paths[1]);
	if (*text) {
		printf("# another layout is told: %s\n", text);
		world->wrong++;
	}
	free(text);
}

int main(int argc, char **argv)
{
	static struct world world = { .step = 1 };

	for (int i = 1; i + 1 < argc; i += 2)
		*(strcmp(argv[i], "-n") ? &world.seed : &world.step) = strtoul(argv[i + 1], NULL, 10);
	yice_arena_init(&world.arena);
	make_folders(&world);
	read_tokens(&world);
	write_tokens(world.paths[0], world.tokens, world.count);
	check(!build(world.paths[0], &world.image, &world.len), "the rules");
	change_all(&world);
	for (int language = -1; language < 2; language++)
		leave(&world, language);
	printf("%sok 1 - %lu changes of %lu tokens: %lu are rules, %lu of them told, %lu no change\n1..1\n", world.wrong ? "not " : "",
	       world.made, (unsigned long)world.count, world.built, world.told, world.same);
	free(world.image);
	yice_arena_release(&world.arena);
	remove_folders(&world);
	return world.wrong != 0;
}
