/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operand IMAGE of the commands that decide: one image, or a set of them,
 * of which the project says which one it needs. Images of a set are opened
 * when they are first asked for.
 */
#ifndef YICE_CLI_IMAGES_H
#define YICE_CLI_IMAGES_H

#include "cli/image.h"
#include "runtime/geo/gate.h"
#include "set/index.h"

struct yice_images;

/* Facts as they were given, and how the files they name are read (yice_facts_set_open()). */
struct yice_document {
	const char *name, *text;
	size_t len;
	yice_facts_open *open;
	void *context;
};

/* A shape, what it is measured with, and its place in a text. */
struct yice_site {
	struct yice_geo *geo;
	const struct yice_shape *shape;
	struct yice_area_method method;
	struct yice_span span;
};

/* One of them, opened. */
struct yice_opened {
	yice_image *image;
	char digest[65];
};

/* Opens the operand. NULL when that failed, said. */
struct yice_images *yice_images_open(const struct yice_cli *cli, const char *path);
void yice_images_close(struct yice_images *images);
/* How many there are: 1 for an image that is no set's. */
uint32_t yice_images_count(const struct yice_images *images);
/*
 * The number of the image that decides a facts document: by its units, its scope and its geometry. A document with mistakes
 * gets one that will tell them. YICE_OK; YICE_EDIAG when none can decide, the reason being in report; YICE_ENOMEM. By any thread.
 */
int yice_images_choose(struct yice_images *images, const struct yice_document *document, struct yice_report *report,
		       uint32_t *number) YICE_MUST_CHECK;
/* The same of a shape alone. Also YICE_EIMAGE. */
int yice_images_choose_site(struct yice_images *images, const struct yice_site *site, struct yice_report *report,
			    uint32_t *number) YICE_MUST_CHECK;
/* The same for a unit by its code: an image without it when there is none. */
uint32_t yice_images_of_unit(const struct yice_images *images, const char *code);
/*
 * An image by its number, opened and verified when nobody has asked for it before. *out stays until the end. YICE_OK; YICE_EDIAG when
 * it is not the one that the set's index names; YICE_ENOMEM. By any thread.
 */
int yice_images_get(struct yice_images *images, uint32_t number, struct yice_report *report,
		    const struct yice_opened **out) YICE_MUST_CHECK;

#endif
