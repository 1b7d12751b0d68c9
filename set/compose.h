/* SPDX-License-Identifier: Apache-2.0 */
/* The index of a set, from its plan and what is known of each image. */
#ifndef YICE_SET_COMPOSE_H
#define YICE_SET_COMPOSE_H

#include "base/report.h"
#include "set/make.h"

/* Whether scopes and their images are as an index has them. */
bool yice_set_same_scopes(const struct yice_set_plan *plan, const struct yice_set_index *old);
/*
 * Gives the parts of images that stay, by the number of the old one or YICE_SET_NONE, their units, ruled scopes and layers. YICE_OK,
 * YICE_ENOMEM.
 */
int yice_set_keep(const struct yice_set_index *old, const uint32_t *kept, uint32_t count, struct yice_set_part *parts,
			struct yice_arena *arena) YICE_MUST_CHECK;
/*
 * Fills an index just initialized, which borrows texts of the plan and the parts. A unit in the lists of two images is a
 * diagnostic. YICE_OK, YICE_EDIAG, YICE_ENOMEM.
 */
int yice_set_compose(struct yice_set_plan *plan, const struct yice_set_part *parts, struct yice_set_index *index,
		     struct yice_report *report) YICE_MUST_CHECK;

#endif
