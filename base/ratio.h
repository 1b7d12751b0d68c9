/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact rational numbers: the only numbers of rules and facts. num / den with
 * den > 0, always in lowest terms, both fitting int64_t; an operation whose
 * exact result does not fit returns YICE_ERANGE and leaves *out alone.
 */
#ifndef YICE_BASE_RATIO_H
#define YICE_BASE_RATIO_H

#include "base/base.h"
#include "base/buf.h"

struct yice_ratio {
	int64_t num, den;
};

static inline struct yice_ratio yice_ratio_int(int64_t n)
{
	return (struct yice_ratio){ n, 1 };
}

/* num / den reduced; den must not be 0 (YICE_ERANGE). */
int yice_ratio_make(int64_t num, int64_t den, struct yice_ratio *out) YICE_MUST_CHECK;
/*
 * Decimal text: [+-] digits [. digits] [(e|E) [+-] digits], ASCII only.
 * YICE_ESYNTAX when malformed, YICE_ERANGE when it does not fit exactly.
 */
int yice_ratio_parse(const char *text, size_t len, struct yice_ratio *out) YICE_MUST_CHECK;
int yice_ratio_add(struct yice_ratio a, struct yice_ratio b, struct yice_ratio *out) YICE_MUST_CHECK;
int yice_ratio_mul(struct yice_ratio a, struct yice_ratio b, struct yice_ratio *out) YICE_MUST_CHECK;
int yice_ratio_div(struct yice_ratio a, struct yice_ratio b, struct yice_ratio *out) YICE_MUST_CHECK;
/* a^n, n may be negative (a != 0 then). */
int yice_ratio_pow(struct yice_ratio a, int n, struct yice_ratio *out) YICE_MUST_CHECK;
/* -1, 0, 1; exact, never overflows. */
int yice_ratio_cmp(struct yice_ratio a, struct yice_ratio b);
/* Whether a ratio in lowest terms has a terminating decimal notation. */
bool yice_ratio_is_decimal(struct yice_ratio a);
/* Shortest exact text: a terminating decimal ("0.3", "-12"), else "2/3". */
void yice_ratio_format(struct yice_ratio a, struct yice_buf *out);
/*
 * 2*floor(a*scale) + (a*scale is not an integer), saturated to +-(2^62): for
 * every integer c with |c| < 2^61, a < c/scale iff tick < 2c, and likewise for
 * <=, >, >=, =. One int64_t comparison is therefore an exact comparison of any
 * fact with any threshold whose denominator divides scale (scale > 0).
 */
int64_t yice_ratio_tick(struct yice_ratio a, int64_t scale);
/* Least common multiple of two positive numbers; YICE_ERANGE when it does not fit. */
int yice_lcm(int64_t a, int64_t b, int64_t *out) YICE_MUST_CHECK;

/*
 * Sign (-1, 0, 1) of sum(coef[i] * value[i]) - limit, exact for every input:
 * works in 256 bits or more internally. n <= 8 (asserted); each coef fits
 * 31 bits over 31 bits (|num| < 2^31, den < 2^31), checked by callers.
 */
#define YICE_LINEAR_MAX 8
int yice_linear_sign(const struct yice_ratio *coef, const struct yice_ratio *value, size_t n,
		     struct yice_ratio limit);

#endif
