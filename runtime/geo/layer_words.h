/* SPDX-License-Identifier: Apache-2.0 */
/* Growable words, and what the two halves of making a layer tell each other. */
#ifndef YICE_RUNTIME_GEO_LAYER_WORDS_H
#define YICE_RUNTIME_GEO_LAYER_WORDS_H

#include "runtime/geo/layer_build.h"
#include "runtime/geo/layer_internal.h"

#define NO_EDGE UINT32_MAX

/* Room for n more words behind the last; false when out of memory. */
bool yice_words_reserve(struct yice_layer_words *words, size_t n);
bool yice_words_push(struct yice_layer_words *words, uint32_t word);

/*
 * Every border once. An edge leads from each vertex to the next, except where left is NO_EDGE; it parts the features
 * left and right, of which right may be NO_EDGE; on lines and points both are the same.
 */
struct yice_layer_net {
	struct yice_layer_words vertices; /* pairs of steps from the origin */
	struct yice_layer_words left, right;
};

static inline struct spot yice_net_spot(const struct yice_layer_net *net, uint32_t vertex)
{
	return (struct spot){ net->vertices.items[2 * (size_t)vertex], net->vertices.items[2 * (size_t)vertex + 1] };
}

/* layer_grid.c: cells and pool over the net; fills shift, columns, rows of the head. YICE_OK, YICE_ENOMEM, YICE_ELIMIT. */
int yice_layer_grid(const struct yice_layer_net *net, struct yice_layer_head *head, struct yice_layer_words *cells,
		    struct yice_layer_words *pool) YICE_MUST_CHECK;

#endif
