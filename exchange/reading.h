/* SPDX-License-Identifier: Apache-2.0 */
/* Rule sources seen as a table: what each cell of a unit's row would say. */
#ifndef YICE_EXCHANGE_READING_H
#define YICE_EXCHANGE_READING_H

#include "compiler/rule.h"
#include "exchange/sheet.h"

struct yice_reading {
	struct yice_model model;
	struct yice_rules rules;
	struct yice_arena arena;
	struct yice_map clauses;           /* "unit\nnumber\nrepeat" -> placed clause */
	const char **places, **dimensions; /* as published: a quoted alias, or the name */
	bool open, failed;                 /* failed: out of memory in a look-up */
};

/* Texts by role; "" where there is nothing. */
struct yice_fields {
	const char *at[YICE_ROLES];
};

/* A source made in memory. */
struct yice_source_text {
	char *name; /* of the file */
	struct yice_buf text;
};

struct yice_output {
	struct yice_source_text *files;
	uint32_t count, cap;
};

/* Reads sources. YICE_OK, YICE_EDIAG, YICE_ENOMEM, YICE_ELIMIT. Close in every case. */
int yice_reading_open(struct yice_reading *reading, const char *const *paths, size_t count,
		      struct yice_sources *sources, struct yice_diags *diags) YICE_MUST_CHECK;
/* The same for sources in memory, with a vocabulary (a path, or NULL) in place of what they import. */
int yice_reading_open_texts(struct yice_reading *reading, const struct yice_output *output,
			    const char *vocabulary, struct yice_sources *sources,
			    struct yice_diags *diags) YICE_MUST_CHECK;
void yice_reading_close(struct yice_reading *reading);

/* Index of a unit, or YICE_NONE. */
uint32_t yice_reading_unit(const struct yice_reading *reading, const char *code);
/* The clause that a layout names: "1-2" or "1-2#3". YICE_NONE when there is none, or it failed. */
uint32_t yice_reading_clause(struct yice_reading *reading, uint32_t unit, const char *name);
/* The same the other way round. NULL when out of memory. */
const char *yice_reading_clause_name(struct yice_reading *reading, uint32_t placed);
/* The unit that a clause belongs to, or YICE_NONE. */
uint32_t yice_reading_owner(const struct yice_reading *reading, uint32_t placed);
/* The text of a clause as a table would give it. */
const char *yice_reading_text(const struct yice_reading *reading, uint32_t placed);
/* Cells of a unit's row, with those of a clause unless placed is YICE_NONE. YICE_OK or YICE_ENOMEM. */
int yice_reading_fields(struct yice_reading *reading, uint32_t unit, uint32_t placed,
			struct yice_fields *fields) YICE_MUST_CHECK;

#endif
