/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coverage of rules by their cases: which clauses applied and which were out
 * of the question, which tests were yes and which no. Clauses are known by
 * their ids, so that several images of overlapping rules add up. Used by
 * cmd_test.c.
 */
#include "base/base.h"
#include "cli/exercise.h"
#include "runtime/opcode.h"
#include "runtime/test_op.h"

void yice_exercise_init(struct yice_exercise *exercise)
{
	yice_map_init(&exercise->clauses);
	yice_map_init(&exercise->tests);
}

void yice_exercise_release(struct yice_exercise *exercise)
{
	yice_map_release(&exercise->clauses);
	yice_map_release(&exercise->tests);
}

/* Adds flags to an entry, which is made when it is new. */
static int note(struct yice_map *map, const struct yice_buf *key, uint32_t flags)
{
	uint32_t index;
	int status = yice_buf_status(key);

	if (!status)
		status = yice_map_put(map, yice_buf_text(key), key->len, flags, &index, NULL);
	if (!status)
		map->entries[index].value |= flags;
	return status;
}

/* Open words are never yes or no, and constants are always the same: neither is a branch. */
static bool is_branch(const struct yice_view *view, uint32_t test)
{
	uint32_t op = yice_test_op(&view->tests[test]);

	return op != YICE_TEST_OPEN && op != YICE_TEST_CONST;
}

static int note_test(struct yice_exercise *exercise, const struct yice_view *view, const struct yice_buf *id,
		     uint32_t test, uint32_t flags)
{
	struct yice_buf key = YICE_BUF_INIT;
	int status;

	if (!is_branch(view, test))
		return YICE_OK;
	yice_buf_addf(&key, "%s\t", yice_buf_text(id));
	yice_test_say(view, test, YICE_ZH, &key);
	status = note(&exercise->tests, &key, flags);
	yice_buf_release(&key);
	return status;
}

static int enter_clause(struct yice_exercise *exercise, const struct yice_view *view, uint32_t clause)
{
	const struct yice_image_body *body = &view->bodies[view->clauses[clause].body];
	struct yice_buf id = YICE_BUF_INIT;
	uint32_t flags = 0;
	int status = YICE_OK;

	yice_image_clause_id(view, clause, &id);
	for (uint32_t i = 0; !status && i < body->code_count; i++) {
		struct yice_image_insn insn = view->code[body->code + i];
		uint32_t op = yice_insn_op(insn);

		if (op == YICE_OP_GUARD || op == YICE_OP_EXCEPT)
			flags = YICE_MAY_BE_NO;
		else if (op == YICE_OP_TEST)
			status = note_test(exercise, view, &id, yice_insn_operand(insn), 0);
	}
	if (!status)
		status = note(&exercise->clauses, &id, flags);
	yice_buf_release(&id);
	return status;
}

int yice_exercise_enter(struct yice_exercise *exercise, const struct yice_view *view)
{
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_CLAUSES]; i++)
		status = enter_clause(exercise, view, i);
	return status;
}

static uint32_t flags_of(uint32_t truth)
{
	return truth == YICE_T ? YICE_SEEN_YES : truth == YICE_F ? YICE_SEEN_NO : 0;
}

/* Depth is bounded by YICE_NEST_MAX. */
static int note_reason(struct yice_exercise *exercise, const struct yice_view *view,
		       const struct yice_buf *id, const struct yice_reason *node)
{
	int status = YICE_OK;

	if (node->kind == YICE_REASON_TEST)
		return note_test(exercise, view, id, node->number, flags_of(node->truth));
	for (const struct yice_reason *child = node->first; !status && child; child = child->next)
		status = note_reason(exercise, view, id, child);
	return status;
}

static int note_clause(struct yice_exercise *exercise, struct yice_run *run, uint32_t i)
{
	const struct yice_decided *decided = yice_run_decided(run, i);
	struct yice_buf id = YICE_BUF_INIT;
	struct yice_because because;
	struct yice_arena arena;
	int status;

	yice_arena_init(&arena);
	yice_image_clause_id(run->view, decided->clause, &id);
	status = yice_run_because(run, i, &arena, &because);
	for (const struct yice_reason *part = status ? NULL : because.parts; !status && part;
	     part = part->next)
		status = note_reason(exercise, run->view, &id, part);
	/* A clause that a person must judge did apply, as far as rules can tell. */
	if (!status)
		status = note(&exercise->clauses, &id,
			      decided->applies == YICE_J ? YICE_SEEN_YES : flags_of(decided->applies));
	yice_arena_release(&arena);
	yice_buf_release(&id);
	return status;
}

int yice_exercise_note(struct yice_exercise *exercise, struct yice_run *run)
{
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < yice_run_count(run); i++)
		status = note_clause(exercise, run, i);
	return status;
}

void yice_exercise_total(const struct yice_exercise *exercise, struct yice_exercise_totals *out)
{
	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; i < exercise->clauses.count; i++) {
		uint32_t flags = exercise->clauses.entries[i].value;

		out->clauses++;
		out->applied += (flags & YICE_SEEN_YES) != 0;
		out->guarded += (flags & YICE_MAY_BE_NO) != 0;
		out->not_applied += (flags & YICE_MAY_BE_NO) && (flags & YICE_SEEN_NO);
	}
	for (uint32_t i = 0; i < exercise->tests.count; i++) {
		uint32_t flags = exercise->tests.entries[i].value;

		out->tests++;
		out->yes += (flags & YICE_SEEN_YES) != 0;
		out->no += (flags & YICE_SEEN_NO) != 0;
	}
}
