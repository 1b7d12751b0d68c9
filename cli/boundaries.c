/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice test --boundaries. Cases are what the rules give now: that the limit is
 * where it should be is for the author to see, and for the cases to hold from
 * then on. The file is one that `yice test` reads; rules in it are relative to
 * where it lies. Called by cmd_test.c.
 */
#include "cli/boundaries.h"

#include <errno.h>

#include "analysis/boundary.h"
#include "base/json.h"
#include "compiler/declare.h"
#include "compiler/type.h"

struct writer {
	const struct yice_cli *cli;
	struct yice_study *study;
	struct yice_report *report;
	enum yice_lang names;
	struct yice_map used; /* names of cases -> how often */
	struct yice_buf out;
};

/* Sources below the operands; what they only import is another's. */
static unsigned char *find_named(struct writer *w)
{
	const struct yice_sources *sources = &w->report->sources;
	const struct yice_args *args = &w->cli->args;
	unsigned char *named = yice_arena_alloc(&w->study->model.arena, (size_t)sources->count + 1);

	for (size_t r = 0; named && r < args->operand_count; r++) {
		const char *rule = yice_path_beside(&w->study->model, UINT32_MAX, args->operands[r]);
		size_t len = rule ? strlen(rule) : 0;

		for (uint32_t i = 0; rule && i < sources->count; i++) {
			const char *name = sources->items[i].name;
			bool below = !strncmp(name, rule, len) && (!name[len] || name[len] == '/');

			named[i] |= below || (!strcmp(rule, ".") && *name != '/' && strncmp(name, "../", 3));
		}
	}
	return named;
}

/* How `to` is reached from the folder `from`, both absolute. */
static void add_relative(const char *from, const char *to, struct yice_buf *out)
{
	size_t common = 0, i = 0;

	while (from[i] && from[i] == to[i])
		if (from[i++] == '/')
			common = i;
	if ((!from[i] || from[i] == '/') && (!to[i] || to[i] == '/'))
		common = i;
	for (const char *rest = from + common; *rest; rest++)
		if (*rest != '/' && (rest == from + common || rest[-1] == '/'))
			yice_buf_adds(out, "../");
	to += common;
	yice_buf_adds(out, to + (*to == '/'));
	if (!out->len)
		yice_buf_adds(out, ".");
	else if (out->data[out->len - 1] == '/')
		out->data[--out->len] = '\0';
}

/* The folder that a file lies in, absolute; free() it. NULL with errno. */
static char *folder_of(const char *path)
{
	struct yice_buf folder = YICE_BUF_INIT;
	const char *slash = path ? strrchr(path, '/') : NULL;
	char *real;

	yice_buf_add(&folder, path ? path : "", slash ? (size_t)(slash - path) + 1 : 0);
	errno = ENOMEM;
	real = folder.failed ? NULL : realpath(folder.len ? folder.data : ".", NULL);
	yice_buf_release(&folder);
	return real;
}

static int put_rules(struct writer *w, const char *path)
{
	char *folder = folder_of(path);
	int status = folder ? YICE_OK : YICE_EIO;

	yice_buf_adds(&w->out, "{\n\t\"rules\": [");
	for (size_t i = 0; !status && i < w->cli->args.operand_count; i++) {
		char *rule = realpath(w->cli->args.operands[i], NULL);
		struct yice_buf relative = YICE_BUF_INIT;

		if (!rule) {
			status = YICE_EIO;
			break;
		}
		add_relative(folder, rule, &relative);
		yice_buf_adds(&w->out, i ? ", " : "");
		yice_json_quote(&w->out, yice_buf_text(&relative), relative.len);
		status = yice_buf_status(&relative);
		yice_buf_release(&relative);
		free(rule);
	}
	yice_buf_adds(&w->out, "],\n\t\"cases\": [");
	free(folder);
	return status;
}

/* Of the clause, its test and the value; numbered when a file would have it twice. */
static int put_name(struct writer *w, const struct yice_boundary *item)
{
	const char *test = w->names == YICE_EN ? item->en : item->zh;
	struct yice_buf name = YICE_BUF_INIT;
	uint32_t entry = 0;
	bool added = false;
	int status;

	yice_buf_addf(&name, "%s %s", w->study->ids.entries[item->clause].key,
		      test ? test : YICE_TEXT(w->names, "施行", "in force"));
	yice_buf_addf(&name, YICE_TEXT(w->names, "：%s", ": %s"), item->value);
	status = yice_buf_status(&name);
	if (!status)
		status = yice_map_put(&w->used, name.data, name.len, 1, &entry, &added);
	if (!status && !added)
		yice_buf_addf(&name, " #%lu", (unsigned long)++w->used.entries[entry].value);
	yice_json_quote(&w->out, yice_buf_text(&name), name.len);
	yice_buf_release(&name);
	return status;
}

static int put_case(struct writer *w, const struct yice_boundary *item, bool first)
{
	const struct yice_map_entry *id = &w->study->ids.entries[item->clause];
	int status;

	yice_buf_adds(&w->out, first ? "\n\t\t{\"name\": " : ",\n\t\t{\"name\": ");
	status = put_name(w, item);
	yice_buf_addf(&w->out, ", \"facts\": %s,\n\t\t \"expect\": {\"clauses\": {", item->json);
	yice_json_quote(&w->out, id->key, id->len);
	yice_buf_addf(&w->out, ": \"%s\"}}}",
		      item->outcome == YICE_TRIAL_ABSENT ? "absent"
		      : item->outcome < 0                ? "duty"
							 : yice_outcome_word((enum yice_outcome)item->outcome, "en"));
	return status;
}

/* Tests at whose limit nothing happens: a line each on standard error. */
static void tell_gaps(const struct writer *w, const struct yice_boundaries *found)
{
	enum yice_lang lang = w->cli->args.lang;

	for (uint32_t i = 0; i < found->gaps.count; i++) {
		const struct yice_boundary_gap *gap = &found->gaps.items[i];
		const struct yice_source *source = &w->report->sources.items[gap->span.file];
		const char *test = lang == YICE_EN ? gap->en : gap->zh;
		uint32_t line, column;

		yice_source_locate(source, gap->span.start, &line, &column);
		if (gap->unreached)
			yice_cli_say(w->cli,
				     YICE_TEXT(lang, "%s:%u:%u: %s：界限之内未能找到边界上的项目",
					       "%s:%u:%u: %s: no project at the limit was found within the bound"),
				     source->name, (unsigned int)line, (unsigned int)column, test);
		else
			yice_cli_say(w->cli,
				     YICE_TEXT(lang, "%s:%u:%u: %s：边界两侧没有判定不同的项目",
					       "%s:%u:%u: %s: no project comes out differently on its two sides"),
				     source->name, (unsigned int)line, (unsigned int)column, test);
	}
}

static int write_cases(struct writer *w, const char *path)
{
	const unsigned char *named = find_named(w);
	struct yice_boundaries found;
	int status = named ? yice_boundaries_make(w->study, named, &found) : YICE_ENOMEM;

	if (!status)
		status = put_rules(w, path);
	for (uint32_t i = 0; !status && i < found.count; i++)
		status = put_case(w, &found.items[i], !i);
	yice_buf_adds(&w->out, "\n\t]\n}\n");
	if (!status)
		tell_gaps(w, &found);
	return status ? status : yice_buf_status(&w->out);
}

int yice_boundaries_write(const struct yice_cli *cli, const char *path)
{
	struct yice_study study;
	struct writer w = { .cli = cli, .study = &study };
	int code = yice_cli_readable(cli), status;

	if (code)
		return code;
	w.report = yice_cli_report(cli);
	if (!w.report)
		return YICE_EXIT_FAILED;
	w.names = strcmp(yice_cli_data_lang(cli), "en") ? YICE_ZH : YICE_EN;
	yice_map_init(&w.used);
	status = yice_study_load(&study, cli->args.operands, cli->args.operand_count, w.report);
	if (!status)
		status = yice_study_open(&study);
	if (!status)
		status = write_cases(&w, path);
	if (status == YICE_EDIAG)
		yice_cli_diagnose(cli, w.report);
	if (status)
		code = status == YICE_EDIAG ? YICE_EXIT_RULES : yice_cli_failed(cli, status, path);
	else
		code = yice_cli_write(cli, path, w.out.data, w.out.len);
	yice_buf_release(&w.out);
	yice_map_release(&w.used);
	yice_study_release(&study);
	yice_report_free(w.report);
	return code;
}
