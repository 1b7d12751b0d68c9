/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one form a commit of a store has: tree, at most one parent, author and
 * committer the same, a signature, a line on what it is, and four trailers.
 */
#ifndef YICE_STORE_COMMIT_H
#define YICE_STORE_COMMIT_H

#include "base/diag.h"
#include "store/git.h"
#include "store/key.h"

#define YICE_SHA256 65 /* 64 digits and a NUL */

struct yice_commit {
	char tree[YICE_OID], parent[YICE_OID]; /* parent "": the first of its chain */
	char *who;                             /* "Name <address>" */
	int64_t when;                          /* seconds since 1970; said to be at +0800, and never relied upon */
	char *subject;                         /* one line */
	char *scope;
	uint64_t seq;
	char manifest[YICE_SHA256];
	char previous[YICE_SHA256]; /* of the parent's bytes; 64 zeros for the first */
	struct yice_key signer;     /* public half */
};

/* Is it "Name <address>" in a form git keeps as it is? */
bool yice_commit_who_fits(const char *who);
/* The bytes of the signed commit. signer is taken from key. */
int yice_commit_print(const struct yice_commit *commit, const struct yice_key *key, struct yice_buf *out) YICE_MUST_CHECK;
/*
 * The inverse, for exactly what it prints: form and signature, not authority. Strings go to arena. name: whom
 * diagnostics are about. YICE_OK, YICE_EDIAG, YICE_ENOMEM.
 */
int yice_commit_read(const char *bytes, size_t len, const char *name, struct yice_arena *arena,
		     struct yice_commit *out, struct yice_diags *diags) YICE_MUST_CHECK;
/* The same for bytes that were read before, and whose signature was good then. */
int yice_commit_again(const char *bytes, size_t len, const char *name, struct yice_arena *arena,
		      struct yice_commit *out, struct yice_diags *diags) YICE_MUST_CHECK;

#endif
