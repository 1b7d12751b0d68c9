/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compiler's public face: what include/yice/compile.h promises, as a
 * sequence of passes over one model. A pass runs also when an earlier one
 * found mistakes, so that one run shows as many as it can; an image is made
 * only of a model without any. The report outlives the model and owns all
 * texts its diagnostics point into.
 */
#include "yice/compile.h"

#include "base/report.h"
#include "compiler/build.h"
#include "compiler/declare.h"
#include "compiler/emit.h"
#include "compiler/geometry.h"
#include "compiler/stream.h"
#include "compiler/type.h"

/* What comes after the rules, whether or not they have mistakes. */
static int check_built(struct yice_model *model, const struct yice_rules *rules)
{
	int status = yice_geometry_load(model);

	if (!status)
		status = yice_geometry_check(model);
	if (!status)
		status = yice_model_check(model);
	if (!status)
		status = yice_rules_check(model, rules);
	return status;
}

int yice_rules_check_all(struct yice_model *model, struct yice_rules *rules, const char *const *paths, size_t count)
{
	int status = yice_model_load(model, paths, count);

	if (!status)
		status = yice_rules_resolve(model, rules);
	return status ? status : check_built(model, rules);
}

int yice_check(const char *const *paths, size_t count, yice_report *report)
{
	struct yice_model model;
	struct yice_rules rules = { NULL, 0 };
	int status;

	yice_model_init(&model, &report->sources, &report->diags);
	status = yice_rules_check_all(&model, &rules, paths, count);
	yice_model_release(&model);
	yice_diags_sort(&report->diags);
	if (report->diags.failed)
		status = YICE_ENOMEM;
	return status ? status : yice_diags_status(&report->diags);
}

/* Everything of the model that is not clauses, which a stream has looked at. */
static int check_rest(struct yice_model *model, struct yice_stream *stream)
{
	int status;

	model->diags->turn = YICE_TURN_GEOMETRY;
	status = yice_geometry_load(model);
	if (!status)
		status = yice_geometry_check(model);
	model->diags->turn = YICE_TURN_MODEL;
	if (!status)
		status = yice_model_check(model);
	if (status)
		return status;
	yice_clauses_check(model);
	yice_stream_report(stream);
	status = yice_model_status(model);
	return status ? status : yice_diags_status(model->diags);
}

/* The image of an outlined model, clauses in portions; the model is given back when only bytes are left to make. */
static int build_in_portions(struct yice_model *model, struct yice_stream *stream, struct yice_buf *image)
{
	const struct yice_rule_source source = yice_stream_source(stream);
	struct yice_emitter emitter;
	bool clean = !model->diags->errors;
	int emitted = clean ? yice_emit_begin(&emitter, model, &source) : YICE_EDIAG;
	int status = yice_stream_finish(stream);

	if (!status)
		status = check_rest(model, stream);
	if (!status)
		status = emitted ? emitted : yice_emit_rest(&emitter);
	if (!status) {
		yice_stream_free(stream);
		yice_model_release(model);
		status = yice_emit_image(&emitter, image);
	} else {
		yice_stream_free(stream);
	}
	if (clean)
		yice_emitter_release(&emitter);
	return status;
}

/* The rest of yice_rules_check_all() behind the outline, and the image. */
static int build_whole(struct yice_model *model, struct yice_buf *image)
{
	struct yice_rules rules = { NULL, 0 };
	int status;

	model->diags->turn = 0;
	status = yice_rules_build(model, &rules);
	if (!status)
		status = check_built(model, &rules);
	if (!status)
		status = yice_diags_status(model->diags);
	return status ? status : yice_rules_emit(model, &rules, image);
}

static int build(struct yice_model *model, const struct yice_build *job, struct yice_buf *image)
{
	struct yice_stream *stream;
	int status = yice_levels_load(model, job->levels, job->level_count);

	if (!status)
		status = yice_model_load_paths(model, job->paths, job->count);

	if (!status)
		status = yice_model_declare(model);
	if (!status)
		status = yice_model_outline(model);
	if (!status)
		status = yice_stream_new(model, &stream);
	if (status)
		return status;
	status = build_in_portions(model, stream, image);
	return status == YICE_ERANGE ? build_whole(model, image) : status;
}

int yice_build_run(const struct yice_build *job, yice_report *report, void **image, size_t *len)
{
	struct yice_model model;
	struct yice_buf out = YICE_BUF_INIT;
	int status;

	yice_model_init(&model, &report->sources, &report->diags);
	model.jobs = job->jobs;
	model.seen = job->seen;
	model.seen_context = job->context;
	status = build(&model, job, &out);
	yice_model_release(&model);
	yice_diags_sort(&report->diags);
	if (!status)
		status = yice_buf_status(&out);
	if (report->diags.failed)
		status = YICE_ENOMEM;
	if (status) {
		yice_buf_release(&out);
		return status;
	}
	*image = out.data;
	*len = out.len;
	return YICE_OK;
}

int yice_build_with(const char *const *paths, size_t count, size_t jobs, yice_report *report, void **image, size_t *len)
{
	const struct yice_build job = { .paths = paths, .count = count, .levels = paths, .level_count = count, .jobs = jobs };

	return yice_build_run(&job, report, image, len);
}

int yice_build(const char *const *paths, size_t count, yice_report *report, void **image, size_t *len)
{
	return yice_build_with(paths, count, 1, report, image, len);
}

/* The language most items begin in; clause numbers do not count, and Chinese wins a tie. */
static enum yice_lang language_of(const struct yice_sources *sources, const struct yice_file *file)
{
	int balance = 0;

	for (const struct yice_item *item = file->items; item; item = item->next) {
		unsigned char first = (unsigned char)sources->items[item->head.file].text[item->head.start];

		if ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'))
			balance++;
		else if (first >= 0x80)
			balance--;
	}
	return balance > 0 ? YICE_EN : YICE_ZH;
}

static int compare_respell(const void *a, const void *b)
{
	const struct yice_respell *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* The recorded uses as sorted replacements, one a place. *out is the caller's to free. */
static int collect_respell(const struct yice_model *model, uint32_t source, enum yice_lang lang,
			   struct yice_respell **out, size_t *count)
{
	size_t n = 0, kept = 0;
	struct yice_respell *all = calloc((size_t)model->uses.count + 1, sizeof(*all));

	if (!all)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < model->uses.count; i++) {
		const struct yice_use *use = &model->uses.items[i];
		const char *text = lang == YICE_EN ? use->en : use->zh;

		if (text && use->span.file == source && use->span.start < use->span.end)
			all[n++] = (struct yice_respell){ use->span.start, use->span.end, text };
	}
	if (n)
		qsort(all, n, sizeof(*all), compare_respell);
	for (size_t i = 0; i < n; i++)
		if (!kept || all[kept - 1].start != all[i].start)
			all[kept++] = all[i];
	*out = all;
	*count = kept;
	return YICE_OK;
}

/*
 * Formats a source already read. Names are looked up in a model of their own,
 * whose diagnostics nobody sees: a file may be formatted before it is correct.
 */
static int format_source(yice_report *report, uint32_t source, const char *lang, struct yice_buf *out)
{
	struct yice_diags scratch;
	struct yice_model model;
	struct yice_respell *respell = NULL;
	size_t count = 0;
	enum yice_lang to = lang && !strcmp(lang, "en") ? YICE_EN : YICE_ZH;
	const struct yice_file *file = NULL;
	int status;

	yice_diags_init(&scratch);
	yice_model_init(&model, &report->sources, &scratch);
	if (lang) {
		status = yice_model_load_with_imports(&model, source, &file);
		if (!status)
			status = yice_model_declare(&model);
		if (!status) {
			yice_model_respell(&model, file);
			status = yice_model_status(&model);
		}
		if (!status)
			status = collect_respell(&model, source, to, &respell, &count);
	} else {
		status = yice_model_load_source(&model, source);
		if (!status)
			to = language_of(&report->sources, model.files.items[0]);
	}
	if (!status)
		status = yice_format(&report->sources, source, to, respell, count, &report->diags, out);
	free(respell);
	yice_model_release(&model);
	yice_diags_release(&scratch);
	return status;
}

static int drop(struct yice_buf *text, int status)
{
	yice_buf_release(text);
	return status;
}

/* The buffer's text becomes the caller's; nothing at all is an empty string. */
static int hand_over(struct yice_buf *text, char **out)
{
	if (!text->failed && !text->data)
		text->data = calloc(1, 1);
	if (text->failed || !text->data)
		return drop(text, YICE_ENOMEM);
	*out = text->data;
	return YICE_OK;
}

int yice_format_file(const char *path, const char *lang, yice_report *report, char **out)
{
	struct yice_model model;
	struct yice_buf text = YICE_BUF_INIT;
	uint32_t source = 0;
	int status;

	if (lang && strcmp(lang, "zh") && strcmp(lang, "en"))
		return YICE_ENOTFOUND;
	yice_model_init(&model, &report->sources, &report->diags);
	status = yice_text_load(&model, path, YICE_SPAN_NONE, YICE_D_path_missing, path, &source);
	if (!status)
		status = yice_model_status(&model);
	yice_model_release(&model);
	if (!status)
		status = format_source(report, source, lang, &text);
	yice_diags_sort(&report->diags);
	if (report->diags.failed)
		status = YICE_ENOMEM;
	return status ? drop(&text, status) : hand_over(&text, out);
}

int yice_explain(const char *code, const char *lang, char **out)
{
	static const char *const severities[2][3] = { { "说明", "警告", "错误" },
						      { "note", "warning", "error" } };
	enum yice_diag_id id = yice_diag_find(code);
	enum yice_lang in = lang && !strcmp(lang, "en") ? YICE_EN : YICE_ZH;
	/* What stands for the names of a real case. */
	struct yice_message message = { .id = id, .span = YICE_SPAN_NONE, .args = { "…", "…", "…", "…" } };
	struct yice_buf text = YICE_BUF_INIT;

	if (id == YICE_DIAG_COUNT || (lang && strcmp(lang, "zh") && strcmp(lang, "en")))
		return YICE_ENOTFOUND;
	yice_buf_addf(&text, "%s %s (%s)\n", yice_diag_code(id), yice_diag_name(id),
		      severities[in][yice_diag_severity(id)]);
	yice_message_render(&message, in, &text);
	yice_buf_addc(&text, '\n');
	if (*yice_diag_explanation(id, in))
		yice_buf_addf(&text, "\n%s\n", yice_diag_explanation(id, in));
	return hand_over(&text, out);
}
