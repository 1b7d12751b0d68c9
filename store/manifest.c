/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MANIFEST (store/manifest.h): the text whose SHA-256 stands for a version's
 * content in commits, receipts and acknowledgements, so that nothing rests on
 * git's SHA-1. One content has one text.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "store/manifest.h"
#include "yice/digest.h"

#include <stdio.h>

#define HEADER "yice-manifest-1: "

static bool starts(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

bool yice_path_is_added(const char *path)
{
	return starts(path, "sig/") || starts(path, "filing/");
}

static bool segment_fits(const char *segment, size_t len)
{
	if (!len || len > 200 || (len == 1 && segment[0] == '.') || (len == 2 && segment[0] == '.' && segment[1] == '.'))
		return false;
	return !(len >= 4 && segment[0] == '.' && (segment[1] | 32) == 'g' && (segment[2] | 32) == 'i' &&
		 (segment[3] | 32) == 't');
}

bool yice_path_fits(const char *path)
{
	size_t len = strlen(path), start = 0;

	if (len > 1000)
		return false;
	for (size_t at = 0; at < len;) {
		uint32_t cp;
		size_t step = yice_utf8_decode(path + at, len - at, &cp);

		if (!step || cp < 0x20 || cp == 0x7f || cp == '\\' || (cp == 0xfffd && step != 3))
			return false;
		if (cp == '/') {
			if (!segment_fits(path + start, at - start))
				return false;
			start = at + 1;
		}
		at += step;
	}
	return segment_fits(path + start, len - start);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct yice_file *)a)->path, ((const struct yice_file *)b)->path);
}

void yice_files_sort(struct yice_files *files)
{
	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), by_path);
}

/* What a file is follows from where it is. */
static const char *kind_of(const char *path)
{
	if (starts(path, "src/"))
		return "source";
	if (starts(path, "meta/"))
		return "meta";
	return !strcmp(path, "image") ? "image" : !strcmp(path, "entry") ? "entry" : "other";
}

static void put_line(struct yice_buf *out, uint64_t len, const char *sha256, const char *path)
{
	yice_buf_addf(out, "%s %llu %s %s\n", kind_of(path), (unsigned long long)len, sha256, path);
}

static void put_header(struct yice_buf *out, const char *scope, const char *compiler, uint32_t image_version)
{
	yice_buf_addf(out, HEADER "%s\n", scope);
	if (*compiler)
		yice_buf_addf(out, "compiler: %s\nimage-version: %u\n", compiler, (unsigned int)image_version);
}

int yice_manifest_print(const struct yice_files *files, const char *scope, struct yice_buf *out)
{
	char sha256[YICE_SHA256];

	put_header(out, scope, files->compiler ? files->compiler : "", files->image_version);
	for (size_t i = 0; i < files->count; i++) {
		const struct yice_file *file = &files->items[i];

		if (yice_path_is_added(file->path))
			continue;
		if (yice_digest_sha256(file->bytes, file->len, sha256))
			return YICE_ENOMEM;
		put_line(out, file->len, sha256, file->path);
	}
	return yice_buf_status(out);
}

/* The next line in the arena, without its line feed; NULL at the end. */
static char *next_line(const char **at, const char *end, struct yice_arena *arena)
{
	const char *stop = *at < end ? memchr(*at, '\n', (size_t)(end - *at)) : NULL;
	char *line = stop ? yice_arena_strndup(arena, *at, (size_t)(stop - *at)) : NULL;

	if (stop)
		*at = stop + 1;
	return line;
}

static size_t count_lines(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] == '\n';
	return count;
}

/* Decimal without a leading zero, and the blank behind it; NULL when it is not. */
static char *read_length(char *at, uint64_t *out)
{
	size_t digits = strspn(at, "0123456789");

	if (!digits || digits > 18 || (*at == '0' && digits > 1) || at[digits] != ' ')
		return NULL;
	*out = strtoull(at, NULL, 10);
	return at + digits + 1;
}

/* "KIND LENGTH SHA256 PATH", written the one way; false when it is not. */
static bool read_line(char *line, struct yice_manifest_line *out)
{
	size_t kind = strcspn(line, " ");
	char *at = line[kind] ? read_length(line + kind + 1, &out->len) : NULL;

	if (!at || strspn(at, "0123456789abcdef") != 64 || at[64] != ' ')
		return false;
	memcpy(out->sha256, at, 64);
	out->sha256[64] = '\0';
	out->path = at + 65;
	return yice_path_fits(out->path) && strlen(kind_of(out->path)) == kind && !memcmp(line, kind_of(out->path), kind);
}

static bool read_header(struct yice_manifest *out, const char **at, const char *end, struct yice_arena *arena)
{
	char *line = next_line(at, end, arena);
	unsigned int version;

	if (!line || !starts(line, HEADER))
		return false;
	out->scope = line + strlen(HEADER);
	out->compiler = "";
	if (!starts(*at, "compiler: "))
		return true;
	line = next_line(at, end, arena);
	if (!line)
		return false;
	out->compiler = line + strlen("compiler: ");
	line = next_line(at, end, arena);
	if (!line || sscanf(line, "image-version: %9u", &version) != 1)
		return false;
	out->image_version = version;
	return true;
}

/* Lines of files have one form as they are read; the header is held against what would be printed. */
static bool is_canonical(const struct yice_manifest *manifest, const char *text, size_t len, struct yice_arena *arena)
{
	struct yice_buf again = YICE_BUF_INIT;
	bool same;

	put_header(&again, manifest->scope, manifest->compiler, manifest->image_version);
	same = !again.failed && again.len == len && !memcmp(again.data, text, len);
	arena->failed |= again.failed;
	yice_buf_release(&again);
	return same;
}

static bool read_text(const char *text, size_t len, struct yice_arena *arena, struct yice_manifest *out)
{
	const char *at = text, *end = text + len;
	char *line;

	out->lines = yice_arena_array(arena, count_lines(text, len) + 1, sizeof(*out->lines));
	if (!out->lines || strlen(text) != len || !read_header(out, &at, end, arena) ||
	    !is_canonical(out, text, (size_t)(at - text), arena))
		return false;
	while ((line = next_line(&at, end, arena))) {
		if (!read_line(line, &out->lines[out->count]) || yice_path_is_added(out->lines[out->count].path) ||
		    (out->count && strcmp(out->lines[out->count - 1].path, out->lines[out->count].path) >= 0))
			return false;
		out->count++;
	}
	return at == end;
}

int yice_manifest_read(const char *text, size_t len, const char *name, struct yice_arena *arena,
		       struct yice_manifest *out, struct yice_diags *diags)
{
	memset(out, 0, sizeof(*out));
	if (read_text(text, len, arena, out))
		return YICE_OK;
	if (arena->failed)
		return YICE_ENOMEM;
	yice_diag_add(diags, YICE_D_manifest_form, YICE_SPAN_NONE, name, NULL);
	return YICE_EDIAG;
}
