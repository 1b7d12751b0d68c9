/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deciding by plan. Two masks say how far the clauses' guards are: `maybe`,
 * those not ruled out, and `yes`, those whose tests all hold; what is in
 * `maybe` alone lacks facts. Each table narrows both. May rely on plans being
 * what plan_build.c derives, which the verifier proved. Called by decide.c.
 */
#include "runtime/plan.h"

#include "runtime/run.h"
#include "runtime/vm.h"

/* Where in a plan the tables are read. */
struct cursor {
	const uint32_t *key;
	const uint64_t *word;
};

struct reach {
	uint64_t yes, maybe;
};

static inline uint64_t all_if(bool condition)
{
	return -(uint64_t)condition;
}

/* A clause that does not test keeps what it has. */
static inline void narrow(struct reach *reach, struct reach table, uint64_t testing, bool negated)
{
	struct reach turned = { negated ? ~table.maybe : table.yes, negated ? ~table.yes : table.maybe };

	reach->yes &= turned.yes | ~testing;
	reach->maybe &= turned.maybe | ~testing;
}

/* Number of edges <= ordinal, which is the number of the interval it lies in. */
static inline uint32_t find_interval(const uint32_t *edges, uint32_t count, uint32_t ordinal)
{
	const uint32_t *at = edges;

	if (!count)
		return 0;
	while (count > 1) {
		uint32_t half = count / 2;

		at += half & -(uint32_t)(at[half - 1] <= ordinal); /* a branch here would be guessed wrong half the time */
		count -= half;
	}
	return (uint32_t)(at - edges) + (*at <= ordinal);
}

/* A code that covers several intervals, lo and hi being the ends of its subtree. */
static inline struct reach reach_code(const uint32_t *edges, uint32_t count, const uint64_t *masks, uint64_t code)
{
	uint32_t at = find_interval(edges, count, (uint32_t)code), hi = (uint32_t)(code >> 32);
	struct reach reach = { masks[at], masks[at] };

	for (; at < count && edges[at] < hi; at++) {
		reach.yes &= masks[at + 1];
		reach.maybe |= masks[at + 1];
	}
	return reach;
}

/* fact: count | complete << 32, then the codes. */
static inline void narrow_codes(struct cursor *at, const uint64_t *facts, struct reach *reach)
{
	const uint64_t *fact = facts + at->key[0];
	const uint32_t *edges = at->key + 2;
	uint32_t count = at->key[1] & ~YICE_PLAN_FLAG, codes = (uint32_t)fact[0];
	struct reach table = { 0, all_if(!(fact[0] >> 32)) };

	for (uint32_t i = 0; i < codes; i++) {
		struct reach code = reach_code(edges, count, at->word + 1, fact[1 + i]);

		table.yes |= code.yes;
		table.maybe |= code.maybe;
	}
	narrow(reach, table, at->word[0], at->key[1] & YICE_PLAN_FLAG);
	at->key += 2 + count;
	at->word += 2 + count;
}

/* fact: present mask, then absent mask, a word each. */
static inline struct reach reach_terms(const struct cursor *at, const uint64_t *fact, uint32_t count)
{
	uint64_t present = fact[0], possible = ~fact[1];
	struct reach table = { 0, 0 };

	for (const uint64_t *word = at->word + 1, *end = word + 2 * count; word < end; word += 2) {
		table.yes |= word[1] & all_if(word[0] & present);
		table.maybe |= word[1] & all_if(word[0] & possible);
	}
	return table;
}

/* The same when the masks have several words. */
static inline struct reach reach_many_terms(const struct cursor *at, const uint64_t *fact, uint32_t count,
					    uint32_t words)
{
	struct reach table = { 0, 0 };

	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = at->key[3 + i];
		uint64_t members = at->word[1 + 2 * i], clauses = at->word[2 + 2 * i];

		table.yes |= clauses & all_if(members & fact[number]);
		table.maybe |= clauses & all_if(members & ~fact[words + number]);
	}
	return table;
}

static inline void narrow_terms(struct cursor *at, const uint64_t *facts, struct reach *reach)
{
	const uint64_t *fact = facts + at->key[0];
	uint32_t words = at->key[1] & ~YICE_PLAN_FLAG, count = at->key[2];
	struct reach table = words == 1 ? reach_terms(at, fact, count) : reach_many_terms(at, fact, count, words);

	narrow(reach, table, at->word[0], at->key[1] & YICE_PLAN_FLAG);
	at->key += 3 + (words == 1 ? 0 : count);
	at->word += 1 + 2 * count;
}

static inline void narrow_scalar(struct cursor *at, const uint64_t *facts, struct reach *reach)
{
	uint64_t tick = facts[at->key[0]];
	bool missing = (int64_t)tick == YICE_TICK_NONE, in = tick - at->word[0] <= at->word[1];

	narrow(reach, (struct reach){ all_if(!missing && in), all_if(missing || in) }, at->word[2], false);
	at->key += 1;
	at->word += 3;
}

static inline struct reach narrow_all(struct cursor *at, const uint32_t *counts, const uint64_t *facts)
{
	struct reach reach = { ~UINT64_C(0), ~UINT64_C(0) };

	for (uint32_t i = 0; i < counts[YICE_PLAN_CODES]; i++)
		narrow_codes(at, facts, &reach);
	for (uint32_t i = 0; i < counts[YICE_PLAN_TERMS]; i++)
		narrow_terms(at, facts, &reach);
	for (uint32_t i = 0; i < counts[YICE_PLAN_SCALARS]; i++)
		narrow_scalar(at, facts, &reach);
	return reach;
}

/* What guards and demands came to, a bit a clause; one in none of a group came to no. */
struct truths {
	uint64_t applies_yes, applies_open, applies_missing;
	uint64_t demand_yes, demand_open, demand_missing;
};

/* The i-th byte of keys, which are in the host's order. */
static inline uint32_t key_byte(const uint32_t *keys, uint32_t i)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return ((const unsigned char *)keys)[i];
#else
	return ((const unsigned char *)keys)[i ^ 3];
#endif
}

/* Comparisons that clauses in `these` demand. */
static inline void compare_demands(const struct cursor *at, uint32_t clauses, uint64_t these, const uint64_t *facts,
				   struct truths *truths)
{
	const uint32_t *wheres = at->key + (clauses + 3) / 4;
	uint64_t missing = 0, met = 0;

	for (uint64_t left = these; left; left &= left - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(left), demand = key_byte(at->key, i);
		const uint64_t *range = at->word + 2 * (size_t)demand;
		uint64_t tick = facts[wheres[demand]];

		missing |= (uint64_t)((int64_t)tick == YICE_TICK_NONE) << i;
		met |= (uint64_t)(tick - range[0] <= range[1]) << i;
	}
	truths->demand_missing = missing;
	truths->demand_open &= ~these | (met & ~missing);
	truths->demand_yes &= ~these | (met & ~missing);
}

static inline uint64_t bit_if(uint32_t truth, enum yice_truth wanted, uint32_t i)
{
	return (uint64_t)(truth == (uint32_t)wanted) << i;
}

/* Clauses that the plan does not decide are decided by their code. */
static int run_code(const struct yice_view *view, uint32_t first, uint64_t these, const uint64_t *facts, uint64_t *steps,
		    struct truths *truths)
{
	for (uint64_t left = these; left; left &= left - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(left);
		struct yice_truths found;
		int status = yice_vm_run(view, &view->bodies[view->clauses[first + i].body], facts, steps, NULL, &found);

		if (status)
			return status;
		truths->applies_yes |= bit_if(found.applies, YICE_T, i);
		truths->applies_open |= bit_if(found.applies, YICE_J, i);
		truths->applies_missing |= bit_if(found.applies, YICE_U, i);
		truths->demand_yes &= ~(UINT64_C(1) << i) | bit_if(found.demand, YICE_T, i);
		truths->demand_open |= bit_if(found.demand, YICE_J, i);
		truths->demand_missing |= bit_if(found.demand, YICE_U, i);
	}
	return YICE_OK;
}

/* What vm.c's yice_vm_outcome() says of one clause, for all of them. */
static void settle(const uint64_t *word, const struct truths *t, struct yice_planned *out)
{
	uint64_t looked = out->looked, obliges = word[YICE_PLAN_OBLIGES] & looked;
	uint64_t encourages = word[YICE_PLAN_ENCOURAGES];
	uint64_t concerned = (t->applies_yes | t->applies_open | t->applies_missing) & looked;
	uint64_t rest = ~(encourages | obliges); /* whose outcome depends on more than whether they are ruled out */
	uint64_t yes = t->applies_yes & rest & looked, open = t->applies_open & rest & looked;
	uint64_t requires = word[YICE_PLAN_REQUIRES], prohibits = word[YICE_PLAN_PROHIBITS];
	uint64_t restricts = word[YICE_PLAN_RESTRICTS];
	uint64_t demanded = (yes | open) & requires, judged;

	out->duties = obliges;
	out->concerned = obliges & concerned;
	out->outcomes[YICE_NOT_APPLICABLE] = looked & ~concerned & ~obliges;
	out->outcomes[YICE_NOTED] = encourages & concerned;
	out->outcomes[YICE_UNKNOWN] = (t->applies_missing & rest & looked) | (demanded & t->demand_missing);
	out->outcomes[YICE_SATISFIED] = yes & requires & t->demand_yes;
	out->outcomes[YICE_RESTRICTED] = yes & restricts;
	judged = (open & ~(requires & t->demand_missing)) | (yes & ~(requires | prohibits | restricts)) |
		 (yes & requires & t->demand_open);
	out->outcomes[YICE_JUDGEMENT] = judged;
	out->outcomes[YICE_VIOLATED] = (yes & prohibits) | (yes & requires & ~(t->demand_yes | t->demand_open |
									      t->demand_missing));
}

/* Clauses in force, clause by clause: only where some of the block begin or end on other days. */
static uint64_t in_force(const struct yice_view *view, const struct yice_image_block *block, yice_day day)
{
	uint64_t in = 0;

	if ((yice_day)block->from <= day && day < (yice_day)block->to)
		return ~UINT64_C(0);
	for (uint32_t i = 0; i < block->clause_count; i++) {
		const struct yice_image_context *context = &view->contexts[view->clauses[block->clauses + i].context];

		in |= (uint64_t)((yice_day)context->from <= day && day < (yice_day)context->to) << i;
	}
	return in;
}

static uint64_t looked_at(const uint64_t *word, uint32_t classes)
{
	uint64_t looked = word[YICE_PLAN_EVERYONE];

	for (uint32_t i = 0; i < YICE_CLASSES; i++)
		looked |= word[YICE_PLAN_CLASS + i] & all_if(classes >> i & 1);
	return looked;
}

int yice_plan_decide(const struct yice_view *view, uint32_t number, const uint64_t *facts, uint32_t classes, yice_day day,
		     uint64_t *steps, struct yice_planned *out)
{
	const struct yice_image_block *block = &view->blocks[number];
	const uint32_t *counts = view->plan_keys + block->keys;
	const uint64_t *word = (const uint64_t *)(const void *)(view->plan_words + block->words);
	struct cursor at = { counts + YICE_PLAN_KEYS, word + YICE_PLAN_WORDS };
	struct truths truths = { 0 };
	uint64_t exact = word[YICE_PLAN_EXACT], open = word[YICE_PLAN_OPEN], code;
	struct reach reach;

	if (*steps < block->clause_count)
		return YICE_ELIMIT;
	*steps -= block->clause_count;
	out->block = number;
	out->looked = looked_at(word, classes) & in_force(view, block, day);
	reach = narrow_all(&at, counts, facts);
	reach.maybe &= out->looked;
	truths.applies_yes = reach.yes & reach.maybe & exact & ~open;
	truths.applies_open = reach.yes & reach.maybe & exact & open;
	truths.applies_missing = reach.maybe & exact & ~reach.yes;
	truths.demand_open = word[YICE_PLAN_DEMANDS_OPEN];
	truths.demand_yes = ~truths.demand_open;
	compare_demands(&at, block->clause_count,
			(truths.applies_yes | truths.applies_open) & word[YICE_PLAN_DEMANDS], facts, &truths);
	code = reach.maybe & ~exact;
	if (code) {
		int status = run_code(view, block->clauses, code, facts, steps, &truths);

		if (status)
			return status;
	}
	settle(word, &truths, out);
	return YICE_OK;
}
