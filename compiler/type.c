/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions to typed logic: which attribute a test is about, whether the
 * words and values beside it fit its type, and the set of members it asks
 * for. Comparisons of numbers and dates go on to sum.c. Every mistake is
 * reported at its place and marks the typing as bad; the rest of the
 * expression is looked at all the same.
 */
#include "compiler/declare.h"
#include "compiler/type.h"

/* Nesting beyond this could never be evaluated in a stack of YICE_STACK_MAX. */
#define NESTING_MAX (YICE_STACK_MAX - 4)

struct yice_diag *yice_typing_report(struct yice_typing *typing, enum yice_diag_id id, struct yice_span span,
				     const char *a, const char *b, const char *c)
{
	struct yice_diag *diag = yice_diag_add(typing->model->diags, id, span, a, b, c, NULL);

	if (yice_diag_severity(id) == YICE_ERROR)
		typing->bad = true;
	yice_env_note_uses(typing->model, typing->env, diag);
	return diag;
}

void yice_typing_note_since(struct yice_typing *typing, uint32_t first)
{
	const struct yice_diags *diags = typing->model->diags;

	for (; typing->env && first < diags->count; first++)
		yice_env_note_uses(typing->model, typing->env, diags->items[first]);
}

uint32_t yice_type_slot(struct yice_typing *typing, const struct yice_path *path)
{
	uint32_t first = typing->model->diags->count, slot;
	const struct yice_binding *binding = yice_type_hole(typing, path);

	if (binding) {
		struct yice_diag *diag = yice_typing_report(typing, YICE_D_hole_as_attribute, yice_path_span(path),
							    path->part[0].text, NULL, NULL);

		yice_diag_note(typing->model->diags, diag, YICE_D_note_declared, binding->param->span,
			       path->part[0].text, NULL);
		return YICE_NONE;
	}
	if (path->count == 1 && path->hole[0] && path->part[0].text) {
		yice_report_hole(typing, path->part[0].text, yice_path_span(path));
		return YICE_NONE;
	}
	slot = yice_find_slot(typing->model, path, typing->env);
	if (slot == YICE_NONE) {
		typing->bad = true;
		yice_typing_note_since(typing, first);
	} else {
		yice_mark_used(&typing->model->slots.items[slot].used);
	}
	return slot;
}

bool yice_type_measure(struct yice_typing *typing, const struct yice_operand *literal,
		       struct yice_unit_of_measure *out)
{
	uint32_t first = typing->model->diags->count;

	if (yice_measure_resolve(typing->model, literal->measure, literal->span, out))
		return true;
	typing->bad = true;
	yice_typing_note_since(typing, first);
	return false;
}

const char *yice_type_period(struct yice_typing *typing, const struct yice_word *word)
{
	uint32_t first = typing->model->diags->count;
	const char *period = word ? yice_find_period(typing->model, word) : NULL;

	if (word && !period) {
		typing->bad = true;
		yice_typing_note_since(typing, first);
	}
	return period;
}

struct yice_logic *yice_logic_new(struct yice_model *model, enum yice_logic_kind kind, struct yice_span span)
{
	struct yice_logic *logic = yice_arena_alloc(&model->arena, sizeof(*logic));

	if (!logic) {
		model->failed = true;
		return NULL;
	}
	logic->kind = kind;
	logic->span = span;
	return logic;
}

/* The run of one member alone. */
static const uint32_t *new_run(struct yice_model *model, uint32_t member)
{
	uint32_t *runs = yice_arena_array(&model->arena, 3, sizeof(*runs));

	if (!runs) {
		model->failed = true;
		return NULL;
	}
	runs[0] = 1;
	runs[1] = member;
	runs[2] = member + 1;
	return runs;
}

static struct yice_logic *copy_node(struct yice_model *model, const struct yice_logic *logic)
{
	struct yice_logic *copy = yice_logic_new(model, logic->kind, logic->span);

	if (!copy)
		return NULL;
	*copy = *logic;
	copy->next = NULL;
	return copy;
}

/* Appends a copy of the node, or of its children when it is of the same kind: A 且 (B 且 C) is one
 * conjunction. */
static struct yice_logic **append_copy(struct yice_model *model, enum yice_logic_kind kind,
				       struct yice_logic **tail, const struct yice_logic *logic)
{
	const struct yice_logic *child = logic->kind == kind ? logic->first : logic;
	const struct yice_logic *end = logic->kind == kind ? NULL : logic->next;

	for (; child != end; child = child->next) {
		*tail = copy_node(model, child);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
	}
	return tail;
}

struct yice_logic *yice_logic_join(struct yice_model *model, enum yice_logic_kind kind,
				   const struct yice_logic *a, const struct yice_logic *b)
{
	struct yice_logic *join, **tail;

	assert(kind == YICE_LOGIC_AND || kind == YICE_LOGIC_OR);
	if (!a || !b)
		return a || b ? copy_node(model, a ? a : b) : NULL;
	join = yice_logic_new(model, kind, a->span);
	if (!join)
		return NULL;
	tail = append_copy(model, kind, &join->first, a);
	if (tail)
		tail = append_copy(model, kind, tail, b);
	return tail ? join : NULL;
}

struct yice_logic *yice_logic_not(struct yice_model *model, const struct yice_logic *a)
{
	struct yice_logic *not = a ? yice_logic_new(model, YICE_LOGIC_NOT, a->span) : NULL;

	if (!not )
		return NULL;
	not ->first = copy_node(model, a);
	return not ->first ? not : NULL;
}

struct yice_logic *yice_logic_open(struct yice_model *model, const char *words, struct yice_span span)
{
	struct yice_logic *test = yice_logic_new(model, YICE_LOGIC_TEST, span);
	struct yice_buf zh = YICE_BUF_INIT, en = YICE_BUF_INIT;

	if (!test)
		return NULL;
	test->op = YICE_TEST_OPEN;
	test->words = words;
	yice_buf_addf(&zh, "待判 \"%s\"", words);
	yice_buf_addf(&en, "judge \"%s\"", words);
	test->zh = yice_model_keep(model, &zh);
	test->en = yice_model_keep(model, &en);
	return test;
}

struct yice_logic *yice_logic_within(struct yice_model *model, uint32_t place, struct yice_span span)
{
	const struct yice_vocab *places = &model->vocabs.items[YICE_VOCAB_OF_PLACES];
	const struct yice_label *label = &places->members[place].label;
	const uint32_t *runs;
	struct yice_buf zh = YICE_BUF_INIT, en = YICE_BUF_INIT;
	struct yice_logic *test;

	if (model->site_attribute == YICE_NONE)
		return NULL;
	test = yice_logic_new(model, YICE_LOGIC_TEST, span);
	runs = new_run(model, place);
	if (!test || !runs)
		return NULL;
	test->op = YICE_TEST_ANY;
	test->slot = model->attributes.items[model->site_attribute].slot;
	yice_mark_used(&model->slots.items[test->slot].used);
	yice_mark_used(&model->attributes.items[model->site_attribute].used);
	test->runs = runs;
	yice_buf_addf(&zh, "%s 位于 %s", yice_slot_name(model, test->slot, YICE_ZH),
		      yice_label_text(label, YICE_ZH));
	yice_buf_addf(&en, "%s within %s", yice_slot_name(model, test->slot, YICE_EN),
		      yice_label_text(label, YICE_EN));
	test->zh = yice_model_keep(model, &zh);
	test->en = yice_model_keep(model, &en);
	return test;
}

const struct yice_binding *yice_type_hole(struct yice_typing *typing, const struct yice_path *path)
{
	const struct yice_binding *binding;

	if (path->count != 1 || !path->hole[0] || !path->part[0].text)
		return NULL;
	binding = yice_env_find(typing->env, path->part[0].text);
	if (binding)
		yice_note_use(typing->model, path->part[0].span, binding->param->name.zh.text,
			      binding->param->name.en.text);
	return binding;
}

struct yice_span yice_type_between(const struct yice_model *model, struct yice_span left,
				   struct yice_span right)
{
	struct yice_span span = { left.file, left.end, right.start };
	const char *text;

	if (left.file >= model->sources->count || right.file != left.file || span.end < span.start)
		return (struct yice_span){ left.file, left.end, left.end };
	text = model->sources->items[left.file].text;
	while (span.start < span.end && strchr(" \t\r\n", text[span.start]))
		span.start++;
	while (span.start < span.end && strchr(" \t\r\n", text[span.end - 1]))
		span.end--;
	if (memchr(text + span.start, '#', span.end - span.start) ||
	    memchr(text + span.start, '\n', span.end - span.start))
		span.end = span.start;
	return span;
}

/* Says what to write instead of the operator at `span`. */
static void suggest_word(struct yice_typing *typing, struct yice_diag *diag, struct yice_span span,
			 enum yice_membership membership, enum yice_lang lang)
{
	const char *word = yice_membership_word(membership, lang);

	yice_diag_help(typing->model->diags, diag, YICE_D_help_write, word, NULL);
	if (span.end > span.start)
		yice_diag_fix(typing->model->diags, diag, span, word);
}

static bool is_place_slot(const struct yice_type *type)
{
	return type->vocab == YICE_VOCAB_OF_PLACES;
}

/* The word that fits the attribute and means what the author most likely meant by the one written. */
static enum yice_membership proper_membership(const struct yice_type *type, enum yice_membership written)
{
	bool negative = written == YICE_NOT_IN || written == YICE_NOT_INCLUDE || written == YICE_NOT_WITHIN;

	if (!type->many)
		return negative ? YICE_NOT_IN : YICE_IN;
	if (is_place_slot(type) && written != YICE_ALL_IN)
		return negative ? YICE_NOT_WITHIN : YICE_WITHIN;
	return written == YICE_ALL_IN ? YICE_ALL_IN : negative ? YICE_NOT_INCLUDE : YICE_INCLUDE;
}

static bool word_fits(const struct yice_type *type, enum yice_membership membership)
{
	if (membership == YICE_WITHIN || membership == YICE_NOT_WITHIN)
		return type->many && is_place_slot(type);
	return type->many == (membership != YICE_IN && membership != YICE_NOT_IN);
}

static const char *type_name(const struct yice_type *type, enum yice_lang lang)
{
	static const char *const names[YICE_ATTR_TYPES][2] = {
		[YICE_ATTR_BOOLEAN] = { "是否", "boolean" }, [YICE_ATTR_TERMS] = { "一项", "one_of" },
		[YICE_ATTR_CODES] = { "一项", "one_of" },    [YICE_ATTR_QUANTITY] = { "数量", "quantity" },
		[YICE_ATTR_DATE] = { "日期", "date" },
	};

	if (type->many)
		return lang == YICE_ZH ? "多项" : "some_of";
	return names[type->kind][lang];
}

static void note_attribute(struct yice_typing *typing, struct yice_diag *diag, uint32_t slot)
{
	struct yice_model *model = typing->model;
	const struct yice_label *label = &model->attributes.items[model->slots.items[slot].attribute].label;

	yice_diag_note(model->diags, diag, YICE_D_note_declared_as, label->span, label->zh,
		       type_name(yice_slot_type(model, slot), YICE_ZH),
		       type_name(yice_slot_type(model, slot), YICE_EN), NULL);
}

/* Whether everything right below a code is marked; a code with nothing below keeps its mark. */
static bool is_whole(const struct yice_vocab *vocab, const unsigned char *has, uint32_t code)
{
	uint32_t end = vocab->members[code].end, child = code + 1;

	if (child == end)
		return has[code];
	while (child < end && has[child])
		child = vocab->members[child].end;
	return child >= end;
}

static void close_above(const struct yice_vocab *vocab, unsigned char *has, uint32_t code)
{
	for (uint32_t i = vocab->members[code].above; i != YICE_NONE; i = vocab->members[i].above)
		has[i] = is_whole(vocab, has, i);
}

/* The next run of marked members at or after *hi; false when there is none. */
static bool next_run(const unsigned char *has, uint32_t n, uint32_t *lo, uint32_t *hi)
{
	const unsigned char *at = memchr(has + *hi, 1, n - *hi), *end;

	if (!at)
		return false;
	*lo = (uint32_t)(at - has);
	end = memchr(at, 0, n - *lo);
	*hi = end ? (uint32_t)(end - has) : n;
	return true;
}

/*
 * A code is in the set when everything below it is: 26 除外 261 leaves 26
 * itself only partly inside, and listing all of its children means the same
 * as listing it. Members are in preorder, so marks can be wrong only above
 * the two ends of a run of marked ones. Runs are taken from the first to the
 * last, and codes from the innermost out, so that each is looked at for the
 * last time when all below it are as they stay.
 */
static void close_subtrees(const struct yice_vocab *vocab, unsigned char *has)
{
	for (uint32_t lo, hi = 0; next_run(has, vocab->count, &lo, &hi);) {
		close_above(vocab, has, lo);
		if (hi < vocab->count)
			close_above(vocab, has, hi);
	}
}

/* Marked members as runs: a code with all below it is one, and so few are kept where a byte a member was much. */
static const uint32_t *runs_of(struct yice_model *model, const unsigned char *has, uint32_t n)
{
	uint32_t count = 0, *runs;

	for (uint32_t lo, hi = 0; next_run(has, n, &lo, &hi);)
		count++;
	runs = yice_arena_array(&model->arena, 1 + 2 * (size_t)count, sizeof(*runs));
	if (!runs)
		return NULL;
	for (uint32_t lo, hi = 0; next_run(has, n, &lo, &hi);) {
		runs[1 + 2 * runs[0]] = lo;
		runs[2 + 2 * runs[0]] = hi;
		runs[0]++;
	}
	return runs;
}

/* Members of a list that items name. */
static const uint32_t *find_runs(struct yice_typing *typing, uint32_t vocab, const struct yice_path *items,
				 const struct yice_path *except, bool codes)
{
	struct yice_model *model = typing->model;
	const struct yice_vocab *list = &model->vocabs.items[vocab];
	unsigned char *has = calloc((size_t)list->count + 1, 1);
	uint32_t first = model->diags->count;
	const uint32_t *runs = NULL;

	if (!has) {
		model->failed = true;
	} else if (!yice_find_members(model, vocab, items, except, typing->env, has)) {
		typing->bad = true;
		yice_typing_note_since(typing, first);
	} else {
		if (codes)
			close_subtrees(list, has);
		runs = runs_of(model, has, list->count);
		model->failed |= !runs;
	}
	free(has);
	return runs;
}

/* The members named by items: a finished test without text, or NULL. */
static struct yice_logic *membership_test(struct yice_typing *typing, struct yice_span span, uint32_t slot,
					  const struct yice_path *items, const struct yice_path *except,
					  bool all)
{
	struct yice_model *model = typing->model;
	const struct yice_type *type = yice_slot_type(model, slot);
	bool codes = type->kind == YICE_ATTR_CODES;
	const uint32_t *runs = find_runs(typing, type->vocab, items, except, codes);
	struct yice_logic *test = runs ? yice_logic_new(model, YICE_LOGIC_TEST, span) : NULL;

	if (!test)
		return NULL;
	test->slot = slot;
	test->runs = runs;
	test->whole = except ? find_runs(typing, type->vocab, items, NULL, codes) : NULL;
	test->op =
	    codes ? (all ? YICE_TEST_CODE_ALL : YICE_TEST_CODE_ANY) : (all ? YICE_TEST_ALL : YICE_TEST_ANY);
	if (!runs[0]) {
		yice_typing_report(typing, all ? YICE_D_empty_set_all : YICE_D_empty_set, span,
				   yice_slot_name(model, slot, YICE_ZH), NULL, NULL);
		if (!all)
			test->op = YICE_TEST_CONST;
	}
	return test;
}

static struct yice_logic *type_member(struct yice_typing *typing, const struct yice_expr *expr)
{
	struct yice_model *model = typing->model;
	uint32_t slot = yice_type_slot(typing, expr->path);
	struct yice_span word = yice_type_between(model, yice_path_span(expr->path), yice_path_span(expr->items));
	enum yice_membership meant = expr->membership;
	const struct yice_type *type;
	struct yice_logic *test;
	struct yice_diag *diag;

	if (slot == YICE_NONE)
		return NULL;
	type = yice_slot_type(model, slot);
	if (type->kind != YICE_ATTR_TERMS && type->kind != YICE_ATTR_CODES) {
		diag = yice_typing_report(typing, YICE_D_membership_of_value, expr->span,
					  yice_slot_name(model, slot, YICE_ZH),
					  yice_membership_word(expr->membership, YICE_ZH),
					  yice_membership_word(expr->membership, YICE_EN));
		yice_diag_help(model->diags, diag,
			       type->kind == YICE_ATTR_BOOLEAN ? YICE_D_help_compare_yes_no
							       : YICE_D_help_compare,
			       yice_slot_name(model, slot, YICE_ZH), NULL);
		note_attribute(typing, diag, slot);
		return NULL;
	}
	if (!word_fits(type, expr->membership)) {
		meant = proper_membership(type, expr->membership);
		diag = yice_typing_report(
		    typing, YICE_D_wrong_membership, word.end > word.start ? word : expr->span,
		    yice_slot_name(model, slot, YICE_ZH),
		    yice_membership_word(expr->membership, yice_lang_at(model, word)), NULL);
		suggest_word(typing, diag, word, meant, yice_lang_at(model, word));
		note_attribute(typing, diag, slot);
	}
	test = membership_test(typing, expr->span, slot, expr->items, expr->except, meant == YICE_ALL_IN);
	if (!test)
		return NULL;
	yice_text_membership(typing, test, meant, expr->items, expr->except);
	if (meant == YICE_NOT_IN || meant == YICE_NOT_INCLUDE || meant == YICE_NOT_WITHIN)
		return yice_logic_not(model, test);
	return test;
}

/* The operand that makes up a whole side, or NULL. */
static const struct yice_operand *only(const struct yice_sum *sum)
{
	const struct yice_operand *term = sum->terms;

	return term && !term->next && !term->negative && !term->has_factor ? term : NULL;
}

/* `attribute = 是`: the test of the attribute itself, negated for 否 and ≠. */
static struct yice_logic *type_yes_no(struct yice_typing *typing, const struct yice_expr *expr, uint32_t slot,
				      const struct yice_operand *value)
{
	struct yice_model *model = typing->model;
	const char *zh = yice_slot_name(model, slot, YICE_ZH);
	struct yice_buf zh_text = YICE_BUF_INIT, en_text = YICE_BUF_INIT;
	struct yice_logic *test;
	const uint32_t *runs;
	struct yice_diag *diag;

	if (!value || value->kind != YICE_OPERAND_YES_NO ||
	    (expr->relation != YICE_EQ && expr->relation != YICE_NE)) {
		diag = yice_typing_report(typing, YICE_D_compare_boolean, expr->span, zh, NULL, NULL);
		yice_diag_help(model->diags, diag, YICE_D_help_compare_yes_no, zh, NULL);
		note_attribute(typing, diag, slot);
		return NULL;
	}
	test = yice_logic_new(model, YICE_LOGIC_TEST, expr->span);
	runs = new_run(model, 0);
	if (!test || !runs)
		return NULL;
	test->op = YICE_TEST_ANY;
	test->slot = slot;
	test->runs = runs;
	yice_buf_addf(&zh_text, "%s = 是", zh);
	yice_buf_addf(&en_text, "%s = yes", yice_slot_name(model, slot, YICE_EN));
	test->zh = yice_model_keep(model, &zh_text);
	test->en = yice_model_keep(model, &en_text);
	return value->yes == (expr->relation == YICE_EQ) ? test : yice_logic_not(model, test);
}

/* `attribute = term`: the same as 属于 with one member. */
static struct yice_logic *type_term(struct yice_typing *typing, const struct yice_expr *expr, uint32_t slot,
				    const struct yice_operand *value)
{
	struct yice_model *model = typing->model;
	const struct yice_type *type = yice_slot_type(model, slot);
	const char *name = yice_slot_name(model, slot, YICE_ZH);
	bool equality = expr->relation == YICE_EQ || expr->relation == YICE_NE;
	struct yice_logic *test;
	struct yice_diag *diag;

	if (!value || value->kind != YICE_OPERAND_PATH || !equality) {
		diag = yice_typing_report(typing, YICE_D_compare_term, value ? value->span : expr->span, name,
					  model->vocabs.items[type->vocab].label.zh, NULL);
		if (value && value->kind == YICE_OPERAND_NUMBER && type->kind == YICE_ATTR_CODES)
			yice_diag_help(model->diags, diag, YICE_D_help_code_letter, NULL);
		note_attribute(typing, diag, slot);
		return NULL;
	}
	if (type->many) {
		struct yice_span sign = yice_type_between(model, expr->left->span, expr->right->span);
		enum yice_membership meant =
		    proper_membership(type, expr->relation == YICE_EQ ? YICE_IN : YICE_NOT_IN);

		diag = yice_typing_report(typing, YICE_D_wrong_membership,
					  sign.end > sign.start ? sign : expr->span, name,
					  yice_relation_word(expr->relation, YICE_ZH), NULL);
		if (value == only(expr->right))
			suggest_word(typing, diag, sign, meant, yice_lang_at(model, expr->left->span));
		note_attribute(typing, diag, slot);
		return NULL;
	}
	test = membership_test(typing, expr->span, slot, value->path, NULL, false);
	if (!test)
		return NULL;
	yice_text_membership(typing, test, YICE_IN, value->path, NULL);
	return expr->relation == YICE_EQ ? test : yice_logic_not(model, test);
}

/* The first operand that can name an attribute: one that is not a quantity given as a template's argument. */
static const struct yice_operand *find_primary(struct yice_typing *typing, const struct yice_operand *term)
{
	for (; term; term = term->next) {
		const struct yice_operand *inner = NULL;

		if (term->kind == YICE_OPERAND_PATH && !yice_type_hole(typing, term->path))
			return term;
		if (term->kind == YICE_OPERAND_STRICTER)
			for (const struct yice_sum *sum = term->alternatives; sum && !inner; sum = sum->next)
				inner = find_primary(typing, sum->terms);
		if (inner)
			return inner;
	}
	return NULL;
}

static struct yice_logic *type_compare(struct yice_typing *typing, const struct yice_expr *expr)
{
	struct yice_primary primary = { find_primary(typing, expr->left->terms), YICE_NONE };
	const struct yice_sum *other = expr->right;

	if (!primary.operand) {
		primary.operand = find_primary(typing, expr->right->terms);
		other = expr->left;
	}
	if (!primary.operand) {
		yice_typing_report(typing, YICE_D_compare_literals, expr->span, NULL, NULL, NULL);
		return NULL;
	}
	primary.slot = yice_type_slot(typing, primary.operand->path);
	if (primary.slot == YICE_NONE)
		return NULL;
	switch (yice_slot_type(typing->model, primary.slot)->kind) {
	case YICE_ATTR_BOOLEAN:
		return type_yes_no(typing, expr, primary.slot,
				   only(expr->left) && only(expr->right) ? only(other) : NULL);
	case YICE_ATTR_TERMS:
	case YICE_ATTR_CODES:
		return type_term(typing, expr, primary.slot,
				 only(expr->left) && only(expr->right) ? only(other) : NULL);
	default:
		return yice_type_sums(typing, expr, primary);
	}
}

static struct yice_logic *type_expr(struct yice_typing *typing, const struct yice_expr *expr, int depth);

static struct yice_logic *type_children(struct yice_typing *typing, const struct yice_expr *expr, int depth)
{
	enum yice_logic_kind kind = expr->kind == YICE_EXPR_AND ? YICE_LOGIC_AND : YICE_LOGIC_OR;
	struct yice_logic *logic = yice_logic_new(typing->model, kind, expr->span), **tail;

	if (!logic)
		return NULL;
	tail = &logic->first;
	for (const struct yice_expr *child = expr->first; child; child = child->next) {
		struct yice_logic *typed = type_expr(typing, child, depth + 1);

		/* Just made and nobody else's, so it can be linked in as it is. */
		*tail = typed && typed->kind == kind ? typed->first : typed;
		while (*tail)
			tail = &(*tail)->next;
	}
	return logic->first ? logic : NULL;
}

static struct yice_logic *type_not(struct yice_typing *typing, const struct yice_expr *expr, int depth)
{
	bool demands = typing->demands;
	struct yice_logic *operand;

	typing->demands = false;
	operand = type_expr(typing, expr->first, depth + 1);
	typing->demands = demands;
	return yice_logic_not(typing->model, operand);
}

static struct yice_logic *type_expr(struct yice_typing *typing, const struct yice_expr *expr, int depth)
{
	const char *words;

	if (depth > NESTING_MAX) {
		if (!typing->deep)
			yice_typing_report(typing, YICE_D_expression_too_deep, expr->span, NULL, NULL, NULL);
		typing->deep = true;
		return NULL;
	}
	switch (expr->kind) {
	case YICE_EXPR_AND:
	case YICE_EXPR_OR:
		return type_children(typing, expr, depth);
	case YICE_EXPR_NOT:
		return type_not(typing, expr, depth);
	case YICE_EXPR_COMPARE:
		return type_compare(typing, expr);
	case YICE_EXPR_MEMBER:
		return type_member(typing, expr);
	case YICE_EXPR_OPEN:
		words = yice_text_fill(typing, expr->text, YICE_ZH);
		return words ? yice_logic_open(typing->model, words, expr->span) : NULL;
	}
	return NULL;
}

struct yice_logic *yice_type_expr(struct yice_typing *typing, const struct yice_expr *expr)
{
	struct yice_logic *logic = type_expr(typing, expr, 0);

	return typing->bad ? NULL : logic;
}
