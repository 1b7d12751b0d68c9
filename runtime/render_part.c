/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a report around its table: the heading, what is missing, what
 * a person must judge, duties, dated bases and the count. Plain lines, which
 * text, Markdown and HTML dress each in its own way.
 */
#include "runtime/render_site.h"

const char *yice_render_title(const struct yice_render *render)
{
	return yice_render_say(render, "生态环境准入清单符合性分析表",
			       "Conformity with the ecological entry lists");
}

const char *yice_render_part_title(const struct yice_render *render, enum yice_render_part part)
{
	static const char *const titles[][2] = {
		[YICE_PART_HEAD] = { "项目", "Project" },
		[YICE_PART_MISSING] = { "待补充的事实", "Facts to supply" },
		[YICE_PART_JUDGE] = { "须人工研判", "To be judged by a person" },
		[YICE_PART_ADVICE] = { "建议", "Advice" },
		[YICE_PART_DUTIES] = { "另列的职责和鼓励（不影响结论）",
				       "Duties and encouragements listed apart (they do not move the verdict)" },
		[YICE_PART_STALE] = { "当日未施行或已失效的依据", "Bases not in force on the day" },
		[YICE_PART_COUNTS] = { "统计", "Count" },
		[YICE_PART_LISTS] = { "所依据的清单", "Lists decided by" },
	};

	return titles[part][render->lang];
}

void yice_render_footer(const struct yice_render *render, struct yice_buf *out)
{
	char day[11];

	yice_date_format(render->run->day, day);
	yice_buf_addf(out, "%s%s",
		      yice_render_say(render, "按当日有效的清单判定：", "Decided by the lists of "), day);
	if (render->digest)
		yice_buf_addf(out, "%s sha256:%s", yice_render_say(render, "；映像", "; image"),
			      render->digest);
	yice_buf_adds(out, yice_render_say(render, "\n复现：", "\nTo have it again: "));
	yice_render_replay(render, out);
}

void yice_render_replay(const struct yice_render *render, struct yice_buf *out)
{
	char day[11];

	yice_date_format(render->run->day, day);
	yice_buf_addf(out, "yice eval IMAGE FACTS --as-of %s --lang %s --format %s", day,
		      render->lang == YICE_ZH ? "zh" : "en", render->format);
	yice_buf_adds(out, render->advice ? render->advice->options : "");
	if (render->only != YICE_NONE) {
		yice_buf_adds(out, " --explain ");
		yice_image_clause_id(render->view, yice_run_decided(render->run, render->only)->clause, out);
	}
}

static uint32_t list_of(const struct yice_render *render, uint32_t i)
{
	const struct yice_view *view = render->view;

	return view->targets[yice_clause_target(view, yice_run_decided(render->run, i)->clause)].list;
}

uint32_t yice_render_new_list(const struct yice_render *render, uint32_t i)
{
	uint32_t list = list_of(render, i);

	if (render->only != YICE_NONE)
		return i == render->only ? list : YICE_NONE;
	/* Clauses of a list mostly follow each other: the search is short. */
	for (uint32_t before = i; before--;)
		if (list_of(render, before) == list)
			return YICE_NONE;
	return list;
}

void yice_render_id(const struct yice_render *render, const struct yice_render_clause *clause,
		    struct yice_buf *out)
{
	yice_image_clause_id(render->view, clause->decided->clause, out);
}

void yice_render_number(const struct yice_render *render, const struct yice_render_clause *clause,
			struct yice_buf *out)
{
	const char *number = yice_render_string(render, clause->info->number);

	yice_buf_adds(out, *number ? number : yice_render_say(render, "无号", "-"));
	if (clause->context->repeat > 1)
		yice_buf_addf(out, "#%u", (unsigned int)clause->context->repeat);
}

static void add_unit(const struct yice_render *render, const struct yice_image_unit *unit,
		     struct yice_buf *out)
{
	static const char *const classes[][2] = {
		[YICE_PRIORITY] = { "优先保护单元", "priority protection" },
		[YICE_KEY] = { "重点管控单元", "key control" },
		[YICE_GENERAL] = { "一般管控单元", "general control" },
	};

	yice_buf_addf(out, "%s %s", yice_render_string(render, unit->code),
		      yice_render_name(render, unit->title, unit->english));
	yice_buf_addf(out, render->lang == YICE_ZH ? "（%s）" : " (%s)", classes[unit->klass][render->lang]);
	yice_buf_adds(out, unit->fictional ? yice_render_say(render, "［示例］", " [illustration]") : "");
}

void yice_render_group(const struct yice_render *render, const struct yice_render_clause *clause,
		       struct yice_buf *out)
{
	yice_buf_addf(out, "%s%s", yice_render_name(render, clause->list->title, clause->list->english),
		      yice_render_say(render, " ／ ", " / "));
	if (clause->unit)
		add_unit(render, clause->unit, out);
	else
		yice_buf_adds(out, yice_image_target_name(render->view, clause->target_number, render->lang));
}

static void head_line(const struct yice_render *render, const char *zh, const char *en, struct yice_buf *out)
{
	yice_buf_addf(out, "%s%s\t", out->len ? "\n" : "", yice_render_say(render, zh, en));
}

static int add_head(struct yice_render *render, struct yice_buf *out)
{
	const char *lang = render->lang == YICE_ZH ? "zh" : "en";
	const struct yice_facts *facts = render->facts;
	char day[11];

	if (*yice_facts_project(facts)) {
		head_line(render, "项目", "Project", out);
		yice_render_plain(yice_facts_project(facts), false, out);
	}
	for (uint32_t i = 0; i < facts->unit_count; i++) {
		head_line(render, "管控单元", "Unit", out);
		add_unit(render, &render->view->units[facts->units[i]], out);
		yice_render_site_part(render, facts->units[i], out);
		if (!yice_run_unit_in_force(render->run, facts->units[i]))
			yice_buf_adds(out, yice_render_say(render, "：它的清单在判定日期没有施行，不能据此认定准入",
							   ": its list is not in force on this day, so nothing is admitted"));
	}
	if (facts->scope != YICE_NONE) {
		const struct yice_image_scope *scope = &render->view->scopes[facts->scope];

		head_line(render, "行政区", "Scope", out);
		yice_buf_addf(out, "%s %s", yice_render_string(render, scope->code),
			      yice_render_name(render, scope->zh, scope->en));
	}
	if (!facts->unit_count) {
		head_line(render, "管控单元", "Unit", out);
		yice_render_site_units(render, out);
	}
	if (facts->rest->location) {
		head_line(render, "场址", "Site", out);
		yice_render_site(render, out);
	}
	yice_date_format(render->run->day, day);
	head_line(render, "判定日期", "As of", out);
	yice_buf_adds(out, day);
	if (render->run->day_by_default)
		yice_buf_adds(out, yice_render_say(render, "（没有指定，取清单最近的施行日）",
						   " (none given: the latest day on which a list takes effect)"));
	head_line(render, "总体结论", "Verdict", out);
	yice_buf_adds(out, yice_verdict_word(render->run->verdict, lang));
	return YICE_OK;
}

/* Counts what every clause waits for. */
static int count_needs(struct yice_render *render)
{
	memset(render->needs, 0, render->view->count[YICE_SEC_ATTRS] * sizeof(*render->needs));
	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		struct yice_render_clause clause;
		int status;

		if (yice_run_decided(render->run, i)->outcome != YICE_UNKNOWN || !yice_render_shows(render, i, false))
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		yice_render_count_needs(render, &clause);
	}
	return YICE_OK;
}

static void add_missing_line(const struct yice_render *render, uint32_t slot, struct yice_buf *out)
{
	const struct yice_image_attr *attr = &render->view->attrs[slot];
	const char *describe = yice_render_string(render, attr->describe);
	const char *measure = yice_render_string(render, attr->measure);

	yice_buf_addf(out, "%s%s", out->len ? "\n" : "", yice_render_slot(render, slot));
	if (*measure)
		yice_buf_addf(out, render->lang == YICE_ZH ? "（%s）" : " (%s)", measure);
	yice_buf_addf(out,
		      render->lang == YICE_ZH    ? "：%u 条要求待它判定"
		      : render->needs[slot] == 1 ? ": %u clause waits for it"
						 : ": %u clauses wait for it",
		      (unsigned int)render->needs[slot]);
	yice_facts_why_unknown(render->facts, slot, render->lang, out);
	if (*describe && render->lang == YICE_ZH)
		yice_buf_addf(out, "。%s", describe);
}

static int add_missing(struct yice_render *render, struct yice_buf *out)
{
	struct yice_arena arena;
	const uint32_t *slots;
	uint32_t count = 0;
	int status = count_needs(render);

	yice_arena_init(&arena);
	if (!status)
		status = yice_render_missing(render, &arena, &slots, &count);
	if (render->run->site_incomplete && render->facts->rest->location && render->facts->outside)
		yice_buf_addf(out, "%s (%s)%s",
			      yice_render_say(render, "场址有一部分不在映像任何清单的单元内：请核对坐标",
					      "part of the site lies in no unit that a list of this image has: check the coordinates"),
			      yice_run_missing_site(render->run),
			      yice_render_say(render, "，或换用含有那里清单的映像", ", or take an image with the list for that place"));
	else if (render->run->site_incomplete)
		yice_buf_addf(out, "%s (%s)", yice_render_say(render, "场址在哪里", "where the site is"),
			      yice_run_missing_site(render->run));
	for (uint32_t i = 0; !status && i < count; i++)
		add_missing_line(render, slots[i], out);
	yice_arena_release(&arena);
	return status;
}

/* The requirement on one line. */
static void add_demand(const struct yice_render *render, const struct yice_render_clause *clause,
		       struct yice_buf *out)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_render_requirement(render, clause, false, &text);
	yice_render_plain(yice_buf_text(&text), false, out);
	out->failed |= text.failed;
	yice_buf_release(&text);
}

static void add_judge(struct yice_render *render, const struct yice_render_clause *clause,
		      struct yice_buf *out)
{
	if (clause->decided->outcome != YICE_JUDGEMENT)
		return;
	yice_buf_adds(out, out->len ? "\n" : "");
	yice_render_id(render, clause, out);
	yice_buf_adds(out, yice_render_say(render, "：", ": "));
	yice_render_open(render, clause, out);
	if (!clause->because.open_count)
		add_demand(render, clause, out);
}

/* Calls add for every clause shown as a row. */
static int each_clause(struct yice_render *render,
		       void (*add)(struct yice_render *render, const struct yice_render_clause *clause,
				   struct yice_buf *out),
		       struct yice_buf *out)
{
	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		struct yice_render_clause clause;
		int status;

		if (!yice_render_shows(render, i, false))
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		add(render, &clause, out);
	}
	return YICE_OK;
}

/* A line for a document that was not in force, unless a line before says so already. */
static void add_stale_document(const struct yice_render *render, const struct yice_image_document *document,
			       struct yice_buf *out)
{
	struct yice_buf line = YICE_BUF_INIT;
	char from[11], to[11];
	const char *found;

	yice_date_format((yice_day)document->from, from);
	yice_date_format((yice_day)document->to, to);
	yice_buf_addf(&line, "《%s》", yice_render_string(render, document->title));
	if (*from)
		yice_buf_addf(&line, render->lang == YICE_ZH ? "，%s 起施行" : ", in force from %s", from);
	if (*to)
		yice_buf_addf(&line, render->lang == YICE_ZH ? "，%s 起废止" : ", repealed from %s", to);
	if (document->successor != YICE_NONE)
		yice_buf_addf(&line, render->lang == YICE_ZH ? "，由《%s》代替" : ", replaced by 《%s》",
			      yice_render_string(render, render->view->documents[document->successor].title));
	found = strstr(yice_buf_text(out), yice_buf_text(&line));
	if (!found) {
		yice_buf_adds(out, out->len ? "\n" : "");
		yice_buf_add(out, yice_buf_text(&line), line.len);
	}
	out->failed |= line.failed;
	yice_buf_release(&line);
}

static void add_stale(struct yice_render *render, const struct yice_render_clause *clause,
		      struct yice_buf *out)
{
	const struct yice_view *view = render->view;

	for (uint32_t i = 0; i < clause->frame->base_count; i++) {
		const struct yice_image_document *document =
		    &view->documents[view->bases[clause->frame->bases + i].document];

		if (yice_render_is_stale(render, document))
			add_stale_document(render, document, out);
	}
}

/* "《清单》（发布机关，文号），2024-07-01 起施行" */
static void add_list(const struct yice_render *render, const struct yice_image_list *list,
		     struct yice_buf *out)
{
	const char *publisher = yice_render_string(render, list->publisher);
	const char *reference = yice_render_string(render, list->reference);
	char from[11], to[11];

	yice_date_format((yice_day)list->from, from);
	yice_date_format((yice_day)list->to, to);
	yice_buf_addf(out, "%s%s%s", out->len ? "\n" : "",
		      list->fictional ? yice_render_say(render, "［示例］", "[illustration] ") : "",
		      yice_render_name(render, list->title, list->english));
	if (*publisher || *reference)
		yice_buf_addf(out, render->lang == YICE_ZH ? "（%s%s%s）" : " (%s%s%s)", publisher,
			      *publisher && *reference ? yice_render_say(render, "，", ", ") : "", reference);
	if (*from)
		yice_buf_addf(out, render->lang == YICE_ZH ? "，%s 起施行" : ", in force from %s", from);
	if (*to)
		yice_buf_addf(out, render->lang == YICE_ZH ? "，%s 起废止" : ", repealed from %s", to);
}

static void add_lists(const struct yice_render *render, struct yice_buf *out)
{
	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		uint32_t list = yice_render_new_list(render, i);

		if (list != YICE_NONE)
			add_list(render, &render->view->lists[list], out);
	}
}

static int add_counts(struct yice_render *render, struct yice_buf *out)
{
	static const enum yice_outcome order[] = { YICE_VIOLATED,      YICE_UNKNOWN,   YICE_JUDGEMENT,
						   YICE_RESTRICTED,    YICE_SATISFIED, YICE_NOTED,
						   YICE_NOT_APPLICABLE };
	const char *lang = render->lang == YICE_ZH ? "zh" : "en";
	const struct yice_run *run = render->run;
	size_t looked = 0;
	uint32_t asides;
	int status = yice_render_count_asides(render, &asides);

	for (int i = 0; i < YICE_OUTCOMES; i++)
		looked += yice_run_tally(run, (enum yice_outcome)i);
	yice_buf_addf(out, render->lang == YICE_ZH ? "逐条判定 %u 条" : "clauses looked at: %u",
		      (unsigned int)looked);
	for (size_t i = 0, shown = 0; i < YICE_COUNT(order); i++) {
		if (!yice_run_tally(run, order[i]))
			continue;
		yice_buf_addf(out, "%s%s %u",
			      shown++ ? yice_render_say(render, "，", ", ")
				      : yice_render_say(render, "：", "; "),
			      yice_outcome_word(order[i], lang), (unsigned int)yice_run_tally(run, order[i]));
	}
	if (!looked)
		yice_buf_adds(
		    out, yice_render_say(render, "：这一天没有针对这一地点的条款",
						 "; no clause was in force for this site on this day"));
	if (yice_run_duties(run))
		yice_buf_addf(out, render->lang == YICE_ZH ? "；另列职责 %u 条" : "; duties listed apart: %u",
			      (unsigned int)yice_run_duties(run));
	if (asides)
		yice_buf_addf(out,
			      render->lang == YICE_ZH ? "；另列条款旁的鼓励、职责 %u 项"
						      : "; encouragements and duties beside clauses: %u",
			      (unsigned int)asides);
	if (looked && yice_run_tally(run, YICE_NOT_APPLICABLE) == looked)
		yice_buf_adds(
		    out, yice_render_say(render, "\n没有一条要求适用于本项目；请核对事实是否写全写对。",
					 "\nNo requirement applies to this project; check that its facts are "
					 "complete and right."));
	return status;
}

int yice_render_part(struct yice_render *render, enum yice_render_part part, struct yice_buf *out)
{
	int status = YICE_OK;

	switch (part) {
	case YICE_PART_HEAD:
		status = add_head(render, out);
		break;
	case YICE_PART_MISSING:
		status = add_missing(render, out);
		break;
	case YICE_PART_JUDGE:
		status = each_clause(render, add_judge, out);
		break;
	case YICE_PART_ADVICE:
		yice_buf_adds(out, render->advice ? render->advice->lines : "");
		break;
	case YICE_PART_DUTIES:
		status = yice_render_apart(render, out);
		break;
	case YICE_PART_STALE:
		status = each_clause(render, add_stale, out);
		break;
	case YICE_PART_COUNTS:
		status = add_counts(render, out);
		break;
	case YICE_PART_LISTS:
		add_lists(render, out);
		break;
	case YICE_PARTS:
		break;
	}
	return status ? status : yice_buf_status(out);
}
