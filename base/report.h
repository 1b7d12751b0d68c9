/* SPDX-License-Identifier: Apache-2.0 */
/* What stands behind the public yice_report: one list of diagnostics and the texts it points into. */
#ifndef YICE_BASE_REPORT_H
#define YICE_BASE_REPORT_H

#include "base/diag.h"
#include "base/source.h"
#include "yice/report.h"

struct yice_report {
	struct yice_diags diags;
	struct yice_sources sources;
};

/* Diagnostics of a report that may be NULL: then NULL, which only callers that check for it may pass on. */
static inline struct yice_diags *yice_report_diags(struct yice_report *report)
{
	return report ? &report->diags : NULL;
}

#endif
