/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluation of tests, inline for the machine's loop. facts is a block in the layout of image.h. */
#ifndef YICE_RUNTIME_VM_TEST_H
#define YICE_RUNTIME_VM_TEST_H

#include "runtime/image_layout.h"
#include "runtime/test_op.h"

/* fact: present mask of n words, then absent mask with the bits after the last member set. */
static inline enum yice_truth yice_test_any(const uint64_t *fact, const int64_t *mask, uint32_t n)
{
	uint64_t present = 0, open = 0;

	for (uint32_t i = 0; i < n; i++) {
		present |= fact[i] & (uint64_t)mask[i];
		open |= (uint64_t)mask[i] & ~fact[n + i];
	}
	return present ? YICE_T : open ? YICE_U : YICE_F;
}

static inline enum yice_truth yice_test_all(const uint64_t *fact, const int64_t *mask, uint32_t n)
{
	uint64_t outside = 0, open = 0;

	for (uint32_t i = 0; i < n; i++) {
		outside |= fact[i] & ~(uint64_t)mask[i];
		open |= ~(uint64_t)mask[i] & ~fact[n + i];
	}
	return outside ? YICE_F : open ? YICE_U : YICE_T;
}

static inline enum yice_truth yice_test_terms(uint32_t op, const uint64_t *fact, const int64_t *mask, uint32_t n)
{
	return op == YICE_TEST_ANY || op == YICE_TEST_ANY_WHOLE ? yice_test_any(fact, mask, n) : yice_test_all(fact, mask, n);
}

/* Of a site whose parts differ: ANY and ALL_WHOLE hold when they do of some part, ANY_WHOLE and ALL when they do of each. */
static inline enum yice_truth yice_test_parts(uint32_t op, const struct yice_told *known, const int64_t *mask, uint32_t n)
{
	bool some = op == YICE_TEST_ANY || op == YICE_TEST_ALL_WHOLE, open = false;
	enum yice_truth decides = some ? YICE_T : YICE_F;

	for (uint32_t i = 0; i < known->part_count; i++) {
		enum yice_truth truth = yice_test_terms(op, known->parts + (size_t)i * 2 * n, mask, n);

		if (truth == decides)
			return decides;
		open |= truth == YICE_U;
	}
	return open ? YICE_U : some ? YICE_F : YICE_T;
}

/* Where a code's range of members lies: YICE_T inside one run, YICE_F in none, YICE_U partly. runs: n, then so many. */
static inline enum yice_truth yice_code_in_runs(uint64_t code, const uint32_t *runs)
{
	uint32_t lo = (uint32_t)code, hi = (uint32_t)(code >> 32), low = 0, high = runs[0], run;

	while (low < high) { /* the first run that ends after lo */
		uint32_t middle = low + (high - low) / 2;

		if (yice_codes_hi(runs[1 + middle]) <= lo)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == runs[0])
		return YICE_F;
	run = runs[1 + low];
	if (hi <= yice_codes_lo(run))
		return YICE_F;
	return lo >= yice_codes_lo(run) && hi <= yice_codes_hi(run) ? YICE_T : YICE_U;
}

/* fact: count | complete << 32, then the codes. */
static inline enum yice_truth yice_test_code_any(const uint64_t *fact, const uint32_t *runs)
{
	uint32_t count = (uint32_t)fact[0];
	bool settled = fact[0] >> 32 != 0;

	for (uint32_t i = 0; i < count; i++) {
		enum yice_truth in = yice_code_in_runs(fact[1 + i], runs);

		if (in == YICE_T)
			return YICE_T;
		settled &= in == YICE_F;
	}
	return settled ? YICE_F : YICE_U;
}

static inline enum yice_truth yice_test_code_all(const uint64_t *fact, const uint32_t *runs)
{
	uint32_t count = (uint32_t)fact[0];
	bool settled = fact[0] >> 32 != 0;

	for (uint32_t i = 0; i < count; i++) {
		enum yice_truth in = yice_code_in_runs(fact[1 + i], runs);

		if (in == YICE_F)
			return YICE_F;
		settled &= in == YICE_T;
	}
	return settled ? YICE_T : YICE_U;
}

/* order: sign of left minus right. */
static inline bool yice_test_relation(uint32_t relation, int order)
{
	switch (relation) {
	case YICE_TEST_LT:
		return order < 0;
	case YICE_TEST_LE:
		return order <= 0;
	case YICE_TEST_GT:
		return order > 0;
	case YICE_TEST_GE:
		return order >= 0;
	case YICE_TEST_EQ:
		return order == 0;
	default:
		return order != 0;
	}
}

/* sum: relation, n, limit, n pairs of slot and coefficient. */
static inline enum yice_truth yice_test_sum(const struct yice_view *view, const uint64_t *facts, const uint32_t *sum)
{
	struct yice_ratio coefficients[YICE_LINEAR_MAX], values[YICE_LINEAR_MAX];

	for (uint32_t i = 0; i < sum[1]; i++) {
		uint32_t slot = sum[3 + 2 * i];

		if ((int64_t)facts[view->attrs[slot].fact] == YICE_TICK_NONE)
			return YICE_U;
		values[i] = yice_fact_value(facts, slot);
		coefficients[i] = yice_view_ratio(view, sum[4 + 2 * i]);
	}
	return yice_test_relation(sum[0], yice_linear_sign(coefficients, values, sum[1],
							   yice_view_ratio(view, sum[2]))) ?
		       YICE_T :
		       YICE_F;
}

/* *cost grows by the words or terms looked at, however many parts the site has. */
static inline enum yice_truth yice_test_evaluate(const struct yice_view *view, uint32_t number,
						 const struct yice_told *known, uint64_t *cost)
{
	const uint64_t *facts = known->block;
	const struct yice_image_test *test = &view->tests[number];
	uint32_t op = yice_test_op(test), slot = yice_test_slot(test), words;
	uint64_t as_terms[2]; /* a boolean is a list of one */
	const uint64_t *fact;
	int64_t tick;

	switch ((enum yice_test_op)op) {
	case YICE_TEST_ANY:
	case YICE_TEST_ALL:
	case YICE_TEST_ANY_WHOLE:
	case YICE_TEST_ALL_WHOLE:
		words = yice_attr_mask_words(view, slot);
		*cost += words;
		if (known->part_count && slot == view->meta->site_slot)
			return yice_test_parts(op, known, view->numbers + test->arg, words);
		fact = facts + view->attrs[slot].fact;
		if (view->attrs[slot].type == YICE_ATTR_BOOLEAN) {
			as_terms[0] = *fact == 1;
			as_terms[1] = ~UINT64_C(1) | (*fact == 0);
			fact = as_terms;
		}
		return yice_test_terms(op, fact, view->numbers + test->arg, words);
	case YICE_TEST_CODE_ANY:
		return yice_test_code_any(facts + view->attrs[slot].fact, view->words + test->arg);
	case YICE_TEST_CODE_ALL:
		return yice_test_code_all(facts + view->attrs[slot].fact, view->words + test->arg);
	case YICE_TEST_LT:
	case YICE_TEST_LE:
	case YICE_TEST_GT:
	case YICE_TEST_GE:
	case YICE_TEST_EQ:
	case YICE_TEST_NE:
		tick = (int64_t)facts[view->attrs[slot].fact];
		if (tick == YICE_TICK_NONE)
			return YICE_U;
		return yice_test_relation(op, (tick > view->numbers[test->arg]) - (tick < view->numbers[test->arg])) ?
			       YICE_T :
			       YICE_F;
	case YICE_TEST_SUM:
		*cost += view->words[test->arg + 1];
		return yice_test_sum(view, facts, view->words + test->arg);
	case YICE_TEST_OPEN:
		return YICE_J;
	case YICE_TEST_CONST:
		return (enum yice_truth)test->arg;
	}
	return YICE_U;
}

#endif
