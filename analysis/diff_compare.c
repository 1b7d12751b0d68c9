/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kind of change a clause went through: is there a project that comes out
 * worse by the new clause than by the old one, is there one that comes out
 * better? The day of decision is part of the question where the clause is in
 * force on other days. Every project that is named has been decided by both
 * versions. Called by diff.c.
 */
#include "analysis/diff.h"

#include "analysis/witness.h"

#define UNITS_TRIED 64

struct comparison {
	struct yice_diff *diff;
	struct yice_clause_change *change;
	const struct yice_subject *subjects[YICE_SIDES];
};

/* ---- what a version makes of a project */

/* The outcome by one version is at least, or below, the level. */
static const struct yice_form *comes_out(const struct comparison *c, enum yice_side side,
					 enum yice_level level, bool least)
{
	const struct yice_subject *subject = c->subjects[side];
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *days, *form;

	if (!subject)
		return least ? realm->no : realm->yes;
	form = least ? subject->least[level] : subject->below[level];
	if (!c->change->days)
		return form;
	days = yice_read_days(realm, subject->rule->days);
	if (least)
		return yice_form_and(realm, days, form);
	/* Not in force is the opposite of in force: before its first day or from the one behind its last on.
	 */
	if (subject->rule->days.from != YICE_DAY_MIN)
		form = yice_form_or(realm, form,
				    yice_form_bound(realm, YICE_FORM_BELOW, yice_realm_day(realm),
						    yice_ratio_int(subject->rule->days.from), true));
	if (subject->rule->days.to != YICE_DAY_MAX)
		form = yice_form_or(realm, form,
				    yice_form_bound(realm, YICE_FORM_ABOVE, yice_realm_day(realm),
						    yice_ratio_int(subject->rule->days.to), false));
	return form;
}

static int solve(struct comparison *c, const struct yice_form *const *forms, uint32_t count,
		 struct yice_arena *arena, struct yice_project *project)
{
	int answer = yice_solve(c->diff->solver, forms, count, arena, project);

	if (answer < 0)
		c->diff->status = answer;
	c->change->unreached |= answer == YICE_ANSWER_UNREACHED;
	return answer;
}

/* The worst level at which a project comes out by `worse` and not by the other side; FREE: there is none. */
static enum yice_level find_level(struct comparison *c, enum yice_side worse)
{
	for (enum yice_level level = YICE_LEVEL_REFUSED; level > YICE_LEVEL_FREE; level--) {
		const struct yice_form *forms[] = { comes_out(c, worse, level, true),
						    comes_out(c, !worse, level, false) };

		if (solve(c, forms, 2, NULL, NULL) == YICE_ANSWER_YES)
			return level;
	}
	return YICE_LEVEL_FREE;
}

/* ---- a project that shows it */

/* The document does in both versions what it is to show; outcomes are filled. */
static bool shows(struct comparison *c, const char *json, enum yice_side worse, enum yice_level level,
		  struct yice_flip *flip)
{
	enum yice_level levels[YICE_SIDES] = { YICE_LEVEL_FREE, YICE_LEVEL_FREE };

	for (int side = 0; side < YICE_SIDES; side++) {
		struct yice_trial *trial = &c->diff->versions[side].trial;
		int status = yice_trial_decide(trial, json);

		flip->outcome[side] = YICE_TRIAL_ABSENT;
		if (status == YICE_ENOMEM)
			c->diff->status = status;
		/* Words that only one version has: the other one has nothing to say of such a project. */
		if (status && (side == (int)worse || c->subjects[side]))
			return false;
		if (!status && c->subjects[side])
			flip->outcome[side] = yice_trial_outcome(trial, c->change->id[side]);
		if (flip->outcome[side] == YICE_UNKNOWN)
			return false;
		levels[side] = yice_level_of(flip->outcome[side]);
	}
	return levels[worse] >= level && levels[!worse] < level;
}

/* Where the project is, in terms of both versions. unit: in the version that has the clause that is worse. */
static struct yice_place_of place_in(const struct comparison *c, enum yice_side worse, uint32_t unit)
{
	const struct yice_model *model = &c->diff->versions[worse].model;
	/* What comes out worse is there. */
	const struct yice_rule *rule = c->subjects[worse]->rule;
	const struct yice_rule *other = c->subjects[!worse] ? c->subjects[!worse]->rule : rule;
	uint32_t scope = yice_subject_scope(model, c->subjects[worse]);
	yice_day from = rule->days.from > other->days.from ? rule->days.from : other->days.from;
	yice_day to = rule->days.to < other->days.to ? rule->days.to : other->days.to;
	struct yice_place_of place = { NULL, NULL,
				       from != YICE_DAY_MIN ? from
				       : to != YICE_DAY_MAX ? to - 1
							    : 0 };

	if (unit != YICE_NONE)
		place.unit = model->units.items[unit].code;
	else if (scope != YICE_NONE)
		place.scope = model->scopes.items[scope].code;
	return place;
}

/* The site in a unit by both versions; only the one that has the unit says something of it. */
static const struct yice_form *site_in(struct comparison *c, enum yice_side side, uint32_t unit)
{
	struct yice_diff *diff = c->diff;
	const struct yice_form *form = yice_read_unit(&diff->realm, &diff->readings[side], unit);
	const char *code = diff->versions[side].model.units.items[unit].code;
	uint32_t there = yice_diff_unit(&diff->versions[!side].model, code);

	if (there == YICE_NONE)
		return form;
	return yice_form_and(&diff->realm, form, yice_read_unit(&diff->realm, &diff->readings[!side], there));
}

static bool try_unit(struct comparison *c, enum yice_side worse, enum yice_level level, uint32_t unit,
		     struct yice_flip *flip)
{
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *forms[] = {
		comes_out(c, worse, level, true),
		comes_out(c, !worse, level, false),
		c->subjects[YICE_OLD] ? c->subjects[YICE_OLD]->known : realm->yes,
		c->subjects[YICE_NEW] ? c->subjects[YICE_NEW]->known : realm->yes,
		unit == YICE_NONE ? realm->yes : site_in(c, worse, unit),
	};
	struct yice_place_of place = place_in(c, worse, unit);
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_project project;
	struct yice_arena arena;

	yice_arena_init(&arena);
	if (solve(c, forms, YICE_COUNT(forms), &arena, &project) == YICE_ANSWER_YES &&
	    yice_witness_json(realm, &project, &place, &json) && !json.failed &&
	    shows(c, json.data, worse, level, flip))
		flip->json = yice_arena_strdup(&c->diff->arena, json.data);
	if (json.failed)
		c->diff->status = YICE_ENOMEM;
	yice_buf_release(&json);
	yice_arena_release(&arena);
	return flip->json != NULL;
}

static void find_witness(struct comparison *c, enum yice_side worse, enum yice_level level,
			 struct yice_flip *flip)
{
	const struct yice_model *model = &c->diff->versions[worse].model;
	const struct yice_placement *target = yice_subject_target(model, c->subjects[worse]);
	uint32_t tried = 0;

	if (target->kind == YICE_FOR_UNIT) {
		try_unit(c, worse, level, target->key, flip);
		return;
	}
	for (uint32_t unit = 0; unit < model->units.count && tried < UNITS_TRIED && !c->diff->status;
	     unit++) {
		if (!yice_subject_concerns(model, c->subjects[worse], unit))
			continue;
		if (try_unit(c, worse, level, unit, flip))
			return;
		tried++;
	}
	try_unit(c, worse, level, YICE_NONE, flip);
}

/* ---- the kind of change */

/* Some project that both apply to comes out differently. */
static bool differs_where_both_apply(struct comparison *c)
{
	for (enum yice_level level = YICE_LEVEL_RESTRICTED; level < YICE_LEVELS; level++)
		for (int worse = 0; worse < YICE_SIDES; worse++) {
			const struct yice_form *forms[] = { comes_out(c, (enum yice_side)worse, level, true),
							    comes_out(c, !worse, level, false),
							    c->subjects[YICE_OLD]->applies.may[1],
							    c->subjects[YICE_NEW]->applies.may[1] };

			if (solve(c, forms, YICE_COUNT(forms), NULL, NULL) != YICE_ANSWER_NO)
				return true;
		}
	return false;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Patterns of two rules. */
struct list {
	const struct yice_rule *rule;
	const char *const *patterns;
	uint32_t count;
};

static bool same_list(struct list a, struct list b)
{
	for (uint32_t i = 0; a.count == b.count && i < a.count; i++)
		if (!yice_rule_same_text(a.rule, a.patterns[i], b.rule, b.patterns[i]))
			return false;
	return a.count == b.count;
}

static bool same_bases(const struct comparison *c, const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; a->base_count == b->base_count && i < a->base_count; i++) {
		const struct yice_document *old =
		    &c->diff->versions[YICE_OLD].model.documents.items[a->bases[i].document];
		const struct yice_document *new =
		    &c->diff->versions[YICE_NEW].model.documents.items[b->bases[i].document];

		if (!same_text(old->title, new->title) ||
		    !same_text(a->bases[i].article, b->bases[i].article))
			return false;
	}
	return a->base_count == b->base_count;
}

/* ---- open words: no project comes out differently by them, and yet whoever judges reads others */

static bool judges_by(const struct yice_logic *logic, const char *words)
{
	if (!logic)
		return false;
	if (logic->kind == YICE_LOGIC_TEST)
		return logic->op == YICE_TEST_OPEN && !strcmp(logic->words, words);
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (judges_by(child, words))
			return true;
	return false;
}

static bool excepts_by(const struct yice_rule *rule, const char *words)
{
	for (uint32_t i = 0; i < rule->except_count; i++)
		if (judges_by(rule->except[i], words))
			return true;
	return false;
}

enum part { GUARD, EXCEPTS, DEMAND };

/* Open words of an expression all stand in that part of the rule. */
static bool has_words(const struct yice_rule *rule, enum part part, const struct yice_logic *logic)
{
	if (!logic)
		return true;
	if (logic->kind != YICE_LOGIC_TEST) {
		for (const struct yice_logic *child = logic->first; child; child = child->next)
			if (!has_words(rule, part, child))
				return false;
		return true;
	}
	if (logic->op != YICE_TEST_OPEN)
		return true;
	if (part == EXCEPTS)
		return excepts_by(rule, logic->words);
	return judges_by(part == GUARD ? rule->guard : rule->demand, logic->words);
}

/* Open words of rule b all stand in the same parts of rule a; how often and in what order is no matter. */
static bool has_open(const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; i < b->except_count; i++)
		if (!has_words(a, EXCEPTS, b->except[i]))
			return false;
	return has_words(a, GUARD, b->guard) && has_words(a, DEMAND, b->demand);
}

/* The heading a clause stands under, NULL without one. */
static const char *heading(const struct comparison *c, enum yice_side side)
{
	uint32_t dimension = c->subjects[side]->rule->placed->dimension;

	return dimension == YICE_NONE ? NULL
				      : c->diff->versions[side].model.dimensions.items[dimension].label.zh;
}

static bool same_words(const struct comparison *c)
{
	const struct yice_rule *a = c->subjects[YICE_OLD]->rule, *b = c->subjects[YICE_NEW]->rule;

	return a->effect == b->effect && a->fictional == b->fictional &&
	       same_text(heading(c, YICE_OLD), heading(c, YICE_NEW)) && has_open(a, b) &&
	       has_open(b, a) && yice_rule_same_text(a, a->original, b, b->original) &&
	       yice_rule_same_text(a, a->summary, b, b->summary) &&
	       yice_rule_same_text(a, a->english, b, b->english) &&
	       same_text(a->element.zh, b->element.zh) && same_text(a->klass.zh, b->klass.zh) &&
	       same_text(a->addressee.zh, b->addressee.zh) &&
	       same_list((struct list){ a, a->texts, a->text_count }, (struct list){ b, b->texts, b->text_count }) &&
	       same_list((struct list){ a, a->open, a->open_count }, (struct list){ b, b->open, b->open_count }) &&
	       same_list((struct list){ a, a->lead, a->lead_count }, (struct list){ b, b->lead, b->lead_count }) &&
	       yice_rule_same_guidance(a, b) &&
	       same_bases(c, a, b);
}

/* A clause that came or went: what it does to a project, if anything. */
static void look_alone(struct comparison *c, enum yice_side side)
{
	enum yice_level level = find_level(c, side);

	c->change->kind = side == YICE_NEW ? YICE_DIFF_ADDED : YICE_DIFF_REMOVED;
	if (level != YICE_LEVEL_FREE)
		find_witness(c, side, level, side == YICE_NEW ? &c->change->stricter : &c->change->looser);
}

static bool look_both(struct comparison *c)
{
	enum yice_level stricter = YICE_LEVEL_FREE, looser = YICE_LEVEL_FREE;
	bool moved = strcmp(c->change->id[YICE_OLD], c->change->id[YICE_NEW]) != 0;

	if (c->subjects[YICE_OLD]->body != c->subjects[YICE_NEW]->body || c->change->days) {
		stricter = find_level(c, YICE_NEW);
		looser = find_level(c, YICE_OLD);
	}
	if (stricter != YICE_LEVEL_FREE)
		find_witness(c, YICE_NEW, stricter, &c->change->stricter);
	if (looser != YICE_LEVEL_FREE)
		find_witness(c, YICE_OLD, looser, &c->change->looser);
	if (stricter != YICE_LEVEL_FREE && looser != YICE_LEVEL_FREE)
		c->change->kind = differs_where_both_apply(c) ? YICE_DIFF_INCOMPARABLE : YICE_DIFF_RESCOPED;
	else if (stricter != YICE_LEVEL_FREE)
		c->change->kind = YICE_DIFF_TIGHTENED;
	else if (looser != YICE_LEVEL_FREE)
		c->change->kind = YICE_DIFF_LOOSENED;
	else if (moved)
		c->change->kind = YICE_DIFF_MOVED;
	else if (same_words(c) && !c->change->days && !c->change->unreached)
		return false;
	else
		c->change->kind = YICE_DIFF_REWORDED;
	return true;
}

bool yice_diff_compare(struct yice_diff *diff, struct yice_clause_change *change)
{
	struct comparison c = { diff, change, { NULL, NULL } };

	for (int side = 0; side < YICE_SIDES; side++) {
		c.subjects[side] = yice_diff_subject(diff, change, (enum yice_side)side);
		if (change->clause[side] != YICE_NONE && !c.subjects[side]) {
			diff->status = YICE_ENOMEM;
			return false;
		}
	}
	if (!c.subjects[YICE_OLD] || !c.subjects[YICE_NEW]) {
		look_alone(&c, c.subjects[YICE_NEW] ? YICE_NEW : YICE_OLD);
		return true;
	}
	change->days = c.subjects[YICE_OLD]->rule->days.from != c.subjects[YICE_NEW]->rule->days.from ||
		       c.subjects[YICE_OLD]->rule->days.to != c.subjects[YICE_NEW]->rule->days.to;
	return look_both(&c);
}
