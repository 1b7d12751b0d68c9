/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What facts documents are written with, found by hash: names of attributes,
 * members, measures, units and scopes, and what a slot is read as. Made when an
 * image is opened and shared like it. Names that could not stand in JSON as they
 * are do not occur here, so a text found here is valid UTF-8 without escapes.
 */
#ifndef YICE_RUNTIME_LEXICON_H
#define YICE_RUNTIME_LEXICON_H

#include "runtime/image.h"

/* A name means something within its space; the spaces of lists and of measures follow YICE_SPACE_FIRST. */
enum yice_name_space { YICE_SPACE_MEMBERS, YICE_SPACE_SITE, YICE_SPACE_BOOLEANS, YICE_SPACE_ATTRS, YICE_SPACE_UNITS,
		  YICE_SPACE_SCOPES, YICE_SPACE_FIRST };

/* Values in YICE_SPACE_MEMBERS, in the order they may stand in to be read in one pass. */
enum yice_facts_member { YICE_IN_PROJECT, YICE_IN_DAY, YICE_IN_SITE, YICE_IN_FACTS, YICE_IN_COMPLETE, YICE_IN_EVIDENCE };
/* Values in YICE_SPACE_SITE. */
enum yice_site_member { YICE_IN_UNIT, YICE_IN_SCOPE };

struct yice_spelling {
	uint32_t tag;   /* of the hash */
	uint32_t text;  /* index of a word in a pool: length | space << 32, then the bytes, zeros after them; 0: no entry */
	uint32_t value; /* slot, ordinal, unit, scope, a member, 0 or 1; where in the pool a factor's num and den are */
	uint32_t end;   /* members: ordinal after the last of its subtree */
};

/* An open-addressed table at most half full. */
struct yice_spellings {
	struct yice_spelling *table;
	uint64_t *pool;
	uint32_t mask, count; /* size of the table less 1; entries */
	uint32_t used, cap;   /* words of the pool */
	bool failed;          /* out of memory: sticky, nothing is added any more */
};

enum yice_reading_kind { YICE_READ_BOOLEAN, YICE_READ_TERM, YICE_READ_TERMS, YICE_READ_CODE, YICE_READ_CODES,
			 YICE_READ_QUANTITY, YICE_READ_DATE };

/* How the values of a slot are read. */
struct yice_reading {
	uint32_t kind, fact, words, space; /* words of a mask; space of members or measures */
	int64_t scale, most;               /* quantities: ticks a unit; numerators of which 2 * scale fits a tick */
	int64_t low, high;                 /* ticks that are surely in range */
};

struct yice_lexicon {
	const struct yice_view *view;
	struct yice_spellings names;
	struct yice_reading *readings;          /* per slot */
	uint64_t *blank;                        /* the facts block when nothing is known */
	_Atomic(struct yice_spellings *) places; /* units and scopes; made when it pays */
	_Atomic uint32_t asked;                 /* look-ups without them */
};

/* Takes nothing of the view but what it points to. YICE_OK or YICE_ENOMEM. */
int yice_lexicon_new(const struct yice_view *view, struct yice_lexicon **out) YICE_MUST_CHECK;
void yice_lexicon_free(struct yice_lexicon *lexicon);

/*
 * The unit or scope whose code ends before the next quotation mark, as yice_spellings_find(); YICE_NONE when there is none.
 * The first few look-ups search the image; then a table of all units and scopes is made, once for all threads, unless
 * memory is short.
 */
uint32_t yice_lexicon_unit(struct yice_lexicon *lexicon, const char *code, size_t *len);
uint32_t yice_lexicon_scope(struct yice_lexicon *lexicon, const char *code, size_t *len);

/* ---------------------------------------------------------------- look-up, inline for the reader's loop */

static inline uint64_t yice_load_word(const void *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* The high bit of each byte that is zero; bits above the lowest one set may be wrong. */
static inline uint64_t yice_zero_bytes(uint64_t word)
{
	return (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
}

static inline uint64_t yice_quote_bytes(uint64_t word)
{
	return yice_zero_bytes(word ^ UINT64_C(0x2222222222222222));
}

static inline uint64_t yice_hash_seed(uint32_t space)
{
	return (uint64_t)space << 32 | space;
}

static inline uint64_t yice_hash_word(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

/* Of n < 8 bytes of a word, the first ones. */
static inline uint64_t yice_first_bytes(uint64_t word, size_t n)
{
	return word & ((UINT64_C(1) << 8 * n) - 1);
}

static inline bool yice_same_text(const uint64_t *stored, const char *text, size_t len)
{
	size_t n = len / 8;

	for (size_t i = 0; i < n; i++)
		if (stored[i] != yice_load_word(text + 8 * i))
			return false;
	return stored[n] == yice_first_bytes(yice_load_word(text + 8 * n), len % 8);
}

/* Whether the stored name stands at text, a quotation mark behind it; *len is its length then. */
static inline bool yice_spelling_stands(const struct yice_spellings *spellings, uint32_t stored, const char *text,
					size_t *len)
{
	const uint64_t *words = spellings->pool + stored;

	*len = (uint32_t)words[0];
	return yice_same_text(words + 1, text, *len) && text[*len] == '"';
}

/* The entry with that hash and text, or the free one where the search ended. */
static inline const struct yice_spelling *yice_spellings_search(const struct yice_spellings *spellings, uint32_t space,
								uint64_t hash, const char *text, size_t len)
{
	uint32_t at = (uint32_t)hash & spellings->mask;

	for (;; at = (at + 1) & spellings->mask) {
		const struct yice_spelling *entry = &spellings->table[at];
		const uint64_t *stored = spellings->pool + entry->text;

		if (!entry->text || (entry->tag == (uint32_t)(hash >> 32) && stored[0] == (len | (uint64_t)space << 32) &&
				     yice_same_text(stored + 1, text, len)))
			return entry;
	}
}

/*
 * The name that ends before the next quotation mark, or NULL; *len is its bytes either way. There must be a mark, and
 * seven bytes behind it that can be read.
 */
static inline const struct yice_spelling *yice_spellings_find(const struct yice_spellings *spellings, uint32_t space,
							      const char *text, size_t *len)
{
	uint64_t hash = yice_hash_seed(space), word = yice_load_word(text), quotes;
	const struct yice_spelling *entry;
	size_t at = 0, rest;

	while (!(quotes = yice_quote_bytes(word))) {
		hash = yice_hash_word(hash, word);
		at += 8;
		word = yice_load_word(text + at);
	}
	rest = (size_t)__builtin_ctzll(quotes) / 8;
	hash = yice_hash_word(hash, yice_first_bytes(word, rest));
	*len = at + rest;
	entry = yice_spellings_search(spellings, space, hash, text, at + rest);
	return entry->text ? entry : NULL;
}

#endif
