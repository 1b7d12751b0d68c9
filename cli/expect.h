/* SPDX-License-Identifier: Apache-2.0 */
/* What a decision gave, held against what its case expects. */
#ifndef YICE_CLI_EXPECT_H
#define YICE_CLI_EXPECT_H

#include "base/map.h"
#include "cli/cases.h"

/* One difference. Texts live in the arena of the list. */
struct yice_finding {
	const char *what;   /* "verdict", "outcome", "missing", "judge", "because", "change" */
	const char *clause; /* id, or NULL */
	const char *expected, *got;
	const char *reason; /* lines, "" when there is none to show */
	struct yice_finding *next;
};

struct yice_findings {
	struct yice_arena arena;
	struct yice_finding *first, **end;
};

void yice_findings_init(struct yice_findings *findings);
void yice_findings_release(struct yice_findings *findings);

/*
 * The last decision of a run, as a case sees it. When mutants stand in the image, only some of what was decided counts,
 * and one clause may stand for another.
 */
struct yice_sight {
	yice_run *run;
	const yice_facts *facts;
	/* By number among the decided: the number of what stands there, YICE_NONE: nothing. NULL: all for themselves. */
	const uint32_t *stands;
	/* With stands: ids by number of clause, the clause by number among the decided, and back (YICE_NONE: not decided). */
	const struct yice_map *ids;
	const uint32_t *clauses, *at;
	/* With stands: a list has these days instead of its own; NULL: none has. */
	const struct yice_interval *days;
	uint32_t list;
};

static inline uint32_t yice_sight_at(const struct yice_sight *sight, uint32_t i)
{
	return sight->stands ? sight->stands[i] : i;
}

/* Clause ids and outcomes of a decision: values are enum yice_outcome, or YICE_OUTCOMES for a duty. */
int yice_outcomes_of(const struct yice_sight *sight, struct yice_map *out) YICE_MUST_CHECK;
/* Its verdict. */
enum yice_verdict yice_sight_verdict(const struct yice_sight *sight);

/*
 * Adds every difference between the decision and the case. before: the outcomes of the case it
 * starts from, or NULL. YICE_OK or YICE_ENOMEM.
 */
int yice_expect_compare(const struct yice_case *one, const struct yice_sight *sight, enum yice_lang lang,
			const struct yice_map *before, struct yice_findings *findings) YICE_MUST_CHECK;

#endif
