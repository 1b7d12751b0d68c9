/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two versions of rules in one realm, and what changed from the first to the
 * second, clause by clause. diff.c makes it, diff_compare.c decides what kind
 * of change it is, diff_detail.c says in which tests and for whom, diff_text.c,
 * diff_json.c and diff_html.c write it.
 */
#ifndef YICE_ANALYSIS_DIFF_H
#define YICE_ANALYSIS_DIFF_H

#include "analysis/subject.h"
#include "analysis/trial.h"
#include "yice/analysis.h"

enum yice_side { YICE_OLD, YICE_NEW, YICE_SIDES };

/* A project whose outcome by the clause differs; json NULL: none found, or none that reproduces. */
struct yice_flip {
	const char *json;
	int outcome[YICE_SIDES]; /* as yice_trial_outcome() gives them */
};

/* A test that one side has and the other has not, or one that became another. Texts NULL: absent on that
 * side. */
struct yice_edit {
	const struct yice_logic *test[YICE_SIDES];
};

struct yice_clause_change {
	enum yice_difference kind;
	uint32_t clause[YICE_SIDES]; /* placed; YICE_NONE: not there */
	const char *id[YICE_SIDES];  /* NULL: not there */
	bool unreached;              /* a question about it was not settled: there may be more to it */
	bool days;                   /* it is in force on other days */
	struct yice_flip stricter, looser;
	struct yice_edit *edits;
	uint32_t edit_count;
};

/* What changed about a unit. */
struct yice_unit_change {
	const char *code;
	bool is[YICE_SIDES];
	bool klass, places;
	uint32_t number[YICE_SIDES];
};

struct yice_version {
	struct yice_model model;
	struct yice_rules rules;
	struct yice_subjects subjects;
	struct yice_trial trial;
};

struct yice_diff {
	struct yice_report *report;
	struct yice_version versions[YICE_SIDES];
	struct yice_realm realm;
	struct yice_realm_model readings[YICE_SIDES];
	struct yice_map bodies;
	struct yice_solver *solver;
	struct yice_arena arena;
	struct yice_clause_change *changes;
	uint32_t count;
	struct yice_unit_change *units;
	uint32_t unit_count;
	bool *touched;     /* by unit of the new version: some change concerns it */
	bool *touched_old; /* by unit of the old version */
	int status;
};

/* diff_compare.c. Two clauses, or one and nothing: fills kind and witnesses. False when nothing changed. */
bool yice_diff_compare(struct yice_diff *diff, struct yice_clause_change *change);
/* diff_detail.c. */
void yice_diff_edits(struct yice_diff *diff, struct yice_clause_change *change);
void yice_diff_units(struct yice_diff *diff);
/* The unit with that code, or YICE_NONE. */
uint32_t yice_diff_unit(const struct yice_model *model, const char *code);
void yice_diff_touch(struct yice_diff *diff, const struct yice_clause_change *change);
/* Codes of industry tables that tests of changed clauses gained or lost, as few as say it, in order. */
void yice_diff_codes(const struct yice_diff *diff, const char *between, struct yice_buf *out);

/* How a witness comes out, in words. */
const char *yice_diff_outcome(int outcome, enum yice_lang lang);
/* Units of the new version that some change concerns, and which classes they have (YICE_CLASSES of them). */
uint32_t yice_diff_touched(const struct yice_diff *diff, bool *classes);
/* "priority", "优先保护". */
const char *yice_diff_class(enum yice_class klass, enum yice_lang lang);

void yice_diff_text(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out);
void yice_diff_json(const struct yice_diff *diff, struct yice_buf *out);
void yice_diff_html(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out);

static inline const struct yice_subject *
yice_diff_subject(struct yice_diff *diff, const struct yice_clause_change *change, enum yice_side side)
{
	return change->clause[side] == YICE_NONE
		   ? NULL
		   : yice_subject(&diff->versions[side].subjects, change->clause[side]);
}

#endif
