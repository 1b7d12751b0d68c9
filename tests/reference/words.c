/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sources declare, for the reference interpreter: lists of words,
 * measures, attributes, scopes and units as plain arrays that are searched
 * from the front. Called first of all; the rest of the reference asks here.
 */
#include "tests/reference/reference.h"

#include <stdio.h>

_Noreturn void ref_die(const char *what, const char *name)
{
	fprintf(stderr, "reference: %s: %s\n", what, name ? name : "(none)");
	abort();
}

static bool is(const char *spelling, const char *name)
{
	return spelling && name && *spelling == *name && !strcmp(spelling, name); /* asked more than all else */
}

static uint32_t count_items(const struct yice_item *items, enum yice_item_kind kind)
{
	uint32_t n = 0;

	for (; items; items = items->next)
		n += items->kind == kind;
	return n;
}

/* ---- lists */

static void add_member(struct ref_rules *rules, struct ref_list *list, struct ref_member member)
{
	struct ref_member *members = yice_arena_array(&rules->arena, list->count + 1, sizeof(member));

	if (list->count)
		memcpy(members, list->members, list->count * sizeof(member));
	members[list->count++] = member;
	list->members = members;
}

static void read_codes(struct ref_rules *rules, struct ref_list *list, const struct yice_item *item)
{
	char path[512], line[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", rules->folder, item->u.codes.data->text);
	file = fopen(path, "r");
	if (!file)
		ref_die("no code table", path);
	list->codes = true;
	while (fgets(line, sizeof(line), file)) {
		size_t len = strcspn(line, "\t\r\n");

		if (*line >= 'A' && *line <= 'Z')
			add_member(rules, list,
				   (struct ref_member){ .zh = yice_arena_strndup(&rules->arena, line, len) });
	}
	fclose(file);
}

static void read_lists(struct ref_rules *rules)
{
	struct ref_list *places, *layers, *list;

	rules->list_count =
	    2 + count_items(rules->items, YICE_ITEM_TERMS) + count_items(rules->items, YICE_ITEM_CODES);
	rules->lists = yice_arena_array(&rules->arena, rules->list_count, sizeof(*rules->lists));
	places = rules->lists;
	layers = rules->lists + 1;
	list = rules->lists + 2;
	*places = (struct ref_list){ .zh = "区划", .en = "places" };
	*layers = (struct ref_list){ .zh = "图层", .en = "layers" };
	for (const struct yice_item *item = rules->items; item; item = item->next) {
		struct ref_member member = { .zh = item->name->zh.text, .en = item->name->en.text };

		if (item->kind == YICE_ITEM_PLACE) {
			member.aliases = item->u.place.aliases;
			member.zone = item->u.place.kind == YICE_PLACE_ZONE;
			add_member(rules, places, member);
		} else if (item->kind == YICE_ITEM_LAYER) {
			add_member(rules, layers, member);
		} else if (item->kind == YICE_ITEM_TERMS || item->kind == YICE_ITEM_CODES) {
			list->zh = member.zh;
			list->en = member.en;
			if (item->kind == YICE_ITEM_CODES)
				read_codes(rules, list, item);
			else
				for (const struct yice_name *name = item->u.terms.names; name;
				     name = name->next)
					add_member(
					    rules, list,
					    (struct ref_member){ .zh = name->zh.text, .en = name->en.text });
			list++;
		}
	}
}

/* The names of kinds of places stand for the places where a parameter's list is meant. */
const struct ref_list *ref_list_find(const struct ref_rules *rules, const char *name)
{
	static const char *const kinds[] = { "分区", "zone", "区域", "area", "园区", "park" };

	for (size_t i = 0; i < YICE_COUNT(kinds); i++)
		if (is(kinds[i], name))
			return &rules->lists[0];
	if (is("layer", name))
		return &rules->lists[1];
	for (uint32_t i = 0; i < rules->list_count; i++)
		if (is(rules->lists[i].zh, name) || is(rules->lists[i].en, name))
			return &rules->lists[i];
	return NULL;
}

const char *ref_member_find(const struct ref_list *list, const char *name)
{
	for (uint32_t i = 0; list && i < list->count; i++) {
		if (is(list->members[i].zh, name) || is(list->members[i].en, name))
			return list->members[i].zh;
		for (const struct yice_word *alias = list->members[i].aliases; alias; alias = alias->next)
			if (is(alias->text, name))
				return list->members[i].zh;
	}
	return NULL;
}

/* ---- measures */

const struct ref_measure *ref_measure_find(const struct ref_rules *rules, const char *name, size_t len)
{
	for (uint32_t i = 0; i < rules->measure_count; i++) {
		const struct ref_measure *measure = &rules->measures[i];

		if (!strncmp(measure->zh, name, len) && !measure->zh[len])
			return measure;
		if (measure->en && !strncmp(measure->en, name, len) && !measure->en[len])
			return measure;
	}
	return NULL;
}

void ref_measure_factor(const struct ref_rules *rules, const struct yice_measure_expr *expr,
			struct exact *out)
{
	exact_int(out, 1, 1);
	for (; expr; expr = expr->next) {
		const struct ref_measure *measure;

		if (is(expr->name.text, "1"))
			continue;
		measure = ref_measure_find(rules, expr->name.text, strlen(expr->name.text));
		if (!measure)
			ref_die("no measure", expr->name.text);
		if (expr->power > 0)
			exact_mul(out, out, &measure->factor);
		else
			exact_div(out, out, &measure->factor);
	}
}

void ref_powers_add(int *powers, const int *other, int power)
{
	for (int i = 0; i < REF_BASES; i++)
		powers[i] += other[i] * power;
}

void ref_measure_powers(const struct ref_rules *rules, const struct yice_measure_expr *expr, int *powers)
{
	for (; expr; expr = expr->next)
		if (!is(expr->name.text, "1"))
			ref_powers_add(powers,
				       ref_measure_find(rules, expr->name.text, strlen(expr->name.text))->powers,
				       expr->power);
}

/* A measure may be declared by one that is declared after it: whatever is known by then is worked out, until
 * all is. */
static void read_measures(struct ref_rules *rules)
{
	rules->measures = yice_arena_array(&rules->arena,
					   count_items(rules->items, YICE_ITEM_PHYSICAL) +
					       count_items(rules->items, YICE_ITEM_MEASURE) + 1,
					   sizeof(*rules->measures));
	for (const struct yice_item *item = rules->items; item; item = item->next)
		if (item->kind == YICE_ITEM_PHYSICAL) {
			struct ref_measure *measure = &rules->measures[rules->measure_count++];

			if (rules->measure_count > REF_BASES)
				ref_die("too many dimensions", item->name->zh.text);
			measure->zh = item->u.physical.base.text;
			measure->powers[measure - rules->measures] = 1;
			exact_int(&measure->factor, 1, 1);
		}
	for (uint32_t before = UINT32_MAX; before != rules->measure_count;) {
		before = rules->measure_count;
		for (const struct yice_item *item = rules->items; item; item = item->next) {
			bool ready = item->kind == YICE_ITEM_MEASURE &&
				     !ref_measure_find(rules, item->name->zh.text, strlen(item->name->zh.text));
			const struct yice_measure_expr *of = ready ? item->u.measure.of : NULL;
			struct ref_measure *measure;
			struct exact number;

			for (; of; of = of->next)
				ready &= is(of->name.text, "1") ||
					 ref_measure_find(rules, of->name.text, strlen(of->name.text));
			if (!ready)
				continue;
			measure = &rules->measures[rules->measure_count];
			measure->zh = item->name->zh.text;
			measure->en = item->name->en.text;
			exact_int(&number, item->u.measure.factor.num, item->u.measure.factor.den);
			ref_measure_factor(rules, item->u.measure.of, &measure->factor);
			exact_mul(&measure->factor, &measure->factor, &number);
			ref_measure_powers(rules, item->u.measure.of, measure->powers);
			rules->measure_count++;
		}
	}
}

/* ---- attributes */

static void read_bound(const struct ref_rules *rules, const struct yice_operand *bound, struct exact *out)
{
	struct exact factor;

	exact_int(out, bound->negative ? -bound->number.num : bound->number.num, bound->number.den);
	ref_measure_factor(rules, bound->measure, &factor);
	exact_mul(out, out, &factor);
}

static void read_attributes(struct ref_rules *rules)
{
	rules->attributes = yice_arena_array(
	    &rules->arena, count_items(rules->items, YICE_ITEM_ATTRIBUTE) + 1, sizeof(*rules->attributes));
	for (const struct yice_item *item = rules->items; item; item = item->next) {
		struct ref_attribute *attribute;
		const struct yice_type_expr *type;

		if (item->kind != YICE_ITEM_ATTRIBUTE)
			continue;
		attribute = &rules->attributes[rules->attribute_count++];
		type = &item->u.attribute.type;
		attribute->item = item;
		for (int i = 0; i < item->u.attribute.path->count; i++)
			if (item->u.attribute.path->hole[i])
				attribute->family = ref_list_find(rules, item->u.attribute.path->part[i].text);
		if (type->kind == YICE_TYPE_ONE_OF || type->kind == YICE_TYPE_SOME_OF)
			attribute->list = ref_list_find(rules, type->list.text);
		if (type->kind != YICE_TYPE_QUANTITY)
			continue;
		ref_measure_factor(rules, type->measure, &attribute->factor);
		ref_measure_powers(rules, type->measure, attribute->powers);
		if (item->u.attribute.min)
			read_bound(rules, item->u.attribute.min, &attribute->min);
		if (item->u.attribute.max)
			read_bound(rules, item->u.attribute.max, &attribute->max);
	}
}

/* Whether a path in one language, with a hole for a family's member, has these parts; none has not. */
static bool spells(const struct yice_path *path, const struct ref_list *family, const char *const parts[2],
		   int count)
{
	if (!path || path->count != count)
		return false;
	for (int i = 0; i < count; i++)
		if (path->hole[i] ? !ref_member_find(family, parts[i]) : !is(path->part[i].text, parts[i]))
			return false;
	return true;
}

/* The attribute in Chinese, its hole filled. */
static void write_name(const struct ref_attribute *attribute, const char *const parts[2], char *name,
		       size_t size)
{
	const struct yice_path *path = attribute->item->u.attribute.path;
	char *end = name;

	for (int i = 0; i < path->count; i++) {
		const char *part =
		    path->hole[i] ? ref_member_find(attribute->family, parts[i]) : path->part[i].text;
		size_t len = strlen(part);

		if (len + 2 > size - (size_t)(end - name))
			ref_die("too long a name", part);
		if (i)
			*end++ = '.';
		memcpy(end, part, len);
		end += len;
	}
	*end = '\0';
}

const struct ref_attribute *ref_attribute_find(const struct ref_rules *rules, const char *first,
					       const char *second, char *name, size_t size)
{
	const char *parts[2] = { first, second };
	const struct ref_attribute *found = NULL;
	int count = second ? 2 : 1;

	/* One with that name comes before a family that has it for a member. */
	for (uint32_t i = 0; i < rules->attribute_count && !(found && !found->family); i++) {
		const struct ref_attribute *attribute = &rules->attributes[i];

		if (attribute->item->u.attribute.path->count == count && !(found && attribute->family) &&
		    (spells(attribute->item->u.attribute.path, attribute->family, parts, count) ||
		     spells(attribute->item->u.attribute.en, attribute->family, parts, count)))
			found = attribute;
	}
	if (found)
		write_name(found, parts, name, size);
	return found;
}

/* ---- scopes and units */

const struct ref_scope *ref_scope_find(const struct ref_rules *rules, const char *code)
{
	for (uint32_t i = 0; i < rules->scope_count; i++)
		if (is(rules->scopes[i].code, code))
			return &rules->scopes[i];
	return NULL;
}

bool ref_scope_holds(const struct ref_scope *upper, const struct ref_scope *lower)
{
	while (lower && lower != upper)
		lower = lower->parent;
	return lower != NULL;
}

const struct ref_unit *ref_unit_find(const struct ref_rules *rules, const char *code)
{
	for (uint32_t i = 0; i < rules->unit_count; i++)
		if (is(rules->units[i].code, code))
			return &rules->units[i];
	return NULL;
}

static void read_scopes(struct ref_rules *rules)
{
	uint32_t n = 0;

	rules->scope_count = count_items(rules->items, YICE_ITEM_SCOPE);
	rules->scopes = yice_arena_array(&rules->arena, rules->scope_count, sizeof(*rules->scopes));
	for (const struct yice_item *item = rules->items; item; item = item->next)
		if (item->kind == YICE_ITEM_SCOPE)
			rules->scopes[n++].code = item->name->zh.text;
	for (const struct yice_item *item = rules->items; item; item = item->next)
		if (item->kind == YICE_ITEM_SCOPE)
			for (uint32_t i = 0; i < n; i++)
				if (is(rules->scopes[i].code, item->name->zh.text))
					rules->scopes[i].parent =
					    ref_scope_find(rules, item->u.scope.parent.text);
}

static void read_units(struct ref_rules *rules)
{
	const struct yice_item *list = NULL;

	rules->units = yice_arena_array(&rules->arena, count_items(rules->items, YICE_ITEM_UNIT) + 1,
					sizeof(*rules->units));
	for (const struct yice_item *item = rules->items; item; item = item->next) {
		if (item->kind == YICE_ITEM_LIST)
			list = item;
		if (item->kind != YICE_ITEM_UNIT)
			continue;
		rules->units[rules->unit_count++] = (struct ref_unit){
			item->name->zh.text, item, list,
			ref_scope_find(rules,
				       (item->u.unit.scope.text ? &item->u.unit.scope : &list->name->zh)->text)
		};
	}
}

void ref_words_read(struct ref_rules *rules, const struct yice_item *items, const char *folder)
{
	memset(rules, 0, sizeof(*rules));
	yice_arena_init(&rules->arena);
	rules->items = items;
	rules->folder = folder;
	read_lists(rules);
	read_measures(rules);
	read_attributes(rules);
	read_scopes(rules);
	read_units(rules);
}
