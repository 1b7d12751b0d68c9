/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same project elsewhere: one decision in each other unit of the image.
 * Only the few that are named are explained. What places and measures say of
 * the site is forgotten on the way, and so is missing there. Called by
 * advice.c.
 */
#include "advice/move.h"

#include "advice/copy.h"

struct mover {
	const struct yice_view *view;
	struct yice_facts *copy;
	struct yice_run *trial;
	const char *day;
	uint32_t scope; /* where the site is now, or YICE_NONE */
	struct yice_arena *arena;
	struct yice_moving *out;
};

/* Scopes to go up from the one before it holds the other. */
static uint32_t steps_up(const struct yice_view *view, uint32_t scope, uint32_t other)
{
	uint32_t steps = 0;

	while (scope != YICE_NONE && !yice_scope_holds(view, scope, other)) {
		scope = view->scopes[scope].parent;
		steps++;
	}
	return steps;
}

/* Admitted before unrefused, then near before far; units come in the order of their codes. */
static bool comes_before(const struct yice_place_to_be *a, const struct yice_place_to_be *b)
{
	bool admits_a = a->verdict <= YICE_CONDITIONAL, admits_b = b->verdict <= YICE_CONDITIONAL;

	return admits_a != admits_b ? admits_a : a->apart < b->apart;
}

/* The best of each kind are kept. */
static void offer(struct mover *m, struct yice_place_to_be place)
{
	struct yice_moving *out = m->out;
	bool admits = place.verdict <= YICE_CONDITIONAL;
	uint32_t at = out->count, same = 0, last = 0;

	while (at && comes_before(&place, &out->places[at - 1]))
		at--;
	memmove(&out->places[at + 1], &out->places[at], (out->count - at) * sizeof(place));
	out->places[at] = place;
	out->count++;
	for (uint32_t i = 0; i < out->count; i++)
		if ((out->places[i].verdict <= YICE_CONDITIONAL) == admits) {
			same++;
			last = i;
		}
	if (same <= YICE_PLACES_MAX)
		return;
	memmove(&out->places[last], &out->places[last + 1], (out->count - last - 1) * sizeof(place));
	out->count--;
}

static int try_unit(struct mover *m, uint32_t unit)
{
	enum yice_verdict verdict;
	int status;

	yice_facts_enter(m->copy, unit);
	status = yice_run_decide(m->trial, m->copy, m->day);
	if (status || !yice_run_unit_in_force(m->trial, unit))
		return status;
	m->out->looked++;
	verdict = yice_run_verdict(m->trial);
	if (verdict == YICE_REFUSED)
		return YICE_OK;
	m->out->admitted += verdict <= YICE_CONDITIONAL;
	m->out->unrefused += verdict > YICE_CONDITIONAL;
	offer(m, (struct yice_place_to_be){ .unit = unit, .verdict = verdict,
					    .apart = steps_up(m->view, m->scope, m->view->units[unit].scope) });
	return YICE_OK;
}

/* What has to be supplied and judged there. */
static int explain(struct mover *m, struct yice_place_to_be *place)
{
	uint32_t *clauses;
	int status;

	yice_facts_enter(m->copy, place->unit);
	status = yice_run_decide(m->trial, m->copy, m->day);
	if (!status)
		status = yice_run_missing(m->trial, m->arena, &place->missing, &place->missing_count);
	if (status)
		return status;
	clauses = yice_arena_array(m->arena, yice_run_tally(m->trial, YICE_JUDGEMENT) + 1, sizeof(*clauses));
	if (!clauses)
		return YICE_ENOMEM;
	for (size_t i = 0; i < yice_run_count(m->trial); i++)
		if (yice_run_decided(m->trial, i)->outcome == YICE_JUDGEMENT)
			clauses[place->clause_count++] = yice_run_decided(m->trial, i)->clause;
	place->clauses = clauses;
	return YICE_OK;
}

static int list_forgotten(struct mover *m, const struct yice_facts *facts)
{
	uint32_t slots = m->view->count[YICE_SEC_ATTRS], *list = yice_arena_array(m->arena, slots + 1, sizeof(*list));

	for (uint32_t slot = 0; list && slot < slots; slot++)
		if (yice_slot_is_site(m->view, slot) && *yice_facts_text(facts, slot))
			list[m->out->forgotten_count++] = slot;
	m->out->forgotten = list;
	return list ? YICE_OK : YICE_ENOMEM;
}

static bool is_here(const struct yice_facts *facts, uint32_t unit)
{
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (facts->units[i] == unit)
			return true;
	return false;
}

static int try_all(struct mover *m, const struct yice_facts *facts)
{
	int status = list_forgotten(m, facts);

	m->out->places = yice_arena_array(m->arena, 2 * YICE_PLACES_MAX + 2, sizeof(*m->out->places));
	if (!m->out->places)
		return YICE_ENOMEM;
	yice_facts_leave(m->copy);
	for (uint32_t unit = 0; !status && unit < m->view->count[YICE_SEC_UNITS]; unit++)
		if (!is_here(facts, unit))
			status = try_unit(m, unit);
	for (uint32_t i = 0; !status && i < m->out->count; i++)
		status = explain(m, &m->out->places[i]);
	return status;
}

int yice_move_find(const yice_image *image, const struct yice_run *run, const struct yice_facts *facts, const char *day,
		   struct yice_arena *arena, struct yice_moving *out)
{
	struct mover m = { .view = run->view, .day = day, .arena = arena, .out = out };
	int status = yice_facts_copy(image, facts, &m.copy);

	memset(out, 0, sizeof(*out));
	m.scope = facts->unit_count ? yice_facts_unit_scope(facts, facts->units[0]) : facts->scope;
	if (!status)
		status = yice_run_new(image, &m.trial);
	if (!status)
		status = try_all(&m, facts);
	yice_facts_free(m.copy);
	yice_run_free(m.trial);
	return status;
}
