/* SPDX-License-Identifier: Apache-2.0 */
/* yice coverage: how many clauses of a list, or texts of a published table, are decidable, fully or in part.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/coverage.h"
#include "yice/exchange.h"

static int count(const struct yice_cli *cli, struct yice_report *report)
{
	const char *format = yice_cli_format(cli, YICE_OPT_coverage_format, YICE_OPT_coverage_json, "text");
	const char *table = yice_args_value(&cli->args, YICE_OPT_coverage_published);
	int details = yice_args_value(&cli->args, YICE_OPT_coverage_details) != NULL;
	const char *lang = strcmp(format, "json") ? yice_cli_lang(cli) : yice_cli_data_lang(cli);
	int code = yice_cli_readable(cli), status;
	char *text;

	if (code)
		return code;
	status = table ? yice_coverage_published(table, cli->args.operands, cli->args.operand_count, format,
						 lang, details, report, &text)
		       : yice_coverage(cli->args.operands, cli->args.operand_count, format, lang, details,
				       report, &text);
	if (status == YICE_EDIAG) {
		yice_cli_diagnose(cli, report);
		return YICE_EXIT_RULES;
	}
	if (status)
		return yice_cli_failed(cli, status, status == YICE_EIO ? table : NULL);
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
