/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate to GEOS: shapes become its geometries here and nowhere else. GEOS
 * sees no empty geometry, no unclosed ring and no number that is not finite.
 * Topology is asked in whole units from a corner of the shape, which doubles
 * hold exactly; measures are taken in metric.c.
 */
#include "runtime/geo/crowd.h"
#include "runtime/geo/gate_internal.h"

/* ---------------------------------------------------------------- shapes to geometries */

static GEOSGeometry *part_geometry(struct yice_geo *geo, enum yice_shape_kind kind,
				   const struct yice_buf *buf)
{
	GEOSCoordSequence *seq;

	if (buf->failed)
		return NULL;
	seq = GEOSCoordSeq_copyFromBuffer_r(geo->geos, (const double *)(const void *)buf->data,
					    (unsigned)(buf->len / (2 * sizeof(double))), 0, 0);
	if (!seq)
		return NULL;
	switch (kind) {
	case YICE_SHAPE_POINTS:
		return GEOSGeom_createPoint_r(geo->geos, seq);
	case YICE_SHAPE_LINES:
		return GEOSGeom_createLineString_r(geo->geos, seq);
	default:
		return GEOSGeom_createLinearRing_r(geo->geos, seq);
	}
}

static void destroy_all(struct yice_geo *geo, GEOSGeometry **items, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		GEOSGeom_destroy_r(geo->geos, items[i]);
}

/* Joins an outer ring, which comes first, and its holes into a polygon; takes them all over. */
static GEOSGeometry *join_rings(struct yice_geo *geo, GEOSGeometry **rings, uint32_t count)
{
	return GEOSGeom_createPolygon_r(geo->geos, rings[0], count > 1 ? rings + 1 : NULL, count - 1);
}

/* Makes polygons of the rings in place. Their number, or 0 when that failed and nothing is left. */
static uint32_t make_polygons(struct yice_geo *geo, const struct yice_shape *shape, GEOSGeometry **rings)
{
	uint32_t made = 0, next;

	for (uint32_t i = 0; i < shape->part_count; i = next) {
		GEOSGeometry *polygon;

		for (next = i + 1; next < shape->part_count && shape->parts[next].hole;)
			next++;
		polygon = join_rings(geo, rings + i, next - i);
		if (!polygon) {
			destroy_all(geo, rings, made);
			destroy_all(geo, rings + next, shape->part_count - next);
			return 0;
		}
		rings[made++] = polygon;
	}
	return made;
}

static GEOSGeometry *join_parts(struct yice_geo *geo, const struct yice_shape *shape, GEOSGeometry **parts)
{
	static const int multi[] = { GEOS_MULTIPOINT, GEOS_MULTILINESTRING, GEOS_MULTIPOLYGON };
	uint32_t count = shape->part_count;

	if (shape->kind == YICE_SHAPE_POLYGONS)
		count = make_polygons(geo, shape, parts);
	if (count < 2)
		return count ? parts[0] : NULL;
	return GEOSGeom_createCollection_r(geo->geos, multi[shape->kind], parts, count);
}

GEOSGeometry *yice_gate_geometry(struct yice_geo *geo, struct yice_frame *frame,
				 const struct yice_shape *shape)
{
	GEOSGeometry **parts = malloc(shape->part_count * sizeof(*parts)), *out = NULL;
	struct yice_buf buf = YICE_BUF_INIT;
	uint32_t made = 0;

	for (; parts && made < shape->part_count; made++) {
		yice_frame_part(geo, frame, shape, &shape->parts[made], &buf);
		parts[made] = part_geometry(geo, shape->kind, &buf);
		if (!parts[made])
			break;
	}
	if (parts && made == shape->part_count)
		out = join_parts(geo, shape, parts);
	else if (parts)
		destroy_all(geo, parts, made);
	yice_buf_release(&buf);
	free(parts);
	return out;
}

/* ---------------------------------------------------------------- validity */

/* What GEOS says, and what that is here. */
static enum yice_geo_flaw flaw_of(const char *reason)
{
	static const struct {
		const char *reason;
		enum yice_geo_flaw flaw;
	} flaws[] = {
		{ "Self-intersection", YICE_GEO_CROSSES },
		{ "Ring Self-intersection", YICE_GEO_TOUCHES },
		{ "Duplicate Rings", YICE_GEO_TOUCHES },
		{ "Hole lies outside shell", YICE_GEO_HOLE_OUT },
		{ "Holes are nested", YICE_GEO_NESTED },
		{ "Nested shells", YICE_GEO_NESTED },
		{ "Interior is disconnected", YICE_GEO_CUT },
	};

	for (size_t i = 0; i < YICE_COUNT(flaws); i++)
		if (reason && !strcmp(reason, flaws[i].reason))
			return flaws[i].flaw;
	return YICE_GEO_FLAT;
}

static void read_place(struct yice_geo *geo, const GEOSGeometry *at, struct yice_point origin,
		       struct yice_point *place)
{
	double x, y;

	if (at && GEOSGeomGetX_r(geo->geos, at, &x) == 1 && GEOSGeomGetY_r(geo->geos, at, &y) == 1)
		*place = (struct yice_point){ origin.lon + (int64_t)x, origin.lat + (int64_t)y };
}

/* Whether all points of a ring lie on one line. GEOS calls that a self-intersection; people are told the
 * plainer thing. */
static bool is_flat(const struct yice_point *ring, uint32_t count)
{
	for (uint32_t i = 2; i < count; i++)
		if ((__int128)(ring[1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat) !=
		    (__int128)(ring[i].lon - ring[0].lon) * (ring[1].lat - ring[0].lat))
			return false;
	return true;
}

static bool find_flat(const struct yice_shape *shape, struct yice_point *place)
{
	for (uint32_t i = 0; i < shape->part_count; i++) {
		*place = shape->points[shape->parts[i].first];
		if (is_flat(shape->points + shape->parts[i].first, shape->parts[i].count))
			return true;
	}
	return false;
}

/* Whether a ring turns round at b: to GEOS a touch or a crossing somewhere along the way. */
static bool turns_back(struct yice_point a, struct yice_point b, struct yice_point c)
{
	int64_t x = b.lon - a.lon, y = b.lat - a.lat, u = c.lon - b.lon, v = c.lat - b.lat;

	return (__int128)x * v == (__int128)y * u && (__int128)x * u + (__int128)y * v < 0;
}

static bool find_spike(const struct yice_shape *shape, struct yice_point *place)
{
	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_point *ring = shape->points + shape->parts[i].first;
		uint32_t sides = shape->parts[i].count - 1;

		for (uint32_t k = 0; k < sides; k++) {
			*place = ring[k];
			if (turns_back(ring[k ? k - 1 : sides - 1], ring[k], ring[k + 1]))
				return true;
		}
	}
	return false;
}

int yice_geo_check(struct yice_geo *geo, const struct yice_shape *shape, enum yice_geo_flaw *flaw,
		   struct yice_point *place)
{
	struct yice_frame frame = { .origin = shape->box.min };
	GEOSGeometry *geometry, *at = NULL;
	char *reason = NULL;
	char valid;

	int status = yice_edges_crowd(shape, NULL);

	*flaw = YICE_GEO_SOUND;
	if (status || shape->kind != YICE_SHAPE_POLYGONS)
		return status;
	if (find_flat(shape, place))
		*flaw = YICE_GEO_FLAT;
	else if (find_spike(shape, place))
		*flaw = YICE_GEO_SPIKE;
	if (*flaw != YICE_GEO_SOUND)
		return YICE_OK;
	geometry = yice_gate_geometry(geo, &frame, shape);
	if (!geometry)
		return YICE_ENOMEM;
	*place = shape->points[0];
	valid = GEOSisValidDetail_r(geo->geos, geometry, 0, &reason, &at);
	if (valid == 0) {
		*flaw = flaw_of(reason);
		read_place(geo, at, shape->box.min, place);
	}
	if (reason)
		GEOSFree_r(geo->geos, reason);
	if (at)
		GEOSGeom_destroy_r(geo->geos, at);
	GEOSGeom_destroy_r(geo->geos, geometry);
	return valid == 2 ? YICE_ENOMEM : YICE_OK;
}

/* ---------------------------------------------------------------- relation */

int yice_gate_pair(struct yice_geo *geo, struct yice_frame *frame, const struct yice_shape *a,
		   const struct yice_shape *b, struct yice_pair *out)
{
	int status = yice_edges_crowd(a, b);

	if (status)
		return status == YICE_ELIMIT ? YICE_ERANGE : status;
	out->a = yice_gate_geometry(geo, frame, a);
	out->b = out->a ? yice_gate_geometry(geo, frame, b) : NULL;
	out->prepared = out->b ? GEOSPrepare_r(geo->geos, out->b) : NULL;
	if (out->prepared)
		return YICE_OK;
	yice_gate_pair_free(geo, out);
	return YICE_ENOMEM;
}

void yice_gate_pair_free(struct yice_geo *geo, struct yice_pair *pair)
{
	if (pair->prepared)
		GEOSPreparedGeom_destroy_r(geo->geos, pair->prepared);
	if (pair->b)
		GEOSGeom_destroy_r(geo->geos, pair->b);
	if (pair->a)
		GEOSGeom_destroy_r(geo->geos, pair->a);
}

/* The relation of shapes that have a point in common, by how their interiors, boundaries and outsides meet.
 */
static int relate(struct yice_geo *geo, const struct yice_pair *pair, const struct yice_shape *a,
		  const struct yice_shape *b, enum yice_geo_relation *out)
{
	char *matrix = GEOSRelate_r(geo->geos, pair->a, pair->b);
	char along = a->kind == YICE_SHAPE_POINTS ? '0' : '1'; /* what the interior of a has on a border, in its own dimension */

	if (!matrix)
		return YICE_ERANGE;
	if (matrix[0] == 'F' && matrix[1] == along && a->kind != YICE_SHAPE_POLYGONS && b->kind == YICE_SHAPE_POLYGONS)
		*out = YICE_BORDERS;
	else if (matrix[0] == 'F')
		*out = YICE_TOUCHES;
	else
		*out = matrix[2] == 'F' && matrix[5] == 'F' ? YICE_INSIDE : YICE_OVERLAPS;
	GEOSFree_r(geo->geos, matrix);
	return YICE_OK;
}

int yice_geo_relate(struct yice_geo *geo, const struct yice_shape *a, const struct yice_shape *b,
		    enum yice_geo_relation *out)
{
	struct yice_frame frame = { .origin = a->box.min };
	struct yice_pair pair;
	char meets;
	int status;

	*out = YICE_APART;
	if (!yice_box_meets(&a->box, &b->box))
		return YICE_OK;
	status = yice_gate_pair(geo, &frame, a, b, &pair);
	if (status)
		return status;
	meets = GEOSPreparedIntersects_r(geo->geos, pair.prepared, pair.a);
	if (meets == 1)
		status = relate(geo, &pair, a, b, out);
	else if (meets == 2)
		status = YICE_ERANGE;
	yice_gate_pair_free(geo, &pair);
	return status;
}
