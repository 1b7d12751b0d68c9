/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From numbers as written to a shape: one path for every form of a site.
 * Called by the readers of GeoJSON, survey texts and degrees. What is doubtful
 * is refused here: a system not stated or not exact, axes that could be either
 * way round, places outside of China, rings that are no polygon.
 */
#include "runtime/geo/site.h"

#include <stdio.h>

/* Edges of a grid are straight there and bend in degrees: pieces this long stay within 0.1 mm (tenths of a
 * millimetre). */
#define GRID_PIECE (50 * YICE_METRE)

/* ---------------------------------------------------------------- systems */

bool yice_site_state_crs(struct yice_site_reader *reader, const char *name, size_t len, struct yice_span span)
{
	char *own = yice_arena_strndup(reader->arena, name, len);
	struct yice_crs crs = yice_crs_find(name, len);

	if (!own)
		return false;
	switch (crs.kind) {
	case YICE_CRS_BEIJING54:
	case YICE_CRS_XIAN80:
		yice_diag_add(reader->diags, YICE_D_crs_old, span, own, NULL);
		return false;
	case YICE_CRS_GCJ02:
	case YICE_CRS_BD09:
		yice_diag_add(reader->diags, YICE_D_crs_shifted, span, own, NULL);
		return false;
	case YICE_CRS_LOCAL:
		yice_diag_help(reader->diags, yice_diag_add(reader->diags, YICE_D_crs_local, span, own, NULL),
			       YICE_D_help_crs_local, NULL);
		return false;
	case YICE_CRS_UNSTATED:
	case YICE_CRS_UNKNOWN:
		yice_diag_help(reader->diags, yice_diag_add(reader->diags, YICE_D_crs_unknown, span, own, NULL),
			       YICE_D_help_crs_known, NULL);
		return false;
	default:
		break;
	}
	if (reader->crs_name && !yice_crs_agree(reader->crs, crs)) {
		yice_diag_help(reader->diags, yice_diag_add(reader->diags, YICE_D_crs_conflict, span, reader->crs_name, own, NULL),
			       YICE_D_help_crs_one, NULL);
		return false;
	}
	/* The one that says more stands. */
	if (!reader->crs_name || crs.zone || crs.meridian)
		reader->crs = crs;
	reader->crs_name = own;
	return true;
}

int yice_site_places(const struct yice_site_reader *reader)
{
	return reader->crs.kind == YICE_CRS_GRID ? YICE_GRID_PLACES : YICE_DEGREE_PLACES;
}

/* ---------------------------------------------------------------- drafts */

void yice_draft_init(struct yice_draft *draft, uint32_t limit)
{
	*draft = (struct yice_draft){ .limit = limit };
}

void yice_draft_release(struct yice_draft *draft)
{
	yice_buf_release(&draft->points);
	yice_buf_release(&draft->parts);
}

static uint32_t draft_points(const struct yice_draft *draft)
{
	return (uint32_t)(draft->points.len / sizeof(struct yice_draft_point));
}

static uint32_t draft_parts(const struct yice_draft *draft)
{
	return (uint32_t)(draft->parts.len / sizeof(struct yice_draft_part));
}

static const struct yice_draft_point *point_at(const struct yice_draft *draft, uint32_t i)
{
	return (const struct yice_draft_point *)(const void *)draft->points.data + i;
}

static const struct yice_draft_part *part_at(const struct yice_draft *draft, uint32_t i)
{
	return (const struct yice_draft_part *)(const void *)draft->parts.data + i;
}

bool yice_draft_kind(struct yice_site_reader *reader, struct yice_draft *draft, enum yice_shape_kind kind,
		     struct yice_span span)
{
	if (draft->begun && draft->kind != kind) {
		if (!draft->mixed)
			yice_diag_add(reader->diags, YICE_D_shape_mixed, span, NULL);
		draft->mixed = true;
		return false;
	}
	draft->begun = true;
	draft->kind = kind;
	return true;
}

bool yice_draft_add(struct yice_draft *draft, int64_t first, int64_t second, struct yice_span span)
{
	struct yice_draft_point point = { first, second, span };

	if (draft_points(draft) == draft->limit)
		draft->full = true;
	else
		yice_buf_add(&draft->points, &point, sizeof(point));
	return !draft->full;
}

void yice_draft_skip(struct yice_draft *draft, struct yice_span span)
{
	if (!draft->empty++)
		draft->empty_at = span;
}

struct yice_span yice_draft_part_span(const struct yice_draft *draft, uint32_t part)
{
	return part < draft_parts(draft) ? point_at(draft, part_at(draft, part)->first)->span : YICE_SPAN_NONE;
}

void yice_draft_end(struct yice_draft *draft, bool hole, struct yice_span span)
{
	uint32_t n = draft_parts(draft),
		 first = n ? part_at(draft, n - 1)->first + part_at(draft, n - 1)->count : 0;
	struct yice_draft_part part = { first, draft_points(draft) - first, hole };

	if (part.count)
		yice_buf_add(&draft->parts, &part, sizeof(part));
	else
		yice_draft_skip(draft, span);
}

/* ---------------------------------------------------------------- axes and ranges */

static void show(struct yice_crs crs, int64_t value, struct yice_buf *out)
{
	int64_t size = value < 0 ? -value : value;

	if (crs.kind != YICE_CRS_GRID)
		yice_degree_show(value, out);
	else
		yice_buf_addf(out, "%s%lld.%04lld", value < 0 ? "-" : "", (long long)(size / YICE_METRE),
			      (long long)(size % YICE_METRE));
}

static void report_range(struct yice_site_reader *reader, const struct yice_draft_point *point)
{
	struct yice_buf first = YICE_BUF_INIT, second = YICE_BUF_INIT;

	show(reader->crs, point->first, &first);
	show(reader->crs, point->second, &second);
	if (first.failed || second.failed)
		reader->diags->failed = true;
	yice_diag_add(reader->diags,
		      reader->crs.kind == YICE_CRS_GRID ? YICE_D_site_grid_range : YICE_D_site_range,
		      point->span, yice_buf_text(&first), yice_buf_text(&second), NULL);
	yice_buf_release(&first);
	yice_buf_release(&second);
}

/* The order of axes that all points agree on, or 0 with the mistake reported. */
static unsigned find_order(struct yice_site_reader *reader, const struct yice_draft *draft, unsigned expected)
{
	unsigned orders = YICE_EAST_FIRST | YICE_NORTH_FIRST;
	const struct yice_draft_point *point = NULL;

	for (uint32_t i = 0; i < draft_points(draft) && orders; i++) {
		unsigned own;

		point = point_at(draft, i);
		own = yice_crs_orders(reader->crs, point->first, point->second);
		if (!own) {
			report_range(reader, point);
			return 0;
		}
		orders &= own;
	}
	if (orders == 0 || orders == (YICE_EAST_FIRST | YICE_NORTH_FIRST)) {
		yice_diag_add(reader->diags, YICE_D_axes_ambiguous, point->span, NULL);
		return 0;
	}
	if (orders != expected)
		yice_diag_add(reader->diags, YICE_D_axes_swapped, point_at(draft, 0)->span, NULL);
	return orders;
}

/* ---------------------------------------------------------------- draft to shape */

/* Adds a point of the grid; false when it has no place, reported. */
static int add_grid(struct yice_site_reader *reader, struct yice_shape_builder *builder, int64_t east,
		    int64_t north)
{
	struct yice_point point;
	int status = yice_crs_point(reader->geo, reader->crs, east, north, &point);

	if (!status)
		yice_shape_add(builder, point);
	return status;
}

static int64_t larger(int64_t a, int64_t b)
{
	a = a < 0 ? -a : a;
	b = b < 0 ? -b : b;
	return a > b ? a : b;
}

/* Adds the point i of a part; of a line or ring in a grid also the points of the edge that leads to it. */
static int add_point(struct yice_site_reader *reader, const struct yice_draft *draft, uint32_t i, bool first,
		     unsigned order, struct yice_shape_builder *builder)
{
	const struct yice_draft_point *point = point_at(draft, i);
	int64_t east = order == YICE_EAST_FIRST ? point->first : point->second;
	int64_t north = order == YICE_EAST_FIRST ? point->second : point->first;
	int status = YICE_OK;

	if (reader->crs.kind != YICE_CRS_GRID) {
		yice_shape_add(builder, (struct yice_point){ east, north });
		return YICE_OK;
	}
	if (!first && draft->kind != YICE_SHAPE_POINTS) {
		int64_t from_east = order == YICE_EAST_FIRST ? point[-1].first : point[-1].second;
		int64_t from_north = order == YICE_EAST_FIRST ? point[-1].second : point[-1].first;
		int64_t pieces = larger(east - from_east, north - from_north) / GRID_PIECE + 1;

		/* Between points of different zones there is no straight line in a grid. */
		if (yice_east_zone(east) != yice_east_zone(from_east))
			pieces = 1;
		for (int64_t k = 1; k < pieces && !status && !builder->full; k++)
			status = add_grid(reader, builder, from_east + (east - from_east) * k / pieces,
					  from_north + (north - from_north) * k / pieces);
	}
	return status ? status : add_grid(reader, builder, east, north);
}

static void tell_flaw(const struct yice_site_reader *reader, const struct yice_diag *diag, struct yice_point place)
{
	if (diag && reader->flaw)
		reader->flaw(reader->flaw_context, diag->main.id, place);
}

static void report_short(struct yice_site_reader *reader, struct yice_span span, struct yice_point place)
{
	struct yice_diag *diag = yice_diag_add(reader->diags, YICE_D_shape_short, span, NULL);

	yice_diag_help(reader->diags, diag, YICE_D_help_shape_short, NULL);
	tell_flaw(reader, diag, place);
}

static void report_part(struct yice_site_reader *reader, enum yice_part_fault fault, struct yice_span span,
			struct yice_point place)
{
	if (fault == YICE_PART_SHORT)
		report_short(reader, span, place);
	else if (fault == YICE_PART_OPEN)
		tell_flaw(reader, yice_diag_add(reader->diags, YICE_D_shape_open, span, NULL), place);
}

/* The point that a part began with, whether or not more were added. */
static struct yice_point point_from(const struct yice_shape_builder *builder, size_t start)
{
	struct yice_point none = { 0, 0 };

	if (builder->points.failed || builder->points.len < start + sizeof(none))
		return none;
	memcpy(&none, builder->points.data + start, sizeof(none));
	return none;
}

/* A closing edge of a grid is divided as the others are, so the first point is put behind the last. */
static int close_grid(struct yice_site_reader *reader, const struct yice_draft *draft,
		      const struct yice_draft_part *part, unsigned order, struct yice_shape_builder *builder, size_t start)
{
	const struct yice_draft_point *first = point_at(draft, part->first);
	struct yice_draft_point ends[2] = { first[part->count - 1], first[0] };
	struct yice_draft closing = { .kind = draft->kind,
				      .points = { (char *)(void *)ends, sizeof(ends), 0, false } };

	if (draft->kind != YICE_SHAPE_POLYGONS || reader->crs.kind != YICE_CRS_GRID ||
	    (ends[0].first == ends[1].first && ends[0].second == ends[1].second))
		return YICE_OK;
	tell_flaw(reader, yice_diag_add(reader->diags, YICE_D_shape_open, ends[0].span, NULL), point_from(builder, start));
	return add_point(reader, &closing, 1, false, order, builder);
}

static int build(struct yice_site_reader *reader, const struct yice_draft *draft, unsigned order,
		 struct yice_shape *out)
{
	struct yice_shape_builder builder;
	int status = YICE_OK;

	yice_shape_begin(&builder, draft->kind, reader->limit);
	for (uint32_t i = 0; i < draft_parts(draft) && !status; i++) {
		const struct yice_draft_part *part = part_at(draft, i);
		size_t start = builder.points.len;
		struct yice_point place;

		for (uint32_t j = 0; j < part->count && !status; j++)
			status = add_point(reader, draft, part->first + j, j == 0, order, &builder);
		if (!status)
			status = close_grid(reader, draft, part, order, &builder, start);
		place = point_from(&builder, start);
		if (!status && !builder.full)
			report_part(reader, yice_shape_end_part(&builder, part->hole),
				    point_at(draft, part->first)->span, place);
	}
	if (!status)
		return yice_shape_finish(&builder, reader->arena, out);
	yice_shape_drop(&builder);
	return status;
}

int yice_site_report_flaw(struct yice_site_reader *reader, enum yice_geo_flaw flaw, struct yice_point place,
			  struct yice_span span)
{
	static const enum yice_diag_id ids[] = {
		[YICE_GEO_CROSSES] = YICE_D_shape_crosses,   [YICE_GEO_TOUCHES] = YICE_D_shape_touches,
		[YICE_GEO_HOLE_OUT] = YICE_D_shape_hole_out, [YICE_GEO_NESTED] = YICE_D_shape_nested,
		[YICE_GEO_CUT] = YICE_D_shape_cut,           [YICE_GEO_FLAT] = YICE_D_shape_flat,
		[YICE_GEO_SPIKE] = YICE_D_shape_spike,
	};
	struct yice_buf lon = YICE_BUF_INIT, lat = YICE_BUF_INIT;
	struct yice_diag *diag;
	int status;

	yice_degree_show(place.lon, &lon);
	yice_degree_show(place.lat, &lat);
	diag = yice_diag_add(reader->diags, ids[flaw], span, yice_buf_text(&lon), yice_buf_text(&lat), NULL);
	yice_diag_help(reader->diags, diag, flaw == YICE_GEO_SPIKE ? YICE_D_help_shape_spike : YICE_D_help_shape_flaw, NULL);
	tell_flaw(reader, diag, place);
	status = lon.failed || lat.failed ? YICE_ENOMEM : YICE_EDIAG;
	yice_buf_release(&lon);
	yice_buf_release(&lat);
	return status;
}

/* Whether a polygon is one, and no shape so intricate that it cannot be looked at. */
static int check(struct yice_site_reader *reader, const struct yice_draft *draft, struct yice_shape *shape,
		 struct yice_span span)
{
	enum yice_geo_flaw flaw;
	struct yice_point place;
	int status = yice_geo_check(reader->geo, shape, &flaw, &place);

	if (status == YICE_ELIMIT) {
		tell_flaw(reader, yice_diag_add(reader->diags, YICE_D_shape_crowded, span, NULL), shape->points[0]);
		return YICE_EDIAG;
	}
	if (status || flaw == YICE_GEO_SOUND)
		return status;
	if (reader->join)
		return yice_site_join(reader, draft, shape);
	return yice_site_report_flaw(reader, flaw, place, span);
}

static int finish(struct yice_site_reader *reader, struct yice_draft *draft, unsigned order,
		  struct yice_span span, struct yice_shape *out)
{
	uint32_t before = reader->diags->errors;
	char limit[16];
	int status;

	if (draft->points.failed || draft->parts.failed)
		return YICE_ENOMEM;
	snprintf(limit, sizeof(limit), "%u", reader->limit);
	if (draft->full) {
		yice_diag_add(reader->diags, YICE_D_shape_points, span, limit, NULL);
		return YICE_EDIAG;
	}
	if (!draft_parts(draft)) {
		yice_diag_add(reader->diags, YICE_D_shape_empty, span, NULL);
		return YICE_EDIAG;
	}
	if (reader->crs.kind == YICE_CRS_UNSTATED) {
		yice_diag_help(reader->diags, yice_diag_add(reader->diags, YICE_D_crs_missing, span, NULL),
			       YICE_D_help_crs_state, NULL);
		return YICE_EDIAG;
	}
	order = find_order(reader, draft, order);
	if (!order)
		return YICE_EDIAG;
	status = build(reader, draft, order, out);
	if (status == YICE_ELIMIT)
		yice_diag_add(reader->diags, YICE_D_shape_points, span, limit, NULL);
	else if (status == YICE_ERANGE)
		report_range(reader, point_at(draft, 0));
	if (reader->diags->errors > before || status == YICE_ENOTFOUND)
		return YICE_EDIAG;
	return status ? status : check(reader, draft, out, span);
}

int yice_draft_finish(struct yice_site_reader *reader, struct yice_draft *draft, unsigned order,
		      struct yice_span span, struct yice_shape *out)
{
	char count[16];
	int status = finish(reader, draft, order, span, out);

	if (!status && draft->empty) {
		snprintf(count, sizeof(count), "%u", draft->empty);
		yice_diag_add(reader->diags, YICE_D_shape_part_empty, draft->empty_at, count, NULL);
	}
	if (!status && reader->crs.kind == YICE_CRS_WGS84)
		yice_diag_add(reader->diags, YICE_D_crs_wgs84, span, NULL);
	yice_draft_release(draft);
	return reader->diags->failed || reader->arena->failed ? YICE_ENOMEM : status;
}

int yice_site_positions(struct yice_site_reader *reader, const struct yice_site_text *texts, uint32_t count,
			enum yice_shape_kind kind, struct yice_shape *out)
{
	uint32_t before = reader->diags->errors;
	struct yice_draft draft;

	if (reader->crs.kind == YICE_CRS_GRID) {
		yice_diag_add(reader->diags, YICE_D_crs_form, texts[0].span, reader->crs_name, NULL);
		return YICE_EDIAG;
	}
	yice_draft_init(&draft, reader->limit);
	draft.begun = true;
	draft.kind = kind;
	for (uint32_t i = 0; i < count; i++) {
		int64_t first, second;

		if (yice_site_position(reader, &texts[i], &first, &second) &&
		    !yice_draft_add(&draft, first, second, texts[i].span))
			break;
	}
	if (reader->diags->errors > before) {
		yice_draft_release(&draft);
		return YICE_EDIAG;
	}
	yice_draft_end(&draft, false, texts[0].span);
	return yice_draft_finish(reader, &draft, YICE_EAST_FIRST, texts[0].span, out);
}
