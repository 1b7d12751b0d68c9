/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of the gate to GEOS share: geometries made of shapes. */
#ifndef YICE_RUNTIME_GEO_GATE_INTERNAL_H
#define YICE_RUNTIME_GEO_GATE_INTERNAL_H

#include "runtime/geo/project.h"

/* A valid or invalid but never empty geometry, to be destroyed by the caller; NULL when out of memory. */
GEOSGeometry *yice_gate_geometry(struct yice_geo *geo, struct yice_frame *frame, const struct yice_shape *shape);

struct yice_pair {
	GEOSGeometry *a, *b;
	const GEOSPreparedGeometry *prepared; /* b */
};

/*
 * Both in one frame. YICE_OK; YICE_ENOMEM or, when GEOS would take too long over them, YICE_ERANGE: then there is
 * nothing to free.
 */
int yice_gate_pair(struct yice_geo *geo, struct yice_frame *frame, const struct yice_shape *a,
		   const struct yice_shape *b, struct yice_pair *out) YICE_MUST_CHECK;
void yice_gate_pair_free(struct yice_geo *geo, struct yice_pair *pair);

/*
 * Adds the parts of a result that are of the builder's kind, rounded to units from the origin; what is left of others has
 * no measure.
 */
void yice_gate_read(struct yice_geo *geo, const GEOSGeometry *geometry, struct yice_point origin,
		    struct yice_shape_builder *builder);

#endif
