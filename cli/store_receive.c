/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pushes, as the two hooks of git that decide on them. What is accepted is what
 * opening the store afterwards would accept, since it is the same reading, with
 * the references as they would be. verify-push (pre-receive) answers before git
 * takes the objects in. Between its answer and git's moving of references
 * others write; receive (proc-receive) therefore moves them itself, from the
 * look to the move alone with the store, as every act is (decision 0042).
 */
#include "base/base.h"
#include "cli/store_action.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define LINE_MOST 65516 /* of git's protocol, without its length */

/* What a push wants; the texts are cut out of one. */
struct push {
	struct yice_pushed *items;
	const char **olds;
	size_t count;
	bool deletes; /* one of them would go, which is said */
};

static bool is_zero(const char *oid)
{
	return strspn(oid, "0") == 40 && !oid[40];
}

static int read_line(const struct yice_cli *cli, char *line, struct push *push)
{
	char *new = strchr(line, ' '), *ref = new ? strchr(new + 1, ' ') : NULL;

	if (!ref)
		return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "标准输入应是“旧 新 引用”各行，不是“%s”",
						       "standard input holds lines \"OLD NEW REF\", not \"%s\""), line);
	*new = *ref = '\0';
	if (!yice_is_oid(line) || !yice_is_oid(new + 1))
		return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "“%s”不是对象名", "\"%s\" is no object name"), line);
	if (is_zero(new + 1)) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "不许删除 %s", "%s must not be deleted"), ref + 1);
		push->deletes = true;
	}
	push->olds[push->count] = line;
	push->items[push->count++] = (struct yice_pushed){ ref + 1, new + 1 };
	return YICE_EXIT_OK;
}

/* Cuts the text up, which has to stay. An exit status, said; release in every case. */
static int read_push(const struct yice_cli *cli, char *text, struct push *push)
{
	size_t lines = 1;
	int code = YICE_EXIT_OK;
	char *rest;

	memset(push, 0, sizeof(*push));
	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	push->items = calloc(lines, sizeof(*push->items));
	push->olds = calloc(lines, sizeof(*push->olds));
	if (!push->items || !push->olds)
		return yice_cli_failed(cli, YICE_ENOMEM, NULL);
	for (char *line = strtok_r(text, "\n", &rest); !code && line; line = strtok_r(NULL, "\n", &rest))
		code = read_line(cli, line, push);
	return code;
}

static void release(struct push *push)
{
	free(push->items);
	free(push->olds);
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

/* Opens the store as it will be. quarantine: as yice_shelf_load() has it. */
static int judge(struct yice_shelf *shelf, const struct yice_cli *cli, const struct push *push, bool write,
		 const char *quarantine)
{
	struct yice_load load = { .pushed = push->items, .pushed_count = push->count };
	int code = yice_shelf_load(shelf, cli, cli->args.operands[1], write, quarantine, &load);

	return code ? code : check_forward(shelf, push);
}

/* ---- verify-push STORE: lines "OLD NEW REF" on standard input */

int yice_store_do_verify_push(const struct yice_cli *cli)
{
	struct push push = { .count = 0 };
	struct yice_shelf shelf;
	size_t len;
	char *text;
	int status = yice_read_file("-", &text, &len), code;

	if (status)
		return yice_cli_failed(cli, status, "-");
	code = read_push(cli, text, &push);
	if (!code && push.deletes)
		code = YICE_EXIT_FAILED;
	if (!code && push.count) {
		/* Where git keeps what was pushed until the hook has agreed. */
		code = judge(&shelf, cli, &push, false, getenv("GIT_QUARANTINE_PATH"));
		yice_shelf_close(&shelf);
	}
	release(&push);
	free(text);
	return code;
}

/* ---- receive STORE: the protocol of githooks(5), in lines of gitprotocol-common(5) */

static int read_exactly(char *bytes, size_t len)
{
	while (len) {
		ssize_t got = read(STDIN_FILENO, bytes, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return YICE_EIO;
		if (!got)
			return YICE_ESYNTAX;
		bytes += got;
		len -= (size_t)got;
	}
	return YICE_OK;
}

/* Lines up to the flush that ends them, each with a line feed behind it; the length is four hexadecimal digits and counts itself. */
static int read_section(struct yice_buf *out)
{
	for (;;) {
		char digits[5] = "", *end, *line;
		unsigned long len;
		int status = read_exactly(digits, 4);

		if (status)
			return status;
		len = strtoul(digits, &end, 16);
		if (strspn(digits, "0123456789abcdefABCDEF") != 4 || (len && len < 4) || len > LINE_MOST + 4)
			return YICE_ESYNTAX;
		if (!len)
			return yice_buf_status(out);
		line = yice_buf_extend(out, len - 4);
		status = line ? read_exactly(line, len - 4) : YICE_ENOMEM;
		if (status)
			return status;
		if (!out->len || out->data[out->len - 1] != '\n')
			yice_buf_addc(out, '\n');
	}
}

static void put_line(struct yice_buf *out, const char *text)
{
	yice_buf_addf(out, "%04zx%s", strlen(text) + 4, text);
}

/* Version 1 without further features; options of a push are not asked for. */
static int shake_hands(const struct yice_cli *cli, struct yice_buf *commands)
{
	struct yice_buf hello = YICE_BUF_INIT, answer = YICE_BUF_INIT;
	int status = read_section(&hello), code = YICE_EXIT_OK;

	if (!status && strncmp(yice_buf_text(&hello), "version=1", 9))
		status = YICE_ESYNTAX;
	if (!status) {
		put_line(&answer, "version=1\n");
		yice_buf_adds(&answer, "0000");
		code = yice_cli_print(cli, &answer);
	}
	if (!status && !code)
		status = read_section(commands);
	if (status == YICE_ESYNTAX)
		code = yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "receive 由 git 的 proc-receive 钩子调用",
							     "receive is for git's proc-receive hook to call"));
	else if (status)
		code = yice_cli_failed(cli, status, "-");
	yice_buf_release(&hello);
	return code;
}

/* Every reference from where the push saw it; nobody else moves one meanwhile. *done gets how many went. */
static int move_all(struct yice_shelf *shelf, const struct push *push, size_t *done)
{
	struct yice_git *git = yice_store_git(shelf->store);
	struct yice_diags *diags = &shelf->report->diags;
	int status = YICE_OK;

	for (; !status && *done < push->count; *done += !status) {
		const struct yice_pushed *item = &push->items[*done];

		status = yice_git_move(git, item->ref, is_zero(push->olds[*done]) ? "" : push->olds[*done], item->oid, diags);
		if (status == YICE_ENOTFOUND) {
			yice_diag_add(diags, YICE_D_store_moved, YICE_SPAN_NONE, item->ref + strlen("refs/heads/"), NULL);
			status = YICE_EDIAG;
		}
	}
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

/* The objects are in the store by now; from the look to the last move nobody else writes. */
static int take_in(const struct yice_cli *cli, const struct push *push, size_t *done)
{
	const char *path = cli->args.operands[1];
	struct yice_shelf shelf;
	int held, code;

	if (yice_git_hold(path, "refs/heads/.", &held))
		return yice_cli_failed(cli, YICE_EIO, path);
	code = judge(&shelf, cli, push, true, NULL);
	if (!code)
		code = move_all(&shelf, push, done);
	close(held);
	if (!code)
		yice_shelf_remember(&shelf);
	yice_shelf_close(&shelf);
	return code;
}

static int answer(const struct yice_cli *cli, const struct push *push, size_t done)
{
	struct yice_buf out = YICE_BUF_INIT, line = YICE_BUF_INIT;

	for (size_t i = 0; i < push->count; i++) {
		yice_buf_clear(&line);
		yice_buf_addf(&line, i < done ? "ok %s\n" : "ng %s refused\n", push->items[i].ref);
		out.failed |= line.failed;
		put_line(&out, yice_buf_text(&line));
	}
	yice_buf_adds(&out, "0000");
	yice_buf_release(&line);
	return yice_cli_print(cli, &out);
}

int yice_store_do_receive(const struct yice_cli *cli)
{
	struct yice_buf commands = YICE_BUF_INIT;
	struct push push = { .count = 0 };
	size_t done = 0;
	int code = shake_hands(cli, &commands);

	if (!code && commands.len)
		code = read_push(cli, commands.data, &push);
	if (!code && push.count && !push.deletes)
		(void)!take_in(cli, &push, &done);
	/* What became of each is the answer; git calls a hook that fails broken. */
	if (!code)
		code = answer(cli, &push, done);
	release(&push);
	yice_buf_release(&commands);
	return code;
}
