/* SPDX-License-Identifier: Apache-2.0 */
/* An operation with each of its allocations refused in turn, for programs that are linked as tests/refuse.h says. */
#ifndef YICE_TESTS_UNIT_SWEEP_H
#define YICE_TESTS_UNIT_SWEEP_H

#include "tests/unit/unit.h"

#include "tests/refuse.h"

/* The operation with its nth allocation refused: its status; *done: it has no more than that. */
static inline int attempt(int (*operation)(void), long n, bool *done)
{
	int status;

	allowed = n;
	status = operation();
	*done = allowed >= 0;
	allowed = -1;
	return status;
}

/* Refused anywhere it says so, and with enough memory it succeeds; asserts that at least `least` places can fail. */
static inline void sweep(int (*operation)(void), long least)
{
	bool done = false;
	long n = 0;

	for (; !done; n++) {
		int status = attempt(operation, n, &done);

		assert_int_equal(status, done ? YICE_OK : YICE_ENOMEM);
		assert_true(n < 10000);
	}
	assert_true(n > least);
}

#endif
