/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the realm of one or two models: lists of the same name become one
 * universe with the members of both, attributes of the same name and type
 * become one axis. What has no namesake in Chinese is the one of the same name
 * in English, which facts for both are then written with. Called by whoever
 * asks questions; universes are complete before the first form is made,
 * because complements depend on them.
 */
#include "analysis/realm.h"

#include "compiler/type.h"

static const char *const boolean_words[] = { "否", "是" };

/* A universe with room for so many members. */
static struct yice_universe *new_universe(struct yice_realm *realm, const char *name, uint32_t room)
{
	struct yice_universe *universe = &realm->universes[realm->universe_count++];

	universe->name = name;
	universe->zh = yice_arena_array(&realm->arena, room, sizeof(*universe->zh));
	universe->en = yice_arena_array(&realm->arena, room, sizeof(*universe->en));
	universe->inner = yice_arena_array(&realm->arena, room, sizeof(*universe->inner));
	return universe;
}

static int add_member(struct yice_universe *universe, const char *name, bool inner, uint32_t *out)
{
	uint32_t entry;
	bool added;
	int status = yice_map_put(&universe->names, name, strlen(name), universe->count, &entry, &added);

	if (status)
		return status;
	*out = universe->names.entries[entry].value;
	if (added) {
		universe->zh[*out] = name;
		universe->count++;
	}
	universe->inner[*out] |= inner;
	return YICE_OK;
}

static bool has_word(const struct yice_vocab *vocab, const char *zh)
{
	for (uint32_t i = 0; i < vocab->count; i++)
		if (!strcmp(vocab->members[i].label.zh, zh))
			return true;
	return false;
}

/* The member of an earlier list that has the word's English name, and another in Chinese, which this list has not. */
static uint32_t find_respelled(const struct yice_universe *universe, uint32_t earlier, const struct yice_vocab *vocab,
			       const struct yice_label *word)
{
	if (vocab->kind == YICE_VOCAB_CODES || !word->en ||
	    yice_map_find(&universe->names, word->zh, strlen(word->zh)) != YICE_MAP_NONE)
		return YICE_NONE;
	for (uint32_t m = 0; m < earlier; m++)
		if (universe->en[m] && !strcmp(universe->en[m], word->en) && !has_word(vocab, universe->zh[m]))
			return m;
	return YICE_NONE;
}

/* Members of one list, added to the universe; where each went in members[]. */
static int read_members(struct yice_universe *universe, const struct yice_vocab *vocab, uint32_t *members)
{
	const uint32_t earlier = universe->count;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < vocab->count; i++) {
		const struct yice_label *label = &vocab->members[i].label;

		members[i] = find_respelled(universe, earlier, vocab, label);
		if (members[i] != YICE_NONE) {
			universe->zh[members[i]] = label->en;
			continue;
		}
		status = add_member(universe, label->zh, vocab->members[i].end > i + 1, &members[i]);
		if (!status && vocab->kind != YICE_VOCAB_CODES && !universe->en[members[i]])
			universe->en[members[i]] = label->en;
	}
	return status;
}

static uint32_t find_universe(const struct yice_realm *realm, const struct yice_vocab *vocab)
{
	for (uint32_t i = 1; i < realm->universe_count; i++)
		if (!strcmp(realm->universes[i].name, vocab->label.zh) &&
		    realm->universes[i].codes == (vocab->kind == YICE_VOCAB_CODES))
			return i;
	return YICE_NONE;
}

/* Most members a universe can get: its own, and those of whatever lists of other models it turns out to be. */
static uint32_t room_for(const struct yice_realm_model *readings, uint32_t count, uint32_t number, uint32_t vocab)
{
	const struct yice_vocab *own = &readings[number].model->vocabs.items[vocab];
	uint32_t room = own->count;

	for (uint32_t r = number + 1; r < count; r++)
		for (uint32_t v = 0; v < readings[r].model->vocabs.count; v++)
			if (readings[r].model->vocabs.items[v].kind == own->kind)
				room += readings[r].model->vocabs.items[v].count;
	return room;
}

static bool draws_on(const struct yice_attribute *attribute, uint32_t vocab)
{
	return (attribute->type.kind == YICE_ATTR_TERMS || attribute->type.kind == YICE_ATTR_CODES) &&
	       attribute->type.vocab == vocab;
}

/* A list that was given another name is the one that the same attribute drew on. */
static uint32_t find_renamed(const struct yice_realm *realm, const struct yice_realm_model *readings, uint32_t number,
			     uint32_t vocab)
{
	const struct yice_model *model = readings[number].model;
	bool codes = model->vocabs.items[vocab].kind == YICE_VOCAB_CODES;

	for (uint32_t r = 0; r < number; r++)
		for (uint32_t i = 0; i < model->attributes.count; i++)
			for (uint32_t k = 0; draws_on(&model->attributes.items[i], vocab) &&
					     k < readings[r].model->attributes.count;
			     k++) {
				const struct yice_attribute *other = &readings[r].model->attributes.items[k];

				if (!strcmp(other->label.zh, model->attributes.items[i].label.zh) &&
				    draws_on(other, other->type.vocab) &&
				    realm->universes[readings[r].universes[other->type.vocab]].codes == codes)
					return readings[r].universes[other->type.vocab];
			}
	return YICE_NONE;
}

static int read_model(struct yice_realm *realm, struct yice_realm_model *readings, uint32_t count,
		      uint32_t number)
{
	struct yice_realm_model *reading = &readings[number];
	const struct yice_model *model = reading->model;
	int status = YICE_OK;

	reading->universes =
	    yice_arena_array(&realm->arena, model->vocabs.count, sizeof(*reading->universes));
	reading->members = yice_arena_array(&realm->arena, model->vocabs.count, sizeof(*reading->members));
	reading->axes = yice_arena_array(&realm->arena, model->slots.count, sizeof(*reading->axes));
	if (realm->arena.failed)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < model->slots.count; i++)
		reading->axes[i] = YICE_NONE;
	for (uint32_t v = 0; !status && v < model->vocabs.count; v++) {
		const struct yice_vocab *vocab = &model->vocabs.items[v];
		uint32_t found = find_universe(realm, vocab);

		if (found == YICE_NONE)
			found = find_renamed(realm, readings, number, v);
		if (found == YICE_NONE) {
			found = realm->universe_count;
			new_universe(realm, vocab->label.zh, room_for(readings, count, number, v));
			realm->universes[found].codes = vocab->kind == YICE_VOCAB_CODES;
		}
		reading->universes[v] = found;
		reading->members[v] = yice_arena_array(&realm->arena, vocab->count, sizeof(uint32_t));
		status = realm->arena.failed
			     ? YICE_ENOMEM
			     : read_members(&realm->universes[found], vocab, reading->members[v]);
	}
	return status;
}

static int make_constants(struct yice_realm *realm)
{
	struct yice_form *yes = yice_arena_alloc(&realm->arena, sizeof(*yes));
	struct yice_form *no = yice_arena_alloc(&realm->arena, sizeof(*no));
	struct yice_universe *booleans = new_universe(realm, "", YICE_COUNT(boolean_words));
	uint32_t member;
	int status = realm->arena.failed ? YICE_ENOMEM : YICE_OK;

	if (status)
		return status;
	yes->kind = YICE_FORM_YES;
	no->kind = YICE_FORM_NO;
	realm->yes = yes;
	realm->no = no;
	for (size_t i = 0; !status && i < YICE_COUNT(boolean_words); i++)
		status = add_member(booleans, boolean_words[i], false, &member);
	return status;
}

/* All members are known. */
static int close_universe(struct yice_realm *realm, struct yice_universe *universe)
{
	universe->words = universe->count / 64 + 1;
	universe->leaves = yice_arena_array(&realm->arena, universe->words, sizeof(*universe->leaves));
	if (!universe->leaves)
		return YICE_ENOMEM;
	for (uint32_t m = 0; m < universe->count; m++)
		if (!universe->codes || !universe->inner[m])
			yice_bit_set(universe->leaves, m);
	return YICE_OK;
}

/* ---- attributes of two models */

static bool has_members(const struct yice_type *type)
{
	return type->kind == YICE_ATTR_TERMS || type->kind == YICE_ATTR_CODES;
}

#define NO_DIM (-1)

/* The dimension that a measure counts by itself; NO_DIM: it is a product. */
static int dim_of(const struct yice_unit_of_measure *measure)
{
	int found = NO_DIM, sum = 0;

	for (int d = 0; d < YICE_DIMS; d++) {
		sum += abs(measure->dim[d]);
		found = measure->dim[d] == 1 ? d : found;
	}
	return sum == 1 ? found : NO_DIM;
}

/* Which dimension of the one model is which of the other: they have a measure of it that is the same amount. */
static void match_dims(const struct yice_model *a, const struct yice_model *b, int *dims)
{
	for (int d = 0; d < YICE_DIMS; d++)
		dims[d] = NO_DIM;
	for (uint32_t i = 0; i < a->measures.count; i++) {
		const struct yice_unit_of_measure *own = &a->measures.items[i];
		int dim = dim_of(own);

		for (uint32_t k = 0; dim != NO_DIM && dims[dim] == NO_DIM && k < b->measures.count; k++)
			if (!strcmp(own->label.zh, b->measures.items[k].label.zh) &&
			    !yice_ratio_cmp(own->factor, b->measures.items[k].factor))
				dims[dim] = dim_of(&b->measures.items[k]);
	}
}

static bool same_dims(const signed char *x, const signed char *y, const int *dims)
{
	signed char matched[YICE_DIMS] = { 0 };

	for (int d = 0; d < YICE_DIMS; d++) {
		if (x[d] && dims[d] == NO_DIM)
			return false;
		if (x[d])
			matched[dims[d]] = x[d];
	}
	return !memcmp(matched, y, sizeof(matched));
}

/* Attributes of one name are the same when what they hold agrees: a kind, a list, a dimension and a period. */
static bool same_type(const struct yice_realm_model *a, uint32_t i, const struct yice_realm_model *b, uint32_t k,
		      const int *dims)
{
	const struct yice_type *x = yice_slot_type(a->model, i), *y = yice_slot_type(b->model, k);

	if (x->kind != y->kind || x->many != y->many)
		return false;
	if (has_members(x) && a->universes[x->vocab] != b->universes[y->vocab])
		return false;
	if (x->kind == YICE_ATTR_QUANTITY && !same_dims(x->measure.dim, y->measure.dim, dims))
		return false;
	return !strcmp(x->period ? x->period : "", y->period ? y->period : "");
}

static const char *slot_name(const struct yice_realm_model *reading, uint32_t slot, enum yice_lang lang)
{
	const struct yice_slot *at = &reading->model->slots.items[slot];

	return lang == YICE_EN ? at->en : at->zh;
}

/* Those without a twin that are called the same in that language. */
static int pair_by_name(struct yice_realm_model *a, struct yice_realm_model *b, enum yice_lang lang, const int *dims)
{
	struct yice_map names;
	int status = YICE_OK;

	yice_map_init(&names);
	for (uint32_t i = 0; !status && i < a->model->slots.count; i++) {
		const char *name = a->twins[i] == YICE_NONE ? slot_name(a, i, lang) : NULL;

		status = name ? yice_map_put(&names, name, strlen(name), i, &(uint32_t){ 0 }, NULL) : YICE_OK;
	}
	for (uint32_t k = 0; !status && k < b->model->slots.count; k++) {
		const char *name = b->twins[k] == YICE_NONE ? slot_name(b, k, lang) : NULL;
		uint32_t entry = name ? yice_map_find(&names, name, strlen(name)) : YICE_MAP_NONE;

		if (entry == YICE_MAP_NONE || !same_type(a, names.entries[entry].value, b, k, dims))
			continue;
		b->twins[k] = names.entries[entry].value;
		a->twins[b->twins[k]] = k;
	}
	yice_map_release(&names);
	return status;
}

static int pair_slots(struct yice_realm *realm, struct yice_realm_model *readings, uint32_t count)
{
	int status = YICE_OK, dims[YICE_DIMS];

	for (uint32_t r = 0; r < count; r++) {
		const uint32_t slots = readings[r].model->slots.count;

		readings[r].other = count == YICE_REALM_MODELS ? &readings[!r] : NULL;
		readings[r].twins = yice_arena_array(&realm->arena, slots, sizeof(*readings[r].twins));
		if (!readings[r].twins)
			return YICE_ENOMEM;
		for (uint32_t i = 0; i < slots; i++)
			readings[r].twins[i] = YICE_NONE;
	}
	if (count == YICE_REALM_MODELS)
		match_dims(readings[0].model, readings[1].model, dims);
	for (int lang = YICE_ZH; !status && count == YICE_REALM_MODELS && lang <= YICE_EN; lang++)
		status = pair_by_name(&readings[0], &readings[1], (enum yice_lang)lang, dims);
	return status;
}

int yice_realm_init(struct yice_realm *realm, struct yice_realm_model *readings, uint32_t count)
{
	uint32_t universes = 1, axes = 1 + YICE_REALM_PARTS;
	int status;

	memset(realm, 0, sizeof(*realm));
	yice_arena_init(&realm->arena);
	yice_map_init(&realm->axis_names);
	for (uint32_t r = 0; r < count; r++) {
		universes += readings[r].model->vocabs.count;
		axes += readings[r].model->slots.count;
	}
	realm->universes = yice_arena_array(&realm->arena, universes, sizeof(*realm->universes));
	realm->axes = yice_arena_array(&realm->arena, axes, sizeof(*realm->axes));
	realm->axis_most = axes;
	if (realm->arena.failed)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < universes; i++)
		yice_map_init(&realm->universes[i].names);
	status = make_constants(realm);
	for (uint32_t r = 0; !status && r < count; r++)
		status = read_model(realm, readings, count, r);
	for (uint32_t i = 0; !status && i < realm->universe_count; i++)
		status = close_universe(realm, &realm->universes[i]);
	return status ? status : pair_slots(realm, readings, count);
}

void yice_realm_release(struct yice_realm *realm)
{
	for (uint32_t i = 0; i < realm->universe_count; i++)
		yice_map_release(&realm->universes[i].names);
	yice_map_release(&realm->axis_names);
	yice_arena_release(&realm->arena);
}

int yice_realm_status(const struct yice_realm *realm)
{
	return realm->arena.failed ? YICE_ENOMEM : YICE_OK;
}

static void fill_number(struct yice_axis *axis, const struct yice_type *type)
{
	axis->kind = YICE_AXIS_NUMBER;
	axis->factor = type->measure.factor;
	axis->scale = yice_ratio_int(1);
	axis->measure =
	    type->measure.label.zh && strcmp(type->measure.label.zh, "1") ? type->measure.label.zh : "";
	axis->has_min = type->has_min;
	axis->has_max = type->has_max;
	axis->min = type->min;
	axis->max = type->max;
}

/* The days that facts can name. */
static void fill_day(struct yice_axis *axis)
{
	yice_day first = 0, last = 0;

	axis->kind = YICE_AXIS_DAY;
	if (yice_date_make(1, 1, 1, &first) || yice_date_make(9999, 12, 31, &last))
		return;
	axis->has_min = axis->has_max = true;
	axis->min = yice_ratio_int(first);
	axis->max = yice_ratio_int(last);
	axis->factor = yice_ratio_int(1);
}

static void fill_axis(struct yice_axis *axis, const struct yice_realm_model *reading, uint32_t slot)
{
	const struct yice_slot *from = &reading->model->slots.items[slot];
	const struct yice_type *type = yice_slot_type(reading->model, slot);

	axis->zh = from->zh;
	axis->en = from->en;
	axis->universe = has_members(type) ? reading->universes[type->vocab] : 0;
	axis->site = reading->model->site_attribute == from->attribute;
	switch (type->kind) {
	case YICE_ATTR_QUANTITY:
		fill_number(axis, type);
		return;
	case YICE_ATTR_DATE:
		fill_day(axis);
		return;
	default:
		axis->boolean = type->kind == YICE_ATTR_BOOLEAN;
		axis->kind = type->many ? YICE_AXIS_SOME : YICE_AXIS_ONE;
		return;
	}
}

/* Index of the axis with that key; *added when it is still to be filled. */
static uint32_t intern(struct yice_realm *realm, struct yice_buf *key, bool *added)
{
	uint32_t entry = 0;

	if (key->failed ||
	    yice_map_put(&realm->axis_names, key->data, key->len, realm->axis_count, &entry, added)) {
		realm->arena.failed = true;
		*added = false;
		yice_buf_release(key);
		return YICE_NONE;
	}
	yice_buf_release(key);
	if (*added)
		realm->axis_count++;
	return realm->axis_names.entries[entry].value;
}

bool yice_realm_has(const struct yice_realm_model *reading, uint32_t axis)
{
	for (uint32_t slot = 0; slot < reading->model->slots.count; slot++)
		if (reading->axes[slot] == axis ||
		    (reading->twins[slot] != YICE_NONE && reading->other->axes[reading->twins[slot]] == axis))
			return true;
	return false;
}

uint32_t yice_realm_axis(struct yice_realm *realm, struct yice_realm_model *reading, uint32_t slot)
{
	const struct yice_slot *from = &reading->model->slots.items[slot];
	const uint32_t twin = reading->twins[slot];
	uint32_t axis = reading->axes[slot];

	if (axis != YICE_NONE)
		return axis;
	axis = twin == YICE_NONE ? YICE_NONE : reading->other->axes[twin];
	if (axis == YICE_NONE) {
		axis = realm->axis_count++;
		fill_axis(&realm->axes[axis], reading, slot);
		if (twin != YICE_NONE && strcmp(from->zh, reading->other->model->slots.items[twin].zh))
			realm->axes[axis].zh = from->en;
	}
	reading->axes[slot] = axis;
	return axis;
}

uint32_t yice_realm_day(struct yice_realm *realm)
{
	struct yice_buf key = YICE_BUF_INIT;
	bool added = false;
	uint32_t axis;

	yice_buf_adds(&key, "day");
	axis = intern(realm, &key, &added);
	if (added) {
		realm->axes[axis].zh = "";
		fill_day(&realm->axes[axis]);
	}
	return axis;
}

uint32_t yice_realm_part(struct yice_realm *realm, uint32_t site, uint32_t part)
{
	struct yice_buf key = YICE_BUF_INIT;
	bool added = false;
	uint32_t axis;

	assert(part < YICE_REALM_PARTS);
	yice_buf_addf(&key, "part %u", (unsigned int)part);
	axis = intern(realm, &key, &added);
	if (added)
		realm->axes[axis] = realm->axes[site];
	return axis;
}
