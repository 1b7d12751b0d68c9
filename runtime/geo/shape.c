/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shapes from points. Called by the readers of sites and by the compiler of
 * layers; what _finish() gives out is well formed by construction: no empty
 * part, no edge of no length, rings closed and turned the right way. Integers
 * throughout.
 */
#include "runtime/geo/shape.h"

static bool same(struct yice_point a, struct yice_point b)
{
	return a.lon == b.lon && a.lat == b.lat;
}

static struct yice_point *points_of(const struct yice_shape_builder *builder)
{
	return (struct yice_point *)(void *)builder->points.data;
}

static uint32_t point_count(const struct yice_shape_builder *builder)
{
	return (uint32_t)(builder->points.len / sizeof(struct yice_point));
}

static uint32_t part_count(const struct yice_shape_builder *builder)
{
	return (uint32_t)(builder->parts.len / sizeof(struct yice_part));
}

/* Where the part that is being collected begins. */
static uint32_t open_part(const struct yice_shape_builder *builder)
{
	const struct yice_part *parts = (const struct yice_part *)(const void *)builder->parts.data;
	uint32_t n = part_count(builder);

	return n ? parts[n - 1].first + parts[n - 1].count : 0;
}

void yice_shape_begin(struct yice_shape_builder *builder, enum yice_shape_kind kind, uint32_t limit)
{
	*builder = (struct yice_shape_builder){ .kind = kind, .limit = limit };
}

void yice_shape_add(struct yice_shape_builder *builder, struct yice_point point)
{
	uint32_t n = point_count(builder);

	if (builder->kind != YICE_SHAPE_POINTS && n > open_part(builder) &&
	    same(points_of(builder)[n - 1], point))
		return;
	/* One place is kept for the point that closes a ring. */
	if (n + 1 >= builder->limit)
		builder->full = true;
	else
		yice_buf_add(&builder->points, &point, sizeof(point));
}

int yice_ring_turn(const struct yice_point *points, uint32_t count)
{
	__int128 sum = 0;

	for (uint32_t i = 0; i + 1 < count; i++) {
		struct yice_point a = points[i], b = points[i + 1];

		sum += (__int128)(a.lon - points[0].lon) * (b.lat - points[0].lat) -
		       (__int128)(b.lon - points[0].lon) * (a.lat - points[0].lat);
	}
	return (sum > 0) - (sum < 0);
}

static void reverse(struct yice_point *points, uint32_t count)
{
	for (uint32_t i = 0, j = count; i + 1 < j--; i++) {
		struct yice_point kept = points[i];

		points[i] = points[j];
		points[j] = kept;
	}
}

/* The points from `first` on as a ring; *count may grow by the point that closes it. */
static enum yice_part_fault close_ring(struct yice_shape_builder *builder, uint32_t first, uint32_t *count,
				       bool hole)
{
	struct yice_point *points = points_of(builder) + first, start = points[0];
	bool open = !same(start, points[*count - 1]);
	int turn;

	if (*count + open < 4)
		return YICE_PART_SHORT;
	if (hole && !part_count(builder))
		return YICE_PART_NO_OUTER;
	if (open) {
		yice_buf_add(&builder->points, &start, sizeof(start));
		if (builder->points.failed)
			return YICE_PART_OK;
		points = points_of(builder) + first;
		++*count;
	}
	turn = yice_ring_turn(points, *count);
	if (turn && (turn < 0) != hole)
		reverse(points, *count);
	return open ? YICE_PART_OPEN : YICE_PART_OK;
}

enum yice_part_fault yice_shape_end_part(struct yice_shape_builder *builder, bool hole)
{
	uint32_t first = open_part(builder), count = point_count(builder) - first;
	enum yice_part_fault fault = YICE_PART_OK;

	if (builder->points.failed)
		return YICE_PART_OK;
	if (!count)
		return YICE_PART_EMPTY;
	if (builder->kind == YICE_SHAPE_POLYGONS)
		fault = close_ring(builder, first, &count, hole);
	else if (builder->kind == YICE_SHAPE_LINES && count < 2)
		fault = YICE_PART_SHORT;
	if (fault == YICE_PART_SHORT || fault == YICE_PART_NO_OUTER) {
		builder->points.len = first * sizeof(struct yice_point);
		return fault;
	}
	if (part_count(builder) == YICE_SHAPE_PARTS_MAX)
		builder->full = true;
	for (uint32_t i = 0; i < count && !builder->full; i += builder->kind ? count : 1)
		yice_buf_add(&builder->parts,
			     &(struct yice_part){ first + i, builder->kind ? count : 1, hole },
			     sizeof(struct yice_part));
	return fault;
}

struct yice_box yice_points_box(const struct yice_point *points, uint32_t count)
{
	struct yice_box box = { points[0], points[0] };

	for (uint32_t i = 1; i < count; i++) {
		struct yice_point p = points[i];

		box.min.lon = p.lon < box.min.lon ? p.lon : box.min.lon;
		box.min.lat = p.lat < box.min.lat ? p.lat : box.min.lat;
		box.max.lon = p.lon > box.max.lon ? p.lon : box.max.lon;
		box.max.lat = p.lat > box.max.lat ? p.lat : box.max.lat;
	}
	return box;
}

static int finish(const struct yice_shape_builder *builder, struct yice_arena *arena, struct yice_shape *out)
{
	uint32_t points = point_count(builder), parts = part_count(builder);
	struct yice_point *own_points;
	struct yice_part *own_parts;

	if (builder->points.failed || builder->parts.failed)
		return YICE_ENOMEM;
	if (builder->full)
		return YICE_ELIMIT;
	if (!parts)
		return YICE_ENOTFOUND;
	own_points = yice_arena_array(arena, points, sizeof(*own_points));
	own_parts = yice_arena_array(arena, parts, sizeof(*own_parts));
	if (!own_points || !own_parts)
		return YICE_ENOMEM;
	memcpy(own_points, builder->points.data, points * sizeof(*own_points));
	memcpy(own_parts, builder->parts.data, parts * sizeof(*own_parts));
	*out = (struct yice_shape){ builder->kind, own_points, own_parts,
				    points,        parts,      yice_points_box(own_points, points) };
	return YICE_OK;
}

int yice_shape_finish(struct yice_shape_builder *builder, struct yice_arena *arena, struct yice_shape *out)
{
	int status = finish(builder, arena, out);

	yice_shape_drop(builder);
	return status;
}

void yice_shape_drop(struct yice_shape_builder *builder)
{
	yice_buf_release(&builder->points);
	yice_buf_release(&builder->parts);
}

void yice_degree_show(int64_t value, struct yice_buf *out)
{
	uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value, rest = size % (uint64_t)YICE_DEGREE;
	int places = 9;

	yice_buf_addf(out, "%s%llu", value < 0 ? "-" : "",
		      (unsigned long long)(size / (uint64_t)YICE_DEGREE));
	if (!rest)
		return;
	for (; rest % 10 == 0; rest /= 10)
		places--;
	yice_buf_addf(out, ".%0*llu", places, (unsigned long long)rest);
}

void yice_point_show(struct yice_point point, struct yice_buf *out)
{
	yice_degree_show(point.lon, out);
	yice_buf_addc(out, ',');
	yice_degree_show(point.lat, out);
}
