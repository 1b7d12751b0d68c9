/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks of check.def that look at clauses: what is legal but probably not
 * what the published text means. Each is one function that reports one
 * diagnostic of a clause as written, of a rule, or of the rules of one target;
 * none looks further, so that rules may be checked a few at a time. Called by
 * compile.c after yice_rules_build(), and by stream.c.
 */
#include "compiler/declare.h"
#include "compiler/type.h"

struct checker {
	struct yice_model *model;
	struct yice_buf scratch; /* of firsts_init() */
};

static struct yice_diag *report(struct checker *checker, enum yice_diag_id id, const struct yice_rule *rule,
				struct yice_span span, const char *a, const char *b, const char *c,
				const char *d)
{
	struct yice_diag *diag = yice_diag_add(checker->model->diags, id, span, a, b, c, d, NULL);

	yice_env_note_uses(checker->model, rule->placed->env, diag);
	return diag;
}

/* ---- conditions as written */

static void look_mixed(struct checker *checker, const struct yice_expr *expr)
{
	for (const struct yice_expr *child = yice_expr_parts(expr); child; child = child->next) {
		if (expr->kind == YICE_EXPR_OR && child->kind == YICE_EXPR_AND && !child->parens)
			yice_diag_help(
			    checker->model->diags,
			    yice_diag_add(checker->model->diags, YICE_D_mixed_and_or, expr->span, NULL),
			    YICE_D_help_parentheses, NULL);
		look_mixed(checker, child);
	}
}

static void mixed_in_clause(struct checker *checker, const struct yice_clause *clause)
{
	if (clause->when)
		look_mixed(checker, clause->when);
	for (const struct yice_unless *unless = clause->unless; unless; unless = unless->next) {
		if (unless->test)
			look_mixed(checker, unless->test);
		if (unless->but)
			look_mixed(checker, unless->but);
	}
	for (const struct yice_effect *effect = clause->effects; effect; effect = effect->next)
		if (effect->demand)
			look_mixed(checker, effect->demand);
}

/* ---- conditions as typed */

static bool same_text(const char *a, const char *b)
{
	return a == b || !strcmp(a ? a : "", b ? b : "");
}

/* Whether two expressions mean the same, part by part. */
static bool same_logic(const struct yice_logic *a, const struct yice_logic *b)
{
	if (!a || !b || a->kind != b->kind)
		return a == b;
	if (a->kind == YICE_LOGIC_TEST)
		return a->op == b->op && a->slot == b->slot && same_text(a->zh, b->zh);
	for (a = a->first, b = b->first; a && b; a = a->next, b = b->next)
		if (!same_logic(a, b))
			return false;
	return a == b;
}

/*
 * The first of equal things, by a hash of them: heads of chains, then each thing's successor in its chain, both as numbers
 * of things + 1.
 */
struct firsts {
	uint32_t *heads, *next, mask;
};

static bool firsts_init(struct checker *checker, uint32_t count, struct firsts *firsts)
{
	uint32_t size = 8;
	char *room;

	while (size < count)
		size *= 2;
	yice_buf_clear(&checker->scratch);
	room = yice_buf_extend(&checker->scratch, ((size_t)size + count) * sizeof(uint32_t));
	if (!room) {
		checker->model->failed = true;
		return false;
	}
	firsts->heads = (uint32_t *)(void *)room;
	firsts->next = firsts->heads + size;
	firsts->mask = size - 1;
	return true;
}

static uint32_t hash_text(uint32_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash * 31;
}

static uint32_t hash_logic(uint32_t hash, const struct yice_logic *logic)
{
	if (!logic)
		return hash * 31;
	if (logic->kind == YICE_LOGIC_TEST)
		return hash_text(((hash * 31) ^ (uint32_t)logic->op) * 31 ^ logic->slot, logic->zh);
	hash = hash * 31 + (uint32_t)logic->kind + 1;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		hash = hash_logic(hash, child);
	return hash;
}

/* The test of the place a clause is attached to: a template that has it too may be used elsewhere. */
static bool is_implicit(const struct checker *checker, const struct yice_rule *rule,
			const struct yice_logic *logic)
{
	const struct yice_placement *placement = &checker->model->placements.items[rule->placed->target];

	return placement->kind == YICE_FOR_PLACE && logic->span.file == placement->span.file &&
	       logic->span.start == placement->span.start;
}

static void report_duplicate(struct checker *checker, const struct yice_rule *rule,
			     const struct yice_logic *first, const struct yice_logic *again)
{
	struct yice_diag *diag;

	if (first->span.start == again->span.start)
		return; /* the same words, used twice */
	diag = report(checker, YICE_D_duplicate_test, rule, again->span, NULL, NULL, NULL, NULL);
	yice_diag_note(checker->model->diags, diag, YICE_D_note_first, first->span, NULL);
}

/* The children of an AND or OR that says one thing twice. */
static void compare_children(struct checker *checker, const struct yice_rule *rule,
			     const struct yice_logic *logic, uint32_t count)
{
	const struct yice_logic **children = calloc(count, sizeof(struct yice_logic *));
	const struct yice_logic *child = logic->first;
	struct firsts firsts;

	if (!children) {
		checker->model->failed = true;
	} else if (firsts_init(checker, count, &firsts)) {
		for (uint32_t i = 0; i < count; i++, child = child->next) {
			uint32_t *head = &firsts.heads[hash_logic(0, child) & firsts.mask], at = *head;

			children[i] = child;
			if (is_implicit(checker, rule, child))
				continue;
			while (at && !same_logic(children[at - 1], child))
				at = firsts.next[at - 1];
			if (at) {
				report_duplicate(checker, rule, children[at - 1], child);
				continue;
			}
			firsts.next[i] = *head;
			*head = i + 1;
		}
	}
	free(children);
}

static void look_duplicates(struct checker *checker, const struct yice_rule *rule,
			    const struct yice_logic *logic)
{
	uint32_t count = 0;

	for (const struct yice_logic *child = logic->first; child; child = child->next) {
		look_duplicates(checker, rule, child);
		count++;
	}
	if (count > 1)
		compare_children(checker, rule, logic, count);
}

static void duplicates_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	if (rule->guard)
		look_duplicates(checker, rule, rule->guard);
	for (uint32_t i = 0; i < rule->except_count; i++)
		look_duplicates(checker, rule, rule->except[i]);
	if (rule->demand)
		look_duplicates(checker, rule, rule->demand);
}

/* ---- clauses beside each other */

/* Patterns of two rules. */
static bool same_texts(const struct yice_rule *a, const char *const *one, uint32_t a_count, const struct yice_rule *b,
		       const char *const *other, uint32_t b_count)
{
	for (uint32_t i = 0; a_count == b_count && i < a_count; i++)
		if (!yice_rule_same_text(a, one[i], b, other[i]))
			return false;
	return a_count == b_count;
}

static uint32_t hash_words(const struct yice_rule *rule, const char *pattern, uint32_t hash, struct yice_buf *scratch)
{
	return hash_text(hash, yice_rule_text(rule, pattern, scratch));
}

static bool same_clause(const struct yice_rule *a, const struct yice_rule *b)
{
	if (a->effect != b->effect || a->days.from != b->days.from || a->days.to != b->days.to ||
	    a->except_count != b->except_count || !yice_rule_same_text(a, a->original, b, b->original) ||
	    !yice_rule_same_text(a, a->summary, b, b->summary) || !same_text(a->addressee.zh, b->addressee.zh) ||
	    !same_logic(a->guard, b->guard) || !same_logic(a->demand, b->demand))
		return false;
	for (uint32_t i = 0; i < a->except_count; i++)
		if (!same_logic(a->except[i], b->except[i]))
			return false;
	return same_texts(a, a->texts, a->text_count, b, b->texts, b->text_count) &&
	       same_texts(a, a->open, a->open_count, b, b->open, b->open_count) && yice_rule_same_guidance(a, b);
}

/* rules: count of them, of one target. */
static void duplicates_in_target(struct checker *checker, const struct yice_rule *const *rules, uint32_t count)
{
	struct yice_buf words = YICE_BUF_INIT;
	struct firsts firsts;

	if (count < 2 || !firsts_init(checker, count, &firsts))
		return;
	for (uint32_t i = 0; i < count; i++) {
		const struct yice_rule *rule = rules[i];
		uint32_t hash = hash_words(rule, rule->original, hash_words(rule, rule->summary, (uint32_t)rule->effect, &words),
					   &words);
		uint32_t *head = &firsts.heads[(hash ^ hash >> 15) & firsts.mask], at = *head;

		if (rule->bad)
			continue;
		while (at && !same_clause(rules[at - 1], rule))
			at = firsts.next[at - 1];
		if (!at) {
			firsts.next[i] = *head;
			*head = i + 1;
			continue;
		}
		yice_diag_note(checker->model->diags,
			       report(checker, YICE_D_duplicate_clause, rule, rule->placed->span, NULL, NULL,
				      NULL, NULL),
			       YICE_D_note_first, rules[at - 1]->placed->span, NULL);
	}
	checker->model->failed |= words.failed;
	yice_buf_release(&words);
}

/* ---- texts, tags and bases */

static bool decides(const struct yice_rule *rule)
{
	return rule->effect == YICE_REQUIRES || rule->effect == YICE_PROHIBITS ||
	       rule->effect == YICE_RESTRICTS;
}

static void text_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	if (rule->effect != YICE_DOES_NOTHING && !rule->original && !rule->summary)
		report(checker, YICE_D_clause_without_text, rule, rule->placed->span, NULL, NULL, NULL, NULL);
}

static void basis_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	if (decides(rule) && !rule->base_count)
		report(checker, YICE_D_clause_without_basis, rule, rule->placed->span, NULL, NULL, NULL,
		       NULL);
}

static void class_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	static const struct {
		const char *klass;
		unsigned int effects; /* those that contradict it */
	} clashes[] = {
		{ "禁止类", 1u << YICE_ENCOURAGES | 1u << YICE_RESTRICTS },
		{ "限制类", 1u << YICE_ENCOURAGES },
		{ "鼓励引导类", 1u << YICE_PROHIBITS | 1u << YICE_RESTRICTS | 1u << YICE_REQUIRES },
	};
	static const char *const names[YICE_EFFECTS][2] = {
		[YICE_DOES_NOTHING] = { "", "" },
		[YICE_REQUIRES] = { "须", "require" },
		[YICE_PROHIBITS] = { "禁止", "prohibit" },
		[YICE_RESTRICTS] = { "限制", "restrict" },
		[YICE_ENCOURAGES] = { "鼓励", "encourage" },
		[YICE_OBLIGES] = { "职责", "duty" },
	};

	for (size_t i = 0; rule->klass.zh && i < YICE_COUNT(clashes); i++)
		if (!strcmp(rule->klass.zh, clashes[i].klass) && clashes[i].effects & 1u << rule->effect)
			report(checker, YICE_D_class_and_effect, rule, rule->klass.span, rule->klass.zh,
			       names[rule->effect][YICE_ZH], rule->klass.en, names[rule->effect][YICE_EN]);
}

static void report_due(struct checker *checker, const struct yice_rule *rule, yice_day due, struct yice_span span)
{
	char last[11], from[11];

	/* A date that was refused counts as day 0, before any list: its own message is enough. */
	if (!due || due >= rule->days.from)
		return;
	yice_date_format(due, last);
	yice_date_format(rule->days.from, from);
	report(checker, YICE_D_due_before_clause, rule, span, last, from, NULL, NULL);
}

static void due_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	report_due(checker, rule, rule->due, rule->due_span);
	for (uint32_t i = 0; i < rule->aside_count; i++)
		report_due(checker, rule, rule->asides[i].due, rule->asides[i].due_span);
}

static void dates_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	struct yice_model *model = checker->model;

	for (uint32_t i = 0; i < rule->base_count; i++) {
		const struct yice_document *document = &model->documents.items[rule->bases[i].document];
		struct yice_diag *diag;
		char day[11];

		if (rule->days.from == YICE_DAY_MIN || document->days.to > rule->days.from)
			continue;
		yice_date_format(document->days.to, day);
		diag = report(checker, YICE_D_basis_repealed, rule, rule->bases[i].span, document->label.zh,
			      day, NULL, NULL);
		if (document->successor != YICE_NONE)
			yice_diag_help(model->diags, diag, YICE_D_help_successor,
				       model->documents.items[document->successor].title, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_declared, document->label.span,
			       document->label.zh, NULL);
	}
}

static void starts_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	struct yice_model *model = checker->model;

	for (uint32_t i = 0; i < rule->base_count; i++) {
		const struct yice_document *document = &model->documents.items[rule->bases[i].document];
		struct yice_diag *diag;
		char day[11];

		if (rule->days.from == YICE_DAY_MIN || document->days.from <= rule->days.from ||
		    yice_rule_basis_continues(model, rule, i, true))
			continue;
		yice_date_format(document->days.from, day);
		diag = report(checker, YICE_D_basis_not_yet, rule, rule->bases[i].span, document->label.zh,
			      day, NULL, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_declared, document->label.span,
			       document->label.zh, NULL);
	}
}

/* ---- vague words */

static bool has_open(const struct yice_logic *logic)
{
	if (!logic)
		return false;
	if (logic->kind == YICE_LOGIC_TEST)
		return logic->op == YICE_TEST_OPEN;
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (has_open(child))
			return true;
	return false;
}

static bool leaves_open(const struct yice_rule *rule)
{
	bool open = rule->open_count || has_open(rule->guard) || has_open(rule->demand);

	for (uint32_t i = 0; i < rule->except_count; i++)
		open |= has_open(rule->except[i]);
	return open;
}

static bool starts_with_any(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strncmp(text, words[i], strlen(words[i])))
			return true;
	return false;
}

static bool ends_with_any(const char *text, size_t len, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (len >= strlen(words[i]) &&
		    !memcmp(text + len - strlen(words[i]), words[i], strlen(words[i])))
			return true;
	return false;
}

/* 等 as "and so on", not as part of 等级, 等量, 平等, 高等. */
static const char *find_etcetera(const char *text)
{
	static const char *const after[] = { "级", "量", "于", "同", "效", "待",
					     "温", "分", "距", "差", "比", "离子" };
	static const char *const before[] = { "平", "同", "均", "高", "中", "初",
					      "对", "相", "优", "劣", "何", "减" };
	const size_t len = sizeof("等") - 1;

	for (const char *at = text; (at = strstr(at, "等")); at += len)
		if (!starts_with_any(at + len, after, YICE_COUNT(after)) &&
		    !ends_with_any(text, (size_t)(at - text), before, YICE_COUNT(before)))
			return at;
	return NULL;
}

/* The first word of the text without definite bounds, or NULL. "严格限制" is what a restriction says of
 * itself. */
static const char *find_vague(const char *text, enum yice_effect_op effect)
{
	if (text && strstr(text, "原则上"))
		return "原则上";
	if (text && strstr(text, "周边"))
		return "周边";
	if (text && effect != YICE_RESTRICTS && strstr(text, "严格限制"))
		return "严格限制";
	return text && find_etcetera(text) ? "等" : NULL;
}

/* The text a clause has of its own, or the one it takes from its template. */
static const struct yice_text *find_text(struct yice_model *model, const struct yice_clause *clause,
					 bool original)
{
	for (uint32_t steps = 0; clause && steps <= model->templates.count; steps++) {
		const struct yice_text *text = original ? clause->original : clause->summary;
		const char *name = clause->as ? clause->as->name.text : NULL;
		uint32_t index =
		    text || !name ? YICE_NONE : yice_name_lookup(model, YICE_SPACE_TEMPLATE, name);

		if (text)
			return text;
		clause = index == YICE_NONE ? NULL : model->templates.items[index].item->u.template_.clause;
	}
	return NULL;
}

/* Where the word stands in the text; all of it when the word came in by a parameter. */
static struct yice_span vague_span(const struct yice_model *model, const struct yice_text *text,
				   const char *word)
{
	struct yice_span span = text->span;
	const char *source, *at;

	if (span.file >= model->sources->count)
		return span;
	source = model->sources->items[span.file].text + span.start;
	at = strcmp(word, "等") ? strstr(source, word) : find_etcetera(source);
	if (at && at < source + (span.end - span.start)) {
		span.start += (uint32_t)(at - source);
		span.end = span.start + (uint32_t)strlen(word);
	}
	return span;
}

static void vague_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	struct yice_buf scratch = YICE_BUF_INIT;
	const char *word;
	const struct yice_text *text;
	bool original = true;

	if (!decides(rule) || leaves_open(rule))
		return;
	word = find_vague(yice_rule_text(rule, rule->original, &scratch), rule->effect);
	if (!word) {
		original = false;
		word = find_vague(yice_rule_text(rule, rule->summary, &scratch), rule->effect);
	}
	checker->model->failed |= scratch.failed;
	yice_buf_release(&scratch);
	text = word ? find_text(checker->model, rule->placed->clause, original) : NULL;
	if (text)
		report(checker, YICE_D_vague_words, rule, vague_span(checker->model, text, word), word, NULL,
		       NULL, NULL);
}

/* ---- the table */

enum needs { ANY, CLEAN };
enum standing { OFF, ON };

struct check {
	enum yice_diag_id id;
	enum needs needs;
	enum standing standing;
	/* One of these. */
	void (*clause)(struct checker *checker, const struct yice_clause *clause);
	void (*rule)(struct checker *checker, const struct yice_rule *rule);
	void (*target)(struct checker *checker, const struct yice_rule *const *rules, uint32_t count);
};

#define MODEL_CHECK(diagnostic, needs, standing, function)
#define CLAUSES_CHECK(diagnostic, needs, standing, function) { YICE_D_##diagnostic, needs, standing, .clause = function },
#define RULES_CHECK(diagnostic, needs, standing, function) { YICE_D_##diagnostic, needs, standing, .rule = function },
#define TARGETS_CHECK(diagnostic, needs, standing, function) { YICE_D_##diagnostic, needs, standing, .target = function },
static const struct check checks[] = {
#define CHECK(diagnostic, needs, standing, where, function)                                                  \
	where##_CHECK(diagnostic, needs, standing, function)
#include "compiler/check.def"
#undef CHECK
};

/* CLEAN is left to the checks of the model: what stands beside a mistake in another clause is no less odd for that. */
static bool is_on(const struct yice_model *model, const struct check *check)
{
	return check->standing == ON || model->diags->override[check->id] >= 0;
}

static void check_clauses(struct checker *checker, const struct check *check)
{
	const struct yice_model *model = checker->model;

	for (uint32_t i = 0; i < model->files.count; i++)
		for (const struct yice_item *item = model->files.items[i]->items; item; item = item->next) {
			if (item->kind == YICE_ITEM_CLAUSE && item->u.clause)
				check->clause(checker, item->u.clause);
			else if (item->kind == YICE_ITEM_TEMPLATE && item->u.template_.clause)
				check->clause(checker, item->u.template_.clause);
		}
}

static void check_targets(struct checker *checker, const struct yice_rules *rules, const struct check *check)
{
	const struct yice_model *model = checker->model;

	for (uint32_t i = 0; i < model->placements.count && !model->failed; i++) {
		const struct yice_placement *placement = &model->placements.items[i];
		const struct yice_rule **of = calloc((size_t)placement->count + 1, sizeof(struct yice_rule *));

		for (uint32_t j = 0; of && j < placement->count; j++)
			of[j] = &rules->items[placement->clauses[j]];
		if (of)
			check->target(checker, of, placement->count);
		else
			checker->model->failed = true;
		free(of);
	}
}

int yice_rules_check(struct yice_model *model, const struct yice_rules *rules)
{
	struct checker checker = { model, YICE_BUF_INIT };

	for (size_t i = 0; i < YICE_COUNT(checks); i++) {
		const struct check *check = &checks[i];

		if (!is_on(model, check))
			continue;
		if (check->clause)
			check_clauses(&checker, check);
		for (uint32_t j = 0; check->rule && j < rules->count; j++)
			if (!rules->items[j].bad)
				check->rule(&checker, &rules->items[j]);
		if (check->target)
			check_targets(&checker, rules, check);
	}
	yice_buf_release(&checker.scratch);
	return yice_model_status(model);
}

/* Turns of the check at this line of the table. */
static uint64_t turn_of(size_t check)
{
	return YICE_TURN_CHECKS + ((uint64_t)check << 32);
}

void yice_clauses_check(struct yice_model *model)
{
	struct checker checker = { model, YICE_BUF_INIT };

	for (size_t i = 0; i < YICE_COUNT(checks); i++)
		if (checks[i].clause && is_on(model, &checks[i])) {
			model->diags->turn = turn_of(i);
			check_clauses(&checker, &checks[i]);
		}
	yice_buf_release(&checker.scratch);
}

/* Lets a check look at the rules of whole targets, one target after the other. */
static void check_run(struct checker *checker, const struct check *check, const struct yice_rule *const *rules,
		      uint32_t count, uint64_t turn)
{
	struct yice_diags *diags = checker->model->diags;

	for (uint32_t i = 0; check->rule && i < count; i++) {
		diags->turn = turn | (uint32_t)(rules[i]->placed - checker->model->placed.items);
		if (!rules[i]->bad)
			check->rule(checker, rules[i]);
	}
	for (uint32_t i = 0, end; check->target && i < count; i = end) {
		for (end = i + 1; end < count && rules[end]->placed->target == rules[i]->placed->target;)
			end++;
		diags->turn = turn | rules[i]->placed->target;
		check->target(checker, rules + i, end - i);
	}
}

void yice_targets_check(struct yice_model *model, const struct yice_rule *const *rules, uint32_t count)
{
	struct checker checker = { model, YICE_BUF_INIT };

	for (size_t i = 0; i < YICE_COUNT(checks); i++)
		if (is_on(model, &checks[i]))
			check_run(&checker, &checks[i], rules, count, turn_of(i));
	yice_buf_release(&checker.scratch);
}
