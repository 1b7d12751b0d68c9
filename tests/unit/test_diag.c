/* SPDX-License-Identifier: Apache-2.0 */
/* base/diag.c and base/diag_table.c: the table's own laws, the list, switches, sorting, suggestions. */
#include "tests/unit/unit.h"

#include "base/diag.h"
#include "base/utf8.h"

#include <stdio.h>

static struct yice_span at(uint32_t file, uint32_t start)
{
	return (struct yice_span){ file, start, start + 1 };
}

static void codes_are_unique_and_found_by_number_and_name(void **state)
{
	YICE_UNUSED(state);
	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++) {
		enum yice_diag_id id = (enum yice_diag_id)i;

		assert_int_equal(strlen(yice_diag_code(id)), 5);
		assert_int_equal(yice_diag_code(id)[0], 'Y');
		assert_int_equal(yice_diag_find(yice_diag_code(id)), id);
		assert_int_equal(yice_diag_find(yice_diag_name(id)), id);
		assert_null(strchr(yice_diag_name(id), '_'));
	}
	assert_string_equal(yice_diag_code(YICE_D_json_empty), "Y0851");
	assert_string_equal(yice_diag_name(YICE_D_json_trailing_comma), "json-trailing-comma");
	assert_int_equal(yice_diag_find("y0851"), YICE_D_json_empty);
	assert_int_equal(yice_diag_find("0851"), YICE_D_json_empty);
	assert_int_equal(yice_diag_find("Y9999"), YICE_DIAG_COUNT);
	assert_int_equal(yice_diag_find(""), YICE_DIAG_COUNT);
	assert_int_equal(yice_diag_find("json_empty"), YICE_DIAG_COUNT);
}

/* Whether every {digit} of a text is an argument there can be. */
static bool has_possible_arguments(const char *text)
{
	for (; *text; text++)
		if (text[0] == '{' && text[1] >= '0' + YICE_DIAG_ARGS && text[1] <= '9' && text[2] == '}')
			return false;
	return true;
}

static void every_code_has_texts_in_both_languages(void **state)
{
	YICE_UNUSED(state);
	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++)
		for (int lang = YICE_ZH; lang <= YICE_EN; lang++) {
			enum yice_diag_id id = (enum yice_diag_id)i;
			const char *text = yice_diag_text(id, (enum yice_lang)lang);

			if (!*text || !has_possible_arguments(text))
				print_message("%s\n", yice_diag_code(id));
			assert_true(*text && has_possible_arguments(text));
			assert_int_equal(yice_utf8_check(text, strlen(text)), strlen(text));
			/* An explanation exists in both languages or in none. */
			assert_int_equal(!*yice_diag_explanation(id, YICE_ZH),
					 !*yice_diag_explanation(id, YICE_EN));
		}
}

static void notes_and_only_notes_are_numbered_from_9000(void **state)
{
	YICE_UNUSED(state);
	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++) {
		enum yice_diag_id id = (enum yice_diag_id)i;

		if (!strncmp(yice_diag_code(id), "Y90", 3))
			assert_int_equal(yice_diag_severity(id), YICE_NOTE);
		else
			assert_true(strncmp(yice_diag_code(id), "Y1700", 5) < 0);
	}
}

static void arguments_are_copied_and_filled_in(void **state)
{
	struct yice_buf out = YICE_BUF_INIT;
	struct yice_diags diags;
	struct yice_diag *diag;
	char name[] = "abc";

	YICE_UNUSED(state);
	yice_diags_init(&diags);
	diag = yice_diag_add(&diags, YICE_D_json_separator, at(0, 4), "]", name, NULL);
	name[0] = 'x';
	assert_non_null(diag);
	yice_message_render(&diag->main, YICE_ZH, &out);
	assert_string_equal(out.data, "此处应是“,”或“]”，却是“abc”");
	yice_buf_clear(&out);
	yice_message_render(&diag->main, YICE_EN, &out);
	assert_string_equal(out.data, "\",\" or \"]\" is expected here, not \"abc\"");
	/* A missing argument leaves a gap, four are the most, and user text cannot steer a terminal. */
	yice_buf_clear(&out);
	diag = yice_diag_add(&diags, YICE_D_json_word, at(0, 4), NULL);
	yice_message_render(&diag->main, YICE_EN, &out);
	assert_string_equal(out.data, "\"\" is not a JSON value");
	yice_buf_clear(&out);
	diag = yice_diag_add(&diags, YICE_D_json_word, at(0, 4), "a\n\x1b[1m\xe2\x80\xae{0}", "b", "c", "d",
			     NULL);
	yice_message_render(&diag->main, YICE_EN, &out);
	assert_string_equal(out.data, "\"a  [1m<U+202E>{0}\" is not a JSON value");
	assert_string_equal(diag->main.args[3], "d");
	yice_buf_release(&out);
	yice_diags_release(&diags);
}

static void notes_help_and_fix_hang_on_their_diagnostic_in_order(void **state)
{
	struct yice_diags diags;
	struct yice_diag *diag;

	YICE_UNUSED(state);
	yice_diags_init(&diags);
	diag = yice_diag_add(&diags, YICE_D_json_duplicate, at(0, 9), "a", NULL);
	yice_diag_note(&diags, diag, YICE_D_note_first, at(0, 1), NULL);
	yice_diag_note(&diags, diag, YICE_D_note_used, at(0, 5), NULL);
	yice_diag_help(&diags, diag, YICE_D_help_remove, "a", NULL);
	yice_diag_fix(&diags, diag, at(0, 9), "b");
	assert_int_equal(diag->notes->id, YICE_D_note_first);
	assert_int_equal(diag->notes->next->id, YICE_D_note_used);
	assert_null(diag->notes->next->next);
	assert_string_equal(diag->helps->args[0], "a");
	assert_string_equal(diag->fix, "b");
	assert_int_equal(diag->fix_span.start, 9);
	yice_diag_note(&diags, NULL, YICE_D_note_first, at(0, 1), NULL);
	yice_diag_help(&diags, NULL, YICE_D_help_remove, "a", NULL);
	yice_diag_fix(&diags, NULL, at(0, 9), "b");
	assert_int_equal(diags.count, 1);
	yice_diags_release(&diags);
}

static void status_tells_errors_from_warnings_and_lost_memory(void **state)
{
	struct yice_diags diags;

	YICE_UNUSED(state);
	yice_diags_init(&diags);
	assert_int_equal(yice_diags_status(&diags), YICE_OK);
	yice_diag_add(&diags, YICE_D_note_first, YICE_SPAN_NONE, NULL);
	assert_int_equal(yice_diags_status(&diags), YICE_OK);
	yice_diag_add(&diags, YICE_D_json_empty, YICE_SPAN_NONE, NULL);
	assert_int_equal(yice_diags_status(&diags), YICE_EDIAG);
	assert_int_equal(diags.errors, 1);
	assert_int_equal(diags.warnings, 0);
	diags.failed = true;
	assert_int_equal(yice_diags_status(&diags), YICE_ENOMEM);
	yice_diags_release(&diags);
	assert_int_equal(yice_diags_status(&diags), YICE_OK);
}

static void switches_change_what_may_be_changed(void **state)
{
	struct yice_diags diags;

	YICE_UNUSED(state);
	yice_diags_init(&diags);
	assert_int_equal(yice_diags_override(&diags, "no-such-check", YICE_ERROR), YICE_ENOTFOUND);
	assert_int_equal(yice_diags_override(&diags, "json-empty", YICE_SEVERITY_OFF), YICE_ERANGE);
	assert_int_equal(yice_diags_override(&diags, "Y0851", YICE_WARNING), YICE_ERANGE);
	assert_int_equal(yice_diags_override(&diags, "Y0851", YICE_ERROR), YICE_OK);
	assert_int_equal(yice_diags_override(&diags, "loosens", YICE_NOTE), YICE_OK);
	assert_int_equal(yice_diag_add(&diags, YICE_D_loosens, at(0, 0), NULL)->severity, YICE_NOTE);
	assert_int_equal(yice_diags_override(&diags, "loosens", YICE_SEVERITY_OFF), YICE_OK);
	assert_null(yice_diag_add(&diags, YICE_D_loosens, at(0, 0), NULL));
	assert_int_equal(yice_diags_override(&diags, "note-first", YICE_ERROR), YICE_OK);
	assert_int_equal(yice_diag_add(&diags, YICE_D_note_first, at(0, 0), NULL)->severity, YICE_ERROR);
	assert_int_equal(yice_diags_override(&diags, "Y9001", YICE_WARNING), YICE_OK);
	assert_int_equal(yice_diag_add(&diags, YICE_D_note_first, at(0, 0), NULL)->severity, YICE_WARNING);
	assert_int_equal(yice_diags_override(&diags, "Y9001", YICE_SEVERITY_OFF), YICE_OK);
	assert_null(yice_diag_add(&diags, YICE_D_note_first, at(0, 0), NULL));
	assert_int_equal(diags.count, 3);
	assert_int_equal(diags.errors, 1);
	assert_int_equal(diags.warnings, 1);
	yice_diags_release(&diags);
}

static void sorting_is_by_place_then_by_order_of_addition(void **state)
{
	uint64_t seed = 6;

	YICE_UNUSED(state);
	for (uint32_t size = 0; size < 70; size++) {
		struct yice_diags diags;

		yice_diags_init(&diags);
		for (uint32_t i = 0; i < size; i++) {
			char number[16];

			snprintf(number, sizeof(number), "%u", i);
			yice_diag_add(&diags, YICE_D_json_word,
				      unit_random(&seed) % 9 ? at((uint32_t)(unit_random(&seed) % 3),
								  (uint32_t)(unit_random(&seed) % 4))
							     : YICE_SPAN_NONE,
				      number, NULL);
		}
		yice_diags_sort(&diags);
		assert_int_equal(diags.count, size);
		for (uint32_t i = 1; i < size; i++) {
			const struct yice_message *a = &diags.items[i - 1]->main, *b = &diags.items[i]->main;

			assert_true(a->span.file <= b->span.file);
			if (a->span.file != b->span.file)
				continue;
			assert_true(a->span.start <= b->span.start);
			if (a->span.start == b->span.start)
				assert_true(strtol(a->args[0], NULL, 10) < strtol(b->args[0], NULL, 10));
		}
		yice_diags_release(&diags);
	}
}

static void sorting_removes_exact_repeats_only(void **state)
{
	struct yice_diags diags;

	YICE_UNUSED(state);
	yice_diags_init(&diags);
	yice_diag_add(&diags, YICE_D_json_word, at(0, 5), "a", NULL);
	yice_diag_add(&diags, YICE_D_json_word, at(0, 5), "b", NULL);
	yice_diag_add(&diags, YICE_D_json_word, at(0, 5), "a", NULL);
	yice_diag_add(&diags, YICE_D_json_word, at(1, 5), "a", NULL);
	yice_diag_add(&diags, YICE_D_json_value, at(0, 5), "a", NULL);
	yice_diag_add(&diags, YICE_D_json_word, (struct yice_span){ 0, 5, 9 }, "a", NULL);
	yice_diag_add(&diags, YICE_D_json_word, at(0, 5), "a", "a", NULL);
	yice_diag_add(&diags, YICE_D_json_word, at(0, 5), NULL);
	yice_diags_sort(&diags);
	assert_int_equal(diags.count, 7);
	assert_int_equal(diags.errors, 7);
	assert_string_equal(diags.items[0]->main.args[0], "a");
	assert_string_equal(diags.items[1]->main.args[0], "b");
	yice_diags_release(&diags);
}

static void suggestions_are_near_and_share_something(void **state)
{
	static const char *const names[] = { "建设性质", "项目类别", "场址", "行业", "nature", "emission" };
	static const char *const twins[] = { "aab", "aac" };

	YICE_UNUSED(state);
	assert_string_equal(yice_did_you_mean("建设性值", names, YICE_COUNT(names)), "建设性质");
	assert_string_equal(yice_did_you_mean("场趾", names, YICE_COUNT(names)), "场址");
	assert_string_equal(yice_did_you_mean("natrue", names, YICE_COUNT(names)), "nature");
	assert_string_equal(yice_did_you_mean("emisions", names, YICE_COUNT(names)), "emission");
	assert_string_equal(yice_did_you_mean("行业", names, YICE_COUNT(names)), "行业");
	assert_string_equal(yice_did_you_mean("aaa", twins, 2), "aab");
	assert_string_equal(yice_did_you_mean("aac", twins, 2), "aac");
	assert_null(yice_did_you_mean("原辅材料", names, YICE_COUNT(names)));
	assert_null(yice_did_you_mean("x", (const char *const[]){ "y" }, 1));
	assert_string_equal(yice_did_you_mean("nxtyre", names, YICE_COUNT(names)), "nature");
	assert_string_equal(yice_did_you_mean("COD", (const char *const[]){ "cob", "cod" }, 2), "cod");
	assert_null(yice_did_you_mean("naxxxe", names, YICE_COUNT(names)));
	assert_null(yice_did_you_mean("any", NULL, 0));
}

/* Lists filled apart are one list in the end, whichever was joined first. */
static void joined_lists_are_sorted_by_turn_where_the_place_is_one(void **state)
{
	const struct yice_span here = { 0, 5, 6 };

	YICE_UNUSED(state);
	for (int swapped = 0; swapped < 2; swapped++) {
		struct yice_diags all, part[2];

		yice_diags_init(&all);
		assert_int_equal(yice_diags_override(&all, "Y0301", YICE_NOTE), YICE_OK);
		for (uint32_t i = 0; i < 2; i++) {
			yice_diags_fork(&part[i], &all);
			part[i].turn = i + 1;
			yice_diag_add(&part[i], YICE_D_unused_name, here, i ? "second" : "first", NULL);
			yice_diag_add(&part[i], YICE_D_unknown_attribute, here, i ? "fourth" : "third", NULL);
		}
		yice_diag_add(&all, YICE_D_unknown_attribute, here, "zeroth", NULL);
		yice_diags_join(&all, &part[swapped]);
		yice_diags_join(&all, &part[!swapped]);
		assert_int_equal(part[0].count, 0);
		yice_diags_sort(&all);
		assert_int_equal(all.count, 5);
		assert_int_equal(all.errors, 3);
		assert_string_equal(all.items[0]->main.args[0], "zeroth");
		assert_string_equal(all.items[1]->main.args[0], "first");
		assert_string_equal(all.items[2]->main.args[0], "third");
		assert_string_equal(all.items[3]->main.args[0], "second");
		assert_string_equal(all.items[4]->main.args[0], "fourth");
		yice_diags_release(&all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joined_lists_are_sorted_by_turn_where_the_place_is_one),
		cmocka_unit_test(codes_are_unique_and_found_by_number_and_name),
		cmocka_unit_test(every_code_has_texts_in_both_languages),
		cmocka_unit_test(notes_and_only_notes_are_numbered_from_9000),
		cmocka_unit_test(arguments_are_copied_and_filled_in),
		cmocka_unit_test(notes_help_and_fix_hang_on_their_diagnostic_in_order),
		cmocka_unit_test(status_tells_errors_from_warnings_and_lost_memory),
		cmocka_unit_test(switches_change_what_may_be_changed),
		cmocka_unit_test(sorting_is_by_place_then_by_order_of_addition),
		cmocka_unit_test(sorting_removes_exact_repeats_only),
		cmocka_unit_test(suggestions_are_near_and_share_something),
	};

	return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
