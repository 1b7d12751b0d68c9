/* SPDX-License-Identifier: Apache-2.0 */
/* A store's whole history, verified record by record and admitted into a ledger. */
#ifndef YICE_STORE_LOAD_H
#define YICE_STORE_LOAD_H

#include "base/source.h"
#include "store/history.h"
#include "store/ledger.h"
#include "store/record.h"

/* A reference as it is about to be: what a push brings before git takes it in. */
struct yice_pushed {
	const char *ref;
	const char *oid;
};

struct yice_load {
	const char *trust; /* digest of the root register's first entry, from outside the repository's objects */
	const struct yice_pushed *pushed;
	size_t pushed_count;
	bool only_pushed; /* load these and no other reference */
	/*
	 * Called with each submission and publication once its form and signatures are good; may be NULL. Other than YICE_OK
	 * ends the loading. Rebuilding images is done here, since the store knows no compiler.
	 */
	int (*visit)(void *to, struct yice_store *store, enum yice_ref_kind kind, const struct yice_record *record,
		     struct yice_diags *diags);
	void *to;
	struct yice_history *history; /* gets every record once it is admitted; may be NULL */
	/*
	 * A state of this store that was verified whole, from yice_history_recall(); may be NULL. Records that it has are held
	 * against the digests found then; their signatures and lists of files are not gone through again.
	 */
	const struct yice_history *known;
	bool anew; /* known is left alone: everything is verified */
};

struct yice_load_count {
	size_t entries, submissions, publications;
};

/*
 * Every reference of the store is read, or the whole is refused: an unknown name, a chain that nobody delegates, a record
 * that is damaged, not signed or signed by somebody who may not. Texts become sources, for places of diagnostics. *ledger
 * is the caller's. YICE_OK, YICE_EDIAG, YICE_ENOMEM.
 */
int yice_store_load(struct yice_store *store, const struct yice_load *load, struct yice_sources *sources,
		    struct yice_diags *diags, struct yice_ledger **ledger, struct yice_load_count *count) YICE_MUST_CHECK;

#endif
