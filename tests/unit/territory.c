/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Made-up territories. Corners of a grid are moved a little, and each border
 * between two corners bends within a wedge of 15 degrees at either end, so
 * that borders meet at corners only. A border is computed from its number
 * alone, hence the same for both units beside it. No floating point.
 */
#include "tests/unit/territory.h"

#define STEP 100

/* The n-th number of a seed, the same wherever it is asked for. */
static uint64_t noise(uint64_t seed, uint64_t n)
{
	uint64_t z = seed * UINT64_C(0x9e3779b97f4a7c15) + n * UINT64_C(0xd1342543de82ef95) + 1;

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* From -most to most. */
static int64_t swing(uint64_t seed, uint64_t n, int64_t most)
{
	return (int64_t)(noise(seed, n) % (uint64_t)(2 * most + 1)) - most;
}

static struct yice_point on_grain(const struct territory_plan *plan, int64_t lon, int64_t lat)
{
	int64_t grain = plan->grain ? plan->grain : STEP;

	return (struct yice_point){ lon / grain * grain, lat / grain * grain };
}

static struct yice_point corner(const struct territory_plan *plan, uint32_t column, uint32_t row)
{
	uint64_t n = ((uint64_t)row * (plan->columns + 1) + column) * 2;

	return on_grain(plan, plan->origin.lon + column * plan->size + swing(plan->seed, n, plan->size / 12),
		       plan->origin.lat + row * plan->size + swing(plan->seed, n + 1, plan->size / 12));
}

/* The vertices of the border from a to b, without b; the other way round they are the same. */
static void add_border(const struct territory_plan *plan, struct yice_shape_builder *builder, struct yice_point a,
		       struct yice_point b, uint64_t name, bool back)
{
	int64_t n = plan->bends + 1;

	for (int64_t k = 0; k < n; k++) {
		int64_t i = back ? n - k : k, near = i < n - i ? i : n - i, off = 0;
		int64_t dx = b.lon - a.lon, dy = b.lat - a.lat;

		if (near)
			off = swing(plan->seed ^ name, (uint64_t)i, 1000) * near / 4;
		yice_shape_add(builder, on_grain(plan, a.lon + (dx * i - dy / 1000 * off) / n,
						a.lat + (dy * i + dx / 1000 * off) / n));
	}
}

/* Borders by name: 2 × corner towards the east, 2 × corner + 1 towards the north. */
static uint64_t border_name(const struct territory_plan *plan, uint32_t column, uint32_t row, bool north)
{
	return (((uint64_t)row * (plan->columns + 1) + column) * 2 + north + 7) << 20;
}

static void add_outer(const struct territory_plan *plan, struct yice_shape_builder *builder, uint32_t c, uint32_t r)
{
	struct yice_point sw = corner(plan, c, r), se = corner(plan, c + 1, r), ne = corner(plan, c + 1, r + 1),
			  nw = corner(plan, c, r + 1);

	add_border(plan, builder, sw, se, border_name(plan, c, r, false), false);
	add_border(plan, builder, se, ne, border_name(plan, c + 1, r, true), false);
	add_border(plan, builder, nw, ne, border_name(plan, c, r + 1, false), true);
	add_border(plan, builder, sw, nw, border_name(plan, c, r, true), true);
	yice_shape_add(builder, sw);
}

/* An uneven octagon of small size in the middle of the unit. */
static void add_enclave(const struct territory_plan *plan, struct yice_shape_builder *builder, uint32_t unit)
{
	static const int way[8][2] = { { 10, 0 }, { 7, 7 }, { 0, 10 }, { -7, 7 }, { -10, 0 }, { -7, -7 }, { 0, -10 },
				       { 7, -7 } };
	uint32_t c = unit % plan->columns, r = unit / plan->columns;
	int64_t lon = plan->origin.lon + c * plan->size + plan->size / 2;
	int64_t lat = plan->origin.lat + r * plan->size + plan->size / 2;

	for (uint32_t i = 0; i <= 8; i++) {
		int64_t reach = plan->size / 160 + (int64_t)(noise(plan->seed + 5, unit * 8 + i % 8) % 100) * plan->size / 20000;

		yice_shape_add(builder, on_grain(plan, lon + way[i % 8][0] * reach, lat + way[i % 8][1] * reach));
	}
}

static bool has_enclave(const struct territory_plan *plan, uint32_t unit)
{
	return plan->enclaves && noise(plan->seed + 3, unit) % plan->enclaves == 0;
}

/* An enclave belongs to the unit west of its host, where there is one and chance will have it. */
static bool is_neighbours(const struct territory_plan *plan, uint32_t unit)
{
	return unit % plan->columns && noise(plan->seed + 4, unit) % 2;
}

static int make_unit(const struct territory_plan *plan, struct territory *t, uint32_t unit)
{
	struct yice_shape_builder builder;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	add_outer(plan, &builder, unit % plan->columns, unit / plan->columns);
	(void)yice_shape_end_part(&builder, false);
	if (has_enclave(plan, unit)) {
		add_enclave(plan, &builder, unit);
		(void)yice_shape_end_part(&builder, true);
	}
	if ((unit + 1) % plan->columns && has_enclave(plan, unit + 1) && is_neighbours(plan, unit + 1)) {
		add_enclave(plan, &builder, unit + 1);
		(void)yice_shape_end_part(&builder, false);
	}
	return yice_shape_finish(&builder, &t->arena, &t->units[t->count++]);
}

static int make_enclave(const struct territory_plan *plan, struct territory *t, uint32_t unit)
{
	struct yice_shape_builder builder;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	add_enclave(plan, &builder, unit);
	(void)yice_shape_end_part(&builder, false);
	return yice_shape_finish(&builder, &t->arena, &t->units[t->count++]);
}

static void join_boxes(struct territory *t)
{
	t->box = t->units[0].box;
	for (uint32_t i = 1; i < t->count; i++) {
		struct yice_point ends[4] = { t->box.min, t->box.max, t->units[i].box.min, t->units[i].box.max };

		t->box = yice_points_box(ends, 4);
	}
}

int territory_make(struct territory *territory, const struct territory_plan *plan)
{
	uint32_t cells = plan->columns * plan->rows;
	int status = YICE_OK;

	memset(territory, 0, sizeof(*territory));
	yice_arena_init(&territory->arena);
	territory->units = calloc(2 * (size_t)cells, sizeof(*territory->units));
	if (!territory->units)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < cells && !status; i++)
		status = make_unit(plan, territory, i);
	for (uint32_t i = 0; i < cells && !status; i++)
		if (has_enclave(plan, i) && !is_neighbours(plan, i))
			status = make_enclave(plan, territory, i);
	if (!status)
		join_boxes(territory);
	return status;
}

/* Where a line between two rows is at a longitude. */
static struct yice_point on_line(const struct territory_plan *plan, uint32_t row, int64_t lon)
{
	int64_t wide = (plan->columns + 1) * plan->size, lat = plan->origin.lat + row * plan->size;
	int64_t from = swing(plan->seed + 1, row, plan->size / 8), to = swing(plan->seed + 2, row, plan->size / 8);

	return on_grain(plan, lon, lat + from + (to - from) / 1000 * ((lon - plan->origin.lon) / 1000) / (wide / 1000000));
}

/* The cut west of a brick, on the line below it or above it. */
static struct yice_point brick_corner(const struct territory_plan *plan, uint32_t row, uint32_t column, bool above)
{
	int64_t lon = plan->origin.lon + column * plan->size + (row % 2 && column ? plan->size / 2 : 0);

	if (column == plan->columns)
		lon = plan->origin.lon + (plan->columns + 1) * plan->size;
	else if (column)
		lon += swing(plan->seed + 7, ((uint64_t)row * plan->columns + column) * 2 + above, plan->size / 10);
	return on_line(plan, row + above, lon);
}

int territory_bricks(struct territory *territory, const struct territory_plan *plan)
{
	int status = YICE_OK;

	memset(territory, 0, sizeof(*territory));
	yice_arena_init(&territory->arena);
	territory->units = calloc(2 * (size_t)plan->columns * plan->rows, sizeof(*territory->units));
	if (!territory->units)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < plan->columns * plan->rows && !status; i++) {
		uint32_t row = i / plan->columns, column = i % plan->columns;
		struct yice_shape_builder builder;

		yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
		yice_shape_add(&builder, brick_corner(plan, row, column, false));
		yice_shape_add(&builder, brick_corner(plan, row, column + 1, false));
		yice_shape_add(&builder, brick_corner(plan, row, column + 1, true));
		yice_shape_add(&builder, brick_corner(plan, row, column, true));
		(void)yice_shape_end_part(&builder, false);
		status = yice_shape_finish(&builder, &territory->arena, &territory->units[territory->count++]);
	}
	if (!status)
		join_boxes(territory);
	return status;
}

void territory_release(struct territory *territory)
{
	free(territory->units);
	yice_arena_release(&territory->arena);
	memset(territory, 0, sizeof(*territory));
}

struct yice_point territory_dent(struct territory *territory, uint32_t unit, int64_t by)
{
	struct yice_shape *shape = &territory->units[unit];
	struct yice_point *points = yice_arena_array(&territory->arena, shape->point_count, sizeof(*points));
	struct yice_point centre = { (shape->box.min.lon + shape->box.max.lon) / 2,
				     (shape->box.min.lat + shape->box.max.lat) / 2 };
	/* The middle of the northern border, which runs east to west. */
	uint32_t at = shape->parts[0].count * 5 / 8;
	struct yice_point was;

	if (!points)
		abort();
	memcpy(points, shape->points, shape->point_count * sizeof(*points));
	was = points[at];
	points[at].lat += was.lat > centre.lat ? by : -by;
	shape->points = points;
	shape->box = yice_points_box(points, shape->point_count);
	return was;
}

/* Whether a ring lies beyond the line; borders bend by less than a third of a unit. */
static bool is_beyond(const struct territory_plan *plan, struct yice_box box, uint32_t at, bool row)
{
	int64_t middle = row ? (box.min.lat + box.max.lat) / 2 - plan->origin.lat : (box.min.lon + box.max.lon) / 2 - plan->origin.lon;

	return middle > at * plan->size;
}

void territory_split(struct territory *territory, const struct territory_plan *plan, uint32_t at, bool row, int64_t by)
{
	for (uint32_t i = 0; i < territory->count; i++) {
		struct yice_shape *shape = &territory->units[i];
		struct yice_point *points = yice_arena_array(&territory->arena, shape->point_count, sizeof(*points));

		if (!points)
			abort();
		memcpy(points, shape->points, shape->point_count * sizeof(*points));
		for (uint32_t k = 0; k < shape->part_count; k++) {
			struct yice_part part = shape->parts[k];

			if (!is_beyond(plan, yice_points_box(points + part.first, part.count), at, row))
				continue;
			for (uint32_t n = part.first; n < part.first + part.count; n++)
				*(row ? &points[n].lat : &points[n].lon) += by;
		}
		shape->points = points;
		shape->box = yice_points_box(points, shape->point_count);
	}
	join_boxes(territory);
}

void territory_push(struct territory *territory, uint32_t unit, uint32_t edge, struct yice_point by)
{
	const struct yice_shape *old = &territory->units[unit];
	struct yice_shape_builder builder;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (uint32_t i = 0; i < old->part_count; i++) {
		for (uint32_t k = old->parts[i].first; k < old->parts[i].first + old->parts[i].count; k++) {
			yice_shape_add(&builder, old->points[k]);
			if (k == edge)
				yice_shape_add(&builder,
					       (struct yice_point){ (old->points[k].lon + old->points[k + 1].lon) / 2 / STEP * STEP + by.lon,
								    (old->points[k].lat + old->points[k + 1].lat) / 2 / STEP * STEP + by.lat });
		}
		(void)yice_shape_end_part(&builder, old->parts[i].hole);
	}
	if (yice_shape_finish(&builder, &territory->arena, &territory->units[unit]))
		abort();
}

int territory_holds(const struct yice_shape *shape, struct yice_point p)
{
	bool odd = false;

	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = 0; k + 1 < shape->parts[i].count; k++) {
			struct yice_point a = shape->points[shape->parts[i].first + k], b = (&shape->points[shape->parts[i].first + k])[1];
			struct yice_point low = a.lat < b.lat ? a : b, high = a.lat < b.lat ? b : a;
			__int128 turn = (__int128)(high.lon - low.lon) * (p.lat - low.lat) -
					(__int128)(p.lon - low.lon) * (high.lat - low.lat);

			if (!turn && low.lat <= p.lat && p.lat <= high.lat && (a.lon < b.lon ? a.lon : b.lon) <= p.lon &&
			    p.lon <= (a.lon < b.lon ? b.lon : a.lon))
				return 2;
			if (low.lat <= p.lat && p.lat < high.lat && turn > 0)
				odd = !odd;
		}
	return odd;
}
