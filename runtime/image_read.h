/* SPDX-License-Identifier: Apache-2.0 */
/* A verified image in memory. Immutable once open: threads may share it. */
#ifndef YICE_RUNTIME_IMAGE_READ_H
#define YICE_RUNTIME_IMAGE_READ_H

#include "base/date.h"
#include "runtime/image.h"
#include "runtime/lexicon.h"
#include "yice/eval.h"

/* What a set of images has beyond one of them, so that its answers are those of an image of all. */
struct yice_beyond {
	yice_day day;    /* when no day is named */
	bool units;      /* other images have units, or clauses for classes of them */
	uint64_t *below; /* bit per scope that has one with clauses below it, in whichever image */
};

struct yice_image {
	struct yice_view view;
	struct yice_beyond *beyond; /* NULL: nothing */
	const unsigned char *bytes; /* the file's own bytes */
	size_t len;
	void *mapping; /* of a file, or NULL */
	void *copy;    /* aligned or in host byte order, or NULL when bytes serve as they are */
	struct yice_lexicon *lexicon;
};

/*
 * Makes an image, which nobody uses yet, one of a set: codes, ascending, are those of scopes that have lists below them
 * somewhere in the set, day is the set's, units whether
 * an image of it asks for the unit. YICE_OK, YICE_ENOMEM.
 */
int yice_image_join_set(struct yice_image *image, const char *const *codes, uint32_t count, bool units,
			yice_day day) YICE_MUST_CHECK;
/* Whether it matters in which unit a site lies: there are clauses of units, or of classes, which only a unit has. */
bool yice_image_asks_unit(const struct yice_view *view);
/* The day of decisions that name none. */
yice_day yice_image_day(const struct yice_image *image);

/* The spelling of a thing with two names in a language; the Chinese one when it has no English one. */
static inline const char *yice_view_name(const struct yice_view *view, uint32_t zh, uint32_t en, enum yice_lang lang)
{
	return yice_view_string(view, lang == YICE_EN && en ? en : zh);
}
/* Texts of a run (rule STRINGS or PATTERNS of image.def). */
static inline uint32_t yice_view_text_count(const struct yice_view *view, uint32_t run)
{
	return view->words[run];
}
/* The i-th of them, as an offset into STRINGS. */
static inline uint32_t yice_view_text(const struct yice_view *view, uint32_t run, uint32_t i)
{
	return view->words[run + 1 + i];
}

/*
 * A text of a clause, piece by piece: what the pattern says, and what the clause's arguments put into its holes. Every
 * text of a body, a frame or an aside is read like this; other strings have no holes, and may be.
 */
struct yice_text_pieces {
	const struct yice_view *view;
	const char *at;
	uint32_t args; /* run of WORDS */
};
struct yice_text_pieces yice_text_pieces(const struct yice_view *view, uint32_t clause, uint32_t string);
/* The next piece, NULL at the end; *len is not 0. Pieces are whole UTF-8 and not terminated. */
const char *yice_text_piece(struct yice_text_pieces *pieces, size_t *len);
/* The whole text, appended. */
void yice_text_add(struct yice_buf *out, const struct yice_view *view, uint32_t clause, uint32_t string);
/* What a clause is for: the record of TARGETS whose clauses it is among. */
uint32_t yice_clause_target(const struct yice_view *view, uint32_t clause);

/* The unit, scope, attribute or member of that name; YICE_NONE when there is none. len without NUL. */
uint32_t yice_image_find_unit(const struct yice_view *view, const char *code, size_t len);
uint32_t yice_image_find_scope(const struct yice_view *view, const char *code, size_t len);
uint32_t yice_image_find_attr(const struct yice_view *view, const char *name, size_t len);
uint32_t yice_image_find_member(const struct yice_view *view, uint32_t vocab, const char *name, size_t len);
/* "440606/ZH44060620004/1-6#2" into buf, cut to size and terminated like snprintf(); returns its full length. */
size_t yice_image_format_id(const struct yice_view *view, uint32_t clause, char *buf, size_t size);
/* The same appended to out. */
void yice_image_clause_id(const struct yice_view *view, uint32_t clause, struct yice_buf *out);
/* What a clause of the body does: its code ends in that. */
static inline uint32_t yice_body_effect(const struct yice_view *view, const struct yice_image_body *body)
{
	return view->code[body->code + body->code_count - 1].word >> 8;
}
/* The middle part of an id: 全域, a class, a place or a unit's code. */
const char *yice_image_target_name(const struct yice_view *view, uint32_t target, enum yice_lang lang);

#endif
