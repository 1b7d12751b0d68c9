/* SPDX-License-Identifier: Apache-2.0 */
/* The two halves of the formatter: what the tokens are, and where they go. */
#ifndef YICE_GRAMMAR_FORMAT_H
#define YICE_GRAMMAR_FORMAT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/source.h"
#include "grammar/ast.h"

/* What begins at a token. */
enum yice_begin { YICE_BEGIN_NOTHING, YICE_BEGIN_PART, YICE_BEGIN_ITEM };

/* A token with the spelling it gets in the output. */
struct yice_piece {
	int kind; /* TOK_… */
	enum yice_begin begin;
	enum yice_item_kind item; /* of the item it belongs to */
	const char *text;
	uint32_t len;
	int columns;
	struct yice_span span;
	int depth;    /* parentheses around it */
	bool unary;   /* a sign, not an operator */
	bool remarks; /* comments stand before it */
};

struct yice_pieces {
	struct yice_piece *items; /* count pieces and TOK_YYEOF */
	size_t count;
};

#define YICE_LINE_COLUMNS 100

int yice_piece_columns(const char *text, size_t len);
/* Lays the pieces out; comments come from the gaps between them in the source. */
void yice_layout(const struct yice_source *source, const struct yice_pieces *pieces, enum yice_lang lang,
		 struct yice_buf *out);

#endif
