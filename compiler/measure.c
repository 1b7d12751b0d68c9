/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units of measure: exact factors to the base units of at most YICE_DIMS
 * physical dimensions, and the exponents of those dimensions. A measure may
 * be defined by others declared later or elsewhere, so they are resolved after
 * all names are known. No comparison ever guesses: t/d and t/a differ in
 * dimension as soon as day and year are declared as such.
 */
#include "compiler/declare.h"

#define DEPTH_MAX 64 /* measures defined by measures; deeper would cost stack */

/* Progress of one declaration, parallel to model->measures. */
enum state { RESOLVED, WAITING, OPEN, FAILED };

struct work {
	const struct yice_item **items;
	unsigned char *state;
	int depth;
};

static bool resolve(struct yice_model *model, struct work *work, const struct yice_measure_expr *expr,
		    struct yice_span span, struct yice_unit_of_measure *out);

static struct yice_unit_of_measure *push_measure(struct yice_model *model, const struct yice_name *name)
{
	struct yice_unit_of_measure *measure = YICE_PUSH(model, &model->measures);

	if (!measure)
		return NULL;
	measure->label = yice_label_make(model, name);
	yice_names_declare(model, YICE_SPACE_MEASURE, name, model->measures.count - 1);
	return measure;
}

static void declare_physical(struct yice_model *model, const struct yice_item *item)
{
	struct yice_name base = { .zh = item->u.physical.base };
	struct yice_label *physical;
	struct yice_unit_of_measure *measure;
	struct yice_buf limit = YICE_BUF_INIT;

	if (model->physicals.count == YICE_DIMS) {
		yice_buf_addf(&limit, "%d", YICE_DIMS);
		yice_diag_add(model->diags, YICE_D_physical_limit, item->name->zh.span, yice_buf_text(&limit),
			      NULL);
		if (limit.failed)
			model->failed = true;
		yice_buf_release(&limit);
		return;
	}
	for (uint32_t i = 0; i < model->physicals.count; i++) {
		struct yice_diag *diag;

		if (!item->name->zh.text || strcmp(model->physicals.items[i].zh, item->name->zh.text))
			continue;
		diag = yice_diag_add(model->diags, YICE_D_duplicate_name, item->name->zh.span,
				     item->name->zh.text, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_first, model->physicals.items[i].span, NULL);
	}
	physical = YICE_PUSH(model, &model->physicals);
	if (!physical)
		return;
	*physical = yice_label_make(model, item->name);
	measure = base.zh.text ? push_measure(model, &base) : NULL;
	if (!measure)
		return;
	measure->factor = yice_ratio_int(1);
	measure->dim[model->physicals.count - 1] = 1;
}

/* a * b^power into *a; false when it does not fit. */
static bool multiply(struct yice_unit_of_measure *a, const struct yice_unit_of_measure *b, int power)
{
	struct yice_ratio factor;

	if (yice_ratio_pow(b->factor, power, &factor) || yice_ratio_mul(a->factor, factor, &a->factor))
		return false;
	for (int i = 0; i < YICE_DIMS; i++) {
		int dim = a->dim[i] + power * b->dim[i];

		if (dim < -127 || dim > 127)
			return false;
		a->dim[i] = (signed char)dim;
	}
	return true;
}

/* The text of a product as shown: t/a, kg·m, 1/a. */
static const char *spell(struct yice_model *model, const struct yice_measure_expr *expr, enum yice_lang lang)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (bool first = true; expr; expr = expr->next, first = false) {
		uint32_t index = yice_name_lookup(model, YICE_SPACE_MEASURE, expr->name.text);
		const struct yice_label *label =
		    index == YICE_NONE ? NULL : &model->measures.items[index].label;
		const char *name = !label                         ? expr->name.text
				   : lang == YICE_EN && label->en ? label->en
								  : label->zh;

		yice_buf_adds(&text, expr->power < 0 ? (first ? "1/" : "/") : first ? "" : "·");
		yice_buf_adds(&text, name);
	}
	return yice_model_keep(model, &text);
}

/* The definition of one measure: factor times a product of others. */
static void resolve_one(struct yice_model *model, struct work *work, uint32_t index)
{
	const struct yice_item *item = work->items[index];
	struct yice_unit_of_measure product;
	struct yice_label label = model->measures.items[index].label;
	bool ok;

	work->state[index] = OPEN;
	work->depth++;
	ok = resolve(model, work, item->u.measure.of, label.span, &product);
	work->depth--;
	if (ok && item->u.measure.factor.num <= 0) {
		yice_diag_add(model->diags, YICE_D_measure_factor, label.span, label.zh, NULL);
		ok = false;
	} else if (ok && yice_ratio_mul(product.factor, item->u.measure.factor, &product.factor)) {
		yice_diag_add(model->diags, YICE_D_measure_range, label.span, label.zh, NULL);
		ok = false;
	}
	if (ok) {
		product.label = label;
		model->measures.items[index] = product;
	}
	work->state[index] = ok ? RESOLVED : FAILED;
}

/* Is the measure usable? Declares it first when it is still waiting. */
static bool ready(struct yice_model *model, struct work *work, uint32_t index)
{
	const struct yice_label *label = &model->measures.items[index].label;

	if (!work)
		return model->measures.items[index].factor.den != 0;
	if (work->state[index] == WAITING && work->depth < DEPTH_MAX)
		resolve_one(model, work, index);
	else if (work->state[index] == WAITING || work->state[index] == OPEN)
		yice_diag_add(model->diags, YICE_D_measure_cycle, label->span, label->zh, NULL);
	return work->state[index] == RESOLVED;
}

static bool resolve(struct yice_model *model, struct work *work, const struct yice_measure_expr *expr,
		    struct yice_span span, struct yice_unit_of_measure *out)
{
	struct yice_unit_of_measure product = { .factor = { 1, 1 } };
	bool ok = true;

	for (const struct yice_measure_expr *part = expr; part; part = part->next) {
		uint32_t index = yice_find_measure(model, &part->name);

		if (index == YICE_NONE || !ready(model, work, index))
			ok = false;
		else if (ok && !multiply(&product, &model->measures.items[index], part->power)) {
			yice_diag_add(model->diags, YICE_D_measure_range, part->name.span, part->name.text,
				      NULL);
			ok = false;
		}
	}
	if (!ok)
		return false;
	product.label.zh = spell(model, expr, YICE_ZH);
	product.label.en = spell(model, expr, YICE_EN);
	product.label.span = span;
	*out = product;
	return product.label.zh && product.label.en;
}

bool yice_measure_resolve(struct yice_model *model, const struct yice_measure_expr *expr,
			  struct yice_span span, struct yice_unit_of_measure *out)
{
	return resolve(model, NULL, expr, span, out);
}

bool yice_measure_fits(const struct yice_unit_of_measure *a, const struct yice_unit_of_measure *b)
{
	return !memcmp(a->dim, b->dim, sizeof(a->dim));
}

const char *yice_measure_describe(struct yice_model *model, const struct yice_unit_of_measure *measure,
				  enum yice_lang lang)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (int sign = 1; sign >= -1; sign -= 2)
		for (uint32_t i = 0; i < model->physicals.count; i++) {
			int power = measure->dim[i] * sign;
			const struct yice_label *label = &model->physicals.items[i];

			if (power <= 0)
				continue;
			if (sign < 0 && !text.len)
				yice_buf_adds(&text, "1");
			yice_buf_adds(&text, sign < 0 ? "/" : text.len ? "·" : "");
			yice_buf_adds(&text, lang == YICE_EN && label->en ? label->en : label->zh);
			if (power > 1)
				yice_buf_addf(&text, "^%d", power);
		}
	if (!text.len)
		yice_buf_adds(&text, lang == YICE_EN ? "dimensionless" : "无量纲");
	return yice_model_keep(model, &text);
}

static void declare_names(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_PHYSICAL)
			declare_physical(model, item);
		else if (item->kind == YICE_ITEM_MEASURE && item->name->zh.text)
			push_measure(model, item->name);
	}
}

/* Pairs the pushed measures with their items again: base units have none. */
static bool plan(struct yice_model *model, struct work *work)
{
	uint32_t at = 0;

	work->items = yice_arena_array(&model->arena, model->measures.count, sizeof(*work->items));
	work->state = yice_arena_array(&model->arena, model->measures.count, 1);
	if (!work->items || !work->state)
		return false;
	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		/* Base units have their factor already and are skipped over. */
		while (at < model->measures.count && model->measures.items[at].factor.den)
			at++;
		if (item->kind != YICE_ITEM_MEASURE || !item->name->zh.text ||
		    at == model->measures.count)
			continue;
		work->state[at] = WAITING;
		work->items[at++] = item;
	}
	return true;
}

void yice_measures_declare(struct yice_model *model)
{
	struct work work = { NULL, NULL, 0 };

	declare_names(model);
	if (model->failed || !plan(model, &work)) {
		model->failed = true;
		return;
	}
	for (uint32_t i = 0; i < model->measures.count; i++)
		(void)ready(model, &work, i);
}
