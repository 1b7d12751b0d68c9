/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an action writes: files put together, keys that sign, and the record
 * appended. An entry is judged by the ledger before it is written, so that a
 * refusal leaves nothing behind; and a record is written only behind the state
 * that was judged, when the store verifies with it.
 */
#include "base/base.h"
#include "cli/store.h"
#include "yice/digest.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void yice_parcel_init(struct yice_parcel *parcel)
{
	memset(parcel, 0, sizeof(*parcel));
	yice_arena_init(&parcel->arena);
	parcel->files.compiler = "";
}

void yice_parcel_release(struct yice_parcel *parcel)
{
	free(parcel->files.items);
	yice_arena_release(&parcel->arena);
}

int yice_parcel_add(struct yice_parcel *parcel, const char *path, const void *bytes, size_t len)
{
	struct yice_files *files = &parcel->files;

	if (files->count == parcel->cap) {
		size_t cap = parcel->cap ? parcel->cap * 2 : 16;
		struct yice_file *items = realloc(files->items, cap * sizeof(*items));

		if (!items)
			return YICE_ENOMEM;
		files->items = items;
		parcel->cap = cap;
	}
	files->items[files->count].path = yice_arena_strdup(&parcel->arena, path);
	files->items[files->count].bytes = yice_arena_strndup(&parcel->arena, bytes, len);
	files->items[files->count].len = len;
	files->count++;
	return parcel->arena.failed ? YICE_ENOMEM : YICE_OK;
}

int yice_parcel_copy(struct yice_parcel *parcel, struct yice_shelf *shelf, const struct yice_record *record,
		     const char *prefix)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	int status = YICE_OK;

	for (size_t i = 0; !status && i < record->tree.count; i++) {
		const char *path = record->tree.files[i].path;

		if (strncmp(path, prefix, strlen(prefix)) || !strcmp(path, "MANIFEST"))
			continue;
		yice_buf_clear(&bytes);
		status = yice_record_file(shelf->store, record, path, &bytes, &shelf->report->diags);
		if (!status)
			status = yice_parcel_add(parcel, path, yice_buf_text(&bytes), bytes.len);
	}
	yice_buf_release(&bytes);
	return status;
}

static int print_manifest(struct yice_parcel *parcel, const char *scope, struct yice_buf *out)
{
	yice_files_sort(&parcel->files);
	return yice_manifest_print(&parcel->files, scope, out);
}

int yice_parcel_digest(struct yice_parcel *parcel, const char *scope, char sha256[65])
{
	struct yice_buf text = YICE_BUF_INIT;
	int status = print_manifest(parcel, scope, &text);

	if (!status)
		status = yice_digest_sha256(text.data, text.len, sha256);
	yice_buf_release(&text);
	return status;
}

/* ---- keys */

static int open_key(struct yice_signing *signing, const struct yice_cli *cli, const char *path)
{
	struct yice_key *key = &signing->keys[signing->count];
	enum yice_lang lang = cli->args.lang;
	struct yice_buf line = YICE_BUF_INIT;
	struct stat info;
	char *text;
	size_t len;
	int status = yice_read_file(path, &text, &len);

	if (status)
		return yice_cli_failed(cli, status, path);
	status = yice_key_read_private(key, text, len);
	memset(text, 0, len);
	free(text);
	if (status == YICE_ENOMEM)
		return yice_cli_failed(cli, status, path);
	if (status) {
		yice_cli_say(cli, status == YICE_ENOTFOUND ? YICE_TEXT(lang, "%s 有口令保护，不能使用", "%s is sealed by a passphrase") :
							     YICE_TEXT(lang, "%s 不是 Ed25519 的 OpenSSH 私钥",
								       "%s is no private Ed25519 key of OpenSSH"),
			     path);
		return YICE_EXIT_FAILED;
	}
	if (!stat(path, &info) && info.st_mode & 077) {
		yice_cli_say(cli, YICE_TEXT(lang, "%s 可被他人读取，请用 chmod 600 改正", "%s can be read by others; mend it with chmod 600"),
			     path);
		return YICE_EXIT_FAILED;
	}
	yice_key_print_public(key, &line);
	signing->names[signing->count++] = yice_arena_strdup(&signing->arena, strchr(yice_buf_text(&line), ' ') + 1);
	yice_buf_release(&line);
	return signing->arena.failed ? yice_cli_failed(cli, YICE_ENOMEM, NULL) : YICE_EXIT_OK;
}

int yice_signing_open(struct yice_signing *signing, const struct yice_cli *cli)
{
	int code = YICE_EXIT_OK;

	memset(signing, 0, sizeof(*signing));
	yice_arena_init(&signing->arena);
	for (size_t i = 0; !code && i < cli->args.given_count; i++)
		if (cli->args.given[i].option == YICE_OPT_store_key && signing->count < YICE_COUNT(signing->keys))
			code = open_key(signing, cli, cli->args.given[i].value);
	if (!code && !signing->count)
		code = yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "要用 --key 给出签名的私钥",
							     "a private key to sign with is needed: --key FILE"));
	return code;
}

void yice_signing_close(struct yice_signing *signing)
{
	for (uint32_t i = 0; i < signing->count; i++)
		yice_key_clear(&signing->keys[i]);
	yice_arena_release(&signing->arena);
}

/* ---- appending */

/* The further keys' signatures over MANIFEST, as files of the record. */
static int cosign(struct yice_parcel *parcel, const char *scope, const struct yice_signing *signing)
{
	struct yice_buf manifest = YICE_BUF_INIT, armour = YICE_BUF_INIT;
	int status = print_manifest(parcel, scope, &manifest);

	for (uint32_t i = 1; !status && i < signing->count; i++) {
		char path[4 + YICE_KEY_ID] = "sig/";

		yice_buf_clear(&armour);
		status = yice_key_id(&signing->keys[i], path + 4);
		if (!status)
			status = yice_key_sign(&signing->keys[i], YICE_SIGN_MANIFEST, manifest.data, manifest.len, &armour);
		if (!status)
			status = yice_parcel_add(parcel, path, armour.data, armour.len);
	}
	yice_files_sort(&parcel->files);
	yice_buf_release(&manifest);
	yice_buf_release(&armour);
	return status;
}

static const char *who_of(const struct yice_cli *cli, const char *scope, char *buf, size_t size)
{
	const char *given = yice_args_value(&cli->args, YICE_OPT_store_author);

	if (given)
		return given;
	snprintf(buf, size, "%s <%s@yice.invalid>", scope, scope);
	return buf;
}

/* As yice_shelf_append(), while no other act of this store can come to be. */
static int append_held(struct yice_shelf *shelf, struct yice_draft *draft, const char *about, char oid[YICE_OID])
{
	char ref[YICE_REF_BYTES], head[YICE_OID], moved[YICE_REF_BYTES];
	struct yice_diags *diags = &shelf->report->diags;
	int status;

	yice_ref_format(draft->kind, draft->scope, ref);
	draft->after = head;
	status = yice_shelf_unmoved(shelf, ref, about, head, moved);
	if (!status)
		status = yice_record_write(shelf->store, draft, oid, diags);
	if (!status)
		status = yice_shelf_foresee(shelf, ref, oid);
	if (!status) {
		/* A push may still come between. */
		status = yice_git_move(yice_store_git(shelf->store), ref, head, oid, diags);
		memcpy(moved, ref, sizeof(moved));
	}
	if (status == YICE_ENOTFOUND) {
		yice_diag_add(diags, YICE_D_store_moved, YICE_SPAN_NONE, moved + strlen("refs/heads/"), NULL);
		status = YICE_EDIAG;
	}
	return status;
}

/* The folder that all references are in stands for the store: who writes holds it from the last look to the move. */
static int append(struct yice_shelf *shelf, struct yice_draft *draft, const char *about, char oid[YICE_OID])
{
	int held, status;

	if (yice_git_hold(shelf->path, "refs/heads/.", &held)) {
		yice_diag_add(&shelf->report->diags, YICE_D_store_failed, YICE_SPAN_NONE, shelf->path, strerror(errno), NULL);
		return YICE_EDIAG;
	}
	status = append_held(shelf, draft, about, oid);
	close(held);
	return status;
}

int yice_shelf_append(struct yice_shelf *shelf, enum yice_ref_kind kind, const char *scope, const char *about, uint64_t seq,
		      struct yice_parcel *parcel, const struct yice_signing *signing, char oid[YICE_OID])
{
	static const char *const verbs[YICE_REFS] = { "submit", "publish", "enter" };
	char who[64], subject[64];
	struct yice_draft draft = { .kind = kind, .scope = scope, .seq = seq, .subject = subject, .when = yice_cli_now(shelf->cli),
				    .files = &parcel->files, .key = &signing->keys[0] };
	int status;

	draft.who = who_of(shelf->cli, scope, who, sizeof(who));
	if (!yice_commit_who_fits(draft.who))
		return yice_cli_misused(shelf->cli, YICE_TEXT(shelf->cli->args.lang, "--author 应是“名称 <邮箱>”，不是“%s”",
							      "--author is \"Name <address>\", not \"%s\""), draft.who);
	snprintf(subject, sizeof(subject), "%s %s %llu", verbs[kind], scope, (unsigned long long)seq);
	status = cosign(parcel, scope, signing);
	if (!status)
		status = append(shelf, &draft, about, oid);
	if (!status)
		yice_shelf_remember(shelf);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

int yice_shelf_enter(struct yice_shelf *shelf, const struct yice_entry *entry, const struct yice_signing *signing,
		     const struct yice_findings *findings)
{
	struct yice_signers signers = { signing->names, signing->count };
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_parcel parcel;
	char oid[YICE_OID], sha256[65];
	uint32_t file;
	int status, code;

	yice_parcel_init(&parcel);
	yice_entry_print(entry, &text);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_sources_add(&shelf->report->sources, "entry", text.data, text.len, &file);
	if (!status)
		status = yice_ledger_entry(shelf->ledger, text.data, text.len, file, &signers, findings,
					   &shelf->report->diags, sha256);
	if (!status)
		status = yice_parcel_add(&parcel, "entry", text.data, text.len);
	code = status ? yice_shelf_failed(shelf, status) :
			yice_shelf_append(shelf, YICE_REF_REG, entry->place, entry->scope ? entry->scope : entry->place,
					  entry->seq, &parcel, signing, oid);
	if (!code) {
		struct yice_buf line = YICE_BUF_INIT;

		yice_buf_addf(&line, "reg/%s %llu %s %s\n", entry->place, (unsigned long long)entry->seq,
			      yice_entry_word(entry->kind), sha256);
		code = yice_cli_print(shelf->cli, &line);
	}
	yice_parcel_release(&parcel);
	yice_buf_release(&text);
	return code;
}
