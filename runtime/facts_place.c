/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The site's geometry in a facts document: which form it is given in, and the
 * files it may name. Called by facts_json.c; the forms themselves are read in
 * geo/. The runtime opens no file: whoever owns the facts may lend a function
 * that does (yice_facts_set_open), and without one names of files are refused.
 */
#include "base/decode.h"
#include "base/json.h"
#include "runtime/facts_internal.h"
#include "runtime/geo/number.h"
#include "runtime/geo/site.h"

struct place {
	struct yice_facts *facts;
	struct yice_report *report;
	struct yice_arena *arena; /* of the document */
	struct yice_site_reader reader;
};

void yice_facts_set_open(yice_facts *facts, yice_facts_open *open, void *context)
{
	facts->rest->open = open;
	facts->rest->open_context = context;
}

static void wrong_kind(struct place *place, const struct yice_json *node, const char *zh, const char *en)
{
	yice_diag_add(&place->report->diags, YICE_D_facts_kind, node->span, node->key ? node->key : "site",
		      zh, en, NULL);
}

static bool is_text(struct place *place, const struct yice_json *node)
{
	if (node->kind == YICE_JSON_STRING)
		return true;
	wrong_kind(place, node, "用双引号括起的文字", "text in double quotes");
	return false;
}

/* The bytes of a file that the document names; refused, with the reason, when there is none to be had. */
static int open_file(struct place *place, const struct yice_json *node, char **bytes, size_t *len)
{
	const struct yice_facts *facts = place->facts;
	int status = facts->rest->open ? facts->rest->open(facts->rest->open_context, node->text, bytes, len) : YICE_EIO;

	if (status == YICE_ENOMEM)
		return status;
	if (status)
		yice_diag_add(&place->report->diags, facts->rest->open ? YICE_D_site_unread : YICE_D_site_file,
			      node->span, node->text, NULL);
	return status ? YICE_EDIAG : YICE_OK;
}

/* ---------------------------------------------------------------- forms */

static int read_geojson(struct place *place, const struct yice_json *node, struct yice_shape *shape)
{
	struct yice_json *root = NULL;
	uint32_t file;
	char *bytes;
	size_t len;
	int status;

	if (node->kind != YICE_JSON_STRING)
		return yice_site_geojson(&place->reader, node, shape);
	status = open_file(place, node, &bytes, &len);
	if (status)
		return status;
	status = yice_sources_add(&place->report->sources, node->text, bytes, len, &file);
	if (!status)
		status = yice_json_parse(bytes, len, file, 0, place->arena, &place->report->diags, &root);
	free(bytes);
	return status ? status : yice_site_geojson(&place->reader, root, shape);
}

static int read_survey_file(struct place *place, const struct yice_json *node, struct yice_shape *shape)
{
	struct yice_site_text text = { .verbatim = true };
	uint32_t file;
	char *bytes;
	size_t len;
	int status;

	if (!is_text(place, node))
		return YICE_EDIAG;
	status = open_file(place, node, &bytes, &len);
	if (status)
		return status;
	status = yice_text_decode_either(bytes, len, &place->report->sources, node->text,
					 &place->report->diags, &file);
	free(bytes);
	if (status)
		return status;
	text.text = place->report->sources.items[file].text;
	text.len = place->report->sources.items[file].len;
	text.span = (struct yice_span){ file, 0, (uint32_t)text.len };
	return yice_site_survey(&place->reader, &text, shape);
}

static int read_survey(struct place *place, const struct yice_json *node, struct yice_shape *shape)
{
	struct yice_site_text text = { node->text, node->len, node->span, false };

	return is_text(place, node) ? yice_site_survey(&place->reader, &text, shape) : YICE_EDIAG;
}

static int read_position(struct place *place, const struct yice_json *node, struct yice_shape *shape)
{
	struct yice_site_text text = { node->text, node->len, node->span, false };

	return is_text(place, node) ? yice_site_positions(&place->reader, &text, 1, YICE_SHAPE_POINTS, shape)
				    : YICE_EDIAG;
}

static int read_route(struct place *place, const struct yice_json *node, struct yice_shape *shape)
{
	struct yice_site_text *texts;
	uint32_t n = 0;

	if (node->kind != YICE_JSON_ARRAY || node->count < 2) {
		wrong_kind(place, node, "至少两个位置的列表 […]", "a list [...] of at least two positions");
		return YICE_EDIAG;
	}
	texts = yice_arena_array(place->arena, node->count, sizeof(*texts));
	if (!texts)
		return YICE_ENOMEM;
	for (const struct yice_json *item = node->first; item; item = item->next) {
		if (!is_text(place, item))
			return YICE_EDIAG;
		texts[n++] = (struct yice_site_text){ item->text, item->len, item->span, false };
	}
	return yice_site_positions(&place->reader, texts, n, YICE_SHAPE_LINES, shape);
}

/* The members of the document that can give a geometry. */
static const struct form {
	const char *path;
	int (*read)(struct place *place, const struct yice_json *node, struct yice_shape *shape);
} forms[] = {
	{ "site.geojson", read_geojson }, { "site.txt", read_survey_file }, { "site.survey", read_survey },
	{ "site.dms", read_position },    { "site.point", read_position },  { "site.route", read_route },
};

/* ---------------------------------------------------------------- the member site */

/* The one form that is given; NULL when there is none, or with the mistake reported. */
static const struct yice_json *find_form(struct place *place, const struct yice_json *site, const struct form **form)
{
	const struct yice_json *found = NULL;

	for (size_t i = 0; i < YICE_COUNT(forms); i++) {
		const struct yice_json *node = yice_json_get(site, forms[i].path + strlen("site."));

		if (!node || node->kind == YICE_JSON_NULL)
			continue;
		if (found) {
			yice_diag_add(&place->report->diags, YICE_D_site_forms, node->key_span, found->key,
				      node->key, NULL);
			return NULL;
		}
		found = node;
		*form = &forms[i];
	}
	return found;
}

static bool has_unit_layer(const struct yice_view *view)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++)
		if (view->layers[i].use == YICE_LAYER_OF_UNITS)
			return true;
	return false;
}

static bool state_crs(struct place *place, const struct yice_json *site)
{
	const struct yice_json *crs = yice_json_get(site, "crs");

	if (!crs || crs->kind == YICE_JSON_NULL)
		return true;
	return is_text(place, crs) && yice_site_state_crs(&place->reader, crs->text, crs->len, crs->span);
}

/* The statutory way of measuring areas, when the site asks for it. */
static bool read_meridian(struct place *place, const struct yice_json *site)
{
	const struct yice_json *node = yice_json_get(site, "meridian");
	int64_t degrees = 0;

	if (!node || node->kind == YICE_JSON_NULL)
		return true;
	if (node->kind != YICE_JSON_NUMBER) {
		wrong_kind(place, node, "数", "a number");
		return false;
	}
	if (yice_number_read(node->text, node->len, YICE_DEGREE_PLACES, &degrees) || degrees % YICE_DEGREE ||
	    !yice_area_meridian(degrees / YICE_DEGREE)) {
		yice_diag_add(&place->report->diags, YICE_D_site_meridian, node->span, node->text, NULL);
		return false;
	}
	place->facts->rest->meridian = (int)(degrees / YICE_DEGREE);
	return true;
}

int yice_facts_read_place(struct yice_facts *facts, const struct yice_json *site, struct yice_arena *arena,
			  struct yice_report *report)
{
	struct place place = { .facts = facts, .report = report, .arena = arena };
	const struct form *form = NULL;
	int status = YICE_OK;
	const struct yice_json *node = find_form(&place, site, &form);

	if (!node)
		return YICE_OK;
	if (!facts->rest->geo)
		status = yice_geo_new(&facts->rest->geo);
	if (status)
		return status;
	place.reader = (struct yice_site_reader){ .geo = facts->rest->geo,
						  .arena = &facts->rest->place,
						  .diags = &report->diags,
						  .limit = YICE_SITE_POINTS_MAX,
						  .join = true };
	status = read_meridian(&place, site) && state_crs(&place, site) ? form->read(&place, node, &facts->rest->shape) : YICE_EDIAG;
	if (facts->rest->place.failed)
		return YICE_ENOMEM;
	facts->located = !status;
	facts->rest->given_as = form->path;
	facts->rest->wgs84 = !status && place.reader.crs.kind == YICE_CRS_WGS84;
	if (facts->located && !facts->unit_count && !has_unit_layer(facts->view))
		yice_diag_add(&report->diags, YICE_D_layers_none, node->span, NULL);
	return status == YICE_EDIAG ? YICE_OK : status;
}
