/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures of shapes: areas, lengths and nearest points in a transverse
 * Mercator plane, each with what may be wrong about it, so that the range given
 * out holds the true value. Topology (whether two meet at all) is asked in whole
 * units, where the answer is exact, and never concluded from a measure.
 */
#include <math.h>

#include "runtime/geo/gate_internal.h"

#define PIECE        50.0      /* metres, of an edge in a plane: bent by less than 0.08 mm */
#define UNIT_SLIP    1.6e-4    /* metres: half a unit in both directions, and what rounding in doubles adds */
#define RADIUS       6335000.0 /* least radius of curvature of the ellipsoid */
#define KM_UNITS     16700000.0         /* more units of longitude than a kilometre has anywhere in China */
#define UNITS_KM     8900000.0          /* fewer units than any kilometre has */
#define COMPARED_MAX UINT64_C(50000000) /* pairs of points */
#define POINTS_MAX   1000000.0          /* that dividing the edges of a shape may add */

static struct yice_point middle(struct yice_point a, struct yice_point b)
{
	return (struct yice_point){ a.lon + (b.lon - a.lon) / 2, a.lat + (b.lat - a.lat) / 2 };
}

static struct yice_range range_of(double low, double high)
{
	return (struct yice_range){ low > 0 ? (int64_t)floor(low) : 0, (int64_t)ceil(high) };
}

static struct yice_box everything(void)
{
	return (struct yice_box){ { INT64_MIN, INT64_MIN }, { INT64_MAX, INT64_MAX } };
}

/* ---------------------------------------------------------------- areas and lengths */

/* Sums over a shape's parts in the plane; areas are signed, holes taking away. */
struct sums {
	double area, length;
};

static void sum_part(const struct yice_buf *buf, struct sums *sums)
{
	const double *at = (const double *)(const void *)buf->data;
	size_t count = buf->len / (2 * sizeof(double));
	double area = 0;

	for (size_t i = 0; i + 1 < count; i++, at += 2) {
		/* From the part's first point, so that the products stay small. */
		double ax = at[0] - ((const double *)(const void *)buf->data)[0];
		double ay = at[1] - ((const double *)(const void *)buf->data)[1];
		double dx = at[2] - at[0], dy = at[3] - at[1];

		area += ax * dy - ay * dx;
		sums->length += hypot(dx, dy);
	}
	sums->area += area / 2;
}

/* The size of pieces: larger for shapes that would have too many, as one may zigzag across the country. */
static double piece_for(const struct yice_shape *shape, struct yice_box near)
{
	double units = 0;

	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_point *at = shape->points + shape->parts[i].first;

		for (uint32_t j = 0; j + 1 < shape->parts[i].count; j++) {
			struct yice_box box = yice_points_box(at + j, 2);

			if (yice_box_meets(&box, &near))
				units += (double)(box.max.lon - box.min.lon + box.max.lat - box.min.lat);
		}
	}
	return fmax(PIECE, units / UNITS_KM * 1000 / POINTS_MAX);
}

static int sum_shape(struct yice_geo *geo, const struct yice_shape *shape, struct sums *sums, double *bend)
{
	struct yice_frame frame = { .plane = true, .near = everything() };
	struct yice_buf buf = YICE_BUF_INIT;

	*sums = (struct sums){ 0, 0 };
	frame.piece = piece_for(shape, frame.near);
	*bend = YICE_BEND * frame.piece * frame.piece;
	for (uint32_t i = 0; i < shape->part_count && !buf.failed; i++) {
		yice_frame_part(geo, &frame, shape, &shape->parts[i], &buf);
		if (!buf.failed)
			sum_part(&buf, sums);
	}
	if (buf.failed) {
		yice_buf_release(&buf);
		return YICE_ENOMEM;
	}
	yice_buf_release(&buf);
	return isfinite(sums->area) && isfinite(sums->length) && fabs(sums->area) < 9e12 ? YICE_OK
											 : YICE_ERANGE;
}

/* The plane areas are measured in. */
static int set_plane(struct yice_geo *geo, const struct yice_shape *shape, struct yice_area_method method)
{
	int64_t meridian = method.meridian * YICE_DEGREE;

	if (!method.meridian)
		return yice_plane_set(geo, middle(shape->box.min, shape->box.max));
	if (method.meridian % 3 || shape->box.min.lon < meridian - 6 * YICE_DEGREE ||
	    shape->box.max.lon > meridian + 6 * YICE_DEGREE)
		return YICE_ERANGE;
	return yice_plane_set(geo, (struct yice_point){ meridian, 0 });
}

static struct yice_range area_range(double area, double doubt)
{
	doubt += fabs(area) * 1e-12 + 1e-6;
	return range_of((area - doubt) * 1e6, (area + doubt) * 1e6);
}

int yice_geo_area(struct yice_geo *geo, const struct yice_shape *shape, struct yice_area_method method,
		  struct yice_range *mm2)
{
	struct sums sums;
	double bend;
	int status = shape->kind == YICE_SHAPE_POLYGONS ? set_plane(geo, shape, method) : YICE_ERANGE;

	if (!status)
		status = sum_shape(geo, shape, &sums, &bend);
	if (!status)
		*mm2 = area_range(sums.area, sums.length * bend);
	return status;
}

/* ---------------------------------------------------------------- what two have in common */

static void add_points(struct yice_geo *geo, const GEOSGeometry *geometry, struct yice_point origin,
		       struct yice_shape_builder *builder)
{
	const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(geo->geos, geometry);
	unsigned count = 0;

	if (!seq || !GEOSCoordSeq_getSize_r(geo->geos, seq, &count))
		return;
	for (unsigned i = 0; i < count; i++) {
		double x, y;

		GEOSCoordSeq_getXY_r(geo->geos, seq, i, &x, &y);
		yice_shape_add(builder,
			       (struct yice_point){ origin.lon + llround(x), origin.lat + llround(y) });
	}
}

void yice_gate_read(struct yice_geo *geo, const GEOSGeometry *geometry, struct yice_point origin,
		    struct yice_shape_builder *builder)
{
	int type = GEOSGeomTypeId_r(geo->geos, geometry);

	if (GEOSisEmpty_r(geo->geos, geometry))
		return;
	if (type == GEOS_LINESTRING && builder->kind == YICE_SHAPE_LINES) {
		add_points(geo, geometry, origin, builder);
		yice_shape_end_part(builder, false);
	} else if (type == GEOS_POLYGON && builder->kind == YICE_SHAPE_POLYGONS) {
		add_points(geo, GEOSGetExteriorRing_r(geo->geos, geometry), origin, builder);
		yice_shape_end_part(builder, false);
		for (int i = 0; i < GEOSGetNumInteriorRings_r(geo->geos, geometry); i++) {
			add_points(geo, GEOSGetInteriorRingN_r(geo->geos, geometry, i), origin, builder);
			yice_shape_end_part(builder, true);
		}
	} else if (type >= GEOS_MULTIPOINT) {
		for (int i = 0; i < GEOSGetNumGeometries_r(geo->geos, geometry); i++)
			yice_gate_read(geo, GEOSGetGeometryN_r(geo->geos, geometry, i), origin, builder);
	}
}

/*
 * What a has in common with polygon b, or the rest of a, of a's kind, rounded to units. YICE_ENOTFOUND when nothing of
 * that kind is left of it then.
 */
static int overlay(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b, bool rest,
		   struct yice_arena *arena, struct yice_shape *out)
{
	struct yice_frame frame = { .origin = a->box.min };
	struct yice_shape_builder builder;
	struct yice_pair pair;
	GEOSGeometry *result;
	int status = yice_gate_pair(geo, &frame, a, b, &pair);

	if (status)
		return status;
	result = rest ? GEOSDifference_r(geo->geos, pair.a, pair.b) : GEOSIntersection_r(geo->geos, pair.a, pair.b);
	yice_gate_pair_free(geo, &pair);
	if (!result)
		return YICE_ERANGE;
	yice_shape_begin(&builder, a->kind, YICE_SHAPE_POINTS_MAX);
	yice_gate_read(geo, result, a->box.min, &builder);
	GEOSGeom_destroy_r(geo->geos, result);
	return yice_shape_finish(&builder, arena, out);
}

int yice_geo_union(struct yice_geo *geo, const struct yice_shape *shape, struct yice_arena *arena, struct yice_shape *out)
{
	struct yice_frame frame = { .origin = shape->box.min };
	struct yice_shape_builder builder;
	GEOSGeometry *all = yice_gate_geometry(geo, &frame, shape), *result;

	if (!all)
		return YICE_ENOMEM;
	result = GEOSUnaryUnionPrec_r(geo->geos, all, 1.0); /* whole units */
	GEOSGeom_destroy_r(geo->geos, all);
	if (!result)
		return YICE_ERANGE;
	yice_shape_begin(&builder, shape->kind, YICE_SHAPE_POINTS_MAX);
	yice_gate_read(geo, result, shape->box.min, &builder);
	GEOSGeom_destroy_r(geo->geos, result);
	return yice_shape_finish(&builder, arena, out);
}

int yice_geo_rest(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b, struct yice_arena *arena,
		  struct yice_shape *out)
{
	return overlay(geo, a, b, true, arena, out);
}

/* Whether a and b have more in common than boundaries, or a runs along that of b. */
static int meet_inside(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		       bool *out)
{
	enum yice_geo_relation relation;
	int status = yice_geo_relate(geo, a, b, &relation);

	*out = !status && relation >= YICE_BORDERS;
	return status;
}

/* The area of what a, a part of the whole, has in common with b, measured where the whole is, with all that rounding to
 * units may have changed. */
static int overlap(struct yice_geo *geo, const struct yice_shape *whole, const struct yice_shape *a,
		   const struct yice_shape *b, struct yice_area_method method, struct yice_range *mm2)
{
	struct sums own, shared = { 0, 0 };
	struct yice_arena arena;
	struct yice_shape both;
	double bend;
	int status;

	yice_arena_init(&arena);
	status = overlay(geo, a, b, false, &arena, &both);
	if (!status || status == YICE_ENOTFOUND) {
		bool nothing = status;

		status = set_plane(geo, whole, method);
		if (!status)
			status = sum_shape(geo, a, &own, &bend);
		if (!status && !nothing)
			status = sum_shape(geo, &both, &shared, &bend);
	}
	yice_arena_release(&arena);
	if (!status)
		*mm2 = area_range(shared.area, (own.length + shared.length) * (bend + UNIT_SLIP));
	return status;
}

int yice_geo_overlap(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		     struct yice_area_method method, struct yice_range *mm2)
{
	bool inside = false;
	int status = YICE_ERANGE;

	*mm2 = (struct yice_range){ 0, 0 };
	if (a->kind == YICE_SHAPE_POLYGONS && b->kind == YICE_SHAPE_POLYGONS)
		status = meet_inside(geo, a, b, &inside);
	return status || !inside ? status : overlap(geo, a, a, b, method, mm2);
}

/* Edges are measured as geodesics, of which one of L metres is shorter by at most BENT_SHORT · L³. */
#define BENT_SHORT 2.4e-15

static struct yice_range length_of(const struct yice_geo *geo, const struct yice_shape *lines, double slip)
{
	double metres = 0, doubt = 1e-6;

	for (uint32_t i = 0; i < lines->part_count; i++) {
		const struct yice_point *at = lines->points + lines->parts[i].first;

		for (uint32_t j = 0; j + 1 < lines->parts[i].count; j++) {
			double edge = yice_geodesic(geo, at[j], at[j + 1]);

			metres += edge;
			doubt += edge * edge * edge * BENT_SHORT + 2 * slip;
		}
	}
	doubt += metres * 1e-12;
	return range_of((metres - doubt) * 1000, (metres + doubt) * 1000);
}

int64_t yice_geo_edge(const struct yice_geo *geo, struct yice_point a, struct yice_point b)
{
	int64_t pieces = (llabs(b.lon - a.lon) + llabs(b.lat - a.lat)) / (int64_t)UNITS_KM + 1;
	struct yice_point from = a;
	double metres = 0;

	for (int64_t i = 1; i <= pieces; i++) {
		struct yice_point to = { a.lon + (b.lon - a.lon) * i / pieces, a.lat + (b.lat - a.lat) * i / pieces };

		metres += yice_geodesic(geo, from, to);
		from = to;
	}
	return llround(metres * 1e9);
}

/* Of lines that have more in common with polygon b than a touch. */
static int length_in(struct yice_geo *geo, const struct yice_shape *lines, const struct yice_shape *b, struct yice_range *mm)
{
	struct yice_arena arena;
	struct yice_shape both;
	int status;

	yice_arena_init(&arena);
	status = overlay(geo, lines, b, false, &arena, &both);
	if (!status)
		*mm = length_of(geo, &both, UNIT_SLIP);
	else if (status == YICE_ENOTFOUND)
		*mm = (struct yice_range){ 0, 1 };
	yice_arena_release(&arena);
	return status == YICE_ENOTFOUND ? YICE_OK : status;
}

int yice_geo_length(struct yice_geo *geo, const struct yice_shape *lines, const struct yice_shape *b,
		    struct yice_range *mm)
{
	bool inside = false;
	int status = lines->kind == YICE_SHAPE_LINES ? YICE_OK : YICE_ERANGE;

	*mm = (struct yice_range){ 0, 0 };
	if (status)
		return status;
	if (!b) {
		*mm = length_of(geo, lines, 0);
		return YICE_OK;
	}
	status = b->kind == YICE_SHAPE_POLYGONS ? meet_inside(geo, lines, b, &inside) : YICE_ERANGE;
	return status || !inside ? status : length_in(geo, lines, b, mm);
}

/* What the rest of a has in common with b; of lines that only run along its boundary, perhaps nothing. */
static int common_part(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *rest,
		       const struct yice_shape *b, struct yice_area_method method, struct yice_range *part)
{
	enum yice_geo_relation relation;
	int status = yice_geo_relate(geo, rest, b, &relation);

	*part = (struct yice_range){ 0, 0 };
	if (status || relation < YICE_BORDERS)
		return status;
	if (a->kind == YICE_SHAPE_POLYGONS)
		return overlap(geo, a, rest, b, method, part);
	status = length_in(geo, rest, b, part);
	if (relation == YICE_BORDERS)
		part->low = 0;
	return status;
}

int yice_geo_covered(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b, uint32_t count,
		    struct yice_area_method method, struct yice_range *out)
{
	struct yice_shape rest = *a;
	struct yice_arena arena;
	int status = a->kind == YICE_SHAPE_POINTS ? YICE_ERANGE : YICE_OK;

	*out = (struct yice_range){ 0, 0 };
	yice_arena_init(&arena);
	for (uint32_t i = 0; i < count && !status; i++) {
		struct yice_range part = { 0, 0 };

		status = b[i].kind == YICE_SHAPE_POLYGONS ? common_part(geo, a, &rest, &b[i], method, &part) : YICE_ERANGE;
		out->low += part.low;
		out->high += part.high;
		if (!status && i + 1 < count)
			status = overlay(geo, &rest, &b[i], true, &arena, &rest);
	}
	yice_arena_release(&arena);
	return status == YICE_ENOTFOUND ? YICE_OK : status; /* nothing is left of a */
}

/* ---------------------------------------------------------------- nearest points */

/* A polygon's rings as lines: where shapes are apart, or borders meet, nothing else is nearest. */
static struct yice_shape outline(const struct yice_shape *shape)
{
	struct yice_shape lines = *shape;

	if (lines.kind == YICE_SHAPE_POLYGONS)
		lines.kind = YICE_SHAPE_LINES;
	return lines;
}

/*
 * The nearest points of two outlines, a's first. GEOS has an index for that in prepared lines only; points
 * against points are compared one by one, up to a limit.
 */
static int nearest_outlines(struct yice_geo *geo, struct yice_frame *frame_a, struct yice_frame *frame_b,
			    const struct yice_shape *a, const struct yice_shape *b, struct yice_xy at[2])
{
	struct yice_shape lines_a = outline(a), lines_b = outline(b);
	bool swap = b->kind == YICE_SHAPE_POINTS && a->kind != YICE_SHAPE_POINTS;
	GEOSGeometry *ga = yice_gate_geometry(geo, frame_a, &lines_a);
	GEOSGeometry *gb = ga ? yice_gate_geometry(geo, frame_b, &lines_b) : NULL;
	const GEOSPreparedGeometry *prepared = gb ? GEOSPrepare_r(geo->geos, swap ? ga : gb) : NULL;
	GEOSCoordSequence *seq =
	    prepared ? GEOSPreparedNearestPoints_r(geo->geos, prepared, swap ? gb : ga) : NULL;
	int status = seq ? YICE_OK : prepared ? YICE_ERANGE : YICE_ENOMEM;

	if (seq) {
		GEOSCoordSeq_getXY_r(geo->geos, seq, 0, &at[!swap].x, &at[!swap].y);
		GEOSCoordSeq_getXY_r(geo->geos, seq, 1, &at[swap].x, &at[swap].y);
		GEOSCoordSeq_destroy_r(geo->geos, seq);
	}
	if (prepared)
		GEOSPreparedGeom_destroy_r(geo->geos, prepared);
	if (gb)
		GEOSGeom_destroy_r(geo->geos, gb);
	if (ga)
		GEOSGeom_destroy_r(geo->geos, ga);
	return status;
}

/* The first point of a part that lies in the other shape, when one is all inside the other. */
static int inner_point(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		       struct yice_point *out)
{
	for (uint32_t i = 0; i < a->part_count + b->part_count; i++) {
		bool of_a = i < a->part_count;
		const struct yice_shape *own = of_a ? a : b;
		struct yice_point at = own->points[own->parts[of_a ? i : i - a->part_count].first];
		struct yice_part part = { 0, 1, false };
		struct yice_shape point = { YICE_SHAPE_POINTS, &at, &part, 1, 1, { at, at } };
		enum yice_geo_relation relation;
		int status = yice_geo_relate(geo, &point, of_a ? b : a, &relation);

		if (status)
			return status;
		if (relation == YICE_APART)
			continue;
		*out = at;
		return YICE_OK;
	}
	return YICE_ERANGE;
}

/* A point that both shapes have: where their borders meet, rounded, or one inside. */
static int common_point(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
			struct yice_point *out)
{
	struct yice_frame frame = { .origin = a->box.min };
	struct yice_xy at[2];
	int status = nearest_outlines(geo, &frame, &frame, a, b, at);

	if (status)
		return status;
	*out =
	    (struct yice_point){ frame.origin.lon + llround(at[0].x), frame.origin.lat + llround(at[0].y) };
	return hypot(at[0].x - at[1].x, at[0].y - at[1].y) < 1 ? YICE_OK : inner_point(geo, a, b, out);
}

static struct yice_box widen(struct yice_box box, double metres)
{
	int64_t by = (int64_t)ceil(metres / 1000 * KM_UNITS) + 1;

	return (struct yice_box){ { box.min.lon - by, box.min.lat - by },
				  { box.max.lon + by, box.max.lat + by } };
}

/* A first pass with edges undivided; *reach is more than the distance that is looked for. */
static int nearest_roughly(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
			   struct yice_point *between, double *reach)
{
	struct yice_frame frame_a = { .plane = true }, frame_b = { .plane = true };
	struct yice_point pa, pb;
	struct yice_xy at[2];
	double bend;
	int status = yice_plane_set(geo, middle(a->box.min, a->box.max));

	if (!status)
		status = nearest_outlines(geo, &frame_a, &frame_b, a, b, at);
	if (!status)
		status = yice_plane_inverse(geo, at[0], &pa);
	if (!status)
		status = yice_plane_inverse(geo, at[1], &pb);
	if (status)
		return status;
	bend = YICE_BEND * (frame_a.longest * frame_a.longest + frame_b.longest * frame_b.longest);
	*between = middle(pa, pb);
	*reach = yice_geodesic(geo, pa, pb) + bend + 1;
	return YICE_OK;
}

static struct yice_box meet(struct yice_box a, struct yice_box b)
{
	return (struct yice_box){
		{ a.min.lon > b.min.lon ? a.min.lon : b.min.lon,
		  a.min.lat > b.min.lat ? a.min.lat : b.min.lat },
		{ a.max.lon < b.max.lon ? a.max.lon : b.max.lon,
		  a.max.lat < b.max.lat ? a.max.lat : b.max.lat },
	};
}

/* Greatest distance of a box from the plane's meridian. */
static double farthest(struct yice_geo *geo, struct yice_box box)
{
	double far = 0;

	for (int i = 0; i < 4; i++) {
		struct yice_xy at = yice_plane_forward(geo, (double)(i & 1 ? box.max.lon : box.min.lon),
						       (double)(i & 2 ? box.max.lat : box.min.lat));

		far = fmax(far, fabs(at.x));
	}
	return far;
}

/*
 * How many times as long as on the ellipsoid a way can be in the current plane, when it leads from a to b and
 * is not longer than reach. cosh is the factor on a sphere, and bounds that of the ellipsoid by the least
 * radius.
 */
static double stretch(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		      double reach)
{
	double far_a = farthest(geo, meet(a->box, widen(b->box, reach)));
	double far_b = farthest(geo, meet(b->box, widen(a->box, reach)));

	return cosh(fmax(far_a, far_b) / RADIUS);
}

static int nearest_apart(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
			 struct yice_nearest *out)
{
	struct yice_frame frame_a = { .plane = true }, frame_b = frame_a;
	struct yice_xy at[2];
	struct yice_point between;
	double reach, doubt, metres;
	int status = nearest_roughly(geo, a, b, &between, &reach);

	if (!status)
		status = yice_plane_set(geo, between);
	if (status)
		return status;
	frame_a.near = widen(b->box, reach);
	frame_b.near = widen(a->box, reach);
	frame_a.piece = piece_for(a, frame_a.near);
	frame_b.piece = piece_for(b, frame_b.near);
	doubt = YICE_BEND * (frame_a.piece * frame_a.piece + frame_b.piece * frame_b.piece) + 2 * UNIT_SLIP;
	status = nearest_outlines(geo, &frame_a, &frame_b, a, b, at);
	if (!status)
		status = yice_plane_inverse(geo, at[0], &out->a);
	if (!status)
		status = yice_plane_inverse(geo, at[1], &out->b);
	if (status)
		return status;
	metres = yice_geodesic(geo, out->a, out->b);
	out->mm.high = (int64_t)ceil((metres + doubt) * 1000);
	metres = fmin(metres, hypot(at[0].x - at[1].x, at[0].y - at[1].y) / stretch(geo, a, b, reach));
	out->mm.low = metres > doubt ? (int64_t)floor((metres - doubt) * 1000) : 0;
	return YICE_OK;
}

int yice_geo_nearest(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		     struct yice_nearest *out)
{
	struct yice_frame frame = { .origin = a->box.min };
	struct yice_pair pair;
	char meets;
	int status;

	*out = (struct yice_nearest){ { 0, 0 }, { 0, 0 }, { 0, 0 } };
	if (a->kind == YICE_SHAPE_POINTS && b->kind == YICE_SHAPE_POINTS &&
	    (uint64_t)a->point_count * b->point_count > COMPARED_MAX)
		return YICE_ERANGE;
	status = yice_gate_pair(geo, &frame, a, b, &pair);
	if (status)
		return status;
	meets = GEOSPreparedIntersects_r(geo->geos, pair.prepared, pair.a);
	status = meets == 2 ? YICE_ERANGE : YICE_OK;
	yice_gate_pair_free(geo, &pair);
	if (meets == 1)
		status = common_point(geo, a, b, &out->a);
	out->b = out->a;
	return status || meets ? status : nearest_apart(geo, a, b, out);
}
