/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a store for an action: what is trusted (STORE/yice/trust), the whole
 * history verified, and held against what this reader has seen before
 * (STORE/yice/seen). STORE/yice/good keeps the references of the last state
 * that verified, STORE/yice/paths what changed when in it; these files are this
 * copy's own and are never exchanged.
 */
#include "base/base.h"
#include "cli/known.h"
#include "cli/store.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOAD_TRIES 8

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

/* The paths only spare work, so a folder that cannot be written to is no failure. */
static int keep_paths(struct yice_shelf *shelf, const struct yice_history *history)
{
	struct yice_buf text = YICE_BUF_INIT;
	char secret[65];
	int status;

	if (!yice_known_secret(secret))
		return YICE_OK;
	yice_history_print(history, secret, &text);
	status = yice_shelf_keep(shelf, "paths", &text);
	yice_buf_release(&text);
	return status == YICE_EIO ? YICE_OK : status;
}

/* Does a ledger have all that a text of heads says was seen (NULL: nothing)? */
static int hold_against(struct yice_shelf *shelf, const struct yice_ledger *ledger, const char *seen, size_t len,
			struct yice_diags *diags)
{
	uint32_t file;
	int status = seen ? yice_sources_add(&shelf->report->sources, "seen", seen, len, &file) : YICE_OK;

	return status || !seen ? status : yice_ledger_check_seen(ledger, seen, len, file, diags);
}

/* Has this copy seen only what that ledger has, too? Another process may have seen more since it was loaded. */
static int is_newest(struct yice_shelf *shelf, const struct yice_ledger *ledger, bool *newest)
{
	struct yice_diags unsaid;
	char *text;
	size_t len;
	int status = yice_shelf_kept(shelf, "seen", &text, &len);

	yice_diags_init(&unsaid);
	if (!status)
		status = hold_against(shelf, ledger, text, len, &unsaid);
	*newest = !status;
	yice_diags_release(&unsaid);
	free(text);
	return status == YICE_EDIAG ? YICE_OK : status;
}

static int keep_state(struct yice_shelf *shelf, const struct yice_ledger *ledger, const struct yice_history *history)
{
	struct yice_buf seen = YICE_BUF_INIT, heads = YICE_BUF_INIT;
	bool newest;
	int status = is_newest(shelf, ledger, &newest);

	yice_ledger_print_seen(ledger, &seen);
	if (!status)
		status = yice_history_print_heads(history, &heads);
	if (!status && newest)
		status = yice_shelf_keep(shelf, "good", &heads);
	if (!status && newest)
		status = yice_shelf_keep(shelf, "seen", &seen);
	if (!status && newest)
		status = keep_paths(shelf, history);
	yice_buf_release(&heads);
	yice_buf_release(&seen);
	return status;
}

static int remember(struct yice_shelf *shelf, bool written)
{
	int held, status;

	if (make_local(shelf->path) || yice_git_hold(shelf->path, "yice/.", &held))
		return YICE_EIO;
	status = keep_state(shelf, written ? shelf->next_ledger : shelf->ledger,
			    written ? shelf->next_history : shelf->history);
	close(held);
	return status;
}

void yice_shelf_remember(struct yice_shelf *shelf)
{
	enum yice_lang lang = shelf->cli->args.lang;
	bool written = shelf->next_ledger != NULL;
	int status = shelf->fallen_back ? YICE_OK : remember(shelf, written);

	if (!status)
		return;
	yice_cli_failed(shelf->cli, status, shelf->path);
	yice_cli_say(shelf->cli, "%s",
		     written ? YICE_TEXT(lang, "已经办成，只是没能在 yice/ 中记下；以后的回退要等再次核验后才认得出",
					 "the act is done; only it could not be noted in yice/, so a rollback of it is recognised after "
					 "the next look alone") :
			       YICE_TEXT(lang, "核验通过，只是没能在 yice/ 中记下；以后的回退认不出来",
					 "the store verifies; only it could not be noted in yice/, so a rollback is not recognised"));
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

/* What a load makes. */
struct state {
	struct yice_ledger *ledger;
	struct yice_history *history;
	struct yice_load_count count;
};

static void drop_state(struct state *state)
{
	yice_ledger_free(state->ledger);
	yice_history_free(state->history);
	memset(state, 0, sizeof(*state));
}

/* Loads what the references name, and binds the history to that. */
static int load_state(struct yice_shelf *shelf, struct yice_load load, struct state *state)
{
	struct yice_diags *diags = &shelf->report->diags;
	char binding[YICE_SHA256];
	int status = yice_history_bind(shelf->store, load.trust, binding, diags);

	memset(state, 0, sizeof(*state));
	if (!status)
		status = yice_history_new(binding, &state->history);
	load.history = state->history;
	if (!status)
		status = yice_store_load(shelf->store, &load, &shelf->report->sources, diags, &state->ledger, &state->count);
	return status;
}

/* Loads and holds it against what was seen before the references were looked at: others go on writing. */
static int load_checked(struct yice_shelf *shelf, const struct yice_load *load, struct state *state)
{
	char *seen;
	size_t len;
	int status = yice_shelf_kept(shelf, "seen", &seen, &len);

	memset(state, 0, sizeof(*state));
	if (!status)
		status = load_state(shelf, *load, state);
	if (!status)
		status = hold_against(shelf, state->ledger, seen, len, &shelf->report->diags);
	free(seen);
	return status;
}

/*
 * References are read one after the other. What does not verify while one of them moved was a mixture of two states, and is
 * looked at again.
 */
static int load_settled(struct yice_shelf *shelf, const struct yice_load *load, struct state *state)
{
	struct yice_diags *diags = &shelf->report->diags;
	int status = YICE_OK;

	for (unsigned int tries = 0; tries < LOAD_TRIES; tries++) {
		bool still = true;

		status = load_checked(shelf, load, state);
		if (status == YICE_EDIAG && state->history &&
		    yice_history_is_of(state->history, shelf->store, load->trust, &still, diags))
			still = true;
		if (!status)
			status = yice_history_settle(state->history, load->trust);
		if (!status)
			break;
		drop_state(state);
		if (still || tries + 1 == LOAD_TRIES)
			break;
		yice_diags_release(diags);
		yice_diags_init(diags);
	}
	return status;
}

/* The state that verified last, instead of the one there is now. */
static int load_good(struct yice_shelf *shelf, struct yice_load load, struct state *state)
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
		status = load_state(shelf, load, state);
	}
	if (status)
		drop_state(state);
	free(good);
	free(text);
	return status;
}

/* What this copy has verified before; NULL when nothing is kept of it. */
static int recall_known(struct yice_shelf *shelf, const char *trust, struct yice_history **known)
{
	char secret[65], *text;
	size_t len;
	int status = yice_shelf_kept(shelf, "paths", &text, &len);

	*known = NULL;
	if (!status && text)
		status = yice_known_secret(secret) ? yice_history_recall(text, len, secret, trust, known) : YICE_OK;
	free(text);
	return status == YICE_ENOTFOUND ? YICE_OK : status;
}

static bool is_other_than_text(const struct yice_cli *cli, enum yice_option format, enum yice_option json)
{
	return strcmp(yice_cli_format(cli, format, json, "text"), "text") != 0;
}

/* An answer for a program, a file or the record: it has no place to say of which state it is. */
static bool cannot_say(const struct yice_cli *cli)
{
	const struct yice_args *args = &cli->args;

	return args->command == YICE_CMD_batch || yice_args_value(args, YICE_OPT_eval_record) ||
	       yice_args_value(args, YICE_OPT_eval_output) ||
	       is_other_than_text(cli, YICE_OPT_eval_format, YICE_OPT_eval_json) ||
	       is_other_than_text(cli, YICE_OPT_store_format, YICE_OPT_store_json);
}

/* A state was refused: goes on with the last one that was good, where that can be said. */
static int fall_back(struct yice_shelf *shelf, const struct yice_load *load, struct state *state)
{
	const struct yice_cli *cli = shelf->cli;
	enum yice_lang lang = cli->args.lang;
	int status;

	yice_shelf_failed(shelf, YICE_EDIAG);
	if (cannot_say(cli)) {
		yice_cli_say(cli, "%s",
			     YICE_TEXT(lang, "现有内容未通过核验；供程序读取、写入文件或记录的答案，不以上次核验通过的内容作出",
				       "the present state was refused; an answer for a program, a file or the record is not "
				       "given from the last one that was good"));
		return YICE_EDIAG;
	}
	status = load_good(shelf, *load, state);
	shelf->fallen_back = !status;
	if (!status)
		yice_cli_say(cli, "%s",
			     YICE_TEXT(lang, "现有内容未通过核验，以下是上次核验通过的内容",
				       "the present state was refused; what follows is the last one that was good"));
	return status;
}

static int load(struct yice_shelf *shelf, const struct yice_load *with, bool write)
{
	struct yice_load load = *with;
	struct yice_history *known = NULL;
	struct state state = { .ledger = NULL };
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
	status = load_settled(shelf, &load, &state);
	if (status == YICE_EDIAG && !write && !load.pushed_count)
		status = fall_back(shelf, &load, &state);
	yice_history_free(known);
	free(trust);
	shelf->ledger = state.ledger;
	shelf->history = state.history;
	shelf->count = state.count;
	if (!status)
		status = yice_asof_new(shelf->ledger, &shelf->index);
	if (!status && !load.pushed_count)
		yice_shelf_remember(shelf);
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

/*
 * Is the history of the state that this copy has seen last? Where references stand alone does not say so: they stand there
 * again after a rollback.
 */
static int is_of_good(struct yice_shelf *shelf, bool *is)
{
	struct yice_buf heads = YICE_BUF_INIT;
	char *good;
	size_t len;
	int status = yice_shelf_kept(shelf, "good", &good, &len);

	if (!status)
		status = yice_history_print_heads(shelf->history, &heads);
	*is = !status && good && len == heads.len && !memcmp(good, yice_buf_text(&heads), len);
	free(good);
	yice_buf_release(&heads);
	return status;
}

/* The history kept, NULL when it is of another state or damaged. */
static int recall(struct yice_shelf *shelf)
{
	char binding[YICE_SHA256], secret[65], *trust = NULL, *text = NULL;
	bool good = true;
	size_t len;
	int status = yice_shelf_kept(shelf, "trust", &trust, &len);

	if (!status)
		status = yice_history_bind(shelf->store, cut_line(trust), binding, &shelf->report->diags);
	if (!status)
		status = yice_shelf_kept(shelf, "paths", &text, &len);
	if (!status && text)
		status = yice_known_secret(secret) ? yice_history_read(text, len, secret, binding, &shelf->history) : YICE_OK;
	if (!status && shelf->history)
		status = is_of_good(shelf, &good);
	if (!good) {
		yice_history_free(shelf->history);
		shelf->history = NULL;
	}
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
	yice_ledger_free(shelf->next_ledger);
	yice_history_free(shelf->next_history);
	yice_store_close(shelf->store);
	yice_report_free(shelf->report);
	memset(shelf, 0, sizeof(*shelf));
}

static int read_at(struct yice_shelf *shelf, const char *ref, const char *oid, struct yice_record *record)
{
	int status = yice_record_read(shelf->store, oid, ref + strlen("refs/heads/"), record, &shelf->report->diags);

	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

/* Where a chain of the verified state ends; "" when it has none. */
static const char *judged_head(const struct yice_shelf *shelf, const char *ref)
{
	uint32_t count = yice_history_count(shelf->history, ref);

	return count ? yice_history_get(shelf->history, ref, count - 1)->oid : "";
}

int yice_shelf_head(struct yice_shelf *shelf, enum yice_ref_kind kind, const char *scope, struct yice_record *record)
{
	char ref[YICE_REF_BYTES];
	const char *oid;

	memset(record, 0, sizeof(*record));
	yice_ref_format(kind, scope, ref);
	oid = judged_head(shelf, ref);
	if (*oid)
		return read_at(shelf, ref, oid, record);
	yice_cli_say(shelf->cli, YICE_TEXT(shelf->cli->args.lang, "%s 中没有 %s", "%s has no %s"), shelf->path,
		     ref + strlen("refs/heads/"));
	return YICE_EXIT_FAILED;
}

int yice_shelf_version(struct yice_shelf *shelf, const char *scope, uint64_t seq, struct yice_record *record)
{
	char ref[YICE_REF_BYTES];
	int status = YICE_ENOTFOUND;

	memset(record, 0, sizeof(*record));
	yice_ref_format(YICE_REF_PUB, scope, ref);
	if (seq && seq <= UINT32_MAX)
		status = yice_history_open(shelf->history, shelf->store, ref, (uint32_t)(seq - 1), record,
					   &shelf->report->diags);
	if (status != YICE_ENOTFOUND)
		return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
	yice_cli_say(shelf->cli, YICE_TEXT(shelf->cli->args.lang, "%s 没有第 %llu 版", "%s has no version %llu"), scope,
		     (unsigned long long)seq);
	return YICE_EXIT_FAILED;
}

/* ---- a state to come */

/* A reference held against the verified state, when it is one that the judgement rests on. */
struct moves {
	struct yice_shelf *shelf;
	const char *ref, *about;
	char *moved;
};

static bool rests_on(const struct moves *moves, const char *ref)
{
	const struct yice_ledger *ledger = moves->shelf->ledger;
	const char *scope = moves->about, *above;
	enum yice_ref_kind kind;
	const char *of;

	if (!strcmp(ref, moves->ref) || yice_ref_parse(ref, &kind, &of))
		return true;
	while (strcmp(scope, of) != 0) {
		above = yice_authority_superior(ledger, scope);
		/* A root is above itself. */
		if (!above || !strcmp(above, scope))
			return false;
		scope = above;
	}
	return true;
}

static int check_ref(void *to, const char *ref)
{
	struct moves *moves = to;
	struct yice_shelf *shelf = moves->shelf;
	char oid[YICE_OID];
	int status = yice_git_head(yice_store_git(shelf->store), ref, oid, &shelf->report->diags);

	if (status || !strcmp(oid, judged_head(shelf, ref)) || !rests_on(moves, ref))
		return status;
	snprintf(moves->moved, YICE_REF_BYTES, "%s", ref);
	return YICE_ENOTFOUND;
}

int yice_shelf_unmoved(struct yice_shelf *shelf, const char *ref, const char *about, char head[YICE_OID],
		       char moved[YICE_REF_BYTES])
{
	struct moves moves = { shelf, ref, about, moved };

	snprintf(head, YICE_OID, "%s", judged_head(shelf, ref));
	return yice_git_refs(yice_store_git(shelf->store), check_ref, &moves, &shelf->report->diags);
}

int yice_shelf_foresee(struct yice_shelf *shelf, const char *ref, const char *oid)
{
	struct yice_pushed pushed = { ref, oid };
	struct yice_load load = { .pushed = &pushed, .pushed_count = 1, .known = shelf->history };
	struct state state = { .ledger = NULL };
	char *trust;
	size_t len;
	int status = yice_shelf_kept(shelf, "trust", &trust, &len);

	load.trust = cut_line(trust);
	if (!status)
		status = load_settled(shelf, &load, &state);
	free(trust);
	shelf->next_ledger = state.ledger;
	shelf->next_history = state.history;
	return status;
}
