/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: any bytes as positions, one a line: a point, or a route through them. The first line names the system. */
#include "tests/fuzz/site.h"

#define LINES_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct yice_site_text texts[LINES_MAX];
	const char *at = (const char *)data, *end = at + size;
	struct yice_shape shape;
	struct fuzz_site site;
	uint32_t count = 0, file;
	int status = YICE_OK;
	bool named = false;

	fuzz_site_init(&site);
	FUZZ_CHECK(yice_sources_add(&site.report->sources, "lines", at, size, &file) == YICE_OK);
	while (at < end && count < LINES_MAX && !status) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at), from = (size_t)(at - (const char *)data);
		struct yice_span span = { file, (uint32_t)from, (uint32_t)(from + len) };

		if (named)
			texts[count++] = (struct yice_site_text){ at, len, span, true };
		else if (!yice_site_state_crs(&site.reader, at, len, span))
			status = YICE_EDIAG;
		named = true;
		at += len + 1;
	}
	if (!status && count) {
		status = yice_site_positions(&site.reader, texts, count,
					     count > 1 ? YICE_SHAPE_LINES : YICE_SHAPE_POINTS, &shape);
		fuzz_answer(&site, status, &shape);
	}
	fuzz_site_release(&site);
	return 0;
}
