/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What two versions of a clause say beside what decides: the conditions of a
 * restriction in words, which oblige whom it admits, the texts of other
 * effects, whose duty it is and until when, and duties and encouragements
 * beside the effect; and what no outcome hangs on, its basis, tag, heading and
 * texts. What only one version says is told. Called by diff_compare.c.
 */
#include "analysis/diff.h"

struct saying {
	const char **items;
	uint32_t count;
};

struct teller {
	struct yice_diff *diff;
	struct yice_clause_change *change;
	const struct yice_rule *rules[YICE_SIDES];
	struct saying said[YICE_SIDES];
	uint32_t lost, gained; /* of the last part */
};

static void say(struct teller *t, int side, struct yice_buf *text)
{
	struct saying *said = &t->said[side];
	const char *kept = text->failed ? NULL : yice_arena_strdup(&t->diff->arena, yice_buf_text(text));

	if (kept)
		said->items[said->count++] = kept;
	else
		t->diff->status = YICE_ENOMEM;
	yice_buf_release(text);
}

static bool make_room(struct teller *t, int side, size_t count)
{
	t->said[side] = (struct saying){ yice_arena_array(&t->diff->arena, count, sizeof(char *)), 0 };
	if (!t->said[side].items)
		t->diff->status = YICE_ENOMEM;
	return t->said[side].items != NULL;
}

/* Each once for each time that both say it. */
static void drop_common(struct saying *old, struct saying *new)
{
	for (uint32_t i = 0; i < old->count; i++)
		for (uint32_t k = 0; k < new->count; k++)
			if (!strcmp(old->items[i], new->items[k])) {
				memmove(old->items + i, old->items + i + 1, (--old->count - i) * sizeof(*old->items));
				memmove(new->items + k, new->items + k + 1, (--new->count - k) * sizeof(*new->items));
				i--;
				break;
			}
}

static void tell_one(struct teller *t, enum yice_clause_part part, const char *old, const char *new)
{
	struct yice_edit *edit = yice_diff_edit(t->diff, t->change, part);

	for (int lang = 0; edit && lang < YICE_DIFF_LANGS; lang++) {
		edit->text[YICE_OLD][lang] = old;
		edit->text[YICE_NEW][lang] = new;
	}
}

/* As many that came as went are told as having become each other, in order. */
static void tell(struct teller *t, enum yice_clause_part part)
{
	struct saying *old = &t->said[YICE_OLD], *new = &t->said[YICE_NEW];

	if (t->diff->status)
		return;
	drop_common(old, new);
	t->lost = old->count;
	t->gained = new->count;
	for (uint32_t i = 0; i < old->count; i++)
		tell_one(t, part, old->items[i], old->count == new->count ? new->items[i] : NULL);
	for (uint32_t i = 0; old->count != new->count && i < new->count; i++)
		tell_one(t, part, NULL, new->items[i]);
}

static void tell_texts(struct teller *t)
{
	bool restricts = t->rules[YICE_OLD]->effect == YICE_RESTRICTS || t->rules[YICE_NEW]->effect == YICE_RESTRICTS;

	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_rule *rule = t->rules[side];

		for (uint32_t i = make_room(t, side, rule->text_count) ? 0 : rule->text_count; i < rule->text_count; i++) {
			struct yice_buf text = YICE_BUF_INIT;

			yice_rule_add_text(rule, rule->texts[i], &text);
			say(t, side, &text);
		}
	}
	tell(t, restricts ? YICE_PART_CONDITION : YICE_PART_TEXT);
}

static void tell_addressee(struct teller *t)
{
	for (int side = 0; side < YICE_SIDES; side++)
		if (make_room(t, side, 1) && t->rules[side]->addressee.zh) {
			struct yice_buf text = YICE_BUF_INIT;

			yice_buf_adds(&text, t->rules[side]->addressee.zh);
			say(t, side, &text);
		}
	tell(t, YICE_PART_ADDRESSEE);
}

static void tell_due(struct teller *t)
{
	for (int side = 0; side < YICE_SIDES; side++)
		if (make_room(t, side, 1) && t->rules[side]->due != YICE_DAY_MAX) {
			struct yice_buf text = YICE_BUF_INIT;
			char day[11];

			yice_date_format(t->rules[side]->due, day);
			yice_buf_adds(&text, day);
			say(t, side, &text);
		}
	tell(t, YICE_PART_DUE);
}

static void tell_asides(struct teller *t)
{
	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_rule *rule = t->rules[side];

		for (uint32_t i = make_room(t, side, rule->aside_count) ? 0 : rule->aside_count; i < rule->aside_count; i++) {
			struct yice_buf text = YICE_BUF_INIT;

			yice_diff_aside(rule, &rule->asides[i], &text);
			say(t, side, &text);
		}
	}
	tell(t, YICE_PART_BESIDE);
}

/* ---- what stands once in a clause, as a whole before and after */

static void add_bases(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_rule *rule = t->rules[side];

	YICE_UNUSED(lang);
	for (uint32_t i = 0; i < rule->base_count; i++) {
		const struct yice_rule_basis *basis = &rule->bases[i];

		yice_buf_addf(out, "%s《%s》%s", i ? "、" : "",
			      t->diff->versions[side].model.documents.items[basis->document].title,
			      basis->article ? basis->article : "");
	}
}

static const char *name_in(const struct yice_label *label, enum yice_lang lang)
{
	return lang == YICE_EN && label->en ? label->en : label->zh ? label->zh : "";
}

static void add_tag(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_label *element = &t->rules[side]->element, *klass = &t->rules[side]->klass;

	yice_buf_addf(out, "%s%s%s", name_in(element, lang), element->zh && klass->zh ? "/" : "", name_in(klass, lang));
}

static void add_heading(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	uint32_t dimension = t->rules[side]->placed->dimension;

	if (dimension != YICE_NONE)
		yice_buf_adds(out, name_in(&t->diff->versions[side].model.dimensions.items[dimension].label, lang));
}

static void add_lead(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	const struct yice_rule *rule = t->rules[side];

	YICE_UNUSED(lang);
	for (uint32_t i = 0; i < rule->lead_count; i++) {
		yice_buf_adds(out, i ? "、" : "");
		yice_rule_add_text(rule, rule->lead[i], out);
	}
}

static void add_fictional(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	yice_buf_adds(out, t->rules[side]->fictional ? YICE_TEXT(lang, "是", "yes") : YICE_TEXT(lang, "否", "no"));
}

static void add_pattern(const struct teller *t, int side, const char *pattern, struct yice_buf *out)
{
	if (pattern)
		yice_rule_add_text(t->rules[side], pattern, out);
}

static void add_original(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	YICE_UNUSED(lang);
	add_pattern(t, side, t->rules[side]->original, out);
}

static void add_summary(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	YICE_UNUSED(lang);
	add_pattern(t, side, t->rules[side]->summary, out);
}

static void add_english(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out)
{
	YICE_UNUSED(lang);
	add_pattern(t, side, t->rules[side]->english, out);
}

/* Each as yice_diff_same_words() has it: two versions differ in it by what it is in Chinese. */
static const struct {
	enum yice_clause_part part;
	void (*add)(const struct teller *t, int side, enum yice_lang lang, struct yice_buf *out);
} wholes[] = {
	{ YICE_PART_BASIS, add_bases },       { YICE_PART_TAG, add_tag },
	{ YICE_PART_HEADING, add_heading },   { YICE_PART_LEAD, add_lead },
	{ YICE_PART_FICTIONAL, add_fictional }, { YICE_PART_ORIGINAL, add_original },
	{ YICE_PART_SUMMARY, add_summary },   { YICE_PART_ENGLISH, add_english },
};

static void tell_whole(struct teller *t, size_t which)
{
	struct yice_buf text[YICE_SIDES][YICE_DIFF_LANGS] = { { YICE_BUF_INIT } };
	struct yice_edit *edit = NULL;

	for (int side = 0; side < YICE_SIDES; side++)
		for (int lang = 0; lang < YICE_DIFF_LANGS; lang++) {
			wholes[which].add(t, side, (enum yice_lang)lang, &text[side][lang]);
			if (text[side][lang].failed)
				t->diff->status = YICE_ENOMEM;
		}
	if (!t->diff->status &&
	    strcmp(yice_buf_text(&text[YICE_OLD][YICE_ZH]), yice_buf_text(&text[YICE_NEW][YICE_ZH])))
		edit = yice_diff_edit(t->diff, t->change, wholes[which].part);
	for (int side = 0; side < YICE_SIDES; side++)
		for (int lang = 0; lang < YICE_DIFF_LANGS; lang++) {
			if (edit && text[side][lang].len)
				edit->text[side][lang] = yice_diff_keep(t->diff, &text[side][lang]);
			else
				yice_buf_release(&text[side][lang]);
		}
}

void yice_diff_said(struct yice_diff *diff, struct yice_clause_change *change, bool *dropped, bool *added)
{
	struct teller t = { .diff = diff, .change = change };
	bool restricts;

	for (int side = 0; side < YICE_SIDES; side++)
		t.rules[side] = diff->versions[side].subjects.items[change->clause[side]].rule;
	restricts = t.rules[YICE_OLD]->effect == YICE_RESTRICTS && t.rules[YICE_NEW]->effect == YICE_RESTRICTS;
	tell_texts(&t);
	*dropped = restricts && t.lost && !t.gained;
	*added = restricts && t.gained && !t.lost;
	tell_addressee(&t);
	tell_due(&t);
	if (t.rules[YICE_OLD]->aside_count || t.rules[YICE_NEW]->aside_count)
		tell_asides(&t);
	for (size_t i = 0; i < YICE_COUNT(wholes) && !diff->status; i++)
		tell_whole(&t, i);
}
