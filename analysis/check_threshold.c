/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clauses of one target that differ only in the range of one number: steps of
 * a scale. Between one step and the next there should be neither a gap nor an
 * overlap. Conditions are compared by meaning, so the order in which they are
 * written does not matter. Called by check.c.
 */
#include "analysis/check.h"

#include "compiler/type.h"

enum question { REST_DIFFERS = 40 };

/* A clause's guard as a range of one axis and the rest. */
struct step {
	const struct yice_subject *subject;
	const struct yice_form *rest, *not_rest;
	struct yice_end low, high;
};

static void narrow(struct step *step, const struct yice_form *form)
{
	struct yice_end end = { true, form->strict, form->limit };
	struct yice_end *own = form->kind == YICE_FORM_BELOW ? &step->high : &step->low;
	int order = own->given ? yice_ratio_cmp(end.at, own->at) : 0;

	if (!own->given || (form->kind == YICE_FORM_BELOW ? order < 0 : order > 0) || (!order && end.strict))
		*own = end;
}

/* The step of a clause on an axis: bounds of it stand beside the rest, and nowhere inside. */
static bool split(struct yice_checker *checker, const struct yice_subject *subject, uint32_t axis,
		  struct step *step)
{
	const struct yice_form *guard = subject->applies.is[1];
	const struct yice_form *const *parts = guard->kind == YICE_FORM_AND ? guard->parts : &guard;
	uint32_t count = guard->kind == YICE_FORM_AND ? guard->count : 1;

	memset(step, 0, sizeof(*step));
	step->subject = subject;
	for (uint32_t i = 0; i < count; i++) {
		if ((parts[i]->kind == YICE_FORM_BELOW || parts[i]->kind == YICE_FORM_ABOVE) &&
		    parts[i]->axis == axis)
			narrow(step, parts[i]);
		else if (yice_form_looks_at(parts[i], axis))
			return false;
	}
	if (!step->low.given && !step->high.given)
		return false;
	step->rest = yice_form_without(&checker->realm, guard, axis, true);
	step->not_rest = yice_form_without(&checker->realm, subject->applies.may[0], axis, false);
	return step->rest && step->not_rest;
}

static bool same_rest(struct yice_checker *checker, const struct step *a, const struct step *b)
{
	return yice_ask(checker, YICE_ASK(YICE_NONE, a->rest, b->not_rest), NULL, NULL) == YICE_ANSWER_NO &&
	       yice_ask(checker, YICE_ASK(YICE_NONE, b->rest, a->not_rest), NULL, NULL) == YICE_ANSWER_NO;
}

/* -1, 0, 1 of two ends of the same side; an end not given is beyond all others. */
static int compare_ends(const struct yice_end *a, const struct yice_end *b, bool high)
{
	int beyond = high ? 1 : -1;

	if (!a->given || !b->given)
		return a->given == b->given ? 0 : a->given ? -beyond : beyond;
	return yice_ratio_cmp(a->at, b->at);
}

/* = 2 picks a value and is no step of a scale. */
static bool is_point(const struct step *step)
{
	return step->low.given && step->high.given && !yice_ratio_cmp(step->low.at, step->high.at);
}

/* The first step lies below the second, each reaching where the other does not. */
static bool in_sequence(const struct step *a, const struct step *b)
{
	return !is_point(a) && !is_point(b) && a->high.given && b->low.given &&
	       compare_ends(&a->low, &b->low, false) < 0 && compare_ends(&a->high, &b->high, true) < 0;
}

static const struct yice_form *between(struct yice_checker *checker, uint32_t axis,
				       const struct yice_end *from, const struct yice_end *to)
{
	return yice_form_and(&checker->realm,
			     yice_form_bound(&checker->realm, YICE_FORM_ABOVE, axis, from->at, from->strict),
			     yice_form_bound(&checker->realm, YICE_FORM_BELOW, axis, to->at, to->strict));
}

static void report(struct yice_checker *checker, enum yice_diag_id id, const struct step *a,
		   const struct step *b, uint32_t axis, const struct yice_form *values)
{
	const struct yice_axis *name = &checker->realm.axes[axis];
	bool gap = id == YICE_D_threshold_gap;
	const enum yice_level level = YICE_LEVEL_RESTRICTED;
	struct yice_witness witness = { { { a->subject->number, level, !gap },
					  { b->subject->number, level, !gap } },
					2,
					yice_nearby_first(checker->nearby, a->subject),
					0 };
	struct yice_diag *diag = yice_finding(checker, id, b->subject, a->subject,
					      yice_placed_id(checker->model, a->subject->number), name->zh,
					      name->en ? name->en : name->zh);

	/* Where both cover a value they need not refuse it: then it is enough that both are looked at. */
	if (!gap && a->subject->rule->effect == YICE_REQUIRES)
		witness.claim_count = 0;
	yice_days_common(a->subject->rule, b->subject->rule, &witness.day);
	if (diag && (gap || witness.claim_count))
		yice_finding_witness(
		    checker, diag,
		    yice_witness_make(checker, YICE_ASK(witness.unit, a->rest, values), &witness));
}

static void look_steps(struct yice_checker *checker, uint32_t axis, const struct step *a,
		       const struct step *b)
{
	int order = yice_ratio_cmp(a->high.at, b->low.at);
	struct yice_end from = a->high, to = b->low;
	bool gap = order < 0 || (!order && from.strict && to.strict);
	bool overlap = order > 0 || (!order && !from.strict && !to.strict);

	if (!gap && !overlap)
		return;
	from.strict = !from.strict;
	to.strict = !to.strict;
	if (gap && checker->realm.axes[axis].kind == YICE_AXIS_DAY &&
	    yice_ask(checker, YICE_ASK(YICE_NONE, between(checker, axis, &from, &to)), NULL, NULL) ==
		YICE_ANSWER_NO)
		return;
	report(checker, gap ? YICE_D_threshold_gap : YICE_D_threshold_overlap, a, b, axis,
	       gap ? between(checker, axis, &from, &to) : between(checker, axis, &b->low, &a->high));
}

/* No third step lies between the two. */
static bool adjacent(const struct step *steps, uint32_t count, uint32_t a, uint32_t b)
{
	for (uint32_t i = 0; i < count; i++)
		if (i != a && i != b && in_sequence(&steps[a], &steps[i]) &&
		    in_sequence(&steps[i], &steps[b]))
			return false;
	return true;
}

static void look_axis(struct yice_checker *checker, const struct yice_placement *target, uint32_t axis,
		      struct step *steps)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < target->count; i++) {
		const struct yice_subject *subject = &checker->subjects.items[target->clauses[i]];

		if (subject->decides && subject->read && yice_form_looks_at(subject->applies.is[1], axis))
			count += split(checker, subject, axis, &steps[count]);
	}
	for (uint32_t a = 0; a < count; a++)
		for (uint32_t b = 0; b < count; b++) {
			yice_day day;

			if (in_sequence(&steps[a], &steps[b]) &&
			    steps[a].subject->rule->effect == steps[b].subject->rule->effect &&
			    yice_days_common(steps[a].subject->rule, steps[b].subject->rule, &day) &&
			    same_rest(checker, &steps[a], &steps[b]) && adjacent(steps, count, a, b))
				look_steps(checker, axis, &steps[a], &steps[b]);
		}
}

/* Marks the axes of bounds. */
static void mark_axes(const struct yice_form *form, bool *marked)
{
	if (form->kind == YICE_FORM_BELOW || form->kind == YICE_FORM_ABOVE)
		marked[form->axis] = true;
	if (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR)
		for (uint32_t i = 0; i < form->count; i++)
			mark_axes(form->parts[i], marked);
}

static void look_target(struct yice_checker *checker, const struct yice_placement *target, bool *marked,
			struct step *steps)
{
	memset(marked, 0, checker->realm.axis_most * sizeof(*marked));
	for (uint32_t i = 0; i < target->count && !checker->status; i++) {
		if (!checker->subjects.items[target->clauses[i]].decides)
			continue;
		if (!yice_subject(&checker->subjects, target->clauses[i]))
			checker->status = YICE_ENOMEM;
		else
			mark_axes(checker->subjects.items[target->clauses[i]].applies.is[1], marked);
	}
	for (uint32_t axis = 0; axis < checker->realm.axis_count && !checker->status; axis++)
		if (marked[axis])
			look_axis(checker, target, axis, steps);
}

/* A target belongs to the range of its first clause. */
static bool is_mine(const struct yice_checker *checker, const struct yice_placement *target)
{
	return target->count && target->clauses[0] >= checker->first && target->clauses[0] < checker->end;
}

void yice_check_thresholds(struct yice_checker *checker)
{
	const struct yice_model *model = checker->model;
	bool *marked = calloc(checker->realm.axis_most, sizeof(*marked));
	struct step *steps;
	uint32_t most = 1;

	for (uint32_t i = 0; i < model->placements.count; i++)
		if (is_mine(checker, &model->placements.items[i]) && model->placements.items[i].count > most)
			most = model->placements.items[i].count;
	steps = calloc(most, sizeof(*steps));
	if (!marked || !steps)
		checker->status = YICE_ENOMEM;
	for (uint32_t i = 0; !checker->status && i < model->placements.count; i++)
		if (is_mine(checker, &model->placements.items[i]))
			look_target(checker, &model->placements.items[i], marked, steps);
	free(steps);
	free(marked);
}
