/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same project elsewhere: one decision in each other unit of the image.
 * Only the few that are named are explained. What places and measures say of
 * the site is forgotten on the way, and so is missing there. Called by
 * advice.c.
 */
#include "advice/move.h"

#include "advice/copy.h"
#include "advice/near.h"
#include "runtime/locate.h"

#define UNSEEN UINT8_MAX

struct mover {
	const struct yice_view *view;
	struct yice_facts *copy;
	struct yice_run *trial;
	const char *day;
	uint32_t scope;    /* where the site is now, or YICE_NONE */
	uint8_t *verdicts; /* per unit; UNSEEN: the site is there, or no list in force has it */
	struct yice_arena *arena;
	struct yice_moving *out;
};

static bool admits(uint8_t verdict)
{
	return verdict <= YICE_CONDITIONAL;
}

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

static int try_unit(struct mover *m, uint32_t unit)
{
	enum yice_verdict verdict;
	int status;

	yice_facts_enter(m->copy, unit);
	status = yice_run_decide(m->trial, m->copy, m->day);
	if (status || !yice_run_unit_in_force(m->trial, unit))
		return status;
	verdict = yice_run_verdict(m->trial);
	m->verdicts[unit] = (uint8_t)verdict;
	m->out->looked++;
	m->out->admitted += admits((uint8_t)verdict);
	m->out->unrefused += !admits((uint8_t)verdict) && verdict != YICE_REFUSED;
	return YICE_OK;
}

/* ---------------------------------------------------------------- which are named */

static struct yice_place_to_be *add_place(struct mover *m, uint32_t unit)
{
	struct yice_place_to_be *place = &m->out->places[m->out->count++];

	*place =
	    (struct yice_place_to_be){ .unit = unit,
				       .verdict = (enum yice_verdict)m->verdicts[unit],
				       .apart = steps_up(m->view, m->scope, m->view->units[unit].scope) };
	return place;
}

static int choose_by_distance(struct mover *m, const struct yice_facts *facts, uint8_t *wanted)
{
	struct yice_near_unit near[YICE_PLACES_MAX];
	uint32_t count = 0;
	int status = yice_near_find(facts, wanted, near, YICE_PLACES_MAX, &count);

	for (uint32_t i = 0; !status && i < count; i++) {
		struct yice_place_to_be *place = add_place(m, near[i].unit);

		place->measured = true;
		place->mm = near[i].mm;
		wanted[near[i].unit] = 0;
	}
	return status;
}

/* Level by level, and in the order of codes. */
static void choose_by_scope(struct mover *m, const uint8_t *wanted, uint32_t end)
{
	uint32_t units = m->view->count[YICE_SEC_UNITS];
	bool more = true;

	for (uint32_t apart = 0; more && m->out->count < end; apart++) {
		more = false;
		for (uint32_t unit = 0; unit < units && m->out->count < end; unit++) {
			uint32_t steps =
			    wanted[unit] ? steps_up(m->view, m->scope, m->view->units[unit].scope) : 0;

			if (wanted[unit] && steps == apart)
				add_place(m, unit);
			more |= wanted[unit] && steps > apart;
		}
	}
}

static int choose(struct mover *m, const struct yice_facts *facts, bool admitted)
{
	uint32_t units = m->view->count[YICE_SEC_UNITS], end = m->out->count + YICE_PLACES_MAX;
	int status = YICE_OK;
	uint8_t *wanted = yice_arena_array(m->arena, units + 1, sizeof(*wanted));

	if (!wanted)
		return YICE_ENOMEM;
	for (uint32_t unit = 0; unit < units; unit++)
		wanted[unit] = m->verdicts[unit] != UNSEEN && m->verdicts[unit] != YICE_REFUSED &&
			       admits(m->verdicts[unit]) == admitted;
	if (m->out->by_distance)
		status = choose_by_distance(m, facts, wanted);
	if (!status)
		choose_by_scope(m, wanted,
				end); /* where there is no geometry, and behind those that have one */
	return status;
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
	uint32_t slots = m->view->count[YICE_SEC_ATTRS],
		 *list = yice_arena_array(m->arena, slots + 1, sizeof(*list));

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
	uint32_t units = m->view->count[YICE_SEC_UNITS];
	int status = list_forgotten(m, facts);

	m->out->places = yice_arena_array(m->arena, 2 * YICE_PLACES_MAX, sizeof(*m->out->places));
	m->verdicts = yice_arena_array(m->arena, units + 1, sizeof(*m->verdicts));
	if (!m->out->places || !m->verdicts)
		return YICE_ENOMEM;
	memset(m->verdicts, UNSEEN, units);
	m->out->by_distance = facts->rest->location && facts->rest->location->has_units;
	yice_facts_leave(m->copy);
	for (uint32_t unit = 0; !status && unit < units; unit++)
		if (!is_here(facts, unit))
			status = try_unit(m, unit);
	if (!status)
		status = choose(m, facts, true);
	if (!status)
		status = choose(m, facts, false);
	for (uint32_t i = 0; !status && i < m->out->count; i++)
		status = explain(m, &m->out->places[i]);
	return status;
}

int yice_move_find(const yice_image *image, const struct yice_run *run, const struct yice_facts *facts,
		   const char *day, struct yice_arena *arena, struct yice_moving *out)
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
