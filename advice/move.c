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

/* What a unit is chosen by where no distance is known: each before those below it. */
struct candidate {
	uint8_t verdict;  /* the better one first; facts are missing where it is not determined */
	uint32_t apart;   /* scopes to go up */
	uint32_t missing; /* how many, once they have been counted */
	uint32_t mild;    /* 一般管控 0, 重点管控 1, 优先保护 2 */
	uint32_t unit;    /* in the order of codes */
};

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->verdict != y->verdict)
		return x->verdict < y->verdict ? -1 : 1;
	if (x->apart != y->apart)
		return x->apart < y->apart ? -1 : 1;
	if (x->missing != y->missing)
		return x->missing < y->missing ? -1 : 1;
	if (x->mild != y->mild)
		return x->mild < y->mild ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

static int count_missing(struct mover *m, struct candidate *candidate)
{
	struct yice_arena scratch;
	const uint32_t *slots;
	int status;

	yice_arena_init(&scratch);
	yice_facts_enter(m->copy, candidate->unit);
	status = yice_run_decide(m->trial, m->copy, m->day);
	if (!status)
		status = yice_run_missing(m->trial, &scratch, &slots, &candidate->missing);
	yice_arena_release(&scratch);
	return status;
}

/* Facts are counted in as many units as may be named: those as near as the last of them, and nearer. */
static int count_near(struct mover *m, struct candidate *candidates, uint32_t count, uint32_t places)
{
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < count; i++) {
		const struct candidate *last = &candidates[places - 1];

		if (i >= places && (candidates[i].verdict != last->verdict || candidates[i].apart != last->apart))
			break;
		if (candidates[i].verdict == YICE_UNDETERMINED)
			status = count_missing(m, &candidates[i]);
	}
	return status;
}

static int choose_by_scope(struct mover *m, const uint8_t *wanted, uint32_t end)
{
	uint32_t units = m->view->count[YICE_SEC_UNITS], count = 0, places = end - m->out->count;
	struct candidate *candidates = yice_arena_array(m->arena, units + 1, sizeof(*candidates));
	int status;

	if (!candidates)
		return YICE_ENOMEM;
	for (uint32_t unit = 0; unit < units; unit++)
		if (wanted[unit])
			candidates[count++] = (struct candidate){
				.verdict = m->verdicts[unit],
				.apart = steps_up(m->view, m->scope, m->view->units[unit].scope),
				.mild = YICE_CLASSES - 1 - m->view->units[unit].klass,
				.unit = unit,
			};
	if (!count || !places)
		return YICE_OK;
	places = places < count ? places : count;
	qsort(candidates, count, sizeof(*candidates), compare_candidates);
	status = count_near(m, candidates, count, places);
	if (status)
		return status;
	qsort(candidates, count, sizeof(*candidates), compare_candidates);
	for (uint32_t i = 0; i < places; i++)
		add_place(m, candidates[i].unit);
	return YICE_OK;
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
	/* Where there is no geometry, and behind those that have one. */
	return status ? status : choose_by_scope(m, wanted, end);
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
