/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clauses of a model as subjects of questions: their forms, read once, and
 * which of them mean the same. Called by the checks and by differences.
 */
#ifndef YICE_ANALYSIS_SUBJECT_H
#define YICE_ANALYSIS_SUBJECT_H

#include "analysis/solve.h"

/* [positive]: the condition, or its opposite. `is`: for certain; `may`: or by open words. */
struct yice_condition {
	const struct yice_form *is[2], *may[2];
};

struct yice_subject {
	const struct yice_rule *rule;
	uint32_t number; /* index into model->placed */
	bool decides;    /* 须, 禁止 or 限制, without errors */
	bool read;       /* what follows is filled */
	uint32_t body;   /* equal for clauses that mean the same */
	uint32_t shape;  /* equal for those whose guards and exceptions do, one by one */
	struct yice_condition applies, demand;
	struct yice_condition guard; /* the same as applies when there are no exceptions */
	const struct yice_form *guarding, *demanding; /* what the guard and the demand speak of: yice_read_tests() */
	bool leaves_out; /* a test of them leaves out members by 除外 */
	bool open;       /* something that it demands is left to judgement */
	const struct yice_form *least[YICE_LEVELS],
	    *below[YICE_LEVELS]; /* outcome at least, below; [FREE] unused */
	const struct yice_form *known;
	bool by_place; /* its guard may hold by the place alone: it then speaks of every project there */
	uint64_t axes; /* a bit for each axis that known looks at, several axes to a bit */
	const struct yice_subject *bare; /* NULL: not asked for yet; by yice_subject_bare() */
};

struct yice_subjects {
	struct yice_realm *realm;
	struct yice_realm_model *reading;
	struct yice_subject *items; /* parallel to model->placed */
	uint32_t count;
	struct yice_map *bodies; /* the caller's; shared by subjects that are compared */
	uint32_t *seen, seen_count; /* those that have been read */
};

/* subjects->bodies is set. Everything is in the realm's arena. */
int yice_subjects_init(struct yice_subjects *subjects, struct yice_realm *realm,
		       struct yice_realm_model *reading) YICE_MUST_CHECK;
/* The same with the list of subjects in another arena, so that it may outlive what was read into the realm. */
int yice_subjects_init_in(struct yice_subjects *subjects, struct yice_realm *realm,
			  struct yice_realm_model *reading, struct yice_arena *arena) YICE_MUST_CHECK;
/* Nothing counts as read any more: before the realm is released and made anew. */
void yice_subjects_forget(struct yice_subjects *subjects);
/* The subject with its forms, or NULL when out of memory. */
const struct yice_subject *yice_subject(struct yice_subjects *subjects, uint32_t number);

/* The same clause without its exceptions, in the realm's arena, or NULL when out of memory. */
const struct yice_subject *yice_subject_bare(struct yice_subjects *subjects, uint32_t number);

/* One of several things that a demand accepts, as in 须 甲 或 乙, those in open words apart. NULL when out of memory. */
struct yice_alternative {
	const struct yice_form *asked;
	const struct yice_form *missed; /* what else would do, were it not there, is missed, or judged */
	const struct yice_form *none;   /* and so is this */
};
/* False: the demand has no more. */
bool yice_subject_alternative(const struct yice_subjects *subjects, const struct yice_subject *subject, uint32_t number,
			      struct yice_alternative *out);

/* The scope of a clause's list, YICE_NONE when it is unknown. */
uint32_t yice_subject_scope(const struct yice_model *model, const struct yice_subject *subject);
static inline const struct yice_placement *yice_subject_target(const struct yice_model *model,
							       const struct yice_subject *subject)
{
	return &model->placements.items[subject->rule->placed->target];
}
/* Whether the clause is looked at for sites in the unit. */
bool yice_subject_concerns(const struct yice_model *model, const struct yice_subject *subject, uint32_t unit);
/* Whether the one is looked at wherever the other is, as far as scopes, classes and units go. */
bool yice_subject_covers(const struct yice_model *model, const struct yice_subject *wide,
			 const struct yice_subject *narrow);
/* Whether two forms look at an axis in common, the site apart. */
bool yice_forms_share(const struct yice_realm *realm, const struct yice_form *a, const struct yice_form *b);
/* The same of everything two subjects, both read, look at. */
static inline bool yice_subjects_share(const struct yice_realm *realm, const struct yice_subject *a,
				       const struct yice_subject *b)
{
	return (a->axes & b->axes) && yice_forms_share(realm, a->known, b->known);
}
/*
 * Whether a test of the one and a test of the other are about the same: an attribute, the site too; of a comparison the
 * attribute that is compared with the rest; of an attribute with several members, some in common.
 */
bool yice_forms_alike(const struct yice_realm *realm, const struct yice_form *a, const struct yice_form *b);
/* Whether every axis the one looks at, the site apart, is one that the other looks at. */
bool yice_forms_cover(const struct yice_realm *realm, const struct yice_form *wide,
		      const struct yice_form *narrow);
/* Sides of an axis that bounds are on, together or each by itself. */
enum { YICE_SIDE_HIGH = 1, YICE_SIDE_LOW = 2, YICE_SIDE_BOTH = 3 };
/* The sides of the axis on which the form has bounds. */
int yice_form_sides(const struct yice_form *form, uint32_t axis);
/* The form with every bound on these sides of the axis replaced by yes, or by no. */
const struct yice_form *yice_form_without(struct yice_realm *realm, const struct yice_form *form,
					  uint32_t axis, int sides, bool replace);

#endif
