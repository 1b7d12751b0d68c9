/* SPDX-License-Identifier: Apache-2.0 */
/* base/decode.c and grammar/text_check.c: bytes to UTF-8, and characters that deceive. */
#include "tests/unit/grammar.h"

static int decode(struct unit_grammar *g, const char *bytes, size_t len)
{
	unit_grammar_init(g);
	return yice_text_decode(bytes, len, &g->sources, "test.yice", &g->diags, &g->file);
}

static void assert_decoded(const char *bytes, size_t len, int status, const char *text, const char *codes)
{
	struct unit_grammar g;

	assert_int_equal(decode(&g, bytes, len), status);
	assert_string_equal(g.sources.items[g.file].text, text);
	assert_string_equal(unit_grammar_codes(&g), codes);
	unit_grammar_release(&g);
}

static void utf8_passes_and_loses_its_mark(void **state)
{
	YICE_UNUSED(state);
	assert_decoded("清单", 6, YICE_OK, "清单", "");
	assert_decoded("\xef\xbb\xbf清单", 9, YICE_OK, "清单", "");
	assert_decoded("", 0, YICE_OK, "", "");
}

static void gb18030_is_converted_with_a_warning(void **state)
{
	YICE_UNUSED(state);
	/* 词表 甲：新建, and 𠮷 in four bytes */
	assert_decoded("\xb4\xca\xb1\xed \xbc\xd7\xa3\xba\xd0\xc2\xbd\xa8", 13, YICE_OK, "词表 甲：新建",
		       "Y0101 ");
	assert_decoded("\x95\x34\xb2\x35\xb4\xca", 6, YICE_OK, "𠮷词", "Y0101 ");
}

static void a_stray_byte_in_utf8_is_refused_at_its_place(void **state)
{
	struct unit_grammar g;

	YICE_UNUSED(state);
	assert_int_equal(decode(&g, "词表 甲：新\xff建\n词\xe8\xa1", 26), YICE_EDIAG);
	assert_string_equal(g.sources.items[g.file].text,
			    "词表 甲：新\xef\xbf\xbd建\n词\xef\xbf\xbd\xef\xbf\xbd");
	assert_string_equal(unit_grammar_codes(&g), "Y0102 Y0102 Y0102 ");
	assert_int_equal(g.diags.items[0]->main.span.start, 16);
	assert_string_equal(g.diags.items[0]->main.args[0], "0xFF");
	unit_grammar_release(&g);
}

static void bytes_of_no_encoding_are_refused_and_ten_shown(void **state)
{
	struct unit_grammar g;
	char bytes[40];

	YICE_UNUSED(state);
	memset(bytes, 0xff, sizeof(bytes));
	bytes[0] = 'a';
	assert_int_equal(decode(&g, bytes, sizeof(bytes)), YICE_EDIAG);
	assert_int_equal(g.diags.count, 10);
	unit_grammar_release(&g);
}

static void a_nul_byte_is_refused(void **state)
{
	YICE_UNUSED(state);
	assert_decoded("条 禁止\0", sizeof("条 禁止"), YICE_EDIAG, "条 禁止", "Y0104 ");
}

static void utf16_is_recognised(void **state)
{
	YICE_UNUSED(state);
	assert_decoded("\xff\xfe\x05\x6e", 4, YICE_EDIAG, "", "Y0103 ");
	assert_decoded("\xfe\xff\x6e\x05", 4, YICE_EDIAG, "", "Y0103 ");
	assert_decoded("#\0 \0", 4, YICE_EDIAG, "", "Y0103 ");
	assert_decoded("\0#\0 ", 4, YICE_EDIAG, "", "Y0103 ");
}

/* Codes, then the first diagnostic's fix applied to the text; fixed NULL: it must have none. */
static void assert_checked(const char *text, size_t len, const char *codes, const char *fixed)
{
	struct unit_grammar g;
	struct yice_buf out = YICE_BUF_INIT;
	const struct yice_diag *diag;
	int status;

	unit_grammar_add(&g, text, len);
	status = yice_text_check(&g.sources, g.file, &g.diags);
	assert_int_equal(status, g.diags.errors ? YICE_EDIAG : YICE_OK);
	assert_string_equal(unit_grammar_codes(&g), codes);
	diag = g.diags.count ? g.diags.items[0] : NULL;
	if (diag && diag->fix) {
		yice_buf_add(&out, text, diag->fix_span.start);
		yice_buf_adds(&out, diag->fix);
		yice_buf_add(&out, text + diag->fix_span.end, len - diag->fix_span.end);
		assert_non_null(fixed);
		assert_string_equal(yice_buf_text(&out), fixed);
	} else {
		assert_null(fixed);
	}
	yice_buf_release(&out);
	unit_grammar_release(&g);
}

#define CHECKED(text, codes, fixed) assert_checked(text, sizeof(text) - 1, codes, fixed)

static void ordinary_text_passes(void **state)
{
	YICE_UNUSED(state);
	CHECKED("单元 ZH1 \"甲\" 重点管控 # 注 ⻋\n1-3【水/限制类】当 a ≥ 5 μg/m³ 且 b·c ≤ 2：1 "
		"《甲》“乙”「丙」\r\n\t二〇二四 一10 O2 ℃ SO₂",
		"", NULL);
}

static void radicals_become_ideographs(void **state)
{
	YICE_UNUSED(state);
	CHECKED("词表 ⻋⾯⼈", "Y0107 ", "词表 车面人");
	CHECKED("原文 “⻋⾯，⼈”", "Y0108 Y0108 ", "原文 “车面，⼈”");
	CHECKED("《⻓江》 # ⻋", "Y0108 ", "《长江》 # ⻋");
	CHECKED("\"a\\\"⻋\" ⻋", "Y0108 Y0107 ", "\"a\\\"车\" ⻋");
	CHECKED("《a《⻋》⻋》⻋", "Y0108 Y0108 Y0107 ", "《a《车》⻋》⻋");
	CHECKED("\"⻋\n⻋", "Y0108 Y0107 ", "\"车\n⻋");
}

static void what_cannot_be_seen_is_told(void **state)
{
	YICE_UNUSED(state);
	CHECKED("新\u200b建", "Y0110 ", "新建");
	CHECKED("\"新\u200b建\"", "Y0111 ", "\"新建\"");
	CHECKED("# 新\u200b建", "", NULL);
	CHECKED("# \u202e新", "Y0109 ", "# 新");
	CHECKED("\"\u2066\u2067\"", "Y0109 ", "\"\"");
	CHECKED("a\0b", "Y0104 ", "ab");
	CHECKED("# \x07", "Y0104 ", "# ");
	CHECKED("a\xef\xbb\xbf", "Y0110 ", "a");
}

static void private_and_lost_characters_have_no_fix(void **state)
{
	YICE_UNUSED(state);
	CHECKED("\ue000甲", "Y0112 ", NULL);
	CHECKED("\"\ue000\"", "Y0113 ", NULL);
	CHECKED("\ufffd", "Y0114 ", NULL);
	CHECKED("\"\ufffd\"", "Y0114 ", NULL);
}

static void names_must_be_in_canonical_form(void **state)
{
	YICE_UNUSED(state);
	CHECKED("a\u0301", "Y0105 ", "\u00e1");
	CHECKED("\"a\u0301\"", "Y0106 ", "\"\u00e1\"");
	CHECKED("\uf900", "Y0105 ", "\u8c48");
	CHECKED("\u212b", "Y0105 ", "\u00c5");
	CHECKED("\u1100\u1161", "Y0105 ", "\uac00");
	CHECKED("\u00e1", "", NULL);
}

static void marks_that_look_alike_are_told_and_read_as_meant(void **state)
{
	struct unit_grammar g;

	YICE_UNUSED(state);
	CHECKED("1—3", "Y0115 ", "1-3");
	CHECKED("a\u00a0b", "Y0115 ", "a b");
	CHECKED("2∶1 ≧ ≦ • ✕", "Y0115 Y0115 Y0115 Y0115 Y0115 ", "2:1 ≧ ≦ • ✕");
	CHECKED("\"1—3 • \"", "", NULL);
	unit_grammar_parse(&g, "1—3 须 a ≧ 2∶1 且 b ≦ 3 k•m");
	assert_int_equal(g.diags.count, 0);
	unit_grammar_release(&g);
}

static void letters_and_numerals_that_look_alike_are_errors(void **state)
{
	YICE_UNUSED(state);
	CHECKED("А", "Y0116 ", "A");
	CHECKED("СОD", "Y0116 ", "COD");
	CHECKED("1一3", "Y0116 ", "1-3");
	CHECKED("1ー3", "Y0116 ", "1-3");
	CHECKED("二0二四 二O二四", "Y0116 Y0116 ", "二〇二四 二O二四");
	CHECKED("二○二四", "Y0116 ", "二〇二四");
	CHECKED("ー类", "Y0116 ", "一类");
	CHECKED("一1 1 一 2", "", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_passes_and_loses_its_mark),
		cmocka_unit_test(gb18030_is_converted_with_a_warning),
		cmocka_unit_test(a_stray_byte_in_utf8_is_refused_at_its_place),
		cmocka_unit_test(bytes_of_no_encoding_are_refused_and_ten_shown),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(utf16_is_recognised),
		cmocka_unit_test(ordinary_text_passes),
		cmocka_unit_test(radicals_become_ideographs),
		cmocka_unit_test(what_cannot_be_seen_is_told),
		cmocka_unit_test(private_and_lost_characters_have_no_fix),
		cmocka_unit_test(names_must_be_in_canonical_form),
		cmocka_unit_test(marks_that_look_alike_are_told_and_read_as_meant),
		cmocka_unit_test(letters_and_numerals_that_look_alike_are_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
