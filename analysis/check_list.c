/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of lists that ask no question of projects: units that on some day have
 * no clause of a dimension that their class must have, clauses for a class
 * without units, parameters that no body uses. Called by check.c.
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

/* Days looked for from `day` on: those on which one clause or another is in force, and those on which none is. */
struct cover {
	uint32_t dimension;
	yice_day day;
	yice_day until; /* covered up to here, if above `day` */
	yice_day next;  /* else the next day on which a clause takes effect */
};

static void cover_target(const struct yice_checker *checker, const struct yice_placement *target, struct cover *cover)
{
	for (uint32_t i = 0; i < target->count; i++) {
		uint32_t of = checker->model->placed.items[target->clauses[i]].dimension;
		struct yice_interval days = checker->rules->items[target->clauses[i]].days;

		if (of != cover->dimension && of != YICE_NONE)
			continue;
		if (days.from <= cover->day && days.to > cover->until)
			cover->until = days.to;
		if (days.from > cover->day && days.from < days.to && days.from < cover->next)
			cover->next = days.from;
	}
}

/* What the unit has of a dimension, of its own or for its class. */
static void cover_unit(const struct yice_checker *checker, uint32_t unit, struct cover *cover)
{
	const struct yice_model *model = checker->model;
	const struct yice_nearby *nearby = checker->nearby;

	cover->until = cover->day;
	cover->next = YICE_DAY_MAX;
	for (uint32_t i = nearby->unit_start[unit]; i < nearby->unit_start[unit + 1]; i++)
		cover_target(checker, &model->placements.items[nearby->by_unit[i]], cover);
	for (uint32_t scope = model->units.items[unit].scope; scope != YICE_NONE; scope = model->scopes.items[scope].parent)
		for (uint32_t i = nearby->scope_start[scope]; i < nearby->scope_start[scope + 1]; i++) {
			const struct yice_placement *target = &model->placements.items[nearby->by_scope[i]];

			if (target->kind == YICE_FOR_CLASS && target->key == model->units.items[unit].klass)
				cover_target(checker, target, cover);
		}
}

/* "2020-01-01 至 2020-12-31、2023-01-01 起", "2020-01-01 to 2020-12-31, from 2023-01-01 on". */
static void add_days(yice_day from, yice_day to, enum yice_lang lang, struct yice_buf *out)
{
	char first[11], last[11];

	yice_date_format(from, first);
	yice_buf_adds(out, out->len ? YICE_TEXT(lang, "、", ", ") : "");
	if (to == YICE_DAY_MAX) {
		yice_buf_addf(out, YICE_TEXT(lang, "%s 起", "from %s on"), first);
		return;
	}
	yice_date_format(to - 1, last);
	if (from == YICE_DAY_MIN)
		yice_buf_addf(out, YICE_TEXT(lang, "%s 及以前", "up to %s"), last);
	else
		yice_buf_addf(out, YICE_TEXT(lang, "%s 至 %s", "%s to %s"), first, last);
}

/* The days of the unit's list on which it has nothing of the dimension, in both languages; false: none. *always: all. */
static bool find_empty_days(struct yice_checker *checker, uint32_t unit, uint32_t dimension, struct yice_buf *text, bool *always)
{
	const struct yice_model *model = checker->model;
	const struct yice_interval days = model->lists.items[model->units.items[unit].list].days;
	struct cover cover = { .dimension = dimension, .day = days.from };
	bool any = false;

	*always = false;
	while (cover.day < days.to) {
		yice_day end;

		cover_unit(checker, unit, &cover);
		end = cover.next < days.to ? cover.next : days.to;
		if (cover.until > cover.day) {
			cover.day = cover.until;
			continue;
		}
		for (int lang = 0; lang < 2; lang++)
			add_days(cover.day, end, (enum yice_lang)lang, &text[lang]);
		any = true;
		*always = cover.day == days.from && end == days.to;
		cover.day = end;
	}
	return any;
}

static void look_dimension(struct yice_checker *checker, uint32_t number, const char *name, uint32_t dimension)
{
	struct yice_diags *diags = checker->model->diags;
	const struct yice_unit *unit = &checker->model->units.items[number];
	struct yice_label klass = yice_builtin_label(0, unit->klass);
	struct yice_buf text[2] = { YICE_BUF_INIT, YICE_BUF_INIT };
	struct yice_diag *diag = NULL;
	bool always;

	if (find_empty_days(checker, number, dimension, text, &always))
		diag = yice_diag_add(diags, YICE_D_dimension_empty, unit->span, klass.zh, unit->code, name, klass.en, NULL);
	if (diag && !always)
		yice_diag_note(diags, diag, YICE_D_note_empty_days, YICE_SPAN_NONE, yice_buf_text(&text[YICE_ZH]),
			       yice_buf_text(&text[YICE_EN]), NULL);
	for (int lang = 0; lang < 2; lang++) {
		if (text[lang].failed)
			checker->status = YICE_ENOMEM;
		yice_buf_release(&text[lang]);
	}
}

static void look_unit(struct yice_checker *checker, uint32_t number)
{
	const struct yice_model *model = checker->model;
	const struct yice_unit *unit = &model->units.items[number];

	if (unit->fictional || model->lists.items[unit->list].fictional)
		return;
	for (int i = 0; i < 3 && obligatory[unit->klass][i]; i++) {
		uint32_t dimension = find_dimension(model, obligatory[unit->klass][i]);

		if (dimension != YICE_NONE)
			look_dimension(checker, number, obligatory[unit->klass][i], dimension);
	}
}

void yice_check_dimensions(struct yice_checker *checker)
{
	for (uint32_t i = 0; i < checker->model->units.count && !checker->status; i++)
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
