/* SPDX-License-Identifier: Apache-2.0 */
/* What the renderers of diagnostics share. Not for use outside base/diag*.c. */
#ifndef YICE_BASE_DIAG_INTERNAL_H
#define YICE_BASE_DIAG_INTERNAL_H

#include "base/diag.h"

/* A span in the terms people and editors use: from 1, columns in code points, end exclusive. */
struct yice_place {
	const struct yice_source *source;
	struct yice_span span; /* clamped to the source */
	uint32_t line, column;
	uint32_t end_line, end_column;
};

/* False when the span names no file. */
bool yice_place_find(const struct yice_sources *sources, struct yice_span span, struct yice_place *out);

void yice_diags_render_json(const struct yice_diags *diags, const struct yice_sources *sources,
			    struct yice_buf *out);
void yice_diags_render_sarif(const struct yice_diags *diags, const struct yice_sources *sources,
			     enum yice_lang lang, struct yice_buf *out);

#endif
