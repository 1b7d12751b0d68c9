/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact rational arithmetic: what units, limits and facts are computed with.
 * Called by the compiler (constant folding, unit factors), the facts reader
 * and the VM. Every intermediate fits 128 bits because the operands fit 64;
 * a result that does not come back to 64 bits is refused, never rounded.
 */
#include "base/ratio.h"

typedef __int128 wide;
typedef unsigned __int128 uwide;

static uwide magnitude(wide n)
{
	return n < 0 ? -(uwide)n : (uwide)n;
}

static uwide gcd(uwide a, uwide b)
{
	while (b) {
		uwide rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Stores sign * num / den in lowest terms if both parts fit. */
static int store(bool negative, uwide num, uwide den, struct yice_ratio *out)
{
	uwide common = gcd(num, den);

	if (!den)
		return YICE_ERANGE;
	num /= common;
	den /= common;
	if (den > INT64_MAX || num > (uwide)INT64_MAX + negative)
		return YICE_ERANGE;
	out->num = (int64_t)(negative ? -(wide)num : (wide)num);
	out->den = (int64_t)den;
	return YICE_OK;
}

static int store_wide(wide num, wide den, struct yice_ratio *out)
{
	return store((num < 0) != (den < 0) && num, magnitude(num), magnitude(den), out);
}

int yice_ratio_make(int64_t num, int64_t den, struct yice_ratio *out)
{
	return store_wide(num, den, out);
}

int yice_ratio_add(struct yice_ratio a, struct yice_ratio b, struct yice_ratio *out)
{
	return store_wide((wide)a.num * b.den + (wide)b.num * a.den, (wide)a.den * b.den, out);
}

int yice_ratio_mul(struct yice_ratio a, struct yice_ratio b, struct yice_ratio *out)
{
	return store_wide((wide)a.num * b.num, (wide)a.den * b.den, out);
}

int yice_ratio_div(struct yice_ratio a, struct yice_ratio b, struct yice_ratio *out)
{
	return store_wide((wide)a.num * b.den, (wide)a.den * b.num, out);
}

/*
 * Powers of a number in lowest terms are in lowest terms and only grow, so a
 * square that does not fit means the result does not: no squaring is done
 * beyond the last one needed.
 */
int yice_ratio_pow(struct yice_ratio a, int n, struct yice_ratio *out)
{
	unsigned int left = n < 0 ? 0u - (unsigned int)n : (unsigned int)n;
	struct yice_ratio result = { 1, 1 };

	if (n < 0 && store_wide(a.den, a.num, &a))
		return YICE_ERANGE;
	while (left) {
		if (left & 1 && yice_ratio_mul(result, a, &result))
			return YICE_ERANGE;
		left >>= 1;
		if (left && yice_ratio_mul(a, a, &a))
			return YICE_ERANGE;
	}
	*out = result;
	return YICE_OK;
}

int yice_ratio_cmp(struct yice_ratio a, struct yice_ratio b)
{
	wide left = (wide)a.num * b.den, right = (wide)b.num * a.den;

	return (left > right) - (left < right);
}

int64_t yice_ratio_tick(struct yice_ratio a, int64_t scale)
{
	const int64_t limit = (int64_t)1 << 62;
	wide product = (wide)a.num * scale, floor, tick;

	assert(scale > 0);
	floor = product / a.den - (product % a.den < 0);
	if (floor >= limit / 2)
		return limit;
	if (floor < -limit / 2)
		return -limit;
	tick = floor * 2 + (product % a.den != 0);
	return (int64_t)tick;
}

int yice_lcm(int64_t a, int64_t b, int64_t *out)
{
	int64_t part;

	if (a <= 0 || b <= 0)
		return YICE_ERANGE;
	part = a / (int64_t)gcd((uwide)a, (uwide)b);
	if (part > INT64_MAX / b)
		return YICE_ERANGE;
	*out = part * b;
	return YICE_OK;
}

/* Long division ends exactly when den has no prime factor but 2 and 5. */
bool yice_ratio_is_decimal(struct yice_ratio a)
{
	int64_t den = a.den;

	while (den % 2 == 0)
		den /= 2;
	while (den % 5 == 0)
		den /= 5;
	return den == 1;
}

static void add_whole(uint64_t number, struct yice_buf *out)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	yice_buf_add(out, digits + at, sizeof(digits) - at);
}

void yice_ratio_format(struct yice_ratio a, struct yice_buf *out)
{
	uwide num = magnitude(a.num), den = (uwide)a.den, rest = num % den;

	if (a.num < 0)
		yice_buf_addc(out, '-');
	if (!yice_ratio_is_decimal(a)) {
		add_whole((uint64_t)num, out);
		yice_buf_addc(out, '/');
		add_whole((uint64_t)den, out);
		return;
	}
	add_whole((uint64_t)(num / den), out);
	if (rest)
		yice_buf_addc(out, '.');
	while (rest) {
		rest *= 10;
		yice_buf_addc(out, (char)('0' + (int)(rest / den)));
		rest %= den;
	}
}
