/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice diff: what a new version of rules changes, in terms of projects, and
 * with --impact for which of the projects of a file. The exit status is that
 * of a comparison made, changed or not: scripts read the JSON. The page that is
 * printed comes of --format html.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/analysis.h"

static const char *format_of(const struct yice_cli *cli)
{
	return yice_cli_format(cli, YICE_OPT_diff_format, YICE_OPT_diff_json, "text");
}

static const char *lang_of(const struct yice_cli *cli)
{
	return strcmp(format_of(cli), "json") ? yice_cli_lang(cli) : yice_cli_data_lang(cli);
}

static int show(const struct yice_cli *cli, const yice_diff *diff)
{
	char *text;
	int status = yice_diff_render(diff, format_of(cli), lang_of(cli), &text), code;

	if (status)
		return yice_cli_failed(cli, status, NULL);
	code = yice_cli_write(cli, NULL, text, strlen(text));
	free(text);
	return code;
}

/* The projects of a file. */
struct impact {
	const struct yice_cli *cli;
	yice_diff *diff;
	const char *path;
	size_t decided, changed, bad;
};

/* One line of the file. Facts at fault are shown and make the command fail, after the other lines. */
static int show_project(struct impact *impact, unsigned int number, const char *line, size_t len)
{
	const struct yice_cli *cli = impact->cli;
	struct yice_report *report = yice_cli_report(cli);
	char *text = NULL;
	int status, code = YICE_EXIT_OK;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_diff_impact(impact->diff, impact->path, number, line, len, format_of(cli), lang_of(cli), report, &text);
	if (status == YICE_EDIAG) {
		yice_cli_diagnose(cli, report);
		impact->bad++;
	} else if (status) {
		code = yice_cli_failed(cli, status, impact->path);
	} else {
		impact->decided++;
		impact->changed += text != NULL;
		if (text)
			code = yice_cli_write(cli, NULL, text, strlen(text));
	}
	free(text);
	yice_report_free(report);
	return code;
}

/* What stands before the projects, and behind them. */
static int show_frame(const struct impact *impact, int end)
{
	char *text;
	int status = yice_diff_impact_frame(impact->diff, format_of(impact->cli), lang_of(impact->cli), end,
					    impact->decided, impact->changed, &text), code;

	if (status)
		return yice_cli_failed(impact->cli, status, NULL);
	code = yice_cli_write(impact->cli, NULL, text, strlen(text));
	free(text);
	return code;
}

static int show_impact(const struct yice_cli *cli, yice_diff *diff, const char *path)
{
	struct impact impact = { cli, diff, path, 0, 0, 0 };
	char *text;
	size_t len, start = 0;
	unsigned int number = 0;
	int code, status = yice_read_file(path, &text, &len);

	if (status)
		return yice_cli_failed(cli, status, path);
	code = show_frame(&impact, 0);
	while (!code && start < len) {
		const char *end = memchr(text + start, '\n', len - start);
		size_t size = end ? (size_t)(end - text) - start : len - start;

		number++;
		if (size)
			code = show_project(&impact, number, text + start, size);
		start += size + 1;
	}
	if (!code)
		code = show_frame(&impact, 1);
	free(text);
	return code ? code : impact.bad ? YICE_EXIT_FAILED : YICE_EXIT_OK;
}

static int compare(const struct yice_cli *cli, struct yice_report *report)
{
	const char *impact = yice_args_value(&cli->args, YICE_OPT_diff_impact);
	yice_diff *diff;
	int status = yice_diff_new(cli->args.operands[0], cli->args.operands[1], report, &diff), code;

	if (status == YICE_EDIAG) {
		yice_cli_show(cli, report, YICE_ERROR, YICE_DIAG_PRETTY, 1);
		return YICE_EXIT_RULES;
	}
	if (status) {
		yice_cli_show(cli, report, YICE_ERROR, YICE_DIAG_PRETTY, 1);
		return yice_cli_failed(cli, status, NULL);
	}
	code = impact ? show_impact(cli, diff, impact) : show(cli, diff);
	yice_diff_free(diff);
	return code;
}

int yice_cmd_diff(struct yice_cli *cli)
{
	int code = yice_cli_operands(cli, 2, 2);
	struct yice_report *report;

	if (!code)
		code = yice_cli_readable(cli);
	if (code)
		return code;
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	code = compare(cli, report);
	yice_report_free(report);
	return code;
}
