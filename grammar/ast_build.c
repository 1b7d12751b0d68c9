/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constructors of words, texts, paths, operands and expressions, called by
 * the grammar's actions. They build nodes and look nothing up; each accepts
 * NULL parts, which only an exhausted arena can have made.
 */
#include "base/base.h"
#include "grammar/ast_build.h"
#include "grammar/parser.h"

#define RING(type)                                                                                           \
	struct type *type##_append(struct type *last, struct type *node)                                     \
	{                                                                                                    \
		if (!node)                                                                                   \
			return last;                                                                         \
		node->next = last ? last->next : node;                                                       \
		if (last)                                                                                    \
			last->next = node;                                                                   \
		return node;                                                                                 \
	}                                                                                                    \
	struct type *type##_concat(struct type *last, struct type *more)                                     \
	{                                                                                                    \
		struct type *first = last ? last->next : NULL;                                               \
                                                                                                             \
		if (!last || !more)                                                                          \
			return last ? last : more;                                                           \
		last->next = more->next;                                                                     \
		more->next = first;                                                                          \
		return more;                                                                                 \
	}                                                                                                    \
	struct type *type##_list(struct type *last)                                                          \
	{                                                                                                    \
		struct type *first = last ? last->next : NULL;                                               \
                                                                                                             \
		if (last)                                                                                    \
			last->next = NULL;                                                                   \
		return first;                                                                                \
	}

RING(yice_word)
RING(yice_name)
RING(yice_text)
RING(yice_path)
RING(yice_measure_expr)
RING(yice_operand)
RING(yice_sum)
RING(yice_expr)
RING(yice_arg)
RING(yice_param)
RING(yice_basis)
RING(yice_unless)
RING(yice_effect)
RING(yice_item)

#define NEW(p, type) ((struct type *)yice_arena_alloc((p)->arena, sizeof(struct type)))

struct yice_span yice_span_join(struct yice_span from, struct yice_span to)
{
	return (struct yice_span){ from.file, from.start, to.end };
}

struct yice_word yice_word_none(void)
{
	return (struct yice_word){ NULL, YICE_SPAN_NONE, NULL };
}

struct yice_number yice_number_none(void)
{
	return (struct yice_number){ yice_word_none(), { 1, 1 } };
}

struct yice_word yice_word_of_text(const struct yice_text *text)
{
	return text ? (struct yice_word){ text->text, text->span, NULL } : yice_word_none();
}

struct yice_word *yice_build_word(struct yice_parser *p, struct yice_word word)
{
	struct yice_word *node = NEW(p, yice_word);

	if (node)
		*node = word;
	return node;
}

/* A word in a node of its own; NULL when it has no text. */
static const struct yice_word *given(struct yice_parser *p, struct yice_word word)
{
	return word.text ? yice_build_word(p, word) : NULL;
}

static bool is_latin(unsigned char c)
{
	return c < 0x80 && c != 0;
}

static struct yice_word join_words(struct yice_parser *p, const struct yice_word *word)
{
	struct yice_word joined = word ? *word : yice_word_none();
	struct yice_buf text = YICE_BUF_INIT;

	joined.next = NULL;
	if (!word || !word->next)
		return joined;
	for (; word; word = word->next) {
		if (!word->text)
			continue;
		if (text.len > 0 && is_latin((unsigned char)text.data[text.len - 1]) &&
		    is_latin((unsigned char)word->text[0]))
			yice_buf_addc(&text, ' ');
		yice_buf_adds(&text, word->text);
		joined.span.end = word->span.end;
	}
	if (yice_buf_status(&text))
		p->arena->failed = true;
	joined.text = yice_arena_strdup(p->arena, yice_buf_text(&text));
	yice_buf_release(&text);
	return joined;
}

struct yice_name *yice_build_name(struct yice_parser *p, struct yice_word zh, struct yice_word en)
{
	struct yice_name *name = NEW(p, yice_name);

	if (name) {
		name->zh = zh;
		name->en = en;
	}
	return name;
}

/* Appends the literal braces of `piece`, which starts at offset `at` of the joined text. */
static uint32_t *copy_literal(uint32_t *out, const struct yice_text *piece, size_t at)
{
	for (const uint32_t *brace = piece->literal; brace && *brace != UINT32_MAX; brace++)
		*out++ = (uint32_t)(*brace + at);
	return out;
}

struct yice_text *yice_build_text(struct yice_parser *p, struct yice_text *ring)
{
	struct yice_text *first = yice_text_list(ring), *joined;
	size_t len = 0, braces = 0;
	uint32_t *literal = NULL;
	char *out;

	if (!first || !first->next)
		return first;
	for (const struct yice_text *piece = first; piece; piece = piece->next) {
		len += piece->len;
		for (const uint32_t *brace = piece->literal; brace && *brace != UINT32_MAX; brace++)
			braces++;
	}
	joined = NEW(p, yice_text);
	out = yice_arena_room(p->arena, len + 1);
	if (braces)
		literal = yice_arena_array(p->arena, braces + 1, sizeof(*literal));
	if (!joined || !out || (braces && !literal))
		return NULL;
	*joined = (struct yice_text){ .text = out, .literal = literal, .span = first->span };
	for (const struct yice_text *piece = first; piece; piece = piece->next) {
		if (literal)
			literal = copy_literal(literal, piece, joined->len);
		if (piece->len)
			memcpy(out + joined->len, piece->text, piece->len);
		joined->len += piece->len;
		joined->span.end = piece->span.end;
	}
	out[len] = '\0';
	if (literal)
		*literal = UINT32_MAX;
	return joined;
}

static struct yice_path *new_path(struct yice_parser *p, unsigned char count)
{
	size_t size = offsetof(struct yice_path, part) + count * sizeof(struct yice_word);
	struct yice_path *path = yice_arena_alloc(p->arena, size);

	if (path)
		path->count = count;
	return path;
}

struct yice_path *yice_build_path(struct yice_parser *p, struct yice_word part, bool hole)
{
	struct yice_path *path = new_path(p, 1);

	if (!path)
		return NULL;
	path->part[0] = part;
	path->hole[0] = hole;
	return path;
}

struct yice_path *yice_path_extend(struct yice_parser *p, const struct yice_path *path, struct yice_word part,
				   bool hole)
{
	struct yice_path *whole = path ? new_path(p, 2) : NULL;

	if (!whole)
		return NULL;
	whole->part[0] = path->part[0];
	whole->hole[0] = path->hole[0];
	whole->part[1] = part;
	whole->hole[1] = hole;
	return whole;
}

/*
 * 10 吨以上 reads as a unit 吨以上. Left as it is the compiler would call the
 * unit unknown, which hides the mistake: whether 10 itself counts is not said.
 */
static void part_bound(struct yice_parser *p, struct yice_word *name)
{
	static const struct {
		const char *word;
		enum yice_diag_id help;
	} bounds[] = { { "以上", YICE_D_help_bound_ge },
		       { "以下", YICE_D_help_bound_le },
		       { "以内", YICE_D_help_bound_le } };
	size_t len = name->text ? strlen(name->text) : 0;

	for (size_t i = 0; i < YICE_COUNT(bounds); i++) {
		size_t tail = strlen(bounds[i].word);
		struct yice_span span = name->span;
		struct yice_diag *diag;

		if (len <= tail || strcmp(name->text + len - tail, bounds[i].word) != 0)
			continue;
		span.start = span.end - (uint32_t)tail;
		diag = yice_diag_add(p->diags, YICE_D_comparison_word, span, bounds[i].word, NULL);
		yice_diag_help(p->diags, diag, bounds[i].help, NULL);
		name->text = yice_arena_strndup(p->arena, name->text, len - tail);
		name->span.end = span.start;
		return;
	}
}

struct yice_measure_expr *yice_build_measure(struct yice_parser *p, struct yice_word name, int power)
{
	struct yice_measure_expr *node = NEW(p, yice_measure_expr);

	if (!node)
		return NULL;
	part_bound(p, &name);
	node->name = name;
	node->power = power;
	return node;
}

struct yice_measure_expr *yice_build_measure_one(struct yice_parser *p, struct yice_number number)
{
	if (yice_ratio_cmp(number.value, yice_ratio_int(1)) != 0)
		yice_diag_add(p->diags, YICE_D_measure_one, number.word.span, number.word.text, NULL);
	return NULL;
}

struct yice_measure_expr *yice_build_inverse(struct yice_parser *p, struct yice_number one,
					     struct yice_word name)
{
	yice_build_measure_one(p, one);
	return yice_measure_expr_append(NULL, yice_build_measure(p, name, -1));
}

static struct yice_operand *operand(struct yice_parser *p, enum yice_operand_kind kind, struct yice_span span)
{
	struct yice_operand *node = NEW(p, yice_operand);

	if (!node)
		return NULL;
	node->kind = kind;
	node->span = span;
	return node;
}

struct yice_operand *yice_operand_path(struct yice_parser *p, struct yice_path *path, struct yice_span span)
{
	struct yice_operand *node = operand(p, YICE_OPERAND_PATH, span);

	if (node)
		node->path = path;
	return node;
}

struct yice_operand *yice_operand_factor(struct yice_parser *p, struct yice_number factor,
					 struct yice_path *path, struct yice_span span)
{
	struct yice_operand *node = yice_operand_path(p, path, span);

	if (node) {
		node->has_factor = true;
		node->factor = factor.value;
	}
	return node;
}

struct yice_operand *yice_operand_number(struct yice_parser *p, struct yice_number number,
					 struct yice_measure_expr *measure, struct yice_word period,
					 struct yice_span span)
{
	struct yice_operand *node = operand(p, YICE_OPERAND_NUMBER, span);

	if (node) {
		node->number = number.value;
		node->measure = yice_measure_expr_list(measure);
		node->period = given(p, period);
	}
	return node;
}

struct yice_operand *yice_operand_date(struct yice_parser *p, yice_day day, struct yice_span span)
{
	struct yice_operand *node = operand(p, YICE_OPERAND_DATE, span);

	if (node)
		node->day = day;
	return node;
}

struct yice_operand *yice_operand_yes_no(struct yice_parser *p, bool yes, struct yice_span span)
{
	struct yice_operand *node = operand(p, YICE_OPERAND_YES_NO, span);

	if (node)
		node->yes = yes;
	return node;
}

struct yice_operand *yice_operand_text(struct yice_parser *p, const struct yice_text *text,
				       struct yice_span span)
{
	struct yice_operand *node = operand(p, YICE_OPERAND_TEXT, span);

	if (node)
		node->text = text;
	return node;
}

struct yice_operand *yice_operand_negate(struct yice_operand *node)
{
	if (node)
		node->negative = true;
	return node;
}

struct yice_sum *yice_build_sum(struct yice_parser *p, struct yice_operand *ring, struct yice_span span)
{
	struct yice_sum *sum = NEW(p, yice_sum);

	if (sum) {
		sum->terms = yice_operand_list(ring);
		sum->span = span;
	}
	return sum;
}

struct yice_sum *yice_build_stricter(struct yice_parser *p, struct yice_sum *ring, struct yice_span span)
{
	struct yice_operand *node = operand(p, YICE_OPERAND_STRICTER, span);

	if (node)
		node->alternatives = yice_sum_list(ring);
	return yice_build_sum(p, yice_operand_append(NULL, node), span);
}

static struct yice_expr *expr(struct yice_parser *p, enum yice_expr_kind kind, struct yice_span span)
{
	struct yice_expr *node = NEW(p, yice_expr);

	if (node) {
		node->kind = kind;
		node->span = span;
	}
	return node;
}

struct yice_expr *yice_expr_join(struct yice_parser *p, enum yice_expr_kind kind, struct yice_expr *ring,
				 struct yice_span span)
{
	struct yice_expr *first = yice_expr_list(ring), *node;

	if (!first || !first->next)
		return first;
	node = expr(p, kind, span);
	if (node)
		node->first = first;
	return node;
}

struct yice_expr *yice_expr_not(struct yice_parser *p, struct yice_expr *negated, struct yice_span span)
{
	struct yice_expr *node = expr(p, YICE_EXPR_NOT, span);

	if (node)
		node->first = negated;
	return node;
}

struct yice_expr *yice_expr_parens(struct yice_expr *node, struct yice_span span)
{
	if (node) {
		node->parens = true;
		node->span = span;
	}
	return node;
}

struct yice_expr *yice_expr_compare(struct yice_parser *p, struct yice_sum *left, enum yice_relation relation,
				    struct yice_sum *right, struct yice_span span)
{
	struct yice_expr *node = expr(p, YICE_EXPR_COMPARE, span);

	if (node) {
		node->left = left;
		node->relation = relation;
		node->right = right;
	}
	return node;
}

struct yice_expr *yice_expr_member(struct yice_parser *p, struct yice_path *path,
				   enum yice_membership membership, struct yice_path *items,
				   struct yice_path *except, struct yice_span span)
{
	struct yice_expr *node = expr(p, YICE_EXPR_MEMBER, span);

	if (!node)
		return NULL;
	node->path = path;
	node->membership = membership;
	node->items = yice_path_list(items);
	node->except = yice_path_list(except);
	return node;
}

struct yice_expr *yice_expr_open(struct yice_parser *p, const struct yice_text *text, struct yice_span span)
{
	struct yice_expr *node = expr(p, YICE_EXPR_OPEN, span);

	if (node)
		node->text = text;
	return node;
}

struct yice_effective *yice_build_effective(struct yice_parser *p, yice_day from, yice_day to, struct yice_span span)
{
	struct yice_effective *effective = NEW(p, yice_effective);

	if (effective)
		*effective = (struct yice_effective){ { from, to }, span };
	return effective;
}

struct yice_arg *yice_build_arg(struct yice_parser *p, struct yice_word name, struct yice_operand *value)
{
	struct yice_arg *arg = NEW(p, yice_arg);

	if (!arg || !value)
		return NULL;
	arg->name = name;
	arg->value = value;
	return arg;
}

struct yice_param *yice_build_param(struct yice_parser *p, struct yice_name *name, enum yice_param_kind kind,
				    struct yice_word list, struct yice_measure_expr *measure,
				    struct yice_span span)
{
	struct yice_param *param = NEW(p, yice_param);

	if (!param || !name)
		return NULL;
	*param = (struct yice_param){ *name, kind, list, yice_measure_expr_list(measure), span, NULL };
	return param;
}

struct yice_basis *yice_build_basis(struct yice_parser *p, struct yice_word document, bool full,
				    struct yice_word *article)
{
	struct yice_basis *basis = NEW(p, yice_basis);

	if (basis)
		*basis = (struct yice_basis){ document, full, join_words(p, yice_word_list(article)), NULL };
	return basis;
}

struct yice_effect *yice_build_effect(struct yice_parser *p, enum yice_effect_kind kind,
				      struct yice_text *texts, struct yice_word addressee,
				      struct yice_span span)
{
	struct yice_effect *effect = NEW(p, yice_effect);

	if (effect)
		*effect = (struct yice_effect){ .kind = kind,
						.span = span,
						.texts = yice_text_list(texts),
						.addressee = given(p, addressee),
						.due = YICE_DAY_MAX,
						.due_span = YICE_SPAN_NONE };
	return effect;
}

struct yice_effect *yice_effect_due(struct yice_effect *effect, yice_day due, struct yice_span span)
{
	if (effect && due != YICE_DAY_MAX) {
		effect->due = due;
		effect->due_span = span;
	}
	return effect;
}

struct yice_effect *yice_build_demand(struct yice_parser *p, struct yice_expr *demand, struct yice_span span)
{
	struct yice_effect *effect = yice_build_effect(p, YICE_EFFECT_REQUIRE, NULL, yice_word_none(), span);

	if (effect)
		effect->demand = demand;
	return effect;
}

struct yice_type_expr *yice_build_type(struct yice_parser *p, enum yice_type_kind kind, struct yice_word list,
				       struct yice_span span)
{
	struct yice_type_expr *type = NEW(p, yice_type_expr);

	if (type)
		*type = (struct yice_type_expr){ kind, list, NULL, yice_word_none(), span };
	return type;
}

struct yice_type_expr *yice_build_quantity(struct yice_parser *p, struct yice_measure_expr *measure,
					   struct yice_word period, struct yice_span span)
{
	struct yice_type_expr *type = yice_build_type(p, YICE_TYPE_QUANTITY, yice_word_none(), span);

	if (type) {
		type->measure = yice_measure_expr_list(measure);
		type->period = period;
	}
	return type;
}

struct yice_tag *yice_build_tag(struct yice_parser *p, struct yice_word first, struct yice_word second,
				const struct yice_text *raw)
{
	struct yice_tag *tag = NEW(p, yice_tag);

	if (tag)
		*tag = (struct yice_tag){ { first, second }, raw };
	return tag;
}
