/* SPDX-License-Identifier: Apache-2.0 */
/* compiler/stream.c: images and diagnostics are those of the whole model, with any number of threads. */
#include "tests/unit/rules.h"

#include <stdio.h>
#include <unistd.h>

#include "base/report.h"
#include "yice/compile.h"

#define UNITS 1200 /* four clauses each: several portions for every thread */
#define HEAD  RULES_VOCABULARY RULES_SITE

static struct yice_report *new_report(void)
{
	struct yice_report *report;

	assert_int_equal(yice_report_new(&report), YICE_OK);
	return report;
}

/* Every unit has a clause of its own, two of a group, and one that is overridden. `own` is part of the third unit's. */
static void write_rules(const char *head, const char *own)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_adds(&text, head);
	yice_buf_adds(&text,
		      "模板 共（shared） 参数 处（where）：文字 原文 \"{处}不得新建，原则上\" 当 建设性质 = 新建 或 工艺 含 喷涂 且 建设性质 = 新建 "
		      "或 建设性质 = 新建 禁止\n"
		      "条款组 组（bundle） 参数 处（at）：文字\n维度 布局\n条 \"组1\" 依 共（{处}）\n条 \"组2\" 原文 \"{处}\" 须 用地 ≥ 1 亩\n" RULES_LIST
		      "维度 布局 条 \"0\" 原文 \"全\" 当 工艺 含 电镀 禁止\n");
	for (int i = 0; i < UNITS; i++)
		yice_buf_addf(&text,
			      "单元 ZH4406062%04d \"单元%d\" 重点管控\n采用 组（\"镇%d\"）\n维度 布局\n"
			      "条 \"1\" 原文 \"甲%d\" 当 新增.氨氮 > 0.%d t/a 禁止 %s\n"
			      "条 \"2\" 原文 \"乙\" 当 工艺 含 烘干 限制 \"论证\" %s\n",
			      i, i, i % 40, i, i % 97 + 1, i == 2 ? own : "", i % 2 ? "优先于 \"1\"" : "");
	assert_int_equal(yice_write_file("rules.yice", text.data, text.len), YICE_OK);
	yice_buf_release(&text);
}

static void render(struct yice_report *report, struct yice_buf *out)
{
	const struct yice_diag_style style = { YICE_DIAG_PRETTY, YICE_ZH, false, 1 };

	yice_diags_render(&report->diags, &report->sources, &style, out);
}

static void build_whole(struct yice_buf *text, struct yice_buf *image)
{
	static const char *const path = "rules.yice";
	struct yice_report *report = new_report();
	struct yice_model model;
	struct yice_rules rules = { NULL, 0 };

	yice_model_init(&model, &report->sources, &report->diags);
	assert_int_equal(yice_rules_check_all(&model, &rules, &path, 1), YICE_OK);
	if (!report->diags.errors)
		assert_int_equal(yice_rules_emit(&model, &rules, image), YICE_OK);
	yice_model_release(&model);
	yice_diags_sort(&report->diags);
	render(report, text);
	yice_report_free(report);
}

static void assert_the_same(const struct yice_buf *text, const struct yice_buf *image, size_t jobs)
{
	static const char *const path = "rules.yice";
	struct yice_report *report = new_report();
	struct yice_buf out = YICE_BUF_INIT;
	void *bytes = NULL;
	size_t len = 0;

	assert_int_equal(yice_build_with(&path, 1, jobs, report, &bytes, &len), image->len ? YICE_OK : YICE_EDIAG);
	render(report, &out);
	assert_string_equal(yice_buf_text(&out), yice_buf_text(text));
	assert_int_equal(len, image->len);
	if (len)
		assert_memory_equal(bytes, image->data, len);
	free(bytes);
	yice_buf_release(&out);
	yice_report_free(report);
}

/* Builds in one piece and in portions, with 1, 2 and 8 threads; returns what was said. */
static void compare(const char *head, const char *own, struct yice_buf *text, bool makes_image)
{
	struct yice_buf image = YICE_BUF_INIT;

	write_rules(head, own);
	build_whole(text, &image);
	assert_int_equal(image.len > 0, makes_image);
	assert_the_same(text, &image, 1);
	assert_the_same(text, &image, 2);
	assert_the_same(text, &image, 8);
	yice_buf_release(&image);
}

static void assert_compares(const char *head, const char *own, enum yice_diag_id id, bool makes_image)
{
	struct yice_buf text = YICE_BUF_INIT;

	compare(head, own, &text, makes_image);
	if (!strstr(yice_buf_text(&text), yice_diag_code(id)))
		fail_msg("no %s in: %.2000s", yice_diag_name(id), strstr(yice_buf_text(&text), "错误") ? strstr(yice_buf_text(&text), "错误") : "");
	yice_buf_release(&text);
}

/* Templates used in every unit are warned of at one place, with notes that must come in order. */
static void warnings_and_image_are_the_same(void **state)
{
	YICE_UNUSED(state);
	assert_compares(HEAD, "", YICE_D_duplicate_test, true);
	assert_compares(HEAD, "", YICE_D_vague_words, true);
	assert_compares(HEAD "属性 闲置（idle）：是否\n", "", YICE_D_unused_name, true);
}

static void mistakes_are_the_same_and_there_is_no_image(void **state)
{
	YICE_UNUSED(state);
	assert_compares(HEAD, "待判 \"甲\" 依据 《无法》", YICE_D_unknown_document, false);
	assert_compares(HEAD "属性 闲置（idle）：是否\n", "优先于 \"无\"", YICE_D_unknown_clause, false);
	assert_compares(HEAD, "除 建设性质 属于 新 ", YICE_D_unknown_member, false);
}

/* Scales of slots are known when all portions are; which threshold is to blame only one pass over all can say. */
static void thresholds_that_do_not_fit_together_are_reported_as_by_one_pass(void **state)
{
	YICE_UNUSED(state);
	assert_compares(HEAD, "除 新增.氨氮 > 0.0000000000001 t/a", YICE_D_value_too_fine, false);
	assert_compares(HEAD, "除 用地 > 0.000000000001 hm²", YICE_D_value_too_fine, false);
	assert_compares(HEAD, "除 新增.氨氮 > 0.000000000001 t/a 除 新增.氨氮 > 900000000000000 t/a", YICE_D_value_too_large, false);
}

static void nothing_to_build_is_built(void **state)
{
	static const char *const path = "rules.yice";
	struct yice_report *report = new_report();
	void *bytes = NULL;
	size_t len = 0;

	YICE_UNUSED(state);
	assert_int_equal(yice_write_file(path, HEAD, sizeof(HEAD) - 1), YICE_OK);
	assert_int_equal(yice_build_with(&path, 1, 3, report, &bytes, &len), YICE_OK);
	assert_true(len > 0);
	free(bytes);
	yice_report_free(report);
}

static int enter_folder(void **state)
{
	char *folder = malloc(64);

	assert_non_null(folder);
	snprintf(folder, 64, "/tmp/yice-stream-XXXXXX");
	assert_non_null(mkdtemp(folder));
	*state = folder;
	return chdir(folder);
}

static int leave_folder(void **state)
{
	int failed = unlink("rules.yice") || chdir("/") || rmdir(*state);

	free(*state);
	return failed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(warnings_and_image_are_the_same),
		cmocka_unit_test(mistakes_are_the_same_and_there_is_no_image),
		cmocka_unit_test(thresholds_that_do_not_fit_together_are_reported_as_by_one_pass),
		cmocka_unit_test(nothing_to_build_is_built),
	};

	return cmocka_run_group_tests_name("stream", tests, enter_folder, leave_folder);
}
