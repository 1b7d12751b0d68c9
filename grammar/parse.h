/* SPDX-License-Identifier: Apache-2.0 */
/* Text to syntax tree, text to tokens, and the formatter that works on tokens. */
#ifndef YICE_GRAMMAR_PARSE_H
#define YICE_GRAMMAR_PARSE_H

#include "base/arena.h"
#include "base/decode.h"
#include "base/diag.h"
#include "base/map.h"
#include "grammar/ast.h"

/*
 * Character checks over a whole source: not NFC, Kangxi and CJK-supplement
 * radicals, bidi controls, zero-width and private-use characters, confusables
 * in names (一/—/－/ー, 〇/○/0, ×/x …). Errors and warnings carry fixes. What is
 * reported here the parser reads as meant, so parsing may go on. YICE_OK,
 * YICE_EDIAG when errors were added, YICE_ENOMEM.
 */
int yice_text_check(const struct yice_sources *sources, uint32_t file, struct yice_diags *diags) YICE_MUST_CHECK;

/*
 * Parses source number `file`. Mistakes become diagnostics and parsing goes on
 * at the next part or item; *out then holds what was understood. Returns
 * YICE_OK also when there were mistakes (ask diags), YICE_ENOMEM otherwise.
 */
int yice_parse(const struct yice_sources *sources, uint32_t file, struct yice_arena *arena,
	       struct yice_diags *diags, struct yice_file **out) YICE_MUST_CHECK;

/*
 * Parses source number `file` as one condition, what may stand behind 当. *out is NULL after a mistake, which is a
 * diagnostic. YICE_OK or YICE_ENOMEM.
 */
int yice_parse_condition(const struct yice_sources *sources, uint32_t file, struct yice_arena *arena,
			 struct yice_diags *diags, struct yice_expr **out) YICE_MUST_CHECK;

/* A name's other spelling at a place, found by the compiler: start offset in the file -> replacement text. */
struct yice_respell {
	uint32_t start, end;
	const char *text;
};

/*
 * Canonical form of a source: one layout, one punctuation style (full-width
 * for zh, ASCII for en), comments kept, keywords in `lang`, names replaced by
 * `respell` (sorted by start; may be empty). Strings are never touched. Texts
 * with syntax errors are refused (YICE_EDIAG). Idempotent; the token sequence
 * is unchanged but for spelling.
 */
int yice_format(const struct yice_sources *sources, uint32_t file, enum yice_lang lang,
		const struct yice_respell *respell, size_t count, struct yice_diags *diags,
		struct yice_buf *out) YICE_MUST_CHECK;

/* The language most keywords of a source are written in; Chinese when there are none. */
int yice_format_detect(const struct yice_sources *sources, uint32_t file, enum yice_lang *out) YICE_MUST_CHECK;

#endif
