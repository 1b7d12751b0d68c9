/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: any bytes as the GeoJSON of a site. */
#include "tests/fuzz/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct yice_json *root = NULL;
	struct yice_shape shape;
	struct fuzz_site site;
	uint32_t file;
	int status;

	fuzz_site_init(&site);
	FUZZ_CHECK(yice_sources_add(&site.report->sources, "site.json", (const char *)data, size, &file) == YICE_OK);
	status = yice_json_parse((const char *)data, size, file, 0, &site.arena, &site.report->diags, &root);
	if (!status)
		status = yice_site_geojson(&site.reader, root, &shape);
	fuzz_answer(&site, status, &shape);
	fuzz_site_release(&site);
	return 0;
}
