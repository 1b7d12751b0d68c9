/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building a set: a folder with an image for each part of the country, and the
 * index of them. What is made does not depend on what is there already, only
 * how much of it is made anew.
 */
#ifndef YICE_SET_BUILD_H
#define YICE_SET_BUILD_H

#include "base/report.h"
#include "set/index.h"

struct yice_set_build {
	const char *folder; /* of the rules */
	const char *output; /* folder of the set; made when it is not there */
	enum yice_set_tier tier;
	size_t jobs;
};

/*
 * Errors in the rules leave the set as it is, and report has those of the first image that has some. Warnings are for
 * yice_check(). YICE_OK; YICE_EDIAG; YICE_EEXIST when output is a folder of something else; YICE_ELIMIT; YICE_ENOMEM; YICE_EIO
 * with errno, *failed being what could not be read or written (valid as long as the arena).
 */
int yice_set_build(const struct yice_set_build *job, struct yice_report *report, struct yice_arena *arena,
		   const char **failed) YICE_MUST_CHECK;

#endif
