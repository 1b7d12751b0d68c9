/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules as forms. A form has no negation, no open words and no missing facts:
 * negation is pushed down to the tests, open words count as the caller says,
 * and over projects of the realm every fact is known. With the table of outcomes
 * (yice-language(7)) that makes "is refused", "is judged" and their opposites
 * exact, J included: a conjunction is not F when no part is, and T when all are.
 */
#include "analysis/realm.h"

struct reader {
	struct yice_realm *realm;
	struct yice_realm_model *reading;
	bool open;
	bool part; /* a test of the site is to be true of some part, else of every one: emit_code.c */
	bool whole; /* members that a test leaves out by 除外 count as named */
};

/* Members of a test's runs as bits of the axis's universe; those of the other model are outside. */
static uint64_t *bits_of(struct reader *reader, const struct yice_logic *test, uint32_t axis, bool inside)
{
	const struct yice_realm *realm = reader->realm;
	const struct yice_universe *universe = &realm->universes[realm->axes[axis].universe];
	const struct yice_model *model = reader->reading->model;
	const struct yice_type *type =
	    &model->attributes.items[model->slots.items[test->slot].attribute].type;
	const uint32_t *runs = reader->whole && test->whole ? test->whole : test->runs;
	uint64_t *bits = yice_form_bits(reader->realm, axis);

	if (!bits)
		return NULL;
	if (realm->axes[axis].boolean)
		yice_bit_set(bits, YICE_MEMBER_YES);
	for (uint32_t r = 0; !realm->axes[axis].boolean && r < runs[0]; r++)
		for (uint32_t i = runs[1 + 2 * r]; i < runs[2 + 2 * r]; i++)
			yice_bit_set(bits, reader->reading->members[type->vocab][i]);
	for (uint32_t i = 0; !inside && i < universe->count; i++)
		bits[i / 64] ^= UINT64_C(1) << i % 64;
	return bits;
}

static const struct yice_form *read_members(struct reader *reader, const struct yice_logic *test,
					    bool positive)
{
	uint32_t axis = yice_realm_axis(reader->realm, reader->reading, test->slot);
	bool all = test->op == YICE_TEST_ALL || test->op == YICE_TEST_CODE_ALL, one;
	enum yice_form_kind kind;
	const uint64_t *bits;

	if (axis == YICE_NONE)
		return NULL;
	one = reader->realm->axes[axis].kind == YICE_AXIS_ONE;
	kind = one ? YICE_FORM_IN : positive == all ? YICE_FORM_LACKS : YICE_FORM_HAS;
	bits = bits_of(reader, test, axis, one ? positive : !all);
	if (!bits)
		return NULL;
	/* That it is not so of some part is so of every one. */
	return reader->realm->axes[axis].site && reader->part != positive
		       ? yice_form_each(reader->realm, kind, axis, bits)
		       : yice_form_set(reader->realm, kind, axis, bits);
}

static enum yice_relation relation_of(const struct yice_logic *test, bool positive)
{
	static const enum yice_relation of_op[] = {
		[YICE_TEST_LT] = YICE_LT, [YICE_TEST_LE] = YICE_LE, [YICE_TEST_GT] = YICE_GT,
		[YICE_TEST_GE] = YICE_GE, [YICE_TEST_EQ] = YICE_EQ, [YICE_TEST_NE] = YICE_NE,
	};
	static const enum yice_relation opposite[] = {
		[YICE_LT] = YICE_GE, [YICE_GE] = YICE_LT, [YICE_LE] = YICE_GT,
		[YICE_GT] = YICE_LE, [YICE_EQ] = YICE_NE, [YICE_NE] = YICE_EQ,
	};
	enum yice_relation relation = test->op == YICE_TEST_SUM ? test->relation : of_op[test->op];

	return positive ? relation : opposite[relation];
}

/* a / b of two measures of one dimension; what does not fit makes every answer unreached. */
static struct yice_ratio convert(struct yice_realm *realm, struct yice_ratio value, struct yice_ratio times,
				 struct yice_ratio by)
{
	struct yice_ratio out = value;

	if (!yice_ratio_cmp(times, by))
		return value;
	if (yice_ratio_mul(value, times, &out) || yice_ratio_div(out, by, &out))
		realm->overflow = true;
	return out;
}

static struct yice_ratio factor_of(const struct reader *reader, uint32_t slot)
{
	const struct yice_model *model = reader->reading->model;
	const struct yice_type *type = &model->attributes.items[model->slots.items[slot].attribute].type;

	return type->kind == YICE_ATTR_QUANTITY ? type->measure.factor : yice_ratio_int(1);
}

static const struct yice_form *bound(struct reader *reader, uint32_t axis, struct yice_ratio limit,
				     bool below, bool strict)
{
	return yice_form_bound(reader->realm, below ? YICE_FORM_BELOW : YICE_FORM_ABOVE, axis, limit, strict);
}

static const struct yice_form *read_scalar(struct reader *reader, const struct yice_logic *test,
					   bool positive)
{
	struct yice_realm *realm = reader->realm;
	uint32_t axis = yice_realm_axis(realm, reader->reading, test->slot);
	struct yice_ratio limit;

	if (axis == YICE_NONE)
		return NULL;
	limit = convert(realm, test->limit, factor_of(reader, test->slot), realm->axes[axis].factor);
	switch (relation_of(test, positive)) {
	case YICE_LT:
		return bound(reader, axis, limit, true, true);
	case YICE_LE:
		return bound(reader, axis, limit, true, false);
	case YICE_GT:
		return bound(reader, axis, limit, false, true);
	case YICE_GE:
		return bound(reader, axis, limit, false, false);
	case YICE_EQ:
		return yice_form_and(realm, bound(reader, axis, limit, true, false),
				     bound(reader, axis, limit, false, false));
	case YICE_NE:
		return yice_form_or(realm, bound(reader, axis, limit, true, true),
				    bound(reader, axis, limit, false, true));
	}
	return NULL;
}

/* The sum at most its limit, or with `negate` at least. */
static const struct yice_form *sum_form(struct reader *reader, const struct yice_logic *test, bool negate,
					bool strict)
{
	struct yice_realm *realm = reader->realm;
	struct yice_form *form = yice_arena_alloc(&realm->arena, sizeof(*form));
	uint32_t *axes = yice_arena_array(&realm->arena, test->terms, sizeof(*axes));
	struct yice_ratio *coefs = yice_arena_array(&realm->arena, test->terms, sizeof(*coefs));

	if (!form || !axes || !coefs)
		return NULL;
	form->axis = YICE_NONE;
	for (uint32_t i = 0; i < test->terms; i++) {
		uint32_t slot = test->sum[i].slot;

		axes[i] = yice_realm_axis(realm, reader->reading, slot);
		if (axes[i] == YICE_NONE)
			return NULL;
		if (slot == test->slot)
			form->axis = axes[i];
		coefs[i] =
		    convert(realm, test->sum[i].coef, realm->axes[axes[i]].factor, factor_of(reader, slot));
		coefs[i].num = negate ? -coefs[i].num : coefs[i].num;
	}
	form->kind = YICE_FORM_SUM;
	form->strict = strict;
	form->count = test->terms;
	form->axes = axes;
	form->coefs = coefs;
	form->limit = test->limit;
	form->limit.num = negate ? -form->limit.num : form->limit.num;
	return form;
}

static const struct yice_form *read_sum(struct reader *reader, const struct yice_logic *test, bool positive)
{
	switch (relation_of(test, positive)) {
	case YICE_LT:
		return sum_form(reader, test, false, true);
	case YICE_LE:
		return sum_form(reader, test, false, false);
	case YICE_GT:
		return sum_form(reader, test, true, true);
	case YICE_GE:
		return sum_form(reader, test, true, false);
	case YICE_EQ:
		return yice_form_and(reader->realm, sum_form(reader, test, false, false),
				     sum_form(reader, test, true, false));
	case YICE_NE:
		return yice_form_or(reader->realm, sum_form(reader, test, false, true),
				    sum_form(reader, test, true, true));
	}
	return NULL;
}

static const struct yice_form *read_test(struct reader *reader, const struct yice_logic *test, bool positive)
{
	const struct yice_realm *realm = reader->realm;

	switch (test->op) {
	case YICE_TEST_ANY:
	case YICE_TEST_ALL:
	case YICE_TEST_CODE_ANY:
	case YICE_TEST_CODE_ALL:
		return read_members(reader, test, positive);
	case YICE_TEST_SUM:
		return read_sum(reader, test, positive);
	case YICE_TEST_OPEN:
		return reader->open ? realm->yes : realm->no;
	case YICE_TEST_CONST:
		return test->truth == positive ? realm->yes : realm->no;
	default:
		return read_scalar(reader, test, positive);
	}
}

static const struct yice_form *read_logic(struct reader *reader, const struct yice_logic *logic,
					  bool positive);

/* Parts of a conjunction or disjunction; the compiler bounds how deep they nest. */
static const struct yice_form *read_parts(struct reader *reader, const struct yice_logic *logic,
					  bool positive)
{
	bool all = (logic->kind == YICE_LOGIC_AND) == positive;
	const struct yice_form **parts, *form;
	uint32_t count = 0;

	for (const struct yice_logic *child = logic->first; child; child = child->next)
		count++;
	parts = calloc((size_t)count + 1, sizeof(*parts));
	if (!parts) {
		reader->realm->arena.failed = true;
		return NULL;
	}
	count = 0;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		parts[count++] = read_logic(reader, child, positive);
	form = yice_form_join(reader->realm, all ? YICE_FORM_AND : YICE_FORM_OR, parts, count);
	free(parts);
	return form;
}

static const struct yice_form *read_logic(struct reader *reader, const struct yice_logic *logic,
					  bool positive)
{
	const struct yice_form *form;

	switch (logic->kind) {
	case YICE_LOGIC_NOT:
		reader->part = !reader->part;
		form = read_logic(reader, logic->first, !positive);
		reader->part = !reader->part;
		return form;
	case YICE_LOGIC_TEST:
		return read_test(reader, logic, positive);
	default:
		return read_parts(reader, logic, positive);
	}
}

const struct yice_form *yice_read_logic(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_logic *logic, bool positive, bool open)
{
	struct reader reader = { realm, reading, open, true, false };

	if (!logic)
		return positive ? realm->yes : realm->no;
	return read_logic(&reader, logic, positive);
}

const struct yice_form *yice_read_whole(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_logic *logic, bool positive, bool open)
{
	struct reader reader = { realm, reading, open, false, false };

	if (!logic)
		return positive ? realm->yes : realm->no;
	return read_logic(&reader, logic, positive);
}

const struct yice_form *yice_read_restored(struct yice_realm *realm, struct yice_realm_model *reading,
					   const struct yice_logic *logic, bool positive, bool open)
{
	struct reader reader = { realm, reading, open, positive, true };

	if (!logic)
		return positive ? realm->yes : realm->no;
	return read_logic(&reader, logic, positive);
}

static const struct yice_form *add_tests(struct reader *reader, const struct yice_form *form,
					 const struct yice_logic *logic, bool positive)
{
	if (logic->kind == YICE_LOGIC_NOT)
		positive = !positive;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		form = add_tests(reader, form, child, positive);
	if (logic->kind != YICE_LOGIC_TEST || logic->op == YICE_TEST_OPEN || logic->op == YICE_TEST_CONST)
		return form;
	return yice_form_and(reader->realm, form, read_test(reader, logic, positive));
}

const struct yice_form *yice_read_tests(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_logic *logic)
{
	struct reader reader = { realm, reading, false, true, false };

	return logic ? add_tests(&reader, realm->yes, logic, true) : realm->yes;
}

const struct yice_form *yice_read_applies(struct yice_realm *realm, struct yice_realm_model *reading,
					  const struct yice_rule *rule, bool positive, bool open)
{
	const struct yice_form *form = yice_read_logic(realm, reading, rule->guard, positive, open);

	for (uint32_t i = 0; i < rule->except_count; i++) {
		const struct yice_form *except =
		    yice_read_whole(realm, reading, rule->except[i], !positive, open);

		form = positive ? yice_form_and(realm, form, except) : yice_form_or(realm, form, except);
	}
	return form;
}

static bool asks_site_alone(const struct yice_model *model, const struct yice_logic *logic)
{
	if (logic->kind == YICE_LOGIC_TEST)
		return logic->op != YICE_TEST_OPEN && logic->op != YICE_TEST_CONST && logic->op != YICE_TEST_SUM &&
		       model->slots.items[logic->slot].attribute == model->site_attribute;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (!asks_site_alone(model, child))
			return false;
	return true;
}

const struct yice_form *yice_read_beside(struct yice_realm *realm, struct yice_realm_model *reading,
					 const struct yice_rule *rule, bool positive)
{
	const struct yice_form *form = positive ? realm->yes : realm->no, *part;
	const struct yice_logic *child = rule->guard;

	if (child && child->kind == YICE_LOGIC_AND)
		child = child->first;
	for (; child; child = child == rule->guard ? NULL : child->next) {
		if (!asks_site_alone(reading->model, child))
			continue;
		part = yice_read_logic(realm, reading, child, positive, false);
		form = positive ? yice_form_and(realm, form, part) : yice_form_or(realm, form, part);
	}
	return form;
}

static const struct yice_form *know_slot(struct reader *reader, const struct yice_form *form, uint32_t slot)
{
	uint32_t axis = yice_realm_axis(reader->realm, reader->reading, slot);

	if (axis == YICE_NONE)
		return NULL;
	return yice_form_and(reader->realm, form,
			     yice_form_bound(reader->realm, YICE_FORM_KNOWN, axis, yice_ratio_int(0), false));
}

static const struct yice_form *know_logic(struct reader *reader, const struct yice_form *form,
					  const struct yice_logic *logic)
{
	if (!logic)
		return form;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		form = know_logic(reader, form, child);
	if (logic->kind != YICE_LOGIC_TEST || logic->op == YICE_TEST_OPEN || logic->op == YICE_TEST_CONST)
		return form;
	if (logic->op != YICE_TEST_SUM)
		return know_slot(reader, form, logic->slot);
	for (uint32_t i = 0; i < logic->terms; i++)
		form = know_slot(reader, form, logic->sum[i].slot);
	return form;
}

const struct yice_form *yice_read_known(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_rule *rule)
{
	struct reader reader = { realm, reading, false, true, false };
	const struct yice_form *form = know_logic(&reader, realm->yes, rule->guard);

	for (uint32_t i = 0; i < rule->except_count; i++)
		form = know_logic(&reader, form, rule->except[i]);
	return know_logic(&reader, form, rule->demand);
}

/* ---- outcomes */

struct rule_reader {
	struct yice_realm *realm;
	struct yice_realm_model *reading;
	const struct yice_rule *rule;
};

/* The clause is (positive) or is not applicable; may: or open words could make it so. */
static const struct yice_form *applies(const struct rule_reader *r, bool positive, bool may)
{
	return yice_read_applies(r->realm, r->reading, r->rule, positive, may);
}

static const struct yice_form *met(const struct rule_reader *r, bool positive, bool may)
{
	return yice_read_whole(r->realm, r->reading, r->rule->demand, positive, may);
}

static const struct yice_form *required(const struct rule_reader *r, enum yice_level level, bool positive)
{
	struct yice_realm *realm = r->realm;

	if (level == YICE_LEVEL_REFUSED)
		return positive ? yice_form_and(realm, applies(r, true, false), met(r, false, false))
				: yice_form_or(realm, applies(r, false, true), met(r, true, true));
	if (positive)
		return yice_form_and(realm, applies(r, true, true),
				     yice_form_or(realm, applies(r, false, true), met(r, false, true)));
	return yice_form_or(realm, applies(r, false, false),
			    yice_form_and(realm, applies(r, true, false), met(r, true, false)));
}

static const struct yice_form *restricted(const struct rule_reader *r, enum yice_level level, bool positive)
{
	struct yice_realm *realm = r->realm;

	if (level == YICE_LEVEL_REFUSED)
		return positive ? realm->no : realm->yes;
	if (level == YICE_LEVEL_RESTRICTED)
		return applies(r, positive, positive);
	return positive ? yice_form_and(realm, applies(r, true, true), applies(r, false, true))
			: yice_form_or(realm, applies(r, true, false), applies(r, false, false));
}

const struct yice_form *yice_read_level(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_rule *rule, enum yice_level level, bool positive)
{
	struct rule_reader r = { realm, reading, rule };

	switch (rule->effect) {
	case YICE_REQUIRES:
		return required(&r, level, positive);
	case YICE_PROHIBITS:
		return applies(&r, positive, positive == (level != YICE_LEVEL_REFUSED));
	case YICE_RESTRICTS:
		return restricted(&r, level, positive);
	case YICE_DOES_NOTHING:
		if (level != YICE_LEVEL_REFUSED)
			return applies(&r, positive, positive);
		return positive ? realm->no : realm->yes;
	default:
		return positive ? realm->no : realm->yes;
	}
}

/* ---- sites and days */

bool yice_read_places(struct yice_realm *realm, const struct yice_realm_model *reading, uint32_t axis, uint32_t number,
		      struct yice_unit_places *out)
{
	const struct yice_model *model = reading->model;
	const struct yice_unit *unit = &model->units.items[number];
	const struct yice_vocab *places = &model->vocabs.items[YICE_VOCAB_OF_PLACES];
	const uint32_t *members = reading->members[YICE_VOCAB_OF_PLACES];

	out->in = yice_form_bits(realm, axis);
	out->out = yice_form_bits(realm, axis);
	if (!out->in || !out->out)
		return false;
	for (uint32_t i = 0; unit->has_elements && i < places->count; i++)
		if (places->members[i].info == YICE_AT_ZONE)
			yice_bit_set(out->out, members[i]);
	for (uint32_t i = 0; i < unit->element_count; i++)
		out->out[members[unit->elements[i]] / 64] &= ~(UINT64_C(1) << members[unit->elements[i]] % 64);
	for (uint32_t i = 0; i < unit->within_count; i++) {
		yice_bit_set(out->in, members[unit->within[i]]);
		out->out[members[unit->within[i]] / 64] &= ~(UINT64_C(1) << members[unit->within[i]] % 64);
	}
	return true;
}

const struct yice_form *yice_read_unit(struct yice_realm *realm, struct yice_realm_model *reading,
				       uint32_t number)
{
	const struct yice_model *model = reading->model;
	const struct yice_form *form = realm->yes;
	struct yice_unit_places places;
	uint64_t *one;
	uint32_t axis;

	if (model->site_attribute == YICE_NONE)
		return form;
	axis = yice_realm_axis(realm, reading, model->attributes.items[model->site_attribute].slot);
	if (axis == YICE_NONE || !yice_read_places(realm, reading, axis, number, &places))
		return NULL;
	for (uint32_t i = 0; i < realm->universes[realm->axes[axis].universe].count; i++) {
		if (!yice_bit(places.in, i))
			continue;
		one = yice_form_bits(realm, axis);
		if (!one)
			return NULL;
		yice_bit_set(one, i);
		form = yice_form_and(realm, form, yice_form_set(realm, YICE_FORM_HAS, axis, one));
	}
	return yice_form_and(realm, form, yice_form_set(realm, YICE_FORM_LACKS, axis, places.out));
}

const struct yice_form *yice_read_days(struct yice_realm *realm, struct yice_interval days)
{
	uint32_t axis = yice_realm_day(realm);
	const struct yice_form *form = realm->yes;

	if (axis == YICE_NONE)
		return NULL;
	if (days.from != YICE_DAY_MIN)
		form = yice_form_bound(realm, YICE_FORM_ABOVE, axis, yice_ratio_int(days.from), false);
	if (days.to != YICE_DAY_MAX)
		form = yice_form_and(
		    realm, form,
		    yice_form_bound(realm, YICE_FORM_BELOW, axis, yice_ratio_int(days.to), true));
	return form;
}
