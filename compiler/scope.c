/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scopes, the areas of authorities, and documents, the instruments clauses
 * rest on. Both refer to each other by name in any order, so links are made
 * after all are known, and neither may lead in a circle: the first decides
 * which lists apply to a site, the second which text is in force.
 * Called by vocab.c.
 */
#include "compiler/declare.h"
#include "compiler/rule.h"

static void declare_scope(struct yice_model *model, const struct yice_item *item)
{
	struct yice_scope *scope;
	uint32_t index = model->scopes.count;
	const char *code = item->name->zh.text;

	if (!code)
		return;
	scope = YICE_PUSH(model, &model->scopes);
	if (!scope)
		return;
	scope->code = code;
	scope->label = yice_label_make(model, &item->u.scope.label);
	scope->label.span = item->name->zh.span;
	if (!item->u.scope.label.zh.text)
		scope->label.zh = code;
	scope->parent = YICE_NONE;
	yice_name_declare(model, YICE_SPACE_SCOPE, code, item->name->zh.span, index);
	yice_names_declare(model, YICE_SPACE_SCOPE, &item->u.scope.label, index);
}

/* A circle is reported once, at its first scope, and cut there. */
static void cut_scope_circles(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->scopes.count; i++) {
		uint32_t at = model->scopes.items[i].parent;

		for (uint32_t steps = 0; at != YICE_NONE && at != i && steps < model->scopes.count; steps++)
			at = model->scopes.items[at].parent;
		if (at != i)
			continue;
		yice_diag_add(model->diags, YICE_D_scope_cycle, model->scopes.items[i].label.span,
			      model->scopes.items[i].label.zh, NULL);
		model->scopes.items[i].parent = YICE_NONE;
	}
}

void yice_scopes_declare(struct yice_model *model)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_SCOPE)
			declare_scope(model, item);
	}
	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_SCOPE && item->name->zh.text && at < model->scopes.count) {
			uint32_t parent = yice_find_scope(model, &item->u.scope.parent);

			model->scopes.items[at++].parent = parent;
		}
	}
	cut_scope_circles(model);
}

bool yice_scope_covers(const struct yice_model *model, uint32_t scope, uint32_t other)
{
	for (; other != scope; other = model->scopes.items[other].parent)
		if (scope == YICE_NONE || other == YICE_NONE)
			return false;
	return true;
}

static void declare_document(struct yice_model *model, const struct yice_item *item)
{
	const struct yice_name *shortname = &item->u.document.shortname;
	struct yice_document *document;
	uint32_t index = model->documents.count;
	const char *title = item->name->zh.text;

	if (!title)
		return;
	document = YICE_PUSH(model, &model->documents);
	if (!document)
		return;
	document->title = title;
	document->label = yice_label_make(model, shortname->zh.text ? shortname : item->name);
	document->label.span = item->name->zh.span;
	document->reference = item->u.document.reference ? item->u.document.reference->text : NULL;
	document->publisher = item->u.document.publisher ? item->u.document.publisher->text : NULL;
	document->days = item->u.document.effective
			     ? item->u.document.effective->days
			     : (struct yice_interval){ YICE_DAY_MIN, YICE_DAY_MAX };
	document->successor = YICE_NONE;
	/* Titles keep their brackets, so that a short name may be the same words. */
	yice_name_declare(model, YICE_SPACE_DOCUMENT, yice_model_text(model, "《%s》", title),
			  item->name->zh.span, index);
	yice_names_declare(model, YICE_SPACE_DOCUMENT, shortname, index);
}

static void link_successor(struct yice_model *model, const struct yice_item *item, uint32_t index)
{
	const struct yice_word *word = &item->u.document.replaced;
	struct yice_document *document = &model->documents.items[index];
	const char *key = word->text ? yice_model_text(model, "《%s》", word->text) : NULL;

	if (!key)
		return;
	document->successor = yice_name_lookup(model, YICE_SPACE_DOCUMENT, key);
	if (document->successor == YICE_NONE)
		yice_diag_add(model->diags, YICE_D_successor_unknown, word->span, word->text, NULL);
	else
		model->documents.items[document->successor].used = true;
}

static void cut_document_circles(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->documents.count; i++) {
		uint32_t at = model->documents.items[i].successor;

		for (uint32_t steps = 0; at != YICE_NONE && at != i && steps < model->documents.count;
		     steps++)
			at = model->documents.items[at].successor;
		if (at != i)
			continue;
		yice_diag_add(model->diags, YICE_D_successor_cycle, model->documents.items[i].label.span,
			      model->documents.items[i].label.zh, NULL);
		model->documents.items[i].successor = YICE_NONE;
	}
}

void yice_documents_declare(struct yice_model *model)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_DOCUMENT)
			declare_document(model, item);
	}
	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_DOCUMENT && item->name->zh.text &&
		    at < model->documents.count)
			link_successor(model, item, at++);
	}
	cut_document_circles(model);
}

/* ---- bases */

static bool replaces(const struct yice_model *model, uint32_t old, uint32_t new)
{
	while (old != YICE_NONE && old != new)
		old = model->documents.items[old].successor;
	return old == new;
}

bool yice_rule_basis_continues(const struct yice_model *model, const struct yice_rule *rule, uint32_t basis, bool back)
{
	for (uint32_t i = 0; i < rule->base_count; i++) {
		uint32_t old = rule->bases[back ? i : basis].document, new = rule->bases[back ? basis : i].document;

		if (old != new && replaces(model, old, new) &&
		    model->documents.items[new].days.from <= model->documents.items[old].days.to)
			return true;
	}
	return false;
}
