/* SPDX-License-Identifier: Apache-2.0 */
/* Random sources and facts: every construct of the language, values at and beside thresholds. */
#ifndef YICE_TESTS_REFERENCE_GENERATE_H
#define YICE_TESTS_REFERENCE_GENERATE_H

#include "base/buf.h"

#define CASE_FACTS 60

struct case_fact {
	char key[64], value[400]; /* value: JSON */
	bool complete;
};

/* A facts document in parts, so that parts can be left out. */
struct case_facts {
	char site[800]; /* JSON, or "" */
	char day[11];
	struct case_fact facts[CASE_FACTS];
	uint32_t count;
};

/* xorshift64*: the same numbers everywhere. */
uint32_t generate_below(uint64_t *random, uint32_t n);
/* The code table that every source reads, as the text of codes.tsv. */
extern const char generate_codes[];
/* Appends a source. */
void generate_source(uint64_t *random, struct yice_buf *out);
/* Facts of a project for any source. units: of those the source declares, from 0; ground: it has data of where they are. */
void generate_facts(uint64_t *random, uint32_t units, bool ground, struct case_facts *out);
/* Data that sources may name: of the units, and of the places in the order of words_places. */
#define GROUND_FILES 8
void generate_ground_name(uint32_t which, char *out, size_t size);
void generate_ground(uint64_t *random, uint32_t which, struct yice_buf *out);
/* 图形 of some of them. */
void generate_ground_items(uint64_t *random, struct yice_buf *out);
/* A site with coordinates: the head of a JSON object, left open. */
void generate_site(uint64_t *random, struct yice_buf *out);
/* Appends the document as JSON, a fact a line. */
void generate_write(const struct case_facts *facts, struct yice_buf *out);

#endif
