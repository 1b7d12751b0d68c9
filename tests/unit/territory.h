/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A made-up territory: units that share wobbly borders, some with an enclave
 * cut out that is a unit of its own or a second part of the unit next door.
 * The same seed gives the same territory. Vertices lie on steps of a layer, so
 * that nothing is lost in one. For tests and the benchmark.
 */
#ifndef YICE_TESTS_UNIT_TERRITORY_H
#define YICE_TESTS_UNIT_TERRITORY_H

#include "runtime/geo/shape.h"

struct territory {
	struct yice_arena arena;
	struct yice_shape *units;
	uint32_t count;
	struct yice_box box;
};

struct territory_plan {
	uint64_t seed;
	uint32_t columns, rows; /* of units, without enclaves */
	uint32_t bends;         /* vertices between two corners */
	int64_t size;           /* of a unit, in units of shape.h */
	struct yice_point origin;
	uint32_t enclaves;      /* one unit in so many has one; 0: none */
	int64_t grain;          /* every coordinate is a multiple of this; 0: of a step */
};

/* YICE_OK or YICE_ENOMEM; released by territory_release() either way. */
int territory_make(struct territory *territory, const struct territory_plan *plan);
/*
 * Rows of bricks, every other one shifted by half a brick, along slanting lines: the corners of one row lie on the long
 * edges of the next, within rounding, and are no vertices of them. Of the plan, bends and enclaves have no meaning.
 */
int territory_bricks(struct territory *territory, const struct territory_plan *plan);
void territory_release(struct territory *territory);

/*
 * Moves one vertex of one unit's outer border away from its centre by `by` units, or towards it when negative: the unit
 * then overlaps its neighbour, or leaves a gap. The shape is replaced by a copy. Returns where the vertex was.
 */
struct yice_point territory_dent(struct territory *territory, uint32_t unit, int64_t by);

/*
 * Moves everything north of the given row, or east of the given column, away by that much: a gap from one side of the
 * territory to the other, open at both ends, or, when negative, an overlap. Of territory_make() with that plan.
 */
void territory_split(struct territory *territory, const struct territory_plan *plan, uint32_t at, bool row, int64_t by);

/* Puts a vertex into the middle of an edge of a unit's outer ring, moved by that much. */
void territory_push(struct territory *territory, uint32_t unit, uint32_t edge, struct yice_point by);

/* Even-odd, in 128 bits, edge by edge: 0 outside, 1 inside, 2 on the boundary. */
int territory_holds(const struct yice_shape *shape, struct yice_point point);

#endif
