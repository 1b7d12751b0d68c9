/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kind of change a clause went through: is there a project that comes out
 * worse by the new clause than by the old one, is there one that comes out
 * better? Projects are asked about where they can be, on the days on which the
 * clauses are in force. Every project that is named has been decided by both;
 * where none can be, the reason is kept. Called by diff.c and diff_unit.c.
 */
#include "analysis/diff.h"

#include "analysis/joint.h"
#include "analysis/witness.h"

/* Spots alike: looked at by the same versions, with the same places as far as the clause speaks of any. */
struct stand {
	uint32_t spot; /* the first of them; YICE_NONE: the clause is for none */
	bool in[YICE_SIDES];
};

struct comparison {
	struct yice_diff *diff;
	struct yice_clause_change *change;
	const struct yice_subject *subjects[YICE_SIDES];
	struct stand *stands;
	uint32_t stand_count;
	struct yice_map seen; /* stands, while they are gathered */
	bool placed;          /* a clause speaks of places */
	const struct yice_form *known, *readable;
	bool joint;           /* a difference was found of sites in several units alone */
	struct yice_flip why; /* why not every project is readable */
	bool unreached;       /* since it was last cleared */
};

/* A question about a stand: who comes out worse, and how. FREE: it applies without moving the verdict. */
struct question {
	enum yice_side worse;
	enum yice_level level;
	const struct stand *stand;
	bool any; /* also projects that one version cannot read */
};

/* ---------------------------------------------------------------- where */

static bool speaks_of_places(const struct yice_realm *realm, const struct yice_form *known)
{
	const struct yice_form *const *parts = known->kind == YICE_FORM_AND ? known->parts : &known;
	uint32_t count = known->kind == YICE_FORM_AND ? known->count : known->kind == YICE_FORM_KNOWN;

	for (uint32_t i = 0; i < count; i++)
		if (realm->axes[parts[i]->axis].site)
			return true;
	return false;
}

static const struct yice_placement *target(const struct comparison *c, enum yice_side side)
{
	return yice_subject_target(&c->diff->versions[side].model, c->subjects[side]);
}

static void add_stand(struct comparison *c, uint32_t number, const bool *in)
{
	struct yice_spot *spot = &c->diff->spots[number];
	uint32_t key[2] = { (in[YICE_OLD] ? 1u : 0u) | (in[YICE_NEW] ? 2u : 0u), 0 }, entry;
	struct stand *grown;
	bool added = false;

	key[1] = c->placed ? yice_diff_ground(c->diff, spot) : 0;
	if (yice_map_put(&c->seen, key, sizeof(key), number, &entry, &added)) {
		c->diff->status = YICE_ENOMEM;
		return;
	}
	if (!added)
		return;
	if (!(c->stand_count & (c->stand_count - 1))) {
		grown = yice_arena_array(&c->diff->arena, 2 * (size_t)c->stand_count + 1, sizeof(*grown));
		if (!grown) {
			c->diff->status = YICE_ENOMEM;
			return;
		}
		if (c->stand_count)
			memcpy(grown, c->stands, c->stand_count * sizeof(*grown));
		c->stands = grown;
	}
	c->stands[c->stand_count++] = (struct stand){ number, { in[YICE_OLD], in[YICE_NEW] } };
}

/* Whether one of the two clauses is for this unit alone. */
static bool is_own(const struct comparison *c, const struct yice_spot *spot)
{
	for (int side = 0; side < YICE_SIDES; side++)
		if (c->subjects[side] && spot->unit &&
		    target(c, (enum yice_side)side)->kind == YICE_FOR_UNIT &&
		    target(c, (enum yice_side)side)->key == spot->number[side])
			return true;
	return false;
}

/* Where a spot was altered, that a clause begins or ceases there is told of the spot. */
static void look_at_spot(struct comparison *c, uint32_t number)
{
	const struct yice_spot *spot = &c->diff->spots[number];
	bool in[YICE_SIDES] = { false, false }, both = c->subjects[YICE_OLD] && c->subjects[YICE_NEW];

	for (int side = 0; side < YICE_SIDES; side++)
		in[side] = c->subjects[side] &&
			   yice_diff_concerns(c->diff, (enum yice_side)side, c->subjects[side], spot);
	if (!in[YICE_OLD] && !in[YICE_NEW])
		return;
	if (both && spot->altered && in[YICE_OLD] != in[YICE_NEW] && !is_own(c, spot))
		return;
	add_stand(c, number, in);
}

static bool is_for_unit(const struct comparison *c, enum yice_side side)
{
	return !c->subjects[side] || target(c, side)->kind == YICE_FOR_UNIT;
}

/* Spots that both versions have come first: a project there can be decided by both. */
static void gather_stands(struct comparison *c)
{
	const struct yice_diff *diff = c->diff;

	yice_map_init(&c->seen);
	if (is_for_unit(c, YICE_OLD) && is_for_unit(c, YICE_NEW)) {
		for (int side = 0; side < YICE_SIDES; side++)
			if (c->subjects[side])
				look_at_spot(c, diff->unit_spots[side][target(c, (enum yice_side)side)->key]);
	} else {
		for (int pass = 0; pass < 2; pass++)
			for (uint32_t i = 0; i < diff->spot_count; i++) {
				const uint32_t *number = diff->spots[i].number;

				if ((number[YICE_OLD] == YICE_NONE || number[YICE_NEW] == YICE_NONE) ==
				    (pass == 1))
					look_at_spot(c, i);
			}
	}
	yice_map_release(&c->seen);
}

/* ---------------------------------------------------------------- what a version makes of a project */

static const struct yice_form *bound_day(struct yice_realm *realm, enum yice_form_kind kind, yice_day day,
					 bool strict)
{
	return yice_form_bound(realm, kind, yice_realm_day(realm), yice_ratio_int(day), strict);
}

/* With the days on which the clause is in force, where the two differ in them; or the opposite. */
static const struct yice_form *on_days(const struct comparison *c, enum yice_side side,
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
static const struct yice_form *touches(const struct comparison *c, enum yice_side side)
{
	const struct yice_subject *subject = c->subjects[side];
	struct yice_realm *realm = &c->diff->realm;

	if (subject->rule->effect == YICE_REQUIRES)
		return yice_form_and(realm, subject->applies.is[1], subject->demand.is[1]);
	return subject->rule->effect == YICE_ENCOURAGES ? subject->applies.may[1] : realm->no;
}

static const struct yice_form *comes_out(const struct comparison *c, const struct question *q)
{
	const struct yice_form *form =
	    q->level == YICE_LEVEL_FREE ? touches(c, q->worse) : c->subjects[q->worse]->least[q->level];

	return on_days(c, q->worse, form, true);
}

static const struct yice_form *stays_below(const struct comparison *c, const struct question *q)
{
	const struct yice_subject *subject = c->subjects[!q->worse];
	const struct yice_form *form;

	if (!subject || !q->stand->in[!q->worse])
		return c->diff->realm.yes;
	if (q->level > YICE_LEVEL_FREE)
		return on_days(c, !q->worse, subject->below[q->level], false);
	if (subject->rule->effect == YICE_OBLIGES)
		return c->diff->realm.yes;
	form = on_days(c, !q->worse, subject->applies.is[0], false);
	/* What was noted and is met now has another outcome too. */
	if (c->subjects[q->worse]->rule->effect != subject->rule->effect)
		form = yice_form_or(&c->diff->realm, form, touches(c, !q->worse));
	return form;
}

static int ask(struct comparison *c, const struct question *q, const struct yice_form *also,
	       struct yice_arena *arena, struct yice_project *project)
{
	struct yice_realm *realm = &c->diff->realm;
	struct yice_spot *spot = q->stand->spot == YICE_NONE ? NULL : &c->diff->spots[q->stand->spot];
	const struct yice_form *forms[] = {
		comes_out(c, q),
		stays_below(c, q),
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

/* What one version says of the document; false: it is at fault, or does not know. */
static bool decide(struct comparison *c, const struct question *q, enum yice_side side, const char *json,
		   int *outcome)
{
	struct yice_trial *trial = &c->diff->versions[side].trial;
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	int status = yice_trial_decide(trial, json);

	if (status == YICE_ENOMEM)
		c->diff->status = status;
	*outcome = spot->number[side] == YICE_NONE ? YICE_DIFF_NO_UNIT : YICE_DIFF_NO_WORD;
	if (status)
		return side != q->worse && !q->stand->in[side];
	*outcome = c->subjects[side] ? yice_trial_outcome(trial, c->change->id[side]) : YICE_TRIAL_ABSENT;
	return *outcome != YICE_UNKNOWN;
}

/* The document does in both versions what it is to show; outcomes are filled. */
static bool shows(struct comparison *c, const struct question *q, const char *json, struct yice_flip *flip)
{
	int *outcome = flip->outcome;

	for (int side = 0; side < YICE_SIDES; side++)
		if (!decide(c, q, (enum yice_side)side, json, &outcome[side]))
			return false;
	if (q->level == YICE_LEVEL_FREE)
		return is_outcome(outcome[q->worse]) && outcome[q->worse] != outcome[!q->worse] &&
		       yice_level_of(outcome[!q->worse]) == YICE_LEVEL_FREE;
	return yice_level_of(outcome[q->worse]) >= q->level && yice_level_of(outcome[!q->worse]) < q->level;
}

/* A day for a project that names none. */
static struct yice_place_of place_at(const struct comparison *c, const struct question *q)
{
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	const struct yice_rule *rule = c->subjects[q->worse]->rule;
	const struct yice_rule *other = c->subjects[c->subjects[!q->worse] ? !q->worse : q->worse]->rule;
	yice_day from = rule->days.from > other->days.from ? rule->days.from : other->days.from;
	yice_day to = rule->days.to < other->days.to ? rule->days.to : other->days.to;
	yice_day day = from != YICE_DAY_MIN ? from : to != YICE_DAY_MAX ? to - 1 : 0;

	return (struct yice_place_of){ spot->unit, spot->unit ? NULL : spot->scope, day, NULL };
}

/* Whether there is such a project; flip gets the document when both versions decide it as is said. */
static bool find_at(struct comparison *c, const struct question *q, struct yice_flip *flip)
{
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_project project;
	struct yice_arena arena;

	yice_arena_init(&arena);
	if (ask(c, q, c->diff->realm.yes, &arena, &project) == YICE_ANSWER_YES) {
		flip->found = true;
		if (q->stand->spot != YICE_NONE) {
			struct yice_place_of place = place_at(c, q);

			if (yice_witness_json(&c->diff->realm, &project, &place, &json) && !json.failed &&
			    shows(c, q, json.data, flip))
				flip->json = yice_arena_strdup(&c->diff->arena, json.data);
		}
	}
	if (json.failed)
		c->diff->status = YICE_ENOMEM;
	yice_buf_release(&json);
	yice_arena_release(&arena);
	return flip->json != NULL;
}

static bool find_level(struct comparison *c, struct question *q, struct yice_flip *flip)
{
	for (uint32_t i = 0; i < c->stand_count && !c->diff->status; i++) {
		q->stand = &c->stands[i];
		if (q->stand->in[q->worse] && find_at(c, q, flip))
			return true;
	}
	return false;
}

/* From the worst level down to the lowest named; first projects that both versions can read. */
static void find(struct comparison *c, enum yice_side worse, enum yice_level most, enum yice_level least,
		 struct yice_flip *flip)
{
	struct question q = { .worse = worse };

	c->unreached = false;
	if (!c->subjects[worse])
		return;
	for (int any = 0; any < (c->readable == c->diff->realm.yes ? 1 : 2); any++)
		for (int level = (int)most; level >= (int)least; level--) {
			q.any = any;
			q.level = (enum yice_level)level;
			if (find_level(c, &q, flip))
				return;
			if (flip->found && !flip->word && any) {
				flip->word = c->why.word;
				flip->lacks = c->why.lacks;
				flip->typed = c->why.typed;
			}
		}
	flip->nowhere = flip->found && c->stand_count == 1 && c->stands[0].spot == YICE_NONE;
	/* Found, and neither shown nor explained: no more is known than that. */
	c->change->unreached |= flip->found ? !flip->nowhere && !flip->word : c->unreached;
}

/* ---------------------------------------------------------------- sites in several units */

#define PAIRS_TRIED 256

/* Whether a site whose parts lie in other places each could come out so. More parts than can be asked about may. */
static bool may_be_joint(struct comparison *c, const struct question *q)
{
	const struct yice_form *forms[] = { comes_out(c, q), stays_below(c, q), c->known };
	int answer = YICE_ANSWER_UNREACHED;

	if (!c->diff->status && yice_joint_spread(&c->diff->realm, forms, 2))
		answer = yice_solve(c->diff->solver, forms, YICE_COUNT(forms), NULL, NULL);
	if (answer < 0)
		c->diff->status = answer;
	return answer != YICE_ANSWER_NO;
}

/* The same of a site in two units, the stand's and another, which both versions have. */
static int ask_pair(struct comparison *c, const struct question *q, const struct yice_spot *other, struct yice_arena *arena,
		    struct yice_project *project)
{
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *forms[6] = { c->known, c->readable, comes_out(c, q), stays_below(c, q) };
	int answer = YICE_ENOMEM;
	bool good = true;

	for (int i = 0; i < YICE_SIDES; i++) {
		enum yice_side side = i ? !q->worse : q->worse;
		struct yice_realm_model *reading = &c->diff->readings[side];
		const uint32_t units[] = { spot->number[side], other->number[side] };

		forms[2 + i] = yice_joint_units(realm, reading, forms[2 + i], units, 2);
		forms[4 + i] = yice_joint_stated(realm, reading, units, 2);
	}
	for (size_t i = 0; i < YICE_COUNT(forms); i++)
		good &= forms[i] != NULL;
	if (good && !c->diff->status)
		answer = yice_solve(c->diff->solver, forms, YICE_COUNT(forms), arena, project);
	if (answer < 0)
		c->diff->status = answer;
	return answer;
}

static bool show_pair(struct comparison *c, const struct question *q, const struct yice_spot *other, struct yice_flip *flip)
{
	struct yice_place_of place = place_at(c, q);
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_project project;
	struct yice_arena arena;

	yice_arena_init(&arena);
	place.also = other->unit;
	if (ask_pair(c, q, other, &arena, &project) == YICE_ANSWER_YES &&
	    yice_witness_json(&c->diff->realm, &project, &place, &json) && !json.failed && shows(c, q, json.data, flip)) {
		flip->found = true;
		flip->json = yice_arena_strdup(&c->diff->arena, json.data);
	}
	if (json.failed)
		c->diff->status = YICE_ENOMEM;
	yice_buf_release(&json);
	yice_arena_release(&arena);
	return flip->json != NULL;
}

static bool in_both(const struct yice_spot *spot)
{
	return spot->unit && spot->number[YICE_OLD] != YICE_NONE && spot->number[YICE_NEW] != YICE_NONE;
}

/* A unit where the clause stands, with one of each ground that units are on. */
static bool find_pair(struct comparison *c, const struct question *asked, struct yice_flip *flip)
{
	struct yice_diff *diff = c->diff;
	uint32_t left = PAIRS_TRIED;

	for (uint32_t i = 0; i < c->stand_count; i++) {
		struct yice_map grounds;

		if (c->stands[i].spot == YICE_NONE || !in_both(&diff->spots[c->stands[i].spot]))
			continue;
		yice_map_init(&grounds);
		for (uint32_t k = 0; k < diff->spot_count && left && !flip->json && !diff->status; k++) {
			struct yice_spot *other = &diff->spots[k];
			struct stand stand = c->stands[i];
			struct question q = *asked;
			uint32_t key = in_both(other) ? yice_diff_ground(diff, other) : 0, entry;
			bool added = false;

			if (!in_both(other) || k == stand.spot)
				continue;
			if (yice_map_put(&grounds, &key, sizeof(key), k, &entry, &added))
				diff->status = YICE_ENOMEM;
			for (int side = 0; side < YICE_SIDES; side++)
				stand.in[side] |= c->subjects[side] &&
						  yice_diff_concerns(diff, (enum yice_side)side, c->subjects[side], other);
			q.stand = &stand;
			if (!added || !stand.in[q.worse])
				continue;
			left--;
			show_pair(c, &q, other, flip);
		}
		yice_map_release(&grounds);
	}
	return flip->json != NULL;
}

/*
 * What find() did not find in one unit, in several: shown by a site in two where there are such units; else it is said that
 * what is told of the clause is told of sites in one.
 */
static void find_joint(struct comparison *c, enum yice_side worse, enum yice_level most, enum yice_level least,
		       struct yice_flip *flip)
{
	struct stand stand = { YICE_NONE, { false, false } };
	struct question q = { .worse = worse, .stand = &stand };

	if (!c->placed || flip->found || !c->subjects[worse])
		return;
	for (uint32_t i = 0; i < c->stand_count; i++)
		for (int side = 0; side < YICE_SIDES; side++)
			stand.in[side] |= c->stands[i].in[side] && c->stands[i].spot != YICE_NONE;
	for (int level = (int)most; stand.in[worse] && level >= (int)least && !c->diff->status; level--) {
		q.level = (enum yice_level)level;
		if (!may_be_joint(c, &q))
			continue;
		if (find_pair(c, &q, flip)) {
			c->joint = true;
			return;
		}
		c->change->one_unit = true;
	}
}

/* ---------------------------------------------------------------- the kind of change */

/* What both clauses look at. */
static void start(struct comparison *c)
{
	struct yice_realm *realm = &c->diff->realm;

	c->known = realm->yes;
	for (int side = 0; side < YICE_SIDES; side++)
		if (c->subjects[side])
			c->known = yice_form_and(realm, c->known, c->subjects[side]->known);
	if (!c->known) {
		c->diff->status = YICE_ENOMEM;
		return;
	}
	c->placed = speaks_of_places(realm, c->known);
	c->readable = yice_diff_readable(c->diff, c->known, &c->why);
	if (!c->readable)
		c->diff->status = YICE_ENOMEM;
}

/* A clause that is for no site at all is still compared, as a text that could apply. */
static void need_stand(struct comparison *c)
{
	if (c->stand_count)
		return;
	c->stands = yice_arena_array(&c->diff->arena, 1, sizeof(*c->stands));
	if (!c->stands) {
		c->diff->status = YICE_ENOMEM;
		return;
	}
	c->stands[0] = (struct stand){ YICE_NONE, { true, true } };
	c->stand_count = 1;
}

/* Some project that both apply to comes out differently. */
static bool differs_where_both_apply(struct comparison *c)
{
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *both = realm->yes;
	int answer;

	for (int side = 0; side < YICE_SIDES; side++)
		both = yice_form_and(
		    realm, both, on_days(c, (enum yice_side)side, c->subjects[side]->applies.may[1], true));
	for (uint32_t i = 0; i < c->stand_count; i++) {
		struct question q = { .stand = &c->stands[i], .any = true };

		if (!q.stand->in[YICE_OLD] || !q.stand->in[YICE_NEW])
			continue;
		for (int level = YICE_LEVEL_RESTRICTED; level < YICE_LEVELS; level++)
			for (int worse = 0; worse < YICE_SIDES; worse++) {
				q.level = (enum yice_level)level;
				q.worse = (enum yice_side)worse;
				answer = ask(c, &q, both, NULL, NULL);
				c->change->unreached |= answer == YICE_ANSWER_UNREACHED;
				if (answer != YICE_ANSWER_NO)
					return true;
			}
	}
	return false;
}

/* A clause that came or went: what it does to a project, if anything. */
static void look_alone(struct comparison *c, enum yice_side side)
{
	struct yice_flip *flip = side == YICE_NEW ? &c->change->stricter : &c->change->looser;

	c->change->kind = side == YICE_NEW ? YICE_DIFF_ADDED : YICE_DIFF_REMOVED;
	find(c, side, YICE_LEVEL_REFUSED, YICE_LEVEL_FREE, flip);
	find_joint(c, side, YICE_LEVEL_REFUSED, YICE_LEVEL_FREE, flip);
}

/* The same tests in the same words. */
static bool same_texts(const struct yice_logic *a, const struct yice_logic *b)
{
	const struct yice_logic *x, *y;

	if (!a || !b)
		return a == b;
	if (a->kind != b->kind || (a->kind == YICE_LOGIC_TEST && strcmp(a->zh, b->zh)))
		return false;
	for (x = a->first, y = b->first; x && y; x = x->next, y = y->next)
		if (!same_texts(x, y))
			return false;
	return x == y;
}

static bool same_conditions(const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; a->except_count == b->except_count && i < a->except_count; i++)
		if (!same_texts(a->except[i], b->except[i]))
			return false;
	return a->except_count == b->except_count && same_texts(a->guard, b->guard) &&
	       same_texts(a->demand, b->demand);
}

/*
 * What was not settled is never called tightened, loosened or reworded, and neither is another effect called
 * reworded: incomparable says the least.
 */
static enum yice_difference kind_of(struct comparison *c, bool free)
{
	const struct yice_clause_change *change = c->change;
	const bool stricter = change->stricter.found, looser = change->looser.found;
	const struct yice_rule *old = c->subjects[YICE_OLD]->rule, *new = c->subjects[YICE_NEW]->rule;

	if (!change->unreached && !free && stricter && looser && !c->joint && !differs_where_both_apply(c))
		return YICE_DIFF_RESCOPED;
	if (change->unreached || (!free && stricter && looser))
		return YICE_DIFF_INCOMPARABLE;
	if (stricter || looser)
		return free ? YICE_DIFF_RESCOPED : stricter ? YICE_DIFF_TIGHTENED : YICE_DIFF_LOOSENED;
	if (old->effect != new->effect)
		return YICE_DIFF_INCOMPARABLE;
	return strcmp(change->id[YICE_OLD], change->id[YICE_NEW]) ? YICE_DIFF_MOVED : YICE_DIFF_REWORDED;
}

/* What is only said: a condition that a restriction drops or gains is one for every project that it restricts. */
static void look_at_said(struct comparison *c)
{
	enum yice_difference *kind = &c->change->kind;
	bool dropped, added;

	yice_diff_said(c->diff, c->change, &dropped, &added);
	if (!dropped && !added)
		return;
	if (*kind == YICE_DIFF_REWORDED || *kind == YICE_DIFF_MOVED)
		*kind = dropped ? YICE_DIFF_LOOSENED : YICE_DIFF_TIGHTENED;
	else if (*kind != (dropped ? YICE_DIFF_LOOSENED : YICE_DIFF_TIGHTENED))
		*kind = YICE_DIFF_INCOMPARABLE;
}

static bool look_both(struct comparison *c)
{
	struct yice_clause_change *change = c->change;
	const struct yice_rule *old = c->subjects[YICE_OLD]->rule, *new = c->subjects[YICE_NEW]->rule;
	bool moved = strcmp(change->id[YICE_OLD], change->id[YICE_NEW]) != 0, free = false;
	bool same = c->subjects[YICE_OLD]->body == c->subjects[YICE_NEW]->body && !change->days;

	if (!same || moved) {
		start(c);
		gather_stands(c);
		need_stand(c);
		find(c, YICE_NEW, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->stricter);
		find(c, YICE_OLD, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->looser);
		find_joint(c, YICE_NEW, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->stricter);
		find_joint(c, YICE_OLD, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->looser);
		free = !change->stricter.found && !change->looser.found;
		if (free) {
			find(c, YICE_NEW, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->stricter);
			if (!change->stricter.found || old->effect == new->effect)
				find(c, YICE_OLD, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->looser);
			if (!change->stricter.found && !change->looser.found)
				find_joint(c, YICE_NEW, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->stricter);
			if (!change->stricter.found && !change->looser.found)
				find_joint(c, YICE_OLD, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->looser);
		}
	}
	change->kind = kind_of(c, free);
	if (!same || moved || !same_conditions(old, new))
		yice_diff_edits(c->diff, change);
	look_at_said(c);
	return change->kind != YICE_DIFF_REWORDED || change->edit_count || change->days ||
	       !yice_diff_same_words(c->diff, old, new);
}

/* False when out of memory. */
static bool take_subjects(struct comparison *c)
{
	for (int side = 0; side < YICE_SIDES; side++) {
		c->subjects[side] = yice_diff_subject(c->diff, c->change, (enum yice_side)side);
		if (c->change->clause[side] != YICE_NONE && !c->subjects[side]) {
			c->diff->status = YICE_ENOMEM;
			return false;
		}
	}
	if (c->subjects[YICE_OLD] && c->subjects[YICE_NEW]) {
		const struct yice_interval old = c->subjects[YICE_OLD]->rule->days,
					   new = c->subjects[YICE_NEW]->rule->days;

		c->change->days = old.from != new.from || old.to != new.to;
	}
	return true;
}

bool yice_diff_compare(struct yice_diff *diff, struct yice_clause_change *change)
{
	struct comparison c = { .diff = diff, .change = change };

	if (!take_subjects(&c))
		return false;
	if (c.subjects[YICE_OLD] && c.subjects[YICE_NEW])
		return look_both(&c);
	start(&c);
	gather_stands(&c);
	need_stand(&c);
	look_alone(&c, c.subjects[YICE_NEW] ? YICE_NEW : YICE_OLD);
	return true;
}

/* ---------------------------------------------------------------- one spot, that was altered */

void yice_diff_compare_at(struct yice_diff *diff, struct yice_clause_change *change, uint32_t spot,
			  const bool *in)
{
	struct comparison c = { .diff = diff, .change = change };
	struct stand stand = { spot, { in[YICE_OLD], in[YICE_NEW] } };

	if (!take_subjects(&c))
		return;
	start(&c);
	c.stands = &stand;
	c.stand_count = 1;
	if (in[YICE_NEW])
		find(&c, YICE_NEW, YICE_LEVEL_REFUSED, YICE_LEVEL_FREE, &change->stricter);
	if (in[YICE_OLD])
		find(&c, YICE_OLD, YICE_LEVEL_REFUSED, YICE_LEVEL_FREE, &change->looser);
}

/* Both versions decide it, and not alike. */
static bool tells_apart(struct comparison *c, const char *json, struct yice_flip *flip)
{
	for (int side = 0; side < YICE_SIDES; side++) {
		struct yice_trial *trial = &c->diff->versions[side].trial;
		int status = yice_trial_decide(trial, json);

		if (status == YICE_ENOMEM)
			c->diff->status = status;
		if (status)
			return false;
		flip->outcome[side] = yice_trial_outcome(trial, c->change->id[side]);
	}
	return flip->outcome[YICE_OLD] != flip->outcome[YICE_NEW];
}

/* One version makes it as bad as asked by its places, and the other less by those it has. */
static int ask_unsaid(struct comparison *c, const struct question *q, const struct yice_ground *ground,
		      struct yice_arena *arena, struct yice_project *project)
{
	const struct yice_spot *spot = &c->diff->spots[q->stand->spot];
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *forms[] = {
		yice_ground_settle(realm, comes_out(c, q), ground, q->worse),
		yice_ground_settle(realm, stays_below(c, q), ground, !q->worse),
		yice_ground_settle(realm, yice_diff_places(c->diff, spot, (int)q->worse), ground, q->worse),
		yice_ground_settle(realm, yice_diff_places(c->diff, spot, !q->worse), ground, !q->worse),
		c->known,
		c->readable,
	};
	int answer = YICE_ENOMEM;

	for (size_t i = 0; i < YICE_COUNT(forms); i++)
		if (!forms[i])
			c->diff->status = YICE_ENOMEM;
	if (!c->diff->status)
		answer = yice_solve(c->diff->solver, forms, YICE_COUNT(forms), arena, project);
	if (answer < 0)
		c->diff->status = answer;
	c->change->unreached |= answer == YICE_ANSWER_UNREACHED;
	return answer;
}

static bool try_unsaid(struct comparison *c, const struct question *q, const struct yice_ground *ground,
		       struct yice_flip *flip)
{
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_place_of place = place_at(c, q);
	struct yice_project project;
	struct yice_arena arena;

	yice_arena_init(&arena);
	if (ask_unsaid(c, q, ground, &arena, &project) == YICE_ANSWER_YES &&
	    yice_ground_write(c->diff, &project, &place, ground, &json) && tells_apart(c, json.data, flip)) {
		flip->found = true;
		flip->json = yice_arena_strdup(&c->diff->arena, json.data);
	}
	yice_buf_release(&json);
	yice_arena_release(&arena);
	return flip->found;
}

/* The one direction, from the worst level down; best by a site of which all places are known. */
static void find_unsaid(struct comparison *c, const struct stand *stand, struct yice_ground *ground,
			enum yice_side worse)
{
	struct yice_flip *flip = worse == YICE_NEW ? &c->change->stricter : &c->change->looser;
	struct question q = { .worse = worse, .stand = stand };

	for (int closed = 1; closed >= 0; closed--)
		for (int level = YICE_LEVEL_REFUSED; level >= YICE_LEVEL_FREE && !c->diff->status; level--) {
			ground->closed = closed;
			q.level = (enum yice_level)level;
			if (try_unsaid(c, &q, ground, flip))
				return;
		}
}

void yice_diff_compare_places(struct yice_diff *diff, struct yice_clause_change *change, uint32_t spot)
{
	struct comparison c = { .diff = diff, .change = change };
	const struct stand stand = { spot, { true, true } };
	struct yice_ground ground = { { NULL, NULL }, NULL, false };

	if (!take_subjects(&c))
		return;
	start(&c);
	if (!c.placed || diff->status)
		return;
	if (yice_ground_read(diff, &diff->spots[spot], &ground)) {
		find_unsaid(&c, &stand, &ground, YICE_NEW);
		find_unsaid(&c, &stand, &ground, YICE_OLD);
	} else {
		diff->status = YICE_ENOMEM;
	}
	yice_ground_free(&ground);
}
