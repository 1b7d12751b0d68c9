/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mutants: rules with one thing changed. All of them stand in one image beside
 * the clauses they came from, so that a project is decided once for all, and
 * in one realm, so that a mutant can be proved equal to its original.
 */
#ifndef YICE_ANALYSIS_MUTATE_H
#define YICE_ANALYSIS_MUTATE_H

#include "analysis/study.h"

enum yice_mutation {
	YICE_MUTATE_REMOVE,     /* the clause is not there */
	YICE_MUTATE_EFFECT,     /* it prohibits instead of restricting, or the other way round */
	YICE_MUTATE_GUARD,      /* it always applies, but for its exceptions */
	YICE_MUTATE_EXCEPTION,  /* one exception is gone */
	YICE_MUTATE_CONNECTIVE, /* and becomes or, or the other way round */
	YICE_MUTATE_NEGATE,     /* a test means its opposite */
	YICE_MUTATE_BOUND,      /* < becomes <=, > becomes >=, = becomes !=, and back */
	YICE_MUTATE_UP,         /* a limit is one tick higher */
	YICE_MUTATE_DOWN,
	YICE_MUTATE_WIDEN,      /* a test takes in one member more: the one behind its first */
	YICE_MUTATE_NARROW,     /* or lacks its last one */
	YICE_MUTATE_HOLDS,      /* what open words leave to a person is so */
	YICE_MUTATE_FAILS,      /* or is not so */
	YICE_MUTATE_TEXT,       /* one condition of a restriction is gone */
	YICE_MUTATE_BEGIN_LATER, /* a clause or list is in force from a day later, or earlier, or from ever */
	YICE_MUTATE_BEGIN_EARLIER,
	YICE_MUTATE_BEGIN_DROP,
	YICE_MUTATE_END_LATER, /* it ends a day later, or earlier, or never */
	YICE_MUTATE_END_EARLIER,
	YICE_MUTATE_END_DROP,
	YICE_MUTATIONS
};

/* One change at one place in the sources, in all clauses that are made of that place. */
struct yice_mutant {
	enum yice_mutation kind;
	struct yice_span span;
	const char *zh, *en; /* the test that is changed, NULL when it is none */
	const char *by;      /* the tick, the member or the text; NULL otherwise */
	bool all;            /* CONNECTIVE: it was `and` */
	uint32_t list;       /* BEGIN and END of a list; YICE_NONE otherwise */
	struct yice_interval days; /* then its days */
	yice_day day;        /* on which the changed rules decide by themselves */
	uint32_t *clauses;   /* originals, ascending; none when a list's days are those of no clause, only of units */
	uint32_t *variants;  /* what stands for each; YICE_NONE: nothing */
	uint32_t count, cap;
};

struct yice_mutants {
	struct yice_mutant *items; /* by place in the sources */
	uint32_t count, cap;
	yice_day day;       /* on which the rules decide by themselves; not that of the image in which all mutants stand */
	uint32_t originals; /* clauses below this number are those of the sources, the others variants */
};

/*
 * Makes the mutants of what stands in the named sources (one byte each), between yice_study_load() and
 * yice_study_open(). They live in the model's arena. YICE_OK or YICE_ENOMEM.
 */
int yice_mutants_make(struct yice_study *study, const unsigned char *named, struct yice_mutants *out) YICE_MUST_CHECK;

/* A project that tells a mutant from its original, decided. */
struct yice_telling {
	const char *json; /* in the model's arena; NULL when none was found that reproduces */
	uint32_t clause;  /* the original */
	int was, now;     /* as yice_trial_outcome() gives them */
	bool one_unit;    /* there is none for sites in one unit; a site whose parts lie in different places may tell */
};

/*
 * Is there a project of which everything is known whose outcome by some clause differs, in one unit? NO: equivalent there, and
 * everywhere unless out->one_unit; YES: *out is filled; UNREACHED; YICE_ENOMEM.
 */
int yice_mutant_differs(struct yice_study *study, const struct yice_mutant *mutant,
			struct yice_telling *out) YICE_MUST_CHECK;

/* How a kind is called, "boundary" or "边界". */
const char *yice_mutation_word(enum yice_mutation kind, enum yice_lang lang);

/* mutate_days.c */

/* The days as the kind (BEGIN, END) makes them; false when it fits them not, or leaves none. */
bool yice_mutation_days(enum yice_mutation kind, struct yice_interval days, struct yice_interval *out);
/* The days both have; they may be none. */
struct yice_interval yice_days_both(struct yice_interval a, struct yice_interval b);
/*
 * The day on which rules without a day of their own for the decision are decided: as the image of the sources has it, or
 * of the mutant, which may be NULL. rules holds the variants too.
 */
yice_day yice_mutant_day(const struct yice_model *model, const struct yice_rules *rules, uint32_t originals,
			 const struct yice_mutant *mutant);
/* A day that is in just one of the two, YICE_DAY_MIN when there is none; *first: it is in a. */
yice_day yice_days_apart(struct yice_interval a, struct yice_interval b, bool *first);

#endif
