/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which projects both versions can read. A facts document says nothing to a
 * version that has not its attributes or its words; where versions differ by
 * these alone, no document shows the difference, and the word is named that
 * stands in the way, with what each of them can read. Called by diff_compare.c
 * and diff_ask.c.
 */
#include "analysis/diff.h"

/* Whether the version has an attribute of that name, which is another one. */
static bool has_name(const struct yice_diff *diff, enum yice_side side, uint32_t axis)
{
	const struct yice_model *model = &diff->versions[side].model;
	const struct yice_axis *of = &diff->realm.axes[axis];

	for (uint32_t slot = 0; slot < model->slots.count; slot++)
		if (!strcmp(model->slots.items[slot].zh, of->zh))
			return true;
	return false;
}

/* Members of the universe that the version has, a bit each; those of a code table that facts can name. */
static const uint64_t *words_of(struct yice_diff *diff, enum yice_side side, uint32_t universe)
{
	const struct yice_realm_model *reading = &diff->readings[side];
	const struct yice_model *model = reading->model;
	uint64_t *words;

	if (!diff->words[side])
		diff->words[side] =
		    yice_arena_array(&diff->arena, diff->realm.universe_count, sizeof(*diff->words[side]));
	if (!diff->words[side] || diff->words[side][universe])
		return diff->words[side] ? diff->words[side][universe] : NULL;
	words = yice_arena_array(&diff->arena, diff->realm.universes[universe].words, sizeof(*words));
	for (uint32_t v = 0; words && v < model->vocabs.count; v++)
		for (uint32_t m = 0; reading->universes[v] == universe && m < model->vocabs.items[v].count;
		     m++)
			yice_bit_set(words, reading->members[v][m]);
	diff->words[side][universe] = words;
	return words;
}

/* The values of the axis that both versions have words for. */
static const struct yice_form *common(struct yice_diff *diff, uint32_t axis, struct yice_flip *why)
{
	struct yice_realm *realm = &diff->realm;
	const struct yice_universe *universe = &realm->universes[realm->axes[axis].universe];
	bool one = realm->axes[axis].kind == YICE_AXIS_ONE, all = true;
	uint64_t *bits = yice_form_bits(realm, axis);

	for (int side = 0; bits && side < YICE_SIDES; side++) {
		const uint64_t *words = words_of(diff, (enum yice_side)side, realm->axes[axis].universe);

		for (uint32_t m = 0; words && m < universe->count; m++) {
			if (yice_bit(words, m))
				continue;
			yice_bit_set(bits, m);
			if (yice_bit(universe->leaves, m) && !why->word) {
				why->word = universe->zh[m];
				why->lacks = (enum yice_side)side;
			}
			all = false;
		}
		if (!words)
			bits = NULL;
	}
	if (!bits) {
		diff->status = YICE_ENOMEM;
		return NULL;
	}
	for (uint32_t i = 0; one && i < universe->words; i++)
		bits[i] = ~bits[i];
	return all ? realm->yes : yice_form_set(realm, one ? YICE_FORM_IN : YICE_FORM_LACKS, axis, bits);
}

static const struct yice_form *readable(struct yice_diff *diff, uint32_t axis, struct yice_flip *why)
{
	const struct yice_axis *a = &diff->realm.axes[axis];

	for (int side = 0; side < YICE_SIDES; side++)
		if (!yice_realm_has(&diff->readings[side], axis)) {
			why->typed = has_name(diff, (enum yice_side)side, axis);
			why->word = a->zh;
			why->lacks = (enum yice_side)side;
			return diff->realm.no;
		}
	if (a->kind == YICE_AXIS_NUMBER || a->kind == YICE_AXIS_DAY || a->boolean)
		return diff->realm.yes;
	return common(diff, axis, why);
}

const struct yice_form *yice_diff_readable(struct yice_diff *diff, const struct yice_form *known,
					   struct yice_flip *why)
{
	const struct yice_form *const *parts = known->kind == YICE_FORM_AND ? known->parts : &known;
	uint32_t count = known->kind == YICE_FORM_AND ? known->count : known->kind == YICE_FORM_KNOWN;
	const struct yice_form *form = diff->realm.yes;

	why->word = NULL;
	why->typed = false;
	for (uint32_t i = 0; i < count && form && form->kind != YICE_FORM_NO; i++)
		form = yice_form_and(&diff->realm, form, readable(diff, parts[i]->axis, why));
	return form;
}

/* Without the words that the version has not; false: nothing is left of a value that has to be one word. */
static bool leave_words(struct yice_diff *diff, enum yice_side side, struct yice_value *value, struct yice_arena *arena)
{
	const struct yice_axis *axis = &diff->realm.axes[value->axis];
	const struct yice_universe *universe = &diff->realm.universes[axis->universe];
	const uint64_t *words = words_of(diff, side, axis->universe);
	uint64_t *members = yice_arena_array(arena, universe->words, sizeof(*members)), any = 0;

	if (!words || !members) {
		diff->status = YICE_ENOMEM;
		return false;
	}
	for (uint32_t i = 0; i < universe->words; i++)
		any |= members[i] = value->members[i] & words[i];
	value->members = members;
	return any || axis->kind == YICE_AXIS_SOME;
}

bool yice_diff_restate(struct yice_diff *diff, enum yice_side side, const struct yice_project *project,
		       struct yice_arena *arena, struct yice_project *out)
{
	out->count = 0;
	out->values = yice_arena_array(arena, project->count, sizeof(*out->values));
	if (!out->values) {
		diff->status = YICE_ENOMEM;
		return false;
	}
	for (uint32_t i = 0; i < project->count; i++) {
		struct yice_value value = project->values[i];
		const struct yice_axis *axis = &diff->realm.axes[value.axis];
		const bool worded = (axis->kind == YICE_AXIS_ONE || axis->kind == YICE_AXIS_SOME) && !axis->boolean;

		if (*axis->zh && !yice_realm_has(&diff->readings[side], value.axis))
			continue;
		if (!worded || leave_words(diff, side, &value, arena))
			out->values[out->count++] = value;
	}
	return !diff->status;
}
