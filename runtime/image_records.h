/* SPDX-License-Identifier: Apache-2.0 */
/* Records of the image, field for field as in image.def (image_layout.c asserts that the two agree). */
#ifndef YICE_RUNTIME_IMAGE_RECORDS_H
#define YICE_RUNTIME_IMAGE_RECORDS_H

#include "base/base.h"

struct yice_image_meta {
	uint32_t language, default_day, site_slot, place_list, max_clauses, fact_words, max_code;
};

struct yice_image_vocab {
	uint32_t zh, en, kind, edition, first_member, members;
};

struct yice_image_member {
	uint32_t zh, en, end, info;
};

struct yice_image_member_name {
	uint32_t vocab, name, ordinal;
};

struct yice_image_measure {
	uint32_t zh, en, factor, dim0, dim1, dim2, dim3;
};

struct yice_image_attr {
	uint32_t zh, en, describe, type, many, vocab, measure, period, factor, dim0, dim1, dim2, dim3,
		scale, min, max, fact;
};

struct yice_image_attr_name {
	uint32_t name, slot;
};

struct yice_image_test {
	uint32_t op, arg;
};

struct yice_image_test_text {
	uint32_t zh, en;
};

struct yice_image_insn {
	uint32_t word;
};

struct yice_image_document {
	uint32_t title, zh, en, reference, publisher, from, to, successor;
};

struct yice_image_basis {
	uint32_t document, article;
};

struct yice_image_dimension {
	uint32_t zh, en;
};

struct yice_image_body {
	uint32_t code, code_count, original, summary, english, frame;
};

struct yice_image_frame {
	uint32_t element_zh, element_en, class_zh, class_en, addressee_zh, addressee_en, texts, lead, open,
		bases, base_count, due, asides, aside_count, fictional;
};

struct yice_image_aside {
	uint32_t kind, addressee_zh, addressee_en, texts, due;
};

struct yice_image_context {
	uint32_t from, to, dimension, repeat, file, column, args;
};

struct yice_image_clause {
	uint32_t body, context;
};

struct yice_image_clause_info {
	uint32_t number, line;
};

struct yice_image_scope {
	uint32_t code, zh, en, parent, targets, target_count, plan, block_count;
};

struct yice_image_list {
	uint32_t scope, title, english, publisher, reference, from, to, fictional;
};

struct yice_image_target {
	uint32_t list, kind, key, clauses, clause_count;
};

struct yice_image_unit {
	uint32_t code, title, english, klass, list, scope, present, absent, elements, element_count,
		targets, target_count, plan, block_count, fictional;
};

struct yice_image_layer {
	uint32_t use, key, words, word_count, scope, source, dated, file;
};

#endif
