/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as one HTML file, its canonical form: to read, to print, to paste
 * into a word processor. No script, nothing fetched. Tables are plain and
 * real: header cells say what they head, a dimension spans its rows, the head
 * of a table repeats on every printed page, and words, not colours alone, say
 * how a clause came out.
 */
#include "runtime/html.h"
#include "runtime/render.h"

/* At most so many clauses stand at the top; the others are counted. */
#define DECIDING_SHOWN 12

static void put(struct yice_render *render, const char *markup)
{
	yice_buf_adds(render->out, markup);
}

static void put_text(struct yice_render *render, const char *text, size_t len)
{
	yice_html_text(render->out, text, len);
}

static void put_plain(struct yice_render *render, const char *text)
{
	put_text(render, text, strlen(text));
}

static void put_say(struct yice_render *render, const char *zh, const char *en)
{
	put(render, yice_render_say(render, zh, en));
}

/* Releases the buffer, as the next does. */
static void put_buf(struct yice_render *render, struct yice_buf *text)
{
	put_text(render, yice_buf_text(text), text->len);
	render->out->failed |= text->failed;
	yice_buf_release(text);
}

/* Every line as an element of its own. */
static void put_lines(struct yice_render *render, struct yice_buf *text, const char *open, const char *close)
{
	for (const char *line = yice_buf_text(text); *line;) {
		size_t len = strcspn(line, "\n");

		put(render, open);
		put_text(render, line, len);
		put(render, close);
		line += len + (line[len] == '\n');
	}
	render->out->failed |= text->failed;
	yice_buf_release(text);
}

/* ---- Above the tables */

static int put_head(struct yice_render *render)
{
	struct yice_buf lines = YICE_BUF_INIT, counts = YICE_BUF_INIT;
	int status = yice_render_part(render, YICE_PART_HEAD, &lines);

	put(render, "<table class=\"head\">\n<colgroup><col style=\"width:14%\"><col style=\"width:86%\"></colgroup>\n"
		    "<tbody>\n");
	for (const char *line = yice_buf_text(&lines); !status && *line;) {
		size_t name = strcspn(line, "\t"), len = strcspn(line, "\n");

		put(render, "<tr><th scope=\"row\">");
		put_text(render, line, name);
		/* The last line of the heading is the verdict. */
		if (line[len])
			put(render, "</th><td>");
		else
			yice_buf_addf(render->out, "</th><td class=\"verdict %s\">",
				      yice_verdict_word(render->run->verdict, "en"));
		put_text(render, line + name + 1, len - name - 1);
		put(render, "</td></tr>\n");
		line += len + (line[len] == '\n');
	}
	yice_buf_release(&lines);
	if (!status && render->only == YICE_NONE)
		status = yice_render_part(render, YICE_PART_COUNTS, &counts);
	if (counts.len) {
		yice_buf_addf(render->out, "<tr><th scope=\"row\">%s</th><td>",
			      yice_render_part_title(render, YICE_PART_COUNTS));
		put_buf(render, &counts);
		put(render, "</td></tr>\n");
	}
	put(render, "</tbody>\n</table>\n");
	return status;
}

/* Outcome that makes the verdict what it is; YICE_OUTCOMES when it takes the absence of all. */
static enum yice_outcome deciding_outcome(enum yice_verdict verdict)
{
	switch (verdict) {
	case YICE_REFUSED:
		return YICE_VIOLATED;
	case YICE_UNDETERMINED:
		return YICE_UNKNOWN;
	case YICE_NEEDS_JUDGEMENT:
		return YICE_JUDGEMENT;
	case YICE_CONDITIONAL:
		return YICE_RESTRICTED;
	default:
		return YICE_OUTCOMES;
	}
}

static void put_link(struct yice_render *render, const struct yice_render_clause *clause, uint32_t i)
{
	struct yice_buf id = YICE_BUF_INIT;

	yice_buf_addf(render->out, "<a href=\"#c%u\">", (unsigned int)i + 1);
	yice_render_id(render, clause, &id);
	put_buf(render, &id);
	put(render, "</a>");
}

static void put_demand(struct yice_render *render, const struct yice_render_clause *clause, bool verbatim)
{
	struct yice_buf demand = YICE_BUF_INIT;

	yice_render_requirement(render, clause, verbatim, &demand);
	put_buf(render, &demand);
}

static int put_deciding_items(struct yice_render *render, enum yice_outcome outcome)
{
	size_t shown = 0, all = yice_run_tally(render->run, outcome);

	put(render, "<ol>\n");
	for (uint32_t i = 0; i < yice_run_count(render->run) && shown < DECIDING_SHOWN; i++) {
		struct yice_render_clause clause;
		int status;

		if (yice_run_decided(render->run, i)->outcome != (int)outcome)
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		shown++;
		yice_buf_addf(render->out, "<li><strong>%s</strong> ",
			      yice_outcome_word(outcome, render->lang == YICE_ZH ? "zh" : "en"));
		put_link(render, &clause, i);
		put_say(render, "：", ": ");
		put_demand(render, &clause, false);
		put(render, "</li>\n");
	}
	put(render, "</ol>\n");
	if (all > shown)
		yice_buf_addf(render->out,
			      render->lang == YICE_ZH ? "<p>另有 %u 条，见下表。</p>\n"
						      : "<p>and %u more, in the tables below.</p>\n",
			      (unsigned int)(all - shown));
	return YICE_OK;
}

static int put_deciding(struct yice_render *render)
{
	enum yice_outcome outcome = deciding_outcome(render->run->verdict);
	int status = YICE_OK;

	put(render, "<section>\n<h2>");
	put_say(render, "决定结论的条款", "What decides the verdict");
	put(render, "</h2>\n");
	if (outcome == YICE_OUTCOMES)
		put_say(render, "<p>没有一条要求不符合、受限、待补充或须研判。</p>\n",
			"<p>No clause is violated, restricted, waiting for facts or left to judgement.</p>\n");
	else if (yice_run_tally(render->run, outcome))
		status = put_deciding_items(render, outcome);
	else
		put_say(render, "<p>场址不全，或者当日没有施行的清单：可能有条款没有判定到，不能认定准入。</p>\n",
			"<p>The site is incomplete or no list was in force: clauses may have been passed over, so nothing "
			"is admitted.</p>\n");
	put(render, "</section>\n");
	return status;
}

/* ---- The tables */

static bool is_row(const struct yice_render *render, uint32_t i)
{
	return yice_render_shows(render, i, render->only != YICE_NONE && yice_run_decided(render->run, i)->outcome < 0);
}

/* What the table of a row is told from the next by. */
struct heading {
	uint32_t target, dimension;
};

static struct heading heading_of(const struct yice_render *render, uint32_t i)
{
	const struct yice_view *view = render->view;
	uint32_t clause = yice_run_decided(render->run, i)->clause;

	return (struct heading){ yice_clause_target(view, clause),
				 view->contexts[view->clauses[clause].context].dimension };
}

/* Rows from i on that share its target and dimension: those of one table. */
static uint32_t rows_from(const struct yice_render *render, uint32_t i)
{
	struct heading first = heading_of(render, i);
	uint32_t rows = 0;

	for (; i < yice_run_count(render->run); i++) {
		struct heading heading = heading_of(render, i);

		if (!is_row(render, i))
			continue;
		if (heading.target != first.target || heading.dimension != first.dimension)
			break;
		rows++;
	}
	return rows;
}

static const char *dimension_name(const struct yice_render *render, uint32_t dimension)
{
	const struct yice_image_dimension *dimensions = render->view->dimensions;

	if (dimension == YICE_NONE)
		return yice_render_say(render, "未分维度", "no dimension");
	return yice_render_name(render, dimensions[dimension].zh, dimensions[dimension].en);
}

static void put_table_head(struct yice_render *render, uint32_t dimension, uint32_t rows)
{
	static const char *const names[][2] = { { "管控维度", "Dimension" },
						{ "管控要求", "Requirement" },
						{ "本项目情况", "This project" },
						{ "符合性", "Conformity" } };

	put(render, "<table class=\"clauses\">\n<caption>");
	put_plain(render, dimension_name(render, dimension));
	yice_buf_addf(render->out, render->lang == YICE_ZH ? "（%u 条）" : " (%u)", (unsigned int)rows);
	put(render, "</caption>\n<colgroup><col style=\"width:11%\"><col style=\"width:40%\"><col style=\"width:38%\">"
		    "<col style=\"width:11%\"></colgroup>\n<thead><tr>");
	for (size_t i = 0; i < YICE_COUNT(names); i++)
		yice_buf_addf(render->out, "<th scope=\"col\">%s</th>", names[i][render->lang]);
	put(render, "</tr></thead>\n<tbody>\n");
}

/* "【大气/限制类】", as published lists mark a clause. */
static void put_tags(struct yice_render *render, const struct yice_image_frame *frame)
{
	const char *element = yice_render_name(render, frame->element_zh, frame->element_en);
	const char *class = yice_render_name(render, frame->class_zh, frame->class_en);

	if (!*element && !*class)
		return;
	put_say(render, "【", "[");
	put_plain(render, element);
	put(render, *element && *class ? "/" : "");
	put_plain(render, class);
	put_say(render, "】", "] ");
}

static void put_requirement(struct yice_render *render, const struct yice_render_clause *clause)
{
	struct yice_buf text = YICE_BUF_INIT;

	put(render, "<td><p><strong>");
	yice_render_number(render, clause, &text);
	put_buf(render, &text);
	put(render, "</strong> ");
	put_tags(render, clause->frame);
	put_demand(render, clause, true);
	put(render, "</p>");
	yice_render_asides(render, clause, &text);
	put_lines(render, &text, "<p class=\"note\">", "</p>");
	yice_render_bases(render, clause, &text);
	put_lines(render, &text, yice_render_say(render, "<p class=\"note\">依据：", "<p class=\"note\">Basis: "), "</p>");
	put(render, "<p class=\"id\">");
	yice_render_id(render, clause, &text);
	put_buf(render, &text);
	put(render, "</p></td>");
}

static void put_row(struct yice_render *render, const struct yice_render_clause *clause, uint32_t i, uint32_t span)
{
	enum yice_outcome outcome = (enum yice_outcome)clause->decided->outcome;
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_addf(render->out, "<tr id=\"c%u\">", (unsigned int)i + 1);
	if (span) {
		yice_buf_addf(render->out, "<th scope=\"rowgroup\" rowspan=\"%u\">", (unsigned int)span);
		put_plain(render, dimension_name(render, clause->context->dimension));
		put(render, "</th>");
	}
	put_requirement(render, clause);
	put(render, "<td>");
	yice_render_situation(render, clause, &text);
	put_lines(render, &text, "<p>", "</p>");
	yice_render_reasons(render, clause, &text);
	put_lines(render, &text,
		  outcome != YICE_NOT_APPLICABLE
		      ? "<p class=\"note\">"
		      : yice_render_say(render, "<p class=\"note\">理由：", "<p class=\"note\">Because: "),
		  "</p>");
	yice_buf_addf(render->out, "</td><td class=\"outcome %s\">",
		      clause->is_duty ? "duty" : yice_outcome_word(outcome, "en"));
	put_plain(render, clause->is_duty ? yice_render_say(render, "职责", "duty")
					  : yice_outcome_word(outcome, render->lang == YICE_ZH ? "zh" : "en"));
	put(render, "</td></tr>\n");
}

static void put_group(struct yice_render *render, const struct yice_render_clause *clause)
{
	struct yice_buf group = YICE_BUF_INIT;

	put(render, "<h3>");
	yice_render_group(render, clause, &group);
	put_buf(render, &group);
	put(render, "</h3>\n");
}

static int put_tables(struct yice_render *render)
{
	uint32_t target = YICE_NONE, left = 0;

	put(render, "<section>\n<h2>");
	put_say(render, "逐条符合性分析", "Conformity, clause by clause");
	put(render, "</h2>\n");
	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		struct yice_render_clause clause;
		uint32_t span = 0;
		int status;

		if (!is_row(render, i))
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		if (!left) {
			if (clause.target_number != target)
				put_group(render, &clause);
			target = clause.target_number;
			span = left = rows_from(render, i);
			put_table_head(render, clause.context->dimension, span);
		}
		put_row(render, &clause, i, span);
		put(render, --left ? "" : "</tbody>\n</table>\n");
	}
	if (target == YICE_NONE)
		put_say(render, "<p>这一天没有针对这一地点的条款。</p>\n",
			"<p>No clause was in force for this site on this day.</p>\n");
	put(render, "</section>\n");
	return YICE_OK;
}

/* ---- Below the tables */

static void put_section(struct yice_render *render, enum yice_render_part part)
{
	yice_buf_addf(render->out, "<section>\n<h2>%s</h2>\n", yice_render_part_title(render, part));
}

static int put_part(struct yice_render *render, enum yice_render_part part)
{
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_part(render, part, &lines);

	if (!status && lines.len) {
		put_section(render, part);
		put(render, yice_render_is_prose(part) ? "<ul>\n" : "<ol>\n");
		put_lines(render, &lines, "<li>", "</li>\n");
		put(render, yice_render_is_prose(part) ? "</ul>\n</section>\n" : "</ol>\n</section>\n");
	}
	yice_buf_release(&lines);
	return status;
}

static void put_judge_head(struct yice_render *render)
{
	put_section(render, YICE_PART_JUDGE);
	put(render, "<table>\n<colgroup><col style=\"width:22%\"><col style=\"width:20%\"><col style=\"width:38%\">"
		    "<col style=\"width:20%\"></colgroup>\n<thead><tr><th scope=\"col\">");
	put_say(render, "条款</th><th scope=\"col\">待判词语</th><th scope=\"col\">管控要求</th><th scope=\"col\">研判意见",
		"Clause</th><th scope=\"col\">Words to judge</th><th scope=\"col\">Requirement</th>"
		"<th scope=\"col\">Opinion");
	put(render, "</th></tr></thead>\n<tbody>\n");
}

/* A row for each clause, with room for what the person finds. */
static int put_judge(struct yice_render *render)
{
	if (!yice_run_tally(render->run, YICE_JUDGEMENT))
		return YICE_OK;
	put_judge_head(render);
	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		struct yice_buf words = YICE_BUF_INIT;
		struct yice_render_clause clause;
		int status;

		if (yice_run_decided(render->run, i)->outcome != YICE_JUDGEMENT)
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		put(render, "<tr><th scope=\"row\">");
		put_link(render, &clause, i);
		put(render, "</th><td>");
		yice_render_open(render, &clause, &words);
		if (!words.len)
			put_say(render, "全文", "the whole text");
		put_buf(render, &words);
		put(render, "</td><td>");
		put_demand(render, &clause, false);
		put(render, "</td><td></td></tr>\n");
	}
	put(render, "</tbody>\n</table>\n</section>\n");
	return YICE_OK;
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
	yice_buf_addf(render->out, "<section>\n<h2>%s</h2>\n<pre>", yice_render_say(render, "推理", "Reason"));
	put_buf(render, &lines);
	put(render, "</pre>\n</section>\n");
	return YICE_OK;
}

static void put_list(struct yice_render *render, const struct yice_image_list *list)
{
	char from[11], to[11];

	yice_date_format((yice_day)list->from, from);
	yice_date_format((yice_day)list->to, to);
	put(render, "<tr><th scope=\"row\">");
	if (list->fictional)
		put_say(render, "［示例］", "[illustration] ");
	put_plain(render, yice_render_name(render, list->title, list->english));
	put(render, "</th><td>");
	put_plain(render, yice_render_string(render, list->publisher));
	put(render, "</td><td>");
	put_plain(render, yice_render_string(render, list->reference));
	yice_buf_addf(render->out, "</td><td>%s</td><td>%s</td></tr>\n", from, to);
}

static void put_lists(struct yice_render *render)
{
	yice_buf_addf(render->out, "<h2>%s</h2>\n", yice_render_part_title(render, YICE_PART_LISTS));
	if (!yice_run_count(render->run))
		return;
	put(render, "<table>\n<colgroup><col style=\"width:34%\"><col style=\"width:22%\"><col style=\"width:22%\">"
		    "<col style=\"width:11%\"><col style=\"width:11%\"></colgroup>\n<thead><tr><th scope=\"col\">");
	put_say(render,
		"清单</th><th scope=\"col\">发布机关</th><th scope=\"col\">文号</th><th scope=\"col\">施行</th>"
		"<th scope=\"col\">废止",
		"List</th><th scope=\"col\">Publisher</th><th scope=\"col\">Reference</th>"
		"<th scope=\"col\">In force from</th><th scope=\"col\">Repealed");
	put(render, "</th></tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		uint32_t list = yice_render_new_list(render, i);

		if (list != YICE_NONE)
			put_list(render, &render->view->lists[list]);
	}
	put(render, "</tbody>\n</table>\n");
}

static void put_footer(struct yice_render *render)
{
	struct yice_buf command = YICE_BUF_INIT;
	char day[11];

	put(render, "<footer>\n");
	put_lists(render);
	put_say(render, "<h2>复现</h2>\n<p>判定日期：", "<h2>To have this report again</h2>\n<p>Decided by the lists of ");
	yice_date_format(render->run->day, day);
	yice_buf_addf(render->out, "%s</p>\n", day);
	if (render->digest)
		yice_buf_addf(render->out, "<p>%s <code>%s</code></p>\n",
			      yice_render_say(render, "映像 SHA-256：", "SHA-256 of the image:"), render->digest);
	yice_render_replay(render, &command);
	put(render, "<pre><code>");
	put_buf(render, &command);
	put(render, "</code></pre>\n");
	put_say(render, "<p>IMAGE 是映像文件，先以 sha256sum 核对；FACTS 是项目事实文件。两者相同，得到的报告逐字节相同。</p>\n",
		"<p>IMAGE is the image (compare it with sha256sum), FACTS the facts of the project. The same two files "
		"give the same report, byte for byte.</p>\n");
	put(render, "</footer>\n");
}

static int put_body(struct yice_render *render)
{
	int status = put_head(render);

	if (!status && render->only == YICE_NONE)
		status = put_deciding(render);
	if (!status)
		status = put_tables(render);
	if (render->only != YICE_NONE)
		return status ? status : put_tree(render);
	if (!status)
		status = put_part(render, YICE_PART_MISSING);
	if (!status)
		status = put_judge(render);
	if (!status)
		status = put_part(render, YICE_PART_ADVICE);
	if (!status)
		status = put_part(render, YICE_PART_DUTIES);
	return status ? status : put_part(render, YICE_PART_STALE);
}

int yice_render_html(struct yice_render *render)
{
	const char *title = yice_render_title(render), *project = yice_facts_project(render->facts);
	struct yice_buf name = YICE_BUF_INIT;
	int status;

	yice_buf_addf(render->out,
		      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s",
		      yice_render_say(render, "zh-CN", "en"), title);
	if (*project) {
		put_say(render, "：", ": ");
		yice_render_plain(project, false, &name);
		put_buf(render, &name);
	}
	yice_buf_addf(render->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n",
		      yice_html_style, title);
	status = put_body(render);
	put(render, "</main>\n");
	put_footer(render);
	put(render, "</body>\n</html>\n");
	return status;
}
