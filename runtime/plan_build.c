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

#include "runtime/image_read.h"
#include "runtime/opcode.h"
#include "runtime/test_op.h"

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
	bool exact, open, demands, demands_open;
	struct literal demand;
};

static uint64_t *words_of(struct yice_planner *planner)
{
	return (uint64_t *)(void *)planner->words.data;
}

static void add_key(struct yice_planner *planner, uint32_t key)
{
	yice_buf_add(&planner->keys, &key, sizeof(key));
}

static void add_word(struct yice_planner *planner, uint64_t word)
{
	yice_buf_add(&planner->words, &word, sizeof(word));
}

/* ---------------------------------------------------------------- reading code */

static void push_test(struct reader *reader, uint32_t number)
{
	const struct yice_image_test *test = &reader->planner->view->tests[number];
	struct value *value = &reader->stack[reader->depth++];
	uint32_t op = yice_test_op(test);
	bool all = op == YICE_TEST_ALL || op == YICE_TEST_CODE_ALL;

	*value = (struct value){ reader->count, 0, false };
	if (op == YICE_TEST_SUM || reader->count == LITERALS_MAX)
		return;
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

	if (op >= YICE_TEST_LT && op <= YICE_TEST_NE)
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

static void set_effect(uint64_t *words, uint32_t effect, uint64_t bit)
{
	static const int8_t word_of[YICE_EFFECTS] = {
		[YICE_DOES_NOTHING] = -1,
		[YICE_REQUIRES] = YICE_PLAN_REQUIRES,
		[YICE_PROHIBITS] = YICE_PLAN_PROHIBITS,
		[YICE_RESTRICTS] = YICE_PLAN_RESTRICTS,
		[YICE_ENCOURAGES] = YICE_PLAN_ENCOURAGES,
		[YICE_OBLIGES] = YICE_PLAN_OBLIGES,
	};

	if (word_of[effect] >= 0)
		words[word_of[effect]] |= bit;
}

static void set_header(const struct reader *reader, uint32_t clause, uint32_t effect)
{
	const struct yice_view *view = reader->planner->view;
	uint32_t number = yice_clause_target(view, reader->planner->block.clauses + clause);
	const struct yice_image_target *target = &view->targets[number];
	uint64_t *words = words_of(reader->planner), bit = UINT64_C(1) << clause;

	words[target->kind == YICE_FOR_CLASS ? YICE_PLAN_CLASS + target->key : YICE_PLAN_EVERYONE] |= bit;
	set_effect(words, effect, bit);
	if (!reader->exact)
		return;
	words[YICE_PLAN_EXACT] |= bit;
	words[YICE_PLAN_OPEN] |= reader->open ? bit : 0;
	words[YICE_PLAN_DEMANDS] |= reader->demands ? bit : 0;
	words[YICE_PLAN_DEMANDS_OPEN] |= reader->demands_open ? bit : 0;
}

/* Adds the clause's literals to planner->literals: those of the guard, and last that of an exact demand. */
static void read_clause(struct yice_planner *planner, struct reader *reader, uint32_t clause)
{
	const struct yice_view *view = planner->view;
	const struct yice_image_body *body = &view->bodies[view->clauses[planner->block.clauses + clause].body];

	reader->clause = clause;
	reader->kept = reader->count = reader->depth = 0;
	reader->exact = true;
	reader->open = reader->demands = reader->demands_open = false;
	for (uint32_t i = 0; i < body->code_count; i++)
		read_insn(reader, view->code[body->code + i]);
	set_header(reader, clause, body->effect);
	yice_buf_add(&planner->literals, reader->literals, reader->kept * sizeof(*reader->literals));
}

/* ---------------------------------------------------------------- tables */

static struct literal *literals_of(struct yice_planner *planner, uint32_t *count)
{
	*count = (uint32_t)(planner->literals.len / sizeof(struct literal));
	return (struct literal *)(void *)planner->literals.data;
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

/* Position of the first edge greater than at. */
static uint32_t edges_up_to(const uint32_t *edges, uint32_t count, uint32_t at)
{
	uint32_t low = 0;

	while (low < count) {
		uint32_t middle = low + (count - low) / 2;

		if (edges[middle] <= at)
			low = middle + 1;
		else
			count = middle;
	}
	return low;
}

/* Keeps the edges ascending, each once; 0 needs none. */
static void add_edge(struct yice_planner *planner, uint32_t edge)
{
	uint32_t count = (uint32_t)(planner->edges.len / sizeof(edge)), at, *edges;

	if (!edge)
		return;
	at = edges_up_to((const uint32_t *)(const void *)planner->edges.data, count, edge);
	if (at && ((const uint32_t *)(const void *)planner->edges.data)[at - 1] == edge)
		return;
	yice_buf_add(&planner->edges, &edge, sizeof(edge));
	if (planner->edges.failed)
		return;
	edges = (uint32_t *)(void *)planner->edges.data;
	memmove(edges + at + 1, edges + at, (count - at) * sizeof(edge));
	edges[at] = edge;
}

/* The clauses in whose runs each interval lies. */
static void mark_intervals(const struct yice_view *view, const struct table *table, const uint32_t *edges,
			   uint32_t count, uint64_t *masks)
{
	for (uint32_t i = 0; i < table->count; i++) {
		const struct literal *literal = &table->literals[i];
		const uint32_t *runs = view->words + literal->test->arg;
		uint64_t bit = bit_of(literal);

		for (uint32_t run = 0; run < runs[0]; run++) {
			uint32_t at = edges_up_to(edges, count, runs[1 + 2 * run]);
			uint32_t end = edges_up_to(edges, count, runs[2 + 2 * run]);

			for (; at < end; at++)
				masks[at] |= bit;
		}
		for (uint32_t at = 0; literal->turned && at <= count; at++)
			masks[at] ^= bit;
	}
}

static void add_code_table(struct yice_planner *planner, const struct table *table)
{
	const struct yice_view *view = planner->view;
	uint32_t count;
	uint64_t *masks;

	yice_buf_clear(&planner->edges);
	for (uint32_t i = 0; i < table->count; i++) {
		const uint32_t *runs = view->words + table->literals[i].test->arg;

		for (uint32_t edge = 1; edge <= 2 * runs[0]; edge++)
			add_edge(planner, runs[edge]);
	}
	count = (uint32_t)(planner->edges.len / sizeof(uint32_t));
	add_key(planner, view->attrs[table->literals->slot].fact);
	add_key(planner, count | flag_if(table->literals->negated));
	yice_buf_add(&planner->keys, planner->edges.data, planner->edges.len);
	add_word(planner, table->testing);
	masks = yice_buf_extend(&planner->words, (count + 1) * sizeof(*masks));
	if (masks && !planner->edges.failed)
		mark_intervals(view, table, (const uint32_t *)(const void *)planner->edges.data, count, masks);
}

/* Members that the same clauses name. */
struct group {
	uint64_t members, clauses;
	uint32_t word;
};

/* Adds a clause to the members of a word, splitting the groups of which it names only some. */
static void add_members(struct yice_planner *planner, uint32_t word, uint64_t members, uint64_t clause)
{
	size_t count = planner->groups.len / sizeof(struct group);

	for (size_t i = 0; i < count && members && !planner->groups.failed; i++) {
		struct group *group = (struct group *)(void *)planner->groups.data + i;
		struct group rest = { group->members & ~members, group->clauses, word };

		if (group->word != word || !(group->members & members))
			continue;
		group->members &= members;
		group->clauses |= clause;
		members &= ~group->members;
		if (rest.members)
			yice_buf_add(&planner->groups, &rest, sizeof(rest));
	}
	if (members) {
		struct group group = { members, clause, word };

		yice_buf_add(&planner->groups, &group, sizeof(group));
	}
}

static void add_term_table(struct yice_planner *planner, const struct table *table)
{
	const struct yice_view *view = planner->view;
	const struct yice_image_attr *attr = &view->attrs[table->literals->slot];
	uint32_t members = view->vocabs[attr->vocab].members;
	const struct group *groups;
	size_t count;

	yice_buf_clear(&planner->groups);
	for (uint32_t i = 0; i < table->count; i++) {
		const struct literal *literal = &table->literals[i];

		for (uint32_t word = 0; word < yice_mask_words(members); word++) {
			uint64_t in = members - word * 64 < 64 ? (UINT64_C(1) << (members - word * 64)) - 1 : ~UINT64_C(0);
			uint64_t mask = (uint64_t)view->numbers[literal->test->arg + word];

			add_members(planner, word, (literal->turned ? ~mask : mask) & in, bit_of(literal));
		}
	}
	count = planner->groups.len / sizeof(*groups);
	groups = (const struct group *)(const void *)planner->groups.data;
	add_key(planner, attr->fact);
	add_key(planner, yice_mask_words(members) | flag_if(table->literals->negated));
	add_key(planner, (uint32_t)count);
	add_word(planner, table->testing);
	for (size_t i = 0; i < count; i++) {
		if (members > 64)
			add_key(planner, groups[i].word);
		add_word(planner, groups[i].members);
		add_word(planner, groups[i].clauses);
	}
}

/* Ticks that meet a comparison: lo to lo + span, modulo 2^64. */
struct range {
	uint64_t lo, span;
};

static struct range range_of(const struct yice_view *view, const struct literal *literal)
{
	uint64_t tick = (uint64_t)view->numbers[literal->test->arg], least = (uint64_t)INT64_MIN;
	struct range range = { tick, 0 };

	switch ((enum yice_test_op)yice_test_op(literal->test)) {
	case YICE_TEST_LT:
		range = (struct range){ least, tick - 1 - least };
		break;
	case YICE_TEST_LE:
		range = (struct range){ least, tick - least };
		break;
	case YICE_TEST_GT:
		range = (struct range){ tick + 1, (uint64_t)INT64_MAX - (tick + 1) };
		break;
	case YICE_TEST_GE:
		range = (struct range){ tick, (uint64_t)INT64_MAX - tick };
		break;
	case YICE_TEST_NE:
		range = (struct range){ tick + 1, UINT64_MAX - 1 };
		break;
	case YICE_TEST_EQ:
		break;
	default: /* a boolean: 1 for present, 0 for absent */
		return (struct range){ !literal->negated, 0 };
	}
	if (literal->negated)
		range = (struct range){ range.lo + range.span + 1, UINT64_MAX - 1 - range.span };
	return range;
}

/* One comparison of a guard, for all clauses that make it; returns how many literals it is. */
static uint32_t add_scalar(struct yice_planner *planner, struct literal *left, uint32_t count)
{
	const struct yice_view *view = planner->view;
	struct range range = range_of(view, left);
	uint64_t testing = bit_of(left);
	uint32_t taken = 1;

	for (uint32_t i = 1; i < count; i++) {
		struct range other = left[i].slot == left->slot ? range_of(view, &left[i]) : (struct range){ 0, 0 };

		if (left[i].slot != left->slot || other.lo != range.lo || other.span != range.span)
			continue;
		testing |= bit_of(&left[i]);
		swap(&left[taken++], &left[i]);
	}
	add_key(planner, view->attrs[left->slot].fact);
	add_word(planner, range.lo);
	add_word(planner, range.span);
	add_word(planner, testing);
	return taken;
}

static enum yice_plan_key kind_of(const struct yice_view *view, const struct literal *literal)
{
	switch (view->attrs[literal->slot].type) {
	case YICE_ATTR_CODES:
		return YICE_PLAN_CODES;
	case YICE_ATTR_TERMS:
		return YICE_PLAN_TERMS;
	default:
		return YICE_PLAN_SCALARS;
	}
}

/* Moves the literals of a kind to the front, in their order; returns how many. */
static uint32_t gather(const struct yice_view *view, struct literal *left, uint32_t count, enum yice_plan_key kind)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < count; i++)
		if (kind_of(view, &left[i]) == kind)
			swap(&left[found++], &left[i]);
	return found;
}

static void add_tables(struct yice_planner *planner)
{
	uint32_t counts[YICE_PLAN_DEMAND_COUNT] = { 0 }, count;
	struct literal *left = literals_of(planner, &count);

	for (enum yice_plan_key kind = YICE_PLAN_CODES; kind < YICE_PLAN_DEMAND_COUNT; kind++) {
		uint32_t of_kind = gather(planner->view, left, count, kind), taken;

		count -= of_kind;
		for (; of_kind; of_kind -= taken, left += taken) {
			struct table table = take_table(left, of_kind);

			taken = table.count;
			if (kind == YICE_PLAN_CODES)
				add_code_table(planner, &table);
			else if (kind == YICE_PLAN_TERMS)
				add_term_table(planner, &table);
			else
				taken = add_scalar(planner, left, of_kind);
			counts[kind]++;
		}
	}
	if (!planner->keys.failed)
		memcpy(planner->keys.data, counts, sizeof(counts));
}

/* ---------------------------------------------------------------- the plan of a block */

/* Exact demands of the block's clauses: at most one a clause. */
struct demands {
	struct literal literals[YICE_PLAN_CLAUSES];
	uint32_t count;
};

static void add_demands(struct yice_planner *planner, const struct demands *demands)
{
	uint32_t numbers[YICE_PLAN_CLAUSES / 4] = { 0 }, clauses = planner->block.clause_count;
	const struct yice_view *view = planner->view;

	for (uint32_t i = 0; i < demands->count; i++)
		numbers[demands->literals[i].clause / 4] |= i << demands->literals[i].clause % 4 * 8;
	yice_buf_add(&planner->keys, numbers, (clauses + 3) / 4 * sizeof(*numbers));
	for (uint32_t i = 0; i < demands->count; i++) {
		struct range range = range_of(view, &demands->literals[i]);

		add_key(planner, view->attrs[demands->literals[i].slot].fact);
		add_word(planner, range.lo);
		add_word(planner, range.span);
	}
	if (!planner->keys.failed)
		memcpy(planner->keys.data + YICE_PLAN_DEMAND_COUNT * sizeof(uint32_t), &demands->count, sizeof(uint32_t));
}

static void start(struct yice_planner *planner, uint32_t first, uint32_t count)
{
	const struct yice_view *view = planner->view;
	struct yice_image_block *block = &planner->block;

	*block = (struct yice_image_block){ .clauses = first, .clause_count = count,
					    .from = view->contexts[view->clauses[first].context].from,
					    .to = view->contexts[view->clauses[first].context].to };
	for (uint32_t i = first + 1; i < first + count; i++) {
		const struct yice_image_context *context = &view->contexts[view->clauses[i].context];

		if ((yice_day)context->from > (yice_day)block->from)
			block->from = context->from;
		if ((yice_day)context->to < (yice_day)block->to)
			block->to = context->to;
	}
	yice_buf_clear(&planner->keys);
	yice_buf_clear(&planner->words);
	yice_buf_clear(&planner->literals);
	yice_buf_extend(&planner->keys, YICE_PLAN_KEYS * sizeof(uint32_t));
	yice_buf_extend(&planner->words, YICE_PLAN_WORDS * sizeof(uint64_t));
}

static int planner_status(const struct yice_planner *planner)
{
	bool failed = planner->keys.failed || planner->words.failed || planner->literals.failed ||
		      planner->edges.failed || planner->groups.failed;

	return failed ? YICE_ENOMEM : YICE_OK;
}

int yice_planner_plan(struct yice_planner *planner, uint32_t first, uint32_t count)
{
	struct reader reader = { .planner = planner };
	struct demands demands;

	demands.count = 0;
	start(planner, first, count);
	if (planner_status(planner))
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < count; i++) {
		read_clause(planner, &reader, i);
		if (reader.exact && reader.demands)
			demands.literals[demands.count++] = reader.demand;
	}
	add_tables(planner);
	add_demands(planner, &demands);
	return planner_status(planner);
}

void yice_planner_release(struct yice_planner *planner)
{
	yice_buf_release(&planner->keys);
	yice_buf_release(&planner->words);
	yice_buf_release(&planner->literals);
	yice_buf_release(&planner->edges);
	yice_buf_release(&planner->groups);
}
