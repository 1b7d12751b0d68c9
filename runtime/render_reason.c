/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clause in words: what it demands, which facts decided it and why it came
 * out as it did. The words follow the reason tree of the decision; nothing
 * here computes a truth of its own.
 */
#include "runtime/render.h"
#include "runtime/test_op.h"

const char *yice_truth_word(uint32_t truth)
{
	static const char *const words[] = { [YICE_F] = "no", [YICE_U] = "missing", [YICE_J] = "open", [YICE_T] = "yes" };

	return truth < YICE_COUNT(words) ? words[truth] : "skipped";
}

static const char *truth_said(const struct yice_render *render, uint32_t truth)
{
	static const char *const words[][2] = { [YICE_F] = { "否", "no" },
						[YICE_U] = { "缺少事实", "facts missing" },
						[YICE_J] = { "须人工研判", "needs judgement" },
						[YICE_T] = { "是", "yes" } };

	return truth < YICE_COUNT(words) ? words[truth][render->lang]
					 : yice_render_say(render, "无须判断", "not looked at");
}

static void new_line(struct yice_buf *out, size_t start)
{
	if (out->len > start)
		yice_buf_addc(out, '\n');
}

/* Strings of a WORDS run joined; each in quotation marks when quoted. */
static void add_words(const struct yice_render *render, uint32_t first, uint32_t count, bool quoted, struct yice_buf *out)
{
	for (uint32_t i = 0; i < count; i++) {
		const char *text = yice_render_string(render, render->view->words[first + i]);

		yice_buf_adds(out, i ? yice_render_say(render, "；", "; ") : "");
		yice_buf_adds(out, quoted ? yice_render_say(render, "“", "\"") : "");
		yice_buf_adds(out, text);
		yice_buf_adds(out, quoted ? yice_render_say(render, "”", "\"") : "");
	}
}

void yice_render_requirement(const struct yice_render *render, const struct yice_render_clause *clause, bool verbatim,
			     struct yice_buf *out)
{
	const struct yice_image_body *body = clause->body;
	uint32_t own = render->lang == YICE_EN && body->english ? body->english : body->summary;
	uint32_t text = verbatim && body->original ? body->original : own ? own : body->original;

	if (render->lang == YICE_EN && body->english)
		text = body->english;
	yice_buf_adds(out, clause->fictional ? yice_render_say(render, "［示例］", "[illustration] ") : "");
	yice_buf_adds(out, yice_render_string(render, text));
	/* A clause may consist of its conditions alone. */
	if (!text)
		add_words(render, body->texts, body->text_count, false, out);
}

static void add_fact(const struct yice_render *render, uint32_t slot, struct yice_buf *out)
{
	const char *evidence = yice_facts_evidence(render->facts, slot);

	if (!yice_facts_known(render->facts, slot)) {
		yice_buf_adds(out, yice_render_say(render, "未提供", "not given"));
		return;
	}
	yice_facts_show(render->facts, slot, render->lang, out);
	if (*evidence)
		yice_buf_addf(out, render->lang == YICE_ZH ? "（见%s）" : " (see %s)", evidence);
}

void yice_render_situation(const struct yice_render *render, const struct yice_render_clause *clause,
			   struct yice_buf *out)
{
	const struct yice_because *because = &clause->because;
	size_t start = out->len;
	uint32_t seen[64], count = 0;

	for (uint32_t i = 0; i < because->test_count; i++) {
		uint32_t slots[YICE_LINEAR_MAX];
		uint32_t n = yice_test_slots(render->view, because->tests[i]->number, slots);

		for (uint32_t k = 0; k < n; k++) {
			bool repeated = false;

			for (uint32_t s = 0; s < count && !repeated; s++)
				repeated = seen[s] == slots[k];
			if (repeated)
				continue;
			/* Beyond what one clause ever names, a fact may be shown twice. */
			if (count < YICE_COUNT(seen))
				seen[count++] = slots[k];
			new_line(out, start);
			yice_buf_addf(out, "%s%s", yice_render_slot(render, slots[k]), yice_render_say(render, "：", ": "));
			add_fact(render, slots[k], out);
		}
	}
}

static const char *part_said(const struct yice_render *render, enum yice_reason_kind part)
{
	if (part == YICE_REASON_EXCEPT)
		return yice_render_say(render, "除外：", "except: ");
	return part == YICE_REASON_DEMAND ? yice_render_say(render, "要求：", "demand: ") : "";
}

/* "行业 属于 C26：是（C2614 涂料制造）" */
static void add_test(const struct yice_render *render, const struct yice_reason *test, struct yice_buf *out)
{
	const struct yice_image_test_text *text = &render->view->test_texts[test->number];
	uint32_t slots[YICE_LINEAR_MAX];
	uint32_t n = yice_test_slots(render->view, test->number, slots);
	bool opened = false;

	yice_buf_addf(out, "%s%s%s", yice_render_name(render, text->zh, text->en), yice_render_say(render, "：", ": "),
		      truth_said(render, test->truth));
	for (uint32_t i = 0; i < n && test->truth != YICE_SKIPPED; i++) {
		/* The truth of a test on a yes-or-no fact says what the fact is. */
		if (!yice_facts_known(render->facts, slots[i]) ||
		    render->view->attrs[slots[i]].type == YICE_ATTR_BOOLEAN)
			continue;
		yice_buf_adds(out, opened ? yice_render_say(render, "，", ", ") : yice_render_say(render, "（", " ("));
		opened = true;
		if (n > 1)
			yice_buf_addf(out, "%s ", yice_render_slot(render, slots[i]));
		yice_facts_show(render->facts, slots[i], render->lang, out);
	}
	yice_buf_adds(out, opened ? yice_render_say(render, "）", ")") : "");
}

/* Deciding leaves below a node, a line each. Depth is bounded by YICE_NEST_MAX. */
static void add_leaves(const struct yice_render *render, const struct yice_reason *node, const char *lead, size_t start,
		       struct yice_buf *out)
{
	if (node->kind == YICE_REASON_TEST) {
		if (yice_test_op(&render->view->tests[node->number]) == YICE_TEST_CONST)
			return;
		new_line(out, start);
		yice_buf_adds(out, lead);
		add_test(render, node, out);
		return;
	}
	for (const struct yice_reason *child = node->first; child; child = child->next)
		if (yice_reason_decides(node, child))
			add_leaves(render, child, lead, start, out);
}

static void add_missing(const struct yice_render *render, const struct yice_render_clause *clause, struct yice_buf *out)
{
	yice_buf_adds(out, yice_render_say(render, "缺少：", "missing: "));
	for (uint32_t i = 0; i < clause->because.missing_count; i++)
		yice_buf_addf(out, "%s%s", i ? yice_render_say(render, "、", ", ") : "",
			      yice_render_slot(render, clause->because.missing[i]));
}

static void add_open(const struct yice_render *render, const struct yice_render_clause *clause, struct yice_buf *out)
{
	yice_buf_adds(out, yice_render_say(render, "须人工研判：", "to be judged: "));
	for (uint32_t i = 0; i < clause->because.open_count; i++)
		yice_buf_addf(out, render->lang == YICE_ZH ? "%s“%s”" : "%s\"%s\"",
			      i ? yice_render_say(render, "、", ", ") : "",
			      yice_render_string(render, clause->because.open[i]));
}

/* What no test says: conditions, what is lacking, and why there may be no test at all. */
static void add_headline(const struct yice_render *render, const struct yice_render_clause *clause, struct yice_buf *out)
{
	const struct yice_image_body *body = clause->body;
	int outcome = clause->decided->outcome;

	if (outcome == YICE_RESTRICTED && body->text_count) {
		yice_buf_adds(out, yice_render_say(render, "条件：", "conditions: "));
		add_words(render, body->texts, body->text_count, false, out);
	} else if (clause->because.missing_count) {
		add_missing(render, clause, out);
	} else if (clause->because.open_count) {
		add_open(render, clause, out);
	} else if (outcome == YICE_JUDGEMENT && body->effect == YICE_DOES_NOTHING) {
		yice_buf_adds(out, yice_render_say(render, "只有原文，须人工研判", "text only, to be judged by a person"));
	} else if (outcome == YICE_UNKNOWN && !clause->because.test_count) {
		yice_buf_adds(out, yice_render_say(render, "缺少：所在管控单元", "missing: the site's unit"));
	}
}

void yice_render_reasons(const struct yice_render *render, const struct yice_render_clause *clause,
			 struct yice_buf *out)
{
	size_t start = out->len;

	add_headline(render, clause, out);
	for (const struct yice_reason *part = clause->because.parts; part; part = part->next)
		if (yice_run_part_decides(clause->decided, part))
			add_leaves(render, part, part_said(render, part->kind), start, out);
	if (out->len == start && clause->decided->outcome != YICE_NOT_APPLICABLE)
		yice_buf_adds(out, yice_render_say(render, "适用于所有项目", "applies to every project"));
}

void yice_render_bases(const struct yice_render *render, const struct yice_render_clause *clause, struct yice_buf *out)
{
	const struct yice_view *view = render->view;

	for (uint32_t i = 0; i < clause->body->base_count; i++) {
		const struct yice_image_basis *basis = &view->bases[clause->body->bases + i];
		const struct yice_image_document *document = &view->documents[basis->document];

		yice_buf_adds(out, i ? "\n" : "");
		yice_buf_addf(out, "《%s》%s", yice_render_string(render, document->title),
			      yice_render_string(render, basis->article));
		if (yice_render_is_stale(render, document))
			yice_buf_adds(out, yice_render_say(render, "（当日未施行或已失效）", " (not in force that day)"));
	}
}

static void tree_line(struct yice_buf *out, size_t start, int depth)
{
	new_line(out, start);
	for (int i = 0; i < depth; i++)
		yice_buf_adds(out, "  ");
	yice_buf_adds(out, "- ");
}

static void add_tree(const struct yice_render *render, const struct yice_reason *node, int depth, size_t start,
		     struct yice_buf *out)
{
	static const char *const names[][2] = {
		[YICE_REASON_AND] = { "且", "and" },	     [YICE_REASON_OR] = { "或", "or" },
		[YICE_REASON_NOT] = { "非", "not" },	     [YICE_REASON_GUARD] = { "适用条件", "when" },
		[YICE_REASON_EXCEPT] = { "除外", "except" }, [YICE_REASON_DEMAND] = { "要求", "demand" },
	};

	tree_line(out, start, depth);
	if (node->kind == YICE_REASON_TEST) {
		add_test(render, node, out);
		return;
	}
	yice_buf_addf(out, "%s%s%s", names[node->kind][render->lang], yice_render_say(render, "：", ": "),
		      truth_said(render, node->truth));
	for (const struct yice_reason *child = node->first; child; child = child->next)
		add_tree(render, child, depth + 1, start, out);
}

void yice_render_tree(const struct yice_render *render, const struct yice_render_clause *clause, struct yice_buf *out)
{
	size_t start = out->len;

	for (const struct yice_reason *part = clause->because.parts; part; part = part->next)
		add_tree(render, part, 0, start, out);
}
