/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deciding by plan. Two masks say how far the clauses' guards are: `maybe`,
 * those not ruled out, and `yes`, those whose tests all hold; what is in
 * `maybe` alone lacks facts. Each table narrows both. May rely on plans being
 * what plan_build.c derives, which the verifier proved. Called by decide.c.
 */
#include "runtime/plan.h"

#include "runtime/image_layout.h"
#include "runtime/run.h"
#include "runtime/vm.h"

/*
 * Readers of a plan move *cursor behind what they read. A function for blocks with narrow masks and one for wide
 * ones are made of each that gets `wide`, a constant.
 */
#define EITHER static inline __attribute__((always_inline))

struct reach {
	uint64_t yes, maybe;
	uint64_t parted; /* places in which parts of the site differ: only code looks at the parts */
};

EITHER uint64_t mask_at(const unsigned char *at, bool wide)
{
	return wide ? yice_load64(at) : yice_load32(at);
}

EITHER size_t mask_size(bool wide)
{
	return wide ? sizeof(uint64_t) : sizeof(uint32_t);
}

static inline uint64_t all_if(bool condition)
{
	return -(uint64_t)condition;
}

/* A clause that does not test keeps what it has. */
static inline void narrow(struct reach *reach, struct reach table, uint64_t testing, bool negated)
{
	struct reach turned = { negated ? ~table.maybe : table.yes, negated ? ~table.yes : table.maybe, 0 };

	reach->parted |= table.parted;
	reach->yes &= turned.yes | ~testing;
	reach->maybe &= turned.maybe | ~testing;
}

/* Number of edges <= ordinal, which is the number of the interval it lies in. */
static inline uint32_t find_interval(const unsigned char *edges, uint32_t count, uint32_t ordinal)
{
	const unsigned char *at = edges;

	if (!count)
		return 0;
	/* Without branches: they would be guessed wrong. */
	for (uint32_t half = count / 2; half; count -= half, half = count / 2)
		at += 2 * (size_t)half & -(size_t)(yice_load16(at + 2 * (size_t)half - 2) <= ordinal);
	return (uint32_t)(at - edges) / 2 + (yice_load16(at) <= ordinal);
}

/* A table over codes. */
struct intervals {
	const unsigned char *masks, *edges, *numbers;
	uint32_t count, mask_count; /* count: of edges */
};

EITHER uint64_t interval_mask(const struct intervals *table, uint32_t i, bool wide)
{
	uint32_t number = table->mask_count > 256 ? yice_load16(table->numbers + 2 * (size_t)i) : table->numbers[i];

	return mask_at(table->masks + number * mask_size(wide), wide);
}

/* A code that covers several intervals, lo and hi being the ends of its subtree. */
EITHER struct reach reach_code(const struct intervals *table, uint64_t code, bool wide)
{
	uint32_t at = find_interval(table->edges, table->count, (uint32_t)code), hi = (uint32_t)(code >> 32);
	uint64_t mask = interval_mask(table, at, wide);
	struct reach reach = { mask, mask, 0 };

	for (; at < table->count && yice_load16(table->edges + 2 * (size_t)at) < hi; at++) {
		mask = interval_mask(table, at + 1, wide);
		reach.yes &= mask;
		reach.maybe |= mask;
	}
	return reach;
}

/* fact: count | complete << 32, then the codes. */
EITHER void narrow_codes(const unsigned char **cursor, const uint64_t *facts, struct reach *reach, bool wide)
{
	const unsigned char *at = *cursor;
	uint32_t key = yice_load32(at), edges = yice_load16(at + 4), masks = yice_load16(at + 6) + UINT32_C(1), size;
	const uint64_t *fact = facts + (key & ~YICE_PLAN_FLAG);
	struct intervals table = { .masks = at + 8 + mask_size(wide), .count = edges, .mask_count = masks };
	struct reach found = { 0, all_if(!(fact[0] >> 32)), 0 };

	table.edges = table.masks + masks * mask_size(wide);
	table.numbers = table.edges + 2 * (size_t)edges;
	for (uint32_t i = 0; i < (uint32_t)fact[0]; i++) {
		struct reach code = reach_code(&table, fact[1 + i], wide);

		found.yes |= code.yes;
		found.maybe |= code.maybe;
	}
	narrow(reach, found, mask_at(at + 8, wide), key & YICE_PLAN_FLAG);
	size = 2 * edges + (masks > 256 ? 2 : 1) * (edges + 1);
	*cursor = table.edges + ((size + 3) & ~UINT32_C(3));
}

/* Clauses that a term of the mask satisfies. */
EITHER uint64_t term_clauses(const unsigned char *entry, uint32_t count, uint64_t terms, bool wide)
{
	const unsigned char *end = entry + count * (8 + mask_size(wide));
	uint64_t clauses = 0;

	for (; entry < end; entry += 8 + mask_size(wide))
		clauses |= mask_at(entry + 8, wide) & all_if(yice_load64(entry) & terms);
	return clauses;
}

/* fact: present mask, then absent mask, a word each. What is in both is left open here. */
EITHER struct reach reach_terms(const unsigned char *entry, uint32_t count, const uint64_t *fact, bool wide)
{
	uint64_t parted = fact[0] & fact[1], yes = term_clauses(entry, count, fact[0] & ~parted, wide);

	return (struct reach){ yes, fact[0] == ~fact[1] ? yes : term_clauses(entry, count, fact[0] | ~fact[1], wide), parted };
}

/* The same when the masks have several words. */
EITHER struct reach reach_many_terms(const unsigned char *entry, uint32_t count, const uint64_t *fact, uint32_t words,
				     bool wide)
{
	struct reach found = { 0, 0, 0 };

	for (uint32_t i = 0; i < count; i++, entry += 12 + mask_size(wide)) {
		uint64_t members = yice_load64(entry), clauses = mask_at(entry + 12, wide);
		uint32_t number = yice_load32(entry + 8);

		found.yes |= clauses & all_if(members & fact[number] & ~fact[words + number]);
		found.maybe |= clauses & all_if(members & (fact[number] | ~fact[words + number]));
		found.parted |= members & fact[number] & fact[words + number];
	}
	return found;
}

EITHER void narrow_terms(const unsigned char **cursor, const uint64_t *facts, struct reach *reach, bool wide)
{
	const unsigned char *at = *cursor, *entry = at + 8 + mask_size(wide);
	uint32_t key = yice_load32(at), words = yice_load16(at + 4), count = yice_load16(at + 6);
	const uint64_t *fact = facts + (key & ~YICE_PLAN_FLAG);
	struct reach found = words == 1 ? reach_terms(entry, count, fact, wide) :
					  reach_many_terms(entry, count, fact, words, wide);

	narrow(reach, found, mask_at(at + 8, wide), key & YICE_PLAN_FLAG);
	*cursor = entry + count * ((words == 1 ? 8 : 12) + mask_size(wide));
}

EITHER void narrow_scalar(const unsigned char **cursor, const uint64_t *facts, struct reach *reach, bool wide)
{
	const unsigned char *at = *cursor;
	uint32_t key = yice_load32(at);
	int64_t tick = (int64_t)facts[key & ~YICE_PLAN_FLAG];
	bool missing = tick == YICE_TICK_NONE, in = (tick <= (int64_t)yice_load64(at + 4)) ^ (key >> 31);

	narrow(reach, (struct reach){ all_if(!missing && in), all_if(missing || in), 0 }, mask_at(at + 12, wide), false);
	*cursor += 12 + mask_size(wide);
}

EITHER struct reach narrow_all(const unsigned char **cursor, const unsigned char *head, const uint64_t *facts, bool wide)
{
	struct reach reach = { ~UINT64_C(0), ~UINT64_C(0), 0 };

	for (uint32_t i = yice_load16(head + YICE_PLAN_AT_CODES); i; i--)
		narrow_codes(cursor, facts, &reach, wide);
	for (uint32_t i = yice_load16(head + YICE_PLAN_AT_TERMS); i; i--)
		narrow_terms(cursor, facts, &reach, wide);
	for (uint32_t i = yice_load16(head + YICE_PLAN_AT_SCALARS); i; i--)
		narrow_scalar(cursor, facts, &reach, wide);
	return reach;
}

/* What guards and demands came to, a bit a clause; one in none of a group came to no. */
struct truths {
	uint64_t applies_yes, applies_open, applies_missing;
	uint64_t demand_yes, demand_open, demand_missing;
};

/* Comparisons that clauses in `these` demand; above: of those in it, what is above the limit meets it. */
static inline void compare_demands(const unsigned char **cursor, const unsigned char *head, uint64_t these, uint64_t above,
				   const uint64_t *facts, struct truths *truths)
{
	const unsigned char *numbers = *cursor;
	const unsigned char *limits = numbers + ((head[YICE_PLAN_AT_CLAUSE_COUNT] + 3) & ~3);
	uint64_t missing = 0, met = above & these;

	if (!head[YICE_PLAN_AT_DEMANDS])
		return;
	for (uint64_t left = these; left; left &= left - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(left);
		const unsigned char *limit = limits + 12 * (size_t)numbers[i];
		int64_t tick = (int64_t)facts[yice_load32(limit)];

		missing |= (uint64_t)(tick == YICE_TICK_NONE) << i;
		met ^= (uint64_t)(tick <= (int64_t)yice_load64(limit + 4)) << i;
	}
	truths->demand_missing = missing;
	truths->demand_open &= ~these | (met & ~missing);
	truths->demand_yes &= ~these | (met & ~missing);
	*cursor = limits + 12 * (size_t)head[YICE_PLAN_AT_DEMANDS];
}

static inline uint64_t bit_if(uint32_t truth, enum yice_truth wanted, uint32_t i)
{
	return (uint64_t)(truth == (uint32_t)wanted) << i;
}

/* Clauses that the plan does not decide are decided by their code. */
static int run_code(const struct yice_view *view, uint32_t first, uint64_t these, const struct yice_told *known,
		    uint64_t *steps, struct truths *truths)
{
	for (uint64_t left = these; left; left &= left - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(left);
		struct yice_truths found;
		int status = yice_vm_run(view, &view->bodies[view->clauses[first + i].body], known, steps, NULL, &found);

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

/* Clauses by what they do. */
struct effects {
	uint64_t requires, prohibits, restricts, encourages, obliges;
};

EITHER struct effects effects_of(const unsigned char *masks, bool wide)
{
	uint64_t ones = mask_at(masks, wide), twos = mask_at(masks + mask_size(wide), wide);
	uint64_t fours = mask_at(masks + 2 * mask_size(wide), wide);

	static_assert(YICE_REQUIRES == 1 && YICE_PROHIBITS == 2 && YICE_RESTRICTS == 3, "bits of effects");
	static_assert(YICE_ENCOURAGES == 4 && YICE_OBLIGES == 5 && YICE_EFFECTS == 6, "bits of effects");
	return (struct effects){ ones & ~twos & ~fours, twos & ~ones, twos & ones, fours & ~ones, fours & ones };
}

/* What vm.c's yice_vm_outcome() says of one clause, for all of them. */
static inline void settle(const struct effects *does, const struct truths *t, struct yice_planned *out)
{
	uint64_t looked = out->looked, obliges = does->obliges & looked;
	uint64_t concerned = (t->applies_yes | t->applies_open | t->applies_missing) & looked;
	uint64_t rest = ~(does->encourages | obliges); /* whose outcome depends on more than whether they are ruled out */
	uint64_t yes = t->applies_yes & rest & looked, open = t->applies_open & rest & looked;
	uint64_t requires = does->requires, demanded = (yes | open) & requires, judged;

	out->duties = obliges;
	out->concerned = obliges & concerned;
	out->outcomes[YICE_NOT_APPLICABLE] = looked & ~concerned & ~obliges;
	out->outcomes[YICE_NOTED] = does->encourages & concerned;
	out->outcomes[YICE_UNKNOWN] = (t->applies_missing & rest & looked) | (demanded & t->demand_missing);
	out->outcomes[YICE_SATISFIED] = yes & requires & t->demand_yes;
	out->outcomes[YICE_RESTRICTED] = yes & does->restricts;
	judged = (open & ~(requires & t->demand_missing)) | (yes & ~(requires | does->prohibits | does->restricts)) |
		 (yes & requires & t->demand_open);
	out->outcomes[YICE_JUDGEMENT] = judged;
	out->outcomes[YICE_VIOLATED] = (yes & does->prohibits) | (yes & requires & ~(t->demand_yes | t->demand_open |
										    t->demand_missing));
}

/* Clauses in force, clause by clause: only where some of the block begin or end on other days. */
static uint64_t in_force(const struct yice_view *view, uint32_t first, uint32_t count, yice_day day)
{
	uint64_t in = 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct yice_image_context *context = &view->contexts[view->clauses[first + i].context];

		in |= (uint64_t)((yice_day)context->from <= day && day < (yice_day)context->to) << i;
	}
	return in;
}

/* Clauses looked at; moves the cursor behind what tells the classes. */
EITHER uint64_t looked_at(const struct yice_view *view, const unsigned char *head, const unsigned char **cursor,
			  uint32_t classes, yice_day day, bool wide)
{
	uint32_t count = head[YICE_PLAN_AT_CLAUSE_COUNT];
	uint64_t looked = ~UINT64_C(0) >> (64 - count);

	if (yice_load32(head + YICE_PLAN_AT_FLAGS) & YICE_PLAN_BY_CLASS)
		for (uint32_t i = 0; i < YICE_CLASSES; i++, *cursor += mask_size(wide))
			looked &= ~mask_at(*cursor, wide) | all_if(classes >> i & 1);
	if (day < (yice_day)yice_load32(head + YICE_PLAN_AT_FROM) || day >= (yice_day)yice_load32(head + YICE_PLAN_AT_TO))
		looked &= in_force(view, yice_load32(head + YICE_PLAN_AT_CLAUSES), count, day);
	return looked;
}

EITHER int decide(const struct yice_view *view, uint32_t *plan, const struct yice_told *known, uint32_t classes,
		  yice_day day, uint64_t *steps, struct yice_planned *out, bool wide)
{
	const unsigned char *head = view->plans + *plan, *cursor = head + YICE_PLAN_HEAD, *masks;
	struct truths truths = { 0 };
	const uint64_t *facts = known->block;
	struct effects does;
	struct reach reach;
	uint64_t exact, open, code;

	out->looked = looked_at(view, head, &cursor, classes, day, wide);
	masks = cursor;
	cursor += YICE_PLAN_MASKS * mask_size(wide);
	exact = mask_at(masks + YICE_PLAN_EXACT * mask_size(wide), wide);
	open = mask_at(masks + YICE_PLAN_OPEN * mask_size(wide), wide);
	reach = narrow_all(&cursor, head, facts, wide);
	exact &= ~all_if(reach.parted);
	reach.maybe &= out->looked;
	truths.applies_yes = reach.yes & reach.maybe & exact & ~open;
	truths.applies_open = reach.yes & reach.maybe & exact & open;
	truths.applies_missing = reach.maybe & exact & ~reach.yes;
	truths.demand_open = exact & mask_at(masks + YICE_PLAN_DEMANDS_OPEN * mask_size(wide), wide);
	truths.demand_yes = ~truths.demand_open;
	compare_demands(&cursor, head,
			(truths.applies_yes | truths.applies_open) &
				mask_at(masks + YICE_PLAN_DEMANDS * mask_size(wide), wide),
			mask_at(masks + YICE_PLAN_ABOVE * mask_size(wide), wide), facts, &truths);
	*plan = (uint32_t)(cursor - view->plans);
	code = reach.maybe & ~exact;
	if (code) {
		int status = run_code(view, yice_load32(head + YICE_PLAN_AT_CLAUSES), code, known, steps, &truths);

		if (status)
			return status;
	}
	does = effects_of(masks, wide);
	settle(&does, &truths, out);
	return YICE_OK;
}

int yice_plan_decide(const struct yice_view *view, uint32_t *at, const struct yice_told *known, uint32_t classes,
		     yice_day day, uint64_t *steps, struct yice_planned *out)
{
	const unsigned char *head = view->plans + *at;
	uint32_t count = head[YICE_PLAN_AT_CLAUSE_COUNT];

	if (*steps < count)
		return YICE_ELIMIT;
	*steps -= count;
	out->plan = *at;
	return count > YICE_PLAN_NARROW ? decide(view, at, known, classes, day, steps, out, true) :
					  decide(view, at, known, classes, day, steps, out, false);
}
