/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constructors of items, called by the grammar's actions: one for the head of
 * each kind, then one for each kind of part. A part given twice is reported
 * here, since an item has nowhere to keep the second; the first stays.
 */
#include "base/base.h"
#include "grammar/ast_build.h"
#include "grammar/parser.h"

#define SIZE_WITH(member) (offsetof(struct yice_item, u) + sizeof(((struct yice_item *)NULL)->u.member))

/* How much of an item its kind needs: less than all for those a country has many of. */
static size_t size_of(enum yice_item_kind kind)
{
	switch (kind) {
	case YICE_ITEM_CLAUSE:
		return SIZE_WITH(clause);
	case YICE_ITEM_USE:
		return SIZE_WITH(use);
	case YICE_ITEM_DIMENSION:
		return SIZE_WITH(dimension);
	case YICE_ITEM_TARGET:
		return SIZE_WITH(target);
	case YICE_ITEM_UNIT:
		return SIZE_WITH(unit);
	default:
		return sizeof(struct yice_item);
	}
}

static struct yice_item *item(struct yice_parser *p, enum yice_item_kind kind, struct yice_word head,
			      const struct yice_name *name)
{
	static const struct yice_name nameless = { .zh.span = { UINT32_MAX, 0, 0 }, .en.span = { UINT32_MAX, 0, 0 } };
	struct yice_item *node = yice_arena_alloc(p->arena, size_of(kind));

	if (!node)
		return NULL;
	p->other_count += kind != YICE_ITEM_CLAUSE;
	node->kind = kind;
	node->head = node->span = head.span;
	node->name = name ? name : &nameless;
	return node;
}

struct yice_item *yice_item_end(struct yice_item *node, struct yice_span span)
{
	if (node)
		node->span = span;
	return node;
}

struct yice_item *yice_item_import(struct yice_parser *p, struct yice_word head, struct yice_word *paths)
{
	struct yice_item *node = item(p, YICE_ITEM_IMPORT, head, NULL);

	if (node)
		node->u.import.paths = yice_word_list(paths);
	return node;
}

struct yice_item *yice_item_terms(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				  struct yice_name *names)
{
	struct yice_item *node = item(p, YICE_ITEM_TERMS, head, name);

	if (node)
		node->u.terms.names = yice_name_list(names);
	return node;
}

struct yice_item *yice_item_set(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				struct yice_word list, struct yice_path *items, struct yice_path *except)
{
	struct yice_item *node = item(p, YICE_ITEM_SET, head, name);

	if (!node)
		return NULL;
	node->u.set.list = list;
	node->u.set.items = yice_path_list(items);
	node->u.set.except = yice_path_list(except);
	return node;
}

struct yice_item *yice_item_attribute(struct yice_parser *p, struct yice_word head, struct yice_path *path,
				      struct yice_path *en, struct yice_type_expr *type)
{
	struct yice_item *node = item(p, YICE_ITEM_ATTRIBUTE, head, NULL);

	if (!node || !path || !type)
		return NULL;
	node->u.attribute.path = path;
	node->u.attribute.en = en;
	node->u.attribute.type = *type;
	return node;
}

struct yice_item *yice_item_physical(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				     struct yice_word base)
{
	struct yice_item *node = item(p, YICE_ITEM_PHYSICAL, head, name);

	if (node)
		node->u.physical.base = base;
	return node;
}

struct yice_item *yice_item_measure(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				    struct yice_number factor, struct yice_number divisor,
				    struct yice_measure_expr *of)
{
	struct yice_item *node = item(p, YICE_ITEM_MEASURE, head, name);

	if (!node)
		return NULL;
	node->u.measure.of = yice_measure_expr_list(of);
	node->u.measure.factor = factor.value;
	if (divisor.word.text && yice_ratio_div(factor.value, divisor.value, &node->u.measure.factor))
		yice_diag_add(p->diags, divisor.value.num ? YICE_D_number_range : YICE_D_ratio_zero,
			      divisor.word.span, divisor.word.text, NULL);
	return node;
}

struct yice_item *yice_item_named(struct yice_parser *p, enum yice_item_kind kind, struct yice_word head,
				  struct yice_name *name)
{
	struct yice_item *node = item(p, kind, head, name);

	if (node && kind == YICE_ITEM_LAYER)
		node->u.layer.river = yice_word_none();
	if (node && kind == YICE_ITEM_DOCUMENT) {
		node->u.document.shortname.zh = node->u.document.shortname.en = yice_word_none();
		node->u.document.replaced = yice_word_none();
	}
	return node;
}

struct yice_item *yice_item_place(struct yice_parser *p, enum yice_place_kind kind, struct yice_word head,
				  struct yice_name *name)
{
	struct yice_item *node = item(p, YICE_ITEM_PLACE, head, name);

	if (node) {
		node->u.place.kind = kind;
		node->u.place.element = yice_word_none();
	}
	return node;
}

struct yice_item *yice_item_scope(struct yice_parser *p, struct yice_word head, struct yice_number code,
				  struct yice_name *label)
{
	struct yice_item *node = item(p, YICE_ITEM_SCOPE, head, yice_build_name(p, code.word, yice_word_none()));

	if (!node || !label)
		return NULL;
	node->u.scope.label = *label;
	node->u.scope.parent = yice_word_none();
	return node;
}

struct yice_item *yice_item_template(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				     struct yice_param *params, struct yice_clause *clause)
{
	struct yice_item *node = item(p, YICE_ITEM_TEMPLATE, head, name);

	if (!node)
		return NULL;
	node->u.template_.params = yice_param_list(params);
	node->u.template_.clause = clause;
	return node;
}

struct yice_item *yice_item_params(struct yice_item *group, struct yice_param *params)
{
	if (group)
		group->u.group.params = yice_param_list(params);
	return group;
}

struct yice_item *yice_item_args(struct yice_item *use, struct yice_arg *args)
{
	if (use)
		use->u.use.args = yice_arg_list(args);
	return use;
}

struct yice_item *yice_item_list_head(struct yice_parser *p, struct yice_word head, struct yice_number code,
				      const struct yice_text *title)
{
	struct yice_item *node = item(p, YICE_ITEM_LIST, head, yice_build_name(p, code.word, yice_word_none()));

	if (!node)
		return NULL;
	node->u.list.title = title;
	node->u.list.parent = yice_word_none();
	return node;
}

struct yice_item *yice_item_geometry(struct yice_parser *p, struct yice_word head, struct yice_word *names)
{
	struct yice_item *node = item(p, YICE_ITEM_GEOMETRY, head, NULL);

	if (!node)
		return NULL;
	node->u.geometry.names = names ? yice_word_list(names) : NULL;
	node->u.geometry.scope = yice_word_none();
	return node;
}

struct yice_item *yice_item_target(struct yice_parser *p, struct yice_word head, enum yice_target_kind kind,
				   enum yice_place_kind place, struct yice_word *names)
{
	struct yice_item *node = item(p, YICE_ITEM_TARGET, head, NULL);

	if (!node)
		return NULL;
	node->u.target.kind = kind;
	node->u.target.place = place;
	node->u.target.names = yice_word_list(names);
	return node;
}

struct yice_item *yice_item_unit(struct yice_parser *p, struct yice_word head, struct yice_word code,
				 const struct yice_text *title, struct yice_word klass)
{
	struct yice_item *node = item(p, YICE_ITEM_UNIT, head, yice_build_name(p, code, yice_word_none()));

	if (!node)
		return NULL;
	node->u.unit.title = title;
	node->u.unit.klass = klass;
	node->u.unit.scope = yice_word_none();
	return node;
}

struct yice_item *yice_item_clause(struct yice_parser *p, struct yice_word head, struct yice_word number,
				   const struct yice_tag *tag, struct yice_clause *clause)
{
	struct yice_item *node = item(p, YICE_ITEM_CLAUSE, head, NULL);

	if (!node || !clause)
		return NULL;
	clause->number = number;
	clause->tag = tag;
	node->u.clause = clause;
	return node;
}

/* ---------------------------------------------------------------- parts */

static struct yice_item *repeat(struct yice_parser *p, struct yice_item *node, struct yice_word keyword)
{
	struct yice_diag *diag =
	    yice_diag_add(p->diags, YICE_D_part_repeated, keyword.span, keyword.text, NULL);

	yice_diag_note(p->diags, diag, YICE_D_note_part_of, node->head, NULL);
	return node;
}

static const struct yice_text **text_slot(struct yice_item *node, int part)
{
	switch (node->kind) {
	case YICE_ITEM_ATTRIBUTE:
		return &node->u.attribute.describe;
	case YICE_ITEM_CODES:
		return part == TOK_DATA ? &node->u.codes.data : &node->u.codes.edition;
	case YICE_ITEM_LAYER:
		return &node->u.layer.source;
	case YICE_ITEM_GEOMETRY:
		return part == TOK_DATA ? &node->u.geometry.data : &node->u.geometry.source;
	case YICE_ITEM_DOCUMENT:
		return part == TOK_REFERENCE ? &node->u.document.reference : &node->u.document.publisher;
	case YICE_ITEM_UNIT:
		return &node->u.unit.english;
	default:
		return part == TOK_ENGLISH     ? &node->u.list.english
		       : part == TOK_PUBLISHER ? &node->u.list.publisher
					       : &node->u.list.reference;
	}
}

struct yice_item *yice_item_text(struct yice_parser *p, struct yice_item *node, int part,
				 struct yice_word keyword, const struct yice_text *text)
{
	const struct yice_text **slot;

	if (!node)
		return NULL;
	slot = text_slot(node, part);
	if (*slot)
		return repeat(p, node, keyword);
	*slot = text;
	return node;
}

struct yice_item *yice_item_stretch(struct yice_parser *p, struct yice_item *layer, struct yice_word keyword,
				  struct yice_word river, struct yice_operand *low, struct yice_operand *high)
{
	if (!layer)
		return NULL;
	if (layer->u.layer.high)
		return repeat(p, layer, keyword);
	layer->u.layer.river = river;
	layer->u.layer.low = low;
	layer->u.layer.high = high;
	return layer;
}

static struct yice_word *word_slot(struct yice_item *node)
{
	switch (node->kind) {
	case YICE_ITEM_PLACE:
		return &node->u.place.element;
	case YICE_ITEM_SCOPE:
		return &node->u.scope.parent;
	case YICE_ITEM_DOCUMENT:
		return &node->u.document.replaced;
	case YICE_ITEM_GEOMETRY:
		return &node->u.geometry.scope;
	case YICE_ITEM_UNIT:
		return &node->u.unit.scope;
	default:
		return &node->u.list.parent;
	}
}

struct yice_item *yice_item_word(struct yice_parser *p, struct yice_item *node, struct yice_word keyword,
				 struct yice_word word)
{
	struct yice_word *slot;

	if (!node)
		return NULL;
	slot = word_slot(node);
	if (slot->text)
		return repeat(p, node, keyword);
	*slot = word;
	return node;
}

static struct yice_word **words_slot(struct yice_item *node, int part)
{
	switch (node->kind) {
	case YICE_ITEM_CODES:
		return &node->u.codes.counts;
	case YICE_ITEM_DIMENSION:
		return &node->u.dimension.aliases;
	case YICE_ITEM_PLACE:
		return &node->u.place.aliases;
	default:
		return part == TOK_ELEMENTS ? &node->u.unit.elements : &node->u.unit.within;
	}
}

struct yice_item *yice_item_words(struct yice_parser *p, struct yice_item *node, int part,
				  struct yice_word keyword, struct yice_word *words)
{
	struct yice_word **slot;

	if (!node)
		return NULL;
	slot = words_slot(node, part);
	if (*slot)
		return repeat(p, node, keyword);
	*slot = yice_word_list(words);
	if (node->kind == YICE_ITEM_UNIT && part == TOK_ELEMENTS)
		node->u.unit.has_elements = true;
	return node;
}

struct yice_item *yice_item_range(struct yice_parser *p, struct yice_item *node, struct yice_word keyword,
				  struct yice_operand *min, struct yice_operand *max)
{
	if (!node)
		return NULL;
	if (node->u.attribute.min)
		return repeat(p, node, keyword);
	node->u.attribute.min = min;
	node->u.attribute.max = max;
	return node;
}

struct yice_item *yice_item_short(struct yice_parser *p, struct yice_item *node, struct yice_word keyword,
				  struct yice_name *name)
{
	if (!node || !name)
		return node;
	if (node->u.document.shortname.zh.text)
		return repeat(p, node, keyword);
	node->u.document.shortname = *name;
	return node;
}

struct yice_item *yice_item_dated(struct yice_parser *p, struct yice_item *node, struct yice_word keyword,
				  yice_day day)
{
	bool *given;

	if (!node)
		return NULL;
	given = node->kind == YICE_ITEM_LAYER ? &node->u.layer.has_date : &node->u.geometry.has_date;
	if (*given)
		return repeat(p, node, keyword);
	*given = true;
	*(node->kind == YICE_ITEM_LAYER ? &node->u.layer.dated : &node->u.geometry.dated) = day;
	return node;
}

struct yice_item *yice_item_effective(struct yice_parser *p, struct yice_item *node, struct yice_word keyword,
				      const struct yice_effective *effective)
{
	const struct yice_effective **slot;

	if (!node)
		return NULL;
	slot = node->kind == YICE_ITEM_DOCUMENT ? &node->u.document.effective : &node->u.list.effective;
	if (*slot)
		return repeat(p, node, keyword);
	*slot = effective;
	return node;
}

struct yice_item *yice_item_fictional(struct yice_parser *p, struct yice_item *node, struct yice_word keyword)
{
	bool *slot;

	if (!node)
		return NULL;
	slot = node->kind == YICE_ITEM_UNIT ? &node->u.unit.fictional : &node->u.list.fictional;
	if (*slot)
		return repeat(p, node, keyword);
	*slot = true;
	return node;
}
