/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public face of diagnostics (yice/report.h): owned by the caller, passed
 * to whatever reads a user's text, and rendered at the end. A report only
 * grows; texts stay, because diagnostics point into them.
 */
#include "base/report.h"

int yice_report_new(yice_report **out)
{
	struct yice_report *report = malloc(sizeof(*report));

	*out = report;
	if (!report)
		return YICE_ENOMEM;
	yice_diags_init(&report->diags);
	yice_sources_init(&report->sources);
	return YICE_OK;
}

void yice_report_free(yice_report *report)
{
	if (!report)
		return;
	yice_diags_release(&report->diags);
	yice_sources_release(&report->sources);
	free(report);
}

size_t yice_report_errors(const yice_report *report)
{
	return report->diags.errors;
}

size_t yice_report_warnings(const yice_report *report)
{
	return report->diags.warnings;
}

int yice_report_set(yice_report *report, const char *code, const char *severity)
{
	int level = yice_severity_find(severity);

	return level < 0 ? YICE_ENOTFOUND : yice_diags_override(&report->diags, code, level);
}

/* Index of word in a list, or -1. */
static int word_index(const char *word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(word, list[i]))
			return (int)i;
	return -1;
}

/* Places of mistakes in geometry, as a FeatureCollection. */
static void put_drawing(const yice_report *report, struct yice_buf *out)
{
	yice_buf_adds(out, "{\"type\":\"FeatureCollection\",\"features\":[");
	yice_buf_add(out, yice_buf_text(&report->diags.drawing), report->diags.drawing.len);
	yice_buf_adds(out, "]}\n");
	out->failed |= report->diags.drawing.failed;
}

int yice_report_text(const yice_report *report, const char *format, const char *lang, char **out)
{
	static const char *const formats[] = { "pretty", "compact", "json", "sarif", "geojson" };
	static const char *const langs[] = { "zh", "en" };
	int as = word_index(format, formats, YICE_COUNT(formats));
	int in = word_index(lang, langs, YICE_COUNT(langs));
	struct yice_buf buf = YICE_BUF_INIT;

	*out = NULL;
	if (as < 0 || in < 0)
		return YICE_ENOTFOUND;
	if (!strcmp(format, "geojson"))
		put_drawing(report, &buf);
	else
		yice_diags_render(&report->diags, &report->sources,
				  &(struct yice_diag_style){ .format = (enum yice_diag_format)as,
							     .lang = (enum yice_lang)in,
							     .ambiguous = 1 },
				  &buf);
	yice_buf_adds(&buf, "");
	if (yice_buf_status(&buf) || !buf.data) {
		yice_buf_release(&buf);
		return YICE_ENOMEM;
	}
	*out = buf.data;
	return YICE_OK;
}
