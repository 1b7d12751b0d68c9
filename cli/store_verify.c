/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice store verify: the whole history anew, whatever this copy remembers of
 * it, each register against what its superior sealed, and with --rebuild every
 * image against its sources. What is kept of a store that fails is dropped.
 */
#include "base/base.h"
#include "cli/store_action.h"

/* Every publication of the ledger compiled again. */
static int rebuild_scope(struct yice_shelf *shelf, const char *scope, size_t *count)
{
	uint64_t last = yice_ledger_head(shelf->ledger, scope).seq;
	int code = YICE_EXIT_OK;

	for (uint64_t seq = 1; !code && seq <= last; seq++) {
		struct yice_version version;
		struct yice_record record;
		struct yice_arena arena;

		yice_arena_init(&arena);
		code = yice_shelf_version(shelf, scope, seq, &record);
		if (!code)
			code = yice_store_meta(shelf, &record, &arena, &version);
		if (!code)
			code = yice_store_examine(shelf, &record, &version, &arena, NULL);
		*count += !code;
		yice_record_release(&record);
		yice_arena_release(&arena);
	}
	return code;
}

/* Registers that are here and shorter than their superiors sealed them: said of every one. One that is not here may be
 * kept elsewhere. */
static int check_registers(struct yice_shelf *shelf)
{
	int status = YICE_OK;

	for (uint32_t i = 0; status != YICE_ENOMEM && i < yice_authority_scopes(shelf->ledger); i++) {
		const char *place = yice_authority_scope(shelf->ledger, i);
		int whole = yice_ledger_size(shelf->ledger, place) ?
				    yice_ledger_check_whole(shelf->ledger, place, &shelf->report->diags) :
				    YICE_OK;

		status = whole ? whole : status;
	}
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

/* What was kept of a store that does not verify is not taken up again. */
static void forget(struct yice_shelf *shelf)
{
	static const char *const names[] = { "paths", "clauses" };
	struct yice_buf none = YICE_BUF_INIT;

	for (size_t i = 0; i < YICE_COUNT(names); i++) {
		char *text = NULL;
		size_t len = 0;
		int status = yice_shelf_kept(shelf, names[i], &text, &len);

		if (!status && len)
			status = yice_shelf_keep(shelf, names[i], &none);
		free(text);
		YICE_UNUSED(status); /* it has been refused already, and what is kept is bound to this user's secret */
	}
}

/* What verifies and yet leads nowhere, as of today. */
static int warn_stranded(const struct yice_shelf *shelf)
{
	yice_day day = 0;
	int code = yice_store_day(shelf->cli, &day);

	for (uint32_t i = 0; !code && i < yice_authority_scopes(shelf->ledger); i++)
		yice_stranded_warn(shelf, yice_authority_scope(shelf->ledger, i), day);
	return code;
}

int yice_store_do_verify(const struct yice_cli *cli)
{
	struct yice_load all = { .anew = true };
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_shelf shelf;
	size_t rebuilt = 0;
	int code = yice_shelf_load(&shelf, cli, cli->args.operands[1], false, NULL, &all);

	if (!code && shelf.fallen_back)
		code = YICE_EXIT_FAILED;
	if (!code)
		code = check_registers(&shelf);
	if (!code)
		code = warn_stranded(&shelf);
	if (!code && yice_args_value(&cli->args, YICE_OPT_store_rebuild))
		code = yice_store_forget_clauses(&shelf);
	if (yice_args_value(&cli->args, YICE_OPT_store_rebuild))
		for (uint32_t i = 0; !code && i < yice_authority_scopes(shelf.ledger); i++)
			code = rebuild_scope(&shelf, yice_authority_scope(shelf.ledger, i), &rebuilt);
	if (!code) {
		yice_buf_addf(&out, YICE_TEXT(cli->args.lang, "核验通过：登记 %zu 条，提交 %zu 次，发布 %zu 版",
					      "verified: %zu entries, %zu submissions, %zu publications"),
			      shelf.count.entries, shelf.count.submissions, shelf.count.publications);
		if (rebuilt)
			yice_buf_addf(&out, YICE_TEXT(cli->args.lang, "，重新编译 %zu 版", ", %zu compiled again"), rebuilt);
		yice_buf_addc(&out, '\n');
		code = yice_cli_print(cli, &out);
	}
	if (code)
		forget(&shelf);
	yice_buf_release(&out);
	yice_shelf_close(&shelf);
	return code;
}
