/* SPDX-License-Identifier: Apache-2.0 */
/* The properties of an expectation file, proved or refuted, and how that is told. */
#ifndef YICE_CLI_PROVING_H
#define YICE_CLI_PROVING_H

#include "analysis/prove.h"
#include "cli/cases.h"

/* Texts live in the arena of the results. */
struct yice_property_result {
	const struct yice_property *property;
	enum yice_proof_kind kind;
	enum yice_proof_sites sites; /* PROVED, VACUOUS */
	uint32_t places;
	const char *place, *witness;        /* NULL when there is none */
	const char *clause;                 /* id, NULL: the verdict */
	const char *expected, *got;         /* REFUTED */
};

struct yice_property_results {
	struct yice_arena arena;
	struct yice_property_result *items;
	size_t count;
	size_t of_kind[YICE_PROOFS];
};

/*
 * Proves them in order. texts: the report the file was read into. report gets the mistakes found in rules and properties.
 * YICE_OK; YICE_EDIAG; YICE_ENOMEM, YICE_ELIMIT. Release in every case.
 */
int yice_properties_prove(const struct yice_cases *cases, const struct yice_report *texts,
			  struct yice_report *report, struct yice_property_results *out) YICE_MUST_CHECK;
void yice_property_results_release(struct yice_property_results *results);

/* Appends what did not turn out proved, for people. */
void yice_property_text(const struct yice_cases *cases, const struct yice_property_result *result,
			enum yice_lang lang, struct yice_buf *out);
/* Appends any result as one JSON object. */
void yice_property_json(const struct yice_cases *cases, const struct yice_property_result *result,
			struct yice_buf *out);

/* "all", "two-units" or "one-unit". */
const char *yice_sites_word(enum yice_proof_sites sites);

#endif
