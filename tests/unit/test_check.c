/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/check*.c, compiler/levels.c: what enumeration over single lists
 * (tests/analysis/findings.c) cannot show: units and scopes, days, documents,
 * levels beside the rules.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/unit.h"

#include "base/report.h"
#include "yice/analysis.h"

#define VOCABULARY                                                                                                     \
	"词表 性质：新建、扩建 词表 行当：水泥、造纸 属性 性质：一项 性质 属性 行当：一项 行当 属性 规模：数量 1 范围 0\n"      \
	"属性 出水：数量 1 范围 0 属性 氨氮：数量 1 范围 0 属性 民生：是否 属性 场址：多项 区划\n"                              \
	"分区 水源区 要素 水 分区 高排区 要素 大气 行政区 440000 省 行政区 440600 市 上级 440000\n"
#define UPPER "清单 440000 \"省\" 施行 2020-01-01 起 适用 全域\n"
#define LOWER "清单 440600 \"市\" 施行 2020-01-01 起 适用 全域\n"

struct checked {
	char folder[32], path[48], levels[48];
	yice_report *report;
};

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

/* Rules, and what stands in yice.levels beside them, which may be NULL. */
static void check_with(struct checked *c, const char *text, const char *levels, const char *code, const char *level)
{
	const char *path = c->folder;
	int status;

	strcpy(c->folder, "/tmp/yice-check.XXXXXX");
	assert_non_null(mkdtemp(c->folder));
	snprintf(c->path, sizeof(c->path), "%s/list.yice", c->folder);
	snprintf(c->levels, sizeof(c->levels), "%s/yice.levels", c->folder);
	write_text(c->path, text);
	if (levels)
		write_text(c->levels, levels);
	assert_int_equal(yice_report_new(&c->report), YICE_OK);
	if (code)
		assert_int_equal(yice_report_set(c->report, code, level), YICE_OK);
	status = yice_analyse(&path, 1, c->report);
	assert_true(!status || status == YICE_EDIAG);
}

static void check(struct checked *c, const char *text)
{
	check_with(c, text, NULL, NULL, NULL);
}

/* The rules, and more of them behind. */
static void check_both(struct checked *c, const char *rules, const char *more)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_addf(&text, "%s%s", rules, more);
	check(c, text.data);
	yice_buf_release(&text);
}

static void release(struct checked *c)
{
	yice_report_free(c->report);
	unlink(c->path);
	unlink(c->levels);
	rmdir(c->folder);
}

static const struct yice_diag *first_of(const struct checked *c, enum yice_diag_id id)
{
	for (uint32_t i = 0; i < c->report->diags.count; i++)
		if (c->report->diags.items[i]->main.id == id)
			return c->report->diags.items[i];
	return NULL;
}

static uint32_t count_of(const struct checked *c, enum yice_diag_id id)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->report->diags.count; i++)
		count += c->report->diags.items[i]->main.id == id;
	return count;
}

/* The project that a finding shows. */
static const char *witness(const struct checked *c, enum yice_diag_id id)
{
	const struct yice_diag *diag = first_of(c, id);

	assert_non_null(diag);
	assert_non_null(diag->helps);
	return diag->helps->args[0];
}

static bool tells(enum yice_diag_id id, const char *upper, const char *lower)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct checked c;
	bool told;

	yice_buf_addf(&text, VOCABULARY UPPER "1-1 摘要 \"甲\" %s\n" LOWER "1-1 摘要 \"甲\" %s\n", upper, lower);
	check(&c, text.data);
	told = first_of(&c, id) != NULL;
	assert_null(first_of(&c, YICE_D_not_reached));
	release(&c);
	yice_buf_release(&text);
	return told;
}

static bool loosens(const char *upper, const char *lower)
{
	return tells(YICE_D_loosens, upper, lower);
}

/* A person has to say whether the lower clause is meant for the projects of the upper one. */
static bool cuts_across(const char *upper, const char *lower)
{
	return tells(YICE_D_cuts_across, upper, lower) && !loosens(upper, lower);
}

static void a_looser_limit_counts_wherever_both_look(void **state)
{
	YICE_UNUSED(state);
	assert_true(loosens("当 性质 = 新建 且 规模 ≤ 35 禁止", "当 规模 ≤ 20 禁止"));
	assert_true(loosens("当 性质 = 新建 且 规模 ≤ 35 禁止", "当 性质 = 新建 且 行当 = 水泥 且 规模 ≤ 20 禁止"));
	assert_true(cuts_across("当 性质 = 新建 且 规模 ≤ 35 禁止", "当 行当 = 水泥 且 规模 ≤ 20 禁止"));
	assert_true(cuts_across("当 性质 = 新建 且 规模 ≤ 35 禁止", "当 行当 = 水泥 须 规模 > 20"));
	assert_true(loosens("当 性质 = 新建 须 出水 ≤ 50", "须 出水 ≤ 60"));
	assert_true(cuts_across("当 性质 = 新建 须 出水 ≤ 50", "当 行当 = 造纸 须 出水 ≤ 60"));
	assert_false(cuts_across("当 性质 = 新建 须 出水 ≤ 50", "当 行当 = 造纸 须 出水 ≤ 50"));
	assert_false(cuts_across("当 性质 = 新建 须 出水 ≤ 50", "当 性质 = 扩建 须 出水 ≤ 60"));
	assert_false(loosens("当 性质 = 新建 须 出水 ≤ 50", "当 性质 = 扩建 须 出水 ≤ 60"));
	assert_false(loosens("当 性质 = 新建 且 规模 ≤ 35 禁止", "当 性质 = 新建 且 规模 ≥ 60 禁止"));
	/* What the upper clause refuses for something else is not let pass by this limit. */
	assert_false(loosens("当 性质 = 新建 须 出水 ≤ 50 且 氨氮 ≤ 5", "当 氨氮 > 3 禁止"));
}

static void an_exception_counts_for_demands_and_prohibitions(void **state)
{
	YICE_UNUSED(state);
	assert_true(loosens("当 性质 = 新建 须 出水 ≤ 50 且 氨氮 ≤ 5", "当 性质 = 新建 除 民生 = 是 须 出水 ≤ 50 且 氨氮 ≤ 5"));
	assert_true(loosens("当 性质 = 新建 须 出水 ≤ 50", "除 民生 = 是 须 出水 ≤ 50"));
	assert_true(loosens("当 性质 = 新建 且 行当 = 水泥 且 规模 ≤ 9 禁止", "当 性质 = 新建 且 行当 = 水泥 除 民生 = 是 禁止"));
	assert_false(loosens("当 性质 = 新建 且 行当 = 水泥 禁止", "当 性质 = 新建 除 民生 = 是 禁止"));
	assert_false(loosens("当 性质 = 新建 须 出水 ≤ 50", "当 性质 = 新建 除 民生 = 是 须 氨氮 ≤ 5"));
	/* Two zones are two matters. */
	assert_false(loosens("当 性质 = 新建 且 场址 位于 水源区 禁止", "当 性质 = 新建 且 场址 位于 高排区 限制 \"论证\""));
	assert_true(loosens("当 性质 = 新建 且 场址 位于 水源区 禁止", "当 性质 = 新建 且 场址 位于 水源区、高排区 限制 \"论证\""));
}

static void a_project_lies_where_both_clauses_are_looked_at(void **state)
{
	struct checked c;

	YICE_UNUSED(state);
	check(&c, VOCABULARY UPPER "1-1 摘要 \"甲\" 当 性质 = 新建 且 行当 = 水泥 禁止\n" LOWER
				   "1-1 摘要 \"甲\" 当 性质 = 新建 且 行当 = 水泥 鼓励\n");
	assert_non_null(strstr(witness(&c, YICE_D_encouraged_refused), "{\"scope\": \"440600\"}"));
	release(&c);
	check(&c, VOCABULARY UPPER "1-1 摘要 \"甲\" 当 性质 = 新建 且 行当 = 水泥 鼓励\n"
				   "清单 440600 \"市\" 施行 2020-01-01 起 单元 ZH44060010001 \"甲\" 一般管控 要素 水源区\n"
				   "单元 ZH44060010002 \"乙\" 一般管控 要素 高排区\n"
				   "1-1 摘要 \"甲\" 当 性质 = 新建 且 行当 = 水泥 禁止\n" LOWER
				   "1-2 摘要 \"甲\" 当 场址 位于 高排区 且 规模 > 3 须 规模 < 2\n");
	assert_non_null(strstr(witness(&c, YICE_D_encouraged_refused), "ZH44060010002"));
	assert_non_null(strstr(witness(&c, YICE_D_never_met), "ZH44060010002"));
	release(&c);
}

static void a_gap_that_was_filled_later_is_none(void **state)
{
	static const char gap[] = VOCABULARY LOWER "1-1 摘要 \"甲\" 当 规模 < 10 须 出水 ≤ 1\n"
						   "1-2 摘要 \"甲\" 当 规模 > 10 须 出水 ≤ 2\n";
	struct checked c;

	YICE_UNUSED(state);
	check(&c, gap);
	assert_non_null(strstr(witness(&c, YICE_D_threshold_gap), "\"规模\": 10"));
	release(&c);
	check_both(&c, gap, "1-3 摘要 \"甲\" 当 规模 = 10 禁止 施行 2023-01-01 起\n");
	assert_null(first_of(&c, YICE_D_threshold_gap));
	release(&c);
	check_both(&c, gap, "1-3 摘要 \"甲\" 当 规模 = 10 禁止 施行 2020-01-01 起，2023-01-01 废止\n");
	assert_non_null(strstr(witness(&c, YICE_D_threshold_gap), "\"as_of\": \"2023-01-01\""));
	release(&c);
}

static void a_basis_lapses_unless_it_goes_on(void **state)
{
	static const char documents[] = VOCABULARY "文件 《新》简称 新 施行 2022-03-01 起\n"
						   "文件 《旧》简称 旧 施行 2010-01-01 起，2022-03-01 废止 被代替 《新》\n" LOWER;
	const struct yice_diag *diag;
	struct checked c;

	YICE_UNUSED(state);
	check_both(&c, documents,
		   "1-1 摘要 \"甲\" 依据 旧 \"第一条\" 当 规模 > 1 禁止\n1-2 摘要 \"乙\" 依据 旧、新 当 规模 > 2 限制 \"论证\"\n"
		   "1-3 摘要 \"丙\" 依据 旧 当 规模 > 3 限制 \"论证\" 施行 2021-01-01 起，2022-03-01 废止\n"
		   "1-4 摘要 \"丁\" 依据 旧 当 规模 > 4 限制 \"论证\" 施行 2023-01-01 起\n");
	diag = first_of(&c, YICE_D_basis_lapses);
	assert_non_null(diag);
	assert_string_equal(diag->notes->args[0], "440600/全域/1-1");
	assert_string_equal(diag->notes->next->args[0], "440600/全域/1-4");
	assert_null(diag->notes->next->next);
	assert_int_equal(count_of(&c, YICE_D_basis_repealed), 1);
	assert_int_equal(count_of(&c, YICE_D_basis_not_yet), 0);
	release(&c);
	check_both(&c, documents, "1-4 摘要 \"丁\" 依据 旧 当 规模 > 4 限制 \"论证\" 施行 2023-01-01 起\n");
	assert_null(first_of(&c, YICE_D_basis_lapses)); /* told at the citation */
	assert_int_equal(count_of(&c, YICE_D_basis_repealed), 1);
	release(&c);
}

static void levels_beside_the_rules_count_unless_the_caller_said_otherwise(void **state)
{
	static const char text[] = VOCABULARY LOWER "1-1 摘要 \"甲\" 当 规模 < 10 须 出水 ≤ 1\n"
						    "1-2 摘要 \"甲\" 当 规模 > 10 须 出水 ≤ 2\n";
	struct checked c;

	YICE_UNUSED(state);
	check_with(&c, text, "# 缺口\r\n\tthreshold-gap=off # 有意\r\n", NULL, NULL);
	assert_null(first_of(&c, YICE_D_threshold_gap));
	release(&c);
	check_with(&c, text, "Y1409 = off", "threshold-gap", "error");
	assert_int_equal(first_of(&c, YICE_D_threshold_gap)->severity, YICE_ERROR);
	release(&c);
	check_with(&c, text, "Y1409 = note\nY1409 = note\n1409 = off\nY0305 = off\nY0305 = error\nloosen = off\n=\n", NULL, NULL);
	assert_int_equal(count_of(&c, YICE_D_levels_twice), 1);
	assert_int_equal(count_of(&c, YICE_D_levels_error), 1);
	assert_int_equal(count_of(&c, YICE_D_levels_unknown), 1);
	assert_int_equal(count_of(&c, YICE_D_levels_line), 1);
	release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_looser_limit_counts_wherever_both_look),
		cmocka_unit_test(an_exception_counts_for_demands_and_prohibitions),
		cmocka_unit_test(a_project_lies_where_both_clauses_are_looked_at),
		cmocka_unit_test(a_gap_that_was_filled_later_is_none),
		cmocka_unit_test(a_basis_lapses_unless_it_goes_on),
		cmocka_unit_test(levels_beside_the_rules_count_unless_the_caller_said_otherwise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
