/* SPDX-License-Identifier: Apache-2.0 */
/* The reserved words of keyword.def: spelling to token and back. */
#ifndef YICE_GRAMMAR_KEYWORD_H
#define YICE_GRAMMAR_KEYWORD_H

#include "base/base.h"

enum yice_keyword_role { YICE_KEYWORD_ITEM, YICE_KEYWORD_PART, YICE_KEYWORD_WORD };

struct yice_keyword {
	const char *text[2]; /* by enum yice_lang */
	size_t len[2];
	enum yice_keyword_role role;
	int token;
};

/* Open-addressed index over both spellings; every identifier of a source is looked up once. */
#define YICE_KEYWORD_SLOTS 512

struct yice_keyword_index {
	uint8_t slots[YICE_KEYWORD_SLOTS]; /* keyword number * 2 + language + 1; 0 empty */
};

void yice_keyword_index_init(struct yice_keyword_index *index);
/* The keyword spelt so in either language, or NULL. */
const struct yice_keyword *yice_keyword_find(const struct yice_keyword_index *index, const char *text,
					     size_t len);
/* The keyword of a token, or NULL. */
const struct yice_keyword *yice_keyword_of(int token);
/* All keywords in the order of keyword.def; *count gets their number. */
const struct yice_keyword *yice_keyword_table(size_t *count);

#endif
