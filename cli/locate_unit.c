/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit's code as the site of yice locate: what its list says of it, and its
 * own area as the shape that layers are asked about. An image may have no area
 * for it; then only what the list says is known. Called by cmd_locate.c.
 */
#include "base/base.h"
#include "base/json.h"
#include "cli/locate.h"

bool yice_locate_is_code(const char *operand)
{
	size_t digits = strncmp(operand, "ZH", 2) ? 0 : strspn(operand + 2, "0123456789");

	return digits && !operand[2 + digits];
}

/* Adds what one layer has of the unit, part by part. */
static int add_areas(struct yice_locating *locating, uint32_t number, struct yice_shape_builder *builder)
{
	const struct yice_image_layer *record = &locating->view->layers[number];
	struct yice_layer layer;
	int status = yice_layer_open(&layer, locating->view->geometry + record->words, record->word_count);

	for (uint32_t i = 0; !status && i < layer.head.feature_count; i++) {
		struct yice_shape shape;

		if (yice_layer_feature(&layer, i).key != locating->unit)
			continue;
		status = yice_layer_shape(&layer, i, locating->arena, &shape);
		for (uint32_t p = 0; !status && p < shape.part_count; p++) {
			for (uint32_t k = 0; k < shape.parts[p].count; k++)
				yice_shape_add(builder, shape.points[shape.parts[p].first + k]);
			(void)yice_shape_end_part(builder, shape.parts[p].hole);
		}
	}
	return status;
}

int yice_locate_unit(struct yice_locating *locating, const char *code, struct yice_report *report)
{
	const struct yice_view *view = locating->view;
	struct yice_shape_builder builder;
	uint32_t file;
	int status = yice_sources_add(&report->sources, "SITE", code, strlen(code), &file);

	if (status)
		return status;
	locating->unit = yice_image_find_unit(view, code, strlen(code));
	if (locating->unit == YICE_NONE) {
		yice_diag_add(&report->diags, YICE_D_facts_unit,
			      (struct yice_span){ file, 0, (uint32_t)strlen(code) }, code, NULL);
		return YICE_EDIAG;
	}
	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS] && !status; i++)
		if (view->layers[i].use == YICE_LAYER_OF_UNITS)
			status = add_areas(locating, i, &builder);
	if (status) {
		yice_shape_drop(&builder);
		return status;
	}
	status = yice_shape_finish(&builder, locating->arena, &locating->shape);
	locating->bare = status == YICE_ENOTFOUND;
	return locating->bare ? YICE_OK : status;
}

/* ---------------------------------------------------------------- what its list says */

static const struct yice_image_unit *unit_of(const struct yice_locating *locating)
{
	return &locating->view->units[locating->unit];
}

/* Places that the list says the unit's sites lie in, that it names as its element zones, and that they lie outside of. */
enum saying { INSIDE, ELEMENTS, OUTSIDE };

static bool says(const struct yice_locating *locating, enum saying saying, uint32_t place)
{
	const struct yice_image_unit *unit = unit_of(locating);
	uint32_t mask = saying == INSIDE ? unit->present : unit->absent;

	if (saying == ELEMENTS) {
		for (uint32_t i = 0; i < unit->element_count; i++)
			if (locating->view->words[unit->elements + i] == place)
				return true;
		return false;
	}
	return mask != YICE_NONE && ((uint64_t)locating->view->numbers[mask + place / 64] >> place % 64 & 1);
}

static uint32_t place_count(const struct yice_locating *locating)
{
	uint32_t list = locating->view->meta->place_list;

	return list == YICE_NONE ? 0 : locating->view->vocabs[list].members;
}

static void put_said(const struct yice_locating *locating, enum saying saying, const char *title, struct yice_buf *out)
{
	const char *before = title;

	for (uint32_t place = 0; place < place_count(locating); place++)
		if (says(locating, saying, place)) {
			yice_buf_addf(out, "%s%s", before, yice_locate_name(locating, YICE_LAYER_OF_PLACE, place));
			before = YICE_TEXT(locating->lang, "、", ", ");
		}
	if (before != title)
		yice_buf_addc(out, '\n');
}

void yice_locate_unit_text(const struct yice_locating *locating, struct yice_buf *out)
{
	static const char *const classes[][2] = { { "优先保护", "priority protection" },
						  { "重点管控", "key control" },
						  { "一般管控", "general control" } };
	const struct yice_view *view = locating->view;
	const struct yice_image_unit *unit = unit_of(locating);
	const struct yice_image_scope *scope = &view->scopes[unit->scope];
	enum yice_lang lang = locating->lang;

	yice_buf_addf(out, "%s%s %s", YICE_TEXT(lang, "单元  ", "Unit  "), yice_view_string(view, unit->code),
		      yice_view_name(view, unit->title, unit->english, lang));
	yice_buf_addf(out, YICE_TEXT(lang, "（%s）", " (%s)"), classes[unit->klass][lang]);
	yice_buf_addf(out, YICE_TEXT(lang, "，%s %s\n", ", %s %s\n"), yice_view_string(view, scope->code),
		      yice_view_name(view, scope->zh, scope->en, lang));
	put_said(locating, INSIDE, YICE_TEXT(lang, "  清单载明，全部在：", "  by its list, all of it in: "), out);
	put_said(locating, ELEMENTS, YICE_TEXT(lang, "  清单载明，涉及：", "  by its list, has to do with: "), out);
	put_said(locating, OUTSIDE, YICE_TEXT(lang, "  清单载明，不在：", "  by its list, outside of: "), out);
	if (locating->bare)
		yice_buf_adds(out, YICE_TEXT(lang, "  边界不明：映像中没有这个单元的图形，量不出分区和距离\n",
					     "  its area is unknown: the image has no shape of it to measure from\n"));
}

static void put_names(const struct yice_locating *locating, enum saying saying, const char *name, struct yice_buf *out)
{
	const char *before = "";

	yice_buf_addf(out, ",\"%s\":[", name);
	for (uint32_t place = 0; place < place_count(locating); place++)
		if (says(locating, saying, place)) {
			const char *text = yice_locate_name(locating, YICE_LAYER_OF_PLACE, place);

			yice_buf_adds(out, before);
			yice_json_quote(out, text, strlen(text));
			before = ",";
		}
	yice_buf_addc(out, ']');
}

void yice_locate_unit_json(const struct yice_locating *locating, struct yice_buf *out)
{
	static const char *const classes[] = { "priority", "key", "general" };
	const struct yice_view *view = locating->view;
	const struct yice_image_unit *unit = unit_of(locating);
	const char *title = yice_view_name(view, unit->title, unit->english, locating->lang);

	yice_buf_addf(out, "\"code\":\"%s\",\"name\":", yice_view_string(view, unit->code));
	yice_json_quote(out, title, strlen(title));
	yice_buf_addf(out, ",\"class\":\"%s\",\"scope\":\"%s\"", classes[unit->klass],
		      yice_view_string(view, view->scopes[unit->scope].code));
	put_names(locating, INSIDE, "in", out);
	put_names(locating, ELEMENTS, "elements", out);
	put_names(locating, OUTSIDE, "not_in", out);
}
