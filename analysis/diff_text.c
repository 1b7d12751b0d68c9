/* SPDX-License-Identifier: Apache-2.0 */
/* Differences for people: one paragraph a change, then what it comes to. Called by diff.c. */
#include "analysis/diff.h"

#include "yice/eval.h"

struct writer {
	const struct yice_diff *diff;
	enum yice_lang lang;
	struct yice_buf *out;
};

static const char *say(const struct writer *w, const char *zh, const char *en)
{
	return w->lang == YICE_EN ? en : zh;
}

const char *yice_diff_outcome(int outcome, enum yice_lang lang)
{
	if (outcome == YICE_TRIAL_ABSENT)
		return YICE_TEXT(lang, "无此条", "no such clause");
	if (outcome < 0)
		return YICE_TEXT(lang, "职责", "duty");
	return yice_outcome_word((enum yice_outcome)outcome, YICE_TEXT(lang, "zh", "en"));
}

static const char *test_text(const struct writer *w, const struct yice_logic *test)
{
	return w->lang == YICE_EN && test->en ? test->en : test->zh;
}

static void write_edit(const struct writer *w, const struct yice_edit *edit)
{
	const struct yice_logic *old = edit->test[YICE_OLD], *new = edit->test[YICE_NEW];

	if (old && new)
		yice_buf_addf(w->out, "  %s → %s\n", test_text(w, old), test_text(w, new));
	else
		yice_buf_addf(w->out, "  %s %s\n", old ? "-" : "+", test_text(w, old ? old : new));
}

static void write_days(const struct writer *w, const struct yice_clause_change *change)
{
	yice_buf_adds(w->out, "  ");
	for (int side = 0; side < YICE_SIDES; side++) {
		const struct yice_rule *rule =
		    w->diff->versions[side].subjects.items[change->clause[side]].rule;
		char from[11], to[11];

		yice_date_format(rule->days.from, from);
		yice_date_format(rule->days.to, to);
		yice_buf_addf(w->out, "%s[%s, %s)", side ? " → " : say(w, "施行 ", "in force "), from, to);
	}
	yice_buf_addc(w->out, '\n');
}

static void write_flip(const struct writer *w, const struct yice_flip *flip)
{
	if (flip->json)
		yice_buf_addf(w->out, "  %s → %s: %s\n", yice_diff_outcome(flip->outcome[YICE_OLD], w->lang),
			      yice_diff_outcome(flip->outcome[YICE_NEW], w->lang), flip->json);
}

static void write_change(const struct writer *w, const struct yice_clause_change *change)
{
	const char *old = change->id[YICE_OLD], *new = change->id[YICE_NEW];

	yice_buf_addf(w->out, "%s  %s", yice_difference_word(change->kind, w->lang == YICE_EN ? "en" : "zh"),
		      new ? new : old);
	if (old && new &&strcmp(old, new))
		yice_buf_addf(w->out, "%s%s%s", say(w, "（原 ", " (was "), old, say(w, "）", ")"));
	yice_buf_addc(w->out, '\n');
	for (uint32_t i = 0; i < change->edit_count; i++)
		write_edit(w, &change->edits[i]);
	if (change->days)
		write_days(w, change);
	write_flip(w, &change->stricter);
	write_flip(w, &change->looser);
	if (change->unreached)
		yice_buf_addf(w->out, "  %s\n",
			      say(w, "没有在限度内查完：可能还有别的变化",
				  "not settled within the bound: there may be more to it"));
}

static void write_unit(const struct writer *w, const struct yice_unit_change *unit)
{
	yice_buf_addf(w->out, "%s  %s", say(w, "单元", "unit"), unit->code);
	if (!unit->is[YICE_OLD])
		yice_buf_adds(w->out, say(w, "  新增", "  added"));
	if (!unit->is[YICE_NEW])
		yice_buf_adds(w->out, say(w, "  删除", "  removed"));
	if (unit->klass)
		yice_buf_adds(w->out, say(w, "  类别变了", "  another class"));
	if (unit->places)
		yice_buf_adds(w->out, say(w, "  分区或区域变了", "  other zones or areas"));
	yice_buf_addc(w->out, '\n');
}

const char *yice_diff_class(enum yice_class klass, enum yice_lang lang)
{
	static const char *const words[YICE_CLASSES][2] = { [YICE_PRIORITY] = { "优先保护", "priority" },
							    [YICE_KEY] = { "重点管控", "key" },
							    [YICE_GENERAL] = { "一般管控", "general" } };

	return words[klass][lang];
}

uint32_t yice_diff_touched(const struct yice_diff *diff, bool *classes)
{
	const struct yice_model *model = &diff->versions[YICE_NEW].model;
	uint32_t count = 0;

	for (uint32_t i = 0; i < model->units.count; i++)
		if (diff->touched[i]) {
			count++;
			classes[model->units.items[i].klass] = true;
		}
	return count;
}

static void write_affected(const struct writer *w)
{
	struct yice_buf codes = YICE_BUF_INIT;
	bool met[YICE_CLASSES] = { false };
	uint32_t count = yice_diff_touched(w->diff, met);
	const char *before = say(w, "（", " (");

	yice_buf_addf(w->out, "%s%lu", say(w, "涉及单元：", "units affected: "), (unsigned long)count);
	for (int i = 0; i < YICE_CLASSES; i++)
		if (met[i]) {
			yice_buf_addf(w->out, "%s%s", before, yice_diff_class((enum yice_class)i, w->lang));
			before = say(w, "、", ", ");
		}
	yice_buf_adds(w->out, count ? say(w, "）\n", ")\n") : "\n");
	yice_diff_codes(w->diff, say(w, "、", ", "), &codes);
	w->out->failed |= codes.failed;
	if (codes.len)
		yice_buf_addf(w->out, "%s%s\n", say(w, "涉及行业代码：", "industry codes affected: "),
			      codes.data);
	yice_buf_release(&codes);
}

static void write_counts(const struct writer *w)
{
	uint32_t counts[YICE_DIFFERENCES] = { 0 };
	const char *before = "";

	for (uint32_t i = 0; i < w->diff->count; i++)
		counts[w->diff->changes[i].kind]++;
	for (int kind = 0; kind < YICE_DIFFERENCES; kind++)
		if (counts[kind]) {
			yice_buf_addf(w->out, "%s%lu %s", before, (unsigned long)counts[kind],
				      yice_difference_word((enum yice_difference)kind,
							   w->lang == YICE_EN ? "en" : "zh"));
			before = say(w, "，", ", ");
		}
	yice_buf_adds(w->out, *before ? "\n" : say(w, "没有变化\n", "nothing changed\n"));
}

void yice_diff_text(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out)
{
	struct writer w = { diff, lang, out };

	for (uint32_t i = 0; i < diff->count; i++) {
		write_change(&w, &diff->changes[i]);
		yice_buf_addc(out, '\n');
	}
	for (uint32_t i = 0; i < diff->unit_count; i++)
		write_unit(&w, &diff->units[i]);
	if (diff->unit_count)
		yice_buf_addc(out, '\n');
	if (diff->count)
		write_affected(&w);
	if (diff->count || !diff->unit_count)
		write_counts(&w);
}
