/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two programs measured in turn, a slice each, so that a machine whose pace changes changes for both: bench.sh asks, each
 * answers on its standard output. A question is a line, "pre" or "e2e"; the answer is decisions a second of processor time.
 */
#ifndef YICE_BENCH_SLICES_H
#define YICE_BENCH_SLICES_H

#include "base/base.h"

#include <stdio.h>
#include <time.h>

#define SLICE_PASSES 3 /* over all projects, after one that brings back what the other program drove from the caches */

static uint64_t slice_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* pass: one of the kind asked for, over n projects. */
static void answer_slices(void (*pass)(void *context, int from_text), void *context, size_t n)
{
	char line[16];

	while (fgets(line, sizeof(line), stdin)) {
		int from_text = !strcmp(line, "e2e\n");
		uint64_t start, ns;

		pass(context, from_text);
		start = slice_time();
		for (int i = 0; i < SLICE_PASSES; i++)
			pass(context, from_text);
		ns = slice_time() - start;
		printf("%llu\n", (unsigned long long)(n * SLICE_PASSES * UINT64_C(1000000000) / (ns ? ns : 1)));
		fflush(stdout);
	}
}

#endif
