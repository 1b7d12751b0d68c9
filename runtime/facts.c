/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts as an object: memory, clearing, setting from plain text, and showing.
 * Clearing costs what was set: slots that nothing touched are blank still.
 * Reading a document is in facts_scan.c and facts_json.c, single values in
 * facts_value.c, the site in facts_site.c.
 */
#include "runtime/facts_internal.h"
#include "runtime/geo/gate.h"
#include "runtime/image_layout.h"
#include "runtime/quantity.h"
#include "runtime/test_op.h"

static uint32_t site_words(const struct yice_view *view)
{
	return view->meta->site_slot == YICE_NONE ? 0 : yice_attr_mask_words(view, view->meta->site_slot);
}

/* What is not read to decide. NULL without memory. */
static struct yice_facts_rest *new_rest(const yice_image *image)
{
	const struct yice_view *view = &image->view;
	size_t slots = view->count[YICE_SEC_ATTRS], stated = 2 * (size_t)site_words(view), touched = slots / 64 + 1;
	size_t placed = stated / 2 * 3, words = stated + placed + touched + slots + 1;
	struct yice_facts_rest *rest = calloc(1, sizeof(*rest) + words * sizeof(uint64_t) + slots * sizeof(*rest->notes));

	if (!rest)
		return NULL;
	yice_arena_init(&rest->place);
	rest->lexicon = image->lexicon;
	rest->blank = image->lexicon->blank;
	rest->stated = rest->words;
	rest->placed = rest->stated + stated;
	rest->touched = rest->placed + placed;
	static_assert(sizeof(*rest->next) == sizeof(uint64_t), "a guess takes a word");
	rest->next = (struct yice_fact_guess *)(rest->touched + touched);
	rest->notes = (struct yice_fact_note *)(rest->words + words);
	return rest;
}

/* Facts in zeroed memory. YICE_OK or YICE_ENOMEM. */
static int begin(struct yice_facts *facts, const yice_image *image)
{
	facts->view = &image->view;
	facts->rest = new_rest(image);
	if (!facts->rest)
		return YICE_ENOMEM;
	yice_facts_touch_all(facts);
	yice_facts_clear(facts);
	return yice_buf_status(&facts->rest->texts);
}

/* But for the facts' own memory. */
static void end(struct yice_facts *facts)
{
	struct yice_facts_rest *rest = facts->rest;

	if (!rest)
		return;
	yice_buf_release(&rest->texts);
	yice_arena_release(&rest->place);
	yice_geo_free(rest->geo);
	free(rest->parts);
	free(rest);
}

#define LINE 64 /* of cache */

int yice_facts_new_many(const yice_image *image, size_t count, yice_facts **out)
{
	const struct yice_view *view = &image->view;
	size_t exact = 2 * (size_t)view->count[YICE_SEC_ATTRS] * sizeof(uint64_t);
	size_t size = (sizeof(struct yice_facts) + view->meta->fact_words * sizeof(uint64_t) + LINE - 1) / LINE * LINE;
	char *memory = count < (SIZE_MAX - LINE) / (size + exact) ? calloc(count * (size + exact) + LINE, 1) : NULL, *first;

	memset(out, 0, count * sizeof(*out));
	if (!memory)
		return YICE_ENOMEM;
	first = memory + (LINE - (uintptr_t)memory % LINE) % LINE;
	for (size_t i = 0; i < count; i++) {
		out[i] = (struct yice_facts *)(void *)(first + i * size);
		out[i]->exact = ((count - i) * size + i * exact - offsetof(struct yice_facts, block)) / sizeof(uint64_t);
		if (begin(out[i], image)) {
			for (; i < count; i--)
				end(out[i]);
			free(memory);
			memset(out, 0, count * sizeof(*out));
			return YICE_ENOMEM;
		}
	}
	if (count)
		out[0]->rest->memory = memory;
	else
		free(memory);
	return YICE_OK;
}

void yice_facts_free_many(yice_facts **facts, size_t count)
{
	void *memory = count && facts[0] ? facts[0]->rest->memory : NULL;

	for (size_t i = 0; memory && i < count; i++)
		end(facts[i]);
	free(memory);
}

int yice_facts_new(const yice_image *image, yice_facts **out)
{
	return yice_facts_new_many(image, 1, out);
}

void yice_facts_free(yice_facts *facts)
{
	yice_facts_free_many(&facts, 1);
}

void yice_facts_touch_all(struct yice_facts *facts)
{
	memset(facts->rest->touched, 0xff, (facts->view->count[YICE_SEC_ATTRS] / 64 + 1) * sizeof(*facts->rest->touched));
}

/* Forgets the 64 slots from first on, whose facts and notes lie side by side. */
static void clear_slots(struct yice_facts *facts, uint32_t first)
{
	const struct yice_view *view = facts->view;
	uint32_t slots = view->count[YICE_SEC_ATTRS], end = slots - first < 64 ? slots : first + 64;
	size_t from, to;

	if (first == slots)
		return;
	from = view->attrs[first].fact;
	to = end == slots ? view->meta->fact_words : view->attrs[end].fact;
	memcpy(facts->block + from, facts->rest->blank + from, (to - from) * sizeof(*facts->block));
	memset(facts->rest->notes + first, 0, (end - first) * sizeof(*facts->rest->notes));
	if (view->meta->site_slot >= first && view->meta->site_slot < end)
		memset(facts->rest->stated, 0, 2 * (size_t)site_words(view) * sizeof(*facts->rest->stated));
}

void yice_facts_clear(yice_facts *facts)
{
	for (uint32_t slot = 0; slot <= facts->view->count[YICE_SEC_ATTRS]; slot += 64) {
		if (facts->rest->touched[slot / 64])
			clear_slots(facts, slot);
		facts->rest->touched[slot / 64] = 0;
	}
	facts->rest->texts.failed = false;
	yice_buf_clear(&facts->rest->texts);
	yice_buf_addc(&facts->rest->texts, '\0');
	facts->rest->project = 0;
	facts->day[0] = '\0';
	facts->unit_count = 0;
	facts->units = facts->few;
	facts->scope = YICE_NONE;
	facts->located = facts->outside = facts->parted = facts->rest->wgs84 = false;
	facts->rest->meridian = 0;
	facts->rest->location = NULL;
	memset(facts->rest->placed, 0, 3 * (size_t)site_words(facts->view) * sizeof(*facts->rest->placed));
	yice_arena_release(&facts->rest->place);
	yice_arena_init(&facts->rest->place);
}

const char *yice_facts_day(const yice_facts *facts)
{
	return facts->day;
}

const char *yice_facts_text(const struct yice_facts *facts, uint32_t slot)
{
	return facts->rest->texts.data + facts->rest->notes[slot].text;
}

const char *yice_facts_evidence(const struct yice_facts *facts, uint32_t slot)
{
	return facts->rest->texts.data + facts->rest->notes[slot].evidence;
}

const char *yice_facts_project(const struct yice_facts *facts)
{
	return facts->rest->texts.data + facts->rest->project;
}

/* ---------------------------------------------------------------- setting from text */

/* Length of the separator at text, or 0. */
static size_t separator(const char *text)
{
	static const char *const marks[] = { "、", ",", "，" };

	for (size_t i = 0; i < YICE_COUNT(marks); i++)
		if (!strncmp(text, marks[i], strlen(marks[i])))
			return strlen(marks[i]);
	return 0;
}

static bool read_members(struct yice_facts *facts, uint32_t slot, const char *value, struct yice_diags *diags)
{
	bool good = true;

	while (*value) {
		const char *end = value;
		size_t len;

		value += strspn(value, " ");
		for (end = value; *end && !separator(end);)
			end++;
		for (len = (size_t)(end - value); len && value[len - 1] == ' ';)
			len--;
		if (len)
			good &= yice_fact_read_member(
			    facts, slot, (struct yice_given){ value, len, YICE_SPAN_NONE }, true, diags);
		value = end + separator(end);
	}
	return good;
}

/* Checks stated places after all of them are known. */
static bool check_places(const struct yice_facts *facts, struct yice_diags *diags)
{
	const struct yice_view *view = facts->view;
	const struct yice_image_vocab *places = &view->vocabs[view->meta->place_list];
	bool good = true;

	for (uint32_t i = 0; i < places->members; i++) {
		const char *name = yice_view_string(view, view->members[places->first_member + i].zh);

		if (facts->rest->stated[i / 64] >> i % 64 & 1)
			good &= yice_facts_check_place(
			    facts, (struct yice_given){ name, strlen(name), YICE_SPAN_NONE }, true, diags);
	}
	return good;
}

static bool set_slot(struct yice_facts *facts, uint32_t slot, const char *name, struct yice_given value,
		     bool complete, struct yice_diags *diags)
{
	const struct yice_image_attr *attr = &facts->view->attrs[slot];
	bool good;

	if (yice_facts_is_measured(facts, slot)) {
		yice_diag_add(diags, YICE_D_facts_measured, YICE_SPAN_NONE, name, NULL);
		return false;
	}
	yice_fact_forget(facts, slot);
	if (complete && !attr->many) {
		yice_diag_add(diags, YICE_D_facts_complete_kind, YICE_SPAN_NONE, name, NULL);
		return false;
	}
	if (attr->many)
		good = read_members(facts, slot, value.text, diags);
	else if (attr->type == YICE_ATTR_BOOLEAN)
		good = yice_fact_read_boolean(facts, slot, value, diags);
	else if (attr->type == YICE_ATTR_QUANTITY)
		good = yice_fact_read_quantity(facts, slot, value, diags);
	else if (attr->type == YICE_ATTR_DATE)
		good = yice_fact_read_date(facts, slot, value, diags);
	else
		good = yice_fact_read_one(facts, slot, value, diags);
	if (good)
		yice_fact_note(facts, slot, value.text, value.len);
	if (good && complete)
		yice_fact_complete(facts, slot);
	if (slot == facts->view->meta->site_slot)
		good = good && check_places(facts, diags);
	if (!good)
		yice_fact_forget(facts, slot);
	return good;
}

int yice_facts_set(yice_facts *facts, const char *name, const char *value, int complete, yice_report *report)
{
	uint32_t slot = yice_image_find_attr(facts->view, name, strlen(name));
	struct yice_diags own, *diags = report ? &report->diags : &own;
	int status = YICE_OK;

	yice_facts_touch_all(facts);
	yice_diags_init(&own);
	if (slot == YICE_NONE) {
		yice_facts_suggest_attr(
		    facts->view, name, diags,
		    yice_diag_add(diags, YICE_D_facts_attribute, YICE_SPAN_NONE, name, NULL));
		status = YICE_ENOTFOUND;
	} else if (!set_slot(facts, slot, name, (struct yice_given){ value, strlen(value), YICE_SPAN_NONE },
			     complete != 0, diags)) {
		status = YICE_EDIAG;
	}
	if (slot != YICE_NONE && slot == facts->view->meta->site_slot)
		yice_facts_settle_site(facts);
	if (diags->failed || facts->rest->texts.failed)
		status = YICE_ENOMEM;
	yice_diags_release(&own);
	return status;
}

/* ---------------------------------------------------------------- showing */

bool yice_facts_known(const struct yice_facts *facts, uint32_t slot)
{
	return yice_fact_given(facts, slot) || (slot == facts->view->meta->site_slot && yice_facts_site_known(facts));
}

static void show_terms(const struct yice_facts *facts, uint32_t slot, enum yice_lang lang,
		       struct yice_buf *out)
{
	const struct yice_view *view = facts->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	const struct yice_image_vocab *vocab = &view->vocabs[attr->vocab];
	const uint64_t *present = facts->block + attr->fact, *absent = present + yice_attr_mask_words(view, slot);
	const char *before = "";

	for (uint32_t i = 0; i < vocab->members; i++) {
		const struct yice_image_member *member = &view->members[vocab->first_member + i];

		bool parted = present[i / 64] & absent[i / 64] & UINT64_C(1) << i % 64;

		if (!(present[i / 64] >> i % 64 & 1) || (parted && !yice_facts_partly_in(facts, i)))
			continue;
		yice_buf_addf(out, "%s%s", before, yice_view_name(view, member->zh, member->en, lang));
		if (parted)
			yice_facts_show_part(facts, i, lang, out);
		before = lang == YICE_EN ? ", " : "、";
	}
	if (!*before)
		yice_buf_adds(out, lang == YICE_EN ? "none" : "无");
}

static void show_codes(const struct yice_facts *facts, uint32_t slot, enum yice_lang lang,
		       struct yice_buf *out)
{
	const struct yice_view *view = facts->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	const struct yice_image_member *members = view->members + view->vocabs[attr->vocab].first_member;
	const uint64_t *fact = facts->block + attr->fact;
	const char *before = "";

	for (uint32_t i = 0; i < (uint32_t)fact[0]; i++) {
		const struct yice_image_member *member = &members[(uint32_t)fact[1 + i]];

		yice_buf_addf(out, "%s%s", before, yice_view_string(view, member->zh));
		if (member->en)
			yice_buf_addf(out, " %s", yice_view_string(view, member->en));
		before = lang == YICE_EN ? ", " : "、";
	}
	if (!*before)
		yice_buf_adds(out, lang == YICE_EN ? "none" : "无");
}

/* The text as given, with the attribute's measure after a bare number. */
static void show_quantity(const struct yice_facts *facts, uint32_t slot, struct yice_buf *out)
{
	const char *text = yice_facts_text(facts, slot);
	const char *measure = yice_view_string(facts->view, facts->view->attrs[slot].measure);
	struct yice_quantity quantity;
	int status = *measure ? yice_quantity_parse(facts->view, text, strlen(text), &quantity) : YICE_ESYNTAX;

	yice_buf_adds(out, text);
	if (status == YICE_ENOMEM)
		out->failed = true;
	if (!status && !quantity.measured)
		yice_buf_addf(out, " %s", measure);
}

void yice_facts_show(const struct yice_facts *facts, uint32_t slot, enum yice_lang lang, struct yice_buf *out)
{
	static const char *const words[2][2] = { { "否", "no" }, { "是", "yes" } };
	const struct yice_image_attr *attr = &facts->view->attrs[slot];

	if (!yice_facts_known(facts, slot))
		return;
	switch (attr->type) {
	case YICE_ATTR_BOOLEAN:
		yice_buf_adds(out, words[facts->block[attr->fact] == 1][lang]);
		break;
	case YICE_ATTR_TERMS:
		show_terms(facts, slot, lang, out);
		break;
	case YICE_ATTR_CODES:
		show_codes(facts, slot, lang, out);
		break;
	case YICE_ATTR_QUANTITY:
		show_quantity(facts, slot, out);
		break;
	default:
		yice_buf_adds(out, yice_facts_text(facts, slot));
		break;
	}
	if (attr->many && facts->rest->notes[slot].complete)
		yice_buf_adds(out, lang == YICE_EN ? " (complete)" : "（齐全）");
}
