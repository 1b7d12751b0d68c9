/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 to scanner classes, and names to their plain form. Called by the
 * scanner's set-up and for each word. Every character has exactly one class
 * byte, so the scanner's position indexes both arrays.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "grammar/chars.h"
#include "grammar/unicode.h"

int yice_chars_init(struct yice_chars *chars, const char *text, size_t len)
{
	uint32_t cp;

	chars->count = 0;
	chars->classes = malloc(len + 2);
	chars->offsets = malloc((len + 1) * sizeof(*chars->offsets));
	if (!chars->classes || !chars->offsets) {
		yice_chars_release(chars);
		return YICE_ENOMEM;
	}
	for (size_t i = 0, n; i < len; i += n) {
		n = yice_utf8_decode(text + i, len - i, &cp);
		chars->classes[chars->count] = n ? yice_char_class(cp) : (unsigned char)YICE_CHAR_OTHER;
		if (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n'))
			chars->classes[chars->count] = '\n'; /* a line end by itself, as on old Macs */
		chars->offsets[chars->count++] = (uint32_t)i;
		if (!n)
			n = 1;
	}
	chars->classes[chars->count] = chars->classes[chars->count + 1] = 0;
	chars->offsets[chars->count] = (uint32_t)len;
	return YICE_OK;
}

void yice_chars_release(struct yice_chars *chars)
{
	free(chars->classes);
	free(chars->offsets);
	memset(chars, 0, sizeof(*chars));
}

char *yice_chars_plain(struct yice_arena *arena, const char *text, size_t len)
{
	/* A plain character never takes more bytes than the one it stands for. */
	char *out = yice_arena_room(arena, len + 1);
	size_t used = 0;
	uint32_t cp;

	if (!out)
		return NULL;
	for (size_t i = 0, n; i < len; i += n) {
		n = yice_utf8_decode(text + i, len - i, &cp);
		if (n == 0) {
			n = 1;
			continue;
		}
		cp = yice_char_plain(cp);
		if (cp)
			used += yice_utf8_encode(cp, out + used);
	}
	out[used] = '\0';
	return out;
}
