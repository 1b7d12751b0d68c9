/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may write what: grants in force at a position of the granting register,
 * thresholds of distinct keys, revocations with the position they reach back
 * to, and, when the answer is no, the reason that says most. Called by the
 * ledger for every entry and by hooks before anything is taken in. Trust comes
 * from the register alone; no key that travels with an artefact is looked at.
 */
#include "store/ledger_internal.h"

static const char *const ref_heads[YICE_REFS] = { "refs/heads/sub/", "refs/heads/pub/", "refs/heads/reg/" };

int yice_ref_parse(const char *ref, enum yice_ref_kind *kind, const char **scope)
{
	for (int i = 0; i < YICE_REFS; i++) {
		size_t head = strlen(ref_heads[i]);

		if (strncmp(ref, ref_heads[i], head) != 0 || !yice_is_scope(ref + head))
			continue;
		*kind = (enum yice_ref_kind)i;
		*scope = ref + head;
		return YICE_OK;
	}
	return YICE_ESYNTAX;
}

enum yice_role yice_authority_role(enum yice_ref_kind ref, const char *scope, enum yice_entry_kind kind,
				   const char *about)
{
	if (ref == YICE_REF_SUB)
		return YICE_ROLE_DRAFT;
	if (ref == YICE_REF_PUB)
		return YICE_ROLE_PUBLISH;
	if (kind == YICE_ENTRY_CHECKPOINT)
		return YICE_ROLE_CHECKPOINT;
	if (kind == YICE_ENTRY_ROOT || (about && !strcmp(about, scope)))
		return YICE_ROLE_ROOT;
	return YICE_ROLE_FILE;
}

/* ---- positions ---- */

uint64_t yice_node_above(const struct yice_node *node, uint64_t known)
{
	const struct yice_admitted *entry;

	if (known == YICE_LATEST || node->superior == node)
		return known;
	entry = yice_node_entry(node, known);
	return entry ? entry->entry.above.seq : 0;
}

const struct yice_admitted *yice_node_delegation(const struct yice_node *scope,
						 const struct yice_node *granter, uint64_t at)
{
	for (uint32_t i = scope->delegations.count; i > 0; i--) {
		const struct yice_admitted *entry = scope->delegations.items[i - 1];

		if (entry->entry.seq <= at && !strcmp(entry->entry.place, granter->code))
			return entry;
	}
	return NULL;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/*
 * First entry of a register that knows a position of the superior's. One beyond the last, and so known at
 * YICE_LATEST alone, when none does; the one being admitted is that one, or is before it.
 */
static uint64_t first_knowing(const struct yice_node *place, uint64_t above)
{
	uint32_t low = 0, high = place->entries.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct yice_admitted *entry = place->entries.items[middle];

		if (entry->entry.above.seq >= above)
			high = middle;
		else
			low = middle + 1;
	}
	return low + 1ull + (low == place->entries.count && place->admitting < above);
}

uint64_t yice_node_void(const struct yice_node *place, const struct yice_admitted *entry)
{
	uint64_t here = entry->void_own, above = entry->void_above;

	if (place->superior == place) {
		if (entry->under)
			here = least(here, yice_node_void(place, entry->under));
	} else {
		if (entry->under)
			above = least(above, yice_node_void(place->superior, entry->under));
		if (above != YICE_LATEST)
			here = least(here, first_knowing(place, above));
	}
	if (entry->receipt)
		here = least(here, yice_node_void(place, entry->receipt));
	if (entry->accepted)
		here = least(here, yice_node_void(place, entry->accepted));
	return here;
}

bool yice_node_stands(const struct yice_node *place, const struct yice_admitted *entry, uint64_t known)
{
	uint64_t end;

	if (entry->entry.seq > known)
		return false;
	end = yice_node_void(place, entry);
	return end == YICE_LATEST || known < end;
}

/* ---- judging ---- */

static bool has_signed(const struct yice_signers *signers, const char *key)
{
	for (uint32_t i = 0; i < signers->count; i++)
		if (!strcmp(signers->keys[i], key))
			return true;
	return false;
}

/* The first revocation of a key by a register, up to its entry `limit`, that reaches back to `position`. */
static const struct yice_admitted *revocation_of(const struct yice_node *granter, const char *key,
						 uint64_t position, uint64_t limit)
{
	for (uint32_t i = 0; i < granter->revocations.count; i++) {
		const struct yice_admitted *entry = granter->revocations.items[i];

		if (entry->entry.seq > limit)
			break;
		if (entry->entry.since <= position && !strcmp(entry->entry.key, key))
			return entry;
	}
	return NULL;
}

/* How many of a role's keys signed and count. */
static uint32_t count_good(const struct yice_keys *keys, const struct yice_signers *signers,
			   const struct yice_node *granter, uint64_t position, uint64_t limit)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < keys->count; i++)
		if (has_signed(signers, keys->keys[i]) &&
		    !revocation_of(granter, keys->keys[i], position, limit))
			count++;
	return count;
}

static void refuse(struct yice_verdict *out, enum yice_diag_id reason, const char *a, const char *b,
		   const char *c, const char *d)
{
	out->reason = reason;
	out->args[0] = a;
	out->args[1] = b;
	out->args[2] = c;
	out->args[3] = d;
}

static const struct yice_granted *grants_of(const struct yice_ledger *ledger, const char *key)
{
	uint32_t index = yice_map_find(&ledger->keys, key, strlen(key));

	return index == YICE_MAP_NONE ? NULL : ledger->first.items[index];
}

/*
 * Nobody who signed holds the role: whose keys are they? Another role of the scope says more than another
 * scope.
 */
static void refuse_signers(const struct yice_ledger *ledger, const struct yice_case *given,
			   struct yice_verdict *out)
{
	const struct yice_granted *foreign = NULL;

	for (uint32_t i = 0; i < given->signers->count; i++)
		for (const struct yice_granted *g = grants_of(ledger, given->signers->keys[i]); g;
		     g = g->next) {
			if (g->scope == given->scope) {
				refuse(out, YICE_D_store_wrong_role, given->scope->code,
				       yice_role_word(given->role), NULL, NULL);
				return;
			}
			if (!foreign)
				foreign = g;
		}
	if (foreign)
		refuse(out, YICE_D_store_foreign_key, foreign->scope->code, given->scope->code, NULL, NULL);
	else
		refuse(out, YICE_D_store_unknown_key, NULL, NULL, NULL, NULL);
}

/* Too few good keys: a revoked one among them, some but not enough, or none. */
static void refuse_count(const struct yice_ledger *ledger, const struct yice_case *given,
			 const struct yice_keys *keys, uint32_t good, struct yice_verdict *out)
{
	const struct yice_admitted *revocation;

	for (uint32_t i = 0; i < keys->count; i++) {
		if (!has_signed(given->signers, keys->keys[i]))
			continue;
		revocation = revocation_of(given->granter, keys->keys[i], given->position, given->strict);
		if (!revocation)
			continue;
		refuse(out, YICE_D_store_revoked, given->scope->code,
		       yice_number_text(revocation->entry.seq, out->text[1]),
		       yice_number_text(revocation->entry.since, out->text[2]), NULL);
		return;
	}
	if (good)
		refuse(out, YICE_D_store_threshold_unmet, given->scope->code, yice_role_word(given->role),
		       yice_number_text(keys->threshold, out->text[2]), yice_number_text(good, out->text[3]));
	else
		refuse_signers(ledger, given, out);
}

static bool refuse_day(const struct yice_case *given, const struct yice_entry *grant,
		       struct yice_verdict *out)
{
	bool early = given->date < grant->from;

	if (!early && given->date < grant->to)
		return false;
	yice_date_format(early ? grant->from : grant->to, out->text[1]);
	yice_date_format(given->date, out->text[2]);
	refuse(out, early ? YICE_D_store_not_yet : YICE_D_store_expired, given->scope->code, out->text[1],
	       out->text[2], NULL);
	return true;
}

/* The first later revocation without whose keys the threshold is not met. */
static uint64_t falls_at(const struct yice_case *given, const struct yice_keys *keys)
{
	for (uint32_t i = 0; i < given->granter->revocations.count; i++) {
		const struct yice_admitted *entry = given->granter->revocations.items[i];

		if (entry->entry.seq > given->strict &&
		    count_good(keys, given->signers, given->granter, given->position, entry->entry.seq) <
			keys->threshold)
			return entry->entry.seq;
	}
	return YICE_LATEST;
}

void yice_case_judge(const struct yice_ledger *ledger, const struct yice_case *given,
		     struct yice_verdict *out)
{
	const struct yice_keys *keys;
	uint32_t good;

	memset(out, 0, sizeof(*out));
	out->reason = YICE_DIAG_COUNT;
	out->void_at = YICE_LATEST;
	out->under = yice_node_delegation(given->scope, given->granter, given->at);
	if (!given->signers->count) {
		refuse(out, YICE_D_store_no_signature, NULL, NULL, NULL, NULL);
		return;
	}
	if (!out->under) {
		refuse(out, YICE_D_store_scope_unknown, given->scope->code, NULL, NULL, NULL);
		return;
	}
	keys = &out->under->entry.roles[given->role];
	if (!keys->count) {
		refuse(out, YICE_D_store_nobody, given->scope->code, yice_role_word(given->role), NULL, NULL);
		return;
	}
	good = count_good(keys, given->signers, given->granter, given->position, given->strict);
	if (good < keys->threshold)
		refuse_count(ledger, given, keys, good, out);
	else if (given->role == YICE_ROLE_ROOT || !refuse_day(given, &out->under->entry, out))
		out->void_at = falls_at(given, keys);
}

void yice_verdict_report(const struct yice_verdict *verdict, struct yice_span place, struct yice_diags *diags)
{
	const char *const *a = verdict->args;

	yice_diag_add(diags, verdict->reason, place, a[0] ? a[0] : "", a[1] ? a[1] : "", a[2] ? a[2] : "",
		      a[3] ? a[3] : "", NULL);
}

int yice_authority_judge(const struct yice_ledger *ledger, const struct yice_write *write, uint64_t at,
			 yice_day date, struct yice_span place, struct yice_diags *diags)
{
	struct yice_case given;
	struct yice_verdict verdict;
	enum yice_ref_kind ref;
	const char *scope;
	const struct yice_node *node;

	if (yice_ref_parse(write->ref, &ref, &scope)) {
		yice_diag_add(diags, YICE_D_store_ref, place, write->ref, NULL);
		return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	node = yice_node_find(ledger, scope);
	if (!node || !node->superior) {
		yice_diag_add(diags, YICE_D_store_scope_unknown, place, scope, NULL);
		return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	if (at > node->superior->entries.count)
		at = node->superior->entries.count;
	given = (struct yice_case){ node,
				    node->superior,
				    yice_authority_role(ref, scope, write->kind, write->about),
				    &write->signers,
				    at,
				    at,
				    at,
				    date };
	yice_case_judge(ledger, &given, &verdict);
	if (verdict.reason == YICE_DIAG_COUNT)
		return YICE_OK;
	yice_verdict_report(&verdict, place, diags);
	return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
}

/* ---- entries of a register ---- */

/* The first entry of the superior's register that seals this one, or NULL. */
static const struct yice_admitted *seal_of(const struct yice_node *place, uint64_t seq)
{
	uint32_t index = yice_node_seal(place, seq);

	return index < place->seals.count ? place->seals.items[index] : NULL;
}

/*
 * A root is set by enough of the old keys (none at first: it is trusted by its digest) and enough of the new
 * ones.
 */
static int guard_root(const struct yice_node *place, struct yice_admitted *entry, struct yice_diags *diags)
{
	const struct yice_keys *new = &entry->entry.roles[YICE_ROLE_ROOT], none = { 0, 0, NULL },
			       *old = &none;
	uint32_t by_old, by_new;
	char text[4][24];

	if (entry->entry.seq > 1) {
		entry->under = yice_node_delegation(place, place, entry->entry.seq - 1);
		old = &entry->under->entry.roles[YICE_ROLE_ROOT];
	}
	by_old = count_good(old, &entry->signers, place, entry->entry.seq, entry->entry.seq);
	by_new = count_good(new, &entry->signers, place, entry->entry.seq, entry->entry.seq);
	if (new->count && by_old >= old->threshold &&by_new >= new->threshold)
		return YICE_OK;
	yice_diag_add(diags, YICE_D_store_root_rotation, entry->entry.span,
		      yice_number_text(old->threshold, text[0]), yice_number_text(new->threshold, text[1]),
		      yice_number_text(by_old, text[2]), yice_number_text(by_new, text[3]), NULL);
	return YICE_EDIAG;
}

int yice_guard_authority(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry,
			 struct yice_diags *diags)
{
	const struct yice_entry *e = &entry->entry;
	const struct yice_node *superior = place->superior;
	const struct yice_admitted *seal = seal_of(place, e->seq);
	enum yice_role role = yice_authority_role(YICE_REF_REG, place->code, e->kind, e->scope);
	struct yice_case given = { place,      superior,   role,   &entry->signers,
				   e->seq - 1, e->seq - 1, e->seq, e->date };
	struct yice_verdict verdict;

	if (e->kind == YICE_ENTRY_ROOT)
		return guard_root(place, entry, diags);
	if (superior != place) {
		given.at = seal ? seal->entry.seq - 1 : superior->entries.count;
		given.position = seal ? seal->entry.seq : superior->entries.count;
		given.strict = e->above.seq;
		given.date = seal ? seal->entry.date : e->date;
	}
	yice_case_judge(ledger, &given, &verdict);
	if (verdict.reason != YICE_DIAG_COUNT) {
		yice_verdict_report(&verdict, e->span, diags);
		return YICE_EDIAG;
	}
	entry->under = verdict.under;
	if (superior == place)
		entry->void_own = verdict.void_at;
	else
		entry->void_above = verdict.void_at;
	return YICE_OK;
}

/* Is a key of this role one that the scope or anybody above it holds in any role? */
static const struct yice_granted *held_above(const struct yice_ledger *ledger, const struct yice_node *above,
					     const char *key)
{
	for (const struct yice_granted *g = grants_of(ledger, key); g; g = g->next)
		for (const struct yice_node *node = above; node; node = node->superior) {
			if (g->scope == node)
				return g;
			if (node->superior == node)
				break;
		}
	return NULL;
}

static int guard_own_keys(const struct yice_ledger *ledger, const struct yice_node *place,
			  const struct yice_entry *e, struct yice_diags *diags)
{
	for (int role = YICE_ROLE_DRAFT; role <= YICE_ROLE_PUBLISH; role++)
		for (uint32_t i = 0; i < e->roles[role].count; i++) {
			const struct yice_granted *held = held_above(ledger, place, e->roles[role].keys[i]);

			if (!held)
				continue;
			yice_diag_add(diags, YICE_D_store_superior_key,
				      e->at[role == YICE_ROLE_DRAFT ? YICE_F_DRAFT : YICE_F_PUBLISH],
				      held->scope->code, e->scope, NULL);
			return YICE_EDIAG;
		}
	return YICE_OK;
}

/* A root's keys must not be keys that a scope it delegates drafts or publishes with. */
static int guard_root_keys(const struct yice_ledger *ledger, const struct yice_node *place,
			   const struct yice_entry *e, struct yice_diags *diags)
{
	static const enum yice_field at[YICE_ROLES] = { YICE_F_DRAFT, YICE_F_PUBLISH, YICE_F_FILE,
							YICE_F_CHECKPOINT, YICE_F_ROOT };

	for (int role = 0; role < YICE_ROLES; role++)
		for (uint32_t i = 0; i < e->roles[role].count; i++)
			for (const struct yice_granted *g = grants_of(ledger, e->roles[role].keys[i]); g;
			     g = g->next) {
				if (g->scope == place || g->role > YICE_ROLE_PUBLISH)
					continue;
				yice_diag_add(diags, YICE_D_store_superior_key, e->at[at[role]], place->code,
					      g->scope->code, NULL);
				return YICE_EDIAG;
			}
	return YICE_OK;
}

static int guard_version(const struct yice_node *scope, const struct yice_node *place,
			 const struct yice_entry *e, struct yice_diags *diags)
{
	const struct yice_admitted *last = scope ? yice_node_delegation(scope, place, e->seq - 1) : NULL;
	uint64_t want = last ? last->entry.version + 1 : 1;
	char here[24], there[24];

	if (e->version == want)
		return YICE_OK;
	yice_diag_add(diags, YICE_D_store_delegation_version, e->at[YICE_F_VERSION],
		      scope ? scope->code : e->scope, yice_number_text(want, there),
		      yice_number_text(e->version, here), NULL);
	return YICE_EDIAG;
}

/* Seals only go forward, and one position has one digest. */
static int guard_seal(const struct yice_node *scope, const struct yice_entry *e, struct yice_diags *diags)
{
	const struct yice_admitted *last =
	    scope && scope->seals.count ? scope->seals.items[scope->seals.count - 1] : NULL;
	const struct yice_admitted *here = scope ? yice_node_entry(scope, e->seal.seq) : NULL;
	char text[2][24];

	if (last && e->seal.seq < last->entry.seal.seq)
		yice_diag_add(diags, YICE_D_store_seal_back, e->at[YICE_F_SEAL], scope->code,
			      yice_number_text(last->entry.seal.seq, text[0]),
			      yice_number_text(e->seal.seq, text[1]), NULL);
	else if ((last && e->seal.seq == last->entry.seal.seq &&
		  strcmp(e->seal.sha256, last->entry.seal.sha256) != 0) ||
		 (here && strcmp(e->seal.sha256, here->sha256) != 0))
		yice_diag_add(diags, YICE_D_store_seal_other, e->at[YICE_F_SEAL], scope->code,
			      yice_number_text(e->seal.seq, text[0]), NULL);
	else
		return YICE_OK;
	return YICE_EDIAG;
}

static bool is_above(const struct yice_node *scope, const struct yice_node *place)
{
	for (const struct yice_node *node = place; node && scope; node = node->superior) {
		if (node == scope)
			return true;
		if (node->superior == node)
			break;
	}
	return false;
}

static bool has_any_key(const struct yice_entry *e)
{
	for (int role = 0; role < YICE_ROLES; role++)
		if (e->roles[role].count)
			return true;
	return false;
}

static int guard_delegation(const struct yice_ledger *ledger, const struct yice_node *place,
			    const struct yice_entry *e, struct yice_diags *diags)
{
	const struct yice_node *scope = yice_node_find(ledger, e->scope);
	const struct yice_admitted *other;
	int status;

	if (is_above(scope, place)) {
		yice_diag_add(diags, YICE_D_store_delegation_circle, e->at[YICE_F_SCOPE], place->code,
			      e->scope, NULL);
		return YICE_EDIAG;
	}
	if (scope && scope->superior && scope->superior != place) {
		other = yice_node_delegation(scope, scope->superior, YICE_LATEST);
		if (other && has_any_key(&other->entry)) {
			yice_diag_add(diags, YICE_D_store_two_superiors, e->at[YICE_F_SCOPE], e->scope,
				      scope->superior->code, place->code, NULL);
			return YICE_EDIAG;
		}
	}
	status = guard_version(scope, place, e, diags);
	if (!status)
		status = guard_seal(scope, e, diags);
	return status ? status : guard_own_keys(ledger, place, e, diags);
}

static int guard_revocation(const struct yice_ledger *ledger, const struct yice_node *place,
			    const struct yice_entry *e, struct yice_diags *diags)
{
	char since[24];

	if (e->since > e->seq) {
		yice_diag_add(diags, YICE_D_store_revocation_since, e->at[YICE_F_SINCE],
			      yice_number_text(e->since, since), NULL);
		return YICE_EDIAG;
	}
	for (const struct yice_granted *g = grants_of(ledger, e->key); g; g = g->next)
		if (g->place == place)
			return YICE_OK;
	yice_diag_add(diags, YICE_D_store_revocation_key, e->at[YICE_F_KEY], place->code, NULL);
	return YICE_EDIAG;
}

static int guard_checkpoint(const struct yice_ledger *ledger, const struct yice_node *place,
			    const struct yice_entry *e, struct yice_diags *diags)
{
	const struct yice_node *of = yice_node_find(ledger, e->scope);
	char text[24], day[2][11];

	if (e->until <= e->date) {
		yice_date_format(e->until, day[0]);
		yice_date_format(e->date, day[1]);
		yice_diag_add(diags, YICE_D_store_until, e->at[YICE_F_UNTIL], day[0], day[1], NULL);
		return YICE_EDIAG;
	}
	if (of == place) {
		if (e->seal.seq == e->seq - 1 && e->prev && !strcmp(e->seal.sha256, e->prev))
			return YICE_OK;
		yice_diag_add(diags, YICE_D_store_checkpoint_self, e->at[YICE_F_SEAL], place->code,
			      yice_number_text(e->seq - 1, text), NULL);
		return YICE_EDIAG;
	}
	if (of && of->superior == place)
		return guard_seal(of, e, diags);
	yice_diag_add(diags, YICE_D_store_not_child, e->at[YICE_F_OF], e->scope, place->code, NULL);
	return YICE_EDIAG;
}

int yice_guard_register(struct yice_ledger *ledger, struct yice_node *place, struct yice_admitted *entry,
			struct yice_diags *diags)
{
	const struct yice_entry *e = &entry->entry;
	int status;

	switch (e->kind) {
	case YICE_ENTRY_ROOT:
		status = guard_version(place, place, e, diags);
		return status ? status : guard_root_keys(ledger, place, e, diags);
	case YICE_ENTRY_DELEGATION:
		return guard_delegation(ledger, place, e, diags);
	case YICE_ENTRY_REVOCATION:
		return guard_revocation(ledger, place, e, diags);
	case YICE_ENTRY_CHECKPOINT:
		return guard_checkpoint(ledger, place, e, diags);
	default:
		return YICE_OK;
	}
}

/* ---- taking in ---- */

static int take_key(struct yice_ledger *ledger, struct yice_granted *granted)
{
	struct yice_granted *last;
	uint32_t index;
	bool added;

	if (yice_map_put(&ledger->keys, granted->key, strlen(granted->key), 0, &index, &added) ||
	    yice_refs_add(&ledger->grants, granted))
		return YICE_ENOMEM;
	if (added)
		return yice_refs_add(&ledger->first, granted);
	for (last = ledger->first.items[index]; last->next; last = last->next)
		;
	last->next = granted;
	return YICE_OK;
}

int yice_authority_take(struct yice_ledger *ledger, const struct yice_node *place,
			const struct yice_node *scope, const struct yice_admitted *entry)
{
	for (int role = 0; role < YICE_ROLES; role++)
		for (uint32_t i = 0; i < entry->entry.roles[role].count; i++) {
			struct yice_granted *granted = yice_arena_alloc(&ledger->arena, sizeof(*granted));

			if (!granted)
				return YICE_ENOMEM;
			*granted = (struct yice_granted){
				scope, entry, place, (enum yice_role)role, entry->entry.roles[role].keys[i],
				NULL
			};
			if (take_key(ledger, granted))
				return YICE_ENOMEM;
		}
	return YICE_OK;
}

static bool fails(const struct yice_admitted *grant, enum yice_role role, const struct yice_signers *signers,
		  const struct yice_node *granter, uint64_t position, uint64_t limit)
{
	const struct yice_keys *keys = &grant->entry.roles[role];

	return count_good(keys, signers, granter, position, limit) < keys->threshold;
}

void yice_authority_revoke(const struct yice_node *place, const struct yice_admitted *revocation)
{
	uint64_t limit = revocation->entry.seq;

	for (uint64_t seq = revocation->entry.since; seq < limit; seq++) {
		struct yice_admitted *entry = place->entries.items[seq - 1];
		const struct yice_entry *e = &entry->entry;
		enum yice_role role = e->kind == YICE_ENTRY_RECEIPT ? YICE_ROLE_DRAFT : YICE_ROLE_PUBLISH;
		enum yice_role writer = yice_authority_role(YICE_REF_REG, place->code, e->kind, e->scope);
		bool root = place->superior == place && e->kind != YICE_ENTRY_ROOT;

		if ((entry->accepted &&
		     fails(entry->accepted, role, &entry->commit->signers, place, seq, limit)) ||
		    (root && fails(entry->under, writer, &entry->signers, place, seq, limit)))
			entry->void_own = least(entry->void_own, limit);
	}
}

/* ---- reading ---- */

const char *yice_authority_superior(const struct yice_ledger *ledger, const char *scope)
{
	const struct yice_node *node = yice_node_find(ledger, scope);

	return node && node->superior ? node->superior->code : NULL;
}

uint32_t yice_authority_scopes(const struct yice_ledger *ledger)
{
	return ledger->ordered.count;
}

const char *yice_authority_scope(const struct yice_ledger *ledger, uint32_t index)
{
	return ((const struct yice_node *)ledger->ordered.items[index])->code;
}

uint32_t yice_authority_grants(const struct yice_ledger *ledger)
{
	return ledger->grants.count;
}

struct yice_grant yice_authority_grant(const struct yice_ledger *ledger, uint32_t index)
{
	const struct yice_granted *granted = ledger->grants.items[index];
	const struct yice_entry *e = &granted->entry->entry;
	const struct yice_admitted *revocation =
	    revocation_of(granted->place, granted->key, YICE_LATEST, YICE_LATEST);
	struct yice_grant out = { granted->place->code,
				  e->seq,
				  0,
				  granted->scope->code,
				  granted->role,
				  granted->key,
				  e->from,
				  e->to,
				  0,
				  0 };

	for (uint32_t i = granted->scope->delegations.count; i > 0; i--) {
		const struct yice_admitted *later = granted->scope->delegations.items[i - 1];

		if (later == granted->entry)
			break;
		if (!strcmp(later->entry.place, granted->place->code))
			out.ends = later->entry.seq;
	}
	if (revocation) {
		out.revoked = revocation->entry.seq;
		out.since = revocation->entry.since;
	}
	return out;
}
