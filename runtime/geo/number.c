/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coordinates in text to integers, without floating point: every digit that
 * matters counts, however many there are. Called by the readers of sites.
 */
#include "runtime/geo/number.h"

#define LIMIT INT64_C(1000000000000000000)

/* What has been read is digits · 10^scale; digits beyond the place kept only round. */
struct decimal {
	int64_t digits, scale;
	int first_lost; /* the first digit left out */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t yice_number_span(const char *text, size_t len)
{
	size_t at = len && (*text == '-' || *text == '+'), from = at;
	bool digits = false;

	while (at < len && is_digit(text[at]))
		at++;
	digits = at > from;
	if (digits && at + 1 < len && text[at] == '.' && is_digit(text[at + 1]))
		for (at++; at < len && is_digit(text[at]);)
			at++;
	return digits ? at : 0;
}

/* "e+05" behind the number; what is absurdly large stays absurdly large. */
static bool read_exponent(const char *text, size_t len, int64_t *out)
{
	size_t at = 1;
	bool negative;

	*out = 0;
	if (!len)
		return true;
	negative = len > 1 && text[1] == '-';
	at += len > 1 && (text[1] == '-' || text[1] == '+');
	if ((*text != 'e' && *text != 'E') || at == len)
		return false;
	for (; at < len; at++) {
		if (!is_digit(text[at]))
			return false;
		if (*out < 1000000)
			*out = *out * 10 + (text[at] - '0');
	}
	if (negative)
		*out = -*out;
	return true;
}

/* Takes one more digit, which stands for digit · 10^place. False when there are too many. */
static bool take(struct decimal *decimal, int digit, int64_t place)
{
	if (place == -1)
		decimal->first_lost = digit;
	if (place < 0)
		return true;
	if (decimal->digits >= LIMIT / 10)
		return false;
	decimal->digits = decimal->digits * 10 + digit;
	decimal->scale = place;
	return true;
}

int yice_number_read(const char *text, size_t len, int places, int64_t *out)
{
	struct decimal decimal = { 0, 0, 0 };
	size_t span = yice_number_span(text, len), whole = 0;
	int64_t exponent, place;
	bool negative = len && *text == '-';
	size_t at = len && (*text == '-' || *text == '+');

	if (!span || !read_exponent(text + span, len - span, &exponent))
		return YICE_ESYNTAX;
	while (at + whole < span && text[at + whole] != '.')
		whole++;
	place = (int64_t)whole - 1 + exponent + places;
	for (; at < span; at++) {
		if (text[at] == '.')
			continue;
		if (!take(&decimal, text[at] - '0', place--))
			return YICE_ERANGE;
	}
	for (int64_t i = 0; i < decimal.scale && decimal.digits; i++) {
		if (decimal.digits >= LIMIT / 10)
			return YICE_ERANGE;
		decimal.digits *= 10;
	}
	decimal.digits += decimal.first_lost >= 5;
	if (decimal.digits >= LIMIT)
		return YICE_ERANGE;
	*out = negative ? -decimal.digits : decimal.digits;
	return YICE_OK;
}
