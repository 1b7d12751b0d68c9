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
		unsigned char c = (unsigned char)path[at];
		uint32_t cp = c;
		size_t step = c < 0x80 ? 1 : yice_utf8_decode(path + at, len - at, &cp);

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

/* The next line of a text that is cut up; NULL at the end. */
static char *next_line(char **at, char *end)
{
	char *line = *at, *stop = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;

	if (!stop)
		return NULL;
	*stop = '\0';
	*at = stop + 1;
	return line;
}

static size_t count_lines(const char *text, size_t len)
{
	size_t count = 0;

	for (const char *at = text, *end = text + len; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		count++;
	return count;
}

/* Decimal without a leading zero, and the blank behind it; NULL when it is not. */
static const char *read_length(const char *at, uint64_t *out)
{
	const char *digits = at;
	uint64_t value = 0;

	for (; *at >= '0' && *at <= '9' && at - digits < 18; at++)
		value = value * 10 + (uint64_t)(*at - '0');
	if (at == digits || *at != ' ' || (*digits == '0' && at - digits > 1))
		return NULL;
	*out = value;
	return at + 1;
}

/* 64 digits of lower-case hex and the blank behind them; NULL when it is not. */
static const char *read_digest(const char *at, const char *end, char out[YICE_SHA256])
{
	unsigned int odd = 0;

	if (end - at <= YICE_SHA256 || at[YICE_SHA256 - 1] != ' ')
		return NULL;
	/* Without a way out in the middle: digits are most of a manifest. */
	for (int i = 0; i < YICE_SHA256 - 1; i++)
		odd |= !((unsigned char)(at[i] - '0') < 10 || (unsigned char)(at[i] - 'a') < 6);
	memcpy(out, at, YICE_SHA256 - 1);
	out[YICE_SHA256 - 1] = '\0';
	return odd ? NULL : at + YICE_SHA256;
}

/* "KIND LENGTH SHA256 PATH", written the one way; false when it is not. */
static bool read_line(const char *line, const char *end, struct yice_manifest_line *out)
{
	const char *blank = strchr(line, ' '), *at = blank ? read_length(blank + 1, &out->len) : NULL, *kind;

	at = at ? read_digest(at, end, out->sha256) : NULL;
	if (!at || !yice_path_fits(at))
		return false;
	out->path = at;
	kind = kind_of(at);
	return strlen(kind) == (size_t)(blank - line) && !memcmp(line, kind, (size_t)(blank - line));
}

static bool read_header(struct yice_manifest *out, char **at, char *end)
{
	char *line = next_line(at, end);
	unsigned int version;

	if (!line || !starts(line, HEADER))
		return false;
	out->scope = line + strlen(HEADER);
	out->compiler = "";
	if (!starts(*at, "compiler: "))
		return true;
	line = next_line(at, end);
	if (!line)
		return false;
	out->compiler = line + strlen("compiler: ");
	line = next_line(at, end);
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
	/* Scope, compiler and paths stay in one copy, whose lines become strings. */
	char *copy = yice_arena_strndup(arena, text, len), *at = copy, *end = copy ? copy + len : NULL, *line;

	out->lines = yice_arena_array(arena, count_lines(text, len) + 1, sizeof(*out->lines));
	if (!copy || !out->lines || strlen(text) != len || !read_header(out, &at, end) ||
	    !is_canonical(out, text, (size_t)(at - copy), arena))
		return false;
	while ((line = next_line(&at, end))) {
		if (!read_line(line, at - 1, &out->lines[out->count]) || yice_path_is_added(out->lines[out->count].path) ||
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

const struct yice_manifest_line *yice_manifest_find(const struct yice_manifest *manifest, const char *path)
{
	size_t low = 0, high = manifest->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, manifest->lines[middle].path);

		if (!order)
			return &manifest->lines[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
