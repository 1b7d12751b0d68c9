/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A layer that is in a file with one part's list is in that part's images
 * alone. Where it reaches over the border, projects there are decided as if it
 * were not, so that is said. By the boxes of the index first, so that few
 * images are opened, then by the shapes, as a site of that shape would be
 * located. Called by build.c; make.c tells what an index says of a layer.
 */
#include "base/base.h"
#include "set/reach.h"

#include "compiler/model.h"
#include "runtime/geo/gate.h"
#include "runtime/image_read.h"
#include "runtime/locate.h"
#include "set/folder.h"

#define MM2 INT64_C(1000000) /* borders are drawn and stored with some rounding: a square metre, or a metre, is none */
#define MM  1000

struct reaching {
	const struct yice_set_index *index;
	const char *folder;
	struct yice_report *report;
	struct yice_geo *geo;
	yice_image **images; /* by number, opened when they are asked */
};

struct yice_set_layer yice_set_layer_of(const struct yice_view *view, uint32_t record, const struct yice_layer *layer)
{
	const struct yice_image_layer *of = &view->layers[record];
	uint32_t vocab = of->use == YICE_LAYER_OF_PLACE ? YICE_VOCAB_OF_PLACES : YICE_VOCAB_OF_LAYERS;

	return (struct yice_set_layer){ .use = of->use,
					.words = of->word_count,
					.box = yice_layer_bounds(layer),
					.name = yice_view_string(view, view->members[view->vocabs[vocab].first_member + of->key].zh) };
}

static bool same_layer(const struct yice_set_layer *a, const struct yice_set_layer *b)
{
	return a->use == b->use && a->words == b->words && !strcmp(a->name, b->name) &&
	       !yice_point_order(a->box.min, b->box.min) && !yice_point_order(a->box.max, b->box.max);
}

static bool has_layer(const struct yice_set_index *index, uint32_t image, const struct yice_set_layer *layer)
{
	for (uint32_t i = 0; i < index->layer_count; i++)
		if (index->layers[i].image == image && same_layer(&index->layers[i], layer))
			return true;
	return false;
}

static int open_image(struct reaching *r, uint32_t number, const struct yice_view **view)
{
	struct yice_buf path = YICE_BUF_INIT;
	char name[YICE_SET_NAME];
	int status = YICE_OK;

	if (!r->images[number]) {
		yice_set_image_name(&r->index->images[number], name);
		yice_set_folder_path(r->folder, name, &path);
		status = yice_buf_status(&path);
		if (!status)
			status = yice_image_open(path.data, NULL, &r->images[number]);
		yice_buf_release(&path);
	}
	if (!status)
		*view = &r->images[number]->view;
	return status;
}

/* A share of the shape, and not the rounding of a border that both were drawn along. */
static bool is_share(const struct yice_shape *shape, const struct yice_hit *hit)
{
	if (hit->standing != YICE_STANDS_WITHIN)
		return false;
	return shape->kind == YICE_SHAPE_POINTS || hit->common.low > (shape->kind == YICE_SHAPE_LINES ? MM : MM2);
}

/* The unit of that image, its own, that the shape has a share in; NULL: none. */
static int find_unit(struct reaching *r, uint32_t image, const struct yice_shape *shape, struct yice_arena *arena, const char **unit)
{
	struct yice_location location;
	const struct yice_view *view;
	int status = open_image(r, image, &view);

	if (!status)
		status = yice_locate(view, r->geo, shape, (struct yice_area_method){ 0 }, false, arena, &location);
	if (status == YICE_ERANGE || status == YICE_ELIMIT)
		return YICE_OK; /* too large to be measured */
	for (uint32_t i = 0; !status && i < location.hit_count && !*unit; i++) {
		const struct yice_hit *hit = &location.hits[i];
		uint32_t found;

		if (view->layers[hit->layer].use != YICE_LAYER_OF_UNITS || !is_share(shape, hit))
			continue;
		found = yice_set_find_unit(r->index, yice_hit_name(view, hit->layer, hit->feature));
		if (found != YICE_SET_NONE && r->index->units[found].image == image)
			*unit = r->index->units[found].code;
	}
	return status;
}

/* Feature by feature, until one reaches a unit there. */
static int try_features(struct reaching *r, const struct yice_layer *layer, uint32_t image, const char **unit)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < layer->head.feature_count && !status && !*unit; i++) {
		const struct yice_box box = yice_layer_feature_box(layer, i);
		struct yice_arena arena;
		struct yice_shape shape;

		if (!yice_box_meets(&box, &r->index->images[image].box))
			continue;
		yice_arena_init(&arena);
		status = yice_layer_shape(layer, i, &arena, &shape);
		if (status == YICE_ENOTFOUND) /* rounding left nothing of it */
			status = YICE_OK;
		else if (!status)
			status = find_unit(r, image, &shape, &arena, unit);
		yice_arena_release(&arena);
	}
	return status;
}

/* The layer as its image has it, asked about the units of the other. */
static int look_at(struct reaching *r, const struct yice_set_layer *noted, uint32_t image)
{
	const struct yice_view *view;
	const char *unit = NULL, *file = "";
	int status = open_image(r, noted->image, &view);

	for (uint32_t i = 0; !status && !unit && i < view->count[YICE_SEC_LAYERS]; i++) {
		const struct yice_image_layer *record = &view->layers[i];
		struct yice_set_layer own;
		struct yice_layer layer;

		if (record->use != noted->use || record->word_count != noted->words)
			continue;
		status = yice_layer_open(&layer, view->geometry + record->words, record->word_count);
		if (status)
			break;
		own = yice_set_layer_of(view, i, &layer);
		if (!same_layer(&own, noted))
			continue;
		file = yice_view_string(view, record->file);
		status = try_features(r, &layer, image, &unit);
	}
	if (!status && unit)
		yice_diag_add(&r->report->diags, YICE_D_set_reach, YICE_SPAN_NONE, noted->name, file,
			      r->index->images[noted->image].code, unit, NULL);
	return status;
}

/* The first image that has the layer speaks for all that do; *fresh: one of them was made now. */
static bool is_first(const struct yice_set_index *index, uint32_t layer, const unsigned char *made, bool *fresh)
{
	for (uint32_t i = 0; i < layer; i++)
		if (same_layer(&index->layers[i], &index->layers[layer]))
			return false;
	*fresh = false;
	for (uint32_t i = layer; i < index->layer_count; i++)
		*fresh |= made[index->layers[i].image] && same_layer(&index->layers[i], &index->layers[layer]);
	return true;
}

static int look_at_all(struct reaching *r, const unsigned char *made)
{
	const struct yice_set_index *index = r->index;
	int status = YICE_OK;

	for (uint32_t i = 0; i < index->layer_count && !status; i++) {
		const struct yice_set_layer *layer = &index->layers[i];
		bool fresh;

		if (!is_first(index, i, made, &fresh))
			continue;
		for (uint32_t k = 0; k < index->image_count && !status; k++)
			if ((fresh || made[k]) && index->images[k].boxed && yice_box_meets(&layer->box, &index->images[k].box) &&
			    !has_layer(index, k, layer))
				status = look_at(r, layer, k);
	}
	return status ? status : yice_diags_status(&r->report->diags);
}

int yice_set_reach(const struct yice_set_index *index, const char *folder, const unsigned char *made, struct yice_report *report)
{
	struct reaching r = { .index = index, .folder = folder, .report = report };
	int status;

	if (!index->layer_count)
		return YICE_OK;
	r.images = calloc((size_t)index->image_count + 1, sizeof(yice_image *));
	status = r.images ? yice_geo_new(&r.geo) : YICE_ENOMEM;
	if (!status)
		status = look_at_all(&r, made);
	for (uint32_t i = 0; r.images && i < index->image_count; i++)
		yice_image_free(r.images[i]);
	free(r.images);
	yice_geo_free(r.geo);
	return status;
}
