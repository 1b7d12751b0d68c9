/* SPDX-License-Identifier: Apache-2.0 */
/* A list as Yice sources. */
#ifndef YICE_EXCHANGE_WRITE_H
#define YICE_EXCHANGE_WRITE_H

#include "exchange/fold.h"
#include "exchange/reading.h"

#define YICE_WORDS_FILE   "基础词表.yice"
#define YICE_REPEATS_FILE "重复条款.yice"

/*
 * Makes the files of a list, in canonical form but for its comments. vocabulary: the declarations at hand,
 * imported from import_path; or NULL. Sets `repeat` of every entry. YICE_OK, YICE_ENOMEM. Release output in
 * every case.
 */
int yice_write_sources(struct yice_list_table *list, const struct yice_bodies *bodies,
		       struct yice_reading *vocabulary, const char *import_path,
		       struct yice_output *output) YICE_MUST_CHECK;
void yice_output_release(struct yice_output *output);
/* A new, empty file; NULL when out of memory. */
struct yice_buf *yice_output_add(struct yice_output *output, const char *name, const char *suffix);

/* words.c: the file of declarations. */
int yice_write_words(struct yice_list_table *list, struct yice_reading *vocabulary, const char *import_path,
		     struct yice_buf *out) YICE_MUST_CHECK;
/* A string of the language; what it cannot hold is left out and false returned. */
bool yice_write_string(struct yice_buf *out, const char *text);

/* A text without the characters that a source cannot hold, in the arena; NULL when out of memory. */
const char *yice_write_plain(struct yice_arena *arena, const char *text);

/* suggest.c: lines of comments, or nothing. */
void yice_suggest_text(const char *text, struct yice_buf *out);
void yice_suggest_tag(const struct yice_entry *entry, struct yice_buf *out);

#endif
