/* SPDX-License-Identifier: Apache-2.0 */
/* What every unit test includes: cmocka with the headers it wants first, and base. */
#ifndef YICE_TESTS_UNIT_UNIT_H
#define YICE_TESTS_UNIT_UNIT_H

#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

/* xorshift64*: the same numbers on every machine and every run. */
static inline uint64_t unit_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 2685821657736338717u;
}

#endif
