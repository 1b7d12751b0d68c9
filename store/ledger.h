/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has been signed, admitted in order and never changed: registers and the
 * chains of lists. A ledger holds facts; authority.h says who may, lifecycle.h
 * what state a version is in, asof.h what held on a day. Nothing here is
 * stored: it is derived anew from the texts, so it cannot be tampered with
 * apart from them.
 *
 * Order of admission: a register after its superior's, whole; within it by
 * seq. A submission before the entry that decides on it, a publication before
 * the entry that acknowledges it. So a node that loads does, for each authority
 * from the root down: submissions and publications of the scopes it files, in
 * any mixture that respects this (chains first is right), then its register.
 * The parenthood a scope's chain needs comes with the register, so chains are
 * judged when the register decides, not when they are loaded.
 */
#ifndef YICE_STORE_LEDGER_H
#define YICE_STORE_LEDGER_H

#include "store/entry.h"

struct yice_ledger;

/*
 * Keys whose signatures over a commit (and MANIFEST) the caller has verified; which of them count is decided
 * here.
 */
struct yice_signers {
	const char *const *keys;
	uint32_t count;
};

/* A commit on sub/<scope> or pub/<scope>. Strings are copied. */
struct yice_chain_commit {
	const char *scope; /* of the ref; must be meta/version's */
	const char *text;  /* meta/version */
	size_t len;
	uint32_t file; /* source number of that text, for places */
	struct yice_commit_id id;
	const char *parent;   /* oid, NULL for the first commit of the chain */
	const char *manifest; /* SHA-256 of MANIFEST */
	uint64_t receipt; /* publication: seq of the receipt it carries in the superior's register; else 0 */
	struct yice_signers signers;
};

/* What the compiler found in a submission, recomputed by whoever files it. */
struct yice_findings {
	const struct yice_change
	    *changes; /* the semantic difference against yice_lifecycle_reference(); any order */
	uint32_t change_count;
	const char *const *looser; /* clauses looser than the lists above, without a granted derogation */
	uint32_t looser_count;
	const char *priority; /* a clause of a priority unit that changes; NULL: none does */
};

int yice_ledger_new(struct yice_ledger **out) YICE_MUST_CHECK;
void yice_ledger_free(struct yice_ledger *ledger);

/*
 * The keys a reader trusts without proof: digest of the first entry of the root register, obtained out of
 * band. Without it the first root entry is refused. Before any entry.
 */
int yice_ledger_trust(struct yice_ledger *ledger, const char *root_sha256) YICE_MUST_CHECK;

/*
 * Admits the next entry of its register, or refuses it and stays as it was. `findings`, for a receipt: what
 * the caller recomputed, NULL when it did not. *sha256 (65 bytes, may be NULL) gets the text's digest.
 * YICE_OK, YICE_EDIAG, YICE_ENOMEM (after which a ledger can only be freed).
 */
int yice_ledger_entry(struct yice_ledger *ledger, const char *text, size_t len, uint32_t file,
		      const struct yice_signers *signers, const struct yice_findings *findings,
		      struct yice_diags *diags, char sha256[65]) YICE_MUST_CHECK;
/* Admits the next commit of a chain: form, order, and agreement with its base. */
int yice_ledger_submission(struct yice_ledger *ledger, const struct yice_chain_commit *commit,
			   struct yice_diags *diags) YICE_MUST_CHECK;
/* Would that version be the next submission? For whoever is about to write it. YICE_OK, YICE_EDIAG, YICE_ENOMEM. */
int yice_ledger_check_submission(const struct yice_ledger *ledger, const struct yice_version *version,
				 struct yice_diags *diags) YICE_MUST_CHECK;
int yice_ledger_publication(struct yice_ledger *ledger, const struct yice_chain_commit *commit,
			    struct yice_diags *diags) YICE_MUST_CHECK;

/* Size of a register, 0 when unknown; its head's or any entry's text digest, NULL beyond. */
uint64_t yice_ledger_size(const struct yice_ledger *ledger, const char *place);
const char *yice_ledger_digest(const struct yice_ledger *ledger, const char *place, uint64_t seq);
const struct yice_entry *yice_ledger_get(const struct yice_ledger *ledger, const char *place, uint64_t seq);
/* Last entry dated on or before a day, 0 when none: K for "what was known on that day". */
uint64_t yice_ledger_known_on(const struct yice_ledger *ledger, const char *place, yice_day day);
/* Head of pub/<scope>; seq 0 when there is none. */
struct yice_base yice_ledger_head(const struct yice_ledger *ledger, const char *scope);
const struct yice_version *yice_ledger_version(const struct yice_ledger *ledger, const char *scope,
					       uint64_t seq);

/* The last submission with that number; NULL when there is none. */
const struct yice_version *yice_ledger_submitted(const struct yice_ledger *ledger, const char *scope,
						 uint64_t seq);
/*
 * Calls visit with each receipt, return, refusal, acknowledgement and suspension of a version, in order, until it
 * returns non-zero, which is passed on. YICE_ENOMEM.
 */
int yice_ledger_acts(const struct yice_ledger *ledger, const char *scope, uint64_t seq,
		     int (*visit)(void *to, const struct yice_entry *entry), void *to) YICE_MUST_CHECK;

/*
 * The header of the entry that would come next: place, seq, prev, above, and the date or, if that is too
 * early, the earliest that can be. Kind and the rest are the caller's. YICE_OK; YICE_ENOTFOUND when nobody
 * delegates that scope: then it suits only the first entry of a root.
 */
int yice_ledger_next(const struct yice_ledger *ledger, const char *place, yice_day date,
		     struct yice_entry *out);

/*
 * Is a register here as far as its superior sealed it? Refused by name when it is shorter: for whoever holds
 * a copy of it. YICE_OK, YICE_EDIAG, YICE_ENOMEM.
 */
int yice_ledger_check_whole(const struct yice_ledger *ledger, const char *place,
			    struct yice_diags *diags) YICE_MUST_CHECK;

/*
 * What this reader has seen, kept by it between runs as text ("yice-seen-1"): heads of registers and chains.
 * Printing appends it; checking refuses a ledger that lacks anything of it: rolled back, truncated, or split.
 */
void yice_ledger_print_seen(const struct yice_ledger *ledger, struct yice_buf *out);
int yice_ledger_check_seen(const struct yice_ledger *ledger, const char *text, size_t len, uint32_t file,
			   struct yice_diags *diags) YICE_MUST_CHECK;
/* A register without a checkpoint of its own valid on that day: a replica that may be held back. */
bool yice_ledger_is_stale(const struct yice_ledger *ledger, const char *place, yice_day day);

#endif
