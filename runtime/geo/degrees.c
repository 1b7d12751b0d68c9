/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A position as it is printed in forms: 东经116°49′29.228″，北纬39°52′10″, or
 * E104度49分26.054秒 N31度…, or 116.8248,39.8695. The text is first reduced to
 * ASCII: marks of degrees, minutes and seconds in all their shapes, letters of
 * the hemispheres, digits, blanks. What is none of these is a mistake, so that
 * no word in the text is passed over.
 */
#include "base/utf8.h"
#include "runtime/geo/number.h"
#include "runtime/geo/site.h"

#define PLAIN_MAX 256

/* Spellings and what they are reduced to. Longer ones come before those that they begin with. */
static const struct {
	const char *text;
	char plain;
} spellings[] = {
	{ "东经", 'E' }, { "西经", 'W' }, { "北纬", 'N' }, { "南纬", 'S' }, { "经度", 'E' }, { "纬度", 'N' },
	{ "°", 'd' },    { "º", 'd' },    { "˚", 'd' },    { "度", 'd' },   { "′′", 's' },   { "''", 's' },
	{ "’’", 's' },   { "″", 's' },    { "”", 's' },    { "“", 's' },    { "\"", 's' },   { "＂", 's' },
	{ "秒", 's' },   { "′", 'm' },    { "’", 'm' },    { "‘", 'm' },    { "'", 'm' },    { "´", 'm' },
	{ "＇", 'm' },   { "分", 'm' },   { "E", 'E' },    { "N", 'N' },    { "W", 'W' },    { "S", 'S' },
	{ "Ｅ", 'E' },   { "Ｎ", 'N' },   { "，", ' ' },   { ",", ' ' },    { "；", ' ' },   { ";", ' ' },
	{ "、", ' ' },   { "：", ' ' },   { ":", ' ' },    { "（", ' ' },   { "）", ' ' },   { "(", ' ' },
	{ ")", ' ' },    { "　", ' ' },   { " ", ' ' },    { "\t", ' ' },   { "．", '.' },   { "－", '-' },
};

/* The plain text; false when some of it means nothing or it is too long. */
static bool reduce(const char *text, size_t len, char out[PLAIN_MAX])
{
	size_t n = 0, at = 0;

	while (at < len) {
		uint32_t cp = 0;
		size_t i = 0, step = yice_utf8_decode(text + at, len - at, &cp);
		char plain =
		    (cp >= '0' && cp <= '9') || cp == '.' || cp == '-' || cp == '+' ? (char)cp : '\0';

		if (cp >= 0xff10 && cp <= 0xff19) /* full-width digits */
			plain = (char)('0' + (cp - 0xff10));
		for (; !plain && i < YICE_COUNT(spellings); i++) {
			size_t size = strlen(spellings[i].text);

			if (size > len - at || memcmp(text + at, spellings[i].text, size))
				continue;
			plain = spellings[i].plain;
			step = size;
		}
		if (!plain || !step || n + 1 == PLAIN_MAX)
			return false;
		out[n++] = plain;
		at += step;
	}
	out[n] = '\0';
	return true;
}

struct position {
	int64_t values[2];
	char letters[2]; /* of the hemispheres, or 0 */
	int count;
};

/* A number at *at, in units of 1e-9; *whole: it has no decimals. */
static bool take_number(const char **at, int64_t *out, bool *whole)
{
	size_t len = yice_number_span(*at, strlen(*at));

	if (!len || yice_number_read(*at, len, YICE_DEGREE_PLACES, out))
		return false;
	*whole = !memchr(*at, '.', len);
	*at += len;
	return true;
}

static void skip_blanks(const char **at)
{
	*at += strspn(*at, " ");
}

/* Goes on to a number that stands at once behind a mark, or behind blanks and has the mark of its own. */
static bool goes_on(const char **at, char mark)
{
	const char *next = *at + strspn(*at, " ");
	bool digit = *next >= '0' && *next <= '9';

	if (!digit || (next != *at && next[yice_number_span(next, strlen(next))] != mark))
		return false;
	*at = next;
	return true;
}

/*
 * Degrees, then minutes, then seconds, as far as their marks follow. YICE_DIAG_COUNT: taken; else the
 * mistake. Sums are in 1/3600 units, exactly, and rounded once.
 */
static enum yice_diag_id take_value(const char **at, int64_t *out)
{
	static const char marks[] = "dms";
	int64_t sum = 0, factor = 3600, value;
	bool whole = true, bare = false;

	for (int i = 0; i < 3 && !bare; i++, factor /= 60) {
		if (i && !goes_on(at, marks[i]))
			break;
		if (i && !whole)
			return YICE_D_degrees_range;
		if (!take_number(at, &value, &whole))
			return YICE_D_degrees_text;
		if (value > 360 * YICE_DEGREE || value < -360 * YICE_DEGREE)
			return YICE_D_site_number;
		if (i && value >= 60 * YICE_DEGREE)
			return YICE_D_degrees_range;
		sum += value * factor;
		/* Degrees without their mark are all there is; the last mark is often left out. */
		bare = **at != marks[i];
		if (bare && i == 1)
			return YICE_D_degrees_text;
		*at += !bare;
	}
	*out = (sum + (sum < 0 ? -1800 : 1800)) / 3600;
	return YICE_DIAG_COUNT;
}

static bool is_letter(char c)
{
	return c == 'E' || c == 'W' || c == 'N' || c == 'S';
}

/* Letters stand all before their values or all behind them. */
static enum yice_diag_id parse(const char *at, struct position *position)
{
	bool prefix;
	char letter = '\0';

	skip_blanks(&at);
	for (prefix = is_letter(*at); *at; skip_blanks(&at)) {
		enum yice_diag_id mistake;

		if (is_letter(*at)) {
			char *place =
			    prefix ? &letter : &position->letters[position->count ? position->count - 1 : 0];

			if (*place && *place != *at)
				return YICE_D_degrees_pair;
			*place = *at++;
			continue;
		}
		if (position->count == 2)
			return YICE_D_degrees_pair;
		mistake = take_value(&at, &position->values[position->count]);
		if (mistake != YICE_DIAG_COUNT)
			return mistake;
		if (prefix)
			position->letters[position->count] = letter;
		letter = '\0';
		position->count++;
	}
	return position->count == 2 && !letter ? YICE_DIAG_COUNT : YICE_D_degrees_pair;
}

/* Whether both say what they are, or neither does; *swap: latitude came first, by its letter. */
static bool match_letters(struct position *position, bool *swap)
{
	static const char letters[] = "EWNS";
	int kinds[2];

	*swap = false;
	for (int i = 0; i < 2; i++) {
		if (position->letters[i] == 'W' || position->letters[i] == 'S')
			position->values[i] = -position->values[i];
		kinds[i] =
		    position->letters[i] ? (int)(strchr(letters, position->letters[i]) - letters) / 2 : -1;
	}
	*swap = kinds[0] == 1;
	return (kinds[0] == -1) == (kinds[1] == -1) && (kinds[0] == -1 || kinds[0] != kinds[1]);
}

bool yice_site_position(struct yice_site_reader *reader, const struct yice_site_text *text, int64_t *first,
			int64_t *second)
{
	struct position position = { { 0, 0 }, { 0, 0 }, 0 };
	enum yice_diag_id mistake = YICE_D_degrees_text;
	char plain[PLAIN_MAX], *shown;
	bool swap = false;

	if (reduce(text->text, text->len, plain))
		mistake = parse(plain, &position);
	if (mistake == YICE_DIAG_COUNT && !match_letters(&position, &swap))
		mistake = YICE_D_degrees_pair;
	*first = position.values[swap];
	*second = position.values[!swap];
	if (mistake == YICE_DIAG_COUNT)
		return true;
	shown = yice_arena_strndup(reader->arena, text->text, text->len);
	if (shown)
		yice_diag_add(reader->diags, mistake, text->span, shown, "", NULL);
	return false;
}
