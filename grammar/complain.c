/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Explains a token that the grammar refused, in the words of a rule author.
 * Called by parse.c once for each skipped region. First the slips that people
 * make are tried (slip.c), then the message says what should stand there;
 * neither looks beyond the token, the one before it and what could follow.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "grammar/complain.h"

/* Characters of a token that a message shows. */
#define SHOWN_MAX 24

struct yice_diag *yice_complain_at(struct yice_refusal *r, enum yice_diag_id id, struct yice_span span,
				   const char *found, const char *more)
{
	return yice_diag_add(r->parser->diags, id, span, found, more, NULL);
}

static const char *shown(struct yice_parser *parser, struct yice_span span)
{
	const char *text = parser->scan.source->text + span.start;
	size_t len = span.end - span.start, end = 0, n;
	struct yice_buf out = YICE_BUF_INIT;
	const char *copy;
	uint32_t cp;

	for (int i = 0; i < SHOWN_MAX && end < len; i++, end += n ? n : 1)
		n = yice_utf8_decode(text + end, len - end, &cp);
	yice_buf_add(&out, text, end);
	if (end < len)
		yice_buf_adds(&out, "…");
	copy = yice_arena_strdup(parser->arena, yice_buf_text(&out));
	if (yice_buf_status(&out))
		parser->arena->failed = true;
	yice_buf_release(&out);
	return copy ? copy : "";
}

/* ------------------------------------------------- what should stand here */

/* A mark or word that alone can stand here, in both spellings; NULL when there is none to name. */
static const char *only_mark(const struct yice_refusal *r)
{
	static const struct {
		int token;
		const char *text;
	} marks[] = {
		{ TOK_COLON, "：" },	{ TOK_EQ, "=" },	{ TOK_RPAREN, "）" },	{ TOK_LPAREN, "（" },
		{ TOK_RBRACKET, "】" }, { TOK_RBRACE, "}" },	{ TOK_ONWARD, "起 (onward)" },
		{ TOK_REPEALED, "废止 (repealed)" },		{ TOK_FROM, "取自 (from)" },
		{ TOK_BASE_UNIT, "单位 (base_unit)" },		{ TOK_COMMA, "、" },
	};

	for (size_t i = 0; i < YICE_COUNT(marks); i++)
		if (r->want[marks[i].token])
			return marks[i].text;
	return NULL;
}

/* The message for a place where something must come before the next part. */
static enum yice_diag_id missing_kind(const struct yice_refusal *r)
{
	const bool *want = r->want;

	if (want[TOK_NOT])
		return YICE_D_expected_expression;
	if (want[TOK_EQ] && want[TOK_GE])
		return YICE_D_expected_relation;
	if (want[TOK_BOOLEAN])
		return YICE_D_expected_type;
	if (want[TOK_EVERYWHERE])
		return YICE_D_expected_target;
	if (want[TOK_RATIO])
		return YICE_D_expected_value;
	if (want[TOK_PERCENT] && !want[TOK_COLON])
		return YICE_D_expected_measure;
	if (want[TOK_CLAUSE_NO])
		return YICE_D_expected_clause_number;
	if (want[TOK_TITLE])
		return YICE_D_expected_title;
	if (r->parser->in_unit && r->before->kind == TOK_STRING)
		return YICE_D_expected_class;
	if (want[TOK_IDENTIFIER])
		return YICE_D_expected_name;
	if (want[TOK_STRING])
		return YICE_D_expected_text;
	if (want[TOK_DATE])
		return YICE_D_expected_date;
	if (want[TOK_NUMBER])
		return YICE_D_expected_number;
	return only_mark(r) ? YICE_D_expected_mark : YICE_D_unexpected_token;
}

/* What else could stand here beside what the message names; three lines at most. */
static void add_alternatives(struct yice_refusal *r, struct yice_diag *diag, enum yice_diag_id id)
{
	struct yice_diags *diags = r->parser->diags;
	bool complete = id == YICE_D_expected_part || id == YICE_D_expected_item;

	if (id == YICE_D_expected_relation && (r->ends || r->want[TOK_AND]))
		yice_diag_help(diags, diag, YICE_D_help_boolean, NULL);
	if ((id == YICE_D_expected_relation && (r->token->kind == TOK_COLON || r->token->kind == TOK_SLASH)) ||
	    (r->token->kind == TOK_TIMES && r->before->kind == TOK_RATIO)) {
		yice_diag_help(diags, diag, YICE_D_help_ratio, NULL);
		return;
	}
	if (id == YICE_D_expected_title && r->want[TOK_IDENTIFIER])
		yice_diag_help(diags, diag, YICE_D_help_expected_name, NULL);
	if (id == YICE_D_expected_name && r->want[TOK_STRING])
		yice_diag_help(diags, diag, YICE_D_help_expected_text, NULL);
	if (id == YICE_D_expected_mark && r->want[TOK_SLASH])
		yice_diag_help(diags, diag, YICE_D_help_expected_mark, "/", NULL);
	if (complete && r->want[TOK_COMMA])
		yice_diag_help(diags, diag, YICE_D_help_expected_mark, "、", NULL);
	if (complete && r->want[TOK_AND])
		yice_diag_help(diags, diag, YICE_D_help_expected_connective, NULL);
	if (complete && r->want[TOK_STRING])
		yice_diag_help(diags, diag, YICE_D_help_expected_text, NULL);
}

/* Rest of the line from the refused token on, so that it can be put in quotes. */
static void offer_quotes(struct yice_refusal *r, struct yice_diag *diag)
{
	struct yice_parser *parser = r->parser;
	const struct yice_source *source = parser->scan.source;
	struct yice_span span = r->token->span;
	struct yice_buf quoted = YICE_BUF_INIT;

	while (span.end < source->len && !strchr("\r\n#\"", source->text[span.end]))
		span.end++;
	while (span.end > span.start && strchr(" \t", source->text[span.end - 1]))
		span.end--;
	yice_buf_addc(&quoted, '"');
	yice_buf_add(&quoted, source->text + span.start, span.end - span.start);
	yice_buf_addc(&quoted, '"');
	yice_diag_help(parser->diags, diag, YICE_D_help_quote, shown(parser, span), NULL);
	yice_diag_fix(parser->diags, diag, span, yice_buf_text(&quoted));
	if (yice_buf_status(&quoted))
		parser->arena->failed = true;
	yice_buf_release(&quoted);
}

void yice_complain_expected(struct yice_refusal *r)
{
	struct yice_span span = r->token->span;
	enum yice_diag_id id;
	struct yice_diag *diag;

	if (r->token->kind == TOK_YYEOF) {
		span.start = span.end = r->before->span.end;
		diag = yice_complain_at(r, YICE_D_unexpected_end, span, NULL, NULL);
		if (r->parser->head.file == span.file)
			yice_diag_note(r->parser->diags, diag, YICE_D_note_part_of, r->parser->head, NULL);
		return;
	}
	if (r->want_part)
		id = YICE_D_expected_part;
	else if (r->want_item)
		id = YICE_D_expected_item;
	else
		id = missing_kind(r);
	/* What is missing at the end of a line is told there, not where the next line begins. */
	if (r->ends && r->fresh && !r->want_item)
		span.start = span.end = r->before->span.end;
	diag = yice_complain_at(r, id, span, r->found, only_mark(r));
	if (id == YICE_D_expected_text && r->token->kind == TOK_IDENTIFIER)
		offer_quotes(r, diag);
	add_alternatives(r, diag, id);
}

bool yice_complain(struct yice_parser *parser, const int *expected, int count)
{
	struct yice_refusal r = { .parser = parser, .token = &parser->current, .before = &parser->previous,
				  .fresh = parser->current.fresh };

	for (int i = 0; i < count; i++) {
		const struct yice_keyword *keyword = yice_keyword_of(expected[i]);

		if (expected[i] < 0 || expected[i] > TOK_HOME)
			continue;
		r.want[expected[i]] = true;
		r.want_part |= keyword && keyword->role == YICE_KEYWORD_PART && keyword->token != TOK_BUT;
		r.want_item |= keyword && keyword->role == YICE_KEYWORD_ITEM;
	}
	/* Lists and 适用 take some item keywords as names; only with all of them can an item begin. */
	r.want_item = r.want_item && r.want[TOK_LIST];
	/* Tags and parts: effects may be words of a tag. */
	r.want_part = r.want_part && r.want_item;
	r.ends = yice_resync_level(r.token, r.before->kind) != YICE_RESYNC_NONE;
	r.found = shown(parser, r.token->span);
	r.found_before = shown(parser, r.before->span);
	if (!yice_complain_slip(&r))
		yice_complain_expected(&r);
	return r.drop;
}
