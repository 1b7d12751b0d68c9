/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine: a stack of truths and ten instructions. What it may rely on is
 * what verify_code.c proved: operands in range, jumps forward and inside the
 * body, a stack that never runs empty or over, END last. Jumps go forward, so
 * no body takes more steps than it has instructions. The same loop decides
 * and, with a trace, explains.
 */
#include "runtime/vm.h"

#include "runtime/opcode.h"
#include "runtime/run.h"
#include "runtime/vm_test.h"

/* Kleene's tables with U for missing facts and J for open words, in the order F, U, J, T. */
static const uint8_t and_table[4][4] = {
	{ YICE_F, YICE_F, YICE_F, YICE_F },
	{ YICE_F, YICE_U, YICE_U, YICE_U },
	{ YICE_F, YICE_U, YICE_J, YICE_J },
	{ YICE_F, YICE_U, YICE_J, YICE_T },
};
static const uint8_t or_table[4][4] = {
	{ YICE_F, YICE_U, YICE_J, YICE_T },
	{ YICE_U, YICE_U, YICE_U, YICE_T },
	{ YICE_J, YICE_U, YICE_J, YICE_T },
	{ YICE_T, YICE_T, YICE_T, YICE_T },
};
static const uint8_t not_table[4] = { YICE_T, YICE_U, YICE_J, YICE_F };

int yice_vm_run(const struct yice_view *view, const struct yice_image_body *body, const struct yice_told *known,
		uint64_t *steps, uint8_t *trace, struct yice_truths *out)
{
	const struct yice_image_insn *code = view->code + body->code;
	struct yice_truths truths = { YICE_T, YICE_T };
	uint8_t stack[YICE_STACK_MAX + 1] = { YICE_T }, *top = stack; /* a yes lies below the first value */
	uint64_t cost = body->code_count;
	uint32_t pc = 0;
	bool done = false;

	if (cost > *steps)
		return YICE_ELIMIT;
	while (!done) {
		struct yice_image_insn insn = code[pc];
		uint32_t operand = yice_insn_operand(insn), at = pc++;
		uint8_t truth = *top;

		switch ((enum yice_op)yice_insn_op(insn)) {
		case YICE_OP_TEST:
			truth = *++top = (uint8_t)yice_test_evaluate(view, operand, known, &cost);
			if (cost > *steps)
				return YICE_ELIMIT;
			break;
		case YICE_OP_AND:
			top--;
			truth = *top = and_table[*top][truth];
			break;
		case YICE_OP_OR:
			top--;
			truth = *top = or_table[*top][truth];
			break;
		case YICE_OP_NOT:
			truth = *top = not_table[truth];
			break;
		case YICE_OP_SKIP_NO:
			pc += truth == YICE_F ? operand : 0;
			break;
		case YICE_OP_SKIP_YES:
			pc += truth == YICE_T ? operand : 0;
			break;
		case YICE_OP_GUARD:
			top--;
			truths.applies = truth;
			done = truth == YICE_F;
			break;
		case YICE_OP_EXCEPT:
			top--;
			truths.applies = and_table[truths.applies][not_table[truth]];
			done = truth == YICE_T;
			break;
		case YICE_OP_DEMAND:
			top--;
			truths.demand = truth;
			break;
		case YICE_OP_END:
			done = true;
			break;
		}
		if (trace)
			trace[at] = truth;
	}
	*steps -= cost;
	*out = truths;
	return YICE_OK;
}

static int required(struct yice_truths truths)
{
	static const int8_t by_demand[4] = { YICE_VIOLATED, YICE_UNKNOWN, YICE_JUDGEMENT, YICE_SATISFIED };

	if (truths.applies == YICE_T || truths.demand == YICE_U)
		return by_demand[truths.demand];
	return YICE_JUDGEMENT;
}

int yice_vm_outcome(uint32_t effect, struct yice_truths truths)
{
	if (effect == YICE_OBLIGES)
		return YICE_RUN_DUTY;
	if (truths.applies == YICE_F)
		return YICE_NOT_APPLICABLE;
	if (effect == YICE_ENCOURAGES)
		return YICE_NOTED;
	if (truths.applies == YICE_U)
		return YICE_UNKNOWN;
	if (effect == YICE_REQUIRES)
		return required(truths);
	if (truths.applies == YICE_J || effect == YICE_DOES_NOTHING)
		return YICE_JUDGEMENT;
	return effect == YICE_PROHIBITS ? YICE_VIOLATED : YICE_RESTRICTED;
}
