/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An index of targets by scope and by unit, and of units by scope. A clause of
 * a unit stands beside those of the unit, of its scope and of the scopes above;
 * that is some hundred, however many units there are. Called by the checks.
 */
#include "analysis/nearby.h"

/* The bucket of a placement: its unit, or the scope of its list. YICE_NONE: in none. */
static uint32_t bucket_of(const struct yice_model *model, const struct yice_placement *placement, bool units)
{
	if (placement->kind == YICE_FOR_UNIT)
		return units ? placement->key : YICE_NONE;
	return units ? YICE_NONE : model->lists.items[placement->list].scope;
}

/* Counting sort: stable, so the order of declaration stays. */
static bool sort_into(const struct yice_model *model, struct yice_arena *arena, bool units, uint32_t buckets,
		      uint32_t **items, uint32_t **start)
{
	uint32_t count = model->placements.count, *fill;

	*items = yice_arena_array(arena, count, sizeof(**items));
	*start = yice_arena_array(arena, (size_t)buckets + 1, sizeof(**start));
	fill = yice_arena_array(arena, (size_t)buckets + 1, sizeof(*fill));
	if (!*items || !*start || !fill)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t bucket = bucket_of(model, &model->placements.items[i], units);

		if (bucket != YICE_NONE)
			(*start)[bucket + 1]++;
	}
	for (uint32_t b = 0; b < buckets; b++)
		(*start)[b + 1] += (*start)[b];
	memcpy(fill, *start, ((size_t)buckets + 1) * sizeof(*fill));
	for (uint32_t i = 0; i < count; i++) {
		uint32_t bucket = bucket_of(model, &model->placements.items[i], units);

		if (bucket != YICE_NONE)
			(*items)[fill[bucket]++] = i;
	}
	return true;
}

/* Units by the scope of their list, in order of declaration. */
static bool sort_units(struct yice_nearby *nearby, struct yice_arena *arena)
{
	const struct yice_model *model = nearby->model;
	uint32_t *fill = yice_arena_array(arena, (size_t)model->scopes.count + 1, sizeof(*fill));

	nearby->own = yice_arena_array(arena, model->units.count, sizeof(*nearby->own));
	nearby->own_start =
	    yice_arena_array(arena, (size_t)model->scopes.count + 1, sizeof(*nearby->own_start));
	if (!fill || !nearby->own || !nearby->own_start)
		return false;
	for (uint32_t i = 0; i < model->units.count; i++) {
		uint32_t scope = model->lists.items[model->units.items[i].list].scope;

		if (scope != YICE_NONE)
			nearby->own_start[scope + 1]++;
	}
	for (uint32_t s = 0; s < model->scopes.count; s++)
		nearby->own_start[s + 1] += nearby->own_start[s];
	memcpy(fill, nearby->own_start, ((size_t)model->scopes.count + 1) * sizeof(*fill));
	for (uint32_t i = 0; i < model->units.count; i++) {
		uint32_t scope = model->lists.items[model->units.items[i].list].scope;

		if (scope != YICE_NONE)
			nearby->own[fill[scope]++] = i;
	}
	return true;
}

#define KINDS (YICE_CLASSES + 1)

/* One unit in the account of a scope it lies in. */
static void count_unit(struct yice_nearby *nearby, uint32_t unit, uint32_t scope, uint32_t kind)
{
	const struct yice_model *model = nearby->model;
	uint32_t at = scope * KINDS + kind;

	if (nearby->first_unit[at] == YICE_NONE)
		nearby->first_unit[at] = unit;
	nearby->foreign[at] |= model->lists.items[model->units.items[unit].list].scope != scope;
}

static bool count_units(struct yice_nearby *nearby, struct yice_arena *arena)
{
	const struct yice_model *model = nearby->model;
	size_t places = (size_t)model->scopes.count * KINDS;

	nearby->first_unit = yice_arena_array(arena, places, sizeof(*nearby->first_unit));
	nearby->foreign = yice_arena_array(arena, places, sizeof(*nearby->foreign));
	if (!nearby->first_unit || !nearby->foreign)
		return false;
	for (size_t i = 0; i < places; i++)
		nearby->first_unit[i] = YICE_NONE;
	for (uint32_t i = 0; i < model->units.count; i++)
		for (uint32_t scope = model->units.items[i].scope; scope != YICE_NONE;
		     scope = model->scopes.items[scope].parent) {
			count_unit(nearby, i, scope, model->units.items[i].klass);
			count_unit(nearby, i, scope, YICE_CLASSES);
		}
	return true;
}

int yice_nearby_init(struct yice_nearby *nearby, const struct yice_model *model, struct yice_arena *arena)
{
	nearby->model = model;
	if (!sort_into(model, arena, false, model->scopes.count, &nearby->by_scope, &nearby->scope_start) ||
	    !sort_into(model, arena, true, model->units.count, &nearby->by_unit, &nearby->unit_start) ||
	    !sort_units(nearby, arena) || !count_units(nearby, arena))
		return YICE_ENOMEM;
	return YICE_OK;
}

/* Where the account of a clause's scope and class is; YICE_NONE when the scope is unknown. */
static uint32_t account_of(const struct yice_nearby *nearby, const struct yice_subject *subject)
{
	const struct yice_placement *target = yice_subject_target(nearby->model, subject);
	uint32_t scope = yice_subject_scope(nearby->model, subject);

	if (scope == YICE_NONE)
		return YICE_NONE;
	return scope * KINDS + (target->kind == YICE_FOR_CLASS ? target->key : YICE_CLASSES);
}

uint32_t yice_nearby_first(const struct yice_nearby *nearby, const struct yice_subject *subject)
{
	const struct yice_placement *target = yice_subject_target(nearby->model, subject);
	uint32_t account = account_of(nearby, subject);

	if (target->kind == YICE_FOR_UNIT)
		return target->key;
	return account == YICE_NONE ? YICE_NONE : nearby->first_unit[account];
}

bool yice_nearby_foreign(const struct yice_nearby *nearby, const struct yice_subject *subject)
{
	uint32_t account = account_of(nearby, subject);

	return account != YICE_NONE && nearby->foreign[account];
}

/* Adds the clauses of a target that cover the subject. */
static uint32_t add_target(const struct yice_nearby *nearby, const struct yice_subjects *subjects,
			   uint32_t number, uint32_t placement, uint32_t *out)
{
	const struct yice_placement *target = &nearby->model->placements.items[placement];
	uint32_t count = 0;

	if (!target->count || !yice_subject_covers(nearby->model, &subjects->items[target->clauses[0]],
						   &subjects->items[number]))
		return 0;
	for (uint32_t i = 0; i < target->count; i++)
		if (target->clauses[i] != number)
			out[count++] = target->clauses[i];
	return count;
}

uint32_t yice_nearby_wider(const struct yice_nearby *nearby, const struct yice_subjects *subjects,
			   uint32_t number, uint32_t *out)
{
	const struct yice_model *model = nearby->model;
	const struct yice_subject *subject = &subjects->items[number];
	const struct yice_placement *target = yice_subject_target(model, subject);
	uint32_t scope = yice_subject_scope(model, subject), count = 0;

	if (target->kind == YICE_FOR_UNIT) {
		scope = model->units.items[target->key].scope;
		for (uint32_t i = nearby->unit_start[target->key]; i < nearby->unit_start[target->key + 1];
		     i++)
			count += add_target(nearby, subjects, number, nearby->by_unit[i], out + count);
	}
	for (; scope != YICE_NONE; scope = model->scopes.items[scope].parent)
		for (uint32_t i = nearby->scope_start[scope]; i < nearby->scope_start[scope + 1]; i++)
			count += add_target(nearby, subjects, number, nearby->by_scope[i], out + count);
	return count;
}
