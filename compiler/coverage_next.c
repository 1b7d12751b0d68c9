/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to formalise next, for yice_coverage(): a body is a template, or a
 * clause written where it stands or in a group, and whoever formalises it
 * formalises every clause made of it. Bodies without any core come before
 * those with a partial one, and those that serve more units before others.
 * A clause serves the units whose projects it is decided for; a clause of a
 * place serves the units that name the place, or a part of it.
 */
#include "compiler/coverage.h"
#include "compiler/declare.h"

static bool is_below(const struct yice_model *model, uint32_t scope, uint32_t above)
{
	while (scope != above && scope != YICE_NONE)
		scope = model->scopes.items[scope].parent;
	return scope == above;
}

static bool names_place(const struct yice_model *model, const struct yice_unit *unit, uint32_t place)
{
	uint32_t end = model->vocabs.items[YICE_VOCAB_OF_PLACES].members[place].end;

	for (uint32_t i = 0; i < unit->element_count; i++)
		if (unit->elements[i] >= place && unit->elements[i] < end)
			return true;
	for (uint32_t i = 0; i < unit->within_count; i++)
		if (unit->within[i] >= place && unit->within[i] < end)
			return true;
	return false;
}

static bool serves(const struct yice_model *model, const struct yice_placement *placement,
		   const struct yice_unit *unit)
{
	if (!is_below(model, unit->scope, model->lists.items[placement->list].scope))
		return false;
	if (placement->kind == YICE_FOR_CLASS)
		return (uint32_t)unit->klass == placement->key;
	return placement->kind != YICE_FOR_PLACE || names_place(model, unit, placement->key);
}

/* Units that a clause serves and no clause of the same body before it did: those not marked with `mark` yet.
 */
static uint32_t count_units(const struct yice_model *model, const struct yice_placed *placed, uint32_t *marks,
			    uint32_t mark)
{
	const struct yice_placement *placement = &model->placements.items[placed->target];
	bool one = placement->kind == YICE_FOR_UNIT;
	uint32_t first = one ? placement->key : 0, end = one ? first + 1 : model->units.count, count = 0;

	for (uint32_t i = first; i < end; i++) {
		if (marks[i] == mark || (!one && !serves(model, placement, &model->units.items[i])))
			continue;
		marks[i] = mark;
		count++;
	}
	return count;
}

/* Where the body of a clause is written: at its template, or at its number. */
static struct yice_span body_span(const struct yice_model *model, const struct yice_placed *placed)
{
	const struct yice_as *as = placed->clause->as;
	const char *name = as ? as->name.text : NULL;
	uint32_t entry = name ? yice_map_find(&model->template_names, name, strlen(name)) : YICE_MAP_NONE;

	if (entry == YICE_MAP_NONE)
		return placed->span;
	return model->templates.items[model->template_names.entries[entry].value].label.span;
}

/* after[]: by clause, the next one of its body, or YICE_NONE. */
static int add_clause(struct yice_cover_sheet *sheet, struct yice_map *bodies, uint32_t *after,
		      uint32_t clause)
{
	const struct yice_rule *rule = &sheet->rules->items[clause];
	enum yice_cover kind = yice_cover_kind(sheet->model, rule);
	struct yice_span span = body_span(sheet->model, rule->placed);
	uint32_t key[2] = { span.file, span.start }, entry;
	struct yice_cover_body *body;
	bool added;

	after[clause] = YICE_NONE;
	if (!yice_cover_projects(kind))
		return YICE_OK;
	if (yice_map_put(bodies, key, sizeof(key), clause, &entry, &added))
		return YICE_ENOMEM;
	if (added) {
		body = YICE_PUSH(sheet->model, &sheet->next);
		if (!body)
			return YICE_ENOMEM;
		*body = (struct yice_cover_body){ .kind = kind, .first = clause, .span = span };
	} else {
		/* The entry's value is the last clause of the chain. */
		after[bodies->entries[entry].value] = clause;
		bodies->entries[entry].value = clause;
		body = &sheet->next.items[entry];
	}
	body->clauses++;
	if (kind > body->kind)
		body->kind = kind;
	return YICE_OK;
}

/* Text only first, more units first, more clauses first, then as they stand in the sources. */
static int compare_bodies(const void *left, const void *right)
{
	const struct yice_cover_body *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind > b->kind ? -1 : 1;
	if (a->units != b->units)
		return a->units > b->units ? -1 : 1;
	if (a->clauses != b->clauses)
		return a->clauses > b->clauses ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

/* Drops what is finished, and counts units of the rest. */
static void count_bodies(struct yice_cover_sheet *sheet, const uint32_t *after, uint32_t *marks)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < sheet->next.count; i++) {
		struct yice_cover_body *body = &sheet->next.items[i];

		if (body->kind == YICE_COVER_FULL)
			continue;
		for (uint32_t at = body->first; at != YICE_NONE; at = after[at])
			body->units +=
			    count_units(sheet->model, &sheet->model->placed.items[at], marks, i + 1);
		sheet->next.items[kept++] = *body;
	}
	sheet->next.count = kept;
}

int yice_cover_order(struct yice_cover_sheet *sheet)
{
	struct yice_model *model = sheet->model;
	uint32_t *after = yice_arena_array(&model->arena, sheet->rules->count, sizeof(*after));
	uint32_t *marks = yice_arena_array(&model->arena, model->units.count, sizeof(*marks));
	struct yice_map bodies;
	int status = after && marks ? YICE_OK : YICE_ENOMEM;

	yice_map_init(&bodies);
	for (uint32_t i = 0; !status && i < sheet->rules->count; i++)
		status = add_clause(sheet, &bodies, after, i);
	if (!status) {
		count_bodies(sheet, after, marks);
		if (sheet->next.count)
			qsort(sheet->next.items, sheet->next.count, sizeof(*sheet->next.items),
			      compare_bodies);
	}
	yice_map_release(&bodies);
	return status;
}
