/* SPDX-License-Identifier: Apache-2.0 */
/* Areas between lines, areas in common, and how far edges run along each other. Of the gate to GEOS, see gate.h. */
#ifndef YICE_RUNTIME_GEO_FACES_H
#define YICE_RUNTIME_GEO_FACES_H

#include "runtime/geo/gate.h"

struct yice_segment {
	struct yice_point from, to;
};

/* A polygon of one outer ring, rounded to units, and a point in it. */
struct yice_face {
	struct yice_shape shape;
	struct yice_point inner;
};

struct yice_faces {
	struct yice_face *items;
	uint32_t count;
};

/* Each, with results in arena: YICE_OK; YICE_ENOMEM; YICE_ERANGE when GEOS finds no answer. */

/* What the lines enclose, cut wherever one of them runs; where they cross does not matter. */
int yice_geo_enclosed(struct yice_geo *geo, const struct yice_segment *lines, size_t count, struct yice_arena *arena,
		      struct yice_faces *out) YICE_MUST_CHECK;
/* The faces, with those that have a side in common joined. */
int yice_geo_joined(struct yice_geo *geo, const struct yice_faces *faces, struct yice_arena *arena,
		    struct yice_faces *out) YICE_MUST_CHECK;
/* What two polygons have in common, piece by piece. */
int yice_geo_common(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b, struct yice_arena *arena,
		    struct yice_faces *out) YICE_MUST_CHECK;

/*
 * A face without what is narrower than twice so many units, where that is a tenth of its border or more, which may leave
 * several or nothing; else the face as it is.
 */
int yice_geo_thick(struct yice_geo *geo, const struct yice_face *face, int64_t units, struct yice_arena *arena,
		   struct yice_faces *out) YICE_MUST_CHECK;

/* A stretch of an edge, in mm from its first point, with its ends there and the nearest points of the other edge. */
struct yice_stretch {
	int64_t from, to;
	struct yice_point at[2], foot[2];
};

/*
 * The stretch of an edge that lies beside another one, no farther than `reach` mm from it, where the two run within 45
 * degrees of each other, either way round. False when there is none of a millimetre. Of edges up to some kilometres, on
 * which a millimetre is one within 0.1 %.
 */
bool yice_edge_along(struct yice_segment edge, struct yice_segment other, int64_t reach, struct yice_stretch *out);
/* Length of an edge as yice_edge_along() measures it. */
int64_t yice_edge_length(struct yice_segment edge);

#endif
