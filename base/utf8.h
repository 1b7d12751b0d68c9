/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 decoding and the display width of text in a terminal. */
#ifndef YICE_BASE_UTF8_H
#define YICE_BASE_UTF8_H

#include "base/base.h"

/* yice_utf8_decode() of what it does not know itself. */
size_t yice_utf8_decode_rare(const char *text, size_t len, uint32_t *out);

/*
 * Decodes one scalar value at text[0..len). Returns its length in bytes and
 * stores it; malformed input (overlong, surrogate, truncated) returns 0.
 */
static inline size_t yice_utf8_decode(const char *text, size_t len, uint32_t *out)
{
	const unsigned char *byte = (const unsigned char *)text;

	if (len && byte[0] < 0x80) {
		*out = byte[0];
		return 1;
	}
	if (len > 2 && byte[0] > 0xe0 && byte[0] < 0xf0 && byte[0] != 0xed && (byte[1] & 0xc0) == 0x80 &&
	    (byte[2] & 0xc0) == 0x80) {
		*out = (uint32_t)(byte[0] & 0xf) << 12 | (uint32_t)(byte[1] & 0x3f) << 6 | (byte[2] & 0x3f);
		return 3; /* U+1000 to U+CFFF, U+E000 to U+FFFF: nearly all Chinese text, and nothing of it to be refused */
	}
	return yice_utf8_decode_rare(text, len, out);
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
