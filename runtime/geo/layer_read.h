/* SPDX-License-Identifier: Apache-2.0 */
/* Following references inside a layer, each checked. Used by layer.c and layer_query.c. */
#ifndef YICE_RUNTIME_GEO_LAYER_READ_H
#define YICE_RUNTIME_GEO_LAYER_READ_H

#include "runtime/geo/layer_internal.h"

struct yice_layer_record {
	const uint32_t *candidates, *runs;
	uint32_t candidate_count, run_count, next;
};

/*
 * Edges a question may still look at: each is in a record once for either side, whatever the words say. Keeps
 * words that refer to the same edges over and over from taking for ever.
 */
static inline bool yice_layer_spend(uint64_t *budget, uint64_t n)
{
	if (n > *budget)
		return false;
	*budget -= n;
	return true;
}

/* All false when the words are no layer. */
bool yice_layer_record_at(const struct yice_layer *layer, uint32_t number, struct yice_layer_record *out);
/* Cells of a divided cell: *first in the pool, and the *shift of each. */
bool yice_layer_cell_divide(const struct yice_layer *layer, uint32_t word, uint32_t *shift, uint32_t *first);
bool yice_layer_cell_list(const struct yice_layer *layer, uint32_t word, const uint32_t **features,
			  uint32_t *count);

/* A vertex in the units of shape.h. */
struct yice_point yice_layer_absolute(const struct yice_layer *layer, uint32_t x, uint32_t y);

#endif
