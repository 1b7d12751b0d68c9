/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two clauses of two tiers are about one matter. Where one of them demands something, or both limit a number,
 * that is the matter, and it is left to the guards to say of which projects: they may not tell them by different words,
 * nor ask for different members of one list. Two prohibitions have only their guards to say what they are about. Called
 * by tier_ways.c.
 */
#include "analysis/tier.h"

/* Members of a some-of attribute that a form names. */
static void add_named(const struct yice_form *form, uint32_t axis, uint64_t *bits, uint32_t words)
{
	if (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR)
		for (uint32_t i = 0; i < form->count; i++)
			add_named(form->parts[i], axis, bits, words);
	if ((form->kind == YICE_FORM_HAS || form->kind == YICE_FORM_LACKS) && form->axis == axis)
		for (uint32_t i = 0; i < words; i++)
			bits[i] |= form->set[i];
}

/* Both name members of the attribute, and none in common: a site may lie in two zones, which stay two matters. */
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
	add_named(a, axis, of_a, words);
	add_named(b, axis, of_b, words);
	for (uint32_t i = 0; i < words; i++) {
		any[0] |= of_a[i];
		any[1] |= of_b[i];
		common |= of_a[i] & of_b[i];
	}
	return any[0] && any[1] && !common;
}

static bool is_word(const struct yice_axis *axis)
{
	return (axis->kind == YICE_AXIS_ONE || axis->kind == YICE_AXIS_SOME) && !axis->site;
}

bool yice_tier_nested(const struct yice_tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_subject *lower = tier->lower, *upper = tier->upper;
	bool only_lower = false, only_upper = false;

	for (uint32_t i = 0; i < realm->axis_count; i++) {
		bool here = yice_form_looks_at(lower->guarding, i), above = yice_form_looks_at(upper->guarding, i);

		if ((!here && !above) || yice_form_looks_at(lower->demanding, i) ||
		    yice_form_looks_at(upper->demanding, i))
			continue;
		if (here && above && parts_ways(realm, lower->guarding, upper->guarding, i))
			return false;
		only_lower |= here && !above && is_word(&realm->axes[i]);
		only_upper |= above && !here && is_word(&realm->axes[i]);
	}
	return !only_lower || !only_upper;
}

static bool names_member(const struct yice_form *form, uint32_t axis, uint32_t member)
{
	if (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR)
		for (uint32_t i = 0; i < form->count; i++)
			if (names_member(form->parts[i], axis, member))
				return true;
	return (form->kind == YICE_FORM_HAS || form->kind == YICE_FORM_LACKS) && form->axis == axis &&
	       yice_bit(form->set, member);
}

/* The n-th of the zones and areas of the unit that the upper guard names, as a member of the axis; false: no more. */
static bool nth_place(const struct yice_tier *tier, uint32_t axis, uint32_t n, uint32_t *member)
{
	const struct yice_unit *unit = &tier->checker->model->units.items[tier->unit];
	const uint32_t *members = tier->checker->reading.members[YICE_VOCAB_OF_PLACES];

	for (uint32_t i = 0; i < unit->element_count + unit->within_count; i++) {
		*member = members[i < unit->element_count ? unit->elements[i] : unit->within[i - unit->element_count]];
		if (names_member(tier->upper->guarding, axis, *member) && !n--)
			return true;
	}
	return false;
}

/* The axis of the site when the lower clause stands in a unit, else YICE_NONE. */
static uint32_t site_of(const struct yice_tier *tier)
{
	const struct yice_model *model = tier->checker->model;

	if (tier->unit == YICE_NONE || model->site_attribute == YICE_NONE)
		return YICE_NONE;
	return yice_realm_axis(&tier->checker->realm, &tier->checker->reading,
			       model->attributes.items[model->site_attribute].slot);
}

/* It stands in a place that the upper one names. */
static bool stands_there(const struct yice_tier *tier)
{
	uint32_t axis = site_of(tier), member;

	return axis != YICE_NONE && nth_place(tier, axis, 0, &member);
}

const struct yice_form *yice_tier_place(const struct yice_tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	uint32_t axis = site_of(tier), member;
	uint64_t *bits;

	if (!stands_there(tier))
		return realm->no;
	bits = yice_form_bits(realm, axis);
	for (uint32_t i = 0; bits && nth_place(tier, axis, i, &member); i++)
		yice_bit_set(bits, member);
	return bits ? yice_form_set(realm, YICE_FORM_HAS, axis, bits) : NULL;
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

/* All that the lower guard speaks of the upper one prohibits. */
static bool guard_within(const struct yice_tier *tier)
{
	return !yice_tier_demands(tier->upper) &&
	       yice_tier_ask_shape(tier, YICE_ASK(tier->unit, tier->lower->guard.may[1], tier->upper->guard.may[0]),
				   YICE_TIER_GUARD_WITHIN) == YICE_ANSWER_NO;
}

/* They look at something in common, or both at the place alone. */
static bool in_touch(const struct yice_tier *tier, const struct yice_form *lower, const struct yice_form *upper)
{
	return yice_forms_share(&tier->checker->realm, lower, upper) || (tier->lower->by_place && tier->upper->by_place);
}

bool yice_tier_same_attributes(const struct yice_tier *tier)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *lower = tier->lower->guarding,
			       *upper = yice_form_and(realm, tier->upper->guarding, tier->upper->demanding);

	if (!upper)
		return false;
	return guard_within(tier) ||
	       (in_touch(tier, lower, upper) && covers(realm, lower, upper, stands_there(tier) ? BUT_SITE : ALL) &&
		covers(realm, upper, lower, ALL));
}

/*
 * All that the lower guard speaks of the upper one does too; or the lower clause looks at all that the upper one looks at.
 * For two prohibitions numbers do not count, nor the site when both look at the same besides: that is how much is meant, or
 * where, and not what.
 */
bool yice_tier_same_matter(const struct yice_tier *tier, const struct yice_form *lower)
{
	struct yice_realm *realm = &tier->checker->realm;
	const struct yice_form *upper = tier->upper->guarding;
	const unsigned int both = BUT_NUMBERS | BUT_SITE, standing = stands_there(tier) ? BUT_SITE : ALL;

	if (!lower || guard_within(tier) || !in_touch(tier, lower, upper))
		return lower && guard_within(tier);
	if (yice_tier_demands(tier->lower))
		return covers(realm, lower, upper, standing);
	return covers(realm, lower, upper, BUT_NUMBERS | standing) ||
	       (covers(realm, lower, upper, both) && covers(realm, upper, lower, both));
}
