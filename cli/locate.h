/* SPDX-License-Identifier: Apache-2.0 */
/* yice locate: the site on the command line, what the image's layers say of it, and its three forms of
 * output. */
#ifndef YICE_CLI_LOCATE_H
#define YICE_CLI_LOCATE_H

#include "cli/image.h"
#include "runtime/image_read.h"
#include "runtime/locate.h"

struct yice_locating {
	const struct yice_cli *cli;
	enum yice_lang lang; /* of names in the output */
	const struct yice_view *view;
	const char *digest; /* of the image */
	struct yice_arena *arena;
	uint32_t unit; /* the site was given as its code; else YICE_NONE */
	bool bare;     /* and the image has no shape of it: shape and location say nothing */
	struct yice_shape shape;
	struct yice_location location;
};

/*
 * Reads a site: a file with GeoJSON or with a survey text, or a position as text.
 * Mistakes go to report. YICE_OK, YICE_EDIAG, YICE_EIO with errno, YICE_ENOMEM.
 */
int yice_cli_read_site(const char *operand, const char *crs, struct yice_geo *geo, struct yice_arena *arena,
		       struct yice_report *report, struct yice_shape *out) YICE_MUST_CHECK;

/* locate_unit.c. Whether it is written like a unit's code: ZH and digits. */
bool yice_locate_is_code(const char *operand);
/* Fills unit, bare and shape. YICE_OK; YICE_EDIAG when no list of the image has it; YICE_EIMAGE, YICE_ENOMEM. */
int yice_locate_unit(struct yice_locating *locating, const char *code, struct yice_report *report) YICE_MUST_CHECK;
/* What its list says of it, as lines, or as members of an object. */
void yice_locate_unit_text(const struct yice_locating *locating, struct yice_buf *out);
void yice_locate_unit_json(const struct yice_locating *locating, struct yice_buf *out);

/* Each appends the whole output. */
void yice_locate_text(const struct yice_locating *locating, struct yice_buf *out);
void yice_locate_json(const struct yice_locating *locating, struct yice_buf *out);
void yice_locate_geojson(const struct yice_locating *locating, struct yice_buf *out);

/* ---------------------------------------------------------------- what the forms share */

/* What a record of LAYERS is of: a place's or layer's name. */
const char *yice_locate_name(const struct yice_locating *locating, enum yice_layer_use use, uint32_t key);
/* Calls visit for each place and layer that the image declares and says nothing about here. */
void yice_locate_unknown(const struct yice_locating *locating,
			 void (*visit)(void *context, enum yice_layer_use use, uint32_t key), void *context);

#endif
