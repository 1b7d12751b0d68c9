/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attributes, the things a project's facts give values to. A plain attribute
 * is one slot; a family, written with one part of its path in braces, is one
 * slot for each member of that list, in order. Slots are what rules, images
 * and facts refer to. Called by vocab.c.
 */
#include "compiler/declare.h"

#include <stdio.h>

#define SLOTS_MAX YICE_OPERAND_MAX /* an image's tests hold the slot in 24 bits */

/* "新增排放.{污染物}" as written; of no path NULL. */
static const char *path_text(struct yice_model *model, const struct yice_path *path)
{
	const char *a = path ? path->part[0].text : NULL, *b;

	if (!path || path->count == 1)
		return a;
	b = path->part[1].text;
	return a && b ? yice_model_text(model,
					path->hole[0]   ? "{%s}.%s"
					: path->hole[1] ? "%s.{%s}"
							: "%s.%s",
					a, b)
		      : NULL;
}

/* Which part is in braces, -1 for none. */
static int hole_of(const struct yice_path *path)
{
	return path->hole[0] ? 0 : path->count == 2 && path->hole[1] ? 1 : -1;
}

/* Both names have the same shape; a hole in the English one names the same list. */
static bool check_english(struct yice_model *model, const struct yice_attribute *attribute)
{
	const struct yice_path *zh = attribute->item->u.attribute.path,
			       *en = attribute->item->u.attribute.en;
	const struct yice_word *word;

	if (!en)
		return true;
	if (en->count == zh->count && hole_of(en) == attribute->hole) {
		if (attribute->hole < 0)
			return true;
		word = &en->part[attribute->hole];
		if (word->text && yice_name_lookup(model, YICE_SPACE_VOCAB, word->text) == attribute->family)
			return true;
	}
	yice_diag_add(model->diags, YICE_D_family_spelling, yice_path_span(en), path_text(model, en), NULL);
	return false;
}

/* "0 t/a" for a bound written without its measure. */
static void help_measure(struct yice_model *model, struct yice_diag *diag, const struct yice_operand *operand,
			 const char *measure)
{
	struct yice_buf text = YICE_BUF_INIT;

	if (operand->negative)
		yice_buf_addc(&text, '-');
	yice_ratio_format(operand->number, &text);
	yice_buf_addf(&text, " %s", measure);
	if (text.failed)
		model->failed = true;
	else if (diag) {
		yice_diag_help(model->diags, diag, YICE_D_help_write, text.data, NULL);
		yice_diag_fix(model->diags, diag, operand->span, text.data);
	}
	yice_buf_release(&text);
}

static void report_bound(struct yice_model *model, const struct yice_type *type,
			 const struct yice_operand *operand, const struct yice_unit_of_measure *measure)
{
	if (operand->measure)
		yice_diag_add(model->diags, YICE_D_range_measure, operand->span, measure->label.zh,
			      type->measure.label.zh, yice_measure_describe(model, measure, YICE_ZH),
			      yice_measure_describe(model, &type->measure, YICE_ZH), NULL);
	else
		help_measure(model,
			     yice_diag_add(model->diags, YICE_D_range_bare, operand->span,
					   type->measure.label.zh, NULL),
			     operand, type->measure.label.zh);
}

static bool resolve_bound(struct yice_model *model, const struct yice_type *type,
			  const struct yice_operand *operand, struct yice_ratio *out)
{
	struct yice_unit_of_measure measure;
	struct yice_ratio factor;

	if (operand->kind != YICE_OPERAND_NUMBER) {
		yice_diag_add(model->diags, YICE_D_range_bound, operand->span, NULL);
		return false;
	}
	if (!yice_measure_resolve(model, operand->measure, operand->span, &measure))
		return false;
	if (!yice_measure_fits(&measure, &type->measure)) {
		report_bound(model, type, operand, &measure);
		return false;
	}
	*out = operand->number;
	if (operand->negative)
		out->num = -out->num;
	if (yice_ratio_div(measure.factor, type->measure.factor, &factor) ||
	    yice_ratio_mul(*out, factor, out)) {
		yice_diag_add(model->diags, YICE_D_measure_range, operand->span, measure.label.zh, NULL);
		return false;
	}
	return true;
}

static bool resolve_range(struct yice_model *model, const struct yice_item *item, struct yice_type *type)
{
	const struct yice_operand *min = item->u.attribute.min, *max = item->u.attribute.max;

	if (!min && !max)
		return true;
	if (type->kind != YICE_ATTR_QUANTITY) {
		yice_diag_add(model->diags, YICE_D_range_of_type, min ? min->span : max->span,
			      item->u.attribute.path->part[0].text, NULL);
		return false;
	}
	type->has_min = min && resolve_bound(model, type, min, &type->min);
	type->has_max = max && resolve_bound(model, type, max, &type->max);
	if (type->has_min && type->has_max && yice_ratio_cmp(type->min, type->max) > 0)
		yice_diag_add(model->diags, YICE_D_range_empty, max->span, NULL);
	return (!min || type->has_min) && (!max || type->has_max);
}

static bool resolve_list(struct yice_model *model, const struct yice_type_expr *expr, struct yice_type *type)
{
	type->vocab = yice_find_vocab(model, &expr->list);
	if (type->vocab == YICE_NONE)
		return false;
	type->kind =
	    model->vocabs.items[type->vocab].kind == YICE_VOCAB_CODES ? YICE_ATTR_CODES : YICE_ATTR_TERMS;
	return true;
}

static bool resolve_type(struct yice_model *model, const struct yice_item *item, struct yice_type *type)
{
	const struct yice_type_expr *expr = &item->u.attribute.type;
	bool ok = true;

	type->vocab = YICE_NONE;
	type->many = expr->kind == YICE_TYPE_SOME_OF;
	switch (expr->kind) {
	case YICE_TYPE_BOOLEAN:
		type->kind = YICE_ATTR_BOOLEAN;
		break;
	case YICE_TYPE_DATE:
		type->kind = YICE_ATTR_DATE;
		break;
	case YICE_TYPE_ONE_OF:
	case YICE_TYPE_SOME_OF:
		ok = resolve_list(model, expr, type);
		break;
	case YICE_TYPE_QUANTITY:
		type->kind = YICE_ATTR_QUANTITY;
		ok = yice_measure_resolve(model, expr->measure, expr->span, &type->measure);
		break;
	}
	if (expr->period.text && type->kind != YICE_ATTR_QUANTITY) {
		yice_diag_add(model->diags, YICE_D_period_of_type, expr->period.span,
			      item->u.attribute.path->part[0].text, NULL);
	} else if (expr->period.text) {
		type->period = yice_find_period(model, &expr->period);
		ok &= type->period != NULL;
	}
	return ok && resolve_range(model, item, type);
}

/* The name of one slot in one language: the family's part replaced by its member. NULL when a part has none.
 */
static const char *slot_text(struct yice_model *model, const struct yice_attribute *attribute,
			     uint32_t ordinal, enum yice_lang lang)
{
	const struct yice_path *path =
	    lang == YICE_ZH ? attribute->item->u.attribute.path : attribute->item->u.attribute.en;
	const struct yice_label *member;
	const char *text, *part[2] = { NULL };

	if (attribute->hole < 0)
		return lang == YICE_ZH ? attribute->label.zh : attribute->label.en;
	if (!path || path->count < 2) /* a name of one part for a family is reported, and has no second one to read */
		return NULL;
	member = &model->vocabs.items[attribute->family].members[ordinal].label;
	/* The second label of a code is its meaning; its name in both languages is the code. */
	text = lang == YICE_ZH || model->vocabs.items[attribute->family].kind == YICE_VOCAB_CODES
		   ? member->zh
		   : member->en;
	part[attribute->hole] = text;
	part[1 - attribute->hole] = path->part[1 - attribute->hole].text;
	return part[0] && part[1] ? yice_model_text(model, "%s.%s", part[0], part[1]) : NULL;
}

/* 新增排放.化学需氧量 may be declared alone or by a family, not by both. */
static void claim(struct yice_model *model, struct yice_map *taken, const char *text, uint32_t attribute)
{
	const struct yice_label *label = &model->attributes.items[attribute].label;
	struct yice_diag *diag;
	uint32_t entry;
	bool added;

	if (!text)
		return;
	if (yice_map_put(taken, text, strlen(text), attribute, &entry, &added)) {
		model->failed = true;
		return;
	}
	if (added || taken->entries[entry].value == attribute)
		return;
	diag = yice_diag_add(model->diags, YICE_D_duplicate_name, label->span, text, NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_first,
		       model->attributes.items[taken->entries[entry].value].label.span, NULL);
}

static void push_slots(struct yice_model *model, struct yice_map *taken, uint32_t index)
{
	struct yice_attribute *attribute = &model->attributes.items[index];
	uint32_t count = attribute->hole < 0 ? 1 : model->vocabs.items[attribute->family].count;
	char limit[16];

	if (count > SLOTS_MAX - model->slots.count) {
		snprintf(limit, sizeof(limit), "%u", (unsigned int)SLOTS_MAX);
		yice_diag_add(model->diags, YICE_D_slot_limit, attribute->label.span, limit, NULL);
		attribute->type.bad = true;
		return;
	}
	attribute->slot = model->slots.count;
	attribute->slots = count;
	for (uint32_t i = 0; i < count; i++) {
		struct yice_slot *slot = YICE_PUSH(model, &model->slots);

		if (!slot)
			return;
		slot->attribute = index;
		slot->ordinal = i;
		slot->scale = 1;
		slot->zh = slot_text(model, attribute, i, YICE_ZH);
		slot->en = slot_text(model, attribute, i, YICE_EN);
		claim(model, taken, slot->zh, index);
		claim(model, taken, slot->en, index);
	}
}

static void declare_names(struct yice_model *model, uint32_t index)
{
	const struct yice_attribute *attribute = &model->attributes.items[index];
	const struct yice_path *zh = attribute->item->u.attribute.path,
			       *en = attribute->item->u.attribute.en;

	/* Plain names are claimed with the slots, which finds clashes with families too; families have only
	 * this. */
	yice_name_declare(model, YICE_SPACE_ATTRIBUTE, yice_path_key(model, zh, attribute->hole), yice_path_span(zh),
			  index);
	if (en)
		yice_name_declare(model, YICE_SPACE_ATTRIBUTE, yice_path_key(model, en, hole_of(en)),
				  yice_path_span(en), index);
}

static void declare_attribute(struct yice_model *model, struct yice_map *taken, const struct yice_item *item)
{
	const struct yice_path *path = item->u.attribute.path;
	struct yice_attribute *attribute;
	uint32_t index = model->attributes.count;

	if (!path->part[0].text || (path->count == 2 && !path->part[1].text))
		return; /* the parser has reported it */
	if (path->count == 1 ? path->hole[0] : path->hole[0] && path->hole[1]) {
		yice_diag_add(model->diags, YICE_D_family_holes, yice_path_span(path), NULL);
		return;
	}
	attribute = YICE_PUSH(model, &model->attributes);
	if (!attribute)
		return;
	attribute->item = item;
	attribute->label = (struct yice_label){ path_text(model, path),
						path_text(model, item->u.attribute.en), yice_path_span(path) };
	attribute->describe = item->u.attribute.describe ? item->u.attribute.describe->text : NULL;
	attribute->hole = hole_of(path);
	attribute->family = YICE_NONE;
	if (attribute->hole >= 0)
		attribute->family = yice_find_vocab(model, &path->part[attribute->hole]);
	attribute->type.bad = !resolve_type(model, item, &attribute->type);
	if (!attribute->label.zh || (attribute->hole >= 0 && attribute->family == YICE_NONE) ||
	    !check_english(model, attribute))
		attribute->type.bad = true;
	declare_names(model, index);
	if (attribute->hole < 0 || attribute->family != YICE_NONE)
		push_slots(model, taken, index);
}

/* Where a project is: 场址 (site) if declared over places, else the only attribute of that type. */
static void choose_site(struct yice_model *model)
{
	uint32_t found = YICE_NONE, count = 0;

	for (uint32_t i = 0; i < model->attributes.count; i++) {
		const struct yice_attribute *attribute = &model->attributes.items[i];

		if (attribute->type.bad || !attribute->type.many ||
		    attribute->type.vocab != YICE_VOCAB_OF_PLACES || attribute->hole >= 0)
			continue;
		if (!strcmp(attribute->label.zh, "场址") ||
		    (attribute->label.en && !strcmp(attribute->label.en, "site"))) {
			model->site_attribute = i;
			return;
		}
		found = i;
		count++;
	}
	model->site_attribute = count == 1 ? found : YICE_NONE;
}

void yice_attributes_declare(struct yice_model *model)
{
	struct yice_map taken;

	yice_map_init(&taken);
	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_ATTRIBUTE)
			declare_attribute(model, &taken, item);
	}
	yice_map_release(&taken);
	choose_site(model);
}
