/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the names of standards in texts as they are published: with and without
 * the T and blanks, with any of the dashes that stand before a year. Called by
 * whoever has to tell codes of one edition from those of another.
 */
#include "base/edition.h"

static const char *skip_blanks(const char *at)
{
	for (;;) {
		if (*at == ' ')
			at++;
		else if (!strncmp(at, "　", sizeof("　") - 1))
			at += sizeof("　") - 1;
		else
			return at;
	}
}

/* Behind a dash, which may be doubled; NULL when there is none. */
static const char *skip_dash(const char *at)
{
	static const char *const dashes[] = { "-", "‐", "‑", "–", "—", "－", "−" };
	const char *from = at;

	for (size_t i = 0; i < YICE_COUNT(dashes);) {
		size_t len = strlen(dashes[i]);
		bool here = !strncmp(at, dashes[i], len);

		at += here ? len : 0;
		i = here ? 0 : i + 1;
	}
	return at == from ? NULL : at;
}

/* A run of at most nine digits; NULL when it is none. */
static const char *read_digits(const char *at, uint32_t *number, size_t *count)
{
	*number = 0;
	for (*count = 0; *at >= '0' && *at <= '9'; ++*count, at++) {
		if (*count == 9)
			return NULL;
		*number = *number * 10 + (uint32_t)(*at - '0');
	}
	return *count ? at : NULL;
}

/* What follows GB at `at`. */
static bool read_edition(const char *at, struct yice_edition *out)
{
	size_t digits;

	if (!strncmp(at, "/T", 2))
		at += 2;
	else if (!strncmp(at, "／T", sizeof("／T") - 1))
		at += sizeof("／T") - 1;
	else if (*at == 'T')
		at++;
	at = read_digits(skip_blanks(at), &out->standard, &digits);
	at = at ? skip_dash(skip_blanks(at)) : NULL;
	at = at ? read_digits(skip_blanks(at), &out->year, &digits) : NULL;
	if (!at || digits != 4)
		return false;
	out->len = (size_t)(at - out->text);
	return true;
}

bool yice_edition_next(const char **text, struct yice_edition *out)
{
	const char *at = *text;

	while ((at = strstr(at, "GB")) != NULL) {
		out->text = at;
		at += 2;
		if (read_edition(at, out)) {
			*text = out->text + out->len;
			return true;
		}
	}
	return false;
}

bool yice_edition_other(const char *text, const char *of, struct yice_edition *out)
{
	struct yice_edition own;

	if (!of || !yice_edition_next(&of, &own))
		return false;
	while (yice_edition_next(&text, out))
		if (out->standard == own.standard && out->year != own.year)
			return true;
	return false;
}
