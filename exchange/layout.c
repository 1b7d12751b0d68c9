/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout file, written by import and read by export. What a cell was and
 * what the sources say of it are compared here once; from then on the file
 * holds the difference only. Texts of requirements are therefore in the
 * sources, and nowhere else.
 */
#include "exchange/layout.h"

static const char *const ends[] = { "lf", "crlf", "open" };

static void put_escaped(struct yice_buf *out, const char *text)
{
	for (; *text; text++) {
		static const char plain[] = "\t\n\r\\>", escape[] = "tnr\\g";
		const char *at = strchr(plain, *text);

		if (at)
			yice_buf_addc(out, '\\');
		yice_buf_addc(out, at ? escape[at - plain] : *text);
	}
}

/* In place; the escapes of put_escaped. */
static void unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		static const char plain[] = "\t\n\r\\>", escape[] = "tnr\\g";
		const char *at = *text == '\\' && text[1] ? strchr(escape, text[1]) : NULL;

		*to++ = at ? plain[at - escape] : *text;
		text += at != NULL;
	}
	*to = '\0';
}

/* One cell as a field, without the shorthand for repeats. */
static void cell_field(const struct yice_csv_cell *cell, const char *given, struct yice_buf *out)
{
	if (cell->odd)
		yice_buf_addc(out, '"');
	if (!strcmp(cell->text, given)) {
		yice_buf_addc(out, '=');
		return;
	}
	yice_buf_addc(out, '~');
	put_escaped(out, given);
	yice_buf_addc(out, '>');
	put_escaped(out, cell->text);
}

struct writer {
	const struct yice_list_table *list;
	struct yice_reading *reading;
	struct yice_buf *out;
	uint32_t entry;          /* the next */
	struct yice_buf *before; /* fields of the row above, one a column */
	uint32_t columns;
};

static bool holds_clauses(enum yice_role role)
{
	return role == YICE_ROLE_TEXT || role == YICE_ROLE_WIDE;
}

/* Fields of the row as the sources give them; clause cells of wide rows each have their own. */
static int put_cells(struct writer *w, uint32_t row, uint32_t unit, const uint32_t *placed)
{
	const struct yice_sheet *sheet = w->list->sheet;
	struct yice_fields fields = { { "" } };
	struct yice_buf field = YICE_BUF_INIT;
	uint32_t main = YICE_NONE;
	int status = YICE_OK;

	for (int i = 0; i < YICE_ROLES; i++)
		fields.at[i] = "";
	if (sheet->column[YICE_ROLE_TEXT] != UINT32_MAX)
		main = placed[sheet->column[YICE_ROLE_TEXT]];
	if (unit != YICE_NONE)
		status = yice_reading_fields(w->reading, unit, main, &fields);
	for (uint32_t i = 0; !status && i < sheet->csv.rows[row].count; i++) {
		const struct yice_csv_cell *cell = yice_sheet_cell(sheet, row, i);
		enum yice_role role = i < sheet->columns ? sheet->roles[i] : YICE_ROLE_EXTRA;
		const char *given = fields.at[role];
		struct yice_buf *before = i < w->columns ? &w->before[i] : NULL;

		if (role == YICE_ROLE_WIDE)
			given = placed[i] == YICE_NONE ? "" : w->reading->rules.items[placed[i]].original;
		yice_buf_clear(&field);
		cell_field(cell, given ? given : "", &field);
		yice_buf_addc(w->out, '\t');
		if (before && field.len > 1 && before->len == field.len &&
		    !memcmp(before->data, field.data, field.len))
			yice_buf_addc(w->out, '.');
		else
			yice_buf_adds(w->out, yice_buf_text(&field));
		if (before) {
			yice_buf_clear(before);
			yice_buf_adds(before, yice_buf_text(&field));
			status = yice_buf_status(before);
		}
	}
	if (!status)
		status = yice_buf_status(&field);
	yice_buf_release(&field);
	return status;
}

/* The clause of an entry in the sources. */
static uint32_t placed_of(const struct writer *w, const struct yice_entry *entry, uint32_t unit)
{
	struct yice_buf name = YICE_BUF_INIT;
	uint32_t placed;

	yice_buf_addf(&name, "%s#%u", entry->source_number, entry->repeat);
	placed = yice_reading_clause(w->reading, unit, yice_buf_text(&name));
	yice_buf_release(&name);
	return placed;
}

static int put_row(struct writer *w, uint32_t row)
{
	const struct yice_list_table *list = w->list;
	uint32_t owner = list->row_unit[row], unit = YICE_NONE;
	uint32_t *placed = yice_arena_array(&w->reading->arena, (size_t)w->columns + 1, sizeof(*placed));

	if (!placed)
		return YICE_ENOMEM;
	yice_buf_addf(w->out, "row\t%s\t", ends[list->sheet->csv.rows[row].end]);
	if (owner != YICE_NO_INDEX) {
		unit = yice_reading_unit(w->reading, list->units[owner].code);
		put_escaped(w->out, list->units[owner].code);
	}
	for (uint32_t i = 0; i < w->columns; i++) {
		placed[i] = YICE_NONE;
		if (!holds_clauses(list->sheet->roles[i]))
			continue;
		yice_buf_addc(w->out, '\t');
		if (w->entry == list->entry_count || list->entries[w->entry].row != row ||
		    list->entries[w->entry].column != i) {
			yice_buf_addc(w->out, '-');
			continue;
		}
		placed[i] = placed_of(w, &list->entries[w->entry], unit);
		put_escaped(w->out, list->entries[w->entry].source_number);
		yice_buf_addf(w->out, "#%u", list->entries[w->entry++].repeat);
	}
	yice_buf_adds(w->out, "\t;");
	if (put_cells(w, row, unit, placed))
		return YICE_ENOMEM;
	yice_buf_addc(w->out, '\n');
	return YICE_OK;
}

int yice_layout_write(const struct yice_list_table *list, struct yice_reading *reading, struct yice_buf *out)
{
	const struct yice_sheet *sheet = list->sheet;
	struct writer w = { list, reading, out, 0, NULL, sheet->columns };
	int status = YICE_OK;

	w.before = calloc((size_t)sheet->columns + 1, sizeof(*w.before));
	if (!w.before)
		return YICE_ENOMEM;
	yice_buf_adds(out, "yice-layout 1\n");
	yice_buf_addf(out, "encoding\t%s\n", sheet->gb18030 ? "gb18030" : sheet->bom ? "utf-8-bom" : "utf-8");
	yice_buf_addf(out, "header\t%s", ends[sheet->csv.rows[0].end]);
	for (uint32_t i = 0; i < sheet->columns; i++) {
		const struct yice_csv_cell *cell = yice_sheet_cell(sheet, 0, i);

		yice_buf_addf(out, "\t%c", cell->odd ? '"' : '=');
		put_escaped(out, cell->text);
	}
	yice_buf_addc(out, '\n');
	for (uint32_t row = 1; !status && row < sheet->csv.row_count; row++)
		status = put_row(&w, row);
	for (uint32_t i = 0; i < sheet->columns; i++)
		yice_buf_release(&w.before[i]);
	free(w.before);
	return status ? status : yice_buf_status(out);
}

/* Fields of a line, in the arena, escapes undone except in cells; NULL when out of memory. */
static char **split(struct yice_layout *layout, const char *line, size_t len, uint32_t *count)
{
	char *copy = yice_arena_strndup(&layout->arena, line, len);
	char **fields;
	uint32_t n = 1;

	for (size_t i = 0; i < len; i++)
		n += line[i] == '\t';
	fields = yice_arena_array(&layout->arena, (size_t)n + 1, sizeof(*fields));
	if (!copy || !fields)
		return NULL;
	*count = n;
	for (uint32_t i = 0; i < n; i++) {
		fields[i] = copy;
		copy = strchr(copy, '\t');
		if (copy)
			*copy++ = '\0';
	}
	return fields;
}

static bool read_end(const char *word, enum yice_csv_end *end)
{
	for (size_t i = 0; i < YICE_COUNT(ends); i++)
		if (!strcmp(word, ends[i])) {
			*end = (enum yice_csv_end)i;
			return true;
		}
	return false;
}

static struct yice_layout_row *add_row(struct yice_layout *layout)
{
	struct yice_layout_row *rows =
	    yice_exchange_room(layout->rows, layout->count, &layout->cap, sizeof(*rows));

	if (!rows)
		return NULL;
	layout->rows = rows;
	rows[layout->count] = (struct yice_layout_row){ .unit = "" };
	return &rows[layout->count++];
}

/* A row's fields, with repeats of the row above put in. false when they make no sense. */
static bool read_row(struct yice_layout *layout, struct yice_layout_row *row, char **fields, uint32_t count)
{
	uint32_t at = 3;

	if (count < 4 || !read_end(fields[1], &row->end))
		return false;
	unescape(fields[2]);
	row->unit = fields[2];
	row->clauses = fields + 3;
	while (at < count && strcmp(fields[at], ";"))
		unescape(fields[at++]);
	if (at == count)
		return false;
	fields[at] = NULL;
	row->cells = fields + at + 1;
	row->cell_count = count - at - 1;
	for (uint32_t i = 0; i < row->cell_count; i++) {
		const struct yice_layout_row *above = layout->count > 2 ? row - 1 : NULL;

		if (strcmp(row->cells[i], "."))
			continue;
		for (; above > layout->rows && above->cell_count <= i; above--)
			;
		if (!above || above == layout->rows)
			return false;
		row->cells[i] = above->cells[i];
	}
	return true;
}

static int read_line(struct yice_layout *layout, const char *line, size_t len, uint32_t number, bool *good)
{
	uint32_t count;
	char **fields = split(layout, line, len, &count);
	struct yice_layout_row *row;

	if (!fields)
		return YICE_ENOMEM;
	*good = false;
	if (number == 1) {
		*good = !strcmp(fields[0], "yice-layout 1");
	} else if (number == 2) {
		*good = count == 2 && !strcmp(fields[0], "encoding");
		layout->bom = *good && !strcmp(fields[1], "utf-8-bom");
		layout->gb18030 = *good && !strcmp(fields[1], "gb18030");
	} else {
		row = add_row(layout);
		if (!row)
			return YICE_ENOMEM;
		if (number > 3) {
			*good = !strcmp(fields[0], "row") && read_row(layout, row, fields, count);
		} else {
			*good = count > 1 && !strcmp(fields[0], "header") && read_end(fields[1], &row->end);
			for (uint32_t i = 2; i < count; i++)
				unescape(fields[i]);
			row->cells = fields + 2;
			row->cell_count = count - 2;
		}
	}
	return YICE_OK;
}

int yice_layout_read(struct yice_layout *layout, const char *text, size_t len, struct yice_diags *diags)
{
	uint32_t number = 0;
	bool good = true;
	int status = YICE_OK;

	memset(layout, 0, sizeof(*layout));
	yice_arena_init(&layout->arena);
	for (size_t at = 0, line; !status && good && at < len; at += line + 1) {
		const char *end = memchr(text + at, '\n', len - at);

		line = end ? (size_t)(end - (text + at)) : len - at;
		status = read_line(layout, text + at, line, ++number, &good);
	}
	if (!status && (!good || number < 3)) {
		struct yice_buf where = YICE_BUF_INIT;

		yice_buf_addf(&where, "%u", number);
		yice_diag_add(diags, YICE_D_layout_damaged, YICE_SPAN_NONE, yice_buf_text(&where), NULL);
		yice_buf_release(&where);
		status = YICE_EDIAG;
	}
	return status;
}

void yice_layout_release(struct yice_layout *layout)
{
	free(layout->rows);
	yice_arena_release(&layout->arena);
}

const char *yice_layout_header(const char *cell)
{
	return *cell ? cell + 1 : cell;
}

const char *yice_layout_cell(struct yice_layout *layout, const char *cell, const char *given, bool *odd)
{
	char *was, *then;

	*odd = *cell == '"';
	cell += *odd;
	if (*cell == '=')
		return given;
	then = *cell == '~' ? yice_arena_strdup(&layout->arena, cell + 1) : NULL;
	was = then ? strchr(then, '>') : NULL;
	if (!was)
		return NULL;
	*was++ = '\0';
	unescape(then);
	unescape(was);
	return strcmp(then, given) ? given : was;
}
