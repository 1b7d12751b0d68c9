/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random sources. The vocabulary is always the same and has every kind of
 * declaration; templates, groups, lists, units and clauses are drawn, and in
 * some sources a part of the keywords is English. What is written is nearly
 * always accepted by the compiler. One part a line, so that shrink.c can leave
 * lines out. Called by differential.c.
 */
#include "tests/reference/generate.h"

#include <stdio.h>

#include "grammar/scan.h"
#include "tests/reference/generate_writer.h"

uint32_t generate_below(uint64_t *random, uint32_t n)
{
	*random ^= *random >> 12;
	*random ^= *random << 25;
	*random ^= *random >> 27;
	return (uint32_t)((*random * 2685821657736338717u >> 33) % n);
}

uint32_t writer_below(struct writer *w, uint32_t n)
{
	return generate_below(w->random, n);
}

bool writer_chance(struct writer *w, uint32_t percent)
{
	return writer_below(w, 100) < percent;
}

void writer_say(struct writer *w, const char *text)
{
	yice_buf_adds(w->out, text);
}

/* ---- templates and groups */

static void write_parameters(struct writer *w)
{
	yice_buf_addf(w->out,
		      " 参数 镇（ton）：镇街、物：污染物、序：工种、限：数量 t/a、述：文字、处：%s、线：图层、业：行业代码、升：数量 ℃\n",
		      w->places.list);
}

static void write_template(struct writer *w, uint32_t which)
{
	static const unsigned char kinds[] = { 1, 2, 3, 0, 1, 2 };

	yice_buf_addf(w->out, "模板 %s", words_templates[which]);
	w->holes = which < 5;
	if (w->holes)
		write_parameters(w);
	else
		writer_say(w, "\n");
	writer_say(w, w->holes ? "  摘要 \"{镇}应当{述}\"\n" : "  原文 \"素\"\n");
	w->templates[which] = (struct writer_days){ 0, WORDS_DAYS };
	if (which == 4) {
		writer_say(w, "  依 甲板（{镇}、{物}、{序}、{限}、{述}、{处}、{线}、{业}、{升}）\n");
		writer_demands(w);
		w->templates[4] = w->templates[0];
	} else {
		writer_parts(w, kinds[which]);
	}
	if (writer_chance(w, 20)) { /* days that are some of any list's */
		w->templates[which].to = WORDS_DAYS - writer_below(w, 3);
		writer_days(w, w->templates[which]);
	}
	w->holes = false;
}

static void write_groups(struct writer *w)
{
	for (uint32_t i = 0; i < 3; i++) {
		yice_buf_addf(w->out, "条款组 %s", i == 0 ? "甲组" : i == 1 ? "乙组" : "丙组");
		w->holes = i < 2;
		if (w->holes)
			write_parameters(w);
		else
			writer_say(w, "\n");
		for (uint32_t n = 1 + writer_below(w, 2); n; n--)
			writer_clause(w);
		if (writer_chance(w, 20))
			writer_say(w, "维度 排放\n");
		if (i == 1 && writer_chance(w, 60)) {
			writer_say(w, "采用 甲组");
			writer_arguments(w);
			writer_say(w, "\n");
		}
		if (i < 2 && writer_chance(w, 50))
			writer_clause(w);
	}
	w->holes = false;
}

static void write_use(struct writer *w)
{
	static const char *const groups[] = { "甲组", "乙组", "丙组" };
	uint32_t which = writer_below(w, YICE_COUNT(groups));

	yice_buf_addf(w->out, "采用 %s", groups[which]);
	if (which < 2)
		writer_arguments(w);
	writer_say(w, "\n");
}

/* ---- scopes and units */

struct scope {
	const char *code, *parent;
};

static const struct scope scopes[] = { { "000000", "" },       { "440000", "000000" }, { "440600", "440000" },
				       { "440606", "440600" }, { "440608", "440606" }, { "440700", "440000" } };

static bool holds(const char *upper, const char *lower)
{
	for (size_t i = 0; i < YICE_COUNT(scopes); i++)
		if (!strcmp(scopes[i].code, lower))
			return !strcmp(upper, lower) || (*scopes[i].parent && holds(upper, scopes[i].parent));
	return false;
}

#define UNITS 6

/*
 * Units as the lists that give them agree on them. What one says of places must hold while another is in force, so that
 * only lists of the same days can say different things.
 */
struct units {
	const char *scope[UNITS], *klass[UNITS], *elements[UNITS], *within[UNITS];
	struct writer_days days[UNITS];
	bool listed[UNITS]; /* by the open list */
	uint32_t count;
};

static void write_unit(struct writer *w, struct units *units, uint32_t which)
{
	units->listed[which] = true;
	snprintf(w->target, sizeof(w->target), "ZH4406062000%u", (unsigned int)which);
	yice_buf_addf(w->out, "单元 %s \"单\" %s", w->target, units->klass[which]);
	if (strcmp(units->scope[which], w->scope) != 0 || writer_chance(w, 10))
		yice_buf_addf(w->out, "\n  行政区 %s", units->scope[which]);
	if (units->elements[which])
		yice_buf_addf(w->out, "\n  要素 %s", units->elements[which]);
	if (units->within[which])
		yice_buf_addf(w->out, "\n  位于 %s", units->within[which]);
	if (writer_chance(w, 20))
		writer_say(w, "\n  英文 \"A unit\" 示例");
	writer_say(w, "\n");
}

/* A scope of the list or below it. */
static const char *choose_scope(struct writer *w)
{
	const char *scope = PICK(w, scopes).code;

	return writer_chance(w, 40) && holds(w->scope, scope) ? scope : w->scope;
}

static void choose_places(struct writer *w, struct units *units, uint32_t which)
{
	static const char *const elements[] = { "甲区", "乙区", "甲区、丙区", "丙区", "二区" };
	static const char *const within[] = { "一级保护区", "化工园、二级保护区", "印染园", "化工园", "一级保护区、印染园" };

	units->elements[which] = writer_chance(w, 60) ? PICK(w, elements) : NULL;
	units->within[which] = writer_chance(w, 40) ? PICK(w, within) : NULL;
	units->days[which] = w->list;
}

/* A unit that no list has given, or one that others have; false when there is none. */
static bool open_unit(struct writer *w, struct units *units)
{
	static const char *const classes[] = { "重点管控", "优先保护", "key", "一般管控单元" };
	uint32_t which = units->count ? writer_below(w, units->count) : 0;

	if (units->count && writer_chance(w, 35) && !units->listed[which] && holds(w->scope, units->scope[which])) {
		if (units->days[which].from == w->list.from && units->days[which].to == w->list.to)
			choose_places(w, units, which);
		write_unit(w, units, which);
		return true;
	}
	if (units->count == UNITS)
		return false;
	which = units->count++;
	units->scope[which] = choose_scope(w);
	units->klass[which] = PICK(w, classes);
	choose_places(w, units, which);
	write_unit(w, units, which);
	return true;
}

/* One or two units that the scope of the list holds. */
static bool open_units(struct writer *w, const struct units *units)
{
	uint32_t n = 1 + writer_below(w, 2), written = 0, start = writer_below(w, units->count);

	for (uint32_t i = 0; i < units->count && written < n; i++) {
		uint32_t which = (start + i) % units->count;

		if (holds(w->scope, units->scope[which]))
			yice_buf_addf(w->out, "%sZH4406062000%u", written++ ? "、" : "适用 单元 ", (unsigned int)which);
	}
	if (written)
		writer_say(w, "\n");
	return written > 0;
}

/* ---- targets and lists */

static void open_places(struct writer *w)
{
	static const char *const places[] = { "分区 甲区", "分区 乙区、丙区", "区域 一级保护区", "区域 二级保护区、first",
					      "园区 化工园、印染园", "园区 印染园" };
	const char *written = PICK(w, places), *name = strchr(written, ' ') + 1;

	yice_buf_addf(w->out, "适用 %s\n", written);
	if (!strstr(name, "、"))
		snprintf(w->target, sizeof(w->target), "%s", name);
}

static void open_class(struct writer *w)
{
	static const char *const classes[] = { "重点管控", "优先保护", "key", "一般管控单元" };

	yice_buf_addf(w->out, "适用 类别 %s%s\n", PICK(w, classes), writer_chance(w, 20) ? "、general" : "");
}

/* What the open target has is from now on named by ids. */
static void close_target(struct writer *w)
{
	for (uint32_t i = 0; i < w->own_count && *w->target; i++) {
		struct writer_clause *there = &w->elsewhere[w->elsewhere_count];

		if (w->elsewhere_count == YICE_COUNT(w->elsewhere))
			break;
		snprintf(there->name, sizeof(there->name), "%s/%s/%.30s", w->scope, w->target, w->own[i].name);
		there->days = w->own[i].days;
		w->elsewhere_count++;
	}
	w->own_count = 0;
	w->target[0] = '\0';
	w->broad = false;
}

static void write_target(struct writer *w, struct units *units)
{
	close_target(w);
	if (writer_chance(w, units->count && units->count < 3 ? 55 : 35) && open_unit(w, units))
		return;
	if (units->count && writer_chance(w, units->count > 1 ? 45 : 15) && open_units(w, units))
		return;
	if (writer_chance(w, 30)) {
		open_class(w);
	} else if (writer_chance(w, 40)) {
		open_places(w);
	} else {
		writer_say(w, "适用 全域\n");
		w->broad = true;
		snprintf(w->target, sizeof(w->target), "全域");
	}
}

static void write_list_head(struct writer *w)
{
	const char *parent = "";

	yice_buf_addf(w->out, "清单 %s \"单\"%s\n", w->scope, writer_chance(w, 90) ? " 示例" : "");
	for (size_t i = 0; i < YICE_COUNT(scopes); i++)
		if (!strcmp(scopes[i].code, w->scope))
			parent = scopes[i].parent;
	if (*parent && writer_chance(w, 25))
		yice_buf_addf(w->out, "  英文 \"A list\" 上级 %s 发布 \"某局\" 文号 \"甲〔2024〕1号\"\n", parent);
	if (w->list.to == 0 || writer_chance(w, 60)) { /* else those of the list before */
		w->list.from = writer_below(w, 2);
		w->list.to = WORDS_DAYS;
	}
	if (w->list.to == WORDS_DAYS && writer_chance(w, 40))
		w->list.to = w->list.from + 1 + writer_below(w, WORDS_DAYS - 1 - w->list.from);
	writer_days(w, w->list);
}

static void write_list(struct writer *w, struct units *units)
{
	static const char *const headings[] = { "布局", "布局管控", "layout", "排放" };

	write_list_head(w);
	memset(units->listed, 0, sizeof(units->listed));
	w->elsewhere_count = 0;
	for (uint32_t targets = 1 + writer_below(w, 3); targets; targets--) {
		write_target(w, units);
		w->overriding = writer_chance(w, 60);
		for (uint32_t n = 1 + writer_below(w, 4); n; n--) {
			if (writer_chance(w, 15))
				yice_buf_addf(w->out, "维度 %s\n", PICK(w, headings));
			if (!w->overriding && writer_chance(w, 12))
				write_use(w);
			else
				writer_clause(w);
		}
	}
	close_target(w);
	w->overriding = false;
}

/* ---- spelling */

/* The text with part of its keywords in English. */
static void respell(uint64_t *random, struct yice_buf *source)
{
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_sources sources;
	struct yice_diags diags;
	struct yice_arena arena;
	struct yice_scan scan;
	uint32_t file, at = 0, percent = 20 + generate_below(random, 80);

	yice_sources_init(&sources);
	yice_diags_init(&diags);
	yice_arena_init(&arena);
	if (yice_sources_add(&sources, "rules.yice", yice_buf_text(source), source->len, &file) ||
	    yice_scan_init(&scan, &sources, file, &arena, &diags))
		abort();
	for (const struct yice_token *token = yice_scan_next(&scan); token->kind != TOK_YYEOF;
	     token = yice_scan_next(&scan)) {
		const struct yice_keyword *keyword = yice_keyword_of(token->kind);

		if (!keyword || generate_below(random, 100) >= percent)
			continue;
		yice_buf_add(&out, source->data + at, token->span.start - at);
		yice_buf_adds(&out, keyword->text[1]);
		at = token->span.end;
	}
	yice_buf_adds(&out, yice_buf_text(source) + at);
	yice_scan_release(&scan);
	yice_arena_release(&arena);
	yice_diags_release(&diags);
	yice_sources_release(&sources);
	yice_buf_release(source);
	*source = out;
}

void generate_source(uint64_t *random, struct yice_buf *out)
{
	static const char *const codes[] = { "000000", "440000", "440600", "440606", "440606", "440606", "440608", "440700" };
	struct writer w = { .random = random, .out = out, .number = 2, .list = { 0, WORDS_DAYS } };
	static const struct writer_places places[] = { { "区划", 0, 7 }, { "分区", 0, 3 }, { "区域", 3, 2 },
						       { "园区", 5, 2 } };
	struct units units = { .count = 0 };

	w.places = PICK(&w, places);
	writer_say(&w, words_vocabulary);
	if (writer_chance(&w, 15))
		generate_ground_items(random, out);
	for (uint32_t i = 0; i < WORDS_TEMPLATES; i++)
		write_template(&w, i);
	w.list.from = 1; /* days of a group's clauses are some of any list's */
	write_groups(&w);
	w.list.to = 0;
	for (uint32_t lists = 1 + writer_below(&w, 3); lists; lists--) {
		w.scope = PICK(&w, codes);
		write_list(&w, &units);
	}
	if (writer_chance(&w, 50))
		respell(random, out);
}
