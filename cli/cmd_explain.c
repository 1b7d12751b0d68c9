/* SPDX-License-Identifier: Apache-2.0 */
/* yice explain: what a diagnostic means and what to do about it, by its code or its name; without one, all of them. */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/compile.h"

static int not_found(const struct yice_cli *cli, const char *code)
{
	const char *nearest = yice_cli_nearest_diag(code);

	if (nearest)
		yice_cli_say(cli,
			     YICE_TEXT(cli->args.lang, "没有诊断“%s”；是不是 %s？",
				       "no diagnostic \"%s\"; did you mean %s?"),
			     code, nearest);
	else
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "没有诊断“%s”", "no diagnostic \"%s\""), code);
	return YICE_EXIT_FAILED;
}

static int compare_codes(const void *a, const void *b)
{
	return strcmp(yice_diag_code(*(const enum yice_diag_id *)a), yice_diag_code(*(const enum yice_diag_id *)b));
}

/* Every diagnostic with its level, by code, but those that only stand beside others. */
static int list_all(const struct yice_cli *cli)
{
	static const char *const levels[] = { "note", "warning", "error" };
	enum yice_diag_id ids[YICE_DIAG_COUNT];
	struct yice_buf text = YICE_BUF_INIT;
	int code;

	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++)
		ids[i] = (enum yice_diag_id)i;
	qsort(ids, YICE_COUNT(ids), sizeof(*ids), compare_codes);
	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++)
		if (strncmp(yice_diag_name(ids[i]), "note-", 5) && strncmp(yice_diag_name(ids[i]), "help-", 5))
			yice_buf_addf(&text, "%s %-7s %s\n", yice_diag_code(ids[i]), levels[yice_diag_severity(ids[i])],
				      yice_diag_name(ids[i]));
	code = text.failed ? yice_cli_failed(cli, YICE_ENOMEM, NULL) : yice_cli_write(cli, NULL, text.data, text.len);
	yice_buf_release(&text);
	return code;
}

int yice_cmd_explain(struct yice_cli *cli)
{
	int code = yice_cli_operands(cli, 0, 1), status;
	char *text;

	if (code)
		return code;
	if (!cli->args.operand_count)
		return list_all(cli);
	status = yice_explain(cli->args.operands[0], yice_cli_lang(cli), &text);
	if (status == YICE_ENOTFOUND)
		return not_found(cli, cli->args.operands[0]);
	if (status)
		return yice_cli_failed(cli, status, NULL);
	code = yice_cli_write(cli, NULL, text, strlen(text));
	free(text);
	return code;
}
