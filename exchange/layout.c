/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout file, written by import and read by export. What a cell was and
 * what the sources say of it are compared here once; from then on the file
 * holds the difference only. Texts of requirements are therefore in the
 * sources, and nowhere else.
 */
#include "exchange/layout.h"

static const char *const ends[] = { "lf", "crlf", "open" };

static const char plain[] = { '\t', '\n', '\r', '\\', '>', YICE_MARK_NUMBER, YICE_MARK_TAG, '\0' };
static const char escape[] = "tnr\\gNT";

static void put_escaped(struct yice_buf *out, const char *text)
{
	for (; *text; text++) {
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

void yice_layout_print(const char *text, char print[YICE_PRINT_SIZE])
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	for (int i = 0; i < 8; i++)
		print[i] = "0123456789abcdef"[hash >> (28 - 4 * i) & 15];
	print[8] = '\0';
}

/* What a mark is for a clause with that number and tag. */
static void put_mark(struct yice_buf *out, const char *mark, const char *number, const char *tag)
{
	assert(mark);
	for (; *mark; mark++) {
		if (*mark == YICE_MARK_NUMBER)
			yice_buf_adds(out, number);
		else if (*mark == YICE_MARK_TAG)
			yice_buf_adds(out, tag);
		else
			yice_buf_addc(out, *mark);
	}
}

/* The first clause of a cell that is still there, or YICE_NONE. */
static uint32_t first_there(const struct yice_layout_text *text)
{
	for (uint32_t i = 0; i < text->count; i++)
		if (text->parts[i].placed != YICE_NONE)
			return text->parts[i].placed;
	return YICE_NONE;
}

/* A cell put together; its first clause stands behind the cell's first mark. NULL when out of memory. */
static const char *joined(struct yice_reading *reading, uint32_t unit, const struct yice_layout_text *text)
{
	struct yice_buf out = YICE_BUF_INIT;
	const char *mark = text->parts[0].mark, *kept;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < text->count; i++) {
		struct yice_fields fields;

		if (text->parts[i].placed == YICE_NONE)
			continue;
		status = yice_reading_fields(reading, unit, text->parts[i].placed, &fields);
		if (status)
			break;
		put_mark(&out, mark ? mark : text->parts[i].mark, fields.at[YICE_ROLE_NUMBER],
			 fields.at[YICE_ROLE_TAG]);
		yice_buf_adds(&out, fields.at[YICE_ROLE_TEXT]);
		mark = NULL;
	}
	kept =
	    status || yice_buf_status(&out) ? NULL : yice_arena_strdup(&reading->arena, yice_buf_text(&out));
	yice_buf_release(&out);
	return kept;
}

int yice_layout_given(struct yice_reading *reading, uint32_t unit, const struct yice_layout_text *texts,
		      uint32_t count, uint32_t main, struct yice_fields *fields, const char **given)
{
	int status = YICE_OK;

	for (int i = 0; i < YICE_ROLES; i++)
		fields->at[i] = "";
	for (uint32_t i = 0; i < count; i++)
		given[i] = "";
	if (unit == YICE_NONE)
		return YICE_OK;
	status = yice_reading_fields(
	    reading, unit, main == YICE_NONE || main >= count ? YICE_NONE : first_there(&texts[main]),
	    fields);
	for (uint32_t i = 0; !status && i < count; i++) {
		if (first_there(&texts[i]) == YICE_NONE)
			continue;
		given[i] = joined(reading, unit, &texts[i]);
		status = given[i] ? YICE_OK : YICE_ENOMEM;
	}
	if (status || main == YICE_NONE || main >= count || !texts[main].count)
		return status;
	if (strchr(texts[main].parts[0].mark, YICE_MARK_NUMBER))
		fields->at[YICE_ROLE_NUMBER] = "";
	if (strchr(texts[main].parts[0].mark, YICE_MARK_TAG))
		fields->at[YICE_ROLE_TAG] = "";
	return YICE_OK;
}

/* ---- writing */

struct writer {
	const struct yice_list_table *list;
	struct yice_reading *reading;
	struct yice_buf *out;
	uint32_t entry;          /* the next */
	struct yice_buf *before; /* fields of the row above, one a column */
	uint32_t columns, main;  /* main: see yice_layout_given */
	struct yice_layout_text *texts;
	const char **given; /* one a column of requirements */
	uint32_t text_count;
};

static bool holds_clauses(enum yice_role role)
{
	return role == YICE_ROLE_TEXT || role == YICE_ROLE_WIDE;
}

/* Fields of the row as the sources give them; clause cells of wide rows each have their own. */
static int put_cells(struct writer *w, uint32_t row, uint32_t unit)
{
	const struct yice_sheet *sheet = w->list->sheet;
	struct yice_fields fields;
	struct yice_buf field = YICE_BUF_INIT;
	uint32_t text = 0;
	int status = yice_layout_given(w->reading, unit, w->texts, w->text_count, w->main, &fields, w->given);

	for (uint32_t i = 0; !status && i < sheet->csv.rows[row].count; i++) {
		const struct yice_csv_cell *cell = yice_sheet_cell(sheet, row, i);
		enum yice_role role = i < sheet->columns ? sheet->roles[i] : YICE_ROLE_EXTRA;
		struct yice_buf *before = i < w->columns ? &w->before[i] : NULL;

		yice_buf_clear(&field);
		cell_field(cell, holds_clauses(role) ? w->given[text++] : fields.at[role], &field);
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

/* The next entry as a part of its cell. */
static int take_part(struct writer *w, uint32_t unit, struct yice_layout_part *part)
{
	const struct yice_entry *entry = &w->list->entries[w->entry++];
	struct yice_buf name = YICE_BUF_INIT;
	int status;

	yice_buf_addf(&name, "%s#%u", entry->source_number, entry->repeat);
	status = yice_buf_status(&name);
	part->mark = entry->mark;
	part->name = status ? NULL : yice_arena_strdup(&w->reading->arena, yice_buf_text(&name));
	part->placed = part->name ? yice_reading_clause(w->reading, unit, part->name) : YICE_NONE;
	part->print = "";
	if (part->placed != YICE_NONE && !entry->alone) {
		char print[YICE_PRINT_SIZE];

		yice_layout_print(yice_reading_text(w->reading, part->placed), print);
		part->print = yice_arena_strdup(&w->reading->arena, print);
	}
	yice_buf_release(&name);
	return part->name && part->print ? YICE_OK : YICE_ENOMEM;
}

/* Entries of a cell, as its parts. */
static int take_cell(struct writer *w, uint32_t row, uint32_t column, uint32_t unit,
		     struct yice_layout_text *text)
{
	uint32_t end = w->entry;
	int status = YICE_OK;

	while (end < w->list->entry_count && w->list->entries[end].row == row &&
	       w->list->entries[end].column == column)
		end++;
	*text = (struct yice_layout_text){ NULL, end - w->entry };
	if (!text->count)
		return YICE_OK;
	text->parts = yice_arena_array(&w->reading->arena, text->count, sizeof(*text->parts));
	if (!text->parts)
		return YICE_ENOMEM;
	for (uint32_t i = 0; !status && i < text->count; i++)
		status = take_part(w, unit, &text->parts[i]);
	return status;
}

static void put_name(struct yice_buf *out, const struct yice_layout_part *part)
{
	put_escaped(out, part->name);
	if (*part->print)
		yice_buf_addf(out, "*%s", part->print);
}

static void put_clause(struct yice_buf *out, const struct yice_layout_text *text)
{
	if (!text->count)
		yice_buf_addc(out, '-');
	if (text->count == 1 && !*text->parts[0].mark) {
		put_name(out, &text->parts[0]);
		return;
	}
	for (uint32_t i = 0; i < text->count; i++) {
		if (i)
			yice_buf_addc(out, '>');
		put_escaped(out, text->parts[i].mark);
		yice_buf_addc(out, '>');
		put_name(out, &text->parts[i]);
	}
}

static int put_row(struct writer *w, uint32_t row)
{
	const struct yice_list_table *list = w->list;
	uint32_t owner = list->row_unit[row], unit = YICE_NONE, text = 0;
	int status = YICE_OK;

	yice_buf_addf(w->out, "row\t%s\t", ends[list->sheet->csv.rows[row].end]);
	if (owner != YICE_NO_INDEX) {
		unit = yice_reading_unit(w->reading, list->units[owner].code);
		put_escaped(w->out, list->units[owner].code);
	}
	for (uint32_t i = 0; !status && i < w->columns; i++) {
		if (!holds_clauses(list->sheet->roles[i]))
			continue;
		status = take_cell(w, row, i, unit, &w->texts[text]);
		if (status)
			return status;
		yice_buf_addc(w->out, '\t');
		put_clause(w->out, &w->texts[text++]);
	}
	yice_buf_adds(w->out, "\t;");
	if (put_cells(w, row, unit))
		return YICE_ENOMEM;
	yice_buf_addc(w->out, '\n');
	return YICE_OK;
}

static void put_header(struct writer *w)
{
	const struct yice_sheet *sheet = w->list->sheet;
	struct yice_buf *out = w->out;

	yice_buf_adds(out, "yice-layout 2\n");
	yice_buf_addf(out, "encoding\t%s\n", sheet->gb18030 ? "gb18030" : sheet->bom ? "utf-8-bom" : "utf-8");
	yice_buf_addf(out, "header\t%s", ends[sheet->csv.rows[0].end]);
	for (uint32_t i = 0; i < sheet->columns; i++) {
		const struct yice_csv_cell *cell = yice_sheet_cell(sheet, 0, i);

		yice_buf_addf(out, "\t%c", cell->odd ? '"' : '=');
		put_escaped(out, cell->text);
	}
	yice_buf_addc(out, '\n');
}

int yice_layout_write(const struct yice_list_table *list, struct yice_reading *reading, struct yice_buf *out)
{
	const struct yice_sheet *sheet = list->sheet;
	struct writer w = { .list = list, .reading = reading, .out = out, .columns = sheet->columns };
	int status = YICE_OK;

	w.main = YICE_NONE;
	for (uint32_t i = 0; i < sheet->columns; i++) {
		if (sheet->roles[i] == YICE_ROLE_TEXT)
			w.main = w.text_count;
		w.text_count += holds_clauses(sheet->roles[i]);
	}
	w.texts = yice_arena_array(&reading->arena, (size_t)w.text_count + 1, sizeof(*w.texts));
	w.given = yice_arena_array(&reading->arena, (size_t)w.text_count + 1, sizeof(*w.given));
	w.before = calloc((size_t)sheet->columns + 1, sizeof(*w.before));
	if (!w.texts || !w.given || !w.before)
		status = YICE_ENOMEM;
	else
		put_header(&w);
	for (uint32_t row = 1; !status && row < sheet->csv.row_count; row++)
		status = put_row(&w, row);
	yice_buf_addf(out, "end\t%u\n", sheet->csv.row_count - 1);
	for (uint32_t i = 0; w.before && i < sheet->columns; i++)
		yice_buf_release(&w.before[i]);
	free(w.before);
	if (reading->failed)
		return YICE_ENOMEM;
	return status ? status : yice_buf_status(out);
}

/* ---- reading */

/* Fields of a line, in the arena, escapes undone except in cells; NULL when out of memory. */
static char **split(struct yice_layout *layout, const char *line, size_t len, uint32_t *count)
{
	char *copy = yice_arena_strndup(&layout->arena, line, len);
	char **fields;
	uint32_t n = 1;

	for (const char *at = copy; at && *at; at++)
		n += *at == '\t';
	fields = yice_arena_array(&layout->arena, (size_t)n + 1, sizeof(*fields));
	if (!copy || !fields)
		return NULL;
	*count = n;
	fields[0] = copy;
	for (uint32_t i = 1; i < n; i++) {
		char *tab = strchr(fields[i - 1], '\t');

		assert(tab);
		*tab = '\0';
		fields[i] = tab + 1;
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

/* The next of the pieces between '>', which ends it; NULL behind the last. */
static char *next_piece(char **rest)
{
	char *piece = *rest;

	if (piece) {
		*rest = strchr(piece, '>');
		if (*rest)
			*(*rest)++ = '\0';
		unescape(piece);
	}
	return piece;
}

/* NUMBER#REPEAT, and * and a fingerprint behind it. */
static void read_name(char *piece, struct yice_layout_part *part)
{
	char *repeat = strrchr(piece, '#'), *star = repeat ? strchr(repeat, '*') : NULL;

	part->name = piece;
	part->print = star ? star + 1 : "";
	if (star)
		*star = '\0';
}

/* The clauses of a cell. *good is false when they make no sense. */
static int read_text(struct yice_layout *layout, char *field, struct yice_layout_text *text, bool *good)
{
	uint32_t pieces = 1;
	bool plain_name;

	*text = (struct yice_layout_text){ NULL, 0 };
	if (!strcmp(field, "-"))
		return YICE_OK;
	for (const char *at = field; *at; at++)
		pieces += *at == '>';
	plain_name = pieces == 1;
	*good = plain_name || pieces % 2 == 0;
	text->count = (pieces + 1) / 2;
	text->parts = yice_arena_array(&layout->arena, text->count, sizeof(*text->parts));
	if (!text->parts)
		return YICE_ENOMEM;
	for (uint32_t i = 0; *good && i < text->count; i++) {
		text->parts[i].mark = plain_name ? "" : next_piece(&field);
		read_name(next_piece(&field), &text->parts[i]);
		text->parts[i].placed = YICE_NONE;
	}
	return YICE_OK;
}

/* Cells of a row, with repeats of the row above put in. false when they make no sense. */
static bool read_cells(const struct yice_layout *layout, struct yice_layout_row *row)
{
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

/* *good is false when the fields make no sense. */
static int read_row(struct yice_layout *layout, struct yice_layout_row *row, char **fields, uint32_t count,
		    bool *good)
{
	uint32_t at = 3;
	int status = YICE_OK;

	*good = count >= 4 && read_end(fields[1], &row->end);
	if (!*good)
		return YICE_OK;
	unescape(fields[2]);
	row->unit = fields[2];
	while (at < count && strcmp(fields[at], ";"))
		at++;
	*good = at < count;
	row->text_count = at - 3;
	row->texts = yice_arena_array(&layout->arena, (size_t)row->text_count + 1, sizeof(*row->texts));
	if (!row->texts)
		return YICE_ENOMEM;
	for (uint32_t i = 0; !status && *good && i < row->text_count; i++)
		status = read_text(layout, fields[3 + i], &row->texts[i], good);
	if (status || !*good)
		return status;
	row->cells = fields + at + 1;
	row->cell_count = count - at - 1;
	*good = read_cells(layout, row);
	return YICE_OK;
}

/* The number of rows above, as it was written. */
static bool read_count(const struct yice_layout *layout, const char *field)
{
	uint32_t count = 0;

	for (; *field >= '0' && *field <= '9' && count <= layout->count; field++)
		count = count * 10 + (uint32_t)(*field - '0');
	return !*field && count + 1 == layout->count;
}

static int read_line(struct yice_layout *layout, const char *line, size_t len, uint32_t number, bool *good)
{
	uint32_t count;
	char **fields = split(layout, line, len, &count);
	struct yice_layout_row *row;

	if (!fields)
		return YICE_ENOMEM;
	*good = false;
	if (layout->whole)
		return YICE_OK;
	if (number == 1) {
		layout->counted = !strcmp(fields[0], "yice-layout 2");
		*good = layout->counted || !strcmp(fields[0], "yice-layout 1");
	} else if (number == 2) {
		*good = count == 2 && !strcmp(fields[0], "encoding");
		layout->bom = *good && !strcmp(fields[1], "utf-8-bom");
		layout->gb18030 = *good && !strcmp(fields[1], "gb18030");
	} else if (number > 3 && layout->counted && !strcmp(fields[0], "end")) {
		*good = layout->whole = count == 2 && read_count(layout, fields[1]);
	} else {
		row = add_row(layout);
		if (!row)
			return YICE_ENOMEM;
		if (number > 3) {
			if (!strcmp(fields[0], "row"))
				return read_row(layout, row, fields, count, good);
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
	bool good = true, cut = false;
	int status = YICE_OK;

	memset(layout, 0, sizeof(*layout));
	yice_arena_init(&layout->arena);
	for (size_t at = 0, line; !status && good && at < len; at += line + 1) {
		const char *end = memchr(text + at, '\n', len - at);

		line = end ? (size_t)(end - (text + at)) : len - at;
		cut = layout->counted && !end;
		if (cut)
			break;
		status = read_line(layout, text + at, line, ++number, &good);
	}
	cut = cut || (good && layout->counted && !layout->whole);
	if (!status && (cut || !good || number < 3)) {
		struct yice_buf where = YICE_BUF_INIT;

		yice_buf_addf(&where, "%u", number);
		diags->failed |= where.failed;
		yice_diag_add(diags, cut ? YICE_D_layout_short : YICE_D_layout_damaged, YICE_SPAN_NONE,
			      yice_buf_text(&where), NULL);
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
