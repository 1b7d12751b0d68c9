/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as comma-separated values (RFC 4180), read so that the same bytes can
 * be written again: every cell knows whether it was quoted as the writer would,
 * every row how it ended.
 */
#ifndef YICE_BASE_CSV_H
#define YICE_BASE_CSV_H

#include "base/arena.h"
#include "base/buf.h"

struct yice_csv_cell {
	const char *text; /* decoded, NUL-terminated */
	uint32_t len;
	uint32_t start, end; /* bytes of the table it was read from, quotes included */
	bool odd;            /* quoted without need, or not quoted in spite of a mark that calls for it */
};

enum yice_csv_end { YICE_CSV_LF, YICE_CSV_CRLF, YICE_CSV_OPEN };

struct yice_csv_row {
	uint32_t first, count; /* cells; an empty line is a row of one empty cell */
	enum yice_csv_end end; /* OPEN: the last row of a table without a final line end */
};

struct yice_csv {
	struct yice_arena arena;
	struct yice_csv_cell *cells;
	struct yice_csv_row *rows;
	uint32_t cell_count, row_count, cell_cap, row_cap;
};

/*
 * Reads a table. YICE_OK; YICE_ESYNTAX for a quotation mark that is never closed, or text behind a closing
 * one, with its place in *fault; YICE_ENOMEM; YICE_ELIMIT (2^31 bytes). Release csv in every case.
 */
int yice_csv_read(const char *text, size_t len, struct yice_csv *csv, uint32_t *fault) YICE_MUST_CHECK;
void yice_csv_release(struct yice_csv *csv);

/* Appends a cell: quoted when its text calls for it, or the other way round when odd. */
void yice_csv_put(struct yice_buf *out, const char *text, size_t len, bool odd);
void yice_csv_put_end(struct yice_buf *out, enum yice_csv_end end);

#endif
