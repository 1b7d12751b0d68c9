/* SPDX-License-Identifier: Apache-2.0 */
/* In which other units a project would not be refused. */
#ifndef YICE_ADVICE_MOVE_H
#define YICE_ADVICE_MOVE_H

#include "advice/board.h"
#include "runtime/geo/shape.h"

#define YICE_PLACES_MAX 5 /* units that are named, of each kind */

struct yice_place_to_be {
	uint32_t unit;
	enum yice_verdict verdict;
	uint32_t apart; /* scopes to go up from the site before one holds the unit */
	bool measured;  /* how far it is from the site is known */
	struct yice_range mm;
	const uint32_t *missing, *clauses; /* slots to supply there; clauses left to judgement */
	uint32_t missing_count, clause_count;
};

struct yice_moving {
	uint32_t looked;    /* units decided */
	uint32_t admitted;  /* in which it is admitted, perhaps with conditions */
	uint32_t unrefused; /* in which no clause refuses, but facts are missing or words to judge */
	struct yice_place_to_be *places; /* the nearest of either kind, the admitted first */
	uint32_t count;
	/*
	 * Those with a geometry nearest on the ground. Else, and behind them: the better verdict (so nothing missing before
	 * facts missing), then the nearest in the tree of scopes, then fewer facts missing, then the milder class, then by code.
	 */
	bool by_distance;
	const uint32_t *forgotten; /* slots known of the site that do not hold elsewhere */
	uint32_t forgotten_count;
};

/*
 * Decides the facts in every other unit of the image whose list is in force. What was known of the site
 * itself is not known there. Where layers say where the site and the units are, those nearest are named. In
 * arena. YICE_OK, YICE_ENOMEM, YICE_EIMAGE or YICE_ELIMIT.
 */
int yice_move_find(const yice_image *image, const struct yice_run *run, const struct yice_facts *facts,
		   const char *day, struct yice_arena *arena, struct yice_moving *out) YICE_MUST_CHECK;

#endif
