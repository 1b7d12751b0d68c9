/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pair of clauses of two tiers while it is looked at, shared by the three files that do so: check_tier.c says which
 * pairs, on which days, and reports; tier_ways.c says by which of its parts the lower clause lets a project pass;
 * tier_matter.c, whether the two are about one matter.
 */
#ifndef YICE_ANALYSIS_TIER_H
#define YICE_ANALYSIS_TIER_H

#include "analysis/check.h"

enum yice_tier_question {
	YICE_TIER_APPLIES = 44,
	YICE_TIER_WITHIN,
	YICE_TIER_TIGHTER,
	YICE_TIER_OUTSIDE,
	YICE_TIER_SETTLES,
	YICE_TIER_SPEAKS,
	YICE_TIER_REFUSED,
	YICE_TIER_GUARD_WITHIN,
	YICE_TIER_ADDS,
	YICE_TIER_MISSED, /* those that follow are asked of each part */
	YICE_TIER_OTHERWISE,
	YICE_TIER_BEYOND,
	YICE_TIER_SHORT_OF,
	YICE_TIER_EXEMPT,
	YICE_TIER_ALTERNATIVE,
	YICE_TIER_LEFT_OUT,
	YICE_TIER_JUDGED,
	YICE_TIER_TOGETHER,
	YICE_TIER_SOME,
	YICE_TIER_QUESTIONS = 64
};

struct yice_tier {
	struct yice_checker *checker;
	const struct yice_subject *lower, *upper;
	const struct yice_subject *granting; /* NULL, or the upper clause; `upper` then has no exceptions */
	uint32_t unit;                       /* of the lower clause, or YICE_NONE: any site */
	yice_day day, end;                   /* what is being looked at; behind the last on which both are in force */
	bool apart;                          /* look for what would loosen, did the two tell projects by the same attributes */
	bool repeats;                        /* some clause above says what the lower one says */
	enum yice_diag_id finding;
};

static inline int yice_tier_ask(const struct yice_tier *tier, const struct yice_asking *asking,
				enum yice_tier_question question)
{
	return yice_ask_once(tier->checker, asking, question, tier->lower->body, tier->upper->body);
}

/* A question that takes guards and exceptions apart. */
static inline int yice_tier_ask_shape(const struct yice_tier *tier, const struct yice_asking *asking, uint32_t question)
{
	return yice_ask_once(tier->checker, asking, question, tier->lower->shape, tier->upper->shape);
}

/* A question asked of one of several parts, of 2^24 at most. */
static inline uint32_t yice_tier_part(const struct yice_tier *tier, enum yice_tier_question question, uint32_t part)
{
	return question + YICE_TIER_QUESTIONS * (2 * part + (tier->granting != NULL));
}

static inline bool yice_tier_both(const struct yice_tier *tier, enum yice_effect_op effect)
{
	return tier->lower->rule->effect == effect && tier->upper->rule->effect == effect;
}

static inline bool yice_tier_demands(const struct yice_subject *subject)
{
	return subject->rule->effect == YICE_REQUIRES;
}

/* check_tier.c. Reports a project by these forms that is refused above and not below; true when there is one. */
bool yice_tier_report(const struct yice_tier *tier, const struct yice_form *first, const struct yice_form *second);
/* The same, after a question that many equal pairs share. */
bool yice_tier_look(const struct yice_tier *tier, enum yice_tier_question question, uint32_t part,
		    const struct yice_form *first, const struct yice_form *second);

/* tier_ways.c. Whether the lower clause loosens the upper one on the day; reported when it does. */
bool yice_tier_loosens(const struct yice_tier *tier, bool within);
/* The upper clause limits by others what the lower one limits by something else: reported as that. */
void yice_tier_terms(const struct yice_tier *tier);
/* Parts of which one at least holds: of a demand that is missed, each of its own. */
uint32_t yice_tier_parts(const struct yice_form *const *form, const struct yice_form *const **parts);

/* tier_matter.c. Whether what the lower clause refuses for, as far as it goes by `lower`, is what the upper one prohibits. */
bool yice_tier_same_matter(const struct yice_tier *tier, const struct yice_form *lower);
/*
 * A clause of a unit is about the zones and areas that the unit is said to lie in: that the site lies in one of them that the
 * upper guard names. NO: there is none; NULL when out of memory.
 */
const struct yice_form *yice_tier_place(const struct yice_tier *tier);
/* Whether the lower guard looks at all that the upper clause looks at, and at nothing else. */
bool yice_tier_same_attributes(const struct yice_tier *tier);
/* Whether the one guard tells projects by all words that the other one does, those apart that either clause demands. */
bool yice_tier_nested(const struct yice_tier *tier);

#endif
