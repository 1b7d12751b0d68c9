/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A location as people read it, and what its forms share: names of places and
 * layers, and which of them nothing is known of.
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
			if (locating->bare || !yice_location_knows(locating->view, &locating->location, uses[i], key))
				visit(context, uses[i], key);
	}
}

/* ---------------------------------------------------------------- the text */

static void put_site(const struct yice_locating *locating, struct yice_buf *out)
{
	yice_buf_adds(out, YICE_TEXT(locating->lang, "场址  ", "Site  "));
	yice_locate_site(&locating->location, locating->lang, out);
	yice_buf_addc(out, '\n');
}

static void put_relation(const struct yice_locating *locating, const struct yice_hit *hit,
			 struct yice_buf *out)
{
	yice_buf_adds(out, "  ");
	yice_locate_part(&locating->location, hit, locating->lang, out);
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
	yice_locate_range(reach->nearest.mm, false, out);
	if (reach->nearest.mm.high) {
		yice_buf_adds(out, YICE_TEXT(locating->lang, "，自 ", ", from "));
		yice_point_show(reach->nearest.a, out);
		yice_buf_adds(out, YICE_TEXT(locating->lang, " 至 ", " to "));
		yice_point_show(reach->nearest.b, out);
	}
	if (reach->on_stretch) {
		yice_buf_adds(out, YICE_TEXT(locating->lang, "，自河口上溯 ", ", upstream of the mouth by "));
		yice_locate_range(reach->upstream, false, out);
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
	if (yice_layers_empty(unknown->locating->view, use, key))
		yice_buf_adds(unknown->out, YICE_TEXT(unknown->locating->lang, "（图层是空的）", " (its layer is empty)"));
	unknown->any = true;
}

void yice_locate_text(const struct yice_locating *locating, struct yice_buf *out)
{
	const struct yice_location *location = &locating->location;
	struct unknown unknown = { locating, out, false };

	if (locating->unit != YICE_NONE)
		yice_locate_unit_text(locating, out);
	if (locating->bare)
		return;
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
