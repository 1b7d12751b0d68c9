/* SPDX-License-Identifier: Apache-2.0 */
/* How the value of each field is written: what entry.c puts together into texts. */
#ifndef YICE_STORE_ENTRY_SHAPE_H
#define YICE_STORE_ENTRY_SHAPE_H

#include "store/entry.h"

enum yice_shape {
	YICE_SHAPE_SCOPE,
	YICE_SHAPE_SEQ,
	YICE_SHAPE_DAY,
	YICE_SHAPE_DAY_OR,
	YICE_SHAPE_DIGEST,
	YICE_SHAPE_DIGEST_OR,
	YICE_SHAPE_POSITION,
	YICE_SHAPE_BASE,
	YICE_SHAPE_COMMIT,
	YICE_SHAPE_KEY,
	YICE_SHAPE_PERIOD,
	YICE_SHAPE_DYNAMIC,
	YICE_SHAPE_RETURNED,
	YICE_SHAPE_SUSPENDED,
	YICE_SHAPE_REVOKED,
	YICE_SHAPE_ARGUED, /* from here on a field may be absent */
	YICE_SHAPE_NOTE,
	YICE_SHAPE_KEYS,
	YICE_SHAPE_UPPERS,
	YICE_SHAPE_CHANGES,
	YICE_SHAPE_TEXTS, /* at least one */
	YICE_SHAPES
};

/* A text being read, line by line. */
struct yice_lines {
	const char *text;
	size_t len, at;
	uint32_t file;
	struct yice_arena *arena;
	struct yice_diags *diags;
};

/* "key: value", borrowed from the text. */
struct yice_line {
	const char *key, *value;
	size_t key_len, value_len;
	struct yice_span span; /* of the value */
};

/* The line at the front without taking it; false at the end, and after a report when it is malformed. */
bool yice_lines_peek(const struct yice_lines *lines, struct yice_line *out);
/* Is the line's key that one? */
bool yice_line_is(const struct yice_line *line, const char *key);
/* Takes the line that was peeked. */
void yice_lines_take(struct yice_lines *lines, const struct yice_line *line);
struct yice_span yice_lines_span(const struct yice_lines *lines, const char *start, size_t len);

/*
 * Takes the lines of one field, whose key the line in front has (shapes that may be absent: or has not), and
 * stores its value in *member. *span gets the first value. Mistakes of value are reported and read over.
 * YICE_OK or YICE_ENOMEM.
 */
int yice_shape_read(struct yice_lines *lines, enum yice_shape shape, const char *key, void *member,
		    struct yice_span *span) YICE_MUST_CHECK;
void yice_shape_print(enum yice_shape shape, const char *key, const void *member, struct yice_buf *out);

#endif
