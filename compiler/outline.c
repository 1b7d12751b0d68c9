/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of a list: what each clause is for. A file is flat; 清单, 适用, 单元
 * and 维度 open a context that lasts until the next of its kind, and here the
 * context becomes data. Lists and units come first, then clauses are placed,
 * once for every target that is open, and clause groups are expanded where they
 * are used. Nothing is dropped: a clause without a target is an error, a number
 * used twice gets a counter.
 */
#include "compiler/rule.h"
#include "compiler/declare.h"

#include <stdio.h>

#define GROUP_DEPTH 64         /* groups using groups; deeper would cost stack */
#define CLAUSES_MAX (1u << 23) /* clauses after expansion */
#define VISITS_MAX  (1u << 25) /* items looked at while expanding, for groups that multiply and hold nothing \
				*/

/* How often a number was used for one target, and where first. */
struct number {
	uint32_t count;
	struct yice_span first;
};

struct outline {
	struct yice_model *model;
	struct yice_context context;
	uint32_t list;              /* of the file being read, YICE_NONE before the first */
	uint32_t next_list;         /* lists are numbered by declare_file() in the same order */
	YICE_VEC(uint32_t) targets; /* placements that are open */
	bool excused; /* a missing or wrong target was reported: what follows it is not reported again */
	bool stray;   /* what is open is no target of the author's, only a place to look at clauses in */
	uint32_t dimension;
	/* By placement: which target it is, one that is opened again being the same. */
	YICE_VEC(uint32_t) of;
	struct yice_map named; /* "440606/全域": the targets */
	YICE_VEC(struct number) numbers;
	struct yice_map keys; /* a target and a clause's number, "1-1" -> numbers */
	struct yice_buf key;  /* room for one */
	uint32_t visits;
	bool full; /* a limit was reported */
	int depth;
};

/* ---- lists, units and the bodies of groups */

static void declare_list(struct yice_model *model, const struct yice_item *item)
{
	struct yice_list *list = YICE_PUSH(model, &model->lists);
	const struct yice_word *parent = &item->u.list.parent;
	struct yice_diag *diag;
	uint32_t above;

	if (!list)
		return;
	list->scope = yice_find_scope(model, &item->name->zh);
	list->title = item->u.list.title ? item->u.list.title->text : "";
	list->english = item->u.list.english ? item->u.list.english->text : NULL;
	list->publisher = item->u.list.publisher ? item->u.list.publisher->text : NULL;
	list->reference = item->u.list.reference ? item->u.list.reference->text : NULL;
	list->days = item->u.list.effective ? item->u.list.effective->days
						  : (struct yice_interval){ YICE_DAY_MIN, YICE_DAY_MAX };
	list->days_span = item->u.list.effective ? item->u.list.effective->span : YICE_SPAN_NONE;
	list->fictional = item->u.list.fictional;
	list->span = item->head;
	if (!parent->text || list->scope == YICE_NONE)
		return;
	above = yice_find_scope(model, parent);
	if (above == YICE_NONE || above == model->scopes.items[list->scope].parent)
		return;
	above = model->scopes.items[list->scope].parent;
	diag = above == YICE_NONE
		   ? yice_diag_add(model->diags, YICE_D_list_of_root, parent->span, parent->text, NULL)
		   : yice_diag_add(model->diags, YICE_D_list_parent, parent->span, parent->text,
				   model->scopes.items[above].code, NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_declared, model->scopes.items[list->scope].label.span,
		       model->scopes.items[list->scope].label.zh, NULL);
}

/* Ordinals of the places under 要素 (zones) or 位于 (areas and parks). */
static uint32_t *find_places(struct yice_model *model, const struct yice_word *words, bool zones,
			     uint32_t *count)
{
	uint32_t n = 0, *ordinals;

	for (const struct yice_word *word = words; word; word = word->next)
		n++;
	ordinals = yice_arena_array(&model->arena, n, sizeof(*ordinals));
	*count = 0;
	for (const struct yice_word *word = words; word && ordinals; word = word->next) {
		uint32_t ordinal = yice_find_member(model, YICE_VOCAB_OF_PLACES, word), i = 0;
		const struct yice_vocab_member *place;
		struct yice_diag *diag;

		if (ordinal == YICE_NONE)
			continue;
		place = &model->vocabs.items[YICE_VOCAB_OF_PLACES].members[ordinal];
		if ((place->info == YICE_AT_ZONE) != zones) {
			diag = yice_diag_add(model->diags,
					     zones ? YICE_D_unit_element_kind : YICE_D_unit_within_kind,
					     word->span, word->text, NULL);
			yice_diag_note(model->diags, diag, YICE_D_note_declared, place->label.span,
				       word->text, NULL);
			continue;
		}
		while (i < *count && ordinals[i] != ordinal)
			i++;
		if (i < *count)
			yice_diag_add(model->diags, YICE_D_redundant_item, word->span, word->text, NULL);
		else
			ordinals[(*count)++] = ordinal;
	}
	return ordinals;
}

/* The scope a unit lies in; one outside its list's would take the list's own clauses away from it. */
static uint32_t find_unit_scope(struct yice_model *model, const struct yice_word *word, uint32_t list)
{
	uint32_t own = model->lists.items[list].scope, scope = word->text ? yice_find_scope(model, word) : own;
	struct yice_diag *diag;

	if (scope == YICE_NONE || own == YICE_NONE || yice_scope_covers(model, own, scope))
		return scope;
	diag = yice_diag_add(model->diags, YICE_D_unit_outside, word->span, word->text,
			     model->scopes.items[own].code, NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_list, model->lists.items[list].span, NULL);
	return scope;
}

/* Appends the ordinals that are not among those of *to yet. */
static void join_places(struct yice_model *model, uint32_t **to, uint32_t *to_count, const uint32_t *from,
			uint32_t count)
{
	uint32_t *joined = yice_arena_array(&model->arena, (size_t)*to_count + count, sizeof(*joined));

	if (!joined)
		return;
	if (*to_count)
		memcpy(joined, *to, *to_count * sizeof(*joined));
	*to = joined;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = 0;

		while (at < *to_count && joined[at] != from[i])
			at++;
		if (at == *to_count)
			joined[(*to_count)++] = from[i];
	}
}

/* Keeps what one list said of a unit by itself; of the unit as it was first, only once. */
static void keep_giving(struct yice_model *model, struct yice_unit *unit, const struct yice_unit *said)
{
	struct yice_unit **at = &unit->givings, *copy;

	if (said == unit && *at)
		return;
	copy = yice_arena_alloc(&model->arena, sizeof(*copy));
	if (!copy)
		return;
	*copy = *said;
	copy->next_giving = NULL;
	while (*at)
		at = &(*at)->next_giving;
	*at = copy;
}

/* The same unit given again: what it says of places is added, so that no zone it names counts as absent. */
static void join_unit(struct yice_model *model, struct yice_unit *unit, const struct yice_unit *again)
{
	keep_giving(model, unit, unit);
	keep_giving(model, unit, again);
	join_places(model, &unit->elements, &unit->element_count, again->elements, again->element_count);
	join_places(model, &unit->within, &unit->within_count, again->within, again->within_count);
	unit->has_elements |= again->has_elements;
	unit->fictional |= again->fictional;
}

/* A code already taken: the same unit given again, or two units under one code. */
static void report_unit(struct yice_model *model, const struct yice_unit *unit, uint32_t first)
{
	struct yice_unit *other = &model->units.items[first];
	bool same =
	    unit->klass == other->klass && !strcmp(unit->title, other->title) && unit->scope == other->scope;
	struct yice_diag *diag = yice_diag_add(
	    model->diags, same ? YICE_D_duplicate_unit : YICE_D_unit_conflict, unit->span, unit->code, NULL);

	yice_diag_note(model->diags, diag, YICE_D_note_first, other->span, NULL);
	if (same)
		join_unit(model, other, unit);
}

static bool has_place(const uint32_t *places, uint32_t count, uint32_t place)
{
	for (uint32_t i = 0; i < count; i++)
		if (places[i] == place)
			return true;
	return false;
}

/* Whether a list says of the unit's places all that another one says. */
static bool says_as_much(const struct yice_unit *unit, const struct yice_unit *other)
{
	for (uint32_t i = 0; i < other->element_count; i++)
		if (!has_place(unit->elements, unit->element_count, other->elements[i]))
			return false;
	for (uint32_t i = 0; i < other->within_count; i++)
		if (!has_place(unit->within, unit->within_count, other->within[i]))
			return false;
	return unit->has_elements || !other->has_elements;
}

/* On a day on which the unit is given: whether a list in force says what this one says. */
static bool holds_on(const struct yice_model *model, const struct yice_unit *givings, const struct yice_unit *said,
		     yice_day day)
{
	for (const struct yice_unit *unit = givings; unit; unit = unit->next_giving)
		if (yice_interval_has(model->lists.items[unit->list].days, day) && says_as_much(unit, said))
			return true;
	return false;
}

/* On every day of these; it ceases to only where a list ends. */
static bool holds_during(const struct yice_model *model, const struct yice_unit *givings,
			 const struct yice_unit *said, struct yice_interval days)
{
	for (const struct yice_unit *unit = givings; unit; unit = unit->next_giving) {
		yice_day end = model->lists.items[unit->list].days.to;

		if (yice_interval_has(days, end) && !holds_on(model, givings, said, end))
			return false;
	}
	return holds_on(model, givings, said, days.from);
}

/*
 * An image has one statement of where a unit lies, so it must be that of the lists in force on every day on
 * which any list that gives the unit is.
 */
static void check_givings(struct yice_model *model, const struct yice_unit *givings)
{
	for (const struct yice_unit *said = givings; said; said = said->next_giving)
		for (const struct yice_unit *other = givings; other; other = other->next_giving) {
			struct yice_diag *diag;

			if (holds_during(model, givings, said, model->lists.items[other->list].days))
				continue;
			diag = yice_diag_add(model->diags, YICE_D_unit_days, said->span, said->code,
					     model->lists.items[said->list].title,
					     model->lists.items[other->list].title, NULL);
			yice_diag_note(model->diags, diag, YICE_D_note_other, other->span, NULL);
			return;
		}
}

static void declare_unit(struct yice_model *model, const struct yice_item *item, uint32_t list)
{
	struct yice_unit unit = { .code = item->name->zh.text, .list = list, .span = item->name->zh.span };
	struct yice_unit *place;
	uint32_t klass, entry;
	bool added;

	if (!unit.code || list == YICE_NONE)
		return; /* reported by the parser, or when its clauses are placed */
	unit.title = item->u.unit.title ? item->u.unit.title->text : "";
	unit.english = item->u.unit.english ? item->u.unit.english->text : NULL;
	klass = yice_find_class(model, &item->u.unit.klass);
	unit.klass = klass == YICE_NONE ? YICE_GENERAL : (enum yice_class)klass;
	unit.scope = find_unit_scope(model, &item->u.unit.scope, list);
	unit.elements = find_places(model, item->u.unit.elements, true, &unit.element_count);
	unit.within = find_places(model, item->u.unit.within, false, &unit.within_count);
	unit.has_elements = item->u.unit.has_elements;
	unit.fictional = item->u.unit.fictional;
	if (yice_map_put(&model->unit_codes, unit.code, strlen(unit.code), model->units.count, &entry,
			 &added)) {
		model->failed = true;
		return;
	}
	if (!added) {
		report_unit(model, &unit, model->unit_codes.entries[entry].value);
		return;
	}
	place = YICE_PUSH(model, &model->units);
	if (place)
		*place = unit;
}

static void group_push(struct yice_model *model, struct yice_template *group, const struct yice_item *item)
{
	if (group->body_count == group->body_cap) {
		uint32_t cap = group->body_cap ? group->body_cap * 2 : 16;
		const struct yice_item **body = yice_arena_array(&model->arena, cap, sizeof(*body));

		if (!body) {
			model->failed = true;
			return;
		}
		if (group->body_count)
			memcpy(body, group->body, group->body_count * sizeof(*body));
		group->body = body;
		group->body_cap = cap;
	}
	group->body[group->body_count++] = item;
}

/* Groups are numbered in the order of their items, as vocab.c pushed them. */
static void declare_file(struct yice_model *model, const struct yice_file *file, uint32_t *next_group)
{
	struct yice_context context = { false, false };
	uint32_t list = YICE_NONE;

	for (const struct yice_item *item = file->items; item; item = item->next) {
		yice_context_step(&context, item);
		if (item->kind == YICE_ITEM_LIST) {
			list = model->lists.count;
			declare_list(model, item);
		} else if (item->kind == YICE_ITEM_UNIT) {
			declare_unit(model, item, list);
		} else if (item->kind == YICE_ITEM_GROUP) {
			(*next_group)++;
		} else if (context.in_group && *next_group <= model->groups.count) {
			group_push(model, &model->groups.items[*next_group - 1], item);
		}
		if (model->failed)
			return;
	}
}

/* ---- targets */

static void open_target(struct outline *outline, enum yice_target kind, uint32_t key,
			const struct yice_word *word, struct yice_span span)
{
	struct yice_model *model = outline->model;
	struct yice_placement *placement;
	uint32_t *open;

	for (uint32_t i = 0; i < outline->targets.count; i++)
		if (model->placements.items[outline->targets.items[i]].key == key) {
			yice_diag_add(model->diags, YICE_D_redundant_item, word->span, word->text, NULL);
			return;
		}
	placement = YICE_PUSH(model, &model->placements);
	open = placement ? YICE_PUSH(model, &outline->targets) : NULL;
	if (!open)
		return;
	*placement = (struct yice_placement){ .list = outline->list, .kind = kind, .key = key, .span = span };
	*open = model->placements.count - 1;
}

static uint32_t find_unit(struct yice_model *model, const struct yice_word *word)
{
	uint32_t entry = yice_map_find(&model->unit_codes, word->text, strlen(word->text));
	const char **codes;
	const char *best;
	struct yice_diag *diag;

	if (entry != YICE_MAP_NONE)
		return model->unit_codes.entries[entry].value;
	diag = yice_diag_add(model->diags, YICE_D_unknown_unit, word->span, word->text, NULL);
	codes = calloc(model->units.count + 1, sizeof(*codes));
	if (!codes) {
		model->failed = true;
		return YICE_NONE;
	}
	for (uint32_t i = 0; i < model->units.count; i++)
		codes[i] = model->units.items[i].code;
	best = yice_did_you_mean(word->text, codes, model->units.count);
	free(codes);
	if (best) {
		yice_diag_help(model->diags, diag, YICE_D_help_did_you_mean, best, NULL);
		yice_diag_fix(model->diags, diag, word->span, best);
	}
	return YICE_NONE;
}

static uint32_t find_place(struct yice_model *model, const struct yice_word *word, enum yice_place_kind kind)
{
	static const enum yice_place kinds[] = { [YICE_PLACE_ZONE] = YICE_AT_ZONE,
						 [YICE_PLACE_AREA] = YICE_AT_AREA,
						 [YICE_PLACE_PARK] = YICE_AT_PARK };
	uint32_t ordinal = yice_find_member(model, YICE_VOCAB_OF_PLACES, word);
	const struct yice_vocab_member *place;
	struct yice_diag *diag;

	if (ordinal == YICE_NONE)
		return YICE_NONE;
	place = &model->vocabs.items[YICE_VOCAB_OF_PLACES].members[ordinal];
	if (place->info == (uint32_t)kinds[kind])
		return ordinal;
	diag = yice_diag_add(model->diags, YICE_D_target_place_kind, word->span, word->text, NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_declared, place->label.span, word->text, NULL);
	return YICE_NONE;
}

static void open_targets(struct outline *outline, const struct yice_item *item)
{
	struct yice_model *model = outline->model;

	if (item->u.target.kind == YICE_TARGET_SCOPE)
		open_target(outline, YICE_FOR_SCOPE, 0, &item->name->zh, item->head);
	for (const struct yice_word *word = item->u.target.names; word; word = word->next) {
		enum yice_target kind = YICE_FOR_UNIT;
		uint32_t key;

		if (!word->text)
			continue;
		if (item->u.target.kind == YICE_TARGET_CLASS) {
			kind = YICE_FOR_CLASS;
			key = yice_find_class(model, word);
		} else if (item->u.target.kind == YICE_TARGET_PLACE) {
			kind = YICE_FOR_PLACE;
			key = find_place(model, word, item->u.target.place);
		} else {
			key = find_unit(model, word);
		}
		if (key != YICE_NONE)
			open_target(outline, kind, key, word, word->span);
	}
}

static void open_unit(struct outline *outline, const struct yice_item *item)
{
	struct yice_model *model = outline->model;
	const char *code = item->name->zh.text;
	uint32_t entry = code ? yice_map_find(&model->unit_codes, code, strlen(code)) : YICE_MAP_NONE;

	if (entry != YICE_MAP_NONE)
		open_target(outline, YICE_FOR_UNIT, model->unit_codes.entries[entry].value, &item->name->zh,
			    item->name->zh.span);
}

/*
 * Clauses whose target is missing or wrong are looked at all the same, so that their own mistakes show in the
 * same run. There has been an error, so no image will ever hold them.
 */
static void open_stray(struct outline *outline, struct yice_span span)
{
	const struct yice_word none = { 0 };

	outline->excused = true;
	if (outline->targets.count || outline->list == YICE_NONE)
		return;
	outline->stray = true;
	open_target(outline, YICE_FOR_SCOPE, 0, &none, span);
}

/* 适用 or 单元: closes what was open, also when it has errors itself. */
static void step_target(struct outline *outline, const struct yice_item *item)
{
	outline->targets.count = 0;
	outline->dimension = YICE_NONE;
	outline->stray = false;
	if (outline->list == YICE_NONE)
		yice_diag_add(outline->model->diags, YICE_D_target_outside_list, item->head, NULL);
	else if (item->kind == YICE_ITEM_UNIT)
		open_unit(outline, item);
	else
		open_targets(outline, item);
	open_stray(outline, item->head);
}

/* ---- clauses */

/* What the clauses of a placement have in common in their ids: "440606/ZH44060620004". */
static void add_target(const struct yice_model *model, const struct yice_placement *placement,
		       struct yice_buf *out)
{
	uint32_t scope = model->lists.items[placement->list].scope;

	yice_buf_addf(out, "%s/", scope == YICE_NONE ? "" : model->scopes.items[scope].code);
	switch (placement->kind) {
	case YICE_FOR_CLASS:
		yice_buf_adds(out, yice_builtin_label(0, placement->key).zh);
		break;
	case YICE_FOR_PLACE:
		yice_buf_adds(out,
			      model->vocabs.items[YICE_VOCAB_OF_PLACES].members[placement->key].label.zh);
		break;
	case YICE_FOR_UNIT:
		yice_buf_adds(out, model->units.items[placement->key].code);
		break;
	case YICE_FOR_SCOPE:
	case YICE_TARGETS:
		yice_buf_adds(out, "全域");
		break;
	}
}

static void report_repeat(struct yice_model *model, const struct yice_placed *placed, const char *target,
			  struct yice_span first)
{
	char suffix[16];
	struct yice_diag *diag;

	snprintf(suffix, sizeof(suffix), "#%u", (unsigned int)placed->repeat);
	diag = yice_diag_add(model->diags, YICE_D_repeated_number, placed->span, placed->number, target,
			     suffix, NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_first, first, NULL);
	for (const struct yice_env *env = placed->env; env; env = env->outer)
		yice_diag_note(model->diags, diag, YICE_D_note_used, env->use, NULL);
}

/* Which target a placement is: an index into outline->named. */
static uint32_t target_of(struct outline *outline, uint32_t placement)
{
	struct yice_model *model = outline->model;
	uint32_t *of;

	while (outline->of.count <= placement && !model->failed) {
		yice_buf_clear(&outline->key);
		add_target(model, &model->placements.items[outline->of.count], &outline->key);
		of = YICE_PUSH(model, &outline->of);
		if (!of || outline->key.failed ||
		    yice_map_put(&outline->named, outline->key.data, outline->key.len, 0, of, NULL))
			model->failed = true;
	}
	return model->failed ? 0 : outline->of.items[placement];
}

/* Counts the clause's number among those of its target. Clauses without a number are told apart but not
 * reported. */
static void count_number(struct outline *outline, struct yice_placed *placed)
{
	struct yice_model *model = outline->model;
	struct yice_buf *key = &outline->key;
	uint32_t entry = 0, target = target_of(outline, placed->target);
	struct number *number;
	bool added = false;

	yice_buf_clear(key);
	yice_buf_add(key, &target, sizeof(target));
	yice_buf_adds(key, placed->number);
	if (key->failed || yice_map_put(&outline->keys, key->data, key->len, outline->numbers.count, &entry, &added))
		model->failed = true;
	if (added && YICE_PUSH(model, &outline->numbers))
		outline->numbers.items[outline->numbers.count - 1].first = placed->span;
	if (model->failed)
		return;
	number = &outline->numbers.items[outline->keys.entries[entry].value];
	placed->repeat = ++number->count; /* 1 for the first */
	if (placed->repeat > 1 && *placed->number)
		report_repeat(model, placed, outline->named.entries[target].key, number->first);
}

static bool within_limits(struct outline *outline, struct yice_span span)
{
	struct yice_model *model = outline->model;
	char limit[16];

	if (model->placed.count < CLAUSES_MAX && outline->visits++ < VISITS_MAX)
		return true;
	snprintf(limit, sizeof(limit), "%u", CLAUSES_MAX);
	if (!outline->full)
		yice_diag_add(model->diags, YICE_D_clause_limit, span, limit, NULL);
	outline->full = true;
	return false;
}

static void placement_push(struct yice_model *model, struct yice_placement *placement, uint32_t placed)
{
	if (placement->count == placement->cap) {
		uint32_t cap = placement->cap ? placement->cap * 2 : 8;
		uint32_t *clauses = yice_arena_array(&model->arena, cap, sizeof(*clauses));

		if (!clauses) {
			model->failed = true;
			return;
		}
		if (placement->count)
			memcpy(clauses, placement->clauses, placement->count * sizeof(*clauses));
		placement->clauses = clauses;
		placement->cap = cap;
	}
	placement->clauses[placement->count++] = placed;
}

static void place(struct outline *outline, const struct yice_item *item, uint32_t dimension,
		  const struct yice_env *env)
{
	struct yice_model *model = outline->model;
	const struct yice_clause *clause = item->u.clause;

	for (uint32_t i = 0; clause && i < outline->targets.count; i++) {
		uint32_t target = outline->targets.items[i];
		struct yice_placed *placed =
		    within_limits(outline, item->head) ? YICE_PUSH(model, &model->placed) : NULL;

		if (!placed)
			return;
		*placed = (struct yice_placed){ .clause = clause,
						.dimension = dimension,
						.target = target,
						.list = model->placements.items[target].list,
						.env = env,
						.span = item->head,
						.number = clause->number.text ? clause->number.text : "" };
		placed->repeat = 1;
		if (!outline->stray)
			count_number(outline, placed);
		placement_push(model, &model->placements.items[target], model->placed.count - 1);
	}
}

static void expand(struct outline *outline, const struct yice_item *use, uint32_t dimension,
		   const struct yice_env *outer);

static void expand_body(struct outline *outline, const struct yice_template *group, uint32_t dimension,
			const struct yice_env *env)
{
	for (uint32_t i = 0; i < group->body_count && !outline->model->failed; i++) {
		const struct yice_item *item = group->body[i];

		if (!within_limits(outline, item->head))
			return;
		if (item->kind == YICE_ITEM_DIMENSION)
			dimension = yice_find_dimension(outline->model, &item->name->zh);
		else if (item->kind == YICE_ITEM_CLAUSE)
			place(outline, item, dimension, env);
		else
			expand(outline, item, dimension, env);
	}
}

/* A group's clauses in the place of its use. Its own headings hold inside it only. */
static void expand(struct outline *outline, const struct yice_item *use, uint32_t dimension,
		   const struct yice_env *outer)
{
	struct yice_model *model = outline->model;
	uint32_t index = yice_find_group(model, &use->name->zh);
	struct yice_template *group = index == YICE_NONE ? NULL : &model->groups.items[index];
	const struct yice_env *env;

	if (!group)
		return;
	if (group->expanding || outline->depth == GROUP_DEPTH) {
		struct yice_diag *diag =
		    yice_diag_add(model->diags, YICE_D_group_cycle, use->name->zh.span, group->label.zh, NULL);

		yice_diag_note(model->diags, diag, YICE_D_note_declared, group->label.span, group->label.zh,
			       NULL);
		return;
	}
	env = yice_env_bind(model, group, group->params, use->u.use.args, use->name->zh.span, outer);
	if (!env)
		return; /* reported */
	group->expanding = true;
	outline->depth++;
	expand_body(outline, group, dimension, env);
	outline->depth--;
	group->expanding = false;
}

/* ---- headings and the walk */

static void step_heading(struct outline *outline, const struct yice_item *item)
{
	struct yice_model *model = outline->model;

	if ((item->name->en.text || item->u.dimension.aliases) && item->name->zh.text) {
		yice_diag_add(model->diags, YICE_D_dimension_inside, item->head, item->name->zh.text, NULL);
		return;
	}
	if (outline->context.in_group)
		return; /* looked up where the group is used */
	outline->dimension = yice_find_dimension(model, &item->name->zh);
	if (!outline->targets.count && !outline->excused && item->name->zh.text)
		yice_diag_add(model->diags, YICE_D_heading_without_target, item->head, item->name->zh.text,
			      NULL);
}

static void step_clause(struct outline *outline, const struct yice_item *item)
{
	bool use = item->kind == YICE_ITEM_USE;

	if (!outline->targets.count && !outline->excused)
		yice_diag_add(outline->model->diags,
			      use ? YICE_D_use_outside_target : YICE_D_clause_outside_target, item->head,
			      NULL);
	open_stray(outline, item->head);
	if (use && outline->targets.count)
		expand(outline, item, outline->dimension, NULL);
	else if (!use)
		place(outline, item, outline->dimension, NULL);
}

static void step(struct outline *outline, const struct yice_item *item)
{
	yice_context_step(&outline->context, item);
	switch (item->kind) {
	case YICE_ITEM_LIST:
		outline->list = outline->next_list++;
		outline->targets.count = 0;
		outline->dimension = YICE_NONE;
		outline->excused = outline->stray = false;
		break;
	case YICE_ITEM_TARGET:
	case YICE_ITEM_UNIT:
		step_target(outline, item);
		break;
	case YICE_ITEM_DIMENSION:
		if (outline->context.in_list || outline->context.in_group)
			step_heading(outline, item);
		break;
	case YICE_ITEM_CLAUSE:
	case YICE_ITEM_USE:
		if (!outline->context.in_group)
			step_clause(outline, item);
		break;
	default:
		break;
	}
}

/* Headings of groups nobody uses are looked up too, so that their mistakes show. */
static void check_group_headings(struct yice_model *model)
{
	for (uint32_t i = 0; i < model->groups.count; i++)
		for (uint32_t j = 0; j < model->groups.items[i].body_count; j++)
			if (model->groups.items[i].body[j]->kind == YICE_ITEM_DIMENSION)
				(void)yice_find_dimension(model, &model->groups.items[i].body[j]->name->zh);
}

int yice_model_outline(struct yice_model *model)
{
	struct outline outline = { .model = model };
	uint32_t groups = 0;

	for (uint32_t i = 0; i < model->files.count && !model->failed; i++)
		declare_file(model, model->files.items[i], &groups);
	check_group_headings(model);
	for (uint32_t i = 0; i < model->units.count; i++)
		check_givings(model, model->units.items[i].givings);
	yice_map_init(&outline.named);
	yice_map_init(&outline.keys);
	for (uint32_t i = 0; i < model->files.count; i++) {
		outline.context = (struct yice_context){ false, false };
		outline.list = YICE_NONE;
		outline.targets.count = 0;
		outline.dimension = YICE_NONE;
		outline.excused = outline.stray = false;
		for (const struct yice_item *item = model->files.items[i]->items; item && !model->failed;
		     item = item->next)
			step(&outline, item);
	}
	yice_map_release(&outline.named);
	yice_map_release(&outline.keys);
	yice_buf_release(&outline.key);
	return yice_model_status(model);
}
