/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes to a table whose columns have a meaning, by the aliases of
 * columns.def. Nothing is changed here: cells are as they came, and their
 * places serve diagnostics. Called by import.
 */
#include "exchange/sheet.h"

#include <errno.h>
#include <iconv.h>

#include "base/utf8.h"
#include "grammar/parse.h"

static const struct {
	enum yice_role role;
	const char *header;
} columns[] = {
#define COLUMN(role, header) { YICE_ROLE_##role, header },
#include "exchange/columns.def"
#undef COLUMN
};

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_blank(const char *at, size_t *len)
{
	*len = !strncmp(at, "\xe3\x80\x80", 3) ? 3 : 1;
	return *len == 3 || *at == ' ' || *at == '\t' || *at == '\n' || *at == '\r';
}

static bool same_header(const char *given, const char *known)
{
	size_t len;

	for (;;) {
		while (*given && is_blank(given, &len))
			given += len;
		if (upper(*given) != upper(*known))
			return false;
		if (!*known)
			return true;
		given++;
		known++;
	}
}

enum yice_role yice_role_of(const char *header)
{
	for (size_t i = 0; i < YICE_COUNT(columns); i++)
		if (same_header(header, columns[i].header))
			return columns[i].role;
	return YICE_ROLE_EXTRA;
}

const char *yice_role_dimension(const char *header)
{
	static const char *const fields[][2] = { { "KJBJYS", "空间布局约束" },
						 { "WRWPFGK", "污染物排放管控" },
						 { "PWWPFGK", "污染物排放管控" },
						 { "HJFXFK", "环境风险防控" },
						 { "ZYKFXLYQ", "资源开发效率要求" } };

	for (size_t i = 0; i < YICE_COUNT(fields); i++)
		if (same_header(header, fields[i][0]))
			return fields[i][1];
	for (size_t i = 0; i < YICE_COUNT(columns); i++)
		if (same_header(header, columns[i].header))
			return columns[i].header;
	return header;
}

const struct yice_csv_cell *yice_sheet_cell(const struct yice_sheet *sheet, uint32_t row, uint32_t column)
{
	const struct yice_csv_row *r = &sheet->csv.rows[row];

	return column < r->count ? &sheet->csv.cells[r->first + column] : NULL;
}

struct yice_span yice_sheet_span(const struct yice_sheet *sheet, const struct yice_csv_cell *cell)
{
	return cell ? (struct yice_span){ sheet->file, cell->start, cell->end } : YICE_SPAN_NONE;
}

int yice_sheet_encode(const char *text, size_t len, struct yice_buf *out)
{
	iconv_t converter = iconv_open("GB18030", "UTF-8");
	char *in = (char *)(uintptr_t)text, *to;
	size_t room = len * 2 + 4, start = out->len;
	size_t result;

	if (converter == (iconv_t)-1)
		return errno == ENOMEM ? YICE_ENOMEM : YICE_ESYNTAX;
	to = yice_buf_extend(out, room);
	if (!to) {
		iconv_close(converter);
		return YICE_ENOMEM;
	}
	result = iconv(converter, &in, &len, &to, &room);
	iconv_close(converter);
	out->len -= room;
	if (result != (size_t)-1 && !len)
		return YICE_OK;
	out->len = start;
	return YICE_ESYNTAX;
}

/* A table that cannot be written back byte by byte is taken in, but said to be so. */
static int check_encoding(struct yice_sheet *sheet, const char *bytes, size_t len, struct yice_diags *diags)
{
	const struct yice_source *source = &sheet->sources->items[sheet->file];
	struct yice_buf again = YICE_BUF_INIT;
	struct yice_span all = { sheet->file, 0, 0 };
	int status;

	sheet->bom = len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3);
	sheet->gb18030 = yice_utf8_check(bytes, len) != len;
	if (!sheet->gb18030)
		return YICE_OK;
	sheet->bom = false;
	status = yice_sheet_encode(source->text, source->len, &again);
	if (status == YICE_ENOMEM)
		return status;
	if (status || again.len != len || memcmp(yice_buf_text(&again), bytes, len))
		yice_diag_add(diags, YICE_D_table_encoding, all, NULL);
	yice_buf_release(&again);
	return YICE_OK;
}

static void report_column(const struct yice_sheet *sheet, uint32_t column, struct yice_diags *diags)
{
	const struct yice_csv_cell *cell = yice_sheet_cell(sheet, 0, column);
	struct yice_buf number = YICE_BUF_INIT;

	yice_buf_addf(&number, "%u", column + 1);
	diags->failed |= yice_buf_status(&number) != YICE_OK;
	yice_diag_add(diags, YICE_D_table_column, yice_sheet_span(sheet, cell), yice_buf_text(&number),
		      cell->text, NULL);
	yice_buf_release(&number);
}

static int find_columns(struct yice_sheet *sheet, struct yice_diags *diags)
{
	uint32_t *column = sheet->column;
	bool wide = false;

	for (uint32_t i = 0; i < YICE_ROLES; i++)
		column[i] = UINT32_MAX;
	sheet->columns = sheet->csv.row_count ? sheet->csv.rows[0].count : 0;
	sheet->roles = yice_arena_array(&sheet->csv.arena, sheet->columns, sizeof(*sheet->roles));
	if (!sheet->roles)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < sheet->columns; i++) {
		enum yice_role role;

		role = yice_role_of(yice_sheet_cell(sheet, 0, i)->text);
		if (role != YICE_ROLE_WIDE && role != YICE_ROLE_EXTRA && column[role] != UINT32_MAX)
			role = YICE_ROLE_EXTRA;
		if (role == YICE_ROLE_EXTRA)
			report_column(sheet, i, diags);
		wide = wide || role == YICE_ROLE_WIDE;
		sheet->roles[i] = role;
		if (column[role] == UINT32_MAX)
			column[role] = i;
	}
	if ((column[YICE_ROLE_CODE] != UINT32_MAX || column[YICE_ROLE_NAME] != UINT32_MAX) &&
	    (column[YICE_ROLE_TEXT] != UINT32_MAX || wide)) {
		if (sheet->csv.row_count == 1)
			yice_diag_add(diags, YICE_D_table_empty, (struct yice_span){ sheet->file, 0, 0 },
				      NULL);
		return YICE_OK;
	}
	yice_diag_add(diags, YICE_D_table_columns_missing, (struct yice_span){ sheet->file, 0, 0 }, NULL);
	return YICE_EDIAG;
}

int yice_sheet_read(struct yice_sheet *sheet, const char *name, const char *bytes, size_t len,
		    struct yice_sources *sources, struct yice_diags *diags)
{
	const struct yice_source *source;
	uint32_t fault = 0;
	int status;

	memset(sheet, 0, sizeof(*sheet));
	yice_arena_init(&sheet->csv.arena);
	sheet->sources = sources;
	status = yice_text_decode(bytes, len, sources, name, diags, &sheet->file);
	if (status)
		return status;
	status = check_encoding(sheet, bytes, len, diags);
	if (status)
		return status;
	source = &sources->items[sheet->file];
	if (memchr(source->text, '\0', source->len)) {
		yice_diag_add(diags, YICE_D_table_columns_missing, (struct yice_span){ sheet->file, 0, 0 },
			      NULL);
		return YICE_EDIAG;
	}
	status = yice_csv_read(source->text, source->len, &sheet->csv, &fault);
	if (status == YICE_ESYNTAX) {
		yice_diag_add(diags, YICE_D_table_quote, (struct yice_span){ sheet->file, fault, fault + 1 },
			      NULL);
		return YICE_EDIAG;
	}
	return status ? status : find_columns(sheet, diags);
}

void yice_sheet_release(struct yice_sheet *sheet)
{
	yice_csv_release(&sheet->csv);
}
