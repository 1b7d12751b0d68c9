/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: any bytes as a survey text, in either encoding. */
#include "base/decode.h"
#include "tests/fuzz/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct yice_site_text text = { .verbatim = true };
	struct yice_shape shape;
	struct fuzz_site site;
	uint32_t file;
	int status;

	fuzz_site_init(&site);
	status = yice_text_decode_either((const char *)data, size, &site.report->sources, "site.txt",
					 &site.report->diags, &file);
	if (!status) {
		text.text = site.report->sources.items[file].text;
		text.len = site.report->sources.items[file].len;
		text.span = (struct yice_span){ file, 0, (uint32_t)text.len };
		status = yice_site_survey(&site.reader, &text, &shape);
	}
	fuzz_answer(&site, status, &shape);
	fuzz_site_release(&site);
	return 0;
}
