/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fewest facts to change so that no clause stands in the way. At every
 * step some clause does; a change that helps must change something that it
 * reads, so only its facts are tried, cell by cell. The search is repeated with
 * one change more each time, until there is a way, or until nothing was left
 * out for want of changes: then there is none. What is found is made as near to
 * the facts as it can be, put into a copy of them and decided. Called by
 * advice.c.
 */
#include "advice/change.h"

#include "advice/copy.h"
#include "base/date.h"
#include "runtime/test_op.h"

#define ROUNDS_MAX 8    /* of drawing near */
#define BOX_STEPS  4096 /* clauses decided for the bounds of one way */

struct hunter {
	struct yice_board board;
	const yice_image *image;
	struct yice_run *trial;
	const struct yice_facts *facts;
	const char *day;
	uint64_t *origin; /* the block as it was */
	uint64_t *open;   /* slots that may still change */
	bool admit;
	uint32_t accept;           /* bit per outcome that does not stand in the way */
	uint32_t *changed;         /* per slot: cells played on it */
	struct yice_atom **played; /* one after the other */
	uint32_t played_count;
	uint32_t limit, used; /* slots that may change, that have */
	bool cut;             /* something was left out because of the limit */
	bool doubtful;        /* a way was found that the runtime does not confirm */
	struct yice_changing *out;
	int status;
};

/* ---------------------------------------------------------------- what stands in the way */

static bool is_fine(const struct hunter *h, const struct yice_played *played)
{
	return h->accept >> played->outcome & 1;
}

static bool all_fine(const struct hunter *h)
{
	for (uint32_t o = 0; o < YICE_OUTCOMES; o++)
		if (h->board.tally[o] && !(h->accept >> o & 1))
			return false;
	return true;
}

/* Atoms of a clause that can be changed, into out (NULL: only counted). */
static uint32_t list_atoms(const struct hunter *h, const struct yice_played *played, uint32_t *out)
{
	const struct yice_board *board = &h->board;
	uint32_t slots[YICE_LINEAR_MAX], count = 0;

	for (uint32_t t = 0; t < played->test_count; t++) {
		uint32_t test = board->tests[played->tests + t],
			 n = yice_test_slots(board->view, test, slots);

		for (uint32_t i = 0; i < n; i++)
			for (uint32_t a = 0; a < board->slots[slots[i]].atom_count; a++) {
				uint32_t atom = board->slots[slots[i]].atoms + a, k = 0;

				if (board->atoms[atom].taken ||
				    !yice_board_touches(board, test, &board->atoms[atom]))
					continue;
				while (out && k < count && out[k] != atom)
					k++;
				if (out && k == count)
					out[k] = atom;
				count += !out || k == count;
			}
	}
	return count;
}

/* The clause in the way that leaves the least choice, the first of equals; NULL: none is in the way. */
static const struct yice_played *next_clause(const struct hunter *h)
{
	const struct yice_played *best = NULL;
	uint32_t least = UINT32_MAX;

	for (uint32_t i = 0; i < h->board.played_count; i++) {
		const struct yice_played *played = &h->board.played[i];
		uint32_t atoms;

		if (is_fine(h, played))
			continue;
		atoms = list_atoms(h, played, NULL);
		if (atoms < least) {
			best = played;
			least = atoms;
		}
	}
	return best;
}

/* ---------------------------------------------------------------- ways */

/* Is there a way already that changes nothing but some of what has been changed? */
static bool is_covered(const struct hunter *h)
{
	for (uint32_t i = 0; i < h->out->count; i++) {
		const struct yice_way *way = &h->out->ways[i];
		uint32_t common = 0;

		for (uint32_t k = 0; k < way->count; k++)
			common += h->changed[way->changes[k].slot] > 0;
		if (common == way->count)
			return true;
	}
	return false;
}

/* Changes of lists that were of no use are taken back. */
static void take_back(struct hunter *h)
{
	for (uint32_t i = 0; i < h->played_count; i++) {
		size_t mark = yice_board_mark(&h->board);

		if (h->played[i]->klass == YICE_NONE)
			continue;
		yice_board_restore(&h->board, h->played[i], h->origin);
		if (!all_fine(h))
			yice_board_undo(&h->board, mark);
	}
}

static bool serves(struct hunter *h, const struct yice_cell *cell)
{
	size_t mark = yice_board_mark(&h->board);
	bool fine;

	yice_board_play(&h->board, cell);
	fine = all_fine(h);
	yice_board_undo(&h->board, mark);
	return fine;
}

static bool has_number(const struct yice_cell *cell, struct yice_ratio number)
{
	bool point = cell->has_low && cell->has_high && !yice_ratio_cmp(cell->low, cell->high);

	if (point)
		return !yice_ratio_cmp(cell->low, number);
	return (!cell->has_low || yice_ratio_cmp(cell->low, number) < 0) &&
	       (!cell->has_high || yice_ratio_cmp(number, cell->high) < 0);
}

static bool is_point(const struct yice_cell *cell)
{
	return cell->has_low && cell->has_high && !yice_ratio_cmp(cell->low, cell->high);
}

/* Two neighbours of the list, with nothing between them that could not be written. */
static bool adjoin(const struct yice_cell *below, const struct yice_cell *above)
{
	return below->has_high && above->has_low && !yice_ratio_cmp(below->high, above->low) &&
	       is_point(below) != is_point(above);
}

/* The ends of what serves around the number played; false: it lies in no cell. */
static bool find_ends(struct hunter *h, uint32_t slot, struct yice_fact_change *change)
{
	struct yice_ratio is = yice_fact_value(h->board.block, slot);
	struct yice_buf list = YICE_BUF_INIT;
	const struct yice_cell *cells;
	uint32_t count, at = 0, first, last;

	yice_board_number_cells(&h->board, slot, NULL, 0, &list);
	cells = yice_cells_in(&list);
	count = yice_cells_count(&list);
	while (at < count && !has_number(&cells[at], is))
		at++;
	if (at < count) {
		for (first = at;
		     first && adjoin(&cells[first - 1], &cells[first]) && serves(h, &cells[first - 1]);)
			first--;
		for (last = at; last + 1 < count && adjoin(&cells[last], &cells[last + 1]) &&
				serves(h, &cells[last + 1]);)
			last++;
		change->has_low = cells[first].has_low;
		change->low = cells[first].low;
		change->low_in = is_point(&cells[first]);
		change->has_high = cells[last].has_high;
		change->high = cells[last].high;
		change->high_in = is_point(&cells[last]);
	}
	h->board.failed |= list.failed;
	yice_buf_release(&list);
	return at < count;
}

static bool is_end(const struct hunter *h, uint32_t number, struct yice_ratio at)
{
	return number != YICE_NONE && !yice_ratio_cmp(yice_view_ratio(h->board.view, number), at);
}

/* Plays the number next to what the fact was of those that serve; whether that is another. */
static bool approach(struct hunter *h, struct yice_fact_change *change)
{
	struct yice_cell cell = { .slot = change->slot, .klass = YICE_NONE };
	struct yice_ratio was = yice_fact_value(h->origin, change->slot);
	struct yice_ratio is = yice_fact_value(h->board.block, change->slot);
	const struct yice_image_attr *attr = &h->board.view->attrs[change->slot];

	if (!find_ends(h, change->slot, change))
		return false;
	cell.has_low = change->has_low;
	cell.low = change->low;
	cell.has_high = change->has_high;
	cell.high = change->high;
	cell.low_in = change->low_in && !is_end(h, attr->min, cell.low); /* "nothing" is the last to propose */
	cell.high_in = change->high_in && !is_end(h, attr->max, cell.high);
	if (change->has_low && change->low_in && yice_ratio_cmp(was, change->low) <= 0)
		cell.number = change->low;
	else if (change->has_high && change->high_in && yice_ratio_cmp(was, change->high) >= 0)
		cell.number = change->high;
	else if (!yice_cell_pick(&cell, was, attr->type == YICE_ATTR_DATE))
		return false;
	if (!yice_ratio_cmp(cell.number, is))
		return false;
	yice_board_play(&h->board, &cell);
	return true;
}

/* The member played of a one-of list. */
static uint32_t member_played(const struct hunter *h, uint32_t slot)
{
	const struct yice_image_attr *attr = &h->board.view->attrs[slot];
	const uint64_t *fact = h->board.block + attr->fact;
	uint32_t played = attr->type == YICE_ATTR_CODES ? (uint32_t)fact[1] : 0;

	while (attr->type == YICE_ATTR_TERMS && !(fact[played / 64] >> played % 64 & 1))
		played++;
	return played;
}

/* Plays the first that serves of a one-of list, of codes the nearest; whether that is another. */
static bool choose_first(struct hunter *h, const struct yice_atom *atom)
{
	bool terms = h->board.view->attrs[atom->slot].type == YICE_ATTR_TERMS;
	const uint32_t *classes = h->board.slots[atom->slot].classes;
	uint32_t played = member_played(h, atom->slot);
	struct yice_buf list = YICE_BUF_INIT;
	bool moved = false;

	yice_board_cells(&h->board, atom, NULL, 0, terms, &list);
	for (uint32_t i = 0; !moved && i < yice_cells_count(&list); i++) {
		const struct yice_cell *cell = &yice_cells_in(&list)[i];

		if (terms ? classes[cell->member] == classes[played] : cell->member == played)
			break;
		moved = serves(h, cell);
		if (moved)
			yice_board_play(&h->board, cell);
	}
	yice_buf_release(&list);
	return moved;
}

/* All members of a one-of list that serve as well, the one played first. */
static void list_others(struct hunter *h, const struct yice_atom *atom, struct yice_fact_change *change)
{
	const struct yice_board_slot *s = &h->board.slots[atom->slot];
	const struct yice_image_attr *attr = &h->board.view->attrs[atom->slot];
	uint32_t played = member_played(h, atom->slot);
	struct yice_buf list = YICE_BUF_INIT;

	yice_board_cells(&h->board, atom, NULL, 0, attr->type == YICE_ATTR_TERMS, &list);
	change->members = yice_arena_array(h->board.arena, h->board.view->vocabs[attr->vocab].members + 1,
					   sizeof(*change->members));
	h->board.failed |= !change->members;
	if (change->members)
		change->members[change->member_count++] = played;
	for (uint32_t i = 0; change->members && i < yice_cells_count(&list); i++) {
		const struct yice_cell *cell = &yice_cells_in(&list)[i];

		if (!serves(h, cell))
			continue;
		if (attr->type == YICE_ATTR_CODES && cell->member != played)
			change->members[change->member_count++] = cell->member;
		for (uint32_t m = 0;
		     attr->type == YICE_ATTR_TERMS && m < h->board.view->vocabs[attr->vocab].members; m++)
			if (m != played && s->classes[m] == s->classes[cell->member])
				change->members[change->member_count++] = m;
	}
	yice_buf_release(&list);
}

static void list_moved(struct hunter *h, uint32_t slot, struct yice_fact_change *change)
{
	const struct yice_image_attr *attr = &h->board.view->attrs[slot];
	uint32_t members = h->board.view->vocabs[attr->vocab].members;

	change->dropped = yice_arena_array(h->board.arena, members + 1, sizeof(*change->dropped));
	change->added = yice_arena_array(h->board.arena, members + 1, sizeof(*change->added));
	h->board.failed |= !change->dropped || !change->added;
	for (uint32_t m = 0; !h->board.failed && m < members; m++) {
		uint32_t at = attr->fact + m / 64;
		bool was = h->origin[at] >> m % 64 & 1, is = h->board.block[at] >> m % 64 & 1;

		if (was && !is)
			change->dropped[change->dropped_count++] = m;
		else if (is && !was)
			change->added[change->added_count++] = m;
	}
}

static void write_text(struct hunter *h, uint32_t slot, struct yice_fact_change *change)
{
	const struct yice_image_attr *attr = &h->board.view->attrs[slot];
	struct yice_ratio number = yice_fact_value(h->board.block, slot);
	struct yice_buf text = YICE_BUF_INIT;
	char day[11];

	if (attr->type == YICE_ATTR_DATE) {
		yice_date_format((yice_day)number.num, day);
		yice_buf_adds(&text, day);
	} else {
		yice_number_write(h->board.view, slot, number, &text);
	}
	change->text = yice_arena_strdup(h->board.arena, yice_buf_text(&text));
	h->board.failed |= text.failed || !change->text;
	yice_buf_release(&text);
}

static bool is_number(const struct hunter *h, uint32_t slot)
{
	uint32_t type = h->board.view->attrs[slot].type;

	return type == YICE_ATTR_QUANTITY || type == YICE_ATTR_DATE;
}

static void describe(struct hunter *h, const struct yice_atom *atom, struct yice_fact_change *change)
{
	const struct yice_image_attr *attr = &h->board.view->attrs[atom->slot];

	if (attr->type == YICE_ATTR_BOOLEAN) {
		change->yes = h->board.block[attr->fact] == 1;
	} else if (is_number(h, atom->slot)) {
		find_ends(h, atom->slot, change);
		write_text(h, atom->slot, change);
	} else if (attr->many) {
		list_moved(h, atom->slot, change);
	} else {
		list_others(h, atom, change);
	}
}

/* Decides the facts as they are on the board; whether the verdict is what was wanted. */
static bool confirm(struct hunter *h, struct yice_way *way)
{
	yice_facts *copy = NULL;
	int status = yice_facts_copy(h->image, h->facts, &copy);

	for (uint32_t i = 0; !status && i < way->count; i++)
		status = yice_facts_take(copy, &h->board, way->changes[i].slot);
	if (!status)
		status = yice_run_decide(h->trial, copy, h->day);
	yice_facts_free(copy);
	way->verdict = yice_run_verdict(h->trial);
	if (status && status != YICE_EDIAG)
		h->status = status;
	return !status && (h->admit ? way->verdict <= YICE_CONDITIONAL : way->verdict != YICE_REFUSED);
}

/* In the order facts are read, each once. */
static void add_change(struct hunter *h, const struct yice_atom *atom, struct yice_way *way)
{
	uint32_t at = 0, rank = h->board.slots[atom->slot].rank;

	while (at < way->count && h->board.slots[way->changes[at].slot].rank < rank)
		at++;
	if (at < way->count && way->changes[at].slot == atom->slot)
		return;
	memmove(&way->changes[at + 1], &way->changes[at], (way->count - at) * sizeof(*way->changes));
	way->changes[at] = (struct yice_fact_change){ .slot = atom->slot };
	way->count++;
}

static struct yice_atom *first_atom(struct hunter *h, uint32_t slot)
{
	return &h->board.atoms[h->board.slots[slot].atoms];
}

/* Each as near to what it was as the others let it, until none comes nearer. */
static void draw_near(struct hunter *h, struct yice_way *way)
{
	bool moved = true;

	for (int round = 0; moved && round < ROUNDS_MAX; round++) {
		moved = false;
		for (uint32_t i = 0; i < way->count; i++) {
			uint32_t slot = way->changes[i].slot;
			const struct yice_image_attr *attr = &h->board.view->attrs[slot];

			if (is_number(h, slot))
				moved |= approach(h, &way->changes[i]);
			else if (attr->type != YICE_ATTR_BOOLEAN && !attr->many)
				moved |= choose_first(h, first_atom(h, slot));
		}
	}
}

static bool is_outside(const struct yice_fact_change *change, const struct yice_cell *cell)
{
	int low = change->has_low && cell->has_high ? yice_ratio_cmp(cell->high, change->low) : 1;
	int high = change->has_high && cell->has_low ? yice_ratio_cmp(change->high, cell->low) : 1;

	if (is_point(cell))
		return low < 0 || (low == 0 && !change->low_in) || high < 0 || (high == 0 && !change->high_in);
	return low <= 0 || high <= 0;
}

/* Whether all goes well whatever the numbers from the i-th change on are within their ends. */
static bool box_serves(struct hunter *h, const struct yice_way *way, uint32_t i)
{
	struct yice_buf list = YICE_BUF_INIT;
	bool fine = true;

	while (i < way->count && !is_number(h, way->changes[i].slot))
		i++;
	if (i == way->count)
		return all_fine(h);
	yice_board_number_cells(&h->board, way->changes[i].slot, NULL, 0, &list);
	for (uint32_t k = 0; fine && k < yice_cells_count(&list); k++) {
		const struct yice_cell *cell = &yice_cells_in(&list)[k];
		size_t mark = yice_board_mark(&h->board);

		if (is_outside(&way->changes[i], cell))
			continue;
		yice_board_play(&h->board, cell);
		fine = !yice_board_spent(&h->board) && box_serves(h, way, i + 1);
		yice_board_undo(&h->board, mark);
	}
	h->board.failed |= list.failed;
	yice_buf_release(&list);
	return fine;
}

/* Whether a sum reads two facts of the way: the cells of one then depend on the other. */
static bool are_joined(const struct hunter *h, const struct yice_way *way)
{
	for (uint32_t t = 0; t < h->board.used_count; t++) {
		uint32_t slots[YICE_LINEAR_MAX], met = 0;
		uint32_t count = yice_test_slots(h->board.view, h->board.used[t], slots);

		for (uint32_t i = 0; i < count; i++)
			for (uint32_t k = 0; k < way->count; k++)
				met += way->changes[k].slot == slots[i];
		if (met > 1)
			return true;
	}
	return false;
}

/* Whether the ends of numbers may be told: within them each serves, whatever the others within theirs are. Has
 * steps of its own, so that it takes none from the search. */
static bool are_bounds(struct hunter *h, const struct yice_way *way)
{
	uint64_t left = h->board.left;
	bool inexact = h->board.inexact, fine;

	if (way->count == 1)
		return true;
	h->board.left = BOX_STEPS;
	h->board.inexact = false;
	fine = !are_joined(h, way) && box_serves(h, way, 0) && !h->board.inexact;
	h->board.left = left;
	h->board.inexact = inexact;
	return fine;
}

static void keep_way(struct hunter *h)
{
	size_t mark = yice_board_mark(&h->board);
	struct yice_way *way = &h->out->ways[h->out->count];
	bool bounds;

	if (h->out->count == YICE_WAYS_MAX) {
		h->out->more = true;
		return;
	}
	*way = (struct yice_way){ .changes =
				      yice_arena_array(h->board.arena, h->used + 1, sizeof(*way->changes)) };
	h->board.failed |= !way->changes;
	take_back(h);
	for (uint32_t i = 0; way->changes && i < h->played_count; i++)
		add_change(h, h->played[i], way);
	draw_near(h, way);
	for (uint32_t i = 0; i < way->count; i++)
		describe(h, first_atom(h, way->changes[i].slot), &way->changes[i]);
	bounds = are_bounds(h, way);
	for (uint32_t i = 0; i < way->count; i++) {
		way->changes[i].alone = way->count == 1;
		way->changes[i].bounded = bounds;
	}
	if (!h->board.failed && confirm(h, way))
		h->out->count++;
	else
		h->doubtful = true;
	yice_board_undo(&h->board, mark);
}

/* ---------------------------------------------------------------- the search */

static void set_open(struct hunter *h, uint32_t slot, bool open)
{
	uint64_t bit = UINT64_C(1) << slot % 64;

	h->open[slot / 64] = open ? h->open[slot / 64] | bit : h->open[slot / 64] & ~bit;
}

static struct yice_ratio gap(struct yice_ratio a, struct yice_ratio b)
{
	struct yice_ratio out;

	if (b.num == INT64_MIN)
		return yice_ratio_int(INT64_MAX);
	b.num = -b.num;
	if (yice_ratio_add(a, b, &out) || out.num == INT64_MIN)
		return yice_ratio_int(INT64_MAX);
	out.num = out.num < 0 ? -out.num : out.num;
	return out;
}

/* How near a cell comes to what the fact was. */
static struct yice_ratio distance(const struct hunter *h, const struct yice_cell *cell)
{
	struct yice_ratio was = yice_fact_value(h->origin, cell->slot);

	if (cell->has_low && yice_ratio_cmp(was, cell->low) < 0)
		return gap(cell->low, was);
	if (cell->has_high && yice_ratio_cmp(was, cell->high) > 0)
		return gap(cell->high, was);
	return yice_ratio_int(0);
}

/* An end that is reached before one that is only come near to. */
static bool is_nearer(const struct hunter *h, const struct yice_cell *a, const struct yice_cell *b)
{
	int order = yice_ratio_cmp(distance(h, a), distance(h, b));

	return order < 0 || (order == 0 && is_point(a) && !is_point(b));
}

/* The nearest first; of equals the lower. */
static void sort_cells(const struct hunter *h, struct yice_buf *list)
{
	struct yice_cell *cells = (struct yice_cell *)(void *)list->data;

	for (uint32_t i = 1; i < yice_cells_count(list); i++) {
		struct yice_cell cell = cells[i];
		uint32_t at = i;

		for (; at && is_nearer(h, &cell, &cells[at - 1]); at--)
			cells[at] = cells[at - 1];
		cells[at] = cell;
	}
}

static void hunt(struct hunter *h);

static void try_cells(struct hunter *h, struct yice_atom *atom)
{
	struct yice_buf list = YICE_BUF_INIT;

	h->used += !h->changed[atom->slot]++;
	h->played[h->played_count++] = atom;
	yice_board_cells(&h->board, atom, h->open, h->limit - h->used, false, &list);
	if (is_number(h, atom->slot))
		sort_cells(h, &list);
	for (uint32_t i = 0; i < yice_cells_count(&list) && !yice_board_spent(&h->board); i++) {
		size_t mark = yice_board_mark(&h->board);

		yice_board_play(&h->board, &yice_cells_in(&list)[i]);
		hunt(h);
		yice_board_undo(&h->board, mark);
	}
	h->played_count--;
	h->used -= !--h->changed[atom->slot];
	yice_buf_release(&list);
}

/* Tries everything that a clause in the way reads. What has been tried is left alone by what is tried after
 * it. */
static void try_clause(struct hunter *h, const struct yice_played *played)
{
	uint32_t *atoms = malloc(((size_t)h->board.atom_count + 1) * sizeof(*atoms)), count, tried = 0;

	if (!atoms) {
		h->board.failed = true;
		return;
	}
	count = list_atoms(h, played, atoms);
	for (uint32_t i = 0; i < count && !yice_board_spent(&h->board); i++) {
		struct yice_atom *atom = &h->board.atoms[atoms[i]];

		if (!h->changed[atom->slot] && h->used == h->limit) {
			h->cut = true;
			continue;
		}
		atom->taken = true;
		set_open(h, atom->slot, false);
		try_cells(h, atom);
		atoms[tried++] = atoms[i];
	}
	for (uint32_t i = 0; i < tried; i++) {
		h->board.atoms[atoms[i]].taken = false;
		set_open(h, h->board.atoms[atoms[i]].slot, true);
	}
	free(atoms);
}

static void hunt(struct hunter *h)
{
	const struct yice_played *played;

	if (yice_board_spent(&h->board) || h->status || h->out->more || is_covered(h))
		return;
	played = next_clause(h);
	if (played)
		try_clause(h, played);
	else
		keep_way(h);
}

/* ---------------------------------------------------------------- the order of ways */

/* Ways that make it another kind of project, by a one-of fact, come after those that change how much, how or
 * whether. */
static uint32_t kinds(const struct yice_way *way)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < way->count; i++)
		count += way->changes[i].members != NULL;
	return count;
}

static bool comes_before(const struct hunter *h, const struct yice_way *a, const struct yice_way *b)
{
	uint32_t of_a = kinds(a), of_b = kinds(b);

	if (of_a != of_b)
		return of_a < of_b;
	for (uint32_t i = 0; i < a->count && i < b->count; i++) {
		uint32_t x = h->board.slots[a->changes[i].slot].rank,
			 y = h->board.slots[b->changes[i].slot].rank;

		if (x != y)
			return x < y;
	}
	return false;
}

static void sort_ways(const struct hunter *h)
{
	struct yice_way *ways = h->out->ways;

	for (uint32_t i = 1; i < h->out->count; i++) {
		struct yice_way way = ways[i];
		uint32_t at = i;

		for (; at && comes_before(h, &way, &ways[at - 1]); at--)
			ways[at] = ways[at - 1];
		ways[at] = way;
	}
}

/* ---------------------------------------------------------------- all of it */

/* What refuses is read first: facts are ranked by where they stand in it. */
static void rank_refusers_first(struct yice_board *board)
{
	uint32_t slots[YICE_LINEAR_MAX], rank = 0;

	for (uint32_t slot = 0; slot < board->view->count[YICE_SEC_ATTRS]; slot++)
		if (board->slots[slot].rank != YICE_NONE)
			board->slots[slot].rank += board->view->count[YICE_SEC_ATTRS];
	for (uint32_t i = 0; i < board->played_count; i++) {
		const struct yice_played *played = &board->played[i];

		for (uint32_t t = 0; played->outcome == YICE_VIOLATED && t < played->test_count; t++) {
			uint32_t count = yice_test_slots(board->view, board->tests[played->tests + t], slots);

			for (uint32_t k = 0; k < count; k++)
				if (board->slots[slots[k]].rank >= board->view->count[YICE_SEC_ATTRS])
					board->slots[slots[k]].rank = rank++;
		}
	}
}

/*
 * Fixed facts are taken for good; whatever else is known may change. Places in which parts of the site differ are left
 * alone, so that where places may change not every way is found.
 */
static void fix(struct hunter *h, const uint64_t *fixed)
{
	uint32_t site = h->board.view->meta->site_slot;

	h->board.inexact |= h->board.told.part_count && !yice_slot_bit(fixed, site);
	for (uint32_t i = 0; i < h->board.atom_count; i++) {
		bool stays = yice_slot_bit(fixed, h->board.atoms[i].slot);

		h->board.atoms[i].taken = stays;
		if (!stays)
			set_open(h, h->board.atoms[i].slot, true);
	}
}

static void search(struct hunter *h)
{
	h->cut = true;
	for (h->limit = 0; h->cut && !h->out->count && !h->status && h->limit <= YICE_CHANGES_MAX &&
			   !yice_board_spent(&h->board);
	     h->limit++) {
		h->cut = false;
		hunt(h);
	}
	/* Where there is a way, what changes less has been searched to its end. */
	h->out->exact =
	    !h->board.inexact && !h->doubtful && (h->out->count || (!h->cut && !yice_board_spent(&h->board)));
	h->out->more |= h->out->count && yice_board_spent(&h->board);
	sort_ways(h);
}

static int prepare(struct hunter *h, struct yice_run *run, const uint64_t *fixed, struct yice_arena *arena)
{
	uint32_t slots = run->view->count[YICE_SEC_ATTRS];
	size_t words = run->view->meta->fact_words + 2 * (size_t)slots;
	int status = yice_board_init(&h->board, run, h->facts, YICE_BOARD_CHANGE, arena);

	h->origin = yice_arena_array(arena, words + 1, sizeof(*h->origin));
	h->open = yice_arena_array(arena, slots / 64 + 1, sizeof(*h->open));
	h->changed = yice_arena_array(arena, slots + 1, sizeof(*h->changed));
	h->played = yice_arena_array(arena, h->board.atom_count + 1, sizeof(struct yice_atom *));
	h->out->ways = yice_arena_array(arena, YICE_WAYS_MAX + 1, sizeof(*h->out->ways));
	if (status || !h->origin || !h->open || !h->changed || !h->played || !h->out->ways)
		return YICE_ENOMEM;
	h->origin++;
	memcpy(h->origin - 1, h->board.block - 1, (words + 1) * sizeof(*h->origin));
	rank_refusers_first(&h->board);
	fix(h, fixed);
	return yice_run_new(h->image, &h->trial);
}

int yice_ways_find(const yice_image *image, struct yice_run *run, const struct yice_facts *facts,
		   const char *day, const uint64_t *fixed, bool admit, struct yice_arena *arena,
		   struct yice_changing *out)
{
	uint32_t good = UINT32_C(1) << YICE_NOT_APPLICABLE | UINT32_C(1) << YICE_SATISFIED |
			UINT32_C(1) << YICE_RESTRICTED | UINT32_C(1) << YICE_NOTED;
	struct hunter h = { .image = image, .facts = facts, .day = day, .admit = admit, .out = out };
	int status;

	memset(out, 0, sizeof(*out));
	h.accept = admit ? good : ~(UINT32_C(1) << YICE_VIOLATED);
	status = prepare(&h, run, fixed, arena);
	if (!status) {
		search(&h);
		status = h.status;
	}
	if (h.board.failed || h.board.trail.failed)
		status = YICE_ENOMEM;
	yice_board_release(&h.board);
	yice_run_free(h.trial);
	return status;
}
