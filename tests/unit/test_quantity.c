/* SPDX-License-Identifier: Apache-2.0 */
/* runtime/quantity.c: numbers with measures, full-width forms, exact conversion. */
#include "tests/unit/unit.h"

#include "tests/unit/fixture_image.h"

#include "runtime/quantity.h"

static struct fixture fixture;

static int open_fixture(void **state)
{
	YICE_UNUSED(state);
	fixture_open(&fixture);
	return 0;
}

static int close_fixture(void **state)
{
	YICE_UNUSED(state);
	fixture_close(&fixture);
	return 0;
}

/* The text in the measure of an attribute is num/den. */
static void expect(const char *text, uint32_t slot, int64_t num, int64_t den)
{
	const struct yice_view *view = &fixture.image->view;
	struct yice_quantity quantity;
	struct yice_ratio value = { 0, 0 };

	if (yice_quantity_parse(view, text, strlen(text), &quantity) ||
	    yice_quantity_in(view, &quantity, slot, &value) || value.num != num || value.den != den)
		fail_msg("%s: %lld/%lld", text, (long long)value.num, (long long)value.den);
}

/* The text is refused with a status, by parsing or by conversion. */
static void refuse(const char *text, uint32_t slot, int status)
{
	const struct yice_view *view = &fixture.image->view;
	struct yice_quantity quantity;
	struct yice_ratio value;
	int got = yice_quantity_parse(view, text, strlen(text), &quantity);

	if (!got)
		got = yice_quantity_in(view, &quantity, slot, &value);
	if (got != status)
		fail_msg("%s: %s instead of %s", text, yice_status_name(got), yice_status_name(status));
}

static void a_bare_number_is_in_the_attributes_own_measure(void **state)
{
	YICE_UNUSED(state);
	expect("1.2", A_EMISSION, 6, 5);
	expect(" 12 ", A_EMISSION, 12, 1);
	expect("-0.5", A_EMISSION, -1, 2);
	expect("1e3", A_EMISSION, 1000, 1);
	expect("1.5E-3", A_EMISSION, 3, 2000);
	expect("0.30000000000000000", A_EMISSION, 3, 10);
}

static void measures_of_one_dimension_are_converted_exactly(void **state)
{
	YICE_UNUSED(state);
	expect("1.2 t/a", A_EMISSION, 6, 5);
	expect("1.2t/a", A_EMISSION, 6, 5);
	expect("1200 kg/a", A_EMISSION, 6, 5);
	expect("1 tonne / a", A_EMISSION, 1, 1);
	expect("100 g/a", A_EMISSION, 1, 10000);
}

static void products_and_quotients_are_read_from_left_to_right(void **state)
{
	const struct yice_view *view = &fixture.image->view;
	struct yice_quantity quantity;

	YICE_UNUSED(state);
	assert_int_equal(yice_quantity_parse(view, "6 亩/m·m", strlen("6 亩/m·m"), &quantity), YICE_OK);
	assert_int_equal(quantity.dims[1], 2); /* m²/m·m: only the measure after / divides */
	assert_int_equal(quantity.factor.num, 2000);
	assert_int_equal(quantity.factor.den, 3);
	assert_true(quantity.measured);
	assert_int_equal(yice_quantity_parse(view, "3 1/a", 5, &quantity), YICE_OK);
	assert_int_equal(quantity.dims[2], -1);
	assert_int_equal(yice_quantity_parse(view, "70 dB(A)", 8, &quantity), YICE_OK);
	assert_int_equal(quantity.dims[15], 1);
}

static void ratios_and_percentages_are_numbers_without_dimension(void **state)
{
	YICE_UNUSED(state);
	expect("2:1", A_RATIO, 2, 1);
	expect("1:1.5", A_RATIO, 2, 3);
	expect("30%", A_RATIO, 3, 10);
	expect("30 %", A_RATIO, 3, 10);
	refuse("2:1", A_EMISSION, YICE_ENOTFOUND);
	refuse("30%", A_EMISSION, YICE_ENOTFOUND);
}

static void full_width_forms_mean_the_same(void **state)
{
	YICE_UNUSED(state);
	expect("１．２　ｔ／ａ", A_EMISSION, 6, 5);
	expect("２：１", A_RATIO, 2, 1);
	expect("２∶１", A_RATIO, 2, 1);
	expect("３０％", A_RATIO, 3, 10);
	expect("－１", A_EMISSION, -1, 1);
	expect("−1", A_EMISSION, -1, 1);
}

static void other_dimensions_are_refused_and_never_guessed(void **state)
{
	YICE_UNUSED(state);
	refuse("1 t/d", A_EMISSION, YICE_ENOTFOUND);
	refuse("1 t", A_EMISSION, YICE_ENOTFOUND);
	refuse("1 亩", A_EMISSION, YICE_ENOTFOUND);
	refuse("1 t/a", A_RATIO, YICE_ENOTFOUND);
}

static void unknown_measures_are_named(void **state)
{
	const struct yice_view *view = &fixture.image->view;
	struct yice_quantity quantity;
	char text[256] = "1 ";

	YICE_UNUSED(state);
	assert_int_equal(yice_quantity_parse(view, "1 千克/a", strlen("1 千克/a"), &quantity),
			 YICE_ENOTFOUND);
	assert_string_equal(quantity.unknown, "千克");
	assert_int_equal(yice_quantity_parse(view, "1 t/", 4, &quantity), YICE_ENOTFOUND);
	assert_string_equal(quantity.unknown, "");
	assert_int_equal(yice_quantity_parse(view, "1 t/ad", 6, &quantity), YICE_ENOTFOUND);
	assert_string_equal(quantity.unknown, "ad");
	for (int i = 0; i < 40; i++)
		strcat(text, "吨");
	assert_int_equal(yice_quantity_parse(view, text, strlen(text), &quantity), YICE_ENOTFOUND);
	assert_int_equal(strlen(quantity.unknown), 63); /* whole characters */
}

static void what_is_no_number_is_malformed(void **state)
{
	YICE_UNUSED(state);
	refuse("", A_EMISSION, YICE_ESYNTAX);
	refuse("   ", A_EMISSION, YICE_ESYNTAX);
	refuse("约1", A_EMISSION, YICE_ESYNTAX);
	refuse("t/a", A_EMISSION, YICE_ESYNTAX);
	refuse("1.", A_EMISSION, YICE_ESYNTAX);
	refuse(".5", A_EMISSION, YICE_ESYNTAX);
	refuse("2:", A_RATIO, YICE_ESYNTAX);
	refuse("2:1 t", A_RATIO, YICE_ESYNTAX);
	refuse("--1", A_EMISSION, YICE_ESYNTAX);
	refuse("\xff", A_EMISSION, YICE_ESYNTAX);
}

static void what_does_not_fit_exactly_is_refused(void **state)
{
	YICE_UNUSED(state);
	expect("9223372036854775807", A_EMISSION, INT64_MAX, 1);
	refuse("9223372036854775808", A_EMISSION, YICE_ERANGE);
	refuse("0.00000000000000000001", A_EMISSION, YICE_ERANGE);
	refuse("1e400", A_EMISSION, YICE_ERANGE);
	refuse("2 大·大", A_RATIO, YICE_ERANGE);
	refuse("1:0", A_RATIO, YICE_ERANGE);
}

/* No text, however long, makes an exponent overflow. */
static void endless_products_are_refused(void **state)
{
	const struct yice_view *view = &fixture.image->view;
	struct yice_buf text = YICE_BUF_INIT;
	struct yice_quantity quantity;

	YICE_UNUSED(state);
	yice_buf_adds(&text, "1 m");
	for (int i = 0; i < 20000; i++)
		yice_buf_adds(&text, "·m");
	assert_int_equal(yice_quantity_parse(view, text.data, text.len, &quantity), YICE_ERANGE);
	yice_buf_release(&text);
}

static void no_text_breaks_the_reader(void **state)
{
	static const char alphabet[] = "0123.:/%-+eE tamg\xc2\xb7\xef\xbc\x91 ";
	const struct yice_view *view = &fixture.image->view;
	uint64_t random = 42;

	YICE_UNUSED(state);
	for (int i = 0; i < 50000; i++) {
		struct yice_quantity quantity;
		char text[16];
		size_t len = unit_random(&random) % sizeof(text);

		for (size_t at = 0; at < len; at++)
			text[at] = alphabet[unit_random(&random) % (sizeof(alphabet) - 1)];
		if (yice_quantity_parse(view, text, len, &quantity) == YICE_OK)
			assert_true(quantity.value.den > 0 && quantity.factor.num > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bare_number_is_in_the_attributes_own_measure),
		cmocka_unit_test(measures_of_one_dimension_are_converted_exactly),
		cmocka_unit_test(products_and_quotients_are_read_from_left_to_right),
		cmocka_unit_test(ratios_and_percentages_are_numbers_without_dimension),
		cmocka_unit_test(full_width_forms_mean_the_same),
		cmocka_unit_test(other_dimensions_are_refused_and_never_guessed),
		cmocka_unit_test(unknown_measures_are_named),
		cmocka_unit_test(what_is_no_number_is_malformed),
		cmocka_unit_test(what_does_not_fit_exactly_is_refused),
		cmocka_unit_test(endless_products_are_refused),
		cmocka_unit_test(no_text_breaks_the_reader),
	};

	return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
