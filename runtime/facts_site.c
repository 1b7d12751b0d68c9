/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the project is: units and scope, and the places that follow from them.
 * What was stated and what the units and layers say are kept apart, because
 * either may change; the facts block holds them combined. A site in several
 * units, or partly in a place, has parts of which different places are known:
 * one for each unit, and for each place that layers show it to be partly in one
 * within and one without. Tests ask each part (vm_test.h).
 */
#include "runtime/facts_internal.h"
#include "runtime/locate.h"
#include "runtime/test_op.h"

#define NAMES_SHOWN 3u /* places that are open, units of a part, in a line of a report */

static uint32_t mask_words(const struct yice_facts *facts)
{
	return yice_attr_mask_words(facts->view, facts->view->meta->site_slot);
}

static uint64_t mask_word(const struct yice_view *view, uint32_t mask, uint32_t word)
{
	return mask == YICE_NONE ? 0 : (uint64_t)view->numbers[mask + word];
}

/* Places of one word of the mask: those a part is known to lie in, and to lie outside of. */
struct places {
	uint64_t in, out;
};

/* What layers say of a word of the mask; `in` and `out` both have what the site is partly in. */
struct layered {
	struct places places;
	uint64_t told; /* where a layer tells of the site, that counts, not what a unit says of all of itself */
};

static struct layered layered(const struct yice_facts *facts, uint32_t word)
{
	const uint64_t *placed = facts->rest->placed + word;
	uint32_t words = mask_words(facts);

	if (!facts->rest->location)
		return (struct layered){ { 0, 0 }, 0 };
	return (struct layered){ { placed[0], placed[words] }, placed[2 * (size_t)words] };
}

/* Of all of a unit. */
static struct places unit_places(const struct yice_facts *facts, uint32_t unit, uint32_t word)
{
	const struct yice_image_unit *record = &facts->view->units[unit];

	return (struct places){ mask_word(facts->view, record->present, word), mask_word(facts->view, record->absent, word) };
}

/*
 * What is known of the part in the i-th unit, or of a part in no unit. What is stated is of the whole site, but for the
 * parts whose units lie elsewhere.
 */
static struct places part_places(const struct yice_facts *facts, uint32_t i, uint32_t word)
{
	uint32_t words = mask_words(facts), slot = facts->view->meta->site_slot;
	struct places known = { 0, 0 };
	struct layered layers = layered(facts, word);
	uint64_t partly = layers.places.in & layers.places.out;

	if (i < facts->unit_count)
		known = unit_places(facts, facts->units[i], word);
	known.in = (known.in & ~layers.told) | (layers.places.in & ~partly);
	known.out = (known.out & ~layers.told & ~known.in) | (layers.places.out & ~partly);
	known.in |= facts->rest->stated[word] & ~known.out & ~partly;
	known.out |= facts->rest->stated[words + word] & ~known.in & ~partly;
	if (facts->rest->notes[slot].complete)
		known.out |= ~known.in & ~partly;
	known.out |= facts->rest->blank[facts->view->attrs[slot].fact + words + word];
	return known;
}

/* Whether a share of the site lies in the i-th unit for certain, and not the border alone. */
static bool has_share(const struct yice_facts *facts, uint32_t i)
{
	const struct yice_location *location = facts->rest->location;

	if (!location || !location->has_units)
		return true;
	for (uint32_t k = 0; k < location->hit_count; k++)
		if (location->hits[k].standing == YICE_STANDS_WITHIN &&
		    yice_hit_unit(facts->view, &location->hits[k]) == facts->units[i])
			return true;
	return false;
}

/* ---------------------------------------------------------------- parts */

static uint64_t *part_at(const struct yice_facts *facts, uint32_t part)
{
	return facts->rest->parts + (size_t)part * 2 * mask_words(facts);
}

static uint32_t count_partly(const struct yice_facts *facts)
{
	uint32_t count = 0;

	for (uint32_t word = 0; word < mask_words(facts); word++) {
		struct layered layers = layered(facts, word);

		count += (uint32_t)__builtin_popcountll(layers.places.in & layers.places.out);
	}
	return count;
}

static bool make_room(struct yice_facts *facts, uint32_t parts)
{
	size_t words = (size_t)parts * 2 * mask_words(facts);
	uint64_t *more;

	if (words <= facts->rest->parts_room)
		return true;
	more = realloc(facts->rest->parts, words * sizeof(*more));
	if (!more) {
		facts->rest->texts.failed = true;
		return false;
	}
	facts->rest->parts = more;
	facts->rest->parts_room = words;
	return true;
}

/* Keeps what is known of both parts. */
static void meet(uint64_t *part, const uint64_t *other, uint32_t words)
{
	for (uint32_t i = 0; i < 2 * words; i++)
		part[i] &= other[i];
}

/*
 * First a part of which is known what is known of all, then one for each unit. A unit of which the site has no more than the
 * border is known like the first: there may be nothing of the site in it, but another part is like that for certain.
 */
static void make_unit_parts(struct yice_facts *facts, uint32_t count)
{
	uint32_t words = mask_words(facts);
	uint64_t *common = part_at(facts, 0);

	memset(common, 0xff, 2 * (size_t)words * sizeof(*common));
	for (uint32_t i = 0; i < count; i++) {
		uint64_t *part = part_at(facts, 1 + i);

		for (uint32_t word = 0; word < words; word++) {
			struct places known = part_places(facts, i, word);

			part[word] = known.in;
			part[words + word] = known.out;
		}
		meet(common, part, words);
	}
	for (uint32_t i = 0; i < facts->unit_count; i++)
		if (!has_share(facts, i))
			memcpy(part_at(facts, 1 + i), common, 2 * (size_t)words * sizeof(*common));
}

/* Two parts for each place that the site is partly in, from `at` on: in it and outside of it. */
static void make_place_parts(struct yice_facts *facts, uint32_t at)
{
	uint32_t words = mask_words(facts);

	for (uint32_t word = 0; word < words; word++) {
		struct layered layers = layered(facts, word);

		for (uint64_t left = layers.places.in & layers.places.out; left; left &= left - 1)
			for (uint32_t side = 0; side < 2; side++) {
				uint64_t *part = part_at(facts, at++);

				memcpy(part, part_at(facts, 0), 2 * (size_t)words * sizeof(*part));
				part[side * words + word] |= left & -left;
			}
	}
}

/* Of the parts before `count`, and without the first, moves those to the front that differ from the ones before; how many. */
static uint32_t keep_different(struct yice_facts *facts, uint32_t count)
{
	size_t size = 2 * (size_t)mask_words(facts) * sizeof(uint64_t);
	uint32_t kept = 0;

	for (uint32_t i = 1; i < count; i++) {
		uint32_t same = 0;

		while (same < kept && memcmp(part_at(facts, same), part_at(facts, i), size) != 0)
			same++;
		if (same == kept)
			memmove(part_at(facts, kept++), part_at(facts, i), size);
	}
	return kept;
}

/* What all parts agree on; both masks have what they do not. */
static void combine(const struct yice_facts *facts, uint32_t count, uint64_t *fact)
{
	uint32_t words = mask_words(facts);

	for (uint32_t word = 0; word < words; word++) {
		struct places all = { ~UINT64_C(0), ~UINT64_C(0) }, some = { 0, 0 };
		uint64_t differ;

		for (uint32_t i = 0; i < count; i++) {
			const uint64_t *part = part_at(facts, i);

			all.in &= part[word];
			all.out &= part[words + word];
			some.in |= part[word];
			some.out |= part[words + word];
		}
		differ = (some.in & ~all.in) | (some.out & ~all.out);
		fact[word] = all.in | differ;
		fact[words + word] = all.out | differ;
	}
}

void yice_facts_settle_site(struct yice_facts *facts)
{
	const struct yice_view *view = facts->view;
	uint32_t slot = view->meta->site_slot, units, partly, count;
	uint64_t *fact;

	if (slot == YICE_NONE)
		return;
	facts->rest->touched[slot / 64] |= UINT64_C(1) << slot % 64;
	facts->parted = false;
	fact = facts->block + view->attrs[slot].fact;
	partly = facts->rest->location ? count_partly(facts) : 0;
	units = facts->unit_count ? facts->unit_count + facts->outside : 1;
	if (units == 1 && !partly) {
		for (uint32_t word = 0; word < mask_words(facts); word++) {
			struct places known = part_places(facts, 0, word);

			fact[word] = known.in;
			fact[mask_words(facts) + word] = known.out;
		}
		return;
	}
	if (!make_room(facts, 1 + units + 2 * partly))
		return;
	make_unit_parts(facts, units);
	make_place_parts(facts, 1 + units);
	count = keep_different(facts, 1 + units + 2 * partly);
	combine(facts, count, fact);
	facts->rest->part_count = count;
	facts->parted = count > 1;
}

/* What units and layers say of the site's places: `in` of some part, `out` of the whole. Both: layers show a part. */
static struct places said(const struct yice_facts *facts, uint32_t word)
{
	struct layered layers = layered(facts, word);
	struct places all = { 0, facts->unit_count ? ~UINT64_C(0) : 0 };

	for (uint32_t i = 0; i < facts->unit_count; i++) {
		struct places known = unit_places(facts, facts->units[i], word);

		all.in |= known.in;
		all.out &= known.out;
	}
	all.in = (all.in & ~layers.told) | layers.places.in;
	all.out = (all.out & ~layers.told & ~all.in) | layers.places.out;
	return all;
}

bool yice_facts_site_agrees(const struct yice_facts *facts)
{
	uint32_t words = facts->view->meta->site_slot == YICE_NONE ? 0 : mask_words(facts);

	for (uint32_t i = 0; i < words; i++) {
		struct places known = said(facts, i);

		if ((facts->rest->stated[i] & known.out & ~known.in) | (facts->rest->stated[words + i] & known.in))
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

bool yice_facts_contradicts(const struct yice_facts *facts, uint32_t place, bool present)
{
	struct places known = said(facts, place / 64);

	return (present ? known.out & ~known.in : known.in) >> place % 64 & 1;
}

struct yice_diag *yice_facts_report_place(const struct yice_facts *facts, uint32_t place, bool present,
					  struct yice_span span, struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	const char *name =
	    yice_view_string(view, view->members[view->vocabs[view->meta->place_list].first_member + place].zh);
	bool by_layer = layered(facts, place / 64).told >> place % 64 & 1;
	const char *unit = by_layer ? "" : unit_with(facts, place, !present);

	if (*unit)
		return yice_diag_add(diags, present ? YICE_D_facts_outside : YICE_D_facts_inside, span, name, unit, NULL);
	return yice_diag_add(diags, present ? YICE_D_site_not_in_place : YICE_D_site_in_place, span, name, NULL);
}

bool yice_facts_check_place(const struct yice_facts *facts, struct yice_given given, bool present,
			    struct yice_diags *diags)
{
	uint32_t place = yice_image_find_member(facts->view, facts->view->meta->place_list, given.text, given.len);

	if (place == YICE_NONE || !yice_facts_contradicts(facts, place, present))
		return true;
	yice_facts_report_place(facts, place, present, given.span, diags);
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

/* Whether the site can lie in the unit too, by the scope that was stated and by its coordinates. */
static bool can_be_in(const struct yice_facts *facts, uint32_t unit)
{
	const struct yice_location *location = facts->rest->location;

	return !(location && location->has_units) &&
	       (facts->scope == YICE_NONE || yice_scope_holds(facts->view, facts->scope, yice_facts_unit_scope(facts, unit)));
}

int yice_facts_add_unit(struct yice_facts *facts, const char *code)
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
	return facts->rest->texts.failed ? YICE_ENOMEM : YICE_OK;
}

int yice_facts_set_unit(yice_facts *facts, const char *code)
{
	uint32_t before = facts->unit_count;
	int status = yice_facts_add_unit(facts, code);

	if (status || facts->unit_count == before ||
	    (can_be_in(facts, facts->units[before]) && yice_facts_site_agrees(facts)))
		return status;
	facts->unit_count = before;
	yice_facts_settle_site(facts);
	return facts->rest->texts.failed ? YICE_ENOMEM : YICE_EDIAG;
}

/* ---------------------------------------------------------------- showing */

static bool part_in(const struct yice_facts *facts, uint32_t i, uint32_t place)
{
	return part_places(facts, i, place / 64).in >> place % 64 & 1;
}

/* By layers. */
static bool is_partly(const struct yice_facts *facts, uint32_t place)
{
	struct layered layers = layered(facts, place / 64);

	return (layers.places.in & layers.places.out) >> place % 64 & 1;
}

bool yice_facts_partly_in(const struct yice_facts *facts, uint32_t place)
{
	bool in = is_partly(facts, place);

	for (uint32_t i = 0; i < facts->unit_count; i++)
		in |= part_in(facts, i, place) && has_share(facts, i);
	return in;
}

bool yice_facts_site_known(const struct yice_facts *facts)
{
	uint32_t words = mask_words(facts), at = facts->view->attrs[facts->view->meta->site_slot].fact;

	for (uint32_t i = 0; i < 64 * words; i++) {
		uint64_t bit = UINT64_C(1) << i % 64;
		bool in = facts->block[at + i / 64] & bit, out = facts->block[at + words + i / 64] & bit;

		if (in != out ? !(facts->rest->blank[at + words + i / 64] & bit) : in && yice_facts_partly_in(facts, i))
			return true;
	}
	return false;
}

/* Units whose part of the site is known to lie in the place, or outside of it; returns how many. */
static uint32_t put_units(const struct yice_facts *facts, uint32_t place, bool in, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_view *view = facts->view;
	uint32_t shown = 0;

	for (uint32_t i = 0; i < facts->unit_count; i++) {
		struct places known = part_places(facts, i, place / 64);

		if (!((in ? known.in : known.out) >> place % 64 & 1) || !has_share(facts, i) || shown++ >= NAMES_SHOWN)
			continue;
		yice_buf_addf(out, "%s%s", shown > 1 ? YICE_TEXT(lang, "、", ", ") : "",
			      yice_view_string(view, view->units[facts->units[i]].code));
	}
	if (shown > NAMES_SHOWN)
		yice_buf_addf(out, YICE_TEXT(lang, " 等 %u 个单元", ", %u units in all"), (unsigned int)shown);
	return shown;
}

void yice_facts_show_part(const struct yice_facts *facts, uint32_t place, enum yice_lang lang, struct yice_buf *out)
{
	if (is_partly(facts, place)) {
		yice_facts_show_share(facts, place, lang, out);
		return;
	}
	yice_buf_adds(out, YICE_TEXT(lang, "（在 ", " (the part in "));
	put_units(facts, place, true, lang, out);
	yice_buf_adds(out, YICE_TEXT(lang, " 的部分）", ")"));
}

/* Whether parts differ in the place, and of one nothing is known. */
static bool is_open_part(const struct yice_facts *facts, uint32_t place)
{
	uint32_t words = mask_words(facts);
	bool open = false, known = false;

	for (uint32_t i = 0; facts->parted && i < facts->rest->part_count; i++) {
		const uint64_t *part = part_at(facts, i) + place / 64;
		bool either = (part[0] | part[words]) >> place % 64 & 1;

		open |= !either;
		known |= either;
	}
	return open && known;
}

void yice_facts_put_open_parts(const struct yice_facts *facts, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_view *view = facts->view;
	const struct yice_image_vocab *list = &view->vocabs[view->meta->place_list];
	uint32_t shown = 0;

	for (uint32_t place = 0; place < list->members; place++) {
		const struct yice_image_member *member = &view->members[list->first_member + place];
		struct yice_buf units = YICE_BUF_INIT;
		bool in;

		if (!is_open_part(facts, place) || shown++ >= NAMES_SHOWN)
			continue;
		in = put_units(facts, place, true, lang, &units) > 0;
		if (!in)
			put_units(facts, place, false, lang, &units);
		yice_buf_addf(out,
			      in ? YICE_TEXT(lang, "；只知道在 %s 的部分在“%s”内", "; only the part in %s is known to lie in %s")
				 : YICE_TEXT(lang, "；只知道在 %s 的部分不在“%s”内", "; only the part in %s is known to lie outside of %s"),
			      yice_buf_text(&units), yice_view_name(view, member->zh, member->en, lang));
		out->failed |= units.failed;
		yice_buf_release(&units);
	}
	if (shown > NAMES_SHOWN)
		yice_buf_addf(out, YICE_TEXT(lang, "；等 %u 处", "; %u places in all"), (unsigned int)shown);
}

void yice_facts_put_open_places(const struct yice_facts *facts, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_view *view = facts->view;
	uint32_t list = view->meta->place_list, shown = 0;

	for (uint32_t place = 0; place < view->vocabs[list].members; place++) {
		const struct yice_image_member *member = &view->members[view->vocabs[list].first_member + place];
		bool known = yice_location_knows(view, facts->rest->location, YICE_LAYER_OF_PLACE, place);
		uint32_t words = mask_words(facts);
		uint64_t in = facts->rest->placed[place / 64] >> place % 64 & 1;
		uint64_t out_of = facts->rest->placed[words + place / 64] >> place % 64 & 1;

		if (in != out_of)
			continue;
		if (shown++ < NAMES_SHOWN)
			yice_buf_addf(out,
				      in      ? YICE_TEXT(lang, "；场址只有一部分在“%s”内", "; only part of the site lies in %s")
				      : known ? YICE_TEXT(lang, "；场址在“%s”的边界上", "; the site lies on the border of %s")
				      : yice_layers_empty(view, YICE_LAYER_OF_PLACE, place)
					  ? YICE_TEXT(lang, "；“%s”的图层是空的", "; the layer of %s is empty")
					  : YICE_TEXT(lang, "；“%s”没有图层，或图层在此不全", "; no layer of %s that is complete here"),
				      yice_view_name(view, member->zh, member->en, lang));
	}
	if (shown > NAMES_SHOWN)
		yice_buf_addf(out, YICE_TEXT(lang, "；等 %u 处", "; %u places in all"), (unsigned int)shown);
}
