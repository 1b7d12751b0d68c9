/* SPDX-License-Identifier: Apache-2.0 */
/* See random_lists.h: drawn from a seed, changed, and written as text. Called by test_diff.c. */
#include "tests/unit/random_lists.h"

#include <stdio.h>

#include "base/buf.h"

static const char *const classes[] = { "优先保护", "重点管控", "一般管控" };
static const char *const zones[] = { "甲区", "乙区" };
static const char *const effects[] = { "禁止", "限制", "", "鼓励", "职责 政府" };
static const char *const conditions[] = { "", " \"论证\"", " \"公示\"", " \"论证\"、\"公示\"" };
static const char *const asides[] = { "", " 职责 政府 \"公布\"", " 职责 政府 \"公开\"", " 职责 企业 \"登记\"", " 鼓励 \"搬迁\"" };
const int8_t lists_beside[YICE_COUNT(asides)] = { 0, 1, 1, 2, 3 };

uint32_t lists_number(uint64_t *seed, uint32_t below)
{
	return (uint32_t)(unit_random(seed) >> 33) % below;
}

static const char *leaf(uint64_t *seed)
{
	static const char *const all[] = { "甲项 = 是",
					   "甲项 = 否",
					   "乙项 = 是",
					   "性质 属于 新建、改建",
					   "性质 不属于 新建",
					   "性质 属于 扩建",
					   "规模 ≤ 1",
					   "规模 < 2",
					   "规模 > 1",
					   "非（规模 ≤ 2）",
					   "业 属于 A1",
					   "业 不属于 A1",
					   "业 属于 A2、B",
					   "场址 位于 甲区",
					   "场址 不位于 甲区",
					   "场址 位于 丙域",
					   "非（甲项 = 是 且 规模 ≤ 1）",
					   "待判 \"用词\"" };

	return all[lists_number(seed, YICE_COUNT(all))];
}

static void draw_condition(struct condition *out, uint64_t *seed)
{
	uint32_t n = 1 + lists_number(seed, 3), inner = lists_number(seed, 3);
	bool or = lists_number(seed, 2);

	*out = (struct condition){ .joins_or = or, .joins = n > 1 };
	for (uint32_t i = 0; i < n; i++) {
		size_t len = strlen(out->text);
		const char *join = i ? or ? " 或 " : " 且 " : "";

		if (n > 1 && i == inner)
			snprintf(out->text + len, sizeof(out->text) - len, "%s（%s %s %s）", join, leaf(seed),
				 or ? "且" : "或", leaf(seed));
		else
			snprintf(out->text + len, sizeof(out->text) - len, "%s%s", join, leaf(seed));
	}
}

static void draw_effect(struct clause *clause, uint64_t *seed)
{
	clause->effect = lists_number(seed, YICE_COUNT(effects));
	clause->conditions = clause->effect == RESTRICTS ? 1 + lists_number(seed, 3) : 0;
	clause->beside = lists_number(seed, 3) ? 0 : lists_number(seed, YICE_COUNT(asides));
	clause->demand = (struct condition){ .text = "" };
	if (clause->effect == REQUIRES)
		draw_condition(&clause->demand, seed);
}

static void draw_place(struct clause *clause, uint64_t *seed)
{
	clause->kind = (enum kind)lists_number(seed, 4);
	clause->key = clause->kind == ZONE ? lists_number(seed, 2) : lists_number(seed, 3);
	clause->upper = clause->kind != UNIT && lists_number(seed, 2);
}

void lists_draw(struct list *list, uint64_t *seed)
{
	memset(list, 0, sizeof(*list));
	for (uint32_t i = 0; i < UNITS; i++)
		list->units[i] =
		    (struct unit){ i < 2 || lists_number(seed, 2), lists_number(seed, 3), lists_number(seed, 4), !lists_number(seed, 3) };
	for (uint32_t i = 0; i < CLAUSES; i++) {
		struct clause *clause = &list->clauses[i];

		clause->there = lists_number(seed, 5) != 0;
		clause->number = clause->text = i;
		clause->later = !lists_number(seed, 6);
		draw_place(clause, seed);
		draw_effect(clause, seed);
		draw_condition(&clause->guard, seed);
		if (!lists_number(seed, 3))
			draw_condition(&clause->except, seed);
	}
}

/* One word of a condition becomes another, or what joins it does. */
static void change_word(struct condition *condition, uint64_t *seed)
{
	static const char *const words[][2] = { { " 且 ", " 或 " },
						{ "= 是", "= 否" },
						{ "≤ 1", "≤ 2" },
						{ "性质 属于", "性质 不属于" },
						{ "业 属于 A1", "业 属于 A" },
						{ "位于 甲区", "位于 乙区" },
						{ "= 否", "= 是" },
						{ "业 不属于", "业 属于" } };
	const char *const *pair = words[lists_number(seed, YICE_COUNT(words))];
	char *at = strstr(condition->text, pair[0]), rest[200];

	if (!at || strstr(condition->text, "（")) {
		draw_condition(condition, seed);
		return;
	}
	snprintf(rest, sizeof(rest), "%s", at + strlen(pair[0]));
	snprintf(at, sizeof(condition->text) - (size_t)(at - condition->text), "%s%s", pair[1], rest);
	if (strstr(condition->text, " 且 ") && strstr(condition->text, " 或 "))
		draw_condition(condition, seed);
	else
		condition->joins_or = strstr(condition->text, " 或 ") != NULL;
}

static void change_unit(struct unit *unit, uint64_t *seed)
{
	switch (lists_number(seed, 4)) {
	case 0:
		unit->klass = lists_number(seed, 3);
		return;
	case 1:
		unit->elements = lists_number(seed, 4);
		return;
	case 2:
		unit->within = !unit->within;
		return;
	default:
		unit->there = !unit->there;
		return;
	}
}

static void change_clause(struct clause *clause, uint64_t *seed)
{
	switch (lists_number(seed, 11)) {
	case 0:
		clause->there = !clause->there;
		return;
	case 1:
		draw_place(clause, seed);
		return;
	case 2:
		clause->number += 20;
		return;
	case 3:
		draw_effect(clause, seed);
		return;
	case 4:
		clause->later = !clause->later;
		return;
	case 5:
		draw_condition(&clause->except, seed);
		return;
	case 6:
		if (clause->effect == REQUIRES)
			change_word(&clause->demand, seed);
		return;
	case 7:
		if (clause->effect == RESTRICTS)
			clause->conditions = 1 + lists_number(seed, 3);
		return;
	case 8:
		clause->beside = lists_number(seed, YICE_COUNT(asides));
		return;
	default:
		change_word(&clause->guard, seed);
		return;
	}
}

void lists_renumber(struct list *list, uint64_t *seed)
{
	for (uint32_t i = CLAUSES; i-- > 1;) {
		uint32_t other = lists_number(seed, i + 1), number = list->clauses[i].number;

		list->clauses[i].number = list->clauses[other].number;
		list->clauses[other].number = number;
	}
}

void lists_change(struct list *list, uint64_t *seed)
{
	if (!lists_number(seed, 4))
		lists_renumber(list, seed);
	for (uint32_t i = lists_number(seed, 5); i > 0; i--)
		change_clause(&list->clauses[lists_number(seed, CLAUSES)], seed);
	for (uint32_t i = lists_number(seed, 3); i > 0; i--)
		change_unit(&list->units[lists_number(seed, UNITS)], seed);
	if (!lists_number(seed, 8))
		list->reparented = !list->reparented;
}

/* ---------------------------------------------------------------- as text */

static void add_clause(const struct clause *clause, struct yice_buf *out)
{
	yice_buf_addf(out, "1-%u 原文 \"文%u\"", clause->number, clause->text);
	if (*clause->guard.text)
		yice_buf_addf(out, " 当 %s", clause->guard.text);
	if (*clause->except.text)
		yice_buf_addf(out, " 除 %s", clause->except.text);
	if (clause->effect == REQUIRES)
		yice_buf_addf(out, " 须 %s", clause->demand.text);
	else
		yice_buf_addf(out, " %s%s", effects[clause->effect], conditions[clause->conditions]);
	yice_buf_adds(out, asides[clause->beside]);
	yice_buf_adds(out, clause->later ? " 施行 2024-07-01 起\n" : "\n");
}

static void add_target(const struct list *list, bool upper, enum kind kind, uint32_t key,
		       struct yice_buf *out)
{
	bool first = true;

	for (uint32_t i = 0; i < CLAUSES; i++) {
		const struct clause *clause = &list->clauses[i];

		if (!clause->there || clause->upper != upper || clause->kind != kind ||
		    (kind != ANYWHERE && clause->key != key))
			continue;
		if (first && kind == ANYWHERE)
			yice_buf_adds(out, "适用 全域\n");
		else if (first && kind == CLASS)
			yice_buf_addf(out, "适用 类别 %s\n", classes[key]);
		else if (first && kind == ZONE)
			yice_buf_addf(out, "适用 分区 %s\n", zones[key]);
		first = false;
		add_clause(clause, out);
	}
}

static void add_targets(const struct list *list, bool upper, struct yice_buf *out)
{
	add_target(list, upper, ANYWHERE, 0, out);
	for (uint32_t key = 0; key < 3; key++)
		add_target(list, upper, CLASS, key, out);
	for (uint32_t key = 0; key < 2; key++)
		add_target(list, upper, ZONE, key, out);
}

static void add_unit(const struct list *list, uint32_t i, struct yice_buf *out)
{
	const struct unit *unit = &list->units[i];

	yice_buf_addf(out, "单元 ZH4406062000%u \"单元\" %s\n", i, classes[unit->klass]);
	if (unit->elements)
		yice_buf_addf(out, "要素 %s%s%s\n", unit->elements & 1 ? "甲区" : "",
			      unit->elements == 3 ? "、" : "", unit->elements & 2 ? "乙区" : "");
	if (unit->within)
		yice_buf_adds(out, "位于 丙域\n");
	add_target(list, false, UNIT, i, out);
}

void lists_write(const struct list *list, const char *path)
{
	struct yice_buf out = YICE_BUF_INIT;
	FILE *file;

	yice_buf_adds(&out, "行政区 000000 全国\n行政区 440600 市 上级 000000\n");
	yice_buf_addf(&out, "行政区 440606 区 上级 %s\n", list->reparented ? "000000" : "440600");
	yice_buf_adds(&out, "分区 甲区\n分区 乙区\n区域 丙域\n词表 性质：新建、改建、扩建\n代码表 业 版本 "
			    "\"试\" 数据 \"codes.tsv\"\n"
			    "属性 场址：多项 区划\n属性 性质：一项 性质\n属性 甲项：是否\n属性 "
			    "乙项：是否\n属性 规模：数量 1\n"
			    "属性 业：一项 业\n清单 440600 \"市清单\" 施行 2024-01-01 起 示例\n");
	add_targets(list, true, &out);
	yice_buf_adds(&out, "清单 440606 \"区清单\" 施行 2024-01-01 起 示例\n");
	add_targets(list, false, &out);
	for (uint32_t i = 0; i < UNITS; i++)
		if (list->units[i].there)
			add_unit(list, i, &out);
	assert_int_equal(yice_buf_status(&out), YICE_OK);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(out.data, 1, out.len, file), out.len);
	assert_int_equal(fclose(file), 0);
	yice_buf_release(&out);
}

void lists_name(const struct clause *c, char *id, size_t cap)
{
	if (c->kind == UNIT)
		snprintf(id, cap, "440606/ZH4406062000%u/1-%u", c->key, c->number);
	else
		snprintf(id, cap, "%s/%s/1-%u", c->upper ? "440600" : "440606",
			 c->kind == ANYWHERE ? "全域"
			 : c->kind == CLASS  ? classes[c->key]
					     : zones[c->key],
			 c->number);
}
