/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random pairs of lists of a city and a district below it, over few units,
 * zones and attributes, as sources: for tests that hold what is said of two
 * versions against an enumeration of all projects. They fail the test that
 * asks when anything goes wrong.
 */
#ifndef YICE_TESTS_UNIT_RANDOM_LISTS_H
#define YICE_TESTS_UNIT_RANDOM_LISTS_H

#include "tests/unit/unit.h"

#define UNITS   3
#define CLAUSES 12

enum effect { PROHIBITS, RESTRICTS, REQUIRES, ENCOURAGES, OBLIGES };
enum kind { ANYWHERE, CLASS, ZONE, UNIT };

struct condition {
	char text[200];       /* as the comparison shows it; "" is none */
	bool joins_or, joins; /* what stands at its top */
};

struct clause {
	bool there, upper; /* upper: of the list above */
	enum kind kind;
	uint32_t key, number, text, effect;
	uint32_t conditions; /* of a restriction: 1, 2, 3: of two, a bit each */
	uint32_t beside;     /* what stands beside the effect: of lists_beside[] */
	bool later; /* in force from July on */
	struct condition guard, except, demand;
};

struct unit {
	bool there;
	uint32_t klass, elements; /* 0: none stated; 1, 2, 3: zones, a bit each */
	bool within;
};

struct list {
	struct unit units[UNITS];
	struct clause clauses[CLAUSES];
	bool reparented; /* the district's list stands below the nation, not the city */
};

/* What stands beside effects, the first being nothing: equal numbers for what is the same in other words. */
extern const int8_t lists_beside[5];
/* Below `below`; the same numbers in every run. */
uint32_t lists_number(uint64_t *seed, uint32_t below);
/* Lists, some of their clauses and units absent. */
void lists_draw(struct list *list, uint64_t *seed);
/* A few changes of what an update changes. */
void lists_change(struct list *list, uint64_t *seed);
/* Clauses get other numbers, all of them different. */
void lists_renumber(struct list *list, uint64_t *seed);
/* As a source, beside which codes.tsv has to lie: LISTS_CODES. */
void lists_write(const struct list *list, const char *path);
#define LISTS_CODES "code\tname\nA\t甲\nA1\t甲一\nA2\t甲二\nB\t乙\n"
/* The id of a clause, of less than 48 bytes. */
void lists_name(const struct clause *clause, char *id, size_t cap);

#endif
