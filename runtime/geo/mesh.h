/* SPDX-License-Identifier: Apache-2.0 */
/* Areas fitted together: a border that was drawn with different points gets the same ones on both sides. */
#ifndef YICE_RUNTIME_GEO_MESH_H
#define YICE_RUNTIME_GEO_MESH_H

#include "runtime/geo/layer_build.h"

/* How far apart two places, or a place and an edge, are the same: one and a half steps of a layer, below 17 mm. */
#define YICE_MESH_REACH_MM 17

struct yice_mesh {
	struct yice_shape *shapes; /* in arena; one that nothing is left of has no points */
	uint32_t count;
	struct yice_layer_words words;
	struct yice_layer layer; /* of the shapes: feature i is shape i */
};

/*
 * Rounds areas to the steps of a layer, makes one of vertices within the reach of each other, and a vertex within the
 * reach of an edge a point of it, wherever it came from. Nothing moves farther than the reach and half a step. YICE_OK,
 * YICE_ENOMEM, YICE_ELIMIT. Released by yice_mesh_release() either way.
 */
int yice_mesh_fit(struct yice_mesh *mesh, const struct yice_shape *const *shapes, uint32_t count,
		  struct yice_arena *arena) YICE_MUST_CHECK;
void yice_mesh_release(struct yice_mesh *mesh);

#endif
