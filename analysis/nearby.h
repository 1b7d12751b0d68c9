/* SPDX-License-Identifier: Apache-2.0 */
/* Which clauses are looked at beside which, found without looking at all pairs of a list. */
#ifndef YICE_ANALYSIS_NEARBY_H
#define YICE_ANALYSIS_NEARBY_H

#include "analysis/subject.h"

/* Targets by the scope of their list (those of units apart), and by unit: numbers of placements behind
 * start[]. */
struct yice_nearby {
	const struct yice_model *model;
	uint32_t *by_scope, *scope_start;
	uint32_t *by_unit, *unit_start;
	uint32_t *own, *own_start; /* units by the scope of their list */
	/* By scope and class, the last for any class: the first unit in it, YICE_NONE; whether units in it are those of
	 * another scope's list. */
	uint32_t *first_unit;
	bool *foreign;
};

/* Everything in the arena, and not changed any more: several threads may read it. YICE_OK or YICE_ENOMEM. */
int yice_nearby_init(struct yice_nearby *nearby, const struct yice_model *model,
		     struct yice_arena *arena) YICE_MUST_CHECK;
/* The clauses looked at wherever this one is, itself left out, in out[], which has room for all; returns how
 * many. */
uint32_t yice_nearby_wider(const struct yice_nearby *nearby, const struct yice_subjects *subjects,
			   uint32_t number, uint32_t *out);
/* The first unit that the clause is looked at for, or YICE_NONE. */
uint32_t yice_nearby_first(const struct yice_nearby *nearby, const struct yice_subject *subject);
/* Whether some unit that the clause, of no single unit, is looked at for belongs to the list of another scope. */
bool yice_nearby_foreign(const struct yice_nearby *nearby, const struct yice_subject *subject);

#endif
