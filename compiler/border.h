/* SPDX-License-Identifier: Apache-2.0 */
/* Where units of different publishers adjoin. */
#ifndef YICE_COMPILER_BORDER_H
#define YICE_COMPILER_BORDER_H

#include "compiler/model.h"
#include "runtime/geo/gate.h"

#define YICE_BORDER_MM      INT64_C(10000)  /* how far apart two publishers may draw one border, unless said */
#define YICE_BORDER_MM_MOST INT64_C(100000) /* and however much is said */

struct yice_border {
	uint32_t unit[2];          /* in model->units, the lower number first */
	struct yice_range mm;      /* length of the border they share; 0 to 0 when they share none */
	struct yice_shape line;    /* it: lines, along the first unit's border; of no points when there is none */
	int64_t drawn_mm;          /* how far apart the two have drawn it, at most */
	struct yice_range overlap; /* mm² that they have in common, where that is wider than rounding makes it */
	int64_t overlap_mm;        /* how long it is, all pieces together, each as the rectangle of its area and perimeter */
	struct yice_nearest near;  /* when they share none: how close they come */
};

/* Which pairs of units are looked for. */
struct yice_border_search {
	int64_t tolerance; /* mm: borders no farther apart than this are one; up to YICE_BORDER_MM_MOST */
	int64_t within;    /* mm: also pairs that share no border but come as close as this; 0: none */
	uint32_t scope;    /* pairs with one unit in this scope and one outside of it; YICE_NONE: all */
};

/*
 * All pairs of units that belong to lists of different scopes and whose areas (图形 单元) share a border or overlap, by
 * the numbers of the units. A border is shared where the two run along each other, within 45 degrees, no farther apart
 * than the tolerance, whatever their vertices; what interrupts it for less than twice the tolerance is part of it, and
 * where they are never the same it is longer than that. Areas are taken as an image stores them. Results are in arena.
 * YICE_OK; YICE_ENOMEM, YICE_ELIMIT.
 */
int yice_borders_find(const struct yice_model *model, const struct yice_border_search *search, struct yice_arena *arena,
		      struct yice_border **out, uint32_t *count) YICE_MUST_CHECK;

/* Of the pairs that a search would look at, the two that come closest; *found: there is one. */
int yice_border_nearest(const struct yice_model *model, const struct yice_border_search *search, struct yice_arena *arena,
			struct yice_border *out, bool *found) YICE_MUST_CHECK;

/* ---------------------------------------------------------------- for border*.c */

struct yice_border_area {
	uint32_t unit;
	struct yice_shape shape; /* as stored; one that nothing is left of has no points */
};

struct yice_bordering {
	const struct yice_model *model;
	const struct yice_border_search *search;
	struct yice_geo *geo;
	struct yice_arena *arena;
	struct yice_border_area *areas;
	uint32_t area_count;
	struct yice_buf found; /* of struct yice_border */
};

/* Whether the search is for the two units. */
bool yice_border_wanted(const struct yice_bordering *b, uint32_t x, uint32_t y);
int yice_border_compare(const void *a, const void *b);
/* border_near.c. Measures overlaps of pairs found, which are in order, and adds others that overlap or come close. */
int yice_borders_close(struct yice_bordering *b) YICE_MUST_CHECK;

/* What yice_border_nearest() does. */
int yice_border_near(struct yice_bordering *b, struct yice_border *out, bool *found) YICE_MUST_CHECK;

#endif
