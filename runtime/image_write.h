/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds an image in memory, section by section, and lays it out as a file.
 * The same calls in the same order give the same bytes. Out of memory and
 * exceeded limits are sticky and returned by yice_image_finish().
 */
#ifndef YICE_RUNTIME_IMAGE_WRITE_H
#define YICE_RUNTIME_IMAGE_WRITE_H

#include "base/buf.h"
#include "runtime/image.h"

/* What a section holds, by hash: entries say where and how much, so that nothing is kept twice. */
struct yice_image_known {
	struct yice_image_piece {
		uint32_t hash, at; /* at: in records */
		uint32_t len;      /* bytes that count */
	} *pieces;
	uint32_t count, cap;
	uint32_t *slots; /* open addressing: piece + 1, 0 empty */
	uint32_t slot_count;
};

struct yice_image_builder {
	struct yice_buf sections[YICE_SECTIONS];
	struct yice_image_known known[YICE_SECTIONS];
	struct yice_buf key; /* scratch for runs of texts */
	int status;
};

void yice_image_builder_init(struct yice_image_builder *builder);
void yice_image_builder_release(struct yice_image_builder *builder);
/* Gives back what is known of the sections: what is stored from now on is not found among what was stored before. */
void yice_image_builder_forget(struct yice_image_builder *builder);

/* Offset of the text in STRINGS, stored once; NULL and "" give 0. */
uint32_t yice_image_string(struct yice_image_builder *builder, const char *text);
/* Index in NUMBERS of a run of n numbers, stored once. */
uint32_t yice_image_numbers(struct yice_image_builder *builder, const int64_t *numbers, size_t n);
uint32_t yice_image_ratio(struct yice_image_builder *builder, struct yice_ratio ratio);
/* Index in WORDS of a run, stored once. */
uint32_t yice_image_words(struct yice_image_builder *builder, const uint32_t *words, size_t n);
/* Index in WORDS of a run of n texts, as rule STRINGS of image.def has it, stored once; 0 is the run of none. */
uint32_t yice_image_strings(struct yice_image_builder *builder, const char *const *texts, uint32_t n);
/* Appends n records (elements for width 1 and 8); returns the number of the first. */
uint32_t yice_image_add(struct yice_image_builder *builder, enum yice_section section, const void *records, size_t n);
/* Appends one record (its struct) to a record section; returns its number. */
uint32_t yice_image_append(struct yice_image_builder *builder, enum yice_section section, const void *record);
/* Like append, but an identical record of that section is stored once (TESTS is paired with its text by the caller). */
uint32_t yice_image_intern(struct yice_image_builder *builder, enum yice_section section, const void *record);
/* Number of the first of a run of records (elements), stored once a section. */
uint32_t yice_image_run(struct yice_image_builder *builder, enum yice_section section, const void *records, size_t n);
/* Records (elements for width 1 and 8) in a section so far, and a writable record. */
uint32_t yice_image_count(const struct yice_image_builder *builder, enum yice_section section);
void *yice_image_record(struct yice_image_builder *builder, enum yice_section section, uint32_t number);
/* Views of the sections as they are, valid until the next call that adds something. */
void yice_image_builder_view(const struct yice_image_builder *builder, struct yice_view *view);
/* Bytes of the file. YICE_OK, YICE_ENOMEM, or YICE_ELIMIT when a section exceeds 2^31 elements. */
int yice_image_finish(struct yice_image_builder *builder, struct yice_buf *out) YICE_MUST_CHECK;

#endif
