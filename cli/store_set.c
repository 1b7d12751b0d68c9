/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts that set up authority: keys, the root, delegations, suspensions,
 * revocations, checkpoints. All but the first write one entry each into a
 * register, numbered and dated behind the last one there.
 */
#include "base/base.h"
#include "cli/store_action.h"
#include "yice/digest.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- key FILE */

int yice_store_do_key(const struct yice_cli *cli)
{
	const char *path = cli->args.operands[1];
	struct yice_buf text = YICE_BUF_INIT, line = YICE_BUF_INIT, public = YICE_BUF_INIT;
	struct yice_key key;
	mode_t mask;
	int code;

	if (!access(path, F_OK)) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 已存在，没有覆盖", "%s is there already and was left alone"), path);
		return YICE_EXIT_FAILED;
	}
	if (yice_key_generate(&key))
		return yice_cli_failed(cli, YICE_ENOMEM, NULL);
	yice_key_print_private(&key, "", &text);
	yice_key_print_public(&key, &line);
	yice_buf_addc(&line, '\n');
	yice_buf_addf(&public, "%s.pub", path);
	mask = umask(077);
	code = text.failed || line.failed || public.failed ? yice_cli_failed(cli, YICE_ENOMEM, NULL) :
							     yice_cli_write(cli, path, text.data, text.len);
	umask(mask);
	if (!code)
		code = yice_cli_write(cli, public.data, line.data, line.len);
	if (!code) {
		yice_buf_clear(&line);
		code = yice_key_fingerprint(&key, &line) ? yice_cli_failed(cli, YICE_ENOMEM, NULL) : YICE_EXIT_OK;
		yice_buf_addc(&line, '\n');
		if (!code)
			code = yice_cli_print(cli, &line);
	}
	yice_key_clear(&key);
	if (text.data)
		memset(text.data, 0, text.len);
	yice_buf_release(&text);
	yice_buf_release(&line);
	yice_buf_release(&public);
	return code;
}

/* ---- keys of roles */

struct roles {
	const struct yice_cli *cli;
	struct yice_arena arena;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int read_public(struct roles *roles, const char *path, const char **out)
{
	struct yice_buf line = YICE_BUF_INIT;
	struct yice_key key;
	char *text;
	size_t len;
	int status = yice_read_file(path, &text, &len);

	if (status)
		return yice_cli_failed(roles->cli, status, path);
	status = yice_key_read_public(&key, text, len);
	free(text);
	if (status == YICE_ESYNTAX) {
		yice_cli_say(roles->cli, YICE_TEXT(roles->cli->args.lang, "%s 不是 Ed25519 的 OpenSSH 公钥",
						   "%s is no public Ed25519 key of OpenSSH"), path);
		return YICE_EXIT_FAILED;
	}
	if (!status)
		yice_key_print_public(&key, &line);
	*out = yice_arena_strdup(&roles->arena, line.data ? strchr(line.data, ' ') + 1 : "");
	yice_buf_release(&line);
	return status || !*out ? yice_cli_failed(roles->cli, YICE_ENOMEM, NULL) : YICE_EXIT_OK;
}

/* "[N:]FILE,FILE…"; nothing given leaves the role as it is. */
static int read_role(struct roles *roles, enum yice_option option, struct yice_keys *out)
{
	const char *text = yice_args_value(&roles->cli->args, option);
	size_t digits = text ? strspn(text, "0123456789") : 0;
	const char **keys;
	char *list, *rest;
	int code = YICE_EXIT_OK;

	if (!text)
		return YICE_EXIT_OK;
	memset(out, 0, sizeof(*out));
	out->threshold = 1;
	if (digits && digits < 4 && text[digits] == ':') {
		out->threshold = (uint32_t)strtoul(text, NULL, 10);
		text += digits + 1;
	}
	list = yice_arena_strdup(&roles->arena, text);
	keys = yice_arena_array(&roles->arena, strlen(text) + 1, sizeof(*keys));
	if (!list || !keys)
		return yice_cli_failed(roles->cli, YICE_ENOMEM, NULL);
	for (char *path = strtok_r(list, ",", &rest); !code && path; path = strtok_r(NULL, ",", &rest))
		code = read_public(roles, path, &keys[out->count++]);
	if (!code && out->count)
		qsort(keys, out->count, sizeof(*keys), by_text);
	out->keys = keys;
	return code;
}

static int read_roles(struct roles *roles, struct yice_entry *entry)
{
	static const enum yice_option options[] = {
		[YICE_ROLE_DRAFT] = YICE_OPT_store_draft,
		[YICE_ROLE_PUBLISH] = YICE_OPT_store_publish,
		[YICE_ROLE_FILE] = YICE_OPT_store_file,
		[YICE_ROLE_CHECKPOINT] = YICE_OPT_store_checkpoint,
	};
	int code = YICE_EXIT_OK;

	for (unsigned int i = 0; !code && i < YICE_COUNT(options); i++)
		code = read_role(roles, options[i], &entry->roles[i]);
	return code;
}

/* --from and --until; otherwise from the entry's day, without end. */
static int read_validity(const struct yice_cli *cli, struct yice_entry *entry)
{
	bool given;
	int code = yice_store_option_day(cli, YICE_OPT_store_from, &entry->from, &given);

	if (!code && !given)
		entry->from = entry->date;
	entry->to = YICE_DAY_MAX;
	return code ? code : yice_store_option_day(cli, YICE_OPT_store_until, &entry->to, &given);
}

/* ---- init STORE */

static int enter_root(struct yice_shelf *shelf, struct yice_entry *entry, const struct yice_signing *signing)
{
	struct yice_buf text = YICE_BUF_INIT;
	char sha256[65];
	int status, code;

	yice_entry_print(entry, &text);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_digest_sha256(text.data, text.len, sha256);
	if (!status)
		status = yice_ledger_trust(shelf->ledger, sha256);
	yice_buf_release(&text);
	code = status ? yice_shelf_failed(shelf, status) : yice_shelf_trust(shelf->cli, shelf->path, sha256);
	return code ? code : yice_shelf_enter(shelf, entry, signing, NULL);
}

/* One key for every role that no option gives. */
static void default_roles(struct yice_entry *entry, const struct yice_signing *signing)
{
	for (unsigned int i = 0; i < YICE_ROLES; i++)
		entry->roles[i] = (struct yice_keys){ 1, 1, (const char **)(uintptr_t)signing->names };
}

static int init_root(struct yice_shelf *shelf, const char *scope)
{
	struct roles roles = { .cli = shelf->cli };
	struct yice_signing signing;
	struct yice_entry entry;
	yice_day day = 0;
	int code = yice_store_day(shelf->cli, &day);

	yice_arena_init(&roles.arena);
	memset(&signing, 0, sizeof(signing));
	if (!code)
		code = yice_signing_open(&signing, shelf->cli);
	if (!code) {
		/* Nobody is above a root, so there is nothing to number it behind. */
		(void)!yice_ledger_next(shelf->ledger, scope, day, &entry);
		entry.kind = YICE_ENTRY_ROOT;
		entry.version = 1;
		default_roles(&entry, &signing);
		code = read_roles(&roles, &entry);
	}
	if (!code)
		code = read_validity(shelf->cli, &entry);
	if (!code)
		code = enter_root(shelf, &entry, &signing);
	yice_signing_close(&signing);
	yice_arena_release(&roles.arena);
	return code;
}

int yice_store_do_init(const struct yice_cli *cli)
{
	const char *path = cli->args.operands[1];
	const char *scope = yice_args_value(&cli->args, YICE_OPT_store_root);
	const char *trust = yice_args_value(&cli->args, YICE_OPT_store_trust);
	struct yice_shelf shelf = { .cli = cli, .path = path };
	int code, status;

	if (!scope == !trust || (scope && !yice_is_scope(scope)) || (trust && !yice_is_sha256(trust)))
		return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "init 要有 --root 辖区代码，或 --trust 根登记簿首条的 SHA-256",
							     "init needs --root SCOPE, or --trust with the SHA-256 of the root "
							     "register's first entry"));
	shelf.report = yice_cli_report(cli);
	if (!shelf.report)
		return YICE_EXIT_FAILED;
	status = yice_store_create(path, &shelf.report->diags);
	code = status ? yice_shelf_failed(&shelf, status) : YICE_EXIT_OK;
	yice_report_free(shelf.report);
	if (!code && trust)
		return yice_shelf_trust(cli, path, trust);
	if (code)
		return code;
	code = yice_shelf_open(&shelf, cli, path, true);
	if (!code)
		code = init_root(&shelf, scope);
	yice_shelf_close(&shelf);
	return code;
}

/* ---- entries */

/* An act on a register: opened, keys read, the entry's head filled in. */
struct act {
	struct yice_shelf shelf;
	struct yice_signing signing;
	struct roles roles;
	struct yice_entry entry;
};

static int act_open(struct act *act, const struct yice_cli *cli, const char *place)
{
	yice_day day = 0;
	int code = yice_store_day(cli, &day);

	memset(act, 0, sizeof(*act));
	act->roles.cli = cli;
	yice_arena_init(&act->roles.arena);
	if (!code)
		code = yice_signing_open(&act->signing, cli);
	if (!code)
		code = yice_shelf_open(&act->shelf, cli, cli->args.operands[1], true);
	if (code)
		return code;
	(void)!yice_ledger_next(act->shelf.ledger, place, day, &act->entry);
	act->entry.note = yice_args_value(&cli->args, YICE_OPT_store_note);
	return YICE_EXIT_OK;
}

/* Enters what was prepared when code is 0, and closes. */
static int act_close(struct act *act, int code)
{
	if (!code)
		code = yice_shelf_enter(&act->shelf, &act->entry, &act->signing, NULL);
	yice_shelf_close(&act->shelf);
	yice_signing_close(&act->signing);
	yice_arena_release(&act->roles.arena);
	return code;
}

static int bad_scope(const struct yice_cli *cli, const char *text)
{
	return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "辖区代码是 6 至 12 位数字，不是“%s”",
					       "a scope is a code of 6 to 12 digits, not \"%s\""), text);
}

int yice_store_do_delegate(const struct yice_cli *cli)
{
	const char *place = cli->args.operands[2], *child = cli->args.operands[3];
	const struct yice_ledger *ledger;
	struct act act;
	int code;

	if (!yice_is_scope(place) || !yice_is_scope(child))
		return bad_scope(cli, yice_is_scope(place) ? child : place);
	code = act_open(&act, cli, place);
	if (code)
		return act_close(&act, code);
	ledger = act.shelf.ledger;
	act.entry.kind = YICE_ENTRY_DELEGATION;
	act.entry.scope = child;
	act.entry.version = 1;
	for (uint64_t seq = yice_ledger_size(ledger, place); seq > 0; seq--) {
		const struct yice_entry *old = yice_ledger_get(ledger, place, seq);

		if (old->kind != YICE_ENTRY_DELEGATION || strcmp(old->scope, child))
			continue;
		act.entry.version = old->version + 1;
		memcpy(act.entry.roles, old->roles, sizeof(old->roles));
		break;
	}
	act.entry.seal.seq = yice_ledger_size(ledger, child);
	act.entry.seal.sha256 = yice_ledger_digest(ledger, child, act.entry.seal.seq);
	code = read_validity(cli, &act.entry);
	if (!code)
		code = read_roles(&act.roles, &act.entry);
	return act_close(&act, code);
}

static int find_word(const struct yice_cli *cli, const char *const *words, size_t count, int *out)
{
	const char *word = yice_args_value(&cli->args, YICE_OPT_store_reason);
	struct yice_buf list = YICE_BUF_INIT;
	int code;

	for (size_t i = 0; i < count; i++) {
		if (word && !strcmp(words[i], word)) {
			*out = (int)i;
			yice_buf_release(&list);
			return YICE_EXIT_OK;
		}
		yice_buf_addf(&list, "%s%s", i ? "|" : "", words[i]);
	}
	code = yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "--reason 应是 %s 之一", "--reason is one of %s"),
				yice_buf_text(&list));
	yice_buf_release(&list);
	return code;
}

int yice_store_do_suspend(const struct yice_cli *cli)
{
	static const char *const words[] = { "looser", "procedure", "law", "review" };
	const char *scope = cli->args.operands[2], *place;
	struct act act;
	uint64_t seq;
	int code;

	if (!yice_is_scope(scope))
		return bad_scope(cli, scope);
	code = yice_store_seq(cli, 3, &seq);
	if (code)
		return code;
	code = act_open(&act, cli, scope);
	place = code ? NULL : yice_authority_superior(act.shelf.ledger, scope);
	if (!code) {
		yice_day day = act.entry.date;

		(void)!yice_ledger_next(act.shelf.ledger, place ? place : scope, day, &act.entry);
		act.entry.note = yice_args_value(&cli->args, YICE_OPT_store_note);
		act.entry.kind = YICE_ENTRY_SUSPENSION;
		act.entry.scope = scope;
		act.entry.version = seq;
		code = read_validity(cli, &act.entry);
	}
	if (!code)
		code = find_word(cli, words, YICE_COUNT(words), &act.entry.reason);
	return act_close(&act, code);
}

int yice_store_do_revoke(const struct yice_cli *cli)
{
	static const char *const words[] = { "compromised", "lost", "retired" };
	const char *place = cli->args.operands[2];
	struct act act;
	int code;

	if (!yice_is_scope(place))
		return bad_scope(cli, place);
	code = act_open(&act, cli, place);
	act.entry.kind = YICE_ENTRY_REVOCATION;
	if (!code)
		code = read_public(&act.roles, cli->args.operands[3], &act.entry.key);
	if (!code)
		code = yice_store_number(cli, YICE_OPT_store_since, act.entry.seq, &act.entry.since);
	if (!code)
		code = find_word(cli, words, YICE_COUNT(words), &act.entry.reason);
	return act_close(&act, code);
}

/* Of its own register, or of a child's: how long it is and how it ends, so that a shorter or other one is recognised. */
int yice_store_do_checkpoint(const struct yice_cli *cli)
{
	const char *place = cli->args.operands[2];
	const char *of = cli->args.operand_count > 3 ? cli->args.operands[3] : place;
	struct act act;
	bool given = true;
	int code;

	if (!yice_is_scope(place) || !yice_is_scope(of))
		return bad_scope(cli, yice_is_scope(place) ? of : place);
	code = act_open(&act, cli, place);
	if (code)
		return act_close(&act, code);
	act.entry.kind = YICE_ENTRY_CHECKPOINT;
	act.entry.scope = of;
	act.entry.seal.seq = yice_ledger_size(act.shelf.ledger, of);
	act.entry.seal.sha256 = yice_ledger_digest(act.shelf.ledger, of, act.entry.seal.seq);
	code = yice_store_option_day(cli, YICE_OPT_store_until, &act.entry.until, &given);
	if (!given)
		act.entry.until = act.entry.date + 7;
	return act_close(&act, code);
}
