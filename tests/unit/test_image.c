/* SPDX-License-Identifier: Apache-2.0 */
/* runtime/image_*.c: what is written is what is read; equal calls, equal bytes; names and ids are found. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/unit/fixture_image.h"

#include "base/source.h"
#include "runtime/image_layout.h"

/* ---------------------------------------------------------------- the tables and the structs */

static void fields_of_the_table_are_the_words_of_the_structs_in_order(void **state)
{
	size_t next = 0;

	YICE_UNUSED(state);
#define SECTION(NAME, name, width) next = 0;
#define FIELD(record, field, rule, arg)                                                                      \
	assert_int_equal(offsetof(struct yice_image_##record, field), next);                                 \
	next += sizeof(uint32_t);
#include "runtime/image.def"
#undef SECTION
#undef FIELD
}

static void sections_have_their_width_and_record_length(void **state)
{
	YICE_UNUSED(state);
	assert_string_equal(yice_section_info(YICE_SEC_STRINGS)->name, "strings");
	assert_int_equal(yice_section_info(YICE_SEC_STRINGS)->width, 1);
	assert_int_equal(yice_section_info(YICE_SEC_NUMBERS)->width, 8);
	assert_int_equal(yice_section_info(YICE_SEC_WORDS)->words, 1);
	assert_int_equal(yice_section_info(YICE_SEC_BODIES)->words, sizeof(struct yice_image_body) / 4);
}

/* ---------------------------------------------------------------- writing */

static void strings_numbers_words_and_code_are_stored_once(void **state)
{
	const uint32_t words[] = { 1, 2, 3 }, other[] = { 1, 2 }, run[] = { 2, 8, 12 };
	const char *const texts[] = { "new", "二" };
	struct yice_image_builder b;

	YICE_UNUSED(state);
	yice_image_builder_init(&b);
	assert_int_equal(yice_image_string(&b, NULL), 0);
	assert_int_equal(yice_image_string(&b, ""), 0);
	assert_int_equal(yice_image_string(&b, "新建"), 1);
	assert_int_equal(yice_image_string(&b, "new"), 8);
	assert_int_equal(yice_image_string(&b, "新建"), 1);
	assert_int_equal(yice_image_ratio(&b, (struct yice_ratio){ 1, 2 }), 0);
	assert_int_equal(yice_image_ratio(&b, (struct yice_ratio){ 2, 1 }), 2);
	assert_int_equal(yice_image_ratio(&b, (struct yice_ratio){ 1, 2 }), 0);
	assert_int_equal(yice_image_words(&b, words, 3), 1);
	assert_int_equal(yice_image_words(&b, other, 2), 4);
	assert_int_equal(yice_image_words(&b, words, 3), 1);
	assert_int_equal(yice_image_strings(&b, texts, 2), 6);
	assert_int_equal(yice_image_strings(&b, texts, 0), 0);
	assert_int_equal(yice_image_strings(&b, texts, 2), 6);
	assert_memory_equal(yice_image_record(&b, YICE_SEC_WORDS, 6), run, sizeof(run));
	assert_int_equal(yice_image_run(&b, YICE_SEC_CODE, words, 3), 0);
	assert_int_equal(yice_image_run(&b, YICE_SEC_CODE, other, 2), 3);
	assert_int_equal(yice_image_run(&b, YICE_SEC_CODE, words, 3), 0);
	assert_int_equal(yice_image_count(&b, YICE_SEC_CODE), 5);
	assert_int_equal(b.status, YICE_OK);
	yice_image_builder_release(&b);
}

static void interning_tells_sections_apart_and_appending_does_not_intern(void **state)
{
	const struct yice_image_basis basis = { 1, 2 };
	const struct yice_image_dimension dimension = { 1, 2 };
	struct yice_image_builder b;

	YICE_UNUSED(state);
	yice_image_builder_init(&b);
	assert_int_equal(yice_image_append(&b, YICE_SEC_BASES, &basis), 0);
	assert_int_equal(yice_image_append(&b, YICE_SEC_BASES, &basis), 1);
	assert_int_equal(yice_image_intern(&b, YICE_SEC_BASES, &basis), 2);
	assert_int_equal(yice_image_intern(&b, YICE_SEC_DIMENSIONS, &dimension), 0);
	assert_int_equal(yice_image_intern(&b, YICE_SEC_BASES, &basis), 2);
	assert_int_equal(yice_image_count(&b, YICE_SEC_BASES), 3);
	((struct yice_image_basis *)yice_image_record(&b, YICE_SEC_BASES, 1))->article = 9;
	assert_int_equal(((struct yice_image_basis *)yice_image_record(&b, YICE_SEC_BASES, 1))->article, 9);
	yice_image_builder_release(&b);
}

static void equal_calls_give_equal_bytes(void **state)
{
	struct yice_buf first, second;

	YICE_UNUSED(state);
	fixture_file(&first);
	fixture_file(&second);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
	assert_int_equal(first.len % 8, 0);
	yice_buf_release(&first);
	yice_buf_release(&second);
}

static void the_header_is_little_endian(void **state)
{
	const unsigned char head[] = { 'Y', 'I', 'C', 'E', '\r',          '\n', 0x1a, '\n',
				       4,   0,   0,   0,   YICE_SECTIONS, 0,    0,    0 };
	struct yice_buf file;

	YICE_UNUSED(state);
	fixture_file(&file);
	assert_memory_equal(file.data, head, sizeof(head));
	assert_int_equal(yice_load64((const unsigned char *)file.data + 16), file.len);
	yice_buf_release(&file);
}

/* ---------------------------------------------------------------- reading */

static void an_image_may_lie_at_any_address(void **state)
{
	struct yice_buf file;
	yice_image *image;
	char *shifted;
	size_t len;

	YICE_UNUSED(state);
	fixture_file(&file);
	shifted = malloc(file.len + 8);
	assert_non_null(shifted);
	for (size_t shift = 0; shift < 8; shift++) {
		memcpy(shifted + shift, file.data, file.len);
		assert_int_equal(yice_image_borrow(shifted + shift, file.len, NULL, &image), YICE_OK);
		assert_ptr_equal(yice_image_bytes(image, &len), shifted + shift);
		assert_int_equal(len, file.len);
		assert_int_equal((uintptr_t)image->view.numbers % 8, 0);
		assert_string_equal(yice_view_string(&image->view, image->view.units[0].code), FIXTURE_UNIT);
		yice_image_free(image);
	}
	free(shifted);
	yice_buf_release(&file);
}

static void a_file_is_mapped_and_has_its_own_bytes(void **state)
{
	char path[] = "/tmp/yice-test-XXXXXX", day[11];
	int fd = mkstemp(path);
	struct yice_buf file;
	yice_image *image;
	const void *bytes;
	size_t len;

	YICE_UNUSED(state);
	assert_true(fd >= 0);
	close(fd);
	fixture_file(&file);
	assert_int_equal(yice_write_file(path, file.data, file.len), YICE_OK);
	assert_int_equal(yice_image_open(path, NULL, &image), YICE_OK);
	bytes = yice_image_bytes(image, &len);
	assert_int_equal(len, file.len);
	assert_memory_equal(bytes, file.data, len);
	yice_image_default_day(image, day);
	assert_string_equal(day, "2024-07-01");
	yice_image_free(image);
	assert_int_equal(yice_write_file(path, "", 0), YICE_OK);
	assert_int_equal(yice_image_open(path, NULL, &image), YICE_EIMAGE);
	assert_null(image);
	unlink(path);
	yice_buf_release(&file);
}

static void what_is_no_file_is_an_input_error(void **state)
{
	yice_image *image;

	YICE_UNUSED(state);
	assert_int_equal(yice_image_open("/nonexistent/image", NULL, &image), YICE_EIO);
	assert_null(image);
	assert_int_equal(yice_image_open("/", NULL, &image), YICE_EIO);
	assert_null(image);
	yice_image_free(NULL);
}

static void units_scopes_attributes_and_members_are_found_by_either_name(void **state)
{
	struct fixture f;
	const struct yice_view *view;

	YICE_UNUSED(state);
	fixture_open(&f);
	view = &f.image->view;
	assert_int_equal(yice_image_find_unit(view, FIXTURE_OTHER_UNIT, strlen(FIXTURE_OTHER_UNIT)), 1);
	assert_int_equal(yice_image_find_unit(view, FIXTURE_UNIT, strlen(FIXTURE_UNIT) - 1), YICE_NONE);
	assert_int_equal(yice_image_find_unit(view, "", 0), YICE_NONE);
	assert_int_equal(yice_image_find_scope(view, "440606", 6), 1);
	assert_int_equal(yice_image_find_scope(view, "44060", 5), YICE_NONE);
	for (uint32_t i = 0; i < A_COUNT; i++) {
		const char *zh = yice_view_string(view, view->attrs[i].zh),
			   *en = yice_view_string(view, view->attrs[i].en);

		assert_int_equal(yice_image_find_attr(view, zh, strlen(zh)), i);
		assert_int_equal(yice_image_find_attr(view, en, strlen(en)), i);
	}
	assert_int_equal(yice_image_find_attr(view, "建设", strlen("建设")), YICE_NONE);
	assert_int_equal(yice_image_find_member(view, V_NATURE, "expansion", 9), 2);
	assert_int_equal(yice_image_find_member(view, V_PROCESS, "expansion", 9), YICE_NONE);
	assert_int_equal(yice_image_find_member(view, V_INDUSTRY, "C2614", 5), 4);
	assert_int_equal(yice_image_find_member(view, V_MATERIAL, "料69", strlen("料69")), 69);
	fixture_close(&f);
}

static void clause_ids_name_scope_target_and_number(void **state)
{
	static const char *const ids[] = {
		"000000/全域/1",
		"000000/全域/2",
		"440606/全域/1-1",
		"440606/重点管控/1-2",
		"440606/大气敏感区/1-6",
		"440606/" FIXTURE_UNIT "/2-1",
		"440606/" FIXTURE_UNIT "/无号",
		"440606/" FIXTURE_OTHER_UNIT "/1-1",
		"440606/" FIXTURE_OTHER_UNIT "/1-1#2",
	};
	struct fixture f;
	char cut[8];

	YICE_UNUSED(state);
	fixture_open(&f);
	assert_int_equal(f.image->view.count[YICE_SEC_CLAUSES], YICE_COUNT(ids));
	for (uint32_t i = 0; i < YICE_COUNT(ids); i++) {
		struct yice_buf out = YICE_BUF_INIT;

		yice_image_clause_id(&f.image->view, i, &out);
		assert_string_equal(yice_buf_text(&out), ids[i]);
		yice_buf_release(&out);
	}
	assert_int_equal(yice_image_format_id(&f.image->view, 3, cut, sizeof(cut)), strlen(ids[3]));
	assert_string_equal(cut, "440606/");
	assert_string_equal(yice_image_target_name(&f.image->view, 2, YICE_EN), "key");
	assert_string_equal(yice_image_target_name(&f.image->view, 3, YICE_EN), "air_sensitive");
	assert_string_equal(yice_image_target_name(&f.image->view, 0, YICE_EN), "everywhere");
	fixture_close(&f);
}

/* ---------------------------------------------------------------- listing */

static void a_listing_names_everything_and_is_the_same_every_time(void **state)
{
	struct fixture f;
	char *first, *second;

	YICE_UNUSED(state);
	fixture_open(&f);
	assert_int_equal(yice_image_disassemble(f.image, NULL, &first), YICE_OK);
	assert_int_equal(yice_image_disassemble(f.image, NULL, &second), YICE_OK);
	assert_string_equal(first, second);
	assert_non_null(strstr(first, "a4 @"));
	assert_non_null(
	    strstr(first, "新增排放.化学需氧量（new_emission.cod） quantity t/a by 年均 scale 10"));
	assert_non_null(strstr(first, "t3 le a4 50  ; 新增排放.化学需氧量 ≤ 50 t/a"));
	assert_non_null(strstr(first, "t4 sum 1 × a5 + -2 × a4 ge 0"));
	assert_non_null(strstr(first, "t2 code-any a3 {C26..C2614}"));
	assert_non_null(strstr(first, "t7 ge a7 2020-01-01"));
	assert_non_null(strstr(first, "t1 any a2 {喷涂、电镀}"));
	assert_non_null(strstr(first, "t5 open “周边敏感”"));
	assert_non_null(strstr(first, "440606/大气敏感区/1-6  ; b1 prohibit 2024-07-01.. a.yice:1:2"));
	assert_non_null(strstr(first, "   1  skip-no   7"));
	assert_non_null(strstr(first, "   3  except    0"));
	assert_non_null(strstr(first, "   8  end       prohibit"));
	free(first);
	free(second);
	fixture_close(&f);
}

static void a_listing_of_one_clause_has_only_that(void **state)
{
	struct fixture f;
	char *text;

	YICE_UNUSED(state);
	fixture_open(&f);
	assert_int_equal(yice_image_disassemble(f.image, "000000/全域/2", &text), YICE_OK);
	assert_string_equal(text,
			    "000000/全域/2  ; b3 duty 2020-01-01.. a.yice:1:2\n     0  end       duty\n"
			    "        due by 2025-12-31\n");
	free(text);
	assert_int_equal(yice_image_disassemble(f.image, "000000/全域/3", &text), YICE_ENOTFOUND);
	assert_null(text);
	fixture_close(&f);
}

/* The fixture's clauses have the arguments 北滘 and 一. */
static void a_text_has_the_arguments_of_its_clause(void **state)
{
	const struct yice_view *view;
	struct fixture f;

	YICE_UNUSED(state);
	fixture_open(&f);
	view = &f.image->view;
	for (uint32_t clause = 0; clause < view->count[YICE_SEC_CLAUSES]; clause++) {
		const struct yice_image_body *body = &view->bodies[view->clauses[clause].body];
		struct yice_buf out = YICE_BUF_INIT;

		yice_text_add(&out, view, clause, body->original);
		yice_text_add(&out, view, clause, body->summary);
		yice_text_add(&out, view, clause, 0);
		assert_string_equal(yice_buf_text(&out), "原文全文。摘要一之北滘");
		yice_buf_release(&out);
	}
	fixture_close(&f);
}

static void a_clause_is_found_in_its_target(void **state)
{
	static const uint32_t targets[] = { 0, 0, 1, 2, 3, 4, 4, 5, 5 };
	static const struct yice_image_target some[] = { { .clauses = 0, .clause_count = 0 },
							 { .clauses = 0, .clause_count = 2 },
							 { .clauses = 2, .clause_count = 0 },
							 { .clauses = 2, .clause_count = 0 },
							 { .clauses = 2, .clause_count = 1 },
							 { .clauses = 3, .clause_count = 0 } };
	struct yice_view view = { .targets = some };
	struct fixture f;

	YICE_UNUSED(state);
	fixture_open(&f);
	for (uint32_t clause = 0; clause < YICE_COUNT(targets); clause++)
		assert_int_equal(yice_clause_target(&f.image->view, clause), targets[clause]);
	view.count[YICE_SEC_TARGETS] = YICE_COUNT(some) - 1;
	assert_int_equal(yice_clause_target(&view, 0), 1);
	assert_int_equal(yice_clause_target(&view, 1), 1);
	assert_int_equal(yice_clause_target(&view, 2), 4);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_of_the_table_are_the_words_of_the_structs_in_order),
		cmocka_unit_test(sections_have_their_width_and_record_length),
		cmocka_unit_test(strings_numbers_words_and_code_are_stored_once),
		cmocka_unit_test(interning_tells_sections_apart_and_appending_does_not_intern),
		cmocka_unit_test(equal_calls_give_equal_bytes),
		cmocka_unit_test(the_header_is_little_endian),
		cmocka_unit_test(an_image_may_lie_at_any_address),
		cmocka_unit_test(a_file_is_mapped_and_has_its_own_bytes),
		cmocka_unit_test(what_is_no_file_is_an_input_error),
		cmocka_unit_test(units_scopes_attributes_and_members_are_found_by_either_name),
		cmocka_unit_test(clause_ids_name_scope_target_and_number),
		cmocka_unit_test(a_listing_names_everything_and_is_the_same_every_time),
		cmocka_unit_test(a_listing_of_one_clause_has_only_that),
		cmocka_unit_test(a_text_has_the_arguments_of_its_clause),
		cmocka_unit_test(a_clause_is_found_in_its_target),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
