/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sites in the forms people have them. A reader collects the numbers as they
 * stand into a draft; when all are known, the draft is turned into a shape by
 * one path for every form: order of axes, ranges, grid to degrees, rings,
 * validity. Mistakes are diagnostics at their place, and nothing is repaired.
 */
#ifndef YICE_RUNTIME_GEO_SITE_H
#define YICE_RUNTIME_GEO_SITE_H

#include "base/diag.h"
#include "base/json.h"
#include "runtime/geo/crs.h"

struct yice_site_reader {
	struct yice_geo *geo;
	struct yice_arena *arena; /* for the shape */
	struct yice_diags *diags;
	uint32_t limit;       /* points at most, YICE_SITE_POINTS_MAX */
	struct yice_crs crs;  /* as far as stated */
	const char *crs_name; /* in arena; NULL: not stated */
	bool join;            /* polygons that adjoin or overlap are one site; else they are a mistake, as in layers */
	/* Told, unless NULL, of what is wrong with a ring or a line, with a place; the diagnostic is there already. */
	void (*flaw)(void *context, enum yice_diag_id id, struct yice_point place);
	void *flaw_context;
};

/* A piece of text. Of a verbatim one the span covers it byte by byte; else all mistakes are shown at the
 * whole span. */
struct yice_site_text {
	const char *text;
	size_t len;
	struct yice_span span;
	bool verbatim;
};

/*
 * States the coordinate system. False, with the mistake reported, when the name is unknown or refused, or
 * contradicts what was stated before.
 */
bool yice_site_state_crs(struct yice_site_reader *reader, const char *name, size_t len,
			 struct yice_span span);

/* The same, by the members crs of a GeoJSON object and of all the objects in it, which must agree; true when there is none. */
bool yice_geojson_state_crs(struct yice_site_reader *reader, const struct yice_json *root);

/* Each: YICE_OK; YICE_EDIAG with the mistakes reported; YICE_ENOMEM. The shape of a polygon is valid. */

/* A geometry, Feature or FeatureCollection; without a statement and a crs member it is in WGS 84 (RFC 7946).
 */
int yice_site_geojson(struct yice_site_reader *reader, const struct yice_json *node,
		      struct yice_shape *out) YICE_MUST_CHECK;
/* The text of a land survey: [属性描述], [地块坐标]; in UTF-8. */
int yice_site_survey(struct yice_site_reader *reader, const struct yice_site_text *text,
		     struct yice_shape *out) YICE_MUST_CHECK;
/* Positions as "116.82,39.87" or in degrees, minutes and seconds: points, or the one line through them. */
int yice_site_positions(struct yice_site_reader *reader, const struct yice_site_text *texts, uint32_t count,
			enum yice_shape_kind kind, struct yice_shape *out) YICE_MUST_CHECK;

/* ---------------------------------------------------------------- for the readers */

struct yice_draft {
	enum yice_shape_kind kind;
	bool begun; /* kind is known */
	bool mixed, full;
	uint32_t empty; /* parts left out, the first of them at: */
	struct yice_span empty_at;
	uint32_t limit;
	struct yice_buf points; /* of struct yice_draft_point */
	struct yice_buf parts;  /* of struct yice_draft_part */
};

struct yice_draft_point {
	int64_t first, second; /* as written: units of degrees, or tenths of a millimetre */
	struct yice_span span;
};

struct yice_draft_part {
	uint32_t first, count;
	bool hole;
};

void yice_draft_init(struct yice_draft *draft, uint32_t limit);
void yice_draft_release(struct yice_draft *draft);
/* False, and reported the first time, when parts of another kind are there already. */
bool yice_draft_kind(struct yice_site_reader *reader, struct yice_draft *draft, enum yice_shape_kind kind,
		     struct yice_span span);
/* site_join.c. Polygons of a valid draft that are not valid together. As the readers: YICE_EDIAG when they are a mistake, reported. */
int yice_site_join(struct yice_site_reader *reader, const struct yice_draft *draft, struct yice_shape *shape) YICE_MUST_CHECK;
/* Reports a flaw of a shape at its place. YICE_EDIAG, YICE_ENOMEM. */
int yice_site_report_flaw(struct yice_site_reader *reader, enum yice_geo_flaw flaw, struct yice_point place,
			  struct yice_span span);
/* Where the points of a part begin. */
struct yice_span yice_draft_part_span(const struct yice_draft *draft, uint32_t part);
/* False when the limit is reached. */
bool yice_draft_add(struct yice_draft *draft, int64_t first, int64_t second, struct yice_span span);
/* Ends the part that the points since the last one make up, written at span; of points, each is one. */
void yice_draft_end(struct yice_draft *draft, bool hole, struct yice_span span);
/* A part without points is left out. */
void yice_draft_skip(struct yice_draft *draft, struct yice_span span);
/* order: the one the form prescribes, YICE_EAST_FIRST or YICE_NORTH_FIRST. span: the whole site. Releases the
 * draft. */
int yice_draft_finish(struct yice_site_reader *reader, struct yice_draft *draft, unsigned order,
		      struct yice_span span, struct yice_shape *out) YICE_MUST_CHECK;
/* Decimals that numbers are read with, by the system stated. */
int yice_site_places(const struct yice_site_reader *reader);
/* A position in text, as the two numbers are ordered in it, or longitude first when it says which is which.
 * False when that is a mistake, reported. */
bool yice_site_position(struct yice_site_reader *reader, const struct yice_site_text *text, int64_t *first,
			int64_t *second);

#endif
