/* SPDX-License-Identifier: Apache-2.0 */
/* One image of a set, compiled and written, and what the index says of it. */
#ifndef YICE_SET_MAKE_H
#define YICE_SET_MAKE_H

#include "set/plan.h"
#include "yice/eval.h"

/* A file that was read and is no rules: a table of codes, a layer. */
struct yice_set_datum {
	const char *name;
	uint64_t size;
	char digest[65];
};

/* What is known of an image: because it was made, or because it was there. */
struct yice_set_part {
	char digest[65];
	uint64_t size;
	yice_day day;
	bool asks_unit;
	bool boxed;
	struct yice_box box;
	const char **units; /* its own, ascending */
	uint32_t unit_count;
	const char **ruled; /* scopes it decides in that have clauses for more than a unit */
	uint32_t ruled_count;
	struct yice_set_layer *layers; /* for places and layers; the image in them is not set */
	uint32_t layer_count;
	YICE_VEC(struct yice_set_datum) data; /* in the order in which they were read */
};

struct yice_set_maker {
	const struct yice_set_plan *plan;
	const char *output;             /* folder of the set */
	struct yice_report *report;     /* mistakes go here; its levels are set */
	struct yice_arena arena;        /* holds what parts point to */
	size_t jobs;
	const char *changed;            /* a file that is no longer what was planned with */
	struct yice_set_part *part;     /* while one is made */
};

/*
 * Makes image number `number` of the plan into *part, which is zeroed. A file that was touched meanwhile is a diagnostic.
 * YICE_OK, YICE_EDIAG, YICE_ENOMEM, YICE_ELIMIT, YICE_EIO with errno.
 */
int yice_set_make(struct yice_set_maker *maker, uint32_t number, struct yice_set_part *part) YICE_MUST_CHECK;
/* Fills in day, units, ruled scopes, layers and box from an image that has been made; report may be NULL. YICE_OK, YICE_EIMAGE, YICE_ENOMEM. */
int yice_set_part_look(const struct yice_set_plan *plan, uint32_t number, const yice_image *image, struct yice_arena *arena,
		       struct yice_set_part *part) YICE_MUST_CHECK;

#endif
