/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the checks of check.def over rules without errors, and gives them what
 * they need: answers, witnesses and findings. A witness is shown only after
 * the runtime has decided it on the image of these very rules, so that nobody
 * is sent after a project that does not do what the finding says.
 */
#include "analysis/check.h"

#include "analysis/witness.h"
#include "base/report.h"
#include "compiler/declare.h"
#include "compiler/type.h"
#include "yice/analysis.h"

#define NO_ANSWER   0xffu
#define CLAUSES_MAX 100000 /* their forms are kept: some kilobytes each */

/* ---------------------------------------------------------------- questions */

int yice_ask(struct yice_checker *checker, const struct yice_asking *asking, struct yice_arena *arena,
	     struct yice_project *point)
{
	const struct yice_form *forms[9];
	uint32_t count = asking->count;
	int answer;

	if (checker->status)
		return YICE_ANSWER_NO;
	memcpy(forms, asking->forms, count * sizeof(*forms));
	if (asking->unit != YICE_NONE)
		forms[count++] = checker->sites[asking->unit];
	answer = yice_solve(checker->solver, forms, count, arena, point);
	if (answer >= 0)
		return answer;
	checker->status = answer;
	return YICE_ANSWER_NO;
}

int yice_ask_once(struct yice_checker *checker, const struct yice_asking *asking, uint32_t what, uint32_t a,
		  uint32_t b)
{
	uint32_t site = asking->unit == YICE_NONE ? YICE_NONE : checker->site_kinds[asking->unit];
	const uint32_t key[] = { what, a, b, site };
	uint32_t entry = 0;
	bool added = false;

	if (checker->status)
		return YICE_ANSWER_NO;
	checker->status = yice_map_put(&checker->answered, key, sizeof(key), NO_ANSWER, &entry, &added);
	if (checker->status)
		return YICE_ANSWER_NO;
	if (added)
		checker->answered.entries[entry].value = (uint32_t)yice_ask(checker, asking, NULL, NULL);
	return checker->status ? YICE_ANSWER_NO : (int)checker->answered.entries[entry].value;
}

uint32_t yice_unit_for(const struct yice_checker *checker, const struct yice_subject *subject)
{
	const struct yice_placement *target = yice_subject_target(checker->model, subject);

	if (target->kind == YICE_FOR_UNIT)
		return target->key;
	for (uint32_t i = 0; i < checker->model->units.count; i++)
		if (yice_subject_concerns(checker->model, subject, i))
			return i;
	return YICE_NONE;
}

bool yice_days_common(const struct yice_rule *a, const struct yice_rule *b, yice_day *day)
{
	yice_day from = a->days.from > b->days.from ? a->days.from : b->days.from;
	yice_day to = a->days.to < b->days.to ? a->days.to : b->days.to;

	*day = from != YICE_DAY_MIN ? from : to != YICE_DAY_MAX ? to - 1 : 0;
	return from < to;
}

/* ---------------------------------------------------------------- witnesses */

static bool claim_holds(struct yice_checker *checker, const struct yice_claim *claim)
{
	const char *id = yice_placed_id(checker->model, claim->clause);
	int outcome = id ? yice_trial_outcome(&checker->trial, id) : YICE_TRIAL_ABSENT;

	return outcome != YICE_TRIAL_ABSENT && outcome != YICE_UNKNOWN &&
	       (yice_level_of(outcome) >= claim->level) == claim->least;
}

/* Whether the runtime decides the document as is claimed. */
static bool reproduces(struct yice_checker *checker, const char *json, const struct yice_witness *witness)
{
	int status = yice_trial_decide(&checker->trial, json);
	bool good = !status;

	if (status == YICE_ENOMEM)
		checker->status = status;
	for (uint32_t i = 0; good && i < witness->claim_count; i++)
		good = claim_holds(checker, &witness->claims[i]);
	return good;
}

static struct yice_place_of place_of(const struct yice_checker *checker, const struct yice_witness *witness)
{
	const struct yice_model *model = checker->model;
	uint32_t scope = yice_subject_scope(model, &checker->subjects.items[witness->claims[0].clause]);
	struct yice_place_of place = { NULL, NULL, witness->day };

	if (witness->unit != YICE_NONE)
		place.unit = model->units.items[witness->unit].code;
	else if (scope != YICE_NONE)
		place.scope = model->scopes.items[scope].code;
	return place;
}

const char *yice_witness_make(struct yice_checker *checker, const struct yice_asking *asking,
			      const struct yice_witness *witness)
{
	struct yice_place_of place = place_of(checker, witness);
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_arena arena;
	struct yice_project point;
	const char *text = NULL;

	yice_arena_init(&arena);
	if (yice_ask(checker, asking, &arena, &point) == YICE_ANSWER_YES &&
	    yice_witness_json(&checker->realm, &point, &place, &json) && !json.failed &&
	    reproduces(checker, json.data, witness))
		text = yice_model_text(checker->model, "%s", json.data);
	if (json.failed)
		checker->status = YICE_ENOMEM;
	yice_buf_release(&json);
	yice_arena_release(&arena);
	return text;
}

/* ---------------------------------------------------------------- findings */

static const struct {
	enum yice_diag_id id;
	bool on;
	void (*run)(struct yice_checker *checker);
} checks[] = {
#define ON                                    true
#define OFF                                   false
#define CHECK(diagnostic, standing, function) { YICE_D_##diagnostic, standing, yice_check_##function },
#include "analysis/check.def"
#undef CHECK
#undef ON
#undef OFF
};

static bool is_on(const struct yice_checker *checker, size_t check)
{
	int severity = checker->model->diags->override[checks[check].id];

	return severity < 0 ? checks[check].on : severity != YICE_SEVERITY_OFF;
}

bool yice_check_is_on(const struct yice_checker *checker, enum yice_diag_id id)
{
	for (size_t i = 0; i < YICE_COUNT(checks); i++)
		if (checks[i].id == id)
			return is_on(checker, i);
	return true;
}

static const struct yice_span *span_of(const struct yice_subject *subject)
{
	return &subject->rule->placed->span;
}

struct yice_diag *yice_finding(struct yice_checker *checker, enum yice_diag_id id,
			       const struct yice_subject *at, const struct yice_subject *other, const char *a,
			       const char *b, const char *c)
{
	const uint32_t key[] = { id, span_of(at)->file, span_of(at)->start, other ? span_of(other)->file : 0,
				 other ? span_of(other)->start : 0 };
	struct yice_diag *diag;
	uint32_t entry = 0;
	bool added = false;

	if (checker->status || !yice_check_is_on(checker, id))
		return NULL;
	checker->status = yice_map_put(&checker->reported, key, sizeof(key), 0, &entry, &added);
	if (checker->status || !added)
		return NULL;
	diag = yice_diag_add(checker->model->diags, id, *span_of(at), a, b, c, NULL);
	yice_env_note_uses(checker->model, at->rule->placed->env, diag);
	if (other)
		yice_diag_note(checker->model->diags, diag, YICE_D_note_clause, *span_of(other),
			       yice_placed_id(checker->model, other->number), NULL);
	return diag;
}

void yice_finding_witness(struct yice_checker *checker, struct yice_diag *diag, const char *json)
{
	if (json)
		yice_diag_help(checker->model->diags, diag, YICE_D_help_witness, json, NULL);
}

void yice_unreached(struct yice_checker *checker, const struct yice_subject *at)
{
	yice_finding(checker, YICE_D_not_reached, at, NULL, NULL, NULL, NULL);
}

/* ---------------------------------------------------------------- running */

/* The forms of all units' sites, and which of them are the same. */
static int read_sites(struct yice_checker *checker)
{
	uint32_t units = checker->model->units.count, entry = 0;
	struct yice_map kinds;
	int status = YICE_OK;

	checker->sites = yice_arena_array(&checker->realm.arena, units, sizeof(*checker->sites));
	checker->site_kinds = yice_arena_array(&checker->realm.arena, units, sizeof(*checker->site_kinds));
	if (!checker->sites || !checker->site_kinds)
		return YICE_ENOMEM;
	yice_map_init(&kinds);
	for (uint32_t i = 0; !status && i < units; i++) {
		struct yice_buf key = YICE_BUF_INIT;

		checker->sites[i] = yice_read_unit(&checker->realm, &checker->reading, i);
		if (checker->sites[i])
			yice_form_key(&checker->realm, checker->sites[i], &key);
		status = !checker->sites[i] || key.failed
			     ? YICE_ENOMEM
			     : yice_map_put(&kinds, key.data, key.len, i, &entry, NULL);
		yice_buf_release(&key);
		if (!status)
			checker->site_kinds[i] = kinds.entries[entry].value;
	}
	yice_map_release(&kinds);
	return status;
}

static int start(struct yice_checker *checker)
{
	int status = yice_realm_init(&checker->realm, &checker->reading, 1);

	if (!status)
		status = yice_subjects_init(&checker->subjects, &checker->realm, &checker->reading);
	if (!status)
		status = yice_solver_new(&checker->realm, &checker->solver);
	if (!status)
		status = read_sites(checker);
	if (!status)
		status = yice_nearby_init(&checker->nearby, checker->model, &checker->realm.arena);
	checker->beside =
	    status ? NULL
		   : yice_arena_array(&checker->realm.arena, checker->rules->count, sizeof(*checker->beside));
	if (!status && !checker->beside)
		status = YICE_ENOMEM;
	return status ? status : yice_trial_open(&checker->trial, checker->model, checker->rules);
}

static void run_checks(struct yice_checker *checker)
{
	for (size_t i = 0; i < YICE_COUNT(checks); i++) {
		bool done = !is_on(checker, i);

		for (size_t j = 0; !done && j < i; j++)
			done = checks[j].run == checks[i].run && is_on(checker, j);
		if (!done && !checker->status)
			checks[i].run(checker);
	}
}

int yice_rules_analyse(struct yice_model *model, const struct yice_rules *rules)
{
	struct yice_checker checker = { .model = model,
					.rules = rules,
					.reading = { .model = model, .rules = rules } };

	if (model->diags->errors || !rules->count)
		return YICE_OK;
	if (rules->count > CLAUSES_MAX) {
		yice_diag_add(model->diags, YICE_D_not_analysed, YICE_SPAN_NONE,
			      yice_model_text(model, "%lu", (unsigned long)rules->count),
			      yice_model_text(model, "%d", CLAUSES_MAX), NULL);
		return yice_model_status(model);
	}
	yice_map_init(&checker.answered);
	yice_map_init(&checker.reported);
	yice_map_init(&checker.bodies);
	checker.subjects.bodies = &checker.bodies;
	checker.status = start(&checker);
	run_checks(&checker);
	if (!checker.status)
		checker.status = yice_realm_status(&checker.realm);
	yice_trial_release(&checker.trial);
	yice_solver_free(checker.solver);
	yice_map_release(&checker.bodies);
	yice_map_release(&checker.reported);
	yice_map_release(&checker.answered);
	yice_realm_release(&checker.realm);
	return checker.status ? checker.status : yice_model_status(model);
}

int yice_analyse(const char *const *paths, size_t count, yice_report *report)
{
	struct yice_model model;
	struct yice_rules rules = { NULL, 0 };
	int status;

	yice_model_init(&model, &report->sources, &report->diags);
	status = yice_rules_check_all(&model, &rules, paths, count);
	if (!status)
		status = yice_rules_analyse(&model, &rules);
	yice_model_release(&model);
	yice_diags_sort(&report->diags);
	if (report->diags.failed)
		status = YICE_ENOMEM;
	return status ? status : yice_diags_status(&report->diags);
}
