/* SPDX-License-Identifier: Apache-2.0 */
/* What making a layer and asking it share: places of words, and exact tests on integer coordinates. */
#ifndef YICE_RUNTIME_GEO_LAYER_INTERNAL_H
#define YICE_RUNTIME_GEO_LAYER_INTERNAL_H

#include "runtime/geo/layer.h"

#define HEAD_WORDS    19u
#define FEATURE_WORDS 8u

/* Cells: the kind in the upper two bits. */
#define CELL_COVER  0u /* 0 nothing, n + 1 feature n */
#define CELL_RECORD 1u
#define CELL_GRID   2u
#define CELL_LIST   3u
#define CELL_NUMBER 0x3fffffffu
#define GRID_SHIFT  2u /* a cell divided has 4 × 4 */
#define GRID_CELLS  16u

#define RUN_EDGES 0xffffu /* edges of one run */
#define RECORD_RUNS 0xffffffu

/* Coordinates from the layer's origin, in the 30 bits that keep every product below inside an int64_t. */
struct spot {
	int64_t x, y;
};

/* Positive left of the edge a → b, negative right of it, 0 on its line. */
static inline int64_t cross(struct spot a, struct spot b, struct spot p)
{
	return (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
}

#define FINE 200 /* parts of a step: half of a unit of shape.h */

/*
 * Left of the edge, for a point given in parts of a step and moved north by less than anything: so never on the line
 * of an edge that passes it from west to east.
 */
static inline bool left_of(struct spot a, struct spot b, struct spot fine)
{
	__int128 side = (__int128)(b.x - a.x) * (fine.y - FINE * a.y) - (__int128)(fine.x - FINE * a.x) * (b.y - a.y);

	return side ? side > 0 : b.x > a.x;
}

static inline bool in_span(int64_t a, int64_t b, int64_t v)
{
	return a < b ? a <= v && v <= b : b <= v && v <= a;
}

/* A rectangle of spots, its sides included. */
struct frame {
	int64_t x0, y0, x1, y1;
};

static inline int64_t lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline int64_t greater(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static inline bool frames_meet(struct frame a, struct frame b)
{
	return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

static inline struct frame edge_frame(struct spot a, struct spot b)
{
	return (struct frame){ lesser(a.x, b.x), lesser(a.y, b.y), greater(a.x, b.x), greater(a.y, b.y) };
}

/* Quotient rounded down; d > 0. */
static inline int64_t floor_div(int64_t n, int64_t d)
{
	return n / d - (n % d < 0);
}

/*
 * Where the edge is while y lies within [y0, y1], and up to two steps around that: a frame to look up cells by. The
 * edge must reach into the interval.
 */
static inline struct frame edge_in_band(struct spot a, struct spot b, int64_t y0, int64_t y1)
{
	struct frame whole = edge_frame(a, b), part;
	int64_t at0, at1, height = b.y - a.y;

	part = whole;
	part.y0 = greater(whole.y0, y0);
	part.y1 = lesser(whole.y1, y1);
	if (height) {
		int64_t sign = height < 0 ? -1 : 1;

		at0 = a.x + floor_div(sign * (part.y0 - a.y) * (b.x - a.x), sign * height);
		at1 = a.x + floor_div(sign * (part.y1 - a.y) * (b.x - a.x), sign * height);
		part.x0 = lesser(at0, at1);
		part.x1 = greater(at0, at1) + 1;
	}
	part.x0--;
	part.x1++;
	part.y0--;
	part.y1++;
	return part;
}

#endif
