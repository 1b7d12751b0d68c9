/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice_lifecycle_check_chains(): what stands on sub/ and pub/ before a superior
 * has decided anything is signed by keys that were granted the role, and a
 * publication carries the receipt of its own content; and nothing that passes
 * keeps the next version from being submitted.
 */
#include "tests/unit/world.h"

static int check(struct world *w)
{
	uint32_t before = w->diags.count;

	return note(w, yice_lifecycle_check_chains(w->ledger, CITY, &w->diags), before);
}

/* reason NULL: it passes. */
static void expect(struct world *w, const char *reason)
{
	if (reason)
		assert_refused(w, check(w), reason);
	else
		assert_int_equal(check(w), YICE_OK);
}

/* A first version in force and a second one filed, whose receipt is *receipt. */
static struct yice_version second_filed(struct world *w, uint64_t *receipt_seq)
{
	struct yice_version v;

	first_in_force(w);
	v = plan(w, CITY, "2024-04-01", YICE_VERSION_DYNAMIC);
	assert_int_equal(submit(w, &v), YICE_OK);
	assert_int_equal(file_it(w, &v, "2024-02-10"), YICE_OK);
	*receipt_seq = yice_ledger_size(w->ledger, PROVINCE);
	assert_int_equal(check(w), YICE_OK);
	return v;
}

static void a_publication_is_signed_by_keys_that_were_granted(void **state)
{
	static const struct {
		unsigned count, first;
		const char *reason;
	} cases[] = {
		{ 2, 310, NULL },
		{ 2, 700, "store-unknown-key" },
		{ 2, 210, "store-foreign-key" },
		{ 2, 320, "store-wrong-role" },
		{ 1, 310, "store-threshold-unmet" },
		{ 0, 0, "store-no-signature" },
	};
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct world w;
		struct yice_version v = second_filed(&w, &receipt_seq);

		assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 2), receipt_seq,
					   signers(&w, cases[i].count, cases[i].first)),
				 YICE_OK);
		expect(&w, cases[i].reason);
		end(&w);
	}
}

static void a_publication_carries_the_receipt_of_its_content(void **state)
{
	static const struct {
		uint64_t receipt; /* of the province's register; 0: the second version's own */
		uint64_t content;
		const char *reason;
	} cases[] = {
		{ 0, 2, NULL },
		{ 3, 2, "store-receipt-version" }, /* the first version's */
		{ 1, 2, "store-receipt-unknown" }, /* a delegation */
		{ 99, 2, "store-receipt-unknown" },
		{ 0, 3, "store-receipt-content" },
	};
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct world w;
		struct yice_version v = second_filed(&w, &receipt_seq);

		assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, cases[i].content),
					   cases[i].receipt ? cases[i].receipt : receipt_seq, signers(&w, 2, 310)),
				 YICE_OK);
		expect(&w, cases[i].reason);
		end(&w);
	}
}

/* The third version's publication that was never submitted, with whichever receipt there is. */
static void a_publication_has_its_submission(void **state)
{
	struct world w;
	struct yice_version v, past;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	v = second_filed(&w, &receipt_seq);
	assert_int_equal(publish(&w, &v), YICE_OK);
	past = plan(&w, CITY, "2024-05-01", YICE_VERSION_DYNAMIC);
	assert_int_equal(yice_ledger_check_submission(w.ledger, &past, &w.diags), YICE_OK);
	assert_int_equal(commit_on(&w, CITY, 1, &past, manifest_of(&w, CITY, 3), receipt_seq, signers(&w, 2, 310)), YICE_OK);
	assert_refused(&w, check(&w), "store-receipt-version");
	/* Whoever wrote the fourth version now would write what nobody admits: it is said before. */
	v = plan(&w, CITY, "2024-06-01", YICE_VERSION_DYNAMIC);
	assert_int_equal(v.seq, 4);
	assert_int_equal(yice_ledger_check_submission(w.ledger, &v, &w.diags), YICE_EDIAG);
	assert_refused(&w, submit(&w, &v), "store-chain-seq");
	end(&w);
}

static void a_submission_is_signed_by_keys_that_were_granted(void **state)
{
	struct world w;
	struct yice_version v;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(check(&w), YICE_OK);
	assert_int_equal(commit_on(&w, CITY, 0, &v, manifest_of(&w, CITY, 1), 0, signers(&w, 1, 700)), YICE_OK);
	assert_refused(&w, check(&w), "store-unknown-key");
	end(&w);
}

/* Keys come and go; what was signed while they counted stays where it is. */
static void keys_that_came_or_went_later_do_no_harm(void **state)
{
	struct world w;
	struct yice_version v;
	struct yice_entry e;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	v = second_filed(&w, &receipt_seq);
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_int_equal(revoke_key(&w, PROVINCE, 310, 0, "2024-02-20"), YICE_OK);
	assert_int_equal(check(&w), YICE_OK);
	assert_refused(&w, acknowledge(&w, &v, receipt_seq, "2024-02-21"), "store-revoked");
	end(&w);

	v = second_filed(&w, &receipt_seq);
	e = next(&w, PROVINCE, "2024-02-20", YICE_ENTRY_DELEGATION);
	e.scope = CITY;
	e.version = 2;
	e.from = day("2024-01-01");
	e.to = day("2030-01-01");
	give_roles(&w, &e, 500);
	assert_int_equal(admit(&w, &e, signers(&w, 1, 220)), YICE_OK);
	assert_int_equal(commit_on(&w, CITY, 1, &v, manifest_of(&w, CITY, 2), receipt_seq, signers(&w, 2, 510)), YICE_OK);
	assert_int_equal(check(&w), YICE_OK);
	end(&w);

	settle(&w); /* a key that had been revoked when the receipt was given */
	v = plan(&w, CITY, "2024-03-01", YICE_VERSION_PERIODIC);
	assert_int_equal(revoke_key(&w, PROVINCE, 310, 0, "2024-02-01"), YICE_OK);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(file_it(&w, &v, "2024-02-02"), YICE_OK);
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_refused(&w, check(&w), "store-revoked");
	end(&w);
}

static bool stranded(struct world *w, const char *on)
{
	return yice_lifecycle_is_stranded(w->ledger, CITY, day(on));
}

/* Published while its keys counted, and not acknowledged in time. */
static void a_publication_whose_keys_are_gone_is_stranded(void **state)
{
	struct world w;
	struct yice_version v;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	v = second_filed(&w, &receipt_seq);
	assert_false(stranded(&w, "2024-02-20")); /* the head is the version in force */
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_false(stranded(&w, "2024-02-20"));
	assert_false(stranded(&w, "2031-01-01")); /* a delegation that ended can be given anew */
	assert_int_equal(revoke_key(&w, PROVINCE, 312, 0, "2024-02-20"), YICE_OK);
	assert_false(stranded(&w, "2024-02-20")); /* it had not signed */
	assert_int_equal(revoke_key(&w, PROVINCE, 311, 0, "2024-02-20"), YICE_OK);
	assert_true(stranded(&w, "2024-02-20"));
	end(&w);

	v = second_filed(&w, &receipt_seq); /* the drafter's, who is asked again once the receipt has ended */
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_int_equal(revoke_key(&w, PROVINCE, 300, 0, "2024-02-20"), YICE_OK);
	assert_int_equal(revoke_key(&w, PROVINCE, 301, 0, "2024-02-20"), YICE_OK);
	assert_false(stranded(&w, "2024-02-20"));
	assert_true(stranded(&w, "2029-02-20"));
	assert_int_equal(acknowledge(&w, &v, receipt_seq, "2024-02-21"), YICE_OK);
	assert_false(stranded(&w, "2029-02-20"));
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_publication_is_signed_by_keys_that_were_granted),
		cmocka_unit_test(a_publication_carries_the_receipt_of_its_content),
		cmocka_unit_test(a_publication_has_its_submission),
		cmocka_unit_test(a_submission_is_signed_by_keys_that_were_granted),
		cmocka_unit_test(keys_that_came_or_went_later_do_no_harm),
		cmocka_unit_test(a_publication_whose_keys_are_gone_is_stranded),
	};

	return cmocka_run_group_tests_name("chains", tests, NULL, NULL);
}
