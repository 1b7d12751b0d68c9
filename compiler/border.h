/* SPDX-License-Identifier: Apache-2.0 */
/* Where units of different publishers adjoin. */
#ifndef YICE_COMPILER_BORDER_H
#define YICE_COMPILER_BORDER_H

#include "compiler/model.h"
#include "runtime/geo/gate.h"

struct yice_border {
	uint32_t unit[2];       /* in model->units, the lower number first */
	struct yice_range mm;   /* length of what their areas share; 0 to 0 when they share nothing */
	struct yice_shape line; /* what they share: lines, along the first unit's border; of no points when nothing */
	struct yice_nearest near; /* when they share nothing: how close they come */
};

/*
 * All pairs of units that belong to lists of different scopes and whose areas (图形 单元) share a border, by the numbers
 * of the units; with `within` above 0, in millimetres, also those that come as close as that, or overlap, without sharing
 * one. Borders are shared where both areas have the same edges as an image stores them. Results are in arena. YICE_OK;
 * YICE_ENOMEM.
 */
int yice_borders_find(const struct yice_model *model, int64_t within, struct yice_arena *arena,
		      struct yice_border **out, uint32_t *count) YICE_MUST_CHECK;

#endif
