/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From references to a ledger (store/load.h). Registers are admitted from the
 * root down, each after the chains of the scopes it delegates, as ledger.h
 * asks. What an earlier run of this copy has verified is read again and held
 * against its digests, and admitted like the rest; see decision 0031.
 */
#include "base/base.h"
#include "store/convoy.h"
#include "store/lifecycle.h"
#include "store/load.h"

#include <stdio.h>

struct head {
	enum yice_ref_kind kind;
	const char *ref, *scope;
	char oid[YICE_OID];
	bool loaded;
};

struct text {
	char *bytes;
	size_t len;
	uint32_t file;
	struct yice_signers signers;
	const char *delegates; /* scope, when the entry is a delegation */
	bool is_root;
};

struct loading {
	struct yice_store *store;
	const struct yice_load *load;
	struct yice_sources *sources;
	struct yice_diags *diags;
	struct yice_arena arena;
	struct head *heads;
	size_t count, cap;
	struct yice_ledger *ledger;
	struct yice_load_count done;
};

static int add_head(struct loading *loading, const char *ref, const char *oid)
{
	struct head *head;
	char *copy;

	if (loading->count == loading->cap) {
		size_t cap = loading->cap ? loading->cap * 2 : 16;
		struct head *heads = realloc(loading->heads, cap * sizeof(*heads));

		if (!heads)
			return YICE_ENOMEM;
		loading->heads = heads;
		loading->cap = cap;
	}
	head = &loading->heads[loading->count];
	memset(head, 0, sizeof(*head));
	copy = yice_arena_strdup(&loading->arena, ref);
	if (!copy)
		return YICE_ENOMEM;
	head->ref = copy;
	snprintf(head->oid, sizeof(head->oid), "%s", oid);
	if (yice_ref_parse(copy, &head->kind, &head->scope)) {
		yice_diag_add(loading->diags, YICE_D_ref_name, YICE_SPAN_NONE, ref, NULL);
		return YICE_EDIAG;
	}
	loading->count++;
	return YICE_OK;
}

static int visit_ref(void *to, const char *ref)
{
	struct loading *loading = to;
	char oid[YICE_OID];
	int status;

	for (size_t i = 0; i < loading->load->pushed_count; i++)
		if (!strcmp(loading->load->pushed[i].ref, ref))
			return YICE_OK;
	status = yice_git_head(yice_store_git(loading->store), ref, oid, loading->diags);
	return status ? status : add_head(loading, ref, oid);
}

static struct head *find_head(struct loading *loading, enum yice_ref_kind kind, const char *scope)
{
	for (size_t i = 0; i < loading->count; i++)
		if (loading->heads[i].kind == kind && !strcmp(loading->heads[i].scope, scope))
			return &loading->heads[i];
	return NULL;
}

/* "pub/440600 3" for diagnostics; the number is the place in the chain. */
static void name_record(const struct head *head, size_t index, char out[64])
{
	snprintf(out, 64, "%s %zu", head->ref + strlen("refs/heads/"), index + 1);
}

/* A file of the record as a text of its own; a record without it is refused. */
static int take_text(struct loading *loading, const struct yice_record *record, const char *path, const char *name,
		     struct text *out)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	char source[128];
	int status = yice_record_file(loading->store, record, path, &bytes, loading->diags);

	if (status == YICE_ENOTFOUND) {
		yice_diag_add(loading->diags, YICE_D_manifest_missing, YICE_SPAN_NONE, name, path, NULL);
		return YICE_EDIAG;
	}
	snprintf(source, sizeof(source), "%s %s", name, path);
	if (!status)
		status = yice_sources_add(loading->sources, source, yice_buf_text(&bytes), bytes.len, &out->file);
	out->bytes = yice_arena_strndup(&loading->arena, yice_buf_text(&bytes), bytes.len);
	out->len = bytes.len;
	yice_buf_release(&bytes);
	return status ? status : out->bytes ? YICE_OK : YICE_ENOMEM;
}

/* The seq of the receipt a publication carries; 0 without one. Its truth is judged against the register. */
static int receipt_of(struct loading *loading, const struct yice_record *record, const char *name, uint64_t *seq)
{
	struct text text = { .len = 0 };
	struct yice_entry entry;
	int status;

	*seq = 0;
	if (!yice_tree_find(&record->tree, "filing/receipt"))
		return YICE_OK;
	status = take_text(loading, record, "filing/receipt", name, &text);
	if (!status)
		status = yice_entry_parse(text.bytes, text.len, text.file, &loading->arena, loading->diags, &entry);
	if (!status)
		*seq = entry.seq;
	return status;
}

static int admit_version(struct loading *loading, const struct head *head, const struct yice_record *record,
			 const char *name)
{
	struct text text = { .len = 0 };
	struct yice_chain_commit commit = { .scope = head->scope };
	int status = take_text(loading, record, "meta/version", name, &text);

	commit.text = text.bytes;
	commit.len = text.len;
	commit.file = text.file;
	commit.id.oid = record->oid;
	commit.id.sha256 = record->sha256;
	commit.parent = *record->commit.parent ? record->commit.parent : NULL;
	commit.manifest = record->commit.manifest;
	commit.signers.keys = record->signers;
	commit.signers.count = record->signer_count;
	if (!status && head->kind == YICE_REF_PUB)
		status = receipt_of(loading, record, name, &commit.receipt);
	if (status)
		return status;
	if (head->kind == YICE_REF_PUB)
		loading->done.publications++;
	else
		loading->done.submissions++;
	return head->kind == YICE_REF_PUB ? yice_ledger_publication(loading->ledger, &commit, loading->diags) :
					    yice_ledger_submission(loading->ledger, &commit, loading->diags);
}

static int take_entry(struct loading *loading, const struct yice_record *record, const char *name, struct text *out)
{
	struct yice_diags scratch;
	struct yice_entry entry;
	const char **keys;
	int status = take_text(loading, record, "entry", name, out);

	keys = yice_arena_array(&loading->arena, record->signer_count + 1, sizeof(*keys));
	if (!status && !keys)
		status = YICE_ENOMEM;
	for (uint32_t i = 0; !status && i < record->signer_count; i++) {
		keys[i] = yice_arena_strdup(&loading->arena, record->signers[i]);
		if (!keys[i])
			status = YICE_ENOMEM;
	}
	if (status)
		return status;
	out->signers = (struct yice_signers){ keys, record->signer_count };
	/* Only a look ahead; the ledger reports mistakes of form. */
	yice_diags_init(&scratch);
	if (!yice_entry_parse(out->bytes, out->len, out->file, &loading->arena, &scratch, &entry)) {
		out->delegates = entry.kind == YICE_ENTRY_DELEGATION ? entry.scope : NULL;
		out->is_root = entry.kind == YICE_ENTRY_ROOT;
	}
	yice_diags_release(&scratch);
	return YICE_OK;
}

/* A chain being read: what the next record has to follow. */
struct reading {
	struct loading *loading;
	const struct head *head;
	struct text *texts; /* a register's entries; NULL for versions */
	char before[YICE_SHA256];
	uint64_t seq;
};

/* One record, checked by now: is it linked to the one before, and what does it say? */
static int take_record(void *to, size_t index, const struct yice_record *record)
{
	struct reading *reading = to;
	struct loading *loading = reading->loading;
	const struct head *head = reading->head;
	const struct yice_load *load = loading->load;
	char name[64];
	int status;

	name_record(head, index, name);
	status = yice_record_follows(record, *reading->before ? reading->before : NULL, reading->seq, head->kind, head->scope,
				     name, loading->diags);
	if (!status && reading->texts)
		status = take_entry(loading, record, name, &reading->texts[index]);
	else if (!status && load->visit)
		status = load->visit(load->to, loading->store, head->kind, record, loading->diags);
	if (!status && !reading->texts)
		status = admit_version(loading, head, record, name);
	if (!status && load->history)
		status = yice_history_take(load->history, head->ref, record);
	memcpy(reading->before, record->sha256, sizeof(reading->before));
	reading->seq = record->commit.seq;
	return status;
}

/* How many of a chain's records are known: all that are, or none. */
static size_t known_records(const struct loading *loading, const struct head *head, const char *const *oids, size_t count)
{
	const struct yice_load *load = loading->load;
	uint32_t known = load->known && !load->anew ? yice_history_count(load->known, head->ref) : 0;

	if (!known || known > count || strcmp(oids[known - 1], yice_history_get(load->known, head->ref, known - 1)->oid) != 0)
		return 0;
	return known;
}

static int take_known(struct reading *reading, uint32_t index)
{
	struct loading *loading = reading->loading;
	struct yice_record record;
	int status = yice_history_open(loading->load->known, loading->store, reading->head->ref, index, &record, loading->diags);

	if (!status)
		status = take_record(reading, index, &record);
	yice_record_release(&record);
	return status;
}

/* Reads a chain from its first record on; texts (may be NULL) get a register's entries. */
static int read_chain(struct loading *loading, struct head *head, struct text **texts, size_t *count)
{
	struct reading reading = { .loading = loading, .head = head };
	const char **oids;
	size_t known;
	int status;

	head->loaded = true;
	status = yice_chain_list(loading->store, head->oid, NULL, head->ref, &loading->arena, &oids, count, loading->diags);
	if (!status && texts) {
		*texts = reading.texts = yice_arena_array(&loading->arena, *count + 1, sizeof(**texts));
		status = *texts ? YICE_OK : YICE_ENOMEM;
	}
	known = status ? 0 : known_records(loading, head, oids, *count);
	for (uint32_t i = 0; !status && i < known; i++)
		status = take_known(&reading, i);
	return status ? status :
			yice_convoy_read(loading->store, oids, known, *count, head->ref + strlen("refs/heads/"), take_record,
					 &reading, loading->diags);
}

static int admit_chains(struct loading *loading, const char *scope)
{
	static const enum yice_ref_kind kinds[] = { YICE_REF_PUB, YICE_REF_SUB };
	int status = YICE_OK;

	for (size_t i = 0; !status && i < YICE_COUNT(kinds); i++) {
		struct head *head = find_head(loading, kinds[i], scope);
		size_t count;

		if (head && !head->loaded)
			status = read_chain(loading, head, NULL, &count);
	}
	return status;
}

static int admit_entry(struct loading *loading, const struct head *head, const struct text *text, size_t index)
{
	char name[64];
	int status = yice_ledger_entry(loading->ledger, text->bytes, text->len, text->file, &text->signers, NULL,
				       loading->diags, NULL);

	if (status)
		return status;
	loading->done.entries++;
	/* An entry of another register than the one whose reference holds it went elsewhere. */
	if (yice_ledger_size(loading->ledger, head->scope) == index + 1)
		return YICE_OK;
	name_record(head, index, name);
	yice_diag_add(loading->diags, YICE_D_chain_scope, YICE_SPAN_NONE, name, "entry", NULL);
	return YICE_EDIAG;
}

/* A register, after the chains it speaks of; then the registers below it. */
static int admit_register(struct loading *loading, struct head *head)
{
	struct text *texts = NULL;
	size_t count = 0;
	int status = read_chain(loading, head, &texts, &count);

	if (!status)
		status = admit_chains(loading, head->scope);
	for (size_t i = 0; !status && i < count; i++)
		if (texts[i].delegates)
			status = admit_chains(loading, texts[i].delegates);
	for (size_t i = 0; !status && i < count; i++)
		status = admit_entry(loading, head, &texts[i], i);
	for (size_t i = 0; !status && i < count; i++) {
		struct head *below = texts[i].delegates ? find_head(loading, YICE_REF_REG, texts[i].delegates) : NULL;

		if (below && !below->loaded)
			status = admit_register(loading, below);
	}
	return status;
}

/* Does the register begin with a root entry? What it says is judged when it is admitted. */
static int is_root(struct loading *loading, struct head *head, bool *root)
{
	struct yice_record record;
	struct text text = { .len = 0 };
	const char **oids;
	size_t count;
	int status = yice_chain_list(loading->store, head->oid, NULL, head->ref, &loading->arena, &oids, &count,
				     loading->diags);

	*root = false;
	if (status || !count)
		return status;
	status = yice_record_read(loading->store, oids[0], head->ref, &record, loading->diags);
	if (!status)
		status = take_entry(loading, &record, head->ref, &text);
	*root = text.is_root;
	yice_record_release(&record);
	return status;
}

static int admit_all(struct loading *loading)
{
	int status = YICE_OK;

	for (size_t i = 0; !status && i < loading->count; i++) {
		bool root = false;

		if (loading->heads[i].kind == YICE_REF_REG && !loading->heads[i].loaded)
			status = is_root(loading, &loading->heads[i], &root);
		if (!status && root)
			status = admit_register(loading, &loading->heads[i]);
	}
	for (size_t i = 0; !status && i < loading->count; i++)
		if (!loading->heads[i].loaded) {
			yice_diag_add(loading->diags, YICE_D_ref_unclaimed, YICE_SPAN_NONE,
				      loading->heads[i].ref + strlen("refs/heads/"), loading->heads[i].scope, NULL);
			status = YICE_EDIAG;
		}
	for (size_t i = 0; !status && i < loading->count; i++)
		if (loading->heads[i].kind == YICE_REF_PUB || !find_head(loading, YICE_REF_PUB, loading->heads[i].scope))
			status = yice_lifecycle_check_chains(loading->ledger, loading->heads[i].scope, loading->diags);
	return status;
}

static int load_all(struct loading *loading)
{
	const struct yice_load *load = loading->load;
	int status = load->only_pushed ? YICE_OK :
					 yice_git_refs(yice_store_git(loading->store), visit_ref, loading, loading->diags);

	for (size_t i = 0; !status && i < load->pushed_count; i++)
		status = add_head(loading, load->pushed[i].ref, load->pushed[i].oid);
	if (!status)
		status = yice_ledger_new(&loading->ledger);
	if (!status && load->trust)
		status = yice_ledger_trust(loading->ledger, load->trust);
	return status ? status : admit_all(loading);
}

int yice_store_load(struct yice_store *store, const struct yice_load *load, struct yice_sources *sources,
		    struct yice_diags *diags, struct yice_ledger **ledger, struct yice_load_count *count)
{
	struct loading loading = { .store = store, .load = load, .sources = sources, .diags = diags };
	int status;

	yice_arena_init(&loading.arena);
	status = load_all(&loading);
	free(loading.heads);
	yice_arena_release(&loading.arena);
	if (count)
		*count = loading.done;
	if (status)
		yice_ledger_free(loading.ledger);
	else
		*ledger = loading.ledger;
	return status;
}
