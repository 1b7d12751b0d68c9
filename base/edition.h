/* SPDX-License-Identifier: Apache-2.0 */
/* Editions of national standards as texts name them: GB/T 4754-2017. */
#ifndef YICE_BASE_EDITION_H
#define YICE_BASE_EDITION_H

#include "base/base.h"

struct yice_edition {
	uint32_t standard, year; /* 4754, 2017 */
	const char *text;        /* as it is written, in the text that was searched */
	size_t len;
};

/* The next standard named with its year, from *text on, which then stands behind it. False when there is none. */
bool yice_edition_next(const char **text, struct yice_edition *out);
/*
 * The first place where a text names the standard that `of` names first, in another year: "GB/T 4754-2011" in a text
 * that goes by "GB/T 4754-2017". False when there is none, or `of` (may be NULL) names no standard.
 */
bool yice_edition_other(const char *text, const char *of, struct yice_edition *out);

#endif
