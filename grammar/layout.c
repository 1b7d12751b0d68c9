/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes spelt tokens in the one canonical layout. Called by format.c. An item
 * begins a line; the parts of lists, units, templates and clauses have a line
 * each, those of short declarations stay on the item's. A line that is too
 * long breaks before 且 or 或 outside parentheses, and only when that is not
 * enough inside them or after a comma.
 */
#include "base/base.h"
#include "grammar/format.h"
#include "grammar/keyword.h"
#include "grammar/parse.tab.h"

struct layout {
	const struct yice_source *source;
	const struct yice_piece *pieces;
	size_t count;
	enum yice_lang lang;
	struct yice_buf *out;

	int column;   /* of the line being written */
	int indent;   /* of the item being written */
	int hang;     /* where the current item or part continues on the next line */
	bool heading; /* below a 维度, clauses are indented */
	bool line;    /* something stands on the line */
};

/* ------------------------------------------------------------ lines */

static void end_line(struct layout *l)
{
	if (!l->line)
		return;
	yice_buf_addc(l->out, '\n');
	l->line = false;
	l->column = 0;
}

static void begin_line(struct layout *l, int column)
{
	end_line(l);
	for (; l->column < column; l->column++)
		yice_buf_addc(l->out, ' ');
}

static void put(struct layout *l, const char *text, size_t len, int columns)
{
	yice_buf_add(l->out, text, len);
	l->column += columns;
	l->line = true;
}

/* ------------------------------------------------------------ blanks between tokens */

/* Full-width marks bring their own room. */
static bool is_wide_mark(int kind)
{
	return kind == TOK_COMMA || kind == TOK_COLON || kind == TOK_LPAREN || kind == TOK_RPAREN ||
	       kind == TOK_LBRACKET || kind == TOK_RBRACKET;
}

static bool joins_closely(const struct yice_piece *a, const struct yice_piece *b)
{
	return a->unary || a->kind == TOK_DOT || b->kind == TOK_DOT || a->kind == TOK_LBRACE ||
	       b->kind == TOK_RBRACE || a->kind == TOK_SLASH || b->kind == TOK_SLASH ||
	       a->kind == TOK_PRODUCT || b->kind == TOK_PRODUCT;
}

static int blanks_en(const struct yice_piece *a, const struct yice_piece *b)
{
	if (a->kind == TOK_LPAREN || a->kind == TOK_LBRACKET || b->kind == TOK_RPAREN ||
	    b->kind == TOK_RBRACKET || b->kind == TOK_COMMA || b->kind == TOK_COLON)
		return 0;
	if (b->kind == TOK_LPAREN)
		return a->kind != TOK_STRICTER && a->kind != TOK_IDENTIFIER && a->kind != TOK_RBRACE;
	return 1;
}

static int blanks(const struct layout *l, const struct yice_piece *a, const struct yice_piece *b)
{
	if (joins_closely(a, b))
		return 0;
	if (l->lang == YICE_EN)
		return blanks_en(a, b);
	return is_wide_mark(a->kind) || is_wide_mark(b->kind) || a->kind == TOK_TITLE ? 0 : 1;
}

/* ------------------------------------------------------------ comments */

struct gap {
	const char *at, *end;
	int newlines; /* since the last token or comment */
	const char *comment;
	size_t len; /* of the comment without its # and trailing blanks */
};

/* Finds the next comment. False at the end of the gap; newlines then counts those before the next token. */
static bool next_comment(struct gap *g)
{
	for (; g->at < g->end; g->at++) {
		size_t mark = *g->at == '#' ? 1 : g->end - g->at >= 3 && memcmp(g->at, "＃", 3) == 0 ? 3 : 0;

		g->newlines += *g->at == '\n';
		if (!mark)
			continue;
		g->comment = g->at + mark;
		while (g->at < g->end && *g->at != '\n' && *g->at != '\r')
			g->at++;
		g->len = (size_t)(g->at - g->comment);
		while (g->len > 0 && strchr(" \t", g->comment[g->len - 1]))
			g->len--;
		return true;
	}
	return false;
}

static void put_comment(struct layout *l, const struct gap *g)
{
	put(l, "#", 1, 1);
	put(l, g->comment, g->len, 0);
}

static void put_blank_line(struct layout *l)
{
	end_line(l);
	if (l->out->len > 0)
		yice_buf_addc(l->out, '\n');
}

/*
 * Comments before a piece: one that shares its line with the token before
 * stays there, others get lines of their own at `column`. spread: blank lines
 * may stand here, forced: one must. Leaves a new line when there was any.
 */
static void put_remarks(struct layout *l, size_t i, int column, bool spread, bool forced)
{
	const struct yice_piece *piece = &l->pieces[i];
	uint32_t start = i ? l->pieces[i - 1].span.end : 0;
	struct gap g = { l->source->text + start, l->source->text + piece->span.start, i == 0, NULL, 0 };

	while (next_comment(&g)) {
		if (g.newlines == 0) {
			put(l, "  ", 2, 2);
			put_comment(l, &g);
			end_line(l);
		} else {
			if (spread && (forced || g.newlines > 1) && l->out->len > 0)
				put_blank_line(l);
			forced = false;
			begin_line(l, column);
			put_comment(l, &g);
			end_line(l);
		}
		g.newlines = 0;
	}
	if (spread && (forced || g.newlines > 1) && l->out->len > 0 && piece->kind != TOK_YYEOF)
		put_blank_line(l);
}

/* ------------------------------------------------------------ filling a line */

/* Width of pieces [i, end) on one line, without the blank before the first. */
static int width(const struct layout *l, size_t i, size_t end)
{
	int columns = 0;

	for (size_t j = i; j < end; j++)
		columns += l->pieces[j].columns + (j > i ? blanks(l, &l->pieces[j - 1], &l->pieces[j]) : 0);
	return columns;
}

static void put_piece(struct layout *l, size_t i)
{
	put(l, l->pieces[i].text, l->pieces[i].len, l->pieces[i].columns);
}

static void put_blank(struct layout *l)
{
	put(l, " ", 1, 1);
}

static bool is_connective(int kind)
{
	return kind == TOK_AND || kind == TOK_OR || kind == TOK_BUT;
}

/* A line may break before piece i. strong: between the conditions of a part, not inside one. */
static bool may_break(const struct layout *l, size_t i, bool strong)
{
	const struct yice_piece *piece = &l->pieces[i], *before = &l->pieces[i - 1];

	if (piece->remarks)
		return true;
	if (is_connective(piece->kind))
		return !strong || piece->depth == 0;
	return !strong &&
	       (before->kind == TOK_COMMA || piece->kind == TOK_EXCEPT ||
		(piece->kind == TOK_STRING && before->kind == TOK_STRING) ||
		(before->kind == TOK_COLON && before->item == YICE_ITEM_TERMS && piece->depth == 0));
}

static size_t next_break(const struct layout *l, size_t i, size_t end, bool strong)
{
	size_t j = i + 1;

	while (j < end && !may_break(l, j, strong))
		j++;
	return j;
}

/* Writes a stretch that does not break, on a new line when it does not fit. */
static void fill(struct layout *l, size_t i, size_t end, bool first)
{
	int gap = first ? 0 : blanks(l, &l->pieces[i - 1], &l->pieces[i]);

	if (l->pieces[i].remarks && !first)
		put_remarks(l, i, l->hang, false, false);
	if (!first && (!l->line || l->column + gap + width(l, i, end) > YICE_LINE_COLUMNS))
		begin_line(l, l->hang);
	for (; i < end; i++, first = false) {
		if (l->line && !first && blanks(l, &l->pieces[i - 1], &l->pieces[i]))
			put_blank(l);
		put_piece(l, i);
	}
}

/* Fills lines with pieces [i, end); `first` of them goes on the current line whatever its width. */
static void fill_lines(struct layout *l, size_t i, size_t end)
{
	bool first = true;

	while (i < end) {
		size_t stop = next_break(l, i, end, true);
		bool whole = l->hang + width(l, i, stop) <= YICE_LINE_COLUMNS ||
			     (first && l->column + width(l, i, stop) <= YICE_LINE_COLUMNS);

		for (size_t j = i; j < stop; first = false) {
			size_t next = whole ? stop : next_break(l, j, stop, false);

			fill(l, j, next, first);
			j = next;
		}
		i = stop;
	}
}

/* ------------------------------------------------------------ items and parts */

static size_t item_end(const struct layout *l, size_t i)
{
	do
		i++;
	while (i < l->count && l->pieces[i].begin != YICE_BEGIN_ITEM);
	return i;
}

static bool has_remarks(const struct layout *l, size_t i, size_t end)
{
	for (i++; i < end; i++)
		if (l->pieces[i].remarks)
			return true;
	return false;
}

static size_t count_parts(const struct layout *l, size_t i, size_t end, int *kind)
{
	size_t count = 0;

	for (; i < end; i++) {
		if (l->pieces[i].begin != YICE_BEGIN_PART || l->pieces[i].kind == TOK_PARAMS)
			continue;
		*kind = l->pieces[i].kind;
		count++;
	}
	return count;
}

/* Whether the parts of the item share its line. */
static bool is_compact(const struct layout *l, size_t i, size_t end)
{
	enum yice_item_kind item = l->pieces[i].item;
	int kind = 0;
	size_t parts = count_parts(l, i, end, &kind);

	if (item == YICE_ITEM_LIST || item == YICE_ITEM_UNIT || item == YICE_ITEM_TEMPLATE)
		return parts == 0;
	if (item == YICE_ITEM_CLAUSE && (parts > 1 || kind != TOK_AS))
		return parts == 0;
	return !has_remarks(l, i, end) && l->indent + width(l, i, end) <= YICE_LINE_COLUMNS;
}

/* Clause parts line up behind keywords of one to two characters. */
static void put_keyword(struct layout *l, size_t i, bool pad)
{
	put_piece(l, i);
	for (int columns = l->pieces[i].columns; pad && columns < 4; columns++)
		put_blank(l);
}

static void put_part(struct layout *l, size_t i, size_t end)
{
	enum yice_item_kind item = l->pieces[i].item;
	bool pad =
	    l->lang == YICE_ZH && (item == YICE_ITEM_CLAUSE || item == YICE_ITEM_TEMPLATE) && end > i + 1;

	put_remarks(l, i, l->indent + 2, false, false);
	begin_line(l, l->indent + 2);
	put_keyword(l, i, pad);
	if (end == i + 1)
		return;
	l->hang = l->column + 1;
	if (l->pieces[i + 1].remarks) {
		put_remarks(l, i + 1, l->hang, false, false);
		begin_line(l, l->hang);
	} else { /* even before （, so that it lines up with other parts */
		put_blank(l);
	}
	fill_lines(l, i + 1, end);
}

static void put_item(struct layout *l, size_t i, size_t end)
{
	bool compact = is_compact(l, i, end);
	size_t part = i, next;

	do
		part++;
	while (part < end &&
	       (compact || l->pieces[part].begin != YICE_BEGIN_PART || l->pieces[part].kind == TOK_PARAMS));
	l->hang = l->indent + 2;
	begin_line(l, l->indent);
	fill_lines(l, i, part);
	for (; part < end; part = next) {
		next = part + 1;
		while (next < end && l->pieces[next].begin != YICE_BEGIN_PART)
			next++;
		put_part(l, part, next);
	}
}

static bool opens_context(enum yice_item_kind item)
{
	return item == YICE_ITEM_LIST || item == YICE_ITEM_TARGET || item == YICE_ITEM_UNIT ||
	       item == YICE_ITEM_TEMPLATE || item == YICE_ITEM_GROUP;
}

/* A blank line sets off what opens a context, a new dimension, and what follows a template. */
static bool set_off(enum yice_item_kind item, enum yice_item_kind before)
{
	return opens_context(item) || before == YICE_ITEM_TEMPLATE ||
	       (item == YICE_ITEM_DIMENSION && (before == YICE_ITEM_CLAUSE || before == YICE_ITEM_USE));
}

void yice_layout(const struct yice_source *source, const struct yice_pieces *pieces, enum yice_lang lang,
		 struct yice_buf *out)
{
	struct layout l = {
		.source = source, .pieces = pieces->items, .count = pieces->count, .lang = lang, .out = out
	};
	size_t end;

	for (size_t i = 0; i < l.count; i = end) {
		enum yice_item_kind item = l.pieces[i].item;

		end = item_end(&l, i);
		if (opens_context(item) || item == YICE_ITEM_DIMENSION)
			l.heading = item == YICE_ITEM_DIMENSION;
		l.indent = l.heading && (item == YICE_ITEM_CLAUSE || item == YICE_ITEM_USE) ? 2 : 0;
		put_remarks(&l, i, l.indent, true, i > 0 && set_off(item, l.pieces[i - 1].item));
		put_item(&l, i, end);
	}
	put_remarks(&l, l.count, 0, true, false);
	end_line(&l);
}
