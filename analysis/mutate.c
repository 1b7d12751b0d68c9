/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes mutants of typed rules: a rule is copied with one change in it. Places
 * in the sources identify changes, so that a template's mutant stands in every
 * clause made of it. Variants become clauses of the same target under numbers
 * that no author can write. Used by `yice test --mutate`.
 */
#include "analysis/mutate.h"

#include "compiler/declare.h"
#include "compiler/type.h"

#define SCALE_MAX INT64_C(1000000000)

/* One change of a rule; node, when it is one of the logic. */
struct change {
	enum yice_mutation kind;
	const struct yice_logic *node; /* NULL: of the rule as a whole */
	struct yice_span span;
	uint32_t index; /* of the exception or the text */
	struct yice_interval days; /* BEGIN, END: of the rule */
	uint32_t list; /* whose days these are, YICE_NONE: the clause's */
	struct yice_interval list_days;
	const char *by;
};

struct maker {
	struct yice_study *study;
	struct yice_model *model;
	const unsigned char *named;
	struct yice_mutants *out;
	struct yice_map keys; /* kind and place -> mutant */
	YICE_VEC(struct yice_rule) variants;
	int64_t *scales; /* by slot */
	uint32_t rule;   /* being changed */
};

/* ---------------------------------------------------------------- one change in a copy */

static bool same_span(struct yice_span a, struct yice_span b)
{
	return a.file == b.file && a.start == b.start && a.end == b.end;
}

static bool is_changed(const struct change *change, const struct yice_logic *node)
{
	return change->node && node->kind == change->node->kind && node->op == change->node->op &&
	       same_span(node->span, change->node->span);
}

/* Open words that stand for the whole clause, and the place it is for: no author joined them. */
static bool is_joined(const struct yice_model *model, const struct yice_rule *rule,
		      const struct yice_logic *child)
{
	if (child->kind != YICE_LOGIC_TEST)
		return false;
	for (uint32_t i = 0; child->op == YICE_TEST_OPEN && i < rule->open_count; i++)
		if (!strcmp(child->words, rule->open[i]))
			return true;
	return same_span(child->span, model->placements.items[rule->placed->target].span);
}

/* What the author joined by one connective is joined by the other; what stands beside it is left alone. */
static struct yice_logic *swap_connective(struct maker *m, const struct yice_rule *rule, struct yice_logic *node)
{
	enum yice_logic_kind other = node->kind == YICE_LOGIC_AND ? YICE_LOGIC_OR : YICE_LOGIC_AND;
	struct yice_logic *inner = yice_logic_new(m->model, other, node->span), **tail, **rest = &node->first;

	if (!inner)
		return NULL;
	tail = &inner->first;
	while (*rest) {
		struct yice_logic *child = *rest;

		if (is_joined(m->model, rule, child)) {
			rest = &child->next;
			continue;
		}
		*rest = child->next;
		child->next = NULL;
		*tail = child;
		tail = &child->next;
	}
	if (!node->first)
		return inner;
	inner->next = node->first;
	node->first = inner;
	return node;
}

static uint32_t member_count(const struct maker *m, const struct yice_logic *test)
{
	return m->model->vocabs.items[yice_slot_type(m->model, test->slot)->vocab].count;
}

/* The member that is taken in: behind the first run, else before it. YICE_NONE: all are in. */
static uint32_t next_member(const struct maker *m, const struct yice_logic *test)
{
	const uint32_t *runs = test->runs;

	if (!runs[0])
		return YICE_NONE;
	if (runs[2] < member_count(m, test))
		return runs[2];
	return runs[1] ? runs[1] - 1 : YICE_NONE;
}

/* The member that is left out: the last. YICE_NONE when there would be none. */
static uint32_t last_member(const struct yice_logic *test)
{
	const uint32_t *runs = test->runs;

	if (!runs[0] || (runs[0] == 1 && runs[2] - runs[1] == 1))
		return YICE_NONE;
	return runs[2 * runs[0]] - 1;
}

/* The runs with one member more, or less. */
static const uint32_t *change_runs(struct maker *m, const struct yice_logic *test, uint32_t member, bool in)
{
	uint32_t total = member_count(m, test), count = 0;
	uint32_t *runs = yice_arena_array(&m->model->arena, 2 * (size_t)test->runs[0] + 3, sizeof(*runs));
	bool inside = false;

	if (!runs)
		return NULL;
	for (uint32_t i = 0, r = 0; i <= total; i++) {
		bool has;

		while (r < test->runs[0] && i >= test->runs[2 + 2 * r])
			r++;
		has = i < total && r < test->runs[0] && i >= test->runs[1 + 2 * r];
		has = i == member ? in : has;
		if (has && !inside)
			runs[1 + 2 * count] = i;
		if (!has && inside)
			runs[2 + 2 * count++] = i;
		inside = has;
	}
	runs[0] = count;
	return runs;
}

static void change_bound(struct yice_logic *test)
{
	static const enum yice_relation relations[] = {
		[YICE_LT] = YICE_LE, [YICE_LE] = YICE_LT, [YICE_GT] = YICE_GE,
		[YICE_GE] = YICE_GT, [YICE_EQ] = YICE_NE, [YICE_NE] = YICE_EQ,
	};

	switch (test->op) {
	case YICE_TEST_LT:
		test->op = YICE_TEST_LE;
		break;
	case YICE_TEST_LE:
		test->op = YICE_TEST_LT;
		break;
	case YICE_TEST_GT:
		test->op = YICE_TEST_GE;
		break;
	case YICE_TEST_GE:
		test->op = YICE_TEST_GT;
		break;
	case YICE_TEST_EQ:
		test->op = YICE_TEST_NE;
		break;
	case YICE_TEST_NE:
		test->op = YICE_TEST_EQ;
		break;
	default:
		test->relation = relations[test->relation];
		break;
	}
}

/* NULL also when the limit cannot be moved exactly. */
static struct yice_logic *move_limit(struct maker *m, struct yice_logic *test, bool up)
{
	struct yice_ratio step = yice_study_step(m->study, test);
	int64_t scale = 1;

	step.num = up ? step.num : -step.num;
	if (yice_ratio_add(test->limit, step, &test->limit))
		return NULL;
	if (test->op == YICE_TEST_SUM)
		return test;
	if (yice_lcm(m->scales[test->slot], test->limit.den, &scale) || scale > SCALE_MAX ||
	    test->limit.num / test->limit.den > SCALE_MAX || test->limit.num / test->limit.den < -SCALE_MAX)
		return NULL;
	m->scales[test->slot] = scale;
	return test;
}

/* The node, a copy, as the change makes it. */
static struct yice_logic *change_node(struct maker *m, const struct yice_rule *rule,
				      const struct change *change, struct yice_logic *node)
{
	struct yice_logic *not;

	switch (change->kind) {
	case YICE_MUTATE_CONNECTIVE:
		return swap_connective(m, rule, node);
	case YICE_MUTATE_NEGATE:
		not = yice_logic_new(m->model, YICE_LOGIC_NOT, node->span);
		if (not)
			not->first = node;
		return not;
	case YICE_MUTATE_BOUND:
		change_bound(node);
		return node;
	case YICE_MUTATE_UP:
	case YICE_MUTATE_DOWN:
		return move_limit(m, node, change->kind == YICE_MUTATE_UP);
	case YICE_MUTATE_HOLDS:
	case YICE_MUTATE_FAILS:
		node->op = YICE_TEST_CONST;
		node->truth = change->kind == YICE_MUTATE_HOLDS;
		return node;
	default:
		node->runs = change_runs(m, node,
					 change->kind == YICE_MUTATE_WIDEN ? next_member(m, node) : last_member(node),
					 change->kind == YICE_MUTATE_WIDEN);
		return node->runs ? node : NULL;
	}
}

/* The compiler bounds how deep conditions nest. */
static struct yice_logic *copy(struct maker *m, const struct yice_rule *rule, const struct change *change,
			       const struct yice_logic *node)
{
	struct yice_logic *out = yice_logic_new(m->model, node->kind, node->span), **tail;

	if (!out)
		return NULL;
	*out = *node;
	out->first = out->next = NULL;
	tail = &out->first;
	for (const struct yice_logic *child = node->first; child; child = child->next) {
		*tail = copy(m, rule, change, child);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
	}
	return is_changed(change, node) ? change_node(m, rule, change, out) : out;
}

static bool copy_exceptions(struct maker *m, const struct yice_rule *rule, const struct change *change,
			    struct yice_rule *out)
{
	out->except_count = 0;
	out->except = yice_arena_array(&m->model->arena, (size_t)rule->except_count + 1, sizeof(*out->except));
	for (uint32_t i = 0; out->except && i < rule->except_count; i++) {
		struct yice_logic *except;

		if (change->kind == YICE_MUTATE_EXCEPTION && change->index == i)
			continue;
		except = copy(m, rule, change, rule->except[i]);
		if (!except)
			return false;
		out->except[out->except_count++] = except;
	}
	return out->except != NULL;
}

static bool copy_texts(struct maker *m, const struct yice_rule *rule, const struct change *change, struct yice_rule *out)
{
	out->text_count = 0;
	out->texts = yice_arena_array(&m->model->arena, rule->text_count, sizeof(*out->texts));
	for (uint32_t i = 0; out->texts && i < rule->text_count; i++)
		if (i != change->index)
			out->texts[out->text_count++] = rule->texts[i];
	return out->texts != NULL;
}

static struct yice_logic *site_of(struct maker *m, const struct yice_rule *rule)
{
	const struct yice_placement *target = &m->model->placements.items[rule->placed->target];

	return target->kind == YICE_FOR_PLACE ? yice_logic_within(m->model, target->key, target->span) : NULL;
}

/* False: the change cannot be made (or memory ran out, which the model knows). */
static bool make_variant(struct maker *m, const struct yice_rule *rule, const struct change *change,
			 struct yice_rule *out)
{
	bool made = true;

	*out = *rule;
	if (change->kind == YICE_MUTATE_EFFECT)
		out->effect = rule->effect == YICE_PROHIBITS ? YICE_RESTRICTS : YICE_PROHIBITS;
	if (change->kind >= YICE_MUTATE_BEGIN_LATER)
		out->days = change->days;
	if (change->kind == YICE_MUTATE_TEXT)
		made = copy_texts(m, rule, change, out);
	if (change->kind == YICE_MUTATE_GUARD) {
		out->guard = site_of(m, rule);
	} else if (rule->guard) {
		out->guard = copy(m, rule, change, rule->guard);
		made = made && out->guard;
	}
	if (rule->demand) {
		out->demand = copy(m, rule, change, rule->demand);
		made = made && out->demand;
	}
	return made && copy_exceptions(m, rule, change, out);
}

/* ---------------------------------------------------------------- finding what to change */

static struct yice_mutant *find_mutant(struct maker *m, const struct change *change)
{
	const uint32_t key[] = { change->kind, change->span.file, change->span.start, change->span.end,
				 change->node ? change->node->kind : 0 };
	struct yice_mutant *mutant;
	uint32_t entry = 0;
	bool added = false;

	if (yice_map_put(&m->keys, key, sizeof(key), m->out->count, &entry, &added)) {
		m->model->failed = true;
		return NULL;
	}
	if (!added)
		return &m->out->items[m->keys.entries[entry].value];
	mutant = YICE_PUSH(m->model, m->out);
	if (!mutant)
		return NULL;
	mutant->kind = change->kind;
	mutant->span = change->span;
	mutant->by = change->by;
	mutant->list = change->list;
	mutant->days = change->list_days;
	if (change->node && change->node->kind == YICE_LOGIC_TEST) {
		mutant->zh = change->node->zh;
		mutant->en = change->node->en;
	}
	mutant->all = change->node && change->node->kind == YICE_LOGIC_AND;
	return mutant;
}

static bool push_pair(struct maker *m, struct yice_mutant *mutant, uint32_t variant)
{
	if (mutant->count == mutant->cap) {
		uint32_t cap = mutant->cap ? 2 * mutant->cap : 4;
		uint32_t *both = yice_arena_array(&m->model->arena, 2 * (size_t)cap, sizeof(*both));

		if (!both)
			return false;
		for (uint32_t i = 0; i < mutant->count; i++) {
			both[i] = mutant->clauses[i];
			both[cap + i] = mutant->variants[i];
		}
		mutant->clauses = both;
		mutant->variants = both + cap;
		mutant->cap = cap;
	}
	mutant->clauses[mutant->count] = m->rule;
	mutant->variants[mutant->count++] = variant;
	return true;
}

/* Adds a change of the rule, once for each place, unless it stands in a source that is not named. */
static void add(struct maker *m, const struct yice_rule *rule, const struct change *change)
{
	struct yice_rule made, *kept;
	struct yice_mutant *mutant;

	if (!yice_span_known(change->span) || !m->named[change->span.file] || m->model->failed)
		return;
	if (change->kind != YICE_MUTATE_REMOVE && !make_variant(m, rule, change, &made))
		return;
	mutant = find_mutant(m, change);
	if (!mutant || (mutant->count && mutant->clauses[mutant->count - 1] == m->rule))
		return;
	if (change->kind == YICE_MUTATE_REMOVE) {
		m->model->failed |= !push_pair(m, mutant, YICE_NONE);
		return;
	}
	kept = YICE_PUSH(m->model, &m->variants);
	if (!kept)
		return;
	*kept = made;
	m->model->failed |= !push_pair(m, mutant, m->out->originals + m->variants.count - 1);
}

static void add_at(struct maker *m, const struct yice_rule *rule, enum yice_mutation kind,
		   const struct yice_logic *node, const char *by)
{
	struct change change = { .kind = kind, .node = node, .span = node->span, .list = YICE_NONE, .by = by };

	add(m, rule, &change);
}

static const char *step_text(struct maker *m, const struct yice_logic *test)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_ratio_format(yice_study_step(m->study, test), &text);
	return yice_model_keep(m->model, &text);
}

static void change_members(struct maker *m, const struct yice_rule *rule, const struct yice_logic *test)
{
	const struct yice_type *type = yice_slot_type(m->model, test->slot);
	const struct yice_vocab *vocab;
	uint32_t next, last;

	if (type->kind == YICE_ATTR_BOOLEAN)
		return;
	vocab = &m->model->vocabs.items[type->vocab];
	next = next_member(m, test);
	last = last_member(test);
	if (next != YICE_NONE)
		add_at(m, rule, YICE_MUTATE_WIDEN, test, vocab->members[next].label.zh);
	if (last != YICE_NONE)
		add_at(m, rule, YICE_MUTATE_NARROW, test, vocab->members[last].label.zh);
}

/*
 * Open words that were judged already, either way; all words of one 待判 together. A guard that is nothing else is dropped when
 * it holds, and so is an exception when it does not.
 */
static void change_open(struct maker *m, const struct yice_rule *rule, const struct yice_logic *test)
{
	bool exception = false;

	for (uint32_t i = 0; i < rule->except_count; i++)
		exception |= rule->except[i] == test;
	if (rule->guard != test)
		add_at(m, rule, YICE_MUTATE_HOLDS, test, NULL);
	if (!exception)
		add_at(m, rule, YICE_MUTATE_FAILS, test, NULL);
}

static void change_test(struct maker *m, const struct yice_rule *rule, const struct yice_logic *test)
{
	if (test->op == YICE_TEST_OPEN)
		change_open(m, rule, test);
	if (test->op == YICE_TEST_OPEN || test->op == YICE_TEST_CONST || is_joined(m->model, rule, test))
		return;
	add_at(m, rule, YICE_MUTATE_NEGATE, test, NULL);
	if (test->op == YICE_TEST_ANY || test->op == YICE_TEST_ALL || test->op == YICE_TEST_CODE_ANY ||
	    test->op == YICE_TEST_CODE_ALL) {
		change_members(m, rule, test);
		return;
	}
	add_at(m, rule, YICE_MUTATE_BOUND, test, NULL);
	add_at(m, rule, YICE_MUTATE_UP, test, step_text(m, test));
	add_at(m, rule, YICE_MUTATE_DOWN, test, step_text(m, test));
}

static void change_logic(struct maker *m, const struct yice_rule *rule, const struct yice_logic *node)
{
	uint32_t written = 0;

	if (!node)
		return;
	if (node->kind == YICE_LOGIC_TEST)
		change_test(m, rule, node);
	for (const struct yice_logic *child = node->first; child; child = child->next)
		written += !is_joined(m->model, rule, child);
	if (node->kind != YICE_LOGIC_NOT && written > 1)
		add_at(m, rule, YICE_MUTATE_CONNECTIVE, node, NULL);
	for (const struct yice_logic *child = node->first; child; child = child->next)
		change_logic(m, rule, child);
}

/* The body of the template that the clause is made of, NULL when of none. Templates cannot go in circles. */
static const struct yice_clause *body_behind(const struct yice_model *model, const struct yice_clause *clause)
{
	const char *name = clause->as ? clause->as->name.text : NULL;
	uint32_t entry = name ? yice_map_find(&model->template_names, name, strlen(name)) : YICE_MAP_NONE;

	return entry == YICE_MAP_NONE
		   ? NULL
		   : model->templates.items[model->template_names.entries[entry].value].item->u.template_.clause;
}

/* Where the clause says that it prohibits or restricts: in its own body, or in its template's. */
static struct yice_span effect_span(const struct yice_model *model, const struct yice_clause *clause)
{
	for (; clause; clause = body_behind(model, clause))
		for (const struct yice_effect *effect = clause->effects; effect; effect = effect->next)
			if (effect->kind == YICE_EFFECT_PROHIBIT || effect->kind == YICE_EFFECT_RESTRICT)
				return effect->span;
	return YICE_SPAN_NONE;
}

/* Each condition of a restriction; those of the template come first. */
static void change_texts(struct maker *m, const struct yice_rule *rule, const struct yice_clause *body,
			 struct change *change)
{
	struct yice_buf scratch = YICE_BUF_INIT;

	if (!body || rule->effect != YICE_RESTRICTS)
		return;
	change_texts(m, rule, body_behind(m->model, body), change);
	for (const struct yice_effect *effect = body->effects; effect; effect = effect->next)
		for (const struct yice_text *text = effect->kind == YICE_EFFECT_RESTRICT ? effect->texts : NULL; text;
		     text = text->next, change->index++) {
			yice_buf_clear(&scratch);
			yice_rule_add_text(rule, rule->texts[change->index], &scratch);
			change->span = text->span;
			change->by = yice_arena_strdup(&m->model->arena, yice_buf_text(&scratch));
			m->model->failed |= scratch.failed;
			add(m, rule, change);
		}
	yice_buf_release(&scratch);
}

/* The days a clause has in its own words, else in its template's; NULL: those of its list. */
static const struct yice_effective *days_of(const struct yice_model *model, const struct yice_clause *clause)
{
	while (clause && !clause->effective)
		clause = body_behind(model, clause);
	return clause ? clause->effective : NULL;
}

static void change_days(struct maker *m, const struct yice_rule *rule)
{
	const struct yice_effective *own = days_of(m->model, rule->placed->clause);
	struct change change = { .list = YICE_NONE };
	struct yice_interval days;

	for (int kind = YICE_MUTATE_BEGIN_LATER; own && kind < YICE_MUTATIONS; kind++) {
		if (!yice_mutation_days((enum yice_mutation)kind, own->days, &days))
			continue;
		change.kind = (enum yice_mutation)kind;
		change.span = own->span;
		change.days = yice_days_both(m->model->lists.items[rule->placed->list].days, days);
		if (change.days.from < change.days.to)
			add(m, rule, &change);
	}
}

/* A list with its days changed, in all of its clauses that have no narrower days, and for its units. */
static void change_list(struct maker *m, uint32_t number, struct change *change)
{
	const struct yice_rules *rules = &m->study->rules;
	bool units = false;

	for (uint32_t u = 0; u < m->model->units.count; u++)
		units |= m->model->units.items[u].list == number;
	if (units && m->named[change->span.file])
		(void)find_mutant(m, change);
	for (m->rule = 0; m->rule < m->out->originals; m->rule++) {
		const struct yice_rule *rule = &rules->items[m->rule];
		const struct yice_effective *own;

		if (rule->placed->list != number)
			continue;
		own = days_of(m->model, rule->placed->clause);
		change->days = own ? yice_days_both(own->days, change->list_days) : change->list_days;
		if (change->days.from < change->days.to &&
		    (change->days.from != rule->days.from || change->days.to != rule->days.to))
			add(m, rule, change);
	}
}

static void change_lists(struct maker *m)
{
	for (uint32_t i = 0; i < m->model->lists.count; i++) {
		const struct yice_list *list = &m->model->lists.items[i];
		struct change change = { .span = list->days_span, .list = i };

		for (int kind = YICE_MUTATE_BEGIN_LATER; yice_span_known(list->days_span) && kind < YICE_MUTATIONS; kind++) {
			change.kind = (enum yice_mutation)kind;
			if (yice_mutation_days(change.kind, list->days, &change.list_days))
				change_list(m, i, &change);
		}
	}
}

static void change_rule(struct maker *m, const struct yice_rule *rule)
{
	struct change whole = { .kind = YICE_MUTATE_REMOVE, .span = rule->placed->span, .list = YICE_NONE };
	struct change text = { .kind = YICE_MUTATE_TEXT, .list = YICE_NONE };

	add(m, rule, &whole);
	if (rule->effect == YICE_PROHIBITS || rule->effect == YICE_RESTRICTS) {
		whole.kind = YICE_MUTATE_EFFECT;
		whole.span = effect_span(m->model, rule->placed->clause);
		add(m, rule, &whole);
	}
	if (rule->guard && !is_joined(m->model, rule, rule->guard)) {
		whole.kind = YICE_MUTATE_GUARD;
		whole.span = rule->guard->span;
		add(m, rule, &whole);
	}
	for (uint32_t i = 0; i < rule->except_count; i++) {
		whole.kind = YICE_MUTATE_EXCEPTION;
		whole.span = rule->except[i]->span;
		whole.index = i;
		add(m, rule, &whole);
		change_logic(m, rule, rule->except[i]);
	}
	change_logic(m, rule, rule->guard);
	change_logic(m, rule, rule->demand);
	change_texts(m, rule, rule->placed->clause, &text);
	change_days(m, rule);
}

/* ---------------------------------------------------------------- into the model */

/* Variants join the clauses of their targets, behind those of the sources. */
static int join_targets(struct maker *m)
{
	struct yice_model *model = m->model;
	uint32_t *more = yice_arena_array(&model->arena, model->placements.count, sizeof(*more));

	if (!more)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < m->variants.count; i++)
		more[m->variants.items[i].placed->target]++;
	for (uint32_t t = 0; t < model->placements.count; t++) {
		struct yice_placement *target = &model->placements.items[t];
		uint32_t *clauses =
		    yice_arena_array(&model->arena, (size_t)target->count + more[t] + 1, sizeof(*clauses));

		if (!clauses)
			return YICE_ENOMEM;
		for (uint32_t i = 0; i < target->count; i++)
			clauses[i] = target->clauses[i];
		target->clauses = clauses;
		target->cap = target->count + more[t] + 1;
	}
	for (uint32_t i = 0; i < m->variants.count; i++) {
		struct yice_placement *target = &model->placements.items[m->variants.items[i].placed->target];

		target->clauses[target->count++] = m->out->originals + i;
	}
	return YICE_OK;
}

static int join_rules(struct maker *m)
{
	struct yice_model *model = m->model;
	struct yice_rules *rules = &m->study->rules;
	uint32_t total = m->out->originals + m->variants.count;
	struct yice_placed *placed = yice_arena_array(&model->arena, (size_t)total + 1, sizeof(*placed));
	struct yice_rule *items = yice_arena_array(&model->arena, (size_t)total + 1, sizeof(*items));

	if (!placed || !items)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < total; i++) {
		bool variant = i >= m->out->originals;

		items[i] = variant ? m->variants.items[i - m->out->originals] : rules->items[i];
		placed[i] = *items[i].placed;
		items[i].placed = &placed[i];
		if (!variant)
			continue;
		placed[i].number = yice_model_text(model, "%%%lu", (unsigned long)i);
		placed[i].repeat = 1;
		if (!placed[i].number)
			return YICE_ENOMEM;
	}
	rules->items = items;
	rules->count = total;
	model->placed.items = placed;
	model->placed.count = model->placed.cap = total;
	for (uint32_t i = 0; i < model->slots.count; i++)
		model->slots.items[i].scale = m->scales[i];
	return YICE_OK;
}

static int compare_mutants(const void *a, const void *b)
{
	const struct yice_mutant *x = a, *y = b;

	if (x->span.file != y->span.file)
		return x->span.file < y->span.file ? -1 : 1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	if (x->span.end != y->span.end)
		return x->span.end < y->span.end ? -1 : 1;
	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : (int)x->all - (int)y->all;
}

int yice_mutants_make(struct yice_study *study, const unsigned char *named, struct yice_mutants *out)
{
	struct maker m = { .study = study, .model = &study->model, .named = named, .out = out };
	int status;

	memset(out, 0, sizeof(*out));
	out->originals = study->rules.count;
	yice_map_init(&m.keys);
	m.scales = yice_arena_array(&m.model->arena, (size_t)m.model->slots.count + 1, sizeof(*m.scales));
	for (uint32_t i = 0; m.scales && i < m.model->slots.count; i++)
		m.scales[i] = m.model->slots.items[i].scale > 0 ? m.model->slots.items[i].scale : 1;
	for (uint32_t i = 0; m.scales && i < out->originals; i++) {
		m.rule = i;
		change_rule(&m, &study->rules.items[i]);
	}
	if (m.scales)
		change_lists(&m);
	status = m.scales ? yice_model_status(m.model) : YICE_ENOMEM;
	if (!status)
		status = join_targets(&m);
	if (!status)
		status = join_rules(&m);
	out->day = yice_mutant_day(m.model, &study->rules, out->originals, NULL);
	for (uint32_t i = 0; !status && i < out->count; i++)
		out->items[i].day = yice_mutant_day(m.model, &study->rules, out->originals, &out->items[i]);
	if (!status && out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare_mutants);
	yice_map_release(&m.keys);
	return status;
}

const char *yice_mutation_word(enum yice_mutation kind, enum yice_lang lang)
{
	static const char *const words[YICE_MUTATIONS][2] = {
		[YICE_MUTATE_REMOVE] = { "删去条款", "clause removed" },
		[YICE_MUTATE_EFFECT] = { "禁止与限制对换", "prohibition and restriction exchanged" },
		[YICE_MUTATE_GUARD] = { "删去条件", "guard dropped" },
		[YICE_MUTATE_EXCEPTION] = { "删去例外", "exception dropped" },
		[YICE_MUTATE_CONNECTIVE] = { "且与或对换", "and, or exchanged" },
		[YICE_MUTATE_NEGATE] = { "取反", "negated" },
		[YICE_MUTATE_BOUND] = { "含与不含对换", "bound included or not" },
		[YICE_MUTATE_UP] = { "限值加", "limit plus" },
		[YICE_MUTATE_DOWN] = { "限值减", "limit minus" },
		[YICE_MUTATE_WIDEN] = { "放宽到", "widened by" },
		[YICE_MUTATE_NARROW] = { "收窄掉", "narrowed by" },
		[YICE_MUTATE_HOLDS] = { "待判作是", "open words taken to hold" },
		[YICE_MUTATE_FAILS] = { "待判作否", "open words taken not to hold" },
		[YICE_MUTATE_TEXT] = { "删去限制条件", "condition of restriction dropped:" },
		[YICE_MUTATE_BEGIN_LATER] = { "施行推后一天", "in force a day later" },
		[YICE_MUTATE_BEGIN_EARLIER] = { "施行提前一天", "in force a day earlier" },
		[YICE_MUTATE_BEGIN_DROP] = { "删去施行日", "in force from ever" },
		[YICE_MUTATE_END_LATER] = { "废止推后一天", "repealed a day later" },
		[YICE_MUTATE_END_EARLIER] = { "废止提前一天", "repealed a day earlier" },
		[YICE_MUTATE_END_DROP] = { "删去废止日", "never repealed" },
	};

	return words[kind][lang];
}
