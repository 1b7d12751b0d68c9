/* SPDX-License-Identifier: Apache-2.0 */
/* Faults between the areas of units: measured, put in order, reported and drawn. */
#ifndef YICE_COMPILER_GEOMETRY_FAULT_H
#define YICE_COMPILER_GEOMETRY_FAULT_H

#include "compiler/geometry.h"
#include "runtime/geo/faces.h"

#define YICE_SLIVER_MM  INT64_C(1000)  /* mean width below which a gap or an overlap is a border drawn twice */
#define YICE_STRIP_MM   INT64_C(25000) /* up to which two borders that run along each other have a gap between them */
#define YICE_FAULT_THIN 100            /* units of shape.h: half of what is too narrow to be a fault, 2 cm */

enum yice_fault_kind { YICE_FAULT_TWICE, YICE_FAULT_OVERLAP, YICE_FAULT_GAP };

struct yice_fault {
	enum yice_fault_kind kind;
	struct yice_face face;
	const uint32_t *areas; /* in arena: those concerned, the two that have most of its border first */
	uint32_t area_count;
	bool open;             /* a gap that has an end open to the outside */
	int64_t mm2, mm, width; /* area, length, mean width: what a rectangle has of the same area and perimeter */
};

struct yice_faults {
	struct yice_model *model;
	struct yice_geo *geo;
	const struct yice_geo_feature **areas; /* by number */
	struct yice_buf items;                 /* of struct yice_fault */
};

/* Sets area, length and width. YICE_OK, YICE_ENOMEM; YICE_ERANGE when there is no answer. */
int yice_fault_measure(struct yice_faults *faults, struct yice_fault *fault) YICE_MUST_CHECK;
/* Measures a fault and adds it, unless it is within what an image tells apart or no more than a nick. YICE_OK, YICE_ENOMEM. */
int yice_fault_add(struct yice_faults *faults, struct yice_fault *fault) YICE_MUST_CHECK;
/* Reports all of them, by unit and place: each one, but of slivers between two units all together; draws each. */
void yice_faults_report(struct yice_faults *faults);

/* Draws a place where a feature for units is invalid, as the diagnostic says. */
void yice_fault_draw_invalid(struct yice_model *model, enum yice_diag_id id, const char *unit, struct yice_point place);

#endif
