/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clauses of one target that differ only in the range of one number: steps of
 * a scale, whatever each of them does. Between one step and the next there
 * should be neither a gap nor an overlap. Conditions are compared by meaning,
 * so the order in which they are written does not matter. A gap is a project
 * between the two that no guard in force beside them speaks of: a third
 * clause may fill it, and what an exception leaves out is not overlooked. It
 * is looked for on the last day on which something changes while both are in
 * force, so that what has been mended since is not told. Called by check.c.
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

/* No value lies in it: that the clause never applies is told by another check. */
static bool is_empty(const struct step *step)
{
	int order = step->low.given && step->high.given ? yice_ratio_cmp(step->low.at, step->high.at) : -1;

	return order > 0 || (!order && (step->low.strict || step->high.strict));
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
	if ((!step->low.given && !step->high.given) || is_empty(step))
		return false;
	step->rest = yice_form_without(&checker->realm, guard, axis, YICE_SIDE_BOTH, true);
	step->not_rest =
	    yice_form_without(&checker->realm, subject->applies.may[0], axis, YICE_SIDE_BOTH, false);
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

/* Two steps next to each other on an axis, the first below the second. */
struct seam {
	struct yice_checker *checker;
	const struct step *a, *b;
	uint32_t axis;
	yice_day day; /* on which it is looked at */
};

/* Whether a clause beside the two has its say about the axis on the day. */
static bool speaks(const struct seam *seam, const struct yice_subject *subject)
{
	return !subject->rule->bad && subject->rule->effect != YICE_OBLIGES &&
	       subject->rule->days.from <= seam->day && seam->day < subject->rule->days.to &&
	       yice_form_looks_at(subject->applies.may[1], seam->axis);
}

static yice_day later_change(const struct seam *seam, yice_day change, yice_day day)
{
	const struct yice_interval *a = &seam->a->subject->rule->days, *b = &seam->b->subject->rule->days;

	return change > day && change != YICE_DAY_MAX && change < a->to && change < b->to ? change : day;
}

/* The last day on which a clause beside the two comes into force, or goes. count: of checker->around. */
static yice_day last_change(const struct seam *seam, uint32_t count)
{
	const struct yice_subjects *subjects = &seam->checker->subjects;
	yice_day day = 0;

	yice_days_common(seam->a->subject->rule, seam->b->subject->rule, &day);
	for (uint32_t i = 0; i < count; i++) {
		const struct yice_rule *rule = subjects->items[seam->checker->around[i]].rule;

		day = later_change(seam, rule->days.from, day);
		day = later_change(seam, rule->days.to, day);
	}
	return day;
}

/* Fills checker->around with the clauses looked at wherever the first step is; returns how many. */
static uint32_t look_around(struct seam *seam)
{
	struct yice_checker *checker = seam->checker;
	uint32_t number = seam->a->subject->number;
	uint32_t count =
	    yice_nearby_wider(checker->nearby, &checker->subjects, number, checker->around);

	checker->around[count++] = number;
	return count;
}

/* No guard among them that is in force on the seam's day speaks of the project. */
static const struct yice_form *unspoken(struct seam *seam, uint32_t count)
{
	struct yice_checker *checker = seam->checker;
	const struct yice_form *form = checker->realm.yes;

	for (uint32_t i = 0; form && i < count; i++) {
		const struct yice_subject *subject =
		    yice_subject(&checker->subjects, checker->around[i]);

		if (!subject)
			return NULL;
		if (speaks(seam, subject))
			form = yice_form_and(&checker->realm, form,
					     yice_read_logic(&checker->realm, &checker->reading,
							     subject->rule->guard, false, false));
	}
	return form;
}

static void report(const struct seam *seam, enum yice_diag_id id, enum yice_claim_kind claim,
		   const struct yice_asking *asking)
{
	struct yice_checker *checker = seam->checker;
	const struct yice_subject *a = seam->a->subject, *b = seam->b->subject;
	const struct yice_axis *name = &checker->realm.axes[seam->axis];
	const struct yice_witness witness = { { { a->number, claim, YICE_LEVEL_FREE },
						{ b->number, claim, YICE_LEVEL_FREE } },
					      2,
					      a->number,
					      seam->day,
					      YICE_LEVEL_FREE };
	struct yice_diag *diag = yice_finding(checker, id, b, a, yice_placed_id(checker->model, a->number),
					      name->zh, name->en ? name->en : name->zh);

	if (diag)
		yice_finding_witness(checker, diag, yice_witness_make(checker, asking, &witness));
}

/* A step that no project reaches is told by another check. */
static bool can_apply(struct yice_checker *checker, const struct step *step)
{
	return yice_ask(checker, YICE_ASK(YICE_NONE, step->subject->applies.is[1]), NULL, NULL) !=
	       YICE_ANSWER_NO;
}

/* Whether a project between the two is spoken of by nobody on the seam's day. */
static int ask_gap(struct seam *seam, uint32_t count, bool tell)
{
	struct yice_checker *checker = seam->checker;
	struct yice_end from = seam->a->high, to = seam->b->low;
	const struct yice_form *nobody = unspoken(seam, count), *values;
	const struct yice_asking *asking;
	int answer;

	from.strict = !from.strict;
	to.strict = !to.strict;
	values = between(checker, seam->axis, &from, &to);
	if (!nobody || !values) {
		checker->status = YICE_ENOMEM;
		return YICE_ANSWER_NO;
	}
	asking = YICE_ASK(YICE_NONE, seam->a->rest, values, nobody, seam->a->subject->known,
			  seam->b->subject->known);
	answer = yice_ask(checker, asking, NULL, NULL);
	if (answer == YICE_ANSWER_UNREACHED)
		yice_unreached(checker, seam->b->subject);
	if (answer == YICE_ANSWER_YES && tell && can_apply(checker, seam->a) && can_apply(checker, seam->b))
		report(seam, YICE_D_threshold_gap, YICE_CLAIM_OUTSIDE, asking);
	return answer;
}

/* A step that is repealed may be replaced by one that joins the other: then the gap was mended on that day. */
static void look_gap(struct seam *seam)
{
	const struct yice_interval *a = &seam->a->subject->rule->days, *b = &seam->b->subject->rule->days;
	uint32_t count = look_around(seam);

	seam->day = a->to < b->to ? a->to : b->to;
	if (seam->day != YICE_DAY_MAX && ask_gap(seam, count, false) == YICE_ANSWER_NO)
		return;
	seam->day = last_change(seam, count);
	ask_gap(seam, count, true);
}

static void look_overlap(struct seam *seam)
{
	const struct yice_subject *a = seam->a->subject, *b = seam->b->subject;
	const struct yice_asking *asking =
	    YICE_ASK(YICE_NONE, a->applies.is[1], b->applies.is[1], a->known, b->known);
	int answer = yice_ask(seam->checker, asking, NULL, NULL);

	yice_days_common(a->rule, b->rule, &seam->day);
	if (answer == YICE_ANSWER_UNREACHED)
		yice_unreached(seam->checker, b);
	if (answer == YICE_ANSWER_YES)
		report(seam, YICE_D_threshold_overlap, YICE_CLAIM_APPLIES, asking);
}

static void look_seam(struct seam *seam)
{
	const struct yice_end *from = &seam->a->high, *to = &seam->b->low;
	int order = yice_ratio_cmp(from->at, to->at);

	if (order < 0 || (!order && from->strict && to->strict))
		look_gap(seam);
	else if (order > 0 || (!from->strict && !to->strict))
		look_overlap(seam);
}

/* Whether a clause is in force on every day on which the two are. */
static bool lasts(const struct seam *seam, const struct yice_rule *rule)
{
	const struct yice_interval *a = &seam->a->subject->rule->days, *b = &seam->b->subject->rule->days;

	return (rule->days.from <= a->from || rule->days.from <= b->from) &&
	       (rule->days.to >= a->to || rule->days.to >= b->to);
}

/* No third step of the same scale lies between the two. */
static bool adjacent(const struct seam *seam, const struct step *steps, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (in_sequence(seam->a, &steps[i]) && in_sequence(&steps[i], seam->b) &&
		    lasts(seam, steps[i].subject->rule) && same_rest(seam->checker, seam->a, &steps[i]))
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
			struct seam seam = { checker, &steps[a], &steps[b], axis, 0 };

			if (in_sequence(&steps[a], &steps[b]) &&
			    yice_days_common(steps[a].subject->rule, steps[b].subject->rule, &seam.day) &&
			    same_rest(checker, &steps[a], &steps[b]) && adjacent(&seam, steps, count))
				look_seam(&seam);
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
