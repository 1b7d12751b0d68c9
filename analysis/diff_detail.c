/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For whom things changed: units that a change concerns, and the codes of
 * industries that changed clauses are about. Called by diff.c and the writers.
 */
#include "analysis/diff.h"

/* ---------------------------------------------------------------- units */

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

bool yice_diff_is_touched(const struct yice_diff *diff, const struct yice_spot *spot)
{
	const uint32_t old = spot->number[YICE_OLD], new = spot->number[YICE_NEW];

	return spot->unit &&
	       ((new != YICE_NONE && diff->touched[new]) || (old != YICE_NONE && diff->touched_old[old]));
}

uint32_t yice_diff_touched(const struct yice_diff *diff, bool *classes)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < diff->spot_count; i++) {
		const struct yice_spot *spot = &diff->spots[i];

		if (!yice_diff_is_touched(diff, spot))
			continue;
		count++;
		for (int side = 0; side < YICE_SIDES; side++)
			if (spot->number[side] != YICE_NONE)
				classes[diff->versions[side].model.units.items[spot->number[side]].klass] =
				    true;
	}
	return count;
}

/* ---------------------------------------------------------------- industries */

/* A test of codes, and whether it is asked as it stands. */
struct asked {
	const struct yice_logic *test;
	bool positive;
};

struct tests {
	struct asked *items;
	uint32_t count;
};

static bool is_code_test(const struct yice_logic *test)
{
	return test->kind == YICE_LOGIC_TEST &&
	       (test->op == YICE_TEST_CODE_ANY || test->op == YICE_TEST_CODE_ALL);
}

/* Counts them; puts them into items unless that is NULL. */
static uint32_t add_tests(const struct yice_logic *logic, bool positive, struct asked *items)
{
	uint32_t count = 0;

	if (!logic)
		return 0;
	if (is_code_test(logic) && items)
		*items = (struct asked){ logic, positive };
	if (logic->kind == YICE_LOGIC_TEST)
		return is_code_test(logic);
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		count += add_tests(child, logic->kind == YICE_LOGIC_NOT ? !positive : positive,
				   items ? items + count : NULL);
	return count;
}

static uint32_t add_rule(const struct yice_rule *rule, bool excepts, struct asked *items)
{
	uint32_t count = add_tests(rule->guard, true, items);

	count += add_tests(rule->demand, true, items ? items + count : NULL);
	for (uint32_t i = 0; excepts && i < rule->except_count; i++)
		count += add_tests(rule->except[i], true, items ? items + count : NULL);
	return count;
}

/* Of a clause; false when out of memory. */
static bool collect(const struct yice_diff *diff, enum yice_side side,
		    const struct yice_clause_change *change, bool excepts, struct tests *tests)
{
	const struct yice_rule *rule;

	*tests = (struct tests){ NULL, 0 };
	if (change->clause[side] == YICE_NONE)
		return true;
	rule = diff->versions[side].subjects.items[change->clause[side]].rule;
	tests->items = calloc((size_t)add_rule(rule, excepts, NULL) + 1, sizeof(*tests->items));
	if (tests->items)
		tests->count = add_rule(rule, excepts, tests->items);
	return tests->items != NULL;
}

static uint32_t vocab_of(const struct yice_model *model, const struct yice_logic *test)
{
	return model->attributes.items[model->slots.items[test->slot].attribute].type.vocab;
}

/* Turns the members of one side's test over: what both sides have ends as it was. */
static void turn(const struct yice_diff *diff, enum yice_side side, struct asked asked, uint32_t universe,
		 unsigned char *turned)
{
	const struct yice_model *model = &diff->versions[side].model;
	const struct yice_logic *test = asked.test;
	uint32_t vocab = vocab_of(model, test);
	const uint32_t *members = diff->readings[side].members[vocab];

	if (diff->readings[side].universes[vocab] != universe)
		return;
	for (uint32_t i = 0; !asked.positive && i < model->vocabs.items[vocab].count; i++)
		turned[members[i]] ^= 1;
	for (uint32_t r = 0; r < test->runs[0]; r++)
		for (uint32_t i = test->runs[1 + 2 * r]; i < test->runs[2 + 2 * r]; i++)
			turned[members[i]] ^= 1;
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

void yice_diff_surplus(const struct yice_diff *diff, const struct yice_logic *const *tests,
		       enum yice_side side, const char *between, struct yice_buf *out)
{
	const struct yice_realm_model *reading = &diff->readings[side];
	const struct yice_type *type =
	    &reading->model->attributes.items[reading->model->slots.items[tests[side]->slot].attribute].type;
	const char *before = "";
	uint32_t universe;
	unsigned char *has[YICE_SIDES];

	if (type->kind != YICE_ATTR_TERMS && type->kind != YICE_ATTR_CODES)
		return;
	universe = reading->universes[type->vocab];
	for (int i = 0; i < YICE_SIDES; i++) {
		has[i] = calloc((size_t)diff->realm.universes[universe].count + 1, 1);
		if (has[i])
			turn(diff, (enum yice_side)i, (struct asked){ tests[i], true }, universe, has[i]);
		else
			out->failed = true;
	}
	if (!out->failed) {
		for (uint32_t m = 0; m < diff->realm.universes[universe].count; m++)
			has[side][m] = has[side][m] && !has[!side][m];
		write_codes(&reading->model->vocabs.items[type->vocab], reading->members[type->vocab],
			    has[side], &before, between, out);
	}
	free(has[0]);
	free(has[1]);
}

/* What the two tests, or the one, are about that the other is not. */
static bool mark_pair(const struct yice_diff *diff, const struct asked *old, const struct asked *new,
		      uint32_t universe, unsigned char *marked)
{
	uint32_t members = diff->realm.universes[universe].count;
	unsigned char *turned = calloc((size_t)members + 1, 1);

	if (turned && old)
		turn(diff, YICE_OLD, *old, universe, turned);
	if (turned && new)
		turn(diff, YICE_NEW, *new, universe, turned);
	for (uint32_t m = 0; turned && m < members; m++)
		marked[m] |= turned[m];
	free(turned);
	return turned != NULL;
}

/* The same attribute, asked with the same sign. */
static bool are_partners(const struct yice_diff *diff, struct asked old, struct asked new)
{
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;

	return old.positive == new.positive &&old.test->op == new.test->op &&
	       !strcmp(a->slots.items[old.test->slot].zh, b->slots.items[new.test->slot].zh);
}

/* The new test that an old one became: of the same words, else about the same. */
static uint32_t find_partner(const struct yice_diff *diff, struct asked old, const struct tests *new)
{
	for (uint32_t j = 0; j < new->count; j++)
		if (are_partners(diff, old, new->items[j]) && !strcmp(old.test->zh, new->items[j].test->zh))
			return j;
	for (uint32_t j = 0; j < new->count; j++)
		if (are_partners(diff, old, new->items[j]))
			return j;
	return new->count;
}

/* Members that tests of the two clauses gained or lost. */
static bool mark_changed(const struct yice_diff *diff, struct tests *old, struct tests *new,
			 uint32_t universe, unsigned char *marked)
{
	bool good = true;

	for (uint32_t i = 0; good && i < old->count; i++) {
		uint32_t j = find_partner(diff, old->items[i], new);

		good =
		    mark_pair(diff, &old->items[i], j < new->count ? &new->items[j] : NULL, universe, marked);
		if (j < new->count)
			memmove(new->items + j, new->items + j + 1, (--new->count - j) * sizeof(*new->items));
	}
	for (uint32_t j = 0; good && j < new->count; j++)
		good = mark_pair(diff, NULL, &new->items[j], universe, marked);
	return good;
}

/* All that the tests of a clause are about. */
static bool mark_all(const struct yice_diff *diff, const struct yice_clause_change *change, uint32_t universe,
		     unsigned char *marked)
{
	bool good = true;

	for (int side = 0; good && side < YICE_SIDES; side++) {
		struct tests tests;

		good = collect(diff, (enum yice_side)side, change, false, &tests);
		for (uint32_t i = 0; good && i < tests.count; i++)
			good = mark_pair(diff, side == YICE_OLD ? &tests.items[i] : NULL,
					 side == YICE_NEW ? &tests.items[i] : NULL, universe, marked);
		free(tests.items);
	}
	return good;
}

/* Industries that tests gained or lost; those of the clause, where its tests of industries are as they were.
 */
static bool mark_change(const struct yice_diff *diff, const struct yice_clause_change *change,
			uint32_t universe, unsigned char *marked)
{
	uint32_t members = diff->realm.universes[universe].count;
	unsigned char *changed = calloc((size_t)members + 1, 1);
	struct tests old = { NULL, 0 }, new = { NULL, 0 };
	bool any = false,
	     both = change->clause[YICE_OLD] != YICE_NONE && change->clause[YICE_NEW] != YICE_NONE;
	bool good = changed != NULL;

	if (change->kind == YICE_DIFF_REWORDED || change->kind == YICE_DIFF_MOVED) {
		free(changed);
		return good;
	}
	if (good && both) {
		good = collect(diff, YICE_OLD, change, true, &old) &&
		       collect(diff, YICE_NEW, change, true, &new) &&
		       mark_changed(diff, &old, &new, universe, changed);
		free(old.items);
		free(new.items);
	}
	for (uint32_t m = 0; good && m < members; m++) {
		marked[m] |= changed[m];
		any |= changed[m];
	}
	free(changed);
	return good && (any || mark_all(diff, change, universe, marked));
}

/* Codes that the new version has are written with it. */
static void drop_new(const struct yice_diff *diff, uint32_t universe, unsigned char *marked)
{
	const struct yice_model *model = &diff->versions[YICE_NEW].model;
	const struct yice_realm_model *reading = &diff->readings[YICE_NEW];

	for (uint32_t v = 0; v < model->vocabs.count; v++)
		for (uint32_t m = 0; reading->universes[v] == universe && m < model->vocabs.items[v].count;
		     m++)
			marked[reading->members[v][m]] = 0;
}

static void add_table(const struct yice_diff *diff, enum yice_side side, uint32_t vocab, const char **before,
		      const char *between, struct yice_buf *out)
{
	const struct yice_realm_model *reading = &diff->readings[side];
	uint32_t universe = reading->universes[vocab];
	unsigned char *marked = calloc((size_t)diff->realm.universes[universe].count + 1, 1);
	bool good = marked != NULL;

	for (uint32_t i = 0; good && i < diff->count; i++)
		good = mark_change(diff, &diff->changes[i], universe, marked);
	if (good && side == YICE_OLD)
		drop_new(diff, universe, marked);
	if (good)
		write_codes(&reading->model->vocabs.items[vocab], reading->members[vocab], marked, before,
			    between, out);
	out->failed |= !good;
	free(marked);
}

void yice_diff_codes(const struct yice_diff *diff, const char *between, struct yice_buf *out)
{
	const char *before = "";

	for (int side = YICE_NEW; side >= YICE_OLD; side--)
		for (uint32_t v = 0; v < diff->versions[side].model.vocabs.count; v++)
			if (diff->versions[side].model.vocabs.items[v].kind == YICE_VOCAB_CODES)
				add_table(diff, (enum yice_side)side, v, &before, between, out);
}
