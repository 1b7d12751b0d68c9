/* SPDX-License-Identifier: Apache-2.0 */
/* yice coverage: how many clauses of a list are fully decidable, partly, or still text. */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/coverage.h"

static int count(const struct yice_cli *cli, struct yice_report *report)
{
	const char *format = yice_cli_format(cli, YICE_OPT_coverage_format, YICE_OPT_coverage_json, "text");
	const char *lang = strcmp(format, "json") ? yice_cli_lang(cli) : yice_cli_data_lang(cli);
	int code = yice_cli_readable(cli), status;
	char *text;

	if (code)
		return code;
	status = yice_coverage(cli->args.operands, cli->args.operand_count, format, lang,
			       yice_args_value(&cli->args, YICE_OPT_coverage_details) != NULL, report, &text);
	if (status == YICE_EDIAG) {
		yice_cli_diagnose(cli, report);
		return YICE_EXIT_RULES;
	}
	if (status)
		return yice_cli_failed(cli, status, NULL);
	code = yice_cli_write(cli, NULL, text, strlen(text));
	free(text);
	return code;
}

int yice_cmd_coverage(struct yice_cli *cli)
{
	int code = yice_cli_operands(cli, 1, SIZE_MAX);
	struct yice_report *report;

	if (code)
		return code;
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	code = count(cli, report);
	yice_report_free(report);
	return code;
}
