/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which clauses concern a site on a day, and the verdict over them. Reading
 * order: the scopes from the nation down with what they hold for everybody,
 * for the classes of the units and for places, then the units' own clauses.
 * Nothing is skipped because of facts: a place's clauses carry their own test
 * of the site. No hit is not a pass: an incomplete site bars a good verdict.
 */
#include "runtime/run.h"
#include "runtime/vm.h"

static void forget(struct yice_run *run)
{
	run->facts = NULL;
	run->count = 0;
	run->duties = 0;
	memset(run->tally, 0, sizeof(run->tally));
	run->verdict = YICE_UNDETERMINED;
	run->site_incomplete = false;
}

/* The day named, else the facts' own, else the image's. */
static int choose_day(struct yice_run *run, const struct yice_facts *facts, const char *day)
{
	if (!day && *facts->day)
		day = facts->day;
	run->day_by_default = !day;
	if (day)
		return yice_date_parse(day, strlen(day), &run->day) ? YICE_ESYNTAX : YICE_OK;
	run->day = (yice_day)run->view->meta->default_day;
	return YICE_OK;
}

/* Marks a scope and those above it. */
static void mark_scopes(struct yice_run *run, uint32_t scope)
{
	while (scope != YICE_NONE && !(run->scopes[scope / 64] >> scope % 64 & 1)) {
		run->scopes[scope / 64] |= UINT64_C(1) << scope % 64;
		scope = run->view->scopes[scope].parent;
	}
}

/* Whether a scope below this one has clauses. */
static bool has_below(const struct yice_run *run, uint32_t scope)
{
	return run->below[scope / 64] >> scope % 64 & 1;
}

/* Whether clauses may have been passed over because it is not known where the site is. */
static bool is_incomplete(const struct yice_run *run, const struct yice_facts *facts)
{
	const struct yice_view *view = run->view;

	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (has_below(run, yice_facts_unit_scope(facts, facts->units[i])))
			return true;
	if (facts->unit_count)
		return false;
	if (run->needs_unit)
		return true;
	if (facts->scope != YICE_NONE)
		return has_below(run, facts->scope);
	for (uint32_t i = 0; i < view->count[YICE_SEC_SCOPES]; i++)
		if (view->scopes[i].parent == YICE_NONE && has_below(run, i))
			return true;
	return false;
}

/* Scopes the site lies in, as far as it is known. */
static void choose_scopes(struct yice_run *run, const struct yice_facts *facts)
{
	const struct yice_view *view = run->view;
	uint32_t n = view->count[YICE_SEC_SCOPES];

	memset(run->scopes, 0, ((size_t)n / 64 + 1) * sizeof(*run->scopes));
	for (uint32_t i = 0; i < facts->unit_count; i++)
		mark_scopes(run, yice_facts_unit_scope(facts, facts->units[i]));
	if (!facts->unit_count && facts->scope != YICE_NONE)
		mark_scopes(run, facts->scope);
	if (!facts->unit_count && facts->scope == YICE_NONE)
		for (uint32_t i = 0; i < n; i++)
			if (view->scopes[i].parent == YICE_NONE)
				mark_scopes(run, i);
	run->site_incomplete = is_incomplete(run, facts);
}

/* Whether the site touches a unit of a class that lies in the scope. */
static bool has_class(const struct yice_run *run, const struct yice_facts *facts, uint32_t scope,
		      uint32_t klass)
{
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (run->view->units[facts->units[i]].klass == klass &&
		    yice_scope_holds(run->view, scope, yice_facts_unit_scope(facts, facts->units[i])))
			return true;
	return false;
}

static int decide_clause(struct yice_run *run, const struct yice_facts *facts, uint32_t clause,
			 uint64_t *steps)
{
	const struct yice_image_body *body = &run->view->bodies[run->view->clauses[clause].body];
	struct yice_decided *decided;
	struct yice_truths truths;
	int status = yice_vm_run(run->view, body, facts->block, steps, NULL, &truths), outcome;

	if (status)
		return status;
	assert(run->count < run->cap);
	decided = &run->decided[run->count++];
	outcome = yice_vm_outcome(body->effect, truths);
	*decided = (struct yice_decided){ clause, (int8_t)outcome, truths.applies, truths.demand };
	if (outcome != YICE_RUN_DUTY)
		run->tally[outcome]++;
	else if (truths.applies != YICE_F)
		run->duties++;
	return YICE_OK;
}

/* The clauses of a target that are in force. */
static int decide_target(struct yice_run *run, const struct yice_facts *facts, uint32_t number,
			 uint64_t *steps)
{
	const struct yice_image_target *target = &run->view->targets[number];
	int status = YICE_OK;

	for (uint32_t i = target->clauses; !status && i < target->clauses + target->clause_count; i++) {
		const struct yice_image_clause *clause = &run->view->clauses[i];

		if ((yice_day)clause->from <= run->day && run->day < (yice_day)clause->to)
			status = decide_clause(run, facts, i, steps);
	}
	return status;
}

static int decide_scope(struct yice_run *run, const struct yice_facts *facts, uint32_t number,
			uint64_t *steps)
{
	const struct yice_image_scope *scope = &run->view->scopes[number];
	int status = YICE_OK;

	for (uint32_t i = scope->targets; !status && i < scope->targets + scope->target_count; i++) {
		const struct yice_image_target *target = &run->view->targets[i];

		if (target->kind != YICE_FOR_CLASS || has_class(run, facts, number, target->key))
			status = decide_target(run, facts, i, steps);
	}
	return status;
}

static int decide_all(struct yice_run *run, const struct yice_facts *facts, uint64_t *steps)
{
	const struct yice_view *view = run->view;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_SCOPES]; i++) {
		if (!(run->scopes[i / 64] >> i % 64))
			i |= 63; /* the rest of the word is not concerned */
		else if (run->scopes[i / 64] >> i % 64 & 1)
			status = decide_scope(run, facts, i, steps);
	}
	for (uint32_t u = 0; !status && u < facts->unit_count; u++) {
		const struct yice_image_unit *unit = &view->units[facts->units[u]];

		for (uint32_t i = unit->targets; !status && i < unit->targets + unit->target_count; i++)
			status = decide_target(run, facts, i, steps);
	}
	return status;
}

static bool list_in_force(const struct yice_run *run, uint32_t number)
{
	const struct yice_image_list *list = &run->view->lists[number];

	return (yice_day)list->from <= run->day && run->day < (yice_day)list->to;
}

bool yice_run_unit_in_force(const struct yice_run *run, uint32_t number)
{
	const struct yice_image_unit *unit = &run->view->units[number];
	const struct yice_image_list *lists = run->view->lists;
	bool found = list_in_force(run, unit->list);

	/* Its scope's lists follow one another; what another scope adds for it does not stand for them. */
	for (uint32_t i = unit->targets; !found && i < unit->targets + unit->target_count; i++) {
		uint32_t list = run->view->targets[i].list;

		found = lists[list].scope == lists[unit->list].scope && list_in_force(run, list);
	}
	return found;
}

static bool all_in_force(const struct yice_run *run, const struct yice_facts *facts)
{
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (!yice_run_unit_in_force(run, facts->units[i]))
			return false;
	return true;
}

/*
 * The worst that any clause calls for. Without a clause in force nothing has
 * been decided, and without the unit's own list not everything.
 */
static enum yice_verdict verdict_of(const struct yice_run *run)
{
	uint32_t looked = 0;

	for (int i = 0; i < YICE_OUTCOMES; i++)
		looked += run->tally[i];
	if (run->tally[YICE_VIOLATED])
		return YICE_REFUSED;
	if (run->tally[YICE_UNKNOWN] || run->site_incomplete || !looked || !all_in_force(run, run->facts))
		return YICE_UNDETERMINED;
	if (run->tally[YICE_JUDGEMENT])
		return YICE_NEEDS_JUDGEMENT;
	return run->tally[YICE_RESTRICTED] ? YICE_CONDITIONAL : YICE_ADMITTED;
}

int yice_run_decide(yice_run *run, const yice_facts *facts, const char *day)
{
	uint64_t left = run->budget;
	int status;

	forget(run);
	status = choose_day(run, facts, day);
	if (status)
		return status;
	choose_scopes(run, facts);
	status = decide_all(run, facts, &left);
	run->steps = run->budget - left;
	if (status) {
		forget(run);
		return status;
	}
	run->facts = facts;
	run->verdict = verdict_of(run);
	return YICE_OK;
}
