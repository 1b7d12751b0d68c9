/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The formatter's entry point: scans a text that parses, gives every token
 * its spelling in the wanted language, and marks where items and parts begin.
 * layout.c then writes them. Called by `yice fmt`. The token sequence never
 * changes; layout depends on tokens, comments and blank lines between items
 * only, which is why formatting twice changes nothing.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "grammar/format.h"
#include "grammar/parse.h"
#include "grammar/scan.h"

struct spelling {
	enum yice_lang lang;
	const struct yice_respell *next, *end; /* names not yet passed */
	struct yice_arena *arena;
	const struct yice_source *source;
};

int yice_piece_columns(const char *text, size_t len)
{
	/* Characters of ambiguous width count as wide, so that a line fits either way. */
	return yice_utf8_columns(text, len, 2);
}

static const char *mark_text(int kind, int before, enum yice_lang lang)
{
	bool zh = lang == YICE_ZH;

	switch (kind) {
	case TOK_COMMA:
		return !zh ? "," : before == TOK_ONWARD ? "，" : "、";
	case TOK_COLON:
		return zh ? "：" : ":";
	case TOK_LPAREN:
		return zh ? "（" : "(";
	case TOK_RPAREN:
		return zh ? "）" : ")";
	case TOK_LBRACKET:
		return zh ? "【" : "[";
	case TOK_RBRACKET:
		return zh ? "】" : "]";
	case TOK_LBRACE:
		return "{";
	case TOK_RBRACE:
		return "}";
	case TOK_DOT:
		return ".";
	case TOK_PLUS:
		return "+";
	case TOK_MINUS:
		return "-";
	case TOK_TIMES:
		return "×";
	case TOK_SLASH:
		return "/";
	case TOK_PRODUCT:
		return "·";
	case TOK_EQ:
		return "=";
	case TOK_NE:
		return "≠";
	case TOK_LT:
		return "<";
	case TOK_LE:
		return "≤";
	case TOK_GT:
		return ">";
	case TOK_GE:
		return "≥";
	default:
		return NULL;
	}
}

static const char *respelt(struct spelling *s, struct yice_span span)
{
	while (s->next < s->end && s->next->start < span.start)
		s->next++;
	return s->next < s->end && s->next->start == span.start && s->next->end == span.end ? s->next->text
											    : NULL;
}

/* verbatim: a keyword here is a word of a tag or of a declared name, which has spellings of its own. */
static const char *spell(struct spelling *s, const struct yice_token *token, int before, bool verbatim)
{
	const struct yice_keyword *keyword = yice_keyword_of(token->kind);
	const char *text = respelt(s, token->span);
	char day[11];

	if (text)
		return text;
	if (keyword && !verbatim)
		return keyword->text[s->lang];
	switch (token->kind) {
	case TOK_NUMBER:
	case TOK_RATIO:
		return token->value.number.word.text;
	case TOK_DATE:
		yice_date_format(token->value.day, day);
		return yice_arena_strdup(s->arena, day);
	case TOK_STRING:
	case TOK_TITLE:
		return yice_arena_strndup(s->arena, s->source->text + token->span.start,
					  token->span.end - token->span.start);
	default:
		text = mark_text(token->kind, before, s->lang);
		return text ? text : token->value.word.text;
	}
}

/* ------------------------------------------------------------ what begins where */

static bool is_unary(int before)
{
	return before != TOK_IDENTIFIER && before != TOK_NUMBER && before != TOK_RATIO &&
	       before != TOK_RBRACE && before != TOK_PERCENT && before != TOK_DATE && before != TOK_RPAREN;
}

/* 待判 is a part unless it stands where a condition does. */
static bool opens_condition(int before)
{
	return before == TOK_AND || before == TOK_OR || before == TOK_NOT || before == TOK_LPAREN ||
	       before == TOK_WHEN || before == TOK_UNLESS || before == TOK_BUT || before == TOK_REQUIRE;
}

static bool begins_part(const struct yice_token *token, int before, enum yice_item_kind item)
{
	const struct yice_keyword *keyword = yice_keyword_of(token->kind);

	switch (token->kind) {
	case TOK_BUT:
		return false;
	case TOK_JUDGE:
		return !opens_condition(before);
	case TOK_WITHIN:
	case TOK_SCOPE:
		return item == YICE_ITEM_UNIT;
	default:
		return keyword && keyword->role == YICE_KEYWORD_PART;
	}
}

struct reading {
	struct yice_scan scan;
	struct spelling spelling;
	const struct yice_item *next; /* first item that has not begun */
	enum yice_item_kind item;
	int before, depth;
	bool tag;      /* inside 【】 */
	bool declared; /* in the name that 属性 declares */
};

/* Between two tokens of a text that parses there are blanks and comments only. */
static bool has_comment(const struct yice_source *source, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end; i++)
		if (source->text[i] == '#' || (end - i >= 3 && memcmp(source->text + i, "＃", 3) == 0))
			return true;
	return false;
}

static struct yice_piece read_piece(struct reading *r, uint32_t gap)
{
	const struct yice_token *token = yice_scan_next(&r->scan);
	struct yice_piece piece = { .kind = token->kind, .span = token->span };

	piece.remarks = has_comment(r->scan.source, gap, token->span.start);
	if (token->kind == TOK_YYEOF)
		return piece;
	if (r->next && r->next->span.start == token->span.start) {
		piece.begin = YICE_BEGIN_ITEM;
		r->item = r->next->kind;
		r->next = r->next->next;
	} else if (!r->tag && begins_part(token, r->before, r->item)) {
		piece.begin = YICE_BEGIN_PART;
	}
	r->declared = token->kind == TOK_ATTRIBUTE || (r->declared && token->kind != TOK_COLON);
	r->tag = token->kind == TOK_LBRACKET || (r->tag && token->kind != TOK_RBRACKET);
	if (token->kind == TOK_RPAREN)
		r->depth--;
	piece.item = r->item;
	piece.depth = r->depth;
	piece.unary = token->kind == TOK_MINUS && is_unary(r->before);
	piece.text =
	    spell(&r->spelling, token, r->before, r->tag || (r->declared && r->before == TOK_LBRACE));
	if (token->kind == TOK_LPAREN)
		r->depth++;
	r->before = token->kind;
	if (!piece.text)
		return piece;
	piece.len = (uint32_t)strlen(piece.text);
	piece.columns = yice_piece_columns(piece.text, piece.len);
	return piece;
}

static int read_pieces(struct reading *r, struct yice_buf *buf)
{
	struct yice_piece piece;
	uint32_t gap = 0;

	do {
		piece = read_piece(r, gap);
		gap = piece.span.end;
		yice_buf_add(buf, &piece, sizeof(piece));
		if (piece.kind != TOK_YYEOF && !piece.text)
			return YICE_ENOMEM;
	} while (piece.kind != TOK_YYEOF && !buf->failed);
	/* A word the scanner had no memory for is no keyword, so its place would be wrong. */
	return r->spelling.arena->failed ? YICE_ENOMEM : yice_buf_status(buf);
}

static int format(const struct yice_sources *sources, uint32_t file, const struct yice_file *tree,
		  struct spelling spelling, struct yice_diags *diags, struct yice_buf *out)
{
	struct reading r = { .spelling = spelling, .next = tree->items };
	struct yice_buf buf = YICE_BUF_INIT;
	struct yice_pieces pieces;
	int status = yice_scan_init(&r.scan, sources, file, spelling.arena, diags);

	if (status)
		return status;
	status = read_pieces(&r, &buf);
	yice_scan_release(&r.scan);
	if (!status) {
		pieces.items = (struct yice_piece *)(void *)buf.data;
		pieces.count = buf.len / sizeof(*pieces.items) - 1;
		yice_layout(spelling.source, &pieces, spelling.lang, out);
		status = yice_buf_status(out);
	}
	yice_buf_release(&buf);
	return status;
}

int yice_format(const struct yice_sources *sources, uint32_t file, enum yice_lang lang,
		const struct yice_respell *respell, size_t count, struct yice_diags *diags,
		struct yice_buf *out)
{
	struct yice_arena arena;
	struct yice_file *tree;
	uint32_t errors = diags->errors;
	int status;

	yice_arena_init(&arena);
	status = yice_parse(sources, file, &arena, diags, &tree);
	if (!status && diags->errors > errors)
		status = YICE_EDIAG;
	if (!status) {
		struct spelling spelling = { lang, respell, count ? respell + count : respell, &arena,
					     &sources->items[file] };

		status = format(sources, file, tree, spelling, diags, out);
	}
	yice_arena_release(&arena);
	return status;
}

int yice_format_detect(const struct yice_sources *sources, uint32_t file, enum yice_lang *out)
{
	struct yice_arena arena;
	struct yice_diags diags;
	struct yice_scan scan;
	size_t zh = 0, en = 0;
	int status;

	yice_arena_init(&arena);
	yice_diags_init(&diags);
	status = yice_scan_init(&scan, sources, file, &arena, &diags);
	if (!status) {
		scan.quiet = true;
		for (int kind = yice_scan_next(&scan)->kind; kind != TOK_YYEOF;
		     kind = yice_scan_next(&scan)->kind) {
			if (!yice_keyword_of(kind))
				continue;
			if ((unsigned char)scan.source->text[scan.token.span.start] < 0x80)
				en++;
			else
				zh++;
		}
		yice_scan_release(&scan);
		*out = en > zh ? YICE_EN : YICE_ZH;
		status = arena.failed ? YICE_ENOMEM : YICE_OK;
	}
	yice_diags_release(&diags);
	yice_arena_release(&arena);
	return status;
}
