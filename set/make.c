/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making one image of a set. It is compiled as any image is, from the files
 * that the plan names; every file read is compared with what the plan was made
 * from, so that the index never speaks of bytes that nobody compiled. A unit
 * belongs to the image that decides in its scope, whichever images hold it.
 * Called by build.c, by several threads.
 */
#include "base/base.h"
#include "set/make.h"
#include "set/reach.h"

#include "compiler/build.h"
#include "runtime/geo/layer.h"
#include "runtime/image_read.h"
#include "yice/digest.h"

#include <limits.h>
#include <stdio.h>

/* ---------------------------------------------------------------- what is read */

static int note_datum(struct yice_set_maker *maker, const char *name, const char *digest, size_t len)
{
	struct yice_set_part *part = maker->part;
	struct yice_set_datum *datum;

	for (uint32_t i = 0; i < part->data.count; i++)
		if (!strcmp(part->data.items[i].name, name)) {
			if (strcmp(part->data.items[i].digest, digest))
				maker->changed = part->data.items[i].name;
			return YICE_OK;
		}
	if (part->data.count == part->data.cap) {
		uint32_t cap = part->data.cap ? part->data.cap * 2 : 4;

		part->data.items = yice_arena_resize(&maker->arena, part->data.items, part->data.cap * sizeof(*datum), cap * sizeof(*datum));
		if (!part->data.items)
			return YICE_ENOMEM;
		part->data.cap = cap;
	}
	datum = &part->data.items[part->data.count++];
	datum->name = yice_arena_strdup(&maker->arena, name);
	datum->size = len;
	memcpy(datum->digest, digest, sizeof(datum->digest));
	return datum->name ? YICE_OK : YICE_ENOMEM;
}

/* A file that the compiler reads. */
static int see(void *context, const char *name, const char *bytes, size_t len)
{
	struct yice_set_maker *maker = context;
	const struct yice_set_plan *plan = maker->plan;
	uint32_t entry = yice_map_find(&plan->names, name, strlen(name));
	const struct yice_set_file *file;
	char digest[65];

	if (yice_digest_sha256(bytes, len, digest))
		return YICE_ENOMEM;
	if (entry == YICE_MAP_NONE)
		return note_datum(maker, name, digest, len);
	file = plan->files.items[plan->names.entries[entry].value];
	if (!file->there || strcmp(file->digest, digest))
		maker->changed = file->name;
	return YICE_OK;
}

/* ---------------------------------------------------------------- what is in it */

static void widen(struct yice_set_part *part, struct yice_box box)
{
	if (!part->boxed) {
		part->boxed = true;
		part->box = box;
		return;
	}
	if (box.min.lon < part->box.min.lon)
		part->box.min.lon = box.min.lon;
	if (box.min.lat < part->box.min.lat)
		part->box.min.lat = box.min.lat;
	if (box.max.lon > part->box.max.lon)
		part->box.max.lon = box.max.lon;
	if (box.max.lat > part->box.max.lat)
		part->box.max.lat = box.max.lat;
}

/* Layers for places and layers that have a feature. */
static int note_layers(const struct yice_view *view, struct yice_arena *arena, struct yice_set_part *part)
{
	int status = YICE_OK;

	part->layers = yice_arena_array(arena, view->count[YICE_SEC_LAYERS], sizeof(*part->layers));
	part->layer_count = 0;
	if (!part->layers)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS] && !status; i++) {
		struct yice_set_layer *noted = &part->layers[part->layer_count];
		struct yice_layer layer;

		if (view->layers[i].use == YICE_LAYER_OF_UNITS)
			continue;
		status = yice_layer_open(&layer, view->geometry + view->layers[i].words, view->layers[i].word_count);
		if (status || !layer.head.feature_count)
			continue;
		*noted = yice_set_layer_of(view, i, &layer);
		noted->name = yice_arena_strdup(arena, noted->name);
		status = noted->name ? YICE_OK : YICE_ENOMEM;
		part->layer_count++;
	}
	return status;
}

/* The box of the shapes of its own units, which are marked, and of those that no list of it has: another image's may. */
static int look_at_layers(const struct yice_view *view, const unsigned char *own, struct yice_set_part *part)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS] && !status; i++) {
		struct yice_layer layer;

		if (view->layers[i].use != YICE_LAYER_OF_UNITS)
			continue;
		status = yice_layer_open(&layer, view->geometry + view->layers[i].words, view->layers[i].word_count);
		for (uint32_t k = 0; !status && k < layer.head.feature_count; k++) {
			uint32_t unit = yice_layer_feature(&layer, k).key;

			if (unit >= view->count[YICE_SEC_UNITS] || own[unit])
				widen(part, yice_layer_feature_box(&layer, k));
		}
	}
	return status;
}

/* Scopes that are its own and have targets, as one image asks of those below. */
static int look_at_scopes(const struct yice_set_plan *plan, uint32_t number, const struct yice_view *view,
			  struct yice_arena *arena, struct yice_set_part *part)
{
	part->ruled = yice_arena_array(arena, view->count[YICE_SEC_SCOPES], sizeof(*part->ruled));
	part->ruled_count = 0;
	if (!part->ruled)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < view->count[YICE_SEC_SCOPES]; i++) {
		const char *code = yice_view_string(view, view->scopes[i].code);

		if (!view->scopes[i].target_count || yice_set_plan_owner(plan, code) != number)
			continue;
		part->ruled[part->ruled_count] = yice_arena_strdup(arena, code);
		if (!part->ruled[part->ruled_count++])
			return YICE_ENOMEM;
	}
	return YICE_OK;
}

int yice_set_part_look(const struct yice_set_plan *plan, uint32_t number, const yice_image *image, struct yice_arena *arena,
		       struct yice_set_part *part)
{
	const struct yice_view *view = &image->view;
	uint32_t count = view->count[YICE_SEC_UNITS];
	unsigned char *own = calloc((size_t)count + 1, 1);
	int status = YICE_OK;

	part->units = yice_arena_array(arena, count, sizeof(*part->units));
	part->unit_count = 0;
	part->boxed = false;
	if (!own || !part->units)
		status = YICE_ENOMEM;
	part->day = (yice_day)view->meta->default_day;
	part->asks_unit = yice_image_asks_unit(view);
	for (uint32_t i = 0; i < count && !status; i++) {
		const char *scope = yice_view_string(view, view->scopes[view->units[i].scope].code);

		if (yice_set_plan_owner(plan, scope) != number)
			continue;
		own[i] = 1;
		part->units[part->unit_count] = yice_arena_strdup(arena, yice_view_string(view, view->units[i].code));
		status = part->units[part->unit_count++] ? YICE_OK : YICE_ENOMEM;
	}
	if (!status)
		status = look_at_scopes(plan, number, view, arena, part);
	if (!status)
		status = look_at_layers(view, own, part);
	if (!status)
		status = note_layers(view, arena, part);
	free(own);
	return status;
}

/* ---------------------------------------------------------------- making */

static int look_inside(struct yice_set_maker *maker, uint32_t number, const void *bytes, size_t len, struct yice_set_part *part)
{
	yice_image *image;
	int status = yice_image_borrow(bytes, len, maker->report, &image);

	if (!status)
		status = yice_set_part_look(maker->plan, number, image, &maker->arena, part);
	yice_image_free(image);
	return status;
}

static int write_image(const struct yice_set_maker *maker, uint32_t number, const void *bytes, size_t len,
		       struct yice_set_part *part)
{
	const struct yice_set_plan *plan = maker->plan;
	struct yice_set_image image = { .code = plan->scopes.items[plan->images.items[number].scope].code };
	char name[YICE_SET_NAME];
	struct yice_buf path = YICE_BUF_INIT;
	int status = yice_digest_sha256(bytes, len, part->digest);

	part->size = len;
	memcpy(image.digest, part->digest, sizeof(image.digest));
	yice_set_image_name(&image, name);
	yice_buf_addf(&path, "%s/%s", maker->output, name);
	if (!status)
		status = yice_buf_status(&path);
	if (!status)
		status = yice_write_file(path.data, bytes, len);
	yice_buf_release(&path);
	return status;
}

static int compile(struct yice_set_maker *maker, const struct yice_planned_image *planned, void **bytes, size_t *len)
{
	const struct yice_set_plan *plan = maker->plan;
	struct yice_build build = { .count = planned->asked_count, .levels = &plan->folder, .level_count = 1,
				    .jobs = maker->jobs, .seen = see, .context = maker };
	const char **names = calloc((size_t)planned->asked_count + 1, sizeof(*names));
	size_t count = 0;
	int status;

	if (!names)
		return YICE_ENOMEM;
	/* Lists from elsewhere stand where they are imported, as in an image of the folder, unless nothing here does so. */
	for (int beside = 0; beside < 2; beside++)
		for (uint32_t i = 0; i < planned->asked_count; i++)
			if (plan->files.items[planned->asked[i]]->below == !beside)
				names[count++] = plan->files.items[planned->asked[i]]->name;
	build.paths = names;
	status = yice_build_run(&build, maker->report, bytes, len);
	free(names);
	if (maker->changed && (!status || status == YICE_EDIAG)) {
		if (!status)
			free(*bytes);
		yice_diag_add(&maker->report->diags, YICE_D_set_changed, YICE_SPAN_NONE, maker->changed, NULL);
		status = maker->report->diags.failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	return status;
}

int yice_set_make(struct yice_set_maker *maker, uint32_t number, struct yice_set_part *part)
{
	void *bytes = NULL;
	size_t len = 0;
	int status;

	maker->part = part;
	maker->changed = NULL;
	status = compile(maker, &maker->plan->images.items[number], &bytes, &len);
	if (status)
		return status;
	status = look_inside(maker, number, bytes, len, part);
	if (!status)
		status = write_image(maker, number, bytes, len, part);
	free(bytes);
	return status;
}
