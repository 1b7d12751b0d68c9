/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger as its own files see it: ledger.c admits, authority.c judges, lifecycle.c guards, asof.c and
 * audit.c read.
 */
#ifndef YICE_STORE_LEDGER_INTERNAL_H
#define YICE_STORE_LEDGER_INTERNAL_H

#include "base/map.h"
#include "store/lifecycle.h"

/* Growing array of pointers into the ledger's arena. */
struct yice_refs {
	void **items;
	uint32_t count, cap;
};

struct yice_filed_commit;

/* An admitted entry. */
struct yice_admitted {
	struct yice_entry entry;
	char sha256[65];
	struct yice_signers signers;
	const struct yice_admitted
	    *under; /* the delegation or root it was written under; NULL for the first root */
	/*
	 * From which position on it is known not to count, because a key was revoked: in this register (keys
	 * this register grants, of what the entry accepts) and in the superior's (keys of the entry's
	 * writers). YICE_LATEST: never.
	 */
	uint64_t void_own, void_above;
	struct yice_filed_commit
	    *commit; /* receipt, return, refusal: the submission; acknowledgement: the publication */
	const struct yice_admitted *receipt; /* acknowledgement */
	const struct yice_admitted
	    *accepted; /* receipt, acknowledgement: delegation under which the commit was signed */
	const struct yice_admitted *prior; /* the act before it about the same version */
};

/* A commit of a chain. */
struct yice_filed_commit {
	struct yice_version version;
	struct yice_commit_id id;
	const char *manifest;
	uint64_t receipt;
	struct yice_signers signers;
	const struct yice_admitted *decided; /* submission: last decision on it */
};

/* A scope and, when it has one, its register. */
struct yice_node {
	const char *code;
	struct yice_node *superior; /* itself for a root, NULL while nobody delegates it */
	struct yice_refs entries;   /* of its own register, by seq */
	/* While an entry is being admitted: what it says it knew of the superior's register. Otherwise
	 * YICE_LATEST. */
	uint64_t admitting;
	struct yice_refs revocations; /* among them */
	struct yice_refs delegations; /* to it, in any register; of a root: its root entries */
	struct yice_refs seals;       /* of its register, in its superior's, by size */
	struct yice_refs submissions, publications;
	struct yice_refs decisions;   /* receipts, returns, refusals about it */
	struct yice_refs acks;        /* acknowledgements of it */
	struct yice_refs suspensions; /* of its versions */
	struct yice_refs acts;        /* by version: the last of these about it */
};

/* A key in a role, for finding whose a key is. */
struct yice_granted {
	const struct yice_node *scope;
	const struct yice_admitted *entry;
	const struct yice_node *place;
	enum yice_role role;
	const char *key;
	struct yice_granted *next; /* of the same key */
};

struct yice_ledger {
	struct yice_arena arena;
	struct yice_map codes; /* scope -> nodes */
	struct yice_refs nodes;
	struct yice_refs ordered;    /* delegated scopes, each after its superior */
	struct yice_map keys;        /* key -> first of its grants */
	struct yice_refs first;      /* yice_granted by value of keys */
	struct yice_refs grants;     /* all, in order */
	struct yice_map submissions; /* oid -> submitted */
	struct yice_refs submitted;
	char trust[65];
};

/* The reason a write is refused, or YICE_DIAG_COUNT. */
struct yice_verdict {
	enum yice_diag_id reason;
	const char *args[YICE_DIAG_ARGS];
	char text[YICE_DIAG_ARGS][24];
	const struct yice_admitted *under;
	uint64_t void_at; /* position of the granting register from which on it falls, YICE_LATEST when it
			     does not */
};

struct yice_case {
	const struct yice_node *scope, *granter;
	enum yice_role role;
	const struct yice_signers *signers;
	uint64_t at;     /* grants up to this entry */
	uint64_t strict; /* revocations up to this entry were known to the writer: refused */
	uint64_t
	    position; /* where the act was acknowledged: a key revoked since then or before does not count */
	yice_day date;
};

struct yice_node *yice_node_find(const struct yice_ledger *ledger, const char *code);
/* Finds or makes; NULL when out of memory. */
struct yice_node *yice_node_make(struct yice_ledger *ledger, const char *code);
int yice_refs_add(struct yice_refs *refs, void *item) YICE_MUST_CHECK;

static inline const struct yice_admitted *yice_node_entry(const struct yice_node *node, uint64_t seq)
{
	return seq && seq <= node->entries.count ? node->entries.items[seq - 1] : NULL;
}

/* The last entry dated up to a day, 0 when none. */
uint64_t yice_node_known_on(const struct yice_node *place, yice_day day);
/* The same, YICE_LATEST for YICE_DAY_MAX: everything. */
static inline uint64_t yice_node_known(const struct yice_node *place, yice_day on)
{
	return on == YICE_DAY_MAX ? YICE_LATEST : yice_node_known_on(place, on);
}
/* Has it no checkpoint of its own, among that many entries, that is valid on that day? */
bool yice_node_is_stale(const struct yice_node *place, uint64_t entries, yice_day day);
/* The last receipt, return, refusal, acknowledgement or suspension of a version; the others follow by `prior`. */
static inline const struct yice_admitted *yice_node_act(const struct yice_node *scope, uint64_t version)
{
	return version && version <= scope->acts.count ? scope->acts.items[version - 1] : NULL;
}
/* The first seal of a register that covers an entry: its place in place->seals, their count when none does. */
uint32_t yice_node_seal(const struct yice_node *place, uint64_t seq);

/*
 * Position of the superior's register that an entry of this one rests on; YICE_LATEST for YICE_LATEST. A
 * root: its own.
 */
uint64_t yice_node_above(const struct yice_node *node, uint64_t known);
/* The last delegation of a scope by a register up to its entry `at`, or NULL. */
const struct yice_admitted *yice_node_delegation(const struct yice_node *scope,
						 const struct yice_node *granter, uint64_t at);
/* Has its superior's register an entry up to there that gives it the scope? */
static inline bool yice_node_is_delegated(const struct yice_node *scope, uint64_t known)
{
	return yice_node_delegation(scope, scope->superior, known) != NULL;
}
/* Position of the register from which on one of its entries is known to be void; YICE_LATEST when never. */
uint64_t yice_node_void(const struct yice_node *place, const struct yice_admitted *entry);
/* Known at that position (YICE_LATEST: at all) and not void. */
bool yice_node_stands(const struct yice_node *place, const struct yice_admitted *entry, uint64_t known);

void yice_case_judge(const struct yice_ledger *ledger, const struct yice_case *given,
		     struct yice_verdict *out);
void yice_verdict_report(const struct yice_verdict *verdict, struct yice_span place,
			 struct yice_diags *diags);

/* A number as an argument of a diagnostic. */
const char *yice_number_text(uint64_t number, char out[24]);

/*
 * Guards by kind of entry, called in place's register; what they find out is stored in the entry. YICE_OK,
 * YICE_EDIAG, YICE_ENOMEM.
 */
int yice_guard_authority(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry,
			 struct yice_diags *diags) YICE_MUST_CHECK;
int yice_guard_register(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry,
			struct yice_diags *diags) YICE_MUST_CHECK;
int yice_guard_lifecycle(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry,
			 const struct yice_findings *findings, struct yice_diags *diags) YICE_MUST_CHECK;
/* Takes the grants of a delegation or root into the ledger. */
int yice_authority_take(struct yice_ledger *ledger, const struct yice_node *place,
			const struct yice_node *scope, const struct yice_admitted *entry) YICE_MUST_CHECK;
/* A key was revoked: entries of this register that it carried, from `since` on, become void. */
void yice_authority_revoke(const struct yice_node *place, const struct yice_admitted *revocation);

/* A receipt, return or refusal? */
static inline bool yice_is_decision(const struct yice_admitted *act)
{
	return act->entry.kind == YICE_ENTRY_RECEIPT || act->entry.kind == YICE_ENTRY_RETURN ||
	       act->entry.kind == YICE_ENTRY_REFUSAL;
}
/* The acknowledgement of a version standing at a position of its register, or NULL. */
const struct yice_admitted *yice_lifecycle_ack(const struct yice_node *scope, uint64_t seq, uint64_t known);
/* The state in which a receipt, return or refusal leaves a version. */
enum yice_state yice_decision_state(enum yice_entry_kind kind);
/* State of a version that has no acknowledgement standing at that position. */
enum yice_state yice_lifecycle_early(const struct yice_node *scope, uint64_t seq, uint64_t known);

#endif
