/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed about units and scopes, and what that changes for projects in
 * them: clauses that stand for a class, a place or a scope begin or cease to
 * concern them without a word of the clause being changed. Each comes with a
 * project, where it decides any. Clauses that came, went or moved themselves
 * are told by themselves. Called by diff.c, after the clauses.
 */
#include "analysis/diff.h"

#include "analysis/nearby.h"
#include "compiler/type.h"

struct units {
	struct yice_diff *diff;
	struct yice_nearby nearby[YICE_SIDES];
	struct yice_unit_change *change;
	uint32_t spot, room;
	bool places; /* its unit says other things of places */
};

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* ---- clauses */

static struct yice_clause_change *new_clause(struct units *u, uint32_t old, uint32_t new)
{
	struct yice_diff *diff = u->diff;
	struct yice_unit_change *change = u->change;
	struct yice_clause_change *grown;

	if (change->clause_count == u->room) {
		u->room = u->room ? 2 * u->room : 8;
		grown = yice_arena_array(&diff->arena, u->room, sizeof(*grown));
		if (!grown) {
			diff->status = YICE_ENOMEM;
			return NULL;
		}
		if (change->clause_count)
			memcpy(grown, change->clauses, change->clause_count * sizeof(*grown));
		change->clauses = grown;
	}
	grown = &change->clauses[change->clause_count++];
	*grown = (struct yice_clause_change){ .clause = { old, new } };
	for (int side = 0; side < YICE_SIDES; side++)
		if (grown->clause[side] != YICE_NONE)
			grown->id[side] = yice_placed_id(&diff->versions[side].model, grown->clause[side]);
	return grown;
}

static bool concerns(const struct units *u, enum yice_side side, uint32_t clause)
{
	const struct yice_diff *diff = u->diff;

	return clause != YICE_NONE &&
	       yice_diff_concerns(diff, side, &diff->versions[side].subjects.items[clause],
				  &diff->spots[u->spot]);
}

/* Whether a clause is for this unit alone: then its own change says everything. */
static bool is_own(const struct units *u, enum yice_side side, uint32_t clause)
{
	const struct yice_version *version = &u->diff->versions[side];
	const struct yice_spot *spot = &u->diff->spots[u->spot];
	const struct yice_placement *target;

	if (clause == YICE_NONE || !spot->unit)
		return false;
	target = yice_subject_target(&version->model, &version->subjects.items[clause]);
	return target->kind == YICE_FOR_UNIT && target->key == spot->number[side];
}

/* A clause that one side looks at here; those of both are looked at once, from the new one. */
static void look_at(struct units *u, enum yice_side side, uint32_t clause)
{
	uint32_t partner = side == YICE_NEW ? u->diff->old[clause] : u->diff->new[clause];
	struct yice_clause_change *change;
	bool in[YICE_SIDES] = { false, false };

	if (partner == YICE_NONE || !concerns(u, side, clause))
		return;
	in[side] = true;
	in[!side] = concerns(u, !side, partner);
	if (in[!side] ? side == YICE_OLD || !u->places : is_own(u, side, clause) || is_own(u, !side, partner))
		return;
	change = side == YICE_NEW ? new_clause(u, partner, clause) : new_clause(u, clause, partner);
	if (!change)
		return;
	if (in[!side]) {
		change->kind = YICE_DIFF_RESCOPED;
		yice_diff_compare_places(u->diff, change, u->spot);
		if (!change->stricter.found && !change->looser.found && !change->unreached)
			u->change->clause_count--;
		return;
	}
	change->kind = side == YICE_NEW ? YICE_DIFF_ADDED : YICE_DIFF_REMOVED;
	yice_diff_compare_at(u->diff, change, u->spot, in);
}

static void look_at_target(struct units *u, enum yice_side side, uint32_t target)
{
	const struct yice_diff *diff = u->diff;
	const struct yice_placement *placement = &diff->versions[side].model.placements.items[target];
	const struct yice_spot *spot = &diff->spots[u->spot];
	bool whole = placement->kind == YICE_FOR_SCOPE || placement->kind == YICE_FOR_PLACE;

	/* What holds everywhere in the scope held of the ground before there was a unit. */
	if (whole && (spot->number[YICE_OLD] == YICE_NONE || spot->number[YICE_NEW] == YICE_NONE))
		return;
	for (uint32_t i = 0; i < placement->count && !diff->status; i++)
		look_at(u, side, placement->clauses[i]);
}

static void look_at_side(struct units *u, enum yice_side side)
{
	const struct yice_spot *spot = &u->diff->spots[u->spot];
	const struct yice_model *model = &u->diff->versions[side].model;
	const struct yice_nearby *nearby = &u->nearby[side];
	uint32_t number = spot->number[side], scope;

	if (number == YICE_NONE)
		return;
	scope = spot->unit ? model->units.items[number].scope : number;
	for (; scope != YICE_NONE; scope = model->scopes.items[scope].parent)
		for (uint32_t i = nearby->scope_start[scope]; i < nearby->scope_start[scope + 1]; i++)
			look_at_target(u, side, nearby->by_scope[i]);
	if (spot->unit)
		for (uint32_t i = nearby->unit_start[number]; i < nearby->unit_start[number + 1]; i++)
			look_at_target(u, side, nearby->by_unit[i]);
}

/* ---- units and scopes */

/* False: it is as it was, as far as it goes without its clauses. */
static bool look_at_unit(const struct yice_diff *diff, struct yice_unit_change *change)
{
	const struct yice_spot *spot = change->spot;
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;
	const uint32_t old = spot->number[YICE_OLD], new = spot->number[YICE_NEW];

	if (old == YICE_NONE || new == YICE_NONE)
		return true;
	if (!spot->unit) {
		change->name = !same_text(a->scopes.items[old].label.zh, b->scopes.items[new].label.zh) ||
			       !same_text(a->scopes.items[old].label.en, b->scopes.items[new].label.en);
		change->scope = spot->altered;
		return change->name || change->scope;
	}
	change->klass = a->units.items[old].klass != b->units.items[new].klass;
	change->places = !yice_diff_same_places(diff, spot);
	change->scope = !yice_diff_same_scopes(diff, spot);
	change->border = spot->reshaped;
	change->name = !same_text(a->units.items[old].title, b->units.items[new].title) ||
		       !same_text(a->units.items[old].english, b->units.items[new].english);
	change->fictional = a->units.items[old].fictional != b->units.items[new].fictional;
	return change->klass || change->places || change->scope || change->border || change->name ||
	       change->fictional;
}

/* ---- what of them was and is */

static void add_place(const struct yice_model *model, const char *under, uint32_t place, struct yice_buf *out)
{
	yice_buf_addf(out, "%s%s %s", out->len ? "、" : "", under,
		      model->vocabs.items[YICE_VOCAB_OF_PLACES].members[place].label.zh);
}

/* Places under 要素 or 位于 that the one unit has and the other has not. */
static void add_surplus(const struct yice_model *own, const uint32_t *places, uint32_t count,
			const struct yice_model *other, const uint32_t *others, uint32_t other_count, const char *under,
			struct yice_buf *out)
{
	const struct yice_vocab_member *here = own->vocabs.items[YICE_VOCAB_OF_PLACES].members,
				       *there = other->vocabs.items[YICE_VOCAB_OF_PLACES].members;

	for (uint32_t i = 0; i < count; i++) {
		bool found = false;

		for (uint32_t k = 0; k < other_count && !found; k++)
			found = !strcmp(here[places[i]].label.zh, there[others[k]].label.zh);
		if (!found)
			add_place(own, under, places[i], out);
	}
}

static const char *keep(struct yice_diff *diff, struct yice_buf *text)
{
	if (text->len || text->failed)
		return yice_diff_keep(diff, text);
	yice_buf_release(text);
	return NULL;
}

static const char *place_text(struct yice_diff *diff, const struct yice_spot *spot, enum yice_side side)
{
	const struct yice_model *own = &diff->versions[side].model, *other = &diff->versions[!side].model;
	const struct yice_unit *a = &own->units.items[spot->number[side]], *b = &other->units.items[spot->number[!side]];
	struct yice_buf text = YICE_BUF_INIT;

	add_surplus(own, a->elements, a->element_count, other, b->elements, b->element_count, "要素", &text);
	add_surplus(own, a->within, a->within_count, other, b->within, b->within_count, "位于", &text);
	if (!a->has_elements && b->has_elements)
		yice_buf_addf(&text, "%s未列要素", text.len ? "、" : "");
	return keep(diff, &text);
}

/* From this scope on the other version has the same ones above it. */
static bool goes_on_alike(const struct yice_model *own, uint32_t scope, const struct yice_model *other, uint32_t number)
{
	while (number != YICE_NONE && strcmp(own->scopes.items[scope].code, other->scopes.items[number].code))
		number = other->scopes.items[number].parent;
	while (scope != YICE_NONE && number != YICE_NONE) {
		if (strcmp(own->scopes.items[scope].code, other->scopes.items[number].code))
			return false;
		scope = own->scopes.items[scope].parent;
		number = other->scopes.items[number].parent;
	}
	return scope == number;
}

static uint32_t scope_above(const struct yice_diff *diff, const struct yice_spot *spot, enum yice_side side)
{
	const struct yice_model *model = &diff->versions[side].model;
	uint32_t number = spot->number[side];

	return spot->unit ? model->units.items[number].scope : model->scopes.items[number].parent;
}

/* "440606 顺德区、440600 佛山市", as far up as the two differ. */
static const char *scope_text(struct yice_diff *diff, const struct yice_spot *spot, enum yice_side side)
{
	const struct yice_model *model = &diff->versions[side].model, *other = &diff->versions[!side].model;
	uint32_t scope = scope_above(diff, spot, side), there = scope_above(diff, spot, !side);
	struct yice_buf text = YICE_BUF_INIT;

	for (; scope != YICE_NONE && !goes_on_alike(model, scope, other, there); scope = model->scopes.items[scope].parent)
		yice_buf_addf(&text, "%s%s %s", text.len ? "、" : "", model->scopes.items[scope].code,
			      model->scopes.items[scope].label.zh);
	return keep(diff, &text);
}

/* With the name in English where that differs. */
static const char *name_text(struct yice_diff *diff, const struct yice_spot *spot, enum yice_side side)
{
	const char *zh[YICE_SIDES], *en[YICE_SIDES];
	struct yice_buf text = YICE_BUF_INIT;

	for (int i = 0; i < YICE_SIDES; i++) {
		const struct yice_model *model = &diff->versions[i].model;
		const uint32_t number = spot->number[i];

		zh[i] = spot->unit ? model->units.items[number].title : model->scopes.items[number].label.zh;
		en[i] = spot->unit ? model->units.items[number].english : model->scopes.items[number].label.en;
	}
	yice_buf_adds(&text, zh[side] ? zh[side] : "");
	if (en[side] && !same_text(en[YICE_OLD], en[YICE_NEW]))
		yice_buf_addf(&text, "（%s）", en[side]);
	return keep(diff, &text);
}

static void say(struct yice_diff *diff, struct yice_unit_change *change)
{
	for (int side = 0; side < YICE_SIDES; side++) {
		if (change->places)
			change->place_text[side] = place_text(diff, change->spot, (enum yice_side)side);
		if (change->scope)
			change->scope_text[side] = scope_text(diff, change->spot, (enum yice_side)side);
		if (change->name)
			change->name_text[side] = name_text(diff, change->spot, (enum yice_side)side);
	}
}

static void touch(struct yice_diff *diff, const struct yice_spot *spot)
{
	bool *touched[YICE_SIDES] = { diff->touched_old, diff->touched };

	for (int side = 0; spot->unit && (spot->altered || spot->reshaped) && side < YICE_SIDES; side++)
		if (spot->number[side] != YICE_NONE)
			touched[side][spot->number[side]] = true;
}

static bool make_nearby(struct units *u)
{
	struct yice_diff *diff = u->diff;

	for (int side = 0; side < YICE_SIDES; side++)
		if (yice_nearby_init(&u->nearby[side], &diff->versions[side].model, &diff->arena)) {
			diff->status = YICE_ENOMEM;
			return false;
		}
	return true;
}

void yice_diff_units(struct yice_diff *diff)
{
	struct units u = { .diff = diff };

	diff->units = yice_arena_array(&diff->arena, diff->spot_count, sizeof(*diff->units));
	if (!diff->units) {
		diff->status = YICE_ENOMEM;
		return;
	}
	for (uint32_t i = 0; i < diff->spot_count && !diff->status; i++) {
		struct yice_unit_change change = { .spot = &diff->spots[i] };

		if (!look_at_unit(diff, &change))
			continue;
		say(diff, &change);
		if (!u.nearby[YICE_OLD].model && !make_nearby(&u))
			return;
		diff->units[diff->unit_count] = change;
		u.change = &diff->units[diff->unit_count++];
		u.spot = i;
		u.room = 0;
		u.places = change.places;
		touch(diff, change.spot);
		if (!change.spot->altered)
			continue;
		look_at_side(&u, YICE_NEW);
		look_at_side(&u, YICE_OLD);
	}
}
