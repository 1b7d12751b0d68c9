/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any bytes as a published table. What import takes in must pass
 * the compiler and its checks, be in canonical form, and come back as the same
 * bytes, but for a GB18030 text that import said cannot; so it must with
 * templates and cells left whole. Layouts that were changed must not be fatal.
 */
#include "tests/fuzz/fuzz.h"

#include "base/report.h"
#include "compiler/rule.h"
#include "exchange/layout.h"
#include "exchange/texts.h"
#include "exchange/write.h"
#include "grammar/format.h"

static bool said(const struct yice_report *report, enum yice_diag_id id)
{
	for (uint32_t i = 0; i < report->diags.count; i++)
		if (report->diags.items[i]->main.id == id)
			return true;
	return false;
}

static void check_sources(const struct yice_output *output)
{
	struct yice_output sources = { output->files, output->count - 1, 0 };
	struct yice_reading reading;
	yice_report *report;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	FUZZ_CHECK(yice_reading_open_texts(&reading, &sources, NULL, &report->sources, &report->diags) ==
		   YICE_OK);
	FUZZ_CHECK(yice_model_check(&reading.model) == YICE_OK);
	FUZZ_CHECK(yice_rules_check(&reading.model, &reading.rules) == YICE_OK);
	FUZZ_CHECK(yice_diags_status(&report->diags) == YICE_OK);
	for (uint32_t i = 0; i < sources.count; i++) {
		const struct yice_buf *text = &sources.files[i].text;
		struct yice_buf again = YICE_BUF_INIT;
		uint32_t file;

		FUZZ_CHECK(yice_sources_add(&report->sources, "again.yice", yice_buf_text(text), text->len,
					    &file) == YICE_OK);
		FUZZ_CHECK(yice_format(&report->sources, file, YICE_ZH, NULL, 0, &report->diags, &again) ==
			   YICE_OK);
		FUZZ_CHECK(again.len == text->len && !memcmp(again.data, text->data, text->len));
		yice_buf_release(&again);
	}
	yice_reading_close(&reading);
	yice_report_free(report);
}

/* The table again, in *out unless it is NULL; whether it could be made. */
static bool export(const struct yice_output *output, struct yice_buf *out)
{
	yice_report *report;
	void *bytes;
	size_t len;
	int status;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	status = yice_export_texts(output, report, &bytes, &len);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG || status == YICE_ESYNTAX);
	if (!status && out)
		yice_buf_add(out, bytes, len);
	if (!status)
		free(bytes);
	yice_report_free(report);
	return !status;
}

/* A layout that somebody changed: some of its bytes are those of the table. */
static void damage(struct yice_output *output, const uint8_t *data, size_t size)
{
	struct yice_buf *layout = &output->files[output->count - 1].text;

	for (size_t i = 1; i + 1 < size && i < 8; i++)
		layout->data[(data[i] * 256u + data[i + 1]) % layout->len] = (char)data[size - i];
	(void)export(output, NULL);
}

static void take_in(const uint8_t *data, size_t size, const struct yice_import_options *options)
{
	struct yice_import_counts counts;
	struct yice_output output;
	struct yice_buf back = YICE_BUF_INIT;
	yice_report *report;
	int status;

	FUZZ_CHECK(yice_report_new(&report) == YICE_OK);
	status = yice_import_texts("fuzz.csv", (const char *)data, size, options, "", report, &output, &counts);
	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	FUZZ_CHECK(!said(report, YICE_D_import_unsound));
	if (!status) {
		FUZZ_CHECK(options->no_templates || counts.bodies <= counts.distinct);
		FUZZ_CHECK(options->no_templates || counts.bodies == counts.folded);
		check_sources(&output);
		FUZZ_CHECK(export(&output, &back));
		FUZZ_CHECK(said(report, YICE_D_table_encoding) ||
			   (back.len == size && (!size || !memcmp(back.data, data, size))));
		if (!options->no_templates)
			damage(&output, data, size);
	}
	yice_buf_release(&back);
	yice_output_release(&output);
	yice_report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct yice_import_options plain = { .no_templates = 0 },
						whole = { .no_templates = 1, .no_split = 1 };

	take_in(data, size, &plain);
	take_in(data, size, &whole);
	return 0;
}
