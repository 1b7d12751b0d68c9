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
	YICE_FINDING_USED_BEFORE_FILING, /* published and its first day come, and no receipt stands */
	YICE_FINDING_USED_BEFORE_ACK,    /* its first day came before it was acknowledged */
	YICE_FINDING_UNACKNOWLEDGED, /* published and filed, its first day still to come, not acknowledged */
	YICE_FINDING_STRANDED, /* published, and keys that signed it were revoked or taken back: it cannot be acknowledged */
	YICE_FINDING_VOID,           /* its acknowledgement was undone by a revoked key */
	YICE_FINDING_UNDECIDED,      /* submitted, and the superior has not decided */
	YICE_FINDING_LEFT_FILED,     /* its receipt ended unused */
	YICE_FINDING_RETURNED_OFTEN, /* returned or refused three times or more */
	YICE_FINDING_STALE_UPPER,    /* in force, and checked against a version of a list above that is not */
	YICE_FINDING_NEVER_PUBLISHED, /* delegated, and nothing acknowledged */
	YICE_FINDING_NOT_IN_FORCE,    /* withdrawn, suspended or lapsed: nothing of the scope is in force */
	YICE_FINDING_GAP,             /* days between versions on which nothing was in force */
	YICE_FINDING_OVERDUE,         /* five years are over and no periodic adjustment has come */
	YICE_FINDING_DUE_SOON,        /* they end within a year */
	YICE_FINDING_KEYS_EXPIRED,    /* no valid delegation */
	YICE_FINDING_STALE_REGISTER,  /* no valid checkpoint of the register */
	YICE_FINDING_UNSEALED,        /* entries of the register that its superior has not sealed */
	YICE_FINDINGS
};

struct yice_finding {
	enum yice_finding_kind kind;
	const char *scope;
	uint64_t version; /* 0: not of one version */
	uint64_t entry;   /* of the register that files the scope, 0: none */
	yice_day
	    day; /* the day that matters: first day in use, first of a gap, day due; YICE_DAY_MAX when none */
	yice_day other; /* acknowledged, end of a gap; YICE_DAY_MAX when none */
	uint64_t count; /* returned how often; entries not sealed; stale upper: the version checked against */
	const char *upper; /* stale upper: its scope */
};

struct yice_audit {
	struct yice_finding *items; /* by scope in tier order, then version, then kind */
	uint32_t count;
	yice_day today, on; /* as they were given */
};

/*
 * Every finding on `today` for a scope, or for all (scope NULL), in *out; release it. on: what registers said up
 * to that day, YICE_DAY_MAX: all they say; a submission or publication that no entry mentions by then is left out.
 * YICE_OK, YICE_ENOMEM, YICE_ENOTFOUND: no such scope.
 */
int yice_audit_run(const struct yice_ledger *ledger, const struct yice_asof *index, const char *scope,
		   yice_day today, yice_day on, struct yice_audit *out) YICE_MUST_CHECK;
void yice_audit_release(struct yice_audit *audit);
/* "used-before-filing"; static. */
const char *yice_finding_word(enum yice_finding_kind kind);
/*
 * The report: what is in force for the scope (NULL: for each), its history with filing and acknowledgement,
 * then the findings. Text in a language, or JSON.
 */
void yice_audit_text(const struct yice_audit *audit, const struct yice_ledger *ledger, const char *scope,
		     enum yice_lang lang, struct yice_buf *out);
void yice_audit_json(const struct yice_audit *audit, const struct yice_ledger *ledger, const char *scope,
		     struct yice_buf *out);

#endif
