/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conformity table for a terminal: columns of fixed display width, text
 * wrapped as Chinese typography wants it (no line begins with closing
 * punctuation), verdicts in colour when the terminal takes it. The width does
 * not depend on the terminal, so that the same decision gives the same bytes.
 */
#include "base/utf8.h"
#include "runtime/render.h"

#define CELLS   4
#define GAP     2
#define COLUMNS 100

/* A cell of the row being written: what is left of its text, its width and its colour (NULL: none). */
struct cell {
	const char *text;
	int width;
	const char *color;
};

static const char *const outcome_colors[YICE_OUTCOMES] = {
	[YICE_NOT_APPLICABLE] = "\033[2m", [YICE_SATISFIED] = "\033[32m", [YICE_VIOLATED] = "\033[1;31m",
	[YICE_RESTRICTED] = "\033[33m",    [YICE_UNKNOWN] = "\033[36m",   [YICE_JUDGEMENT] = "\033[35m",
	[YICE_NOTED] = "\033[34m",
};
static const char *const verdict_colors[YICE_VERDICTS] = {
	[YICE_ADMITTED] = "\033[1;32m",        [YICE_CONDITIONAL] = "\033[1;33m",
	[YICE_NEEDS_JUDGEMENT] = "\033[1;35m", [YICE_UNDETERMINED] = "\033[1;36m",
	[YICE_REFUSED] = "\033[1;31m",
};
#define BOLD "\033[1m"

static int columns_of(const char *text)
{
	return yice_utf8_columns(text, strlen(text), 1);
}

static void add_blanks(struct yice_render *render, int count)
{
	while (count-- > 0)
		yice_buf_addc(render->out, ' ');
}

static void add_colored(struct yice_render *render, const char *color, const char *text, size_t len)
{
	if (render->color && color && len)
		yice_buf_adds(render->out, color);
	yice_buf_add(render->out, text, len);
	if (render->color && color && len)
		yice_buf_adds(render->out, "\033[0m");
}

/* Characters that must not begin a line. */
static bool closes(uint32_t cp)
{
	static const uint32_t closing[] = { 0x2019, 0x201d, 0x2026, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d,
					    0x300f, 0x3011, 0xff01, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f,
					    ',',    '.',    ';',    ':',    ')',    '%' };

	for (size_t i = 0; i < YICE_COUNT(closing); i++)
		if (closing[i] == cp)
			return true;
	return false;
}

/* Characters that must not end one. */
static bool opens(uint32_t cp)
{
	return cp == 0x2018 || cp == 0x201c || cp == 0x3008 || cp == 0x300a || cp == 0x300c || cp == 0x300e ||
	       cp == 0x3010 || cp == 0xff08 || cp == '(';
}

/* Bytes of text that go on a line of that width; at least one character. Stops before '\n'. */
static size_t line_bytes(const char *text, int width)
{
	size_t len = strcspn(text, "\n"), at = 0, fits = 0;
	uint32_t before = 0;
	int used = 0;

	while (at < len) {
		uint32_t cp = 0;
		size_t step = yice_utf8_decode(text + at, len - at, &cp);
		int columns;

		step = step ? step : 1;
		columns = yice_utf8_width(cp, 1);
		/* A break is allowed before a blank and on either side of a wide character. */
		if (at && !closes(cp) && !opens(before) &&
		    (cp == ' ' || columns == 2 || yice_utf8_width(before, 1) == 2))
			fits = at;
		if (used + columns > width && at)
			return fits ? fits : at;
		used += columns;
		before = cp;
		at += step;
	}
	return len;
}

/* Writes one line of a row; true when some cell has more. */
static bool add_row_line(struct yice_render *render, struct cell *cells)
{
	int pending = 0;
	bool more = false;

	for (int i = 0; i < CELLS; i++) {
		struct cell *cell = &cells[i];
		size_t len = line_bytes(cell->text, cell->width);
		int used = yice_utf8_columns(cell->text, len, 1);

		if (len) {
			add_blanks(render, pending);
			add_colored(render, cell->color, cell->text, len);
			pending = 0;
		} else {
			used = 0;
		}
		pending += cell->width - used + GAP;
		cell->text += len;
		while (*cell->text == ' ' || *cell->text == '\n') {
			bool feed = *cell->text == '\n';

			cell->text++;
			if (feed)
				break;
		}
		more |= *cell->text != '\0';
	}
	yice_buf_addc(render->out, '\n');
	return more;
}

static void set_widths(const struct yice_render *render, struct cell *cells)
{
	cells[0].width = 10;
	cells[2].width = render->lang == YICE_ZH ? 8 : 14;
	cells[1].width = 36;
	cells[3].width = COLUMNS - cells[0].width - cells[1].width - cells[2].width - 3 * GAP;
}

static void add_rule(struct yice_render *render, const char *dash)
{
	for (int i = 0; i < COLUMNS; i++)
		yice_buf_adds(render->out, dash);
	yice_buf_addc(render->out, '\n');
}

/* A line of its own, wrapped with an indent for what follows the first. */
static void add_wrapped(struct yice_render *render, const char *lead, const char *text, size_t len,
			const char *color)
{
	int indent = columns_of(lead);
	struct yice_buf one = YICE_BUF_INIT;
	const char *at;

	yice_buf_add(&one, text, len);
	at = yice_buf_text(&one);
	yice_buf_adds(render->out, lead);
	while (*at) {
		size_t bytes = line_bytes(at, COLUMNS - indent);

		if (at != yice_buf_text(&one))
			add_blanks(render, indent);
		add_colored(render, color, at, bytes);
		yice_buf_addc(render->out, '\n');
		at += bytes;
		at += *at == ' ' || *at == '\n';
	}
	render->out->failed |= one.failed;
	yice_buf_release(&one);
}

static int add_head(struct yice_render *render)
{
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_part(render, YICE_PART_HEAD, &lines);
	const char *title = yice_render_title(render);

	add_colored(render, BOLD, title, strlen(title));
	yice_buf_addc(render->out, '\n');
	for (const char *line = yice_buf_text(&lines); !status && *line;) {
		size_t name = strcspn(line, "\t"), len = strcspn(line, "\n");
		/* The last line of the heading is the verdict. */
		const char *color = line[len] ? NULL : verdict_colors[render->run->verdict];
		struct yice_buf lead = YICE_BUF_INIT;

		yice_buf_add(&lead, line, name);
		while (!lead.failed && yice_utf8_columns(yice_buf_text(&lead), lead.len, 1) < 10)
			yice_buf_addc(&lead, ' ');
		add_wrapped(render, yice_buf_text(&lead), line + name + 1, len - name - 1, color);
		status = yice_buf_status(&lead);
		yice_buf_release(&lead);
		line += len + (line[len] == '\n');
	}
	yice_buf_release(&lines);
	return status;
}

static void add_columns_heading(struct yice_render *render)
{
	struct cell cells[CELLS] = {
		{ .text = yice_render_say(render, "编号", "No."), .color = BOLD },
		{ .text = yice_render_say(render, "管控要求", "Requirement"), .color = BOLD },
		{ .text = yice_render_say(render, "判定", "Outcome"), .color = BOLD },
		{ .text = yice_render_say(render, "理由与依据", "Reason and basis"), .color = BOLD },
	};

	set_widths(render, cells);
	add_rule(render, "─");
	while (add_row_line(render, cells))
		;
}

static void add_row(struct yice_render *render, const struct yice_render_clause *clause)
{
	struct yice_buf number = YICE_BUF_INIT, demand = YICE_BUF_INIT, reason = YICE_BUF_INIT,
			basis = YICE_BUF_INIT;
	int outcome = clause->decided->outcome;
	struct cell cells[CELLS] = { { .text = "" }, { .text = "" }, { .text = "" }, { .text = "" } };

	yice_render_number(render, clause, &number);
	yice_render_requirement(render, clause, false, &demand);
	yice_render_reasons(render, clause, &reason);
	yice_render_asides(render, clause, &basis);
	yice_buf_addf(&reason, "%s%s", reason.len && basis.len ? "\n" : "", yice_buf_text(&basis));
	yice_buf_clear(&basis);
	yice_render_bases(render, clause, &basis);
	yice_buf_addf(&reason, "%s%s", reason.len && basis.len ? "\n" : "", yice_buf_text(&basis));
	set_widths(render, cells);
	cells[0].text = yice_buf_text(&number);
	cells[1].text = yice_buf_text(&demand);
	cells[2].text = clause->is_duty ? yice_render_say(render, "职责", "duty")
					: yice_outcome_word((enum yice_outcome)outcome,
							    render->lang == YICE_ZH ? "zh" : "en");
	cells[2].color = clause->is_duty ? NULL : outcome_colors[outcome];
	cells[3].text = yice_buf_text(&reason);
	while (add_row_line(render, cells))
		;
	render->out->failed |= number.failed || demand.failed || reason.failed || basis.failed;
	yice_buf_release(&number);
	yice_buf_release(&demand);
	yice_buf_release(&reason);
	yice_buf_release(&basis);
}

/* Target and dimension above the rows they hold for, when they change. */
static void add_headings(struct yice_render *render, const struct yice_render_clause *clause,
			 uint32_t *target, uint32_t *dimension)
{
	const struct yice_image_dimension *dimensions = render->view->dimensions;
	struct yice_buf text = YICE_BUF_INIT;

	if (clause->target_number != *target) {
		yice_render_group(render, clause, &text);
		add_rule(render, "─");
		add_wrapped(render, "", yice_buf_text(&text), text.len, BOLD);
		*dimension = YICE_NONE;
	}
	if (clause->context->dimension != *dimension && clause->context->dimension != YICE_NONE) {
		const char *name = yice_render_name(render, dimensions[clause->context->dimension].zh,
						    dimensions[clause->context->dimension].en);

		yice_buf_addf(render->out, "%s%s%s\n", yice_render_say(render, "【", "["), name,
			      yice_render_say(render, "】", "]"));
	}
	*target = clause->target_number;
	*dimension = clause->context->dimension;
	render->out->failed |= text.failed;
	yice_buf_release(&text);
}

static int add_rows(struct yice_render *render)
{
	uint32_t target = YICE_NONE, dimension = YICE_NONE;

	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		struct yice_render_clause clause;
		int status;

		if (!yice_render_shows(render, i, yice_run_decided(render->run, i)->outcome == YICE_RUN_DUTY) ||
		    (yice_run_decided(render->run, i)->outcome == YICE_RUN_DUTY && render->only == YICE_NONE))
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		add_headings(render, &clause, &target, &dimension);
		add_row(render, &clause);
	}
	add_rule(render, "─");
	return YICE_OK;
}

static int add_part(struct yice_render *render, enum yice_render_part part)
{
	const char *title = yice_render_part_title(render, part);
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_part(render, part, &lines), number = 0;

	if (!status && lines.len) {
		yice_buf_addc(render->out, '\n');
		add_colored(render, BOLD, title, strlen(title));
		yice_buf_addc(render->out, '\n');
	}
	for (const char *line = yice_buf_text(&lines); !status && *line;) {
		size_t len = strcspn(line, "\n");
		struct yice_buf lead = YICE_BUF_INIT;

		if (yice_render_is_prose(part))
			yice_buf_adds(&lead, "  ");
		else
			yice_buf_addf(&lead, "%3d. ", ++number);
		add_wrapped(render, yice_buf_text(&lead), line, len, NULL);
		status = yice_buf_status(&lead);
		yice_buf_release(&lead);
		line += len + (line[len] == '\n');
	}
	yice_buf_release(&lines);
	return status;
}

/* The whole reason of the one clause asked for. */
static int add_tree(struct yice_render *render)
{
	const char *title = yice_render_say(render, "推理", "Reason");
	struct yice_render_clause clause;
	struct yice_buf lines = YICE_BUF_INIT;
	int status = yice_render_load(render, render->only, &clause);

	if (status)
		return status;
	yice_render_tree(render, &clause, &lines);
	if (lines.len) {
		yice_buf_addc(render->out, '\n');
		add_colored(render, BOLD, title, strlen(title));
		yice_buf_addf(render->out, "\n%s\n", yice_buf_text(&lines));
	}
	status = yice_buf_status(&lines);
	yice_buf_release(&lines);
	return status;
}

int yice_render_text(struct yice_render *render)
{
	int status = add_head(render);

	if (status)
		return status;
	add_columns_heading(render);
	status = add_rows(render);
	if (!status && render->only != YICE_NONE)
		status = add_tree(render);
	for (int part = YICE_PART_MISSING; !status && render->only == YICE_NONE && part < YICE_PARTS; part++)
		status = add_part(render, (enum yice_render_part)part);
	yice_buf_addc(render->out, '\n');
	yice_render_footer(render, render->out);
	yice_buf_addc(render->out, '\n');
	return status;
}
