/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list against those of the scopes above it. The strictest always governs,
 * so a lower list cannot let pass what is refused above; but it can say so,
 * and mislead those who read it alone. A clause is held against an upper one
 * where it speaks of the upper one's matter:
 *
 *   demands      both demand something of the same attribute, and what meets the
 *                lower demand misses the upper one; of several limits of one
 *                attribute, such as the stricter of two, the lower demand may
 *                keep one and leave out the others;
 *   limits       both refuse beyond a limit of the same attribute: the upper clause
 *                would not but for its limit, the lower one would but for its own;
 *   exceptions   both prohibit, or refuse for a demand on the same attribute, and
 *                the lower clause would but for its exception;
 *   conditions   it restricts, or makes conditions for, what the upper one prohibits.
 *
 * It loosens when there is a project of which that is so, which is refused above
 * and by no clause of the list of the lower scope. Demands and limits speak of one
 * matter wherever both clauses look at a project; what prohibitions with exceptions
 * and conditions are about is told by the attributes of their guards. Two clauses that
 * look at no attribute in common are compared when the upper one prohibits by the place
 * alone: it then speaks of every project there.
 * What would be loosening but for an exception in open words is a derogation, and
 * has to be cited: the upper clause leaves the project to judgement, and the lower
 * list, which lets it pass, must say what allows it. A clause that says what some clause
 * above says repeats that one, and nothing of this is asked of it. All else is asked of every
 * interval between days on which clauses of the lower scope's lists begin or
 * cease. Called by check_run.c.
 */
#include "analysis/tier.h"

#include "compiler/declare.h"
#include "compiler/type.h"

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
 * Other clauses of the lower list that the site meets and that share an attribute with the upper one stay below the
 * level, and those that cite the derogation at issue do not apply: all of them as one form.
 */
static const struct yice_form *others_pass(const struct yice_tier *tier, enum yice_level level)
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
static const struct yice_form *granted(const struct yice_tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_subject *upper = tier->granting;

	if (!upper)
		return realm->yes;
	return yice_form_and(
	    realm, upper->known,
	    yice_form_and(realm, upper->least[YICE_LEVEL_JUDGED], upper->below[YICE_LEVEL_REFUSED]));
}

static struct yice_witness witness_of(const struct yice_tier *tier)
{
	uint32_t lower = tier->lower->number, upper = tier->upper->number;

	if (!tier->granting)
		return (struct yice_witness){ { { lower, YICE_CLAIM_BELOW, YICE_LEVEL_REFUSED },
						{ upper, YICE_CLAIM_LEAST, YICE_LEVEL_REFUSED } },
					      2,
					      lower,
					      tier->day,
					      YICE_LEVEL_FREE };
	return (struct yice_witness){ { { lower, YICE_CLAIM_BELOW, YICE_LEVEL_JUDGED },
					{ upper, YICE_CLAIM_LEAST, YICE_LEVEL_JUDGED },
					{ upper, YICE_CLAIM_BELOW, YICE_LEVEL_REFUSED } },
				      3,
				      lower,
				      tier->day,
				      YICE_LEVEL_FREE };
}

/*
 * There is a project by these forms that the upper clause refuses; reported when no other clause of the list
 * refuses it, nor leaves it to judgement where a derogation is at issue. The clauses that share an attribute with
 * the upper one settle most questions; the witness is found among all of the list. True when it loosens.
 */
bool yice_tier_report(const struct yice_tier *tier, const struct yice_form *first,
			 const struct yice_form *second)
{
	struct yice_checker *checker = tier->checker;
	enum yice_level level = tier->granting ? YICE_LEVEL_JUDGED : YICE_LEVEL_REFUSED;
	const struct yice_asking *asking =
	    YICE_ASK(tier->unit, first, second, tier->upper->least[YICE_LEVEL_REFUSED],
		     tier->lower->below[level], others_pass(tier, level), tier->lower->known, granted(tier));
	struct yice_witness witness = witness_of(tier);
	int answer = yice_ask(checker, asking, NULL, NULL);
	const char *json = NULL;

	witness.below = level;
	if (answer == YICE_ANSWER_YES)
		answer = yice_witness_find(checker, asking, &witness, &json);
	if (answer == YICE_ANSWER_UNREACHED)
		yice_unreached(checker, tier->lower);
	if (json)
		yice_finding_witness(
		    checker,
		    yice_finding(checker, tier->finding, tier->lower, tier->upper,
				 yice_placed_id(checker->model, tier->upper->number), NULL, NULL),
		    json);
	return json != NULL;
}

/* The same, after a question that many equal pairs share: what the two clauses alone say of it. */
bool yice_tier_look(const struct yice_tier *tier, enum yice_tier_question question, uint32_t part,
		      const struct yice_form *first, const struct yice_form *second)
{
	enum yice_level level = tier->granting ? YICE_LEVEL_JUDGED : YICE_LEVEL_REFUSED;

	return yice_tier_ask_shape(tier,
			 YICE_ASK(tier->unit, first, second, tier->upper->least[YICE_LEVEL_REFUSED],
				  tier->lower->below[level]),
			 yice_tier_part(tier, question, part)) != YICE_ANSWER_NO &&
	       yice_tier_report(tier, first, second);
}

/* There are projects the lower clause applies to, and the upper clause applies to all of them. */
static bool lies_within(const struct yice_tier *tier)
{
	const struct yice_form *lower = tier->lower->applies.is[1];

	return yice_tier_ask(tier, YICE_ASK(tier->unit, lower, tier->upper->applies.may[0]), YICE_TIER_WITHIN) ==
		   YICE_ANSWER_NO &&
	       yice_tier_ask(tier, YICE_ASK(tier->unit, lower), YICE_TIER_APPLIES) == YICE_ANSWER_YES;
}

/* ---- both together */

/* A relation that is no loosening, with a project of which the forms hold and the two claims are true. */
static void note(const struct yice_tier *tier, enum yice_diag_id id, const struct yice_form *first,
		 const struct yice_form *second, const struct yice_claim *upper)
{
	struct yice_checker *checker = tier->checker;
	struct yice_diag *diag =
	    yice_finding(checker, id, tier->lower, tier->upper,
			 yice_placed_id(checker->model, tier->upper->number), NULL, NULL);
	struct yice_witness witness = witness_of(tier);

	witness.claims[0] = (struct yice_claim){ tier->lower->number, YICE_CLAIM_LEAST, YICE_LEVEL_REFUSED };
	witness.claims[1] = *upper;
	if (diag)
		yice_finding_witness(checker, diag,
				     yice_witness_make(checker,
						       YICE_ASK(YICE_NONE, first, second, tier->lower->known,
								tier->upper->known),
						       &witness));
}

/* All the lower clause applies to may be the upper one's matter, and it refuses what that leaves to
 * judgement. */
static bool settles(const struct yice_tier *tier)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	const struct yice_claim claim = { upper->number, YICE_CLAIM_LEAST, YICE_LEVEL_JUDGED };
	const struct yice_form *judged = yice_form_and(&tier->checker->realm, upper->least[YICE_LEVEL_JUDGED],
						       upper->below[YICE_LEVEL_REFUSED]);

	if (!judged ||
	    yice_tier_ask(tier, YICE_ASK(tier->unit, lower->applies.is[1], upper->applies.is[0]), YICE_TIER_OUTSIDE) !=
		YICE_ANSWER_NO ||
	    yice_tier_ask(tier, YICE_ASK(tier->unit, lower->least[YICE_LEVEL_REFUSED], judged), YICE_TIER_SETTLES) !=
		YICE_ANSWER_YES)
		return false;
	note(tier, YICE_D_fills_upper, lower->least[YICE_LEVEL_REFUSED], judged, &claim);
	return true;
}

/* Two that speak of one matter and none of which loosens the other. */
static void note_relation(const struct yice_tier *tier)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	const enum yice_level level = YICE_LEVEL_REFUSED;
	const struct yice_claim below = { upper->number, YICE_CLAIM_BELOW, level },
				least = { upper->number, YICE_CLAIM_LEAST, level };

	if (yice_tier_ask(tier, YICE_ASK(tier->unit, lower->least[level], upper->below[level]), YICE_TIER_TIGHTER) ==
	    YICE_ANSWER_YES)
		note(tier, YICE_D_tightens_upper, lower->least[level], upper->below[level], &below);
	else
		note(tier, YICE_D_repeats_upper, lower->least[level], upper->least[level], &least);
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
static void look_derogation(const struct yice_tier *tier)
{
	struct yice_checker *checker = tier->checker;
	const struct yice_rule *rule = tier->upper->rule;
	struct yice_tier bare = *tier;
	bool open = false;

	for (uint32_t i = 0; !open && i < rule->except_count; i++)
		open = is_open(rule->except[i]);
	if (!open || !yice_check_is_on(checker, YICE_D_derogation_uncited) ||
	    cites(checker->model, tier->lower->rule, rule))
		return;
	bare.granting = tier->upper;
	bare.finding = YICE_D_derogation_uncited;
	bare.upper = yice_subject_bare(&checker->subjects, tier->upper->number);
	if (!bare.upper)
		checker->status = YICE_ENOMEM;
	else
		yice_tier_loosens(&bare, lies_within(&bare));
}

/* ---- all of it */

/* Goes on to the next day on which clauses of the lower scope's lists begin or cease; false when there is none. */
static bool turn(struct yice_tier *tier)
{
	const struct yice_turns *turns = tier->checker->turns;
	uint32_t scope = yice_subject_scope(tier->checker->model, tier->lower), i = turns->start[scope];

	while (i < turns->start[scope + 1] && turns->days[i] <= tier->day)
		i++;
	if (i == turns->start[scope + 1] || turns->days[i] >= tier->end)
		return false;
	tier->day = turns->days[i];
	return true;
}

/* What refuses a project on the first day may not be in force yet, or any more, on another. */
static bool loosens_on_any_day(struct yice_tier *tier, bool within)
{
	const yice_day first = tier->day;
	bool loose;

	do {
		loose = yice_tier_loosens(tier, within);
		if (!loose && !tier->apart)
			look_derogation(tier);
		if (!loose && !tier->apart && yice_tier_both(tier, YICE_REQUIRES) &&
		    yice_check_is_on(tier->checker, YICE_D_other_terms))
			yice_tier_terms(tier);
	} while (!loose && turn(tier));
	tier->day = first;
	return loose;
}

/* The guards tell projects by different attributes, or the lower clause adds: what else would loosen is for a person to look at. */
static void look_across(const struct yice_tier *tier, bool within)
{
	struct yice_tier apart = *tier;

	apart.apart = true;
	apart.finding = YICE_D_cuts_across;
	if (yice_check_is_on(tier->checker, apart.finding))
		loosens_on_any_day(&apart, within);
}

static void look_tier(struct yice_tier *tier)
{
	enum yice_effect_op lower = tier->lower->rule->effect, upper = tier->upper->rule->effect;
	const struct yice_realm *realm = &tier->checker->realm;
	bool within, demands = lower == YICE_REQUIRES && upper == YICE_REQUIRES, loose;

	if (upper == YICE_RESTRICTS ||
	    (!yice_subjects_share(realm, tier->lower, tier->upper) &&
	     !(upper == YICE_PROHIBITS && tier->upper->by_place)))
		return;
	within = lies_within(tier);
	loose = !tier->repeats && loosens_on_any_day(tier, within);
	if (!loose && !tier->repeats)
		look_across(tier, within);
	if (loose || (yice_check_is_on(tier->checker, YICE_D_fills_upper) && settles(tier)))
		return;
	if (within && lower == upper &&
	    (!demands || yice_forms_share(realm, tier->lower->demand.is[1], tier->upper->demand.is[1])))
		note_relation(tier);
}

static bool is_above(const struct yice_model *model, const struct yice_subject *upper,
		     const struct yice_subject *lower)
{
	uint32_t a = yice_subject_scope(model, upper), b = yice_subject_scope(model, lower);

	return a != b && a != YICE_NONE && b != YICE_NONE && yice_scope_covers(model, a, b);
}

/* The first day that matters of those on which both are in force; false when there is none. */
static bool set_days(struct yice_tier *tier)
{
	const struct yice_interval lower = tier->lower->rule->days, upper = tier->upper->rule->days;

	if (!yice_days_common(tier->lower->rule, tier->upper->rule, &tier->day))
		return false;
	tier->end = lower.to < upper.to ? lower.to : upper.to;
	if (lower.from != YICE_DAY_MIN || upper.from != YICE_DAY_MIN)
		return true;
	tier->day = YICE_DAY_MIN;
	if (turn(tier))
		tier->day--;
	else
		yice_days_common(tier->lower->rule, tier->upper->rule, &tier->day);
	return true;
}

/* Fills checker->repeated with the clauses above, of those beside, that say what the lower one says; returns how many. */
static uint32_t look_repeated(struct yice_checker *checker, const struct yice_subject *lower, uint32_t count)
{
	uint32_t repeated = 0;

	for (uint32_t i = 0; !checker->status && i < count; i++) {
		const struct yice_subject *upper = &checker->subjects.items[checker->beside[i]];

		if (!upper->decides || upper->rule->effect != lower->rule->effect ||
		    !is_above(checker->model, upper, lower))
			continue;
		if (!yice_subject(&checker->subjects, checker->beside[i]))
			checker->status = YICE_ENOMEM;
		else if (upper->shape == lower->shape)
			checker->repeated[repeated++] = checker->beside[i];
	}
	return repeated;
}

/* One of them, at the tier of the upper clause or nearer, is in force for as long as the two clauses both are. */
static bool is_repeated(const struct yice_tier *tier, uint32_t count)
{
	const struct yice_interval lower = tier->lower->rule->days, upper = tier->upper->rule->days;
	const struct yice_model *model = tier->checker->model;
	uint32_t scope = yice_subject_scope(model, tier->upper);

	for (uint32_t i = 0; i < count; i++) {
		const struct yice_subject *repeated = &tier->checker->subjects.items[tier->checker->repeated[i]];
		const struct yice_interval days = repeated->rule->days;

		if (yice_scope_covers(model, scope, yice_subject_scope(model, repeated)) &&
		    (days.from <= lower.from || days.from <= upper.from) && (days.to >= lower.to || days.to >= upper.to))
			return true;
	}
	return false;
}

static void look_lower(struct yice_checker *checker, uint32_t number)
{
	const struct yice_subject *lower = &checker->subjects.items[number];
	uint32_t count = yice_nearby_wider(checker->nearby, &checker->subjects, number, checker->beside);
	uint32_t repeated = look_repeated(checker, lower, count);

	for (uint32_t i = 0; !checker->status && i < count; i++) {
		const struct yice_subject *upper = &checker->subjects.items[checker->beside[i]];
		struct yice_tier tier = { checker, lower, upper, NULL, YICE_NONE, 0, 0, false, false, YICE_D_loosens };

		if (!upper->decides || !is_above(checker->model, upper, lower) || !set_days(&tier))
			continue;
		if (!yice_subject(&checker->subjects, checker->beside[i])) {
			checker->status = YICE_ENOMEM;
			return;
		}
		if (yice_subject_target(checker->model, lower)->kind == YICE_FOR_UNIT)
			tier.unit = yice_subject_target(checker->model, lower)->key;
		tier.repeats = is_repeated(&tier, repeated);
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
