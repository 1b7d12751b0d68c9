/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptors of the instructions, generated from opcode.def and indexed by
 * their permanent numbers. Used by everything that looks at code without
 * running it.
 */
#include "runtime/opcode.h"

static const struct yice_op_info ops[] = {
#define OP(number, name, text, operand, pops, pushes, meaning)                                               \
	[number] = { text, meaning, YICE_TAKES_##operand, pops, pushes },
#include "runtime/opcode.def"
#undef OP
};

const struct yice_op_info *yice_op_info(uint32_t op)
{
	return op < YICE_COUNT(ops) && ops[op].text ? &ops[op] : NULL;
}

const char *yice_effect_word(uint32_t effect)
{
	static const char *const words[YICE_EFFECTS] = { "none",     "require",   "prohibit",
							 "restrict", "encourage", "duty" };

	return words[effect];
}
