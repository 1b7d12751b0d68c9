/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans: up to 64 neighbouring clauses of a scope or unit, a block, decided
 * together, one bit a clause. What the clauses' guards test is laid out by
 * attribute, so that one look at a fact settles a test for all of them; the
 * outcomes follow from a few operations on words. A clause that does not fit (a
 * disjunction, a sum, several demands, or more than YICE_PLAN_CODE and
 * YICE_PLAN_WORK allow) is still ruled out by the plan, and decided by its code
 * where that fails.
 *
 * A plan adds nothing to the code: the compiler derives it (plan_build.c), and
 * the verifier derives it again and compares, so that a decision by plan is the
 * decision by code, which explanations run.
 *
 * Plans are bytes of the section PLANS, one after another, integers little-endian and wherever they come to lie. A mask has
 * a bit for each clause of the block: 4 bytes in a block of at most 32 clauses (narrow), else 8.
 *
 *   head         YICE_PLAN_HEAD bytes at enum yice_plan_at
 *   masks        where YICE_PLAN_BY_CLASS: YICE_CLASSES, the clauses for each class of units only; then those of enum
 *                yice_plan_mask
 *   code tables  u32 fact | NEGATED, u16 edges, u16 masks - 1, mask of the clauses that test; the masks; u16 edges, strictly
 *                ascending; for each interval between edges (the first from 0) the number of the mask that has the clauses in
 *                whose runs it lies: u8, or u16 where there are more than 256 masks
 *   term tables  u32 fact | NEGATED, u16 words of a mask of terms, u16 entries, mask of the clauses that test; each entry: u64
 *                members, where terms' masks have several words u32 number of the word, mask of the clauses that one of the
 *                members satisfies
 *   scalars      a limit, mask of the clauses that test it; u32 | ABOVE where they want more than it
 *   demands      where there are any: u8 for each clause, the number of its demand; limits
 *
 * A limit is u32 fact and i64: at most that tick. Code tables and the clauses' numbers
 * of demands are filled up with zeros to whole u32. A clause has at most one test in a table; one that tests an attribute
 * twice has its second test in a second table.
 */
#ifndef YICE_RUNTIME_PLAN_H
#define YICE_RUNTIME_PLAN_H

#include "runtime/image.h"
#include "yice/eval.h"

#define YICE_PLAN_CLAUSES 64
#define YICE_PLAN_NARROW  32                   /* most clauses of a block whose masks have 4 bytes */
#define YICE_PLAN_FLAG    UINT32_C(0x80000000) /* NEGATED, ABOVE */

/* What is beyond is left to the code of the clause, so that what a plan costs to derive is bounded by the image's size. */
#define YICE_PLAN_CODE 256  /* instructions of a body */
#define YICE_PLAN_WORK 1000 /* runs of codes and words of masks in the tests of a clause */

#define YICE_PLAN_BY_CLASS 1 /* flag: some of the clauses are for a class of units */
enum yice_plan_at {
	YICE_PLAN_AT_CLAUSES = 0,       /* u32 first clause */
	YICE_PLAN_AT_FROM = 4,          /* yice_day: all of them are in force [from, to) */
	YICE_PLAN_AT_TO = 8,
	YICE_PLAN_AT_CODES = 12,        /* u16 tables */
	YICE_PLAN_AT_TERMS = 14,        /* u16 */
	YICE_PLAN_AT_SCALARS = 16,      /* u16 */
	YICE_PLAN_AT_CLAUSE_COUNT = 18, /* u8 from 1 */
	YICE_PLAN_AT_DEMANDS = 19,      /* u8 */
	YICE_PLAN_AT_FLAGS = 20,        /* u32 */
	YICE_PLAN_HEAD = 24
};
enum yice_plan_mask {
	YICE_PLAN_EFFECT,                       /* enum yice_effect_op, a bit of it in each of three */
	YICE_PLAN_EXACT = YICE_PLAN_EFFECT + 3, /* the tables are all there is to the clause */
	YICE_PLAN_OPEN,                         /* exact, with open words beside its tests */
	YICE_PLAN_DEMANDS,                      /* exact, demands one comparison */
	YICE_PLAN_ABOVE,                        /* … to be above its limit, not up to it */
	YICE_PLAN_DEMANDS_OPEN,                 /* exact, demands open words */
	YICE_PLAN_MASKS
};

/* Outcomes of a block's clauses, one bit each. The outcomes and `duties` partition `looked`. */
struct yice_planned {
	uint32_t plan;                   /* where it starts in PLANS */
	uint64_t looked;                 /* in force, for this site */
	uint64_t outcomes[YICE_OUTCOMES];
	uint64_t duties, concerned;      /* concerned: duties that are not out of the question */
};

/*
 * Decides the block whose plan starts at *at in PLANS; *at becomes where the next one starts. classes: bit per class of the
 * site's units. *steps is reduced by one a clause and by what the code that was run cost (vm.h). YICE_OK, or YICE_ELIMIT
 * when the steps ran out.
 */
int yice_plan_decide(const struct yice_view *view, uint32_t *at, const struct yice_told *known, uint32_t classes,
		     yice_day day, uint64_t *steps, struct yice_planned *out) YICE_MUST_CHECK;

/* plan_build.c: derives plans. Zeroed, with view set; the scratch is released at the end. */
struct yice_planner {
	const struct yice_view *view;
	struct yice_buf plan; /* of the block planned last */
	uint32_t first, count;
	uint64_t classes[YICE_CLASSES], masks[YICE_PLAN_MASKS];
	struct yice_buf scratch[6];
	uint64_t is_edge[YICE_TABLE_MAX / 64 + 1]; /* a bit each; all zero between tables */
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
