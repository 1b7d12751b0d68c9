/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions as people read them, and what of them changed. Where the same
 * tests are joined in the same way but for some, each of those is told with its
 * sign; where they are joined otherwise, the whole condition is, as it was and
 * as it is. What is told, read again, is what stands in the rules; a test with
 * the same words and another meaning is told with what it gained and lost.
 * Called by diff.c and the writers.
 */
#include "analysis/diff.h"

#include "compiler/type.h"

/* ---------------------------------------------------------------- logic to text */

struct voice {
	const struct yice_model *model;
	enum yice_lang lang;
	struct yice_buf *out;
};

/* What stands behind the attribute's name, or NULL. */
static const char *behind_name(const struct voice *v, const struct yice_logic *test, const char *text,
			       enum yice_lang lang)
{
	const char *name = yice_slot_name(v->model, test->slot, lang);
	size_t len = strlen(name);

	return !strncmp(text, name, len) && text[len] == ' ' ? text + len + 1 : NULL;
}

/* "行业 属于 C26" becomes "行业 不属于 C26", "达标 = 是" becomes "达标 = 否". False: it has no such opposite.
 */
static bool add_opposite(const struct voice *v, const struct yice_logic *test, const char *text,
			 enum yice_lang lang)
{
	static const enum yice_membership opposites[][2] = { { YICE_IN, YICE_NOT_IN },
							     { YICE_INCLUDE, YICE_NOT_INCLUDE },
							     { YICE_WITHIN, YICE_NOT_WITHIN } };
	const char *rest, *yes = YICE_TEXT(lang, "= 是", "= yes");

	if (test->op != YICE_TEST_ANY && test->op != YICE_TEST_CODE_ANY)
		return false;
	rest = behind_name(v, test, text, lang);
	if (!rest)
		return false;
	if (!strcmp(rest, yes)) {
		yice_buf_add(v->out, text, (size_t)(rest - text));
		yice_buf_adds(v->out, YICE_TEXT(lang, "= 否", "= no"));
		return true;
	}
	for (size_t i = 0; i < YICE_COUNT(opposites); i++) {
		const char *word = yice_membership_word(opposites[i][0], lang);
		size_t len = strlen(word);

		if (strncmp(rest, word, len) || rest[len] != ' ')
			continue;
		yice_buf_add(v->out, text, (size_t)(rest - text));
		yice_buf_addf(v->out, "%s%s", yice_membership_word(opposites[i][1], lang), rest + len);
		return true;
	}
	return false;
}

static void add_test(const struct voice *v, const struct yice_logic *test, bool positive)
{
	enum yice_lang lang = test->en ? v->lang : YICE_ZH;
	const char *text = lang == YICE_EN ? test->en : test->zh;

	if (positive)
		yice_buf_adds(v->out, text);
	else if (!add_opposite(v, test, text, lang))
		yice_buf_addf(v->out, YICE_TEXT(v->lang, "非（%s）", "not (%s)"), text);
}

/* The compiler bounds how deep conditions nest. */
static void add_logic(const struct voice *v, const struct yice_logic *logic, bool inside)
{
	const bool and = logic->kind == YICE_LOGIC_AND;
	const char *join = and? YICE_TEXT(v->lang, " 且 ", " and ") : YICE_TEXT(v->lang, " 或 ", " or ");

	if (logic->kind == YICE_LOGIC_TEST) {
		add_test(v, logic, true);
		return;
	}
	if (logic->kind == YICE_LOGIC_NOT && logic->first->kind == YICE_LOGIC_TEST) {
		add_test(v, logic->first, false);
		return;
	}
	if (logic->kind == YICE_LOGIC_NOT) {
		yice_buf_adds(v->out, YICE_TEXT(v->lang, "非（", "not ("));
		add_logic(v, logic->first, false);
	} else {
		yice_buf_adds(v->out, inside ? YICE_TEXT(v->lang, "（", "(") : "");
		for (const struct yice_logic *child = logic->first; child; child = child->next) {
			yice_buf_adds(v->out, child == logic->first ? "" : join);
			add_logic(v, child, true);
		}
	}
	if (inside || logic->kind == YICE_LOGIC_NOT)
		yice_buf_adds(v->out, YICE_TEXT(v->lang, "）", ")"));
}

void yice_diff_condition(const struct yice_model *model, const struct yice_logic *logic, enum yice_lang lang,
			 struct yice_buf *out)
{
	const struct voice voice = { model, lang, out };

	add_logic(&voice, logic, false);
}

/* ---------------------------------------------------------------- the same or not */

/* A test with its sign, or a whole condition under 非. */
struct leaf {
	const struct yice_logic *test; /* NULL: a condition under 非 */
	bool positive;
};

static bool is_leaf(const struct yice_logic *logic)
{
	return logic->kind == YICE_LOGIC_TEST || logic->kind == YICE_LOGIC_NOT;
}

static struct leaf leaf_of(const struct yice_logic *logic)
{
	if (logic->kind == YICE_LOGIC_TEST)
		return (struct leaf){ logic, true };
	return (struct leaf){ logic->first->kind == YICE_LOGIC_TEST ? logic->first : NULL, false };
}

static bool is_member_test(const struct yice_logic *test)
{
	return test->op == YICE_TEST_ANY || test->op == YICE_TEST_ALL || test->op == YICE_TEST_CODE_ANY ||
	       test->op == YICE_TEST_CODE_ALL;
}

static bool is_limit(const struct yice_logic *test)
{
	return test->op >= YICE_TEST_LT && test->op <= YICE_TEST_NE;
}

/* The same words may stand for other members, or for another quantity: lists, tables and measures change too.
 */
static bool same_meaning(struct yice_diff *diff, const struct yice_logic *old, const struct yice_logic *new)
{
	struct yice_buf keys[YICE_SIDES] = { YICE_BUF_INIT, YICE_BUF_INIT };
	const struct yice_logic *tests[YICE_SIDES] = { old, new };
	bool same = true;

	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_form *form =
		    yice_read_logic(&diff->realm, &diff->readings[side], tests[side], true, false);

		if (form)
			yice_form_key(&diff->realm, form, &keys[side]);
		if (!form || keys[side].failed)
			diff->status = YICE_ENOMEM;
	}
	if (!diff->status)
		same = keys[YICE_OLD].len == keys[YICE_NEW].len &&
		       !memcmp(keys[YICE_OLD].data, keys[YICE_NEW].data, keys[YICE_OLD].len);
	for (int side = 0; side < YICE_SIDES; side++)
		yice_buf_release(&keys[side]);
	return same;
}

static bool same_logic(struct yice_diff *diff, const struct yice_logic *old, const struct yice_logic *new)
{
	const struct yice_logic *a = old->first, *b = new->first;

	if (old->kind != new->kind)
		return false;
	if (old->kind == YICE_LOGIC_TEST)
		return !strcmp(old->zh, new->zh) &&
		       (old->op == YICE_TEST_OPEN) == (new->op == YICE_TEST_OPEN) &&
		       same_meaning(diff, old, new);
	for (; a && b; a = a->next, b = b->next)
		if (!same_logic(diff, a, b))
			return false;
	return a == b;
}

/* ---------------------------------------------------------------- what changed */

struct teller {
	struct yice_diff *diff;
	struct yice_clause_change *change;
	enum yice_clause_part part;
};

struct yice_edit *yice_diff_edit(struct yice_diff *diff, struct yice_clause_change *change, enum yice_clause_part part)
{
	struct yice_edit *grown;

	if (!(change->edit_count & (change->edit_count - 1))) {
		grown = yice_arena_array(&diff->arena, 2 * (size_t)change->edit_count + 1, sizeof(*grown));
		if (!grown) {
			diff->status = YICE_ENOMEM;
			return NULL;
		}
		if (change->edit_count)
			memcpy(grown, change->edits, change->edit_count * sizeof(*grown));
		change->edits = grown;
	}
	grown = &change->edits[change->edit_count++];
	*grown = (struct yice_edit){ .part = part };
	return grown;
}

static const char *keep(struct yice_diff *diff, struct yice_buf *text)
{
	const char *kept = text->failed ? NULL : yice_arena_strdup(&diff->arena, yice_buf_text(text));

	if (!kept)
		diff->status = YICE_ENOMEM;
	yice_buf_release(text);
	return kept;
}

/* Members that the one test has and the other has not. */
static const char *surplus(struct yice_diff *diff, enum yice_side side, const struct yice_logic *own,
			   const struct yice_logic *other)
{
	const struct yice_logic *tests[YICE_SIDES] = { own, own };
	struct yice_buf out = YICE_BUF_INIT;

	tests[!side] = other;
	yice_diff_surplus(diff, tests, side, "、", &out);
	return out.len || out.failed ? keep(diff, &out) : NULL;
}

static void tell(struct teller *t, const struct yice_logic *old, const struct yice_logic *new, bool whole)
{
	const struct yice_logic *logic[YICE_SIDES] = { old, new };
	struct yice_edit *edit = yice_diff_edit(t->diff, t->change, t->part);

	if (!edit)
		return;
	edit->whole = whole;
	for (int side = 0; side < YICE_SIDES; side++)
		for (int lang = 0; logic[side] && lang < YICE_DIFF_LANGS; lang++) {
			struct yice_buf text = YICE_BUF_INIT;

			yice_diff_condition(&t->diff->versions[side].model, logic[side], (enum yice_lang)lang,
					    &text);
			edit->text[side][lang] = keep(t->diff, &text);
		}
	if (old && new &&is_leaf(old) && is_leaf(new)) {
		const struct leaf a = leaf_of(old), b = leaf_of(new);

		if (a.test && b.test && !strcmp(a.test->zh, b.test->zh) && is_limit(a.test) && is_limit(b.test))
			yice_diff_means(t->diff, (const struct yice_logic *const[]){ a.test, b.test }, edit);
		if (!a.test || !b.test || strcmp(a.test->zh, b.test->zh) || !is_member_test(a.test) ||
		    !is_member_test(b.test))
			return;
		edit->lost = surplus(t->diff, YICE_OLD, a.test, b.test);
		edit->gained = surplus(t->diff, YICE_NEW, b.test, a.test);
	}
}

/* Parts of a conjunction or disjunction, or exceptions. */
struct children {
	const struct yice_logic **items;
	uint32_t count;
};

static struct children children_of(struct yice_diff *diff, const struct yice_logic *logic)
{
	struct children children = { NULL, 0 };
	uint32_t count = 0;

	for (const struct yice_logic *child = logic->first; child; child = child->next)
		count++;
	children.items = yice_arena_array(&diff->arena, count, sizeof(*children.items));
	if (!children.items) {
		diff->status = YICE_ENOMEM;
		return children;
	}
	for (const struct yice_logic *child = logic->first; child; child = child->next)
		children.items[children.count++] = child;
	return children;
}

static void drop(struct children *children, uint32_t i)
{
	memmove(children->items + i, children->items + i + 1,
		(--children->count - i) * sizeof(*children->items));
}

/* What both sides say is taken out of both. */
static void drop_common(struct yice_diff *diff, struct children *old, struct children *new)
{
	for (uint32_t i = 0; i < old->count; i++)
		for (uint32_t j = 0; j < new->count; j++)
			if (same_logic(diff, old->items[i], new->items[j])) {
				drop(old, i--);
				drop(new, j);
				break;
			}
}

/* What a leaf is about, so that it finds its partner; NULL: nothing that has a name. */
static const char *about(const struct yice_diff *diff, enum yice_side side, const struct yice_logic *logic)
{
	const struct yice_model *model = &diff->versions[side].model;
	const struct yice_logic *test = is_leaf(logic) ? leaf_of(logic).test : NULL;

	if (!test || test->op == YICE_TEST_CONST)
		return NULL;
	if (test->op == YICE_TEST_OPEN)
		return "";
	return model->slots.items[test->op == YICE_TEST_SUM ? test->sum[0].slot : test->slot].zh;
}

/* Partners side by side: those about the same attribute, then in order. */
static void align(const struct yice_diff *diff, const struct children *old, struct children *new)
{
	for (uint32_t i = 0; i < old->count; i++) {
		const char *name = about(diff, YICE_OLD, old->items[i]);

		for (uint32_t j = i; name && j < new->count; j++) {
			const char *other = about(diff, YICE_NEW, new->items[j]);
			const struct yice_logic *moved = new->items[j];

			if (!other || strcmp(name, other))
				continue;
			memmove(new->items + i + 1, new->items + i, (j - i) * sizeof(*new->items));
			new->items[i] = moved;
			break;
		}
	}
}

/* Some test changed its place among the others: told one by one, it would seem to have become another. */
static bool is_reordered(struct yice_diff *diff, const struct children *old, const struct children *new)
{
	for (uint32_t i = 0; i < old->count; i++)
		for (uint32_t j = 0; j < new->count; j++)
			if (i != j && same_logic(diff, old->items[i], new->items[j]) &&
			    !same_logic(diff, old->items[i], new->items[i]) &&
			    !same_logic(diff, old->items[j], new->items[j]))
				return true;
	return false;
}

/* The same shape but for leaves: each that differs is told. False, with nothing told: another shape. */
static bool tell_leaves(struct teller *t, const struct yice_logic *old, const struct yice_logic *new)
{
	const uint32_t told = t->change->edit_count;
	struct children a, b;

	if (is_leaf(old) && is_leaf(new)) {
		if (!same_logic(t->diff, old, new))
			tell(t, old, new, false);
		return true;
	}
	if (old->kind != new->kind)
		return false;
	a = children_of(t->diff, old);
	b = children_of(t->diff, new);
	if (a.count != b.count || is_reordered(t->diff, &a, &b))
		return false;
	for (uint32_t i = 0; i < a.count; i++)
		if (!tell_leaves(t, a.items[i], b.items[i])) {
			t->change->edit_count = told;
			return false;
		}
	return true;
}

static void tell_condition(struct teller *t, const struct yice_logic *old, const struct yice_logic *new)
{
	if (!old && !new)
		return;
	if (!old || !new || !tell_leaves(t, old, new))
		tell(t, old, new, true);
}

static struct children exceptions_of(struct yice_diff *diff, const struct yice_rule *rule)
{
	struct children children = { yice_arena_array(&diff->arena, rule->except_count,
						      sizeof(*children.items)),
				     rule->except_count };

	if (!children.items) {
		diff->status = YICE_ENOMEM;
		children.count = 0;
	} else if (rule->except_count) {
		memcpy(children.items, rule->except, rule->except_count * sizeof(*children.items));
	}
	return children;
}

/* Each exception stands for itself; those that have no partner came or went as a whole. */
static void tell_exceptions(struct teller *t, const struct yice_rule *old, const struct yice_rule *new)
{
	struct children a = exceptions_of(t->diff, old), b = exceptions_of(t->diff, new);
	uint32_t both;

	drop_common(t->diff, &a, &b);
	align(t->diff, &a, &b);
	both = a.count == b.count ? a.count : 0;
	for (uint32_t i = 0; i < both; i++)
		tell_condition(t, a.items[i], b.items[i]);
	for (uint32_t i = both; i < a.count; i++)
		tell(t, a.items[i], NULL, true);
	for (uint32_t i = both; i < b.count; i++)
		tell(t, NULL, b.items[i], true);
}

static void tell_effect(struct teller *t, enum yice_effect_op old, enum yice_effect_op new)
{
	static const char *const words[][YICE_DIFF_LANGS] = {
		[YICE_DOES_NOTHING] = { "无", "none" },      [YICE_REQUIRES] = { "须", "require" },
		[YICE_PROHIBITS] = { "禁止", "prohibit" },   [YICE_RESTRICTS] = { "限制", "restrict" },
		[YICE_ENCOURAGES] = { "鼓励", "encourage" }, [YICE_OBLIGES] = { "职责", "duty" },
	};
	struct yice_edit *edit = old == new ? NULL : yice_diff_edit(t->diff, t->change, t->part);

	for (int lang = 0; edit && lang < YICE_DIFF_LANGS; lang++) {
		edit->text[YICE_OLD][lang] = words[old][lang];
		edit->text[YICE_NEW][lang] = words[new][lang];
	}
}

void yice_diff_edits(struct yice_diff *diff, struct yice_clause_change *change)
{
	struct teller t = { .diff = diff, .change = change };
	const struct yice_rule *old, *new;

	if (change->clause[YICE_OLD] == YICE_NONE || change->clause[YICE_NEW] == YICE_NONE)
		return;
	old = diff->versions[YICE_OLD].subjects.items[change->clause[YICE_OLD]].rule;
	new = diff->versions[YICE_NEW].subjects.items[change->clause[YICE_NEW]].rule;
	t.part = YICE_PART_EFFECT;
	tell_effect(&t, old->effect, new->effect);
	t.part = YICE_PART_WHEN;
	tell_condition(&t, old->guard, new->guard);
	t.part = YICE_PART_UNLESS;
	tell_exceptions(&t, old, new);
	t.part = YICE_PART_REQUIRE;
	tell_condition(&t, old->demand, new->demand);
}

const char *yice_diff_part(enum yice_clause_part part, enum yice_lang lang)
{
	static const char *const words[][YICE_DIFF_LANGS] = { [YICE_PART_EFFECT] = { "", "" },
							      [YICE_PART_WHEN] = { "当", "when" },
							      [YICE_PART_UNLESS] = { "除", "unless" },
							      [YICE_PART_REQUIRE] = { "须", "require" },
							      [YICE_PART_CONDITION] = { "条件", "condition" },
							      [YICE_PART_TEXT] = { "所写", "text" },
							      [YICE_PART_ADDRESSEE] = { "职责", "duty of" },
							      [YICE_PART_DUE] = { "至", "until" },
							      [YICE_PART_BESIDE] = { "另", "also" },
							      [YICE_PART_BASIS] = { "依据", "basis" },
							      [YICE_PART_TAG] = { "标签", "tag" },
							      [YICE_PART_HEADING] = { "维度", "dimension" },
							      [YICE_PART_LEAD] = { "牵头", "led by" },
							      [YICE_PART_FICTIONAL] = { "示例", "illustration" },
							      [YICE_PART_ORIGINAL] = { "原文", "original" },
							      [YICE_PART_SUMMARY] = { "摘要", "summary" },
							      [YICE_PART_ENGLISH] = { "英文", "english" } };

	return words[part][lang];
}
