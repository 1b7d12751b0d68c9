/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a report says of a site whose geometry was given: where it is, how large
 * and in which plane that was measured, and how much of it each unit has. A
 * site on a border is in the units on both sides, which is said beside each.
 * Called by render_part.c and render_json.c.
 */
#include "base/json.h"
#include "runtime/locate.h"
#include "runtime/render_site.h"

static const struct yice_hit *find_hit(const struct yice_render *render, uint32_t unit)
{
	const struct yice_location *location = render->facts->location;

	for (uint32_t i = 0; location && i < location->hit_count; i++)
		if (render->view->layers[location->hits[i].layer].use == YICE_LAYER_OF_UNITS &&
		    yice_hit_unit(render->view, &location->hits[i]) == unit)
			return &location->hits[i];
	return NULL;
}

bool yice_render_site(const struct yice_render *render, struct yice_buf *out)
{
	if (!render->facts->location)
		return false;
	yice_locate_site(render->facts->location, render->lang, out);
	if (render->facts->wgs84)
		yice_buf_adds(out, yice_render_say(render, "；WGS 84 坐标，按 CGCS2000 使用", "; WGS 84 coordinates, taken as CGCS2000"));
	return true;
}

void yice_render_site_units(const struct yice_render *render, struct yice_buf *out)
{
	const struct yice_location *location = render->facts->location;

	if (location && location->unlisted)
		yice_buf_adds(out, yice_render_say(render, "场址所在的单元不在所据清单内",
						   "the site lies in a unit that none of these lists has"));
	else if (location && location->has_units)
		yice_buf_adds(out, yice_render_say(render, "场址不在任何单元内", "the site lies in no unit"));
	else
		yice_buf_adds(out, yice_render_say(render, "未提供", "not given"));
}

void yice_render_site_part(const struct yice_render *render, uint32_t unit, struct yice_buf *out)
{
	const struct yice_hit *hit = find_hit(render, unit);

	if (!hit)
		return;
	yice_buf_adds(out, yice_render_say(render, "，", ", "));
	yice_locate_part(render->facts->location, hit, render->lang, out);
}

/* ---------------------------------------------------------------- JSON */

static void put_range(struct yice_buf *out, const char *name, struct yice_range range)
{
	yice_buf_addf(out, ",\"%s\":[%lld,%lld]", name, (long long)range.low, (long long)range.high);
}

void yice_render_site_json(const struct yice_render *render)
{
	const struct yice_location *location = render->facts->location;
	enum yice_shape_kind kind = location->shape->kind;
	struct yice_buf *out = render->out;

	yice_buf_addf(out, "{\"kind\":\"%s\",\"crs\":\"%s\"", yice_locate_kind(kind), render->facts->wgs84 ? "WGS84" : "CGCS2000");
	if (kind != YICE_SHAPE_POINTS)
		put_range(out, kind == YICE_SHAPE_POLYGONS ? "area_mm2" : "length_mm", location->whole);
	if (kind == YICE_SHAPE_POLYGONS)
		yice_buf_addf(out, ",\"meridian\":%d", location->method.meridian);
	yice_buf_addf(out, ",\"in_units\":%s}",
		      !location->has_units ? "null"
		      : location->in_units ? "true"
					   : "false");
}

void yice_render_site_part_json(const struct yice_render *render, uint32_t unit)
{
	const struct yice_hit *hit = find_hit(render, unit);
	const struct yice_location *location = render->facts->location;

	if (!hit)
		return;
	yice_buf_addf(render->out, ",\"relation\":\"%s\"", yice_locate_relation(hit->relation));
	if (hit->relation == YICE_TOUCHES || location->shape->kind == YICE_SHAPE_POINTS)
		return;
	put_range(render->out, location->shape->kind == YICE_SHAPE_POLYGONS ? "area_mm2" : "length_mm",
		  hit->common);
	put_range(render->out, "share_per_10000", yice_locate_share(hit->common, location->whole));
}
