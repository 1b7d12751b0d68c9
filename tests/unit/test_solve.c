/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/solve.c, point.c, linear.c: what the comparison with enumeration
 * (tests/analysis/pairs.c) cannot show: numbers as they are picked, systems of
 * inequalities by themselves, bounds that are met.
 */
#include "tests/unit/rules.h"

#include "analysis/witness.h"

static struct yice_end at(int64_t num, int64_t den, bool strict)
{
	return (struct yice_end){ true, strict, { num, den } };
}

static const struct yice_end nowhere = { false, false, { 0, 1 } };

static void assert_picked(struct yice_end low, struct yice_end high, bool whole, int64_t num, int64_t den)
{
	struct yice_ratio value;

	assert_true(yice_pick_number(&low, &high, whole, &value));
	assert_int_equal(value.num, num);
	assert_int_equal(value.den, den);
}

static void numbers_are_as_short_as_they_can_be(void **state)
{
	YICE_UNUSED(state);
	assert_picked(nowhere, nowhere, false, 0, 1);
	assert_picked(at(5, 1, false), nowhere, false, 5, 1);
	assert_picked(at(5, 1, true), nowhere, false, 6, 1);
	assert_picked(nowhere, at(-5, 2, false), false, -3, 1);
	assert_picked(at(1, 3, true), at(1, 2, true), false, 2, 5);
	assert_picked(at(1, 100, true), at(1, 50, true), false, 11, 1000);
	assert_picked(at(1, 3, false), at(1, 3, false), false, 1, 3);
	assert_picked(at(7, 1, false), at(9, 1, true), true, 7, 1);
}

static void no_number_lies_between_ends_that_meet(void **state)
{
	struct yice_end low = at(1, 1, true), high = at(1, 1, false), next = at(2, 1, true);
	struct yice_ratio value;

	YICE_UNUSED(state);
	assert_false(yice_pick_number(&low, &high, false, &value));
	assert_false(yice_pick_number(&low, &next, true, &value));
	assert_true(yice_pick_number(&low, &next, false, &value));
}

/* a × x + b × y at most, or below, the limit. */
static struct yice_inequality row(int64_t a, int64_t b, int64_t limit, bool strict)
{
	struct yice_inequality out;

	memset(&out, 0, sizeof(out));
	for (int i = 0; i < YICE_UNKNOWNS_MAX; i++)
		out.coef[i] = yice_ratio_int(0);
	out.coef[0] = yice_ratio_int(a);
	out.coef[1] = yice_ratio_int(b);
	out.limit = yice_ratio_int(limit);
	out.strict = strict;
	return out;
}

static void inequalities_are_solved_or_contradict(void **state)
{
	/* y ≥ 2x, x ≥ 1, y ≤ 2: only x = 1, y = 2. */
	struct yice_inequality rows[] = { row(2, -1, 0, false), row(-1, 0, -1, false), row(0, 1, 2, false) };
	struct yice_ratio values[YICE_UNKNOWNS_MAX];

	YICE_UNUSED(state);
	assert_int_equal(yice_linear_solve(rows, 3, 2, false, values), YICE_ANSWER_YES);
	assert_int_equal(values[0].num, 1);
	assert_int_equal(values[1].num, 2);
	rows[2].strict = true;
	assert_int_equal(yice_linear_solve(rows, 3, 2, false, values), YICE_ANSWER_NO);
}

static void days_have_nothing_between_them(void **state)
{
	/* x < y < x + 1 */
	const struct yice_inequality rows[] = { row(1, -1, 0, true), row(-1, 1, 1, true) };
	struct yice_ratio values[YICE_UNKNOWNS_MAX];

	YICE_UNUSED(state);
	assert_int_equal(yice_linear_solve(rows, 2, 2, false, values), YICE_ANSWER_YES);
	assert_int_equal(yice_linear_solve(rows, 2, 2, true, values), YICE_ANSWER_NO);
}

static void numbers_that_do_not_fit_are_no_answer(void **state)
{
	struct yice_inequality rows[] = { row(1, INT64_MAX, INT64_MAX, false), row(-3, 5, -7, false),
					  row(7, -INT64_MAX + 4, 1, false) };
	struct yice_ratio values[YICE_UNKNOWNS_MAX];

	YICE_UNUSED(state);
	rows[1].limit.den = 1000003;
	assert_int_equal(yice_linear_solve(rows, 3, 2, false, values), YICE_ANSWER_UNREACHED);
	assert_int_equal(yice_linear_solve(rows, YICE_INEQUALITIES_MAX + 1, 2, false, values), YICE_ANSWER_UNREACHED);
}

/* ---- the search */

struct asked {
	struct built b;
	struct yice_realm realm;
	struct yice_realm_model reading;
	struct yice_solver *solver;
	struct yice_arena arena;
	struct yice_project project;
};

static void ask_init(struct asked *asked, const char *clauses)
{
	built_clauses(&asked->b, clauses);
	built_assert_clean(&asked->b);
	asked->reading = (struct yice_realm_model){ .model = &asked->b.f.model, .rules = &asked->b.rules };
	assert_int_equal(yice_realm_init(&asked->realm, &asked->reading, 1), YICE_OK);
	assert_int_equal(yice_solver_new(&asked->realm, &asked->solver), YICE_OK);
	yice_arena_init(&asked->arena);
}

static void ask_release(struct asked *asked)
{
	yice_arena_release(&asked->arena);
	yice_solver_free(asked->solver);
	yice_realm_release(&asked->realm);
	built_release(&asked->b);
}

static int ask_applies(struct asked *asked)
{
	const struct yice_form *form =
		yice_read_applies(&asked->realm, &asked->reading, &asked->b.rules.items[0], true, true);

	return yice_solve(asked->solver, &form, 1, &asked->arena, &asked->project);
}

static void a_witness_names_what_it_rests_on_and_nothing_else(void **state)
{
	const struct yice_place_of place = { NULL, "440606", YICE_DAY_MIN, NULL };
	struct yice_buf json = YICE_BUF_INIT;
	struct asked asked;

	YICE_UNUSED(state);
	ask_init(&asked, "1-1 原文 \"甲\" 当（建设性质 = 新建 或 用地 > 3 亩）且 工艺 含 电镀 且 新增.氨氮 > 0.5 t/a 禁止");
	assert_int_equal(ask_applies(&asked), YICE_ANSWER_YES);
	assert_true(yice_witness_json(&asked.realm, &asked.project, &place, &json));
	assert_non_null(strstr(json.data, "\"工艺\": [\"电镀\"]"));
	assert_non_null(strstr(json.data, "\"complete\": [\"工艺\"]"));
	assert_null(strstr(json.data, "用地"));
	yice_buf_release(&json);
	ask_release(&asked);
}

static void a_bound_that_is_met_is_never_no(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct asked asked;

	YICE_UNUSED(state);
	/* Much less of the one than of the other will do, but it takes a branch for each step to see it. */
	yice_buf_adds(&text, "1-1 原文 \"甲\" 当 新增.氨氮 - 削减.氨氮 > 1 t/a");
	for (int i = 0; i < 12; i++)
		yice_buf_addf(&text, " 且（新增.氨氮 + %d × 削减.氨氮 < %d t/a 或 新增.氨氮 + %d × 削减.化学需氧量 < %d t/a）",
			      i + 2, -i, i + 3, i);
	yice_buf_adds(&text, " 禁止");
	ask_init(&asked, text.data);
	yice_solver_bound(asked.solver, 3);
	assert_int_equal(ask_applies(&asked), YICE_ANSWER_UNREACHED);
	yice_solver_bound(asked.solver, 0);
	assert_int_equal(ask_applies(&asked), YICE_ANSWER_YES);
	yice_buf_release(&text);
	ask_release(&asked);
}

static void a_member_of_a_set_that_is_lacking_is_a_contradiction(void **state)
{
	struct asked asked;

	YICE_UNUSED(state);
	ask_init(&asked, "1-1 原文 \"甲\" 当 工艺 含 喷涂 且 工艺 不含 涂装 禁止");
	assert_int_equal(ask_applies(&asked), YICE_ANSWER_NO);
	ask_release(&asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_as_short_as_they_can_be),
		cmocka_unit_test(no_number_lies_between_ends_that_meet),
		cmocka_unit_test(inequalities_are_solved_or_contradict),
		cmocka_unit_test(days_have_nothing_between_them),
		cmocka_unit_test(numbers_that_do_not_fit_are_no_answer),
		cmocka_unit_test(a_witness_names_what_it_rests_on_and_nothing_else),
		cmocka_unit_test(a_bound_that_is_met_is_never_no),
		cmocka_unit_test(a_member_of_a_set_that_is_lacking_is_a_contradiction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
