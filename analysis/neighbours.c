/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads rules, finds the units of different publishers that adjoin, and has
 * each pair compared. Behind include/yice/neighbours.h.
 */
#include "analysis/neighbours.h"

#include "analysis/imaged.h"
#include "base/report.h"
#include "compiler/declare.h"
#include "compiler/geometry.h"
#include "compiler/type.h"
#include "runtime/image_read.h"

static int open_realm(struct yice_neighbours *n)
{
	int status;

	n->reading = (struct yice_realm_model){ .model = &n->model, .rules = &n->rules };
	status = yice_realm_init(&n->realm, &n->reading, 1);
	n->subjects.bodies = &n->bodies;
	if (!status)
		status = yice_subjects_init(&n->subjects, &n->realm, &n->reading);
	if (!status)
		status = yice_nearby_init(&n->nearby, &n->model, &n->realm.arena);
	if (!status && !n->trial.image)
		status = yice_trial_open(&n->trial, &n->model, &n->rules);
	if (!status)
		status = yice_solver_new(&n->realm, &n->solver);
	n->site_axis = YICE_NONE;
	if (!status && n->model.site_attribute != YICE_NONE)
		n->site_axis = yice_realm_axis(&n->realm, &n->reading,
					       n->model.attributes.items[n->model.site_attribute].slot);
	return status ? status : yice_realm_status(&n->realm);
}

static bool has_areas(const struct yice_model *model)
{
	for (uint32_t i = 0; i < model->geometries.count; i++)
		if (!model->geometries.items[i].item->u.geometry.names)
			return true;
	return false;
}

static void put_metres(int64_t mm, struct yice_buf *out)
{
	yice_buf_addf(out, "%lld.%03d", (long long)(mm / 1000), (int)(mm % 1000));
}

/* That nothing adjoins, with the two units that come closest, or that there are no two to look at. */
static int tell_none(struct yice_neighbours *n)
{
	const struct yice_border *border = &n->nearest.border;
	struct yice_buf apart = YICE_BUF_INIT, where = YICE_BUF_INIT;
	int status = yice_border_nearest(&n->model, &n->search, &n->arena, &n->nearest.border, &n->has_nearest);

	if (status)
		return status;
	if (!n->has_nearest) {
		yice_diag_add(n->model.diags, YICE_D_neighbours_one, YICE_SPAN_NONE, NULL);
		return YICE_OK;
	}
	put_metres(border->near.mm.high, &apart);
	yice_point_show(border->near.a, &where);
	yice_buf_adds(&where, " – ");
	yice_point_show(border->near.b, &where);
	yice_diag_add(n->model.diags, YICE_D_neighbours_none, YICE_SPAN_NONE, yice_beside_unit(n, &n->nearest, 0)->code,
		      yice_beside_unit(n, &n->nearest, 1)->code, yice_buf_text(&apart), yice_buf_text(&where), NULL);
	status = apart.failed || where.failed ? YICE_ENOMEM : YICE_OK;
	yice_buf_release(&apart);
	yice_buf_release(&where);
	return status;
}

/* The pairs asked for, with their borders. */
static int find_pairs(struct yice_neighbours *n, const struct yice_neighbouring *how, uint32_t scope)
{
	struct yice_border *borders;
	int status;

	n->search = (struct yice_border_search){ YICE_BORDER_MM, (int64_t)how->within * 1000, scope };
	if (how->within)
		n->search.tolerance = n->search.within < YICE_BORDER_MM_MOST ? n->search.within : YICE_BORDER_MM_MOST;
	status = yice_borders_find(&n->model, &n->search, &n->arena, &borders, &n->count);
	if (status)
		return status;
	n->pairs = yice_arena_array(&n->arena, (size_t)n->count + 1, sizeof(*n->pairs));
	if (!n->pairs)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < n->count; i++)
		n->pairs[i].border = borders[i];
	return n->count ? YICE_OK : tell_none(n);
}

/* What the caller asked for by name; mistakes are diagnostics without a place. */
static bool read_wishes(struct yice_neighbours *n, const struct yice_neighbouring *how, uint32_t *scope)
{
	*scope = YICE_NONE;
	if (how->scope) {
		*scope = yice_name_lookup(&n->model, YICE_SPACE_SCOPE, how->scope);
		if (*scope == YICE_NONE)
			yice_diag_add(n->model.diags, YICE_D_neighbours_scope, YICE_SPAN_NONE, how->scope, NULL);
	}
	if (!has_areas(&n->model))
		yice_diag_add(n->model.diags, YICE_D_neighbours_areas, YICE_SPAN_NONE, NULL);
	return !n->model.diags->errors;
}

static int compare(struct yice_neighbours *n, const struct yice_neighbouring *how)
{
	uint32_t scope;
	int status;

	if (!read_wishes(n, how, &scope))
		return YICE_EDIAG;
	status = open_realm(n);
	if (status)
		return status;
	if (!how->as_of)
		n->day = (yice_day)n->trial.image->view.meta->default_day;
	status = find_pairs(n, how, scope);
	for (uint32_t i = 0; i < n->count && !status; i++)
		status = yice_beside_compare(n, &n->pairs[i]);
	return status ? status : yice_realm_status(&n->realm);
}

static void release(struct yice_neighbours *n)
{
	yice_solver_free(n->solver);
	if (n->realm.axes)
		yice_realm_release(&n->realm);
	yice_trial_release(&n->trial);
	yice_model_release(&n->model);
	yice_map_release(&n->bodies);
	yice_arena_release(&n->arena);
}

static int write(struct yice_neighbours *n, const char *format, const char *lang, char **out)
{
	enum yice_lang language = strcmp(lang, "en") ? YICE_ZH : YICE_EN;
	struct yice_buf text = YICE_BUF_INIT;

	if (!strcmp(format, "text"))
		yice_neighbours_text(n, language, &text);
	else if (!strcmp(format, "json"))
		yice_neighbours_json(n, language, &text);
	else
		yice_neighbours_geojson(n, language, &text);
	if (text.failed) {
		yice_buf_release(&text);
		return YICE_ENOMEM;
	}
	*out = text.data;
	return YICE_OK;
}

/* Rules from sources, or from one image, whose areas stand in it. */
static int load(struct yice_neighbours *n, const char *const *paths, size_t count, yice_report *report)
{
	yice_image *image;
	int status;

	for (size_t i = 0; i < count && count > 1; i++)
		if (yice_is_image(paths[i])) {
			yice_diag_add(&report->diags, YICE_D_neighbours_image, YICE_SPAN_NONE, paths[i], NULL);
			return YICE_EDIAG;
		}
	if (count != 1 || !yice_is_image(paths[0])) {
		status = yice_rules_check_all(&n->model, &n->rules, paths, count);
		return status ? status : yice_diags_status(&report->diags);
	}
	status = yice_image_open(paths[0], report, &image);
	if (!status)
		status = yice_trial_take(&n->trial, image);
	if (!status)
		status = yice_rules_from_image(&n->model, &n->rules, image);
	return status ? status : yice_areas_from_image(&n->model, image);
}

int yice_neighbours(const char *const *paths, size_t count, const struct yice_neighbouring *how, const char *format,
		    const char *lang, yice_report *report, char **out)
{
	struct yice_neighbours n = { .site_axis = YICE_NONE };
	int status;

	*out = NULL;
	if (how->as_of && yice_date_parse(how->as_of, strlen(how->as_of), &n.day))
		return YICE_ESYNTAX;
	if ((strcmp(format, "text") && strcmp(format, "json") && strcmp(format, "geojson")) ||
	    (strcmp(lang, "zh") && strcmp(lang, "en")))
		return YICE_ENOTFOUND;
	yice_arena_init(&n.arena);
	yice_map_init(&n.bodies);
	yice_model_init(&n.model, &report->sources, &report->diags);
	status = load(&n, paths, count, report);
	if (!status)
		status = compare(&n, how);
	if (!status)
		status = write(&n, format, lang, out);
	release(&n);
	yice_diags_sort(&report->diags);
	if (!report->diags.failed)
		return status;
	free(*out);
	*out = NULL;
	return YICE_ENOMEM;
}
