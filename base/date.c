/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Civil dates of rules and facts. Dates are compared as day numbers only; a
 * day is a day of fixed UTC+8, and nothing here reads a clock. The day count
 * follows the calendar from 1 March of year 0, when leap days fall last in
 * their year, so that both directions are plain arithmetic.
 */
#include "base/date.h"

#define DAYS_400      146097 /* days in 400 years */
#define DAYS_TO_EPOCH 719468 /* from 0000-03-01 to 1970-01-01 */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int yice_date_make(int year, int month, int day, yice_day *out)
{
	static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int from_march, year_of_era, era, day_of_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return YICE_ESYNTAX;
	if (day > month_days[month - 1] + (month == 2 && is_leap(year)))
		return YICE_ESYNTAX;
	if (month <= 2)
		year--;
	from_march = (month + 9) % 12;
	era = year / 400;
	year_of_era = year % 400;
	day_of_year = (153 * from_march + 2) / 5 + day - 1;
	*out = era * DAYS_400 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
	       DAYS_TO_EPOCH;
	return YICE_OK;
}

/* count digits as a number, or -1. */
static int digits(const char *text, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

int yice_date_parse(const char *text, size_t len, yice_day *out)
{
	if (len != 10 || text[4] != '-' || text[7] != '-')
		return YICE_ESYNTAX;
	return yice_date_make(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2), out);
}

static void put_digits(char *out, int value, int count)
{
	while (count--) {
		out[count] = (char)('0' + value % 10);
		value /= 10;
	}
}

void yice_date_format(yice_day day, char out[11])
{
	int64_t count = (int64_t)day + DAYS_TO_EPOCH;
	int era, day_of_era, year_of_era, day_of_year, from_march, year, month;

	out[0] = '\0';
	/* Outside 0001-01-01..9999-12-31, which takes in both open ends. */
	if (count < 306 || count > (int64_t)25 * DAYS_400 - 61)
		return;
	era = (int)(count / DAYS_400);
	day_of_era = (int)(count % DAYS_400);
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	from_march = (5 * day_of_year + 2) / 153;
	month = from_march < 10 ? from_march + 3 : from_march - 9;
	year = era * 400 + year_of_era + (month <= 2);
	put_digits(out, year, 4);
	out[4] = '-';
	put_digits(out + 5, month, 2);
	out[7] = '-';
	put_digits(out + 8, day_of_year - (153 * from_march + 2) / 5 + 1, 2);
	out[10] = '\0';
}

bool yice_interval_has(struct yice_interval interval, yice_day day)
{
	return interval.from <= day && day < interval.to;
}
