/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may write what. A closed world: a ref, scope, role or key that no
 * register grants is refused. Grants are judged where the superior acknowledged
 * the act (a position in its register and that entry's date), never by the
 * signer's clock:
 *   sub/<scope>  by `draft` keys, at the superior's receipt, return or refusal;
 *   pub/<scope>  by `publish` keys, at the superior's acknowledgement;
 *   reg/<scope>  by `file` keys (checkpoints: `checkpoint` keys), at the first entry of the
 *                superior's register that seals the entry: a checkpoint or renewed delegation
 *                of that scope. While none does, by the last delegation and on its own date.
 * Root entries, and whatever the root scope files with itself, take the root's own threshold.
 */
#ifndef YICE_STORE_AUTHORITY_H
#define YICE_STORE_AUTHORITY_H

#include "store/ledger.h"

/* The last entry known. */
#define YICE_LATEST UINT64_MAX

struct yice_write {
	const char *ref;           /* full name: "refs/heads/pub/440600" */
	enum yice_entry_kind kind; /* reg/: of the entry; ignored otherwise */
	const char *about;         /* reg/: the scope the entry concerns, NULL when none */
	struct yice_signers signers;
};

/* Parts of a ref name. */
enum yice_ref_kind { YICE_REF_SUB, YICE_REF_PUB, YICE_REF_REG, YICE_REFS };

/* Exactly refs/heads/{sub,pub,reg}/<scope>; *scope points into ref. YICE_OK or YICE_ESYNTAX. */
int yice_ref_parse(const char *ref, enum yice_ref_kind *kind, const char **scope) YICE_MUST_CHECK;

/*
 * The role a write needs. For reg/ it depends on the entry; about itself an authority speaks only as root, or
 * in checkpoints.
 */
enum yice_role yice_authority_role(enum yice_ref_kind ref, const char *scope, enum yice_entry_kind kind,
				   const char *about);

/*
 * May these signers write this? (Of a new root only the old keys are asked for here.) Judged at the
 * superior's register position `at` (YICE_LATEST: its last) and on `date`. YICE_OK; YICE_EDIAG with the
 * reason, one diagnostic, at `place`; YICE_ENOMEM.
 */
int yice_authority_judge(const struct yice_ledger *ledger, const struct yice_write *write, uint64_t at,
			 yice_day date, struct yice_span place, struct yice_diags *diags) YICE_MUST_CHECK;

/* The authority in whose register the scope is delegated now; itself for a root; NULL when unknown. */
const char *yice_authority_superior(const struct yice_ledger *ledger, const char *scope);
/* Scopes the ledger knows, roots first, each after its superior; index below the count. */
uint32_t yice_authority_scopes(const struct yice_ledger *ledger);
const char *yice_authority_scope(const struct yice_ledger *ledger, uint32_t index);

/* Every key ever granted, for allowed_signers and reports: in order of registers, entries, roles, keys. */
struct yice_grant {
	const char *place; /* register that grants */
	uint64_t seq;      /* entry that grants */
	uint64_t ends;     /* entry whose newer version replaces it, 0 while it is the newest */
	const char *scope; /* to whom */
	enum yice_role role;
	const char *key;
	yice_day from, to;
	uint64_t revoked; /* entry of the register that revokes the key, 0 when none */
	uint64_t since;   /* from which position on it does not count */
};
uint32_t yice_authority_grants(const struct yice_ledger *ledger);
struct yice_grant yice_authority_grant(const struct yice_ledger *ledger, uint32_t index);

#endif
