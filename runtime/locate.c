/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks the layers of an image about a shape: candidates from the index, the
 * relation and the measures from the gate. The nearest feature is looked for
 * in a box that grows until it must hold it, so that a river of a whole country
 * costs no more than its stretch nearby. Called by facts_layer.c and by locate.
 */
#include "runtime/locate.h"

#define REACH_FIRST INT64_C(1000)     /* metres around the shape, to begin with */
#define REACH_LAST  INT64_C(16384000) /* beyond every distance in a layer */
#define METRE_LAT   INT64_C(9050)     /* units of shape.h that a metre is at most, north to south, */
#define METRE_LON   INT64_C(16000)    /* and east to west, south of 54 degrees */
#define SLACK_MM2 INT64_C(1000000) /* that a site may lack, for the width of the rounding of borders: a square metre, */
#define SLACK_MM  INT64_C(1000)    /* or a metre of a route, */
#define SLACK_PART 100             /* and no more than this part of it */

struct locating {
	const struct yice_view *view;
	struct yice_geo *geo;
	struct yice_arena *arena;
	struct yice_location *out;
	struct yice_layer_candidates candidates;
	uint32_t hit_cap, reach_cap;
};

static int open_layer(const struct yice_view *view, uint32_t number, struct yice_layer *layer)
{
	const struct yice_image_layer *record = &view->layers[number];

	return yice_layer_open(layer, view->geometry + record->words, record->word_count);
}

static uint32_t key_of(const struct yice_view *view, uint32_t number, uint32_t feature)
{
	struct yice_layer layer;

	if (open_layer(view, number, &layer) || feature >= layer.head.feature_count)
		return YICE_NONE;
	return yice_layer_feature(&layer, feature).key;
}

uint32_t yice_hit_unit(const struct yice_view *view, const struct yice_hit *hit)
{
	uint32_t key = key_of(view, hit->layer, hit->feature);

	return view->layers[hit->layer].use == YICE_LAYER_OF_UNITS && key < view->count[YICE_SEC_UNITS] ? key : YICE_NONE;
}

const char *yice_hit_name(const struct yice_view *view, uint32_t layer, uint32_t feature)
{
	uint32_t key = key_of(view, layer, feature);

	if (view->layers[layer].use == YICE_LAYER_OF_UNITS && key < view->count[YICE_SEC_UNITS])
		return yice_view_string(view, view->units[key].code);
	if (view->layers[layer].use == YICE_LAYER_OF_UNITS)
		key &= ~YICE_LAYER_NAME;
	return key < view->count[YICE_SEC_STRINGS] ? yice_view_string(view, key) : "";
}

/* Room for one more in an array of the arena, which keeps the old one too: few ever grow. */
static void *make_room(struct locating *l, void *items, uint32_t count, uint32_t *cap, size_t size)
{
	void *grown;

	if (count < *cap)
		return items;
	*cap = *cap ? 2 * *cap : 16;
	grown = yice_arena_array(l->arena, *cap, size);
	if (grown && count)
		memcpy(grown, items, count * size);
	return grown;
}

/* ---------------------------------------------------------------- hits */

/* How much of the shape is in the feature. */
static int measure(struct locating *l, struct yice_hit *hit, const struct yice_shape *feature)
{
	const struct yice_shape *shape = l->out->shape;
	bool area = feature->kind == YICE_SHAPE_POLYGONS;
	int status = YICE_OK;

	if (hit->relation == YICE_TOUCHES || shape->kind == YICE_SHAPE_POINTS)
		return YICE_OK;
	if (hit->relation == YICE_INSIDE && area) {
		hit->common = l->out->whole;
		return YICE_OK;
	}
	if (shape->kind == YICE_SHAPE_POLYGONS && area)
		return yice_geo_overlap(l->geo, shape, feature, l->out->method, &hit->common);
	if (shape->kind == YICE_SHAPE_LINES && area)
		status = yice_geo_length(l->geo, shape, feature, &hit->common);
	if (hit->relation == YICE_BORDERS)
		hit->common.low = 0;
	return status;
}

/* A share, by what was measured of it; of a feature that has no inside itself, any contact is one. */
static enum yice_standing stands(const struct yice_shape *shape, const struct yice_shape *feature, const struct yice_hit *hit)
{
	if (feature->kind != YICE_SHAPE_POLYGONS || hit->relation == YICE_INSIDE)
		return YICE_STANDS_WITHIN;
	if (hit->relation == YICE_TOUCHES)
		return YICE_STANDS_BESIDE;
	if (shape->kind == YICE_SHAPE_POINTS)
		return hit->relation == YICE_BORDERS ? YICE_STANDS_ON_BORDER : YICE_STANDS_WITHIN;
	return hit->common.low > 0 ? YICE_STANDS_WITHIN : YICE_STANDS_ON_BORDER;
}

static int add_hit(struct locating *l, uint32_t number, const struct yice_layer *layer,
		   const struct yice_layer_candidate *candidate)
{
	struct yice_location *out = l->out;
	struct yice_hit hit = { .layer = number, .feature = candidate->feature, .relation = YICE_INSIDE };
	struct yice_shape feature = { .kind = YICE_SHAPE_POLYGONS };
	int status = YICE_OK;

	if (!candidate->certain) {
		status = yice_layer_shape(layer, candidate->feature, l->arena, &feature);
		if (status == YICE_ENOTFOUND)
			return YICE_OK; /* nothing is left of it at this precision */
		if (!status)
			status = yice_geo_relate(l->geo, out->shape, &feature, &hit.relation);
		if (status || hit.relation == YICE_APART)
			return status;
	}
	status = measure(l, &hit, &feature);
	if (status)
		return status;
	hit.flat = feature.kind != YICE_SHAPE_POLYGONS;
	hit.standing = stands(out->shape, &feature, &hit);
	out->hits = make_room(l, out->hits, out->hit_count, &l->hit_cap, sizeof(hit));
	if (!out->hits)
		return YICE_ENOMEM;
	out->hits[out->hit_count++] = hit;
	return YICE_OK;
}

static int find_hits(struct locating *l, uint32_t number)
{
	struct yice_layer layer;
	int status = open_layer(l->view, number, &layer);

	if (!status)
		status = yice_layer_meet(&layer, l->out->shape, &l->candidates);
	for (uint32_t i = 0; i < l->candidates.count && !status; i++)
		status = add_hit(l, number, &layer, &l->candidates.items[i]);
	return status;
}

/* Units first: what is known of places may depend on them. */
static int find_all_hits(struct locating *l)
{
	int status = YICE_OK;

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < l->view->count[YICE_SEC_LAYERS] && !status; i++)
			if ((l->view->layers[i].use == YICE_LAYER_OF_UNITS) == (pass == 0)) {
				l->out->has_units |= pass == 0;
				status = find_hits(l, i);
			}
	return status;
}

/* ---------------------------------------------------------------- coverage */

static bool same_key(const struct yice_view *view, uint32_t number, const struct yice_reach *reach)
{
	return view->layers[number].use == reach->use && view->layers[number].key == reach->key;
}

/* All units are one cover, whatever they are keyed by; so is all of one place. */
static bool covers(const struct locating *l, uint32_t number, const struct yice_reach *by)
{
	return by->use == YICE_LAYER_OF_UNITS ? l->view->layers[number].use == YICE_LAYER_OF_UNITS : same_key(l->view, number, by);
}

/* A point is covered when one of the features has it. */
static bool points_covered(const struct locating *l, const struct yice_reach *by, bool *in)
{
	const struct yice_location *out = l->out;

	*in = true;
	for (uint32_t i = 0; i < out->shape->point_count; i++) {
		bool found = false;

		for (uint32_t n = 0; n < l->view->count[YICE_SEC_LAYERS] && !found; n++) {
			struct yice_layer_hit hit;
			struct yice_layer layer;
			uint32_t count;

			if (!covers(l, n, by))
				continue;
			if (open_layer(l->view, n, &layer) || yice_layer_at(&layer, out->shape->points[i], &hit, 1, &count))
				return false;
			found = count > 0;
		}
		*in &= found;
	}
	return true;
}

static int64_t slack_of(const struct yice_location *location)
{
	int64_t most = location->shape->kind == YICE_SHAPE_POLYGONS ? SLACK_MM2 : SLACK_MM;
	int64_t part = location->whole.low / SLACK_PART;

	return part < most ? part : most;
}

/* Whether nothing is left of the site when every feature is taken away. */
static int find_rest(const struct locating *l, const struct yice_reach *by, bool *none)
{
	const struct yice_location *out = l->out;
	struct yice_shape rest = *out->shape, feature;
	struct yice_range size = { 0, 0 };
	int status = YICE_OK;

	for (uint32_t i = 0; i < out->hit_count && !status; i++) {
		struct yice_layer layer;

		if (!covers(l, out->hits[i].layer, by) || out->hits[i].standing == YICE_STANDS_BESIDE)
			continue;
		status = open_layer(l->view, out->hits[i].layer, &layer);
		if (!status)
			status = yice_layer_shape(&layer, out->hits[i].feature, l->arena, &feature);
		if (!status)
			status = yice_geo_rest(l->geo, &rest, &feature, l->arena, &rest);
	}
	if (!status)
		status = rest.kind == YICE_SHAPE_POLYGONS ? yice_geo_area(l->geo, &rest, out->method, &size)
							  : yice_geo_length(l->geo, &rest, NULL, &size);
	*none = status == YICE_ENOTFOUND || (!status && size.low <= slack_of(out));
	return status == YICE_ENOTFOUND ? YICE_OK : status;
}

/* Whether the site has nothing outside. Where there are several features, shares that add up to it may be shares of one part. */
static int is_covered(const struct locating *l, const struct yice_reach *by, bool *covered)
{
	const struct yice_location *out = l->out;
	__int128 high = 0;
	uint32_t features = 0;

	if (out->shape->kind == YICE_SHAPE_POINTS)
		return points_covered(l, by, covered) ? YICE_OK : YICE_EIMAGE;
	for (uint32_t i = 0; i < out->hit_count; i++) {
		if (!covers(l, out->hits[i].layer, by))
			continue;
		*covered = out->hits[i].relation == YICE_INSIDE;
		if (*covered)
			return YICE_OK;
		high += out->hits[i].common.high;
		features += out->hits[i].common.high > 0;
	}
	*covered = features && high + slack_of(out) >= out->whole.low;
	return *covered && features > 1 ? find_rest(l, by, covered) : YICE_OK;
}

static int cover(struct locating *l)
{
	struct yice_location *out = l->out;

	for (uint32_t i = 0; i < out->hit_count; i++)
		if (l->view->layers[out->hits[i].layer].use == YICE_LAYER_OF_UNITS && out->hits[i].standing)
			out->unlisted |= yice_hit_unit(l->view, &out->hits[i]) == YICE_NONE;
	if (!out->has_units)
		return YICE_OK;
	return is_covered(l, &(struct yice_reach){ .use = YICE_LAYER_OF_UNITS }, &out->in_units);
}

int yice_location_whole(const struct yice_view *view, struct yice_geo *geo, const struct yice_location *location, uint32_t place,
			bool *whole)
{
	const struct yice_reach by = { .use = YICE_LAYER_OF_PLACE, .key = place };
	struct yice_location own = *location;
	struct yice_arena arena;
	struct locating l = { .view = view, .geo = geo, .arena = &arena, .out = &own };
	int status;

	*whole = false;
	for (uint32_t i = 0; i < own.hit_count; i++)
		*whole |= own.hits[i].flat && same_key(view, own.hits[i].layer, &by);
	if (*whole)
		return YICE_OK;
	yice_arena_init(&arena);
	status = is_covered(&l, &by, whole);
	yice_arena_release(&arena);
	return status;
}

/* ---------------------------------------------------------------- the nearest */

/* Edges near the shape, by feature. */
struct near_edge {
	uint32_t feature;
	struct yice_point a, b;
};

struct gathering {
	struct near_edge *items;
	uint32_t count, cap;
};

static int gather_edge(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	struct gathering *g = context;

	if (g->count == g->cap) {
		uint32_t cap = g->cap ? 2 * g->cap : 64;
		struct near_edge *items = realloc(g->items, cap * sizeof(*items));

		if (!items)
			return YICE_ENOMEM;
		g->items = items;
		g->cap = cap;
	}
	g->items[g->count++] = (struct near_edge){ feature, a, b };
	return YICE_OK;
}

static int compare_edges(const void *a, const void *b)
{
	const struct near_edge *x = a, *y = b;

	return x->feature != y->feature ? (x->feature < y->feature ? -1 : 1) : memcmp(&x->a, &y->a, 2 * sizeof(x->a));
}

/* A run of edges of one feature as a shape. */
static int edges_shape(const struct near_edge *edges, uint32_t count, struct yice_arena *arena, struct yice_shape *out)
{
	struct yice_shape_builder builder;
	bool points = edges[0].a.lon == edges[0].b.lon && edges[0].a.lat == edges[0].b.lat;

	yice_shape_begin(&builder, points ? YICE_SHAPE_POINTS : YICE_SHAPE_LINES, 2 * count + 2);
	for (uint32_t i = 0; i < count; i++) {
		if (i && !compare_edges(&edges[i], &edges[i - 1]))
			continue;
		yice_shape_add(&builder, edges[i].a);
		if (!points)
			yice_shape_add(&builder, edges[i].b);
		(void)yice_shape_end_part(&builder, false);
	}
	return yice_shape_finish(&builder, arena, out);
}

/* Keeps the nearer of two; of equals the one found first. */
static int offer(struct locating *l, struct yice_reach *best, bool *any, uint32_t layer, const struct near_edge *edges,
		 uint32_t count)
{
	struct yice_nearest nearest;
	struct yice_shape shape;
	int status = edges_shape(edges, count, l->arena, &shape);

	if (!status)
		status = yice_geo_nearest(l->geo, l->out->shape, &shape, &nearest);
	if (status || (*any && best->nearest.mm.low <= nearest.mm.low))
		return status;
	*any = true;
	best->layer = layer;
	best->feature = edges[0].feature;
	best->nearest = nearest;
	return YICE_OK;
}

static int search_box(struct locating *l, uint32_t number, struct yice_box box, struct yice_reach *best, bool *any)
{
	struct gathering g = { NULL, 0, 0 };
	struct yice_layer layer;
	int status = open_layer(l->view, number, &layer);

	if (!status)
		status = yice_layer_edges(&layer, box, gather_edge, &g);
	if (!status && g.count)
		qsort(g.items, g.count, sizeof(*g.items), compare_edges);
	for (uint32_t i = 0, end; i < g.count && !status; i = end) {
		for (end = i + 1; end < g.count && g.items[end].feature == g.items[i].feature;)
			end++;
		status = offer(l, best, any, number, g.items + i, end - i);
	}
	free(g.items);
	return status;
}

static struct yice_box widen(const struct yice_shape *shape, int64_t metres)
{
	return (struct yice_box){ { shape->box.min.lon - metres * METRE_LON, shape->box.min.lat - metres * METRE_LAT },
				  { shape->box.max.lon + metres * METRE_LON, shape->box.max.lat + metres * METRE_LAT } };
}

/* The nearest of all layers with the key; false in *any when they have no feature at all. */
static int search(struct locating *l, struct yice_reach *reach, bool *any)
{
	int status = YICE_OK;

	for (int64_t metres = REACH_FIRST; metres <= REACH_LAST && !status; metres *= 4) {
		*any = false;
		for (uint32_t i = 0; i < l->view->count[YICE_SEC_LAYERS] && !status; i++)
			if (same_key(l->view, i, reach))
				status = search_box(l, i, widen(l->out->shape, metres), reach, any);
		if (*any && reach->nearest.mm.high <= metres * 1000)
			break;
	}
	return status;
}

/* A point that the shape and what it meets have in common: every point of a shape that lies inside is one. */
static int common_point(struct locating *l, const struct yice_hit *hit, struct yice_nearest *nearest)
{
	struct yice_layer layer;
	struct yice_shape feature;
	int status;

	nearest->a = nearest->b = l->out->shape->points[0];
	if (hit->relation == YICE_INSIDE)
		return YICE_OK;
	status = open_layer(l->view, hit->layer, &layer);
	if (!status)
		status = yice_layer_shape(&layer, hit->feature, l->arena, &feature);
	return status ? status : yice_geo_nearest(l->geo, l->out->shape, &feature, nearest);
}

/* A feature that the shape meets is at no distance. */
static int meets(struct locating *l, struct yice_reach *reach, bool *any)
{
	*any = false;
	for (uint32_t i = 0; i < l->out->hit_count; i++) {
		const struct yice_hit *hit = &l->out->hits[i];

		if (!same_key(l->view, hit->layer, reach))
			continue;
		reach->layer = hit->layer;
		reach->feature = hit->feature;
		*any = true;
		return common_point(l, hit, &reach->nearest);
	}
	return YICE_OK;
}

static int add_reach(struct locating *l, uint32_t number)
{
	struct yice_location *out = l->out;
	struct yice_reach reach = { .use = l->view->layers[number].use, .key = l->view->layers[number].key };
	bool any;
	int status = meets(l, &reach, &any);

	if (!status && !any)
		status = search(l, &reach, &any);
	if (!status && any)
		status = yice_locate_upstream(l->view, l->geo, l->arena, &reach);
	if (status || !any)
		return status;
	out->reaches = make_room(l, out->reaches, out->reach_count, &l->reach_cap, sizeof(reach));
	if (!out->reaches)
		return YICE_ENOMEM;
	out->reaches[out->reach_count++] = reach;
	return YICE_OK;
}

/* One for each key, at its first record. */
static int find_reaches(struct locating *l)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < l->view->count[YICE_SEC_LAYERS] && !status; i++) {
		struct yice_reach key = { .use = l->view->layers[i].use, .key = l->view->layers[i].key };
		uint32_t first = 0;

		while (!same_key(l->view, first, &key))
			first++;
		if (key.use != YICE_LAYER_OF_UNITS && first == i)
			status = add_reach(l, i);
	}
	return status;
}

/* ---------------------------------------------------------------- the whole */

static int measure_whole(struct locating *l)
{
	struct yice_location *out = l->out;

	if (out->shape->kind == YICE_SHAPE_POLYGONS)
		return yice_geo_area(l->geo, out->shape, out->method, &out->whole);
	if (out->shape->kind == YICE_SHAPE_LINES)
		return yice_geo_length(l->geo, out->shape, NULL, &out->whole);
	return YICE_OK;
}

int yice_locate(const struct yice_view *view, struct yice_geo *geo, const struct yice_shape *shape,
		struct yice_area_method method, bool far, struct yice_arena *arena, struct yice_location *out)
{
	struct locating l = { .view = view, .geo = geo, .arena = arena, .out = out };
	int status;

	memset(out, 0, sizeof(*out));
	out->shape = shape;
	out->method = method;
	status = measure_whole(&l);
	if (!status)
		status = find_all_hits(&l);
	if (!status)
		status = cover(&l);
	if (!status && far)
		status = find_reaches(&l);
	yice_layer_candidates_release(&l.candidates);
	return status;
}

/* Whether every unit the shape lies in, and so the shape, is of the scope. */
static bool holds_shape(const struct yice_view *view, const struct yice_location *location, uint32_t scope)
{
	bool any = false;

	for (uint32_t i = 0; i < location->hit_count; i++) {
		const struct yice_hit *hit = &location->hits[i];
		uint32_t unit, at;

		if (!hit->standing || view->layers[hit->layer].use != YICE_LAYER_OF_UNITS)
			continue;
		unit = yice_hit_unit(view, hit);
		at = unit == YICE_NONE ? YICE_NONE : view->units[unit].scope;
		while (at != YICE_NONE && at != scope)
			at = view->scopes[at].parent;
		if (at == YICE_NONE)
			return false;
		any = true;
	}
	return any && location->in_units;
}

static bool is_empty(const struct yice_view *view, uint32_t number)
{
	struct yice_layer layer;

	return open_layer(view, number, &layer) || !layer.head.feature_count;
}

bool yice_location_knows(const struct yice_view *view, const struct yice_location *location, enum yice_layer_use use,
			 uint32_t key)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++)
		if (view->layers[i].use == use && view->layers[i].key == key && !is_empty(view, i) &&
		    (view->layers[i].scope == YICE_NONE || holds_shape(view, location, view->layers[i].scope)))
			return true;
	return false;
}

bool yice_layers_empty(const struct yice_view *view, enum yice_layer_use use, uint32_t key)
{
	bool any = false;

	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++) {
		if (view->layers[i].use != use || view->layers[i].key != key)
			continue;
		if (!is_empty(view, i))
			return false;
		any = true;
	}
	return any;
}

/* ---------------------------------------------------------------- what is in any of several */

static bool has_share(const struct yice_view *view, const struct yice_hit *hit, enum yice_layer_use use, uint32_t key)
{
	return view->layers[hit->layer].use == use && view->layers[hit->layer].key == key && hit->common.high > 0;
}

/* The features that have a share, those with one for certain first. */
static int share_shapes(const struct yice_view *view, const struct yice_location *location, enum yice_layer_use use,
			uint32_t key, struct yice_arena *arena, struct yice_shape *shapes, uint32_t *count)
{
	int status = YICE_OK;

	*count = 0;
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < location->hit_count && !status; i++) {
			const struct yice_hit *hit = &location->hits[i];
			struct yice_layer layer;

			if (!has_share(view, hit, use, key) || (hit->relation == YICE_BORDERS) != (pass == 1))
				continue;
			status = open_layer(view, hit->layer, &layer);
			if (!status)
				status = yice_layer_shape(&layer, hit->feature, arena, &shapes[*count]);
			*count += !status;
		}
	return status;
}

static int common_of_several(const struct yice_view *view, struct yice_geo *geo, const struct yice_location *location,
			     enum yice_layer_use use, uint32_t key, uint32_t count, struct yice_range *common)
{
	struct yice_shape *shapes;
	struct yice_arena arena;
	int status;

	yice_arena_init(&arena);
	shapes = yice_arena_array(&arena, count, sizeof(*shapes));
	status = shapes ? share_shapes(view, location, use, key, &arena, shapes, &count) : YICE_ENOMEM;
	if (!status)
		status = yice_geo_covered(geo, location->shape, shapes, count, location->method, common);
	yice_arena_release(&arena);
	return status;
}

/* Shares bound what is in any of several: no less than the greatest, no more than their sum or the whole. */
int yice_location_common(const struct yice_view *view, struct yice_geo *geo, const struct yice_location *location,
			 enum yice_layer_use use, uint32_t key, struct yice_range *common)
{
	struct yice_range bounds = { 0, 0 }, whole = location->whole;
	uint32_t count = 0;
	int status;

	for (uint32_t i = 0; i < location->hit_count; i++) {
		const struct yice_hit *hit = &location->hits[i];

		if (!has_share(view, hit, use, key))
			continue;
		bounds.low = hit->common.low > bounds.low ? hit->common.low : bounds.low;
		bounds.high = hit->common.high > whole.high - bounds.high ? whole.high : bounds.high + hit->common.high;
		count++;
	}
	*common = bounds;
	if (count < 2 || bounds.low >= whole.low)
		return YICE_OK;
	status = common_of_several(view, geo, location, use, key, count, common);
	if (status)
		*common = bounds;
	common->low = common->low > whole.low ? whole.low : common->low > bounds.low ? common->low : bounds.low;
	common->high = common->high < bounds.high ? common->high : bounds.high;
	return status == YICE_ERANGE ? YICE_OK : status;
}
