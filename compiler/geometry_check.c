/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the areas of units cover their territory once: overlaps, gaps, areas
 * drawn twice, units without an area. Done on the areas as an image stores
 * them, fitted together (runtime/geo/mesh.h), so that a vertex on another's edge
 * is no fault. An edge that no other area has the other way round is a rim: the
 * outside, a gap (geometry_gap.c) or another area lies behind it. Areas at or
 * under a rim are held against each other for overlaps. Nothing is repaired;
 * geometry_fault.c reports.
 */
#include "compiler/declare.h"
#include "compiler/geometry_gap.h"

struct pair {
	uint32_t a, b;
};

struct checking {
	struct yice_faults faults;
	struct yice_arena arena;
	const struct yice_shape **given;
	uint32_t count;
	struct yice_mesh mesh;
	struct yice_rim *edges; /* first all, then the rims */
	uint32_t edge_count;
	struct yice_buf pairs; /* of struct pair */
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
			c->edges[c->edge_count++] = (struct yice_rim){ shape->points[k], shape->points[k + 1], area };
}

/* Edges of one place: those that run alike have areas over each other; a rim is one that none runs against. */
static bool look_at_place(struct checking *c, const struct yice_rim *edges, uint32_t count)
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
	qsort(c->edges, c->edge_count, sizeof(*c->edges), yice_rim_compare);
	for (uint32_t i = 0, end; i < c->edge_count; i = end) {
		for (end = i + 1; end < c->edge_count && yice_rim_same(&c->edges[i], &c->edges[end]);)
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

static struct yice_rim *sorted_edges(const struct yice_shape *shape, uint32_t *count)
{
	struct yice_rim *edges = calloc(shape->point_count, sizeof(*edges));

	*count = 0;
	for (uint32_t i = 0; edges && i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++)
			edges[(*count)++] = (struct yice_rim){ shape->points[k], shape->points[k + 1], 0 };
	if (edges)
		qsort(edges, *count, sizeof(*edges), yice_rim_compare);
	return edges;
}

/* Whether two areas have the same edges. */
static int is_same(const struct yice_shape *a, const struct yice_shape *b, bool *same)
{
	struct yice_rim *x, *y;
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
		*same = !yice_rim_compare(&x[i], &y[i]);
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
		status = yice_geo_thick(c->faults.geo, face, YICE_FAULT_THIN, &c->arena, &pieces);
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

/* Whether the overlap of two areas is asked for: not when one of them is a mistake already. */
static bool is_asked(const struct checking *c, struct pair pair)
{
	const struct yice_shape *a = &c->mesh.shapes[pair.a], *b = &c->mesh.shapes[pair.b];

	return a->point_count && b->point_count && yice_box_meets(&a->box, &b->box) && !c->faults.areas[pair.a]->flawed &&
	       !c->faults.areas[pair.b]->flawed;
}

static int check_pairs(struct checking *c)
{
	struct pair *pairs = (struct pair *)(void *)c->pairs.data;
	size_t count = c->pairs.len / sizeof(*pairs);
	int status = YICE_OK;

	if (count)
		qsort(pairs, count, sizeof(*pairs), compare_pairs);
	for (size_t i = 0; i < count && !status; i++)
		if ((!i || compare_pairs(&pairs[i - 1], &pairs[i])) && is_asked(c, pairs[i]))
			status = check_pair(c, pairs[i]);
	return status;
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
		status = yice_gaps_find(&c->faults, &c->mesh, c->edges, c->edge_count, &c->arena);
	if (!status)
		yice_faults_report(&c->faults);
	return status;
}

int yice_geometry_check(struct yice_model *model)
{
	struct checking c = { .faults = { .model = model, .items = YICE_BUF_INIT }, .pairs = YICE_BUF_INIT };
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
	yice_buf_release(&c.faults.items);
	yice_geo_free(c.faults.geo);
	yice_arena_release(&c.arena);
	return status ? status : yice_model_status(model);
}
