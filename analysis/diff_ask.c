/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question about two clauses: is there a project, somewhere, that comes out
 * so bad by one of them and less by the other? What each makes of a project as
 * forms, the question to the solver, and the document of a project that both
 * versions have decided as is said. Called by diff_compare.c, diff_joint.c and
 * diff_ground.c.
 */
#include "analysis/diff_compare.h"

#include "runtime/run.h"

/* ---------------------------------------------------------------- what a version makes of a project */

static const struct yice_form *bound_day(struct yice_realm *realm, enum yice_form_kind kind, yice_day day,
					 bool strict)
{
	return yice_form_bound(realm, kind, yice_realm_day(realm), yice_ratio_int(day), strict);
}

const struct yice_form *yice_diff_on_days(const struct yice_comparison *c, enum yice_side side,
				       const struct yice_form *form, bool positive)
{
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_interval days = c->subjects[side]->rule->days;

	if (!c->change->days)
		return form;
	if (positive)
		return yice_form_and(realm, yice_read_days(realm, days), form);
	if (days.from != YICE_DAY_MIN)
		form = yice_form_or(realm, form, bound_day(realm, YICE_FORM_BELOW, days.from, true));
	if (days.to != YICE_DAY_MAX)
		form = yice_form_or(realm, form, bound_day(realm, YICE_FORM_ABOVE, days.to, false));
	return form;
}

/* The clause applies, and is met or encourages: nobody comes out worse, and it is an outcome all the same. */
static const struct yice_form *touches(const struct yice_comparison *c, enum yice_side side)
{
	const struct yice_subject *subject = c->subjects[side];
	struct yice_realm *realm = &c->diff->realm;

	if (subject->rule->effect == YICE_REQUIRES)
		return yice_form_and(realm, subject->applies.is[1], subject->demand.is[1]);
	return subject->rule->effect == YICE_ENCOURAGES ? subject->applies.may[1] : realm->no;
}

const struct yice_form *yice_diff_comes_out(const struct yice_comparison *c, const struct yice_question *q)
{
	const struct yice_form *form = q->level == YICE_DIFF_LISTED  ? yice_diff_lists(c, q->worse, true)
				       : q->level == YICE_LEVEL_FREE ? touches(c, q->worse)
								     : c->subjects[q->worse]->least[q->level];

	return yice_diff_on_days(c, q->worse, form, true);
}

const struct yice_form *yice_diff_stays_below(const struct yice_comparison *c, const struct yice_question *q)
{
	const struct yice_subject *subject = c->subjects[!q->worse];
	const struct yice_form *form;

	if (!subject || !q->stand->in[!q->worse])
		return c->diff->realm.yes;
	if (q->level == YICE_DIFF_LISTED) {
		struct yice_listing more = yice_diff_listing(c->subjects[q->worse]->rule), less = yice_diff_listing(subject->rule);

		return yice_diff_lists_more(&more, &less)
			   ? c->diff->realm.yes
			   : yice_diff_on_days(c, !q->worse, yice_diff_lists(c, !q->worse, false), false);
	}
	if (q->level > YICE_LEVEL_FREE)
		return yice_diff_on_days(c, !q->worse, subject->below[q->level], false);
	if (subject->rule->effect == YICE_OBLIGES)
		return c->diff->realm.yes;
	form = yice_diff_on_days(c, !q->worse, subject->applies.is[0], false);
	/* What was noted and is met now has another outcome too. */
	if (c->subjects[q->worse]->rule->effect != subject->rule->effect)
		form = yice_form_or(&c->diff->realm, form, touches(c, !q->worse));
	return form;
}

int yice_diff_ask(struct yice_comparison *c, const struct yice_question *q, const struct yice_form *also,
	       struct yice_arena *arena, struct yice_project *project)
{
	struct yice_realm *realm = &c->diff->realm;
	struct yice_spot *spot = q->stand->spot == YICE_NONE ? NULL : &c->diff->spots[q->stand->spot];
	const struct yice_form *forms[] = {
		yice_diff_comes_out(c, q),
		yice_diff_stays_below(c, q),
		c->known,
		q->any ? realm->yes : c->readable,
		c->placed && spot ? yice_diff_places(c->diff, spot, YICE_SIDES) : realm->yes,
		also,
	};
	int answer = c->diff->status ? c->diff->status
				     : yice_solve(c->diff->solver, forms, YICE_COUNT(forms), arena, project);

	if (answer < 0)
		c->diff->status = answer;
	c->unreached |= answer == YICE_ANSWER_UNREACHED;
	return answer;
}

/* ---------------------------------------------------------------- a project that shows it */

static bool is_outcome(int outcome)
{
	return outcome == YICE_SATISFIED || outcome == YICE_NOTED;
}

/* What one version says of its document, which goes when it says nothing; false: it is at fault, or does not know. */
static bool decide(struct yice_comparison *c, const struct yice_question *q, enum yice_side side, const char **json,
		   int *outcome, struct yice_listing *listing)
{
	const struct yice_subject *subject = c->subjects[side];
	struct yice_trial *trial = &c->diff->versions[side].trial;
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	int status = yice_trial_decide(trial, *json);

	if (status == YICE_ENOMEM)
		c->diff->status = status;
	*outcome = spot->number[side] == YICE_NONE ? YICE_DIFF_NO_UNIT : YICE_DIFF_NO_WORD;
	if (status) {
		*json = NULL;
		return side != q->worse && !q->stand->in[side];
	}
	*outcome = yice_trial_told(trial, subject ? yice_run_find(trial->run, c->change->id[side]) : YICE_NONE);
	return *outcome != YICE_UNKNOWN &&
	       (!subject || yice_diff_listing_of(c->diff, side, subject->rule, c->change->id[side], listing));
}

bool yice_diff_shows(struct yice_comparison *c, const struct yice_question *q, const char **json, struct yice_flip *flip)
{
	struct yice_listing listings[YICE_SIDES] = { { NULL, false, false }, { NULL, false, false } };
	int *outcome = flip->outcome;

	for (int side = 0; side < YICE_SIDES; side++)
		if (!decide(c, q, (enum yice_side)side, &json[side], &outcome[side], &listings[side]))
			return false;
	yice_diff_tell_listed(c->diff, listings, flip);
	if (q->level == YICE_DIFF_LISTED)
		return flip->lists[q->worse];
	if (q->level == YICE_LEVEL_FREE)
		return is_outcome(outcome[q->worse]) && outcome[q->worse] != outcome[!q->worse] &&
		       yice_level_of(outcome[!q->worse]) == YICE_LEVEL_FREE;
	return (int)yice_level_of(outcome[q->worse]) >= q->level && (int)yice_level_of(outcome[!q->worse]) < q->level;
}

struct yice_place_of yice_diff_place_at(const struct yice_comparison *c, const struct yice_question *q)
{
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	const struct yice_rule *rule = c->subjects[q->worse]->rule;
	const struct yice_rule *other = c->subjects[c->subjects[!q->worse] ? !q->worse : q->worse]->rule;
	yice_day from = rule->days.from > other->days.from ? rule->days.from : other->days.from;
	yice_day to = rule->days.to < other->days.to ? rule->days.to : other->days.to;
	yice_day day = from != YICE_DAY_MIN ? from : to != YICE_DAY_MAX ? to - 1 : 0;

	return (struct yice_place_of){ spot->unit, spot->unit ? NULL : spot->scope, day, NULL };
}

/* A project that both can read: one document. Of any other, what each of them can read. False when it cannot be written. */
static bool write_documents(struct yice_comparison *c, const struct yice_question *q, const struct yice_project *project,
			    struct yice_arena *arena, const char **json)
{
	struct yice_place_of place = yice_diff_place_at(c, q);
	bool written = true;

	for (int side = 0; written && side < YICE_SIDES; side++) {
		struct yice_buf text = YICE_BUF_INIT;
		struct yice_project part = *project;

		if (q->any && !yice_diff_restate(c->diff, (enum yice_side)side, project, arena, &part))
			return false;
		written = yice_witness_json(&c->diff->realm, &part, &place, &text);
		json[side] = text.failed ? NULL : yice_arena_strdup(arena, yice_buf_text(&text));
		if (!json[side])
			c->diff->status = YICE_ENOMEM;
		written &= json[side] != NULL;
		yice_buf_release(&text);
	}
	return written;
}

/* Whether there is such a project; flip gets its documents when both versions decide it as is said. */
static void find_at(struct yice_comparison *c, const struct yice_question *q, struct yice_flip *flip)
{
	const char *json[YICE_SIDES] = { NULL, NULL };
	struct yice_project project;
	struct yice_arena arena;

	yice_arena_init(&arena);
	if (yice_diff_ask(c, q, c->diff->realm.yes, &arena, &project) == YICE_ANSWER_YES) {
		flip->found = true;
		if (q->stand->spot != YICE_NONE && write_documents(c, q, &project, &arena, json) &&
		    yice_diff_shows(c, q, json, flip)) {
			enum yice_side lacks = q->any ? c->why.lacks : !q->worse;
			bool apart = json[YICE_OLD] && json[YICE_NEW] && strcmp(json[YICE_OLD], json[YICE_NEW]) != 0;

			flip->json = yice_arena_strdup(&c->diff->arena, json[!lacks] ? json[!lacks] : json[lacks]);
			flip->restated = apart ? yice_arena_strdup(&c->diff->arena, json[lacks]) : NULL;
		}
	}
	yice_arena_release(&arena);
}

static void find_level(struct yice_comparison *c, struct yice_question *q, struct yice_flip *flip)
{
	for (uint32_t i = 0; i < c->stand_count && !flip->json && !c->diff->status; i++) {
		q->stand = &c->stands[i];
		if (q->stand->in[q->worse])
			find_at(c, q, flip);
	}
}

static void give_reason(const struct yice_comparison *c, struct yice_flip *flip)
{
	flip->word = c->why.word;
	flip->lacks = c->why.lacks;
	flip->typed = c->why.typed;
}

void yice_diff_find(struct yice_comparison *c, enum yice_side worse, int most, int least, struct yice_flip *flip)
{
	struct yice_question q = { .worse = worse };

	c->unreached = false;
	if (!c->subjects[worse])
		return;
	for (int any = 0; any < (c->readable == c->diff->realm.yes ? 1 : 2); any++)
		for (int level = most; level >= least; level--) {
			q.any = any;
			q.level = level;
			find_level(c, &q, flip);
			if (flip->found && any)
				give_reason(c, flip);
			if (flip->json)
				return;
		}
	flip->nowhere = flip->found && c->stand_count == 1 && c->stands[0].spot == YICE_NONE;
	/* Found, and neither shown nor explained: no more is known than that. */
	c->change->unreached |= flip->found ? !flip->nowhere && !flip->word : c->unreached;
}
