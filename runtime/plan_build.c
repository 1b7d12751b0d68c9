/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code to plans. The code of each clause is read as postfix: a value on its
 * stack is a conjunction of literals (tests, perhaps negated) that follow one
 * another in `literals`, exact when that is all it says. A literal of a guard
 * goes to the first table over its attribute in which its clause has none yet.
 * The same clauses always give the same plan. Called by the compiler to make
 * plans and by the verifier to check them.
 */
#include "runtime/plan.h"

#include "base/map.h"
#include "runtime/image_read.h"
#include "runtime/opcode.h"
#include "runtime/test_op.h"

/* Names of a planner's scratch. */
enum { LITERALS, EDGES, INTERVALS, NUMBERS, SLOTS, GROUPS };

#define LITERALS_MAX 32 /* of one clause; what is beyond is left to its code */

struct literal {
	uint32_t clause, slot;
	const struct yice_image_test *test;
	bool negated, turned; /* turned: a test ALL or CODE_ALL, held as the negation of ANY over the other members */
};

/* A value on the stack: a conjunction of literals from `first` on, in the order of the code. */
struct value {
	uint32_t first, count;
	bool exact;
};

/* Reading one clause. */
struct reader {
	struct yice_planner *planner;
	struct literal literals[LITERALS_MAX]; /* kept for the guard, then those of the part at hand */
	uint32_t kept, count;
	struct value stack[YICE_STACK_MAX];
	uint32_t depth, clause;
	const struct yice_image_target *target; /* the clause's */
	uint32_t work; /* of YICE_PLAN_WORK */
	bool exact, open, demands, demands_open;
	struct literal demand;
};

/* Little-endian. */
static inline void add(struct yice_planner *planner, uint64_t value, uint32_t bytes)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	value = __builtin_bswap64(value);
#endif
	yice_buf_add(&planner->plan, &value, bytes);
}

static void add_mask(struct yice_planner *planner, uint64_t mask)
{
	add(planner, mask, planner->count > YICE_PLAN_NARROW ? 8 : 4);
}

/* Up to whole u32 from `start` on. */
static void fill_up(struct yice_planner *planner, size_t start)
{
	while ((planner->plan.len - start) % 4 && !planner->plan.failed)
		add(planner, 0, 1);
}

/* Writes over what is in the plan already. */
static void put(struct yice_planner *planner, uint32_t at, uint32_t value, uint32_t bytes)
{
	for (uint32_t i = 0; i < bytes && !planner->plan.failed; i++)
		planner->plan.data[at + i] = (char)(value >> 8 * i);
}

/* ---------------------------------------------------------------- reading code */

/* Whether the test has no place in a plan: sums, and numbers that equal another or do not. */
static bool is_foreign(uint32_t op)
{
	return op == YICE_TEST_SUM || op == YICE_TEST_EQ || op == YICE_TEST_NE;
}

/* Runs or words of a mask that a literal adds to the making of a plan. */
static uint32_t work_of(const struct yice_view *view, const struct yice_image_test *test)
{
	switch ((enum yice_test_op)yice_test_op(test)) {
	case YICE_TEST_CODE_ANY:
	case YICE_TEST_CODE_ALL:
		return view->words[test->arg];
	case YICE_TEST_ANY:
	case YICE_TEST_ALL:
	case YICE_TEST_ANY_WHOLE:
	case YICE_TEST_ALL_WHOLE:
		return yice_attr_mask_words(view, yice_test_slot(test));
	default:
		return 1;
	}
}

static void push_test(struct reader *reader, uint32_t number)
{
	const struct yice_image_test *test = &reader->planner->view->tests[number];
	struct value *value = &reader->stack[reader->depth++];
	uint32_t op = yice_test_op(test), work;
	bool all = op == YICE_TEST_ALL || op == YICE_TEST_ALL_WHOLE || op == YICE_TEST_CODE_ALL;

	*value = (struct value){ reader->count, 0, false };
	if (is_foreign(op) || reader->count == LITERALS_MAX)
		return;
	work = work_of(reader->planner->view, test);
	if (work > YICE_PLAN_WORK - reader->work)
		return;
	reader->work += work;
	reader->literals[reader->count++] =
		(struct literal){ reader->clause, yice_test_slot(test), test, all, all };
	value->count = 1;
	value->exact = true;
}

static void join_and(struct reader *reader)
{
	struct value *right = &reader->stack[--reader->depth], *left = right - 1;

	left->count += right->count;
	left->exact = left->exact && right->exact;
}

/* A value of which nothing is known. */
static void forget(struct reader *reader, struct value *value)
{
	reader->count = value->first;
	value->count = 0;
	value->exact = false;
}

static void negate(struct reader *reader, struct value *value)
{
	if (value->exact && value->count == 1)
		reader->literals[value->first].negated ^= true;
	else
		forget(reader, value);
}

static bool is_comparison(const struct yice_view *view, const struct literal *literal)
{
	uint32_t op = yice_test_op(literal->test);

	if (op >= YICE_TEST_LT && op <= YICE_TEST_GE)
		return true;
	return (op == YICE_TEST_ANY || op == YICE_TEST_ALL) && view->attrs[literal->slot].type == YICE_ATTR_BOOLEAN &&
	       view->numbers[literal->test->arg] == (op == YICE_TEST_ANY);
}

/* What has no table: open words make the clause open, a constant yes says nothing. True when it is dealt with. */
static bool take_constant(struct reader *reader, const struct literal *literal)
{
	const struct yice_view *view = reader->planner->view;
	uint32_t op = yice_test_op(literal->test);

	if (op == YICE_TEST_OPEN) {
		reader->open = true;
		return true;
	}
	if (op == YICE_TEST_CONST) {
		reader->exact = reader->exact && (literal->test->arg == YICE_T) != literal->negated;
		return true;
	}
	if (view->attrs[literal->slot].type != YICE_ATTR_BOOLEAN || is_comparison(view, literal))
		return false;
	reader->exact = false; /* a boolean in nothing, or in anything */
	return true;
}

/* The end of a guard, or of an exception after its negation. */
static void take_guard(struct reader *reader)
{
	const struct value *value = &reader->stack[--reader->depth];
	uint32_t kept = reader->kept;

	reader->exact = reader->exact && value->exact;
	for (uint32_t i = value->first; i < value->first + value->count; i++)
		if (!take_constant(reader, &reader->literals[i]))
			reader->literals[kept++] = reader->literals[i];
	reader->kept = reader->count = kept;
}

/* At most one comparison, and perhaps open words. */
static void take_demand(struct reader *reader)
{
	const struct value *value = &reader->stack[--reader->depth];

	reader->exact = reader->exact && value->exact;
	for (uint32_t i = value->first; i < value->first + value->count; i++) {
		const struct literal *literal = &reader->literals[i];

		if (yice_test_op(literal->test) == YICE_TEST_OPEN) {
			reader->demands_open = true;
		} else if (!reader->demands && is_comparison(reader->planner->view, literal)) {
			reader->demands = true;
			reader->demand = *literal;
		} else {
			reader->exact = false;
		}
	}
	reader->count = reader->kept;
}

static void read_insn(struct reader *reader, struct yice_image_insn insn)
{
	struct value *top = reader->depth ? &reader->stack[reader->depth - 1] : NULL;

	switch ((enum yice_op)yice_insn_op(insn)) {
	case YICE_OP_TEST:
		push_test(reader, yice_insn_operand(insn));
		break;
	case YICE_OP_AND:
		join_and(reader);
		break;
	case YICE_OP_OR:
		assert(reader->depth >= 2);
		reader->depth--;
		forget(reader, top - 1);
		break;
	case YICE_OP_NOT:
		assert(top);
		negate(reader, top);
		break;
	case YICE_OP_GUARD:
		take_guard(reader);
		break;
	case YICE_OP_EXCEPT:
		assert(top);
		negate(reader, top);
		take_guard(reader);
		break;
	case YICE_OP_DEMAND:
		take_demand(reader);
		break;
	case YICE_OP_SKIP_NO: /* skips change no value */
	case YICE_OP_SKIP_YES:
	case YICE_OP_END:
		break;
	}
}

/* tick <= limit, or its opposite. */
struct limit {
	int64_t limit;
	bool above;
};

static struct limit limit_of(const struct yice_view *view, const struct literal *literal)
{
	int64_t tick = view->numbers[literal->test->arg]; /* far from the ends of the range: verify_tests.c */
	struct limit limit = { tick, false };

	switch ((enum yice_test_op)yice_test_op(literal->test)) {
	case YICE_TEST_LE:
		break;
	case YICE_TEST_LT:
		limit.limit = tick - 1;
		break;
	case YICE_TEST_GT:
		limit.above = true;
		break;
	case YICE_TEST_GE:
		limit = (struct limit){ tick - 1, true };
		break;
	default: /* a boolean that is to be there: 1, not 0. One over everything is to be there or not: take_constant() */
		limit = (struct limit){ 0, true };
		break;
	}
	limit.above ^= literal->negated;
	return limit;
}

static void set_masks(const struct reader *reader, uint32_t clause, uint32_t effect)
{
	struct yice_planner *planner = reader->planner;
	const struct yice_image_target *target = reader->target;
	uint64_t *masks = planner->masks, bit = UINT64_C(1) << clause;

	if (target->kind == YICE_FOR_CLASS)
		planner->classes[target->key] |= bit;
	for (uint32_t i = 0; i < 3; i++)
		masks[YICE_PLAN_EFFECT + i] |= effect >> i & 1 ? bit : 0;
	if (!reader->exact)
		return;
	masks[YICE_PLAN_EXACT] |= bit;
	masks[YICE_PLAN_OPEN] |= reader->open ? bit : 0;
	masks[YICE_PLAN_DEMANDS] |= reader->demands ? bit : 0;
	masks[YICE_PLAN_ABOVE] |= reader->demands && limit_of(planner->view, &reader->demand).above ? bit : 0;
	masks[YICE_PLAN_DEMANDS_OPEN] |= reader->demands_open ? bit : 0;
}

/* Adds the clause's literals to planner->literals: those of the guard, and last that of an exact demand. */
static void read_clause(struct yice_planner *planner, struct reader *reader, uint32_t clause)
{
	const struct yice_view *view = planner->view;
	const struct yice_image_body *body = &view->bodies[view->clauses[planner->first + clause].body];

	while (planner->first + clause >= reader->target->clauses + reader->target->clause_count)
		reader->target++;
	reader->clause = clause;
	reader->kept = reader->count = reader->depth = reader->work = 0;
	reader->exact = body->code_count <= YICE_PLAN_CODE;
	reader->open = reader->demands = reader->demands_open = false;
	for (uint32_t i = 0, count = reader->exact ? body->code_count : 0; i < count; i++)
		read_insn(reader, view->code[body->code + i]);
	set_masks(reader, clause, yice_body_effect(view, body));
	yice_buf_add(&planner->scratch[LITERALS], reader->literals, reader->kept * sizeof(*reader->literals));
}

/* ---------------------------------------------------------------- tables */

static struct literal *literals_of(struct yice_planner *planner, uint32_t *count)
{
	*count = (uint32_t)(planner->scratch[LITERALS].len / sizeof(struct literal));
	return (struct literal *)(void *)planner->scratch[LITERALS].data;
}

static uint64_t bit_of(const struct literal *literal)
{
	return UINT64_C(1) << literal->clause;
}

/* The literals of one table, which have been moved to the front of those left. */
struct table {
	const struct literal *literals;
	uint32_t count;
	uint64_t testing;
};

static void swap(struct literal *a, struct literal *b)
{
	struct literal kept = *a;

	*a = *b;
	*b = kept;
}

/* The first literal left and what fits into its table; `left` literals are in the order of the plan's earlier tables. */
static struct table take_table(struct literal *left, uint32_t count)
{
	struct table table = { left, 1, bit_of(left) };

	for (uint32_t i = 1; i < count; i++) {
		if (left[i].slot != left->slot || left[i].negated != left->negated || table.testing & bit_of(&left[i]))
			continue;
		table.testing |= bit_of(&left[i]);
		swap(&left[table.count++], &left[i]);
	}
	return table;
}

static uint32_t flag_if(bool condition)
{
	return condition ? YICE_PLAN_FLAG : 0;
}

/* Edges of the table at hand, and for each interval between them the clauses in whose runs it lies. */
struct intervals {
	const uint32_t *edges;
	uint64_t *masks; /* count + 1 */
	uint32_t count;
};

/* Ends of runs, ascending, each once; 0 needs none. */
static void find_edges(struct yice_planner *planner, const struct table *table)
{
	const struct yice_view *view = planner->view;
	uint32_t members = view->vocabs[view->attrs[table->literals->slot].vocab].members;

	for (uint32_t i = 0; i < table->count; i++) {
		const uint32_t *runs = view->words + table->literals[i].test->arg;

		for (uint32_t run = 1; run <= runs[0]; run++) {
			planner->is_edge[yice_codes_lo(runs[run]) / 64] |= UINT64_C(1) << yice_codes_lo(runs[run]) % 64;
			planner->is_edge[yice_codes_hi(runs[run]) / 64] |= UINT64_C(1) << yice_codes_hi(runs[run]) % 64;
		}
	}
	planner->is_edge[0] &= ~UINT64_C(1);
	yice_buf_clear(&planner->scratch[EDGES]);
	for (uint32_t word = 0; word <= members / 64; word++) {
		for (uint64_t left = planner->is_edge[word]; left; left &= left - 1) {
			uint32_t edge = word * 64 + (uint32_t)__builtin_ctzll(left);

			yice_buf_add(&planner->scratch[EDGES], &edge, sizeof(edge));
		}
		planner->is_edge[word] = 0;
	}
}

/* Both runs and edges ascend, and each run ends at an edge: an interval is marked if the edge it ends at is in the run. */
static void mark_intervals(const struct yice_view *view, const struct table *table, const struct intervals *intervals)
{
	for (uint32_t i = 0; i < table->count; i++) {
		const struct literal *literal = &table->literals[i];
		const uint32_t *runs = view->words + literal->test->arg;
		uint64_t bit = bit_of(literal);
		uint32_t at = 0;

		for (uint32_t run = 1; run <= runs[0]; run++) {
			while (at < intervals->count && intervals->edges[at] <= yice_codes_lo(runs[run]))
				at++;
			for (; at < intervals->count && intervals->edges[at] <= yice_codes_hi(runs[run]); at++)
				intervals->masks[at] |= bit;
		}
		for (at = 0; literal->turned && at <= intervals->count; at++)
			intervals->masks[at] ^= bit;
	}
}

/* Replaces each interval's mask by its number, in the order of their first intervals; adds the masks. Returns how many. */
static uint32_t number_masks(struct yice_planner *planner, const struct intervals *intervals, uint32_t *numbers)
{
	uint32_t size = 1, count = 0, *slots; /* slots: the first interval that has the mask, + 1 */

	while (size < 2 * (intervals->count + 1))
		size *= 2;
	yice_buf_clear(&planner->scratch[SLOTS]);
	slots = yice_buf_extend(&planner->scratch[SLOTS], size * sizeof(*slots));
	for (uint32_t i = 0; slots && i <= intervals->count; i++) {
		uint64_t mask = intervals->masks[i];
		uint32_t slot = yice_hash(&mask, sizeof(mask)) & (size - 1);

		while (slots[slot] && intervals->masks[slots[slot] - 1] != mask)
			slot = (slot + 1) & (size - 1);
		if (!slots[slot]) {
			slots[slot] = i + 1;
			add_mask(planner, mask);
			numbers[i] = count++;
		} else {
			numbers[i] = numbers[slots[slot] - 1];
		}
	}
	return count;
}

static void add_code_table(struct yice_planner *planner, const struct table *table)
{
	const struct yice_view *view = planner->view;
	size_t start = planner->plan.len;
	struct intervals intervals;
	uint32_t *numbers, masks;

	find_edges(planner, table);
	intervals.edges = (const uint32_t *)(const void *)planner->scratch[EDGES].data;
	intervals.count = (uint32_t)(planner->scratch[EDGES].len / sizeof(uint32_t));
	yice_buf_clear(&planner->scratch[INTERVALS]);
	yice_buf_clear(&planner->scratch[NUMBERS]);
	intervals.masks = yice_buf_extend(&planner->scratch[INTERVALS], (intervals.count + 1) * sizeof(uint64_t));
	numbers = yice_buf_extend(&planner->scratch[NUMBERS], (intervals.count + 1) * sizeof(uint32_t));
	if (!intervals.masks || !numbers || planner->scratch[EDGES].failed)
		return;
	mark_intervals(view, table, &intervals);
	add(planner, view->attrs[table->literals->slot].fact | flag_if(table->literals->negated), 4);
	add(planner, intervals.count, 2);
	add(planner, 0, 2);
	add_mask(planner, table->testing);
	masks = number_masks(planner, &intervals, numbers);
	put(planner, (uint32_t)start + 6, masks - 1, 2);
	for (uint32_t i = 0; i < intervals.count; i++)
		add(planner, intervals.edges[i], 2);
	for (uint32_t i = 0; i <= intervals.count; i++)
		add(planner, numbers[i], masks > 256 ? 2 : 1);
	fill_up(planner, start);
}

/* Members that the same clauses name. */
struct group {
	uint64_t members, clauses;
	uint32_t word;
};

/* Adds a clause to the members of a word, splitting the word's groups, those from `first` on, of which it names only some. */
static void add_members(struct yice_planner *planner, size_t first, uint32_t word, uint64_t members, uint64_t clause)
{
	size_t count = planner->scratch[GROUPS].len / sizeof(struct group);

	for (size_t i = first; i < count && members && !planner->scratch[GROUPS].failed; i++) {
		struct group *group = (struct group *)(void *)planner->scratch[GROUPS].data + i;
		struct group rest = { group->members & ~members, group->clauses, word };

		if (!(group->members & members))
			continue;
		group->members &= members;
		group->clauses |= clause;
		members &= ~group->members;
		if (rest.members)
			yice_buf_add(&planner->scratch[GROUPS], &rest, sizeof(rest));
	}
	if (members) {
		struct group group = { members, clause, word };

		yice_buf_add(&planner->scratch[GROUPS], &group, sizeof(group));
	}
}

static void group_members(struct yice_planner *planner, const struct table *table, uint32_t members)
{
	yice_buf_clear(&planner->scratch[GROUPS]);
	for (uint32_t word = 0; word < yice_mask_words(members); word++) {
		uint64_t in = members - word * 64 < 64 ? (UINT64_C(1) << (members - word * 64)) - 1 : ~UINT64_C(0);
		size_t first = planner->scratch[GROUPS].len / sizeof(struct group);

		for (uint32_t i = 0; i < table->count; i++) {
			const struct literal *literal = &table->literals[i];
			uint64_t mask = (uint64_t)planner->view->numbers[literal->test->arg + word];

			add_members(planner, first, word, (literal->turned ? ~mask : mask) & in, bit_of(literal));
		}
	}
}

static void add_term_table(struct yice_planner *planner, const struct table *table)
{
	const struct yice_view *view = planner->view;
	const struct yice_image_attr *attr = &view->attrs[table->literals->slot];
	uint32_t members = view->vocabs[attr->vocab].members;
	const struct group *groups;
	size_t count;

	group_members(planner, table, members);
	count = planner->scratch[GROUPS].len / sizeof(*groups);
	groups = (const struct group *)(const void *)planner->scratch[GROUPS].data;
	add(planner, attr->fact | flag_if(table->literals->negated), 4);
	add(planner, yice_mask_words(members), 2);
	add(planner, count, 2);
	add_mask(planner, table->testing);
	for (size_t i = 0; i < count; i++) {
		add(planner, groups[i].members, 8);
		if (members > 64)
			add(planner, groups[i].word, 4);
		add_mask(planner, groups[i].clauses);
	}
}

/* One comparison of a guard, for all clauses that make it; returns how many literals it is. */
static uint32_t add_scalar(struct yice_planner *planner, struct literal *left, uint32_t count)
{
	const struct yice_view *view = planner->view;
	struct limit limit = limit_of(view, left);
	uint64_t testing = bit_of(left);
	uint32_t taken = 1;

	for (uint32_t i = 1; i < count; i++) {
		struct limit other;

		if (left[i].slot != left->slot)
			continue;
		other = limit_of(view, &left[i]);
		if (other.limit != limit.limit || other.above != limit.above)
			continue;
		testing |= bit_of(&left[i]);
		swap(&left[taken++], &left[i]);
	}
	add(planner, view->attrs[left->slot].fact | flag_if(limit.above), 4);
	add(planner, (uint64_t)limit.limit, 8);
	add_mask(planner, testing);
	return taken;
}

enum kind { CODES, TERMS, SCALARS, KINDS };

static enum kind kind_of(const struct yice_view *view, const struct literal *literal)
{
	switch (view->attrs[literal->slot].type) {
	case YICE_ATTR_CODES:
		return CODES;
	case YICE_ATTR_TERMS:
		return TERMS;
	default:
		return SCALARS;
	}
}

/* Moves the literals of a kind to the front, in their order; returns how many. */
static uint32_t gather(const struct yice_view *view, struct literal *left, uint32_t count, enum kind kind)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < count; i++)
		if (kind_of(view, &left[i]) == kind)
			swap(&left[found++], &left[i]);
	return found;
}

static void add_tables(struct yice_planner *planner)
{
	static const uint32_t at[KINDS] = { YICE_PLAN_AT_CODES, YICE_PLAN_AT_TERMS, YICE_PLAN_AT_SCALARS };
	uint32_t count;
	struct literal *left = literals_of(planner, &count);

	for (enum kind kind = CODES; kind < KINDS; kind++) {
		uint32_t of_kind = gather(planner->view, left, count, kind), tables = 0, taken;

		count -= of_kind;
		for (; of_kind; of_kind -= taken, left += taken, tables++) {
			struct table table = take_table(left, of_kind);

			taken = table.count;
			if (kind == CODES)
				add_code_table(planner, &table);
			else if (kind == TERMS)
				add_term_table(planner, &table);
			else
				taken = add_scalar(planner, left, of_kind);
		}
		put(planner, at[kind], tables, 2);
	}
}

/* ---------------------------------------------------------------- the plan of a block */

/* Exact demands of the block's clauses: at most one a clause. */
struct demands {
	struct literal literals[YICE_PLAN_CLAUSES];
	uint32_t count;
};

static void add_demands(struct yice_planner *planner, const struct demands *demands)
{
	unsigned char numbers[YICE_PLAN_CLAUSES] = { 0 };
	size_t start = planner->plan.len;

	if (!demands->count)
		return;
	for (uint32_t i = 0; i < demands->count; i++)
		numbers[demands->literals[i].clause] = (unsigned char)i;
	yice_buf_add(&planner->plan, numbers, planner->count);
	fill_up(planner, start);
	for (uint32_t i = 0; i < demands->count; i++) {
		add(planner, planner->view->attrs[demands->literals[i].slot].fact, 4);
		add(planner, (uint64_t)limit_of(planner->view, &demands->literals[i]).limit, 8);
	}
	put(planner, YICE_PLAN_AT_DEMANDS, demands->count, 1);
}

/* Head and masks, but for how many tables and demands there are. */
static void add_head(struct yice_planner *planner)
{
	const struct yice_view *view = planner->view;
	yice_day from = YICE_DAY_MIN, to = YICE_DAY_MAX;
	bool by_class = false;

	for (uint32_t i = 0; i < planner->count; i++) {
		const struct yice_image_context *context = &view->contexts[view->clauses[planner->first + i].context];

		from = (yice_day)context->from > from ? (yice_day)context->from : from;
		to = (yice_day)context->to < to ? (yice_day)context->to : to;
	}
	for (uint32_t i = 0; i < YICE_CLASSES; i++)
		by_class |= planner->classes[i] != 0;
	yice_buf_clear(&planner->plan);
	yice_buf_extend(&planner->plan, YICE_PLAN_HEAD);
	put(planner, YICE_PLAN_AT_CLAUSES, planner->first, 4);
	put(planner, YICE_PLAN_AT_FROM, (uint32_t)from, 4);
	put(planner, YICE_PLAN_AT_TO, (uint32_t)to, 4);
	put(planner, YICE_PLAN_AT_CLAUSE_COUNT, planner->count, 1);
	put(planner, YICE_PLAN_AT_FLAGS, by_class ? YICE_PLAN_BY_CLASS : 0, 4);
	for (uint32_t i = 0; by_class && i < YICE_CLASSES; i++)
		add_mask(planner, planner->classes[i]);
	for (uint32_t i = 0; i < YICE_PLAN_MASKS; i++)
		add_mask(planner, planner->masks[i]);
}

int yice_planner_plan(struct yice_planner *planner, uint32_t first, uint32_t count)
{
	struct reader reader = { .planner = planner,
				 .target = &planner->view->targets[yice_clause_target(planner->view, first)] };
	struct demands demands;
	bool failed;

	demands.count = 0;
	planner->first = first;
	planner->count = count;
	memset(planner->classes, 0, sizeof(planner->classes));
	memset(planner->masks, 0, sizeof(planner->masks));
	yice_buf_clear(&planner->scratch[LITERALS]);
	for (uint32_t i = 0; i < count; i++) {
		read_clause(planner, &reader, i);
		if (reader.exact && reader.demands)
			demands.literals[demands.count++] = reader.demand;
	}
	if (planner->scratch[LITERALS].failed)
		return YICE_ENOMEM;
	add_head(planner);
	add_tables(planner);
	add_demands(planner, &demands);
	failed = planner->plan.failed;
	for (size_t i = 0; i < YICE_COUNT(planner->scratch); i++)
		failed |= planner->scratch[i].failed;
	return failed ? YICE_ENOMEM : YICE_OK;
}

void yice_planner_release(struct yice_planner *planner)
{
	yice_buf_release(&planner->plan);
	for (size_t i = 0; i < YICE_COUNT(planner->scratch); i++)
		yice_buf_release(&planner->scratch[i]);
}
