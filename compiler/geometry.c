/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads what 图形 names: a GeoJSON FeatureCollection beside the source, in
 * CGCS2000 degrees unless it says otherwise. Each Feature becomes a shape with
 * a name; of units the name is the code that a list has declared. Mistakes are
 * shown at their place in the GeoJSON, and a shape that is not valid is a
 * mistake: nothing is repaired. Called by compile.c once the lists are known.
 */
#include "compiler/geometry_fault.h"

#include "compiler/declare.h"
#include "runtime/geo/site.h"

/* What members of "properties" are called in practice; the first that is there counts. */
static const char *const code_keys[] = { "code", "unit", "HJGKDYBM", "HJZHGKDYBM", "单元编码", "环境管控单元编码",
					 "管控单元编码" };
static const char *const name_keys[] = { "name", "NAME", "HJGKDYMC", "名称", "单元名称", "MC", "mc" };
static const char *const class_keys[] = { "class", "ZHGKDYFL", "类别", "管控类别", "管控单元分类", "环境管控单元分类" };

struct reading {
	struct yice_model *model;
	struct yice_geometry *geometry;
	struct yice_site_reader site;
	struct yice_arena json;
	const char *name; /* of the feature being read */
	bool told;        /* that its shape is not valid */
};

static const struct yice_json *property(const struct yice_json *feature, const char *const *keys, size_t count)
{
	const struct yice_json *properties = yice_json_get(feature, "properties"), *found;

	if (!properties || properties->kind != YICE_JSON_OBJECT)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		found = yice_json_get(properties, keys[i]);
		if (found && (found->kind == YICE_JSON_STRING || found->kind == YICE_JSON_NUMBER) && found->len)
			return found;
	}
	return NULL;
}

/* 0 for a class the text does not tell. The digits are those of unit codes. */
static int class_of(const char *text)
{
	static const char *const words[][3] = { { "1", "优先", "priority" }, { "2", "重点", "key" }, { "3", "一般", "general" } };

	for (int i = 0; i < 3; i++)
		for (int k = 0; k < 3; k++)
			if (!strncmp(text, words[i][k], strlen(words[i][k])))
				return i + 1;
	return 0;
}

static void check_class(const struct reading *reading, const struct yice_json *node, uint32_t index)
{
	const struct yice_unit *unit = &reading->model->units.items[index];
	const struct yice_json *klass = property(node, class_keys, YICE_COUNT(class_keys));
	struct yice_diag *diag;

	if (!klass || class_of(klass->text) == (int)unit->klass + 1)
		return;
	diag = yice_diag_add(reading->model->diags, YICE_D_geometry_class, klass->span, unit->code, klass->text,
			     yice_builtin_label(0, unit->klass).zh, yice_builtin_label(0, unit->klass).en, NULL);
	yice_diag_note(reading->model->diags, diag, YICE_D_note_declared, unit->span, unit->code, NULL);
}

/* The code of a unit, and which one it is. */
static bool name_unit(const struct reading *reading, const struct yice_json *node, struct yice_geo_feature *feature)
{
	struct yice_model *model = reading->model;
	const struct yice_json *code = property(node, code_keys, YICE_COUNT(code_keys));
	uint32_t entry;

	if (!code) {
		yice_diag_add(model->diags, YICE_D_geometry_code, node->span, NULL);
		return false;
	}
	feature->name = yice_arena_strndup(&model->arena, code->text, code->len);
	feature->span = code->span;
	model->failed |= !feature->name;
	entry = yice_map_find(&model->unit_codes, code->text, code->len);
	if (entry == YICE_MAP_NONE) {
		yice_diag_add(model->diags, YICE_D_geometry_unlisted, code->span, code->text, NULL);
		return feature->name != NULL;
	}
	feature->unit = model->unit_codes.entries[entry].value;
	check_class(reading, node, feature->unit);
	return feature->name != NULL;
}

static bool name_feature(const struct reading *reading, const struct yice_json *node, struct yice_geo_feature *feature)
{
	const struct yice_json *name = property(node, name_keys, YICE_COUNT(name_keys));

	feature->span = node->span;
	feature->unit = YICE_NONE;
	feature->name = "";
	if (!reading->geometry->item->u.geometry.names)
		return name_unit(reading, node, feature);
	if (name)
		feature->name = yice_arena_strndup(&reading->model->arena, name->text, name->len);
	reading->model->failed |= !feature->name;
	return feature->name != NULL;
}

/* Whether the geometry is for units or places, which have an inside. */
static bool wants_areas(const struct reading *reading)
{
	const struct yice_item *item = reading->geometry->item;

	for (const struct yice_word *word = item->u.geometry.names; word; word = word->next)
		if (yice_member_lookup(reading->model, YICE_VOCAB_OF_PLACES, word->text) != YICE_NONE)
			return true;
	return !item->u.geometry.names;
}

/* Invalid rings are on the map of faults too. */
static void draw_flaw(void *context, enum yice_diag_id id, struct yice_point place)
{
	struct reading *reading = context;

	reading->told |= id != YICE_D_shape_crowded;
	yice_fault_draw_invalid(reading->model, id, reading->name, place);
	reading->model->failed |= reading->model->diags->drawing.failed;
}

/* A unit that has an area with a mistake in it is not one without. */
static void keep_flawed(struct reading *reading)
{
	struct yice_geo_feature *feature = &reading->geometry->features[reading->geometry->count];

	if (reading->geometry->item->u.geometry.names)
		return;
	if (!reading->told || feature->shape.kind != YICE_SHAPE_POLYGONS)
		feature->shape = (struct yice_shape){ .kind = YICE_SHAPE_POLYGONS };
	feature->flawed = true;
	reading->geometry->count++;
}

static int read_feature(struct reading *reading, const struct yice_json *node, bool areas)
{
	struct yice_geo_feature *feature = &reading->geometry->features[reading->geometry->count];
	int status;

	if (node->kind != YICE_JSON_OBJECT) {
		yice_diag_add(reading->model->diags, YICE_D_geojson_member, node->span, "Feature", "type", NULL);
		return YICE_OK;
	}
	if (!name_feature(reading, node, feature))
		return YICE_OK;
	reading->name = feature->name;
	reading->told = false;
	status = yice_site_geojson(&reading->site, node, &feature->shape);
	if (!status && areas && feature->shape.kind != YICE_SHAPE_POLYGONS) {
		yice_diag_add(reading->model->diags, YICE_D_geometry_kind, node->span, NULL);
		status = YICE_EDIAG;
	}
	if (!status)
		reading->geometry->count++;
	else if (status == YICE_EDIAG)
		keep_flawed(reading);
	return status == YICE_EDIAG ? YICE_OK : status;
}

/* What the collection states, or its features, or the system that a layer is in. */
static bool state_crs(struct reading *reading, const struct yice_json *root)
{
	static const char otherwise[] = "CGCS2000";

	if (!yice_geojson_state_crs(&reading->site, root))
		return false;
	return reading->site.crs_name ||
	       yice_site_state_crs(&reading->site, otherwise, sizeof(otherwise) - 1, root->span);
}

static int read_features(struct reading *reading, const struct yice_json *root)
{
	const struct yice_json *list = root->kind == YICE_JSON_OBJECT ? yice_json_get(root, "features") : NULL;
	bool areas = wants_areas(reading);
	int status = YICE_OK;

	if (!list || list->kind != YICE_JSON_ARRAY) {
		yice_diag_add(reading->model->diags, YICE_D_geojson_member, root->span, "FeatureCollection", "features",
			      NULL);
		return YICE_OK;
	}
	if (!state_crs(reading, root))
		return YICE_OK;
	reading->geometry->features =
	    yice_arena_array(&reading->model->arena, (size_t)list->count + 1, sizeof(*reading->geometry->features));
	if (!reading->geometry->features)
		return YICE_ENOMEM;
	for (const struct yice_json *node = list->first; node && !status; node = node->next)
		status = read_feature(reading, node, areas);
	return status;
}

static int read_file(struct reading *reading, const struct yice_text *data)
{
	struct yice_model *model = reading->model;
	const char *path = yice_path_beside(model, data->span.file, data->text);
	const struct yice_source *source;
	struct yice_json *root = NULL;
	uint32_t file;
	int status = path ? yice_text_load(model, path, data->span, YICE_D_data_missing, data->text, &file) : YICE_ENOMEM;

	if (status)
		return status == YICE_EDIAG ? YICE_OK : status;
	source = &model->sources->items[file];
	status = yice_json_parse(source->text, source->len, file, 0, &reading->json, model->diags, &root);
	if (!status)
		status = read_features(reading, root);
	return status == YICE_EDIAG ? YICE_OK : status;
}

/* Every name is a place, a layer or both. */
static void check_names(struct yice_model *model, const struct yice_item *item)
{
	for (const struct yice_word *word = item->u.geometry.names; word; word = word->next)
		if (word->text && (yice_member_lookup(model, YICE_VOCAB_OF_PLACES, word->text) == YICE_NONE ||
				   yice_find_member(model, YICE_VOCAB_OF_PLACES, word) == YICE_NONE))
			(void)yice_find_member(model, YICE_VOCAB_OF_LAYERS, word);
}

static int load(struct yice_model *model, struct yice_geo *geo, const struct yice_item *item)
{
	struct yice_geometry *geometry = YICE_PUSH(model, &model->geometries);
	struct reading reading = { .model = model, .geometry = geometry };
	uint32_t errors = model->diags->errors;
	int status;

	if (!geometry)
		return YICE_ENOMEM;
	geometry->item = item;
	geometry->stretch = YICE_NONE;
	geometry->scope = item->u.geometry.scope.text ? yice_find_scope(model, &item->u.geometry.scope) : YICE_NONE;
	check_names(model, item);
	if (!item->u.geometry.data) {
		yice_diag_add(model->diags, YICE_D_geometry_data, item->head, NULL);
		return YICE_OK;
	}
	reading.site = (struct yice_site_reader){ .geo = geo, .arena = &model->arena, .diags = model->diags,
						  .limit = YICE_SHAPE_POINTS_MAX, .flaw = draw_flaw,
						  .flaw_context = &reading };
	yice_arena_init(&reading.json);
	status = read_file(&reading, item->u.geometry.data);
	if (!status && !geometry->count && model->diags->errors == errors)
		yice_diag_add(model->diags, YICE_D_geometry_empty, item->u.geometry.data->span,
			      item->u.geometry.data->text, NULL);
	yice_arena_release(&reading.json);
	return status;
}

int yice_geometry_load(struct yice_model *model)
{
	struct yice_geo *geo = NULL;
	int status = YICE_OK;

	for (uint32_t i = 0; i < model->others.count && !status; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind != YICE_ITEM_GEOMETRY)
			continue;
		if (!geo)
			status = yice_geo_new(&geo);
		if (!status)
			status = load(model, geo, item);
	}
	if (!status)
		status = yice_stretches_cut(model, geo);
	yice_geo_free(geo);
	return status ? status : yice_model_status(model);
}
