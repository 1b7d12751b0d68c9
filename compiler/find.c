/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names made of parts: attributes, one of a family by the member it names, and
 * lists of members, sets, code prefixes and parameters. rule.c reads every
 * expression through these; vocab.c resolves 集合 with them.
 */
#include "compiler/declare.h"
#include "compiler/rule.h"
#include "grammar/numeral.h"

#define SET_DEPTH 64 /* sets drawn from sets; deeper is a mistake and would cost stack */

static const char *join(struct yice_model *model, const char *a, const char *b)
{
	size_t len = strlen(a), rest = strlen(b);
	char *text = yice_arena_room(&model->arena, len + rest + 2);

	if (!text)
		return NULL;
	memcpy(text, a, len);
	text[len] = '.';
	memcpy(text + len + 1, b, rest + 1);
	return text;
}

const char *yice_path_key(struct yice_model *model, const struct yice_path *path, int hole)
{
	const char *a = hole == 0 ? "{}" : path->part[0].text, *b;

	if (path->count == 1)
		return a;
	b = hole == 1 ? "{}" : path->part[1].text;
	return a && b ? join(model, a, b) : NULL;
}

static uint32_t attribute_of(struct yice_model *model, const struct yice_path *path, int hole)
{
	const char *key = yice_path_key(model, path, hole);

	return key ? yice_name_lookup(model, YICE_SPACE_ATTRIBUTE, key) : YICE_NONE;
}

uint32_t yice_path_attribute(struct yice_model *model, const struct yice_path *path, int *at)
{
	uint32_t found = YICE_NONE, index;

	*at = -1;
	if (!path->hole[0] && !(path->count == 2 && path->hole[1])) {
		found = attribute_of(model, path, -1);
		if (found != YICE_NONE)
			return found;
	}
	for (int i = 0; path->count == 2 && i < 2; i++) {
		index = path->hole[1 - i] ? YICE_NONE : attribute_of(model, path, i);
		if (index == YICE_NONE || model->attributes.items[index].family == YICE_NONE)
			continue;
		found = index;
		*at = i;
		/* {流域}.达标 and 河段.{指标} may both fit; the one that has the member is meant. */
		if (path->hole[i] || yice_member_lookup(model, model->attributes.items[index].family,
							path->part[i].text) != YICE_NONE)
			break;
	}
	return found;
}

void yice_note_path(struct yice_model *model, uint32_t index, const struct yice_path *path)
{
	const struct yice_attribute *attribute = &model->attributes.items[index];
	const struct yice_path *zh = attribute->item->u.attribute.path,
			       *en = attribute->item->u.attribute.en;

	for (int i = 0; i < path->count && en && en->count == zh->count; i++)
		if (i != attribute->hole && !path->hole[i] && zh->part[i].text && en->part[i].text)
			yice_note_use(model, path->part[i].span, zh->part[i].text, en->part[i].text);
}

static uint32_t use_slot(struct yice_model *model, uint32_t index, uint32_t ordinal,
			 const struct yice_path *path)
{
	struct yice_attribute *attribute = &model->attributes.items[index];

	yice_mark_used(&attribute->used);
	yice_note_path(model, index, path);
	return attribute->type.bad || ordinal >= attribute->slots ? YICE_NONE : attribute->slot + ordinal;
}

/* The attribute whose name, in some spelling, is nearest to the path as written. */
static void suggest_slot(struct yice_model *model, struct yice_diag *diag, const struct yice_path *path,
			 const char *text)
{
	size_t count = (size_t)model->slots.count * 2, n = 0;
	const char **candidates = calloc(count ? count : 1, sizeof(*candidates));
	const char *best;

	if (!candidates) {
		model->failed = true;
		return;
	}
	for (uint32_t i = 0; i < model->slots.count; i++) {
		candidates[n++] = model->slots.items[i].zh;
		if (model->slots.items[i].en)
			candidates[n++] = model->slots.items[i].en;
	}
	best = yice_did_you_mean(text, candidates, n);
	free(candidates);
	if (!best)
		return;
	yice_diag_help(model->diags, diag, YICE_D_help_did_you_mean, best, NULL);
	yice_diag_fix(model->diags, diag, yice_path_span(path), best);
	for (uint32_t i = 0; i < model->slots.count; i++) {
		const struct yice_slot *slot = &model->slots.items[i];

		if (slot->zh == best || slot->en == best) {
			yice_diag_note(model->diags, diag, YICE_D_note_declared,
				       model->attributes.items[slot->attribute].label.span, best, NULL);
			return;
		}
	}
}

/* 新增排放 alone: the author left out which member of the family is meant. */
static bool report_family_alone(struct yice_model *model, const struct yice_path *path)
{
	const char *text = path->part[0].text;

	for (uint32_t i = 0; path->count == 1 && i < model->attributes.count; i++) {
		const struct yice_attribute *attribute = &model->attributes.items[i];
		const struct yice_path *zh = attribute->item->u.attribute.path,
				       *en = attribute->item->u.attribute.en;
		int fixed = 1 - attribute->hole;
		struct yice_diag *diag;

		if (attribute->hole < 0 || !attribute->slots || !zh->part[fixed].text ||
		    (strcmp(text, zh->part[fixed].text) &&
		     !(en && en->count == 2 && en->part[fixed].text && !strcmp(text, en->part[fixed].text))))
			continue;
		diag = yice_diag_add(model->diags, YICE_D_family_alone, yice_path_span(path), text,
				     model->vocabs.items[attribute->family].label.zh, NULL);
		yice_diag_note(model->diags, diag, YICE_D_note_declared, attribute->label.span,
			       attribute->label.zh, NULL);
		yice_diag_help(model->diags, diag, YICE_D_help_for_example,
			       model->slots.items[attribute->slot].zh, NULL);
		return true;
	}
	return false;
}

/* The word names a term, not an attribute: 镀锌 = 是 for 工艺 含 镀锌. */
static void note_term(struct yice_model *model, struct yice_diag *diag, const char *text)
{
	for (uint32_t i = 0; i < model->vocabs.count; i++) {
		uint32_t ordinal = yice_member_lookup(model, i, text);
		const struct yice_vocab *vocab = &model->vocabs.items[i];

		if (ordinal != YICE_NONE)
			yice_diag_note(model->diags, diag, YICE_D_note_member_of,
				       vocab->members[ordinal].label.span, text, vocab->label.zh, NULL);
	}
}

/* 十吨, 百分之五: a quantity in Chinese numerals, with a measure that is declared. */
static void suggest_quantity(struct yice_model *model, struct yice_diag *diag, const struct yice_path *path,
			     const char *text)
{
	size_t len = strlen(text), percent = strncmp(text, "百分之", 9) ? 0 : 9, end = len;
	struct yice_buf write = YICE_BUF_INIT;
	const char *kept;
	int64_t value = 0;

	while (end > percent && !yice_chinese_number(text + percent, end - percent, &value))
		end--;
	if (end == percent || path->count > 1 || (percent ? end < len : end < len &&
	    yice_name_lookup(model, YICE_SPACE_MEASURE, text + end) == YICE_NONE))
		return;
	yice_ratio_format(yice_ratio_int(value), &write);
	yice_buf_addf(&write, "%s%s", end < len || percent ? " " : "", percent ? "%" : text + end);
	kept = yice_model_keep(model, &write);
	if (!kept)
		return;
	yice_diag_help(model->diags, diag, YICE_D_help_write, kept, NULL);
	yice_diag_fix(model->diags, diag, yice_path_span(path), kept);
}

static uint32_t report_slot(struct yice_model *model, const struct yice_path *path)
{
	const char *text = yice_path_key(model, path, -1);
	struct yice_diag *diag;

	if (!text || report_family_alone(model, path))
		return YICE_NONE;
	diag = yice_diag_add(model->diags, YICE_D_unknown_attribute, yice_path_span(path), text, NULL);
	suggest_slot(model, diag, path, text);
	suggest_quantity(model, diag, path, text);
	note_term(model, diag, text);
	return YICE_NONE;
}

uint32_t yice_find_bound(struct yice_model *model, uint32_t vocab, const struct yice_word *hole,
			 const struct yice_env *env)
{
	const struct yice_binding *binding = hole->text ? yice_env_find(env, hole->text) : NULL;
	const struct yice_vocab *from, *to;
	uint32_t ordinal;

	if (!hole->text || vocab == YICE_NONE)
		return YICE_NONE;
	if (!binding) {
		yice_diag_add(model->diags, YICE_D_unknown_hole, hole->span, hole->text, NULL);
		return YICE_NONE;
	}
	if (binding->param->name.en.text)
		yice_note_use(model, hole->span, binding->param->name.zh.text, binding->param->name.en.text);
	to = &model->vocabs.items[vocab];
	if (binding->param->kind != YICE_PARAM_TERM) {
		struct yice_diag *diag =
		    yice_diag_add(model->diags, YICE_D_hole_kind, hole->span, hole->text, to->label.zh, NULL);

		yice_diag_note(model->diags, diag, YICE_D_note_declared, binding->param->span, hole->text,
			       NULL);
		return YICE_NONE;
	}
	if (binding->vocab == YICE_NONE || binding->ordinal == YICE_NONE)
		return YICE_NONE; /* the argument was reported */
	from = &model->vocabs.items[binding->vocab];
	ordinal = binding->vocab == vocab
		      ? binding->ordinal
		      : yice_member_lookup(model, vocab, from->members[binding->ordinal].label.zh);
	if (ordinal == YICE_NONE) {
		struct yice_diag *diag =
		    yice_diag_add(model->diags, YICE_D_hole_member, hole->span, hole->text,
				  from->members[binding->ordinal].label.zh, to->label.zh, NULL);

		yice_diag_note(model->diags, diag, YICE_D_note_used, binding->span, NULL);
	}
	return ordinal;
}

uint32_t yice_find_slot(struct yice_model *model, const struct yice_path *path, const struct yice_env *env)
{
	uint32_t index, family, ordinal;
	int at;

	for (int i = 0; i < path->count; i++)
		if (!path->part[i].text)
			return YICE_NONE; /* the parser has reported it */
	index = yice_path_attribute(model, path, &at);
	if (index == YICE_NONE)
		return report_slot(model, path);
	if (at < 0)
		return use_slot(model, index, 0, path);
	family = model->attributes.items[index].family;
	ordinal = path->hole[at] ? yice_find_bound(model, family, &path->part[at], env)
				 : yice_find_member(model, family, &path->part[at]);
	if (ordinal == YICE_NONE) {
		yice_mark_used(&model->attributes.items[index].used);
		return YICE_NONE;
	}
	return use_slot(model, index, ordinal, path);
}

/* Marks or clears the run; says whether that changed anything. */
static bool fill(unsigned char *has, uint32_t from, uint32_t to, unsigned char value)
{
	bool changed = false;

	for (; from < to; from++) {
		changed |= has[from] != value;
		has[from] = value;
	}
	return changed;
}

static bool fill_set(const struct yice_set *set, uint32_t count, unsigned char *has, unsigned char value)
{
	bool changed = false;

	for (uint32_t i = 0; i < count; i++)
		if (set->has[i])
			changed |= fill(has, i, i + 1, value);
	return changed;
}

/* Adds nothing, and is no repeat of what stands before it. */
static bool is_empty(const struct yice_set *set, uint32_t count)
{
	return !memchr(set->has, 1, count);
}

static bool use_set(struct yice_model *model, uint32_t index, uint32_t vocab, const struct yice_word *word,
		    unsigned char *has, unsigned char value, bool *changed)
{
	struct yice_set *set = &model->sets.items[index];
	const struct yice_label *label = &set->label;
	struct yice_diag *diag;

	yice_mark_used(&set->used);
	if (label->en && (!strcmp(word->text, label->zh) || !strcmp(word->text, label->en)))
		yice_note_use(model, word->span, label->zh, label->en);
	if (!yice_set_resolve(model, index))
		return false;
	if (set->vocab == vocab) {
		*changed = fill_set(set, model->vocabs.items[vocab].count, has, value) || set->partial ||
			   is_empty(set, model->vocabs.items[vocab].count);
		return true;
	}
	diag = yice_diag_add(model->diags, YICE_D_set_of_other_list, word->span, word->text,
			     model->vocabs.items[set->vocab].label.zh, model->vocabs.items[vocab].label.zh,
			     NULL);
	yice_diag_note(model->diags, diag, YICE_D_note_declared, label->span, word->text, NULL);
	return false;
}

/* One item: a parameter, a member with what lies under it, or a set. */
static bool fill_item(struct yice_model *model, uint32_t vocab, const struct yice_path *item,
		      const struct yice_env *env, unsigned char *has, unsigned char value, bool *changed)
{
	const struct yice_word *word = &item->part[0];
	uint32_t ordinal, set;

	if (!word->text)
		return false;
	if (item->count != 1) {
		yice_diag_add(model->diags, YICE_D_member_path, yice_path_span(item),
			      model->vocabs.items[vocab].label.zh, NULL);
		return false;
	}
	if (!item->hole[0] && yice_member_lookup(model, vocab, word->text) == YICE_NONE) {
		set = yice_name_lookup(model, YICE_SPACE_SET, word->text);
		if (set != YICE_NONE)
			return use_set(model, set, vocab, word, has, value, changed);
	}
	ordinal =
	    item->hole[0] ? yice_find_bound(model, vocab, word, env) : yice_find_member(model, vocab, word);
	if (ordinal == YICE_NONE)
		return false;
	*changed = fill(has, ordinal, model->vocabs.items[vocab].members[ordinal].end, value);
	return true;
}

bool yice_find_members(struct yice_model *model, uint32_t vocab, const struct yice_path *items,
		       const struct yice_path *except, const struct yice_env *env, unsigned char *has)
{
	const struct yice_path *const lists[2] = { items, except };
	static const enum yice_diag_id idle[2] = { YICE_D_redundant_item, YICE_D_idle_exception };
	bool whole = true;

	if (vocab == YICE_NONE)
		return false;
	for (int i = 0; i < 2; i++)
		for (const struct yice_path *item = lists[i]; item; item = item->next) {
			bool changed = true;

			if (!fill_item(model, vocab, item, env, has, i == 0, &changed))
				whole = false;
			else if (!changed)
				yice_diag_add(model->diags, idle[i], yice_path_span(item), item->part[0].text, NULL);
		}
	return whole;
}

bool yice_set_resolve(struct yice_model *model, uint32_t index)
{
	struct yice_set *set = &model->sets.items[index];
	const struct yice_item *item = set->item;
	unsigned char *has;

	if (set->has)
		return true;
	if (set->vocab == YICE_NONE)
		return false;
	if (set->resolving || model->set_depth >= SET_DEPTH) {
		yice_diag_add(model->diags, YICE_D_set_cycle, set->label.span, set->label.zh, NULL);
		return false;
	}
	has = yice_arena_array(&model->arena, model->vocabs.items[set->vocab].count, 1);
	if (!has) {
		model->failed = true;
		return false;
	}
	set->resolving = true;
	model->set_depth++;
	/* What was understood is kept, so that one mistake is reported once. */
	if (!yice_find_members(model, set->vocab, item->u.set.items, item->u.set.except, NULL, has))
		set->partial = true;
	model->set_depth--;
	set->resolving = false;
	set->has = has;
	return true;
}
