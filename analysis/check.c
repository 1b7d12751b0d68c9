/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives the checks of check.def what they need: answers, witnesses and
 * findings. A witness is shown only after the runtime has decided it on the
 * image of these very rules, so that nobody is sent after a project that does
 * not do what the finding says. Everything here belongs to one worker.
 */
#include "analysis/check.h"

#include "analysis/witness.h"
#include "compiler/declare.h"
#include "compiler/type.h"

#define NO_ANSWER 0xffu

/* ---------------------------------------------------------------- questions */

/* Which units say the same of places, by what they say. */
static int number_site(struct yice_checker *checker, uint32_t unit, const struct yice_form *form)
{
	struct yice_buf key = YICE_BUF_INIT;
	uint32_t entry = 0;
	int status;

	yice_form_key(&checker->realm, form, &key);
	status = key.failed ? YICE_ENOMEM
			    : yice_map_put(&checker->site_keys, key.data, key.len, unit, &entry, NULL);
	yice_buf_release(&key);
	if (!status)
		checker->site_kinds[unit] = checker->site_keys.entries[entry].value;
	return status;
}

const struct yice_form *yice_site(struct yice_checker *checker, uint32_t unit)
{
	if (!checker->sites[unit]) {
		const struct yice_form *form = yice_read_unit(&checker->realm, &checker->reading, unit);

		if (!form || number_site(checker, unit, form)) {
			checker->status = YICE_ENOMEM;
			return NULL;
		}
		checker->sites[unit] = form;
	}
	return checker->sites[unit];
}

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
		forms[count++] = yice_site(checker, asking->unit);
	answer = yice_solve(checker->solver, forms, count, arena, point);
	if (answer >= 0)
		return answer;
	checker->status = answer;
	return YICE_ANSWER_NO;
}

int yice_ask_once(struct yice_checker *checker, const struct yice_asking *asking, uint32_t what, uint32_t a,
		  uint32_t b)
{
	uint32_t key[] = { what, a, b, YICE_NONE };
	uint32_t entry = 0;
	bool added = false;

	if (checker->status)
		return YICE_ANSWER_NO;
	if (asking->unit != YICE_NONE) {
		if (!yice_site(checker, asking->unit))
			return YICE_ANSWER_NO;
		key[3] = checker->site_kinds[asking->unit];
	}
	checker->status = yice_map_put(&checker->answered, key, sizeof(key), NO_ANSWER, &entry, &added);
	if (checker->status)
		return YICE_ANSWER_NO;
	if (added)
		checker->answered.entries[entry].value = (uint32_t)yice_ask(checker, asking, NULL, NULL);
	return checker->status ? YICE_ANSWER_NO : (int)checker->answered.entries[entry].value;
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

	if (outcome == YICE_TRIAL_ABSENT || outcome == YICE_UNKNOWN)
		return false;
	switch (claim->kind) {
	case YICE_CLAIM_LEAST:
		return yice_level_of(outcome) >= claim->level;
	case YICE_CLAIM_BELOW:
		return yice_level_of(outcome) < claim->level;
	case YICE_CLAIM_APPLIES:
		return outcome != YICE_NOT_APPLICABLE;
	case YICE_CLAIM_OUTSIDE:
		return outcome == YICE_NOT_APPLICABLE;
	}
	return false;
}

/*
 * The clauses of the lists of the witness's scope that are looked at for a site in the unit (YICE_NONE: of which the
 * scope alone is known), in checker->around; returns how many. None when nothing is asked of them.
 */
static uint32_t list_at(struct yice_checker *checker, const struct yice_witness *witness, uint32_t unit)
{
	const struct yice_model *model = checker->model;
	uint32_t scope = yice_subject_scope(model, &checker->subjects.items[witness->where]), count = 0;

	for (uint32_t i = 0; witness->below && i < model->placements.count; i++) {
		const struct yice_placement *target = &model->placements.items[i];

		if (!target->count || model->lists.items[target->list].scope != scope ||
		    (unit == YICE_NONE
			 ? target->kind == YICE_FOR_UNIT || target->kind == YICE_FOR_CLASS
			 : !yice_subject_concerns(model, &checker->subjects.items[target->clauses[0]], unit)))
			continue;
		for (uint32_t k = 0; k < target->count; k++) {
			const struct yice_subject *subject = &checker->subjects.items[target->clauses[k]];

			if (subject->decides && witness->day >= subject->rule->days.from &&
			    witness->day < subject->rule->days.to)
				checker->around[count++] = target->clauses[k];
		}
	}
	return count;
}

/* They all come out below the witness's level; NULL when checker->status has been set. */
static const struct yice_form *list_passes(struct yice_checker *checker, const struct yice_witness *witness,
					   uint32_t count)
{
	const struct yice_form **parts = calloc((size_t)count + 1, sizeof(*parts)), *form = NULL;
	bool read = parts != NULL;

	for (uint32_t i = 0; read && i < count; i++) {
		const struct yice_subject *subject = yice_subject(&checker->subjects, checker->around[i]);

		read = subject != NULL;
		if (subject)
			parts[i] = subject->below[witness->below];
	}
	if (read)
		form = yice_form_join(&checker->realm, YICE_FORM_AND, parts, count);
	free(parts);
	if (!form)
		checker->status = YICE_ENOMEM;
	return form;
}

/* Whether the runtime decides the document as is claimed, `count` clauses of the list included. */
static bool reproduces(struct yice_checker *checker, const char *json, const struct yice_witness *witness,
		       uint32_t count)
{
	int status;
	bool good;

	checker->status = yice_bench_open(checker->bench, &checker->trial);
	if (checker->status)
		return false;
	status = yice_trial_decide(&checker->trial, json);
	good = !status;
	if (status == YICE_ENOMEM)
		checker->status = status;
	for (uint32_t i = 0; good && i < witness->claim_count; i++)
		good = claim_holds(checker, &witness->claims[i]);
	for (uint32_t i = 0; good && i < count; i++) {
		const char *id = yice_placed_id(checker->model, checker->around[i]);

		good = id && yice_level_of(yice_trial_outcome(&checker->trial, id)) < witness->below;
	}
	return good;
}

static struct yice_place_of place_of(const struct yice_checker *checker, const struct yice_witness *witness,
				     uint32_t unit)
{
	const struct yice_model *model = checker->model;
	uint32_t scope = yice_subject_scope(model, &checker->subjects.items[witness->where]);
	struct yice_place_of place = { .day = witness->day };

	if (unit != YICE_NONE)
		place.unit = model->units.items[unit].code;
	else if (scope != YICE_NONE)
		place.scope = model->scopes.items[scope].code;
	return place;
}

/* What is being found: NO as long as every place said so. */
struct search {
	const struct yice_asking *asking;
	const struct yice_witness *witness;
	const char *text;
	int answer;
};

/* A witness in the unit; YICE_NONE: in the scope. */
static void search_at(struct yice_checker *checker, struct search *search, uint32_t unit)
{
	struct yice_place_of place = place_of(checker, search->witness, unit);
	struct yice_asking placed = *search->asking;
	uint32_t count = list_at(checker, search->witness, unit);
	const struct yice_form *list = list_passes(checker, search->witness, count);
	struct yice_buf json = YICE_BUF_INIT;
	struct yice_arena arena;
	struct yice_project point;
	int answer;

	if (!list)
		return;
	placed.unit = unit;
	if (search->witness->below)
		placed.forms[placed.count++] = list;
	yice_arena_init(&arena);
	answer = yice_ask(checker, &placed, &arena, &point);
	if (answer == YICE_ANSWER_YES && yice_witness_json(&checker->realm, &point, &place, &json) &&
	    !json.failed && reproduces(checker, json.data, search->witness, count))
		search->text = yice_model_text(checker->model, "%s", json.data);
	if (answer != YICE_ANSWER_NO)
		search->answer = search->text ? YICE_ANSWER_YES : YICE_ANSWER_UNREACHED;
	if (json.failed)
		checker->status = YICE_ENOMEM;
	yice_buf_release(&json);
	yice_arena_release(&arena);
}

/*
 * In the units the clause is looked at in but the first, one of each kind; in all of them when the list counts and no
 * site of which the scope alone is known will do, for the lists of units of one kind differ.
 */
static void search_others(struct yice_checker *checker, struct search *search, uint32_t first, bool last)
{
	const struct yice_model *model = checker->model;
	const struct yice_subject *where = &checker->subjects.items[search->witness->where];
	bool *tried = calloc(model->units.count, sizeof(*tried)), every = last && search->witness->below;

	if (!tried || !yice_site(checker, first)) {
		checker->status = YICE_ENOMEM;
		free(tried);
		return;
	}
	tried[checker->site_kinds[first]] = true;
	for (uint32_t i = 0; !search->text && i < model->units.count && !checker->status; i++) {
		if (i == first || !yice_subject_concerns(model, where, i) || !yice_site(checker, i) ||
		    (!every && tried[checker->site_kinds[i]]))
			continue;
		tried[checker->site_kinds[i]] = true;
		search_at(checker, search, i);
	}
	free(tried);
}

int yice_witness_find(struct yice_checker *checker, const struct yice_asking *asking,
		      const struct yice_witness *witness, const char **json)
{
	const struct yice_subject *where = &checker->subjects.items[witness->where];
	enum yice_target kind = yice_subject_target(checker->model, where)->kind;
	uint32_t first = yice_nearby_first(checker->nearby, where);
	struct search search = { asking, witness, NULL, YICE_ANSWER_NO };

	search_at(checker, &search, first);
	if (!search.text && kind != YICE_FOR_UNIT && first != YICE_NONE && !checker->status)
		search_others(checker, &search, first, kind == YICE_FOR_CLASS);
	if (!search.text && kind != YICE_FOR_UNIT && kind != YICE_FOR_CLASS && first != YICE_NONE &&
	    !checker->status)
		search_at(checker, &search, YICE_NONE);
	*json = search.text;
	return checker->status ? YICE_ANSWER_NO : search.answer;
}

const char *yice_witness_make(struct yice_checker *checker, const struct yice_asking *asking,
			      const struct yice_witness *witness)
{
	const char *json = NULL;

	yice_witness_find(checker, asking, witness, &json);
	return json;
}

/* ---------------------------------------------------------------- findings */

static const struct yice_span *span_of(const struct yice_subject *subject)
{
	return &subject->rule->placed->span;
}

#define FINDING_KEY(id, at, other)                                                                           \
	{                                                                                                    \
		id, span_of(at)->file, span_of(at)->start, (other) ? span_of(other)->file : 0,               \
		    (other) ? span_of(other)->start : 0                                                      \
	}

struct yice_diag *yice_finding(struct yice_checker *checker, enum yice_diag_id id,
			       const struct yice_subject *at, const struct yice_subject *other, const char *a,
			       const char *b, const char *c)
{
	const uint32_t key[] = FINDING_KEY(id, at, other);
	struct yice_diag *diag;
	uint32_t entry = 0;
	bool added = false;

	if (checker->status || !yice_check_is_on(checker, id))
		return NULL;
	checker->status = yice_map_put(&checker->reported, key, sizeof(key), YICE_NONE, &entry, &added);
	if (checker->status || !added)
		return NULL;
	diag = yice_diag_add(checker->model->diags, id, *span_of(at), a, b, c, NULL);
	if (diag)
		checker->reported.entries[entry].value = checker->model->diags->count - 1;
	yice_env_note_uses(checker->model, at->rule->placed->env, diag);
	if (other)
		yice_diag_note(checker->model->diags, diag, YICE_D_note_clause, *span_of(other),
			       yice_placed_id(checker->model, other->number), NULL);
	return diag;
}

void yice_finding_name(struct yice_diags *diags, struct yice_diag *diag, struct yice_span span, const char *id)
{
	for (const struct yice_message *note = diag->notes; note; note = note->next)
		if (note->id == YICE_D_note_clause && note->span.file == span.file && note->span.start == span.start)
			return;
	yice_diag_note(diags, diag, YICE_D_note_clause, span, id, NULL);
}

struct yice_diag *yice_finding_among(struct yice_checker *checker, enum yice_diag_id id, const struct yice_subject *at,
				     const struct yice_subject *other)
{
	const struct yice_subject *none = NULL;
	const uint32_t key[] = FINDING_KEY(id, at, none);
	const char *name = yice_placed_id(checker->model, other->number);
	struct yice_diag *diag = yice_finding(checker, id, at, NULL, name, NULL, NULL), *told = diag;
	uint32_t entry = yice_map_find(&checker->reported, key, sizeof(key)), index;

	index = entry == YICE_MAP_NONE ? YICE_NONE : checker->reported.entries[entry].value;
	if (!told && index != YICE_NONE)
		told = checker->model->diags->items[index];
	if (told)
		yice_finding_name(checker->model->diags, told, *span_of(other), name);
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
