/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runtime/vm.c: each test's truth, Kleene's logic with missing facts and open
 * words, outcomes by effect, skips that change nothing, the step budget.
 */
#include "tests/unit/unit.h"

#include "tests/unit/fixture_image.h"

#include "runtime/vm.h"
#include "runtime/vm_test.h"

#define INSN(op, operand) ((uint32_t)YICE_OP_##op | (uint32_t)(operand) << 8)

static struct fixture f;

static int open_fixture(void **state)
{
	YICE_UNUSED(state);
	fixture_open(&f);
	return 0;
}

static int close_fixture(void **state)
{
	YICE_UNUSED(state);
	fixture_close(&f);
	return 0;
}

/* Runs code of the test's own over the facts as they are; END is added. */
static struct yice_truths run_code(const uint32_t *code, uint32_t count, uint8_t *trace)
{
	struct yice_image_insn insns[512];
	struct yice_view view = f.image->view;
	struct yice_image_body body = { .code = 0, .code_count = count + 1 };
	const struct yice_told told = yice_facts_told(f.facts);
	struct yice_truths truths;
	uint64_t steps = 1000000;

	assert_true(count < 512);
	for (uint32_t i = 0; i < count; i++)
		insns[i].word = code[i];
	insns[count].word = INSN(END, YICE_REQUIRES);
	view.code = insns;
	assert_int_equal(yice_vm_run(&view, &body, &told, &steps, trace, &truths), YICE_OK);
	return truths;
}

/* ---------------------------------------------------------------- tests */

static const struct {
	uint32_t test;
	enum yice_truth truth;
	const char *json;
} evaluations[] = {
	/* one-of terms */
	{ T_NEW, YICE_U, "{}" },
	{ T_NEW, YICE_T, "{'facts':{'建设性质':'新建'}}" },
	{ T_NEW, YICE_F, "{'facts':{'建设性质':'扩建'}}" },
	/* some-of terms: any */
	{ T_COATING, YICE_T, "{'facts':{'工艺':['电镀']}}" },
	{ T_COATING, YICE_U, "{'facts':{'工艺':['烘干']}}" },
	{ T_COATING, YICE_U, "{'facts':{'工艺':{'not':['喷涂']}}}" },
	{ T_COATING, YICE_F, "{'facts':{'工艺':{'not':['喷涂','电镀']}}}" },
	{ T_COATING, YICE_F, "{'facts':{'工艺':['烘干']},'complete':['工艺']}" },
	{ T_COATING, YICE_F, "{'facts':{'工艺':[]},'complete':['工艺']}" },
	/* all within 喷涂、烘干 */
	{ T_DRY_ONLY, YICE_U, "{}" },
	{ T_DRY_ONLY, YICE_U, "{'facts':{'工艺':['喷涂']}}" },
	{ T_DRY_ONLY, YICE_F, "{'facts':{'工艺':['喷涂','电镀']}}" },
	{ T_DRY_ONLY, YICE_T, "{'facts':{'工艺':{'not':['电镀']}}}" },
	{ T_DRY_ONLY, YICE_T, "{'facts':{'工艺':['喷涂']},'complete':['工艺']}" },
	{ T_DRY_ONLY, YICE_T, "{'facts':{'工艺':[]},'complete':['工艺']}" },
	/* masks of two words */
	{ T_MATERIAL, YICE_U, "{'facts':{'原辅材料':['料00']}}" },
	{ T_MATERIAL, YICE_T, "{'facts':{'原辅材料':['料68']}}" },
	{ T_MATERIAL, YICE_F, "{'facts':{'原辅材料':['料69','料04']},'complete':['原辅材料']}" },
	/* one code, perhaps only a prefix, against C26 */
	{ T_C26, YICE_U, "{}" },
	{ T_C26, YICE_T, "{'facts':{'行业':'C26'}}" },
	{ T_C26, YICE_T, "{'facts':{'行业':'C2614'}}" },
	{ T_C26, YICE_F, "{'facts':{'行业':'C2710'}}" },
	{ T_C26, YICE_F, "{'facts':{'行业':'D'}}" },
	{ T_C26, YICE_U, "{'facts':{'行业':'C'}}" },
	/* all codes within C2611, C2710 */
	{ T_PRODUCTS, YICE_U, "{}" },
	{ T_PRODUCTS, YICE_U, "{'facts':{'产品行业':['C2611']}}" },
	{ T_PRODUCTS, YICE_T, "{'facts':{'产品行业':['C2611','C2710']},'complete':['产品行业']}" },
	{ T_PRODUCTS, YICE_F, "{'facts':{'产品行业':['C2614']}}" },
	{ T_PRODUCTS, YICE_U, "{'facts':{'产品行业':['C26']},'complete':['产品行业']}" },
	{ T_PRODUCTS, YICE_U, "{'facts':{'产品行业':['C27']},'complete':['产品行业']}" },
	{ T_PRODUCTS, YICE_T, "{'facts':{'产品行业':[]},'complete':['产品行业']}" },
	/* booleans */
	{ T_LIVELIHOOD, YICE_U, "{}" },
	{ T_LIVELIHOOD, YICE_T, "{'facts':{'民生项目':true}}" },
	{ T_LIVELIHOOD, YICE_F, "{'facts':{'民生项目':false}}" },
	/* quantities: exactly at, just below and just above the limit */
	{ T_EMISSION, YICE_U, "{}" },
	{ T_EMISSION, YICE_T, "{'facts':{'新增排放.化学需氧量':50}}" },
	{ T_EMISSION, YICE_F, "{'facts':{'新增排放.化学需氧量':50.00000000000000001}}" },
	{ T_EMISSION, YICE_T, "{'facts':{'新增排放.化学需氧量':'50000 kg/a'}}" },
	{ T_LT, YICE_F, "{'facts':{'新增排放.化学需氧量':'300 kg/a'}}" },
	{ T_LT, YICE_T, "{'facts':{'新增排放.化学需氧量':0.299999999999999999}}" },
	{ T_GT, YICE_F, "{'facts':{'新增排放.化学需氧量':0.3}}" },
	{ T_GT, YICE_T, "{'facts':{'新增排放.化学需氧量':0.300000000000000001}}" },
	{ T_EQ, YICE_T, "{'facts':{'新增排放.化学需氧量':'0.30'}}" },
	{ T_EQ, YICE_F, "{'facts':{'新增排放.化学需氧量':0.31}}" },
	{ T_NE, YICE_F, "{'facts':{'新增排放.化学需氧量':0.3}}" },
	{ T_NE, YICE_T, "{'facts':{'新增排放.化学需氧量':0.3000000001}}" },
	{ T_LT, YICE_T, "{'facts':{'新增排放.化学需氧量':-1000000}}" },
	/* dates */
	{ T_BUILT, YICE_U, "{}" },
	{ T_BUILT, YICE_T, "{'facts':{'建成日期':'2020-01-01'}}" },
	{ T_BUILT, YICE_F, "{'facts':{'建成日期':'2019-12-31'}}" },
	/* sums: offset >= 2 × emission */
	{ T_OFFSET, YICE_U, "{'facts':{'新增排放.化学需氧量':1}}" },
	{ T_OFFSET, YICE_U, "{'facts':{'削减替代.化学需氧量':1}}" },
	{ T_OFFSET, YICE_T, "{'facts':{'新增排放.化学需氧量':0.15,'削减替代.化学需氧量':'300 kg/a'}}" },
	{ T_OFFSET, YICE_F,
	  "{'facts':{'新增排放.化学需氧量':0.15,'削减替代.化学需氧量':0.29999999999999999}}" },
	/* places */
	{ T_AIR, YICE_U, "{}" },
	{ T_AIR, YICE_F, "{'site':{'unit':'" FIXTURE_OTHER_UNIT "'}}" },
	{ T_AIR, YICE_U, "{'site':{'unit':'" FIXTURE_UNIT "'}}" },
	{ T_AIR, YICE_T, "{'site':{'unit':'" FIXTURE_UNIT "'},'facts':{'场址':['大气敏感区']}}" },
	/* constants and open words */
	{ T_TRUE, YICE_T, "{}" },
	{ T_FALSE, YICE_F, "{}" },
	{ T_OPEN, YICE_J, "{}" },
};

static void each_test_has_the_truth_the_facts_give_it(void **state)
{
	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(evaluations); i++) {
		struct yice_told told;
		uint64_t cost = 0;
		enum yice_truth truth;

		assert_int_equal(fixture_read(&f, evaluations[i].json), YICE_OK);
		told = yice_facts_told(f.facts);
		truth = yice_test_evaluate(&f.image->view, evaluations[i].test, &told, &cost);
		if (truth != evaluations[i].truth)
			fail_msg("%s: %s is %d", evaluations[i].json,
				 yice_view_string(&f.image->view,
						  f.image->view.test_texts[evaluations[i].test].zh),
				 (int)truth);
	}
}

/* A list of 64 members fills its word, so that no bit behind the last is set; of the last alone nothing is known. */
static void the_last_of_64_members_counts(void **state)
{
	const int64_t others = INT64_MAX, last = INT64_MIN;
	const uint64_t open[] = { 1, 0 }, absent[] = { 1, UINT64_C(1) << 63 }, present[] = { 1 | UINT64_C(1) << 63, 0 };

	YICE_UNUSED(state);
	assert_int_equal(yice_test_all(open, &others, 1), YICE_U);
	assert_int_equal(yice_test_all(absent, &others, 1), YICE_T);
	assert_int_equal(yice_test_all(present, &others, 1), YICE_F);
	assert_int_equal(yice_test_any(open, &last, 1), YICE_U);
	assert_int_equal(yice_test_any(absent, &last, 1), YICE_F);
	assert_int_equal(yice_test_any(present, &last, 1), YICE_T);
}

/* Three places, of which the mask has the first two. What is known of the parts of a site: present, absent. */
static void a_part_and_the_whole_of_a_site_are_told_apart(void **state)
{
	static const struct {
		uint64_t parts[3][2];
		uint32_t count;
		enum yice_truth any, all, any_whole, all_whole;
	} sites[] = {
		/* one part in the first place, one outside of all */
		{ { { 1, 6 }, { 0, 7 } }, 2, YICE_T, YICE_T, YICE_F, YICE_T },
		/* one in the first, of the other nothing is known */
		{ { { 1, 6 }, { 0, 0 } }, 2, YICE_T, YICE_U, YICE_U, YICE_T },
		/* one outside of the first two, of the other nothing is known */
		{ { { 0, 3 }, { 0, 0 } }, 2, YICE_U, YICE_U, YICE_F, YICE_U },
		/* one in the third only, the other outside of it or nowhere */
		{ { { 4, 3 }, { 0, 4 } }, 2, YICE_U, YICE_F, YICE_F, YICE_T },
		{ { { 4, 3 }, { 0, 7 } }, 2, YICE_F, YICE_F, YICE_F, YICE_T },
		/* in the first, in the second: together the whole */
		{ { { 1, 0 }, { 2, 0 } }, 2, YICE_T, YICE_U, YICE_T, YICE_U },
		{ { { 1, 6 }, { 2, 5 } }, 2, YICE_T, YICE_T, YICE_T, YICE_T },
		/* in the first and out of it, in the second and out of it: together perhaps */
		{ { { 1, 4 }, { 2, 4 }, { 0, 5 } }, 3, YICE_T, YICE_T, YICE_U, YICE_T },
		/* all of it in the third too */
		{ { { 5, 2 }, { 4, 3 } }, 2, YICE_T, YICE_F, YICE_F, YICE_F },
	};
	const int64_t mask[] = { 3 };

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(sites); i++) {
		uint64_t parts[6];
		struct yice_told known = { NULL, parts, sites[i].count };

		for (uint32_t k = 0; k < sites[i].count; k++) {
			parts[2 * k] = sites[i].parts[k][0];
			parts[2 * k + 1] = sites[i].parts[k][1] | ~UINT64_C(7);
		}
		assert_int_equal(yice_test_parts(YICE_TEST_ANY, &known, mask, 1), sites[i].any);
		assert_int_equal(yice_test_parts(YICE_TEST_ALL, &known, mask, 1), sites[i].all);
		assert_int_equal(yice_test_parts(YICE_TEST_ANY_WHOLE, &known, mask, 1), sites[i].any_whole);
		assert_int_equal(yice_test_parts(YICE_TEST_ALL_WHOLE, &known, mask, 1), sites[i].all_whole);
	}
}

/* ---------------------------------------------------------------- logic */

static const uint32_t leaves[4] = { T_FALSE, T_NEW, T_OPEN, T_TRUE }; /* F, U (nothing known), J, T */

/* AND: no < missing < open < yes. */
static uint32_t reference_and(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* OR: yes, then missing, then open, then no. */
static uint32_t reference_or(uint32_t a, uint32_t b)
{
	if (a == YICE_T || b == YICE_T)
		return YICE_T;
	if (a == YICE_U || b == YICE_U)
		return YICE_U;
	return a == YICE_J || b == YICE_J ? YICE_J : YICE_F;
}

static uint32_t reference_not(uint32_t a)
{
	return a == YICE_T ? YICE_F : a == YICE_F ? YICE_T : a;
}

static void operations_follow_kleenes_tables(void **state)
{
	YICE_UNUSED(state);
	assert_int_equal(fixture_read(&f, "{}"), YICE_OK);
	for (uint32_t a = 0; a < 4; a++) {
		const uint32_t negation[] = { INSN(TEST, leaves[a]), INSN(NOT, 0), INSN(DEMAND, 0) };

		assert_int_equal(run_code(negation, 3, NULL).demand, reference_not(a));
		for (uint32_t b = 0; b < 4; b++) {
			const uint32_t both[] = { INSN(TEST, leaves[a]), INSN(TEST, leaves[b]), INSN(AND, 0),
						  INSN(DEMAND, 0) };
			const uint32_t either[] = { INSN(TEST, leaves[a]), INSN(TEST, leaves[b]), INSN(OR, 0),
						    INSN(DEMAND, 0) };

			assert_int_equal(run_code(both, 4, NULL).demand, reference_and(a, b));
			assert_int_equal(run_code(either, 4, NULL).demand, reference_or(a, b));
		}
	}
}

/* Random expressions as code, with or without skips, and their truth by the reference. */
struct generator {
	uint64_t random;
	uint32_t code[512], count;
	bool skips;
};

static uint32_t generate(struct generator *g, int depth)
{
	uint64_t r = unit_random(&g->random) >> 32;
	uint32_t a, b, skip;

	if (!depth || r % 4 == 0) {
		g->code[g->count++] = INSN(TEST, leaves[r / 4 % 4]);
		return (uint32_t)(r / 4 % 4);
	}
	a = generate(g, depth - 1);
	if (r % 4 == 1) {
		g->code[g->count++] = INSN(NOT, 0);
		return reference_not(a);
	}
	skip = g->count;
	if (g->skips)
		g->count++;
	b = generate(g, depth - 1);
	g->code[g->count++] = r % 4 == 2 ? INSN(AND, 0) : INSN(OR, 0);
	if (g->skips)
		g->code[skip] =
		    (uint32_t)(r % 4 == 2 ? YICE_OP_SKIP_NO : YICE_OP_SKIP_YES) | (g->count - skip - 1) << 8;
	return r % 4 == 2 ? reference_and(a, b) : reference_or(a, b);
}

static void skips_never_change_a_result(void **state)
{
	struct generator g = { .random = 1 };

	YICE_UNUSED(state);
	assert_int_equal(fixture_read(&f, "{}"), YICE_OK);
	for (int i = 0; i < 20000; i++) {
		uint32_t truth;

		g.count = 0;
		g.skips = i % 2;
		truth = generate(&g, 6);
		g.code[g.count++] = INSN(DEMAND, 0);
		assert_int_equal(run_code(g.code, g.count, NULL).demand, truth);
	}
}

static void applying_is_the_guard_without_every_exception(void **state)
{
	YICE_UNUSED(state);
	assert_int_equal(fixture_read(&f, "{}"), YICE_OK);
	for (uint32_t guard = 0; guard < 4; guard++)
		for (uint32_t first = 0; first < 4; first++)
			for (uint32_t second = 0; second < 4; second++) {
				const uint32_t code[] = { INSN(TEST, leaves[guard]),  INSN(GUARD, 0),
							  INSN(TEST, leaves[first]),  INSN(EXCEPT, 0),
							  INSN(TEST, leaves[second]), INSN(EXCEPT, 1) };
				uint32_t applies = reference_and(
				    guard, reference_and(reference_not(first), reference_not(second)));
				struct yice_truths truths = run_code(code, 6, NULL);

				assert_int_equal(truths.applies, applies);
				assert_int_equal(truths.demand, YICE_T);
			}
}

static void outcomes_follow_from_effect_applying_and_demand(void **state)
{
	enum {
		NA = YICE_NOT_APPLICABLE,
		OK = YICE_SATISFIED,
		V = YICE_VIOLATED,
		R = YICE_RESTRICTED,
		U = YICE_UNKNOWN,
		J = YICE_JUDGEMENT,
		N = YICE_NOTED,
		D = YICE_RUN_DUTY
	};
	/* by applying F, U, J, T */
	static const int simple[YICE_EFFECTS][4] = {
		[YICE_DOES_NOTHING] = { NA, U, J, J }, [YICE_PROHIBITS] = { NA, U, J, V },
		[YICE_RESTRICTS] = { NA, U, J, R },    [YICE_ENCOURAGES] = { NA, N, N, N },
		[YICE_OBLIGES] = { D, D, D, D },
	};
	/* by applying, then demand */
	static const int required[4][4] = {
		{ NA, NA, NA, NA }, { U, U, U, U }, { J, U, J, J }, { V, U, J, OK }
	};

	YICE_UNUSED(state);
	for (uint8_t applies = 0; applies < 4; applies++)
		for (uint8_t demand = 0; demand < 4; demand++) {
			const struct yice_truths truths = { applies, demand };

			for (uint32_t effect = 0; effect < YICE_EFFECTS; effect++)
				assert_int_equal(yice_vm_outcome(effect, truths),
						 effect == YICE_REQUIRES ? required[applies][demand]
									 : simple[effect][applies]);
		}
}

/* ---------------------------------------------------------------- steps and traces */

static void a_trace_has_the_truth_of_what_was_executed(void **state)
{
	const uint32_t code[] = { INSN(TEST, T_FALSE), INSN(SKIP_NO, 2), INSN(TEST, T_TRUE), INSN(AND, 0),
				  INSN(DEMAND, 0) };
	const uint8_t expected[] = { YICE_F, YICE_F, YICE_SKIPPED, YICE_SKIPPED, YICE_F };
	uint8_t trace[6];

	YICE_UNUSED(state);
	memset(trace, YICE_SKIPPED, sizeof(trace));
	run_code(code, 5, trace);
	assert_memory_equal(trace, expected, sizeof(expected));
}

static void a_body_that_does_not_apply_is_left_at_once(void **state)
{
	const uint32_t code[] = { INSN(TEST, T_FALSE), INSN(GUARD, 0), INSN(TEST, T_FALSE), INSN(DEMAND, 0) };
	uint8_t trace[5];
	struct yice_truths truths;

	YICE_UNUSED(state);
	memset(trace, YICE_SKIPPED, sizeof(trace));
	truths = run_code(code, 4, trace);
	assert_int_equal(truths.applies, YICE_F);
	assert_int_equal(truths.demand, YICE_T);
	assert_int_equal(trace[1], YICE_F);
	assert_int_equal(trace[2], YICE_SKIPPED);
}

static void the_step_budget_is_kept(void **state)
{
	const struct yice_image_body *body = &f.image->view.bodies[B_REQUIRE];
	struct yice_told told;
	struct yice_truths truths;
	uint64_t steps = body->code_count - 1;

	YICE_UNUSED(state);
	assert_int_equal(fixture_read(&f, "{}"), YICE_OK);
	told = yice_facts_told(f.facts);
	assert_int_equal(yice_vm_run(&f.image->view, body, &told, &steps, NULL, &truths),
			 YICE_ELIMIT);
	steps = body->code_count; /* the masks of its first tests cost one word each */
	assert_int_equal(yice_vm_run(&f.image->view, body, &told, &steps, NULL, &truths),
			 YICE_ELIMIT);
	steps = 1000;
	assert_int_equal(yice_vm_run(&f.image->view, body, &told, &steps, NULL, &truths), YICE_OK);
	assert_int_equal(steps,
			 1000 - body->code_count - 2 - 2); /* two masks of a word, a sum of two terms */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_test_has_the_truth_the_facts_give_it),
		cmocka_unit_test(the_last_of_64_members_counts),
		cmocka_unit_test(a_part_and_the_whole_of_a_site_are_told_apart),
		cmocka_unit_test(operations_follow_kleenes_tables),
		cmocka_unit_test(skips_never_change_a_result),
		cmocka_unit_test(applying_is_the_guard_without_every_exception),
		cmocka_unit_test(outcomes_follow_from_effect_applying_and_demand),
		cmocka_unit_test(a_trace_has_the_truth_of_what_was_executed),
		cmocka_unit_test(a_body_that_does_not_apply_is_left_at_once),
		cmocka_unit_test(the_step_budget_is_kept),
	};

	return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
