/* SPDX-License-Identifier: Apache-2.0 */
/* What record.c and record_write.c share. */
#ifndef YICE_STORE_RECORD_INTERNAL_H
#define YICE_STORE_RECORD_INTERNAL_H

#include "store/record.h"

struct yice_blob {
	uint64_t len;
	char sha256[YICE_SHA256];
};

struct yice_store {
	struct yice_git *git;
	bool borrows; /* git is another store's */
	struct yice_map known; /* blobs hashed so far, by git's name; the index is theirs in blobs */
	struct yice_blob *blobs;
	uint32_t blob_cap;
};

/*
 * The same repository for another thread, which must be done before the store closes: reading objects is what libgit2
 * lets several threads do at once, what has been read each remembers for itself.
 */
int yice_store_open_beside(struct yice_store *store, struct yice_store **out) YICE_MUST_CHECK;

/* Remembers a blob that is in the repository and has been read. */
int yice_store_learn(struct yice_store *store, const char *oid, const struct yice_blob *blob) YICE_MUST_CHECK;

#endif
