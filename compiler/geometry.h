/* SPDX-License-Identifier: Apache-2.0 */
/* 图形: where units, places and layers are, read from GeoJSON beside the sources. */
#ifndef YICE_COMPILER_GEOMETRY_H
#define YICE_COMPILER_GEOMETRY_H

#include "compiler/model.h"
#include "runtime/geo/gate.h"

/* One Feature. unit: index in model->units; YICE_NONE for a code that no list has, and for what is no unit. */
struct yice_geo_feature {
	const char *name; /* of a unit its code; "" when the feature has none */
	uint32_t unit;
	struct yice_shape shape;
	struct yice_span span;
	bool flawed;    /* of a unit, and reported: its shape, if there is one, only keeps the check of units from taking its place for a gap */
	uint32_t lower; /* of a piece of a stretch: centimetres up the river of its last point */
};

struct yice_geometry {
	const struct yice_item *item;
	uint32_t scope; /* YICE_NONE: everywhere */
	struct yice_geo_feature *features;
	uint32_t count;
	uint32_t stretch; /* the layer whose pieces these are, cut from the lines of the item; YICE_NONE: the item's own */
};

/* geometry.c. Reads every 图形. YICE_OK with mistakes reported; YICE_ENOMEM. */
int yice_geometry_load(struct yice_model *model) YICE_MUST_CHECK;
/* stretch.c. Cuts 图层 … 取自 … 上溯 from the rivers read: more geometries behind those. geo may be NULL when there are none. As yice_geometry_load(). */
int yice_stretches_cut(struct yice_model *model, struct yice_geo *geo) YICE_MUST_CHECK;
/* geometry_check.c. Units without area, areas without unit, overlaps and gaps between the areas of units. */
int yice_geometry_check(struct yice_model *model) YICE_MUST_CHECK;

#endif
