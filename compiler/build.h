/* SPDX-License-Identifier: Apache-2.0 */
/* Building one image, by who has to know what it was made of (set/). */
#ifndef YICE_COMPILER_BUILD_H
#define YICE_COMPILER_BUILD_H

#include "base/report.h"

struct yice_build {
	const char *const *paths; /* files and folders */
	size_t count;
	const char *const *levels; /* paths whose yice.levels count */
	size_t level_count;
	size_t jobs;
	/* Told of every file that is read, with its bytes, by one thread at a time. YICE_OK or YICE_ENOMEM. May be NULL. */
	int (*seen)(void *context, const char *path, const char *bytes, size_t len);
	void *context;
};

/* As yice_build_with(). */
int yice_build_run(const struct yice_build *job, struct yice_report *report, void **image, size_t *len) YICE_MUST_CHECK;

#endif
