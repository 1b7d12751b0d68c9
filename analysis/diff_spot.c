/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where projects can be under one version or the other: in a unit, or in a
 * scope and in no unit. A spot is altered when the same clauses may concern it
 * otherwise than before, because its unit, class, scopes or places changed:
 * that is told of the unit, and not of every clause. Called by the files of the
 * comparison.
 */
#include "analysis/diff.h"
#include "compiler/declare.h"

uint32_t yice_diff_unit(const struct yice_model *model, const char *code)
{
	uint32_t entry = yice_map_find(&model->unit_codes, code, strlen(code));

	return entry == YICE_MAP_NONE ? YICE_NONE : model->unit_codes.entries[entry].value;
}

static uint32_t find_scope(const struct yice_model *model, const char *code)
{
	for (uint32_t i = 0; i < model->scopes.count; i++)
		if (!strcmp(model->scopes.items[i].code, code))
			return i;
	return YICE_NONE;
}

/* ---- whether a spot is as it was */

static const char *place_name(const struct yice_model *model, uint32_t place)
{
	return model->vocabs.items[YICE_VOCAB_OF_PLACES].members[place].label.zh;
}

static bool has_place(const struct yice_model *model, const uint32_t *places, uint32_t count,
		      const char *name)
{
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(place_name(model, places[i]), name))
			return true;
	return false;
}

static bool same_places(const struct yice_model *a, const uint32_t *first, uint32_t first_count,
			const struct yice_model *b, const uint32_t *second, uint32_t second_count)
{
	for (uint32_t i = 0; first_count == second_count && i < first_count; i++)
		if (!has_place(b, second, second_count, place_name(a, first[i])))
			return false;
	return first_count == second_count;
}

bool yice_diff_same_places(const struct yice_diff *diff, const struct yice_spot *spot)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;
	const struct yice_unit *old = &a->units.items[spot->number[YICE_OLD]];
	const struct yice_unit *new = &b->units.items[spot->number[YICE_NEW]];

	return old->has_elements == new->has_elements &&same_places(a, old->elements, old->element_count, b,
								    new->elements, new->element_count) &&
	       same_places(a, old->within, old->within_count, b, new->within, new->within_count);
}

/* The same scopes from here to the top. */
static bool same_scopes(const struct yice_model *a, uint32_t old, const struct yice_model *b, uint32_t new)
{
	while (old != YICE_NONE && new != YICE_NONE) {
		if (strcmp(a->scopes.items[old].code, b->scopes.items[new].code))
			return false;
		old = a->scopes.items[old].parent;
		new = b->scopes.items[new].parent;
	}
	return old == new;
}

bool yice_diff_same_scopes(const struct yice_diff *diff, const struct yice_spot *spot)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;
	const uint32_t old = spot->number[YICE_OLD], new = spot->number[YICE_NEW];

	if (!spot->unit)
		return same_scopes(a, old, b, new);
	return same_scopes(a, a->units.items[old].scope, b, b->units.items[new].scope);
}

static bool is_altered(const struct yice_diff *diff, const struct yice_spot *spot)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;
	const uint32_t old = spot->number[YICE_OLD], new = spot->number[YICE_NEW];

	if (old == YICE_NONE || new == YICE_NONE || !yice_diff_same_scopes(diff, spot))
		return true;
	return spot->unit &&
	       (a->units.items[old].klass != b->units.items[new].klass || !yice_diff_same_places(diff, spot));
}

/* ---- all spots */

static void add_spot(struct yice_diff *diff, const char *unit, const char *scope, uint32_t old, uint32_t new)
{
	struct yice_spot *spot = &diff->spots[diff->spot_count];

	*spot =
	    (struct yice_spot){ .unit = unit, .scope = scope, .number = { old, new }, .ground = YICE_NONE };
	spot->altered = is_altered(diff, spot);
	for (int side = 0; unit && side < YICE_SIDES; side++)
		if (spot->number[side] != YICE_NONE)
			diff->unit_spots[side][spot->number[side]] = diff->spot_count;
	diff->spot_count++;
}

static const char *scope_code(const struct yice_model *model, uint32_t scope)
{
	return scope == YICE_NONE ? NULL : model->scopes.items[scope].code;
}

int yice_diff_spots(struct yice_diff *diff)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;
	size_t count = (size_t)a->units.count + b->units.count + a->scopes.count + b->scopes.count;

	diff->spots = yice_arena_array(&diff->arena, count, sizeof(*diff->spots));
	for (int side = 0; side < YICE_SIDES; side++)
		diff->unit_spots[side] =
		    yice_arena_array(&diff->arena, diff->versions[side].model.units.count, sizeof(uint32_t));
	if (diff->arena.failed)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < b->units.count; i++)
		add_spot(diff, b->units.items[i].code, scope_code(b, b->units.items[i].scope),
			 yice_diff_unit(a, b->units.items[i].code), i);
	for (uint32_t i = 0; i < a->units.count; i++)
		if (yice_diff_unit(b, a->units.items[i].code) == YICE_NONE)
			add_spot(diff, a->units.items[i].code, scope_code(a, a->units.items[i].scope), i,
				 YICE_NONE);
	for (uint32_t i = 0; i < b->scopes.count; i++)
		add_spot(diff, NULL, b->scopes.items[i].code, find_scope(a, b->scopes.items[i].code), i);
	for (uint32_t i = 0; i < a->scopes.count; i++)
		if (find_scope(b, a->scopes.items[i].code) == YICE_NONE)
			add_spot(diff, NULL, a->scopes.items[i].code, i, YICE_NONE);
	return YICE_OK;
}

/* ---- what holds at one */

bool yice_diff_concerns(const struct yice_diff *diff, enum yice_side side, const struct yice_subject *subject,
			const struct yice_spot *spot)
{
	const struct yice_model *model = &diff->versions[side].model;
	enum yice_target kind = yice_subject_target(model, subject)->kind;
	uint32_t scope = yice_subject_scope(model, subject);

	if (spot->number[side] == YICE_NONE)
		return false;
	if (spot->unit)
		return yice_subject_concerns(model, subject, spot->number[side]);
	return (kind == YICE_FOR_SCOPE || kind == YICE_FOR_PLACE) && scope != YICE_NONE &&
	       yice_scope_covers(model, scope, spot->number[side]);
}

const struct yice_form *yice_diff_places(struct yice_diff *diff, const struct yice_spot *spot, int side)
{
	const struct yice_form *form = diff->realm.yes;

	for (int i = 0; spot->unit && i < YICE_SIDES; i++)
		if ((side == YICE_SIDES || side == i) && spot->number[i] != YICE_NONE)
			form =
			    yice_form_and(&diff->realm, form,
					  yice_read_unit(&diff->realm, &diff->readings[i], spot->number[i]));
	return form;
}

uint32_t yice_diff_ground(struct yice_diff *diff, struct yice_spot *spot)
{
	const struct yice_form *form;
	struct yice_buf key = YICE_BUF_INIT;
	uint32_t entry = 0;

	if (spot->ground != YICE_NONE)
		return spot->ground;
	form = yice_diff_places(diff, spot, YICE_SIDES);
	if (form)
		yice_form_key(&diff->realm, form, &key);
	if (!form || key.failed ||
	    yice_map_put(&diff->grounds, key.data, key.len, diff->grounds.count, &entry, NULL))
		diff->status = YICE_ENOMEM;
	else
		spot->ground = diff->grounds.entries[entry].value;
	yice_buf_release(&key);
	return spot->ground;
}
