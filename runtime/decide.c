/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which clauses concern a site on a day, and the verdict over them. Reading
 * order: the scopes from the nation down with what they hold for everybody,
 * for the classes of the units and for places, then the units' own clauses.
 * They are decided a block at a time (plan.h).
 * Nothing is skipped because of facts: a place's clauses carry their own test
 * of the site. No hit is not a pass: an incomplete site bars a good verdict.
 */
#include "runtime/run.h"

static void forget(struct yice_run *run)
{
	run->facts = NULL;
	run->planned_count = 0;
	run->listed = false;
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
	run->day = run->default_day;
	return YICE_OK;
}

/* A scope and those above it, children first: the order of the image from its end. */
static void add_chain(struct yice_run *run, uint32_t scope)
{
	for (; scope != YICE_NONE; scope = run->view->scopes[scope].parent)
		run->scopes[run->scope_count++] = scope;
}

/* The same where scopes of others are there already, each once, and in that order. */
static void add_scopes(struct yice_run *run, uint32_t scope)
{
	for (; scope != YICE_NONE && !(run->marked[scope / 64] >> scope % 64 & 1);
	     scope = run->view->scopes[scope].parent) {
		uint32_t at = run->scope_count++;

		run->marked[scope / 64] |= UINT64_C(1) << scope % 64;
		for (; at && run->scopes[at - 1] < scope; at--)
			run->scopes[at] = run->scopes[at - 1];
		run->scopes[at] = scope;
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
	if (facts->outside)
		return true;
	if (facts->unit_count)
		return false;
	if (run->needs_unit || (facts->located && facts->scope == YICE_NONE))
		return true;
	if (facts->scope != YICE_NONE)
		return has_below(run, facts->scope);
	for (uint32_t i = 0; i < view->count[YICE_SEC_SCOPES]; i++)
		if (view->scopes[i].parent == YICE_NONE && has_below(run, i))
			return true;
	return false;
}

/* Scopes of several units. */
static void merge_scopes(struct yice_run *run, const struct yice_facts *facts)
{
	for (uint32_t i = 0; i < facts->unit_count; i++)
		add_scopes(run, yice_facts_unit_scope(facts, facts->units[i]));
	for (uint32_t i = 0; i < run->scope_count; i++)
		run->marked[run->scopes[i] / 64] = 0;
}

/* Scopes the site lies in, as far as it is known. */
static void choose_scopes(struct yice_run *run, const struct yice_facts *facts)
{
	const struct yice_view *view = run->view;

	run->scope_count = 0;
	if (facts->unit_count == 1)
		add_chain(run, yice_facts_unit_scope(facts, facts->units[0]));
	else if (facts->unit_count)
		merge_scopes(run, facts);
	else if (facts->scope != YICE_NONE)
		add_chain(run, facts->scope);
	else
		for (uint32_t i = view->count[YICE_SEC_SCOPES]; i-- > 0;)
			if (view->scopes[i].parent == YICE_NONE)
				run->scopes[run->scope_count++] = i;
	run->site_incomplete = is_incomplete(run, facts);
}

/* Classes of the site's units that lie in the scope, a bit each. */
static uint32_t classes_in(const struct yice_run *run, const struct yice_facts *facts, uint32_t scope)
{
	uint32_t classes = 0;

	if (facts->unit_count == 1) /* every scope concerned holds it */
		return UINT32_C(1) << run->view->units[facts->units[0]].klass;
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (yice_scope_holds(run->view, scope, yice_facts_unit_scope(facts, facts->units[i])))
			classes |= UINT32_C(1) << run->view->units[facts->units[i]].klass;
	return classes;
}

/* Asks for memory that will be needed. It is a hint: what lies beyond the end of a section is not read. */
static inline void fetch(const void *at, size_t bytes)
{
	const char *byte = at;

	for (size_t i = 0; i < bytes; i += 64)
		__builtin_prefetch(byte + i);
}

/* A plan of typical size; the rest of a larger one comes by itself, being read in order. */
static void fetch_plan(const struct yice_view *view, uint32_t plan)
{
	fetch(view->plans + plan, 768);
}

/* The clauses of a scope or unit. */
static int decide_blocks(struct yice_run *run, const struct yice_told *told, uint32_t plan, uint32_t blocks,
			 uint32_t classes, uint64_t *steps)
{
	int status = YICE_OK;

	for (; !status && blocks; blocks--)
		status = yice_plan_decide(run->view, &plan, told, classes, run->day, steps,
					  &run->planned[run->planned_count++]);
	return status;
}

static int decide_all(struct yice_run *run, const struct yice_facts *facts, uint64_t *steps)
{
	const struct yice_told told = yice_facts_told(facts);
	const struct yice_view *view = run->view;
	int status = YICE_OK;

	/* In a large image the plans of units are far from everything else. */
	for (uint32_t u = 0; u < facts->unit_count; u++)
		fetch_plan(view, view->units[facts->units[u]].plan);
	for (uint32_t i = run->scope_count; !status && i-- > 0;) {
		const struct yice_image_scope *scope = &view->scopes[run->scopes[i]];

		status = decide_blocks(run, &told, scope->plan, scope->block_count,
				       classes_in(run, facts, run->scopes[i]), steps);
	}
	for (uint32_t u = 0; !status && u < facts->unit_count; u++) {
		const struct yice_image_unit *unit = &view->units[facts->units[u]];

		status = decide_blocks(run, &told, unit->plan, unit->block_count, 0, steps);
	}
	return status;
}

/* One list may have other days than the image says. */
struct supposed {
	uint32_t list;
	struct yice_interval days;
};

static bool list_in_force(const struct yice_run *run, const struct supposed *other, uint32_t number)
{
	const struct yice_image_list *list = &run->view->lists[number];
	struct yice_interval days = { (yice_day)list->from, (yice_day)list->to };

	return yice_interval_has(number == other->list ? other->days : days, run->day);
}

static bool unit_in_force(const struct yice_run *run, const struct supposed *other, uint32_t number)
{
	const struct yice_image_unit *unit = &run->view->units[number];
	const struct yice_image_list *lists = run->view->lists;
	bool found = list_in_force(run, other, unit->list);

	/* Its scope's lists follow one another; what another scope adds for it does not stand for them. */
	for (uint32_t i = unit->targets; !found && i < unit->targets + unit->target_count; i++) {
		uint32_t list = run->view->targets[i].list;

		found = lists[list].scope == lists[unit->list].scope && list_in_force(run, other, list);
	}
	return found;
}

bool yice_run_unit_in_force(const struct yice_run *run, uint32_t number)
{
	return unit_in_force(run, &(struct supposed){ YICE_NONE, { 0, 0 } }, number);
}

bool yice_run_unit_in_force_if(const struct yice_run *run, uint32_t number, uint32_t list, struct yice_interval days)
{
	return unit_in_force(run, &(struct supposed){ list, days }, number);
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
	uint64_t violated = 0, unknown = 0, judgement = 0, restricted = 0, looked = 0;

	for (uint32_t i = 0; i < run->planned_count; i++) {
		const struct yice_planned *planned = &run->planned[i];

		violated |= planned->outcomes[YICE_VIOLATED];
		unknown |= planned->outcomes[YICE_UNKNOWN];
		judgement |= planned->outcomes[YICE_JUDGEMENT];
		restricted |= planned->outcomes[YICE_RESTRICTED];
		looked |= planned->looked & ~planned->duties;
	}
	if (violated)
		return YICE_REFUSED;
	if (unknown || run->site_incomplete || !looked || !all_in_force(run, run->facts))
		return YICE_UNDETERMINED;
	if (judgement)
		return YICE_NEEDS_JUDGEMENT;
	return restricted ? YICE_CONDITIONAL : YICE_ADMITTED;
}

static int decide(struct yice_run *run, const struct yice_facts *facts, const char *day)
{
	uint64_t left = run->budget;
	int status;

	forget(run);
	status = choose_day(run, facts, day);
	if (status)
		return status;
	if (facts->unit_count > run->room)
		status = yice_run_make_room(run, facts->unit_count);
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

/* What deciding reads of a project. Asking for it needs nothing of it. */
static void fetch_facts(const struct yice_run *run, const struct yice_facts *facts)
{
	fetch(facts, sizeof(*facts) + run->view->meta->fact_words * sizeof(uint64_t));
}

int yice_run_decide(yice_run *run, const yice_facts *facts, const char *day)
{
	fetch_facts(run, facts);
	return decide(run, facts, day);
}

/*
 * Memory that is far away takes as long as a decision, and where it is stands in memory that is far away: what lies n links
 * from a project is asked for when the project is n decisions less ahead.
 */
static void foresee(const struct yice_run *run, const struct yice_facts *const *facts, size_t left)
{
	const struct yice_view *view = run->view;

	if (left > 3)
		fetch_facts(run, facts[3]);
	if (left > 2 && facts[2]->unit_count)
		fetch(&view->units[facts[2]->units[0]], sizeof(view->units[0]));
	if (left > 1 && facts[1]->unit_count)
		fetch_plan(view, view->units[facts[1]->units[0]].plan);
}

int yice_run_decide_each(yice_run *run, const yice_facts *const *facts, size_t count, const char *day,
			 yice_run_take *take, void *context)
{
	for (size_t i = 0; i < count; i++) {
		int status;

		foresee(run, facts + i, count - i);
		status = decide(run, facts[i], day);
		if (!status)
			status = take(context, run, i);
		if (status)
			return status;
	}
	return YICE_OK;
}
