/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any words as a layer. The first 16 bytes place the questions,
 * the rest are the words. Whatever opens is asked about points, boxes, routes
 * and edges; what the full check accepts must answer all of it.
 */
#include "tests/fuzz/fuzz.h"

#include "runtime/geo/layer.h"

static int count_edge(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	uint32_t *count = context;

	YICE_UNUSED(feature);
	YICE_UNUSED(a);
	YICE_UNUSED(b);
	/* Words may have more edges than a target has time for. */
	return ++*count > 100000 ? YICE_ELIMIT : YICE_OK;
}

static void ask_shape(const struct yice_layer *layer, enum yice_shape_kind kind, struct yice_point at, int64_t size,
		      bool sound)
{
	struct yice_layer_candidates set = { 0 };
	struct yice_shape_builder builder;
	struct yice_shape shape;
	struct yice_arena arena;
	int status;

	yice_arena_init(&arena);
	yice_shape_begin(&builder, kind, 10);
	yice_shape_add(&builder, at);
	yice_shape_add(&builder, (struct yice_point){ at.lon + size, at.lat });
	yice_shape_add(&builder, (struct yice_point){ at.lon + size, at.lat + size });
	(void)yice_shape_end_part(&builder, false);
	if (!yice_shape_finish(&builder, &arena, &shape)) {
		status = yice_layer_meet(layer, &shape, &set);
		FUZZ_CHECK(!status || (!sound && status == YICE_EIMAGE));
	}
	yice_layer_candidates_release(&set);
	yice_arena_release(&arena);
}

static void ask(const struct yice_layer *layer, struct yice_point at, int64_t size)
{
	bool sound = !yice_layer_verify(layer);
	struct yice_box box = { at, { at.lon + size, at.lat + size } };
	struct yice_layer_hit hits[4];
	struct yice_arena arena;
	uint32_t count, edges = 0;
	int status = yice_layer_at(layer, at, hits, 4, &count);

	FUZZ_CHECK(!status || (!sound && status == YICE_EIMAGE));
	for (int kind = YICE_SHAPE_POINTS; kind <= YICE_SHAPE_POLYGONS; kind++)
		ask_shape(layer, (enum yice_shape_kind)kind, at, size, sound);
	status = yice_layer_edges(layer, box, count_edge, &edges);
	FUZZ_CHECK(!status || status == YICE_ELIMIT || (!sound && status == YICE_EIMAGE));
	for (uint32_t i = 0; i < layer->head.feature_count && i < 8; i++) {
		struct yice_shape shape;

		yice_arena_init(&arena);
		status = yice_layer_shape(layer, i, &arena, &shape);
		FUZZ_CHECK(status != YICE_ENOMEM);
		yice_arena_release(&arena);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t place[4], *words;
	struct yice_layer layer;
	size_t count;

	if (size < sizeof(place))
		return 0;
	memcpy(place, data, sizeof(place));
	count = (size - sizeof(place)) / sizeof(*words);
	words = malloc((count + 1) * sizeof(*words));
	FUZZ_CHECK(words != NULL);
	memcpy(words, data + sizeof(place), count * sizeof(*words));
	if (!yice_layer_open(&layer, words, count)) {
		struct yice_box all = yice_layer_bounds(&layer);
		struct yice_point at = { all.min.lon + place[0] % 10000000, all.min.lat + place[1] % 10000000 };

		ask(&layer, at, 1 + place[2] % 100000000);
	}
	free(words);
	return 0;
}
