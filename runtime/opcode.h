/* SPDX-License-Identifier: Apache-2.0 */
/* opcode.def as data: what verifier, disassembler and reasons know of an instruction. */
#ifndef YICE_RUNTIME_OPCODE_H
#define YICE_RUNTIME_OPCODE_H

#include "runtime/image.h"

enum yice_takes { YICE_TAKES_NONE, YICE_TAKES_TEST, YICE_TAKES_JUMP, YICE_TAKES_EFFECT, YICE_TAKES_ORDINAL };

struct yice_op_info {
	const char *text, *meaning;
	enum yice_takes takes;
	uint32_t pops, pushes;
};

/* Static; NULL for a number that is no opcode. */
const struct yice_op_info *yice_op_info(uint32_t op);

static inline uint32_t yice_insn_op(struct yice_image_insn insn)
{
	return insn.word & 0xff;
}
static inline uint32_t yice_insn_operand(struct yice_image_insn insn)
{
	return insn.word >> 8;
}

/* Word of an effect in listings: "require". effect < YICE_EFFECTS. */
const char *yice_effect_word(uint32_t effect);

#endif
