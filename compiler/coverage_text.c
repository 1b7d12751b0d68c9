/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coverage as text for a terminal: the table of counts, the shares, distinct
 * texts by scope, stale bases, last days, and what to formalise next. Columns are aligned
 * by display width, since names are in wide characters. Called by coverage.c.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "compiler/coverage.h"
#include "compiler/type.h"

#define WORD_COLUMNS 40 /* of a text's first words */
#define NEXT_SHOWN   10 /* bodies without details */

struct writer {
	const struct yice_cover_sheet *sheet;
	enum yice_lang lang;
	struct yice_buf *out;
	int names;               /* columns of the first column */
	int counts[YICE_COVERS]; /* and of each count */
};

static const char *const titles[YICE_COVERS][2] = {
	{ "条款", "clauses" },    { "可判定", "full" },     { "部分", "partial" },
	{ "仅待判", "judged" },   { "仅原文", "text" },     { "职责", "duties" },
	{ "鼓励", "encouraged" }, { "旁列", "beside" },     { "有期限", "due" },
	{ "无依据", "no basis" }, { "依据失效", "stale" },
};

/* A macro, so that the compiler sees the literals and checks formats. */
#define SAY(writer, zh, en) ((writer)->lang == YICE_EN ? (en) : (zh))

static int columns(const char *text)
{
	return yice_utf8_columns(text, strlen(text), 1);
}

static void pad(struct writer *writer, int count)
{
	while (count-- > 0)
		yice_buf_addc(writer->out, ' ');
}

static void put_left(struct writer *writer, const char *text, int width)
{
	yice_buf_adds(writer->out, text);
	pad(writer, width - columns(text));
}

static void put_right(struct writer *writer, const char *text, int width)
{
	pad(writer, width - columns(text));
	yice_buf_adds(writer->out, text);
}

static void put_number(struct writer *writer, uint32_t number, int width)
{
	char digits[11];

	snprintf(digits, sizeof(digits), "%u", (unsigned int)number);
	put_right(writer, digits, width);
}

static void put_share(struct writer *writer, uint32_t per_mille, int width)
{
	char share[16];

	snprintf(share, sizeof(share), "%u.%u%%", (unsigned int)(per_mille / 10),
		 (unsigned int)(per_mille % 10));
	put_right(writer, share, width);
}

/* ---- names of lines */

static const char *class_name(const struct writer *writer, uint32_t klass)
{
	static const char *const names[YICE_CLASSES + 1][2] = {
		[YICE_PRIORITY] = { "优先保护单元", "priority units" },
		[YICE_KEY] = { "重点管控单元", "key units" },
		[YICE_GENERAL] = { "一般管控单元", "general units" },
		[YICE_CLASSES] = { "全域和分区", "whole scope and zones" },
	};

	return names[klass][writer->lang];
}

static const char *dimension_name(const struct writer *writer, uint32_t dimension)
{
	const char *name = yice_cover_dimension(writer->sheet, dimension);

	return name ? name : SAY(writer, "（无维度）", "(no dimension)");
}

static const char *total_name(const struct writer *writer)
{
	return SAY(writer, "合计", "total");
}

/* "440606 顺德区", whose columns are returned; put when `put` says so. */
static int scope_name(struct writer *writer, uint32_t scope, bool put)
{
	const struct yice_scope *item = &writer->sheet->model->scopes.items[scope];
	const char *name = yice_cover_label(writer->sheet, &item->label);

	if (put)
		yice_buf_addf(writer->out, "%s %s", item->code, name);
	return columns(item->code) + 1 + columns(name);
}

static void widen(int *width, int to)
{
	if (*width < to)
		*width = to;
}

static void measure(struct writer *writer)
{
	const struct yice_cover_sheet *sheet = writer->sheet;

	widen(&writer->names, columns(total_name(writer)));
	for (uint32_t i = 0; i < sheet->lines.count; i++) {
		const struct yice_cover_line *line = &sheet->lines.items[i];

		widen(&writer->names, scope_name(writer, line->scope, false));
		widen(&writer->names, 2 + columns(class_name(writer, line->klass)));
		widen(&writer->names, 4 + columns(dimension_name(writer, line->dimension)));
	}
	for (int i = 0; i < YICE_COVERS; i++) {
		char digits[11];

		writer->counts[i] = columns(titles[i][writer->lang]) + 2;
		widen(&writer->counts[i],
		      2 + snprintf(digits, sizeof(digits), "%u", (unsigned int)sheet->total.count[i]));
	}
}

/* ---- the table of counts */

static void put_counts(struct writer *writer, const struct yice_cover_tally *tally)
{
	for (int i = 0; i < YICE_COVERS; i++)
		put_number(writer, tally->count[i], writer->counts[i]);
	yice_buf_addc(writer->out, '\n');
}

static void put_class(struct writer *writer, uint32_t first, uint32_t end, const struct yice_cover_tally *sum)
{
	const struct yice_cover_line *lines = writer->sheet->lines.items;

	pad(writer, 2);
	put_left(writer, class_name(writer, lines[first].klass), writer->names - 2);
	put_counts(writer, sum);
	for (uint32_t i = first; i < end; i++) {
		pad(writer, 4);
		put_left(writer, dimension_name(writer, lines[i].dimension), writer->names - 4);
		put_counts(writer, &lines[i].tally);
	}
}

static void put_table(struct writer *writer)
{
	const struct yice_cover_sheet *sheet = writer->sheet;
	struct yice_cover_tally sum;

	pad(writer, writer->names);
	for (int i = 0; i < YICE_COVERS; i++)
		put_right(writer, titles[i][writer->lang], writer->counts[i]);
	yice_buf_addc(writer->out, '\n');
	for (uint32_t first = 0; first < sheet->lines.count;) {
		uint32_t end = yice_cover_sum(sheet, first, true, &sum);

		pad(writer, writer->names - scope_name(writer, sheet->lines.items[first].scope, true));
		put_counts(writer, &sum);
		while (first < end) {
			uint32_t next = yice_cover_sum(sheet, first, false, &sum);

			put_class(writer, first, next, &sum);
			first = next;
		}
	}
	put_left(writer, total_name(writer), writer->names);
	put_counts(writer, &sheet->total);
}

/* Tenths of a percent, rounded. */
static uint32_t per_mille(uint32_t part, uint32_t whole)
{
	return (uint32_t)((part * UINT64_C(2000) + whole) / (2 * (uint64_t)whole));
}

static void put_shares(struct writer *writer)
{
	static const char *const said[][2] = { { "事实即可判定", "decided by facts alone" },
					       { "部分可判定", "decided in part" },
					       { "仅待判", "open words only" },
					       { "仅原文", "text only" } };
	const uint32_t *parts = &writer->sheet->total.count[YICE_COVER_FULL];
	uint32_t all = parts[0] + parts[1] + parts[2] + parts[3];

	if (!all)
		return;
	yice_buf_addf(writer->out,
		      SAY(writer, "\n针对项目的 %u 条：", "\nClauses that address projects: %u; "),
		      (unsigned int)all);
	for (size_t i = 0; i < YICE_COUNT(said); i++) {
		if (i)
			yice_buf_adds(writer->out, SAY(writer, "，", ", "));
		yice_buf_addf(writer->out, "%s ", said[i][writer->lang]);
		put_share(writer, per_mille(parts[i], all), 0);
	}
	yice_buf_adds(writer->out, SAY(writer, "。\n", ".\n"));
}

/* ---- distinct texts */

static void put_texts(struct writer *writer)
{
	static const char *const heads[][2] = { { "文本", "texts" },
						{ "可判定", "full" },
						{ "部分", "partial" },
						{ "仅待判", "judged" },
						{ "仅原文", "text" } };
	const struct yice_cover_sheet *sheet = writer->sheet;

	if (!sheet->texts.items[0].count[YICE_COVER_CLAUSES])
		return;
	yice_buf_adds(writer->out, SAY(writer, "\n针对项目的不同文本，含下级：\n",
				       "\nDistinct texts that address projects, with the scopes below:\n"));
	pad(writer, writer->names);
	for (size_t i = 0; i < YICE_COUNT(heads); i++)
		put_right(writer, heads[i][writer->lang], writer->counts[i]);
	put_right(writer, SAY(writer, "有判定核心", "with a core"), 13);
	put_right(writer, SAY(writer, "或列明事项", "or a reason"), 13);
	yice_buf_addc(writer->out, '\n');
	for (uint32_t i = 1; i <= sheet->texts.count; i++) {
		const struct yice_cover_texts *texts = &sheet->texts.items[i % sheet->texts.count];

		if (!texts->count[YICE_COVER_CLAUSES])
			continue;
		if (texts->scope == YICE_NONE)
			put_left(writer, total_name(writer), writer->names);
		else
			pad(writer, writer->names - scope_name(writer, texts->scope, true));
		for (size_t j = 0; j < YICE_COUNT(heads); j++)
			put_number(writer, texts->count[j], writer->counts[j]);
		put_share(writer, yice_cover_core(texts->count), 13);
		put_share(writer, yice_cover_reasoned(texts->count), 13);
		yice_buf_addc(writer->out, '\n');
	}
}

/* ---- stale bases */

static void put_place(struct writer *writer, struct yice_span span)
{
	yice_buf_addf(writer->out, "%s:%u", writer->sheet->model->sources->items[span.file].name,
		      (unsigned int)yice_cover_line_of(writer->sheet, span));
}

static void put_id(struct writer *writer, uint32_t clause)
{
	const char *id = yice_placed_id(writer->sheet->model, clause);

	writer->out->failed |= !id;
	yice_buf_adds(writer->out, id ? id : "");
}

static void put_stale_one(struct writer *writer, const struct yice_cover_stale *stale)
{
	const struct yice_model *model = writer->sheet->model;
	const struct yice_document *document = stale->document;
	char day[11];

	pad(writer, 2);
	put_id(writer, stale->clause);
	pad(writer, 2);
	put_place(writer, model->placed.items[stale->clause].span);
	yice_buf_addf(writer->out, "\n    %s", yice_cover_label(writer->sheet, &document->label));
	yice_date_format(stale->early ? document->days.from : document->days.to, day);
	if (stale->early)
		yice_buf_addf(writer->out, SAY(writer, "：%s 才施行", ": in force only from %s"), day);
	else if (*day)
		yice_buf_addf(writer->out, SAY(writer, "：%s 起失效", ": out of force since %s"), day);
	if (document->successor != YICE_NONE)
		yice_buf_addf(
		    writer->out, SAY(writer, "，由%s代替", "; replaced by %s"),
		    yice_cover_label(writer->sheet, &model->documents.items[document->successor].label));
	yice_buf_addc(writer->out, '\n');
}

static void put_stale(struct writer *writer, bool details)
{
	const struct yice_cover_sheet *sheet = writer->sheet;

	if (!sheet->stale.count)
		return;
	yice_buf_addf(writer->out, SAY(writer, "\n依据失效或者被代替的 %u 处", "\nStale bases: %u"),
		      (unsigned int)sheet->stale.count);
	if (!details) {
		yice_buf_adds(writer->out,
			      SAY(writer, "，用 --details 列出。\n", "; --details lists them.\n"));
		return;
	}
	yice_buf_adds(writer->out, SAY(writer, "：\n", ":\n"));
	for (uint32_t i = 0; i < sheet->stale.count; i++)
		put_stale_one(writer, &sheet->stale.items[i]);
}

/* ---- what to formalise next */

static void put_words(struct writer *writer, const char *text)
{
	size_t len = strlen(text), size;
	int used = 0;
	uint32_t cp;

	for (size_t at = 0; at < len && (size = yice_utf8_decode(text + at, len - at, &cp)); at += size) {
		used += cp < ' ' ? 1 : yice_utf8_width(cp, 1);
		if (used > WORD_COLUMNS) {
			yice_buf_adds(writer->out, "…");
			return;
		}
		if (cp < ' ')
			yice_buf_addc(writer->out, ' ');
		else
			yice_buf_add(writer->out, text + at, size);
	}
}

/* A row of counts, and below it where the body is and how it begins. */
static void put_body(struct writer *writer, const struct yice_cover_body *body, const int *widths)
{
	struct yice_buf scratch = YICE_BUF_INIT;

	put_number(writer, body->units, widths[0]);
	put_number(writer, body->clauses, widths[1]);
	pad(writer, 2);
	put_left(writer, titles[body->kind][writer->lang], widths[2]);
	put_id(writer, body->first);
	pad(writer, 2);
	put_place(writer, body->span);
	yice_buf_addc(writer->out, '\n');
	pad(writer, widths[0] + widths[1] + 2 + widths[2]);
	put_words(writer, yice_cover_words(&writer->sheet->rules->items[body->first], &scratch));
	yice_buf_addc(writer->out, '\n');
	writer->out->failed |= scratch.failed;
	yice_buf_release(&scratch);
}

static void put_next(struct writer *writer, bool details)
{
	const struct yice_cover_sheet *sheet = writer->sheet;
	uint32_t shown = details || sheet->next.count < NEXT_SHOWN ? sheet->next.count : NEXT_SHOWN;
	const int widths[3] = { 7, writer->lang == YICE_EN ? 9 : 7, 9 };

	if (!shown)
		return;
	yice_buf_adds(writer->out, SAY(writer, "\n接着写哪些，按能用上的单元数：\n",
				       "\nTo formalise next, by the units served:\n"));
	put_right(writer, SAY(writer, "单元", "units"), widths[0]);
	put_right(writer, titles[YICE_COVER_CLAUSES][writer->lang], widths[1]);
	pad(writer, 2);
	put_left(writer, SAY(writer, "现状", "now"), widths[2]);
	yice_buf_adds(writer->out, SAY(writer, "第一条\n", "first clause\n"));
	for (uint32_t i = 0; i < shown; i++)
		put_body(writer, &sheet->next.items[i], widths);
	if (shown < sheet->next.count)
		yice_buf_addf(
		    writer->out,
		    SAY(writer, "另有 %u 个，用 --details 列出。\n", "%u more; --details lists them.\n"),
		    (unsigned int)(sheet->next.count - shown));
}

/* ---- last days */

static void put_dated_one(struct writer *writer, const struct yice_cover_dated *dated)
{
	struct yice_label addressee = yice_cover_addressee(writer->sheet, dated);
	struct yice_buf words = YICE_BUF_INIT;
	char day[11];

	yice_date_format(dated->day, day);
	yice_buf_addf(writer->out, "  %s  ", day);
	put_id(writer, dated->clause);
	yice_buf_addf(writer->out, SAY(writer, "（%s）  ", " (%s)  "),
		      addressee.zh ? yice_cover_label(writer->sheet, &addressee) : SAY(writer, "鼓励", "encouraged"));
	put_place(writer, writer->sheet->model->placed.items[dated->clause].span);
	yice_buf_adds(writer->out, "\n    ");
	yice_cover_say(writer->sheet, dated, &words);
	put_words(writer, yice_buf_text(&words));
	yice_buf_addc(writer->out, '\n');
	writer->out->failed |= words.failed;
	yice_buf_release(&words);
}

static void put_dated(struct writer *writer, bool details)
{
	const struct yice_cover_sheet *sheet = writer->sheet;

	if (!sheet->dated.count)
		return;
	yice_buf_addf(writer->out, SAY(writer, "\n有期限的鼓励和职责 %u 项", "\nEncouragements and duties with a last day: %u"),
		      (unsigned int)sheet->dated.count);
	if (!details) {
		yice_buf_adds(writer->out, SAY(writer, "，用 --details 列出。\n", "; --details lists them.\n"));
		return;
	}
	yice_buf_adds(writer->out, SAY(writer, "：\n", ":\n"));
	for (uint32_t i = 0; i < sheet->dated.count; i++)
		put_dated_one(writer, &sheet->dated.items[i]);
}

void yice_cover_text(const struct yice_cover_sheet *sheet, bool details, struct yice_buf *out)
{
	struct writer writer = { .sheet = sheet, .lang = sheet->lang, .out = out };

	measure(&writer);
	put_table(&writer);
	put_shares(&writer);
	put_texts(&writer);
	put_stale(&writer, details);
	put_dated(&writer, details);
	put_next(&writer, details);
}
