/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runtime/decide.c, because.c, reason.c, run.c: which clauses are looked at,
 * the verdict over them, and why each came out as it did.
 */
#include "tests/unit/unit.h"

#include "tests/unit/fixture_image.h"

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

static void decide(const char *json, const char *day)
{
	assert_int_equal(fixture_read(&f, json), YICE_OK);
	assert_int_equal(yice_run_decide(f.run, f.facts, day), YICE_OK);
}

/* Ids of the clauses looked at, each followed by a blank. */
static void expect_clauses(const char *expected)
{
	struct yice_buf ids = YICE_BUF_INIT;

	for (size_t i = 0; i < yice_run_count(f.run); i++) {
		char id[128];

		assert_true(yice_run_id(f.run, i, id, sizeof(id)) < sizeof(id));
		yice_buf_addf(&ids, "%s ", id);
	}
	assert_string_equal(yice_buf_text(&ids), expected);
	yice_buf_release(&ids);
}

#define NATION     "000000/全域/1 000000/全域/2 "
#define EVERYWHERE "440606/全域/1-1 "
#define KEY_CLASS  "440606/重点管控/1-2 "
#define AIR        "440606/大气敏感区/1-6 "
#define UNIT_KEY   "440606/" FIXTURE_UNIT "/2-1 440606/" FIXTURE_UNIT "/无号 "
#define UNIT_OTHER "440606/" FIXTURE_OTHER_UNIT "/1-1 "

/* ---------------------------------------------------------------- which clauses */

static void a_unit_brings_its_scopes_classes_places_and_own_clauses_in_reading_order(void **state)
{
	YICE_UNUSED(state);
	decide("{'site':{'unit':'" FIXTURE_UNIT "'}}", NULL);
	expect_clauses(NATION EVERYWHERE KEY_CLASS AIR UNIT_KEY);
	assert_false(f.run->site_incomplete);
	decide("{'site':{'unit':'" FIXTURE_OTHER_UNIT "'}}", NULL);
	expect_clauses(NATION EVERYWHERE AIR UNIT_OTHER);
}

static void several_units_share_what_they_have_in_common(void **state)
{
	YICE_UNUSED(state);
	decide("{'site':{'unit':['" FIXTURE_OTHER_UNIT "','" FIXTURE_UNIT "']}}", NULL);
	expect_clauses(NATION EVERYWHERE KEY_CLASS AIR UNIT_OTHER UNIT_KEY);
}

static void only_clauses_in_force_on_the_day_are_looked_at(void **state)
{
	YICE_UNUSED(state);
	decide("{'site':{'unit':'" FIXTURE_OTHER_UNIT "'}}", "2024-06-30");
	expect_clauses(NATION);
	decide("{'site':{'unit':'" FIXTURE_OTHER_UNIT "'}}", "2024-07-01");
	expect_clauses(NATION EVERYWHERE AIR UNIT_OTHER);
	decide("{'site':{'unit':'" FIXTURE_OTHER_UNIT "'}}", "2019-12-31");
	expect_clauses("");
	decide("{'site':{'unit':'" FIXTURE_OTHER_UNIT "'},'as_of':'2025-01-01'}", NULL);
	expect_clauses(NATION EVERYWHERE AIR UNIT_OTHER "440606/" FIXTURE_OTHER_UNIT "/1-1#2 ");
	decide("{'site':{'unit':'" FIXTURE_OTHER_UNIT "'},'as_of':'2025-01-01'}", "2024-12-31");
	expect_clauses(NATION EVERYWHERE AIR UNIT_OTHER);
}

static void a_scope_alone_leaves_the_verdict_undetermined(void **state)
{
	YICE_UNUSED(state);
	decide("{'site':{'scope':'440606'},'facts':{'建设性质':'扩建','工艺':['电镀'],'场址':{'not':['"
	       "大气敏感区']}}}",
	       NULL);
	expect_clauses(NATION EVERYWHERE AIR);
	assert_true(f.run->site_incomplete);
	assert_string_equal(yice_run_missing_site(f.run), "site.unit");
	assert_int_equal(yice_run_tally(f.run, YICE_UNKNOWN), 0);
	assert_int_equal(yice_run_verdict(f.run), YICE_UNDETERMINED);
	decide("{'site':{'scope':'500000'}}", NULL);
	expect_clauses(NATION);
}

static void without_a_site_only_the_nations_clauses_are_looked_at(void **state)
{
	YICE_UNUSED(state);
	decide("{'facts':{'建设性质':'扩建'}}", NULL);
	expect_clauses(NATION);
	assert_true(f.run->site_incomplete);
	assert_int_equal(yice_run_verdict(f.run), YICE_UNDETERMINED);
	decide("{'site':{'unit':'" FIXTURE_UNIT "'}}", NULL);
	assert_null(yice_run_missing_site(f.run));
}

static void a_malformed_day_and_an_empty_budget_decide_nothing(void **state)
{
	YICE_UNUSED(state);
	assert_int_equal(fixture_read(&f, "{}"), YICE_OK);
	assert_int_equal(yice_run_decide(f.run, f.facts, "2024-13-01"), YICE_ESYNTAX);
	assert_int_equal(yice_run_count(f.run), 0);
	f.run->budget = 1;
	assert_int_equal(yice_run_decide(f.run, f.facts, NULL), YICE_ELIMIT);
	assert_int_equal(yice_run_count(f.run), 0);
	assert_int_equal(yice_run_verdict(f.run), YICE_UNDETERMINED);
	f.run->budget = YICE_RUN_STEPS;
	assert_int_equal(yice_run_decide(f.run, f.facts, NULL), YICE_OK);
	assert_int_equal(f.run->steps, 2 + 10 + 2 + 2); /* two clauses; the code of one that has a sum: two masks, two terms */
}

/* ---------------------------------------------------------------- outcomes and verdict */

#define SITE "'site':{'unit':'" FIXTURE_UNIT "'}"
/* Nothing applies but the text-only clause's guard is settled too. */
#define CALM "'建设性质':'扩建','工艺':['电镀'],'行业':'D','建成日期':'2000-01-01','产品行业':['C2611']"

static void each_verdict_comes_from_the_worst_outcome(void **state)
{
	static const struct {
		enum yice_verdict verdict;
		const char *id;
		int outcome;
		const char *json;
	} cases[] = {
		{ YICE_REFUSED, "440606/大气敏感区/1-6", YICE_VIOLATED,
		  "{" SITE ",'facts':{'场址':['大气敏感区'],'工艺':['喷涂']}}" },
		{ YICE_REFUSED, "000000/全域/1", YICE_VIOLATED,
		  "{" SITE ",'facts':{'建设性质':'新建','民生项目':false,'新增排放.化学需氧量':51}}" },
		{ YICE_UNDETERMINED, "000000/全域/1", YICE_UNKNOWN, "{" SITE ",'facts':{}}" },
		{ YICE_NEEDS_JUDGEMENT, "440606/重点管控/1-2", YICE_JUDGEMENT,
		  "{" SITE ",'facts':{'场址':{'not':['大气敏感区']}," CALM "},'complete':['产品行业']}" },
		{ YICE_CONDITIONAL, "440606/重点管控/1-2", YICE_RESTRICTED,
		  "{" SITE
		  ",'facts':{'场址':{'not':['大气敏感区']},'建设性质':'扩建','工艺':['喷涂'],'行业':'C2614',"
		  "'建成日期':'2000-01-01','产品行业':['C2611']},'complete':['产品行业','工艺']}" },
		{ YICE_ADMITTED, "000000/全域/1", YICE_SATISFIED,
		  "{'site':{'unit':'" FIXTURE_OTHER_UNIT "'},'facts':{'建设性质':'新建','民生项目':false,"
		  "'新增排放.化学需氧量':1,'削减替代.化学需氧量':2}}" },
		{ YICE_ADMITTED, "000000/全域/1", YICE_NOT_APPLICABLE,
		  "{'site':{'unit':'" FIXTURE_OTHER_UNIT "'},'facts':{'建设性质':'新建','民生项目':true}}" },
		{ YICE_ADMITTED, "440606/全域/1-1", YICE_NOTED,
		  "{'site':{'unit':'" FIXTURE_OTHER_UNIT "'},'facts':{'建设性质':'扩建'}}" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		decide(cases[i].json, NULL);
		if (yice_run_verdict(f.run) != cases[i].verdict ||
		    fixture_outcome(&f, cases[i].id) != cases[i].outcome)
			fail_msg("%s: %s, %s %d", cases[i].json,
				 yice_verdict_word(yice_run_verdict(f.run), "en"), cases[i].id,
				 fixture_outcome(&f, cases[i].id));
	}
}

static void duties_are_counted_apart(void **state)
{
	size_t sum = 0;

	YICE_UNUSED(state);
	decide("{" SITE "}", NULL);
	assert_int_equal(fixture_outcome(&f, "000000/全域/2"), YICE_RUN_DUTY);
	assert_int_equal(yice_run_duties(f.run), 1);
	for (int i = 0; i < YICE_OUTCOMES; i++)
		sum += yice_run_tally(f.run, (enum yice_outcome)i);
	assert_int_equal(sum, yice_run_count(f.run) - 1);
}

static void words_exist_in_both_languages(void **state)
{
	YICE_UNUSED(state);
	assert_string_equal(yice_outcome_word(YICE_NOT_APPLICABLE, "zh"), "不涉及");
	assert_string_equal(yice_outcome_word(YICE_NOT_APPLICABLE, "en"), "not-applicable");
	assert_string_equal(yice_verdict_word(YICE_REFUSED, "zh"), "不予准入");
	assert_string_equal(yice_verdict_word(YICE_NEEDS_JUDGEMENT, "en"), "judgement");
}

/* ---------------------------------------------------------------- reasons */

/* Explains a clause of the last decision. */
static struct yice_because explain(const char *id, struct yice_arena *arena)
{
	uint32_t i = yice_run_find(f.run, id);
	struct yice_because because;

	assert_int_not_equal(i, YICE_NONE);
	assert_int_equal(yice_run_because(f.run, i, arena, &because), YICE_OK);
	return because;
}

static void expect_tests(const struct yice_because *because, const uint32_t *tests, uint32_t count)
{
	assert_int_equal(because->test_count, count);
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal(because->tests[i]->number, tests[i]);
}

#define EXPECT_TESTS(because, ...)                                                                           \
	expect_tests(because, (const uint32_t[]){ __VA_ARGS__ },                                             \
		     sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static void expect_missing(const struct yice_because *because, const uint32_t *slots, uint32_t count)
{
	assert_int_equal(because->missing_count, count);
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal(because->missing[i], slots[i]);
}

#define EXPECT_MISSING(because, ...)                                                                         \
	expect_missing(because, (const uint32_t[]){ __VA_ARGS__ },                                           \
		       sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static void the_tree_has_the_parts_and_tests_of_the_body(void **state)
{
	struct yice_arena arena;
	struct yice_because because;
	const struct yice_reason *part, *demand;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	decide("{" SITE ",'facts':{'建设性质':'新建','民生项目':false,'新增排放.化学需氧量':51}}", NULL);
	because = explain("000000/全域/1", &arena);
	part = because.parts;
	assert_int_equal(part->kind, YICE_REASON_GUARD);
	assert_int_equal(part->truth, YICE_T);
	assert_int_equal(part->first->kind, YICE_REASON_TEST);
	assert_int_equal(part->first->number, T_NEW);
	part = part->next;
	assert_int_equal(part->kind, YICE_REASON_EXCEPT);
	assert_int_equal(part->truth, YICE_F);
	demand = part->next;
	assert_int_equal(demand->kind, YICE_REASON_DEMAND);
	assert_int_equal(demand->truth, YICE_F);
	assert_null(demand->next);
	assert_int_equal(demand->first->kind, YICE_REASON_AND);
	assert_int_equal(demand->first->truth, YICE_F); /* skipped itself, kept by the skip */
	assert_int_equal(demand->first->first->truth, YICE_F);
	assert_int_equal(demand->first->first->next->truth, YICE_SKIPPED);
	assert_true(yice_reason_decides(demand->first, demand->first->first));
	assert_false(yice_reason_decides(demand->first, demand->first->first->next));
	EXPECT_TESTS(&because, T_NEW, T_LIVELIHOOD, T_EMISSION);
	assert_int_equal(because.missing_count, 0);
	assert_int_equal(because.open_count, 0);
	yice_arena_release(&arena);
}

static void a_clause_that_does_not_apply_names_the_deciding_fact(void **state)
{
	struct yice_arena arena;
	struct yice_because because;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	decide("{" SITE ",'facts':{'建设性质':'扩建'}}", NULL);
	because = explain("000000/全域/1", &arena);
	EXPECT_TESTS(&because, T_NEW);
	assert_int_equal(because.parts->next->truth, YICE_SKIPPED);
	decide("{" SITE ",'facts':{'建设性质':'新建','民生项目':true}}", NULL);
	because = explain("000000/全域/1", &arena);
	EXPECT_TESTS(&because, T_LIVELIHOOD);
	decide("{" SITE ",'facts':{'场址':['大气敏感区'],'工艺':{'not':['喷涂','电镀']},'行业':'D'}}", NULL);
	because = explain("440606/大气敏感区/1-6", &arena);
	EXPECT_TESTS(&because, T_COATING, T_C26);
	yice_arena_release(&arena);
}

static void missing_are_the_facts_that_would_settle_the_clause(void **state)
{
	struct yice_arena arena;
	struct yice_because because;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	/* Whether it applies comes first: what it demands is not asked for yet. */
	decide("{" SITE "}", NULL);
	because = explain("000000/全域/1", &arena);
	EXPECT_MISSING(&because, A_NATURE, A_LIVELIHOOD);
	decide("{" SITE ",'facts':{'建设性质':'新建'}}", NULL);
	because = explain("000000/全域/1", &arena);
	EXPECT_MISSING(&because, A_LIVELIHOOD);
	/* Of a sum only the part that is missing, each slot once. */
	decide("{" SITE ",'facts':{'建设性质':'新建','民生项目':false}}", NULL);
	because = explain("000000/全域/1", &arena);
	EXPECT_MISSING(&because, A_EMISSION, A_OFFSET);
	EXPECT_TESTS(&because, T_EMISSION, T_OFFSET);
	decide("{" SITE ",'facts':{'建设性质':'新建','民生项目':false,'新增排放.化学需氧量':1}}", NULL);
	because = explain("000000/全域/1", &arena);
	EXPECT_MISSING(&because, A_OFFSET);
	/* In an OR a missing fact counts only while nothing else settles it. */
	decide("{" SITE ",'facts':{'场址':['大气敏感区'],'工艺':{'not':['喷涂','电镀']}}}", NULL);
	because = explain("440606/大气敏感区/1-6", &arena);
	EXPECT_MISSING(&because, A_INDUSTRY);
	yice_arena_release(&arena);
}

static void open_words_are_named_when_a_person_must_judge(void **state)
{
	const struct yice_view *view = &f.image->view;
	struct yice_arena arena;
	struct yice_because because;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	decide("{" SITE ",'facts':{'行业':'D','建成日期':'2024-01-01','替代比例':3,'产品行业':['C2614']}}",
	       NULL);
	because = explain("440606/重点管控/1-2", &arena);
	assert_int_equal(because.open_count, 1);
	assert_string_equal(yice_view_string(view, because.open[0]), "原则上");
	assert_int_equal(fixture_outcome(&f, "440606/" FIXTURE_UNIT "/2-1"), YICE_JUDGEMENT);
	because = explain("440606/" FIXTURE_UNIT "/2-1", &arena);
	assert_int_equal(because.open_count, 1);
	assert_string_equal(yice_view_string(view, because.open[0]), "周边敏感");
	/* A clause with text alone: its own open words. */
	because = explain("440606/" FIXTURE_UNIT "/无号", &arena);
	assert_int_equal(because.open_count, 1);
	assert_string_equal(yice_view_string(view, because.open[0]), "原则上");
	/* A missing fact goes before open words. */
	decide("{" SITE ",'facts':{'建成日期':'2024-01-01'}}", NULL);
	because = explain("440606/" FIXTURE_UNIT "/2-1", &arena);
	assert_int_equal(because.open_count, 0);
	EXPECT_MISSING(&because, A_RATIO);
	yice_arena_release(&arena);
}

static void missing_facts_of_all_clauses_are_listed_once(void **state)
{
	struct yice_arena arena;
	const uint32_t *slots;
	uint32_t count;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	decide("{" SITE ",'facts':{'建设性质':'新建'}}", NULL);
	assert_int_equal(yice_run_missing(f.run, &arena, &slots, &count), YICE_OK);
	assert_int_equal(count, 6);
	assert_int_equal(slots[0], A_LIVELIHOOD);
	assert_int_equal(slots[1], A_INDUSTRY);
	assert_int_equal(slots[2], A_SITE);
	assert_int_equal(slots[3], A_PROCESSES);
	assert_int_equal(slots[4], A_BUILT);
	assert_int_equal(slots[5], A_PRODUCTS);
	yice_arena_release(&arena);
}

/* Explaining must not disturb what is explained, nor what is explained next. */
static void explaining_twice_gives_the_same(void **state)
{
	struct yice_arena arena;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	decide("{" SITE "}", NULL);
	for (uint32_t i = 0; i < yice_run_count(f.run); i++) {
		struct yice_because first, second;

		assert_int_equal(yice_run_because(f.run, i, &arena, &first), YICE_OK);
		assert_int_equal(yice_run_because(f.run, i, &arena, &second), YICE_OK);
		assert_int_equal(first.test_count, second.test_count);
		assert_int_equal(first.missing_count, second.missing_count);
		for (uint32_t m = 0; m < first.missing_count; m++)
			assert_int_equal(first.missing[m], second.missing[m]);
	}
	yice_arena_release(&arena);
}

/* ---------------------------------------------------------------- shapes of trees */

/* The tree of code of the test's own, nothing being known. */
static struct yice_reason *tree_of(const uint32_t *code, uint32_t count, const uint8_t *trace,
				   struct yice_arena *arena)
{
	static struct yice_image_insn insns[1024];
	struct yice_image_body body = { .code = 0, .code_count = count };
	struct yice_view view = f.image->view;
	struct yice_reason *tree;

	for (uint32_t i = 0; i < count; i++)
		insns[i].word = code[i];
	view.code = insns;
	view.bodies = &body;
	assert_int_equal(yice_reason_build(&view, 0, trace, arena, &tree), YICE_OK);
	return tree;
}

static void chains_of_one_operation_are_one_node(void **state)
{
	/* (0 and (1 and 2)) and not (3 or (4 or 5)) */
	const uint32_t code[] = { INSN(TEST, 0),  INSN(TEST, 1),
				  INSN(TEST, 2),  INSN(AND, 0),
				  INSN(AND, 0),   INSN(TEST, 3),
				  INSN(TEST, 4),  INSN(TEST, 5),
				  INSN(OR, 0),    INSN(OR, 0),
				  INSN(NOT, 0),   INSN(AND, 0),
				  INSN(GUARD, 0), INSN(END, YICE_PROHIBITS) };
	uint8_t trace[YICE_COUNT(code)];
	struct yice_arena arena;
	const struct yice_reason *node;
	uint32_t number = 0;

	YICE_UNUSED(state);
	memset(trace, YICE_U, sizeof(trace));
	yice_arena_init(&arena);
	node = tree_of(code, YICE_COUNT(code), trace, &arena)->first;
	assert_int_equal(node->kind, YICE_REASON_AND);
	node = node->first;
	for (; number < 3; number++, node = node->next)
		assert_int_equal(node->number, number);
	assert_int_equal(node->kind, YICE_REASON_NOT);
	assert_null(node->next);
	node = node->first;
	assert_int_equal(node->kind, YICE_REASON_OR);
	for (node = node->first; node; node = node->next)
		assert_int_equal(node->number, number++);
	assert_int_equal(number, 6);
	yice_arena_release(&arena);
}

static void a_long_chain_is_shallow(void **state)
{
	uint32_t code[1000], count = 0, children = 0;
	uint8_t trace[1000];
	struct yice_arena arena;

	YICE_UNUSED(state);
	code[count++] = INSN(TEST, 0);
	while (count < 990) {
		code[count++] = INSN(TEST, 1);
		code[count++] = INSN(AND, 0);
	}
	code[count++] = INSN(DEMAND, 0);
	code[count++] = INSN(END, YICE_REQUIRES);
	memset(trace, YICE_T, sizeof(trace));
	yice_arena_init(&arena);
	for (const struct yice_reason *node = tree_of(code, count, trace, &arena)->first->first; node;
	     node = node->next) {
		assert_int_equal(node->kind, YICE_REASON_TEST);
		children++;
	}
	assert_int_equal(children, 496);
	yice_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_unit_brings_its_scopes_classes_places_and_own_clauses_in_reading_order),
		cmocka_unit_test(several_units_share_what_they_have_in_common),
		cmocka_unit_test(only_clauses_in_force_on_the_day_are_looked_at),
		cmocka_unit_test(a_scope_alone_leaves_the_verdict_undetermined),
		cmocka_unit_test(without_a_site_only_the_nations_clauses_are_looked_at),
		cmocka_unit_test(a_malformed_day_and_an_empty_budget_decide_nothing),
		cmocka_unit_test(each_verdict_comes_from_the_worst_outcome),
		cmocka_unit_test(duties_are_counted_apart),
		cmocka_unit_test(words_exist_in_both_languages),
		cmocka_unit_test(the_tree_has_the_parts_and_tests_of_the_body),
		cmocka_unit_test(a_clause_that_does_not_apply_names_the_deciding_fact),
		cmocka_unit_test(missing_are_the_facts_that_would_settle_the_clause),
		cmocka_unit_test(open_words_are_named_when_a_person_must_judge),
		cmocka_unit_test(missing_facts_of_all_clauses_are_listed_once),
		cmocka_unit_test(explaining_twice_gives_the_same),
		cmocka_unit_test(chains_of_one_operation_are_one_node),
		cmocka_unit_test(a_long_chain_is_shallow),
	};

	return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
