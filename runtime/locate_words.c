/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A location in words: where a site is and how large, how much of it lies in a
 * feature. A number keeps both ends of its range where they differ as shown.
 * Called by the reports (render_site.c) and by yice locate and neighbours.
 */
#include "runtime/locate.h"

void yice_locate_metres(int64_t mm, struct yice_buf *out)
{
	yice_buf_addf(out, "%lld.%03lld", (long long)(mm / 1000), (long long)(mm % 1000));
}

void yice_locate_area(int64_t mm2, bool up, struct yice_buf *out)
{
	int64_t hundredths = mm2 / 10000 + (up && mm2 % 10000);

	yice_buf_addf(out, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

/* The value with the fewest digits that lies in the range. */
static int64_t plainest(struct yice_range range)
{
	int64_t unit = 1;

	while (range.high / unit / 10 * 10 * unit >= range.low && unit < INT64_C(100000000000000000))
		unit *= 10;
	return range.high / unit * unit;
}

void yice_locate_plain(struct yice_range range, int places, struct yice_buf *out)
{
	int64_t value = plainest(range), unit = 1;

	for (int i = 0; i < places; i++)
		unit *= 10;
	yice_buf_addf(out, "%lld", (long long)(value / unit));
	if (value % unit == 0)
		return;
	for (value %= unit; value % 10 == 0; value /= 10)
		places--;
	yice_buf_addf(out, ".%0*lld", places, (long long)value);
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
					     [YICE_BORDERS] = "borders",
					     [YICE_OVERLAPS] = "overlaps",
					     [YICE_INSIDE] = "inside" };

	return words[relation];
}

const char *yice_locate_kind(enum yice_shape_kind kind)
{
	static const char *const words[] = { "point", "line", "polygon" };

	return words[kind];
}

void yice_locate_range(struct yice_range range, bool area, struct yice_buf *out)
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

void yice_locate_method(struct yice_area_method method, enum yice_lang lang, struct yice_buf *out)
{
	if (method.meridian)
		yice_buf_addf(out,
			      YICE_TEXT(lang, "高斯-克吕格投影，中央经线 %d°", "Gauss-Kruger, central meridian %d°"),
			      method.meridian);
	else
		yice_buf_adds(out, YICE_TEXT(lang, "以场址为中心的横轴墨卡托平面",
					     "transverse Mercator plane centred on the site"));
}

void yice_locate_site(const struct yice_location *location, enum yice_lang lang, struct yice_buf *out)
{
	static const char *const kinds[][2] = { { "点", "point" }, { "线", "line" }, { "面", "polygon" } };
	const struct yice_shape *shape = location->shape;

	yice_buf_addf(out, "%s%s", kinds[shape->kind][lang], YICE_TEXT(lang, "，", ", "));
	yice_point_show(shape->box.min, out);
	if (shape->kind != YICE_SHAPE_POINTS || shape->point_count > 1) {
		yice_buf_adds(out, YICE_TEXT(lang, " 至 ", " to "));
		yice_point_show(shape->box.max, out);
	}
	if (shape->kind == YICE_SHAPE_POINTS)
		return;
	yice_buf_adds(out, YICE_TEXT(lang, "，", ", "));
	yice_locate_range(location->whole, shape->kind == YICE_SHAPE_POLYGONS, out);
	if (shape->kind != YICE_SHAPE_POLYGONS)
		return;
	yice_buf_adds(out, YICE_TEXT(lang, "（", " ("));
	yice_locate_method(location->method, lang, out);
	yice_buf_adds(out, YICE_TEXT(lang, "）", ")"));
}

void yice_locate_part(const struct yice_location *location, const struct yice_hit *hit, enum yice_lang lang,
		      struct yice_buf *out)
{
	static const char *const words[][2] = { [YICE_APART] = { "", "" },
						[YICE_TOUCHES] = { "只接边界", "touches the border" },
						[YICE_BORDERS] = { "在边界上", "on the border" },
						[YICE_OVERLAPS] = { "部分在内", "partly inside" },
						[YICE_INSIDE] = { "全部在内", "inside" } };

	yice_buf_adds(out, words[hit->relation][lang]);
	if (hit->relation != YICE_OVERLAPS || location->shape->kind == YICE_SHAPE_POINTS || !hit->common.high)
		return;
	yice_buf_adds(out, YICE_TEXT(lang, "，", ", "));
	yice_locate_range(hit->common, location->shape->kind == YICE_SHAPE_POLYGONS, out);
	yice_buf_adds(out, YICE_TEXT(lang, "，占 ", ", "));
	put_share(yice_locate_share(hit->common, location->whole), out);
}

void yice_locate_origin(const struct yice_view *view, uint32_t layer, uint32_t feature, struct yice_buf *out)
{
	const struct yice_image_layer *record = &view->layers[layer];
	const char *name = feature == YICE_NONE ? "" : yice_hit_name(view, layer, feature);
	const char *source = yice_view_string(view, record->source);
	char day[11] = "";

	if (record->dated != (uint32_t)YICE_DAY_MAX)
		yice_date_format((yice_day)record->dated, day);
	yice_buf_addf(out, "%s%s(%s%s%s)", name, *name ? " " : "", *source ? source : yice_view_string(view, record->file),
		      *day ? ", " : "", day);
}

void yice_locate_nearest(const struct yice_view *view, const struct yice_reach *reach, struct yice_buf *out)
{
	yice_point_show(reach->nearest.a, out);
	if (reach->nearest.mm.high) {
		yice_buf_adds(out, " → ");
		yice_point_show(reach->nearest.b, out);
	}
	if (reach->on_stretch) {
		yice_buf_adds(out, " ↑");
		yice_locate_plain(reach->upstream, 3, out);
		yice_buf_adds(out, " m");
	}
	yice_buf_addc(out, ' ');
	yice_locate_origin(view, reach->layer, reach->feature, out);
}
