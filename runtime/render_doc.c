/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markdown and CSV: the table as consultants paste it into a report, with its
 * customary columns. Whatever comes from rules and facts is escaped, so that
 * no text can become markup or, in a spreadsheet, a formula.
 */
#include "runtime/render.h"

/* The pieces of a row, made once and dressed by the format. */
struct row {
	struct yice_buf id, number, demand, situation, reason;
	const char *dimension, *outcome;
};

static void release_row(struct row *row)
{
	yice_buf_release(&row->id);
	yice_buf_release(&row->number);
	yice_buf_release(&row->demand);
	yice_buf_release(&row->situation);
	yice_buf_release(&row->reason);
}

static int make_row(const struct yice_render *render, const struct yice_render_clause *clause,
		    struct row *row)
{
	const struct yice_image_dimension *dimensions = render->view->dimensions;
	uint32_t dimension = clause->context->dimension;

	memset(row, 0, sizeof(*row));
	yice_render_id(render, clause, &row->id);
	yice_render_number(render, clause, &row->number);
	yice_render_requirement(render, clause, true, &row->demand);
	yice_render_situation(render, clause, &row->situation);
	yice_render_reasons(render, clause, &row->reason);
	if (clause->frame->due != (uint32_t)YICE_DAY_MAX || clause->frame->aside_count) {
		struct yice_buf asides = YICE_BUF_INIT;

		yice_render_asides(render, clause, &asides);
		yice_buf_addf(&row->reason, "%s%s", row->reason.len && asides.len ? "\n" : "", yice_buf_text(&asides));
		row->reason.failed |= asides.failed;
		yice_buf_release(&asides);
	}
	if (clause->frame->base_count) {
		yice_buf_adds(&row->reason, row->reason.len ? "\n" : "");
		yice_render_bases(render, clause, &row->reason);
	}
	row->dimension = dimension == YICE_NONE
			     ? ""
			     : yice_render_name(render, dimensions[dimension].zh, dimensions[dimension].en);
	row->outcome = clause->is_duty ? yice_render_say(render, "职责", "duty")
				       : yice_outcome_word((enum yice_outcome)clause->decided->outcome,
							   render->lang == YICE_ZH ? "zh" : "en");
	if (row->id.failed || row->number.failed || row->demand.failed || row->situation.failed ||
	    row->reason.failed) {
		release_row(row);
		return YICE_ENOMEM;
	}
	return YICE_OK;
}

/* ---- Markdown */

/* Markdown takes a backslash before any ASCII punctuation; line feeds inside a table cell become <br>. */
static void md_text(struct yice_render *render, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n') {
			yice_buf_adds(render->out, "<br>");
			continue;
		}
		if (strchr("\\`*_[]<>|~&#!", text[i]))
			yice_buf_addc(render->out, '\\');
		yice_buf_addc(render->out, text[i]);
	}
}

static void md_cell(struct yice_render *render, const char *text)
{
	yice_buf_adds(render->out, " ");
	md_text(render, text, strlen(text));
	yice_buf_adds(render->out, " |");
}

static int md_row(struct yice_render *render, const struct yice_render_clause *clause, uint32_t *target)
{
	struct row row;
	int status = make_row(render, clause, &row);

	if (status)
		return status;
	if (clause->target_number != *target) {
		struct yice_buf group = YICE_BUF_INIT;

		yice_render_group(render, clause, &group);
		yice_buf_adds(render->out, *target == YICE_NONE ? "" : "\n");
		yice_buf_adds(render->out, "## ");
		md_text(render, yice_buf_text(&group), group.len);
		yice_buf_adds(
		    render->out,
		    yice_render_say(render,
				    "\n\n| 编号 | 管控维度 | 管控要求 | 本项目情况 | 符合性 | 理由与依据 |\n",
				    "\n\n| No. | Dimension | Requirement | This project | "
				    "Conformity | Reason and basis |\n"));
		yice_buf_adds(render->out, "| --- | --- | --- | --- | --- | --- |\n");
		render->out->failed |= group.failed;
		yice_buf_release(&group);
		*target = clause->target_number;
	}
	yice_buf_addc(render->out, '|');
	md_cell(render, yice_buf_text(&row.number));
	md_cell(render, row.dimension);
	md_cell(render, yice_buf_text(&row.demand));
	md_cell(render, yice_buf_text(&row.situation));
	md_cell(render, row.outcome);
	md_cell(render, yice_buf_text(&row.reason));
	yice_buf_addc(render->out, '\n');
	release_row(&row);
	return YICE_OK;
}

/* Calls add for every row of the table; a duty only when it is the one clause asked for. */
static int each_row(struct yice_render *render,
		    int (*add)(struct yice_render *render, const struct yice_render_clause *clause,
			       uint32_t *target))
{
	uint32_t target = YICE_NONE;

	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		struct yice_render_clause clause;
		int status;

		if (!yice_render_shows(render, i,
				       render->only != YICE_NONE && yice_run_decided(render->run, i)->outcome < 0))
			continue;
		status = yice_render_load(render, i, &clause);
		if (!status)
			status = add(render, &clause, &target);
		if (status)
			return status;
	}
	return YICE_OK;
}

/* Each line with a lead before it; what stands before a tab is set in bold. */
static void md_lines(struct yice_render *render, const char *lines, const char *lead)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n"), name = strcspn(lines, "\t\n");

		yice_buf_adds(render->out, lead);
		if (lines[name] == '\t') {
			yice_buf_adds(render->out, "**");
			md_text(render, lines, name);
			yice_buf_adds(render->out, yice_render_say(render, "：** ", ":** "));
			md_text(render, lines + name + 1, len - name - 1);
		} else {
			md_text(render, lines, len);
		}
		yice_buf_addc(render->out, '\n');
		lines += len + (lines[len] == '\n');
	}
}

static int md_part(struct yice_render *render, enum yice_render_part part)
{
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_part(render, part, &lines);

	if (!status && lines.len) {
		if (part != YICE_PART_HEAD)
			yice_buf_addf(render->out, "\n## %s\n\n", yice_render_part_title(render, part));
		md_lines(render, yice_buf_text(&lines), part == YICE_PART_COUNTS ? "" : "- ");
	}
	yice_buf_release(&lines);
	return status;
}

/* The tree's lines are a nested list already; only their text needs escaping. */
static int md_tree(struct yice_render *render)
{
	struct yice_render_clause clause;
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_load(render, render->only, &clause);

	if (status)
		return status;
	yice_render_tree(render, &clause, &lines);
	if (lines.len)
		yice_buf_addf(render->out, "\n## %s\n\n", yice_render_say(render, "推理", "Reason"));
	md_lines(render, yice_buf_text(&lines), "");
	status = yice_buf_status(&lines);
	yice_buf_release(&lines);
	return status;
}

int yice_render_md(struct yice_render *render)
{
	struct yice_buf footer = YICE_BUF_INIT;
	int status;

	yice_buf_addf(render->out, "# %s\n\n", yice_render_title(render));
	status = md_part(render, YICE_PART_HEAD);
	yice_buf_addc(render->out, '\n');
	if (!status)
		status = each_row(render, md_row);
	if (!status && render->only != YICE_NONE)
		status = md_tree(render);
	for (int part = YICE_PART_MISSING; !status && render->only == YICE_NONE && part < YICE_PARTS; part++)
		status = md_part(render, (enum yice_render_part)part);
	yice_buf_addc(render->out, '\n');
	yice_render_footer(render, &footer);
	md_lines(render, yice_buf_text(&footer), "- ");
	render->out->failed |= footer.failed;
	yice_buf_release(&footer);
	return status;
}

/* ---- CSV */

/* RFC 4180. A cell that a spreadsheet would compute is made text by the apostrophe spreadsheets know. */
static void csv_cell(struct yice_render *render, const char *text, const char *end)
{
	yice_buf_adds(render->out, *text && strchr("=+-@\t\r", *text) ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			yice_buf_addc(render->out, '"');
		yice_buf_addc(render->out, *text);
	}
	yice_buf_addc(render->out, '"');
	yice_buf_adds(render->out, end);
}

static int csv_row(struct yice_render *render, const struct yice_render_clause *clause, uint32_t *target)
{
	struct row row;
	int status = make_row(render, clause, &row);

	if (status)
		return status;
	*target = clause->target_number;
	csv_cell(render, yice_buf_text(&row.id), ",");
	csv_cell(render, row.dimension, ",");
	csv_cell(render, yice_buf_text(&row.demand), ",");
	csv_cell(render, yice_buf_text(&row.situation), ",");
	csv_cell(render, row.outcome, ",");
	csv_cell(render, yice_buf_text(&row.reason), "\r\n");
	release_row(&row);
	return YICE_OK;
}

int yice_render_csv(struct yice_render *render)
{
	/* With the mark at its start, spreadsheets read UTF-8. */
	yice_buf_adds(render->out, "\xef\xbb\xbf");
	yice_buf_adds(
	    render->out,
	    yice_render_say(render, "编号,管控维度,管控要求,本项目情况,符合性,理由与依据\r\n",
			    "id,dimension,requirement,this project,conformity,reason and basis\r\n"));
	return each_row(render, csv_row);
}
