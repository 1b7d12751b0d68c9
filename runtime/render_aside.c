/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a report lists apart because it moves no verdict: duties, and the
 * encouragements and duties that stand beside an effect, with their last days.
 * Whether they are of interest, concern.c says. Called by the formats through
 * render.h.
 */
#include "runtime/render.h"

uint32_t yice_render_concerns(const struct yice_render *render, const struct yice_render_clause *clause)
{
	return yice_run_concerns(render->run, clause->decided, &clause->because);
}

bool yice_render_is_overdue(const struct yice_render *render, uint32_t due)
{
	return (yice_day)due < render->run->day;
}

static void add_due(const struct yice_render *render, uint32_t due, struct yice_buf *out)
{
	char day[11];

	yice_date_format((yice_day)due, day);
	if (!*day)
		return;
	yice_buf_addf(out, render->lang == YICE_ZH ? "（期限 %s%s）" : " (due by %s%s)", day,
		      !yice_render_is_overdue(render, due) ? ""
							   : yice_render_say(render, "，当日已过", ", past on the day"));
}

/* "政府" of a duty, "鼓励" of an encouragement. */
static const char *heading_of(const struct yice_render *render, const struct yice_image_aside *aside)
{
	if (aside->kind == YICE_ASIDE_ENCOURAGES)
		return yice_render_say(render, "鼓励", "encouraged");
	return yice_render_name(render, aside->addressee_zh, aside->addressee_en);
}

static void add_aside(const struct yice_render *render, const struct yice_render_clause *clause,
		      const struct yice_image_aside *aside, struct yice_buf *out)
{
	yice_buf_adds(out, yice_render_say(render, "：", ": "));
	yice_render_list(render, clause, aside->texts, out);
	add_due(render, aside->due, out);
}

void yice_render_asides(const struct yice_render *render, const struct yice_render_clause *clause,
			struct yice_buf *out)
{
	const struct yice_image_frame *frame = clause->frame;
	size_t start = out->len;
	char day[11];

	yice_date_format((yice_day)frame->due, day);
	if (*day)
		yice_buf_addf(out, render->lang == YICE_ZH ? "期限：%s%s" : "due by: %s%s", day,
			      !yice_render_is_overdue(render, frame->due)
				  ? ""
				  : yice_render_say(render, "（当日已过）", " (past on the day)"));
	if (!frame->aside_count || yice_render_concerns(render, clause) == YICE_F)
		return;
	for (uint32_t i = 0; i < frame->aside_count; i++) {
		const struct yice_image_aside *aside = &render->view->asides[frame->asides + i];
		bool duty = aside->kind == YICE_ASIDE_OBLIGES;

		yice_buf_adds(out, out->len > start ? "\n" : "");
		yice_buf_addf(out, "%s%s%s", duty ? yice_render_say(render, "另有职责（", "besides, a duty (")
						  : yice_render_say(render, "另有", "besides, "),
			      heading_of(render, aside), duty ? yice_render_say(render, "）", ")") : "");
		add_aside(render, clause, aside, out);
	}
}

/* ---- listed apart */

static void begin_line(const struct yice_render *render, const struct yice_render_clause *clause, const char *whose,
		       struct yice_buf *out)
{
	yice_buf_adds(out, out->len ? "\n" : "");
	yice_render_id(render, clause, out);
	if (*whose)
		yice_buf_addf(out, render->lang == YICE_ZH ? "（%s）" : " (%s)", whose);
}

/* The duty a clause is. Its own words tell it from those beside it, and what of a longer text has a last day. */
static void add_duty(const struct yice_render *render, const struct yice_render_clause *clause, struct yice_buf *out)
{
	const struct yice_image_frame *frame = clause->frame;
	struct yice_buf text = YICE_BUF_INIT;
	bool own = yice_view_text_count(render->view, frame->texts) &&
		   (clause->body->summary || clause->body->original); /* else they are the requirement */
	bool part = own && !frame->aside_count && frame->due != (uint32_t)YICE_DAY_MAX;

	begin_line(render, clause, yice_render_name(render, frame->addressee_zh, frame->addressee_en), out);
	yice_buf_adds(out, yice_render_say(render, "：", ": "));
	if (!own || !frame->aside_count)
		yice_render_requirement(render, clause, false, &text);
	yice_render_plain(yice_buf_text(&text), false, out);
	yice_buf_adds(out, part ? yice_render_say(render, "其中：", " Of this: ") : "");
	if (own && (part || frame->aside_count))
		yice_render_list(render, clause, frame->texts, out);
	add_due(render, frame->due, out);
	out->failed |= text.failed;
	yice_buf_release(&text);
}

/* Calls add for every clause with something beside its effect, and for every duty if asked. */
static int each_apart(struct yice_render *render, bool duties,
		      void (*add)(const struct yice_render *render, const struct yice_render_clause *clause,
				  void *into),
		      void *into)
{
	const struct yice_view *view = render->view;

	for (uint32_t i = 0; i < yice_run_count(render->run); i++) {
		const struct yice_decided *decided = yice_run_decided(render->run, i);
		uint32_t frame = view->bodies[view->clauses[decided->clause].body].frame;
		struct yice_render_clause clause;
		int status;

		if (!yice_render_shows(render, i, decided->outcome == YICE_RUN_DUTY) ||
		    (!view->frames[frame].aside_count && !(duties && decided->outcome == YICE_RUN_DUTY)))
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		add(render, &clause, into);
	}
	return YICE_OK;
}

static void list_apart(const struct yice_render *render, const struct yice_render_clause *clause, void *into)
{
	const struct yice_image_frame *frame = clause->frame;
	struct yice_buf *out = into;

	if (clause->is_duty)
		add_duty(render, clause, out);
	if (!frame->aside_count || yice_render_concerns(render, clause) == YICE_F)
		return;
	for (uint32_t i = 0; i < frame->aside_count; i++) {
		const struct yice_image_aside *aside = &render->view->asides[frame->asides + i];

		begin_line(render, clause, heading_of(render, aside), out);
		add_aside(render, clause, aside, out);
	}
}

int yice_render_apart(struct yice_render *render, struct yice_buf *out)
{
	return each_apart(render, true, list_apart, out);
}

static void count_asides(const struct yice_render *render, const struct yice_render_clause *clause, void *into)
{
	uint32_t *count = into;

	if (clause->frame->aside_count && yice_render_concerns(render, clause) != YICE_F)
		*count += clause->frame->aside_count;
}

int yice_render_count_asides(struct yice_render *render, uint32_t *count)
{
	*count = 0;
	return each_apart(render, false, count_asides, count);
}
