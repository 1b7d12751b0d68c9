/* SPDX-License-Identifier: Apache-2.0 */
/* Compiling a source that is no file, for targets that make rules of any bytes. */
#ifndef YICE_TESTS_FUZZ_COMPILE_H
#define YICE_TESTS_FUZZ_COMPILE_H

#include "tests/fuzz/fuzz.h"

#include "base/report.h"
#include "compiler/rule.h"
#include "grammar/parse.h"

/* Every pass over a source of the report, whatever the one before found. True when there is an image. */
static inline bool fuzz_compile(struct yice_report *report, uint32_t file, struct yice_buf *image)
{
	struct yice_model model;
	struct yice_rules rules = { NULL, 0 };
	int status = YICE_EDIAG;

	yice_model_init(&model, &report->sources, &report->diags);
	FUZZ_CHECK(yice_model_load_source(&model, file) == YICE_OK);
	FUZZ_CHECK(yice_model_declare(&model) == YICE_OK);
	FUZZ_CHECK(yice_model_outline(&model) == YICE_OK);
	FUZZ_CHECK(yice_rules_build(&model, &rules) == YICE_OK);
	FUZZ_CHECK(yice_model_check(&model) == YICE_OK);
	FUZZ_CHECK(yice_rules_check(&model, &rules) == YICE_OK);
	if (yice_diags_status(&report->diags) == YICE_OK) {
		status = yice_rules_emit(&model, &rules, image);
		FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG || status == YICE_ELIMIT);
	}
	yice_model_release(&model);
	return status == YICE_OK;
}

/* The canonical form of a source in a report of its own; false when it has none. */
static inline bool fuzz_canonical(const char *text, size_t len, enum yice_lang lang, struct yice_buf *out)
{
	yice_report *report;
	uint32_t file;
	int status;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	FUZZ_CHECK(yice_sources_add(&report->sources, "fuzz.yice", text, len, &file) == YICE_OK);
	status = yice_format(&report->sources, file, lang, NULL, 0, &report->diags, out);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	yice_report_free(report);
	return status == YICE_OK;
}

#endif
