/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hand-built image of the unit tests. Tables are written in the order of
 * the enumerations in the header, so that tests may name records.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "tests/unit/fixture_image.h"

#include "base/report.h"
#include "runtime/geo/layer_build.h"
#include "runtime/image_layout.h"
#include "runtime/plan.h"
#include "runtime/verify.h"

#define TEXT(text) yice_image_string(b, text)
#define INSN(op, operand) ((uint32_t)YICE_OP_##op | (uint32_t)(operand) << 8)

static uint32_t day(const char *text)
{
	yice_day out;

	assert_int_equal(yice_date_parse(text, strlen(text), &out), YICE_OK);
	return (uint32_t)out;
}

/* ---------------------------------------------------------------- lists */

struct member {
	const char *zh, *en;
	uint32_t end, info;
};

static const struct member places[] = { { "大气敏感区", "air_sensitive", 1, YICE_AT_ZONE },
					{ "水源一级区", "source_one", 2, YICE_AT_AREA },
					{ "园区甲", "park_a", 3, YICE_AT_PARK } };
static const struct member natures[] = { { "新建", "new", 1, 0 }, { "改建", "renovation", 2, 0 },
					 { "扩建", "expansion", 3, 0 } };
static const struct member processes[] = { { "喷涂", "coating", 1, 0 }, { "电镀", "plating", 2, 0 },
					   { "烘干", "drying", 3, 0 } };
static const struct member industries[] = {
	{ "C", "制造业", 7, 0 },     { "C26", "化学原料", 5, 0 }, { "C261", "基础化学", 5, 0 }, { "C2611", "无机酸", 4, 0 },
	{ "C2614", "有机", 5, 0 }, { "C27", "医药", 7, 0 },	    { "C2710", "化学药品", 7, 0 }, { "D", "电力", 9, 0 },
	{ "D44", "热力", 9, 0 },
};

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->zh, ((const struct member *)b)->zh);
}

/* MEMBER_NAMES sorted by bytes; coded lists are found by code only. */
static void add_names(struct yice_image_builder *b, uint32_t vocab, const struct member *members, uint32_t n,
		      bool coded)
{
	struct member names[256]; /* end is the ordinal here */
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++) {
		names[count++] = (struct member){ members[i].zh, NULL, i, 0 };
		if (!coded && members[i].en)
			names[count++] = (struct member){ members[i].en, NULL, i, 0 };
	}
	qsort(names, count, sizeof(names[0]), by_text);
	for (uint32_t i = 0; i < count; i++)
		yice_image_append(b, YICE_SEC_MEMBER_NAMES,
				  &(struct yice_image_member_name){ vocab, TEXT(names[i].zh), names[i].end });
}

static void add_vocab(struct yice_image_builder *b, const char *zh, const char *en, uint32_t kind,
		      const struct member *members, uint32_t n)
{
	uint32_t first = yice_image_count(b, YICE_SEC_MEMBERS);
	uint32_t vocab = yice_image_append(b, YICE_SEC_VOCABS,
					   &(struct yice_image_vocab){ TEXT(zh), TEXT(en), kind, TEXT("2017"), first, n });

	for (uint32_t i = 0; i < n; i++)
		yice_image_append(b, YICE_SEC_MEMBERS,
				  &(struct yice_image_member){ TEXT(members[i].zh), TEXT(members[i].en),
							       members[i].end, members[i].info });
	add_names(b, vocab, members, n, kind == YICE_VOCAB_CODES);
}

/* 70 members, so that masks take two words. */
static void add_materials(struct yice_image_builder *b)
{
	struct member members[70];
	char names[70][16];

	for (uint32_t i = 0; i < 70; i++) {
		snprintf(names[i], sizeof(names[i]), "料%02u", (unsigned int)i);
		members[i] = (struct member){ names[i], NULL, i + 1, 0 };
	}
	add_vocab(b, "原辅材料", "material", YICE_VOCAB_TERMS, members, 70);
}

static void add_vocabs(struct yice_image_builder *b)
{
	add_vocab(b, "区划", "place", YICE_VOCAB_PLACES, places, 3);
	add_vocab(b, "建设性质", "nature", YICE_VOCAB_TERMS, natures, 3);
	add_vocab(b, "工序", "process", YICE_VOCAB_TERMS, processes, 3);
	add_vocab(b, "国民经济行业", "industry", YICE_VOCAB_CODES, industries, 9);
	add_materials(b);
}

/* ---------------------------------------------------------------- measures and attributes */

/* Base dimensions: mass, length, year, day, and a last one to fill the fourth word. */
static void add_measure(struct yice_image_builder *b, const char *zh, const char *en, int64_t num, int64_t den,
			uint32_t dim0, uint32_t dim3)
{
	yice_image_append(b, YICE_SEC_MEASURES,
			  &(struct yice_image_measure){ TEXT(zh), TEXT(en),
							yice_image_ratio(b, (struct yice_ratio){ num, den }), dim0, 0,
							0, dim3 });
}

static void add_measures(struct yice_image_builder *b)
{
	add_measure(b, "kg", "", 1, 1, 0x000001, 0);
	add_measure(b, "t", "tonne", 1000, 1, 0x000001, 0);
	add_measure(b, "g", "", 1, 1000, 0x000001, 0);
	add_measure(b, "m", "", 1, 1, 0x000100, 0);
	add_measure(b, "hm²", "", 10000, 1, 0x000200, 0);
	add_measure(b, "亩", "", 2000, 3, 0x000200, 0);
	add_measure(b, "a", "", 1, 1, 0x010000, 0);
	add_measure(b, "d", "", 1, 1, 0x01000000, 0);
	add_measure(b, "%", "", 1, 100, 0, 0);
	add_measure(b, "dB(A)", "", 1, 1, 0, 0x01000000);
	add_measure(b, "大", "", INT64_MAX, 1, 0, 0);
}

static void add_attr(struct yice_image_builder *b, const char *zh, const char *en, uint32_t type, bool many,
		     uint32_t vocab)
{
	struct yice_image_attr attr = { .zh = TEXT(zh), .en = TEXT(en), .type = type, .many = many, .vocab = vocab,
					.min = YICE_NONE, .max = YICE_NONE };

	yice_image_append(b, YICE_SEC_ATTRS, &attr);
}

static void add_quantity(struct yice_image_builder *b, const char *zh, const char *en, const char *measure,
			 struct yice_ratio factor, uint32_t dim0, int64_t scale)
{
	struct yice_image_attr attr = { .zh = TEXT(zh), .en = TEXT(en), .describe = TEXT("说明"),
					.type = YICE_ATTR_QUANTITY, .vocab = YICE_NONE, .measure = TEXT(measure),
					.period = TEXT("年均"), .factor = yice_image_ratio(b, factor), .dim0 = dim0,
					.scale = yice_image_numbers(b, &scale, 1), .min = YICE_NONE, .max = YICE_NONE };

	yice_image_append(b, YICE_SEC_ATTRS, &attr);
}

static void add_attr_names(struct yice_image_builder *b)
{
	struct member names[2 * A_COUNT];
	struct yice_view view;
	uint32_t count = 0;

	yice_image_builder_view(b, &view);
	for (uint32_t i = 0; i < A_COUNT; i++) {
		names[count++] = (struct member){ yice_view_string(&view, view.attrs[i].zh), NULL, i, 0 };
		names[count++] = (struct member){ yice_view_string(&view, view.attrs[i].en), NULL, i, 0 };
	}
	qsort(names, count, sizeof(names[0]), by_text);
	for (uint32_t i = 0; i < count; i++) /* every name is stored already: nothing moves */
		yice_image_append(b, YICE_SEC_ATTR_NAMES,
				  &(struct yice_image_attr_name){ TEXT(names[i].zh), names[i].end });
}

static void add_attrs(struct yice_image_builder *b)
{
	const struct yice_ratio tonne = { 1000, 1 }, one = { 1, 1 };
	struct yice_image_attr *ratio;
	uint32_t low, high;

	add_attr(b, "场址", "site", YICE_ATTR_TERMS, true, V_PLACES);
	add_attr(b, "建设性质", "nature", YICE_ATTR_TERMS, false, V_NATURE);
	add_attr(b, "工艺", "processes", YICE_ATTR_TERMS, true, V_PROCESS);
	add_attr(b, "行业", "industry", YICE_ATTR_CODES, false, V_INDUSTRY);
	add_quantity(b, "新增排放.化学需氧量", "new_emission.cod", "t/a", tonne, 0x00ff0001, 10);
	add_quantity(b, "削减替代.化学需氧量", "offset.cod", "t/a", tonne, 0x00ff0001, 10);
	add_quantity(b, "替代比例", "offset_ratio", "", one, 0, 10);
	add_attr(b, "建成日期", "built", YICE_ATTR_DATE, false, YICE_NONE);
	add_attr(b, "民生项目", "livelihood", YICE_ATTR_BOOLEAN, false, YICE_NONE);
	add_attr(b, "原辅材料", "materials", YICE_ATTR_TERMS, true, V_MATERIAL);
	add_attr(b, "产品行业", "products", YICE_ATTR_CODES, true, V_INDUSTRY);
	low = yice_image_ratio(b, (struct yice_ratio){ 0, 1 });
	high = yice_image_ratio(b, (struct yice_ratio){ 10, 1 });
	ratio = yice_image_record(b, YICE_SEC_ATTRS, A_RATIO);
	ratio->min = low;
	ratio->max = high;
	add_attr_names(b);
}

/* ---------------------------------------------------------------- tests and bodies */

static void add_test(struct yice_image_builder *b, uint32_t op, uint32_t slot, uint32_t arg, const char *zh)
{
	yice_image_append(b, YICE_SEC_TESTS, &(struct yice_image_test){ op | slot << 8, arg });
	yice_image_append(b, YICE_SEC_TEST_TEXTS, &(struct yice_image_test_text){ TEXT(zh), TEXT("a test") });
}

static uint32_t mask(struct yice_image_builder *b, uint64_t low, uint64_t high, size_t n)
{
	const int64_t words[2] = { (int64_t)low, (int64_t)high };

	return yice_image_numbers(b, words, n);
}

static uint32_t tick(struct yice_image_builder *b, int64_t value)
{
	return yice_image_numbers(b, &value, 1);
}

static uint32_t add_sum(struct yice_image_builder *b)
{
	uint32_t limit = yice_image_ratio(b, (struct yice_ratio){ 0, 1 });
	uint32_t one = yice_image_ratio(b, (struct yice_ratio){ 1, 1 });
	uint32_t minus_two = yice_image_ratio(b, (struct yice_ratio){ -2, 1 });
	const uint32_t sum[] = { YICE_TEST_GE, 2, limit, A_OFFSET, one, A_EMISSION, minus_two };

	return yice_image_words(b, sum, YICE_COUNT(sum));
}

static void add_tests(struct yice_image_builder *b)
{
	const uint32_t c26[] = { 1, yice_codes_run(1, 5) };
	const uint32_t products[] = { 2, yice_codes_run(3, 4), yice_codes_run(6, 7) };

	add_test(b, YICE_TEST_ANY, A_NATURE, mask(b, 1, 0, 1), "建设性质 属于 新建");
	add_test(b, YICE_TEST_ANY, A_PROCESSES, mask(b, 3, 0, 1), "工艺 含 喷涂、电镀");
	add_test(b, YICE_TEST_CODE_ANY, A_INDUSTRY, yice_image_words(b, c26, 2), "行业 属于 C26");
	add_test(b, YICE_TEST_LE, A_EMISSION, tick(b, 2 * 50 * 10), "新增排放.化学需氧量 ≤ 50 t/a");
	add_test(b, YICE_TEST_SUM, 0, add_sum(b), "削减替代.化学需氧量 ≥ 2 × 新增排放.化学需氧量");
	add_test(b, YICE_TEST_OPEN, 0, TEXT("周边敏感"), "周边敏感");
	add_test(b, YICE_TEST_ANY, A_LIVELIHOOD, mask(b, 1, 0, 1), "民生项目 = 是");
	add_test(b, YICE_TEST_GE, A_BUILT, tick(b, 2 * (int64_t)(int32_t)day("2020-01-01")), "建成日期 ≥ 2020-01-01");
	add_test(b, YICE_TEST_ANY, A_SITE, mask(b, 1, 0, 1), "场址 位于 大气敏感区");
	add_test(b, YICE_TEST_ALL, A_PROCESSES, mask(b, 5, 0, 1), "工艺 全部属于 喷涂、烘干");
	add_test(b, YICE_TEST_CODE_ALL, A_PRODUCTS, yice_image_words(b, products, 3), "产品行业 全部属于 C2611、C2710");
	add_test(b, YICE_TEST_CONST, 0, YICE_T, "恒真");
	add_test(b, YICE_TEST_GT, A_RATIO, tick(b, 2 * 20), "替代比例 > 2");
	add_test(b, YICE_TEST_ANY, A_MATERIALS, mask(b, 0, 16, 2), "原辅材料 含 料68");
	add_test(b, YICE_TEST_LT, A_EMISSION, tick(b, 2 * 3), "新增排放.化学需氧量 < 0.3 t/a");
	add_test(b, YICE_TEST_GT, A_EMISSION, tick(b, 2 * 3), "新增排放.化学需氧量 > 0.3 t/a");
	add_test(b, YICE_TEST_EQ, A_EMISSION, tick(b, 2 * 3), "新增排放.化学需氧量 = 0.3 t/a");
	add_test(b, YICE_TEST_NE, A_EMISSION, tick(b, 2 * 3), "新增排放.化学需氧量 ≠ 0.3 t/a");
	add_test(b, YICE_TEST_CONST, 0, YICE_F, "恒假");
	add_test(b, YICE_TEST_OPEN, 0, TEXT("原则上"), "原则上");
}

static void add_body(struct yice_image_builder *b, uint32_t effect, const uint32_t *code, uint32_t count)
{
	const char *const texts[] = { "条件一", "条件二" }, *const open[] = { "原则上" }, *const lead[] = { "生态环境局" };
	struct yice_image_body body = {
		.code = yice_image_run(b, YICE_SEC_CODE, code, count), .code_count = count,
		.original = TEXT("原文全文。"), .summary = TEXT("摘要\x1a\x02之\x1a\x01"), .english = TEXT("summary"),
	};
	struct yice_image_frame frame = {
		.element_zh = TEXT("大气"), .element_en = TEXT("air"), .class_zh = TEXT("限制类"),
		.class_en = TEXT("restrict"), .texts = yice_image_strings(b, texts, 2),
		.lead = yice_image_strings(b, lead, 1), .bases = 0, .base_count = 1,
		.due = (uint32_t)YICE_DAY_MAX, .fictional = 0,
	};

	if (effect == YICE_RESTRICTS)
		frame.aside_count = 2;
	if (effect == YICE_OBLIGES) {
		frame.due = day("2025-12-31");
		frame.addressee_zh = TEXT("政府");
		frame.addressee_en = TEXT("government");
	}
	if (effect == YICE_DOES_NOTHING || effect == YICE_RESTRICTS)
		frame.open = yice_image_strings(b, open, 1);
	body.frame = yice_image_append(b, YICE_SEC_FRAMES, &frame);
	yice_image_append(b, YICE_SEC_BODIES, &body);
}

/* An encouragement without a last day, a duty with one. */
static void add_asides(struct yice_image_builder *b)
{
	const char *const leave[] = { "已有项目退出" }, *const plan[] = { "编制\x1a\x01减排计划" };
	struct yice_image_aside encouraged = { .kind = YICE_ASIDE_ENCOURAGES, .due = (uint32_t)YICE_DAY_MAX };
	struct yice_image_aside obliged = { .kind = YICE_ASIDE_OBLIGES, .due = day("2025-06-30") };

	encouraged.texts = yice_image_strings(b, leave, 1);
	obliged.texts = yice_image_strings(b, plan, 1);
	obliged.addressee_zh = TEXT("政府");
	obliged.addressee_en = TEXT("government");
	yice_image_append(b, YICE_SEC_ASIDES, &encouraged);
	yice_image_append(b, YICE_SEC_ASIDES, &obliged);
}

static void add_bodies(struct yice_image_builder *b)
{
	const uint32_t require[] = { INSN(TEST, T_NEW),	 INSN(GUARD, 0),    INSN(TEST, T_LIVELIHOOD),
				     INSN(EXCEPT, 0),	 INSN(TEST, T_EMISSION), INSN(SKIP_NO, 2),
				     INSN(TEST, T_OFFSET), INSN(AND, 0),	 INSN(DEMAND, 0),
				     INSN(END, YICE_REQUIRES) };
	const uint32_t prohibit[] = { INSN(TEST, T_AIR), INSN(SKIP_NO, 5), INSN(TEST, T_COATING), INSN(SKIP_YES, 2),
				      INSN(TEST, T_C26), INSN(OR, 0),	   INSN(AND, 0),	  INSN(GUARD, 0),
				      INSN(END, YICE_PROHIBITS) };
	const uint32_t restrict_[] = { INSN(TEST, T_C26), INSN(SKIP_YES, 2), INSN(TEST, T_OPEN_2), INSN(OR, 0),
				       INSN(GUARD, 0),	  INSN(END, YICE_RESTRICTS) };
	const uint32_t duty[] = { INSN(END, YICE_OBLIGES) };
	const uint32_t encourage[] = { INSN(TEST, T_DRY_ONLY), INSN(GUARD, 0), INSN(END, YICE_ENCOURAGES) };
	const uint32_t none[] = { INSN(TEST, T_PRODUCTS), INSN(NOT, 0), INSN(GUARD, 0), INSN(END, YICE_DOES_NOTHING) };
	const uint32_t judged[] = { INSN(TEST, T_BUILT), INSN(GUARD, 0),  INSN(TEST, T_OPEN),
				    INSN(SKIP_NO, 2),	 INSN(TEST, T_RATIO), INSN(AND, 0),
				    INSN(DEMAND, 0),	 INSN(END, YICE_REQUIRES) };

	add_body(b, YICE_REQUIRES, require, YICE_COUNT(require));
	add_body(b, YICE_PROHIBITS, prohibit, YICE_COUNT(prohibit));
	add_body(b, YICE_RESTRICTS, restrict_, YICE_COUNT(restrict_));
	add_body(b, YICE_OBLIGES, duty, YICE_COUNT(duty));
	add_body(b, YICE_ENCOURAGES, encourage, YICE_COUNT(encourage));
	add_body(b, YICE_DOES_NOTHING, none, YICE_COUNT(none));
	add_body(b, YICE_REQUIRES, judged, YICE_COUNT(judged));
}

/* ---------------------------------------------------------------- scopes, targets, clauses, units */

static void add_documents(struct yice_image_builder *b)
{
	struct yice_image_document document = { TEXT("某某法"), TEXT("某法"), TEXT("law"), TEXT("第1号"), TEXT("某会"),
						day("2020-01-01"), (uint32_t)YICE_DAY_MAX, YICE_NONE };

	yice_image_append(b, YICE_SEC_DOCUMENTS, &document);
	yice_image_append(b, YICE_SEC_BASES, &(struct yice_image_basis){ 0, TEXT("第二十六条") });
	yice_image_append(b, YICE_SEC_DIMENSIONS,
			  &(struct yice_image_dimension){ TEXT("空间布局约束"), TEXT("layout") });
}

static void add_clause(struct yice_image_builder *b, uint32_t body, const char *number, uint32_t repeat,
		       const char *from)
{
	const char *const args[] = { "北滘", "一" };
	const struct yice_image_context context = { day(from), (uint32_t)YICE_DAY_MAX, 0, repeat, TEXT("a.yice"), 2,
						    yice_image_strings(b, args, YICE_COUNT(args)) };
	struct yice_image_clause clause = { body, yice_image_intern(b, YICE_SEC_CONTEXTS, &context) };
	struct yice_image_clause_info info = { TEXT(number), 1 };

	yice_image_append(b, YICE_SEC_CLAUSES, &clause);
	yice_image_append(b, YICE_SEC_CLAUSE_INFO, &info);
}

static void add_targets(struct yice_image_builder *b)
{
	const struct yice_image_target targets[] = {
		{ 0, YICE_FOR_SCOPE, 0, 0, 2 },		{ 1, YICE_FOR_SCOPE, 0, 2, 1 },
		{ 1, YICE_FOR_CLASS, YICE_KEY, 3, 1 },	{ 1, YICE_FOR_PLACE, 0, 4, 1 },
		{ 1, YICE_FOR_UNIT, 0, 5, 2 },		{ 1, YICE_FOR_UNIT, 1, 7, 2 },
	};

	for (size_t i = 0; i < YICE_COUNT(targets); i++)
		yice_image_append(b, YICE_SEC_TARGETS, &targets[i]);
	add_clause(b, B_REQUIRE, "1", 1, "2020-01-01");
	add_clause(b, B_DUTY, "2", 1, "2020-01-01");
	add_clause(b, B_ENCOURAGE, "1-1", 1, "2024-07-01");
	add_clause(b, B_RESTRICT, "1-2", 1, "2024-07-01");
	add_clause(b, B_PROHIBIT, "1-6", 1, "2024-07-01");
	add_clause(b, B_JUDGED, "2-1", 1, "2024-07-01");
	add_clause(b, B_NONE, "", 1, "2024-07-01");
	add_clause(b, B_REQUIRE, "1-1", 1, "2024-07-01");
	add_clause(b, B_REQUIRE, "1-1", 2, "2025-01-01");
}

static void add_scopes(struct yice_image_builder *b)
{
	const struct yice_image_scope scopes[] = { { TEXT("000000"), TEXT("全国"), TEXT("china"), YICE_NONE, 0, 1, 0, 0 },
						   { TEXT("440606"), TEXT("顺德区"), TEXT("shunde"), 0, 1, 3, 0, 0 },
						   { TEXT("500000"), TEXT("重庆市"), TEXT("chongqing"), 0, 0, 0, 0, 0 } };
	const struct yice_image_list lists[] = {
		{ 0, TEXT("国家要求"), TEXT("national"), TEXT("国务院"), 0, day("2020-01-01"), (uint32_t)YICE_DAY_MAX, 0 },
		{ 1, TEXT("顺德清单"), TEXT("Shunde"), TEXT("区政府"), TEXT("顺府〔2024〕1号"), day("2024-07-01"),
		  (uint32_t)YICE_DAY_MAX, 0 },
	};

	for (size_t i = 0; i < YICE_COUNT(scopes); i++)
		yice_image_append(b, YICE_SEC_SCOPES, &scopes[i]);
	for (size_t i = 0; i < YICE_COUNT(lists); i++)
		yice_image_append(b, YICE_SEC_LISTS, &lists[i]);
}

static void add_units(struct yice_image_builder *b)
{
	const uint32_t elements[] = { 0, 2 };
	struct yice_image_unit key = { TEXT(FIXTURE_UNIT), TEXT("北滘镇重点管控区"), TEXT("Beijiao"), YICE_KEY, 1, 1,
				       mask(b, 4, 0, 1), mask(b, 0, 0, 1), yice_image_words(b, elements, 2), 2, 4, 1, 0, 0, 0 };
	struct yice_image_unit general = { TEXT(FIXTURE_OTHER_UNIT), TEXT("一般管控单元"), TEXT("general"), YICE_GENERAL,
					   1, 1, YICE_NONE, mask(b, 1, 0, 1), 0, 0, 5, 1, 0, 0, 0 };

	yice_image_append(b, YICE_SEC_UNITS, &key);
	yice_image_append(b, YICE_SEC_UNITS, &general);
}

/* The area of the first unit: a triangle around its county. */
static void add_layer(struct yice_image_builder *b)
{
	const struct yice_point corners[] = { { INT64_C(113200000000), INT64_C(22900000000) },
					      { INT64_C(113300000000), INT64_C(22900000000) },
					      { INT64_C(113250000000), INT64_C(23000000000) } };
	struct yice_image_layer record = { .use = YICE_LAYER_OF_UNITS, .scope = YICE_NONE, .dated = day("2024-06-30") };
	struct yice_layer_builder layer;
	struct yice_layer_words words;
	struct yice_shape_builder builder;
	struct yice_shape shape;
	struct yice_arena arena;

	yice_arena_init(&arena);
	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, 10);
	for (size_t i = 0; i < YICE_COUNT(corners); i++)
		yice_shape_add(&builder, corners[i]);
	(void)yice_shape_end_part(&builder, false);
	assert_int_equal(yice_shape_finish(&builder, &arena, &shape), YICE_OK);
	yice_layer_builder_init(&layer);
	yice_layer_add(&layer, 0, &shape);
	assert_int_equal(yice_layer_build(&layer, &words), YICE_OK);
	for (size_t i = 0; i < words.count; i++)
		yice_image_append(b, YICE_SEC_GEOMETRY, &words.items[i]);
	record.word_count = (uint32_t)words.count;
	record.source = TEXT("示例局");
	record.file = TEXT("units.geojson");
	yice_image_append(b, YICE_SEC_LAYERS, &record);
	free(words.items);
	yice_layer_builder_release(&layer);
	yice_arena_release(&arena);
}

void fixture_fill(struct yice_image_builder *b)
{
	yice_image_append(b, YICE_SEC_META,
			  &(struct yice_image_meta){ 1, day("2024-07-01"), A_SITE, V_PLACES, 0, 0, 0 });
	add_vocabs(b);
	add_measures(b);
	add_attrs(b);
	add_tests(b);
	add_documents(b);
	add_asides(b);
	add_bodies(b);
	add_targets(b);
	add_scopes(b);
	add_units(b);
	add_layer(b);
	assert_int_equal(yice_image_count(b, YICE_SEC_TESTS), T_COUNT);
	assert_int_equal(yice_image_count(b, YICE_SEC_BODIES), B_COUNT);
	assert_int_equal(yice_image_count(b, YICE_SEC_ATTRS), A_COUNT);
}

void fixture_finish(struct yice_image_builder *b, struct yice_buf *file)
{
	struct yice_image_meta *meta = yice_image_record(b, YICE_SEC_META, 0);
	struct yice_image_attr *attrs = yice_image_record(b, YICE_SEC_ATTRS, 0);
	struct yice_refusal refusal;
	struct yice_view view;
	uint32_t fact = 0;

	yice_image_builder_view(b, &view);
	for (uint32_t i = 0; i < view.count[YICE_SEC_ATTRS]; i++) {
		attrs[i].fact = fact;
		fact += yice_fact_size(&view, i);
	}
	assert_int_equal(yice_image_bounds(&view, meta), YICE_OK);
	/* Only what passes every other rule can be planned. */
	if (yice_verify_contents(&view, &refusal) == YICE_EIMAGE && refusal.id == YICE_D_image_blocks)
		assert_int_equal(yice_image_plan(b), YICE_OK);
	assert_int_equal(yice_image_finish(b, file), YICE_OK);
}

void fixture_file(struct yice_buf *file)
{
	struct yice_image_builder builder;

	*file = (struct yice_buf)YICE_BUF_INIT;
	yice_image_builder_init(&builder);
	fixture_fill(&builder);
	fixture_finish(&builder, file);
	yice_image_builder_release(&builder);
}

/* ---------------------------------------------------------------- an open image with facts and a run */

void fixture_open(struct fixture *f)
{
	fixture_file(&f->file);
	assert_int_equal(yice_report_new(&f->report), YICE_OK);
	assert_int_equal(yice_image_borrow(f->file.data, f->file.len, f->report, &f->image), YICE_OK);
	assert_int_equal(yice_facts_new(f->image, &f->facts), YICE_OK);
	assert_int_equal(yice_run_new(f->image, &f->run), YICE_OK);
}

void fixture_close(struct fixture *f)
{
	yice_run_free(f->run);
	yice_facts_free(f->facts);
	yice_image_free(f->image);
	yice_report_free(f->report);
	yice_buf_release(&f->file);
}

bool fixture_said(const struct fixture *f, enum yice_diag_id id)
{
	for (uint32_t i = 0; i < f->report->diags.count; i++)
		if (f->report->diags.items[i]->main.id == id)
			return true;
	return false;
}

int fixture_read(struct fixture *f, const char *json)
{
	size_t len = strlen(json);
	char *copy = malloc(len + 1);
	int status;

	assert_non_null(copy);
	for (size_t i = 0; i <= len; i++)
		copy[i] = json[i] == '\'' ? '"' : json[i];
	yice_report_free(f->report);
	assert_int_equal(yice_report_new(&f->report), YICE_OK);
	status = yice_facts_read(f->facts, "facts.json", copy, len, f->report);
	free(copy);
	return status;
}

int fixture_outcome(struct fixture *f, const char *id)
{
	uint32_t i;

	assert_int_equal(yice_run_decide(f->run, f->facts, NULL), YICE_OK);
	i = yice_run_find(f->run, id);
	return i == YICE_NONE ? -9 : yice_run_outcome(f->run, i);
}

void fixture_put32(struct yice_buf *file, size_t at, uint32_t value)
{
	for (size_t i = 0; i < 4; i++)
		file->data[at + i] = (char)(value >> 8 * i);
}

size_t fixture_entry(uint32_t section)
{
	return YICE_IMAGE_HEADER + (size_t)section * YICE_IMAGE_ENTRY;
}

size_t fixture_offset(const struct yice_buf *file, uint32_t section)
{
	return (size_t)yice_load64((const unsigned char *)file->data + fixture_entry(section));
}
