/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of an image that facts are read with: word lists, code tables,
 * places and layers, measures, attributes, and every spelling of each, sorted
 * for binary search; documents and dimensions, which only outcomes show.
 * Called by emit.c before any clause is written.
 */
#include "compiler/emit.h"

struct spelling {
	const char *name;
	uint32_t owner, value; /* vocab and ordinal, or 0 and slot */
};

static int by_owner_and_name(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;

	if (x->owner != y->owner)
		return x->owner < y->owner ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* Sorted, each name once: a name in both spellings is entered twice. */
static uint32_t sort_spellings(struct spelling *spellings, uint32_t count)
{
	uint32_t kept = 0;

	if (count)
		qsort(spellings, count, sizeof(*spellings), by_owner_and_name);
	for (uint32_t i = 0; i < count; i++)
		if (!kept || by_owner_and_name(&spellings[kept - 1], &spellings[i]))
			spellings[kept++] = spellings[i];
	return kept;
}

static void emit_members(struct yice_emitter *emitter, const struct yice_vocab *vocab)
{
	for (uint32_t i = 0; i < vocab->count; i++) {
		const struct yice_vocab_member *member = &vocab->members[i];
		struct yice_image_member record = { 0 };

		record.zh = yice_emit_string(emitter, member->label.zh);
		record.en = yice_emit_string(emitter, member->label.en);
		record.end = member->end;
		record.info = member->info;
		yice_image_append(&emitter->image, YICE_SEC_MEMBERS, &record);
	}
}

static void emit_member_names(struct yice_emitter *emitter, uint32_t vocab)
{
	const struct yice_map *names = &emitter->model->vocabs.items[vocab].names;
	struct spelling *spellings = yice_arena_array(&emitter->arena, names->count, sizeof(*spellings));
	uint32_t count;

	if (!spellings)
		return;
	for (uint32_t i = 0; i < names->count; i++)
		spellings[i] = (struct spelling){ names->entries[i].key, vocab, names->entries[i].value };
	count = sort_spellings(spellings, names->count);
	for (uint32_t i = 0; i < count; i++) {
		const struct yice_image_member_name record = { vocab,
							       yice_emit_string(emitter, spellings[i].name),
							       spellings[i].value };

		yice_image_append(&emitter->image, YICE_SEC_MEMBER_NAMES, &record);
	}
}

static void emit_vocabs(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;

	for (uint32_t i = 0; i < model->vocabs.count; i++) {
		const struct yice_vocab *vocab = &model->vocabs.items[i];
		struct yice_image_vocab record = { 0 };

		record.zh = yice_emit_string(emitter, vocab->label.zh);
		record.en = yice_emit_string(emitter, vocab->label.en);
		record.kind = vocab->kind;
		record.edition = yice_emit_string(emitter, vocab->edition);
		record.first_member = yice_image_count(&emitter->image, YICE_SEC_MEMBERS);
		record.members = vocab->count;
		yice_image_append(&emitter->image, YICE_SEC_VOCABS, &record);
		emit_members(emitter, vocab);
		emit_member_names(emitter, i);
	}
}

static uint32_t packed(const signed char dim[YICE_DIMS], int word)
{
	uint32_t bits = 0;

	for (int i = 0; i < 4; i++)
		bits |= (uint32_t)(unsigned char)dim[4 * word + i] << 8 * i;
	return bits;
}

static void emit_measures(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;

	for (uint32_t i = 0; i < model->measures.count; i++) {
		const struct yice_unit_of_measure *measure = &model->measures.items[i];
		struct yice_image_measure record = { 0 };

		record.zh = yice_emit_string(emitter, measure->label.zh);
		record.en = yice_emit_string(emitter, measure->label.en);
		record.factor = yice_image_ratio(&emitter->image, measure->factor);
		record.dim0 = packed(measure->dim, 0);
		record.dim1 = packed(measure->dim, 1);
		record.dim2 = packed(measure->dim, 2);
		record.dim3 = packed(measure->dim, 3);
		yice_image_append(&emitter->image, YICE_SEC_MEASURES, &record);
	}
}

static void fill_quantity(struct yice_emitter *emitter, const struct yice_type *type,
			  struct yice_image_attr *record)
{
	const struct yice_unit_of_measure *measure = &type->measure;

	record->measure = yice_emit_string(emitter, measure->label.zh);
	record->period = yice_emit_string(emitter, type->period);
	record->factor = yice_image_ratio(&emitter->image, measure->factor);
	record->dim0 = packed(measure->dim, 0);
	record->dim1 = packed(measure->dim, 1);
	record->dim2 = packed(measure->dim, 2);
	record->dim3 = packed(measure->dim, 3);
	if (type->has_min)
		record->min = yice_image_ratio(&emitter->image, type->min);
	if (type->has_max)
		record->max = yice_image_ratio(&emitter->image, type->max);
}

void yice_emit_scales(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;

	for (uint32_t i = 0; i < model->slots.count && !emitter->image.status; i++) {
		const struct yice_slot *slot = &model->slots.items[i];
		int64_t scale = slot->scale > 0 ? slot->scale : 1;
		struct yice_image_attr *record;

		if (model->attributes.items[slot->attribute].type.kind != YICE_ATTR_QUANTITY)
			continue;
		record = yice_image_record(&emitter->image, YICE_SEC_ATTRS, i);
		record->scale = yice_image_numbers(&emitter->image, &scale, 1);
	}
}

/* Words of a slot's facts; the verifier computes the same from the image (yice_fact_size). */
static uint32_t fact_words(const struct yice_model *model, const struct yice_type *type)
{
	switch (type->kind) {
	case YICE_ATTR_TERMS:
		return 2 * ((model->vocabs.items[type->vocab].count + 63) / 64);
	case YICE_ATTR_CODES:
		return 1 + (type->many ? YICE_CODES_MAX : 1);
	default:
		return 1;
	}
}

static void emit_attrs(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	uint32_t fact = 0;

	for (uint32_t i = 0; i < model->slots.count; i++) {
		const struct yice_slot *slot = &model->slots.items[i];
		const struct yice_attribute *attribute = &model->attributes.items[slot->attribute];
		const struct yice_type *type = &attribute->type;
		bool listed = type->kind == YICE_ATTR_TERMS || type->kind == YICE_ATTR_CODES;
		struct yice_image_attr record = { 0 };

		record.zh = yice_emit_string(emitter, slot->zh);
		record.en = yice_emit_string(emitter, slot->en);
		record.describe = yice_emit_string(emitter, attribute->describe);
		record.type = type->kind;
		record.many = listed && type->many;
		record.vocab = listed ? type->vocab : YICE_NONE;
		record.min = YICE_NONE;
		record.max = YICE_NONE;
		record.fact = fact;
		if (type->kind == YICE_ATTR_QUANTITY)
			fill_quantity(emitter, type, &record);
		yice_image_append(&emitter->image, YICE_SEC_ATTRS, &record);
		fact += fact_words(model, type);
	}
}

static void emit_attr_names(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	struct spelling *spellings =
	    yice_arena_array(&emitter->arena, (size_t)model->slots.count * 2, sizeof(*spellings));
	uint32_t count = 0;

	if (!spellings)
		return;
	for (uint32_t i = 0; i < model->slots.count; i++) {
		spellings[count++] = (struct spelling){ model->slots.items[i].zh, 0, i };
		if (model->slots.items[i].en)
			spellings[count++] = (struct spelling){ model->slots.items[i].en, 0, i };
	}
	count = sort_spellings(spellings, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct yice_image_attr_name record = { yice_emit_string(emitter, spellings[i].name),
							     spellings[i].value };

		yice_image_append(&emitter->image, YICE_SEC_ATTR_NAMES, &record);
	}
}

static void emit_documents(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;

	for (uint32_t i = 0; i < model->documents.count; i++) {
		const struct yice_document *document = &model->documents.items[i];
		struct yice_image_document record = { 0 };

		record.title = yice_emit_string(emitter, document->title);
		record.zh = yice_emit_string(emitter, document->label.zh);
		record.en = yice_emit_string(emitter, document->label.en);
		record.reference = yice_emit_string(emitter, document->reference);
		record.publisher = yice_emit_string(emitter, document->publisher);
		record.from = (uint32_t)document->days.from;
		record.to = (uint32_t)document->days.to;
		record.successor = document->successor;
		yice_image_append(&emitter->image, YICE_SEC_DOCUMENTS, &record);
	}
}

void yice_emit_vocabulary(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;

	emit_vocabs(emitter);
	emit_measures(emitter);
	emit_attrs(emitter);
	emit_attr_names(emitter);
	emit_documents(emitter);
	for (uint32_t i = 0; i < model->dimensions.count; i++) {
		struct yice_image_dimension record = { 0 };

		record.zh = yice_emit_string(emitter, model->dimensions.items[i].label.zh);
		record.en = yice_emit_string(emitter, model->dimensions.items[i].label.en);
		yice_image_append(&emitter->image, YICE_SEC_DIMENSIONS, &record);
	}
}
