/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate to PROJ. Planes are made from parameters, never from the database
 * of systems, so that no file of the machine takes part: the ellipsoid of
 * CGCS2000 is that of GRS80 (a 6378137 m, 1/f 298.257222101). The projection is
 * exact to nanometres within the zones used here.
 */
#include "runtime/geo/project.h"

#include <math.h>

#include "runtime/geo/crs.h"

#define UNITS ((double)YICE_DEGREE)

static struct geod_geodesic earth(void)
{
	struct geod_geodesic out;

	geod_init(&out, 6378137.0, 1 / 298.257222101);
	return out;
}

int yice_geo_new(struct yice_geo **out)
{
	struct yice_geo *geo = calloc(1, sizeof(*geo));

	*out = geo;
	if (!geo)
		return YICE_ENOMEM;
	geo->earth = earth();
	geo->geos = GEOS_init_r();
	geo->proj = proj_context_create();
	if (!geo->geos || !geo->proj) {
		yice_geo_free(geo);
		*out = NULL;
		return YICE_ENOMEM;
	}
	proj_log_level(geo->proj, PJ_LOG_NONE);
	return YICE_OK;
}

void yice_geo_free(struct yice_geo *geo)
{
	if (!geo)
		return;
	if (geo->plane)
		proj_destroy(geo->plane);
	if (geo->proj)
		proj_context_destroy(geo->proj);
	if (geo->geos)
		GEOS_finish_r(geo->geos);
	free(geo);
}

int yice_plane_set(struct yice_geo *geo, struct yice_point origin)
{
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	if (geo->plane && geo->origin.lon == origin.lon && geo->origin.lat == origin.lat)
		return YICE_OK;
	if (geo->plane)
		proj_destroy(geo->plane);
	geo->plane = NULL;
	yice_buf_adds(&text, "+proj=tmerc +ellps=GRS80 +lon_0=");
	yice_degree_show(origin.lon, &text);
	yice_buf_adds(&text, " +lat_0=");
	yice_degree_show(origin.lat, &text);
	status = yice_buf_status(&text);
	if (!status) {
		geo->plane = proj_create(geo->proj, text.data);
		status = geo->plane ? YICE_OK : YICE_ENOMEM;
	}
	geo->origin = origin;
	yice_buf_release(&text);
	return status;
}

struct yice_xy yice_plane_forward(struct yice_geo *geo, struct yice_point point)
{
	PJ_COORD at = proj_coord(proj_torad((double)point.lon / UNITS), proj_torad((double)point.lat / UNITS), 0, 0);

	at = proj_trans(geo->plane, PJ_FWD, at);
	return (struct yice_xy){ at.xy.x, at.xy.y };
}

int yice_plane_inverse(struct yice_geo *geo, struct yice_xy at, struct yice_point *out)
{
	PJ_COORD place = proj_trans(geo->plane, PJ_INV, proj_coord(at.x, at.y, 0, 0));
	double lon = proj_todeg(place.lp.lam), lat = proj_todeg(place.lp.phi);

	if (!(fabs(lon) <= 180 && fabs(lat) <= 90))
		return YICE_ERANGE;
	*out = (struct yice_point){ llround(lon * UNITS), llround(lat * UNITS) };
	return YICE_OK;
}

double yice_geodesic(const struct yice_geo *geo, struct yice_point a, struct yice_point b)
{
	double metres;

	geod_inverse(&geo->earth, (double)a.lat / UNITS, (double)a.lon / UNITS, (double)b.lat / UNITS,
		     (double)b.lon / UNITS, &metres, NULL, NULL);
	return metres;
}

int yice_grid_point(struct yice_geo *geo, int meridian, int64_t east, int64_t north, struct yice_point *out)
{
	int status = yice_plane_set(geo, (struct yice_point){ meridian * YICE_DEGREE, 0 });

	if (status)
		return status;
	return yice_plane_inverse(geo, (struct yice_xy){ (double)(east - YICE_FALSE_EAST) / 1e4, (double)north / 1e4 },
				  out);
}
