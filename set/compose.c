/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting the index together. Everything in it is in an order of its own, so
 * that it does not show which images were made this time and which stayed.
 * That no unit is in two images is seen here, where all units come together;
 * the compiler, given the files of both, says where it is declared. Called by
 * build.c.
 */
#include "base/base.h"
#include "set/compose.h"

#include "base/map.h"
#include "yice/compile.h"

/* A source before it has its number. */
struct found {
	const char *path;
	const char *digest;
	uint64_t size;
};

struct composing {
	struct yice_set_plan *plan;
	const struct yice_set_part *parts;
	struct yice_set_index *index;
	struct yice_report *report;
	struct found *found;
	uint32_t found_count;
	struct yice_map data; /* names of data -> into paths */
	YICE_VEC(const char *) paths;
};

static const struct yice_planned_scope *scope_of(const struct yice_set_plan *plan, uint32_t image)
{
	return &plan->scopes.items[plan->images.items[image].scope];
}

bool yice_set_same_scopes(const struct yice_set_plan *plan, const struct yice_set_index *old)
{
	if (plan->scopes.count != old->scope_count || plan->images.count != old->image_count)
		return false;
	for (uint32_t i = 0; i < old->image_count; i++)
		if (strcmp(scope_of(plan, i)->code, old->images[i].code))
			return false;
	for (uint32_t i = 0; i < old->scope_count; i++) {
		const struct yice_planned_scope *scope = &plan->scopes.items[i];

		if (strcmp(scope->code, old->scopes[i].code) || scope->parent != old->scopes[i].parent ||
		    scope->image != old->scopes[i].image)
			return false;
	}
	return true;
}

int yice_set_keep(const struct yice_set_index *old, const uint32_t *kept, uint32_t count, struct yice_set_part *parts,
		  struct yice_arena *arena)
{
	uint32_t *counts = yice_arena_array(arena, old->image_count, sizeof(*counts)),
		 *layers = yice_arena_array(arena, old->image_count, sizeof(*layers)),
		 *ruled = yice_arena_array(arena, old->image_count, sizeof(*ruled));
	struct yice_set_part **to = yice_arena_array(arena, old->image_count, sizeof(struct yice_set_part *));

	if (!counts || !layers || !ruled || !to)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < old->unit_count; i++)
		counts[old->units[i].image]++;
	for (uint32_t i = 0; i < old->layer_count; i++)
		layers[old->layers[i].image]++;
	for (uint32_t i = 0; i < old->scope_count; i++)
		if (old->scopes[i].ruled && old->scopes[i].image != YICE_SET_NONE)
			ruled[old->scopes[i].image]++;
	for (uint32_t i = 0; i < count; i++) {
		if (kept[i] == YICE_SET_NONE)
			continue;
		to[kept[i]] = &parts[i];
		parts[i].units = yice_arena_array(arena, counts[kept[i]], sizeof(*parts[i].units));
		parts[i].ruled = yice_arena_array(arena, ruled[kept[i]], sizeof(*parts[i].ruled));
		parts[i].layers = yice_arena_array(arena, layers[kept[i]], sizeof(*parts[i].layers));
		if (!parts[i].units || !parts[i].ruled || !parts[i].layers)
			return YICE_ENOMEM;
	}
	for (uint32_t i = 0; i < old->unit_count; i++) {
		struct yice_set_part *part = to[old->units[i].image];

		if (part)
			part->units[part->unit_count++] = old->units[i].code;
	}
	for (uint32_t i = 0; i < old->layer_count; i++) {
		struct yice_set_part *part = to[old->layers[i].image];

		if (part)
			part->layers[part->layer_count++] = old->layers[i];
	}
	for (uint32_t i = 0; i < old->scope_count; i++) {
		struct yice_set_part *part =
			old->scopes[i].ruled && old->scopes[i].image != YICE_SET_NONE ? to[old->scopes[i].image] : NULL;

		if (part)
			part->ruled[part->ruled_count++] = old->scopes[i].code;
	}
	return YICE_OK;
}

/* ---------------------------------------------------------------- sources */

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->path, ((const struct found *)b)->path);
}

/* The path of a datum, worked out once a name; NULL when out of memory. */
static const char *path_of(struct composing *c, const char *name)
{
	struct yice_model *model = &c->plan->model;
	uint32_t entry;
	const char **place;
	bool added;

	if (yice_map_put(&c->data, name, strlen(name), c->paths.count, &entry, &added))
		return NULL;
	if (!added)
		return c->paths.items[c->data.entries[entry].value];
	place = YICE_PUSH(model, &c->paths);
	if (place)
		*place = yice_set_plan_path(c->plan, name);
	return place ? *place : NULL;
}

/* Everything that any image was made of, each once, sorted. Bytes that differ between two images changed meanwhile. */
static int find_sources(struct composing *c)
{
	size_t most = c->plan->files.count, kept = 0;

	for (uint32_t i = 0; i < c->plan->images.count; i++)
		most += c->parts[i].data.count;
	c->found = yice_arena_array(&c->index->arena, most, sizeof(*c->found));
	if (!c->found)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->plan->files.count; i++) {
		const struct yice_set_file *file = c->plan->files.items[i];

		c->found[c->found_count++] = (struct found){ file->path, file->digest, file->size };
	}
	for (uint32_t i = 0; i < c->plan->images.count; i++)
		for (uint32_t k = 0; k < c->parts[i].data.count; k++) {
			const struct yice_set_datum *datum = &c->parts[i].data.items[k];
			const char *path = path_of(c, datum->name);

			if (!path)
				return YICE_ENOMEM;
			c->found[c->found_count++] = (struct found){ path, datum->digest, datum->size };
		}
	if (c->found_count)
		qsort(c->found, c->found_count, sizeof(*c->found), by_path);
	for (uint32_t i = 0; i < c->found_count; i++) {
		if (kept && !strcmp(c->found[kept - 1].path, c->found[i].path)) {
			if (strcmp(c->found[kept - 1].digest, c->found[i].digest))
				yice_diag_add(&c->report->diags, YICE_D_set_changed, YICE_SPAN_NONE, c->found[i].path, NULL);
			continue;
		}
		c->found[kept++] = c->found[i];
	}
	c->found_count = (uint32_t)kept;
	return yice_diags_status(&c->report->diags);
}

static int put_sources(struct composing *c)
{
	struct yice_set_index *index = c->index;
	int status = find_sources(c);

	if (status)
		return status;
	index->sources = yice_arena_array(&index->arena, c->found_count, sizeof(*index->sources));
	if (!index->sources)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->found_count; i++) {
		struct yice_set_source *source = &index->sources[index->source_count++];

		source->path = c->found[i].path;
		source->size = c->found[i].size;
		memcpy(source->digest, c->found[i].digest, sizeof(source->digest));
	}
	return YICE_OK;
}

/* ---------------------------------------------------------------- images and scopes */

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* What was asked for, then the rest; both ascending. */
static int put_image_sources(struct composing *c, uint32_t number, struct yice_set_image *image)
{
	const struct yice_planned_image *planned = &c->plan->images.items[number];
	const struct yice_set_part *part = &c->parts[number];
	uint32_t asked = 0;

	image->sources = yice_arena_array(&c->index->arena, (size_t)planned->all_count + part->data.count, sizeof(*image->sources));
	if (!image->sources)
		return YICE_ENOMEM;
	for (; image->asked < planned->asked_count; image->asked++)
		image->sources[image->source_count++] =
			yice_set_find_source(c->index, c->plan->files.items[planned->asked[image->asked]]->path);
	for (uint32_t i = 0; i < planned->all_count; i++) {
		if (asked < planned->asked_count && planned->asked[asked] == planned->all[i])
			asked++;
		else
			image->sources[image->source_count++] =
				yice_set_find_source(c->index, c->plan->files.items[planned->all[i]]->path);
	}
	for (uint32_t i = 0; i < part->data.count; i++)
		image->sources[image->source_count++] = yice_set_find_source(c->index, path_of(c, part->data.items[i].name));
	if (image->source_count > image->asked)
		qsort(image->sources + image->asked, image->source_count - image->asked, sizeof(*image->sources), by_number);
	return YICE_OK;
}

static int put_images(struct composing *c)
{
	struct yice_set_index *index = c->index;
	int status = YICE_OK;

	index->images = yice_arena_array(&index->arena, c->plan->images.count, sizeof(*index->images));
	if (!index->images)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->plan->images.count && !status; i++) {
		struct yice_set_image *image = &index->images[index->image_count++];
		const struct yice_set_part *part = &c->parts[i];

		image->code = scope_of(c->plan, i)->code;
		memcpy(image->digest, part->digest, sizeof(image->digest));
		image->size = part->size;
		image->day = part->day;
		image->asks_unit = part->asks_unit;
		image->boxed = part->boxed;
		image->box = part->box;
		if (!i || part->day > index->day)
			index->day = part->day;
		status = put_image_sources(c, i, image);
	}
	return status;
}

static int put_scopes(struct composing *c)
{
	struct yice_set_index *index = c->index;

	index->scopes = yice_arena_array(&index->arena, c->plan->scopes.count, sizeof(*index->scopes));
	if (!index->scopes)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->plan->scopes.count; i++) {
		const struct yice_planned_scope *scope = &c->plan->scopes.items[i];

		index->scopes[index->scope_count++] =
			(struct yice_set_scope){ scope->code, scope->parent, scope->image, false };
	}
	for (uint32_t i = 0; i < c->plan->images.count; i++)
		for (uint32_t k = 0; k < c->parts[i].ruled_count; k++) {
			uint32_t scope = yice_set_find_scope(index, c->parts[i].ruled[k]);

			if (scope != YICE_SET_NONE)
				index->scopes[scope].ruled = true;
		}
	return YICE_OK;
}

/* ---------------------------------------------------------------- units */

static int by_unit(const void *a, const void *b)
{
	const struct yice_set_unit *x = a, *y = b;
	int order = strcmp(x->code, y->code);

	return order ? order : x->image < y->image ? -1 : x->image > y->image;
}

/* The files of both images, compiled together, show where a unit is declared twice. */
static int tell_twice(const struct composing *c, const struct yice_set_unit *first)
{
	const struct yice_planned_image *a = &c->plan->images.items[first[0].image], *b = &c->plan->images.items[first[1].image];
	const char **names = calloc((size_t)a->asked_count + b->asked_count + 1, sizeof(*names));
	size_t count = 0;
	int status;

	if (!names)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < a->asked_count; i++)
		names[count++] = c->plan->files.items[a->asked[i]]->name;
	for (uint32_t i = 0; i < b->asked_count; i++)
		names[count++] = c->plan->files.items[b->asked[i]]->name;
	status = yice_check(names, count, c->report);
	free(names);
	if (status)
		return status;
	yice_diag_add(&c->report->diags, YICE_D_set_unit, YICE_SPAN_NONE, first->code, scope_of(c->plan, first[0].image)->code,
		      scope_of(c->plan, first[1].image)->code, NULL);
	return yice_diags_status(&c->report->diags);
}

static int put_units(struct composing *c)
{
	struct yice_set_index *index = c->index;
	size_t count = 0;
	bool sorted = true;

	for (uint32_t i = 0; i < c->plan->images.count; i++)
		count += c->parts[i].unit_count;
	index->units = yice_arena_array(&index->arena, count, sizeof(*index->units));
	if (!index->units)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->plan->images.count; i++)
		for (uint32_t k = 0; k < c->parts[i].unit_count; k++)
			index->units[index->unit_count++] = (struct yice_set_unit){ c->parts[i].units[k], i };
	/* Codes of units begin with those of their counties, so images in order mostly have their units in order. */
	for (uint32_t i = 1; i < index->unit_count && sorted; i++)
		sorted = by_unit(&index->units[i - 1], &index->units[i]) < 0;
	if (!sorted)
		qsort(index->units, index->unit_count, sizeof(*index->units), by_unit);
	for (uint32_t i = 1; i < index->unit_count; i++)
		if (!strcmp(index->units[i - 1].code, index->units[i].code))
			return tell_twice(c, &index->units[i - 1]);
	return YICE_OK;
}

static int put_layers(struct composing *c)
{
	struct yice_set_index *index = c->index;
	size_t count = 0;

	for (uint32_t i = 0; i < c->plan->images.count; i++)
		count += c->parts[i].layer_count;
	index->layers = yice_arena_array(&index->arena, count, sizeof(*index->layers));
	if (!index->layers)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < c->plan->images.count; i++)
		for (uint32_t k = 0; k < c->parts[i].layer_count; k++) {
			index->layers[index->layer_count] = c->parts[i].layers[k];
			index->layers[index->layer_count++].image = i;
		}
	return YICE_OK;
}

int yice_set_compose(struct yice_set_plan *plan, const struct yice_set_part *parts, struct yice_set_index *index,
		     struct yice_report *report)
{
	struct composing c = { .plan = plan, .parts = parts, .index = index, .report = report };
	int status;

	index->program = YICE_VERSION;
	index->tier = plan->tier;
	index->folder = plan->above;
	yice_map_init(&c.data);
	status = put_sources(&c);
	if (!status)
		status = put_images(&c);
	if (!status)
		status = put_scopes(&c);
	if (!status)
		status = put_units(&c);
	if (!status)
		status = put_layers(&c);
	yice_map_release(&c.data);
	return status;
}
