/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advice as one JSON object; yice-eval(1) documents it member by member.
 * Members are always there; what was not looked for is null. A change gives
 * the value that was decided as facts documents have it. Called by advice.c.
 */
#include "advice/advice.h"

#include "advice/advice_words.h"
#include "base/json.h"
#include "runtime/locate.h"

static void put(const struct yice_words *w, const char *text)
{
	yice_buf_adds(w->out, text);
}

static void put_text(const struct yice_words *w, const char *text)
{
	yice_json_quote(w->out, text, strlen(text));
}

static void put_id(const struct yice_words *w, uint32_t clause)
{
	struct yice_buf id = YICE_BUF_INIT;

	yice_image_clause_id(w->advice->view, clause, &id);
	put_text(w, yice_buf_text(&id));
	w->out->failed |= id.failed;
	yice_buf_release(&id);
}

static void put_ids(const struct yice_words *w, const uint32_t *clauses, uint32_t count)
{
	put(w, "[");
	for (uint32_t i = 0; i < count; i++) {
		put(w, i ? "," : "");
		put_id(w, clauses[i]);
	}
	put(w, "]");
}

static void put_slots(const struct yice_words *w, const uint32_t *slots, uint32_t count)
{
	put(w, "[");
	for (uint32_t i = 0; i < count; i++) {
		put(w, i ? "," : "");
		put_text(w, yice_advice_slot(w->advice, slots[i], w->lang));
	}
	put(w, "]");
}

static void put_bool(const struct yice_words *w, const char *name, bool value)
{
	yice_buf_addf(w->out, ",\"%s\":%s", name, value ? "true" : "false");
}

static void put_count(const struct yice_words *w, const char *name, uint32_t value)
{
	yice_buf_addf(w->out, ",\"%s\":%u", name, (unsigned int)value);
}

static void put_verdict(const struct yice_words *w, bool known, enum yice_verdict verdict)
{
	if (known)
		put_text(w, yice_verdict_word(verdict, "en"));
	else
		put(w, "null");
}

/* ---------------------------------------------------------------- missing facts */

static void put_ask(const struct yice_words *w, const struct yice_ask *ask)
{
	put(w, "{\"name\":");
	put_text(w, yice_advice_slot(w->advice, ask->slot, w->lang));
	put(w, ",\"clauses\":");
	put_ids(w, ask->clauses, ask->clause_count);
	put_count(w, "settles", ask->settles);
	put_bool(w, "refuses", ask->refuses);
	put(w, "}");
}

static void put_settling(const struct yice_words *w)
{
	const struct yice_settling *settling = &w->advice->settling;

	if (!w->advice->settles) {
		put(w, "null");
		return;
	}
	put(w, "{\"facts\":[");
	for (uint32_t i = 0; i < settling->count; i++) {
		put(w, i ? "," : "");
		put_ask(w, &settling->asks[i]);
	}
	put(w, "]");
	put_bool(w, "least", settling->least);
	put(w, ",\"best\":");
	put_verdict(w, settling->best_known, settling->best);
	put(w, ",\"worst\":");
	put_verdict(w, settling->worst_known, settling->worst);
	put(w, "}");
}

/* ---------------------------------------------------------------- changes */

static void put_members(const struct yice_words *w, uint32_t slot, const uint32_t *members, uint32_t count)
{
	put(w, "[");
	for (uint32_t i = 0; i < count; i++) {
		put(w, i ? "," : "");
		put_text(w, yice_advice_member(w->advice, slot, members[i], w->lang));
	}
	put(w, "]");
}

static void put_words(const struct yice_words *w, const struct yice_fact_change *change,
		      void (*write)(const struct yice_words *w, const struct yice_fact_change *change))
{
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_words inner = { w->advice, w->lang, &text };

	write(&inner, change);
	put_text(w, yice_buf_text(&text));
	w->out->failed |= text.failed;
	yice_buf_release(&text);
}

static void put_end(const struct yice_words *w, const char *name, uint32_t slot, bool given,
		    struct yice_ratio at, bool in)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_words inner = { w->advice, w->lang, &text };

	yice_buf_addf(w->out, ",\"%s\":", name);
	if (!given) {
		put(w, "null");
		return;
	}
	yice_words_number(&inner, slot, at);
	put(w, "{\"at\":");
	put_text(w, yice_buf_text(&text));
	put_bool(w, "in", in);
	put(w, "}");
	w->out->failed |= text.failed;
	yice_buf_release(&text);
}

/* Numbers: the ends of all that serve. */
static void put_ends(const struct yice_words *w, const struct yice_fact_change *change)
{
	put_end(w, "low", change->slot, yice_words_has_low(w, change), change->low, change->low_in);
	put_end(w, "high", change->slot, yice_words_has_high(w, change), change->high, change->high_in);
}

/* What differs by the type of the fact. What serves as well only where nothing else changes. */
static void put_value(const struct yice_words *w, const struct yice_fact_change *change)
{
	if (change->text) {
		put(w, ",\"set\":");
		put_text(w, change->text);
		if (change->bounded)
			put_ends(w, change);
	} else if (change->members) {
		put(w, ",\"set\":");
		put_text(w, yice_advice_member(w->advice, change->slot, change->members[0], w->lang));
		if (change->alone) {
			put(w, ",\"or\":");
			put_members(w, change->slot, change->members + 1, change->member_count - 1);
		}
	} else if (change->dropped) {
		put(w, ",\"drop\":");
		put_members(w, change->slot, change->dropped, change->dropped_count);
		put(w, ",\"add\":");
		put_members(w, change->slot, change->added, change->added_count);
	} else {
		put_bool(w, "set", change->yes);
	}
}

static void put_change(const struct yice_words *w, const struct yice_fact_change *change)
{
	put(w, "{\"name\":");
	put_text(w, yice_advice_slot(w->advice, change->slot, w->lang));
	put(w, ",\"from\":");
	put_words(w, change, yice_words_from);
	put(w, ",\"to\":");
	put_words(w, change, yice_words_to);
	put_value(w, change);
	put(w, "}");
}

static void put_changing(const struct yice_words *w, const struct yice_changing *changing)
{
	put(w, "{\"ways\":[");
	for (uint32_t i = 0; i < changing->count; i++) {
		const struct yice_way *way = &changing->ways[i];

		put(w, i ? ",{\"verdict\":" : "{\"verdict\":");
		put_verdict(w, true, way->verdict);
		put(w, ",\"changes\":[");
		for (uint32_t k = 0; k < way->count; k++) {
			put(w, k ? "," : "");
			put_change(w, &way->changes[k]);
		}
		put(w, "]}");
	}
	put(w, "]");
	put_bool(w, "exact", changing->exact);
	put_bool(w, "more", changing->more);
	put(w, "}");
}

static void put_changes(const struct yice_words *w)
{
	const uint32_t *fixed;
	uint32_t count;

	if (!w->advice->changes) {
		put(w, "null");
		return;
	}
	put(w, "{\"admit\":");
	put_changing(w, &w->advice->admit);
	put(w, ",\"lift\":");
	if (w->advice->lifts || !w->advice->admit.count)
		put_changing(w, &w->advice->lift);
	else
		put(w, "null");
	put(w, ",\"fixed\":");
	count = yice_words_fixed(w, &fixed);
	put_slots(w, fixed, count);
	put(w, "}");
}

/* ---------------------------------------------------------------- other units */

static void put_place(const struct yice_words *w, const struct yice_place_to_be *place)
{
	const struct yice_image_unit *unit = &w->advice->view->units[place->unit];

	put(w, "{\"unit\":");
	put_text(w, yice_view_string(w->advice->view, unit->code));
	put(w, ",\"name\":");
	put_text(w, yice_view_name(w->advice->view, unit->title, unit->english, w->lang));
	put(w, ",\"verdict\":");
	put_verdict(w, true, place->verdict);
	put(w, ",\"metres\":");
	if (place->measured)
		yice_locate_metres(place->mm.low, w->out);
	else
		put(w, "null");
	put(w, ",\"missing\":");
	put_slots(w, place->missing, place->missing_count);
	put(w, ",\"judge\":");
	put_ids(w, place->clauses, place->clause_count);
	put(w, "}");
}

static void put_moving(const struct yice_words *w)
{
	const struct yice_moving *moving = &w->advice->moving;

	if (!w->advice->changes) {
		put(w, "null");
		return;
	}
	put(w, "{\"units\":[");
	for (uint32_t i = 0; i < moving->count; i++) {
		put(w, i ? "," : "");
		put_place(w, &moving->places[i]);
	}
	put(w, "]");
	put_count(w, "looked", moving->looked);
	put_count(w, "admitted", moving->admitted);
	put_count(w, "open", moving->unrefused);
	put(w, ",\"left_behind\":");
	put_slots(w, moving->forgotten, moving->forgotten_count);
	put(w, "}");
}

/* ---------------------------------------------------------------- all of it */

struct opener {
	const struct yice_words *w;
	bool any;
};

static void put_judged(const struct yice_words *w, uint32_t clause, uint32_t string)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_text_add(&text, w->advice->view, clause, string);
	put_text(w, yice_buf_text(&text));
	w->out->failed |= text.failed;
	yice_buf_release(&text);
}

static void put_open(const struct yice_advice *advice, uint32_t clause, const uint32_t *words, uint32_t count,
		     void *context)
{
	struct opener *opener = context;

	YICE_UNUSED(advice);
	put(opener->w, opener->any ? ",{\"clause\":" : "{\"clause\":");
	opener->any = true;
	put_id(opener->w, clause);
	put(opener->w, ",\"words\":[");
	for (uint32_t i = 0; i < count; i++) {
		put(opener->w, i ? "," : "");
		put_judged(opener->w, clause, words[i]);
	}
	put(opener->w, "]}");
}

static void put_bar(const struct yice_words *w)
{
	static const char *const words[] = { [YICE_BAR_OUTSIDE] = "outside",
					     [YICE_BAR_FORCE] = "not-in-force",
					     [YICE_BAR_EMPTY] = "no-clause" };

	if (w->advice->bar == YICE_BAR_NONE)
		put(w, "null");
	else
		put_text(w, w->advice->bar == YICE_BAR_SITE ? yice_run_missing_site(w->advice->run)
							    : words[w->advice->bar]);
}

int yice_advice_write_json(struct yice_advice *advice, enum yice_lang lang, struct yice_buf *out)
{
	struct yice_words w = { advice, lang, out };
	struct opener opener = { &w, false };
	int status;

	put(&w, "{\"bar\":");
	put_bar(&w);
	put(&w, ",\"ask\":");
	put_settling(&w);
	put(&w, ",\"judge\":[");
	status = yice_advice_each_open(advice, put_open, &opener);
	put(&w, "],\"change\":");
	put_changes(&w);
	put(&w, ",\"move\":");
	put_moving(&w);
	put(&w, "}");
	return status;
}
