/* SPDX-License-Identifier: Apache-2.0 */
/* One run of the parser: what the grammar, its constructors and the error messages share. */
#ifndef YICE_GRAMMAR_PARSER_H
#define YICE_GRAMMAR_PARSER_H

#include "grammar/scan.h"

/* Open parentheses and 非 that may surround a test; bounds every recursion over expressions. */
#define YICE_NESTING_MAX 200

/* How far tokens are skipped after a mistake. */
enum yice_resync { YICE_RESYNC_NONE, YICE_RESYNC_PART, YICE_RESYNC_ITEM };

struct yice_paren {
	struct yice_span span;
	int nots; /* 非 directly before it */
};

struct yice_parser {
	struct yice_scan scan;
	struct yice_arena *arena;
	struct yice_diags *diags;
	struct yice_item *items; /* result */
	uint32_t other_count;    /* of items made, those that are no clauses */
	bool whole_condition;         /* the text is one condition: its first token says so */
	struct yice_expr *condition;  /* result then; NULL after a mistake */

	struct yice_token current, previous; /* current: last one given to the grammar */
	struct yice_token ahead[2];          /* read past 行政区 to tell a unit's part from an item */
	int ahead_count;
	bool in_unit;

	enum yice_resync resync; /* tokens are being skipped */
	uint32_t error_at;       /* start of the token of the last syntax error */
	uint32_t told_at;        /* start of the last comma that a mistake was told of */
	bool dropped;            /* the refused token is no place to resume */

	struct yice_paren parens[YICE_NESTING_MAX];
	int paren_count, nots, nesting;
	bool unopened;             /* the current token is a ）without its （ */
	struct yice_span unclosed; /* innermost （ left open where the current token begins a part */
	struct yice_span head;     /* keyword or clause number of the item being read */
};

/* Next token for the grammar. */
const struct yice_token *yice_parser_next(struct yice_parser *parser);
/* The grammar refused the current token; expected: kinds of token that could stand there. */
void yice_parser_refuse(struct yice_parser *parser, const int *expected, int count);
/* Whether an item, a part of one, or neither begins at a token that follows a token of kind `before`. */
enum yice_resync yice_resync_level(const struct yice_token *token, int before);
/* Called by `error` rules: skips to the next place of `level`. True when the lookahead is no such place. */
bool yice_parser_resume(struct yice_parser *parser, enum yice_resync level, int lookahead);

/*
 * Says what is wrong about the current token and how to write it instead
 * (complain.c). True when it is a keyword where a name belongs, so that
 * parsing must not resume there.
 */
bool yice_complain(struct yice_parser *parser, const int *expected, int count);

#endif
