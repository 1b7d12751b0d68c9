/* SPDX-License-Identifier: Apache-2.0 */
/* base/diag_render.c and base/diag_json.c: every form, with carets under wide, hidden and malformed text. */
#include "tests/unit/unit.h"

#include "base/json.h"

struct fixture {
	struct yice_sources sources;
	struct yice_diags diags;
	struct yice_buf out;
};

static void open_fixture(struct fixture *f, const char *name, const char *text)
{
	uint32_t file;

	yice_sources_init(&f->sources);
	yice_diags_init(&f->diags);
	f->out = (struct yice_buf)YICE_BUF_INIT;
	assert_int_equal(yice_sources_add(&f->sources, name, text, strlen(text), &file), YICE_OK);
}

static void close_fixture(struct fixture *f)
{
	yice_buf_release(&f->out);
	yice_diags_release(&f->diags);
	yice_sources_release(&f->sources);
}

static struct yice_diag *word_at(struct fixture *f, uint32_t start, uint32_t end)
{
	return yice_diag_add(&f->diags, YICE_D_json_word, (struct yice_span){ 0, start, end }, "w", NULL);
}

static const char *render(struct fixture *f, enum yice_diag_format format, enum yice_lang lang, int ambiguous)
{
	struct yice_diag_style style = { format, lang, false, ambiguous };

	yice_buf_clear(&f->out);
	yice_diags_render(&f->diags, &f->sources, &style, &f->out);
	assert_int_equal(yice_buf_status(&f->out), YICE_OK);
	return yice_buf_text(&f->out);
}

#define HEAD(line, column) "a.yice:" line ":" column ": error[Y0869]: \"w\" is not a JSON value\n"

static void carets_stand_under_wide_text(void **state)
{
	static const struct {
		const char *text;
		uint32_t start, end;
		int ambiguous;
		const char *want;
	} cases[] = {
		{ "abc def", 4, 7, 1, HEAD("1", "5") " 1 | abc def\n   |     ^^^\n" },
		{ "当 场址 = 1", 4, 10, 1, HEAD("1", "3") " 1 | 当 场址 = 1\n   |    ^^^^\n" },
		{ "\t当\tx", 5, 6, 1, HEAD("1", "4") " 1 |  当 x\n   |     ^\n" },
		{ "≥ x", 4, 5, 1, HEAD("1", "3") " 1 | ≥ x\n   |   ^\n" },
		{ "≥ x", 4, 5, 2, HEAD("1", "3") " 1 | ≥ x\n   |    ^\n" },
		{ "e\xcc\x81 x", 4, 5, 1, HEAD("1", "4") " 1 | e\xcc\x81 x\n   |   ^\n" },
		{ "a\xe2\x80\x8b"
		  "b",
		  1, 4, 1, HEAD("1", "2") " 1 | a<U+200B>b\n   |  ^^^^^^^^\n" },
		{ "a\xe2\x80\xae"
		  "b",
		  4, 5, 1, HEAD("1", "3") " 1 | a<U+202E>b\n   |          ^\n" },
		{ "a\xff x", 3, 4, 1, HEAD("1", "4") " 1 | a\xef\xbf\xbd x\n   |    ^\n" },
		{ "a\x1b[1mb", 1, 2, 1, HEAD("1", "2") " 1 | a [1mb\n   |  ^\n" },
		{ "one\ntwo\r\nthree", 5, 12, 1, HEAD("2", "2") " 2 | two\n   |  ^^\n" },
		{ "one\ntwo", 3, 4, 1, HEAD("1", "4") " 1 | one\n   |    ^\n" },
		{ "one", 3, 3, 1, HEAD("1", "4") " 1 | one\n   |    ^\n" },
		{ "one", 90, 99, 1, HEAD("1", "4") " 1 | one\n   |    ^\n" },
		{ "", 0, 0, 1, HEAD("1", "1") " 1 | \n   | ^\n" },
		{ "\n\n\n\n\n\n\n\n\nx", 9, 10, 1, HEAD("10", "1") " 10 | x\n    | ^\n" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct fixture f;

		open_fixture(&f, "a.yice", cases[i].text);
		word_at(&f, cases[i].start, cases[i].end);
		assert_string_equal(render(&f, YICE_DIAG_PRETTY, YICE_EN, cases[i].ambiguous), cases[i].want);
		close_fixture(&f);
	}
}

/* Whatever the length and the place, the caret stands under the marked letter and the line stays bounded. */
static void long_lines_are_cut_around_the_place(void **state)
{
	YICE_UNUSED(state);
	for (size_t before = 0; before < 150; before += 7)
		for (size_t after = 0; after < 150; after += 13) {
			struct yice_buf text = YICE_BUF_INIT;
			const char *line, *caret, *mark;
			struct fixture f;

			for (size_t i = 0; i < before; i++)
				yice_buf_adds(&text, "字");
			yice_buf_addc(&text, 'X');
			for (size_t i = 0; i < after; i++)
				yice_buf_adds(&text, "后");
			open_fixture(&f, "a.yice", text.data);
			word_at(&f, (uint32_t)before * 3, (uint32_t)before * 3 + 1);
			line = strchr(render(&f, YICE_DIAG_PRETTY, YICE_EN, 1), '\n') + 1;
			mark = strchr(line, 'X');
			caret = strchr(line, '\n') + 1;
			assert_true(mark && mark < caret);
			/* Each wide letter is three bytes and two columns; dots and gutter are one and one.
			 */
			assert_int_equal(strcspn(caret, "^"),
					 (size_t)(mark - line) - (size_t)(mark - line - 5) / 3 +
					     (strstr(line, "...") && strstr(line, "...") < mark));
			assert_true(strlen(caret) < 115);
			assert_true((size_t)(caret - line) < 170);
			yice_buf_release(&text);
			close_fixture(&f);
		}
}

static void a_whole_diagnostic_reads_well_in_both_languages(void **state)
{
	struct yice_diag *diag;
	struct fixture f;

	YICE_UNUSED(state);
	open_fixture(&f, "甲.json", "{\"行业\":1,\n\"行业\":2}");
	diag = yice_diag_add(&f.diags, YICE_D_json_duplicate, (struct yice_span){ 0, 13, 21 }, "行业", NULL);
	yice_diag_note(&f.diags, diag, YICE_D_note_first, (struct yice_span){ 0, 1, 9 }, NULL);
	yice_diag_note(&f.diags, diag, YICE_D_note_used, YICE_SPAN_NONE, NULL);
	yice_diag_help(&f.diags, diag, YICE_D_help_did_you_mean, "行业类别", NULL);
	yice_diag_fix(&f.diags, diag, (struct yice_span){ 0, 14, 20 }, "行业类别");
	assert_string_equal(render(&f, YICE_DIAG_PRETTY, YICE_ZH, 1),
			    "甲.json:2:1: 错误[Y0868]: 成员“行业”写了两次\n"
			    " 2 | \"行业\":2}\n"
			    "   | ^^^^^^\n"
			    "甲.json:1:2: 说明: 第一次出现在这里\n"
			    " 1 | {\"行业\":1,\n"
			    "   |  ^^^^^^\n"
			    "   = 说明：用在这里\n"
			    "   = 建议：是不是“行业类别”？\n"
			    "   = 改为：\n"
			    " 2 + \"行业类别\":2}\n");
	assert_string_equal(render(&f, YICE_DIAG_PRETTY, YICE_EN, 1),
			    "甲.json:2:1: error[Y0868]: member \"行业\" is given twice\n"
			    " 2 | \"行业\":2}\n"
			    "   | ^^^^^^\n"
			    "甲.json:1:2: note: first given here\n"
			    " 1 | {\"行业\":1,\n"
			    "   |  ^^^^^^\n"
			    "   = note: used here\n"
			    "   = help: did you mean \"行业类别\"?\n"
			    "   = so that it reads:\n"
			    " 2 + \"行业类别\":2}\n");
	assert_string_equal(render(&f, YICE_DIAG_COMPACT, YICE_EN, 1),
			    "甲.json:2:1: error[Y0868]: member \"行业\" is given twice\n");
	close_fixture(&f);
}

static void fixes_show_every_line_they_make(void **state)
{
	static const struct {
		uint32_t start, end;
		const char *fix, *want;
	} cases[] = {
		{ 0, 0, "x", " 1 + xone\n" },
		{ 1, 2, "", " 1 + oe\n" },
		{ 3, 4, " ", " 1 + one two\n" },
		{ 4, 7, "a\nb", " 2 + a\n 3 + b\n" },
		{ 12, 13, "!", " 3 + thre!\n" },
		{ 0, 13, "1\n2\n3\n4\n5\n6", " 1 + 1\n 2 + 2\n 3 + 3\n 4 + 4\n" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct fixture f;

		open_fixture(&f, "a.yice", "one\ntwo\nthree");
		yice_diag_fix(&f.diags, word_at(&f, 0, 1),
			      (struct yice_span){ 0, cases[i].start, cases[i].end }, cases[i].fix);
		assert_string_equal(strstr(render(&f, YICE_DIAG_PRETTY, YICE_EN, 1), "reads:\n") + 7,
				    cases[i].want);
		close_fixture(&f);
	}
}

static void a_diagnostic_without_a_place_has_no_place(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	open_fixture(&f, "a.yice", "x");
	yice_diag_add(&f.diags, YICE_D_json_empty, YICE_SPAN_NONE, NULL);
	assert_string_equal(render(&f, YICE_DIAG_PRETTY, YICE_ZH, 1), "错误[Y0851]: 这里没有 JSON 值\n");
	assert_string_equal(render(&f, YICE_DIAG_COMPACT, YICE_EN, 1),
			    "error[Y0851]: there is no JSON value here\n");
	assert_non_null(
	    strstr(render(&f, YICE_DIAG_JSON, YICE_EN, 1),
		   "\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null,"
		   "\"start\":null,\"end\":null,"));
	assert_non_null(strstr(render(&f, YICE_DIAG_SARIF, YICE_EN, 1), "\"locations\":[]"));
	close_fixture(&f);
}

static void color_changes_nothing_but_color(void **state)
{
	struct yice_diag_style style = { YICE_DIAG_PRETTY, YICE_EN, true, 1 };
	struct yice_buf plain = YICE_BUF_INIT, colored = YICE_BUF_INIT, stripped = YICE_BUF_INIT;
	struct fixture f;

	YICE_UNUSED(state);
	open_fixture(&f, "a.yice", "one");
	yice_diag_help(&f.diags, word_at(&f, 0, 1), YICE_D_help_remove, "x", NULL);
	yice_diags_render(&f.diags, &f.sources, &style, &colored);
	style.color = false;
	yice_diags_render(&f.diags, &f.sources, &style, &plain);
	assert_null(strchr(plain.data, '\033'));
	assert_non_null(strstr(colored.data, "\033[1;31merror[Y0869]\033[0m"));
	for (const char *text = colored.data; *text; text++)
		if (*text == '\033')
			text = strchr(text, 'm');
		else
			yice_buf_addc(&stripped, *text);
	assert_string_equal(stripped.data, plain.data);
	yice_buf_release(&plain);
	yice_buf_release(&colored);
	yice_buf_release(&stripped);
	close_fixture(&f);
}

static const struct yice_json *path(const struct yice_json *node, const char *const *names)
{
	for (; *names; names++) {
		node = **names == '0' ? node->first : yice_json_get(node, *names);
		assert_non_null(node);
	}
	return node;
}

#define PATH(node, ...) path(node, (const char *const[]){ __VA_ARGS__, NULL })

static void json_gives_every_part_and_is_json(void **state)
{
	struct yice_arena arena;
	struct yice_diags none;
	struct yice_json *root;
	const struct yice_json *first;
	struct yice_diag *diag;
	struct fixture f;

	YICE_UNUSED(state);
	open_fixture(&f, "目录/a \"b\".json", "一二\n三四五");
	diag = yice_diag_add(&f.diags, YICE_D_json_word, (struct yice_span){ 0, 3, 13 }, "一\n\xff", NULL);
	yice_diag_note(&f.diags, diag, YICE_D_note_first, (struct yice_span){ 0, 0, 3 }, NULL);
	yice_diag_help(&f.diags, diag, YICE_D_help_quote, "x", NULL);
	yice_diag_help(&f.diags, diag, YICE_D_help_witness, "{\"facts\": {\"规模\": \"3 t\"}}", NULL);
	yice_diag_fix(&f.diags, diag, (struct yice_span){ 0, 7, 10 }, "\"\n");
	word_at(&f, 0, 3);
	yice_arena_init(&arena);
	yice_diags_init(&none);
	render(&f, YICE_DIAG_JSON, YICE_ZH, 1);
	assert_int_equal(yice_json_parse(f.out.data, f.out.len, 0, 0, &arena, &none, &root), YICE_OK);
	assert_int_equal(root->count, 2);
	first = root->first;
	assert_string_equal(yice_json_get(first, "code")->text, "Y0869");
	assert_string_equal(yice_json_get(first, "name")->text, "json-word");
	assert_string_equal(yice_json_get(first, "severity")->text, "error");
	assert_string_equal(yice_json_get(yice_json_get(first, "message"), "zh")->text,
			    "“一 \xef\xbf\xbd”不是 JSON 的值");
	assert_string_equal(yice_json_get(first, "file")->text, "目录/a \"b\".json");
	assert_string_equal(yice_json_get(first, "line")->text, "1");
	assert_string_equal(yice_json_get(first, "column")->text, "2");
	assert_string_equal(yice_json_get(first, "end_line")->text, "2");
	assert_string_equal(yice_json_get(first, "end_column")->text, "3");
	assert_string_equal(yice_json_get(first, "start")->text, "3");
	assert_string_equal(yice_json_get(first, "end")->text, "13");
	assert_string_equal(yice_json_get(yice_json_get(first, "notes")->first, "end_column")->text, "2");
	assert_string_equal(yice_json_get(yice_json_get(first, "help")->first, "en")->text,
			    "put text in double quotes: \"x\"");
	assert_string_equal(yice_json_get(yice_json_get(first, "fix"), "replacement")->text, "\"\n");
	assert_string_equal(yice_json_get(yice_json_get(first, "fix"), "start")->text, "7");
	assert_int_equal(yice_json_get(first->next, "fix")->kind, YICE_JSON_NULL);
	assert_string_equal(PATH(first, "witness", "facts", "规模")->text, "3 t");
	assert_null(yice_json_get(first->next, "witness"));
	yice_diags_release(&none);
	yice_arena_release(&arena);
	close_fixture(&f);
}

static void sarif_has_the_required_parts(void **state)
{
	struct yice_arena arena;
	struct yice_diags none;
	struct yice_json *root;
	const struct yice_json *run, *result;
	struct yice_diag *diag;
	struct fixture f;

	YICE_UNUSED(state);
	open_fixture(&f, "目/a b.json", "一二\n三");
	diag = word_at(&f, 3, 6);
	yice_diag_note(&f.diags, diag, YICE_D_note_first, (struct yice_span){ 0, 0, 3 }, NULL);
	yice_diag_note(&f.diags, diag, YICE_D_note_used, YICE_SPAN_NONE, NULL);
	yice_diag_help(&f.diags, diag, YICE_D_help_remove, "w", NULL);
	yice_diag_help(&f.diags, diag, YICE_D_help_witness, "{\"facts\": {}}", NULL);
	yice_diag_fix(&f.diags, diag, (struct yice_span){ 0, 3, 6 }, "x");
	word_at(&f, 0, 3);
	yice_arena_init(&arena);
	yice_diags_init(&none);
	render(&f, YICE_DIAG_SARIF, YICE_EN, 1);
	assert_int_equal(yice_json_parse(f.out.data, f.out.len, 0, 0, &arena, &none, &root), YICE_OK);
	assert_string_equal(yice_json_get(root, "version")->text, "2.1.0");
	run = PATH(root, "runs", "0");
	assert_int_equal(PATH(run, "tool", "driver", "rules")->count, 1);
	assert_string_equal(PATH(run, "tool", "driver", "rules", "0", "id")->text, "Y0869");
	assert_string_equal(yice_json_get(run, "columnKind")->text, "unicodeCodePoints");
	assert_int_equal(yice_json_get(run, "results")->count, 2);
	result = PATH(run, "results", "0");
	assert_string_equal(yice_json_get(result, "ruleId")->text, "Y0869");
	assert_string_equal(yice_json_get(result, "level")->text, "error");
	assert_string_equal(PATH(result, "message", "text")->text, "\"w\" is not a JSON value\nremove \"w\"\nfor example {\"facts\": {}}");
	assert_string_equal(
	    PATH(result, "locations", "0", "physicalLocation", "artifactLocation", "uri")->text,
	    "%E7%9B%AE/a%20b.json");
	assert_string_equal(PATH(result, "locations", "0", "physicalLocation", "region", "startColumn")->text,
			    "2");
	assert_string_equal(PATH(result, "locations", "0", "physicalLocation", "region", "byteLength")->text,
			    "3");
	assert_int_equal(yice_json_get(result, "relatedLocations")->count, 2);
	assert_int_equal(PATH(result, "properties", "witness", "facts")->kind, YICE_JSON_OBJECT);
	assert_null(yice_json_get(result->next, "properties"));
	assert_string_equal(
	    PATH(result, "fixes", "0", "artifactChanges", "0", "replacements", "0", "insertedContent", "text")
		->text,
	    "x");
	yice_diags_release(&none);
	yice_arena_release(&arena);
	close_fixture(&f);
}

static void no_diagnostics_give_empty_documents(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	open_fixture(&f, "a", "");
	assert_string_equal(render(&f, YICE_DIAG_PRETTY, YICE_EN, 1), "");
	assert_string_equal(render(&f, YICE_DIAG_COMPACT, YICE_EN, 1), "");
	assert_string_equal(render(&f, YICE_DIAG_JSON, YICE_EN, 1), "[]\n");
	assert_non_null(strstr(render(&f, YICE_DIAG_SARIF, YICE_EN, 1), "\"results\":[]}]}\n"));
	close_fixture(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(carets_stand_under_wide_text),
		cmocka_unit_test(long_lines_are_cut_around_the_place),
		cmocka_unit_test(a_whole_diagnostic_reads_well_in_both_languages),
		cmocka_unit_test(fixes_show_every_line_they_make),
		cmocka_unit_test(a_diagnostic_without_a_place_has_no_place),
		cmocka_unit_test(color_changes_nothing_but_color),
		cmocka_unit_test(json_gives_every_part_and_is_json),
		cmocka_unit_test(sarif_has_the_required_parts),
		cmocka_unit_test(no_diagnostics_give_empty_documents),
	};

	return cmocka_run_group_tests_name("diag_render", tests, NULL, NULL);
}
