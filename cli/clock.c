/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one place that takes a date from a clock, for commits and for the day on
 * which an authority acts when none is given. Nothing is decided by it.
 */
#include "base/base.h"
#include "cli/store.h"

#include <errno.h>
#include <time.h>

#define SECONDS_A_DAY 86400
#define CHINA_OFFSET  28800 /* UTC+8, fixed */
#define NOON          43200

/* Seconds since 1970 by SOURCE_DATE_EPOCH, else the clock. */
static int64_t now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end;
	long long seconds;

	if (!epoch || !*epoch)
		return (int64_t)time(NULL);
	errno = 0;
	seconds = strtoll(epoch, &end, 10);
	return *end || errno || seconds < 0 ? (int64_t)time(NULL) : (int64_t)seconds;
}

int64_t yice_cli_now(const struct yice_cli *cli)
{
	const char *text = yice_args_value(&cli->args, YICE_OPT_store_date);
	yice_day day;

	if (!text || yice_date_parse(text, strlen(text), &day) || day < 1)
		return now();
	return (int64_t)day * SECONDS_A_DAY + NOON - CHINA_OFFSET;
}

int yice_store_option_day(const struct yice_cli *cli, enum yice_option option, yice_day *day, bool *given)
{
	const char *text = yice_args_value(&cli->args, option);

	*given = text != NULL;
	if (!text || !yice_date_parse(text, strlen(text), day))
		return YICE_EXIT_OK;
	return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "日期应写作 YYYY-MM-DD，不是“%s”",
					       "a date is YYYY-MM-DD, not \"%s\""), text);
}

int yice_store_day(const struct yice_cli *cli, yice_day *day)
{
	bool given;
	int code = yice_store_option_day(cli, YICE_OPT_store_date, day, &given);

	if (!code && !given)
		*day = (yice_day)((now() + CHINA_OFFSET) / SECONDS_A_DAY);
	return code;
}

int yice_store_seq(const struct yice_cli *cli, size_t operand, uint64_t *out)
{
	const char *text = cli->args.operands[operand];
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	if (*text >= '1' && *text <= '9' && !*end && !errno)
		return YICE_EXIT_OK;
	return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "版次是 1 起的数字，不是“%s”",
					       "a version is a number from 1 on, not \"%s\""), text);
}

int yice_store_number(const struct yice_cli *cli, enum yice_option option, uint64_t otherwise, uint64_t *out)
{
	const char *text = yice_args_value(&cli->args, option);
	char *end;

	*out = otherwise;
	if (!text)
		return YICE_EXIT_OK;
	errno = 0;
	*out = strtoull(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno)
		return YICE_EXIT_OK;
	return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "应是数字，不是“%s”", "a number is needed, not \"%s\""), text);
}
