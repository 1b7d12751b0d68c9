/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the layers of an image say of a shape: which units and places it lies
 * in, how much of it, and how far the nearest of each is. A layer that the
 * image does not have, or that is complete elsewhere only, says nothing: what
 * is not known is told apart from what is far away.
 */
#ifndef YICE_RUNTIME_LOCATE_H
#define YICE_RUNTIME_LOCATE_H

#include "runtime/geo/gate.h"
#include "runtime/geo/layer.h"
#include "runtime/image.h"

/*
 * Whether a shape lies in a feature, as the law counts: it has a share of the shape, which is area of a parcel, length of a
 * route, or a point. Contact of borders is none.
 */
enum yice_standing {
	YICE_STANDS_BESIDE,    /* it only touches */
	YICE_STANDS_ON_BORDER, /* a point on the boundary, a route along it; or a share so small that measuring leaves it open */
	YICE_STANDS_WITHIN,    /* a share for certain */
};

/* A feature that has a point in common with the shape. */
struct yice_hit {
	uint32_t layer, feature;         /* record of LAYERS; feature of its words */
	enum yice_geo_relation relation; /* of the shape to the feature: not YICE_APART */
	enum yice_standing standing;     /* units are of a site from YICE_STANDS_ON_BORDER on: a border is part of both sides */
	bool flat;                       /* the feature is a line or points */
	struct yice_range common;        /* polygons: mm² of the shape in the feature; lines: mm, from 0 on a border; points: 0 */
};

/* The nearest feature of one place or layer. */
struct yice_reach {
	enum yice_layer_use use; /* YICE_LAYER_OF_PLACE or _OF_LAYER */
	uint32_t key;            /* ordinal of the place or layer */
	uint32_t layer, feature;
	struct yice_nearest nearest; /* a on the shape, b on the feature */
	bool on_stretch;             /* the layer is the stretch of a river, and upstream is known: */
	struct yice_range upstream;  /* how far b is up from the mouth, mm */
};

struct yice_location {
	const struct yice_shape *shape;
	struct yice_area_method method;
	struct yice_hit *hits; /* units first, then by record of LAYERS and feature */
	uint32_t hit_count;
	struct yice_reach *reaches; /* by use and key; one for each that has a feature */
	uint32_t reach_count;
	struct yice_range whole; /* area or length of the shape, as in common */
	bool has_units;          /* the image has a layer of units */
	bool in_units;           /* every point of the shape lies in one */
	bool unlisted;           /* it touches a unit that is in no list of the image */
};

/*
 * Asks every layer; results live in arena. YICE_OK; YICE_EIMAGE when words of the image are no layer; YICE_ERANGE when
 * something cannot be measured; YICE_ENOMEM. `far`: also find the nearest of each place and layer.
 */
int yice_locate(const struct yice_view *view, struct yice_geo *geo, const struct yice_shape *shape,
		struct yice_area_method method, bool far, struct yice_arena *arena,
		struct yice_location *out) YICE_MUST_CHECK;

/* locate_stretch.c. Fills on_stretch and upstream of a reach. YICE_OK, YICE_EIMAGE, YICE_ENOMEM. */
int yice_locate_upstream(const struct yice_view *view, struct yice_geo *geo, struct yice_arena *arena,
			 struct yice_reach *reach) YICE_MUST_CHECK;
/*
 * Whether there is a layer for it that says something about the shape: one complete everywhere, or in a scope it is in. One
 * without a feature says nothing: data that never came look the same.
 */
bool yice_location_knows(const struct yice_view *view, const struct yice_location *location, enum yice_layer_use use,
			 uint32_t key);
/* Whether there are layers for it, and none has a feature. */
bool yice_layers_empty(const struct yice_view *view, enum yice_layer_use use, uint32_t key);
/*
 * What the shape has in common with the features of a place or layer together, where several are drawn one over the other
 * too: mm² of polygons, mm of lines, 0 of points. YICE_OK, YICE_EIMAGE, YICE_ENOMEM.
 */
int yice_location_common(const struct yice_view *view, struct yice_geo *geo, const struct yice_location *location,
			 enum yice_layer_use use, uint32_t key, struct yice_range *common) YICE_MUST_CHECK;
/*
 * Whether the whole shape, as far as borders are precise, is in features of the place, by the hits of yice_locate(). A feature
 * without an inside has the whole of what meets it. Results and errors as there.
 */
int yice_location_whole(const struct yice_view *view, struct yice_geo *geo, const struct yice_location *location, uint32_t place,
			bool *whole) YICE_MUST_CHECK;
/* The feature's own name, a unit's code; "" when it has none. */
const char *yice_hit_name(const struct yice_view *view, uint32_t layer, uint32_t feature);
/* The unit of a hit in a layer of units, or YICE_NONE when no list has it. */
uint32_t yice_hit_unit(const struct yice_view *view, const struct yice_hit *hit);

/* ---------------------------------------------------------------- locate_words.c: in words */

/* Each appends. "123.456" of thousandths; "949464.31" of millionths (down, or up). */
void yice_locate_metres(int64_t mm, struct yice_buf *out);
void yice_locate_area(int64_t mm2, bool up, struct yice_buf *out);
/* The value with the fewest digits in the range, in units of 10^-places: "428.7" */
void yice_locate_plain(struct yice_range range, int places, struct yice_buf *out);
/* "12.345 m", "12.30–12.31 m²": both ends where they differ as shown. */
void yice_locate_range(struct yice_range range, bool area, struct yice_buf *out);
/* Which plane areas were measured in. */
void yice_locate_method(struct yice_area_method method, enum yice_lang lang, struct yice_buf *out);
/* Kind, position and size of the site: "polygon, 113.1,22.9 to 113.2,23, 12.30–12.31 m² (…)". */
void yice_locate_site(const struct yice_location *location, enum yice_lang lang, struct yice_buf *out);
/* "partly inside, 12.30–12.31 m², 31.10 %" */
void yice_locate_part(const struct yice_location *location, const struct yice_hit *hit, enum yice_lang lang,
		      struct yice_buf *out);
/* "北江 (水利厅, 2024-01-01)": which feature, YICE_NONE for the layer as a whole, and whose data */
void yice_locate_origin(const struct yice_view *view, uint32_t layer, uint32_t feature, struct yice_buf *out);
/* "113.1,22.9 → 113.2,22.9 ↑6250 m 北江 (水利厅, 2024-01-01)" */
void yice_locate_nearest(const struct yice_view *view, const struct yice_reach *reach, struct yice_buf *out);
/* Hundredths of a percent that part is of whole, for certain. Both ends are clipped to 10000. */
struct yice_range yice_locate_share(struct yice_range part, struct yice_range whole);
/* Words of JSON: "inside", "overlaps", "touches"; "point", "line", "polygon". */
const char *yice_locate_relation(enum yice_geo_relation relation);
const char *yice_locate_kind(enum yice_shape_kind kind);

#endif
