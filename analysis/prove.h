/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements about all projects of which everything is known: proved, refuted
 * by a project that the runtime decides otherwise, or not settled within the
 * bound. What `yice test` makes of properties.
 */
#ifndef YICE_ANALYSIS_PROVE_H
#define YICE_ANALYSIS_PROVE_H

#include "analysis/study.h"

/* Outcomes of clauses as bits 1 << enum yice_outcome, and these beside them. */
#define YICE_OUTCOME_DUTY   YICE_OUTCOMES
#define YICE_OUTCOME_ABSENT (YICE_OUTCOMES + 1) /* the clause was not looked at */

struct yice_wish {
	uint32_t clause;  /* index into model.placed */
	uint32_t allowed; /* outcomes, a bit each */
};

struct yice_statement {
	const struct yice_logic *when; /* NULL: every project */
	uint32_t unit, scope, klass;   /* where; YICE_NONE: anywhere */
	bool has_day;
	yice_day day;      /* else the day on which the image decides by itself */
	uint32_t verdicts; /* allowed, a bit each */
	const struct yice_wish *wishes;
	uint32_t wish_count;
};

enum yice_proof_kind {
	YICE_PROVED,
	YICE_REFUTED,
	YICE_UNPROVED, /* not settled within the bound */
	YICE_VACUOUS,  /* there is no such project at any such site */
	YICE_PROOFS
};

/* What sites a proof is of, of those whose units are all asked about. */
enum yice_proof_sites {
	YICE_SITES_ALL, /* in however many units, whatever places their parts lie in */
	YICE_SITES_TWO, /* in one unit or two, with the places a document states */
	YICE_SITES_ONE, /* in one unit: the pairs of units are too many */
	YICE_SITES
};

struct yice_proof {
	enum yice_proof_kind kind;
	enum yice_proof_sites sites; /* PROVED, VACUOUS */
	uint32_t places;     /* units, or scopes where there are none, that were looked at */
	const char *place;   /* REFUTED, UNPROVED: where; code of a unit or scope, or of two units, "A + B" */
	const char *witness; /* REFUTED: facts document, in the model's arena */
	uint32_t wish;       /* REFUTED: which one, YICE_NONE: the verdict */
	uint32_t got;        /* REFUTED: bit number of the verdict or outcome */
};

/*
 * Sites are the units of the rules that lie in the scope and are of the class; where there is none and no unit or class
 * is asked for, the scope itself (all that have none above them when none is given). Then sites in two of the units are looked
 * at, unless what holds in one unit holds in any number of them. YICE_OK or YICE_ENOMEM.
 */
int yice_prove(struct yice_study *study, const struct yice_statement *statement, struct yice_proof *out)
	YICE_MUST_CHECK;

#endif
