/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice test --mutate. All mutants of a rule set stand in one image; each case is
 * decided once, then held against its expectation with one mutant after the
 * other standing for the clauses it came from. What no case notices is held
 * against its original by the analysis. A place in the sources counts once,
 * whichever rule sets it is in. Called by cmd_test.c.
 */
#include "cli/mutation.h"

#include <stdio.h>

#include "analysis/mutate.h"
#include "cli/expect.h"
#include "compiler/declare.h"
#include "compiler/type.h"
#include "runtime/run.h"

/* ALIVE: not noticed so far; when all cases have been tried it becomes one of those behind NOTICED. */
enum fate { ALIVE, NOTICED, EQUIVALENT, UNSETTLED, UNNOTICED, FATES };

/* A change at a place, in one rule set or several. */
struct record {
	enum fate fate;
	uint32_t ground, mutant; /* where it is shown from */
	struct yice_telling telling;
};

/* The clauses of a decision: which stand where among model.placed, and their outcomes. */
struct picture {
	uint32_t count;
	uint32_t *placed; /* by number among the decided */
	int8_t *outcomes;
	uint32_t *stands; /* without mutants */
	uint32_t *at;     /* by placed: number among the decided, or YICE_NONE */
};

/* A rule set with all its mutants. */
struct ground {
	char *key;
	struct yice_report *report;
	struct yice_study study;
	struct yice_mutants mutants;
	uint32_t *records;                /* by mutant */
	uint32_t *placed;                 /* by clause of the image */
	uint32_t *first, *of;             /* by clause: its mutants, of[first[c]] to of[first[c + 1]] */
	uint32_t *makes;                  /* by variant: its mutant */
	uint32_t *tried;                  /* by mutant: the last case it was tried with */
	yice_day *days;                   /* on which a case that names none is decided: the sources' own first, then mutants' */
	uint32_t day_count;
	struct picture before, now;
	bool open;
};

struct mutation {
	const struct yice_cli *cli;
	struct yice_arena arena;
	struct ground **grounds;
	uint32_t ground_count;
	struct yice_map keys; /* kind and place -> record */
	struct record *records;
	uint32_t record_count, record_cap;
	uint32_t cases, failed;
	uint32_t fates[FATES];
	uint32_t one_unit; /* EQUIVALENT for sites in one unit only */
	bool json;
	struct yice_buf out;
};

/* ---------------------------------------------------------------- rule sets */

static int add_record(struct mutation *mutation, uint32_t ground, uint32_t number)
{
	struct ground *g = mutation->grounds[ground];
	const struct yice_mutant *mutant = &g->mutants.items[number];
	struct yice_buf key = YICE_BUF_INIT;
	uint32_t entry = 0;
	bool added = false;
	int status;

	yice_buf_addf(&key, "%d %d %lu %lu %s", (int)mutant->kind, (int)mutant->all,
		      (unsigned long)mutant->span.start, (unsigned long)mutant->span.end,
		      g->report->sources.items[mutant->span.file].name);
	status = yice_buf_status(&key);
	if (!status)
		status = yice_map_put(&mutation->keys, key.data, key.len, mutation->record_count, &entry, &added);
	yice_buf_release(&key);
	if (status)
		return status;
	g->records[number] = mutation->keys.entries[entry].value;
	if (!added)
		return YICE_OK;
	if (mutation->record_count == mutation->record_cap) {
		uint32_t cap = mutation->record_cap ? 2 * mutation->record_cap : 256;
		struct record *more = realloc(mutation->records, cap * sizeof(*more));

		if (!more)
			return YICE_ENOMEM;
		mutation->records = more;
		mutation->record_cap = cap;
	}
	mutation->records[mutation->record_count++] = (struct record){ .fate = ALIVE, .ground = ground, .mutant = number };
	return YICE_OK;
}

/* Sources that the rules of the cases name, themselves or by their folder; what those only import is not changed. */
static unsigned char *find_named(struct mutation *mutation, struct ground *g, const struct yice_cases *cases)
{
	const struct yice_sources *sources = &g->report->sources;
	unsigned char *named = yice_arena_alloc(&mutation->arena, (size_t)sources->count + 1);

	for (size_t r = 0; named && r < cases->rule_count; r++) {
		const char *rule = yice_path_beside(&g->study.model, UINT32_MAX, cases->rules[r]);
		size_t len = rule ? strlen(rule) : 0;

		for (uint32_t i = 0; rule && i < sources->count; i++) {
			const char *name = sources->items[i].name;
			bool below = !strncmp(name, rule, len) && (!name[len] || name[len] == '/');

			named[i] |= below || (!strcmp(rule, ".") && *name != '/' && strncmp(name, "../", 3));
		}
	}
	return named;
}

static int map_clauses(struct mutation *mutation, struct ground *g)
{
	const struct yice_view *view = &g->study.trial.image->view;
	uint32_t count = view->count[YICE_SEC_CLAUSES];
	struct yice_buf id = YICE_BUF_INIT;
	int status;

	g->placed = yice_arena_array(&mutation->arena, (size_t)count + 1, sizeof(*g->placed));
	if (!g->placed)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < count; i++) {
		yice_buf_clear(&id);
		yice_image_clause_id(view, i, &id);
		g->placed[i] = yice_study_clause(&g->study, yice_buf_text(&id));
	}
	status = id.failed ? YICE_ENOMEM : YICE_OK;
	yice_buf_release(&id);
	return status;
}

/* Mutants by clause. */
static int map_mutants(struct mutation *mutation, struct ground *g)
{
	uint32_t clauses = g->mutants.originals, total = 0;

	g->first = yice_arena_array(&mutation->arena, (size_t)clauses + 2, sizeof(*g->first));
	if (!g->first)
		return YICE_ENOMEM;
	for (uint32_t m = 0; m < g->mutants.count; m++)
		for (uint32_t i = 0; i < g->mutants.items[m].count; i++, total++)
			g->first[g->mutants.items[m].clauses[i] + 2]++;
	g->of = yice_arena_array(&mutation->arena, (size_t)total + 1, sizeof(*g->of));
	g->makes = yice_arena_array(&mutation->arena, (size_t)g->study.rules.count - clauses + 1, sizeof(*g->makes));
	if (!g->of || !g->makes)
		return YICE_ENOMEM;
	for (uint32_t c = 1; c < clauses + 2; c++)
		g->first[c] += g->first[c - 1];
	for (uint32_t m = 0; m < g->mutants.count; m++)
		for (uint32_t i = 0; i < g->mutants.items[m].count; i++) {
			uint32_t variant = g->mutants.items[m].variants[i];

			g->of[g->first[g->mutants.items[m].clauses[i] + 1]++] = m;
			if (variant != YICE_NONE)
				g->makes[variant - clauses] = m;
		}
	return YICE_OK;
}

static int list_days(struct mutation *mutation, struct ground *g)
{
	g->days = yice_arena_array(&mutation->arena, (size_t)g->mutants.count + 1, sizeof(*g->days));
	if (!g->days)
		return YICE_ENOMEM;
	g->days[g->day_count++] = g->mutants.day;
	for (uint32_t m = 0; m < g->mutants.count; m++) {
		uint32_t i = 0;

		while (i < g->day_count && g->days[i] != g->mutants.items[m].day)
			i++;
		if (i == g->day_count)
			g->days[g->day_count++] = g->mutants.items[m].day;
	}
	return YICE_OK;
}

static bool make_picture(struct mutation *mutation, const struct ground *g, struct picture *picture)
{
	size_t most = (size_t)g->study.rules.count + 1;

	picture->placed = yice_arena_array(&mutation->arena, most, sizeof(*picture->placed));
	picture->outcomes = yice_arena_array(&mutation->arena, most, sizeof(*picture->outcomes));
	picture->stands = yice_arena_array(&mutation->arena, most, sizeof(*picture->stands));
	picture->at = yice_arena_array(&mutation->arena, most, sizeof(*picture->at));
	for (size_t i = 0; picture->at && i < most; i++)
		picture->at[i] = YICE_NONE;
	return picture->placed && picture->outcomes && picture->stands && picture->at;
}

/* YICE_EDIAG when the rules have errors. */
static int open_ground(struct mutation *mutation, struct ground *g, const struct yice_cases *cases)
{
	int status = yice_study_load(&g->study, cases->rules, cases->rule_count, g->report);
	unsigned char *named = status ? NULL : find_named(mutation, g, cases);

	if (!status)
		status = named ? yice_mutants_make(&g->study, named, &g->mutants) : YICE_ENOMEM;
	if (!status)
		status = yice_study_open(&g->study);
	if (!status)
		status = map_clauses(mutation, g);
	if (!status)
		status = map_mutants(mutation, g);
	if (!status)
		status = list_days(mutation, g);
	g->records = yice_arena_array(&mutation->arena, (size_t)g->mutants.count + 1, sizeof(*g->records));
	g->tried = yice_arena_array(&mutation->arena, (size_t)g->mutants.count + 1, sizeof(*g->tried));
	if (!status && (!g->records || !g->tried || !make_picture(mutation, g, &g->before) ||
			!make_picture(mutation, g, &g->now)))
		status = YICE_ENOMEM;
	for (uint32_t m = 0; !status && m < g->mutants.count; m++)
		status = add_record(mutation, mutation->ground_count - 1, m);
	g->open = !status;
	return status;
}

static int find_ground(struct mutation *mutation, const struct yice_cases *cases, struct ground **out)
{
	struct yice_buf key = YICE_BUF_INIT;
	struct ground **grounds, *g;

	for (size_t i = 0; i < cases->rule_count; i++)
		yice_buf_addf(&key, "%s\n", cases->rules[i]);
	for (uint32_t i = 0; i < mutation->ground_count && !key.failed; i++)
		if (!strcmp(mutation->grounds[i]->key, yice_buf_text(&key))) {
			yice_buf_release(&key);
			*out = mutation->grounds[i];
			return (*out)->open ? YICE_OK : YICE_EDIAG;
		}
	grounds = realloc(mutation->grounds, (mutation->ground_count + 1) * sizeof(*grounds));
	mutation->grounds = grounds ? grounds : mutation->grounds;
	g = grounds ? yice_arena_alloc(&mutation->arena, sizeof(*g)) : NULL;
	if (!g || yice_buf_status(&key) || yice_report_new(&g->report)) {
		yice_buf_release(&key);
		return YICE_ENOMEM;
	}
	g->key = yice_arena_strdup(&mutation->arena, yice_buf_text(&key));
	yice_buf_release(&key);
	mutation->grounds[mutation->ground_count++] = g;
	*out = g;
	return g->key ? open_ground(mutation, g, cases) : YICE_ENOMEM;
}

/* ---------------------------------------------------------------- one case */

/* What the last decision of the ground looks like. */
static void take_picture(struct ground *g, struct picture *picture)
{
	yice_run *run = g->study.trial.run;

	for (uint32_t i = 0; i < picture->count; i++)
		picture->at[picture->placed[i]] = YICE_NONE;
	picture->count = (uint32_t)yice_run_count(run);
	for (uint32_t i = 0; i < picture->count; i++) {
		const struct yice_decided *decided = yice_run_decided(run, i);
		uint32_t placed = g->placed[decided->clause];

		picture->placed[i] = placed;
		picture->outcomes[i] = decided->outcome;
		picture->stands[i] = placed < g->mutants.originals ? i : YICE_NONE;
		picture->at[placed] = i;
	}
}

/* A clause that is there on this day only as the mutant has it. */
static void put_newcomer(struct picture *picture, uint32_t clause, uint32_t variant, uint32_t at, bool in)
{
	picture->at[clause] = in ? at : YICE_NONE;
	picture->stands[at] = in ? at : YICE_NONE;
	picture->placed[at] = in ? clause : variant;
}

/* Puts the mutant in the place of its originals, or takes it out again. Whether any outcome becomes another. */
static bool put_mutant(struct picture *picture, const struct yice_mutant *mutant, bool in)
{
	bool differs = false;

	for (uint32_t i = 0; i < mutant->count; i++) {
		uint32_t clause = mutant->clauses[i], at = picture->at[clause];
		uint32_t variant = mutant->variants[i] == YICE_NONE ? YICE_NONE : picture->at[mutant->variants[i]];

		if (variant != YICE_NONE && (at == YICE_NONE || at == variant)) {
			put_newcomer(picture, clause, mutant->variants[i], variant, in);
			differs = true;
		} else if (at != YICE_NONE) {
			picture->stands[at] = in ? variant : at;
			differs |= variant == YICE_NONE || picture->outcomes[variant] != picture->outcomes[at];
		}
	}
	return differs;
}

/* Outcomes by id of the decision before the last one. */
static int map_before(const struct ground *g, struct yice_map *out)
{
	const struct picture *before = &g->before;
	int status = YICE_OK;
	uint32_t entry;

	for (uint32_t i = 0; !status && i < before->count; i++) {
		uint32_t at = before->stands[i];
		const struct yice_map_entry *id = &g->study.ids.entries[before->placed[i]];

		if (at != YICE_NONE)
			status = yice_map_put(out, id->key, id->len,
					      before->outcomes[at] < 0 ? (uint32_t)YICE_OUTCOMES
								       : (uint32_t)before->outcomes[at],
					      &entry, NULL);
	}
	return status;
}

/* Holds the case against what stands there now; mutant NULL: none. */
static int compare(struct ground *g, const struct yice_case *one, bool changes, const struct yice_mutant *mutant, bool *same)
{
	struct yice_sight sight = { .run = g->study.trial.run, .facts = g->study.trial.facts, .stands = g->now.stands,
				    .ids = &g->study.ids, .clauses = g->now.placed, .at = g->now.at };
	struct yice_findings findings;
	struct yice_map before;
	int status = YICE_OK;

	if (mutant && mutant->list != YICE_NONE) {
		sight.list = mutant->list;
		sight.days = &mutant->days;
	}
	yice_map_init(&before);
	yice_findings_init(&findings);
	if (changes)
		status = map_before(g, &before);
	if (!status)
		status = yice_expect_compare(one, &sight, YICE_ZH, changes ? &before : NULL, &findings);
	*same = !findings.first;
	yice_findings_release(&findings);
	yice_map_release(&before);
	return status;
}

/* Whether the case asks for more than outcomes and a verdict. */
static bool is_detailed(const struct yice_case *one)
{
	const struct yice_json *clauses = yice_json_get(one->expect, "clauses");

	for (const struct yice_json *clause = clauses ? clauses->first : NULL; clause; clause = clause->next)
		if (clause->kind == YICE_JSON_OBJECT)
			return true;
	return yice_json_get(one->expect, "missing") != NULL;
}

struct trying {
	struct mutation *mutation;
	struct ground *ground;
	const struct yice_case *one;
	bool changes, detailed;
	bool undated;    /* it, or the case it starts from, is decided on the rules' own day */
	yice_day day;    /* which is this one */
	uint32_t number; /* of the case */
};

static int try_mutant(struct trying *t, uint32_t number)
{
	struct ground *g = t->ground;
	const struct yice_mutant *mutant = &g->mutants.items[number];
	struct record *record = &t->mutation->records[g->records[number]];
	bool differs, same = true;
	int status = YICE_OK;

	if (record->fate == NOTICED || g->tried[number] == t->number || (t->undated && mutant->day != t->day))
		return YICE_OK;
	g->tried[number] = t->number;
	differs = put_mutant(&g->now, mutant, true);
	if (t->changes)
		differs |= put_mutant(&g->before, mutant, true);
	if (differs || t->detailed || mutant->list != YICE_NONE)
		status = compare(g, t->one, t->changes, mutant, &same);
	put_mutant(&g->now, mutant, false);
	if (t->changes)
		put_mutant(&g->before, mutant, false);
	if (!same)
		record->fate = NOTICED;
	return status;
}

static int try_mutants(struct trying *t, const struct picture *picture)
{
	struct ground *g = t->ground;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < picture->count; i++) {
		uint32_t clause = picture->placed[i];

		if (clause >= g->mutants.originals) {
			status = try_mutant(t, g->makes[clause - g->mutants.originals]);
			continue;
		}
		for (uint32_t m = g->first[clause]; !status && m < g->first[clause + 1]; m++)
			status = try_mutant(t, g->of[m]);
	}
	return status;
}

/* On the day of the case, else of the trying: the image holds all mutants, and what is its own day is nobody's. */
static int decide(struct trying *t, const struct yice_cases *cases, const struct yice_case *one,
		  struct yice_report *report, struct picture *picture)
{
	struct ground *g = t->ground;
	yice_run *run = g->study.trial.run;
	char day[11];
	int status;

	yice_facts_clear(g->study.trial.facts);
	status = yice_case_facts(cases, one, g->study.trial.facts, report);
	if (!status)
		status = yice_run_decide(run, g->study.trial.facts, one->day);
	if (!status && run->day_by_default) {
		t->undated = true;
		yice_date_format(t->day, day);
		status = yice_run_decide(run, g->study.trial.facts, day);
	}
	if (!status)
		take_picture(g, picture);
	return status;
}

static int decide_both(struct trying *t, const struct yice_cases *cases, struct yice_report *report)
{
	int status = t->changes ? decide(t, cases, t->one->from, report, &t->ground->before) : YICE_OK;

	return status ? status : decide(t, cases, t->one, report, &t->ground->now);
}

/* Those of the clauses that were decided, and of lists whose days may count for units. */
static int try_all(struct trying *t)
{
	struct ground *g = t->ground;
	int status = t->changes ? try_mutants(t, &g->before) : YICE_OK;

	if (!status)
		status = try_mutants(t, &g->now);
	for (uint32_t m = 0; !status && m < g->mutants.count; m++)
		if (g->mutants.items[m].list != YICE_NONE)
			status = try_mutant(t, m);
	return status;
}

/* A case that fails anyway can notice nothing. */
static int try_case(struct mutation *mutation, struct ground *g, const struct yice_cases *cases,
		    const struct yice_case *one, struct yice_report *report)
{
	struct trying t = { .mutation = mutation, .ground = g, .one = one, .number = ++mutation->cases, .day = g->days[0] };
	bool passes = false;
	int status;

	t.changes = one->from && yice_json_get(one->expect, "changes");
	t.detailed = is_detailed(one);
	status = decide_both(&t, cases, report);
	if (!status)
		status = compare(g, one, t.changes, NULL, &passes);
	if (!status && !passes) {
		mutation->failed++;
		yice_cli_say(mutation->cli,
			     YICE_TEXT(mutation->cli->args.lang, "%s:%u %s：不符，不用它试变异",
				       "%s:%u %s fails, and tries no mutant"),
			     cases->path, (unsigned int)one->line, one->name);
		return YICE_OK;
	}
	if (!status)
		status = try_all(&t);
	for (uint32_t i = 1; !status && t.undated && i < g->day_count; i++) {
		t.day = g->days[i];
		status = decide_both(&t, cases, report);
		if (!status)
			status = try_all(&t);
	}
	return status;
}

static int try_file(struct mutation *mutation, const char *path)
{
	struct yice_report *report = yice_cli_report(mutation->cli);
	struct yice_cases cases;
	struct ground *g = NULL;
	int status;

	if (!report)
		return YICE_ENOMEM;
	status = yice_cases_read(path, report, &cases);
	if (!status && cases.count) {
		status = find_ground(mutation, &cases, &g);
		if (status == YICE_EDIAG)
			yice_cli_diagnose(mutation->cli, g->report);
	}
	for (size_t i = 0; !status && i < cases.count; i++)
		status = try_case(mutation, g, &cases, &cases.items[i], report);
	if (status == YICE_EDIAG)
		yice_cli_diagnose(mutation->cli, report);
	yice_cases_release(&cases);
	yice_report_free(report);
	return status;
}

/* ---------------------------------------------------------------- what nobody noticed */

/* A place is equivalent when it is so in every rule set it is in. */
static int settle_mutant(struct mutation *mutation, uint32_t ground, uint32_t number)
{
	struct ground *g = mutation->grounds[ground];
	struct record *record = &mutation->records[g->records[number]];
	struct yice_telling telling;
	int answer;

	if (record->fate == NOTICED || (record->fate == UNNOTICED && record->telling.json))
		return YICE_OK;
	answer = yice_mutant_differs(&g->study, &g->mutants.items[number], &telling);
	if (answer < 0)
		return answer;
	if (answer == YICE_ANSWER_YES)
		*record = (struct record){ UNNOTICED, ground, number, telling };
	else if (answer == YICE_ANSWER_UNREACHED && record->fate != UNNOTICED)
		record->fate = UNSETTLED;
	else if (record->fate == ALIVE)
		record->fate = EQUIVALENT;
	record->telling.one_unit |= telling.one_unit;
	return YICE_OK;
}

static int settle(struct mutation *mutation)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < mutation->ground_count; i++)
		for (uint32_t m = 0; !status && mutation->grounds[i]->open && m < mutation->grounds[i]->mutants.count; m++)
			status = settle_mutant(mutation, i, m);
	for (uint32_t i = 0; i < mutation->record_count; i++) {
		mutation->fates[mutation->records[i].fate]++;
		mutation->one_unit += mutation->records[i].fate == EQUIVALENT && mutation->records[i].telling.one_unit;
	}
	return status;
}

/* ---------------------------------------------------------------- telling */

static const char *word_of(int outcome, enum yice_lang lang, bool json)
{
	if (outcome == YICE_TRIAL_ABSENT)
		return json || lang == YICE_EN ? "absent" : "没有这一条";
	if (outcome < 0)
		return json || lang == YICE_EN ? "duty" : "职责";
	return yice_outcome_word((enum yice_outcome)outcome, json || lang == YICE_EN ? "en" : "zh");
}

static void locate(const struct mutation *mutation, const struct record *record, const char **path, uint32_t *line,
		   uint32_t *column)
{
	const struct ground *g = mutation->grounds[record->ground];
	struct yice_span span = g->mutants.items[record->mutant].span;
	const struct yice_source *source = &g->report->sources.items[span.file];

	*path = source->name;
	yice_source_locate(source, span.start, line, column);
}

static void put_text(struct mutation *mutation, const struct record *record)
{
	struct ground *g = mutation->grounds[record->ground];
	const struct yice_mutant *mutant = &g->mutants.items[record->mutant];
	enum yice_lang lang = mutation->cli->args.lang;
	const char *test = lang == YICE_EN && mutant->en ? mutant->en : mutant->zh, *path;
	struct yice_buf *out = &mutation->out;
	uint32_t line, column;

	locate(mutation, record, &path, &line, &column);
	yice_buf_addf(out, "%s:%u:%u  %s", path, (unsigned int)line, (unsigned int)column,
		      yice_mutation_word(mutant->kind, lang));
	if (mutant->by)
		yice_buf_addf(out, " %s", mutant->by);
	if (test)
		yice_buf_addf(out, "  %s", test);
	if (mutant->count)
		yice_buf_addf(out, "\n  %s", g->study.ids.entries[mutant->clauses[0]].key);
	else
		yice_buf_addf(out, "\n  %s", g->study.model.lists.items[mutant->list].title);
	if (mutant->count > 1)
		yice_buf_addf(out, YICE_TEXT(lang, " 等 %u 条", " and %u more"),
			      (unsigned int)(lang == YICE_EN ? mutant->count - 1 : mutant->count));
	yice_buf_addc(out, '\n');
	if (record->fate == UNSETTLED)
		yice_buf_adds(out, mutant->count ? YICE_TEXT(lang, "  界限之内未能判明是否等价\n",
							     "  not settled within the bound whether it is equivalent\n")
						 : YICE_TEXT(lang, "  只改变单元何时有清单，是否等价没有判明\n",
							     "  only changes when units have a list in force; not settled whether it is equivalent\n"));
	if (!record->telling.json)
		return;
	yice_buf_addf(out, YICE_TEXT(lang, "  例如 %s\n    %s：%s", "  for example %s\n    %s: %s"), record->telling.json,
		      g->study.ids.entries[record->telling.clause].key, word_of(record->telling.was, lang, false));
	if (record->telling.now != record->telling.was)
		yice_buf_addf(out, " → %s", word_of(record->telling.now, lang, false));
	yice_buf_addc(out, '\n');
}

static void quote(struct yice_buf *out, const char *name, const char *text)
{
	yice_buf_addf(out, ",\"%s\":", name);
	if (text)
		yice_json_quote(out, text, strlen(text));
	else
		yice_buf_adds(out, "null");
}

static void put_json(struct mutation *mutation, const struct record *record, bool first)
{
	struct ground *g = mutation->grounds[record->ground];
	const struct yice_mutant *mutant = &g->mutants.items[record->mutant];
	bool english = !strcmp(yice_cli_data_lang(mutation->cli), "en");
	const struct yice_telling *telling = &record->telling;
	struct yice_buf *out = &mutation->out;
	uint32_t line, column;
	const char *path;

	locate(mutation, record, &path, &line, &column);
	yice_buf_addf(out, "%s\n  {\"settled\":%s", first ? "" : ",", record->fate == UNSETTLED ? "false" : "true");
	quote(out, "file", path);
	yice_buf_addf(out, ",\"line\":%u,\"column\":%u", (unsigned int)line, (unsigned int)column);
	quote(out, "mutation", yice_mutation_word(mutant->kind, YICE_EN));
	quote(out, "by", mutant->by);
	quote(out, "test", english && mutant->en ? mutant->en : mutant->zh);
	yice_buf_adds(out, ",\"clauses\":[");
	for (uint32_t i = 0; i < mutant->count; i++) {
		const struct yice_map_entry *id = &g->study.ids.entries[mutant->clauses[i]];

		yice_buf_adds(out, i ? "," : "");
		yice_json_quote(out, id->key, id->len);
	}
	yice_buf_addf(out, "],\"witness\":%s", telling->json ? telling->json : "null");
	quote(out, "clause", telling->json ? g->study.ids.entries[telling->clause].key : NULL);
	quote(out, "outcome", telling->json ? word_of(telling->was, YICE_EN, true) : NULL);
	quote(out, "mutant", telling->json ? word_of(telling->now, YICE_EN, true) : NULL);
	yice_buf_addc(out, '}');
}

static void put_totals(struct mutation *mutation)
{
	const uint32_t *n = mutation->fates;
	uint32_t missed = n[UNNOTICED] + n[UNSETTLED], counted = n[NOTICED] + missed;
	uint64_t score = counted ? (uint64_t)n[NOTICED] * 1000 / counted : 1000;
	char percent[16] = "null"; /* nothing was tried: no score */

	if (mutation->cases)
		snprintf(percent, sizeof(percent), "%u.%u", (unsigned int)(score / 10), (unsigned int)(score % 10));
	if (mutation->json)
		yice_buf_addf(&mutation->out,
			      "],\n \"mutants\":%u,\"noticed\":%u,\"equivalent\":%u,\"equivalent_one_unit\":%u,\"unnoticed\":%u,\"unsettled\":%u,"
			      "\"score\":%s,\"failed\":%u}\n",
			      (unsigned int)mutation->record_count, (unsigned int)n[NOTICED], (unsigned int)n[EQUIVALENT],
			      (unsigned int)mutation->one_unit, (unsigned int)n[UNNOTICED], (unsigned int)n[UNSETTLED], percent,
			      (unsigned int)mutation->failed);
	else if (mutation->cases)
		yice_buf_addf(&mutation->out,
			      YICE_TEXT(mutation->cli->args.lang,
					"%u 个变异：%u 个被察觉，%u 个等价（不计；其中 %u 个只就场址在一个单元而言），%u 个无人察觉；得分 %s%%\n",
					"%u mutants: %u noticed, %u equivalent (not counted; %u of them for sites in one unit only), %u "
					"unnoticed; score %s%%\n"),
			      (unsigned int)mutation->record_count, (unsigned int)n[NOTICED],
			      (unsigned int)n[EQUIVALENT], (unsigned int)mutation->one_unit, (unsigned int)missed,
			      percent);
}

static void put_all(struct mutation *mutation)
{
	bool first = true;

	yice_buf_adds(&mutation->out, mutation->json ? "{\"unnoticed_mutants\":[" : "");
	for (uint32_t i = 0; i < mutation->record_count; i++) {
		const struct record *record = &mutation->records[i];

		if (record->fate != UNNOTICED && record->fate != UNSETTLED)
			continue;
		if (mutation->json)
			put_json(mutation, record, first);
		else
			put_text(mutation, record);
		first = false;
	}
	put_totals(mutation);
}

static void release(struct mutation *mutation)
{
	for (uint32_t i = 0; i < mutation->ground_count; i++) {
		yice_study_release(&mutation->grounds[i]->study);
		yice_report_free(mutation->grounds[i]->report);
	}
	free(mutation->grounds);
	free(mutation->records);
	yice_map_release(&mutation->keys);
	yice_arena_release(&mutation->arena);
}

int yice_mutation_run(const struct yice_cli *cli, const struct yice_paths *paths, bool json)
{
	struct mutation mutation = { .cli = cli, .json = json };
	int code = YICE_EXIT_OK, status = YICE_OK;

	yice_arena_init(&mutation.arena);
	yice_map_init(&mutation.keys);
	for (size_t i = 0; i < paths->count && (!status || status == YICE_EDIAG); i++) {
		status = try_file(&mutation, paths->items[i]);
		if (status == YICE_EDIAG)
			code = YICE_EXIT_FAILED;
		else if (status)
			code = yice_cli_failed(cli, status, paths->items[i]);
	}
	/* Nothing tried is not a success. */
	if (!code && !mutation.cases) {
		yice_cli_say(cli, "%s", YICE_TEXT(cli->args.lang, "没有可用的测例", "there are no cases to try mutants with"));
		code = YICE_EXIT_FAILED;
	}
	if (!code)
		code = mutation.failed ? YICE_EXIT_RULES : YICE_EXIT_OK;
	if (!status || status == YICE_EDIAG) {
		status = settle(&mutation);
		if (status)
			code = yice_cli_failed(cli, status, NULL);
		else
			put_all(&mutation);
	}
	release(&mutation);
	if (status)
		yice_buf_release(&mutation.out);
	else if (yice_cli_print(cli, &mutation.out))
		code = YICE_EXIT_FAILED;
	return code;
}
