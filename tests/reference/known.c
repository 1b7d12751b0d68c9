/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts of a project for the reference interpreter: yice-facts(5) read into
 * lists of words, fractions and texts of days. What it refuses are names that
 * the rules do not have, values of another type, dimension or range, facts given
 * twice, and places that contradict the units; else documents it is given are
 * well-formed. Called once a decision.
 */
#include "tests/reference/reference.h"

static bool has_name(const char *const *names, uint32_t count, const char *name)
{
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

const struct ref_fact *ref_fact_find(const struct ref_facts *facts, const char *name)
{
	for (const struct ref_fact *fact = facts->facts; fact; fact = fact->next)
		if (!strcmp(fact->name, name))
			return fact;
	return NULL;
}

/*
 * A zone that a unit with 要素 does not list is absent of it; what it lists under 位于 is present. A unit that several
 * lists give has what all of them say.
 */
int ref_place_of_unit(const struct ref_facts *facts, const struct ref_unit *unit, const char *place)
{
	const struct ref_list *places = &facts->rules->lists[0];
	bool zone = false, elements = false, listed = false;

	for (uint32_t i = 0; i < facts->rules->unit_count; i++) {
		const struct yice_item *item = facts->rules->units[i].item;

		if (strcmp(facts->rules->units[i].code, unit->code) != 0)
			continue;
		for (const struct yice_word *word = item->u.unit.within; word; word = word->next)
			if (!strcmp(ref_member_find(places, word->text), place))
				return 1;
		for (const struct yice_word *word = item->u.unit.elements; word; word = word->next)
			listed |= !strcmp(ref_member_find(places, word->text), place);
		elements |= item->u.unit.has_elements;
	}
	for (uint32_t i = 0; i < places->count; i++)
		zone |= places->members[i].zone && !strcmp(places->members[i].zh, place);
	return zone && elements && !listed ? -1 : 0;
}

/* A place stated is a mistake when every unit lies outside of it, one stated not to be the site's when a unit lies in it. What a
 * layer tells of the place counts instead. */
static bool is_contradicted(const struct ref_facts *facts, const char *place, bool has)
{
	bool outside = facts->unit_count > 0, inside = false;
	enum ref_told told = ref_ground_told(facts, place);

	if (told != REF_NOT_TOLD)
		return has ? told == REF_OUT : told == REF_IN || told == REF_PARTLY;

	for (uint32_t i = 0; i < facts->unit_count; i++) {
		outside &= ref_place_of_unit(facts, facts->units[i], place) < 0;
		inside |= ref_place_of_unit(facts, facts->units[i], place) > 0;
	}
	return has ? outside : inside;
}

/* ---- values */

static bool read_measured(const struct ref_rules *rules, const char *text, struct exact *number,
			  int *powers, bool *measured)
{
	size_t len = strspn(text, "+-0123456789.");
	const char *at = text + len;
	int power = 1;

	if (!exact_parse(number, text, len))
		return false;
	*measured = false;
	at += strspn(at, " ");
	if (*at == ':') {
		struct exact second;

		*measured = true;
		if (!exact_parse(&second, at + 1, strlen(at + 1)) || !exact_sign(&second))
			return false;
		exact_div(number, number, &second);
		return true;
	}
	while (*at) {
		const char *dot = strstr(at, "·");
		const struct ref_measure *measure;

		*measured = true;
		len = strcspn(at, "/");
		if (dot && dot < at + len)
			len = (size_t)(dot - at);
		measure = ref_measure_find(rules, at, len);
		if (!measure)
			return false;
		if (power > 0)
			exact_mul(number, number, &measure->factor);
		else
			exact_div(number, number, &measure->factor);
		ref_powers_add(powers, measure->powers, power);
		at += len;
		power = *at == '/' ? -1 : 1;
		at += *at == '/' ? 1 : *at ? strlen("·") : 0;
	}
	return true;
}

static bool read_quantity(const struct ref_rules *rules, const struct yice_json *value, struct ref_fact *fact)
{
	const struct ref_attribute *attribute = fact->attribute;
	int powers[REF_BASES] = { 0 };
	bool measured = false;

	if (value->kind == YICE_JSON_NUMBER) {
		if (!exact_parse(&fact->number, value->text, value->len))
			return false;
	} else if (value->kind != YICE_JSON_STRING ||
		   !read_measured(rules, value->text, &fact->number, powers, &measured)) {
		return false;
	}
	if (measured && memcmp(powers, attribute->powers, sizeof(powers)) != 0)
		return false;
	if (!measured)
		exact_mul(&fact->number, &fact->number, &attribute->factor);
	if (attribute->item->u.attribute.min && exact_compare(&fact->number, &attribute->min) < 0)
		return false;
	return !attribute->item->u.attribute.max || exact_compare(&fact->number, &attribute->max) <= 0;
}

static bool read_members(const struct ref_fact *fact, const struct yice_json *array, struct yice_arena *arena,
			 const char ***out, uint32_t *count)
{
	if (array->kind != YICE_JSON_ARRAY)
		return false;
	*out = yice_arena_array(arena, array->count + 1, sizeof(**out));
	for (const struct yice_json *node = array->first; node; node = node->next) {
		const char *member =
		    node->kind == YICE_JSON_STRING ? ref_member_find(fact->attribute->list, node->text) : NULL;

		if (!member)
			return false;
		if (!has_name(*out, *count, member))
			(*out)[(*count)++] = member;
	}
	return true;
}

static bool read_some(const struct ref_facts *facts, const struct yice_json *value, struct yice_arena *arena,
		      struct ref_fact *fact)
{
	const struct yice_json *has = value, *not_ = NULL;

	if (value->kind == YICE_JSON_OBJECT) {
		has = yice_json_get(value, "has") ? yice_json_get(value, "has") : yice_json_get(value, "含");
		not_ =
		    yice_json_get(value, "not") ? yice_json_get(value, "not") : yice_json_get(value, "不含");
	}
	if (not_ && fact->attribute->list->codes) /* none can be absent by itself */
		return false;
	if (has && !read_members(fact, has, arena, &fact->has, &fact->has_count))
		return false;
	if (not_ && !read_members(fact, not_, arena, &fact->not_, &fact->not_count))
		return false;
	for (uint32_t i = 0; i < fact->has_count; i++)
		if (has_name(fact->not_, fact->not_count, fact->has[i]))
			return false;
	if (fact->attribute->list != &facts->rules->lists[0])
		return true;
	for (uint32_t i = 0; i < fact->has_count; i++)
		if (is_contradicted(facts, fact->has[i], true))
			return false;
	for (uint32_t i = 0; i < fact->not_count; i++)
		if (is_contradicted(facts, fact->not_[i], false))
			return false;
	return true;
}

static bool is_day(const struct yice_json *value)
{
	yice_day day;

	return value->kind == YICE_JSON_STRING && !yice_date_parse(value->text, strlen(value->text), &day);
}

static bool read_boolean(const struct yice_json *value, struct ref_fact *fact)
{
	bool word = value->kind == YICE_JSON_STRING;

	fact->yes = value->kind == YICE_JSON_TRUE ||
		    (word && (!strcmp(value->text, "是") || !strcmp(value->text, "yes")));
	return fact->yes || value->kind == YICE_JSON_FALSE ||
	       (word && (!strcmp(value->text, "否") || !strcmp(value->text, "no")));
}

static bool read_value(const struct ref_facts *facts, const struct yice_json *value, struct yice_arena *arena,
		       struct ref_fact *fact)
{
	switch (fact->attribute->item->u.attribute.type.kind) {
	case YICE_TYPE_BOOLEAN:
		return read_boolean(value, fact);
	case YICE_TYPE_ONE_OF:
		if (value->kind != YICE_JSON_STRING)
			return false;
		fact->has = yice_arena_array(arena, 1, sizeof(*fact->has));
		fact->has[0] = ref_member_find(fact->attribute->list, value->text);
		fact->has_count = 1;
		fact->complete = true;
		return fact->has[0] != NULL;
	case YICE_TYPE_SOME_OF:
		return read_some(facts, value, arena, fact);
	case YICE_TYPE_QUANTITY:
		return read_quantity(facts->rules, value, fact);
	case YICE_TYPE_DATE:
		fact->date = value->text;
		return is_day(value);
	}
	return false;
}

/* ---- the document */

static struct ref_fact *add_fact(struct ref_facts *out, const char *text, struct yice_arena *arena)
{
	char name[256], *first = yice_arena_strdup(arena, text), *point = strchr(first, '.');
	struct ref_fact *fact = yice_arena_alloc(arena, sizeof(*fact));

	if (point)
		*point = '\0';
	fact->attribute = ref_attribute_find(out->rules, first, point ? point + 1 : NULL, name, sizeof(name));
	if (!fact->attribute)
		return NULL;
	fact->name = yice_arena_strdup(arena, name);
	fact->next = out->facts;
	out->facts = fact;
	return fact;
}

static bool is_given_before(const struct ref_fact *fact)
{
	for (const struct ref_fact *other = fact->next; other; other = other->next)
		if (!strcmp(other->name, fact->name))
			return true;
	return false;
}

static bool read_complete(struct ref_facts *out, const struct yice_json *list, struct yice_arena *arena)
{
	for (const struct yice_json *node = list ? list->first : NULL; node; node = node->next) {
		struct ref_fact *fact = add_fact(out, node->text, arena), *known;

		if (!fact || fact->attribute->item->u.attribute.type.kind != YICE_TYPE_SOME_OF)
			return false;
		out->facts = fact->next; /* only its name was wanted */
		known = (struct ref_fact *)ref_fact_find(out, fact->name);
		if (!known)
			known = add_fact(out, node->text, arena);
		known->complete = true;
	}
	return true;
}

/* The units that have a share of the site, or on whose border its share lies; those stated must be among them. */
static bool find_units(struct ref_facts *out)
{
	const struct ref_unit *stated[64];
	uint32_t stated_count = out->unit_count;

	if (!out->located || !ref_ground_has_units(out->rules))
		return true;
	memcpy(stated, out->units, sizeof(stated));
	out->unit_count = 0;
	for (uint32_t i = 0; i < out->rules->unit_count; i++) {
		const struct ref_unit *unit = &out->rules->units[i];

		if (ref_unit_find(out->rules, unit->code) == unit &&
		    ref_ground_stands(out->rules, &out->ground, unit->code))
			out->units[out->unit_count++] = unit;
	}
	for (uint32_t i = 0; i < stated_count; i++) {
		bool has = false;

		for (uint32_t j = 0; j < out->unit_count; j++)
			has |= out->units[j] == stated[i];
		if (!has)
			return false;
	}
	return true;
}

/* Whether the units lie in the scope stated: all of those stated with it; of those that coordinates tell, one. */
static bool in_scope(const struct ref_facts *facts, bool all)
{
	uint32_t held = 0;

	for (uint32_t i = 0; facts->scope && i < facts->unit_count; i++)
		held += ref_scope_holds(facts->scope, ref_unit_scope(facts, facts->units[i]));
	return !facts->scope || !facts->unit_count || (all ? held == facts->unit_count : held > 0);
}

static bool read_site(struct ref_facts *out, const struct yice_json *site)
{
	const struct yice_json *unit = site ? yice_json_get(site, "unit") : NULL;
	const struct yice_json *scope = site ? yice_json_get(site, "scope") : NULL;
	const struct yice_json *one = unit && unit->kind == YICE_JSON_ARRAY ? unit->first : unit;

	if (scope)
		out->scope = ref_scope_find(out->rules, scope->text);
	for (; one; one = one == unit ? NULL : one->next) {
		out->units[out->unit_count] = ref_unit_find(out->rules, one->text);
		if (!out->units[out->unit_count++])
			return false;
	}
	out->located = ref_ground_site(site, &out->ground);
	if (!in_scope(out, true) || !find_units(out) || !in_scope(out, false))
		return false;
	ref_ground_tell(out);
	return !scope || out->scope;
}

bool ref_facts_read(const struct ref_rules *rules, const struct yice_json *document, struct yice_arena *arena,
		    struct ref_facts *out)
{
	const struct yice_json *facts = yice_json_get(document, "facts"),
			       *day = yice_json_get(document, "as_of");
	bool fine = true;

	memset(out, 0, sizeof(*out));
	out->rules = rules;
	out->day = day ? day->text : NULL;
	if ((day && !is_day(day)) || !read_site(out, yice_json_get(document, "site")))
		return false;
	for (const struct yice_json *node = facts ? facts->first : NULL; node; node = node->next) {
		struct ref_fact *fact = add_fact(out, node->key, arena);

		if (!fact || is_given_before(fact))
			return false;
		if (node->kind == YICE_JSON_NULL)
			out->facts = fact->next;
		else
			fine &= read_value(out, node, arena, fact);
	}
	return read_complete(out, yice_json_get(document, "complete"), arena) && fine;
}
