/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks the syntax tree of a source and marks the constructs of constructs.def
 * that it has, and the keywords among its tokens. A kind of item, test or
 * effect that is added to the grammar does not compile here until it is given
 * a place. Called by differential.c for every source.
 */
#include "tests/reference/constructs.h"

#include <stdio.h>

#include "grammar/scan.h"

/* One source: what it has, and where in it the walk is. */
struct marks {
	const struct ref_rules *rules;
	bool has[CONSTRUCTS];
	bool in_list, in_group, dated; /* dated: the clause has 施行 */
};

/* Where a test stands. */
enum stand { STAND_WHEN, STAND_UNLESS, STAND_BUT, STAND_REQUIRE };

#define MARK(m, name, condition)                                                                             \
	do {                                                                                                 \
		if (condition)                                                                               \
			(m)->has[CONSTRUCT_##name] = true;                                                   \
	} while (0)

static bool is_places(const struct marks *m, const struct ref_list *list)
{
	return list == &m->rules->lists[0];
}

static bool is_layers(const struct marks *m, const struct ref_list *list)
{
	return list == &m->rules->lists[1];
}

static bool is(const char *a, const char *b)
{
	return a && !strcmp(a, b);
}

/* ---- tests */

static void mark_site(struct marks *m, enum stand stand, bool negated)
{
	MARK(m, SITE_WHEN, stand == STAND_WHEN);
	MARK(m, SITE_UNLESS, stand == STAND_UNLESS);
	MARK(m, SITE_BUT, stand == STAND_BUT);
	MARK(m, SITE_REQUIRE, stand == STAND_REQUIRE);
	MARK(m, SITE_NOT, negated);
}

static void mark_path(struct marks *m, const struct yice_path *path)
{
	MARK(m, PATH_HOLE_FIRST, path->count == 2 && path->hole[0]);
	MARK(m, PATH_HOLE_SECOND, path->count == 2 && path->hole[1]);
}

static void mark_membership(struct marks *m, const struct yice_expr *expr, enum stand stand, bool negated)
{
	bool many = expr->items->next != NULL, site = false;
	char name[256];
	const struct ref_attribute *attribute =
	    expr->path->count == 1 && !expr->path->hole[0]
		? ref_attribute_find(m->rules, expr->path->part[0].text, NULL, name, sizeof(name))
		: NULL;

	mark_path(m, expr->path);
	switch (expr->membership) {
	case YICE_IN:
		MARK(m, MEMBER_ONE, !many);
		break;
	case YICE_NOT_IN:
	case YICE_INCLUDE:
	case YICE_NOT_INCLUDE:
		break;
	case YICE_ALL_IN:
		site = attribute && is_places(m, attribute->list);
		MARK(m, WITHIN_ALL, site);
		break;
	case YICE_WITHIN:
		MARK(m, WITHIN_MANY, many);
		site = true;
		break;
	case YICE_NOT_WITHIN:
		MARK(m, NOT_WITHIN_MANY, many);
		site = true;
		break;
	}
	MARK(m, MEMBERS_EXCEPT, expr->except);
	for (const struct yice_path *path = expr->items; path; path = path->next)
		MARK(m, MEMBER_HOLE, path->hole[0]);
	if (site)
		mark_site(m, stand, negated);
}

static void mark_relation(struct marks *m, enum yice_relation relation)
{
	switch (relation) {
	case YICE_EQ:
		MARK(m, RELATION_EQ, true);
		break;
	case YICE_NE:
		MARK(m, RELATION_NE, true);
		break;
	case YICE_LT:
		MARK(m, RELATION_LT, true);
		break;
	case YICE_LE:
		MARK(m, RELATION_LE, true);
		break;
	case YICE_GT:
		MARK(m, RELATION_GT, true);
		break;
	case YICE_GE:
		MARK(m, RELATION_GE, true);
		break;
	}
}

/* A path by itself on a side: a day, a member or a parameter, as what stands on the other side has it. */
static const struct ref_attribute *attribute_alone(const struct marks *m, const struct yice_sum *sum)
{
	const struct yice_path *path = sum->terms->kind == YICE_OPERAND_PATH ? sum->terms->path : NULL;
	char name[256];

	return path && path->count == 1 && !path->hole[0]
		   ? ref_attribute_find(m->rules, path->part[0].text, NULL, name, sizeof(name))
		   : NULL;
}

static void mark_sum(struct marks *m, const struct yice_sum *sum)
{
	const struct yice_operand *first = sum->terms;
	uint32_t alternatives = 0;

	MARK(m, SUM_NEGATIVE, first->negative);
	for (const struct yice_operand *term = first; term; term = term->next) {
		MARK(m, SUM, term != first && !term->negative);
		MARK(m, SUM_MINUS, term != first && term->negative);
		MARK(m, FACTOR, term->has_factor);
		switch (term->kind) {
		case YICE_OPERAND_PATH:
			mark_path(m, term->path);
			MARK(m, QUANTITY_HOLE, term->path->count == 1 && term->path->hole[0]);
			break;
		case YICE_OPERAND_NUMBER:
			MARK(m, LITERAL_PERIOD, term->period);
			MARK(m, LITERAL_PLAIN, !term->measure);
			MARK(m, LITERAL_PRODUCT,
			     term->measure && term->measure->next && term->measure->next->power > 0);
			break;
		case YICE_OPERAND_DATE:
			MARK(m, DATE_LITERAL, true);
			break;
		case YICE_OPERAND_STRICTER:
			for (const struct yice_sum *one = term->alternatives; one; one = one->next, alternatives++)
				mark_sum(m, one);
			MARK(m, STRICTER_THREE, alternatives > 2);
			break;
		case YICE_OPERAND_YES_NO: /* keywords */
		case YICE_OPERAND_TEXT:   /* arguments only */
			break;
		}
	}
}

static void mark_compare(struct marks *m, const struct yice_expr *expr)
{
	const struct ref_attribute *left = attribute_alone(m, expr->left), *right = attribute_alone(m, expr->right);

	mark_relation(m, expr->relation);
	mark_sum(m, expr->left);
	mark_sum(m, expr->right);
	MARK(m, STRICTER_LEFT, expr->left->terms->kind == YICE_OPERAND_STRICTER);
	MARK(m, STRICTER_RIGHT, expr->right->terms->kind == YICE_OPERAND_STRICTER);
	MARK(m, DATE_ATTRIBUTES,
	     left && right && left->item->u.attribute.type.kind == YICE_TYPE_DATE &&
		 right->item->u.attribute.type.kind == YICE_TYPE_DATE);
	MARK(m, ONE_OF_EQUAL, left && left->item->u.attribute.type.kind == YICE_TYPE_ONE_OF);
}

static void mark_expr(struct marks *m, const struct yice_expr *expr, enum stand stand, bool negated)
{
	if (!expr)
		return;
	switch (expr->kind) {
	case YICE_EXPR_AND:
	case YICE_EXPR_OR:
		MARK(m, NO_PARENS, !expr->parens);
		break;
	case YICE_EXPR_NOT:
		MARK(m, NOT_AND, expr->first->kind == YICE_EXPR_AND);
		MARK(m, NOT_OR, expr->first->kind == YICE_EXPR_OR);
		MARK(m, NOT_NOT, expr->first->kind == YICE_EXPR_NOT);
		break;
	case YICE_EXPR_COMPARE:
		mark_compare(m, expr);
		break;
	case YICE_EXPR_MEMBER:
		mark_membership(m, expr, stand, negated);
		break;
	case YICE_EXPR_OPEN:
		MARK(m, OPEN_TEST, true);
		break;
	}
	for (const struct yice_expr *part = yice_expr_parts(expr); part; part = part->next)
		mark_expr(m, part, stand, negated || expr->kind == YICE_EXPR_NOT);
}

/* ---- clauses */

static void mark_guidance(struct marks *m, const struct yice_effect *effect)
{
	const char *who = effect->addressee ? effect->addressee->text : NULL;

	if (effect->kind == YICE_EFFECT_ENCOURAGE) {
		MARK(m, ENCOURAGE_BARE, !effect->texts);
		MARK(m, ENCOURAGE_BY, effect->due != YICE_DAY_MAX);
		return;
	}
	MARK(m, DUTY_GOVERNMENT, is(who, "政府") || is(who, "government"));
	MARK(m, DUTY_PARK, is(who, "园区管理机构") || is(who, "park_operator"));
	MARK(m, DUTY_OPERATOR, is(who, "企业") || is(who, "operator"));
	MARK(m, DUTY_BY, effect->due != YICE_DAY_MAX);
}

static void mark_effects(struct marks *m, const struct yice_clause *body)
{
	uint32_t demands = 0, guides = 0;

	MARK(m, GUARD_NONE, body->effects && !body->when);
	MARK(m, OPEN_ALONE, body->open && !body->effects);
	MARK(m, TEXT_ALONE, !body->open && !body->effects && !body->as);
	for (const struct yice_effect *effect = body->effects; effect; effect = effect->next) {
		switch (effect->kind) {
		case YICE_EFFECT_REQUIRE:
			mark_expr(m, effect->demand, STAND_REQUIRE, false);
			MARK(m, OPEN_REQUIRE, body->open);
			demands++;
			break;
		case YICE_EFFECT_PROHIBIT:
			MARK(m, PROHIBIT_BARE, !effect->texts);
			MARK(m, PROHIBIT_TEXT, effect->texts);
			MARK(m, OPEN_PROHIBIT, body->open);
			break;
		case YICE_EFFECT_RESTRICT:
			MARK(m, RESTRICT_TEXTS, effect->texts && effect->texts->next);
			MARK(m, OPEN_RESTRICT, body->open);
			break;
		case YICE_EFFECT_ENCOURAGE:
		case YICE_EFFECT_DUTY:
			mark_guidance(m, effect);
			guides++;
			break;
		case YICE_EFFECT_NONE:
			break;
		}
		MARK(m, ASIDE, guides && (demands || effect->kind == YICE_EFFECT_PROHIBIT ||
					  effect->kind == YICE_EFFECT_RESTRICT));
	}
	MARK(m, ASIDE, guides && body->effects->kind != YICE_EFFECT_ENCOURAGE &&
			   body->effects->kind != YICE_EFFECT_DUTY);
	MARK(m, REQUIRE_MANY, demands > 1);
}

static void mark_arguments(struct marks *m, const struct yice_arg *arg)
{
	for (; arg; arg = arg->next) {
		MARK(m, ARG_PLACED, !arg->name.text);
		MARK(m, ARG_NAMED, arg->name.text);
		MARK(m, ARG_HOLE, arg->value->kind == YICE_OPERAND_PATH && arg->value->path->hole[0]);
		MARK(m, ARG_NEGATIVE, arg->value->negative);
	}
}

static void mark_overrides(struct marks *m, const struct yice_clause *body)
{
	for (const struct yice_word *word = body->overrides; word; word = word->next) {
		size_t len = strlen(word->text);

		MARK(m, OVERRIDES_ID, strchr(word->text, '/'));
		MARK(m, OVERRIDES_NUMBER, *word->text >= '0' && *word->text <= '9' && !strchr(word->text, '/'));
		MARK(m, OVERRIDES_WORD, (unsigned char)*word->text >= 0x80);
		MARK(m, OVERRIDES_FIRST, len > 2 && !strcmp(word->text + len - 2, "#1"));
	}
	MARK(m, OVERRIDES_MANY, body->overrides && body->overrides->next);
	MARK(m, OVERRIDES_DATED, body->overrides && body->effective);
}

static void mark_basis(struct marks *m, const struct yice_basis *basis)
{
	for (; basis; basis = basis->next) {
		MARK(m, BASIS_TITLE, basis->full);
		MARK(m, BASIS_SHORT, !basis->full);
		MARK(m, BASIS_ARTICLE, basis->article.text);
	}
}

static void mark_body(struct marks *m, const struct yice_clause *body)
{
	MARK(m, TAG_ONE, body->tag && body->tag->word[0].text && !body->tag->word[1].text);
	MARK(m, TAG_TWO, body->tag && body->tag->word[1].text);
	MARK(m, TAG_TEXT, body->tag && body->tag->raw);
	MARK(m, ORIGINAL, body->original);
	MARK(m, SUMMARY, body->summary);
	MARK(m, ENGLISH, body->english);
	mark_expr(m, body->when, STAND_WHEN, false);
	MARK(m, UNLESS_ONE, body->unless);
	MARK(m, UNLESS_MANY, body->unless && body->unless->next);
	for (const struct yice_unless *unless = body->unless; unless; unless = unless->next) {
		mark_expr(m, unless->test, STAND_UNLESS, false);
		mark_expr(m, unless->but, STAND_BUT, false);
		MARK(m, BUT, unless->but);
	}
	mark_effects(m, body);
	mark_basis(m, body->basis);
	MARK(m, CLAUSE_OPEN, body->effective && body->effective->days.to == YICE_DAY_MAX);
	MARK(m, CLAUSE_CLOSED, body->effective && body->effective->days.to != YICE_DAY_MAX);
	MARK(m, CLAUSE_FICTIONAL, body->fictional);
	MARK(m, LEAD, body->lead);
	mark_overrides(m, body);
	MARK(m, FROM_TEMPLATE, body->as);
	MARK(m, FROM_TEMPLATE_MORE, body->as && body->when && body->unless && body->effects);
	if (body->as)
		mark_arguments(m, body->as->args);
}

static void mark_clause(struct marks *m, const struct yice_item *item)
{
	const char *number = item->u.clause->number.text;

	mark_body(m, item->u.clause);
	MARK(m, NUMBER_NONE, !number);
	MARK(m, NUMBER, number && *number >= '0' && *number <= '9');
	/* A word's span is its text, a string's has quotation marks around it. */
	MARK(m, NUMBER_WORD, number && (unsigned char)*number >= 0x80 &&
				 item->u.clause->number.span.end - item->u.clause->number.span.start == strlen(number));
	MARK(m, NUMBER_TEXT, number && item->u.clause->number.span.end - item->u.clause->number.span.start > strlen(number));
}

static void mark_numbers(struct marks *m)
{
	for (const struct ref_clause *clause = m->rules->clauses; clause; clause = clause->next)
		MARK(m, NUMBER_AGAIN, strchr(clause->id, '#'));
}

/* ---- vocabulary */

static void mark_set(struct marks *m, const struct yice_item *item)
{
	const struct ref_list *list = ref_list_find(m->rules, item->u.set.list.text);

	MARK(m, SET_OF_CODES, list->codes);
	MARK(m, SET_OF_PLACES, is_places(m, list));
	MARK(m, SET_OF_LAYERS, is_layers(m, list));
	MARK(m, SET_OF_TERMS, !list->codes && !is_places(m, list) && !is_layers(m, list));
	MARK(m, SET_EXCEPT, item->u.set.except);
	for (const struct yice_path *path = item->u.set.items; path; path = path->next)
		MARK(m, SET_OF_SETS, !ref_member_find(list, path->part[0].text));
}

static void mark_list_type(struct marks *m, const struct ref_list *list, bool one)
{
	if (one) {
		MARK(m, ATTRIBUTE_ONE_CODE, list->codes);
		MARK(m, ATTRIBUTE_ONE_PLACE, is_places(m, list));
		MARK(m, ATTRIBUTE_ONE_TERM, !list->codes && !is_places(m, list));
		return;
	}
	MARK(m, ATTRIBUTE_SOME_CODES, list->codes);
	MARK(m, ATTRIBUTE_SITE, is_places(m, list));
	MARK(m, ATTRIBUTE_SOME_LAYERS, is_layers(m, list));
	MARK(m, ATTRIBUTE_SOME_TERMS, !list->codes && !is_places(m, list) && !is_layers(m, list));
}

static void mark_attribute(struct marks *m, const struct ref_attribute *attribute)
{
	const struct yice_item *item = attribute->item;
	const struct yice_operand *min = item->u.attribute.min, *max = item->u.attribute.max;

	switch (item->u.attribute.type.kind) {
	case YICE_TYPE_BOOLEAN:
		MARK(m, ATTRIBUTE_BOOLEAN, true);
		break;
	case YICE_TYPE_ONE_OF:
	case YICE_TYPE_SOME_OF:
		mark_list_type(m, attribute->list, item->u.attribute.type.kind == YICE_TYPE_ONE_OF);
		break;
	case YICE_TYPE_QUANTITY:
		MARK(m, ATTRIBUTE_QUANTITY, item->u.attribute.type.measure);
		MARK(m, ATTRIBUTE_RATIO, !item->u.attribute.type.measure);
		MARK(m, ATTRIBUTE_PERIOD, item->u.attribute.type.period.text);
		break;
	case YICE_TYPE_DATE:
		MARK(m, ATTRIBUTE_DATE, true);
		break;
	}
	MARK(m, ATTRIBUTE_FAMILY_FIRST, attribute->family && item->u.attribute.path->hole[0]);
	MARK(m, ATTRIBUTE_FAMILY_SECOND, attribute->family && item->u.attribute.path->hole[1]);
	MARK(m, ATTRIBUTE_FAMILY_PLACES, attribute->family && is_places(m, attribute->family));
	MARK(m, ATTRIBUTE_FAMILY_LAYERS, attribute->family && is_layers(m, attribute->family));
	MARK(m, RANGE_LEAST, min && !max);
	MARK(m, RANGE_BOTH, min && max);
	MARK(m, RANGE_NEGATIVE, min && min->negative);
}

static void mark_place(struct marks *m, const struct yice_item *item)
{
	MARK(m, PLACE_ELEMENT, item->u.place.element.text);
	for (const struct yice_word *word = item->u.place.aliases; word; word = word->next) {
		bool quoted = word->span.end - word->span.start > strlen(word->text);

		MARK(m, PLACE_ALIAS, !quoted);
		MARK(m, PLACE_ALIAS_TEXT, quoted);
	}
}

static void mark_layer(struct marks *m, const struct yice_item *item)
{
	MARK(m, LAYER_DATED, item->u.layer.has_date);
	MARK(m, LAYER_MOUTH, item->u.layer.river.text && !item->u.layer.low);
	MARK(m, LAYER_STRETCH, item->u.layer.river.text && item->u.layer.low);
}

static void mark_geometry(struct marks *m, const struct yice_item *item)
{
	const struct yice_word *names = item->u.geometry.names;

	MARK(m, GEOMETRY_UNITS, !names);
	MARK(m, GEOMETRY_PLACE, names && !names->next);
	MARK(m, GEOMETRY_PLACES, names && names->next);
	MARK(m, GEOMETRY_TOLD, item->u.geometry.source && item->u.geometry.has_date);
	MARK(m, GEOMETRY_SCOPE, item->u.geometry.scope.text);
}

static void mark_document(struct marks *m, const struct yice_item *item)
{
	MARK(m, DOCUMENT_SHORT, item->u.document.shortname.zh.text);
	MARK(m, DOCUMENT_REPLACED, item->u.document.replaced.text);
	MARK(m, DOCUMENT_EFFECTIVE, item->u.document.effective);
	MARK(m, DOCUMENT_PUBLISHED, item->u.document.reference && item->u.document.publisher);
}

static void mark_dimension(struct marks *m, const struct yice_item *item)
{
	bool named = false;

	for (const struct yice_item *other = m->rules->items; other != item; other = other->next)
		named |= other->kind == YICE_ITEM_DIMENSION && (is(other->name->zh.text, item->name->zh.text) ||
								is(other->name->en.text, item->name->zh.text));
	MARK(m, DIMENSION_ALIAS, item->u.dimension.aliases);
	MARK(m, HEADING, m->in_list && named);
	MARK(m, HEADING_ALIAS, m->in_list && !named);
}

/* ---- templates, lists, units */

static void mark_params(struct marks *m, const struct yice_param *param)
{
	for (; param; param = param->next) {
		const struct ref_list *list =
		    param->kind == YICE_PARAM_TERM ? ref_list_find(m->rules, param->list.text) : NULL;

		MARK(m, PARAM_TEXT, param->kind == YICE_PARAM_TEXT);
		MARK(m, PARAM_QUANTITY, param->kind == YICE_PARAM_QUANTITY);
		MARK(m, PARAM_CODE, list && list->codes);
		MARK(m, PARAM_PLACE, list && is_places(m, list));
		MARK(m, PARAM_LAYER, list && is_layers(m, list));
		MARK(m, PARAM_TERM, list && !list->codes && !is_places(m, list) && !is_layers(m, list));
	}
}

static void mark_template(struct marks *m, const struct yice_item *item)
{
	mark_params(m, item->u.template_.params);
	mark_body(m, item->u.template_.clause);
	MARK(m, TEMPLATE_BARE, !item->u.template_.params);
	MARK(m, TEMPLATE_OF_TEMPLATE, item->u.template_.clause->as);
}

static void mark_list(struct marks *m, const struct yice_item *item)
{
	MARK(m, LIST_OPEN, item->u.list.effective && item->u.list.effective->days.to == YICE_DAY_MAX);
	MARK(m, LIST_CLOSED, item->u.list.effective && item->u.list.effective->days.to != YICE_DAY_MAX);
	MARK(m, LIST_TOLD, item->u.list.english && item->u.list.parent.text && item->u.list.publisher &&
			       item->u.list.reference);
}

static void mark_target(struct marks *m, const struct yice_item *item)
{
	bool many = item->u.target.names && item->u.target.names->next;

	switch (item->u.target.kind) {
	case YICE_TARGET_SCOPE: /* a keyword */
		break;
	case YICE_TARGET_CLASS:
		MARK(m, TARGET_CLASSES, many);
		break;
	case YICE_TARGET_PLACE:
		MARK(m, TARGET_ZONE, item->u.target.place == YICE_PLACE_ZONE);
		MARK(m, TARGET_AREA, item->u.target.place == YICE_PLACE_AREA);
		MARK(m, TARGET_PARK, item->u.target.place == YICE_PLACE_PARK);
		MARK(m, TARGET_PLACES, many);
		break;
	case YICE_TARGET_UNIT:
		MARK(m, TARGET_UNIT, !many);
		MARK(m, TARGET_UNITS, many);
		break;
	}
}

static void mark_unit(struct marks *m, const struct yice_item *item)
{
	const char *klass = ref_class_name(item->u.unit.klass.text);

	MARK(m, UNIT_PRIORITY, is(klass, "优先保护"));
	MARK(m, UNIT_KEY, is(klass, "重点管控"));
	MARK(m, UNIT_GENERAL, is(klass, "一般管控"));
	MARK(m, UNIT_SCOPE, item->u.unit.scope.text);
	MARK(m, UNIT_ELEMENTS, item->u.unit.has_elements);
	MARK(m, UNIT_WITHIN, item->u.unit.within);
	MARK(m, UNIT_TOLD, item->u.unit.english && item->u.unit.fictional);
	for (const struct yice_item *other = m->rules->items; other != item; other = other->next)
		MARK(m, UNIT_AGAIN, other->kind == YICE_ITEM_UNIT && is(other->name->zh.text, item->name->zh.text));
}

static void mark_measure(struct marks *m, const struct yice_item *item)
{
	MARK(m, MEASURE_QUOTIENT, item->u.measure.factor.den > 1);
	MARK(m, MEASURE_PERCENT, is(item->name->zh.text, "%") || is(item->name->zh.text, "‰"));
	MARK(m, MEASURE_PRODUCT, item->u.measure.of && item->u.measure.of->next && item->u.measure.of->next->power > 0);
}

static void mark_item(struct marks *m, const struct yice_item *item)
{
	switch (item->kind) {
	case YICE_ITEM_IMPORT:
	case YICE_ITEM_TERMS: /* these are told by their keywords */
	case YICE_ITEM_PHYSICAL:
	case YICE_ITEM_ATTRIBUTE: /* below */
		break;
	case YICE_ITEM_GEOMETRY:
		mark_geometry(m, item);
		break;
	case YICE_ITEM_SET:
		mark_set(m, item);
		break;
	case YICE_ITEM_MEASURE:
		mark_measure(m, item);
		break;
	case YICE_ITEM_CODES:
		MARK(m, CODES_COUNTS, item->u.codes.counts);
		break;
	case YICE_ITEM_DIMENSION:
		mark_dimension(m, item);
		break;
	case YICE_ITEM_PLACE:
		mark_place(m, item);
		break;
	case YICE_ITEM_LAYER:
		mark_layer(m, item);
		break;
	case YICE_ITEM_SCOPE:
		MARK(m, SCOPE_BELOW, item->u.scope.parent.text);
		break;
	case YICE_ITEM_DOCUMENT:
		mark_document(m, item);
		break;
	case YICE_ITEM_TEMPLATE:
		mark_template(m, item);
		break;
	case YICE_ITEM_GROUP:
		mark_params(m, item->u.group.params);
		MARK(m, GROUP_BARE, !item->u.group.params);
		break;
	case YICE_ITEM_USE:
		mark_arguments(m, item->u.use.args);
		MARK(m, GROUP_USES_GROUP, m->in_group);
		break;
	case YICE_ITEM_LIST:
		mark_list(m, item);
		break;
	case YICE_ITEM_TARGET:
		mark_target(m, item);
		break;
	case YICE_ITEM_UNIT:
		mark_unit(m, item);
		break;
	case YICE_ITEM_CLAUSE:
		mark_clause(m, item);
		break;
	}
}

static void mark_items(struct marks *m)
{
	for (const struct yice_item *item = m->rules->items; item; item = item->next) {
		if (item->kind == YICE_ITEM_GROUP)
			m->in_group = true;
		else if (item->kind != YICE_ITEM_CLAUSE && item->kind != YICE_ITEM_USE &&
			 item->kind != YICE_ITEM_DIMENSION)
			m->in_group = false;
		m->in_list |= item->kind == YICE_ITEM_LIST;
		mark_item(m, item);
	}
	for (uint32_t i = 0; i < m->rules->attribute_count; i++)
		mark_attribute(m, &m->rules->attributes[i]);
	mark_numbers(m);
}

/* ---- keywords */

static void count_keywords(struct constructs *counts, const struct yice_sources *sources, uint32_t file)
{
	bool has[CONSTRUCT_KEYWORDS][2] = { 0 };
	size_t count;
	const struct yice_keyword *table = yice_keyword_table(&count);
	struct yice_arena arena;
	struct yice_diags diags;
	struct yice_scan scan;

	yice_arena_init(&arena);
	yice_diags_init(&diags);
	if (count > CONSTRUCT_KEYWORDS || yice_scan_init(&scan, sources, file, &arena, &diags))
		ref_die("cannot scan", "the source");
	for (const struct yice_token *token = yice_scan_next(&scan); token->kind != TOK_YYEOF;
	     token = yice_scan_next(&scan)) {
		const struct yice_keyword *keyword = yice_keyword_of(token->kind);
		const char *text = sources->items[file].text + token->span.start;

		if (keyword)
			has[keyword - table][(unsigned char)*text < 0x80] = true;
	}
	for (size_t i = 0; i < count; i++)
		for (size_t lang = 0; lang < 2; lang++)
			counts->keywords[i][lang] += has[i][lang];
	yice_scan_release(&scan);
	yice_diags_release(&diags);
	yice_arena_release(&arena);
}

void constructs_count(struct constructs *counts, const struct ref_rules *rules, const struct yice_sources *sources,
		      uint32_t file)
{
	struct marks marks = { .rules = rules };

	mark_items(&marks);
	for (size_t i = 0; i < CONSTRUCTS; i++)
		counts->times[i] += marks.has[i];
	count_keywords(counts, sources, file);
	counts->sources++;
}

/* ---- the result */

static bool tell(const char *what, const char *spelling, uint64_t times, bool all)
{
	if (all)
		printf("%8llu %s%s\n", (unsigned long long)times, what, spelling);
	else if (!times)
		printf("in no source: %s%s\n", what, spelling);
	return times > 0;
}

bool constructs_complete(const struct constructs *counts, bool both_spellings, bool all)
{
	static const char *const texts[] = {
#define C(name, text) text,
#include "tests/reference/constructs.def"
#undef C
	};
	size_t count;
	const struct yice_keyword *table = yice_keyword_table(&count);
	bool complete = true;

	for (size_t i = 0; i < CONSTRUCTS; i++)
		complete &= tell(texts[i], "", counts->times[i], all);
	for (size_t i = 0; i < count; i++) {
		const uint64_t *times = counts->keywords[i];

		if (table[i].token == TOK_IMPORT) /* a case is one file */
			continue;
		if (!both_spellings) {
			complete &= tell("the keyword ", table[i].text[0], times[0] + times[1], all);
			continue;
		}
		complete &= tell("the keyword ", table[i].text[0], times[0], all);
		complete &= tell("the keyword ", table[i].text[1], times[1], all);
	}
	return complete;
}
