/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a store for an action: what is trusted (STORE/yice/trust), the whole
 * history verified, and held against what this reader has seen before
 * (STORE/yice/seen). STORE/yice/good keeps the references of the last state
 * that verified, STORE/yice/paths what changed when in it; these files are this
 * copy's own and are never exchanged.
 */
#include "base/base.h"
#include "cli/store.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void local_path(const struct yice_shelf *shelf, const char *name, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s/yice/%s", shelf->path, name);
}

int yice_shelf_failed(struct yice_shelf *shelf, int status)
{
	struct yice_diags *diags = &shelf->report->diags;
	bool said = diags->errors > 0;

	yice_cli_diagnose(shelf->cli, shelf->report);
	yice_diags_release(diags);
	yice_diags_init(diags);
	if (status == YICE_EDIAG || (status == YICE_OK && said))
		return YICE_EXIT_FAILED;
	return status ? yice_cli_failed(shelf->cli, status, shelf->path) : YICE_EXIT_OK;
}

int yice_shelf_kept(struct yice_shelf *shelf, const char *name, char **text, size_t *len)
{
	char path[PATH_MAX];
	int status;

	local_path(shelf, name, path);
	*text = NULL;
	*len = 0;
	status = yice_read_file(path, text, len);
	return status == YICE_EIO && errno == ENOENT ? YICE_OK : status;
}

/* The folder of this copy's own files. */
static int make_local(const char *store)
{
	char name[PATH_MAX];

	snprintf(name, sizeof(name), "%s/yice", store);
	return mkdir(name, 0777) && errno != EEXIST ? YICE_EIO : YICE_OK;
}

/* Written only when it says something new. */
int yice_shelf_keep(struct yice_shelf *shelf, const char *name, const struct yice_buf *text)
{
	char path[PATH_MAX], *old;
	size_t len;
	int status = yice_buf_status(text);

	if (!status)
		status = yice_shelf_kept(shelf, name, &old, &len);
	if (status)
		return status;
	local_path(shelf, name, path);
	if (!old || len != text->len || memcmp(old, yice_buf_text(text), len))
		status = make_local(shelf->path) ? YICE_EIO : yice_write_file(path, yice_buf_text(text), text->len);
	free(old);
	return status;
}

int yice_shelf_trust(const struct yice_cli *cli, const char *path, const char *sha256)
{
	char name[PATH_MAX];
	struct yice_buf text = YICE_BUF_INIT;
	int status;

	snprintf(name, sizeof(name), "%s/yice/trust", path);
	yice_buf_addf(&text, "%s\n", sha256);
	status = make_local(path);
	if (!status)
		status = yice_buf_status(&text);
	if (!status)
		status = yice_write_file(name, text.data, text.len);
	yice_buf_release(&text);
	return status ? yice_cli_failed(cli, status, name) : YICE_EXIT_OK;
}

/* A text of one line, without its end. */
static char *cut_line(char *text)
{
	if (text)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

struct heads {
	struct yice_shelf *shelf;
	struct yice_buf text;
};

static int put_head(void *to, const char *ref)
{
	struct heads *heads = to;
	char oid[YICE_OID];
	int status = yice_git_head(yice_store_git(heads->shelf->store), ref, oid, &heads->shelf->report->diags);

	yice_buf_addf(&heads->text, "%s %s\n", oid, ref);
	return status;
}

/*
 * The paths, unless references have moved since the history was begun: then they are those of another state. They only
 * spare work, so a folder that cannot be written to is no failure.
 */
static int keep_paths(struct yice_shelf *shelf)
{
	struct yice_buf text = YICE_BUF_INIT;
	char *trust;
	size_t len;
	int status = yice_shelf_kept(shelf, "trust", &trust, &len);
	bool current = false;

	if (!status)
		status = yice_history_is_of(shelf->history, shelf->store, cut_line(trust), &current, &shelf->report->diags);
	if (!status && current) {
		yice_history_print(shelf->history, &text);
		status = yice_shelf_keep(shelf, "paths", &text);
	}
	free(trust);
	yice_buf_release(&text);
	return status == YICE_EIO ? YICE_OK : status;
}

int yice_shelf_remember(struct yice_shelf *shelf)
{
	struct heads heads = { shelf, YICE_BUF_INIT };
	struct yice_buf seen = YICE_BUF_INIT;
	int status;

	if (shelf->fallen_back)
		return YICE_OK;
	yice_ledger_print_seen(shelf->ledger, &seen);
	status = yice_git_refs(yice_store_git(shelf->store), put_head, &heads, &shelf->report->diags);
	if (!status)
		status = yice_shelf_keep(shelf, "good", &heads.text);
	if (!status)
		status = yice_shelf_keep(shelf, "seen", &seen);
	if (!status)
		status = keep_paths(shelf);
	yice_buf_release(&seen);
	yice_buf_release(&heads.text);
	return status;
}

/* Lines "OID REF" as references to load; they borrow from text, which is cut up. */
static size_t split_good(char *text, struct yice_pushed *out, size_t most)
{
	size_t count = 0;
	char *rest;

	for (char *line = strtok_r(text, "\n", &rest); line && count < most; line = strtok_r(NULL, "\n", &rest)) {
		char *blank = strchr(line, ' ');

		if (!blank)
			continue;
		*blank = '\0';
		out[count++] = (struct yice_pushed){ blank + 1, line };
	}
	return count;
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

/* A history of what is about to be loaded. */
static int begin_history(struct yice_shelf *shelf, struct yice_load *load)
{
	char binding[YICE_SHA256];
	int status = yice_history_bind(shelf->store, load->trust, binding, &shelf->report->diags);

	yice_history_free(shelf->history);
	shelf->history = NULL;
	if (!status)
		status = yice_history_new(binding, &shelf->history);
	load->history = shelf->history;
	return status;
}

/* The state that verified last, instead of the one there is now. */
static int load_good(struct yice_shelf *shelf, struct yice_load load)
{
	struct yice_pushed *good = NULL;
	char *text;
	size_t len;
	int status = yice_shelf_kept(shelf, "good", &text, &len);

	if (!status && !text)
		status = YICE_EDIAG;
	if (!status) {
		good = calloc(count_lines(text) + 1, sizeof(*good));
		status = good ? YICE_OK : YICE_ENOMEM;
	}
	if (!status) {
		load.pushed = good;
		load.pushed_count = split_good(text, good, count_lines(text) + 1);
		load.only_pushed = true;
		status = begin_history(shelf, &load);
	}
	if (!status) {
		status = yice_store_load(shelf->store, &load, &shelf->report->sources, &shelf->report->diags, &shelf->ledger,
					 &shelf->count);
	}
	free(good);
	free(text);
	return status;
}

static int check_seen(struct yice_shelf *shelf)
{
	char *text;
	size_t len;
	uint32_t file;
	int status = yice_shelf_kept(shelf, "seen", &text, &len);

	if (status || !text)
		return status;
	status = yice_sources_add(&shelf->report->sources, "seen", text, len, &file);
	if (!status)
		status = yice_ledger_check_seen(shelf->ledger, text, len, file, &shelf->report->diags);
	free(text);
	return status;
}

/* What this copy has verified before; NULL when nothing is kept of it. */
static int recall_known(struct yice_shelf *shelf, const char *trust, struct yice_history **known)
{
	char *text;
	size_t len;
	int status = yice_shelf_kept(shelf, "paths", &text, &len);

	*known = NULL;
	if (!status && text)
		status = yice_history_recall(text, len, trust, known);
	free(text);
	return status == YICE_ENOTFOUND ? YICE_OK : status;
}

static int load_ledger(struct yice_shelf *shelf, struct yice_load *load)
{
	struct yice_diags *diags = &shelf->report->diags;
	int status = begin_history(shelf, load);

	if (!status)
		status = yice_store_load(shelf->store, load, &shelf->report->sources, diags, &shelf->ledger, &shelf->count);

	if (!status) {
		status = check_seen(shelf);
		if (status) {
			yice_ledger_free(shelf->ledger);
			shelf->ledger = NULL;
		}
	}
	return status;
}

static int load(struct yice_shelf *shelf, const struct yice_load *with, bool write)
{
	struct yice_load load = *with;
	struct yice_history *known = NULL;
	char *trust;
	size_t len;
	int status = yice_shelf_kept(shelf, "trust", &trust, &len);

	if (!status)
		status = load.anew ? YICE_OK : recall_known(shelf, cut_line(trust), &known);
	if (status) {
		free(trust);
		return yice_shelf_failed(shelf, status);
	}
	load.trust = cut_line(trust);
	load.known = known;
	status = load_ledger(shelf, &load);
	if (status == YICE_EDIAG && !write && !load.pushed_count) {
		yice_shelf_failed(shelf, status);
		status = load_good(shelf, load);
		shelf->fallen_back = !status;
		if (!status)
			yice_cli_say(shelf->cli, "%s",
				     YICE_TEXT(shelf->cli->args.lang, "现有内容未通过核验，以下是上次核验通过的内容",
					       "the present state was refused; what follows is the last one that was good"));
	}
	yice_history_free(known);
	free(trust);
	if (!status)
		status = yice_asof_new(shelf->ledger, &shelf->index);
	if (!status && !load.pushed_count)
		status = yice_shelf_remember(shelf);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

static int open_store(struct yice_shelf *shelf, const struct yice_cli *cli, const char *path, bool write,
		      const char *quarantine)
{
	int status;

	memset(shelf, 0, sizeof(*shelf));
	shelf->cli = cli;
	shelf->path = path;
	shelf->report = yice_cli_report(cli);
	if (!shelf->report)
		return YICE_EXIT_FAILED;
	status = yice_store_open(path, write, quarantine, &shelf->report->diags, &shelf->store);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

int yice_shelf_load(struct yice_shelf *shelf, const struct yice_cli *cli, const char *path, bool write,
		    const char *quarantine, const struct yice_load *with)
{
	int code = open_store(shelf, cli, path, write, quarantine);

	return code ? code : load(shelf, with, write);
}

/* The history kept, NULL when it is of another state or damaged. */
static int recall(struct yice_shelf *shelf)
{
	char binding[YICE_SHA256], *trust = NULL, *text = NULL;
	size_t len;
	int status = yice_shelf_kept(shelf, "trust", &trust, &len);

	if (!status)
		status = yice_history_bind(shelf->store, cut_line(trust), binding, &shelf->report->diags);
	if (!status)
		status = yice_shelf_kept(shelf, "paths", &text, &len);
	if (!status && text)
		status = yice_history_read(text, len, binding, &shelf->history);
	free(text);
	free(trust);
	return status == YICE_ENOTFOUND ? YICE_OK : status;
}

int yice_shelf_recall(struct yice_shelf *shelf, const struct yice_cli *cli, const char *path)
{
	struct yice_load plain = { .trust = NULL };
	int code = open_store(shelf, cli, path, false, NULL), status;

	if (code)
		return code;
	status = recall(shelf);
	if (status)
		return yice_shelf_failed(shelf, status);
	return shelf->history ? YICE_EXIT_OK : load(shelf, &plain, false);
}

int yice_shelf_open(struct yice_shelf *shelf, const struct yice_cli *cli, const char *path, bool write)
{
	struct yice_load plain = { .trust = NULL };

	return yice_shelf_load(shelf, cli, path, write, NULL, &plain);
}

void yice_shelf_close(struct yice_shelf *shelf)
{
	yice_asof_free(shelf->index);
	yice_ledger_free(shelf->ledger);
	yice_history_free(shelf->history);
	yice_store_close(shelf->store);
	yice_report_free(shelf->report);
	memset(shelf, 0, sizeof(*shelf));
}

static int read_at(struct yice_shelf *shelf, const char *ref, const char *oid, struct yice_record *record)
{
	int status = yice_record_read(shelf->store, oid, ref + strlen("refs/heads/"), record, &shelf->report->diags);

	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

int yice_shelf_head(struct yice_shelf *shelf, enum yice_ref_kind kind, const char *scope, struct yice_record *record)
{
	char ref[YICE_REF_BYTES], oid[YICE_OID];
	int status;

	memset(record, 0, sizeof(*record));
	yice_ref_format(kind, scope, ref);
	status = yice_git_head(yice_store_git(shelf->store), ref, oid, &shelf->report->diags);
	if (status)
		return yice_shelf_failed(shelf, status);
	if (*oid)
		return read_at(shelf, ref, oid, record);
	yice_cli_say(shelf->cli, YICE_TEXT(shelf->cli->args.lang, "%s 中没有 %s", "%s has no %s"), shelf->path,
		     ref + strlen("refs/heads/"));
	return YICE_EXIT_FAILED;
}

/* The record's name in the chain; *oid "" when the chain is not that long. */
static int find_version(struct yice_shelf *shelf, const char *ref, uint64_t seq, char oid[YICE_OID])
{
	struct yice_arena arena;
	const char **oids;
	size_t count = 0;
	int status;

	yice_arena_init(&arena);
	status = yice_git_head(yice_store_git(shelf->store), ref, oid, &shelf->report->diags);
	if (!status && *oid)
		status = yice_chain_list(shelf->store, oid, NULL, ref, &arena, &oids, &count, &shelf->report->diags);
	if (!status)
		snprintf(oid, YICE_OID, "%s", seq && seq <= count ? oids[seq - 1] : "");
	yice_arena_release(&arena);
	return status;
}

int yice_shelf_version(struct yice_shelf *shelf, const char *scope, uint64_t seq, struct yice_record *record)
{
	char ref[YICE_REF_BYTES], oid[YICE_OID];
	int status = YICE_ENOTFOUND;

	memset(record, 0, sizeof(*record));
	yice_ref_format(YICE_REF_PUB, scope, ref);
	if (seq && seq <= UINT32_MAX)
		status = yice_history_open(shelf->history, shelf->store, ref, (uint32_t)(seq - 1), record,
					   &shelf->report->diags);
	if (status != YICE_ENOTFOUND)
		return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
	/* What this process has published itself is behind the history. */
	status = find_version(shelf, ref, seq, oid);
	if (status)
		return yice_shelf_failed(shelf, status);
	if (*oid)
		return read_at(shelf, ref, oid, record);
	yice_cli_say(shelf->cli, YICE_TEXT(shelf->cli->args.lang, "%s 没有第 %llu 版", "%s has no version %llu"), scope,
		     (unsigned long long)seq);
	return YICE_EXIT_FAILED;
}
