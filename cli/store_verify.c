/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verifying a whole store, and a push before git takes it in. The second is
 * the pre-receive hook: what it accepts is what opening the store afterwards
 * would accept, since it is the same reading, with the references as they
 * would be.
 */
#include "base/base.h"
#include "cli/store_action.h"

#include <stdio.h>


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

/* ---- verify-push STORE: lines "OLD NEW REF" on standard input */

struct push {
	struct yice_pushed *items;
	const char **olds;
	size_t count;
};

static bool is_zero(const char *oid)
{
	return strspn(oid, "0") == 40 && !oid[40];
}

/* Cuts the text up. A deletion is refused at once. */
static int read_lines(const struct yice_cli *cli, char *text, struct push *push)
{
	char *rest;

	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *new = strchr(line, ' '), *ref = new ? strchr(new + 1, ' ') : NULL;

		if (!ref)
			return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "标准输入应是“旧 新 引用”各行，不是“%s”",
							       "standard input holds lines \"OLD NEW REF\", not \"%s\""), line);
		*new = *ref = '\0';
		if (!yice_is_oid(line) || !yice_is_oid(new + 1))
			return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "“%s”不是对象名", "\"%s\" is no object name"), line);
		if (is_zero(new + 1)) {
			yice_cli_say(cli, YICE_TEXT(cli->args.lang, "不许删除 %s", "%s must not be deleted"), ref + 1);
			return YICE_EXIT_FAILED;
		}
		push->olds[push->count] = line;
		push->items[push->count++] = (struct yice_pushed){ ref + 1, new + 1 };
	}
	return YICE_EXIT_OK;
}

/* Each new head behind the old one. */
static int check_forward(struct yice_shelf *shelf, const struct push *push)
{
	struct yice_arena arena;
	int status = YICE_OK;

	yice_arena_init(&arena);
	for (size_t i = 0; !status && i < push->count; i++) {
		const char **oids;
		size_t count;

		if (!is_zero(push->olds[i]))
			status = yice_chain_list(shelf->store, push->items[i].oid, push->olds[i], push->items[i].ref, &arena, &oids,
						 &count, &shelf->report->diags);
	}
	yice_arena_release(&arena);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

static int verify_push(const struct yice_cli *cli, char *text, struct push *push)
{
	/* Where git keeps what was pushed until the hook has agreed. */
	const char *quarantine = getenv("GIT_QUARANTINE_PATH");
	struct yice_load load = { .pushed = push->items };
	struct yice_shelf shelf;
	int code = read_lines(cli, text, push);

	load.pushed_count = push->count;
	if (code || !push->count)
		return code;
	code = yice_shelf_load(&shelf, cli, cli->args.operands[1], false, quarantine, &load);
	if (!code)
		code = check_forward(&shelf, push);
	yice_shelf_close(&shelf);
	return code;
}

int yice_store_do_verify_push(const struct yice_cli *cli)
{
	struct push push = { NULL, NULL, 0 };
	size_t len, lines = 1;
	char *text;
	int status = yice_read_file("-", &text, &len), code;

	if (status)
		return yice_cli_failed(cli, status, "-");
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	push.items = calloc(lines, sizeof(*push.items));
	push.olds = calloc(lines, sizeof(*push.olds));
	code = push.items && push.olds ? verify_push(cli, text, &push) : yice_cli_failed(cli, YICE_ENOMEM, NULL);
	free(push.items);
	free(push.olds);
	free(text);
	return code;
}
