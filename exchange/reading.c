/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sources say, in the words of a table. Import and export both go through
 * here: import to see which cells its own sources give, export to fill them. So
 * the two can never disagree about what a source means.
 */
#include "exchange/reading.h"

#include "compiler/declare.h"

static int index_clauses(struct yice_reading *reading)
{
	for (uint32_t i = 0; i < reading->model.placed.count; i++) {
		uint32_t unit = yice_reading_owner(reading, i);
		struct yice_buf key = YICE_BUF_INIT;
		const char *name;
		int status;

		if (unit == YICE_NONE)
			continue;
		name = yice_reading_clause_name(reading, i);
		yice_buf_addf(&key, "%u\n%s", unit, name ? name : "");
		status = name ? yice_buf_status(&key) : YICE_ENOMEM;
		if (!status)
			status = yice_exchange_put(&reading->clauses, yice_buf_text(&key), key.len, i, NULL);
		yice_buf_release(&key);
		if (status)
			return status;
	}
	return YICE_OK;
}

/* The first alias that is a string: what was published where a name cannot hold it. */
static const char *quoted(const struct yice_reading *reading, const struct yice_word *alias)
{
	for (; alias; alias = alias->next) {
		const struct yice_source *source = &reading->model.sources->items[alias->span.file];

		if (source->text[alias->span.start] == '"')
			return alias->text;
	}
	return NULL;
}

static void take_alias(struct yice_reading *reading, const struct yice_item *item)
{
	const struct yice_model *model = &reading->model;
	const char *name = item->name->zh.text;
	uint32_t index;

	if (item->kind == YICE_ITEM_PLACE && name && quoted(reading, item->u.place.aliases)) {
		index = yice_member_lookup(model, YICE_VOCAB_OF_PLACES, name);
		if (index != YICE_NONE)
			reading->places[index] = quoted(reading, item->u.place.aliases);
	}
	if (item->kind == YICE_ITEM_DIMENSION && name && quoted(reading, item->u.dimension.aliases)) {
		index = yice_map_find(&model->dimension_names, name, strlen(name));
		if (index != YICE_MAP_NONE)
			reading->dimensions[model->dimension_names.entries[index].value] =
			    quoted(reading, item->u.dimension.aliases);
	}
}

/* Places and dimensions as people publish them. */
static int spell(struct yice_reading *reading)
{
	struct yice_model *model = &reading->model;
	const struct yice_vocab *places = &model->vocabs.items[YICE_VOCAB_OF_PLACES];

	reading->places = yice_arena_array(&reading->arena, (size_t)places->count + 1, sizeof(char *));
	reading->dimensions =
	    yice_arena_array(&reading->arena, (size_t)model->dimensions.count + 1, sizeof(char *));
	if (!reading->places || !reading->dimensions)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < places->count; i++)
		reading->places[i] = places->members[i].label.zh;
	for (uint32_t i = 0; i < model->dimensions.count; i++)
		reading->dimensions[i] = model->dimensions.items[i].label.zh;
	for (uint32_t i = 0; i < model->files.count; i++)
		for (const struct yice_item *item = model->files.items[i]->items; item; item = item->next)
			take_alias(reading, item);
	return YICE_OK;
}

static void start(struct yice_reading *reading, struct yice_sources *sources, struct yice_diags *diags)
{
	memset(reading, 0, sizeof(*reading));
	yice_model_init(&reading->model, sources, diags);
	yice_arena_init(&reading->arena);
	yice_map_init(&reading->clauses);
	reading->open = true;
}

/* A table has the texts of each clause in full: they take the place of the rules' patterns. */
static int fill_texts(struct yice_reading *reading)
{
	struct yice_buf scratch = YICE_BUF_INIT;
	int status;

	for (uint32_t i = 0; i < reading->rules.count; i++) {
		struct yice_rule *rule = &reading->rules.items[i];
		const char **words = rule->original ? &rule->original : &rule->summary;
		const char *text = yice_rule_text(rule, *words, &scratch);

		if (text != *words)
			*words = yice_arena_strdup(&reading->arena, text);
	}
	status = reading->arena.failed ? YICE_ENOMEM : yice_buf_status(&scratch);
	yice_buf_release(&scratch);
	return status;
}

static int finish(struct yice_reading *reading)
{
	struct yice_model *model = &reading->model;
	int status = yice_rules_resolve(model, &reading->rules);

	if (!status)
		status = yice_diags_status(model->diags);
	if (!status)
		status = fill_texts(reading);
	if (!status)
		status = spell(reading);
	return status ? status : index_clauses(reading);
}

int yice_reading_open(struct yice_reading *reading, const char *const *paths, size_t count,
		      struct yice_sources *sources, struct yice_diags *diags)
{
	int status;

	start(reading, sources, diags);
	status = yice_model_load(&reading->model, paths, count);
	return status ? status : finish(reading);
}

int yice_reading_open_texts(struct yice_reading *reading, const struct yice_output *output,
			    const char *vocabulary, struct yice_sources *sources, struct yice_diags *diags)
{
	int status = YICE_OK;

	start(reading, sources, diags);
	if (vocabulary)
		status = yice_model_load(&reading->model, &vocabulary, 1);
	for (uint32_t i = 0; !status && i < output->count; i++) {
		const struct yice_source_text *text = &output->files[i];
		uint32_t file;

		status =
		    yice_sources_add(sources, text->name, yice_buf_text(&text->text), text->text.len, &file);
		if (!status)
			status = yice_model_load_source(&reading->model, file);
	}
	return status ? status : finish(reading);
}

void yice_reading_close(struct yice_reading *reading)
{
	if (!reading->open)
		return;
	yice_model_release(&reading->model);
	yice_map_release(&reading->clauses);
	yice_arena_release(&reading->arena);
	reading->open = false;
}

uint32_t yice_reading_unit(const struct yice_reading *reading, const char *code)
{
	uint32_t entry = yice_map_find(&reading->model.unit_codes, code, strlen(code));

	return entry == YICE_MAP_NONE ? YICE_NONE : reading->model.unit_codes.entries[entry].value;
}

uint32_t yice_reading_owner(const struct yice_reading *reading, uint32_t placed)
{
	const struct yice_placement *target =
	    &reading->model.placements.items[reading->model.placed.items[placed].target];

	return target->kind == YICE_FOR_UNIT ? target->key : YICE_NONE;
}

const char *yice_reading_clause_name(struct yice_reading *reading, uint32_t placed)
{
	const struct yice_placed *clause = &reading->model.placed.items[placed];
	struct yice_buf name = YICE_BUF_INIT;
	const char *kept;

	yice_buf_addf(&name, "%s#%u", clause->number, clause->repeat);
	kept = yice_buf_status(&name) ? NULL : yice_arena_strdup(&reading->arena, yice_buf_text(&name));
	yice_buf_release(&name);
	return kept;
}

uint32_t yice_reading_clause(struct yice_reading *reading, uint32_t unit, const char *name)
{
	struct yice_buf key = YICE_BUF_INIT;
	uint32_t entry;

	yice_buf_addf(&key, "%u\n%s", unit, name);
	reading->failed |= yice_buf_status(&key) != YICE_OK;
	entry = yice_buf_status(&key) ? YICE_MAP_NONE
				      : yice_map_find(&reading->clauses, yice_buf_text(&key), key.len);
	yice_buf_release(&key);
	return entry == YICE_MAP_NONE ? YICE_NONE : reading->clauses.entries[entry].value;
}

static const char *joined(struct yice_reading *reading, const struct yice_unit *unit)
{
	struct yice_buf text = YICE_BUF_INIT;
	const char *kept;

	for (uint32_t i = 0; i < unit->element_count; i++)
		yice_buf_addf(&text, "%s%s", i ? "、" : "", reading->places[unit->elements[i]]);
	kept = yice_buf_status(&text) ? NULL : yice_arena_strdup(&reading->arena, yice_buf_text(&text));
	yice_buf_release(&text);
	return kept;
}

/* County, city and province, told apart by the zeros at the end of their codes. */
static void fill_scopes(const struct yice_reading *reading, uint32_t scope, struct yice_fields *fields)
{
	for (; scope != YICE_NONE; scope = reading->model.scopes.items[scope].parent) {
		const struct yice_scope *area = &reading->model.scopes.items[scope];
		enum yice_role role = YICE_ROLE_COUNTY;

		if (strlen(area->code) != 6 || !strcmp(area->code, "000000"))
			continue;
		if (!strcmp(area->code + 2, "0000"))
			role = YICE_ROLE_PROVINCE;
		else if (!strcmp(area->code + 4, "00"))
			role = YICE_ROLE_CITY;
		fields->at[role] = area->label.zh;
	}
}

static const char *tag_of(struct yice_reading *reading, const struct yice_rule *rule)
{
	const char *element = rule->element.zh, *klass = rule->klass.zh;
	struct yice_buf text = YICE_BUF_INIT;
	const char *kept;

	if (!element || !klass)
		return element ? element : klass ? klass : "";
	yice_buf_addf(&text, "%s/%s", element, klass);
	kept = yice_buf_status(&text) ? NULL : yice_arena_strdup(&reading->arena, yice_buf_text(&text));
	yice_buf_release(&text);
	return kept;
}

const char *yice_reading_text(const struct yice_reading *reading, uint32_t placed)
{
	const struct yice_rule *rule = &reading->rules.items[placed];

	return rule->original ? rule->original : rule->summary ? rule->summary : "";
}

int yice_reading_fields(struct yice_reading *reading, uint32_t unit, uint32_t placed,
			struct yice_fields *fields)
{
	static const char *const classes[YICE_CLASSES] = { "优先保护单元", "重点管控单元", "一般管控单元" };
	const struct yice_unit *owner = &reading->model.units.items[unit];
	const struct yice_placed *clause = placed == YICE_NONE ? NULL : &reading->model.placed.items[placed];
	const struct yice_rule *rule = clause ? &reading->rules.items[placed] : NULL;

	for (int i = 0; i < YICE_ROLES; i++)
		fields->at[i] = "";
	fields->at[YICE_ROLE_CODE] = owner->code;
	fields->at[YICE_ROLE_NAME] = owner->title;
	fields->at[YICE_ROLE_CLASS] = classes[owner->klass];
	fields->at[YICE_ROLE_ZONES] = joined(reading, owner);
	fill_scopes(reading, owner->scope, fields);
	if (!clause)
		return fields->at[YICE_ROLE_ZONES] ? YICE_OK : YICE_ENOMEM;
	if (clause->dimension != YICE_NONE)
		fields->at[YICE_ROLE_DIMENSION] = reading->dimensions[clause->dimension];
	fields->at[YICE_ROLE_NUMBER] = clause->number;
	fields->at[YICE_ROLE_TAG] = tag_of(reading, rule);
	fields->at[YICE_ROLE_TEXT] = yice_reading_text(reading, placed);
	fields->at[YICE_ROLE_WIDE] = fields->at[YICE_ROLE_TEXT];
	return fields->at[YICE_ROLE_ZONES] && fields->at[YICE_ROLE_TAG] ? YICE_OK : YICE_ENOMEM;
}
