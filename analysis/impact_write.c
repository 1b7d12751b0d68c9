/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A known project that comes out differently, as lines of text, as one of JSON
 * or as rows of a page: its verdicts, what a version could not read, its
 * clauses, and the same of each of its units. Called by diff_impact.c.
 */
#include "analysis/impact.h"

#include "base/json.h"
#include "runtime/html.h"
#include "yice/eval.h"

static const char *say(const struct yice_impact *impact, const char *zh, const char *en)
{
	return YICE_TEXT(impact->lang, zh, en);
}

/* Why a version does not decide, in a word. */
static const char *undecided(const struct yice_impact *impact, const struct yice_unreads *reasons)
{
	bool unit = reasons->count, scope = reasons->count;

	for (uint32_t i = 0; i < reasons->count; i++) {
		unit = unit && reasons->items[i].id == YICE_D_facts_unit;
		scope = scope && reasons->items[i].id == YICE_D_facts_scope;
	}
	return unit    ? say(impact, "无此单元", "no such unit")
	       : scope ? say(impact, "无此行政区", "no such scope")
		       : say(impact, "不能判定", "not decided");
}

static const char *verdict(const struct yice_impact *impact, const struct yice_impact_part *part, int side)
{
	return part->decided[side] ? yice_verdict_word(part->verdict[side], say(impact, "zh", "en"))
				   : undecided(impact, &part->reasons[side]);
}

static const char *outcome(const struct yice_impact *impact, int of)
{
	if (of == YICE_TRIAL_ABSENT)
		return say(impact, "无此条", "absent");
	if (of == YICE_IMPACT_UNDECIDED)
		return say(impact, "未判定", "not decided");
	if (of == YICE_TRIAL_UNLISTED)
		return say(impact, "不列出", "not listed");
	if (of < 0)
		return say(impact, "职责", "duty");
	return yice_outcome_word((enum yice_outcome)of, say(impact, "zh", "en"));
}

/* What a version cannot read, in a sentence. */
static void put_unread(const struct yice_impact *impact, int side, const struct yice_unread *unread,
		       struct yice_buf *out)
{
	const char *version = side == YICE_OLD ? say(impact, "旧版", "the old version") :
						 say(impact, "新版", "the new version");

	if (!unread->name)
		yice_buf_addf(out, "%s%s%s", version, say(impact, "：", ": "), unread->message);
	else if (unread->id == YICE_D_facts_attribute)
		yice_buf_addf(out, "%s%s%s", version, say(impact, "不问：", " does not ask: "), unread->name);
	else
		yice_buf_addf(out, "%s%s%s%s%s", version, say(impact, "不能读，略去 ", " cannot read, and leaves out, "),
			      unread->name, say(impact, "：", ": "), unread->message);
}

/* Each sentence between two marks. */
static void put_unreads(const struct yice_impact *impact, const struct yice_impact_part *part, const char *open,
			const char *close, bool html, struct yice_buf *out)
{
	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_unreads *lists[] = { &part->reasons[side], &part->left_out[side] };

		for (size_t k = 0; k < YICE_COUNT(lists); k++)
			for (uint32_t i = 0; i < lists[k]->count; i++) {
				struct yice_buf text = YICE_BUF_INIT;

				put_unread(impact, side, &lists[k]->items[i], &text);
				out->failed |= text.failed;
				yice_buf_adds(out, open);
				if (html)
					yice_html_text(out, yice_buf_text(&text), text.len);
				else
					yice_buf_adds(out, yice_buf_text(&text));
				yice_buf_adds(out, close);
				yice_buf_release(&text);
			}
	}
}

/* ---- text */

static void put_lines(const struct yice_impact *impact, const struct yice_impact_part *part, struct yice_buf *out)
{
	const char *indent = part->unit ? "    " : "  ";

	yice_buf_addf(out, "%s%s  %s → %s\n", part->unit ? "  " : "", part->unit ? part->unit : impact->project,
		      verdict(impact, part, YICE_OLD), verdict(impact, part, YICE_NEW));
	if (!part->unit)
		put_unreads(impact, part, indent, "\n", false, out);
	for (uint32_t i = 0; i < part->clause_count; i++)
		yice_buf_addf(out, "%s%s  %s → %s\n", indent, part->clauses[i].id,
			      outcome(impact, part->clauses[i].outcome[YICE_OLD]),
			      outcome(impact, part->clauses[i].outcome[YICE_NEW]));
}

void yice_impact_text(const struct yice_impact *impact, struct yice_buf *out)
{
	put_lines(impact, &impact->whole, out);
	for (uint32_t i = 0; i < impact->unit_count; i++)
		if (impact->units[i].changed)
			put_lines(impact, &impact->units[i], out);
}

/* ---- JSON */

static const char *const sides[YICE_SIDES] = { "old", "new" };

static void put_member(const char *name, const char *text, struct yice_buf *out)
{
	yice_buf_addf(out, "\"%s\":", name);
	if (text)
		yice_json_quote(out, text, strlen(text));
	else
		yice_buf_adds(out, "null");
}

static void put_both(const char *old, const char *new, struct yice_buf *out)
{
	put_member("old", old, out);
	yice_buf_addc(out, ',');
	put_member("new", new, out);
}

static const char *outcome_member(const struct yice_impact *impact, int of)
{
	if (of == YICE_TRIAL_UNLISTED)
		return "not-listed";
	return of == YICE_IMPACT_UNDECIDED ? NULL : outcome(impact, of);
}

/* Nothing where there is nothing to say. */
static void put_list(const struct yice_unreads *lists, const char *name, struct yice_buf *out)
{
	const char *before = "[";

	if (!lists[YICE_OLD].count && !lists[YICE_NEW].count)
		return;
	yice_buf_addf(out, ",\"%s\":", name);
	for (int side = 0; side < YICE_SIDES; side++)
		for (uint32_t i = 0; i < lists[side].count; i++) {
			const struct yice_unread *unread = &lists[side].items[i];

			yice_buf_addf(out, "%s{\"version\":\"%s\",", before, sides[side]);
			if (unread->name) {
				put_member("name", unread->name, out);
				yice_buf_addc(out, ',');
			}
			yice_buf_addf(out, "\"code\":\"%s\",", yice_diag_code(unread->id));
			put_member("message", unread->message, out);
			yice_buf_addc(out, '}');
			before = ",";
		}
	yice_buf_addc(out, ']');
}

static void put_part(const struct yice_impact *impact, const struct yice_impact_part *part, struct yice_buf *out)
{
	put_member(part->unit ? "unit" : "project", part->unit ? part->unit : impact->project, out);
	yice_buf_addc(out, ',');
	put_both(part->decided[YICE_OLD] ? verdict(impact, part, YICE_OLD) : NULL,
		 part->decided[YICE_NEW] ? verdict(impact, part, YICE_NEW) : NULL, out);
	yice_buf_adds(out, ",\"clauses\":[");
	for (uint32_t i = 0; i < part->clause_count; i++) {
		const struct yice_impact_clause *clause = &part->clauses[i];

		yice_buf_adds(out, i ? ",{" : "{");
		put_member("id", clause->id, out);
		yice_buf_addc(out, ',');
		put_both(outcome_member(impact, clause->outcome[YICE_OLD]),
			 outcome_member(impact, clause->outcome[YICE_NEW]), out);
		yice_buf_addc(out, '}');
	}
	yice_buf_addc(out, ']');
	put_list(part->reasons, "undecided", out);
	put_list(part->left_out, "left_out", out);
}

void yice_impact_json(const struct yice_impact *impact, struct yice_buf *out)
{
	yice_buf_addc(out, '{');
	put_part(impact, &impact->whole, out);
	if (impact->units)
		yice_buf_adds(out, ",\"units\":[");
	for (uint32_t i = 0; i < impact->unit_count; i++) {
		yice_buf_adds(out, i ? ",{" : "{");
		put_part(impact, &impact->units[i], out);
		yice_buf_addc(out, '}');
	}
	yice_buf_adds(out, impact->units ? "]}\n" : "}\n");
}

/* ---- a page */

static void put_verdict(const struct yice_impact *impact, const struct yice_impact_part *part, int side,
			struct yice_buf *out)
{
	yice_buf_addf(out, "<td class=\"outcome %s\">%s</td>",
		      part->decided[side] ? yice_verdict_word(part->verdict[side], "en") : "noted",
		      verdict(impact, part, side));
}

static void put_row(const struct yice_impact *impact, const struct yice_impact_part *part, struct yice_buf *out)
{
	const char *name = part->unit ? part->unit : impact->project;

	yice_buf_adds(out, part->unit ? "<tr><td>" : "<tr><th scope=\"row\">");
	yice_html_text(out, name, strlen(name));
	yice_buf_adds(out, part->unit ? "</td>" : "</th>");
	put_verdict(impact, part, YICE_OLD, out);
	put_verdict(impact, part, YICE_NEW, out);
	yice_buf_adds(out, "<td>");
	if (!part->unit)
		put_unreads(impact, part, "<p class=\"note\">", "</p>", true, out);
	for (uint32_t i = 0; i < part->clause_count; i++) {
		const struct yice_impact_clause *clause = &part->clauses[i];

		yice_buf_adds(out, "<p>");
		yice_html_text(out, clause->id, strlen(clause->id));
		yice_buf_addf(out, "%s%s → <b>%s</b></p>", say(impact, "：", ": "), outcome(impact, clause->outcome[YICE_OLD]),
			      outcome(impact, clause->outcome[YICE_NEW]));
	}
	yice_buf_adds(out, "</td></tr>\n");
}

void yice_impact_html(const struct yice_impact *impact, struct yice_buf *out)
{
	put_row(impact, &impact->whole, out);
	for (uint32_t i = 0; i < impact->unit_count; i++)
		if (impact->units[i].changed)
			put_row(impact, &impact->units[i], out);
}

void yice_impact_page(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out)
{
	yice_diff_page(YICE_TEXT(lang, "规则变更对项目的影响", "What the change means for projects"), lang, out);
	yice_diff_page_version(diff, YICE_OLD, lang, out);
	yice_diff_page_version(diff, YICE_NEW, lang, out);
	yice_buf_adds(out, "</tbody>\n</table>\n<table>\n<colgroup><col style=\"width:24%\"><col style=\"width:12%\">"
			   "<col style=\"width:12%\"><col style=\"width:52%\"></colgroup>\n<thead><tr><th scope=\"col\">");
	yice_buf_adds(out, YICE_TEXT(lang,
				     "项目</th><th scope=\"col\">原来</th><th scope=\"col\">现在</th><th scope=\"col\">"
				     "判定不同的条款",
				     "Project</th><th scope=\"col\">Before</th><th scope=\"col\">After</th>"
				     "<th scope=\"col\">Clauses that come out differently"));
	yice_buf_adds(out, "</th></tr></thead>\n<tbody>\n");
}

void yice_impact_page_end(enum yice_lang lang, size_t projects, size_t changed, struct yice_buf *out)
{
	yice_buf_addf(out, YICE_TEXT(lang, "</tbody>\n</table>\n<p>判定了 %lu 个项目，判定不同的有 %lu 个。</p>\n",
				     "</tbody>\n</table>\n<p>Projects decided: %lu; that come out differently: %lu.</p>\n"),
		      (unsigned long)projects, (unsigned long)changed);
	yice_buf_adds(out, "</main>\n</body>\n</html>\n");
}
