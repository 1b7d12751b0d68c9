/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the project is: units and scope, and the places that follow from them.
 * What was stated and what the units and layers say are kept apart, because
 * either may change; the facts block holds the two combined. A place that is in every
 * unit's list of absent ones is absent, one that some unit lies wholly in is
 * present. One that layers show to have one part of the site and not the other
 * is both.
 */
#include "runtime/facts_internal.h"
#include "runtime/locate.h"
#include "runtime/test_op.h"

#define PLACES_SHOWN 3u /* of those that are open, in a line of a report */

static uint64_t mask_word(const struct yice_view *view, uint32_t mask, uint32_t word)
{
	return mask == YICE_NONE ? 0 : (uint64_t)view->numbers[mask + word];
}

/* Places of one word of the mask that layers tell of. */
static uint64_t layered(const struct yice_facts *facts, uint32_t word)
{
	const struct yice_view *view = facts->view;
	uint64_t places = 0;

	for (uint32_t i = 0; i < view->count[YICE_SEC_LAYERS]; i++) {
		uint32_t place = view->layers[i].key;

		if (view->layers[i].use == YICE_LAYER_OF_PLACE && place / 64 == word &&
		    yice_location_knows(view, facts->rest->location, YICE_LAYER_OF_PLACE, place))
			places |= UINT64_C(1) << place % 64;
	}
	return places;
}

/*
 * What units and layers say of the places of one word of the mask. A unit tells of all of itself; where a layer tells of the
 * site, that counts.
 */
static void unit_places(const struct yice_facts *facts, uint32_t word, uint64_t *present, uint64_t *absent)
{
	uint64_t within = 0, without = 0;

	*present = 0;
	*absent = facts->unit_count ? ~UINT64_C(0) : 0;
	for (uint32_t i = 0; i < facts->unit_count; i++) {
		const struct yice_image_unit *unit = &facts->view->units[facts->units[i]];

		*present |= mask_word(facts->view, unit->present, word);
		*absent &= mask_word(facts->view, unit->absent, word);
	}
	if (facts->rest->location) {
		uint64_t told = layered(facts, word);

		*present &= ~told;
		*absent &= ~told;
		within = facts->rest->placed[word];
		without = facts->rest->placed[yice_attr_mask_words(facts->view, facts->view->meta->site_slot) + word];
	}
	*present |= within;
	*absent = ((*absent | without) & ~*present) | (within & without);
}

void yice_facts_settle_site(struct yice_facts *facts)
{
	const struct yice_view *view = facts->view;
	uint32_t slot = view->meta->site_slot, words;
	const uint64_t *blank;
	uint64_t *fact;

	if (slot == YICE_NONE)
		return;
	facts->rest->touched[slot / 64] |= UINT64_C(1) << slot % 64;
	words = yice_attr_mask_words(view, slot);
	fact = facts->block + view->attrs[slot].fact;
	blank = facts->rest->blank + view->attrs[slot].fact;
	for (uint32_t i = 0; i < words; i++) {
		uint64_t present, absent;

		unit_places(facts, i, &present, &absent);
		fact[i] = facts->rest->stated[i] | present;
		fact[words + i] = ((facts->rest->stated[words + i] | absent) & ~fact[i]) | (present & absent) | blank[words + i];
		if (facts->rest->notes[slot].complete)
			fact[words + i] = ~fact[i] | (present & absent);
	}
}

bool yice_facts_site_agrees(const struct yice_facts *facts)
{
	uint32_t slot = facts->view->meta->site_slot;
	uint32_t words = slot == YICE_NONE ? 0 : yice_attr_mask_words(facts->view, slot);

	for (uint32_t i = 0; i < words; i++) {
		uint64_t inside, outside;

		unit_places(facts, i, &inside, &outside);
		if ((facts->rest->stated[i] & outside & ~inside) | (facts->rest->stated[words + i] & inside))
			return false;
	}
	return true;
}

/* A unit to name: the first whose mask has the place. */
static const char *unit_with(const struct yice_facts *facts, uint32_t place, bool present)
{
	const struct yice_view *view = facts->view;

	for (uint32_t i = 0; i < facts->unit_count; i++) {
		const struct yice_image_unit *unit = &view->units[facts->units[i]];

		if (mask_word(view, present ? unit->present : unit->absent, place / 64) >> place % 64 & 1)
			return yice_view_string(view, unit->code);
	}
	return "";
}

bool yice_facts_check_place(const struct yice_facts *facts, struct yice_given given, bool present,
			    struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	uint32_t place = yice_image_find_member(view, view->meta->place_list, given.text, given.len);
	uint64_t inside, outside;
	const char *name;

	if (place == YICE_NONE)
		return true;
	unit_places(facts, place / 64, &inside, &outside);
	if (!((present ? outside & ~inside : inside) >> place % 64 & 1))
		return true;
	name = yice_view_string(view,
				view->members[view->vocabs[view->meta->place_list].first_member + place].zh);
	yice_diag_add(diags, present ? YICE_D_facts_outside : YICE_D_facts_inside, given.span, name,
		      unit_with(facts, place, !present), NULL);
	return false;
}

bool yice_scope_holds(const struct yice_view *view, uint32_t scope, uint32_t other)
{
	while (other != YICE_NONE && other != scope)
		other = view->scopes[other].parent;
	return other == scope;
}

uint32_t yice_facts_unit_scope(const struct yice_facts *facts, uint32_t unit)
{
	uint32_t own = facts->view->units[unit].scope;

	return facts->scope != YICE_NONE && yice_scope_holds(facts->view, own, facts->scope) ? facts->scope : own;
}

bool yice_facts_unit_room(struct yice_facts *facts, uint32_t count)
{
	uint32_t *room = count > YICE_FACTS_FEW ? facts->rest->many : facts->few;

	if (count > YICE_SITE_UNITS)
		room = yice_arena_array(&facts->rest->place, count, sizeof(*room));
	if (room && room != facts->units) {
		memcpy(room, facts->units, facts->unit_count * sizeof(*room));
		facts->units = room;
	}
	return room != NULL;
}

int yice_facts_set_unit(yice_facts *facts, const char *code)
{
	uint32_t unit = yice_image_find_unit(facts->view, code, strlen(code));

	if (unit == YICE_NONE)
		return YICE_ENOTFOUND;
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (facts->units[i] == unit)
			return YICE_OK;
	if (facts->unit_count >= YICE_SITE_UNITS)
		return YICE_ELIMIT;
	if (!yice_facts_unit_room(facts, facts->unit_count + 1))
		return YICE_ENOMEM;
	facts->units[facts->unit_count++] = unit;
	yice_facts_settle_site(facts);
	return YICE_OK;
}

void yice_facts_put_open_places(const struct yice_facts *facts, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_view *view = facts->view;
	uint32_t list = view->meta->place_list, shown = 0;

	for (uint32_t place = 0; place < view->vocabs[list].members; place++) {
		const struct yice_image_member *member = &view->members[view->vocabs[list].first_member + place];
		bool known = yice_location_knows(view, facts->rest->location, YICE_LAYER_OF_PLACE, place);
		uint32_t words = yice_attr_mask_words(view, view->meta->site_slot);
		uint64_t in = facts->rest->placed[place / 64] >> place % 64 & 1;
		uint64_t out_of = facts->rest->placed[words + place / 64] >> place % 64 & 1;

		if (in != out_of)
			continue;
		if (shown++ < PLACES_SHOWN)
			yice_buf_addf(out,
				      in      ? YICE_TEXT(lang, "；场址只有一部分在“%s”内", "; only part of the site lies in %s")
				      : known ? YICE_TEXT(lang, "；场址在“%s”的边界上", "; the site lies on the border of %s")
				      : yice_layers_empty(view, YICE_LAYER_OF_PLACE, place)
					  ? YICE_TEXT(lang, "；“%s”的图层是空的", "; the layer of %s is empty")
					  : YICE_TEXT(lang, "；“%s”没有图层，或图层在此不全", "; no layer of %s that is complete here"),
				      yice_view_name(view, member->zh, member->en, lang));
	}
	if (shown > PLACES_SHOWN)
		yice_buf_addf(out, YICE_TEXT(lang, "；等 %u 处", "; %u places in all"), (unsigned int)shown);
}
