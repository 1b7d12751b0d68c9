/* SPDX-License-Identifier: Apache-2.0 */
/* A bound on the work a shape makes. */
#ifndef YICE_RUNTIME_GEO_CROWD_H
#define YICE_RUNTIME_GEO_CROWD_H

#include "runtime/geo/shape.h"

/*
 * Whether the edges of a meet those of b (NULL: one another) in too many places, as far as their boxes tell.
 * YICE_OK; YICE_ELIMIT when they do; YICE_ENOMEM.
 */
int yice_edges_crowd(const struct yice_shape *a, const struct yice_shape *b) YICE_MUST_CHECK;

#endif
