/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proves statements by looking for a project that contradicts them. Clauses
 * join the question one by one: a project is found that contradicts as far as
 * is known, the runtime decides it, and the clauses that decide it otherwise
 * are asserted not to. So a proof rests on the few clauses it needs, and what
 * refutes has been decided on the image. Each round adds a clause, hence ends.
 *
 * Over a site in several units a clause comes out no better than over any of its
 * parts (joint.h): a guard asks some part, exceptions and demands each. So what
 * is refused in each unit is refused in several, if one part meets the
 * condition; where nothing turns on places, the verdict of several units is
 * that of one of them; and two units of the same places are as one. All other
 * pairs are asked about.
 */
#include "analysis/prove.h"

#include "analysis/joint.h"
#include "analysis/witness.h"
#include "compiler/declare.h"
#include "compiler/type.h"
#include "runtime/run.h"

#define PAIRS_MAX 10000 /* of units, over which the two are looked at together */

struct place {
	uint32_t units[2], count; /* none: the scope alone */
	uint32_t scope;
	bool incomplete;      /* the runtime never says more of it than refused or undetermined */
	struct yice_place_of named;
	const struct yice_form *site;
};

/* What is looked for: a project with a verdict, or an outcome of a clause, that the statement forbids. */
struct goal {
	uint32_t wish;       /* YICE_NONE: the verdict */
	enum yice_level top; /* verdict: the worst that any clause may make of it */
};

struct prover {
	struct yice_study *study;
	const struct yice_statement *statement;
	struct yice_proof *proof;
	const struct yice_form *when, *known;
	yice_day day;
	struct place place;
	const struct yice_form **forms;
	uint32_t count;
	uint8_t *asserted; /* by clause: BELOW_TOP, KNOWN */
	int status;
};

enum { BELOW_TOP = 1, KNOWN = 2 };

/* Of a site in two units, as its parts have it. */
static void add(struct prover *p, const struct yice_form *form)
{
	if (p->place.count > 1)
		form = yice_joint_units(&p->study->realm, &p->study->reading, form, p->place.units, p->place.count);
	p->forms[p->count++] = form;
}

/* The question before any clause has joined it. */
static void begin(struct prover *p)
{
	p->count = 0;
	memset(p->asserted, 0, p->study->rules.count);
	add(p, p->when);
	add(p, p->known);
	p->forms[p->count++] = p->place.site;
}

static const struct yice_subject *subject_of(struct prover *p, uint32_t clause)
{
	const struct yice_subject *subject = yice_study_subject(p->study, clause);

	if (!subject)
		p->status = YICE_ENOMEM;
	return subject;
}

/* ---------------------------------------------------------------- deciding what was found */

static uint32_t outcome_bit(int outcome)
{
	return outcome == YICE_TRIAL_ABSENT ? YICE_OUTCOME_ABSENT
	       : outcome < 0                ? YICE_OUTCOME_DUTY
					    : (uint32_t)outcome;
}

/* Whether the last decision contradicts the statement as the goal says. */
static bool contradicts(struct prover *p, const struct goal *goal)
{
	const yice_run *run = p->study->trial.run;

	p->proof->wish = goal->wish;
	if (goal->wish == YICE_NONE) {
		p->proof->got = run->verdict;
		return !(p->statement->verdicts >> run->verdict & 1) &&
		       (p->place.incomplete || run->verdict != YICE_UNDETERMINED);
	}
	p->proof->got =
	    outcome_bit(yice_trial_outcome(&p->study->trial,
				   yice_study_id(p->study, p->statement->wishes[goal->wish].clause)));
	return p->proof->got != YICE_UNKNOWN &&
	       !(p->statement->wishes[goal->wish].allowed >> p->proof->got & 1);
}

/* One clause that decided otherwise than the goal wants joins the question. False: it had joined already. */
static bool learn_clause(struct prover *p, const struct goal *goal, uint32_t clause, int outcome)
{
	uint8_t wanted = outcome == YICE_UNKNOWN ? BELOW_TOP | KNOWN : 0;
	const struct yice_subject *subject;

	if (yice_level_of(outcome) > goal->top)
		wanted = BELOW_TOP;
	wanted &= (uint8_t)~p->asserted[clause];
	if (!wanted)
		return false;
	subject = subject_of(p, clause);
	if (!subject)
		return false;
	p->asserted[clause] |= wanted;
	if (wanted & KNOWN)
		add(p, subject->known);
	if ((wanted & BELOW_TOP) && goal->top < YICE_LEVEL_REFUSED)
		add(p, subject->below[goal->top + 1]);
	return true;
}

/* The clauses of the last decision that made it miss the goal. False: nothing more is to be learnt. */
static bool learn(struct prover *p, const struct goal *goal)
{
	yice_run *run = p->study->trial.run;
	struct yice_buf id = YICE_BUF_INIT;
	bool more = false;

	for (uint32_t i = 0; goal->wish == YICE_NONE && i < yice_run_count(run) && !p->status; i++) {
		uint32_t clause;

		yice_buf_clear(&id);
		yice_image_clause_id(run->view, yice_run_decided(run, i)->clause, &id);
		if (id.failed)
			p->status = YICE_ENOMEM;
		clause = yice_study_clause(p->study, yice_buf_text(&id));
		if (clause != YICE_NONE)
			more |= learn_clause(p, goal, clause, yice_run_outcome(run, i));
	}
	yice_buf_release(&id);
	return more && !p->status;
}

/* The point as a document, decided. YES: it contradicts; NO: it was learnt from; UNREACHED. */
static int try_point(struct prover *p, const struct goal *goal, const struct yice_project *point)
{
	struct yice_buf json = YICE_BUF_INIT;
	int answer = YICE_ANSWER_UNREACHED, status;

	if (yice_witness_json(&p->study->realm, point, &p->place.named, &json) && !json.failed) {
		status = yice_trial_decide(&p->study->trial, json.data);
		if (status == YICE_ENOMEM)
			p->status = status;
		if (!status && contradicts(p, goal))
			answer = YICE_ANSWER_YES;
		else if (!status && learn(p, goal))
			answer = YICE_ANSWER_NO;
	}
	if (answer == YICE_ANSWER_YES)
		p->proof->witness = yice_model_keep(&p->study->model, &json);
	if (json.failed)
		p->status = YICE_ENOMEM;
	yice_buf_release(&json);
	return answer;
}

/* Is there a project that contradicts? YES leaves it in the proof. */
static int hunt(struct prover *p, const struct goal *goal)
{
	int answer, tried = YICE_ANSWER_NO;

	do {
		struct yice_arena arena;
		struct yice_project point;

		yice_arena_init(&arena);
		answer = yice_solve(p->study->solver, p->forms, p->count, &arena, &point);
		if (answer < 0)
			p->status = answer;
		if (answer == YICE_ANSWER_YES)
			tried = try_point(p, goal, &point);
		yice_arena_release(&arena);
	} while (answer == YICE_ANSWER_YES && tried == YICE_ANSWER_NO && !p->status);
	return p->status ? YICE_ANSWER_UNREACHED : answer == YICE_ANSWER_YES ? tried : answer;
}

/* ---------------------------------------------------------------- one place */

static bool looked_at(const struct prover *p, const struct yice_subject *subject)
{
	const struct yice_model *model = &p->study->model;
	const struct yice_placement *target = yice_subject_target(model, subject);
	uint32_t scope = yice_subject_scope(model, subject);

	if (p->day < subject->rule->days.from || p->day >= subject->rule->days.to)
		return false;
	for (uint32_t i = 0; i < p->place.count; i++)
		if (yice_subject_concerns(model, subject, p->place.units[i]))
			return true;
	return !p->place.count && target->kind != YICE_FOR_UNIT && target->kind != YICE_FOR_CLASS && scope != YICE_NONE &&
	       yice_scope_covers(model, scope, p->place.scope);
}

/* Projects whose verdict is that of levels low to top: some clause makes it at least low, none worse than top. */
static int hunt_levels(struct prover *p, enum yice_level low, enum yice_level top)
{
	struct goal goal = { YICE_NONE, top };
	int worst = YICE_ANSWER_NO;

	if (low == YICE_LEVEL_FREE) {
		begin(p);
		return hunt(p, &goal);
	}
	for (uint32_t i = 0; i < p->study->rules.count && worst != YICE_ANSWER_YES && !p->status; i++) {
		const struct yice_subject *subject;
		int answer;

		if (!looked_at(p, &p->study->subjects.items[i]))
			continue;
		subject = subject_of(p, i);
		if (!subject || subject->least[low]->kind == YICE_FORM_NO)
			continue;
		begin(p);
		add(p, subject->least[low]);
		answer = hunt(p, &goal);
		worst = answer != YICE_ANSWER_NO ? answer : worst;
	}
	return worst;
}

static int look_verdict(struct prover *p)
{
	static const enum yice_verdict verdicts[YICE_LEVELS] = { YICE_ADMITTED, YICE_CONDITIONAL,
								 YICE_NEEDS_JUDGEMENT, YICE_REFUSED };
	bool bad[YICE_LEVELS + 1] = { false };
	int worst = YICE_ANSWER_NO;

	for (int level = YICE_LEVEL_FREE; level < YICE_LEVELS; level++) {
		enum yice_verdict verdict = p->place.incomplete && level < YICE_LEVEL_REFUSED
						? YICE_UNDETERMINED
						: verdicts[level];

		bad[level] = !(p->statement->verdicts >> verdict & 1);
	}
	for (int low = YICE_LEVEL_FREE, top; low < YICE_LEVELS && worst != YICE_ANSWER_YES; low = top + 1) {
		int answer;

		for (top = low; bad[low] && bad[top + 1];)
			top++;
		if (!bad[low])
			continue;
		answer = hunt_levels(p, (enum yice_level)low, (enum yice_level)top);
		worst = answer != YICE_ANSWER_NO ? answer : worst;
	}
	return worst;
}

static int look_wish(struct prover *p, uint32_t number)
{
	const struct yice_wish *wish = &p->statement->wishes[number];
	const struct yice_subject *subject = subject_of(p, wish->clause);
	struct goal goal = { number, YICE_LEVEL_REFUSED };
	uint32_t constant = YICE_NONE;
	int worst = YICE_ANSWER_NO;

	if (!subject)
		return YICE_ANSWER_UNREACHED;
	if (!looked_at(p, subject))
		constant = YICE_OUTCOME_ABSENT;
	else if (subject->rule->effect == YICE_OBLIGES)
		constant = YICE_OUTCOME_DUTY;
	if (constant != YICE_NONE) {
		begin(p);
		return wish->allowed >> constant & 1 ? YICE_ANSWER_NO : hunt(p, &goal);
	}
	for (uint32_t outcome = 0; outcome < YICE_OUTCOMES && worst != YICE_ANSWER_YES; outcome++) {
		int answer;

		if (wish->allowed >> outcome & 1)
			continue;
		begin(p);
		add(p, yice_study_outcome(p->study, subject, (enum yice_outcome)outcome));
		add(p, subject->known);
		answer = hunt(p, &goal);
		worst = answer != YICE_ANSWER_NO ? answer : worst;
	}
	return worst;
}

/* Whether the runtime can say more of the place than refused or undetermined. */
static bool is_incomplete(struct prover *p)
{
	const yice_run *run = p->study->trial.run;
	struct yice_project nothing = { NULL, 0 };
	struct yice_buf json = YICE_BUF_INIT;
	bool incomplete = true, looked = false;

	yice_witness_json(&p->study->realm, &nothing, &p->place.named, &json);
	if (json.failed || yice_trial_decide(&p->study->trial, json.data) == YICE_ENOMEM)
		p->status = YICE_ENOMEM;
	for (uint32_t i = 0; !looked && i < p->study->rules.count; i++)
		looked = looked_at(p, &p->study->subjects.items[i]) &&
			 p->study->rules.items[i].effect != YICE_OBLIGES;
	if (!p->status && run->facts)
		incomplete = run->site_incomplete || !looked;
	for (uint32_t i = 0; !p->status && run->facts && i < run->facts->unit_count; i++)
		incomplete |= !yice_run_unit_in_force(run, run->facts->units[i]);
	yice_buf_release(&json);
	return incomplete;
}

static bool settle(struct prover *p, int answer)
{
	const struct yice_place_of *named = &p->place.named;

	if (answer == YICE_ANSWER_NO)
		return false;
	if (answer == YICE_ANSWER_YES)
		p->proof->kind = YICE_REFUTED;
	else
		p->proof->kind = YICE_UNPROVED;
	p->proof->place = named->also ? yice_model_text(&p->study->model, "%s + %s", named->unit, named->also)
			  : named->unit ? named->unit
					: named->scope;
	return answer == YICE_ANSWER_YES;
}

/* True: refuted here, and nothing more is to be asked. *some: there is such a project here. */
static bool look_place(struct prover *p, bool *some)
{
	int answer;

	p->proof->places += p->place.count < 2;
	begin(p);
	answer = yice_solve(p->study->solver, p->forms, p->count, NULL, NULL);
	if (answer < 0)
		p->status = answer;
	if (answer == YICE_ANSWER_NO)
		return false;
	*some = true;
	if (answer == YICE_ANSWER_UNREACHED)
		return settle(p, answer);
	p->place.incomplete = is_incomplete(p);
	if (!p->status && settle(p, look_verdict(p)))
		return true;
	for (uint32_t i = 0; i < p->statement->wish_count && !p->status; i++)
		if (settle(p, look_wish(p, i)))
			return true;
	return false;
}

/* ---------------------------------------------------------------- all places */

static void at_unit(struct prover *p, uint32_t unit)
{
	p->place = (struct place){ .units = { unit }, .count = 1, .scope = p->study->model.units.items[unit].scope };
	p->place.named = (struct yice_place_of){ p->study->model.units.items[unit].code, NULL, p->day, NULL };
	p->place.site = yice_read_unit(&p->study->realm, &p->study->reading, unit);
}

static void at_scope(struct prover *p, uint32_t scope)
{
	p->place = (struct place){ .scope = scope };
	p->place.named = (struct yice_place_of){ NULL, p->study->model.scopes.items[scope].code, p->day, NULL };
	p->place.site = p->study->realm.yes;
}

static bool is_asked(const struct prover *p, uint32_t number)
{
	const struct yice_statement *s = p->statement;
	const struct yice_unit *unit = &p->study->model.units.items[number];

	if ((s->unit != YICE_NONE && s->unit != number) || (s->klass != YICE_NONE && s->klass != unit->klass))
		return false;
	return s->scope == YICE_NONE ||
	       (unit->scope != YICE_NONE && yice_scope_covers(&p->study->model, s->scope, unit->scope));
}

/* ---------------------------------------------------------------- sites in two units */

static void at_pair(struct prover *p, uint32_t a, uint32_t b)
{
	const struct yice_unit *units = p->study->model.units.items;

	p->place = (struct place){ .units = { a, b }, .count = 2, .scope = units[a].scope };
	p->place.named = (struct yice_place_of){ units[a].code, NULL, p->day, units[b].code };
	p->place.site = yice_joint_stated(&p->study->realm, &p->study->reading, p->place.units, 2);
}

static uint32_t count_tests(const struct yice_form *form, uint32_t axis)
{
	uint32_t count = (form->kind == YICE_FORM_HAS || form->kind == YICE_FORM_LACKS) && form->axis == axis;

	for (uint32_t i = 0; (form->kind == YICE_FORM_AND || form->kind == YICE_FORM_OR) && i < form->count; i++)
		count += count_tests(form->parts[i], axis);
	return count;
}

/*
 * Whether what was shown of sites in one unit holds in several, by what is said above: everything is read, so that no form is
 * made any more but those of pairs.
 */
static bool holds_in_several(struct prover *p)
{
	const struct yice_statement *s = p->statement;
	struct yice_study *study = p->study;
	const struct yice_model *model = &study->model;
	uint32_t axis = model->site_attribute == YICE_NONE
			    ? YICE_NONE
			    : yice_realm_axis(&study->realm, &study->reading,
					      model->attributes.items[model->site_attribute].slot);
	bool turns = axis != YICE_NONE && p->when && yice_form_looks_at(p->when, axis);

	if (axis == YICE_NONE || yice_realm_status(&study->realm))
		return true;
	if (!s->wish_count && s->verdicts == 1u << YICE_REFUSED && count_tests(p->when, axis) < 2)
		return true;
	for (uint32_t i = 0; i < study->rules.count && !p->status; i++) {
		const struct yice_subject *subject = subject_of(p, i);

		turns = turns || (subject && yice_interval_has(subject->rule->days, p->day) &&
				  yice_form_looks_at(subject->known, axis));
	}
	return !turns;
}

/* Units of the same places have the same number. */
static uint32_t *number_grounds(struct prover *p, const uint32_t *units, uint32_t count, struct yice_arena *arena)
{
	struct yice_map grounds;
	uint32_t *out = yice_arena_array(arena, (size_t)count + 1, sizeof(*out)), entry = 0;

	yice_map_init(&grounds);
	for (uint32_t i = 0; out && i < count && !p->status; i++) {
		const struct yice_form *form = yice_read_unit(&p->study->realm, &p->study->reading, units[i]);
		struct yice_buf key = YICE_BUF_INIT;

		if (form)
			yice_form_key(&p->study->realm, form, &key);
		if (!form || key.failed || yice_map_put(&grounds, key.data, key.len, grounds.count, &entry, NULL))
			p->status = YICE_ENOMEM;
		else
			out[i] = grounds.entries[entry].value;
		yice_buf_release(&key);
	}
	yice_map_release(&grounds);
	return out;
}

/* One pair; its forms go with it, and no others are made. */
static bool look_pair(struct prover *p, uint32_t a, uint32_t b, bool *some)
{
	struct yice_arena kept = p->study->realm.arena;
	bool refuted, failed;

	yice_arena_init(&p->study->realm.arena);
	at_pair(p, a, b);
	refuted = look_place(p, some);
	failed = p->study->realm.arena.failed;
	yice_arena_release(&p->study->realm.arena);
	p->study->realm.arena = kept;
	p->study->realm.arena.failed |= failed;
	return refuted;
}

static void look_pairs(struct prover *p, const uint32_t *units, uint32_t count, bool *some)
{
	struct yice_arena arena;
	uint32_t *grounds, pairs = 0;
	bool refuted = false;

	if (holds_in_several(p) || p->status)
		return;
	p->proof->sites = YICE_SITES_TWO;
	yice_arena_init(&arena);
	grounds = number_grounds(p, units, count, &arena);
	if (!grounds)
		p->status = YICE_ENOMEM;
	for (uint32_t i = 0; !p->status && i < count; i++)
		for (uint32_t j = i + 1; j < count; j++)
			pairs += grounds[i] != grounds[j] && pairs <= PAIRS_MAX;
	if (pairs > PAIRS_MAX)
		p->proof->sites = YICE_SITES_ONE;
	for (uint32_t i = 0; pairs <= PAIRS_MAX && i < count && !p->status; i++)
		for (uint32_t j = i + 1; j < count && !refuted && !p->status; j++)
			if (grounds[i] != grounds[j])
				refuted = look_pair(p, units[i], units[j], some);
	yice_arena_release(&arena);
}

static void look_everywhere(struct prover *p, uint32_t *asked)
{
	const struct yice_model *model = &p->study->model;
	const struct yice_statement *s = p->statement;
	bool some = false, units = s->unit != YICE_NONE || s->klass != YICE_NONE, refuted = false;
	uint32_t count = 0;

	for (uint32_t i = 0; i < model->units.count && !refuted && !p->status; i++) {
		if (!is_asked(p, i))
			continue;
		units = true;
		asked[count++] = i;
		at_unit(p, i);
		refuted = look_place(p, &some);
	}
	for (uint32_t i = 0; i < model->scopes.count && !units && !refuted && !p->status; i++) {
		if (s->scope == YICE_NONE ? model->scopes.items[i].parent != YICE_NONE : s->scope != i)
			continue;
		at_scope(p, i);
		refuted = look_place(p, &some);
	}
	if (!refuted && !p->status)
		look_pairs(p, asked, count, &some);
	if (!some)
		p->proof->kind = YICE_VACUOUS;
}

/* What the statement's condition looks at is known. */
static const struct yice_form *know(struct prover *p)
{
	struct yice_logic *when = (struct yice_logic *)(uintptr_t)p->statement->when;
	struct yice_rule rule = { .guard = when };

	return yice_read_known(&p->study->realm, &p->study->reading, &rule);
}

int yice_prove(struct yice_study *study, const struct yice_statement *statement, struct yice_proof *out)
{
	struct prover p = { .study = study, .statement = statement, .proof = out };
	uint32_t *asked;

	memset(out, 0, sizeof(*out));
	p.day = statement->has_day ? statement->day
				   : (yice_day)study->trial.image->view.meta->default_day;
	p.forms = malloc((2 * (size_t)study->rules.count + 8) * sizeof(*p.forms));
	p.asserted = malloc((size_t)study->rules.count + 1);
	asked = malloc(((size_t)study->model.units.count + 1) * sizeof(*asked));
	if (p.forms && p.asserted && asked) {
		p.when =
		    yice_read_logic(&study->realm, &study->reading, statement->when, true, false);
		p.known = statement->when ? know(&p) : study->realm.yes;
		look_everywhere(&p, asked);
	} else {
		p.status = YICE_ENOMEM;
	}
	free(p.forms);
	free(p.asserted);
	free(asked);
	if (!p.status)
		p.status = yice_model_status(&study->model);
	return p.status ? p.status : yice_realm_status(&study->realm);
}
