/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grammar/parse.y with its constructors, recovery and messages. Trees are
 * compared with tests/golden/parse/NAME.tree, messages with NAME.zh and
 * NAME.en; YICE_GOLDEN_UPDATE=1 in the environment writes them.
 */
#include "tests/unit/grammar.h"

#include "grammar/ast_dump.h"

/* ------------------------------------------------------------ trees */

static void assert_tree(const char *name)
{
	struct unit_grammar g;
	char path[256];
	size_t len;
	char *text;

	snprintf(path, sizeof(path), "tests/golden/parse/%s.yice", name);
	text = unit_read(path, &len);
	unit_grammar_parse(&g, text);
	free(text);
	assert_string_equal(unit_grammar_codes(&g), "");
	yice_ast_dump(g.tree, &g.out);
	snprintf(path, sizeof(path), "parse/%s.tree", name);
	unit_assert_golden(path, yice_buf_text(&g.out));
	unit_grammar_release(&g);
}

static void every_declaration_is_understood(void **state)
{
	YICE_UNUSED(state);
	assert_tree("vocabulary");
}

static void every_part_of_lists_and_clauses_is_understood(void **state)
{
	YICE_UNUSED(state);
	assert_tree("list");
}

static void english_needs_no_lines(void **state)
{
	YICE_UNUSED(state);
	assert_tree("english");
}

static void assert_dump(const char *text, const char *tree)
{
	struct unit_grammar g;

	unit_grammar_parse(&g, text);
	assert_string_equal(unit_grammar_codes(&g), "");
	yice_ast_dump(g.tree, &g.out);
	assert_string_equal(yice_buf_text(&g.out), tree);
	unit_grammar_release(&g);
}

static void connectives_bind_as_documented(void **state)
{
	YICE_UNUSED(state);
	assert_dump("条 须 a = 是 或 b = 是 且 非 c = 是 或 d = 是",
		    "clause -\n    require (a = yes or (b = yes and not c = yes) or d = yes)\n");
	assert_dump("条 须 （a = 是 或 b = 是） 且 c = 是",
		    "clause -\n    require ((a = yes or b = yes) and c = yes)\n");
	assert_dump("条 须 非 非 （a = 是 且 b = 是）",
		    "clause -\n    require not not (a = yes and b = yes)\n");
}

static void signs_of_sums_belong_to_terms(void **state)
{
	YICE_UNUSED(state);
	assert_dump("条 须 -a + 2 × b - c × 3 ≥ -5 t/a - 2:1",
		    "clause -\n    require -a + 2×b - 3×c ≥ -5 t/a - 2\n");
}

static void a_district_in_a_unit_is_told_from_a_declaration(void **state)
{
	YICE_UNUSED(state);
	assert_dump("单元 Z \"t\" 甲 行政区 440606 行政区 440607 三水 上级 440600 行政区 1 乙",
		    "unit Z\n    title \"t\"\n    class 甲\n    scope 440606\nscope 440607 三水\n    parent "
		    "440600\nscope 1 乙\n");
}

static void parts_given_twice_are_kept_aside(void **state)
{
	YICE_UNUSED(state);
	assert_dump("条 当 a = 是 当 b = 是 原文 \"x\" 原文 \"y\" 示例 示例 依 甲 依 乙 待判 \"p\" 待判 "
		    "\"q\" 牵头 \"r\" 牵头 \"s\"",
		    "clause -\n    text \"x\"\n    when a = yes\n    judge \"p\", \"q\"\n    lead \"r\", "
		    "\"s\"\n    fictional\n"
		    "    as 甲\n    repeated 当, 原文, 示例, 依\n");
}

static void spans_cover_the_source(void **state)
{
	const char *text = "词表 甲：乙\n1-3【水】 须 a ≥ 5 t/a\n  禁止\n";
	struct unit_grammar g;
	const struct yice_item *terms, *clause;

	YICE_UNUSED(state);
	unit_grammar_parse(&g, text);
	terms = g.tree->items;
	clause = terms->next;
	assert_null(clause->next);
	assert_int_equal(g.tree->other_count, 1);
	assert_ptr_equal(g.tree->others[0], terms);
	assert_int_equal(terms->span.start, 0);
	assert_int_equal(terms->span.end, strlen("词表 甲：乙"));
	assert_int_equal(terms->head.end, strlen("词表"));
	assert_int_equal(clause->head.start, strlen("词表 甲：乙\n"));
	assert_int_equal(clause->head.end - clause->head.start, 3);
	assert_int_equal(clause->span.end, strlen(text) - 1);
	assert_memory_equal(text + clause->u.clause->effects->span.start, "须 a ≥ 5 t/a",
			    strlen("须 a ≥ 5 t/a"));
	assert_int_equal(clause->u.clause->effects->span.end - clause->u.clause->effects->span.start,
			 strlen("须 a ≥ 5 t/a"));
	unit_grammar_release(&g);
}

/* ------------------------------------------------------------ mistakes */

static void a_file_full_of_mistakes_reports_each(void **state)
{
	struct unit_grammar g;
	size_t len;
	char *text = unit_read("tests/golden/parse/mistakes.yice", &len);

	YICE_UNUSED(state);
	unit_grammar_parse(&g, text);
	free(text);
	assert_true(g.diags.errors >= 40);
	unit_assert_golden("parse/mistakes.zh", unit_grammar_messages(&g, YICE_ZH));
	unit_assert_golden("parse/mistakes.en", unit_grammar_messages(&g, YICE_EN));
	yice_buf_clear(&g.out);
	yice_ast_dump(g.tree, &g.out);
	unit_assert_golden("parse/mistakes.tree", yice_buf_text(&g.out));
	unit_grammar_release(&g);
}

/* Every message of the parser, by the shortest text that brings it out alone. */
static const struct {
	const char *text, *codes;
} mistakes[] = {
	{ "条 禁止 @", "Y0201 " },
	{ "清单 1 \"x", "Y0202 " },
	{ "条 依据 《x", "Y0203 " },
	{ "条 原文 ”x”", "Y0204 " },
	{ "条 原文 \"\\q\"", "Y0205 " },
	{ "条 须 a > 12345678901234567890", "Y0206 " },
	{ "条 须 a > 3.", "Y0207 " },
	{ "计量 a = 1/0 b", "Y0208 " },
	{ "图层 a 截至 2024-02-30", "Y0209 " },
	{ "图层 a 截至 2024/2/3", "Y0210 " },
	{ "图层 a 截至 2024-2-3", "Y0210 " },
	{ "条 须 a > 五", "Y0211 " },
	{ "条 须 a == b", "Y0212 " },
	{ "条 须 a => b", "Y0213 " },
	{ "条 须 a = b && c = d", "Y0214 " },
	{ "条 禁止；", "Y0215 " },
	{ "图层 a 截至 2024-02-03 截至 2024-02-03", "Y0217 " },
	{ "属性 a：数量 2/h", "Y0218 " },
	{ "条 须 a =", "Y0219 " },
	{ "\"x\"", "Y0220 " },
	{ "适用 全域 =", "Y0220 " },
	{ "条 禁止 =", "Y0221 " },
	{ "条 须 =", "Y0222 " },
	{ "条 须 a = =", "Y0223 " },
	{ "条 须 a\n 禁止", "Y0224 " },
	{ "采用 =", "Y0225 " },
	{ "条 原文 =", "Y0226 " },
	{ "清单 =", "Y0227 " },
	{ "图层 a 截至 =", "Y0228 " },
	{ "文件 =", "Y0229 " },
	{ "属性 a =", "Y0230 " },
	{ "属性 a：=", "Y0231 " },
	{ "属性 a：数量 =", "Y0232 " },
	{ "适用 =", "Y0233 " },
	{ "条 须 （a = b\n禁止", "Y0235 " },
	{ "条 须 a = b）", "Y0236 " },
	{ "词表 a：b、按、c", "Y0237 " },
	{ "词标 a：b", "Y0238 " },
	{ "词表 a：b c", "Y0239 " },
	{ "条 须 a 不超过 5", "Y0240 " },
	{ "条 须 a > 5 t 以上", "Y0240 " },
	{ "条 须 a > 5吨以上", "Y0240 " },
	{ "条 须 a = 是、且 b = 是", "Y0241 " },
	{ "条 须 a 含 b、或 c = 是", "Y0241 " },
	{ "词表 a：b、\n词表 c：d", "Y0242 " },
	{ "词表 2a：b", "Y0243 " },
	{ "1-3a 禁止", "Y0244 " },
	{ "条 须 a属于b", "Y0245 " },
	{ "条 须 a 属于b", "Y0245 " },
	{ "条 须 a属于 b", "Y0245 " },
	{ "条 禁止\n当a = b", "Y0245 " },
	{ "条 须 a > 2 × （b + c）", "Y0246 " },
	{ "条 别名 a", "Y0247 " },
	{ "条 须 a > 2 x b", "Y0248 " },
	{ "条 优先于 =", "Y0249 " },
	{ "单元 Z \"t\"\n要素 a", "Y0250 " },
};

static void each_mistake_has_its_message(void **state)
{
	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(mistakes); i++) {
		struct unit_grammar g;

		unit_grammar_parse(&g, mistakes[i].text);
		if (strcmp(unit_grammar_codes(&g), mistakes[i].codes) != 0)
			fail_msg("%s: got %s, not %s", mistakes[i].text, yice_buf_text(&g.out),
				 mistakes[i].codes);
		unit_grammar_release(&g);
	}
}

/* 0216 needs a long text; 0234 is for states that none of the kinds describes. */
static void every_syntax_code_is_triggered(void **state)
{
	YICE_UNUSED(state);
	for (int number = 201; number <= 250; number++) {
		char code[16];
		bool found = number == 216 || number == 234;

		snprintf(code, sizeof(code), "Y%04d ", number);
		for (size_t i = 0; i < YICE_COUNT(mistakes); i++)
			found |= strcmp(mistakes[i].codes, code) == 0;
		if (!found)
			fail_msg("no text triggers %s", code);
	}
}

static void the_rest_of_a_clause_survives_a_mistake(void **state)
{
	struct unit_grammar g;

	YICE_UNUSED(state);
	unit_grammar_parse(&g, "1-1【a】\n  当 x 不超过 5 t/a 且 y = 是\n  须 b = 是\n  原文 乱写 一通\n  "
			       "示例\n词表 甲：a b\n词表 乙：c\n");
	assert_string_equal(unit_grammar_codes(&g), "Y0240 Y0226 Y0239 ");
	yice_buf_clear(&g.out);
	yice_ast_dump(g.tree, &g.out);
	assert_string_equal(yice_buf_text(&g.out),
			    "clause 1-1 [a]\n    require b = yes\n    fictional\nterms 甲: a\nterms 乙: c\n");
	unit_grammar_release(&g);
}

static void a_broken_head_does_not_make_its_parts_mistakes(void **state)
{
	struct unit_grammar g;

	YICE_UNUSED(state);
	unit_grammar_parse(&g, "模板 =\n  原文 \"x\"\n  当 a = 是\n  须 b = 是\n条 禁止\n");
	assert_string_equal(unit_grammar_codes(&g), "Y0225 ");
	assert_non_null(g.tree->items);
	assert_null(g.tree->items->next);
	assert_int_equal(g.tree->other_count, 0);
	unit_grammar_release(&g);
}

static void help_and_fix_point_at_what_to_write(void **state)
{
	struct unit_grammar g;
	const struct yice_diag *diag;

	YICE_UNUSED(state);
	unit_grammar_parse(&g, "条 须 （a = 是 且 b = 是\n  禁止");
	diag = g.diags.items[0];
	assert_int_equal(diag->main.id, YICE_D_unclosed_paren);
	assert_string_equal(diag->fix, "）");
	assert_int_equal(diag->fix_span.start, strlen("条 须 （a = 是 且 b = 是"));
	assert_int_equal(diag->notes->id, YICE_D_note_opened);
	assert_int_equal(diag->notes->span.start, strlen("条 须 "));
	unit_grammar_release(&g);
	unit_grammar_parse(&g, "条 当 场址位于 甲区");
	diag = g.diags.items[0];
	assert_string_equal(diag->fix, "场址 位于");
	unit_grammar_release(&g);
}

/* ------------------------------------------------------------ limits and noise */

static void assert_nested(const char *open, size_t times, const char *inside, const char *close,
			  const char *codes)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct unit_grammar g;

	yice_buf_adds(&text, "条 须 ");
	for (size_t i = 0; i < times; i++)
		yice_buf_adds(&text, open);
	yice_buf_adds(&text, inside);
	for (size_t i = 0; i < times; i++)
		yice_buf_adds(&text, close);
	yice_buf_adds(&text, " 示例");
	unit_grammar_parse(&g, yice_buf_text(&text));
	assert_string_equal(unit_grammar_codes(&g), codes);
	assert_true(g.tree->items->u.clause->fictional);
	unit_grammar_release(&g);
	yice_buf_release(&text);
}

static void nesting_is_limited(void **state)
{
	YICE_UNUSED(state);
	assert_nested("（", 200, "a = 是", "）", "");
	assert_nested("（", 201, "a = 是", "）", "Y0216 ");
	assert_nested("非 ", 200, "a = 是", "", "");
	assert_nested("非 ", 201, "a = 是", "", "Y0216 ");
	assert_nested("非（", 100, "a = 是", "）", "");
	assert_nested("非（", 101, "a = 是", "）", "Y0216 ");
	assert_nested("（", 100000, "a = 是", "", "Y0216 ");
	assert_nested("非（a = 是 且 ", 100, "a = 是", "）", "");
}

static void long_lists_and_chains_are_not_limited(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct unit_grammar g;
	size_t names = 0;

	YICE_UNUSED(state);
	yice_buf_adds(&text, "词表 a：b");
	for (int i = 0; i < 20000; i++)
		yice_buf_adds(&text, "、c");
	yice_buf_adds(&text, "\n条 须 a = 是");
	for (int i = 0; i < 20000; i++)
		yice_buf_adds(&text, " 且 （a = 是）");
	unit_grammar_parse(&g, yice_buf_text(&text));
	assert_int_equal(g.diags.count, 0);
	for (const struct yice_name *name = g.tree->items->u.terms.names; name; name = name->next)
		names++;
	assert_int_equal(names, 20001);
	unit_grammar_release(&g);
	yice_buf_release(&text);
}

/* Text that a mutation puts somewhere: marks that open, close or cut something. */
static const char *const fragments[] = {
	"（",   "）",  "、",   "：",  "且 ",   "或 ",   "非 ",       "\"",    "“",     "”",
	"《",   "》",  "#",    "\n",  " ",     "当 ",   "须 ",       "条 ",   "1-3",   "{",
	"}",    ".",   "=",    "≥",   "除外 ", "待判 ", "行政区 1 ", "单元 ", "适用 ", "\\",
	"-",    "2:1", "5.",   "；",  "!",     "\xff",  "【",        "】",    "/",     "五",
	"以上", "dB(", "PM2.", "依 ", "2024-", "@",     "\xe4\xb8",  "要素 ",
};

static size_t mutate(char *text, size_t len, size_t room, uint64_t *random)
{
	size_t at = len ? unit_random(random) % len : 0, cut;
	const char *fragment;

	switch (unit_random(random) % 3) {
	case 0:
		text[at] = (char)unit_random(random);
		return len;
	case 1:
		cut = unit_random(random) % 16;
		if (cut > len - at)
			cut = len - at;
		memmove(text + at, text + at + cut, len - at - cut);
		return len - cut;
	default:
		fragment = fragments[unit_random(random) % YICE_COUNT(fragments)];
		cut = strlen(fragment);
		if (len + cut > room)
			return len;
		memmove(text + at + cut, text + at, len - at);
		memcpy(text + at, fragment, cut);
		return len + cut;
	}
}

/* Whatever comes out: every call returns, and a text without errors formats to itself. */
static void digest(const char *bytes, size_t len)
{
	struct unit_grammar g;
	uint32_t again;
	int status;

	unit_grammar_init(&g);
	status = yice_text_decode(bytes, len, &g.sources, "noise", &g.diags, &g.file);
	if (status == YICE_OK) {
		status = yice_text_check(&g.sources, g.file, &g.diags);
		assert_int_not_equal(status, YICE_ENOMEM);
		assert_int_equal(yice_parse(&g.sources, g.file, &g.arena, &g.diags, &g.tree), YICE_OK);
		yice_ast_dump(g.tree, &g.out);
		yice_buf_clear(&g.out);
		if (yice_format(&g.sources, g.file, YICE_EN, NULL, 0, &g.diags, &g.out) == YICE_OK) {
			struct yice_buf twice = YICE_BUF_INIT;

			assert_int_equal(
			    yice_sources_add(&g.sources, "again", yice_buf_text(&g.out), g.out.len, &again),
			    YICE_OK);
			assert_int_equal(yice_format(&g.sources, again, YICE_EN, NULL, 0, &g.diags, &twice),
					 YICE_OK);
			assert_string_equal(yice_buf_text(&twice), yice_buf_text(&g.out));
			yice_buf_release(&twice);
		}
	}
	unit_grammar_messages(&g, YICE_ZH);
	unit_grammar_release(&g);
}

static void mutated_texts_never_crash(void **state)
{
	static const char *const seeds[] = { "vocabulary", "list", "english", "mistakes" };
	uint64_t random = 20240701;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(seeds); i++) {
		char path[256];
		size_t len;
		char *seed;

		snprintf(path, sizeof(path), "tests/golden/parse/%s.yice", seeds[i]);
		seed = unit_read(path, &len);
		for (int round = 0; round < 400; round++) {
			char *text = malloc(len + 256);
			size_t now = len;

			assert_non_null(text);
			memcpy(text, seed, len);
			for (uint64_t n = 1 + unit_random(&random) % 8; n > 0; n--)
				now = mutate(text, now, len + 256, &random);
			digest(text, now);
			free(text);
		}
		free(seed);
	}
}

static void random_bytes_never_crash(void **state)
{
	uint64_t random = 7;

	YICE_UNUSED(state);
	for (int round = 0; round < 2000; round++) {
		char bytes[64];
		size_t len = unit_random(&random) % sizeof(bytes);

		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)(round % 2 ? unit_random(&random) : 32 + unit_random(&random) % 95);
		digest(bytes, len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_declaration_is_understood),
		cmocka_unit_test(every_part_of_lists_and_clauses_is_understood),
		cmocka_unit_test(english_needs_no_lines),
		cmocka_unit_test(connectives_bind_as_documented),
		cmocka_unit_test(signs_of_sums_belong_to_terms),
		cmocka_unit_test(a_district_in_a_unit_is_told_from_a_declaration),
		cmocka_unit_test(parts_given_twice_are_kept_aside),
		cmocka_unit_test(spans_cover_the_source),
		cmocka_unit_test(a_file_full_of_mistakes_reports_each),
		cmocka_unit_test(each_mistake_has_its_message),
		cmocka_unit_test(every_syntax_code_is_triggered),
		cmocka_unit_test(the_rest_of_a_clause_survives_a_mistake),
		cmocka_unit_test(a_broken_head_does_not_make_its_parts_mistakes),
		cmocka_unit_test(help_and_fix_point_at_what_to_write),
		cmocka_unit_test(nesting_is_limited),
		cmocka_unit_test(long_lists_and_chains_are_not_limited),
		cmocka_unit_test(mutated_texts_never_crash),
		cmocka_unit_test(random_bytes_never_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
