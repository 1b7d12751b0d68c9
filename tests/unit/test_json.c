/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/json.c: what is accepted (y_), what is refused and with which code and
 * place (n_), and what RFC 8259 leaves open and we decided (i_), after the
 * kinds of JSONTestSuite.
 */
#include "tests/unit/unit.h"

#include "base/json.h"

#include <stdio.h>

struct run {
	struct yice_arena arena;
	struct yice_diags diags;
	struct yice_json *root;
	int status;
};

static void start(struct run *run, const char *text, size_t len)
{
	yice_arena_init(&run->arena);
	yice_diags_init(&run->diags);
	run->root = NULL;
	run->status = yice_json_parse(text, len, 3, 0, &run->arena, &run->diags, &run->root);
}

static void stop(struct run *run)
{
	yice_diags_release(&run->diags);
	yice_arena_release(&run->arena);
}

/* Writes a tree in one fixed way, so that a whole value is compared at once. */
static void dump(const struct yice_json *node, struct yice_buf *out)
{
	static const char *const words[] = { "null", "false", "true" };

	if (node->kind <= YICE_JSON_TRUE) {
		yice_buf_adds(out, words[node->kind]);
	} else if (node->kind == YICE_JSON_NUMBER) {
		yice_buf_add(out, node->text, node->len);
	} else if (node->kind == YICE_JSON_STRING) {
		yice_json_quote(out, node->text, node->len);
	} else {
		uint32_t count = 0;

		yice_buf_addc(out, node->kind == YICE_JSON_ARRAY ? '[' : '{');
		for (const struct yice_json *item = node->first; item; item = item->next) {
			yice_buf_adds(out, count++ ? "," : "");
			assert_int_equal(item->key != NULL, node->kind == YICE_JSON_OBJECT);
			if (item->key) {
				yice_json_quote(out, item->key, strlen(item->key));
				yice_buf_addc(out, ':');
			}
			dump(item, out);
		}
		assert_int_equal(node->count, count);
		yice_buf_addc(out, node->kind == YICE_JSON_ARRAY ? ']' : '}');
	}
}

static void valid_texts_give_their_value(void **state)
{
	static const char *const cases[][2] = {
		{ "null", "null" },
		{ "\xef\xbb\xbf{\"a\":1}", "{\"a\":1}" },
		{ " true ", "true" },
		{ "\t\r\nfalse\n", "false" },
		{ "\"\"", "\"\"" },
		{ "[]", "[]" },
		{ "[ ]", "[]" },
		{ "{}", "{}" },
		{ "{ }", "{}" },
		{ "[[]   ]", "[[]]" },
		{ "[\"\"]", "[\"\"]" },
		{ "[\"a\"]", "[\"a\"]" },
		{ "[false]", "[false]" },
		{ "[null, 1, \"1\", {}]", "[null,1,\"1\",{}]" },
		{ "[1\n]", "[1]" },
		{ " [1]", "[1]" },
		{ "[1,null,null,null,2]", "[1,null,null,null,2]" },
		{ "[2] ", "[2]" },
		{ "[0e+1]", "[0e+1]" },
		{ "[0e1]", "[0e1]" },
		{ "[ 4]", "[4]" },
		{ "[-0.000000000000000000000000000001]", "[-0.000000000000000000000000000001]" },
		{ "[20e1]", "[20e1]" },
		{ "[-0]", "[-0]" },
		{ "[-123]", "[-123]" },
		{ "[1E22]", "[1E22]" },
		{ "[1E-2]", "[1E-2]" },
		{ "[1E+2]", "[1E+2]" },
		{ "[123.456e78]", "[123.456e78]" },
		{ "[123456789012345678901234567890.0]", "[123456789012345678901234567890.0]" },
		{ "{\"a\":\"b\",\"c\":\"d\"}", "{\"a\":\"b\",\"c\":\"d\"}" },
		{ "{\"\":0}", "{\"\":0}" },
		{ "{\"a\":[{\"a\":{}}]}", "{\"a\":[{\"a\":{}}]}" },
		{ "{\"min\": -1.0e+28, \"max\": 1.0e+28}", "{\"min\":-1.0e+28,\"max\":1.0e+28}" },
		{ "{\n\"a\" : \"b\"\n}", "{\"a\":\"b\"}" },
		{ "[\"\\u0060\\u012a\\u12AB\"]", "[\"`Īካ\"]" },
		{ "[\"\\uD801\\udc37\"]", "[\"𐐷\"]" },
		{ "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]", "[\"😹💍\"]" },
		{ "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\"\\\\/\\b\\f\\n\\r\\t\"]" },
		{ "[\"\\\\u0000\"]", "[\"\\\\u0000\"]" },
		{ "[\"\\\\a\"]", "[\"\\\\a\"]" },
		{ "[\"a/*b*/c/*d//e\"]", "[\"a/*b*/c/*d//e\"]" },
		{ "[\"\\uDBFF\\uDFFF\"]", "[\"\xf4\x8f\xbf\xbf\"]" },
		{ "[\"\\uFDD0\\uFFFF\"]", "[\"\xef\xb7\x90\xef\xbf\xbf\"]" },
		{ "[\"\x7f\"]", "[\"\\u007f\"]" },
		{ "[\"新增排放.化学需氧量\"]", "[\"新增排放.化学需氧量\"]" },
		{ "\"\xe2\x80\xa8\xe2\x80\xa9\"", "\"\xe2\x80\xa8\xe2\x80\xa9\"" },
		{ "{\"行业\":\"C2641\",\"规模\":1.20}", "{\"行业\":\"C2641\",\"规模\":1.20}" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_buf out = YICE_BUF_INIT;
		struct run run;

		start(&run, cases[i][0], strlen(cases[i][0]));
		assert_int_equal(run.status, YICE_OK);
		assert_int_equal(run.diags.count, 0);
		dump(run.root, &out);
		assert_string_equal(yice_buf_text(&out), cases[i][1]);
		yice_buf_release(&out);
		stop(&run);
	}
}

struct refusal {
	const char *text;
	enum yice_diag_id id;
	uint32_t at, end;
};

static void assert_refused(const struct refusal *want, size_t len)
{
	struct run run;

	start(&run, want->text, len);
	assert_int_equal(run.status, YICE_EDIAG);
	assert_int_equal(run.root != NULL, want->id == YICE_D_json_duplicate);
	assert_int_equal(run.diags.count, 1);
	if (run.diags.items[0]->main.id != want->id)
		print_message("%s\n", want->text);
	assert_int_equal(run.diags.items[0]->main.id, want->id);
	assert_int_equal(run.diags.items[0]->main.span.file, 3);
	if (run.diags.items[0]->main.span.start != want->at || run.diags.items[0]->main.span.end != want->end)
		print_message("%s\n", want->text);
	assert_int_equal(run.diags.items[0]->main.span.start, want->at);
	assert_int_equal(run.diags.items[0]->main.span.end, want->end);
	stop(&run);
}

static void invalid_texts_are_refused_at_their_place(void **state)
{
	static const struct refusal cases[] = {
		{ "", YICE_D_json_empty, 0, 0 },
		{ " \n", YICE_D_json_empty, 0, 2 },
		{ "\xef\xbb\xbf", YICE_D_json_empty, 0, 3 },
		{ "\xef\xbb\xbf\xef\xbb\xbf{}", YICE_D_json_value, 3, 6 },
		{ "\xff\xfe[", YICE_D_json_utf8, 0, 1 },
		{ "[\"\xc0\xaf\"]", YICE_D_json_utf8, 2, 3 },
		{ "[\"\xed\xa0\x80\"]", YICE_D_json_utf8, 2, 3 },
		{ "[\"\xd0\xd0\xd2\xb5\"]", YICE_D_json_utf8, 2, 3 },
		{ "[1\xe5]", YICE_D_json_utf8, 2, 3 },
		{ "[1 true]", YICE_D_json_separator, 3, 7 },
		{ "[\"\": 1]", YICE_D_json_separator, 3, 4 },
		{ "[1:2]", YICE_D_json_separator, 2, 3 },
		{ "[3[4]]", YICE_D_json_separator, 2, 3 },
		{ "[1 000.0]", YICE_D_json_separator, 3, 8 },
		{ "{\"a\":\"b\" \"c\":1}", YICE_D_json_separator, 9, 10 },
		{ "{\"a\":1;\"b\":2}", YICE_D_json_separator, 6, 7 },
		{ "[\"x\"}", YICE_D_json_separator, 4, 5 },
		{ "{\"a\":1]", YICE_D_json_separator, 6, 7 },
		{ "[,1]", YICE_D_json_value, 1, 2 },
		{ "[1,,2]", YICE_D_json_value, 3, 4 },
		{ "[,]", YICE_D_json_value, 1, 2 },
		{ "{\"a\":}", YICE_D_json_value, 5, 6 },
		{ "{\"a\":'x'}", YICE_D_json_value, 5, 6 },
		{ "]", YICE_D_json_value, 0, 1 },
		{ "<.>", YICE_D_json_value, 0, 1 },
		{ "[<null>]", YICE_D_json_value, 1, 2 },
		{ "*", YICE_D_json_value, 0, 1 },
		{ "[*]", YICE_D_json_value, 1, 2 },
		{ "\\u000A\"\"", YICE_D_json_value, 0, 1 },
		{ "[\\n]", YICE_D_json_value, 1, 2 },
		{ "[\f]", YICE_D_json_value, 1, 2 },
		{ "[\xc2\xa0]", YICE_D_json_value, 1, 3 },
		{ "å", YICE_D_json_value, 0, 2 },
		{ "化工", YICE_D_json_value, 0, 3 },
		{ "[1,]", YICE_D_json_trailing_comma, 2, 3 },
		{ "[1 , \n]", YICE_D_json_trailing_comma, 3, 4 },
		{ "{\"id\":0,}", YICE_D_json_trailing_comma, 7, 8 },
		{ "{\"id\":0,,}", YICE_D_json_name, 8, 9 },
		{ "{id:0}", YICE_D_json_name, 1, 3 },
		{ "{1:1}", YICE_D_json_name, 1, 2 },
		{ "{'a':0}", YICE_D_json_name, 1, 2 },
		{ "{[: \"x\"}", YICE_D_json_name, 1, 2 },
		{ "{null:null,null:null}", YICE_D_json_name, 1, 5 },
		{ "{行业:1}", YICE_D_json_name, 1, 4 },
		{ "{\"a\":1,\n  b:2}", YICE_D_json_name, 10, 11 },
		{ "{\"a\" b}", YICE_D_json_colon, 5, 6 },
		{ "{\"a\", \"b\"}", YICE_D_json_colon, 4, 5 },
		{ "{\"x\"::\"b\"}", YICE_D_json_value, 5, 6 },
		{ "{\"a\"}", YICE_D_json_colon, 4, 5 },
		{ "[]]", YICE_D_json_trailing, 2, 3 },
		{ "[1]x", YICE_D_json_trailing, 3, 4 },
		{ "{}}", YICE_D_json_trailing, 2, 3 },
		{ "{\"a\":true} \"x\"", YICE_D_json_trailing, 11, 12 },
		{ "1 2", YICE_D_json_trailing, 2, 3 },
		{ "[][]", YICE_D_json_trailing, 2, 3 },
		{ "[1", YICE_D_json_end, 2, 2 },
		{ "[1,", YICE_D_json_end, 3, 3 },
		{ "[", YICE_D_json_end, 1, 1 },
		{ "{", YICE_D_json_end, 1, 1 },
		{ "{\"a\"", YICE_D_json_end, 4, 4 },
		{ "{\"a\":", YICE_D_json_end, 5, 5 },
		{ "[{\"a\":1},{", YICE_D_json_end, 10, 10 },
		{ "[\n1\n", YICE_D_json_end, 4, 4 },
		{ "[+1]", YICE_D_json_number, 1, 3 },
		{ "[-01]", YICE_D_json_number, 1, 4 },
		{ "[-1.0.]", YICE_D_json_number, 1, 6 },
		{ "[-2.]", YICE_D_json_number, 1, 4 },
		{ "[.-1]", YICE_D_json_number, 1, 4 },
		{ "[.2e-3]", YICE_D_json_number, 1, 6 },
		{ "[0.1.2]", YICE_D_json_number, 1, 6 },
		{ "[0.3e+]", YICE_D_json_number, 1, 6 },
		{ "[0.e1]", YICE_D_json_number, 1, 5 },
		{ "[0E]", YICE_D_json_number, 1, 3 },
		{ "[1.0e-]", YICE_D_json_number, 1, 6 },
		{ "[1eE2]", YICE_D_json_number, 1, 5 },
		{ "[0x42]", YICE_D_json_number, 1, 5 },
		{ "[1+2]", YICE_D_json_number, 1, 4 },
		{ "[-]", YICE_D_json_number, 1, 2 },
		{ "[-Infinity]", YICE_D_json_number, 1, 10 },
		{ "[-foo]", YICE_D_json_number, 1, 5 },
		{ "[012]", YICE_D_json_number, 1, 4 },
		{ "[1ea]", YICE_D_json_number, 1, 4 },
		{ "[123a]", YICE_D_json_number, 1, 5 },
		{ "00", YICE_D_json_number, 0, 2 },
		{ "[NaN]", YICE_D_json_word, 1, 4 },
		{ "[Infinity]", YICE_D_json_word, 1, 9 },
		{ "[nul]", YICE_D_json_word, 1, 4 },
		{ "[tru]", YICE_D_json_word, 1, 4 },
		{ "[True]", YICE_D_json_word, 1, 5 },
		{ "[truefalse]", YICE_D_json_word, 1, 10 },
		{ "{\"a\":C2641}", YICE_D_json_word, 5, 10 },
		{ "[a", YICE_D_json_word, 1, 2 },
		{ "[\"\\a\"]", YICE_D_json_escape, 2, 4 },
		{ "[\"\\x00\"]", YICE_D_json_escape, 2, 4 },
		{ "[\"\\'\"]", YICE_D_json_escape, 2, 4 },
		{ "[\"\\化\"]", YICE_D_json_escape, 2, 6 },
		{ "[\"\\\t\"]", YICE_D_json_escape, 2, 3 },
		{ "[\"\\u00A\"]", YICE_D_json_escape, 2, 7 },
		{ "[\"\\u\"]", YICE_D_json_escape, 2, 4 },
		{ "[\"\\uqqqq\"]", YICE_D_json_escape, 2, 8 },
		{ "[\"\\u123zzzzzzzz\"]", YICE_D_json_escape, 2, 8 },
		{ "[\"\\U0041\"]", YICE_D_json_escape, 2, 4 },
		{ "[\"\\uD800\"]", YICE_D_json_surrogate, 2, 8 },
		{ "[\"\\uD800\\n\"]", YICE_D_json_surrogate, 2, 8 },
		{ "[\"\\uD800\\uD800\\n\"]", YICE_D_json_surrogate, 2, 8 },
		{ "[\"\\udc00\"]", YICE_D_json_surrogate, 2, 8 },
		{ "[\"\\uDd1e\\uD834\"]", YICE_D_json_surrogate, 2, 8 },
		{ "[\"\\uD800\\u\"]", YICE_D_json_surrogate, 2, 8 },
		{ "[\"\\uD800\\u1x\"]", YICE_D_json_surrogate, 2, 8 },
		{ "[\"ab\\u0000\"]", YICE_D_json_nul, 4, 10 },
		{ "[\"a\ta\"]", YICE_D_json_control, 3, 4 },
		{ "[\"\x1f\"]", YICE_D_json_control, 2, 3 },
		{ "[\"a\n\"]", YICE_D_json_string_end, 1, 3 },
		{ "\"", YICE_D_json_string_end, 0, 1 },
		{ "[\"x", YICE_D_json_string_end, 1, 3 },
		{ "[\"x  \r\n]", YICE_D_json_string_end, 1, 3 },
		{ "[\"\\\"]", YICE_D_json_string_end, 1, 5 },
		{ "[\"\\", YICE_D_json_string_end, 1, 3 },
		{ "{\"a", YICE_D_json_string_end, 1, 3 },
		{ "{\"a\":1,\"b\":2,\"a\":3}", YICE_D_json_duplicate, 13, 16 },
		{ "{\"a\":1,\"\\u0061\":1}", YICE_D_json_duplicate, 7, 15 },
		{ "{\"\":1,\"\":1}", YICE_D_json_duplicate, 6, 8 },
		{ "{\"a\":{\"b\":1,\"b\":2}}", YICE_D_json_duplicate, 12, 15 },
		{ "{\"a\":1，\"b\":2}", YICE_D_json_fullwidth, 6, 9 },
		{ "{\"a\"：1}", YICE_D_json_fullwidth, 4, 7 },
		{ "{“a”:1}", YICE_D_json_fullwidth, 1, 4 },
		{ "｛\"a\":1}", YICE_D_json_fullwidth, 0, 3 },
		{ "[1　]", YICE_D_json_fullwidth, 2, 5 },
		{ "[1] // x", YICE_D_json_comment, 4, 5 },
		{ "/* x */[1]", YICE_D_json_comment, 0, 1 },
		{ "{\"a\":1, # x\n}", YICE_D_json_comment, 8, 9 },
		{ "[1]/", YICE_D_json_trailing, 3, 4 },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++)
		assert_refused(&cases[i], strlen(cases[i].text));
}

static void raw_nul_bytes_are_refused_everywhere(void **state)
{
	YICE_UNUSED(state);
	assert_refused(&(struct refusal){ "[\0]", YICE_D_json_value, 1, 2 }, 3);
	assert_refused(&(struct refusal){ "[1]\0", YICE_D_json_trailing, 3, 4 }, 4);
	assert_refused(&(struct refusal){ "[\"a\0b\"]", YICE_D_json_control, 3, 4 }, 7);
	assert_refused(&(struct refusal){ "nul\0", YICE_D_json_word, 0, 3 }, 4);
}

static void nesting_stops_at_the_limit(void **state)
{
	char text[2 * YICE_JSON_DEPTH + 8];
	struct run run;

	YICE_UNUSED(state);
	memset(text, '[', YICE_JSON_DEPTH);
	memset(text + YICE_JSON_DEPTH, ']', YICE_JSON_DEPTH);
	start(&run, text, 2 * YICE_JSON_DEPTH);
	assert_int_equal(run.status, YICE_OK);
	stop(&run);
	memset(text, '[', YICE_JSON_DEPTH + 1);
	assert_refused(&(struct refusal){ text, YICE_D_json_depth, YICE_JSON_DEPTH, YICE_JSON_DEPTH + 1 },
		       2 * YICE_JSON_DEPTH);
}

/* Depth counts what is open, not what has been. */
static void many_siblings_are_not_deep(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct run run;

	YICE_UNUSED(state);
	yice_buf_addc(&text, '[');
	for (int i = 0; i < 1000; i++)
		yice_buf_adds(&text, i ? ",{\"a\":[]}" : "{}");
	yice_buf_addc(&text, ']');
	start(&run, text.data, text.len);
	assert_int_equal(run.status, YICE_OK);
	assert_int_equal(run.root->count, 1000);
	yice_buf_release(&text);
	stop(&run);
}

static void a_repeated_name_points_back_in_objects_of_any_size(void **state)
{
	YICE_UNUSED(state);
	for (int size = 1; size < 60; size++)
		for (int repeated = 0; repeated < size; repeated += 1 + size / 5) {
			struct yice_buf text = YICE_BUF_INIT;
			const struct yice_diag *diag;
			struct run run;
			uint32_t first = 0, second;

			for (int i = 0; i < size; i++) {
				yice_buf_addc(&text, i ? ',' : '{');
				if (i == repeated)
					first = (uint32_t)text.len;
				yice_buf_addf(&text, "\"k%02d\":%d", i, i);
			}
			second = (uint32_t)text.len + 1;
			yice_buf_addf(&text, ",\"k%02d\":0}", repeated);
			start(&run, text.data, text.len);
			assert_int_equal(run.status, YICE_EDIAG);
			diag = run.diags.items[0];
			assert_int_equal(diag->main.id, YICE_D_json_duplicate);
			assert_int_equal(diag->main.span.start, second);
			assert_non_null(diag->notes);
			assert_int_equal(diag->notes->id, YICE_D_note_first);
			assert_int_equal(diag->notes->span.start, first);
			assert_int_equal(diag->notes->span.end, first + 5);
			yice_buf_release(&text);
			stop(&run);
		}
}

static void large_objects_without_repeats_are_accepted(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct run run;

	YICE_UNUSED(state);
	for (int i = 0; i < 5000; i++)
		yice_buf_addf(&text, "%c\"k%d\":%d", i ? ',' : '{', i, i);
	yice_buf_addc(&text, '}');
	start(&run, text.data, text.len);
	assert_int_equal(run.status, YICE_OK);
	assert_int_equal(run.root->count, 5000);
	assert_string_equal(yice_json_get(run.root, "k4321")->text, "4321");
	assert_null(yice_json_get(run.root, "k5000"));
	assert_null(yice_json_get(run.root->first, "k1"));
	yice_buf_release(&text);
	stop(&run);
}

static void spans_cover_values_and_names_and_add_the_base(void **state)
{
	const char *text = " {\"行业\" : [1.5, \"x\"] } ";
	struct yice_arena arena;
	struct yice_diags diags;
	struct yice_json *root;
	const struct yice_json *list;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	yice_diags_init(&diags);
	assert_int_equal(yice_json_parse(text, strlen(text), 2, 1000, &arena, &diags, &root), YICE_OK);
	assert_int_equal(root->span.start, 1001);
	assert_int_equal(root->span.end, 1000 + strlen(text) - 1);
	list = yice_json_get(root, "行业");
	assert_non_null(list);
	assert_int_equal(list->key_span.start, 1002);
	assert_int_equal(list->key_span.end, 1010);
	assert_int_equal(list->span.file, 2);
	assert_int_equal(list->span.start, 1013);
	assert_int_equal(list->span.end, 1023);
	assert_int_equal(list->first->span.start, 1014);
	assert_int_equal(list->first->span.end, 1017);
	assert_int_equal(list->first->next->span.start, 1019);
	assert_int_equal(list->first->next->span.end, 1022);
	yice_diags_release(&diags);
	yice_arena_release(&arena);
}

static void slips_come_with_what_to_write(void **state)
{
	struct run run;

	YICE_UNUSED(state);
	start(&run, "{\"a\"：1}", 9);
	assert_string_equal(run.diags.items[0]->fix, ":");
	assert_string_equal(run.diags.items[0]->main.args[0], ":");
	assert_string_equal(run.diags.items[0]->main.args[1], "：");
	stop(&run);
	start(&run, "[“a”]", 9);
	assert_string_equal(run.diags.items[0]->fix, "\"");
	stop(&run);
	start(&run, "[True]", 6);
	assert_int_equal(run.diags.items[0]->helps->id, YICE_D_help_did_you_mean);
	assert_string_equal(run.diags.items[0]->helps->args[0], "true");
	stop(&run);
	start(&run, "[C2641]", 7);
	assert_int_equal(run.diags.items[0]->helps->id, YICE_D_help_quote);
	assert_string_equal(run.diags.items[0]->helps->args[0], "C2641");
	stop(&run);
	start(&run, "[{\"a\":1", 7);
	assert_string_equal(run.diags.items[0]->main.args[0], "}");
	assert_int_equal(run.diags.items[0]->notes->span.start, 1);
	stop(&run);
	start(&run, "[1,]", 4);
	assert_string_equal(run.diags.items[0]->fix, "");
	stop(&run);
	start(&run, "[\"\xd0\"]", 5);
	assert_string_equal(run.diags.items[0]->main.args[0], "0xD0");
	stop(&run);
}

/* Cut and damage a text at every byte: no crash, and never a success that is not the truth. */
static void damaged_texts_are_refused_without_harm(void **state)
{
	static const char text[] = "{\"项目\":[1.5e3,true,\"\\ud83d\\ude39\\n\",{\"a\":null}],\"x\":{}}";
	uint64_t seed = 5;
	struct run run;

	YICE_UNUSED(state);
	for (size_t len = 0; len < sizeof(text) - 1; len++) {
		char *exact =
		    malloc(len ? len : 1); /* of this size, so that a sanitizer sees reads past it */

		assert_non_null(exact);
		memcpy(exact, text, len);
		start(&run, exact, len);
		assert_int_equal(run.status, YICE_EDIAG);
		stop(&run);
		free(exact);
	}
	for (int i = 0; i < 20000; i++) {
		char copy[sizeof(text)];

		memcpy(copy, text, sizeof(text));
		for (uint64_t n = unit_random(&seed) % 3; n < 3; n++)
			copy[unit_random(&seed) % (sizeof(text) - 1)] = (char)(unit_random(&seed) >> 20);
		start(&run, copy, sizeof(text) - 1);
		assert_int_equal(run.status, run.diags.count ? YICE_EDIAG : YICE_OK);
		stop(&run);
	}
}

static void quoting_gives_valid_json_for_any_bytes(void **state)
{
	static const char bytes[] = "\"\\/\b\f\n\r\t\x01\x1f\x7f一\xff\xe4\xb8";
	struct yice_buf out = YICE_BUF_INIT;

	YICE_UNUSED(state);
	yice_json_quote(&out, bytes, sizeof(bytes)); /* with its NUL */
	assert_string_equal(
	    yice_buf_text(&out),
	    "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f一\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\u0000\"");
	yice_buf_clear(&out);
	yice_json_quote(&out, NULL, 0);
	assert_string_equal(yice_buf_text(&out), "\"\"");
	yice_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_texts_give_their_value),
		cmocka_unit_test(invalid_texts_are_refused_at_their_place),
		cmocka_unit_test(raw_nul_bytes_are_refused_everywhere),
		cmocka_unit_test(nesting_stops_at_the_limit),
		cmocka_unit_test(many_siblings_are_not_deep),
		cmocka_unit_test(a_repeated_name_points_back_in_objects_of_any_size),
		cmocka_unit_test(large_objects_without_repeats_are_accepted),
		cmocka_unit_test(spans_cover_values_and_names_and_add_the_base),
		cmocka_unit_test(slips_come_with_what_to_write),
		cmocka_unit_test(damaged_texts_are_refused_without_harm),
		cmocka_unit_test(quoting_gives_valid_json_for_any_bytes),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
