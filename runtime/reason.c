/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns the code of a body and the trace of one run into a tree. Code is
 * walked in order with a stack of nodes instead of truths; skips need no node,
 * because by the verifier's proof they never change a result. Chains of one
 * operation become one node with many children, which keeps trees as shallow
 * as the verifier promises.
 */
#include "runtime/reason.h"

#include "runtime/opcode.h"

static struct yice_reason *new_node(struct yice_arena *arena, enum yice_reason_kind kind, uint32_t truth,
				    uint32_t number)
{
	struct yice_reason *node = yice_arena_alloc(arena, sizeof(*node));

	if (node) {
		node->kind = kind;
		node->truth = truth;
		node->number = number;
	}
	return node;
}

static void add_child(struct yice_reason *parent, struct yice_reason *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

/* Adds an operand, or its children if it is of the same kind. */
static void add_operand(struct yice_reason *parent, struct yice_reason *operand)
{
	if (operand->kind != parent->kind) {
		add_child(parent, operand);
		return;
	}
	if (parent->last)
		parent->last->next = operand->first;
	else
		parent->first = operand->first;
	parent->last = operand->last;
}

/* An operation that was skipped has the truth of the left operand the skip kept, if that was evaluated. */
static struct yice_reason *join(struct yice_arena *arena, enum yice_reason_kind kind, uint32_t truth,
				struct yice_reason *left, struct yice_reason *right)
{
	struct yice_reason *node;

	assert(left && right);
	node = new_node(arena, kind, truth == YICE_SKIPPED ? left->truth : truth, 0);
	if (!node)
		return NULL;
	add_operand(node, left);
	add_operand(node, right);
	return node;
}

static struct yice_reason *wrap(struct yice_arena *arena, enum yice_reason_kind kind, uint32_t truth,
				uint32_t number, struct yice_reason *child)
{
	struct yice_reason *node = new_node(arena, kind, truth, number);

	if (node)
		add_child(node, child);
	return node;
}

int yice_reason_build(const struct yice_view *view, uint32_t body, const uint8_t *trace,
		      struct yice_arena *arena, struct yice_reason **out)
{
	const struct yice_image_insn *code = view->code + view->bodies[body].code;
	struct yice_reason *stack[YICE_STACK_MAX] = { NULL }, *node, root = { 0 };
	uint32_t depth = 0;

	for (uint32_t pc = 0; pc < view->bodies[body].code_count; pc++) {
		uint32_t operand = yice_insn_operand(code[pc]), truth = trace[pc];

		switch ((enum yice_op)yice_insn_op(code[pc])) {
		case YICE_OP_TEST:
			node = new_node(arena, YICE_REASON_TEST, truth, operand);
			break;
		case YICE_OP_AND:
			depth -= 2;
			node = join(arena, YICE_REASON_AND, truth, stack[depth], stack[depth + 1]);
			break;
		case YICE_OP_OR:
			depth -= 2;
			node = join(arena, YICE_REASON_OR, truth, stack[depth], stack[depth + 1]);
			break;
		case YICE_OP_NOT:
			node = wrap(arena, YICE_REASON_NOT, truth, 0, stack[--depth]);
			break;
		case YICE_OP_GUARD:
			node = wrap(arena, YICE_REASON_GUARD, truth, 0, stack[--depth]);
			break;
		case YICE_OP_EXCEPT:
			node = wrap(arena, YICE_REASON_EXCEPT, truth, operand, stack[--depth]);
			break;
		case YICE_OP_DEMAND:
			node = wrap(arena, YICE_REASON_DEMAND, truth, 0, stack[--depth]);
			break;
		default: /* skips and the end */
			continue;
		}
		if (!node)
			return YICE_ENOMEM;
		if (node->kind < YICE_REASON_GUARD)
			stack[depth++] = node;
		else
			add_child(&root, node);
	}
	*out = root.first;
	return YICE_OK;
}
