/* SPDX-License-Identifier: Apache-2.0 */
/* Rule sources to diagnostics, canonical text, coverage and images. */
#ifndef YICE_COMPILE_H
#define YICE_COMPILE_H

#include <stddef.h>

#include "yice/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Checks files and folders (every *.yice below a folder) with everything they import. Mistakes and warnings go to
 * report. YICE_OK (warnings allowed), YICE_EDIAG, YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_check(const char *const *paths, size_t count, yice_report *report);
/* The same, then the image's bytes in *image (free() it) and *len when there were no errors. Same sources, same bytes. */
YICE_API int yice_build(const char *const *paths, size_t count, yice_report *report, void **image, size_t *len);
/* The same by as many threads as jobs says (at most 256), of which this one is one; yice_build() makes none. Neither bytes nor report depend on it. */
YICE_API int yice_build_with(const char *const *paths, size_t count, size_t jobs, yice_report *report, void **image,
			     size_t *len);
/*
 * Canonical form of one file in *out (free() it). lang "zh" or "en" respells keywords and every name that has that spelling
 * (the file's imports are read for that); NULL keeps names as they are and uses the language most keywords are in. Files with
 * syntax errors: YICE_EDIAG.
 */
YICE_API int yice_format_file(const char *path, const char *lang, yice_report *report, char **out);

/* Every diagnostic's long explanation by code or name in a new string; YICE_ENOTFOUND. */
YICE_API int yice_explain(const char *code, const char *lang, char **out);

#ifdef __cplusplus
}
#endif
#endif
