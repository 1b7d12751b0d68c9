/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice import: a published table to a folder of rule sources. Says on standard
 * error how many texts there are and how many were written; on a terminal also
 * how far a large table has got.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "yice/exchange.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROWS_WORTH_TELLING 2000

static void tell(void *to, int stage, size_t rows)
{
	static const char *const stages[][2] = {
		{ "读表", "reading the table" }, { "认行", "reading rows" },
		{ "找重复", "finding repeats" }, { "写规则", "writing sources" },
		{ "核对", "reading them back" }, { "完成", "done" }
	};
	const struct yice_cli *cli = to;

	if (rows < ROWS_WORTH_TELLING)
		return;
	fprintf(stderr, "\r\033[K");
	if (stage < 5)
		fprintf(stderr, YICE_TEXT(cli->args.lang, "%s（%zu 行）%d/5", "%s (%zu rows) %d/5"),
			stages[stage][cli->args.lang], rows - 1, stage + 1);
	fflush(stderr);
}

/* Every value of an option in order; the caller frees the array. */
static const char **all_values(const struct yice_cli *cli, int option, size_t *count)
{
	const char **values = calloc(cli->args.given_count + 1, sizeof(*values));

	*count = 0;
	for (size_t i = 0; values && i < cli->args.given_count; i++)
		if ((int)cli->args.given[i].option == option)
			values[(*count)++] = cli->args.given[i].value;
	return values;
}

static void say_counts(const struct yice_cli *cli, const struct yice_import_counts *counts)
{
	yice_cli_say(cli,
		     YICE_TEXT(cli->args.lang,
			       "%zu 行，%zu 个单元，%zu 条要求；不同的文字 %zu 种，不计名称之差 %zu 种；写成 %zu 段文字，其中模板 %zu 个；"
			       "共 %zu 个文件",
			       "rows %zu, units %zu, requirements %zu; distinct texts %zu, but for names %zu; texts written %zu, of "
			       "them templates %zu; files %zu"),
		     counts->rows, counts->units, counts->requirements, counts->distinct, counts->folded,
		     counts->bodies, counts->templates, counts->files);
}

/* What could not be read or written: the table, the vocabulary, or else the folder. */
static const char *failed_path(const struct yice_cli *cli, const char *folder, const char *vocabulary)
{
	const char *table = cli->args.operands[0];
	struct stat found;

	if (stat(table, &found) || S_ISDIR(found.st_mode) || access(table, R_OK))
		return table;
	return vocabulary && access(vocabulary, R_OK) ? vocabulary : folder;
}

static int import(struct yice_cli *cli, const char *folder, const struct yice_import_options *options,
		  struct yice_report *report)
{
	struct yice_import_counts counts;
	int status = yice_import(cli->args.operands[0], folder, options, report, &counts);
	int error = errno;

	if (options->progress)
		fprintf(stderr, "\r\033[K");
	yice_cli_diagnose(cli, report);
	if (status == YICE_EDIAG)
		return YICE_EXIT_RULES;
	if (status == YICE_ERANGE) {
		yice_cli_say(cli,
			     YICE_TEXT(cli->args.lang, "%s 不是空文件夹；写 --force 则把它移到 %s.bak 再写",
				       "%s is not an empty folder; with --force it is moved to %s.bak first"),
			     folder, folder);
		return YICE_EXIT_FAILED;
	}
	if (status) {
		const char *path = status == YICE_EIO ? failed_path(cli, folder, options->vocabulary)
						      : cli->args.operands[0];

		errno = error;
		return yice_cli_failed(cli, status, path);
	}
	say_counts(cli, &counts);
	return YICE_EXIT_OK;
}

int yice_cmd_import(struct yice_cli *cli)
{
	const char *folder = yice_args_value(&cli->args, YICE_OPT_import_output);
	struct yice_import_options options = {
		.vocabulary = yice_args_value(&cli->args, YICE_OPT_import_vocabulary),
		.no_templates = yice_args_value(&cli->args, YICE_OPT_import_no_templates) != NULL,
		.no_split = yice_args_value(&cli->args, YICE_OPT_import_no_split) != NULL,
		.force = yice_args_value(&cli->args, YICE_OPT_import_force) != NULL,
		.progress = isatty(STDERR_FILENO) ? tell : NULL,
		.progress_to = cli,
	};
	int code = yice_cli_operands(cli, 1, 1);
	struct yice_report *report;
	const char **keep, **whole;

	if (code)
		return code;
	if (!folder || !*folder)
		return yice_cli_misused(cli, "%s",
					YICE_TEXT(cli->args.lang, "要用 -o 给出文件夹", "-o DIR is missing"));
	code = yice_cli_readable(cli);
	if (code)
		return code;
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	keep = all_values(cli, YICE_OPT_import_keep, &options.keep_count);
	whole = all_values(cli, YICE_OPT_import_whole, &options.whole_count);
	options.keep = keep;
	options.whole = whole;
	code =
	    keep && whole ? import(cli, folder, &options, report) : yice_cli_failed(cli, YICE_ENOMEM, NULL);
	free(keep);
	free(whole);
	yice_report_free(report);
	return code;
}
