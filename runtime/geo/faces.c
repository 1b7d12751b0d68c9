/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Polygons that lines enclose, that two shapes share, and edges held along each
 * other. Called by the check of units (compiler/geometry_check.c) and, for
 * edges, by the search for neighbours (compiler/border.c). GEOS works in whole
 * units from a corner, exactly where lines have their points; what comes out is
 * rounded to units, a tenth of a millimetre.
 */
#include "runtime/geo/faces.h"

#include <math.h>

#include "runtime/geo/gate_internal.h"

/* ---------------------------------------------------------------- from GEOS */

static int read_inner(struct yice_geo *geo, const GEOSGeometry *polygon, struct yice_point origin, struct yice_point *out)
{
	GEOSGeometry *at = GEOSPointOnSurface_r(geo->geos, polygon);
	double x, y;
	int status = YICE_ERANGE;

	if (at && GEOSisEmpty_r(geo->geos, at) == 0 && GEOSGeomGetX_r(geo->geos, at, &x) == 1 &&
	    GEOSGeomGetY_r(geo->geos, at, &y) == 1) {
		*out = (struct yice_point){ origin.lon + llround(x), origin.lat + llround(y) };
		status = YICE_OK;
	}
	if (at)
		GEOSGeom_destroy_r(geo->geos, at);
	return status;
}

/* One polygon; nothing when rounding leaves nothing of it. */
static int read_face(struct yice_geo *geo, const GEOSGeometry *polygon, struct yice_point origin, struct yice_arena *arena,
		     struct yice_faces *out)
{
	struct yice_face face;
	struct yice_shape_builder builder;
	int status;

	if (GEOSGeomTypeId_r(geo->geos, polygon) != GEOS_POLYGON || GEOSisEmpty_r(geo->geos, polygon))
		return YICE_OK;
	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	yice_gate_read(geo, polygon, origin, &builder);
	status = yice_shape_finish(&builder, arena, &face.shape);
	if (status)
		return status == YICE_ENOTFOUND ? YICE_OK : status;
	status = read_inner(geo, polygon, origin, &face.inner);
	if (!status)
		out->items[out->count++] = face;
	return status;
}

/* Takes over the geometry; NULL is what GEOS gives for no answer. */
static int read_faces(struct yice_geo *geo, GEOSGeometry *geometry, struct yice_point origin, struct yice_arena *arena,
		      struct yice_faces *out)
{
	int count = geometry ? GEOSGetNumGeometries_r(geo->geos, geometry) : -1, status = YICE_OK;

	*out = (struct yice_faces){ NULL, 0 };
	if (count >= 0)
		out->items = yice_arena_array(arena, (size_t)count + 1, sizeof(*out->items));
	if (count < 0 || !out->items)
		status = count < 0 ? YICE_ERANGE : YICE_ENOMEM;
	for (int i = 0; i < count && !status; i++)
		status = read_face(geo, GEOSGetGeometryN_r(geo->geos, geometry, i), origin, arena, out);
	if (geometry)
		GEOSGeom_destroy_r(geo->geos, geometry);
	return status;
}

/* A collection of what was made, which it takes over; NULL when `made` is not `count`. */
static GEOSGeometry *collect(struct yice_geo *geo, int type, GEOSGeometry **items, size_t made, size_t count)
{
	if (items && made == count)
		return GEOSGeom_createCollection_r(geo->geos, type, items, (unsigned)count);
	for (size_t i = 0; i < made; i++)
		GEOSGeom_destroy_r(geo->geos, items[i]);
	return NULL;
}

/* Lines that cross get a point there, and what runs twice is one. Takes over the geometry. */
static GEOSGeometry *unite(struct yice_geo *geo, GEOSGeometry *geometry)
{
	GEOSGeometry *out = geometry ? GEOSUnaryUnion_r(geo->geos, geometry) : NULL;

	if (geometry)
		GEOSGeom_destroy_r(geo->geos, geometry);
	return out;
}

/* ---------------------------------------------------------------- what lines enclose */

static GEOSGeometry *make_line(struct yice_geo *geo, struct yice_segment line, struct yice_point origin)
{
	double at[4] = { (double)(line.from.lon - origin.lon), (double)(line.from.lat - origin.lat),
			 (double)(line.to.lon - origin.lon), (double)(line.to.lat - origin.lat) };
	GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(geo->geos, at, 2, 0, 0);

	return seq ? GEOSGeom_createLineString_r(geo->geos, seq) : NULL;
}

int yice_geo_enclosed(struct yice_geo *geo, const struct yice_segment *lines, size_t count, struct yice_arena *arena,
		      struct yice_faces *out)
{
	GEOSGeometry **items = count ? malloc(count * sizeof(GEOSGeometry *)) : NULL, *noded, *result = NULL;
	struct yice_point origin = count ? lines[0].from : (struct yice_point){ 0, 0 };
	size_t made = 0;

	*out = (struct yice_faces){ NULL, 0 };
	if (!items)
		return count ? YICE_ENOMEM : YICE_OK;
	for (; made < count; made++) {
		items[made] = make_line(geo, lines[made], origin);
		if (!items[made])
			break;
	}
	noded = unite(geo, collect(geo, GEOS_MULTILINESTRING, items, made, count));
	free(items);
	if (made < count)
		return YICE_ENOMEM;
	if (noded) {
		result = GEOSPolygonize_r(geo->geos, (const GEOSGeometry *const *)&noded, 1);
		GEOSGeom_destroy_r(geo->geos, noded);
	}
	return read_faces(geo, result, origin, arena, out);
}

int yice_geo_joined(struct yice_geo *geo, const struct yice_faces *faces, struct yice_arena *arena, struct yice_faces *out)
{
	GEOSGeometry **items = faces->count ? malloc(faces->count * sizeof(GEOSGeometry *)) : NULL, *joined;
	struct yice_frame frame = { .origin = { 0, 0 } };
	uint32_t made = 0;

	*out = (struct yice_faces){ NULL, 0 };
	if (!items)
		return faces->count ? YICE_ENOMEM : YICE_OK;
	frame.origin = faces->items[0].shape.box.min;
	for (; made < faces->count; made++) {
		items[made] = yice_gate_geometry(geo, &frame, &faces->items[made].shape);
		if (!items[made])
			break;
	}
	joined = unite(geo, collect(geo, GEOS_MULTIPOLYGON, items, made, faces->count));
	free(items);
	if (made < faces->count)
		return YICE_ENOMEM;
	return read_faces(geo, joined, frame.origin, arena, out);
}

int yice_geo_common(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b, struct yice_arena *arena,
		    struct yice_faces *out)
{
	struct yice_frame frame = { .origin = a->box.min };
	enum yice_geo_relation relation;
	struct yice_pair pair;
	GEOSGeometry *result;
	int status = yice_geo_relate(geo, a, b, &relation);

	*out = (struct yice_faces){ NULL, 0 };
	if (status || relation < YICE_OVERLAPS)
		return status;
	status = yice_gate_pair(geo, &frame, a, b, &pair);
	if (status)
		return status;
	result = GEOSIntersection_r(geo->geos, pair.a, pair.b);
	yice_gate_pair_free(geo, &pair);
	return read_faces(geo, result, frame.origin, arena, out);
}

/* Drawn in by so much and out again; NULL when GEOS finds no answer. A little farther out, so that sides come back. */
static GEOSGeometry *open_out(struct yice_geo *geo, const GEOSGeometry *whole, double by)
{
	GEOSGeometry *in = GEOSBufferWithStyle_r(geo->geos, whole, -by, 1, GEOSBUF_CAP_FLAT, GEOSBUF_JOIN_MITRE, 4);
	GEOSGeometry *back = in ? GEOSBufferWithStyle_r(geo->geos, in, by + 2, 1, GEOSBUF_CAP_FLAT, GEOSBUF_JOIN_MITRE, 4) : NULL;
	GEOSGeometry *out = back ? GEOSIntersection_r(geo->geos, whole, back) : NULL;

	if (in)
		GEOSGeom_destroy_r(geo->geos, in);
	if (back)
		GEOSGeom_destroy_r(geo->geos, back);
	return out;
}

int yice_geo_thick(struct yice_geo *geo, const struct yice_face *face, int64_t units, struct yice_arena *arena,
		   struct yice_faces *out)
{
	struct yice_frame frame = { .origin = face->shape.box.min };
	GEOSGeometry *whole = yice_gate_geometry(geo, &frame, &face->shape);
	GEOSGeometry *thick;
	double before = 0, after = 0;
	bool narrow;

	if (!whole)
		return YICE_ENOMEM;
	thick = open_out(geo, whole, (double)units);
	narrow = thick && GEOSLength_r(geo->geos, whole, &before) && GEOSLength_r(geo->geos, thick, &after) &&
		 after < 0.9 * before;
	GEOSGeom_destroy_r(geo->geos, whole);
	if (narrow)
		return read_faces(geo, thick, frame.origin, arena, out);
	if (thick)
		GEOSGeom_destroy_r(geo->geos, thick);
	*out = (struct yice_faces){ yice_arena_array(arena, 1, sizeof(*out->items)), 1 };
	if (!out->items)
		return YICE_ENOMEM;
	out->items[0] = *face;
	return YICE_OK;
}

/* ---------------------------------------------------------------- edges along each other */

/* Metres east and north of an edge's first point: exact to 0.1 % within some kilometres of it. */
struct scale {
	struct yice_point origin;
	double east, north; /* metres of a unit */
};

#define RADIANS (3.14159265358979323846 / 180 / 1e9)

static struct scale scale_of(struct yice_segment edge)
{
	double lat = (double)(edge.from.lat / 2 + edge.to.lat / 2) * RADIANS;

	/* The series of the ellipsoid's radii, to a few centimetres in a degree. */
	return (struct scale){ edge.from, (111412.84 * cos(lat) - 93.5 * cos(3 * lat)) / 1e9,
			       (111132.954 - 559.822 * cos(2 * lat) + 1.175 * cos(4 * lat)) / 1e9 };
}

static struct yice_xy in_scale(const struct scale *scale, struct yice_point p)
{
	return (struct yice_xy){ (double)(p.lon - scale->origin.lon) * scale->east,
				 (double)(p.lat - scale->origin.lat) * scale->north };
}

int64_t yice_edge_length(struct yice_segment edge)
{
	struct scale scale = scale_of(edge);
	struct yice_xy to = in_scale(&scale, edge.to);

	return llround(hypot(to.x, to.y) * 1000);
}

/* Narrows the part [0, 1] of a way by low ≤ at + t · step ≤ high. */
static void narrow(double part[2], double at, double step, double low, double high)
{
	if (fabs(step) < 1e-9) {
		if (at < low || at > high)
			part[1] = part[0] - 1;
		return;
	}
	part[0] = fmax(part[0], fmin((low - at) / step, (high - at) / step));
	part[1] = fmin(part[1], fmax((low - at) / step, (high - at) / step));
}

static struct yice_point part_way(struct yice_segment edge, double t)
{
	if (t <= 0 || t >= 1)
		return t <= 0 ? edge.from : edge.to;
	return (struct yice_point){ edge.from.lon + llround((double)(edge.to.lon - edge.from.lon) * t),
				    edge.from.lat + llround((double)(edge.to.lat - edge.from.lat) * t) };
}

bool yice_edge_along(struct yice_segment edge, struct yice_segment other, int64_t reach, struct yice_stretch *out)
{
	struct scale scale = scale_of(edge);
	struct yice_xy to = in_scale(&scale, edge.to), c = in_scale(&scale, other.from), d = in_scale(&scale, other.to);
	double length = hypot(to.x, to.y), wide = hypot(d.x - c.x, d.y - c.y), part[2] = { 0, 1 };
	double ux = (d.x - c.x) / wide, uy = (d.y - c.y) / wide, dot = to.x * ux + to.y * uy;

	if (!(length > 0 && wide > 0) || 2 * dot * dot < length * length)
		return false;
	/* Beside the other edge, and no farther from it than the reach. */
	narrow(part, -c.x * ux - c.y * uy, dot, 0, wide);
	narrow(part, c.x * uy - c.y * ux, ux * to.y - uy * to.x, -(double)reach / 1000, (double)reach / 1000);
	if (!((part[1] - part[0]) * length > 0.001))
		return false;
	for (int i = 0; i < 2; i++) {
		double t = part[i] * length < 0.001 ? 0 : (1 - part[i]) * length < 0.001 ? 1 : part[i];

		out->at[i] = part_way(edge, t);
		out->foot[i] = part_way(other, (-c.x * ux - c.y * uy + t * dot) / wide);
		*(i ? &out->to : &out->from) = llround(t * length * 1000);
	}
	return true;
}
