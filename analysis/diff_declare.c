/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed about lists, about documents that clauses rest on, and about the
 * attributes, word lists and code tables that conditions are written with. No
 * project comes out differently by these alone: where it does, a clause was
 * told of before, and this says why. Called by diff.c, after the clauses.
 */
#include "analysis/diff.h"

#include "compiler/type.h"
#include "runtime/image_read.h"

struct declares {
	struct yice_diff *diff;
	uint32_t room;
};

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* old or new NULL: there was, or is, nothing. */
static void add(struct declares *d, enum yice_declared_kind kind, const char *name, enum yice_aspect aspect,
		const char *old, const char *new)
{
	struct yice_diff *diff = d->diff;
	struct yice_declared *grown;

	if (diff->declared_count == d->room) {
		d->room = d->room ? 2 * d->room : 16;
		grown = yice_arena_array(&diff->arena, d->room, sizeof(*grown));
		if (!grown) {
			diff->status = YICE_ENOMEM;
			return;
		}
		if (diff->declared_count)
			memcpy(grown, diff->declared, diff->declared_count * sizeof(*grown));
		diff->declared = grown;
	}
	diff->declared[diff->declared_count++] = (struct yice_declared){ kind, name, aspect, { old, new } };
}

static void compare(struct declares *d, enum yice_declared_kind kind, const char *name,
		    enum yice_aspect aspect, const char *old, const char *new)
{
	if (!same_text(old, new))
		add(d, kind, name, aspect, old, new);
}

static const char *keep(struct declares *d, struct yice_buf *text)
{
	const char *kept = text->failed ? NULL : yice_arena_strdup(&d->diff->arena, yice_buf_text(text));

	if (!kept)
		d->diff->status = YICE_ENOMEM;
	yice_buf_release(text);
	return kept;
}

static const char *days_text(struct declares *d, struct yice_interval days)
{
	struct yice_buf text = YICE_BUF_INIT;
	char from[11], to[11];

	yice_date_format(days.from, from);
	yice_date_format(days.to, to);
	yice_buf_addf(&text, "[%s, %s)", from, to);
	return keep(d, &text);
}

static void compare_days(struct declares *d, enum yice_declared_kind kind, const char *name,
			 struct yice_interval old, struct yice_interval new)
{
	if (old.from != new.from || old.to != new.to)
		add(d, kind, name, YICE_ASPECT_DAYS, days_text(d, old), days_text(d, new));
}

/* ---------------------------------------------------------------- lists */

static const char *scope_of(const struct yice_model *model, const struct yice_list *list)
{
	return list->scope == YICE_NONE ? "" : model->scopes.items[list->scope].code;
}

/* "440606 示例清单" */
static const char *list_name(struct declares *d, enum yice_side side, const struct yice_list *list)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_addf(&text, "%s %s", scope_of(&d->diff->versions[side].model, list), list->title);
	return keep(d, &text);
}

static void compare_lists(struct declares *d, const struct yice_list *old, const struct yice_list *new)
{
	const char *name = list_name(d, YICE_NEW, new);

	compare(d, YICE_DECLARED_LIST, name, YICE_ASPECT_TITLE, old->title, new->title);
	compare(d, YICE_DECLARED_LIST, name, YICE_ASPECT_ENGLISH, old->english, new->english);
	compare(d, YICE_DECLARED_LIST, name, YICE_ASPECT_PUBLISHER, old->publisher, new->publisher);
	compare(d, YICE_DECLARED_LIST, name, YICE_ASPECT_REFERENCE, old->reference, new->reference);
	compare_days(d, YICE_DECLARED_LIST, name, old->days, new->days);
	if (old->fictional != new->fictional)
		add(d, YICE_DECLARED_LIST, name, YICE_ASPECT_FICTIONAL, old->fictional ? "示例" : NULL,
		    new->fictional ? "示例" : NULL);
}

/* The first list of that scope that has no partner yet, with that title; NULL: with any. */
static uint32_t find_list(const struct yice_model *model, const char *scope, const char *title,
			  const bool *taken)
{
	for (uint32_t i = 0; i < model->lists.count; i++)
		if (!taken[i] && !strcmp(scope_of(model, &model->lists.items[i]), scope) &&
		    (!title || !strcmp(model->lists.items[i].title, title)))
			return i;
	return YICE_NONE;
}

/* Lists of one scope and title are the same; what is left of a scope is taken in order. */
static void look_at_lists(struct declares *d)
{
	const struct yice_model *a = &d->diff->versions[YICE_OLD].model,
				*b = &d->diff->versions[YICE_NEW].model;
	bool *taken = calloc((size_t)a->lists.count + 1, sizeof(*taken));
	uint32_t *partner = calloc((size_t)b->lists.count + 1, sizeof(*partner));

	if (!taken || !partner)
		d->diff->status = YICE_ENOMEM;
	for (uint32_t i = 0; !d->diff->status && i < b->lists.count; i++) {
		partner[i] = find_list(a, scope_of(b, &b->lists.items[i]), b->lists.items[i].title, taken);
		if (partner[i] != YICE_NONE)
			taken[partner[i]] = true;
	}
	for (uint32_t i = 0; !d->diff->status && i < b->lists.count; i++) {
		const struct yice_list *new = &b->lists.items[i];

		if (partner[i] == YICE_NONE) {
			partner[i] = find_list(a, scope_of(b, new), NULL, taken);
			if (partner[i] != YICE_NONE)
				taken[partner[i]] = true;
		}
		if (partner[i] == YICE_NONE)
			add(d, YICE_DECLARED_LIST, list_name(d, YICE_NEW, new), YICE_ASPECT_ITSELF, NULL,
			    new->title);
		else
			compare_lists(d, &a->lists.items[partner[i]], new);
	}
	for (uint32_t i = 0; !d->diff->status && i < a->lists.count; i++)
		if (!taken[i])
			add(d, YICE_DECLARED_LIST, list_name(d, YICE_OLD, &a->lists.items[i]),
			    YICE_ASPECT_ITSELF, a->lists.items[i].title, NULL);
	free(taken);
	free(partner);
}

/* ---------------------------------------------------------------- documents */

static bool is_cited(const struct yice_version *version, uint32_t document)
{
	for (uint32_t i = 0; i < version->rules.count; i++)
		for (uint32_t b = 0; b < version->rules.items[i].base_count; b++)
			if (version->rules.items[i].bases[b].document == document)
				return true;
	return false;
}

static const char *successor_of(const struct yice_model *model, const struct yice_document *document)
{
	return document->successor == YICE_NONE ? NULL : model->documents.items[document->successor].title;
}

static void compare_documents(struct declares *d, const struct yice_document *old,
			      const struct yice_document *new)
{
	const struct yice_model *a = &d->diff->versions[YICE_OLD].model,
				*b = &d->diff->versions[YICE_NEW].model;

	compare(d, YICE_DECLARED_DOCUMENT, new->title, YICE_ASPECT_PUBLISHER, old->publisher, new->publisher);
	compare(d, YICE_DECLARED_DOCUMENT, new->title, YICE_ASPECT_REFERENCE, old->reference, new->reference);
	compare_days(d, YICE_DECLARED_DOCUMENT, new->title, old->days, new->days);
	compare(d, YICE_DECLARED_DOCUMENT, new->title, YICE_ASPECT_SUCCESSOR, successor_of(a, old),
		successor_of(b, new));
}

static bool differ(const struct yice_diff *diff, const struct yice_document *old,
		   const struct yice_document *new)
{
	return !same_text(old->publisher, new->publisher) || !same_text(old->reference, new->reference) ||
	       old->days.from != new->days.from || old->days.to != new->days.to ||
	       !same_text(successor_of(&diff->versions[YICE_OLD].model, old),
			  successor_of(&diff->versions[YICE_NEW].model, new));
}

/* Those that clauses of the new version rest on. */
static void look_at_documents(struct declares *d)
{
	const struct yice_model *a = &d->diff->versions[YICE_OLD].model,
				*b = &d->diff->versions[YICE_NEW].model;

	for (uint32_t i = 0; i < b->documents.count; i++)
		for (uint32_t k = 0; k < a->documents.count; k++)
			if (!strcmp(a->documents.items[k].title, b->documents.items[i].title)) {
				if (differ(d->diff, &a->documents.items[k], &b->documents.items[i]) &&
				    is_cited(&d->diff->versions[YICE_NEW], i))
					compare_documents(d, &a->documents.items[k], &b->documents.items[i]);
				break;
			}
}

/* ---------------------------------------------------------------- attributes */

/* The attribute of that name, else the one that conditions use as the same, by its name in English. */
static uint32_t find_slot(const struct yice_diff *diff, enum yice_side side, const char *name, uint32_t axis)
{
	const struct yice_model *model = &diff->versions[side].model;

	for (uint32_t i = 0; i < model->slots.count; i++)
		if (!strcmp(model->slots.items[i].zh, name))
			return i;
	for (uint32_t i = 0; i < model->slots.count; i++)
		if (diff->readings[side].axes[i] == axis)
			return i;
	return YICE_NONE;
}

/* "多项 工序", "数量 mg/L 按 日均" */
static const char *type_text(struct declares *d, enum yice_side side, uint32_t slot)
{
	const struct yice_model *model = &d->diff->versions[side].model;
	const struct yice_type *type = yice_slot_type(model, slot);
	struct yice_buf text = YICE_BUF_INIT;

	switch (type->kind) {
	case YICE_ATTR_BOOLEAN:
		yice_buf_adds(&text, "是否");
		break;
	case YICE_ATTR_DATE:
		yice_buf_adds(&text, "日期");
		break;
	case YICE_ATTR_QUANTITY:
		yice_buf_addf(&text, "数量 %s",
			      type->measure.label.zh && *type->measure.label.zh ? type->measure.label.zh
										: "1");
		if (type->period)
			yice_buf_addf(&text, " 按 %s", type->period);
		break;
	default:
		yice_buf_addf(&text, "%s %s", type->many ? "多项" : "一项",
			      model->vocabs.items[type->vocab].label.zh);
		break;
	}
	return keep(d, &text);
}

/* "0–100", or NULL. In base units they are compared, so that another measure is no other range. */
static const char *range_text(struct declares *d, const struct yice_type *type)
{
	struct yice_buf text = YICE_BUF_INIT;

	if (!type->has_min && !type->has_max)
		return NULL;
	if (type->has_min)
		yice_ratio_format(type->min, &text);
	yice_buf_adds(&text, " – ");
	if (type->has_max)
		yice_ratio_format(type->max, &text);
	if (type->measure.label.zh && *type->measure.label.zh)
		yice_buf_addf(&text, " %s", type->measure.label.zh);
	return keep(d, &text);
}

static bool is_used(const struct yice_diff *diff, enum yice_side side, uint32_t slot)
{
	return diff->readings[side].axes[slot] != YICE_NONE;
}

/* A slot that conditions of one version look at, against the one of its name in the other. */
static void look_at_slot(struct declares *d, enum yice_side side, uint32_t slot)
{
	struct yice_diff *diff = d->diff;
	const struct yice_model *model = &diff->versions[side].model;
	const char *name = model->slots.items[slot].zh, *texts[YICE_SIDES] = { NULL, NULL };
	uint32_t other = find_slot(diff, !side, name, diff->readings[side].axes[slot]), both[YICE_SIDES];
	const struct yice_type *types[YICE_SIDES];

	texts[side] = type_text(d, side, slot);
	if (other == YICE_NONE) {
		add(d, YICE_DECLARED_ATTRIBUTE, name, YICE_ASPECT_ITSELF, texts[YICE_OLD], texts[YICE_NEW]);
		return;
	}
	/* What both use is looked at once. */
	if (side == YICE_OLD && is_used(diff, YICE_NEW, other))
		return;
	both[side] = slot;
	both[!side] = other;
	for (int i = 0; i < YICE_SIDES; i++) {
		texts[i] = type_text(d, (enum yice_side)i, both[i]);
		types[i] = yice_slot_type(&diff->versions[i].model, both[i]);
	}
	compare(d, YICE_DECLARED_ATTRIBUTE, name, YICE_ASPECT_NAME,
		diff->versions[YICE_OLD].model.slots.items[both[YICE_OLD]].zh,
		diff->versions[YICE_NEW].model.slots.items[both[YICE_NEW]].zh);
	compare(d, YICE_DECLARED_ATTRIBUTE, name, YICE_ASPECT_TYPE, texts[YICE_OLD], texts[YICE_NEW]);
	if (types[YICE_OLD]->kind == YICE_ATTR_QUANTITY && types[YICE_NEW]->kind == YICE_ATTR_QUANTITY)
		compare(d, YICE_DECLARED_ATTRIBUTE, name, YICE_ASPECT_RANGE, range_text(d, types[YICE_OLD]),
			range_text(d, types[YICE_NEW]));
}

/* ---------------------------------------------------------------- words and codes */

/* The codes above a member, by name, as far as they matter: the nearest. NULL: it stands at the top. */
static const char *parent_of(const struct yice_vocab *vocab, uint32_t member)
{
	for (uint32_t i = member; i-- > 0;)
		if (vocab->members[i].end > member)
			return vocab->members[i].label.zh;
	return NULL;
}

static uint32_t find_member(const struct yice_vocab *vocab, const char *name)
{
	for (uint32_t i = 0; i < vocab->count; i++)
		if (!strcmp(vocab->members[i].label.zh, name))
			return i;
	return YICE_NONE;
}

/* Members of the one that the other has not, or has below another; NULL: none. */
static const char *surplus(struct declares *d, const struct yice_vocab *own, const struct yice_vocab *other,
			   bool moved)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < own->count; i++) {
		const char *name = own->members[i].label.zh;
		/* Most stand where they stood. */
		uint32_t at = i < other->count && !strcmp(other->members[i].label.zh, name)
				  ? i
				  : find_member(other, name);

		if (moved ? at != YICE_NONE && !same_text(parent_of(own, i), parent_of(other, at))
			  : at == YICE_NONE)
			yice_buf_addf(&text, "%s%s", text.len ? "、" : "", name);
	}
	return text.len || text.failed ? keep(d, &text) : NULL;
}

static void compare_vocabs(struct declares *d, const struct yice_vocab *old, const struct yice_vocab *new)
{
	const bool codes = new->kind == YICE_VOCAB_CODES;
	enum yice_declared_kind kind = codes ? YICE_DECLARED_CODES : YICE_DECLARED_TERMS;
	const char *lost = surplus(d, old, new, false), *gained = surplus(d, new, old, false);
	const char *moved = codes ? surplus(d, new, old, true) : NULL;

	compare(d, kind, new->label.zh, YICE_ASPECT_EDITION, old->edition, new->edition);
	if (lost || gained)
		add(d, kind, new->label.zh, YICE_ASPECT_MEMBERS, lost, gained);
	if (moved)
		add(d, kind, new->label.zh, YICE_ASPECT_PARENTS, NULL, moved);
}

/* Lists and tables that an attribute in use draws on, in both versions. */
static void look_at_vocabs(struct declares *d)
{
	const struct yice_diff *diff = d->diff;
	const struct yice_model *a = &diff->versions[YICE_OLD].model, *b = &diff->versions[YICE_NEW].model;
	bool *used = calloc((size_t)b->vocabs.count + 1, sizeof(*used));

	if (!used)
		d->diff->status = YICE_ENOMEM;
	for (uint32_t s = 0; used && s < b->slots.count; s++) {
		const struct yice_type *type = yice_slot_type(b, s);

		if (is_used(diff, YICE_NEW, s) &&
		    (type->kind == YICE_ATTR_TERMS || type->kind == YICE_ATTR_CODES))
			used[type->vocab] = true;
	}
	for (uint32_t v = 0; used && v < b->vocabs.count; v++)
		for (uint32_t w = 0; used[v] && w < a->vocabs.count; w++)
			if (diff->readings[YICE_OLD].universes[w] == diff->readings[YICE_NEW].universes[v])
				compare_vocabs(d, &a->vocabs.items[w], &b->vocabs.items[v]);
	free(used);
}

/* ---- geometry of places and layers */

static void look_at_geometry(struct declares *d, enum yice_side side)
{
	const struct yice_view *view = &d->diff->versions[side].trial.image->view;

	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++) {
		const char *name;

		if (!yice_diff_redrawn(d->diff, side, i, &name))
			continue;
		/* What both have was told from the new version. */
		for (uint32_t k = 0; side == YICE_OLD && name && k < d->diff->declared_count; k++)
			if (d->diff->declared[k].aspect == YICE_ASPECT_GEOMETRY &&
			    !strcmp(d->diff->declared[k].name, name))
				name = NULL;
		if (name)
			add(d,
			    view->layers[i].use == YICE_LAYER_OF_PLACE ? YICE_DECLARED_PLACE
								       : YICE_DECLARED_LAYER,
			    name, YICE_ASPECT_GEOMETRY, NULL, NULL);
	}
}

void yice_diff_declares(struct yice_diff *diff)
{
	struct declares d = { .diff = diff };

	look_at_lists(&d);
	look_at_documents(&d);
	for (int side = YICE_NEW; side >= YICE_OLD; side--)
		for (uint32_t s = 0; s < diff->versions[side].model.slots.count && !diff->status; s++)
			if (is_used(diff, (enum yice_side)side, s))
				look_at_slot(&d, (enum yice_side)side, s);
	if (!diff->status)
		look_at_vocabs(&d);
	for (int side = YICE_NEW; side >= YICE_OLD && !diff->status; side--)
		look_at_geometry(&d, (enum yice_side)side);
}

const char *yice_diff_declared_word(enum yice_declared_kind kind, enum yice_lang lang)
{
	static const char *const words[][YICE_DIFF_LANGS] = {
		[YICE_DECLARED_LIST] = { "清单", "list" },
		[YICE_DECLARED_DOCUMENT] = { "文件", "document" },
		[YICE_DECLARED_ATTRIBUTE] = { "属性", "attribute" },
		[YICE_DECLARED_TERMS] = { "词表", "terms" },
		[YICE_DECLARED_CODES] = { "代码表", "codes" },
		[YICE_DECLARED_PLACE] = { "区域", "place" },
		[YICE_DECLARED_LAYER] = { "图层", "layer" }
	};

	return words[kind][lang];
}

const char *yice_diff_aspect_word(enum yice_aspect aspect, enum yice_lang lang)
{
	static const char *const words[][YICE_DIFF_LANGS] = {
		[YICE_ASPECT_ITSELF] = { "", "" },
		[YICE_ASPECT_TITLE] = { "标题", "title" },
		[YICE_ASPECT_ENGLISH] = { "英文", "english" },
		[YICE_ASPECT_PUBLISHER] = { "发布", "published_by" },
		[YICE_ASPECT_REFERENCE] = { "文号", "reference" },
		[YICE_ASPECT_DAYS] = { "施行", "effective" },
		[YICE_ASPECT_FICTIONAL] = { "示例", "fictional" },
		[YICE_ASPECT_SUCCESSOR] = { "被代替", "replaced_by" },
		[YICE_ASPECT_NAME] = { "名称", "name" },
		[YICE_ASPECT_TYPE] = { "类型", "type" },
		[YICE_ASPECT_RANGE] = { "范围", "range" },
		[YICE_ASPECT_EDITION] = { "版本", "edition" },
		[YICE_ASPECT_MEMBERS] = { "内容", "members" },
		[YICE_ASPECT_GEOMETRY] = { "图形", "geometry" },
		[YICE_ASPECT_PARENTS] = { "改属上级", "below_others" },
	};

	return words[aspect][lang];
}
