/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In which tests a clause changed, and for whom: units that a change concerns,
 * units that are new, gone or different, codes of industries that were added
 * to a test or taken out. Called by diff.c and the writers.
 */
#include "analysis/diff.h"

/* ---------------------------------------------------------------- tests, before and after */

struct tests {
	const struct yice_logic **items;
	uint32_t count;
};

static uint32_t count_tests(const struct yice_logic *logic)
{
	uint32_t count = 0;

	if (!logic)
		return 0;
	if (logic->kind == YICE_LOGIC_TEST)
		return 1;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		count += count_tests(child);
	return count;
}

static void add_tests(const struct yice_logic *logic, struct tests *tests)
{
	if (!logic)
		return;
	if (logic->kind == YICE_LOGIC_TEST)
		tests->items[tests->count++] = logic;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		add_tests(child, tests);
}

static void collect(struct yice_diff *diff, const struct yice_rule *rule, struct tests *tests)
{
	size_t count = (size_t)count_tests(rule->guard) + count_tests(rule->demand);

	for (uint32_t i = 0; i < rule->except_count; i++)
		count += count_tests(rule->except[i]);
	tests->count = 0;
	tests->items = yice_arena_array(&diff->arena, count, sizeof(*tests->items));
	if (!tests->items)
		return;
	add_tests(rule->guard, tests);
	for (uint32_t i = 0; i < rule->except_count; i++)
		add_tests(rule->except[i], tests);
	add_tests(rule->demand, tests);
}

/* The attribute a test is about, by name; "" for open words and constants. */
static const char *about(const struct yice_diff *diff, enum yice_side side, const struct yice_logic *test)
{
	const struct yice_model *model = &diff->versions[side].model;

	if (test->op == YICE_TEST_OPEN || test->op == YICE_TEST_CONST)
		return "";
	return model->slots.items[test->op == YICE_TEST_SUM ? test->sum[0].slot : test->slot].zh;
}

static void drop(struct tests *tests, uint32_t i)
{
	memmove(tests->items + i, tests->items + i + 1, (--tests->count - i) * sizeof(*tests->items));
}

/* Tests that read the same on both sides are no edit. */
static void drop_common(struct tests *old, struct tests *new)
{
	for (uint32_t i = 0; i < old->count; i++)
		for (uint32_t j = 0; j < new->count; j++)
			if (!strcmp(old->items[i]->zh, new->items[j]->zh)) {
				drop(old, i--);
				drop(new, j);
				break;
			}
}

void yice_diff_edits(struct yice_diff *diff, struct yice_clause_change *change)
{
	struct tests old, new;

	if (change->clause[YICE_OLD] == YICE_NONE || change->clause[YICE_NEW] == YICE_NONE)
		return;
	collect(diff, diff->versions[YICE_OLD].subjects.items[change->clause[YICE_OLD]].rule, &old);
	collect(diff, diff->versions[YICE_NEW].subjects.items[change->clause[YICE_NEW]].rule, &new);
	change->edits = diff->arena.failed ? NULL
					   : yice_arena_array(&diff->arena, (size_t)old.count + new.count,
							      sizeof(*change->edits));
	if (!change->edits) {
		diff->status = YICE_ENOMEM;
		return;
	}
	drop_common(&old, &new);
	for (uint32_t i = 0; i < old.count; i++) {
		struct yice_edit *edit = &change->edits[change->edit_count++];

		edit->test[YICE_OLD] = old.items[i];
		for (uint32_t j = 0; j < new.count && !edit->test[YICE_NEW]; j++)
			if (!strcmp(about(diff, YICE_OLD, old.items[i]),
				    about(diff, YICE_NEW, new.items[j]))) {
				edit->test[YICE_NEW] = new.items[j];
				drop(&new, j);
			}
	}
	for (uint32_t j = 0; j < new.count; j++)
		change->edits[change->edit_count++].test[YICE_NEW] = new.items[j];
}

/* ---------------------------------------------------------------- units */

uint32_t yice_diff_unit(const struct yice_model *model, const char *code)
{
	uint32_t entry = yice_map_find(&model->unit_codes, code, strlen(code));

	return entry == YICE_MAP_NONE ? YICE_NONE : model->unit_codes.entries[entry].value;
}

static const char *place_name(const struct yice_model *model, uint32_t place)
{
	return model->vocabs.items[YICE_VOCAB_OF_PLACES].members[place].label.zh;
}

static bool has_place(const struct yice_model *model, const uint32_t *places, uint32_t count,
		      const char *name)
{
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(place_name(model, places[i]), name))
			return true;
	return false;
}

static bool same_places(const struct yice_model *a, const uint32_t *first, uint32_t first_count,
			const struct yice_model *b, const uint32_t *second, uint32_t second_count)
{
	for (uint32_t i = 0; first_count == second_count && i < first_count; i++)
		if (!has_place(b, second, second_count, place_name(a, first[i])))
			return false;
	return first_count == second_count;
}

static bool look_unit(const struct yice_diff *diff, struct yice_unit_change *change)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;
	const struct yice_unit *old, *new;

	if (!change->is[YICE_OLD] || !change->is[YICE_NEW])
		return true;
	old = &a->units.items[change->number[YICE_OLD]];
	new = &b->units.items[change->number[YICE_NEW]];
	change->klass = old->klass != new->klass;
	change->places =
	    old->has_elements != new->has_elements ||
	    !same_places(a, old->elements, old->element_count, b, new->elements, new->element_count) ||
	    !same_places(a, old->within, old->within_count, b, new->within, new->within_count);
	return change->klass || change->places;
}

void yice_diff_units(struct yice_diff *diff)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;

	diff->units =
	    yice_arena_array(&diff->arena, (size_t)a->units.count + b->units.count, sizeof(*diff->units));
	if (!diff->units) {
		diff->status = YICE_ENOMEM;
		return;
	}
	for (uint32_t i = 0; i < b->units.count; i++) {
		uint32_t old = yice_diff_unit(a, b->units.items[i].code);
		struct yice_unit_change change = { .code = b->units.items[i].code,
						   .is = { old != YICE_NONE, true },
						   .number = { old, i } };

		if (look_unit(diff, &change))
			diff->units[diff->unit_count++] = change;
	}
	for (uint32_t i = 0; i < a->units.count; i++)
		if (yice_diff_unit(b, a->units.items[i].code) == YICE_NONE)
			diff->units[diff->unit_count++] =
			    (struct yice_unit_change){ .code = a->units.items[i].code,
						       .is = { true, false },
						       .number = { i, YICE_NONE } };
}

static void touch(const struct yice_model *model, const struct yice_subject *subject, bool *touched)
{
	const struct yice_placement *target = yice_subject_target(model, subject);

	if (target->kind == YICE_FOR_UNIT)
		touched[target->key] = true;
	for (uint32_t i = 0; target->kind != YICE_FOR_UNIT && i < model->units.count; i++)
		touched[i] |= yice_subject_concerns(model, subject, i);
}

void yice_diff_touch(struct yice_diff *diff, const struct yice_clause_change *change)
{
	bool *touched[YICE_SIDES] = { diff->touched_old, diff->touched };

	if (change->kind == YICE_DIFF_REWORDED || change->kind == YICE_DIFF_MOVED)
		return;
	for (int side = 0; side < YICE_SIDES; side++)
		if (change->clause[side] != YICE_NONE)
			touch(&diff->versions[side].model,
			      &diff->versions[side].subjects.items[change->clause[side]], touched[side]);
}

/* ---------------------------------------------------------------- industries */

static bool is_code_test(const struct yice_logic *test)
{
	return test && (test->op == YICE_TEST_CODE_ANY || test->op == YICE_TEST_CODE_ALL);
}

/* Turns the members of one side's test over: what both sides have ends as it was. */
static void turn(const struct yice_diff *diff, enum yice_side side, const struct yice_logic *test,
		 uint32_t universe, unsigned char *turned)
{
	const struct yice_model *model = &diff->versions[side].model;
	uint32_t vocab = model->attributes.items[model->slots.items[test->slot].attribute].type.vocab;

	if (diff->readings[side].universes[vocab] != universe)
		return;
	for (uint32_t r = 0; r < test->runs[0]; r++)
		for (uint32_t i = test->runs[1 + 2 * r]; i < test->runs[2 + 2 * r]; i++)
			turned[diff->readings[side].members[vocab][i]] ^= 1;
}

/* Marks members that any test gained or lost. */
static bool mark_codes(const struct yice_diff *diff, uint32_t universe, unsigned char *marked)
{
	uint32_t members = diff->realm.universes[universe].count;
	unsigned char *turned = calloc((size_t)members + 1, 1);

	for (uint32_t i = 0; turned && i < diff->count; i++)
		for (uint32_t e = 0; e < diff->changes[i].edit_count; e++) {
			const struct yice_edit *edit = &diff->changes[i].edits[e];

			memset(turned, 0, members);
			for (int side = 0; side < YICE_SIDES; side++)
				if (is_code_test(edit->test[side]))
					turn(diff, (enum yice_side)side, edit->test[side], universe, turned);
			for (uint32_t m = 0; m < members; m++)
				marked[m] |= turned[m];
		}
	free(turned);
	return turned != NULL;
}

/* A code with all below it stands for them. */
static void write_codes(const struct yice_vocab *vocab, const uint32_t *members, const unsigned char *marked,
			const char **before, const char *between, struct yice_buf *out)
{
	for (uint32_t i = 0; i < vocab->count; i++) {
		uint32_t end = vocab->members[i].end, all = i;

		while (all < end && marked[members[all]])
			all++;
		if (all < end)
			continue;
		yice_buf_addf(out, "%s%s", *before, vocab->members[i].label.zh);
		*before = between;
		i = end - 1;
	}
}

void yice_diff_codes(const struct yice_diff *diff, const char *between, struct yice_buf *out)
{
	const struct yice_model *model = &diff->versions[YICE_NEW].model;
	const struct yice_realm_model *reading = &diff->readings[YICE_NEW];
	const char *before = "";

	for (uint32_t v = 0; v < model->vocabs.count; v++) {
		uint32_t universe = reading->universes[v];
		unsigned char *marked;

		if (model->vocabs.items[v].kind != YICE_VOCAB_CODES)
			continue;
		marked = calloc((size_t)diff->realm.universes[universe].count + 1, 1);
		if (marked && mark_codes(diff, universe, marked))
			write_codes(&model->vocabs.items[v], reading->members[v], marked, &before, between,
				    out);
		else
			out->failed = true;
		free(marked);
	}
}
