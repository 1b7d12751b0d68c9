/* SPDX-License-Identifier: Apache-2.0 */
/* Units of different publishers that adjoin, and which of them is stricter. */
#ifndef YICE_NEIGHBOURS_H
#define YICE_NEIGHBOURS_H

#include <stddef.h>

#include "yice/report.h"

#ifdef __cplusplus
extern "C" {
#endif

struct yice_neighbouring {
	const char *scope;     /* code: pairs with one unit in it and one outside of it; NULL: all */
	const char *as_of;     /* "YYYY-MM-DD": clauses in force on that day; NULL: the latest day a list takes effect */
	/*
	 * Metres: borders drawn no farther apart than this are one (100 at most), and pairs that share none but come as close
	 * are compared too; 0: borders within 10 m, and no such pairs. 1000000 at most.
	 */
	unsigned int within;
};

/*
 * Reads rules as yice_check() does, or one image, and sets side by side what adjoining units of different publishers
 * require, by dimension, with a project that shows where one is stricter. format: "text", "json" or "geojson" (the
 * borders); lang: "zh" or "en". *out is a new string, free() it; without any pair the report says so (Y1463, Y1464).
 * YICE_OK; YICE_EDIAG; YICE_ENOTFOUND (format, language); YICE_ESYNTAX (as_of); YICE_EIMAGE, YICE_EIO of an image;
 * YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_neighbours(const char *const *paths, size_t count, const struct yice_neighbouring *how,
			     const char *format, const char *lang, yice_report *report, char **out);

#ifdef __cplusplus
}
#endif
#endif
