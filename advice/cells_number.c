/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells of a number: the points where a test changes its mind, and the open
 * intervals between them. A sum changes its mind where the other facts in it
 * say so. Where some of those are still to be settled, they are eliminated:
 * every pair of linear forms gives one without the unknown, and between two
 * zeros of what is left, what can follow is the same for all values. That is
 * exact; what would take too long or overflow makes the board inexact.
 */
#include "advice/board.h"

#include "base/date.h"
#include "runtime/test_op.h"

#define FORMS_MAX    400
#define UNKNOWNS_MAX 8 /* the slot, and others that are still to be settled */
#define ZEROS_MAX    1000
#define PLACES_MAX   15 /* decimals of a value that stands for a cell */

/* coef[0] * x0 + … - limit, which changes its sign at zero. */
struct form {
	struct yice_ratio coef[UNKNOWNS_MAX], limit;
};

struct system {
	struct yice_board *board;
	uint32_t slots[UNKNOWNS_MAX], count; /* slots[0] is the one asked about */
	struct form *forms;
	uint32_t form_count;
	struct yice_ratio *zeros; /* ascending */
	uint32_t zero_count;
	bool lost; /* something overflowed, or did not fit */
};

static bool same_dimension(const struct yice_image_attr *attr, const struct yice_image_measure *measure)
{
	return attr->dim0 == measure->dim0 && attr->dim1 == measure->dim1 && attr->dim2 == measure->dim2 &&
	       attr->dim3 == measure->dim3;
}

static void write_number(struct yice_ratio number, const char *measure, struct yice_buf *out)
{
	if (!out)
		return;
	yice_ratio_format(number, out);
	if (*measure)
		yice_buf_addf(out, " %s", measure);
}

/* A third of a hectare is no decimal, but five mu are the same. */
bool yice_number_write(const struct yice_view *view, uint32_t slot, struct yice_ratio number,
		       struct yice_buf *out)
{
	const struct yice_image_attr *attr = &view->attrs[slot];
	struct yice_ratio base;

	if (yice_ratio_is_decimal(number)) {
		write_number(number, yice_view_string(view, attr->measure), out);
		return true;
	}
	if (yice_ratio_mul(number, yice_view_ratio(view, attr->factor), &base))
		return false;
	for (uint32_t i = 0; i < view->count[YICE_SEC_MEASURES]; i++) {
		const struct yice_image_measure *measure = &view->measures[i];
		struct yice_ratio other;

		if (!same_dimension(attr, measure) ||
		    yice_ratio_div(base, yice_view_ratio(view, measure->factor), &other) ||
		    !yice_ratio_is_decimal(other))
			continue;
		write_number(other, yice_view_string(view, measure->zh), out);
		return true;
	}
	return false;
}

static const struct yice_image_attr *attr_of(const struct yice_board *board, uint32_t slot)
{
	return &board->view->attrs[slot];
}

/* ---------------------------------------------------------------- forms */

/* a - b * by, or a when that does not fit. */
static struct yice_ratio less(struct system *system, struct yice_ratio a, struct yice_ratio b,
			      struct yice_ratio by)
{
	struct yice_ratio product, out = a;

	if (!b.num || !by.num)
		return a;
	if (yice_ratio_mul(b, by, &product) || product.num == INT64_MIN) {
		system->lost = true;
		return a;
	}
	product.num = -product.num;
	if (yice_ratio_add(a, product, &out))
		system->lost = true;
	return out;
}

static struct form blank_form(void)
{
	struct form form;

	for (uint32_t i = 0; i < UNKNOWNS_MAX; i++)
		form.coef[i] = yice_ratio_int(0);
	form.limit = yice_ratio_int(0);
	return form;
}

/* Divided by its first coefficient, so that equal forms look equal; false when it has none. */
static bool normalise(struct system *system, struct form *form)
{
	struct yice_ratio by = { 0, 1 };

	for (uint32_t i = 0; i < system->count && !by.num; i++)
		by = form->coef[i];
	if (!by.num)
		return false;
	for (uint32_t i = 0; i < system->count; i++)
		if (form->coef[i].num && yice_ratio_div(form->coef[i], by, &form->coef[i]))
			system->lost = true;
	if (form->limit.num && yice_ratio_div(form->limit, by, &form->limit))
		system->lost = true;
	return true;
}

static bool same_form(const struct system *system, const struct form *a, const struct form *b)
{
	for (uint32_t i = 0; i < system->count; i++)
		if (yice_ratio_cmp(a->coef[i], b->coef[i]))
			return false;
	return !yice_ratio_cmp(a->limit, b->limit);
}

static void add_form(struct system *system, struct form form)
{
	if (!normalise(system, &form))
		return;
	for (uint32_t i = 0; i < system->form_count; i++)
		if (same_form(system, &system->forms[i], &form))
			return;
	if (system->form_count == FORMS_MAX)
		system->lost = true;
	else
		system->forms[system->form_count++] = form;
}

static void add_bound(struct system *system, uint32_t unknown, struct yice_ratio at)
{
	struct form form = blank_form();

	form.coef[unknown] = yice_ratio_int(1);
	form.limit = at;
	add_form(system, form);
}

static uint32_t unknown_of(const struct system *system, uint32_t slot)
{
	uint32_t i = 0;

	while (i < system->count && system->slots[i] != slot)
		i++;
	return i;
}

static bool is_given(const struct yice_board *board, uint32_t slot)
{
	return (int64_t)board->block[attr_of(board, slot)->fact] != YICE_TICK_NONE;
}

/* Facts that are being completed are settled when they are there. */
static bool is_settled(const struct yice_board *board, uint32_t slot)
{
	return board->mode == YICE_BOARD_COMPLETE && is_given(board, slot);
}

/* A sum with what is settled put in; nothing when one of its facts stays missing. */
static void add_sum(struct system *system, const uint32_t *sum)
{
	const struct yice_board *board = system->board;
	struct form form = blank_form();

	form.limit = yice_view_ratio(board->view, sum[2]);
	for (uint32_t i = 0; i < sum[1]; i++) {
		uint32_t slot = sum[3 + 2 * i], unknown = unknown_of(system, slot);
		struct yice_ratio coef = yice_view_ratio(board->view, sum[4 + 2 * i]);

		if (unknown < system->count)
			form.coef[unknown] = coef;
		else if (is_given(board, slot))
			form.limit =
			    less(system, form.limit, coef, yice_fact_value(board->block, slot));
		else
			return;
	}
	add_form(system, form);
}

/* The threshold of a comparison in the attribute's measure: ticks on the grid are even. */
static struct yice_ratio threshold(const struct yice_board *board, const struct yice_image_test *test)
{
	const struct yice_image_attr *attr = attr_of(board, yice_test_slot(test));
	int64_t tick = board->view->numbers[test->arg];
	struct yice_ratio at = yice_ratio_int(tick / 2);

	if (attr->type == YICE_ATTR_QUANTITY &&
	    yice_ratio_make(tick / 2, board->view->numbers[attr->scale], &at))
		at = yice_ratio_int(0); /* a scale is not 0 */
	return at;
}

static void add_tests(struct system *system)
{
	const struct yice_board *board = system->board;

	for (uint32_t t = 0; t < board->used_count; t++) {
		const struct yice_image_test *test = &board->view->tests[board->used[t]];
		uint32_t op = yice_test_op(test), unknown = unknown_of(system, yice_test_slot(test));

		if (op == YICE_TEST_SUM)
			add_sum(system, board->view->words + test->arg);
		else if (op >= YICE_TEST_LT && op <= YICE_TEST_NE && unknown < system->count)
			add_bound(system, unknown, threshold(board, test));
	}
	for (uint32_t i = 1; i < system->count; i++) {
		const struct yice_image_attr *attr = attr_of(board, system->slots[i]);

		if (attr->min != YICE_NONE)
			add_bound(system, i, yice_view_ratio(board->view, attr->min));
		if (attr->max != YICE_NONE)
			add_bound(system, i, yice_view_ratio(board->view, attr->max));
	}
}

/* Two forms, both divided by their coefficient of the unknown, one less the other. */
static void add_pair(struct system *system, const struct form *a, const struct form *b, uint32_t unknown)
{
	struct form form = blank_form();
	struct yice_ratio by;

	if (yice_ratio_div(a->coef[unknown], b->coef[unknown], &by)) {
		system->lost = true;
		return;
	}
	for (uint32_t i = 0; i < system->count; i++)
		if (i != unknown)
			form.coef[i] = less(system, a->coef[i], b->coef[i], by);
	form.limit = less(system, a->limit, b->limit, by);
	add_form(system, form);
}

static void eliminate(struct system *system, uint32_t unknown)
{
	uint32_t count = system->form_count, kept = 0;

	for (uint32_t i = 0; i < count && !system->lost; i++)
		for (uint32_t k = 0; k < i && !system->lost; k++)
			if (system->forms[i].coef[unknown].num && system->forms[k].coef[unknown].num)
				add_pair(system, &system->forms[i], &system->forms[k], unknown);
	for (uint32_t i = 0; i < system->form_count; i++)
		if (!system->forms[i].coef[unknown].num)
			system->forms[kept++] = system->forms[i];
	system->form_count = kept;
}

/* Where the forms are zero, with those of the system's slots but the first eliminated. */
static void add_zeros(struct system *system)
{
	system->form_count = 0;
	add_tests(system);
	for (uint32_t unknown = system->count; unknown-- > 1 && !system->lost;)
		eliminate(system, unknown);
	for (uint32_t i = 0; i < system->form_count; i++) {
		struct yice_ratio at = system->forms[i].limit;
		uint32_t k = system->zero_count;
		bool known = !system->forms[i].coef[0].num;

		for (uint32_t z = 0; z < system->zero_count && !known; z++)
			known = !yice_ratio_cmp(system->zeros[z], at);
		if (known)
			continue;
		if (k == ZEROS_MAX) {
			system->lost = true;
			return;
		}
		for (; k && yice_ratio_cmp(system->zeros[k - 1], at) > 0; k--)
			system->zeros[k] = system->zeros[k - 1];
		system->zeros[k] = at;
		system->zero_count++;
	}
}

/* ---------------------------------------------------------------- what may still be settled */

/* Slots that sums join with the first, directly or by others, and that are free. */
static uint32_t join(struct system *system, const uint64_t *open, uint32_t *slots, uint32_t most)
{
	const struct yice_board *board = system->board;
	uint32_t count = 1;

	slots[0] = system->slots[0];
	for (uint32_t at = 0; at < count; at++)
		for (uint32_t t = 0; t < board->used_count; t++) {
			uint32_t read[YICE_LINEAR_MAX], reads = 0;
			bool met = false;

			if (yice_test_op(&board->view->tests[board->used[t]]) == YICE_TEST_SUM)
				reads = yice_test_slots(board->view, board->used[t], read);
			for (uint32_t i = 0; i < reads; i++)
				met |= read[i] == slots[at];
			for (uint32_t i = 0; met && i < reads; i++) {
				uint32_t k = 0;

				while (k < count && slots[k] != read[i])
					k++;
				if (k < count || !yice_slot_bit(open, read[i]) || is_settled(board, read[i]))
					continue;
				if (count == most) {
					system->lost = true;
					return count;
				}
				slots[count++] = read[i];
			}
		}
	return count;
}

/* Every choice of at most `rest` of the others: which of them will be changed is not known yet. */
static void add_choices(struct system *system, const uint32_t *joined, uint32_t count, uint32_t rest)
{
	for (uint32_t set = 0; set < UINT32_C(1) << (count - 1) && !system->lost; set++) {
		if ((uint32_t)__builtin_popcount(set) > rest)
			continue;
		system->count = 1;
		for (uint32_t i = 1; i < count; i++)
			if (set >> (i - 1) & 1)
				system->slots[system->count++] = joined[i];
		add_zeros(system);
	}
}

/* ---------------------------------------------------------------- values */

static bool lies_above(const struct yice_cell *cell, struct yice_ratio number)
{
	return !cell->has_low || yice_ratio_cmp(number, cell->low) >= !cell->low_in;
}

static bool lies_below(const struct yice_cell *cell, struct yice_ratio number)
{
	return !cell->has_high || yice_ratio_cmp(cell->high, number) >= !cell->high_in;
}

/* The multiple of 1 / scale that is next to the end, if it lies in the open interval. */
static bool step_inside(struct yice_cell *cell, bool from_low, int64_t scale)
{
	int64_t most = INT64_C(1) << 61, tick = yice_ratio_tick(from_low ? cell->low : cell->high, scale), step;

	if (tick >= most || tick <= -most)
		return false;
	step = from_low ? tick / 2 - (tick % 2 < 0) + 1 : (tick - 1 - ((tick - 1) % 2 != 0)) / 2;
	return !yice_ratio_make(step, scale, &cell->number) && lies_above(cell, cell->number) &&
	       lies_below(cell, cell->number);
}

/* Digits behind the point, 0 of what is no decimal. */
static int places_of(struct yice_ratio number)
{
	int64_t scale = 1;

	for (int places = 0; places <= PLACES_MAX; places++, scale *= 10)
		if (scale % number.den == 0)
			return places;
	return 0;
}

static int64_t scale_of(int places)
{
	int64_t scale = 1;

	while (places--)
		scale *= 10;
	return scale;
}

bool yice_cell_pick(struct yice_cell *cell, struct yice_ratio was, bool whole)
{
	bool above = lies_above(cell, was), below = lies_below(cell, was);
	int own = places_of(was), at, first;

	cell->number = was;
	if (above && below)
		return true;
	at = places_of(above ? cell->high : cell->low);
	first = whole ? 0 : own > at ? own : at;
	for (int places = first; places <= (whole ? 0 : PLACES_MAX); places++)
		if (step_inside(cell, !above, scale_of(places)))
			return true;
	for (int places = first; places--;) /* of a number too large for so many */
		if (step_inside(cell, !above, scale_of(places)))
			return true;
	return false;
}

/* What is missing may be any number; what is proposed has to be written down. */
static bool is_writable(const struct yice_board *board, uint32_t slot, struct yice_ratio number)
{
	return board->mode == YICE_BOARD_COMPLETE || yice_number_write(board->view, slot, number, NULL);
}

static void push_point(const struct system *system, struct yice_cell cell, struct yice_ratio at,
		       struct yice_buf *out)
{
	bool day = attr_of(system->board, cell.slot)->type == YICE_ATTR_DATE;

	cell.has_low = cell.has_high = true;
	cell.low = cell.high = cell.number = at;
	if (day ? at.den != 1 : !is_writable(system->board, cell.slot, at))
		return;
	yice_buf_add(out, &cell, sizeof(cell));
}

static void push_interval(struct system *system, struct yice_cell cell, struct yice_buf *out)
{
	const struct yice_board *board = system->board;
	bool day = attr_of(board, cell.slot)->type == YICE_ATTR_DATE;
	struct yice_ratio was = is_given(board, cell.slot) ? yice_fact_value(board->block, cell.slot)
							   : yice_ratio_int(0);

	if (yice_cell_pick(&cell, was, day))
		yice_buf_add(out, &cell, sizeof(cell));
	else if (!day)
		system->lost = true;
}

/* The attribute's range; days are those of the years 1 to 9999. */
static void range_of(const struct yice_board *board, uint32_t slot, struct yice_cell *range)
{
	const struct yice_image_attr *attr = attr_of(board, slot);
	yice_day first = 0, last = 0;

	*range = (struct yice_cell){ .slot = slot, .klass = YICE_NONE };
	if (attr->type == YICE_ATTR_DATE) {
		range->has_low = !yice_date_make(1, 1, 1, &first);
		range->has_high = !yice_date_make(9999, 12, 31, &last);
		range->low = yice_ratio_int(first);
		range->high = yice_ratio_int(last);
		return;
	}
	range->has_low = attr->min != YICE_NONE;
	range->has_high = attr->max != YICE_NONE;
	if (range->has_low)
		range->low = yice_view_ratio(board->view, attr->min);
	if (range->has_high)
		range->high = yice_view_ratio(board->view, attr->max);
}

/* From the lower end of the range to the upper one: end, interval, zero, interval, … */
static void push_cells(struct system *system, struct yice_buf *out)
{
	struct yice_cell range, cell;

	range_of(system->board, system->slots[0], &range);
	cell = range;
	if (range.has_low)
		push_point(system, range, range.low, out);
	for (uint32_t i = 0; i < system->zero_count; i++) {
		struct yice_ratio at = system->zeros[i];

		if (!lies_above(&range, at) || !lies_below(&range, at))
			continue;
		cell.has_high = true;
		cell.high = at;
		push_interval(system, cell, out);
		push_point(system, range, at, out);
		cell.has_low = true;
		cell.low = at;
	}
	cell.has_high = range.has_high;
	cell.high = range.high;
	if (!range.has_low || !range.has_high || yice_ratio_cmp(range.low, range.high))
		push_interval(system, cell, out);
	if (range.has_high && (!range.has_low || yice_ratio_cmp(range.low, range.high)))
		push_point(system, range, range.high, out);
}

void yice_board_number_cells(struct yice_board *board, uint32_t slot, const uint64_t *open, uint32_t rest,
			     struct yice_buf *out)
{
	struct system system = { .board = board, .slots = { slot }, .count = 1 };
	uint32_t joined[UNKNOWNS_MAX], count;

	system.forms = malloc(FORMS_MAX * sizeof(*system.forms));
	system.zeros = malloc(ZEROS_MAX * sizeof(*system.zeros));
	if (!system.forms || !system.zeros) {
		board->failed = true;
	} else {
		count = join(&system, open, joined, UNKNOWNS_MAX);
		if (board->mode == YICE_BOARD_COMPLETE) { /* all that is free will be settled */
			memcpy(system.slots, joined, count * sizeof(*joined));
			system.count = count;
			add_zeros(&system);
		} else {
			add_choices(&system, joined, count, rest);
		}
		push_cells(&system, out);
	}
	board->inexact |= system.lost;
	free(system.forms);
	free(system.zeros);
}
