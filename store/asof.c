/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index over both clocks. For each scope its acknowledgements lie in order
 * of K, which is also the order in which they supersede each other; a tree of
 * least first days finds the last one known at K whose day has come, in
 * logarithmic time however far back either clock is set. What a revoked key
 * undid is left out from the position on at which that is known. Built once by
 * readers; read only afterwards.
 */
#include "store/asof.h"

#include "store/ledger_internal.h"

struct ack {
	const struct yice_admitted *entry;
	uint64_t seq;     /* of the entry: K from which it is known */
	uint64_t version; /* of the list */
	uint64_t void_at;
	struct yice_signers publisher;
};

struct halt {
	const struct yice_admitted *entry;
	uint64_t version, seq, void_at;
};

struct tier {
	const struct yice_node *node;
	struct tier *above; /* of the superior; itself for a root */
	struct ack *acks;
	uint32_t count;
	uint32_t leaves;  /* power of two above count */
	yice_day *least;  /* tree over first days: node i has 2i and 2i + 1, leaf j is leaves + j */
	uint32_t *undone; /* acks that become void, ascending */
	uint32_t undone_count;
	uint32_t *passing; /* corrections with a last day, ascending */
	uint32_t passing_count;
	struct halt *halts; /* suspensions by version, then K */
	uint32_t halt_count;
};

struct yice_asof {
	const struct yice_ledger *ledger;
	struct yice_arena arena;
	struct tier *tiers; /* by number of the ledger's node */
};

static bool stands(uint64_t seq, uint64_t void_at, uint64_t known)
{
	return seq <= known && (void_at == YICE_LATEST || known < void_at);
}

/* ---- building ---- */

/* The signers whose keys the delegation names as publishers. */
static int keep_publishers(struct yice_arena *arena, const struct yice_admitted *ack,
			   struct yice_signers *out)
{
	const struct yice_signers *signers = &ack->commit->signers;
	const struct yice_keys *keys = &ack->accepted->entry.roles[YICE_ROLE_PUBLISH];
	const char **kept = yice_arena_array(arena, keys->count, sizeof(*kept));
	uint32_t count = 0;

	if (!kept)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < keys->count; i++)
		for (uint32_t j = 0; j < signers->count; j++)
			if (!strcmp(keys->keys[i], signers->keys[j])) {
				kept[count++] = keys->keys[i];
				break;
			}
	out->keys = kept;
	out->count = count;
	return YICE_OK;
}

static int build_acks(struct yice_arena *arena, struct tier *tier)
{
	const struct yice_node *node = tier->node;

	tier->acks = yice_arena_array(arena, node->acks.count, sizeof(*tier->acks));
	tier->undone = yice_arena_array(arena, node->acks.count, sizeof(*tier->undone));
	tier->passing = yice_arena_array(arena, node->acks.count, sizeof(*tier->passing));
	if (!tier->acks || !tier->undone || !tier->passing)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < node->acks.count; i++) {
		const struct yice_admitted *entry = node->acks.items[i];
		struct ack *ack = &tier->acks[tier->count];

		if (strcmp(entry->entry.place, node->superior->code) != 0)
			continue; /* of a former superior */
		ack->entry = entry;
		ack->seq = entry->entry.seq;
		ack->version = entry->entry.version;
		ack->void_at = yice_node_void(node->superior, entry);
		if (keep_publishers(arena, entry, &ack->publisher))
			return YICE_ENOMEM;
		if (ack->void_at != YICE_LATEST)
			tier->undone[tier->undone_count++] = tier->count;
		if (yice_version_is_passing(&entry->commit->version))
			tier->passing[tier->passing_count++] = tier->count;
		tier->count++;
	}
	return YICE_OK;
}

static int build_tree(struct yice_arena *arena, struct tier *tier)
{
	for (tier->leaves = 1; tier->leaves <= tier->count; tier->leaves *= 2)
		;
	tier->least = yice_arena_array(arena, (size_t)tier->leaves * 2, sizeof(*tier->least));
	if (!tier->least)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < tier->leaves; i++)
		tier->least[tier->leaves + i] =
		    i < tier->count ? tier->acks[i].entry->commit->version.from : YICE_DAY_MAX;
	for (uint32_t i = tier->leaves - 1; i > 0; i--) {
		yice_day left = tier->least[2 * i], right = tier->least[2 * i + 1];

		tier->least[i] = left < right ? left : right;
	}
	return YICE_OK;
}

static int by_version(const void *a, const void *b)
{
	const struct halt *left = a, *right = b;

	if (left->version != right->version)
		return left->version < right->version ? -1 : 1;
	return left->seq < right->seq ? -1 : left->seq > right->seq;
}

static int build_halts(struct yice_arena *arena, struct tier *tier)
{
	const struct yice_node *node = tier->node;

	tier->halts = yice_arena_array(arena, node->suspensions.count, sizeof(*tier->halts));
	if (!tier->halts)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < node->suspensions.count; i++) {
		const struct yice_admitted *entry = node->suspensions.items[i];

		if (strcmp(entry->entry.place, node->superior->code) != 0)
			continue;
		tier->halts[tier->halt_count++] =
		    (struct halt){ entry, entry->entry.version, entry->entry.seq,
				   yice_node_void(node->superior, entry) };
	}
	qsort(tier->halts, tier->halt_count, sizeof(*tier->halts), by_version);
	return YICE_OK;
}

static struct tier *tier_of(const struct yice_asof *index, const char *code)
{
	uint32_t number = yice_map_find(&index->ledger->codes, code, strlen(code));

	return number == YICE_MAP_NONE ? NULL : &index->tiers[number];
}

static int build(struct yice_asof *index)
{
	const struct yice_ledger *ledger = index->ledger;
	int status = YICE_OK;

	index->tiers = yice_arena_array(&index->arena, ledger->nodes.count, sizeof(*index->tiers));
	if (!index->tiers)
		return YICE_ENOMEM;
	for (uint32_t i = 0; !status && i < ledger->nodes.count; i++) {
		struct tier *tier = &index->tiers[i];

		tier->node = ledger->nodes.items[i];
		if (!tier->node->superior)
			continue;
		tier->above = tier_of(index, tier->node->superior->code);
		status = build_acks(&index->arena, tier);
		if (!status)
			status = build_tree(&index->arena, tier);
		if (!status)
			status = build_halts(&index->arena, tier);
	}
	return status;
}

int yice_asof_new(const struct yice_ledger *ledger, struct yice_asof **out)
{
	struct yice_asof *index = calloc(1, sizeof(*index));
	int status;

	if (!index)
		return YICE_ENOMEM;
	index->ledger = ledger;
	yice_arena_init(&index->arena);
	status = build(index);
	if (status)
		yice_asof_free(index);
	else
		*out = index;
	return status;
}

void yice_asof_free(struct yice_asof *index)
{
	if (!index)
		return;
	yice_arena_release(&index->arena);
	free(index);
}

/* ---- asking ---- */

/* How many acknowledgements lie at or before K. */
static uint32_t known_acks(const struct tier *tier, uint64_t known)
{
	uint32_t low = 0, high = tier->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (tier->acks[middle].seq <= known)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The last of the first `count` acknowledgements whose day has come; UINT32_MAX when none. */
static uint32_t last_begun(const struct tier *tier, uint32_t count, yice_day day)
{
	/* at: the first node to the right of what is still searched, on the level reached. */
	for (uint32_t at = tier->leaves + count; at > 1; at /= 2) {
		if (at % 2 == 0 || tier->least[at - 1] > day)
			continue;
		at--;
		while (at < tier->leaves)
			at = tier->least[2 * at + 1] <= day ? 2 * at + 1 : 2 * at;
		return at - tier->leaves;
	}
	return UINT32_MAX;
}

static bool is_passing(const struct ack *ack)
{
	return yice_version_is_passing(&ack->entry->commit->version);
}

static bool known_to_stand(const struct ack *ack, uint64_t known)
{
	return stands(ack->seq, ack->void_at, known);
}

/* The same among those that stand at K and have not passed. */
static uint32_t governing(const struct tier *tier, uint32_t count, yice_day day, uint64_t known)
{
	uint32_t found = last_begun(tier, count, day);

	while (found != UINT32_MAX &&
	       (!known_to_stand(&tier->acks[found], known) ||
		(is_passing(&tier->acks[found]) && day >= tier->acks[found].entry->commit->version.to)))
		found = last_begun(tier, found, day);
	return found;
}

/* How many acknowledgements there are up to the lasting one that has begun: the one found or one before it. */
static uint32_t lasting(const struct tier *tier, uint32_t found, yice_day day, uint64_t known)
{
	while (found != UINT32_MAX && (!known_to_stand(&tier->acks[found], known) || is_passing(&tier->acks[found])))
		found = last_begun(tier, found, day);
	return found == UINT32_MAX ? 0 : found + 1;
}

static bool is_halted(const struct tier *tier, uint64_t version, yice_day day, uint64_t known)
{
	uint32_t low = 0, high = tier->halt_count;

	while (low < high) { /* behind the last suspension of the version */
		uint32_t middle = low + (high - low) / 2;

		if (tier->halts[middle].version <= version)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low > 0 && tier->halts[low - 1].version == version; low--) {
		const struct halt *halt = &tier->halts[low - 1];

		if (stands(halt->seq, halt->void_at, known))
			return halt->entry->entry.from <= day && day < halt->entry->entry.to;
	}
	return false;
}

static enum yice_state state_of(const struct tier *tier, const struct ack *ack, yice_day day, uint64_t known)
{
	const struct yice_version *version = &ack->entry->commit->version;

	if (is_halted(tier, ack->version, day, known))
		return YICE_STATE_SUSPENDED;
	if (day >= version->to)
		return YICE_STATE_LAPSED;
	return version->kind == YICE_VERSION_WITHDRAWAL ? YICE_STATE_WITHDRAWN : YICE_STATE_EFFECTIVE;
}

/* Those of a range that stand and are no more to come: corrections that have begun, and perhaps passed. */
static uint32_t count_begun(const struct tier *tier, uint32_t from, uint32_t count, yice_day day, uint64_t known)
{
	uint32_t begun = 0;

	for (uint32_t i = 0; i < tier->passing_count; i++) {
		const struct ack *ack = &tier->acks[tier->passing[i]];

		begun += tier->passing[i] >= from && tier->passing[i] < count && ack->entry->commit->version.from <= day &&
			 known_to_stand(ack, known);
	}
	return begun;
}

/* Those behind the lasting one in force: acknowledged, and their day is still to come. */
static void find_later(const struct tier *tier, uint32_t from, uint32_t count, yice_day day, uint64_t known,
		       struct yice_asof_tier *out)
{
	uint32_t undone = 0;

	for (uint32_t i = 0; i < tier->undone_count; i++) {
		uint32_t number = tier->undone[i];

		undone += number >= from && number < count && !known_to_stand(&tier->acks[number], known);
	}
	out->later = count - from - undone - count_begun(tier, from, count, day, known);
	for (uint32_t i = from; out->later && i < count; i++)
		if (known_to_stand(&tier->acks[i], known) && tier->acks[i].entry->commit->version.from > day) {
			out->next = tier->acks[i].version;
			break;
		}
}

/* The version under way: behind the last one acknowledged. */
static void find_pending(const struct tier *tier, uint32_t count, uint64_t known, struct yice_asof_tier *out)
{
	const struct yice_node *node = tier->node;
	uint64_t top = 0, seq = 0;
	uint32_t low = 0, high = node->decisions.count;

	while (count && !stands(tier->acks[count - 1].seq, tier->acks[count - 1].void_at, known))
		count--;
	if (count)
		top = tier->acks[count - 1].version;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct yice_admitted *decision = node->decisions.items[middle];

		if (decision->entry.seq <= known)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low > 0 && !seq; low--) {
		const struct yice_admitted *decision = node->decisions.items[low - 1];

		if (decision->entry.version <= top)
			break;
		if (yice_node_stands(node->superior, decision, known)) {
			seq = decision->entry.version;
			out->pending_state = yice_decision_state(decision->entry.kind);
		}
	}
	if (known == YICE_LATEST && node->publications.count > top && node->publications.count > seq)
		seq = node->publications.count;
	if (known == YICE_LATEST && node->submissions.count) {
		const struct yice_filed_commit *last = node->submissions.items[node->submissions.count - 1];

		if (last->version.seq > top && last->version.seq > seq)
			seq = last->version.seq;
	}
	out->pending = seq;
	if (seq && known == YICE_LATEST) /* the chains have their say */
		out->pending_state = yice_lifecycle_early(node, seq, known);
}

/* Version and state in force, nothing else. */
static uint32_t ask(const struct tier *tier, yice_day day, uint64_t known, uint64_t *seq,
		    enum yice_state *state)
{
	uint32_t found = governing(tier, known_acks(tier, known), day, known);

	*seq = found == UINT32_MAX ? 0 : tier->acks[found].version;
	*state = found == UINT32_MAX ? YICE_STATE_DRAFT : state_of(tier, &tier->acks[found], day, known);
	return found;
}

static void answer(const struct tier *tier, yice_day day, uint64_t known, struct yice_asof_tier *out)
{
	uint32_t count = known_acks(tier, known), found;

	*out = (struct yice_asof_tier){ .scope = tier->node->code,
					.place = tier->above->node->code,
					.known = known };
	found = ask(tier, day, known, &out->seq, &out->state);
	if (found != UINT32_MAX) {
		const struct ack *ack = &tier->acks[found];

		out->version = &ack->entry->commit->version;
		out->commit = ack->entry->commit->id;
		out->manifest = ack->entry->commit->manifest;
		out->publisher = ack->publisher;
		out->receipt = ack->entry->entry.receipt;
		out->acknowledged = ack->seq;
	}
	find_later(tier, lasting(tier, found, day, known), count, day, known, out);
	find_pending(tier, count, known, out);
	out->now = out->seq;
	out->now_state = out->state;
	if (known != YICE_LATEST)
		ask(tier, day, YICE_LATEST, &out->now, &out->now_state);
	out->differs = out->now != out->seq || out->now_state != out->state;
}

/* on: the day that says what is known of each register; NULL: `known` does, from the lowest up. */
static int compose(const struct tier *tier, yice_day day, uint64_t known, const yice_day *on, struct yice_asof_answer *out)
{
	memset(out, 0, sizeof(*out));
	if (!tier || !tier->above)
		return YICE_ENOTFOUND;
	if (!on && known != YICE_LATEST && known > tier->above->node->entries.count)
		return YICE_ERANGE;
	for (;; tier = tier->above) {
		if (out->count == YICE_TIERS)
			return YICE_ELIMIT;
		if (on)
			known = yice_node_known_on(tier->above->node, *on);
		answer(tier, day, known, &out->tiers[out->count]);
		out->differs |= out->tiers[out->count++].differs;
		if (tier->above == tier)
			return YICE_OK;
		known = yice_node_above(tier->above->node, known);
	}
}

int yice_asof_query(const struct yice_asof *index, const char *scope, yice_day day, uint64_t known,
		    struct yice_asof_answer *out)
{
	return compose(tier_of(index, scope), day, known, NULL, out);
}

int yice_asof_query_on(const struct yice_asof *index, const char *scope, yice_day day, yice_day on,
		       struct yice_asof_answer *out)
{
	return compose(tier_of(index, scope), day, YICE_LATEST, &on, out);
}
