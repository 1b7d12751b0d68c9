/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Truth, for the reference interpreter: yice-language(7), TESTS and Truth,
 * sentence by sentence. An expression is worked out anew whenever it is asked
 * for. Called by decide.c.
 */
#include "tests/reference/reference.h"

enum ref_truth ref_and(enum ref_truth a, enum ref_truth b)
{
	return a < b ? a : b; /* the first of F, U, J, T */
}

enum ref_truth ref_or(enum ref_truth a, enum ref_truth b)
{
	static const int first[] = { [REF_T] = 0, [REF_U] = 1, [REF_J] = 2, [REF_F] = 3 };

	return first[a] < first[b] ? a : b;
}

enum ref_truth ref_not(enum ref_truth a)
{
	return a == REF_T ? REF_F : a == REF_F ? REF_T : a;
}

enum ref_reading ref_turned(enum ref_reading reading)
{
	return reading == REF_SOME ? REF_ALL : REF_SOME;
}

void ref_names_add(struct ref_names *names, const char *name)
{
	for (uint32_t i = 0; i < names->count; i++)
		if (!strcmp(names->names[i], name))
			return;
	ref_names_append(names, name);
}

void ref_names_append(struct ref_names *names, const char *name)
{
	const char **list = yice_arena_array(names->arena, names->count + 1, sizeof(*list));

	if (names->count)
		memcpy(list, names->names, names->count * sizeof(*list));
	list[names->count++] = name;
	names->names = list;
}

const char *ref_fill(const struct ref_binding *bindings, const struct yice_text *text,
		     struct yice_arena *arena)
{
	struct yice_buf out = YICE_BUF_INIT;
	const char *at = text->text, *filled;

	while (*at) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;
		char name[128] = "";
		const struct ref_binding *binding = NULL;

		for (const uint32_t *literal = text->literal; literal && *literal != UINT32_MAX; literal++)
			end = at == text->text + *literal ? NULL : end;
		if (end && (size_t)(end - at) < sizeof(name)) {
			memcpy(name, at + 1, (size_t)(end - at - 1));
			binding = ref_binding_find(bindings, name);
		}
		if (binding && binding->text) {
			yice_buf_adds(&out, binding->text);
			at = end + 1;
		} else {
			yice_buf_addc(&out, *at++);
		}
	}
	filled = yice_arena_strdup(arena, yice_buf_text(&out));
	yice_buf_release(&out);
	return filled;
}

/* A part of a path: what is written, or what its hole stands for. */
static const char *part_text(const struct yice_path *path, int part, const struct ref_binding *bindings)
{
	const struct ref_binding *binding;

	if (!path->hole[part])
		return path->part[part].text;
	binding = ref_binding_find(bindings, path->part[part].text);
	if (!binding)
		ref_die("no parameter", path->part[part].text);
	return binding->text;
}

/* The attribute a path names, or NULL when it names none. */
static const struct ref_attribute *attribute_of(const struct ref_rules *rules, const struct yice_path *path,
						const struct ref_binding *bindings, char *name, size_t size)
{
	const char *first = part_text(path, 0, bindings);
	const char *second = path->count == 2 ? part_text(path, 1, bindings) : NULL;

	return first ? ref_attribute_find(rules, first, second, name, size) : NULL;
}

/* ---- members */

/* C26 covers C261. */
static bool covers(const struct ref_list *list, const char *item, const char *member)
{
	return list->codes ? !strncmp(item, member, strlen(item)) : !strcmp(item, member);
}

static bool in_items(const struct ref_rules *rules, const struct ref_list *list,
		     const struct yice_path *items, const struct ref_binding *bindings, const char *member);

/* A set: its members by themselves or by other sets. */
static bool in_set(const struct ref_rules *rules, const struct ref_list *list, const char *name,
		   const char *member)
{
	const struct yice_item *set = ref_item_find(rules, YICE_ITEM_SET, name);

	return in_items(rules, list, set->u.set.items, NULL, member) &&
	       !in_items(rules, list, set->u.set.except, NULL, member);
}

static bool in_items(const struct ref_rules *rules, const struct ref_list *list,
		     const struct yice_path *items, const struct ref_binding *bindings, const char *member)
{
	for (; items; items = items->next) {
		const char *name = part_text(items, 0, bindings), *own = ref_member_find(list, name);

		if (own ? covers(list, own, member) : in_set(rules, list, name, member))
			return true;
	}
	return false;
}

/* S of a membership test. */
struct members {
	const struct ref_rules *rules;
	const struct ref_binding *bindings;
	const struct ref_list *list;
	const struct yice_path *items, *except;
	bool site; /* of the attribute that says where the project is; another one over the places has no parts */
};

static bool in_members(const struct members *s, const char *member)
{
	return in_items(s->rules, s->list, s->items, s->bindings, member) &&
	       !in_items(s->rules, s->list, s->except, s->bindings, member);
}

/*
 * A list of words as it holds for one part of the project. Of a site there is a part in each unit, which has the places the
 * unit lies in, none of those it lies outside of, and otherwise those of the whole site, and a part that no unit has. Where
 * coordinates show the site to be partly in a place, it has two more, within and without, with what is common to the others;
 * so has a unit with no more than a border of the site.
 */
struct part {
	const struct ref_facts *facts;
	const struct ref_fact *fact; /* NULL: nothing is known */
	bool site;                   /* false: no place, or not where the project is; then there is one part */
	const struct ref_unit *unit; /* NULL: none has it */
	bool common;                 /* it has what all units have */
	const char *place;           /* NULL, or one that this part is in or out of */
	bool within;
};

static bool is_named(const char *const *names, uint32_t count, const char *member)
{
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(names[i], member))
			return true;
	return false;
}

enum said { SAID_ABSENT = -1, SAID_NOTHING, SAID_PRESENT, SAID_OPEN };

/* What units and layers say of a place for this part; OPEN: some of the site is in it and some is not, so facts cannot say it. */
static enum said said(const struct part *part, const char *member)
{
	if (!part->site)
		return SAID_NOTHING;
	switch (ref_ground_told(part->facts, member)) {
	case REF_IN:
		return SAID_PRESENT;
	case REF_OUT:
		return SAID_ABSENT;
	case REF_PARTLY:
		return SAID_OPEN;
	case REF_ON_BORDER:
		return SAID_NOTHING;
	case REF_NOT_TOLD:
		break;
	}
	return part->unit ? (enum said)ref_place_of_unit(part->facts, part->unit, member) : SAID_NOTHING;
}

static bool is_present_here(const struct part *part, const char *member)
{
	enum said what = said(part, member);

	return what == SAID_PRESENT ||
	       (what == SAID_NOTHING && part->fact && is_named(part->fact->has, part->fact->has_count, member));
}

static bool is_absent_here(const struct part *part, const char *member)
{
	enum said what = said(part, member);

	if (what != SAID_NOTHING)
		return what == SAID_ABSENT;
	if (is_present_here(part, member))
		return false;
	return part->fact && (part->fact->complete || is_named(part->fact->not_, part->fact->not_count, member));
}

/* Whether it is so in every unit, and where none is. */
static bool is_common(const struct part *part, const char *member, bool (*is)(const struct part *, const char *))
{
	struct part one = *part;

	one.common = false;
	for (uint32_t i = 0; i < part->facts->unit_count; i++) {
		one.unit = part->facts->units[i];
		if (!is(&one, member))
			return false;
	}
	one.unit = NULL;
	return (part->facts->unit_count && !part->facts->outside) || is(&one, member);
}

static bool is_present(const struct part *part, const char *member)
{
	if (part->place && !strcmp(part->place, member))
		return part->within;
	return part->common ? is_common(part, member, is_present_here) : is_present_here(part, member);
}

static bool is_absent(const struct part *part, const char *member)
{
	if (part->place && !strcmp(part->place, member))
		return !part->within;
	return part->common ? is_common(part, member, is_absent_here) : is_absent_here(part, member);
}

/* 含 S: T when one of S is present, F when all of S are absent, else U; with `all`, the same of what is
 * outside S. */
static enum ref_truth judge_part(const struct part *part, const struct members *s, bool all)
{
	enum ref_truth truth = REF_F;

	for (uint32_t i = 0; i < s->list->count; i++) {
		const char *member = s->list->members[i].zh;

		if (in_members(s, member) == all)
			continue;
		if (is_present(part, member))
			return all ? REF_F : REF_T;
		if (!is_absent(part, member))
			truth = REF_U;
	}
	return all ? ref_not(truth) : truth;
}

/* The truths of the parts, joined. */
struct joined {
	const struct members *s;
	bool all;
	enum ref_reading reading;
	enum ref_truth truth;
};

static void join_part(struct joined *joined, const struct part *part)
{
	enum ref_truth truth = judge_part(part, joined->s, joined->all);

	joined->truth = joined->reading == REF_SOME ? ref_or(joined->truth, truth) : ref_and(joined->truth, truth);
}

/* There may be nothing of the site in such a unit. */
static bool has_border_alone(const struct ref_facts *facts, const struct ref_unit *unit)
{
	return facts->located && ref_ground_stands(facts->rules, &facts->ground, unit->code) == REF_BORDERS;
}

/* Of a site in units, or partly in places: of some part of it, or of each. */
static enum ref_truth judge_words(const struct ref_facts *facts, const struct ref_fact *fact,
				  const struct members *s, bool all, enum ref_reading reading)
{
	struct part part = { facts, fact, s->site, NULL, false, NULL, false };
	struct joined joined = { s, all, reading, reading == REF_SOME ? REF_F : REF_T };

	if (!s->site)
		return judge_part(&part, s, all);
	for (uint32_t i = 0; i < facts->unit_count; i++) {
		part.unit = facts->units[i];
		part.common = has_border_alone(facts, part.unit);
		join_part(&joined, &part);
	}
	part.unit = NULL;
	part.common = false;
	if (!facts->unit_count || facts->outside)
		join_part(&joined, &part);
	part.common = true;
	for (uint32_t i = 0; i < s->list->count; i++) {
		part.place = s->list->members[i].zh;
		if (ref_ground_told(facts, part.place) != REF_PARTLY)
			continue;
		part.within = true;
		join_part(&joined, &part);
		part.within = false;
		join_part(&joined, &part);
	}
	return joined.truth;
}

static bool is_group(const struct ref_list *list, const char *code)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (strcmp(list->members[i].zh, code) && covers(list, code, list->members[i].zh))
			return true;
	return false;
}

/* T when the code lies wholly inside S, F when wholly outside, U when only part of it does. */
static enum ref_truth judge_code(const struct members *s, const char *code)
{
	bool inside = false, outside = false;

	for (uint32_t i = 0; i < s->list->count; i++) {
		const char *member = s->list->members[i].zh;

		if (!covers(s->list, code, member) || is_group(s->list, member))
			continue;
		if (in_members(s, member))
			inside = true;
		else
			outside = true;
	}
	return inside && outside ? REF_U : inside ? REF_T : REF_F;
}

static enum ref_truth judge_codes(const struct ref_fact *fact, const struct members *s, bool all)
{
	enum ref_truth any = REF_F, every = REF_T;

	for (uint32_t i = 0; fact && i < fact->has_count; i++) {
		enum ref_truth truth = judge_code(s, fact->has[i]);

		any = ref_or(any, truth);
		every = ref_and(every, truth);
	}
	if (!fact || !fact->complete) { /* there may be more */
		any = ref_or(any, REF_U);
		every = ref_and(every, REF_U);
	}
	return all ? every : any;
}

static enum ref_truth judge_members(const struct ref_facts *facts, const char *name, const struct members *s,
				    bool all, enum ref_reading reading)
{
	const struct ref_fact *fact = ref_fact_find(facts, name);

	if (!s->list->codes)
		return judge_words(facts, fact, s, all, reading);
	/* Nothing is one of no codes. */
	for (uint32_t i = 0; !all && i < s->list->count; i++)
		if (!is_group(s->list, s->list->members[i].zh) && in_members(s, s->list->members[i].zh))
			return judge_codes(fact, s, all);
	return all ? judge_codes(fact, s, all) : REF_F;
}

static bool is_site(const struct ref_rules *rules, const char *name)
{
	const char *site = ref_site_name(rules);

	return site && !strcmp(site, name);
}

static enum ref_truth judge_membership(const struct ref_facts *facts, const struct ref_binding *bindings,
				       const struct yice_expr *expr, enum ref_reading reading)
{
	char name[256];
	const struct ref_attribute *attribute =
	    attribute_of(facts->rules, expr->path, bindings, name, sizeof(name));
	struct members s = { facts->rules,  bindings, attribute->list, expr->items, expr->except,
			     is_site(facts->rules, name) };

	if (expr->membership == YICE_NOT_IN || expr->membership == YICE_NOT_INCLUDE ||
	    expr->membership == YICE_NOT_WITHIN)
		return ref_not(judge_members(facts, name, &s, false, ref_turned(reading)));
	return judge_members(facts, name, &s, expr->membership == YICE_ALL_IN, reading);
}

const char *ref_site_name(const struct ref_rules *rules)
{
	for (uint32_t i = 0; i < rules->attribute_count; i++)
		if (rules->attributes[i].list == &rules->lists[0] &&
		    rules->attributes[i].item->u.attribute.type.kind == YICE_TYPE_SOME_OF)
			return rules->attributes[i].item->u.attribute.path->part[0].text;
	return NULL;
}

enum ref_truth ref_within(const struct ref_facts *facts, const char *place, enum ref_reading reading)
{
	const struct ref_fact *fact = ref_fact_find(facts, ref_site_name(facts->rules));
	struct yice_path path = { 0 };
	struct members s = { facts->rules, NULL, &facts->rules->lists[0], &path, NULL, true };

	path.count = 1;
	path.part[0].text = place;
	return judge_words(facts, fact, &s, false, reading);
}

/* A test that no site can change, as of a set without places, asks nothing. */
static bool can_differ(const struct ref_facts *facts, const struct ref_binding *bindings, const struct yice_expr *test)
{
	const struct ref_list *places = &facts->rules->lists[0];
	struct members s = { facts->rules, bindings, places, test->items, test->except, true };

	for (uint32_t i = 0; i < places->count; i++)
		if (in_members(&s, places->members[i].zh) != (test->membership == YICE_ALL_IN))
			return true;
	return false;
}

bool ref_asks_site(const struct ref_facts *facts, const struct ref_binding *bindings, const struct yice_expr *expr)
{
	const char *site = ref_site_name(facts->rules);
	char name[256];

	if (expr->kind == YICE_EXPR_MEMBER)
		return site && attribute_of(facts->rules, expr->path, bindings, name, sizeof(name)) &&
		       !strcmp(name, site) && can_differ(facts, bindings, expr);
	if (expr->kind != YICE_EXPR_AND && expr->kind != YICE_EXPR_OR && expr->kind != YICE_EXPR_NOT)
		return false;
	for (const struct yice_expr *part = expr->first; part; part = part->next)
		if (!ref_asks_site(facts, bindings, part))
			return false;
	return true;
}

/* ---- comparisons */

/* A comparison brought to one side: what is left of each attribute, and of the numbers. */
struct sum {
	const struct ref_facts *facts;
	const struct ref_binding *bindings;
	struct exact constant, factor[16];
	char name[16][256];
	uint32_t count;
};

/* A number written, or one that a hole stands for; false: the term is an attribute. */
static bool number_of(const struct sum *sum, const struct yice_operand *term, struct exact *out)
{
	const struct ref_binding *bound =
	    term->kind == YICE_OPERAND_PATH && term->path->count == 1 && term->path->hole[0]
		? ref_binding_find(sum->bindings, term->path->part[0].text)
		: NULL;
	struct exact measure;

	if (bound) {
		*out = bound->number;
		return true;
	}
	if (term->kind != YICE_OPERAND_NUMBER)
		return false;
	exact_int(out, term->number.num, term->number.den);
	ref_measure_factor(sum->facts->rules, term->measure, &measure);
	exact_mul(out, out, &measure);
	return true;
}

static void add_attribute(struct sum *sum, const struct yice_operand *term, const struct exact *factor)
{
	char name[256];
	uint32_t i = 0;

	if (!attribute_of(sum->facts->rules, term->path, sum->bindings, name, sizeof(name)))
		ref_die("no attribute", term->path->part[0].text);
	while (i < sum->count && strcmp(sum->name[i], name))
		i++;
	if (i == YICE_COUNT(sum->name))
		ref_die("too many attributes", name);
	if (i == sum->count) {
		memcpy(sum->name[sum->count++], name, sizeof(name));
		exact_int(&sum->factor[i], 0, 1);
	}
	exact_add(&sum->factor[i], &sum->factor[i], factor);
}

static void add_terms(struct sum *sum, const struct yice_operand *term, bool subtract)
{
	for (; term; term = term->next) {
		struct exact factor, sign, number;

		exact_int(&factor, 1, 1);
		if (term->has_factor)
			exact_int(&factor, term->factor.num, term->factor.den);
		exact_int(&sign, term->negative == subtract ? 1 : -1, 1);
		exact_mul(&factor, &factor, &sign);
		if (number_of(sum, term, &number)) {
			exact_mul(&number, &number, &factor);
			exact_add(&sum->constant, &sum->constant, &number);
		} else {
			add_attribute(sum, term, &factor);
		}
	}
}

static enum ref_truth holds(enum yice_relation relation, int order)
{
	switch (relation) {
	case YICE_EQ:
		return order == 0 ? REF_T : REF_F;
	case YICE_NE:
		return order != 0 ? REF_T : REF_F;
	case YICE_LT:
		return order < 0 ? REF_T : REF_F;
	case YICE_LE:
		return order <= 0 ? REF_T : REF_F;
	case YICE_GT:
		return order > 0 ? REF_T : REF_F;
	case YICE_GE:
		return order >= 0 ? REF_T : REF_F;
	}
	return REF_F;
}

/*
 * A sum against a sum; names: gets what is missing, or NULL. An attribute that
 * cancels out is not in the comparison.
 */
static enum ref_truth judge_sums(const struct ref_facts *facts, const struct ref_binding *bindings,
				 const struct yice_sum *left, enum yice_relation relation,
				 const struct yice_sum *right, struct ref_names *names)
{
	struct sum sum;
	bool missing = false;

	sum.facts = facts;
	sum.bindings = bindings;
	sum.count = 0;
	exact_int(&sum.constant, 0, 1);
	add_terms(&sum, left->terms, false);
	add_terms(&sum, right->terms, true);
	for (uint32_t i = 0; i < sum.count; i++) {
		const struct ref_fact *fact = ref_fact_find(facts, sum.name[i]);

		if (!exact_sign(&sum.factor[i]))
			continue;
		missing |= !fact;
		if (!fact && names)
			ref_names_add(names, yice_arena_strdup(names->arena, sum.name[i]));
		if (!fact)
			continue;
		exact_mul(&sum.factor[i], &sum.factor[i], &fact->number);
		exact_add(&sum.constant, &sum.constant, &sum.factor[i]);
	}
	return missing ? REF_U : holds(relation, exact_sign(&sum.constant));
}

/* Days in the order of their texts. */
static const char *day_of(const struct ref_facts *facts, const struct ref_binding *bindings,
			  const struct yice_operand *term, char *text, struct ref_names *names)
{
	const struct ref_fact *fact;
	char name[256];

	if (term->kind == YICE_OPERAND_DATE) {
		yice_date_format(term->day, text);
		return text;
	}
	if (!attribute_of(facts->rules, term->path, bindings, name, sizeof(name)))
		ref_die("no attribute", term->path->part[0].text);
	fact = ref_fact_find(facts, name);
	if (!fact && names)
		ref_names_add(names, yice_arena_strdup(names->arena, name));
	return fact ? fact->date : NULL;
}

static enum ref_truth judge_days(const struct ref_facts *facts, const struct ref_binding *bindings,
				 const struct yice_expr *expr, struct ref_names *names)
{
	char texts[2][11];
	const char *left = day_of(facts, bindings, expr->left->terms, texts[0], names);
	const char *right = day_of(facts, bindings, expr->right->terms, texts[1], names);

	return left && right ? holds(expr->relation, strcmp(left, right)) : REF_U;
}

static const struct yice_operand *stricter(const struct yice_sum *sum)
{
	return sum->terms && sum->terms->kind == YICE_OPERAND_STRICTER ? sum->terms : NULL;
}

/* x ≤ 较严值（a、b）: x ≤ a 且 x ≤ b. Only what is U misses something. */
static enum ref_truth judge_stricter(const struct ref_facts *facts, const struct ref_binding *bindings,
				     const struct yice_expr *expr, struct ref_names *names)
{
	const struct yice_operand *left = stricter(expr->left), *right = stricter(expr->right);
	enum ref_truth all = REF_T;

	for (const struct yice_sum *one = (left ? left : right)->alternatives; one; one = one->next)
		all = ref_and(all, judge_sums(facts, bindings, left ? one : expr->left, expr->relation,
					      left ? expr->right : one, names));
	return all;
}

/* The attribute of some term of a sum, or NULL. */
static const struct ref_attribute *attribute_in(const struct ref_facts *facts,
						const struct ref_binding *bindings,
						const struct yice_sum *sum, char *name, size_t size)
{
	for (const struct yice_operand *term = sum->terms; term; term = term->next) {
		const struct ref_attribute *found = NULL;

		if (term->kind == YICE_OPERAND_STRICTER)
			found = attribute_in(facts, bindings, term->alternatives, name, size);
		else if (term->kind == YICE_OPERAND_PATH)
			found = attribute_of(facts->rules, term->path, bindings, name, size);
		if (found)
			return found;
	}
	return NULL;
}

/* Whose kind says what a comparison compares; *other: the other side. */
static const struct ref_attribute *compared(const struct ref_facts *facts, const struct ref_binding *bindings,
					    const struct yice_expr *expr, char *name, size_t size,
					    const struct yice_sum **other)
{
	const struct ref_attribute *found = attribute_in(facts, bindings, expr->left, name, size);

	*other = found ? expr->right : expr->left;
	return found ? found : attribute_in(facts, bindings, expr->right, name, size);
}

static enum ref_truth judge_compare(const struct ref_facts *facts, const struct ref_binding *bindings,
				    const struct yice_expr *expr, struct ref_names *names)
{
	const struct yice_sum *other;
	char name[256];
	const struct ref_attribute *attribute = compared(facts, bindings, expr, name, sizeof(name), &other);
	enum yice_type_kind kind;
	const struct ref_fact *fact;
	enum ref_truth truth;

	if (!attribute)
		ref_die("nothing to compare", NULL);
	kind = attribute->item->u.attribute.type.kind;
	if (kind == YICE_TYPE_QUANTITY)
		return stricter(expr->left) || stricter(expr->right)
			   ? judge_stricter(facts, bindings, expr, names)
			   : judge_sums(facts, bindings, expr->left, expr->relation, expr->right, names);
	if (kind == YICE_TYPE_DATE)
		return judge_days(facts, bindings, expr, names);
	if (kind == YICE_TYPE_BOOLEAN) {
		fact = ref_fact_find(facts, name);
		truth = !fact ? REF_U : fact->yes == other->terms->yes ? REF_T : REF_F;
	} else {
		struct members s = { facts->rules, bindings, attribute->list, other->terms->path, NULL, false };

		truth = judge_members(facts, name, &s, false, REF_SOME); /* one word, not the site */
	}
	if (truth == REF_U && names)
		ref_names_add(names, yice_arena_strdup(names->arena, name));
	return expr->relation == YICE_NE ? ref_not(truth) : truth;
}

/* ---- expressions */

enum ref_truth ref_judge(const struct ref_facts *facts, const struct ref_binding *bindings,
			 const struct yice_expr *expr, enum ref_reading reading)
{
	enum ref_truth truth = expr->kind == YICE_EXPR_AND ? REF_T : REF_F;

	switch (expr->kind) {
	case YICE_EXPR_AND:
		for (const struct yice_expr *child = expr->first; child; child = child->next)
			truth = ref_and(truth, ref_judge(facts, bindings, child, reading));
		return truth;
	case YICE_EXPR_OR:
		for (const struct yice_expr *child = expr->first; child; child = child->next)
			truth = ref_or(truth, ref_judge(facts, bindings, child, reading));
		return truth;
	case YICE_EXPR_NOT:
		return ref_not(ref_judge(facts, bindings, expr->first, ref_turned(reading)));
	case YICE_EXPR_COMPARE:
		return judge_compare(facts, bindings, expr, NULL);
	case YICE_EXPR_MEMBER:
		return judge_membership(facts, bindings, expr, reading);
	case YICE_EXPR_OPEN:
		return REF_J;
	}
	return truth;
}

void ref_why(const struct ref_facts *facts, const struct ref_binding *bindings, const struct yice_expr *expr,
	     enum ref_reading reading, enum ref_truth truth, struct ref_names *out)
{
	char name[256];

	if (ref_judge(facts, bindings, expr, reading) != truth)
		return;
	if (expr->kind == YICE_EXPR_OPEN) {
		ref_names_add(out, ref_fill(bindings, expr->text, out->arena));
	} else if (expr->kind == YICE_EXPR_MEMBER) {
		attribute_of(facts->rules, expr->path, bindings, name, sizeof(name));
		ref_names_add(out, yice_arena_strdup(out->arena, name));
	} else if (expr->kind == YICE_EXPR_COMPARE) {
		judge_compare(facts, bindings, expr, out);
	} else {
		for (const struct yice_expr *child = expr->first; child; child = child->next)
			ref_why(facts, bindings, child, expr->kind == YICE_EXPR_NOT ? ref_turned(reading) : reading, truth, out);
	}
}
