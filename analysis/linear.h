/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linear inequalities over a few unknowns, decided exactly by eliminating one
 * unknown after the other (Fourier and Motzkin). Rational unknowns, or, for
 * days, whole numbers whose inequalities have coefficients 1 and -1 in pairs:
 * eliminating keeps those whole.
 */
#ifndef YICE_ANALYSIS_LINEAR_H
#define YICE_ANALYSIS_LINEAR_H

#include "base/ratio.h"

/* What a question of the analysis comes to. Failures of the machine are negative statuses. */
enum yice_answer { YICE_ANSWER_NO, YICE_ANSWER_YES, YICE_ANSWER_UNREACHED };

#define YICE_UNKNOWNS_MAX     24
#define YICE_INEQUALITIES_MAX 400

/* The sum of coef × unknown is at most the limit, or strictly below it. */
struct yice_inequality {
	struct yice_ratio coef[YICE_UNKNOWNS_MAX];
	struct yice_ratio limit;
	bool strict;
};

/* One end of the range of an unknown. */
struct yice_end {
	bool given, strict;
	struct yice_ratio at;
};

/*
 * A number within both ends, as short as can be written: whole if one fits, else with the fewest decimal
 * places, else the end itself. False when there is none, or none with at most 12 places between ends that
 * differ.
 */
bool yice_pick_number(const struct yice_end *low, const struct yice_end *high, bool whole,
		      struct yice_ratio *out);

/*
 * Values that satisfy all inequalities. whole: the unknowns are whole numbers. YES with values filled; NO;
 * UNREACHED when there are too many inequalities on the way or a number does not fit; YICE_ENOMEM.
 */
int yice_linear_solve(const struct yice_inequality *all, uint32_t count, uint32_t unknowns, bool whole,
		      struct yice_ratio *values) YICE_MUST_CHECK;

#endif
