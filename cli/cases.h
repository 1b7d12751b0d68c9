/* SPDX-License-Identifier: Apache-2.0 */
/* Expectation files, NAME.cases.json: reading them, and what a case expects. */
#ifndef YICE_CLI_CASES_H
#define YICE_CLI_CASES_H

#include "base/json.h"
#include "base/report.h"
#include "yice/eval.h"

struct yice_case {
	const char *name;
	uint32_t line;
	const struct yice_case *from; /* NULL unless it starts from another */
	const struct yice_json
	    *facts; /* the whole facts object, NULL with facts_file; merged into the base's with from */
	const char *facts_file; /* path, or NULL */
	const char *day;        /* as_of of the case, else of the one it starts from; NULL: none */
	const struct yice_json *expect;
};

/* A statement about all projects, as written. Members are NULL when absent. */
struct yice_property {
	const char *name;
	uint32_t line;
	const struct yice_json *when, *site, *day, *expect, *never;
};

struct yice_cases {
	struct yice_arena arena;
	const char *path;
	uint32_t file;      /* in the report's sources */
	const char **rules; /* paths as seen from here */
	size_t rule_count;
	struct yice_case *items;
	size_t count;
	struct yice_property *properties;
	size_t property_count;
};

/* What a statement may ask for, as bit numbers: verdicts, or outcomes of clauses and these two. */
enum { YICE_BIT_DUTY = YICE_OUTCOMES, YICE_BIT_ABSENT };
/* The bit number of a word, -1 for another word; and the word of a bit, "" when there is none to ask for. */
int yice_word_bit(const char *word, bool verdict);
const char *yice_bit_word(int bit, bool verdict);

/*
 * Reads and checks an expectation file. YICE_OK; YICE_EDIAG, every mistake in report; YICE_EIO with errno;
 * YICE_ENOMEM. Release in every case.
 */
int yice_cases_read(const char *path, struct yice_report *report, struct yice_cases *out) YICE_MUST_CHECK;
void yice_cases_release(struct yice_cases *cases);

/*
 * The facts of a case into cleared facts. Those written in the expectation file keep their places in diagnostics.
 * YICE_OK, YICE_EDIAG, YICE_EIO with errno, YICE_ENOMEM.
 */
int yice_case_facts(const struct yice_cases *cases, const struct yice_case *one, yice_facts *facts,
		    struct yice_report *report) YICE_MUST_CHECK;

#endif
