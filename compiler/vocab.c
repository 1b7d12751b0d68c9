/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The declarations of all files, in passes, so that a name may be used before
 * the line or the file that declares it: first the lists and their members,
 * then what is built on them. Each pass goes through the files in the order
 * they were loaded, which fixes every index.
 */
#include "compiler/declare.h"

void yice_context_step(struct yice_context *context, const struct yice_item *item)
{
	switch (item->kind) {
	case YICE_ITEM_DIMENSION:
	case YICE_ITEM_CLAUSE:
	case YICE_ITEM_USE:
		break;
	case YICE_ITEM_GROUP:
		context->in_group = true;
		break;
	case YICE_ITEM_LIST:
		context->in_list = true;
		context->in_group = false;
		break;
	default:
		context->in_group = false;
		break;
	}
}

static void declare_terms(struct yice_model *model, const struct yice_item *item)
{
	struct yice_vocab *vocab = YICE_PUSH(model, &model->vocabs);
	uint32_t index = model->vocabs.count - 1;

	if (!vocab)
		return;
	yice_map_init(&vocab->names);
	vocab->kind = YICE_VOCAB_TERMS;
	vocab->label = yice_label_make(model, item->name);
	yice_names_declare(model, YICE_SPACE_VOCAB, item->name, index);
	for (const struct yice_name *name = item->u.terms.names; name; name = name->next) {
		struct yice_vocab_member *member = name->zh.text ? yice_member_push(model, index) : NULL;
		uint32_t ordinal = model->vocabs.items[index].count - 1;

		if (!member)
			continue;
		member->label = yice_label_make(model, name);
		yice_member_declare(model, index, &name->zh, ordinal);
		yice_member_declare(model, index, &name->en, ordinal);
	}
}

static void declare_set(struct yice_model *model, const struct yice_item *item)
{
	struct yice_set *set = YICE_PUSH(model, &model->sets);
	uint32_t index = model->sets.count - 1, vocab;

	if (!set)
		return;
	set->label = yice_label_make(model, item->name);
	set->item = item;
	yice_names_declare(model, YICE_SPACE_SET, item->name, index);
	vocab = yice_find_vocab(model, &item->u.set.list);
	set->vocab = vocab;
	for (int i = 0; i < 2 && vocab != YICE_NONE; i++) {
		const struct yice_word *word = i ? &item->name->en : &item->name->zh;
		uint32_t ordinal = word->text ? yice_member_lookup(model, vocab, word->text) : YICE_NONE;
		const struct yice_vocab *v = &model->vocabs.items[vocab];
		struct yice_diag *diag;

		if (ordinal == YICE_NONE)
			continue;
		diag = yice_diag_add(model->diags, YICE_D_set_named_as_member, word->span, word->text,
				     v->label.zh, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_declared, v->members[ordinal].label.span,
			       word->text, NULL);
	}
}

static void declare_dimension(struct yice_model *model, const struct yice_item *item)
{
	struct yice_dimension *dimension = YICE_PUSH(model, &model->dimensions);
	uint32_t index = model->dimensions.count - 1;

	if (!dimension)
		return;
	dimension->label = yice_label_make(model, item->name);
	yice_names_declare(model, YICE_SPACE_DIMENSION, item->name, index);
	for (const struct yice_word *alias = item->u.dimension.aliases; alias; alias = alias->next)
		yice_name_declare(model, YICE_SPACE_DIMENSION, alias->text, alias->span, index);
}

/* Looked at here, once, because a template nobody uses is never bound. */
static void check_params(struct yice_model *model, const struct yice_param *params)
{
	struct yice_unit_of_measure measure;

	for (const struct yice_param *param = params; param; param = param->next) {
		if (param->kind == YICE_PARAM_TERM)
			yice_find_vocab(model, &param->list);
		if (param->kind == YICE_PARAM_QUANTITY)
			(void)yice_measure_resolve(model, param->measure, param->span, &measure);
		for (const struct yice_param *first = params; first != param && param->name.zh.text;
		     first = first->next) {
			const char *en = param->name.en.text;
			struct yice_diag *diag;

			if (!first->name.zh.text ||
			    (strcmp(first->name.zh.text, param->name.zh.text) &&
			     !(en && first->name.en.text && !strcmp(en, first->name.en.text))))
				continue;
			diag = yice_diag_add(model->diags, YICE_D_duplicate_parameter, param->name.zh.span,
					     param->name.zh.text, NULL);
			yice_diag_note(model->diags, diag, YICE_D_note_first, first->name.zh.span, NULL);
			break;
		}
	}
}

static void declare_template(struct yice_model *model, const struct yice_item *item)
{
	bool group = item->kind == YICE_ITEM_GROUP;
	enum yice_space space = group ? YICE_SPACE_GROUP : YICE_SPACE_TEMPLATE;
	struct yice_template *t =
	    group ? YICE_PUSH(model, &model->groups) : YICE_PUSH(model, &model->templates);

	if (!t)
		return;
	t->label = yice_label_make(model, item->name);
	t->item = item;
	t->params = group ? item->u.group.params : item->u.template_.params;
	yice_names_declare(model, space, item->name,
			   (group ? model->groups.count : model->templates.count) - 1);
	check_params(model, t->params);
}

/* Lists of words and places; everything else refers to them. */
static void declare_lists(struct yice_model *model, const struct yice_item *item, bool outside)
{
	YICE_UNUSED(outside);
	if (item->kind == YICE_ITEM_TERMS)
		declare_terms(model, item);
	else if (item->kind == YICE_ITEM_CODES)
		yice_codes_declare(model, item);
	else if (item->kind == YICE_ITEM_PLACE || item->kind == YICE_ITEM_LAYER)
		yice_places_declare(model, item);
}

static void declare_rest(struct yice_model *model, const struct yice_item *item, bool outside)
{
	if (item->kind == YICE_ITEM_SET)
		declare_set(model, item);
	else if (item->kind == YICE_ITEM_DIMENSION && outside)
		declare_dimension(model, item);
	else if (item->kind == YICE_ITEM_TEMPLATE || item->kind == YICE_ITEM_GROUP)
		declare_template(model, item);
}

/* Calls declare for every item but clauses; outside: neither a list nor a group is open there. */
static void each_item(struct yice_model *model,
		      void (*declare)(struct yice_model *model, const struct yice_item *item, bool outside))
{
	for (uint32_t i = 0; i < model->files.count; i++) {
		struct yice_context context = { false, false };

		for (uint32_t j = 0; j < model->files.items[i]->other_count; j++) {
			const struct yice_item *item = model->files.items[i]->others[j];

			yice_context_step(&context, item);
			declare(model, item, !context.in_list && !context.in_group);
		}
	}
}

int yice_model_declare(struct yice_model *model)
{
	each_item(model, declare_lists);
	yice_elements_check(model);
	yice_measures_declare(model);
	each_item(model, declare_rest);
	for (uint32_t i = 0; i < model->sets.count; i++)
		(void)yice_set_resolve(model, i);
	yice_attributes_declare(model);
	yice_scopes_declare(model);
	yice_documents_declare(model);
	return yice_model_status(model);
}
