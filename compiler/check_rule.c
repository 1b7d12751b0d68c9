/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks of check.def that look at typed clauses: what is legal but
 * probably not what the published text means. Each is one function that
 * reports one diagnostic. Called by compile.c after yice_rules_build().
 */
#include "compiler/declare.h"
#include "compiler/type.h"

struct checker {
	struct yice_model *model;
	const struct yice_rules *rules;
};

/* Calls `look` for every rule that has no errors. */
static void each_rule(struct checker *checker, void (*look)(struct checker *, const struct yice_rule *))
{
	for (uint32_t i = 0; i < checker->rules->count; i++)
		if (!checker->rules->items[i].bad)
			look(checker, &checker->rules->items[i]);
}

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
	for (const struct yice_expr *child = expr->first; child; child = child->next) {
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

static void check_mixed(struct checker *checker)
{
	const struct yice_model *model = checker->model;

	for (uint32_t i = 0; i < model->files.count; i++)
		for (const struct yice_item *item = model->files.items[i]->items; item; item = item->next) {
			if (item->kind == YICE_ITEM_CLAUSE && item->u.clause)
				mixed_in_clause(checker, item->u.clause);
			else if (item->kind == YICE_ITEM_TEMPLATE && item->u.template_.clause)
				mixed_in_clause(checker, item->u.template_.clause);
		}
}

/* ---- conditions as typed */

/* A form in which two expressions are equal when they mean the same, part by part. */
static void add_form(const struct yice_logic *logic, struct yice_buf *out)
{
	static const char kinds[] = { [YICE_LOGIC_AND] = '&', [YICE_LOGIC_OR] = '|', [YICE_LOGIC_NOT] = '!' };

	if (!logic) {
		yice_buf_addc(out, '-');
		return;
	}
	if (logic->kind == YICE_LOGIC_TEST) {
		yice_buf_addf(out, "%d:%lu:%s;", (int)logic->op, (unsigned long)logic->slot,
			      logic->zh ? logic->zh : "");
		return;
	}
	yice_buf_addc(out, kinds[logic->kind]);
	yice_buf_addc(out, '(');
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		add_form(child, out);
	yice_buf_addc(out, ')');
}

/* The test of the place a clause is attached to: a template that has it too may be used elsewhere. */
static bool is_implicit(const struct checker *checker, const struct yice_rule *rule,
			const struct yice_logic *logic)
{
	const struct yice_placement *placement = &checker->model->placements.items[rule->placed->target];

	return placement->kind == YICE_FOR_PLACE && logic->span.file == placement->span.file &&
	       logic->span.start == placement->span.start;
}

static void look_duplicates(struct checker *checker, const struct yice_rule *rule,
			    const struct yice_logic *logic)
{
	struct yice_buf form = YICE_BUF_INIT;
	struct yice_map forms;

	yice_map_init(&forms);
	for (const struct yice_logic *child = logic->first; child; child = child->next) {
		uint32_t place = child->span.start, entry;
		bool added;

		look_duplicates(checker, rule, child);
		if (logic->kind == YICE_LOGIC_NOT || is_implicit(checker, rule, child))
			continue;
		yice_buf_clear(&form);
		add_form(child, &form);
		if (form.failed || yice_map_put(&forms, form.data, form.len, place, &entry, &added)) {
			checker->model->failed = true;
			break;
		}
		if (!added && forms.entries[entry].value != place) {
			const struct yice_logic *first = logic->first;
			struct yice_diag *diag =
			    report(checker, YICE_D_duplicate_test, rule, child->span, NULL, NULL, NULL, NULL);

			while (first->span.start != forms.entries[entry].value)
				first = first->next;
			yice_diag_note(checker->model->diags, diag, YICE_D_note_first, first->span, NULL);
		}
	}
	yice_map_release(&forms);
	yice_buf_release(&form);
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

static void check_duplicate_tests(struct checker *checker)
{
	each_rule(checker, duplicates_in_rule);
}

/* ---- clauses beside each other */

static void add_text(struct yice_buf *out, const char *text)
{
	yice_buf_adds(out, text ? text : "");
	yice_buf_addc(out, '\x1f');
}

static void add_clause_form(const struct yice_rule *rule, struct yice_buf *out)
{
	yice_buf_addf(out, "%d %ld %ld ", (int)rule->effect, (long)rule->days.from, (long)rule->days.to);
	add_text(out, rule->original);
	add_text(out, rule->summary);
	add_text(out, rule->addressee.zh);
	add_form(rule->guard, out);
	for (uint32_t i = 0; i < rule->except_count; i++)
		add_form(rule->except[i], out);
	yice_buf_addc(out, '/');
	add_form(rule->demand, out);
	for (uint32_t i = 0; i < rule->text_count; i++)
		add_text(out, rule->texts[i]);
	for (uint32_t i = 0; i < rule->open_count; i++)
		add_text(out, rule->open[i]);
	yice_buf_addf(out, "%ld", (long)rule->due);
	for (uint32_t i = 0; i < rule->aside_count; i++) {
		const struct yice_aside *aside = &rule->asides[i];

		yice_buf_addf(out, "/%d %ld", (int)aside->kind, (long)aside->due);
		add_text(out, aside->addressee.zh);
		for (uint32_t j = 0; j < aside->text_count; j++)
			add_text(out, aside->texts[j]);
	}
}

static void duplicates_in_target(struct checker *checker, const struct yice_placement *placement)
{
	struct yice_model *model = checker->model;
	struct yice_buf form = YICE_BUF_INIT;
	struct yice_map forms;

	yice_map_init(&forms);
	for (uint32_t i = 0; i < placement->count; i++) {
		const struct yice_rule *rule = &checker->rules->items[placement->clauses[i]];
		uint32_t entry;
		bool added;

		if (rule->bad)
			continue;
		yice_buf_clear(&form);
		add_clause_form(rule, &form);
		if (form.failed ||
		    yice_map_put(&forms, form.data, form.len, placement->clauses[i], &entry, &added)) {
			model->failed = true;
			break;
		}
		if (!added)
			yice_diag_note(model->diags,
				       report(checker, YICE_D_duplicate_clause, rule, rule->placed->span,
					      NULL, NULL, NULL, NULL),
				       YICE_D_note_first,
				       model->placed.items[forms.entries[entry].value].span, NULL);
	}
	yice_map_release(&forms);
	yice_buf_release(&form);
}

static void check_duplicate_clauses(struct checker *checker)
{
	for (uint32_t i = 0; i < checker->model->placements.count; i++)
		duplicates_in_target(checker, &checker->model->placements.items[i]);
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

static void check_texts(struct checker *checker)
{
	each_rule(checker, text_in_rule);
}

static void basis_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	if (decides(rule) && !rule->base_count)
		report(checker, YICE_D_clause_without_basis, rule, rule->placed->span, NULL, NULL, NULL,
		       NULL);
}

static void check_bases(struct checker *checker)
{
	each_rule(checker, basis_in_rule);
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

static void check_classes(struct checker *checker)
{
	each_rule(checker, class_in_rule);
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

static void check_due(struct checker *checker)
{
	each_rule(checker, due_in_rule);
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

static void check_basis_dates(struct checker *checker)
{
	each_rule(checker, dates_in_rule);
}

static void starts_in_rule(struct checker *checker, const struct yice_rule *rule)
{
	struct yice_model *model = checker->model;

	for (uint32_t i = 0; i < rule->base_count; i++) {
		const struct yice_document *document = &model->documents.items[rule->bases[i].document];
		struct yice_diag *diag;
		char day[11];

		if (rule->days.from == YICE_DAY_MIN || document->days.from <= rule->days.from)
			continue;
		yice_date_format(document->days.from, day);
		diag = report(checker, YICE_D_basis_not_yet, rule, rule->bases[i].span, document->label.zh,
			      day, NULL, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_declared, document->label.span,
			       document->label.zh, NULL);
	}
}

static void check_basis_starts(struct checker *checker)
{
	each_rule(checker, starts_in_rule);
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
		const char *name = clause->template_name.text;
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
	const char *word;
	const struct yice_text *text;
	bool original = true;

	if (!decides(rule) || leaves_open(rule))
		return;
	word = find_vague(rule->original, rule->effect);
	if (!word) {
		original = false;
		word = find_vague(rule->summary, rule->effect);
	}
	text = word ? find_text(checker->model, rule->placed->clause, original) : NULL;
	if (text)
		report(checker, YICE_D_vague_words, rule, vague_span(checker->model, text, word), word, NULL,
		       NULL, NULL);
}

static void check_vague(struct checker *checker)
{
	each_rule(checker, vague_in_rule);
}

/* ---- the table */

enum needs { ANY, CLEAN };
enum standing { OFF, ON };

struct check {
	enum yice_diag_id id;
	enum needs needs;
	enum standing standing;
	void (*run)(struct checker *checker);
};

#define MODEL_CHECK(diagnostic, needs, standing, function)
#define RULES_CHECK(diagnostic, needs, standing, function) { YICE_D_##diagnostic, needs, standing, function },
static const struct check checks[] = {
#define CHECK(diagnostic, needs, standing, where, function)                                                  \
	where##_CHECK(diagnostic, needs, standing, function)
#include "compiler/check.def"
#undef CHECK
};

int yice_rules_check(struct yice_model *model, const struct yice_rules *rules)
{
	struct checker checker = { model, rules };
	bool clean = !model->diags->errors;

	for (size_t i = 0; i < YICE_COUNT(checks); i++) {
		const struct check *check = &checks[i];
		bool on = check->standing == ON || model->diags->override[check->id] >= 0;

		if (on && (clean || check->needs == ANY))
			check->run(&checker);
	}
	return yice_model_status(model);
}
