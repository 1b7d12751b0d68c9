/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image of a model without errors. Scopes come parents first, units by
 * code, targets under what they are for, each with its clauses; nothing here
 * depends on addresses, times or where the sources lie on disk. What the
 * verifier demands is written in image.def. Called by compile.c.
 */
#include "compiler/emit.h"

#include "runtime/image_layout.h"
#include "runtime/plan.h"

/* A parent's number is given before its children's; scopes in a cycle never get here. */
static void order_scopes(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	uint32_t done = 0, before = 1;

	for (uint32_t i = 0; i < model->scopes.count; i++)
		emitter->scope_number[i] = YICE_NONE;
	while (done != before) {
		before = done;
		for (uint32_t i = 0; i < model->scopes.count; i++) {
			uint32_t parent = model->scopes.items[i].parent;

			if (emitter->scope_number[i] != YICE_NONE ||
			    (parent != YICE_NONE && emitter->scope_number[parent] == YICE_NONE))
				continue;
			emitter->scope_order[done] = i;
			emitter->scope_number[i] = done++;
		}
	}
}

struct coded {
	const char *code;
	uint32_t unit;
};

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct coded *)a)->code, ((const struct coded *)b)->code);
}

static void order_units(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	struct coded *units = yice_arena_array(&emitter->arena, model->units.count, sizeof(*units));

	if (!units || !model->units.count)
		return;
	for (uint32_t i = 0; i < model->units.count; i++)
		units[i] = (struct coded){ model->units.items[i].code, i };
	qsort(units, model->units.count, sizeof(*units), by_code);
	for (uint32_t i = 0; i < model->units.count; i++) {
		emitter->unit_order[i] = units[i].unit;
		emitter->unit_number[units[i].unit] = i;
	}
}

/* "a/./b/../c" without its dots, as far as text alone can tell. */
static const char *clean_path(struct yice_emitter *emitter, const char *name)
{
	char *out = yice_arena_strdup(&emitter->arena, name);
	size_t len = 0;

	if (!out)
		return "";
	for (const char *at = name; *at;) {
		size_t part = strcspn(at, "/");
		bool up = part == 2 && !memcmp(at, "..", 2);
		bool can_climb = len > 0 && strcmp(out + (len >= 3 ? len - 3 : 0), "../");

		out[len] = '\0';
		if (up && can_climb) {
			for (len--; len > 0 && out[len - 1] != '/';)
				len--;
		} else if (part && !(part == 1 && *at == '.')) {
			memmove(out + len, at, part);
			len += part;
			if (at[part])
				out[len++] = '/';
		}
		at += part + (at[part] == '/');
		out[len] = '\0';
	}
	return out;
}

/* Absolute paths when all are known, since ".." hides the name of the folder left; else names as they were
 * given. */
static bool have_origins(const struct yice_model *model)
{
	for (uint32_t i = 0; i < model->files.count; i++) {
		uint32_t source = model->files.items[i]->source;

		if (source >= model->origins.count || !model->origins.items[source])
			return false;
	}
	return true;
}

/* Names of sources from the last folder they all lie in, so that moving the sources moves no byte. */
static void name_files(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	bool origins = have_origins(model);
	const char *first = NULL;
	size_t shared = 0;

	for (uint32_t i = 0; i < model->files.count; i++) {
		uint32_t source = model->files.items[i]->source;
		const char *name = origins ? model->origins.items[source]
					   : clean_path(emitter, model->sources->items[source].name);
		size_t same = 0, folder = 0;

		emitter->files[source] = name;
		if (!first) {
			first = name;
			shared = strlen(name);
		}
		for (; same < shared && name[same] == first[same]; same++)
			if (name[same] == '/')
				folder = same + 1;
		shared = folder;
	}
	for (uint32_t i = 0; i < model->files.count; i++)
		emitter->files[model->files.items[i]->source] += shared;
}

static void emit_lists(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;

	for (uint32_t i = 0; i < model->lists.count; i++) {
		const struct yice_list *list = &model->lists.items[i];
		struct yice_image_list record = { 0 };

		record.scope = emitter->scope_number[list->scope];
		record.title = yice_emit_string(emitter, list->title);
		record.english = yice_emit_string(emitter, list->english);
		record.publisher = yice_emit_string(emitter, list->publisher);
		record.reference = yice_emit_string(emitter, list->reference);
		record.from = (uint32_t)list->days.from;
		record.to = (uint32_t)list->days.to;
		record.fictional = list->fictional;
		yice_image_append(&emitter->image, YICE_SEC_LISTS, &record);
	}
}

static void emit_clause(struct yice_emitter *emitter, const struct yice_rule *rule)
{
	const struct yice_placed *placed = rule->placed;
	const struct yice_list *list = &emitter->model->lists.items[placed->list];
	struct yice_image_context context = { .from = (uint32_t)rule->days.from, .to = (uint32_t)rule->days.to,
					      .dimension = placed->dimension, .repeat = placed->repeat };
	struct yice_image_clause_info info = { 0 };
	struct yice_image_clause clause = { 0 };

	clause.body = yice_emit_body(emitter, rule);
	info.number = yice_emit_string(emitter, placed->number);
	context.args = yice_image_strings(&emitter->image, rule->args, rule->arg_count);
	if (placed->span.file < emitter->model->sources->count) {
		yice_source_locate(&emitter->model->sources->items[placed->span.file], placed->span.start,
				   &info.line, &context.column);
		context.file = yice_emit_string(emitter, emitter->files[placed->span.file]);
	}
	clause.context = yice_image_intern(&emitter->image, YICE_SEC_CONTEXTS, &context);
	yice_image_append(&emitter->image, YICE_SEC_CLAUSES, &clause);
	yice_image_append(&emitter->image, YICE_SEC_CLAUSE_INFO, &info);
	if (list->days.from == YICE_DAY_MIN && rule->days.from > emitter->latest)
		emitter->latest = rule->days.from;
}

static void emit_target(struct yice_emitter *emitter, const struct yice_placement *placement)
{
	const struct yice_image_target record = {
		.list = placement->list,
		.kind = placement->kind,
		.key =
		    placement->kind == YICE_FOR_UNIT ? emitter->unit_number[placement->key] : placement->key,
		.clauses = yice_image_count(&emitter->image, YICE_SEC_CLAUSES),
		.clause_count = placement->count,
	};

	yice_image_append(&emitter->image, YICE_SEC_TARGETS, &record);
	for (uint32_t i = 0; i < placement->count && !emitter->status; i++) {
		const struct yice_rule_source *source = emitter->source;
		const struct yice_rule *rule = source->take(source->context, placement->clauses[i]);

		if (rule)
			emit_clause(emitter, rule);
		else
			emitter->status = YICE_EDIAG;
	}
}

/* Placements of one scope or unit in reading order: chains through `next`, built backwards. */
struct chains {
	uint32_t *first, *next;
};

static bool chain_up(struct yice_emitter *emitter, struct chains *scopes, struct chains *units)
{
	const struct yice_model *model = emitter->model;
	uint32_t *next = yice_arena_array(&emitter->arena, model->placements.count, sizeof(*next));

	scopes->first = yice_arena_array(&emitter->arena, model->scopes.count, sizeof(*next));
	units->first = yice_arena_array(&emitter->arena, model->units.count, sizeof(*next));
	scopes->next = units->next = next;
	if (!next || !scopes->first || !units->first)
		return false;
	for (uint32_t i = 0; i < model->scopes.count; i++)
		scopes->first[i] = YICE_NONE;
	for (uint32_t i = 0; i < model->units.count; i++)
		units->first[i] = YICE_NONE;
	for (uint32_t i = model->placements.count; i-- > 0;) {
		const struct yice_placement *placement = &model->placements.items[i];
		uint32_t *first = placement->kind == YICE_FOR_UNIT
				      ? &units->first[placement->key]
				      : &scopes->first[model->lists.items[placement->list].scope];

		if (!placement->count)
			continue;
		next[i] = *first;
		*first = i;
	}
	return true;
}

/* Tells the source of rules in which order clauses will be emitted. */
static int announce(struct yice_emitter *emitter, const struct chains *scopes, const struct chains *units)
{
	const struct yice_model *model = emitter->model;
	uint32_t *order = yice_arena_array(&emitter->arena, model->placements.count, sizeof(*order)), count = 0;

	if (!order)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < model->scopes.count; i++)
		for (uint32_t at = scopes->first[emitter->scope_order[i]]; at != YICE_NONE; at = scopes->next[at])
			order[count++] = at;
	for (uint32_t i = 0; i < model->units.count; i++)
		for (uint32_t at = units->first[emitter->unit_order[i]]; at != YICE_NONE; at = units->next[at])
			order[count++] = at;
	return emitter->source->start(emitter->source->context, order, count);
}

/* Emits a chain of targets; returns how many. */
static uint32_t emit_targets(struct yice_emitter *emitter, const struct chains *chains, uint32_t owner)
{
	uint32_t count = 0;

	for (uint32_t i = chains->first[owner]; i != YICE_NONE; i = chains->next[i], count++)
		emit_target(emitter, &emitter->model->placements.items[i]);
	return count;
}

static void emit_scope(struct yice_emitter *emitter, const struct chains *chains, uint32_t index)
{
	const struct yice_scope *scope = &emitter->model->scopes.items[index];
	struct yice_image_scope record = { 0 };

	record.code = yice_emit_string(emitter, scope->code);
	record.zh = yice_emit_string(emitter, scope->label.zh);
	record.en = yice_emit_string(emitter, scope->label.en);
	record.parent = scope->parent == YICE_NONE ? YICE_NONE : emitter->scope_number[scope->parent];
	record.targets = yice_image_count(&emitter->image, YICE_SEC_TARGETS);
	record.target_count = emit_targets(emitter, chains, index);
	yice_image_append(&emitter->image, YICE_SEC_SCOPES, &record);
}

/*
 * A unit's 位于 holds for every site in it. Its 要素 are all the element zones
 * it lies in, so the others are absent; areas and parks not named stay open.
 */
static void fill_masks(struct yice_emitter *emitter, const struct yice_unit *unit,
		       struct yice_image_unit *record)
{
	const struct yice_vocab *places = &emitter->model->vocabs.items[YICE_VOCAB_OF_PLACES];
	unsigned char *present = calloc((size_t)places->count + 1, 1),
		      *absent = calloc((size_t)places->count + 1, 1);

	record->present = record->absent = YICE_NONE;
	if (!present || !absent) {
		emitter->status = YICE_ENOMEM;
	} else {
		for (uint32_t i = 0; i < unit->within_count; i++)
			present[unit->within[i]] = 1;
		for (uint32_t i = 0; unit->has_elements && i < places->count; i++)
			absent[i] = places->members[i].info == YICE_AT_ZONE && !present[i];
		for (uint32_t i = 0; i < unit->element_count; i++)
			absent[unit->elements[i]] = 0;
		if (unit->within_count)
			record->present = yice_emit_mask(emitter, present, places->count);
		if (unit->has_elements)
			record->absent = yice_emit_mask(emitter, absent, places->count);
	}
	free(present);
	free(absent);
}

static void emit_unit(struct yice_emitter *emitter, const struct chains *chains, uint32_t index)
{
	const struct yice_unit *unit = &emitter->model->units.items[index];
	struct yice_image_unit record = { 0 };

	record.code = yice_emit_string(emitter, unit->code);
	record.title = yice_emit_string(emitter, unit->title);
	record.english = yice_emit_string(emitter, unit->english);
	record.klass = unit->klass;
	record.list = unit->list;
	record.scope = emitter->scope_number[unit->scope];
	record.elements = yice_image_words(&emitter->image, unit->elements, unit->element_count);
	record.element_count = unit->element_count;
	record.targets = yice_image_count(&emitter->image, YICE_SEC_TARGETS);
	record.fictional = unit->fictional;
	fill_masks(emitter, unit, &record);
	record.target_count = emit_targets(emitter, chains, index);
	yice_image_append(&emitter->image, YICE_SEC_UNITS, &record);
}

/*
 * Day used when a decision names none: the latest on which a list takes effect. A list without a day of its own does so
 * with the last of its clauses.
 */
static yice_day default_day(const struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	yice_day day = emitter->latest;

	for (uint32_t i = 0; i < model->lists.count; i++)
		if (model->lists.items[i].days.from > day)
			day = model->lists.items[i].days.from;
	return day == YICE_DAY_MIN ? 0 : day;
}

static void emit_meta(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	struct yice_image_meta record = {
		.language = 1,
		.default_day = (uint32_t)default_day(emitter),
		.site_slot = YICE_NONE,
		.place_list = YICE_VOCAB_OF_PLACES,
	};

	if (model->site_attribute != YICE_NONE)
		record.site_slot = model->attributes.items[model->site_attribute].slot;
	yice_image_append(&emitter->image, YICE_SEC_META, &record);
}

/* What follows from the rest of the image: the plans, and bounds of work and memory. */
static void derive(struct yice_emitter *emitter)
{
	struct yice_view view;
	int status;

	if (emitter->status || emitter->image.status || emitter->arena.failed)
		return; /* without its clauses there is nothing to plan */
	status = yice_image_plan(&emitter->image);
	if (!status) {
		yice_image_builder_view(&emitter->image, &view);
		status = yice_image_bounds(&view, yice_image_record(&emitter->image, YICE_SEC_META, 0));
	}
	emitter->status = status;
}

static bool prepare(struct yice_emitter *emitter)
{
	const struct yice_model *model = emitter->model;
	struct yice_arena *arena = &emitter->arena;

	emitter->scope_order = yice_arena_array(arena, model->scopes.count, sizeof(uint32_t));
	emitter->scope_number = yice_arena_array(arena, model->scopes.count, sizeof(uint32_t));
	emitter->unit_order = yice_arena_array(arena, model->units.count, sizeof(uint32_t));
	emitter->unit_number = yice_arena_array(arena, model->units.count, sizeof(uint32_t));
	emitter->files = yice_arena_array(arena, model->sources->count, sizeof(*emitter->files));
	if (arena->failed)
		return false;
	order_scopes(emitter);
	order_units(emitter);
	name_files(emitter);
	return !arena->failed;
}

static int status_of(const struct yice_emitter *emitter)
{
	return emitter->status ? emitter->status : emitter->arena.failed ? YICE_ENOMEM : emitter->image.status;
}

int yice_emit_begin(struct yice_emitter *emitter, const struct yice_model *model, const struct yice_rule_source *source)
{
	struct chains scopes, units;

	*emitter = (struct yice_emitter){ .model = model, .source = source, .latest = YICE_DAY_MIN };
	yice_image_builder_init(&emitter->image);
	yice_arena_init(&emitter->arena);
	yice_map_init(&emitter->tests);
	yice_map_init(&emitter->runs);
	yice_map_init(&emitter->frames);
	yice_map_init(&emitter->limits);
	if (!prepare(emitter) || !chain_up(emitter, &scopes, &units))
		return YICE_ENOMEM;
	emitter->status = announce(emitter, &scopes, &units);
	yice_emit_vocabulary(emitter);
	emit_lists(emitter);
	for (uint32_t i = 0; i < model->scopes.count && !emitter->status; i++)
		emit_scope(emitter, &scopes, emitter->scope_order[i]);
	for (uint32_t i = 0; i < model->units.count && !emitter->status; i++)
		emit_unit(emitter, &units, emitter->unit_order[i]);
	return status_of(emitter);
}

int yice_emit_rest(struct yice_emitter *emitter)
{
	yice_emit_scales(emitter);
	yice_emit_ticks(emitter);
	emit_meta(emitter);
	yice_emit_geometry(emitter);
	return status_of(emitter);
}

/* Nothing is added any more but plans, which are looked for nowhere. */
static void release_maps(struct yice_emitter *emitter)
{
	yice_map_release(&emitter->tests);
	yice_map_release(&emitter->runs);
	yice_map_release(&emitter->frames);
	yice_map_release(&emitter->limits);
}

int yice_emit_image(struct yice_emitter *emitter, struct yice_buf *image)
{
	release_maps(emitter);
	yice_image_builder_forget(&emitter->image);
	derive(emitter);
	return status_of(emitter) ? status_of(emitter) : yice_image_finish(&emitter->image, image);
}

void yice_emitter_release(struct yice_emitter *emitter)
{
	release_maps(emitter);
	yice_buf_release(&emitter->code);
	yice_buf_release(&emitter->key);
	yice_arena_release(&emitter->arena);
	yice_image_builder_release(&emitter->image);
}

static int start(void *context, const uint32_t *placements, uint32_t count)
{
	YICE_UNUSED(context);
	YICE_UNUSED(placements);
	YICE_UNUSED(count);
	return YICE_OK;
}

static const struct yice_rule *take(void *context, uint32_t number)
{
	const struct yice_rules *rules = context;

	return rules->items[number].bad ? NULL : &rules->items[number];
}

int yice_rules_emit(const struct yice_model *model, const struct yice_rules *rules, struct yice_buf *image)
{
	struct yice_rules all = *rules;
	const struct yice_rule_source source = { start, take, &all };
	struct yice_emitter emitter;
	int status;

	for (uint32_t i = 0; i < rules->count; i++)
		if (rules->items[i].bad)
			return YICE_EDIAG;
	status = yice_emit_begin(&emitter, model, &source);
	if (!status)
		status = yice_emit_rest(&emitter);
	if (!status)
		status = yice_emit_image(&emitter, image);
	yice_emitter_release(&emitter);
	return status;
}
