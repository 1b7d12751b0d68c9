/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the areas of units cover their territory once: overlaps, gaps, and
 * both as slivers where borders were drawn twice; units without an area. Done
 * on the areas as the image stores them. An edge that only one unit has is
 * either the border of the territory, or that of a gap, or lies inside another
 * unit; edges that run round a place without a unit are a gap, and units beside
 * or under a lone edge are held against each other. Nothing is repaired.
 */
#include "compiler/geometry.h"

#include <stdio.h>

#include "base/json.h"
#include "compiler/declare.h"
#include "runtime/geo/gate.h"
#include "runtime/geo/layer_build.h"

#define SLIVER_MM INT64_C(1000) /* mean width below which a gap or an overlap is a border drawn twice */

struct edge {
	struct yice_point from, to; /* its area lies left of it */
	uint32_t area;
	bool walked;
};

struct pair {
	uint32_t a, b;
};

struct checking {
	struct yice_model *model;
	struct yice_geo *geo;
	struct yice_arena arena;
	const struct yice_geo_feature **areas;
	struct yice_shape *shapes; /* as stored */
	uint32_t count;
	struct yice_layer_words words;
	struct yice_layer layer;
	struct edge *edges;        /* first all, then those of one area alone, by where they begin */
	uint32_t edge_count;
	struct pair *pairs;
	uint32_t pair_count, pair_cap;
};

/* ---------------------------------------------------------------- areas as stored */

static uint32_t count_areas(const struct yice_model *model)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < model->geometries.count; i++)
		if (!model->geometries.items[i].item->u.geometry.names)
			count += model->geometries.items[i].count;
	return count;
}

/* A shape that rounding leaves nothing of has no points. */
static int store(struct checking *c)
{
	struct yice_layer_builder builder;
	int status;

	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < c->count; i++)
		yice_layer_add(&builder, i, &c->areas[i]->shape);
	status = yice_layer_build(&builder, &c->words);
	yice_layer_builder_release(&builder);
	if (!status)
		status = yice_layer_open(&c->layer, c->words.items, c->words.count);
	for (uint32_t i = 0; i < c->count && !status; i++) {
		status = yice_layer_shape(&c->layer, i, &c->arena, &c->shapes[i]);
		if (status == YICE_ENOTFOUND)
			status = YICE_OK;
	}
	return status;
}

static bool collect_areas(struct checking *c)
{
	const struct yice_model *model = c->model;
	uint32_t n = 0;

	c->count = count_areas(model);
	c->areas = yice_arena_array(&c->arena, (size_t)c->count + 1, sizeof(*c->areas));
	c->shapes = yice_arena_array(&c->arena, (size_t)c->count + 1, sizeof(*c->shapes));
	if (!c->areas || !c->shapes)
		return false;
	for (uint32_t i = 0; i < model->geometries.count; i++)
		for (uint32_t k = 0; k < model->geometries.items[i].count; k++)
			if (!model->geometries.items[i].item->u.geometry.names)
				c->areas[n++] = &model->geometries.items[i].features[k];
	return true;
}

/* ---------------------------------------------------------------- lone edges */

static int compare_points(struct yice_point a, struct yice_point b)
{
	if (a.lon != b.lon)
		return a.lon < b.lon ? -1 : 1;
	return a.lat < b.lat ? -1 : a.lat > b.lat;
}

static bool is_forward(const struct edge *e)
{
	return compare_points(e->from, e->to) < 0;
}

/* By place whatever the direction, then by area. */
static int compare_places(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = compare_points(is_forward(x) ? x->from : x->to, is_forward(y) ? y->from : y->to);

	if (!order)
		order = compare_points(is_forward(x) ? x->to : x->from, is_forward(y) ? y->to : y->from);
	return order ? order : x->area < y->area ? -1 : x->area > y->area;
}

static int compare_starts(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = compare_points(x->from, y->from);

	return order ? order : compare_places(a, b);
}

static bool add_pair(struct checking *c, uint32_t a, uint32_t b)
{
	if (a == b)
		return true;
	if (c->pair_count == c->pair_cap) {
		uint32_t cap = c->pair_cap ? 2 * c->pair_cap : 64;
		struct pair *pairs = realloc(c->pairs, cap * sizeof(*pairs));

		if (!pairs)
			return false;
		c->pairs = pairs;
		c->pair_cap = cap;
	}
	c->pairs[c->pair_count++] = a < b ? (struct pair){ a, b } : (struct pair){ b, a };
	return true;
}

static void put_edges(struct checking *c, uint32_t area)
{
	const struct yice_shape *shape = &c->shapes[area];

	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++)
			c->edges[c->edge_count++] =
			    (struct edge){ shape->points[k], shape->points[k + 1], area, false };
}

/*
 * Equal edges of two areas that run against each other are a border; of those that run alike the areas lie over each
 * other. What is left is moved to the front.
 */
static bool keep_lone(struct checking *c)
{
	uint32_t kept = 0;
	bool ok = true;

	for (uint32_t i = 0, end; i < c->edge_count; i = end) {
		for (end = i + 1; end < c->edge_count && !compare_points(is_forward(&c->edges[i]) ? c->edges[i].from : c->edges[i].to,
									is_forward(&c->edges[end]) ? c->edges[end].from : c->edges[end].to) &&
				  !compare_points(is_forward(&c->edges[i]) ? c->edges[i].to : c->edges[i].from,
						  is_forward(&c->edges[end]) ? c->edges[end].to : c->edges[end].from);
		     end++)
			if (end > i + 1 || is_forward(&c->edges[i]) == is_forward(&c->edges[end]))
				ok &= add_pair(c, c->edges[i].area, c->edges[end].area);
		if (end == i + 1)
			c->edges[kept++] = c->edges[i];
	}
	c->edge_count = kept;
	return ok;
}

static int find_lone(struct checking *c)
{
	size_t total = 1;

	for (uint32_t i = 0; i < c->count; i++)
		total += c->shapes[i].point_count;
	c->edges = calloc(total, sizeof(*c->edges));
	if (!c->edges)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->count; i++)
		put_edges(c, i);
	qsort(c->edges, c->edge_count, sizeof(*c->edges), compare_places);
	if (!keep_lone(c))
		return YICE_ENOMEM;
	qsort(c->edges, c->edge_count, sizeof(*c->edges), compare_starts);
	return YICE_OK;
}

/* Areas that a lone edge may lie in. */
static int pair_lone(struct checking *c)
{
	struct yice_layer_candidates set = { 0 };
	int status = YICE_OK;

	for (uint32_t i = 0; i < c->edge_count && !status; i++) {
		struct yice_point ends[2] = { c->edges[i].from, c->edges[i].to };
		struct yice_part part = { 0, 2, false };
		struct yice_shape line = { YICE_SHAPE_LINES, ends, &part, 2, 1, yice_points_box(ends, 2) };

		status = yice_layer_find(&c->layer, &line, &set);
		for (uint32_t k = 0; k < set.count && !status; k++)
			if (!add_pair(c, c->edges[i].area, set.items[k].feature))
				status = YICE_ENOMEM;
	}
	yice_layer_candidates_release(&set);
	return status;
}

/* ---------------------------------------------------------------- reporting */

static const char *name_of(const struct checking *c, uint32_t area)
{
	return c->areas[area]->name;
}

/* "12.345": a number of thousandths. */
static void put_milli(struct yice_buf *out, int64_t milli)
{
	yice_buf_addf(out, "%lld.%03d", (long long)(milli / 1000), (int)(milli % 1000));
}

static void put_position(struct yice_buf *out, struct yice_point p)
{
	yice_degree_show(p.lon, out);
	yice_buf_addc(out, ',');
	yice_degree_show(p.lat, out);
}

/* The fault as a Feature among those of the report. */
static void draw(struct checking *c, const char *fault, uint32_t a, uint32_t b, const char *size,
		 const struct yice_point *ring, uint32_t count)
{
	struct yice_buf *out = &c->model->diags->drawing;

	yice_buf_addf(out, "%s\n {\"type\":\"Feature\",\"properties\":{\"fault\":\"%s\",\"units\":[", out->len ? "," : "", fault);
	yice_json_quote(out, name_of(c, a), strlen(name_of(c, a)));
	if (a != b) {
		yice_buf_addc(out, ',');
		yice_json_quote(out, name_of(c, b), strlen(name_of(c, b)));
	}
	yice_buf_addf(out, "],\"size\":\"%s\"},\"geometry\":{\"type\":\"%s\",\"coordinates\":%s", size,
		      count > 1 ? "Polygon" : "Point", count > 1 ? "[[" : "");
	for (uint32_t i = 0; i < count; i++) {
		yice_buf_adds(out, i ? ",[" : "[");
		put_position(out, ring[i]);
		yice_buf_addc(out, ']');
	}
	yice_buf_adds(out, count > 1 ? "]]}}" : "}}");
}

/* area in mm², width in mm */
static void report(struct checking *c, bool gap, uint32_t a, uint32_t b, int64_t area, int64_t width,
		   const struct yice_point *ring, uint32_t count)
{
	bool sliver = width < SLIVER_MM;
	enum yice_diag_id id = a == b ? YICE_D_geometry_hole : sliver ? YICE_D_geometry_sliver
				  : gap ? YICE_D_geometry_gap : YICE_D_geometry_overlap;
	struct yice_buf size = YICE_BUF_INIT, at = YICE_BUF_INIT;
	struct yice_diag *diag;

	put_milli(&size, area / 1000);
	yice_buf_adds(&size, " m², ");
	put_milli(&size, width);
	yice_buf_adds(&size, " m");
	put_position(&at, ring[0]);
	diag = yice_diag_add(c->model->diags, id, c->areas[a]->span, name_of(c, a), name_of(c, b), yice_buf_text(&size),
			     yice_buf_text(&at), NULL);
	if (a != b)
		yice_diag_note(c->model->diags, diag, YICE_D_note_other, c->areas[b]->span, NULL);
	if (diag)
		draw(c, gap ? (sliver ? "sliver gap" : "gap") : sliver ? "sliver overlap" : "overlap", a, b, yice_buf_text(&size),
		     ring, count);
	c->model->failed |= size.failed || at.failed || c->model->diags->drawing.failed;
	yice_buf_release(&size);
	yice_buf_release(&at);
}

/* ---------------------------------------------------------------- overlaps */

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

/* Length of an area's border inside another one, in mm, and a vertex of it there. */
static int border_inside(struct checking *c, uint32_t area, uint32_t other, int64_t *mm, struct yice_point *at, bool *found)
{
	const struct yice_shape *shape = &c->shapes[area];
	struct yice_shape lines = *shape;
	struct yice_range length;
	int status;

	lines.kind = YICE_SHAPE_LINES;
	status = yice_geo_length(c->geo, &lines, &c->shapes[other], &length);
	if (status)
		return status;
	*mm += length.high;
	for (uint32_t i = 0; i < shape->point_count && !*found; i++) {
		struct yice_layer_hit hits[16];
		uint32_t count;

		status = yice_layer_at(&c->layer, shape->points[i], hits, YICE_COUNT(hits), &count);
		for (uint32_t k = 0; k < count && k < YICE_COUNT(hits) && !status; k++)
			if (hits[k].feature == other && !hits[k].touches) {
				*at = shape->points[i];
				*found = true;
			}
	}
	return status;
}

static int check_pair(struct checking *c, struct pair pair)
{
	struct yice_range area;
	struct yice_point at = c->shapes[pair.a].points[0];
	int64_t length = 0;
	bool found = false;
	int status;

	if (!yice_box_meets(&c->shapes[pair.a].box, &c->shapes[pair.b].box))
		return YICE_OK;
	status = yice_geo_overlap(c->geo, &c->shapes[pair.a], &c->shapes[pair.b], (struct yice_area_method){ 0 }, &area);
	if (status || !area.high)
		return status;
	status = border_inside(c, pair.a, pair.b, &length, &at, &found);
	if (!status)
		status = border_inside(c, pair.b, pair.a, &length, &at, &found);
	if (!status)
		report(c, false, pair.a, pair.b, area.high, length ? 2 * (area.high / length) : INT64_MAX / 2, &at, 1);
	return status;
}

/* A pair that GEOS finds no answer for is passed over: its shapes were reported as invalid. */
static int check_pairs(struct checking *c)
{
	int status = YICE_OK;

	if (c->pair_count)
		qsort(c->pairs, c->pair_count, sizeof(*c->pairs), compare_pairs);
	for (uint32_t i = 0; i < c->pair_count && !status; i++)
		if ((!i || compare_pairs(&c->pairs[i - 1], &c->pairs[i])) && c->shapes[c->pairs[i].a].point_count &&
		    c->shapes[c->pairs[i].b].point_count) {
			status = check_pair(c, c->pairs[i]);
			if (status == YICE_ERANGE)
				status = YICE_OK;
		}
	return status;
}

/* ---------------------------------------------------------------- gaps */

/* Whether going counter-clockwise from `back` one meets direction u before v. */
static bool comes_first(struct yice_point back, struct yice_point u, struct yice_point v)
{
	__int128 turn_u = (__int128)back.lon * u.lat - (__int128)back.lat * u.lon;
	__int128 turn_v = (__int128)back.lon * v.lat - (__int128)back.lat * v.lon;
	__int128 between = (__int128)u.lon * v.lat - (__int128)u.lat * v.lon;

	if ((turn_u > 0) != (turn_v > 0))
		return turn_u > 0;
	return between > 0;
}

static struct yice_point minus(struct yice_point a, struct yice_point b)
{
	return (struct yice_point){ a.lon - b.lon, a.lat - b.lat };
}

/* The first lone edge that begins at the place or behind it. */
static uint32_t edges_at(const struct checking *c, struct yice_point place)
{
	uint32_t low = 0, high = c->edge_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (compare_points(c->edges[middle].from, place) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The lone edge that goes on from one along the place on its right; NULL when none does. */
static struct edge *next_edge(struct checking *c, const struct edge *e)
{
	struct edge *best = NULL;

	for (uint32_t i = edges_at(c, e->to); i < c->edge_count && !compare_points(c->edges[i].from, e->to); i++)
		if (!c->edges[i].walked &&
		    (!best || comes_first(minus(e->from, e->to), minus(c->edges[i].to, e->to), minus(best->to, e->to))))
			best = &c->edges[i];
	return best;
}

static bool is_junction(const struct checking *c, struct yice_point place)
{
	uint32_t at = edges_at(c, place);

	return at + 1 < c->edge_count && !compare_points(c->edges[at + 1].from, place);
}

/* A ring of lone edges with the place inside it on their right: what it holds, and the two areas first met. */
static int check_ring(struct checking *c, struct yice_point *ring, uint32_t count, uint32_t a, uint32_t b)
{
	struct yice_shape_builder builder;
	struct yice_shape shape;
	struct yice_range area, length;
	int status;

	if (yice_ring_turn(ring, count) >= 0)
		return YICE_OK;
	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (uint32_t i = 0; i < count; i++)
		yice_shape_add(&builder, ring[i]);
	(void)yice_shape_end_part(&builder, false);
	status = yice_shape_finish(&builder, &c->arena, &shape);
	if (status)
		return status == YICE_ENOTFOUND ? YICE_OK : status;
	status = yice_geo_area(c->geo, &shape, (struct yice_area_method){ 0 }, &area);
	if (!status) {
		struct yice_shape line = shape;

		line.kind = YICE_SHAPE_LINES;
		status = yice_geo_length(c->geo, &line, NULL, &length);
	}
	if (!status && area.high)
		report(c, true, a, b, area.high, 2 * (area.high / (length.high + 1)), shape.points, shape.point_count);
	return status == YICE_ERANGE ? YICE_OK : status;
}

/* The way walked so far: edges, and where among them lone edges of several rings meet. */
struct way {
	struct edge **edges;
	uint32_t *junctions;
	struct yice_point *ring;
	uint32_t count, junction_count;
};

/* Takes the edges from number `from` on off the way, as a ring. */
static int close_ring(struct checking *c, struct way *way, uint32_t from)
{
	uint32_t a = way->edges[from]->area, b = a, n = 0;

	for (uint32_t i = from; i < way->count; i++) {
		way->ring[n++] = way->edges[i]->from;
		if (b == a)
			b = way->edges[i]->area;
	}
	way->ring[n] = way->ring[0];
	way->count = from;
	while (way->junction_count && way->junctions[way->junction_count - 1] >= from)
		way->junction_count--;
	return check_ring(c, way->ring, n + 1, a, b);
}

/* Where the way has been at the place before: the number of the edge that left it, or that of the next edge. */
static uint32_t been_at(const struct way *way, struct yice_point place)
{
	for (uint32_t i = way->junction_count; i-- > 0;)
		if (!compare_points(way->edges[way->junctions[i]]->from, place))
			return way->junctions[i];
	return way->count;
}

/* Follows lone edges; whenever they come back to a place, what lies between is a ring of its own. */
static int walk_rings(struct checking *c, struct edge *start, struct way *way)
{
	int status = YICE_OK;

	way->count = way->junction_count = 0;
	for (struct edge *e = start; e && !status; e = next_edge(c, e)) {
		uint32_t from;

		e->walked = true;
		if (e == start || is_junction(c, e->from))
			way->junctions[way->junction_count++] = way->count;
		way->edges[way->count++] = e;
		from = been_at(way, e->to);
		if (from < way->count)
			status = close_ring(c, way, from);
		if (!way->count)
			break;
	}
	return status;
}

static int check_gaps(struct checking *c)
{
	size_t n = (size_t)c->edge_count + 2;
	struct way way = { calloc(n, sizeof(*way.edges)), calloc(n, sizeof(*way.junctions)), calloc(n, sizeof(*way.ring)), 0, 0 };
	int status = way.edges && way.junctions && way.ring ? YICE_OK : YICE_ENOMEM;

	for (uint32_t i = 0; i < c->edge_count && !status; i++)
		if (!c->edges[i].walked)
			status = walk_rings(c, &c->edges[i], &way);
	free(way.edges);
	free(way.junctions);
	free(way.ring);
	return status;
}

/* ---------------------------------------------------------------- units without an area */

/* Once one unit of a list has an area, all should. */
static int check_missing(struct checking *c)
{
	const struct yice_model *model = c->model;
	bool *has = yice_arena_array(&c->arena, (size_t)model->units.count + 1, sizeof(*has));
	bool *asked = yice_arena_array(&c->arena, (size_t)model->lists.count + 1, sizeof(*asked));

	if (!has || !asked)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->count; i++)
		if (c->areas[i]->unit != YICE_NONE) {
			has[c->areas[i]->unit] = true;
			asked[model->units.items[c->areas[i]->unit].list] = true;
		}
	for (uint32_t i = 0; i < model->units.count; i++)
		if (asked[model->units.items[i].list] && !has[i])
			yice_diag_add(model->diags, YICE_D_geometry_missing, model->units.items[i].span,
				      model->units.items[i].code, NULL);
	return YICE_OK;
}

static int check(struct checking *c)
{
	int status = yice_geo_new(&c->geo);

	if (!status)
		status = store(c);
	if (!status)
		status = find_lone(c);
	if (!status)
		status = pair_lone(c);
	if (!status)
		status = check_pairs(c);
	if (!status)
		status = check_gaps(c);
	return status;
}

int yice_geometry_check(struct yice_model *model)
{
	struct checking c = { .model = model };
	int status = YICE_OK;

	yice_arena_init(&c.arena);
	if (!collect_areas(&c))
		status = YICE_ENOMEM;
	else if (c.count) {
		status = check_missing(&c);
		if (!status)
			status = check(&c);
	}
	free(c.words.items);
	free(c.edges);
	free(c.pairs);
	yice_geo_free(c.geo);
	yice_arena_release(&c.arena);
	return status ? status : yice_model_status(model);
}
