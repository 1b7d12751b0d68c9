/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was read of sources, kept beside the set as text: for each file a line
 * of its stamp, digest, counts and path, then lines of what its head says.
 * Only of this machine and this program; anything odd in it and all of it is
 * forgotten, for it saves work and decides nothing. Called by build.c.
 */
#include "base/base.h"
#include "set/source.h"

#include "base/buf.h"
#include "base/source.h"

#include <limits.h>
#include <stdio.h>

#define HEADING "yice-memory 1 " YICE_VERSION "\n"

void yice_set_memory_init(struct yice_set_memory *memory)
{
	memset(memory, 0, sizeof(*memory));
	yice_arena_init(&memory->arena);
	yice_map_init(&memory->paths);
}

void yice_set_memory_release(struct yice_set_memory *memory)
{
	yice_map_release(&memory->paths);
	yice_arena_release(&memory->arena);
	free(memory->files);
	memset(memory, 0, sizeof(*memory));
}

/* ---------------------------------------------------------------- reading */

/* The next line without its end, or NULL. */
static char *take_line(char **at)
{
	char *start = *at, *end = strchr(start, '\n');

	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return start;
}

static bool is_number(const char *text, size_t len)
{
	return len > 0 && len < 20 && strspn(text, "0123456789") >= len;
}

/* The next word of a line; NULL at its end. */
static char *take_word(char **at)
{
	char *start = *at, *end = strchr(start, ' ');

	if (!end || end == start)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return start;
}

static bool take_count(char **at, uint32_t *count)
{
	const char *word = take_word(at);
	unsigned long value = word && is_number(word, strlen(word)) && strlen(word) < 9 ? strtoul(word, NULL, 10) : ULONG_MAX;

	*count = (uint32_t)value;
	return value < UINT32_MAX;
}

/* A line of each thing a head counts. */
static bool take_head(struct yice_set_head *head, struct yice_arena *arena, char **at)
{
	head->lists = yice_arena_array(arena, head->list_count, sizeof(*head->lists));
	head->imports = yice_arena_array(arena, head->import_count, sizeof(*head->imports));
	head->scopes = yice_arena_array(arena, head->scope_count, sizeof(*head->scopes));
	if (arena->failed)
		return false;
	for (uint32_t i = 0; i < head->list_count; i++)
		if (!(head->lists[i] = take_line(at)))
			return false;
	for (uint32_t i = 0; i < head->import_count; i++)
		if (!(head->imports[i] = take_line(at)))
			return false;
	for (uint32_t i = 0; i < head->scope_count; i++) {
		char *line = take_line(at);

		head->scopes[i].code = line ? take_word(&line) : NULL;
		head->scopes[i].parent = line;
		if (!head->scopes[i].code)
			return false;
	}
	return true;
}

/* "rules|data STAMP(5 words) | DIGEST LISTS IMPORTS SCOPES PATH" and the lines that follow it. */
static bool take_file(struct yice_set_memory *memory, struct yice_set_file *file, char **at, const char *end)
{
	char *line = take_line(at), *bar = line ? strstr(line, " | ") : NULL, *digest;
	const char *kind;
	size_t len;

	if (!bar)
		return false;
	*bar = '\0';
	kind = take_word(&line);
	len = strlen(line);
	if (!kind || len >= sizeof(file->stamp))
		return false;
	memcpy(file->stamp, line, len + 1);
	line = bar + 3;
	digest = take_word(&line);
	file->rules = !strcmp(kind, "rules");
	if (!digest || strlen(digest) != 64)
		return false;
	memcpy(file->digest, digest, 65);
	if (!take_count(&line, &file->head.list_count) || !take_count(&line, &file->head.import_count) ||
	    !take_count(&line, &file->head.scope_count) ||
	    (uint64_t)file->head.list_count + file->head.import_count + file->head.scope_count > (uint64_t)(end - *at))
		return false;
	file->path = line;
	line = strchr(file->stamp, ' ');
	line = line ? strchr(line + 1, ' ') : NULL;
	file->size = line ? strtoull(line + 1, NULL, 10) : 0;
	return take_head(&file->head, &memory->arena, at);
}

static int add_file(struct yice_set_memory *memory, struct yice_set_file *file)
{
	uint32_t entry;
	bool added;

	if (memory->count == memory->cap) {
		uint32_t cap = memory->cap ? memory->cap * 2 : 256;
		struct yice_set_file **files = realloc(memory->files, cap * sizeof(struct yice_set_file *));

		if (!files)
			return YICE_ENOMEM;
		memory->files = files;
		memory->cap = cap;
	}
	if (yice_map_put(&memory->paths, file->path, strlen(file->path), memory->count, &entry, &added))
		return YICE_ENOMEM;
	if (added)
		memory->files[memory->count++] = file;
	return YICE_OK;
}

static int take_all(struct yice_set_memory *memory, char *text, const char *end, bool *good)
{
	char *at = text;
	int status = YICE_OK;

	*good = true;
	while (!status && *good && at < end) {
		struct yice_set_file *file = yice_arena_alloc(&memory->arena, sizeof(*file));

		*good = file && take_file(memory, file, &at, end);
		if (*good)
			status = add_file(memory, file);
		else if (memory->arena.failed)
			status = YICE_ENOMEM;
	}
	return status;
}

int yice_set_memory_read(struct yice_set_memory *memory, const char *path)
{
	char *text = NULL, *copy;
	bool good = false;
	size_t len = 0;
	int status = yice_read_file(path, &text, &len);

	if (status)
		return status == YICE_ENOMEM ? status : YICE_OK;
	if (len < sizeof(HEADING) - 1 || memcmp(text, HEADING, sizeof(HEADING) - 1) || memchr(text, '\0', len)) {
		free(text);
		return YICE_OK;
	}
	len -= sizeof(HEADING) - 1;
	copy = yice_arena_strndup(&memory->arena, text + sizeof(HEADING) - 1, len);
	free(text);
	status = copy ? take_all(memory, copy, copy + len, &good) : YICE_ENOMEM;
	if (!status && !good) {
		yice_set_memory_release(memory);
		yice_set_memory_init(memory);
	}
	return status;
}

/* ---------------------------------------------------------------- writing */

/* Texts that are a line each, as they are read. */
static bool fits(const struct yice_set_file *file)
{
	for (uint32_t i = 0; i < file->head.list_count; i++)
		if (strchr(file->head.lists[i], '\n'))
			return false;
	for (uint32_t i = 0; i < file->head.import_count; i++)
		if (strchr(file->head.imports[i], '\n'))
			return false;
	for (uint32_t i = 0; i < file->head.scope_count; i++)
		if (strpbrk(file->head.scopes[i].code, " \n") || strchr(file->head.scopes[i].parent, '\n') ||
		    !*file->head.scopes[i].code)
			return false;
	return true;
}

static void put_file(const struct yice_set_file *file, struct yice_buf *out)
{
	const struct yice_set_head *head = &file->head;

	yice_buf_addf(out, "%s %s | %s %u %u %u %s\n", file->rules ? "rules" : "data", file->stamp, file->digest,
		      (unsigned int)head->list_count, (unsigned int)head->import_count, (unsigned int)head->scope_count,
		      file->path);
	for (uint32_t i = 0; i < head->list_count; i++)
		yice_buf_addf(out, "%s\n", head->lists[i]);
	for (uint32_t i = 0; i < head->import_count; i++)
		yice_buf_addf(out, "%s\n", head->imports[i]);
	for (uint32_t i = 0; i < head->scope_count; i++)
		yice_buf_addf(out, "%s %s\n", head->scopes[i].code, head->scopes[i].parent);
}

void yice_set_memory_write(struct yice_set_file *const *files, uint32_t count, const char *path)
{
	struct yice_buf out = YICE_BUF_INIT;

	yice_buf_adds(&out, HEADING);
	for (uint32_t i = 0; i < count; i++)
		if (files[i]->there && files[i]->settled && fits(files[i]))
			put_file(files[i], &out);
	if (!yice_buf_status(&out))
		(void)!yice_write_file(path, out.data, out.len);
	yice_buf_release(&out);
}
