/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records read (store/record.h): every claim of a commit held against what is
 * there. Files that many versions share are hashed once a store, since their
 * git name, checked by libgit2 at each reading, stands for the bytes.
 */
#include "base/base.h"
#include "store/record_internal.h"
#include "store/wire.h"
#include "yice/digest.h"

#include <stdio.h>

void yice_ref_format(enum yice_ref_kind kind, const char *scope, char out[YICE_REF_BYTES])
{
	static const char *const folders[YICE_REFS] = { [YICE_REF_SUB] = "sub", [YICE_REF_PUB] = "pub",
							[YICE_REF_REG] = "reg" };

	snprintf(out, YICE_REF_BYTES, "refs/heads/%s/%.12s", folders[kind], scope);
}

int yice_store_create(const char *path, struct yice_diags *diags)
{
	return yice_git_create(path, diags);
}

int yice_store_open(const char *path, bool write, const char *quarantine, struct yice_diags *diags,
		    struct yice_store **out)
{
	struct yice_store *store = calloc(1, sizeof(*store));
	int status = store ? yice_git_open(path, write, quarantine, diags, &store->git) : YICE_ENOMEM;

	if (status) {
		free(store);
		return status;
	}
	yice_map_init(&store->known);
	*out = store;
	return YICE_OK;
}

int yice_store_open_beside(struct yice_store *store, struct yice_store **out)
{
	struct yice_store *beside = calloc(1, sizeof(*beside));

	if (!beside)
		return YICE_ENOMEM;
	beside->git = store->git;
	beside->borrows = true;
	yice_map_init(&beside->known);
	*out = beside;
	return YICE_OK;
}

void yice_store_close(struct yice_store *store)
{
	if (!store)
		return;
	if (!store->borrows)
		yice_git_close(store->git);
	yice_map_release(&store->known);
	free(store->blobs);
	free(store);
}

struct yice_git *yice_store_git(struct yice_store *store)
{
	return store->git;
}

void yice_record_release(struct yice_record *record)
{
	yice_arena_release(&record->arena);
	yice_tree_release(&record->tree);
	memset(record, 0, sizeof(*record));
}

struct check {
	struct yice_store *store;
	const char *name;
	const struct yice_record *before; /* a record that was checked, or NULL */
	const char *known;                /* SHA-256 of the commit, when it was checked before; or NULL */
	struct yice_record *record;
	struct yice_diags *diags;
};

static int complain(const struct check *check, enum yice_diag_id id, const char *what)
{
	yice_diag_add(check->diags, id, YICE_SPAN_NONE, check->name, what, NULL);
	return YICE_EDIAG;
}

int yice_store_learn(struct yice_store *store, const char *oid, const struct yice_blob *blob)
{
	uint32_t index;

	if (store->known.count == store->blob_cap) {
		uint32_t cap = store->blob_cap ? store->blob_cap * 2 : 256;
		struct yice_blob *blobs = realloc(store->blobs, cap * sizeof(*blobs));

		if (!blobs)
			return YICE_ENOMEM;
		store->blobs = blobs;
		store->blob_cap = cap;
	}
	store->blobs[store->known.count] = *blob;
	return yice_map_put(&store->known, oid, YICE_OID - 1, 0, &index, NULL);
}

/* Length and digest of a blob, from memory when it was met before. */
static int know_blob(struct yice_store *store, const char *oid, const char *name, struct yice_blob *out,
		     struct yice_diags *diags)
{
	uint32_t index = yice_map_find(&store->known, oid, YICE_OID - 1);
	struct yice_buf bytes = YICE_BUF_INIT;
	int status;

	if (index != YICE_MAP_NONE) {
		*out = store->blobs[index];
		return YICE_OK;
	}
	status = yice_git_read(store->git, oid, YICE_GIT_BLOB, name, &bytes, diags);
	out->len = bytes.len;
	if (!status)
		status = yice_digest_sha256(yice_buf_text(&bytes), bytes.len, out->sha256);
	if (!status)
		status = yice_store_learn(store, oid, out);
	yice_buf_release(&bytes);
	return status;
}

/* MANIFEST itself: its digest is the commit's, and it is well formed. The text stays in *text for signatures. */
static int read_manifest(const struct check *check, struct yice_buf *text)
{
	struct yice_record *record = check->record;
	char sha256[YICE_SHA256];
	int status = yice_record_file(check->store, record, "MANIFEST", text, check->diags);

	if (status == YICE_ENOTFOUND)
		return complain(check, YICE_D_manifest_missing, "MANIFEST");
	if (!status)
		status = yice_digest_sha256(yice_buf_text(text), text->len, sha256);
	if (status)
		return status;
	if (strcmp(sha256, record->commit.manifest))
		return complain(check, YICE_D_chain_manifest, NULL);
	status = yice_manifest_read(yice_buf_text(text), text->len, check->name, &record->arena, &record->manifest,
				    check->diags);
	if (!status && strcmp(record->manifest.scope, record->commit.scope))
		return complain(check, YICE_D_chain_scope, record->manifest.scope);
	return status;
}

/* Files and lines of the record before, gone through beside those of the one that is checked. */
struct beside {
	const struct yice_record *record;
	size_t file, line;
};

/* Did the record before hold the same file, as the same object and the same line? Then they agreed there. */
static bool agreed_before(struct beside *beside, const struct yice_tree_file *file, const struct yice_manifest_line *line)
{
	const struct yice_record *before = beside->record;
	const struct yice_manifest_line *old;

	if (!before)
		return false;
	while (beside->file < before->tree.count && strcmp(before->tree.files[beside->file].path, file->path) < 0)
		beside->file++;
	while (beside->line < before->manifest.count && strcmp(before->manifest.lines[beside->line].path, file->path) < 0)
		beside->line++;
	if (beside->file == before->tree.count || beside->line == before->manifest.count)
		return false;
	old = &before->manifest.lines[beside->line];
	return !strcmp(before->tree.files[beside->file].path, file->path) && !strcmp(old->path, file->path) &&
	       !memcmp(before->tree.files[beside->file].oid, file->oid, YICE_OID) && old->len == line->len &&
	       !memcmp(old->sha256, line->sha256, YICE_SHA256);
}

/* The tree's files, less MANIFEST and what is added later, are MANIFEST's, one by one. */
static int compare_files(const struct check *check)
{
	const struct yice_record *record = check->record;
	struct beside beside = { check->before, 0, 0 };
	size_t line = 0;

	for (size_t i = 0; i < record->tree.count; i++) {
		const struct yice_tree_file *file = &record->tree.files[i];
		const struct yice_manifest_line *want = &record->manifest.lines[line];
		struct yice_blob blob;
		int order, status;

		if (!strcmp(file->path, "MANIFEST") || yice_path_is_added(file->path))
			continue;
		order = line < record->manifest.count ? strcmp(file->path, want->path) : -1;
		if (order)
			return complain(check, order < 0 ? YICE_D_manifest_extra : YICE_D_manifest_missing,
					order < 0 ? file->path : want->path);
		line++;
		if (agreed_before(&beside, file, want))
			continue;
		status = know_blob(check->store, file->oid, check->name, &blob, check->diags);
		if (status)
			return status;
		if (blob.len != want->len || strcmp(blob.sha256, want->sha256))
			return complain(check, YICE_D_manifest_file, file->path);
	}
	return line == record->manifest.count ?
		       YICE_OK :
		       complain(check, YICE_D_manifest_missing, record->manifest.lines[line].path);
}

static int add_signer(struct yice_record *record, const struct yice_key *key)
{
	struct yice_buf text = YICE_BUF_INIT;
	char *copy;

	yice_key_print_public(key, &text);
	copy = yice_arena_strdup(&record->arena, strchr(yice_buf_text(&text), ' ') ? strchr(text.data, ' ') + 1 : "");
	yice_buf_release(&text);
	if (!copy || !*copy)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < record->signer_count; i++)
		if (!strcmp(record->signers[i], copy))
			return YICE_OK;
	record->signers[record->signer_count++] = copy;
	return YICE_OK;
}

/* sig/<key id>: one further signature over MANIFEST, under the name of the key that made it. */
static int check_cosignature(const struct check *check, const struct yice_tree_file *file, const struct yice_buf *manifest)
{
	static const enum yice_diag_id ids[YICE_SIGNATURE_FAULTS] = {
		[YICE_SIGNATURE_ARMOUR] = YICE_D_signature_armour,   [YICE_SIGNATURE_FORM] = YICE_D_signature_form,
		[YICE_SIGNATURE_PURPOSE] = YICE_D_signature_purpose, [YICE_SIGNATURE_WRITING] = YICE_D_signature_writing,
		[YICE_SIGNATURE_WRONG] = YICE_D_signature_wrong,
	};
	struct yice_buf armour = YICE_BUF_INIT;
	enum yice_signature_fault fault;
	struct yice_key key;
	char id[YICE_KEY_ID];
	int status = yice_git_read(check->store->git, file->oid, YICE_GIT_BLOB, check->name, &armour, check->diags);

	if (!status && check->known)
		status = yice_key_claimed(yice_buf_text(&armour), armour.len, YICE_SIGN_MANIFEST, &key, &fault);
	assert(check->known || manifest);
	if (!status && !check->known)
		status = yice_key_verify(yice_buf_text(&armour), armour.len, YICE_SIGN_MANIFEST,
					 yice_buf_text(manifest), manifest->len, &key, &fault);
	yice_buf_release(&armour);
	if (status)
		return status;
	if (fault)
		return complain(check, ids[fault], file->path);
	status = yice_key_id(&key, id);
	if (!status && strcmp(id, file->path + strlen("sig/")))
		return complain(check, YICE_D_signature_wrong, file->path);
	return status ? status : add_signer(check->record, &key);
}

/* manifest: its text, not needed for signatures that are known. */
static int check_signers(const struct check *check, const struct yice_buf *manifest)
{
	struct yice_record *record = check->record;
	int status;

	record->signers = yice_arena_array(&record->arena, record->tree.count + 1, sizeof(*record->signers));
	if (!record->signers)
		return YICE_ENOMEM;
	status = add_signer(record, &record->commit.signer);
	for (size_t i = 0; !status && i < record->tree.count; i++)
		if (!strncmp(record->tree.files[i].path, "sig/", 4))
			status = check_cosignature(check, &record->tree.files[i], manifest);
	return status;
}

static int read_commit(const struct check *check, const char *oid)
{
	struct yice_record *record = check->record;
	struct yice_buf bytes = YICE_BUF_INIT;
	int status = yice_git_read(check->store->git, oid, YICE_GIT_COMMIT, check->name, &bytes, check->diags);

	if (!status)
		status = yice_digest_sha256(yice_buf_text(&bytes), bytes.len, record->sha256);
	if (!status && check->known && strcmp(record->sha256, check->known))
		status = complain(check, YICE_D_object_damaged, oid);
	if (!status)
		status = (check->known ? yice_commit_again : yice_commit_read)(
			yice_buf_text(&bytes), bytes.len, check->name, &record->arena, &record->commit, check->diags);
	yice_buf_release(&bytes);
	return status;
}

static void begin(struct yice_record *record, const char *oid)
{
	memset(record, 0, sizeof(*record));
	yice_arena_init(&record->arena);
	snprintf(record->oid, sizeof(record->oid), "%s", oid);
}

int yice_record_read(struct yice_store *store, const char *oid, const char *name, struct yice_record *out,
		     struct yice_diags *diags)
{
	return yice_record_read_after(store, oid, name, NULL, out, diags);
}

int yice_record_read_after(struct yice_store *store, const char *oid, const char *name, const struct yice_record *before,
			   struct yice_record *out, struct yice_diags *diags)
{
	struct check check = { store, name, before, NULL, out, diags };
	struct yice_buf manifest = YICE_BUF_INIT;
	int status;

	begin(out, oid);
	status = read_commit(&check, oid);
	if (!status)
		status = yice_tree_read(store->git, out->commit.tree, name, &out->arena, &out->tree, diags);
	if (!status)
		status = read_manifest(&check, &manifest);
	if (!status)
		status = compare_files(&check);
	if (!status)
		status = check_signers(&check, &manifest);
	yice_buf_release(&manifest);
	return status;
}

/* Tree and manifest of what is known of the files. */
static int take_files(struct yice_record *record, const struct yice_known_file *files, size_t count)
{
	struct yice_manifest *manifest = &record->manifest;
	int status = YICE_OK;

	manifest->scope = record->commit.scope;
	manifest->compiler = "";
	manifest->lines = yice_arena_array(&record->arena, count + 1, sizeof(*manifest->lines));
	for (size_t i = 0; !status && manifest->lines && i < count; i++) {
		struct yice_manifest_line *line = &manifest->lines[manifest->count];
		const char *path = yice_arena_strdup(&record->arena, files[i].path);

		status = path ? yice_tree_add(&record->tree, path, files[i].oid) : YICE_ENOMEM;
		if (status || !strcmp(files[i].sha256, YICE_NOT_LISTED))
			continue;
		line->path = path;
		line->len = files[i].len;
		memcpy(line->sha256, files[i].sha256, YICE_SHA256);
		manifest->count++;
	}
	return manifest->lines ? status : YICE_ENOMEM;
}

int yice_record_again(struct yice_store *store, const char *oid, const char *sha256, const char *name,
		      const struct yice_known_file *files, size_t count, struct yice_record *out,
		      struct yice_diags *diags)
{
	struct check check = { store, name, NULL, sha256, out, diags };
	int status;

	begin(out, oid);
	status = read_commit(&check, oid);
	if (!status)
		status = take_files(out, files, count);
	return status ? status : check_signers(&check, NULL);
}

/* Are the bytes what the manifest's line, if there is one, says? */
static int check_file(const struct yice_record *record, const char *path, const char *bytes, size_t len,
		      struct yice_diags *diags)
{
	const struct yice_manifest_line *line = yice_manifest_find(&record->manifest, path);
	char sha256[YICE_SHA256];

	if (!line)
		return YICE_OK;
	if (yice_digest_sha256(bytes, len, sha256))
		return YICE_ENOMEM;
	if (line->len == len && !strcmp(line->sha256, sha256))
		return YICE_OK;
	yice_diag_add(diags, YICE_D_manifest_file, YICE_SPAN_NONE, record->oid, path, NULL);
	return YICE_EDIAG;
}

int yice_record_file(struct yice_store *store, const struct yice_record *record, const char *path, struct yice_buf *out,
		     struct yice_diags *diags)
{
	const struct yice_tree_file *file = yice_tree_find(&record->tree, path);
	size_t start = out->len;
	int status = file ? yice_git_read(store->git, file->oid, YICE_GIT_BLOB, path, out, diags) : YICE_ENOTFOUND;

	return status ? status : check_file(record, path, yice_buf_text(out) + start, out->len - start, diags);
}

int yice_record_follows(const struct yice_record *record, const char *before_sha256, uint64_t before_seq,
			enum yice_ref_kind kind, const char *scope, const char *name, struct yice_diags *diags)
{
	static const char none[] = "0000000000000000000000000000000000000000000000000000000000000000";
	struct check check = { NULL, name, NULL, NULL, NULL, diags };
	char is[24], expected[24];

	if (strcmp(record->commit.scope, scope))
		return complain(&check, YICE_D_chain_scope, record->commit.scope);
	if (strcmp(record->commit.previous, before_sha256 ? before_sha256 : none))
		return complain(&check, YICE_D_chain_previous, NULL);
	if (kind == YICE_REF_SUB || record->commit.seq == before_seq + 1)
		return YICE_OK;
	snprintf(is, sizeof(is), "%llu", (unsigned long long)record->commit.seq);
	snprintf(expected, sizeof(expected), "%llu", (unsigned long long)before_seq + 1);
	yice_diag_add(diags, YICE_D_chain_sequence, YICE_SPAN_NONE, name, is, expected, NULL);
	return YICE_EDIAG;
}
