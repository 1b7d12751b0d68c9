/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice fmt: rule files in canonical form, each rewritten in one step and only
 * when it changes. A file with syntax errors is left alone, reported, and the
 * rest go on.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/compile.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* Standard input is read twice, to format and to compare: a copy that can be rewound takes its place. */
static int spool_input(void)
{
	char *text;
	size_t len;
	FILE *copy;
	int status = yice_read_file("-", &text, &len);

	if (status)
		return status;
	copy = tmpfile();
	if (!copy || fwrite(text, 1, len, copy) != len || fflush(copy) ||
	    dup2(fileno(copy), STDIN_FILENO) < 0 || lseek(STDIN_FILENO, 0, SEEK_SET))
		status = YICE_EIO;
	free(text);
	if (copy)
		fclose(copy);
	return status;
}

/* Does the file hold exactly this text? */
static int compare(const char *path, const char *text, bool *same)
{
	char *old;
	size_t len;
	int status = YICE_OK;

	if (!strcmp(path, "-") && lseek(STDIN_FILENO, 0, SEEK_SET))
		return YICE_EIO;
	status = yice_read_file(path, &old, &len);
	if (status)
		return status;
	*same = len == strlen(text) && !memcmp(old, text, len);
	free(old);
	return YICE_OK;
}

static int put(const struct yice_cli *cli, const char *path, const char *text)
{
	bool only_check = yice_args_value(&cli->args, YICE_OPT_fmt_check) != NULL;
	struct yice_buf line = YICE_BUF_INIT;
	bool same = false;
	int status;

	if (!strcmp(path, "-") && !only_check)
		return yice_cli_write(cli, "-", text, strlen(text));
	status = compare(path, text, &same);
	if (status)
		return yice_cli_failed(cli, status, path);
	if (same)
		return YICE_EXIT_OK;
	if (!only_check)
		return yice_cli_write(cli, path, text, strlen(text));
	yice_buf_addf(&line, "%s\n", path);
	return yice_cli_print(cli, &line) ? YICE_EXIT_FAILED : YICE_EXIT_RULES;
}

static int format_one(const struct yice_cli *cli, const char *path)
{
	struct yice_report *report = yice_cli_report(cli);
	char *text = NULL;
	int status, code;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_format_file(path, yice_args_value(&cli->args, YICE_OPT_fmt_lang), report, &text);
	if (!status) {
		code = put(cli, path, text);
	} else if (status == YICE_EDIAG) {
		yice_cli_diagnose(cli, report);
		code = YICE_EXIT_RULES;
	} else {
		code = yice_cli_failed(cli, status, path);
	}
	free(text);
	yice_report_free(report);
	return code;
}

static int format_all(const struct yice_cli *cli, const struct yice_paths *paths)
{
	int worst = YICE_EXIT_OK;

	for (size_t i = 0; i < paths->count; i++) {
		int code = YICE_EXIT_OK;

		if (!strcmp(paths->items[i], "-")) {
			int status = spool_input();

			code = status ? yice_cli_failed(cli, status, "-") : YICE_EXIT_OK;
		}
		if (!code)
			code = format_one(cli, paths->items[i]);
		/* A failure of the tool outweighs what it found in the rules. */
		if (code && worst != YICE_EXIT_FAILED)
			worst = code;
	}
	return worst;
}

int yice_cmd_fmt(struct yice_cli *cli)
{
	int code = yice_cli_operands(cli, 1, SIZE_MAX);
	struct yice_paths paths;

	if (code)
		return code;
	yice_paths_init(&paths);
	for (size_t i = 0; !code && i < cli->args.operand_count; i++) {
		int status = yice_paths_add(&paths, cli->args.operands[i], ".yice");

		if (status)
			code = yice_cli_failed(cli, status, cli->args.operands[i]);
	}
	if (!code)
		code = format_all(cli, &paths);
	yice_paths_release(&paths);
	return code;
}
