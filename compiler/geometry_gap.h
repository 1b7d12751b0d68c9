/* SPDX-License-Identifier: Apache-2.0 */
/* Gaps between the areas of units. */
#ifndef YICE_COMPILER_GEOMETRY_GAP_H
#define YICE_COMPILER_GEOMETRY_GAP_H

#include "compiler/geometry_fault.h"
#include "runtime/geo/mesh.h"

/* An edge of an area, which lies left of it; a rim when no other area has it the other way round. */
struct yice_rim {
	struct yice_point from, to;
	uint32_t area;
};

/* By place whatever the direction, then by direction, then by area; and whether two are of one place. */
int yice_rim_compare(const void *a, const void *b);
bool yice_rim_same(const struct yice_rim *x, const struct yice_rim *y);

/* Adds the gaps of areas fitted together, whose rims these are, to the faults. YICE_OK, YICE_ENOMEM, YICE_ELIMIT, YICE_ERANGE. */
int yice_gaps_find(struct yice_faults *faults, const struct yice_mesh *mesh, const struct yice_rim *rims, uint32_t count,
		   struct yice_arena *arena) YICE_MUST_CHECK;

#endif
