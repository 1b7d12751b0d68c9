/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clause in words: what it demands, which facts decided it and why it came
 * out as it did. The words follow the reason tree of the decision; nothing
 * here computes a truth of its own.
 */
#include "runtime/render_site.h"
#include "runtime/test_op.h"

const char *yice_truth_word(uint32_t truth)
{
	static const char *const words[] = {
		[YICE_F] = "no", [YICE_U] = "missing", [YICE_J] = "open", [YICE_T] = "yes"
	};

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

void yice_render_requirement(const struct yice_render *render, const struct yice_render_clause *clause,
			     bool verbatim, struct yice_buf *out)
{
	const struct yice_image_body *body = clause->body;
	uint32_t own = render->lang == YICE_EN && body->english ? body->english : body->summary;
	uint32_t text = verbatim && body->original ? body->original : own ? own : body->original;

	if (render->lang == YICE_EN && body->english)
		text = body->english;
	yice_buf_adds(out, clause->fictional ? yice_render_say(render, "［示例］", "[illustration] ") : "");
	yice_render_words(render->view, clause->decided->clause, text, true, out);
	/* A clause may consist of its conditions alone. */
	if (!text)
		yice_render_list(render, clause, clause->frame->texts, out);
}

/* The value in words; facts are as free as their author. */
static void add_value(const struct yice_render *render, uint32_t slot, struct yice_buf *out)
{
	struct yice_buf value = YICE_BUF_INIT;

	yice_facts_show(render->facts, slot, render->lang, &value);
	yice_render_plain(yice_buf_text(&value), false, out);
	out->failed |= value.failed;
	yice_buf_release(&value);
}

/* Where a fact is from, between two words; nothing where it is not said. */
static void add_evidence(const struct yice_render *render, uint32_t test, uint32_t slot, const char *before, const char *after,
			 struct yice_buf *out)
{
	struct yice_buf evidence = YICE_BUF_INIT;

	yice_render_evidence(render, test, slot, false, &evidence);
	if (evidence.len) {
		yice_buf_adds(out, before);
		yice_render_plain(evidence.data, false, out);
		yice_buf_adds(out, after);
	}
	out->failed |= evidence.failed;
	yice_buf_release(&evidence);
}

static void add_fact(const struct yice_render *render, uint32_t test, uint32_t slot, struct yice_buf *out)
{
	if (!yice_facts_known(render->facts, slot)) {
		yice_buf_adds(out, yice_render_say(render, "未提供", "not given"));
		return;
	}
	add_value(render, slot, out);
	add_evidence(render, test, slot, yice_render_say(render, "（见", " (see "), yice_render_say(render, "）", ")"), out);
}

static const char *part_said(const struct yice_render *render, enum yice_reason_kind part)
{
	if (part == YICE_REASON_EXCEPT)
		return yice_render_say(render, "除外：", "except: ");
	return part == YICE_REASON_DEMAND ? yice_render_say(render, "要求：", "demand: ") : "";
}

static void add_words(const struct yice_render *render, uint32_t test, bool negated, struct yice_buf *out)
{
	yice_buf_adds(out, negated ? yice_render_say(render, "非（", "not (") : "");
	yice_test_say(render->view, test, render->lang, out);
	yice_buf_adds(out, negated ? yice_render_say(render, "）", ")") : "");
}

/* "行业 属于 C26：是（C2614 涂料制造）"; negated, what is asked is its opposite: "非（行业 属于 C26）：否（…）" */
static void add_test(const struct yice_render *render, const struct yice_reason *test, bool negated,
		     struct yice_buf *out)
{
	static const uint8_t opposite[] = { [YICE_F] = YICE_T, [YICE_U] = YICE_U, [YICE_J] = YICE_J, [YICE_T] = YICE_F };
	uint32_t truth = negated && test->truth < YICE_COUNT(opposite) ? opposite[test->truth] : test->truth;
	uint32_t slots[YICE_LINEAR_MAX];
	uint32_t n = yice_test_slots(render->view, test->number, slots);
	bool opened = false;

	if (negated && n == 1 && render->view->attrs[slots[0]].type == YICE_ATTR_BOOLEAN)
		yice_buf_addf(out, "%s = %s", yice_render_slot(render, slots[0]), yice_render_say(render, "否", "no"));
	else
		add_words(render, test->number, negated, out);
	yice_buf_addf(out, "%s%s", yice_render_say(render, "：", ": "), truth_said(render, truth));
	for (uint32_t i = 0; i < n && test->truth != YICE_SKIPPED; i++) {
		/* The truth of a test on a yes-or-no fact says what the fact is. */
		if (!yice_facts_known(render->facts, slots[i]) ||
		    render->view->attrs[slots[i]].type == YICE_ATTR_BOOLEAN)
			continue;
		yice_buf_adds(out, opened ? yice_render_say(render, "，", ", ")
					  : yice_render_say(render, "（", " ("));
		opened = true;
		if (n > 1)
			yice_buf_addf(out, "%s ", yice_render_slot(render, slots[i]));
		add_value(render, slots[i], out);
		if (render->only != YICE_NONE) /* the whole reason is shown */
			add_evidence(render, test->number, slots[i], yice_render_say(render, "，见 ", ", see "), "", out);
	}
	yice_buf_adds(out, opened ? yice_render_say(render, "）", ")") : "");
}

/* Called for every leaf that is shown, in order of evaluation. */
struct visitor {
	const struct yice_render *render;
	enum yice_reason_kind part;
	bool negated; /* under an odd number of 非 */
	size_t start; /* of the lines in out */
	struct yice_buf *out;
};

/* Open words are named once, above the tests; a constant says nothing. Depth is bounded by YICE_NEST_MAX. */
static void each_leaf(struct visitor *visitor, const struct yice_reason *node,
		      void (*visit)(struct visitor *visitor, const struct yice_reason *test))
{
	uint32_t op =
	    node->kind == YICE_REASON_TEST ? yice_test_op(&visitor->render->view->tests[node->number]) : 0;

	if (node->kind == YICE_REASON_TEST && op != YICE_TEST_CONST && op != YICE_TEST_OPEN)
		visit(visitor, node);
	visitor->negated ^= node->kind == YICE_REASON_NOT;
	for (const struct yice_reason *child = node->first; child; child = child->next)
		if (yice_render_keeps(visitor->render, node, child) && child->truth != YICE_SKIPPED)
			each_leaf(visitor, child, visit);
	visitor->negated ^= node->kind == YICE_REASON_NOT;
}

static void each_leaf_of(struct visitor *visitor, const struct yice_render_clause *clause,
			 void (*visit)(struct visitor *visitor, const struct yice_reason *test))
{
	for (const struct yice_reason *part = clause->because.parts; part; part = part->next) {
		if (!yice_run_part_decides(clause->decided, part))
			continue;
		visitor->part = part->kind;
		each_leaf(visitor, part, visit);
	}
}

/* The line of a fact, unless a line before is the same. */
static void visit_facts(struct visitor *visitor, const struct yice_reason *test)
{
	const struct yice_render *render = visitor->render;
	uint32_t slots[YICE_LINEAR_MAX];
	uint32_t n = yice_test_slots(render->view, test->number, slots);

	for (uint32_t i = 0; i < n; i++) {
		struct yice_buf line = YICE_BUF_INIT;

		yice_buf_addf(&line, "%s%s", yice_render_slot(render, slots[i]),
			      yice_render_say(render, "：", ": "));
		add_fact(render, test->number, slots[i], &line);
		if (!strstr(yice_buf_text(visitor->out) + visitor->start, yice_buf_text(&line))) {
			new_line(visitor->out, visitor->start);
			yice_buf_add(visitor->out, yice_buf_text(&line), line.len);
		}
		visitor->out->failed |= line.failed;
		yice_buf_release(&line);
	}
}

void yice_render_situation(const struct yice_render *render, const struct yice_render_clause *clause,
			   struct yice_buf *out)
{
	struct visitor visitor = { .render = render, .start = out->len, .out = out };

	each_leaf_of(&visitor, clause, visit_facts);
}

static void visit_test(struct visitor *visitor, const struct yice_reason *test)
{
	new_line(visitor->out, visitor->start);
	yice_buf_adds(visitor->out, part_said(visitor->render, visitor->part));
	add_test(visitor->render, test, visitor->negated, visitor->out);
}

static void add_missing(const struct yice_render *render, const struct yice_render_clause *clause,
			struct yice_buf *out)
{
	yice_buf_adds(out, yice_render_say(render, "缺少：", "missing: "));
	for (uint32_t i = 0; i < clause->because.missing_count; i++)
		yice_buf_addf(out, "%s%s", i ? yice_render_say(render, "、", ", ") : "",
			      yice_render_slot(render, clause->because.missing[i]));
}

void yice_render_open(const struct yice_render *render, const struct yice_render_clause *clause,
		      struct yice_buf *out)
{
	for (uint32_t i = 0; i < clause->because.open_count; i++) {
		yice_buf_adds(out, i ? yice_render_say(render, "、", ", ") : "");
		yice_buf_adds(out, yice_render_say(render, "“", "\""));
		yice_render_words(render->view, clause->decided->clause, clause->because.open[i], false, out);
		yice_buf_adds(out, yice_render_say(render, "”", "\""));
	}
}

/* What no test says: conditions, what is lacking, and why there may be no test at all. */
static void add_headline(const struct yice_render *render, const struct yice_render_clause *clause,
			 struct yice_buf *out)
{
	uint32_t texts = clause->frame->texts;
	int outcome = clause->decided->outcome;

	if (outcome == YICE_RESTRICTED && yice_view_text_count(render->view, texts)) {
		yice_buf_adds(out, yice_render_say(render, "条件：", "conditions: "));
		yice_render_list(render, clause, texts, out);
	} else if (clause->because.missing_count) {
		add_missing(render, clause, out);
	} else if (clause->because.open_count) {
		yice_buf_adds(out, yice_render_say(render, "须人工研判：", "to be judged: "));
		yice_render_open(render, clause, out);
	} else if (outcome == YICE_JUDGEMENT && yice_body_effect(render->view, clause->body) == YICE_DOES_NOTHING) {
		yice_buf_adds(out, yice_render_say(render, "只有原文，须人工研判",
						   "text only, to be judged by a person"));
	} else if (outcome == YICE_UNKNOWN && !clause->because.test_count) {
		yice_buf_adds(out, yice_render_say(render, "缺少：所在管控单元", "missing: the site's unit"));
	}
}

void yice_render_reasons(const struct yice_render *render, const struct yice_render_clause *clause,
			 struct yice_buf *out)
{
	struct visitor visitor = { .render = render, .start = out->len, .out = out };

	add_headline(render, clause, out);
	each_leaf_of(&visitor, clause, visit_test);
	if (out->len == visitor.start && clause->decided->outcome != YICE_NOT_APPLICABLE)
		yice_buf_adds(out, yice_render_say(render, "适用于所有项目", "applies to every project"));
}

void yice_render_bases(const struct yice_render *render, const struct yice_render_clause *clause,
		       struct yice_buf *out)
{
	const struct yice_view *view = render->view;

	for (uint32_t i = 0; i < clause->frame->base_count; i++) {
		const struct yice_image_basis *basis = &view->bases[clause->frame->bases + i];
		const struct yice_image_document *document = &view->documents[basis->document];

		yice_buf_adds(out, i ? "\n" : "");
		yice_buf_addf(out, "《%s》%s", yice_render_string(render, document->title),
			      yice_render_string(render, basis->article));
		if (yice_render_is_stale(render, document))
			yice_buf_adds(out, yice_render_say(render, "（当日未施行或已失效）",
							   " (not in force that day)"));
	}
}

static void tree_line(struct yice_buf *out, size_t start, int depth)
{
	new_line(out, start);
	for (int i = 0; i < depth; i++)
		yice_buf_adds(out, "  ");
	yice_buf_adds(out, "- ");
}

static void add_tree(const struct yice_render *render, const struct yice_reason *node, int depth,
		     size_t start, struct yice_buf *out)
{
	static const char *const names[][2] = {
		[YICE_REASON_AND] = { "且", "and" },         [YICE_REASON_OR] = { "或", "or" },
		[YICE_REASON_NOT] = { "非", "not" },         [YICE_REASON_GUARD] = { "适用条件", "when" },
		[YICE_REASON_EXCEPT] = { "除外", "except" }, [YICE_REASON_DEMAND] = { "要求", "demand" },
	};

	tree_line(out, start, depth);
	if (node->kind == YICE_REASON_TEST) {
		add_test(render, node, false, out); /* 非 has a line of its own here */
		return;
	}
	yice_buf_addf(out, "%s%s%s", names[node->kind][render->lang], yice_render_say(render, "：", ": "),
		      truth_said(render, node->truth));
	for (const struct yice_reason *child = node->first; child; child = child->next)
		add_tree(render, child, depth + 1, start, out);
}

void yice_render_tree(const struct yice_render *render, const struct yice_render_clause *clause,
		      struct yice_buf *out)
{
	size_t start = out->len;

	for (const struct yice_reason *part = clause->because.parts; part; part = part->next)
		add_tree(render, part, 0, start, out);
}
