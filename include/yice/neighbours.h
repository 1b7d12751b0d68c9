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
	unsigned int within;   /* metres: also pairs that share no border but come as close as that; 0: none, 1000000 at most */
};

/*
 * Reads rules as yice_check() does and sets side by side what adjoining units of different publishers require, by
 * dimension, with a project that shows where one is stricter. format: "text", "json" or "geojson" (the borders); lang:
 * "zh" or "en". *out is a new string, free() it. YICE_OK; YICE_EDIAG; YICE_ENOTFOUND (format, language); YICE_ESYNTAX (as_of);
 * YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_neighbours(const char *const *paths, size_t count, const struct yice_neighbouring *how,
			     const char *format, const char *lang, yice_report *report, char **out);

#ifdef __cplusplus
}
#endif
#endif
