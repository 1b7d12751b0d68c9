/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sign of a sum of products, for demands such as "what is offset is at
 * least twice what is emitted". Called by the VM; allocates nothing. The sum
 * is kept as a fraction: in 128 bits while it fits, else from the start in a
 * width that no input can exceed (see LIMBS).
 */
#include "base/ratio.h"

typedef __int128 wide;
typedef unsigned __int128 uwide;

/*
 * The common denominator of n products of two ratios and a limit is below
 * 2^(126n + 63) = 2^1071 for n = 8, and each of the two sums below 9 * 2^63
 * times that: 1,138 bits; 18 limbs hold 1,152.
 */
#define LIMBS 18

struct big {
	uint64_t limb[LIMBS];
};

static void mul(struct big *big, uint64_t factor)
{
	uint64_t carry = 0;

	for (int i = 0; i < LIMBS; i++) {
		uwide product = (uwide)big->limb[i] * factor + carry;

		big->limb[i] = (uint64_t)product;
		carry = (uint64_t)(product >> 64);
	}
	assert(!carry);
}

static void add(struct big *sum, const struct big *term)
{
	uint64_t carry = 0;

	for (int i = 0; i < LIMBS; i++) {
		uwide digit = (uwide)sum->limb[i] + term->limb[i] + carry;

		sum->limb[i] = (uint64_t)digit;
		carry = (uint64_t)(digit >> 64);
	}
	assert(!carry);
}

static int compare(const struct big *a, const struct big *b)
{
	for (int i = LIMBS; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] > b->limb[i] ? 1 : -1;
	return 0;
}

static uint64_t magnitude(int64_t n)
{
	return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

/* Positive and negative terms are summed apart, so that only unsigned numbers occur. */
struct sum {
	struct big positive, negative, den;
};

/* Adds |a * b| to the positive or the negative sum. */
static void add_product(struct sum *sum, struct yice_ratio a, struct yice_ratio b, bool negative)
{
	struct big term = sum->den;

	mul(&term, magnitude(a.num));
	mul(&term, magnitude(b.num));
	mul(&sum->positive, (uint64_t)a.den);
	mul(&sum->positive, (uint64_t)b.den);
	mul(&sum->negative, (uint64_t)a.den);
	mul(&sum->negative, (uint64_t)b.den);
	mul(&sum->den, (uint64_t)a.den);
	mul(&sum->den, (uint64_t)b.den);
	add(negative ? &sum->negative : &sum->positive, &term);
}

static int exact_sign(const struct yice_ratio *coef, const struct yice_ratio *value, size_t n,
		      struct yice_ratio limit)
{
	struct sum sum = { .den = { { 1 } } };

	for (size_t i = 0; i < n; i++)
		add_product(&sum, coef[i], value[i], (coef[i].num < 0) != (value[i].num < 0));
	add_product(&sum, limit, yice_ratio_int(1), limit.num >= 0);
	return compare(&sum.positive, &sum.negative);
}

/* num / den += a * b, or false when 128 bits do not hold it. */
static bool narrow_add(wide *num, wide *den, struct yice_ratio a, struct yice_ratio b)
{
	wide top = (wide)a.num * b.num, bottom = (wide)a.den * b.den, left, right;

	return !__builtin_mul_overflow(*num, bottom, &left) && !__builtin_mul_overflow(top, *den, &right) &&
	       !__builtin_add_overflow(left, right, num) && !__builtin_mul_overflow(*den, bottom, den);
}

int yice_linear_sign(const struct yice_ratio *coef, const struct yice_ratio *value, size_t n,
		     struct yice_ratio limit)
{
	wide num = 0, den = 1;

	assert(n <= YICE_LINEAR_MAX);
	for (size_t i = 0; i < n; i++)
		if (!narrow_add(&num, &den, coef[i], value[i]))
			return exact_sign(coef, value, n, limit);
	if (!narrow_add(&num, &den, limit, yice_ratio_int(-1)))
		return exact_sign(coef, value, n, limit);
	return (num > 0) - (num < 0);
}
