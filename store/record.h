/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records: what one commit of a store holds. Three kinds of chains, one record
 * a commit: pub/<scope> versions in force, sub/<scope> submissions, reg/<scope>
 * the register's entries. A record that reads is whole and signed: form,
 * signatures, files and MANIFEST agree. Whether its signers may is for
 * authority.h to say.
 */
#ifndef YICE_STORE_RECORD_H
#define YICE_STORE_RECORD_H

#include "base/map.h"
#include "store/authority.h"
#include "store/commit.h"
#include "store/manifest.h"
#include "store/tree.h"

#define YICE_REF_BYTES 64

struct yice_store;

/* Makes a store; opens one (see yice_git_create() and yice_git_open()). */
int yice_store_create(const char *path, struct yice_diags *diags) YICE_MUST_CHECK;
int yice_store_open(const char *path, bool write, const char *quarantine, struct yice_diags *diags,
		    struct yice_store **out) YICE_MUST_CHECK;
void yice_store_close(struct yice_store *store);
struct yice_git *yice_store_git(struct yice_store *store);

/* "refs/heads/pub/440600"; scope is 6 to 12 digits. */
void yice_ref_format(enum yice_ref_kind kind, const char *scope, char out[YICE_REF_BYTES]);

struct yice_record {
	struct yice_arena arena;
	char oid[YICE_OID];
	char sha256[YICE_SHA256]; /* of the commit's bytes */
	struct yice_commit commit;
	struct yice_manifest manifest;
	struct yice_tree tree;
	const char **signers; /* base64 of the keys that signed the commit (first) or MANIFEST */
	uint32_t signer_count;
};

void yice_record_release(struct yice_record *record);
/* Reads and checks a record. name: whom diagnostics are about, such as "pub/440600 3". Release in every case. */
int yice_record_read(struct yice_store *store, const char *oid, const char *name, struct yice_record *out,
		     struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * The same; what it shares with a record that was checked need not be compared again. before: read from the same store
 * and not yet released, or NULL.
 */
int yice_record_read_after(struct yice_store *store, const char *oid, const char *name, const struct yice_record *before,
			   struct yice_record *out, struct yice_diags *diags) YICE_MUST_CHECK;
/* A file of a record that was checked. */
struct yice_known_file {
	const char *path, *oid;
	const char *sha256; /* as in MANIFEST; YICE_NOT_LISTED for what is added later */
	uint64_t len;
};
#define YICE_NOT_LISTED "-"

/*
 * A record whose commit was checked before, had this SHA-256 and held these files, ascending: it is not taken apart again.
 * The commit is held against its digest, and each file against its own when it is read. What is left out: MANIFEST among
 * the files, and who compiled the image.
 */
int yice_record_again(struct yice_store *store, const char *oid, const char *sha256, const char *name,
		      const struct yice_known_file *files, size_t count, struct yice_record *out,
		      struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * Appends a file's bytes, held against MANIFEST once more. YICE_ENOTFOUND, said by nobody, when it has none of that path.
 */
int yice_record_file(struct yice_store *store, const struct yice_record *record, const char *path, struct yice_buf *out,
		     struct yice_diags *diags) YICE_MUST_CHECK;

/* What a new record is made of. */
struct yice_draft {
	enum yice_ref_kind kind;
	const char *scope;
	uint64_t seq;
	const char *subject; /* one line for git's log */
	const char *who;     /* "Name <address>" */
	int64_t when;        /* seconds since 1970 */
	struct yice_files *files;   /* sorted, without MANIFEST; sig/ and filing/ among them */
	const struct yice_key *key; /* signs the commit */
	const char *after;          /* oid of the record it follows, "" for the first */
};

/* Writes a record that follows draft->after, to which nothing refers yet: oid gets its commit. */
int yice_record_write(struct yice_store *store, const struct yice_draft *draft, char oid[YICE_OID],
		      struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * Writes a record behind draft->after and moves the reference: durable when it returns. YICE_ENOTFOUND: the chain's head
 * is another by now; nothing has happened and nothing is said. oid gets the new head.
 */
int yice_record_append(struct yice_store *store, const struct yice_draft *draft, char oid[YICE_OID],
		       struct yice_diags *diags) YICE_MUST_CHECK;

/*
 * The names of a chain's records from the first to `head`, in arena; `stop` (may be NULL) and what is before it is left
 * out. YICE_EDIAG with ref_rewound when stop is not among them.
 */
int yice_chain_list(struct yice_store *store, const char *head, const char *stop, const char *name,
		    struct yice_arena *arena, const char ***oids, size_t *count, struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * Does the record follow the one before (NULL: is it the first) on that chain? Scope, Prev-SHA256; on pub and reg also
 * the number.
 */
int yice_record_follows(const struct yice_record *record, const char *before_sha256, uint64_t before_seq,
			enum yice_ref_kind kind, const char *scope, const char *name, struct yice_diags *diags)
	YICE_MUST_CHECK;

#endif
