/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zones, statutory areas and parks are members of the built-in list of places,
 * layers of the list of layers, so that conditions, families and parameters
 * treat them as any other words. Called by vocab.c for each such item.
 */
#include "compiler/declare.h"

/* The element of a zone (大气, 水 …) is a word of the list 环境要素 (element), where one is declared. */
static void check_element(struct yice_model *model, const struct yice_word *element)
{
	uint32_t vocab = yice_element_list(model);

	if (element->text && vocab != YICE_NONE)
		(void)yice_find_member(model, vocab, element);
}

void yice_places_declare(struct yice_model *model, const struct yice_item *item)
{
	bool layer = item->kind == YICE_ITEM_LAYER;
	uint32_t vocab = layer ? YICE_VOCAB_OF_LAYERS : YICE_VOCAB_OF_PLACES, ordinal;
	struct yice_vocab_member *member;

	if (!item->name->zh.text)
		return;
	member = yice_member_push(model, vocab);
	if (!member)
		return;
	ordinal = model->vocabs.items[vocab].count - 1;
	member->label = yice_label_make(model, item->name);
	if (!layer)
		member->info = item->u.place.kind == YICE_PLACE_ZONE   ? YICE_AT_ZONE
			       : item->u.place.kind == YICE_PLACE_AREA ? YICE_AT_AREA
								       : YICE_AT_PARK;
	yice_member_declare(model, vocab, &item->name->zh, ordinal);
	yice_member_declare(model, vocab, &item->name->en, ordinal);
	for (const struct yice_word *alias = layer ? NULL : item->u.place.aliases; alias; alias = alias->next)
		yice_member_declare(model, vocab, alias, ordinal);
}

void yice_elements_check(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_PLACE)
			check_element(model, &item->u.place.element);
	}
}
