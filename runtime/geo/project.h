/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Transverse Mercator planes on the ellipsoid of CGCS2000, and geodesics. For
 * the files of this folder only: it speaks in metres as doubles.
 */
#ifndef YICE_RUNTIME_GEO_PROJECT_H
#define YICE_RUNTIME_GEO_PROJECT_H

#include <geodesic.h>
#include <geos_c.h>
#include <proj.h>

#include "runtime/geo/gate.h"

/* Everything of one thread. */
struct yice_geo {
	GEOSContextHandle_t geos;
	PJ_CONTEXT *proj;
	PJ *plane; /* the last one asked for, with its origin */
	struct yice_point origin;
	struct geod_geodesic earth;
};

struct yice_xy {
	double x, y; /* metres east and north of the plane's origin */
};

/* Makes the plane of that origin the current one. YICE_OK, YICE_ENOMEM. */
int yice_plane_set(struct yice_geo *geo, struct yice_point origin) YICE_MUST_CHECK;
/* A place in units, which need not be whole, in the current plane. Infinite where the projection has no
 * answer. */
struct yice_xy yice_plane_forward(struct yice_geo *geo, double lon, double lat);
/* Rounded to the unit. YICE_ERANGE where there is no answer. */
int yice_plane_inverse(struct yice_geo *geo, struct yice_xy at, struct yice_point *out) YICE_MUST_CHECK;
/* Metres along the ellipsoid. */
double yice_geodesic(const struct yice_geo *geo, struct yice_point a, struct yice_point b);

/*
 * An edge is straight in longitude and latitude, in a plane it is a curve. It is
 * drawn there in pieces: of one of `piece` metres, the curve is nowhere farther
 * than YICE_BEND · piece² metres (the curvature of a line across meridians is at
 * most 1.09 tan(latitude) / radius, and latitudes end at 54 degrees).
 */
#define YICE_BEND 3e-8

/* How shapes become coordinates of GEOS. */
struct yice_frame {
	bool plane; /* metres in the current plane; else units from origin, exactly */
	struct yice_point origin;
	double piece;         /* of edges in the plane, metres; 0: edges are not divided */
	struct yice_box near; /* edges whose box does not meet this one are not divided */
	double longest;       /* out: longest piece of those that were not */
};

/* Coordinates of a part, x and y in turn, in place of what is in the buffer. Failed memory shows in it. */
void yice_frame_part(struct yice_geo *geo, struct yice_frame *frame, const struct yice_shape *shape,
		     const struct yice_part *part, struct yice_buf *out);

#endif
