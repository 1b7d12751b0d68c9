/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/diff_word.c, realm.c: versions that name things otherwise. What has
 * the same name in either language is the same; every project that is shown is
 * read by both versions, as it stands or as it is restated for the one that
 * lacks a word of it, and comes out as is said. Through the public interface,
 * from files.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/report.h"
#include "yice/analysis.h"
#include "yice/compile.h"
#include "yice/eval.h"

/* Rules of which pieces are put in place of others. */
#define RULES                                                                                         \
	"行政区 440606 区\n量纲 质量（mass）单位 kg\n词表 性质（nature）：新建（new）、改建（redo）\n" \
	"属性 性质（nature）：一项 性质\n属性 规模（size）：数量 kg\n属性 产能：数量 kg\n"             \
	"分区 甲区（marsh）\n属性 场址（site）：多项 区划\n"                                           \
	"清单 440606 \"单\" 施行 2024-01-01 起 示例\n适用 全域\n"                                     \
	"1-1 摘要 \"一\" 当 性质 = 新建 且 规模 > 5 kg 禁止\n"                                        \
	"1-2 摘要 \"二\" 当 场址 位于 甲区 且 规模 > 5 kg 限制 \"论证\"\n"                            \
	"1-3 摘要 \"三\" 当 产能 > 5 kg 限制 \"论证\"\n"

#define EDITS 3

struct words {
	const char *edits[EDITS][2]; /* every occurrence of the one becomes the other */
	const char *told;            /* kinds of the changes, in order */
	uint32_t witnesses, restated;
	const char *shows; /* stands in what is told; NULL: nothing in particular */
};

static const struct words cases[] = {
	/* One name in English: the same attribute, word and place. */
	{ { { "规模（", "规格（" }, { "规模 >", "规格 >" } }, "reworded reworded ", 0, 0, NULL },
	{ { { "规模（", "规格（" }, { "规模 > 5", "规格 > 7" } }, "loosened loosened ", 2, 0, "\"size\": \"6 kg\"" },
	{ { { "新建", "新设" } }, "reworded ", 0, 0, NULL },
	{ { { "新建", "新设" }, { "新设 且 规模 > 5", "新设 且 规模 > 7" } }, "loosened ", 1, 0, "\"性质\": \"new\"" },
	{ { { "甲区", "乙区" } }, "reworded ", 0, 0, NULL },
	{ { { "甲区", "乙区" }, { "乙区 且 规模 > 5", "乙区 且 规模 > 7" } }, "loosened ", 1, 0, "\"场址\": [\"marsh\"]" },
	/* None: each version is shown what it can read. */
	{ { { "产能", "产量" } }, "re-scoped ", 2, 2, "\"lacks\":\"产能\"" },
	{ { { "新建（new）", "新设（anew）" }, { "= 新建", "= 新设" } }, "re-scoped ", 0, 0, "has no \\\"新" },
	{ { { "甲区（marsh）", "乙区（other）" }, { "位于 甲区", "位于 乙区" } }, "re-scoped ", 2, 2, "\"场址\": []" },
	/* What came or went. */
	{ { { "属性 产能：数量 kg\n", "" }, { "1-3 摘要 \"三\" 当 产能 > 5 kg 限制 \"论证\"\n", "" } }, "removed ", 1, 1,
	  "\"lacks\":\"产能\"" },
	{ { { "性质 = 新建 且 规模", "性质 = 新建 且 产能" } }, "re-scoped ", 2, 0, NULL },
	/* A name that goes to another attribute: it is the Chinese one that stays with its name. */
	{ { { "属性 规模（size）：数量 kg\n", "属性 规格（size）：数量 kg\n属性 规模（old）：数量 kg\n" }, { "建 且 规模", "建 且 规格" } },
	  "re-scoped ", 2, 2, "\"lacks\":\"规格\"" },
	/* Dimensions in another order, and one before the others: nothing. */
	{ { { "量纲 质量（mass）", "量纲 长度（length）单位 m\n量纲 质量（mass）" } }, "", 0, 0, NULL },
	{ { { "量纲 质量（mass）", "量纲 长度（length）单位 m\n量纲 质量（mass）" }, { "且 规模 > 5", "且 规模 > 7" } }, "loosened loosened ", 2, 0,
	  "\"6 kg\"" },
	/* What is counted in something else is not the same, whatever the number. */
	{ { { "kg", "g" } }, "re-scoped re-scoped re-scoped ", 6, 6, "\"6 g\"" },
	/* Or of another type: then it is not the same. */
	{ { { "产能：数量 kg", "产能：是否" }, { "产能 > 5 kg", "产能 = 是" } }, "re-scoped ", 2, 2, "\"产能\": true" },
};

struct version {
	char path[64];
	void *bytes;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
};

static void write_rules(struct version *v, const struct words *words)
{
	const char *rest = RULES;
	struct yice_buf out = YICE_BUF_INIT, next = YICE_BUF_INIT;
	FILE *file = fopen(v->path, "wb");

	yice_buf_adds(&out, rest);
	for (int i = 0; words && i < EDITS && words->edits[i][0]; i++) {
		const char *from = words->edits[i][0], *at;

		assert_non_null(strstr(out.data, from));
		yice_buf_clear(&next);
		for (rest = out.data; (at = strstr(rest, from)); rest = at + strlen(from)) {
			yice_buf_add(&next, rest, (size_t)(at - rest));
			yice_buf_adds(&next, words->edits[i][1]);
		}
		yice_buf_adds(&next, rest);
		yice_buf_clear(&out);
		yice_buf_add(&out, next.data, next.len);
	}
	assert_int_equal(yice_buf_status(&out), YICE_OK);
	assert_non_null(file);
	assert_int_equal(fwrite(out.data, 1, out.len, file), out.len);
	assert_int_equal(fclose(file), 0);
	yice_buf_release(&out);
	yice_buf_release(&next);
}

static void open_version(struct version *v, yice_report *report)
{
	const char *path = v->path;
	size_t len;

	assert_int_equal(yice_build(&path, 1, report, &v->bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(v->bytes, len, NULL, &v->image), YICE_OK);
	assert_int_equal(yice_facts_new(v->image, &v->facts), YICE_OK);
	assert_int_equal(yice_run_new(v->image, &v->run), YICE_OK);
}

static void close_version(struct version *v)
{
	yice_run_free(v->run);
	yice_facts_free(v->facts);
	yice_image_free(v->image);
	free(v->bytes);
	unlink(v->path);
}

/* The version reads the document and comes out as is said, of a clause or of none. */
static void reproduce(struct version *v, const char *text, const struct yice_json *facts, const struct yice_json *id,
		      const struct yice_json *said)
{
	const char *found = NULL;
	yice_report *report;
	char own[48];

	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_facts_read(v->facts, "p", text + facts->span.start, facts->span.end - facts->span.start, report),
			 YICE_OK);
	assert_int_equal(yice_run_decide(v->run, v->facts, NULL), YICE_OK);
	for (size_t k = 0; id->kind != YICE_JSON_NULL && k < yice_run_count(v->run); k++) {
		yice_run_id(v->run, k, own, sizeof(own));
		if (!strcmp(own, id->text))
			found = yice_outcome_word((enum yice_outcome)yice_run_outcome(v->run, k), "en");
	}
	assert_string_equal(found ? found : "", said->kind == YICE_JSON_NULL ? "" : said->text);
	yice_report_free(report);
}

static void look_at_witness(struct version *versions, const char *text, const struct yice_json *change,
			    const struct yice_json *witness, uint32_t *restated)
{
	static const char *const sides[] = { "old", "new" };
	const struct yice_json *other = yice_json_get(witness, "restated");

	for (int side = 0; side < 2; side++) {
		bool lacks = other && !strcmp(yice_json_get(other, "version")->text, sides[side]);

		reproduce(&versions[side], text, yice_json_get(lacks ? other : witness, "facts"),
			  yice_json_get(change, sides[side]), yice_json_get(witness, sides[side]));
	}
	*restated += other != NULL;
}

static void look_at(struct version *versions, const struct words *words, const char *text, const struct yice_json *root)
{
	struct yice_buf told = YICE_BUF_INIT;
	uint32_t witnesses = 0, restated = 0;

	for (const struct yice_json *c = yice_json_get(root, "changes")->first; c; c = c->next) {
		yice_buf_addf(&told, "%s ", yice_json_get(c, "kind")->text);
		assert_int_equal(yice_json_get(c, "settled")->kind, YICE_JSON_TRUE);
		for (const struct yice_json *w = yice_json_get(c, "witnesses")->first; w; w = w->next, witnesses++)
			look_at_witness(versions, text, c, w, &restated);
	}
	if (strcmp(yice_buf_text(&told), words->told) || witnesses != words->witnesses || restated != words->restated ||
	    (words->shows && !strstr(text, words->shows)))
		fail_msg("%s → %s: %s", words->edits[0][0], words->edits[0][1], text);
	yice_buf_release(&told);
}

/* from: the words change as they are listed, or back again. */
static void compare(const char *folder, const struct words *words, bool back)
{
	struct version versions[2] = { { .bytes = NULL }, { .bytes = NULL } };
	struct yice_json *root;
	struct yice_arena arena;
	yice_report *report;
	yice_diff *diff;
	char *text;

	assert_int_equal(yice_report_new(&report), YICE_OK);
	for (int side = 0; side < 2; side++) {
		snprintf(versions[side].path, sizeof(versions[side].path), "%s/%s.yice", folder, side ? "new" : "old");
		write_rules(&versions[side], side != back ? words : NULL);
		open_version(&versions[side], report);
	}
	assert_int_equal(yice_diff_new(versions[0].path, versions[1].path, report, &diff), YICE_OK);
	assert_int_equal(yice_diff_render(diff, "json", "zh", &text), YICE_OK);
	yice_arena_init(&arena);
	assert_int_equal(yice_json_parse(text, strlen(text), 0, 0, &arena, &report->diags, &root), YICE_OK);
	if (!back)
		look_at(versions, words, text, root);
	for (const struct yice_json *c = yice_json_get(root, "changes")->first; c && back; c = c->next)
		for (const struct yice_json *w = yice_json_get(c, "witnesses")->first; w; w = w->next)
			look_at_witness(versions, text, c, w, &(uint32_t){ 0 });
	yice_arena_release(&arena);
	yice_diff_free(diff);
	free(text);
	for (int side = 0; side < 2; side++)
		close_version(&versions[side]);
	yice_report_free(report);
}

static void every_project_shown_is_read_by_both_versions(void **state)
{
	char folder[] = "/tmp/yice-words.XXXXXX";

	YICE_UNUSED(state);
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < YICE_COUNT(cases); i++)
		for (int back = 0; back < 2; back++)
			compare(folder, &cases[i], back);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_project_shown_is_read_by_both_versions) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
