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
 * list, which lets it pass, must say what allows it. All this is asked of every
 * interval between days on which clauses of the lower scope's lists begin or
 * cease. Called by check_run.c.
 */
#include "analysis/check.h"

#include "compiler/declare.h"
#include "compiler/type.h"

enum question {
	APPLIES = 48,
	WITHIN,
	TIGHTER,
	OUTSIDE,
	SETTLES,
	GUARD_WITHIN,
	MISSED, /* those that follow are asked of each demand, limit or exception */
	BEYOND,
	SHORT_OF,
	EXEMPT,
	OTHERWISE,
	QUESTIONS = 64
};

struct tier {
	struct yice_checker *checker;
	const struct yice_subject *lower, *upper;
	const struct yice_subject *granting; /* NULL, or the upper clause; `upper` then has no exceptions */
	uint32_t unit;                       /* of the lower clause, or YICE_NONE: any site */
	yice_day day, end;                   /* what is being looked at; behind the last on which both are in force */
	enum yice_diag_id finding;
};

static int ask(const struct tier *tier, const struct yice_asking *asking, enum question question)
{
	return yice_ask_once(tier->checker, asking, question, tier->lower->body, tier->upper->body);
}

/* A question that takes guards and exceptions apart. */
static int ask_shape(const struct tier *tier, const struct yice_asking *asking, uint32_t question)
{
	return yice_ask_once(tier->checker, asking, question, tier->lower->shape, tier->upper->shape);
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
 * Other clauses of the lower list that the site meets and that share an attribute with the upper one stay below the
 * level, and those that cite the derogation at issue do not apply: all of them as one form.
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
static bool report_loose(const struct tier *tier, const struct yice_form *first,
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
static bool look_part(const struct tier *tier, enum question question, uint32_t part,
		      const struct yice_form *first, const struct yice_form *second)
{
	enum yice_level level = tier->granting ? YICE_LEVEL_JUDGED : YICE_LEVEL_REFUSED;
	uint32_t number = question + QUESTIONS * (2 * part + (tier->granting != NULL));

	return ask_shape(tier,
			 YICE_ASK(tier->unit, first, second, tier->upper->least[YICE_LEVEL_REFUSED],
				  tier->lower->below[level]),
			 number) != YICE_ANSWER_NO &&
	       report_loose(tier, first, second);
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

static bool both(const struct tier *tier, enum yice_effect_op effect)
{
	return tier->lower->rule->effect == effect && tier->upper->rule->effect == effect;
}

/* Parts of which one at least holds: of a demand that is missed, each of its own. */
static uint32_t alternatives(const struct yice_form *const *form, const struct yice_form *const **parts)
{
	*parts = (*form)->kind == YICE_FORM_OR ? (*form)->parts : form;
	return (*form)->kind == YICE_FORM_OR ? (*form)->count : 1;
}

/* The attribute that a single comparison limits, and the side it does so on; 0: it is none, or of no one attribute. */
static int limited(const struct yice_form *part, uint32_t *axis)
{
	*axis = part->axis;
	if (part->kind == YICE_FORM_BELOW)
		return YICE_SIDE_HIGH;
	if (part->kind == YICE_FORM_ABOVE)
		return YICE_SIDE_LOW;
	for (uint32_t i = 0; part->kind == YICE_FORM_SUM && i < part->count; i++)
		if (part->axes[i] == part->axis)
			return part->coefs[i].num > 0 ? YICE_SIDE_HIGH : YICE_SIDE_LOW;
	return 0;
}

/*
 * Another of the upper demands limits the same attribute on the same side, and the lower demand speaks of all of that:
 * the upper clause sets several limits, of which the lower one names some.
 */
static bool names_another(const struct tier *tier, const struct yice_form *const *parts, uint32_t count, uint32_t left_out)
{
	const struct yice_form *met = tier->lower->demand.is[1];
	uint32_t axis, other;
	int side = limited(parts[left_out], &axis);

	for (uint32_t i = 0; side && i < count; i++)
		if (i != left_out && limited(parts[i], &other) == side && other == axis &&
		    yice_forms_cover(&tier->checker->realm, met, parts[i]))
			return true;
	return false;
}

/* One of the upper clause's demands is missed where that of the lower one, which speaks of the same matter, is
 * met. */
static bool look_demands(const struct tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *met = tier->lower->demand.is[1],
			       *passes = yice_form_and(realm, tier->lower->applies.is[1], met);
	const struct yice_form *const *parts;
	uint32_t count = alternatives(&tier->upper->demand.is[0], &parts);
	bool loose = false;

	for (uint32_t i = 0; passes && !loose && i < count; i++)
		loose = yice_forms_share(realm, met, parts[i]) &&
			(yice_forms_cover(realm, met, parts[i]) || names_another(tier, parts, count, i)) &&
			look_part(tier, MISSED, i, passes, parts[i]);
	return loose;
}

/* Whether some comparison in the form limits the attribute on that side. */
static bool limits_too(const struct yice_form *form, uint32_t axis, int side)
{
	uint32_t own;

	if (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR)
		for (uint32_t i = 0; i < form->count; i++)
			if (limits_too(form->parts[i], axis, side))
				return true;
	return limited(form, &own) == side && own == axis;
}

/*
 * The upper clause limits an attribute by others, as a ratio does, and the lower one limits it by something else: it
 * may add to that or stand in its place. Who reads the list must judge by a project that the one refuses and the
 * other lets pass.
 */
static void look_terms(const struct tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *met = tier->lower->demand.is[1],
			       *passes = yice_form_and(realm, tier->lower->applies.is[1], met);
	const struct yice_form *const *parts;
	uint32_t count = alternatives(&tier->upper->demand.is[0], &parts), axis;
	struct tier other = *tier;

	other.finding = YICE_D_other_terms;
	for (uint32_t i = 0; passes && i < count; i++) {
		int side = limited(parts[i], &axis);

		if (side && !yice_forms_cover(realm, met, parts[i]) && limits_too(met, axis, YICE_SIDE_BOTH - side) &&
		    look_part(&other, OTHERWISE, i, passes, parts[i]))
			return;
	}
}

/* The upper clause misses a demand that shares an attribute with the lower clause's demand. */
static const struct yice_form *missed_in_common(const struct tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *const *parts, *form = realm->no;
	uint32_t count = alternatives(&tier->upper->demand.is[0], &parts);

	for (uint32_t i = 0; form && i < count; i++)
		if (yice_forms_share(realm, tier->lower->demand.is[1], parts[i]))
			form = yice_form_or(realm, form, parts[i]);
	return form;
}

/* ---- limits */

/*
 * Where limits are looked for: in what makes the lower clause refuse, `rest` being what it refuses for
 * besides, and in what makes the upper one refuse, with its opposite. across: the upper one's may be on any
 * side of the attribute.
 */
struct limits {
	enum question question;
	const struct yice_form *lower, *rest, *upper, *spared;
	bool across;
};

/* Sides of the bounds of a form as they are in its opposite. */
static int turned(int sides)
{
	return sides == YICE_SIDE_BOTH ? sides : YICE_SIDE_BOTH - sides;
}

/*
 * A project that the lower clause would refuse but for its limits on a side of the axis, and the upper one
 * would not but for its own.
 */
static bool look_limit(const struct tier *tier, const struct limits *limits, uint32_t axis, int side)
{
	struct yice_realm *realm = &tier->checker->realm;
	int own = yice_form_sides(limits->lower, axis),
	    other = own ? yice_form_sides(limits->upper, axis) : 0;
	const struct yice_form *wide, *spared;

	if (!(own & side) || !(limits->across ? other : other & side))
		return false;
	wide = yice_form_without(realm, limits->lower, axis, side, true);
	spared = yice_form_without(realm, limits->spared, axis, turned(other & side ? side : other), true);
	if (!wide || !spared)
		return false;
	return look_part(tier, limits->question, 4 * axis + (uint32_t)side, wide,
			 yice_form_and(realm, limits->rest, spared));
}

static bool look_limits(const struct tier *tier, const struct limits *limits)
{
	for (uint32_t axis = 0; axis < tier->checker->realm.axis_count; axis++)
		if (look_limit(tier, limits, axis, YICE_SIDE_HIGH) ||
		    look_limit(tier, limits, axis, YICE_SIDE_LOW))
			return true;
	return false;
}

/* What is refused by limits: a prohibition's guard has them, or a demand. Of two demands on one matter the
 * guards count too. */
static bool look_all_limits(const struct tier *tier, bool within, bool demands)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	bool demanded = lower->rule->effect == YICE_REQUIRES, above = upper->rule->effect == YICE_REQUIRES;
	const struct limits refusing = { BEYOND,
					 demanded ? lower->demand.is[0] : lower->applies.is[1],
					 demanded ? lower->applies.is[1] : tier->checker->realm.yes,
					 above ? upper->demand.is[0] : upper->applies.is[1],
					 above ? upper->demand.may[1] : upper->applies.may[0],
					 within && !demanded && !above };
	const struct limits guarding = { SHORT_OF,
					 lower->applies.is[1],
					 lower->demand.is[0],
					 upper->applies.is[1],
					 upper->applies.may[0],
					 within };

	if (lower->rule->effect == YICE_RESTRICTS)
		return false;
	return look_limits(tier, &refusing) || (demands && look_limits(tier, &guarding));
}

/* ---- exceptions */

static const struct yice_form *guard(const struct tier *tier, const struct yice_subject *subject,
				     bool positive)
{
	return yice_read_logic(&tier->checker->realm, &tier->checker->reading, subject->rule->guard, positive,
			       !positive);
}

/* Members of a some-of attribute that a form asks for. */
static void add_asked(const struct yice_form *form, uint32_t axis, uint64_t *bits, uint32_t words)
{
	if (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR)
		for (uint32_t i = 0; i < form->count; i++)
			add_asked(form->parts[i], axis, bits, words);
	if (form->kind == YICE_FORM_HAS && form->axis == axis)
		for (uint32_t i = 0; i < words; i++)
			bits[i] |= form->set[i];
}

/* Both ask for members of the attribute, and for none in common: a site may lie in two zones, which stay two
 * matters. */
static bool parts_ways(struct yice_realm *realm, const struct yice_form *a, const struct yice_form *b,
		       uint32_t axis)
{
	uint32_t words = realm->universes[realm->axes[axis].universe].words;
	uint64_t any[2] = { 0, 0 }, common = 0, *of_a, *of_b;

	if (realm->axes[axis].kind != YICE_AXIS_SOME)
		return false;
	of_a = yice_form_bits(realm, axis);
	of_b = yice_form_bits(realm, axis);
	if (!of_a || !of_b)
		return false;
	add_asked(a, axis, of_a, words);
	add_asked(b, axis, of_b, words);
	for (uint32_t i = 0; i < words; i++) {
		any[0] |= of_a[i];
		any[1] |= of_b[i];
		common |= of_a[i] & of_b[i];
	}
	return any[0] && any[1] && !common;
}

/* What of the narrow form's attributes the wide one need not look at. */
enum { ALL = 0, BUT_NUMBERS = 1, BUT_SITE = 2 };

static bool covers(struct yice_realm *realm, const struct yice_form *wide, const struct yice_form *narrow,
		   unsigned int but)
{
	for (uint32_t i = 0; i < realm->axis_count; i++) {
		const struct yice_axis *axis = &realm->axes[i];
		bool number = axis->kind == YICE_AXIS_NUMBER || axis->kind == YICE_AXIS_DAY;

		if (!yice_form_looks_at(narrow, i))
			continue;
		if (yice_form_looks_at(wide, i)
			? parts_ways(realm, wide, narrow, i)
			: !(number && (but & BUT_NUMBERS)) && !(axis->site && (but & BUT_SITE)))
			return false;
	}
	return true;
}

/*
 * All that the lower guard speaks of the upper one does too; or both look at the same attributes, numbers and
 * the site apart, or at the site alone; or the lower one looks at all that the upper one looks at, and at more. exactly: no more,
 * and nothing apart.
 */
static bool same_matter(const struct tier *tier, bool exactly)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *lower = guard(tier, tier->lower, true),
			       *upper = guard(tier, tier->upper, true);
	const unsigned int but = BUT_NUMBERS | BUT_SITE;

	if (!lower || !upper)
		return false;
	if (ask_shape(tier, YICE_ASK(tier->unit, lower, guard(tier, tier->upper, false)), GUARD_WITHIN) ==
	    YICE_ANSWER_NO)
		return true;
	if (!yice_forms_share(realm, lower, upper) && !(tier->lower->by_place && tier->upper->by_place))
		return false;
	if (exactly)
		return covers(realm, lower, upper, ALL) && covers(realm, upper, lower, ALL);
	return covers(realm, lower, upper, BUT_NUMBERS) ||
	       (covers(realm, lower, upper, but) && covers(realm, upper, lower, but));
}

/* demands: both demand something of the same attribute, else both prohibit. */
static bool look_exceptions(const struct tier *tier, bool demands)
{
	struct yice_checker *checker = tier->checker;
	const struct yice_rule *rule = tier->lower->rule;
	const struct yice_form *spoken;
	bool loose = false;

	if (!rule->except_count || (!demands && !both(tier, YICE_PROHIBITS)) ||
	    (!demands && !same_matter(tier, false)))
		return false;
	spoken = guard(tier, tier->lower, true);
	if (demands)
		spoken = yice_form_and(
		    &checker->realm, spoken,
		    yice_form_and(&checker->realm, tier->lower->demand.is[0], missed_in_common(tier)));
	for (uint32_t i = 0; spoken && !loose && i < rule->except_count; i++)
		loose = look_part(
		    tier, EXEMPT, i, spoken,
		    yice_read_logic(&checker->realm, &checker->reading, rule->except[i], true, true));
	return loose;
}

/* ---- conditions */

static bool look_conditions(const struct tier *tier, bool within)
{
	const struct yice_subject *lower = tier->lower;

	if (tier->upper->rule->effect != YICE_PROHIBITS || lower->rule->effect == YICE_PROHIBITS)
		return false;
	if (!within && (lower->rule->effect == YICE_REQUIRES || !same_matter(tier, true)))
		return false;
	return report_loose(tier, lower->applies.is[1], lower->demand.is[1]);
}

/* ---- both together */

/* A relation that is no loosening, with a project of which the forms hold and the two claims are true. */
static void note(const struct tier *tier, enum yice_diag_id id, const struct yice_form *first,
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
static bool settles(const struct tier *tier)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	const struct yice_claim claim = { upper->number, YICE_CLAIM_LEAST, YICE_LEVEL_JUDGED };
	const struct yice_form *judged = yice_form_and(&tier->checker->realm, upper->least[YICE_LEVEL_JUDGED],
						       upper->below[YICE_LEVEL_REFUSED]);

	if (!judged ||
	    ask(tier, YICE_ASK(tier->unit, lower->applies.is[1], upper->applies.is[0]), OUTSIDE) !=
		YICE_ANSWER_NO ||
	    ask(tier, YICE_ASK(tier->unit, lower->least[YICE_LEVEL_REFUSED], judged), SETTLES) !=
		YICE_ANSWER_YES)
		return false;
	note(tier, YICE_D_fills_upper, lower->least[YICE_LEVEL_REFUSED], judged, &claim);
	return true;
}

/* Two that speak of one matter and none of which loosens the other. */
static void note_relation(const struct tier *tier)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	const enum yice_level level = YICE_LEVEL_REFUSED;
	const struct yice_claim below = { upper->number, YICE_CLAIM_BELOW, level },
				least = { upper->number, YICE_CLAIM_LEAST, level };

	if (ask(tier, YICE_ASK(tier->unit, lower->least[level], upper->below[level]), TIGHTER) ==
	    YICE_ANSWER_YES)
		note(tier, YICE_D_tightens_upper, lower->least[level], upper->below[level], &below);
	else
		note(tier, YICE_D_repeats_upper, lower->least[level], upper->least[level], &least);
}

/* By one of the four relations; within: by lies_within(). */
static bool loosens(const struct tier *tier, bool within)
{
	bool demands =
	    both(tier, YICE_REQUIRES) &&
	    yice_forms_share(&tier->checker->realm, tier->lower->demand.is[1], tier->upper->demand.is[1]);

	return (demands && look_demands(tier)) || look_all_limits(tier, within, demands) ||
	       look_exceptions(tier, demands) || look_conditions(tier, within);
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
	bare.finding = YICE_D_derogation_uncited;
	bare.upper = yice_subject_bare(&checker->subjects, tier->upper->number);
	if (!bare.upper)
		checker->status = YICE_ENOMEM;
	else
		loosens(&bare, lies_within(&bare));
}

/* ---- all of it */

/* Goes on to the next day on which clauses of the lower scope's lists begin or cease; false when there is none. */
static bool turn(struct tier *tier)
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
static bool loosens_on_any_day(struct tier *tier, bool within)
{
	const yice_day first = tier->day;
	bool loose;

	do {
		loose = loosens(tier, within);
		if (!loose)
			look_derogation(tier);
		if (!loose && both(tier, YICE_REQUIRES) && yice_check_is_on(tier->checker, YICE_D_other_terms))
			look_terms(tier);
	} while (!loose && turn(tier));
	tier->day = first;
	return loose;
}

static void look_tier(struct tier *tier)
{
	enum yice_effect_op lower = tier->lower->rule->effect, upper = tier->upper->rule->effect;
	const struct yice_realm *realm = &tier->checker->realm;
	bool within, demands = lower == YICE_REQUIRES && upper == YICE_REQUIRES, loose;

	if (upper == YICE_RESTRICTS ||
	    (!yice_subjects_share(realm, tier->lower, tier->upper) &&
	     !(upper == YICE_PROHIBITS && tier->upper->by_place)))
		return;
	within = lies_within(tier);
	loose = loosens_on_any_day(tier, within);
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
static bool set_days(struct tier *tier)
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

static void look_lower(struct yice_checker *checker, uint32_t number)
{
	const struct yice_subject *lower = &checker->subjects.items[number];
	uint32_t count = yice_nearby_wider(checker->nearby, &checker->subjects, number, checker->beside);

	for (uint32_t i = 0; !checker->status && i < count; i++) {
		const struct yice_subject *upper = &checker->subjects.items[checker->beside[i]];
		struct tier tier = { checker, lower, upper, NULL, YICE_NONE, 0, 0, YICE_D_loosens };

		if (!upper->decides || !is_above(checker->model, upper, lower) || !set_days(&tier))
			continue;
		if (!yice_subject(&checker->subjects, checker->beside[i])) {
			checker->status = YICE_ENOMEM;
			return;
		}
		if (yice_subject_target(checker->model, lower)->kind == YICE_FOR_UNIT)
			tier.unit = yice_subject_target(checker->model, lower)->key;
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
