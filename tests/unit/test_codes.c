/* SPDX-License-Identifier: Apache-2.0 */
/* compiler/codes.c: subtrees of code tables, and tables that do not prove themselves. */
#include "tests/unit/model.h"

#include <stdio.h>
#include <unistd.h>

#define DECLARATION "代码表 行业（industry）版本 \"试\" 数据 \"codes.tsv\""

static void write_file(const char *name, const char *text)
{
	assert_int_equal(yice_write_file(name, text, strlen(text)), YICE_OK);
}

static int enter_folder(void **state)
{
	char *folder = malloc(64);

	assert_non_null(folder);
	snprintf(folder, 64, "/tmp/yice-codes-XXXXXX");
	assert_non_null(mkdtemp(folder));
	*state = folder;
	return chdir(folder);
}

static int leave_folder(void **state)
{
	int failed = unlink("codes.tsv") || chdir("/") || rmdir(*state);

	free(*state);
	return failed;
}

static void declare(struct fixture *f, const char *table, const char *declaration)
{
	write_file("codes.tsv", table);
	fixture_declare(f, declaration);
}

static const struct yice_vocab *vocab_of(const struct fixture *f)
{
	return &f->model.vocabs.items[2];
}

static void a_code_covers_what_it_begins(void **state)
{
	struct fixture f;
	const struct yice_vocab *vocab;

	YICE_UNUSED(state);
	declare(&f,
		"code\tname\nA\t农业\nA01\t种植\nA011\t谷物\nA0111\t稻谷\nA0112\t小麦\nA02\t林业\nB\t采矿\nB0"
		"6\t煤\n",
		DECLARATION);
	assert_int_equal(f.diags.errors, 0);
	vocab = vocab_of(&f);
	assert_int_equal(vocab->count, 8);
	assert_int_equal(vocab->members[0].end, 6);
	assert_int_equal(vocab->members[1].end, 5);
	assert_int_equal(vocab->members[2].end, 5);
	assert_int_equal(vocab->members[4].end, 5);
	assert_int_equal(vocab->members[6].end, 8);
	assert_string_equal(vocab->members[3].label.zh, "A0111");
	assert_string_equal(vocab->members[3].label.en, "稻谷");
	assert_string_equal(vocab->edition, "试");
	fixture_release(&f);
}

static void codes_are_found_in_either_case(void **state)
{
	struct fixture f;
	struct yice_word word = fixture_word("a01");

	YICE_UNUSED(state);
	declare(&f, "A\t农业\nA01\t种植\n", DECLARATION);
	assert_int_equal(yice_find_member(&f.model, 2, &word), 1);
	assert_int_equal(f.diags.errors, 0);
	fixture_release(&f);
}

static void the_name_of_an_industry_leads_to_its_code(void **state)
{
	struct fixture f;
	struct yice_word word = fixture_word("种植");
	const struct yice_diag *diag;

	YICE_UNUSED(state);
	declare(&f, "A\t农业\nA01\t种植\n", DECLARATION);
	assert_int_equal(yice_find_member(&f.model, 2, &word), YICE_NONE);
	diag = fixture_find(&f, YICE_D_unknown_member);
	assert_non_null(diag);
	assert_non_null(diag->helps);
	assert_int_equal(diag->helps->id, YICE_D_help_code_of);
	assert_string_equal(diag->fix, "A01");
	fixture_release(&f);
}

static void carriage_returns_comments_and_blank_lines_are_passed_over(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	declare(&f, "# source\r\n代码\t名称\r\nA\t农业\r\n\r\nA01\t种植\r\n", DECLARATION " 计数 1、1");
	assert_int_equal(f.diags.errors, 0);
	assert_string_equal(vocab_of(&f)->members[1].label.en, "种植");
	fixture_release(&f);
}

static void assert_reported(const char *table, const char *declaration, enum yice_diag_id id,
			    const char *place)
{
	struct fixture f;
	const struct yice_diag *diag;
	char text[64];

	declare(&f, table, declaration);
	diag = fixture_find(&f, id);
	if (!diag || f.diags.errors != 1)
		fail_msg("%s: %u errors, %s %s", table, (unsigned int)f.diags.errors, yice_diag_code(id),
			 diag ? "" : "missing");
	assert_string_equal(fixture_text(&f, diag->main.span, text, sizeof(text)), place);
	fixture_release(&f);
}

static void a_broken_table_is_shown_at_its_line(void **state)
{
	YICE_UNUSED(state);
	assert_reported("A\t农业\nA01 种植\n", DECLARATION, YICE_D_codes_line, "A01 种植");
	assert_reported("A\t农业\na01\t种植\n", DECLARATION, YICE_D_codes_line, "a01\t种植");
	assert_reported("A\t农业\nA01\t\n", DECLARATION, YICE_D_codes_line, "A01\t");
	assert_reported("A\t农业\nA02\t林业\nA01\t种植\n", DECLARATION, YICE_D_codes_order, "A01");
	assert_reported("A\t农业\nA01\t种植\nA01\t种植\n", DECLARATION, YICE_D_codes_duplicate, "A01");
	assert_reported("A\t农业\nA01\t种植\nA011\t谷物\nA021\t林木\n", DECLARATION, YICE_D_codes_parent,
			"A021");
	assert_reported("", DECLARATION, YICE_D_codes_empty, "\"codes.tsv\"");
}

/* As many codes as there are: all of one level, A00000 and on. */
static void declare_many(struct fixture *f, uint32_t count)
{
	struct yice_buf table = YICE_BUF_INIT;

	for (uint32_t i = 0; i < count; i++)
		yice_buf_addf(&table, "A%05u\t码\n", (unsigned int)i);
	declare(f, yice_buf_text(&table), DECLARATION);
	yice_buf_release(&table);
}

static void a_table_has_at_most_as_many_codes_as_16_bits_count(void **state)
{
	struct fixture f;

	YICE_UNUSED(state);
	declare_many(&f, YICE_TABLE_MAX);
	assert_int_equal(f.diags.errors, 0);
	fixture_release(&f);
	declare_many(&f, YICE_TABLE_MAX + 1);
	assert_non_null(fixture_find(&f, YICE_D_codes_many));
	assert_int_equal(f.diags.errors, 1);
	fixture_release(&f);
}

static void counts_must_agree_level_by_level(void **state)
{
	const char *table = "A\t农业\nA01\t种植\nA02\t林业\n";

	YICE_UNUSED(state);
	assert_reported(table, DECLARATION " 计数 1、3", YICE_D_codes_count, "3");
	assert_reported(table, DECLARATION " 计数 1、2、3", YICE_D_codes_levels, "1");
}

static void a_missing_file_is_reported_where_it_is_named(void **state)
{
	struct fixture f;
	const struct yice_diag *diag;
	char text[64];

	YICE_UNUSED(state);
	write_file("codes.tsv", "");
	fixture_declare(&f, "代码表 行业 数据 \"none.tsv\"");
	diag = fixture_find(&f, YICE_D_data_missing);
	assert_non_null(diag);
	assert_string_equal(fixture_text(&f, diag->main.span, text, sizeof(text)), "\"none.tsv\"");
	fixture_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_code_covers_what_it_begins, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(codes_are_found_in_either_case, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(the_name_of_an_industry_leads_to_its_code, enter_folder,
						leave_folder),
		cmocka_unit_test_setup_teardown(carriage_returns_comments_and_blank_lines_are_passed_over,
						enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(a_broken_table_is_shown_at_its_line, enter_folder,
						leave_folder),
		cmocka_unit_test_setup_teardown(a_table_has_at_most_as_many_codes_as_16_bits_count, enter_folder,
						leave_folder),
		cmocka_unit_test_setup_teardown(counts_must_agree_level_by_level, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(a_missing_file_is_reported_where_it_is_named, enter_folder,
						leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
