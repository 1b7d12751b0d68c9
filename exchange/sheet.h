/* SPDX-License-Identifier: Apache-2.0 */
/* A published table: its bytes, its cells and what its columns mean. */
#ifndef YICE_EXCHANGE_SHEET_H
#define YICE_EXCHANGE_SHEET_H

#include "base/csv.h"
#include "base/diag.h"
#include "base/map.h"

enum yice_role {
	YICE_ROLE_CODE,
	YICE_ROLE_NAME,
	YICE_ROLE_PROVINCE,
	YICE_ROLE_CITY,
	YICE_ROLE_COUNTY,
	YICE_ROLE_CLASS,
	YICE_ROLE_ZONES,
	YICE_ROLE_DIMENSION,
	YICE_ROLE_NUMBER,
	YICE_ROLE_TAG,
	YICE_ROLE_TEXT,
	YICE_ROLE_WIDE, /* clauses of one dimension, which the header names */
	YICE_ROLE_EXTRA,
	YICE_ROLES
};

struct yice_sheet {
	struct yice_csv csv;
	struct yice_sources *sources;
	uint32_t file;
	bool bom, gb18030;
	enum yice_role *roles; /* one a cell of the header */
	uint32_t columns;
	uint32_t column[YICE_ROLES]; /* first with the role; UINT32_MAX: none */
};

/* The role of a header; EXTRA when unknown. */
enum yice_role yice_role_of(const char *header);
/* The name of a dimension that a WIDE header stands for. */
const char *yice_role_dimension(const char *header);

/*
 * Reads bytes as the table `name`. YICE_OK; YICE_EDIAG when it is no table or has no columns that can be
 * taken in; YICE_ENOMEM, YICE_ELIMIT. Release the sheet in every case.
 */
int yice_sheet_read(struct yice_sheet *sheet, const char *name, const char *bytes, size_t len,
		    struct yice_sources *sources, struct yice_diags *diags) YICE_MUST_CHECK;
void yice_sheet_release(struct yice_sheet *sheet);

/* Cell of a row at a column; NULL when the row is shorter or the column UINT32_MAX. Row 0 is the header. */
const struct yice_csv_cell *yice_sheet_cell(const struct yice_sheet *sheet, uint32_t row, uint32_t column);
struct yice_span yice_sheet_span(const struct yice_sheet *sheet, const struct yice_csv_cell *cell);

/* yice_map_put for those who need no index. */
static inline int yice_exchange_put(struct yice_map *map, const char *key, size_t len, uint32_t value,
				    bool *added)
{
	uint32_t index;

	return yice_map_put(map, key, len, value, &index, added);
}

/* UTF-8 to GB18030 in *out, appended. YICE_OK, YICE_ESYNTAX, YICE_ENOMEM. */
int yice_sheet_encode(const char *text, size_t len, struct yice_buf *out) YICE_MUST_CHECK;

#endif
