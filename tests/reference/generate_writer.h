/* SPDX-License-Identifier: Apache-2.0 */
/* A random source being written: shared by generate.c, generate_clause.c and generate_test.c. */
#ifndef YICE_TESTS_REFERENCE_GENERATE_WRITER_H
#define YICE_TESTS_REFERENCE_GENERATE_WRITER_H

#include "tests/reference/generate.h"
#include "tests/reference/generate_words.h"

/* Days in force, as places in words_days; WORDS_DAYS: without an end. */
struct writer_days {
	uint32_t from, to;
};

/* A clause that others may override. */
struct writer_clause {
	char name[80];
	struct writer_days days;
	bool overridden; /* it is named so, and its number is not given again */
};

/* Which of words_places a parameter over places takes. */
struct writer_places {
	const char *list;
	uint32_t first, count;
};

struct writer {
	uint64_t *random;
	struct yice_buf *out;
	bool holes;         /* in a template or group with parameters: they may be named */
	bool demand;        /* in 须 and not under 非: 较严值 may stand */
	uint32_t attribute; /* the last quantity written */
	uint32_t number;
	bool overriding; /* clauses of the open target have numbers of their own */
	bool broad;      /* the open target is every site of the scope: it may override any other of the list */
	const char *scope;
	struct writer_places places;
	struct writer_days list;
	struct writer_days templates[WORDS_TEMPLATES];
	char target[40];                   /* as in ids */
	struct writer_clause own[24];      /* clauses of the open target */
	uint32_t own_count;
	struct writer_clause elsewhere[64]; /* clauses of the list, by their ids */
	uint32_t elsewhere_count;
};

#define PICK(w, words) ((words)[writer_below((w), (uint32_t)YICE_COUNT(words))])

uint32_t writer_below(struct writer *w, uint32_t n);
bool writer_chance(struct writer *w, uint32_t percent);
void writer_say(struct writer *w, const char *text);

/* generate_test.c: a condition. */
void writer_expr(struct writer *w, uint32_t depth);
/* The same without parentheses around it. */
void writer_condition(struct writer *w, uint32_t depth);

/* generate_clause.c */
void writer_parts(struct writer *w, uint32_t kind); /* 0 none, 1 须, 2 禁止, 3 限制, 4 鼓励, 5 职责 */
void writer_demands(struct writer *w);
void writer_arguments(struct writer *w);
void writer_days(struct writer *w, struct writer_days days);
void writer_clause(struct writer *w);

#endif
