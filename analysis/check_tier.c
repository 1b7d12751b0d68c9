/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list against those of the scopes above it. The strictest always governs,
 * so a lower list cannot let pass what is refused above; but it can say so,
 * and mislead those who read it alone. A clause is held against an upper one
 * only when it speaks of the upper one's matter:
 *
 *   demands      every project it applies to is one that the upper clause
 *                applies to, and both demand something of the same attribute;
 *   conditions   it restricts, or makes conditions for, projects that the upper
 *                clause all prohibits;
 *   exceptions   both prohibit (or it restricts), one guard lies within the
 *                other, and it exempts what the upper clause refuses;
 *   limits       it applies to part of what the upper clause applies to, and a
 *                bound of its guard leaves out some of the rest.
 *
 * It loosens when then a project is refused above and by no clause of the list
 * of the lower scope. What would be loosening but for an exception in open words
 * is a derogation, and has to be cited: the upper clause leaves the project to
 * judgement, and the lower list, which lets it pass, must say what allows it.
 * Called by check_run.c.
 */
#include "analysis/check.h"

#include "compiler/declare.h"
#include "compiler/type.h"

enum question { APPLIES = 48, WITHIN, TIGHTER, OUTSIDE, SETTLES, GUARD_WITHIN, UPPER_WITHIN };

struct tier {
	struct yice_checker *checker;
	const struct yice_subject *lower, *upper;
	const struct yice_subject *granting; /* NULL, or the upper clause; `upper` then has no exceptions */
	uint32_t unit;                       /* of the lower clause, or YICE_NONE: any site */
	uint32_t at;                         /* where a witness is put */
	yice_day day;
};

static int ask(const struct tier *tier, const struct yice_asking *asking, uint32_t question)
{
	return yice_ask_once(tier->checker, asking, question, tier->lower->body, tier->upper->body);
}

static bool same(const char *a, const char *b)
{
	return a && b && *a && !strcmp(a, b);
}

/* The lower clause is based on a document that the upper one is based on, or on the upper one's list. */
static bool cites(const struct yice_model *model, const struct yice_rule *lower,
		  const struct yice_rule *upper)
{
	const struct yice_list *list = &model->lists.items[upper->placed->list];

	for (uint32_t i = 0; i < lower->base_count; i++) {
		const struct yice_document *document = &model->documents.items[lower->bases[i].document];

		if (same(document->title, list->title) || same(document->reference, list->reference))
			return true;
		for (uint32_t k = 0; k < upper->base_count; k++)
			if (lower->bases[i].document == upper->bases[k].document)
				return true;
	}
	return false;
}

/*
 * Other clauses of the lower list that the site meets stay below the level, and those that cite the
 * derogation at issue do not apply: all of them as one form.
 */
static const struct yice_form *others_pass(const struct tier *tier, enum yice_level level)
{
	struct yice_checker *checker = tier->checker;
	const struct yice_model *model = checker->model;
	uint32_t scope = yice_subject_scope(model, tier->lower);
	const struct yice_form *form = checker->realm.yes;
	uint32_t count =
	    yice_nearby_wider(checker->nearby, &checker->subjects, tier->lower->number, checker->around);

	for (uint32_t i = 0; form && i < count; i++) {
		const struct yice_subject *other = &checker->subjects.items[checker->around[i]];

		if (!other->decides || yice_subject_scope(model, other) != scope ||
		    tier->day < other->rule->days.from || tier->day >= other->rule->days.to)
			continue;
		other = yice_subject(&checker->subjects, checker->around[i]);
		if (!other || !yice_subjects_share(&checker->realm, other, tier->upper))
			continue;
		form = yice_form_and(&checker->realm, form, other->below[level]);
		if (tier->granting && cites(model, other->rule, tier->upper->rule))
			form = yice_form_and(&checker->realm, form, other->applies.is[0]);
	}
	return form;
}

/* What the upper clause makes of a project that it would refuse: judged, when a derogation is granted. */
static const struct yice_form *granted(const struct tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_subject *upper = tier->granting;

	if (!upper)
		return realm->yes;
	return yice_form_and(
	    realm, upper->known,
	    yice_form_and(realm, upper->least[YICE_LEVEL_JUDGED], upper->below[YICE_LEVEL_REFUSED]));
}

static struct yice_witness witness_of(const struct tier *tier)
{
	uint32_t lower = tier->lower->number, upper = tier->upper->number;

	if (!tier->granting)
		return (struct yice_witness){ { { lower, YICE_LEVEL_REFUSED, false },
						{ upper, YICE_LEVEL_REFUSED, true } },
					      2,
					      tier->at,
					      tier->day };
	return (struct yice_witness){ { { lower, YICE_LEVEL_JUDGED, false },
					{ upper, YICE_LEVEL_JUDGED, true },
					{ upper, YICE_LEVEL_REFUSED, false } },
				      3,
				      tier->at,
				      tier->day };
}

/*
 * There is a project by these forms; reported when no other clause of the list refuses it, nor leaves it to
 * judgement where a derogation is at issue. True when it loosens.
 */
static bool report_loose(const struct tier *tier, const struct yice_form *first,
			 const struct yice_form *second)
{
	struct yice_checker *checker = tier->checker;
	enum yice_level level = tier->granting ? YICE_LEVEL_JUDGED : YICE_LEVEL_REFUSED;
	const struct yice_form *refused = tier->upper->least[YICE_LEVEL_REFUSED],
			       *rest = others_pass(tier, level), *passes = tier->lower->below[level],
			       *grant = granted(tier);
	const struct yice_asking *asking =
	    YICE_ASK(tier->unit, first, second, refused, passes, rest, tier->lower->known, grant);
	const struct yice_asking *placed =
	    YICE_ASK(tier->at, first, second, refused, passes, rest, tier->lower->known, grant);
	const struct yice_witness witness = witness_of(tier);
	int answer = yice_ask(checker, asking, NULL, NULL);
	struct yice_diag *diag;
	const char *json;

	if (answer == YICE_ANSWER_UNREACHED)
		yice_unreached(checker, tier->lower);
	if (answer != YICE_ANSWER_YES)
		return false;
	json = yice_witness_make(checker, placed, &witness);
	diag = json ? yice_finding(checker, tier->granting ? YICE_D_derogation_uncited : YICE_D_loosens,
				   tier->lower, tier->upper,
				   yice_placed_id(checker->model, tier->upper->number), NULL, NULL)
		    : NULL;
	if (!json)
		yice_unreached(checker, tier->lower);
	yice_finding_witness(checker, diag, json);
	return true;
}

/* There are projects the lower clause applies to, and the upper clause applies to all of them. */
static bool lies_within(const struct tier *tier)
{
	const struct yice_form *lower = tier->lower->applies.is[1];

	return ask(tier, YICE_ASK(tier->unit, lower, tier->upper->applies.may[0]), WITHIN) ==
		   YICE_ANSWER_NO &&
	       ask(tier, YICE_ASK(tier->unit, lower), APPLIES) == YICE_ANSWER_YES;
}

/* ---- demands */

/* One of the upper clause's demands, as what it is to miss it; the lower one speaks of the same attributes.
 */
static bool look_demand(const struct tier *tier, const struct yice_form *missed)
{
	const struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *met = tier->lower->demand.is[1], *applies = tier->lower->applies.is[1];

	if (!yice_forms_share(realm, met, missed) || !yice_forms_cover(realm, met, missed))
		return false;
	if (yice_ask(tier->checker, YICE_ASK(tier->unit, applies, met, missed), NULL, NULL) !=
	    YICE_ANSWER_YES)
		return false;
	return report_loose(tier, yice_form_and(&tier->checker->realm, applies, met), missed);
}

static bool look_demands(const struct tier *tier)
{
	const struct yice_form *missed = tier->upper->demand.is[0];
	bool loose = false;

	if (missed->kind != YICE_FORM_OR)
		return look_demand(tier, missed);
	for (uint32_t i = 0; !loose && i < missed->count; i++)
		loose = look_demand(tier, missed->parts[i]);
	return loose;
}

/* ---- exceptions */

static const struct yice_form *guard(const struct tier *tier, const struct yice_subject *subject,
				     bool positive)
{
	return yice_read_logic(&tier->checker->realm, &tier->checker->reading, subject->rule->guard, positive,
			       !positive);
}

/* One guard lies within the other. A wider one of the lower clause counts when it looks at the same
 * attributes. */
static bool same_matter(const struct tier *tier)
{
	const struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *lower = guard(tier, tier->lower, true),
			       *upper = guard(tier, tier->upper, true);

	if (!lower || !upper)
		return false;
	if (ask(tier, YICE_ASK(tier->unit, lower, guard(tier, tier->upper, false)), GUARD_WITHIN) ==
	    YICE_ANSWER_NO)
		return true;
	return yice_forms_cover(realm, upper, lower) && yice_forms_cover(realm, lower, upper) &&
	       ask(tier, YICE_ASK(tier->unit, upper, guard(tier, tier->lower, false)), UPPER_WITHIN) ==
		   YICE_ANSWER_NO;
}

static bool look_exceptions(const struct tier *tier)
{
	struct yice_checker *checker = tier->checker;
	const struct yice_rule *rule = tier->lower->rule;
	bool loose = false;

	for (uint32_t i = 0; !loose && i < rule->except_count; i++) {
		const struct yice_form *exempt =
		    yice_read_logic(&checker->realm, &checker->reading, rule->except[i], true, false);
		const struct yice_form *spoken = guard(tier, tier->lower, true);

		loose = yice_ask(checker,
				 YICE_ASK(tier->unit, spoken, exempt, tier->upper->least[YICE_LEVEL_REFUSED]),
				 NULL, NULL) == YICE_ANSWER_YES &&
			same_matter(tier) && report_loose(tier, spoken, exempt);
	}
	return loose;
}

/* ---- limits */

static bool look_limit(const struct tier *tier, uint32_t axis)
{
	struct yice_checker *checker = tier->checker;
	const struct yice_form *wide =
	    yice_form_without(&checker->realm, tier->lower->applies.is[1], axis, true);

	if (!wide || yice_ask(checker,
			      YICE_ASK(tier->unit, wide, tier->lower->applies.may[0],
				       tier->upper->least[YICE_LEVEL_REFUSED]),
			      NULL, NULL) != YICE_ANSWER_YES)
		return false;
	return report_loose(tier, wide, tier->lower->applies.may[0]);
}

/* Axes that bounds of a form are on. */
static bool bounds(const struct yice_form *form, uint32_t axis)
{
	if (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR)
		for (uint32_t i = 0; i < form->count; i++)
			if (bounds(form->parts[i], axis))
				return true;
	return (form->kind == YICE_FORM_BELOW || form->kind == YICE_FORM_ABOVE) && form->axis == axis;
}

static bool look_limits(const struct tier *tier)
{
	bool loose = false;

	for (uint32_t axis = 0; !loose && axis < tier->checker->realm.axis_count; axis++)
		if (bounds(tier->lower->applies.is[1], axis) && bounds(tier->upper->applies.is[1], axis))
			loose = look_limit(tier, axis);
	return loose;
}

/* ---- both together */

static void note(const struct tier *tier, enum yice_diag_id id)
{
	yice_finding(tier->checker, id, tier->lower, tier->upper,
		     yice_placed_id(tier->checker->model, tier->upper->number), NULL, NULL);
}

/* All the lower clause applies to may be the upper one's matter, and it refuses what that leaves to
 * judgement. */
static bool settles(const struct tier *tier)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;

	return ask(tier, YICE_ASK(tier->unit, lower->applies.is[1], upper->applies.is[0]), OUTSIDE) ==
		   YICE_ANSWER_NO &&
	       ask(tier,
		   YICE_ASK(tier->unit, lower->least[YICE_LEVEL_REFUSED], upper->least[YICE_LEVEL_JUDGED],
			    upper->below[YICE_LEVEL_REFUSED]),
		   SETTLES) == YICE_ANSWER_YES;
}

/* Two that speak of one matter and none of which loosens the other. */
static void note_relation(const struct tier *tier)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;

	if (ask(tier,
		YICE_ASK(tier->unit, lower->least[YICE_LEVEL_REFUSED], upper->below[YICE_LEVEL_REFUSED]),
		TIGHTER) == YICE_ANSWER_YES)
		note(tier, YICE_D_tightens_upper);
	else
		note(tier, YICE_D_repeats_upper);
}

/* By one of the four relations; within: by lies_within(). */
static bool loosens(const struct tier *tier, bool within)
{
	enum yice_effect_op lower = tier->lower->rule->effect, upper = tier->upper->rule->effect;
	bool loose = false;

	if (within && lower == YICE_REQUIRES && upper == YICE_REQUIRES)
		loose = yice_forms_share(&tier->checker->realm, tier->lower->demand.is[1],
					 tier->upper->demand.is[1]) &&
			(look_demands(tier) || look_limits(tier));
	else if (within && upper == YICE_PROHIBITS)
		loose = lower == YICE_PROHIBITS
			    ? look_limits(tier)
			    : report_loose(tier, tier->lower->applies.is[1], tier->lower->demand.is[1]);
	if (!loose && upper == YICE_PROHIBITS && lower != YICE_REQUIRES)
		loose = look_exceptions(tier);
	return loose;
}

/* ---- derogations */

static bool is_open(const struct yice_logic *logic)
{
	if (logic->kind == YICE_LOGIC_TEST)
		return logic->op == YICE_TEST_OPEN;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (is_open(child))
			return true;
	return false;
}

/* Only an exception in open words is left to those below: one in facts has been decided above. */
static void look_derogation(const struct tier *tier)
{
	struct yice_checker *checker = tier->checker;
	const struct yice_rule *rule = tier->upper->rule;
	struct tier bare = *tier;
	bool open = false;

	for (uint32_t i = 0; !open && i < rule->except_count; i++)
		open = is_open(rule->except[i]);
	if (!open || !yice_check_is_on(checker, YICE_D_derogation_uncited) ||
	    cites(checker->model, tier->lower->rule, rule))
		return;
	bare.granting = tier->upper;
	bare.upper = yice_subject_bare(&checker->subjects, tier->upper->number);
	if (!bare.upper)
		checker->status = YICE_ENOMEM;
	else
		loosens(&bare, lies_within(&bare));
}

/* ---- all of it */

static void look_tier(const struct tier *tier)
{
	enum yice_effect_op lower = tier->lower->rule->effect, upper = tier->upper->rule->effect;
	const struct yice_realm *realm = &tier->checker->realm;
	bool within, demands = lower == YICE_REQUIRES && upper == YICE_REQUIRES, loose;

	if (upper == YICE_RESTRICTS || !yice_subjects_share(realm, tier->lower, tier->upper))
		return;
	within = lies_within(tier);
	loose = loosens(tier, within);
	if (!loose)
		look_derogation(tier);
	if (!loose && yice_check_is_on(tier->checker, YICE_D_fills_upper) && settles(tier))
		note(tier, YICE_D_fills_upper);
	else if (!loose && within && lower == upper &&
		 (!demands || yice_forms_share(realm, tier->lower->demand.is[1], tier->upper->demand.is[1])))
		note_relation(tier);
}

static bool is_above(const struct yice_model *model, const struct yice_subject *upper,
		     const struct yice_subject *lower)
{
	uint32_t a = yice_subject_scope(model, upper), b = yice_subject_scope(model, lower);

	return a != b && a != YICE_NONE && b != YICE_NONE && yice_scope_covers(model, a, b);
}

static void look_lower(struct yice_checker *checker, uint32_t number)
{
	const struct yice_subject *lower = &checker->subjects.items[number];
	uint32_t count = yice_nearby_wider(checker->nearby, &checker->subjects, number, checker->beside);

	for (uint32_t i = 0; !checker->status && i < count; i++) {
		const struct yice_subject *upper = &checker->subjects.items[checker->beside[i]];
		struct tier tier = { checker, lower, upper, NULL, YICE_NONE, YICE_NONE, 0 };

		if (!upper->decides || !is_above(checker->model, upper, lower) ||
		    !yice_days_common(lower->rule, upper->rule, &tier.day))
			continue;
		if (!yice_subject(&checker->subjects, checker->beside[i])) {
			checker->status = YICE_ENOMEM;
			return;
		}
		tier.at = yice_nearby_first(checker->nearby, lower);
		if (yice_subject_target(checker->model, lower)->kind == YICE_FOR_UNIT)
			tier.unit = tier.at;
		look_tier(&tier);
	}
}

void yice_check_tiers(struct yice_checker *checker)
{
	for (uint32_t i = checker->first; !checker->status && i < checker->end; i++) {
		if (!checker->subjects.items[i].decides)
			continue;
		if (!yice_subject(&checker->subjects, i))
			checker->status = YICE_ENOMEM;
		else
			look_lower(checker, i);
	}
}
