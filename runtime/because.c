/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Explains decided clauses: the same code is run again with a trace, and the
 * tree is followed along the nodes that decide. What is missing and what is to
 * be judged are leaves reached that way, each named once. Trees are at most
 * YICE_NEST_MAX deep, so recursion is bounded.
 */
#include "runtime/image_read.h"
#include "runtime/opcode.h"
#include "runtime/run.h"
#include "runtime/test_op.h"
#include "runtime/vm.h"

/* Lists being collected; each has room for as many as there can be. */
struct collector {
	struct yice_run *run;
	const struct yice_reason **tests;
	uint32_t *missing, *open;
	uint32_t test_count, missing_count, open_count;
};

/* Marks a number; whether it was new. */
static bool mark(uint64_t *bits, uint32_t number)
{
	uint64_t bit = UINT64_C(1) << number % 64;
	bool added = !(bits[number / 64] & bit);

	bits[number / 64] |= bit;
	return added;
}

static void unmark(uint64_t *bits, uint32_t number)
{
	bits[number / 64] &= ~(UINT64_C(1) << number % 64);
}

/* Whether the fact behind a slot of a sum is still open: the others of the sum are not missing. */
static bool is_missing(const struct collector *c, uint32_t slot)
{
	const struct yice_image_attr *attr = &c->run->view->attrs[slot];

	return !yice_test_fits(YICE_SLOT_SCALAR, attr->type) ||
	       (int64_t)c->run->facts->block[attr->fact] == YICE_TICK_NONE;
}

static void collect_test(struct collector *c, const struct yice_reason *test)
{
	const struct yice_view *view = c->run->view;
	uint32_t slots[YICE_LINEAR_MAX], count;

	if (!mark(c->run->seen_tests, test->number))
		return;
	c->tests[c->test_count++] = test;
	if (test->truth == YICE_J)
		c->open[c->open_count++] = view->tests[test->number].arg;
	if (test->truth != YICE_U)
		return;
	count = yice_test_slots(view, test->number, slots);
	for (uint32_t i = 0; i < count; i++)
		if (is_missing(c, slots[i]) && mark(c->run->seen_slots, slots[i]))
			c->missing[c->missing_count++] = slots[i];
}

static void collect(struct collector *c, const struct yice_reason *node)
{
	if (node->kind == YICE_REASON_TEST) {
		collect_test(c, node);
		return;
	}
	for (const struct yice_reason *child = node->first; child; child = child->next)
		if (yice_reason_decides(node, child))
			collect(c, child);
}

bool yice_run_part_decides(const struct yice_decided *decided, const struct yice_reason *part)
{
	static const uint8_t opposite[4] = { YICE_T, YICE_U, YICE_J, YICE_F };
	uint32_t applies;

	if (part->truth == YICE_SKIPPED)
		return false;
	if (part->kind == YICE_REASON_DEMAND) {
		if (decided->outcome == YICE_UNKNOWN)
			return decided->applies != YICE_U && part->truth == YICE_U;
		return decided->outcome == YICE_SATISFIED || decided->outcome == YICE_VIOLATED ||
		       (decided->outcome == YICE_JUDGEMENT && part->truth == YICE_J);
	}
	applies = part->kind == YICE_REASON_EXCEPT ? opposite[part->truth] : part->truth;
	if (decided->outcome == YICE_UNKNOWN && decided->applies != YICE_U)
		return false;
	return applies == decided->applies;
}

/* Most tests and slots one body can name. */
static void count_leaves(const struct yice_view *view, const struct yice_image_body *body, size_t *tests,
			 size_t *slots)
{
	uint32_t some[YICE_LINEAR_MAX];

	*tests = *slots = 0;
	for (uint32_t i = 0; i < body->code_count; i++) {
		struct yice_image_insn insn = view->code[body->code + i];

		if (yice_insn_op(insn) != YICE_OP_TEST)
			continue;
		++*tests;
		*slots += yice_test_slots(view, yice_insn_operand(insn), some);
	}
}

/* Open words of a clause that has only its text; where there is an effect, they are tests of its code. */
static void collect_open(struct collector *c, const struct yice_image_body *body)
{
	const struct yice_view *view = c->run->view;
	uint32_t open = view->frames[body->frame].open;

	if (yice_body_effect(view, body) != YICE_DOES_NOTHING)
		return;
	for (uint32_t i = 0; i < yice_view_text_count(view, open); i++)
		c->open[c->open_count++] = yice_view_text(view, open, i);
}

/* Runs the clause again for its tree. */
static int trace_clause(struct yice_run *run, const struct yice_decided *decided, struct yice_arena *arena,
			struct yice_reason **parts)
{
	uint32_t number = run->view->clauses[decided->clause].body;
	const struct yice_image_body *body = &run->view->bodies[number];
	const struct yice_told told = yice_facts_told(run->facts);
	uint64_t steps = UINT64_MAX;
	struct yice_truths truths;
	int status;

	memset(run->trace, YICE_SKIPPED, body->code_count);
	status = yice_vm_run(run->view, body, &told, &steps, run->trace, &truths);
	return status ? status : yice_reason_build(run->view, number, run->trace, arena, parts);
}

int yice_run_because(struct yice_run *run, size_t i, struct yice_arena *arena, struct yice_because *out)
{
	const struct yice_decided *decided = yice_run_decided(run, i);
	const struct yice_image_body *body = &run->view->bodies[run->view->clauses[decided->clause].body];
	struct collector c = { .run = run };
	size_t tests, slots;

	memset(out, 0, sizeof(*out));
	if (trace_clause(run, decided, arena, &out->parts))
		return YICE_ENOMEM;
	count_leaves(run->view, body, &tests, &slots);
	c.tests = yice_arena_array(arena, tests, sizeof(*c.tests));
	c.missing = yice_arena_array(arena, slots, sizeof(*c.missing));
	c.open = yice_arena_array(arena, tests + yice_view_text_count(run->view, run->view->frames[body->frame].open), sizeof(*c.open));
	if (!c.tests || !c.missing || !c.open)
		return YICE_ENOMEM;
	for (const struct yice_reason *part = out->parts; part; part = part->next)
		if (yice_run_part_decides(decided, part))
			collect(&c, part);
	for (uint32_t t = 0; t < c.test_count; t++)
		unmark(run->seen_tests, c.tests[t]->number);
	for (uint32_t m = 0; m < c.missing_count; m++)
		unmark(run->seen_slots, c.missing[m]);
	if (decided->outcome == YICE_JUDGEMENT)
		collect_open(&c, body);
	out->tests = c.tests;
	out->test_count = c.test_count;
	out->missing = c.missing;
	out->missing_count = decided->outcome == YICE_UNKNOWN ? c.missing_count : 0;
	out->open = c.open;
	out->open_count = decided->outcome == YICE_JUDGEMENT ? c.open_count : 0;
	return YICE_OK;
}

/* Appends the missing slots of one clause that are not in the list yet. */
static int add_missing(struct yice_run *run, size_t i, uint64_t *seen, uint32_t *slots, uint32_t *count)
{
	struct yice_because because;
	struct yice_arena scratch;
	int status;

	yice_arena_init(&scratch);
	status = yice_run_because(run, i, &scratch, &because);
	for (uint32_t m = 0; !status && m < because.missing_count; m++)
		if (mark(seen, because.missing[m]))
			slots[(*count)++] = because.missing[m];
	yice_arena_release(&scratch);
	return status;
}

int yice_run_missing(struct yice_run *run, struct yice_arena *arena, const uint32_t **slots, uint32_t *count)
{
	uint32_t attrs = run->view->count[YICE_SEC_ATTRS];
	uint32_t *list = yice_arena_array(arena, attrs, sizeof(*list));
	uint64_t *seen = yice_arena_array(arena, (size_t)attrs / 64 + 1, sizeof(*seen));
	int status = list && seen ? YICE_OK : YICE_ENOMEM;

	*count = 0;
	*slots = list;
	for (uint32_t i = 0; !status && i < yice_run_count(run); i++)
		if (yice_run_decided(run, i)->outcome == YICE_UNKNOWN)
			status = add_missing(run, i, seen, list, count);
	return status;
}
