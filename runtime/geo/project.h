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
/* In the current plane. Infinite where the projection has no answer. */
struct yice_xy yice_plane_forward(struct yice_geo *geo, struct yice_point point);
/* Rounded to the unit. YICE_ERANGE where there is no answer. */
int yice_plane_inverse(struct yice_geo *geo, struct yice_xy at, struct yice_point *out) YICE_MUST_CHECK;
/* Metres along the ellipsoid. */
double yice_geodesic(const struct yice_geo *geo, struct yice_point a, struct yice_point b);

#endif
