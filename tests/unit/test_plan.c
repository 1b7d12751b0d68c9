/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runtime/plan*.c: what a plan decides is what the code of each clause
 * decides, for random clauses (every test, negated and joined; exceptions,
 * demands, open words; more than one block) over random facts, known, unknown
 * and half known.
 */
#include "tests/unit/unit.h"

#include "tests/unit/fixture_image.h"

#include "runtime/opcode.h"
#include "runtime/test_op.h"
#include "runtime/vm.h"

#define CLAUSES   150 /* three blocks with the fixture's own two */
#define EXTRA     40  /* random tests beside the fixture's */
#define CODE_MAX  400
#define LAST_UNIT 5 /* the target that holds the last clauses of the fixture */

static uint64_t seed;

static uint32_t below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % n;
}

/* ---------------------------------------------------------------- random clauses */

struct code {
	uint32_t words[CODE_MAX], count;
};

static void put(struct code *code, enum yice_op op, uint32_t operand)
{
	assert_true(code->count < CODE_MAX);
	code->words[code->count++] = (uint32_t)op | operand << 8;
}

static uint32_t members_of(const struct yice_view *view, uint32_t slot)
{
	return view->attrs[slot].type == YICE_ATTR_BOOLEAN ? 1 : view->vocabs[view->attrs[slot].vocab].members;
}

static uint32_t add_mask(struct yice_image_builder *b, uint32_t members)
{
	int64_t words[2] = { 0 };

	assert_true(members <= 128);
	for (uint32_t i = 0; i < members; i++)
		if (!below(3))
			words[i / 64] = (int64_t)((uint64_t)words[i / 64] | UINT64_C(1) << i % 64);
	return yice_image_numbers(b, words, members > 64 ? 2 : 1);
}

static uint32_t add_runs(struct yice_image_builder *b, uint32_t members)
{
	uint32_t words[64] = { 0 }, at = below(3);

	while (at < members && words[0] < 8) {
		uint32_t end = at + 1 + below(3);

		words[1 + words[0]++] = yice_codes_run(at, end < members ? end : members);
		at = end + 1 + below(3);
	}
	return yice_image_words(b, words, 1 + words[0]);
}

/* A test of any kind but a sum, on a random attribute that takes it. */
static void add_random_test(struct yice_image_builder *b)
{
	uint32_t slot = below(A_COUNT), op, arg;
	struct yice_view view;
	int64_t tick = 2 * (int64_t)below(12) - 8;

	yice_image_builder_view(b, &view);
	switch (view.attrs[slot].type) {
	case YICE_ATTR_CODES:
		op = below(3) ? YICE_TEST_CODE_ANY : YICE_TEST_CODE_ALL;
		arg = add_runs(b, members_of(&view, slot));
		break;
	case YICE_ATTR_TERMS:
	case YICE_ATTR_BOOLEAN:
		op = below(3) ? YICE_TEST_ANY : YICE_TEST_ALL;
		if (below(2))
			op = op == YICE_TEST_ANY ? YICE_TEST_ANY_WHOLE : YICE_TEST_ALL_WHOLE;
		arg = add_mask(b, members_of(&view, slot));
		break;
	default:
		op = YICE_TEST_LT + below(YICE_TEST_NE - YICE_TEST_LT + 1);
		arg = yice_image_numbers(b, &tick, 1);
		break;
	}
	yice_image_append(b, YICE_SEC_TESTS, &(struct yice_image_test){ op | slot << 8, arg });
	yice_image_append(b, YICE_SEC_TEST_TEXTS, &(struct yice_image_test_text){ 0, 0 });
}

/* Mostly a conjunction of tests, now and then anything. */
static void put_logic(struct code *code, uint32_t depth)
{
	uint32_t parts = 1 + (depth ? below(4) : 0);

	for (uint32_t i = 0; i < parts; i++) {
		uint32_t skip = code->count;

		if (i)
			put(code, YICE_OP_SKIP_NO, 0);
		if (depth && !below(8))
			put_logic(code, depth - 1);
		else
			put(code, YICE_OP_TEST, below(T_COUNT + EXTRA));
		if (!below(4))
			put(code, YICE_OP_NOT, 0);
		if (!i)
			continue;
		if (below(6)) {
			put(code, YICE_OP_AND, 0);
		} else {
			code->words[skip] = YICE_OP_SKIP_YES;
			put(code, YICE_OP_OR, 0);
		}
		code->words[skip] |= (code->count - skip - 1) << 8;
	}
}

static uint32_t add_random_body(struct yice_image_builder *b)
{
	uint32_t effect = below(YICE_EFFECTS);
	struct yice_image_body body = { 0 };
	struct code code = { .count = 0 };
	uint32_t excepts = below(3) ? 0 : 1 + below(2);

	if (below(8)) {
		put_logic(&code, 2);
		put(&code, YICE_OP_GUARD, 0);
	}
	for (uint32_t i = 0; i < excepts; i++) {
		put_logic(&code, below(2));
		put(&code, YICE_OP_EXCEPT, i);
	}
	if (effect == YICE_REQUIRES && below(8)) {
		put_logic(&code, below(3));
		put(&code, YICE_OP_DEMAND, 0);
	}
	put(&code, YICE_OP_END, effect);
	body.code = yice_image_run(b, YICE_SEC_CODE, code.words, code.count);
	body.code_count = code.count;
	return yice_image_append(b, YICE_SEC_BODIES, &body);
}

/* Adds clauses to the last unit, some of which are not in force on every day. */
static void random_file(struct yice_buf *file)
{
	struct yice_image_builder b;
	struct yice_image_target *target;

	*file = (struct yice_buf)YICE_BUF_INIT;
	yice_image_builder_init(&b);
	fixture_fill(&b);
	for (uint32_t i = 0; i < EXTRA; i++)
		add_random_test(&b);
	for (uint32_t i = 0; i < CLAUSES; i++) {
		const struct yice_image_clause_info info = { 0 };
		struct yice_image_context context = { 0, (uint32_t)YICE_DAY_MAX, YICE_NONE, i + 1, 0, 0, 0 };
		struct yice_image_clause clause = { .body = add_random_body(&b) };

		if (!below(10))
			context.from = 20000 + below(3);
		clause.context = yice_image_intern(&b, YICE_SEC_CONTEXTS, &context);
		yice_image_append(&b, YICE_SEC_CLAUSES, &clause);
		yice_image_append(&b, YICE_SEC_CLAUSE_INFO, &info);
	}
	target = yice_image_record(&b, YICE_SEC_TARGETS, LAST_UNIT);
	target->clause_count += CLAUSES;
	fixture_finish(&b, file);
	yice_image_builder_release(&b);
}

/* ---------------------------------------------------------------- random facts */

static void know_terms(const struct yice_view *view, uint32_t slot, uint64_t *fact)
{
	uint32_t members = members_of(view, slot), words = yice_mask_words(members);

	for (uint32_t i = 0; i < members; i++) {
		uint32_t known = below(3);

		if (known)
			fact[(known == 1 ? 0 : words) + i / 64] |= UINT64_C(1) << i % 64;
	}
}

/* Parts of the site of which different places are known; both masks of the block have those. */
static void know_parts(struct fixture *f, uint64_t *fact)
{
	uint32_t words = yice_attr_mask_words(&f->image->view, A_SITE), count = 2 + below(2);
	uint64_t *parts = realloc(f->facts->rest->parts, 3 * 2 * (size_t)words * sizeof(*parts));

	assert_non_null(parts);
	f->facts->rest->parts = parts;
	f->facts->rest->parts_room = 3 * 2 * (size_t)words;
	for (uint32_t i = 0; i < count; i++) {
		memcpy(parts + 2 * i * words, fact, 2 * words * sizeof(*fact));
		know_terms(&f->image->view, A_SITE, parts + 2 * i * words);
	}
	for (uint32_t w = 0; w < words; w++) {
		uint64_t differ = 0;

		for (uint32_t i = 1; i < count; i++)
			for (uint32_t side = 0; side < 2 * words; side += words)
				differ |= parts[2 * i * words + side + w] ^ parts[side + w];
		fact[w] = parts[w] | differ;
		fact[words + w] = parts[words + w] | differ;
	}
	f->facts->rest->part_count = count;
	f->facts->parted = true;
}

static void know_codes(const struct yice_view *view, uint32_t slot, uint64_t *fact)
{
	const struct yice_image_vocab *vocab = &view->vocabs[view->attrs[slot].vocab];
	uint32_t count = view->attrs[slot].many ? below(4) : 1;

	fact[0] = count | (uint64_t)(view->attrs[slot].many ? below(2) : 1) << 32;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t ordinal = below(vocab->members);

		fact[1 + i] = ordinal | (uint64_t)view->members[vocab->first_member + ordinal].end << 32;
	}
}

static void random_facts(struct fixture *f)
{
	const struct yice_view *view = &f->image->view;

	yice_facts_clear(f->facts);
	assert_int_equal(yice_facts_set_unit(f->facts, FIXTURE_OTHER_UNIT), YICE_OK);
	for (uint32_t slot = 0; slot < A_COUNT; slot++) {
		uint64_t *fact = f->facts->block + view->attrs[slot].fact;
		uint64_t *value = f->facts->block + f->facts->exact + 2 * (size_t)slot;

		memcpy(fact, f->facts->rest->blank + view->attrs[slot].fact, yice_fact_size(view, slot) * sizeof(*fact));
		if (!below(4))
			continue;
		if (slot == A_SITE && below(2)) {
			know_parts(f, fact);
		} else if (view->attrs[slot].type == YICE_ATTR_TERMS) {
			know_terms(view, slot, fact);
		} else if (view->attrs[slot].type == YICE_ATTR_CODES) {
			know_codes(view, slot, fact);
		} else if (view->attrs[slot].type == YICE_ATTR_BOOLEAN) {
			*fact = below(2);
		} else {
			*fact = below(30) - UINT64_C(10); /* ticks between grid points too */
			value[0] = *fact;
			value[1] = 20;
		}
	}
}

/* ---------------------------------------------------------------- the two agree */

static struct yice_truths run_code(const struct fixture *f, const struct yice_image_body *body)
{
	const struct yice_told told = yice_facts_told(f->facts);
	uint64_t steps = UINT64_MAX;
	struct yice_truths truths;

	assert_int_equal(yice_vm_run(&f->image->view, body, &told, &steps, NULL, &truths), YICE_OK);
	return truths;
}

/* How many clauses of a block its plan decides alone, from the plan's place in the image. */
static uint64_t exact_of(const unsigned char *plan)
{
	bool wide = plan[YICE_PLAN_AT_CLAUSE_COUNT] > YICE_PLAN_NARROW;
	uint32_t masks = YICE_PLAN_EXACT + (yice_load32(plan + YICE_PLAN_AT_FLAGS) & YICE_PLAN_BY_CLASS ? YICE_CLASSES : 0);

	plan += YICE_PLAN_HEAD + masks * (wide ? 8 : 4);
	return wide ? yice_load64(plan) : yice_load32(plan);
}

static void compare(struct fixture *f, const char *day, uint32_t exact[2])
{
	const struct yice_view *view = &f->image->view;
	uint32_t tally[YICE_OUTCOMES] = { 0 }, concerned = 0, n = 0;

	assert_int_equal(yice_run_decide(f->run, f->facts, day), YICE_OK);
	for (uint32_t block = 0; block < f->run->planned_count; block++) {
		const struct yice_planned *planned = &f->run->planned[block];
		const unsigned char *plan = view->plans + planned->plan;
		uint32_t first = yice_load32(plan + YICE_PLAN_AT_CLAUSES);

		for (uint32_t i = 0; i < plan[YICE_PLAN_AT_CLAUSE_COUNT]; i++) {
			const struct yice_image_body *body = &view->bodies[view->clauses[first + i].body];
			struct yice_truths truths = run_code(f, body);
			int outcome = yice_vm_outcome(yice_body_effect(view, body), truths);

			exact[exact_of(plan) >> i & 1]++;
			if (!(planned->looked >> i & 1))
				continue;
			if (yice_run_outcome(f->run, n) != outcome)
				fail_msg("seed %llu: clause %u of block %u: %d, and %d by its code", (unsigned long long)seed,
					 (unsigned int)i, (unsigned int)block, yice_run_outcome(f->run, n), outcome);
			n++;
			if (outcome >= 0)
				tally[outcome]++;
			else
				concerned += truths.applies != YICE_F;
		}
	}
	assert_int_equal(yice_run_count(f->run), n);
	assert_int_equal(yice_run_duties(f->run), concerned);
	for (int i = 0; i < YICE_OUTCOMES; i++)
		assert_int_equal(yice_run_tally(f->run, (enum yice_outcome)i), tally[i]);
}

static void open_file(struct fixture *f)
{
	assert_int_equal(yice_report_new(&f->report), YICE_OK);
	assert_int_equal(yice_image_borrow(f->file.data, f->file.len, f->report, &f->image), YICE_OK);
	assert_int_equal(yice_facts_new(f->image, &f->facts), YICE_OK);
	assert_int_equal(yice_run_new(f->image, &f->run), YICE_OK);
}

static void open_random(struct fixture *f)
{
	random_file(&f->file);
	open_file(f);
}

static void plans_decide_as_the_code_does(void **state)
{
	static const char *const days[] = { "2024-08-01", "2024-10-04", "2024-10-05", "2024-10-06" };
	uint32_t exact[2] = { 0 }, compared;

	YICE_UNUSED(state);
	for (uint32_t image = 0; image < 60; image++) {
		struct fixture f;

		seed = image;
		open_random(&f);
		for (uint32_t i = 0; i < 60; i++) {
			random_facts(&f);
			compare(&f, days[below(4)], exact);
		}
		fixture_close(&f);
	}
	compared = exact[0] + exact[1];
	assert_true(compared > 500000);
	assert_true(exact[1] > compared / 10); /* both ways of deciding have been taken */
	assert_true(exact[0] > compared / 10);
}

/* ---------------------------------------------------------------- what plans leave out */

#define TABLE 3000 /* codes of a table whose every other code makes a run */

/* An attribute with a table of its own. */
static uint32_t add_table(struct yice_image_builder *b)
{
	const struct yice_image_vocab vocab = { .kind = YICE_VOCAB_CODES,
						.first_member = yice_image_count(b, YICE_SEC_MEMBERS),
						.members = TABLE };
	struct yice_image_attr attr = { .type = YICE_ATTR_CODES, .min = YICE_NONE, .max = YICE_NONE };

	attr.vocab = yice_image_append(b, YICE_SEC_VOCABS, &vocab);
	for (uint32_t i = 0; i < TABLE; i++)
		yice_image_append(b, YICE_SEC_MEMBERS, &(struct yice_image_member){ .end = i + 1 });
	return yice_image_append(b, YICE_SEC_ATTRS, &attr);
}

/* words: how many runs, then so many. */
static uint32_t add_table_test(struct yice_image_builder *b, uint32_t slot, const uint32_t *words)
{
	yice_image_append(b, YICE_SEC_TEST_TEXTS, &(struct yice_image_test_text){ YICE_NONE, 0 });
	return yice_image_append(b, YICE_SEC_TESTS,
				 &(struct yice_image_test){ YICE_TEST_CODE_ANY | slot << 8,
							    yice_image_words(b, words, 1 + words[0]) });
}

/* A test of `runs` codes on an attribute of its own. */
static uint32_t add_long_test(struct yice_image_builder *b, uint32_t runs)
{
	uint32_t words[1 + TABLE / 2] = { runs };

	for (uint32_t i = 0; i < runs; i++)
		words[1 + i] = yice_codes_run(2 * i, 2 * i + 1);
	return add_table_test(b, add_table(b), words);
}

/* One more clause of the last unit. */
static void add_clause(struct yice_image_builder *b, const struct code *code)
{
	const struct yice_image_clause_info info = { 0 };
	struct yice_image_body body = { 0 };
	struct yice_image_clause clause = { 0 };

	body.code = yice_image_run(b, YICE_SEC_CODE, code->words, code->count);
	body.code_count = code->count;
	clause.body = yice_image_append(b, YICE_SEC_BODIES, &body);
	yice_image_append(b, YICE_SEC_CLAUSES, &clause);
	yice_image_append(b, YICE_SEC_CLAUSE_INFO, &info);
	((struct yice_image_target *)yice_image_record(b, YICE_SEC_TARGETS, LAST_UNIT))->clause_count++;
}

/* A guard of one test that is turned round time and again, and an exception of the same, which make `count` instructions. */
static void put_long(struct code *code, uint32_t test, uint32_t count)
{
	uint32_t turns = count - 5, most = YICE_NEST_MAX < turns ? YICE_NEST_MAX : turns;

	put(code, YICE_OP_TEST, test);
	for (uint32_t i = 0; i < most; i++)
		put(code, YICE_OP_NOT, 0);
	put(code, YICE_OP_GUARD, 0);
	put(code, YICE_OP_TEST, test);
	for (uint32_t i = most; i < turns; i++)
		put(code, YICE_OP_NOT, 0);
	put(code, YICE_OP_EXCEPT, 0);
	put(code, YICE_OP_END, YICE_PROHIBITS);
}

/* Whether the plan decides a clause of such a body alone. */
static bool is_planned(uint32_t runs, uint32_t count)
{
	struct yice_image_builder b;
	struct code code = { .count = 0 };
	struct yice_buf file = YICE_BUF_INIT;
	yice_image *image;
	const struct yice_view *view;
	const struct yice_image_unit *unit;
	bool exact;

	yice_image_builder_init(&b);
	fixture_fill(&b);
	put_long(&code, add_long_test(&b, runs), count);
	assert_int_equal(code.count, count);
	add_clause(&b, &code);
	fixture_finish(&b, &file);
	assert_int_equal(yice_image_borrow(file.data, file.len, NULL, &image), YICE_OK);
	view = &image->view;
	unit = &view->units[view->targets[LAST_UNIT].key];
	exact = exact_of(view->plans + unit->plan) >> (view->targets[LAST_UNIT].clause_count - 1) & 1;
	yice_image_free(image);
	yice_image_builder_release(&b);
	yice_buf_release(&file);
	return exact;
}

static void what_would_take_long_to_plan_is_left_to_the_code(void **state)
{
	YICE_UNUSED(state);
	assert_true(is_planned(3, YICE_PLAN_CODE));
	assert_false(is_planned(3, YICE_PLAN_CODE + 1));
	assert_true(is_planned(YICE_PLAN_WORK / 2, 9)); /* a clause that tests it twice */
	assert_false(is_planned(YICE_PLAN_WORK / 2 + 1, 9));
}

/* ---------------------------------------------------------------- numbers of masks */

/* Clause i tests for the codes below `masks` whose bit i is set, so that each of them has a mask of its own. */
static uint32_t add_numbered(struct yice_image_builder *b, uint32_t masks)
{
	uint32_t slot = add_table(b);

	for (uint32_t bit = 0; (masks - 1) >> bit; bit++) {
		uint32_t words[1 + TABLE / 2] = { 0 };
		struct code code = { .count = 0 };

		for (uint32_t i = 0; i < masks; i++)
			if (i >> bit & 1 && words[0] && yice_codes_hi(words[words[0]]) == i)
				words[words[0]] = yice_codes_run(yice_codes_lo(words[words[0]]), i + 1);
			else if (i >> bit & 1)
				words[1 + words[0]++] = yice_codes_run(i, i + 1);
		put(&code, YICE_OP_TEST, add_table_test(b, slot, words));
		put(&code, YICE_OP_GUARD, 0);
		put(&code, YICE_OP_END, YICE_PROHIBITS);
		add_clause(b, &code);
	}
	return slot;
}

/* How many masks the first code table of the last unit has. */
static uint32_t masks_of(const struct yice_view *view)
{
	const unsigned char *plan = view->plans + view->units[view->targets[LAST_UNIT].key].plan;
	bool by_class = yice_load32(plan + YICE_PLAN_AT_FLAGS) & YICE_PLAN_BY_CLASS;

	assert_true(plan[YICE_PLAN_AT_CLAUSE_COUNT] <= YICE_PLAN_NARROW);
	return yice_load16(plan + YICE_PLAN_HEAD + (YICE_PLAN_MASKS + (by_class ? YICE_CLASSES : 0)) * 4 + 6) + UINT32_C(1);
}

static void know_code(struct fixture *f, uint32_t slot, uint32_t ordinal)
{
	uint64_t *fact = f->facts->block + f->image->view.attrs[slot].fact;

	fact[0] = 1 | UINT64_C(1) << 32;
	fact[1] = ordinal | (uint64_t)(ordinal + 1) << 32;
}

/* A table of 256 masks has numbers of a byte, one of 257 of two. */
static void masks_are_found_by_numbers_of_either_size(void **state)
{
	YICE_UNUSED(state);
	for (uint32_t masks = 255; masks <= 257; masks++) {
		struct fixture f = { .file = YICE_BUF_INIT };
		struct yice_image_builder b;
		uint32_t slot, exact[2] = { 0 };

		yice_image_builder_init(&b);
		fixture_fill(&b);
		slot = add_numbered(&b, masks);
		fixture_finish(&b, &f.file);
		yice_image_builder_release(&b);
		open_file(&f);
		assert_int_equal(masks_of(&f.image->view), masks);
		for (uint32_t code = 0; code < masks + 2; code++) {
			yice_facts_clear(f.facts);
			assert_int_equal(yice_facts_set_unit(f.facts, FIXTURE_OTHER_UNIT), YICE_OK);
			know_code(&f, slot, code);
			compare(&f, "2024-10-05", exact);
		}
		assert_true(exact[1]);
		fixture_close(&f);
	}
}

/* ---------------------------------------------------------------- many projects */

#define PROJECTS 9

struct taken {
	yice_facts *facts[PROJECTS];
	yice_run *alone;
	size_t count, end; /* end: the call of take that wants no more */
};

static int take(void *context, yice_run *run, size_t number)
{
	struct taken *taken = context;

	assert_int_equal(number, taken->count++);
	assert_int_equal(yice_run_decide(taken->alone, taken->facts[number], "2024-10-05"), YICE_OK);
	assert_int_equal(yice_run_verdict(run), yice_run_verdict(taken->alone));
	assert_int_equal(yice_run_count(run), yice_run_count(taken->alone));
	for (size_t i = 0; i < yice_run_count(run); i++)
		assert_int_equal(yice_run_outcome(run, i), yice_run_outcome(taken->alone, i));
	return taken->count == taken->end ? YICE_EIO : YICE_OK;
}

static void many_projects_are_decided_as_each_alone(void **state)
{
	struct taken taken = { .end = SIZE_MAX };
	const yice_facts *facts[PROJECTS];
	struct fixture f;

	YICE_UNUSED(state);
	seed = 11;
	open_random(&f);
	assert_int_equal(yice_run_new(f.image, &taken.alone), YICE_OK);
	assert_int_equal(yice_facts_new_many(f.image, PROJECTS, taken.facts), YICE_OK);
	for (uint32_t i = 0; i < PROJECTS; i++) {
		yice_facts *own = f.facts;

		facts[i] = f.facts = taken.facts[i];
		if (i % 3)
			random_facts(&f); /* the others are at no unit */
		f.facts = own;
	}
	assert_int_equal(yice_run_decide_each(f.run, facts, PROJECTS, "2024-10-05", take, &taken), YICE_OK);
	assert_int_equal(taken.count, PROJECTS);
	taken.count = 0;
	taken.end = 2;
	assert_int_equal(yice_run_decide_each(f.run, facts, PROJECTS, "2024-10-05", take, &taken), YICE_EIO);
	assert_int_equal(taken.count, 2);
	assert_int_equal(yice_run_decide_each(f.run, facts, PROJECTS, "never", take, &taken), YICE_ESYNTAX);
	assert_int_equal(taken.count, 2);
	yice_facts_free_many(taken.facts, PROJECTS);
	yice_run_free(taken.alone);
	fixture_close(&f);
}

static void clauses_are_found_by_their_number_across_blocks(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	seed = 7;
	open_random(&f);
	random_facts(&f);
	assert_int_equal(yice_run_decide(f.run, f.facts, "2024-10-05"), YICE_OK);
	for (uint32_t i = 0; i < yice_run_count(f.run); i++) {
		char id[512];

		yice_run_id(f.run, i, id, sizeof(id));
		assert_int_equal(yice_run_find(f.run, id), i);
		assert_int_equal(yice_run_decided(f.run, i)->outcome, yice_run_outcome(f.run, i));
	}
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_decide_as_the_code_does),
		cmocka_unit_test(what_would_take_long_to_plan_is_left_to_the_code),
		cmocka_unit_test(masks_are_found_by_numbers_of_either_size),
		cmocka_unit_test(many_projects_are_decided_as_each_alone),
		cmocka_unit_test(clauses_are_found_by_their_number_across_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
