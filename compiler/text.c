/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests and texts as people read them. Reasons show the test as its author
 * wrote it, in either language: declared spellings instead of aliases,
 * template parameters filled in, the attribute on the left. Published texts
 * become patterns, whose {holes} are filled by who reads them: then what a
 * template says is one text, however often it is used. Called by type.c, sum.c,
 * env.c and rule.c, and by whoever reads the texts of rules.
 */
#include "compiler/declare.h"
#include "compiler/type.h"

const char *yice_membership_word(enum yice_membership membership, enum yice_lang lang)
{
	static const char *const words[][2] = {
		[YICE_IN] = { "属于", "in" },
		[YICE_NOT_IN] = { "不属于", "not_in" },
		[YICE_INCLUDE] = { "含", "include" },
		[YICE_NOT_INCLUDE] = { "不含", "not_include" },
		[YICE_ALL_IN] = { "全部属于", "all_in" },
		[YICE_WITHIN] = { "位于", "within" },
		[YICE_NOT_WITHIN] = { "不位于", "not_within" },
	};

	return words[membership][lang];
}

const char *yice_relation_word(enum yice_relation relation, enum yice_lang lang)
{
	static const char *const words[][2] = {
		[YICE_EQ] = { "=", "=" },  [YICE_NE] = { "≠", "!=" }, [YICE_LT] = { "<", "<" },
		[YICE_LE] = { "≤", "<=" }, [YICE_GT] = { ">", ">" },  [YICE_GE] = { "≥", ">=" },
	};

	return words[relation][lang];
}

enum yice_relation yice_relation_mirror(enum yice_relation relation)
{
	switch (relation) {
	case YICE_LT:
		return YICE_GT;
	case YICE_LE:
		return YICE_GE;
	case YICE_GT:
		return YICE_LT;
	case YICE_GE:
		return YICE_LE;
	default:
		return relation;
	}
}

const char *yice_label_text(const struct yice_label *label, enum yice_lang lang)
{
	return lang == YICE_EN && label->en ? label->en : label->zh;
}

const char *yice_slot_name(const struct yice_model *model, uint32_t slot, enum yice_lang lang)
{
	const struct yice_slot *s = &model->slots.items[slot];

	return lang == YICE_EN && s->en ? s->en : s->zh;
}

const struct yice_type *yice_slot_type(const struct yice_model *model, uint32_t slot)
{
	return &model->attributes.items[model->slots.items[slot].attribute].type;
}

enum yice_lang yice_lang_at(const struct yice_model *model, struct yice_span span)
{
	if (span.file >= model->sources->count || span.start >= span.end)
		return YICE_ZH;
	return (unsigned char)model->sources->items[span.file].text[span.start] < 0x80 ? YICE_EN : YICE_ZH;
}

/* A member as shown: codes are their own name in every language. */
static const char *member_name(const struct yice_model *model, uint32_t vocab, uint32_t ordinal,
			       enum yice_lang lang)
{
	const struct yice_vocab *v = &model->vocabs.items[vocab];

	return yice_label_text(&v->members[ordinal].label, v->kind == YICE_VOCAB_CODES ? YICE_ZH : lang);
}

/* Declared spelling of a member or set in a list of items. */
static const char *item_name(struct yice_typing *typing, uint32_t vocab, const struct yice_path *item,
			     enum yice_lang lang)
{
	struct yice_model *model = typing->model;
	const char *word = item->part[0].text;
	uint32_t found = item->hole[0] ? yice_find_bound(model, vocab, &item->part[0], typing->env)
				       : yice_member_lookup(model, vocab, word);

	if (found != YICE_NONE)
		return member_name(model, vocab, found, lang);
	found = item->hole[0] ? YICE_NONE : yice_name_lookup(model, YICE_SPACE_SET, word);
	return found == YICE_NONE ? word : yice_label_text(&model->sets.items[found].label, lang);
}

static void add_items(struct yice_typing *typing, uint32_t vocab, const struct yice_path *items,
		      enum yice_lang lang, struct yice_buf *out)
{
	for (const struct yice_path *item = items; item; item = item->next) {
		if (item != items)
			yice_buf_adds(out, lang == YICE_ZH ? "、" : ", ");
		yice_buf_adds(out, item_name(typing, vocab, item, lang));
	}
}

static const char *membership_text(struct yice_typing *typing, uint32_t slot, enum yice_membership membership,
				   const struct yice_path *items, const struct yice_path *except,
				   enum yice_lang lang)
{
	uint32_t vocab = yice_slot_type(typing->model, slot)->vocab;
	struct yice_buf out = YICE_BUF_INIT;

	yice_buf_adds(&out, yice_slot_name(typing->model, slot, lang));
	yice_buf_addc(&out, ' ');
	yice_buf_adds(&out, yice_membership_word(membership, lang));
	yice_buf_addc(&out, ' ');
	add_items(typing, vocab, items, lang, &out);
	if (except) {
		yice_buf_adds(&out, lang == YICE_ZH ? " 除外 " : " except ");
		add_items(typing, vocab, except, lang, &out);
	}
	return yice_model_keep(typing->model, &out);
}

void yice_text_membership(struct yice_typing *typing, struct yice_logic *test,
			  enum yice_membership membership, const struct yice_path *items,
			  const struct yice_path *except)
{
	/* The test itself is positive; what negates it is a node of its own. */
	enum yice_membership positive = membership == YICE_NOT_IN        ? YICE_IN
					: membership == YICE_NOT_INCLUDE ? YICE_INCLUDE
					: membership == YICE_NOT_WITHIN  ? YICE_WITHIN
									 : membership;

	test->zh = membership_text(typing, test->slot, positive, items, except, YICE_ZH);
	test->en = membership_text(typing, test->slot, positive, items, except, YICE_EN);
}

static void add_measure(const struct yice_unit_of_measure *measure, enum yice_lang lang, struct yice_buf *out)
{
	const char *text = yice_label_text(&measure->label, lang);

	if (!text || !*text)
		return;
	/* Signs stand close to their number, names of units apart. */
	if (strncmp(text, "%", 1) && strncmp(text, "‰", sizeof("‰") - 1))
		yice_buf_addc(out, ' ');
	yice_buf_adds(out, text);
}

static void add_period(struct yice_model *model, const char *period, enum yice_lang lang,
		       struct yice_buf *out)
{
	uint32_t vocab = yice_name_lookup(model, YICE_SPACE_VOCAB, "时段"), ordinal;

	if (!period)
		return;
	if (vocab == YICE_NONE)
		vocab = yice_name_lookup(model, YICE_SPACE_VOCAB, "period");
	ordinal = vocab == YICE_NONE ? YICE_NONE : yice_member_lookup(model, vocab, period);
	yice_buf_addf(out, lang == YICE_ZH ? " 按 %s" : " averaged %s",
		      ordinal == YICE_NONE ? period : member_name(model, vocab, ordinal, lang));
}

static void add_binding(struct yice_model *model, const struct yice_binding *binding, enum yice_lang lang,
			struct yice_buf *out)
{
	switch (binding->param->kind) {
	case YICE_PARAM_TERM:
		yice_buf_adds(out, member_name(model, binding->vocab, binding->ordinal, lang));
		return;
	case YICE_PARAM_TEXT:
		yice_buf_adds(out, binding->text);
		return;
	case YICE_PARAM_QUANTITY:
		yice_ratio_format(binding->number, out);
		add_measure(&binding->measure, lang, out);
		add_period(model, binding->period, lang, out);
		return;
	}
}

static void add_literal(struct yice_typing *typing, const struct yice_operand *term, enum yice_lang lang,
			struct yice_buf *out)
{
	struct yice_unit_of_measure measure;
	char day[11];

	if (term->kind == YICE_OPERAND_DATE) {
		yice_date_format(term->day, day);
		yice_buf_adds(out, day);
		return;
	}
	yice_ratio_format(term->number, out);
	if (term->measure && yice_measure_resolve(typing->model, term->measure, term->span, &measure))
		add_measure(&measure, lang, out);
	if (term->period)
		add_period(typing->model, term->period->text, lang, out);
}

static void add_path(struct yice_typing *typing, const struct yice_operand *term, enum yice_lang lang,
		     struct yice_buf *out)
{
	const struct yice_binding *binding = yice_type_hole(typing, term->path);
	uint32_t slot;

	if (term->has_factor) {
		yice_ratio_format(term->factor, out);
		yice_buf_adds(out, lang == YICE_ZH ? " × " : " * ");
	}
	if (binding) {
		add_binding(typing->model, binding, lang, out);
		return;
	}
	slot = yice_type_slot(typing, term->path);
	if (slot != YICE_NONE)
		yice_buf_adds(out, yice_slot_name(typing->model, slot, lang));
}

static void add_side(struct yice_typing *typing, const struct yice_sum *side, enum yice_lang lang,
		     struct yice_buf *out)
{
	for (const struct yice_operand *term = side->terms; term; term = term->next) {
		if (term != side->terms)
			yice_buf_adds(out, term->negative ? " - " : " + ");
		else if (term->negative)
			yice_buf_addc(out, '-');
		if (term->kind == YICE_OPERAND_PATH)
			add_path(typing, term, lang, out);
		else
			add_literal(typing, term, lang, out);
	}
}

static const char *compare_text(struct yice_typing *typing, const struct yice_sum *left,
				enum yice_relation relation, const struct yice_sum *right,
				enum yice_lang lang)
{
	struct yice_buf out = YICE_BUF_INIT;

	add_side(typing, left, lang, &out);
	yice_buf_addc(&out, ' ');
	yice_buf_adds(&out, yice_relation_word(relation, lang));
	yice_buf_addc(&out, ' ');
	add_side(typing, right, lang, &out);
	return yice_model_keep(typing->model, &out);
}

void yice_text_compare(struct yice_typing *typing, struct yice_logic *test, const struct yice_sum *left,
		       enum yice_relation relation, const struct yice_sum *right, bool flipped)
{
	const struct yice_sum *first = flipped ? right : left, *second = flipped ? left : right;

	if (flipped)
		relation = yice_relation_mirror(relation);
	test->zh = compare_text(typing, first, relation, second, YICE_ZH);
	test->en = compare_text(typing, first, relation, second, YICE_EN);
}

static bool is_literal_brace(const struct yice_text *text, uint32_t offset)
{
	for (const uint32_t *at = text->literal; at && *at != UINT32_MAX; at++)
		if (*at == offset)
			return true;
	return false;
}

/* Where `{name` stands in the source; the whole string when escapes hide it. */
static struct yice_span hole_span(const struct yice_model *model, const struct yice_text *text,
				  const char *hole, size_t len)
{
	struct yice_span span = text->span;
	const char *source;

	if (span.file >= model->sources->count)
		return span;
	source = model->sources->items[span.file].text;
	for (uint32_t i = span.start; i + len <= span.end; i++)
		if (!memcmp(source + i, hole, len))
			return (struct yice_span){ span.file, i, i + (uint32_t)len };
	return span;
}

/* What a parameter stands for, in words. Kept for as long as the model. */
static const char *binding_text(struct yice_model *model, const struct yice_binding *binding, enum yice_lang lang)
{
	struct yice_buf out = YICE_BUF_INIT;

	if (binding->param->kind == YICE_PARAM_TERM)
		return member_name(model, binding->vocab, binding->ordinal, lang);
	if (binding->param->kind == YICE_PARAM_TEXT)
		return binding->text;
	add_binding(model, binding, lang, &out);
	return yice_model_keep(model, &out);
}

/* A hole for the value; where there are as many as there may be, the value itself. */
static void add_hole(struct yice_typing *typing, const char *value, struct yice_buf *out)
{
	uint32_t number = 0;
	const char **item;

	while (value && number < typing->args.count && strcmp(typing->args.items[number], value))
		number++;
	if (!value || number == YICE_ARGS_MAX) {
		yice_buf_adds(out, value ? value : "");
		return;
	}
	if (number == typing->args.count) {
		item = YICE_PUSH(typing->model, &typing->args);
		if (!item)
			return;
		*item = value;
	}
	yice_buf_addc(out, YICE_HOLE);
	yice_buf_addc(out, (char)(number + 1));
}

/* Fills the hole that starts at `open`; returns the first byte after it. */
static const char *fill_hole(struct yice_typing *typing, const struct yice_text *text, const char *open,
			     enum yice_lang lang, bool pattern, struct yice_buf *out)
{
	struct yice_model *model = typing->model;
	const char *close = strchr(open, '}');
	const struct yice_binding *binding;
	char *name;

	if (!close) {
		struct yice_span span = hole_span(model, text, open, strlen(open));

		span.end = span.end > span.start ? span.start + 1 : span.end;
		yice_typing_report(typing, YICE_D_unclosed_hole, span, NULL, NULL, NULL);
		yice_buf_addc(out, '{');
		return open + 1;
	}
	name = yice_arena_strndup(&model->arena, open + 1, (size_t)(close - open) - 1);
	if (!name)
		return close + 1;
	binding = yice_env_find(typing->env, name);
	if (binding && pattern)
		add_hole(typing, binding_text(model, binding, lang), out);
	else if (binding)
		add_binding(model, binding, lang, out);
	else
		yice_report_hole(typing, name, hole_span(model, text, open, (size_t)(close - open) + 1));
	return close + 1;
}

/* Where there are no parameters, a hole is taken as it is written: most likely a template was meant. */
static void warn_of_holes(struct yice_typing *typing, const struct yice_text *text)
{
	for (const char *at = strchr(text->text, '{'); at; at = strchr(at + 1, '{')) {
		size_t len = strcspn(at, "}");
		char *hole;

		if (!at[len] || is_literal_brace(text, (uint32_t)(at - text->text)))
			continue;
		hole = yice_arena_strndup(&typing->model->arena, at, len + 1);
		if (hole)
			yice_typing_report(typing, YICE_D_idle_hole, hole_span(typing->model, text, hole, len + 1),
					   hole, NULL, NULL);
	}
}

static void fill(struct yice_typing *typing, const struct yice_text *text, enum yice_lang lang, bool pattern,
		 struct yice_buf *out)
{
	for (const char *at = text->text; *at;) {
		size_t plain = strcspn(at, "{");

		yice_buf_add(out, at, plain);
		at += plain;
		if (*at && is_literal_brace(text, (uint32_t)(at - text->text)))
			yice_buf_addc(out, *at++);
		else if (*at)
			at = fill_hole(typing, text, at, lang, pattern, out);
	}
}

/* Whether there is anything to fill in. */
static bool has_holes(struct yice_typing *typing, const struct yice_text *text)
{
	if (!typing->env)
		warn_of_holes(typing, text);
	return typing->env && strchr(text->text, '{');
}

const char *yice_text_fill(struct yice_typing *typing, const struct yice_text *text, enum yice_lang lang)
{
	struct yice_buf out = YICE_BUF_INIT;

	if (!text)
		return NULL;
	if (!has_holes(typing, text))
		return text->text;
	fill(typing, text, lang, false, &out);
	return yice_model_keep(typing->model, &out);
}

const char *yice_text_pattern(struct yice_typing *typing, const struct yice_text *text, enum yice_lang lang)
{
	struct yice_buf out = YICE_BUF_INIT;

	if (!has_holes(typing, text))
		return text->text;
	fill(typing, text, lang, true, &out);
	return yice_model_keep(typing->model, &out);
}

/* ---- patterns of rules */

/* Reads a pattern as if its holes were filled. */
struct reader {
	const char *const *args;
	const char *at, *inside; /* inside: what is left of an argument, or NULL */
};

/* The next byte; 0 at the end. */
static char next_byte(struct reader *reader)
{
	for (;;) {
		if (reader->inside && *reader->inside)
			return *reader->inside++;
		reader->inside = NULL;
		if (*reader->at != YICE_HOLE)
			return *reader->at ? *reader->at++ : '\0';
		reader->inside = reader->args[(unsigned char)reader->at[1] - 1];
		reader->at += 2;
	}
}

static void add_filled(const char *const *args, const char *pattern, struct yice_buf *out)
{
	static const char hole[] = { YICE_HOLE, '\0' };

	while (pattern && *pattern) {
		size_t plain = strcspn(pattern, hole);

		yice_buf_add(out, pattern, plain);
		pattern += plain;
		if (!*pattern)
			return;
		yice_buf_adds(out, args[(unsigned char)pattern[1] - 1]);
		pattern += 2;
	}
}

const char *yice_text_settle(struct yice_typing *typing, const char *pattern)
{
	struct yice_buf out = YICE_BUF_INIT;

	if (!strchr(pattern, YICE_HOLE) || typing->model->failed)
		return pattern;
	add_filled(typing->args.items, pattern, &out);
	return yice_model_keep(typing->model, &out);
}

void yice_rule_add_text(const struct yice_rule *rule, const char *pattern, struct yice_buf *out)
{
	add_filled(rule->args, pattern, out);
}

const char *yice_rule_text(const struct yice_rule *rule, const char *pattern, struct yice_buf *scratch)
{
	if (!pattern || !strchr(pattern, YICE_HOLE))
		return pattern;
	yice_buf_clear(scratch);
	add_filled(rule->args, pattern, scratch);
	return yice_buf_text(scratch);
}

bool yice_rule_same_text(const struct yice_rule *a, const char *one, const struct yice_rule *b, const char *other)
{
	struct reader left = { a->args, one, NULL }, right = { b->args, other, NULL };
	char c;

	if (!one || !other)
		return one == other;
	do {
		c = next_byte(&left);
		if (c != next_byte(&right))
			return false;
	} while (c);
	return true;
}
