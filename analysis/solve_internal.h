/* SPDX-License-Identifier: Apache-2.0 */
/* What the search (solve.c) and the choice of a point in a box (point.c) share. */
#ifndef YICE_ANALYSIS_SOLVE_INTERNAL_H
#define YICE_ANALYSIS_SOLVE_INTERNAL_H

#include "analysis/solve.h"

/* An axis the question looks at. */
struct yice_local {
	uint32_t axis;
	uint32_t bits, words; /* of its members in a frame's bits */
};

/* What is still possible on an axis; members are in the frame's bits. */
struct yice_domain {
	bool touched; /* something was asserted of it */
	bool summed;  /* it occurs in a sum asserted */
	struct yice_end low, high;
};

/* A box, the disjunctions not settled in it, and how much of the solver's stacks belongs to it. */
struct yice_box {
	void *block;
	size_t size;
	struct yice_domain *domains; /* by local */
	uint64_t *bits;              /* ONE, SOME: members allowed */
	const struct yice_form **pending;
	uint32_t pending_count, demand_count, sum_count;
};

struct yice_solver {
	struct yice_realm *realm;
	struct yice_local *locals;
	uint32_t *local_of; /* by axis */
	uint32_t local_count, words, parts, pending_most, demands_most, sums_most;
	const struct yice_form **demands, **sums; /* HAS and SUM asserted on the path */
	struct yice_box **frames;                 /* by depth */
	uint32_t frame_count;
	struct yice_arena *arena;
	struct yice_project *point;
	uint32_t bound, left;
	uint64_t branches;
};

/*
 * point.c. A box without open disjunctions: whether its sums can hold, and with `fill` a point of it, which
 * then is the solver's. An enum yice_answer or YICE_ENOMEM.
 */
int yice_solver_settle(const struct yice_solver *solver, const struct yice_box *frame, bool fill);

#endif
