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
#include "runtime/test_op.h"

static const struct yice_hit *find_hit(const struct yice_render *render, uint32_t unit)
{
	const struct yice_location *location = render->facts->rest->location;

	for (uint32_t i = 0; location && i < location->hit_count; i++)
		if (render->view->layers[location->hits[i].layer].use == YICE_LAYER_OF_UNITS &&
		    yice_hit_unit(render->view, &location->hits[i]) == unit)
			return &location->hits[i];
	return NULL;
}

bool yice_render_site(const struct yice_render *render, struct yice_buf *out)
{
	if (!render->facts->rest->location)
		return false;
	yice_locate_site(render->facts->rest->location, render->lang, out);
	if (render->facts->rest->wgs84)
		yice_buf_adds(out, yice_render_say(render, "；WGS 84 坐标，按 CGCS2000 使用", "; WGS 84 coordinates, taken as CGCS2000"));
	return true;
}

void yice_render_site_units(const struct yice_render *render, struct yice_buf *out)
{
	const struct yice_location *location = render->facts->rest->location;

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
	yice_locate_part(render->facts->rest->location, hit, render->lang, out);
}

/* ---------------------------------------------------------------- evidence of places */

/* Whether a test on the site is about a layer's place: any of its mask, or all there are. */
static bool asks_for(const struct yice_render *render, const struct yice_image_test *test, enum yice_layer_use use, uint32_t place)
{
	uint32_t op = yice_test_op(test);

	if (use != YICE_LAYER_OF_PLACE)
		return false;
	return op == YICE_TEST_ALL || op == YICE_TEST_ALL_WHOLE ||
	       ((uint64_t)render->view->numbers[test->arg + place / 64] >> place % 64 & 1);
}

static const char *place_name(const struct yice_render *render, uint32_t place)
{
	const struct yice_view *view = render->view;
	const struct yice_image_member *member = &view->members[view->vocabs[view->meta->place_list].first_member + place];

	return yice_render_name(render, member->zh, member->en);
}

/* "一号园 一号园西区 (规划局, 2024-06-30)", and with `shares` "：部分在内，12.30 m²，占 31.10 %" */
static void add_feature(const struct yice_render *render, const struct yice_hit *hit, uint32_t place, bool shares,
			struct yice_buf *out)
{
	const char *name = place_name(render, place);
	bool same = !strcmp(name, yice_hit_name(render->view, hit->layer, hit->feature));

	yice_buf_addf(out, "%s ", name);
	yice_locate_origin(render->view, hit->layer, same ? YICE_NONE : hit->feature, out);
	if (!shares && hit->standing == YICE_STANDS_WITHIN)
		return;
	yice_buf_adds(out, yice_render_say(render, "：", ": "));
	yice_locate_part(render->facts->rest->location, hit, render->lang, out);
}

/* "一号园 1274.123 m：113.249,22.948 → 113.261,22.95 一号园西区 (规划局, 2024-06-30)" */
static void add_distance(const struct yice_render *render, const struct yice_reach *reach, struct yice_buf *out)
{
	yice_buf_addf(out, "%s ", place_name(render, reach->key));
	yice_locate_range(reach->nearest.mm, false, out);
	yice_buf_adds(out, yice_render_say(render, "：", ": "));
	yice_locate_nearest(render->view, reach, out);
}

static void add_places(const struct yice_render *render, const struct yice_image_test *test, bool shares, struct yice_buf *out)
{
	const struct yice_location *location = render->facts->rest->location;
	const struct yice_reach *nearest = NULL;
	bool in = false;

	for (uint32_t i = 0; i < location->hit_count; i++) {
		const struct yice_hit *hit = &location->hits[i];
		const struct yice_image_layer *layer = &render->view->layers[hit->layer];

		if (!hit->standing || !asks_for(render, test, layer->use, layer->key))
			continue;
		yice_buf_adds(out, in ? yice_render_say(render, "；", "; ") : "");
		add_feature(render, hit, layer->key, shares, out);
		in = true;
	}
	for (uint32_t i = 0; i < location->reach_count && !in; i++) {
		const struct yice_reach *reach = &location->reaches[i];

		if (asks_for(render, test, reach->use, reach->key) &&
		    yice_location_knows(render->view, location, reach->use, reach->key) &&
		    (!nearest || reach->nearest.mm.low < nearest->nearest.mm.low))
			nearest = reach;
	}
	if (nearest)
		add_distance(render, nearest, out);
}

void yice_render_evidence(const struct yice_render *render, uint32_t test, uint32_t slot, bool shares, struct yice_buf *out)
{
	const char *stated = yice_facts_evidence(render->facts, slot);
	struct yice_buf places = YICE_BUF_INIT;

	yice_buf_adds(out, stated);
	if (slot == render->view->meta->site_slot && render->facts->rest->location)
		add_places(render, &render->view->tests[test], shares, &places);
	if (*stated && places.len)
		yice_buf_adds(out, yice_render_say(render, "；", "; "));
	yice_buf_adds(out, yice_buf_text(&places));
	out->failed |= places.failed;
	yice_buf_release(&places);
}

/* ---------------------------------------------------------------- JSON */

static void put_range(struct yice_buf *out, const char *name, struct yice_range range)
{
	yice_buf_addf(out, ",\"%s\":[%lld,%lld]", name, (long long)range.low, (long long)range.high);
}

void yice_render_site_json(const struct yice_render *render)
{
	const struct yice_location *location = render->facts->rest->location;
	enum yice_shape_kind kind = location->shape->kind;
	struct yice_buf *out = render->out;

	yice_buf_addf(out, "{\"kind\":\"%s\",\"crs\":\"%s\"", yice_locate_kind(kind), render->facts->rest->wgs84 ? "WGS84" : "CGCS2000");
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
	const struct yice_location *location = render->facts->rest->location;

	if (!hit)
		return;
	yice_buf_addf(render->out, ",\"relation\":\"%s\"", yice_locate_relation(hit->relation));
	if (hit->relation == YICE_TOUCHES || location->shape->kind == YICE_SHAPE_POINTS)
		return;
	put_range(render->out, location->shape->kind == YICE_SHAPE_POLYGONS ? "area_mm2" : "length_mm",
		  hit->common);
	put_range(render->out, "share_per_10000", yice_locate_share(hit->common, location->whole));
}
