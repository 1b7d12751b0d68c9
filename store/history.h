/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed when: for each chain of a store its records, and for each name
 * in them (a path, a clause) the records that changed it. It is derived from
 * records that were checked, and kept as a text only to spare deriving it
 * again: a text for another state of another store, or one that is damaged, is
 * no history, and is made anew.
 */
#ifndef YICE_STORE_HISTORY_H
#define YICE_STORE_HISTORY_H

#include "store/record.h"

struct yice_history;

struct yice_history_record {
	const char *oid, *sha256; /* of the commit */
	const char *manifest;     /* SHA-256 of its MANIFEST */
};

/*
 * A name and what it stands for: of a path git's name of the blob, its SHA-256 (YICE_NOT_LISTED for what is added to a
 * version later) and length; of a clause digests of code and text.
 */
struct yice_history_item {
	const char *name;
	const char *object, *digest;
	uint64_t len;
};

struct yice_history_change {
	uint32_t record;             /* from this one on, counted from 0 */
	const char *object, *digest; /* NULL: it is not there */
	uint64_t len;
};

/* binding: 64 digits that say what the history is of (see yice_history_bind()). */
int yice_history_new(const char *binding, struct yice_history **out) YICE_MUST_CHECK;
void yice_history_free(struct yice_history *history);

/* Appends a record to a chain, which need not exist yet. items: all it holds, ascending by name. Copied. */
int yice_history_add(struct yice_history *history, const char *ref, const struct yice_history_record *record,
		     const struct yice_history_item *items, size_t count) YICE_MUST_CHECK;
/* The same for a record that was checked, with its files, less MANIFEST. */
int yice_history_take(struct yice_history *history, const char *ref, const struct yice_record *record) YICE_MUST_CHECK;

/* Records of a chain, 0 when there is none such. */
uint32_t yice_history_count(const struct yice_history *history, const char *ref);
/* One of them, NULL beyond. */
const struct yice_history_record *yice_history_get(const struct yice_history *history, const char *ref, uint32_t record);
/* The records that changed a name, ascending; *count 0 and NULL when the chain never had it. */
const struct yice_history_change *yice_history_of(const struct yice_history *history, const char *ref, const char *name,
						  uint32_t *count);
/* The last of them up to a record: what the name stood for there. NULL when it was not there. */
const struct yice_history_change *yice_history_at(const struct yice_history *history, const char *ref, const char *name,
						  uint32_t record);

/*
 * Opens a record of a history of paths: one that was checked when the history was made, without checking it again. See
 * yice_record_again(). YICE_ENOTFOUND: the chain is not that long. Release in every other case.
 */
int yice_history_open(const struct yice_history *history, struct yice_store *store, const char *ref, uint32_t record,
		      struct yice_record *out, struct yice_diags *diags) YICE_MUST_CHECK;

/* Appends the text, which ends in its digest under the secret. */
void yice_history_print(const struct yice_history *history, const char *secret, struct yice_buf *out);
/*
 * Reads a text of this binding. YICE_OK; YICE_ENOTFOUND: it is damaged, of another secret, or about something else; YICE_ENOMEM.
 */
int yice_history_read(const char *text, size_t len, const char *secret, const char *binding, struct yice_history **out)
	YICE_MUST_CHECK;

/*
 * The same of whatever state of a store in which that (NULL: nothing) is trusted: one that this copy has verified, since
 * the text was kept only then, and whose references are the ends of the chains in it.
 */
int yice_history_recall(const char *text, size_t len, const char *secret, const char *trust, struct yice_history **out)
	YICE_MUST_CHECK;

/*
 * The binding of paths in the present state of a store: a digest of what is trusted (NULL: nothing) and of where each
 * reference is. YICE_OK, YICE_EDIAG, YICE_ENOMEM.
 */
int yice_history_bind(struct yice_store *store, const char *trust, char binding[YICE_SHA256], struct yice_diags *diags)
	YICE_MUST_CHECK;
/* Appends "OID REF" for the end of each chain, ascending by reference. YICE_OK, YICE_ENOMEM. */
int yice_history_print_heads(const struct yice_history *history, struct yice_buf *out) YICE_MUST_CHECK;
/* Binds a history to the state that its own chains end in, whatever the references say by now. YICE_OK, YICE_ENOMEM. */
int yice_history_settle(struct yice_history *history, const char *trust) YICE_MUST_CHECK;
/* Is the history's binding still that? */
int yice_history_is_of(const struct yice_history *history, struct yice_store *store, const char *trust, bool *is,
		       struct yice_diags *diags) YICE_MUST_CHECK;

#endif
