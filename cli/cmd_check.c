/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice check: every mistake in rule files at its place. What people read goes
 * to standard error like a compiler's messages; what programs read is the
 * command's data and goes to standard output.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/analysis.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* How far the analysis is, on a terminal. */
struct gauge {
	enum yice_lang lang;
	uint64_t told; /* when, in ms */
	bool any;
};

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void tell(void *context, size_t done, size_t total)
{
	struct gauge *gauge = context;
	uint64_t now = now_ms();

	if (now - gauge->told < 200)
		return;
	gauge->told = now;
	gauge->any = true;
	if (!total)
		fputs(YICE_TEXT(gauge->lang, "\r\033[K正在读入规则", "\r\033[Kreading the rules"), stderr);
	else
		fprintf(stderr,
			YICE_TEXT(gauge->lang, "\r\033[K已分析 %zu 条，共 %zu 条",
				  "\r\033[K%zu of %zu clauses analysed"),
			done, total);
}

static int analyse(const struct yice_cli *cli, size_t jobs, struct yice_report *report)
{
	struct gauge gauge = { cli->args.lang, 0, false };
	struct yice_effort effort = { jobs, isatty(STDERR_FILENO) ? tell : NULL, &gauge };
	int status = yice_analyse_with(cli->args.operands, cli->args.operand_count, &effort, report);

	if (gauge.any)
		fputs("\r\033[K", stderr);
	return status;
}

static void summarize(const struct yice_cli *cli, const struct yice_report *report)
{
	size_t errors = yice_report_errors(report), warnings = yice_report_warnings(report);

	if (cli->args.lang == YICE_ZH)
		yice_cli_say(cli, "%zu 个错误，%zu 个警告", errors, warnings);
	else
		yice_cli_say(cli, "%zu error%s, %zu warning%s", errors, errors == 1 ? "" : "s", warnings,
			     warnings == 1 ? "" : "s");
}

static int show(const struct yice_cli *cli, const struct yice_report *report)
{
	const char *format = yice_cli_format(cli, YICE_OPT_check_format, YICE_OPT_check_json, "pretty");
	const char *ambiguous = yice_args_value(&cli->args, YICE_OPT_check_ambiguous);
	int columns = ambiguous && *ambiguous == '2' ? 2 : 1, code;
	char *text;

	if (!strcmp(format, "pretty") || !strcmp(format, "compact")) {
		yice_cli_show(cli, report, YICE_NOTE, *format == 'p' ? YICE_DIAG_PRETTY : YICE_DIAG_COMPACT,
			      columns);
		return YICE_EXIT_OK;
	}
	if (yice_report_text(report, format, yice_cli_data_lang(cli), &text))
		return yice_cli_failed(cli, YICE_ENOMEM, NULL);
	code = yice_cli_write(cli, NULL, text, strlen(text));
	free(text);
	return code;
}

static int check(const struct yice_cli *cli, struct yice_report *report)
{
	int code = yice_cli_warnings(cli, YICE_OPT_check_warn, report);
	size_t jobs;
	int status;

	if (!code)
		code = yice_cli_jobs(cli, YICE_OPT_check_jobs, &jobs);
	if (!code)
		code = yice_cli_readable(cli);
	if (code)
		return code;
	status = analyse(cli, jobs, report);
	code = show(cli, report);
	if (status && status != YICE_EDIAG)
		return yice_cli_failed(cli, status, NULL);
	summarize(cli, report);
	return code ? code : status ? YICE_EXIT_RULES : YICE_EXIT_OK;
}

int yice_cmd_check(struct yice_cli *cli)
{
	int code = yice_cli_operands(cli, 1, SIZE_MAX);
	struct yice_report *report;

	if (code)
		return code;
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	code = check(cli, report);
	yice_report_free(report);
	return code;
}
