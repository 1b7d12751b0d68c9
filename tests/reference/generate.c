/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random sources. The vocabulary is always the same and has every kind of
 * declaration; templates, groups, lists, units and clauses are drawn. What is
 * written is nearly always accepted by the compiler. One part a line, so that
 * shrink.c can leave lines out. Called by differential.c.
 */
#include "tests/reference/generate.h"

#include <stdio.h>

#include "tests/reference/generate_words.h"

uint32_t generate_below(uint64_t *random, uint32_t n)
{
	*random ^= *random >> 12;
	*random ^= *random << 25;
	*random ^= *random >> 27;
	return (uint32_t)((*random * 2685821657736338717u >> 33) % n);
}

/* A source being written. */
struct writer {
	uint64_t *random;
	struct yice_buf *out;
	bool holes;         /* in a template or group: its parameters may be named */
	bool demand;        /* in 须 and not under 非: 较严值 may stand */
	uint32_t attribute; /* the last quantity written */
	uint32_t number;
	uint32_t first;  /* number of the first clause of the open target */
	bool overriding; /* clauses of the open target have numbers of their own and no intervals */
	bool broad; /* the open target is every site of the scope: it may override any other of the list */
	const char *scope;
	char target[40];  /* as in ids */
	char ids[64][80]; /* of clauses of the list that may be overridden from elsewhere */
	uint32_t id_count;
};

static uint32_t below(struct writer *w, uint32_t n)
{
	return generate_below(w->random, n);
}

static bool chance(struct writer *w, uint32_t percent)
{
	return below(w, 100) < percent;
}

#define PICK(w, words) ((words)[below((w), (uint32_t)YICE_COUNT(words))])

static void say(struct writer *w, const char *text)
{
	yice_buf_adds(w->out, text);
}

/* ---- tests */

static void write_members(struct writer *w, const char *const *words, uint32_t count, const char *hole)
{
	uint32_t n = 1 + below(w, 3), start = below(w, count);

	for (uint32_t i = 0; i < n && i < count; i++)
		yice_buf_addf(w->out, "%s%s", i ? "、" : "", words[(start + i) % count]);
	if (hole && w->holes && chance(w, 40))
		yice_buf_addf(w->out, "、%s", hole);
	if (chance(w, 25))
		yice_buf_addf(w->out, " 除外 %s", words[(start + below(w, n)) % count]);
}

static const char *relation(struct writer *w)
{
	static const char *const words[] = { "=", "≠", "<", "≤", ">", "≥", "<=", ">=" };

	return PICK(w, words);
}

static const char *order(struct writer *w)
{
	static const char *const words[] = { "<", "≤", ">", "≥" };

	return PICK(w, words);
}

/* An attribute of a group of quantities. */
static const char *quantity(struct writer *w, uint32_t group)
{
	static const char *const holes[] = { "新增排放.{物}", "削减替代.{物}", "offset.{物}" };
	const struct words_group *g = &words_groups[group];

	if (group == 0 && w->holes && chance(w, 40))
		return PICK(w, holes);
	if (chance(w, 90)) /* one after the other, lest they cancel out */
		w->attribute++;
	return g->attributes[w->attribute % g->attribute_count];
}

static void write_literal(struct writer *w, uint32_t group)
{
	const struct words_group *g = &words_groups[group];

	if (group == 0 && w->holes && chance(w, 25))
		say(w, "{限}");
	else
		yice_buf_addf(w->out, "%s%s", g->values[below(w, g->value_count)], g->period);
}

static void write_term(struct writer *w, uint32_t group)
{
	static const char *const factors[] = { "2 ×", "0.5 *", "1.3 ×", "0.001 ×", "12 ×" };

	if (chance(w, 15)) {
		write_literal(w, group);
		return;
	}
	if (chance(w, 40))
		yice_buf_addf(w->out, "%s ", PICK(w, factors));
	say(w, quantity(w, group));
}

static void write_sum(struct writer *w, uint32_t group, bool first)
{
	uint32_t n = 1 + below(w, 3);

	if (first && chance(w, 8))
		say(w, "- ");
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			say(w, chance(w, 60) ? " + " : " - ");
		write_term(w, group);
	}
}

static void write_compare(struct writer *w)
{
	uint32_t group = below(w, WORDS_GROUPS);

	if (w->demand && chance(w, 30)) {
		bool left = chance(w, 20);

		if (!left)
			yice_buf_addf(w->out, "%s %s ", quantity(w, group), order(w));
		say(w, "较严值（");
		write_literal(w, group);
		say(w, "、");
		write_sum(w, group, true);
		say(w, "）");
		if (left)
			yice_buf_addf(w->out, " %s %s", order(w), quantity(w, group));
	} else if (chance(w, 50)) {
		yice_buf_addf(w->out, "%s %s ", quantity(w, group), relation(w));
		write_literal(w, group);
	} else if (chance(w, 15)) {
		write_literal(w, group);
		yice_buf_addf(w->out, " %s %s", relation(w), quantity(w, group));
	} else {
		yice_buf_addf(w->out, "%s + ", quantity(w, group));
		write_sum(w, group, false);
		yice_buf_addf(w->out, " %s ", relation(w));
		write_sum(w, group, true);
	}
}

static void write_date(struct writer *w)
{
	static const char *const names[] = { "建成日期", "built", "投产日期" };

	yice_buf_addf(w->out, "%s %s ", PICK(w, names), relation(w));
	if (chance(w, 25))
		say(w, "验收日期");
	else
		say(w, words_days[below(w, WORDS_DAYS)]);
}

static void write_boolean(struct writer *w)
{
	static const char *const names[] = { "高耗能", "energy", "北滘镇.达标", "陈村镇.attained",
					     "beijiao.attained" };
	static const char *const values[] = { "= 是", "= 否", "≠ 是", "≠ 否", "= yes" };

	say(w, w->holes && chance(w, 50) ? "{镇}.达标" : PICK(w, names));
	yice_buf_addf(w->out, " %s", PICK(w, values));
}

static void write_one(struct writer *w)
{
	static const char *const words[] = { "属于", "不属于", "in" };

	if (chance(w, 40)) {
		yice_buf_addf(w->out, "%s %s %s", chance(w, 50) ? "建设性质" : "nature",
			      chance(w, 70) ? "=" : "≠", words_nature[below(w, WORDS_NATURE)]);
	} else if (chance(w, 50)) {
		yice_buf_addf(w->out, "主工序 %s ", PICK(w, words));
		write_members(w, words_process, WORDS_PROCESS, "{序}");
	} else {
		yice_buf_addf(w->out, "建设性质 %s ", PICK(w, words));
		write_members(w, words_nature, WORDS_NATURE, NULL);
	}
}

static void write_some(struct writer *w)
{
	static const char *const words[] = { "含", "不含", "全部属于", "all_in", "include" };

	yice_buf_addf(w->out, "%s %s ", chance(w, 70) ? "工序" : "processes", PICK(w, words));
	write_members(w, words_process, WORDS_PROCESS, "{序}");
}

static void write_codes(struct writer *w)
{
	static const char *const one[] = { "属于", "不属于" }, *const some[] = { "含", "不含", "全部属于" };

	if (chance(w, 60))
		yice_buf_addf(w->out, "行业 %s ", PICK(w, one));
	else
		yice_buf_addf(w->out, "兼营行业 %s ", PICK(w, some));
	write_members(w, words_codes, WORDS_CODES, NULL);
}

static void write_place(struct writer *w)
{
	static const char *const words[] = { "位于", "不位于", "全部属于" };

	yice_buf_addf(w->out, "场址 %s ", PICK(w, words));
	write_members(w, words_places, WORDS_PLACES, NULL);
}

static void write_test(struct writer *w)
{
	static void (*const tests[])(struct writer *) = { write_compare, write_compare, write_date,
							  write_boolean, write_one,     write_some,
							  write_codes,   write_place };

	if (chance(w, 8))
		yice_buf_addf(w->out, "待判 \"%s%u\"", w->holes && chance(w, 50) ? "{镇}{述}" : "是否必要",
			      below(w, 4));
	else
		PICK(w, tests)(w);
}

static void write_expr(struct writer *w, uint32_t depth)
{
	uint32_t kind = depth ? below(w, 10) : 0, n = 2 + below(w, 2);
	bool demand = w->demand;

	if (kind < 4) {
		write_test(w);
	} else if (kind < 5) {
		w->demand = false;
		say(w, "非（");
		write_expr(w, depth - 1);
		say(w, "）");
		w->demand = demand;
	} else {
		say(w, "（");
		for (uint32_t i = 0; i < n; i++) {
			if (i)
				say(w, kind < 8 ? " 且 " : " 或 ");
			write_expr(w, depth - 1);
		}
		say(w, "）");
	}
}

/* ---- clauses */

static void write_effective(struct writer *w, uint32_t starts)
{
	uint32_t from = below(w, starts);

	yice_buf_addf(w->out, "  施行 %s 起", words_days[from]);
	if (chance(w, 50))
		yice_buf_addf(w->out, "，%s 废止", words_days[from + 1 + below(w, WORDS_DAYS - 1 - from)]);
	say(w, "\n");
}

static void write_demands(struct writer *w)
{
	for (uint32_t n = 1 + below(w, 2); n; n--) {
		say(w, "  须 ");
		w->demand = true;
		write_expr(w, 2);
		w->demand = false;
		say(w, "\n");
	}
}

/* What stands beside the effect, or is it where there is no other. */
static void write_asides(struct writer *w)
{
	static const char *const parts[] = { "  鼓励 \"搬迁\"", "  职责 政府 \"编制计划\"、\"公布\"", "  职责 企业 \"监测\"" };
	static const char *const dues[] = { "", "", " 至 2023-05-05", " 至 2024-07-01", " 至 2031-01-01" };

	for (uint32_t n = 1 + below(w, 2); n; n--)
		yice_buf_addf(w->out, "%s%s\n", PICK(w, parts), PICK(w, dues));
}

/* kind: 0 none, 1 须, 2 禁止, 3 限制, 4 鼓励, 5 职责. */
static void write_effect(struct writer *w, uint32_t kind)
{
	static const char *const texts[] = {
		"", "", "  禁止\n", "  限制 \"论证\"\n", "  鼓励 \"优化\"\n", "  职责 政府 \"巡查\"\n"
	};

	if (kind == 1)
		write_demands(w);
	else
		say(w, texts[kind]);
	if (kind < 4 && chance(w, 12))
		say(w, w->holes ? "  待判 \"{述}确有必要\"、\"可行\"\n" : "  待判 \"确有必要\"、\"可行\"\n");
}

/* when: whether a guard is written; kind as above. */
static void write_parts(struct writer *w, uint32_t kind)
{
	if (chance(w, 80)) {
		say(w, "  当 ");
		write_expr(w, 3);
		say(w, "\n");
	}
	for (uint32_t n = chance(w, 35) ? 1 + below(w, 3) : 0; n; n--) {
		say(w, "  除 ");
		write_expr(w, 2);
		if (chance(w, 40)) {
			say(w, "\n    但 ");
			write_expr(w, 2);
		}
		say(w, "\n");
	}
	write_effect(w, kind);
	if (chance(w, 20))
		write_asides(w);
}

static uint32_t effect(struct writer *w)
{
	static const unsigned char kinds[] = { 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5 };

	return PICK(w, kinds);
}

static void write_arguments(struct writer *w)
{
	static const char *const named[] = { "限：", "物：", "序：", "述：", "镇：" };
	const struct words_group *g = &words_groups[0];
	bool hand_on = w->holes && chance(w, 60);

	if (hand_on) {
		say(w, "（{镇}、{物}、{序}、{限}、{述}）");
	} else if (chance(w, 50)) {
		yice_buf_addf(w->out, "（%s、%s、%s、%s、\"请\"）", chance(w, 50) ? "北滘镇" : "陈村镇",
			      words_pollutant[below(w, WORDS_POLLUTANT)], words_process[below(w, 5)],
			      g->values[below(w, g->value_count)]);
	} else {
		yice_buf_addf(w->out, "（%s%s、%s%s、%s%s、%s\"请\"、%s北滘镇）", named[0],
			      g->values[below(w, g->value_count)], named[1],
			      words_pollutant[below(w, WORDS_POLLUTANT)], named[2],
			      words_process[below(w, 5)], named[3], named[4]);
	}
}

/* 依: the effect must be of the template's kind or left out. */
static void write_from_template(struct writer *w)
{
	uint32_t which = below(w, WORDS_TEMPLATES);

	yice_buf_addf(w->out, "  依 %s", words_templates[which]);
	write_arguments(w);
	say(w, "\n");
	if (chance(w, 30)) {
		say(w, "  当 ");
		write_expr(w, 1);
		say(w, "\n");
	}
	if (chance(w, 20)) {
		say(w, "  除 ");
		write_expr(w, 1);
		say(w, "\n");
	}
	if (which % 4 == 0 && chance(w, 30))
		write_demands(w);
	if (chance(w, 20))
		write_asides(w);
}

static void write_clause(struct writer *w)
{
	uint32_t number = w->number++;

	if (w->overriding)
		yice_buf_addf(w->out, "1-%u", (unsigned int)number);
	else if (chance(w, 6))
		say(w, "条");
	else
		yice_buf_addf(w->out, "%s-%u", chance(w, 4) ? "9" : "1",
			      chance(w, 5) ? 1 : (unsigned int)number);
	say(w, "\n  摘要 \"丁\"\n");
	if (chance(w, 25))
		write_from_template(w);
	else
		write_parts(w, effect(w));
	if (!w->overriding && chance(w, 12))
		write_effective(w, 3);
	if (w->overriding && number > w->first && chance(w, 40))
		yice_buf_addf(w->out, "  优先于 1-%u\n",
			      (unsigned int)(w->first + below(w, number - w->first)));
	else if (w->overriding && w->broad && w->id_count && chance(w, 60))
		yice_buf_addf(w->out, "  优先于 \"%s\"\n", w->ids[below(w, w->id_count)]);
	if (w->overriding && !w->broad && *w->target && w->id_count < YICE_COUNT(w->ids))
		snprintf(w->ids[w->id_count++], sizeof(w->ids[0]), "%s/%s/1-%u", w->scope, w->target,
			 (unsigned int)number);
}

/* ---- lists */

static void write_parameters(struct writer *w)
{
	say(w, " 参数 镇（ton）：镇街、物：污染物、序：工种、限：数量 t/a、述：文字\n");
}

static void write_templates(struct writer *w)
{
	static const unsigned char kinds[] = { 1, 2, 3, 0 };

	w->holes = true;
	for (uint32_t i = 0; i < YICE_COUNT(kinds); i++) {
		yice_buf_addf(w->out, "模板 %s", words_templates[i]);
		write_parameters(w);
		say(w, "  摘要 \"{镇}应当{述}\"\n");
		write_parts(w, kinds[i]);
		if (chance(w, 20))
			write_effective(w, 3);
	}
	say(w, "模板 再丁");
	write_parameters(w);
	say(w, "  摘要 \"再\"\n  依 甲板（{镇}、{物}、{序}、{限}、{述}）\n");
	write_demands(w);
	for (uint32_t i = 0; i < 2; i++) {
		yice_buf_addf(w->out, "条款组 %s", i ? "乙组" : "甲组");
		write_parameters(w);
		for (uint32_t n = 1 + below(w, 2); n; n--)
			write_clause(w);
		if (i && chance(w, 60)) {
			say(w, "采用 甲组");
			write_arguments(w);
			say(w, "\n");
		}
	}
	w->holes = false;
}

static void write_target(struct writer *w, uint32_t *units)
{
	static const char *const classes[] = { "重点管控", "优先保护", "key", "一般管控单元" };
	static const char *const places[] = { "分区 甲区", "分区 乙区、丙区", "区域 一级保护区",
					      "园区 化工园、印染园" };
	static const char *const within[] = { "一级保护区", "化工园、二级保护区", "印染园", "化工园", "一级保护区、印染园" };

	w->broad = false;
	w->target[0] = '\0';
	if (chance(w, *units && *units < 3 ? 55 : 35) && *units < 6) {
		static const char *const elements[] = { "甲区", "乙区", "甲区、丙区", "丙区" };

		snprintf(w->target, sizeof(w->target), "ZH4406062000%u", (unsigned int)*units);
		yice_buf_addf(w->out, "单元 ZH4406062000%u \"单\" %s", (unsigned int)(*units)++,
			      PICK(w, classes));
		if (chance(w, 60))
			yice_buf_addf(w->out, "\n  要素 %s", PICK(w, elements));
		if (chance(w, 40))
			yice_buf_addf(w->out, "\n  位于 %s", PICK(w, within));
		say(w, "\n");
	} else if (*units && chance(w, 15)) {
		yice_buf_addf(w->out, "适用 单元 ZH4406062000%u\n", (unsigned int)below(w, *units));
	} else if (chance(w, 30)) {
		yice_buf_addf(w->out, "适用 类别 %s%s\n", PICK(w, classes), chance(w, 20) ? "、general" : "");
	} else if (chance(w, 40)) {
		yice_buf_addf(w->out, "适用 %s\n", PICK(w, places));
	} else {
		say(w, "适用 全域\n");
		w->broad = true;
	}
}

static void write_list(struct writer *w, const char *scope, uint32_t *units)
{
	w->scope = scope;
	w->id_count = 0;
	yice_buf_addf(w->out, "清单 %s \"单\" 示例\n", scope);
	write_effective(w, 2);
	for (uint32_t targets = 1 + below(w, 3); targets; targets--) {
		write_target(w, units);
		w->first = w->number;
		w->overriding = chance(w, 60);
		for (uint32_t n = 1 + below(w, 4); n; n--)
			if (!w->overriding && chance(w, 12)) {
				yice_buf_addf(w->out, "采用 %s", chance(w, 50) ? "甲组" : "乙组");
				write_arguments(w);
				say(w, "\n");
			} else {
				write_clause(w);
			}
	}
}

void generate_source(uint64_t *random, struct yice_buf *out)
{
	struct writer w = { .random = random, .out = out, .number = 2 };
	static const char *const scopes[] = { "000000", "440000", "440600", "440606",
					      "440606", "440606", "440700" };
	uint32_t units = 0;

	say(&w, words_vocabulary);
	write_templates(&w);
	for (uint32_t lists = 1 + below(&w, 3); lists; lists--)
		write_list(&w, PICK(&w, scopes), &units);
}
