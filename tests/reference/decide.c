/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outcomes and the verdict, for the reference interpreter: yice-language(7),
 * Applicability and demand, Outcomes, Verdict. A clause made from a template
 * is walked as the chain of bodies it is put together from, nothing is built.
 * Called by the drivers.
 */
#include "tests/reference/reference.h"

const char *const ref_outcome_words[] = { "not-applicable", "satisfied", "violated", "restricted", "unknown",
					  "judgement",      "noted",     "duty",     "not-listed" };
const char *const ref_verdict_words[] = { "admitted", "conditional", "judgement", "undetermined", "refused" };

/* Bodies of a clause, outermost template first, and what their parameters stand for. */
struct chain {
	const struct yice_clause *body[16];
	const struct ref_binding *bindings[16];
	uint32_t count;
};

static void follow(struct ref_rules *rules, const struct yice_clause *body,
		   const struct ref_binding *bindings, struct chain *chain)
{
	if (body->as) {
		const struct yice_item *item = ref_item_find(rules, YICE_ITEM_TEMPLATE, body->as->name.text);

		follow(rules, item->u.template_.clause,
		       ref_bind(rules, item->u.template_.params, body->as->args, bindings), chain);
	}
	if (chain->count == YICE_COUNT(chain->body))
		ref_die("templates too deep", body->as ? body->as->name.text : "");
	chain->body[chain->count] = body;
	chain->bindings[chain->count++] = bindings;
}

/* A clause being looked at. */
struct look {
	const struct ref_facts *facts;
	const struct ref_clause *clause;
	struct chain chain;
	enum yice_effect_kind effect;
};

static bool guides(enum yice_effect_kind kind)
{
	return kind == YICE_EFFECT_ENCOURAGE || kind == YICE_EFFECT_DUTY;
}

static void look_at(const struct ref_facts *facts, const struct ref_clause *clause, struct look *look)
{
	*look = (struct look){ .facts = facts, .clause = clause };
	follow((struct ref_rules *)facts->rules, clause->body, clause->bindings, &look->chain);
	for (uint32_t i = 0; i < look->chain.count; i++)
		for (const struct yice_effect *effect = look->chain.body[i]->effects; effect; effect = effect->next)
			if (look->effect == YICE_EFFECT_NONE || (guides(look->effect) && !guides(effect->kind)))
				look->effect = effect->kind;
}

/* ---- A and D */

static bool has_open(const struct look *look)
{
	for (uint32_t i = 0; i < look->chain.count; i++)
		if (look->chain.body[i]->open)
			return true;
	return false;
}

static enum ref_truth conditions(const struct look *look, enum ref_reading reading)
{
	enum ref_truth all = REF_T;

	for (uint32_t i = 0; i < look->chain.count; i++)
		if (look->chain.body[i]->when)
			all = ref_and(
			    all, ref_judge(look->facts, look->chain.bindings[i], look->chain.body[i]->when, reading));
	return all;
}

static bool is_widened(const struct look *look)
{
	return (look->effect == YICE_EFFECT_PROHIBIT || look->effect == YICE_EFFECT_RESTRICT) &&
	       has_open(look);
}

static enum ref_truth guard(const struct look *look, enum ref_reading reading)
{
	return is_widened(look) ? ref_or(conditions(look, reading), REF_J) : conditions(look, reading);
}

static enum ref_truth exception(const struct look *look, uint32_t body, const struct yice_unless *unless,
				enum ref_reading reading)
{
	enum ref_truth test = ref_judge(look->facts, look->chain.bindings[body], unless->test, reading);

	return unless->but
		   ? ref_and(test, ref_not(ref_judge(look->facts, look->chain.bindings[body], unless->but,
						     ref_turned(reading))))
		   : test;
}

/* SOME: a part of the site makes it apply. ALL: it is an exception of one it overrides. */
static enum ref_truth applies_to(const struct look *look, enum ref_reading reading)
{
	enum ref_truth all = guard(look, reading);

	if (look->clause->kind == YICE_TARGET_PLACE)
		all = ref_and(all, ref_within(look->facts, look->clause->target, reading));
	for (uint32_t i = 0; i < look->chain.count; i++)
		for (const struct yice_unless *unless = look->chain.body[i]->unless; unless;
		     unless = unless->next)
			all = ref_and(all, ref_not(exception(look, i, unless, ref_turned(reading))));
	for (uint32_t i = 0; i < look->clause->overridden_count; i++) {
		struct look by;

		look_at(look->facts, look->clause->overridden_by[i], &by);
		all = ref_and(all, ref_not(applies_to(&by, ref_turned(reading))));
	}
	return all;
}

static enum ref_truth demand(const struct look *look)
{
	enum ref_truth all = has_open(look) ? REF_J : REF_T;

	for (uint32_t i = 0; i < look->chain.count; i++)
		for (const struct yice_effect *effect = look->chain.body[i]->effects; effect;
		     effect = effect->next)
			if (effect->demand)
				all = ref_and(
				    all, ref_judge(look->facts, look->chain.bindings[i], effect->demand, REF_ALL));
	return all;
}

/* ---- why */

static void add_open(const struct look *look, struct ref_names *out)
{
	for (uint32_t i = 0; i < look->chain.count; i++)
		for (const struct yice_text *text = look->chain.body[i]->open; text; text = text->next)
			ref_names_add(out, ref_fill(look->chain.bindings[i], text, out->arena));
}

static void why_guard(const struct look *look, enum ref_reading reading, enum ref_truth truth, struct ref_names *out)
{
	if (guard(look, reading) != truth)
		return;
	if (conditions(look, reading) == truth)
		for (uint32_t i = 0; i < look->chain.count; i++)
			if (look->chain.body[i]->when)
				ref_why(look->facts, look->chain.bindings[i], look->chain.body[i]->when,
					reading, truth, out);
	if (truth == REF_J && is_widened(look))
		add_open(look, out);
}

/* Why a clause's applicability is U or J. */
static void why_applies(const struct look *look, enum ref_reading reading, enum ref_truth truth, struct ref_names *out)
{
	why_guard(look, reading, truth, out);
	if (look->clause->kind == YICE_TARGET_PLACE && truth == REF_U &&
	    ref_within(look->facts, look->clause->target, reading) == REF_U)
		ref_names_add(out, ref_site_name(look->facts->rules));
	for (uint32_t i = 0; i < look->chain.count; i++)
		for (const struct yice_unless *unless = look->chain.body[i]->unless; unless;
		     unless = unless->next) {
			if (exception(look, i, unless, ref_turned(reading)) != truth)
				continue;
			ref_why(look->facts, look->chain.bindings[i], unless->test, ref_turned(reading), truth, out);
			if (unless->but)
				ref_why(look->facts, look->chain.bindings[i], unless->but, reading, truth, out);
		}
	for (uint32_t i = 0; i < look->clause->overridden_count; i++) {
		struct look by;

		look_at(look->facts, look->clause->overridden_by[i], &by);
		if (applies_to(&by, ref_turned(reading)) == truth)
			why_applies(&by, ref_turned(reading), truth, out);
	}
}

static void why_demand(const struct look *look, enum ref_truth truth, struct ref_names *out)
{
	for (uint32_t i = 0; i < look->chain.count; i++)
		for (const struct yice_effect *effect = look->chain.body[i]->effects; effect;
		     effect = effect->next)
			if (effect->demand)
				ref_why(look->facts, look->chain.bindings[i], effect->demand, REF_ALL, truth, out);
	if (truth == REF_J)
		add_open(look, out);
}

/* ---- outcomes */

static enum ref_outcome by_truth(enum ref_truth truth, enum ref_outcome when_true,
				 enum ref_outcome when_false)
{
	return truth == REF_T   ? when_true
	       : truth == REF_F ? when_false
	       : truth == REF_U ? REF_UNKNOWN
				: REF_JUDGEMENT;
}

static enum ref_outcome outcome_of(const struct look *look)
{
	enum ref_truth a = applies_to(look, REF_SOME), d;

	switch (look->effect) {
	case YICE_EFFECT_REQUIRE:
		d = demand(look);
		if (a == REF_T)
			return by_truth(d, REF_SATISFIED, REF_VIOLATED);
		return a == REF_J && d == REF_U ? REF_UNKNOWN
						: by_truth(a, REF_SATISFIED, REF_NOT_APPLICABLE);
	case YICE_EFFECT_PROHIBIT:
		return by_truth(a, REF_VIOLATED, REF_NOT_APPLICABLE);
	case YICE_EFFECT_RESTRICT:
		return by_truth(a, REF_RESTRICTED, REF_NOT_APPLICABLE);
	case YICE_EFFECT_ENCOURAGE:
		return a == REF_F ? REF_NOT_APPLICABLE : REF_NOTED;
	case YICE_EFFECT_DUTY:
		return a == REF_F ? REF_NO_DUTY : REF_DUTY;
	case YICE_EFFECT_NONE:
		break;
	}
	return by_truth(a, REF_JUDGEMENT, REF_NOT_APPLICABLE);
}

/* Whether a clause applies comes first: while that is missing, what its demand needs is not. */
static void explain(const struct look *look, struct ref_decided *decided)
{
	enum ref_truth a = applies_to(look, REF_SOME);

	if (decided->outcome == REF_UNKNOWN) {
		if (a == REF_U)
			why_applies(look, REF_SOME, REF_U, &decided->missing);
		else
			why_demand(look, REF_U, &decided->missing);
	}
	if (decided->outcome != REF_JUDGEMENT)
		return;
	if (a == REF_J)
		why_applies(look, REF_SOME, REF_J, &decided->judge);
	if (look->effect == YICE_EFFECT_REQUIRE && demand(look) == REF_J)
		why_demand(look, REF_J, &decided->judge);
	if (look->effect == YICE_EFFECT_NONE)
		add_open(look, &decided->judge);
}

/* ---- what stands beside an effect */

/* Whether the site lies where an expression joined by 且 says so; what it asks beside that does not count. */
static enum ref_truth place_of(const struct look *look, const struct ref_binding *bindings, const struct yice_expr *expr)
{
	enum ref_truth all = REF_T;

	if (expr->kind != YICE_EXPR_AND)
		return ref_asks_site(look->facts, bindings, expr) ? ref_judge(look->facts, bindings, expr, REF_SOME) : REF_T;
	for (const struct yice_expr *part = expr->first; part; part = part->next)
		all = ref_and(all, place_of(look, bindings, part));
	return all;
}

/* Beside a duty or an encouragement, what applies is of interest; beside an effect that decides, what lies here. */
static bool is_of_interest(const struct look *look)
{
	enum ref_truth all = REF_T;

	if (guides(look->effect))
		return applies_to(look, REF_SOME) != REF_F;
	if (look->clause->kind == YICE_TARGET_PLACE)
		all = ref_within(look->facts, look->clause->target, REF_SOME);
	for (uint32_t i = 0; !is_widened(look) && i < look->chain.count; i++)
		if (look->chain.body[i]->when)
			all = ref_and(all,
				      place_of(look, look->chain.bindings[i], look->chain.body[i]->when));
	return all != REF_F;
}

static const char *due_text(yice_day due, yice_day day, struct yice_arena *arena)
{
	struct yice_buf out = YICE_BUF_INIT;
	char text[11];
	const char *kept;

	yice_date_format(due, text);
	if (*text)
		yice_buf_addf(&out, ", by %s%s", text, due < day ? ", past" : "");
	kept = yice_arena_strdup(arena, yice_buf_text(&out));
	yice_buf_release(&out);
	return kept;
}

static const char *addressee_of(const struct yice_effect *effect)
{
	static const char *const words[][2] = {
		{ "政府", "government" }, { "园区管理机构", "park_operator" }, { "企业", "operator" }
	};

	for (size_t i = 0; effect->addressee && i < YICE_COUNT(words); i++)
		if (!strcmp(effect->addressee->text, words[i][0]) || !strcmp(effect->addressee->text, words[i][1]))
			return words[i][0];
	return "";
}

static void add_aside(const struct look *look, uint32_t body, const struct yice_effect *effect, yice_day day,
		      struct ref_names *out)
{
	struct yice_buf line = YICE_BUF_INIT;

	yice_buf_adds(&line, effect->kind == YICE_EFFECT_DUTY ? "duty " : "encourage");
	yice_buf_adds(&line, addressee_of(effect));
	for (const struct yice_text *text = effect->texts; text; text = text->next)
		yice_buf_addf(&line, "%s%s", text == effect->texts ? " " : "；",
			      ref_fill(look->chain.bindings[body], text, out->arena));
	yice_buf_adds(&line, due_text(effect->due, day, out->arena));
	ref_names_append(out, yice_arena_strdup(out->arena, yice_buf_text(&line)));
	yice_buf_release(&line);
}

/*
 * A clause that decides nothing is its first encouragement or duty; the first of that kind in each other body goes on
 * with it. All others stand beside the effect.
 */
static void find_asides(const struct look *look, yice_day day, struct ref_decided *decided)
{
	bool interest = is_of_interest(look);

	decided->due = "";
	for (uint32_t i = 0; i < look->chain.count; i++) {
		bool had = false;

		for (const struct yice_effect *effect = look->chain.body[i]->effects; effect; effect = effect->next) {
			if (!guides(effect->kind))
				continue;
			if (guides(look->effect) && effect->kind == look->effect && !had) {
				had = true;
				if (effect->due != YICE_DAY_MAX)
					decided->due = due_text(effect->due, day, decided->asides.arena);
			} else if (interest) {
				add_aside(look, i, effect, day, &decided->asides);
			}
		}
	}
}

/* ---- which clauses concern the site */

/* The interval nearest to the clause wins over those of its templates; the list's counts too. */
static bool in_force(const struct look *look, yice_day day)
{
	const struct yice_effective *list = look->clause->list->u.list.effective, *own = NULL;

	for (uint32_t i = 0; i < look->chain.count; i++)
		if (look->chain.body[i]->effective)
			own = look->chain.body[i]->effective;
	if (list && (day < list->days.from || day >= list->days.to))
		return false;
	return !own || (day >= own->days.from && day < own->days.to);
}

/* A scope stated below that of a unit is the part of the unit the site lies in. */
const struct ref_scope *ref_unit_scope(const struct ref_facts *facts, const struct ref_unit *unit)
{
	return facts->scope && ref_scope_holds(unit->scope, facts->scope) ? facts->scope : unit->scope;
}

static bool has_class(const struct ref_facts *facts, const struct ref_clause *clause)
{
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (!strcmp(ref_class_name(facts->units[i]->item->u.unit.klass.text), clause->target) &&
		    ref_scope_holds(clause->scope, ref_unit_scope(facts, facts->units[i])))
			return true;
	return false;
}

static bool in_scope(const struct ref_facts *facts, const struct ref_scope *scope)
{
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (ref_scope_holds(scope, ref_unit_scope(facts, facts->units[i])))
			return true;
	if (facts->unit_count)
		return false;
	return facts->scope ? ref_scope_holds(scope, facts->scope) : !scope->parent;
}

static bool concerns(const struct ref_facts *facts, const struct ref_clause *clause)
{
	switch (clause->kind) {
	case YICE_TARGET_SCOPE:
	case YICE_TARGET_PLACE:
		return in_scope(facts, clause->scope);
	case YICE_TARGET_CLASS:
		return has_class(facts, clause);
	case YICE_TARGET_UNIT:
		for (uint32_t i = 0; i < facts->unit_count; i++)
			if (!strcmp(facts->units[i]->code, clause->target))
				return true;
	}
	return false;
}

static int verdict_of(enum ref_outcome outcome)
{
	switch (outcome) {
	case REF_VIOLATED:
		return 4;
	case REF_UNKNOWN:
		return 3;
	case REF_JUDGEMENT:
		return 2;
	case REF_RESTRICTED:
		return 1;
	default:
		return 0;
	}
}

/* Whether a scope below has clauses that concern every site in it, or some of its places or classes. */
static bool has_below(const struct ref_facts *facts, const struct ref_scope *scope)
{
	for (const struct ref_clause *clause = facts->rules->clauses; clause; clause = clause->next)
		if (clause->kind != YICE_TARGET_UNIT && clause->scope != scope &&
		    ref_scope_holds(scope, clause->scope))
			return true;
	return false;
}

/* Clauses may not have been looked at: of units that are not known, or of a scope that is not known. */
static bool site_missing(const struct ref_facts *facts)
{
	bool needs_unit = facts->rules->unit_count > 0, below = false;

	for (const struct ref_clause *clause = facts->rules->clauses; clause; clause = clause->next)
		needs_unit |= clause->kind == YICE_TARGET_CLASS;
	for (uint32_t i = 0; i < facts->unit_count; i++)
		below |= has_below(facts, ref_unit_scope(facts, facts->units[i]));
	if (facts->unit_count)
		return below;
	if (facts->located && !facts->scope) /* it is somewhere, and no scope is known to be there */
		return true;
	if (facts->scope)
		return needs_unit || has_below(facts, facts->scope);
	for (uint32_t i = 0; i < facts->rules->scope_count; i++)
		below |= !facts->rules->scopes[i].parent && has_below(facts, &facts->rules->scopes[i]);
	return needs_unit || below;
}

static bool list_in_force(const struct yice_item *list, yice_day day)
{
	const struct yice_effective *effective = list->u.list.effective;

	return !effective || (day >= effective->days.from && day < effective->days.to);
}

/* Whether a list that has the unit is in force: the one that declares it, or one with clauses for it. */
static bool unit_in_force(const struct ref_facts *facts, const struct ref_unit *unit, yice_day day)
{
	for (const struct ref_clause *clause = facts->rules->clauses; clause; clause = clause->next)
		if (clause->kind == YICE_TARGET_UNIT && !strcmp(clause->target, unit->code) &&
		    !strcmp(clause->scope->code, unit->list->name->zh.text) &&
		    list_in_force(clause->list, day))
			return true;
	return list_in_force(unit->list, day);
}

/* Nothing better than this verdict, whatever the clauses say. */
static int best_verdict(const struct ref_facts *facts, bool looked, yice_day day)
{
	bool undetermined = !looked || site_missing(facts) || facts->outside;

	for (uint32_t i = 0; i < facts->unit_count; i++)
		undetermined |= !unit_in_force(facts, facts->units[i], day);
	return undetermined ? 3 : 0;
}

/* The day stated, else the latest on which a list takes effect. */
static yice_day choose_day(const struct ref_facts *facts)
{
	yice_day day = YICE_DAY_MIN;

	if (facts->day && yice_date_parse(facts->day, strlen(facts->day), &day))
		ref_die("no day", facts->day);
	for (const struct yice_item *item = facts->rules->items; item && !facts->day; item = item->next)
		if (item->kind == YICE_ITEM_LIST && item->u.list.effective && item->u.list.effective->days.from > day)
			day = item->u.list.effective->days.from;
	return day;
}

void ref_decide(const struct ref_facts *facts, struct yice_arena *arena, struct ref_decision *out)
{
	struct ref_decided **tail = &out->clauses;
	yice_day day = choose_day(facts);
	bool looked = false;
	int best;

	*out = (struct ref_decision){ 0 };
	for (const struct ref_clause *clause = facts->rules->clauses; clause; clause = clause->next) {
		struct ref_decided *decided;
		struct look look;

		look_at(facts, clause, &look);
		if (!concerns(facts, clause) || !in_force(&look, day))
			continue;
		decided = yice_arena_alloc(arena, sizeof(*decided));
		decided->clause = clause;
		decided->missing.arena = decided->judge.arena = decided->asides.arena = arena;
		decided->outcome = outcome_of(&look);
		explain(&look, decided);
		find_asides(&look, day, decided);
		looked |= look.effect != YICE_EFFECT_DUTY;
		if (verdict_of(decided->outcome) > out->verdict)
			out->verdict = verdict_of(decided->outcome);
		*tail = decided;
		tail = &decided->next;
		out->count++;
	}
	best = best_verdict(facts, looked, day);
	out->verdict = best > out->verdict ? best : out->verdict;
}
