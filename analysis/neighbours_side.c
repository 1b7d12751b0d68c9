/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two adjoining units: their clauses side by side, and for each clause whether
 * some project comes out worse by it than by every clause of the other side.
 * What a unit says of its places is put into the forms beforehand, so that the
 * two sides speak of one project; every project named has been decided on both
 * sides, and says no more than it has to. Called by neighbours.c.
 */
#include "analysis/neighbours.h"

#include "analysis/witness.h"
#include "compiler/declare.h"
#include "compiler/type.h"

struct comparing {
	struct yice_neighbours *n;
	struct yice_beside *pair;
	/* Every clause of the side, and what they ask for is known; NULL: not made yet. */
	const struct yice_form *below[YICE_BESIDE][YICE_LEVELS];
	const uint64_t *inside[YICE_BESIDE], *outside[YICE_BESIDE]; /* places of each unit, as bits of the site's axis */
	int status;
};

static const struct yice_unit *unit_of(const struct comparing *c, uint32_t side)
{
	return yice_beside_unit(c->n, c->pair, side);
}

/* ---------------------------------------------------------------- clauses of either side */

static uint32_t dimension_of(const struct yice_neighbours *n, const struct yice_beside_clause *clause)
{
	return yice_beside_rule(n, clause)->placed->dimension;
}

uint32_t yice_beside_dimension(const struct yice_neighbours *n, const struct yice_beside *pair, uint32_t first)
{
	uint32_t end = first + 1;

	while (end < pair->count && dimension_of(n, &pair->clauses[end]) == dimension_of(n, &pair->clauses[first]))
		end++;
	return end;
}

unsigned yice_beside_stricter(const struct yice_beside *pair, uint32_t first, uint32_t end, bool *unsettled)
{
	unsigned sides = 0;

	*unsettled = false;
	for (uint32_t i = first; i < end; i++) {
		if (pair->clauses[i].json)
			sides |= 1u << pair->clauses[i].side;
		*unsettled |= pair->clauses[i].unsettled;
	}
	return sides;
}

unsigned yice_beside_judged(const struct yice_beside *pair, uint32_t first, uint32_t end)
{
	unsigned sides = 0;

	for (uint32_t i = first; i < end; i++)
		sides |= (unsigned)pair->clauses[i].judged << pair->clauses[i].side;
	return sides;
}

/* Open words of an expression, each once, behind `count` others. Their number; `words` may be NULL, or has room. */
static uint32_t list_words(const struct yice_logic *logic, const char **words, uint32_t count)
{
	if (!logic)
		return count;
	for (const struct yice_logic *child = logic->kind == YICE_LOGIC_TEST ? NULL : logic->first; child; child = child->next)
		count = list_words(child, words, count);
	if (logic->kind != YICE_LOGIC_TEST || logic->op != YICE_TEST_OPEN)
		return count;
	for (uint32_t i = 0; words && i < count; i++)
		if (!strcmp(words[i], logic->words))
			return count;
	if (words)
		words[count] = logic->words;
	return count + 1;
}

static uint32_t list_rule(const struct yice_rule *rule, const char **words)
{
	uint32_t count = list_words(rule->guard, words, 0);

	for (uint32_t i = 0; i < rule->except_count; i++)
		count = list_words(rule->except[i], words, count);
	return list_words(rule->demand, words, count);
}

/* What people judge of a clause that speaks to projects. */
static bool find_words(struct comparing *c, struct yice_beside_clause *clause)
{
	const struct yice_rule *rule = yice_beside_rule(c->n, clause);

	if (rule->effect == YICE_ENCOURAGES || rule->effect == YICE_OBLIGES)
		return true;
	clause->words = yice_arena_array(&c->n->arena, (size_t)list_rule(rule, NULL) + 1, sizeof(*clause->words));
	if (!clause->words)
		return false;
	clause->word_count = list_rule(rule, clause->words);
	clause->judged = clause->word_count || rule->effect == YICE_DOES_NOTHING;
	return true;
}

static bool in_force(const struct yice_neighbours *n, const struct yice_rule *rule)
{
	return rule->days.from <= n->day && n->day < rule->days.to;
}

static bool add_clauses(struct comparing *c, uint32_t side, uint32_t placement, struct yice_buf *out)
{
	const struct yice_placement *target = &c->n->model.placements.items[placement];

	if (target->kind == YICE_FOR_CLASS && target->key != unit_of(c, side)->klass)
		return true;
	for (uint32_t i = 0; i < target->count; i++) {
		struct yice_beside_clause clause = { .number = target->clauses[i], .side = side };

		clause.id = yice_placed_id(&c->n->model, clause.number);
		if (!clause.id)
			return false;
		if (in_force(c->n, &c->n->rules.items[clause.number]))
			yice_buf_add(out, &clause, sizeof(clause));
	}
	return !out->failed;
}

/* Those of the unit and of the scopes above it, as far as the other unit is not below them too. */
static bool add_side(struct comparing *c, uint32_t side, struct yice_buf *out)
{
	const struct yice_nearby *nearby = &c->n->nearby;
	uint32_t unit = c->pair->border.unit[side], scope = unit_of(c, side)->scope;
	bool ok = true;

	for (uint32_t i = nearby->unit_start[unit]; ok && i < nearby->unit_start[unit + 1]; i++)
		ok = add_clauses(c, side, nearby->by_unit[i], out);
	for (; scope != YICE_NONE && !yice_scope_covers(&c->n->model, scope, unit_of(c, !side)->scope);
	     scope = c->n->model.scopes.items[scope].parent)
		for (uint32_t i = nearby->scope_start[scope]; ok && i < nearby->scope_start[scope + 1]; i++)
			ok = add_clauses(c, side, nearby->by_scope[i], out);
	return ok;
}

struct order {
	uint32_t dimension;
	struct yice_beside_clause clause;
};

/* Clauses under no heading come first: YICE_NONE plus one is nothing. */
static int compare_orders(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->dimension != y->dimension)
		return x->dimension + 1 < y->dimension + 1 ? -1 : 1;
	if (x->clause.side != y->clause.side)
		return x->clause.side < y->clause.side ? -1 : 1;
	return x->clause.number < y->clause.number ? -1 : x->clause.number > y->clause.number;
}

static int collect(struct comparing *c)
{
	struct yice_buf found = YICE_BUF_INIT;
	struct yice_beside *pair = c->pair;
	struct order *orders;
	bool ok = add_side(c, 0, &found) && add_side(c, 1, &found);

	pair->count = (uint32_t)(found.len / sizeof(*pair->clauses));
	pair->clauses = yice_arena_array(&c->n->arena, (size_t)pair->count + 1, sizeof(*pair->clauses));
	orders = calloc((size_t)pair->count + 1, sizeof(*orders));
	ok = ok && pair->clauses && orders;
	for (uint32_t i = 0; ok && i < pair->count; i++) {
		memcpy(&orders[i].clause, found.data + i * sizeof(*pair->clauses), sizeof(*pair->clauses));
		orders[i].dimension = dimension_of(c->n, &orders[i].clause);
	}
	if (ok)
		qsort(orders, pair->count, sizeof(*orders), compare_orders);
	for (uint32_t i = 0; ok && i < pair->count; i++)
		pair->clauses[i] = orders[i].clause;
	for (uint32_t i = 0; ok && i < pair->count; i++)
		ok = find_words(c, &pair->clauses[i]);
	free(orders);
	yice_buf_release(&found);
	return ok ? YICE_OK : YICE_ENOMEM;
}

/* ---------------------------------------------------------------- a project on either side */

/* What the unit says of places, as yice_read_unit() has it, in bits. */
static bool read_places(struct comparing *c, uint32_t side)
{
	struct yice_neighbours *n = c->n;
	const struct yice_unit *unit = unit_of(c, side);
	const struct yice_vocab *places = &n->model.vocabs.items[YICE_VOCAB_OF_PLACES];
	const uint32_t *members = n->reading.members[YICE_VOCAB_OF_PLACES];
	uint64_t *inside = yice_form_bits(&n->realm, n->site_axis), *outside = yice_form_bits(&n->realm, n->site_axis);

	if (!inside || !outside)
		return false;
	for (uint32_t i = 0; unit->has_elements && i < places->count; i++)
		if (places->members[i].info == YICE_AT_ZONE)
			yice_bit_set(outside, members[i]);
	for (uint32_t i = 0; i < unit->element_count; i++)
		outside[members[unit->elements[i]] / 64] &= ~(UINT64_C(1) << members[unit->elements[i]] % 64);
	for (uint32_t i = 0; i < unit->within_count; i++) {
		yice_bit_set(inside, members[unit->within[i]]);
		outside[members[unit->within[i]] / 64] &= ~(UINT64_C(1) << members[unit->within[i]] % 64);
	}
	c->inside[side] = inside;
	c->outside[side] = outside;
	return true;
}

/* A test of the site's places, answered as far as the unit answers it. */
static const struct yice_form *place_test(struct comparing *c, uint32_t side, const struct yice_form *form)
{
	struct yice_realm *realm = &c->n->realm;
	uint32_t words = realm->universes[realm->axes[form->axis].universe].words;
	const struct yice_form *has = form->kind == YICE_FORM_HAS ? realm->yes : realm->no,
			       *lacks = form->kind == YICE_FORM_HAS ? realm->no : realm->yes;
	uint64_t *rest = yice_form_bits(realm, form->axis), any = 0;

	if (!rest)
		return NULL;
	for (uint32_t i = 0; i < words; i++) {
		if (form->set[i] & c->inside[side][i])
			return has;
		rest[i] = form->set[i] & ~c->outside[side][i];
		any |= rest[i];
	}
	return any ? yice_form_set(realm, form->kind, form->axis, rest) : lacks;
}

/* The form for sites in the unit of a side. */
static const struct yice_form *at_side(struct comparing *c, uint32_t side, const struct yice_form *form)
{
	struct yice_neighbours *n = c->n;
	const struct yice_form **parts, *result;

	if (!form || n->site_axis == YICE_NONE || !yice_form_looks_at(form, n->site_axis))
		return form;
	if (form->kind == YICE_FORM_HAS || form->kind == YICE_FORM_LACKS)
		return place_test(c, side, form);
	if (form->kind != YICE_FORM_AND && form->kind != YICE_FORM_OR)
		return form; /* that the site is known */
	parts = calloc(form->count, sizeof(*parts));
	if (!parts) {
		c->status = YICE_ENOMEM;
		return NULL;
	}
	for (uint32_t i = 0; i < form->count; i++)
		parts[i] = at_side(c, side, form->parts[i]);
	result = yice_form_join(&n->realm, form->kind, parts, form->count);
	free(parts);
	return result;
}

/*
 * Every clause of the side leaves a project below the level, and all that they ask for is known: where open words decide,
 * a missing fact beside them would leave the clause unknown.
 */
static const struct yice_form *all_below(struct comparing *c, uint32_t side, enum yice_level level)
{
	struct yice_neighbours *n = c->n;
	const struct yice_form *form = n->realm.yes;

	if (c->below[side][level])
		return c->below[side][level];
	for (uint32_t i = 0; form && i < c->pair->count; i++) {
		const struct yice_subject *subject;

		if (c->pair->clauses[i].side != side || !n->subjects.items[c->pair->clauses[i].number].decides)
			continue;
		subject = yice_subject(&n->subjects, c->pair->clauses[i].number);
		form = subject ? yice_form_and(&n->realm, form, at_side(c, side, subject->below[level])) : NULL;
		form = form ? yice_form_and(&n->realm, form, at_side(c, side, subject->known)) : NULL;
	}
	if (!form)
		c->status = YICE_ENOMEM;
	c->below[side][level] = form;
	return form;
}

/* ---------------------------------------------------------------- a project that shows it */

/* The project as it stands on a side: in no place that the unit has nothing of. False when out of memory. */
static bool stand(struct comparing *c, uint32_t side, const struct yice_project *project, struct yice_arena *arena,
		  struct yice_project *out)
{
	const struct yice_realm *realm = &c->n->realm;

	out->count = project->count;
	out->values = yice_arena_array(arena, (size_t)project->count + 1, sizeof(*out->values));
	for (uint32_t i = 0; out->values && i < project->count; i++) {
		uint32_t words;

		out->values[i] = project->values[i];
		if (project->values[i].axis != c->n->site_axis)
			continue;
		words = realm->universes[realm->axes[c->n->site_axis].universe].words;
		out->values[i].members = yice_arena_array(arena, words, sizeof(uint64_t));
		if (!out->values[i].members)
			return false;
		for (uint32_t w = 0; w < words; w++)
			out->values[i].members[w] = project->values[i].members[w] & ~c->outside[side][w];
	}
	return out->values != NULL;
}

/* Writes the project as it stands on a side, in the unit or in no unit. False when it cannot be written. */
static bool write_project(struct comparing *c, uint32_t side, const struct yice_project *project, bool in_unit,
			  struct yice_buf *json)
{
	const struct yice_place_of place = { in_unit ? unit_of(c, side)->code : NULL, NULL, c->n->day, NULL };
	struct yice_project standing;
	struct yice_arena arena;
	bool ok;

	yice_arena_init(&arena);
	ok = stand(c, side, project, &arena, &standing);
	if (!ok)
		c->status = YICE_ENOMEM;
	ok = ok && yice_witness_json(&c->n->realm, &standing, &place, json);
	if (json->failed)
		c->status = YICE_ENOMEM;
	yice_arena_release(&arena);
	return ok && !json->failed;
}

/* Decides the project in the unit of a side. False when it cannot be written or is at fault there. */
static bool decide(struct comparing *c, uint32_t side, const struct yice_project *project)
{
	struct yice_buf json = YICE_BUF_INIT;
	bool ok = write_project(c, side, project, true, &json);
	int status = ok ? yice_trial_decide(&c->n->trial, json.data) : YICE_OK;

	if (status == YICE_ENOMEM)
		c->status = status;
	yice_buf_release(&json);
	return ok && !status;
}

static int outcome_of(const struct comparing *c, const struct yice_beside_clause *clause)
{
	return yice_trial_outcome(&c->n->trial, clause->id);
}

/* By the clause it is as bad as the level here, and by no clause of the other side there. */
static bool shows(struct comparing *c, const struct yice_project *project, enum yice_level level,
		  struct yice_beside_clause *clause)
{
	if (!decide(c, clause->side, project))
		return false;
	clause->here = outcome_of(c, clause);
	if (clause->here == YICE_UNKNOWN || yice_level_of(clause->here) < level || !decide(c, !clause->side, project))
		return false;
	clause->there = YICE_TRIAL_ABSENT;
	for (uint32_t i = 0; i < c->pair->count; i++) {
		const struct yice_beside_clause *other = &c->pair->clauses[i];
		int outcome;

		if (other->side == clause->side || !c->n->subjects.items[other->number].decides)
			continue;
		outcome = outcome_of(c, other);
		if (outcome == YICE_UNKNOWN || yice_level_of(outcome) >= level)
			return false;
		if (outcome >= 0 && outcome != YICE_NOT_APPLICABLE &&
		    (clause->there < 0 || yice_level_of(outcome) > yice_level_of(clause->there)))
			clause->there = outcome;
	}
	return true;
}

/* Leaves out what the answer does not need, the last value first. */
static void shorten(struct comparing *c, struct yice_project *project, enum yice_level level,
		    const struct yice_beside_clause *clause)
{
	struct yice_beside_clause trial = *clause;

	for (uint32_t i = project->count; i-- > 0 && !c->status;) {
		struct yice_value left = project->values[i];

		memmove(project->values + i, project->values + i + 1, (project->count - i - 1) * sizeof(left));
		project->count--;
		if (shows(c, project, level, &trial))
			continue;
		memmove(project->values + i + 1, project->values + i, (project->count - i) * sizeof(left));
		project->values[i] = left;
		project->count++;
	}
}

static void keep(struct comparing *c, struct yice_project *project, enum yice_level level,
		 struct yice_beside_clause *clause)
{
	struct yice_buf json = YICE_BUF_INIT;

	shorten(c, project, level, clause);
	if (c->status || !shows(c, project, level, clause) || !write_project(c, clause->side, project, false, &json)) {
		clause->unsettled = true;
	} else {
		clause->json = yice_arena_strdup(&c->n->arena, json.data);
		if (!clause->json)
			c->status = YICE_ENOMEM;
	}
	yice_buf_release(&json);
}

/* A project at the level by the clause and below it by the other side; with all facts known that either asks for. */
static int find_project(struct comparing *c, const struct yice_subject *subject, uint32_t side, enum yice_level level,
			struct yice_arena *arena, struct yice_project *project)
{
	const struct yice_form *forms[] = { at_side(c, side, subject->least[level]), all_below(c, !side, level),
					    at_side(c, side, subject->known) };
	int answer;

	if (c->status || !forms[0] || !forms[1] || !forms[2])
		return YICE_ENOMEM;
	answer = yice_solve(c->n->solver, forms, YICE_COUNT(forms), arena, project);
	if (answer < 0)
		c->status = answer;
	return answer;
}

/* From refused down: the worst level at which the clause is stricter than the other side. */
static void compare_clause(struct comparing *c, struct yice_beside_clause *clause)
{
	const struct yice_subject *subject = yice_subject(&c->n->subjects, clause->number);

	if (!subject)
		c->status = YICE_ENOMEM;
	for (enum yice_level level = YICE_LEVEL_REFUSED; level > YICE_LEVEL_FREE && !c->status && !clause->json; level--) {
		struct yice_project project;
		struct yice_arena arena;
		int answer;

		yice_arena_init(&arena);
		answer = find_project(c, subject, clause->side, level, &arena, &project);
		if (answer == YICE_ANSWER_UNREACHED)
			clause->unsettled = true;
		else if (answer == YICE_ANSWER_YES)
			keep(c, &project, level, clause);
		yice_arena_release(&arena);
	}
	if (clause->json)
		clause->unsettled = false;
}

int yice_beside_compare(struct yice_neighbours *n, struct yice_beside *pair)
{
	struct comparing c = { .n = n, .pair = pair };

	c.status = collect(&c);
	if (!c.status && n->site_axis != YICE_NONE && (!read_places(&c, 0) || !read_places(&c, 1)))
		c.status = YICE_ENOMEM;
	for (uint32_t i = 0; !c.status && i < pair->count; i++)
		if (n->subjects.items[pair->clauses[i].number].decides)
			compare_clause(&c, &pair->clauses[i]);
	return c.status;
}
