/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A layer: areas, lines and points with an index over them, as one array of
 * 32-bit words that is used where it lies. Coordinates are whole steps of
 * 1e-7 degree (at most 11.2 mm on the ground, so rounding moves a vertex by
 * less than 8 mm); a border that two features share is stored once. What is
 * asked about keeps its own precision, and answers are exact for the layer as
 * it is stored.
 *
 * Opening looks at the header alone. Everything else is checked where it is
 * touched, so that any words are safe to ask; a question that meets words
 * which are no layer fails with YICE_EIMAGE. An open layer is read-only and
 * shared by threads.
 *
 *   words  header (struct yice_layer_head, one word a member)
 *          cells: columns × rows, of side 2^shift, from the south-west
 *          pool: what cells refer to
 *          vertices: x, y, counted from the origin
 *          features: struct yice_layer_feature
 *          rings: first reference | YICE_LAYER_PART where a part begins; one more at the end
 *          references: first vertex, edges << 1 | reversed
 *
 * A cell is a kind in its two upper bits and a number: nothing or one feature that covers it; a list in the pool
 * of those that cover it (count, features); a record in the pool; 4 × 4 smaller cells in the pool. A record:
 *   candidates | runs << 8;  record that goes on, or 0
 *   a candidate: feature << 1 | whether it holds the reference point
 *   a run: first vertex;  edges | left << 16 | right << 24: candidates on both sides, YICE_LAYER_NOBODY
 * The reference point is half a step south-west of the cell. Going from there north along the cell's edge and
 * then east, each run crossed takes one into or out of the candidates beside it.
 */
#ifndef YICE_RUNTIME_GEO_LAYER_H
#define YICE_RUNTIME_GEO_LAYER_H

#include "runtime/geo/shape.h"

#define YICE_LAYER_STEP 100 /* units of shape.h: 1e-7 degree */
#define YICE_LAYER_EXTENT (1u << 30) /* exclusive bound on width and height in steps, which keeps products in 64 bits */
#define YICE_LAYER_NOBODY 63u
#define YICE_LAYER_PART 0x80000000u
#define YICE_LAYER_MAGIC 0x3152594cu /* "LYR1" */

struct yice_layer_feature {
	uint32_t key;  /* the caller's: a name, a unit */
	uint32_t kind; /* enum yice_shape_kind */
	uint32_t first_ring, ring_count;
	uint32_t min_x, min_y, max_x, max_y; /* steps from the origin */
};

struct yice_layer_head {
	uint32_t magic, words;
	uint32_t origin_x, origin_y; /* the south-west corner of everything, in steps; int32_t */
	uint32_t width, height;      /* in steps */
	uint32_t shift, columns, rows;
	uint32_t pool, pool_words; /* offsets in words; cells follow the header */
	uint32_t vertices, vertex_count;
	uint32_t features, feature_count;
	uint32_t rings, ring_count;
	uint32_t references, reference_count;
};

struct yice_layer {
	const uint32_t *words;
	struct yice_layer_head head;
};

/* YICE_OK, or YICE_EIMAGE when the header does not fit `count` words. Borrows them. */
int yice_layer_open(struct yice_layer *layer, const uint32_t *words, size_t count) YICE_MUST_CHECK;
/* Reads everything: YICE_OK when no question can meet anything that is not a layer. */
int yice_layer_verify(const struct yice_layer *layer) YICE_MUST_CHECK;

/* feature < head.feature_count. */
struct yice_layer_feature yice_layer_feature(const struct yice_layer *layer, uint32_t feature);
/* The whole layer, and one feature. */
struct yice_box yice_layer_bounds(const struct yice_layer *layer);
struct yice_box yice_layer_feature_box(const struct yice_layer *layer, uint32_t feature);
/* A feature as a shape in arena. YICE_OK, YICE_ENOMEM, YICE_ELIMIT, YICE_EIMAGE. */
int yice_layer_shape(const struct yice_layer *layer, uint32_t feature, struct yice_arena *arena,
		     struct yice_shape *out) YICE_MUST_CHECK;

struct yice_layer_hit {
	uint32_t feature;
	bool touches; /* on the boundary, or on a line or point; else inside */
};

/*
 * Features at a point, exactly: areas by the even-odd rule, their boundary counted apart. Up to cap hits go to `hits`,
 * in no particular order; *count gets how many there are, which may be more. YICE_OK or YICE_EIMAGE.
 */
int yice_layer_at(const struct yice_layer *layer, struct yice_point point, struct yice_layer_hit *hits, uint32_t cap,
		  uint32_t *count) YICE_MUST_CHECK;

struct yice_layer_candidate {
	uint32_t feature;
	uint32_t cells; /* that it covers of those looked at; UINT32_MAX: its border is in one */
	bool certain;   /* the whole shape lies inside; else only a closer look can say */
	bool meets;     /* of yice_layer_meet(): has a point in common with the shape */
};

/* Grown by what finds candidates, kept sorted by feature without repeats, released by the caller. */
struct yice_layer_candidates {
	struct yice_layer_candidate *items;
	uint32_t count, cap;
};

void yice_layer_candidates_release(struct yice_layer_candidates *set);

/*
 * All features that may have a point in common with the shape, and some that only come near it. YICE_OK, YICE_ENOMEM,
 * YICE_EIMAGE; the set is emptied first.
 */
int yice_layer_find(const struct yice_layer *layer, const struct yice_shape *shape,
		    struct yice_layer_candidates *set) YICE_MUST_CHECK;

/*
 * Of those, the features that do have a point in common with the shape: exactly, for the layer as it is stored and the
 * shape as it is. The same answers.
 */
int yice_layer_meet(const struct yice_layer *layer, const struct yice_shape *shape,
		    struct yice_layer_candidates *set) YICE_MUST_CHECK;

/*
 * Calls `visit` with every edge that reaches into the box, some perhaps twice; an edge between two features once for
 * each, a point as an edge without length. Stops at the first answer that is not YICE_OK and returns it.
 */
typedef int yice_layer_visit(void *context, uint32_t feature, struct yice_point a, struct yice_point b);
int yice_layer_edges(const struct yice_layer *layer, struct yice_box box, yice_layer_visit *visit,
		     void *context) YICE_MUST_CHECK;

#endif
