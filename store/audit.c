/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an inspector looks for, from admitted texts alone: use before filing,
 * reviews overdue, days without a list, versions checked against what is no
 * longer in force, registers nobody vouches for. Called by `yice store audit`;
 * nothing found here changes what is in force.
 */
#include "store/audit.h"

#include "store/ledger_internal.h"

#define OFTEN 3
#define YEAR  365

static const char *const finding_words[YICE_FINDINGS] = {
	[YICE_FINDING_USED_BEFORE_FILING] = "used-before-filing",
	[YICE_FINDING_USED_BEFORE_ACK] = "used-before-acknowledgement",
	[YICE_FINDING_UNACKNOWLEDGED] = "unacknowledged",
	[YICE_FINDING_STRANDED] = "stranded",
	[YICE_FINDING_VOID] = "void",
	[YICE_FINDING_UNDECIDED] = "undecided",
	[YICE_FINDING_LEFT_FILED] = "left-filed",
	[YICE_FINDING_RETURNED_OFTEN] = "returned-often",
	[YICE_FINDING_STALE_UPPER] = "stale-upper",
	[YICE_FINDING_NEVER_PUBLISHED] = "never-published",
	[YICE_FINDING_NOT_IN_FORCE] = "not-in-force",
	[YICE_FINDING_GAP] = "gap",
	[YICE_FINDING_OVERDUE] = "overdue",
	[YICE_FINDING_DUE_SOON] = "due-soon",
	[YICE_FINDING_KEYS_EXPIRED] = "keys-expired",
	[YICE_FINDING_STALE_REGISTER] = "stale-register",
	[YICE_FINDING_UNSEALED] = "unsealed",
};

const char *yice_finding_word(enum yice_finding_kind kind)
{
	return finding_words[kind];
}

/* What is being audited. */
struct audit {
	const struct yice_ledger *ledger;
	const struct yice_asof *index;
	const struct yice_node *scope;
	yice_day today;
	yice_day on;    /* what is known: registers up to this day; YICE_DAY_MAX: all */
	uint64_t known; /* of the register that files the scope */
	struct yice_audit *out;
	uint32_t cap;
	int status;
};

static struct yice_finding *add(struct audit *a, enum yice_finding_kind kind, uint64_t version)
{
	struct yice_finding *items;

	if (a->out->count == a->cap) {
		uint32_t cap = a->cap ? a->cap * 2 : 16;

		items = realloc(a->out->items, cap * sizeof(*items));
		if (!items) {
			a->status = YICE_ENOMEM;
			return NULL;
		}
		a->out->items = items;
		a->cap = cap;
	}
	items = &a->out->items[a->out->count++];
	*items =
	    (struct yice_finding){ kind, a->scope->code, version, 0, YICE_DAY_MAX, YICE_DAY_MAX, 0, NULL };
	return items;
}

static void add_at(struct audit *a, enum yice_finding_kind kind, uint64_t version, uint64_t entry,
		   yice_day day, yice_day other)
{
	struct yice_finding *finding = add(a, kind, version);

	if (!finding)
		return;
	finding->entry = entry;
	finding->day = day;
	finding->other = other;
}

static int ask(const struct audit *a, const char *scope, yice_day day, struct yice_asof_answer *out)
{
	return a->on == YICE_DAY_MAX ? yice_asof_query(a->index, scope, day, YICE_LATEST, out)
				     : yice_asof_query_on(a->index, scope, day, a->on, out);
}

/* ---- versions ---- */

static const struct yice_admitted *standing_receipt(const struct yice_node *scope, uint64_t version,
						    uint64_t known)
{
	for (const struct yice_admitted *act = yice_node_act(scope, version); act; act = act->prior)
		if (act->entry.kind == YICE_ENTRY_RECEIPT && yice_node_stands(scope->superior, act, known))
			return act;
	return NULL;
}

static const struct yice_admitted *void_ack(const struct yice_node *scope, uint64_t version, uint64_t known)
{
	for (const struct yice_admitted *act = yice_node_act(scope, version); act; act = act->prior)
		if (act->entry.kind == YICE_ENTRY_ACKNOWLEDGEMENT && act->entry.seq <= known)
			return act;
	return NULL;
}

static void audit_published(struct audit *a, const struct yice_version *version)
{
	const struct yice_admitted *ack = yice_lifecycle_ack(a->scope, version->seq, a->known);
	const struct yice_admitted *receipt = standing_receipt(a->scope, version->seq, a->known), *undone;
	bool used = a->today >= version->from;

	if (ack) {
		if (ack->entry.date > version->from && version->kind != YICE_VERSION_CORRECTION)
			add_at(a, YICE_FINDING_USED_BEFORE_ACK, version->seq, ack->entry.seq, version->from,
			       ack->entry.date);
		return;
	}
	undone = void_ack(a->scope, version->seq, a->known);
	if (undone)
		add_at(a, YICE_FINDING_VOID, version->seq, undone->entry.seq, undone->entry.date,
		       YICE_DAY_MAX);
	else if (a->known != YICE_LATEST)
		return; /* no entry says that it had been published by then */
	if (!receipt && used)
		add_at(a, YICE_FINDING_USED_BEFORE_FILING, version->seq, 0, version->from, YICE_DAY_MAX);
	else if (used)
		add_at(a, YICE_FINDING_USED_BEFORE_ACK, version->seq, receipt->entry.seq, version->from,
		       YICE_DAY_MAX);
	else
		add_at(a, YICE_FINDING_UNACKNOWLEDGED, version->seq, receipt ? receipt->entry.seq : 0,
		       version->from, YICE_DAY_MAX);
	if (version->seq == a->scope->publications.count &&
	    yice_lifecycle_is_stranded(a->ledger, a->scope->code, a->today))
		add(a, YICE_FINDING_STRANDED, version->seq);
}

static void audit_decisions(struct audit *a)
{
	const struct yice_refs *decisions = &a->scope->decisions;
	uint64_t version = 0, count = 0;

	for (uint32_t i = 0; i < decisions->count; i++) {
		const struct yice_entry *e = &((const struct yice_admitted *)decisions->items[i])->entry;

		if (e->seq > a->known)
			break;
		count = e->version == version ? count : 0;
		version = e->version;
		count += e->kind != YICE_ENTRY_RECEIPT;
		if (count == OFTEN && e->kind != YICE_ENTRY_RECEIPT) {
			struct yice_finding *finding = add(a, YICE_FINDING_RETURNED_OFTEN, version);

			if (finding) {
				finding->entry = e->seq;
				finding->count = count;
			}
		}
	}
}

/* The one that may be under way: behind what is published, or was known to be. */
static uint64_t next_version(const struct audit *a)
{
	uint64_t version = a->scope->publications.count;

	while (a->known != YICE_LATEST && version && !yice_lifecycle_ack(a->scope, version, a->known))
		version--;
	return version + 1;
}

static void audit_underway(struct audit *a)
{
	const struct yice_refs *submissions = &a->scope->submissions;
	uint64_t version = next_version(a);
	const struct yice_admitted *receipt = standing_receipt(a->scope, version, a->known);
	const struct yice_filed_commit *last =
	    submissions->count ? submissions->items[submissions->count - 1] : NULL;

	if (receipt && a->today >= receipt->entry.expires)
		add_at(a, YICE_FINDING_LEFT_FILED, version, receipt->entry.seq, receipt->entry.expires,
		       YICE_DAY_MAX);
	if (a->known == YICE_LATEST && last && last->version.seq >= version && !last->decided)
		add(a, YICE_FINDING_UNDECIDED, last->version.seq);
}

/* ---- what is in force ---- */

static void audit_uppers(struct audit *a, const struct yice_version *version)
{
	struct yice_asof_answer answer;

	for (uint32_t i = 0; i < version->uppers.count; i++) {
		const struct yice_upper *upper = &version->uppers.items[i];
		struct yice_finding *finding;

		if (!ask(a, upper->scope, a->today, &answer) &&
		    answer.tiers[0].seq == upper->seq && answer.tiers[0].state == YICE_STATE_EFFECTIVE)
			continue;
		finding = add(a, YICE_FINDING_STALE_UPPER, version->seq);
		if (!finding)
			return;
		finding->upper = upper->scope;
		finding->count = upper->seq;
	}
}

static int by_day(const void *a, const void *b)
{
	yice_day left = *(const yice_day *)a, right = *(const yice_day *)b;

	return left < right ? -1 : left > right;
}

/* Every day on which what is in force may change, ascending; *count of them. */
static yice_day *turning_days(const struct yice_node *scope, uint32_t *count)
{
	yice_day *days = malloc((scope->acks.count + scope->suspensions.count + 1u) * 2 * sizeof(*days));

	*count = 0;
	for (uint32_t i = 0; days && i < scope->acks.count; i++) {
		const struct yice_version *version =
		    &((const struct yice_admitted *)scope->acks.items[i])->commit->version;

		days[(*count)++] = version->from;
		days[(*count)++] = version->to;
	}
	for (uint32_t i = 0; days && i < scope->suspensions.count; i++) {
		const struct yice_entry *e =
		    &((const struct yice_admitted *)scope->suspensions.items[i])->entry;

		days[(*count)++] = e->from;
		days[(*count)++] = e->to;
	}
	if (days)
		qsort(days, *count, sizeof(*days), by_day);
	return days;
}

/* Days behind the first list and before today on which nothing was in force, with the list that followed. */
static void audit_gaps(struct audit *a)
{
	struct yice_asof_answer answer;
	uint32_t count;
	yice_day *days = turning_days(a->scope, &count), since = YICE_DAY_MAX;
	uint64_t version = 0;
	bool begun = false;

	if (!days) {
		a->status = YICE_ENOMEM;
		return;
	}
	for (uint32_t i = 0; i < count && days[i] <= a->today; i++) {
		if (ask(a, a->scope->code, days[i], &answer))
			break;
		if (answer.tiers[0].state == YICE_STATE_EFFECTIVE) {
			if (since != YICE_DAY_MAX)
				add_at(a, YICE_FINDING_GAP, version, 0, since, days[i]);
			since = YICE_DAY_MAX;
			begun = true;
		} else if (begun && since == YICE_DAY_MAX) {
			since = days[i];
			version = answer.tiers[0].seq;
		}
	}
	free(days);
}

static void audit_force(struct audit *a)
{
	yice_day due = yice_lifecycle_due(a->ledger, a->scope->code, a->known);
	struct yice_asof_answer answer;
	const struct yice_asof_tier *tier = &answer.tiers[0];

	if (ask(a, a->scope->code, a->today, &answer))
		return;
	if (tier->state == YICE_STATE_EFFECTIVE)
		audit_uppers(a, tier->version);
	else if (tier->seq)
		add_at(a, YICE_FINDING_NOT_IN_FORCE, tier->seq, tier->acknowledged, YICE_DAY_MAX,
		       YICE_DAY_MAX);
	else if (!tier->later)
		add(a, YICE_FINDING_NEVER_PUBLISHED, 0);
	audit_gaps(a);
	if (due <= a->today)
		add_at(a, YICE_FINDING_OVERDUE, 0, 0, due, YICE_DAY_MAX);
	else if (due != YICE_DAY_MAX && due - YEAR <= a->today)
		add_at(a, YICE_FINDING_DUE_SOON, 0, 0, due, YICE_DAY_MAX);
}

/* ---- registers ---- */

/* How many entries of its register the superior had sealed. */
static uint64_t sealed_by(const struct yice_node *scope, uint64_t known)
{
	for (uint32_t i = scope->seals.count; i > 0; i--) {
		const struct yice_admitted *seal = scope->seals.items[i - 1];

		if (seal->entry.seq <= known)
			return seal->entry.seal.seq;
	}
	return 0;
}

static void audit_register(struct audit *a)
{
	const struct yice_node *scope = a->scope;
	const struct yice_admitted *grant = yice_node_delegation(scope, scope->superior, a->known);
	uint64_t sealed = sealed_by(scope, a->known), own = yice_node_known(scope, a->on);
	uint64_t count = own < scope->entries.count ? own : scope->entries.count;
	struct yice_finding *finding;

	if (grant && (a->today >= grant->entry.to || a->today < grant->entry.from))
		add_at(a, YICE_FINDING_KEYS_EXPIRED, 0, grant->entry.seq, grant->entry.to, YICE_DAY_MAX);
	if (!count)
		return;
	if (yice_node_is_stale(scope, count, a->today))
		add(a, YICE_FINDING_STALE_REGISTER, 0);
	if (scope->superior == scope || sealed >= count)
		return;
	finding = add(a, YICE_FINDING_UNSEALED, 0);
	if (finding)
		finding->count = count - sealed;
}

static void audit_scope(struct audit *a)
{
	for (uint32_t i = 0; i < a->scope->publications.count; i++)
		audit_published(
		    a, &((const struct yice_filed_commit *)a->scope->publications.items[i])->version);
	audit_decisions(a);
	audit_underway(a);
	audit_force(a);
	audit_register(a);
}

int yice_audit_run(const struct yice_ledger *ledger, const struct yice_asof *index, const char *scope,
		   yice_day today, yice_day on, struct yice_audit *out)
{
	struct audit a = { .ledger = ledger, .index = index, .today = today, .on = on, .out = out };
	const struct yice_node *only = scope ? yice_node_find(ledger, scope) : NULL;

	*out = (struct yice_audit){ NULL, 0, today, on };
	if (scope && (!only || !only->superior))
		return YICE_ENOTFOUND;
	for (uint32_t i = 0; i < ledger->ordered.count && !a.status; i++) {
		a.scope = ledger->ordered.items[i];
		a.known = yice_node_known(a.scope->superior, on);
		if ((!only || only == a.scope) && yice_node_is_delegated(a.scope, a.known))
			audit_scope(&a);
	}
	if (a.status)
		yice_audit_release(out);
	return a.status;
}

void yice_audit_release(struct yice_audit *audit)
{
	free(audit->items);
	audit->items = NULL;
	audit->count = 0;
}
