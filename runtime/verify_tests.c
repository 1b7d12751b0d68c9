/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passes over WORDS and TESTS. Runs of words may be shared and may overlap, so
 * what must hold of every word of a run is counted once for all of WORDS; a
 * run is then judged by two lookups, however long it is.
 */
#include "runtime/test_op.h"
#include "runtime/verify_internal.h"

/* counts[i]: how many words before i break a rule. */
static uint32_t *count_words(const struct yice_view *view)
{
	return malloc(((size_t)view->count[YICE_SEC_WORDS] + 1) * sizeof(uint32_t));
}

static bool is_run(uint32_t word)
{
	return yice_codes_lo(word) < yice_codes_hi(word);
}

int yice_verify_runs(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	uint32_t n = view->count[YICE_SEC_WORDS], place_list = view->meta->place_list;
	uint32_t places = place_list == YICE_NONE ? 0 : view->vocabs[place_list].members;

	verifier->not_place = count_words(view);
	verifier->not_ascending = count_words(view);
	if (!verifier->not_place || !verifier->not_ascending)
		return YICE_ENOMEM;
	verifier->not_place[0] = verifier->not_ascending[0] = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t word = view->words[i];

		verifier->not_place[i + 1] = verifier->not_place[i] + (word >= places);
		verifier->not_ascending[i + 1] =
		    verifier->not_ascending[i] +
		    (!is_run(word) || i + 1 == n || yice_codes_hi(word) >= yice_codes_lo(view->words[i + 1]));
	}
	return YICE_OK;
}

/* Runs [lo, hi) of members of the attribute's code table. */
static enum yice_diag_id runs_rule(const struct yice_verifier *verifier, const struct yice_image_test *test)
{
	const struct yice_view *view = verifier->view;
	uint64_t count, first = (uint64_t)test->arg + 1;
	uint32_t vocab = view->attrs[yice_test_slot(test)].vocab, last;

	if (first > view->count[YICE_SEC_WORDS])
		return YICE_D_image_test_arg;
	count = view->words[test->arg];
	if (first + count > view->count[YICE_SEC_WORDS])
		return YICE_D_image_test_arg;
	if (!count)
		return YICE_DIAG_COUNT;
	last = (uint32_t)(first + count - 1);
	if (verifier->not_ascending[last] != verifier->not_ascending[first] || !is_run(view->words[last]) ||
	    yice_codes_hi(view->words[last]) > view->vocabs[vocab].members)
		return YICE_D_image_runs;
	return YICE_DIAG_COUNT;
}

static bool fits_31_bits(struct yice_ratio ratio)
{
	return ratio.num > -(INT64_C(1) << 31) && ratio.num < INT64_C(1) << 31 &&
	       ratio.den < INT64_C(1) << 31;
}

static enum yice_diag_id sum_rule(const struct yice_view *view, const struct yice_image_test *test)
{
	const uint32_t *sum = view->words + test->arg;
	enum yice_diag_id id;

	if ((uint64_t)test->arg + 3 > view->count[YICE_SEC_WORDS])
		return YICE_D_image_test_arg;
	if (sum[0] < YICE_TEST_LT || sum[0] > YICE_TEST_NE || !sum[1] || sum[1] > YICE_LINEAR_MAX)
		return YICE_D_image_sum;
	if ((uint64_t)test->arg + 3 + 2 * sum[1] > view->count[YICE_SEC_WORDS])
		return YICE_D_image_test_arg;
	id = yice_verify_ratio(view, sum[2], false);
	for (uint32_t i = 0; id == YICE_DIAG_COUNT && i < sum[1]; i++) {
		uint32_t slot = sum[3 + 2 * i], coefficient = sum[4 + 2 * i];

		/* Days are numbers too: one date is compared with another by their difference. */
		if (slot >= view->count[YICE_SEC_ATTRS] ||
		    !yice_test_fits(YICE_SLOT_SCALAR, view->attrs[slot].type))
			return YICE_D_image_test_slot;
		id = yice_verify_ratio(view, coefficient, false);
		if (id == YICE_DIAG_COUNT && !fits_31_bits(yice_view_ratio(view, coefficient)))
			return YICE_D_image_coefficient;
	}
	return id;
}

/* Facts are compared exactly with even ticks inside the range where yice_ratio_tick() does not saturate. */
static bool is_tick(int64_t tick)
{
	return tick % 2 == 0 && tick > -(INT64_C(1) << 62) && tick < INT64_C(1) << 62;
}

static enum yice_diag_id arg_rule(const struct yice_verifier *verifier, const struct yice_test_info *info,
				  const struct yice_image_test *test)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_attr *attr = &view->attrs[yice_test_slot(test)];

	switch (info->arg) {
	case YICE_ARG_MASK:
		return yice_verify_mask(
		    view, test->arg, attr->type == YICE_ATTR_BOOLEAN ? 1 : view->vocabs[attr->vocab].members);
	case YICE_ARG_RUNS:
		return runs_rule(verifier, test);
	case YICE_ARG_TICK:
		if (!yice_verify_number(view, test->arg, 1))
			return YICE_D_image_number;
		return is_tick(view->numbers[test->arg]) ? YICE_DIAG_COUNT : YICE_D_image_tick;
	case YICE_ARG_SUM:
		return sum_rule(view, test);
	case YICE_ARG_OPEN:
		return yice_verify_string(view, test->arg) ? YICE_DIAG_COUNT : YICE_D_image_string;
	case YICE_ARG_TRUTH:
		return test->arg == YICE_F || test->arg == YICE_T ? YICE_DIAG_COUNT : YICE_D_image_const;
	}
	return YICE_DIAG_COUNT;
}

/* Words of a test: strings, or what follows from its codes. */
static int verify_text(struct yice_verifier *verifier, uint32_t number, const struct yice_test_info *info)
{
	const struct yice_image_test_text *text = &verifier->view->test_texts[number];

	if (text->zh == YICE_NONE && info->arg == YICE_ARG_RUNS)
		return YICE_OK;
	if (!yice_verify_string(verifier->view, text->zh))
		return yice_refuse(verifier, YICE_D_image_string, YICE_SEC_TEST_TEXTS, number, "zh");
	if (!yice_verify_string(verifier->view, text->en))
		return yice_refuse(verifier, YICE_D_image_string, YICE_SEC_TEST_TEXTS, number, "en");
	return YICE_OK;
}

static int verify_test(struct yice_verifier *verifier, uint32_t number)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_test *test = &view->tests[number];
	const struct yice_test_info *info = yice_test_info(yice_test_op(test));
	uint32_t slot = yice_test_slot(test);
	enum yice_diag_id id;

	if (!info)
		return yice_refuse(verifier, YICE_D_image_test, YICE_SEC_TESTS, number, "op");
	if (info->slot == YICE_SLOT_NONE
		? slot != 0
		: slot >= view->count[YICE_SEC_ATTRS] || !yice_test_fits(info->slot, view->attrs[slot].type))
		return yice_refuse(verifier, YICE_D_image_test_slot, YICE_SEC_TESTS, number, "op");
	id = arg_rule(verifier, info, test);
	if (id != YICE_DIAG_COUNT)
		return yice_refuse(verifier, id, YICE_SEC_TESTS, number, "arg");
	return verify_text(verifier, number, info);
}

int yice_verify_tests(struct yice_verifier *verifier)
{
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < verifier->view->count[YICE_SEC_TESTS]; i++)
		status = verify_test(verifier, i);
	return status;
}
