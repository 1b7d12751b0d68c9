/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advice in sentences, a line each, which reports dress as they dress their
 * other parts. Whatever is proved is said so, whatever is not is not claimed.
 * Called by advice.c; the words of changes are in advice_words.c.
 */
#include "advice/advice.h"

#include "advice/advice_words.h"
#include "runtime/locate.h"
#include "runtime/render.h"

#define CLAUSES_SHOWN 6 /* ids on one line */
#define SLOTS_SHOWN   4
#define WAYS_SHOWN    9

static void line(const struct yice_words *w, const char *zh, const char *en)
{
	yice_buf_addf(w->out, "%s%s", w->out->len ? "\n" : "", YICE_TEXT(w->lang, zh, en));
}

static void say(const struct yice_words *w, const char *zh, const char *en)
{
	yice_buf_adds(w->out, YICE_TEXT(w->lang, zh, en));
}

static void number(const struct yice_words *w, const char *zh, const char *en, uint32_t n)
{
	/* One "%u" in each of these literals. */
	const char *format = YICE_TEXT(w->lang, zh, en), *at = strstr(format, "%u");

	yice_buf_add(w->out, format, (size_t)(at - format));
	yice_buf_addf(w->out, "%u%s", (unsigned int)n, at + 2);
}

static const char *comma(const struct yice_words *w)
{
	return YICE_TEXT(w->lang, "、", ", ");
}

static void clauses(const struct yice_words *w, const uint32_t *ids, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < CLAUSES_SHOWN; i++) {
		yice_buf_adds(w->out, i ? comma(w) : "");
		yice_image_clause_id(w->advice->view, ids[i], w->out);
	}
	if (count > CLAUSES_SHOWN)
		say(w, "等", " and more");
}

static void slots(const struct yice_words *w, const uint32_t *list, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < SLOTS_SHOWN; i++)
		yice_buf_addf(w->out, "%s%s", i ? comma(w) : "",
			      yice_advice_slot(w->advice, list[i], w->lang));
	if (count > SLOTS_SHOWN)
		number(w, "等 %u 项", " and others, %u in all", count);
}

static const char *verdict(const struct yice_words *w, enum yice_verdict of)
{
	return yice_verdict_word(of, YICE_TEXT(w->lang, "zh", "en"));
}

/* ---------------------------------------------------------------- undetermined */

static void write_bar(const struct yice_words *w)
{
	switch (w->advice->bar) {
	case YICE_BAR_NONE:
		break;
	case YICE_BAR_SITE:
		line(w, "先查明场址在哪里（", "First find out where the site is (");
		yice_buf_adds(w->out, yice_run_missing_site(w->advice->run));
		say(w, "）：那里的条款还没有看，其他事实再齐全也不能准入。以下只就已看的条款而言。",
		    "): clauses for it have not been looked at, and no other fact can admit the project. "
		    "What follows is "
		    "about those looked at.");
		break;
	case YICE_BAR_OUTSIDE:
		line(w,
		     "场址有一部分不在映像任何清单的单元内：补充事实不能准入；请核对场址，或换用含有那里清单"
		     "的映像。",
		     "Part of the site lies in no unit that a list of this image has: no fact can admit the "
		     "project. Check the "
		     "site, or take an image with the list for that place.");
		break;
	case YICE_BAR_FORCE:
		line(w, "单元的清单在判定日期没有施行：补充事实不能准入；请核对日期，或换用当日有效的清单。",
		     "The list of a unit is not in force on this day: no fact can admit the project. Check "
		     "the day, or take "
		     "the list that is.");
		break;
	case YICE_BAR_EMPTY:
		line(w, "判定日期没有针对这一地点的条款：补充事实不能准入；请核对日期和场址。",
		     "No clause is in force for this site on this day: no fact can admit the project. Check "
		     "day and site.");
		break;
	}
}

static void write_ask(const struct yice_words *w, uint32_t i)
{
	const struct yice_ask *ask = &w->advice->settling.asks[i];
	const struct yice_image_attr *attr = &w->advice->view->attrs[ask->slot];
	const char *measure = yice_view_string(w->advice->view, attr->measure);
	const char *describe = yice_view_string(w->advice->view, attr->describe);

	yice_buf_addf(w->out, "\n(%u) %s", (unsigned int)i + 1,
		      yice_advice_slot(w->advice, ask->slot, w->lang));
	if (*measure)
		yice_buf_addf(w->out, YICE_TEXT(w->lang, "（%s）", " (%s)"), measure);
	if (attr->many)
		say(w, "（完整的列表）", " (the whole list)");
	if (ask->clause_count)
		number(w, "：%u 条取决于它，",
		       ask->clause_count == 1 ? ": %u clause hangs on it, " : ": %u clauses hang on it, ",
		       ask->clause_count);
	clauses(w, ask->clauses, ask->clause_count);
	if (ask->refuses)
		say(w, "；可能据此一项即不予准入", "; an answer to it alone can refuse the project");
	else if (ask->settles)
		number(w, "；一个答案可了结 %u 条", "; one answer can settle %u", ask->settles);
	else
		say(w, "；要与别的一起才能了结", "; settles none but with others");
	if (*describe && w->lang == YICE_ZH)
		yice_buf_addf(w->out, "。%s", describe);
}

static void write_range(const struct yice_words *w)
{
	const struct yice_settling *settling = &w->advice->settling;

	if (!settling->best_known || !settling->worst_known)
		return;
	if (settling->best == settling->worst) {
		line(w, "就已看的条款而言，无论怎样回答，结论都是：",
		     "By the clauses looked at, whatever the answers are, the verdict is: ");
		yice_buf_adds(w->out, verdict(w, settling->best));
		return;
	}
	line(w, "就已看的条款而言，结论最好是", "By the clauses looked at, the verdict is at best ");
	yice_buf_adds(w->out, verdict(w, settling->best));
	say(w, "，最坏是", ", at worst ");
	yice_buf_adds(w->out, verdict(w, settling->worst));
}

static void write_settling(const struct yice_words *w)
{
	const struct yice_settling *settling = &w->advice->settling;

	write_bar(w);
	if (!settling->count)
		return;
	line(w, "", "");
	number(w, "还缺下列 %u 项事实：不论查明的结果如何，有了它们就能了结全部条款，或者有一条拒绝",
	       settling->count == 1 ? "%u fact is missing: whatever it turns out to be, with it every clause "
				      "is settled, or one refuses"
				    : "%u facts are missing: whatever they turn out to be, with them every "
				      "clause is settled, or one refuses",
	       settling->count);
	if (settling->least)
		say(w, "；少于这些，就总有一种情况得不出结论。",
		    "; with fewer there is always a case that leaves the verdict open.");
	else
		say(w, "；没有在限度内证明更少的不够。",
		    "; it was not proved within bounds that fewer would not do.");
	if (settling->count > 1)
		say(w, "按能了结条款的多少依次询问：",
		    " Ask in this order, by how much one answer can settle:");
	for (uint32_t i = 0; i < settling->count; i++)
		write_ask(w, i);
	write_range(w);
}

/* ---------------------------------------------------------------- refused */

static void write_refusing(const struct yice_words *w)
{
	struct yice_run *run = w->advice->run;
	uint32_t shown = 0;

	line(w, "拒绝它的条款：", "Refused by: ");
	for (size_t i = 0; i < yice_run_count(run); i++) {
		const struct yice_decided *decided = yice_run_decided(run, i);

		if (decided->outcome != YICE_VIOLATED)
			continue;
		yice_buf_adds(w->out, shown++ ? comma(w) : "");
		yice_image_clause_id(w->advice->view, decided->clause, w->out);
	}
}

static void write_way(const struct yice_words *w, const struct yice_way *way, uint32_t i)
{
	yice_buf_addf(w->out, "\n(%u) ", (unsigned int)i + 1);
	for (uint32_t k = 0; k < way->count; k++) {
		say(w, k ? "；" : "", k ? "; " : "");
		yice_words_change(w, &way->changes[k]);
	}
	yice_buf_addf(w->out, YICE_TEXT(w->lang, "（改后：%s）", " (then: %s)"), verdict(w, way->verdict));
}

static void write_ways(const struct yice_words *w, const struct yice_changing *changing, const char *zh,
		       const char *en)
{
	uint32_t size = changing->ways[0].count;

	line(w, "", "");
	number(w, "改动 %u 项事实", size == 1 ? "Changing %u fact" : "Changing %u facts", size);
	say(w, zh, en);
	if (changing->exact)
		say(w, "，改动更少则不能", ", and fewer will not");
	if (changing->count > 1 && changing->more)
		number(w, "，有 %u 种以上", "; more than %u ways", changing->count);
	else if (changing->count > 1)
		number(w, "，有 %u 种", "; %u ways", changing->count);
	say(w, "：", ":");
	for (uint32_t i = 0; i < changing->count && i < WAYS_SHOWN; i++)
		write_way(w, &changing->ways[i], i);
	if (changing->count > WAYS_SHOWN)
		line(w, "其余的见 JSON；不能改动的事实可用 --keep 写明。",
		     "The rest are in JSON; --keep names what cannot be changed.");
}

static void write_admitting(const struct yice_words *w)
{
	const struct yice_advice *advice = w->advice;

	if (advice->bar != YICE_BAR_NONE)
		write_bar(w);
	else if (advice->admit.count)
		write_ways(w, &advice->admit, "即可准入", " gets it admitted");
	else if (advice->admit.exact)
		line(w, "按这些清单，改动已知的事实不能使它准入。",
		     "Under these lists, no change of what is known admits it.");
	else
		line(w, "在限度内没有找到使它准入的改动；这不表示没有。",
		     "No change that admits it was found within bounds; that is not to say there is none.");
	if (advice->lifts)
		write_ways(w, &advice->lift, "即不再有条款拒绝", " leaves no clause that refuses");
	else if (!advice->admit.count && advice->lift.exact)
		line(w, "也没有改动能使各条都不拒绝。", "Nor does any change leave no clause that refuses.");
	else if (!advice->admit.count)
		line(w, "也没有在限度内找到使各条都不拒绝的改动。",
		     "Nor was one found within bounds that leaves no clause that refuses.");
}

/* Facts of the clauses that refuse which were not changed though they are known. */
static void write_fixed(const struct yice_words *w)
{
	const uint32_t *list;
	uint32_t count = yice_words_fixed(w, &list);

	if (!count)
		return;
	line(w, "视为不能改动：", "Taken as fixed: ");
	slots(w, list, count);
}

static void write_place(const struct yice_words *w, const struct yice_place_to_be *place)
{
	const struct yice_image_unit *unit = &w->advice->view->units[place->unit];

	yice_buf_addf(w->out, "\n· %s %s", yice_view_string(w->advice->view, unit->code),
		      yice_view_name(w->advice->view, unit->title, unit->english, w->lang));
	if (place->measured) {
		say(w, place->mm.high == INT64_MAX ? "，相距至少 " : "，相距 ",
		    place->mm.high == INT64_MAX ? ", at least " : ", ");
		yice_locate_metres(place->mm.low, w->out);
		say(w, " m", " m away");
	}
	yice_buf_addf(w->out, YICE_TEXT(w->lang, "：%s", ": %s"), verdict(w, place->verdict));
	if (place->missing_count) {
		say(w, "，还缺", ", missing ");
		slots(w, place->missing, place->missing_count);
	}
	if (place->clause_count) {
		say(w, "，须研判 ", ", to judge ");
		clauses(w, place->clauses, place->clause_count);
	}
}

static void write_moving(const struct yice_words *w)
{
	const struct yice_moving *moving = &w->advice->moving;

	if (!moving->looked)
		return;
	line(w, "", "");
	number(w, "换到映像的其他 %u 个单元：", "In the %u other units of the image: ", moving->looked);
	number(w, "准入的 %u 个，", "admitted in %u, ", moving->admitted);
	number(w, "没有条款拒绝而尚待补充或研判的 %u 个", "refused by no clause but open in %u",
	       moving->unrefused);
	if (moving->forgotten_count) {
		say(w, "（已知的", " (what is known of ");
		slots(w, moving->forgotten, moving->forgotten_count);
		say(w, "只属于现场址，不带过去）", " belongs to the present site and is left behind)");
	}
	if (moving->count && moving->by_distance)
		say(w, "。近的在前：", ". The nearest first:");
	else if (moving->count)
		say(w, "。结论好的在前，然后同一辖区的、缺得少的、管控较宽的：",
		    ". The better verdict first, then the same scope, fewer facts missing, the milder class:");
	for (uint32_t i = 0; i < moving->count; i++)
		write_place(w, &moving->places[i]);
}

/* ---------------------------------------------------------------- what a person must judge */

static void write_open(const struct yice_advice *advice, uint32_t clause, const uint32_t *words,
		       uint32_t count, void *context)
{
	const struct yice_words *w = context;

	yice_buf_adds(w->out, "\n· ");
	yice_image_clause_id(advice->view, clause, w->out);
	for (uint32_t i = 0; i < count; i++) {
		yice_buf_adds(w->out, i ? "" : YICE_TEXT(w->lang, "：", ": "));
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "“", i ? ", \"" : "\""));
		yice_render_words(advice->view, clause, words[i], false, w->out);
		yice_buf_adds(w->out, YICE_TEXT(w->lang, "”", "\""));
	}
	if (!count)
		say(w, "：整条", ": the whole clause");
}

static int write_judgement(struct yice_advice *advice, struct yice_words *w)
{
	if (!yice_run_tally(advice->run, YICE_JUDGEMENT))
		return YICE_OK;
	if (yice_run_verdict(advice->run) == YICE_NEEDS_JUDGEMENT)
		line(w, "没有缺少的事实。结论取决于下列词语，只能由人研判：",
		     "No fact is missing. The verdict hangs on these words, which only a person can judge:");
	else
		line(w, "此外，下列词语须由人研判，什么事实也不能代替：",
		     "Besides, these words are for a person to judge; no fact stands in for that:");
	return yice_advice_each_open(advice, write_open, w);
}

int yice_advice_each_open(struct yice_advice *advice,
			  void (*add)(const struct yice_advice *advice, uint32_t clause,
				      const uint32_t *words, uint32_t count, void *context),
			  void *context)
{
	int status = YICE_OK;

	for (size_t i = 0; !status && i < yice_run_count(advice->run); i++) {
		struct yice_because because;
		struct yice_arena scratch;

		if (yice_run_decided(advice->run, i)->outcome != YICE_JUDGEMENT)
			continue;
		yice_arena_init(&scratch);
		status = yice_run_because(advice->run, i, &scratch, &because);
		if (!status)
			add(advice, yice_run_decided(advice->run, i)->clause, because.open,
			    because.open_count, context);
		yice_arena_release(&scratch);
	}
	return status;
}

int yice_advice_write(struct yice_advice *advice, enum yice_lang lang, struct yice_buf *out)
{
	struct yice_words w = { advice, lang, out };

	switch (yice_run_verdict(advice->run)) {
	case YICE_ADMITTED:
		line(&w, "已符合准入，没有要补充或改动的事实。",
		     "It is admitted: there is nothing to supply or change.");
		break;
	case YICE_CONDITIONAL:
		line(&w, "已可受限准入，没有要补充或改动的事实；所附条件见各受限条款。",
		     "It is admitted with conditions: there is nothing to supply or change. The conditions "
		     "are those of the "
		     "restricting clauses.");
		break;
	case YICE_UNDETERMINED:
		write_settling(&w);
		break;
	case YICE_REFUSED:
		write_refusing(&w);
		write_admitting(&w);
		write_fixed(&w);
		write_moving(&w);
		break;
	default:
		break;
	}
	return write_judgement(advice, &w);
}
