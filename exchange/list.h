/* SPDX-License-Identifier: Apache-2.0 */
/* What a table says: units, and the requirements that its rows make of them. */
#ifndef YICE_EXCHANGE_LIST_H
#define YICE_EXCHANGE_LIST_H

#include "base/map.h"
#include "exchange/sheet.h"
#include "exchange/split.h"

#define YICE_NO_INDEX UINT32_MAX

/* One requirement, at its cell. Texts are those of the table, without blanks around them. */
struct yice_entry {
	uint32_t row, column;
	uint32_t parts;        /* of its cell, where this is the first of several; else 0 */
	const char *mark;      /* what stands before it in its cell (exchange/split.h) */
	uint32_t unit, next;   /* next of the unit */
	const char *dimension; /* a name of the language, "" none */
	const char *heading;   /* the same as published */
	const char *number, *tag, *text;
	const char *source_number; /* the number as the source has it */
	bool several;              /* more than one requirement in the cell, kept as one */
	bool encourages;           /* by its tag, and nothing in its words speaks against it */
	uint32_t body;             /* index into yice_bodies, or YICE_NO_INDEX: written where it stands */
	uint32_t use;              /* its arguments there */
	uint32_t repeat;           /* 1, 2 … among equal numbers of the unit, in the order of the source */
	bool alone;                /* its number is one, and of no other clause of the unit */
	bool written;
};

struct yice_row_unit {
	const char *code;      /* a name of the language */
	const char *published; /* the cell's */
	const char *name, *klass, *zones;
	uint32_t row, district, first, last;
};

/* One source file: the units of one county. */
struct yice_district {
	const char *file; /* without .yice */
	const char *county, *city, *province;
	char code[7];
	int votes;
};

/* Which cells stay whole, although their marks would take them apart. */
struct yice_list_choice {
	bool whole;              /* all of them */
	const char *const *rows; /* or those of rows, numbered as in diagnostics */
	size_t row_count;
};

struct yice_list_table {
	const struct yice_sheet *sheet;
	const struct yice_list_choice *choice;
	bool *chosen; /* one a row of the choice: it was there and would have been taken apart */
	struct yice_diags *diags;
	struct yice_arena arena;
	struct yice_entry *entries;
	struct yice_row_unit *units;
	struct yice_district *districts;
	uint32_t entry_count, entry_cap, unit_count, unit_cap, district_count, district_cap;
	struct yice_map keys, codes, places; /* units by cell and by code; districts */
	uint32_t *row_unit;                  /* one a row, or YICE_NO_INDEX */
};

/* Reads units and requirements and reports what is odd about them. YICE_OK; YICE_EDIAG for a row of the
 * choice that has nothing to keep whole; YICE_ENOMEM. Release in every case. */
int yice_list_read(struct yice_list_table *list, const struct yice_sheet *sheet,
		   const struct yice_list_choice *choice, struct yice_diags *diags) YICE_MUST_CHECK;
void yice_list_release(struct yice_list_table *list);

/* list_check.c: oddities of one requirement, or of one that is missing. */
void yice_list_check_entry(struct yice_list_table *list, struct yice_entry *entry);
void yice_list_check_number(struct yice_list_table *list, struct yice_map *seen,
			    const struct yice_entry *entry);
/* Is it a code by GB/T 2260 in the form ZH, county, class, four digits? */
bool yice_list_is_code(const char *code);
/* Does a text say that there is no requirement? */
bool yice_list_is_none(const char *text);
/* Position of the words 禁止 and so on in a tag: 0 none, else 1 禁止类 2 限制类 3 综合类 4 鼓励引导类;
 * *element its length. */
int yice_list_tag_class(const char *tag, size_t *element, bool *whole);
/* "12": the row as people count, the header being 1. Out of memory: "", and the diagnostics have failed. */
const char *yice_list_row_text(struct yice_list_table *list, uint32_t row);

/* A name of the language made of text's letters and digits, in the arena; "" when there are none. NULL: out
 * of memory. */
const char *yice_list_name(struct yice_arena *arena, const char *text);
/* Calls back for every name in a cell of several. false when out of memory. */
bool yice_list_split(struct yice_arena *arena, const char *text,
		     bool (*found)(void *to, const char *raw, const char *name), void *to);
/* Room for one more item; NULL when out of memory. */
void *yice_exchange_room(void *items, uint32_t count, uint32_t *cap, size_t size);

#endif
