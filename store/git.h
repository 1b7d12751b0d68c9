/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate to libgit2: a bare repository as objects and references, and no
 * more of git than that. What a writer was told is written is on disk.
 */
#ifndef YICE_STORE_GIT_H
#define YICE_STORE_GIT_H

#include "base/buf.h"
#include "base/diag.h"

#define YICE_OID 41 /* 40 digits and a NUL */

struct yice_git;

enum yice_git_kind { YICE_GIT_COMMIT = 1, YICE_GIT_TREE = 2, YICE_GIT_BLOB = 3 };

/* Makes an empty repository in a new or empty folder. YICE_OK, YICE_EDIAG, YICE_ENOMEM. */
int yice_git_create(const char *path, struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * Opens a repository that yice_git_create() made, here or where it was copied from. Refused by name: other formats
 * of objects or references, borrowed objects, replaced history, a foreign owner. A writer first clears what killed
 * writers left. quarantine: folder of objects that a push has brought and git has not yet taken in, or NULL.
 */
int yice_git_open(const char *path, bool write, const char *quarantine, struct yice_diags *diags,
		  struct yice_git **out) YICE_MUST_CHECK;
void yice_git_close(struct yice_git *git);
const char *yice_git_path(const struct yice_git *git); /* as it was given */

/* An object's bytes appended to out; any kind but the one asked for is refused. name: whom diagnostics are about. */
int yice_git_read(struct yice_git *git, const char *oid, enum yice_git_kind kind, const char *name,
		  struct yice_buf *out, struct yice_diags *diags) YICE_MUST_CHECK;
/* The name the bytes have or would have as an object. */
int yice_git_name(enum yice_git_kind kind, const void *bytes, size_t len, char oid[YICE_OID],
		  struct yice_diags *diags) YICE_MUST_CHECK;
/* Writes an object, reads it back and compares. */
int yice_git_write(struct yice_git *git, enum yice_git_kind kind, const void *bytes, size_t len, char oid[YICE_OID],
		   struct yice_diags *diags) YICE_MUST_CHECK;

/* What a reference names; "" when there is none. */
int yice_git_head(struct yice_git *git, const char *ref, char oid[YICE_OID], struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * Moves a reference from `from` ("": it must not exist) to `to`, durably: the one point at which a publication happens.
 * YICE_ENOTFOUND when it no longer is at `from`: nothing has happened, and nothing is said.
 */
int yice_git_move(struct yice_git *git, const char *ref, const char *from, const char *to,
		  struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * Takes the folder that a reference (or another file of the store) is in for itself, against all others that do so: *held is
 * to be closed, which lets them in. The system lets go of it when its holder dies. YICE_OK, YICE_EIO (errno; EWOULDBLOCK:
 * others kept it for very long).
 */
int yice_git_hold(const char *store, const char *name, int *held) YICE_MUST_CHECK;
/* Calls visit with each name below refs/heads/, ascending, until it returns non-zero, which is passed on. */
int yice_git_refs(struct yice_git *git, int (*visit)(void *to, const char *ref), void *to,
		  struct yice_diags *diags) YICE_MUST_CHECK;

#endif
