/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans: up to 64 neighbouring clauses of a scope or unit, decided together,
 * one bit a clause. What the clauses' guards test is laid out by attribute, so
 * that one look at a fact settles a test for all of them; the outcomes follow
 * from a few operations on words. A clause that does not fit (a disjunction, a
 * sum, several demands) is still ruled out by the plan, and decided by its code
 * where that fails.
 *
 * A plan adds nothing to the code: the compiler derives it (plan_build.c), and
 * the verifier derives it again and compares, so that a decision by plan is the
 * decision by code, which explanations run.
 *
 * A plan is a run of PLAN_KEYS and a run of PLAN_WORDS, read side by side:
 *
 *   keys   YICE_PLAN_KEYS counts
 *   words  YICE_PLAN_WORDS masks of clauses, by enum yice_plan_word
 *   code tables: keys: fact, edge count | NEGATED, edges, strictly ascending; words: the clauses that test, then for
 *     each interval between edges (the first from 0) the clauses in whose runs it lies
 *   term tables: keys: fact, words of a mask | NEGATED, entry count, and where masks have several words, the word
 *     number of each entry; words: the clauses that test, then for each entry members (a mask) and the clauses that one of
 *     them satisfies
 *   scalars: keys: fact; words: lo, span, the clauses that test lo <= tick <= lo + span, modulo 2^64
 *   demands: keys: for each clause its demand's number, four to a key, then the fact of each; words: lo, span
 *
 * A clause has at most one test in a table; one that tests an attribute twice has its second test in a second table.
 */
#ifndef YICE_RUNTIME_PLAN_H
#define YICE_RUNTIME_PLAN_H

#include "runtime/image.h"
#include "yice/eval.h"

#define YICE_PLAN_CLAUSES 64
#define YICE_PLAN_FLAG UINT32_C(0x80000000) /* NEGATED */

enum yice_plan_key { YICE_PLAN_CODES, YICE_PLAN_TERMS, YICE_PLAN_SCALARS, YICE_PLAN_DEMAND_COUNT, YICE_PLAN_KEYS };
enum yice_plan_word {
	YICE_PLAN_EVERYONE, /* looked at whatever the classes of the site's units */
	YICE_PLAN_CLASS,    /* … if one is of this class: one word a class */
	YICE_PLAN_REQUIRES = YICE_PLAN_CLASS + YICE_CLASSES,
	YICE_PLAN_PROHIBITS,
	YICE_PLAN_RESTRICTS,
	YICE_PLAN_ENCOURAGES,
	YICE_PLAN_OBLIGES,
	YICE_PLAN_EXACT,        /* the tables are all there is to the clause */
	YICE_PLAN_OPEN,         /* exact, with open words beside its tests */
	YICE_PLAN_DEMANDS,      /* exact, demands one comparison */
	YICE_PLAN_DEMANDS_OPEN, /* exact, demands open words */
	YICE_PLAN_WORDS
};

/* Outcomes of a block's clauses, one bit each. The outcomes and `duties` partition `looked`. */
struct yice_planned {
	uint32_t block;
	uint64_t looked;                 /* in force, for this site */
	uint64_t outcomes[YICE_OUTCOMES];
	uint64_t duties, concerned;      /* concerned: duties that are not out of the question */
};

/*
 * Decides a block. classes: bit per class of the site's units. *steps is reduced by one a clause and by what the code
 * that was run cost (vm.h). YICE_OK, or YICE_ELIMIT when the steps ran out.
 */
int yice_plan_decide(const struct yice_view *view, uint32_t block, const uint64_t *facts, uint32_t classes, yice_day day,
		     uint64_t *steps, struct yice_planned *out) YICE_MUST_CHECK;

/* plan_build.c: derives plans. Zeroed, with view set; the scratch is released at the end. */
struct yice_planner {
	const struct yice_view *view;
	struct yice_image_block block; /* keys and words are left 0 */
	struct yice_buf keys, words;   /* uint32_t and uint64_t of the block's plan */
	struct yice_buf literals, edges, groups;
};

/* The plan of the clauses first to first + count of one scope or unit, 0 < count <= 64. YICE_OK or YICE_ENOMEM. */
int yice_planner_plan(struct yice_planner *planner, uint32_t first, uint32_t count) YICE_MUST_CHECK;
void yice_planner_release(struct yice_planner *planner);

/*
 * plan_image.c. The clauses of a scope's or unit's targets, as one run; false when they do not follow one another. Needs
 * targets whose ranges are in bounds.
 */
bool yice_plan_run(const struct yice_view *view, uint32_t targets, uint32_t target_count, uint32_t *first,
		   uint32_t *count);
/*
 * Adds the blocks and plans of every scope and unit to an image that has none and is complete but for bounds. YICE_OK,
 * YICE_ENOMEM, YICE_ELIMIT, or YICE_EIMAGE when the clauses of an owner do not follow one another.
 */
struct yice_image_builder;
int yice_image_plan(struct yice_image_builder *builder) YICE_MUST_CHECK;

#endif
