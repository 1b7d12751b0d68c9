/* SPDX-License-Identifier: Apache-2.0 */
/* Projects as facts documents, yice-facts(5), that anyone can run through `yice eval`. */
#ifndef YICE_ANALYSIS_WITNESS_H
#define YICE_ANALYSIS_WITNESS_H

#include "analysis/solve.h"

/* Where the project of a point is; NULL: not said. A day in the point wins over `day`; YICE_DAY_MIN: not
 * said. */
struct yice_place_of {
	const char *unit, *scope;
	yice_day day;
	const char *also; /* a second unit that it lies in, or NULL */
};

/*
 * Appends the document on one line. False when a value cannot be written as a fact: a number without a finite
 * decimal notation in the attribute's measure.
 */
bool yice_witness_json(const struct yice_realm *realm, const struct yice_project *point,
		       const struct yice_place_of *place, struct yice_buf *out);
/* The value of one axis as in a facts document: "新建", ["喷涂"], "1.2 t/a". False as above. */
bool yice_witness_value(const struct yice_realm *realm, const struct yice_value *value, struct yice_buf *out);

#endif
