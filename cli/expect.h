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

/* Clause ids and outcomes of a decision: values are enum yice_outcome, or YICE_OUTCOMES for a duty. */
int yice_outcomes_of(yice_run *run, struct yice_map *out) YICE_MUST_CHECK;

/*
 * Adds every difference between the last decision of run and the case. before: the outcomes of the case it
 * starts from, or NULL. YICE_OK or YICE_ENOMEM.
 */
int yice_expect_compare(const struct yice_case *one, yice_run *run, const yice_facts *facts,
			enum yice_lang lang, const struct yice_map *before,
			struct yice_findings *findings) YICE_MUST_CHECK;

#endif
