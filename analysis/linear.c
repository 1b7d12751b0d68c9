/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Eliminates unknowns and puts them back with values. Called by solve.c for
 * the sums of one box; rules compare two or three attributes at a time, so the
 * systems are tiny and the bounds are never met by real lists.
 */
#include "analysis/linear.h"

#define PLACES_MAX 12

struct elimination {
	struct yice_inequality *rows;
	uint32_t count;
	uint32_t *end; /* by step: rows before the unknown was eliminated; rows of a step are kept */
	uint32_t *start;
	uint32_t *unknown;
	bool whole, overflow;
};

/* floor(a), for numbers that fit. */
static int64_t floor_of(struct yice_ratio a)
{
	int64_t q = a.num / a.den;

	return a.num % a.den < 0 ? q - 1 : q;
}

static bool above(const struct yice_end *low, struct yice_ratio value)
{
	int order = low->given ? yice_ratio_cmp(value, low->at) : 1;

	return order > 0 || (!order && !low->strict);
}

static bool below(const struct yice_end *high, struct yice_ratio value)
{
	int order = high->given ? yice_ratio_cmp(value, high->at) : -1;

	return order < 0 || (!order && !high->strict);
}

/* The multiples of 1/10^places nearest to one end, inside. */
static bool pick_step(const struct yice_end *low, const struct yice_end *high, int64_t scale,
		      struct yice_ratio *out)
{
	const struct yice_end *end = low->given ? low : high;
	struct yice_ratio scaled, value;
	int64_t at;

	if (yice_ratio_mul(end->at, yice_ratio_int(scale), &scaled))
		return false;
	at = floor_of(scaled);
	for (int i = -1; i <= 1; i++) {
		if ((i < 0 && at == INT64_MIN) || (i > 0 && at == INT64_MAX) ||
		    yice_ratio_make(at + (low->given ? i : -i), scale, &value))
			continue;
		if (above(low, value) && below(high, value)) {
			*out = value;
			return true;
		}
	}
	return false;
}

bool yice_pick_number(const struct yice_end *low, const struct yice_end *high, bool whole,
		      struct yice_ratio *out)
{
	int64_t scale = 1;

	*out = yice_ratio_int(0);
	if (above(low, *out) && below(high, *out))
		return true;
	for (int places = 0; places <= (whole ? 0 : PLACES_MAX); places++, scale *= 10)
		if (pick_step(low, high, scale, out))
			return true;
	if (whole || !low->given || !high->given || yice_ratio_cmp(low->at, high->at))
		return false;
	*out = low->at;
	return !low->strict && !high->strict;
}

static void add(struct elimination *e, struct yice_ratio a, struct yice_ratio b, struct yice_ratio *out)
{
	if (yice_ratio_add(a, b, out))
		e->overflow = true;
}

static struct yice_ratio divide(struct elimination *e, struct yice_ratio a, struct yice_ratio b)
{
	struct yice_ratio out = a;

	if (a.num && yice_ratio_div(a, b, &out))
		e->overflow = true;
	return out;
}

static struct yice_ratio absolute(struct yice_ratio a)
{
	return (struct yice_ratio){ a.num < 0 ? -a.num : a.num, a.den };
}

/* Whole numbers strictly below a whole limit are at most one less. */
static void tighten(struct elimination *e, struct yice_inequality *row)
{
	if (!e->whole || !row->strict)
		return;
	row->strict = false;
	add(e, row->limit, yice_ratio_int(-1), &row->limit);
}

/* Divides the row by the absolute value of its first coefficient, so that equal sums look equal. */
static void normalise(struct elimination *e, struct yice_inequality *row, uint32_t unknowns)
{
	struct yice_ratio by = { 0, 1 };

	for (uint32_t i = 0; i < unknowns && !by.num; i++)
		by = absolute(row->coef[i]);
	if (!by.num || !yice_ratio_cmp(by, yice_ratio_int(1)))
		return;
	for (uint32_t i = 0; i < unknowns; i++)
		row->coef[i] = divide(e, row->coef[i], by);
	row->limit = divide(e, row->limit, by);
}

static bool same_sum(const struct yice_inequality *a, const struct yice_inequality *b, uint32_t unknowns)
{
	for (uint32_t i = 0; i < unknowns; i++)
		if (a->coef[i].num != b->coef[i].num || a->coef[i].den != b->coef[i].den)
			return false;
	return true;
}

/* Adds a row to those of the step that began at `start`; of equal sums the tighter stays. False: too many. */
static bool add_row(struct elimination *e, uint32_t start, struct yice_inequality row, uint32_t unknowns)
{
	normalise(e, &row, unknowns);
	for (uint32_t i = start; i < e->count; i++) {
		struct yice_inequality *old = &e->rows[i];
		int order;

		if (!same_sum(old, &row, unknowns))
			continue;
		order = yice_ratio_cmp(row.limit, old->limit);
		if (order < 0 || (!order && row.strict))
			*old = row;
		return true;
	}
	if (e->count == YICE_INEQUALITIES_MAX)
		return false;
	e->rows[e->count++] = row;
	return true;
}

/* Adds upper / its coefficient + lower / its coefficient, in which the unknown is gone. */
static bool combine(struct elimination *e, uint32_t start, const struct yice_inequality *upper,
		    const struct yice_inequality *lower, uint32_t unknown, uint32_t unknowns)
{
	struct yice_ratio u = upper->coef[unknown], l = absolute(lower->coef[unknown]);
	struct yice_inequality row = { .strict = upper->strict || lower->strict };

	for (uint32_t i = 0; i < unknowns; i++) {
		row.coef[i] = yice_ratio_int(0);
		if (i != unknown)
			add(e, divide(e, upper->coef[i], u), divide(e, lower->coef[i], l), &row.coef[i]);
	}
	add(e, divide(e, upper->limit, u), divide(e, lower->limit, l), &row.limit);
	return add_row(e, start, row, unknowns);
}

/* The unknown whose elimination makes the fewest inequalities. */
static uint32_t choose(const struct elimination *e, uint32_t start, const bool *gone, uint32_t unknowns)
{
	uint32_t best = YICE_UNKNOWNS_MAX;
	uint64_t least = UINT64_MAX;

	for (uint32_t u = 0; u < unknowns; u++) {
		uint64_t up = 0, low = 0;

		for (uint32_t i = start; i < e->count; i++) {
			up += e->rows[i].coef[u].num > 0;
			low += e->rows[i].coef[u].num < 0;
		}
		if (!gone[u] && up * low < least) {
			least = up * low;
			best = u;
		}
	}
	return best;
}

/* Rows of the step become rows of the next, behind them. False: too many. */
static bool eliminate(struct elimination *e, uint32_t step, uint32_t unknowns)
{
	uint32_t u = e->unknown[step], start = e->start[step], end = e->count;

	e->end[step] = end;
	e->start[step + 1] = end;
	for (uint32_t i = start; i < end; i++) {
		if (e->rows[i].coef[u].num > 0)
			for (uint32_t j = start; j < end; j++)
				if (e->rows[j].coef[u].num < 0 &&
				    !combine(e, end, &e->rows[i], &e->rows[j], u, unknowns))
					return false;
		if (e->rows[i].coef[u].num)
			continue;
		if (!add_row(e, end, e->rows[i], unknowns))
			return false;
	}
	return true;
}

/* Without unknowns: 0 at most, or below, every limit. */
static bool consistent(const struct elimination *e, uint32_t start)
{
	for (uint32_t i = start; i < e->count; i++) {
		int sign = yice_ratio_cmp(e->rows[i].limit, yice_ratio_int(0));

		if (sign < 0 || (!sign && e->rows[i].strict))
			return false;
	}
	return true;
}

/* Narrows the ends of an unknown by a row in which all others have values. */
static void narrow(struct elimination *e, const struct yice_inequality *row, uint32_t unknown,
		   uint32_t unknowns, const struct yice_ratio *values, struct yice_end *low,
		   struct yice_end *high)
{
	struct yice_ratio rest = row->limit, term;
	struct yice_end *end = row->coef[unknown].num > 0 ? high : low;
	int order;

	for (uint32_t i = 0; i < unknowns; i++) {
		if (i == unknown || !row->coef[i].num)
			continue;
		if (yice_ratio_mul(row->coef[i], values[i], &term) ||
		    yice_ratio_mul(term, yice_ratio_int(-1), &term))
			e->overflow = true;
		else
			add(e, rest, term, &rest);
	}
	rest = divide(e, rest, row->coef[unknown]);
	order = end->given ? yice_ratio_cmp(rest, end->at) : 0;
	if (!end->given || (end == high ? order < 0 : order > 0))
		*end = (struct yice_end){ true, row->strict, rest };
	else if (!order)
		end->strict |= row->strict;
}

static int put_back(struct elimination *e, uint32_t unknowns, struct yice_ratio *values)
{
	for (uint32_t i = 0; i < unknowns; i++)
		values[i] = yice_ratio_int(0);
	for (uint32_t step = unknowns; step-- > 0;) {
		struct yice_end low = { false, false, { 0, 1 } }, high = low;
		uint32_t u = e->unknown[step];

		for (uint32_t i = e->start[step]; i < e->end[step]; i++)
			if (e->rows[i].coef[u].num)
				narrow(e, &e->rows[i], u, unknowns, values, &low, &high);
		if (e->overflow || !yice_pick_number(&low, &high, e->whole, &values[u]))
			return YICE_ANSWER_UNREACHED;
	}
	return YICE_ANSWER_YES;
}

static int solve(struct elimination *e, const struct yice_inequality *all, uint32_t count, uint32_t unknowns,
		 struct yice_ratio *values)
{
	bool gone[YICE_UNKNOWNS_MAX] = { false };

	e->count = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct yice_inequality row = all[i];

		tighten(e, &row);
		if (!add_row(e, 0, row, unknowns))
			return YICE_ANSWER_UNREACHED;
	}
	for (uint32_t step = 0; step < unknowns; step++) {
		e->unknown[step] = choose(e, e->start[step], gone, unknowns);
		gone[e->unknown[step]] = true;
		if (!eliminate(e, step, unknowns) || e->overflow)
			return YICE_ANSWER_UNREACHED;
	}
	if (!consistent(e, e->start[unknowns]))
		return YICE_ANSWER_NO;
	return put_back(e, unknowns, values);
}

int yice_linear_solve(const struct yice_inequality *all, uint32_t count, uint32_t unknowns, bool whole,
		      struct yice_ratio *values)
{
	uint32_t end[YICE_UNKNOWNS_MAX + 1], start[YICE_UNKNOWNS_MAX + 1] = { 0 }, order[YICE_UNKNOWNS_MAX];
	struct elimination e = { NULL, 0, end, start, order, whole, false };
	int answer;

	if (count > YICE_INEQUALITIES_MAX || unknowns > YICE_UNKNOWNS_MAX)
		return YICE_ANSWER_UNREACHED;
	e.rows = malloc(YICE_INEQUALITIES_MAX * sizeof(*e.rows));
	if (!e.rows)
		return YICE_ENOMEM;
	answer = solve(&e, all, count, unknowns, values);
	free(e.rows);
	return answer;
}
