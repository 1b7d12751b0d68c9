/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells mutants from their originals: two clauses are the same when no project
 * of which everything is known has one outcome by the one and another by the
 * other, or is restricted under other conditions, and both are in force on the
 * same days. Where they differ, the project that shows it is decided on the image
 * that holds both. Called for mutants that no case noticed.
 */
#include "analysis/mutate.h"

#include "analysis/joint.h"
#include "analysis/witness.h"
#include "compiler/type.h"

#define UNITS_TRIED 64

struct pair {
	struct yice_study *study;
	const struct yice_subject *a, *b; /* b NULL: nothing stands for the clause */
	yice_day own, day; /* the mutant's own, and that on which is asked */
	bool worded;  /* they differ by the conditions of a restriction, and by nothing else */
	struct yice_telling *out;
	int status;
};

/* Best to show first. */
static const enum yice_outcome outcomes[] = { YICE_VIOLATED,  YICE_RESTRICTED, YICE_JUDGEMENT,
					      YICE_SATISFIED, YICE_NOTED,      YICE_NOT_APPLICABLE };

static struct yice_place_of place_for(const struct pair *p, uint32_t unit)
{
	const struct yice_model *model = &p->study->model;
	uint32_t scope = yice_subject_scope(model, p->a);
	struct yice_place_of place = { .day = p->day };

	if (unit != YICE_NONE)
		place.unit = model->units.items[unit].code;
	else if (scope != YICE_NONE)
		place.scope = model->scopes.items[scope].code;
	return place;
}

/* The point as a document; kept when the runtime tells the two apart by it. */
static void try_point(struct pair *p, const struct yice_project *point, uint32_t unit)
{
	struct yice_study *study = p->study;
	struct yice_place_of place = place_for(p, unit);
	struct yice_buf json = YICE_BUF_INIT;
	int status = YICE_EDIAG;

	if (yice_witness_json(&study->realm, point, &place, &json) && !json.failed)
		status = yice_trial_decide(&study->trial, json.data);
	if (json.failed || status == YICE_ENOMEM)
		p->status = YICE_ENOMEM;
	if (!status) {
		int was = yice_trial_outcome(&study->trial, yice_study_id(study, p->a->number));
		int now = p->b ? yice_trial_outcome(&study->trial, yice_study_id(study, p->b->number))
			       : YICE_TRIAL_ABSENT;

		if ((was != now || p->worded) && was != YICE_UNKNOWN && now != YICE_UNKNOWN && was != YICE_TRIAL_ABSENT)
			*p->out = (struct yice_telling){ yice_arena_strdup(&study->model.arena, json.data),
							 p->a->number, was, now, false };
	}
	yice_buf_release(&json);
}

/* Projects in the unit with the one outcome by the original and the other by the variant. */
static int ask(struct pair *p, uint32_t unit, enum yice_outcome was, enum yice_outcome now)
{
	struct yice_study *study = p->study;
	const struct yice_form *forms[] = {
		yice_study_outcome(study, p->a, was),
		p->b ? yice_study_outcome(study, p->b, now) : study->realm.yes,
		p->a->known,
		p->b ? p->b->known : study->realm.yes,
		unit == YICE_NONE ? study->realm.yes : yice_read_unit(&study->realm, &study->reading, unit),
	};
	struct yice_project point;
	struct yice_arena arena;
	int answer;

	yice_arena_init(&arena);
	answer = yice_solve(study->solver, forms, YICE_COUNT(forms), &arena, &point);
	if (answer < 0)
		p->status = answer;
	if (answer == YICE_ANSWER_YES)
		try_point(p, &point, unit);
	yice_arena_release(&arena);
	return answer;
}

/* Whether coming out so by the original and so by the variant makes a difference. */
static bool is_difference(const struct pair *p, enum yice_outcome was, enum yice_outcome now)
{
	return p->worded ? was == YICE_RESTRICTED && now == was : !p->b || was != now;
}

/* Any difference, in a unit or anywhere. YES also when no project was found that reproduces. */
static int look(struct pair *p, uint32_t unit)
{
	int worst = YICE_ANSWER_NO;

	for (size_t i = 0; i < YICE_COUNT(outcomes) && !p->out->json && !p->status; i++)
		for (size_t j = 0; j < (p->b ? YICE_COUNT(outcomes) : 1) && !p->out->json && !p->status; j++) {
			int answer;

			if (!is_difference(p, outcomes[i], outcomes[j]))
				continue;
			answer = ask(p, unit, outcomes[i], outcomes[j]);
			if (answer == YICE_ANSWER_YES || worst == YICE_ANSWER_NO)
				worst = answer;
		}
	return worst;
}

/* A clause for several units: some difference anywhere, and if there is one, in a unit it is looked at for. */
static int look_where(struct pair *p)
{
	const struct yice_model *model = &p->study->model;
	const struct yice_placement *target = yice_subject_target(model, p->a);
	int anywhere, answer = YICE_ANSWER_NO;
	uint32_t tried = 0;

	if (target->kind == YICE_FOR_UNIT)
		return look(p, target->key);
	anywhere = look(p, YICE_NONE);
	if (anywhere != YICE_ANSWER_YES || (p->out->json && target->kind != YICE_FOR_CLASS))
		return anywhere;
	for (uint32_t unit = 0; unit < model->units.count && tried < UNITS_TRIED && !p->out->json && !p->status; unit++) {
		if (!yice_subject_concerns(model, p->a, unit))
			continue;
		tried++;
		answer = look(p, unit);
		if (answer == YICE_ANSWER_YES)
			break;
	}
	return anywhere;
}

/* Whether a site with parts, in whatever places, may tell what no site in one unit does. */
static bool may_be_joint(struct pair *p)
{
	struct yice_study *study = p->study;
	bool may = false;

	for (size_t i = 0; i < YICE_COUNT(outcomes) && !may && !p->status; i++)
		for (size_t j = 0; j < (p->b ? YICE_COUNT(outcomes) : 1) && !may && !p->status; j++) {
			const struct yice_form *forms[] = {
				yice_study_outcome(study, p->a, outcomes[i]),
				p->b ? yice_study_outcome(study, p->b, outcomes[j]) : study->realm.yes,
				p->a->known,
				p->b ? p->b->known : study->realm.yes,
			};
			int answer = YICE_ANSWER_UNREACHED;

			if (!is_difference(p, outcomes[i], outcomes[j]))
				continue;
			if (yice_joint_spread(&study->realm, forms, 2))
				answer = yice_solve(study->solver, forms, YICE_COUNT(forms), NULL, NULL);
			if (answer < 0)
				p->status = answer;
			may = answer != YICE_ANSWER_NO;
		}
	return may;
}

/* A duty is looked at, and that is all. */
static void look_duty(struct pair *p)
{
	struct yice_project nothing = { NULL, 0 };

	try_point(p, &nothing, yice_study_unit(p->study, p->a));
}

static int look_for(struct pair *p)
{
	int answer;

	if (p->a->rule->effect == YICE_OBLIGES) {
		look_duty(p);
		return YICE_ANSWER_YES;
	}
	answer = look_where(p);
	p->out->one_unit |= answer == YICE_ANSWER_NO && may_be_joint(p);
	return answer;
}

/* In force on other days: on one of them one is there and the other is not. */
static int compare_days(struct pair *p)
{
	struct pair other = *p;
	bool first = false;
	int answer;

	other.day = yice_days_apart(p->a->rule->days, p->b->rule->days, &first);
	if (other.day == YICE_DAY_MIN)
		return YICE_ANSWER_NO;
	other.a = first ? p->a : p->b;
	other.b = NULL;
	answer = look_for(&other);
	p->status = other.status;
	if (p->out->json) {
		p->out->clause = p->a->number;
		if (!first) {
			p->out->now = p->out->was;
			p->out->was = YICE_TRIAL_ABSENT;
		}
	}
	return answer;
}

static int compare(struct pair *p)
{
	struct yice_interval a = p->a->rule->days, b = p->b ? p->b->rule->days : a;

	p->day = p->own < a.from ? a.from : p->own >= a.to ? a.to - 1 : p->own;
	if (a.from != b.from || a.to != b.to)
		return compare_days(p);
	p->worded = p->b && p->a->rule->text_count != p->b->rule->text_count;
	if (p->b && p->a->body == p->b->body && !p->worded)
		return YICE_ANSWER_NO;
	return p->b && p->a->rule->effect == YICE_OBLIGES ? YICE_ANSWER_NO : look_for(p);
}

int yice_mutant_differs(struct yice_study *study, const struct yice_mutant *mutant, struct yice_telling *out)
{
	int worst = YICE_ANSWER_NO;

	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; i < mutant->count && worst != YICE_ANSWER_YES; i++) {
		struct pair p = { .study = study, .out = out, .own = mutant->day };
		int answer;

		p.a = yice_study_subject(study, mutant->clauses[i]);
		p.b = mutant->variants[i] == YICE_NONE ? NULL : yice_study_subject(study, mutant->variants[i]);
		if (!p.a || (!p.b && mutant->variants[i] != YICE_NONE))
			return YICE_ENOMEM;
		answer = compare(&p);
		if (p.status)
			return p.status;
		worst = answer == YICE_ANSWER_YES || worst == YICE_ANSWER_NO ? answer : worst;
	}
	/* That units are in force on other days is told by verdicts, which are not asked for. */
	if (mutant->list != YICE_NONE && worst == YICE_ANSWER_NO)
		worst = YICE_ANSWER_UNREACHED;
	if (yice_realm_status(&study->realm) || yice_model_status(&study->model))
		return YICE_ENOMEM;
	return worst;
}
