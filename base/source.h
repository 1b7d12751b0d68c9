/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that diagnostics point into: names, bytes and line tables. */
#ifndef YICE_BASE_SOURCE_H
#define YICE_BASE_SOURCE_H

#include "base/base.h"

/* Bytes [start, end) of file number `file` (index into yice_sources). */
struct yice_span {
	uint32_t file, start, end;
};

#define YICE_SPAN_NONE ((struct yice_span){ UINT32_MAX, 0, 0 })

struct yice_source {
	char *name;      /* as the user gave it, '/' separated; shown in diagnostics */
	char *text;      /* UTF-8 (after conversion), NUL after len */
	size_t len;      /* at most 2^31 - 1 */
	uint32_t first;  /* number of the first line: 1, unless the text is a part of a file */
	uint32_t *lines; /* start offset of each line */
	uint32_t line_count;
};

struct yice_sources {
	struct yice_source *items;
	uint32_t count, cap;
};

void yice_sources_init(struct yice_sources *sources);
void yice_sources_release(struct yice_sources *sources);
/* Copies name and text. *file gets the index. YICE_OK, YICE_ENOMEM, YICE_ELIMIT (over 2^31 - 1 bytes). */
int yice_sources_add(struct yice_sources *sources, const char *name, const char *text, size_t len,
		     uint32_t *file) YICE_MUST_CHECK;
/* Line, by its number, and 1-based byte column of an offset (clamped to len). */
void yice_source_locate(const struct yice_source *source, uint32_t offset, uint32_t *line, uint32_t *column);
/* Text of a line, by its number, without its line end. */
const char *yice_source_line(const struct yice_source *source, uint32_t line, size_t *len);
/* Offset of its first byte. */
static inline uint32_t yice_source_offset(const struct yice_source *source, uint32_t line)
{
	return source->lines[line - source->first];
}

/*
 * Whole file into *text (malloc, NUL-terminated, caller frees) and *len; "-"
 * is standard input. YICE_EIO leaves errno set. Limit 1 GiB (YICE_ELIMIT).
 */
int yice_read_file(const char *path, char **text, size_t *len) YICE_MUST_CHECK;
/*
 * Writes atomically: a temporary file beside path, fsync, rename. "-" is
 * standard output. On failure path is untouched and the temporary is gone.
 */
int yice_write_file(const char *path, const void *bytes, size_t len) YICE_MUST_CHECK;

#endif
