/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shrinking: a smaller case is kept when the compiler still takes it and the
 * answers still differ. Lines of the source go first, many at a time; then
 * facts; then every 且, 或 and 非 is tried as one of its operands, the places of
 * which the parser knows. Called by differential.c when it has found something.
 */
#include "tests/reference/shrink.h"

#include <stdio.h>

#include "tests/reference/answer.h"

void shrink_write(const char *folder, const char *text)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/rules.yice", folder);
	file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file))
		ref_die("cannot write", path);
}

static bool differs(const char *folder, const char *source, const struct case_facts *facts)
{
	struct yice_buf document = YICE_BUF_INIT, program = YICE_BUF_INIT, reference = YICE_BUF_INIT;
	struct subject subject;
	bool different = false;

	shrink_write(folder, source);
	generate_write(facts, &document);
	if (subject_open(&subject, folder, source))
		different =
		    subject_ask(&subject, yice_buf_text(&document), &program, &reference) == ANSWER_DIFFERENT;
	subject_close(&subject);
	yice_buf_release(&document);
	yice_buf_release(&program);
	yice_buf_release(&reference);
	return different;
}

/* The source with the bytes from start to end replaced is taken over when it still differs. */
static bool replace(const char *folder, struct yice_buf *source, size_t start, size_t end, const char *by,
		    size_t len, const struct case_facts *facts)
{
	struct yice_buf smaller = YICE_BUF_INIT;

	yice_buf_add(&smaller, source->data, start);
	yice_buf_add(&smaller, by, len);
	yice_buf_adds(&smaller, source->data + end);
	if (differs(folder, yice_buf_text(&smaller), facts)) {
		yice_buf_release(source);
		*source = smaller;
		return true;
	}
	yice_buf_release(&smaller);
	return false;
}

/* Offset after n lines from start. */
static size_t after_lines(const struct yice_buf *source, size_t start, size_t n)
{
	while (n-- && start < source->len) {
		const char *end = strchr(source->data + start, '\n');

		start = end ? (size_t)(end - source->data) + 1 : source->len;
	}
	return start;
}

static bool drop_lines(const char *folder, struct yice_buf *source, const struct case_facts *facts)
{
	bool any = false;

	for (size_t n = 64; n; n /= 2)
		for (size_t at = 0; at < source->len;) {
			if (replace(folder, source, at, after_lines(source, at, n), "", 0, facts))
				any = true;
			else
				at = after_lines(source, at, n > 4 ? n / 2 : 1);
		}
	return any;
}

static bool drop_facts(const char *folder, const struct yice_buf *source, struct case_facts *facts)
{
	bool any = false;

	for (uint32_t i = 0; i < facts->count;) {
		struct case_facts fewer = *facts;

		memmove(&fewer.facts[i], &fewer.facts[i + 1], (fewer.count - i - 1) * sizeof(*fewer.facts));
		fewer.count--;
		if (differs(folder, source->data, &fewer)) {
			*facts = fewer;
			any = true;
		} else {
			i++;
		}
	}
	return any;
}

/* ---- expressions */

struct attempt {
	const char *folder;
	struct yice_buf *source;
	const struct case_facts *facts;
	bool done;
};

static void try_operands(struct attempt *attempt, const struct yice_expr *expr)
{
	for (const struct yice_expr *child = yice_expr_parts(expr); child && !attempt->done; child = child->next) {
		size_t len = child->span.end - child->span.start;
		char *text = strndup(attempt->source->data + child->span.start, len);

		if (len < expr->span.end - expr->span.start)
			attempt->done = replace(attempt->folder, attempt->source, expr->span.start,
						expr->span.end, text, len, attempt->facts);
		free(text);
		if (!attempt->done)
			try_operands(attempt, child);
	}
}

static void try_clause(struct attempt *attempt, const struct yice_clause *clause)
{
	if (clause->when)
		try_operands(attempt, clause->when);
	for (const struct yice_unless *unless = clause->unless; unless && !attempt->done;
	     unless = unless->next) {
		try_operands(attempt, unless->test);
		if (unless->but && !attempt->done)
			try_operands(attempt, unless->but);
	}
	for (const struct yice_effect *effect = clause->effects; effect && !attempt->done;
	     effect = effect->next)
		if (effect->demand)
			try_operands(attempt, effect->demand);
}

/* One replacement a parse: places move with every change. */
static bool simplify(const char *folder, struct yice_buf *source, const struct case_facts *facts)
{
	struct attempt attempt = { folder, source, facts, false };
	struct subject subject;

	shrink_write(folder, source->data);
	if (subject_open(&subject, folder, source->data))
		for (const struct yice_item *item = subject.rules.items; item && !attempt.done;
		     item = item->next) {
			if (item->kind == YICE_ITEM_CLAUSE)
				try_clause(&attempt, item->u.clause);
			else if (item->kind == YICE_ITEM_TEMPLATE)
				try_clause(&attempt, item->u.template_.clause);
		}
	subject_close(&subject);
	return attempt.done;
}

void shrink(const char *folder, struct yice_buf *source, struct case_facts *facts)
{
	bool smaller = true;

	while (smaller) {
		smaller = drop_lines(folder, source, facts);
		smaller |= drop_facts(folder, source, facts);
		while (simplify(folder, source, facts))
			smaller = true;
	}
	shrink_write(folder, source->data);
}
