/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the areas of units cover their territory once: overlaps, gaps, areas
 * drawn twice, units without an area. Done on the areas as an image stores
 * them, fitted together (runtime/geo/mesh.h), so that a vertex on another's edge
 * is no fault. An edge that no other area has the other way round is a rim: the
 * outside, a gap or another area lies behind it. What rims enclose and no area
 * covers is a gap; where two rims run along each other with an end open to the
 * outside, that end is closed first. Areas at or under a rim are held against
 * each other for overlaps. Nothing is repaired; geometry_fault.c reports.
 */
#include "compiler/declare.h"
#include "compiler/geometry_fault.h"
#include "runtime/geo/mesh.h"

#define BESIDE  (16 * YICE_SLIVER_MM) /* units of shape.h that the width of a sliver is at most, south of 54 degrees */
#define BEYOND  50                    /* units by which a line that closes an end reaches into the areas on both sides */
#define THIN    100                   /* half of what is too narrow to be a fault: 2 cm */
#define ON_EDGE 3                     /* units that rounding sets a point of a gap off the edge it is on */

struct edge {
	struct yice_point from, to; /* its area lies left of it */
	uint32_t area;
};

struct pair {
	uint32_t a, b;
};

struct checking {
	struct yice_faults faults;
	struct yice_arena arena;
	const struct yice_shape **given;
	uint32_t count;
	struct yice_mesh mesh;
	struct edge *edges; /* first all, then the rims */
	uint32_t edge_count;
	struct yice_buf pairs; /* of struct pair */
	struct yice_buf lines; /* of struct yice_segment: the rims, and what closes ends */
	const struct edge *rim; /* that others are looked for beside */
};

/* ---------------------------------------------------------------- areas */

static uint32_t count_areas(const struct yice_model *model)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < model->geometries.count; i++)
		if (!model->geometries.items[i].item->u.geometry.names)
			count += model->geometries.items[i].count;
	return count;
}

static bool collect_areas(struct checking *c)
{
	const struct yice_model *model = c->faults.model;
	uint32_t n = 0;

	c->count = count_areas(model);
	c->faults.areas = yice_arena_array(&c->arena, (size_t)c->count + 1, sizeof(*c->faults.areas));
	c->given = yice_arena_array(&c->arena, (size_t)c->count + 1, sizeof(*c->given));
	if (!c->faults.areas || !c->given)
		return false;
	for (uint32_t i = 0; i < model->geometries.count; i++)
		for (uint32_t k = 0; k < model->geometries.items[i].count; k++)
			if (!model->geometries.items[i].item->u.geometry.names) {
				c->faults.areas[n] = &model->geometries.items[i].features[k];
				c->given[n] = &c->faults.areas[n]->shape;
				n++;
			}
	return true;
}

/* ---------------------------------------------------------------- rims */

static struct yice_point low_of(const struct edge *e)
{
	return yice_point_order(e->from, e->to) < 0 ? e->from : e->to;
}

static struct yice_point high_of(const struct edge *e)
{
	return yice_point_order(e->from, e->to) < 0 ? e->to : e->from;
}

/* By place whatever the direction, then by direction, then by area. */
static int compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = yice_point_order(low_of(x), low_of(y));

	if (!order)
		order = yice_point_order(high_of(x), high_of(y));
	if (!order)
		order = yice_point_order(x->from, y->from);
	return order ? order : x->area < y->area ? -1 : x->area > y->area;
}

static bool same_place(const struct edge *x, const struct edge *y)
{
	return !yice_point_order(low_of(x), low_of(y)) && !yice_point_order(high_of(x), high_of(y));
}

static void add_pair(struct checking *c, uint32_t a, uint32_t b)
{
	struct pair pair = { a < b ? a : b, a < b ? b : a };

	if (a != b)
		yice_buf_add(&c->pairs, &pair, sizeof(pair));
}

static void put_edges(struct checking *c, uint32_t area)
{
	const struct yice_shape *shape = &c->mesh.shapes[area];

	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++)
			c->edges[c->edge_count++] = (struct edge){ shape->points[k], shape->points[k + 1], area };
}

/* Edges of one place: those that run alike have areas over each other; a rim is one that none runs against. */
static bool look_at_place(struct checking *c, const struct edge *edges, uint32_t count)
{
	bool against = false;

	for (uint32_t i = 1; i < count; i++)
		against |= yice_point_order(edges[i].from, edges[0].from) != 0;
	for (uint32_t i = 0; i < count && count > (against ? 2u : 1u); i++)
		for (uint32_t k = i + 1; k < count && !yice_point_order(edges[i].from, edges[k].from); k++)
			add_pair(c, edges[i].area, edges[k].area);
	return !against;
}

static int find_rims(struct checking *c)
{
	size_t total = 1;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < c->count; i++)
		total += c->mesh.shapes[i].point_count;
	c->edges = calloc(total, sizeof(*c->edges));
	if (!c->edges)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->count; i++)
		put_edges(c, i);
	qsort(c->edges, c->edge_count, sizeof(*c->edges), compare_edges);
	for (uint32_t i = 0, end; i < c->edge_count; i = end) {
		for (end = i + 1; end < c->edge_count && same_place(&c->edges[i], &c->edges[end]);)
			end++;
		if (look_at_place(c, &c->edges[i], end - i))
			c->edges[kept++] = c->edges[i];
	}
	c->edge_count = kept;
	return yice_buf_status(&c->pairs);
}

/* ---------------------------------------------------------------- overlaps */

/* Areas that a rim may lie in. */
static int pair_rims(struct checking *c)
{
	struct yice_layer_candidates set = { 0 };
	int status = YICE_OK;

	for (uint32_t i = 0; i < c->edge_count && !status; i++) {
		struct yice_point ends[2] = { c->edges[i].from, c->edges[i].to };
		struct yice_part part = { 0, 2, false };
		struct yice_shape line = { YICE_SHAPE_LINES, ends, &part, 2, 1, yice_points_box(ends, 2) };

		status = yice_layer_find(&c->mesh.layer, &line, &set);
		for (uint32_t k = 0; k < set.count && !status; k++)
			add_pair(c, c->edges[i].area, set.items[k].feature);
	}
	yice_layer_candidates_release(&set);
	return status ? status : yice_buf_status(&c->pairs);
}

/* Areas that a vertex lies in: one for each area, which finds what has no rim within the other. */
static int pair_inner(struct checking *c)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < c->count && !status; i++) {
		struct yice_layer_hit hits[16];
		uint32_t count = 0;

		if (c->mesh.shapes[i].point_count)
			status = yice_layer_at(&c->mesh.layer, c->mesh.shapes[i].points[0], hits, YICE_COUNT(hits), &count);
		for (uint32_t k = 0; k < count && k < YICE_COUNT(hits) && !status; k++)
			if (!hits[k].touches)
				add_pair(c, i, hits[k].feature);
	}
	return status ? status : yice_buf_status(&c->pairs);
}

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

static struct edge *sorted_edges(const struct yice_shape *shape, uint32_t *count)
{
	struct edge *edges = calloc(shape->point_count, sizeof(*edges));

	*count = 0;
	for (uint32_t i = 0; edges && i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++)
			edges[(*count)++] = (struct edge){ shape->points[k], shape->points[k + 1], 0 };
	if (edges)
		qsort(edges, *count, sizeof(*edges), compare_edges);
	return edges;
}

/* Whether two areas have the same edges. */
static int is_same(const struct yice_shape *a, const struct yice_shape *b, bool *same)
{
	struct edge *x, *y;
	uint32_t count, other;
	int status = YICE_OK;

	*same = a->point_count == b->point_count && !yice_point_order(a->box.min, b->box.min) &&
		!yice_point_order(a->box.max, b->box.max);
	if (!*same)
		return YICE_OK;
	x = sorted_edges(a, &count);
	y = sorted_edges(b, &other);
	if (!x || !y)
		status = YICE_ENOMEM;
	else
		*same = count == other;
	for (uint32_t i = 0; !status && *same && i < count; i++)
		*same = !compare_edges(&x[i], &y[i]);
	free(x);
	free(y);
	return status;
}

/* Fitting may, rarely, leave a ring that GEOS finds no answer for: then the areas as they came are asked. */
static int find_common(struct checking *c, struct pair pair, struct yice_faces *out)
{
	int status = yice_geo_common(c->faults.geo, &c->mesh.shapes[pair.a], &c->mesh.shapes[pair.b], &c->arena, out);

	if (status == YICE_ERANGE)
		status = yice_geo_common(c->faults.geo, c->given[pair.a], c->given[pair.b], &c->arena, out);
	return status;
}

/* Pieces of an overlap, or one area that two units have. */
static int add_common(struct checking *c, struct yice_fault *fault, const struct yice_face *face)
{
	struct yice_faces pieces = { &fault->face, 1 };
	int status = YICE_OK;

	fault->face = *face;
	if (fault->kind == YICE_FAULT_OVERLAP)
		status = yice_geo_thick(c->faults.geo, face, THIN, &c->arena, &pieces);
	for (uint32_t i = 0; i < pieces.count && !status; i++) {
		fault->face = pieces.items[i];
		status = yice_fault_add(&c->faults, fault);
	}
	return status;
}

static int check_pair(struct checking *c, struct pair pair)
{
	struct yice_fault fault = { .kind = YICE_FAULT_OVERLAP, .area_count = 2 };
	uint32_t *areas = yice_arena_array(&c->arena, 2, sizeof(*areas));
	struct yice_faces faces;
	bool same;
	int status = areas ? is_same(&c->mesh.shapes[pair.a], &c->mesh.shapes[pair.b], &same) : YICE_ENOMEM;

	if (!status)
		status = find_common(c, pair, &faces);
	if (status)
		return status;
	areas[0] = pair.a;
	areas[1] = pair.b;
	fault.areas = areas;
	if (same && faces.count) {
		fault.kind = YICE_FAULT_TWICE;
		faces.items[0].shape = c->mesh.shapes[pair.a];
		faces.count = 1;
	}
	for (uint32_t i = 0; i < faces.count && !status; i++)
		status = add_common(c, &fault, &faces.items[i]);
	return status;
}

static int check_pairs(struct checking *c)
{
	struct pair *pairs = (struct pair *)(void *)c->pairs.data;
	size_t count = c->pairs.len / sizeof(*pairs);
	int status = YICE_OK;

	if (count)
		qsort(pairs, count, sizeof(*pairs), compare_pairs);
	for (size_t i = 0; i < count && !status; i++) {
		const struct yice_shape *a = &c->mesh.shapes[pairs[i].a], *b = &c->mesh.shapes[pairs[i].b];

		if ((!i || compare_pairs(&pairs[i - 1], &pairs[i])) && a->point_count && b->point_count &&
		    yice_box_meets(&a->box, &b->box))
			status = check_pair(c, pairs[i]);
	}
	return status;
}

/* ---------------------------------------------------------------- open ends */

static void add_line(struct checking *c, struct yice_point from, struct yice_point to)
{
	struct yice_segment line = { from, to };

	if (yice_point_order(from, to))
		yice_buf_add(&c->lines, &line, sizeof(line));
}

/* A point behind `from`, as seen from `to`. */
static struct yice_point beyond(struct yice_point from, struct yice_point to)
{
	int64_t dx = from.lon - to.lon, dy = from.lat - to.lat;
	int64_t wide = (dx < 0 ? -dx : dx) + (dy < 0 ? -dy : dy);

	return (struct yice_point){ from.lon + dx * BEYOND / wide, from.lat + dy * BEYOND / wide };
}

/* From one border to the other; the points are rounded, so the line begins before the one and ends behind the other. */
static void add_bridge(struct checking *c, struct yice_point a, struct yice_point b)
{
	if (!yice_point_order(a, b))
		return;
	add_line(c, beyond(a, b), a);
	add_line(c, a, b);
	add_line(c, b, beyond(b, a));
}

static int visit_beside(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	struct checking *c = context;
	struct yice_segment own = { c->rim->from, c->rim->to }, other = { a, b };
	struct yice_stretch stretch;

	if (feature == c->rim->area || !yice_edge_along(own, other, YICE_SLIVER_MM, &stretch))
		return YICE_OK;
	add_bridge(c, stretch.at[0], stretch.foot[0]);
	add_bridge(c, stretch.at[1], stretch.foot[1]);
	return yice_buf_status(&c->lines);
}

/* Where a rim comes beside another area and where it leaves it, they are joined: what lies between is enclosed then. */
static int close_ends(struct checking *c)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < c->edge_count && !status; i++) {
		struct yice_point ends[2] = { c->edges[i].from, c->edges[i].to };
		struct yice_box box = yice_points_box(ends, 2);

		c->rim = &c->edges[i];
		box = (struct yice_box){ { box.min.lon - BESIDE, box.min.lat - BESIDE },
					 { box.max.lon + BESIDE, box.max.lat + BESIDE } };
		status = yice_layer_edges(&c->mesh.layer, box, visit_beside, c);
	}
	return status ? status : yice_buf_status(&c->lines);
}

/* ---------------------------------------------------------------- gaps */

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

/* Looks which areas have the sides of a gap; a side that none has is an end that was closed. */
static int visit_sides(struct checking *c, const struct yice_shape *shape, struct siding *s, bool *open)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count && !status; k++) {
			struct yice_box box = yice_points_box(shape->points + k, 2);
			bool owned = false;

			s->side = (struct yice_segment){ shape->points[k], shape->points[k + 1] };
			s->number++;
			box = (struct yice_box){ { box.min.lon - ON_EDGE, box.min.lat - ON_EDGE },
						 { box.max.lon + ON_EDGE, box.max.lat + ON_EDGE } };
			status = yice_layer_edges(&c->mesh.layer, box, visit_side, s);
			for (size_t n = 0; n < s->found.len / sizeof(struct beside); n++)
				owned |= ((struct beside *)(void *)s->found.data)[n].seen == s->number;
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
static int name_areas(struct checking *c, struct siding *s, struct yice_fault *fault)
{
	struct beside *found = (struct beside *)(void *)s->found.data;
	uint32_t count = (uint32_t)(s->found.len / sizeof(*found)), other = 1;
	uint32_t *areas = yice_arena_array(&c->arena, (size_t)count + 1, sizeof(*areas));

	if (!areas)
		return YICE_ENOMEM;
	if (count)
		qsort(found, count, sizeof(*found), compare_beside);
	for (uint32_t i = 0; i < count; i++)
		areas[i] = found[i].area;
	while (other < count && !strcmp(c->faults.areas[areas[other]]->name, c->faults.areas[areas[0]]->name))
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
static int straighten(struct checking *c, struct yice_shape *shape)
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
	return yice_shape_finish(&builder, &c->arena, shape);
}

/* A gap, or what is left of one without thin parts, with the areas beside it. */
static int add_gap(struct checking *c, const struct yice_face *face, bool open)
{
	struct yice_fault fault = { .kind = YICE_FAULT_GAP, .face = *face, .open = open };
	struct siding s = { .found = YICE_BUF_INIT };
	bool cut = false;
	int status = visit_sides(c, &face->shape, &s, &cut);

	if (!status)
		status = name_areas(c, &s, &fault);
	if (!status && open)
		status = straighten(c, &fault.face.shape);
	if (!status && fault.area_count)
		status = yice_fault_add(&c->faults, &fault);
	yice_buf_release(&s.found);
	return status == YICE_ENOTFOUND ? YICE_OK : status;
}

/* Gaps with an open end, or those without. */
static int check_gap(struct checking *c, const struct yice_face *face, bool open)
{
	struct siding s = { .found = YICE_BUF_INIT };
	struct yice_faces pieces = { NULL, 0 };
	bool has_end = false;
	int status = visit_sides(c, &face->shape, &s, &has_end);

	if (!status && has_end == open)
		status = yice_geo_thick(c->faults.geo, face, THIN, &c->arena, &pieces);
	for (uint32_t i = 0; i < pieces.count && !status; i++)
		status = add_gap(c, &pieces.items[i], open);
	yice_buf_release(&s.found);
	return status;
}

/* Of what the rims enclose, that which no area covers. */
static int find_uncovered(struct checking *c, struct yice_faces *faces)
{
	uint32_t kept = 0;
	int status = YICE_OK;

	for (uint32_t i = 0; i < faces->count && !status; i++) {
		struct yice_layer_hit hit;
		uint32_t count;

		status = yice_layer_at(&c->mesh.layer, faces->items[i].inner, &hit, 1, &count);
		if (!status && !count)
			faces->items[kept++] = faces->items[i];
	}
	faces->count = kept;
	return status;
}

/* What the lines enclose and no area covers. */
static int find_gaps(struct checking *c, bool open)
{
	struct yice_faces faces, gaps = { NULL, 0 };
	int status = yice_geo_enclosed(c->faults.geo, (const struct yice_segment *)(const void *)c->lines.data,
				       c->lines.len / sizeof(struct yice_segment), &c->arena, &faces);

	if (!status)
		status = find_uncovered(c, &faces);
	if (!status)
		status = yice_geo_joined(c->faults.geo, &faces, &c->arena, &gaps);
	for (uint32_t i = 0; i < gaps.count && !status; i++)
		status = check_gap(c, &gaps.items[i], open);
	return status;
}

/* First what the rims enclose as they are, then what they do with open ends closed. */
static int check_gaps(struct checking *c)
{
	size_t rims;
	int status;

	for (uint32_t i = 0; i < c->edge_count; i++)
		add_line(c, c->edges[i].from, c->edges[i].to);
	rims = c->lines.len;
	status = yice_buf_status(&c->lines);
	if (!status)
		status = find_gaps(c, false);
	if (!status)
		status = close_ends(c);
	return status || c->lines.len == rims ? status : find_gaps(c, true);
}

/* ---------------------------------------------------------------- units without an area */

/* Once one unit of a list has an area, all should. */
static int check_missing(struct checking *c)
{
	const struct yice_model *model = c->faults.model;
	bool *has = yice_arena_array(&c->arena, (size_t)model->units.count + 1, sizeof(*has));
	bool *asked = yice_arena_array(&c->arena, (size_t)model->lists.count + 1, sizeof(*asked));

	if (!has || !asked)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->count; i++)
		if (c->faults.areas[i]->unit != YICE_NONE) {
			has[c->faults.areas[i]->unit] = true;
			asked[model->units.items[c->faults.areas[i]->unit].list] = true;
		}
	for (uint32_t i = 0; i < model->units.count; i++)
		if (asked[model->units.items[i].list] && !has[i])
			yice_diag_add(model->diags, YICE_D_geometry_missing, model->units.items[i].span,
				      model->units.items[i].code, NULL);
	return YICE_OK;
}

static int check(struct checking *c)
{
	int status = yice_geo_new(&c->faults.geo);

	if (!status)
		status = yice_mesh_fit(&c->mesh, c->given, c->count, &c->arena);
	if (!status)
		status = find_rims(c);
	if (!status)
		status = pair_rims(c);
	if (!status)
		status = pair_inner(c);
	if (!status)
		status = check_pairs(c);
	if (!status)
		status = check_gaps(c);
	if (!status)
		yice_faults_report(&c->faults);
	return status;
}

int yice_geometry_check(struct yice_model *model)
{
	struct checking c = { .faults = { .model = model, .items = YICE_BUF_INIT }, .pairs = YICE_BUF_INIT, .lines = YICE_BUF_INIT };
	int status = YICE_OK;

	yice_arena_init(&c.arena);
	if (!collect_areas(&c))
		status = YICE_ENOMEM;
	else if (c.count) {
		status = check_missing(&c);
		if (!status)
			status = check(&c);
	}
	yice_mesh_release(&c.mesh);
	free(c.edges);
	yice_buf_release(&c.pairs);
	yice_buf_release(&c.lines);
	yice_buf_release(&c.faults.items);
	yice_geo_free(c.faults.geo);
	yice_arena_release(&c.arena);
	return status ? status : yice_model_status(model);
}
