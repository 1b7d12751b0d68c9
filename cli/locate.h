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
	struct yice_shape shape;
	struct yice_location location;
};

/*
 * Reads a site: a file with GeoJSON or with a survey text, or a position as text.
 * Mistakes go to report. YICE_OK, YICE_EDIAG, YICE_EIO with errno, YICE_ENOMEM.
 */
int yice_cli_read_site(const char *operand, const char *crs, struct yice_geo *geo, struct yice_arena *arena,
		       struct yice_report *report, struct yice_shape *out) YICE_MUST_CHECK;

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
/* "123.456" of thousandths, and "949464.31" of millionths (down, or up). */
void yice_locate_metres(int64_t mm, struct yice_buf *out);
void yice_locate_area(int64_t mm2, bool up, struct yice_buf *out);
/* Hundredths of a percent that part is of whole, for certain. Both are clipped to 10000. */
struct yice_range yice_locate_share(struct yice_range part, struct yice_range whole);
/* Words for the relation of a hit: "inside", "overlaps", "touches". */
const char *yice_locate_relation(enum yice_geo_relation relation);

#endif
