/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules opened for questions about projects: read, made into an image, and
 * seen as forms. What statements, boundaries and mutants are worked out on.
 */
#ifndef YICE_ANALYSIS_STUDY_H
#define YICE_ANALYSIS_STUDY_H

#include "analysis/subject.h"
#include "analysis/trial.h"
#include "base/report.h"

struct yice_study {
	struct yice_model model;
	struct yice_rules rules;
	struct yice_realm realm;
	struct yice_realm_model reading;
	struct yice_subjects subjects;
	struct yice_map bodies, ids; /* ids: clause id -> index into model.placed */
	struct yice_solver *solver;
	struct yice_trial trial;
};

/*
 * Reads rules as `yice build` does. YICE_OK; YICE_EDIAG when they have errors, which are in report; YICE_ENOMEM.
 * report must outlive the study. Release in every case.
 */
int yice_study_load(struct yice_study *study, const char *const *paths, size_t count,
		    struct yice_report *report) YICE_MUST_CHECK;
/* The rest, over rules without errors, after which model.placed must not change. YICE_OK, YICE_ENOMEM, YICE_ELIMIT. */
int yice_study_open(struct yice_study *study) YICE_MUST_CHECK;
void yice_study_release(struct yice_study *study);

/* Index into model.placed of the clause with that id, or YICE_NONE. */
uint32_t yice_study_clause(const struct yice_study *study, const char *id);
/* The id of a clause, by its index. */
static inline const char *yice_study_id(const struct yice_study *study, uint32_t number)
{
	return study->ids.entries[number].key;
}
/* The subject with its forms, or NULL when out of memory. */
static inline const struct yice_subject *yice_study_subject(struct yice_study *study, uint32_t number)
{
	return yice_subject(&study->subjects, number);
}
/*
 * A project of which everything is known comes out so by the clause; YICE_NONE of all for what never happens.
 * NULL when out of memory.
 */
const struct yice_form *yice_study_outcome(struct yice_study *study, const struct yice_subject *subject,
					   enum yice_outcome outcome);
/*
 * From a limit to a value just beside it, as people write it: 0.1, or less where the attribute has finer limits; no other
 * limit of the attribute lies between. A day of a date. In the slot's measure.
 */
struct yice_ratio yice_study_step(const struct yice_study *study, const struct yice_logic *test);
/* A day on which the clause is in force: the one on which the image decides by itself, or the nearest to it. */
yice_day yice_study_day(const struct yice_study *study, const struct yice_rule *rule);
/* Where the clause is looked at: a unit, else the scope of its list. unit YICE_NONE: any of those it concerns. */
uint32_t yice_study_unit(const struct yice_study *study, const struct yice_subject *subject);

#endif
