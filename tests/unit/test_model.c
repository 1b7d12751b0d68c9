/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model of whole sources: files and imports, names of every kind, families
 * of attributes, and what clauses are placed on (compiler/load.c, names.c,
 * find.c, vocab.c, attribute.c, scope.c, outline.c, check.c, respell.c).
 */
#include "tests/unit/model.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS                                                                                                \
	"词表 性质（nature）：新建（new）、扩建（expansion）\n"                              \
	"词表 污染物（pollutant）：化学需氧量（cod）、氨氮（nh3_n）\n"                   \
	"词表 镇街（town）：北滘镇（beijiao）、陈村镇（chencun）\n"                        \
	"量纲 质量（mass）单位 kg\n"                                                                 \
	"属性 性质（nature）：一项 性质\n"                                                        \
	"属性 新增.{污染物}（new.{pollutant}）：数量 kg\n"                                       \
	"属性 {镇街}.达标（{town}.attained）：是否\n"                                             \
	"维度 空间（layout）别名 布局\n"                                                           \
	"行政区 000000 全国（china）\n"                                                               \
	"行政区 440606 顺德区（shunde）上级 000000\n"                                              \
	"分区 红线（red_line）\n分区 敏感区（sensitive）\n区域 水源（spring）\n园区 高新区（hitech）\n"
#define LIST "清单 440606 \"顺德\" 施行 2024-07-01 起\n"

static struct yice_path path_of(const char *a, const char *b)
{
	struct yice_path path = { .count = b ? 2 : 1 };

	path.part[0].text = a;
	path.part[1].text = b;
	return path;
}

/* ---- names */

static void assert_reported(const char *text, enum yice_diag_id id, uint32_t times)
{
	struct fixture f;

	fixture_outline(&f, text);
	assert_int_equal(yice_model_check(&f.model), YICE_OK);
	yice_diags_sort(&f.diags);
	if (fixture_count(&f, id) != times)
		fail_msg("%s: %u times %s", text, (unsigned int)fixture_count(&f, id), yice_diag_code(id));
	fixture_release(&f);
}

static void names_are_taken_once_a_kind(void **state)
{
	YICE_UNUSED(state);
	assert_reported(WORDS, YICE_D_duplicate_name, 0); /* 性质 is a list and an attribute */
	assert_reported(WORDS "词表 镇街：甲", YICE_D_duplicate_name, 1);
	assert_reported(WORDS "词表 镇（town）：甲", YICE_D_duplicate_name, 1);
	assert_reported(WORDS "属性 性质：是否", YICE_D_duplicate_name, 1);
	assert_reported(WORDS "属性 新增.氨氮：是否", YICE_D_duplicate_name, 1);
	assert_reported(WORDS "维度 布局", YICE_D_duplicate_name, 1);
	assert_reported(WORDS "行政区 440606 顺德 上级 000000", YICE_D_duplicate_name, 1);
	assert_reported(WORDS "词表 区划：甲", YICE_D_duplicate_name, 1);
	assert_reported("词表 甲：乙（x）、丙（x）", YICE_D_duplicate_member, 1);
	assert_reported(WORDS "区域 红线", YICE_D_duplicate_member, 1);
	assert_reported(WORDS "分区 乙 别名 水源", YICE_D_duplicate_member, 1);
}

static void unknown_names_come_with_the_nearest(void **state)
{
	struct fixture f;
	struct yice_word word = fixture_word("新健");
	const struct yice_diag *diag;
	char text[32];

	YICE_UNUSED(state);
	fixture_declare(&f, WORDS);
	assert_int_equal(
	    yice_find_member(&f.model, yice_name_lookup(&f.model, YICE_SPACE_VOCAB, "性质"), &word),
	    YICE_NONE);
	diag = fixture_find(&f, YICE_D_unknown_member);
	assert_non_null(diag);
	assert_string_equal(diag->main.args[0], "新健");
	assert_string_equal(diag->main.args[1], "性质");
	assert_int_equal(diag->helps->id, YICE_D_help_did_you_mean);
	assert_string_equal(diag->fix, "新建");
	assert_int_equal(diag->notes->id, YICE_D_note_declared);
	assert_string_equal(fixture_text(&f, diag->notes->span, text, sizeof(text)), "新建");
	fixture_release(&f);
}

static void a_word_of_another_list_is_told_apart_from_a_slip(void **state)
{
	struct fixture f;
	struct yice_word word = fixture_word("氨氮");
	const struct yice_diag *diag;

	YICE_UNUSED(state);
	fixture_declare(&f, WORDS);
	yice_find_member(&f.model, yice_name_lookup(&f.model, YICE_SPACE_VOCAB, "性质"), &word);
	diag = fixture_find(&f, YICE_D_unknown_member);
	assert_non_null(diag->notes);
	assert_int_equal(diag->notes->id, YICE_D_note_member_of);
	assert_string_equal(diag->notes->args[1], "污染物");
	fixture_release(&f);
}

static void families_have_a_slot_for_each_member(void **state)
{
	struct fixture f;
	struct yice_path path;
	uint32_t cod, nh3;

	YICE_UNUSED(state);
	fixture_declare(&f, WORDS);
	assert_int_equal(f.diags.errors, 0);
	path = path_of("新增", "化学需氧量");
	cod = yice_find_slot(&f.model, &path, NULL);
	path = path_of("new", "nh3_n");
	nh3 = yice_find_slot(&f.model, &path, NULL);
	assert_int_equal(nh3, cod + 1);
	assert_string_equal(f.model.slots.items[cod].zh, "新增.化学需氧量");
	assert_string_equal(f.model.slots.items[cod].en, "new.cod");
	assert_int_equal(f.model.slots.items[nh3].ordinal, 1);
	path = path_of("陈村镇", "达标");
	assert_string_equal(f.model.slots.items[yice_find_slot(&f.model, &path, NULL)].en,
			    "chencun.attained");
	path = path_of("性质", NULL);
	assert_int_equal(f.model.slots.items[yice_find_slot(&f.model, &path, NULL)].attribute, 0);
	assert_int_equal(f.diags.errors, 0);
	fixture_release(&f);
}

static void a_family_alone_is_explained(void **state)
{
	struct fixture f;
	struct yice_path path = path_of("新增", NULL);
	const struct yice_diag *diag;

	YICE_UNUSED(state);
	fixture_declare(&f, WORDS);
	assert_int_equal(yice_find_slot(&f.model, &path, NULL), YICE_NONE);
	diag = fixture_find(&f, YICE_D_family_alone);
	assert_non_null(diag);
	assert_string_equal(diag->helps->args[0], "新增.化学需氧量");
	path = path_of("新增", "氨气");
	assert_int_equal(yice_find_slot(&f.model, &path, NULL), YICE_NONE);
	assert_int_equal(fixture_count(&f, YICE_D_unknown_member), 1);
	path = path_of("性志", NULL);
	assert_int_equal(yice_find_slot(&f.model, &path, NULL), YICE_NONE);
	assert_string_equal(fixture_find(&f, YICE_D_unknown_attribute)->fix, "性质");
	fixture_release(&f);
}

static void declarations_of_attributes_are_checked(void **state)
{
	YICE_UNUSED(state);
	assert_reported(WORDS "属性 {镇街}.{污染物}：是否", YICE_D_family_holes, 1);
	assert_reported(WORDS "属性 甲.{污染物}（jia.{town}）：是否", YICE_D_family_spelling, 1);
	assert_reported(WORDS "属性 甲.{污染物}（jia）：是否", YICE_D_family_spelling, 1);
	assert_reported(WORDS "属性 甲：一项 乙", YICE_D_unknown_list, 1);
	assert_reported(WORDS "属性 甲：数量 kg 按 日均", YICE_D_period_list, 1);
	assert_reported(WORDS "词表 时段：日均\n属性 甲：数量 kg 按 日均", YICE_D_period_list, 0);
	assert_reported(WORDS "词表 时段：日均\n属性 甲：数量 kg 按 月均", YICE_D_unknown_member, 1);
	assert_reported(WORDS "属性 新建：是否", YICE_D_shadowed_name, 1);
}

static void the_site_is_the_attribute_over_places(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	fixture_declare(&f, WORDS "属性 排口：多项 区划\n属性 场址（site）：多项 区划\n");
	assert_string_equal(f.model.attributes.items[f.model.site_attribute].label.zh, "场址");
	fixture_release(&f);
	fixture_declare(&f, WORDS "属性 甲：多项 区划\n属性 乙：多项 区划\n");
	assert_int_equal(f.model.site_attribute, YICE_NONE);
	fixture_release(&f);
	fixture_declare(&f, WORDS "属性 地点：多项 区划\n");
	assert_int_equal(f.model.site_attribute, 3);
	fixture_release(&f);
}

static void sets_may_use_sets_but_not_themselves(void **state)
{
	struct fixture f;
	const unsigned char *has;

	YICE_UNUSED(state);
	fixture_declare(&f, "集合 丁 取自 甲：丙、c 除外 b\n词表 甲：a、b、c\n集合 丙 取自 甲：a、b\n");
	assert_int_equal(f.diags.errors, 0);
	has = f.model.sets.items[0].has;
	assert_true(has[0] && !has[1] && has[2]);
	fixture_release(&f);
	assert_reported("词表 甲：a、b\n集合 乙 取自 甲：丙\n集合 丙 取自 甲：乙", YICE_D_set_cycle, 1);
	assert_reported("词表 甲：a、b\n词表 乙：c\n集合 丙 取自 甲：a\n集合 丁 取自 乙：丙",
			YICE_D_set_of_other_list, 1);
	assert_reported("词表 甲：a、b\n集合 a 取自 甲：b", YICE_D_set_named_as_member, 1);
	assert_reported("词表 甲：a、b\n集合 丙 取自 甲：a、b、a", YICE_D_redundant_item, 1);
	assert_reported("词表 甲：a、b\n集合 丙 取自 甲：a 除外 b", YICE_D_idle_exception, 1);
}

static void scopes_form_a_tree(void **state)
{
	YICE_UNUSED(state);
	assert_reported("行政区 110000 甲 上级 120000\n行政区 120000 乙 上级 110000", YICE_D_scope_cycle, 1);
	assert_reported("行政区 110000 甲 上级 000000", YICE_D_unknown_scope, 1);
	assert_reported("行政区 000000 全国\n行政区 110000 甲", YICE_D_scope_root, 1);
	assert_reported("行政区 110000 甲", YICE_D_scope_root, 0);
	assert_reported("行政区 11000 甲", YICE_D_scope_code, 1);
}

static void documents_know_their_successors(void **state)
{
	struct fixture f;
	struct yice_word word = fixture_word("旧法");

	YICE_UNUSED(state);
	fixture_declare(&f, "文件 《旧法》简称 老（old）施行 2010-01-01 起，2020-01-01 废止 被代替 《新法》\n"
			    "文件 《新法》施行 2020-01-01 起\n");
	assert_int_equal(f.diags.count, 0);
	assert_int_equal(f.model.documents.items[0].successor, 1);
	assert_int_equal(yice_find_document(&f.model, &word, true), 0);
	word.text = "老";
	assert_int_equal(yice_find_document(&f.model, &word, false), 0);
	word.text = "新法";
	assert_int_equal(yice_find_document(&f.model, &word, true), 1);
	fixture_release(&f);
	assert_reported("文件 《甲》施行 2010-01-01 起 被代替 《乙》", YICE_D_successor_unknown, 1);
	assert_reported("文件 《甲》施行 2010-01-01 起 被代替 《乙》\n文件 《乙》施行 2011-01-01 起",
			YICE_D_successor_dates, 1);
	assert_reported(
	    "文件 《甲》施行 2010-01-01 起 被代替 《乙》\n文件 《乙》施行 2011-01-01 起 被代替 《甲》",
	    YICE_D_successor_cycle, 1);
	assert_reported("文件 《甲》施行 2010-01-01 起，2010-01-01 废止", YICE_D_interval_empty, 1);
	assert_reported("文件 《甲》", YICE_D_document_undated, 1);
}

/* ---- outline */

static void clauses_stand_under_every_open_target(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	fixture_outline(&f, WORDS LIST
			"适用 类别 重点管控、优先保护\n维度 布局\n1-1 原文 \"甲\"\n1-2 原文 \"乙\"\n"
			"适用 全域\n条 原文 \"丙\"\n");
	assert_int_equal(f.diags.errors + f.diags.warnings, 0);
	assert_int_equal(f.model.placements.count, 3);
	assert_int_equal(f.model.placed.count, 5);
	assert_int_equal(f.model.placements.items[0].kind, YICE_FOR_CLASS);
	assert_int_equal(f.model.placements.items[0].key, YICE_KEY);
	assert_int_equal(f.model.placements.items[1].key, YICE_PRIORITY);
	assert_int_equal(f.model.placements.items[1].count, 2);
	assert_int_equal(f.model.placed.items[1].target, 1);
	assert_int_equal(f.model.placed.items[0].dimension, 0);
	assert_int_equal(f.model.placed.items[4].dimension, YICE_NONE); /* a new target ends the heading */
	assert_string_equal(f.model.placed.items[4].number, "");
	fixture_release(&f);
}

static void repeated_numbers_get_a_counter(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	fixture_outline(&f, WORDS LIST
			"适用 全域\n1-1 原文 \"甲\"\n1-1 原文 \"乙\"\n适用 类别 一般管控\n1-1 原文 \"丙\"\n"
			"适用 全域\n1-1 原文 \"丁\"\n条 原文 \"戊\"\n条 原文 \"己\"\n");
	assert_int_equal(f.model.placed.items[0].repeat, 1);
	assert_int_equal(f.model.placed.items[1].repeat, 2);
	assert_int_equal(f.model.placed.items[2].repeat, 1);
	assert_int_equal(f.model.placed.items[3].repeat, 3);
	assert_int_equal(f.model.placed.items[5].repeat, 2);
	assert_int_equal(fixture_count(&f, YICE_D_repeated_number),
			 2); /* clauses without a number are no mistake */
	fixture_release(&f);
}

static void groups_keep_their_headings_and_arguments(void **state)
{
	struct fixture f;
	const struct yice_placed *placed;

	YICE_UNUSED(state);
	fixture_outline(
	    &f,
	    WORDS "维度 风险（risk）\n"
		  "条款组 内（inner）\n条 原文 \"内\"\n"
		  "条款组 外（outer）参数 镇（t）：镇街\n条 原文 \"甲\"\n维度 空间\n条 原文 \"乙\"\n采用 内\n"
		  "词表 隔开：隔\n" LIST "适用 全域\n维度 风险\n采用 外（北滘镇）\n条 原文 \"丙\"\n");
	assert_int_equal(f.diags.errors, 0);
	assert_int_equal(f.model.placed.count, 4);
	placed = f.model.placed.items;
	assert_int_equal(placed[0].dimension, 1); /* before the group's own heading: that of the use */
	assert_int_equal(placed[1].dimension, 0);
	assert_int_equal(placed[2].dimension, 0); /* the inner group has none and takes the outer one's */
	assert_int_equal(placed[3].dimension, 1); /* a group's heading ends with it */
	assert_non_null(placed[0].env);
	assert_non_null(yice_env_find(placed[0].env, "镇"));
	assert_int_equal(yice_env_find(placed[0].env, "t")->ordinal, 0);
	assert_ptr_equal(placed[2].env->outer, placed[0].env);
	assert_null(placed[3].env);
	fixture_release(&f);
}

static void groups_end(void **state)
{
	struct fixture f;
	struct yice_buf text = YICE_BUF_INIT;

	YICE_UNUSED(state);
	assert_reported(WORDS "条款组 甲\n采用 乙\n条款组 乙\n采用 甲\n" LIST "适用 全域\n采用 甲\n",
			YICE_D_group_cycle, 1);
	assert_reported(WORDS "条款组 甲\n维度 空间\n", YICE_D_empty_group, 1);
	/* 2^40 empty expansions must end in a diagnostic, soon. */
	yice_buf_adds(&text, WORDS "条款组 g40\n维度 空间\n");
	for (int i = 39; i >= 0; i--)
		yice_buf_addf(&text, "条款组 g%d\n采用 g%d\n采用 g%d\n", i, i + 1, i + 1);
	yice_buf_adds(&text, LIST "适用 全域\n采用 g0\n");
	fixture_outline(&f, yice_buf_text(&text));
	assert_int_equal(fixture_count(&f, YICE_D_clause_limit), 1);
	fixture_release(&f);
	yice_buf_release(&text);
}

static void what_stands_outside_its_context_is_reported(void **state)
{
	YICE_UNUSED(state);
	assert_reported(WORDS LIST "1-1 原文 \"甲\"\n", YICE_D_clause_outside_target, 1);
	assert_reported(WORDS "适用 全域\n1-1 原文 \"甲\"\n", YICE_D_target_outside_list, 1);
	assert_reported(WORDS "适用 全域\n1-1 原文 \"甲\"\n", YICE_D_clause_outside_target,
			0); /* told once */
	assert_reported(WORDS "条款组 甲\n条 原文 \"甲\"\n" LIST "采用 甲\n", YICE_D_use_outside_target, 1);
	assert_reported(WORDS LIST "维度 空间\n适用 全域\n1-1 原文 \"甲\"\n", YICE_D_heading_without_target,
			1);
	assert_reported(WORDS LIST "维度 风险（risk）\n", YICE_D_dimension_inside, 1);
	assert_reported(WORDS LIST "适用 区域 红线\n1-1 原文 \"甲\"\n", YICE_D_target_place_kind, 1);
	assert_reported(WORDS LIST "适用 单元 ZH44060620001\n", YICE_D_unknown_unit, 1);
	assert_reported(WORDS "清单 440606 \"顺德\" 上级 440606", YICE_D_list_parent, 1);
	assert_reported(WORDS "清单 440606 \"顺德\"\n适用 全域\n1-1 原文 \"甲\"\n1-2 原文 \"乙\"",
			YICE_D_list_undated, 1);
	assert_reported(WORDS "清单 440606 \"顺德\"\n适用 全域\n1-1 原文 \"甲\" 施行 2020-01-01 起",
			YICE_D_list_undated, 0);
}

static void units_know_their_places(void **state)
{
	struct fixture f;
	const struct yice_unit *unit;

	YICE_UNUSED(state);
	fixture_outline(&f, WORDS LIST
			"单元 ZH44060620001 \"甲\" 重点管控 要素 敏感区、红线 位于 高新区\n1-1 原文 \"甲\"\n"
			"适用 单元 ZH44060620001\n1-2 原文 \"乙\"\n");
	assert_int_equal(f.diags.errors + f.diags.warnings, 0);
	unit = &f.model.units.items[0];
	assert_int_equal(unit->klass, YICE_KEY);
	assert_true(unit->has_elements && unit->element_count == 2 && unit->elements[0] == 1 &&
		    unit->elements[1] == 0);
	assert_true(unit->within_count == 1 && unit->within[0] == 3);
	assert_int_equal(f.model.placements.items[1].key, 0);
	fixture_release(&f);
	assert_reported(WORDS LIST "单元 ZH44060620001 \"甲\" 重点管控 要素 水源", YICE_D_unit_element_kind,
			1);
	assert_reported(WORDS LIST "单元 ZH44060620001 \"甲\" 重点管控 位于 红线", YICE_D_unit_within_kind,
			1);
	assert_reported(WORDS LIST "单元 ZH44060620001 \"甲\" 重点", YICE_D_unknown_class, 1);
}

static void unit_codes_are_read_with_suspicion(void **state)
{
	static const struct {
		const char *unit;
		enum yice_diag_id id;
		uint32_t times;
	} cases[] = {
		{ "单元 ZH44060620001 \"甲\" 重点管控", YICE_D_unit_code_form, 0 },
		{ "单元 ZH440606200012 \"甲\" 重点管控", YICE_D_unit_code_form, 1 },
		{ "单元 ZH44060630001 \"甲\" 重点管控", YICE_D_unit_code_class, 1 },
		{ "单元 ZH44060720001 \"甲\" 重点管控", YICE_D_unit_code_county, 1 },
		{ "单元 ZH00000020001 \"甲\" 重点管控", YICE_D_unit_code_scope, 1 },
		{ "单元 ZH44060620001 \"甲\" 重点管控\n单元 ZH44060620001 \"甲\" 重点管控",
		  YICE_D_duplicate_unit, 1 },
		{ "单元 ZH44060620001 \"甲\" 重点管控\n单元 ZH44060620001 \"乙\" 重点管控",
		  YICE_D_unit_conflict, 1 },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_buf text = YICE_BUF_INIT;

		yice_buf_addf(&text, "%s%s%s\n", WORDS, LIST, cases[i].unit);
		assert_reported(yice_buf_text(&text), cases[i].id, cases[i].times);
		yice_buf_release(&text);
	}
}

/* Two lists about one unit: what a list that is not in force says of places would be taken for the law. */
static void places_of_a_unit_come_from_lists_in_force(void **state)
{
	static const char upper[] = "清单 440606 \"一\" 施行 ";
	static const struct {
		const char *first, *first_says, *second, *second_says;
		uint32_t times;
	} cases[] = {
		{ "2021-01-01 起", "要素 红线", "2021-01-01 起", "", 0 },
		{ "2021-01-01 起", "要素 红线", "2024-01-01 起", "", 0 },
		{ "2021-01-01 起", "", "2024-01-01 起", "要素 红线", 1 },
		{ "2021-01-01 起", "要素 红线", "2024-01-01 起", "要素 红线", 0 },
		{ "2021-01-01 起", "位于 水源", "2024-01-01 起", "要素 红线", 1 },
		{ "2021-01-01 起，2024-01-01 废止", "要素 红线", "2024-01-01 起", "要素 红线", 0 },
		{ "2021-01-01 起，2024-01-01 废止", "要素 红线", "2024-01-01 起", "", 1 },
		{ "2021-01-01 起，2024-01-01 废止", "要素 红线", "2022-01-01 起", "", 1 },
		{ "2021-01-01 起，2024-01-01 废止", "", "2024-01-01 起", "", 0 },
		{ "2021-01-01 起", "要素 红线 位于 水源", "2021-01-01 起", "要素 红线", 0 },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_buf text = YICE_BUF_INIT;

		yice_buf_addf(&text, "%s%s%s\n单元 ZH44060620001 \"甲\" 重点管控 %s\n", WORDS, upper,
			      cases[i].first, cases[i].first_says);
		yice_buf_addf(&text, "清单 440606 \"二\" 施行 %s\n单元 ZH44060620001 \"甲\" 重点管控 %s\n",
			      cases[i].second, cases[i].second_says);
		assert_reported(yice_buf_text(&text), YICE_D_unit_days, cases[i].times);
		yice_buf_release(&text);
	}
}

static void only_names_of_rule_files_can_be_unused(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	fixture_init(&f);
	fixture_add(&f, WORDS "模板 库里的\n原文 \"甲\"\n");
	fixture_add(&f, "模板 没用的\n原文 \"乙\"\n" LIST "适用 全域\n1-1 原文 \"甲\"\n");
	assert_int_equal(yice_model_declare(&f.model), YICE_OK);
	assert_int_equal(yice_model_outline(&f.model), YICE_OK);
	assert_int_equal(yice_model_check(&f.model), YICE_OK);
	assert_int_equal(fixture_count(&f, YICE_D_unused_name), 1);
	assert_string_equal(fixture_find(&f, YICE_D_unused_name)->main.args[0], "没用的");
	assert_int_equal(fixture_count(&f, YICE_D_missing_english), 0);
	assert_int_equal(yice_diags_override(&f.diags, "missing-english", YICE_NOTE), YICE_OK);
	assert_int_equal(yice_model_check(&f.model), YICE_OK);
	assert_int_equal(fixture_count(&f, YICE_D_missing_english), 2);
	fixture_release(&f);
}

/* ---- respelling */

/* The text with every recorded use replaced by its spelling in a language. */
static void assert_respelt(const char *text, enum yice_lang lang, const char *expected)
{
	struct fixture f;
	struct yice_buf out = YICE_BUF_INIT;
	size_t at = 0;

	fixture_init(&f);
	fixture_add(&f, text);
	assert_int_equal(yice_model_declare(&f.model), YICE_OK);
	yice_model_respell(&f.model, f.model.files.items[0]);
	for (size_t start = 0; start <= strlen(text); start++)
		for (uint32_t i = 0; i < f.model.uses.count; i++) {
			const struct yice_use *use = &f.model.uses.items[i];
			const char *spelling = lang == YICE_EN ? use->en : use->zh;

			if (use->span.start != start || start < at || !spelling)
				continue;
			yice_buf_add(&out, text + at, start - at);
			yice_buf_adds(&out, spelling);
			at = use->span.end;
		}
	yice_buf_adds(&out, text + at);
	assert_string_equal(strstr(yice_buf_text(&out), "####"), strstr(expected, "####"));
	yice_buf_release(&out);
	fixture_release(&f);
}

#define MORE                                                                                                 \
	WORDS "计量 吨（tonne）= 1000 kg\n集合 新（fresh）取自 性质：新建\n属性 场址（site）：多项 区划\n"

static void names_are_respelt_where_they_are_used(void **state)
{
	static const char zh[] =
	    MORE "####\n模板 减（cut）参数 镇（t）：镇街\n当 性质 属于 新、扩建 且 {镇}.达标 = 否\n"
		 "须 新增.氨氮 ≤ 2 吨 且 北滘镇.达标 = 是 且 新增.化学需氧量 ≤ 2 × 新增.氨氮\n" LIST
		 "适用 类别 重点管控\n维度 空间\n1-1【水/禁止类】依 减（镇：北滘镇）\n"
		 "适用 分区 红线\n1-2 当 场址 位于 敏感区、红线 除 性质 = 新建 禁止\n";
	static const char en[] = MORE
	    "####\n模板 减（cut）参数 镇（t）：town\n当 nature 属于 fresh、expansion 且 {t}.attained = 否\n"
	    "须 new.nh3_n ≤ 2 tonne 且 beijiao.attained = 是 且 new.cod ≤ 2 × new.nh3_n\n" LIST
	    "适用 类别 key\n维度 layout\n1-1【水/prohibit】依 cut（t：beijiao）\n"
	    "适用 分区 red_line\n1-2 当 site 位于 sensitive、red_line 除 nature = new 禁止\n";

	YICE_UNUSED(state);
	assert_respelt(zh, YICE_EN, en);
	assert_respelt(en, YICE_ZH, zh);
	assert_respelt(zh, YICE_ZH, zh);
}

static void aliases_and_unknown_names_stay_as_written(void **state)
{
	static const char text[] =
	    MORE "####\n" LIST "适用 全域\n维度 布局\n1-1 当 性制 = 新建 且 场址 位于 未知 禁止\n";
	static const char en[] =
	    MORE "####\n" LIST "适用 全域\n维度 布局\n1-1 当 性制 = 新建 且 site 位于 未知 禁止\n";

	YICE_UNUSED(state);
	assert_respelt(text, YICE_EN, en);
}

/* ---- files */

static int enter_folder(void **state)
{
	char *folder = malloc(64);

	assert_non_null(folder);
	snprintf(folder, 64, "/tmp/yice-model-XXXXXX");
	assert_non_null(mkdtemp(folder));
	*state = folder;
	return chdir(folder);
}

static int leave_folder(void **state)
{
	char command[128];
	int failed;

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	failed = chdir("/") || system(command);
	free(*state);
	return failed;
}

static void write_file(const char *name, const char *text)
{
	assert_int_equal(yice_write_file(name, text, strlen(text)), YICE_OK);
}

static void imports_come_before_what_imports_them(void **state)
{
	struct fixture f;
	const char *paths[] = { "rules", "./rules/../rules/b.yice" };

	YICE_UNUSED(state);
	assert_int_equal(mkdir("rules", 0700) | mkdir("words", 0700) | mkdir("words/deep", 0700), 0);
	write_file("rules/b.yice", "引用 \"../words\"\n");
	write_file("rules/a.yice", "引用 b\n");
	write_file("words/z.yice", "词表 甲：乙\n");
	write_file("words/deep/y.yice", "引用 \"../z.yice\"、\"../../rules/a.yice\"\n");
	write_file("words/notes.txt", "not a rule");
	fixture_init(&f);
	assert_int_equal(yice_model_load(&f.model, paths, 2), YICE_OK);
	assert_int_equal(f.diags.errors, 0);
	assert_int_equal(f.model.files.count, 4);
	assert_string_equal(f.sources.items[f.model.files.items[0]->source].name, "words/z.yice");
	assert_string_equal(f.sources.items[f.model.files.items[1]->source].name, "words/deep/y.yice");
	assert_string_equal(f.sources.items[f.model.files.items[2]->source].name, "rules/b.yice");
	assert_string_equal(f.sources.items[f.model.files.items[3]->source].name, "rules/a.yice");
	fixture_release(&f);
}

/* Names of files in the order of the model and all diagnostics. */
static void load_with_jobs(const char *path, size_t jobs, struct yice_buf *out)
{
	const struct yice_diag_style style = { YICE_DIAG_COMPACT, YICE_ZH, false, 1 };
	struct fixture f;

	fixture_init(&f);
	f.model.jobs = jobs;
	assert_int_equal(yice_model_load(&f.model, &path, 1), YICE_OK);
	for (uint32_t i = 0; i < f.model.files.count; i++)
		yice_buf_addf(out, "%s\n", f.sources.items[f.model.files.items[i]->source].name);
	yice_diags_sort(&f.diags);
	yice_diags_render(&f.diags, &f.sources, &style, out);
	fixture_release(&f);
}

static void files_are_the_same_however_many_threads_read_them(void **state)
{
	struct yice_buf one = YICE_BUF_INIT, text = YICE_BUF_INIT;
	char name[32];

	YICE_UNUSED(state);
	assert_int_equal(mkdir("many", 0700), 0);
	for (int i = 0; i < 30; i++) {
		snprintf(name, sizeof(name), "many/%02d.yice", i);
		yice_buf_clear(&text);
		yice_buf_addf(&text, "引用 \"%02d.yice\"、\"%02d.yice\"\n引用 没有\n词表 甲%d：乙、、丙\n词表\n", i * 7 % 30,
			      i * 11 % 37, i);
		write_file(name, yice_buf_text(&text));
	}
	load_with_jobs("many", 1, &one);
	assert_non_null(strstr(yice_buf_text(&one), "many/29.yice"));
	for (size_t jobs = 0; jobs < 9; jobs += 2) {
		yice_buf_clear(&text);
		load_with_jobs("many", jobs, &text);
		assert_string_equal(yice_buf_text(&text), yice_buf_text(&one));
	}
	yice_buf_release(&one);
	yice_buf_release(&text);
}

/* Every file imports the next: as deep as there are files, and yet asked for by the command itself. */
static void a_folder_may_be_one_long_chain(void **state)
{
	struct fixture f;
	const char *path = "chain";
	char name[32], text[64];

	YICE_UNUSED(state);
	assert_int_equal(mkdir("chain", 0700), 0);
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "chain/%03d.yice", i);
		snprintf(text, sizeof(text), "引用 \"%03d.yice\"\n", (i + 1) % 300);
		write_file(name, text);
	}
	fixture_init(&f);
	assert_int_equal(yice_model_load(&f.model, &path, 1), YICE_OK);
	assert_int_equal(f.diags.count, 0);
	assert_int_equal(f.model.files.count, 300);
	assert_string_equal(f.sources.items[f.model.files.items[0]->source].name, "chain/299.yice");
	assert_string_equal(f.sources.items[f.model.files.items[299]->source].name, "chain/000.yice");
	fixture_release(&f);
}

static void what_cannot_be_loaded_is_named(void **state)
{
	struct fixture f;
	const char *paths[] = { "none.yice", "empty", "a.yice" };
	const struct yice_diag *diag;
	char text[32];

	YICE_UNUSED(state);
	assert_int_equal(mkdir("empty", 0700), 0);
	write_file("a.yice", "引用 丙\n词表 甲：乙\n");
	fixture_init(&f);
	assert_int_equal(yice_model_load(&f.model, paths, 3), YICE_OK);
	assert_int_equal(f.diags.errors, 3);
	assert_int_equal(f.diags.items[0]->main.id, YICE_D_path_missing);
	assert_false(yice_span_known(f.diags.items[0]->main.span));
	assert_int_equal(f.diags.items[1]->main.id, YICE_D_folder_empty);
	diag = f.diags.items[2];
	assert_int_equal(diag->main.id, YICE_D_import_missing);
	assert_string_equal(fixture_text(&f, diag->main.span, text, sizeof(text)), "丙");
	assert_int_equal(f.model.files.count, 1);
	fixture_release(&f);
}

static void paths_are_shortened_but_not_changed(void **state)
{
	static const char *const cases[][2] = {
		{ "a/./b//c.yice", "a/b/c.yice" },
		{ "a/../b", "b" },
		{ "../../x", "../../x" },
		{ "a/..", "." },
		{ "/a/../b", "/b" },
		{ "-", "-" },
	};
	struct fixture f;

	YICE_UNUSED(state);
	fixture_init(&f);
	for (size_t i = 0; i < YICE_COUNT(cases); i++)
		assert_string_equal(yice_path_beside(&f.model, UINT32_MAX, cases[i][0]), cases[i][1]);
	fixture_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_taken_once_a_kind),
		cmocka_unit_test(unknown_names_come_with_the_nearest),
		cmocka_unit_test(a_word_of_another_list_is_told_apart_from_a_slip),
		cmocka_unit_test(families_have_a_slot_for_each_member),
		cmocka_unit_test(a_family_alone_is_explained),
		cmocka_unit_test(declarations_of_attributes_are_checked),
		cmocka_unit_test(the_site_is_the_attribute_over_places),
		cmocka_unit_test(sets_may_use_sets_but_not_themselves),
		cmocka_unit_test(scopes_form_a_tree),
		cmocka_unit_test(documents_know_their_successors),
		cmocka_unit_test(clauses_stand_under_every_open_target),
		cmocka_unit_test(repeated_numbers_get_a_counter),
		cmocka_unit_test(groups_keep_their_headings_and_arguments),
		cmocka_unit_test(groups_end),
		cmocka_unit_test(what_stands_outside_its_context_is_reported),
		cmocka_unit_test(units_know_their_places),
		cmocka_unit_test(unit_codes_are_read_with_suspicion),
		cmocka_unit_test(places_of_a_unit_come_from_lists_in_force),
		cmocka_unit_test(only_names_of_rule_files_can_be_unused),
		cmocka_unit_test(names_are_respelt_where_they_are_used),
		cmocka_unit_test(aliases_and_unknown_names_stay_as_written),
		cmocka_unit_test_setup_teardown(imports_come_before_what_imports_them, enter_folder,
						leave_folder),
		cmocka_unit_test_setup_teardown(files_are_the_same_however_many_threads_read_them, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(a_folder_may_be_one_long_chain, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(what_cannot_be_loaded_is_named, enter_folder, leave_folder),
		cmocka_unit_test(paths_are_shortened_but_not_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
