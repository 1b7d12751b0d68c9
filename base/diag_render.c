/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics as text for people. The source line is shown as a terminal can
 * show it (tabs as one space, controls and bidirectional marks named) and
 * carets are counted in display columns of exactly that text, so they stand
 * under Chinese words. Very long lines are cut around the place, since a
 * wrapped line would part the carets from what they mean.
 */
#include "base/diag_internal.h"
#include "base/utf8.h"

#include <stdio.h>

#define LINE_COLUMNS 100 /* shown of a line at most */
#define LEAD_COLUMNS 40  /* kept before the place when the front is cut */
#define FIX_LINES    4   /* shown of a replacement at most */
#define CUT          "..."

static uint32_t points_between(const char *text, uint32_t from, uint32_t to)
{
	uint32_t count = 0;

	while (from < to) {
		uint32_t cp;
		size_t step = yice_utf8_decode(text + from, to - from, &cp);

		from += step ? (uint32_t)step : 1;
		count++;
	}
	return count;
}

static void locate_points(const struct yice_source *source, uint32_t offset, uint32_t *line, uint32_t *column)
{
	uint32_t bytes;

	yice_source_locate(source, offset, line, &bytes);
	*column = points_between(source->text, offset - (bytes - 1), offset) + 1;
}

bool yice_place_find(const struct yice_sources *sources, struct yice_span span, struct yice_place *out)
{
	uint32_t len;

	if (span.file >= sources->count)
		return false;
	out->source = &sources->items[span.file];
	len = (uint32_t)out->source->len;
	out->span = span;
	if (out->span.start > len)
		out->span.start = len;
	if (out->span.end > len)
		out->span.end = len;
	if (out->span.end < out->span.start)
		out->span.end = out->span.start;
	locate_points(out->source, out->span.start, &out->line, &out->column);
	locate_points(out->source, out->span.end, &out->end_line, &out->end_column);
	return true;
}

/* Marks that take no column but change what is seen: shown by number. */
static bool is_hidden(uint32_t cp)
{
	return cp == 0x61c || cp == 0x180e || (cp >= 0x200b && cp <= 0x200f) ||
	       (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff ||
	       (cp >= 0xfff9 && cp <= 0xfffb) || cp >= 0xe0000;
}

/* Appends the character at text as it is shown (out may be NULL); returns its bytes, adds its columns. */
static size_t show_character(const char *text, size_t len, int ambiguous, struct yice_buf *out, int *columns)
{
	char name[16]; /* "<U+200B>" */
	const char *shown = text;
	uint32_t cp;
	size_t step = yice_utf8_decode(text, len, &cp), size = step;

	if (!step) {
		cp = 0xfffd;
		shown = "\xef\xbf\xbd";
		size = 3;
	} else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0)) {
		cp = ' ';
		shown = " ";
		size = 1;
	} else if (is_hidden(cp)) {
		size = (size_t)snprintf(name, sizeof(name), "<U+%04X>", (unsigned int)cp);
		shown = name;
	}
	if (out)
		yice_buf_add(out, shown, size);
	*columns += shown == name ? (int)size : yice_utf8_width(cp, ambiguous);
	return step ? step : 1;
}

/* An argument may be user text: nothing in it may steer a terminal or break the line. */
static void show_argument(const char *text, struct yice_buf *out)
{
	size_t len = strlen(text);
	int columns = 0;

	for (size_t at = 0; at < len;)
		at += show_character(text + at, len - at, 1, out, &columns);
}

void yice_message_render(const struct yice_message *message, enum yice_lang lang, struct yice_buf *out)
{
	const char *text = yice_diag_text(message->id, lang);

	for (; *text; text++) {
		bool is_argument =
		    text[0] == '{' && text[1] >= '0' && text[1] < '0' + YICE_DIAG_ARGS && text[2] == '}';

		if (!is_argument) {
			yice_buf_addc(out, *text);
			continue;
		}
		if (message->args[text[1] - '0'])
			show_argument(message->args[text[1] - '0'], out);
		text += 2;
	}
}

struct painter {
	const struct yice_sources *sources;
	const struct yice_diag_style *style;
	struct yice_buf *out;
	int gutter; /* digits of the largest line number shown */
};

enum paint { PAINT_BOLD, PAINT_GUTTER, PAINT_HELP, PAINT_NOTE, PAINT_WARNING, PAINT_ERROR, PAINT_OFF };

static void paint(const struct painter *painter, enum paint what)
{
	static const char *const codes[] = { "\033[1m",    "\033[1;34m", "\033[1;32m", "\033[1;36m",
					     "\033[1;33m", "\033[1;31m", "\033[0m" };

	if (painter->style->color)
		yice_buf_adds(painter->out, codes[what]);
}

static void painted(const struct painter *painter, enum paint what, const char *text)
{
	paint(painter, what);
	yice_buf_adds(painter->out, text);
	paint(painter, PAINT_OFF);
}

static const char *severity_label(enum yice_severity severity, enum yice_lang lang)
{
	static const char *const labels[][2] = { { "说明", "note" },
						 { "警告", "warning" },
						 { "错误", "error" } };

	return labels[severity][lang];
}

static enum paint severity_paint(enum yice_severity severity)
{
	return severity == YICE_ERROR ? PAINT_ERROR : severity == YICE_WARNING ? PAINT_WARNING : PAINT_NOTE;
}

/* Columns that text takes when shown. */
static int shown_columns(const struct painter *painter, const char *text, size_t len)
{
	int columns = 0;

	for (size_t at = 0; at < len && columns <= INT32_MAX / 2;)
		at += show_character(text + at, len - at, painter->style->ambiguous, NULL, &columns);
	return columns;
}

/* Appends text cut to at most `most` columns; returns the columns used and, in *shown, the bytes shown. */
static int show_text(const struct painter *painter, const char *text, size_t len, int most, size_t *shown)
{
	int columns = 0;
	size_t at = 0;

	while (at < len && columns < most)
		at += show_character(text + at, len - at, painter->style->ambiguous, painter->out, &columns);
	*shown = at;
	return columns;
}

static void gutter(const struct painter *painter, const char *number, const char *bar)
{
	paint(painter, PAINT_GUTTER);
	yice_buf_addf(painter->out, " %*s %s", painter->gutter, number, bar);
	paint(painter, PAINT_OFF);
}

static void numbered_gutter(const struct painter *painter, uint32_t line, const char *bar)
{
	char number[12];
	size_t at = sizeof(number);

	number[--at] = '\0';
	for (; line; line /= 10)
		number[--at] = (char)('0' + line % 10);
	gutter(painter, number + at, bar);
}

static void repeat(struct yice_buf *out, char c, int count)
{
	while (count-- > 0)
		yice_buf_addc(out, c);
}

/* Where to begin showing a line so that byte `place` of it is in sight: 0 unless the line is too long. */
static size_t window_start(const struct painter *painter, const char *text, size_t len, size_t place)
{
	int before = shown_columns(painter, text, place);
	size_t at = 0;

	if (before + shown_columns(painter, text + place, len - place) <= LINE_COLUMNS ||
	    before <= LEAD_COLUMNS)
		return 0;
	while (at < place && before > LEAD_COLUMNS) {
		uint32_t cp;
		size_t step = yice_utf8_decode(text + at, len - at, &cp);

		step = step ? step : 1;
		before -= shown_columns(painter, text + at, step);
		at += step;
	}
	return at;
}

/* The source line of a place with carets under its part on that line. */
static void show_place(const struct painter *painter, const struct yice_place *place, enum paint color)
{
	struct yice_buf *out = painter->out;
	size_t len, start, width, skip, shown;
	const char *text = yice_source_line(place->source, place->line, &len);
	int columns, carets;

	start = place->span.start - yice_source_offset(place->source, place->line);
	start = start < len ? start : len;
	width = place->span.end - place->span.start;
	width = width < len - start ? width : len - start;
	skip = window_start(painter, text, len, start);

	numbered_gutter(painter, place->line, "| ");
	yice_buf_adds(out, skip ? CUT : "");
	columns = show_text(painter, text + skip, start - skip, INT32_MAX, &shown);
	carets = show_text(painter, text + start, width, LINE_COLUMNS, &shown);
	if (shown == width) {
		int left = LINE_COLUMNS - columns - carets;

		show_text(painter, text + start + width, len - start - width, left > 10 ? left : 10, &shown);
		shown += width;
	}
	yice_buf_adds(out, start + shown < len ? CUT "\n" : "\n");

	gutter(painter, "", "| ");
	repeat(out, ' ', columns + (skip ? (int)strlen(CUT) : 0));
	paint(painter, color);
	repeat(out, '^', carets ? carets : 1);
	paint(painter, PAINT_OFF);
	yice_buf_addc(out, '\n');
}

static void show_location(const struct painter *painter, const struct yice_place *place)
{
	struct yice_buf *out = painter->out;

	paint(painter, PAINT_BOLD);
	yice_buf_addf(out, "%s:%u:%u: ", place->source->name, (unsigned int)place->line,
		      (unsigned int)place->column);
	paint(painter, PAINT_OFF);
}

static void show_headline(const struct painter *painter, const struct yice_diag *diag)
{
	enum yice_lang lang = painter->style->lang;
	struct yice_place place;

	if (yice_place_find(painter->sources, diag->main.span, &place))
		show_location(painter, &place);
	paint(painter, severity_paint(diag->severity));
	yice_buf_addf(painter->out, "%s[%s]", severity_label(diag->severity, lang),
		      yice_diag_code(diag->main.id));
	paint(painter, PAINT_OFF);
	yice_buf_adds(painter->out, ": ");
	paint(painter, PAINT_BOLD);
	yice_message_render(&diag->main, lang, painter->out);
	paint(painter, PAINT_OFF);
	yice_buf_addc(painter->out, '\n');
}

/* "= label:" of a line that belongs to no place. */
static void show_label(const struct painter *painter, enum paint color, const char *zh, const char *en)
{
	gutter(painter, "", "= ");
	painted(painter, color, painter->style->lang == YICE_ZH ? zh : en);
	yice_buf_adds(painter->out, painter->style->lang == YICE_ZH ? "：" : ":");
}

/* A message behind a label; the full-width colon brings its own space. */
static void show_labelled(const struct painter *painter, enum paint color, const char *zh, const char *en,
			  const struct yice_message *message)
{
	show_label(painter, color, zh, en);
	yice_buf_adds(painter->out, painter->style->lang == YICE_ZH ? "" : " ");
	yice_message_render(message, painter->style->lang, painter->out);
	yice_buf_addc(painter->out, '\n');
}

static void show_note(const struct painter *painter, const struct yice_message *note)
{
	struct yice_place place;

	if (!yice_place_find(painter->sources, note->span, &place)) {
		show_labelled(painter, PAINT_NOTE, "说明", "note", note);
		return;
	}
	show_location(painter, &place);
	painted(painter, PAINT_NOTE, severity_label(YICE_NOTE, painter->style->lang));
	yice_buf_adds(painter->out, ": ");
	yice_message_render(note, painter->style->lang, painter->out);
	yice_buf_addc(painter->out, '\n');
	show_place(painter, &place, PAINT_NOTE);
}

/* The lines a fix touches as they would read: what stands before it, the replacement, what stands behind. */
static void build_fixed(const struct yice_place *place, const char *fix, struct yice_buf *out)
{
	size_t from = yice_source_offset(place->source, place->line), len;
	const char *line = yice_source_line(place->source, place->end_line, &len);
	const char *rest = place->source->text + place->span.end;

	yice_buf_add(out, place->source->text + from, place->span.start - from);
	yice_buf_adds(out, fix);
	if (rest < line + len)
		yice_buf_add(out, rest, (size_t)(line + len - rest));
}

static void show_fix(const struct painter *painter, const struct yice_diag *diag)
{
	struct yice_buf fixed = YICE_BUF_INIT;
	struct yice_place place;
	const char *text, *end;
	size_t changed, shown;

	if (!diag->fix || !yice_place_find(painter->sources, diag->fix_span, &place))
		return;
	build_fixed(&place, diag->fix, &fixed);
	show_label(painter, PAINT_HELP, "改为", "so that it reads");
	yice_buf_addc(painter->out, '\n');
	text = yice_buf_text(&fixed);
	end = text + fixed.len;
	changed = place.span.start - yice_source_offset(place.source, place.line); /* in the first line shown */
	for (uint32_t i = 0; i < FIX_LINES && text <= end; i++, changed = 0) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t len = (size_t)((stop ? stop : end) - text);
		size_t skip = window_start(painter, text, len, changed < len ? changed : len);

		numbered_gutter(painter, place.line + i, "+ ");
		yice_buf_adds(painter->out, skip ? CUT : "");
		show_text(painter, text + skip, len - skip, LINE_COLUMNS, &shown);
		yice_buf_adds(painter->out, skip + shown < len ? CUT "\n" : "\n");
		text += len + 1;
	}
	painter->out->failed |= fixed.failed;
	yice_buf_release(&fixed);
}

static int digits_of(const struct painter *painter, struct yice_span span)
{
	struct yice_place place;
	int digits = 0;

	if (!yice_place_find(painter->sources, span, &place))
		return 1;
	for (uint32_t line = place.end_line; line; line /= 10)
		digits++;
	return digits;
}

static void show_pretty(struct painter *painter, const struct yice_diag *diag)
{
	struct yice_place place;

	painter->gutter = digits_of(painter, diag->main.span);
	for (const struct yice_message *note = diag->notes; note; note = note->next)
		if (digits_of(painter, note->span) > painter->gutter)
			painter->gutter = digits_of(painter, note->span);
	if (diag->fix && digits_of(painter, diag->fix_span) > painter->gutter)
		painter->gutter = digits_of(painter, diag->fix_span);

	show_headline(painter, diag);
	if (yice_place_find(painter->sources, diag->main.span, &place))
		show_place(painter, &place, severity_paint(diag->severity));
	for (const struct yice_message *note = diag->notes; note; note = note->next)
		show_note(painter, note);
	for (const struct yice_message *help = diag->helps; help; help = help->next)
		show_labelled(painter, PAINT_HELP, "建议", "help", help);
	show_fix(painter, diag);
}

void yice_diags_render(const struct yice_diags *diags, const struct yice_sources *sources,
		       const struct yice_diag_style *style, struct yice_buf *out)
{
	struct painter painter = { sources, style, out, 1 };

	if (style->format == YICE_DIAG_JSON) {
		yice_diags_render_json(diags, sources, out);
		return;
	}
	if (style->format == YICE_DIAG_SARIF) {
		yice_diags_render_sarif(diags, sources, style->lang, out);
		return;
	}
	for (uint32_t i = 0; i < diags->count; i++)
		if (style->format == YICE_DIAG_PRETTY)
			show_pretty(&painter, diags->items[i]);
		else
			show_headline(&painter, diags->items[i]);
}
