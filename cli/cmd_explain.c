/* SPDX-License-Identifier: Apache-2.0 */
/* yice explain: what a diagnostic means and what to do about it, by its code or its name. */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/compile.h"

static int not_found(const struct yice_cli *cli, const char *code)
{
	const char *names[YICE_DIAG_COUNT];
	const char *nearest;

	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++)
		names[i] = yice_diag_name((enum yice_diag_id)i);
	nearest = yice_did_you_mean(code, names, YICE_COUNT(names));
	if (nearest)
		yice_cli_say(cli,
			     YICE_TEXT(cli->args.lang, "没有诊断“%s”；是不是 %s？",
				       "no diagnostic \"%s\"; did you mean %s?"),
			     code, nearest);
	else
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "没有诊断“%s”", "no diagnostic \"%s\""), code);
	return YICE_EXIT_FAILED;
}

int yice_cmd_explain(struct yice_cli *cli)
{
	int code = yice_cli_operands(cli, 1, 1), status;
	char *text;

	if (code)
		return code;
	status = yice_explain(cli->args.operands[0], yice_cli_lang(cli), &text);
	if (status == YICE_ENOTFOUND)
		return not_found(cli, cli->args.operands[0]);
	if (status)
		return yice_cli_failed(cli, status, NULL);
	code = yice_cli_write(cli, NULL, text, strlen(text));
	free(text);
	return code;
}
