/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GeoJSON (RFC 7946) to a draft. Called through yice_site_geojson(). Heights
 * and foreign members are passed over, null geometries and empty members left
 * out and counted. After a mistake in a geometry no more of it is read, so that
 * a million bad numbers are one diagnostic.
 */
#include "runtime/geo/number.h"
#include "runtime/geo/site.h"

#define NESTING_MAX 8 /* of geometry collections */

struct geojson {
	struct yice_site_reader *reader;
	struct yice_draft draft;
};

static bool fail(struct geojson *json, enum yice_diag_id id, struct yice_span span, const char *a,
		 const char *b)
{
	yice_diag_add(json->reader->diags, id, span, a, b, NULL);
	return false;
}

static bool fail_short(struct geojson *json, struct yice_span span)
{
	yice_diag_help(json->reader->diags, yice_diag_add(json->reader->diags, YICE_D_shape_short, span, NULL),
		       YICE_D_help_shape_short, NULL);
	return false;
}

static bool read_number(struct geojson *json, const struct yice_json *node, int64_t *out)
{
	if (!yice_number_read(node->text, node->len, yice_site_places(json->reader), out))
		return true;
	return fail(json, YICE_D_site_number, node->span, node->text, NULL);
}

/* Each of these is false after a mistake and when no more points are taken. */

static bool read_position(struct geojson *json, const struct yice_json *node)
{
	int64_t first, second;

	if (node->kind != YICE_JSON_ARRAY || node->count < 2 || node->count > 4)
		return fail(json, YICE_D_geojson_position, node->span, NULL, NULL);
	for (const struct yice_json *number = node->first; number; number = number->next)
		if (number->kind != YICE_JSON_NUMBER)
			return fail(json, YICE_D_geojson_position, number->span, NULL, NULL);
	return read_number(json, node->first, &first) && read_number(json, node->first->next, &second) &&
	       yice_draft_add(&json->draft, first, second, node->span);
}

static bool is_array(struct geojson *json, const struct yice_json *node)
{
	return node->kind == YICE_JSON_ARRAY || fail(json, YICE_D_geojson_position, node->span, NULL, NULL);
}

/* A part: the positions of a line, of a ring, or of several points. */
static bool read_part(struct geojson *json, const struct yice_json *node, bool hole)
{
	if (!is_array(json, node))
		return false;
	for (const struct yice_json *position = node->first; position; position = position->next)
		if (!read_position(json, position))
			return false;
	yice_draft_end(&json->draft, hole, node->span);
	return true;
}

static bool read_parts(struct geojson *json, const struct yice_json *node, bool polygon)
{
	if (!is_array(json, node))
		return false;
	if (!node->first)
		yice_draft_skip(&json->draft, node->span);
	for (const struct yice_json *part = node->first; part; part = part->next) {
		/* A hole takes a ring around it, which an empty one is not. */
		if (polygon && part != node->first && part->count && !node->first->count)
			return fail_short(json, node->first->span);
		if (!read_part(json, part, polygon && part != node->first))
			return false;
	}
	return true;
}

static bool read_point(struct geojson *json, const struct yice_json *node)
{
	if (node->kind == YICE_JSON_ARRAY && !node->first) {
		yice_draft_skip(&json->draft, node->span);
		return true;
	}
	if (!read_position(json, node))
		return false;
	yice_draft_end(&json->draft, false, node->span);
	return true;
}

static bool read_polygons(struct geojson *json, const struct yice_json *node)
{
	if (!is_array(json, node))
		return false;
	if (!node->first)
		yice_draft_skip(&json->draft, node->span);
	for (const struct yice_json *polygon = node->first; polygon; polygon = polygon->next)
		if (!read_parts(json, polygon, true))
			return false;
	return true;
}

enum form { POINT, MULTI_POINT, LINE, MULTI_LINE, POLYGON, MULTI_POLYGON, FORMS };

static bool read_coordinates(struct geojson *json, enum form form, const struct yice_json *node)
{
	switch (form) {
	case POINT:
		return read_point(json, node);
	case MULTI_POINT:
	case LINE:
		return read_part(json, node, false);
	case MULTI_LINE:
		return read_parts(json, node, false);
	case POLYGON:
		return read_parts(json, node, true);
	default:
		return read_polygons(json, node);
	}
}

/* A member of an object that must be there and, when it is not NULL, of a kind. */
static const struct yice_json *member(struct geojson *json, const struct yice_json *node, const char *type,
				      const char *name, enum yice_json_kind kind)
{
	const struct yice_json *found = yice_json_get(node, name);

	if (found && found->kind == kind)
		return found;
	fail(json, YICE_D_geojson_member, found ? found->span : node->span, type, name);
	return NULL;
}

static bool read_any(struct geojson *json, const struct yice_json *node, int depth);

static bool read_members(struct geojson *json, const struct yice_json *list, int depth)
{
	for (const struct yice_json *node = list->first; node; node = node->next)
		if (!read_any(json, node, depth))
			return false;
	return true;
}

static bool read_geometry(struct geojson *json, const struct yice_json *node, enum form form,
			  const char *type)
{
	static const enum yice_shape_kind kinds[FORMS] = { YICE_SHAPE_POINTS,   YICE_SHAPE_POINTS,
							   YICE_SHAPE_LINES,    YICE_SHAPE_LINES,
							   YICE_SHAPE_POLYGONS, YICE_SHAPE_POLYGONS };
	const struct yice_json *coordinates = member(json, node, type, "coordinates", YICE_JSON_ARRAY);

	return coordinates &&
	       (!coordinates->first ||
		yice_draft_kind(json->reader, &json->draft, kinds[form], node->span)) &&
	       read_coordinates(json, form, coordinates);
}

static bool read_feature(struct geojson *json, const struct yice_json *node, int depth)
{
	const struct yice_json *geometry = yice_json_get(node, "geometry");

	if (!geometry)
		return fail(json, YICE_D_geojson_member, node->span, "Feature", "geometry");
	return read_any(json, geometry, depth);
}

static bool read_any(struct geojson *json, const struct yice_json *node, int depth)
{
	static const char *const forms[FORMS] = { "Point",           "MultiPoint", "LineString",
						  "MultiLineString", "Polygon",    "MultiPolygon" };
	const struct yice_json *type, *list;

	if (node->kind == YICE_JSON_NULL) {
		yice_draft_skip(&json->draft, node->span);
		return true;
	}
	if (depth > NESTING_MAX)
		return fail(json, YICE_D_geojson_nesting, node->span, "8", NULL);
	type =
	    node->kind == YICE_JSON_OBJECT ? member(json, node, "GeoJSON", "type", YICE_JSON_STRING) : NULL;
	if (node->kind != YICE_JSON_OBJECT)
		fail(json, YICE_D_geojson_member, node->span, "GeoJSON", "type");
	if (!type)
		return false;
	for (int i = 0; i < FORMS; i++)
		if (!strcmp(type->text, forms[i]))
			return read_geometry(json, node, (enum form)i, type->text);
	if (!strcmp(type->text, "Feature"))
		return read_feature(json, node, depth + 1);
	if (strcmp(type->text, "FeatureCollection") && strcmp(type->text, "GeometryCollection"))
		return fail(json, YICE_D_geojson_type, type->span, type->text, NULL);
	list =
	    member(json, node, type->text, *type->text == 'F' ? "features" : "geometries", YICE_JSON_ARRAY);
	return list && read_members(json, list, depth + 1);
}

static_assert(NESTING_MAX == 8, "the limit named in the message");

/* The member crs, which RFC 7946 dropped and many programs still write: {"properties": {"name": …}}. */
static bool read_crs(struct yice_site_reader *reader, const struct yice_json *crs)
{
	const struct yice_json *properties = crs->kind == YICE_JSON_OBJECT ? yice_json_get(crs, "properties") : NULL;
	const struct yice_json *name =
	    properties && properties->kind == YICE_JSON_OBJECT ? yice_json_get(properties, "name") : NULL;

	if (crs->kind == YICE_JSON_NULL)
		return true;
	if (name && name->kind == YICE_JSON_STRING)
		return yice_site_state_crs(reader, name->text, name->len, name->span);
	yice_diag_add(reader->diags, YICE_D_geojson_member, crs->span, "crs", "name", NULL);
	return false;
}

static bool find_crs(struct yice_site_reader *reader, const struct yice_json *node, int depth)
{
	static const char *const lists[] = { "features", "geometries" };
	const struct yice_json *member;

	if (node->kind != YICE_JSON_OBJECT || depth > NESTING_MAX)
		return true;
	member = yice_json_get(node, "crs");
	if (member && !read_crs(reader, member))
		return false;
	member = yice_json_get(node, "geometry");
	if (member && !find_crs(reader, member, depth + 1))
		return false;
	for (size_t i = 0; i < YICE_COUNT(lists); i++) {
		member = yice_json_get(node, lists[i]);
		if (!member || member->kind != YICE_JSON_ARRAY)
			continue;
		for (member = member->first; member; member = member->next)
			if (!find_crs(reader, member, depth + 1))
				return false;
	}
	return true;
}

bool yice_geojson_state_crs(struct yice_site_reader *reader, const struct yice_json *root)
{
	return find_crs(reader, root, 0);
}

int yice_site_geojson(struct yice_site_reader *reader, const struct yice_json *node, struct yice_shape *out)
{
	struct geojson json = { .reader = reader };
	uint32_t before = reader->diags->errors;

	yice_draft_init(&json.draft, reader->limit);
	if (yice_geojson_state_crs(reader, node)) {
		if (!reader->crs_name)
			reader->crs.kind = YICE_CRS_WGS84;
		read_any(&json, node, 0);
	}
	if (reader->diags->errors == before)
		return yice_draft_finish(reader, &json.draft, YICE_EAST_FIRST, node->span, out);
	yice_draft_release(&json.draft);
	return reader->diags->failed || reader->arena->failed ? YICE_ENOMEM : YICE_EDIAG;
}
