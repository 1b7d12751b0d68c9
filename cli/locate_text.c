/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A location as people read it, and what its forms share: names, and numbers
 * that keep both ends of their range.
 */
#include "base/base.h"
#include "base/date.h"
#include "cli/locate.h"

/* ---------------------------------------------------------------- shared */

static uint32_t vocab_of(const struct yice_view *view, enum yice_layer_use use)
{
	if (use == YICE_LAYER_OF_PLACE)
		return view->meta->place_list;
	for (uint32_t i = 0; i < view->count[YICE_SEC_VOCABS]; i++)
		if (view->vocabs[i].kind == YICE_VOCAB_LAYERS)
			return i;
	return YICE_NONE;
}

const char *yice_locate_name(const struct yice_locating *locating, enum yice_layer_use use, uint32_t key)
{
	const struct yice_view *view = locating->view;
	uint32_t vocab = vocab_of(view, use);
	const struct yice_image_member *member;

	if (vocab == YICE_NONE || key >= view->vocabs[vocab].members)
		return "";
	member = &view->members[view->vocabs[vocab].first_member + key];
	return yice_view_name(view, member->zh, member->en, locating->lang);
}

void yice_locate_unknown(const struct yice_locating *locating,
			 void (*visit)(void *context, enum yice_layer_use use, uint32_t key), void *context)
{
	static const enum yice_layer_use uses[] = { YICE_LAYER_OF_PLACE, YICE_LAYER_OF_LAYER };

	for (size_t i = 0; i < YICE_COUNT(uses); i++) {
		uint32_t vocab = vocab_of(locating->view, uses[i]);

		for (uint32_t key = 0; vocab != YICE_NONE && key < locating->view->vocabs[vocab].members;
		     key++)
			if (!yice_location_knows(locating->view, &locating->location, uses[i], key))
				visit(context, uses[i], key);
	}
}

void yice_locate_metres(int64_t mm, struct yice_buf *out)
{
	yice_buf_addf(out, "%lld.%03lld", (long long)(mm / 1000), (long long)(mm % 1000));
}

void yice_locate_area(int64_t mm2, bool up, struct yice_buf *out)
{
	int64_t hundredths = mm2 / 10000 + (up && mm2 % 10000);

	yice_buf_addf(out, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

struct yice_range yice_locate_share(struct yice_range part, struct yice_range whole)
{
	__int128 low = whole.high ? (__int128)part.low * 10000 / whole.high : 0;
	__int128 high = whole.low ? ((__int128)part.high * 10000 + whole.low - 1) / whole.low : 10000;

	return (struct yice_range){ (int64_t)(low < 10000 ? low : 10000),
				    (int64_t)(high < 10000 ? high : 10000) };
}

const char *yice_locate_relation(enum yice_geo_relation relation)
{
	static const char *const words[] = { [YICE_APART] = "apart",
					     [YICE_TOUCHES] = "touches",
					     [YICE_OVERLAPS] = "overlaps",
					     [YICE_INSIDE] = "inside" };

	return words[relation];
}

/* ---------------------------------------------------------------- numbers */

/* "12.3 m", or "12.3–12.5 m" when the ends differ as shown. */
static void put_range(struct yice_range range, bool area, struct yice_buf *out)
{
	struct yice_buf low = YICE_BUF_INIT, high = YICE_BUF_INIT;

	if (area) {
		yice_locate_area(range.low, false, &low);
		yice_locate_area(range.high, true, &high);
	} else {
		yice_locate_metres(range.low, &low);
		yice_locate_metres(range.high, &high);
	}
	yice_buf_adds(out, yice_buf_text(&low));
	if (strcmp(yice_buf_text(&low), yice_buf_text(&high)))
		yice_buf_addf(out, "–%s", yice_buf_text(&high));
	yice_buf_adds(out, area ? " m²" : " m");
	out->failed |= low.failed || high.failed;
	yice_buf_release(&low);
	yice_buf_release(&high);
}

static void put_share(struct yice_range share, struct yice_buf *out)
{
	yice_buf_addf(out, "%lld.%02lld", (long long)(share.low / 100), (long long)(share.low % 100));
	if (share.low != share.high)
		yice_buf_addf(out, "–%lld.%02lld", (long long)(share.high / 100),
			      (long long)(share.high % 100));
	yice_buf_adds(out, " %");
}

static void put_point(struct yice_point point, struct yice_buf *out)
{
	yice_degree_show(point.lon, out);
	yice_buf_addc(out, ',');
	yice_degree_show(point.lat, out);
}

/* ---------------------------------------------------------------- the text */

static void put_method(const struct yice_locating *locating, struct yice_buf *out)
{
	int meridian = locating->location.method.meridian;

	if (meridian)
		yice_buf_addf(out,
			      YICE_TEXT(locating->lang, "（高斯-克吕格投影，中央经线 %d°）",
					" (Gauss-Kruger, central meridian %d°)"),
			      meridian);
	else
		yice_buf_adds(out, YICE_TEXT(locating->lang, "（以场址为中心的横轴墨卡托平面）",
					     " (transverse Mercator plane centred on the site)"));
}

static void put_site(const struct yice_locating *locating, struct yice_buf *out)
{
	static const char *const kinds[][2] = { { "点", "point" }, { "线", "line" }, { "面", "polygon" } };
	const struct yice_shape *shape = &locating->shape;

	yice_buf_addf(out, "%s%s", YICE_TEXT(locating->lang, "场址  ", "Site  "),
		      kinds[shape->kind][locating->lang]);
	yice_buf_adds(out, YICE_TEXT(locating->lang, "，", ", "));
	if (shape->kind == YICE_SHAPE_POINTS && shape->point_count == 1) {
		put_point(shape->points[0], out);
		yice_buf_addc(out, '\n');
		return;
	}
	put_point(shape->box.min, out);
	yice_buf_adds(out, YICE_TEXT(locating->lang, " 至 ", " to "));
	put_point(shape->box.max, out);
	if (shape->kind != YICE_SHAPE_POINTS) {
		yice_buf_adds(out, YICE_TEXT(locating->lang, "，", ", "));
		put_range(locating->location.whole, shape->kind == YICE_SHAPE_POLYGONS, out);
	}
	if (shape->kind == YICE_SHAPE_POLYGONS)
		put_method(locating, out);
	yice_buf_addc(out, '\n');
}

/* How a hit relates, and how much of the site is in it. */
static void put_relation(const struct yice_locating *locating, const struct yice_hit *hit,
			 struct yice_buf *out)
{
	static const char *const words[][2] = { [YICE_APART] = { "", "" },
						[YICE_TOUCHES] = { "只接边界", "touches the border" },
						[YICE_OVERLAPS] = { "部分在内", "partly inside" },
						[YICE_INSIDE] = { "全部在内", "inside" } };
	const struct yice_location *location = &locating->location;

	yice_buf_addf(out, "  %s", words[hit->relation][locating->lang]);
	if (hit->relation != YICE_OVERLAPS || location->shape->kind == YICE_SHAPE_POINTS || !hit->common.high)
		return;
	yice_buf_adds(out, YICE_TEXT(locating->lang, "，", ", "));
	put_range(hit->common, location->shape->kind == YICE_SHAPE_POLYGONS, out);
	yice_buf_adds(out, YICE_TEXT(locating->lang, "，占 ", ", "));
	put_share(yice_locate_share(hit->common, location->whole), out);
}

/* 《…》 of a layer: who it is from, of what day. */
static void put_source(const struct yice_locating *locating, uint32_t number, struct yice_buf *out)
{
	const struct yice_image_layer *layer = &locating->view->layers[number];
	const char *source = yice_view_string(locating->view, layer->source);
	char day[11] = "";

	if ((yice_day)layer->dated != YICE_DAY_MAX)
		yice_date_format((yice_day)layer->dated, day);
	if (*source || *day)
		yice_buf_addf(out, YICE_TEXT(locating->lang, "  〔%s%s%s〕", "  [%s%s%s]"), source,
			      *source && *day ? " " : "", day);
}

static void put_unit(const struct yice_locating *locating, const struct yice_hit *hit, struct yice_buf *out)
{
	static const char *const classes[][2] = { [YICE_PRIORITY] = { "优先保护单元", "priority protection" },
						  [YICE_KEY] = { "重点管控单元", "key control" },
						  [YICE_GENERAL] = { "一般管控单元", "general control" } };
	const struct yice_view *view = locating->view;
	uint32_t number = yice_hit_unit(view, hit);
	const struct yice_image_unit *unit = number == YICE_NONE ? NULL : &view->units[number];

	yice_buf_addf(out, "  %s ", yice_hit_name(view, hit->layer, hit->feature));
	if (unit)
		yice_buf_addf(out, YICE_TEXT(locating->lang, "%s（%s）", "%s (%s)"),
			      yice_view_name(view, unit->title, unit->english, locating->lang),
			      classes[unit->klass][locating->lang]);
	else
		yice_buf_adds(out, YICE_TEXT(locating->lang, "（没有清单）", "(in no list)"));
	put_relation(locating, hit, out);
	put_source(locating, hit->layer, out);
	yice_buf_addc(out, '\n');
}

static void put_units(const struct yice_locating *locating, struct yice_buf *out)
{
	const struct yice_location *location = &locating->location;
	uint32_t units = 0;

	yice_buf_adds(out, YICE_TEXT(locating->lang, "\n管控单元\n", "\nUnits\n"));
	for (uint32_t i = 0; i < location->hit_count; i++)
		if (locating->view->layers[location->hits[i].layer].use == YICE_LAYER_OF_UNITS) {
			put_unit(locating, &location->hits[i], out);
			units++;
		}
	if (!location->has_units)
		yice_buf_adds(out, YICE_TEXT(locating->lang, "  不明：映像中没有单元图层\n",
					     "  unknown: the image has no layer of units\n"));
	else if (!location->in_units)
		yice_buf_adds(out, units ? YICE_TEXT(locating->lang, "  有一部分不在任何单元内\n",
						     "  part of the site lies in no unit\n")
					 : YICE_TEXT(locating->lang, "  不在任何单元内\n",
						     "  the site lies in no unit\n"));
}

static void put_places(const struct yice_locating *locating, struct yice_buf *out)
{
	const struct yice_location *location = &locating->location;
	bool any = false;

	for (uint32_t i = 0; i < location->hit_count; i++) {
		const struct yice_hit *hit = &location->hits[i];
		const struct yice_image_layer *layer = &locating->view->layers[hit->layer];
		const char *feature = yice_hit_name(locating->view, hit->layer, hit->feature);

		if (layer->use == YICE_LAYER_OF_UNITS)
			continue;
		if (!any)
			yice_buf_adds(out, YICE_TEXT(locating->lang, "\n分区、区域和图层\n",
						     "\nZones, areas and layers\n"));
		any = true;
		yice_buf_addf(out, "  %s", yice_locate_name(locating, layer->use, layer->key));
		if (*feature)
			yice_buf_addf(out, YICE_TEXT(locating->lang, "（%s）", " (%s)"), feature);
		put_relation(locating, hit, out);
		put_source(locating, hit->layer, out);
		yice_buf_addc(out, '\n');
	}
}

static void put_reach(const struct yice_locating *locating, const struct yice_reach *reach,
		      struct yice_buf *out)
{
	const char *feature = yice_hit_name(locating->view, reach->layer, reach->feature);

	yice_buf_addf(out, "  %s", yice_locate_name(locating, reach->use, reach->key));
	if (*feature)
		yice_buf_addf(out, YICE_TEXT(locating->lang, "（%s）", " (%s)"), feature);
	yice_buf_adds(out, "  ");
	put_range(reach->nearest.mm, false, out);
	if (reach->nearest.mm.high) {
		yice_buf_adds(out, YICE_TEXT(locating->lang, "，自 ", ", from "));
		put_point(reach->nearest.a, out);
		yice_buf_adds(out, YICE_TEXT(locating->lang, " 至 ", " to "));
		put_point(reach->nearest.b, out);
	}
	if (!yice_location_knows(locating->view, &locating->location, reach->use, reach->key))
		yice_buf_adds(out, YICE_TEXT(locating->lang, "，图层在此不全，可能更近",
					     "; perhaps nearer, as the layer is not complete here"));
	put_source(locating, reach->layer, out);
	yice_buf_addc(out, '\n');
}

struct unknown {
	const struct yice_locating *locating;
	struct yice_buf *out;
	bool any;
};

static void put_unknown(void *context, enum yice_layer_use use, uint32_t key)
{
	struct unknown *unknown = context;

	yice_buf_adds(unknown->out,
		      unknown->any
			  ? YICE_TEXT(unknown->locating->lang, "、", ", ")
			  : YICE_TEXT(unknown->locating->lang, "\n不明（没有图层，或图层在此不全）\n  ",
				      "\nUnknown (no layer, or one that is not complete here)\n  "));
	yice_buf_adds(unknown->out, yice_locate_name(unknown->locating, use, key));
	unknown->any = true;
}

void yice_locate_text(const struct yice_locating *locating, struct yice_buf *out)
{
	const struct yice_location *location = &locating->location;
	struct unknown unknown = { locating, out, false };

	put_site(locating, out);
	put_units(locating, out);
	put_places(locating, out);
	if (location->reach_count)
		yice_buf_adds(out, YICE_TEXT(locating->lang, "\n距离\n", "\nDistances\n"));
	for (uint32_t i = 0; i < location->reach_count; i++)
		put_reach(locating, &location->reaches[i], out);
	yice_locate_unknown(locating, put_unknown, &unknown);
	if (unknown.any)
		yice_buf_addc(out, '\n');
}
