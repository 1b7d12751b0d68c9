/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The nearest of some units. Boxes give a lower bound for every feature of the
 * layers of units; features are measured in the order of their bounds, until
 * the next bound is beyond what has been found. Called by move.c.
 */
#include "advice/near.h"

#include "runtime/geo/gate.h"
#include "runtime/geo/layer.h"
#include "runtime/locate.h"

#define METRE_LAT INT64_C(9050)  /* units of shape.h that a metre is at most, north to south, */
#define METRE_LON INT64_C(16000) /* and east to west, south of 54 degrees */

struct candidate {
	int64_t bound; /* mm that it is away at least */
	uint32_t unit, layer, feature;
};

struct finder {
	const struct yice_view *view;
	const struct yice_shape *site;
	struct yice_geo *geo;
	struct yice_buf candidates;
	struct yice_near_unit *out;
	uint32_t cap, count;
};

static int64_t gap(int64_t low, int64_t high, int64_t other_low, int64_t other_high)
{
	if (other_low > high)
		return other_low - high;
	return low > other_high ? low - other_high : 0;
}

static int64_t bound_of(struct yice_box a, struct yice_box b)
{
	int64_t north = gap(a.min.lat, a.max.lat, b.min.lat, b.max.lat) * 1000 / METRE_LAT;
	int64_t east = gap(a.min.lon, a.max.lon, b.min.lon, b.max.lon) * 1000 / METRE_LON;

	return north > east ? north : east;
}

static int open_layer(const struct yice_view *view, uint32_t number, struct yice_layer *layer)
{
	const struct yice_image_layer *record = &view->layers[number];

	return yice_layer_open(layer, view->geometry + record->words, record->word_count);
}

static int list_layer(struct finder *f, uint32_t number, const uint8_t *wanted)
{
	struct yice_layer layer;
	int status = open_layer(f->view, number, &layer);

	for (uint32_t i = 0; !status && i < layer.head.feature_count; i++) {
		struct candidate candidate = {
			.unit = yice_hit_unit(f->view, &(struct yice_hit){ .layer = number, .feature = i }),
			.layer = number,
			.feature = i
		};

		if (candidate.unit == YICE_NONE || !wanted[candidate.unit])
			continue;
		candidate.bound = bound_of(f->site->box, yice_layer_feature_box(&layer, i));
		yice_buf_add(&f->candidates, &candidate, sizeof(candidate));
	}
	return status;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->bound != y->bound)
		return x->bound < y->bound ? -1 : 1;
	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return (x->feature > y->feature) - (x->feature < y->feature);
}

/* Where a feature is too large or too odd to be measured, its bound has to do. */
static int measure(struct finder *f, const struct candidate *candidate, struct yice_range *mm)
{
	struct yice_nearest nearest;
	struct yice_layer layer;
	struct yice_shape shape;
	struct yice_arena scratch;
	int status = open_layer(f->view, candidate->layer, &layer);

	yice_arena_init(&scratch);
	if (!status)
		status = yice_layer_shape(&layer, candidate->feature, &scratch, &shape);
	if (!status)
		status = yice_geo_nearest(f->geo, f->site, &shape, &nearest);
	*mm = status ? (struct yice_range){ candidate->bound, INT64_MAX } : nearest.mm;
	yice_arena_release(&scratch);
	return status == YICE_ELIMIT || status == YICE_ERANGE ? YICE_OK : status;
}

/* A unit of several features is as far as the nearest of them. */
static void keep(struct finder *f, struct yice_near_unit found)
{
	uint32_t at = 0, same = 0;

	while (same < f->count && f->out[same].unit != found.unit)
		same++;
	if (same < f->count) {
		if (f->out[same].mm.low <= found.mm.low)
			return;
		memmove(&f->out[same], &f->out[same + 1], (f->count - same - 1) * sizeof(found));
		f->count--;
	}
	while (at < f->count && (f->out[at].mm.low < found.mm.low ||
				 (f->out[at].mm.low == found.mm.low && f->out[at].unit < found.unit)))
		at++;
	if (at == f->cap)
		return;
	f->count -= f->count == f->cap;
	memmove(&f->out[at + 1], &f->out[at], (f->count - at) * sizeof(found));
	f->out[at] = found;
	f->count++;
}

static int measure_all(struct finder *f)
{
	struct candidate *candidates = (struct candidate *)(void *)f->candidates.data;
	size_t count = f->candidates.len / sizeof(*candidates);
	int status = YICE_OK;

	if (count)
		qsort(candidates, count, sizeof(*candidates), compare_candidates);
	for (size_t i = 0; !status && i < count; i++) {
		struct yice_near_unit found = { .unit = candidates[i].unit };

		if (f->count == f->cap && candidates[i].bound > f->out[f->cap - 1].mm.low)
			break;
		status = measure(f, &candidates[i], &found.mm);
		if (!status)
			keep(f, found);
	}
	return status;
}

int yice_near_find(const struct yice_facts *facts, const uint8_t *wanted, struct yice_near_unit *out,
		   uint32_t cap, uint32_t *count)
{
	struct finder f = { .view = facts->view, .site = facts->rest->location->shape, .out = out, .cap = cap };
	int status = yice_geo_new(&f.geo);

	for (uint32_t i = 0; !status && i < f.view->count[YICE_SEC_LAYERS]; i++)
		if (f.view->layers[i].use == YICE_LAYER_OF_UNITS)
			status = list_layer(&f, i, wanted);
	if (!status)
		status = yice_buf_status(&f.candidates);
	if (!status)
		status = measure_all(&f);
	yice_buf_release(&f.candidates);
	yice_geo_free(f.geo);
	*count = f.count;
	return status;
}
