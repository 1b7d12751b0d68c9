/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/prove.c, compiler/condition.c: what enumeration over one list
 * (tests/analysis/pairs.c) cannot show: places, days, several clauses that
 * prove something together, bounds that are met, conditions with mistakes.
 */
#include <stdio.h>
#include <unistd.h>

#include "tests/unit/rules.h"

#include "analysis/prove.h"

#define REFUSED (UINT32_C(1) << YICE_REFUSED)

static const char two_units[] =
    RULES_VOCABULARY RULES_SITE
    "清单 440606 \"甲\" 施行 2024-07-01 起 单元 ZH44060610001 \"甲\" 优先保护 要素 水源区\n"
    "1-1 原文 \"甲\" 当 工艺 含 电镀 且 用地 > 3 亩 禁止\n"
    "1-2 原文 \"甲\" 当 场址 位于 水源区 且 工艺 含 电镀 须 用地 > 3 亩 或 建设性质 = 改建\n"
    "1-3 原文 \"甲\" 当 工艺 含 电镀 且 建设性质 = 改建 禁止\n"
    "1-4 原文 \"甲\" 当 工艺 含 喷涂 禁止 施行 2025-01-01 起\n"
    "单元 ZH44060620002 \"乙\" 重点管控\n"
    "1-1 原文 \"乙\" 当 工艺 含 电镀 且 用地 > 5 亩 禁止\n";

struct proved {
	struct yice_study study;
	yice_report *report;
	struct yice_proof proof;
	char path[64];
};

static void proved_init(struct proved *p, const char *text)
{
	const char *path = p->path;
	FILE *file;

	strcpy(p->path, "/tmp/yice-prove.XXXXXX");
	file = fdopen(mkstemp(p->path), "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
	assert_int_equal(yice_report_new(&p->report), YICE_OK);
	assert_int_equal(yice_study_load(&p->study, &path, 1, p->report), YICE_OK);
	assert_int_equal(yice_study_open(&p->study), YICE_OK);
}

static void proved_release(struct proved *p)
{
	yice_study_release(&p->study);
	yice_report_free(p->report);
	unlink(p->path);
}

static int read_condition(struct proved *p, const char *text, const struct yice_logic **out)
{
	uint32_t file = 0;

	assert_int_equal(yice_sources_add(&p->report->sources, "when", text, strlen(text), &file), YICE_OK);
	return yice_condition_read(&p->study.model, file, out);
}

/* Every project that meets the condition is refused: what becomes of that. */
static enum yice_proof_kind refused_when(struct proved *p, const char *when, uint32_t unit, uint32_t klass)
{
	struct yice_statement statement = { .unit = unit, .scope = YICE_NONE, .klass = klass,
					    .verdicts = REFUSED };

	assert_int_equal(read_condition(p, when, &statement.when), YICE_OK);
	assert_int_equal(yice_prove(&p->study, &statement, &p->proof), YICE_OK);
	return p->proof.kind;
}

static void clauses_prove_together_what_none_does_alone(void **state)
{
	struct proved p;

	YICE_UNUSED(state);
	proved_init(&p, two_units);
	assert_int_equal(refused_when(&p, "工艺 含 电镀 且 场址 位于 水源区", 0, YICE_NONE), YICE_PROVED);
	assert_int_equal(p.proof.places, 1);
	assert_int_equal(refused_when(&p, "工艺 含 电镀", 0, YICE_NONE), YICE_REFUTED);
	assert_string_equal(p.proof.place, "ZH44060610001");
	proved_release(&p);
}

static void a_statement_holds_in_every_unit_or_is_refuted(void **state)
{
	struct proved p;

	YICE_UNUSED(state);
	proved_init(&p, two_units);
	assert_int_equal(refused_when(&p, "工艺 含 电镀 且 用地 > 4 亩", YICE_NONE, YICE_PRIORITY), YICE_PROVED);
	assert_int_equal(refused_when(&p, "工艺 含 电镀 且 用地 > 4 亩", YICE_NONE, YICE_NONE), YICE_REFUTED);
	assert_string_equal(p.proof.place, "ZH44060620002");
	assert_non_null(strstr(p.proof.witness, "\"unit\": \"ZH44060620002\""));
	assert_int_equal(p.proof.got, YICE_ADMITTED);
	assert_int_equal(refused_when(&p, "工艺 含 电镀 且 用地 > 5 亩", YICE_NONE, YICE_NONE), YICE_PROVED);
	assert_int_equal(p.proof.places, 2);
	proved_release(&p);
}

static void of_projects_that_cannot_be_nothing_is_proved(void **state)
{
	struct proved p;

	YICE_UNUSED(state);
	proved_init(&p, two_units);
	assert_int_equal(refused_when(&p, "用地 > 4 亩 且 用地 < 3 亩", YICE_NONE, YICE_NONE), YICE_VACUOUS);
	assert_int_equal(refused_when(&p, "场址 位于 高排区 且 工艺 含 电镀", 0, YICE_NONE), YICE_VACUOUS);
	proved_release(&p);
}

static void a_clause_out_of_force_is_absent(void **state)
{
	struct yice_wish wish = { 0, UINT32_C(1) << YICE_OUTCOME_ABSENT };
	struct yice_statement statement = { .unit = 0, .scope = YICE_NONE, .klass = YICE_NONE,
					    .verdicts = UINT32_MAX, .has_day = true, .wishes = &wish,
					    .wish_count = 1 };
	struct proved p;

	YICE_UNUSED(state);
	proved_init(&p, two_units);
	wish.clause = yice_study_clause(&p.study, "440606/ZH44060610001/1-4");
	assert_int_not_equal(wish.clause, YICE_NONE);
	assert_int_equal(yice_date_make(2024, 12, 31, &statement.day), YICE_OK);
	assert_int_equal(yice_prove(&p.study, &statement, &p.proof), YICE_OK);
	assert_int_equal(p.proof.kind, YICE_PROVED);
	statement.day++;
	assert_int_equal(yice_prove(&p.study, &statement, &p.proof), YICE_OK);
	assert_int_equal(p.proof.kind, YICE_REFUTED);
	assert_int_equal(p.proof.wish, 0);
	proved_release(&p);
}

static void a_site_that_is_not_settled_is_never_admitted(void **state)
{
	struct yice_statement statement = { .unit = YICE_NONE, .klass = YICE_NONE,
					    .verdicts = UINT32_C(1) << YICE_ADMITTED };
	struct proved p;

	YICE_UNUSED(state);
	proved_init(&p, RULES_VOCABULARY "清单 440000 \"甲\" 施行 2024-07-01 起 适用 全域\n"
					 "1-1 原文 \"甲\" 当 建设性质 = 新建 且 建设性质 = 改建 禁止\n"
					 "清单 440606 \"乙\" 施行 2024-07-01 起 适用 全域\n"
					 "1-1 原文 \"乙\" 当 建设性质 = 新建 且 建设性质 = 扩建 禁止\n");
	statement.scope = 1; /* 广东, with a list below it */
	assert_int_equal(yice_prove(&p.study, &statement, &p.proof), YICE_OK);
	assert_int_equal(p.proof.kind, YICE_REFUTED);
	assert_int_equal(p.proof.got, YICE_UNDETERMINED);
	statement.scope = 2;
	assert_int_equal(yice_prove(&p.study, &statement, &p.proof), YICE_OK);
	assert_int_equal(p.proof.kind, YICE_PROVED);
	proved_release(&p);
}

static void a_bound_that_is_met_proves_nothing(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct proved p;

	YICE_UNUSED(state);
	proved_init(&p, two_units);
	yice_buf_adds(&text, "新增.氨氮 - 削减.氨氮 > 1 t/a");
	for (int i = 0; i < 12; i++)
		yice_buf_addf(&text, " 且（新增.氨氮 + %d × 削减.氨氮 < %d t/a 或 新增.氨氮 + %d × 削减.化学需氧量 < %d t/a）",
			      i + 2, -i, i + 3, i);
	yice_solver_bound(p.study.solver, 3);
	assert_int_equal(refused_when(&p, text.data, 0, YICE_NONE), YICE_UNPROVED);
	assert_string_equal(p.proof.place, "ZH44060610001");
	assert_null(p.proof.witness);
	yice_buf_release(&text);
	proved_release(&p);
}

static void a_condition_stands_alone(void **state)
{
	const struct yice_logic *when;
	struct proved p;

	YICE_UNUSED(state);
	proved_init(&p, two_units);
	assert_int_equal(read_condition(&p, "（工艺 含 电镀）或 非 用地 > 3 亩", &when), YICE_OK);
	assert_int_equal(when->kind, YICE_LOGIC_OR);
	assert_int_equal(read_condition(&p, "processes include plating and land > 3 mu", &when), YICE_OK);
	assert_int_equal(read_condition(&p, "工艺 含 电镀 禁止", &when), YICE_EDIAG);
	assert_null(when);
	assert_int_equal(read_condition(&p, "工艺 含 电渡", &when), YICE_EDIAG);
	assert_int_equal(read_condition(&p, "", &when), YICE_EDIAG);
	assert_int_equal(read_condition(&p, "模板 甲 当 工艺 含 电镀 禁止", &when), YICE_EDIAG);
	proved_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clauses_prove_together_what_none_does_alone),
		cmocka_unit_test(a_statement_holds_in_every_unit_or_is_refuted),
		cmocka_unit_test(of_projects_that_cannot_be_nothing_is_proved),
		cmocka_unit_test(a_clause_out_of_force_is_absent),
		cmocka_unit_test(a_site_that_is_not_settled_is_never_admitted),
		cmocka_unit_test(a_bound_that_is_met_proves_nothing),
		cmocka_unit_test(a_condition_stands_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
