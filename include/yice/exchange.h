/* SPDX-License-Identifier: Apache-2.0 */
/* Published tables to rule sources and back. */
#ifndef YICE_EXCHANGE_H
#define YICE_EXCHANGE_H

#include <stddef.h>

#include "yice/report.h"

#ifdef __cplusplus
extern "C" {
#endif

struct yice_import_options {
	const char *vocabulary;  /* file or folder of declarations to import, or NULL: declare what the table names */
	int no_templates;        /* write every requirement where it stands */
	const char *const *keep; /* names of templates to leave out */
	size_t keep_count;
	int no_split;             /* a cell is one clause, whatever it holds */
	const char *const *whole; /* rows whose cells are, numbered as in diagnostics ("12") */
	size_t whole_count;
	int force;               /* an existing folder is moved aside */
	/* Called with the stage, 0 to 5, and the number of rows once known; may be NULL. */
	void (*progress)(void *to, int stage, size_t rows);
	void *progress_to;
};

struct yice_import_counts {
	size_t rows, units, files;
	size_t requirements; /* cells with one */
	size_t distinct;     /* texts among them */
	size_t folded;       /* the same, those that differ in names of places only being one */
	size_t templates;    /* bodies that repeats share */
	size_t bodies;       /* texts in the sources: templates, and those written where they stand */
};

/*
 * Reads the table and writes a new folder in one step; "-" is standard input. What is odd about the table goes to
 * report as warnings. YICE_OK; YICE_EDIAG; YICE_ERANGE when the folder exists and is not empty; YICE_EIO (errno),
 * YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_import(const char *table, const char *folder, const struct yice_import_options *options,
			 yice_report *report, struct yice_import_counts *counts);
/* The table of a folder's sources in *bytes (free() it). YICE_OK, YICE_EDIAG, YICE_EIO, YICE_ENOMEM, YICE_ELIMIT. */
YICE_API int yice_export(const char *folder, yice_report *report, void **bytes, size_t *len);

/*
 * How far the requirements of a published table have become rules, as a new string in *out (free() it): each is
 * looked up in the rules of the paths by unit, dimension and number, and distinct published texts are counted as
 * the most open of their clauses. format, lang, details and status as of yice_coverage() in yice/coverage.h;
 * YICE_EIO when the table cannot be read.
 */
YICE_API int yice_coverage_published(const char *table, const char *const *paths, size_t count, const char *format,
				     const char *lang, int details, yice_report *report, char **out);

#ifdef __cplusplus
}
#endif
#endif
