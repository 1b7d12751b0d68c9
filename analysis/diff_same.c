/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two clauses by which every project comes out the same read the same
 * to people: texts, tags, bases, open words and where they stand; and whether
 * tests do in English. Called by diff_compare.c and diff_vocab.c.
 */
#include "analysis/diff.h"

#include "runtime/image_read.h"
#include "runtime/test_op.h"

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Patterns of two rules. */
struct list {
	const struct yice_rule *rule;
	const char *const *patterns;
	uint32_t count;
};

static bool same_list(struct list a, struct list b)
{
	for (uint32_t i = 0; a.count == b.count && i < a.count; i++)
		if (!yice_rule_same_text(a.rule, a.patterns[i], b.rule, b.patterns[i]))
			return false;
	return a.count == b.count;
}

static bool same_bases(const struct yice_diff *diff, const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; a->base_count == b->base_count && i < a->base_count; i++) {
		const struct yice_document *old =
		    &diff->versions[YICE_OLD].model.documents.items[a->bases[i].document];
		const struct yice_document *new =
		    &diff->versions[YICE_NEW].model.documents.items[b->bases[i].document];

		if (!same_text(old->title, new->title) ||
		    !same_text(a->bases[i].article, b->bases[i].article))
			return false;
	}
	return a->base_count == b->base_count;
}

/* ---- open words: no project comes out differently by them, and yet whoever judges reads others */

static bool judges_by(const struct yice_logic *logic, const char *words)
{
	if (!logic)
		return false;
	if (logic->kind == YICE_LOGIC_TEST)
		return logic->op == YICE_TEST_OPEN && !strcmp(logic->words, words);
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		if (judges_by(child, words))
			return true;
	return false;
}

static bool excepts_by(const struct yice_rule *rule, const char *words)
{
	for (uint32_t i = 0; i < rule->except_count; i++)
		if (judges_by(rule->except[i], words))
			return true;
	return false;
}

enum part { GUARD, EXCEPTS, DEMAND };

/* Open words of an expression all stand in that part of the rule. */
static bool has_words(const struct yice_rule *rule, enum part part, const struct yice_logic *logic)
{
	if (!logic)
		return true;
	if (logic->kind != YICE_LOGIC_TEST) {
		for (const struct yice_logic *child = logic->first; child; child = child->next)
			if (!has_words(rule, part, child))
				return false;
		return true;
	}
	if (logic->op != YICE_TEST_OPEN)
		return true;
	if (part == EXCEPTS)
		return excepts_by(rule, logic->words);
	return judges_by(part == GUARD ? rule->guard : rule->demand, logic->words);
}

/* Open words of rule b all stand in the same parts of rule a; how often and in what order is no matter. */
static bool has_open(const struct yice_rule *a, const struct yice_rule *b)
{
	for (uint32_t i = 0; i < b->except_count; i++)
		if (!has_words(a, EXCEPTS, b->except[i]))
			return false;
	return has_words(a, GUARD, b->guard) && has_words(a, DEMAND, b->demand);
}

/* The heading a clause stands under, NULL without one. */
static const char *heading(const struct yice_diff *diff, enum yice_side side, const struct yice_rule *rule)
{
	uint32_t dimension = rule->placed->dimension;

	return dimension == YICE_NONE ? NULL
				      : diff->versions[side].model.dimensions.items[dimension].label.zh;
}

bool yice_diff_same_words(const struct yice_diff *diff, const struct yice_rule *a, const struct yice_rule *b)
{
	return a->effect == b->effect && a->fictional == b->fictional &&
	       same_text(heading(diff, YICE_OLD, a), heading(diff, YICE_NEW, b)) && has_open(a, b) &&
	       has_open(b, a) && yice_rule_same_text(a, a->original, b, b->original) &&
	       yice_rule_same_text(a, a->summary, b, b->summary) &&
	       yice_rule_same_text(a, a->english, b, b->english) &&
	       same_text(a->element.zh, b->element.zh) && same_text(a->klass.zh, b->klass.zh) &&
	       same_text(a->addressee.zh, b->addressee.zh) &&
	       same_list((struct list){ a, a->texts, a->text_count }, (struct list){ b, b->texts, b->text_count }) &&
	       same_list((struct list){ a, a->open, a->open_count }, (struct list){ b, b->open, b->open_count }) &&
	       same_list((struct list){ a, a->lead, a->lead_count }, (struct list){ b, b->lead, b->lead_count }) &&
	       yice_rule_same_guidance(a, b) && same_bases(diff, a, b);
}

/* ---- conditions in English */

static const char *test_text(struct yice_diff *diff, enum yice_side side, uint32_t test, enum yice_lang lang)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_test_say(&diff->versions[side].trial.image->view, test, lang, &text);
	return yice_diff_keep(diff, &text);
}

/* Tests that say the same in Chinese, and not in English: by a name that no image declares, such as that of a set. */
static int look_at_tests(struct yice_diff *diff)
{
	struct yice_map texts;
	int status = YICE_OK;

	yice_map_init(&texts);
	for (uint32_t i = 0; !status && i < diff->versions[YICE_OLD].trial.image->view.count[YICE_SEC_TESTS]; i++) {
		const char *zh = test_text(diff, YICE_OLD, i, YICE_ZH);
		uint32_t entry;

		status = zh ? yice_map_put(&texts, zh, strlen(zh), i, &entry, NULL) : YICE_ENOMEM;
	}
	for (uint32_t i = 0; !status && i < diff->versions[YICE_NEW].trial.image->view.count[YICE_SEC_TESTS]; i++) {
		const char *zh = test_text(diff, YICE_NEW, i, YICE_ZH);
		uint32_t entry = zh ? yice_map_find(&texts, zh, strlen(zh)) : YICE_MAP_NONE;

		if (entry != YICE_MAP_NONE)
			yice_diff_declared_as(diff, YICE_DECLARED_CONDITION, zh, YICE_ASPECT_ENGLISH,
					      test_text(diff, YICE_OLD, texts.entries[entry].value, YICE_EN),
					      test_text(diff, YICE_NEW, i, YICE_EN));
		status = diff->status;
	}
	yice_map_release(&texts);
	return status;
}

void yice_diff_english(struct yice_diff *diff)
{
	diff->status = look_at_tests(diff);
}
