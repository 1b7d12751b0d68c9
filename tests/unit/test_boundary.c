/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/boundary.c: which values are tried at a limit, and that they come
 * out differently on its sides. Each outcome is the runtime's own.
 */
#include <stdio.h>
#include <unistd.h>

#include "tests/unit/rules.h"

#include "analysis/boundary.h"

struct bounded {
	struct yice_study study;
	struct yice_boundaries found;
	yice_report *report;
	char path[64];
};

static void bounded_init(struct bounded *b, const char *clauses)
{
	const unsigned char named[] = { 1 };
	const char *path = b->path;
	FILE *file;

	strcpy(b->path, "/tmp/yice-boundary.XXXXXX");
	file = fdopen(mkstemp(b->path), "wb");
	assert_non_null(file);
	assert_true(fputs(RULES_VOCABULARY RULES_SITE "清单 440606 \"甲\" 适用 全域\n", file) >= 0);
	assert_true(fputs(clauses, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(yice_report_new(&b->report), YICE_OK);
	assert_int_equal(yice_study_load(&b->study, &path, 1, b->report), YICE_OK);
	assert_int_equal(yice_study_open(&b->study), YICE_OK);
	assert_int_equal(yice_boundaries_make(&b->study, named, &b->found), YICE_OK);
}

static void bounded_release(struct bounded *b)
{
	yice_study_release(&b->study);
	yice_report_free(b->report);
	unlink(b->path);
}

static void assert_case(const struct bounded *b, uint32_t i, const char *value, enum yice_outcome outcome)
{
	assert_true(i < b->found.count);
	assert_string_equal(b->found.items[i].value, value);
	assert_int_equal(b->found.items[i].outcome, outcome);
}

static void a_threshold_has_a_tick_below_and_above(void **state)
{
	struct bounded b;

	YICE_UNUSED(state);
	bounded_init(&b, "1-1 原文 \"甲\" 当 占比 > 5 % 除 建设性质 = 改建 禁止");
	assert_int_equal(b.found.count, 3);
	assert_case(&b, 0, "4.9 %", YICE_NOT_APPLICABLE);
	assert_case(&b, 1, "5 %", YICE_NOT_APPLICABLE);
	assert_case(&b, 2, "5.1 %", YICE_VIOLATED);
	assert_null(strstr(b.found.items[0].json, "改建"));
	bounded_release(&b);
}

static void the_tick_is_finer_than_the_finest_limit(void **state)
{
	struct bounded b;

	YICE_UNUSED(state);
	bounded_init(&b, "1-1 原文 \"甲\" 须 占比 ≤ 5.05 % 1-2 原文 \"甲\" 须 占比 ≤ 5 %");
	assert_int_equal(b.found.count, 6);
	assert_case(&b, 0, "5.04 %", YICE_SATISFIED);
	assert_case(&b, 1, "5.05 %", YICE_SATISFIED);
	assert_case(&b, 2, "5.06 %", YICE_VIOLATED);
	assert_case(&b, 3, "4.99 %", YICE_SATISFIED);
	bounded_release(&b);
}

static void days_are_tried_one_by_one(void **state)
{
	struct bounded b;

	YICE_UNUSED(state);
	bounded_init(&b, "1-1 原文 \"甲\" 当 建成 < 2020-03-01 禁止");
	assert_int_equal(b.found.count, 3);
	assert_case(&b, 0, "2020-02-29", YICE_VIOLATED);
	assert_case(&b, 1, "2020-03-01", YICE_NOT_APPLICABLE);
	assert_case(&b, 2, "2020-03-02", YICE_NOT_APPLICABLE);
	bounded_release(&b);
}

static void a_value_out_of_range_is_left_out(void **state)
{
	struct bounded b;

	YICE_UNUSED(state);
	bounded_init(&b, "1-1 原文 \"甲\" 当 新增.氨氮 > 0 t/a 禁止");
	assert_int_equal(b.found.count, 2);
	assert_case(&b, 0, "0 t/a", YICE_NOT_APPLICABLE);
	assert_case(&b, 1, "0.1 t/a", YICE_VIOLATED);
	bounded_release(&b);
}

static void sums_are_tried_where_both_sides_are_equal(void **state)
{
	struct bounded b;

	YICE_UNUSED(state);
	bounded_init(&b, "1-1 原文 \"甲\" 须 削减.氨氮 ≥ 2 × 新增.氨氮");
	assert_int_equal(b.found.gaps.count, 0);
	assert_true(b.found.count >= 2);
	for (uint32_t i = 1; i < b.found.count; i++)
		if (b.found.items[i].outcome != b.found.items[0].outcome)
			break;
		else
			assert_true(i + 1 < b.found.count);
	bounded_release(&b);
}

static void a_limit_that_decides_nothing_is_a_gap(void **state)
{
	struct bounded b;

	YICE_UNUSED(state);
	bounded_init(&b, "1-1 原文 \"甲\" 当 占比 > 5 % 且 占比 > 4 % 禁止");
	assert_int_equal(b.found.count, 3);
	assert_int_equal(b.found.gaps.count, 1);
	assert_string_equal(b.found.gaps.items[0].zh, "占比 > 4%");
	assert_false(b.found.gaps.items[0].unreached);
	bounded_release(&b);
}

static void the_day_before_a_clause_is_in_force_it_is_absent(void **state)
{
	struct bounded b;

	YICE_UNUSED(state);
	bounded_init(&b, "1-1 原文 \"甲\" 当 工艺 含 电镀 禁止 施行 2025-01-01 起");
	assert_int_equal(b.found.count, 2);
	assert_string_equal(b.found.items[0].value, "2024-12-31");
	assert_int_equal(b.found.items[0].outcome, YICE_TRIAL_ABSENT);
	assert_int_equal(b.found.items[1].outcome, YICE_VIOLATED);
	bounded_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_threshold_has_a_tick_below_and_above),
		cmocka_unit_test(the_tick_is_finer_than_the_finest_limit),
		cmocka_unit_test(days_are_tried_one_by_one),
		cmocka_unit_test(a_value_out_of_range_is_left_out),
		cmocka_unit_test(sums_are_tried_where_both_sides_are_equal),
		cmocka_unit_test(a_limit_that_decides_nothing_is_a_gap),
		cmocka_unit_test(the_day_before_a_clause_is_in_force_it_is_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
