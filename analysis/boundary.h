/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projects at the limits of rules: just below, at and just above every
 * threshold, on both sides of every edge of a list of codes, on the day before
 * and on the day. What `yice test --boundaries` writes as cases.
 */
#ifndef YICE_ANALYSIS_BOUNDARY_H
#define YICE_ANALYSIS_BOUNDARY_H

#include "analysis/study.h"

/* A project and what comes of it. Texts live in the model's arena. */
struct yice_boundary {
	uint32_t clause;     /* index into model.placed */
	const char *zh, *en; /* the test; NULL: the first or last day of being in force */
	const char *value;   /* "4.9", "C2614", "2024-06-30" */
	const char *json;    /* facts document, decided */
	int outcome;         /* as yice_trial_outcome() gives it */
};

/* A test at whose limit no project was found to come out differently. */
struct yice_boundary_gap {
	struct yice_span span;
	const char *zh, *en;
	bool unreached; /* not settled within the bound; else it decides nothing by itself */
};

struct yice_boundaries {
	struct yice_boundary *items;
	uint32_t count, cap;
	struct {
		struct yice_boundary_gap *items;
		uint32_t count, cap;
	} gaps;
};

/*
 * Of what stands in the named sources (one byte each), every place once, in the order of the clauses. The study is open.
 * YICE_OK or YICE_ENOMEM.
 */
int yice_boundaries_make(struct yice_study *study, const unsigned char *named,
			 struct yice_boundaries *out) YICE_MUST_CHECK;

#endif
