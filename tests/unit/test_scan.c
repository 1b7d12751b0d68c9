/* SPDX-License-Identifier: Apache-2.0 */
/* grammar/scan.l and scan_token.c: which token a text is, and what it holds. */
#include "tests/unit/grammar.h"

#include "grammar/numeral.h"
#include "grammar/scan.h"

/* Token kinds by short names, so that a failing test shows a sequence. */
static const char *kind_name(int kind)
{
	static const struct {
		int kind;
		const char *name;
	} names[] = {
		{ TOK_IDENTIFIER, "id" }, { TOK_NUMBER, "num" },  { TOK_CLAUSE_NO, "no" },
		{ TOK_DATE, "date" },     { TOK_RATIO, "ratio" }, { TOK_STRING, "str" },
		{ TOK_TITLE, "title" },   { TOK_COMMA, "," },     { TOK_COLON, ":" },
		{ TOK_LPAREN, "(" },      { TOK_RPAREN, ")" },    { TOK_LBRACKET, "[" },
		{ TOK_RBRACKET, "]" },    { TOK_LBRACE, "{" },    { TOK_RBRACE, "}" },
		{ TOK_DOT, "." },         { TOK_PLUS, "+" },      { TOK_MINUS, "-" },
		{ TOK_TIMES, "*" },       { TOK_SLASH, "/" },     { TOK_PRODUCT, "·" },
		{ TOK_EQ, "=" },          { TOK_NE, "<>" },       { TOK_LT, "<" },
		{ TOK_LE, "<=" },         { TOK_GT, ">" },        { TOK_GE, ">=" },
		{ TOK_PERCENT, "%" },     { TOK_AND, "and" },     { TOK_OR, "or" },
		{ TOK_NOT, "not" },       { TOK_WHEN, "when" },   { TOK_YICE_YYerror, "error" },
	};

	for (size_t i = 0; i < YICE_COUNT(names); i++)
		if (names[i].kind == kind)
			return names[i].name;
	return "?";
}

static void scan_text(struct unit_grammar *g, const char *text, size_t len)
{
	struct yice_scan scan;
	const struct yice_token *token;

	unit_grammar_add(g, text, len);
	assert_int_equal(yice_scan_init(&scan, &g->sources, g->file, &g->arena, &g->diags), YICE_OK);
	while ((token = yice_scan_next(&scan))->kind != TOK_YYEOF)
		yice_buf_addf(&g->out, "%s%s", g->out.len ? " " : "", kind_name(token->kind));
	yice_scan_release(&scan);
}

static void assert_tokens(const char *text, const char *expected, const char *codes)
{
	struct unit_grammar g;

	scan_text(&g, text, strlen(text));
	assert_string_equal(yice_buf_text(&g.out), expected);
	assert_string_equal(unit_grammar_codes(&g), codes);
	unit_grammar_release(&g);
}

/* The first token of a text, whose values live as long as g. */
static struct yice_token first_token(struct unit_grammar *g, const char *text)
{
	struct yice_scan scan;
	struct yice_token token;

	unit_grammar_add(g, text, strlen(text));
	assert_int_equal(yice_scan_init(&scan, &g->sources, g->file, &g->arena, &g->diags), YICE_OK);
	token = *yice_scan_next(&scan);
	yice_scan_release(&scan);
	return token;
}

static void full_width_twins_are_the_same_tokens(void **state)
{
	YICE_UNUSED(state);
	assert_tokens("，、,：:（(）)【[】]｛{｝}．.＋+－-−",
		      ", , , : : ( ( ) ) [ [ ] ] { { } } . . + + - - -", "");
	assert_tokens("×*＊／/·＝ = ＜ < ＞ >", "* * * / / · = = < < > >", "");
	assert_tokens("≥ >= ＞＝ ≤ <= ＜＝ ≠ != ！＝ <> ＜＞", ">= >= >= <= <= <= <> <> <> <> <>", "");
	assert_tokens("％ % ‰", "% % %", "");
	assert_tokens("ｗｈｅｎ　当 ＡＢ１ １２．５ １－３", "when when id num no", "");
}

static void layout_and_comments_mean_nothing(void **state)
{
	YICE_UNUSED(state);
	assert_tokens("a # 当 （\n＃ \"x\n b\r\nc\rd", "id id id id", "");
	assert_tokens("#", "", "");
	assert_tokens("", "", "");
}

static void numbers_numbers_of_clauses_dates_and_ratios_differ(void **state)
{
	YICE_UNUSED(state);
	assert_tokens("5 5.25 1-3 2-1-4 2024-07-01 2024-07 2024-7-1 2:1 2：1.5",
		      "num num no no date no no ratio ratio", "");
	assert_tokens("2024-07-01-2 12024-07-01", "no no", "");
	assert_tokens("3-x 3 - 4 a-3 2:x", "num - id num - num id - num num : id", "");
	assert_tokens("5吨 2000/3 2024/3", "num id num / num num / num", "");
}

static void names_hold_units_and_marks_of_chemistry(void **state)
{
	YICE_UNUSED(state);
	assert_tokens("dB(A) dB（C） dB(x) m³ SO₂ ℃ μg PM2.5 PM10 新增排放.PM2.5 PM2.x _a 〇七",
		      "id id id ( id ) id id id id id id id . id id . id id id", "");
}

static void names_are_folded_to_ascii_and_one_mu(void **state)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{ "ＡｂＣ＿１２", "AbC_12" }, { "dB（A）", "dB(A)" },         { "\xc2\xb5g", "\xce\xbcg" },
		{ "ＰＭ２．５", "PM2.5" },    { "新\xe2\x80\x8b建", "新建" }, { "⻋⾯", "车面" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct unit_grammar g;
		struct yice_token token = first_token(&g, cases[i].text);

		assert_int_equal(token.kind, TOK_IDENTIFIER);
		assert_string_equal(token.value.word.text, cases[i].name);
		assert_int_equal(token.span.end, strlen(cases[i].text));
		unit_grammar_release(&g);
	}
}

static void spans_are_bytes_of_the_source(void **state)
{
	struct unit_grammar g;
	struct yice_token token;

	YICE_UNUSED(state);
	token = first_token(&g, "  # 注\n　≥ 5");
	assert_int_equal(token.kind, TOK_GE);
	assert_int_equal(token.span.start, 11);
	assert_int_equal(token.span.end, 14);
	assert_true(token.fresh);
	unit_grammar_release(&g);
}

static void strings_end_with_the_quote_that_pairs(void **state)
{
	static const struct {
		const char *text, *content;
	} cases[] = {
		{ "\"a“b”「c」\"", "a“b”「c」" },
		{ "“他说\"好\"＂\\n”", "他说\"好\"＂\\n" },
		{ "「“甲”」", "“甲”" },
		{ "\"\\\"\\\\\\n\\t\\{\\\\{\"", "\"\\\n\t{\\{" },
		{ "\"\"", "" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct unit_grammar g;
		struct yice_token token = first_token(&g, cases[i].text);

		assert_int_equal(token.kind, TOK_STRING);
		assert_string_equal(token.value.text->text, cases[i].content);
		assert_int_equal(token.value.text->len, strlen(cases[i].content));
		assert_int_equal(token.span.end, strlen(cases[i].text));
		assert_int_equal(g.diags.count, 0);
		unit_grammar_release(&g);
	}
}

static void an_escaped_brace_is_marked_as_no_hole(void **state)
{
	struct unit_grammar g;
	struct yice_token token = first_token(&g, "\"{a}\\{b\\\\{c}\"");

	YICE_UNUSED(state);
	assert_string_equal(token.value.text->text, "{a}{b\\{c}");
	assert_non_null(token.value.text->literal);
	assert_int_equal(token.value.text->literal[0], 3);
	assert_int_equal(token.value.text->literal[1], UINT32_MAX);
	unit_grammar_release(&g);
	token = first_token(&g, "\"{a}\"");
	assert_null(token.value.text->literal);
	unit_grammar_release(&g);
}

static void titles_may_nest_once(void **state)
{
	struct unit_grammar g;
	struct yice_token token = first_token(&g, "《关于〈甲〉和《乙》的通知》第一条");

	YICE_UNUSED(state);
	assert_int_equal(token.kind, TOK_TITLE);
	assert_string_equal(token.value.word.text, "关于〈甲〉和《乙》的通知");
	unit_grammar_release(&g);
	assert_tokens("《a《b《c》》》", "title title error error", "Y0203 Y0201 Y0201 ");
}

static void slips_are_told_and_read_as_meant(void **state)
{
	YICE_UNUSED(state);
	assert_tokens("a == b", "id = id", "Y0212 ");
	assert_tokens("a => 1 =< 2", "id >= num <= num", "Y0213 Y0213 ");
	assert_tokens("a && b || ! c & d | e", "id and id or not id and id or id",
		      "Y0214 Y0214 Y0214 Y0214 Y0214 ");
	assert_tokens("a；b;c。", "id id id", "Y0215 Y0215 Y0215 ");
	assert_tokens("3. 2:0 2024-02-30 99999999999999999999", "num ratio date num",
		      "Y0207 Y0208 Y0209 Y0206 ");
	assert_tokens("2024年7月1日起 2024/7/1 2024.07.01 2024/13/1", "date ? date date date",
		      "Y0210 Y0210 Y0210 Y0209 ");
	assert_tokens("2024年度 2024/07 2024.07. 5", "num id num / num num . num", "");
	assert_tokens("a ≥ 五 + 二十三 > 三万五", "id >= num + num > num", "Y0211 Y0211 Y0211 ");
	assert_tokens("a = 五 ≥ 五金", "id = id >= id", "");
	assert_tokens("\"\\q\"", "str", "Y0205 ");
	assert_tokens("@ ~ '", "error error error", "Y0201 Y0201 Y0201 ");
}

static void an_open_string_ends_with_its_line(void **state)
{
	struct unit_grammar g;
	struct yice_token token = first_token(&g, "\"abc  \n当");

	YICE_UNUSED(state);
	assert_string_equal(token.value.text->text, "abc");
	assert_int_equal(token.span.end, 4);
	assert_int_equal(g.diags.items[0]->main.span.end, 1);
	assert_string_equal(g.diags.items[0]->fix, "\"");
	assert_int_equal(g.diags.items[0]->fix_span.start, 4);
	unit_grammar_release(&g);
	assert_tokens("\"a\\\n当 “b\n当 「c\n当 《d\n当", "str when str when str when title when",
		      "Y0202 Y0202 Y0202 Y0203 ");
	assert_tokens("”a” ”b“ ”c\n当", "str str str when", "Y0204 Y0204 Y0204 ");
}

static void a_nul_byte_is_refused(void **state)
{
	struct unit_grammar g;

	YICE_UNUSED(state);
	scan_text(&g, "a\0b", 3);
	assert_string_equal(yice_buf_text(&g.out), "id error id");
	assert_string_equal(unit_grammar_codes(&g), "Y0201 ");
	unit_grammar_release(&g);
	scan_text(&g, "\"a\0b\"", 5);
	assert_string_equal(yice_buf_text(&g.out), "str error id str");
	assert_string_equal(unit_grammar_codes(&g), "Y0202 Y0201 Y0202 ");
	unit_grammar_release(&g);
}

static void chinese_numerals_have_their_values(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {
		{ "五", 5 },
		{ "十", 10 },
		{ "十二", 12 },
		{ "二十", 20 },
		{ "两百", 200 },
		{ "一百零五", 105 },
		{ "一百五", 150 },
		{ "三万五", 35000 },
		{ "三万零五", 30005 },
		{ "二〇二四", 2024 },
		{ "一千二百三十四", 1234 },
		{ "两亿", 200000000 },
		{ "十万", 100000 },
		{ "一百二十万", 1200000 },
	};
	int64_t value;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		assert_true(yice_chinese_number(cases[i].text, strlen(cases[i].text), &value));
		assert_int_equal(value, cases[i].value);
	}
	assert_false(yice_chinese_number("五金", strlen("五金"), &value));
	assert_false(yice_chinese_number("", 0, &value));
	assert_false(yice_chinese_number("九九九九九九九九九九九九九", 39, &value));
}

static void keywords_are_found_in_both_languages(void **state)
{
	struct yice_keyword_index index;
	const struct yice_keyword *keywords;
	size_t count;

	YICE_UNUSED(state);
	yice_keyword_index_init(&index);
	keywords = yice_keyword_table(&count);
	for (size_t i = 0; i < count; i++) {
		for (int lang = 0; lang < 2; lang++)
			assert_ptr_equal(
			    yice_keyword_find(&index, keywords[i].text[lang], keywords[i].len[lang]),
			    &keywords[i]);
		/* By which the scanner tells the language of one. */
		assert_true((unsigned char)*keywords[i].text[YICE_ZH] >= 0x80 && (unsigned char)*keywords[i].text[YICE_EN] < 0x80);
		assert_ptr_equal(yice_keyword_of(keywords[i].token), &keywords[i]);
	}
	assert_null(yice_keyword_find(&index, "新建", strlen("新建")));
	assert_null(yice_keyword_of(TOK_IDENTIFIER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_width_twins_are_the_same_tokens),
		cmocka_unit_test(layout_and_comments_mean_nothing),
		cmocka_unit_test(numbers_numbers_of_clauses_dates_and_ratios_differ),
		cmocka_unit_test(names_hold_units_and_marks_of_chemistry),
		cmocka_unit_test(names_are_folded_to_ascii_and_one_mu),
		cmocka_unit_test(spans_are_bytes_of_the_source),
		cmocka_unit_test(strings_end_with_the_quote_that_pairs),
		cmocka_unit_test(an_escaped_brace_is_marked_as_no_hole),
		cmocka_unit_test(titles_may_nest_once),
		cmocka_unit_test(slips_are_told_and_read_as_meant),
		cmocka_unit_test(an_open_string_ends_with_its_line),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(chinese_numerals_have_their_values),
		cmocka_unit_test(keywords_are_found_in_both_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
