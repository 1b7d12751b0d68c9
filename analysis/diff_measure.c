/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Amounts that two versions measure otherwise. A measure may have become
 * another amount, an attribute may have another measure: then the same text
 * says other things in the two, a bare number too. Projects that are shown are
 * written in measures that mean the same in both. Called by diff.c, and for
 * amounts by what tells changes.
 */
#include "analysis/diff.h"

#include "compiler/type.h"
#include "runtime/image_read.h"
#include "runtime/quantity.h"

static const struct yice_view *view_of(const struct yice_diff *diff, enum yice_side side)
{
	return &diff->versions[side].trial.image->view;
}

/* ---- amounts in words */

static int exponent(const uint32_t *dims, int dim)
{
	return (signed char)(unsigned char)(dims[dim / 4] >> dim % 4 * 8 & 0xff);
}

/* The measure that a dimension is counted in: the first of it alone, with factor 1. */
static const char *base_of(const struct yice_view *view, int dim)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_MEASURES]; i++) {
		const struct yice_image_measure *measure = &view->measures[i];
		bool base = yice_ratio_cmp(yice_view_ratio(view, measure->factor), yice_ratio_int(1)) == 0;

		for (int d = 0; base && d < YICE_DIMS; d++)
			base = exponent(&measure->dim0, d) == (d == dim);
		if (base)
			return yice_view_string(view, measure->zh);
	}
	return "";
}

const char *yice_diff_amount(struct yice_diff *diff, enum yice_side side, struct yice_ratio value, const uint32_t *dims)
{
	const struct yice_view *view = view_of(diff, side);
	struct yice_buf text = YICE_BUF_INIT;
	const char *last = "";

	yice_ratio_format(value, &text);
	for (int done = 0; done < YICE_DIMS; done++) {
		const char *next = NULL;
		int power = 0;

		for (int d = 0; d < YICE_DIMS; d++) {
			const char *base = exponent(dims, d) ? base_of(view, d) : "";

			if (strcmp(base, last) <= 0 || (next && strcmp(base, next) >= 0))
				continue;
			next = base;
			power = exponent(dims, d);
		}
		if (!next)
			break;
		yice_buf_addf(&text, power == 1 ? " %s" : " %s^%d", next, power);
		last = next;
	}
	return yice_diff_keep(diff, &text);
}

/* So much in the attribute's own measure. NULL: it is no quantity, or cannot be represented. */
static const char *amount_of(struct yice_diff *diff, enum yice_side side, uint32_t slot, struct yice_ratio number)
{
	const struct yice_type *type = yice_slot_type(&diff->versions[side].model, slot);

	if (type->kind != YICE_ATTR_QUANTITY || yice_ratio_mul(number, type->measure.factor, &number))
		return NULL;
	return yice_diff_amount(diff, side, number, &view_of(diff, side)->attrs[slot].dim0);
}

void yice_diff_means(struct yice_diff *diff, const struct yice_logic *const *tests, struct yice_edit *edit)
{
	for (int side = 0; side < YICE_SIDES; side++)
		edit->means[side] = amount_of(diff, (enum yice_side)side, tests[side]->slot, tests[side]->limit);
	if (!edit->means[YICE_OLD] || !edit->means[YICE_NEW] || !strcmp(edit->means[YICE_OLD], edit->means[YICE_NEW]))
		edit->means[YICE_OLD] = edit->means[YICE_NEW] = NULL;
}

void yice_diff_bare(struct yice_diff *diff, const char *name, uint32_t old, uint32_t new)
{
	const struct yice_type *a = yice_slot_type(&diff->versions[YICE_OLD].model, old),
			       *b = yice_slot_type(&diff->versions[YICE_NEW].model, new);

	if (a->kind == YICE_ATTR_QUANTITY && b->kind == YICE_ATTR_QUANTITY &&
	    yice_ratio_cmp(a->measure.factor, b->measure.factor))
		yice_diff_declared_as(diff, YICE_DECLARED_ATTRIBUTE, name, YICE_ASPECT_BARE,
				      amount_of(diff, YICE_OLD, old, yice_ratio_int(1)),
				      amount_of(diff, YICE_NEW, new, yice_ratio_int(1)));
}

/* ---- what projects are written in */

static uint32_t slot_of(const struct yice_diff *diff, int side, uint32_t axis)
{
	const struct yice_realm_model *reading = &diff->readings[side];

	for (uint32_t slot = 0; slot < reading->model->slots.count; slot++)
		if (reading->axes[slot] == axis)
			return slot;
	return YICE_NONE;
}

/* Whether the measure is one of the attribute's and the same amount in both versions: *factor in base units. */
static bool is_shared(struct yice_diff *diff, const uint32_t *slots, const char *label, struct yice_ratio *factor)
{
	struct yice_ratio own[YICE_SIDES];

	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_view *view = view_of(diff, (enum yice_side)side);
		struct yice_buf text = YICE_BUF_INIT;
		struct yice_quantity one;
		int status;

		yice_buf_addf(&text, "1 %s", label);
		status = text.failed ? YICE_ENOMEM : yice_quantity_parse(view, text.data, text.len, &one);
		if (!status)
			status = yice_quantity_in(view, &one, slots[side], factor);
		yice_buf_release(&text);
		if (status == YICE_ENOMEM)
			diff->status = status;
		if (status)
			return false;
		own[side] = one.factor;
	}
	*factor = own[YICE_OLD];
	return yice_ratio_cmp(own[YICE_OLD], own[YICE_NEW]) == 0;
}

/* "只/a": what the attribute is counted in; empty where nothing stands above the stroke. */
static const char *base_measure(struct yice_diff *diff, uint32_t slot)
{
	const struct yice_view *view = view_of(diff, YICE_NEW);
	const uint32_t *dims = &view->attrs[slot].dim0;
	struct yice_buf text = YICE_BUF_INIT;

	for (int d = 0; d < YICE_DIMS; d++)
		for (int power = exponent(dims, d); power > 0; power--)
			yice_buf_addf(&text, "%s%s", text.len ? "·" : "", base_of(view, d));
	for (int d = 0; text.len && d < YICE_DIMS; d++)
		for (int power = exponent(dims, d); power < 0; power++)
			yice_buf_addf(&text, "/%s", base_of(view, d));
	return yice_diff_keep(diff, &text);
}

/* The measures of the new version by themselves are tried first, then what it counts in. */
static void share(struct yice_diff *diff, struct yice_axis *axis, const uint32_t *slots)
{
	const struct yice_view *view = view_of(diff, YICE_NEW);
	const uint32_t count = view->count[YICE_SEC_MEASURES];
	struct yice_ratio factor, scale;

	if (is_shared(diff, slots, axis->measure, &factor))
		return;
	for (uint32_t i = 0; i <= count && !diff->status; i++) {
		const char *label = i < count ? yice_view_string(view, view->measures[i].zh) :
						base_measure(diff, slots[YICE_NEW]);

		if (!label || !*label || !is_shared(diff, slots, label, &factor) ||
		    yice_ratio_div(axis->factor, factor, &scale))
			continue;
		axis->measure = label;
		axis->scale = scale;
		return;
	}
}

void yice_diff_measures(struct yice_diff *diff)
{
	for (uint32_t i = 0; i < diff->realm.axis_count && !diff->status; i++) {
		struct yice_axis *axis = &diff->realm.axes[i];
		const uint32_t slots[YICE_SIDES] = { slot_of(diff, YICE_OLD, i), slot_of(diff, YICE_NEW, i) };

		if (axis->kind == YICE_AXIS_NUMBER && *axis->measure && slots[YICE_OLD] != YICE_NONE &&
		    slots[YICE_NEW] != YICE_NONE)
			share(diff, axis, slots);
	}
}
