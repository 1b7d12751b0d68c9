/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a version, derived from signed texts and never stored:
 *
 *   draft → submitted → filed ───────→ published → acknowledged → effective → superseded
 *                     ↘ returned (submit again)                            ↘ withdrawn, suspended, lapsed
 *                     ↘ refused (this content never)
 *
 * The guards of each step are here; the ledger calls them on admission, and
 * commands call them beforehand to say at once what a superior would refuse.
 */
#ifndef YICE_STORE_LIFECYCLE_H
#define YICE_STORE_LIFECYCLE_H

#include "store/authority.h"

enum yice_state {
	YICE_STATE_DRAFT,     /* nothing signed is known of it */
	YICE_STATE_SUBMITTED, /* on sub/, not decided */
	YICE_STATE_RETURNED,
	YICE_STATE_REFUSED,
	YICE_STATE_FILED,        /* a receipt stands, not yet published */
	YICE_STATE_PUBLISHED,    /* on pub/, not yet acknowledged */
	YICE_STATE_ACKNOWLEDGED, /* its first day is still to come */
	YICE_STATE_EFFECTIVE,
	YICE_STATE_SUPERSEDED, /* a later version has taken effect */
	YICE_STATE_WITHDRAWN,  /* a withdrawal has taken effect */
	YICE_STATE_SUSPENDED,  /* by the superior, on that day */
	YICE_STATE_LAPSED,     /* its own last day has passed */
	YICE_STATES
};

/* "effective"; 生效. Static. */
const char *yice_state_word(enum yice_state state, enum yice_lang lang);

/*
 * State of a version on day E as known at position K of the register that files the scope. Positions date
 * only what registers speak of: a submission or publication that no entry up to K mentions counts as known at
 * YICE_LATEST alone.
 */
enum yice_state yice_lifecycle_state(const struct yice_ledger *ledger, const char *scope, uint64_t seq,
				     yice_day day, uint64_t known);

/* The same for every version of a scope: what governs it is looked for once. */
struct yice_standing {
	const struct yice_node *node; /* NULL: nobody delegates the scope */
	const struct yice_admitted *now;
	yice_day day;
	uint64_t known;
};
struct yice_standing yice_lifecycle_standing(const struct yice_ledger *ledger, const char *scope, yice_day day,
					     uint64_t known);
enum yice_state yice_standing_state(const struct yice_standing *standing, uint64_t seq);

/* Has a version, by all that is known, an acknowledgement that stands? */
bool yice_lifecycle_is_acknowledged(const struct yice_ledger *ledger, const char *scope, uint64_t seq);

/*
 * A correction with a last day governs its days alone: from that day on it counts for nothing, and what it corrected, or has
 * superseded that, counts as if there were no correction. All other versions last until another takes their place.
 */
static inline bool yice_version_is_passing(const struct yice_version *version)
{
	return version->kind == YICE_VERSION_CORRECTION && version->to != YICE_DAY_MAX;
}
/* The version acknowledged after another, and lasting, whose first day comes first; NULL when there is none. */
const struct yice_version *yice_lifecycle_superseder(const struct yice_ledger *ledger, const char *scope, uint64_t seq);

/*
 * Everything a filing authority would hold against a version's text, by kind: what must be there, periods,
 * targets, order of days, argumentation, and, when findings are given, that the declared changes are the real
 * ones and nothing is looser. `day`: of filing. last: the last lasting version acknowledged, NULL when there is
 * none yet; target: the acknowledged version that a correction or withdrawal concerns, NULL when there is no such;
 * next: what has superseded that one, or will, NULL when nothing.
 * YICE_OK, YICE_EDIAG (all of them), YICE_ENOMEM.
 */
int yice_lifecycle_check_version(const struct yice_version *version, const struct yice_version *last,
				 const struct yice_version *target, const struct yice_version *next,
				 const struct yice_findings *findings, yice_day day, struct yice_diags *diags)
	YICE_MUST_CHECK;
/*
 * Would the last submission of the scope be filed on that day, by its superior as it stands now? findings may
 * be NULL.
 */
int yice_lifecycle_check_submission(const struct yice_ledger *ledger, const char *scope,
				    const struct yice_findings *findings, yice_day day,
				    struct yice_diags *diags) YICE_MUST_CHECK;
/* Is this content, as the next version or submitted again, one that the superior has refused? */
int yice_lifecycle_check_content(const struct yice_ledger *ledger, const char *scope, uint64_t seq,
				 const char *manifest, struct yice_diags *diags) YICE_MUST_CHECK;
/*
 * Would the head of pub/<scope> be acknowledged on that day: receipt, its bindings and expiry, the
 * publisher's threshold?
 */
int yice_lifecycle_check_publication(const struct yice_ledger *ledger, const char *scope, yice_day day,
				     struct yice_diags *diags) YICE_MUST_CHECK;

/*
 * Is the head of pub/<scope> one that cannot be acknowledged, whenever it is tried: by keys that were revoked or taken back
 * since it was filed, be it the publisher's, or the drafter's where the receipt has ended and it had to be filed again? Its
 * content can only be the next version.
 */
bool yice_lifecycle_is_stranded(const struct yice_ledger *ledger, const char *scope, yice_day day);

/*
 * Is everything on sub/<scope> and pub/<scope> signed by keys that some delegation of the scope gave the role, and does every
 * publication carry the receipt of its content? Asked once the superior's register is in. Whether those keys and that receipt
 * still count is judged when the superior decides.
 */
int yice_lifecycle_check_chains(const struct yice_ledger *ledger, const char *scope, struct yice_diags *diags) YICE_MUST_CHECK;

/*
 * The last lasting version acknowledged, not the last one published, so that nothing slips in through a version that was
 * never filed. 0 when there is none.
 */
uint64_t yice_lifecycle_reference(const struct yice_ledger *ledger, const char *scope);
/* The version against which another one's changes are found and declared: that one or, of a correction, its target. */
uint64_t yice_lifecycle_against(const struct yice_ledger *ledger, const struct yice_version *version);
/*
 * The receipt standing for the next version of a scope: its entry's seq in the superior's register, 0 when
 * there is none.
 */
uint64_t yice_lifecycle_receipt(const struct yice_ledger *ledger, const char *scope);
/*
 * The receipt under which the head of pub/<scope> is acknowledged on that day: the one it carries or, when that has ended
 * or is void, one given for the same version since. 0 when there is no head.
 */
uint64_t yice_lifecycle_filed_by(const struct yice_ledger *ledger, const char *scope, yice_day day);

/*
 * The day by which a scope's list is due for review: end of the period of its last periodic version
 * acknowledged; YICE_DAY_MAX when none.
 */
yice_day yice_lifecycle_due(const struct yice_ledger *ledger, const char *scope, uint64_t known);

#endif
