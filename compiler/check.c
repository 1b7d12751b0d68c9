/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks of check.def that look at declarations, lists and units. Each is
 * one function that reports one diagnostic; which of them run, and when, is
 * the table's business. Called after the outline and the rules are built, so
 * that what is used is known.
 */
#include "compiler/declare.h"

#include <stdio.h>

/* Files with a list in them: only their own names can be unused. */
static bool *files_with_lists(struct yice_model *model)
{
	bool *has = yice_arena_array(&model->arena, model->sources->count, sizeof(*has));

	if (!has)
		return NULL;
	for (uint32_t i = 0; i < model->lists.count; i++)
		has[model->lists.items[i].span.file] = true;
	return has;
}

static void report_unused(struct yice_model *model, const bool *has, const struct yice_label *label,
			  bool used)
{
	if (!used && yice_span_known(label->span) && has[label->span.file])
		yice_diag_add(model->diags, YICE_D_unused_name, label->span, label->zh, NULL);
}

static void check_unused(struct yice_model *model)
{
	const bool *has = files_with_lists(model);

	if (!has)
		return;
	for (uint32_t i = 0; i < model->attributes.count; i++)
		report_unused(model, has, &model->attributes.items[i].label, model->attributes.items[i].used);
	for (uint32_t i = 0; i < model->sets.count; i++)
		report_unused(model, has, &model->sets.items[i].label, model->sets.items[i].used);
	for (uint32_t i = 0; i < model->templates.count; i++)
		report_unused(model, has, &model->templates.items[i].label, model->templates.items[i].used);
	for (uint32_t i = 0; i < model->groups.count; i++)
		report_unused(model, has, &model->groups.items[i].label, model->groups.items[i].used);
}

static void report_english(struct yice_model *model, const struct yice_label *label)
{
	if (!label->en && *label->zh && yice_span_known(label->span))
		yice_diag_add(model->diags, YICE_D_missing_english, label->span, label->zh, NULL);
}

static void check_english(struct yice_model *model)
{
	static const enum yice_space spaces[] = { YICE_SPACE_VOCAB,     YICE_SPACE_SET,
						  YICE_SPACE_MEASURE,   YICE_SPACE_ATTRIBUTE,
						  YICE_SPACE_DOCUMENT,  YICE_SPACE_SCOPE,
						  YICE_SPACE_DIMENSION, YICE_SPACE_TEMPLATE,
						  YICE_SPACE_GROUP };
	const uint32_t counts[] = { model->vocabs.count,     model->sets.count,      model->measures.count,
				    model->attributes.count, model->documents.count, model->scopes.count,
				    model->dimensions.count, model->templates.count, model->groups.count };

	for (size_t i = 0; i < YICE_COUNT(spaces); i++)
		for (uint32_t j = 0; j < counts[i]; j++)
			report_english(model, yice_space_label(model, spaces[i], j));
	for (uint32_t i = 0; i < model->vocabs.count; i++)
		for (uint32_t j = 0;
		     model->vocabs.items[i].kind != YICE_VOCAB_CODES && j < model->vocabs.items[i].count; j++)
			report_english(model, &model->vocabs.items[i].members[j].label);
}

/* Only words a one-of attribute can be compared with: `a = b` is where a reader may take one for the other.
 */
static void check_shadowed(struct yice_model *model)
{
	bool *compared = yice_arena_array(&model->arena, model->vocabs.count, sizeof(*compared));

	for (uint32_t i = 0; compared && i < model->attributes.count; i++) {
		const struct yice_type *type = &model->attributes.items[i].type;

		if (!type->bad && !type->many && type->kind == YICE_ATTR_TERMS)
			compared[type->vocab] = true;
	}
	for (uint32_t i = 0; compared && i < model->attributes.count; i++) {
		const struct yice_label *label = &model->attributes.items[i].label;

		for (uint32_t v = 0; v < model->vocabs.count; v++) {
			const struct yice_vocab *vocab = &model->vocabs.items[v];
			uint32_t ordinal = compared[v] ? yice_member_lookup(model, v, label->zh) : YICE_NONE;
			struct yice_diag *diag;

			if (ordinal == YICE_NONE)
				continue;
			diag = yice_diag_add(model->diags, YICE_D_shadowed_name, label->span, label->zh,
					     vocab->label.zh, NULL);
			yice_diag_note(model->diags, diag, YICE_D_note_declared,
				       vocab->members[ordinal].label.span, label->zh, NULL);
		}
	}
}

static void check_empty_groups(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->groups.count; i++) {
		const struct yice_template *group = &model->groups.items[i];
		uint32_t clauses = 0;

		for (uint32_t j = 0; j < group->body_count; j++)
			clauses += group->body[j]->kind != YICE_ITEM_DIMENSION;
		if (!clauses)
			yice_diag_add(model->diags, YICE_D_empty_group, group->label.span, group->label.zh,
				      NULL);
	}
}

static void report_interval(struct yice_model *model, const struct yice_effective *effective)
{
	if (effective && effective->days.from >= effective->days.to)
		yice_diag_add(model->diags, YICE_D_interval_empty, effective->span, NULL);
}

static void check_intervals(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->files.count; i++)
		for (const struct yice_item *item = model->files.items[i]->items; item; item = item->next) {
			if (item->kind == YICE_ITEM_DOCUMENT)
				report_interval(model, item->u.document.effective);
			else if (item->kind == YICE_ITEM_LIST)
				report_interval(model, item->u.list.effective);
			else if (item->kind == YICE_ITEM_CLAUSE && item->u.clause)
				report_interval(model, item->u.clause->effective);
			else if (item->kind == YICE_ITEM_TEMPLATE && item->u.template_.clause)
				report_interval(model, item->u.template_.clause->effective);
		}
}

/* A list may leave its date to its clauses; one clause without a date is enough to ask. */
static void check_list_dates(struct yice_model *model)
{
	bool *asked = yice_arena_array(&model->arena, model->lists.count, sizeof(*asked));

	for (uint32_t i = 0; asked && i < model->placed.count; i++) {
		const struct yice_placed *placed = &model->placed.items[i];
		const struct yice_list *list = &model->lists.items[placed->list];

		if (asked[placed->list] || list->days.from != YICE_DAY_MIN || placed->clause->effective)
			continue;
		asked[placed->list] = true;
		yice_diag_add(model->diags, YICE_D_list_undated, list->span, NULL);
	}
}

static void check_document_dates(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->documents.count; i++) {
		const struct yice_document *document = &model->documents.items[i];

		if (document->days.from == YICE_DAY_MIN)
			yice_diag_add(model->diags, YICE_D_document_undated, document->label.span,
				      document->label.zh, NULL);
	}
}

static void check_successors(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->documents.count; i++) {
		const struct yice_document *document = &model->documents.items[i];

		if (document->successor != YICE_NONE && document->days.to == YICE_DAY_MAX)
			yice_diag_add(model->diags, YICE_D_successor_dates, document->label.span,
				      document->label.zh, NULL);
	}
}

static bool all_digits(const char *text)
{
	return *text && !text[strspn(text, "0123456789")];
}

static void check_scope_codes(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->scopes.count; i++) {
		const struct yice_scope *scope = &model->scopes.items[i];

		if (strlen(scope->code) != 6 || !all_digits(scope->code))
			yice_diag_add(model->diags, YICE_D_scope_code, scope->label.span, scope->code, NULL);
	}
}

static void check_roots(struct yice_model *model)
{
	if (yice_name_lookup(model, YICE_SPACE_SCOPE, "000000") == YICE_NONE)
		return;
	for (uint32_t i = 0; i < model->scopes.count; i++) {
		const struct yice_scope *scope = &model->scopes.items[i];

		if (scope->parent == YICE_NONE && strcmp(scope->code, "000000"))
			yice_diag_add(model->diags, YICE_D_scope_root, scope->label.span, scope->label.zh,
				      NULL);
	}
}

#define UNIT_DIGITS 11 /* county 6, class 1, sequence 4 */

static bool code_is_regular(const struct yice_unit *unit)
{
	return !strncmp(unit->code, "ZH", 2) && strlen(unit->code) == 2 + UNIT_DIGITS &&
	       all_digits(unit->code + 2);
}

/* The county's six digits of a unit code, also of one whose end is wrong. */
static bool county_of(const struct yice_unit *unit, char county[7])
{
	if (strncmp(unit->code, "ZH", 2) || strspn(unit->code + 2, "0123456789") < 6)
		return false;
	memcpy(county, unit->code + 2, 6);
	county[6] = '\0';
	return true;
}

static void check_code_forms(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->units.count; i++) {
		const struct yice_unit *unit = &model->units.items[i];
		char digits[12];

		if (code_is_regular(unit))
			continue;
		snprintf(digits, sizeof(digits), "%d", UNIT_DIGITS);
		yice_diag_add(model->diags, YICE_D_unit_code_form, unit->span, unit->code, digits, NULL);
	}
}

static void check_code_classes(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->units.count; i++) {
		const struct yice_unit *unit = &model->units.items[i];
		char digit[2] = { 0 }, expected[2] = { (char)('1' + (int)unit->klass), '\0' };

		digit[0] = code_is_regular(unit) ? unit->code[8] : expected[0];
		if (*digit != *expected)
			yice_diag_add(model->diags, YICE_D_unit_code_class, unit->span, digit, expected,
				      NULL);
	}
}

static void check_code_counties(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->units.count; i++) {
		const struct yice_unit *unit = &model->units.items[i];
		char county[7];

		if (county_of(unit, county) && yice_name_lookup(model, YICE_SPACE_SCOPE, county) == YICE_NONE)
			yice_diag_add(model->diags, YICE_D_unit_code_county, unit->span, county, NULL);
	}
}

static void check_code_scopes(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->units.count; i++) {
		const struct yice_unit *unit = &model->units.items[i];
		uint32_t at = YICE_NONE;
		char county[7];

		if (unit->scope != YICE_NONE && county_of(unit, county))
			at = yice_name_lookup(model, YICE_SPACE_SCOPE, county);
		if (at == YICE_NONE)
			continue; /* another check's business */
		if (!yice_scope_covers(model, unit->scope, at))
			yice_diag_add(model->diags, YICE_D_unit_code_scope, unit->span, county,
				      model->scopes.items[unit->scope].code, NULL);
	}
}

enum needs { ANY, CLEAN };
enum standing { OFF, ON };

struct check {
	enum yice_diag_id id;
	enum needs needs;
	enum standing standing;
	void (*run)(struct yice_model *model);
};

#define MODEL_CHECK(diagnostic, needs, standing, function) { YICE_D_##diagnostic, needs, standing, function },
#define CLAUSES_CHECK(diagnostic, needs, standing, function)
#define RULES_CHECK(diagnostic, needs, standing, function)
#define TARGETS_CHECK(diagnostic, needs, standing, function)
static const struct check checks[] = {
#define CHECK(diagnostic, needs, standing, where, function)                                                  \
	where##_CHECK(diagnostic, needs, standing, function)
#include "compiler/check.def"
#undef CHECK
};

int yice_model_check(struct yice_model *model)
{
	bool clean = !model->diags->errors;

	for (size_t i = 0; i < YICE_COUNT(checks); i++) {
		const struct check *check = &checks[i];
		bool on = check->standing == ON || model->diags->override[check->id] >= 0;

		if (on && (clean || check->needs == ANY))
			check->run(model);
	}
	return yice_model_status(model);
}
