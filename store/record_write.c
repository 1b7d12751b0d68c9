/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records written (store/record.h): blobs, trees and the signed commit first,
 * each read back, and the reference last. Until it moves nothing has happened
 * that anybody could see; afterwards the record is on disk.
 */
#include "base/base.h"
#include "store/record_internal.h"
#include "yice/digest.h"

#include <stdio.h>

/* A blob that was read from this store, or written to it, is there. Most files of a version are those of the last. */
static int write_blob(struct yice_store *store, const void *bytes, size_t len, char oid[YICE_OID],
		      struct yice_diags *diags)
{
	struct yice_blob blob = { .len = len };
	int status = yice_git_name(YICE_GIT_BLOB, bytes, len, oid, diags);

	if (status || yice_map_find(&store->known, oid, YICE_OID - 1) != YICE_MAP_NONE)
		return status;
	status = yice_git_write(store->git, YICE_GIT_BLOB, bytes, len, oid, diags);
	if (!status)
		status = yice_digest_sha256(bytes, len, blob.sha256);
	return status ? status : yice_store_learn(store, oid, &blob);
}

/* Blobs of the files and of MANIFEST, as a tree in order. */
static int write_files(struct yice_store *store, const struct yice_draft *draft, const struct yice_buf *manifest,
		       struct yice_tree *tree, struct yice_diags *diags)
{
	bool listed = false;
	int status = YICE_OK;

	for (size_t i = 0; !status && i <= draft->files->count; i++) {
		const struct yice_file *file = &draft->files->items[i];
		char oid[YICE_OID];

		if (!listed && (i == draft->files->count || strcmp(file->path, "MANIFEST") > 0)) {
			listed = true;
			status = write_blob(store, manifest->data, manifest->len, oid, diags);
			if (!status)
				status = yice_tree_add(tree, "MANIFEST", oid);
		}
		if (status || i == draft->files->count)
			continue;
		if (!yice_path_fits(file->path)) {
			yice_diag_add(diags, YICE_D_tree_name, YICE_SPAN_NONE, draft->scope, file->path, NULL);
			return YICE_EDIAG;
		}
		status = write_blob(store, file->bytes, file->len, oid, diags);
		if (!status)
			status = yice_tree_add(tree, file->path, oid);
	}
	return status;
}

/* SHA-256 of the commit that is followed. */
static int digest_previous(struct yice_store *store, const char *after, char sha256[YICE_SHA256],
			   struct yice_diags *diags)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	int status;

	if (!*after) {
		memset(sha256, '0', YICE_SHA256 - 1);
		sha256[YICE_SHA256 - 1] = '\0';
		return YICE_OK;
	}
	status = yice_git_read(store->git, after, YICE_GIT_COMMIT, after, &bytes, diags);
	if (!status)
		status = yice_digest_sha256(bytes.data, bytes.len, sha256);
	yice_buf_release(&bytes);
	return status;
}

static int write_commit(struct yice_store *store, const struct yice_draft *draft, struct yice_commit *commit,
			char oid[YICE_OID], struct yice_diags *diags)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	int status = digest_previous(store, draft->after, commit->previous, diags);

	if (!status)
		status = yice_commit_print(commit, draft->key, &bytes);
	if (!status)
		status = yice_git_write(store->git, YICE_GIT_COMMIT, bytes.data, bytes.len, oid, diags);
	yice_buf_release(&bytes);
	return status;
}

int yice_record_write(struct yice_store *store, const struct yice_draft *draft, char oid[YICE_OID],
		      struct yice_diags *diags)
{
	struct yice_buf manifest = YICE_BUF_INIT;
	struct yice_tree tree = { NULL, 0, 0 };
	struct yice_commit commit;
	int status;

	memset(&commit, 0, sizeof(commit));
	commit.when = draft->when;
	commit.seq = draft->seq;
	/* Only read while printing. */
	commit.who = (char *)(uintptr_t)draft->who;
	commit.subject = (char *)(uintptr_t)draft->subject;
	commit.scope = (char *)(uintptr_t)draft->scope;
	snprintf(commit.parent, sizeof(commit.parent), "%s", draft->after);
	status = yice_manifest_print(draft->files, draft->scope, &manifest);
	if (!status)
		status = yice_digest_sha256(manifest.data, manifest.len, commit.manifest);
	if (!status)
		status = write_files(store, draft, &manifest, &tree, diags);
	if (!status)
		status = yice_tree_write(store->git, &tree, commit.tree, diags);
	if (!status)
		status = write_commit(store, draft, &commit, oid, diags);
	yice_buf_release(&manifest);
	yice_tree_release(&tree);
	return status;
}

int yice_record_append(struct yice_store *store, const struct yice_draft *draft, char oid[YICE_OID],
		       struct yice_diags *diags)
{
	char ref[YICE_REF_BYTES], head[YICE_OID];
	int status;

	yice_ref_format(draft->kind, draft->scope, ref);
	/* Looked at first only to spare the writing; the move decides. */
	status = yice_git_head(store->git, ref, head, diags);
	if (!status && strcmp(head, draft->after))
		return YICE_ENOTFOUND;
	if (!status)
		status = yice_record_write(store, draft, oid, diags);
	return status ? status : yice_git_move(store->git, ref, draft->after, oid, diags);
}

/* The parent a commit names, "" for none; the commit's form is checked when the record is read. */
static int parent_of(struct yice_store *store, const char *oid, const char *name, char parent[YICE_OID],
		     struct yice_diags *diags)
{
	struct yice_buf bytes = YICE_BUF_INIT;
	int status = yice_git_read(store->git, oid, YICE_GIT_COMMIT, name, &bytes, diags);
	const char *line = strstr(yice_buf_text(&bytes), "\nparent "), *end = strstr(yice_buf_text(&bytes), "\n\n");

	parent[0] = '\0';
	if (line && line < end && strlen(line) > 48)
		snprintf(parent, YICE_OID, "%.40s", line + 8);
	yice_buf_release(&bytes);
	return status;
}

int yice_chain_list(struct yice_store *store, const char *head, const char *stop, const char *name,
		    struct yice_arena *arena, const char ***oids, size_t *count, struct yice_diags *diags)
{
	struct yice_tree found = { NULL, 0, 0 };
	char at[YICE_OID];
	int status = YICE_OK;

	snprintf(at, sizeof(at), "%s", head);
	while (!status && *at && (!stop || strcmp(at, stop))) {
		status = yice_tree_add(&found, NULL, at);
		if (!status)
			status = parent_of(store, found.files[found.count - 1].oid, name, at, diags);
	}
	if (!status && stop && *stop && !*at) {
		yice_diag_add(diags, YICE_D_ref_rewound, YICE_SPAN_NONE, name, NULL);
		status = YICE_EDIAG;
	}
	*count = status ? 0 : found.count;
	*oids = yice_arena_array(arena, found.count + 1, sizeof(**oids));
	for (size_t i = 0; *oids && i < *count; i++)
		(*oids)[i] = yice_arena_strdup(arena, found.files[found.count - 1 - i].oid);
	yice_tree_release(&found);
	return status ? status : arena->failed ? YICE_ENOMEM : YICE_OK;
}
