/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of lists that ask no question of projects: units without clauses of a
 * dimension that their class must have, clauses for a class without units,
 * parameters that no body uses. Called by check.c.
 */
#include "analysis/check.h"

#include "compiler/declare.h"

/* What each class must have, by the Chinese names of dimensions; NULL-terminated. */
static const char *const obligatory[YICE_CLASSES][3] = {
	[YICE_PRIORITY] = { "空间布局约束" },
	[YICE_KEY] = { "空间布局约束", "污染物排放管控" },
	[YICE_GENERAL] = { NULL },
};

static uint32_t find_dimension(const struct yice_model *model, const char *name)
{
	for (uint32_t i = 0; i < model->dimensions.count; i++)
		if (!strcmp(model->dimensions.items[i].label.zh, name))
			return i;
	return YICE_NONE;
}

static bool target_has(const struct yice_model *model, const struct yice_placement *target,
		       uint32_t dimension)
{
	for (uint32_t i = 0; i < target->count; i++) {
		uint32_t of = model->placed.items[target->clauses[i]].dimension;

		if (of == dimension || of == YICE_NONE)
			return true;
	}
	return false;
}

/* Whether the unit has a clause of the dimension, of its own or for its class. */
static bool has_dimension(const struct yice_checker *checker, uint32_t unit, uint32_t dimension)
{
	const struct yice_model *model = checker->model;

	for (uint32_t i = checker->nearby->unit_start[unit]; i < checker->nearby->unit_start[unit + 1]; i++)
		if (target_has(model, &model->placements.items[checker->nearby->by_unit[i]], dimension))
			return true;
	for (uint32_t scope = model->units.items[unit].scope; scope != YICE_NONE;
	     scope = model->scopes.items[scope].parent)
		for (uint32_t i = checker->nearby->scope_start[scope];
		     i < checker->nearby->scope_start[scope + 1]; i++) {
			const struct yice_placement *target =
			    &model->placements.items[checker->nearby->by_scope[i]];

			if (target->kind == YICE_FOR_CLASS && target->key == model->units.items[unit].klass &&
			    target_has(model, target, dimension))
				return true;
		}
	return false;
}

static void look_unit(struct yice_checker *checker, uint32_t number)
{
	struct yice_model *model = checker->model;
	const struct yice_unit *unit = &model->units.items[number];
	struct yice_label klass = yice_builtin_label(0, unit->klass);

	if (unit->fictional || model->lists.items[unit->list].fictional)
		return;
	for (int i = 0; i < 3 && obligatory[unit->klass][i]; i++) {
		uint32_t dimension = find_dimension(model, obligatory[unit->klass][i]);

		if (dimension != YICE_NONE && !has_dimension(checker, number, dimension))
			yice_diag_add(model->diags, YICE_D_dimension_empty, unit->span, klass.zh, unit->code,
				      obligatory[unit->klass][i], klass.en, NULL);
	}
}

void yice_check_dimensions(struct yice_checker *checker)
{
	for (uint32_t i = 0; i < checker->model->units.count; i++)
		look_unit(checker, i);
}

/*
 * Whether the list's scope has units of its own in these files and none of the class. Of a list whose units are
 * all those of lists below it nobody knows here whether these are all.
 */
static bool lacks_class(const struct yice_checker *checker, const struct yice_placement *target)
{
	const struct yice_model *model = checker->model;
	uint32_t scope = model->lists.items[target->list].scope;

	if (scope == YICE_NONE ||
	    checker->nearby->own_start[scope] == checker->nearby->own_start[scope + 1])
		return false;
	for (uint32_t i = 0; i < model->units.count; i++)
		if (model->units.items[i].klass == (enum yice_class)target->key &&
		    yice_scope_covers(model, scope, model->units.items[i].scope))
			return false;
	return true;
}

void yice_check_classes(struct yice_checker *checker)
{
	struct yice_model *model = checker->model;

	for (uint32_t i = 0; i < model->placements.count; i++) {
		const struct yice_placement *target = &model->placements.items[i];
		struct yice_label klass;

		if (target->kind != YICE_FOR_CLASS || !target->count || !lacks_class(checker, target))
			continue;
		klass = yice_builtin_label(0, target->key);
		yice_diag_add(model->diags, YICE_D_class_without_units, target->span, klass.zh, klass.en, NULL);
	}
}

/* ---- parameters */

static size_t skip_blanks(const char *at, const char *end)
{
	const char *from = at;

	while (at < end && strchr(" \t\r\n", *at))
		at++;
	return (size_t)(at - from);
}

/* The name in braces, of either width, at `at`. */
static bool is_hole(const char *at, const char *end, const char *name)
{
	size_t len = strlen(name);

	at += skip_blanks(at, end);
	if ((size_t)(end - at) < len || memcmp(at, name, len))
		return false;
	at += len;
	at += skip_blanks(at, end);
	return at < end && (*at == '}' || !strncmp(at, "｝", sizeof("｝") - 1));
}

static bool text_uses(const char *text, const char *end, const char *name)
{
	if (!name)
		return false;
	for (const char *at = text; at < end; at++) {
		size_t len = *at == '{' ? 1 : !strncmp(at, "｛", sizeof("｛") - 1) ? sizeof("｛") - 1 : 0;

		if (len && is_hole(at + len, end, name))
			return true;
	}
	return false;
}

static bool item_uses(const struct yice_model *model, const struct yice_item *item,
		      const struct yice_param *param)
{
	const char *text = model->sources->items[item->span.file].text;

	return text_uses(text + item->span.start, text + item->span.end, param->name.zh.text) ||
	       text_uses(text + item->span.start, text + item->span.end, param->name.en.text);
}

static void look_template(struct yice_checker *checker, const struct yice_template *of)
{
	struct yice_model *model = checker->model;

	for (const struct yice_param *param = of->params; param; param = param->next) {
		bool used = item_uses(model, of->item, param);

		for (uint32_t i = 0; !used && i < of->body_count; i++)
			used = item_uses(model, of->body[i], param);
		if (!used)
			yice_diag_add(model->diags, YICE_D_parameter_unused, param->span, param->name.zh.text,
				      NULL);
	}
}

void yice_check_parameters(struct yice_checker *checker)
{
	for (uint32_t i = 0; i < checker->model->templates.count; i++)
		look_template(checker, &checker->model->templates.items[i]);
	for (uint32_t i = 0; i < checker->model->groups.count; i++)
		look_template(checker, &checker->model->groups.items[i]);
}
