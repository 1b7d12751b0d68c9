/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every name used in one file, with both its spellings, for `yice fmt --lang`.
 * The tree is walked as written, not as expanded: templates and groups nobody
 * uses are respelled too, and parameters stay parameters. Unknown names are
 * left alone, so that a file can be formatted before it is correct. Called by
 * compile.c with diagnostics that nobody will read.
 */
#include "compiler/declare.h"

struct walk {
	struct yice_model *model;
	const struct yice_param *params; /* of the template or group around */
	struct yice_context context;
};

static void note_name(struct walk *walk, struct yice_span span, const struct yice_name *name)
{
	yice_note_use(walk->model, span, name->zh.text, name->en.text);
}

static const struct yice_param *find_param(const struct yice_param *params, const char *name)
{
	for (; params && name; params = params->next)
		if ((params->name.zh.text && !strcmp(params->name.zh.text, name)) ||
		    (params->name.en.text && !strcmp(params->name.en.text, name)))
			return params;
	return NULL;
}

static void walk_hole(struct walk *walk, const struct yice_word *word)
{
	const struct yice_param *param = find_param(walk->params, word->text);

	if (param && param->name.en.text)
		note_name(walk, word->span, &param->name);
}

static void walk_measure(struct walk *walk, const struct yice_measure_expr *expr)
{
	for (; expr; expr = expr->next)
		(void)yice_find_measure(walk->model, &expr->name);
}

/* An attribute's path; returns the list its values are from, YICE_NONE when it has none or is no attribute.
 */
static uint32_t walk_attribute(struct walk *walk, const struct yice_path *path, bool *found)
{
	struct yice_model *model = walk->model;
	uint32_t index;
	int at;

	*found = false;
	for (int i = 0; i < path->count; i++) {
		if (!path->part[i].text)
			return YICE_NONE;
		if (path->hole[i])
			walk_hole(walk, &path->part[i]);
	}
	index = yice_path_attribute(model, path, &at);
	if (index == YICE_NONE)
		return YICE_NONE;
	*found = true;
	yice_note_path(model, index, path);
	if (at >= 0 && !path->hole[at])
		(void)yice_find_member(model, model->attributes.items[index].family, &path->part[at]);
	return model->attributes.items[index].type.bad ? YICE_NONE
						       : model->attributes.items[index].type.vocab;
}

/* Words of a list: members, sets or parameters. */
static void walk_members(struct walk *walk, uint32_t vocab, const struct yice_path *items)
{
	struct yice_model *model = walk->model;

	for (; items; items = items->next) {
		const struct yice_word *word = &items->part[0];
		uint32_t set;

		if (!word->text || items->count != 1)
			continue;
		if (items->hole[0]) {
			walk_hole(walk, word);
		} else if (vocab != YICE_NONE && yice_member_lookup(model, vocab, word->text) != YICE_NONE) {
			(void)yice_find_member(model, vocab, word);
		} else {
			set = yice_name_lookup(model, YICE_SPACE_SET, word->text);
			if (set != YICE_NONE && model->sets.items[set].label.en)
				yice_note_use(model, word->span, model->sets.items[set].label.zh,
					      model->sets.items[set].label.en);
		}
	}
}

static void walk_literal(struct walk *walk, const struct yice_operand *operand)
{
	if (operand->kind != YICE_OPERAND_NUMBER)
		return;
	walk_measure(walk, operand->measure);
	if (operand->period)
		(void)yice_find_period(walk->model, operand->period);
}

/* The list the sides of a comparison are about: that of the first attribute in them. */
static uint32_t walk_sum(struct walk *walk, const struct yice_sum *sum, uint32_t vocab, bool members)
{
	for (const struct yice_operand *term = sum ? sum->terms : NULL; term; term = term->next) {
		bool found = false;
		uint32_t list;

		if (term->kind == YICE_OPERAND_STRICTER)
			for (const struct yice_sum *part = term->alternatives; part; part = part->next)
				vocab = walk_sum(walk, part, vocab, members);
		if (!members)
			walk_literal(walk, term);
		if (term->kind != YICE_OPERAND_PATH)
			continue;
		if (members) {
			int at;

			if (yice_path_attribute(walk->model, term->path, &at) == YICE_NONE)
				walk_members(walk, vocab, term->path);
			continue;
		}
		list = walk_attribute(walk, term->path, &found);
		if (found && vocab == YICE_NONE)
			vocab = list;
	}
	return vocab;
}

static void walk_expr(struct walk *walk, const struct yice_expr *expr)
{
	uint32_t vocab;
	bool found;

	for (; expr; expr = expr->next)
		switch (expr->kind) {
		case YICE_EXPR_AND:
		case YICE_EXPR_OR:
		case YICE_EXPR_NOT:
			walk_expr(walk, expr->first);
			break;
		case YICE_EXPR_COMPARE:
			/* Attributes first, on either side, then the words that are compared with them. */
			vocab = walk_sum(walk, expr->left, YICE_NONE, false);
			vocab = walk_sum(walk, expr->right, vocab, false);
			if (vocab != YICE_NONE) {
				walk_sum(walk, expr->left, vocab, true);
				walk_sum(walk, expr->right, vocab, true);
			}
			break;
		case YICE_EXPR_MEMBER:
			vocab = walk_attribute(walk, expr->path, &found);
			walk_members(walk, vocab, expr->items);
			walk_members(walk, vocab, expr->except);
			break;
		case YICE_EXPR_OPEN:
			break;
		}
}

static void walk_args(struct walk *walk, const struct yice_param *params, const struct yice_arg *args)
{
	const struct yice_param *next = params;

	for (const struct yice_arg *arg = args; arg; arg = arg->next) {
		const struct yice_param *param = arg->name.text ? find_param(params, arg->name.text) : next;

		if (arg->name.text && param && param->name.en.text)
			note_name(walk, arg->name.span, &param->name);
		next = next ? next->next : NULL;
		walk_literal(walk, arg->value);
		if (!param || arg->value->kind != YICE_OPERAND_PATH)
			continue;
		walk_members(walk,
			     param->kind == YICE_PARAM_TERM ? yice_find_vocab(walk->model, &param->list)
							    : YICE_NONE,
			     arg->value->path);
	}
}

static void walk_tag(struct walk *walk, const struct yice_clause *clause)
{
	uint32_t vocab = yice_element_list(walk->model);

	for (int i = 0; i < 2 && clause->tag; i++) {
		const struct yice_word *word = &clause->tag->word[i];

		if (!word->text)
			continue;
		if (vocab != YICE_NONE && yice_member_lookup(walk->model, vocab, word->text) != YICE_NONE)
			(void)yice_find_member(walk->model, vocab, word);
		else
			(void)yice_find_attribute_class(walk->model, word);
	}
}

static void walk_clause(struct walk *walk, const struct yice_clause *clause)
{
	if (!clause)
		return;
	walk_tag(walk, clause);
	walk_expr(walk, clause->when);
	for (const struct yice_unless *unless = clause->unless; unless; unless = unless->next) {
		walk_expr(walk, unless->test);
		walk_expr(walk, unless->but);
	}
	for (const struct yice_effect *effect = clause->effects; effect; effect = effect->next) {
		walk_expr(walk, effect->demand);
		if (effect->addressee)
			(void)yice_find_addressee(walk->model, effect->addressee);
	}
	for (const struct yice_basis *basis = clause->basis; basis; basis = basis->next)
		if (!basis->full)
			(void)yice_find_document(walk->model, &basis->document, false);
	if (clause->as) {
		uint32_t index = yice_find_template(walk->model, &clause->as->name);

		if (index != YICE_NONE)
			walk_args(walk, walk->model->templates.items[index].params, clause->as->args);
	}
}

static void walk_params(struct walk *walk, const struct yice_param *params)
{
	walk->params = params;
	for (; params; params = params->next) {
		if (params->kind == YICE_PARAM_TERM)
			(void)yice_find_vocab(walk->model, &params->list);
		walk_measure(walk, params->measure);
	}
}

static void walk_attribute_item(struct walk *walk, const struct yice_item *item)
{
	const struct yice_type_expr *type = &item->u.attribute.type;

	if (type->kind == YICE_TYPE_ONE_OF || type->kind == YICE_TYPE_SOME_OF)
		(void)yice_find_vocab(walk->model, &type->list);
	walk_measure(walk, type->measure);
	if (type->period.text)
		(void)yice_find_period(walk->model, &type->period);
	if (item->u.attribute.min)
		walk_literal(walk, item->u.attribute.min);
	if (item->u.attribute.max)
		walk_literal(walk, item->u.attribute.max);
}

static void walk_places(struct walk *walk, const struct yice_word *words)
{
	for (; words; words = words->next)
		(void)yice_find_member(walk->model, YICE_VOCAB_OF_PLACES, words);
}

/* Places, or layers where there is no such place. */
static void walk_geometry(struct walk *walk, const struct yice_word *words)
{
	for (; words; words = words->next)
		if (words->text)
			(void)yice_find_member(walk->model,
					       yice_member_lookup(walk->model, YICE_VOCAB_OF_PLACES, words->text) == YICE_NONE
						   ? YICE_VOCAB_OF_LAYERS
						   : YICE_VOCAB_OF_PLACES,
					       words);
}

static void walk_layer(struct walk *walk, const struct yice_item *item)
{
	if (item->u.layer.river.text)
		(void)yice_find_member(walk->model, YICE_VOCAB_OF_LAYERS, &item->u.layer.river);
	if (item->u.layer.low)
		walk_literal(walk, item->u.layer.low);
	if (item->u.layer.high)
		walk_literal(walk, item->u.layer.high);
}

static void walk_target(struct walk *walk, const struct yice_item *item)
{
	if (item->u.target.kind == YICE_TARGET_PLACE)
		walk_places(walk, item->u.target.names);
	for (const struct yice_word *word = item->u.target.names; word; word = word->next)
		if (item->u.target.kind == YICE_TARGET_CLASS)
			(void)yice_find_class(walk->model, word);
}

static void walk_use(struct walk *walk, const struct yice_item *item)
{
	uint32_t index = yice_find_group(walk->model, &item->name->zh);

	if (index != YICE_NONE)
		walk_args(walk, walk->model->groups.items[index].params, item->u.use.args);
}

static void walk_set(struct walk *walk, const struct yice_item *item)
{
	uint32_t vocab = yice_find_vocab(walk->model, &item->u.set.list);

	walk_members(walk, vocab, item->u.set.items);
	walk_members(walk, vocab, item->u.set.except);
}

static void walk_item(struct walk *walk, const struct yice_item *item)
{
	yice_context_step(&walk->context, item);
	if (!walk->context.in_group)
		walk->params = NULL;
	switch (item->kind) {
	case YICE_ITEM_SET:
		walk_set(walk, item);
		break;
	case YICE_ITEM_ATTRIBUTE:
		walk_attribute_item(walk, item);
		break;
	case YICE_ITEM_MEASURE:
		walk_measure(walk, item->u.measure.of);
		break;
	case YICE_ITEM_DIMENSION:
		if (walk->context.in_list || walk->context.in_group)
			(void)yice_find_dimension(walk->model, &item->name->zh);
		break;
	case YICE_ITEM_PLACE:
		(void)yice_find_member(walk->model, yice_element_list(walk->model), &item->u.place.element);
		break;
	case YICE_ITEM_LAYER:
		walk_layer(walk, item);
		break;
	case YICE_ITEM_GEOMETRY:
		walk_geometry(walk, item->u.geometry.names);
		break;
	case YICE_ITEM_TEMPLATE:
		walk_params(walk, item->u.template_.params);
		walk_clause(walk, item->u.template_.clause);
		break;
	case YICE_ITEM_GROUP:
		walk_params(walk, item->u.group.params);
		break;
	case YICE_ITEM_USE:
		walk_use(walk, item);
		break;
	case YICE_ITEM_TARGET:
		walk_target(walk, item);
		break;
	case YICE_ITEM_UNIT:
		(void)yice_find_class(walk->model, &item->u.unit.klass);
		walk_places(walk, item->u.unit.elements);
		walk_places(walk, item->u.unit.within);
		break;
	case YICE_ITEM_CLAUSE:
		walk_clause(walk, item->u.clause);
		break;
	default:
		break;
	}
}

void yice_model_respell(struct yice_model *model, const struct yice_file *file)
{
	struct walk walk = { .model = model };

	model->keep_uses = true;
	for (const struct yice_item *item = file->items; item; item = item->next)
		walk_item(&walk, item);
	model->keep_uses = false;
}
