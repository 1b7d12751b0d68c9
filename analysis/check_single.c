/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks that look at one clause at a time: can it apply, do its exceptions
 * leave anything, can its demand be met or missed. Open words count in favour
 * of the clause: what a person could decide is not impossible. Nor is what a
 * site whose parts lie in different places could do. Called by check.c.
 */
#include "analysis/check.h"
#include "analysis/joint.h"

/* Questions that are remembered by body. */
enum question { CAN_APPLY, CAN_BE_MET, CAN_BE_MISSED };

/* The question, of sites with parts. */
static int ask_parts(struct yice_checker *checker, const struct yice_form *applies, const struct yice_form *demand)
{
	const struct yice_form *forms[] = { applies, demand };

	if (!yice_joint_spread(&checker->realm, forms, YICE_COUNT(forms)))
		return YICE_ANSWER_UNREACHED;
	return yice_ask(checker, YICE_ASK(YICE_NONE, forms[0], forms[1]), NULL, NULL);
}

/* What no site in one unit can, a site in several may: then nothing is said of it. */
static int can_at_all(struct yice_checker *checker, const struct yice_subject *subject, enum question question, int answer)
{
	const struct yice_form *yes = checker->realm.yes;

	if (answer != YICE_ANSWER_NO || checker->status)
		return answer;
	return ask_parts(checker, subject->applies.may[1],
			 question == CAN_APPLY ? yes : subject->demand.may[question == CAN_BE_MET]);
}

static int can(struct yice_checker *checker, const struct yice_subject *subject, enum question question,
	       uint32_t unit)
{
	const struct yice_form *applies = subject->applies.may[1];

	switch (question) {
	case CAN_APPLY:
		return yice_ask_once(checker, YICE_ASK(unit, applies), question, subject->body, 0);
	case CAN_BE_MET:
		return yice_ask_once(checker, YICE_ASK(unit, applies, subject->demand.may[1]), question,
				     subject->body, 0);
	default:
		return yice_ask_once(checker, YICE_ASK(unit, applies, subject->demand.may[0]), question,
				     subject->body, 0);
	}
}

/* A finding with a project by the form, which the clause refuses or does not refuse, or does not apply to. */
static void report(struct yice_checker *checker, enum yice_diag_id id, const struct yice_subject *subject,
		   enum yice_claim_kind claim, const struct yice_form *form)
{
	struct yice_witness witness = {
		{ { subject->number, claim, YICE_LEVEL_REFUSED } }, 1, subject->number, 0, YICE_LEVEL_FREE
	};
	struct yice_diag *diag = yice_finding(checker, id, subject, NULL, NULL, NULL, NULL);

	yice_days_common(subject->rule, subject->rule, &witness.day);
	if (diag)
		yice_finding_witness(
		    checker, diag,
		    yice_witness_make(checker, YICE_ASK(YICE_NONE, form, subject->known), &witness));
}

/* The guard alone can hold: then it is the exceptions that swallow the clause. */
static void report_never(struct yice_checker *checker, const struct yice_subject *subject)
{
	const struct yice_form *guard =
	    yice_read_logic(&checker->realm, &checker->reading, subject->rule->guard, true, true);
	int answer = yice_ask(checker, YICE_ASK(YICE_NONE, guard), NULL, NULL);

	if (answer == YICE_ANSWER_UNREACHED)
		yice_unreached(checker, subject);
	else if (answer == YICE_ANSWER_YES)
		report(checker, YICE_D_exception_swallows, subject, YICE_CLAIM_OUTSIDE, guard);
	else
		yice_finding(checker, YICE_D_never_applies, subject, NULL, NULL, NULL, NULL);
}

/* Whether two are one clause as it is written, for several units at once: these follow each other. */
static bool is_one(const struct yice_model *model, uint32_t a, uint32_t b)
{
	return b < model->placed.count && model->placed.items[a].clause == model->placed.items[b].clause &&
	       model->placed.items[a].env == model->placed.items[b].env;
}

/* In none of the units a clause is written for can it apply; asked of the first of them. */
static bool is_nowhere(struct yice_checker *checker, uint32_t number)
{
	const struct yice_model *model = checker->model;

	if (number && is_one(model, number, number - 1))
		return false;
	for (uint32_t i = number; is_one(model, number, i); i++) {
		const struct yice_subject *subject = yice_subject(&checker->subjects, i);

		if (!subject) {
			checker->status = YICE_ENOMEM;
			return false;
		}
		if (can(checker, subject, CAN_APPLY, yice_subject_target(model, subject)->key) != YICE_ANSWER_NO)
			return false;
	}
	return true;
}

/* Units the clause is looked at for are all such that it cannot apply. */
static void look_nowhere(struct yice_checker *checker, const struct yice_subject *subject)
{
	const struct yice_model *model = checker->model;
	const struct yice_nearby *nearby = checker->nearby;
	const struct yice_placement *target = yice_subject_target(model, subject);
	uint32_t scope = yice_subject_scope(model, subject), first = yice_nearby_first(nearby, subject);

	if (target->kind == YICE_FOR_UNIT) {
		if (is_nowhere(checker, subject->number))
			yice_finding(checker, YICE_D_applies_nowhere, subject, NULL,
				     model->units.items[target->key].code, NULL, NULL);
		return;
	}
	/* Below there may be units that are not in these files. */
	if (first == YICE_NONE || yice_nearby_foreign(nearby, subject))
		return;
	for (uint32_t i = nearby->own_start[scope]; i < nearby->own_start[scope + 1]; i++)
		if (yice_subject_concerns(model, subject, nearby->own[i]) &&
		    can(checker, subject, CAN_APPLY, nearby->own[i]) != YICE_ANSWER_NO)
			return;
	yice_finding(checker, YICE_D_applies_nowhere, subject, NULL, model->units.items[first].code, NULL,
		     NULL);
}

static void look_demand(struct yice_checker *checker, const struct yice_subject *subject)
{
	int met = can(checker, subject, CAN_BE_MET, YICE_NONE),
	    missed = can(checker, subject, CAN_BE_MISSED, YICE_NONE);

	met = can_at_all(checker, subject, CAN_BE_MET, met);
	missed = can_at_all(checker, subject, CAN_BE_MISSED, missed);
	if (met == YICE_ANSWER_NO)
		report(checker, YICE_D_never_met, subject, YICE_CLAIM_LEAST,
		       subject->least[YICE_LEVEL_REFUSED]);
	else if (missed == YICE_ANSWER_NO)
		report(checker, YICE_D_always_met, subject, YICE_CLAIM_BELOW, subject->applies.is[1]);
	if (met == YICE_ANSWER_UNREACHED || missed == YICE_ANSWER_UNREACHED)
		yice_unreached(checker, subject);
}

void yice_check_single(struct yice_checker *checker)
{
	for (uint32_t i = checker->first; !checker->status && i < checker->end; i++) {
		const struct yice_subject *subject;
		int answer;

		if (checker->subjects.items[i].rule->bad)
			continue;
		subject = yice_subject(&checker->subjects, i);
		if (!subject) {
			checker->status = YICE_ENOMEM;
			return;
		}
		answer = can_at_all(checker, subject, CAN_APPLY, can(checker, subject, CAN_APPLY, YICE_NONE));
		if (answer == YICE_ANSWER_UNREACHED)
			yice_unreached(checker, subject);
		if (answer == YICE_ANSWER_NO) {
			report_never(checker, subject);
			continue;
		}
		look_nowhere(checker, subject);
		if (subject->rule->effect == YICE_REQUIRES)
			look_demand(checker, subject);
	}
}
