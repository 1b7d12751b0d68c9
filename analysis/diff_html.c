/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Differences as one page, to read, to print and to put on file: what it comes
 * to at the top, then a table for each list with what every changed clause
 * said and says, and a project that comes out differently. The look is that of
 * the report of a decision. Called by diff.c.
 */
#include "analysis/diff.h"

#include "runtime/html.h"
#include "yice/eval.h"

struct page {
	const struct yice_diff *diff;
	enum yice_lang lang;
	struct yice_buf *out;
};

static const char *say(const struct page *p, const char *zh, const char *en)
{
	return YICE_TEXT(p->lang, zh, en);
}

static void put(const struct page *p, const char *markup)
{
	yice_buf_adds(p->out, markup);
}

static void put_text(const struct page *p, const char *text)
{
	yice_html_text(p->out, text, strlen(text));
}

/* An element of one text. */
static void put_in(const struct page *p, const char *open, const char *text, const char *close)
{
	put(p, open);
	put_text(p, text);
	put(p, close);
}

static const struct yice_rule *rule_of(const struct page *p, const struct yice_clause_change *change,
				       enum yice_side side)
{
	return change->clause[side] == YICE_NONE
		   ? NULL
		   : p->diff->versions[side].subjects.items[change->clause[side]].rule;
}

/* ---- what it comes to */

static void put_counts(const struct page *p)
{
	uint32_t counts[YICE_DIFFERENCES] = { 0 };
	struct yice_buf limit = YICE_BUF_INIT;
	const char *before = "";

	put(p, say(p, "<tr><th scope=\"row\">条款</th><td>", "<tr><th scope=\"row\">Clauses</th><td>"));
	for (uint32_t i = 0; i < p->diff->count; i++)
		counts[p->diff->changes[i].kind]++;
	for (int kind = 0; kind < YICE_DIFFERENCES; kind++)
		if (counts[kind]) {
			yice_buf_addf(p->out, "%s%s %lu", before,
				      yice_difference_word((enum yice_difference)kind, say(p, "zh", "en")),
				      (unsigned long)counts[kind]);
			before = say(p, "，", ", ");
		}
	put(p, *before ? "" : say(p, "没有变化", "nothing changed"));
	yice_diff_put_limit(p->diff, p->lang, &limit);
	p->out->failed |= limit.failed;
	if (limit.len)
		put_in(p, "<p class=\"note\">", limit.data, "</p>");
	yice_buf_release(&limit);
	put(p, "</td></tr>\n");
}

static void put_concerned(const struct page *p)
{
	bool met[YICE_CLASSES] = { false };
	uint32_t count = yice_diff_touched(p->diff, met);
	const char *before = say(p, "（", " (");
	struct yice_buf codes = YICE_BUF_INIT;

	yice_buf_addf(p->out, "<tr><th scope=\"row\">%s</th><td>%lu", say(p, "涉及单元", "Units concerned"),
		      (unsigned long)count);
	for (int i = 0; i < YICE_CLASSES; i++)
		if (met[i]) {
			yice_buf_addf(p->out, "%s%s", before, yice_diff_class((enum yice_class)i, p->lang));
			before = say(p, "、", ", ");
		}
	put(p, count ? say(p, "）", ")") : "");
	put(p, "</td></tr>\n");
	yice_diff_codes(p->diff, say(p, "、", ", "), &codes);
	p->out->failed |= codes.failed;
	if (codes.len) {
		put(p, say(p, "<tr><th scope=\"row\">涉及行业代码</th>", "<tr><th scope=\"row\">Industry codes</th>"));
		put_in(p, "<td>", codes.data, "</td></tr>\n");
	}
	yice_buf_release(&codes);
}

/* The lists of a version, each with its days. */
static void put_version(const struct page *p, enum yice_side side)
{
	const struct yice_model *model = &p->diff->versions[side].model;

	put_in(p, "<tr><th scope=\"row\">",
	       side == YICE_OLD ? say(p, "旧版", "Old version") : say(p, "新版", "New version"), "</th><td>");
	for (uint32_t i = 0; i < model->lists.count; i++) {
		const struct yice_list *list = &model->lists.items[i];
		char from[11], to[11];

		yice_date_format(list->days.from, from);
		yice_date_format(list->days.to, to);
		put_in(p, "<p>", p->lang == YICE_EN && list->english ? list->english : list->title, "");
		if (*from || *to)
			yice_buf_addf(p->out, " [%s, %s)", from, to);
		put(p, "</p>");
	}
	put(p, "</td></tr>\n");
}

void yice_diff_page_version(const struct yice_diff *diff, enum yice_side side, enum yice_lang lang, struct yice_buf *out)
{
	const struct page page = { diff, lang, out };

	put_version(&page, side);
}

void yice_diff_page(const char *title, enum yice_lang lang, struct yice_buf *out)
{
	yice_buf_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
		      YICE_TEXT(lang, "zh-CN", "en"));
	yice_buf_adds(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
	yice_buf_addf(out, "<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n", title,
		      yice_html_style, title);
	yice_buf_adds(out, "<table class=\"head\">\n<colgroup><col style=\"width:14%\"><col style=\"width:86%\">"
			   "</colgroup>\n<tbody>\n");
}

/* ---- the clauses of a list */

/* What is shown of the clause, a pattern. */
static const char *wording(const struct page *p, const struct yice_rule *rule)
{
	if (p->lang == YICE_EN && rule->english)
		return rule->english;
	return rule->original ? rule->original : rule->summary ? rule->summary : "";
}

/* Tests that differ as one side has them, whole conditions, and what else it says but for the text that is shown. */
static void put_tests(const struct page *p, const struct yice_clause_change *change, enum yice_side side,
		      const char *shown)
{
	for (uint32_t i = 0; i < change->edit_count; i++) {
		const struct yice_edit *edit = &change->edits[i];
		const char *part = yice_diff_part(edit->part, p->lang), *text = edit->text[side][p->lang];
		const char *members = side == YICE_OLD ? edit->lost : edit->gained;

		if (!text || !strcmp(text, shown))
			continue;
		put_in(p, "<p><code>", part, *part ? " " : "");
		put_in(p, "", text, "</code>");
		if (members)
			put_in(p, say(p, "（另含 ", " (also "), members, say(p, "）", ")"));
		if (edit->means[side])
			put_in(p, say(p, "（即 ", " (that is "), edit->means[side], say(p, "）", ")"));
		put(p, "</p>");
	}
}

static void put_days(const struct page *p, const struct yice_rule *rule)
{
	char from[11], to[11];

	yice_date_format(rule->days.from, from);
	yice_date_format(rule->days.to, to);
	yice_buf_addf(p->out, "<p class=\"note\">%s[%s, %s)</p>", say(p, "施行 ", "in force "), from, to);
}

/* Conditions of a restriction, remarks of other effects, of a clause that came or went; those that changed are edits. */
static void put_conditions(const struct page *p, const struct yice_clause_change *change, enum yice_side side)
{
	const struct yice_rule *rule = rule_of(p, change, side);

	for (uint32_t i = 0; !rule_of(p, change, !side) && i < rule->text_count; i++) {
		struct yice_buf text = YICE_BUF_INIT;

		yice_rule_add_text(rule, rule->texts[i], &text);
		p->out->failed |= text.failed;
		put_in(p, "<p>", yice_buf_text(&text), "</p>");
		yice_buf_release(&text);
	}
}

static void put_side(const struct page *p, const struct yice_clause_change *change, enum yice_side side,
		     bool worded)
{
	const struct yice_rule *rule = rule_of(p, change, side);
	struct yice_buf scratch = YICE_BUF_INIT;
	const char *text = rule && worded ? yice_rule_text(rule, wording(p, rule), &scratch) : "";

	p->out->failed |= scratch.failed;
	put(p, "<td>");
	if (!rule)
		put(p, say(p, "<p class=\"note\">无此条</p>", "<p class=\"note\">no such clause</p>"));
	else if (worded)
		put_in(p, "<p>", text, "</p>");
	else
		put(p, say(p, "<p class=\"note\">文字相同</p>", "<p class=\"note\">the same text</p>"));
	if (rule) {
		put_conditions(p, change, side);
		put_tests(p, change, side, text);
		if (change->days)
			put_days(p, rule);
	}
	yice_buf_release(&scratch);
	put(p, "</td>");
}

static void put_outcome(const struct page *p, const struct yice_flip *flip, enum yice_side side, const char *before,
			const char *after)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_diff_put_outcome(flip, side, p->lang, &text);
	put_in(p, before, yice_buf_text(&text), after);
	p->out->failed |= text.failed;
	yice_buf_release(&text);
}

static void put_flip(const struct page *p, const struct yice_flip *flip)
{
	struct yice_buf excuse = YICE_BUF_INIT;

	if (flip->json) {
		put_outcome(p, flip, YICE_OLD, "<p>", " → <b>");
		put_outcome(p, flip, YICE_NEW, "", "</b></p>");
		put_in(p, "<p class=\"note\"><code>", flip->json, "</code></p>");
	}
	yice_diff_excuse(flip, p->lang, &excuse);
	if (excuse.len)
		put_in(p, "<p class=\"note\">", excuse.data, "</p>");
	yice_buf_clear(&excuse);
	yice_diff_restated(flip, p->lang, &excuse);
	if (excuse.len) {
		put_in(p, "<p class=\"note\">", excuse.data, "");
		put_in(p, "<code>", flip->restated, "</code></p>");
	}
	p->out->failed |= excuse.failed;
	yice_buf_release(&excuse);
}

static void put_flips(const struct page *p, const struct yice_clause_change *change)
{
	const struct yice_flip *flips[YICE_DIFF_FLIPS];
	uint32_t count = yice_diff_flips(change, flips);

	for (uint32_t i = 0; i < count; i++)
		put_flip(p, flips[i]);
	if (change->unreached)
		put_in(p, "<p class=\"note\">",
		       say(p, "没有在限度内查完：可能还有别的变化",
			   "not settled within the bound: there may be more to it"),
		       "</p>");
}

/* The colour of a change is that of a verdict that goes the same way. */
static const char *colour(enum yice_difference kind)
{
	static const char *const classes[YICE_DIFFERENCES] = {
		[YICE_DIFF_ADDED] = "refused",		[YICE_DIFF_REMOVED] = "admitted",
		[YICE_DIFF_MOVED] = "noted",		[YICE_DIFF_TIGHTENED] = "refused",
		[YICE_DIFF_LOOSENED] = "admitted",	[YICE_DIFF_RESCOPED] = "conditional",
		[YICE_DIFF_INCOMPARABLE] = "judgement", [YICE_DIFF_REWORDED] = "noted",
	};

	return classes[kind];
}

static void put_change(const struct page *p, const struct yice_clause_change *change)
{
	const struct yice_rule *old = rule_of(p, change, YICE_OLD), *new = rule_of(p, change, YICE_NEW);
	const char *id = change->id[YICE_NEW] ? change->id[YICE_NEW] : change->id[YICE_OLD];
	bool same = old && new && yice_rule_same_text(old, wording(p, old), new, wording(p, new));

	put_in(p, "<tr><th scope=\"row\">", id, "");
	if (old && new &&strcmp(change->id[YICE_OLD], id))
		put_in(p, say(p, "<p class=\"note\">原 ", "<p class=\"note\">was "), change->id[YICE_OLD], "</p>");
	yice_buf_addf(p->out, "</th><td class=\"outcome %s\">%s%s</td>", colour(change->kind),
		      yice_difference_word(change->kind, say(p, "zh", "en")), yice_diff_limit(change, p->lang));
	put_side(p, change, YICE_OLD, true);
	put_side(p, change, YICE_NEW, !same);
	put(p, "<td>");
	put_flips(p, change);
	put(p, "</td></tr>\n");
}

static const struct yice_list *list_of(const struct page *p, const struct yice_clause_change *change)
{
	enum yice_side side = change->clause[YICE_NEW] != YICE_NONE ? YICE_NEW : YICE_OLD;

	return &p->diff->versions[side].model.lists.items[rule_of(p, change, side)->placed->list];
}

static void put_table_head(const struct page *p, const struct yice_list *list)
{
	put_in(p, "<h3>", p->lang == YICE_EN && list->english ? list->english : list->title, "</h3>\n");
	put(p, "<table>\n<colgroup><col style=\"width:17%\"><col style=\"width:8%\"><col style=\"width:25%\">"
	       "<col style=\"width:25%\"><col style=\"width:25%\"></colgroup>\n<thead><tr><th scope=\"col\">");
	put(p, say(p,
		   "条款</th><th scope=\"col\">变化</th><th scope=\"col\">原来</th><th scope=\"col\">现在"
		   "</th><th scope=\"col\">结论改变的项目",
		   "Clause</th><th scope=\"col\">Change</th><th scope=\"col\">Before</th><th scope=\"col\">After"
		   "</th><th scope=\"col\">A project that comes out differently"));
	put(p, "</th></tr></thead>\n<tbody>\n");
}

/* In reading order; a table ends where the list does. */
static void put_tables(const struct page *p)
{
	const struct yice_list *list = NULL;

	if (!p->diff->count)
		return;
	put(p, say(p, "<section>\n<h2>逐条变化</h2>\n", "<section>\n<h2>Changes, clause by clause</h2>\n"));
	for (uint32_t i = 0; i < p->diff->count; i++) {
		const struct yice_list *of = list_of(p, &p->diff->changes[i]);

		if (of != list) {
			put(p, list ? "</tbody>\n</table>\n" : "");
			put_table_head(p, of);
			list = of;
		}
		put_change(p, &p->diff->changes[i]);
	}
	put(p, "</tbody>\n</table>\n</section>\n");
}

/* ---- units */

#define UNIT_COLUMNS \
	"<colgroup><col style=\"width:17%\"><col style=\"width:18%\"><col style=\"width:65%\"></colgroup>\n"
#define DECLARED_COLUMNS                                                                                          \
	"<colgroup><col style=\"width:25%\"><col style=\"width:11%\"><col style=\"width:32%\"><col style=\"width:32%\">" \
	"</colgroup>\n"

static void put_word(const struct page *p, bool is, const char *zh, const char *en)
{
	if (is)
		put_in(p, "<p>", say(p, zh, en), "</p>");
}

static void put_detail(const struct page *p, bool is, const char *what, const char *const *text)
{
	const char *none = say(p, "无", "none");

	if (!is)
		return;
	put_in(p, "<p>", what, "");
	put_in(p, "", text[YICE_OLD] ? text[YICE_OLD] : none, " → ");
	put_in(p, "", text[YICE_NEW] ? text[YICE_NEW] : none, "</p>");
}

static void put_class(const struct page *p, const struct yice_unit_change *unit)
{
	put(p, say(p, "<p>类别 ", "<p>class "));
	for (int side = 0; side < YICE_SIDES; side++) {
		uint32_t number = unit->spot->number[side];

		put_in(p, side ? " → " : "",
		       yice_diff_class(p->diff->versions[side].model.units.items[number].klass, p->lang), "");
	}
	put(p, "</p>");
}

/* A row for the unit, and one for each clause that begins or ceases to concern it. */
static void put_unit(const struct page *p, const struct yice_unit_change *unit)
{
	const struct yice_spot *spot = unit->spot;

	put_in(p, "<tr><th scope=\"row\">", spot->unit ? spot->unit : spot->scope, "</th><td>");
	put_word(p, spot->number[YICE_OLD] == YICE_NONE, "新增", "added");
	put_word(p, spot->number[YICE_NEW] == YICE_NONE, "删除", "removed");
	if (unit->klass)
		put_class(p, unit);
	put_detail(p, unit->places, say(p, "分区或区域变了：", "other zones or areas: "), unit->place_text);
	put_detail(p, unit->scope, say(p, "上级变了：", "other scopes above: "), unit->scope_text);
	put_word(p, unit->border, "边界变了", "another border");
	put_detail(p, unit->name, say(p, "名称变了：", "another name: "), unit->name_text);
	put_word(p, unit->fictional, "示例与否变了", "an illustration, or no more");
	put(p, "</td><td>");
	for (uint32_t i = 0; i < unit->clause_count; i++) {
		const struct yice_clause_change *clause = &unit->clauses[i];

		put_in(p, "<p>",
		       clause->kind == YICE_DIFF_ADDED	   ? say(p, "开始适用 ", "begins: ")
		       : clause->kind == YICE_DIFF_REMOVED ? say(p, "不再适用 ", "ceases: ")
							   : say(p, "因区域而变 ", "differs by places: "),
		       "");
		put_in(p, "<b>", clause->kind == YICE_DIFF_REMOVED ? clause->id[YICE_OLD] : clause->id[YICE_NEW],
		       "</b></p>");
		put_flips(p, clause);
	}
	put(p, "</td></tr>\n");
}

static void put_units(const struct page *p)
{
	if (!p->diff->unit_count)
		return;
	put(p, say(p,
		   "<section>\n<h2>单元变化</h2>\n<table>\n" UNIT_COLUMNS "<thead><tr><th scope=\"col\">单元</th><th scope=\"col\">变化"
		   "</th><th scope=\"col\">对项目的影响",
		   "<section>\n<h2>Units</h2>\n<table>\n" UNIT_COLUMNS "<thead><tr><th scope=\"col\">Unit</th><th scope=\"col\">Change"
		   "</th><th scope=\"col\">For projects"));
	put(p, "</th></tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < p->diff->unit_count; i++)
		put_unit(p, &p->diff->units[i]);
	put(p, "</tbody>\n</table>\n</section>\n");
}

/* ---- lists and what they are written with */

static void put_cell(const struct page *p, const char *text)
{
	put_in(p, "<td>", text ? text : "", "</td>");
}

static void put_declared(const struct page *p)
{
	if (!p->diff->declared_count)
		return;
	put(p, say(p,
		   "<section>\n<h2>清单与用词的变化</h2>\n<table>\n" DECLARED_COLUMNS "<thead><tr><th scope=\"col\">名称</th><th scope=\"col\">"
		   "哪一项</th><th scope=\"col\">原来</th><th scope=\"col\">现在",
		   "<section>\n<h2>Lists, and what they are written with</h2>\n<table>\n" DECLARED_COLUMNS "<thead><tr><th scope=\"col\">Name</th>"
		   "<th scope=\"col\">What of it</th><th scope=\"col\">Before</th><th scope=\"col\">After"));
	put(p, "</th></tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < p->diff->declared_count; i++) {
		const struct yice_declared *declared = &p->diff->declared[i];

		put_in(p, "<tr><th scope=\"row\">", yice_diff_declared_word(declared->kind, p->lang), " ");
		put_in(p, "", declared->name, "</th>");
		put_in(p, "<td>", yice_diff_aspect_word(declared->aspect, p->lang), "");
		if (declared->aspect == YICE_ASPECT_BARE)
			put_in(p, "<p class=\"note\">", yice_diff_bare_warning(p->lang), "</p>");
		put(p, "</td>");
		put_cell(p, declared->text[YICE_OLD]);
		put_cell(p, declared->text[YICE_NEW]);
		put(p, "</tr>\n");
	}
	put(p, "</tbody>\n</table>\n</section>\n");
}

void yice_diff_html(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out)
{
	const struct page page = { diff, lang, out }, *p = &page;

	yice_diff_page(say(p, "规则变更说明", "What changes in the rules"), lang, out);
	put_counts(p);
	put_concerned(p);
	put_version(p, YICE_OLD);
	put_version(p, YICE_NEW);
	put(p, "</tbody>\n</table>\n");
	put_tables(p);
	put_units(p);
	put_declared(p);
	put(p, say(p,
		   "</main>\n<footer>\n<p>每一个项目都已用两个版本判定；把它存为文件，用 yice eval 得到同样的结论。</p>\n",
		   "</main>\n<footer>\n<p>Both versions have decided every project shown; put it into a file, and yice eval "
		   "gives the same.</p>\n"));
	put(p, "</footer>\n</body>\n</html>\n");
}
