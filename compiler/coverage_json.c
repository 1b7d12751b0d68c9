/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coverage as JSON, for programs: everything that was counted, whatever the
 * terminal would show. man/yice-coverage.1 documents the members; COUNTS below
 * are those of keys[]. Called by coverage.c.
 */
#include "base/json.h"
#include "compiler/coverage.h"
#include "compiler/type.h"

static const char *const keys[YICE_COVERS] = { "clauses", "full",       "partial",       "judged",     "text",
					       "duties",  "encouraged", "beside",        "due",
					       "without_basis", "stale_basis" };

static void quote(struct yice_buf *out, const char *text)
{
	if (text)
		yice_json_quote(out, text, strlen(text));
	else
		yice_buf_adds(out, "null");
}

static void put_counts(struct yice_buf *out, const struct yice_cover_tally *tally)
{
	for (int i = 0; i < YICE_COVERS; i++)
		yice_buf_addf(out, "%s\"%s\":%u", i ? "," : "", keys[i], (unsigned int)tally->count[i]);
}

static void put_total(struct yice_buf *out, const struct yice_cover_tally *tally)
{
	yice_buf_adds(out, "\"total\":{");
	put_counts(out, tally);
	yice_buf_addc(out, '}');
}

static void put_day(struct yice_buf *out, yice_day day)
{
	char text[11];

	yice_date_format(day, text);
	quote(out, *text ? text : NULL);
}

/* {"class": WORD or null, "dimensions": [{"dimension": NAME or null, COUNTS}], "total": {COUNTS}} */
static void put_class(const struct yice_cover_sheet *sheet, uint32_t first, uint32_t end,
		      const struct yice_cover_tally *sum, struct yice_buf *out)
{
	uint32_t klass = sheet->lines.items[first].klass;
	struct yice_label label = { NULL, NULL, YICE_SPAN_NONE };

	if (klass < YICE_CLASSES)
		label = yice_builtin_label(0, klass);
	yice_buf_adds(out, "\n  {\"class\":");
	quote(out, yice_cover_label(sheet, &label));
	yice_buf_adds(out, ",\"dimensions\":[");
	for (uint32_t i = first; i < end; i++) {
		yice_buf_addf(out, "%s\n   {\"dimension\":", i > first ? "," : "");
		quote(out, yice_cover_dimension(sheet, sheet->lines.items[i].dimension));
		yice_buf_addc(out, ',');
		put_counts(out, &sheet->lines.items[i].tally);
		yice_buf_addc(out, '}');
	}
	yice_buf_adds(out, "],\n   ");
	put_total(out, sum);
	yice_buf_addc(out, '}');
}

/* {"scope", "name", "classes": […], "total": {COUNTS}} */
static void put_scopes(const struct yice_cover_sheet *sheet, struct yice_buf *out)
{
	struct yice_cover_tally sum;

	for (uint32_t first = 0; first < sheet->lines.count;) {
		const struct yice_scope *scope = &sheet->model->scopes.items[sheet->lines.items[first].scope];
		struct yice_cover_tally total;
		uint32_t start = first, end = yice_cover_sum(sheet, first, true, &total);

		yice_buf_addf(out, "%s\n {\"scope\":", first ? "," : "");
		quote(out, scope->code);
		yice_buf_adds(out, ",\"name\":");
		quote(out, yice_cover_label(sheet, &scope->label));
		yice_buf_adds(out, ",\"classes\":[");
		while (first < end) {
			uint32_t next = yice_cover_sum(sheet, first, false, &sum);

			yice_buf_adds(out, first > start ? "," : "");
			put_class(sheet, first, next, &sum, out);
			first = next;
		}
		yice_buf_adds(out, "],\n  ");
		put_total(out, &total);
		yice_buf_addc(out, '}');
	}
}

/* {"scope": CODE, or null for all, "texts", "full", "partial", "judged", "text", "core_per_mille",
 * "reasoned_per_mille": numbers, or null of none} */
static void put_texts(const struct yice_cover_sheet *sheet, struct yice_buf *out)
{
	for (uint32_t i = 0; i < sheet->texts.count; i++) {
		const struct yice_cover_texts *texts = &sheet->texts.items[i];
		uint32_t all = texts->count[YICE_COVER_CLAUSES];

		yice_buf_addf(out, "%s\n {\"scope\":", i ? "," : "");
		quote(out, texts->scope == YICE_NONE ? NULL : sheet->model->scopes.items[texts->scope].code);
		yice_buf_addf(out, ",\"texts\":%u", (unsigned int)all);
		for (int j = YICE_COVER_FULL; j <= YICE_COVER_TEXT; j++)
			yice_buf_addf(out, ",\"%s\":%u", keys[j], (unsigned int)texts->count[j]);
		if (all)
			yice_buf_addf(out, ",\"core_per_mille\":%u,\"reasoned_per_mille\":%u}",
				      (unsigned int)yice_cover_core(texts->count),
				      (unsigned int)yice_cover_reasoned(texts->count));
		else
			yice_buf_adds(out, ",\"core_per_mille\":null,\"reasoned_per_mille\":null}");
	}
}

/* "clause": ID, "file", "line" */
static void put_clause(const struct yice_cover_sheet *sheet, uint32_t clause, struct yice_span span,
		       struct yice_buf *out)
{
	const char *id = yice_placed_id(sheet->model, clause);

	out->failed |= !id;
	yice_buf_adds(out, "\"clause\":");
	quote(out, id);
	yice_buf_adds(out, ",\"file\":");
	quote(out, sheet->model->sources->items[span.file].name);
	yice_buf_addf(out, ",\"line\":%u", (unsigned int)yice_cover_line_of(sheet, span));
}

/* {CLAUSE, "document", "from": DAY or null, "to": DAY or null, "successor": NAME or null} */
static void put_stale(const struct yice_cover_sheet *sheet, struct yice_buf *out)
{
	const struct yice_model *model = sheet->model;

	for (uint32_t i = 0; i < sheet->stale.count; i++) {
		const struct yice_cover_stale *stale = &sheet->stale.items[i];
		const struct yice_document *document = stale->document;
		uint32_t successor = document->successor;

		yice_buf_addf(out, "%s\n {", i ? "," : "");
		put_clause(sheet, stale->clause, model->placed.items[stale->clause].span, out);
		yice_buf_adds(out, ",\"document\":");
		quote(out, yice_cover_label(sheet, &document->label));
		yice_buf_adds(out, ",\"from\":");
		put_day(out, document->days.from);
		yice_buf_adds(out, ",\"to\":");
		put_day(out, document->days.to);
		yice_buf_adds(out, ",\"successor\":");
		quote(out, successor == YICE_NONE
			       ? NULL
			       : yice_cover_label(sheet, &model->documents.items[successor].label));
		yice_buf_addc(out, '}');
	}
}

/* {CLAUSE, "by": DAY, "effect": "duty" or "encourage", "addressee": NAME or null, "text"} */
static void put_dated(const struct yice_cover_sheet *sheet, struct yice_buf *out)
{
	struct yice_buf words = YICE_BUF_INIT;

	for (uint32_t i = 0; i < sheet->dated.count; i++) {
		const struct yice_cover_dated *dated = &sheet->dated.items[i];
		struct yice_label addressee = yice_cover_addressee(sheet, dated);

		yice_buf_addf(out, "%s\n {", i ? "," : "");
		put_clause(sheet, dated->clause, sheet->model->placed.items[dated->clause].span, out);
		yice_buf_adds(out, ",\"by\":");
		put_day(out, dated->day);
		yice_buf_addf(out, ",\"effect\":\"%s\",\"addressee\":", addressee.zh ? "duty" : "encourage");
		quote(out, addressee.zh ? yice_cover_label(sheet, &addressee) : NULL);
		yice_buf_adds(out, ",\"text\":");
		yice_buf_clear(&words);
		yice_cover_say(sheet, dated, &words);
		quote(out, yice_buf_text(&words));
		yice_buf_addc(out, '}');
	}
	out->failed |= words.failed;
	yice_buf_release(&words);
}

/* {CLAUSE, "core": "partial", "judged" or null, "units", "clauses", "text"} */
static void put_next(const struct yice_cover_sheet *sheet, struct yice_buf *out)
{
	struct yice_buf scratch = YICE_BUF_INIT;

	for (uint32_t i = 0; i < sheet->next.count; i++) {
		const struct yice_cover_body *body = &sheet->next.items[i];

		yice_buf_addf(out, "%s\n {", i ? "," : "");
		put_clause(sheet, body->first, body->span, out);
		yice_buf_addf(out, ",\"core\":%s,\"units\":%u,\"clauses\":%u,\"text\":",
			      body->kind == YICE_COVER_PARTIAL  ? "\"partial\""
			      : body->kind == YICE_COVER_JUDGED ? "\"judged\""
								: "null",
			      (unsigned int)body->units, (unsigned int)body->clauses);
		quote(out, yice_cover_words(&sheet->rules->items[body->first], &scratch));
		yice_buf_addc(out, '}');
	}
	out->failed |= scratch.failed;
	yice_buf_release(&scratch);
}

void yice_cover_json(const struct yice_cover_sheet *sheet, struct yice_buf *out)
{
	yice_buf_adds(out, "{\"scopes\":[");
	put_scopes(sheet, out);
	yice_buf_adds(out, "],\n \"distinct_texts\":[");
	put_texts(sheet, out);
	yice_buf_adds(out, "],\n \"stale\":[");
	put_stale(sheet, out);
	yice_buf_adds(out, "],\n \"dated\":[");
	put_dated(sheet, out);
	yice_buf_adds(out, "],\n \"next\":[");
	put_next(sheet, out);
	yice_buf_adds(out, "],\n ");
	put_total(out, &sheet->total);
	yice_buf_adds(out, "}\n");
}
