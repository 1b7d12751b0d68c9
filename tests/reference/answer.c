/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks the program and the reference the same question and writes their
 * answers in one form. The two meet here only: they are given the same bytes
 * and each reads them for itself. Called by differential.c and shrink.c.
 */
#include "tests/reference/answer.h"

#include <stdio.h>

#include "base/json.h"
#include "grammar/parse.h"
#include "runtime/render.h"
#include "yice/compile.h"

/* Lines of an answer before they are put in order. */
struct lines {
	char *items[4096];
	uint32_t count;
};

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void must(bool fine, const char *what)
{
	if (!fine)
		ref_die("cannot go on", what);
}

static void add_line(struct lines *lines, const char *id, const char *outcome, const char *label,
		     const char **names, uint32_t count)
{
	struct yice_buf line = YICE_BUF_INIT;

	yice_buf_addf(&line, "%s: %s", id, outcome);
	if (count)
		qsort(names, count, sizeof(*names), compare_text);
	for (uint32_t i = 0; i < count; i++)
		if (!i || strcmp(names[i], names[i - 1]))
			yice_buf_addf(&line, "%s%s", i ? "、" : label, names[i]);
	must(lines->count < YICE_COUNT(lines->items) && !line.failed, "lines");
	lines->items[lines->count++] = line.data;
}

static void finish(struct lines *lines, const char *verdict, struct yice_buf *out)
{
	if (lines->count)
		qsort(lines->items, lines->count, sizeof(*lines->items), compare_text);
	yice_buf_addf(out, "verdict: %s\n", verdict);
	for (uint32_t i = 0; i < lines->count; i++) {
		yice_buf_addf(out, "%s\n", lines->items[i]);
		free(lines->items[i]);
	}
}

/* "ID+: duty 政府 编制计划, by 2024-12-31, past" */
static void add_aside(struct lines *lines, const char *id, const char *aside)
{
	struct yice_buf line = YICE_BUF_INIT;

	yice_buf_addf(&line, "%s+", id);
	add_line(lines, yice_buf_text(&line), aside, "", NULL, 0);
	yice_buf_release(&line);
}

/* ---- the program */

static void add_due(const struct yice_render *render, uint32_t due, struct yice_buf *out)
{
	char day[11];

	yice_date_format((yice_day)due, day);
	if (*day)
		yice_buf_addf(out, ", by %s%s", day, yice_render_is_overdue(render, due) ? ", past" : "");
}

static void add_program_asides(struct subject *subject, uint32_t i, const char *id, struct lines *lines)
{
	struct yice_render render = { .run = subject->run, .facts = subject->facts, .view = subject->run->view };
	struct yice_render_clause clause;

	yice_arena_init(&render.arena);
	must(!yice_render_load(&render, i, &clause), "memory");
	for (uint32_t a = 0; a < clause.frame->aside_count; a++) {
		const struct yice_image_aside *aside = &render.view->asides[clause.frame->asides + a];
		struct yice_buf line = YICE_BUF_INIT;

		if (yice_render_concerns(&render, &clause) == YICE_F)
			continue;
		yice_buf_addf(&line, "%s%s", aside->kind == YICE_ASIDE_OBLIGES ? "duty " : "encourage",
			      yice_view_string(render.view, aside->addressee_zh));
		for (uint32_t t = 0; t < yice_view_text_count(render.view, aside->texts); t++) {
			yice_buf_adds(&line, t ? "；" : " ");
			yice_text_add(&line, render.view, clause.decided->clause,
				      yice_view_text(render.view, aside->texts, t));
		}
		add_due(&render, aside->due, &line);
		add_aside(lines, id, yice_buf_text(&line));
		yice_buf_release(&line);
	}
	yice_arena_release(&render.arena);
}

static void add_program_line(struct subject *subject, uint32_t i, struct lines *lines)
{
	struct yice_run *run = subject->run;
	const struct yice_decided *decided = yice_run_decided(run, i);
	const char *names[512], *outcome = decided->applies == YICE_F ? "not-listed" : "duty";
	const struct yice_render render = { .run = run };
	struct yice_because because = { 0 };
	struct yice_buf said = YICE_BUF_INIT;
	struct yice_arena arena;
	char id[512];
	uint32_t n = 0;

	yice_arena_init(&arena);
	yice_run_id(run, i, id, sizeof(id));
	if (decided->outcome >= 0)
		outcome = yice_outcome_word((enum yice_outcome)decided->outcome, "en");
	if (decided->outcome == YICE_UNKNOWN || decided->outcome == YICE_JUDGEMENT)
		must(!yice_run_because(run, i, &arena, &because), "because");
	must(because.missing_count + because.open_count <= YICE_COUNT(names), "names");
	for (uint32_t m = 0; m < because.missing_count; m++)
		names[n++] = yice_view_string(run->view, run->view->attrs[because.missing[m]].zh);
	for (uint32_t o = 0; o < because.open_count; o++) {
		struct yice_buf words = YICE_BUF_INIT;

		yice_text_add(&words, run->view, decided->clause, because.open[o]);
		names[n++] = yice_arena_strdup(&arena, yice_buf_text(&words));
		yice_buf_release(&words);
	}
	yice_buf_adds(&said, outcome);
	add_due(&render, run->view->frames[run->view->bodies[run->view->clauses[decided->clause].body].frame].due, &said);
	add_line(lines, id, yice_buf_text(&said), because.missing_count ? ", missing " : ", judge ", names, n);
	yice_buf_release(&said);
	yice_arena_release(&arena);
	add_program_asides(subject, i, id, lines);
}

static enum answer ask_program(struct subject *subject, const char *facts, struct yice_buf *out)
{
	static struct lines lines;
	yice_report *report;
	enum answer answer = ANSWER_SAME;

	lines.count = 0;
	must(!yice_report_new(&report), "memory");
	if (yice_facts_read(subject->facts, "facts.json", facts, strlen(facts), report)) {
		yice_buf_adds(out, "refused\n");
		for (uint32_t i = 0; i < report->diags.count; i++)
			if (report->diags.items[i]->main.id == YICE_D_facts_exact)
				answer = ANSWER_TOO_EXACT;
	} else {
		must(!yice_run_decide(subject->run, subject->facts, NULL), "decide");
		for (uint32_t i = 0; i < yice_run_count(subject->run); i++)
			add_program_line(subject, i, &lines);
		finish(&lines, yice_verdict_word(yice_run_verdict(subject->run), "en"), out);
	}
	yice_report_free(report);
	return answer;
}

/* ---- the reference */

static void ask_reference(struct subject *subject, const char *text, struct yice_buf *out)
{
	static struct lines lines;
	struct yice_diags diags;
	struct yice_arena arena;
	struct yice_json *document = NULL;
	struct ref_facts facts;
	struct ref_decision decision;

	lines.count = 0;
	yice_arena_init(&arena);
	yice_diags_init(&diags);
	if (yice_json_parse(text, strlen(text), 0, 0, &arena, &diags, &document) ||
	    !ref_facts_read(&subject->rules, document, &arena, &facts)) {
		yice_buf_adds(out, "refused\n");
	} else {
		ref_decide(&facts, &arena, &decision);
		for (struct ref_decided *one = decision.clauses; one; one = one->next) {
			struct ref_names *names = one->missing.count ? &one->missing : &one->judge;
			struct yice_buf said = YICE_BUF_INIT;

			yice_buf_addf(&said, "%s%s", ref_outcome_words[one->outcome], one->due);
			add_line(&lines, one->clause->id, yice_buf_text(&said),
				 names == &one->missing ? ", missing " : ", judge ", names->names,
				 names->count);
			yice_buf_release(&said);
			for (uint32_t i = 0; i < one->asides.count; i++)
				add_aside(&lines, one->clause->id, one->asides.names[i]);
		}
		finish(&lines, ref_verdict_words[decision.verdict], out);
	}
	yice_diags_release(&diags);
	yice_arena_release(&arena);
}

void subject_ask_program(struct subject *subject, const char *facts, struct yice_buf *program)
{
	yice_buf_clear(program);
	ask_program(subject, facts, program);
}

enum answer subject_ask(struct subject *subject, const char *facts, struct yice_buf *program,
			struct yice_buf *reference)
{
	enum answer answer;

	yice_buf_clear(program);
	yice_buf_clear(reference);
	answer = ask_program(subject, facts, program);
	if (answer == ANSWER_TOO_EXACT)
		return answer;
	ask_reference(subject, facts, reference);
	return strcmp(yice_buf_text(program), yice_buf_text(reference)) ? ANSWER_DIFFERENT : ANSWER_SAME;
}

/* ---- sources */

bool subject_build(struct subject *subject, const char *folder)
{
	char path[512];
	const char *paths[1] = { path };
	size_t len;

	memset(subject, 0, sizeof(*subject));
	yice_sources_init(&subject->sources);
	yice_diags_init(&subject->diags);
	yice_arena_init(&subject->tree);
	yice_arena_init(&subject->rules.arena);
	snprintf(path, sizeof(path), "%s/rules.yice", folder);
	must(!yice_report_new(&subject->report), "memory");
	if (yice_build(paths, 1, subject->report, &subject->bytes, &len))
		return false;
	must(!yice_image_borrow(subject->bytes, len, subject->report, &subject->image) &&
		 !yice_facts_new(subject->image, &subject->facts) &&
		 !yice_run_new(subject->image, &subject->run),
	     "the program's own image");
	return true;
}

bool subject_open(struct subject *subject, const char *folder, const char *text)
{
	struct yice_file *file = NULL;
	uint32_t source;

	if (!subject_build(subject, folder))
		return false;
	must(!yice_sources_add(&subject->sources, "rules.yice", text, strlen(text), &source) &&
		 !yice_parse(&subject->sources, source, &subject->tree, &subject->diags, &file),
	     "parse");
	ref_words_read(&subject->rules, file->items, folder);
	ref_outline_read(&subject->rules);
	ref_ground_read(&subject->rules);
	return true;
}

void subject_close(struct subject *subject)
{
	yice_report_free(subject->report);
	if (!subject->image)
		return;
	yice_run_free(subject->run);
	yice_facts_free(subject->facts);
	yice_image_free(subject->image);
	free(subject->bytes);
	yice_arena_release(&subject->rules.arena);
	yice_arena_release(&subject->tree);
	yice_diags_release(&subject->diags);
	yice_sources_release(&subject->sources);
}
