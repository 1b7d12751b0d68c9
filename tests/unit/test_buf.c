/* SPDX-License-Identifier: Apache-2.0 */
/* base/buf.c: appending, termination, reuse, sticky failure. */
#include "tests/unit/unit.h"

#include "base/buf.h"

static void an_untouched_buffer_reads_as_empty_text(void **state)
{
	struct yice_buf buf = YICE_BUF_INIT;

	YICE_UNUSED(state);
	assert_string_equal(yice_buf_text(&buf), "");
	yice_buf_clear(&buf);
	assert_int_equal(yice_buf_status(&buf), YICE_OK);
	yice_buf_release(&buf);
}

static void appends_join_and_stay_terminated(void **state)
{
	struct yice_buf buf = YICE_BUF_INIT;

	YICE_UNUSED(state);
	yice_buf_add(&buf, NULL, 0);
	assert_string_equal(yice_buf_text(&buf), "");
	yice_buf_adds(&buf, "一策");
	yice_buf_addc(&buf, '-');
	yice_buf_addf(&buf, "%d/%s", 42, "x");
	yice_buf_add(&buf, "\0z", 2);
	assert_int_equal(buf.len, 13);
	assert_memory_equal(buf.data, "一策-42/x\0z", 14);
	yice_buf_release(&buf);
	assert_null(buf.data);
}

static void long_content_survives_growth(void **state)
{
	struct yice_buf buf = YICE_BUF_INIT;

	YICE_UNUSED(state);
	for (int i = 0; i < 20000; i++)
		yice_buf_addf(&buf, "%05d", i);
	assert_int_equal(buf.len, 100000);
	for (int i = 0; i < 20000; i++)
		assert_int_equal(strtol((char[6]){ buf.data[i * 5], buf.data[i * 5 + 1], buf.data[i * 5 + 2],
						   buf.data[i * 5 + 3], buf.data[i * 5 + 4], 0 },
					NULL, 10),
				 i);
	yice_buf_clear(&buf);
	assert_string_equal(yice_buf_text(&buf), "");
	assert_true(buf.cap > 100000);
	yice_buf_release(&buf);
}

static void extend_gives_zero_bytes_in_place(void **state)
{
	struct yice_buf buf = YICE_BUF_INIT;
	unsigned char *room;

	YICE_UNUSED(state);
	yice_buf_adds(&buf, "ab");
	room = yice_buf_extend(&buf, 300);
	assert_non_null(room);
	for (int i = 0; i < 300; i++)
		assert_int_equal(room[i], 0);
	assert_int_equal(buf.len, 302);
	assert_non_null(yice_buf_extend(&buf, 0));
	yice_buf_release(&buf);
}

static void failure_sticks_until_release(void **state)
{
	struct yice_buf buf = YICE_BUF_INIT;

	YICE_UNUSED(state);
	yice_buf_adds(&buf, "kept");
	assert_null(yice_buf_extend(&buf, SIZE_MAX - 2));
	assert_int_equal(yice_buf_status(&buf), YICE_ENOMEM);
	yice_buf_adds(&buf, "lost");
	assert_string_equal(yice_buf_text(&buf), "kept");
	yice_buf_clear(&buf);
	assert_int_equal(yice_buf_status(&buf), YICE_ENOMEM);
	yice_buf_release(&buf);
	assert_int_equal(yice_buf_status(&buf), YICE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_untouched_buffer_reads_as_empty_text),
		cmocka_unit_test(appends_join_and_stay_terminated),
		cmocka_unit_test(long_content_survives_growth),
		cmocka_unit_test(extend_gives_zero_bytes_in_place),
		cmocka_unit_test(failure_sticks_until_release),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
