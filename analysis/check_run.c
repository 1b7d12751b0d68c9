/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the checks of check.def over rules without errors. Clauses are cut into
 * ranges of fixed length, which workers take in turn; what a range is read
 * into, and what was asked about it, is given back when it is done, so that
 * memory follows the number of workers and not that of clauses. Findings are
 * put together check by check and range by range: the same for any number of
 * workers. Behind include/yice/analysis.h.
 */
#include "analysis/check.h"

#include "base/report.h"
#include "base/team.h"

#include <pthread.h>

#define RANGE_CLAUSES 4096u

static const struct {
	enum yice_diag_id id;
	bool on, whole; /* whole: of lists and units, run once */
	void (*run)(struct yice_checker *checker);
} checks[] = {
#define ON  true
#define OFF false
#define CHECK(diagnostic, standing, function)                                                                \
	{ YICE_D_##diagnostic, standing, false, yice_check_##function },
#define CHECK_WHOLE(diagnostic, standing, function)                                                          \
	{ YICE_D_##diagnostic, standing, true, yice_check_##function },
#include "analysis/check.def"
#undef CHECK_WHOLE
#undef CHECK
#undef ON
#undef OFF
};

static bool is_on(const struct yice_diags *diags, size_t check)
{
	int severity = diags->override[checks[check].id];

	return severity < 0 ? checks[check].on : severity != YICE_SEVERITY_OFF;
}

bool yice_check_is_on(const struct yice_checker *checker, enum yice_diag_id id)
{
	for (size_t i = 0; i < YICE_COUNT(checks); i++)
		if (checks[i].id == id)
			return is_on(checker->model->diags, i);
	return true;
}

/* Whether the function of a line has to run at it: it is on, and no line before it ran the same. */
static bool is_due(const struct yice_diags *diags, size_t check)
{
	if (!is_on(diags, check))
		return false;
	for (size_t i = 0; i < check; i++)
		if (checks[i].run == checks[check].run && is_on(diags, i))
			return false;
	return true;
}

/* ---------------------------------------------------------------- the image of witnesses */

struct yice_bench {
	const struct yice_model *model;
	const struct yice_rules *rules;
	pthread_mutex_t lock;
	struct yice_trial trial;
	bool open;
	int status;
};

/* An analysis that finds nothing never makes the image. */
int yice_bench_open(struct yice_bench *bench, struct yice_trial *trial)
{
	int status;

	if (trial->run)
		return YICE_OK;
	pthread_mutex_lock(&bench->lock);
	if (!bench->open)
		bench->status = yice_trial_open(&bench->trial, bench->model, bench->rules);
	bench->open = true;
	status = bench->status;
	pthread_mutex_unlock(&bench->lock);
	return status ? status : yice_trial_share(trial, &bench->trial);
}

/* ---------------------------------------------------------------- ranges of clauses */

/* What came out of a range. */
struct range {
	struct yice_diags diags;
	struct yice_map reported;
	uint32_t ends[YICE_COUNT(checks)]; /* by check: findings reported when it had run */
	int status;
};

struct analysis {
	struct yice_model *model;
	const struct yice_rules *rules;
	struct yice_nearby nearby;
	struct yice_turns turns;
	struct yice_bench bench;
	struct range *ranges;
	const struct yice_effort *effort;
};

struct worker {
	struct analysis *analysis;
	struct yice_model model; /* shared but for its arena and its diagnostics */
	struct yice_checker checker;
	struct yice_arena arena; /* of what lasts from range to range */
};

static int start_worker(struct worker *worker, struct analysis *analysis)
{
	struct yice_checker *checker = &worker->checker;
	uint32_t units = analysis->model->units.count, clauses = analysis->rules->count;

	worker->analysis = analysis;
	worker->model = *analysis->model;
	yice_arena_init(&worker->arena);
	*checker = (struct yice_checker){ .model = &worker->model,
					  .rules = analysis->rules,
					  .nearby = &analysis->nearby,
					  .turns = &analysis->turns,
					  .bench = &analysis->bench,
					  .reading = { .model = analysis->model,
						       .rules = analysis->rules } };
	checker->sites = yice_arena_array(&worker->arena, units, sizeof(*checker->sites));
	checker->site_kinds = yice_arena_array(&worker->arena, units, sizeof(*checker->site_kinds));
	checker->beside = yice_arena_array(&worker->arena, clauses, sizeof(*checker->beside));
	checker->around = yice_arena_array(&worker->arena, clauses, sizeof(*checker->around));
	checker->repeated = yice_arena_array(&worker->arena, clauses, sizeof(*checker->repeated));
	if (worker->arena.failed)
		return YICE_ENOMEM;
	checker->subjects.bodies = &checker->bodies;
	return yice_subjects_init_in(&checker->subjects, &checker->realm, &checker->reading, &worker->arena);
}

static void end_worker(struct worker *worker)
{
	yice_trial_release(&worker->checker.trial);
	yice_arena_release(&worker->arena);
}

static void open_range(struct worker *worker, size_t number)
{
	struct yice_checker *checker = &worker->checker;
	struct range *range = &worker->analysis->ranges[number];
	uint32_t clauses = checker->rules->count;

	checker->first = (uint32_t)number * RANGE_CLAUSES;
	checker->end = clauses - checker->first < RANGE_CLAUSES ? clauses : checker->first + RANGE_CLAUSES;
	yice_arena_init(&worker->model.arena);
	worker->model.diags = &range->diags;
	yice_map_init(&checker->site_keys);
	yice_map_init(&checker->answered);
	yice_map_init(&checker->reported);
	yice_map_init(&checker->bodies);
	memset(checker->sites, 0, worker->model.units.count * sizeof(*checker->sites));
	yice_subjects_forget(&checker->subjects);
	checker->status = yice_realm_init(&checker->realm, &checker->reading, 1);
	if (!checker->status)
		checker->status = yice_solver_new(&checker->realm, &checker->solver);
	/* Witnesses name the site first. */
	if (!checker->status && worker->model.site_attribute != YICE_NONE &&
	    yice_realm_axis(&checker->realm, &checker->reading,
			    worker->model.attributes.items[worker->model.site_attribute].slot) == YICE_NONE)
		checker->status = YICE_ENOMEM;
}

static void close_range(struct worker *worker, struct range *range)
{
	struct yice_checker *checker = &worker->checker;

	if (!checker->status)
		checker->status = yice_realm_status(&checker->realm);
	if (!checker->status && (worker->model.arena.failed || range->diags.failed))
		checker->status = YICE_ENOMEM;
	range->status = checker->status;
	range->reported = checker->reported;
	yice_solver_free(checker->solver);
	checker->solver = NULL;
	yice_map_release(&checker->bodies);
	yice_map_release(&checker->answered);
	yice_map_release(&checker->site_keys);
	yice_realm_release(&checker->realm);
	yice_arena_release(&worker->model.arena);
}

static void check_range(void *context, size_t number)
{
	struct worker *worker = context;
	struct range *range = &worker->analysis->ranges[number];

	open_range(worker, number);
	for (size_t i = 0; i < YICE_COUNT(checks); i++) {
		if (!checks[i].whole && !worker->checker.status && is_due(&range->diags, i))
			checks[i].run(&worker->checker);
		range->ends[i] = worker->checker.reported.count;
	}
	close_range(worker, range);
}

/* ---------------------------------------------------------------- days on which lists change */

struct turn {
	uint32_t scope;
	yice_day day;
};

struct turns {
	struct turn *items;
	uint32_t count, cap;
};

static int by_scope_and_day(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;

	if (x->scope != y->scope)
		return x->scope < y->scope ? -1 : 1;
	return x->day < y->day ? -1 : x->day > y->day;
}

static bool add_turn(struct turns *turns, uint32_t scope, yice_day day)
{
	uint32_t cap = turns->cap ? 2 * turns->cap : 64;
	struct turn *grown = turns->count < turns->cap ? turns->items : realloc(turns->items, cap * sizeof(*grown));

	if (!grown)
		return false;
	turns->cap = turns->count < turns->cap ? turns->cap : cap;
	turns->items = grown;
	grown[turns->count++] = (struct turn){ scope, day };
	return true;
}

/* Neighbouring clauses mostly have the days of their list. */
static bool gather_turns(const struct analysis *analysis, struct turns *turns)
{
	const struct yice_model *model = analysis->model;
	struct yice_interval last = { YICE_DAY_MIN, YICE_DAY_MAX };
	uint32_t last_scope = YICE_NONE;

	for (uint32_t i = 0; i < analysis->rules->count; i++) {
		const struct yice_interval days = analysis->rules->items[i].days;
		uint32_t scope = model->lists.items[model->placed.items[i].list].scope;

		if (scope == YICE_NONE || (scope == last_scope && days.from == last.from && days.to == last.to))
			continue;
		last = days;
		last_scope = scope;
		if ((days.from != YICE_DAY_MIN && !add_turn(turns, scope, days.from)) ||
		    (days.to != YICE_DAY_MAX && !add_turn(turns, scope, days.to)))
			return false;
	}
	return true;
}

static int find_turns(struct analysis *analysis, struct yice_arena *arena)
{
	uint32_t scopes = analysis->model->scopes.count, kept = 0;
	uint32_t *start = yice_arena_array(arena, (size_t)scopes + 1, sizeof(*start));
	struct turns turns = { NULL, 0, 0 };
	yice_day *days = gather_turns(analysis, &turns) ? yice_arena_array(arena, turns.count, sizeof(*days)) : NULL;

	if (turns.count)
		qsort(turns.items, turns.count, sizeof(*turns.items), by_scope_and_day);
	for (uint32_t i = 0; days && start && i < turns.count; i++) {
		if (i && !by_scope_and_day(&turns.items[i - 1], &turns.items[i]))
			continue;
		days[kept++] = turns.items[i].day;
		start[turns.items[i].scope + 1] = kept;
	}
	for (uint32_t s = 0; start && s < scopes; s++)
		start[s + 1] = start[s + 1] ? start[s + 1] : start[s];
	free(turns.items);
	analysis->turns = (struct yice_turns){ days, start };
	return days && start ? YICE_OK : YICE_ENOMEM;
}

/* ---------------------------------------------------------------- all of them */

/* A finding of an earlier range at the same place names what this one names. */
static void name_others(struct yice_diags *diags, struct yice_diag *into, const struct yice_diag *from)
{
	for (const struct yice_message *note = from->notes; note; note = note->next)
		if (note->id == YICE_D_note_clause)
			yice_finding_name(diags, into, note->span, note->args[0]);
}

/* Findings of one check in one range, but those that an earlier range had at the same place. */
static int take_findings(struct analysis *analysis, const struct range *range, size_t check,
			 struct yice_map *reported)
{
	struct yice_diags *diags = analysis->model->diags;
	int status = YICE_OK;

	for (uint32_t i = check ? range->ends[check - 1] : 0; !status && i < range->ends[check]; i++) {
		const struct yice_map_entry *finding = &range->reported.entries[i];
		uint32_t entry;
		bool added = false;

		status = yice_map_put(reported, finding->key, finding->len, diags->count, &entry, &added);
		if (status || finding->value == YICE_NONE)
			continue;
		if (added)
			yice_diag_take(diags, range->diags.items[finding->value]);
		else if (diags->items[reported->entries[entry].value]->main.id == YICE_D_implied_clause)
			name_others(diags, diags->items[reported->entries[entry].value],
				    range->diags.items[finding->value]);
	}
	return status;
}

static int take_all(struct analysis *analysis, size_t ranges)
{
	struct yice_checker whole = { .model = analysis->model,
				      .rules = analysis->rules,
				      .nearby = &analysis->nearby };
	struct yice_map reported;
	int status = YICE_OK;

	analysis->model->diags->turn = UINT64_MAX; /* what the compiler said of a place comes first */
	for (size_t r = 0; !status && r < ranges; r++)
		status = analysis->ranges[r].status;
	yice_map_init(&reported);
	for (size_t i = 0; !status && i < YICE_COUNT(checks); i++) {
		if (checks[i].whole && is_due(analysis->model->diags, i))
			checks[i].run(&whole);
		status = whole.status;
		for (size_t r = 0; !status && r < ranges; r++)
			status = take_findings(analysis, &analysis->ranges[r], i, &reported);
	}
	yice_map_release(&reported);
	return status;
}

static void tell(void *context, size_t count)
{
	const struct analysis *analysis = context;
	size_t clauses = analysis->rules->count, done = count * RANGE_CLAUSES;

	analysis->effort->progress(analysis->effort->context, done < clauses ? done : clauses, clauses);
}

/* With as many workers as get the memory they need, one at least. */
static int run_ranges(struct analysis *analysis, size_t ranges, size_t threads)
{
	const struct yice_team_job job = { check_range,
					   analysis->effort && analysis->effort->progress ? tell : NULL,
					   analysis };
	struct worker *workers = calloc(threads, sizeof(*workers));
	void *team[YICE_TEAM_MAX];
	size_t started = 0;
	int status = workers ? YICE_OK : YICE_ENOMEM;

	for (; !status && started < threads; started += !status) {
		status = start_worker(&workers[started], analysis);
		team[started] = &workers[started];
		if (status)
			end_worker(&workers[started]);
	}
	if (started)
		yice_team_run(&job, team, started, ranges);
	for (size_t i = 0; i < started; i++)
		end_worker(&workers[i]);
	free(workers);
	return started ? YICE_OK : status;
}

static size_t threads_for(const struct yice_effort *effort, size_t ranges)
{
	size_t threads = effort && effort->threads ? effort->threads : 1;

	threads = threads < ranges ? threads : ranges;
	return threads < YICE_TEAM_MAX ? threads : YICE_TEAM_MAX;
}

static int analyse(struct analysis *analysis, struct yice_arena *arena)
{
	size_t ranges = (analysis->rules->count + (size_t)RANGE_CLAUSES - 1) / RANGE_CLAUSES;
	int status = yice_nearby_init(&analysis->nearby, analysis->model, arena);

	if (!status)
		status = find_turns(analysis, arena);
	analysis->ranges = status ? NULL : yice_arena_array(arena, ranges, sizeof(*analysis->ranges));
	if (!analysis->ranges)
		return YICE_ENOMEM;
	for (size_t i = 0; i < ranges; i++) {
		yice_diags_fork(&analysis->ranges[i].diags, analysis->model->diags);
		yice_map_init(&analysis->ranges[i].reported);
	}
	status = run_ranges(analysis, ranges, threads_for(analysis->effort, ranges));
	if (!status)
		status = take_all(analysis, ranges);
	for (size_t i = 0; i < ranges; i++) {
		yice_map_release(&analysis->ranges[i].reported);
		yice_diags_release(&analysis->ranges[i].diags);
	}
	return status;
}

int yice_rules_analyse(struct yice_model *model, const struct yice_rules *rules,
		       const struct yice_effort *effort)
{
	struct analysis analysis = { .model = model,
				     .rules = rules,
				     .bench = { .model = model, .rules = rules },
				     .effort = effort };
	struct yice_arena arena;
	int status;

	if (model->diags->errors || !rules->count)
		return YICE_OK;
	yice_arena_init(&arena);
	pthread_mutex_init(&analysis.bench.lock, NULL);
	status = analyse(&analysis, &arena);
	yice_trial_release(&analysis.bench.trial);
	pthread_mutex_destroy(&analysis.bench.lock);
	yice_arena_release(&arena);
	return status ? status : yice_model_status(model);
}

int yice_analyse_with(const char *const *paths, size_t count, const struct yice_effort *effort,
		      yice_report *report)
{
	struct yice_model model;
	struct yice_rules rules = { NULL, 0 };
	int status;

	if (effort && effort->progress)
		effort->progress(effort->context, 0, 0);
	yice_model_init(&model, &report->sources, &report->diags);
	status = yice_rules_check_all(&model, &rules, paths, count);
	if (!status)
		status = yice_rules_analyse(&model, &rules, effort);
	yice_model_release(&model);
	yice_diags_sort(&report->diags);
	if (report->diags.failed)
		status = YICE_ENOMEM;
	return status ? status : yice_diags_status(&report->diags);
}

int yice_analyse(const char *const *paths, size_t count, yice_report *report)
{
	return yice_analyse_with(paths, count, NULL, report);
}
