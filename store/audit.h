/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report an inspector wants: what is not as it should be, though every
 * signature is good. Nothing here stops a list from having effect; each finding
 * names scope, version and register entry, so that it can be looked up.
 */
#ifndef YICE_STORE_AUDIT_H
#define YICE_STORE_AUDIT_H

#include "store/asof.h"

enum yice_finding_kind {
	YICE_FINDING_USED_BEFORE_FILING, /* its first day is before its filing */
	YICE_FINDING_USED_BEFORE_ACK,    /* published, and its first day passed before it was acknowledged */
	YICE_FINDING_UNACKNOWLEDGED,     /* published without an acknowledgement to this day */
	YICE_FINDING_OVERDUE,            /* five years are over and no periodic adjustment is in force */
	YICE_FINDING_DUE_SOON,           /* they end within a year */
	YICE_FINDING_NEVER_PUBLISHED,    /* delegated, and nothing acknowledged */
	YICE_FINDING_STALE_UPPER,        /* checked against a version of a list above that is no longer in force */
	YICE_FINDING_NOT_IN_FORCE,       /* withdrawn, suspended or lapsed: nothing of the scope is in force */
	YICE_FINDING_GAP,                /* days between versions on which nothing was in force */
	YICE_FINDING_LEFT_FILED,         /* a receipt expired unused */
	YICE_FINDING_LEFT_SUBMITTED,     /* no decision for more than 30 days of register time */
	YICE_FINDING_RETURNED_OFTEN,     /* a version returned or refused three times or more */
	YICE_FINDING_VOID,               /* an acknowledgement undone by a revoked key */
	YICE_FINDING_STALE_REGISTER,     /* no valid checkpoint of the register */
	YICE_FINDING_UNSEALED,           /* entries of a register its superior has not covered by a checkpoint */
	YICE_FINDING_KEYS_EXPIRED,       /* no valid delegation on this day */
	YICE_FINDINGS
};

struct yice_finding {
	enum yice_finding_kind kind;
	const char *scope;
	uint64_t version;   /* 0: not of one version */
	const char *place;  /* register, NULL when none */
	uint64_t entry;     /* 0: none */
	yice_day day;       /* the day that matters; YICE_DAY_MAX when none */
	yice_day other;     /* what it is compared with; YICE_DAY_MAX when none */
	uint64_t count;     /* returned how often; how many entries; the upper version checked against */
	const char *upper;  /* stale upper: its scope */
};

struct yice_audit {
	struct yice_finding *items; /* by scope in tier order, then version, then kind */
	uint32_t count;
};

/*
 * Every finding on `today` for a scope, or for all (scope NULL), in *out; release it. YICE_OK, YICE_ENOMEM,
 * YICE_ENOTFOUND: no such scope.
 */
int yice_audit_run(const struct yice_ledger *ledger, const struct yice_asof *index, const char *scope, yice_day today,
		   struct yice_audit *out) YICE_MUST_CHECK;
void yice_audit_release(struct yice_audit *audit);
/* "used-before-filing"; static. */
const char *yice_finding_word(enum yice_finding_kind kind);
/* The report with a table of each scope's versions; text in a language, or JSON. */
void yice_audit_text(const struct yice_audit *audit, const struct yice_ledger *ledger, yice_day today, enum yice_lang lang,
		     struct yice_buf *out);
void yice_audit_json(const struct yice_audit *audit, const struct yice_ledger *ledger, yice_day today,
		     struct yice_buf *out);

#endif
