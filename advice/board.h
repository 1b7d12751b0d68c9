/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision to play with: the clauses that matter, the facts they read, and
 * what each fact could be instead, cut into finitely many cells. Two values of
 * one cell are told apart by no test of these clauses, so that trying one value
 * of each cell is trying all of them. Clauses are decided by the machine that
 * decides them in earnest (runtime/vm.h).
 */
#ifndef YICE_ADVICE_BOARD_H
#define YICE_ADVICE_BOARD_H

#include "runtime/run.h"

/* What is asked about facts: what those that are missing may be, or what those that are known might be
 * instead. */
enum yice_board_mode { YICE_BOARD_COMPLETE, YICE_BOARD_CHANGE };

#define YICE_BOARD_STEPS (UINT64_C(1) << 21) /* clauses decided in search, before an answer is given up */

/* One cell of a slot, or of one class of the members of a some-of list, with a value in it. */
struct yice_cell {
	uint32_t slot, klass; /* klass: YICE_NONE unless the slot is a some-of list of words */
	uint32_t member; /* yes and no: 1, 0; one word or code: its ordinal; a class: 1 present, 0 absent */
	struct yice_ratio number; /* quantities; days */
	struct yice_ratio low,
	    high; /* ends of a number's cell, of which it holds both when they are equal, else none */
	bool has_low, has_high;
	bool low_in, high_in; /* several cells taken together: it holds an end */
	uint32_t codes[YICE_CODES_MAX]; /* some-of codes: the whole list */
	uint32_t code_count;
};

/* What is settled at one stroke: a slot, or one class of a some-of list. */
struct yice_atom {
	uint32_t slot, klass;
	struct yice_cell *cells; /* of codes, made once; others are made when they are wanted */
	uint32_t cell_count;
	bool taken; /* has been given a cell, or is not to be touched */
};

struct yice_played {
	uint32_t clause, body;      /* records of CLAUSES and BODIES */
	uint32_t tests, test_count; /* run of board->tests */
	uint8_t outcome;
};

struct yice_board_slot {
	uint32_t atoms, atom_count;     /* run of board->atoms; none: nothing to settle */
	uint32_t *played, played_count; /* clauses that read it */
	uint32_t *classes;              /* class of each member of a some-of list of words */
	uint32_t class_count;
	uint32_t rank; /* when it is first read, in reading order; YICE_NONE: never */
	bool known;    /* something is known of it */
};

struct yice_board {
	const struct yice_view *view;
	enum yice_board_mode mode;
	struct yice_arena *arena;
	uint64_t *block; /* exact values right behind, and then the parts of the site, where they differ */
	struct yice_told told;
	struct yice_played *played; /* in reading order */
	uint32_t played_count;
	uint32_t *tests;               /* of all clauses, each clause's once */
	uint32_t *used, used_count;    /* every test once */
	struct yice_board_slot *slots; /* by slot */
	struct yice_atom *atoms;
	uint32_t atom_count, atom_cap;
	uint32_t tally[YICE_OUTCOMES];
	struct yice_buf trail; /* what to put back */
	uint64_t left;         /* steps */
	bool inexact;          /* some values could not be told apart, or not be tried */
	bool failed;           /* out of memory: sticky */
};

/*
 * A board of the clauses of the last decision of run: with COMPLETE those that are unknown, with CHANGE all
 * that can refuse or restrict. The facts must be those decided, and live as long. Memory is the arena's but
 * the trail's, which yice_board_release() gives back. YICE_OK or YICE_ENOMEM.
 */
int yice_board_init(struct yice_board *board, struct yice_run *run, const struct yice_facts *facts,
		    enum yice_board_mode mode, struct yice_arena *arena) YICE_MUST_CHECK;
void yice_board_release(struct yice_board *board);

/* Gives the atom of the cell its value and decides the clauses that read it again. */
void yice_board_play(struct yice_board *board, const struct yice_cell *cell);
/* Gives an atom the words that it had in another block of the same image. */
void yice_board_restore(struct yice_board *board, const struct yice_atom *atom, const uint64_t *block);
/* Where the trail is, and back to there. Atoms are not given back. */
static inline size_t yice_board_mark(const struct yice_board *board)
{
	return board->trail.len;
}
void yice_board_undo(struct yice_board *board, size_t mark);
/* No step is left, or memory is not: what a search says then is no answer. */
static inline bool yice_board_spent(const struct yice_board *board)
{
	return !board->left || board->failed || board->trail.failed;
}

/* What is known of a member of a some-of list of words. */
enum yice_member { YICE_IS_THERE, YICE_IS_NOT, YICE_IS_OPEN, YICE_DIFFERS /* in parts of the site */ };
enum yice_member yice_board_member(const struct yice_board *board, uint32_t slot, uint32_t member);

/* Does the clause read the slot? */
bool yice_board_reads(const struct yice_board *board, const struct yice_played *played, uint32_t slot);
/* The truth of a test on the facts as they are on the board. */
enum yice_truth yice_board_truth(const struct yice_board *board, uint32_t test);
/* Whether the test could come out otherwise by the atom alone: false only where it reads nothing of it. */
bool yice_board_touches(const struct yice_board *board, uint32_t test, const struct yice_atom *atom);

/*
 * The cells of an atom on the board as it is, ascending, appended to out (struct yice_cell). `open`: bit per
 * slot that may get another value later; NULL: none. rest: how many of them at most will. With CHANGE the
 * cell that the value lies in is left out, unless `all`.
 */
void yice_board_cells(struct yice_board *board, const struct yice_atom *atom, const uint64_t *open,
		      uint32_t rest, bool all, struct yice_buf *out);

/* cells_number.c: the same for numbers. */
void yice_board_number_cells(struct yice_board *board, uint32_t slot, const uint64_t *open, uint32_t rest,
			     struct yice_buf *out);
/*
 * Gives a cell the number in it next to `was`: that itself, or short of the end towards it, which it does not
 * hold, by a unit of the last decimal of either; by less where the cell is narrower. whole: days. False when
 * there is none.
 */
bool yice_cell_pick(struct yice_cell *cell, struct yice_ratio was, bool whole);
/*
 * Appends a quantity as facts documents take it, "30 t/a", in the attribute's own measure or another in which
 * it is a decimal; out may be NULL. False when there is none.
 */
bool yice_number_write(const struct yice_view *view, uint32_t slot, struct yice_ratio number,
		       struct yice_buf *out);

static inline bool yice_slot_bit(const uint64_t *bits, uint32_t slot)
{
	return bits && bits[slot / 64] >> slot % 64 & 1;
}
static inline const struct yice_cell *yice_cells_in(const struct yice_buf *cells)
{
	return (const struct yice_cell *)(const void *)yice_buf_text(cells);
}
static inline uint32_t yice_cells_count(const struct yice_buf *cells)
{
	return (uint32_t)(cells->len / sizeof(struct yice_cell));
}

#endif
