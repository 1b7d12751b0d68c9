/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking at sources. A file is untouched, as in git's index, when what
 * fstat() says of it is what it said when it was read: a write changes its
 * time of change, which nobody can set. Within a moment after a change another
 * one may leave the time as it is, so such a file is read again next time. The
 * memory is of this machine alone; the index holds digests only, and nothing
 * here reaches it but by the bytes. Called by plan.c and build.c.
 */
#include "base/base.h"
#include "set/source.h"

#include "base/report.h"
#include "base/team.h"
#include "grammar/parse.h"
#include "yice/digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SETTLED 2 /* seconds after which a write cannot leave the time of change as it was */

/* One of those who look, with memory of its own. */
struct looker {
	struct yice_set_file *const *files;
	const struct yice_set_memory *memory;
	struct yice_arena arena;
	int status;
};

/* ---------------------------------------------------------------- reading */

static void count_items(const struct yice_file *file, struct yice_set_head *head)
{
	for (const struct yice_item *item = file->items; item; item = item->next) {
		head->list_count += item->kind == YICE_ITEM_LIST && item->name->zh.text;
		head->scope_count += item->kind == YICE_ITEM_SCOPE && item->name->zh.text;
		for (const struct yice_word *word = item->kind == YICE_ITEM_IMPORT ? item->u.import.paths : NULL; word;
		     word = word->next)
			head->import_count += word->text != NULL;
	}
}

static void take_items(const struct yice_file *file, struct yice_arena *arena, struct yice_set_head *head)
{
	uint32_t lists = 0, scopes = 0, imports = 0;

	for (const struct yice_item *item = file->items; item; item = item->next) {
		if (item->kind == YICE_ITEM_LIST && item->name->zh.text)
			head->lists[lists++] = yice_arena_strdup(arena, item->name->zh.text);
		if (item->kind == YICE_ITEM_SCOPE && item->name->zh.text) {
			const char *parent = item->u.scope.parent.text;

			head->scopes[scopes++] = (struct yice_set_pair){ yice_arena_strdup(arena, item->name->zh.text),
									 yice_arena_strdup(arena, parent ? parent : "") };
		}
		for (const struct yice_word *word = item->kind == YICE_ITEM_IMPORT ? item->u.import.paths : NULL; word;
		     word = word->next)
			if (word->text)
				head->imports[imports++] = yice_arena_strdup(arena, word->text);
	}
}

static bool make_head(struct yice_set_head *head, struct yice_arena *arena)
{
	head->lists = yice_arena_array(arena, head->list_count, sizeof(*head->lists));
	head->imports = yice_arena_array(arena, head->import_count, sizeof(*head->imports));
	head->scopes = yice_arena_array(arena, head->scope_count, sizeof(*head->scopes));
	return head->lists && head->imports && head->scopes;
}

/* Mistakes are told when the file is compiled. */
static int read_head(struct yice_set_file *file, const char *bytes, size_t len, struct yice_arena *arena)
{
	struct yice_arena tree;
	struct yice_report *report;
	struct yice_file *parsed = NULL;
	uint32_t source;
	int status = yice_report_new(&report);

	if (status)
		return status;
	yice_arena_init(&tree);
	status = yice_text_decode(bytes, len, &report->sources, file->name, &report->diags, &source);
	if (!status)
		status = yice_parse(&report->sources, source, &tree, &report->diags, &parsed);
	if (!status) {
		count_items(parsed, &file->head);
		if (make_head(&file->head, arena))
			take_items(parsed, arena, &file->head);
	}
	yice_arena_release(&tree);
	yice_report_free(report);
	return status == YICE_ENOMEM || arena->failed ? YICE_ENOMEM : YICE_OK;
}

static void take_stamp(const struct stat *info, struct yice_set_file *file)
{
	const uint64_t stamp[YICE_SET_STAMP] = { (uint64_t)info->st_dev,	 (uint64_t)info->st_ino,
						 (uint64_t)info->st_size,	 (uint64_t)info->st_mtim.tv_sec,
						 (uint64_t)info->st_mtim.tv_nsec, (uint64_t)info->st_ctim.tv_sec,
						 (uint64_t)info->st_ctim.tv_nsec };

	memcpy(file->stamp, stamp, sizeof(stamp));
	file->settled = info->st_ctim.tv_sec + SETTLED <= time(NULL);
}

static int read_file(struct yice_set_file *file, struct yice_arena *arena)
{
	char *bytes = NULL;
	size_t len = 0;
	int status = yice_read_file(file->name, &bytes, &len);

	if (status)
		return status == YICE_ENOMEM ? status : YICE_OK;
	file->there = true;
	file->size = len;
	status = yice_digest_sha256(bytes, len, file->digest);
	if (!status && file->rules)
		status = read_head(file, bytes, len, arena);
	free(bytes);
	return status;
}

static const struct yice_set_file *remembered(const struct yice_set_memory *memory, const struct yice_set_file *file)
{
	uint32_t entry = yice_map_find(&memory->paths, file->path, strlen(file->path));
	const struct yice_set_file *known =
		entry == YICE_MAP_NONE ? NULL : memory->files[memory->paths.entries[entry].value];

	return known && known->rules == file->rules && !memcmp(known->stamp, file->stamp, sizeof(known->stamp)) ? known : NULL;
}

/* The stamp is taken before the bytes, so that what changes meanwhile has another. */
static void look(void *context, size_t piece)
{
	struct looker *looker = context;
	struct yice_set_file *file = looker->files[piece];
	const struct yice_set_file *known;
	struct stat info;

	if (looker->status || stat(file->name, &info))
		return;
	take_stamp(&info, file);
	known = remembered(looker->memory, file);
	if (!known) {
		looker->status = read_file(file, &looker->arena);
		return;
	}
	file->there = true;
	file->size = known->size;
	memcpy(file->digest, known->digest, sizeof(file->digest));
	file->head = known->head;
}

int yice_set_files_look(struct yice_set_file *const *files, uint32_t count, const struct yice_set_memory *memory,
			size_t jobs, struct yice_arena *arena)
{
	const struct yice_team_job job = { .work = look };
	size_t team_count = jobs < count ? jobs : count;
	struct looker *lookers = calloc(team_count + 1, sizeof(*lookers));
	void **team = calloc(team_count + 1, sizeof(*team));
	int status = lookers && team ? YICE_OK : YICE_ENOMEM;

	for (size_t i = 0; !status && i < team_count; i++) {
		lookers[i].files = files;
		lookers[i].memory = memory;
		yice_arena_init(&lookers[i].arena);
		team[i] = &lookers[i];
	}
	if (!status && count)
		yice_team_run(&job, team, team_count, count);
	for (size_t i = 0; lookers && team && i < team_count; i++) {
		status = lookers[i].status ? lookers[i].status : status;
		yice_arena_adopt(arena, &lookers[i].arena);
	}
	free(lookers);
	free(team);
	return status;
}
