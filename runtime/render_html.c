/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as one HTML file to print or to paste into a document: no
 * script, nothing fetched, a table whose heading repeats on every printed
 * page and whose rows tell a screen reader where they belong.
 */
#include "runtime/render.h"

static const char style[] =
    "body{font:15px/1.6 system-ui,\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",sans-serif;"
    "max-width:75em;margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff}\n"
    "h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1em}dt{font-weight:600}dd{margin:0}\n"
    "table{border-collapse:collapse;width:100%;font-size:.92em}\n"
    "caption{text-align:left;font-weight:600;padding:.4em 0}\n"
    "th,td{border:1px solid #999;padding:.35em .5em;vertical-align:top;text-align:left}\n"
    "thead th{background:#eef1f4}tbody th[scope=rowgroup]{background:#f7f8f9}\n"
    "td.outcome{white-space:nowrap;font-weight:600}\n"
    ".violated,.refused{color:#a80000}.restricted,.conditional{color:#7a4a00}.unknown,.undetermined{color:#"
    "00557a}\n"
    ".judgement{color:#6a1b80}.satisfied,.admitted{color:#1b6b2f}.not-applicable,.noted{color:#555}\n"
    "footer{margin-top:2em;font-size:.85em;color:#555;word-break:break-all}\n"
    "@media print{body{max-width:none;margin:0;font-size:10pt}thead{display:table-header-group}"
    "tr{break-inside:avoid}}\n";

static void put(struct yice_render *render, const char *markup)
{
	yice_buf_adds(render->out, markup);
}

static void put_text(struct yice_render *render, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		switch (text[i]) {
		case '&':
			put(render, "&amp;");
			break;
		case '<':
			put(render, "&lt;");
			break;
		case '>':
			put(render, "&gt;");
			break;
		case '"':
			put(render, "&quot;");
			break;
		case '\'':
			put(render, "&#39;");
			break;
		case '\n':
			put(render, "<br>");
			break;
		default:
			yice_buf_addc(render->out, text[i]);
		}
	}
}

/* Releases the buffer. */
static void put_buf(struct yice_render *render, struct yice_buf *text)
{
	put_text(render, yice_buf_text(text), text->len);
	render->out->failed |= text->failed;
	yice_buf_release(text);
}

static void put_plain(struct yice_render *render, const char *text)
{
	put_text(render, text, strlen(text));
}

static int put_head(struct yice_render *render)
{
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_part(render, YICE_PART_HEAD, &lines);

	put(render, "<dl>\n");
	for (const char *line = yice_buf_text(&lines); !status && *line;) {
		size_t name = strcspn(line, "\t"), len = strcspn(line, "\n");

		put(render, "<dt>");
		put_text(render, line, name);
		/* The last line of the heading is the verdict. */
		if (line[len])
			put(render, "</dt><dd>");
		else
			yice_buf_addf(render->out, "</dt><dd class=\"%s\">",
				      yice_verdict_word(render->run->verdict, "en"));
		put_text(render, line + name + 1, len - name - 1);
		put(render, "</dd>\n");
		line += len + (line[len] == '\n');
	}
	put(render, "</dl>\n");
	yice_buf_release(&lines);
	return status;
}

static void put_table_head(struct yice_render *render)
{
	static const char *const names[][2] = { { "编号", "No." },
						{ "管控维度", "Dimension" },
						{ "管控要求", "Requirement" },
						{ "本项目情况", "This project" },
						{ "符合性", "Conformity" },
						{ "理由与依据", "Reason and basis" } };

	put(render, "<table>\n<caption>");
	put_plain(render, yice_render_say(render, "逐条符合性分析", "Conformity, clause by clause"));
	put(render, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < YICE_COUNT(names); i++)
		yice_buf_addf(render->out, "<th scope=\"col\">%s</th>", names[i][render->lang]);
	put(render, "</tr></thead>\n");
}

static void put_row(struct yice_render *render, const struct yice_render_clause *clause)
{
	const struct yice_image_dimension *dimensions = render->view->dimensions;
	uint32_t dimension = clause->info->dimension;
	enum yice_outcome outcome = (enum yice_outcome)clause->decided->outcome;
	struct yice_buf text = YICE_BUF_INIT, basis = YICE_BUF_INIT;

	put(render, "<tr><th scope=\"row\">");
	yice_render_number(render, clause, &text);
	put_buf(render, &text);
	put(render, "</th><td>");
	if (dimension != YICE_NONE)
		put_plain(render,
			  yice_render_name(render, dimensions[dimension].zh, dimensions[dimension].en));
	put(render, "</td><td>");
	yice_render_requirement(render, clause, true, &text);
	put_buf(render, &text);
	put(render, "</td><td>");
	yice_render_situation(render, clause, &text);
	put_buf(render, &text);
	yice_buf_addf(render->out, "</td><td class=\"outcome %s\">",
		      clause->is_duty ? "duty" : yice_outcome_word(outcome, "en"));
	put_plain(render, clause->is_duty
			      ? yice_render_say(render, "职责", "duty")
			      : yice_outcome_word(outcome, render->lang == YICE_ZH ? "zh" : "en"));
	put(render, "</td><td>");
	yice_render_reasons(render, clause, &text);
	yice_render_bases(render, clause, &basis);
	if (text.len && basis.len)
		yice_buf_addc(&text, '\n');
	put_buf(render, &text);
	put_buf(render, &basis);
	put(render, "</td></tr>\n");
}

static int put_table(struct yice_render *render)
{
	uint32_t target = YICE_NONE;

	put_table_head(render);
	for (uint32_t i = 0; i < render->run->count; i++) {
		struct yice_buf group = YICE_BUF_INIT;
		struct yice_render_clause clause;
		int status;

		if (!yice_render_shows(render, i,
				       render->only != YICE_NONE && render->run->decided[i].outcome < 0))
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		if (clause.info->target != target) {
			put(render, target == YICE_NONE ? "<tbody>\n" : "</tbody>\n<tbody>\n");
			put(render, "<tr><th colspan=\"6\" scope=\"rowgroup\">");
			yice_render_group(render, &clause, &group);
			put_buf(render, &group);
			put(render, "</th></tr>\n");
			target = clause.info->target;
		}
		put_row(render, &clause);
	}
	put(render, target == YICE_NONE ? "</table>\n" : "</tbody>\n</table>\n");
	return YICE_OK;
}

static int put_part(struct yice_render *render, enum yice_render_part part)
{
	bool list = part != YICE_PART_COUNTS;
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_part(render, part, &lines);

	if (!status && lines.len) {
		yice_buf_addf(render->out, "<section>\n<h2>%s</h2>\n%s", yice_render_part_title(render, part),
			      list ? "<ol>\n" : "");
		for (const char *line = yice_buf_text(&lines); *line;) {
			size_t len = strcspn(line, "\n");

			put(render, list ? "<li>" : "<p>");
			put_text(render, line, len);
			put(render, list ? "</li>\n" : "</p>\n");
			line += len + (line[len] == '\n');
		}
		put(render, list ? "</ol>\n</section>\n" : "</section>\n");
	}
	yice_buf_release(&lines);
	return status;
}

/* The whole reason of the one clause asked for; its indents are kept. */
static int put_tree(struct yice_render *render)
{
	struct yice_render_clause clause;
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_load(render, render->only, &clause);

	if (status)
		return status;
	yice_render_tree(render, &clause, &lines);
	if (!lines.len)
		return yice_buf_status(&lines);
	yice_buf_addf(render->out, "<section>\n<h2>%s</h2>\n<pre>",
		      yice_render_say(render, "推理", "Reason"));
	put_buf(render, &lines);
	put(render, "</pre>\n</section>\n");
	return YICE_OK;
}

int yice_render_html(struct yice_render *render)
{
	struct yice_buf footer = YICE_BUF_INIT;
	const char *title = yice_render_title(render);
	int status;

	yice_buf_addf(render->out,
		      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" "
		      "content=\"width=device-width\">\n<title>%s</title>\n<style>\n%s</style>\n"
		      "</head>\n<body>\n<h1>%s</h1>\n",
		      yice_render_say(render, "zh-CN", "en"), title, style, title);
	status = put_head(render);
	if (!status)
		status = put_table(render);
	if (!status && render->only != YICE_NONE)
		status = put_tree(render);
	for (int part = YICE_PART_MISSING; !status && render->only == YICE_NONE && part < YICE_PARTS; part++)
		status = put_part(render, (enum yice_render_part)part);
	put(render, "<footer>");
	yice_render_footer(render, &footer);
	put_buf(render, &footer);
	put(render, "</footer>\n</body>\n</html>\n");
	return status;
}
