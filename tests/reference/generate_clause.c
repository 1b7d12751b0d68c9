/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random clauses and arguments. A clause overrides only what the language lets
 * it: an earlier clause that is in force on no other days, of its own target,
 * or of any target of the list when its own is every site. Called by
 * generate.c.
 */
#include "tests/reference/generate_writer.h"

#include <stdio.h>

static const struct writer_days always = { 0, WORDS_DAYS };

void writer_days(struct writer *w, struct writer_days days)
{
	yice_buf_addf(w->out, "  施行 %s 起", words_days[days.from]);
	if (days.to < WORDS_DAYS)
		yice_buf_addf(w->out, "%s%s 废止", writer_chance(w, 50) ? "，" : " ", words_days[days.to]);
	writer_say(w, "\n");
}

/* ---- effects */

void writer_demands(struct writer *w)
{
	for (uint32_t n = 1 + writer_below(w, 2); n; n--) {
		writer_say(w, "  须 ");
		w->demand = true;
		if (writer_chance(w, 30))
			writer_condition(w, 2);
		else
			writer_expr(w, 2);
		w->demand = false;
		writer_say(w, "\n");
	}
}

/* What stands beside the effect, or is it where there is no other. */
static void write_asides(struct writer *w)
{
	static const char *const parts[] = { "  鼓励 \"搬迁\"", "  职责 政府 \"编制计划\"、\"公布\"", "  职责 企业 \"监测\"",
					     "  职责 园区管理机构 \"巡查\"" };
	static const char *const dues[] = { "", "", " 至 2023-05-05", " 至 2024-07-01", " 至 2031-01-01" };

	for (uint32_t n = 1 + writer_below(w, 2); n; n--)
		yice_buf_addf(w->out, "%s%s\n", PICK(w, parts), PICK(w, dues));
}

static void write_open_words(struct writer *w)
{
	writer_say(w, w->holes ? "  待判 \"{述}确有必要\"、\"{线}{处}{业}可行\"\n" : "  待判 \"确有必要\"、\"可行\"\n");
}

static void write_effect(struct writer *w, uint32_t kind)
{
	static const char *const prohibit[] = { "  禁止\n", "  禁止 \"新建\"\n", "  禁止 \"新建\"、\"扩建\"\n" };
	static const char *const restrict_[] = { "  限制 \"论证\"\n", "  限制 \"论证\"、\"公示\"\n" };
	static const char *const encourage[] = { "  鼓励\n", "  鼓励 \"优化\"\n", "  鼓励 \"优化\" 至 2025-01-01\n" };
	static const char *const duty[] = { "  职责 政府 \"巡查\"\n", "  职责 园区管理机构\n",
					    "  职责 企业 \"监测\" 至 2024-06-30\n" };

	if (kind == 1)
		writer_demands(w);
	else if (kind == 2)
		writer_say(w, PICK(w, prohibit));
	else if (kind == 3)
		writer_say(w, PICK(w, restrict_));
	else if (kind == 4)
		writer_say(w, PICK(w, encourage));
	else if (kind == 5)
		writer_say(w, PICK(w, duty));
	if (kind < 4 && writer_chance(w, 12))
		write_open_words(w);
}

/* ---- bodies */

static void write_guard(struct writer *w, uint32_t depth)
{
	writer_say(w, "  当 ");
	if (writer_chance(w, 40))
		writer_condition(w, depth);
	else
		writer_expr(w, depth);
	writer_say(w, "\n");
}

static void write_exception(struct writer *w, uint32_t depth)
{
	writer_say(w, "  除 ");
	writer_expr(w, depth);
	if (writer_chance(w, 40)) {
		writer_say(w, "\n    但 ");
		writer_expr(w, depth);
	}
	writer_say(w, "\n");
}

/* Parts that change no outcome. */
static void write_told(struct writer *w)
{
	static const char *const parts[] = {
		"  英文 \"A clause.\"\n",
		"  牵头 \"某局\"、\"某厅\"\n",
		"  依据 《乙文》 第三条\n",
		"  依据 乙文 \"附件 1\"、《乙文》\n",
		"  示例\n",
	};

	if (writer_chance(w, 25))
		writer_say(w, PICK(w, parts));
}

void writer_parts(struct writer *w, uint32_t kind)
{
	if (writer_chance(w, 80))
		write_guard(w, 3);
	for (uint32_t n = writer_chance(w, 35) ? 1 + writer_below(w, 3) : 0; n; n--)
		write_exception(w, 2);
	write_effect(w, kind);
	if (writer_chance(w, 20))
		write_asides(w);
	write_told(w);
}

static uint32_t effect(struct writer *w)
{
	static const unsigned char kinds[] = { 0, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5 };

	return PICK(w, kinds);
}

/* ---- templates */

static void write_named_arguments(struct writer *w, const char *const *values)
{
	static const char *const names[] = { "镇", "物", "序", "限", "述", "处", "线", "业", "升" };
	uint32_t start = writer_below(w, YICE_COUNT(names));

	for (uint32_t i = 0; i < YICE_COUNT(names); i++) {
		uint32_t which = (start + i) % (uint32_t)YICE_COUNT(names);

		yice_buf_addf(w->out, "%s%s：%s", i ? "、" : "", names[which], values[which]);
	}
}

void writer_arguments(struct writer *w)
{
	static const char *const towns[] = { "北滘镇", "beijiao", "陈村镇" };
	static const char *const heats[] = { "-2 ℃", "2 ℃", "0 ℃", "-10.5 ℃" };
	static const char *const bounds[] = { "-0.4 t/a", "1.2 t/a", "400 kg/a", "0 t/a", "0.00012 万t/a" };
	static const char *const texts[] = { "\"请\"", "\"\\{物}\"" };
	const char *const values[] = { PICK(w, towns),
				       words_pollutant[writer_below(w, WORDS_POLLUTANT)],
				       words_process[writer_below(w, WORDS_PROCESS - 2)],
				       PICK(w, bounds),
				       PICK(w, texts),
				       words_places[w->places.first + writer_below(w, w->places.count)],
				       words_layers[writer_below(w, WORDS_LAYERS - 1)],
				       words_codes[writer_below(w, WORDS_CODES - 1)],
				       PICK(w, heats) };

	writer_say(w, "（");
	if (w->holes && writer_chance(w, 60))
		writer_say(w, "{镇}、{物}、{序}、{限}、{述}、{处}、{线}、{业}、{升}");
	else if (writer_chance(w, 50))
		for (uint32_t i = 0; i < YICE_COUNT(values); i++)
			yice_buf_addf(w->out, "%s%s", i ? "、" : "", values[i]);
	else
		write_named_arguments(w, values);
	writer_say(w, "）");
}

/* The effect must be of the template's kind or left out. Gives the days the clause has from it. */
static struct writer_days write_from_template(struct writer *w)
{
	uint32_t which = writer_below(w, WORDS_TEMPLATES);

	yice_buf_addf(w->out, "  依 %s", words_templates[which]);
	if (which < 5)
		writer_arguments(w);
	writer_say(w, "\n");
	if (writer_chance(w, 30))
		write_guard(w, 1);
	if (writer_chance(w, 25))
		write_exception(w, 1);
	if (which % 4 == 0 && writer_chance(w, 40))
		writer_demands(w);
	if (writer_chance(w, 12))
		write_open_words(w);
	if (writer_chance(w, 20))
		write_asides(w);
	write_told(w);
	return w->templates[which];
}

/* ---- numbers */

static struct writer_clause *add_own(struct writer *w, const char *name)
{
	struct writer_clause *own;

	if (w->own_count == YICE_COUNT(w->own))
		return NULL;
	own = &w->own[w->own_count++];
	snprintf(own->name, sizeof(own->name), "%s", name);
	own->days = always;
	own->overridden = false;
	return own;
}

/* The number of an earlier clause, which is then told by #1. */
static struct writer_clause *write_again(struct writer *w)
{
	struct writer_clause *earlier = &w->own[writer_below(w, w->own_count)], *own;
	char name[80];

	if (*earlier->name != '1' || earlier->overridden || strchr(earlier->name, '#'))
		return NULL;
	snprintf(name, sizeof(name), "%.40s#2", earlier->name);
	own = add_own(w, name);
	if (!own)
		return NULL;
	writer_say(w, earlier->name);
	strcat(earlier->name, "#1");
	return own;
}

/* NULL: a clause that none can name. */
static struct writer_clause *write_number(struct writer *w)
{
	uint32_t number = w->number++, kind = writer_below(w, 100);
	struct writer_clause *again = w->overriding && w->own_count && kind < 8 ? write_again(w) : NULL;
	char name[40];

	if (again)
		return again;
	if (!w->overriding) {
		if (kind < 6)
			writer_say(w, "条");
		else
			yice_buf_addf(w->out, "%s-%u", kind < 10 ? "9" : "1", kind < 15 ? 1 : (unsigned int)number);
		return NULL;
	}
	snprintf(name, sizeof(name), kind < 20 ? "子%u" : kind < 30 ? "附—%u" : "1-%u", (unsigned int)number);
	yice_buf_addf(w->out, "%s%s%s%s", kind < 30 ? "条 " : "", kind >= 20 && kind < 30 ? "\"" : "", name,
		      kind >= 20 && kind < 30 ? "\"" : "");
	return add_own(w, name);
}

static void write_tag(struct writer *w)
{
	static const char *const tags[] = { "【大气】", "【水/综合类】", "【大气/禁止类】", "【\"试行\"】" };

	if (writer_chance(w, 25))
		writer_say(w, PICK(w, tags));
}

/* ---- what overrides what */

/* Whether one is in force on every day of the list on which the other is. */
static bool outlasts(const struct writer *w, struct writer_days one, struct writer_days other)
{
	return (one.from <= other.from || one.from <= w->list.from) && (one.to >= other.to || one.to >= w->list.to);
}

static void write_overrides(struct writer *w, const struct writer_clause *own)
{
	uint32_t written = 0;

	for (uint32_t tries = 1 + writer_below(w, 3); tries; tries--) {
		bool far = w->broad && w->elsewhere_count && writer_chance(w, 50);
		struct writer_clause *other =
		    far ? &w->elsewhere[writer_below(w, w->elsewhere_count)] : &w->own[writer_below(w, w->own_count)];
		bool plain = !far && !strchr(other->name, '#') && !strstr(other->name, "—");

		if (other == own || !outlasts(w, own->days, other->days))
			continue;
		yice_buf_addf(w->out, "%s%s%s%s", written++ ? "、" : "  优先于 ", plain ? "" : "\"", other->name,
			      plain ? "" : "\"");
		other->overridden = true;
	}
	if (written)
		writer_say(w, "\n");
}

/* Days that have some in common with those of the list. */
static struct writer_days choose_days(struct writer *w)
{
	uint32_t end = w->list.to < WORDS_DAYS ? w->list.to : WORDS_DAYS - 1;
	struct writer_days days = { writer_below(w, end), WORDS_DAYS };
	uint32_t least = (days.from > w->list.from ? days.from : w->list.from) + 1;

	if (writer_chance(w, 60) && least < WORDS_DAYS)
		days.to = least + writer_below(w, WORDS_DAYS - least);
	return days;
}

void writer_clause(struct writer *w)
{
	struct writer_clause *own = write_number(w), nameless;
	struct writer_days days = always;

	if (!own)
		own = &nameless;
	write_tag(w);
	yice_buf_addf(w->out, "\n  %s \"丁\"\n", writer_chance(w, 80) ? "摘要" : "原文");
	if (writer_chance(w, 25))
		days = write_from_template(w);
	else
		writer_parts(w, effect(w));
	if (writer_chance(w, 15)) {
		days = choose_days(w);
		writer_days(w, days);
	}
	own->days = days;
	if (w->overriding && own != &nameless && writer_chance(w, 50))
		write_overrides(w, own);
}
