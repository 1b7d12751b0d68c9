/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The board: a copy of the facts block, the clauses that matter with their
 * tests, and for each slot what it is settled by. Whatever is played goes on a
 * trail, so that a search is put back where it began. Nothing here knows what
 * is looked for; settle.c and change.c do. Cells are in cells.c.
 */
#include "advice/board.h"

#include "runtime/opcode.h"
#include "runtime/test_op.h"
#include "runtime/vm.h"
#include "runtime/vm_test.h"

/* One thing to put back. */
struct trace {
	uint64_t old;
	uint32_t at;      /* word of the block, or clause played */
	uint32_t outcome; /* 1: a clause's outcome */
};

static void *array(struct yice_board *board, size_t count, size_t size)
{
	void *memory = yice_arena_array(board->arena, count + 1, size);

	board->failed |= !memory;
	return memory;
}

/* ---------------------------------------------------------------- clauses */

static bool matters(const struct yice_board *board, const struct yice_decided *decided)
{
	const struct yice_view *view = board->view;
	uint32_t effect = yice_body_effect(view, &view->bodies[view->clauses[decided->clause].body]);

	if (board->mode == YICE_BOARD_COMPLETE)
		return decided->outcome == YICE_UNKNOWN;
	return decided->outcome != YICE_RUN_DUTY && effect != YICE_ENCOURAGES;
}

static bool listed(const uint32_t *tests, uint32_t count, uint32_t test)
{
	for (uint32_t i = 0; i < count; i++)
		if (tests[i] == test)
			return true;
	return false;
}

/* Each test of the body once, in the order of its code; returns how many. */
static uint32_t list_tests(const struct yice_view *view, const struct yice_image_body *body, uint32_t *out)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < body->code_count; i++) {
		struct yice_image_insn insn = view->code[body->code + i];

		if (yice_insn_op(insn) == YICE_OP_TEST && !listed(out, count, yice_insn_operand(insn)))
			out[count++] = yice_insn_operand(insn);
	}
	return count;
}

static uint32_t count_tests(const struct yice_board *board, struct yice_run *run)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < yice_run_count(run); i++) {
		const struct yice_decided *decided = yice_run_decided(run, i);

		if (matters(board, decided))
			count += board->view->bodies[board->view->clauses[decided->clause].body].code_count;
	}
	return count;
}

static void list_played(struct yice_board *board, struct yice_run *run)
{
	const struct yice_view *view = board->view;
	uint32_t tests = 0;
	uint8_t *seen;

	board->played = array(board, yice_run_count(run), sizeof(*board->played));
	board->tests = array(board, count_tests(board, run), sizeof(*board->tests));
	board->used = array(board, count_tests(board, run), sizeof(*board->used));
	seen = array(board, view->count[YICE_SEC_TESTS], 1);
	for (uint32_t i = 0; !board->failed && i < yice_run_count(run); i++) {
		const struct yice_decided *decided = yice_run_decided(run, i);
		struct yice_played *played = &board->played[board->played_count];

		if (!matters(board, decided))
			continue;
		board->played_count++;
		played->clause = decided->clause;
		played->body = view->clauses[decided->clause].body;
		played->outcome = (uint8_t)decided->outcome;
		played->tests = tests;
		played->test_count = list_tests(view, &view->bodies[played->body], board->tests + tests);
		board->tally[played->outcome]++;
		for (uint32_t t = 0; t < played->test_count; t++)
			if (!seen[board->tests[tests + t]]++)
				board->used[board->used_count++] = board->tests[tests + t];
		tests += played->test_count;
	}
}

bool yice_board_reads(const struct yice_board *board, const struct yice_played *played, uint32_t slot)
{
	uint32_t slots[YICE_LINEAR_MAX];

	for (uint32_t t = 0; t < played->test_count; t++) {
		uint32_t count = yice_test_slots(board->view, board->tests[played->tests + t], slots);

		if (listed(slots, count, slot))
			return true;
	}
	return false;
}

/* ---------------------------------------------------------------- slots */

static void rank_slots(struct yice_board *board)
{
	uint32_t slots[YICE_LINEAR_MAX], rank = 0;

	for (uint32_t i = 0; i < board->view->count[YICE_SEC_ATTRS]; i++)
		board->slots[i].rank = YICE_NONE;
	for (uint32_t t = 0; t < board->used_count; t++) {
		uint32_t count = yice_test_slots(board->view, board->used[t], slots);

		for (uint32_t i = 0; i < count; i++)
			if (board->slots[slots[i]].rank == YICE_NONE)
				board->slots[slots[i]].rank = rank++;
	}
}

static void list_readers(struct yice_board *board)
{
	for (uint32_t slot = 0; !board->failed && slot < board->view->count[YICE_SEC_ATTRS]; slot++) {
		struct yice_board_slot *s = &board->slots[slot];

		if (s->rank == YICE_NONE)
			continue;
		s->played = array(board, board->played_count, sizeof(*s->played));
		for (uint32_t i = 0; !board->failed && i < board->played_count; i++)
			if (yice_board_reads(board, &board->played[i], slot))
				s->played[s->played_count++] = i;
	}
}

/* Whether a test with masks has the member in its mask. */
static bool in_mask(const struct yice_board *board, uint32_t test, uint32_t member)
{
	return (uint64_t)board->view->numbers[board->view->tests[test].arg + member / 64] >> member % 64 & 1;
}

static bool is_on(const struct yice_board *board, uint32_t test, uint32_t slot)
{
	const struct yice_test_info *info = yice_test_info(yice_test_op(&board->view->tests[test]));

	return info->slot != YICE_SLOT_NONE && yice_test_slot(&board->view->tests[test]) == slot;
}

static bool same_masks(const struct yice_board *board, const uint32_t *tests, uint32_t count, uint32_t a,
		       uint32_t b)
{
	for (uint32_t t = 0; t < count; t++)
		if (in_mask(board, tests[t], a) != in_mask(board, tests[t], b))
			return false;
	return true;
}

/* Members that are in the masks of the same tests make a class. */
static void make_classes(struct yice_board *board, uint32_t slot)
{
	struct yice_board_slot *s = &board->slots[slot];
	uint32_t members = board->view->vocabs[board->view->attrs[slot].vocab].members;
	uint32_t *first = array(board, members, sizeof(*first)), *tests, count = 0;

	s->classes = array(board, members, sizeof(*s->classes));
	tests = array(board, board->used_count, sizeof(*tests));
	for (uint32_t t = 0; !board->failed && t < board->used_count; t++)
		if (is_on(board, board->used[t], slot))
			tests[count++] = board->used[t];
	for (uint32_t m = 0; !board->failed && m < members; m++) {
		uint32_t k = 0;

		while (k < s->class_count && !same_masks(board, tests, count, first[k], m))
			k++;
		if (k == s->class_count)
			first[s->class_count++] = m;
		s->classes[m] = k;
	}
}

bool yice_board_touches(const struct yice_board *board, uint32_t test, const struct yice_atom *atom)
{
	uint32_t slots[YICE_LINEAR_MAX], count = yice_test_slots(board->view, test, slots), m = 0, op;

	if (!listed(slots, count, atom->slot))
		return false;
	if (atom->klass == YICE_NONE)
		return true;
	while (board->slots[atom->slot].classes[m] != atom->klass)
		m++;
	op = yice_test_op(&board->view->tests[test]);
	return in_mask(board, test, m) == (op == YICE_TEST_ANY || op == YICE_TEST_ANY_WHOLE);
}

static void add_atom(struct yice_board *board, uint32_t slot, uint32_t klass)
{
	struct yice_board_slot *s = &board->slots[slot];

	if (board->failed)
		return;
	if (board->atom_count == board->atom_cap) {
		uint32_t cap = board->atom_cap ? 2 * board->atom_cap : 64;
		struct yice_atom *atoms = array(board, cap, sizeof(*atoms));

		if (!atoms)
			return;
		if (board->atom_count)
			memcpy(atoms, board->atoms, board->atom_count * sizeof(*atoms));
		board->atoms = atoms;
		board->atom_cap = cap;
	}
	if (!s->atom_count)
		s->atoms = board->atom_count;
	s->atom_count++;
	board->atoms[board->atom_count++] = (struct yice_atom){ .slot = slot, .klass = klass };
}

/* Facts of a slot: one, or one for each part of the site. */
static uint32_t fact_count(const struct yice_board *board, uint32_t slot)
{
	return board->told.part_count && slot == board->view->meta->site_slot ? board->told.part_count : 1;
}

/* The word of the block where the i-th fact of a slot is. */
static uint32_t fact_at(const struct yice_board *board, uint32_t slot, uint32_t i)
{
	if (fact_count(board, slot) == 1)
		return board->view->attrs[slot].fact;
	return (uint32_t)(board->told.parts - board->told.block) + i * 2 * yice_attr_mask_words(board->view, slot);
}

enum yice_member yice_board_member(const struct yice_board *board, uint32_t slot, uint32_t member)
{
	uint32_t words = yice_attr_mask_words(board->view, slot);
	bool there = false, not_there = false, open = false;

	for (uint32_t i = 0; i < fact_count(board, slot); i++) {
		const uint64_t *fact = board->block + fact_at(board, slot, i) + member / 64;
		bool is = fact[0] >> member % 64 & 1, is_not = fact[words] >> member % 64 & 1;

		open |= !is && !is_not;
		there |= is;
		not_there |= is_not;
	}
	return there && not_there ? YICE_DIFFERS : open ? YICE_IS_OPEN : there ? YICE_IS_THERE : YICE_IS_NOT;
}

/* How many members of a class are in each state. */
static void count_class(const struct yice_board *board, uint32_t slot, uint32_t klass, uint32_t states[YICE_DIFFERS + 1])
{
	const struct yice_board_slot *s = &board->slots[slot];

	memset(states, 0, (YICE_DIFFERS + 1) * sizeof(*states));
	for (uint32_t m = 0; m < board->view->vocabs[board->view->attrs[slot].vocab].members; m++)
		if (s->classes[m] == klass)
			states[yice_board_member(board, slot, m)]++;
}

/* A missing class is open; one that can change is there, or known not to be, in every part of the site alike. */
static void add_classes(struct yice_board *board, uint32_t slot)
{
	bool complete = board->mode == YICE_BOARD_COMPLETE;

	for (uint32_t k = 0; !board->failed && k < board->slots[slot].class_count; k++) {
		uint32_t states[YICE_DIFFERS + 1], present;

		count_class(board, slot, k, states);
		present = states[YICE_IS_THERE] + states[YICE_DIFFERS];
		board->slots[slot].known |= present || !states[YICE_IS_OPEN];
		if (complete ? !present && states[YICE_IS_OPEN]
			     : (present || !states[YICE_IS_OPEN]) && !states[YICE_DIFFERS])
			add_atom(board, slot, k);
	}
}

/* Of a code that is known: is it all there is to know? */
static bool is_whole_code(const struct yice_board *board, uint32_t slot)
{
	const uint64_t *fact = board->block + board->view->attrs[slot].fact;
	uint32_t count = (uint32_t)fact[0];

	for (uint32_t i = 0; i < count; i++)
		if ((uint32_t)(fact[1 + i] >> 32) - (uint32_t)fact[1 + i] > 1)
			return false;
	return fact[0] >> 32 != 0;
}

/* Codes are many, and their cells depend on nothing. */
static void keep_cells(struct yice_board *board, struct yice_atom *atom)
{
	struct yice_buf cells = YICE_BUF_INIT;
	struct yice_cell *kept;

	yice_board_cells(board, atom, NULL, 0, false, &cells);
	kept = array(board, yice_cells_count(&cells), sizeof(*kept));
	if (kept && cells.len)
		memcpy(kept, cells.data, cells.len);
	atom->cells = kept;
	atom->cell_count = yice_cells_count(&cells);
	yice_buf_release(&cells);
}

static void add_slot(struct yice_board *board, uint32_t slot)
{
	const struct yice_image_attr *attr = &board->view->attrs[slot];
	const uint64_t *fact = board->block + attr->fact;
	bool complete = board->mode == YICE_BOARD_COMPLETE, whole;
	struct yice_board_slot *s = &board->slots[slot];

	if (attr->type == YICE_ATTR_TERMS) {
		make_classes(board, slot);
		if (attr->many) {
			add_classes(board, slot);
			return;
		}
		for (uint32_t i = 0; i < yice_attr_mask_words(board->view, slot); i++)
			s->known |= fact[i] != 0;
		whole = s->known;
	} else if (attr->type == YICE_ATTR_CODES) {
		s->known = fact[0] != 0;
		whole = is_whole_code(board, slot);
	} else {
		whole = s->known = (int64_t)fact[0] != YICE_TICK_NONE;
	}
	if (complete ? !whole : s->known && !(attr->type == YICE_ATTR_CODES && attr->many))
		add_atom(board, slot, YICE_NONE);
	if (attr->type == YICE_ATTR_CODES && s->atom_count)
		keep_cells(board, &board->atoms[s->atoms]);
}

int yice_board_init(struct yice_board *board, struct yice_run *run, const struct yice_facts *facts,
		    enum yice_board_mode mode, struct yice_arena *arena)
{
	const struct yice_told told = yice_facts_told(facts);
	const struct yice_view *view = run->view;
	uint32_t slots = view->count[YICE_SEC_ATTRS];
	size_t exact = view->meta->fact_words, words = exact + 2 * (size_t)slots, parts = 0;

	if (told.part_count)
		parts = (size_t)told.part_count * yice_fact_size(view, view->meta->site_slot);
	*board = (struct yice_board){ .view = view, .mode = mode, .arena = arena, .left = YICE_BOARD_STEPS };
	board->block = array(board, words + parts + 1, sizeof(*board->block));
	board->slots = array(board, slots, sizeof(*board->slots));
	if (board->failed)
		return YICE_ENOMEM;
	*board->block++ = exact;
	memcpy(board->block, facts->block, exact * sizeof(*board->block));
	memcpy(board->block + exact, facts->block + facts->exact, (words - exact) * sizeof(*board->block));
	if (parts)
		memcpy(board->block + words, told.parts, parts * sizeof(*board->block));
	board->told = (struct yice_told){ board->block, board->block + words, told.part_count };
	list_played(board, run);
	if (!board->failed)
		rank_slots(board);
	list_readers(board);
	for (uint32_t slot = 0; !board->failed && slot < slots; slot++)
		if (board->slots[slot].rank != YICE_NONE)
			add_slot(board, slot);
	return board->failed ? YICE_ENOMEM : YICE_OK;
}

void yice_board_release(struct yice_board *board)
{
	yice_buf_release(&board->trail);
}

/* ---------------------------------------------------------------- playing */

static void note(struct yice_board *board, uint32_t at, uint64_t old, bool outcome)
{
	struct trace trace = { old, at, outcome };

	yice_buf_add(&board->trail, &trace, sizeof(trace));
}

static void put_word(struct yice_board *board, uint32_t at, uint64_t word)
{
	if (board->block[at] == word)
		return;
	note(board, at, board->block[at], false);
	board->block[at] = word;
}

static void put_number(struct yice_board *board, uint32_t slot, struct yice_ratio number)
{
	const struct yice_image_attr *attr = &board->view->attrs[slot];
	uint32_t exact = board->view->meta->fact_words + 2 * slot;
	int64_t tick = attr->type == YICE_ATTR_DATE
			   ? 2 * number.num
			   : yice_ratio_tick(number, board->view->numbers[attr->scale]);

	put_word(board, attr->fact, (uint64_t)tick);
	put_word(board, exact, (uint64_t)number.num);
	put_word(board, exact + 1, (uint64_t)number.den);
}

static void put_bits(struct yice_board *board, uint32_t at, uint64_t bits, bool on)
{
	put_word(board, at, on ? board->block[at] | bits : board->block[at] & ~bits);
}

/* Where parts of the site differ, those of which it is known keep it. */
static void put_member(struct yice_board *board, uint32_t slot, uint32_t member, bool present)
{
	bool open = yice_board_member(board, slot, member) == YICE_IS_OPEN;
	uint32_t words = yice_attr_mask_words(board->view, slot);
	uint64_t bit = UINT64_C(1) << member % 64;

	for (uint32_t i = 0; i < fact_count(board, slot); i++) {
		uint32_t at = fact_at(board, slot, i) + member / 64;

		if (open && (board->block[at] | board->block[at + words]) & bit)
			continue;
		put_bits(board, at, bit, present);
		put_bits(board, at + words, bit, !present);
	}
}

/*
 * A class comes by its first member that can, and goes with all of them. What is missing beside them stays
 * so, unless the list is being completed.
 */
static void put_class(struct yice_board *board, const struct yice_cell *cell)
{
	const struct yice_board_slot *s = &board->slots[cell->slot];
	const struct yice_image_attr *attr = &board->view->attrs[cell->slot];
	bool needed = cell->member != 0;

	for (uint32_t m = 0; m < board->view->vocabs[attr->vocab].members; m++) {
		enum yice_member state;

		if (s->classes[m] != cell->klass)
			continue;
		state = yice_board_member(board, cell->slot, m);
		if (needed && state != YICE_IS_THERE)
			put_member(board, cell->slot, m, true);
		else if (!cell->member && state == YICE_IS_THERE)
			put_member(board, cell->slot, m, false);
		else if (state == YICE_IS_OPEN && board->mode == YICE_BOARD_COMPLETE)
			put_member(board, cell->slot, m, false);
		needed = false;
	}
}

static void put_term(struct yice_board *board, const struct yice_cell *cell)
{
	uint32_t members = board->view->vocabs[board->view->attrs[cell->slot].vocab].members;

	for (uint32_t m = 0; m < members; m++)
		put_member(board, cell->slot, m, m == cell->member);
}

static void put_codes(struct yice_board *board, const struct yice_cell *cell)
{
	const struct yice_image_attr *attr = &board->view->attrs[cell->slot];
	uint32_t count = attr->many ? cell->code_count : 1;

	put_word(board, attr->fact, count | UINT64_C(1) << 32);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t ordinal = attr->many ? cell->codes[i] : cell->member;

		put_word(board, attr->fact + 1 + i, ordinal | (ordinal + 1) << 32); /* none lies below it */
	}
}

static void decide_again(struct yice_board *board, uint32_t slot)
{
	const struct yice_board_slot *s = &board->slots[slot];

	for (uint32_t i = 0; i < s->played_count; i++) {
		struct yice_played *played = &board->played[s->played[i]];
		const struct yice_image_body *body = &board->view->bodies[played->body];
		uint64_t steps = UINT64_MAX;
		struct yice_truths truths;
		int outcome;

		if (yice_vm_run(board->view, body, &board->told, &steps, NULL, &truths))
			return; /* with these steps it does not run out */
		outcome = yice_vm_outcome(yice_body_effect(board->view, body), truths);
		board->left -= board->left != 0;
		if (outcome == played->outcome)
			continue;
		note(board, s->played[i], played->outcome, true);
		board->tally[played->outcome]--;
		played->outcome = (uint8_t)outcome;
		board->tally[outcome]++;
	}
}

void yice_board_play(struct yice_board *board, const struct yice_cell *cell)
{
	const struct yice_image_attr *attr = &board->view->attrs[cell->slot];

	if (attr->type == YICE_ATTR_BOOLEAN)
		put_word(board, attr->fact, cell->member);
	else if (attr->type == YICE_ATTR_CODES)
		put_codes(board, cell);
	else if (attr->type != YICE_ATTR_TERMS)
		put_number(board, cell->slot, cell->number);
	else if (attr->many)
		put_class(board, cell);
	else
		put_term(board, cell);
	decide_again(board, cell->slot);
}

void yice_board_restore(struct yice_board *board, const struct yice_atom *atom, const uint64_t *block)
{
	const struct yice_board_slot *s = &board->slots[atom->slot];
	const struct yice_image_attr *attr = &board->view->attrs[atom->slot];
	uint32_t exact = board->view->meta->fact_words + 2 * atom->slot,
		 size = yice_fact_size(board->view, atom->slot);

	if (atom->klass != YICE_NONE) {
		uint32_t words = yice_attr_mask_words(board->view, atom->slot);

		for (uint32_t m = 0; m < board->view->vocabs[attr->vocab].members; m++) {
			const uint64_t *was = block + attr->fact + m / 64;

			for (uint32_t i = 0; s->classes[m] == atom->klass && i < fact_count(board, atom->slot); i++) {
				uint32_t at = fact_at(board, atom->slot, i) + m / 64;

				put_bits(board, at, UINT64_C(1) << m % 64, was[0] >> m % 64 & 1);
				put_bits(board, at + words, UINT64_C(1) << m % 64, was[words] >> m % 64 & 1);
			}
		}
	} else {
		for (uint32_t at = attr->fact; at < attr->fact + size; at++)
			put_word(board, at, block[at]);
		put_word(board, exact, block[exact]);
		put_word(board, exact + 1, block[exact + 1]);
	}
	decide_again(board, atom->slot);
}

void yice_board_undo(struct yice_board *board, size_t mark)
{
	while (board->trail.len > mark) {
		struct trace trace;

		board->trail.len -= sizeof(trace);
		memcpy(&trace, board->trail.data + board->trail.len, sizeof(trace));
		if (!trace.outcome) {
			board->block[trace.at] = trace.old;
			continue;
		}
		board->tally[board->played[trace.at].outcome]--;
		board->played[trace.at].outcome = (uint8_t)trace.old;
		board->tally[trace.old]++;
	}
}

enum yice_truth yice_board_truth(const struct yice_board *board, uint32_t test)
{
	uint64_t cost = 0;

	return yice_test_evaluate(board->view, test, &board->told, &cost);
}
