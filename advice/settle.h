/* SPDX-License-Identifier: Apache-2.0 */
/* Which facts settle an undetermined verdict. */
#ifndef YICE_ADVICE_SETTLE_H
#define YICE_ADVICE_SETTLE_H

#include "advice/board.h"

/* One fact to ask for. */
struct yice_ask {
	uint32_t slot;
	uint32_t *clauses, clause_count; /* records of CLAUSES that hang on it: with all others known, some
					    could stay open */
	uint32_t settles;                /* as things are now, how many clauses one answer to it can settle */
	bool refuses;                    /* one answer to it alone refuses */
};

struct yice_settling {
	struct yice_ask *asks; /* in the order worth asking */
	uint32_t count;
	bool least; /* proved: no smaller set settles the verdict whatever the answers are */
	bool best_known, worst_known;
	enum yice_verdict best, worst; /* that the clauses looked at leave possible */
};

/*
 * The smallest set of missing facts with which no clause of the last decision is unknown, or one refuses,
 * whatever they turn out to be; where that cannot be proved within bounds, a set that does so all the same.
 * In arena. YICE_OK or YICE_ENOMEM.
 */
int yice_settle(struct yice_run *run, const struct yice_facts *facts, struct yice_arena *arena,
		struct yice_settling *out) YICE_MUST_CHECK;

#endif
