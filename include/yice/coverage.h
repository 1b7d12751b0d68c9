/* SPDX-License-Identifier: Apache-2.0 */
/* How far published lists have been turned into rules. */
#ifndef YICE_COVERAGE_H
#define YICE_COVERAGE_H

#include <stddef.h>

#include "yice/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads files and folders as yice_check() does and counts their clauses by scope, unit class and dimension into a
 * new string (*out, free() it), with distinct texts, stale bases, and what to formalise next. format: "text" or
 * "json"; lang: "zh" or "en". details (0 or 1): text lists all of them; JSON always does. YICE_OK, YICE_EDIAG,
 * YICE_ENOMEM, YICE_ELIMIT, YICE_ENOTFOUND (format, language).
 */
YICE_API int yice_coverage(const char *const *paths, size_t count, const char *format, const char *lang,
			   int details, yice_report *report, char **out);

#ifdef __cplusplus
}
#endif
#endif
