/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the names of standards in texts as they are published: with and without
 * the T and blanks, with any of the dashes that stand before a year or with 版
 * behind it; the classification of industries by its name, too. Called by
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

static const char *skip(const char *at, const char *text)
{
	size_t len = strlen(text);

	return strncmp(at, text, len) ? at : at + len;
}

/* 2011年版, 2011 版: a year that needs no dash before it. Behind the year itself; NULL when it is none. */
static const char *read_year(const char *at, uint32_t *year)
{
	size_t digits;
	const char *end = read_digits(skip_blanks(at), year, &digits), *behind;

	if (!end || digits != 4)
		return NULL;
	behind = skip(skip_blanks(end), "年");
	return strncmp(skip_blanks(behind), "版", sizeof("版") - 1) ? NULL : end;
}

/* What follows GB at `at`. */
static const char *read_number(const char *at, struct yice_edition *out)
{
	const char *dash;
	size_t digits;

	if (!strncmp(at, "/T", 2))
		at += 2;
	else if (!strncmp(at, "／T", sizeof("／T") - 1))
		at += sizeof("／T") - 1;
	else if (*at == 'T')
		at++;
	at = read_digits(skip_blanks(at), &out->standard, &digits);
	dash = at ? skip_dash(skip_blanks(at)) : NULL;
	if (!dash)
		return at ? read_year(at, &out->year) : NULL;
	at = read_digits(skip_blanks(dash), &out->year, &digits);
	return digits == 4 ? at : NULL;
}

/* The classification of industries is cited by its name as often as by its number. */
static const char industries[] = "国民经济行业分类";
#define INDUSTRIES 4754

/* What follows the name: 》（2011年版. */
static const char *read_name(const char *at, struct yice_edition *out)
{
	at = skip(skip(at + sizeof(industries) - 1, "》"), "标准");
	at = skip(skip(skip_blanks(at), "（"), "(");
	out->standard = INDUSTRIES;
	return read_year(at, &out->year);
}

/* 2011 版《国民经济行业分类: a year before the name. */
static const char *read_before(const char *at, struct yice_edition *out)
{
	const char *name = read_year(at, &out->year);

	if (!name)
		return NULL;
	name = skip_blanks(skip(skip_blanks(skip(skip_blanks(name), "年")), "版"));
	name = skip(skip(name, "的"), "《");
	out->standard = INDUSTRIES;
	return strncmp(name, industries, sizeof(industries) - 1) ? NULL : name + sizeof(industries) - 1;
}

bool yice_edition_next(const char **text, struct yice_edition *out)
{
	for (const char *at = *text; *at; at++) {
		const char *end = NULL;

		if (at[0] == 'G' && at[1] == 'B')
			end = read_number(at + 2, out);
		else if (*at >= '0' && *at <= '9' && (at == *text || at[-1] < '0' || at[-1] > '9'))
			end = read_before(at, out);
		else if (!strncmp(at, industries, sizeof(industries) - 1))
			end = read_name(at, out);
		if (!end)
			continue;
		out->text = at;
		out->len = (size_t)(end - at);
		*text = end;
		return true;
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
