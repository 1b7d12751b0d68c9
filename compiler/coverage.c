/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far lists have been formalised (yice/coverage.h) as a sequence of steps:
 * read and type the rules, count them, order what remains to do, write. Also
 * what the two writers share. Nothing is written unless the rules are sound.
 */
#include "compiler/coverage.h"
#include "base/report.h"
#include "yice/coverage.h"

const char *yice_cover_label(const struct yice_cover_sheet *sheet, const struct yice_label *label)
{
	return sheet->lang == YICE_EN && label->en ? label->en : label->zh;
}

const char *yice_cover_dimension(const struct yice_cover_sheet *sheet, uint32_t dimension)
{
	return dimension == YICE_NONE
		   ? NULL
		   : yice_cover_label(sheet, &sheet->model->dimensions.items[dimension].label);
}

uint32_t yice_cover_line_of(const struct yice_cover_sheet *sheet, struct yice_span span)
{
	uint32_t line, column;

	yice_source_locate(&sheet->model->sources->items[span.file], span.start, &line, &column);
	return line;
}

uint32_t yice_cover_sum(const struct yice_cover_sheet *sheet, uint32_t first, bool any_class,
			struct yice_cover_tally *sum)
{
	const struct yice_cover_line *lines = sheet->lines.items;
	uint32_t i = first;

	memset(sum, 0, sizeof(*sum));
	for (; i < sheet->lines.count && lines[i].scope == lines[first].scope; i++) {
		if (!any_class && lines[i].klass != lines[first].klass)
			break;
		for (int j = 0; j < YICE_COVERS; j++)
			sum->count[j] += lines[i].tally.count[j];
	}
	return i;
}

uint32_t yice_cover_core(const uint32_t *count)
{
	uint64_t some = (uint64_t)count[YICE_COVER_FULL] + count[YICE_COVER_PARTIAL];

	return (uint32_t)(some * 1000 / count[YICE_COVER_CLAUSES]);
}

uint32_t yice_cover_reasoned(const uint32_t *count)
{
	uint64_t some = (uint64_t)count[YICE_COVER_CLAUSES] - count[YICE_COVER_TEXT];

	return (uint32_t)(some * 1000 / count[YICE_COVER_CLAUSES]);
}

/* Rules of the paths, typed; the checks that only warn are left to `yice check`. */
static int load(struct yice_model *model, const char *const *paths, size_t count, struct yice_rules *rules)
{
	int status = yice_model_load(model, paths, count);

	if (!status)
		status = yice_rules_resolve(model, rules);
	if (!status)
		status = yice_diags_status(model->diags);
	yice_diags_sort(model->diags);
	return status;
}

static int write(struct yice_cover_sheet *sheet, bool json, bool details, struct yice_buf *out)
{
	int status = yice_cover_count(sheet);

	if (!status)
		status = yice_cover_order(sheet);
	if (status)
		return status;
	if (json)
		yice_cover_json(sheet, out);
	else
		yice_cover_text(sheet, details, out);
	return yice_buf_status(out);
}

int yice_coverage(const char *const *paths, size_t count, const char *format, const char *lang, int details,
		  yice_report *report, char **out)
{
	bool json = !strcmp(format, "json"), english = !strcmp(lang, "en");
	struct yice_model model;
	struct yice_rules rules = { NULL, 0 };
	struct yice_cover_sheet sheet = { .model = &model,
					  .rules = &rules,
					  .lang = english ? YICE_EN : YICE_ZH };
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	*out = NULL;
	if ((!json && strcmp(format, "text")) || (!english && strcmp(lang, "zh")))
		return YICE_ENOTFOUND;
	yice_model_init(&model, &report->sources, &report->diags);
	status = load(&model, paths, count, &rules);
	if (!status)
		status = write(&sheet, json, details, &text);
	if (status)
		yice_buf_release(&text);
	*out = text.data;
	yice_model_release(&model);
	return status;
}
