/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A long life with nothing left out, for tests/bench/life.sh: a root delegates
 * a city, and each version of its list is submitted, filed, published and
 * acknowledged, so that 10,000 versions are 40,000 records under three keys.
 *   life STORE VERSIONS LIST LIST   two sources that are taken in turn; keys in STORE.key0 to .key2
 * The first list must be the stricter; their one clause is 440600/全域/1-1.
 */
#include "base/base.h"
#include "store/ledger.h"
#include "store/lifecycle.h"
#include "store/record.h"
#include "yice/digest.h"
#include "base/source.h"
#include "yice/compile.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACE "440000"
#define CITY  "440600"

/* Nobody loses power here; libgit2 finds this function before the C library's. */
YICE_API int fsync(int fd)
{
	YICE_UNUSED(fd);
	return 0;
}

enum signer { NATION, DRAFTER, PUBLISHER, SIGNERS };

struct life {
	struct yice_store *store;
	struct yice_ledger *ledger;
	struct yice_diags diags;
	struct yice_arena arena;
	struct yice_key keys[SIGNERS];
	const char *names[SIGNERS];
	char heads[YICE_REFS][YICE_OID];
	struct yice_file sources[2], images[2];
	uint32_t texts;
	yice_day day;
};

static int append(struct life *life, enum yice_ref_kind kind, const char *scope, uint64_t seq, enum signer who,
		  struct yice_files *files, char oid[YICE_OID])
{
	struct yice_draft draft = { .kind = kind, .scope = scope, .seq = seq, .subject = "life",
				    .who = "Life <life@store.example>", .when = (int64_t)life->day * 86400 + 14400, .files = files,
				    .key = &life->keys[who], .after = life->heads[kind] };
	int status;

	yice_files_sort(files);
	status = yice_record_append(life->store, &draft, oid, &life->diags);
	memcpy(life->heads[kind], oid, YICE_OID);
	return status;
}

static int enter(struct life *life, const struct yice_entry *entry)
{
	struct yice_signers signers = { &life->names[NATION], 1 };
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_file file = { "entry", NULL, 0 };
	struct yice_files files = { &file, 1, "", 0 };
	char oid[YICE_OID], sha256[65];
	int status;

	yice_entry_print(entry, &text);
	status = yice_buf_status(&text);
	if (!status && entry->kind == YICE_ENTRY_ROOT)
		status = yice_digest_sha256(text.data, text.len, sha256);
	if (!status && entry->kind == YICE_ENTRY_ROOT)
		status = yice_ledger_trust(life->ledger, sha256);
	if (!status)
		status = yice_ledger_entry(life->ledger, text.data, text.len, life->texts++, &signers, NULL, &life->diags,
					   sha256);
	if (!status && entry->kind == YICE_ENTRY_ROOT)
		printf("%s\n", sha256);
	file.bytes = yice_buf_text(&text);
	file.len = text.len;
	if (!status)
		status = append(life, YICE_REF_REG, PLACE, entry->seq, NATION, &files, oid);
	yice_buf_release(&text);
	return status;
}

static struct yice_entry next(struct life *life, enum yice_entry_kind kind)
{
	struct yice_entry entry;

	(void)!yice_ledger_next(life->ledger, PLACE, life->day, &entry);
	entry.kind = kind;
	return entry;
}

static struct yice_keys keys(struct life *life, enum signer who)
{
	return (struct yice_keys){ 1, 1, &life->names[who] };
}

static int set_up(struct life *life)
{
	struct yice_entry entry = next(life, YICE_ENTRY_ROOT);
	int status;

	entry.version = 1;
	entry.from = life->day;
	for (unsigned int role = 0; role < YICE_ROLES; role++)
		entry.roles[role] = keys(life, NATION);
	status = enter(life, &entry);
	entry = next(life, YICE_ENTRY_DELEGATION);
	entry.scope = CITY;
	entry.version = 1;
	entry.from = life->day;
	entry.roles[YICE_ROLE_DRAFT] = keys(life, DRAFTER);
	entry.roles[YICE_ROLE_PUBLISH] = keys(life, PUBLISHER);
	return status ? status : enter(life, &entry);
}

static void plan(struct life *life, uint64_t seq, struct yice_change *change, struct yice_version *version)
{
	static const char *basis[] = { "law" };

	memset(version, 0, sizeof(*version));
	version->kind = seq > 1 ? YICE_VERSION_DYNAMIC : YICE_VERSION_PERIODIC;
	version->scope = CITY;
	version->seq = seq;
	version->base = yice_ledger_head(life->ledger, CITY);
	version->from = life->day + 30;
	version->to = YICE_DAY_MAX;
	version->basis = (struct yice_texts){ basis, 1 };
	if (seq == 1) {
		version->period = (struct yice_interval){ 19724, 21551 }; /* 2024-01-02 to 2029-01-02 */
		return;
	}
	version->reason = yice_dynamic_reason_find("law");
	*change = (struct yice_change){ seq % 2 ? YICE_CHANGE_TIGHTENED : YICE_CHANGE_LOOSENED, CITY "/全域/1-1" };
	version->changed = (struct yice_changes){ change, 1 };
}

/* A version on one of the two chains, and what the ledger is told of it. */
static int put_version(struct life *life, enum yice_ref_kind kind, const struct yice_buf *meta, const struct yice_buf *receipt,
		       uint64_t receipt_seq, uint64_t seq, struct yice_commit_id *id, const char **manifest)
{
	enum signer who = kind == YICE_REF_SUB ? DRAFTER : PUBLISHER;
	struct yice_file items[4] = { life->sources[seq % 2 ? 0 : 1], life->images[seq % 2 ? 0 : 1],
				      { "meta/version", meta->data, meta->len }, { "filing/receipt", NULL, 0 } };
	struct yice_files files = { items, receipt ? 4 : 3, "life", 1 };
	struct yice_chain_commit commit = { .scope = CITY, .text = meta->data, .len = meta->len, .receipt = receipt_seq };
	char parent[YICE_OID], oid[YICE_OID];
	struct yice_record record;
	int status;

	if (receipt) {
		items[3].bytes = receipt->data;
		items[3].len = receipt->len;
	}
	memcpy(parent, life->heads[kind], sizeof(parent));
	status = append(life, kind, CITY, seq, who, &files, oid);
	if (!status)
		status = yice_record_read(life->store, oid, "life", &record, &life->diags);
	if (status)
		return status;
	commit.file = life->texts++;
	commit.id = *id = (struct yice_commit_id){ yice_arena_strdup(&life->arena, oid),
						   yice_arena_strdup(&life->arena, record.sha256) };
	commit.parent = *parent ? parent : NULL;
	commit.manifest = *manifest = yice_arena_strdup(&life->arena, record.commit.manifest);
	commit.signers = (struct yice_signers){ &life->names[who], 1 };
	yice_record_release(&record);
	return kind == YICE_REF_SUB ? yice_ledger_submission(life->ledger, &commit, &life->diags) :
				      yice_ledger_publication(life->ledger, &commit, &life->diags);
}

static int live(struct life *life, uint64_t seq)
{
	struct yice_buf meta = YICE_BUF_INIT, receipt = YICE_BUF_INIT;
	struct yice_commit_id submission, publication;
	struct yice_version version;
	struct yice_change change;
	struct yice_entry entry;
	const char *manifest;
	int status;

	life->day += seq % 4 == 0;
	plan(life, seq, &change, &version);
	yice_version_print(&version, &meta);
	status = put_version(life, YICE_REF_SUB, &meta, NULL, 0, seq, &submission, &manifest);
	entry = next(life, YICE_ENTRY_RECEIPT);
	entry.scope = CITY;
	entry.version = seq;
	entry.base = version.base;
	entry.commit = submission;
	entry.manifest = manifest;
	entry.expires = entry.date + 30;
	if (!status)
		status = enter(life, &entry);
	yice_entry_print(&entry, &receipt);
	if (!status)
		status = put_version(life, YICE_REF_PUB, &meta, &receipt, entry.seq, seq, &publication, &manifest);
	if (!status) {
		uint64_t filed = entry.seq;

		entry = next(life, YICE_ENTRY_ACKNOWLEDGEMENT);
		entry.scope = CITY;
		entry.version = seq;
		entry.commit = publication;
		entry.manifest = manifest;
		entry.receipt = filed;
		status = enter(life, &entry);
	}
	yice_buf_release(&meta);
	yice_buf_release(&receipt);
	return status;
}

static int build(struct life *life, size_t which, const char *path)
{
	yice_report *report;
	void *image;
	char name[128], *text;
	size_t len;
	int status = yice_read_file(path, &text, &len);

	if (!status)
		status = yice_report_new(&report);
	if (status)
		return status;
	snprintf(name, sizeof(name), "src/%s", path);
	life->sources[which] = (struct yice_file){ yice_arena_strdup(&life->arena, name), text, len };
	status = yice_build(&path, 1, report, &image, &len);
	life->images[which] = (struct yice_file){ "image", image, len };
	yice_report_free(report);
	return status;
}

/* STORE.key0 to .key2: nation, drafter, publisher; for acts by the program. */
static int keep_key(const struct yice_key *key, const char *store, unsigned int number)
{
	struct yice_buf text = YICE_BUF_INIT;
	char path[256];
	int status;

	yice_key_print_private(key, "", &text);
	snprintf(path, sizeof(path), "%s.key%u", store, number);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_write_file(path, text.data, text.len);
	if (!status && chmod(path, 0600))
		status = YICE_EIO;
	yice_buf_release(&text);
	return status;
}

static int begin(struct life *life, const char *path)
{
	int status = yice_store_create(path, &life->diags);

	for (unsigned int i = 0; !status && i < SIGNERS; i++) {
		unsigned char seed[YICE_KEY_BYTES] = { (unsigned char)(i + 1) };
		struct yice_buf line = YICE_BUF_INIT;

		status = yice_key_from_seed(&life->keys[i], seed);
		if (!status)
			yice_key_print_public(&life->keys[i], &line);
		if (!status)
			status = keep_key(&life->keys[i], path, i);
		life->names[i] = yice_arena_strdup(&life->arena, line.data ? strchr(line.data, ' ') + 1 : "");
		yice_buf_release(&line);
	}
	if (!status)
		status = yice_store_open(path, true, NULL, &life->diags, &life->store);
	return status ? status : yice_ledger_new(&life->ledger);
}

int main(int argc, char **argv)
{
	struct life life = { .day = 19724 };
	int status;

	if (argc != 5)
		return 64;
	yice_diags_init(&life.diags);
	yice_arena_init(&life.arena);
	status = build(&life, 0, argv[3]);
	if (!status)
		status = build(&life, 1, argv[4]);
	if (!status)
		status = begin(&life, argv[1]);
	if (!status)
		status = set_up(&life);
	for (uint64_t seq = 1; !status && seq <= strtoull(argv[2], NULL, 10); seq++)
		status = live(&life, seq);
	if (status)
		fprintf(stderr, "life: status %d %s\n", status,
			life.diags.count ? yice_diag_name(life.diags.items[0]->main.id) : "");
	yice_ledger_free(life.ledger);
	yice_store_close(life.store);
	return status != 0;
}
