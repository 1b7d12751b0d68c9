/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells of everything but numbers: yes and no, words, codes, classes of words.
 * They do not depend on other facts, so they are made once for each atom.
 * Codes are those that have none below them: of such a code everything is
 * known. Numbers are in cells_number.c.
 */
#include "advice/board.h"

#include "runtime/vm_test.h"

static void push(struct yice_buf *out, struct yice_cell cell)
{
	yice_buf_add(out, &cell, sizeof(cell));
}

/* ---------------------------------------------------------------- codes */

/* Codes with none below that the slot's tests, and the codes already given, tell apart: ordinals of one of
 * each, that nearest to `near`. */
struct codes {
	const struct yice_board *board;
	uint32_t slot, vocab, near, count; /* near: YICE_NONE: the first */
	uint32_t *ordinals;
};

struct leaf {
	uint32_t ordinal, meets; /* meets: 1 + the lowest code above both, or 0 */
	uint32_t away;		 /* in the table */
};

static bool told_apart(const struct codes *codes, uint32_t a, uint32_t b)
{
	const struct yice_view *view = codes->board->view;
	const uint64_t *fact = codes->board->block + view->attrs[codes->slot].fact;

	for (uint32_t t = 0; t < codes->board->used_count; t++) {
		const struct yice_image_test *test = &view->tests[codes->board->used[t]];
		uint32_t op = yice_test_op(test);

		if ((op != YICE_TEST_CODE_ANY && op != YICE_TEST_CODE_ALL) ||
		    yice_test_slot(test) != codes->slot)
			continue;
		if (yice_code_in_runs(a | (uint64_t)(a + 1) << 32, view->words + test->arg) !=
		    yice_code_in_runs(b | (uint64_t)(b + 1) << 32, view->words + test->arg))
			return true;
	}
	for (uint32_t i = 0; view->attrs[codes->slot].many && i < (uint32_t)fact[0]; i++) {
		uint32_t lo = (uint32_t)fact[1 + i], hi = (uint32_t)(fact[1 + i] >> 32);

		if ((lo <= a && a < hi) != (lo <= b && b < hi))
			return true;
	}
	return false;
}

/* The lower in the tree both are below of, the nearer; then the fewer codes stand between them. */
static int compare_leaves(const void *a, const void *b)
{
	const struct leaf *x = a, *y = b;

	if (x->meets != y->meets)
		return x->meets > y->meets ? -1 : 1;
	if (x->away != y->away)
		return x->away < y->away ? -1 : 1;
	return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

/* Codes above a code stand before it, the lowest last. */
static struct leaf leaf_of(const struct yice_image_member *members, uint32_t ordinal, uint32_t near)
{
	struct leaf leaf = { .ordinal = ordinal };

	if (near == YICE_NONE)
		return leaf;
	leaf.away = ordinal < near ? near - ordinal : ordinal - near;
	for (uint32_t m = ordinal < near ? ordinal : near; m != YICE_NONE && !leaf.meets; m--)
		if (members[m].end > ordinal && members[m].end > near)
			leaf.meets = m + 1;
	return leaf;
}

/* Those in [lo, hi). */
static bool list_codes(struct codes *codes, uint32_t lo, uint32_t hi)
{
	const struct yice_view *view = codes->board->view;
	const struct yice_image_member *members = view->members + view->vocabs[codes->vocab].first_member;
	struct leaf *leaves = yice_arena_array(codes->board->arena, hi - lo + 1, sizeof(*leaves));
	uint32_t count = 0;

	codes->count = 0;
	codes->ordinals = yice_arena_array(codes->board->arena, hi - lo + 1, sizeof(*codes->ordinals));
	if (!codes->ordinals || !leaves)
		return false;
	for (uint32_t m = lo; m < hi; m++)
		if (members[m].end == m + 1)
			leaves[count++] = leaf_of(members, m, codes->near);
	qsort(leaves, count, sizeof(*leaves), compare_leaves);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t k = 0;

		while (k < codes->count && told_apart(codes, codes->ordinals[k], leaves[i].ordinal))
			k++;
		if (k == codes->count)
			codes->ordinals[codes->count++] = leaves[i].ordinal;
	}
	return true;
}

/* Whether a list of codes is what the given ones can turn out to be: each is one of them, or one below it. */
static bool completes(const struct codes *codes, const struct yice_cell *cell)
{
	const struct yice_view *view = codes->board->view;
	const uint64_t *fact = codes->board->block + view->attrs[codes->slot].fact;
	bool complete = fact[0] >> 32 != 0;
	uint32_t given = (uint32_t)fact[0];

	for (uint32_t i = 0; i < given; i++) {
		bool met = false;

		for (uint32_t k = 0; k < cell->code_count; k++)
			met |= cell->codes[k] >= (uint32_t)fact[1 + i] &&
			       cell->codes[k] < (uint32_t)(fact[1 + i] >> 32);
		if (!met)
			return false;
	}
	for (uint32_t k = 0; complete && k < cell->code_count; k++) {
		bool met = false;

		for (uint32_t i = 0; i < given; i++)
			met |= cell->codes[k] >= (uint32_t)fact[1 + i] &&
			       cell->codes[k] < (uint32_t)(fact[1 + i] >> 32);
		if (!met)
			return false;
	}
	return !complete || cell->code_count <= given;
}

static void some_codes(struct yice_board *board, struct codes *codes, struct yice_buf *out)
{
	if (codes->count > YICE_CODES_MAX) {
		board->inexact = true;
		codes->count = YICE_CODES_MAX;
	}
	for (uint32_t set = 0; set < UINT32_C(1) << codes->count; set++) {
		struct yice_cell cell = { .slot = codes->slot, .klass = YICE_NONE };

		for (uint32_t k = 0; k < codes->count; k++)
			if (set >> k & 1)
				cell.codes[cell.code_count++] = codes->ordinals[k];
		if (completes(codes, &cell))
			push(out, cell);
	}
}

static void code_cells(struct yice_board *board, uint32_t slot, bool all, struct yice_buf *out)
{
	const struct yice_image_attr *attr = &board->view->attrs[slot];
	const uint64_t *fact = board->block + attr->fact;
	struct codes codes = { .board = board, .slot = slot, .vocab = attr->vocab, .near = YICE_NONE };
	uint32_t lo = 0, hi = board->view->vocabs[attr->vocab].members, now = YICE_NONE;

	if (!attr->many && (uint32_t)fact[0]) {
		now = (uint32_t)fact[1];
		if (board->mode == YICE_BOARD_COMPLETE) {
			lo = (uint32_t)fact[1];
			hi = (uint32_t)(fact[1] >> 32);
		} else {
			codes.near = now;
		}
	}
	if (!list_codes(&codes, lo, hi)) {
		board->failed = true;
		return;
	}
	if (attr->many) {
		some_codes(board, &codes, out);
		return;
	}
	for (uint32_t k = 0; k < codes.count; k++)
		if (board->mode == YICE_BOARD_COMPLETE || all || told_apart(&codes, now, codes.ordinals[k]))
			push(out, (struct yice_cell){
				      .slot = slot, .klass = YICE_NONE, .member = codes.ordinals[k] });
}

/* ---------------------------------------------------------------- words, yes and no */

static void term_cells(const struct yice_board *board, uint32_t slot, bool all, struct yice_buf *out)
{
	const struct yice_board_slot *s = &board->slots[slot];
	const struct yice_image_attr *attr = &board->view->attrs[slot];
	const uint64_t *fact = board->block + attr->fact;
	uint32_t members = board->view->vocabs[attr->vocab].members, now = YICE_NONE;

	for (uint32_t m = 0; m < members; m++)
		if (fact[m / 64] >> m % 64 & 1)
			now = s->classes[m];
	for (uint32_t k = 0, m = 0; k < s->class_count; k++) {
		while (s->classes[m] != k) /* classes are numbered as their first members come */
			m++;
		if (all || k != now)
			push(out, (struct yice_cell){ .slot = slot, .klass = YICE_NONE, .member = m });
	}
}

static bool class_is_present(const struct yice_board *board, const struct yice_atom *atom)
{
	const struct yice_image_attr *attr = &board->view->attrs[atom->slot];

	for (uint32_t m = 0; m < board->view->vocabs[attr->vocab].members; m++)
		if (board->slots[atom->slot].classes[m] == atom->klass &&
		    yice_board_member(board, atom->slot, m) == YICE_IS_THERE)
			return true;
	return false;
}

/* Of a class, and of a boolean. */
static void two_cells(const struct yice_board *board, const struct yice_atom *atom, bool all,
		      struct yice_buf *out)
{
	bool both = all || board->mode == YICE_BOARD_COMPLETE;
	uint32_t now = atom->klass != YICE_NONE ? class_is_present(board, atom)
						: board->block[board->view->attrs[atom->slot].fact] == 1;

	for (uint32_t value = 0; value < 2; value++)
		if (both || value != now)
			push(out,
			     (struct yice_cell){ .slot = atom->slot, .klass = atom->klass, .member = value });
}

void yice_board_cells(struct yice_board *board, const struct yice_atom *atom, const uint64_t *open,
		      uint32_t rest, bool all, struct yice_buf *out)
{
	if (atom->cells && !all) {
		yice_buf_add(out, atom->cells, atom->cell_count * sizeof(*atom->cells));
		board->failed |= out->failed;
		return;
	}
	switch ((enum yice_attr_type)board->view->attrs[atom->slot].type) {
	case YICE_ATTR_BOOLEAN:
		two_cells(board, atom, all, out);
		break;
	case YICE_ATTR_CODES:
		code_cells(board, atom->slot, all, out);
		break;
	case YICE_ATTR_TERMS:
		if (atom->klass != YICE_NONE)
			two_cells(board, atom, all, out);
		else
			term_cells(board, atom->slot, all, out);
		break;
	default:
		yice_board_number_cells(board, atom->slot, open, rest, out);
		break;
	}
	board->failed |= out->failed;
}
