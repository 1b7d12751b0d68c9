/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schoolbook arithmetic on whole numbers of 32-bit limbs, and fractions of
 * them. Called by the reference interpreter only; it shares nothing with
 * base/ratio.c and base/linear.c, so that a mistake there cannot hide.
 */
#include "tests/reference/exact.h"

#include <stdio.h>

static void check_room(uint32_t n)
{
	if (n <= EXACT_LIMBS)
		return;
	fputs("exact: a number does not fit\n", stderr);
	abort();
}

static void whole_set(struct exact_whole *out, uint64_t value)
{
	out->limb[0] = (uint32_t)value;
	out->limb[1] = (uint32_t)(value >> 32);
	out->n = value >> 32 ? 2 : value != 0;
}

static void whole_mul(struct exact_whole *out, const struct exact_whole *a, const struct exact_whole *b)
{
	struct exact_whole product;

	check_room(a->n + b->n);
	memset(product.limb, 0, (a->n + b->n) * sizeof(*product.limb));
	for (uint32_t i = 0; i < a->n; i++) {
		uint64_t carry = 0;

		for (uint32_t j = 0; j < b->n; j++) {
			carry += (uint64_t)a->limb[i] * b->limb[j] + product.limb[i + j];
			product.limb[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
		product.limb[i + b->n] = (uint32_t)carry;
	}
	product.n = a->n && b->n ? a->n + b->n : 0;
	while (product.n && !product.limb[product.n - 1])
		product.n--;
	out->n = product.n;
	memcpy(out->limb, product.limb, product.n * sizeof(*product.limb));
}

static int whole_compare(const struct exact_whole *a, const struct exact_whole *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (uint32_t i = a->n; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

static void whole_add(struct exact_whole *out, const struct exact_whole *a, const struct exact_whole *b)
{
	uint32_t n = a->n > b->n ? a->n : b->n;
	uint64_t carry = 0;

	check_room(n + 1);
	for (uint32_t i = 0; i < n; i++) {
		carry += (uint64_t)(i < a->n ? a->limb[i] : 0) + (i < b->n ? b->limb[i] : 0);
		out->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	out->limb[n] = (uint32_t)carry;
	out->n = n + (carry != 0);
}

/* a - b, where a is not less. */
static void whole_subtract(struct exact_whole *out, const struct exact_whole *a, const struct exact_whole *b)
{
	uint32_t n = a->n;
	int64_t borrow = 0;

	for (uint32_t i = 0; i < n; i++) {
		borrow += (int64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0);
		out->limb[i] = (uint32_t)borrow;
		borrow >>= 32;
	}
	while (n && !out->limb[n - 1])
		n--;
	out->n = n;
}

void exact_int(struct exact *out, int64_t num, int64_t den)
{
	out->negative = num < 0;
	whole_set(&out->num, num < 0 ? 0 - (uint64_t)num : (uint64_t)num);
	whole_set(&out->den, (uint64_t)den);
}

static void times_ten(struct exact_whole *whole, uint32_t digit)
{
	struct exact_whole ten, add;

	whole_set(&ten, 10);
	whole_set(&add, digit);
	whole_mul(whole, whole, &ten);
	whole_add(whole, whole, &add);
}

bool exact_parse(struct exact *out, const char *text, size_t len)
{
	const char *end = text + len, *start;
	bool point = false;
	long power = 0;

	exact_int(out, 0, 1);
	if (text < end && (*text == '+' || *text == '-'))
		out->negative = *text++ == '-';
	for (start = text; text < end && ((*text >= '0' && *text <= '9') || (*text == '.' && !point));
	     text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		times_ten(&out->num, (uint32_t)(*text - '0'));
		if (point)
			times_ten(&out->den, 0);
	}
	if (text == start)
		return false;
	if (text < end && (*text == 'e' || *text == 'E')) {
		char *after;

		power = strtol(text + 1, &after, 10);
		text = after;
	}
	for (; power; power += power < 0 ? 1 : -1)
		times_ten(power < 0 ? &out->den : &out->num, 0);
	return text == end;
}

void exact_add(struct exact *out, const struct exact *a, const struct exact *b)
{
	struct exact_whole left, right, den;

	whole_mul(&left, &a->num, &b->den);
	whole_mul(&right, &b->num, &a->den);
	whole_mul(&den, &a->den, &b->den);
	if (a->negative == b->negative) {
		out->negative = a->negative;
		whole_add(&out->num, &left, &right);
	} else if (whole_compare(&left, &right) >= 0) {
		out->negative = a->negative;
		whole_subtract(&out->num, &left, &right);
	} else {
		out->negative = b->negative;
		whole_subtract(&out->num, &right, &left);
	}
	out->den.n = den.n;
	memcpy(out->den.limb, den.limb, den.n * sizeof(*den.limb));
}

void exact_mul(struct exact *out, const struct exact *a, const struct exact *b)
{
	out->negative = a->negative != b->negative;
	whole_mul(&out->num, &a->num, &b->num);
	whole_mul(&out->den, &a->den, &b->den);
}

void exact_div(struct exact *out, const struct exact *a, const struct exact *b)
{
	struct exact_whole num;

	out->negative = a->negative != b->negative;
	whole_mul(&num, &a->num, &b->den);
	whole_mul(&out->den, &a->den, &b->num);
	out->num.n = num.n;
	memcpy(out->num.limb, num.limb, num.n * sizeof(*num.limb));
}

int exact_sign(const struct exact *a)
{
	return !a->num.n ? 0 : a->negative ? -1 : 1;
}

int exact_compare(const struct exact *a, const struct exact *b)
{
	struct exact minus, rest;

	exact_int(&minus, -1, 1);
	exact_mul(&minus, &minus, b);
	exact_add(&rest, a, &minus);
	return exact_sign(&rest);
}
