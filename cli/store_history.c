/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When something changed: which versions changed a file, and who last changed a
 * clause, when, why and under which filing. A clause changes when its code or
 * its text does; one that has another number is followed by the comparison of
 * the two versions, yice-diff(1). Files are answered from the history of the whole store
 * (STORE/yice/paths); the forms of clauses, which have to be taken out of every
 * image, are kept in one of their own (STORE/yice/clauses), for versions that
 * were verified and while nothing else made them.
 */
#include "base/base.h"
#include "cli/known.h"
#include "cli/store_action.h"
#include "yice/analysis.h"
#include "yice/digest.h"

#include <stdio.h>

static bool wants_json(const struct yice_cli *cli)
{
	return !strcmp(yice_cli_format(cli, YICE_OPT_store_format, YICE_OPT_store_json, "text"), "json");
}

/* ---- log STORE SCOPE PATH */

/* What a version did to the name, in the words of meta/version where it has one. */
static const char *word_of(const struct yice_history_change *changes, uint32_t index)
{
	if (!changes[index].object)
		return yice_change_word(YICE_CHANGE_REMOVED);
	return index && changes[index - 1].object ? "changed" : yice_change_word(YICE_CHANGE_ADDED);
}

/* meta/version as it was in a record, held against its digest. */
static int read_meta(struct yice_shelf *shelf, const char *ref, uint32_t record, struct yice_arena *arena,
		     struct yice_version *out)
{
	const struct yice_history_change *meta = yice_history_at(shelf->history, ref, "meta/version", record);
	struct yice_diags *diags = &shelf->report->diags;
	struct yice_buf text = YICE_BUF_INIT;
	char sha256[65];
	uint32_t file;
	int status = meta ? yice_git_read(yice_store_git(shelf->store), meta->object, YICE_GIT_BLOB, ref, &text, diags) :
			    YICE_ENOTFOUND;

	if (!status)
		status = yice_digest_sha256(yice_buf_text(&text), text.len, sha256);
	if (!status && strcmp(sha256, meta->digest)) {
		yice_diag_add(diags, YICE_D_manifest_file, YICE_SPAN_NONE, ref, "meta/version", NULL);
		status = YICE_EDIAG;
	}
	if (!status)
		status = yice_sources_add(&shelf->report->sources, "meta/version", yice_buf_text(&text), text.len, &file);
	if (!status)
		status = yice_version_parse(yice_buf_text(&text), text.len, file, arena, diags, out);
	yice_buf_release(&text);
	return status;
}

/* The first day, and of a correction that passes the last one too: "2024-03-01..2024-06-01". */
static const char *days_of(const struct yice_version *version, char out[24])
{
	char from[11], to[11] = "";

	yice_date_format(version->from, from);
	if (yice_version_is_passing(version))
		yice_date_format(version->to, to);
	snprintf(out, 24, "%s%s%s", from, *to ? ".." : "", to);
	return out;
}

static int put_change(struct yice_shelf *shelf, const char *ref, const struct yice_history_change *changes, uint32_t index,
		      struct yice_buf *out)
{
	const struct yice_history_change *change = &changes[index];
	const struct yice_history_record *record = yice_history_get(shelf->history, ref, change->record);
	struct yice_version version;
	struct yice_arena arena;
	char from[11], to[11], days[24];
	int status;

	yice_arena_init(&arena);
	status = read_meta(shelf, ref, change->record, &arena, &version);
	if (!status) {
		yice_date_format(version.from, from);
		yice_date_format(version.to, to);
		if (wants_json(shelf->cli))
			yice_buf_addf(out,
				      "{\"scope\":\"%s\",\"version\":%llu,\"change\":\"%s\",\"from\":\"%s\",\"kind\":\"%s\","
				      "\"reason\":\"%s\",\"commit\":\"%s\",\"sha256\":\"%s\",\"to\":\"%s\"}\n",
				      version.scope, (unsigned long long)version.seq, word_of(changes, index), from,
				      yice_version_word(version.kind), yice_version_reason(&version), record->oid,
				      change->digest ? change->digest : "", to);
		else
			yice_buf_addf(out, "%s v%llu %s  %s  %s%s%s  %.12s\n", version.scope,
				      (unsigned long long)version.seq, word_of(changes, index), days_of(&version, days),
				      yice_version_word(version.kind), *yice_version_reason(&version) ? " " : "",
				      yice_version_reason(&version), change->digest ? change->digest : "-");
	}
	yice_arena_release(&arena);
	return status;
}

int yice_store_path_log(const struct yice_cli *cli)
{
	const char *scope = cli->args.operands[2], *path = cli->args.operands[3];
	const struct yice_history_change *changes;
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_shelf shelf;
	char ref[YICE_REF_BYTES];
	uint32_t count = 0;
	int code = yice_shelf_recall(&shelf, cli, cli->args.operands[1]), status = YICE_OK;

	yice_ref_format(YICE_REF_PUB, scope, ref);
	changes = code ? NULL : yice_history_of(shelf.history, ref, path, &count);
	for (uint32_t i = 0; !code && !status && i < count; i++)
		status = put_change(&shelf, ref, changes, i, &out);
	if (status)
		code = yice_shelf_failed(&shelf, status);
	else if (!code && !count) {
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 的各版都没有 %s", "no version of %s has %s"), scope, path);
		code = YICE_EXIT_FAILED;
	}
	if (!code)
		code = yice_cli_print(cli, &out);
	yice_buf_release(&out);
	yice_shelf_close(&shelf);
	return code;
}

/* ---- blame STORE CLAUSE */

/* The forms of a stored version's own clauses, ascending. */
static int forms_of(struct yice_shelf *shelf, const struct yice_record *record, struct yice_arena *arena,
		    struct yice_clause_form **forms, size_t *count)
{
	struct yice_side side = { NULL, 0, NULL, 0 };
	struct yice_buf image = YICE_BUF_INIT;
	int status = yice_record_file(shelf->store, record, "image", &image, &shelf->report->diags);

	side.paths = yice_arena_array(arena, record->tree.count + 1, sizeof(*side.paths));
	for (size_t i = 0; side.paths && i < record->tree.count; i++)
		side.paths[side.count++] = record->tree.files[i].path;
	side.image = image.data;
	side.len = image.len;
	if (!status)
		status = side.paths ? yice_clause_forms(&side, arena, forms, count) : YICE_ENOMEM;
	yice_buf_release(&image);
	return status;
}

/* A version's forms as the next record of the clauses' history. */
static int add_version(struct yice_shelf *shelf, struct yice_history *clauses, const char *ref,
		       const struct yice_record *record)
{
	struct yice_history_record entry = { record->oid, record->sha256, record->commit.manifest };
	struct yice_history_item *items;
	struct yice_clause_form *forms;
	struct yice_arena arena;
	size_t count = 0, kept = 0;
	int status;

	yice_arena_init(&arena);
	status = forms_of(shelf, record, &arena, &forms, &count);
	items = yice_arena_array(&arena, count + 1, sizeof(*items));
	if (!status && !items)
		status = YICE_ENOMEM;
	for (size_t i = 0; !status && i < count; i++)
		if (!kept || strcmp(items[kept - 1].name, forms[i].id) != 0)
			items[kept++] = (struct yice_history_item){ forms[i].id, forms[i].code, forms[i].text, 0 };
	if (!status)
		status = yice_history_add(clauses, ref, &entry, items, kept);
	yice_arena_release(&arena);
	return status;
}

/* Versions of a scope that the clauses' history lacks. */
static int add_versions(struct yice_shelf *shelf, struct yice_history *clauses, const char *scope, bool *grown)
{
	uint64_t last = yice_ledger_head(shelf->ledger, scope).seq;
	char ref[YICE_REF_BYTES];
	int code = YICE_EXIT_OK;

	yice_ref_format(YICE_REF_PUB, scope, ref);
	for (uint64_t seq = yice_history_count(clauses, ref) + 1; !code && seq <= last; seq++) {
		struct yice_record record;
		int status;

		code = yice_shelf_version(shelf, scope, seq, &record);
		status = code ? YICE_OK : add_version(shelf, clauses, ref, &record);
		if (status)
			code = yice_shelf_failed(shelf, status);
		*grown = true;
		yice_record_release(&record);
	}
	return code;
}

/* Do the versions it tells of begin what was verified now? */
static bool agrees(const struct yice_shelf *shelf, const struct yice_history *clauses)
{
	for (uint32_t i = 0; i < yice_authority_scopes(shelf->ledger); i++) {
		char ref[YICE_REF_BYTES];
		uint32_t count;

		yice_ref_format(YICE_REF_PUB, yice_authority_scope(shelf->ledger, i), ref);
		count = yice_history_count(clauses, ref);
		for (uint32_t j = 0; j < count; j++) {
			const struct yice_history_record *is = yice_history_get(shelf->history, ref, j);

			if (!is || strcmp(is->sha256, yice_history_get(clauses, ref, j)->sha256) != 0)
				return false;
		}
	}
	return true;
}

/* The history kept of clauses, or a new one. What a form is depends on the program. */
static int open_clauses(struct yice_shelf *shelf, struct yice_history **clauses)
{
	static const char made_by[] = "clauses " YICE_VERSION;
	char binding[65], secret[65], *text = NULL;
	size_t len;
	int status = yice_digest_sha256(made_by, strlen(made_by), binding);

	*clauses = NULL;
	if (!status)
		status = yice_shelf_kept(shelf, "clauses", &text, &len);
	if (!status && text && yice_known_secret(secret))
		status = yice_history_read(text, len, secret, binding, clauses);
	free(text);
	if (status && status != YICE_ENOTFOUND)
		return status;
	if (*clauses && agrees(shelf, *clauses))
		return YICE_OK;
	yice_history_free(*clauses);
	return yice_history_new(binding, clauses);
}

static int keep_clauses(struct yice_shelf *shelf, const struct yice_history *clauses)
{
	struct yice_buf text = YICE_BUF_INIT;
	char secret[65];
	int status;

	if (!yice_known_secret(secret))
		return YICE_OK;
	yice_history_print(clauses, secret, &text);
	status = yice_shelf_keep(shelf, "clauses", &text);
	yice_buf_release(&text);
	return status == YICE_EIO ? YICE_OK : status; /* it only spares work */
}

int yice_store_forget_clauses(struct yice_shelf *shelf)
{
	struct yice_buf none = YICE_BUF_INIT;
	char *text;
	size_t len;
	int status = yice_shelf_kept(shelf, "clauses", &text, &len);

	if (!status && len)
		status = yice_shelf_keep(shelf, "clauses", &none);
	free(text);
	return status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
}

static int put_act(void *to, const struct yice_entry *entry)
{
	char day[11];

	if (entry->kind != YICE_ENTRY_RECEIPT && entry->kind != YICE_ENTRY_ACKNOWLEDGEMENT)
		return YICE_OK;
	yice_date_format(entry->date, day);
	yice_buf_addf(to, "  %s %s/%llu %s", yice_entry_word(entry->kind), entry->place, (unsigned long long)entry->seq, day);
	return YICE_OK;
}

/* What a version changed that had no effect itself took effect with the next one that was acknowledged. */
static void put_later(const struct yice_shelf *shelf, const char *scope, uint64_t seq, struct yice_buf *out)
{
	enum yice_lang lang = shelf->cli->args.lang;
	uint64_t last = yice_ledger_head(shelf->ledger, scope).seq, later = seq + 1;
	char from[11];

	while (later <= last && (!yice_lifecycle_is_acknowledged(shelf->ledger, scope, later) ||
				 yice_version_is_passing(yice_ledger_version(shelf->ledger, scope, later))))
		later++;
	yice_buf_adds(out, YICE_TEXT(lang, "  未经确认", "  not acknowledged"));
	if (later > last)
		return;
	yice_date_format(yice_ledger_version(shelf->ledger, scope, later)->from, from);
	yice_buf_addf(out, YICE_TEXT(lang, "，随第 %llu 版自 %s 起施行", ", in force with version %llu from %s on"),
		      (unsigned long long)later, from);
}

/* A line on what a version did to the clause. */
static int put_blame(const struct yice_shelf *shelf, const char *scope, uint64_t seq, const char *what,
		     struct yice_buf *out)
{
	const struct yice_ledger *ledger = shelf->ledger;
	const struct yice_version *version = yice_ledger_version(ledger, scope, seq);
	char days[24];
	int status;

	yice_buf_addf(out, "%s v%llu %s  %s  %s%s%s", scope, (unsigned long long)seq, what, days_of(version, days),
		      yice_version_word(version->kind), *yice_version_reason(version) ? " " : "",
		      yice_version_reason(version));
	status = yice_ledger_acts(ledger, scope, seq, put_act, out);
	if (!status && !yice_lifecycle_is_acknowledged(ledger, scope, seq))
		put_later(shelf, scope, seq, out);
	yice_buf_addc(out, '\n');
	for (uint32_t i = 0; i < version->basis.count; i++)
		yice_buf_addf(out, "    %s\n", version->basis.items[i]);
	return status;
}

/* A clause followed through the versions of a scope. */
struct blame {
	struct yice_shelf *shelf;
	const struct yice_history *clauses;
	const char *scope;
	char ref[YICE_REF_BYTES];
	struct yice_arena arena;
	uint32_t found;
};

/* Which clause it was, or became: by the comparison of the two versions. */
struct fate {
	const char *id; /* in the other version, in the arena; NULL: it is not there */
	enum yice_difference kind;
};

/* Of a clause of the version that a record holds or, where it was removed, of the one before. */
static int find_fate(struct blame *b, const char *id, uint32_t record, bool removed, struct fate *out)
{
	struct yice_report *report = yice_cli_report(b->shelf->cli);
	yice_diff *diff = NULL;
	int code = report ? yice_store_versions_diff(b->shelf, b->scope, record, record + 1u, report, &diff) : YICE_EXIT_FAILED;
	const char *other;

	*out = (struct fate){ id, YICE_DIFF_REWORDED };
	for (size_t i = 0; diff && i < yice_diff_count(diff); i++) {
		const char *own = yice_diff_clause(diff, i, !removed);

		if (!own || strcmp(own, id))
			continue;
		other = yice_diff_clause(diff, i, removed);
		out->id = other ? yice_arena_strdup(&b->arena, other) : NULL;
		out->kind = yice_diff_kind(diff, i);
	}
	if (diff)
		yice_diff_free(diff);
	if (report)
		yice_report_free(report);
	return code == YICE_EXIT_RULES ? YICE_EXIT_OK : code; /* what does not compile any more goes by its id */
}

/* "moved from ID", "changed from ID", "moved to ID"; else what its form says. */
static void put_what(const struct yice_history_change *changes, uint32_t i, const struct fate *fate, const char *id,
		     struct yice_buf *out)
{
	const char *what = word_of(changes, i);

	if (i && changes[i].object && changes[i - 1].object && !strcmp(changes[i].object, changes[i - 1].object))
		what = yice_change_word(YICE_CHANGE_REWORDED);
	if (fate->id && strcmp(fate->id, id))
		yice_buf_addf(out, "%s %s %s", fate->kind == YICE_DIFF_MOVED ? "moved" : "changed",
			      changes[i].object ? "from" : "to", fate->id);
	else
		yice_buf_adds(out, !fate->id && changes[i].object ? yice_change_word(YICE_CHANGE_ADDED) : what);
}

/* Where the clause that has the id in the end began to have it, the fates of its changes from then on, oldest first. */
static int find_begin(struct blame *b, const char *id, const struct yice_history_change *changes, uint32_t count,
		      struct fate *fates, uint32_t *begin)
{
	int code = YICE_EXIT_OK;

	*begin = 0;
	for (uint32_t i = count; !code && i-- > 0;) {
		fates[i] = (struct fate){ id, YICE_DIFF_REWORDED };
		if (!changes[i].record)
			continue;
		code = find_fate(b, id, changes[i].record, !changes[i].object, &fates[i]);
		if (!changes[i].object)
			continue;
		/* It had another number; or had none, and that one's clause went elsewhere. */
		if (fates[i].id ? strcmp(fates[i].id, id) != 0 : i && changes[i - 1].object) {
			*begin = i;
			break;
		}
	}
	return code;
}

/* What versions before record `end` did to the clause that has the id there, oldest first. An exit status. */
static int blame_until(struct blame *b, const char *id, uint32_t end, struct yice_buf *out)
{
	const struct yice_history_change *changes;
	uint32_t count, begin;
	struct fate *fates;
	int code;

	changes = yice_history_of(b->clauses, b->ref, id, &count);
	while (count && changes[count - 1].record >= end)
		count--;
	fates = yice_arena_array(&b->arena, count, sizeof(*fates));
	if (!fates)
		return yice_shelf_failed(b->shelf, YICE_ENOMEM);
	code = find_begin(b, id, changes, count, fates, &begin);
	if (!code && begin < count && changes[begin].object && fates[begin].id && strcmp(fates[begin].id, id))
		code = blame_until(b, fates[begin].id, changes[begin].record, out);
	for (uint32_t i = begin; !code && i < count; i++) {
		struct yice_buf what = YICE_BUF_INIT;
		int status;

		put_what(changes, i, &fates[i], id, &what);
		status = yice_buf_status(&what);
		if (!status)
			status = put_blame(b->shelf, b->scope, changes[i].record + 1u, yice_buf_text(&what), out);
		code = status ? yice_shelf_failed(b->shelf, status) : YICE_EXIT_OK;
		yice_buf_release(&what);
	}
	b->found += count - begin;
	return code;
}

static int blame_scope(struct yice_shelf *shelf, const struct yice_history *clauses, const char *scope, uint32_t *found,
		       struct yice_buf *out)
{
	struct blame b = { .shelf = shelf, .clauses = clauses, .scope = scope };
	int code;

	yice_arena_init(&b.arena);
	yice_ref_format(YICE_REF_PUB, scope, b.ref);
	code = blame_until(&b, shelf->cli->args.operands[2], UINT32_MAX, out);
	*found += b.found;
	yice_arena_release(&b.arena);
	return code;
}

static int blame(struct yice_shelf *shelf, struct yice_history *clauses, struct yice_buf *out)
{
	const struct yice_cli *cli = shelf->cli;
	uint32_t scopes = yice_authority_scopes(shelf->ledger), count = 0;
	bool grown = false;
	int code = YICE_EXIT_OK;

	for (uint32_t i = 0; !code && i < scopes; i++)
		code = add_versions(shelf, clauses, yice_authority_scope(shelf->ledger, i), &grown);
	if (!code && grown) {
		int status = keep_clauses(shelf, clauses);

		code = status ? yice_shelf_failed(shelf, status) : YICE_EXIT_OK;
	}
	for (uint32_t i = 0; !code && i < scopes; i++)
		code = blame_scope(shelf, clauses, yice_authority_scope(shelf->ledger, i), &count, out);
	if (code || count)
		return code;
	yice_cli_say(cli, YICE_TEXT(cli->args.lang, "没有哪个版本有条款 %s", "no version has clause %s"), cli->args.operands[2]);
	return YICE_EXIT_FAILED;
}

int yice_store_do_blame(const struct yice_cli *cli)
{
	struct yice_history *clauses = NULL;
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_shelf shelf;
	int code = yice_shelf_open(&shelf, cli, cli->args.operands[1], false), status;

	if (!code) {
		status = open_clauses(&shelf, &clauses);
		code = status ? yice_shelf_failed(&shelf, status) : blame(&shelf, clauses, &out);
	}
	if (!code)
		code = yice_cli_print(cli, &out);
	yice_buf_release(&out);
	yice_history_free(clauses);
	yice_shelf_close(&shelf);
	return code;
}
