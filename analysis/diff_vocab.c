/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed about documents, attributes, words, codes, measures, places and
 * layers: everything that is declared, used or not, and every name of it. Both
 * versions have an image, sources or not, and what that holds is compared; what
 * only sources say (sets, aliases of dimensions, the source of a layer) is where
 * both are sources. Called by diff_declare.c.
 */
#include "analysis/diff.h"

#include "compiler/type.h"
#include "runtime/image_read.h"

/* A kind of declaration. Two are one when they have the same name, else by `same`, else by their English name. */
struct row {
	enum yice_declared_kind kind;
	uint32_t (*count)(const struct yice_diff *diff, enum yice_side side);
	struct yice_label (*label)(const struct yice_diff *diff, enum yice_side side, uint32_t i);
	bool (*same)(const struct yice_diff *diff, uint32_t old, uint32_t new);
	void (*compare)(struct yice_diff *diff, const char *name, uint32_t old, uint32_t new);
	const char *(*itself)(struct yice_diff *diff, enum yice_side side, uint32_t i); /* of one that came or went */
	bool sources; /* an image does not have it */
};

static const struct yice_model *model_of(const struct yice_diff *diff, enum yice_side side)
{
	return &diff->versions[side].model;
}

static const struct yice_view *view_of(const struct yice_diff *diff, enum yice_side side)
{
	return &diff->versions[side].trial.image->view;
}

static bool both_are_sources(const struct yice_diff *diff)
{
	return model_of(diff, YICE_OLD)->files.count && model_of(diff, YICE_NEW)->files.count;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Of a list of texts. */
static void add_listed(struct yice_buf *out, const char *text)
{
	yice_buf_addf(out, "%s%s", out->len ? "、" : "", text);
}

/* NULL for an empty list. */
static const char *keep_listed(struct yice_diff *diff, struct yice_buf *text)
{
	return text->len || text->failed ? yice_diff_keep(diff, text) : NULL;
}

/* What each side has and the other has not; NULL: nothing. */
static void tell_surplus(struct yice_diff *diff, enum yice_declared_kind kind, const char *name, enum yice_aspect aspect,
			 const char *const *surplus)
{
	if (surplus[YICE_OLD] || surplus[YICE_NEW])
		yice_diff_declare(diff, kind, name, aspect, surplus[YICE_OLD], surplus[YICE_NEW]);
}

/* ---------------------------------------------------------------- documents */

static uint32_t count_documents(const struct yice_diff *diff, enum yice_side side)
{
	return model_of(diff, side)->documents.count;
}

/* By its title. */
static struct yice_label label_document(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	const struct yice_document *document = &model_of(diff, side)->documents.items[i];

	return (struct yice_label){ document->title, document->label.en, document->label.span };
}

static bool same_document(const struct yice_diff *diff, uint32_t old, uint32_t new)
{
	return !strcmp(model_of(diff, YICE_OLD)->documents.items[old].label.zh,
		       model_of(diff, YICE_NEW)->documents.items[new].label.zh);
}

/* Without a short name it goes by its title. */
static const char *short_name(const struct yice_document *document)
{
	return strcmp(document->label.zh, document->title) ? document->label.zh : NULL;
}

static const char *successor_of(const struct yice_model *model, const struct yice_document *document)
{
	return document->successor == YICE_NONE ? NULL : model->documents.items[document->successor].title;
}

static void compare_documents(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_model *a = model_of(diff, YICE_OLD), *b = model_of(diff, YICE_NEW);
	const struct yice_document *old = &a->documents.items[i], *new = &b->documents.items[k];
	const enum yice_declared_kind kind = YICE_DECLARED_DOCUMENT;

	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_TITLE, old->title, new->title);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_SHORT, short_name(old), short_name(new));
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_ENGLISH, old->label.en, new->label.en);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_PUBLISHER, old->publisher, new->publisher);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_REFERENCE, old->reference, new->reference);
	yice_diff_declared_days(diff, kind, name, old->days, new->days);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_SUCCESSOR, successor_of(a, old), successor_of(b, new));
}

/* ---------------------------------------------------------------- attributes */

static uint32_t count_slots(const struct yice_diff *diff, enum yice_side side)
{
	return model_of(diff, side)->slots.count;
}

static struct yice_label label_slot(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	const struct yice_slot *slot = &model_of(diff, side)->slots.items[i];

	return (struct yice_label){ slot->zh, slot->en, YICE_SPAN_NONE };
}

/* Conditions use them as one. */
static bool same_slot(const struct yice_diff *diff, uint32_t old, uint32_t new)
{
	return diff->readings[YICE_NEW].twins[new] == old;
}

/* "多项 工序", "数量 mg/L 按 日均" */
static const char *type_text(struct yice_diff *diff, enum yice_side side, uint32_t slot)
{
	const struct yice_model *model = model_of(diff, side);
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
	return yice_diff_keep(diff, &text);
}

/* "0 – 100 t/a", or NULL. */
static const char *range_text(struct yice_diff *diff, const struct yice_type *type)
{
	struct yice_buf text = YICE_BUF_INIT;

	if (type->kind != YICE_ATTR_QUANTITY || (!type->has_min && !type->has_max))
		return NULL;
	if (type->has_min)
		yice_ratio_format(type->min, &text);
	yice_buf_adds(&text, " – ");
	if (type->has_max)
		yice_ratio_format(type->max, &text);
	if (type->measure.label.zh && *type->measure.label.zh)
		yice_buf_addf(&text, " %s", type->measure.label.zh);
	return yice_diff_keep(diff, &text);
}

static const char *describe(const struct yice_diff *diff, enum yice_side side, uint32_t slot)
{
	const struct yice_view *view = view_of(diff, side);
	const char *text = yice_view_string(view, view->attrs[slot].describe);

	return *text ? text : NULL;
}

static void compare_slots(struct yice_diff *diff, const char *name, uint32_t old, uint32_t new)
{
	const enum yice_declared_kind kind = YICE_DECLARED_ATTRIBUTE;
	const struct yice_slot *a = &model_of(diff, YICE_OLD)->slots.items[old],
			       *b = &model_of(diff, YICE_NEW)->slots.items[new];

	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_NAME, a->zh, b->zh);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_ENGLISH, a->en, b->en);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_TYPE, type_text(diff, YICE_OLD, old),
			      type_text(diff, YICE_NEW, new));
	yice_diff_bare(diff, name, old, new);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_RANGE,
			      range_text(diff, yice_slot_type(model_of(diff, YICE_OLD), old)),
			      range_text(diff, yice_slot_type(model_of(diff, YICE_NEW), new)));
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_DESCRIBE, describe(diff, YICE_OLD, old),
			      describe(diff, YICE_NEW, new));
}

/* ---------------------------------------------------------------- words and codes */

#define OWN_VOCABS (YICE_VOCAB_OF_LAYERS + 1) /* those before are places and layers */

static uint32_t count_vocabs(const struct yice_diff *diff, enum yice_side side)
{
	return model_of(diff, side)->vocabs.count - OWN_VOCABS;
}

static const struct yice_vocab *vocab_of(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	return &model_of(diff, side)->vocabs.items[i + OWN_VOCABS];
}

static struct yice_label label_vocab(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	return vocab_of(diff, side, i)->label;
}

/* An attribute of both draws on them. */
static bool same_vocab(const struct yice_diff *diff, uint32_t old, uint32_t new)
{
	return diff->readings[YICE_OLD].universes[old + OWN_VOCABS] ==
	       diff->readings[YICE_NEW].universes[new + OWN_VOCABS];
}

static enum yice_declared_kind kind_of(const struct yice_vocab *vocab)
{
	return vocab->kind == YICE_VOCAB_CODES ? YICE_DECLARED_CODES : YICE_DECLARED_TERMS;
}

/* The nearest code above a member; NULL: it stands at the top. */
static const char *parent_of(const struct yice_vocab *vocab, uint32_t member)
{
	for (uint32_t i = member; i-- > 0;)
		if (vocab->members[i].end > member)
			return vocab->members[i].label.zh;
	return NULL;
}

/* The member of that name; at: where it is likely to stand. */
static uint32_t find_member(const struct yice_vocab *vocab, const char *name, uint32_t at)
{
	if (at < vocab->count && !strcmp(vocab->members[at].label.zh, name))
		return at;
	for (uint32_t i = 0; i < vocab->count; i++)
		if (!strcmp(vocab->members[i].label.zh, name))
			return i;
	return YICE_NONE;
}

/* Members of the one that the other has not, or has below another; NULL: none. */
static const char *surplus(struct yice_diff *diff, const struct yice_vocab *own, const struct yice_vocab *other,
			   bool moved)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < own->count; i++) {
		const char *name = own->members[i].label.zh;
		uint32_t at = find_member(other, name, i);

		if (moved ? at != YICE_NONE && !same_text(parent_of(own, i), parent_of(other, at))
			  : at == YICE_NONE)
			add_listed(&text, name);
	}
	return keep_listed(diff, &text);
}

/* The other name of members that both have: in English, or what a code stands for. */
static void compare_members(struct yice_diff *diff, const struct yice_vocab *old, const struct yice_vocab *new)
{
	const enum yice_declared_kind kind = kind_of(new);

	for (uint32_t i = 0; i < new->count; i++) {
		const struct yice_label *label = &new->members[i].label;
		uint32_t at = find_member(old, label->zh, i);
		struct yice_buf name = YICE_BUF_INIT;

		if (at == YICE_NONE || same_text(old->members[at].label.en, label->en))
			continue;
		yice_buf_addf(&name, "%s %s", new->label.zh, label->zh);
		yice_diff_declare(diff, kind, yice_diff_keep(diff, &name),
				  kind == YICE_DECLARED_CODES ? YICE_ASPECT_NAME : YICE_ASPECT_ENGLISH,
				  old->members[at].label.en, label->en);
	}
}

static void compare_vocabs(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_vocab *old = vocab_of(diff, YICE_OLD, i), *new = vocab_of(diff, YICE_NEW, k);
	const enum yice_declared_kind kind = kind_of(new);
	const char *members[] = { surplus(diff, old, new, false), surplus(diff, new, old, false) };
	const char *moved = kind == YICE_DECLARED_CODES ? surplus(diff, new, old, true) : NULL;

	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_NAME, old->label.zh, new->label.zh);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_ENGLISH, old->label.en, new->label.en);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_EDITION, old->edition, new->edition);
	tell_surplus(diff, kind, name, YICE_ASPECT_MEMBERS, members);
	if (moved)
		yice_diff_declare(diff, kind, name, YICE_ASPECT_PARENTS, NULL, moved);
	compare_members(diff, old, new);
}

static const char *list_members(struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	const struct yice_vocab *vocab = vocab_of(diff, side, i);
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t m = 0; m < vocab->count; m++)
		add_listed(&text, vocab->members[m].label.zh);
	return yice_diff_keep(diff, &text);
}

/* ---------------------------------------------------------------- places and layers */

static const struct yice_vocab *places_of(const struct yice_diff *diff, enum yice_side side)
{
	return &model_of(diff, side)->vocabs.items[YICE_VOCAB_OF_PLACES];
}

static uint32_t count_places(const struct yice_diff *diff, enum yice_side side)
{
	return places_of(diff, side)->count;
}

static struct yice_label label_place(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	return places_of(diff, side)->members[i].label;
}

static const char *kind_text(uint32_t info)
{
	return info == YICE_AT_ZONE ? "分区" : info == YICE_AT_AREA ? "区域" : "园区";
}

/* Whether a spelling is that member's on that side. */
static bool spells(const struct yice_view *view, const char *name, uint32_t ordinal)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_MEMBER_NAMES]; i++)
		if (view->member_names[i].vocab == YICE_VOCAB_OF_PLACES && view->member_names[i].ordinal == ordinal &&
		    !strcmp(yice_view_string(view, view->member_names[i].name), name))
			return true;
	return false;
}

/* Spellings of a place, its two names apart, that the other side has not for it. */
static const char *surplus_aliases(struct yice_diff *diff, enum yice_side side, uint32_t own, uint32_t other)
{
	const struct yice_view *view = view_of(diff, side);
	const struct yice_label label = label_place(diff, side, own);
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < view->count[YICE_SEC_MEMBER_NAMES]; i++) {
		const char *name = yice_view_string(view, view->member_names[i].name);

		if (view->member_names[i].vocab == YICE_VOCAB_OF_PLACES && view->member_names[i].ordinal == own &&
		    strcmp(name, label.zh) && !same_text(name, label.en) && !spells(view_of(diff, !side), name, other))
			add_listed(&text, name);
	}
	return keep_listed(diff, &text);
}

static const struct yice_item *find_item(const struct yice_model *model, enum yice_item_kind kind, const char *name)
{
	for (uint32_t i = 0; i < model->files.count; i++)
		for (const struct yice_item *item = model->files.items[i]->items; item; item = item->next)
			if (item->kind == kind && item->name->zh.text && !strcmp(item->name->zh.text, name))
				return item;
	return NULL;
}

/* The item of both sources; false: one is an image. */
static bool find_items(const struct yice_diff *diff, enum yice_item_kind kind, const char *old, const char *new,
		       const struct yice_item **items)
{
	items[YICE_OLD] = find_item(model_of(diff, YICE_OLD), kind, old);
	items[YICE_NEW] = find_item(model_of(diff, YICE_NEW), kind, new);
	return items[YICE_OLD] && items[YICE_NEW];
}

static void compare_places(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_vocab_member *old = &places_of(diff, YICE_OLD)->members[i],
				       *new = &places_of(diff, YICE_NEW)->members[k];
	const enum yice_declared_kind kind = YICE_DECLARED_PLACE;
	const char *aliases[] = { surplus_aliases(diff, YICE_OLD, i, k), surplus_aliases(diff, YICE_NEW, k, i) };
	const struct yice_item *items[YICE_SIDES];

	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_NAME, old->label.zh, new->label.zh);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_ENGLISH, old->label.en, new->label.en);
	yice_diff_declared_as(diff, kind, name, YICE_ASPECT_KIND, kind_text(old->info), kind_text(new->info));
	tell_surplus(diff, kind, name, YICE_ASPECT_ALIASES, aliases);
	if (find_items(diff, YICE_ITEM_PLACE, old->label.zh, new->label.zh, items))
		yice_diff_declared_as(diff, kind, name, YICE_ASPECT_ELEMENT, items[YICE_OLD]->u.place.element.text,
				      items[YICE_NEW]->u.place.element.text);
}

static const struct yice_vocab *layers_of(const struct yice_diff *diff, enum yice_side side)
{
	return &model_of(diff, side)->vocabs.items[YICE_VOCAB_OF_LAYERS];
}

static uint32_t count_layers(const struct yice_diff *diff, enum yice_side side)
{
	return layers_of(diff, side)->count;
}

static struct yice_label label_layer(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	return layers_of(diff, side)->members[i].label;
}

static void compare_layers(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_label old = label_layer(diff, YICE_OLD, i), new = label_layer(diff, YICE_NEW, k);
	const struct yice_item *items[YICE_SIDES];
	const char *texts[2][YICE_SIDES];

	yice_diff_declared_as(diff, YICE_DECLARED_LAYER, name, YICE_ASPECT_NAME, old.zh, new.zh);
	yice_diff_declared_as(diff, YICE_DECLARED_LAYER, name, YICE_ASPECT_ENGLISH, old.en, new.en);
	if (!find_items(diff, YICE_ITEM_LAYER, old.zh, new.zh, items))
		return;
	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_item *item = items[side];

		texts[0][side] = item->u.layer.source ? item->u.layer.source->text : NULL;
		texts[1][side] = item->u.layer.has_date ? yice_diff_day(diff, item->u.layer.dated) : NULL;
	}
	yice_diff_declared_as(diff, YICE_DECLARED_LAYER, name, YICE_ASPECT_SOURCE, texts[0][YICE_OLD], texts[0][YICE_NEW]);
	yice_diff_declared_as(diff, YICE_DECLARED_LAYER, name, YICE_ASPECT_DATED, texts[1][YICE_OLD], texts[1][YICE_NEW]);
}

/* ---------------------------------------------------------------- measures and dimensions */

static uint32_t count_measures(const struct yice_diff *diff, enum yice_side side)
{
	return view_of(diff, side)->count[YICE_SEC_MEASURES];
}

static struct yice_label label_measure(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	const struct yice_view *view = view_of(diff, side);
	const char *en = yice_view_string(view, view->measures[i].en);

	return (struct yice_label){ yice_view_string(view, view->measures[i].zh), *en ? en : NULL, YICE_SPAN_NONE };
}

static const char *value_text(struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	const struct yice_view *view = view_of(diff, side);
	const struct yice_image_measure *measure = &view->measures[i];

	return yice_diff_amount(diff, side, yice_view_ratio(view, measure->factor), &measure->dim0);
}

static void compare_measures(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_label old = label_measure(diff, YICE_OLD, i), new = label_measure(diff, YICE_NEW, k);

	yice_diff_declared_as(diff, YICE_DECLARED_MEASURE, name, YICE_ASPECT_NAME, old.zh, new.zh);
	yice_diff_declared_as(diff, YICE_DECLARED_MEASURE, name, YICE_ASPECT_ENGLISH, old.en, new.en);
	yice_diff_declared_as(diff, YICE_DECLARED_MEASURE, name, YICE_ASPECT_VALUE, value_text(diff, YICE_OLD, i),
			      value_text(diff, YICE_NEW, k));
}

static uint32_t count_physicals(const struct yice_diff *diff, enum yice_side side)
{
	return model_of(diff, side)->physicals.count;
}

static struct yice_label label_physical(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	return model_of(diff, side)->physicals.items[i];
}

static void compare_physicals(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_label old = label_physical(diff, YICE_OLD, i), new = label_physical(diff, YICE_NEW, k);
	const struct yice_item *items[YICE_SIDES];

	yice_diff_declared_as(diff, YICE_DECLARED_PHYSICAL, name, YICE_ASPECT_NAME, old.zh, new.zh);
	yice_diff_declared_as(diff, YICE_DECLARED_PHYSICAL, name, YICE_ASPECT_ENGLISH, old.en, new.en);
	if (find_items(diff, YICE_ITEM_PHYSICAL, old.zh, new.zh, items))
		yice_diff_declared_as(diff, YICE_DECLARED_PHYSICAL, name, YICE_ASPECT_VALUE,
				      items[YICE_OLD]->u.physical.base.text, items[YICE_NEW]->u.physical.base.text);
}

static uint32_t count_dimensions(const struct yice_diff *diff, enum yice_side side)
{
	return model_of(diff, side)->dimensions.count;
}

static struct yice_label label_dimension(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	return model_of(diff, side)->dimensions.items[i].label;
}

/* Other names of a dimension under which the other side has none, or another. */
static const char *surplus_headings(struct yice_diff *diff, enum yice_side side, uint32_t own, uint32_t other)
{
	const struct yice_map *names = &model_of(diff, side)->dimension_names,
			      *others = &model_of(diff, !side)->dimension_names;
	const struct yice_label label = label_dimension(diff, side, own);
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < names->count; i++) {
		const char *name = names->entries[i].key;
		uint32_t entry = yice_map_find(others, name, names->entries[i].len);

		if (names->entries[i].value == own && strcmp(name, label.zh) && !same_text(name, label.en) &&
		    (entry == YICE_MAP_NONE || others->entries[entry].value != other))
			add_listed(&text, name);
	}
	return keep_listed(diff, &text);
}

static void compare_dimensions(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_label old = label_dimension(diff, YICE_OLD, i), new = label_dimension(diff, YICE_NEW, k);

	yice_diff_declared_as(diff, YICE_DECLARED_DIMENSION, name, YICE_ASPECT_NAME, old.zh, new.zh);
	yice_diff_declared_as(diff, YICE_DECLARED_DIMENSION, name, YICE_ASPECT_ENGLISH, old.en, new.en);
	if (both_are_sources(diff)) {
		const char *aliases[] = { surplus_headings(diff, YICE_OLD, i, k),
					  surplus_headings(diff, YICE_NEW, k, i) };

		tell_surplus(diff, YICE_DECLARED_DIMENSION, name, YICE_ASPECT_ALIASES, aliases);
	}
}

/* ---------------------------------------------------------------- sets */

static uint32_t count_sets(const struct yice_diff *diff, enum yice_side side)
{
	return model_of(diff, side)->sets.count;
}

static struct yice_label label_set(const struct yice_diff *diff, enum yice_side side, uint32_t i)
{
	return model_of(diff, side)->sets.items[i].label;
}

/* Its members are told at the clauses that use it. */
static void compare_sets(struct yice_diff *diff, const char *name, uint32_t i, uint32_t k)
{
	const struct yice_label old = label_set(diff, YICE_OLD, i), new = label_set(diff, YICE_NEW, k);

	yice_diff_declared_as(diff, YICE_DECLARED_SET, name, YICE_ASPECT_NAME, old.zh, new.zh);
	yice_diff_declared_as(diff, YICE_DECLARED_SET, name, YICE_ASPECT_ENGLISH, old.en, new.en);
}

static bool tells_english(const struct yice_diff *diff)
{
	for (uint32_t i = 0; i < diff->declared_count; i++)
		if (diff->declared[i].aspect == YICE_ASPECT_ENGLISH)
			return true;
	return false;
}

/* ---------------------------------------------------------------- which became which */

static const struct row rows[] = {
	{ YICE_DECLARED_DOCUMENT, count_documents, label_document, same_document, compare_documents, NULL, false },
	{ YICE_DECLARED_ATTRIBUTE, count_slots, label_slot, same_slot, compare_slots, type_text, false },
	{ YICE_DECLARED_TERMS, count_vocabs, label_vocab, same_vocab, compare_vocabs, list_members, false },
	{ YICE_DECLARED_PLACE, count_places, label_place, NULL, compare_places, NULL, false },
	{ YICE_DECLARED_LAYER, count_layers, label_layer, NULL, compare_layers, NULL, false },
	{ YICE_DECLARED_MEASURE, count_measures, label_measure, NULL, compare_measures, NULL, false },
	{ YICE_DECLARED_PHYSICAL, count_physicals, label_physical, NULL, compare_physicals, NULL, true },
	{ YICE_DECLARED_DIMENSION, count_dimensions, label_dimension, NULL, compare_dimensions, NULL, false },
	{ YICE_DECLARED_SET, count_sets, label_set, NULL, compare_sets, NULL, true },
};

/* By side: the partner, or YICE_NONE. */
struct partners {
	uint32_t *of[YICE_SIDES], count[YICE_SIDES];
};

static void pair(struct partners *partners, uint32_t old, uint32_t new)
{
	partners->of[YICE_OLD][old] = new;
	partners->of[YICE_NEW][new] = old;
}

static int pair_by_name(const struct yice_diff *diff, const struct row *row, struct partners *partners)
{
	struct yice_map names;
	int status = YICE_OK;

	yice_map_init(&names);
	for (uint32_t i = 0; !status && i < partners->count[YICE_OLD]; i++) {
		const char *name = row->label(diff, YICE_OLD, i).zh;
		uint32_t entry;

		status = yice_map_put(&names, name, strlen(name), i, &entry, NULL);
	}
	for (uint32_t i = 0; !status && i < partners->count[YICE_NEW]; i++) {
		const char *name = row->label(diff, YICE_NEW, i).zh;
		uint32_t entry = yice_map_find(&names, name, strlen(name));

		if (entry != YICE_MAP_NONE)
			pair(partners, names.entries[entry].value, i);
	}
	yice_map_release(&names);
	return status;
}

/* Those that are left: by what uses them, else by their English name. */
static void pair_rest(const struct yice_diff *diff, const struct row *row, struct partners *partners)
{
	for (int by_english = row->same ? 0 : 1; by_english < 2; by_english++)
		for (uint32_t i = 0; i < partners->count[YICE_NEW]; i++)
			for (uint32_t k = 0; partners->of[YICE_NEW][i] == YICE_NONE && k < partners->count[YICE_OLD]; k++) {
				const char *en = row->label(diff, YICE_NEW, i).en;

				if (partners->of[YICE_OLD][k] == YICE_NONE &&
				    (by_english ? en && same_text(en, row->label(diff, YICE_OLD, k).en)
						: row->same(diff, k, i)))
					pair(partners, k, i);
			}
}

/* One that came, or went. */
static void tell_itself(struct yice_diff *diff, const struct row *row, enum yice_side side, uint32_t i)
{
	const char *name = row->label(diff, side, i).zh, *text = row->itself ? row->itself(diff, side, i) : name;
	enum yice_declared_kind kind = row->kind == YICE_DECLARED_TERMS ? kind_of(vocab_of(diff, side, i)) : row->kind;

	yice_diff_declare(diff, kind, name, YICE_ASPECT_ITSELF, side == YICE_OLD ? text : NULL,
			  side == YICE_NEW ? text : NULL);
}

static void look_at_row(struct yice_diff *diff, const struct row *row)
{
	struct partners partners;
	int status;

	for (int side = 0; side < YICE_SIDES; side++) {
		partners.count[side] = row->count(diff, (enum yice_side)side);
		partners.of[side] = yice_arena_array(&diff->arena, partners.count[side], sizeof(uint32_t));
		for (uint32_t i = 0; partners.of[side] && i < partners.count[side]; i++)
			partners.of[side][i] = YICE_NONE;
	}
	status = diff->arena.failed ? YICE_ENOMEM : pair_by_name(diff, row, &partners);
	if (status) {
		diff->status = status;
		return;
	}
	pair_rest(diff, row, &partners);
	for (uint32_t i = 0; i < partners.count[YICE_NEW] && !diff->status; i++)
		if (partners.of[YICE_NEW][i] == YICE_NONE)
			tell_itself(diff, row, YICE_NEW, i);
		else
			row->compare(diff, row->label(diff, YICE_NEW, i).zh, partners.of[YICE_NEW][i], i);
	for (uint32_t i = 0; i < partners.count[YICE_OLD] && !diff->status; i++)
		if (partners.of[YICE_OLD][i] == YICE_NONE)
			tell_itself(diff, row, YICE_OLD, i);
}

void yice_diff_vocabulary(struct yice_diff *diff)
{
	for (size_t i = 0; i < YICE_COUNT(rows) && !diff->status; i++)
		if (!rows[i].sources || both_are_sources(diff))
			look_at_row(diff, &rows[i]);
	if (!diff->status)
		yice_diff_geometry(diff);
	if (!diff->status && !tells_english(diff))
		yice_diff_english(diff);
}
