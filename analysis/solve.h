/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is there a project such that …? A conjunction of forms, answered with a
 * point that satisfies it, or with no. The search splits disjunctions over
 * boxes (one domain an axis), is the same on every machine, and stops at a
 * bound; what is not settled by then is UNREACHED, never no.
 */
#ifndef YICE_ANALYSIS_SOLVE_H
#define YICE_ANALYSIS_SOLVE_H

#include "analysis/linear.h"
#include "analysis/realm.h"

#define YICE_SOLVE_BOUND 20000 /* branches of one question, unless it says otherwise */

/*
 * What a point says of one axis. Axes that the answer does not rest on are not in the point: they may be left
 * unknown. Where open words made a form true, a missing fact beside them would be unknown all the same: ask
 * for it with KNOWN.
 */
struct yice_value {
	uint32_t axis;
	uint64_t *members;        /* ONE: the one; SOME: those present, all others absent */
	struct yice_ratio number; /* NUMBER: in the axis's measure; DAY: days */
};

struct yice_project {
	struct yice_value *values; /* by axis number */
	uint32_t count;
};

struct yice_solver;

int yice_solver_new(struct yice_realm *realm, struct yice_solver **out) YICE_MUST_CHECK;
void yice_solver_free(struct yice_solver *solver);
/* Branches a question may take; 0: YICE_SOLVE_BOUND. */
void yice_solver_bound(struct yice_solver *solver, uint32_t bound);
/*
 * An enum yice_answer or YICE_ENOMEM. point may be NULL; it is filled for YES, in `arena`.
 */
int yice_solve(struct yice_solver *solver, const struct yice_form *const *forms, uint32_t count,
	       struct yice_arena *arena, struct yice_project *point) YICE_MUST_CHECK;
/* Branches taken so far, over all questions: what the bound is measured in. */
uint64_t yice_solver_branches(const struct yice_solver *solver);

#endif
