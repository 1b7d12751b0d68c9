/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 decoding and the display width of text in a terminal. */
#ifndef YICE_BASE_UTF8_H
#define YICE_BASE_UTF8_H

#include "base/base.h"

/* yice_utf8_decode() of what does not begin with ASCII. */
size_t yice_utf8_decode_wide(const char *text, size_t len, uint32_t *out);

/*
 * Decodes one scalar value at text[0..len). Returns its length in bytes and
 * stores it; malformed input (overlong, surrogate, truncated) returns 0.
 */
static inline size_t yice_utf8_decode(const char *text, size_t len, uint32_t *out)
{
	if (!len || (unsigned char)*text >= 0x80)
		return yice_utf8_decode_wide(text, len, out);
	*out = (unsigned char)*text;
	return 1;
}

/* Encodes cp (a scalar value) into out, returns 1..4. */
size_t yice_utf8_encode(uint32_t cp, char out[4]);
/* Offset of the first malformed byte, or len when all is well-formed. */
size_t yice_utf8_check(const char *text, size_t len);
/* Columns: 0 for combining and zero-width, 2 for East Asian wide and full-width, `ambiguous` (1 or 2) for class A. */
int yice_utf8_width(uint32_t cp, int ambiguous);
int yice_utf8_columns(const char *text, size_t len, int ambiguous);
/* Damerau-Levenshtein distance in code points, giving up (returning limit + 1) above limit. */
int yice_utf8_distance(const char *a, size_t alen, const char *b, size_t blen, int limit);

#endif
