/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runtime/verify*.c: every rule refuses what breaks it and only then, under
 * its own code.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "tests/unit/fixture_image.h"

#include "runtime/image_layout.h"
#include "runtime/opcode.h"
#include "runtime/plan.h"

#define RECORD(SECTION, type, number)                                                                        \
	((struct yice_image_##type *)yice_image_record(b, YICE_SEC_##SECTION, (number)))
#define INSN(op, operand) ((uint32_t)YICE_OP_##op | (uint32_t)(operand) << 8)

static bool covered[YICE_DIAG_COUNT];

/* Opens the file and expects exactly that refusal, or none with YICE_DIAG_COUNT. what: named on failure. */
static void expect_of(const struct yice_buf *file, enum yice_diag_id id, const char *what)
{
	const char *wanted = id == YICE_DIAG_COUNT ? "passed" : yice_diag_name(id), *got = "passed";
	yice_report *report;
	yice_image *image;
	int status;

	assert_int_equal(yice_report_new(&report), YICE_OK);
	status = yice_image_borrow(file->data ? file->data : "", file->len, report, &image);
	if (status == YICE_EIMAGE && report->diags.count == 1)
		got = yice_diag_name(report->diags.items[0]->main.id);
	else
		assert_int_equal(status, YICE_OK);
	if (strcmp(got, wanted) != 0)
		fail_msg("%s: %s instead of %s", what, got, wanted);
	assert_true((image == NULL) == (status != YICE_OK));
	if (status)
		covered[id] = true;
	yice_image_free(image);
	yice_report_free(report);
}

static void expect(const struct yice_buf *file, enum yice_diag_id id)
{
	expect_of(file, id, "file");
}

/* ---------------------------------------------------------------- layout */

/* Sets a word of the file and expects a refusal. */
static void expect_word(size_t at, uint32_t value, enum yice_diag_id id)
{
	struct yice_buf file;

	fixture_file(&file);
	fixture_put32(&file, at, value);
	expect(&file, id);
	yice_buf_release(&file);
}

static void a_file_must_have_the_layout_of_this_version(void **state)
{
	YICE_UNUSED(state);
	expect_word(0, 0, YICE_D_image_magic);
	expect_word(8, 1, YICE_D_image_version);
	expect_word(12, YICE_SECTIONS + 1, YICE_D_image_sections);
	expect_word(16, 8, YICE_D_image_size);
	expect_word(20, 1, YICE_D_image_size);
	expect_word(fixture_entry(0), 1, YICE_D_image_place);
	expect_word(fixture_entry(3), 0, YICE_D_image_place);
	expect_word(fixture_entry(3) + 4, 1, YICE_D_image_place);
	expect_word(fixture_entry(YICE_SEC_NUMBERS) + 16, 4, YICE_D_image_width);
	expect_word(fixture_entry(YICE_SEC_UNITS) + 20, 3, YICE_D_image_width);
	expect_word(fixture_entry(YICE_SEC_META) + 8, 23, YICE_D_image_length);
	expect_word(fixture_entry(YICE_SEC_META) + 12, 0x80000000, YICE_D_image_length);
	expect_word(fixture_entry(YICE_SEC_STRINGS) + 8, 0x7fffffff, YICE_D_image_length);
}

static void every_truncation_is_refused(void **state)
{
	struct yice_buf file, cut;

	YICE_UNUSED(state);
	fixture_file(&file);
	for (size_t len = 0; len < file.len; len += len < 700 ? 1 : 97) {
		cut = (struct yice_buf){ malloc(len + 1), len, len + 1, false };
		assert_non_null(cut.data);
		memcpy(cut.data, file.data, len);
		expect(&cut, len < 8                   ? YICE_D_image_magic
			     : len < YICE_IMAGE_HEADER ? YICE_D_image_short
						       : YICE_D_image_size);
		if (len >= YICE_IMAGE_HEADER) { /* a header that admits the loss does not help */
			yice_image *image;

			fixture_put32(&cut, 16, (uint32_t)len);
			assert_int_equal(yice_image_borrow(cut.data, len, NULL, &image), YICE_EIMAGE);
		}
		yice_buf_release(&cut);
	}
	file.len = 100;
	fixture_put32(&file, 16, 100);
	expect(&file, YICE_D_image_short);
	yice_buf_release(&file);
}

/* Where the first padding is. */
static size_t padding_of(const struct yice_buf *file)
{
	for (uint32_t i = 0; i < YICE_SECTIONS; i++) {
		size_t end = fixture_offset(file, i) +
			     (size_t)yice_load64((const unsigned char *)file->data + fixture_entry(i) + 8);

		if (end % 8)
			return end;
	}
	fail_msg("no section of the fixture is padded");
	return 0;
}

static void padding_is_zero_and_nothing_follows(void **state)
{
	struct yice_buf file;
	size_t at;

	YICE_UNUSED(state);
	fixture_file(&file);
	at = padding_of(&file);
	file.data[at] = 1;
	expect(&file, YICE_D_image_padding);
	file.data[at] = 0;
	expect(&file, YICE_DIAG_COUNT);
	yice_buf_add(&file, "\0\0\0\0\0\0\0\0", 8);
	fixture_put32(&file, 16, (uint32_t)file.len);
	expect(&file, YICE_D_image_trailing);
	yice_buf_release(&file);
}

/* ---------------------------------------------------------------- contents */

/* Replaces the code of a body by a run of its own. */
static void recode(struct yice_image_builder *b, uint32_t body, const uint32_t *code, uint32_t count)
{
	uint32_t first = yice_image_count(b, YICE_SEC_CODE);

	for (uint32_t i = 0; i < count; i++)
		yice_image_append(b, YICE_SEC_CODE, &code[i]);
	RECORD(BODIES, body, body)->code = first;
	RECORD(BODIES, body, body)->code_count = count;
}

#define RECODE(body, ...)                                                                                    \
	recode(b, body, (const uint32_t[]){ __VA_ARGS__ },                                                   \
	       sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static void retest(struct yice_image_builder *b, uint32_t test, uint32_t op, uint32_t slot, uint32_t arg)
{
	*RECORD(TESTS, test, test) = (struct yice_image_test){ op | slot << 8, arg };
}

static uint32_t numbers(struct yice_image_builder *b, int64_t first, int64_t second)
{
	return yice_image_numbers(b, (const int64_t[]){ first, second }, 2);
}

#define WORDS(...)                                                                                           \
	yice_image_words(b, (const uint32_t[]){ __VA_ARGS__ },                                               \
			 sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static char *string_section(struct yice_image_builder *b)
{
	return b->sections[YICE_SEC_STRINGS].data;
}

/* SPOIL(name) { … }: what breaks a rule and no earlier one; the table below says which. */
/* clang-format off */
#define SPOIL(name) static void spoil_##name(struct yice_image_builder *b)

SPOIL(no_empty_string) { string_section(b)[0] = 'x'; }
SPOIL(no_last_nul) { string_section(b)[b->sections[YICE_SEC_STRINGS].len - 1] = 'x'; }
SPOIL(bad_utf8) { string_section(b)[1] = (char)0xff; }
SPOIL(middle_of_string) { RECORD(UNITS, unit, 0)->title++; }
SPOIL(string_beyond) { RECORD(CONTEXTS, context, 0)->file = 0x7fffffff; }
SPOIL(index) { RECORD(CLAUSES, clause, 2)->body = B_COUNT; }
SPOIL(option) { RECORD(DOCUMENTS, document, 0)->successor = 1; }
SPOIL(range) { RECORD(FRAMES, frame, 0)->base_count = 2; }
SPOIL(range_wraps) { RECORD(FRAMES, frame, 0)->bases = UINT32_MAX; }
SPOIL(enum_kind) { RECORD(ATTRS, attr, 0)->type = YICE_ATTR_TYPES; }
SPOIL(enum_many) { RECORD(ATTRS, attr, 0)->many = 2; }
SPOIL(two_metas)
{
	struct yice_image_meta meta = *RECORD(META, meta, 0);

	yice_image_append(b, YICE_SEC_META, &meta);
}
SPOIL(lone_test) { yice_image_append(b, YICE_SEC_TEST_TEXTS, &(struct yice_image_test_text){ 0, 0 }); }
SPOIL(lone_clause) { yice_image_append(b, YICE_SEC_CLAUSES, &(struct yice_image_clause){ 0, 0 }); }
SPOIL(language) { RECORD(META, meta, 0)->language = 2; }
SPOIL(factor_beyond) { RECORD(MEASURES, measure, 0)->factor = yice_image_count(b, YICE_SEC_NUMBERS) - 1; }
SPOIL(factor_none) { RECORD(ATTRS, attr, A_EMISSION)->factor = YICE_NONE; }
SPOIL(zero_den) { uint32_t at = numbers(b, 1, 0); RECORD(MEASURES, measure, 0)->factor = at; }
SPOIL(negative_factor) { uint32_t at = numbers(b, -1, 1); RECORD(ATTRS, attr, A_EMISSION)->factor = at; }
SPOIL(zero_scale) { uint32_t at = numbers(b, 0, 1); RECORD(ATTRS, attr, A_EMISSION)->scale = at; }
SPOIL(bad_min) { uint32_t at = numbers(b, 1, -1); RECORD(ATTRS, attr, A_RATIO)->min = at; }
SPOIL(bad_max) { uint32_t at = numbers(b, 1, -1); RECORD(ATTRS, attr, A_RATIO)->max = at; }
SPOIL(units_unsorted) { RECORD(UNITS, unit, 1)->code = RECORD(UNITS, unit, 0)->code; }
SPOIL(attr_names_unsorted)
{
	RECORD(ATTR_NAMES, attr_name, 3)->name = RECORD(ATTR_NAMES, attr_name, 2)->name;
}
SPOIL(member_names_unsorted)
{
	RECORD(MEMBER_NAMES, member_name, 1)->name = RECORD(MEMBER_NAMES, member_name, 0)->name;
}
SPOIL(member_names_vocabs) { RECORD(MEMBER_NAMES, member_name, 0)->vocab = V_MATERIAL; }
SPOIL(long_name)
{
	char name[YICE_NAME_MAX + 2];
	uint32_t at;

	memset(name, 'z', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	at = yice_image_string(b, name);
	RECORD(UNITS, unit, 1)->code = at;
}
SPOIL(ordinal) { RECORD(MEMBER_NAMES, member_name, 0)->ordinal = 3; }
SPOIL(member_gap) { RECORD(VOCABS, vocab, 1)->first_member = 4; }
SPOIL(member_left) { yice_image_append(b, YICE_SEC_MEMBERS, &(struct yice_image_member){ 0, 0, 1, 0 }); }
SPOIL(empty_subtree) { RECORD(MEMBERS, member, 1)->end = 1; }
SPOIL(crossing_subtree) { RECORD(MEMBERS, member, 9 + 2)->end = 6; }
SPOIL(subtree_beyond) { RECORD(MEMBERS, member, 9 + 7)->end = 10; }
SPOIL(place_kind) { RECORD(MEMBERS, member, 0)->info = YICE_AT_PARK + 1; }
SPOIL(terms_of_codes) { RECORD(ATTRS, attr, A_NATURE)->vocab = V_INDUSTRY; }
SPOIL(codes_of_terms) { RECORD(ATTRS, attr, A_INDUSTRY)->vocab = V_NATURE; }
SPOIL(terms_of_nothing) { RECORD(ATTRS, attr, A_NATURE)->vocab = YICE_NONE; }
SPOIL(quantity_of_list) { RECORD(ATTRS, attr, A_EMISSION)->vocab = V_NATURE; }
SPOIL(many_quantities) { RECORD(ATTRS, attr, A_EMISSION)->many = 1; }
SPOIL(date_min) { RECORD(ATTRS, attr, A_BUILT)->min = 0; }
SPOIL(date_max) { RECORD(ATTRS, attr, A_BUILT)->max = 0; }
SPOIL(site_one) { RECORD(META, meta, 0)->site_slot = A_NATURE; }
SPOIL(site_other_list) { RECORD(META, meta, 0)->site_slot = A_PROCESSES; }
SPOIL(no_places) { RECORD(META, meta, 0)->place_list = YICE_NONE; }
SPOIL(places_kind) { RECORD(META, meta, 0)->place_list = V_NATURE; }
SPOIL(test_op) { retest(b, 0, 16, 0, 0); }
SPOIL(test_op_zero) { retest(b, 0, 0, 0, 0); }
SPOIL(test_slot) { retest(b, 0, YICE_TEST_ANY, A_COUNT, 0); }
SPOIL(test_slot_type) { retest(b, 0, YICE_TEST_ANY, A_EMISSION, 0); }
SPOIL(test_slot_codes) { retest(b, 0, YICE_TEST_CODE_ANY, A_PROCESSES, 0); }
SPOIL(test_slot_scalar) { retest(b, 0, YICE_TEST_LE, A_LIVELIHOOD, 0); }
SPOIL(test_slot_given) { retest(b, T_OPEN, YICE_TEST_OPEN, 1, 0); }
SPOIL(mask_beyond) { retest(b, 0, YICE_TEST_ANY, A_MATERIALS, yice_image_count(b, YICE_SEC_NUMBERS) - 1); }
SPOIL(mask_bits) { uint32_t at = numbers(b, 8, 0); retest(b, 0, YICE_TEST_ANY, A_NATURE, at); }
SPOIL(mask_boolean) { uint32_t at = numbers(b, 2, 0); retest(b, 0, YICE_TEST_ANY, A_LIVELIHOOD, at); }
SPOIL(unit_mask) { uint32_t at = numbers(b, 8, 0); RECORD(UNITS, unit, 0)->absent = at; }
SPOIL(unit_mask_beyond) { RECORD(UNITS, unit, 1)->present = yice_image_count(b, YICE_SEC_NUMBERS); }
SPOIL(runs_beyond) { uint32_t at = WORDS(0x40000000); retest(b, T_C26, YICE_TEST_CODE_ANY, A_INDUSTRY, at); }
SPOIL(runs_far_beyond) { retest(b, T_C26, YICE_TEST_CODE_ANY, A_INDUSTRY, UINT32_MAX); }
SPOIL(runs_empty_first)
{
	uint32_t at = WORDS(2, yice_codes_run(2, 1), yice_codes_run(3, 5));

	retest(b, T_C26, YICE_TEST_CODE_ANY, A_INDUSTRY, at);
}
SPOIL(table)
{
	const struct yice_image_member leaf = { 0 };
	struct yice_image_vocab *vocabs = yice_image_record(b, YICE_SEC_VOCABS, 0);

	while (vocabs->kind != YICE_VOCAB_CODES)
		vocabs++;
	vocabs->first_member = 0;
	vocabs->members = YICE_TABLE_MAX + 1;
	while (yice_image_count(b, YICE_SEC_MEMBERS) <= YICE_TABLE_MAX)
		yice_image_append(b, YICE_SEC_MEMBERS, &leaf);
}
SPOIL(runs_touch)
{
	uint32_t at = WORDS(2, yice_codes_run(1, 3), yice_codes_run(3, 5));

	retest(b, T_C26, YICE_TEST_CODE_ANY, A_INDUSTRY, at);
}
SPOIL(runs_empty) { uint32_t at = WORDS(1, yice_codes_run(3, 3)); retest(b, T_C26, YICE_TEST_CODE_ANY, A_INDUSTRY, at); }
SPOIL(runs_leave) { uint32_t at = WORDS(1, yice_codes_run(3, 10)); retest(b, T_C26, YICE_TEST_CODE_ANY, A_INDUSTRY, at); }
SPOIL(tick_odd) { uint32_t at = numbers(b, 5, 0); retest(b, T_EMISSION, YICE_TEST_LE, A_EMISSION, at); }
SPOIL(tick_far)
{
	uint32_t at = numbers(b, INT64_MIN, 0);

	retest(b, T_EMISSION, YICE_TEST_LE, A_EMISSION, at);
}
SPOIL(tick_beyond) { retest(b, T_EMISSION, YICE_TEST_LE, A_EMISSION, UINT32_MAX); }
SPOIL(sum_none) { uint32_t at = WORDS(YICE_TEST_GE, 0, 0); retest(b, T_OFFSET, YICE_TEST_SUM, 0, at); }
SPOIL(sum_many) { uint32_t at = WORDS(YICE_TEST_GE, 9, 0); retest(b, T_OFFSET, YICE_TEST_SUM, 0, at); }
SPOIL(sum_relation)
{
	uint32_t at = WORDS(YICE_TEST_SUM, 1, 0, A_OFFSET, 0);

	retest(b, T_OFFSET, YICE_TEST_SUM, 0, at);
}
SPOIL(sum_cut)
{
	uint32_t at = WORDS(YICE_TEST_GE, 7, 0, A_OFFSET);

	retest(b, T_OFFSET, YICE_TEST_SUM, 0, at);
}
SPOIL(sum_beyond) { retest(b, T_OFFSET, YICE_TEST_SUM, 0, yice_image_count(b, YICE_SEC_WORDS) - 2); }
SPOIL(sum_slot)
{
	uint32_t one = numbers(b, 1, 1), at = WORDS(YICE_TEST_GE, 1, one, A_LIVELIHOOD, one);

	retest(b, T_OFFSET, YICE_TEST_SUM, 0, at);
}
SPOIL(sum_limit)
{
	uint32_t bad = numbers(b, 1, 0), at = WORDS(YICE_TEST_GE, 1, bad, A_OFFSET, bad);

	retest(b, T_OFFSET, YICE_TEST_SUM, 0, at);
}
SPOIL(coefficient)
{
	uint32_t one = numbers(b, 1, 1), big = numbers(b, INT64_C(1) << 31, 1);
	uint32_t at = WORDS(YICE_TEST_GE, 1, one, A_OFFSET, big);

	retest(b, T_OFFSET, YICE_TEST_SUM, 0, at);
}
SPOIL(coefficient_den)
{
	uint32_t one = numbers(b, 1, 1), fine = numbers(b, 1, INT64_C(1) << 31);
	uint32_t at = WORDS(YICE_TEST_GE, 1, one, A_OFFSET, fine);

	retest(b, T_OFFSET, YICE_TEST_SUM, 0, at);
}
SPOIL(open_text) { retest(b, T_OPEN, YICE_TEST_OPEN, 0, 2); }
SPOIL(constant) { retest(b, T_TRUE, YICE_TEST_CONST, 0, YICE_J); }

SPOIL(opcode) { RECODE(0, INSN(TEST, 0), INSN(DEMAND, 0), 11, INSN(END, YICE_REQUIRES)); }
SPOIL(operand) { RECODE(0, INSN(TEST, 0), INSN(NOT, 1), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(operand_test) { RECODE(0, INSN(TEST, T_COUNT), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(operand_effect) { RECODE(0, INSN(TEST, 0), INSN(DEMAND, 0), INSN(END, YICE_EFFECTS)); }
SPOIL(jump_out) { RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 2), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(jump_far)
{
	RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, YICE_OPERAND_MAX), INSN(DEMAND, 0),
	       INSN(END, YICE_REQUIRES));
}
SPOIL(jump_nowhere) { RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(underflow_and) { RECODE(0, INSN(TEST, 0), INSN(AND, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(underflow_not) { RECODE(0, INSN(NOT, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(underflow_skip)
{
	RECODE(0, INSN(SKIP_NO, 1), INSN(TEST, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(underflow_guard) { RECODE(0, INSN(GUARD, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(overflow)
{
	uint32_t code[2 * YICE_STACK_MAX + 4], n = 0;

	while (n < YICE_STACK_MAX + 1)
		code[n++] = INSN(TEST, 0);
	for (uint32_t i = 0; i < YICE_STACK_MAX; i++)
		code[n++] = INSN(AND, 0);
	code[n++] = INSN(DEMAND, 0);
	code[n++] = INSN(END, YICE_REQUIRES);
	recode(b, 0, code, n);
}
SPOIL(merge)
{
	RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 1), INSN(TEST, 1), INSN(AND, 0), INSN(DEMAND, 0),
	       INSN(END, YICE_REQUIRES));
}
SPOIL(merge_twice)
{
	RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 4), INSN(TEST, 1), INSN(SKIP_NO, 2), INSN(TEST, 0), INSN(AND, 0),
	       INSN(AND, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(left_by_part) { RECODE(0, INSN(TEST, 0), INSN(TEST, 1), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(left_at_end) { RECODE(0, INSN(TEST, 0), INSN(END, YICE_REQUIRES)); }
SPOIL(guard_twice)
{
	RECODE(0, INSN(TEST, 0), INSN(GUARD, 0), INSN(TEST, 0), INSN(GUARD, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(guard_late)
{
	RECODE(0, INSN(TEST, 0), INSN(EXCEPT, 0), INSN(TEST, 0), INSN(GUARD, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(except_number) { RECODE(0, INSN(TEST, 0), INSN(EXCEPT, 1), INSN(END, YICE_REQUIRES)); }
SPOIL(except_late)
{
	RECODE(0, INSN(TEST, 0), INSN(DEMAND, 0), INSN(TEST, 0), INSN(EXCEPT, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(demand_twice)
{
	RECODE(0, INSN(TEST, 0), INSN(DEMAND, 0), INSN(TEST, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(no_code) { RECORD(BODIES, body, 0)->code_count = 0; }
SPOIL(no_end) { RECODE(0, INSN(TEST, 0), INSN(DEMAND, 0)); }
SPOIL(early_end) { RECODE(0, INSN(END, YICE_REQUIRES), INSN(END, YICE_REQUIRES)); }
SPOIL(demand_of_ban) { RECODE(B_PROHIBIT, INSN(TEST, 0), INSN(DEMAND, 0), INSN(END, YICE_PROHIBITS)); }
SPOIL(skip_over_not)
{
	RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 1), INSN(NOT, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(skip_no_over_or)
{
	RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 2), INSN(TEST, 1), INSN(OR, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(skip_yes_over_and)
{
	RECODE(0, INSN(TEST, 0), INSN(SKIP_YES, 2), INSN(TEST, 1), INSN(AND, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(skip_into_part)
{
	RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 2), INSN(GUARD, 0), INSN(TEST, 1), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(skip_right_operand)
{
	RECODE(0, INSN(TEST, 0), INSN(TEST, 1), INSN(SKIP_NO, 2), INSN(AND, 0), INSN(TEST, 0), INSN(AND, 0),
	       INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
}
SPOIL(nesting)
{
	uint32_t code[YICE_NEST_MAX + 4], n = 0;

	code[n++] = INSN(TEST, 0);
	while (n < YICE_NEST_MAX + 2)
		code[n++] = INSN(NOT, 0);
	code[n++] = INSN(DEMAND, 0);
	code[n++] = INSN(END, YICE_REQUIRES);
	recode(b, 0, code, n);
}
SPOIL(overlap)
{
	RECORD(BODIES, body, 1)->code = RECORD(BODIES, body, 0)->code + 1;
	RECORD(BODIES, body, 1)->code_count = RECORD(BODIES, body, 0)->code_count - 1;
}
SPOIL(overlap_longer)
{
	RECORD(BODIES, body, 1)->code = RECORD(BODIES, body, 0)->code;
	RECORD(BODIES, body, 1)->code_count = RECORD(BODIES, body, 0)->code_count + 1;
}
SPOIL(text_list)
{
	uint32_t at = WORDS(1, 2);

	RECORD(FRAMES, frame, 0)->texts = at;
}
SPOIL(open_list)
{
	uint32_t at = WORDS(1, 2);

	RECORD(FRAMES, frame, 0)->open = at;
}
SPOIL(lead_list)
{
	uint32_t at = WORDS(1, 2);

	RECORD(FRAMES, frame, 0)->lead = at;
}
SPOIL(aside_words)
{
	uint32_t at = WORDS(1, 2);

	RECORD(ASIDES, aside, 1)->texts = at;
}
SPOIL(argument_list)
{
	uint32_t at = WORDS(2, 0, 2);

	RECORD(CONTEXTS, context, 0)->args = at;
}
SPOIL(text_list_beyond) { RECORD(FRAMES, frame, 0)->texts = yice_image_count(b, YICE_SEC_WORDS); }
SPOIL(text_list_long)
{
	uint32_t at = WORDS(2, 0);

	RECORD(FRAMES, frame, 0)->texts = at;
}
/* A list that starts within another: its count, 0 or so, is a text of the other. */
SPOIL(text_list_within)
{
	uint32_t at = WORDS(2, 0, 0);

	RECORD(FRAMES, frame, 0)->texts = at;
	RECORD(FRAMES, frame, 1)->texts = at + 1;
}
SPOIL(text_list_around)
{
	uint32_t at = WORDS(2, 0, 0);

	RECORD(FRAMES, frame, 0)->texts = at + 1;
	RECORD(FRAMES, frame, 1)->texts = at;
}
SPOIL(hole_without_number) { RECORD(BODIES, body, 0)->original = yice_image_string(b, "甲\x1a"); }
SPOIL(hole_of_no_number) { RECORD(BODIES, body, 0)->english = yice_image_string(b, "a\x1a\x10z"); }
SPOIL(hole_of_frame_no_number)
{
	uint32_t at = yice_image_strings(b, (const char *const[]){ "b", "\x1a\x1a" }, 2);

	RECORD(FRAMES, frame, 0)->lead = at;
}
SPOIL(hole_in_a_title) { RECORD(LISTS, list, 0)->title = yice_image_string(b, "\x1a"); }
SPOIL(hole_of_summary) { RECORD(BODIES, body, 0)->summary = yice_image_string(b, "a\x1a\x03\x1a\x01"); }
SPOIL(hole_of_frame)
{
	uint32_t at = yice_image_strings(b, (const char *const[]){ "b", "\x1a\x0f" }, 2);

	RECORD(FRAMES, frame, 0)->texts = at;
}
SPOIL(hole_of_open)
{
	uint32_t at = yice_image_strings(b, (const char *const[]){ "\x1a\x03" }, 1);

	RECORD(FRAMES, frame, 0)->open = at;
}
SPOIL(hole_of_aside)
{
	uint32_t at = yice_image_strings(b, (const char *const[]){ "\x1a\x03" }, 1);

	RECORD(ASIDES, aside, 1)->texts = at;
}
SPOIL(hole_of_test)
{
	uint32_t text = yice_image_string(b, "\x1a\x01");

	RECORD(TESTS, test, T_OPEN)->arg = text;
}
SPOIL(few_arguments) { RECORD(CONTEXTS, context, RECORD(CLAUSES, clause, 8)->context)->args = 0; }
SPOIL(said_of_no_codes) { RECORD(TEST_TEXTS, test_text, T_EMISSION)->zh = YICE_NONE; }
SPOIL(said_beyond) { RECORD(TEST_TEXTS, test_text, T_C26)->en = YICE_NONE; }
SPOIL(aside_kind) { RECORD(ASIDES, aside, 0)->kind = YICE_ASIDES; }
SPOIL(asides_beyond) { RECORD(FRAMES, frame, 0)->aside_count = 3; }
SPOIL(aside_shared) { RECORD(FRAMES, frame, B_REQUIRE)->aside_count = 1; }
SPOIL(aside_skipped)
{
	RECORD(FRAMES, frame, B_RESTRICT)->asides = 1;
	RECORD(FRAMES, frame, B_RESTRICT)->aside_count = 1;
}
SPOIL(aside_lost) { RECORD(FRAMES, frame, B_RESTRICT)->aside_count = 1; }

SPOIL(parent_self) { RECORD(SCOPES, scope, 1)->parent = 1; }
SPOIL(parent_after) { RECORD(SCOPES, scope, 0)->parent = 2; }
SPOIL(scope_holds_unit) { RECORD(SCOPES, scope, 1)->target_count = 4; }
SPOIL(scope_holds_other) { RECORD(SCOPES, scope, 2)->target_count = 1; }
SPOIL(unit_holds_other) { RECORD(UNITS, unit, 0)->target_count = 2; }
SPOIL(target_lost) { RECORD(UNITS, unit, 1)->target_count = 0; }
SPOIL(target_scope_key) { RECORD(TARGETS, target, 0)->key = 1; }
SPOIL(target_class_key) { RECORD(TARGETS, target, 2)->key = YICE_CLASSES; }
SPOIL(target_place_key) { RECORD(TARGETS, target, 3)->key = 3; }
SPOIL(target_unit_key) { RECORD(TARGETS, target, 4)->key = 2; }
SPOIL(clause_shared) { RECORD(TARGETS, target, 1)->clause_count = 2; }
SPOIL(clause_skipped) { RECORD(TARGETS, target, 0)->clause_count = 1; }
SPOIL(clause_lost) { RECORD(TARGETS, target, 5)->clause_count = 1; }
SPOIL(repeat) { RECORD(CONTEXTS, context, 1)->repeat = 0; }
SPOIL(element)
{
	uint32_t at = WORDS(3);

	RECORD(UNITS, unit, 0)->elements = at;
	RECORD(UNITS, unit, 0)->element_count = 1;
}

SPOIL(layer_use) { RECORD(LAYERS, layer, 0)->use = YICE_LAYER_USES; }
SPOIL(layer_key) { RECORD(LAYERS, layer, 0)->key = 1; }
SPOIL(layer_place)
{
	RECORD(LAYERS, layer, 0)->use = YICE_LAYER_OF_PLACE;
	RECORD(LAYERS, layer, 0)->key = 3;
}
SPOIL(layer_words) { ++*(uint32_t *)yice_image_record(b, YICE_SEC_GEOMETRY, 0); }
SPOIL(layer_short) { RECORD(LAYERS, layer, 0)->word_count--; }

SPOIL(block_count) { RECORD(SCOPES, scope, 1)->block_count = 0; }
SPOIL(block_plan) { RECORD(UNITS, unit, 0)->plan = 0; }
SPOIL(block_left) { yice_image_add(b, YICE_SEC_PLANS, "four", 4); }
SPOIL(plan_short)
{
	b->sections[YICE_SEC_PLANS].len -= 4;
}
SPOIL(plan_days) { ++*(unsigned char *)yice_image_record(b, YICE_SEC_PLANS, YICE_PLAN_AT_FROM); }
SPOIL(plan_mask) { *(unsigned char *)yice_image_record(b, YICE_SEC_PLANS, YICE_PLAN_HEAD + 4 * YICE_PLAN_EXACT) ^= 1; }
SPOIL(clauses_apart)
{
	RECORD(TARGETS, target, 1)->clauses++;
	RECORD(TARGETS, target, 2)->clauses--;
}

static const struct {
	const char *name;
	enum yice_diag_id id;
	void (*spoil)(struct yice_image_builder *b);
} spoilers[] = {
#define RULE(rule, name) { #name, YICE_D_image_##rule, spoil_##name }
	RULE(strings, no_empty_string), RULE(strings, no_last_nul), RULE(utf8, bad_utf8),
	RULE(string, middle_of_string), RULE(string, string_beyond), RULE(string, said_of_no_codes),
	RULE(string, said_beyond), RULE(index, index), RULE(index, option),
	RULE(range, range), RULE(range, range_wraps), RULE(enum, enum_kind), RULE(enum, enum_many),
	RULE(meta, two_metas), RULE(parallel, lone_test), RULE(parallel, lone_clause), RULE(language, language),
	RULE(number, factor_beyond), RULE(number, factor_none), RULE(ratio, zero_den), RULE(ratio, negative_factor),
	RULE(ratio, zero_scale), RULE(ratio, bad_min), RULE(ratio, bad_max), RULE(order, units_unsorted),
	RULE(order, attr_names_unsorted), RULE(order, member_names_unsorted), RULE(order, member_names_vocabs),
	RULE(name, long_name), RULE(ordinal, ordinal), RULE(members, member_gap), RULE(members, member_left),
	RULE(subtree, empty_subtree), RULE(subtree, crossing_subtree), RULE(subtree, subtree_beyond),
	RULE(place_kind, place_kind), RULE(type, terms_of_codes), RULE(type, codes_of_terms),
	RULE(type, terms_of_nothing), RULE(type, quantity_of_list), RULE(type, many_quantities), RULE(type, date_min),
	RULE(type, date_max), RULE(site, site_one), RULE(site, site_other_list), RULE(site, no_places),
	RULE(site, places_kind), RULE(test, test_op), RULE(test, test_op_zero), RULE(test_slot, test_slot),
	RULE(test_slot, test_slot_type), RULE(test_slot, test_slot_codes), RULE(test_slot, test_slot_scalar),
	RULE(test_slot, test_slot_given), RULE(number, mask_beyond), RULE(mask, mask_bits), RULE(mask, mask_boolean),
	RULE(mask, unit_mask), RULE(number, unit_mask_beyond), RULE(test_arg, runs_beyond),
	RULE(test_arg, runs_far_beyond), RULE(runs, runs_touch), RULE(runs, runs_empty_first), RULE(table, table), RULE(runs, runs_empty), RULE(runs, runs_leave),
	RULE(tick, tick_odd), RULE(tick, tick_far), RULE(number, tick_beyond), RULE(sum, sum_none), RULE(sum, sum_many),
	RULE(sum, sum_relation), RULE(test_arg, sum_cut), RULE(test_arg, sum_beyond), RULE(test_slot, sum_slot),
	RULE(ratio, sum_limit), RULE(coefficient, coefficient), RULE(coefficient, coefficient_den),
	RULE(string, open_text), RULE(enum, layer_use), RULE(ordinal, layer_key), RULE(ordinal, layer_place), RULE(geometry, layer_words),
	RULE(geometry, layer_short), RULE(const, constant), RULE(opcode, opcode), RULE(operand, operand),
	RULE(operand, operand_test), RULE(operand, operand_effect), RULE(jump, jump_out), RULE(jump, jump_far),
	RULE(jump, jump_nowhere), RULE(underflow, underflow_and), RULE(underflow, underflow_not),
	RULE(underflow, underflow_skip), RULE(underflow, underflow_guard), RULE(overflow, overflow), RULE(merge, merge),
	RULE(merge, merge_twice), RULE(left, left_by_part), RULE(left, left_at_end), RULE(parts, guard_twice),
	RULE(parts, guard_late), RULE(parts, except_number), RULE(parts, except_late), RULE(parts, demand_twice),
	RULE(end, no_code), RULE(end, no_end), RULE(end, early_end), RULE(effect, demand_of_ban), RULE(skip, skip_over_not), RULE(skip, skip_no_over_or),
	RULE(skip, skip_yes_over_and), RULE(skip, skip_into_part), RULE(skip, skip_right_operand),
	RULE(nesting, nesting), RULE(overlap, overlap), RULE(overlap, overlap_longer), RULE(texts, text_list),
	RULE(texts, open_list), RULE(texts, lead_list), RULE(texts, aside_words), RULE(texts, argument_list),
	RULE(range, text_list_beyond), RULE(range, text_list_long), RULE(texts, text_list_within),
	RULE(texts, text_list_around), RULE(hole, hole_without_number), RULE(hole, hole_of_no_number),
	RULE(hole, hole_of_frame_no_number), { "hole_in_a_title", YICE_DIAG_COUNT, spoil_hole_in_a_title }, RULE(hole, hole_of_summary), RULE(hole, hole_of_frame), RULE(hole, hole_of_open),
	RULE(hole, hole_of_aside), RULE(hole, hole_of_test), RULE(hole, few_arguments), RULE(enum, aside_kind),
	RULE(range, asides_beyond), RULE(aside_order, aside_shared), RULE(aside_order, aside_skipped),
	RULE(aside_order, aside_lost), RULE(parent, parent_self), RULE(parent, parent_after),
	RULE(target_owner, scope_holds_unit), RULE(target_owner, scope_holds_other),
	RULE(target_owner, unit_holds_other), RULE(target_lost, target_lost), RULE(target_key, target_scope_key),
	RULE(target_key, target_class_key), RULE(target_key, target_place_key), RULE(target_key, target_unit_key),
	RULE(clause_order, clause_shared), RULE(clause_order, clause_skipped), RULE(clause_lost, clause_lost),
	RULE(repeat, repeat), RULE(elements, element), RULE(blocks, block_count), RULE(blocks, block_plan),
	RULE(blocks, block_left), RULE(plan, plan_short), RULE(plan, plan_days), RULE(plan, plan_mask),
	RULE(clause_order, clauses_apart),
};
/* clang-format on */

/*
 * Spoils after the bounds were computed for the sound image: what follows from
 * contents stays as it was, so that only the rule meant is broken.
 */
static void each_rule_refuses_what_breaks_it(void **state)
{
	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(spoilers); i++) {
		struct yice_buf file = YICE_BUF_INIT;
		struct yice_image_builder b;

		yice_image_builder_init(&b);
		fixture_fill(&b);
		fixture_finish(&b, &file);
		spoilers[i].spoil(&b);
		assert_int_equal(yice_image_finish(&b, &file), YICE_OK);
		expect_of(&file, spoilers[i].id, spoilers[i].name);
		yice_buf_release(&file);
		yice_image_builder_release(&b);
	}
}

static void sizes_that_follow_from_the_contents_must_be_exact(void **state)
{
	static const struct {
		enum yice_diag_id id;
		size_t word;
		int by;
	} cases[] = {
		{ YICE_D_image_fact_words, 5, 1 },
		{ YICE_D_image_fact_words, 5, -1 },
		{ YICE_D_image_max_clauses, 4, 1 },
		{ YICE_D_image_max_clauses, 4, -1 },
		{ YICE_D_image_max_code, 6, 1 },
		{ YICE_D_image_max_code, 6, -1 },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_buf file;
		size_t at;

		fixture_file(&file);
		at = fixture_offset(&file, YICE_SEC_META) + 4 * cases[i].word;
		fixture_put32(&file, at, yice_load32((const unsigned char *)file.data + at) + (uint32_t)cases[i].by);
		expect(&file, cases[i].id);
		yice_buf_release(&file);
	}
	for (uint32_t slot = 0; slot < A_COUNT; slot++) {
		struct yice_buf file;
		size_t at;

		fixture_file(&file);
		at = fixture_offset(&file, YICE_SEC_ATTRS) + slot * sizeof(struct yice_image_attr) +
		     offsetof(struct yice_image_attr, fact);
		fixture_put32(&file, at, yice_load32((const unsigned char *)file.data + at) + 1);
		expect(&file, YICE_D_image_fact);
		yice_buf_release(&file);
	}
}

/* Bytes of the layout were spoiled above; all other codes of images must have been seen by now. */
static void every_code_of_images_has_been_provoked(void **state)
{
	YICE_UNUSED(state);
	for (uint32_t id = 0; id < YICE_DIAG_COUNT; id++) {
		if (strncmp(yice_diag_code(id), "Y09", 3) != 0)
			continue;
		if (!covered[id])
			fail_msg("not provoked: %s", yice_diag_name(id));
	}
}

/* ---------------------------------------------------------------- what is sound passes */

static void sound_code_passes(void **state)
{
	struct yice_buf file = YICE_BUF_INIT;
	struct yice_image_builder b_, *b = &b_;

	YICE_UNUSED(state);
	yice_image_builder_init(b);
	fixture_fill(b);
	/* Skips threaded to the end of a chain, nested chains, every exception and the deepest stack. */
	RECODE(0, INSN(TEST, 0), INSN(SKIP_NO, 5), INSN(TEST, 1), INSN(AND, 0), INSN(SKIP_NO, 2),
	       INSN(TEST, 2), INSN(AND, 0), INSN(GUARD, 0), INSN(TEST, 0), INSN(EXCEPT, 0), INSN(TEST, 1),
	       INSN(EXCEPT, 1), INSN(TEST, 0), INSN(TEST, 1), INSN(SKIP_YES, 2), INSN(TEST, 2), INSN(OR, 0),
	       INSN(AND, 0), INSN(NOT, 0), INSN(DEMAND, 0), INSN(END, YICE_REQUIRES));
	fixture_finish(b, &file);
	expect(&file, YICE_DIAG_COUNT);
	yice_buf_release(&file);
	yice_image_builder_release(b);
}

static void bodies_may_share_code_and_a_refusal_names_its_place(void **state)
{
	struct yice_buf file = YICE_BUF_INIT, text = YICE_BUF_INIT;
	struct yice_image_builder b_, *b = &b_;
	yice_report *report;
	yice_image *image;
	char *message;

	YICE_UNUSED(state);
	yice_image_builder_init(b);
	fixture_fill(b);
	RECORD(BODIES, body, B_JUDGED)->code = RECORD(BODIES, body, B_REQUIRE)->code;
	RECORD(BODIES, body, B_JUDGED)->code_count = RECORD(BODIES, body, B_REQUIRE)->code_count;
	fixture_finish(b, &file);
	expect(&file, YICE_DIAG_COUNT);
	RECORD(UNITS, unit, 1)->klass = 7;
	fixture_finish(b, &file);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_image_borrow(file.data, file.len, report, &image), YICE_EIMAGE);
	assert_int_equal(yice_report_text(report, "compact", "en", &message), YICE_OK);
	assert_non_null(strstr(message, "units[1].klass: no such value"));
	free(message);
	yice_report_free(report);
	yice_buf_release(&text);
	yice_buf_release(&file);
	yice_image_builder_release(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_must_have_the_layout_of_this_version),
		cmocka_unit_test(every_truncation_is_refused),
		cmocka_unit_test(padding_is_zero_and_nothing_follows),
		cmocka_unit_test(each_rule_refuses_what_breaks_it),
		cmocka_unit_test(sizes_that_follow_from_the_contents_must_be_exact),
		cmocka_unit_test(every_code_of_images_has_been_provoked),
		cmocka_unit_test(sound_code_passes),
		cmocka_unit_test(bodies_may_share_code_and_a_refusal_names_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
