/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two clocks. E: the civil day on which a rule is asked for (fixed UTC+8,
 * half-open intervals). K: what was known, as a position in the register that
 * files the scope; through the `above` of that entry it fixes what was known of
 * every register further up, so one number dates the whole chain of tiers. Asked
 * by a day instead, each register is known up to its last entry of that day.
 *
 * The version in force is the last acknowledged one (known at K) whose first
 * day has come. When that one is withdrawn, suspended or lapsed nothing of the
 * scope is in force, and the answer says so: an older version never revives by
 * itself.
 */
#ifndef YICE_STORE_ASOF_H
#define YICE_STORE_ASOF_H

#include "store/lifecycle.h"

struct yice_asof;

#define YICE_TIERS 8 /* nation, province, city, county, park, and room */

struct yice_asof_tier {
	const char *scope;
	const char *place; /* the register that files it */
	uint64_t known;    /* K in that register; YICE_LATEST stays that */
	enum yice_state
	    state; /* of `seq`: effective, withdrawn, suspended, lapsed; draft when none was ever in force */
	uint64_t seq;                       /* the version, 0 when none */
	const struct yice_version *version; /* its meta/version, NULL when none */
	struct yice_commit_id commit;       /* of its publication */
	const char *manifest;
	struct yice_signers publisher;  /* keys that counted for its publication */
	uint64_t receipt, acknowledged; /* entries of the register */
	uint64_t next;    /* acknowledged, takes effect after E: the first such version, 0 when none */
	uint32_t later;   /* how many such */
	uint64_t pending; /* submitted, filed or published, not acknowledged, known at K: the last such
			     version, 0 when none */
	enum yice_state pending_state;
	bool differs; /* the same day asked with all that is known now gives another version or state, */
	uint64_t now; /* this version, 0 when none, */
	enum yice_state now_state; /* in this state */
};

/* From the scope up to the root. */
struct yice_asof_answer {
	struct yice_asof_tier tiers[YICE_TIERS];
	uint32_t count;
	bool differs; /* any tier's */
};

/*
 * An index over everything the ledger holds; the ledger must outlive it and not grow. YICE_OK or YICE_ENOMEM.
 */
int yice_asof_new(const struct yice_ledger *ledger, struct yice_asof **out) YICE_MUST_CHECK;
void yice_asof_free(struct yice_asof *index);
/*
 * The composition for a scope. known: YICE_LATEST, or a position of the register that files the scope.
 * Allocates nothing. YICE_OK; YICE_ENOTFOUND: no register delegates that scope; YICE_ERANGE: the register is
 * not that long; YICE_ELIMIT: too many tiers.
 */
int yice_asof_query(const struct yice_asof *index, const char *scope, yice_day day, uint64_t known,
		    struct yice_asof_answer *out) YICE_MUST_CHECK;
/*
 * The same by what every register said up to the end of the day `on`; tiers[].known are the positions that gives.
 * YICE_OK, YICE_ENOTFOUND, YICE_ELIMIT.
 */
int yice_asof_query_on(const struct yice_asof *index, const char *scope, yice_day day, yice_day on,
		       struct yice_asof_answer *out) YICE_MUST_CHECK;

#endif
