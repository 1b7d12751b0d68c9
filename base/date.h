/* SPDX-License-Identifier: Apache-2.0 */
/* Civil dates (proleptic Gregorian) as a day count; 1970-01-01 is day 0. No clock, no time zone. */
#ifndef YICE_BASE_DATE_H
#define YICE_BASE_DATE_H

#include "base/base.h"

typedef int32_t yice_day;
#define YICE_DAY_MIN (INT32_MIN) /* "since ever" */
#define YICE_DAY_MAX (INT32_MAX) /* "no end" */

/* Half-open [from, to). */
struct yice_interval {
	yice_day from, to;
};

/* Years 1 to 9999. YICE_OK, or YICE_ESYNTAX when no such day exists. */
int yice_date_make(int year, int month, int day, yice_day *out) YICE_MUST_CHECK;
/* Exactly YYYY-MM-DD. */
int yice_date_parse(const char *text, size_t len, yice_day *out) YICE_MUST_CHECK;
/* Writes YYYY-MM-DD and a NUL. YICE_DAY_MIN/MAX write "" (open end). */
void yice_date_format(yice_day day, char out[11]);
bool yice_interval_has(struct yice_interval interval, yice_day day);

#endif
