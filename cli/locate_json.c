/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A location for programs: as JSON, member by member in yice-locate(1), and as
 * GeoJSON of the site, of what it meets and of the lines to what is near.
 * Coordinates are exact decimals; measures are whole millimetres, low and high.
 */
#include "base/base.h"
#include "base/date.h"
#include "base/json.h"
#include "cli/locate.h"

static void put_text(struct yice_buf *out, const char *name, const char *text)
{
	yice_buf_addf(out, "\"%s\":", name);
	yice_json_quote(out, text, strlen(text));
}

static void put_point(struct yice_buf *out, struct yice_point point)
{
	yice_buf_addc(out, '[');
	yice_point_show(point, out);
	yice_buf_addc(out, ']');
}

static void put_range(struct yice_buf *out, const char *name, struct yice_range range)
{
	yice_buf_addf(out, "\"%s\":[%lld,%lld]", name, (long long)range.low, (long long)range.high);
}

/* ---------------------------------------------------------------- geometry */

static void put_part(struct yice_buf *out, const struct yice_shape *shape, const struct yice_part *part)
{
	yice_buf_addc(out, '[');
	for (uint32_t i = 0; i < part->count; i++) {
		if (i)
			yice_buf_addc(out, ',');
		put_point(out, shape->points[part->first + i]);
	}
	yice_buf_addc(out, ']');
}

static void put_geometry(struct yice_buf *out, const struct yice_shape *shape)
{
	static const char *const types[] = { "MultiPoint", "MultiLineString", "MultiPolygon" };

	yice_buf_addf(out, "{\"type\":\"%s\",\"coordinates\":[", types[shape->kind]);
	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_part *part = &shape->parts[i];

		yice_buf_adds(out, i ? "," : "");
		if (shape->kind == YICE_SHAPE_POINTS) {
			put_point(out, shape->points[part->first]);
			continue;
		}
		if (shape->kind == YICE_SHAPE_LINES) {
			put_part(out, shape, part);
			continue;
		}
		/* A polygon is its ring and the holes that follow. */
		yice_buf_addc(out, '[');
		put_part(out, shape, part);
		for (; i + 1 < shape->part_count && shape->parts[i + 1].hole; i++) {
			yice_buf_addc(out, ',');
			put_part(out, shape, &shape->parts[i + 1]);
		}
		yice_buf_addc(out, ']');
	}
	yice_buf_adds(out, "]}");
}

/* ---------------------------------------------------------------- members that both forms have */

static void put_layer(struct yice_buf *out, const struct yice_locating *locating, uint32_t number)
{
	const struct yice_image_layer *layer = &locating->view->layers[number];
	char day[11] = "";

	yice_buf_addc(out, ',');
	put_text(out, "source", yice_view_string(locating->view, layer->source));
	if ((yice_day)layer->dated != YICE_DAY_MAX)
		yice_date_format((yice_day)layer->dated, day);
	yice_buf_addc(out, ',');
	put_text(out, "dated", day);
}

static void put_measures(struct yice_buf *out, const struct yice_locating *locating,
			 const struct yice_hit *hit)
{
	const struct yice_location *location = &locating->location;
	bool area = location->shape->kind == YICE_SHAPE_POLYGONS;
	struct yice_range share = yice_locate_share(hit->common, location->whole);

	yice_buf_addc(out, ',');
	put_text(out, "relation", yice_locate_relation(hit->relation));
	if (hit->relation == YICE_TOUCHES || location->shape->kind == YICE_SHAPE_POINTS || !hit->common.high)
		return;
	yice_buf_addc(out, ',');
	put_range(out, area ? "area_mm2" : "length_mm", hit->common);
	yice_buf_addc(out, ',');
	put_range(out, "share_per_10000", share);
}

/* The members of a unit, without braces. */
static void put_unit(struct yice_buf *out, const struct yice_locating *locating, const struct yice_hit *hit)
{
	static const char *const classes[] = { "priority", "key", "general" };
	const struct yice_view *view = locating->view;
	uint32_t number = yice_hit_unit(view, hit);

	put_text(out, "code", yice_hit_name(view, hit->layer, hit->feature));
	if (number != YICE_NONE) {
		const struct yice_image_unit *unit = &view->units[number];

		yice_buf_addc(out, ',');
		put_text(out, "name", yice_view_name(view, unit->title, unit->english, locating->lang));
		yice_buf_addc(out, ',');
		put_text(out, "class", classes[unit->klass]);
	}
	yice_buf_addf(out, ",\"listed\":%s", number != YICE_NONE ? "true" : "false");
	put_measures(out, locating, hit);
	put_layer(out, locating, hit->layer);
}

static const char *use_word(enum yice_layer_use use)
{
	return use == YICE_LAYER_OF_PLACE ? "place" : "layer";
}

static void put_place(struct yice_buf *out, const struct yice_locating *locating, const struct yice_hit *hit)
{
	const struct yice_image_layer *layer = &locating->view->layers[hit->layer];

	put_text(out, "of", use_word(layer->use));
	yice_buf_addc(out, ',');
	put_text(out, "name", yice_locate_name(locating, layer->use, layer->key));
	yice_buf_addc(out, ',');
	put_text(out, "feature", yice_hit_name(locating->view, hit->layer, hit->feature));
	put_measures(out, locating, hit);
	put_layer(out, locating, hit->layer);
}

static void put_reach(struct yice_buf *out, const struct yice_locating *locating,
		      const struct yice_reach *reach)
{
	put_text(out, "of", use_word(reach->use));
	yice_buf_addc(out, ',');
	put_text(out, "name", yice_locate_name(locating, reach->use, reach->key));
	yice_buf_addc(out, ',');
	put_text(out, "feature", yice_hit_name(locating->view, reach->layer, reach->feature));
	yice_buf_addc(out, ',');
	put_range(out, "distance_mm", reach->nearest.mm);
	if (reach->on_stretch) {
		yice_buf_addc(out, ',');
		put_range(out, "upstream_mm", reach->upstream);
	}
	yice_buf_addf(out, ",\"complete\":%s",
		      yice_location_knows(locating->view, &locating->location, reach->use, reach->key)
			  ? "true"
			  : "false");
	put_layer(out, locating, reach->layer);
}

static bool is_unit(const struct yice_locating *locating, const struct yice_hit *hit)
{
	return locating->view->layers[hit->layer].use == YICE_LAYER_OF_UNITS;
}

/* ---------------------------------------------------------------- JSON */

struct unknown {
	const struct yice_locating *locating;
	struct yice_buf *out;
	bool any;
};

static void put_unknown(void *context, enum yice_layer_use use, uint32_t key)
{
	struct unknown *unknown = context;
	const char *name = yice_locate_name(unknown->locating, use, key);

	yice_buf_adds(unknown->out, unknown->any ? "," : "");
	yice_json_quote(unknown->out, name, strlen(name));
	unknown->any = true;
}

static void put_site(struct yice_buf *out, const struct yice_locating *locating)
{
	const struct yice_location *location = &locating->location;
	const struct yice_shape *shape = &locating->shape;

	yice_buf_adds(out, "  \"site\": {");
	put_text(out, "kind", yice_locate_kind(shape->kind));
	if (shape->kind != YICE_SHAPE_POINTS) {
		yice_buf_addc(out, ',');
		put_range(out, shape->kind == YICE_SHAPE_POLYGONS ? "area_mm2" : "length_mm",
			  location->whole);
	}
	if (shape->kind == YICE_SHAPE_POLYGONS)
		yice_buf_addf(out, ",\"meridian\":%d", location->method.meridian);
	yice_buf_adds(out, ",\"geometry\":");
	put_geometry(out, shape);
	yice_buf_adds(out, "},\n");
}

/* The hits that are of units, or those that are not, an object a line. */
static void put_hits(struct yice_buf *out, const struct yice_locating *locating, bool units)
{
	const struct yice_location *location = &locating->location;
	bool any = false;

	for (uint32_t i = 0; i < location->hit_count; i++) {
		const struct yice_hit *hit = &location->hits[i];

		if (is_unit(locating, hit) != units)
			continue;
		yice_buf_adds(out, any ? ",\n    {" : "\n    {");
		(units ? put_unit : put_place)(out, locating, hit);
		yice_buf_addc(out, '}');
		any = true;
	}
	yice_buf_adds(out, any ? "\n  ],\n" : "],\n");
}

void yice_locate_json(const struct yice_locating *locating, struct yice_buf *out)
{
	const struct yice_location *location = &locating->location;
	struct unknown unknown = { locating, out, false };

	yice_buf_addf(out, "{\n  \"image\": \"%s\",\n  \"crs\": \"CGCS2000\",\n", locating->digest);
	if (locating->unit != YICE_NONE) {
		yice_buf_adds(out, "  \"unit\": {");
		yice_locate_unit_json(locating, out);
		yice_buf_adds(out, "},\n");
	}
	if (locating->bare)
		yice_buf_adds(out, "  \"site\": null,\n");
	else
		put_site(out, locating);
	yice_buf_addf(out, "  \"in_units\": %s,\n  \"units\": ",
		      !location->has_units ? "null"
		      : location->in_units ? "true"
					   : "false");
	if (location->has_units) {
		yice_buf_addc(out, '[');
		put_hits(out, locating, true);
	} else {
		yice_buf_adds(out, "null,\n");
	}
	yice_buf_adds(out, "  \"places\": [");
	put_hits(out, locating, false);
	yice_buf_adds(out, "  \"distances\": [");
	for (uint32_t i = 0; i < location->reach_count; i++) {
		yice_buf_adds(out, i ? ",\n    {" : "\n    {");
		put_reach(out, locating, &location->reaches[i]);
		yice_buf_adds(out, ",\"from\":");
		put_point(out, location->reaches[i].nearest.a);
		yice_buf_adds(out, ",\"to\":");
		put_point(out, location->reaches[i].nearest.b);
		yice_buf_addc(out, '}');
	}
	yice_buf_adds(out, location->reach_count ? "\n  ],\n  \"unknown\": [" : "],\n  \"unknown\": [");
	yice_locate_unknown(locating, put_unknown, &unknown);
	yice_buf_adds(out, "]\n}\n");
}

/* ---------------------------------------------------------------- GeoJSON */

/* The outline of what was hit; left out when it cannot be had, which a hit has ruled out. */
static void put_hit_feature(struct yice_buf *out, const struct yice_locating *locating,
			    const struct yice_hit *hit)
{
	const struct yice_image_layer *record = &locating->view->layers[hit->layer];
	struct yice_layer layer;
	struct yice_shape shape;

	if (yice_layer_open(&layer, locating->view->geometry + record->words, record->word_count) ||
	    yice_layer_shape(&layer, hit->feature, locating->arena, &shape))
		return;
	yice_buf_adds(out, ",\n{\"type\":\"Feature\",\"properties\":{\"role\":");
	yice_buf_adds(out, is_unit(locating, hit) ? "\"unit\"," : "\"place\",");
	(is_unit(locating, hit) ? put_unit : put_place)(out, locating, hit);
	yice_buf_adds(out, "},\"geometry\":");
	put_geometry(out, &shape);
	yice_buf_addc(out, '}');
}

static void put_reach_feature(struct yice_buf *out, const struct yice_locating *locating,
			      const struct yice_reach *reach)
{
	if (!reach->nearest.mm.high)
		return;
	yice_buf_adds(out, ",\n{\"type\":\"Feature\",\"properties\":{\"role\":\"distance\",");
	put_reach(out, locating, reach);
	yice_buf_adds(out, "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[");
	put_point(out, reach->nearest.a);
	yice_buf_addc(out, ',');
	put_point(out, reach->nearest.b);
	yice_buf_adds(out, "]}}");
}

void yice_locate_geojson(const struct yice_locating *locating, struct yice_buf *out)
{
	const struct yice_location *location = &locating->location;

	yice_buf_adds(out,
		      "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
		      "\"urn:ogc:def:crs:EPSG::4490\"}},\"features\":[\n"
		      "{\"type\":\"Feature\",\"properties\":{\"role\":\"site\"");
	if (locating->unit != YICE_NONE) {
		yice_buf_addc(out, ',');
		yice_locate_unit_json(locating, out);
	}
	yice_buf_adds(out, "},\"geometry\":");
	if (locating->bare)
		yice_buf_adds(out, "null");
	else
		put_geometry(out, &locating->shape);
	yice_buf_addc(out, '}');
	for (uint32_t i = 0; i < location->hit_count; i++)
		put_hit_feature(out, locating, &location->hits[i]);
	for (uint32_t i = 0; i < location->reach_count; i++)
		put_reach_feature(out, locating, &location->reaches[i]);
	yice_buf_adds(out, "\n]}\n");
}
