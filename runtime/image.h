/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image: a little-endian file of sections, each an array of bytes, of
 * records of uint32_t, or of int64_t (image.def). It is mapped read-only and
 * used in place; a big-endian host reads a converted copy. Nothing in it is a
 * pointer, a time or a path outside the sources' own names.
 *
 *   offset  size
 *   0       8     magic "YICE\r\n\x1a\n"
 *   8       4     version (4)
 *   12      4     number of sections
 *   16      8     file size
 *   24      24×n  per section, in order: uint64 offset (multiple of 8), uint64 bytes, uint32 element
 *                 width, uint32 elements per record
 *   …             sections, zero-padded to multiples of 8, in the same order, without gaps
 */
#ifndef YICE_RUNTIME_IMAGE_H
#define YICE_RUNTIME_IMAGE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/ratio.h"

#define YICE_IMAGE_MAGIC "YICE\r\n\x1a\n"
#define YICE_IMAGE_VERSION 4
#define YICE_NONE UINT32_MAX

/* F dominates AND, T dominates OR; U (a fact is missing) wins over J (open words) in both. */
enum yice_truth { YICE_F = 0, YICE_U = 1, YICE_J = 2, YICE_T = 3 };

enum yice_vocab_kind { YICE_VOCAB_TERMS, YICE_VOCAB_CODES, YICE_VOCAB_PLACES, YICE_VOCAB_LAYERS, YICE_VOCAB_KINDS };
enum yice_place { YICE_AT_ZONE, YICE_AT_AREA, YICE_AT_PARK };
enum yice_attr_type { YICE_ATTR_BOOLEAN, YICE_ATTR_TERMS, YICE_ATTR_CODES, YICE_ATTR_QUANTITY, YICE_ATTR_DATE,
		      YICE_ATTR_TYPES };
enum yice_effect_op { YICE_DOES_NOTHING, YICE_REQUIRES, YICE_PROHIBITS, YICE_RESTRICTS, YICE_ENCOURAGES, YICE_OBLIGES,
		      YICE_EFFECTS };
enum yice_aside_kind { YICE_ASIDE_ENCOURAGES, YICE_ASIDE_OBLIGES, YICE_ASIDES };
enum yice_layer_use { YICE_LAYER_OF_UNITS, YICE_LAYER_OF_PLACE, YICE_LAYER_OF_LAYER, YICE_LAYER_USES };
enum yice_target { YICE_FOR_SCOPE, YICE_FOR_CLASS, YICE_FOR_PLACE, YICE_FOR_UNIT, YICE_TARGETS };
enum yice_class { YICE_PRIORITY, YICE_KEY, YICE_GENERAL, YICE_CLASSES };

enum yice_op {
#define OP(number, name, text, operand, pops, pushes, meaning) YICE_OP_##name = number,
#include "runtime/opcode.def"
#undef OP
};
enum yice_test_op {
#define TEST(number, name, text, slot, arg, meaning) YICE_TEST_##name = number,
#include "runtime/test.def"
#undef TEST
};

#define YICE_STACK_MAX 64      /* deepest stack of a body; the verifier's bound */
#define YICE_NEST_MAX 200      /* deepest nesting of AND, OR and NOT, an AND inside an AND not counted */
#define YICE_EXCEPT_MAX 255
#define YICE_NAME_MAX 1023     /* bytes of a name in a sorted table */
#define YICE_OPERAND_MAX 0xffffffu

#define YICE_HOLE '\x1a'     /* in a pattern: the byte after it is the number of an argument, from 1 */
#define YICE_ARGS_MAX 15     /* most arguments that patterns of a clause name */

#define YICE_TABLE_MAX 65535 /* codes of a table */

/* A run [lo, hi) of a table's members in WORDS. */
static inline uint32_t yice_codes_run(uint32_t lo, uint32_t hi)
{
	return lo | hi << 16;
}
static inline uint32_t yice_codes_lo(uint32_t run)
{
	return run & 0xffff;
}
static inline uint32_t yice_codes_hi(uint32_t run)
{
	return run >> 16;
}

#define YICE_LAYER_NAME 0x80000000u /* a unit's area under a code that no list of the image has */

enum yice_section {
#define SECTION(NAME, name, width) YICE_SEC_##NAME,
#define FIELD(record, field, rule, arg)
#include "runtime/image.def"
#undef SECTION
#undef FIELD
	YICE_SECTIONS
};

/* struct yice_image_attr, yice_image_body … : one uint32_t per FIELD. Written out because C has no nested macros. */
#include "runtime/image_records.h"

/* A verified or being-built image: typed views of the sections. count[] in records (elements for width 1 and 8). */
struct yice_view {
	const char *strings;
	const int64_t *numbers;
	const uint32_t *words;
	const struct yice_image_meta *meta;
	const struct yice_image_vocab *vocabs;
	const struct yice_image_member *members;
	const struct yice_image_member_name *member_names;
	const struct yice_image_measure *measures;
	const struct yice_image_attr *attrs;
	const struct yice_image_attr_name *attr_names;
	const struct yice_image_test *tests;
	const struct yice_image_test_text *test_texts;
	const struct yice_image_insn *code;
	const struct yice_image_document *documents;
	const struct yice_image_basis *bases;
	const struct yice_image_dimension *dimensions;
	const struct yice_image_body *bodies;
	const struct yice_image_frame *frames;
	const struct yice_image_aside *asides;
	const struct yice_image_context *contexts;
	const struct yice_image_clause *clauses;
	const struct yice_image_clause_info *clause_info;
	const struct yice_image_scope *scopes;
	const struct yice_image_list *lists;
	const struct yice_image_target *targets;
	const struct yice_image_unit *units;
	const unsigned char *plans;
	const uint32_t *geometry;
	const struct yice_image_layer *layers;
	uint32_t count[YICE_SECTIONS];
};

/*
 * Layout of a facts block, uint64_t words. First what tests read, meta.fact_words words, at attr.fact by attribute type:
 *   TERMS           2 * n words, n = (members + 63) / 64: present mask, then absent mask, whose bits after the
 *                   last member are always set
 *   CODES           1 + n words, n = YICE_CODES_MAX, or 1 when one-of: count | complete << 32, then lo | hi << 32 for
 *                   each code
 *   BOOLEAN, QUANTITY, DATE  1 word: the tick (boolean: 0 or 1, date: 2 * day), or YICE_TICK_NONE when not known
 * That is what deciding reads. Only sums need the exact values of known quantities and dates: two words for each slot, num
 * and den (dates: day and 1), not always in lowest terms. They lie elsewhere, so that blocks are dense: the word before a
 * block says how many words behind its start.
 */
#define YICE_CODES_MAX 8

/*
 * What is known of a project, as tests read it. A site whose parts differ (it lies in two units, or partly in a place) has
 * them apart: a place is present or absent of a part as a whole, or nothing is known of it there. Parts may overlap, and one
 * or another is in each place the site is partly in. Both masks of the block then have the places in which parts differ.
 */
struct yice_told {
	const uint64_t *block;
	const uint64_t *parts; /* part_count facts of the attribute over the places */
	uint32_t part_count;   /* 0: the site is as the block has it */
};
#define YICE_TICK_NONE INT64_MIN /* no tick: those end at +-(2^62) */
uint32_t yice_fact_size(const struct yice_view *view, uint32_t slot);

static inline const char *yice_view_string(const struct yice_view *view, uint32_t offset)
{
	return view->strings + offset;
}
static inline struct yice_ratio yice_view_ratio(const struct yice_view *view, uint32_t index)
{
	return (struct yice_ratio){ view->numbers[index], view->numbers[index + 1] };
}
/* The exact value of a known quantity or date of a facts block. */
static inline struct yice_ratio yice_fact_value(const uint64_t *facts, uint32_t slot)
{
	const uint64_t *value = facts + *(facts - 1) + 2 * (size_t)slot;

	return (struct yice_ratio){ (int64_t)value[0], (int64_t)value[1] };
}

#endif
