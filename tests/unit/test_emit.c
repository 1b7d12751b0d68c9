/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compiler/emit*.c: images that the verifier accepts, that say what the
 * sources said, and that are the same bytes wherever the sources lie. Every
 * image made here goes through the verifier and the machine.
 */
#include "tests/unit/rules.h"

#include "runtime/image_read.h"
#include "runtime/opcode.h"
#include "runtime/test_op.h"

struct image {
	struct built b;
	struct yice_buf bytes;
	yice_image *image;
};

static void open_image(struct image *i)
{
	yice_report *report;
	char *text;

	built_assert_clean(&i->b);
	i->bytes = (struct yice_buf)YICE_BUF_INIT;
	assert_int_equal(yice_rules_emit(&i->b.f.model, &i->b.rules, &i->bytes), YICE_OK);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	if (yice_image_borrow(i->bytes.data, i->bytes.len, report, &i->image)) {
		assert_int_equal(yice_report_text(report, "compact", "en", &text), YICE_OK);
		fail_msg("%s", text);
	}
	yice_report_free(report);
}

static void image_of(struct image *i, const char *text)
{
	built_init(&i->b, text);
	open_image(i);
}

static void image_release(struct image *i)
{
	yice_image_free(i->image);
	yice_buf_release(&i->bytes);
	built_release(&i->b);
}

static const struct yice_view *view_of(const struct image *i)
{
	return &i->image->view;
}

static const char *string_at(const struct image *i, uint32_t offset)
{
	return yice_view_string(view_of(i), offset);
}

/* Outcome word of the clause with this id for facts given as name, value pairs; "-" when it is not looked at.
 */
static const char *decide(const struct image *i, const char *unit, const char *id,
			  const char *const (*facts)[2])
{
	yice_facts *f;
	yice_run *run;
	const char *word = "-";
	char found[128];

	assert_int_equal(yice_facts_new(i->image, &f), YICE_OK);
	assert_int_equal(yice_facts_set_unit(f, unit), YICE_OK);
	for (; (*facts)[0]; facts++)
		assert_int_equal(
		    yice_facts_set(f, (*facts)[0], (*facts)[1], !strcmp((*facts)[0], "工艺"), NULL), YICE_OK);
	assert_int_equal(yice_run_new(i->image, &run), YICE_OK);
	assert_int_equal(yice_run_decide(run, f, "2024-07-02"), YICE_OK);
	for (size_t c = 0; c < yice_run_count(run); c++) {
		yice_run_id(run, c, found, sizeof(found));
		if (!strcmp(found, id))
			word = yice_run_outcome(run, c) < 0
				   ? "duty"
				   : yice_outcome_word((enum yice_outcome)yice_run_outcome(run, c), "en");
	}
	yice_run_free(run);
	yice_facts_free(f);
	return word;
}

#define FACTS(...) ((const char *const[][2]){ __VA_ARGS__{ NULL, NULL } })

#define UNIT "单元 ZH44060620004 \"北滘\" 重点管控 要素 高排区 位于 保护地\n"

#define EVERY_TEST                                                                                           \
	RULES_VOCABULARY RULES_SITE                                                                          \
	    "清单 440606 \"顺德清单\" 施行 2024-07-01 起\n" UNIT                                             \
	    "1-1 原文 \"甲\" 当 建设性质 属于 新建、扩建 禁止\n"                            \
	    "1-2 原文 \"甲\" 当 工艺 全部属于 涂装 限制 \"乙\"\n"                             \
	    "1-3 原文 \"甲\" 须 新增.氨氮 ≤ 300 kg/a\n"                                            \
	    "1-4 原文 \"甲\" 须 削减.氨氮 ≥ 2 × 新增.氨氮\n"                                  \
	    "1-5 原文 \"甲\" 须 用地 ≤ 10 亩\n"                                                     \
	    "1-6 原文 \"甲\" 当 建成 < 批准 禁止\n"                                                \
	    "1-7 原文 \"甲\" 当 北滘镇.达标 = 否 禁止 除 工艺 含 喷涂\n"                   \
	    "1-8 原文 \"甲\" 当 待判 \"严重\" 禁止\n"                                              \
	    "1-9 原文 \"甲\" 职责 政府\n"                                                             \
	    "1-10 原文 \"甲\"\n"                                                                          \
	    "1-11 原文 \"甲\" 鼓励\n"                                                                   \
	    "1-12 原文 \"甲\" 当 非（建设性质 = 新建 或 比例 > 1）且（比例 < 3 或 工艺 含 电镀）禁止\n"
#define SAYS(n, word, ...)                                                                                   \
	assert_string_equal(decide(&i, "ZH44060620004", "440606/ZH44060620004/1-" n, FACTS(__VA_ARGS__)),    \
			    word)

static void every_kind_of_test_decides_as_written(void **state)
{
	struct image i;

	YICE_UNUSED(state);
	image_of(&i, EVERY_TEST);
	SAYS("1", "violated", { "建设性质", "扩建" }, );
	SAYS("1", "not-applicable", { "建设性质", "改建" }, );
	SAYS("1", "unknown", );
	SAYS("2", "restricted", { "工艺", "喷涂、烘干" }, );
	SAYS("2", "not-applicable", { "工艺", "喷涂、电镀" }, );
	SAYS("3", "satisfied", { "新增.氨氮", "0.3 t/a" }, );
	SAYS("3", "violated", { "new.nh3_n", "300.0000001 kg/a" }, );
	SAYS("4", "satisfied", { "新增.氨氮", "0.1 t/a" }, { "削减.氨氮", "200 kg/a" }, );
	SAYS("4", "violated", { "新增.氨氮", "0.1 t/a" }, { "削减.氨氮", "199.999 kg/a" }, );
	SAYS("4", "unknown", { "新增.氨氮", "0.1 t/a" }, );
	SAYS("5", "satisfied", { "用地", "10 亩" }, );
	SAYS("5", "violated", { "用地", "0.6666666666667 hm²" }, );
	SAYS("6", "violated", { "建成", "2020-01-01" }, { "批准", "2020-01-02" }, );
	SAYS("6", "not-applicable", { "建成", "2020-01-02" }, { "批准", "2020-01-02" }, );
	image_release(&i);
}

static void every_part_and_effect_decides_as_written(void **state)
{
	struct image i;

	YICE_UNUSED(state);
	image_of(&i, EVERY_TEST);
	SAYS("7", "violated", { "北滘镇.达标", "否" }, { "工艺", "电镀" }, );
	SAYS("7", "not-applicable", { "北滘镇.达标", "否" }, { "工艺", "喷涂" }, );
	SAYS("8", "judgement", );
	SAYS("9", "duty", );
	SAYS("10", "judgement", );
	SAYS("11", "noted", );
	SAYS("12", "violated", { "建设性质", "改建" }, { "比例", "0.5" }, );
	SAYS("12", "not-applicable", { "建设性质", "改建" }, { "比例", "2" }, );
	SAYS("12", "not-applicable", { "建设性质", "新建" }, );
	image_release(&i);
}

static void units_say_where_their_sites_lie(void **state)
{
	struct image i;

	YICE_UNUSED(state);
	image_of(&i, RULES_VOCABULARY RULES_SITE
		 "清单 440606 \"顺德清单\" 施行 2024-07-01 起\n" UNIT "单元 ZH44060610001 \"山\" 优先保护\n"
		 "适用 分区 水源区 1-1 原文 \"甲\" 禁止\n适用 区域 保护地 1-2 原文 \"甲\" 禁止\n适用 分区 "
		 "高排区 1-3 原文 \"甲\" 禁止");
	assert_string_equal(decide(&i, "ZH44060620004", "440606/水源区/1-1", FACTS()), "not-applicable");
	assert_string_equal(decide(&i, "ZH44060620004", "440606/保护地/1-2", FACTS()), "violated");
	assert_string_equal(decide(&i, "ZH44060620004", "440606/高排区/1-3", FACTS()), "unknown");
	assert_string_equal(decide(&i, "ZH44060610001", "440606/水源区/1-1", FACTS()), "unknown");
	assert_string_equal(string_at(&i, view_of(&i)->units[0].code), "ZH44060610001");
	assert_int_equal(view_of(&i)->units[0].absent, YICE_NONE);
	image_release(&i);
}

/* The tests of the site that a clause's code makes, in its order: "any", "all-whole any" ... */
static void list_site_tests(const struct yice_view *view, uint32_t clause, struct yice_buf *out)
{
	const struct yice_image_body *body = &view->bodies[view->clauses[clause].body];

	yice_buf_clear(out);
	for (uint32_t i = 0; i < body->code_count; i++) {
		struct yice_image_insn insn = view->code[body->code + i];
		const struct yice_image_test *test = &view->tests[yice_insn_operand(insn)];

		if (yice_insn_op(insn) != YICE_OP_TEST || yice_test_slot(test) != view->meta->site_slot)
			continue;
		yice_buf_addf(out, "%s%s", out->len ? " " : "", yice_test_info(yice_test_op(test))->text);
	}
}

/* 当 asks for some part of the site, 除 and 须 for every part; 非, 不位于 and 但 turn the one into the other. */
static void tests_of_the_site_are_read_by_where_they_stand(void **state)
{
	static const struct {
		const char *parts, *tests;
	} clauses[] = {
		{ "当 场址 位于 保护地 禁止", "any" },
		{ "当 场址 不位于 保护地 禁止", "any-whole" },
		{ "当 非 场址 位于 保护地 禁止", "any-whole" },
		{ "当 非（非 场址 位于 保护地）禁止", "any" },
		{ "当 非（非（非 场址 位于 保护地））禁止", "any-whole" },
		{ "当 非 场址 不位于 保护地 禁止", "any" },
		{ "当 场址 全部属于 保护地 禁止", "all-whole" },
		{ "当 非 场址 全部属于 保护地 禁止", "all" },
		{ "当（场址 位于 保护地 或 非（场址 位于 水源区 且 场址 不位于 高排区））禁止", "any any-whole any" },
		{ "当 场址 位于 保护地 限制 \"论证\"", "any" },
		{ "当 场址 位于 保护地 须 比例 < 1", "any" },
		{ "禁止 除 场址 位于 保护地", "any-whole" },
		{ "禁止 除 场址 不位于 保护地", "any" },
		{ "禁止 除 场址 全部属于 保护地", "all" },
		{ "禁止 除 场址 位于 保护地 但 场址 位于 水源区", "any-whole any" },
		{ "须 场址 位于 保护地", "any-whole" },
		{ "须 非 场址 位于 保护地", "any" },
		{ "须 场址 全部属于 保护地", "all" },
		{ "须 非 场址 全部属于 保护地", "all-whole" },
		{ "当 场址 位于 保护地 须 场址 位于 保护地", "any any-whole" },
		{ "当 场址 不位于 保护地 禁止 优先于 1-23", "any-whole" },
		{ "禁止 除 场址 位于 水源区 优先于 1-24", "any-whole" },
		{ "当 场址 位于 高排区 禁止", "any any" }, /* its own, and that of 1-21 as an exception */
		{ "禁止", "any" },                         /* 1-22, whose exception is one of an exception */
	};
	struct yice_buf text = YICE_BUF_INIT, tests = YICE_BUF_INIT;
	uint32_t last = YICE_COUNT(clauses);
	struct image i;

	YICE_UNUSED(state);
	yice_buf_adds(&text, RULES_VOCABULARY RULES_SITE RULES_LIST);
	for (uint32_t c = 0; c < last; c++)
		yice_buf_addf(&text, "1-%u 原文 \"甲\" %s\n", (unsigned int)c + 1, clauses[c].parts);
	yice_buf_adds(&text, "适用 区域 保护地\n1-1 原文 \"甲\" 禁止\n");
	image_of(&i, yice_buf_text(&text));
	for (uint32_t c = 0; c <= last; c++) {
		list_site_tests(view_of(&i), c, &tests);
		if (strcmp(yice_buf_text(&tests), c < last ? clauses[c].tests : "any") != 0)
			fail_msg("%s: %s", c < last ? clauses[c].parts : "适用", yice_buf_text(&tests));
	}
	image_release(&i);
	yice_buf_release(&text);
	yice_buf_release(&tests);
}

static void upper_lists_reach_down_and_scopes_come_parents_first(void **state)
{
	const struct yice_view *view;
	struct image i;

	YICE_UNUSED(state);
	/* The child scope is declared before its parent. */
	image_of(&i, RULES_VOCABULARY RULES_SITE
		 "行政区 110101 东城（dongcheng）上级 110000\n行政区 110000 北京（beijing）上级 000000\n"
		 "清单 110101 \"区\" 施行 2024-01-01 起\n单元 ZH11010120001 \"东\" 重点管控\n1-1 原文 \"甲\" "
		 "禁止\n"
		 "适用 类别 重点管控\n2-1 原文 \"甲\" 禁止\n适用 类别 一般管控\n3-1 原文 \"甲\" 禁止\n"
		 "清单 000000 \"国\" 施行 2020-01-01 起\n适用 全域\n1-1 原文 \"乙\" 鼓励\n");
	view = view_of(&i);
	for (uint32_t s = 0; s < view->count[YICE_SEC_SCOPES]; s++)
		assert_true(view->scopes[s].parent == YICE_NONE || view->scopes[s].parent < s);
	assert_string_equal(decide(&i, "ZH11010120001", "000000/全域/1-1", FACTS()), "noted");
	assert_string_equal(decide(&i, "ZH11010120001", "110101/重点管控/2-1", FACTS()), "violated");
	assert_string_equal(decide(&i, "ZH11010120001", "110101/一般管控/3-1", FACTS()), "-");
	assert_int_equal(view->meta->max_clauses, 4);
	image_release(&i);
}

static void what_is_the_same_is_stored_once(void **state)
{
	const struct yice_view *view;
	struct image i;

	YICE_UNUSED(state);
	image_of(&i, RULES_VOCABULARY RULES_SITE
		 "清单 440606 \"顺德清单\" 施行 2024-07-01 起\n"
		 "单元 ZH44060620001 \"一\" 重点管控\n1-1 原文 \"甲\" 当 建设性质 = 新建 禁止 依据 新法 "
		 "第一条、旧法 第二条\n"
		 "单元 ZH44060620002 \"二\" 重点管控\n1-2 原文 \"甲\" 当 建设性质 属于 新建 禁止 依据 新法 "
		 "第一条、旧法 第二条\n"
		 "1-3 原文 \"乙\" 当 建设性质 = 新建 禁止 依据 新法 第一条、旧法 第二条\n");
	view = view_of(&i);
	assert_int_equal(view->count[YICE_SEC_CLAUSES], 3);
	assert_int_equal(view->count[YICE_SEC_BODIES], 2);
	assert_int_equal(view->count[YICE_SEC_TESTS], 1);
	assert_int_equal(view->count[YICE_SEC_CODE], 3);
	assert_int_equal(view->count[YICE_SEC_BASES], 2);
	image_release(&i);
}

static void names_are_found_in_every_spelling(void **state)
{
	const struct yice_view *view;
	struct image i;
	uint32_t slot;

	YICE_UNUSED(state);
	image_of(&i, RULES_VOCABULARY "分区 甲区（zone_a）要素 水 别名 老甲区、\"甲—区\"\n" RULES_SITE RULES_LIST
				      "1-1 原文 \"甲\"");
	view = view_of(&i);
	slot = yice_image_find_attr(view, "new.cod", 7);
	assert_true(slot != YICE_NONE);
	assert_int_equal(slot, yice_image_find_attr(view, "新增.化学需氧量", strlen("新增.化学需氧量")));
	assert_int_equal(yice_image_find_member(view, view->meta->place_list, "zone_a", 6),
			 yice_image_find_member(view, view->meta->place_list, "老甲区", strlen("老甲区")));
	assert_int_equal(yice_image_find_member(view, view->meta->place_list, "zone_a", 6),
			 yice_image_find_member(view, view->meta->place_list, "甲—区", strlen("甲—区")));
	assert_int_equal(yice_image_find_attr(view, "没有", strlen("没有")), YICE_NONE);
	image_release(&i);
}

static void the_default_day_is_that_of_the_latest_list(void **state)
{
	struct image i;
	char day[11];

	YICE_UNUSED(state);
	image_of(&i, RULES_VOCABULARY RULES_SITE
		 "清单 000000 \"国\" 施行 2020-01-01 起 适用 全域 1-1 原文 \"甲\"\n" RULES_LIST
		 "1-1 原文 \"甲\"");
	yice_image_default_day(i.image, day);
	assert_string_equal(day, "2024-07-01");
	image_release(&i);
	image_of(&i, RULES_VOCABULARY RULES_SITE "清单 000000 \"国\" 适用 全域 1-1 原文 \"甲\"");
	yice_image_default_day(i.image, day);
	assert_string_equal(day, "1970-01-01");
	image_release(&i);
}

/* Sources under these names, in this order. */
static void image_of_files(struct image *i, const char *const *names, const char *const *texts, size_t count)
{
	fixture_init(&i->b.f);
	for (size_t n = 0; n < count; n++) {
		uint32_t file;

		assert_int_equal(
		    yice_sources_add(&i->b.f.sources, names[n], texts[n], strlen(texts[n]), &file), YICE_OK);
		assert_int_equal(yice_model_load_source(&i->b.f.model, file), YICE_OK);
	}
	assert_int_equal(yice_model_declare(&i->b.f.model), YICE_OK);
	assert_int_equal(yice_model_outline(&i->b.f.model), YICE_OK);
	i->b.rules = (struct yice_rules){ NULL, 0 };
	assert_int_equal(yice_rules_build(&i->b.f.model, &i->b.rules), YICE_OK);
	open_image(i);
}

static void moving_the_sources_moves_no_byte(void **state)
{
	static const char *const texts[] = { RULES_VOCABULARY RULES_SITE, RULES_LIST "1-1 原文 \"甲\" 禁止" };
	static const char *const places[][2] = {
		{ "base/words.yice", "city/list.yice" },
		{ "/home/a/rules/base/words.yice", "/home/a/rules/city/list.yice" },
		{ "./base/words.yice", "city/../city/./list.yice" },
		{ "../x/base/words.yice", "../x/y/../city/list.yice" },
	};
	struct image first, other;

	YICE_UNUSED(state);
	image_of_files(&first, places[0], texts, 2);
	assert_string_equal(string_at(&first, view_of(&first)->contexts[0].file), "city/list.yice");
	for (size_t n = 1; n < YICE_COUNT(places); n++) {
		image_of_files(&other, places[n], texts, 2);
		assert_string_equal(string_at(&other, view_of(&other)->contexts[0].file),
				    "city/list.yice");
		assert_int_equal(other.bytes.len, first.bytes.len);
		assert_memory_equal(other.bytes.data, first.bytes.data, first.bytes.len);
		image_release(&other);
	}
	image_release(&first);
}

static void rules_with_mistakes_give_no_image(void **state)
{
	struct yice_buf out = YICE_BUF_INIT;
	struct built b;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 当 建设性质 含 新建 禁止");
	assert_int_equal(yice_rules_emit(&b.f.model, &b.rules, &out), YICE_EDIAG);
	built_release(&b);
	yice_buf_release(&out);
}

/* Nested as deep as the compiler allows, on the right, where the stack grows. */
static void the_deepest_clause_passes_the_verifier(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct image i;

	YICE_UNUSED(state);
	yice_buf_adds(&text, RULES_VOCABULARY RULES_SITE RULES_LIST "1-1 原文 \"甲\" 禁止 当 ");
	for (int n = 0; n < 56; n++)
		yice_buf_addf(&text, n % 2 ? "比例 < %d 且（" : "比例 > %d 或（", n);
	yice_buf_adds(&text, "比例 = 1");
	for (int n = 0; n < 56; n++)
		yice_buf_adds(&text, "）");
	image_of(&i, yice_buf_text(&text));
	assert_int_equal(view_of(&i)->count[YICE_SEC_TESTS], 57);
	image_release(&i);
	yice_buf_release(&text);
}

/* Random conditions: whatever the compiler accepts, the verifier accepts. */
static void random_condition(struct yice_buf *out, uint64_t *seed, int depth)
{
	static const char *const tests[] = {
		"建设性质 = 新建",    "工艺 含 涂装",       "工艺 全部属于 电镀",
		"新增.氨氮 > 1 kg/a", "场址 不位于 水源区", "削减.氨氮 ≥ 2 × 新增.氨氮",
		"待判 \"等\"",        "建成 < 批准",        "比例 ≤ 占比",
		"陈村镇.达标 = 是",
	};
	uint64_t dice = unit_random(seed) >> 32;

	if (depth > 5 || dice % 3 == 0) {
		yice_buf_adds(out, tests[dice / 3 % YICE_COUNT(tests)]);
		return;
	}
	if (dice % 7 == 1)
		yice_buf_adds(out, "非");
	yice_buf_adds(out, "（");
	random_condition(out, seed, depth + 1);
	for (uint64_t n = 0; n < 1 + dice / 7 % 3; n++) {
		yice_buf_adds(out, dice & 0x10000 ? " 且 " : " 或 ");
		random_condition(out, seed, depth + 1);
	}
	yice_buf_adds(out, "）");
}

static void random_conditions_pass_the_verifier(void **state)
{
	uint64_t seed = 20240701;

	YICE_UNUSED(state);
	for (int n = 0; n < 40; n++) {
		struct yice_buf text = YICE_BUF_INIT;
		struct image i;

		yice_buf_adds(&text, RULES_VOCABULARY RULES_SITE RULES_LIST);
		for (int clause = 1; clause < 10; clause++) {
			yice_buf_addf(&text, "1-%d 原文 \"甲\" 当 ", clause);
			random_condition(&text, &seed, 0);
			yice_buf_adds(&text, " 除 ");
			random_condition(&text, &seed, 3);
			yice_buf_adds(&text, clause % 2 ? " 待判 \"丙\" 限制 \"乙\"" : " 须 ");
			if (clause % 2 == 0)
				random_condition(&text, &seed, 2);
			if (clause > 1)
				yice_buf_addf(&text, " 优先于 1-%d\n", clause - 1);
		}
		image_of(&i, yice_buf_text(&text));
		image_release(&i);
		yice_buf_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_test_decides_as_written),
		cmocka_unit_test(every_part_and_effect_decides_as_written),
		cmocka_unit_test(units_say_where_their_sites_lie),
		cmocka_unit_test(tests_of_the_site_are_read_by_where_they_stand),
		cmocka_unit_test(upper_lists_reach_down_and_scopes_come_parents_first),
		cmocka_unit_test(what_is_the_same_is_stored_once),
		cmocka_unit_test(names_are_found_in_every_spelling),
		cmocka_unit_test(the_default_day_is_that_of_the_latest_list),
		cmocka_unit_test(moving_the_sources_moves_no_byte),
		cmocka_unit_test(rules_with_mistakes_give_no_image),
		cmocka_unit_test(the_deepest_clause_passes_the_verifier),
		cmocka_unit_test(random_conditions_pass_the_verifier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
