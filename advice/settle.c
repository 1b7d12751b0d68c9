/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which facts settle an undetermined verdict. A set of facts fails when they
 * can turn out so that a clause stays unknown and none refuses; a search over
 * cells finds such a completion or proves that there is none. More facts never
 * unsettle a clause, so a fact without which all others fail is in every set
 * that serves. Mostly those facts are enough, and then they are the smallest
 * set. Where not, failing sets are grown as far as they fail: whatever serves
 * has a fact outside of each, and a smallest choice of such facts that does not
 * fail is a smallest set. Called by advice.c.
 */
#include "advice/settle.h"

#include "runtime/test_op.h"

#define QUERY_STEPS (UINT64_C(1) << 18) /* of one search */
#define ROUNDS_MAX  200                 /* failing sets looked for */
#define CHOICES_MAX 200000              /* of facts outside of them */

enum answer { NO, YES, SPENT };

/* What a search looks for: a completion in which the clause played `target` has the outcome, or with NONE all
 * are within. */
struct goal {
	uint32_t target;
	enum yice_outcome outcome;
	uint32_t within; /* bit per outcome that may occur once all is known */
};

struct settler {
	struct yice_board board;
	struct yice_arena *arena;
	uint64_t total;                   /* steps left in all */
	uint32_t words;                   /* of a set of slots */
	uint64_t *set;                    /* the facts that are being completed */
	uint32_t *missing, missing_count; /* slots, as they are first read */
	uint64_t **failed;                /* for each failing set, the facts outside of it */
	uint32_t failed_count;
	uint64_t *chosen;
	uint32_t choices;
};

static bool has(const uint64_t *set, uint32_t slot)
{
	return set[slot / 64] >> slot % 64 & 1;
}

static void put(uint64_t *set, uint32_t slot, bool in)
{
	uint64_t bit = UINT64_C(1) << slot % 64;

	set[slot / 64] = in ? set[slot / 64] | bit : set[slot / 64] & ~bit;
}

/* ---------------------------------------------------------------- the search */

/* An atom of the set that could still move the test. */
static struct yice_atom *atom_of(struct settler *s, uint32_t test)
{
	struct yice_board *board = &s->board;
	uint32_t slots[YICE_LINEAR_MAX], count = yice_test_slots(board->view, test, slots);

	if (yice_board_truth(board, test) != YICE_U)
		return NULL;
	for (uint32_t i = 0; i < count; i++) /* a sum of which a fact stays missing stays so too */
		if (board->slots[slots[i]].atom_count && !has(s->set, slots[i]))
			return NULL;
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t a = 0; a < board->slots[slots[i]].atom_count; a++) {
			struct yice_atom *atom = &board->atoms[board->slots[slots[i]].atoms + a];

			if (!atom->taken && yice_board_touches(board, test, atom))
				return atom;
		}
	return NULL;
}

static struct yice_atom *atom_in(struct settler *s, const struct yice_played *played)
{
	struct yice_atom *atom = NULL;

	if (played->outcome != YICE_UNKNOWN)
		return NULL;
	for (uint32_t t = 0; !atom && t < played->test_count; t++)
		atom = atom_of(s, s->board.tests[played->tests + t]);
	return atom;
}

/* What to settle next: of the target first, then of whatever could still refuse. */
static struct yice_atom *next_atom(struct settler *s, const struct goal *goal)
{
	struct yice_atom *atom =
	    goal->target == YICE_NONE ? NULL : atom_in(s, &s->board.played[goal->target]);

	if (goal->target != YICE_NONE && goal->outcome != YICE_UNKNOWN)
		return atom;
	for (uint32_t i = 0; !atom && i < s->board.played_count; i++)
		atom = atom_in(s, &s->board.played[i]);
	return atom;
}

/* Whether the goal is out of reach already: what is settled stays so. */
static bool is_lost(const struct settler *s, const struct goal *goal)
{
	const struct yice_board *board = &s->board;
	uint8_t outcome;

	if (goal->target != YICE_NONE) {
		outcome = board->played[goal->target].outcome;
		if (goal->outcome == YICE_UNKNOWN)
			return outcome != YICE_UNKNOWN || board->tally[YICE_VIOLATED];
		return outcome != YICE_UNKNOWN && outcome != goal->outcome;
	}
	for (uint32_t o = 0; o < YICE_OUTCOMES; o++)
		if (o != YICE_UNKNOWN && board->tally[o] && !(goal->within >> o & 1))
			return true;
	return false;
}

static bool is_reached(const struct settler *s, const struct goal *goal)
{
	if (goal->target != YICE_NONE)
		return s->board.played[goal->target].outcome == goal->outcome;
	return !s->board.tally[YICE_UNKNOWN];
}

static bool seek(struct settler *s, const struct goal *goal)
{
	struct yice_buf cells = YICE_BUF_INIT;
	struct yice_atom *atom;
	bool found = false;

	if (yice_board_spent(&s->board) || is_lost(s, goal))
		return false;
	atom = next_atom(s, goal);
	if (!atom)
		return is_reached(s, goal);
	atom->taken = true;
	yice_board_cells(&s->board, atom, s->set, YICE_LINEAR_MAX, false, &cells);
	for (uint32_t i = 0; !found && i < yice_cells_count(&cells); i++) {
		size_t mark = yice_board_mark(&s->board);

		yice_board_play(&s->board, &yice_cells_in(&cells)[i]);
		found = seek(s, goal);
		yice_board_undo(&s->board, mark);
	}
	atom->taken = false;
	yice_buf_release(&cells);
	return found;
}

/* The facts of the set may turn out as they like: can the goal be reached? */
static enum answer ask(struct settler *s, const uint64_t *set, struct goal goal)
{
	uint64_t steps = s->total < QUERY_STEPS ? s->total : QUERY_STEPS;
	bool found;

	memcpy(s->set, set, s->words * sizeof(*set));
	s->board.left = steps;
	found = seek(s, &goal);
	s->total -= steps - s->board.left;
	if (found)
		return YES;
	return yice_board_spent(&s->board) ? SPENT : NO;
}

/* Can the clause stay unknown with the facts of the set? */
static enum answer stays_open(struct settler *s, const uint64_t *set, uint32_t played)
{
	return ask(s, set, (struct goal){ .target = played, .outcome = YICE_UNKNOWN });
}

static enum answer fails(struct settler *s, const uint64_t *set)
{
	enum answer answer = NO;

	for (uint32_t i = 0; answer != YES && i < s->board.played_count; i++) {
		enum answer one = stays_open(s, set, i);

		answer = one == NO ? answer : one;
	}
	return answer;
}

/* ---------------------------------------------------------------- the set */

static uint64_t *new_set(struct settler *s)
{
	uint64_t *set = yice_arena_array(s->arena, s->words, sizeof(*set));

	s->board.failed |= !set;
	return set;
}

static void list_missing(struct settler *s)
{
	uint32_t slots = s->board.view->count[YICE_SEC_ATTRS];

	s->missing = yice_arena_array(s->arena, slots + 1, sizeof(*s->missing));
	s->board.failed |= !s->missing;
	for (uint32_t slot = 0; !s->board.failed && slot < slots; slot++) {
		uint32_t at = s->missing_count;

		if (!s->board.slots[slot].atom_count)
			continue;
		for (; at && s->board.slots[s->missing[at - 1]].rank > s->board.slots[slot].rank; at--)
			s->missing[at] = s->missing[at - 1];
		s->missing[at] = slot;
		s->missing_count++;
	}
}

/* Clauses that can stay unknown when all is known but the fact. */
static int find_hanging(struct settler *s, uint32_t slot, const uint64_t *all, struct yice_ask *out,
			bool *sure)
{
	uint64_t *others = new_set(s);
	const struct yice_board_slot *board_slot = &s->board.slots[slot];

	out->slot = slot;
	out->clauses = yice_arena_array(s->arena, board_slot->played_count + 1, sizeof(*out->clauses));
	if (!others || !out->clauses)
		return YICE_ENOMEM;
	memcpy(others, all, s->words * sizeof(*all));
	put(others, slot, false);
	for (uint32_t i = 0; i < board_slot->played_count; i++) {
		enum answer answer = stays_open(s, others, board_slot->played[i]);

		if (answer == YES)
			out->clauses[out->clause_count++] = s->board.played[board_slot->played[i]].clause;
		*sure &= answer != SPENT;
	}
	return YICE_OK;
}

/* Grows a set that fails as far as it fails, and keeps what is outside. */
static void grow(struct settler *s, uint64_t *set, const uint64_t *all)
{
	uint64_t *outside = s->failed_count < ROUNDS_MAX ? new_set(s) : NULL;

	if (!outside)
		return;
	for (uint32_t i = 0; i < s->missing_count; i++) {
		if (has(set, s->missing[i]))
			continue;
		put(set, s->missing[i], true);
		if (fails(s, set) != YES)
			put(set, s->missing[i], false);
	}
	for (uint32_t i = 0; i < s->words; i++)
		outside[i] = all[i] & ~set[i];
	s->failed[s->failed_count++] = outside;
}

static bool meets(const uint64_t *a, const uint64_t *b, uint32_t words)
{
	for (uint32_t i = 0; i < words; i++)
		if (a[i] & b[i])
			return true;
	return false;
}

/* At most `most` facts more, one outside of each failing set. */
static bool choose(struct settler *s, uint32_t most)
{
	uint32_t open = 0;

	while (open < s->failed_count && meets(s->failed[open], s->chosen, s->words))
		open++;
	if (open == s->failed_count)
		return true;
	for (uint32_t i = 0; most && i < s->missing_count && s->choices < CHOICES_MAX; i++) {
		if (!has(s->failed[open], s->missing[i]))
			continue;
		s->choices++;
		put(s->chosen, s->missing[i], true);
		if (choose(s, most - 1))
			return true;
		put(s->chosen, s->missing[i], false);
	}
	return false;
}

/* A smallest set that serves, or false when that is too much work. needed: facts that are in every such set.
 */
static bool find_least(struct settler *s, const uint64_t *needed, const uint64_t *all, uint64_t *out)
{
	uint32_t most = 0;
	enum answer answer;

	s->failed = yice_arena_array(s->arena, ROUNDS_MAX, sizeof(*s->failed));
	s->chosen = new_set(s);
	s->board.failed |= !s->failed;
	while (!s->board.failed) {
		memcpy(s->chosen, needed, s->words * sizeof(*needed));
		while (!choose(s, most)) {
			if (s->choices >= CHOICES_MAX || most == s->missing_count)
				return false;
			most++;
		}
		memcpy(out, s->chosen, s->words * sizeof(*out));
		answer = fails(s, out);
		if (answer != YES)
			return answer == NO;
		if (s->failed_count == ROUNDS_MAX)
			return false;
		grow(s, out, all);
	}
	return false;
}

/* What serves in any case: all that is missing, less what is found to be of no use. */
static void find_some(struct settler *s, const uint64_t *all, uint64_t *out)
{
	memcpy(out, all, s->words * sizeof(*out));
	if (s->board.inexact)
		return;
	for (uint32_t i = s->missing_count; i-- > 0;) {
		put(out, s->missing[i], false);
		if (fails(s, out) != NO)
			put(out, s->missing[i], true);
	}
}

/* ---------------------------------------------------------------- the order */

struct gain {
	uint32_t most, least; /* clauses that an answer settles, all of them when it refuses */
	uint32_t worst;       /* the answer that settles least */
	bool refuses;
};

#define CLASSES_MAX 8 /* of a list, all choices of which are tried */

/*
 * Plays the answer with that number; false when there is none. A list is every choice of its classes, or when
 * that are too many none or one of them.
 */
static bool play_answer(struct settler *s, uint32_t slot, uint32_t number)
{
	struct yice_board_slot *board_slot = &s->board.slots[slot];
	struct yice_atom *atoms = &s->board.atoms[board_slot->atoms];
	uint32_t count = board_slot->atom_count;
	struct yice_buf cells = YICE_BUF_INIT;
	bool good;

	if (atoms->klass != YICE_NONE) {
		if (number >= (count > CLASSES_MAX ? count + 1 : UINT32_C(1) << count))
			return false;
		for (uint32_t a = 0; a < count; a++)
			yice_board_play(&s->board, &(struct yice_cell){ .slot = slot,
									.klass = atoms[a].klass,
									.member = count > CLASSES_MAX
										      ? a + 1 == number
										      : number >> a & 1 });
		return true;
	}
	yice_board_cells(&s->board, atoms, NULL, 0, false, &cells);
	good = number < yice_cells_count(&cells);
	if (good)
		yice_board_play(&s->board, &yice_cells_in(&cells)[number]);
	yice_buf_release(&cells);
	return good;
}

static struct gain measure(struct settler *s, uint32_t slot)
{
	struct gain gain = { 0, UINT32_MAX, 0, false };
	uint32_t open = s->board.tally[YICE_UNKNOWN];

	for (uint32_t number = 0;; number++) {
		size_t mark = yice_board_mark(&s->board);
		bool there = play_answer(s, slot, number), refused = s->board.tally[YICE_VIOLATED] != 0;
		uint32_t settled = refused ? open : open - s->board.tally[YICE_UNKNOWN];

		yice_board_undo(&s->board, mark);
		if (!there)
			return gain;
		gain.refuses |= refused;
		gain.most = settled > gain.most ? settled : gain.most;
		if (settled < gain.least) {
			gain.least = settled;
			gain.worst = number;
		}
	}
}

/* Of those from `from` on: which one answer can settle most, on which most clauses hang, which is read first.
 */
static uint32_t best_of(struct settler *s, const struct yice_settling *settling, uint32_t from,
			struct gain *best)
{
	uint32_t at = from;

	*best = measure(s, settling->asks[from].slot);
	for (uint32_t i = from + 1; i < settling->count; i++) {
		struct gain gain = measure(s, settling->asks[i].slot);
		uint32_t hang = settling->asks[i].clause_count, hangs = settling->asks[at].clause_count;

		if (gain.most < best->most || (gain.most == best->most && hang <= hangs))
			continue;
		*best = gain;
		at = i;
	}
	return at;
}

/* One after the other, each when those before it have settled as little as they can. */
static void put_in_order(struct settler *s, struct yice_settling *settling)
{
	size_t mark = yice_board_mark(&s->board);

	for (uint32_t i = 0; i < settling->count; i++) {
		struct gain alone = measure(s, settling->asks[i].slot);

		settling->asks[i].settles = alone.refuses ? s->board.tally[YICE_UNKNOWN] : alone.most;
		settling->asks[i].refuses = alone.refuses;
	}
	for (uint32_t i = 0; i < settling->count; i++) {
		struct gain gain;
		uint32_t best = best_of(s, settling, i, &gain);
		struct yice_ask ask = settling->asks[best];

		memmove(&settling->asks[i + 1], &settling->asks[i], (best - i) * sizeof(ask));
		settling->asks[i] = ask;
		play_answer(s, ask.slot, gain.worst);
	}
	yice_board_undo(&s->board, mark);
}

/* ---------------------------------------------------------------- what can still come out */

#define BIT(outcome) (UINT32_C(1) << (outcome))
#define HARMLESS     (BIT(YICE_NOT_APPLICABLE) | BIT(YICE_SATISFIED) | BIT(YICE_NOTED))

/* The verdict that the clauses settled already call for. */
static enum yice_verdict settled_verdict(const struct yice_run *run)
{
	if (yice_run_tally(run, YICE_JUDGEMENT))
		return YICE_NEEDS_JUDGEMENT;
	return yice_run_tally(run, YICE_RESTRICTED) ? YICE_CONDITIONAL : YICE_ADMITTED;
}

static void find_best(struct settler *s, const uint64_t *all, enum yice_verdict from,
		      struct yice_settling *out)
{
	static const uint32_t within[] = { [YICE_ADMITTED] = HARMLESS,
					   [YICE_CONDITIONAL] = HARMLESS | BIT(YICE_RESTRICTED),
					   [YICE_NEEDS_JUDGEMENT] =
					       HARMLESS | BIT(YICE_RESTRICTED) | BIT(YICE_JUDGEMENT) };
	enum answer answer = NO;

	for (out->best = from; out->best <= YICE_NEEDS_JUDGEMENT; out->best++) {
		answer = ask(s, all, (struct goal){ .target = YICE_NONE, .within = within[out->best] });
		if (answer != NO)
			break;
	}
	if (answer == NO)
		out->best = YICE_REFUSED;
	out->best_known = answer == YES || (answer == NO && !s->board.inexact);
}

static enum answer can_be(struct settler *s, const uint64_t *all, enum yice_outcome outcome)
{
	enum answer answer = NO;

	for (uint32_t i = 0; answer != YES && i < s->board.played_count; i++) {
		enum answer one = ask(s, all, (struct goal){ .target = i, .outcome = outcome });

		answer = one == NO ? answer : one;
	}
	return answer;
}

static void find_worst(struct settler *s, const uint64_t *all, enum yice_verdict from,
		       struct yice_settling *out)
{
	static const struct {
		enum yice_outcome outcome;
		enum yice_verdict verdict;
	} steps[] = { { YICE_VIOLATED, YICE_REFUSED },
		      { YICE_JUDGEMENT, YICE_NEEDS_JUDGEMENT },
		      { YICE_RESTRICTED, YICE_CONDITIONAL } };
	enum answer answer = NO;

	out->worst = from;
	for (size_t i = 0; answer == NO && i < YICE_COUNT(steps) && steps[i].verdict > from; i++) {
		answer = can_be(s, all, steps[i].outcome);
		if (answer == YES)
			out->worst = steps[i].verdict;
	}
	out->worst_known = answer == YES || (answer == NO && !s->board.inexact);
}

/* ---------------------------------------------------------------- all of it */

static int fill(struct settler *s, const uint64_t *set, const struct yice_ask *hanging,
		struct yice_settling *out)
{
	out->asks = yice_arena_array(s->arena, s->missing_count + 1, sizeof(*out->asks));
	if (!out->asks)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < s->missing_count; i++)
		if (has(set, s->missing[i]))
			out->asks[out->count++] = hanging[i];
	put_in_order(s, out);
	return YICE_OK;
}

static int settle(struct settler *s, struct yice_run *run, struct yice_settling *out)
{
	uint64_t *all = new_set(s), *needed = new_set(s), *set = new_set(s);
	struct yice_ask *hanging = yice_arena_array(s->arena, s->missing_count + 1, sizeof(*hanging));
	enum answer answer;
	bool sure = true;
	int status = !hanging || s->board.failed ? YICE_ENOMEM : YICE_OK;

	for (uint32_t i = 0; !status && i < s->missing_count; i++)
		put(all, s->missing[i], true);
	for (uint32_t i = 0; !status && i < s->missing_count; i++) {
		status = find_hanging(s, s->missing[i], all, &hanging[i], &sure);
		put(needed, s->missing[i], hanging[i].clause_count > 0);
	}
	if (status)
		return status;
	memcpy(set, needed, s->words * sizeof(*set));
	answer = fails(s, set);
	out->least = answer == NO || (answer == YES && find_least(s, needed, all, set));
	out->least &= !s->board.inexact;
	if (!out->least)
		find_some(s, all, set);
	find_best(s, all, settled_verdict(run), out);
	find_worst(s, all, settled_verdict(run), out);
	return fill(s, set, hanging, out);
}

int yice_settle(struct yice_run *run, const struct yice_facts *facts, struct yice_arena *arena,
		struct yice_settling *out)
{
	struct settler s = { .arena = arena, .total = YICE_BOARD_STEPS };
	int status = yice_board_init(&s.board, run, facts, YICE_BOARD_COMPLETE, arena);

	memset(out, 0, sizeof(*out));
	s.words = run->view->count[YICE_SEC_ATTRS] / 64 + 1;
	s.set = status ? NULL : new_set(&s);
	if (!status && s.set) {
		list_missing(&s);
		status = settle(&s, run, out);
	}
	if (s.board.failed || s.board.trail.failed)
		status = YICE_ENOMEM;
	yice_board_release(&s.board);
	return status;
}
