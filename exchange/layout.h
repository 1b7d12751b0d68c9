/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout file: how the published table was laid out, beside the sources
 * that say what it says. It holds rows in their order, which clause each cell
 * comes from, and only those cells that the sources do not give as they were:
 * each with what the sources gave instead, so that an edit of the source wins.
 *
 * Lines of fields, a tabulator between; \t \n \r \\ are escapes in a field.
 *   yice-layout 1
 *   encoding  utf-8 | utf-8-bom | gb18030
 *   header    END CELL…           the header's cells, each =TEXT or "TEXT (quoted unlike the writer would)
 *   row       END UNIT CLAUSE… ; CELL…
 * END is lf, crlf or open. CLAUSE is NUMBER#REPEAT for a cell with a requirement, - for one without, one for
 * each column of requirements. CELL is = (as the sources say), . (as in the row above), or ~GIVEN>WAS with
 * the published text WAS for what the sources gave; a " before it says that it is quoted unlike the writer
 * would.
 */
#ifndef YICE_EXCHANGE_LAYOUT_H
#define YICE_EXCHANGE_LAYOUT_H

#include "exchange/list.h"
#include "exchange/reading.h"

#define YICE_LAYOUT_FILE "表格.layout"

/* Writes the layout of a list whose sources are open as a reading. YICE_OK or YICE_ENOMEM. */
int yice_layout_write(const struct yice_list_table *list, struct yice_reading *reading,
		      struct yice_buf *out) YICE_MUST_CHECK;

struct yice_layout_row {
	enum yice_csv_end end;
	const char *unit; /* "" none */
	char **clauses;   /* NULL ended */
	char **cells;
	uint32_t cell_count;
};

struct yice_layout {
	struct yice_arena arena;
	bool bom, gb18030;
	struct yice_layout_row *rows; /* the header first */
	uint32_t count, cap;
};

/* Reads a layout. YICE_OK; YICE_EDIAG, reported; YICE_ENOMEM. Release in every case. */
int yice_layout_read(struct yice_layout *layout, const char *text, size_t len,
		     struct yice_diags *diags) YICE_MUST_CHECK;
void yice_layout_release(struct yice_layout *layout);
/* The text of a header's cell. */
const char *yice_layout_header(const char *cell);
/*
 * The text of a cell: what the sources give now, unless that is what they gave when the layout was written
 * and the table had something else. *odd: quoted unlike the writer would. NULL when the cell makes no sense.
 */
const char *yice_layout_cell(struct yice_layout *layout, const char *cell, const char *given, bool *odd);

#endif
