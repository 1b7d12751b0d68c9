/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adjoining units of different publishers, and what each requires that the
 * other does not. A project is put on either side of the border as it is: with
 * the same facts, in zones of the same kinds where the units leave them open.
 * neighbours.c finds the answers, neighbours_text.c and neighbours_json.c write
 * them.
 */
#ifndef YICE_ANALYSIS_NEIGHBOURS_H
#define YICE_ANALYSIS_NEIGHBOURS_H

#include "analysis/nearby.h"
#include "analysis/trial.h"
#include "compiler/border.h"
#include "yice/neighbours.h"

#define YICE_BESIDE 2 /* units of a pair */

/* A clause of one of two units that is not above both. */
struct yice_beside_clause {
	uint32_t number;   /* index into model->placed */
	const char *id;
	uint32_t side;
	bool unsettled;    /* whether it is stricter was not settled within the bound */
	const char *json;  /* a project that comes out worse by it than by all clauses of the other side; NULL: none */
	int here, there;   /* its outcome by this clause; the worst one by the others, YICE_TRIAL_ABSENT when none applies */
	bool judged;       /* people judge, by open words, patterns of the rule, or when there are none by its text */
	const char **words;
	uint32_t word_count;
};

struct yice_beside {
	struct yice_border border;
	struct yice_beside_clause *clauses; /* by dimension, then side, then in reading order */
	uint32_t count;
};

struct yice_neighbours {
	struct yice_model model;
	struct yice_rules rules;
	struct yice_realm realm;
	struct yice_realm_model reading;
	struct yice_subjects subjects;
	struct yice_map bodies;
	struct yice_nearby nearby;
	struct yice_solver *solver;
	struct yice_trial trial;
	struct yice_arena arena;
	yice_day day;
	uint32_t site_axis; /* YICE_NONE: no rule asks for places */
	struct yice_border_search search;
	struct yice_beside *pairs;
	uint32_t count;
	struct yice_beside nearest; /* when there are no pairs: the two units that come closest */
	bool has_nearest;
};

/* neighbours_side.c. Fills clauses and what is stricter; pair->border is set. YICE_OK, YICE_ENOMEM, YICE_ELIMIT. */
int yice_beside_compare(struct yice_neighbours *n, struct yice_beside *pair) YICE_MUST_CHECK;

/* Which sides are stricter somewhere, a bit each, in clauses [first, end); whether something was not settled. */
unsigned yice_beside_stricter(const struct yice_beside *pair, uint32_t first, uint32_t end, bool *unsettled);
/* Which sides have clauses that people judge, a bit each, in clauses [first, end). */
unsigned yice_beside_judged(const struct yice_beside *pair, uint32_t first, uint32_t end);
/* The end of the clauses of one dimension that begin at `first`. */
uint32_t yice_beside_dimension(const struct yice_neighbours *n, const struct yice_beside *pair, uint32_t first);
static inline const struct yice_rule *yice_beside_rule(const struct yice_neighbours *n,
						       const struct yice_beside_clause *clause)
{
	return &n->rules.items[clause->number];
}
static inline const struct yice_unit *yice_beside_unit(const struct yice_neighbours *n, const struct yice_beside *pair,
						       uint32_t side)
{
	return &n->model.units.items[pair->border.unit[side]];
}

/* Each appends the whole output. */
void yice_neighbours_text(struct yice_neighbours *n, enum yice_lang lang, struct yice_buf *out);
void yice_neighbours_json(struct yice_neighbours *n, enum yice_lang lang, struct yice_buf *out);
void yice_neighbours_geojson(struct yice_neighbours *n, enum yice_lang lang, struct yice_buf *out);

#endif
