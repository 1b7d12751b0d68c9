/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout file: how the published table was laid out, beside the sources
 * that say what it says. It holds rows in their order, which clause each cell
 * comes from, and only those cells that the sources do not give as they were:
 * each with what the sources gave instead, so that an edit of the source wins.
 *
 * Lines of fields, a tabulator between; \t \n \r \\ \g (>) are escapes in a field.
 *   yice-layout 2
 *   encoding  utf-8 | utf-8-bom | gb18030
 *   header    END CELL…           the header's cells, each =TEXT or "TEXT (quoted unlike the writer would)
 *   row       END UNIT CLAUSE… ; CELL…
 *   end       ROWS                the number of rows, and the last line
 * Files that begin with yice-layout 1 have no last line of that kind and may not be known to be whole.
 * END is lf, crlf or open. There is one CLAUSE for each column of requirements: - for a cell without any,
 * NUMBER#REPEAT for a cell with one, MARK>NUMBER#REPEAT>MARK>NUMBER#REPEAT… for a cell with several. MARK is
 * what stands before a requirement in its cell, \N in it for the clause's number and \T for its tag. Where
 * the unit has a number twice, or a clause without one, *FINGERPRINT of its text follows REPEAT. CELL is =
 * (as the sources say), . (as in the row above), or ~GIVEN>WAS with the published text WAS for what the
 * sources gave; a " before it says that it is quoted unlike the writer would.
 */
#ifndef YICE_EXCHANGE_LAYOUT_H
#define YICE_EXCHANGE_LAYOUT_H

#include "exchange/list.h"
#include "exchange/reading.h"

#define YICE_LAYOUT_FILE "表格.layout"

/* Writes the layout of a list whose sources are open as a reading. YICE_OK or YICE_ENOMEM. */
int yice_layout_write(const struct yice_list_table *list, struct yice_reading *reading,
		      struct yice_buf *out) YICE_MUST_CHECK;

/* A clause in a cell; mark as in exchange/split.h. */
struct yice_layout_part {
	const char *mark, *name; /* name: NUMBER#REPEAT */
	const char *print; /* of its text, where its number does not tell it from others of the unit; or "" */
	uint32_t placed;   /* for whoever looks it up; YICE_NONE: it is gone */
};

/* A cell of requirements. */
struct yice_layout_text {
	struct yice_layout_part *parts;
	uint32_t count;
};

struct yice_layout_row {
	enum yice_csv_end end;
	const char *unit;               /* "" none */
	struct yice_layout_text *texts; /* one a column of requirements */
	uint32_t text_count;
	char **cells;
	uint32_t cell_count;
};

struct yice_layout {
	struct yice_arena arena;
	bool bom, gb18030, counted, whole; /* whole: the end was read; counted: there should be one */
	struct yice_layout_row *rows;      /* the header first */
	uint32_t count, cap;
};

/* Reads a layout. YICE_OK; YICE_EDIAG, reported; YICE_ENOMEM. Release in every case. */
int yice_layout_read(struct yice_layout *layout, const char *text, size_t len,
		     struct yice_diags *diags) YICE_MUST_CHECK;
void yice_layout_release(struct yice_layout *layout);
/* The fingerprint of a text. */
#define YICE_PRINT_SIZE 9
void yice_layout_print(const char *text, char print[YICE_PRINT_SIZE]);
/* match.c: looks up the clauses of all parts in the sources. YICE_OK or YICE_ENOMEM. */
int yice_layout_match(struct yice_layout *layout, struct yice_reading *reading) YICE_MUST_CHECK;
/*
 * What sources say of a unit's row whose parts are looked up: its fields, and of every column of requirements
 * the text of its cell. main: the column whose first clause the row is about, or YICE_NONE. Number and tag
 * are
 * "" where the cell itself holds them. YICE_OK or YICE_ENOMEM.
 */
int yice_layout_given(struct yice_reading *reading, uint32_t unit, const struct yice_layout_text *texts,
		      uint32_t count, uint32_t main, struct yice_fields *fields,
		      const char **given) YICE_MUST_CHECK;
/* The text of a header's cell. */
const char *yice_layout_header(const char *cell);
/*
 * The text of a cell: what the sources give now, unless that is what they gave when the layout was written
 * and the table had something else. *odd: quoted unlike the writer would. NULL when the cell makes no sense.
 */
const char *yice_layout_cell(struct yice_layout *layout, const char *cell, const char *given, bool *odd);

#endif
