/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Admission in order: the header of every entry (place, number, digest of the
 * one before, days, position of the superior's register) and of every commit of
 * a chain, then the guards of authority.c and lifecycle.c, then taking in. What
 * was admitted never changes, but for the positions from which a revoked key
 * undoes it. Called by whoever loads a repository or is about to write to one.
 */
#include "store/ledger_internal.h"

#include <stdio.h>

#include "yice/digest.h"

int yice_refs_add(struct yice_refs *refs, void *item)
{
	if (refs->count == refs->cap) {
		uint32_t cap = refs->cap ? refs->cap * 2 : 8;
		void **items = realloc(refs->items, cap * sizeof(*items));

		if (!items)
			return YICE_ENOMEM;
		refs->items = items;
		refs->cap = cap;
	}
	refs->items[refs->count++] = item;
	return YICE_OK;
}

int yice_ledger_new(struct yice_ledger **out)
{
	struct yice_ledger *ledger = calloc(1, sizeof(*ledger));

	if (!ledger)
		return YICE_ENOMEM;
	yice_arena_init(&ledger->arena);
	yice_map_init(&ledger->codes);
	yice_map_init(&ledger->keys);
	yice_map_init(&ledger->submissions);
	*out = ledger;
	return YICE_OK;
}

static void release_node(struct yice_node *node)
{
	free(node->entries.items);
	free(node->revocations.items);
	free(node->delegations.items);
	free(node->seals.items);
	free(node->submissions.items);
	free(node->publications.items);
	free(node->decisions.items);
	free(node->acks.items);
	free(node->suspensions.items);
	free(node->acts.items);
}

void yice_ledger_free(struct yice_ledger *ledger)
{
	if (!ledger)
		return;
	for (uint32_t i = 0; i < ledger->nodes.count; i++)
		release_node(ledger->nodes.items[i]);
	free(ledger->nodes.items);
	free(ledger->ordered.items);
	free(ledger->first.items);
	free(ledger->grants.items);
	free(ledger->submitted.items);
	yice_map_release(&ledger->codes);
	yice_map_release(&ledger->keys);
	yice_map_release(&ledger->submissions);
	yice_arena_release(&ledger->arena);
	free(ledger);
}

int yice_ledger_trust(struct yice_ledger *ledger, const char *root_sha256)
{
	if (!yice_is_sha256(root_sha256))
		return YICE_ESYNTAX;
	memcpy(ledger->trust, root_sha256, sizeof(ledger->trust));
	return YICE_OK;
}

struct yice_node *yice_node_find(const struct yice_ledger *ledger, const char *code)
{
	uint32_t index = yice_map_find(&ledger->codes, code, strlen(code));

	return index == YICE_MAP_NONE ? NULL : ledger->nodes.items[index];
}

struct yice_node *yice_node_make(struct yice_ledger *ledger, const char *code)
{
	struct yice_node *node = yice_node_find(ledger, code);
	uint32_t index;

	if (node)
		return node;
	node = yice_arena_alloc(&ledger->arena, sizeof(*node));
	if (!node || yice_map_put(&ledger->codes, code, strlen(code), ledger->nodes.count, &index, NULL))
		return NULL;
	node->code = ledger->codes.entries[index].key;
	node->admitting = YICE_LATEST;
	return yice_refs_add(&ledger->nodes, node) ? NULL : node;
}

const char *yice_number_text(uint64_t number, char out[24])
{
	snprintf(out, 24, "%llu", (unsigned long long)number);
	return out;
}

static const char *day_text(yice_day day, char out[11])
{
	yice_date_format(day, out);
	return out;
}

/* ---- header of an entry ---- */

/* Whose register it is and whether it may begin: a root that is trusted, or a delegated scope. */
static int check_place(struct yice_ledger *ledger, struct yice_admitted *entry, struct yice_node **out,
		       struct yice_diags *diags)
{
	const struct yice_entry *e = &entry->entry;
	struct yice_node *place = yice_node_make(ledger, e->place);
	bool root = e->kind == YICE_ENTRY_ROOT;

	if (!place)
		return YICE_ENOMEM;
	*out = place;
	if (place->superior && place->superior != place && root)
		yice_diag_add(diags, YICE_D_store_root_kind, e->at[YICE_F_REGISTER], e->place, NULL);
	else if (!place->superior && !root)
		yice_diag_add(diags, YICE_D_store_register_unknown, e->at[YICE_F_REGISTER], e->place, NULL);
	else if (!place->superior && strcmp(ledger->trust, entry->sha256) != 0)
		yice_diag_add(diags, YICE_D_store_root_untrusted, e->at[YICE_F_REGISTER], e->place, NULL);
	else
		return YICE_OK;
	return YICE_EDIAG;
}

static int check_order(const struct yice_node *place, const struct yice_entry *e, struct yice_diags *diags)
{
	const struct yice_admitted *last = yice_node_entry(place, place->entries.count);
	char here[24], want[24], day[11], before[11];

	if (e->seq != place->entries.count + 1ull)
		yice_diag_add(diags, YICE_D_store_seq, e->at[YICE_F_SEQ], place->code,
			      yice_number_text(place->entries.count + 1ull, want),
			      yice_number_text(e->seq, here), NULL);
	else if (last ? !e->prev || strcmp(e->prev, last->sha256) != 0 : e->prev != NULL)
		yice_diag_add(diags, YICE_D_store_prev, e->at[YICE_F_PREV], place->code,
			      yice_number_text(e->seq - 1, want), NULL);
	else if (last && e->date < last->entry.date)
		yice_diag_add(diags, YICE_D_store_date_back, e->at[YICE_F_DATE], day_text(e->date, day),
			      day_text(last->entry.date, before), NULL);
	else
		return YICE_OK;
	return YICE_EDIAG;
}

/*
 * What the entry says it knew of the superior's register must be so, and never less than the entry before it
 * knew.
 */
static int check_above(const struct yice_node *place, const struct yice_entry *e, struct yice_diags *diags)
{
	const struct yice_node *superior = place->superior;
	const struct yice_admitted *last = yice_node_entry(place, place->entries.count), *above;
	struct yice_span at = e->at[YICE_F_ABOVE];
	char here[24], there[24], day[11], before[11];

	if (!superior || superior == place) {
		if (!e->above.seq)
			return YICE_OK;
		yice_diag_add(diags, YICE_D_store_above_root, at, place->code, NULL);
		return YICE_EDIAG;
	}
	above = yice_node_entry(superior, e->above.seq);
	if (!e->above.seq)
		yice_diag_add(diags, YICE_D_store_above_none, at, place->code, NULL);
	else if (!above)
		yice_diag_add(diags, YICE_D_store_above_short, at, superior->code,
			      yice_number_text(e->above.seq, here),
			      yice_number_text(superior->entries.count, there), NULL);
	else if (strcmp(above->sha256, e->above.sha256) != 0)
		yice_diag_add(diags, YICE_D_store_above_other, at, superior->code,
			      yice_number_text(e->above.seq, here), NULL);
	else if (last && e->above.seq < last->entry.above.seq)
		yice_diag_add(diags, YICE_D_store_above_back, at,
			      yice_number_text(last->entry.above.seq, there),
			      yice_number_text(e->above.seq, here), NULL);
	else if (e->date < above->entry.date)
		yice_diag_add(diags, YICE_D_store_date_above, e->at[YICE_F_DATE], day_text(e->date, day),
			      day_text(above->entry.date, before), NULL);
	else
		return YICE_OK;
	return YICE_EDIAG;
}

/* Seals only go forward (guard_seal() of authority.c). */
uint32_t yice_node_seal(const struct yice_node *place, uint64_t seq)
{
	uint32_t low = 0, high = place->seals.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct yice_admitted *seal = place->seals.items[middle];

		if (seal->entry.seal.seq < seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Wherever the superior sealed exactly this many entries, it must have seen this one. */
static int check_seals(const struct yice_node *place, const struct yice_admitted *entry,
		       struct yice_diags *diags)
{
	char here[24];

	for (uint32_t i = yice_node_seal(place, entry->entry.seq); i < place->seals.count; i++) {
		const struct yice_admitted *seal = place->seals.items[i];

		if (seal->entry.seal.seq != entry->entry.seq)
			break;
		if (!strcmp(seal->entry.seal.sha256, entry->sha256))
			continue;
		yice_diag_add(diags, YICE_D_store_seal_other, entry->entry.span, place->code,
			      yice_number_text(entry->entry.seq, here), NULL);
		return YICE_EDIAG;
	}
	return YICE_OK;
}

/* ---- taking in ---- */

static int take_delegation(struct yice_ledger *ledger, struct yice_node *place, struct yice_node *scope,
			   struct yice_admitted *entry)
{
	int status;

	assert(scope);
	if (!scope->superior) {
		status = yice_refs_add(&ledger->ordered, scope);
		if (status)
			return status;
	}
	scope->superior = place;
	status = yice_refs_add(&scope->delegations, entry);
	if (!status && entry->entry.kind != YICE_ENTRY_ROOT && entry->entry.seal.seq)
		status = yice_refs_add(&scope->seals, entry);
	return status ? status : yice_authority_take(ledger, place, scope, entry);
}

/* An act about a version, in the list of its kind and behind the others about that version. */
static int take_act(struct yice_node *scope, struct yice_refs *list, struct yice_admitted *entry)
{
	uint64_t version = entry->entry.version;
	int status;

	assert(scope);
	status = yice_refs_add(list, entry);

	/* Guards let through only versions that were submitted, and those come one by one. */
	while (!status && scope->acts.count < version)
		status = yice_refs_add(&scope->acts, NULL);
	if (status)
		return status;
	entry->prior = scope->acts.items[version - 1];
	scope->acts.items[version - 1] = entry;
	return YICE_OK;
}

static int take_by_kind(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry)
{
	struct yice_node *scope = entry->entry.scope ? yice_node_make(ledger, entry->entry.scope) : NULL;

	if (entry->entry.scope && !scope)
		return YICE_ENOMEM;
	switch (entry->entry.kind) {
	case YICE_ENTRY_ROOT:
		return take_delegation(ledger, place, place, entry);
	case YICE_ENTRY_DELEGATION:
		return take_delegation(ledger, place, scope, entry);
	case YICE_ENTRY_RECEIPT:
	case YICE_ENTRY_RETURN:
	case YICE_ENTRY_REFUSAL:
		entry->commit->decided = entry;
		return take_act(scope, &scope->decisions, entry);
	case YICE_ENTRY_ACKNOWLEDGEMENT:
		return take_act(scope, &scope->acks, entry);
	case YICE_ENTRY_SUSPENSION:
		return take_act(scope, &scope->suspensions, entry);
	case YICE_ENTRY_REVOCATION:
		if (yice_refs_add(&place->revocations, entry))
			return YICE_ENOMEM;
		yice_authority_revoke(place, entry);
		return YICE_OK;
	case YICE_ENTRY_CHECKPOINT:
		if (!scope || scope == place || !entry->entry.seal.seq)
			return YICE_OK;
		return yice_refs_add(&scope->seals, entry);
	case YICE_ENTRIES:
		break;
	}
	return YICE_OK;
}

static int copy_signers(struct yice_arena *arena, const struct yice_signers *signers,
			struct yice_signers *out)
{
	const char **keys = yice_arena_array(arena, signers ? signers->count : 0, sizeof(*keys));

	for (uint32_t i = 0; keys && signers && i < signers->count; i++)
		keys[i] = yice_arena_strdup(arena, signers->keys[i]);
	out->keys = keys;
	out->count = signers ? signers->count : 0;
	return arena->failed ? YICE_ENOMEM : YICE_OK;
}

static int guard(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry,
		 const struct yice_findings *findings, struct yice_diags *diags)
{
	int status;

	place->admitting = entry->entry.above.seq;
	status = yice_guard_authority(ledger, place, entry, diags);
	if (!status)
		status = yice_guard_register(ledger, place, entry, diags);
	if (!status)
		status = yice_guard_lifecycle(ledger, place, entry, findings, diags);
	place->admitting = YICE_LATEST;
	return status;
}

int yice_ledger_entry(struct yice_ledger *ledger, const char *text, size_t len, uint32_t file,
		      const struct yice_signers *signers, const struct yice_findings *findings,
		      struct yice_diags *diags, char sha256[65])
{
	struct yice_admitted *entry = yice_arena_alloc(&ledger->arena, sizeof(*entry));
	struct yice_node *place = NULL;
	int status;

	if (!entry)
		return YICE_ENOMEM;
	entry->void_own = entry->void_above = YICE_LATEST;
	status = yice_entry_parse(text, len, file, &ledger->arena, diags, &entry->entry);
	if (!status)
		status = yice_digest_sha256(text, len, entry->sha256);
	if (!status && sha256)
		memcpy(sha256, entry->sha256, sizeof(entry->sha256));
	if (!status)
		status = copy_signers(&ledger->arena, signers, &entry->signers);
	if (!status)
		status = check_place(ledger, entry, &place, diags);
	if (!status)
		status = check_order(place, &entry->entry, diags);
	if (!status)
		status = check_above(place, &entry->entry, diags);
	if (!status)
		status = check_seals(place, entry, diags);
	if (!status)
		status = guard(ledger, place, entry, findings, diags);
	if (!status)
		status = yice_refs_add(&place->entries, entry);
	if (!status)
		status = take_by_kind(ledger, place, entry);
	return diags->failed ? YICE_ENOMEM : status;
}

/* ---- chains ---- */

static const struct yice_filed_commit *last_of(const struct yice_refs *chain)
{
	return chain->count ? chain->items[chain->count - 1] : NULL;
}

static bool same_commit(const struct yice_commit_id *a, const struct yice_commit_id *b)
{
	return !strcmp(a->oid, b->oid) && !strcmp(a->sha256, b->sha256);
}

/* The text's scope, number and base against the published chain; want: the number it must have. */
static int check_chain(const struct yice_node *node, const struct yice_chain_commit *commit,
		       const struct yice_version *version, uint64_t want,
		       const struct yice_filed_commit *before, struct yice_diags *diags)
{
	const struct yice_filed_commit *base = want > 1 ? node->publications.items[want - 2] : NULL;
	char here[24], there[24];

	if (strcmp(version->scope, commit->scope) != 0)
		yice_diag_add(diags, YICE_D_store_ref_scope, version->at[YICE_F_V_SCOPE], commit->scope,
			      version->scope, NULL);
	else if (version->seq != want)
		yice_diag_add(diags, YICE_D_store_chain_seq, version->at[YICE_F_V_SEQ], commit->scope,
			      yice_number_text(want, there), yice_number_text(version->seq, here), NULL);
	else if (version->base.seq != want - 1 || (base && !same_commit(&base->id, &version->base.commit)))
		yice_diag_add(diags, YICE_D_store_chain_base, version->at[YICE_F_V_BASE],
			      yice_number_text(want, here), yice_number_text(want - 1, there), NULL);
	else if (before ? !commit->parent || strcmp(commit->parent, before->id.oid) != 0
			: commit->parent != NULL)
		yice_diag_add(diags, YICE_D_store_chain_parent, version->span, commit->scope, NULL);
	else
		return YICE_OK;
	return YICE_EDIAG;
}

static int read_commit(struct yice_ledger *ledger, const struct yice_chain_commit *commit,
		       struct yice_diags *diags, struct yice_node **node, struct yice_filed_commit **out)
{
	struct yice_filed_commit *filed = yice_arena_alloc(&ledger->arena, sizeof(*filed));
	int status;

	*node = yice_node_make(ledger, commit->scope);
	if (!filed || !*node)
		return YICE_ENOMEM;
	status = yice_version_parse(commit->text, commit->len, commit->file, &ledger->arena, diags,
				    &filed->version);
	if (status)
		return status;
	filed->id.oid = yice_arena_strdup(&ledger->arena, commit->id.oid);
	filed->id.sha256 = yice_arena_strdup(&ledger->arena, commit->id.sha256);
	filed->manifest = yice_arena_strdup(&ledger->arena, commit->manifest);
	filed->receipt = commit->receipt;
	*out = filed;
	return copy_signers(&ledger->arena, &commit->signers, &filed->signers);
}

/* A version may be submitted again and again until it is published, and then the next one. */
static uint64_t next_submission(const struct yice_node *node, uint64_t seq)
{
	const struct yice_filed_commit *before = last_of(&node->submissions);
	uint64_t want = before ? before->version.seq : 1;

	return before && seq == want + 1 && node->publications.count >= want ? seq : want;
}

int yice_ledger_check_submission(const struct yice_ledger *ledger, const struct yice_version *version,
				 struct yice_diags *diags)
{
	const struct yice_node *node = yice_node_find(ledger, version->scope);
	const struct yice_filed_commit *before = node ? last_of(&node->submissions) : NULL;
	struct yice_chain_commit commit = { .scope = version->scope, .parent = before ? before->id.oid : NULL };
	int status = node ? check_chain(node, &commit, version, next_submission(node, version->seq), before, diags) : YICE_OK;

	return diags->failed ? YICE_ENOMEM : status;
}

int yice_ledger_submission(struct yice_ledger *ledger, const struct yice_chain_commit *commit,
			   struct yice_diags *diags)
{
	struct yice_filed_commit *filed;
	const struct yice_filed_commit *before;
	struct yice_node *node;
	uint32_t index;
	int status = read_commit(ledger, commit, diags, &node, &filed);

	if (status)
		return status;
	before = last_of(&node->submissions);
	status = check_chain(node, commit, &filed->version, next_submission(node, filed->version.seq), before, diags);
	if (!status)
		status = yice_map_put(&ledger->submissions, filed->id.oid, strlen(filed->id.oid),
				      ledger->submitted.count, &index, NULL);
	if (!status)
		status = yice_refs_add(&ledger->submitted, filed);
	return status ? status : yice_refs_add(&node->submissions, filed);
}

int yice_ledger_publication(struct yice_ledger *ledger, const struct yice_chain_commit *commit,
			    struct yice_diags *diags)
{
	struct yice_filed_commit *filed;
	struct yice_node *node;
	int status = read_commit(ledger, commit, diags, &node, &filed);

	if (status)
		return status;
	status = check_chain(node, commit, &filed->version, node->publications.count + 1ull,
			     last_of(&node->publications), diags);
	return status ? status : yice_refs_add(&node->publications, filed);
}

/* ---- reading ---- */

uint64_t yice_ledger_size(const struct yice_ledger *ledger, const char *place)
{
	const struct yice_node *node = yice_node_find(ledger, place);

	return node ? node->entries.count : 0;
}

const char *yice_ledger_digest(const struct yice_ledger *ledger, const char *place, uint64_t seq)
{
	const struct yice_node *node = yice_node_find(ledger, place);
	const struct yice_admitted *entry = node ? yice_node_entry(node, seq) : NULL;

	return entry ? entry->sha256 : NULL;
}

const struct yice_entry *yice_ledger_get(const struct yice_ledger *ledger, const char *place, uint64_t seq)
{
	const struct yice_node *node = yice_node_find(ledger, place);
	const struct yice_admitted *entry = node ? yice_node_entry(node, seq) : NULL;

	return entry ? &entry->entry : NULL;
}

uint64_t yice_node_known_on(const struct yice_node *place, yice_day day)
{
	uint32_t low = 0, high = place->entries.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct yice_admitted *entry = place->entries.items[middle];

		if (entry->entry.date <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t yice_ledger_known_on(const struct yice_ledger *ledger, const char *place, yice_day day)
{
	const struct yice_node *node = yice_node_find(ledger, place);

	return node ? yice_node_known_on(node, day) : 0;
}

struct yice_base yice_ledger_head(const struct yice_ledger *ledger, const char *scope)
{
	const struct yice_node *node = yice_node_find(ledger, scope);
	const struct yice_filed_commit *head = node ? last_of(&node->publications) : NULL;

	return head ? (struct yice_base){ head->version.seq, head->id }
		    : (struct yice_base){ 0, { NULL, NULL } };
}

const struct yice_version *yice_ledger_version(const struct yice_ledger *ledger, const char *scope,
					       uint64_t seq)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	if (!node || !seq || seq > node->publications.count)
		return NULL;
	return &((const struct yice_filed_commit *)node->publications.items[seq - 1])->version;
}

const struct yice_version *yice_ledger_submitted(const struct yice_ledger *ledger, const char *scope,
						 uint64_t seq)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	for (uint32_t i = node ? node->submissions.count : 0; i > 0; i--) {
		const struct yice_filed_commit *filed = node->submissions.items[i - 1];

		if (filed->version.seq == seq)
			return &filed->version;
	}
	return NULL;
}

int yice_ledger_acts(const struct yice_ledger *ledger, const char *scope, uint64_t seq,
		     int (*visit)(void *to, const struct yice_entry *entry), void *to)
{
	const struct yice_node *node = yice_node_find(ledger, scope);
	const struct yice_admitted **acts;
	size_t count = 0, i = 0;
	int status = YICE_OK;

	for (const struct yice_admitted *act = node ? yice_node_act(node, seq) : NULL; act; act = act->prior)
		count++;
	acts = malloc((count + 1) * sizeof(*acts));
	if (!acts)
		return YICE_ENOMEM;
	for (const struct yice_admitted *act = count ? yice_node_act(node, seq) : NULL; act; act = act->prior)
		acts[i++] = act;
	while (!status && i > 0)
		status = visit(to, &acts[--i]->entry);
	free(acts);
	return status;
}

int yice_ledger_next(const struct yice_ledger *ledger, const char *place, yice_day date,
		     struct yice_entry *out)
{
	const struct yice_node *node = yice_node_find(ledger, place),
			       *superior = node ? node->superior : NULL;
	const struct yice_admitted *last = node ? yice_node_entry(node, node->entries.count) : NULL,
				   *above = NULL;

	memset(out, 0, sizeof(*out));
	out->place = place;
	out->seq = node ? node->entries.count + 1ull : 1;
	out->date = date;
	out->to = YICE_DAY_MAX;
	out->prev = last ? last->sha256 : NULL;
	if (superior && superior != node)
		above = yice_node_entry(superior, superior->entries.count);
	if (above)
		out->above = (struct yice_position){ above->entry.seq, above->sha256 };
	if (last && out->date < last->entry.date)
		out->date = last->entry.date;
	if (above && out->date < above->entry.date)
		out->date = above->entry.date;
	return superior ? YICE_OK : YICE_ENOTFOUND;
}

bool yice_node_is_stale(const struct yice_node *place, uint64_t entries, yice_day day)
{
	for (uint64_t seq = entries; seq > 0; seq--) {
		const struct yice_entry *e = &yice_node_entry(place, seq)->entry;

		if (e->kind == YICE_ENTRY_CHECKPOINT && !strcmp(e->scope, place->code))
			return day >= e->until;
	}
	return true;
}

bool yice_ledger_is_stale(const struct yice_ledger *ledger, const char *place, yice_day day)
{
	const struct yice_node *node = yice_node_find(ledger, place);

	return !node || yice_node_is_stale(node, node->entries.count, day);
}

int yice_ledger_check_whole(const struct yice_ledger *ledger, const char *place, struct yice_diags *diags)
{
	const struct yice_node *node = yice_node_find(ledger, place);
	const struct yice_admitted *seal =
	    node && node->seals.count ? node->seals.items[node->seals.count - 1] : NULL;
	char here[24], there[24];

	if (!seal || seal->entry.seal.seq <= node->entries.count)
		return YICE_OK;
	yice_diag_add(diags, YICE_D_store_seal_short, YICE_SPAN_NONE, place,
		      yice_number_text(seal->entry.seal.seq, there),
		      yice_number_text(node->entries.count, here), NULL);
	return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
}
