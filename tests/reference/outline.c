/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where clauses stand, for the reference interpreter: lists and targets are
 * followed through the file, groups are written out where they are used, and
 * every clause gets its id. Then 优先于 is looked up by id. Called once, after
 * words.c.
 */
#include "tests/reference/reference.h"

#include <stdio.h>

struct walk {
	struct ref_rules *rules;
	const struct yice_item *list, *target; /* target: 适用 or 单元 */
	struct ref_clause **tail;
};

static char *join(struct ref_rules *rules, const char *a, const char *b, const char *c)
{
	char text[1024];

	snprintf(text, sizeof(text), "%s%s%s%s%s", a, *b ? "/" : "", b, *c ? "/" : "", c);
	return yice_arena_strdup(&rules->arena, text);
}

const struct yice_item *ref_item_find(const struct ref_rules *rules, enum yice_item_kind kind,
				      const char *name)
{
	for (const struct yice_item *item = rules->items; item; item = item->next)
		if (item->kind == kind && ((item->name->zh.text && !strcmp(item->name->zh.text, name)) ||
					   (item->name->en.text && !strcmp(item->name->en.text, name))))
			return item;
	ref_die("no template or group", name);
}

/* ---- parameters */

const struct ref_binding *ref_binding_find(const struct ref_binding *bindings, const char *name)
{
	for (; bindings; bindings = bindings->next)
		if (!strcmp(bindings->param->name.zh.text, name) ||
		    (bindings->param->name.en.text && !strcmp(bindings->param->name.en.text, name)))
			return bindings;
	return NULL;
}

static const char *argument_text(struct ref_rules *rules, const struct yice_param *param,
				 const struct yice_operand *value, const struct ref_binding *outer)
{
	const char *name;

	if (value->kind == YICE_OPERAND_TEXT)
		return ref_fill(outer, value->text, &rules->arena);
	name = value->path->part[0].text;
	if (value->path->hole[0])
		name = ref_binding_find(outer, name)->text;
	if (param->kind == YICE_PARAM_TEXT)
		return name;
	return ref_member_find(ref_list_find(rules, param->list.text), name);
}

static void argument_number(struct ref_rules *rules, const struct yice_operand *value,
			    const struct ref_binding *outer, struct exact *out)
{
	struct exact factor;

	if (value->kind == YICE_OPERAND_PATH) {
		*out = ref_binding_find(outer, value->path->part[0].text)->number;
		return;
	}
	exact_int(out, value->negative ? -value->number.num : value->number.num, value->number.den);
	ref_measure_factor(rules, value->measure, &factor);
	exact_mul(out, out, &factor);
}

/* The argument for a parameter: by its name, or by its place among those without names. */
static const struct yice_operand *argument_of(const struct yice_param *param, uint32_t place,
					      const struct yice_arg *args)
{
	uint32_t position = 0;

	for (; args; args = args->next) {
		const char *name = args->name.text;

		if (name ? !strcmp(name, param->name.zh.text) ||
			       (param->name.en.text && !strcmp(name, param->name.en.text))
			 : position++ == place)
			return args->value;
	}
	ref_die("no argument", param->name.zh.text);
}

const struct ref_binding *ref_bind(struct ref_rules *rules, const struct yice_param *params,
				   const struct yice_arg *args, const struct ref_binding *outer)
{
	struct ref_binding *first = NULL, **tail = &first;
	uint32_t place = 0;

	for (; params; params = params->next) {
		struct ref_binding *binding = yice_arena_alloc(&rules->arena, sizeof(*binding));
		const struct yice_operand *value = argument_of(params, place++, args);

		binding->param = params;
		if (params->kind == YICE_PARAM_QUANTITY)
			argument_number(rules, value, outer, &binding->number);
		else
			binding->text = argument_text(rules, params, value, outer);
		*tail = binding;
		tail = &binding->next;
	}
	return first;
}

/* ---- clauses */

const char *ref_class_name(const char *word)
{
	static const char *const names[][3] = { { "优先保护", "优先保护单元", "priority" },
						{ "重点管控", "重点管控单元", "key" },
						{ "一般管控", "一般管控单元", "general" } };

	for (size_t i = 0; i < YICE_COUNT(names); i++)
		for (size_t j = 0; j < 3; j++)
			if (!strcmp(names[i][j], word))
				return names[i][0];
	ref_die("no class of units", word);
}

static void number_clause(struct ref_rules *rules, struct ref_clause *clause)
{
	const char *number = clause->body->number.text ? clause->body->number.text : "无号";
	const char *id = join(rules, clause->scope->code, clause->target, number);
	size_t len = strlen(id);
	uint32_t count = 1;

	for (const struct ref_clause *other = rules->clauses; other != clause; other = other->next)
		count += !strncmp(other->id, id, len) && (!other->id[len] || other->id[len] == '#');
	if (count > 1) {
		char *repeated = yice_arena_alloc(&rules->arena, len + 16);

		snprintf(repeated, len + 16, "%s#%u", id, (unsigned int)count);
		id = repeated;
	}
	clause->id = id;
}

static void place_at(struct walk *walk, const struct yice_clause *body, const struct ref_binding *bindings,
		     enum yice_target_kind kind, const char *target)
{
	struct ref_clause *clause = yice_arena_alloc(&walk->rules->arena, sizeof(*clause));

	clause->body = body;
	clause->bindings = bindings;
	clause->list = walk->list;
	clause->scope = ref_scope_find(walk->rules, walk->list->name->zh.text);
	clause->kind = kind;
	clause->target = target;
	*walk->tail = clause;
	walk->tail = &clause->next;
	number_clause(walk->rules, clause);
}

/* A target named twice is one target. */
static bool is_named(struct ref_clause *const *before, const char *target)
{
	for (const struct ref_clause *clause = *before; clause; clause = clause->next)
		if (!strcmp(clause->target, target))
			return true;
	return false;
}

/* Once for every target that is open. */
static void place(struct walk *walk, const struct yice_clause *body, const struct ref_binding *bindings)
{
	const struct yice_item *target = walk->target;
	struct ref_clause **before = walk->tail;

	if (target->kind == YICE_ITEM_UNIT) {
		place_at(walk, body, bindings, YICE_TARGET_UNIT, target->name->zh.text);
		return;
	}
	if (target->u.target.kind == YICE_TARGET_SCOPE)
		place_at(walk, body, bindings, YICE_TARGET_SCOPE, "全域");
	for (const struct yice_word *word = target->u.target.names; word; word = word->next) {
		const char *name = word->text;

		if (target->u.target.kind == YICE_TARGET_CLASS)
			name = ref_class_name(name);
		else if (target->u.target.kind == YICE_TARGET_PLACE)
			name = ref_member_find(&walk->rules->lists[0], name);
		if (!is_named(before, name))
			place_at(walk, body, bindings, target->u.target.kind, name);
	}
}

/* What follows a group's head, up to anything that is no heading, clause or use. */
static void use_group(struct walk *walk, const struct yice_item *use, const struct ref_binding *outer)
{
	const struct yice_item *item = ref_item_find(walk->rules, YICE_ITEM_GROUP, use->name->zh.text);
	const struct ref_binding *bindings =
	    ref_bind(walk->rules, item->u.group.params, use->u.use.args, outer);

	for (item = item->next; item; item = item->next) {
		if (item->kind == YICE_ITEM_CLAUSE)
			place(walk, item->u.clause, bindings);
		else if (item->kind == YICE_ITEM_USE)
			use_group(walk, item, bindings);
		else if (item->kind != YICE_ITEM_DIMENSION)
			return;
	}
}

static const struct ref_clause *find_clause(const struct ref_rules *rules, const struct ref_clause *from,
					    const char *word)
{
	char id[1024];

	if (strchr(word, '/'))
		snprintf(id, sizeof(id), "%s", word);
	else
		snprintf(id, sizeof(id), "%s/%s/%s", from->scope->code, from->target, word);
	if (strlen(id) > 2 && !strcmp(id + strlen(id) - 2, "#1"))
		id[strlen(id) - 2] = '\0';
	for (const struct ref_clause *clause = rules->clauses; clause; clause = clause->next)
		if (!strcmp(clause->id, id))
			return clause;
	ref_die("no clause to override", id);
}

static void override(struct ref_rules *rules, const struct ref_clause *by, struct ref_clause *other)
{
	const struct ref_clause **list =
	    yice_arena_array(&rules->arena, other->overridden_count + 1, sizeof(*list));

	for (uint32_t i = 0; i < other->overridden_count; i++) {
		if (other->overridden_by[i] == by)
			return;
		list[i] = other->overridden_by[i];
	}
	list[other->overridden_count++] = by;
	other->overridden_by = list;
}

/* 优先于 of a clause and of the templates it is made from. */
static void read_overrides(struct ref_rules *rules, const struct ref_clause *clause,
			   const struct yice_clause *body)
{
	if (body->as)
		read_overrides(rules, clause,
			       ref_item_find(rules, YICE_ITEM_TEMPLATE, body->as->name.text)->u.template_.clause);
	for (const struct yice_word *word = body->overrides; word; word = word->next)
		override(rules, clause, (struct ref_clause *)find_clause(rules, clause, word->text));
}

void ref_outline_read(struct ref_rules *rules)
{
	struct walk walk = { .rules = rules, .tail = &rules->clauses };
	bool in_group = false;

	for (const struct yice_item *item = rules->items; item; item = item->next) {
		switch (item->kind) {
		case YICE_ITEM_LIST:
			walk.list = item;
			in_group = false;
			break;
		case YICE_ITEM_TARGET:
		case YICE_ITEM_UNIT:
			walk.target = item;
			in_group = false;
			break;
		case YICE_ITEM_CLAUSE:
			if (!in_group)
				place(&walk, item->u.clause, NULL);
			break;
		case YICE_ITEM_USE:
			if (!in_group)
				use_group(&walk, item, NULL);
			break;
		case YICE_ITEM_DIMENSION:
			break;
		default:
			in_group = item->kind == YICE_ITEM_GROUP;
		}
	}
	for (const struct ref_clause *clause = rules->clauses; clause; clause = clause->next)
		read_overrides(rules, clause, clause->body);
}
