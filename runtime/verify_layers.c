/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layers of an image: what each is for exists, and its header fits its words.
 * The words themselves are checked where a question touches them
 * (runtime/geo/layer.h), so that opening does not read a country's borders.
 */
#include "runtime/geo/layer.h"
#include "runtime/verify_internal.h"

/* Whether the layer's key is a place or a layer of the image. */
static bool is_key(const struct yice_view *view, const struct yice_image_layer *layer)
{
	enum yice_vocab_kind kind = layer->use == YICE_LAYER_OF_PLACE ? YICE_VOCAB_PLACES : YICE_VOCAB_LAYERS;

	if (layer->use == YICE_LAYER_OF_UNITS)
		return !layer->key;
	for (uint32_t i = 0; i < view->count[YICE_SEC_VOCABS]; i++)
		if (view->vocabs[i].kind == kind)
			return layer->key < view->vocabs[i].members;
	return false;
}

/* The words of a layer, and of a stretch one more for each feature. */
static bool words_fit(const struct yice_view *view, const struct yice_image_layer *record)
{
	struct yice_layer layer;

	if (yice_layer_open(&layer, view->geometry + record->words, record->word_count))
		return false;
	return record->word_count == layer.head.words ||
	       (record->use == YICE_LAYER_OF_LAYER && record->word_count - layer.head.words == layer.head.feature_count);
}

int yice_verify_layers(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++) {
		const struct yice_image_layer *record = &view->layers[i];

		if (!is_key(view, record))
			return yice_refuse(verifier, YICE_D_image_ordinal, YICE_SEC_LAYERS, i, "key");
		if (!words_fit(view, record))
			return yice_refuse(verifier, YICE_D_image_geometry, YICE_SEC_LAYERS, i, "words");
	}
	return YICE_OK;
}
