/* SPDX-License-Identifier: Apache-2.0 */
/* base/date.c: the calendar day by day, parsing, intervals. */
#include "tests/unit/unit.h"

#include "base/date.h"

#include <stdio.h>

/* Walks the calendar with nothing but the leap rule; every day must follow the one before. */
static void every_day_from_1600_to_2400_round_trips_in_sequence(void **state)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	yice_day expected = -135140; /* 1600-01-01 */

	YICE_UNUSED(state);
	for (int year = 1600; year <= 2400; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
			int last = days[month - 1] + (month == 2 && leap);

			for (int day = 1; day <= last; day++, expected++) {
				char text[11], want[40];
				yice_day got = 0;

				assert_int_equal(yice_date_make(year, month, day, &got), YICE_OK);
				assert_int_equal(got, expected);
				yice_date_format(got, text);
				snprintf(want, sizeof(want), "%04d-%02d-%02d", year, month, day);
				assert_string_equal(text, want);
				assert_int_equal(yice_date_parse(text, 10, &got), YICE_OK);
				assert_int_equal(got, expected);
			}
			assert_int_equal(yice_date_make(year, month, last + 1, &(yice_day){ 0 }),
					 YICE_ESYNTAX);
		}
}

static void known_days_have_their_numbers(void **state)
{
	static const struct {
		int year, month, day;
		yice_day number;
	} cases[] = {
		{ 1970, 1, 1, 0 },      { 1969, 12, 31, -1 }, { 2000, 3, 1, 11017 },
		{ 2024, 7, 1, 19905 },  { 1, 1, 1, -719162 }, { 9999, 12, 31, 2932896 },
		{ 2024, 2, 29, 19782 },
	};
	char text[11];

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		yice_day got = 1;

		assert_int_equal(yice_date_make(cases[i].year, cases[i].month, cases[i].day, &got), YICE_OK);
		assert_int_equal(got, cases[i].number);
	}
	yice_date_format(-719162, text);
	assert_string_equal(text, "0001-01-01");
	yice_date_format(2932896, text);
	assert_string_equal(text, "9999-12-31");
}

static void days_that_do_not_exist_are_refused(void **state)
{
	static const int bad[][3] = { { 2023, 2, 29 }, { 1900, 2, 29 }, { 2024, 13, 1 }, { 2024, 0, 1 },
				      { 2024, 4, 31 }, { 2024, 1, 0 },  { 0, 1, 1 },     { 10000, 1, 1 },
				      { 2024, 1, -5 }, { -4, 1, 1 },    { 2024, 1, 32 } };

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(bad); i++) {
		yice_day day = 77;

		assert_int_equal(yice_date_make(bad[i][0], bad[i][1], bad[i][2], &day), YICE_ESYNTAX);
		assert_int_equal(day, 77);
	}
}

static void only_the_exact_form_is_parsed(void **state)
{
	static const char *const bad[] = { "",           "2024-7-1",   "2024-07-01 ", " 2024-07-01",
					   "2024/07/01", "20240701",   "2024-07-0x",  "+024-07-01",
					   "2024-07-1 ", "2024-02-30", "２０２４-07" };

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(bad); i++) {
		yice_day day = 77;

		assert_int_equal(yice_date_parse(bad[i], strlen(bad[i]), &day), YICE_ESYNTAX);
		assert_int_equal(day, 77);
	}
}

static void days_without_a_four_digit_year_format_as_nothing(void **state)
{
	static const yice_day days[] = { YICE_DAY_MIN, YICE_DAY_MAX,     -719163,
					 2932897,      YICE_DAY_MIN + 1, YICE_DAY_MAX - 1 };
	char text[11];

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(days); i++) {
		memset(text, 'x', sizeof(text));
		yice_date_format(days[i], text);
		assert_string_equal(text, "");
	}
}

static void intervals_hold_their_start_and_not_their_end(void **state)
{
	struct yice_interval closed = { 10, 20 }, ever = { YICE_DAY_MIN, YICE_DAY_MAX }, empty = { 5, 5 };

	YICE_UNUSED(state);
	assert_false(yice_interval_has(closed, 9));
	assert_true(yice_interval_has(closed, 10));
	assert_true(yice_interval_has(closed, 19));
	assert_false(yice_interval_has(closed, 20));
	assert_true(yice_interval_has(ever, -719162));
	assert_true(yice_interval_has(ever, 2932896));
	assert_false(yice_interval_has(empty, 5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_from_1600_to_2400_round_trips_in_sequence),
		cmocka_unit_test(known_days_have_their_numbers),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(only_the_exact_form_is_parsed),
		cmocka_unit_test(days_without_a_four_digit_year_format_as_nothing),
		cmocka_unit_test(intervals_hold_their_start_and_not_their_end),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
