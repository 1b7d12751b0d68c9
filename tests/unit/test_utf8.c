/* SPDX-License-Identifier: Apache-2.0 */
/* base/utf8.c and base/width.c: well-formedness, width, distance. */
#include "tests/unit/unit.h"

#include "base/utf8.h"

static void every_scalar_value_round_trips(void **state)
{
	YICE_UNUSED(state);
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char bytes[4];
		uint32_t back = UINT32_MAX;
		size_t len;

		if (cp == 0xd800)
			cp = 0xe000;
		len = yice_utf8_encode(cp, bytes);
		assert_int_equal(yice_utf8_decode(bytes, len, &back), len);
		assert_int_equal(back, cp);
		for (size_t cut = 0; cut < len; cut++)
			assert_int_equal(yice_utf8_decode(bytes, cut, &back), 0);
	}
}

/* All sequences of up to three bytes with a lead byte: what decodes must encode to the same bytes. */
static void nothing_but_the_shortest_form_decodes(void **state)
{
	YICE_UNUSED(state);
	for (uint32_t bits = 0; bits < 1u << 24; bits += 1 + bits % 3) {
		char bytes[4] = { (char)(bits >> 16), (char)(bits >> 8), (char)bits, (char)0x80 }, again[4];
		uint32_t cp;
		size_t len = yice_utf8_decode(bytes, 4, &cp);

		if (!len)
			continue;
		assert_true(cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff));
		assert_int_equal(yice_utf8_encode(cp, again), len);
		assert_memory_equal(bytes, again, len);
	}
}

static void check_finds_the_first_malformed_byte(void **state)
{
	static const struct {
		const char *text;
		size_t bad;
	} cases[] = {
		{ "", 0 },
		{ "清单", 6 },
		{ "a\xffz", 1 },
		{ "\xc0\x80", 0 },
		{ "ab\xe6\xb8", 2 },
		{ "\xed\xa0\x80", 0 },
		{ "一\xf4\x90\x80\x80", 3 },
		{ "\xf0\x8f\xbf\xbf", 0 },
		{ "\x80", 0 },
		{ "\xe0\x9f\xbf", 0 },
		{ "x\xf8\x88\x80\x80\x80", 1 },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++)
		assert_int_equal(yice_utf8_check(cases[i].text, strlen(cases[i].text)), cases[i].bad);
	assert_int_equal(yice_utf8_check("a\0b", 3), 3);
}

static void width_follows_the_east_asian_classes(void **state)
{
	static const struct {
		uint32_t cp;
		int narrow, wide; /* columns with ambiguous 1 and 2 */
	} cases[] = {
		{ 'a', 1, 1 },      { 0x7e, 1, 1 },    { 0x4e00, 2, 2 },      { 0x9fff, 2, 2 },
		{ 0x3400, 2, 2 },   { 0x20000, 2, 2 }, { 0x3ffff - 2, 2, 2 }, { 0xff0c, 2, 2 },
		{ 0x3000, 2, 2 },   { 0x3001, 2, 2 },  { 0x301, 0, 0 },       { 0x200b, 0, 0 },
		{ 0xfeff, 0, 0 },   { 0x2265, 1, 2 },  { 0x201c, 1, 2 },      { 0x2026, 1, 2 },
		{ 0x3bc, 1, 2 },    { 0xb3, 1, 2 },    { 0x2f00, 2, 2 },      { 0xac00, 2, 2 },
		{ 0xd7a3, 2, 2 },   { 0x1f600, 2, 2 }, { 0xff61, 1, 1 },      { 0xe000, 1, 1 },
		{ 0xe9, 1, 2 },     { 0xad, 1, 2 },    { 0x1100, 2, 2 },      { 0x1161, 0, 0 },
		{ 0x10ffff, 1, 1 }, { 0x33a1, 2, 2 },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		assert_int_equal(yice_utf8_width(cases[i].cp, 1), cases[i].narrow);
		assert_int_equal(yice_utf8_width(cases[i].cp, 2), cases[i].wide);
	}
	assert_int_equal(yice_utf8_columns("当 VOCs ≥ 2", strlen("当 VOCs ≥ 2"), 1), 11);
	assert_int_equal(yice_utf8_columns("当 VOCs ≥ 2", strlen("当 VOCs ≥ 2"), 2), 12);
	assert_int_equal(yice_utf8_columns("a\xff", 2, 1), 2);
}

static int distance(const char *a, const char *b, int limit)
{
	int there = yice_utf8_distance(a, strlen(a), b, strlen(b), limit);

	assert_int_equal(there, yice_utf8_distance(b, strlen(b), a, strlen(a), limit));
	return there;
}

static void distance_counts_code_points_and_swaps(void **state)
{
	YICE_UNUSED(state);
	assert_int_equal(distance("", "", 3), 0);
	assert_int_equal(distance("建设性质", "建设性质", 0), 0);
	assert_int_equal(distance("建设性质", "建设性值", 2), 1);
	assert_int_equal(distance("建设性质", "建性设质", 2), 1);
	assert_int_equal(distance("新建", "", 5), 2);
	assert_int_equal(distance("kitten", "sitting", 9), 3);
	assert_int_equal(distance("kitten", "sitting", 3), 3);
	assert_int_equal(distance("kitten", "sitting", 2), 3);
	assert_int_equal(distance("kitten", "sitting", 0), 1);
	assert_int_equal(distance("abcdef", "uvwxyz", 1), 2);
	assert_int_equal(distance("\xff\xfe", "\xff\xfd", 2), 1);
}

/* The whole table by definition, for words of up to four letters out of three. */
static int slow_distance(const char *a, const char *b)
{
	int m = (int)strlen(a), n = (int)strlen(b), d[6][6];

	for (int i = 0; i <= m; i++)
		for (int j = 0; j <= n; j++) {
			int best = i && j ? d[i - 1][j - 1] + (a[i - 1] != b[j - 1]) : i + j;

			best = i && d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
			best = j && d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[m][n];
}

static void word(int number, char out[5])
{
	int len = 0;

	for (; number; number /= 4)
		if (number % 4)
			out[len++] = (char)('a' + number % 4);
	out[len] = '\0';
}

static void distance_agrees_with_the_plain_table_under_every_limit(void **state)
{
	YICE_UNUSED(state);
	for (int i = 0; i < 256; i++)
		for (int j = 0; j < 256; j++) {
			char a[5], b[5];
			int want;

			word(i, a);
			word(j, b);
			want = slow_distance(a, b);
			for (int limit = 0; limit < 5; limit++)
				assert_int_equal(yice_utf8_distance(a, strlen(a), b, strlen(b), limit),
						 want <= limit ? want : limit + 1);
		}
}

static void very_long_names_are_simply_far_apart(void **state)
{
	char a[200];

	YICE_UNUSED(state);
	memset(a, 'a', sizeof(a));
	assert_int_equal(yice_utf8_distance(a, 200, a, 200, 3), 4);
	assert_int_equal(yice_utf8_distance(a, 128, a, 127, 3), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_value_round_trips),
		cmocka_unit_test(nothing_but_the_shortest_form_decodes),
		cmocka_unit_test(check_finds_the_first_malformed_byte),
		cmocka_unit_test(width_follows_the_east_asian_classes),
		cmocka_unit_test(distance_counts_code_points_and_swaps),
		cmocka_unit_test(distance_agrees_with_the_plain_table_under_every_limit),
		cmocka_unit_test(very_long_names_are_simply_far_apart),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
