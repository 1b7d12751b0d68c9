/* SPDX-License-Identifier: Apache-2.0 */
/* Making a layer: features one after another, then the words. The same features in the same order give the same words. */
#ifndef YICE_RUNTIME_GEO_LAYER_BUILD_H
#define YICE_RUNTIME_GEO_LAYER_BUILD_H

#include "runtime/geo/layer.h"

struct yice_layer_words {
	uint32_t *items;
	size_t count, cap;
};

struct yice_layer_builder {
	struct yice_layer_words vertices, rings, features; /* pairs; first vertex | part; key, kind, first ring */
	int32_t min_x, min_y, max_x, max_y;                /* in steps; min > max while empty */
	uint32_t dropped;                                  /* rings that rounding left without an inside */
	bool failed;
};

void yice_layer_builder_init(struct yice_layer_builder *builder);
void yice_layer_builder_release(struct yice_layer_builder *builder);

/* A feature, copied; its number is the count of those before it. Failed memory shows in yice_layer_build(). */
void yice_layer_add(struct yice_layer_builder *builder, uint32_t key, const struct yice_shape *shape);
/*
 * The words, in new memory that the caller frees. YICE_OK; YICE_ENOMEM; YICE_ELIMIT when the layer is wider or higher
 * than YICE_LAYER_EXTENT or needs more words than a cell can point to.
 */
int yice_layer_build(struct yice_layer_builder *builder, struct yice_layer_words *out) YICE_MUST_CHECK;

#endif
