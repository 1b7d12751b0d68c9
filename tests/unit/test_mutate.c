/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/mutate.c, mutate_differ.c: which changes are made of which clause,
 * at which place, and which of them are equal to it. That answers are those of
 * enumeration is shown by tests/analysis/pairs.c.
 */
#include <stdio.h>
#include <unistd.h>

#include "tests/unit/rules.h"

#include "analysis/mutate.h"
#include "compiler/type.h"

struct mutated {
	struct yice_study study;
	struct yice_mutants mutants;
	yice_report *report;
	char path[64];
};

static void mutated_init(struct mutated *m, const char *text)
{
	const unsigned char named[] = { 1 };
	const char *path = m->path;
	FILE *file;

	strcpy(m->path, "/tmp/yice-mutate.XXXXXX");
	file = fdopen(mkstemp(m->path), "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
	assert_int_equal(yice_report_new(&m->report), YICE_OK);
	assert_int_equal(yice_study_load(&m->study, &path, 1, m->report), YICE_OK);
	assert_int_equal(yice_mutants_make(&m->study, named, &m->mutants), YICE_OK);
	assert_int_equal(yice_study_open(&m->study), YICE_OK);
}

static void mutated_clauses(struct mutated *m, const char *clauses)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_adds(&text, RULES_VOCABULARY RULES_SITE RULES_LIST);
	yice_buf_adds(&text, clauses);
	mutated_init(m, yice_buf_text(&text));
	yice_buf_release(&text);
}

static void mutated_release(struct mutated *m)
{
	yice_study_release(&m->study);
	yice_report_free(m->report);
	unlink(m->path);
}

/* The only mutant of a kind at the n-th place that has one. */
static const struct yice_mutant *nth(const struct mutated *m, enum yice_mutation kind, uint32_t n)
{
	for (uint32_t i = 0; i < m->mutants.count; i++)
		if (m->mutants.items[i].kind == kind && !n--)
			return &m->mutants.items[i];
	return NULL;
}

static uint32_t count(const struct mutated *m, enum yice_mutation kind)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < m->mutants.count; i++)
		found += m->mutants.items[i].kind == kind;
	return found;
}

static int differs(struct mutated *m, enum yice_mutation kind, uint32_t n, struct yice_telling *telling)
{
	const struct yice_mutant *mutant = nth(m, kind, n);

	assert_non_null(mutant);
	return yice_mutant_differs(&m->study, mutant, telling);
}

static void each_part_of_a_clause_is_changed(void **state)
{
	struct mutated m;

	YICE_UNUSED(state);
	mutated_clauses(&m, "1-1 原文 \"甲\" 当 建设性质 = 新建 且 用地 > 3 亩 除 工艺 含 喷涂 禁止");
	assert_int_equal(m.mutants.originals, 1);
	assert_int_equal(count(&m, YICE_MUTATE_REMOVE), 1);
	assert_int_equal(count(&m, YICE_MUTATE_EFFECT), 1);
	assert_int_equal(count(&m, YICE_MUTATE_GUARD), 1);
	assert_int_equal(count(&m, YICE_MUTATE_EXCEPTION), 1);
	assert_int_equal(count(&m, YICE_MUTATE_CONNECTIVE), 1);
	assert_int_equal(count(&m, YICE_MUTATE_NEGATE), 3);
	assert_int_equal(count(&m, YICE_MUTATE_BOUND), 1);
	assert_int_equal(count(&m, YICE_MUTATE_UP), 1);
	assert_int_equal(count(&m, YICE_MUTATE_DOWN), 1);
	assert_int_equal(count(&m, YICE_MUTATE_WIDEN), 2);
	assert_int_equal(count(&m, YICE_MUTATE_NARROW), 0);
	for (int kind = 0; kind < YICE_MUTATIONS; kind++)
		for (uint32_t n = 0; n < count(&m, (enum yice_mutation)kind); n++) {
			struct yice_telling telling;

			assert_int_equal(differs(&m, (enum yice_mutation)kind, n, &telling), YICE_ANSWER_YES);
			assert_non_null(telling.json);
			assert_int_not_equal(telling.was, telling.now);
		}
	mutated_release(&m);
}

static void what_no_project_can_tell_is_equivalent(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	/* The second test says nothing that the first does not. */
	mutated_clauses(&m, "1-1 原文 \"甲\" 当 用地 > 3 亩 且 用地 > 2 亩 禁止");
	assert_int_equal(differs(&m, YICE_MUTATE_BOUND, 0, &telling), YICE_ANSWER_YES);
	assert_int_equal(differs(&m, YICE_MUTATE_BOUND, 1, &telling), YICE_ANSWER_NO);
	assert_int_equal(differs(&m, YICE_MUTATE_DOWN, 1, &telling), YICE_ANSWER_NO);
	assert_int_equal(differs(&m, YICE_MUTATE_CONNECTIVE, 0, &telling), YICE_ANSWER_YES);
	mutated_release(&m);
}

static void the_place_a_clause_is_for_is_left_alone(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_init(&m, RULES_VOCABULARY RULES_SITE "清单 440606 \"甲\" 施行 2024-07-01 起 适用 分区 水源区\n"
						     "1-1 原文 \"甲\" 当 工艺 含 电镀 且 建设性质 = 新建 限制 \"论证\" 待判 \"等\"");
	assert_int_equal(count(&m, YICE_MUTATE_NEGATE), 2);
	assert_int_equal(count(&m, YICE_MUTATE_CONNECTIVE), 1);
	assert_int_equal(differs(&m, YICE_MUTATE_GUARD, 0, &telling), YICE_ANSWER_YES);
	assert_non_null(strstr(telling.json, "水源区"));
	mutated_release(&m);
}

static void a_template_is_changed_once_in_all_its_clauses(void **state)
{
	const struct yice_mutant *mutant;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_init(&m, RULES_VOCABULARY RULES_SITE
		     "模板 小（small）参数 限（limit）：数量 亩 摘要 \"甲\" 当 用地 > {限} 禁止\n"
		     "清单 440606 \"甲\" 施行 2024-07-01 起 适用 全域\n1-1 依 小（3 亩）\n1-2 依 小（4 亩）\n");
	assert_int_equal(count(&m, YICE_MUTATE_REMOVE), 2);
	assert_int_equal(count(&m, YICE_MUTATE_EFFECT), 1);
	assert_int_equal(count(&m, YICE_MUTATE_BOUND), 1);
	mutant = nth(&m, YICE_MUTATE_BOUND, 0);
	assert_int_equal(mutant->count, 2);
	assert_int_equal(mutant->clauses[1], 1);
	assert_int_equal(m.study.rules.items[mutant->variants[1]].placed->target,
			 m.study.rules.items[1].placed->target);
	mutated_release(&m);
}

static void codes_gain_a_neighbour_and_lose_their_last(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_clauses(&m, "1-1 原文 \"甲\" 当 建设性质 属于 新建、改建 禁止");
	assert_string_equal(nth(&m, YICE_MUTATE_WIDEN, 0)->by, "扩建");
	assert_string_equal(nth(&m, YICE_MUTATE_NARROW, 0)->by, "改建");
	assert_int_equal(differs(&m, YICE_MUTATE_NARROW, 0, &telling), YICE_ANSWER_YES);
	assert_non_null(strstr(telling.json, "改建"));
	assert_int_equal(telling.was, YICE_VIOLATED);
	assert_int_equal(telling.now, YICE_NOT_APPLICABLE);
	mutated_release(&m);
}

static void a_removed_duty_is_missed_as_absent(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_clauses(&m, "1-1 原文 \"甲\" 职责 政府");
	assert_int_equal(m.mutants.count, 1 + 3); /* the list begins on a day */
	assert_int_equal(differs(&m, YICE_MUTATE_REMOVE, 0, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.was, -1);
	assert_int_equal(telling.now, YICE_TRIAL_ABSENT);
	mutated_release(&m);
}

/* How the mutant's clause comes out where the words are all that is asked. */
static void open_words_are_taken_to_hold_and_not_to(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	/* Of a demand and of a prohibition; inside a condition; as an exception, which taken not to hold is dropped. */
	mutated_clauses(&m, "1-1 原文 \"甲\" 须 用地 < 3 亩 待判 \"子\"、\"丑\"\n"
			    "1-2 原文 \"乙\" 当 用地 > 3 亩 禁止 待判 \"寅\"\n"
			    "1-3 原文 \"丙\" 当 建设性质 = 新建 且 待判 \"卯\" 除 待判 \"辰\" 禁止");
	assert_int_equal(count(&m, YICE_MUTATE_HOLDS), 4);
	assert_int_equal(count(&m, YICE_MUTATE_FAILS), 3);
	assert_int_equal(differs(&m, YICE_MUTATE_HOLDS, 0, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.was, YICE_JUDGEMENT);
	assert_int_equal(telling.now, YICE_SATISFIED);
	assert_int_equal(differs(&m, YICE_MUTATE_FAILS, 0, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.was, YICE_JUDGEMENT);
	assert_int_equal(telling.now, YICE_VIOLATED);
	assert_int_equal(differs(&m, YICE_MUTATE_HOLDS, 1, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.now, YICE_VIOLATED);
	assert_int_equal(differs(&m, YICE_MUTATE_FAILS, 1, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.now, YICE_NOT_APPLICABLE);
	assert_int_equal(differs(&m, YICE_MUTATE_FAILS, 2, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.now, YICE_NOT_APPLICABLE);
	assert_int_equal(differs(&m, YICE_MUTATE_HOLDS, 3, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.now, YICE_NOT_APPLICABLE);
	mutated_release(&m);
}

static void open_words_that_decide_nothing_may_be_taken_either_way(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_clauses(&m, "1-1 原文 \"甲\" 当 用地 > 3 亩 且（用地 > 2 亩 或 待判 \"子\"） 禁止");
	assert_int_equal(differs(&m, YICE_MUTATE_HOLDS, 0, &telling), YICE_ANSWER_NO);
	assert_int_equal(differs(&m, YICE_MUTATE_FAILS, 0, &telling), YICE_ANSWER_NO);
	mutated_release(&m);
}

static void conditions_of_restrictions_are_dropped_one_by_one(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_init(&m, RULES_VOCABULARY RULES_SITE
		     "模板 限（limits）参数 物（thing）：文字 摘要 \"甲\" 当 建设性质 = 新建 限制 \"论证{物}\"、\"公示\"\n"
		     "清单 440606 \"甲\" 施行 2024-07-01 起 适用 全域\n1-1 依 限（\"选址\"） 限制 \"备案\"\n"
		     "1-2 原文 \"乙\" 当 建设性质 = 新建 且 待判 \"子\" 限制 \"丑\"\n"
		     "1-3 原文 \"丙\" 当 建设性质 = 新建 鼓励 \"寅\" 职责 政府 \"卯\"\n");
	assert_int_equal(count(&m, YICE_MUTATE_TEXT), 4);
	assert_string_equal(nth(&m, YICE_MUTATE_TEXT, 0)->by, "论证选址");
	assert_string_equal(nth(&m, YICE_MUTATE_TEXT, 1)->by, "公示");
	assert_string_equal(nth(&m, YICE_MUTATE_TEXT, 2)->by, "备案");
	assert_int_equal(m.study.rules.items[nth(&m, YICE_MUTATE_TEXT, 1)->variants[0]].text_count, 2);
	assert_int_equal(differs(&m, YICE_MUTATE_TEXT, 1, &telling), YICE_ANSWER_YES);
	assert_int_equal(telling.was, YICE_RESTRICTED);
	assert_int_equal(telling.now, YICE_RESTRICTED);
	/* A clause that is never more than open shows no conditions. */
	assert_string_equal(nth(&m, YICE_MUTATE_TEXT, 3)->by, "丑");
	assert_int_equal(differs(&m, YICE_MUTATE_TEXT, 3, &telling), YICE_ANSWER_NO);
	mutated_release(&m);
}

static void days_of_a_clause_are_moved_and_dropped(void **state)
{
	static const struct {
		enum yice_mutation kind;
		const char *day;
		int was, now;
	} cases[] = {
		{ YICE_MUTATE_BEGIN_LATER, "\"2025-01-01\"", YICE_VIOLATED, YICE_TRIAL_ABSENT },
		{ YICE_MUTATE_BEGIN_EARLIER, "\"2024-12-31\"", YICE_TRIAL_ABSENT, YICE_VIOLATED },
		{ YICE_MUTATE_BEGIN_DROP, "\"2024-12-31\"", YICE_TRIAL_ABSENT, YICE_VIOLATED },
		{ YICE_MUTATE_END_LATER, "\"2026-01-01\"", YICE_TRIAL_ABSENT, YICE_VIOLATED },
		{ YICE_MUTATE_END_EARLIER, "\"2025-12-31\"", YICE_VIOLATED, YICE_TRIAL_ABSENT },
		{ YICE_MUTATE_END_DROP, "\"2026-01-01\"", YICE_TRIAL_ABSENT, YICE_VIOLATED },
	};
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_init(&m, RULES_VOCABULARY RULES_SITE "清单 440606 \"甲\" 适用 全域\n"
						     "1-1 原文 \"甲\" 当 建设性质 = 新建 禁止 施行 2025-01-01 起，2026-01-01 废止");
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		assert_int_equal(count(&m, cases[i].kind), 1);
		assert_int_equal(differs(&m, cases[i].kind, 0, &telling), YICE_ANSWER_YES);
		assert_non_null(strstr(telling.json, cases[i].day));
		assert_int_equal(telling.clause, 0);
		assert_int_equal(telling.was, cases[i].was);
		assert_int_equal(telling.now, cases[i].now);
	}
	/* The day on which such rules decide by themselves moves with the only clause, and goes with it. */
	assert_int_equal(nth(&m, YICE_MUTATE_BEGIN_LATER, 0)->day, m.mutants.day + 1);
	assert_int_equal(nth(&m, YICE_MUTATE_END_LATER, 0)->day, m.mutants.day);
	assert_int_equal(nth(&m, YICE_MUTATE_REMOVE, 0)->day, 0);
	mutated_release(&m);
}

static void days_of_a_list_are_those_of_its_clauses(void **state)
{
	struct yice_telling telling;
	const struct yice_mutant *mutant;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_init(&m, RULES_VOCABULARY RULES_SITE
		     "清单 440606 \"甲\" 施行 2024-07-01 起 适用 全域\n1-1 原文 \"甲\" 当 建设性质 = 新建 禁止\n"
		     "1-2 原文 \"乙\" 职责 政府\n1-3 原文 \"丙\" 当 建设性质 = 新建 禁止 施行 2025-01-01 起\n"
		     "1-4 原文 \"丁\" 当 建设性质 = 新建 禁止 施行 2024-01-01 起，2024-07-02 废止\n");
	/* Of the list, 1-3 and 1-4, by place. */
	assert_int_equal(count(&m, YICE_MUTATE_BEGIN_LATER), 3);
	mutant = nth(&m, YICE_MUTATE_BEGIN_LATER, 0);
	/* 1-3 begins later anyway, and 1-4 would never be in force: such rules are mistaken. */
	assert_int_equal(mutant->list, 0);
	assert_int_equal(mutant->count, 2);
	assert_int_equal(mutant->day, m.mutants.day + 1);
	mutant = nth(&m, YICE_MUTATE_BEGIN_EARLIER, 0);
	assert_int_equal(mutant->count, 3);
	assert_int_equal(differs(&m, YICE_MUTATE_BEGIN_EARLIER, 0, &telling), YICE_ANSWER_YES);
	assert_non_null(strstr(telling.json, "\"2024-06-30\""));
	assert_int_equal(telling.was, YICE_TRIAL_ABSENT);
	/* What the list does not let in force may begin when it wants. */
	assert_int_equal(differs(&m, YICE_MUTATE_BEGIN_LATER, 2, &telling), YICE_ANSWER_NO);
	assert_int_equal(differs(&m, YICE_MUTATE_BEGIN_DROP, 2, &telling), YICE_ANSWER_NO);
	assert_int_equal(differs(&m, YICE_MUTATE_END_DROP, 0, &telling), YICE_ANSWER_YES);
	mutated_release(&m);
}

static void days_of_a_list_without_clauses_are_those_of_its_units(void **state)
{
	struct yice_telling telling;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_init(&m, RULES_VOCABULARY RULES_SITE
		     "清单 440606 \"甲\" 施行 2024-07-01 起\n单元 ZH44060620001 \"乙\" 重点管控\n");
	assert_int_equal(m.mutants.count, 3);
	assert_int_equal(nth(&m, YICE_MUTATE_BEGIN_DROP, 0)->count, 0);
	assert_int_equal(differs(&m, YICE_MUTATE_BEGIN_DROP, 0, &telling), YICE_ANSWER_UNREACHED);
	mutated_release(&m);
}

static void sources_that_are_not_named_stay_as_they_are(void **state)
{
	const unsigned char named[8] = { 0 };
	struct yice_mutants mutants;
	struct mutated m;

	YICE_UNUSED(state);
	mutated_clauses(&m, "1-1 原文 \"甲\" 当 用地 > 3 亩 禁止");
	yice_study_release(&m.study);
	assert_int_equal(yice_study_load(&m.study, (const char *[]){ m.path }, 1, m.report), YICE_OK);
	assert_int_equal(yice_mutants_make(&m.study, named, &mutants), YICE_OK);
	assert_int_equal(mutants.count, 0);
	assert_int_equal(m.study.rules.count, 1);
	mutated_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_part_of_a_clause_is_changed),
		cmocka_unit_test(what_no_project_can_tell_is_equivalent),
		cmocka_unit_test(the_place_a_clause_is_for_is_left_alone),
		cmocka_unit_test(a_template_is_changed_once_in_all_its_clauses),
		cmocka_unit_test(codes_gain_a_neighbour_and_lose_their_last),
		cmocka_unit_test(a_removed_duty_is_missed_as_absent),
		cmocka_unit_test(open_words_are_taken_to_hold_and_not_to),
		cmocka_unit_test(open_words_that_decide_nothing_may_be_taken_either_way),
		cmocka_unit_test(conditions_of_restrictions_are_dropped_one_by_one),
		cmocka_unit_test(days_of_a_clause_are_moved_and_dropped),
		cmocka_unit_test(days_of_a_list_are_those_of_its_clauses),
		cmocka_unit_test(days_of_a_list_without_clauses_are_those_of_its_units),
		cmocka_unit_test(sources_that_are_not_named_stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
