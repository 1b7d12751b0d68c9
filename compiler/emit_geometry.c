/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Geometry into the image: one layer of words for each 图形, and a record for
 * each unit list, place or layer it is for. A feature's key is its name as a
 * string of the image, of units the unit. Called by emit.c once units have
 * their numbers.
 */
#include "compiler/declare.h"
#include "compiler/emit.h"
#include "compiler/geometry.h"
#include "runtime/geo/layer_build.h"

static uint32_t key_of(struct yice_emitter *emitter, const struct yice_geometry *geometry,
		       const struct yice_geo_feature *feature)
{
	if (feature->unit != YICE_NONE)
		return emitter->unit_number[feature->unit];
	return yice_emit_string(emitter, feature->name) | (geometry->item->u.geometry.names ? 0 : YICE_LAYER_NAME);
}

/* Appends the words to GEOMETRY; first and count are where they are. */
static int store_words(struct yice_emitter *emitter, const struct yice_layer_words *words, uint32_t *first)
{
	struct yice_buf *section = &emitter->image.sections[YICE_SEC_GEOMETRY];

	*first = yice_image_count(&emitter->image, YICE_SEC_GEOMETRY);
	if (words->count > INT32_MAX - *first)
		return YICE_ELIMIT;
	yice_buf_add(section, words->items, words->count * sizeof(*words->items));
	return yice_buf_status(section);
}

static void emit_record(struct yice_emitter *emitter, struct yice_image_layer *record, enum yice_layer_use use,
			uint32_t key)
{
	record->use = use;
	record->key = key;
	yice_image_append(&emitter->image, YICE_SEC_LAYERS, record);
}

static void emit_records(struct yice_emitter *emitter, const struct yice_geometry *geometry,
			 struct yice_image_layer *record)
{
	const struct yice_model *model = emitter->model;
	const struct yice_item *item = geometry->item;

	record->scope = geometry->scope == YICE_NONE ? YICE_NONE : emitter->scope_number[geometry->scope];
	record->source = yice_emit_string(emitter, item->u.geometry.source ? item->u.geometry.source->text : NULL);
	record->dated = (uint32_t)(item->u.geometry.has_date ? item->u.geometry.dated : YICE_DAY_MAX);
	record->file = yice_emit_string(emitter, item->u.geometry.data->text);
	if (geometry->stretch != YICE_NONE) {
		emit_record(emitter, record, YICE_LAYER_OF_LAYER, geometry->stretch);
		return;
	}
	if (!item->u.geometry.names)
		emit_record(emitter, record, YICE_LAYER_OF_UNITS, 0);
	for (const struct yice_word *word = item->u.geometry.names; word; word = word->next) {
		uint32_t place = yice_member_lookup(model, YICE_VOCAB_OF_PLACES, word->text);
		uint32_t layer = yice_member_lookup(model, YICE_VOCAB_OF_LAYERS, word->text);

		if (place != YICE_NONE)
			emit_record(emitter, record, YICE_LAYER_OF_PLACE, place);
		if (layer != YICE_NONE)
			emit_record(emitter, record, YICE_LAYER_OF_LAYER, layer);
	}
}

/* Behind the words of a stretch, how far up the river each piece begins. */
static int store_lowers(struct yice_emitter *emitter, const struct yice_geometry *geometry,
			struct yice_image_layer *record)
{
	struct yice_buf *section = &emitter->image.sections[YICE_SEC_GEOMETRY];

	if (geometry->stretch == YICE_NONE)
		return YICE_OK;
	if (geometry->count > INT32_MAX - yice_image_count(&emitter->image, YICE_SEC_GEOMETRY))
		return YICE_ELIMIT;
	for (uint32_t i = 0; i < geometry->count; i++)
		yice_buf_add(section, &geometry->features[i].lower, sizeof(uint32_t));
	record->word_count += geometry->count;
	return yice_buf_status(section);
}

static int emit_one(struct yice_emitter *emitter, const struct yice_geometry *geometry)
{
	struct yice_image_layer record = { 0 };
	struct yice_layer_builder builder;
	struct yice_layer_words words;
	int status;

	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < geometry->count; i++)
		yice_layer_add(&builder, key_of(emitter, geometry, &geometry->features[i]), &geometry->features[i].shape);
	status = yice_layer_build(&builder, &words);
	if (!status)
		status = store_words(emitter, &words, &record.words);
	record.word_count = (uint32_t)words.count;
	free(words.items);
	if (!status)
		status = store_lowers(emitter, geometry, &record);
	yice_layer_builder_release(&builder);
	if (!status)
		emit_records(emitter, geometry, &record);
	return status;
}

void yice_emit_geometry(struct yice_emitter *emitter)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < emitter->model->geometries.count && !status; i++)
		status = emit_one(emitter, &emitter->model->geometries.items[i]);
	if (status)
		emitter->status = status;
}
