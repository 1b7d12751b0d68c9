/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds units of different publishers that adjoin: edges that both areas have
 * once coordinates are rounded to the steps of a layer, joined into lines; and
 * when asked, pairs that were not drawn with the same points but come close.
 * Called by the comparison of neighbours (analysis/neighbours.c).
 */
#include "compiler/border.h"

#include "compiler/geometry.h"
#include "runtime/geo/layer.h"

#define METRE_LON INT64_C(16000) /* units of shape.h that a metre is at most, east to west, south of 54 degrees; more */
				 /* than one north to south */

struct edge {
	struct yice_point low, high; /* its ends in the order of compare_points() */
	uint32_t unit, number;       /* number: among all edges, in the order of rings */
	bool forward;                /* runs from low to high */
};

/* One edge that two units share, as it runs in the first one. */
struct piece {
	uint32_t a, b, number;
	struct yice_point from, to;
};

struct area {
	uint32_t unit;
	const struct yice_shape *shape;
};

struct finding {
	const struct yice_model *model;
	struct yice_geo *geo;
	struct yice_arena *arena;
	struct edge *edges;
	size_t edge_count;
	struct area *areas; /* by their western ends */
	uint32_t area_count;
	struct yice_buf pieces; /* of struct piece */
	struct yice_buf found;  /* of struct yice_border, the shared ones first, each kind in order */
};

static int compare_points(struct yice_point a, struct yice_point b)
{
	if (a.lon != b.lon)
		return a.lon < b.lon ? -1 : 1;
	return a.lat < b.lat ? -1 : a.lat > b.lat;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = compare_points(x->low, y->low);

	if (!order)
		order = compare_points(x->high, y->high);
	if (!order)
		order = compare_numbers(x->unit, y->unit);
	return order ? order : compare_numbers(x->number, y->number);
}

static int compare_pieces(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	int order = compare_numbers(x->a, y->a);

	if (!order)
		order = compare_numbers(x->b, y->b);
	return order ? order : compare_numbers(x->number, y->number);
}

static int compare_areas(const void *a, const void *b)
{
	const struct area *x = a, *y = b;

	if (x->shape->box.min.lon != y->shape->box.min.lon)
		return x->shape->box.min.lon < y->shape->box.min.lon ? -1 : 1;
	return compare_numbers(x->unit, y->unit);
}

static int compare_borders(const void *a, const void *b)
{
	const struct yice_border *x = a, *y = b;
	int order = compare_numbers(x->unit[0], y->unit[0]);

	return order ? order : compare_numbers(x->unit[1], y->unit[1]);
}

static uint32_t publisher(const struct finding *f, uint32_t unit)
{
	return f->model->lists.items[f->model->units.items[unit].list].scope;
}

/* ---------------------------------------------------------------- areas and their edges */

static int collect_areas(struct finding *f)
{
	size_t total = 0;

	for (uint32_t i = 0; i < f->model->geometries.count; i++)
		total += f->model->geometries.items[i].count;
	f->areas = yice_arena_array(f->arena, total + 1, sizeof(*f->areas));
	if (!f->areas)
		return YICE_ENOMEM;
	total = 0;
	for (uint32_t i = 0; i < f->model->geometries.count; i++) {
		const struct yice_geometry *geometry = &f->model->geometries.items[i];

		for (uint32_t k = 0; !geometry->item->u.geometry.names && k < geometry->count; k++) {
			if (geometry->features[k].unit == YICE_NONE)
				continue;
			f->areas[f->area_count++] = (struct area){ geometry->features[k].unit, &geometry->features[k].shape };
			total += geometry->features[k].shape.point_count;
		}
	}
	f->edges = yice_arena_array(f->arena, total + 1, sizeof(*f->edges));
	return f->edges ? YICE_OK : YICE_ENOMEM;
}

/* As an image stores it; coordinates of shapes are positive. */
static struct yice_point stored(struct yice_point p)
{
	p.lon = (p.lon + YICE_LAYER_STEP / 2) / YICE_LAYER_STEP * YICE_LAYER_STEP;
	p.lat = (p.lat + YICE_LAYER_STEP / 2) / YICE_LAYER_STEP * YICE_LAYER_STEP;
	return p;
}

static void put_edges(struct finding *f, const struct area *area)
{
	for (uint32_t i = 0; i < area->shape->part_count; i++) {
		const struct yice_part *part = &area->shape->parts[i];

		for (uint32_t k = part->first; k + 1 < part->first + part->count; k++) {
			struct yice_point from = stored(area->shape->points[k]), to = stored(area->shape->points[k + 1]);
			bool forward = compare_points(from, to) < 0;

			if (compare_points(from, to)) {
				f->edges[f->edge_count] = (struct edge){ forward ? from : to, forward ? to : from, area->unit,
									 (uint32_t)f->edge_count, forward };
				f->edge_count++;
			}
		}
	}
}

/* ---------------------------------------------------------------- shared borders */

static bool add_piece(struct finding *f, const struct edge *x, const struct edge *y)
{
	struct piece piece = { x->unit, y->unit, x->number, x->forward ? x->low : x->high, x->forward ? x->high : x->low };

	if (x->unit != y->unit && publisher(f, x->unit) != publisher(f, y->unit))
		yice_buf_add(&f->pieces, &piece, sizeof(piece));
	return !f->pieces.failed;
}

static int match_edges(struct finding *f)
{
	bool ok = true;

	if (f->edge_count)
		qsort(f->edges, f->edge_count, sizeof(*f->edges), compare_edges);
	for (size_t i = 0; i < f->edge_count && ok; i++)
		for (size_t k = i + 1; k < f->edge_count && ok && !compare_points(f->edges[i].low, f->edges[k].low) &&
				       !compare_points(f->edges[i].high, f->edges[k].high); k++)
			ok = add_piece(f, &f->edges[i], &f->edges[k]);
	if (ok && f->pieces.len)
		qsort(f->pieces.data, f->pieces.len / sizeof(struct piece), sizeof(struct piece), compare_pieces);
	return ok ? YICE_OK : YICE_ENOMEM;
}

/* The pieces of one pair as lines; those that follow each other along the ring become one. */
static int join(struct finding *f, const struct piece *pieces, size_t count)
{
	struct yice_border border = { .unit = { pieces->a, pieces->b } };
	struct yice_shape_builder builder;
	int status;

	yice_shape_begin(&builder, YICE_SHAPE_LINES, YICE_SHAPE_POINTS_MAX);
	for (size_t i = 0; i < count; i++) {
		if (i && pieces[i].number == pieces[i - 1].number)
			continue; /* the other unit has it twice */
		if (!i || compare_points(pieces[i - 1].to, pieces[i].from)) {
			if (i)
				(void)yice_shape_end_part(&builder, false);
			yice_shape_add(&builder, pieces[i].from);
		}
		yice_shape_add(&builder, pieces[i].to);
	}
	(void)yice_shape_end_part(&builder, false);
	status = yice_shape_finish(&builder, f->arena, &border.line);
	if (!status)
		status = yice_geo_length(f->geo, &border.line, NULL, &border.mm);
	yice_buf_add(&f->found, &border, sizeof(border));
	return status ? status : yice_buf_status(&f->found);
}

static int find_shared(struct finding *f)
{
	const struct piece *pieces;
	size_t count;
	int status;

	for (uint32_t i = 0; i < f->area_count; i++)
		put_edges(f, &f->areas[i]);
	status = match_edges(f);
	pieces = (const struct piece *)(const void *)f->pieces.data;
	count = f->pieces.len / sizeof(*pieces);
	for (size_t i = 0, end; i < count && !status; i = end) {
		for (end = i + 1; end < count && pieces[end].a == pieces[i].a && pieces[end].b == pieces[i].b;)
			end++;
		status = join(f, pieces + i, end - i);
	}
	return status;
}

/* ---------------------------------------------------------------- those that come close */

static struct yice_border *borders(const struct finding *f)
{
	return (struct yice_border *)(void *)f->found.data;
}

static bool is_shared(const struct finding *f, size_t shared, const struct yice_border *key)
{
	return shared && bsearch(key, f->found.data, shared, sizeof(*key), compare_borders);
}

/* Of several areas of a unit the nearest counts. A pair that GEOS finds no answer for is passed over. */
static int look(struct finding *f, size_t shared, const struct area *x, const struct area *y, int64_t within)
{
	struct yice_border border = { .unit = { x->unit, y->unit } };
	size_t count = f->found.len / sizeof(border);
	int status;

	if (x->unit > y->unit) {
		const struct area *swap = x;

		x = y;
		y = swap;
		border.unit[0] = x->unit;
		border.unit[1] = y->unit;
	}
	if (is_shared(f, shared, &border))
		return YICE_OK;
	status = yice_geo_nearest(f->geo, x->shape, y->shape, &border.near);
	if (status || border.near.mm.low > within)
		return status == YICE_ERANGE ? YICE_OK : status;
	for (size_t i = shared; i < count; i++) {
		struct yice_border *known = &borders(f)[i];

		if (compare_borders(known, &border))
			continue;
		if (border.near.mm.low < known->near.mm.low)
			*known = border;
		return YICE_OK;
	}
	yice_buf_add(&f->found, &border, sizeof(border));
	return yice_buf_status(&f->found);
}

/* From west to east: those behind x that begin before it ends, as much wider as they may be apart. */
static int find_close(struct finding *f, int64_t within)
{
	size_t shared = f->found.len / sizeof(struct yice_border);
	int64_t wide = (within / 1000 + 1) * METRE_LON;
	int status = YICE_OK;

	if (f->area_count)
		qsort(f->areas, f->area_count, sizeof(*f->areas), compare_areas);
	for (uint32_t i = 0; i < f->area_count && !status; i++) {
		struct yice_box box = f->areas[i].shape->box;

		box.min.lon -= wide;
		box.min.lat -= wide;
		box.max.lon += wide;
		box.max.lat += wide;
		for (uint32_t k = i + 1; k < f->area_count && !status && f->areas[k].shape->box.min.lon <= box.max.lon; k++)
			if (yice_box_meets(&box, &f->areas[k].shape->box) &&
			    publisher(f, f->areas[i].unit) != publisher(f, f->areas[k].unit))
				status = look(f, shared, &f->areas[i], &f->areas[k], within);
	}
	return status;
}

int yice_borders_find(const struct yice_model *model, int64_t within, struct yice_arena *arena,
		      struct yice_border **out, uint32_t *count)
{
	struct finding f = { .model = model, .arena = arena, .pieces = YICE_BUF_INIT, .found = YICE_BUF_INIT };
	int status = yice_geo_new(&f.geo);

	if (!status)
		status = collect_areas(&f);
	if (!status)
		status = find_shared(&f);
	if (!status && within > 0)
		status = find_close(&f, within);
	*count = (uint32_t)(f.found.len / sizeof(**out));
	*out = status ? NULL : yice_arena_array(arena, (size_t)*count + 1, sizeof(**out));
	if (!status && !*out)
		status = YICE_ENOMEM;
	if (!status && *count) {
		memcpy(*out, f.found.data, f.found.len);
		qsort(*out, *count, sizeof(**out), compare_borders);
	}
	yice_buf_release(&f.pieces);
	yice_buf_release(&f.found);
	yice_geo_free(f.geo);
	return status;
}
