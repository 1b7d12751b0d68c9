/* SPDX-License-Identifier: Apache-2.0 */
/* Differences for people: one paragraph a change, then what it comes to. Called by diff.c. */
#include "analysis/diff.h"

#include "runtime/run.h"
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

static const char *outcome_word(int outcome, enum yice_lang lang)
{
	switch (outcome) {
	case YICE_TRIAL_ABSENT:
	case YICE_DIFF_NO_WORD:
		return YICE_TEXT(lang, "无此条", "no such clause");
	case YICE_DIFF_NO_UNIT:
		return YICE_TEXT(lang, "无此单元", "no such unit");
	case YICE_TRIAL_UNLISTED:
		return YICE_TEXT(lang, "不列出", "not listed");
	default:
		break;
	}
	if (outcome < 0)
		return YICE_TEXT(lang, "职责", "duty");
	return yice_outcome_word((enum yice_outcome)outcome, YICE_TEXT(lang, "zh", "en"));
}

void yice_diff_put_outcome(const struct yice_flip *flip, enum yice_side side, enum yice_lang lang, struct yice_buf *out)
{
	const int outcome = flip->outcome[side];
	const char *listed = flip->listed[side];

	if (listed && (outcome == YICE_RUN_DUTY || outcome == YICE_TRIAL_UNLISTED))
		yice_buf_adds(out, listed);
	else
		yice_buf_adds(out, outcome_word(outcome, lang));
	if (listed && outcome >= 0)
		yice_buf_addf(out, YICE_TEXT(lang, "（另列 %s）", " (listed: %s)"), listed);
}

uint32_t yice_diff_flips(const struct yice_clause_change *change, const struct yice_flip *flips[YICE_DIFF_FLIPS])
{
	uint32_t count = 0;

	if (change->stricter.found)
		flips[count++] = &change->stricter;
	if (change->looser.found)
		flips[count++] = &change->looser;
	for (int side = YICE_NEW; side >= YICE_OLD; side--)
		if (change->listed[side].json || (change->listed[side].found && !count))
			flips[count++] = &change->listed[side];
	return count;
}

const char *yice_diff_limit(const struct yice_clause_change *change, enum yice_lang lang)
{
	return change->one_unit ? YICE_TEXT(lang, "（就场址只在一个单元的项目而言）", " (for sites in one unit)") : "";
}

void yice_diff_put_limit(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < diff->count; i++)
		count += diff->changes[i].one_unit;
	if (count)
		yice_buf_addf(out,
			      YICE_TEXT(lang, "其中 %lu 条只就场址在一个单元的项目查明；各部分所在地方不同的场址可能另有变化",
					"%lu of them told for sites in one unit only: a site whose parts lie in different places may "
					"come out otherwise"),
			      (unsigned long)count);
}

/* "the new one has no "规模"" */
static void add_lack(const struct yice_flip *flip, enum yice_lang lang, struct yice_buf *out)
{
	yice_buf_addf(out, "%s%s%s%s",
		      flip->lacks == YICE_OLD ? YICE_TEXT(lang, "旧版", "the old one") : YICE_TEXT(lang, "新版", "the new one"),
		      flip->typed ? YICE_TEXT(lang, "用另一类型的“", " has another type of \"")
				  : YICE_TEXT(lang, "没有“", " has no \""),
		      flip->word, YICE_TEXT(lang, "”", "\""));
}

void yice_diff_excuse(const struct yice_flip *flip, enum yice_lang lang, struct yice_buf *out)
{
	if (!flip->found || flip->json)
		return;
	if (flip->nowhere) {
		yice_buf_adds(out, YICE_TEXT(lang, "没有适用的地方：两版都没有它所指的单元、类别或区域，所以举不出项目",
					     "it is for no place: neither version has a unit of its class or scope, so that "
					     "no project shows it"));
	} else if (flip->word) {
		yice_buf_adds(out, YICE_TEXT(lang, "没有一份事实能让两版都读：", "no facts can be read by both versions: "));
		add_lack(flip, lang, out);
	}
}

void yice_diff_restated(const struct yice_flip *flip, enum yice_lang lang, struct yice_buf *out)
{
	if (!flip->restated)
		return;
	add_lack(flip, lang, out);
	yice_buf_adds(out, YICE_TEXT(lang, "，读的是：", ", and reads: "));
}

/* "当 A → B"; what is the same in both words is told by its members. */
static void write_edit(const struct writer *w, const struct yice_edit *edit)
{
	const char *part = yice_diff_part(edit->part, w->lang), *space = *part ? " " : "";
	const char *old = edit->text[YICE_OLD][w->lang], *new = edit->text[YICE_NEW][w->lang];

	if (old && new)
		yice_buf_addf(w->out, "  %s%s%s → %s", part, space, old, new);
	else
		yice_buf_addf(w->out, "  %s %s%s%s", old ? "-" : "+", part, space, old ? old : new);
	if (edit->gained)
		yice_buf_addf(w->out, "%s%s", say(w, "；新含 ", "; gains "), edit->gained);
	if (edit->lost)
		yice_buf_addf(w->out, "%s%s", say(w, "；不再含 ", "; loses "), edit->lost);
	if (edit->means[YICE_OLD])
		yice_buf_addf(w->out, "%s%s → %s", say(w, "；即 ", "; that is "), edit->means[YICE_OLD],
			      edit->means[YICE_NEW]);
	yice_buf_addc(w->out, '\n');
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

static void write_flip(const struct writer *w, const struct yice_flip *flip, const char *indent)
{
	struct yice_buf excuse = YICE_BUF_INIT;

	if (flip->json) {
		yice_buf_adds(w->out, indent);
		yice_diff_put_outcome(flip, YICE_OLD, w->lang, w->out);
		yice_buf_adds(w->out, " → ");
		yice_diff_put_outcome(flip, YICE_NEW, w->lang, w->out);
		yice_buf_addf(w->out, ": %s\n", flip->json);
	}
	yice_diff_excuse(flip, w->lang, &excuse);
	if (excuse.len)
		yice_buf_addf(w->out, "%s%s\n", indent, excuse.data);
	yice_buf_clear(&excuse);
	yice_diff_restated(flip, w->lang, &excuse);
	if (excuse.len)
		yice_buf_addf(w->out, "%s  %s%s\n", indent, excuse.data, flip->restated);
	w->out->failed |= excuse.failed;
	yice_buf_release(&excuse);
}

static void write_flips(const struct writer *w, const struct yice_clause_change *change, const char *indent)
{
	const struct yice_flip *flips[YICE_DIFF_FLIPS];
	uint32_t count = yice_diff_flips(change, flips);

	for (uint32_t i = 0; i < count; i++)
		if (!i || flips[i]->json || flips[0]->json || !flips[i]->word || !flips[0]->word)
			write_flip(w, flips[i], indent);
	if (change->unreached)
		yice_buf_addf(w->out, "%s%s\n", indent,
			      say(w, "没有在限度内查完：可能还有别的变化",
				  "not settled within the bound: there may be more to it"));
}

static void write_change(const struct writer *w, const struct yice_clause_change *change)
{
	const char *old = change->id[YICE_OLD], *new = change->id[YICE_NEW];

	yice_buf_addf(w->out, "%s%s  %s", yice_difference_word(change->kind, w->lang == YICE_EN ? "en" : "zh"),
		      yice_diff_limit(change, w->lang), new ? new : old);
	if (old && new &&strcmp(old, new))
		yice_buf_addf(w->out, "%s%s%s", say(w, "（原 ", " (was "), old, say(w, "）", ")"));
	yice_buf_addc(w->out, '\n');
	for (uint32_t i = 0; i < change->edit_count; i++)
		write_edit(w, &change->edits[i]);
	if (change->days)
		write_days(w, change);
	write_flips(w, change, "  ");
}

/* ---- units */

static void write_class(const struct writer *w, const struct yice_unit_change *unit)
{
	const struct yice_spot *spot = unit->spot;

	yice_buf_adds(w->out, say(w, "  类别 ", "  class "));
	for (int side = 0; side < YICE_SIDES; side++)
		yice_buf_addf(w->out, "%s%s", side ? " → " : "",
			      yice_diff_class(w->diff->versions[side].model.units.items[spot->number[side]].klass,
					      w->lang));
}

static void write_unit_clause(const struct writer *w, const struct yice_clause_change *clause)
{
	const char *word = clause->kind == YICE_DIFF_ADDED     ? say(w, "开始适用", "begins")
			   : clause->kind == YICE_DIFF_REMOVED ? say(w, "不再适用", "ceases")
							       : say(w, "因区域而变", "differs by places");

	yice_buf_addf(w->out, "  %s  %s\n", word,
		      clause->kind == YICE_DIFF_REMOVED ? clause->id[YICE_OLD] : clause->id[YICE_NEW]);
	write_flips(w, clause, "    ");
}

static void write_detail(const struct writer *w, bool is, const char *what, const char *const *text)
{
	const char *none = say(w, "无", "none");

	if (is)
		yice_buf_addf(w->out, "  %s%s%s → %s\n", what, say(w, "：", ": "), text[YICE_OLD] ? text[YICE_OLD] : none,
			      text[YICE_NEW] ? text[YICE_NEW] : none);
}

static void write_unit(const struct writer *w, const struct yice_unit_change *unit)
{
	const struct yice_spot *spot = unit->spot;

	yice_buf_addf(w->out, "%s  %s", spot->unit ? say(w, "单元", "unit") : say(w, "行政区", "scope"),
		      spot->unit ? spot->unit : spot->scope);
	if (spot->number[YICE_OLD] == YICE_NONE)
		yice_buf_adds(w->out, say(w, "  新增", "  added"));
	if (spot->number[YICE_NEW] == YICE_NONE)
		yice_buf_adds(w->out, say(w, "  删除", "  removed"));
	if (unit->klass)
		write_class(w, unit);
	yice_buf_adds(w->out, unit->border ? say(w, "  边界变了", "  another border") : "");
	yice_buf_adds(w->out, unit->fictional ? say(w, "  示例与否变了", "  an illustration, or no more") : "");
	yice_buf_addc(w->out, '\n');
	write_detail(w, unit->places, say(w, "分区或区域变了", "other zones or areas"), unit->place_text);
	write_detail(w, unit->scope, say(w, "上级变了", "other scopes above"), unit->scope_text);
	write_detail(w, unit->name, say(w, "名称变了", "another name"), unit->name_text);
	for (uint32_t i = 0; i < unit->clause_count; i++)
		write_unit_clause(w, &unit->clauses[i]);
}

const char *yice_diff_class(enum yice_class klass, enum yice_lang lang)
{
	static const char *const words[YICE_CLASSES][2] = { [YICE_PRIORITY] = { "优先保护", "priority" },
							    [YICE_KEY] = { "重点管控", "key" },
							    [YICE_GENERAL] = { "一般管控", "general" } };

	return words[klass][lang];
}

const char *yice_diff_bare_warning(enum yice_lang lang)
{
	return YICE_TEXT(lang, "注意：事实中不带单位的数，两版读成不同的量",
			 "beware: each version reads another amount in a number without a measure");
}

/* "list  440600 市  title: 甲 → 乙"; of members those that came and went. */
static void write_declared(const struct writer *w, const struct yice_declared *declared)
{
	const char *old = declared->text[YICE_OLD], *new = declared->text[YICE_NEW];
	const char *none = say(w, "无", "none");

	yice_buf_addf(w->out, "%s  %s  %s%s", yice_diff_declared_word(declared->kind, w->lang), declared->name,
		      yice_diff_aspect_word(declared->aspect, w->lang),
		      declared->aspect == YICE_ASPECT_ITSELF ? "" : say(w, "：", ": "));
	if (declared->aspect == YICE_ASPECT_ITSELF)
		yice_buf_adds(w->out, old ? say(w, "删除", "removed") : say(w, "新增", "added"));
	else if (declared->aspect == YICE_ASPECT_MEMBERS)
		yice_buf_addf(w->out, "%s%s%s%s%s", old ? "- " : "", old ? old : "", old && new ? "  " : "", new ? "+ " : "",
			      new ? new : "");
	else if (declared->aspect == YICE_ASPECT_GEOMETRY)
		yice_buf_adds(w->out, say(w, "变了", "another"));
	else if (declared->aspect == YICE_ASPECT_PARENTS)
		yice_buf_adds(w->out, new);
	else
		yice_buf_addf(w->out, "%s → %s", old ? old : none, new ? new : none);
	if (declared->aspect == YICE_ASPECT_BARE)
		yice_buf_addf(w->out, "%s%s", say(w, "；", "; "), yice_diff_bare_warning(w->lang));
	yice_buf_addc(w->out, '\n');
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
	struct yice_buf limit = YICE_BUF_INIT;
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
	yice_diff_put_limit(w->diff, w->lang, &limit);
	w->out->failed |= limit.failed;
	if (limit.len)
		yice_buf_addf(w->out, "%s\n", limit.data);
	yice_buf_release(&limit);
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
	for (uint32_t i = 0; i < diff->declared_count; i++)
		write_declared(&w, &diff->declared[i]);
	if (diff->declared_count)
		yice_buf_addc(out, '\n');
	if (diff->count || diff->unit_count)
		write_affected(&w);
	if (diff->count || (!diff->unit_count && !diff->declared_count))
		write_counts(&w);
}
