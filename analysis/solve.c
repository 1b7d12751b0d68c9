/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search: forms are asserted into a box, disjunctions that stay open are
 * split, the one with the fewest open parts first. A disjunction with one part
 * left is not split but asserted, one with a part that holds already is
 * dropped, so that most questions about rules take no branch at all. A part
 * holds only by what was asserted, never by the range of an axis alone: the
 * point must still be right when axes it does not name are missing facts.
 */
#include "analysis/solve_internal.h"

#define PARTS_MAX 200000 /* forms in one question, shared ones counted as often as they occur */

/* ---------------------------------------------------------------- what a question is about */

static uint32_t add_local(struct yice_solver *s, uint32_t axis)
{
	const struct yice_axis *a = &s->realm->axes[axis];
	bool members = a->kind == YICE_AXIS_ONE || a->kind == YICE_AXIS_SOME;

	if (s->local_of[axis] == YICE_NONE) {
		struct yice_local *local = &s->locals[s->local_count];

		s->local_of[axis] = s->local_count++;
		*local = (struct yice_local){ axis, s->words,
					      members ? s->realm->universes[a->universe].words : 0 };
		s->words += local->words;
	}
	return s->local_of[axis];
}

/* Counts what the search may have to hold at once; false when it is too much. */
static bool survey(struct yice_solver *s, const struct yice_form *form)
{
	if (++s->parts > PARTS_MAX)
		return false;
	switch (form->kind) {
	case YICE_FORM_NO:
	case YICE_FORM_YES:
		return true;
	case YICE_FORM_AND:
	case YICE_FORM_OR:
		s->pending_most += form->kind == YICE_FORM_OR;
		for (uint32_t i = 0; i < form->count; i++)
			if (!survey(s, form->parts[i]))
				return false;
		return true;
	case YICE_FORM_SUM:
		s->sums_most++;
		for (uint32_t i = 0; i < form->count; i++)
			add_local(s, form->axes[i]);
		return true;
	default:
		s->demands_most += form->kind == YICE_FORM_HAS;
		add_local(s, form->axis);
		return true;
	}
}

/* ---------------------------------------------------------------- frames */

static void layout(const struct yice_solver *s, struct yice_box *frame)
{
	frame->domains = (struct yice_domain *)frame->block;
	frame->bits = (uint64_t *)(frame->domains + s->local_count);
	frame->pending = (const struct yice_form **)(frame->bits + s->words);
}

/* The frame of a depth, with room for the question. */
static struct yice_box *frame_at(struct yice_solver *s, uint32_t depth)
{
	size_t size = s->local_count * sizeof(struct yice_domain) + s->words * sizeof(uint64_t) +
		      (s->pending_most + 1) * sizeof(struct yice_form *);
	struct yice_box *frame;

	if (depth == s->frame_count) {
		struct yice_box **more = realloc(s->frames, (depth + 1) * sizeof(*more));

		frame = more ? calloc(1, sizeof(*frame)) : NULL;
		s->frames = more ? more : s->frames;
		if (!frame)
			return NULL;
		s->frames[s->frame_count++] = frame;
	}
	frame = s->frames[depth];
	if (frame->size < size) {
		void *block = realloc(frame->block, size);

		if (!block)
			return NULL;
		frame->block = block;
		frame->size = size;
	}
	layout(s, frame);
	return frame;
}

static void copy_frame(const struct yice_solver *s, const struct yice_box *from, struct yice_box *to)
{
	assert(to->domains);
	memcpy(to->domains, from->domains, s->local_count * sizeof(*to->domains));
	memcpy(to->bits, from->bits, s->words * sizeof(*to->bits));
	memcpy(to->pending, from->pending, from->pending_count * sizeof(*to->pending));
	to->pending_count = from->pending_count;
	to->demand_count = from->demand_count;
	to->sum_count = from->sum_count;
}

/* Everything is possible. */
static void start_frame(const struct yice_solver *s, struct yice_box *frame)
{
	assert(frame->domains);
	frame->pending_count = frame->demand_count = frame->sum_count = 0;
	for (uint32_t i = 0; i < s->local_count; i++) {
		const struct yice_local *local = &s->locals[i];
		const struct yice_axis *axis = &s->realm->axes[local->axis];
		struct yice_domain *domain = &frame->domains[i];

		memset(domain, 0, sizeof(*domain));
		domain->low = (struct yice_end){ axis->has_min, false, axis->min };
		domain->high = (struct yice_end){ axis->has_max, false, axis->max };
		memcpy(frame->bits + local->bits, s->realm->universes[axis->universe].leaves,
		       local->words * sizeof(*frame->bits));
	}
}

/* ---------------------------------------------------------------- asserting */

static bool meets(const uint64_t *a, const uint64_t *b, uint32_t words)
{
	uint64_t common = 0;

	for (uint32_t i = 0; i < words; i++)
		common |= a[i] & b[i];
	return common != 0;
}

static bool within(const uint64_t *a, const uint64_t *b, uint32_t words)
{
	uint64_t outside = 0;

	for (uint32_t i = 0; i < words; i++)
		outside |= a[i] & ~b[i];
	return !outside;
}

/* Each set a some-of axis must have a member of still has one that is allowed. */
static bool demands_hold(const struct yice_solver *s, const struct yice_box *frame, uint32_t l)
{
	const struct yice_local *local = &s->locals[l];

	for (uint32_t i = 0; i < frame->demand_count; i++)
		if (s->demands[i]->axis == local->axis &&
		    !meets(s->demands[i]->set, frame->bits + local->bits, local->words))
			return false;
	return true;
}

static bool assert_members(struct yice_solver *s, struct yice_box *frame, const struct yice_form *form)
{
	uint32_t l = s->local_of[form->axis];
	const struct yice_local *local = &s->locals[l];
	uint64_t *allowed = frame->bits + local->bits;

	frame->domains[l].touched = true;
	if (form->kind == YICE_FORM_HAS) {
		if (!meets(form->set, allowed, local->words))
			return false;
		s->demands[frame->demand_count++] = form;
		return true;
	}
	for (uint32_t i = 0; i < local->words; i++)
		allowed[i] &= form->kind == YICE_FORM_IN ? form->set[i] : ~form->set[i];
	if (form->kind == YICE_FORM_IN && !meets(allowed, allowed, local->words))
		return false;
	return demands_hold(s, frame, l);
}

/* Strict bounds of days become the day beside them. */
static struct yice_end end_of(const struct yice_solver *s, const struct yice_form *form)
{
	struct yice_end end = { true, form->strict, form->limit };

	if (form->strict && s->realm->axes[form->axis].kind == YICE_AXIS_DAY &&
	    !yice_ratio_add(form->limit, yice_ratio_int(form->kind == YICE_FORM_BELOW ? -1 : 1), &end.at))
		end.strict = false;
	return end;
}

/* Whether end b says more than end a; both of the same side. */
static bool tighter(const struct yice_end *a, const struct yice_end *b, bool high)
{
	int order;

	if (!a->given)
		return true;
	order = yice_ratio_cmp(b->at, a->at);
	return (high ? order < 0 : order > 0) || (!order && b->strict && !a->strict);
}

static bool is_empty(const struct yice_end *low, const struct yice_end *high)
{
	int order = low->given && high->given ? yice_ratio_cmp(low->at, high->at) : -1;

	return order > 0 || (!order && (low->strict || high->strict));
}

static bool assert_bound(struct yice_solver *s, struct yice_box *frame, const struct yice_form *form)
{
	uint32_t l = s->local_of[form->axis];
	struct yice_domain *domain = &frame->domains[l];
	bool high = form->kind == YICE_FORM_BELOW;
	struct yice_end *own = high ? &domain->high : &domain->low, end = end_of(s, form);

	domain->touched = true;
	if (tighter(own, &end, high))
		*own = end;
	return !is_empty(&domain->low, &domain->high);
}

static bool assert_sum(struct yice_solver *s, struct yice_box *frame, const struct yice_form *form)
{
	s->sums[frame->sum_count++] = form;
	for (uint32_t i = 0; i < form->count; i++) {
		uint32_t l = s->local_of[form->axes[i]];

		frame->domains[l].touched = frame->domains[l].summed = true;
	}
	return true;
}

/* False: the box is empty now. */
static bool assert_form(struct yice_solver *s, struct yice_box *frame, const struct yice_form *form)
{
	switch (form->kind) {
	case YICE_FORM_NO:
		return false;
	case YICE_FORM_YES:
		return true;
	case YICE_FORM_AND:
		for (uint32_t i = 0; i < form->count; i++)
			if (!assert_form(s, frame, form->parts[i]))
				return false;
		return true;
	case YICE_FORM_OR:
		frame->pending[frame->pending_count++] = form;
		return true;
	case YICE_FORM_BELOW:
	case YICE_FORM_ABOVE:
		return assert_bound(s, frame, form);
	case YICE_FORM_SUM:
		return assert_sum(s, frame, form);
	case YICE_FORM_KNOWN:
		frame->domains[s->local_of[form->axis]].touched = true;
		return true;
	default:
		return assert_members(s, frame, form);
	}
}

/* ---------------------------------------------------------------- what the box says already */

enum standing { REFUTED, OPEN, HELD };

static enum standing members_stand(const struct yice_solver *s, const struct yice_box *frame,
				   const struct yice_form *form)
{
	uint32_t l = s->local_of[form->axis];
	const struct yice_local *local = &s->locals[l];
	const uint64_t *allowed = frame->bits + local->bits;
	bool touched = frame->domains[l].touched, held = false;

	if (form->kind != YICE_FORM_LACKS && !meets(form->set, allowed, local->words))
		return REFUTED;
	if (form->kind == YICE_FORM_IN)
		return touched && within(allowed, form->set, local->words) ? HELD : OPEN;
	if (form->kind == YICE_FORM_LACKS && touched && !meets(form->set, allowed, local->words))
		return HELD;
	/* A set whose allowed members all lie in this one has a member in it. */
	for (uint32_t i = 0; i < frame->demand_count && !held; i++) {
		const struct yice_form *demand = s->demands[i];
		uint64_t outside = 0;

		for (uint32_t w = 0; demand->axis == local->axis && w < local->words; w++)
			outside |= demand->set[w] & allowed[w] & ~form->set[w];
		held = demand->axis == local->axis && !outside;
	}
	if (form->kind == YICE_FORM_LACKS)
		return held ? REFUTED : OPEN;
	return held ? HELD : OPEN;
}

static enum standing bound_stands(const struct yice_solver *s, const struct yice_box *frame,
				  const struct yice_form *form)
{
	const struct yice_domain *domain = &frame->domains[s->local_of[form->axis]];
	struct yice_end end = end_of(s, form);
	bool high = form->kind == YICE_FORM_BELOW;

	if (high ? is_empty(&domain->low, &end) : is_empty(&end, &domain->high))
		return REFUTED;
	return domain->touched && !tighter(high ? &domain->high : &domain->low, &end, high) ? HELD : OPEN;
}

/* 1: the same sum, -1: the same with all signs changed, 0: another one. */
static int same_sum(const struct yice_form *a, const struct yice_form *b)
{
	bool same = a->count == b->count, opposite = same;

	for (uint32_t i = 0; (same || opposite) && i < a->count; i++) {
		bool axis = a->axes[i] == b->axes[i] && a->coefs[i].den == b->coefs[i].den;

		same = same && axis && a->coefs[i].num == b->coefs[i].num;
		opposite = opposite && axis && a->coefs[i].num == -b->coefs[i].num;
	}
	return same ? 1 : opposite ? -1 : 0;
}

/* By the sums asserted one by one; what several of them say together is found when a point is looked for. */
static enum standing sum_stands(const struct yice_solver *s, const struct yice_box *frame,
				const struct yice_form *form)
{
	for (uint32_t i = 0; i < frame->sum_count; i++) {
		const struct yice_form *sum = s->sums[i];
		struct yice_ratio limit = sum->limit;
		int order, kind = same_sum(form, sum);

		limit.num = kind < 0 ? -limit.num : limit.num;
		order = kind ? yice_ratio_cmp(limit, form->limit) : 0;
		if (kind > 0 && (order < 0 || (!order && (sum->strict || !form->strict))))
			return HELD;
		if (kind < 0 && (order > 0 || (!order && (sum->strict || form->strict))))
			return REFUTED;
	}
	return OPEN;
}

static enum standing stands(const struct yice_solver *s, const struct yice_box *frame,
			    const struct yice_form *form)
{
	bool all = form->kind == YICE_FORM_AND;
	enum standing worst = HELD, best = REFUTED;

	switch (form->kind) {
	case YICE_FORM_NO:
		return REFUTED;
	case YICE_FORM_YES:
		return HELD;
	case YICE_FORM_SUM:
		return sum_stands(s, frame, form);
	case YICE_FORM_KNOWN:
		return frame->domains[s->local_of[form->axis]].touched ? HELD : OPEN;
	case YICE_FORM_BELOW:
	case YICE_FORM_ABOVE:
		return bound_stands(s, frame, form);
	case YICE_FORM_AND:
	case YICE_FORM_OR:
		for (uint32_t i = 0; i < form->count; i++) {
			enum standing one = stands(s, frame, form->parts[i]);

			worst = one < worst ? one : worst;
			best = one > best ? one : best;
			if (all ? worst == REFUTED : best == HELD)
				break;
		}
		return all ? worst : best;
	default:
		return members_stand(s, frame, form);
	}
}

/* ---------------------------------------------------------------- the search */

struct split {
	uint32_t index, open; /* pending disjunction and its open parts */
};

static void drop_pending(struct yice_box *frame, uint32_t i)
{
	memmove(frame->pending + i, frame->pending + i + 1,
		(--frame->pending_count - i) * sizeof(*frame->pending));
}

/* Looks at one pending disjunction. *last is its only open part when it has one. */
static enum standing look(const struct yice_solver *s, const struct yice_box *frame,
			  const struct yice_form *form, uint32_t *open, const struct yice_form **last)
{
	*open = 0;
	for (uint32_t i = 0; i < form->count; i++) {
		enum standing standing = stands(s, frame, form->parts[i]);

		if (standing == HELD)
			return HELD;
		if (standing == OPEN) {
			++*open;
			*last = form->parts[i];
		}
	}
	return *open ? OPEN : REFUTED;
}

/* Settles what can be settled without a branch. False: the box is empty. */
static bool propagate(struct yice_solver *s, struct yice_box *frame, struct split *split)
{
	bool again = true;

	while (again) {
		again = false;
		split->open = UINT32_MAX;
		for (uint32_t i = 0; i < frame->pending_count; i++) {
			const struct yice_form *last = NULL;
			uint32_t open;
			enum standing standing = look(s, frame, frame->pending[i], &open, &last);

			if (standing == REFUTED)
				return false;
			if (standing == HELD || open == 1) {
				drop_pending(frame, i--);
				if (open == 1 && standing != HELD && !assert_form(s, frame, last))
					return false;
				again |= standing != HELD;
			} else if (open < split->open) {
				*split = (struct split){ i, open };
			}
		}
	}
	return true;
}

static int search(struct yice_solver *s, uint32_t depth);

static int branch(struct yice_solver *s, uint32_t depth, uint32_t index)
{
	const struct yice_form *form = s->frames[depth]->pending[index];
	int answer = YICE_ANSWER_NO;

	drop_pending(s->frames[depth], index);
	for (uint32_t i = 0; i < form->count; i++) {
		struct yice_box *next;
		int found;

		if (stands(s, s->frames[depth], form->parts[i]) == REFUTED)
			continue;
		s->branches++;
		if (!s->left)
			return YICE_ANSWER_UNREACHED;
		s->left--;
		next = frame_at(s, depth + 1);
		if (!next)
			return YICE_ENOMEM;
		copy_frame(s, s->frames[depth], next);
		if (!assert_form(s, next, form->parts[i]))
			continue;
		found = search(s, depth + 1);
		if (found == YICE_ANSWER_YES || found < 0)
			return found;
		if (found == YICE_ANSWER_UNREACHED)
			answer = found;
	}
	return answer;
}

static int search(struct yice_solver *s, uint32_t depth)
{
	struct yice_box *frame = s->frames[depth];
	struct split split = { 0, 0 };

	if (!propagate(s, frame, &split))
		return YICE_ANSWER_NO;
	if (!frame->pending_count)
		return yice_solver_settle(s, frame, true);
	if (frame->sum_count) {
		int possible = yice_solver_settle(s, frame, false);

		if (possible == YICE_ANSWER_NO || possible < 0)
			return possible;
	}
	return branch(s, depth, split.index);
}

static int begin(struct yice_solver *s, const struct yice_form *const *forms, uint32_t count)
{
	struct yice_box *frame;

	for (uint32_t i = 0; i < s->local_count; i++)
		s->local_of[s->locals[i].axis] = YICE_NONE;
	s->local_count = s->words = s->pending_most = s->demands_most = s->sums_most = s->parts = 0;
	for (uint32_t i = 0; i < count; i++)
		if (!survey(s, forms[i]))
			return YICE_ANSWER_UNREACHED;
	free(s->demands);
	free(s->sums);
	s->demands = malloc((s->demands_most + 1) * sizeof(*s->demands));
	s->sums = malloc((s->sums_most + 1) * sizeof(*s->sums));
	frame = frame_at(s, 0);
	if (!frame || !s->demands || !s->sums)
		return YICE_ENOMEM;
	start_frame(s, frame);
	for (uint32_t i = 0; i < count; i++)
		if (!assert_form(s, frame, forms[i]))
			return YICE_ANSWER_NO;
	return search(s, 0);
}

int yice_solve(struct yice_solver *solver, const struct yice_form *const *forms, uint32_t count,
	       struct yice_arena *arena, struct yice_project *point)
{
	int answer;

	for (uint32_t i = 0; i < count; i++)
		if (!forms[i])
			return YICE_ENOMEM;
	if (yice_realm_status(solver->realm))
		return YICE_ENOMEM;
	if (point)
		*point = (struct yice_project){ NULL, 0 };
	solver->arena = arena;
	solver->point = point;
	solver->left = solver->bound;
	answer = begin(solver, forms, count);
	return answer >= 0 && solver->realm->overflow ? YICE_ANSWER_UNREACHED : answer;
}

int yice_solver_new(struct yice_realm *realm, struct yice_solver **out)
{
	struct yice_solver *solver = calloc(1, sizeof(*solver));
	uint32_t axes = realm->axis_most;

	if (!solver)
		return YICE_ENOMEM;
	solver->realm = realm;
	solver->bound = YICE_SOLVE_BOUND;
	solver->locals = calloc(axes, sizeof(*solver->locals));
	solver->local_of = malloc(axes * sizeof(*solver->local_of));
	for (uint32_t i = 0; solver->local_of && i < axes; i++)
		solver->local_of[i] = YICE_NONE;
	if (!solver->locals || !solver->local_of) {
		yice_solver_free(solver);
		return YICE_ENOMEM;
	}
	*out = solver;
	return YICE_OK;
}

void yice_solver_free(struct yice_solver *solver)
{
	if (!solver)
		return;
	for (uint32_t i = 0; i < solver->frame_count; i++) {
		free(solver->frames[i]->block);
		free(solver->frames[i]);
	}
	free(solver->frames);
	free(solver->demands);
	free(solver->sums);
	free(solver->locals);
	free(solver->local_of);
	free(solver);
}

void yice_solver_bound(struct yice_solver *solver, uint32_t bound)
{
	solver->bound = bound ? bound : YICE_SOLVE_BOUND;
}

uint64_t yice_solver_branches(const struct yice_solver *solver)
{
	return solver->branches;
}
