/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was read of sources, kept beside the set as text: for each file a line
 * of its stamp, digest, counts and path, then lines of what its head says; at
 * the end the digest of it all. Only of this machine and this program; damaged
 * or odd in anything, all of it is forgotten: what it says of a file is
 * believed in place of the file's bytes. Called by build.c.
 */
#include "base/base.h"
#include "set/index.h"
#include "set/source.h"

#include "base/buf.h"
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define HEADING "yice-memory 3 " YICE_VERSION "\n"

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

static bool take_number(char **at, uint64_t *number)
{
	const char *word = take_word(at);

	*number = 0;
	if (!word || strlen(word) > 19)
		return false;
	for (; *word >= '0' && *word <= '9'; word++)
		*number = *number * 10 + (uint64_t)(*word - '0');
	return !*word;
}

static bool take_count(char **at, uint32_t *count)
{
	uint64_t number;
	bool good = take_number(at, &number) && number < UINT32_MAX;

	*count = good ? (uint32_t)number : 0;
	return good;
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

/* "rules|data", stamp, digest, what the head counts and path; then the head. */
static bool take_file(struct yice_set_memory *memory, struct yice_set_file *file, char **at, const char *end)
{
	struct yice_set_head *head = &file->head;
	char *line = take_line(at), *kind = line ? take_word(&line) : NULL, *digest;

	if (!kind)
		return false;
	file->rules = !strcmp(kind, "rules");
	for (int i = 0; i < YICE_SET_STAMP; i++)
		if (!take_number(&line, &file->stamp[i]))
			return false;
	file->size = file->stamp[2];
	digest = take_word(&line);
	if (!digest || strlen(digest) != 64)
		return false;
	memcpy(file->digest, digest, 65);
	if (!take_count(&line, &head->list_count) || !take_count(&line, &head->import_count) ||
	    !take_count(&line, &head->scope_count) ||
	    (uint64_t)head->list_count + head->import_count + head->scope_count > (uint64_t)(end - *at))
		return false;
	file->path = line;
	return take_head(head, &memory->arena, at);
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

/* How much of a text is files' lines, behind its heading and before its digest; *good: it is a memory of ours, undamaged. */
static int check(const char *text, size_t len, size_t *body, bool *good)
{
	int status = yice_set_digest_check(text, len, body);

	*good = !status && *body >= sizeof(HEADING) - 1 && !memcmp(text, HEADING, sizeof(HEADING) - 1) &&
		!memchr(text, '\0', len);
	*body -= *good ? sizeof(HEADING) - 1 : 0;
	return status;
}

int yice_set_memory_read(struct yice_set_memory *memory, const char *path)
{
	char *text = NULL, *copy;
	size_t len = 0, body;
	bool good;
	int status = yice_read_file(path, &text, &len);

	if (status)
		return status == YICE_ENOMEM ? status : YICE_OK;
	status = check(text, len, &body, &good);
	if (status || !good) {
		free(text);
		return status;
	}
	copy = yice_arena_strndup(&memory->arena, text + sizeof(HEADING) - 1, body);
	memory->len = len;
	memory->text = yice_arena_strndup(&memory->arena, text, len);
	free(text);
	status = copy && memory->text ? take_all(memory, copy, copy + body, &good) : YICE_ENOMEM;
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

/* Without printf(), for there are thousands. */
static void put_number(struct yice_buf *out, uint64_t number)
{
	char digits[21], *at = digits + sizeof(digits);

	*--at = ' ';
	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	yice_buf_add(out, at, (size_t)(digits + sizeof(digits) - at));
}

static void put_line(struct yice_buf *out, const char *text)
{
	yice_buf_adds(out, text);
	yice_buf_addc(out, '\n');
}

static void put_file(const struct yice_set_file *file, struct yice_buf *out)
{
	const struct yice_set_head *head = &file->head;

	yice_buf_adds(out, file->rules ? "rules " : "data ");
	for (int i = 0; i < YICE_SET_STAMP; i++)
		put_number(out, file->stamp[i]);
	yice_buf_adds(out, file->digest);
	yice_buf_addc(out, ' ');
	put_number(out, head->list_count);
	put_number(out, head->import_count);
	put_number(out, head->scope_count);
	put_line(out, file->path);
	for (uint32_t i = 0; i < head->list_count; i++)
		put_line(out, head->lists[i]);
	for (uint32_t i = 0; i < head->import_count; i++)
		put_line(out, head->imports[i]);
	for (uint32_t i = 0; i < head->scope_count; i++) {
		yice_buf_adds(out, head->scopes[i].code);
		yice_buf_addc(out, ' ');
		put_line(out, head->scopes[i].parent);
	}
}

/* In one step but without waiting for the disk: what a lost machine leaves of it is odd, and forgotten. */
static void replace(const char *path, const struct yice_buf *text)
{
	struct yice_buf aside = YICE_BUF_INIT;
	size_t done = 0;
	int fd = -1;

	yice_buf_addf(&aside, "%s.%ld.0.tmp", path, (long)getpid());
	if (!yice_buf_status(&aside))
		fd = open(aside.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	while (fd >= 0 && done < text->len) {
		ssize_t put = write(fd, text->data + done, text->len - done);

		if (put < 0 && errno != EINTR)
			break;
		done += put > 0 ? (size_t)put : 0;
	}
	if (fd >= 0 && (close(fd) || done < text->len || rename(aside.data, path)))
		(void)unlink(aside.data);
	yice_buf_release(&aside);
}

void yice_set_memory_write(const struct yice_set_memory *memory, struct yice_set_file *const *files, uint32_t count,
			   const char *path)
{
	struct yice_buf out = YICE_BUF_INIT;

	yice_buf_adds(&out, HEADING);
	for (uint32_t i = 0; i < count; i++)
		if (files[i]->there && files[i]->settled && fits(files[i]))
			put_file(files[i], &out);
	if (!yice_set_digest_add(&out) &&
	    (!memory->text || memory->len != out.len || memcmp(memory->text, out.data, out.len)))
		replace(path, &out);
	yice_buf_release(&out);
}
