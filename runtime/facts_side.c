/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On which side of a line a site is: "京昆高速以东". A layer may hold the line
 * as several, such as the two carriageways of a road. Lines that have points in
 * common are one strand. What crosses the parallel (or meridian) of a point is
 * counted strand by strand: one that crosses an odd number of times passes the
 * point on one side, and all such strands must do so on the same; one that
 * turns back before it passed must lie on that side as a whole. Anything else
 * is no answer, with its reason. Called by facts_layer.c. Integers throughout.
 */
#include "runtime/facts_internal.h"

#include "runtime/geo/layer.h"

/* Ends in order. */
struct edge {
	struct yice_point low, high;
};

struct crossing {
	uint32_t strand;
	bool before; /* west (south) of the point */
};

struct seeking {
	const struct yice_view *view;
	uint32_t use, key;
	struct yice_buf edges;     /* of struct edge: near the point at hand */
	struct yice_buf crossings; /* of struct crossing */
	/* Of all lines, once some point asks for them: points in order, each once, and the way to the one that names its strand. */
	struct yice_point *points;
	uint32_t *parents, count;
};

static int note_edge(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	struct seeking *s = context;
	struct edge edge = { a, b };

	YICE_UNUSED(feature);
	if (yice_point_order(a, b) > 0)
		edge = (struct edge){ b, a };
	yice_buf_add(&s->edges, &edge, sizeof(edge));
	return yice_buf_status(&s->edges);
}

static int compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = yice_point_order(x->low, y->low);

	return order ? order : yice_point_order(x->high, y->high);
}

static int compare_points(const void *a, const void *b)
{
	const struct yice_point *x = a, *y = b;

	return yice_point_order(*x, *y);
}

/* The edges, each once, whose parallel or meridian is that of `at`; all of them when it is NULL. */
static int gather(struct seeking *s, const struct yice_point *at, bool upright)
{
	struct edge *edges;
	size_t count, kept = 0;
	int status = YICE_OK;

	yice_buf_clear(&s->edges);
	for (uint32_t i = 0; i < s->view->count[YICE_SEC_LAYERS] && !status; i++) {
		const struct yice_image_layer *record = &s->view->layers[i];
		struct yice_layer layer;
		struct yice_box box;

		if (record->use != s->use || record->key != s->key)
			continue;
		status = yice_layer_open(&layer, s->view->geometry + record->words, record->word_count);
		if (status)
			break;
		box = yice_layer_bounds(&layer);
		if (at && upright)
			box.min.lon = box.max.lon = at->lon;
		else if (at)
			box.min.lat = box.max.lat = at->lat;
		status = yice_layer_edges(&layer, box, note_edge, s);
	}
	edges = (struct edge *)(void *)s->edges.data;
	count = s->edges.len / sizeof(*edges);
	if (count)
		qsort(edges, count, sizeof(*edges), compare_edges);
	for (size_t i = 0; i < count; i++)
		if (!i || compare_edges(&edges[i], &edges[kept - 1]))
			edges[kept++] = edges[i];
	s->edges.len = kept * sizeof(*edges);
	return status;
}

/* ---------------------------------------------------------------- strands */

static uint32_t strand_of(const struct seeking *s, struct yice_point p)
{
	const struct yice_point *found = bsearch(&p, s->points, s->count, sizeof(p), compare_points);
	uint32_t i = found ? (uint32_t)(found - s->points) : 0;

	while (s->parents[i] != i)
		i = s->parents[i] = s->parents[s->parents[i]];
	return i;
}

static int find_strands(struct seeking *s)
{
	const struct edge *edges;
	size_t count, n = 0;
	int status = gather(s, NULL, false);

	edges = (const struct edge *)(const void *)s->edges.data;
	count = s->edges.len / sizeof(*edges);
	s->points = status ? NULL : malloc((2 * count + 1) * sizeof(*s->points));
	s->parents = status ? NULL : malloc((2 * count + 1) * sizeof(*s->parents));
	if (!s->points || !s->parents)
		return status ? status : YICE_ENOMEM;
	for (size_t i = 0; i < count; i++) {
		s->points[n++] = edges[i].low;
		s->points[n++] = edges[i].high;
	}
	qsort(s->points, n, sizeof(*s->points), compare_points);
	for (size_t i = 0; i < n; i++)
		if (!i || yice_point_order(s->points[i], s->points[s->count - 1]))
			s->points[s->count++] = s->points[i];
	for (uint32_t i = 0; i < s->count; i++)
		s->parents[i] = i;
	for (size_t i = 0; i < count; i++)
		s->parents[strand_of(s, edges[i].low)] = strand_of(s, edges[i].high);
	return YICE_OK;
}

/* ---------------------------------------------------------------- one point */

static struct yice_point turned(struct yice_point p)
{
	return (struct yice_point){ p.lat, p.lon };
}

/* Counts an edge that crosses; *on: it goes through the point. */
static bool crosses(const struct edge *edge, struct yice_point p, bool upright, bool *before, bool *on)
{
	struct yice_point a = upright ? turned(edge->low) : edge->low, b = upright ? turned(edge->high) : edge->high;
	struct yice_point ends[2] = { a, b };
	struct yice_box box = yice_points_box(ends, 2);
	__int128 turn;

	p = upright ? turned(p) : p;
	turn = (__int128)(b.lon - a.lon) * (p.lat - a.lat) - (__int128)(p.lon - a.lon) * (b.lat - a.lat);
	*on |= turn == 0 && box.min.lon <= p.lon && p.lon <= box.max.lon && box.min.lat <= p.lat && p.lat <= box.max.lat;
	*before = (turn > 0) != (b.lat > a.lat);
	return (a.lat > p.lat) != (b.lat > p.lat);
}

static int compare_crossings(const void *a, const void *b)
{
	const struct crossing *x = a, *y = b;

	return x->strand < y->strand ? -1 : x->strand > y->strand;
}

/* Of crossings in the order of their strands. */
static enum yice_side_answer judge(const struct crossing *all, size_t count, bool *positive)
{
	bool sides[2] = { false, false }, turning[2] = { false, false };

	for (size_t i = 0, end; i < count; i = end) {
		size_t before = 0;

		for (end = i; end < count && all[end].strand == all[i].strand; end++)
			before += all[end].before;
		if ((end - i) % 2) {
			sides[before % 2] = true;
			continue;
		}
		turning[1] |= before > 0;
		turning[0] |= before < end - i;
	}
	*positive = sides[1];
	if (sides[0] && sides[1])
		return YICE_SIDE_BETWEEN;
	return sides[*positive] && !turning[!*positive] ? YICE_SIDE_KNOWN : YICE_SIDE_TURNS;
}

/* positive: the point lies east (north) of the line. */
static int side_of(struct seeking *s, struct yice_point at, bool upright, enum yice_side_answer *answer, bool *positive)
{
	int status = gather(s, &at, upright);
	const struct edge *edges = (const struct edge *)(const void *)s->edges.data;
	size_t count = s->edges.len / sizeof(*edges), crossed = 0;
	struct crossing *all;
	bool on = false, before;

	for (size_t i = 0; i < count; i++)
		crossed += crosses(&edges[i], at, upright, positive, &on);
	*answer = on ? YICE_SIDE_ON : YICE_SIDE_NOT_PASSED;
	if (status || on || !crossed)
		return status;
	if (crossed > 1 && !s->points) {
		status = find_strands(s);
		if (!status)
			status = gather(s, &at, upright);
		edges = (const struct edge *)(const void *)s->edges.data;
	}
	yice_buf_clear(&s->crossings);
	for (size_t i = 0; i < count && !status; i++)
		if (crosses(&edges[i], at, upright, &before, &on)) {
			struct crossing crossing = { crossed > 1 ? strand_of(s, edges[i].low) : 0, before };

			yice_buf_add(&s->crossings, &crossing, sizeof(crossing));
		}
	if (!status)
		status = yice_buf_status(&s->crossings);
	if (status)
		return status;
	all = (struct crossing *)(void *)s->crossings.data;
	qsort(all, crossed, sizeof(*all), compare_crossings);
	*answer = judge(all, crossed, positive);
	return YICE_OK;
}

/* ---------------------------------------------------------------- the site */

int yice_sides_find(const struct yice_view *view, uint32_t use, uint32_t key, const struct yice_shape *shape,
		    struct yice_sides *out)
{
	struct seeking s = { .view = view, .use = use, .key = key, .edges = YICE_BUF_INIT, .crossings = YICE_BUF_INIT };
	int status = YICE_OK;

	*out = (struct yice_sides){ { YICE_SIDE_KNOWN, YICE_SIDE_KNOWN }, { { false, false }, { false, false } } };
	for (int axis = 0; axis < 2; axis++)
		for (uint32_t i = 0; i < shape->point_count && !status && out->answer[axis] == YICE_SIDE_KNOWN; i++) {
			bool positive = false;

			status = side_of(&s, shape->points[i], axis, &out->answer[axis], &positive);
			out->has[axis][positive] = true;
		}
	free(s.points);
	free(s.parents);
	yice_buf_release(&s.edges);
	yice_buf_release(&s.crossings);
	return status;
}
