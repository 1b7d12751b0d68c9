/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parser's entry point, and what stands between scanner and grammar:
 * limits on nesting, the two readings of 行政区, and skipping after a mistake.
 * One syntax error is reported for each skipped region. Reading always ends:
 * a token refused twice is dropped, and the end of the file is accepted
 * wherever parsing resumes.
 */
#include "base/base.h"
#include "grammar/parse.h"
#include "grammar/parser.h"

static enum yice_keyword_role role_of(int token)
{
	const struct yice_keyword *keyword = yice_keyword_of(token);

	return keyword ? keyword->role : YICE_KEYWORD_WORD;
}

/* After these a keyword is a name written by mistake rather than the next part. */
static bool wants_name(int token)
{
	switch (token) {
	case TOK_COMMA:
	case TOK_DOT:
	case TOK_LPAREN:
	case TOK_LBRACKET:
	case TOK_LBRACE:
	case TOK_EQ:
	case TOK_NE:
	case TOK_LT:
	case TOK_LE:
	case TOK_GT:
	case TOK_GE:
	case TOK_IN:
	case TOK_NOT_IN:
	case TOK_INCLUDE:
	case TOK_NOT_INCLUDE:
	case TOK_ALL_IN:
	case TOK_NOT_WITHIN:
		return true;
	default:
		return false;
	}
}

/* Words that also occur inside parts count at the start of a line only. */
enum yice_resync yice_resync_level(const struct yice_token *token, int before)
{
	switch (token->kind) {
	case TOK_YYEOF:
		return YICE_RESYNC_ITEM;
	case TOK_CLAUSE_NO:
		return token->fresh ? YICE_RESYNC_ITEM : YICE_RESYNC_NONE;
	case TOK_JUDGE:
	case TOK_WITHIN:
		return token->fresh ? YICE_RESYNC_PART : YICE_RESYNC_NONE;
	case TOK_HOME:
		return YICE_RESYNC_PART;
	default:
		break;
	}
	switch (role_of(token->kind)) {
	case YICE_KEYWORD_ITEM:
		return token->fresh ? YICE_RESYNC_ITEM : YICE_RESYNC_NONE;
	case YICE_KEYWORD_PART:
		return token->fresh || !wants_name(before) ? YICE_RESYNC_PART : YICE_RESYNC_NONE;
	default:
		return YICE_RESYNC_NONE;
	}
}

static struct yice_token take(struct yice_parser *parser)
{
	struct yice_token token;

	if (parser->ahead_count == 0)
		return *yice_scan_next(&parser->scan);
	token = parser->ahead[0];
	parser->ahead[0] = parser->ahead[1];
	parser->ahead_count--;
	return token;
}

/* Inside a unit or a geometry, 行政区 440606 is its district; 行政区 440606 顺德区 declares one. */
static void tell_scope(struct yice_parser *parser, struct yice_token *token)
{
	while (parser->ahead_count < 2)
		parser->ahead[parser->ahead_count++] = *yice_scan_next(&parser->scan);
	if (parser->ahead[0].kind != TOK_NUMBER || parser->ahead[1].kind != TOK_IDENTIFIER)
		token->kind = TOK_HOME;
}

static void track_item(struct yice_parser *parser, struct yice_token *token, int before)
{
	if (token->kind == TOK_SCOPE && parser->in_unit)
		tell_scope(parser, token);
	if (before == TOK_APPLIES || before == TOK_GEOMETRY || token->kind == TOK_HOME ||
	    (token->kind != TOK_CLAUSE_NO && role_of(token->kind) != YICE_KEYWORD_ITEM))
		return;
	parser->in_unit = token->kind == TOK_UNIT || token->kind == TOK_GEOMETRY;
	if (token->kind != TOK_CLAUSE_NO || token->fresh)
		parser->head = token->span;
}

static struct yice_token skip(struct yice_parser *parser)
{
	int before = parser->current.kind;
	struct yice_token token;

	parser->scan.quiet = true;
	for (;;) {
		token = take(parser);
		if (yice_resync_level(&token, before) >= parser->resync)
			break;
		before = token.kind;
	}
	parser->scan.quiet = false;
	parser->resync = YICE_RESYNC_NONE;
	return token;
}

/* Counts what surrounds the next test. False when it is nested too deeply, which is reported. */
static bool track_nesting(struct yice_parser *parser, const struct yice_token *token)
{
	struct yice_diag *diag;

	parser->unclosed = YICE_SPAN_NONE;
	if (yice_resync_level(token, TOK_COMMA) != YICE_RESYNC_NONE) {
		if (parser->paren_count > 0)
			parser->unclosed = parser->parens[parser->paren_count - 1].span;
		parser->paren_count = parser->nots = parser->nesting = 0;
	}
	parser->unopened = token->kind == TOK_RPAREN && parser->paren_count == 0;
	if (token->kind == TOK_RPAREN && parser->paren_count > 0)
		parser->nesting -= 1 + parser->parens[--parser->paren_count].nots;
	if (token->kind != TOK_LPAREN && token->kind != TOK_NOT) {
		parser->nesting -= parser->nots;
		parser->nots = 0;
		return true;
	}
	if (parser->nesting == YICE_NESTING_MAX) {
		diag = yice_diag_add(parser->diags, YICE_D_nested_too_deep, token->span, "200", NULL);
		if (parser->paren_count > 0)
			yice_diag_note(parser->diags, diag, YICE_D_note_outermost, parser->parens[0].span,
				       NULL);
		return false;
	}
	parser->nesting++;
	if (token->kind == TOK_NOT) {
		parser->nots++;
		return true;
	}
	parser->parens[parser->paren_count++] = (struct yice_paren){ token->span, parser->nots };
	parser->nots = 0;
	return true;
}

const struct yice_token *yice_parser_next(struct yice_parser *parser)
{
	struct yice_token token;

	if (parser->whole_condition) {
		parser->whole_condition = false;
		parser->current = (struct yice_token){ .kind = TOK_WHOLE_CONDITION,
						       .span = { parser->scan.file, 0, 0 } };
		return &parser->current;
	}
	token = parser->resync ? skip(parser) : take(parser);
	track_item(parser, &token, parser->current.kind);
	if (!track_nesting(parser, &token))
		token.kind = TOK_YICE_YYerror;
	parser->previous = parser->current;
	parser->current = token;
	return &parser->current;
}

void yice_parser_refuse(struct yice_parser *parser, const int *expected, int count)
{
	uint32_t at = parser->current.span.start;

	if (parser->error_at == at) {
		parser->dropped = true;
		return;
	}
	parser->error_at = at;
	parser->dropped = yice_complain(parser, expected, count);
}

bool yice_parser_resume(struct yice_parser *parser, enum yice_resync level, int lookahead)
{
	bool here = lookahead == parser->current.kind && !parser->dropped &&
		    yice_resync_level(&parser->current, parser->previous.kind) >= level;

	assert(lookahead != TOK_YYEOF || !parser->dropped);
	if (here || lookahead == TOK_YYEOF)
		return false;
	parser->resync = level;
	parser->dropped = false;
	return true;
}

static int begin(struct yice_parser *parser, const struct yice_sources *sources, uint32_t file,
		 struct yice_arena *arena, struct yice_diags *diags)
{
	memset(parser, 0, sizeof(*parser));
	parser->arena = arena;
	parser->diags = diags;
	parser->error_at = UINT32_MAX;
	parser->head = YICE_SPAN_NONE;
	return yice_scan_init(&parser->scan, sources, file, arena, diags);
}

/* The items but clauses, by themselves: looking for the few among the many waits for memory at every one. */
static int collect_others(struct yice_parser *parser, struct yice_file *file)
{
	file->others = yice_arena_array(parser->arena, parser->other_count, sizeof(struct yice_item *));
	if (!file->others)
		return YICE_ENOMEM;
	for (const struct yice_item *item = file->items; item; item = item->next)
		if (item->kind != YICE_ITEM_CLAUSE)
			file->others[file->other_count++] = item;
	return YICE_OK;
}

int yice_parse(const struct yice_sources *sources, uint32_t file, struct yice_arena *arena,
	       struct yice_diags *diags, struct yice_file **out)
{
	struct yice_parser parser;
	struct yice_file *result = yice_arena_alloc(arena, sizeof(*result));
	int status;

	if (!result)
		return YICE_ENOMEM;
	status = begin(&parser, sources, file, arena, diags);
	if (status)
		return status;
	if (yice_yyparse(&parser) != 0 || arena->failed || diags->failed)
		status = YICE_ENOMEM;
	yice_scan_release(&parser.scan);
	if (status)
		return status;
	result->source = file;
	result->items = parser.items;
	*out = result;
	return collect_others(&parser, result);
}

int yice_parse_condition(const struct yice_sources *sources, uint32_t file, struct yice_arena *arena,
			 struct yice_diags *diags, struct yice_expr **out)
{
	uint32_t errors = diags->errors;
	struct yice_parser parser;
	int status = begin(&parser, sources, file, arena, diags), parsed;

	*out = NULL;
	if (status)
		return status;
	parser.whole_condition = true;
	parsed = yice_yyparse(&parser);
	yice_scan_release(&parser.scan);
	if (arena->failed || diags->failed || (parsed && diags->errors == errors))
		return YICE_ENOMEM;
	*out = parsed || diags->errors != errors ? NULL : parser.condition;
	return YICE_OK;
}
