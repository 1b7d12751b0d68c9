/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fits areas together. Where one unit has a long edge and two others meet
 * halfway along it, rounding sets their vertex beside the edge, and borders that
 * are the same on the map have different points. Called by the check of units
 * (compiler/geometry_check.c), which then finds equal edges where borders agree.
 * Two vertices of a mesh are never within the reach of each other. Integers
 * throughout; no point is made up: all are vertices of some area, rounded.
 */
#include "runtime/geo/mesh.h"

#define STEP YICE_LAYER_STEP

/* A place that becomes a point of the edge from low to high. */
struct knot {
	struct yice_point low, high, place;
};

struct fitting {
	struct yice_mesh *mesh;
	struct yice_arena *arena;
	struct yice_point *places; /* all vertices, rounded, in order, each once */
	uint32_t *stands;          /* for each the number of the one that stands for it */
	uint32_t count;
	struct yice_buf knots; /* of struct knot, in order */
	struct yice_buf ring;  /* of struct yice_point, without the one that closes it */
	struct yice_point at;  /* the place that edges are looked for around */
};

static bool same(struct yice_point a, struct yice_point b)
{
	return a.lon == b.lon && a.lat == b.lat;
}

/* As a layer stores it; coordinates of shapes are positive. */
static struct yice_point stored(struct yice_point p)
{
	return (struct yice_point){ (p.lon + STEP / 2) / STEP * STEP, (p.lat + STEP / 2) / STEP * STEP };
}

/* ---------------------------------------------------------------- places */

static int compare_places(const void *a, const void *b)
{
	const struct yice_point *x = a, *y = b;

	return yice_point_order(*x, *y);
}

static int collect_places(struct fitting *f, const struct yice_shape *const *shapes)
{
	size_t total = 0, n = 0;

	for (uint32_t i = 0; i < f->mesh->count; i++)
		total += shapes[i]->point_count;
	f->places = malloc((total + 1) * sizeof(*f->places));
	f->stands = malloc((total + 1) * sizeof(*f->stands));
	if (!f->places || !f->stands)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < f->mesh->count; i++)
		for (uint32_t k = 0; k < shapes[i]->point_count; k++)
			f->places[n++] = stored(shapes[i]->points[k]);
	qsort(f->places, n, sizeof(*f->places), compare_places);
	for (size_t i = 0; i < n; i++)
		if (!i || !same(f->places[i], f->places[f->count - 1]))
			f->places[f->count++] = f->places[i];
	return YICE_OK;
}

/* In order: a place within the reach, which is one step either way, of an earlier one that stands for itself is stood for by it. */
static void choose_places(struct fitting *f)
{
	uint32_t west = 0;

	for (uint32_t i = 0; i < f->count; i++) {
		struct yice_point p = f->places[i], corner = { p.lon - STEP, p.lat - STEP };

		f->stands[i] = i;
		while (yice_point_order(f->places[west], corner) < 0)
			west++;
		for (uint32_t k = west; k < i && f->places[k].lon == corner.lon && f->places[k].lat <= p.lat + STEP; k++)
			if (f->stands[k] == k)
				f->stands[i] = k;
		if (i && same(f->places[i - 1], (struct yice_point){ p.lon, p.lat - STEP }) && f->stands[i - 1] == i - 1)
			f->stands[i] = i - 1;
	}
}

/* The place that stands for a vertex. Once places are chosen, shapes have no others. */
static struct yice_point place_of(const struct fitting *f, struct yice_point p)
{
	const struct yice_point *found;

	if (!f->places)
		return p;
	p = stored(p);
	found = bsearch(&p, f->places, f->count, sizeof(p), compare_places);
	return f->places[f->stands[found - f->places]];
}

/* ---------------------------------------------------------------- places on edges */

/* Of points in the middle of an edge; in steps, which are below 2^30. */
static bool is_near(struct yice_point a, struct yice_point b, struct yice_point p)
{
	int64_t dx = (b.lon - a.lon) / STEP, dy = (b.lat - a.lat) / STEP;
	int64_t px = (p.lon - a.lon) / STEP, py = (p.lat - a.lat) / STEP;
	int64_t along = dx * px + dy * py, length = dx * dx + dy * dy, off = dx * py - dy * px;

	return along > 0 && along < length && (__int128)off * off * 4 <= (__int128)length * 9;
}

static int add_knot(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	struct fitting *f = context;
	bool forward = yice_point_order(a, b) < 0;
	struct knot knot = { forward ? a : b, forward ? b : a, f->at };

	YICE_UNUSED(feature);
	if (!same(a, f->at) && !same(b, f->at) && is_near(a, b, f->at))
		yice_buf_add(&f->knots, &knot, sizeof(knot));
	return yice_buf_status(&f->knots);
}

static int compare_edges(const struct knot *x, const struct knot *y)
{
	int order = yice_point_order(x->low, y->low);

	return order ? order : yice_point_order(x->high, y->high);
}

/* How far along its edge. */
static __int128 reach_of(const struct knot *k)
{
	return (__int128)(k->place.lon - k->low.lon) * (k->high.lon - k->low.lon) +
	       (__int128)(k->place.lat - k->low.lat) * (k->high.lat - k->low.lat);
}

static int compare_knots(const void *a, const void *b)
{
	const struct knot *x = a, *y = b;
	int order = compare_edges(x, y);
	__int128 far = order ? 0 : reach_of(x) - reach_of(y);

	if (order || far)
		return order ? order : far < 0 ? -1 : 1;
	return yice_point_order(x->place, y->place);
}

static int find_knots(struct fitting *f)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < f->count && !status; i++) {
		struct yice_box box;

		if (f->stands[i] != i)
			continue;
		f->at = f->places[i];
		box = (struct yice_box){ { f->at.lon - 2 * STEP, f->at.lat - 2 * STEP },
					 { f->at.lon + 2 * STEP, f->at.lat + 2 * STEP } };
		status = yice_layer_edges(&f->mesh->layer, box, add_knot, f);
	}
	if (!status && f->knots.len)
		qsort(f->knots.data, f->knots.len / sizeof(struct knot), sizeof(struct knot), compare_knots);
	return status;
}

/* ---------------------------------------------------------------- rings */

/* Adds a point behind the last; a way out and straight back is left out. */
static void add_point(struct yice_buf *ring, struct yice_point p)
{
	const struct yice_point *points = (const struct yice_point *)(const void *)ring->data;
	size_t n = ring->len / sizeof(p);

	if (n && same(points[n - 1], p))
		return;
	if (n > 1 && same(points[n - 2], p))
		ring->len -= sizeof(p);
	else
		yice_buf_add(ring, &p, sizeof(p));
}

/* The places on the edge from a to b. */
static void add_knots(struct fitting *f, struct yice_point a, struct yice_point b)
{
	const struct knot *knots = (const struct knot *)(const void *)f->knots.data;
	bool forward = yice_point_order(a, b) < 0;
	struct knot key = { forward ? a : b, forward ? b : a, { 0, 0 } };
	size_t low = 0, high = f->knots.len / sizeof(key), count = high;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_edges(&knots[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < count && !compare_edges(&knots[high], &key);)
		high++;
	for (size_t i = low; i < high; i++)
		add_point(&f->ring, knots[forward ? i : high - 1 - (i - low)].place);
}

/* Adds the ring that was followed; false when it is none. */
static bool close_ring(struct fitting *f, bool hole, struct yice_shape_builder *builder)
{
	const struct yice_point *points = (const struct yice_point *)(const void *)f->ring.data;
	size_t first = 0, end = f->ring.len / sizeof(*points);

	while (end - first > 2) {
		if (same(points[end - 1], points[first]) || same(points[end - 2], points[first]))
			end--;
		else if (same(points[end - 1], points[first + 1]))
			first++;
		else
			break;
	}
	if (end - first < 3)
		return false;
	for (size_t i = first; i < end; i++)
		yice_shape_add(builder, points[i]);
	yice_shape_add(builder, points[first]);
	return yice_shape_end_part(builder, hole) == YICE_PART_OK;
}

/* A hole whose ring was left out goes with it. */
static int fit_shape(struct fitting *f, const struct yice_shape *shape, struct yice_shape *out)
{
	struct yice_shape_builder builder;
	bool outer = false;
	int status;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_part *part = &shape->parts[i];
		bool kept;

		if (part->hole && !outer)
			continue;
		yice_buf_clear(&f->ring);
		for (uint32_t k = part->first; k + 1 < part->first + part->count; k++) {
			add_point(&f->ring, place_of(f, shape->points[k]));
			if (f->knots.len)
				add_knots(f, shape->points[k], shape->points[k + 1]);
		}
		kept = close_ring(f, part->hole, &builder);
		outer = part->hole ? outer : kept;
	}
	status = yice_shape_finish(&builder, f->arena, out);
	if (status == YICE_ENOTFOUND) {
		*out = (struct yice_shape){ .kind = YICE_SHAPE_POLYGONS };
		status = YICE_OK;
	}
	return status ? status : yice_buf_status(&f->ring);
}

/* ---------------------------------------------------------------- the whole */

static int build_layer(struct yice_mesh *mesh)
{
	struct yice_layer_builder builder;
	int status;

	free(mesh->words.items);
	mesh->words = (struct yice_layer_words){ 0 };
	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < mesh->count; i++)
		yice_layer_add(&builder, i, &mesh->shapes[i]);
	status = yice_layer_build(&builder, &mesh->words);
	yice_layer_builder_release(&builder);
	return status ? status : yice_layer_open(&mesh->layer, mesh->words.items, mesh->words.count);
}

static int fit(struct fitting *f, const struct yice_shape *const *shapes)
{
	struct yice_mesh *mesh = f->mesh;
	int status = collect_places(f, shapes);

	if (!status)
		choose_places(f);
	for (uint32_t i = 0; i < mesh->count && !status; i++)
		status = fit_shape(f, shapes[i], &mesh->shapes[i]);
	if (!status)
		status = build_layer(mesh);
	if (!status)
		status = find_knots(f);
	if (status || !f->knots.len)
		return status;
	free(f->places);
	f->places = NULL;
	for (uint32_t i = 0; i < mesh->count && !status; i++)
		status = fit_shape(f, &mesh->shapes[i], &mesh->shapes[i]);
	return status ? status : build_layer(mesh);
}

int yice_mesh_fit(struct yice_mesh *mesh, const struct yice_shape *const *shapes, uint32_t count, struct yice_arena *arena)
{
	struct fitting f = { .mesh = mesh, .arena = arena, .knots = YICE_BUF_INIT, .ring = YICE_BUF_INIT };
	int status;

	*mesh = (struct yice_mesh){ .shapes = yice_arena_array(arena, (size_t)count + 1, sizeof(*mesh->shapes)),
				    .count = count };
	status = mesh->shapes ? fit(&f, shapes) : YICE_ENOMEM;
	free(f.places);
	free(f.stands);
	yice_buf_release(&f.knots);
	yice_buf_release(&f.ring);
	return status;
}

void yice_mesh_release(struct yice_mesh *mesh)
{
	free(mesh->words.items);
	*mesh = (struct yice_mesh){ 0 };
}
