/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which geometry changed: the borders of units, edge by edge, so that how a
 * layer is stored does not matter; of places and layers that any of it did.
 * What that means for a site given as a shape is not asked: both versions
 * locate it. Also what is said of layers. Called by diff.c, before the units,
 * and by diff_vocab.c.
 */
#include "analysis/diff.h"

#include "runtime/geo/layer.h"
#include "runtime/image_read.h"

/* An area of a unit: a feature of a layer. Areas of one unit are chained in the order of the image. */
struct area {
	uint32_t layer, feature, next;
};

struct areas {
	const struct yice_view *view;
	struct yice_layer *layers; /* by layer record; only those of units are open */
	struct area *items;
	uint32_t count, *first; /* first: by unit of the model, YICE_NONE: none */
};

struct edge {
	struct yice_point a, b;
};

struct edges {
	struct edge *items;
	size_t count;
};

/* What a feature is called, or the code of its unit: keys are numbers of the one image. */
static const char *key_text(const struct yice_view *view, const struct yice_image_layer *record, uint32_t key)
{
	if (record->use == YICE_LAYER_OF_UNITS && !(key & YICE_LAYER_NAME))
		return yice_view_string(view, view->units[key].code);
	return yice_view_string(view, key & ~YICE_LAYER_NAME);
}

/* Layers as they are stored, but for their keys. */
static bool same_layer(const struct yice_view *a, uint32_t i, const struct yice_view *b, uint32_t j)
{
	const struct yice_image_layer *x = &a->layers[i], *y = &b->layers[j];
	const uint32_t *first = a->geometry + x->words, *second = b->geometry + y->words;
	const uint32_t feature = sizeof(struct yice_layer_feature) / sizeof(uint32_t);
	struct yice_layer layer;
	uint32_t at = 0;

	if (x->word_count != y->word_count || yice_layer_open(&layer, first, x->word_count))
		return false;
	for (uint32_t f = 0; f < layer.head.feature_count; f++) {
		uint32_t key = layer.head.features + f * feature;

		if (memcmp(first + at, second + at, (key - at) * sizeof(*first)) ||
		    strcmp(key_text(a, x, first[key]), key_text(b, y, second[key])))
			return false;
		at = key + 1;
	}
	return !memcmp(first + at, second + at, (x->word_count - at) * sizeof(*first));
}

/* ---- units */

static int open_layers(struct areas *areas, uint32_t *features)
{
	const struct yice_view *view = areas->view;
	int status = YICE_OK;

	*features = 0;
	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_LAYERS]; i++) {
		const struct yice_image_layer *record = &view->layers[i];

		if (record->use != YICE_LAYER_OF_UNITS)
			continue;
		status =
		    yice_layer_open(&areas->layers[i], view->geometry + record->words, record->word_count);
		*features += status ? 0 : areas->layers[i].head.feature_count;
	}
	return status;
}

/* Areas under a code that no list has are nobody's. */
static void add_areas(struct areas *areas, const struct yice_model *model)
{
	for (uint32_t i = areas->view->count[YICE_SEC_LAYERS]; i-- > 0;)
		for (uint32_t f = areas->layers[i].words ? areas->layers[i].head.feature_count : 0;
		     f-- > 0;) {
			uint32_t key = yice_layer_feature(&areas->layers[i], f).key, unit;

			if (key & YICE_LAYER_NAME)
				continue;
			unit = yice_diff_unit(model,
					      yice_view_string(areas->view, areas->view->units[key].code));
			if (unit == YICE_NONE)
				continue;
			areas->items[areas->count] = (struct area){ i, f, areas->first[unit] };
			areas->first[unit] = areas->count++;
		}
}

static int find_areas(struct yice_diff *diff, enum yice_side side, struct areas *areas)
{
	const struct yice_model *model = &diff->versions[side].model;
	uint32_t features = 0;
	int status;

	areas->view = &diff->versions[side].trial.image->view;
	areas->layers =
	    yice_arena_array(&diff->arena, areas->view->count[YICE_SEC_LAYERS], sizeof(*areas->layers));
	areas->first = yice_arena_array(&diff->arena, model->units.count, sizeof(*areas->first));
	if (diff->arena.failed)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < model->units.count; i++)
		areas->first[i] = YICE_NONE;
	status = open_layers(areas, &features);
	areas->items = yice_arena_array(&diff->arena, features, sizeof(*areas->items));
	if (diff->arena.failed)
		return YICE_ENOMEM;
	if (!status)
		add_areas(areas, model);
	return status;
}

static int by_place(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = yice_point_order(x->a, y->a);

	return order ? order : yice_point_order(x->b, y->b);
}

static int add_edges(const struct areas *areas, const struct area *area, struct edges *edges)
{
	struct yice_arena arena;
	struct yice_shape shape;
	struct edge *grown;
	int status;

	yice_arena_init(&arena);
	status = yice_layer_shape(&areas->layers[area->layer], area->feature, &arena, &shape);
	grown =
	    status ? NULL : realloc(edges->items, (edges->count + shape.point_count + 1) * sizeof(*grown));
	if (!status && !grown)
		status = YICE_ENOMEM;
	if (grown)
		edges->items = grown;
	for (uint32_t p = 0; !status && p < shape.part_count; p++)
		for (uint32_t k = 0; k + 1 < shape.parts[p].count; k++) {
			struct yice_point a = shape.points[shape.parts[p].first + k],
					  b = shape.points[shape.parts[p].first + k + 1];
			bool turned = yice_point_order(a, b) > 0;

			edges->items[edges->count++] = turned ? (struct edge){ b, a } : (struct edge){ a, b };
		}
	yice_arena_release(&arena);
	return status;
}

/* All edges of a unit's areas, in order. */
static int read_edges(const struct areas *areas, uint32_t unit, struct edges *edges)
{
	int status = YICE_OK;

	for (uint32_t at = areas->first[unit]; !status && at != YICE_NONE; at = areas->items[at].next)
		status = add_edges(areas, &areas->items[at], edges);
	if (!status && edges->count)
		qsort(edges->items, edges->count, sizeof(*edges->items), by_place);
	return status;
}

static int compare_unit(const struct areas *areas, struct yice_spot *spot)
{
	struct edges edges[YICE_SIDES] = { { NULL, 0 }, { NULL, 0 } };
	int status = read_edges(&areas[YICE_OLD], spot->number[YICE_OLD], &edges[YICE_OLD]);

	if (!status)
		status = read_edges(&areas[YICE_NEW], spot->number[YICE_NEW], &edges[YICE_NEW]);
	spot->reshaped = edges[YICE_OLD].count != edges[YICE_NEW].count;
	for (size_t i = 0; !status && !spot->reshaped && i < edges[YICE_OLD].count; i++)
		spot->reshaped = by_place(&edges[YICE_OLD].items[i], &edges[YICE_NEW].items[i]) != 0;
	free(edges[YICE_OLD].items);
	free(edges[YICE_NEW].items);
	return status;
}

/* The same layers of units throughout: most versions change none. */
static bool same_layers(const struct yice_view *a, const struct yice_view *b)
{
	if (a->count[YICE_SEC_LAYERS] != b->count[YICE_SEC_LAYERS])
		return false;
	for (uint32_t i = 0; i < a->count[YICE_SEC_LAYERS]; i++)
		if (a->layers[i].use != b->layers[i].use || !same_layer(a, i, b, i))
			return false;
	return true;
}

void yice_diff_borders(struct yice_diff *diff)
{
	const struct yice_view *a = &diff->versions[YICE_OLD].trial.image->view;
	const struct yice_view *b = &diff->versions[YICE_NEW].trial.image->view;
	struct areas areas[YICE_SIDES] = { { .count = 0 }, { .count = 0 } };
	int status = YICE_OK;

	if (same_layers(a, b))
		return;
	for (int side = 0; !status && side < YICE_SIDES; side++)
		status = find_areas(diff, (enum yice_side)side, &areas[side]);
	for (uint32_t i = 0; !status && i < diff->spot_count; i++)
		if (diff->spots[i].unit && diff->spots[i].number[YICE_OLD] != YICE_NONE &&
		    diff->spots[i].number[YICE_NEW] != YICE_NONE)
			status = compare_unit(areas, &diff->spots[i]);
	if (status)
		diff->status = status;
}

/* ---- places and layers */

/* The name of what a layer is for; NULL: units. */
static const char *layer_name(const struct yice_view *view, uint32_t layer)
{
	const struct yice_image_layer *record = &view->layers[layer];
	uint32_t vocab = record->use == YICE_LAYER_OF_PLACE ? YICE_VOCAB_OF_PLACES : YICE_VOCAB_OF_LAYERS;

	if (record->use == YICE_LAYER_OF_UNITS)
		return NULL;
	return yice_view_string(view, view->members[view->vocabs[vocab].first_member + record->key].zh);
}

/* The layer for the same use and name, the n-th of them; YICE_NONE: there is none. name NULL: of units. */
static uint32_t find_layer(const struct yice_view *view, uint32_t use, const char *name, uint32_t n)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++)
		if (view->layers[i].use == use && (!name || !strcmp(layer_name(view, i), name)) && !n--)
			return i;
	return YICE_NONE;
}

/* Whether what a layer of that version is for, a place or a layer, has another geometry; *name: what it is. */
static bool is_redrawn(const struct yice_diff *diff, enum yice_side side, uint32_t layer, const char **name)
{
	const struct yice_view *own = &diff->versions[side].trial.image->view;
	const struct yice_view *other = &diff->versions[!side].trial.image->view;
	uint32_t use = own->layers[layer].use;

	*name = layer_name(own, layer);
	if (!*name || find_layer(own, use, *name, 0) != layer)
		return false; /* told with the first of its name */
	for (uint32_t n = 0;; n++) {
		uint32_t i = find_layer(own, use, *name, n), k = find_layer(other, use, *name, n);

		if (i == YICE_NONE || k == YICE_NONE)
			return i != k;
		if (!same_layer(own, i, other, k))
			return true;
	}
}

/* ---- what is said of them */

static const char *layer_text(struct yice_diff *diff, enum yice_side side, uint32_t layer, enum yice_aspect aspect)
{
	const struct yice_view *view = &diff->versions[side].trial.image->view;
	const struct yice_image_layer *record = &view->layers[layer];
	const char *text;

	if (aspect == YICE_ASPECT_DATED)
		return (yice_day)record->dated == YICE_DAY_MAX ? NULL : yice_diff_day(diff, (yice_day)record->dated);
	if (aspect == YICE_ASPECT_HOME)
		return record->scope == YICE_NONE ? NULL : yice_view_string(view, view->scopes[record->scope].code);
	text = yice_view_string(view, aspect == YICE_ASPECT_SOURCE ? record->source : record->file);
	return *text ? text : NULL;
}

static enum yice_declared_kind kind_of_layer(const struct yice_image_layer *record)
{
	return record->use == YICE_LAYER_OF_UNITS   ? YICE_DECLARED_GEOMETRY
	       : record->use == YICE_LAYER_OF_PLACE ? YICE_DECLARED_PLACE
						    : YICE_DECLARED_LAYER;
}

/* The n-th layer for the same thing in both versions: what is said of it. */
static void compare_records(struct yice_diff *diff, uint32_t old, uint32_t new)
{
	static const enum yice_aspect aspects[] = { YICE_ASPECT_SOURCE, YICE_ASPECT_DATED, YICE_ASPECT_DATA,
						    YICE_ASPECT_HOME };
	const struct yice_image_layer *record = &diff->versions[YICE_NEW].trial.image->view.layers[new];
	const char *name = layer_name(&diff->versions[YICE_NEW].trial.image->view, new);

	for (size_t i = 0; i < YICE_COUNT(aspects); i++)
		yice_diff_declared_as(diff, kind_of_layer(record), name ? name : "单元", aspects[i],
				      layer_text(diff, YICE_OLD, old, aspects[i]),
				      layer_text(diff, YICE_NEW, new, aspects[i]));
}

/* Which of the layers for the same thing it is. */
static uint32_t turn_of(const struct yice_view *view, uint32_t layer)
{
	const char *name = layer_name(view, layer);
	uint32_t n = 0;

	while (find_layer(view, view->layers[layer].use, name, n) != layer)
		n++;
	return n;
}

/* What both have was told from the new version. */
static bool is_told(const struct yice_diff *diff, const char *name)
{
	for (uint32_t i = 0; i < diff->declared_count; i++)
		if (diff->declared[i].aspect == YICE_ASPECT_GEOMETRY && !strcmp(diff->declared[i].name, name))
			return true;
	return false;
}

static void look_at_layers(struct yice_diff *diff, enum yice_side side)
{
	const struct yice_view *view = &diff->versions[side].trial.image->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++) {
		const struct yice_image_layer *record = &view->layers[i];
		const char *name, *text = layer_text(diff, side, i, YICE_ASPECT_DATA);
		uint32_t other = find_layer(&diff->versions[!side].trial.image->view, record->use, layer_name(view, i),
						 turn_of(view, i));

		if (is_redrawn(diff, side, i, &name) && (side == YICE_NEW || !is_told(diff, name)))
			yice_diff_declare(diff, kind_of_layer(record), name, YICE_ASPECT_GEOMETRY, NULL, NULL);
		if (other != YICE_NONE && side == YICE_NEW)
			compare_records(diff, other, i);
		else if (other == YICE_NONE && !name)
			yice_diff_declare(diff, YICE_DECLARED_GEOMETRY, "单元", YICE_ASPECT_ITSELF,
					  side == YICE_OLD ? text : NULL, side == YICE_NEW ? text : NULL);
	}
}

void yice_diff_geometry(struct yice_diff *diff)
{
	for (int side = YICE_NEW; side >= YICE_OLD && !diff->status; side--)
		look_at_layers(diff, (enum yice_side)side);
}
