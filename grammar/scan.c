/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Setting the scanner up and taking tokens from it. Used by parse.c and
 * format.c. The whole text is translated to classes first and given to flex
 * as its one buffer, so scanning itself neither reads nor allocates but for
 * the texts of tokens, which go to the caller's arena.
 */
#include "base/base.h"
#include "grammar/scan_token.h"
#include "grammar/scan.lex.h"

int yice_scan_init(struct yice_scan *scan, const struct yice_sources *sources, uint32_t file,
		   struct yice_arena *arena, struct yice_diags *diags)
{
	int status;

	memset(scan, 0, sizeof(*scan));
	scan->source = &sources->items[file];
	scan->file = file;
	scan->arena = arena;
	scan->diags = diags;
	scan->token.span.file = file;
	scan->token.fresh = true;
	yice_keyword_index_init(&scan->keywords);
	status = yice_chars_init(&scan->chars, scan->source->text, scan->source->len);
	if (status)
		return status;
	if (yice_flex_lex_init_extra(scan, &scan->flex) != 0 ||
	    !yice_flex__scan_buffer((char *)scan->chars.classes, (size_t)scan->chars.count + 2, scan->flex)) {
		yice_chars_release(&scan->chars);
		return YICE_ENOMEM;
	}
	return YICE_OK;
}

void yice_scan_release(struct yice_scan *scan)
{
	yice_flex_lex_destroy(scan->flex);
	yice_chars_release(&scan->chars);
}

const struct yice_token *yice_scan_next(struct yice_scan *scan)
{
	bool first = scan->at == 0;

	scan->previous = scan->token.kind;
	scan->token.fresh = first;
	scan->token.kind = yice_flex_lex(&scan->token.value, &scan->token.span, scan->flex);
	if (scan->token.kind == TOK_YYEOF)
		scan->token.span.start = scan->token.span.end = (uint32_t)scan->source->len;
	return &scan->token;
}
