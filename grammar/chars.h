/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source text as the scanner sees it: one class byte a character (unicode.h)
 * and where each character starts. So the rules of scan.l neither spell UTF-8
 * nor list full-width twins, and spans are bytes of the text as it is.
 */
#ifndef YICE_GRAMMAR_CHARS_H
#define YICE_GRAMMAR_CHARS_H

#include "base/arena.h"

struct yice_chars {
	unsigned char *classes; /* count classes, then the two NULs flex wants */
	uint32_t *offsets;      /* count + 1 byte offsets; the last is the text's length */
	uint32_t count;
};

/* YICE_OK or YICE_ENOMEM. A byte that is not UTF-8 becomes one YICE_CHAR_OTHER. */
int yice_chars_init(struct yice_chars *chars, const char *text, size_t len) YICE_MUST_CHECK;
void yice_chars_release(struct yice_chars *chars);
/* NUL-terminated copy of len bytes in plain characters (yice_char_plain); NULL when out of memory. */
char *yice_chars_plain(struct yice_arena *arena, const char *text, size_t len);

#endif
