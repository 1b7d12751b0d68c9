/* SPDX-License-Identifier: Apache-2.0 */
/* base/map.c: identity of keys, insertion order, growth. */
#include "tests/unit/unit.h"

#include "base/map.h"

#include <stdio.h>

static void a_new_map_finds_nothing(void **state)
{
	struct yice_map map;

	YICE_UNUSED(state);
	yice_map_init(&map);
	assert_int_equal(yice_map_find(&map, "a", 1), YICE_MAP_NONE);
	assert_int_equal(yice_map_find(&map, "", 0), YICE_MAP_NONE);
	yice_map_release(&map);
}

static void the_first_value_of_a_key_stays(void **state)
{
	struct yice_map map;
	uint32_t index;
	bool added;

	YICE_UNUSED(state);
	yice_map_init(&map);
	assert_int_equal(yice_map_put(&map, "行业", 6, 7, &index, &added), YICE_OK);
	assert_true(added);
	assert_int_equal(yice_map_put(&map, "行业", 6, 8, &index, &added), YICE_OK);
	assert_false(added);
	assert_int_equal(index, 0);
	assert_int_equal(map.entries[0].value, 7);
	assert_int_equal(yice_map_put(&map, "x", 1, 9, &index, NULL), YICE_OK);
	assert_int_equal(index, 1);
	yice_map_release(&map);
	assert_int_equal(map.count, 0);
}

static void keys_are_bytes_not_strings(void **state)
{
	struct yice_map map;
	uint32_t index;
	bool added;

	YICE_UNUSED(state);
	yice_map_init(&map);
	assert_int_equal(yice_map_put(&map, "a\0b", 3, 1, &index, NULL), YICE_OK);
	assert_int_equal(yice_map_put(&map, "a\0c", 3, 2, &index, &added), YICE_OK);
	assert_true(added);
	assert_int_equal(yice_map_put(&map, "a", 1, 3, &index, &added), YICE_OK);
	assert_true(added);
	assert_int_equal(yice_map_put(&map, "", 0, 4, &index, &added), YICE_OK);
	assert_true(added);
	assert_int_equal(yice_map_find(&map, "a\0c", 3), 1);
	assert_int_equal(yice_map_find(&map, NULL, 0), 3);
	assert_int_equal(yice_map_find(&map, "a\0", 2), YICE_MAP_NONE);
	yice_map_release(&map);
}

static void many_keys_keep_their_order_and_are_all_found(void **state)
{
	struct yice_map map;
	char key[16], changed[] = "k0";
	uint32_t index;

	YICE_UNUSED(state);
	yice_map_init(&map);
	for (uint32_t i = 0; i < 50000; i++) {
		int len = snprintf(key, sizeof(key), "k%u", i);

		assert_int_equal(yice_map_put(&map, key, (size_t)len, i * 3, &index, NULL), YICE_OK);
		assert_int_equal(index, i);
	}
	for (uint32_t i = 0; i < 50000; i++) {
		int len = snprintf(key, sizeof(key), "k%u", i);

		assert_int_equal(yice_map_find(&map, key, (size_t)len), i);
		assert_string_equal(map.entries[i].key, key);
		assert_int_equal(map.entries[i].value, i * 3);
	}
	assert_int_equal(yice_map_find(&map, "k50000", 6), YICE_MAP_NONE);
	/* Keys are copies. */
	assert_int_equal(yice_map_put(&map, changed, 2, 0, &index, NULL), YICE_OK);
	changed[1] = 'z';
	assert_int_equal(yice_map_find(&map, "k0", 2), 0);
	yice_map_release(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_map_finds_nothing),
		cmocka_unit_test(the_first_value_of_a_key_stays),
		cmocka_unit_test(keys_are_bytes_not_strings),
		cmocka_unit_test(many_keys_keep_their_order_and_are_all_found),
	};

	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
