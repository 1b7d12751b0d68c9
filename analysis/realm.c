/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the realm of one or two models: lists of the same name become one
 * universe with the members of both, attributes of the same name and type
 * become one axis. Called by whoever asks questions; universes are complete
 * before the first form is made, because complements depend on them.
 */
#include "analysis/realm.h"

static const char *const boolean_words[] = { "否", "是" };

/* A universe with room for so many members. */
static struct yice_universe *new_universe(struct yice_realm *realm, const char *name, uint32_t room)
{
	struct yice_universe *universe = &realm->universes[realm->universe_count++];

	universe->name = name;
	universe->zh = yice_arena_array(&realm->arena, room, sizeof(*universe->zh));
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

/* Members of one list, added to the universe; where each went in members[]. */
static int read_members(struct yice_universe *universe, const struct yice_vocab *vocab, uint32_t *members)
{
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < vocab->count; i++)
		status = add_member(universe, vocab->members[i].label.zh, vocab->members[i].end > i + 1,
				    &members[i]);
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
	return status;
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

/* Attributes are the same when a name and what they hold agree: a kind, a list, a dimension and a period. */
static void axis_key(const char *name, const struct yice_type *type, uint32_t universe, struct yice_buf *out)
{
	yice_buf_addf(out, "%d %d %lu ", (int)type->kind, type->many, (unsigned long)universe);
	for (int i = 0; type->kind == YICE_ATTR_QUANTITY && i < YICE_DIMS; i++)
		yice_buf_addf(out, "%d,", type->measure.dim[i]);
	yice_buf_addf(out, "%s %s", type->period ? type->period : "", name);
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

static void fill_axis(struct yice_axis *axis, const struct yice_realm_model *reading, uint32_t slot,
		      uint32_t universe)
{
	const struct yice_slot *from = &reading->model->slots.items[slot];
	const struct yice_type *type = &reading->model->attributes.items[from->attribute].type;

	axis->zh = from->zh;
	axis->en = from->en;
	axis->universe = universe;
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

/* The axis of an attribute that has this English name, under another name in Chinese: from now on it goes by the English one. */
static uint32_t find_english(struct yice_realm *realm, const struct yice_slot *slot, const struct yice_buf *key)
{
	uint32_t entry = key->failed ? YICE_MAP_NONE : yice_map_find(&realm->axis_names, key->data, key->len), axis;

	if (entry == YICE_MAP_NONE)
		return YICE_NONE;
	axis = realm->axis_names.entries[entry].value;
	realm->axes[axis].zh = slot->en;
	return axis;
}

/* Under a name that the axis goes by too. */
static void add_name(struct yice_realm *realm, const struct yice_buf *key, uint32_t axis)
{
	uint32_t entry;

	if (key->failed || yice_map_put(&realm->axis_names, key->data, key->len, axis, &entry, NULL))
		realm->arena.failed = true;
}

/* An axis that no attribute of this name in Chinese was met for. */
static uint32_t new_axis(struct yice_realm *realm, const struct yice_realm_model *reading, uint32_t slot,
			 uint32_t universe, const struct yice_buf *zh)
{
	const struct yice_slot *from = &reading->model->slots.items[slot];
	const struct yice_type *type = &reading->model->attributes.items[from->attribute].type;
	struct yice_buf en = YICE_BUF_INIT;
	uint32_t axis = YICE_NONE;

	if (from->en) {
		yice_buf_addc(&en, '/'); /* no name in Chinese begins so */
		axis_key(from->en, type, universe, &en);
		axis = find_english(realm, from, &en);
	}
	if (axis == YICE_NONE) {
		axis = realm->axis_count++;
		fill_axis(&realm->axes[axis], reading, slot, universe);
		if (from->en)
			add_name(realm, &en, axis);
	}
	add_name(realm, zh, axis);
	yice_buf_release(&en);
	return axis;
}

uint32_t yice_realm_axis(struct yice_realm *realm, struct yice_realm_model *reading, uint32_t slot)
{
	const struct yice_slot *from = &reading->model->slots.items[slot];
	const struct yice_type *type = &reading->model->attributes.items[from->attribute].type;
	bool members = type->kind == YICE_ATTR_TERMS || type->kind == YICE_ATTR_CODES;
	uint32_t universe = members ? reading->universes[type->vocab] : 0, entry, axis;
	struct yice_buf key = YICE_BUF_INIT;

	if (reading->axes[slot] != YICE_NONE)
		return reading->axes[slot];
	axis_key(from->zh, type, universe, &key);
	entry = key.failed ? YICE_MAP_NONE : yice_map_find(&realm->axis_names, key.data, key.len);
	axis = entry == YICE_MAP_NONE ? new_axis(realm, reading, slot, universe, &key)
				      : realm->axis_names.entries[entry].value;
	yice_buf_release(&key);
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
