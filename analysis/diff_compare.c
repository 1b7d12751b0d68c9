/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kind of change a clause went through: is there a project that comes out
 * worse by the new clause than by the old one, is there one that comes out
 * better? Projects are asked about where they can be, on the days on which the
 * clauses are in force. Every project that is named has been decided by both;
 * where none can be, the reason is kept. Called by diff.c and diff_unit.c.
 */
#include "analysis/diff_compare.h"

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

static const struct yice_placement *target(const struct yice_comparison *c, enum yice_side side)
{
	return yice_subject_target(&c->diff->versions[side].model, c->subjects[side]);
}

static void add_stand(struct yice_comparison *c, uint32_t number, const bool *in)
{
	struct yice_spot *spot = &c->diff->spots[number];
	uint32_t key[2] = { (in[YICE_OLD] ? 1u : 0u) | (in[YICE_NEW] ? 2u : 0u), 0 }, entry;
	struct yice_stand *grown;
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
	c->stands[c->stand_count++] = (struct yice_stand){ number, { in[YICE_OLD], in[YICE_NEW] } };
}

/* Whether one of the two clauses is for this unit alone. */
static bool is_own(const struct yice_comparison *c, const struct yice_spot *spot)
{
	for (int side = 0; side < YICE_SIDES; side++)
		if (c->subjects[side] && spot->unit &&
		    target(c, (enum yice_side)side)->kind == YICE_FOR_UNIT &&
		    target(c, (enum yice_side)side)->key == spot->number[side])
			return true;
	return false;
}

/* Where a spot was altered, that a clause begins or ceases there is told of the spot. */
static void look_at_spot(struct yice_comparison *c, uint32_t number)
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

static bool is_for_unit(const struct yice_comparison *c, enum yice_side side)
{
	return !c->subjects[side] || target(c, side)->kind == YICE_FOR_UNIT;
}

/* Spots that both versions have come first: a project there can be decided by both. */
static void gather_stands(struct yice_comparison *c)
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

/* ---------------------------------------------------------------- the kind of change */

/* What both clauses look at. */
static void start(struct yice_comparison *c)
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
static void need_stand(struct yice_comparison *c)
{
	if (c->stand_count)
		return;
	c->stands = yice_arena_array(&c->diff->arena, 1, sizeof(*c->stands));
	if (!c->stands) {
		c->diff->status = YICE_ENOMEM;
		return;
	}
	c->stands[0] = (struct yice_stand){ YICE_NONE, { true, true } };
	c->stand_count = 1;
}

/* Some project that both apply to comes out differently. */
static bool differs_where_both_apply(struct yice_comparison *c)
{
	struct yice_realm *realm = &c->diff->realm;
	const struct yice_form *both = realm->yes;
	int answer;

	for (int side = 0; side < YICE_SIDES; side++)
		both = yice_form_and(
		    realm, both, yice_diff_on_days(c, (enum yice_side)side, c->subjects[side]->applies.may[1], true));
	for (uint32_t i = 0; i < c->stand_count; i++) {
		struct yice_question q = { .stand = &c->stands[i], .any = true };

		if (!q.stand->in[YICE_OLD] || !q.stand->in[YICE_NEW])
			continue;
		for (int level = YICE_LEVEL_RESTRICTED; level < YICE_LEVELS; level++)
			for (int worse = 0; worse < YICE_SIDES; worse++) {
				q.level = level;
				q.worse = (enum yice_side)worse;
				answer = yice_diff_ask(c, &q, both, NULL, NULL);
				c->change->unreached |= answer == YICE_ANSWER_UNREACHED;
				if (answer != YICE_ANSWER_NO)
					return true;
			}
	}
	return false;
}

/* A clause that came or went: what it does to a project, if anything. */
static void look_alone(struct yice_comparison *c, enum yice_side side)
{
	struct yice_flip *flip = side == YICE_NEW ? &c->change->stricter : &c->change->looser;

	c->change->kind = side == YICE_NEW ? YICE_DIFF_ADDED : YICE_DIFF_REMOVED;
	yice_diff_find(c, side, YICE_LEVEL_REFUSED, YICE_DIFF_LISTED, flip);
	yice_diff_find_joint(c, side, YICE_LEVEL_REFUSED, YICE_DIFF_LISTED, flip);
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
static enum yice_difference kind_of(struct yice_comparison *c, bool free)
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
static void look_at_said(struct yice_comparison *c)
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

/* A project that the one version lists something for, and the other does not; unless another shows that too. */
static void look_at_listed(struct yice_comparison *c)
{
	struct yice_clause_change *change = c->change;
	const struct yice_flip *shown[] = { &change->stricter, &change->looser, &change->listed[YICE_NEW] };
	struct yice_flip *listed = change->listed;
	bool told[YICE_SIDES] = { false, false };

	for (int side = YICE_NEW; side >= YICE_OLD; side--) {
		for (size_t i = 0; i < YICE_COUNT(shown); i++)
			told[side] |= shown[i]->json && shown[i]->lists[side];
		if (!told[side])
			yice_diff_find(c, (enum yice_side)side, YICE_DIFF_LISTED, YICE_DIFF_LISTED, &listed[side]);
	}
	for (int side = YICE_NEW; side >= YICE_OLD; side--)
		if (!told[side] && !listed[YICE_NEW].found && !listed[YICE_OLD].found)
			yice_diff_find_joint(c, (enum yice_side)side, YICE_DIFF_LISTED, YICE_DIFF_LISTED, &listed[side]);
}

/* What projects say; true: none comes out worse or better. */
static bool look_at_projects(struct yice_comparison *c)
{
	struct yice_clause_change *change = c->change;
	const struct yice_rule *old = c->subjects[YICE_OLD]->rule, *new = c->subjects[YICE_NEW]->rule;
	bool free;

	start(c);
	gather_stands(c);
	need_stand(c);
	yice_diff_find(c, YICE_NEW, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->stricter);
	yice_diff_find(c, YICE_OLD, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->looser);
	yice_diff_find_joint(c, YICE_NEW, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->stricter);
	yice_diff_find_joint(c, YICE_OLD, YICE_LEVEL_REFUSED, YICE_LEVEL_RESTRICTED, &change->looser);
	free = !change->stricter.found && !change->looser.found;
	if (free) {
		yice_diff_find(c, YICE_NEW, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->stricter);
		if (!change->stricter.found || old->effect == new->effect)
			yice_diff_find(c, YICE_OLD, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->looser);
		if (!change->stricter.found && !change->looser.found)
			yice_diff_find_joint(c, YICE_NEW, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->stricter);
		if (!change->stricter.found && !change->looser.found)
			yice_diff_find_joint(c, YICE_OLD, YICE_LEVEL_FREE, YICE_LEVEL_FREE, &change->looser);
	}
	look_at_listed(c);
	return free;
}

/* Nothing stands beside the effects that could be listed otherwise. */
static bool same_beside(const struct yice_rule *old, const struct yice_rule *new)
{
	const struct yice_listing before = yice_diff_listing(old), after = yice_diff_listing(new);

	if (yice_diff_lists_more(&before, &after) || yice_diff_lists_more(&after, &before))
		return false;
	return !old->aside_count || same_conditions(old, new);
}

static bool look_both(struct yice_comparison *c)
{
	struct yice_clause_change *change = c->change;
	const struct yice_rule *old = c->subjects[YICE_OLD]->rule, *new = c->subjects[YICE_NEW]->rule;
	bool moved = strcmp(change->id[YICE_OLD], change->id[YICE_NEW]) != 0, free = false;
	bool same = c->subjects[YICE_OLD]->body == c->subjects[YICE_NEW]->body && !change->days;

	if (!same || moved || !same_beside(old, new))
		free = look_at_projects(c);
	change->kind = kind_of(c, free);
	if (!same || moved || !same_conditions(old, new))
		yice_diff_edits(c->diff, change);
	look_at_said(c);
	if ((change->listed[YICE_OLD].found || change->listed[YICE_NEW].found) &&
	    (change->kind == YICE_DIFF_REWORDED || change->kind == YICE_DIFF_MOVED))
		change->kind = YICE_DIFF_RESCOPED;
	return change->kind != YICE_DIFF_REWORDED || change->edit_count || change->days ||
	       !yice_diff_same_words(c->diff, old, new);
}

/* False when out of memory. */
static bool take_subjects(struct yice_comparison *c)
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
	struct yice_comparison c = { .diff = diff, .change = change };

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
	struct yice_comparison c = { .diff = diff, .change = change };
	struct yice_stand stand = { spot, { in[YICE_OLD], in[YICE_NEW] } };

	if (!take_subjects(&c))
		return;
	start(&c);
	c.stands = &stand;
	c.stand_count = 1;
	if (in[YICE_NEW])
		yice_diff_find(&c, YICE_NEW, YICE_LEVEL_REFUSED, YICE_DIFF_LISTED, &change->stricter);
	if (in[YICE_OLD])
		yice_diff_find(&c, YICE_OLD, YICE_LEVEL_REFUSED, YICE_DIFF_LISTED, &change->looser);
}

void yice_diff_compare_places(struct yice_diff *diff, struct yice_clause_change *change, uint32_t spot)
{
	struct yice_comparison c = { .diff = diff, .change = change };
	const struct yice_stand stand = { spot, { true, true } };

	if (!take_subjects(&c))
		return;
	start(&c);
	if (c.placed && !diff->status)
		yice_diff_find_unsaid(&c, &stand);
}
