/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that targets decide by: tests/fuzz/rules, or what YICE_FUZZ_RULES names, compiled once. */
#ifndef YICE_TESTS_FUZZ_RULES_H
#define YICE_TESTS_FUZZ_RULES_H

#include "tests/fuzz/fuzz.h"

#include "yice/compile.h"
#include "yice/eval.h"

/* The image's bytes, the caller's to free; ends the process with the diagnostics when there is none. */
static inline void *fuzz_build(const char *path, size_t *len)
{
	yice_report *report;
	void *bytes = NULL;
	char *text;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	if (yice_build(&path, 1, report, &bytes, len)) {
		FUZZ_CHECK(yice_report_text(report, "pretty", "en", &text) == YICE_OK);
		fputs(text, stderr);
		exit(1);
	}
	yice_report_free(report);
	return bytes;
}

static inline const char *fuzz_rules(void)
{
	const char *path = getenv("YICE_FUZZ_RULES");

	return path ? path : "tests/fuzz/rules/rules.yice";
}

#endif
