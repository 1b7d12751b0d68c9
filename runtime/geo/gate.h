/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one gate to GEOS and PROJ: whether shapes are valid, how two lie to each
 * other, and measures in a plane. Nothing reaches GEOS but shapes, which are
 * never empty and have no empty member (GEOS 3.11 crashes on those, and calls
 * the distance to nothing zero). Measures are ranges, see shape.h.
 */
#ifndef YICE_RUNTIME_GEO_GATE_H
#define YICE_RUNTIME_GEO_GATE_H

#include "runtime/geo/shape.h"

/* The contexts of GEOS and PROJ: one for each thread. */
struct yice_geo;
int yice_geo_new(struct yice_geo **out) YICE_MUST_CHECK;
void yice_geo_free(struct yice_geo *geo);

enum yice_geo_flaw {
	YICE_GEO_SOUND,
	YICE_GEO_CROSSES,  /* a ring, or two, cross */
	YICE_GEO_TOUCHES,  /* a ring touches itself, or two run along each other */
	YICE_GEO_HOLE_OUT, /* a hole lies outside its ring */
	YICE_GEO_NESTED,   /* a hole in a hole, a polygon in a polygon */
	YICE_GEO_CUT,      /* holes cut the interior apart */
	YICE_GEO_FLAT,     /* no area */
	YICE_GEO_SPIKE,    /* a ring goes out to a point and straight back */
	YICE_GEO_FLAWS
};

/*
 * Whether a polygon is valid; *place is where it is not. Points and lines always are. YICE_OK, YICE_ENOMEM;
 * YICE_ELIMIT when so many edges come close to each other that GEOS would take too long. Every shape passes
 * here before it is given to what follows, all of which is YICE_ERANGE when two shapes are so to each other.
 */
int yice_geo_check(struct yice_geo *geo, const struct yice_shape *shape, enum yice_geo_flaw *flaw,
		   struct yice_point *place) YICE_MUST_CHECK;

/*
 * How a lies to b. Whether they have a point in common is exact. YICE_ERANGE when GEOS finds no answer to the
 * rest; a caller then says unknown.
 */
enum yice_geo_relation {
	YICE_APART,    /* no point in common */
	YICE_TOUCHES,  /* only boundaries in common */
	YICE_BORDERS,  /* only the boundary of polygon b, but more than a touch: a point of a is on it, a line runs along it */
	YICE_OVERLAPS, /* interiors meet, and some of a lies outside b */
	YICE_INSIDE    /* no point of a lies outside b, interiors meet */
};
int yice_geo_relate(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		    enum yice_geo_relation *out) YICE_MUST_CHECK;

struct yice_nearest {
	struct yice_range mm;   /* 0 to 0 exactly when the shapes have a point in common */
	struct yice_point a, b; /* rounded to the unit; equal when the shapes meet */
};
/*
 * Nearest points of two shapes, found in a plane centred between them and
 * measured along the ellipsoid. The range is a millimetre wide, and wider by
 * what the plane stretches over the extent of a: below 1 mm per km for up to
 * 8 km, 0.8 m per km for a route of 500 km.
 */
int yice_geo_nearest(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		     struct yice_nearest *out) YICE_MUST_CHECK;

/*
 * How areas are measured: in a transverse Mercator plane centred on the first
 * shape, or in the statutory 3-degree Gauss-Krüger plane of a declared central
 * meridian (whole degrees, a multiple of 3).
 */
struct yice_area_method {
	int meridian; /* 0: the plane centred on the shape */
};
static inline bool yice_area_meridian(int64_t degrees)
{
	return degrees >= 75 && degrees <= 135 && degrees % 3 == 0;
}
/* Area of a polygon in mm². YICE_ERANGE when it is not one, or reaches beyond 6 degrees from the meridian. */
int yice_geo_area(struct yice_geo *geo, const struct yice_shape *shape, struct yice_area_method method,
		  struct yice_range *mm2) YICE_MUST_CHECK;
/* Of two polygons: what they have in common, in the plane of a. Zero exactly when interiors do not meet. */
int yice_geo_overlap(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		     struct yice_area_method method, struct yice_range *mm2) YICE_MUST_CHECK;
/*
 * The polygons of a shape as one, in arena: where they adjoin or overlap they are joined, and what they have in common
 * counts once. Each is valid by itself; the result is valid, its points whole units. YICE_OK, YICE_ERANGE, YICE_ENOMEM.
 */
int yice_geo_union(struct yice_geo *geo, const struct yice_shape *shape, struct yice_arena *arena,
		   struct yice_shape *out) YICE_MUST_CHECK;
/*
 * What of a, a polygon or lines, lies neither in polygon b nor on its boundary, rounded to units, in arena. YICE_OK;
 * YICE_ENOTFOUND when that is nothing; YICE_ERANGE, YICE_ENOMEM.
 */
int yice_geo_rest(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b, struct yice_arena *arena,
		  struct yice_shape *out) YICE_MUST_CHECK;
/*
 * Length of one edge in nanometres along the ellipsoid, 0.01 mm per km from the truth, so that many may be added up
 * without a range of its own for each.
 */
int64_t yice_geo_edge(const struct yice_geo *geo, struct yice_point a, struct yice_point b);
/* Length of lines in mm along the ellipsoid, of all of them or of what lies in polygon b or on its boundary (NULL: all). */
int yice_geo_length(struct yice_geo *geo, const struct yice_shape *lines, const struct yice_shape *b,
		    struct yice_range *mm) YICE_MUST_CHECK;
/*
 * What polygons or lines a have in common with all of the polygons b together, as mm² or mm: what several of them have
 * in common counts once. They are asked in their order, and of a line along a boundary it is open whether it is in.
 * YICE_OK, YICE_ERANGE, YICE_ENOMEM.
 */
int yice_geo_covered(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b, uint32_t count,
		    struct yice_area_method method, struct yice_range *out) YICE_MUST_CHECK;

#endif
