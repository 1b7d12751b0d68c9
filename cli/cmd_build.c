/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice build: rules to one image, written in one step or not at all. With
 * errors in the rules an image that is already there stays as it is.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "set/build.h"
#include "yice/compile.h"

#include <errno.h>
#include <sys/stat.h>

static int refuse(const struct yice_cli *cli, const char *output)
{
	yice_cli_say(cli,
		     YICE_TEXT(cli->args.lang, "规则有错误，没有写 %s", "the rules have errors, %s is not written"),
		     output);
	return YICE_EXIT_RULES;
}

static int build(const struct yice_cli *cli, const char *output, size_t jobs, struct yice_report *report)
{
	int code = yice_cli_warnings(cli, YICE_OPT_build_warn, report);
	void *image = NULL;
	size_t len = 0;
	int status;

	if (!code)
		code = yice_cli_readable(cli);
	if (code)
		return code;
	status = yice_build_with(cli->args.operands, cli->args.operand_count, jobs, report, &image, &len);
	yice_cli_diagnose(cli, report);
	if (status == YICE_EDIAG)
		return refuse(cli, output);
	if (status)
		return yice_cli_failed(cli, status, NULL);
	code = yice_cli_write(cli, output, image, len);
	free(image);
	return code;
}

/* Of warnings it tells those of the set as a whole; others are left to check: an image of a set sees only some of the files. */
static int build_set(const struct yice_cli *cli, const char *output, size_t jobs, struct yice_report *report)
{
	const struct yice_set_build job = { .folder = cli->args.operands[0], .output = output, .jobs = jobs,
					    .tier = yice_set_tier_find(yice_args_value(&cli->args, YICE_OPT_build_split)) };
	int code = yice_cli_operands(cli, 1, 1), status;
	const char *failed = NULL;
	struct yice_arena arena;
	struct stat info;

	if (!code)
		code = yice_cli_warnings(cli, YICE_OPT_build_warn, report);
	if (!code)
		code = yice_cli_readable(cli);
	if (code)
		return code;
	if (stat(job.folder, &info) || !S_ISDIR(info.st_mode) || !strcmp(output, "-"))
		return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "--split 把一个文件夹的规则编到另一个文件夹",
							     "--split builds the rules of one folder into another folder"));
	yice_arena_init(&arena);
	status = yice_set_build(&job, report, &arena, &failed);
	if (status == YICE_EDIAG) {
		yice_cli_show(cli, report, YICE_ERROR, YICE_DIAG_PRETTY, 1);
		code = refuse(cli, output);
	} else if (status == YICE_EIO && errno == ENOTEMPTY) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 里有别的东西，不是映像集", "%s holds something else and is no set of images"), output);
		code = YICE_EXIT_FAILED;
	} else if (status) {
		code = yice_cli_failed(cli, status, failed);
	} else {
		yice_cli_diagnose(cli, report);
	}
	yice_arena_release(&arena);
	return code;
}

int yice_cmd_build(struct yice_cli *cli)
{
	const char *output = yice_args_value(&cli->args, YICE_OPT_build_output);
	int code = yice_cli_operands(cli, 1, SIZE_MAX);
	struct yice_report *report;
	size_t jobs;

	if (!code)
		code = yice_cli_jobs(cli, YICE_OPT_build_jobs, &jobs);
	if (code)
		return code;
	if (!output)
		return yice_cli_misused(cli, "%s",
					YICE_TEXT(cli->args.lang, "build 要用 -o 给出映像文件",
						  "build needs an image file: -o IMAGE"));
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	code = yice_args_value(&cli->args, YICE_OPT_build_split) ? build_set(cli, output, jobs, report)
								     : build(cli, output, jobs, report);
	yice_report_free(report);
	return code;
}
