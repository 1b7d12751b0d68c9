/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compiler/rule.c, type.c, sum.c, env.c, text.c, override.c: what clauses
 * mean, shown as expressions over slots and members, and what is refused.
 */
#include "tests/unit/rules.h"

static void add_ratio(struct yice_buf *out, struct yice_ratio ratio)
{
	yice_ratio_format(ratio, out);
}

static void dump_test(const struct fixture *f, const struct yice_logic *test, struct yice_buf *out)
{
	static const char *const ops[] = { "",   "any", "all", "code-any", "code-all", "<",
					   "<=", ">",   ">=",  "=",        "!=" };
	static const char *const relations[] = { [YICE_EQ] = "=",  [YICE_NE] = "!=", [YICE_LT] = "<",
						 [YICE_LE] = "<=", [YICE_GT] = ">",  [YICE_GE] = ">=" };
	const struct yice_slot *slot = &f->model.slots.items[test->slot];

	if (test->op == YICE_TEST_OPEN) {
		yice_buf_addf(out, "open(%s)", test->words);
	} else if (test->op == YICE_TEST_CONST) {
		yice_buf_adds(out, test->truth ? "true" : "false");
	} else if (test->op == YICE_TEST_SUM) {
		for (uint32_t i = 0; i < test->terms; i++) {
			yice_buf_adds(out, i ? " + " : "");
			add_ratio(out, test->sum[i].coef);
			yice_buf_addf(out, "*%s", f->model.slots.items[test->sum[i].slot].zh);
		}
		yice_buf_addf(out, " %s ", relations[test->relation]);
		add_ratio(out, test->limit);
	} else if (test->runs) {
		const struct yice_type *type = &f->model.attributes.items[slot->attribute].type;
		uint32_t count =
		    type->kind == YICE_ATTR_BOOLEAN ? 1 : f->model.vocabs.items[type->vocab].count;

		yice_buf_addf(out, "%s %s ", slot->zh, ops[test->op]);
		for (uint32_t i = 0, run = 0; i < count; i++) {
			run += run < test->runs[0] && i >= test->runs[2 + 2 * run];
			yice_buf_addc(out, run < test->runs[0] && i >= test->runs[1 + 2 * run] ? '1' : '0');
		}
	} else {
		yice_buf_addf(out, "%s %s ", slot->zh, ops[test->op]);
		add_ratio(out, test->limit);
	}
}

static void dump(const struct fixture *f, const struct yice_logic *logic, struct yice_buf *out)
{
	static const char *const names[] = {
		[YICE_LOGIC_AND] = "and", [YICE_LOGIC_OR] = "or", [YICE_LOGIC_NOT] = "not"
	};

	if (!logic) {
		yice_buf_adds(out, "-");
		return;
	}
	if (logic->kind == YICE_LOGIC_TEST) {
		dump_test(f, logic, out);
		return;
	}
	yice_buf_addf(out, "%s(", names[logic->kind]);
	for (const struct yice_logic *child = logic->first; child; child = child->next) {
		yice_buf_adds(out, child == logic->first ? "" : ", ");
		dump(f, child, out);
	}
	yice_buf_addc(out, ')');
}

static void assert_logic(const struct built *b, const struct yice_logic *logic, const char *expected)
{
	struct yice_buf out = YICE_BUF_INIT;

	dump(&b->f, logic, &out);
	assert_string_equal(yice_buf_text(&out), expected);
	yice_buf_release(&out);
}

static void assert_condition(const char *before, const char *condition, const char *after, const char *expected)
{
	struct yice_buf clause = YICE_BUF_INIT;
	const struct yice_rule *rule;
	struct built b;

	yice_buf_addf(&clause, "1-1 原文 \"甲\" %s %s %s", before, condition, after);
	built_clauses(&b, yice_buf_text(&clause));
	built_assert_clean(&b);
	assert_int_equal(b.rules.count, 1);
	rule = &b.rules.items[0];
	assert_logic(&b, rule->demand ? rule->demand : rule->guard, expected);
	built_release(&b);
	yice_buf_release(&clause);
}

static void assert_guard(const char *condition, const char *expected)
{
	assert_condition("当", condition, "禁止", expected);
}

static void assert_demand(const char *condition, const char *expected)
{
	assert_condition("须", condition, "", expected);
}

/* The condition is refused with this diagnostic at this text; fix: the replacement offered, or NULL. */
static void assert_refused(const char *condition, enum yice_diag_id id, const char *at, const char *fix)
{
	struct yice_buf clause = YICE_BUF_INIT;
	const struct yice_diag *diag;
	struct built b;
	char text[256];

	yice_buf_addf(&clause, "1-1 原文 \"甲\" 当 %s 禁止", condition);
	built_clauses(&b, yice_buf_text(&clause));
	diag = fixture_find(&b.f, id);
	if (!diag)
		fail_msg("%s: no %s", condition, yice_diag_name(id));
	assert_string_equal(fixture_text(&b.f, diag->main.span, text, sizeof(text)), at);
	if (fix) {
		assert_non_null(diag->fix);
		assert_string_equal(diag->fix, fix);
	}
	assert_true(diag->severity != YICE_ERROR || b.rules.items[0].bad);
	built_release(&b);
	yice_buf_release(&clause);
}

static void tests_of_terms(void **state)
{
	YICE_UNUSED(state);
	assert_guard("建设性质 = 新建", "建设性质 any 100");
	assert_guard("建设性质 ≠ 新建", "not(建设性质 any 100)");
	assert_guard("建设性质 不属于 新建、扩建", "not(建设性质 any 101)");
	assert_guard("工艺 含 涂装", "工艺 any 101");
	assert_guard("工艺 全部属于 涂装、电镀 除外 烘干", "工艺 all 110");
	assert_guard("场址 位于 水源区", "场址 any 100");
	assert_guard("场址 不位于 保护地", "not(场址 any 001)");
	assert_guard("北滘镇.达标 = 否", "not(北滘镇.达标 any 1)");
	assert_guard("北滘镇.达标 ≠ 否", "北滘镇.达标 any 1");
}

static void connectives_are_flat_and_keep_their_order(void **state)
{
	YICE_UNUSED(state);
	assert_guard("建设性质 = 新建 且（工艺 含 电镀 且 比例 < 1）且 非 工艺 含 喷涂",
		     "and(建设性质 any 100, 工艺 any 010, 比例 < 1, not(工艺 any 100))");
	assert_guard("（比例 < 1 或 比例 > 2）且 待判 \"等\"", "and(or(比例 < 1, 比例 > 2), open(等))");
}

static void thresholds_are_exact_in_the_attributes_measure(void **state)
{
	YICE_UNUSED(state);
	assert_guard("新增.氨氮 ≥ 0.3 t/a", "新增.氨氮 >= 0.3");
	assert_guard("新增.氨氮 ≥ 300 kg/a", "新增.氨氮 >= 0.3");
	assert_guard("300 kg/a > 新增.氨氮", "新增.氨氮 < 0.3");
	assert_guard("用地 ≤ 10 亩", "用地 <= 2/3");
	assert_guard("3 × 新增.氨氮 ≤ 1 t/a", "新增.氨氮 <= 1/3");
	assert_guard("1 t/a - 2 × 新增.氨氮 > 0 t/a", "新增.氨氮 < 0.5");
	assert_guard("新增.氨氮 + 1 t/a ≠ 3 t/a", "新增.氨氮 != 2");
	assert_guard("出水 ≤ 50 mg/L 按 日均", "出水 <= 50");
	assert_guard("比例 ≥ 2:1", "比例 >= 2");
	assert_guard("比例 ≥ 30%", "比例 >= 0.3");
	assert_guard("占比 ≥ 30%", "占比 >= 30");
	assert_guard("占比 ≥ 1:2", "占比 >= 50");
	assert_guard("建成 < 1970-01-11", "建成 < 10");
}

static void sums_are_normalised(void **state)
{
	YICE_UNUSED(state);
	assert_guard("削减.氨氮 ≥ 2 × 新增.氨氮", "2*新增.氨氮 + -1*削减.氨氮 <= 0");
	assert_guard("2 × 新增.氨氮 ≤ 削减.氨氮", "2*新增.氨氮 + -1*削减.氨氮 <= 0");
	assert_guard("4 × 新增.氨氮 - 2 × 削减.氨氮 < 2 kg/a", "2*新增.氨氮 + -1*削减.氨氮 < 0.001");
	assert_guard("新增.氨氮 + 新增.化学需氧量 + 新增.氨氮 > 1 t/a",
		     "1*新增.化学需氧量 + 2*新增.氨氮 > 1");
	assert_guard("建成 < 批准", "1*建成 + -1*批准 < 0");
}

static void the_stricter_limit_is_both(void **state)
{
	YICE_UNUSED(state);
	assert_demand("新增.氨氮 ≤ 较严值（3 t/a、削减.氨氮）",
		      "and(新增.氨氮 <= 3, 1*新增.氨氮 + -1*削减.氨氮 <= 0)");
	assert_demand("较严值（3 t/a、5 t/a）< 新增.氨氮", "and(新增.氨氮 > 3, 新增.氨氮 > 5)");
	assert_refused("新增.氨氮 > 较严值（3 t/a、5 t/a）", YICE_D_stricter_outside_demand, "较严值（3 t/a、5 t/a）",
		       NULL);
	assert_refused("新增.氨氮 = 较严值（3 t/a、5 t/a）", YICE_D_stricter_equals,
		       "新增.氨氮 = 较严值（3 t/a、5 t/a）", NULL);
	assert_refused("较严值（新增.氨氮）< 较严值（3 t/a、5 t/a）", YICE_D_stricter_twice,
		       "较严值（3 t/a、5 t/a）", NULL);
}

static void wrong_words_come_with_the_right_one(void **state)
{
	YICE_UNUSED(state);
	assert_refused("建设性质 含 新建", YICE_D_wrong_membership, "含", "属于");
	assert_refused("建设性质 不含 新建", YICE_D_wrong_membership, "不含", "不属于");
	assert_refused("建设性质 全部属于 新建", YICE_D_wrong_membership, "全部属于", "属于");
	assert_refused("工艺 属于 喷涂", YICE_D_wrong_membership, "属于", "含");
	assert_refused("工艺 不位于 喷涂", YICE_D_wrong_membership, "不位于", "不含");
	assert_refused("工艺 = 喷涂", YICE_D_wrong_membership, "=", "含");
	assert_refused("场址 属于 水源区", YICE_D_wrong_membership, "属于", "位于");
	assert_refused("processes in spraying", YICE_D_wrong_membership, "in", "include");
	assert_refused("建成 属于 新建", YICE_D_membership_of_value, "建成 属于 新建", NULL);
	assert_refused("北滘镇.达标 = 新建", YICE_D_compare_boolean, "北滘镇.达标 = 新建", NULL);
	assert_refused("北滘镇.达标 < 是", YICE_D_compare_boolean, "北滘镇.达标 < 是", NULL);
	assert_refused("建设性质 < 新建", YICE_D_compare_term, "新建", NULL);
	assert_refused("建设性质 = 3", YICE_D_compare_term, "3", NULL);
}

static void values_of_another_kind_are_refused(void **state)
{
	YICE_UNUSED(state);
	assert_refused("新增.氨氮 ≤ 2024-01-01", YICE_D_compare_quantity, "2024-01-01", NULL);
	assert_refused("新增.氨氮 = 是", YICE_D_compare_quantity, "是", NULL);
	assert_refused("建成 < 5 t/a", YICE_D_compare_date, "5 t/a", NULL);
	assert_refused("2 × 建成 < 2024-01-01", YICE_D_date_arithmetic, "2 × 建成", NULL);
	assert_refused("新增.氨氮 < 建成", YICE_D_compare_types, "建成", NULL);
	assert_refused("1 t/a < 2 t/a", YICE_D_compare_literals, "1 t/a < 2 t/a", NULL);
	assert_refused("新增.氨氮 < 新增.氨氮 + 1 t/a", YICE_D_sum_cancels, "新增.氨氮 < 新增.氨氮 + 1 t/a",
		       NULL);
}

static void measures_and_periods_must_fit(void **state)
{
	YICE_UNUSED(state);
	assert_refused("新增.氨氮 ≤ 5", YICE_D_missing_measure, "5", " t/a");
	assert_refused("占比 ≤ 5", YICE_D_missing_measure, "5", " %");
	assert_refused("新增.氨氮 ≤ 5 t/d", YICE_D_time_basis, "5 t/d", NULL);
	assert_refused("日排 ≤ 新增.氨氮", YICE_D_time_basis, "新增.氨氮", NULL);
	assert_refused("新增.氨氮 ≤ 5 mg/L", YICE_D_dimension_mismatch, "5 mg/L", NULL);
	assert_refused("新增.氨氮 ≤ 用地", YICE_D_dimension_mismatch, "用地", NULL);
	assert_refused("出水 ≤ 50 mg/L", YICE_D_missing_period, "50 mg/L", " 按 日均");
	assert_refused("effluent <= 50 mg/L", YICE_D_missing_period, "50 mg/L", " averaged 日均");
	assert_refused("出水 ≤ 50 mg/L 按 小时均值", YICE_D_wrong_period, "50 mg/L 按 小时均值", NULL);
	assert_refused("新增.氨氮 ≤ 5 t/a 按 日均", YICE_D_surplus_period, "5 t/a 按 日均", NULL);
	assert_refused("出水 ≤ 出水二", YICE_D_period_mismatch, "出水二", NULL);
	assert_refused("出水 + 浓度 ≤ 50 mg/L 按 日均", YICE_D_period_mismatch, "浓度", NULL);
	assert_refused("浓度 + 出水 ≤ 50 mg/L", YICE_D_period_mismatch, "出水", NULL);
}

static void numbers_beyond_exactness_are_refused(void **state)
{
	YICE_UNUSED(state);
	assert_refused("新增.氨氮 ≤ 0.0000000000001 t/a", YICE_D_value_too_fine,
		       "新增.氨氮 ≤ 0.0000000000001 t/a", NULL);
	assert_refused("新增.氨氮 ≤ 3000000 t/a 且 新增.氨氮 ≥ 0.000000000001 t/a", YICE_D_value_too_large,
		       "新增.氨氮 ≤ 3000000 t/a", NULL);
	assert_refused("3000000000 × 新增.氨氮 ≤ 削减.氨氮", YICE_D_value_overflow,
		       "3000000000 × 新增.氨氮 ≤ 削减.氨氮", NULL);
}

static void thresholds_outside_the_range_are_warned_of(void **state)
{
	YICE_UNUSED(state);
	assert_refused("新增.氨氮 ≥ 0 t/a", YICE_D_always_true, "新增.氨氮 ≥ 0 t/a", NULL);
	assert_refused("新增.氨氮 < 0 t/a", YICE_D_always_false, "新增.氨氮 < 0 t/a", NULL);
	assert_refused("工艺 含 喷涂 除外 涂装", YICE_D_empty_set, "工艺 含 喷涂 除外 涂装", NULL);
	assert_guard("新增.氨氮 > 0 t/a", "新增.氨氮 > 0");
	assert_guard("工艺 含 喷涂 除外 喷涂", "false");
}

static void scales_cover_every_threshold(void **state)
{
	struct built b;
	uint32_t slot;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 须 用地 ≤ 10 亩 1-2 原文 \"甲\" 须 用地 ≤ 0.25 hm²");
	built_assert_clean(&b);
	slot = b.rules.items[0].demand->slot;
	assert_int_equal(b.f.model.slots.items[slot].scale, 12);
	assert_true(b.f.model.slots.items[slot].used);
	built_release(&b);
}

static void tests_read_as_written_in_both_languages(void **state)
{
	static const struct {
		const char *condition, *zh, *en;
	} cases[] = {
		{ "建设性质 = new", "建设性质 属于 新建", "nature_of in new" },
		{ "工艺 含 涂装、电镀 除外 烘干", "工艺 含 涂装、电镀 除外 烘干",
		  "processes include coating, plating except 烘干" },
		{ "出水 <= 50 mg/L averaged daily_mean", "出水 ≤ 50 mg/L 按 日均",
		  "effluent <= 50 mg/L averaged daily_mean" },
		{ "2 * new.cod < 削减.cod", "2 × 新增.化学需氧量 < 削减.化学需氧量",
		  "2 * new.cod < offset.cod" },
		{ "300 kg/a > 新增.氨氮", "新增.氨氮 < 300 kg/a", "new.nh3_n < 300 kg/a" },
		{ "比例 ≥ 30%", "比例 ≥ 30%", "ratio >= 30%" },
		{ "北滘镇.达标 = 是", "北滘镇.达标 = 是", "beijiao.attained = yes" },
		{ "建成 < 2024-07-01", "建成 < 2024-07-01", "built < 2024-07-01" },
		{ "待判 \"等\"", "待判 \"等\"", "judge \"等\"" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_buf clause = YICE_BUF_INIT;
		struct built b;

		yice_buf_addf(&clause, "1-1 原文 \"甲\" 当 %s 禁止", cases[i].condition);
		built_clauses(&b, yice_buf_text(&clause));
		built_assert_clean(&b);
		assert_string_equal(b.rules.items[0].guard->zh, cases[i].zh);
		assert_string_equal(b.rules.items[0].guard->en, cases[i].en);
		built_release(&b);
		yice_buf_release(&clause);
	}
}

#define TEMPLATE                                                                                                         \
	"模板 减量（reduce）参数 镇街（town）：镇街、倍（times）：数量 1、限（cap）：数量 " \
	"t/a、话（remark）：文字\n"                                                                               \
	"  原文 \"{镇街}按{倍}倍替代，不超过{限}，{话}\\{。\" 英文 \"{town}\"\n"                      \
	"  当 {镇街}.达标 = 否 除 工艺 含 喷涂 须 新增.氨氮 ≤ {限} 且 比例 ≥ 2 × {倍} 依据 旧法 第一条\n"

/* What a text of a rule says. */
static void assert_says(const struct yice_rule *rule, const char *pattern, const char *wanted)
{
	struct yice_buf scratch = YICE_BUF_INIT, added = YICE_BUF_INIT;

	assert_string_equal(yice_rule_text(rule, pattern, &scratch), wanted);
	yice_rule_add_text(rule, pattern, &added);
	assert_string_equal(yice_buf_text(&added), wanted);
	yice_buf_release(&scratch);
	yice_buf_release(&added);
}

static void templates_are_filled_in_and_added_to(void **state)
{
	const struct yice_rule *rule;
	struct built b;

	YICE_UNUSED(state);
	built_init(&b, RULES_VOCABULARY RULES_SITE TEMPLATE RULES_LIST
		   "3-2【水/综合类】依 减量（北滘镇、remark：\"另见{附件}\"、限：500 kg/a、倍：2:1）\n"
		   "  当 建设性质 = 新建 除 工艺 含 电镀 须 建成 ≥ 2024-01-01 依据 新法 第二条 牵头 "
		   "\"住建局\" 待判 \"等\"");
	built_assert_clean(&b);
	rule = &b.rules.items[0];
	assert_says(rule, rule->original, "北滘镇按2倍替代，不超过500 kg/a，另见{附件}{。");
	assert_says(rule, rule->english, "beijiao");
	assert_logic(&b, rule->guard, "and(not(北滘镇.达标 any 1), 建设性质 any 100)");
	assert_int_equal(rule->except_count, 2);
	assert_logic(&b, rule->except[0], "工艺 any 100");
	assert_logic(&b, rule->except[1], "工艺 any 010");
	assert_logic(&b, rule->demand, "and(新增.氨氮 <= 0.5, 比例 >= 4, 建成 >= 19723, open(等))");
	assert_int_equal(rule->effect, YICE_REQUIRES);
	assert_int_equal(rule->base_count, 2);
	assert_string_equal(rule->bases[0].article, "第一条");
	assert_string_equal(rule->bases[1].article, "第二条");
	assert_string_equal(rule->element.zh, "水");
	assert_string_equal(rule->klass.en, "comprehensive");
	assert_int_equal(rule->lead_count, 1);
	assert_string_equal(rule->demand->first->zh, "新增.氨氮 ≤ 500 kg/a");
	built_release(&b);
}

static void assert_clause_refused(const char *clauses, enum yice_diag_id id, const char *at)
{
	const struct yice_diag *diag;
	struct yice_buf text = YICE_BUF_INIT;
	struct built b;
	char found[512];

	yice_buf_adds(&text, RULES_VOCABULARY RULES_SITE TEMPLATE);
	yice_buf_adds(&text, clauses);
	built_init(&b, yice_buf_text(&text));
	diag = fixture_find(&b.f, id);
	if (!diag)
		fail_msg("%s: no %s", clauses, yice_diag_name(id));
	assert_string_equal(fixture_text(&b.f, diag->main.span, found, sizeof(found)), at);
	built_release(&b);
	yice_buf_release(&text);
}

static void arguments_are_checked(void **state)
{
	YICE_UNUSED(state);
	assert_clause_refused(RULES_LIST "1-9 依 减量（北滘镇、2、5 t/a）", YICE_D_missing_argument, "减量");
	assert_clause_refused(RULES_LIST "1-1 依 减量（北滘镇、2、5 t/a、\"a\"、\"b\"）",
			      YICE_D_surplus_argument, "\"b\"");
	assert_clause_refused(RULES_LIST "1-1 依 减量（北滘镇、2、5 t/a、镇街：陈村镇、remark：\"b\"）",
			      YICE_D_repeated_argument, "陈村镇");
	assert_clause_refused(RULES_LIST "1-1 依 减量（北滘镇、2、5 t/a、remarks：\"b\"）",
			      YICE_D_unknown_parameter, "remarks");
	assert_clause_refused(RULES_LIST "1-1 依 减量（\"北滘镇\"、2、5 t/a、\"b\"）", YICE_D_argument_kind,
			      "\"北滘镇\"");
	assert_clause_refused(RULES_LIST "1-1 依 减量（北窖镇、2、5 t/a、\"b\"）", YICE_D_unknown_member,
			      "北窖镇");
	assert_clause_refused(RULES_LIST "1-1 依 减量（北滘镇、2、5 t/d、\"b\"）", YICE_D_argument_measure,
			      "5 t/d");
	assert_clause_refused("条款组 组（g）参数 x：区域\n1-1 原文 \"甲\" 当 场址 位于 {x} 禁止\n" RULES_LIST
			      "采用 组（水源区）",
			      YICE_D_argument_list, "水源区");
	assert_clause_refused("条款组 组（g）参数 x：镇街\n1-1 原文 \"甲{y}\"\n" RULES_LIST
			      "采用 组（北滘镇）",
			      YICE_D_unknown_hole, "{y}");
	assert_clause_refused("条款组 组（g）参数 x：镇街\n1-1 原文 \"甲{x\"\n" RULES_LIST
			      "采用 组（北滘镇）",
			      YICE_D_unclosed_hole, "{");
	assert_clause_refused("条款组 组（g）参数 x：镇街\n1-1 原文 \"甲\" 须 {x} = 是\n" RULES_LIST
			      "采用 组（北滘镇）",
			      YICE_D_compare_literals, "{x} = 是");
	assert_clause_refused("条款组 组（g）参数 x：镇街\n1-1 原文 \"甲\" 须 新增.氨氮 < {x}\n" RULES_LIST
			      "采用 组（北滘镇）",
			      YICE_D_hole_in_sum, "{x}");
}

static void mistakes_in_templates_name_the_use(void **state)
{
	const struct yice_diag *diag;
	struct built b;
	char text[64];

	YICE_UNUSED(state);
	built_init(&b, RULES_VOCABULARY "模板 坏（bad）参数 镇街：镇街 原文 \"{街镇}\"\n" RULES_LIST
					"1-1 依 坏（北滘镇）\n");
	diag = fixture_find(&b.f, YICE_D_unknown_hole);
	assert_non_null(diag);
	assert_non_null(diag->notes);
	assert_int_equal(diag->notes->id, YICE_D_note_used);
	assert_string_equal(fixture_text(&b.f, diag->notes->span, text, sizeof(text)), "坏");
	assert_true(b.rules.items[0].bad);
	built_release(&b);
}

/* Whatever a template is given, its texts are the same: only the arguments differ. */
static void a_template_says_one_text_of_all_towns(void **state)
{
	const struct yice_rule *rule, *other;
	struct built b;

	YICE_UNUSED(state);
	built_init(&b, RULES_VOCABULARY
		   "模板 内（inner）参数 甲：文字、乙：文字 摘要 \"{乙}和{甲}\" 禁止\n"
		   "模板 外（outer）参数 镇：文字 依 内（{镇}、\"河\"）原文 \"{镇}不得{镇}\" 待判 \"{镇}一带\"\n" RULES_LIST
		   "1-1 依 外（\"东镇\"）\n1-2 依 外（\"西镇\"）\n1-3 依 外（\"河\"）\n1-4 原文 \"东镇不得东镇\" 禁止\n");
	built_assert_clean(&b);
	rule = &b.rules.items[0];
	other = &b.rules.items[1];
	assert_says(rule, rule->original, "东镇不得东镇");
	assert_says(other, other->original, "西镇不得西镇");
	assert_says(other, other->summary, "河和西镇");
	assert_says(other, other->open[0], "西镇一带");
	assert_string_equal(rule->original, other->original);
	assert_string_equal(rule->summary, other->summary);
	assert_string_equal(rule->summary, "\x1a\x01和\x1a\x02");
	assert_int_equal(rule->arg_count, 2);
	assert_string_equal(rule->args[0], "河");
	assert_string_equal(rule->args[1], "东镇");
	assert_int_equal(b.rules.items[2].arg_count, 1); /* one value, one argument */
	assert_says(&b.rules.items[2], b.rules.items[2].summary, "河和河");
	assert_false(yice_rule_same_text(rule, rule->original, other, other->original));
	assert_true(yice_rule_same_text(rule, rule->original, &b.rules.items[3], b.rules.items[3].original));
	assert_false(yice_rule_same_text(rule, rule->original, &b.rules.items[3], NULL));
	assert_int_equal(b.rules.items[3].arg_count, 0);
	built_release(&b);
}

static void what_exceeds_the_arguments_is_part_of_the_text(void **state)
{
	struct yice_buf rules = YICE_BUF_INIT, wanted = YICE_BUF_INIT;
	const struct yice_rule *rule;
	struct built b;

	YICE_UNUSED(state);
	yice_buf_adds(&rules, RULES_VOCABULARY "模板 多（many）参数 ");
	for (unsigned int i = 0; i <= YICE_ARGS_MAX; i++)
		yice_buf_addf(&rules, "%s字%u：文字", i ? "、" : "", i);
	yice_buf_adds(&rules, " 原文 \"");
	for (unsigned int i = 0; i <= YICE_ARGS_MAX; i++)
		yice_buf_addf(&rules, "{字%u}", i);
	yice_buf_adds(&rules, "\" 禁止\n" RULES_LIST "1-1 依 多（");
	for (unsigned int i = 0; i <= YICE_ARGS_MAX; i++)
		yice_buf_addf(&rules, "%s\"第%u，\"", i ? "、" : "", i);
	yice_buf_adds(&rules, "）\n");
	for (unsigned int i = 0; i <= YICE_ARGS_MAX; i++)
		yice_buf_addf(&wanted, "第%u，", i);
	built_init(&b, yice_buf_text(&rules));
	built_assert_clean(&b);
	rule = &b.rules.items[0];
	assert_int_equal(rule->arg_count, YICE_ARGS_MAX);
	assert_string_equal(rule->original + 2 * YICE_ARGS_MAX, "第15，");
	assert_says(rule, rule->original, yice_buf_text(&wanted));
	built_release(&b);
	yice_buf_release(&rules);
	yice_buf_release(&wanted);
}

static void guidance_stands_beside_an_effect(void **state)
{
	const struct yice_rule *rule;
	struct built b;

	YICE_UNUSED(state);
	built_init(&b, RULES_VOCABULARY "模板 控（control）参数 厂：文字 原文 \"甲\" 禁止 鼓励 \"{厂}退出\"\n" RULES_LIST
					"1-1 依 控（\"乙厂\"）职责 政府 \"编制计划\"、\"公布\" 至 2025-12-31\n"
					"1-2 原文 \"甲\" 鼓励 至 2026-01-01 职责 企业 \"监测\"\n");
	built_assert_clean(&b);
	rule = &b.rules.items[0];
	assert_int_equal(rule->effect, YICE_PROHIBITS);
	assert_int_equal(rule->due, YICE_DAY_MAX);
	assert_int_equal(rule->aside_count, 2);
	assert_int_equal(rule->asides[0].kind, YICE_ASIDE_ENCOURAGES);
	assert_says(rule, rule->asides[0].texts[0], "乙厂退出");
	assert_int_equal(rule->asides[0].due, YICE_DAY_MAX);
	assert_int_equal(rule->asides[1].kind, YICE_ASIDE_OBLIGES);
	assert_string_equal(rule->asides[1].addressee.en, "government");
	assert_int_equal(rule->asides[1].text_count, 2);
	assert_int_equal(rule->asides[1].due, 20453);
	rule = &b.rules.items[1];
	assert_int_equal(rule->effect, YICE_ENCOURAGES);
	assert_int_equal(rule->due, 20454);
	assert_int_equal(rule->aside_count, 1);
	assert_string_equal(rule->asides[0].addressee.zh, "企业");
	built_release(&b);
}

static void guidance_goes_on_with_that_of_a_template(void **state)
{
	const struct yice_rule *rule;
	struct built b;

	YICE_UNUSED(state);
	built_init(&b, RULES_VOCABULARY "模板 引（guide）原文 \"甲\" 职责 政府 \"编制\" 至 2025-12-31\n" RULES_LIST
					"1-1 依 引 职责 企业 \"配合\" 至 2026-01-01 职责 企业 \"监测\"\n");
	built_assert_clean(&b);
	rule = &b.rules.items[0];
	assert_int_equal(rule->effect, YICE_OBLIGES);
	assert_string_equal(rule->addressee.zh, "企业");
	assert_int_equal(rule->text_count, 2);
	assert_string_equal(rule->texts[1], "配合");
	assert_int_equal(rule->due, 20454);
	assert_int_equal(rule->aside_count, 1);
	assert_string_equal(rule->asides[0].texts[0], "监测");
	built_release(&b);
}

static void guidance_beside_an_effect_needs_words(void **state)
{
	YICE_UNUSED(state);
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 禁止 鼓励", YICE_D_aside_without_words, "鼓励");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 职责 政府 职责 企业 至 2030-01-01",
			      YICE_D_aside_without_words, "职责 企业");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 禁止 职责 县府 \"乙\"", YICE_D_unknown_addressee, "县府");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 禁止 至 2030-01-01", YICE_D_misplaced_due, "至");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 鼓励 至 2030-01-01 至 2030-01-02", YICE_D_part_repeated, "至");
}

static void effects_do_not_mix(void **state)
{
	YICE_UNUSED(state);
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 禁止 限制 \"乙\"", YICE_D_several_effects,
			      "限制 \"乙\"");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 禁止 禁止", YICE_D_repeated_effect, "禁止");
	assert_clause_refused(RULES_LIST "1-1 依 减量（北滘镇、2、5 t/a、\"b\"）禁止",
			      YICE_D_effect_of_template, "禁止");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 当 比例 < 1 当 比例 > 2 禁止", YICE_D_repeated_part,
			      "当");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 鼓励 待判 \"等\"", YICE_D_idle_open, "\"等\"");
	assert_clause_refused(RULES_LIST "1-1\n1-2 原文 \"甲\"", YICE_D_empty_clause, "1-1");
	assert_clause_refused("模板 环 原文 \"甲\" 依 环\n" RULES_LIST "1-1 依 环", YICE_D_template_cycle,
			      "环");
}

static void open_words_join_what_they_leave_open(void **state)
{
	struct built b;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 当 比例 < 1 限制 \"乙\" 待判 \"一\"、\"二\"\n"
			  "1-2 原文 \"甲\" 禁止 待判 \"一\"\n"
			  "1-3 原文 \"甲\" 当 比例 < 1 须 比例 > 0 待判 \"一\"\n"
			  "适用 区域 保护地\n"
			  "1-4 原文 \"甲\" 当 比例 < 1 禁止 待判 \"一\"\n"
			  "1-5 原文 \"甲\" 禁止 待判 \"一\"\n");
	built_assert_clean(&b);
	assert_logic(&b, b.rules.items[0].guard, "or(比例 < 1, open(一), open(二))");
	assert_logic(&b, b.rules.items[1].guard, "-");
	assert_logic(&b, b.rules.items[2].guard, "比例 < 1");
	assert_logic(&b, b.rules.items[2].demand, "and(比例 > 0, open(一))");
	assert_logic(&b, b.rules.items[3].guard, "and(场址 any 001, or(比例 < 1, open(一)))");
	assert_logic(&b, b.rules.items[4].guard, "场址 any 001");
	built_release(&b);
}

static void exceptions_may_have_exceptions(void **state)
{
	struct built b;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 禁止 除 比例 < 1 但 工艺 含 电镀 除 建设性质 = 新建");
	built_assert_clean(&b);
	assert_int_equal(b.rules.items[0].except_count, 2);
	assert_logic(&b, b.rules.items[0].except[0], "and(比例 < 1, not(工艺 any 010))");
	assert_logic(&b, b.rules.items[0].except[1], "建设性质 any 100");
	built_release(&b);
}

static void days_are_those_of_list_and_clause(void **state)
{
	struct built b;
	yice_day from, to;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 1-2 原文 \"甲\" 施行 2020-01-01 起，2025-01-01 废止");
	built_assert_clean(&b);
	assert_int_equal(yice_date_make(2024, 7, 1, &from), YICE_OK);
	assert_int_equal(yice_date_make(2025, 1, 1, &to), YICE_OK);
	assert_int_equal(b.rules.items[0].days.from, from);
	assert_int_equal(b.rules.items[0].days.to, YICE_DAY_MAX);
	assert_int_equal(b.rules.items[1].days.from, from);
	assert_int_equal(b.rules.items[1].days.to, to);
	built_release(&b);
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 施行 2020-01-01 起，2021-01-01 废止",
			      YICE_D_clause_interval, "2020-01-01 起，2021-01-01 废止");
}

static void overriding_clauses_become_exceptions(void **state)
{
	struct built b;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 禁止\n"
			  "1-2 原文 \"乙\" 当 比例 < 1 除 工艺 含 喷涂 限制 \"丙\" 优先于 1-1\n"
			  "1-3 原文 \"丁\" 当 工艺 含 电镀 鼓励 优先于 \"440606/全域/1-2\"\n"
			  "适用 区域 保护地 2-1 原文 \"戊\" 须 比例 > 1 优先于 \"440606/全域/1-1\"\n");
	built_assert_clean(&b);
	assert_int_equal(b.rules.items[0].except_count, 2);
	assert_logic(&b, b.rules.items[0].except[0], "and(比例 < 1, not(工艺 any 100), not(工艺 any 010))");
	assert_logic(&b, b.rules.items[0].except[1], "场址 any 001");
	assert_int_equal(b.rules.items[1].except_count, 2);
	assert_logic(&b, b.rules.items[1].except[1], "工艺 any 010");
	assert_int_equal(b.rules.items[2].except_count, 0);
	built_release(&b);
}

static void unsound_overrides_are_refused(void **state)
{
	YICE_UNUSED(state);
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 禁止 优先于 1-9", YICE_D_unknown_clause, "1-9");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 1-1 原文 \"乙\" 1-2 原文 \"丙\" 禁止 优先于 1-1",
			      YICE_D_ambiguous_clause, "1-1");
	assert_clause_refused(
	    "清单 000000 \"国\" 施行 2020-01-01 起 适用 全域 1-1 原文 \"甲\" 禁止\n" RULES_LIST
	    "2-1 原文 \"乙\" 限制 \"丙\" 优先于 \"000000/全域/1-1\"",
	    YICE_D_overrides_upper, "\"000000/全域/1-1\"");
	assert_clause_refused(RULES_LIST
			      "1-1 原文 \"甲\" 禁止 适用 类别 重点管控 2-1 原文 \"乙\" 限制 \"丙\" "
			      "优先于 \"440606/全域/1-1\"",
			      YICE_D_overrides_elsewhere, "\"440606/全域/1-1\"");
	assert_clause_refused(
	    RULES_LIST "1-1 原文 \"甲\" 禁止 1-2 原文 \"乙\" 施行 2025-01-01 起 限制 \"丙\" 优先于 1-1",
	    YICE_D_overrides_interval, "1-1");
	assert_clause_refused(
	    RULES_LIST "1-1 原文 \"甲\" 禁止 1-2 原文 \"乙\" 施行 2024-07-01 起，2025-01-01 废止 限制 \"丙\" 优先于 1-1",
	    YICE_D_overrides_interval, "1-1");
	assert_clause_refused(RULES_LIST "1-1 原文 \"甲\" 禁止 优先于 1-1", YICE_D_overrides_cycle, "1-1");
}

static void cycles_name_every_member(void **state)
{
	const struct yice_diag *diag;
	struct built b;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 禁止 优先于 1-2\n1-2 原文 \"乙\" 禁止 优先于 1-3\n"
			  "1-3 原文 \"丙\" 禁止 优先于 1-1\n1-4 原文 \"丁\" 禁止 优先于 1-1\n");
	assert_int_equal(fixture_count(&b.f, YICE_D_overrides_cycle), 1);
	diag = fixture_find(&b.f, YICE_D_overrides_cycle);
	assert_string_equal(diag->main.args[0],
			    "440606/全域/1-2 → 440606/全域/1-3 → 440606/全域/1-1 → 440606/全域/1-2");
	assert_non_null(diag->notes->next);
	assert_true(b.rules.items[0].bad && b.rules.items[1].bad && b.rules.items[2].bad);
	assert_false(b.rules.items[3].bad);
	built_release(&b);
}

static void repeated_numbers_can_be_overridden_by_name(void **state)
{
	struct built b;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1 原文 \"甲\" 禁止 1-1 原文 \"乙\" 禁止 1-2 原文 \"丙\" 当 比例 < 1 优先于 "
			  "\"1-1#2\"、\"1-1#1\"");
	built_assert_clean(&b);
	assert_int_equal(b.rules.items[0].except_count, 1);
	assert_int_equal(b.rules.items[1].except_count, 1);
	built_release(&b);
}

static void places_need_a_site_attribute(void **state)
{
	struct built b;

	YICE_UNUSED(state);
	built_init(&b, RULES_VOCABULARY RULES_LIST "适用 区域 保护地 1-1 原文 \"甲\" 禁止");
	assert_int_equal(fixture_count(&b.f, YICE_D_place_without_site), 1);
	built_release(&b);
}

/* 70 parentheses, and a sum of nine attributes. */
static void limits_are_mistakes_not_crashes(void **state)
{
	struct yice_buf clause = YICE_BUF_INIT;
	struct built b;

	YICE_UNUSED(state);
	yice_buf_adds(&clause, "1-1 原文 \"甲\" 禁止 当 ");
	for (int i = 0; i < 70; i++)
		yice_buf_adds(&clause, i % 2 ? "比例 < 1 且（" : "比例 > 2 或（");
	yice_buf_adds(&clause, "比例 = 1");
	for (int i = 0; i < 70; i++)
		yice_buf_adds(&clause, "）");
	built_clauses(&b, yice_buf_text(&clause));
	assert_true(fixture_count(&b.f, YICE_D_expression_too_deep) > 0);
	built_release(&b);
	yice_buf_release(&clause);
}

static void checks_find_what_is_legal_but_not_meant(void **state)
{
	struct built b;

	YICE_UNUSED(state);
	built_clauses(&b, "1-1【水/鼓励引导类】原文 \"甲\" 禁止 当 比例 < 1 或 比例 > 2 且 工艺 含 电镀\n"
			  "1-2 原文 \"乙\" 禁止 当 比例 < 1 且 比例 < 1\n"
			  "1-3 原文 \"丙等项目\" 禁止 依据 旧法 第一条\n"
			  "1-4 原文 \"丙等项目\" 禁止 依据 旧法 第一条\n"
			  "1-5 原文 \"等级、同等、等量\" 禁止\n"
			  "1-6 禁止\n");
	built_assert_clean(&b);
	assert_int_equal(yice_rules_check(&b.f.model, &b.rules), YICE_OK);
	assert_int_equal(fixture_count(&b.f, YICE_D_mixed_and_or), 1);
	assert_int_equal(fixture_count(&b.f, YICE_D_class_and_effect), 1);
	assert_int_equal(fixture_count(&b.f, YICE_D_duplicate_test), 1);
	assert_int_equal(fixture_count(&b.f, YICE_D_duplicate_clause), 1);
	assert_int_equal(fixture_count(&b.f, YICE_D_vague_words), 2);
	assert_int_equal(fixture_count(&b.f, YICE_D_basis_repealed), 2);
	assert_int_equal(fixture_count(&b.f, YICE_D_clause_without_text), 1);
	assert_int_equal(fixture_count(&b.f, YICE_D_clause_without_basis), 0);
	assert_string_equal(fixture_find(&b.f, YICE_D_basis_repealed)->helps->args[0], "新法");
	built_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tests_of_terms),
		cmocka_unit_test(connectives_are_flat_and_keep_their_order),
		cmocka_unit_test(thresholds_are_exact_in_the_attributes_measure),
		cmocka_unit_test(sums_are_normalised),
		cmocka_unit_test(the_stricter_limit_is_both),
		cmocka_unit_test(wrong_words_come_with_the_right_one),
		cmocka_unit_test(values_of_another_kind_are_refused),
		cmocka_unit_test(measures_and_periods_must_fit),
		cmocka_unit_test(numbers_beyond_exactness_are_refused),
		cmocka_unit_test(thresholds_outside_the_range_are_warned_of),
		cmocka_unit_test(scales_cover_every_threshold),
		cmocka_unit_test(tests_read_as_written_in_both_languages),
		cmocka_unit_test(templates_are_filled_in_and_added_to),
		cmocka_unit_test(arguments_are_checked),
		cmocka_unit_test(mistakes_in_templates_name_the_use),
		cmocka_unit_test(a_template_says_one_text_of_all_towns),
		cmocka_unit_test(what_exceeds_the_arguments_is_part_of_the_text),
		cmocka_unit_test(guidance_stands_beside_an_effect),
		cmocka_unit_test(guidance_goes_on_with_that_of_a_template),
		cmocka_unit_test(guidance_beside_an_effect_needs_words),
		cmocka_unit_test(effects_do_not_mix),
		cmocka_unit_test(open_words_join_what_they_leave_open),
		cmocka_unit_test(exceptions_may_have_exceptions),
		cmocka_unit_test(days_are_those_of_list_and_clause),
		cmocka_unit_test(overriding_clauses_become_exceptions),
		cmocka_unit_test(unsound_overrides_are_refused),
		cmocka_unit_test(cycles_name_every_member),
		cmocka_unit_test(repeated_numbers_can_be_overridden_by_name),
		cmocka_unit_test(places_need_a_site_attribute),
		cmocka_unit_test(limits_are_mistakes_not_crashes),
		cmocka_unit_test(checks_find_what_is_legal_but_not_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
