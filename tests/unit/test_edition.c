/* SPDX-License-Identifier: Apache-2.0 */
/* base/edition.c: standards in texts, however they are written. */
#include "tests/unit/unit.h"

#include "base/edition.h"

static void editions_are_found_however_they_are_written(void **state)
{
	static const char *const texts[] = {
		"GB/T 4754-2011",
		"按《国民经济行业分类》（GB/T4754—2011）执行",
		"GB/T 4754－2011",
		"GB／T　4754 – 2011。",
		"GBT4754——2011",
		"GB 18918 和 GB/T 4754-2011 的行业",
		"GBT 4754 2011 版",
		"GB/T4754（《国民经济行业分类》标准（2011年版）的",
		"国民经济行业分类（2011 年版）代码 2614",
		"按 2011 版国民经济行业分类",
		"2011年版的《国民经济行业分类》",
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(texts); i++) {
		const char *at = texts[i];
		struct yice_edition found;

		assert_true(yice_edition_next(&at, &found));
		assert_int_equal(found.standard, 4754);
		assert_int_equal(found.year, 2011);
		assert_ptr_equal(at, found.text + found.len);
		assert_non_null(strstr(found.text, "2011"));
		assert_false(yice_edition_next(&at, &found));
	}
}

static void what_names_no_year_is_no_edition(void **state)
{
	static const char *const texts[] = { "",	       "GB",		 "GB/T",	   "GB/T 4754",
					     "GB/T 4754-11",   "GB 3095.1-2012", "GB/T 4754-20111", "4754-2011",
					     "GB 1234567890-2011", "GB/T 4754 2011", "国民经济行业分类 2011",
					     "国民经济行业分类（12011年版）", "2011年国民经济行业分类" };

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(texts); i++) {
		const char *at = texts[i];
		struct yice_edition found;

		assert_false(yice_edition_next(&at, &found));
	}
}

static void another_year_of_the_same_standard_is_another_edition(void **state)
{
	const char *own = "GB/T 4754-2017（含2019年第1号修改单）";
	struct yice_edition found;

	YICE_UNUSED(state);
	assert_true(yice_edition_other("按 GB/T 4754-2017 和 GB/T4754-2002", own, &found));
	assert_int_equal(found.year, 2002);
	assert_int_equal(found.len, strlen("GB/T4754-2002"));
	assert_false(yice_edition_other("按 GB/T 4754-2017、GB/T 7714-2015", own, &found));
	assert_false(yice_edition_other("按 GB/T 4754-2011", "合成", &found));
	assert_false(yice_edition_other("按 GB/T 4754-2011", NULL, &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(editions_are_found_however_they_are_written),
		cmocka_unit_test(what_names_no_year_is_no_edition),
		cmocka_unit_test(another_year_of_the_same_standard_is_another_edition),
	};

	return cmocka_run_group_tests_name("edition", tests, NULL, NULL);
}
