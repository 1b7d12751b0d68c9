/* SPDX-License-Identifier: Apache-2.0 */
/* Adjoining units for people: a heading for each pair, then its clauses by dimension. Called by neighbours.c. */
#include "analysis/neighbours.h"

#include "runtime/locate.h"
#include "runtime/opcode.h"

#define DRAWN_MM 20 /* below that, two borders are drawn alike as far as an image tells */

struct writer {
	struct yice_neighbours *n;
	enum yice_lang lang;
	struct yice_buf *out;
};

static const char *const sides[YICE_BESIDE][2] = { { "甲", "A" }, { "乙", "B" } };

static const char *either(const struct writer *w, const char *zh, const char *en)
{
	return w->lang == YICE_EN && en ? en : zh;
}

static void write_unit(const struct writer *w, const struct yice_beside *pair, uint32_t side)
{
	static const char *const classes[YICE_CLASSES][2] = {
		[YICE_PRIORITY] = { "优先保护", "priority protection" },
		[YICE_KEY] = { "重点管控", "key control" },
		[YICE_GENERAL] = { "一般管控", "general control" },
	};
	const struct yice_unit *unit = yice_beside_unit(w->n, pair, side);
	const struct yice_list *list = &w->n->model.lists.items[unit->list];

	yice_buf_addf(w->out, "%s  %s %s", sides[side][w->lang], unit->code, either(w, unit->title, unit->english));
	yice_buf_addf(w->out, YICE_TEXT(w->lang, "（%s），%s\n", " (%s), %s\n"), classes[unit->klass][w->lang],
		      either(w, list->title, list->english));
}

/* Most of the border is not one line but two, with an area of both between them. */
static bool is_overlap(const struct yice_border *border)
{
	return border->overlap_mm && (!border->line.point_count || border->overlap_mm > border->mm.low / 10 * 9);
}

static void write_overlap(const struct writer *w, const struct yice_border *border)
{
	int64_t mm2 = border->overlap.low / 2 + border->overlap.high / 2;

	yice_locate_range(border->overlap, true, w->out);
	yice_buf_adds(w->out, YICE_TEXT(w->lang, "，平均宽 ", ", on the mean "));
	yice_locate_metres(mm2 / border->overlap_mm, w->out);
	yice_buf_adds(w->out, YICE_TEXT(w->lang, " m", " m wide"));
}

static void write_ends(const struct writer *w, struct yice_point from, struct yice_point to)
{
	yice_buf_adds(w->out, YICE_TEXT(w->lang, "，自 ", ", from "));
	yice_point_show(from, w->out);
	yice_buf_adds(w->out, YICE_TEXT(w->lang, " 至 ", " to "));
	yice_point_show(to, w->out);
}

static void write_shared(const struct writer *w, const struct yice_border *border)
{
	const struct yice_shape *line = &border->line;

	if (is_overlap(border)) {
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "沿边界重叠 ", "overlapping along the border by "));
		write_overlap(w, border);
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "，边界长 ", ", border "));
	} else {
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "共同边界 ", "border in common "));
	}
	yice_locate_range(border->mm, false, w->out);
	write_ends(w, line->points[0], line->points[line->point_count - 1]);
	if (line->part_count > 1)
		yice_buf_addf(w->out, YICE_TEXT(w->lang, "，%lu 段", ", %lu pieces"), (unsigned long)line->part_count);
	if (border->drawn_mm >= DRAWN_MM) {
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "，两侧所画相距至多 ", ", drawn apart by up to "));
		yice_locate_metres(border->drawn_mm, w->out);
		yice_buf_adds(w->out, " m");
	}
	if (border->overlap_mm && !is_overlap(border)) {
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "，其中重叠 ", ", overlapping by "));
		write_overlap(w, border);
	}
}

static void write_border(const struct writer *w, const struct yice_border *border)
{
	if (border->line.point_count) {
		write_shared(w, border);
	} else if (border->overlap_mm) {
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "没有共同的边界线，重叠 ", "no border in common, overlapping by "));
		write_overlap(w, border);
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "，在 ", " at "));
		yice_point_show(border->near.a, w->out);
	} else {
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "没有共同的边界线，相距 ", "no border in common, apart "));
		yice_locate_range(border->near.mm, false, w->out);
		write_ends(w, border->near.a, border->near.b);
	}
	yice_buf_addc(w->out, '\n');
}

static const char *text_of(const struct writer *w, const struct yice_rule *rule)
{
	if (w->lang == YICE_EN && rule->english)
		return rule->english;
	return rule->original ? rule->original : rule->summary ? rule->summary : "";
}

static const char *outcome(const struct writer *w, int is)
{
	if (is < 0)
		return YICE_TEXT(w->lang, "没有条款涉及", "no clause concerns it");
	return yice_outcome_word((enum yice_outcome)is, YICE_TEXT(w->lang, "zh", "en"));
}

static void write_judged(const struct writer *w, const struct yice_beside_clause *clause)
{
	if (!clause->judged)
		return;
	yice_buf_adds(w->out, YICE_TEXT(w->lang, "      由人研判：", "      judged by people: "));
	if (!clause->word_count)
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "全文", "the whole text"));
	for (uint32_t i = 0; i < clause->word_count; i++) {
		yice_buf_adds(w->out, i ? YICE_TEXT(w->lang, "、“", ", \"") : YICE_TEXT(w->lang, "“", "\""));
		yice_rule_add_text(yice_beside_rule(w->n, clause), clause->words[i], w->out);
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "”", "\""));
	}
	yice_buf_addc(w->out, '\n');
}

static void write_clause(const struct writer *w, const struct yice_beside_clause *clause)
{
	static const char *const effects[] = { "只有原文", "要求", "禁止", "限制", "鼓励", "职责" };
	const struct yice_rule *rule = yice_beside_rule(w->n, clause);
	uint32_t effect = (uint32_t)rule->effect;
	size_t start;

	yice_buf_addf(w->out, "  %s  %s  %s%s", sides[clause->side][w->lang], clause->id,
		      w->lang == YICE_ZH && effect < YICE_COUNT(effects) ? effects[effect] : yice_effect_word(effect),
		      YICE_TEXT(w->lang, "：", ": "));
	start = w->out->len;
	yice_rule_add_text(rule, text_of(w, rule), w->out);
	for (size_t i = start; !w->out->failed && i < w->out->len; i++)
		if (strchr("\n\r\t", w->out->data[i]))
			w->out->data[i] = ' ';
	yice_buf_addc(w->out, '\n');
	if (clause->json) {
		yice_buf_addf(w->out, YICE_TEXT(w->lang, "      更严：%s %s，", "      stricter: %s %s, "), sides[clause->side][w->lang],
			      outcome(w, clause->here));
		yice_buf_addf(w->out, YICE_TEXT(w->lang, "%s %s。例如 ", "%s %s; for example "), sides[!clause->side][w->lang],
			      outcome(w, clause->there));
		yice_buf_addf(w->out, "%s\n", clause->json);
	}
	write_judged(w, clause);
	if (clause->unsettled)
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "      没有在限度内查清是否更严\n",
					  "      whether it is stricter was not settled within the bound\n"));
}

static bool anything_decides(const struct writer *w, const struct yice_beside *pair, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++)
		if (w->n->subjects.items[pair->clauses[i].number].decides)
			return true;
	return false;
}

/* Who is stricter: a bit for each side. */
static const char *conclusion(const struct writer *w, unsigned stricter, bool unsettled, bool any)
{
	static const char *const words[][2] = { { "没有一侧更严", "neither is stricter" },
						{ "甲更严", "A is stricter" },
						{ "乙更严", "B is stricter" },
						{ "各有更严之处", "each is stricter somewhere" } };

	if (!any)
		return YICE_TEXT(w->lang, "没有对项目的要求", "nothing is required of projects");
	return !stricter && unsettled ? YICE_TEXT(w->lang, "没有查清", "not settled") : words[stricter][w->lang];
}

/* Who has clauses that people judge: a bit for each side. */
static const char *const judging[][2] = { { "", "" },
					  { "甲侧有条款由人研判", "judged by people on side A" },
					  { "乙侧有条款由人研判", "judged by people on side B" },
					  { "两侧都有条款由人研判", "judged by people on both sides" } };

static void write_dimension(const struct writer *w, const struct yice_beside *pair, uint32_t first, uint32_t end)
{
	uint32_t dimension = yice_beside_rule(w->n, &pair->clauses[first])->placed->dimension;
	bool unsettled;
	unsigned stricter = yice_beside_stricter(pair, first, end, &unsettled), judged = yice_beside_judged(pair, first, end);
	bool decides = anything_decides(w, pair, first, end);

	if (dimension == YICE_NONE)
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "未分维度", "no dimension"));
	else
		yice_buf_adds(w->out, either(w, w->n->model.dimensions.items[dimension].label.zh,
					     w->n->model.dimensions.items[dimension].label.en));
	yice_buf_adds(w->out, YICE_TEXT(w->lang, "：", ": "));
	if (decides || !judged)
		yice_buf_adds(w->out, conclusion(w, stricter, unsettled, decides));
	if (judged)
		yice_buf_addf(w->out, "%s%s", decides ? YICE_TEXT(w->lang, "；", "; ") : "", judging[judged][w->lang]);
	yice_buf_addc(w->out, '\n');
	for (uint32_t i = first; i < end; i++)
		write_clause(w, &pair->clauses[i]);
}

void yice_neighbours_text(struct yice_neighbours *n, enum yice_lang lang, struct yice_buf *out)
{
	struct writer w = { n, lang, out };
	char day[11];

	yice_date_format(n->day, day);
	for (uint32_t i = 0; i < n->count; i++) {
		const struct yice_beside *pair = &n->pairs[i];

		write_unit(&w, pair, 0);
		write_unit(&w, pair, 1);
		write_border(&w, &pair->border);
		if (!pair->count)
			yice_buf_adds(out, YICE_TEXT(lang, "这一天没有施行的条款\n", "no clause is in force on this day\n"));
		for (uint32_t first = 0, end; first < pair->count; first = end) {
			end = yice_beside_dimension(n, pair, first);
			write_dimension(&w, pair, first, end);
		}
		yice_buf_addc(out, '\n');
	}
	yice_buf_addf(out, YICE_TEXT(lang, "毗邻单元 %lu 对，按 %s 施行的条款对照\n", "adjoining pairs: %lu, by the clauses in force on %s\n"),
		      (unsigned long)n->count, day);
}
