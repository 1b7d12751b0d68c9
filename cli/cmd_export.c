/* SPDX-License-Identifier: Apache-2.0 */
/* yice export: the table of a folder of rule sources, as it came in where nothing was edited. */
#include "base/base.h"
#include "cli/cli.h"
#include "exchange/leftover.h"
#include "yice/exchange.h"

int yice_cmd_export(struct yice_cli *cli)
{
	const char *output = yice_args_value(&cli->args, YICE_OPT_export_output);
	int code = yice_cli_operands(cli, 1, 1), status;
	struct yice_report *report;
	void *bytes = NULL;
	size_t len = 0;

	if (!code)
		code = yice_cli_readable(cli);
	if (code)
		return code;
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_export(cli->args.operands[0], report, &bytes, &len);
	yice_cli_diagnose(cli, report);
	yice_report_free(report);
	if (status == YICE_EDIAG)
		return YICE_EXIT_RULES;
	if (status)
		return yice_cli_failed(cli, status, cli->args.operands[0]);
	if (output)
		status = yice_leftovers_remove(output);
	code = status ? yice_cli_failed(cli, status, output) : yice_cli_write(cli, output, bytes, len);
	free(bytes);
	return code;
}
