/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pass over the code of the clause bodies. It is
 * walked once in order; since every skip also falls through, each instruction
 * has one depth of the stack, and the walk sees every path. Bodies may share a
 * run of code, which is then proved once.
 *
 * A skip is sound if the value it keeps could not have been changed on the
 * way: each slot of the stack remembers how far skips over it reach, and only
 * the one operation that preserves it may work on it before that.
 */
#include "runtime/opcode.h"
#include "runtime/verify_internal.h"

#define NO_ARRIVAL 0xffu
static_assert(YICE_STACK_MAX < NO_ARRIVAL, "a depth fits a byte");

/* A value on the stack. */
struct slot {
	uint32_t no_until, yes_until; /* where the farthest skip-no and skip-yes over it arrive */
	uint32_t kind;                /* opcode that made it: TEST, AND, OR, NOT */
	uint32_t nesting;             /* levels below it; an AND in an AND is one level */
};

/* Progress through one body. */
struct walk {
	struct slot stack[YICE_STACK_MAX];
	uint32_t depth, pc, end;
	uint32_t excepts;
	bool guarded, demanded;
};

static uint32_t nesting_in(const struct slot *slot, uint32_t kind)
{
	return slot->kind == kind ? slot->nesting : slot->nesting + 1;
}

/* Whether no skip over the slot reaches beyond this instruction. */
static bool is_settled(const struct walk *walk, const struct slot *slot)
{
	return slot->no_until <= walk->pc && slot->yes_until <= walk->pc;
}

static enum yice_diag_id walk_join(struct walk *walk, uint32_t kind)
{
	struct slot *left, *right;
	uint32_t a, b;

	if (walk->depth < 2)
		return YICE_D_image_underflow;
	right = &walk->stack[--walk->depth];
	left = &walk->stack[walk->depth - 1];
	if (!is_settled(walk, right) || (kind == YICE_OP_AND ? left->yes_until : left->no_until) > walk->pc)
		return YICE_D_image_skip;
	a = nesting_in(left, kind);
	b = nesting_in(right, kind);
	left->nesting = a > b ? a : b;
	left->kind = kind;
	return left->nesting > YICE_NEST_MAX ? YICE_D_image_nesting : YICE_DIAG_COUNT;
}

static enum yice_diag_id walk_not(struct walk *walk)
{
	struct slot *top;

	if (!walk->depth)
		return YICE_D_image_underflow;
	top = &walk->stack[walk->depth - 1];
	if (!is_settled(walk, top))
		return YICE_D_image_skip;
	top->kind = YICE_OP_NOT;
	return ++top->nesting > YICE_NEST_MAX ? YICE_D_image_nesting : YICE_DIAG_COUNT;
}

static enum yice_diag_id walk_skip(struct yice_verifier *verifier, struct walk *walk, uint32_t op,
				   uint32_t distance)
{
	uint64_t to = (uint64_t)walk->pc + 1 + distance;
	struct slot *top;
	uint32_t *until;

	if (!distance || to >= walk->end)
		return YICE_D_image_jump;
	if (!walk->depth)
		return YICE_D_image_underflow;
	if (verifier->arrival[to] != NO_ARRIVAL && verifier->arrival[to] != walk->depth)
		return YICE_D_image_merge;
	verifier->arrival[to] = (uint8_t)walk->depth;
	top = &walk->stack[walk->depth - 1];
	until = op == YICE_OP_SKIP_NO ? &top->no_until : &top->yes_until;
	if (to > *until)
		*until = (uint32_t)to;
	return YICE_DIAG_COUNT;
}

/* GUARD, EXCEPT and DEMAND take the one value there is. */
static enum yice_diag_id walk_part(struct walk *walk, uint32_t op, uint32_t operand)
{
	if (!walk->depth)
		return YICE_D_image_underflow;
	if (walk->depth > 1)
		return YICE_D_image_left;
	if (!is_settled(walk, &walk->stack[0]))
		return YICE_D_image_skip;
	walk->depth = 0;
	if (walk->demanded || (op == YICE_OP_GUARD && (walk->guarded || walk->excepts)))
		return YICE_D_image_parts;
	if (op == YICE_OP_EXCEPT && (operand != walk->excepts++ || operand > YICE_EXCEPT_MAX))
		return YICE_D_image_parts;
	walk->guarded |= op == YICE_OP_GUARD;
	walk->demanded |= op == YICE_OP_DEMAND;
	return YICE_DIAG_COUNT;
}

static enum yice_diag_id walk_end(const struct walk *walk, uint32_t effect)
{
	if (walk->depth)
		return YICE_D_image_left;
	if (walk->pc + 1 != walk->end)
		return YICE_D_image_end;
	if (effect >= YICE_EFFECTS)
		return YICE_D_image_operand;
	return walk->demanded && effect != YICE_REQUIRES ? YICE_D_image_effect : YICE_DIAG_COUNT;
}

static enum yice_diag_id walk_test(const struct yice_verifier *verifier, struct walk *walk, uint32_t test)
{
	if (test >= verifier->view->count[YICE_SEC_TESTS])
		return YICE_D_image_operand;
	if (walk->depth == YICE_STACK_MAX)
		return YICE_D_image_overflow;
	walk->stack[walk->depth++] = (struct slot){ 0, 0, YICE_OP_TEST, 0 };
	return YICE_DIAG_COUNT;
}

static enum yice_diag_id walk_insn(struct yice_verifier *verifier, struct walk *walk,
				   struct yice_image_insn insn)
{
	uint32_t op = yice_insn_op(insn), operand = yice_insn_operand(insn);
	const struct yice_op_info *info = yice_op_info(op);

	if (!info)
		return YICE_D_image_opcode;
	if (info->takes == YICE_TAKES_NONE && operand)
		return YICE_D_image_operand;
	if (verifier->arrival[walk->pc] != NO_ARRIVAL && verifier->arrival[walk->pc] != walk->depth)
		return YICE_D_image_merge;
	switch ((enum yice_op)op) {
	case YICE_OP_TEST:
		return walk_test(verifier, walk, operand);
	case YICE_OP_AND:
	case YICE_OP_OR:
		return walk_join(walk, op);
	case YICE_OP_NOT:
		return walk_not(walk);
	case YICE_OP_SKIP_NO:
	case YICE_OP_SKIP_YES:
		return walk_skip(verifier, walk, op, operand);
	case YICE_OP_GUARD:
	case YICE_OP_EXCEPT:
	case YICE_OP_DEMAND:
		return walk_part(walk, op, operand);
	case YICE_OP_END:
		return walk_end(walk, operand);
	}
	return YICE_D_image_opcode;
}

/* Instructions first to first + count, which no verified body has touched. */
static int verify_run(struct yice_verifier *verifier, uint32_t first, uint32_t count)
{
	const struct yice_view *view = verifier->view;
	struct walk walk = { .pc = first, .end = first + count };

	for (; walk.pc < walk.end; walk.pc++) {
		enum yice_diag_id id = verifier->owner[walk.pc]
					   ? YICE_D_image_overlap
					   : walk_insn(verifier, &walk, view->code[walk.pc]);

		if (id != YICE_DIAG_COUNT)
			return yice_refuse(verifier, id, YICE_SEC_CODE, walk.pc, NULL);
		verifier->owner[walk.pc] = first + 1;
	}
	if (!count || yice_insn_op(view->code[walk.end - 1]) != YICE_OP_END)
		return yice_refuse(verifier, YICE_D_image_end, YICE_SEC_CODE, walk.end - (count > 0), NULL);
	return YICE_OK;
}

/* A proved run ends in its only END: another body that starts and ends with it has the same run. */
static int verify_body_code(struct yice_verifier *verifier, uint32_t number)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_body *body = &view->bodies[number];
	uint32_t last = body->code + body->code_count - 1;
	int status = YICE_OK;

	if (!body->code_count)
		return yice_refuse(verifier, YICE_D_image_end, YICE_SEC_BODIES, number, "code_count");
	if (verifier->owner[body->code] != body->code + 1)
		status = verify_run(verifier, body->code, body->code_count);
	else if (verifier->owner[last] != body->code + 1 || yice_insn_op(view->code[last]) != YICE_OP_END)
		return yice_refuse(verifier, YICE_D_image_overlap, YICE_SEC_BODIES, number, "code_count");
	return status;
}

int yice_verify_bodies(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	size_t insns = (size_t)view->count[YICE_SEC_CODE] + 1;
	int status = YICE_OK;

	verifier->owner = calloc(insns, sizeof(*verifier->owner));
	verifier->arrival = malloc(insns);
	if (!verifier->owner || !verifier->arrival)
		return YICE_ENOMEM;
	memset(verifier->arrival, NO_ARRIVAL, insns);
	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_BODIES]; i++)
		status = verify_body_code(verifier, i);
	return status;
}
