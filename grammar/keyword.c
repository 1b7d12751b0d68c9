/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table behind keyword.def. The scanner asks which token a spelling is,
 * the formatter how a token is spelt in the other language, the error
 * messages which keyword a misspelt word resembles. A keyword has exactly one
 * spelling in each language, and no spelling belongs to two keywords.
 */
#include "base/base.h"
#include "grammar/keyword.h"
#include "grammar/parse.tab.h"

static const struct yice_keyword keywords[] = {
#define K(name, zh, en, kind)                                                                                \
	{ { zh, en }, { sizeof(zh) - 1, sizeof(en) - 1 }, YICE_KEYWORD_##kind, TOK_##name },
#include "grammar/keyword.def"
#undef K
};

enum number {
#define K(name, zh, en, kind) NUMBER_##name,
#include "grammar/keyword.def"
#undef K
};

/* Keyword number + 1 by token; 0 for other tokens. */
static const uint8_t numbers[TOK_HOME + 1] = {
#define K(name, zh, en, kind) [TOK_##name] = NUMBER_##name + 1,
#include "grammar/keyword.def"
#undef K
};

_Static_assert(YICE_COUNT(keywords) * 2 < UINT8_MAX, "a slot of the index is one byte");

static uint32_t spelling_hash(const char *text, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash ^ hash >> 15;
}

void yice_keyword_index_init(struct yice_keyword_index *index)
{
	memset(index, 0, sizeof(*index));
	for (size_t i = 0; i < YICE_COUNT(keywords) * 2; i++) {
		const struct yice_keyword *keyword = &keywords[i / 2];
		uint32_t at = spelling_hash(keyword->text[i % 2], keyword->len[i % 2]) % YICE_KEYWORD_SLOTS;

		while (index->slots[at])
			at = (at + 1) % YICE_KEYWORD_SLOTS;
		index->slots[at] = (uint8_t)(i + 1);
	}
}

const struct yice_keyword *yice_keyword_find(const struct yice_keyword_index *index, const char *text,
					     size_t len)
{
	uint32_t at = spelling_hash(text, len) % YICE_KEYWORD_SLOTS;

	for (; index->slots[at]; at = (at + 1) % YICE_KEYWORD_SLOTS) {
		size_t i = index->slots[at] - 1u;
		const struct yice_keyword *keyword = &keywords[i / 2];

		if (keyword->len[i % 2] == len && memcmp(keyword->text[i % 2], text, len) == 0)
			return keyword;
	}
	return NULL;
}

const struct yice_keyword *yice_keyword_of(int token)
{
	return token >= 0 && token <= TOK_HOME && numbers[token] ? &keywords[numbers[token] - 1] : NULL;
}

const struct yice_keyword *yice_keyword_table(size_t *count)
{
	*count = YICE_COUNT(keywords);
	return keywords;
}
