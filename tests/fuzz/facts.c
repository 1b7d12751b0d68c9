/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any bytes as a facts document for the rules of rules.h. Its
 * diagnostics must render; facts that are accepted must decide, render in every
 * form, and give the same report when read and decided again. The two readers must agree.
 */
#include "runtime/facts_internal.h"
#include "tests/facts_same.h"
#include "tests/fuzz/rules.h"

static yice_image *image;
static void *image_bytes;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	size_t len;

	YICE_UNUSED(argc);
	YICE_UNUSED(argv);
	image_bytes = fuzz_build(fuzz_rules(), &len);
	FUZZ_CHECK(yice_image_borrow(image_bytes, len, NULL, &image) == YICE_OK);
	return 0;
}

static void render_mistakes(const yice_report *report)
{
	char *text;

	FUZZ_CHECK(yice_report_text(report, "pretty", "zh", &text) == YICE_OK);
	free(text);
	FUZZ_CHECK(yice_report_text(report, "json", "en", &text) == YICE_OK);
	free(text);
}

static void render_all(yice_run *run, const yice_facts *facts)
{
	static const char *const formats[] = { "text", "md", "csv", "html" };
	char *text;

	for (size_t i = 0; i < YICE_COUNT(formats); i++) {
		FUZZ_CHECK(yice_run_render(run, facts, formats[i], i % 2 ? "en" : "zh", NULL, NULL, &text) == YICE_OK);
		free(text);
	}
}

/* What one pass understands, the strict reader understands without a word to say, to the same facts. */
static void compare_readers(const char *json, size_t len)
{
	yice_facts *fast, *strict;
	yice_report *report;

	FUZZ_CHECK(yice_facts_new(image, &fast) == YICE_OK && yice_facts_new(image, &strict) == YICE_OK);
	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	if (yice_facts_scan(fast, json, len)) {
		FUZZ_CHECK(yice_facts_read_strictly(strict, "facts.json", json, len, report) == YICE_OK);
		FUZZ_CHECK(!report->diags.count);
		FUZZ_CHECK(!facts_difference(fast, strict));
	}
	yice_report_free(report);
	yice_facts_free(strict);
	yice_facts_free(fast);
}

/* Reads and decides; the report as JSON, or NULL when the document has mistakes. */
static char *decide(yice_facts *facts, yice_run *run, const char *json, size_t len, bool all)
{
	yice_report *report;
	char *out = NULL;
	int status;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	yice_facts_clear(facts);
	status = yice_facts_read(facts, "facts.json", json, len, report);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	FUZZ_CHECK((status == YICE_OK) == (yice_report_errors(report) == 0));
	render_mistakes(report);
	FUZZ_CHECK(yice_run_decide(run, facts, NULL) == YICE_OK);
	if (!status) {
		if (all)
			render_all(run, facts);
		FUZZ_CHECK(yice_run_render(run, facts, "json", "en", NULL, NULL, &out) == YICE_OK);
	}
	yice_report_free(report);
	return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	yice_facts *facts;
	yice_run *run;
	char *first, *second;

	compare_readers((const char *)data, size);
	FUZZ_CHECK(yice_facts_new(image, &facts) == YICE_OK);
	FUZZ_CHECK(yice_run_new(image, &run) == YICE_OK);
	first = decide(facts, run, (const char *)data, size, true);
	if (first) {
		second = decide(facts, run, (const char *)data, size, false);
		FUZZ_CHECK(second && !strcmp(first, second));
		free(second);
	}
	free(first);
	yice_run_free(run);
	yice_facts_free(facts);
	return 0;
}
