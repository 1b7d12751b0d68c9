/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice store submit: sources read, compiled together with the versions above
 * that will be in force on the first day, held against the version in
 * force, and put on sub/<scope> with meta/version filled in. What the
 * superior would refuse is said here already.
 */
#include "base/base.h"
#include "cli/store_action.h"
#include "yice/digest.h"

#include <stdio.h>
#include <sys/stat.h>

#define REVIEW_YEARS 5

struct submission {
	const struct yice_cli *cli;
	const char *scope;
	struct yice_shelf shelf;
	struct yice_signing signing;
	struct yice_parcel parcel;
	struct yice_version version;
	struct yice_asof_answer above;
	struct yice_composition composition;
	struct yice_findings findings;
	yice_day day; /* on which it is submitted */
};

/* ---- sources */

/* Where a path lies in the version: below src/, from the last folder of the operand on. */
static int add_file(struct submission *submission, const char *operand, const char *path)
{
	size_t skip = strlen(operand);
	struct yice_buf name = YICE_BUF_INIT;
	char *text;
	size_t len;
	int status = yice_read_file(path, &text, &len);

	if (status)
		return yice_cli_failed(submission->cli, status, path);
	while (skip && operand[skip - 1] == '/')
		skip--;
	while (skip && operand[skip - 1] != '/')
		skip--;
	yice_buf_addf(&name, "src/%s", path + skip);
	status = yice_buf_status(&name);
	if (!status && !yice_path_fits(name.data)) {
		yice_diag_add(&submission->shelf.report->diags, YICE_D_tree_name, YICE_SPAN_NONE, submission->scope, name.data,
			      NULL);
		status = YICE_EDIAG;
	}
	if (!status)
		status = yice_parcel_add(&submission->parcel, name.data, text, len);
	free(text);
	yice_buf_release(&name);
	return status ? yice_shelf_failed(&submission->shelf, status) : YICE_EXIT_OK;
}

/* Is there anything to compile? Otherwise the compiler would name the folder that it was given. */
static int check_sources(const struct submission *submission)
{
	const struct yice_files *files = &submission->parcel.files;

	for (size_t i = 0; i < files->count; i++) {
		size_t len = strlen(files->items[i].path);

		if (len > 5 && !strcmp(files->items[i].path + len - 5, ".yice"))
			return YICE_EXIT_OK;
	}
	yice_cli_say(submission->cli, "%s", YICE_TEXT(submission->cli->args.lang, "要提交的路径中没有 *.yice 文件",
						      "there is no *.yice file in what is to be submitted"));
	return YICE_EXIT_FAILED;
}

static int read_sources(struct submission *submission)
{
	const struct yice_args *args = &submission->cli->args;
	int code = YICE_EXIT_OK;

	for (size_t i = 3; !code && i < args->operand_count; i++) {
		struct yice_paths paths;
		int status;

		yice_paths_init(&paths);
		status = yice_paths_add(&paths, args->operands[i], "");
		if (status)
			code = yice_cli_failed(submission->cli, status, args->operands[i]);
		for (size_t j = 0; !code && j < paths.count; j++)
			code = add_file(submission, args->operands[i], paths.items[j]);
		yice_paths_release(&paths);
	}
	return code ? code : check_sources(submission);
}

/* A withdrawal leaves the sources as they were. */
static int take_base_sources(struct submission *submission)
{
	struct yice_record base;
	int code = yice_shelf_version(&submission->shelf, submission->scope, submission->version.base.seq, &base), status;

	if (!code) {
		status = yice_parcel_copy(&submission->parcel, &submission->shelf, &base, "src/");
		code = status ? yice_shelf_failed(&submission->shelf, status) : YICE_EXIT_OK;
	}
	yice_record_release(&base);
	return code;
}

/* ---- meta/version */

/* The same day in another year. */
static yice_day years_after(yice_day day, int years)
{
	char text[11];
	int year, month, date;
	yice_day out;

	yice_date_format(day, text);
	year = (int)strtol(text, NULL, 10) + years;
	month = (int)strtol(text + 5, NULL, 10);
	date = (int)strtol(text + 8, NULL, 10);
	if (!yice_date_make(year, month, date, &out))
		return out;
	/* 29 February runs to 1 March. */
	return yice_date_make(year, 3, 1, &out) ? YICE_DAY_MAX : out;
}

static int digest_file(struct submission *submission, const char *path, const char **out)
{
	char sha256[65], *text;
	size_t len;
	int status = yice_read_file(path, &text, &len);

	if (status)
		return yice_cli_failed(submission->cli, status, path);
	status = yice_digest_sha256(text, len, sha256);
	free(text);
	*out = yice_arena_strdup(&submission->parcel.arena, sha256);
	return status || !*out ? yice_cli_failed(submission->cli, YICE_ENOMEM, NULL) : YICE_EXIT_OK;
}

static int read_argumentation(struct submission *submission)
{
	const char *text = yice_args_value(&submission->cli->args, YICE_OPT_store_argued);
	struct yice_argued *argued = &submission->version.argued;

	if (!text)
		return YICE_EXIT_OK;
	if (!strncmp(text, "city:", 5))
		argued->by = YICE_ARGUED_CITY;
	else if (!strncmp(text, "province:", 9))
		argued->by = YICE_ARGUED_PROVINCE;
	else
		return yice_cli_misused(submission->cli, YICE_TEXT(submission->cli->args.lang, "--argumentation 应是 city:文件 或 province:文件，不是“%s”",
								   "--argumentation is city:FILE or province:FILE, not \"%s\""), text);
	return digest_file(submission, strchr(text, ':') + 1, &argued->sha256);
}

static int read_kind(struct submission *submission)
{
	static const char *const words[] = { "periodic", "dynamic", "correction", "withdrawal" };
	const struct yice_cli *cli = submission->cli;
	const char *kind = yice_args_value(&cli->args, YICE_OPT_store_kind);
	const char *reason = yice_args_value(&cli->args, YICE_OPT_store_reason);
	const char *evaluation = yice_args_value(&cli->args, YICE_OPT_store_evaluation);
	struct yice_version *version = &submission->version;
	int code = YICE_EXIT_OK;

	for (unsigned int i = 0; kind && i < YICE_COUNT(words); i++)
		if (!strcmp(kind, words[i]))
			version->kind = (enum yice_version_kind)i;
	if (version->kind == YICE_VERSION_PERIODIC) {
		version->period = (struct yice_interval){ version->from, years_after(version->from, REVIEW_YEARS) };
		if (evaluation)
			code = digest_file(submission, evaluation, &version->evaluation);
	} else if (version->kind == YICE_VERSION_DYNAMIC) {
		version->reason = reason ? yice_dynamic_reason_find(reason) : -1;
		if (version->reason < 0)
			return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "动态更新要有 --reason strategy、area、law 或 other",
								     "a dynamic version needs --reason strategy, area, law or other"));
		code = read_argumentation(submission);
	} else
		code = yice_store_number(cli, YICE_OPT_store_target,
					 yice_lifecycle_reference(submission->shelf.ledger, submission->scope), &version->target);
	return code;
}

static int read_basis(struct submission *submission)
{
	const struct yice_args *args = &submission->cli->args;
	struct yice_texts *basis = &submission->version.basis;

	basis->items = yice_arena_array(&submission->parcel.arena, args->given_count + 1, sizeof(*basis->items));
	if (!basis->items)
		return yice_cli_failed(submission->cli, YICE_ENOMEM, NULL);
	for (size_t i = 0; i < args->given_count; i++)
		if (args->given[i].option == YICE_OPT_store_basis)
			basis->items[basis->count++] = args->given[i].value;
	if (basis->count)
		return YICE_EXIT_OK;
	return yice_cli_misused(submission->cli, "%s", YICE_TEXT(submission->cli->args.lang, "要用 --basis 写明依据",
								 "the legal basis is needed: --basis TEXT"));
}

static int read_meta(struct submission *submission)
{
	const struct yice_cli *cli = submission->cli;
	struct yice_version *version = &submission->version;
	bool given;
	int code = yice_store_option_day(cli, YICE_OPT_store_from, &version->from, &given);

	if (!code && !given)
		return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "要用 --from 写明施行日期", "the first day is needed: --from DATE"));
	version->scope = submission->scope;
	version->base = yice_ledger_head(submission->shelf.ledger, submission->scope);
	version->seq = version->base.seq + 1;
	version->to = YICE_DAY_MAX;
	version->note = yice_args_value(&cli->args, YICE_OPT_store_note);
	if (!code)
		code = yice_store_option_day(cli, YICE_OPT_store_until, &version->to, &given);
	if (!code)
		code = read_kind(submission);
	return code ? code : read_basis(submission);
}

/* The versions above that will be in force on the first day, as far as is known. */
static int find_above(struct submission *submission)
{
	struct yice_version *version = &submission->version;
	struct yice_asof_answer *above = &submission->above;
	int status = yice_asof_query(submission->shelf.index, submission->scope, version->from, YICE_LATEST, above);

	if (status == YICE_ENOTFOUND) {
		yice_diag_add(&submission->shelf.report->diags, YICE_D_ref_unclaimed, YICE_SPAN_NONE, "sub", submission->scope, NULL);
		status = YICE_EDIAG;
	}
	if (status)
		return yice_shelf_failed(&submission->shelf, status);
	version->uppers.items = yice_arena_array(&submission->parcel.arena, YICE_TIERS, sizeof(*version->uppers.items));
	if (!version->uppers.items)
		return yice_cli_failed(submission->cli, YICE_ENOMEM, NULL);
	for (uint32_t i = 1; i < above->count; i++)
		if (above->tiers[i].state == YICE_STATE_EFFECTIVE)
			version->uppers.items[version->uppers.count++] =
				(struct yice_upper){ above->tiers[i].scope, above->tiers[i].seq, above->tiers[i].manifest };
	return YICE_EXIT_OK;
}

/* ---- compiling, comparing */

static int compile(struct submission *submission, void **image, size_t *len)
{
	struct yice_shelf *shelf = &submission->shelf;
	int code = yice_composition_add_files(&submission->composition, shelf, &submission->parcel.files);

	for (uint32_t i = 0; !code && i < submission->version.uppers.count; i++) {
		const struct yice_upper *upper = &submission->version.uppers.items[i];
		struct yice_record record;

		code = yice_shelf_version(shelf, upper->scope, upper->seq, &record);
		if (!code)
			code = yice_composition_add(&submission->composition, shelf, &record);
		yice_record_release(&record);
	}
	return code ? code : yice_composition_build(&submission->composition, shelf, image, len);
}

static int compare(struct submission *submission, const void *image, size_t len)
{
	struct yice_files *files = &submission->parcel.files;
	const char **paths = yice_arena_array(&submission->parcel.arena, files->count + 1, sizeof(*paths));
	struct yice_version *version = &submission->version;
	uint64_t last = yice_lifecycle_against(submission->shelf.ledger, version);
	int code;

	if (!paths)
		return yice_cli_failed(submission->cli, YICE_ENOMEM, NULL);
	for (size_t i = 0; i < files->count; i++)
		paths[i] = files->items[i].path;
	code = yice_store_compare(&submission->shelf, &submission->composition,
				  &(struct yice_side){ image, len, paths, files->count }, submission->scope,
				  last, &submission->parcel.arena, &submission->findings);
	/* Against nothing all is new, and a withdrawal changes no clause: neither declares any. */
	if (!code && last && version->kind != YICE_VERSION_WITHDRAWAL)
		version->changed = (struct yice_changes){ (struct yice_change *)(uintptr_t)submission->findings.changes,
							  submission->findings.change_count };
	return code;
}

static int add_meta(struct submission *submission, const void *image, size_t len)
{
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_parcel *parcel = &submission->parcel;
	int status;

	yice_version_print(&submission->version, &text);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_parcel_add(parcel, "meta/version", text.data, text.len);
	if (!status)
		status = yice_parcel_add(parcel, "image", image, len);
	parcel->files.compiler = "yice " YICE_VERSION;
	parcel->files.image_version = yice_store_image_version(image, len);
	yice_buf_release(&text);
	return status ? yice_shelf_failed(&submission->shelf, status) : YICE_EXIT_OK;
}

/* What would be held against it when it is filed today, said before anything is written. */
static int check(struct submission *submission)
{
	struct yice_shelf *shelf = &submission->shelf;
	const struct yice_version *version = &submission->version;
	struct yice_version parsed;
	struct yice_buf text = YICE_BUF_INIT;
	uint32_t file;
	int status;

	yice_version_print(version, &text);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_sources_add(&shelf->report->sources, "meta/version", text.data, text.len, &file);
	if (!status)
		status = yice_version_parse(text.data, text.len, file, &submission->parcel.arena, &shelf->report->diags, &parsed);
	if (!status)
		status = yice_ledger_check_submission(shelf->ledger, &parsed, &shelf->report->diags);
	if (!status)
		status = yice_lifecycle_check_version(
			&parsed,
			yice_ledger_version(shelf->ledger, version->scope,
					    yice_lifecycle_reference(shelf->ledger, version->scope)),
			yice_lifecycle_is_acknowledged(shelf->ledger, version->scope, version->target) ?
				yice_ledger_version(shelf->ledger, version->scope, version->target) : NULL,
			yice_lifecycle_superseder(shelf->ledger, version->scope, version->target),
			&submission->findings,
			submission->day, &shelf->report->diags);
	yice_buf_release(&text);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

/* What the superior has refused is not submitted again. */
static int check_content(struct submission *submission)
{
	struct yice_shelf *shelf = &submission->shelf;
	char manifest[65];
	int status = yice_parcel_digest(&submission->parcel, submission->scope, manifest);

	if (!status)
		status = yice_lifecycle_check_content(shelf->ledger, submission->scope, submission->version.seq, manifest,
						      &shelf->report->diags);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

/* May these keys submit for the scope today? */
static int judge(struct submission *submission)
{
	struct yice_shelf *shelf = &submission->shelf;
	char ref[YICE_REF_BYTES];
	struct yice_write write = { .ref = ref, .signers = { submission->signing.names, submission->signing.count } };
	int status;

	yice_ref_format(YICE_REF_SUB, submission->scope, ref);
	status = yice_authority_judge(shelf->ledger, &write, YICE_LATEST, submission->day, YICE_SPAN_NONE, &shelf->report->diags);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

static int report(struct submission *submission, const char *oid)
{
	const struct yice_version *version = &submission->version;
	struct yice_buf out = YICE_BUF_INIT;

	yice_buf_addf(&out, "sub/%s %llu %s\n", version->scope, (unsigned long long)version->seq, oid);
	for (uint32_t i = 0; i < version->changed.count; i++)
		yice_buf_addf(&out, "  %s %s\n", yice_change_word(version->changed.items[i].word),
			      version->changed.items[i].clause);
	if (!version->changed.count && version->base.seq && version->kind != YICE_VERSION_WITHDRAWAL)
		yice_buf_adds(&out, YICE_TEXT(submission->cli->args.lang, "  没有条款变化\n", "  no clause changes\n"));
	return yice_cli_print(submission->cli, &out);
}

static int run(struct submission *submission)
{
	void *image = NULL;
	size_t len = 0;
	char oid[YICE_OID];
	int code = read_meta(submission);

	if (!code)
		code = find_above(submission);
	if (!code)
		code = judge(submission);
	if (!code)
		code = submission->version.kind == YICE_VERSION_WITHDRAWAL ? take_base_sources(submission) : read_sources(submission);
	if (!code)
		code = compile(submission, &image, &len);
	if (!code)
		code = compare(submission, image, len);
	if (!code)
		code = check(submission);
	if (!code)
		code = add_meta(submission, image, len);
	if (!code)
		code = check_content(submission);
	if (!code)
		code = yice_shelf_append(&submission->shelf, YICE_REF_SUB, submission->scope, submission->scope,
					 submission->version.seq, &submission->parcel, &submission->signing, oid);
	free(image);
	if (!code)
		code = report(submission, oid);
	return code;
}

int yice_store_do_submit(const struct yice_cli *cli)
{
	struct submission submission = { .cli = cli, .scope = cli->args.operands[2] };
	int code;

	if (!yice_is_scope(submission.scope))
		return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "辖区代码是 6 至 12 位数字，不是“%s”",
						       "a scope is a code of 6 to 12 digits, not \"%s\""), submission.scope);
	yice_parcel_init(&submission.parcel);
	code = yice_store_day(cli, &submission.day);
	if (!code)
		code = yice_signing_open(&submission.signing, cli);
	if (!code)
		code = yice_shelf_open(&submission.shelf, cli, cli->args.operands[1], true);
	if (!code)
		code = yice_composition_open(&submission.composition, &submission.shelf);
	if (!code)
		code = run(&submission);
	yice_composition_close(&submission.composition);
	yice_shelf_close(&submission.shelf);
	yice_signing_close(&submission.signing);
	yice_parcel_release(&submission.parcel);
	return code;
}
