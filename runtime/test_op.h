/* SPDX-License-Identifier: Apache-2.0 */
/* test.def as data: what verifier, disassembler and reasons know of a test. */
#ifndef YICE_RUNTIME_TEST_OP_H
#define YICE_RUNTIME_TEST_OP_H

#include "runtime/image_layout.h"

enum yice_test_slot { YICE_SLOT_TERMS, YICE_SLOT_CODES, YICE_SLOT_SCALAR, YICE_SLOT_ANY, YICE_SLOT_NONE };
enum yice_test_arg { YICE_ARG_MASK, YICE_ARG_RUNS, YICE_ARG_TICK, YICE_ARG_SUM, YICE_ARG_OPEN, YICE_ARG_TRUTH };

struct yice_test_info {
	const char *text, *meaning;
	enum yice_test_slot slot;
	enum yice_test_arg arg;
};

/* Static; NULL for a number that is no test. */
const struct yice_test_info *yice_test_info(uint32_t op);

static inline uint32_t yice_test_op(const struct yice_image_test *test)
{
	return test->op & 0xff;
}
static inline uint32_t yice_test_slot(const struct yice_image_test *test)
{
	return test->op >> 8;
}

/* Whether a test with that kind of slot can be made on an attribute of a type. */
bool yice_test_fits(enum yice_test_slot slot, uint32_t attr_type);

/* Attribute slots a test reads, at most YICE_LINEAR_MAX, into slots; returns how many. */
uint32_t yice_test_slots(const struct yice_view *view, uint32_t test, uint32_t slots[YICE_LINEAR_MAX]);

/* Appends the test as its author wrote it. */
void yice_test_say(const struct yice_view *view, uint32_t test, enum yice_lang lang, struct yice_buf *out);
/*
 * What a test of codes says whose author named them in the order of the table is stored nowhere. A group that has one member
 * is meant by either name: `levels` has, in two bits for each of the first 16 codes, how far below the greatest group the one
 * that was named is. yice_test_levels: whether the words are such, and then *levels; scratch has failed when memory ran out.
 */
bool yice_test_levels(const struct yice_view *view, const struct yice_image_test *test, const char *zh,
		      struct yice_buf *scratch, uint32_t *levels);
void yice_test_derive(const struct yice_view *view, const struct yice_image_test *test, uint32_t levels,
		      enum yice_lang lang, struct yice_buf *out);

/* Words of the mask that a test on a TERMS slot has. */
static inline uint32_t yice_attr_mask_words(const struct yice_view *view, uint32_t slot)
{
	const struct yice_image_attr *attr = &view->attrs[slot];

	return attr->type == YICE_ATTR_BOOLEAN ? 1 : yice_mask_words(view->vocabs[attr->vocab].members);
}

#endif
