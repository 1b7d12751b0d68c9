/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain clauses over small domains, for findings.c: what they are, what they make of a project, drawn and as text
 * (clauses.c), and when one loosens another (loosening.c). Defined here, without the compiler, the runtime or the solver.
 */
#ifndef YICE_TESTS_ANALYSIS_CLAUSES_H
#define YICE_TESTS_ANALYSIS_CLAUSES_H

#include "base/base.h"
#include "base/diag.h"
#include "tests/analysis/lists.h"

enum attribute { NATURE, FLAG, PARTS, PLACE, MASS, SIZE, ATTRIBUTES, OPEN }; /* MASS and SIZE are numbers */
enum { HIGH = 1, LOW = 2 };
enum effect { REQUIRES, PROHIBITS, RESTRICTS };

#define YEARS 3

static const char *const names[ATTRIBUTES] = { "性", "旗", "件", "场址", "量", "值" };
static const char *const areas[] = { "东", "西" };

/*
 * NATURE: is in the set; PARTS, PLACE: has one of the set; FLAG: is as said; numbers: relation to the limit, or to
 * the other number; OPEN: words that a person decides.
 */
struct test {
	enum attribute attribute;
	uint32_t set, relation, limit;
	uint32_t left; /* members that 除外 takes out: in no set then */
	bool against, lacks;
	bool or; /* does in place of the test before it, else both have to hold */
};

struct condition {
	struct test tests[8];
	uint32_t count;
};

struct clause {
	struct condition guard, except, demand; /* except: none when empty */
	enum effect effect;
	uint32_t from, until; /* years of being in force, from the first on; until 0: all that follow */
	uint32_t copied;      /* its words are those of this clause above, from 1 on; 0: of none */
	bool unit;            /* it stands in the unit, which has a part in the first area and none in the second */
};

/* Numbers in thirds, 0 to 3, so that two have room between whole ones; of what a site lies in, one area, both or none. */
struct project {
	uint32_t values[ATTRIBUTES];
};

#define GRAIN    3
#define POINTS   (3 * GRAIN + 1)
#define PROJECTS (3 * 2 * 8 * 4 * POINTS * POINTS)
/* Attributes but the place, which tells no matter by itself. */
#define WORDS(attributes) ((attributes) & ~(1u << PLACE))

static inline struct project project_at(uint32_t i)
{
	return (struct project){ { i % 3, i / 3 % 2, i / 6 % 8, i / 48 % 4, i / 192 % POINTS, i / 192 / POINTS } };
}

/*
 * How a condition is read: with bounds on these sides of one attribute taken to hold, after negation has reached the tests;
 * open words taken to hold, or their opposite, where it may be so; with what 除外 takes out put back.
 */
struct drop {
	enum attribute attribute;
	int sides;
	bool may, restored;
};

static const struct drop nothing = { ATTRIBUTES, 0, false, false }, open = { ATTRIBUTES, 0, true, false },
			 restored = { ATTRIBUTES, 0, false, true };

/* ---- clauses.c */

uint32_t opposite(uint32_t relation);
int sides_of(uint32_t relation);
bool test_holds(const struct test *test, const struct project *project, bool positive, struct drop drop);
/* Behind the tests from `first` on that do in place of each other. */
uint32_t end_of(const struct condition *condition, uint32_t first);
/* One of the tests holds, or with !positive none does. */
bool part_holds(const struct condition *condition, uint32_t first, const struct project *project, bool positive,
	struct drop drop);
bool holds(const struct condition *condition, const struct project *project, bool positive, struct drop drop);
bool applies(const struct clause *clause, const struct project *project, struct drop drop);
/* For certain, or as far as open words go. */
bool is_none_of(const struct clause *clause, const struct project *project, struct drop drop);
bool refuses(const struct clause *clause, const struct project *project);
/* A clause that demands: it is missed, or a person decides. */
bool judges(const struct clause *clause, const struct project *project);
uint32_t words_of(const struct test *test);
uint32_t attributes_of(const struct condition *condition);
uint32_t all_attributes(const struct clause *clause);
int bounds_on(const struct condition *condition, enum attribute attribute, bool positive);
struct test random_test(struct random *random, enum attribute attribute);
struct condition random_condition(struct random *random, uint32_t most, bool numbers);
struct clause random_clause(struct random *random);
void put_clause(struct yice_buf *text, uint32_t number, const struct clause *clause);

/* ---- loosening.c */

/* Two clauses, the lower list's others, and what of them is the same for all projects. */
struct pair {
	const struct clause *lower, *upper, *list, *above; /* above: all of the upper list */
	uint32_t count, above_count;
	bool within, refused, about, nested, adds; /* filled by know() */
	int together[8];                     /* by part of the upper demand: sides on which both refuse */
	int some[8];                         /* by alternative of the lower demand: the same of what else it accepts */
};

/* What is told of the pair: 0 nothing, else the diagnostic. */
enum yice_diag_id told_of(struct pair *pair);
/* Some clause above means the same for as long as both of the pair are in force, be it in other words. */
bool means_another(const struct pair *pair);

#endif
