/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a clause lists apart, since it moves no verdict: the duty that it is, and
 * duties and encouragements beside its effect. Two versions list the same for a
 * project when they list as many of a kind, of the same addressee, until the
 * same day, with as many texts; other words are told as words, by diff_said.c.
 * Called by diff_ask.c, diff_ground.c and diff_compare.c.
 */
#include "analysis/diff_compare.h"

#include "runtime/run.h"

/* The duty that a rule is, as if it stood beside its effect. */
static struct yice_aside own_duty(const struct yice_rule *rule)
{
	return (struct yice_aside){ .kind = YICE_ASIDE_OBLIGES,
				    .addressee = rule->addressee,
				    .texts = rule->texts,
				    .text_count = rule->text_count,
				    .due = rule->due };
}

static uint32_t count_of(const struct yice_listing *listing)
{
	return (listing->duty ? 1 : 0) + (listing->beside ? listing->rule->aside_count : 0);
}

static struct yice_aside item_of(const struct yice_listing *listing, uint32_t i)
{
	if (listing->duty && !i)
		return own_duty(listing->rule);
	return listing->rule->asides[listing->duty ? i - 1 : i];
}

static bool is_same(const struct yice_aside *a, const struct yice_aside *b)
{
	return a->kind == b->kind && a->due == b->due && a->text_count == b->text_count &&
	       !a->addressee.zh == !b->addressee.zh && (!a->addressee.zh || !strcmp(a->addressee.zh, b->addressee.zh));
}

static uint32_t count_same(const struct yice_listing *listing, const struct yice_aside *as)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < count_of(listing); i++) {
		struct yice_aside item = item_of(listing, i);

		count += is_same(&item, as);
	}
	return count;
}

struct yice_listing yice_diff_listing(const struct yice_rule *rule)
{
	return (struct yice_listing){ rule, rule->effect == YICE_OBLIGES, true };
}

bool yice_diff_listing_of(struct yice_diff *diff, enum yice_side side, const struct yice_rule *rule, const char *id,
			  struct yice_listing *out)
{
	const struct yice_trial *trial = &diff->versions[side].trial;
	uint32_t at = yice_run_find(trial->run, id);

	*out = (struct yice_listing){ rule, yice_trial_told(trial, at) == YICE_RUN_DUTY, false };
	if (yice_trial_beside(trial, at, &out->beside))
		diff->status = YICE_ENOMEM;
	return !diff->status;
}

bool yice_diff_lists_more(const struct yice_listing *one, const struct yice_listing *other)
{
	for (uint32_t i = 0; i < count_of(one); i++) {
		struct yice_aside item = item_of(one, i);

		if (count_same(one, &item) > count_same(other, &item))
			return true;
	}
	return false;
}

const struct yice_form *yice_diff_lists(const struct yice_comparison *c, enum yice_side side, bool positive)
{
	const struct yice_subject *subject = c->subjects[side];
	const struct yice_rule *rule = subject->rule;
	struct yice_realm *realm = &c->diff->realm;

	if (rule->effect != YICE_OBLIGES && !rule->aside_count)
		return positive ? realm->no : realm->yes;
	if (rule->effect == YICE_OBLIGES || rule->effect == YICE_ENCOURAGES)
		return positive ? subject->applies.may[1] : subject->applies.is[0];
	return yice_read_beside(realm, &c->diff->readings[side], rule, positive);
}

void yice_diff_aside(const struct yice_rule *rule, const struct yice_aside *aside, struct yice_buf *text)
{
	char day[11];

	yice_buf_adds(text, aside->kind == YICE_ASIDE_OBLIGES ? "职责" : "鼓励");
	if (aside->addressee.zh)
		yice_buf_addf(text, " %s", aside->addressee.zh);
	for (uint32_t i = 0; i < aside->text_count; i++) {
		yice_buf_adds(text, i ? "、\"" : " \"");
		yice_rule_add_text(rule, aside->texts[i], text);
		yice_buf_adds(text, "\"");
	}
	yice_date_format(aside->due, day);
	if (aside->due != YICE_DAY_MAX)
		yice_buf_addf(text, " 至 %s", day);
}

/* All that is listed, one behind the other; NULL: nothing. */
static const char *say(struct yice_diff *diff, const struct yice_listing *listing)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < count_of(listing); i++) {
		struct yice_aside item = item_of(listing, i);

		yice_buf_adds(&text, i ? "；" : "");
		yice_diff_aside(listing->rule, &item, &text);
	}
	return count_of(listing) ? yice_diff_keep(diff, &text) : NULL;
}

void yice_diff_tell_listed(struct yice_diff *diff, const struct yice_listing *listings, struct yice_flip *flip)
{
	for (int side = 0; side < YICE_SIDES; side++)
		flip->lists[side] = yice_diff_lists_more(&listings[side], &listings[!side]);
	for (int side = 0; side < YICE_SIDES; side++)
		flip->listed[side] =
		    flip->lists[YICE_OLD] || flip->lists[YICE_NEW] ? say(diff, &listings[side]) : NULL;
}
