/* SPDX-License-Identifier: Apache-2.0 */
/*
 * By what a lower clause lets a project pass that an upper one refuses. 须 D refuses as a prohibition of what D is not
 * would, so each way takes the two alike. The lower clause speaks of the project, and lets it pass, when
 *
 *   demands      both demand, and the project meets the lower demand on what it misses above;
 *   limits       it would refuse the project but for a limit of its own, and the upper one would not but for its own;
 *   allowances   it would refuse the project but for an exception, an alternative of its demand, members that it leaves
 *                out, or open words, by which it leaves the project to judgement;
 *   conditions   it restricts, or makes conditions for, nothing but what the upper one refuses, or restricts by the
 *                same attributes;
 *
 * and both are about one matter (tier_matter.c). Of two that are not only because their guards tell projects by
 * different attributes, and of limits below a demand and of allowances where the lower clause adds to the upper one, it is
 * looked for with `apart`. Called by check_tier.c.
 */
#include "analysis/tier.h"

/*
 * The lower clause refuses some projects of which the upper one demands something and which that does not refuse: it adds to
 * the demand, and what its limits, exceptions and alternatives leave out may be left to the upper clause.
 */
static bool adds(const struct yice_tier *tier)
{
	return !tier->granting && yice_tier_demands(tier->upper) &&
	       yice_tier_ask(tier,
			     YICE_ASK(tier->unit, tier->upper->applies.is[1], tier->lower->least[YICE_LEVEL_REFUSED],
				      tier->upper->below[YICE_LEVEL_REFUSED]),
			     YICE_TIER_ADDS) == YICE_ANSWER_YES;
}

/* Whether what a clause leaves out is looked for now: at first where it adds nothing and the guards tell the same projects. */
static bool looks_now(const struct yice_tier *tier)
{
	return (yice_tier_nested(tier) && !adds(tier)) != tier->apart;
}

/* ---- demands */

/* Parts of which one at least holds: of a demand that is missed, each of its own. */
uint32_t yice_tier_parts(const struct yice_form *const *form, const struct yice_form *const **parts)
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

static bool only_days(const struct yice_realm *realm, const struct yice_form *form)
{
	if (form->kind != YICE_FORM_AND && form->kind != YICE_FORM_OR)
		return (form->kind == YICE_FORM_BELOW || form->kind == YICE_FORM_ABOVE) &&
		       realm->axes[form->axis].kind == YICE_AXIS_DAY;
	for (uint32_t i = 0; i < form->count; i++)
		if (!only_days(realm, form->parts[i]))
			return false;
	return true;
}

/*
 * The lower demand speaks of what is missed above: it limits the attribute that a comparison limits, on the same side,
 * and looks at all that this looks at; or it asks for members of which some are the same. Of several things that are
 * missed together one will do, be it no date beside others.
 */
static bool speaks_of(const struct yice_tier *tier, const struct yice_form *met, const struct yice_form *missed)
{
	const struct yice_realm *realm = &tier->checker->realm;
	uint32_t axis;
	int side;

	if (missed->kind == YICE_FORM_AND || missed->kind == YICE_FORM_OR) {
		const bool dated = only_days(realm, missed);

		for (uint32_t i = 0; i < missed->count; i++)
			if ((dated || !only_days(realm, missed->parts[i])) && speaks_of(tier, met, missed->parts[i]))
				return true;
		return false;
	}
	side = limited(missed, &axis);
	if (!yice_forms_alike(realm, met, missed) || !yice_forms_cover(realm, met, missed))
		return false;
	return !side || limits_too(met, axis, YICE_SIDE_BOTH - side);
}

/*
 * Another of the upper demands limits the same attribute on the same side, and the lower demand speaks of all of that:
 * the upper clause sets several limits, of which the lower one names some.
 */
static bool names_another(const struct yice_tier *tier, const struct yice_form *met, const struct yice_form *const *parts,
			  uint32_t count, uint32_t left_out)
{
	uint32_t axis, other;
	int side = limited(parts[left_out], &axis);

	for (uint32_t i = 0; side && i < count; i++)
		if (i != left_out && limited(parts[i], &other) == side && other == axis &&
		    speaks_of(tier, met, parts[i]))
			return true;
	return false;
}

/* The lower demand, what it leaves to judgement taken as met; where nothing else is left of it, as missed. */
static const struct yice_form *met_below(const struct yice_tier *tier)
{
	const struct yice_condition *demand = &tier->lower->demand;

	return demand->may[1]->kind == YICE_FORM_YES ? demand->is[1] : demand->may[1];
}

/* There are projects that both clauses refuse for this part of the upper demand, and for something alike: else they ask of two. */
static bool refuse_together(const struct yice_tier *tier, const struct yice_form *above, uint32_t number)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	const struct yice_form *const *missed = met_below(tier) == lower->demand.may[1] ? lower->demand.is : lower->demand.may;
	const struct yice_form *const *parts;
	uint32_t count = yice_tier_parts(&missed[0], &parts);

	for (uint32_t i = 0; i < count; i++)
		if (yice_forms_alike(&tier->checker->realm, parts[i], above) &&
		    yice_tier_ask_shape(tier, YICE_ASK(tier->unit, lower->applies.is[1], parts[i], upper->least[YICE_LEVEL_REFUSED], above),
					yice_tier_part(tier, YICE_TIER_TOGETHER, number * count + i)) != YICE_ANSWER_NO)
			return true;
	return false;
}

/* One of the upper clause's demands is missed where that of the lower one, which speaks of the same matter, is met. */
static bool look_demands(const struct yice_tier *tier)
{
	const struct yice_form *met = met_below(tier),
			       *passes = yice_form_and(&tier->checker->realm, tier->lower->applies.is[1], met);
	const struct yice_form *const *parts;
	uint32_t count = yice_tier_parts(&tier->upper->demand.is[0], &parts);

	for (uint32_t i = 0; passes && i < count; i++)
		if ((speaks_of(tier, met, parts[i]) || names_another(tier, met, parts, count, i)) &&
		    yice_tier_nested(tier) != tier->apart && refuse_together(tier, parts[i], i) &&
		    yice_tier_look(tier, YICE_TIER_MISSED, i, passes, parts[i]))
			return true;
	return false;
}

/*
 * The upper clause limits an attribute by others, as a ratio does, and the lower one limits it by something else: it
 * may add to that or stand in its place. Who reads the list must judge by a project that the one refuses and the
 * other lets pass.
 */
void yice_tier_terms(const struct yice_tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *met = met_below(tier),
			       *passes = yice_form_and(realm, tier->lower->applies.is[1], met);
	const struct yice_form *const *parts;
	uint32_t count = yice_tier_parts(&tier->upper->demand.is[0], &parts), axis;
	struct yice_tier other = *tier;

	other.finding = YICE_D_other_terms;
	for (uint32_t i = 0; passes && i < count; i++) {
		int side = limited(parts[i], &axis);

		if (side && !yice_forms_cover(realm, met, parts[i]) && limits_too(met, axis, YICE_SIDE_BOTH - side) &&
		    yice_tier_look(&other, YICE_TIER_OTHERWISE, i, passes, parts[i]))
			return;
	}
}

/* ---- limits */

/*
 * Where limits are looked for: in what makes the lower clause refuse, `rest` being what it refuses for
 * besides, and in what makes the upper one refuse, with its opposite. across: the upper one's may be on any
 * side of the attribute.
 */
struct limits {
	enum yice_tier_question question;
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
static bool look_limit(const struct yice_tier *tier, const struct limits *limits, uint32_t axis, int side)
{
	struct yice_realm *realm = &tier->checker->realm;
	int own = yice_form_sides(limits->lower, axis),
	    other = own ? yice_form_sides(limits->upper, axis) : 0;
	const struct yice_form *wide, *spared;

	if (!(own & side) || !(limits->across ? other : other & side) || !looks_now(tier))
		return false;
	wide = yice_form_without(realm, limits->lower, axis, side, true);
	spared = yice_form_without(realm, limits->spared, axis, turned(other & side ? side : other), true);
	if (!wide || !spared)
		return false;
	return yice_tier_look(tier, limits->question, 4 * axis + (uint32_t)side, wide,
			 yice_form_and(realm, limits->rest, spared));
}

/* The first axis from this one on that the form has a bound of, or YICE_NONE. */
static uint32_t next_bounded(const struct yice_form *form, uint32_t from)
{
	uint32_t first = YICE_NONE;

	if (form->kind == YICE_FORM_BELOW || form->kind == YICE_FORM_ABOVE)
		return form->axis >= from ? form->axis : YICE_NONE;
	for (uint32_t i = 0; (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR) && i < form->count; i++) {
		uint32_t axis = next_bounded(form->parts[i], from);

		first = axis < first ? axis : first;
	}
	return first;
}

static bool look_limits(const struct yice_tier *tier, const struct limits *limits)
{
	for (uint32_t axis = next_bounded(limits->lower, 0); axis != YICE_NONE;
	     axis = next_bounded(limits->lower, axis + 1))
		if (look_limit(tier, limits, axis, YICE_SIDE_HIGH) ||
		    look_limit(tier, limits, axis, YICE_SIDE_LOW))
			return true;
	return false;
}

/* What is refused by limits: a prohibition's guard has them, or a demand. Of two demands on one matter the
 * guards count too. */
static bool look_all_limits(const struct yice_tier *tier, bool within, bool demands)
{
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	bool demanded = lower->rule->effect == YICE_REQUIRES, above = upper->rule->effect == YICE_REQUIRES;
	const struct limits refusing = { YICE_TIER_BEYOND,
					 demanded ? lower->demand.is[0] : lower->applies.is[1],
					 demanded ? lower->applies.is[1] : tier->checker->realm.yes,
					 above ? upper->demand.is[0] : upper->applies.is[1],
					 above ? upper->demand.may[1] : upper->applies.may[0],
					 within && !demanded && !above };
	const struct limits guarding = { YICE_TIER_SHORT_OF,
					 lower->applies.is[1],
					 lower->demand.is[0],
					 upper->applies.is[1],
					 upper->applies.may[0],
					 within };

	if (lower->rule->effect == YICE_RESTRICTS)
		return false;
	return look_limits(tier, &refusing) || (demands && look_limits(tier, &guarding));
}

/* ---- allowances */

/* Something of the lower clause's but for which it would refuse what it speaks of, for missing a demand if it makes one. */
struct allowance {
	enum yice_tier_question question;
	uint32_t number;
	const struct yice_form *spoken, *missed, *spared;
	const struct yice_form *none; /* NULL, or where it refuses nevertheless: some of that the upper one must refuse, too */
};

/* The part of the upper demand is what the lower clause would refuse for: by a demand, or by a guard that looks at all of it. */
static bool is_common(const struct yice_tier *tier, const struct yice_form *missed, const struct yice_form *part)
{
	const struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *guard = tier->lower->guarding;

	if (yice_tier_demands(tier->lower))
		return yice_forms_alike(realm, missed, part);
	return yice_forms_alike(realm, guard, part) && yice_forms_cover(realm, guard, part);
}

/* What is missed above of what the lower clause would refuse for: NO when they are about two matters. */
static const struct yice_form *missed_in_common(const struct yice_tier *tier, const struct yice_form *missed)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *const *parts, *form = realm->no;
	uint32_t count = yice_tier_parts(&tier->upper->demand.is[0], &parts);

	for (uint32_t i = 0; form && i < count; i++)
		if (is_common(tier, missed, parts[i]))
			form = yice_form_or(realm, form, parts[i]);
	return form && form->kind != YICE_FORM_NO && looks_now(tier) ? form : NULL;
}

/* Of two prohibitions the guards, and of a demand what it misses too. */
static bool prohibited(const struct yice_tier *tier, const struct yice_form *missed)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_subject *lower = tier->lower;

	return !tier->apart &&
	       (!yice_tier_demands(lower) || yice_forms_alike(realm, missed, tier->upper->guarding)) &&
	       yice_tier_same_matter(tier, yice_form_and(realm, lower->guarding, missed));
}

/* What the lower clause would refuse for is one of the demands that it makes. */
static bool look_missed(const struct yice_tier *tier, const struct allowance *allowance, const struct yice_form *missed,
			uint32_t part)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *common = realm->yes;

	if (yice_tier_demands(tier->upper))
		common = missed_in_common(tier, missed);
	else if (!prohibited(tier, missed))
		return false;
	if (common && allowance->none &&
	    yice_tier_ask_shape(tier,
				YICE_ASK(tier->unit, tier->lower->applies.is[1], allowance->none, missed,
					 tier->upper->least[YICE_LEVEL_REFUSED], common),
				yice_tier_part(tier, YICE_TIER_SOME, part)) == YICE_ANSWER_NO)
		return false;
	return common && yice_tier_look(tier, allowance->question, part,
					yice_form_and(realm, allowance->spoken, yice_form_and(realm, missed, common)),
					allowance->spared);
}

static bool look_allowance(const struct yice_tier *tier, const struct allowance *allowance)
{
	const struct yice_form *const *parts;
	uint32_t count;

	if (!allowance->spoken || !allowance->missed || !allowance->spared)
		return false;
	count = yice_tier_parts(&allowance->missed, &parts);
	for (uint32_t i = 0; i < count; i++)
		if (look_missed(tier, allowance, parts[i], allowance->number * count + i))
			return true;
	return false;
}

/* What a clause refuses for, besides its guard. */
static const struct yice_form *missed_by(const struct yice_tier *tier)
{
	return yice_tier_demands(tier->lower) ? tier->lower->demand.is[0] : tier->checker->realm.yes;
}

static bool look_exceptions(const struct yice_tier *tier)
{
	struct yice_checker *checker = tier->checker;
	const struct yice_subject *lower = tier->lower;
	struct allowance allowance = { YICE_TIER_EXEMPT, 0, lower->guard.is[1], missed_by(tier), NULL, NULL };

	for (; allowance.number < lower->rule->except_count; allowance.number++) {
		allowance.spared = yice_read_logic(&checker->realm, &checker->reading,
						   lower->rule->except[allowance.number], true, true);
		if (look_allowance(tier, &allowance))
			return true;
	}
	return false;
}

/*
 * An alternative that leaves nothing of what the upper clause refuses says of which projects the rest is demanded, as
 * 须 种类 ≠ 水泥 或 浓度 ≤ 5 does.
 */
static bool look_alternatives(const struct yice_tier *tier)
{
	const struct yice_subject *lower = tier->lower;
	struct allowance allowance = { YICE_TIER_ALTERNATIVE, 0, lower->guard.is[1], NULL, NULL, NULL };
	struct yice_alternative alternative;

	for (; yice_subject_alternative(&tier->checker->subjects, lower, allowance.number, &alternative); allowance.number++) {
		allowance.missed = alternative.missed;
		allowance.spared = alternative.asked;
		allowance.none = alternative.none;
		if (allowance.none && look_allowance(tier, &allowance))
			return true;
	}
	return false;
}

/* Members that are left out by 除外, in the guard or in the demand. */
static bool look_left_out(const struct yice_tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	struct yice_realm_model *reading = &tier->checker->reading;
	const struct yice_subject *lower = tier->lower;
	struct allowance allowance = { YICE_TIER_LEFT_OUT, 0, NULL, realm->yes, lower->guard.may[0], NULL };

	if (!lower->leaves_out)
		return false;
	allowance.spoken = yice_read_restored(realm, reading, lower->rule->guard, true, false);
	if (yice_tier_demands(lower)) {
		allowance.missed = yice_read_restored(realm, reading, lower->rule->demand, false, false);
		allowance.spared = yice_form_or(realm, lower->guard.may[0], lower->demand.may[1]);
	}
	return look_allowance(tier, &allowance);
}

/* A demand that is missed but for open words. */
static bool look_judged(const struct yice_tier *tier)
{
	const struct yice_subject *lower = tier->lower;
	const struct allowance allowance = { YICE_TIER_JUDGED, 0, lower->guard.is[1], lower->demand.may[0],
					     lower->least[YICE_LEVEL_JUDGED], NULL };

	return yice_tier_demands(lower) && lower->open && !tier->granting && look_allowance(tier, &allowance);
}

static bool look_allowances(const struct yice_tier *tier)
{
	return tier->lower->rule->effect != YICE_RESTRICTS &&
	       (look_exceptions(tier) || look_alternatives(tier) || look_left_out(tier) || look_judged(tier));
}

/* ---- conditions */

/* All that the lower clause speaks of, and there is such, the upper one refuses: where both are, if that is a place. */
static bool speaks_within(const struct yice_tier *tier)
{
	const struct yice_form *spoken = tier->lower->applies.is[1], *place = yice_tier_place(tier);

	if (place && place->kind != YICE_FORM_NO)
		spoken = yice_form_and(&tier->checker->realm, spoken, place);
	return yice_tier_ask(tier, YICE_ASK(tier->unit, spoken, tier->upper->below[YICE_LEVEL_REFUSED]),
			     YICE_TIER_REFUSED) == YICE_ANSWER_NO &&
	       yice_tier_ask(tier, YICE_ASK(tier->unit, spoken), YICE_TIER_SPEAKS) == YICE_ANSWER_YES;
}

static bool look_conditions(const struct yice_tier *tier)
{
	const struct yice_subject *lower = tier->lower;

	if (tier->apart || lower->rule->effect == YICE_PROHIBITS)
		return false;
	if (!speaks_within(tier) && (yice_tier_demands(lower) || !yice_tier_same_attributes(tier)))
		return false;
	return yice_tier_report(tier, lower->applies.is[1], lower->demand.may[1]);
}

bool yice_tier_loosens(const struct yice_tier *tier, bool within)
{
	const bool demands = yice_tier_both(tier, YICE_REQUIRES);
	const bool alike =
	    demands && yice_forms_alike(&tier->checker->realm, tier->lower->demanding, tier->upper->demanding);

	return (demands && look_demands(tier)) || look_all_limits(tier, within, alike) || look_allowances(tier) ||
	       look_conditions(tier);
}
