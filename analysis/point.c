/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a box to a point in it: sums by elimination, members by the first that
 * serves, numbers as short as they can be written. Called by solve.c only.
 */
#include "analysis/solve_internal.h"

static const struct yice_axis *axis_of(const struct yice_solver *s, uint32_t l)
{
	return &s->realm->axes[s->locals[l].axis];
}

static bool any_common(const uint64_t *a, const uint64_t *b, const uint64_t *c, uint32_t words)
{
	uint64_t common = 0;

	for (uint32_t i = 0; i < words; i++)
		common |= a[i] & b[i] & c[i];
	return common != 0;
}

/* ---------------------------------------------------------------- sums */

/* The unknowns of the sums over numbers, or over days. */
struct system {
	uint32_t locals[YICE_UNKNOWNS_MAX];
	uint32_t unknowns, count;
	struct yice_inequality *rows;
	enum yice_axis_kind kind;
	bool too_many;
};

static uint32_t unknown_of(struct system *system, uint32_t l)
{
	uint32_t i = 0;

	while (i < system->unknowns && system->locals[i] != l)
		i++;
	if (i == YICE_UNKNOWNS_MAX)
		system->too_many = true;
	else if (i == system->unknowns)
		system->locals[system->unknowns++] = l;
	return i;
}

static struct yice_inequality *new_row(struct system *system)
{
	struct yice_inequality *row;

	if (system->count == YICE_INEQUALITIES_MAX) {
		system->too_many = true;
		return NULL;
	}
	row = &system->rows[system->count++];
	for (uint32_t i = 0; i < YICE_UNKNOWNS_MAX; i++)
		row->coef[i] = yice_ratio_int(0);
	return row;
}

static void add_sums(const struct yice_solver *s, const struct yice_box *frame, struct system *system)
{
	for (uint32_t i = 0; i < frame->sum_count; i++) {
		const struct yice_form *sum = s->sums[i];
		struct yice_inequality *row;

		if (s->realm->axes[sum->axes[0]].kind != system->kind)
			continue;
		row = new_row(system);
		for (uint32_t t = 0; row && t < sum->count; t++) {
			uint32_t unknown = unknown_of(system, s->local_of[sum->axes[t]]);

			if (system->too_many)
				return;
			row->coef[unknown] = sum->coefs[t];
		}
		if (!row)
			return;
		row->limit = sum->limit;
		row->strict = sum->strict;
	}
}

static void add_end(struct system *system, uint32_t unknown, const struct yice_end *end, bool high)
{
	struct yice_inequality *row = end->given ? new_row(system) : NULL;

	if (!row)
		return;
	row->coef[unknown] = yice_ratio_int(high ? 1 : -1);
	row->limit = end->at;
	row->limit.num = high ? end->at.num : -end->at.num;
	row->strict = end->strict;
}

static void add_ends(const struct yice_box *frame, struct system *system)
{
	for (uint32_t u = 0; u < system->unknowns; u++) {
		const struct yice_domain *domain = &frame->domains[system->locals[u]];

		add_end(system, u, &domain->low, false);
		add_end(system, u, &domain->high, true);
	}
}

static int solve_system(const struct yice_solver *s, const struct yice_box *frame, struct system *system,
			struct yice_ratio *values)
{
	uint32_t sums;
	int answer;

	system->count = 0;
	add_sums(s, frame, system);
	sums = system->count;
	if (!system->too_many)
		add_ends(frame, system);
	if (system->too_many)
		return YICE_ANSWER_UNREACHED;
	answer = sums ? yice_linear_solve(system->rows, system->count, system->unknowns,
					  system->kind == YICE_AXIS_DAY, values)
		      : YICE_ANSWER_YES;
	return answer;
}

/* ---------------------------------------------------------------- the point */

/* The lowest bit of a & b, of which there is one. */
static uint32_t first_bit(const uint64_t *a, const uint64_t *b, uint32_t words)
{
	for (uint32_t i = 0; i < words; i++) {
		uint64_t both = a[i] & b[i];

		if (both)
			return i * 64 + (uint32_t)__builtin_ctzll(both);
	}
	return YICE_NONE;
}

/* False: more codes than facts can hold. */
static bool pick_some(const struct yice_solver *s, const struct yice_box *frame, uint32_t l, uint64_t *out)
{
	const struct yice_local *local = &s->locals[l];
	const uint64_t *allowed = frame->bits + local->bits;
	uint32_t picked = 0;

	for (uint32_t i = 0; i < frame->demand_count; i++) {
		const uint64_t *set = s->demands[i]->set;

		if (s->demands[i]->axis == local->axis && !any_common(out, set, allowed, local->words))
			yice_bit_set(out, first_bit(set, allowed, local->words));
	}
	for (uint32_t i = 0; i < local->words; i++)
		picked += (uint32_t)__builtin_popcountll(out[i]);
	return !s->realm->universes[axis_of(s, l)->universe].codes || picked <= YICE_CODES_MAX;
}

static int fill_value(const struct yice_solver *s, const struct yice_box *frame, uint32_t l,
		      struct yice_value *out)
{
	const struct yice_local *local = &s->locals[l];
	const struct yice_domain *domain = &frame->domains[l];
	enum yice_axis_kind kind = axis_of(s, l)->kind;

	out->axis = local->axis;
	if (local->words) {
		out->members = yice_arena_array(s->arena, local->words, sizeof(*out->members));
		if (!out->members)
			return YICE_ENOMEM;
		if (kind == YICE_AXIS_SOME)
			return pick_some(s, frame, l, out->members) ? YICE_ANSWER_YES : YICE_ANSWER_UNREACHED;
		yice_bit_set(out->members,
			     first_bit(frame->bits + local->bits, frame->bits + local->bits, local->words));
		return YICE_ANSWER_YES;
	}
	if (yice_pick_number(&domain->low, &domain->high, kind == YICE_AXIS_DAY, &out->number))
		return YICE_ANSWER_YES;
	return YICE_ANSWER_UNREACHED;
}

static void sort_values(struct yice_project *point)
{
	for (uint32_t i = 1; i < point->count; i++) {
		struct yice_value value = point->values[i];
		uint32_t at = i;

		for (; at > 0 && point->values[at - 1].axis > value.axis; at--)
			point->values[at] = point->values[at - 1];
		point->values[at] = value;
	}
}

/* Values of summed axes are already in sums, by system. */
static int fill_point(const struct yice_solver *s, const struct yice_box *frame, const struct system *systems,
		      struct yice_ratio values[][YICE_UNKNOWNS_MAX])
{
	struct yice_project *point = s->point;
	int answer = YICE_ANSWER_YES;

	point->values = yice_arena_array(s->arena, s->local_count, sizeof(*point->values));
	point->count = 0;
	if (!point->values)
		return YICE_ENOMEM;
	for (uint32_t l = 0; answer == YICE_ANSWER_YES && l < s->local_count; l++) {
		struct yice_value *value = &point->values[point->count];

		if (!frame->domains[l].touched)
			continue;
		point->count++;
		if (!frame->domains[l].summed) {
			answer = fill_value(s, frame, l, value);
			continue;
		}
		value->axis = s->locals[l].axis;
		for (int k = 0; k < 2; k++)
			for (uint32_t u = 0; u < systems[k].unknowns; u++)
				if (systems[k].locals[u] == l)
					value->number = values[k][u];
	}
	sort_values(point);
	return answer;
}

int yice_solver_settle(const struct yice_solver *s, const struct yice_box *frame, bool fill)
{
	struct system systems[2] = { { .kind = YICE_AXIS_NUMBER }, { .kind = YICE_AXIS_DAY } };
	struct yice_ratio values[2][YICE_UNKNOWNS_MAX];
	struct yice_inequality *rows = NULL;
	int answer = YICE_ANSWER_YES;

	if (frame->sum_count) {
		rows = malloc(YICE_INEQUALITIES_MAX * sizeof(*rows));
		if (!rows)
			return YICE_ENOMEM;
	}
	for (int k = 0; frame->sum_count && answer == YICE_ANSWER_YES && k < 2; k++) {
		systems[k].rows = rows;
		answer = solve_system(s, frame, &systems[k], values[k]);
	}
	free(rows);
	if (fill && s->point && answer == YICE_ANSWER_YES)
		return fill_point(s, frame, systems, values);
	return answer;
}
