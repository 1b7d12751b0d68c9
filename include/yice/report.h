/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics of one operation together with the texts they point into. */
#ifndef YICE_REPORT_H
#define YICE_REPORT_H

#include <stddef.h>

#include "yice/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct yice_report yice_report;

/* A new, empty report in *out, owned by the caller. YICE_OK or YICE_ENOMEM. */
YICE_API int yice_report_new(yice_report **out);
YICE_API void yice_report_free(yice_report *report);
/* Numbers of diagnostics of error and warning severity so far. */
YICE_API size_t yice_report_errors(const yice_report *report);
YICE_API size_t yice_report_warnings(const yice_report *report);
/*
 * Sets a code ("Y0301") or name ("unused-name") to "error", "warning", "note" or
 * "off". YICE_ENOTFOUND for unknown words, YICE_ERANGE for lowering an error.
 */
YICE_API int yice_report_set(yice_report *report, const char *code, const char *severity);
/*
 * Text of all diagnostics in a new string (*out, free() it). format: "pretty",
 * "compact", "json", "sarif", or "geojson", which is what is wrong with the areas of units; lang: "zh" or "en". YICE_OK, YICE_ENOMEM,
 * YICE_ENOTFOUND for an unknown format or language.
 */
YICE_API int yice_report_text(const yice_report *report, const char *format, const char *lang, char **out);

#ifdef __cplusplus
}
#endif
#endif
