/* SPDX-License-Identifier: Apache-2.0 */
/* Source text to tokens, for the parser and for the formatter. */
#ifndef YICE_GRAMMAR_SCAN_H
#define YICE_GRAMMAR_SCAN_H

#include "base/diag.h"
#include "grammar/chars.h"
#include "grammar/keyword.h"
#include "grammar/parse.tab.h"

struct yice_token {
	int kind; /* TOK_… of parse.tab.h; TOK_YYEOF at the end, for ever */
	YICE_YYSTYPE value;
	struct yice_span span;
	bool fresh; /* first on its line */
};

struct yice_scan {
	const struct yice_source *source;
	uint32_t file;
	struct yice_arena *arena; /* texts of tokens */
	struct yice_diags *diags;
	bool quiet; /* inside a skipped region: its mistakes were told once */
	struct yice_keyword_index keywords;
	struct yice_chars chars;
	uint32_t start, at; /* characters [start, at) are the current match */
	struct yice_token token;
	int previous; /* kind of the token before, for Chinese numerals after a comparison */
	void *flex;
	/* All memory flex needs for one buffer, so that setting it up cannot fail. */
	size_t pool_used;
	max_align_t pool[32];
};

int yice_scan_init(struct yice_scan *scan, const struct yice_sources *sources, uint32_t file,
		   struct yice_arena *arena, struct yice_diags *diags) YICE_MUST_CHECK;
void yice_scan_release(struct yice_scan *scan);
/* The next token; its texts live in the arena. A text that is no token was reported and yields
 * TOK_YICE_YYerror. */
const struct yice_token *yice_scan_next(struct yice_scan *scan);

#endif
