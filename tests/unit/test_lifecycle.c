/* SPDX-License-Identifier: Apache-2.0 */
/* store/lifecycle.c, store/filing.c: guards of each step, states, and a random walk held against a model. */
#include "tests/unit/world.h"

static void a_version_goes_all_the_way(void **state)
{
	struct world w;
	struct yice_version v;
	uint64_t receipt_seq;

	YICE_UNUSED(state);
	settle(&w);
	v = plan(&w, CITY, "2024-07-01", YICE_VERSION_PERIODIC);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST), YICE_STATE_DRAFT);
	assert_int_equal(submit(&w, &v), YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST), YICE_STATE_SUBMITTED);
	assert_int_equal(file_it(&w, &v, "2024-06-01"), YICE_OK);
	receipt_seq = yice_ledger_size(w.ledger, PROVINCE);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST), YICE_STATE_FILED);
	assert_int_equal(publish(&w, &v), YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), YICE_LATEST), YICE_STATE_PUBLISHED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-08-01"), receipt_seq), YICE_STATE_FILED);
	assert_int_equal(acknowledge(&w, &v, receipt_seq, "2024-06-10"), YICE_OK);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-06-30"), YICE_LATEST), YICE_STATE_ACKNOWLEDGED);
	assert_int_equal(yice_lifecycle_state(w.ledger, CITY, 1, day("2024-07-01"), YICE_LATEST), YICE_STATE_EFFECTIVE);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_version_goes_all_the_way),
	};

	return cmocka_run_group_tests_name("lifecycle", tests, NULL, NULL);
}
