/* SPDX-License-Identifier: Apache-2.0 */
/* Requirements that repeat, with or without other names in them, as bodies written once. */
#ifndef YICE_EXCHANGE_FOLD_H
#define YICE_EXCHANGE_FOLD_H

#include "exchange/list.h"

/* A piece of a body: text, or where param >= 0 the name of a place. */
struct yice_part {
	const char *text;
	int param;
};

struct yice_body {
	const char *name;
	struct yice_part *parts;
	const char **params; /* their names */
	uint32_t part_count, param_count;
	uint32_t texts, uses; /* distinct texts, and requirements, that it stands for */
	uint32_t entry;       /* the first of them */
	bool refused;
};

struct yice_bodies {
	struct yice_arena arena;
	struct yice_body *items;
	uint32_t count, cap;
	const char ***args; /* one a distinct text: a name for each parameter of its body */
	uint32_t distinct;
	uint32_t folded;  /* distinct texts, those that differ in names only counted as one */
	uint32_t written; /* bodies in the sources: templates, and texts written where they stand */
};

/*
 * Finds repeats among the entries of a list and sets their body and use. off: no templates at all; keep:
 * names of templates to leave out. YICE_OK, YICE_EDIAG for an unknown name, YICE_ENOMEM. Release bodies in
 * every case.
 */
int yice_fold(struct yice_list_table *list, bool off, const char *const *keep, size_t keep_count,
	      struct yice_bodies *bodies) YICE_MUST_CHECK;
void yice_bodies_release(struct yice_bodies *bodies);

/* tokens.c: a text as characters and whole names of places. */
struct yice_token {
	uint32_t start, len; /* bytes of the text */
	uint32_t id;         /* of the character; equal for all names */
};
#define YICE_TOKEN_NAME 0u

struct yice_lexicon {
	struct yice_map names;
	struct yice_arena arena;
	size_t longest;
	unsigned char first[8192]; /* bits of first characters, so that most places need no look-up */
};

int yice_lexicon_build(struct yice_lexicon *lexicon, const struct yice_list_table *list) YICE_MUST_CHECK;
void yice_lexicon_release(struct yice_lexicon *lexicon);
/* Tokens of a text in the arena; NULL when out of memory. */
struct yice_token *yice_lexicon_tokens(const struct yice_lexicon *lexicon, struct yice_arena *arena,
				       const char *text, uint32_t *count);
/* The ending of text[0..len) by names.def: its length and its parameter's name, or 0. */
size_t yice_name_ending(const char *text, size_t len, const char **param);
/* The longest ending that text begins with, or 0. */
size_t yice_name_follows(const char *text);

/*
 * align.c: where two texts agree. match[i] is the token of b that token i of a stands for, or -1. YICE_OK,
 * YICE_ENOTFOUND when they are too far apart, YICE_ENOMEM.
 */
int yice_align(const struct yice_token *a, uint32_t a_count, const struct yice_token *b, uint32_t b_count,
	       int32_t *match) YICE_MUST_CHECK;
/* The kind of place that text[0..len) names, or several joined by 、 or 和, all of one kind; NULL: it is no
 * name that could be told by its ending. */
const char *yice_name_kind(const char *text, size_t len);

#endif
