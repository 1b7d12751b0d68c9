/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decimal text to an exact ratio, for literals of rules and facts. A text of
 * any length is accepted as long as its value fits: "1000e-3" is 1 and
 * 2^-30 written out in thirty decimals is 1/2^30. Called through
 * yice_ratio_parse only.
 */
#include "base/ratio.h"

#define LIMBS 8
/* num <= 2^63 and den = 2^a 5^b < 2^63 leave at most this many significant digits and decimals. */
#define DIGITS_MAX   63
#define DECIMALS_MAX 62

/* digits * 10^exponent; the digits have no leading and no trailing zero. */
struct decimal {
	bool negative;
	char digits[DIGITS_MAX];
	int count;
	bool too_long; /* more significant digits than any ratio has */
	int64_t exponent;
};

/* 256 bits, least significant first: room for DIGITS_MAX digits. */
struct big {
	uint32_t limb[LIMBS];
};

static void big_mul_add(struct big *big, uint32_t factor, uint32_t carry)
{
	for (int i = 0; i < LIMBS; i++) {
		uint64_t sum = (uint64_t)big->limb[i] * factor + carry;

		big->limb[i] = (uint32_t)sum;
		carry = (uint32_t)(sum >> 32);
	}
}

/* Divides if nothing remains; says whether it did. */
static bool big_divide(struct big *big, uint32_t divisor)
{
	struct big quotient;
	uint64_t rest = 0;

	for (int i = LIMBS; i-- > 0;) {
		rest = rest << 32 | big->limb[i];
		quotient.limb[i] = (uint32_t)(rest / divisor);
		rest %= divisor;
	}
	if (!rest)
		*big = quotient;
	return !rest;
}

static size_t skip_digits(const char *text, size_t len, size_t at)
{
	while (at < len && text[at] >= '0' && text[at] <= '9')
		at++;
	return at;
}

/* [+-] digits up to len, clamped far outside any exponent that matters. */
static int read_exponent(const char *text, size_t len, size_t at, int64_t *out)
{
	bool negative = at < len && text[at] == '-';
	int64_t value = 0;

	if (at < len && (text[at] == '-' || text[at] == '+'))
		at++;
	if (at == len || skip_digits(text, len, at) != len)
		return YICE_ESYNTAX;
	for (; at < len; at++)
		if (value < INT64_MAX / 100)
			value = value * 10 + (text[at] - '0');
	*out = negative ? -value : value;
	return YICE_OK;
}

/* Takes the digits of text[from..to), skipping the point, without leading and trailing zeros. */
static void take_digits(struct decimal *decimal, const char *text, size_t from, size_t to)
{
	int64_t zeros = 0; /* seen since the last other digit */

	for (size_t i = from; i < to; i++) {
		if (text[i] == '.')
			continue;
		if (text[i] == '0') {
			zeros++;
			continue;
		}
		if (!decimal->count)
			zeros = 0;
		if (zeros >= DIGITS_MAX - decimal->count) {
			decimal->too_long = true;
			return;
		}
		while (zeros > 0) {
			decimal->digits[decimal->count++] = '0';
			zeros--;
		}
		decimal->digits[decimal->count++] = text[i];
	}
	decimal->exponent += zeros;
}

static int read_decimal(const char *text, size_t len, struct decimal *decimal)
{
	size_t start = len && (text[0] == '-' || text[0] == '+') ? 1 : 0;
	size_t point = skip_digits(text, len, start), end = point;

	*decimal = (struct decimal){ .negative = start && text[0] == '-' };
	if (point == start)
		return YICE_ESYNTAX;
	if (end < len && text[end] == '.') {
		end = skip_digits(text, len, point + 1);
		if (end == point + 1)
			return YICE_ESYNTAX;
		decimal->exponent = -(int64_t)(end - point - 1);
	}
	if (end < len) {
		int64_t exponent;

		if ((text[end] != 'e' && text[end] != 'E') || read_exponent(text, len, end + 1, &exponent))
			return YICE_ESYNTAX;
		decimal->exponent += exponent;
	}
	take_digits(decimal, text, start, end);
	return YICE_OK;
}

/* big / (2^twos 5^fives), already in lowest terms. */
static int finish(const struct decimal *decimal, const struct big *big, int64_t twos, int64_t fives,
		  struct yice_ratio *out)
{
	uint64_t num = (uint64_t)big->limb[1] << 32 | big->limb[0], den = 1;

	for (int i = 2; i < LIMBS; i++)
		if (big->limb[i])
			return YICE_ERANGE;
	for (; twos; twos--)
		if (__builtin_mul_overflow(den, 2, &den))
			return YICE_ERANGE;
	for (; fives; fives--)
		if (__builtin_mul_overflow(den, 5, &den))
			return YICE_ERANGE;
	if (den > INT64_MAX || num > (uint64_t)INT64_MAX + decimal->negative)
		return YICE_ERANGE;
	out->num = decimal->negative ? (int64_t)-num : (int64_t)num;
	out->den = (int64_t)den;
	return YICE_OK;
}

/* The same for 18 digits at most, none of them zeros to append, and 18 decimals at most: everything fits 64 bits. */
static void finish_short(const struct decimal *decimal, struct yice_ratio *out)
{
	int64_t num = 0, den = 1;
	int64_t twos = -decimal->exponent, fives = twos;

	for (int i = 0; i < decimal->count; i++)
		num = num * 10 + (decimal->digits[i] - '0');
	for (; twos && num % 2 == 0; twos--)
		num /= 2;
	for (; fives && num % 5 == 0; fives--)
		num /= 5;
	for (; fives; fives--)
		den *= 5;
	out->num = decimal->negative ? -num : num;
	out->den = den << twos;
}

int yice_ratio_parse(const char *text, size_t len, struct yice_ratio *out)
{
	struct decimal decimal;
	struct big big;
	int64_t twos, fives;

	if (read_decimal(text, len, &decimal))
		return YICE_ESYNTAX;
	if (!decimal.count && !decimal.too_long) {
		*out = yice_ratio_int(0);
		return YICE_OK;
	}
	if (!decimal.too_long && decimal.count <= 18 && decimal.exponent <= 0 && decimal.exponent >= -18) {
		finish_short(&decimal, out);
		return YICE_OK;
	}
	/* 19 digits at most before the point, or the value is above 2^63. */
	if (decimal.too_long || decimal.exponent < -DECIMALS_MAX || decimal.count + decimal.exponent > 19)
		return YICE_ERANGE;
	big = (struct big){ { 0 } };
	for (int i = 0; i < decimal.count; i++)
		big_mul_add(&big, 10, (uint32_t)(decimal.digits[i] - '0'));
	for (; decimal.exponent > 0; decimal.exponent--)
		big_mul_add(&big, 10, 0);
	twos = fives = -decimal.exponent;
	while (twos && big_divide(&big, 2))
		twos--;
	while (fives && big_divide(&big, 5))
		fives--;
	return finish(&decimal, &big, twos, fives, out);
}
