/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grammar/format.c and layout.c. The look is compared with
 * tests/golden/fmt/NAME.zh and NAME.en; YICE_GOLDEN_UPDATE=1 in the
 * environment writes them. What must hold of every text is tried on the
 * maintained rule sets as well.
 */
#include "tests/unit/grammar.h"

#include <dirent.h>

#include "grammar/ast_dump.h"
#include "grammar/scan.h"

/* Formats text[0..len); the result is malloc'd. */
static char *formatted(const char *text, size_t len, enum yice_lang lang, const struct yice_respell *respell,
		       size_t count)
{
	struct unit_grammar g;
	char *copy;

	unit_grammar_add(&g, text, len);
	if (yice_format(&g.sources, g.file, lang, respell, count, &g.diags, &g.out))
		fail_msg("%s", unit_grammar_messages(&g, YICE_EN));
	copy = malloc(g.out.len + 1);
	assert_non_null(copy);
	memcpy(copy, yice_buf_text(&g.out), g.out.len + 1);
	unit_grammar_release(&g);
	return copy;
}

static char *plain(const char *text, enum yice_lang lang)
{
	return formatted(text, strlen(text), lang, NULL, 0);
}

/* Kinds of all tokens, one byte each, in a buffer. Texts of names, numbers and strings follow their kind. */
static void token_sequence(const char *text, struct yice_buf *out)
{
	struct unit_grammar g;
	struct yice_scan scan;
	const struct yice_token *token;

	unit_grammar_add(&g, text, strlen(text));
	assert_int_equal(yice_scan_init(&scan, &g.sources, g.file, &g.arena, &g.diags), YICE_OK);
	while ((token = yice_scan_next(&scan))->kind != TOK_YYEOF) {
		yice_buf_addf(out, "%d ", token->kind);
		if (token->kind == TOK_IDENTIFIER || token->kind == TOK_CLAUSE_NO)
			yice_buf_addf(out, "%s ", token->value.word.text);
		if (token->kind == TOK_NUMBER || token->kind == TOK_RATIO)
			yice_buf_addf(out, "%s ", token->value.number.word.text);
		if (token->kind == TOK_STRING || token->kind == TOK_TITLE)
			yice_buf_add(out, text + token->span.start, token->span.end - token->span.start);
	}
	yice_scan_release(&scan);
	unit_grammar_release(&g);
}

static void assert_same_tokens(const char *a, const char *b)
{
	struct yice_buf first = YICE_BUF_INIT, second = YICE_BUF_INIT;

	token_sequence(a, &first);
	token_sequence(b, &second);
	assert_string_equal(yice_buf_text(&first), yice_buf_text(&second));
	yice_buf_release(&first);
	yice_buf_release(&second);
}

/* Formatting again, and by way of the other language, changes nothing; no line is too long without need. */
static void assert_stable(const char *text, size_t len)
{
	char *zh = formatted(text, len, YICE_ZH, NULL, 0), *en = plain(zh, YICE_EN);
	char *zh_again = plain(zh, YICE_ZH), *en_again = plain(en, YICE_EN), *back = plain(en, YICE_ZH);

	assert_string_equal(zh_again, zh);
	assert_string_equal(en_again, en);
	assert_string_equal(back, zh);
	assert_same_tokens(text, zh);
	assert_same_tokens(text, en);
	free(zh);
	free(en);
	free(zh_again);
	free(en_again);
	free(back);
}

static void assert_look(const char *name)
{
	char path[256];
	size_t len;
	char *text, *zh, *en;

	snprintf(path, sizeof(path), "tests/golden/fmt/%s.yice", name);
	text = unit_read(path, &len);
	zh = plain(text, YICE_ZH);
	snprintf(path, sizeof(path), "fmt/%s.zh", name);
	unit_assert_golden(path, zh);
	en = plain(text, YICE_EN);
	snprintf(path, sizeof(path), "fmt/%s.en", name);
	unit_assert_golden(path, en);
	assert_stable(text, len);
	free(text);
	free(zh);
	free(en);
}

static void a_messy_text_gets_the_canonical_look(void **state)
{
	YICE_UNUSED(state);
	assert_look("messy");
}

static void long_lines_break_where_they_read_best(void **state)
{
	YICE_UNUSED(state);
	assert_look("long");
}

static void assert_formats_to(const char *text, const char *expected)
{
	char *zh = plain(text, YICE_ZH);

	assert_string_equal(zh, expected);
	free(zh);
}

static void comments_stay_with_their_lines(void **state)
{
	YICE_UNUSED(state);
	assert_formats_to("", "");
	assert_formats_to("\n\n# a\n\n\n", "# a\n");
	assert_formats_to("#a  \n\n\n＃b\n词表 甲：乙 #c\n\n\n\n#d\n", "#a\n\n#b\n词表 甲：乙  #c\n\n#d\n");
	assert_formats_to("词表 甲：乙、# 一\n# 二\n丙", "词表 甲：乙、  # 一\n  # 二\n  丙\n");
	assert_formats_to("条 # 一\n禁止 # 二\n\n# 三\n示例 # 四",
			  "条  # 一\n  禁止  # 二\n  # 三\n  示例  # 四\n");
	assert_formats_to("词表 甲：乙\r\n# 注\r\n词表 丙：丁\r\n", "词表 甲：乙\n# 注\n词表 丙：丁\n");
}

static void blank_lines_between_items_are_kept_once(void **state)
{
	YICE_UNUSED(state);
	assert_formats_to("词表 甲：乙\n词表 丙：丁\n\n\n\n词表 戊：己",
			  "词表 甲：乙\n词表 丙：丁\n\n词表 戊：己\n");
	assert_formats_to(
	    "词表 甲：乙\n# 单元的注释\n单元 Z \"t\" 重点管控\n维度 布局\n1-1 禁止\n维度 排放\n2-1 禁止",
	    "词表 甲：乙\n\n# 单元的注释\n单元 Z \"t\" 重点管控\n维度 布局\n  1-1\n    禁止\n\n维度 排放\n  "
	    "2-1\n    禁止\n");
}

static void strings_keep_their_quotes_and_bytes(void **state)
{
	YICE_UNUSED(state);
	assert_formats_to("条 原文 “a，b（c）” 摘要 「x」 英文 \"y\\n，\"",
			  "条\n  原文 “a，b（c）”\n  摘要 「x」\n  英文 \"y\\n，\"\n");
}

static void mistakes_are_refused(void **state)
{
	struct unit_grammar g;

	YICE_UNUSED(state);
	unit_grammar_add(&g, "条 须", strlen("条 须"));
	assert_int_equal(yice_format(&g.sources, g.file, YICE_ZH, NULL, 0, &g.diags, &g.out), YICE_EDIAG);
	assert_int_equal(g.out.len, 0);
	assert_int_equal(g.diags.errors, 1);
	unit_grammar_release(&g);
}

/* ------------------------------------------------------------ names in both languages */

static const char *const names[][2] = {
	{ "建设性质", "nature" },
	{ "新建", "new" },
	{ "改建", "renovation" },
	{ "场址", "site" },
	{ "大气环境受体敏感重点管控区", "air_receptor_sensitive" },
	{ "项目类别", "kind" },
	{ "储油库", "oil_depot" },
	{ "原辅材料", "materials" },
	{ "溶剂型涂料", "solvent_coating" },
	{ "溶剂型油墨", "solvent_ink" },
	{ "大气", "air" },
	{ "限制类", "restrict" },
	{ "政府", "government" },
	{ "重点管控", "key" },
};

/* Spellings of all known names of a text in the language `to`: what the compiler would find. */
static size_t respell(const char *text, enum yice_lang to, struct yice_respell *out, size_t room)
{
	struct unit_grammar g;
	struct yice_scan scan;
	const struct yice_token *token;
	size_t count = 0;

	unit_grammar_add(&g, text, strlen(text));
	assert_int_equal(yice_scan_init(&scan, &g.sources, g.file, &g.arena, &g.diags), YICE_OK);
	while ((token = yice_scan_next(&scan))->kind != TOK_YYEOF) {
		size_t len = token->span.end - token->span.start;

		for (size_t i = 0; i < YICE_COUNT(names); i++) {
			const char *from = names[i][1 - to];

			/* 限制类 is a name, its English spelling in a tag a keyword; only one of the two is
			 * in the tag. */
			if (strlen(from) != len || memcmp(text + token->span.start, from, len) != 0 ||
			    (token->kind == TOK_RESTRICT && text[token->span.start - 1] != '/'))
				continue;
			assert_true(count < room);
			out[count++] =
			    (struct yice_respell){ token->span.start, token->span.end, names[i][to] };
		}
	}
	yice_scan_release(&scan);
	unit_grammar_release(&g);
	return count;
}

static void chinese_to_english_and_back_gives_the_same_bytes(void **state)
{
	static const char zh[] =
	    "单元 ZH1 \"北滘镇重点管控区\" 重点管控\n"
	    "  要素 大气环境受体敏感重点管控区  # 敏感\n"
	    "\n"
	    "维度 布局\n"
	    "  # 一条\n"
	    "  1-6【大气/限制类】\n"
	    "    当   场址 位于 大气环境受体敏感重点管控区 且 建设性质 属于 新建、改建 且 项目类别 = 储油库\n"
	    "         且（项目类别 = 储油库 或 原辅材料 含 溶剂型涂料、溶剂型油墨）\n"
	    "    限制 \"严格限制新建\"\n"
	    "    职责 政府\n";
	static const char en_wanted[] =
	    "unit ZH1 \"北滘镇重点管控区\" key\n"
	    "  elements air_receptor_sensitive  # 敏感\n"
	    "\n"
	    "dimension 布局\n"
	    "  # 一条\n"
	    "  1-6 [air/restrict]\n"
	    "    when site within air_receptor_sensitive and nature in new, renovation and kind = oil_depot\n"
	    "         and (kind = oil_depot or materials include solvent_coating, solvent_ink)\n"
	    "    restrict \"严格限制新建\"\n"
	    "    duty government\n";
	struct yice_respell list[64];
	char *en, *back;
	size_t count;

	YICE_UNUSED(state);
	count = respell(zh, YICE_EN, list, YICE_COUNT(list));
	en = formatted(zh, strlen(zh), YICE_EN, list, count);
	assert_string_equal(en, en_wanted);
	count = respell(en, YICE_ZH, list, YICE_COUNT(list));
	back = formatted(en, strlen(en), YICE_ZH, list, count);
	assert_string_equal(back, zh);
	free(en);
	free(back);
}

static void words_of_tags_and_declared_names_are_not_translated(void **state)
{
	char *zh =
	    plain("1-1 [air/restrict] prohibit attribute a.{layer} (b.{layer}) : one_of zone", YICE_ZH);

	YICE_UNUSED(state);
	assert_string_equal(zh, "1-1【air/restrict】\n  禁止\n属性 a.{layer}（b.{layer}）：一项 分区\n");
	free(zh);
}

static void the_language_of_most_keywords_is_detected(void **state)
{
	static const struct {
		const char *text;
		enum yice_lang lang;
	} cases[] = {
		{ "", YICE_ZH },
		{ "词表 a：b", YICE_ZH },
		{ "terms 甲: 乙", YICE_EN },
		{ "terms 甲: 乙 词表 a：b", YICE_ZH },
		{ "clause when 甲 = yes 禁止", YICE_EN },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct unit_grammar g;
		enum yice_lang lang;

		unit_grammar_add(&g, cases[i].text, strlen(cases[i].text));
		assert_int_equal(yice_format_detect(&g.sources, g.file, &lang), YICE_OK);
		assert_int_equal(lang, cases[i].lang);
		unit_grammar_release(&g);
	}
}

/* ------------------------------------------------------------ the maintained rule sets */

static size_t check_folder(const char *folder)
{
	char path[512];
	DIR *dir = opendir(unit_root_path(path, sizeof(path), folder));
	const struct dirent *entry;
	size_t files = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		char below[400];
		const char *dot = strrchr(entry->d_name, '.');
		size_t len;
		char *text;

		snprintf(below, sizeof(below), "%s/%s", folder, entry->d_name);
		if (!dot) {
			files += check_folder(below);
		} else if (strcmp(dot, ".yice") == 0) {
			text = unit_read(below, &len);
			assert_stable(text, len);
			free(text);
			files++;
		}
	}
	closedir(dir);
	return files;
}

static void every_rule_set_is_stable_and_keeps_its_tokens(void **state)
{
	YICE_UNUSED(state);
	assert_true(check_folder("rulesets") > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_messy_text_gets_the_canonical_look),
		cmocka_unit_test(long_lines_break_where_they_read_best),
		cmocka_unit_test(comments_stay_with_their_lines),
		cmocka_unit_test(blank_lines_between_items_are_kept_once),
		cmocka_unit_test(strings_keep_their_quotes_and_bytes),
		cmocka_unit_test(mistakes_are_refused),
		cmocka_unit_test(chinese_to_english_and_back_gives_the_same_bytes),
		cmocka_unit_test(words_of_tags_and_declared_names_are_not_translated),
		cmocka_unit_test(the_language_of_most_keywords_is_detected),
		cmocka_unit_test(every_rule_set_is_stable_and_keeps_its_tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
