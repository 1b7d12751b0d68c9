/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice_export: a folder of sources to a table (yice/exchange.h). With a layout
 * file the rows come as they came in, and what was edited says what it says
 * now; clauses that are new follow the clause before them. Without one the
 * table has the default columns.
 */
#include "yice/exchange.h"

#include "base/report.h"
#include "exchange/layout.h"
#include "exchange/texts.h"

struct export
{
	struct yice_report *report;
	struct yice_reading reading;
	struct yice_layout layout;
	struct yice_buf out;
	enum yice_role *roles; /* one a column of the header */
	const char **headers;
	uint32_t columns, text_columns, main; /* main: see yice_layout_given */
	const char **given;                   /* one a column of requirements */
	bool *known,
	    *listed;        /* one a placed clause: the layout has it; a row was written for it, or will be */
	uint32_t *last_row; /* one a unit: the last of its rows in the layout; 0 none */
	enum yice_csv_end end; /* of new rows */
	bool open;             /* the row before did not end */
};

static bool is_text(enum yice_role role)
{
	return role == YICE_ROLE_TEXT || role == YICE_ROLE_WIDE;
}

static void begin_row(struct export *e)
{
	if (e->open)
		yice_csv_put_end(&e->out, e->end);
	e->open = false;
}

static void end_row(struct export *e, enum yice_csv_end end)
{
	yice_csv_put_end(&e->out, end);
	e->open = end == YICE_CSV_OPEN;
}

static void put_header(struct export *e)
{
	const struct yice_layout_row *header = &e->layout.rows[0];

	for (uint32_t i = 0; i < e->columns; i++) {
		if (i)
			yice_buf_addc(&e->out, ',');
		yice_csv_put(&e->out, e->headers[i], strlen(e->headers[i]), header->cells[i][0] == '"');
	}
	end_row(e, header->end);
}

/* The column of requirements for a clause that no row has yet. */
static uint32_t text_column(const struct export *e, const char *dimension)
{
	uint32_t first = UINT32_MAX;

	for (uint32_t i = 0; i < e->columns; i++) {
		if (e->roles[i] == YICE_ROLE_TEXT)
			return i;
		if (e->roles[i] != YICE_ROLE_WIDE)
			continue;
		if (!strcmp(yice_role_dimension(e->headers[i]), dimension))
			return i;
		first = first == UINT32_MAX ? i : first;
	}
	return first;
}

/* What a new row says in a column: of its unit, as the unit's other rows do. */
static const char *new_cell(struct export *e, uint32_t unit, uint32_t column,
			    const struct yice_fields *fields)
{
	const struct yice_layout_row *like = &e->layout.rows[e->last_row[unit]];
	enum yice_role role = e->roles[column];
	const char *text;
	bool odd;

	if (is_text(role))
		return "";
	if (role > YICE_ROLE_ZONES || !e->last_row[unit] || column >= like->cell_count)
		return fields->at[role];
	text = yice_layout_cell(&e->layout, like->cells[column], fields->at[role], &odd);
	return text ? text : fields->at[role];
}

static int put_new(struct export *e, uint32_t unit, uint32_t placed)
{
	struct yice_fields fields;
	uint32_t column;
	int status = yice_reading_fields(&e->reading, unit, placed, &fields);

	if (status)
		return status;
	begin_row(e);
	column = text_column(e, fields.at[YICE_ROLE_DIMENSION]);
	for (uint32_t i = 0; i < e->columns; i++) {
		const char *text = i == column ? fields.at[YICE_ROLE_TEXT] : new_cell(e, unit, i, &fields);

		if (i)
			yice_buf_addc(&e->out, ',');
		yice_csv_put(&e->out, text, strlen(text), false);
	}
	end_row(e, e->end);
	e->listed[placed] = true;
	return YICE_OK;
}

/* Clauses of a unit that no row has, from one on: up to the next that has a row, or all. */
static int put_unlisted(struct export *e, uint32_t unit, uint32_t from, bool all)
{
	int status = YICE_OK;

	for (uint32_t i = from; !status && i < e->reading.model.placed.count; i++) {
		if (yice_reading_owner(&e->reading, i) != unit) {
			if (!all)
				break;
			continue;
		}
		if (!e->listed[i])
			status = put_new(e, unit, i);
		else if (!all)
			break;
	}
	return status;
}

/* Rows of units whose clauses the layout knows nothing of; those of no unit have no row. */
static int put_rest(struct export *e)
{
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < e->reading.model.placed.count; i++) {
		uint32_t unit = yice_reading_owner(&e->reading, i);

		if (e->listed[i])
			continue;
		if (unit != YICE_NONE)
			status = put_new(e, unit, i);
		else
			yice_diag_add(&e->report->diags, YICE_D_clause_without_row,
				      e->reading.model.placed.items[i].span,
				      *e->reading.model.placed.items[i].number
					  ? e->reading.model.placed.items[i].number
					  : "条",
				      NULL);
	}
	return status;
}

/* "none" no longer holds where the unit has new clauses under that dimension. */
static bool outdated(struct export *e, const struct yice_layout_row *row, uint32_t unit)
{
	const struct yice_model *model = &e->reading.model;
	const char *dimension = NULL;
	uint32_t known;
	bool odd;

	for (uint32_t i = 0; i < e->columns && i < row->cell_count; i++)
		if (e->roles[i] == YICE_ROLE_DIMENSION)
			dimension = yice_layout_cell(&e->layout, row->cells[i], "", &odd);
	if (!dimension)
		return false;
	known = yice_map_find(&model->dimension_names, dimension, strlen(dimension));
	if (known == YICE_MAP_NONE)
		return false;
	known = model->dimension_names.entries[known].value;
	for (uint32_t i = 0; i < model->placed.count; i++)
		if (!e->known[i] && model->placed.items[i].dimension == known &&
		    yice_reading_owner(&e->reading, i) == unit)
			return true;
	return false;
}

/* Had a row clauses, and are some of them still there? */
static void find_clauses(const struct yice_layout_row *row, bool *any, bool *left)
{
	*any = *left = false;
	for (uint32_t i = 0; i < row->text_count; i++)
		for (uint32_t k = 0; k < row->texts[i].count; k++) {
			*any = true;
			*left = *left || row->texts[i].parts[k].placed != YICE_NONE;
		}
}

static int report_line(struct export *e, uint32_t number)
{
	struct yice_buf line = YICE_BUF_INIT;

	yice_buf_addf(&line, "%u", number + 3);
	e->report->diags.failed |= line.failed;
	yice_diag_add(&e->report->diags, YICE_D_layout_damaged, YICE_SPAN_NONE, yice_buf_text(&line), NULL);
	yice_buf_release(&line);
	return YICE_EDIAG;
}

static int put_cells(struct export *e, const struct yice_layout_row *row, uint32_t unit, uint32_t number)
{
	struct yice_fields fields;
	uint32_t next = 0;
	int status =
	    yice_layout_given(&e->reading, unit, row->texts, row->text_count, e->main, &fields, e->given);

	for (uint32_t i = 0; !status && i < row->cell_count; i++) {
		enum yice_role role = i < e->columns ? e->roles[i] : YICE_ROLE_EXTRA;
		const char *text;
		bool odd;

		text = yice_layout_cell(&e->layout, row->cells[i],
					is_text(role) ? e->given[next++] : fields.at[role], &odd);
		if (!text)
			return report_line(e, number);
		if (i)
			yice_buf_addc(&e->out, ',');
		yice_csv_put(&e->out, text, strlen(text), odd);
	}
	return status;
}

/* New clauses behind each clause of a row, in the order of the sources. */
static int put_followers(struct export *e, const struct yice_layout_row *row, uint32_t unit)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < row->text_count; i++)
		for (uint32_t k = 0; !status && k < row->texts[i].count; k++)
			if (row->texts[i].parts[k].placed != YICE_NONE)
				status = put_unlisted(e, unit, row->texts[i].parts[k].placed + 1, false);
	return status;
}

/* A row as it was laid out, unless what it said is gone; then the clauses that are new behind it. */
static int put_row(struct export *e, uint32_t number)
{
	const struct yice_layout_row *row = &e->layout.rows[number];
	uint32_t unit = *row->unit ? yice_reading_unit(&e->reading, row->unit) : YICE_NONE;
	bool any, left, gone;
	int status = YICE_OK;

	find_clauses(row, &any, &left);
	gone = *row->unit && (unit == YICE_NONE || (any ? !left : outdated(e, row, unit)));
	if (!gone) {
		begin_row(e);
		status = put_cells(e, row, unit, number);
		end_row(e, row->end);
	}
	if (!status && unit != YICE_NONE)
		status = put_followers(e, row, unit);
	if (!status && unit != YICE_NONE && e->last_row[unit] == number && e->reading.model.placed.count)
		status = put_unlisted(e, unit, 0, true);
	return status;
}

/* Which clauses have a row, and which row of a unit is its last. A row has a cell for every column. */
static int take_stock(struct export *e)
{
	int status = yice_layout_match(&e->layout, &e->reading);

	for (uint32_t r = 1; !status && r < e->layout.count; r++) {
		const struct yice_layout_row *row = &e->layout.rows[r];
		uint32_t unit = *row->unit ? yice_reading_unit(&e->reading, row->unit) : YICE_NONE;

		if (row->text_count != e->text_columns)
			return report_line(e, r);
		if (unit != YICE_NONE)
			e->last_row[unit] = r;
		for (uint32_t i = 0; i < row->text_count; i++)
			for (uint32_t k = 0; k < row->texts[i].count; k++) {
				uint32_t placed = row->texts[i].parts[k].placed;

				if (placed != YICE_NONE)
					e->known[placed] = e->listed[placed] = true;
			}
	}
	return status;
}

static int read_header(struct export *e)
{
	const struct yice_layout_row *header = &e->layout.rows[0];

	e->columns = header->cell_count;
	e->main = YICE_NONE;
	e->end = header->end == YICE_CSV_OPEN ? YICE_CSV_LF : header->end;
	e->roles = yice_arena_array(&e->layout.arena, (size_t)e->columns + 1, sizeof(*e->roles));
	e->headers = yice_arena_array(&e->layout.arena, (size_t)e->columns + 1, sizeof(*e->headers));
	if (!e->roles || !e->headers)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < e->columns; i++) {
		e->headers[i] = yice_layout_header(header->cells[i]);
		e->roles[i] = yice_role_of(e->headers[i]);
		for (uint32_t k = 0; k < i; k++)
			if (e->roles[k] == e->roles[i] && e->roles[i] != YICE_ROLE_WIDE)
				e->roles[i] = YICE_ROLE_EXTRA;
		if (e->roles[i] == YICE_ROLE_TEXT)
			e->main = e->text_columns;
		e->text_columns += is_text(e->roles[i]);
	}
	return YICE_OK;
}

static int put_table(struct export *e)
{
	const struct yice_model *model = &e->reading.model;
	int status = read_header(e);

	e->given = yice_arena_array(&e->layout.arena, (size_t)e->text_columns + 1, sizeof(*e->given));
	e->listed = yice_arena_array(&e->layout.arena, (size_t)model->placed.count + 1, sizeof(*e->listed));
	e->known = yice_arena_array(&e->layout.arena, (size_t)model->placed.count + 1, sizeof(*e->known));
	e->last_row =
	    yice_arena_array(&e->layout.arena, (size_t)model->units.count + 1, sizeof(*e->last_row));
	if (status || !e->given || !e->listed || !e->known || !e->last_row)
		return YICE_ENOMEM;
	status = take_stock(e);
	if (!status)
		put_header(e);
	for (uint32_t r = 1; !status && r < e->layout.count; r++)
		status = put_row(e, r);
	if (!status)
		status = put_rest(e);
	return status ? status : yice_buf_status(&e->out);
}

static const char default_layout[] =
    "yice-layout 1\nencoding\tutf-8-bom\nheader\tcrlf\t=单元编码\t=单元名称\t=省\t=市\t"
    "=区县\t=单元分类\t=要素细类\t=管控维度\t=序号\t=属性\t=管控要求\n";

/* The layout beside the sources, or the default one. */
static int read_layout(struct export *e, const char *folder)
{
	struct yice_buf path = YICE_BUF_INIT;
	char *text = NULL;
	size_t len = 0;
	int status;

	yice_buf_addf(&path, "%s/%s", folder, YICE_LAYOUT_FILE);
	status = yice_buf_status(&path);
	if (!status)
		status = yice_read_file(path.data, &text, &len);
	if (!status)
		status = yice_layout_read(&e->layout, text, len, &e->report->diags);
	else if (status != YICE_ENOMEM)
		status =
		    yice_layout_read(&e->layout, default_layout, strlen(default_layout), &e->report->diags);
	free(text);
	yice_buf_release(&path);
	return status;
}

/* The table in its own encoding, in place of its UTF-8. */
static int encode(struct export *e)
{
	struct yice_buf out = YICE_BUF_INIT;
	int status = YICE_OK;

	if (e->layout.bom)
		yice_buf_adds(&out, "\xef\xbb\xbf");
	if (e->layout.gb18030)
		status = yice_sheet_encode(yice_buf_text(&e->out), e->out.len, &out);
	else
		yice_buf_add(&out, yice_buf_text(&e->out), e->out.len);
	yice_buf_release(&e->out);
	e->out = out;
	return status ? status : yice_buf_status(&out);
}

/* The table of what was read, in *bytes; status: of reading it. */
static int finish(struct export *e, int status, void **bytes, size_t *len)
{
	if (!status)
		status = put_table(e);
	if (!status)
		status = encode(e);
	yice_layout_release(&e->layout);
	yice_reading_close(&e->reading);
	yice_diags_sort(&e->report->diags);
	if (e->report->diags.failed)
		status = YICE_ENOMEM;
	if (status) {
		yice_buf_release(&e->out);
		return status;
	}
	*bytes = e->out.data;
	*len = e->out.len;
	return YICE_OK;
}

int yice_export(const char *folder, yice_report *report, void **bytes, size_t *len)
{
	struct export e = { .report = report };
	int status = yice_reading_open(&e.reading, &folder, 1, &report->sources, &report->diags);

	if (!status)
		status = read_layout(&e, folder);
	return finish(&e, status, bytes, len);
}

int yice_export_texts(const struct yice_output *files, struct yice_report *report, void **bytes, size_t *len)
{
	struct yice_output sources = { files->files, files->count - 1, 0 };
	const struct yice_buf *layout = &files->files[files->count - 1].text;
	struct export e = { .report = report };
	int status = yice_reading_open_texts(&e.reading, &sources, NULL, &report->sources, &report->diags);

	if (!status)
		status = yice_layout_read(&e.layout, yice_buf_text(layout), layout->len, &report->diags);
	return finish(&e, status, bytes, len);
}
