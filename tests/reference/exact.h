/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fractions of whole numbers of any size that rules and facts can need, for
 * the reference interpreter: schoolbook arithmetic in fixed room, never
 * reduced, never rounded. What does not fit ends the program.
 */
#ifndef YICE_TESTS_REFERENCE_EXACT_H
#define YICE_TESTS_REFERENCE_EXACT_H

#include "base/base.h"

#define EXACT_LIMBS 128 /* of 32 bits */

/* limb[0] is the lowest; n is 0 for zero. */
struct exact_whole {
	uint32_t n, limb[EXACT_LIMBS];
};

/* (negative ? -1 : 1) * num / den; den is never zero. */
struct exact {
	bool negative;
	struct exact_whole num, den;
};

void exact_int(struct exact *out, int64_t num, int64_t den);
/* [+-] digits [. digits] [e [+-] digits], all of len; false when it is anything else. */
bool exact_parse(struct exact *out, const char *text, size_t len);
/* out may be one of the operands. */
void exact_add(struct exact *out, const struct exact *a, const struct exact *b);
void exact_mul(struct exact *out, const struct exact *a, const struct exact *b);
void exact_div(struct exact *out, const struct exact *a, const struct exact *b);
/* -1, 0, 1. */
int exact_sign(const struct exact *a);
/* Sign of a - b. */
int exact_compare(const struct exact *a, const struct exact *b);

#endif
