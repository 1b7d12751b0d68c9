/* SPDX-License-Identifier: Apache-2.0 */
/* base/status.c: every status has a name of its own. */
#include "tests/unit/unit.h"

static void every_status_has_its_own_name(void **state)
{
	YICE_UNUSED(state);
	for (int a = YICE_OK; a >= YICE_ENOTFOUND; a--) {
		assert_string_not_equal(yice_status_name(a), yice_status_name(1));
		for (int b = YICE_OK; b > a; b--)
			assert_string_not_equal(yice_status_name(a), yice_status_name(b));
	}
	assert_string_equal(yice_status_name(YICE_ENOMEM), "out of memory");
	assert_string_equal(yice_status_name(YICE_ENOTFOUND - 1), "unknown status");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status_has_its_own_name),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
