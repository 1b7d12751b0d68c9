/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comparisons of quantities and dates. Both sides are brought to one linear
 * sum of attributes against one constant, exactly: units by their declared
 * factors, never by rounding. One attribute left gives a threshold in its own
 * measure, several give a SUM test. Called by type.c with the attribute that
 * decides what dimension and averaging period everything else must have.
 */
#include "compiler/declare.h"
#include "compiler/type.h"

#define COEF_MAX  INT32_MAX     /* what yice_linear_sign() promises to be exact for */

struct linear {
	struct yice_typing *typing;
	struct yice_primary primary;
	const struct yice_type *type; /* of the primary attribute: everything must fit it */
	uint32_t count;
	uint32_t slot[YICE_LINEAR_MAX];
	struct yice_ratio coef[YICE_LINEAR_MAX]; /* per unit of the slot's measure, in base units */
	struct yice_ratio constant;              /* base units */
	bool attributes;                         /* any attribute was written, even if it cancels */
	bool bad, overflow;
};

static struct yice_diag *report(struct linear *sum, enum yice_diag_id id, struct yice_span span,
				const char *a, const char *b, const char *c)
{
	sum->bad = true;
	return yice_typing_report(sum->typing, id, span, a, b, c);
}

static const char *primary_name(const struct linear *sum)
{
	return yice_slot_name(sum->typing->model, sum->primary.slot, YICE_ZH);
}

static void note_primary(struct linear *sum, struct yice_diag *diag)
{
	struct yice_model *model = sum->typing->model;
	const struct yice_slot *slot = &model->slots.items[sum->primary.slot];

	yice_diag_note(model->diags, diag, YICE_D_note_declared,
		       model->attributes.items[slot->attribute].label.span, slot->zh, NULL);
}

static const char *measure_text(const struct yice_unit_of_measure *measure)
{
	return measure->label.zh && *measure->label.zh ? measure->label.zh : "1";
}

static bool is_dimensionless(const struct yice_unit_of_measure *measure)
{
	for (int i = 0; i < YICE_DIMS; i++)
		if (measure->dim[i])
			return false;
	return true;
}

/* Year, day and hour are bases of their own, and how they relate is a fact about a plant. */
static bool is_time(const struct yice_label *physical)
{
	static const char *const words[] = { "年", "月", "日", "天", "时", "year", "month", "day", "hour" };

	for (size_t i = 0; i < YICE_COUNT(words); i++)
		if ((physical->zh && strstr(physical->zh, words[i])) ||
		    (physical->en && strstr(physical->en, words[i])))
			return true;
	return false;
}

/* t/d against t/a: the same but for what time it is counted over. */
static bool differ_in_time_only(const struct yice_model *model, const struct yice_unit_of_measure *a,
				const struct yice_unit_of_measure *b)
{
	int differing = 0, balance = 0;

	for (uint32_t i = 0; i < YICE_DIMS && i < model->physicals.count; i++) {
		if (a->dim[i] == b->dim[i])
			continue;
		if (!is_time(&model->physicals.items[i]))
			return false;
		differing++;
		balance += a->dim[i] - b->dim[i];
	}
	return differing > 1 && balance == 0;
}

static void report_dimension(struct linear *sum, struct yice_span span,
			     const struct yice_unit_of_measure *measure)
{
	struct yice_model *model = sum->typing->model;
	const struct yice_unit_of_measure *own = &sum->type->measure;
	bool time = differ_in_time_only(model, measure, own);
	struct yice_diag *diag = report(sum, time ? YICE_D_time_basis : YICE_D_dimension_mismatch, span,
					measure_text(measure), primary_name(sum), measure_text(own));

	yice_diag_help(
	    model->diags, diag, YICE_D_help_dimensions, yice_measure_describe(model, measure, YICE_ZH),
	    yice_measure_describe(model, own, YICE_ZH), yice_measure_describe(model, measure, YICE_EN),
	    yice_measure_describe(model, own, YICE_EN), NULL);
	note_primary(sum, diag);
}

/* An averaging period is part of what a limit means: 50 mg/L as a daily mean is another limit than as an
 * hourly one. */
static void check_period(struct linear *sum, const struct yice_operand *literal, const char *period)
{
	struct yice_model *model = sum->typing->model;
	const char *own = sum->type->period;
	struct yice_span end = { literal->span.file, literal->span.end, literal->span.end };
	struct yice_diag *diag;
	const char *fix;

	if (period == own || (period && own && !strcmp(period, own)))
		return;
	if (own && !period) {
		diag = report(sum, YICE_D_missing_period, literal->span, primary_name(sum), own, NULL);
		fix = yice_model_text(
		    model,
		    yice_lang_at(model, sum->primary.operand->span) == YICE_EN ? " averaged %s" : " 按 %s",
		    own);
		if (fix && literal->kind == YICE_OPERAND_NUMBER) {
			yice_diag_help(model->diags, diag, YICE_D_help_close, fix + 1, NULL);
			yice_diag_fix(model->diags, diag, end, fix);
		}
	} else if (own) {
		diag = report(sum, YICE_D_wrong_period, literal->span, period, primary_name(sum), own);
	} else {
		diag = report(sum, YICE_D_surplus_period, literal->span, period, primary_name(sum), NULL);
		fix = yice_model_text(model, "按 %s", period);
		yice_diag_help(model->diags, diag, YICE_D_help_remove, fix ? fix : "", NULL);
	}
	note_primary(sum, diag);
}

/* 2:1 is a number by itself even where the attribute is measured in percent. */
static bool is_ratio_literal(const struct yice_model *model, struct yice_span span)
{
	const char *text;

	if (span.file >= model->sources->count)
		return false;
	text = model->sources->items[span.file].text;
	for (uint32_t i = span.start; i < span.end; i++)
		if (text[i] == ':' || !strncmp(text + i, "：", sizeof("：") - 1))
			return true;
	return false;
}

static void report_missing_measure(struct linear *sum, const struct yice_operand *literal)
{
	struct yice_model *model = sum->typing->model;
	const char *measure = measure_text(&sum->type->measure);
	struct yice_span end = { literal->span.file, literal->span.end, literal->span.end };
	struct yice_diag *diag =
	    report(sum, YICE_D_missing_measure, literal->span, primary_name(sum), measure, NULL);
	const char *fix = yice_model_text(model, " %s", measure);

	if (fix && !literal->period) {
		yice_diag_help(model->diags, diag, YICE_D_help_close, measure, NULL);
		yice_diag_fix(model->diags, diag, end, fix);
	}
	note_primary(sum, diag);
}

/* constant += sign * factor * number, in the measure's base units. */
static void add_constant(struct linear *sum, int sign, struct yice_ratio factor, struct yice_ratio number,
			 struct yice_ratio measure)
{
	struct yice_ratio value;

	if (yice_ratio_mul(factor, number, &value) || yice_ratio_mul(value, measure, &value) ||
	    yice_ratio_mul(value, yice_ratio_int(sign), &value) ||
	    yice_ratio_add(sum->constant, value, &sum->constant))
		sum->overflow = true;
}

static void add_number(struct linear *sum, const struct yice_operand *literal, int sign)
{
	struct yice_unit_of_measure measure;
	const struct yice_unit_of_measure *own = &sum->type->measure;
	const char *period;

	if (sum->type->kind != YICE_ATTR_QUANTITY) {
		note_primary(sum,
			     report(sum, YICE_D_compare_date, literal->span, primary_name(sum), NULL, NULL));
		return;
	}
	if (!yice_type_measure(sum->typing, literal, &measure)) {
		sum->bad = true;
		return;
	}
	if (!literal->measure &&
	    (!is_dimensionless(own) || (yice_ratio_cmp(own->factor, yice_ratio_int(1)) &&
					!is_ratio_literal(sum->typing->model, literal->span)))) {
		report_missing_measure(sum, literal);
		return;
	}
	if (!yice_measure_fits(&measure, own)) {
		report_dimension(sum, literal->span, &measure);
		return;
	}
	period = yice_type_period(sum->typing, literal->period);
	if (literal->period && !period) {
		sum->bad = true;
		return;
	}
	check_period(sum, literal, period);
	add_constant(sum, sign, yice_ratio_int(1), literal->number, measure.factor);
}

/* {限值} bound to a quantity is that literal. */
static void add_binding(struct linear *sum, const struct yice_operand *term,
			const struct yice_binding *binding, int sign)
{
	struct yice_ratio factor = term->has_factor ? term->factor : yice_ratio_int(1);

	if (binding->param->kind != YICE_PARAM_QUANTITY || sum->type->kind != YICE_ATTR_QUANTITY) {
		struct yice_diag *diag = report(sum, YICE_D_hole_in_sum, term->span,
						binding->param->name.zh.text, primary_name(sum), NULL);

		yice_diag_note(sum->typing->model->diags, diag, YICE_D_note_declared, binding->param->span,
			       binding->param->name.zh.text, NULL);
		return;
	}
	if (!yice_measure_fits(&binding->measure, &sum->type->measure)) {
		report_dimension(sum, term->span, &binding->measure);
		return;
	}
	check_period(sum, term, binding->period);
	add_constant(sum, sign, factor, binding->number, binding->measure.factor);
}

static void add_slot(struct linear *sum, uint32_t slot, struct yice_ratio coef, struct yice_span span)
{
	uint32_t i = 0;

	while (i < sum->count && sum->slot[i] != slot)
		i++;
	if (i == YICE_LINEAR_MAX) {
		report(sum, YICE_D_too_many_terms, span, NULL, NULL, NULL);
		return;
	}
	if (i == sum->count) {
		sum->slot[sum->count] = slot;
		sum->coef[sum->count++] = coef;
	} else if (yice_ratio_add(sum->coef[i], coef, &sum->coef[i])) {
		sum->overflow = true;
	}
}

static bool same_period(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void add_attribute(struct linear *sum, const struct yice_operand *term, int sign)
{
	struct yice_model *model = sum->typing->model;
	uint32_t slot =
	    term == sum->primary.operand ? sum->primary.slot : yice_type_slot(sum->typing, term->path);
	const struct yice_type *type;
	struct yice_ratio coef = term->has_factor ? term->factor : yice_ratio_int(1);

	sum->attributes = true;
	if (slot == YICE_NONE) {
		sum->bad = true;
		return;
	}
	type = yice_slot_type(model, slot);
	if (type->kind != sum->type->kind) {
		note_primary(sum, report(sum, YICE_D_compare_types, term->span,
					 yice_slot_name(model, slot, YICE_ZH), primary_name(sum), NULL));
		return;
	}
	if (type->kind == YICE_ATTR_QUANTITY) {
		if (!yice_measure_fits(&type->measure, &sum->type->measure)) {
			report_dimension(sum, term->span, &type->measure);
			return;
		}
		if (!same_period(type->period, sum->type->period))
			note_primary(sum,
				     report(sum, YICE_D_period_mismatch, term->span,
					    yice_slot_name(model, slot, YICE_ZH), primary_name(sum), NULL));
		if (yice_ratio_mul(coef, type->measure.factor, &coef))
			sum->overflow = true;
	}
	if (yice_ratio_mul(coef, yice_ratio_int(sign), &coef))
		sum->overflow = true;
	add_slot(sum, slot, coef, term->span);
}

static void add_term(struct linear *sum, const struct yice_operand *term, int sign)
{
	const struct yice_binding *binding;

	switch (term->kind) {
	case YICE_OPERAND_PATH:
		binding = yice_type_hole(sum->typing, term->path);
		if (binding)
			add_binding(sum, term, binding, sign);
		else
			add_attribute(sum, term, sign);
		return;
	case YICE_OPERAND_NUMBER:
		add_number(sum, term, sign);
		return;
	case YICE_OPERAND_DATE:
		if (sum->type->kind == YICE_ATTR_DATE)
			add_constant(sum, sign, yice_ratio_int(1), yice_ratio_int(term->day),
				     yice_ratio_int(1));
		else
			note_primary(sum, report(sum, YICE_D_compare_quantity, term->span, primary_name(sum),
						 measure_text(&sum->type->measure), NULL));
		return;
	case YICE_OPERAND_STRICTER: /* the grammar has it as a whole side only */
		report(sum, YICE_D_stricter_twice, term->span, NULL, NULL, NULL);
		return;
	case YICE_OPERAND_YES_NO:
	case YICE_OPERAND_TEXT:
		if (sum->type->kind == YICE_ATTR_DATE)
			note_primary(
			    sum, report(sum, YICE_D_compare_date, term->span, primary_name(sum), NULL, NULL));
		else
			note_primary(sum, report(sum, YICE_D_compare_quantity, term->span, primary_name(sum),
						 measure_text(&sum->type->measure), NULL));
		return;
	}
}

/* Dates are compared, not added up. */
static bool check_date_side(struct linear *sum, const struct yice_sum *side)
{
	const struct yice_operand *term = side->terms;

	if (sum->type->kind != YICE_ATTR_DATE || (!term->next && !term->negative && !term->has_factor))
		return true;
	report(sum, YICE_D_date_arithmetic, side->span, primary_name(sum), NULL, NULL);
	return false;
}

static void add_side(struct linear *sum, const struct yice_sum *side, int sign)
{
	if (!check_date_side(sum, side))
		return;
	for (const struct yice_operand *term = side->terms; term; term = term->next)
		add_term(sum, term, term->negative ? -sign : sign);
}

/* Insertion sort by slot, dropping what cancelled. */
static void tidy(struct linear *sum)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < sum->count; i++) {
		struct yice_ratio coef = sum->coef[i];
		uint32_t slot = sum->slot[i], at = kept;

		if (!coef.num)
			continue;
		for (; at > 0 && sum->slot[at - 1] > slot; at--) {
			sum->slot[at] = sum->slot[at - 1];
			sum->coef[at] = sum->coef[at - 1];
		}
		sum->slot[at] = slot;
		sum->coef[at] = coef;
		kept++;
	}
	sum->count = kept;
}

/*
 * Multiplies the sum by the number that makes its coefficients coprime
 * integers with the first one positive, so that equal demands are equal
 * tests. Sets *flip when that number is negative. False: does not fit.
 */
static bool normalise(struct linear *sum, bool *flip)
{
	struct yice_ratio scale = yice_ratio_int(1), common = { 0, 1 };

	for (uint32_t i = 0; i < sum->count; i++)
		if (yice_lcm(scale.num, sum->coef[i].den, &scale.num))
			return false;
	for (uint32_t i = 0; i < sum->count; i++) {
		struct yice_ratio whole;
		int64_t a = common.num, b;

		if (yice_ratio_mul(sum->coef[i], scale, &whole) || whole.num == INT64_MIN)
			return false;
		for (b = whole.num < 0 ? -whole.num : whole.num; b;) {
			int64_t rest = a % b;

			a = b;
			b = rest;
		}
		common.num = a;
	}
	*flip = sum->coef[0].num < 0;
	if (*flip)
		common.num = -common.num;
	if (yice_ratio_div(scale, common, &scale) || yice_ratio_mul(sum->constant, scale, &sum->constant))
		return false;
	for (uint32_t i = 0; i < sum->count; i++)
		if (yice_ratio_mul(sum->coef[i], scale, &sum->coef[i]) || sum->coef[i].num > COEF_MAX ||
		    sum->coef[i].num < -COEF_MAX)
			return false;
	return true;
}

static enum yice_test_op scalar_op(enum yice_relation relation)
{
	switch (relation) {
	case YICE_LT:
		return YICE_TEST_LT;
	case YICE_LE:
		return YICE_TEST_LE;
	case YICE_GT:
		return YICE_TEST_GT;
	case YICE_GE:
		return YICE_TEST_GE;
	case YICE_EQ:
		return YICE_TEST_EQ;
	case YICE_NE:
		return YICE_TEST_NE;
	}
	return YICE_TEST_EQ;
}

/* 1: every value in range satisfies it, 0: none does, -1: it depends. Ranges include their ends. */
static int decided_by_range(const struct yice_type *type, enum yice_test_op op, struct yice_ratio limit)
{
	int min = type->has_min ? yice_ratio_cmp(type->min, limit) : -1; /* sign of min - limit */
	int max = type->has_max ? yice_ratio_cmp(type->max, limit) : 1;

	switch (op) {
	case YICE_TEST_LT:
		return max < 0 ? 1 : min >= 0 ? 0 : -1;
	case YICE_TEST_LE:
		return max <= 0 ? 1 : min > 0 ? 0 : -1;
	case YICE_TEST_GT:
		return min > 0 ? 1 : max <= 0 ? 0 : -1;
	case YICE_TEST_GE:
		return min >= 0 ? 1 : max < 0 ? 0 : -1;
	case YICE_TEST_EQ:
		return min > 0 || max < 0 ? 0 : -1;
	default:
		return min > 0 || max < 0 ? 1 : -1;
	}
}

static void warn_range(struct linear *sum, const struct yice_logic *test)
{
	struct yice_model *model = sum->typing->model;
	int decided = decided_by_range(yice_slot_type(model, test->slot), test->op, test->limit);
	struct yice_diag *diag;

	if (decided < 0)
		return;
	diag = yice_typing_report(sum->typing, decided ? YICE_D_always_true : YICE_D_always_false, test->span,
				  yice_slot_name(model, test->slot, YICE_ZH), NULL, NULL);
	note_primary(sum, diag);
}

static struct yice_ratio magnitude(struct yice_ratio limit)
{
	/* The least number there is has no opposite; it is as much too wide as the next. */
	if (limit.num < 0)
		limit.num = limit.num == INT64_MIN ? INT64_MAX : -limit.num;
	return limit;
}

/* One attribute: a threshold in its own measure. */
static bool make_scalar(struct linear *sum, struct yice_logic *test, enum yice_relation relation)
{
	struct yice_model *model = sum->typing->model;
	struct yice_slot *slot = &model->slots.items[sum->slot[0]];
	struct yice_grain *grain = model->grains ? &model->grains[sum->slot[0]] : NULL;
	int64_t *ticks = grain ? &grain->scale : &slot->scale, scale;
	struct yice_ratio limit = { 0, 1 };

	if (yice_ratio_mul(sum->constant, yice_ratio_int(-1), &limit) ||
	    yice_ratio_div(limit, sum->coef[0], &limit)) {
		report(sum, YICE_D_value_overflow, test->span, NULL, NULL, NULL);
		return false;
	}
	test->op = scalar_op(sum->coef[0].num < 0 ? yice_relation_mirror(relation) : relation);
	test->slot = sum->slot[0];
	test->limit = limit;
	if (yice_lcm(*ticks > 0 ? *ticks : 1, limit.den, &scale) || scale > YICE_SCALE_MAX) {
		if (grain)
			grain->too_fine = true;
		report(sum, YICE_D_value_too_fine, test->span, slot->zh, measure_text(&sum->type->measure),
		       NULL);
		return false;
	}
	*ticks = scale;
	if (grain && yice_ratio_cmp(magnitude(limit), grain->widest) > 0)
		grain->widest = magnitude(limit);
	if (sum->type->kind == YICE_ATTR_QUANTITY)
		warn_range(sum, test);
	return true;
}

/* The attribute that a side consists of, YICE_NONE: it is none, or more; before: attributes that there were without it. */
static uint32_t lone(const struct linear *sum, const struct yice_sum *side, uint32_t before)
{
	return !side->terms->next && sum->count == before + 1 ? sum->slot[before] : YICE_NONE;
}

static bool make_sum(struct linear *sum, struct yice_logic *test, enum yice_relation relation)
{
	bool flip;

	test->sum = yice_arena_array(&sum->typing->model->arena, sum->count, sizeof(*test->sum));
	if (!test->sum)
		return false;
	if (!normalise(sum, &flip) || yice_ratio_mul(sum->constant, yice_ratio_int(-1), &test->limit)) {
		report(sum, YICE_D_value_overflow, test->span, NULL, NULL, NULL);
		return false;
	}
	test->op = YICE_TEST_SUM;
	test->relation = flip ? yice_relation_mirror(relation) : relation;
	test->terms = sum->count;
	for (uint32_t i = 0; i < sum->count; i++) {
		test->sum[i].slot = sum->slot[i];
		test->sum[i].coef = sum->coef[i];
	}
	return true;
}

static bool has_attribute(struct yice_typing *typing, const struct yice_sum *side)
{
	for (const struct yice_operand *term = side->terms; term; term = term->next)
		if (term->kind == YICE_OPERAND_PATH && !yice_type_hole(typing, term->path))
			return true;
	return false;
}

static struct yice_logic *compare(struct yice_typing *typing, struct yice_span span,
				  struct yice_primary primary, const struct yice_sum *left,
				  enum yice_relation relation, const struct yice_sum *right)
{
	struct linear sum = { .typing = typing, .primary = primary, .constant = { 0, 1 } };
	struct yice_logic *test = yice_logic_new(typing->model, YICE_LOGIC_TEST, span);
	uint32_t before;

	if (!test)
		return NULL;
	sum.type = yice_slot_type(typing->model, primary.slot);
	add_side(&sum, left, 1);
	test->slot = lone(&sum, left, 0);
	before = sum.count;
	add_side(&sum, right, -1);
	if (test->slot == YICE_NONE)
		test->slot = lone(&sum, right, before);
	if (sum.bad)
		return NULL;
	if (sum.overflow) {
		report(&sum, YICE_D_value_overflow, span, NULL, NULL, NULL);
		return NULL;
	}
	tidy(&sum);
	if (!sum.count) {
		report(&sum, sum.attributes ? YICE_D_sum_cancels : YICE_D_compare_literals, span, NULL, NULL,
		       NULL);
		return NULL;
	}
	if (sum.count == 1 ? !make_scalar(&sum, test, relation) : !make_sum(&sum, test, relation))
		return NULL;
	yice_text_compare(typing, test, left, relation, right,
			  !has_attribute(typing, left) && has_attribute(typing, right));
	return test;
}

static const struct yice_operand *stricter(const struct yice_sum *side)
{
	const struct yice_operand *term = side->terms;

	return term && term->kind == YICE_OPERAND_STRICTER && !term->next && !term->negative &&
		       !term->has_factor
		   ? term
		   : NULL;
}

/*
 * x ≤ 较严值（a、b）is x ≤ a 且 x ≤ b, and likewise for the other orders: what
 * meets the stricter meets both. That holds of a demand only: in a guard,
 * x > 较严值（a、b）would mean that one of them is exceeded.
 */
static struct yice_logic *compare_stricter(struct yice_typing *typing, const struct yice_expr *expr,
					   struct yice_primary primary, const struct yice_operand *limits,
					   bool on_left)
{
	struct yice_logic *all = NULL;

	for (const struct yice_sum *one = limits->alternatives; one; one = one->next) {
		struct yice_logic *test = compare(typing, expr->span, primary, on_left ? one : expr->left,
						  expr->relation, on_left ? expr->right : one);

		all = test ? yice_logic_join(typing->model, YICE_LOGIC_AND, all, test) : all;
	}
	return typing->bad ? NULL : all;
}

struct yice_logic *yice_type_sums(struct yice_typing *typing, const struct yice_expr *expr,
				  struct yice_primary primary)
{
	const struct yice_operand *left = stricter(expr->left), *right = stricter(expr->right);

	if (!left && !right)
		return compare(typing, expr->span, primary, expr->left, expr->relation, expr->right);
	if (left && right) {
		yice_typing_report(typing, YICE_D_stricter_twice, right->span, NULL, NULL, NULL);
		return NULL;
	}
	if (expr->relation == YICE_EQ || expr->relation == YICE_NE) {
		yice_typing_report(typing, YICE_D_stricter_equals, expr->span,
				   yice_relation_word(expr->relation, YICE_ZH), NULL, NULL);
		return NULL;
	}
	if (!typing->demands) {
		yice_typing_report(typing, YICE_D_stricter_outside_demand, left ? left->span : right->span, NULL, NULL,
				   NULL);
		return NULL;
	}
	return compare_stricter(typing, expr, primary, left ? left : right, left != NULL);
}
