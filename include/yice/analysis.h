/* SPDX-License-Identifier: Apache-2.0 */
/* Exact questions about rules: what no project can do, what clauses say of each other, what a change changes. */
#ifndef YICE_ANALYSIS_H
#define YICE_ANALYSIS_H

#include <stddef.h>

#include "yice/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * yice_check(), and when that finds no error the checks of yice-analysis(7): each finding comes with a witness where
 * there can be one, a facts document that has been decided. YICE_OK, YICE_EDIAG, YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_analyse(const char *const *paths, size_t count, yice_report *report);

#ifdef __cplusplus
}
#endif
#endif
