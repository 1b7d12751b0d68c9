/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision and what it rests on. Deciding fills the workspace and allocates
 * nothing, but for a route through more units than any before; explaining one of its clauses runs the same code again with a trace.
 */
#ifndef YICE_RUNTIME_RUN_H
#define YICE_RUNTIME_RUN_H

#include "runtime/facts.h"
#include "runtime/plan.h"
#include "runtime/reason.h"

#define YICE_RUN_DUTY (-1) /* outcome of a duty */
#define YICE_RUN_STEPS (UINT64_C(1) << 24) /* budget of a decision; real lists need some thousand */

/* One clause looked at. */
struct yice_decided {
	uint32_t clause; /* index into CLAUSES and CLAUSE_INFO */
	int8_t outcome;  /* enum yice_outcome or YICE_RUN_DUTY */
	uint8_t applies; /* enum yice_truth: guard and no exception. A duty with YICE_F does not concern the project */
	uint8_t demand;  /* enum yice_truth; YICE_T when the clause demands nothing */
};

struct yice_run {
	const struct yice_view *view;
	const struct yice_facts *facts; /* of the last decision; NULL before any */
	yice_day day;
	uint32_t room;                /* units of a site that there is room for */
	struct yice_planned *planned; /* blocks of the last decision, in reading order */
	uint32_t planned_count;
	struct yice_decided *decided; /* their clauses one by one, when `listed`: see yice_run_decided() */
	bool listed;
	enum yice_verdict verdict;
	bool site_incomplete;          /* clauses were passed over because yice_run_missing_site() is not known */
	bool day_by_default;           /* neither the caller nor the facts named the day */
	uint64_t budget, steps;        /* allowed, and used by the last decision */
	uint32_t *scopes;              /* those concerned, descending */
	uint32_t scope_count;
	uint64_t *marked;              /* bit per scope of several units: all zero between decisions */
	uint64_t *below;               /* bit per scope that has one with clauses below it, in the image or its set */
	bool needs_unit;               /* the image or its set has units, or clauses for classes of units */
	yice_day default_day;          /* of decisions that name none */
	uint8_t *trace;                /* one byte per instruction of the longest body */
	uint64_t *seen_tests;          /* bit per test and per slot: scratch of explanations, all zero between them */
	uint64_t *seen_slots;
};

/* Makes room for the decision of a site in so many units. YICE_OK or YICE_ENOMEM. */
int yice_run_make_room(struct yice_run *run, uint32_t units) YICE_MUST_CHECK;
/* The i-th clause of the last decision, i < yice_run_count(). The first call runs the code of every clause. */
const struct yice_decided *yice_run_decided(struct yice_run *run, size_t i);
/* Duties that are not out of the question. */
uint32_t yice_run_duties(const struct yice_run *run);

/* Why one clause came out so. Arrays live in the arena they were made in. */
struct yice_because {
	struct yice_reason *parts;          /* guard, exceptions, demand */
	const struct yice_reason **tests;   /* TEST nodes that decide the outcome, in evaluation order */
	const uint32_t *missing;            /* attribute slots whose facts would settle an unknown outcome */
	const uint32_t *open;               /* texts of the clause a person must judge: yice_text_add() */
	uint32_t test_count, missing_count, open_count;
};

/*
 * Explains the i-th clause of the last decision, whose facts must not have
 * changed. missing is empty unless the outcome is YICE_UNKNOWN, open unless it is
 * YICE_JUDGEMENT. Whether a clause applies comes first: while that is unknown, the
 * facts its demand needs are not missing. YICE_OK or YICE_ENOMEM.
 */
int yice_run_because(struct yice_run *run, size_t i, struct yice_arena *arena, struct yice_because *out)
	YICE_MUST_CHECK;

/*
 * concern.c. enum yice_truth: whether what stands beside the effect of a decided clause, explained, is of interest to the
 * project. YICE_F: it is not listed.
 */
uint32_t yice_run_concerns(const struct yice_run *run, const struct yice_decided *decided,
			   const struct yice_because *because);

/* Whether a part (guard, exception, demand) is among those that make the outcome of a clause. */
bool yice_run_part_decides(const struct yice_decided *decided, const struct yice_reason *part);

/* Slots missing over all clauses with an unknown outcome, in order of first need, in arena. YICE_OK or YICE_ENOMEM. */
int yice_run_missing(struct yice_run *run, struct yice_arena *arena, const uint32_t **slots, uint32_t *count)
	YICE_MUST_CHECK;

/* Whether a list of its scope that has the unit (its number) is in force on the decision's day. */
bool yice_run_unit_in_force(const struct yice_run *run, uint32_t unit);
/* The same if one list had other days. */
bool yice_run_unit_in_force_if(const struct yice_run *run, uint32_t unit, uint32_t list, struct yice_interval days);

/*
 * What of the site has to be given: "site.unit" when the image needs a unit and none is named, "site.scope" when a scope below
 * the ones that are known has clauses, the member with its coordinates ("site.geojson") when some of it lies in no unit that a
 * list of the image has; NULL when nothing has.
 */
const char *yice_run_missing_site(const struct yice_run *run);

/* Index among the decided of the clause with that id, or YICE_NONE. */
uint32_t yice_run_find(const struct yice_run *run, const char *id);

#endif
