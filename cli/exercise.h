/* SPDX-License-Identifier: Apache-2.0 */
/* How far cases exercise the clauses of the images they run on. */
#ifndef YICE_CLI_EXERCISE_H
#define YICE_CLI_EXERCISE_H

#include "base/map.h"
#include "runtime/run.h"

/* Values are the YICE_SEEN_ flags. Tests have the key "ID\ttest". */
struct yice_exercise {
	struct yice_map clauses, tests;
};

#define YICE_SEEN_YES  1u /* applied; the test was yes */
#define YICE_SEEN_NO   2u /* was out of the question; the test was no */
#define YICE_MAY_BE_NO 4u /* has a condition at all */

struct yice_exercise_totals {
	uint32_t clauses, applied; /* all clauses, and those that applied in some case */
	uint32_t guarded,
	    not_applied;         /* those with a condition, and those of them that it excluded in some case */
	uint32_t tests, yes, no; /* tests of all clauses, and those that were yes, and no, in some case */
};

void yice_exercise_init(struct yice_exercise *exercise);
void yice_exercise_release(struct yice_exercise *exercise);
/* Enters every clause and test of an image; those entered already keep what was seen. YICE_OK or YICE_ENOMEM. */
int yice_exercise_enter(struct yice_exercise *exercise, const struct yice_view *view) YICE_MUST_CHECK;
/* Notes what the last decision went through. YICE_OK or YICE_ENOMEM. */
int yice_exercise_note(struct yice_exercise *exercise, struct yice_run *run) YICE_MUST_CHECK;
void yice_exercise_total(const struct yice_exercise *exercise, struct yice_exercise_totals *out);

#endif
