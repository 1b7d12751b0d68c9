/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random conditions, over the vocabulary of generate_words.c. What is written
 * is nearly always accepted. Called by generate_clause.c.
 */
#include "tests/reference/generate_writer.h"

static void write_members(struct writer *w, const char *const *words, uint32_t count, const char *hole)
{
	uint32_t n = 1 + writer_below(w, 3), start = writer_below(w, count);

	for (uint32_t i = 0; i < n && i < count; i++)
		yice_buf_addf(w->out, "%s%s", i ? "、" : "", words[(start + i) % count]);
	if (hole && w->holes && writer_chance(w, 40))
		yice_buf_addf(w->out, "、%s", hole);
	if (writer_chance(w, 25))
		yice_buf_addf(w->out, " 除外 %s", words[(start + writer_below(w, n)) % count]);
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

/* ---- quantities */

/* An attribute of a group of quantities. */
static const char *quantity(struct writer *w, uint32_t group)
{
	static const char *const holes[] = { "新增排放.{物}", "削减替代.{物}", "offset.{物}" };
	const struct words_group *g = &words_groups[group];

	if (group == 0 && w->holes && writer_chance(w, 40))
		return PICK(w, holes);
	if (group == 2 && w->holes && writer_chance(w, 40))
		return "距离.{线}";
	if (writer_chance(w, 90)) /* one after the other, lest they cancel out */
		w->attribute++;
	return g->attributes[w->attribute % g->attribute_count];
}

static void write_literal(struct writer *w, uint32_t group)
{
	const struct words_group *g = &words_groups[group];

	if (group == 0 && w->holes && writer_chance(w, 25))
		writer_say(w, "{限}");
	else if (group == 5 && w->holes && writer_chance(w, 40))
		writer_say(w, "{升}");
	else
		yice_buf_addf(w->out, "%s%s", g->values[writer_below(w, g->value_count)], g->period);
}

static void write_term(struct writer *w, uint32_t group)
{
	static const char *const factors[] = { "2 ×", "0.5 *", "1.3 ×", "0.001 ×", "12 ×" };

	if (writer_chance(w, 15)) {
		write_literal(w, group);
	} else if (writer_chance(w, 8)) {
		writer_say(w, quantity(w, group));
		writer_say(w, " × 2.5");
	} else {
		if (writer_chance(w, 40))
			yice_buf_addf(w->out, "%s ", PICK(w, factors));
		writer_say(w, quantity(w, group));
	}
}

static void write_sum(struct writer *w, uint32_t group, bool first)
{
	uint32_t n = 1 + writer_below(w, 3);

	if (first && writer_chance(w, 8))
		writer_say(w, "- ");
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			writer_say(w, writer_chance(w, 60) ? " + " : " - ");
		write_term(w, group);
	}
}

/* The attribute is in none of the bounds, which it could cancel out of. */
static void write_stricter(struct writer *w, uint32_t group)
{
	bool left = writer_chance(w, 20);

	if (!left)
		yice_buf_addf(w->out, "%s %s ", quantity(w, group), order(w));
	writer_say(w, "较严值（");
	write_literal(w, group);
	for (uint32_t n = 1 + writer_chance(w, 40); n; n--) {
		writer_say(w, "、");
		if (writer_chance(w, 70))
			write_sum(w, group, true);
		else
			write_literal(w, group);
	}
	writer_say(w, "）");
	if (left)
		yice_buf_addf(w->out, " %s %s", order(w), quantity(w, group));
}

static void write_compare(struct writer *w)
{
	uint32_t group = writer_below(w, WORDS_GROUPS);

	if (w->demand && writer_chance(w, 30)) {
		write_stricter(w, group);
	} else if (writer_chance(w, 50)) {
		yice_buf_addf(w->out, "%s %s %s", quantity(w, group), relation(w),
			      group == 5 && writer_chance(w, 40) ? "- " : "");
		write_literal(w, group);
	} else if (writer_chance(w, 15)) {
		write_literal(w, group);
		yice_buf_addf(w->out, " %s %s", relation(w), quantity(w, group));
	} else {
		yice_buf_addf(w->out, "%s + ", quantity(w, group));
		write_sum(w, group, false);
		yice_buf_addf(w->out, " %s ", relation(w));
		write_sum(w, group, true);
	}
}

/* ---- days and booleans */

static void write_date(struct writer *w)
{
	static const char *const names[] = { "建成日期", "built", "投产日期" };

	yice_buf_addf(w->out, "%s %s ", PICK(w, names), relation(w));
	if (writer_chance(w, 25))
		writer_say(w, "验收日期");
	else
		writer_say(w, words_days[writer_below(w, WORDS_DAYS)]);
}

static void write_boolean(struct writer *w)
{
	static const char *const names[] = { "高耗能", "energy", "北滘镇.达标", "陈村镇.attained", "beijiao.attained",
					     "甲区.评估", "zone_a.assessed", "化工园.评估", "限批.C26", "限批.C2611" };
	static const char *const holes[] = { "{镇}.达标", "{ton}.attained", "{处}.评估", "限批.{业}" };
	static const char *const values[] = { "= 是", "= 否", "≠ 是", "≠ 否", "= yes", "≠ no" };

	if (w->holes && writer_chance(w, 50))
		writer_say(w, PICK(w, holes));
	else
		writer_say(w, PICK(w, names));
	yice_buf_addf(w->out, " %s", PICK(w, values));
}

/* ---- members */

static void write_one(struct writer *w)
{
	static const char *const words[] = { "属于", "不属于", "in" };

	if (writer_chance(w, 40)) {
		yice_buf_addf(w->out, "%s %s %s", writer_chance(w, 50) ? "建设性质" : "nature",
			      writer_chance(w, 70) ? "=" : "≠", words_nature[writer_below(w, WORDS_NATURE)]);
	} else if (writer_chance(w, 50)) {
		yice_buf_addf(w->out, "主工序 %s ", PICK(w, words));
		write_members(w, words_process, WORDS_PROCESS, "{序}");
	} else {
		yice_buf_addf(w->out, "建设性质 %s ", PICK(w, words));
		write_members(w, words_nature, WORDS_NATURE, NULL);
	}
}

/* A member of another list by the same name, and a place that is not the site. */
static void write_other(struct writer *w)
{
	static const char *const words[] = { "属于", "不属于" };

	if (writer_chance(w, 40)) {
		yice_buf_addf(w->out, "所在镇 %s ", PICK(w, words));
		write_members(w, words_towns, WORDS_TOWNS, "{镇}");
	} else if (writer_chance(w, 30)) {
		yice_buf_addf(w->out, "host %s %s", writer_chance(w, 60) ? "=" : "≠",
			      w->holes && writer_chance(w, 50) ? "{处}" : words_places[writer_below(w, WORDS_PLACES - 2)]);
	} else {
		yice_buf_addf(w->out, "所在园 %s ", PICK(w, words));
		write_members(w, words_places, WORDS_PLACES, "{处}");
	}
}

static void write_some(struct writer *w)
{
	static const char *const words[] = { "含", "不含", "全部属于", "all_in", "include" };

	if (writer_chance(w, 30)) {
		yice_buf_addf(w->out, "%s %s ", writer_chance(w, 70) ? "邻近" : "adjacent", PICK(w, words));
		write_members(w, words_layers, WORDS_LAYERS, "{线}");
	} else {
		yice_buf_addf(w->out, "%s %s ", writer_chance(w, 70) ? "工序" : "processes", PICK(w, words));
		write_members(w, words_process, WORDS_PROCESS, "{序}");
	}
}

static void write_codes(struct writer *w)
{
	static const char *const one[] = { "属于", "不属于" }, *const some[] = { "含", "不含", "全部属于" };

	if (writer_chance(w, 60))
		yice_buf_addf(w->out, "行业 %s ", PICK(w, one));
	else
		yice_buf_addf(w->out, "兼营行业 %s ", PICK(w, some));
	write_members(w, words_codes, WORDS_CODES, "{业}");
}

static void write_place(struct writer *w)
{
	static const char *const words[] = { "位于", "不位于", "全部属于" };

	yice_buf_addf(w->out, "场址 %s ", PICK(w, words));
	write_members(w, words_places, WORDS_PLACES, "{处}");
}

static void write_open(struct writer *w)
{
	static const char *const holes[] = { "{镇}{述}", "{处}{线}", "{业}{物}" };

	yice_buf_addf(w->out, "待判 \"%s%u\"", w->holes && writer_chance(w, 50) ? PICK(w, holes) : "是否必要",
		      (unsigned int)writer_below(w, 4));
}

static void write_test(struct writer *w)
{
	static void (*const tests[])(struct writer *) = { write_compare, write_compare, write_date,
							  write_boolean, write_one,     write_some,
							  write_codes,   write_place,   write_other };

	if (writer_chance(w, 8))
		write_open(w);
	else
		PICK(w, tests)(w);
}

/* ---- connectives */

static void write_not(struct writer *w, uint32_t depth)
{
	bool demand = w->demand;

	w->demand = false;
	writer_say(w, "非 ");
	if (writer_chance(w, 50)) {
		writer_say(w, "（");
		writer_condition(w, depth - 1);
		writer_say(w, "）");
	} else {
		writer_expr(w, depth - 1);
	}
	w->demand = demand;
}

void writer_expr(struct writer *w, uint32_t depth)
{
	uint32_t kind = depth ? writer_below(w, 10) : 0;

	if (kind < 4) {
		write_test(w);
	} else if (kind < 5) {
		write_not(w, depth);
	} else {
		writer_say(w, "（");
		writer_condition(w, depth);
		writer_say(w, "）");
	}
}

void writer_condition(struct writer *w, uint32_t depth)
{
	uint32_t n = depth ? 2 + writer_below(w, 2) : 1, kind = writer_below(w, 10);

	for (uint32_t i = 0; i < n; i++) {
		bool and = kind < 4 || (kind < 7 && writer_chance(w, 50)); /* both: 且 binds tighter */

		if (i)
			writer_say(w, and ? " 且 " : " 或 ");
		writer_expr(w, depth ? depth - 1 : 0);
	}
}
