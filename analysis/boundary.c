/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds projects at the limits of clauses. A limit is put into the clause's
 * forms as a value, once for each of its sides; a project of which all else is
 * equal and which comes out differently on the two sides is what shows the
 * limit. The outcome of each case is what the runtime decides. Used by
 * `yice test --boundaries`.
 */
#include "analysis/boundary.h"

#include "analysis/witness.h"
#include "compiler/declare.h"
#include "compiler/type.h"

#define UNITS_TRIED 16
#define VALUES_MAX  3

struct finder {
	struct yice_study *study;
	struct yice_model *model;
	const unsigned char *named;
	struct yice_boundaries *out;
	struct yice_map places; /* tests that have been looked at */
	struct yice_map days;   /* intervals that have been looked at */
	const struct yice_subject *subject;
	const struct yice_logic *test;
	int status;
	bool unreached;
};

/* The values of one axis that are tried, in order, and which two of them should differ. */
struct side {
	struct yice_value values[VALUES_MAX];
	uint32_t count, a, b;
};

static const enum yice_outcome outcomes[] = { YICE_VIOLATED,  YICE_RESTRICTED, YICE_JUDGEMENT,
					      YICE_SATISFIED, YICE_NOTED,      YICE_NOT_APPLICABLE };

/* ---------------------------------------------------------------- a value in a form */

static const struct yice_form *truth(const struct yice_realm *realm, bool yes)
{
	return yes ? realm->yes : realm->no;
}

static bool has_member(const struct yice_realm *realm, const struct yice_form *form, const struct yice_value *value)
{
	uint32_t words = realm->universes[realm->axes[form->axis].universe].words;

	for (uint32_t i = 0; i < words; i++)
		if (form->set[i] & value->members[i])
			return true;
	return false;
}

static bool bound_holds(const struct yice_form *form, struct yice_ratio number)
{
	int order = yice_ratio_cmp(number, form->limit);

	order = form->kind == YICE_FORM_BELOW ? order : -order;
	return form->strict ? order < 0 : order <= 0;
}

/* The sum without the axis; its share moves to the limit. */
static const struct yice_form *reduce_sum(struct finder *f, const struct yice_form *form,
					  const struct yice_value *value)
{
	struct yice_realm *realm = &f->study->realm;
	struct yice_form *rest = yice_arena_alloc(&realm->arena, sizeof(*rest));
	uint32_t *axes = yice_arena_array(&realm->arena, form->count, sizeof(*axes));
	struct yice_ratio *coefs = yice_arena_array(&realm->arena, form->count, sizeof(*coefs));

	if (!rest || !axes || !coefs)
		return NULL;
	*rest = *form;
	rest->count = 0;
	rest->axes = axes;
	rest->coefs = coefs;
	for (uint32_t i = 0; i < form->count; i++) {
		struct yice_ratio share;

		if (form->axes[i] != value->axis) {
			axes[rest->count] = form->axes[i];
			coefs[rest->count++] = form->coefs[i];
			continue;
		}
		if (yice_ratio_mul(form->coefs[i], value->number, &share)) {
			realm->overflow = true;
			return form;
		}
		share.num = -share.num;
		if (yice_ratio_add(rest->limit, share, &rest->limit))
			realm->overflow = true;
	}
	if (rest->count)
		return rest;
	return truth(realm, form->strict ? rest->limit.num > 0 : rest->limit.num >= 0);
}

/* The form for projects that have the value. NULL when out of memory. */
static const struct yice_form *with_value(struct finder *f, const struct yice_form *form,
					  const struct yice_value *value)
{
	struct yice_realm *realm = &f->study->realm;
	const struct yice_form **parts, *out;

	if (!form || !yice_form_looks_at(form, value->axis))
		return form;
	switch (form->kind) {
	case YICE_FORM_IN:
	case YICE_FORM_HAS:
		return truth(realm, has_member(realm, form, value));
	case YICE_FORM_LACKS:
		return truth(realm, !has_member(realm, form, value));
	case YICE_FORM_BELOW:
	case YICE_FORM_ABOVE:
		return truth(realm, bound_holds(form, value->number));
	case YICE_FORM_SUM:
		return reduce_sum(f, form, value);
	case YICE_FORM_KNOWN:
		return realm->yes;
	default:
		break;
	}
	parts = yice_arena_array(&realm->arena, form->count, sizeof(*parts));
	for (uint32_t i = 0; parts && i < form->count; i++)
		parts[i] = with_value(f, form->parts[i], value);
	out = parts ? yice_form_join(realm, form->kind, parts, form->count) : NULL;
	return out;
}

/* ---------------------------------------------------------------- cases */

static void push_case(struct finder *f, const char *value, const char *json, int outcome)
{
	struct yice_boundary *item = value ? YICE_PUSH(f->model, f->out) : NULL;

	if (!item)
		return;
	*item = (struct yice_boundary){ f->subject->number, f->test ? f->test->zh : NULL,
					f->test ? (f->test->en ? f->test->en : f->test->zh) : NULL,
					yice_arena_strdup(&f->model->arena, value),
					yice_arena_strdup(&f->model->arena, json), outcome };
}

static struct yice_place_of place_for(const struct finder *f, uint32_t unit)
{
	uint32_t scope = yice_subject_scope(f->model, f->subject);
	struct yice_place_of place = { .day = yice_study_day(f->study, f->subject->rule) };

	if (unit != YICE_NONE)
		place.unit = f->model->units.items[unit].code;
	else if (scope != YICE_NONE)
		place.scope = f->model->scopes.items[scope].code;
	return place;
}

/* The point with one more value, decided: the document in json. */
static bool decide(struct finder *f, const struct yice_project *point, const struct yice_value *value,
		   const struct yice_place_of *place, struct yice_buf *json, int *outcome)
{
	struct yice_value values[256];
	struct yice_project whole = { values, 0 };
	bool put = !value;
	int status;

	if (point->count + 1 > YICE_COUNT(values))
		return false;
	for (uint32_t i = 0; i < point->count; i++) {
		if (!put && value->axis <= point->values[i].axis) {
			values[whole.count++] = *value;
			put = true;
			if (value->axis == point->values[i].axis)
				continue;
		}
		values[whole.count++] = point->values[i];
	}
	if (!put)
		values[whole.count++] = *value;
	yice_buf_clear(json);
	if (!yice_witness_json(&f->study->realm, &whole, place, json) || json->failed)
		return false;
	status = yice_trial_decide(&f->study->trial, json->data);
	if (status == YICE_ENOMEM)
		f->status = status;
	if (status)
		return false;
	*outcome = yice_trial_outcome(&f->study->trial, yice_study_id(f->study, f->subject->number));
	return true;
}

static bool in_range(const struct finder *f, const struct yice_value *value)
{
	const struct yice_axis *axis = &f->study->realm.axes[value->axis];

	if (axis->kind != YICE_AXIS_NUMBER && axis->kind != YICE_AXIS_DAY)
		return true;
	return (!axis->has_min || yice_ratio_cmp(value->number, axis->min) >= 0) &&
	       (!axis->has_max || yice_ratio_cmp(value->number, axis->max) <= 0);
}

/* The value as it stands in the document, without quotes and brackets. */
static const char *value_text(struct finder *f, const struct yice_value *value)
{
	struct yice_buf text = YICE_BUF_INIT, bare = YICE_BUF_INIT;

	yice_witness_value(&f->study->realm, value, &text);
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("\"[]", text.data[i]))
			yice_buf_addc(&bare, text.data[i]);
	bare.failed |= text.failed;
	yice_buf_release(&text);
	return yice_model_keep(f->model, &bare);
}

/* Cases for all values at the point, kept when two of them come out differently. */
static bool keep_cases(struct finder *f, const struct yice_project *point, const struct side *side, uint32_t unit)
{
	struct yice_place_of place = place_for(f, unit);
	uint32_t before = f->out->count;
	struct yice_buf json = YICE_BUF_INIT;
	int first = 0, outcome = 0;
	bool differ = false, any = false;

	for (uint32_t i = 0; i < side->count; i++) {
		if (!in_range(f, &side->values[i]) || !decide(f, point, &side->values[i], &place, &json, &outcome) ||
		    outcome == YICE_TRIAL_ABSENT || outcome == YICE_UNKNOWN)
			continue;
		differ |= any && outcome != first;
		first = any ? first : outcome;
		any = true;
		push_case(f, value_text(f, &side->values[i]), json.data, outcome);
	}
	if (json.failed)
		f->status = YICE_ENOMEM;
	yice_buf_release(&json);
	if (!differ)
		f->out->count = before;
	return differ;
}

/* ---------------------------------------------------------------- one limit */

static const struct yice_form *site_form(struct finder *f, uint32_t unit)
{
	return unit == YICE_NONE ? f->study->realm.yes : yice_read_unit(&f->study->realm, &f->study->reading, unit);
}

/* All else equal, one outcome on this side of the limit and another on that one. */
static bool show_pair(struct finder *f, const struct side *side, uint32_t unit, enum yice_outcome one,
		      enum yice_outcome other)
{
	struct yice_study *study = f->study;
	const struct yice_form *forms[] = {
		with_value(f, yice_study_outcome(study, f->subject, one), &side->values[side->a]),
		with_value(f, yice_study_outcome(study, f->subject, other), &side->values[side->b]),
		with_value(f, f->subject->known, &side->values[side->a]),
		site_form(f, unit),
	};
	struct yice_project point;
	struct yice_arena arena;
	bool shown = false;
	int answer;

	yice_arena_init(&arena);
	answer = yice_solve(study->solver, forms, YICE_COUNT(forms), &arena, &point);
	if (answer < 0)
		f->status = answer;
	f->unreached |= answer == YICE_ANSWER_UNREACHED;
	if (answer == YICE_ANSWER_YES)
		shown = keep_cases(f, &point, side, unit);
	yice_arena_release(&arena);
	return shown;
}

static bool show_in(struct finder *f, const struct side *side, uint32_t unit)
{
	bool shown = false;

	if (!in_range(f, &side->values[side->a]) || !in_range(f, &side->values[side->b]))
		return false;
	for (size_t i = 0; i < YICE_COUNT(outcomes) && !shown; i++)
		for (size_t j = 0; j < YICE_COUNT(outcomes) && !shown && !f->status; j++)
			if (i != j)
				shown = show_pair(f, side, unit, outcomes[i], outcomes[j]);
	return shown;
}

/* In a unit the clause is for, else anywhere in its scope. */
static bool for_units(struct finder *f, bool (*show)(struct finder *f, const struct side *side, uint32_t unit),
		      const struct side *side)
{
	const struct yice_placement *target = yice_subject_target(f->model, f->subject);
	uint32_t tried = 0;
	bool shown = false;

	if (target->kind == YICE_FOR_UNIT)
		return show(f, side, target->key);
	for (uint32_t unit = 0; unit < f->model->units.count && tried < UNITS_TRIED && !shown && !f->status; unit++) {
		if (!yice_subject_concerns(f->model, f->subject, unit))
			continue;
		tried++;
		shown = show(f, side, unit);
	}
	return shown || (target->kind != YICE_FOR_CLASS && show(f, side, YICE_NONE));
}

static struct yice_value number_value(uint32_t axis, struct yice_ratio number)
{
	return (struct yice_value){ axis, NULL, number };
}

static bool show_threshold(struct finder *f, uint32_t axis)
{
	const struct yice_logic *test = f->test;
	struct yice_ratio step = yice_study_step(f->study, test), low, high;
	struct side side = { .count = 3, .a = 1, .b = 0 };

	if (yice_ratio_add(test->limit, (struct yice_ratio){ -step.num, step.den }, &low) ||
	    yice_ratio_add(test->limit, step, &high))
		return false;
	side.values[0] = number_value(axis, low);
	side.values[1] = number_value(axis, test->limit);
	side.values[2] = number_value(axis, high);
	if (test->op == YICE_TEST_LE || test->op == YICE_TEST_GT)
		side.b = 2;
	if (for_units(f, show_in, &side))
		return true;
	if (test->op != YICE_TEST_EQ && test->op != YICE_TEST_NE)
		return false;
	side.b = 2;
	return for_units(f, show_in, &side);
}

/* ---------------------------------------------------------------- sums */

/* Exactly at the limit of the sum; then a tick to either side. */
static bool show_sum_at(struct finder *f, uint32_t unit, enum yice_outcome outcome, bool room)
{
	struct yice_realm *realm = &f->study->realm;
	struct yice_ratio step = yice_study_step(f->study, f->test);
	struct yice_logic equal = *f->test;
	const struct yice_form *forms[5];
	struct yice_project point;
	struct yice_arena arena;
	bool shown = false;
	uint32_t axis;
	int answer;

	equal.relation = YICE_EQ;
	equal.next = NULL;
	axis = yice_realm_axis(realm, &f->study->reading, equal.sum[equal.terms - 1].slot);
	forms[0] = yice_read_logic(realm, &f->study->reading, &equal, true, false);
	forms[1] = yice_study_outcome(f->study, f->subject, outcome);
	forms[2] = f->subject->known;
	forms[3] = site_form(f, unit);
	forms[4] = room ? yice_form_bound(realm, YICE_FORM_ABOVE, axis, step, false) : realm->yes;
	yice_arena_init(&arena);
	answer = yice_solve(f->study->solver, forms, YICE_COUNT(forms), &arena, &point);
	if (answer < 0)
		f->status = answer;
	f->unreached |= answer == YICE_ANSWER_UNREACHED;
	for (uint32_t i = 0; answer == YICE_ANSWER_YES && i < point.count; i++) {
		struct side side = { .count = 3 };
		struct yice_ratio at = point.values[i].number;

		if (point.values[i].axis != axis)
			continue;
		side.values[0] = side.values[1] = side.values[2] = number_value(axis, at);
		if (!yice_ratio_add(at, (struct yice_ratio){ -step.num, step.den }, &side.values[0].number) &&
		    !yice_ratio_add(at, step, &side.values[2].number))
			shown = keep_cases(f, &point, &side, unit);
	}
	yice_arena_release(&arena);
	return shown;
}

static bool show_sum(struct finder *f, const struct side *side, uint32_t unit)
{
	bool shown = false;

	YICE_UNUSED(side);
	for (int room = 1; room >= 0 && !shown; room--)
		for (size_t i = 0; i < YICE_COUNT(outcomes) && !shown && !f->status; i++)
			shown = show_sum_at(f, unit, outcomes[i], room);
	return shown;
}

/* ---------------------------------------------------------------- codes */

/* The leaf of the table at or beyond an ordinal, looking upwards or downwards. YICE_NONE: none. */
static uint32_t find_leaf(const struct yice_vocab *vocab, uint32_t ordinal, bool up)
{
	while (ordinal < vocab->count && vocab->members[ordinal].end != ordinal + 1)
		ordinal += up ? 1 : UINT32_MAX;
	return ordinal < vocab->count ? ordinal : YICE_NONE;
}

static bool leaf_value(struct finder *f, uint32_t axis, uint32_t vocab, uint32_t leaf, struct yice_value *out)
{
	uint64_t *bits = yice_form_bits(&f->study->realm, axis);

	if (!bits)
		return false;
	yice_bit_set(bits, f->study->reading.members[vocab][leaf]);
	*out = (struct yice_value){ axis, bits, yice_ratio_int(0) };
	return true;
}

static bool in_runs(const uint32_t *runs, uint32_t ordinal)
{
	for (uint32_t r = 0; r < runs[0]; r++)
		if (ordinal >= runs[1 + 2 * r] && ordinal < runs[2 + 2 * r])
			return true;
	return false;
}

/* A code inside and the nearest one outside. True when there is no such edge, too: between runs may lie no leaf. */
static bool show_edge(struct finder *f, uint32_t axis, uint32_t number, uint32_t inside, uint32_t outside)
{
	struct side side = { .count = 2, .a = 0, .b = 1 };

	if (inside == YICE_NONE || outside == YICE_NONE || !in_runs(f->test->runs, inside) ||
	    in_runs(f->test->runs, outside))
		return true;
	return leaf_value(f, axis, number, inside, &side.values[0]) &&
	       leaf_value(f, axis, number, outside, &side.values[1]) && for_units(f, show_in, &side);
}

static bool show_codes(struct finder *f, uint32_t axis)
{
	uint32_t number = yice_slot_type(f->model, f->test->slot)->vocab;
	const struct yice_vocab *vocab = &f->model->vocabs.items[number];
	const uint32_t *runs = f->test->runs;
	bool shown = true;

	for (uint32_t r = 0; r < runs[0] && !f->status; r++) {
		uint32_t low = runs[1 + 2 * r], high = runs[2 + 2 * r];

		shown &= show_edge(f, axis, number, find_leaf(vocab, low, true),
				   low ? find_leaf(vocab, low - 1, false) : YICE_NONE);
		shown &= show_edge(f, axis, number, find_leaf(vocab, high - 1, false), find_leaf(vocab, high, true));
	}
	return shown;
}

/* ---------------------------------------------------------------- days of being in force */

/* A project with one of the outcomes from a to b, on each of the days. A duty has none, and asks nothing of projects. */
static bool show_day(struct finder *f, const struct side *side, uint32_t unit)
{
	const struct yice_form *yes = f->study->realm.yes;
	bool duty = f->subject->rule->effect == YICE_OBLIGES, shown = false;

	for (size_t i = side->a; i < side->b && !shown && !f->status; i++) {
		const struct yice_form *forms[] = { duty ? yes : yice_study_outcome(f->study, f->subject, outcomes[i]),
						    duty ? yes : f->subject->known, site_form(f, unit) };
		struct yice_buf json = YICE_BUF_INIT;
		struct yice_project point;
		struct yice_arena arena;
		int outcome = 0, answer;

		yice_arena_init(&arena);
		answer = yice_solve(f->study->solver, forms, YICE_COUNT(forms), &arena, &point);
		if (answer < 0)
			f->status = answer;
		shown = answer == YICE_ANSWER_YES;
		for (uint32_t d = 0; shown && d < side->count; d++) {
			struct yice_place_of place = place_for(f, unit);
			char day[11];

			place.day = (yice_day)side->values[d].number.num;
			yice_date_format(place.day, day);
			if (decide(f, &point, NULL, &place, &json, &outcome))
				push_case(f, day, json.data, outcome);
		}
		if (json.failed)
			f->status = YICE_ENOMEM;
		yice_buf_release(&json);
		yice_arena_release(&arena);
	}
	return shown;
}

static void look_days(struct finder *f)
{
	const struct yice_rule *rule = f->subject->rule;
	const uint32_t key[] = { rule->placed->list, (uint32_t)rule->days.from, (uint32_t)rule->days.to };
	struct side side = { .count = 0 };
	uint32_t entry;
	bool added = false;

	if (!f->named[rule->placed->span.file])
		return;
	if (yice_map_put(&f->days, key, sizeof(key), 0, &entry, &added))
		f->status = YICE_ENOMEM;
	f->test = NULL;
	for (int end = 0; added && end < 2; end++) {
		yice_day day = end ? rule->days.to : rule->days.from;

		if (day == YICE_DAY_MIN || day == YICE_DAY_MAX)
			continue;
		side.count = 2;
		side.values[0] = number_value(0, yice_ratio_int(day - 1));
		side.values[1] = number_value(0, yice_ratio_int(day));
		side.a = 0;
		side.b = YICE_COUNT(outcomes) - 1;
		if (for_units(f, show_day, &side))
			continue;
		side.a = side.b;
		side.b = YICE_COUNT(outcomes);
		for_units(f, show_day, &side);
	}
}

/* ---------------------------------------------------------------- all tests */

static void look_test(struct finder *f, const struct yice_logic *test)
{
	const uint32_t key[] = { test->span.file, test->span.start, test->span.end, test->op };
	bool codes = test->op == YICE_TEST_CODE_ANY || test->op == YICE_TEST_CODE_ALL;
	bool scalar = test->op >= YICE_TEST_LT && test->op <= YICE_TEST_NE, added = false, shown;
	uint32_t entry, axis;

	if ((!codes && !scalar && test->op != YICE_TEST_SUM) || !yice_span_known(test->span) ||
	    !f->named[test->span.file])
		return;
	if (yice_map_put(&f->places, key, sizeof(key), 0, &entry, &added))
		f->status = YICE_ENOMEM;
	if (!added || f->status)
		return;
	f->test = test;
	f->unreached = false;
	axis = yice_realm_axis(&f->study->realm, &f->study->reading,
			       test->op == YICE_TEST_SUM ? test->sum[0].slot : test->slot);
	shown = axis != YICE_NONE && (codes    ? show_codes(f, axis)
				      : scalar ? show_threshold(f, axis)
					       : for_units(f, show_sum, NULL));
	if (!shown && !f->status) {
		struct yice_boundary_gap *gap = YICE_PUSH(f->model, &f->out->gaps);

		if (gap)
			*gap = (struct yice_boundary_gap){ test->span, test->zh, test->en ? test->en : test->zh,
							   f->unreached };
	}
}

static void look_logic(struct finder *f, const struct yice_logic *logic)
{
	if (!logic || f->status)
		return;
	if (logic->kind == YICE_LOGIC_TEST)
		look_test(f, logic);
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		look_logic(f, child);
}

int yice_boundaries_make(struct yice_study *study, const unsigned char *named, struct yice_boundaries *out)
{
	struct finder f = { .study = study, .model = &study->model, .named = named, .out = out };

	memset(out, 0, sizeof(*out));
	yice_map_init(&f.places);
	yice_map_init(&f.days);
	for (uint32_t i = 0; i < study->rules.count && !f.status; i++) {
		const struct yice_rule *rule = &study->rules.items[i];

		f.subject = yice_study_subject(study, i);
		if (!f.subject) {
			f.status = YICE_ENOMEM;
			break;
		}
		if (rule->effect != YICE_OBLIGES)
			look_days(&f);
		look_logic(&f, rule->guard);
		for (uint32_t e = 0; e < rule->except_count; e++)
			look_logic(&f, rule->except[e]);
		look_logic(&f, rule->demand);
	}
	/* Days that nothing but duties have. */
	for (uint32_t i = 0; i < study->rules.count && !f.status; i++) {
		f.subject = &study->subjects.items[i];
		if (f.subject->rule->effect == YICE_OBLIGES)
			look_days(&f);
	}
	yice_map_release(&f.days);
	yice_map_release(&f.places);
	if (!f.status)
		f.status = yice_realm_status(&study->realm);
	return f.status ? f.status : yice_model_status(&study->model);
}
