/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks that look at two clauses which are looked at for one site: does one
 * say what the other says already, can both be met. Lists repeat themselves
 * from unit to unit, so questions are remembered by what the clauses mean, and
 * pairs that look at nothing in common are passed over, unless the one says what
 * it says of every project at a place. What is so of sites in one unit is said
 * only if it is so of sites with parts, too. Called by check.c.
 */
#include "analysis/check.h"
#include "analysis/joint.h"

#include "compiler/type.h"

enum question {
	REFUSED_ALONE = 16,
	JUDGED_ALONE,
	RESTRICTED_ALONE,
	ANY_LEVEL,
	BOTH_MET,
	FIRST_MET,
	SECOND_MET,
	ENCOURAGED_EVER,
	ENCOURAGED_FREE
};

struct pair {
	struct yice_checker *checker;
	const struct yice_subject *a, *b;
	uint32_t unit;  /* YICE_NONE: what is asked is asked of every site */
	uint32_t where; /* the clause that is looked at in fewer places: a witness lies in one of them */
	yice_day day;
};

static int ask(const struct pair *pair, const struct yice_asking *asking, enum question question)
{
	return yice_ask_once(pair->checker, asking, question, pair->a->body, pair->b->body);
}

/*
 * Whether it is settled that no site with parts, one of them in the pair's unit, meets the forms: asked after no site in one
 * unit does, and only where places are looked at.
 */
static bool is_never(const struct pair *pair, const struct yice_form *const *asked, uint32_t count)
{
	struct yice_checker *checker = pair->checker;
	const struct yice_form *forms[4], *home = checker->realm.yes;

	for (uint32_t i = 0; i < count; i++)
		forms[i] = asked[i];
	if (pair->unit != YICE_NONE)
		home = yice_site(checker, pair->unit);
	if (checker->status ||
	    !yice_joint_spread_from(&checker->realm, forms, count, pair->unit == YICE_NONE ? NULL : &home))
		return false;
	for (uint32_t i = count; i < YICE_COUNT(forms); i++)
		forms[i] = checker->realm.yes;
	return yice_ask(checker, YICE_ASK(YICE_NONE, home, forms[0], forms[1], forms[2], forms[3]), NULL, NULL) ==
	       YICE_ANSWER_NO;
}

static bool same_open(const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; a->open_count == b->open_count && i < a->open_count; i++)
		if (!yice_rule_same_text(a, a->open[i], b, b->open[i]))
			return false;
	return a->open_count == b->open_count;
}

static bool same_texts(const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; a->text_count == b->text_count && i < a->text_count; i++)
		if (!yice_rule_same_text(a, a->texts[i], b, b->texts[i]))
			return false;
	return a->text_count == b->text_count;
}

/* ---- one clause says what the other says */

/* Whether a project comes out at `level` or worse by a, and better than `against` by b. */
static int worse(const struct pair *pair, enum yice_level level, enum yice_level against,
		 enum question question)
{
	uint32_t kind = question + 64u * against;

	return yice_ask_once(pair->checker,
			     YICE_ASK(pair->unit, pair->a->least[level], pair->b->below[against]), kind,
			     pair->a->body, pair->b->body);
}

/* The same of sites with parts: it never is. */
static bool is_never_worse(const struct pair *pair, enum yice_level level, enum yice_level against)
{
	const struct yice_form *forms[] = { pair->a->least[level], pair->b->below[against] };

	return is_never(pair, forms, YICE_COUNT(forms));
}

/*
 * Without a, nothing changes beside b: what a asks a person or lists as a condition must be in b word for
 * word. What stands beside its effect would be gone.
 */
static bool is_implied(const struct pair *pair)
{
	const struct yice_rule *a = pair->a->rule, *b = pair->b->rule;
	bool judged = same_open(a, b);
	bool restricted = judged && same_texts(a, b);
	enum yice_level for_judged = judged ? YICE_LEVEL_JUDGED : YICE_LEVEL_REFUSED;
	enum yice_level for_restricted = restricted ? YICE_LEVEL_RESTRICTED : YICE_LEVEL_REFUSED;

	return !a->aside_count &&
	       worse(pair, YICE_LEVEL_REFUSED, YICE_LEVEL_REFUSED, REFUSED_ALONE) == YICE_ANSWER_NO &&
	       worse(pair, YICE_LEVEL_JUDGED, for_judged, JUDGED_ALONE) == YICE_ANSWER_NO &&
	       worse(pair, YICE_LEVEL_RESTRICTED, for_restricted, RESTRICTED_ALONE) == YICE_ANSWER_NO &&
	       yice_ask_once(pair->checker, YICE_ASK(pair->unit, pair->a->least[YICE_LEVEL_RESTRICTED]),
			     ANY_LEVEL, pair->a->body, 0) == YICE_ANSWER_YES &&
	       is_never_worse(pair, YICE_LEVEL_REFUSED, YICE_LEVEL_REFUSED) &&
	       is_never_worse(pair, YICE_LEVEL_JUDGED, for_judged) &&
	       is_never_worse(pair, YICE_LEVEL_RESTRICTED, for_restricted);
}

/* A project that is worse off by both. */
static const char *implied_witness(const struct pair *pair)
{
	const enum yice_level level = YICE_LEVEL_RESTRICTED;
	const struct yice_witness witness = { { { pair->a->number, YICE_CLAIM_LEAST, level },
						{ pair->b->number, YICE_CLAIM_LEAST, level } },
					      2,
					      pair->where,
					      pair->day,
					      YICE_LEVEL_FREE };

	return yice_witness_make(
	    pair->checker,
	    YICE_ASK(YICE_NONE, pair->a->least[level], pair->b->least[level], pair->a->known, pair->b->known),
	    &witness);
}

/* Of two that say the same and stand for the same sites, the later one is superfluous; else the one that stands for fewer. */
static void look_implied(const struct pair *pair)
{
	const struct pair turned = { pair->checker, pair->b, pair->a, pair->unit, pair->where, pair->day };
	struct yice_diag *diag;

	if (pair->a->body == pair->b->body || !is_implied(pair))
		return;
	if (pair->a->number < pair->b->number &&
	    yice_subject_covers(pair->checker->model, pair->a, pair->b) && is_implied(&turned))
		return;
	diag = yice_finding_among(pair->checker, YICE_D_implied_clause, pair->a, pair->b);
	if (diag)
		yice_finding_witness(pair->checker, diag, implied_witness(pair));
}

/* ---- two clauses clash */

/* What a clause asks of projects it applies to: a prohibition, that it does not apply. */
static const struct yice_form *asked(const struct yice_subject *subject)
{
	return subject->rule->effect == YICE_PROHIBITS ? subject->applies.may[0] : subject->demand.may[1];
}

static const struct yice_form *spoken_to(const struct yice_checker *checker,
					 const struct yice_subject *subject)
{
	return subject->rule->effect == YICE_PROHIBITS ? checker->realm.yes : subject->applies.is[1];
}

/* A project that both apply to: at least one of them refuses it. */
static const char *clash_witness(const struct pair *pair)
{
	const struct yice_witness witness = { { { pair->a->number, YICE_CLAIM_BELOW, YICE_LEVEL_REFUSED },
						{ pair->b->number, YICE_CLAIM_LEAST, YICE_LEVEL_REFUSED } },
					      2,
					      pair->where,
					      pair->day,
					      YICE_LEVEL_FREE };

	return yice_witness_make(pair->checker,
				 YICE_ASK(YICE_NONE, pair->a->applies.is[1],
					  pair->a->below[YICE_LEVEL_REFUSED],
					  pair->b->least[YICE_LEVEL_REFUSED], pair->a->known),
				 &witness);
}

static bool is_clash(const struct pair *pair)
{
	const struct yice_form *a = spoken_to(pair->checker, pair->a), *b = spoken_to(pair->checker, pair->b);
	const struct yice_form *first = asked(pair->a), *second = asked(pair->b);
	const struct yice_form *both[] = { a, b, first, second };

	return ask(pair, YICE_ASK(pair->unit, a, b, first, second), BOTH_MET) == YICE_ANSWER_NO &&
	       ask(pair, YICE_ASK(pair->unit, a, b, first), FIRST_MET) == YICE_ANSWER_YES &&
	       ask(pair, YICE_ASK(pair->unit, a, b, second), SECOND_MET) == YICE_ANSWER_YES &&
	       is_never(pair, both, YICE_COUNT(both));
}

static void look_clash(const struct pair *pair)
{
	struct yice_diag *diag;

	if (pair->a->rule->effect != YICE_REQUIRES || pair->b->rule->effect == YICE_RESTRICTS ||
	    (pair->b->rule->effect == YICE_REQUIRES && pair->b->number > pair->a->number) ||
	    !yice_forms_share(&pair->checker->realm, asked(pair->a), asked(pair->b)) || !is_clash(pair))
		return;
	diag = yice_finding(pair->checker, YICE_D_clash, pair->a, pair->b,
			    yice_placed_id(pair->checker->model, pair->b->number), NULL, NULL);
	if (diag)
		yice_finding_witness(pair->checker, diag, clash_witness(pair));
}

/* a encourages, b refuses. */
static void look_encouraged(const struct pair *pair)
{
	const struct yice_witness witness = { { { pair->a->number, YICE_CLAIM_APPLIES, YICE_LEVEL_FREE },
						{ pair->b->number, YICE_CLAIM_LEAST, YICE_LEVEL_REFUSED } },
					      2,
					      pair->where,
					      pair->day,
					      YICE_LEVEL_FREE };
	const struct yice_form *encouraged = pair->a->applies.is[1];
	const struct yice_form *free[] = { encouraged, pair->b->below[YICE_LEVEL_REFUSED] };
	struct yice_diag *diag;

	if (ask(pair, YICE_ASK(pair->unit, encouraged, pair->b->below[YICE_LEVEL_REFUSED]),
		ENCOURAGED_FREE) != YICE_ANSWER_NO ||
	    ask(pair, YICE_ASK(pair->unit, encouraged), ENCOURAGED_EVER) != YICE_ANSWER_YES ||
	    !is_never(pair, free, YICE_COUNT(free)))
		return;
	diag = yice_finding(pair->checker, YICE_D_encouraged_refused, pair->a, pair->b,
			    yice_placed_id(pair->checker->model, pair->b->number), NULL, NULL);
	if (diag)
		yice_finding_witness(
		    pair->checker, diag,
		    yice_witness_make(
			pair->checker,
			YICE_ASK(YICE_NONE, encouraged, pair->b->least[YICE_LEVEL_REFUSED], pair->a->known),
			&witness));
}

/* ---- which pairs */

static void look_pair(struct pair *pair)
{
	const struct yice_model *model = pair->checker->model;
	bool same = yice_subject_scope(model, pair->a) == yice_subject_scope(model, pair->b);

	if (!yice_subjects_share(&pair->checker->realm, pair->a, pair->b) && !pair->b->by_place)
		return;
	if (pair->a->rule->effect == YICE_ENCOURAGES) {
		if (pair->b->decides)
			look_encouraged(pair);
		return;
	}
	if (same && yice_subject_covers(model, pair->b, pair->a) &&
	    pair->a->rule->days.from >= pair->b->rule->days.from &&
	    pair->a->rule->days.to <= pair->b->rule->days.to)
		look_implied(pair);
	look_clash(pair);
}

static bool may_matter(const struct yice_subject *subject)
{
	return subject->decides || (!subject->rule->bad && subject->rule->effect == YICE_ENCOURAGES);
}

/* One pair, the first looked at wherever the second is; both orders. */
static void look_both(struct yice_checker *checker, uint32_t wide, uint32_t narrow)
{
	const struct yice_model *model = checker->model;
	struct pair pair = {
		checker, &checker->subjects.items[narrow], &checker->subjects.items[wide], YICE_NONE, narrow,
		0
	};
	struct pair turned;

	if ((!pair.a->decides && !pair.b->decides) ||
	    !yice_days_common(pair.a->rule, pair.b->rule, &pair.day))
		return;
	if (!yice_subject(&checker->subjects, wide)) {
		checker->status = YICE_ENOMEM;
		return;
	}
	if (yice_subject_target(model, pair.a)->kind == YICE_FOR_UNIT)
		pair.unit = yice_subject_target(model, pair.a)->key;
	turned = (struct pair){ checker, pair.b, pair.a, pair.unit, narrow, pair.day };
	if (pair.b->decides)
		look_pair(&pair);
	if (pair.a->decides && may_matter(pair.b))
		look_pair(&turned);
}

/* All clauses looked at wherever this one is. Of two that are looked at for the same sites, once is enough.
 */
static void look_beside(struct yice_checker *checker, uint32_t number)
{
	const struct yice_subject *narrow = &checker->subjects.items[number];
	uint32_t count = yice_nearby_wider(checker->nearby, &checker->subjects, number, checker->beside);

	for (uint32_t i = 0; !checker->status && i < count; i++) {
		uint32_t wide = checker->beside[i];

		if (may_matter(&checker->subjects.items[wide]) &&
		    (wide < number ||
		     !yice_subject_covers(checker->model, narrow, &checker->subjects.items[wide])))
			look_both(checker, wide, number);
	}
}

void yice_check_pairs(struct yice_checker *checker)
{
	for (uint32_t i = checker->first; !checker->status && i < checker->end; i++) {
		if (!may_matter(&checker->subjects.items[i]))
			continue;
		if (!yice_subject(&checker->subjects, i))
			checker->status = YICE_ENOMEM;
		else
			look_beside(checker, i);
	}
}
