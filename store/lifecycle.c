/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a version: guards of the entries that move it on, called by the
 * ledger and beforehand by commands, and its state, derived from those entries
 * for any day and any position. Receipts bind scope, number, base and content;
 * each binding that fails is refused by a message of its own. Nothing here
 * changes the ledger but for what an entry under admission refers to.
 */
#include "store/lifecycle.h"

#include "store/ledger_internal.h"

static const char *const state_words[YICE_STATES][2] = {
	[YICE_STATE_DRAFT] = { "草案", "draft" },
	[YICE_STATE_SUBMITTED] = { "已提交", "submitted" },
	[YICE_STATE_RETURNED] = { "已退回", "returned" },
	[YICE_STATE_REFUSED] = { "不予备案", "refused" },
	[YICE_STATE_FILED] = { "已备案", "filed" },
	[YICE_STATE_PUBLISHED] = { "已发布", "published" },
	[YICE_STATE_ACKNOWLEDGED] = { "已确认", "acknowledged" },
	[YICE_STATE_EFFECTIVE] = { "生效", "effective" },
	[YICE_STATE_SUPERSEDED] = { "已被取代", "superseded" },
	[YICE_STATE_WITHDRAWN] = { "已撤回", "withdrawn" },
	[YICE_STATE_SUSPENDED] = { "停用", "suspended" },
	[YICE_STATE_LAPSED] = { "已失效", "lapsed" },
};

const char *yice_state_word(enum yice_state state, enum yice_lang lang)
{
	return state_words[state][lang];
}

static int refused(const struct yice_diags *diags)
{
	return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
}

static bool same_id(const struct yice_commit_id *a, const struct yice_commit_id *b)
{
	return !strcmp(a->oid, b->oid) && !strcmp(a->sha256, b->sha256);
}

static bool same_base(const struct yice_base *a, const struct yice_base *b)
{
	return a->seq == b->seq && (!a->seq || same_id(&a->commit, &b->commit));
}

const struct yice_admitted *yice_lifecycle_ack(const struct yice_node *scope, uint64_t seq, uint64_t known)
{
	for (const struct yice_admitted *act = yice_node_act(scope, seq); act; act = act->prior)
		if (act->entry.kind == YICE_ENTRY_ACKNOWLEDGEMENT &&
		    !strcmp(act->entry.place, scope->superior->code) &&
		    yice_node_stands(scope->superior, act, known))
			return act;
	return NULL;
}

/* The acknowledgement that stands, of the highest version. */
static const struct yice_admitted *last_ack(const struct yice_node *scope, uint64_t known)
{
	for (uint32_t i = scope->acks.count; i > 0; i--) {
		const struct yice_admitted *ack = scope->acks.items[i - 1];

		if (yice_node_stands(scope->superior, ack, known))
			return ack;
	}
	return NULL;
}

/* The same of those that last. */
static const struct yice_admitted *last_lasting(const struct yice_node *scope, uint64_t known)
{
	for (uint32_t i = scope->acks.count; i > 0; i--) {
		const struct yice_admitted *ack = scope->acks.items[i - 1];

		if (!yice_version_is_passing(&ack->commit->version) && yice_node_stands(scope->superior, ack, known))
			return ack;
	}
	return NULL;
}

static const struct yice_version *superseder(const struct yice_node *scope, uint64_t seq, uint64_t known)
{
	const struct yice_version *found = NULL;

	for (uint32_t i = 0; i < scope->acks.count; i++) {
		const struct yice_admitted *ack = scope->acks.items[i];
		const struct yice_version *version = &ack->commit->version;

		if (version->seq > seq && !yice_version_is_passing(version) && (!found || version->from < found->from) &&
		    yice_node_stands(scope->superior, ack, known))
			found = version;
	}
	return found;
}

/*
 * May these keys, at that position of the register (YICE_LATEST: its next)? *accepted gets the delegation
 * they signed under.
 */
static int judge_signers(const struct yice_ledger *ledger, const struct yice_node *scope, enum yice_role role,
			 const struct yice_signers *signers, uint64_t known, yice_day date,
			 struct yice_span at, struct yice_diags *diags, const struct yice_admitted **accepted)
{
	uint64_t position = known == YICE_LATEST ? scope->superior->entries.count + 1ull : known;
	struct yice_case given = {
		scope, scope->superior, role, signers, position, position, position, date
	};
	struct yice_verdict verdict;

	/* A root files with itself; its own keys draft and publish all the same. */
	yice_case_judge(ledger, &given, &verdict);
	*accepted = verdict.under;
	if (verdict.reason == YICE_DIAG_COUNT)
		return YICE_OK;
	yice_verdict_report(&verdict, at, diags);
	return refused(diags);
}

static int check_child(const struct yice_node *scope, const struct yice_node *place,
		       const struct yice_entry *e, struct yice_diags *diags)
{
	if (scope && scope->superior == place)
		return YICE_OK;
	yice_diag_add(diags, YICE_D_store_not_child, e->at[YICE_F_SCOPE], e->scope, place->code, NULL);
	return refused(diags);
}

/* ---- filing ---- */

static struct yice_filed_commit *find_submission(const struct yice_ledger *ledger, const struct yice_entry *e)
{
	uint32_t index = yice_map_find(&ledger->submissions, e->commit.oid, strlen(e->commit.oid));
	struct yice_filed_commit *found;

	if (index == YICE_MAP_NONE)
		return NULL;
	found = ledger->submitted.items[ledger->submissions.entries[index].value];
	return same_id(&found->id, &e->commit) && found->version.seq == e->version &&
		       !strcmp(found->version.scope, e->scope)
		   ? found
		   : NULL;
}

/* A decision that still binds: not undone, and no receipt that has ended. */
static bool is_decided(const struct yice_node *place, const struct yice_filed_commit *submission,
		       const struct yice_entry *e)
{
	const struct yice_admitted *last = submission->decided;

	return last && yice_node_stands(place, last, e->seq) &&
	       !(last->entry.kind == YICE_ENTRY_RECEIPT && e->date >= last->entry.expires);
}

/* A decision is about a submission that is here, is still open, and is what it names. */
static int check_decision(const struct yice_ledger *ledger, struct yice_node *place,
			  struct yice_admitted *entry, struct yice_diags *diags)
{
	const struct yice_entry *e = &entry->entry;
	struct yice_filed_commit *found = find_submission(ledger, e);
	char number[24];

	if (!found)
		yice_diag_add(diags, YICE_D_store_submission_unknown, e->at[YICE_F_SUBMISSION], e->scope,
			      yice_number_text(e->version, number), NULL);
	else if (strcmp(found->manifest, e->manifest) != 0)
		yice_diag_add(diags, YICE_D_store_receipt_content, e->at[YICE_F_MANIFEST], NULL);
	else if (is_decided(place, found, e))
		yice_diag_add(diags, YICE_D_store_decided, e->at[YICE_F_SUBMISSION],
			      yice_number_text(found->decided->entry.seq, number), NULL);
	else {
		entry->commit = found;
		return YICE_OK;
	}
	return refused(diags);
}

/*
 * Behind what is acknowledged. A version that was published and never acknowledged is passed over by the
 * next.
 */
static int check_turn(const struct yice_node *scope, uint64_t seq, uint64_t known, struct yice_span at,
		      struct yice_diags *diags)
{
	const struct yice_admitted *last = last_ack(scope, known);
	char text[2][24];

	if (!last || seq > last->entry.version)
		return YICE_OK;
	yice_diag_add(diags, YICE_D_store_acknowledged_before, at, scope->code,
		      yice_number_text(last->entry.version, text[0]),
		      yice_number_text(last->entry.seq, text[1]), NULL);
	return refused(diags);
}

static int check_refused_before(const struct yice_node *scope, uint64_t seq, const char *manifest, uint64_t known,
				struct yice_span at, struct yice_diags *diags)
{
	char number[24];

	for (const struct yice_admitted *act = yice_node_act(scope, seq); act; act = act->prior) {
		if (act->entry.kind != YICE_ENTRY_REFUSAL ||
		    strcmp(act->entry.manifest, manifest) != 0 ||
		    !yice_node_stands(scope->superior, act, known))
			continue;
		yice_diag_add(diags, YICE_D_store_refused_before, at,
			      yice_number_text(act->entry.seq, number), NULL);
		return refused(diags);
	}
	return YICE_OK;
}

/* Everything but what the receipt itself says. */
static int check_filing(const struct yice_ledger *ledger, const struct yice_node *scope,
			const struct yice_filed_commit *submission, const struct yice_findings *findings,
			uint64_t known, yice_day day, struct yice_span at, struct yice_diags *diags,
			const struct yice_admitted **accepted)
{
	const struct yice_version *version = &submission->version;
	const struct yice_admitted *last = last_lasting(scope, known);
	const struct yice_admitted *target =
	    version->target ? yice_lifecycle_ack(scope, version->target, known) : NULL;
	int status = check_turn(scope, version->seq, known, at, diags);

	if (!status)
		status = check_refused_before(scope, version->seq, submission->manifest, known, at, diags);
	if (!status)
		status = judge_signers(ledger, scope, YICE_ROLE_DRAFT, &submission->signers, known, day, at,
				       diags, accepted);
	return status ? status
		      : yice_lifecycle_check_version(version, last ? &last->commit->version : NULL,
						     target ? &target->commit->version : NULL,
						     superseder(scope, version->target, known), findings, day, diags);
}

static int guard_receipt(struct yice_ledger *ledger, struct yice_node *place, const struct yice_node *scope,
			 struct yice_admitted *entry, const struct yice_findings *findings,
			 struct yice_diags *diags)
{
	const struct yice_entry *e = &entry->entry;
	char day[2][11];
	int status = check_decision(ledger, place, entry, diags);

	if (status)
		return status;
	if (!same_base(&e->base, &entry->commit->version.base)) {
		yice_diag_add(diags, YICE_D_store_receipt_base, e->at[YICE_F_BASE], NULL);
		return refused(diags);
	}
	if (e->expires <= e->date) {
		yice_date_format(e->expires, day[0]);
		yice_date_format(e->date, day[1]);
		yice_diag_add(diags, YICE_D_store_expires, e->at[YICE_F_EXPIRES], day[0], day[1], NULL);
		return refused(diags);
	}
	return check_filing(ledger, scope, entry->commit, findings, e->seq, e->date, e->at[YICE_F_SUBMISSION],
			    diags, &entry->accepted);
}

/* ---- acknowledging ---- */

static const struct yice_admitted *receipt_at(const struct yice_node *place, uint64_t seq)
{
	const struct yice_admitted *entry = yice_node_entry(place, seq);

	return entry && entry->entry.kind == YICE_ENTRY_RECEIPT ? entry : NULL;
}

/* What a receipt binds, one message each. */
static int check_bound(const struct yice_entry *r, const struct yice_filed_commit *publication, struct yice_span at,
		       struct yice_diags *diags)
{
	const struct yice_version *version = &publication->version;
	char text[2][24];

	if (strcmp(r->scope, version->scope) != 0)
		yice_diag_add(diags, YICE_D_store_receipt_scope, at, r->scope, version->scope, NULL);
	else if (r->version != version->seq)
		yice_diag_add(diags, YICE_D_store_receipt_version, at, yice_number_text(r->version, text[0]),
			      yice_number_text(version->seq, text[1]), NULL);
	else if (!same_base(&r->base, &version->base))
		yice_diag_add(diags, YICE_D_store_receipt_base, at, NULL);
	else if (strcmp(r->manifest, publication->manifest) != 0)
		yice_diag_add(diags, YICE_D_store_receipt_content, at, NULL);
	else
		return YICE_OK;
	return refused(diags);
}

static int check_binding(const struct yice_node *place, const struct yice_admitted *receipt,
			 const struct yice_filed_commit *publication, uint64_t known, yice_day day,
			 struct yice_span at, struct yice_diags *diags)
{
	const struct yice_entry *r = &receipt->entry;
	char number[24], date[2][11];
	int status = check_bound(r, publication, at, diags);

	if (status)
		return status;
	yice_date_format(r->expires, date[0]);
	yice_date_format(day, date[1]);
	if (!yice_node_stands(place, receipt, known))
		yice_diag_add(diags, YICE_D_store_receipt_void, at, yice_number_text(r->seq, number), NULL);
	else if (day >= r->expires)
		yice_diag_add(diags, YICE_D_store_receipt_expired, at, date[0], date[1], NULL);
	else
		return YICE_OK;
	return refused(diags);
}

static int check_receipt(const struct yice_node *place, uint64_t seq,
			 const struct yice_filed_commit *publication, uint64_t known, yice_day day,
			 struct yice_span at, struct yice_diags *diags)
{
	const struct yice_admitted *receipt = receipt_at(place, seq);
	char number[24];

	if (receipt)
		return check_binding(place, receipt, publication, known, day, at, diags);
	yice_diag_add(diags, YICE_D_store_receipt_unknown, at, place->code, yice_number_text(seq, number),
		      NULL);
	return refused(diags);
}

/*
 * The receipt a publication carries is the one acknowledged; another may take its place only when that one
 * was undone by a revocation, or has ended, and the version was filed again.
 */
static uint64_t carried_receipt(const struct yice_node *place, const struct yice_filed_commit *publication,
				const struct yice_entry *e)
{
	const struct yice_admitted *carried = receipt_at(place, publication->receipt);

	bool good =
	    !carried || (yice_node_stands(place, carried, e->seq) && e->date < carried->entry.expires);

	return good ? publication->receipt : e->receipt;
}

static int guard_acknowledgement(struct yice_ledger *ledger, struct yice_node *place,
				 const struct yice_node *scope, struct yice_admitted *entry,
				 struct yice_diags *diags)
{
	const struct yice_entry *e = &entry->entry;
	struct yice_filed_commit *publication =
	    e->version <= scope->publications.count ? scope->publications.items[e->version - 1] : NULL;
	struct yice_span at = e->at[YICE_F_RECEIPT];
	char number[24];
	int status;

	if (!publication || !same_id(&publication->id, &e->commit)) {
		yice_diag_add(diags, YICE_D_store_publication_unknown, e->at[YICE_F_COMMIT], e->scope,
			      yice_number_text(e->version, number), NULL);
		return refused(diags);
	}
	if (strcmp(publication->manifest, e->manifest) != 0) {
		yice_diag_add(diags, YICE_D_store_receipt_content, e->at[YICE_F_MANIFEST], NULL);
		return refused(diags);
	}
	status = check_turn(scope, e->version, e->seq, e->at[YICE_F_VERSION], diags);
	if (!status)
		status = check_receipt(place, carried_receipt(place, publication, e), publication, e->seq,
				       e->date, at, diags);
	if (!status && e->receipt != carried_receipt(place, publication, e)) {
		yice_diag_add(diags, YICE_D_store_receipt_other, at,
			      yice_number_text(publication->receipt, number), NULL);
		return refused(diags);
	}
	if (!status)
		status = judge_signers(ledger, scope, YICE_ROLE_PUBLISH, &publication->signers, e->seq,
				       e->date, e->at[YICE_F_COMMIT], diags, &entry->accepted);
	entry->commit = publication;
	entry->receipt = receipt_at(place, e->receipt);
	return status;
}

/* ---- chains as they came in ---- */

/*
 * Has any delegation of the scope, by that register (NULL: by whichever), given these keys the role? Which one counts, and on
 * which day, is judged when the superior decides. `position`: of an entry older than the commit; a key revoked by then
 * counted for nothing already.
 */
static int check_granted(const struct yice_ledger *ledger, const struct yice_node *scope, const struct yice_node *by,
			 enum yice_role role, const struct yice_filed_commit *filed, uint64_t position,
			 struct yice_diags *diags)
{
	struct yice_verdict verdict;

	memset(&verdict, 0, sizeof(verdict));
	for (uint32_t i = 0; i < scope->delegations.count; i++) {
		const struct yice_admitted *grant = scope->delegations.items[i];
		const struct yice_node *place = yice_node_find(ledger, grant->entry.place);
		struct yice_case given = { scope, place, role, &filed->signers, grant->entry.seq, position, position,
					   grant->entry.from };

		if (by && place != by)
			continue;
		yice_case_judge(ledger, &given, &verdict);
		if (verdict.reason == YICE_DIAG_COUNT)
			return YICE_OK;
	}
	yice_verdict_report(&verdict, filed->version.span, diags);
	return refused(diags);
}

/* The register, of those that ever delegated the scope, in which the publication's receipt binds it; NULL when none does. */
static const struct yice_node *filed_in(const struct yice_ledger *ledger, const struct yice_node *scope,
					const struct yice_filed_commit *publication)
{
	const struct yice_node *found = NULL;
	struct yice_diags scratch;

	yice_diags_init(&scratch);
	for (uint32_t i = scope->delegations.count; !found && i > 0; i--) {
		const struct yice_admitted *grant = scope->delegations.items[i - 1];
		const struct yice_node *place = yice_node_find(ledger, grant->entry.place);
		const struct yice_admitted *receipt = receipt_at(place, publication->receipt);

		if (receipt && !check_bound(&receipt->entry, publication, YICE_SPAN_NONE, &scratch))
			found = place;
	}
	yice_diags_release(&scratch);
	return found;
}

static int check_published(const struct yice_ledger *ledger, const struct yice_node *scope,
			   const struct yice_filed_commit *publication, struct yice_diags *diags)
{
	const struct yice_node *place = filed_in(ledger, scope, publication);
	const struct yice_admitted *receipt = receipt_at(scope->superior, publication->receipt);
	struct yice_span at = publication->version.span;
	char number[24];

	if (place)
		return check_granted(ledger, scope, place, YICE_ROLE_PUBLISH, publication, publication->receipt, diags);
	if (receipt)
		return check_bound(&receipt->entry, publication, at, diags);
	yice_diag_add(diags, YICE_D_store_receipt_unknown, at, scope->superior->code,
		      yice_number_text(publication->receipt, number), NULL);
	return refused(diags);
}

int yice_lifecycle_check_chains(const struct yice_ledger *ledger, const char *code, struct yice_diags *diags)
{
	const struct yice_node *scope = yice_node_find(ledger, code);
	int status = YICE_OK;

	if (!scope || !scope->superior)
		return YICE_OK;
	for (uint32_t i = 0; !status && i < scope->submissions.count; i++)
		status = check_granted(ledger, scope, NULL, YICE_ROLE_DRAFT, scope->submissions.items[i], 0, diags);
	for (uint32_t i = 0; !status && i < scope->publications.count; i++)
		status = check_published(ledger, scope, scope->publications.items[i], diags);
	return status;
}

static int guard_suspension(const struct yice_node *scope, const struct yice_entry *e,
			    struct yice_diags *diags)
{
	char number[24];

	if (yice_lifecycle_ack(scope, e->version, e->seq))
		return YICE_OK;
	yice_diag_add(diags, YICE_D_store_suspension_version, e->at[YICE_F_VERSION], scope->code,
		      yice_number_text(e->version, number), NULL);
	return refused(diags);
}

int yice_guard_lifecycle(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry,
			 const struct yice_findings *findings, struct yice_diags *diags)
{
	const struct yice_entry *e = &entry->entry;
	const struct yice_node *scope = e->scope ? yice_node_find(ledger, e->scope) : NULL;
	int status;

	if (e->kind < YICE_ENTRY_RECEIPT || e->kind > YICE_ENTRY_SUSPENSION)
		return YICE_OK;
	status = check_child(scope, place, e, diags);
	if (status)
		return status;
	switch (e->kind) {
	case YICE_ENTRY_RECEIPT:
		return guard_receipt(ledger, place, scope, entry, findings, diags);
	case YICE_ENTRY_ACKNOWLEDGEMENT:
		return guard_acknowledgement(ledger, place, scope, entry, diags);
	case YICE_ENTRY_SUSPENSION:
		return guard_suspension(scope, e, diags);
	default:
		return check_decision(ledger, place, entry, diags);
	}
}

/* ---- beforehand ---- */

/* Does a receipt stand and not end on that day? */
static bool is_usable(const struct yice_node *place, const struct yice_admitted *receipt, yice_day day)
{
	return receipt && yice_node_stands(place, receipt, YICE_LATEST) && day < receipt->entry.expires;
}

/* The receipt a publication carries or, where that one has ended or is void, one given for it since. */
static uint64_t receipt_for(const struct yice_node *node, const struct yice_filed_commit *publication, yice_day day)
{
	if (is_usable(node->superior, receipt_at(node->superior, publication->receipt), day))
		return publication->receipt;
	for (const struct yice_admitted *act = yice_node_act(node, publication->version.seq); act; act = act->prior)
		if (act->entry.kind == YICE_ENTRY_RECEIPT && is_usable(node->superior, act, day))
			return act->entry.seq;
	return publication->receipt;
}

int yice_lifecycle_check_content(const struct yice_ledger *ledger, const char *scope, uint64_t seq,
				 const char *manifest, struct yice_diags *diags)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	return node && node->superior ? check_refused_before(node, seq, manifest, YICE_LATEST, YICE_SPAN_NONE, diags) :
					YICE_OK;
}

int yice_lifecycle_check_submission(const struct yice_ledger *ledger, const char *scope,
				    const struct yice_findings *findings, yice_day day,
				    struct yice_diags *diags)
{
	const struct yice_node *node = yice_node_find(ledger, scope);
	const struct yice_filed_commit *last;
	const struct yice_admitted *accepted;

	if (!node || !node->superior) {
		yice_diag_add(diags, YICE_D_store_scope_unknown, YICE_SPAN_NONE, scope, NULL);
		return refused(diags);
	}
	if (!node->submissions.count) {
		yice_diag_add(diags, YICE_D_store_submission_unknown, YICE_SPAN_NONE, scope, "1", NULL);
		return refused(diags);
	}
	last = node->submissions.items[node->submissions.count - 1];
	return check_filing(ledger, node, last, findings, YICE_LATEST, day, last->version.span, diags,
			    &accepted);
}

int yice_lifecycle_check_publication(const struct yice_ledger *ledger, const char *scope, yice_day day,
				     struct yice_diags *diags)
{
	const struct yice_node *node = yice_node_find(ledger, scope);
	const struct yice_filed_commit *head;
	const struct yice_admitted *accepted;
	int status;

	if (!node || !node->superior) {
		yice_diag_add(diags, YICE_D_store_scope_unknown, YICE_SPAN_NONE, scope, NULL);
		return refused(diags);
	}
	if (!node->publications.count) {
		yice_diag_add(diags, YICE_D_store_publication_unknown, YICE_SPAN_NONE, scope, "1", NULL);
		return refused(diags);
	}
	head = node->publications.items[node->publications.count - 1];
	status = check_turn(node, head->version.seq, YICE_LATEST, head->version.span, diags);
	if (!status)
		status = check_receipt(node->superior, receipt_for(node, head, day), head, YICE_LATEST, day,
				       head->version.span, diags);
	return status ? status
		      : judge_signers(ledger, node, YICE_ROLE_PUBLISH, &head->signers, YICE_LATEST, day,
				      head->version.span, diags, &accepted);
}

uint64_t yice_lifecycle_reference(const struct yice_ledger *ledger, const char *scope)
{
	const struct yice_node *node = yice_node_find(ledger, scope);
	const struct yice_admitted *last = node ? last_lasting(node, YICE_LATEST) : NULL;

	return last ? last->entry.version : 0;
}

uint64_t yice_lifecycle_against(const struct yice_ledger *ledger, const struct yice_version *version)
{
	return version->kind == YICE_VERSION_CORRECTION &&
			       yice_lifecycle_is_acknowledged(ledger, version->scope, version->target)
		   ? version->target
		   : yice_lifecycle_reference(ledger, version->scope);
}

const struct yice_version *yice_lifecycle_superseder(const struct yice_ledger *ledger, const char *scope, uint64_t seq)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	return node && node->superior ? superseder(node, seq, YICE_LATEST) : NULL;
}

uint64_t yice_lifecycle_filed_by(const struct yice_ledger *ledger, const char *scope, yice_day day)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	return node && node->superior && node->publications.count ?
		       receipt_for(node, node->publications.items[node->publications.count - 1], day) :
		       0;
}

/* Do enough of these keys still count in that role? Days of a delegation are left aside: those may be given anew. */
static bool keys_count(const struct yice_ledger *ledger, const struct yice_node *scope, enum yice_role role,
		       const struct yice_signers *signers, yice_day day)
{
	uint64_t position = scope->superior->entries.count + 1ull;
	struct yice_case given = { scope, scope->superior, role, signers, position, position, position, day };
	struct yice_verdict verdict;

	yice_case_judge(ledger, &given, &verdict);
	return verdict.reason == YICE_DIAG_COUNT || verdict.reason == YICE_D_store_not_yet ||
	       verdict.reason == YICE_D_store_expired;
}

bool yice_lifecycle_is_stranded(const struct yice_ledger *ledger, const char *scope, yice_day day)
{
	const struct yice_node *node = yice_node_find(ledger, scope);
	const struct yice_filed_commit *head;
	const struct yice_admitted *receipt, *last = node && node->superior ? last_ack(node, YICE_LATEST) : NULL;

	if (!node || !node->superior || !node->publications.count || (last && last->entry.version >= node->publications.count))
		return false;
	head = node->publications.items[node->publications.count - 1];
	if (!keys_count(ledger, node, YICE_ROLE_PUBLISH, &head->signers, day))
		return true;
	receipt = receipt_at(node->superior, receipt_for(node, head, day));
	return receipt && !is_usable(node->superior, receipt, day) &&
	       !keys_count(ledger, node, YICE_ROLE_DRAFT, &receipt->commit->signers, day);
}

uint64_t yice_lifecycle_receipt(const struct yice_ledger *ledger, const char *scope)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	for (uint32_t i = node ? node->decisions.count : 0; i > 0; i--) {
		const struct yice_admitted *decision = node->decisions.items[i - 1];

		if (decision->entry.version <= node->publications.count)
			break;
		if (decision->entry.kind == YICE_ENTRY_RECEIPT &&
		    yice_node_stands(node->superior, decision, YICE_LATEST))
			return decision->entry.seq;
	}
	return 0;
}

/* ---- states ---- */

/* The last suspension of a version known then; its interval replaces earlier ones. */
static bool is_suspended(const struct yice_node *scope, uint64_t seq, yice_day day, uint64_t known)
{
	for (const struct yice_admitted *act = yice_node_act(scope, seq); act; act = act->prior)
		if (act->entry.kind == YICE_ENTRY_SUSPENSION &&
		    yice_node_stands(scope->superior, act, known))
			return act->entry.from <= day && day < act->entry.to;
	return false;
}

static bool has_submission_after(const struct yice_node *scope, const struct yice_filed_commit *submission)
{
	for (uint32_t i = scope->submissions.count; i > 0; i--) {
		const struct yice_filed_commit *later = scope->submissions.items[i - 1];

		if (later == submission)
			return false;
		if (later->version.seq == submission->version.seq)
			return true;
	}
	return false;
}

static bool is_submitted(const struct yice_node *scope, uint64_t seq)
{
	for (uint32_t i = scope->submissions.count; i > 0; i--)
		if (((const struct yice_filed_commit *)scope->submissions.items[i - 1])->version.seq == seq)
			return true;
	return false;
}

enum yice_state yice_decision_state(enum yice_entry_kind kind)
{
	return kind == YICE_ENTRY_RECEIPT  ? YICE_STATE_FILED
	       : kind == YICE_ENTRY_RETURN ? YICE_STATE_RETURNED
					   : YICE_STATE_REFUSED;
}

/* Before acknowledgement: what the last decision says, and at the end what the chains show besides. */
enum yice_state yice_lifecycle_early(const struct yice_node *scope, uint64_t seq, uint64_t known)
{
	bool all = known == YICE_LATEST;

	if (all && seq <= scope->publications.count)
		return YICE_STATE_PUBLISHED;
	for (const struct yice_admitted *act = yice_node_act(scope, seq); act; act = act->prior) {
		if (!yice_is_decision(act) || !yice_node_stands(scope->superior, act, known))
			continue;
		if (all && act->entry.kind != YICE_ENTRY_RECEIPT && has_submission_after(scope, act->commit))
			return YICE_STATE_SUBMITTED;
		return yice_decision_state(act->entry.kind);
	}
	return all && is_submitted(scope, seq) ? YICE_STATE_SUBMITTED : YICE_STATE_DRAFT;
}

/* The last version acknowledged then whose first day has come, and that has not passed: what governs the scope on that day. */
static const struct yice_admitted *governing(const struct yice_node *scope, yice_day day, uint64_t known)
{
	for (uint32_t i = scope->acks.count; i > 0; i--) {
		const struct yice_admitted *ack = scope->acks.items[i - 1];

		if (ack->commit->version.from <= day &&
		    !(yice_version_is_passing(&ack->commit->version) && day >= ack->commit->version.to) && !strcmp(ack->entry.place, scope->superior->code) &&
		    yice_node_stands(scope->superior, ack, known))
			return ack;
	}
	return NULL;
}

bool yice_lifecycle_is_acknowledged(const struct yice_ledger *ledger, const char *scope, uint64_t seq)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	return node && node->superior && yice_lifecycle_ack(node, seq, YICE_LATEST);
}

struct yice_standing yice_lifecycle_standing(const struct yice_ledger *ledger, const char *scope, yice_day day,
					     uint64_t known)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	if (!node || !node->superior)
		return (struct yice_standing){ NULL, NULL, day, known };
	return (struct yice_standing){ node, governing(node, day, known), day, known };
}

enum yice_state yice_standing_state(const struct yice_standing *standing, uint64_t seq)
{
	const struct yice_admitted *ack, *now = standing->now;
	const struct yice_node *node = standing->node;
	const struct yice_version *version;

	if (!node || !seq)
		return YICE_STATE_DRAFT;
	ack = yice_lifecycle_ack(node, seq, standing->known);
	if (!ack)
		return yice_lifecycle_early(node, seq, standing->known);
	version = &ack->commit->version;
	if (standing->day < version->from)
		return YICE_STATE_ACKNOWLEDGED;
	if (now && now->entry.version > seq)
		return now->commit->version.kind == YICE_VERSION_WITHDRAWAL &&
			       now->commit->version.target == seq
			   ? YICE_STATE_WITHDRAWN
			   : YICE_STATE_SUPERSEDED;
	if (is_suspended(node, seq, standing->day, standing->known))
		return YICE_STATE_SUSPENDED;
	return standing->day >= version->to ? YICE_STATE_LAPSED : YICE_STATE_EFFECTIVE;
}

enum yice_state yice_lifecycle_state(const struct yice_ledger *ledger, const char *scope, uint64_t seq,
				     yice_day day, uint64_t known)
{
	struct yice_standing standing = yice_lifecycle_standing(ledger, scope, day, known);

	return yice_standing_state(&standing, seq);
}

yice_day yice_lifecycle_due(const struct yice_ledger *ledger, const char *scope, uint64_t known)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	for (uint32_t i = node ? node->acks.count : 0; i > 0; i--) {
		const struct yice_admitted *ack = node->acks.items[i - 1];

		if (ack->commit->version.kind == YICE_VERSION_PERIODIC &&
		    yice_node_stands(node->superior, ack, known))
			return ack->commit->version.period.to;
	}
	return YICE_DAY_MAX;
}
