/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies of facts to try changes on. What is proposed is put into a copy by
 * the readers of facts documents, value by value in the words that are shown,
 * and decided like any project: so nothing is printed that the runtime would
 * not say of the changed document. Called by change.c and move.c.
 */
#include "advice/copy.h"

#include "base/date.h"
#include "runtime/facts_internal.h"
#include "runtime/test_op.h"

int yice_facts_copy(const yice_image *image, const struct yice_facts *facts, yice_facts **out)
{
	const struct yice_view *view = facts->view;
	uint32_t slots = view->count[YICE_SEC_ATTRS], site = view->meta->site_slot;
	size_t stated =
	    site == YICE_NONE ? 0 : 2 * (size_t)yice_attr_mask_words(view, site) * sizeof(uint64_t);
	struct yice_facts *copy;

	if (yice_facts_new(image, &copy))
		return YICE_ENOMEM;
	*out = copy;
	copy->scope = facts->scope;
	if (!yice_facts_unit_room(copy, facts->unit_count))
		return YICE_ENOMEM;
	copy->unit_count = facts->unit_count;
	memcpy(copy->units, facts->units, facts->unit_count * sizeof(*copy->units));
	memcpy(copy->day, facts->day, sizeof(copy->day));
	copy->rest->project = facts->rest->project;
	copy->located = facts->located;
	copy->rest->given_as = facts->rest->given_as;
	copy->outside = facts->outside;
	copy->rest->location = facts->rest->location;
	memcpy(copy->block, facts->block, view->meta->fact_words * sizeof(*copy->block));
	memcpy(copy->block + copy->exact, facts->block + facts->exact, 2 * (size_t)slots * sizeof(*copy->block));
	memcpy(copy->rest->notes, facts->rest->notes, slots * sizeof(*copy->rest->notes));
	memcpy(copy->rest->stated, facts->rest->stated, stated);
	memcpy(copy->rest->placed, facts->rest->placed, stated / 2 * 3);
	yice_buf_clear(&copy->rest->texts);
	yice_buf_add(&copy->rest->texts, facts->rest->texts.data, facts->rest->texts.len);
	yice_facts_touch_all(copy);
	yice_facts_settle_site(copy);
	return yice_buf_status(&copy->rest->texts);
}

static struct yice_given given(const char *text)
{
	return (struct yice_given){ text, strlen(text), YICE_SPAN_NONE };
}

static const char *member_name(const struct yice_view *view, uint32_t slot, uint32_t member)
{
	return yice_view_string(
	    view, view->members[view->vocabs[view->attrs[slot].vocab].first_member + member].zh);
}

/* What a document stated of a place, before it was forgotten: 1 the site is in it, 0 it is not, else -1. */
static int stated_of(const uint64_t *stated, uint32_t words, uint32_t place)
{
	if (stated[place / 64] >> place % 64 & 1)
		return 1;
	return stated[words + place / 64] >> place % 64 & 1 ? 0 : -1;
}

/*
 * Members present and members known to be absent, with their names as the text. Of a place in which parts of the site differ
 * nothing is proposed, and what was stated stays.
 */
static bool take_members(struct yice_facts *facts, const struct yice_board *board, uint32_t slot,
			 struct yice_diags *diags)
{
	const struct yice_image_attr *attr = &board->view->attrs[slot];
	uint32_t members = board->view->vocabs[attr->vocab].members, words = yice_attr_mask_words(board->view, slot);
	bool complete = facts->rest->notes[slot].complete, good = true;
	struct yice_buf text = YICE_BUF_INIT, stated = YICE_BUF_INIT;

	if (slot == board->view->meta->site_slot)
		yice_buf_add(&stated, facts->rest->stated, 2 * words * sizeof(uint64_t));
	yice_fact_forget(facts, slot);
	for (uint32_t m = 0; m < members; m++) {
		enum yice_member state = yice_board_member(board, slot, m);
		const char *name = member_name(board->view, slot, m);
		bool present = state == YICE_IS_THERE;

		if (state == YICE_DIFFERS && stated.data) {
			int was = stated_of((const uint64_t *)(const void *)stated.data, words, m);

			if (was < 0)
				continue;
			present = was;
		} else if (state >= YICE_IS_OPEN) {
			continue;
		}
		if (!present && complete)
			continue;
		good &= yice_fact_read_member(facts, slot, given(name), present, diags);
		if (present)
			yice_buf_addf(&text, "%s%s", text.len ? "、" : "", name);
	}
	yice_fact_note(facts, slot, yice_buf_text(&text), text.len);
	if (complete)
		yice_fact_complete(facts, slot);
	facts->rest->texts.failed |= text.failed | stated.failed;
	yice_buf_release(&text);
	yice_buf_release(&stated);
	return good;
}

static bool take_number(struct yice_facts *facts, const struct yice_board *board, uint32_t slot,
			struct yice_diags *diags)
{
	struct yice_buf text = YICE_BUF_INIT;
	bool good =
	    yice_number_write(board->view, slot, yice_fact_value(board->block, slot), &text);

	yice_fact_forget(facts, slot);
	good = good && yice_fact_read_quantity(facts, slot, given(yice_buf_text(&text)), diags);
	yice_fact_note(facts, slot, yice_buf_text(&text), text.len);
	facts->rest->texts.failed |= text.failed;
	yice_buf_release(&text);
	return good;
}

/* A word, a code, yes or no, a day. */
static bool take_text(struct yice_facts *facts, uint32_t slot, const char *text, struct yice_diags *diags)
{
	const struct yice_image_attr *attr = &facts->view->attrs[slot];
	bool good;

	yice_fact_forget(facts, slot);
	if (attr->type == YICE_ATTR_BOOLEAN)
		good = yice_fact_read_boolean(facts, slot, given(text), diags);
	else if (attr->type == YICE_ATTR_DATE)
		good = yice_fact_read_date(facts, slot, given(text), diags);
	else
		good = yice_fact_read_one(facts, slot, given(text), diags);
	yice_fact_note(facts, slot, text, strlen(text));
	return good;
}

static bool take(struct yice_facts *facts, const struct yice_board *board, uint32_t slot,
		 struct yice_diags *diags)
{
	const struct yice_image_attr *attr = &board->view->attrs[slot];
	const uint64_t *fact = board->block + attr->fact;
	uint32_t member = 0;
	char day[11];

	switch ((enum yice_attr_type)attr->type) {
	case YICE_ATTR_BOOLEAN:
		return take_text(facts, slot, *fact ? "是" : "否", diags);
	case YICE_ATTR_DATE:
		yice_date_format((yice_day)((int64_t)*fact / 2), day);
		return take_text(facts, slot, day, diags);
	case YICE_ATTR_QUANTITY:
		return take_number(facts, board, slot, diags);
	case YICE_ATTR_CODES:
		return !attr->many &&
		       take_text(facts, slot, member_name(board->view, slot, (uint32_t)fact[1]), diags);
	default:
		break;
	}
	if (attr->many)
		return take_members(facts, board, slot, diags);
	while (!(fact[member / 64] >> member % 64 & 1))
		member++;
	return take_text(facts, slot, member_name(board->view, slot, member), diags);
}

int yice_facts_take(struct yice_facts *facts, const struct yice_board *board, uint32_t slot)
{
	struct yice_diags diags;
	int status;

	yice_diags_init(&diags);
	status = take(facts, board, slot, &diags) ? YICE_OK : YICE_EDIAG;
	if (slot == facts->view->meta->site_slot)
		yice_facts_settle_site(facts);
	if (diags.failed || facts->rest->texts.failed)
		status = YICE_ENOMEM;
	yice_diags_release(&diags);
	return status;
}

/* ---------------------------------------------------------------- the site */

/* The families of attributes that measure a site (facts_layer.c) and the list of places. */
bool yice_slot_is_site(const struct yice_view *view, uint32_t slot)
{
	static const char *const families[] = {
		"距离.",     "distance.",        "重叠面积.", "overlap_area.", "重叠占比.", "overlap_share.",
		"穿越长度.", "crossing_length.", "上溯.",     "upstream.",     "方位.",     "side."
	};
	const char *name = yice_view_string(view, view->attrs[slot].zh);

	if (slot == view->meta->site_slot)
		return true;
	for (size_t i = 0; i < YICE_COUNT(families); i++)
		if (!strncmp(name, families[i], strlen(families[i])))
			return true;
	return false;
}

void yice_facts_leave(struct yice_facts *facts)
{
	for (uint32_t slot = 0; slot < facts->view->count[YICE_SEC_ATTRS]; slot++)
		if (yice_slot_is_site(facts->view, slot))
			yice_fact_forget(facts, slot);
	facts->rest->location = NULL;
	facts->located = facts->outside = false;
	facts->scope = YICE_NONE;
	facts->unit_count = 0;
	yice_facts_settle_site(facts);
}

void yice_facts_enter(struct yice_facts *facts, uint32_t unit)
{
	facts->unit_count = 1;
	facts->units[0] = unit;
	yice_facts_settle_site(facts);
}
