/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random lists over domains so small that every state of the facts, each
 * attribute known, missing or known in part, is decided beforehand, for tests
 * that hold advice against enumeration. They fail the test that asks when
 * anything goes wrong.
 */
#ifndef YICE_TESTS_UNIT_SMALL_WORLD_H
#define YICE_TESTS_UNIT_SMALL_WORLD_H

#include "runtime/facts.h"
#include "runtime/run.h"

#define VARIANTS   3 /* kinds of worlds, by their attributes */
#define ATTRS      5
#define VALUES_MAX 21
#define CLAUSES    4
#define SIXTHS     19 /* from 0 to 3 */
#define STATES     8000

/* Values of one attribute; behind them come "missing" and, where `partial` has a text, "known in part". */
struct domain {
	const char *name;
	uint32_t count;
	char values[VALUES_MAX][32];
	const char *partial;  /* NULL: it is never known in part */
	uint32_t completions; /* bit per value that it can turn out to be */
	bool some, number, fixed;
};

struct world {
	struct domain domains[ATTRS];
	uint32_t attrs, states;
	void *bytes;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	struct yice_buf rules;
	const char *table; /* of the file beside the rules; NULL: the codes */
	uint8_t verdict[STATES];
	int8_t outcome[STATES][CLAUSES];
};

/* Below `below`; the same numbers in every run. */
uint32_t world_draw(uint32_t below);

/* A zeroed world, with rules of its variant; every state of its attributes decided. */
void world_make(struct world *world, int variant);

/* An image of world->rules, with facts and a run; world->table, if any, lies beside them as codes.tsv. */
void world_build(struct world *world);

/* All but world->rules and the world itself. */
void world_free(struct world *world);

/* How many states an attribute has: its values, missing, known in part. */
uint32_t world_choices(const struct domain *domain);

/* Where a state, a choice for each attribute, stands in verdict[] and outcome[]. */
uint32_t world_index(const struct world *world, const uint32_t *chosen);

/* Puts a value into the facts; for an attribute of several values, whether it is all of them. */
void world_set(const struct world *world, const struct domain *domain, const char *text, bool complete);
void world_choose(const struct world *world, uint32_t a, uint32_t choice);

/* The verdict of a state, decided anew. */
enum yice_verdict world_decide(const struct world *world, const uint32_t *chosen);

/* Prints the rules and the state, for who reads that a test failed. */
void world_explain(const struct world *world, const uint32_t *chosen);

/* Fails with the rules and facts at hand when it does not hold. */
#define claim(world, chosen, condition)                                                                      \
	do {                                                                                                 \
		if (!(condition)) {                                                                          \
			world_explain(world, chosen);                                                              \
			assert_true(condition);                                                              \
		}                                                                                            \
	} while (0)

#endif
