/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any bytes as a rule source. They are decoded, checked, parsed,
 * formatted and compiled. What compiles must verify and decide; what parses
 * must have a canonical form that is its own canonical form; every diagnostic
 * must render.
 */
#include "tests/fuzz/compile.h"

#include "yice/eval.h"

/* Listed, decided without a fact and rendered: an image of the compiler's own passes its verifier. */
static void use_image(const struct yice_buf *bytes)
{
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	char *text;

	FUZZ_CHECK(yice_image_borrow(bytes->data, bytes->len, NULL, &image) == YICE_OK);
	FUZZ_CHECK(yice_facts_new(image, &facts) == YICE_OK);
	FUZZ_CHECK(yice_run_new(image, &run) == YICE_OK);
	FUZZ_CHECK(yice_image_disassemble(image, NULL, &text) == YICE_OK);
	free(text);
	FUZZ_CHECK(yice_run_decide(run, facts, NULL) == YICE_OK);
	FUZZ_CHECK(yice_run_render(run, facts, "text", "zh", NULL, NULL, &text) == YICE_OK);
	free(text);
	yice_run_free(run);
	yice_facts_free(facts);
	yice_image_free(image);
}

static void compile(struct yice_report *report, uint32_t file)
{
	struct yice_buf image = YICE_BUF_INIT;

	if (fuzz_compile(report, file, &image))
		use_image(&image);
	yice_buf_release(&image);
}

static void format(const struct yice_source *source)
{
	for (int lang = YICE_ZH; lang <= YICE_EN; lang++) {
		struct yice_buf once = YICE_BUF_INIT, twice = YICE_BUF_INIT;

		if (fuzz_canonical(source->text, source->len, (enum yice_lang)lang, &once)) {
			FUZZ_CHECK(fuzz_canonical(yice_buf_text(&once), once.len, (enum yice_lang)lang, &twice));
			FUZZ_CHECK(once.len == twice.len);
			FUZZ_CHECK(!once.len || !memcmp(once.data, twice.data, once.len));
		}
		yice_buf_release(&once);
		yice_buf_release(&twice);
	}
}

static void render(struct yice_report *report)
{
	static const char *const formats[] = { "pretty", "compact", "json", "sarif" };

	yice_diags_sort(&report->diags);
	for (size_t i = 0; i < YICE_COUNT(formats); i++) {
		char *text;

		FUZZ_CHECK(yice_report_text(report, formats[i], i % 2 ? "en" : "zh", &text) == YICE_OK);
		free(text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	yice_report *report;
	uint32_t file;
	int status;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	status = yice_text_decode((const char *)data, size, &report->sources, "fuzz.yice", &report->diags, &file);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	if (!status) {
		compile(report, file);
		format(&report->sources.items[file]);
	}
	render(report);
	yice_report_free(report);
	return 0;
}
