/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comma-separated values in and out, for tables that people publish. Strict
 * where a table could be read in two ways, tolerant of everything that can be
 * written again as it was: bare quotation marks inside an unquoted cell, quotes
 * without need, rows of different lengths, mixed line ends.
 */
#include "base/csv.h"

struct reader {
	const char *text;
	size_t len, at;
	struct yice_csv *csv;
	struct yice_buf cell;
	uint32_t *fault;
};

/* Room for one more of size bytes each; the new array, or NULL. */
static void *grown(void *items, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t more = *cap ? *cap * 2 : 256;
	void *moved;

	if (count < *cap)
		return items;
	moved = realloc(items, more * size);
	if (moved)
		*cap = more;
	return moved;
}

static bool needs_quotes(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
			return true;
	return false;
}

static bool at_line_end(const struct reader *r)
{
	return r->at == r->len || r->text[r->at] == '\n' ||
	       (r->text[r->at] == '\r' && r->at + 1 < r->len && r->text[r->at + 1] == '\n');
}

static int read_quoted(struct reader *r)
{
	size_t open = r->at++;

	for (;;) {
		const char *quote = memchr(r->text + r->at, '"', r->len - r->at);
		size_t upto = quote ? (size_t)(quote - r->text) : r->len;

		yice_buf_add(&r->cell, r->text + r->at, upto - r->at);
		r->at = upto + 1;
		if (!quote) {
			*r->fault = (uint32_t)open;
			return YICE_ESYNTAX;
		}
		if (r->at == r->len || r->text[r->at] != '"')
			break;
		yice_buf_addc(&r->cell, '"');
		r->at++;
	}
	if (at_line_end(r) || r->text[r->at] == ',')
		return YICE_OK;
	*r->fault = (uint32_t)r->at;
	return YICE_ESYNTAX;
}

static int read_cell(struct reader *r)
{
	struct yice_csv *csv = r->csv;
	size_t start = r->at;
	bool quoted = r->at < r->len && r->text[r->at] == '"';
	struct yice_csv_cell *cells, *cell;
	int status = YICE_OK;

	yice_buf_clear(&r->cell);
	if (quoted) {
		status = read_quoted(r);
	} else {
		while (!at_line_end(r) && r->text[r->at] != ',')
			r->at++;
		yice_buf_add(&r->cell, r->text + start, r->at - start);
	}
	if (status)
		return status;
	cells = grown(csv->cells, csv->cell_count, &csv->cell_cap, sizeof(*cells));
	if (!cells)
		return YICE_ENOMEM;
	csv->cells = cells;
	if (yice_buf_status(&r->cell))
		return YICE_ENOMEM;
	cell = &cells[csv->cell_count++];
	cell->text = yice_arena_strndup(&csv->arena, yice_buf_text(&r->cell), r->cell.len);
	cell->len = (uint32_t)r->cell.len;
	cell->start = (uint32_t)start;
	cell->end = (uint32_t)r->at;
	cell->odd = quoted != needs_quotes(yice_buf_text(&r->cell), r->cell.len);
	return cell->text ? YICE_OK : YICE_ENOMEM;
}

static int read_row(struct reader *r)
{
	struct yice_csv *csv = r->csv;
	struct yice_csv_row *rows = grown(csv->rows, csv->row_count, &csv->row_cap, sizeof(*rows));
	struct yice_csv_row *row;
	int status;

	if (!rows)
		return YICE_ENOMEM;
	csv->rows = rows;
	row = &rows[csv->row_count];
	row->first = csv->cell_count;
	for (;;) {
		status = read_cell(r);
		if (status)
			return status;
		if (at_line_end(r))
			break;
		r->at++; /* the comma */
	}
	row->count = csv->cell_count - row->first;
	row->end = r->at == r->len ? YICE_CSV_OPEN : r->text[r->at] == '\n' ? YICE_CSV_LF : YICE_CSV_CRLF;
	r->at += row->end == YICE_CSV_OPEN ? 0 : row->end == YICE_CSV_LF ? 1 : 2;
	csv->row_count++;
	return YICE_OK;
}

int yice_csv_read(const char *text, size_t len, struct yice_csv *csv, uint32_t *fault)
{
	struct reader r = { text, len, 0, csv, YICE_BUF_INIT, fault };
	int status = YICE_OK;

	memset(csv, 0, sizeof(*csv));
	yice_arena_init(&csv->arena);
	if (len > INT32_MAX)
		return YICE_ELIMIT;
	while (!status && r.at < len)
		status = read_row(&r);
	yice_buf_release(&r.cell);
	return status;
}

void yice_csv_release(struct yice_csv *csv)
{
	yice_arena_release(&csv->arena);
	free(csv->cells);
	free(csv->rows);
	memset(csv, 0, sizeof(*csv));
	yice_arena_init(&csv->arena);
}

void yice_csv_put(struct yice_buf *out, const char *text, size_t len, bool odd)
{
	if (needs_quotes(text, len) == odd) {
		yice_buf_add(out, text, len);
		return;
	}
	yice_buf_addc(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"')
			yice_buf_addc(out, '"');
		yice_buf_addc(out, text[i]);
	}
	yice_buf_addc(out, '"');
}

void yice_csv_put_end(struct yice_buf *out, enum yice_csv_end end)
{
	if (end != YICE_CSV_OPEN)
		yice_buf_adds(out, end == YICE_CSV_LF ? "\n" : "\r\n");
}
