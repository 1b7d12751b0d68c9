/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names and values of advice in the words of a language: what a fact is, what
 * it becomes, and within which bounds. Used by both forms of advice.
 */
#include "advice/advice_words.h"

#include "base/date.h"
#include "runtime/opcode.h"
#include "runtime/test_op.h"

const char *yice_advice_slot(const struct yice_advice *advice, uint32_t slot, enum yice_lang lang)
{
	const struct yice_image_attr *attr = &advice->view->attrs[slot];

	return yice_view_name(advice->view, attr->zh, attr->en, lang);
}

/* Codes with their names. */
const char *yice_advice_member(const struct yice_advice *advice, uint32_t slot, uint32_t member,
			       enum yice_lang lang)
{
	const struct yice_view *view = advice->view;
	const struct yice_image_attr *attr = &view->attrs[slot];
	const struct yice_image_member *m = &view->members[view->vocabs[attr->vocab].first_member + member];

	return attr->type == YICE_ATTR_CODES ? yice_view_string(view, m->zh)
					     : yice_view_name(view, m->zh, m->en, lang);
}

/* ---------------------------------------------------------------- values */

void yice_words_number(const struct yice_words *w, uint32_t slot, struct yice_ratio number)
{
	const struct yice_image_attr *attr = &w->advice->view->attrs[slot];
	char day[11];

	if (attr->type == YICE_ATTR_DATE) {
		yice_date_format((yice_day)number.num, day);
		yice_buf_adds(w->out, day);
	} else if (!yice_number_write(w->advice->view, slot, number, w->out)) {
		yice_ratio_format(number, w->out);
		yice_buf_addf(w->out, " %s", yice_view_string(w->advice->view, attr->measure));
	}
}

/* An end of all values there are, as the attribute declares them; of days, those of the years 1 to 9999. */
static bool is_of_range(const struct yice_words *w, uint32_t slot, struct yice_ratio at, bool low)
{
	const struct yice_image_attr *attr = &w->advice->view->attrs[slot];
	uint32_t end = low ? attr->min : attr->max;
	yice_day day = 0;

	if (attr->type == YICE_ATTR_DATE)
		return !yice_date_make(low ? 1 : 9999, low ? 1 : 12, low ? 1 : 31, &day) && at.num == day;
	return end != YICE_NONE && !yice_ratio_cmp(yice_view_ratio(w->advice->view, end), at);
}

bool yice_words_has_low(const struct yice_words *w, const struct yice_fact_change *change)
{
	return change->has_low && !(change->low_in && is_of_range(w, change->slot, change->low, true));
}

bool yice_words_has_high(const struct yice_words *w, const struct yice_fact_change *change)
{
	return change->has_high && !(change->high_in && is_of_range(w, change->slot, change->high, false));
}

/* Bounds, and an example where the nearest value is none of them. */
static void write_bounds(const struct yice_words *w, const struct yice_fact_change *change)
{
	bool low = yice_words_has_low(w, change), high = yice_words_has_high(w, change);

	if (low && high && !yice_ratio_cmp(change->low, change->high)) {
		yice_words_number(w, change->slot, change->low);
		return;
	}
	if (low) {
		yice_buf_adds(w->out, change->low_in ? "≥ " : "> ");
		yice_words_number(w, change->slot, change->low);
	}
	if (low && high)
		yice_buf_adds(w->out, YICE_TEXT(w->lang, " 且 ", " and "));
	if (high) {
		yice_buf_adds(w->out, change->high_in ? "≤ " : "< ");
		yice_words_number(w, change->slot, change->high);
	}
	if (!(low && change->low_in) && !(high && change->high_in))
		yice_buf_addf(w->out, YICE_TEXT(w->lang, "%s如 %s%s", "%sfor instance %s%s"),
			      low || high ? YICE_TEXT(w->lang, "（", " (") : "", change->text,
			      low || high ? YICE_TEXT(w->lang, "）", ")") : "");
}

static void write_members(const struct yice_words *w, const struct yice_fact_change *change,
			  const uint32_t *members, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		yice_buf_addf(w->out, "%s%s", i ? YICE_TEXT(w->lang, "、", ", ") : "",
			      yice_advice_member(w->advice, change->slot, members[i], w->lang));
}

#define MEMBERS_SHOWN 6

static void write_choice(const struct yice_words *w, const struct yice_fact_change *change)
{
	uint32_t others = change->alone ? change->member_count - 1 : 0;
	uint32_t shown = others < MEMBERS_SHOWN ? others : MEMBERS_SHOWN;

	write_members(w, change, change->members, 1);
	if (!others)
		return;
	yice_buf_adds(w->out, YICE_TEXT(w->lang, "（或 ", " (or "));
	write_members(w, change, change->members + 1, shown);
	if (others > shown)
		yice_buf_addf(w->out, YICE_TEXT(w->lang, " 等 %u 项", " and others, %u in all"),
			      (unsigned int)others);
	yice_buf_adds(w->out, YICE_TEXT(w->lang, "）", ")"));
}

void yice_words_from(const struct yice_words *w, const struct yice_fact_change *change)
{
	yice_facts_show(w->advice->facts, change->slot, w->lang, w->out);
}

void yice_words_to(const struct yice_words *w, const struct yice_fact_change *change)
{
	if (change->text && !change->bounded) {
		yice_buf_adds(w->out, change->text);
	} else if (change->text) {
		write_bounds(w, change);
	} else if (change->members) {
		write_choice(w, change);
	} else if (change->dropped) {
		yice_buf_adds(w->out, change->dropped_count ? YICE_TEXT(w->lang, "去掉 ", "without ") : "");
		write_members(w, change, change->dropped, change->dropped_count);
		yice_buf_adds(w->out, change->dropped_count && change->added_count
					  ? YICE_TEXT(w->lang, "，", ", ")
					  : "");
		yice_buf_adds(w->out, change->added_count ? YICE_TEXT(w->lang, "增加 ", "with ") : "");
		write_members(w, change, change->added, change->added_count);
	} else {
		yice_buf_adds(w->out,
			      change->yes ? YICE_TEXT(w->lang, "是", "yes") : YICE_TEXT(w->lang, "否", "no"));
	}
}

void yice_words_change(const struct yice_words *w, const struct yice_fact_change *change)
{
	yice_buf_addf(w->out, YICE_TEXT(w->lang, "%s：", "%s: "),
		      yice_advice_slot(w->advice, change->slot, w->lang));
	if (!change->dropped) {
		yice_words_from(w, change);
		yice_buf_adds(w->out, " → ");
	}
	yice_words_to(w, change);
}

/* ---------------------------------------------------------------- what stays */

static bool reads(const struct yice_view *view, const struct yice_image_body *body, uint32_t slot)
{
	uint32_t slots[YICE_LINEAR_MAX];

	for (uint32_t i = 0; i < body->code_count; i++) {
		struct yice_image_insn insn = view->code[body->code + i];
		uint32_t count = yice_insn_op(insn) == YICE_OP_TEST
				     ? yice_test_slots(view, yice_insn_operand(insn), slots)
				     : 0;

		for (uint32_t k = 0; k < count; k++)
			if (slots[k] == slot)
				return true;
	}
	return false;
}

static bool is_in_the_way(const struct yice_advice *advice, uint32_t slot)
{
	const struct yice_view *view = advice->view;

	for (size_t i = 0; i < yice_run_count(advice->run); i++) {
		const struct yice_decided *decided = yice_run_decided(advice->run, i);

		if (decided->outcome == YICE_VIOLATED &&
		    reads(view, &view->bodies[view->clauses[decided->clause].body], slot))
			return true;
	}
	return false;
}

uint32_t yice_words_fixed(const struct yice_words *w, const uint32_t **out)
{
	const struct yice_advice *advice = w->advice;
	uint32_t slots = advice->view->count[YICE_SEC_ATTRS], count = 0;
	uint32_t *list = yice_arena_array(&w->advice->arena, slots + 1, sizeof(*list));

	w->out->failed |= !list;
	for (uint32_t slot = 0; list && slot < slots; slot++)
		if (yice_slot_bit(advice->fixed, slot) && yice_facts_known(advice->facts, slot) &&
		    is_in_the_way(advice, slot))
			list[count++] = slot;
	*out = list;
	return count;
}
