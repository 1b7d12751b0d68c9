/* SPDX-License-Identifier: Apache-2.0 */
/* What fuzz targets share: the entry points of libFuzzer, and a check that aborts so that either driver sees it. */
#ifndef YICE_TESTS_FUZZ_FUZZ_H
#define YICE_TESTS_FUZZ_FUZZ_H

#include "base/base.h"

#include <stdio.h>

#define FUZZ_CHECK(condition)                                                                      \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);    \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* Only some targets have these; the driver refers to them weakly. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);
/* Given by libFuzzer and by driver.c. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

#endif
