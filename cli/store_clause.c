/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Versions of a list side by side: what differs between two of them, and the
 * sources of one laid out to be edited.
 */
#include "base/base.h"
#include "cli/store_action.h"
#include "yice/analysis.h"

#include <errno.h>
#include <sys/stat.h>

/* ---- diff STORE SCOPE A B */

static int lay_out(struct yice_shelf *shelf, const char *scope, uint64_t seq, struct yice_arena *arena,
		   struct yice_composition *composition)
{
	struct yice_version version;
	struct yice_record record;
	int code = yice_shelf_version(shelf, scope, seq, &record);

	if (!code)
		code = yice_store_meta(shelf, &record, arena, &version);
	if (!code)
		code = yice_composition_lay_out(composition, shelf, &record, &version);
	yice_record_release(&record);
	return code;
}

static int lay_out_both(struct yice_shelf *shelf, const char *scope, const uint64_t *seqs, struct yice_composition *sides)
{
	struct yice_arena arena;
	int code = yice_composition_open(&sides[0], shelf);

	yice_arena_init(&arena);
	if (!code)
		code = yice_composition_open(&sides[1], shelf);
	for (int i = 0; !code && i < 2; i++)
		code = lay_out(shelf, scope, seqs[i], &arena, &sides[i]);
	yice_arena_release(&arena);
	return code;
}

int yice_store_versions_diff(struct yice_shelf *shelf, const char *scope, uint64_t before, uint64_t after, yice_report *report,
		       yice_diff **diff)
{
	const uint64_t seqs[] = { before, after };
	struct yice_composition sides[2];
	int code, status;

	*diff = NULL;
	memset(sides, 0, sizeof(sides));
	code = lay_out_both(shelf, scope, seqs, sides);
	status = code ? YICE_OK : yice_diff_new(sides[0].folder, sides[1].folder, report, diff);
	yice_composition_close(&sides[1]);
	yice_composition_close(&sides[0]);
	return status == YICE_EDIAG ? YICE_EXIT_RULES : status ? yice_cli_failed(shelf->cli, status, NULL) : code;
}

static int render(const struct yice_cli *cli, const yice_diff *diff)
{
	const char *format = yice_cli_format(cli, YICE_OPT_store_format, YICE_OPT_store_json, "text");
	char *text = NULL;
	int status = yice_diff_render(diff, format, yice_cli_lang(cli), &text);
	int code = status ? yice_cli_failed(cli, status, NULL) : yice_cli_write(cli, NULL, text, strlen(text));

	free(text);
	return code;
}

/* As yice diff would, of the two versions with the lists above them at their time. */
int yice_store_do_diff(const struct yice_cli *cli)
{
	const char *const *operands = cli->args.operands;
	struct yice_report *report;
	struct yice_shelf shelf;
	yice_diff *diff = NULL;
	uint64_t seqs[2];
	int code = yice_store_seq(cli, 3, &seqs[0]);

	if (!code)
		code = yice_store_seq(cli, 4, &seqs[1]);
	if (code)
		return code;
	report = yice_cli_report(cli);
	if (!report)
		return YICE_EXIT_FAILED;
	code = yice_shelf_open(&shelf, cli, operands[1], false);
	if (!code)
		code = yice_store_versions_diff(&shelf, operands[2], seqs[0], seqs[1], report, &diff);
	yice_cli_diagnose(cli, report);
	if (!code)
		code = render(cli, diff);
	if (diff)
		yice_diff_free(diff);
	yice_shelf_close(&shelf);
	yice_report_free(report);
	return code;
}

/* ---- checkout STORE SCOPE SEQ -o DIR */

static int write_source(const struct yice_cli *cli, const char *folder, const char *path, const struct yice_buf *text)
{
	struct yice_buf full = YICE_BUF_INIT;
	int code = YICE_EXIT_OK;

	yice_buf_addf(&full, "%s/%s", folder, path);
	if (full.failed)
		return yice_cli_failed(cli, YICE_ENOMEM, NULL);
	for (char *slash = full.data + strlen(folder); !code && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(full.data, 0777) && errno != EEXIST)
			code = yice_cli_failed(cli, YICE_EIO, full.data);
		*slash = '/';
	}
	if (!code)
		code = yice_cli_write(cli, full.data, yice_buf_text(text), text->len);
	yice_buf_release(&full);
	return code;
}

int yice_store_do_checkout(const struct yice_cli *cli)
{
	const char *folder = yice_args_value(&cli->args, YICE_OPT_store_output);
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_record record;
	struct yice_shelf shelf;
	uint64_t seq;
	int code = yice_store_seq(cli, 3, &seq);

	if (code)
		return code;
	if (!folder)
		return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "checkout 要用 -o 给出文件夹", "checkout needs a folder: -o DIR"));
	memset(&record, 0, sizeof(record));
	code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);
	if (!code)
		code = yice_shelf_version(&shelf, cli->args.operands[2], seq, &record);
	for (size_t i = 0; !code && i < record.tree.count; i++) {
		const char *path = record.tree.files[i].path;
		int status;

		if (strncmp(path, "src/", 4))
			continue;
		yice_buf_clear(&text);
		status = yice_record_file(shelf.store, &record, path, &text, &shelf.report->diags);
		code = status ? yice_shelf_failed(&shelf, status) : write_source(cli, folder, path + 4, &text);
	}
	yice_buf_release(&text);
	yice_record_release(&record);
	yice_shelf_close(&shelf);
	return code;
}
