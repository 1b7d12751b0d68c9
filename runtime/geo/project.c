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

struct yice_xy yice_plane_forward(struct yice_geo *geo, double lon, double lat)
{
	PJ_COORD at = proj_coord(proj_torad(lon / UNITS), proj_torad(lat / UNITS), 0, 0);

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

static void put(struct yice_buf *out, double x, double y)
{
	yice_buf_add(out, (const double[]){ x, y }, 2 * sizeof(double));
}

/* The points of the edge from a to b behind a, which stands at `from` in the plane. */
static struct yice_xy put_edge(struct yice_geo *geo, struct yice_frame *frame, struct yice_point a,
			       struct yice_xy from, struct yice_point b, struct yice_buf *out)
{
	struct yice_box box = yice_points_box((const struct yice_point[]){ a, b }, 2);
	struct yice_xy to = yice_plane_forward(geo, (double)b.lon, (double)b.lat);
	double length = hypot(to.x - from.x, to.y - from.y);

	if (frame->piece > 0 && yice_box_meets(&box, &frame->near)) {
		double pieces = ceil(length / frame->piece);

		for (double i = 1; i < pieces && !out->failed; i++) {
			struct yice_xy at =
			    yice_plane_forward(geo, (double)a.lon + (double)(b.lon - a.lon) * (i / pieces),
					       (double)a.lat + (double)(b.lat - a.lat) * (i / pieces));

			put(out, at.x, at.y);
		}
	} else if (length > frame->longest) {
		frame->longest = length;
	}
	put(out, to.x, to.y);
	return to;
}

void yice_frame_part(struct yice_geo *geo, struct yice_frame *frame, const struct yice_shape *shape,
		     const struct yice_part *part, struct yice_buf *out)
{
	const struct yice_point *points = shape->points + part->first;
	struct yice_xy at;

	yice_buf_clear(out);
	if (!frame->plane) {
		for (uint32_t i = 0; i < part->count; i++)
			put(out, (double)(points[i].lon - frame->origin.lon),
			    (double)(points[i].lat - frame->origin.lat));
		return;
	}
	at = yice_plane_forward(geo, (double)points[0].lon, (double)points[0].lat);
	put(out, at.x, at.y);
	for (uint32_t i = 1; i < part->count; i++)
		at = put_edge(geo, frame, points[i - 1], at, points[i], out);
}

int yice_grid_point(struct yice_geo *geo, int meridian, int64_t east, int64_t north, struct yice_point *out)
{
	int status = yice_plane_set(geo, (struct yice_point){ meridian * YICE_DEGREE, 0 });

	if (status)
		return status;
	return yice_plane_inverse(
	    geo, (struct yice_xy){ (double)(east - YICE_FALSE_EAST) / 1e4, (double)north / 1e4 }, out);
}
