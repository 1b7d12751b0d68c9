/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shapes: where a site or a feature of a layer is. The contract between the
 * readers of sites, the index of layers, and the gate to GEOS and PROJ.
 *
 * Coordinates are CGCS2000 longitude and latitude in whole units of 1e-9 degree
 * (0.11 mm at most), so that a shape is exact, comparable and the same on every
 * machine. An edge is the straight line between its ends in longitude and
 * latitude, as in RFC 7946 §3.1.1. All coordinates are below 2^38, so their
 * differences multiply without overflow in __int128, and each is exactly one
 * double, which makes the topological predicates of GEOS exact on them.
 *
 * Floating point stays behind gate.h and project.h. What comes out of there is
 * a yice_range: whole millimetres or square millimetres between which the true
 * value lies for certain. A comparison whose limit falls inside the range has
 * no answer, and the caller says unknown.
 */
#ifndef YICE_RUNTIME_GEO_SHAPE_H
#define YICE_RUNTIME_GEO_SHAPE_H

#include "base/arena.h"
#include "base/buf.h"

#define YICE_DEGREE INT64_C(1000000000) /* units of a degree */

#define YICE_SITE_POINTS_MAX  (UINT32_C(1) << 16) /* of the site of one project */
#define YICE_SHAPE_POINTS_MAX (UINT32_C(1) << 24) /* of any shape: one feature of a layer */
#define YICE_SHAPE_PARTS_MAX  (UINT32_C(1) << 20)
/* What a shape may lie in, in degrees: China with its seas. Anything else is a slip of axes, sign or system.
 */
#define YICE_LON_MIN 73
#define YICE_LON_MAX 136
#define YICE_LAT_MIN 3
#define YICE_LAT_MAX 54

struct yice_point {
	int64_t lon, lat; /* units of 1e-9 degree */
};

/* West, south, east and north edge; both ends belong to it. */
struct yice_box {
	struct yice_point min, max;
};

enum yice_shape_kind { YICE_SHAPE_POINTS, YICE_SHAPE_LINES, YICE_SHAPE_POLYGONS };

/*
 * A run of points: one point; one line of at least two; or one ring of at least
 * four, the last equal to the first. Lines and rings hold no point twice in a
 * row, so each two neighbours are an edge.
 */
struct yice_part {
	uint32_t first, count; /* in shape->points */
	bool hole;             /* only in polygons: a hole of the nearest part before it that is none */
};

/*
 * Never empty. Outer rings run counter-clockwise and holes clockwise. A shape
 * of yice_shape_finish() is well formed, which says nothing of its topology:
 * rings may cross until yice_geo_check() (gate.h) has passed it.
 */
struct yice_shape {
	enum yice_shape_kind kind;
	const struct yice_point *points;
	const struct yice_part *parts;
	uint32_t point_count, part_count;
	struct yice_box box;
};

/* The true value lies between low and high, both included; low ≤ high. Millimetres, or square millimetres. */
struct yice_range {
	int64_t low, high;
};

/* Collects the points of a shape part by part. Its buffers are freed by yice_shape_finish() or _drop(). */
struct yice_shape_builder {
	enum yice_shape_kind kind;
	uint32_t limit;         /* points at most */
	struct yice_buf points; /* of struct yice_point */
	struct yice_buf parts;  /* of struct yice_part */
	bool full;              /* points beyond the limit were left out */
};

enum yice_part_fault {
	YICE_PART_OK,
	YICE_PART_EMPTY,    /* no point at all: left out */
	YICE_PART_SHORT,    /* a line of one place, a ring of fewer than three: left out */
	YICE_PART_OPEN,     /* a ring whose last point is not its first */
	YICE_PART_NO_OUTER, /* a hole before any outer ring: left out */
};

void yice_shape_begin(struct yice_shape_builder *builder, enum yice_shape_kind kind, uint32_t limit);
void yice_shape_add(struct yice_shape_builder *builder, struct yice_point point);
/*
 * Ends the part that the points added since the last one make up; repeats in a
 * row are dropped, rings turned. An open ring is kept as if it were closed: the
 * caller decides whether to report it. Failed memory shows in _finish().
 */
enum yice_part_fault yice_shape_end_part(struct yice_shape_builder *builder, bool hole);
/*
 * The shape, in arena. YICE_OK; YICE_ENOTFOUND when it has no part; YICE_ELIMIT
 * when it was full; YICE_ENOMEM.
 */
int yice_shape_finish(struct yice_shape_builder *builder, struct yice_arena *arena,
		      struct yice_shape *out) YICE_MUST_CHECK;
void yice_shape_drop(struct yice_shape_builder *builder);

/* Twice the signed area of a ring in units², positive when it runs counter-clockwise; as its sign, -1, 0
 * or 1. */
int yice_ring_turn(const struct yice_point *points, uint32_t count);
struct yice_box yice_points_box(const struct yice_point *points, uint32_t count);
/* From west to east, then from south to north: below 0, 0 or above. */
static inline int yice_point_order(struct yice_point a, struct yice_point b)
{
	if (a.lon != b.lon)
		return a.lon < b.lon ? -1 : 1;
	return a.lat < b.lat ? -1 : a.lat > b.lat;
}
static inline bool yice_box_meets(const struct yice_box *a, const struct yice_box *b)
{
	return a->min.lon <= b->max.lon && b->min.lon <= a->max.lon && a->min.lat <= b->max.lat &&
	       b->min.lat <= a->max.lat;
}
/* Appends a coordinate as a decimal of degrees without loss or trailing zeros: "116.49", "-0.000000001". */
void yice_degree_show(int64_t value, struct yice_buf *out);
/* Longitude and latitude so, with a comma between them. */
void yice_point_show(struct yice_point point, struct yice_buf *out);

#endif
