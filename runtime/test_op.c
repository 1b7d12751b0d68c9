/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptors of the tests, generated from test.def and indexed by their
 * permanent numbers, and the few questions about a test that do not evaluate
 * it. Used by verifier, disassembler and reasons.
 */
#include "runtime/test_op.h"

#include "runtime/image_layout.h"

static const struct yice_test_info tests[] = {
#define TEST(number, name, text, slot, arg, meaning)                                                         \
	[number] = { text, meaning, YICE_SLOT_##slot, YICE_ARG_##arg },
#include "runtime/test.def"
#undef TEST
};

const struct yice_test_info *yice_test_info(uint32_t op)
{
	return op < YICE_COUNT(tests) && tests[op].text ? &tests[op] : NULL;
}

bool yice_test_fits(enum yice_test_slot slot, uint32_t attr_type)
{
	switch (slot) {
	case YICE_SLOT_TERMS:
		return attr_type == YICE_ATTR_BOOLEAN || attr_type == YICE_ATTR_TERMS;
	case YICE_SLOT_CODES:
		return attr_type == YICE_ATTR_CODES;
	case YICE_SLOT_SCALAR:
		return attr_type == YICE_ATTR_QUANTITY || attr_type == YICE_ATTR_DATE;
	case YICE_SLOT_ANY:
		return true;
	case YICE_SLOT_NONE:
		break;
	}
	return false;
}

uint32_t yice_test_slots(const struct yice_view *view, uint32_t test, uint32_t slots[YICE_LINEAR_MAX])
{
	const struct yice_image_test *t = &view->tests[test];
	const struct yice_test_info *info = yice_test_info(yice_test_op(t));
	const uint32_t *sum = view->words + t->arg;

	if (info->slot != YICE_SLOT_NONE) {
		slots[0] = yice_test_slot(t);
		return 1;
	}
	if (info->arg != YICE_ARG_SUM)
		return 0;
	for (uint32_t i = 0; i < sum[1]; i++)
		slots[i] = sum[3 + 2 * i];
	return sum[1];
}
