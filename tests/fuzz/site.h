/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets of the readers of sites share: a reader, and what must
 * hold of every shape that one gives out.
 */
#ifndef YICE_TESTS_FUZZ_SITE_H
#define YICE_TESTS_FUZZ_SITE_H

#include "base/report.h"
#include "runtime/geo/site.h"
#include "tests/fuzz/fuzz.h"

struct fuzz_site {
	struct yice_geo *geo;
	struct yice_arena arena;
	struct yice_report *report;
	struct yice_site_reader reader;
};

static inline void fuzz_site_init(struct fuzz_site *site)
{
	FUZZ_CHECK(yice_geo_new(&site->geo) == YICE_OK);
	FUZZ_CHECK(yice_report_new(&site->report) == YICE_OK);
	yice_arena_init(&site->arena);
	site->reader = (struct yice_site_reader){
		.geo = site->geo, .arena = &site->arena, .diags = &site->report->diags, .limit = 4096
	};
}

static inline void fuzz_site_release(struct fuzz_site *site)
{
	static const char *const formats[] = { "pretty", "json" };
	char *text;

	for (size_t i = 0; i < 2; i++) {
		FUZZ_CHECK(yice_report_text(site->report, formats[i], i ? "en" : "zh", &text) == YICE_OK);
		free(text);
	}
	yice_report_free(site->report);
	yice_arena_release(&site->arena);
	yice_geo_free(site->geo);
}

static inline void fuzz_parts(const struct yice_shape *shape)
{
	uint32_t next = 0;

	FUZZ_CHECK(shape->part_count && shape->point_count);
	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_part *part = &shape->parts[i];
		const struct yice_point *at = shape->points + part->first;

		FUZZ_CHECK(part->first == next && part->count);
		FUZZ_CHECK(!part->hole || (i && shape->kind == YICE_SHAPE_POLYGONS));
		next += part->count;
		for (uint32_t j = 0; j + 1 < part->count; j++)
			FUZZ_CHECK(at[j].lon != at[j + 1].lon || at[j].lat != at[j + 1].lat);
		if (shape->kind == YICE_SHAPE_POLYGONS)
			FUZZ_CHECK(part->count >= 4 && !memcmp(at, at + part->count - 1, sizeof(*at)) &&
				   yice_ring_turn(at, part->count) == (part->hole ? -1 : 1));
		else
			FUZZ_CHECK(shape->kind == YICE_SHAPE_LINES ? part->count >= 2 : part->count == 1);
	}
	FUZZ_CHECK(next == shape->point_count);
	for (uint32_t i = 0; i < shape->point_count; i++)
		FUZZ_CHECK(shape->points[i].lon >= (YICE_LON_MIN - 5) * YICE_DEGREE &&
			   shape->points[i].lon <= (YICE_LON_MAX + 5) * YICE_DEGREE &&
			   shape->points[i].lat >= (YICE_LAT_MIN - 2) * YICE_DEGREE &&
			   shape->points[i].lat <= (YICE_LAT_MAX + 2) * YICE_DEGREE);
}

/* A square of a degree, which the seeds lie in or near. */
static inline struct yice_shape fuzz_square(struct yice_arena *arena)
{
	static const int64_t lons[] = { 116, 117, 117, 116 }, lats[] = { 39, 39, 40, 40 };
	struct yice_shape_builder builder;
	struct yice_shape shape;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, 8);
	for (int i = 0; i < 4; i++)
		yice_shape_add(&builder, (struct yice_point){ lons[i] * YICE_DEGREE, lats[i] * YICE_DEGREE });
	FUZZ_CHECK(yice_shape_end_part(&builder, false) == YICE_PART_OPEN);
	FUZZ_CHECK(yice_shape_finish(&builder, arena, &shape) == YICE_OK);
	return shape;
}

/* Measures must agree with topology, and both with themselves the other way round. */
static inline void fuzz_measures(struct fuzz_site *site, const struct yice_shape *shape)
{
	struct yice_shape square = fuzz_square(&site->arena);
	struct yice_area_method here = { 0 };
	enum yice_geo_relation to, from;
	struct yice_nearest nearest;
	struct yice_range whole, part;

	FUZZ_CHECK(yice_geo_relate(site->geo, shape, &square, &to) == YICE_OK);
	FUZZ_CHECK(yice_geo_relate(site->geo, &square, shape, &from) == YICE_OK);
	FUZZ_CHECK((to == YICE_APART) == (from == YICE_APART) && (to == YICE_TOUCHES || to == YICE_BORDERS) == (from == YICE_TOUCHES));
	FUZZ_CHECK(yice_geo_nearest(site->geo, shape, &square, &nearest) == YICE_OK);
	FUZZ_CHECK(nearest.mm.low >= 0 && nearest.mm.low <= nearest.mm.high);
	FUZZ_CHECK((nearest.mm.high == 0) == (to != YICE_APART));
	if (shape->kind == YICE_SHAPE_LINES) {
		FUZZ_CHECK(yice_geo_length(site->geo, shape, NULL, &whole) == YICE_OK);
		FUZZ_CHECK(yice_geo_length(site->geo, shape, &square, &part) == YICE_OK);
		FUZZ_CHECK(part.low <= whole.high && whole.low <= whole.high && part.low <= part.high);
		FUZZ_CHECK((part.high > 0) == (to >= YICE_BORDERS));
	}
	if (shape->kind != YICE_SHAPE_POLYGONS)
		return;
	FUZZ_CHECK(yice_geo_area(site->geo, shape, here, &whole) == YICE_OK);
	FUZZ_CHECK(yice_geo_overlap(site->geo, shape, &square, here, &part) == YICE_OK);
	FUZZ_CHECK(part.low <= whole.high && (part.high > 0) == (to >= YICE_OVERLAPS));
	if (to == YICE_INSIDE)
		FUZZ_CHECK(part.high >= whole.low);
}

/* Checks what a reader gave. */
static inline void fuzz_answer(struct fuzz_site *site, int status, const struct yice_shape *shape)
{
	enum yice_geo_flaw flaw;
	struct yice_point place;

	FUZZ_CHECK(status == YICE_OK || status == YICE_EDIAG);
	FUZZ_CHECK((status == YICE_OK) == (yice_report_errors(site->report) == 0));
	if (status)
		return;
	fuzz_parts(shape);
	FUZZ_CHECK(yice_geo_check(site->geo, shape, &flaw, &place) == YICE_OK && flaw == YICE_GEO_SOUND);
	fuzz_measures(site, shape);
}

#endif
