/* SPDX-License-Identifier: Apache-2.0 */
/* base/arena.c: alignment, zeroing, growth, overflow. */
#include "tests/unit/unit.h"

#include "base/arena.h"

static void memory_is_zeroed_aligned_and_apart(void **state)
{
	struct yice_arena arena;
	unsigned char *blocks[500];
	size_t size = 0;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	for (size_t i = 0; i < YICE_COUNT(blocks); i++, size = size * 5 / 4 % 3000 + i % 3) {
		blocks[i] = yice_arena_alloc(&arena, size);
		assert_non_null(blocks[i]);
		assert_int_equal((uintptr_t)blocks[i] % _Alignof(void *), 0);
		if (size % _Alignof(max_align_t) == 0)
			assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
		for (size_t j = 0; j < size; j++)
			assert_int_equal(blocks[i][j], 0);
		memset(blocks[i], 0xa5, size);
	}
	assert_false(arena.failed);
	yice_arena_release(&arena);
	assert_null(arena.chunks);
}

static void nodes_of_pointers_lie_side_by_side(void **state)
{
	struct node { void *of[3]; } *nodes[3];
	struct yice_arena arena;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	for (size_t i = 0; i < YICE_COUNT(nodes); i++)
		nodes[i] = yice_arena_alloc(&arena, sizeof(*nodes[i]));
	assert_ptr_equal(nodes[1], nodes[0] + 1);
	assert_ptr_equal(nodes[2], nodes[1] + 1);
	yice_arena_release(&arena);
}

static void blocks_larger_than_a_chunk_leave_the_rest_of_the_newest_chunk_in_use(void **state)
{
	struct yice_arena arena;
	char *before, *after;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	before = yice_arena_alloc(&arena, 16);
	assert_non_null(yice_arena_alloc(&arena, 3 << 20));
	after = yice_arena_alloc(&arena, 16);
	assert_ptr_equal(after, before + 16);
	yice_arena_release(&arena);
}

static void sizes_that_overflow_fail_and_are_remembered(void **state)
{
	struct yice_arena arena;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	assert_null(yice_arena_array(&arena, SIZE_MAX / 2, 3));
	assert_true(arena.failed);
	yice_arena_release(&arena);
	assert_false(arena.failed);
	assert_null(yice_arena_alloc(&arena, SIZE_MAX));
	assert_true(arena.failed);
	yice_arena_release(&arena);
	assert_null(yice_arena_alloc(&arena, SIZE_MAX - 32));
	assert_true(arena.failed);
	yice_arena_release(&arena);
}

static void copies_are_terminated_and_keep_inner_bytes(void **state)
{
	struct yice_arena arena;
	char *room;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	assert_memory_equal(yice_arena_strndup(&arena, "a\0bcd", 4), "a\0bc", 5);
	assert_string_equal(yice_arena_strdup(&arena, "清单"), "清单");
	assert_string_equal(yice_arena_strndup(&arena, NULL, 0), "");
	assert_non_null(yice_arena_array(&arena, 0, 8));
	room = yice_arena_room(&arena, 3);
	assert_ptr_equal(yice_arena_room(&arena, 1), room + 3);
	assert_null(yice_arena_room(&arena, SIZE_MAX - 32));
	yice_arena_release(&arena);
}

static void memory_grows_in_place_or_moves_and_keeps_what_it_holds(void **state)
{
	struct yice_arena arena;
	size_t size = 16;
	unsigned char *memory;
	char *beside;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	memory = yice_arena_resize(&arena, NULL, 0, size);
	assert_non_null(memory);
	beside = yice_arena_strdup(&arena, "beside");
	for (; size < 4u << 20; size *= 2) { /* beyond where blocks have chunks of their own */
		memset(memory, (int)(size % 251), size);
		memory = yice_arena_resize(&arena, memory, size, 2 * size);
		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], size % 251);
	}
	assert_string_equal(beside, "beside");
	assert_false(arena.failed);
	assert_null(yice_arena_resize(&arena, memory, size, SIZE_MAX));
	assert_true(arena.failed);
	assert_int_equal(memory[0], size / 2 % 251); /* the old one is left as it was */
	yice_arena_release(&arena);
}

static void a_cleared_arena_fills_the_same_memory_again(void **state)
{
	struct yice_arena arena;
	char *first;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	yice_arena_clear(&arena); /* of nothing */
	assert_null(arena.chunks);
	first = yice_arena_alloc(&arena, 100);
	memset(first, 'x', 100);
	assert_non_null(yice_arena_alloc(&arena, 3 << 20)); /* a chunk of its own, given back */
	arena.failed = true;
	yice_arena_clear(&arena);
	assert_false(arena.failed);
	assert_ptr_equal(yice_arena_alloc(&arena, 100), first);
	assert_int_equal(first[0], 0);
	yice_arena_release(&arena);
}

static void an_adopted_arena_lives_with_the_other_one(void **state)
{
	struct yice_arena arena, from, empty;
	char *before, *text;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	yice_arena_init(&from);
	yice_arena_init(&empty);
	text = yice_arena_strdup(&from, "first");
	yice_arena_adopt(&arena, &from); /* into an arena without memory */
	assert_null(from.chunks);
	assert_string_equal(text, "first");
	yice_arena_release(&arena);
	before = yice_arena_alloc(&arena, 16);
	text = yice_arena_strdup(&from, "second");
	assert_null(yice_arena_array(&from, SIZE_MAX, 2));
	yice_arena_adopt(&arena, &from);
	assert_true(arena.failed);
	assert_false(from.failed);
	assert_ptr_equal(yice_arena_alloc(&arena, 16), before + 16); /* the newest chunk stays so */
	yice_arena_adopt(&arena, &empty);
	assert_string_equal(text, "second");
	yice_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cleared_arena_fills_the_same_memory_again),
		cmocka_unit_test(an_adopted_arena_lives_with_the_other_one),
		cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
		cmocka_unit_test(nodes_of_pointers_lie_side_by_side),
		cmocka_unit_test(blocks_larger_than_a_chunk_leave_the_rest_of_the_newest_chunk_in_use),
		cmocka_unit_test(sizes_that_overflow_fail_and_are_remembered),
		cmocka_unit_test(copies_are_terminated_and_keep_inner_bytes),
		cmocka_unit_test(memory_grows_in_place_or_moves_and_keeps_what_it_holds),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
