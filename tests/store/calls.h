/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls to the system and allocations that fail when they are told to. The
 * functions stand in front of the C library's for the whole program, so for
 * libgit2, libcrypto and zlib too.
 */
#ifndef YICE_TESTS_STORE_CALLS_H
#define YICE_TESTS_STORE_CALLS_H

#include "base/base.h"

enum fault_kind {
	FAULT_CALL,   /* any call fails with an error number */
	FAULT_FULL,   /* calls that need room fail for want of it */
	FAULT_SHORT,  /* a write writes half */
	FAULT_MEMORY, /* an allocation returns nothing */
	FAULTS
};

struct fault_plan {
	enum fault_kind kind;
	int error;
	long countdown; /* 0: off; the one that makes it 0 fails, and none after it */
	bool tripped;
	bool no_sync; /* fsync does nothing: a program that does not care */
};

extern struct fault_plan fault_plan;

/* From the nth call on that the fault can meet. */
void fault_arm(enum fault_kind kind, int error, long n);
void fault_disarm(void);

#endif
