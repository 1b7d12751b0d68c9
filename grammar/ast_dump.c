/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the syntax tree as text, so that tests can compare what was
 * understood. Used by the tests only. Everything the tree holds but places
 * appears; operators are shown as written, groups always in parentheses.
 */
#include "base/base.h"
#include "grammar/ast_dump.h"

static void put(struct yice_buf *out, const char *text)
{
	yice_buf_adds(out, text ? text : "");
}

static void put_text(struct yice_buf *out, const struct yice_text *text)
{
	static const char escaped[] = "\"\\\n\t";
	const uint32_t *literal = text->literal;

	yice_buf_addc(out, '"');
	for (size_t i = 0; i < text->len; i++) {
		if (literal && *literal == i) {
			literal++;
			yice_buf_addc(out, '\\');
		} else if (strchr(escaped, text->text[i]) && text->text[i]) {
			yice_buf_addc(out, '\\');
		}
		yice_buf_addc(out, text->text[i] == '\n' ? 'n' : text->text[i] == '\t' ? 't' : text->text[i]);
	}
	yice_buf_addc(out, '"');
}

static void put_texts(struct yice_buf *out, const char *label, const struct yice_text *text)
{
	if (text)
		yice_buf_addf(out, "    %s", label);
	for (const struct yice_text *first = text; text; text = text->next) {
		put(out, text == first ? " " : ", ");
		put_text(out, text);
		if (!text->next)
			put(out, "\n");
	}
}

static void put_one_text(struct yice_buf *out, const char *label, const struct yice_text *text)
{
	if (!text)
		return;
	yice_buf_addf(out, "    %s ", label);
	put_text(out, text);
	put(out, "\n");
}

static void put_words(struct yice_buf *out, const char *label, const struct yice_word *word)
{
	if (!word)
		return;
	yice_buf_addf(out, "    %s", label);
	for (const struct yice_word *first = word; word; word = word->next)
		yice_buf_addf(out, "%s %s", word == first ? "" : ",", word->text);
	put(out, "\n");
}

static void put_word(struct yice_buf *out, const char *label, const struct yice_word *word)
{
	if (word->text)
		yice_buf_addf(out, "    %s %s\n", label, word->text);
}

static void put_name(struct yice_buf *out, const struct yice_name *name)
{
	put(out, name->zh.text);
	if (name->en.text)
		yice_buf_addf(out, "(%s)", name->en.text);
}

static void put_path(struct yice_buf *out, const struct yice_path *path)
{
	for (int i = 0; i < path->count; i++)
		yice_buf_addf(out, path->hole[i] ? "%s{%s}" : "%s%s", i ? "." : "", path->part[i].text);
}

static void put_paths(struct yice_buf *out, const struct yice_path *path)
{
	put(out, "[");
	for (; path; path = path->next) {
		put_path(out, path);
		if (path->next)
			put(out, ", ");
	}
	put(out, "]");
}

static void put_measure(struct yice_buf *out, const struct yice_measure_expr *measure)
{
	for (const struct yice_measure_expr *m = measure; m; m = m->next) {
		if (m == measure)
			put(out, m->power < 0 ? "1/" : "");
		else
			put(out, m->power < 0 ? "/" : "·");
		put(out, m->name.text);
	}
}

static void put_effective(struct yice_buf *out, const struct yice_effective *effective)
{
	char from[11], to[11];

	if (!effective)
		return;
	yice_date_format(effective->days.from, from);
	yice_date_format(effective->days.to, to);
	yice_buf_addf(out, "    effective [%s, %s)\n", from, to);
}

static void put_sum(struct yice_buf *out, const struct yice_sum *sum);

static void put_operand(struct yice_buf *out, const struct yice_operand *operand)
{
	char day[11];

	switch (operand->kind) {
	case YICE_OPERAND_PATH:
		if (operand->has_factor) {
			yice_ratio_format(operand->factor, out);
			put(out, "×");
		}
		put_path(out, operand->path);
		break;
	case YICE_OPERAND_NUMBER:
		yice_ratio_format(operand->number, out);
		if (operand->measure)
			put(out, " ");
		put_measure(out, operand->measure);
		if (operand->period)
			yice_buf_addf(out, " @%s", operand->period->text);
		break;
	case YICE_OPERAND_DATE:
		yice_date_format(operand->day, day);
		put(out, day);
		break;
	case YICE_OPERAND_YES_NO:
		put(out, operand->yes ? "yes" : "no");
		break;
	case YICE_OPERAND_TEXT:
		put_text(out, operand->text);
		break;
	case YICE_OPERAND_STRICTER:
		put(out, "stricter(");
		for (const struct yice_sum *sum = operand->alternatives; sum; sum = sum->next) {
			put_sum(out, sum);
			put(out, sum->next ? ", " : ")");
		}
		break;
	}
}

static void put_sum(struct yice_buf *out, const struct yice_sum *sum)
{
	for (const struct yice_operand *term = sum->terms; term; term = term->next) {
		if (term != sum->terms)
			put(out, term->negative ? " - " : " + ");
		else if (term->negative)
			put(out, "-");
		put_operand(out, term);
	}
}

static void put_expr(struct yice_buf *out, const struct yice_expr *expr)
{
	static const char *const relations[] = { "=", "≠", "<", "≤", ">", "≥" };
	static const char *const memberships[] = { "in",     "not_in", "include",   "not_include",
						   "all_in", "within", "not_within" };

	switch (expr->kind) {
	case YICE_EXPR_AND:
	case YICE_EXPR_OR:
		put(out, "(");
		for (const struct yice_expr *e = expr->first; e; e = e->next) {
			put_expr(out, e);
			put(out, !e->next ? ")" : expr->kind == YICE_EXPR_AND ? " and " : " or ");
		}
		break;
	case YICE_EXPR_NOT:
		put(out, "not ");
		put_expr(out, expr->first);
		break;
	case YICE_EXPR_COMPARE:
		put_sum(out, expr->left);
		yice_buf_addf(out, " %s ", relations[expr->relation]);
		put_sum(out, expr->right);
		break;
	case YICE_EXPR_MEMBER:
		put_path(out, expr->path);
		yice_buf_addf(out, " %s ", memberships[expr->membership]);
		put_paths(out, expr->items);
		if (expr->except)
			put(out, " except ");
		if (expr->except)
			put_paths(out, expr->except);
		break;
	case YICE_EXPR_OPEN:
		put(out, "judge ");
		put_text(out, expr->text);
		break;
	}
}

static void put_part(struct yice_buf *out, const char *label, const struct yice_expr *expr)
{
	if (!expr)
		return;
	yice_buf_addf(out, "    %s ", label);
	put_expr(out, expr);
	put(out, "\n");
}

static void put_args(struct yice_buf *out, const struct yice_arg *arg)
{
	if (!arg)
		return;
	put(out, "(");
	for (; arg; arg = arg->next) {
		if (arg->name.text)
			yice_buf_addf(out, "%s: ", arg->name.text);
		if (arg->value->negative)
			put(out, "-");
		put_operand(out, arg->value);
		put(out, arg->next ? ", " : ")");
	}
}

static void put_params(struct yice_buf *out, const struct yice_param *param)
{
	for (; param; param = param->next) {
		put(out, "    param ");
		put_name(out, &param->name);
		if (param->kind == YICE_PARAM_TERM)
			yice_buf_addf(out, ": %s\n", param->list.text);
		else
			put(out, param->kind == YICE_PARAM_TEXT ? ": words\n" : ": quantity ");
		if (param->kind != YICE_PARAM_QUANTITY)
			continue;
		put_measure(out, param->measure);
		put(out, "\n");
	}
}

static void put_effect(struct yice_buf *out, const struct yice_effect *effect)
{
	static const char *const kinds[] = { "none", "require", "prohibit", "restrict", "encourage", "duty" };
	struct yice_buf label = YICE_BUF_INIT;
	char day[11];

	yice_buf_addf(&label, "%s%s%s", kinds[effect->kind], effect->addressee ? " " : "",
		      effect->addressee ? effect->addressee->text : "");
	if (effect->demand)
		put_part(out, yice_buf_text(&label), effect->demand);
	else if (effect->texts)
		put_texts(out, yice_buf_text(&label), effect->texts);
	else
		yice_buf_addf(out, "    %s\n", yice_buf_text(&label));
	yice_date_format(effect->due, day);
	if (*day)
		yice_buf_addf(out, "      by %s\n", day);
	if (yice_buf_status(&label))
		out->failed = true;
	yice_buf_release(&label);
}

static void put_clause_rest(struct yice_buf *out, const struct yice_clause *clause)
{
	put_texts(out, "judge", clause->open);
	for (const struct yice_basis *b = clause->basis; b; b = b->next)
		yice_buf_addf(out, b->full ? "    basis 《%s》%s%s\n" : "    basis %s%s%s\n",
			      b->document.text, b->article.text ? " " : "",
			      b->article.text ? b->article.text : "");
	put_effective(out, clause->effective);
	put_texts(out, "lead", clause->lead);
	put_words(out, "overrides", clause->overrides);
	if (clause->fictional)
		put(out, "    fictional\n");
	if (clause->as) {
		yice_buf_addf(out, "    as %s", clause->as->name.text);
		put_args(out, clause->as->args);
		put(out, "\n");
	}
	put_words(out, "repeated", clause->repeated);
}

static void put_clause(struct yice_buf *out, const struct yice_clause *clause)
{
	put_one_text(out, "text", clause->original);
	put_one_text(out, "summary", clause->summary);
	put_one_text(out, "english", clause->english);
	put_part(out, "when", clause->when);
	for (const struct yice_unless *unless = clause->unless; unless; unless = unless->next) {
		put_part(out, "unless", unless->test);
		put_part(out, "but", unless->but);
	}
	for (const struct yice_effect *effect = clause->effects; effect; effect = effect->next)
		put_effect(out, effect);
	put_clause_rest(out, clause);
}

static void put_tag(struct yice_buf *out, const struct yice_clause *clause)
{
	const struct yice_tag *tag = clause->tag;

	yice_buf_addf(out, " %s", clause->number.text ? clause->number.text : "-");
	if (!tag)
		return;
	if (tag->raw) {
		put(out, " [");
		put_text(out, tag->raw);
		put(out, "]");
	} else {
		yice_buf_addf(out, " [%s%s%s]", tag->word[0].text, tag->word[1].text ? "/" : "",
			      tag->word[1].text ? tag->word[1].text : "");
	}
}

static void put_type(struct yice_buf *out, const struct yice_type_expr *type)
{
	static const char *const kinds[] = { "boolean", "one_of", "some_of", "quantity", "date" };

	yice_buf_addf(out, " : %s", kinds[type->kind]);
	if (type->list.text)
		yice_buf_addf(out, " %s", type->list.text);
	if (type->measure)
		put(out, " ");
	put_measure(out, type->measure);
	if (type->period.text)
		yice_buf_addf(out, " @%s", type->period.text);
}

static void put_attribute(struct yice_buf *out, const struct yice_item *item)
{
	put(out, " ");
	put_path(out, item->u.attribute.path);
	if (item->u.attribute.en) {
		put(out, "(");
		put_path(out, item->u.attribute.en);
		put(out, ")");
	}
	put_type(out, &item->u.attribute.type);
	put(out, "\n");
	for (int i = 0; i < 2; i++) {
		const struct yice_operand *bound = i ? item->u.attribute.max : item->u.attribute.min;

		if (!bound)
			continue;
		yice_buf_addf(out, "    %s %s", i ? "max" : "min", bound->negative ? "-" : "");
		put_operand(out, bound);
		put(out, "\n");
	}
	put_one_text(out, "describe", item->u.attribute.describe);
}

static void put_terms(struct yice_buf *out, const struct yice_item *item)
{
	put(out, ":");
	for (const struct yice_name *name = item->u.terms.names; name; name = name->next) {
		put(out, name == item->u.terms.names ? " " : ", ");
		put_name(out, name);
	}
	put(out, "\n");
}

static void put_set(struct yice_buf *out, const struct yice_item *item)
{
	yice_buf_addf(out, " from %s: ", item->u.set.list.text);
	put_paths(out, item->u.set.items);
	if (item->u.set.except) {
		put(out, " except ");
		put_paths(out, item->u.set.except);
	}
	put(out, "\n");
}

static void put_list(struct yice_buf *out, const struct yice_item *item)
{
	put(out, "\n");
	put_one_text(out, "title", item->u.list.title);
	put_one_text(out, "english", item->u.list.english);
	put_word(out, "parent", &item->u.list.parent);
	put_one_text(out, "published_by", item->u.list.publisher);
	put_one_text(out, "reference", item->u.list.reference);
	put_effective(out, item->u.list.effective);
	if (item->u.list.fictional)
		put(out, "    fictional\n");
}

static void put_unit(struct yice_buf *out, const struct yice_item *item)
{
	put(out, "\n");
	put_one_text(out, "title", item->u.unit.title);
	put_one_text(out, "english", item->u.unit.english);
	put_word(out, "class", &item->u.unit.klass);
	put_word(out, "scope", &item->u.unit.scope);
	put_words(out, "elements", item->u.unit.elements);
	put_words(out, "within", item->u.unit.within);
	if (item->u.unit.fictional)
		put(out, "    fictional\n");
}

static void put_document(struct yice_buf *out, const struct yice_item *item)
{
	put(out, "\n");
	if (item->u.document.shortname.zh.text) {
		put(out, "    short ");
		put_name(out, &item->u.document.shortname);
		put(out, "\n");
	}
	put_one_text(out, "reference", item->u.document.reference);
	put_one_text(out, "published_by", item->u.document.publisher);
	put_effective(out, item->u.document.effective);
	put_word(out, "replaced_by", &item->u.document.replaced);
}

static void put_layer(struct yice_buf *out, const struct yice_item *item)
{
	const struct yice_operand *bounds[] = { item->u.layer.low, item->u.layer.high };
	char day[11];

	put(out, "\n");
	put_word(out, "from", &item->u.layer.river);
	for (size_t i = 0; i < YICE_COUNT(bounds); i++) {
		if (!bounds[i])
			continue;
		put(out, i ? "    upstream to " : "    upstream from ");
		put_operand(out, bounds[i]);
		put(out, "\n");
	}
	put_one_text(out, "source", item->u.layer.source);
	if (item->u.layer.has_date) {
		yice_date_format(item->u.layer.dated, day);
		yice_buf_addf(out, "    dated %s\n", day);
	}
}

static void put_geometry(struct yice_buf *out, const struct yice_item *item)
{
	char day[11];

	put(out, item->u.geometry.names ? "\n" : " units\n");
	put_words(out, "of", item->u.geometry.names);
	put_one_text(out, "data", item->u.geometry.data);
	put_one_text(out, "source", item->u.geometry.source);
	if (item->u.geometry.has_date) {
		yice_date_format(item->u.geometry.dated, day);
		yice_buf_addf(out, "    dated %s\n", day);
	}
	put_word(out, "scope", &item->u.geometry.scope);
}

static void put_target(struct yice_buf *out, const struct yice_item *item)
{
	static const char *const kinds[] = { "everywhere", "class", "place", "unit" };
	static const char *const places[] = { "zone", "area", "park" };

	yice_buf_addf(out, " %s\n",
		      item->u.target.kind == YICE_TARGET_PLACE ? places[item->u.target.place]
							       : kinds[item->u.target.kind]);
	put_words(out, "names", item->u.target.names);
}

static void put_vocabulary(struct yice_buf *out, const struct yice_item *item)
{
	static const char *const places[] = { "zone", "area", "park" };

	switch (item->kind) {
	case YICE_ITEM_PHYSICAL:
		yice_buf_addf(out, " base %s\n", item->u.physical.base.text);
		break;
	case YICE_ITEM_MEASURE:
		put(out, " = ");
		yice_ratio_format(item->u.measure.factor, out);
		put(out, " ");
		put_measure(out, item->u.measure.of);
		put(out, "\n");
		break;
	case YICE_ITEM_CODES:
		put(out, "\n");
		put_one_text(out, "edition", item->u.codes.edition);
		put_one_text(out, "data", item->u.codes.data);
		put_words(out, "counts", item->u.codes.counts);
		break;
	case YICE_ITEM_DIMENSION:
		put(out, "\n");
		put_words(out, "alias", item->u.dimension.aliases);
		break;
	case YICE_ITEM_PLACE:
		yice_buf_addf(out, " %s\n", places[item->u.place.kind]);
		put_word(out, "element", &item->u.place.element);
		put_words(out, "alias", item->u.place.aliases);
		break;
	default: /* YICE_ITEM_SCOPE */
		put(out, " ");
		put_name(out, &item->u.scope.label);
		put(out, "\n");
		put_word(out, "parent", &item->u.scope.parent);
		break;
	}
}

static void put_item(struct yice_buf *out, const struct yice_item *item)
{
	switch (item->kind) {
	case YICE_ITEM_IMPORT:
		put(out, "\n");
		put_words(out, "path", item->u.import.paths);
		return;
	case YICE_ITEM_TERMS:
		put_terms(out, item);
		return;
	case YICE_ITEM_SET:
		put_set(out, item);
		return;
	case YICE_ITEM_ATTRIBUTE:
		put_attribute(out, item);
		return;
	case YICE_ITEM_LAYER:
		put_layer(out, item);
		return;
	case YICE_ITEM_GEOMETRY:
		put_geometry(out, item);
		return;
	case YICE_ITEM_DOCUMENT:
		put_document(out, item);
		return;
	case YICE_ITEM_TEMPLATE:
		put(out, "\n");
		put_params(out, item->u.template_.params);
		put_clause(out, item->u.template_.clause);
		return;
	case YICE_ITEM_GROUP:
		put(out, "\n");
		put_params(out, item->u.group.params);
		return;
	case YICE_ITEM_USE:
		put_args(out, item->u.use.args);
		put(out, "\n");
		return;
	case YICE_ITEM_LIST:
		put_list(out, item);
		return;
	case YICE_ITEM_TARGET:
		put_target(out, item);
		return;
	case YICE_ITEM_UNIT:
		put_unit(out, item);
		return;
	case YICE_ITEM_CLAUSE:
		put_tag(out, item->u.clause);
		put(out, "\n");
		put_clause(out, item->u.clause);
		return;
	default:
		put_vocabulary(out, item);
		return;
	}
}

void yice_ast_dump(const struct yice_file *file, struct yice_buf *out)
{
	static const char *const kinds[] = {
		"import",    "terms", "set",    "attribute", "physical", "measure",  "codes",
		"dimension", "place", "layer",  "geometry", "scope",     "document", "template", "group",
		"use",       "list",  "target", "unit",      "clause",
	};

	for (const struct yice_item *item = file->items; item; item = item->next) {
		put(out, kinds[item->kind]);
		if (item->name->zh.text) {
			put(out, " ");
			put_name(out, item->name);
		}
		put_item(out, item);
	}
}
