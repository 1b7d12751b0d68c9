/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice neighbours: what adjoining units of different publishers require, side
 * by side, and where one is stricter. The exit status is that of a comparison
 * made, whatever it finds: scripts read the JSON. No pair at all is none made,
 * and said.
 */
#include "base/base.h"
#include "base/date.h"
#include "base/report.h"
#include "cli/cli.h"
#include "yice/neighbours.h"

#define WITHIN_MOST 1000000u /* metres */

/* YICE_EXIT_OK, or wrong usage, said. */
static int read_options(const struct yice_cli *cli, struct yice_neighbouring *how)
{
	const char *within = yice_args_value(&cli->args, YICE_OPT_neighbours_within);
	yice_day day;

	how->scope = yice_args_value(&cli->args, YICE_OPT_neighbours_scope);
	how->as_of = yice_args_value(&cli->args, YICE_OPT_neighbours_as_of);
	how->within = 0;
	for (const char *at = within; at && *at; at++)
		how->within = *at >= '0' && *at <= '9' && how->within <= WITHIN_MOST
				  ? how->within * 10 + (unsigned int)(*at - '0')
				  : WITHIN_MOST + 1;
	if (within && (!*within || how->within > WITHIN_MOST))
		return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "--within 应是 0 至 1000000 之间的整数（米），不是“%s”",
						       "--within takes whole metres up to 1000000, not \"%s\""),
					within);
	if (how->as_of && yice_date_parse(how->as_of, strlen(how->as_of), &day))
		return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "“%s”不是日期；应写作 2024-07-01",
						       "\"%s\" is not a date; write 2024-07-01"),
					how->as_of);
	return YICE_EXIT_OK;
}

/* Says that there was nothing to compare. YICE_EXIT_OK or YICE_EXIT_OPEN. */
static int say_none(const struct yice_cli *cli, const struct yice_report *report)
{
	int code = YICE_EXIT_OK;

	for (uint32_t i = 0; i < report->diags.count; i++) {
		const struct yice_message *message = &report->diags.items[i]->main;
		struct yice_buf text = YICE_BUF_INIT;

		if (message->id != YICE_D_neighbours_none && message->id != YICE_D_neighbours_one)
			continue;
		yice_message_render(message, cli->args.lang, &text);
		yice_cli_say(cli, "%s", yice_buf_text(&text));
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "怎么办：yice explain %s", "what to do: yice explain %s"),
			     yice_diag_code(message->id));
		yice_buf_release(&text);
		code = YICE_EXIT_OPEN;
	}
	return code;
}

static int compare(const struct yice_cli *cli, const struct yice_neighbouring *how, struct yice_report *report)
{
	const char *format = yice_cli_format(cli, YICE_OPT_neighbours_format, YICE_OPT_neighbours_json, "text");
	const char *lang = strcmp(format, "text") ? yice_cli_data_lang(cli) : yice_cli_lang(cli);
	char *text;
	int status = yice_neighbours(cli->args.operands, cli->args.operand_count, how, format, lang, report, &text), code;

	if (status == YICE_EDIAG) {
		yice_cli_show(cli, report, YICE_ERROR, YICE_DIAG_PRETTY, 1);
		return YICE_EXIT_RULES;
	}
	if (status) {
		yice_cli_show(cli, report, YICE_ERROR, YICE_DIAG_PRETTY, 1);
		return yice_cli_failed(cli, status, NULL);
	}
	code = yice_cli_write(cli, NULL, text, strlen(text));
	free(text);
	return code ? code : say_none(cli, report);
}

int yice_cmd_neighbours(struct yice_cli *cli)
{
	struct yice_neighbouring how;
	int code = yice_cli_operands(cli, 1, SIZE_MAX);
	struct yice_report *report;

	if (!code)
		code = read_options(cli, &how);
	if (!code)
		code = yice_cli_readable(cli);
	if (code)
		return code;
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	code = compare(cli, &how, report);
	yice_report_free(report);
	return code;
}
