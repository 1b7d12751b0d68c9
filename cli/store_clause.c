/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clauses across versions: who last changed a clause, when, why and under
 * which filing; what differs between two versions; and a version's sources
 * laid out to be edited. A clause changes when its code or its text does, as
 * the versions themselves declare it.
 */
#include "base/base.h"
#include "cli/store_action.h"
#include "yice/analysis.h"

#include <errno.h>
#include <sys/stat.h>

/* The forms of a stored version's own clauses. seq 0: none. */
static int forms_of(struct yice_shelf *shelf, const char *scope, uint64_t seq, struct yice_arena *arena,
		    struct yice_clause_form **forms, size_t *count)
{
	struct yice_side side = { NULL, 0, NULL, 0 };
	struct yice_buf image = YICE_BUF_INIT;
	struct yice_record record;
	int code = yice_shelf_version(shelf, scope, seq, &record), status = YICE_OK;

	if (!code) {
		status = yice_record_file(shelf->store, &record, "image", &image, &shelf->report->diags);
		side.paths = yice_arena_array(arena, record.tree.count + 1, sizeof(*side.paths));
		for (size_t i = 0; side.paths && i < record.tree.count; i++)
			side.paths[side.count++] = record.tree.files[i].path;
		side.image = image.data;
		side.len = image.len;
		if (!status)
			status = side.paths ? yice_clause_forms(&side, arena, forms, count) : YICE_ENOMEM;
		code = status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
	}
	yice_buf_release(&image);
	yice_record_release(&record);
	return code;
}

/* ---- blame STORE CLAUSE */

struct blame {
	struct yice_shelf shelf;
	const char *clause;
	struct yice_buf out;
	struct yice_clause_form last; /* code "" while the clause is absent */
	bool ever;
};

static const struct yice_clause_form *find_form(const struct yice_clause_form *forms, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(forms[i].id, id))
			return &forms[i];
	return NULL;
}

/* A line on what a version did to the clause. */
static void put_blame(struct blame *blame, const char *scope, uint64_t seq, const char *what)
{
	const struct yice_ledger *ledger = blame->shelf.ledger;
	const struct yice_version *version = yice_ledger_version(ledger, scope, seq);
	const char *place = yice_authority_superior(ledger, scope);
	char from[11];

	yice_date_format(version->from, from);
	yice_buf_addf(&blame->out, "%s v%llu %s  %s  %s%s%s", scope, (unsigned long long)seq, what, from,
		      yice_version_word(version->kind), *yice_version_reason(version) ? " " : "", yice_version_reason(version));
	for (uint64_t i = 1; i <= yice_ledger_size(ledger, place); i++) {
		const struct yice_entry *entry = yice_ledger_get(ledger, place, i);

		if (entry->scope && entry->version == seq && !strcmp(entry->scope, scope) &&
		    (entry->kind == YICE_ENTRY_RECEIPT || entry->kind == YICE_ENTRY_ACKNOWLEDGEMENT)) {
			char day[11];

			yice_date_format(entry->date, day);
			yice_buf_addf(&blame->out, "  %s %s/%llu %s", yice_entry_word(entry->kind), place, (unsigned long long)i, day);
		}
	}
	yice_buf_addc(&blame->out, '\n');
	for (uint32_t i = 0; i < version->basis.count; i++)
		yice_buf_addf(&blame->out, "    %s\n", version->basis.items[i]);
}

static int blame_scope(struct blame *blame, const char *scope)
{
	uint64_t last = yice_ledger_head(blame->shelf.ledger, scope).seq;
	struct yice_arena arena;
	int code = YICE_EXIT_OK;

	memset(&blame->last, 0, sizeof(blame->last));
	for (uint64_t seq = 1; !code && seq <= last; seq++) {
		const struct yice_clause_form *form;
		struct yice_clause_form *forms;
		size_t count = 0;

		yice_arena_init(&arena);
		code = forms_of(&blame->shelf, scope, seq, &arena, &forms, &count);
		form = code ? NULL : find_form(forms, count, blame->clause);
		if (!code && form && !*blame->last.code)
			put_blame(blame, scope, seq, yice_change_word(YICE_CHANGE_ADDED));
		else if (!code && !form && *blame->last.code)
			put_blame(blame, scope, seq, yice_change_word(YICE_CHANGE_REMOVED));
		else if (!code && form && strcmp(form->code, blame->last.code))
			put_blame(blame, scope, seq, "changed");
		else if (!code && form && strcmp(form->text, blame->last.text))
			put_blame(blame, scope, seq, yice_change_word(YICE_CHANGE_REWORDED));
		blame->ever |= form != NULL;
		if (form)
			blame->last = *form;
		else
			memset(&blame->last, 0, sizeof(blame->last));
		yice_arena_release(&arena);
	}
	return code;
}

int yice_store_do_blame(const struct yice_cli *cli)
{
	struct blame blame = { .clause = cli->args.operands[2] };
	int code = yice_shelf_open(&blame.shelf, cli, cli->args.operands[1], false);

	for (uint32_t i = 0; !code && i < yice_authority_scopes(blame.shelf.ledger); i++)
		code = blame_scope(&blame, yice_authority_scope(blame.shelf.ledger, i));
	if (!code && !blame.ever) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "没有哪个版本有条款 %s", "no version has clause %s"), blame.clause);
		code = YICE_EXIT_FAILED;
	}
	if (!code)
		code = yice_cli_print(cli, &blame.out);
	yice_buf_release(&blame.out);
	yice_shelf_close(&blame.shelf);
	return code;
}

/* ---- diff STORE SCOPE A B */

static int lay_out(struct yice_shelf *shelf, const char *scope, const char *seq, struct yice_arena *arena,
		   struct yice_composition *composition)
{
	struct yice_version version;
	struct yice_record record;
	int code = yice_shelf_version(shelf, scope, strtoull(seq, NULL, 10), &record);

	if (!code)
		code = yice_store_meta(shelf, &record, arena, &version);
	if (!code)
		code = yice_composition_lay_out(composition, shelf, &record, &version);
	yice_record_release(&record);
	return code;
}

static int render(struct yice_shelf *shelf, const struct yice_composition *before, const struct yice_composition *after)
{
	const struct yice_cli *cli = shelf->cli;
	const char *format = yice_cli_format(cli, YICE_OPT_store_format, YICE_OPT_store_json, "text");
	struct yice_report *report = yice_cli_report(cli);
	yice_diff *diff = NULL;
	char *text = NULL;
	int status, code;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_diff_new(before->folder, after->folder, report, &diff);
	if (!status)
		status = yice_diff_render(diff, format, yice_cli_lang(cli), &text);
	yice_cli_diagnose(cli, report);
	code = status == YICE_EDIAG ? YICE_EXIT_RULES :
	       status		    ? yice_cli_failed(cli, status, NULL) :
				      yice_cli_write(cli, NULL, text, strlen(text));
	free(text);
	if (diff)
		yice_diff_free(diff);
	yice_report_free(report);
	return code;
}

/* As yice diff would, of the two versions with the lists above them at their time. */
int yice_store_do_diff(const struct yice_cli *cli)
{
	const char *const *operands = cli->args.operands;
	struct yice_composition before, after;
	struct yice_shelf shelf;
	struct yice_arena arena;
	int code = yice_shelf_open(&shelf, cli, operands[1], false);

	yice_arena_init(&arena);
	memset(&before, 0, sizeof(before));
	memset(&after, 0, sizeof(after));
	if (!code)
		code = yice_composition_open(&before, &shelf);
	if (!code)
		code = yice_composition_open(&after, &shelf);
	if (!code)
		code = lay_out(&shelf, operands[2], operands[3], &arena, &before);
	if (!code)
		code = lay_out(&shelf, operands[2], operands[4], &arena, &after);
	if (!code)
		code = render(&shelf, &before, &after);
	yice_composition_close(&after);
	yice_composition_close(&before);
	yice_arena_release(&arena);
	yice_shelf_close(&shelf);
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
	int code;

	if (!folder)
		return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "checkout 要用 -o 给出文件夹", "checkout needs a folder: -o DIR"));
	memset(&record, 0, sizeof(record));
	code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false);
	if (!code)
		code = yice_shelf_version(&shelf, cli->args.operands[2], strtoull(cli->args.operands[3], NULL, 10), &record);
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
