/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gaps between the areas of units. What rims enclose and no area covers is one.
 * Towards the outside, a gap is what lies between rims of two areas that run
 * along each other, no farther apart than YICE_STRIP_MM: where they come beside
 * each other and where they part, a line closes it. What such lines enclose and
 * is wider is no gap but a bay or a lake. Called by geometry_check.c, to which
 * geometry_fault.c says which of them are long enough to be told.
 */
#include "compiler/geometry_gap.h"

#define BESIDE  (16 * YICE_STRIP_MM) /* units of shape.h that the width of a strip is at most, south of 54 degrees */
#define BEYOND  50                   /* units by which a line that closes an end reaches into the areas on both sides */
#define ON_EDGE 3                    /* units that rounding sets a point of a gap off the edge it is on */

/* Where a rim comes beside another area or leaves it, at its first or last point, and the nearest point there. */
struct end {
	struct yice_point at, foot;
	bool leaves;
};

struct gaps {
	struct yice_faults *faults;
	const struct yice_mesh *mesh;
	const struct yice_rim *rims;
	uint32_t rim_count, rim; /* how many; the one that others are looked for beside */
	struct yice_layer_words words;
	struct yice_layer layer; /* of the rims: feature i is rim i */
	struct yice_buf lines;   /* of struct yice_segment: the rims, and what closes ends */
	struct yice_buf found;   /* of struct yice_stretch: where others run along the rim at hand */
	struct yice_buf ends;    /* of struct end */
	struct yice_arena *arena;
};

/* ---------------------------------------------------------------- edges by place */

static struct yice_point low_of(const struct yice_rim *e)
{
	return yice_point_order(e->from, e->to) < 0 ? e->from : e->to;
}

static struct yice_point high_of(const struct yice_rim *e)
{
	return yice_point_order(e->from, e->to) < 0 ? e->to : e->from;
}

int yice_rim_compare(const void *a, const void *b)
{
	const struct yice_rim *x = a, *y = b;
	int order = yice_point_order(low_of(x), low_of(y));

	if (!order)
		order = yice_point_order(high_of(x), high_of(y));
	if (!order)
		order = yice_point_order(x->from, y->from);
	return order ? order : x->area < y->area ? -1 : x->area > y->area;
}

bool yice_rim_same(const struct yice_rim *x, const struct yice_rim *y)
{
	return !yice_point_order(low_of(x), low_of(y)) && !yice_point_order(high_of(x), high_of(y));
}

/* ---------------------------------------------------------------- open ends */

static void add_line(struct gaps *g, struct yice_point from, struct yice_point to)
{
	struct yice_segment line = { from, to };

	if (yice_point_order(from, to))
		yice_buf_add(&g->lines, &line, sizeof(line));
}

/* A point behind `from`, as seen from `to`. */
static struct yice_point beyond(struct yice_point from, struct yice_point to)
{
	int64_t dx = from.lon - to.lon, dy = from.lat - to.lat;
	int64_t wide = (dx < 0 ? -dx : dx) + (dy < 0 ? -dy : dy);

	return (struct yice_point){ from.lon + dx * BEYOND / wide, from.lat + dy * BEYOND / wide };
}

/* From one border to the other; the points are rounded, so the line begins before the one and ends behind the other. */
static void add_bridge(struct gaps *g, struct yice_point a, struct yice_point b)
{
	if (!yice_point_order(a, b))
		return;
	add_line(g, beyond(a, b), a);
	add_line(g, a, b);
	add_line(g, b, beyond(b, a));
}

static int build_rims(struct gaps *g)
{
	struct yice_layer_builder builder;
	int status;

	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < g->rim_count; i++) {
		struct yice_point ends[2] = { g->rims[i].from, g->rims[i].to };
		struct yice_part part = { 0, 2, false };
		struct yice_shape line = { YICE_SHAPE_LINES, ends, &part, 2, 1, yice_points_box(ends, 2) };

		yice_layer_add(&builder, i, &line);
	}
	status = yice_layer_build(&builder, &g->words);
	yice_layer_builder_release(&builder);
	return status ? status : yice_layer_open(&g->layer, g->words.items, g->words.count);
}

/* Some of the edge is on the side of the rim where its area does not lie, or on it. */
static bool is_outside(const struct yice_rim *rim, const struct yice_rim *edge)
{
	struct yice_point ends[2] = { edge->from, edge->to };
	bool outside = false;

	for (int i = 0; i < 2; i++)
		outside |= (__int128)(rim->to.lon - rim->from.lon) * (ends[i].lat - rim->from.lat) <=
			   (__int128)(rim->to.lat - rim->from.lat) * (ends[i].lon - rim->from.lon);
	return outside;
}

/* The two face each other, whatever lies between. */
static bool is_facing(const struct yice_rim *x, const struct yice_rim *y)
{
	__int128 along = (__int128)(x->to.lon - x->from.lon) * (y->to.lon - y->from.lon) +
			 (__int128)(x->to.lat - x->from.lat) * (y->to.lat - y->from.lat);

	return along < 0 && is_outside(x, y) && is_outside(y, x);
}

static int visit_beside(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	struct gaps *g = context;
	const struct yice_rim *rim = &g->rims[g->rim], *other = &g->rims[feature];
	struct yice_segment own = { rim->from, rim->to }, beside = { other->from, other->to };
	struct yice_stretch stretch;

	YICE_UNUSED(a);
	YICE_UNUSED(b);
	if (other->area == rim->area || !is_facing(rim, other) || !yice_edge_along(own, beside, YICE_STRIP_MM, &stretch))
		return YICE_OK;
	yice_buf_add(&g->found, &stretch, sizeof(stretch));
	return yice_buf_status(&g->found);
}

static int compare_stretches(const void *a, const void *b)
{
	const struct yice_stretch *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* Within a rim the end is closed at once; at its last point the next rim may go on. */
static void add_end(struct gaps *g, struct yice_point at, struct yice_point foot, bool leaves)
{
	const struct yice_rim *rim = &g->rims[g->rim];
	struct end end = { at, foot, leaves };

	if (yice_point_order(at, leaves ? rim->to : rim->from))
		add_bridge(g, at, foot);
	else
		yice_buf_add(&g->ends, &end, sizeof(end));
}

/* Ends of what others run along the rim at hand, all of them together. */
static void add_ends(struct gaps *g)
{
	struct yice_stretch *found = (struct yice_stretch *)(void *)g->found.data;
	size_t count = g->found.len / sizeof(*found);

	if (count)
		qsort(found, count, sizeof(*found), compare_stretches);
	for (size_t i = 0, next; i < count; i = next) {
		const struct yice_stretch *last = &found[i];

		for (next = i + 1; next < count && found[next].from <= last->to; next++)
			if (found[next].to > last->to)
				last = &found[next];
		add_end(g, found[i].at[0], found[i].foot[0], false);
		add_end(g, last->at[1], last->foot[1], true);
	}
}

static int compare_ends(const void *a, const void *b)
{
	return yice_point_order(((const struct end *)a)->at, ((const struct end *)b)->at);
}

/* Where one rim leaves off and another goes on, from the same point, nothing ends. */
static void close_corners(struct gaps *g)
{
	struct end *ends = (struct end *)(void *)g->ends.data;
	size_t count = g->ends.len / sizeof(*ends);

	if (count)
		qsort(ends, count, sizeof(*ends), compare_ends);
	for (size_t i = 0, next; i < count; i = next) {
		size_t leaving = 0;

		for (next = i; next < count && !yice_point_order(ends[next].at, ends[i].at); next++)
			leaving += ends[next].leaves;
		for (size_t k = i; 2 * leaving != next - i && k < next; k++)
			add_bridge(g, ends[k].at, ends[k].foot);
	}
}

/* Where rims come beside another area and where they leave it, they are joined: what lies between is enclosed then. */
static int close_ends(struct gaps *g)
{
	int status = build_rims(g);

	for (g->rim = 0; g->rim < g->rim_count && !status; g->rim++) {
		struct yice_point ends[2] = { g->rims[g->rim].from, g->rims[g->rim].to };
		struct yice_box box = yice_points_box(ends, 2);

		yice_buf_clear(&g->found);
		box = (struct yice_box){ { box.min.lon - BESIDE, box.min.lat - BESIDE },
					 { box.max.lon + BESIDE, box.max.lat + BESIDE } };
		status = yice_layer_edges(&g->layer, box, visit_beside, g);
		add_ends(g);
	}
	close_corners(g);
	if (!status)
		status = yice_buf_status(&g->ends);
	return status ? status : yice_buf_status(&g->lines);
}

/* ---------------------------------------------------------------- one gap */

/* An area beside a gap, and how much of its border. */
struct beside {
	uint32_t area, seen; /* the last side of the gap that it was found at */
	int64_t mm;
};

struct siding {
	struct yice_segment side;
	uint32_t number; /* of the side, from 1 */
	struct yice_buf found; /* of struct beside */
};

static bool lies_on(struct yice_point a, struct yice_point b, struct yice_point p)
{
	int64_t dx = b.lon - a.lon, dy = b.lat - a.lat;
	__int128 off = (__int128)dx * (p.lat - a.lat) - (__int128)dy * (p.lon - a.lon);
	struct yice_point ends[2] = { a, b };
	struct yice_box box = yice_points_box(ends, 2);
	int64_t wide = (dx < 0 ? -dx : dx) + (dy < 0 ? -dy : dy);

	return p.lon >= box.min.lon - ON_EDGE && p.lon <= box.max.lon + ON_EDGE && p.lat >= box.min.lat - ON_EDGE &&
	       p.lat <= box.max.lat + ON_EDGE && (off < 0 ? -off : off) <= (__int128)wide * ON_EDGE;
}

static int visit_side(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	struct siding *s = context;
	struct beside *found = (struct beside *)(void *)s->found.data, one = { feature, s->number, 0 };
	size_t count = s->found.len / sizeof(*found), i = 0;

	if (!lies_on(a, b, s->side.from) || !lies_on(a, b, s->side.to))
		return YICE_OK;
	while (i < count && found[i].area != feature)
		i++;
	if (i < count && found[i].seen == s->number)
		return YICE_OK;
	one.mm = yice_edge_length(s->side);
	if (i < count) {
		found[i].mm += one.mm;
		found[i].seen = s->number;
		return YICE_OK;
	}
	yice_buf_add(&s->found, &one, sizeof(one));
	return yice_buf_status(&s->found);
}

/* Looks which areas have a side; one that none has is an end that was closed. */
static int look_at_side(struct gaps *g, struct yice_segment side, struct siding *s, bool *owned)
{
	struct yice_point ends[2] = { side.from, side.to };
	struct yice_box box = yice_points_box(ends, 2);
	int status;

	s->side = side;
	s->number++;
	box = (struct yice_box){ { box.min.lon - ON_EDGE, box.min.lat - ON_EDGE },
				 { box.max.lon + ON_EDGE, box.max.lat + ON_EDGE } };
	status = yice_layer_edges(&g->mesh->layer, box, visit_side, s);
	*owned = false;
	for (size_t n = 0; n < s->found.len / sizeof(struct beside); n++)
		*owned |= ((struct beside *)(void *)s->found.data)[n].seen == s->number;
	return status;
}

static int look_at_sides(struct gaps *g, const struct yice_shape *shape, struct siding *s, bool *open)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count && !status; k++) {
			bool owned;

			status = look_at_side(g, (struct yice_segment){ shape->points[k], shape->points[k + 1] }, s, &owned);
			*open |= !owned;
		}
	return status;
}

static int compare_beside(const void *a, const void *b)
{
	const struct beside *x = a, *y = b;

	if (x->mm != y->mm)
		return x->mm > y->mm ? -1 : 1;
	return x->area < y->area ? -1 : x->area > y->area;
}

/* The areas beside a gap: those of two units that have most of it, in order, then the others. */
static int name_areas(struct gaps *g, struct siding *s, struct yice_fault *fault)
{
	struct beside *found = (struct beside *)(void *)s->found.data;
	uint32_t count = (uint32_t)(s->found.len / sizeof(*found)), other = 1;
	uint32_t *areas = yice_arena_array(g->arena, (size_t)count + 1, sizeof(*areas));

	if (!areas)
		return YICE_ENOMEM;
	if (count)
		qsort(found, count, sizeof(*found), compare_beside);
	for (uint32_t i = 0; i < count; i++)
		areas[i] = found[i].area;
	while (other < count && !strcmp(g->faults->areas[areas[other]]->name, g->faults->areas[areas[0]]->name))
		other++;
	if (other < count) {
		uint32_t second = areas[other];

		areas[other] = areas[1];
		areas[1] = areas[0] > second ? areas[0] : second;
		areas[0] = areas[0] > second ? second : areas[0];
	}
	fault->areas = areas;
	fault->area_count = count;
	return YICE_OK;
}

/* Leaves out points of an open gap that only closing its ends has put into straight sides. */
static int straighten(struct gaps *g, struct yice_shape *shape)
{
	struct yice_shape_builder builder;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_part *part = &shape->parts[i];
		const struct yice_point *points = shape->points + part->first;
		struct yice_point last = points[0];

		yice_shape_add(&builder, points[0]);
		for (uint32_t k = 1; k < part->count; k++)
			if (k + 1 == part->count || !lies_on(last, points[k + 1], points[k])) {
				last = points[k];
				yice_shape_add(&builder, last);
			}
		(void)yice_shape_end_part(&builder, part->hole);
	}
	return yice_shape_finish(&builder, g->arena, shape);
}

/* A gap, or what is left of one without thin parts, with the areas beside it. */
static int add_gap(struct gaps *g, const struct yice_face *face, bool open)
{
	struct yice_fault fault = { .kind = YICE_FAULT_GAP, .face = *face, .open = open };
	struct siding s = { .found = YICE_BUF_INIT };
	bool cut = false;
	int status = look_at_sides(g, &face->shape, &s, &cut);

	if (!status)
		status = name_areas(g, &s, &fault);
	if (!status && open)
		status = straighten(g, &fault.face.shape);
	if (!status && fault.area_count)
		status = yice_fault_add(g->faults, &fault);
	yice_buf_release(&s.found);
	return status == YICE_ENOTFOUND ? YICE_OK : status;
}

/* Whether an area beside the gap is a mistake: what it would have covered is not known. */
static bool is_beside_flaw(const struct gaps *g, const struct siding *s)
{
	const struct beside *found = (const struct beside *)(const void *)s->found.data;

	for (size_t i = 0; i < s->found.len / sizeof(*found); i++)
		if (g->faults->areas[found[i].area]->flawed)
			return true;
	return false;
}

/* Gaps with an open end, or those without. */
static int check_gap(struct gaps *g, const struct yice_face *face, bool open)
{
	struct siding s = { .found = YICE_BUF_INIT };
	struct yice_faces pieces = { NULL, 0 };
	bool has_end = false;
	int status = look_at_sides(g, &face->shape, &s, &has_end);

	if (!status && has_end == open && !is_beside_flaw(g, &s))
		status = yice_geo_thick(g->faults->geo, face, YICE_FAULT_THIN, g->arena, &pieces);
	for (uint32_t i = 0; i < pieces.count && !status; i++)
		status = add_gap(g, &pieces.items[i], open);
	yice_buf_release(&s.found);
	return status;
}

/* Of what the rims enclose, that which no area covers. */
static int find_uncovered(struct gaps *g, struct yice_faces *faces)
{
	uint32_t kept = 0;
	int status = YICE_OK;

	for (uint32_t i = 0; i < faces->count && !status; i++) {
		struct yice_layer_hit hit;
		uint32_t count;

		status = yice_layer_at(&g->mesh->layer, faces->items[i].inner, &hit, 1, &count);
		if (!status && !count)
			faces->items[kept++] = faces->items[i];
	}
	faces->count = kept;
	return status;
}

/* ---------------------------------------------------------------- strips */

static uint32_t group_of(uint32_t *groups, uint32_t face)
{
	while (groups[face] != face)
		face = groups[face] = groups[groups[face]];
	return face;
}

/* All sides of faces, by place. The caller frees them; NULL when there is no memory. */
static struct yice_rim *sort_sides(const struct yice_faces *faces, size_t *count)
{
	struct yice_rim *sides;
	size_t total = 1;

	for (uint32_t i = 0; i < faces->count; i++)
		total += faces->items[i].shape.point_count;
	sides = calloc(total, sizeof(*sides));
	*count = 0;
	for (uint32_t i = 0; i < faces->count && sides; i++) {
		const struct yice_shape *shape = &faces->items[i].shape;

		for (uint32_t p = 0; p < shape->part_count; p++)
			for (uint32_t k = shape->parts[p].first; k + 1 < shape->parts[p].first + shape->parts[p].count; k++)
				sides[(*count)++] = (struct yice_rim){ shape->points[k], shape->points[k + 1], i };
	}
	if (sides)
		qsort(sides, *count, sizeof(*sides), yice_rim_compare);
	return sides;
}

/* Faces with a side in common are of one group; one with a side that is neither shared nor an area's is open. */
static int group_faces(struct gaps *g, const struct yice_faces *faces, uint32_t *groups, bool *open)
{
	struct siding s = { .found = YICE_BUF_INIT };
	size_t count, next;
	struct yice_rim *sides = sort_sides(faces, &count);
	int status = sides ? YICE_OK : YICE_ENOMEM;

	for (size_t i = 0; i < count && !status; i = next) {
		bool owned = true;

		for (next = i + 1; next < count && yice_rim_same(&sides[i], &sides[next]); next++)
			groups[group_of(groups, sides[next].area)] = group_of(groups, sides[i].area);
		if (next == i + 1)
			status = look_at_side(g, (struct yice_segment){ sides[i].from, sides[i].to }, &s, &owned);
		open[sides[i].area] |= !owned;
	}
	for (uint32_t i = 0; i < faces->count; i++)
		open[group_of(groups, i)] |= open[i];
	free(sides);
	yice_buf_release(&s.found);
	return status;
}

/* Of faces, those that are of a strip open to the outside: no bay behind a narrow mouth, and nothing that rims alone enclose. */
static int keep_strips(struct gaps *g, struct yice_faces *faces)
{
	uint32_t *groups = yice_arena_array(g->arena, (size_t)faces->count + 1, sizeof(*groups)), kept = 0;
	bool *open = yice_arena_array(g->arena, (size_t)faces->count + 1, sizeof(*open));
	int status;

	if (!groups || !open)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < faces->count; i++)
		groups[i] = i;
	status = group_faces(g, faces, groups, open);
	for (uint32_t i = 0; i < faces->count && !status; i++) {
		struct yice_fault fault = { .kind = YICE_FAULT_GAP, .face = faces->items[i] };

		if (!open[group_of(groups, i)])
			continue;
		status = yice_fault_measure(g->faults, &fault);
		if (!status && fault.width <= YICE_STRIP_MM)
			faces->items[kept++] = faces->items[i];
		status = status == YICE_ERANGE ? YICE_OK : status;
	}
	faces->count = kept;
	return status;
}

/* ---------------------------------------------------------------- the whole */

/* What the lines enclose and no area covers. */
static int find_gaps(struct gaps *g, bool open)
{
	struct yice_faces faces, gaps = { NULL, 0 };
	int status = yice_geo_enclosed(g->faults->geo, (const struct yice_segment *)(const void *)g->lines.data,
				       g->lines.len / sizeof(struct yice_segment), g->arena, &faces);

	if (!status)
		status = find_uncovered(g, &faces);
	if (!status && open)
		status = keep_strips(g, &faces);
	if (!status)
		status = yice_geo_joined(g->faults->geo, &faces, g->arena, &gaps);
	for (uint32_t i = 0; i < gaps.count && !status; i++)
		status = check_gap(g, &gaps.items[i], open);
	return status;
}

/* First what the rims enclose as they are, then what they do with open ends closed. */
static int find(struct gaps *g)
{
	size_t rims;
	int status;

	for (uint32_t i = 0; i < g->rim_count; i++)
		add_line(g, g->rims[i].from, g->rims[i].to);
	rims = g->lines.len;
	status = yice_buf_status(&g->lines);
	if (!status)
		status = find_gaps(g, false);
	if (!status)
		status = close_ends(g);
	return status || g->lines.len == rims ? status : find_gaps(g, true);
}

int yice_gaps_find(struct yice_faults *faults, const struct yice_mesh *mesh, const struct yice_rim *rims, uint32_t count,
		   struct yice_arena *arena)
{
	struct gaps g = { .faults = faults, .mesh = mesh, .rims = rims, .rim_count = count, .lines = YICE_BUF_INIT,
			  .found = YICE_BUF_INIT, .ends = YICE_BUF_INIT, .arena = arena };
	int status = count ? find(&g) : YICE_OK;

	free(g.words.items);
	yice_buf_release(&g.lines);
	yice_buf_release(&g.found);
	yice_buf_release(&g.ends);
	return status;
}
