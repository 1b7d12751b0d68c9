/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing
 * above U+10FFFF. Every reader of user text checks with these functions
 * before it trusts a byte. Display widths are in base/width.c.
 */
#include "base/utf8.h"

size_t yice_utf8_decode_rare(const char *text, size_t len, uint32_t *out)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *byte = (const unsigned char *)text;
	size_t size;
	uint32_t cp;

	if (!len)
		return 0;
	size = byte[0] < 0xc2 ? 0 : byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : byte[0] < 0xf5 ? 4 : 0;
	if (!size || size > len)
		return 0;
	cp = byte[0] & (0x7fu >> size);
	for (size_t i = 1; i < size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		cp = cp << 6 | (byte[i] & 0x3f);
	}
	if (cp < smallest[size] || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	*out = cp;
	return size;
}

size_t yice_utf8_encode(uint32_t cp, char out[4])
{
	size_t size = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	assert(cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff));
	for (size_t i = size - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)(lead[size] | cp);
	return size;
}

size_t yice_utf8_check(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		uint64_t eight;
		uint32_t cp;
		size_t step;

		if (len - at >= sizeof(eight)) {
			memcpy(&eight, text + at, sizeof(eight));
			if (!(eight & UINT64_C(0x8080808080808080))) {
				at += sizeof(eight);
				continue;
			}
		}
		step = yice_utf8_decode(text + at, len - at, &cp);

		if (!step)
			break;
		at += step;
	}
	return at;
}

#define NAME_MAX_POINTS 128

/* Code points of text, a malformed byte as a number above them all; -1 when there are too many. */
static int code_points(const char *text, size_t len, uint32_t out[NAME_MAX_POINTS])
{
	int count = 0;

	for (size_t at = 0; at < len; count++) {
		size_t step;

		if (count == NAME_MAX_POINTS)
			return -1;
		step = yice_utf8_decode(text + at, len - at, &out[count]);
		if (!step)
			out[count] = 0x110000u + (unsigned char)text[at];
		at += step ? step : 1;
	}
	return count;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

int yice_utf8_distance(const char *a, size_t alen, const char *b, size_t blen, int limit)
{
	uint32_t x[NAME_MAX_POINTS], y[NAME_MAX_POINTS];
	int rows[3][NAME_MAX_POINTS + 1]; /* of the table: two before, before, now, in turn */
	int m = code_points(a, alen, x), n = code_points(b, blen, y);

	if (m < 0 || n < 0 || m - n > limit || n - m > limit)
		return limit + 1;
	for (int j = 0; j <= n; j++)
		rows[0][j] = j;
	for (int i = 1; i <= m; i++) {
		int *now = rows[i % 3], *before = rows[(i + 2) % 3], *before2 = rows[(i + 1) % 3];
		int best = now[0] = i;

		for (int j = 1; j <= n; j++) {
			now[j] =
			    least(before[j - 1] + (x[i - 1] != y[j - 1]), least(before[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
				now[j] = least(now[j], before2[j - 2] + 1);
			best = least(best, now[j]);
		}
		/* A transposition reaches back two rows, so one good row before still counts. */
		if (best > limit + 1)
			return limit + 1;
	}
	return least(rows[m % 3][n], limit + 1);
}
