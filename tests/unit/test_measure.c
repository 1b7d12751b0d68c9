/* SPDX-License-Identifier: Apache-2.0 */
/* compiler/measure.c: exact factors, dimensions, and every way a measure can be declared wrongly. */
#include "tests/unit/model.h"

#define BASICS                                                                                               \
	"量纲 质量（mass）单位 kg\n"                                                                 \
	"量纲 长度（length）单位 m\n"                                                                \
	"量纲 年数（years）单位 a\n"                                                                 \
	"量纲 日数（days）单位 d\n"                                                                  \
	"计量 t = 1000 kg\n"                                                                               \
	"计量 吨（tonne）= 1 t\n"                                                                       \
	"计量 m² = 1 m·m\n"                                                                              \
	"计量 m³ = 1 m²·m\n"                                                                            \
	"计量 hm² = 10000 m²\n"                                                                          \
	"计量 亩（mu）= 2000/3 m²\n"                                                                   \
	"计量 mg = 1/1000000 kg\n"                                                                         \
	"计量 % = 1/100\n"

/* The measure of the only attribute of a text. */
static const struct yice_unit_of_measure *measure_of(const struct fixture *f)
{
	assert_int_equal(f->model.attributes.count, 1);
	assert_false(f->model.attributes.items[0].type.bad);
	return &f->model.attributes.items[0].type.measure;
}

static void assert_factor(const char *text, int64_t num, int64_t den)
{
	struct fixture f;
	const struct yice_unit_of_measure *measure;

	fixture_declare(&f, text);
	assert_int_equal(f.diags.errors, 0);
	measure = measure_of(&f);
	assert_true(measure->factor.num == num);
	assert_true(measure->factor.den == den);
	fixture_release(&f);
}

static void factors_are_exact(void **state)
{
	YICE_UNUSED(state);
	assert_factor(BASICS "属性 a：数量 t/a", 1000, 1);
	assert_factor(BASICS "属性 a：数量 亩", 2000, 3);
	assert_factor(BASICS "属性 a：数量 mg/m³", 1, 1000000);
	assert_factor(BASICS "属性 a：数量 %", 1, 100);
	assert_factor(BASICS "属性 a：数量 1", 1, 1);
}

static void measures_may_be_declared_in_any_order(void **state)
{
	YICE_UNUSED(state);
	assert_factor(
	    "属性 x：数量 亿t\n计量 亿t = 10000 万t\n计量 万t = 10000 t\n计量 t = 1000 kg\n量纲 质量 单位 kg",
	    100000000000, 1);
}

static void products_are_spelt_in_both_languages(void **state)
{
	struct fixture f;
	const struct yice_unit_of_measure *measure;

	YICE_UNUSED(state);
	fixture_declare(&f, BASICS "属性 x：数量 吨/亩");
	measure = measure_of(&f);
	assert_string_equal(measure->label.zh, "吨/亩");
	assert_string_equal(measure->label.en, "tonne/mu");
	assert_string_equal(yice_measure_describe(&f.model, measure, YICE_ZH), "质量/长度^2");
	assert_string_equal(yice_measure_describe(&f.model, measure, YICE_EN), "mass/length^2");
	fixture_release(&f);
	fixture_declare(&f, BASICS "属性 x：数量 1/a");
	assert_string_equal(measure_of(&f)->label.zh, "1/a");
	assert_string_equal(yice_measure_describe(&f.model, measure_of(&f), YICE_EN), "1/years");
	fixture_release(&f);
	fixture_declare(&f, BASICS "属性 x：数量 1");
	assert_string_equal(measure_of(&f)->label.zh, "");
	assert_string_equal(yice_measure_describe(&f.model, measure_of(&f), YICE_ZH), "无量纲");
	fixture_release(&f);
}

static void a_day_is_not_a_year(void **state)
{
	struct fixture f;
	const struct yice_attribute *attributes;

	YICE_UNUSED(state);
	fixture_declare(&f, BASICS "属性 x：数量 t/a\n属性 y：数量 t/d\n属性 z：数量 kg/a");
	attributes = f.model.attributes.items;
	assert_false(yice_measure_fits(&attributes[0].type.measure, &attributes[1].type.measure));
	assert_true(yice_measure_fits(&attributes[0].type.measure, &attributes[2].type.measure));
	fixture_release(&f);
}

static void assert_reported(const char *text, enum yice_diag_id id, uint32_t times)
{
	struct fixture f;

	fixture_declare(&f, text);
	if (fixture_count(&f, id) != times)
		fail_msg("%s: %u times %s", text, (unsigned int)fixture_count(&f, id), yice_diag_code(id));
	fixture_release(&f);
}

static void mistakes_in_declarations_are_named(void **state)
{
	YICE_UNUSED(state);
	assert_reported(BASICS "计量 t = 2 kg", YICE_D_duplicate_name, 1);
	assert_reported(BASICS "计量 q = 2 zz", YICE_D_unknown_measure, 1);
	assert_reported(BASICS "计量 p = 2 q\n计量 q = 2 p", YICE_D_measure_cycle, 1);
	assert_reported(BASICS "计量 p = 0 kg", YICE_D_measure_factor, 1);
	assert_reported(BASICS "计量 p = 9000000000000000000 kg\n计量 q = 9 p", YICE_D_measure_range, 1);
	/* One mistake is told once, however many measures rest on it. */
	assert_reported(BASICS "计量 p = 2 zz\n计量 q = 2 p\n计量 r = 2 q", YICE_D_unknown_measure, 1);
}

static void more_dimensions_than_an_image_holds_are_refused(void **state)
{
	char text[1024] = "";

	YICE_UNUSED(state);
	for (int i = 0; i < YICE_DIMS; i++) {
		char line[64] = "量纲 A 单位 ua\n";

		line[strlen("量纲 ")] = (char)('A' + i);
		line[strlen("量纲 A 单位 u")] = (char)('a' + i);
		strcat(text, line);
	}
	assert_reported(text, YICE_D_physical_limit, 0);
	strcat(text, "量纲 多余 单位 zz\n");
	assert_reported(text, YICE_D_physical_limit, 1);
}

static void deep_chains_of_measures_do_not_exhaust_the_stack(void **state)
{
	struct fixture f;
	struct yice_buf text = YICE_BUF_INIT;

	YICE_UNUSED(state);
	for (int i = 0; i < 20000; i++)
		yice_buf_addf(&text, "计量 u%d = 1 u%d\n", i, i + 1);
	yice_buf_adds(&text, "量纲 长度 单位 u20000\n");
	fixture_declare(&f, yice_buf_text(&text));
	assert_true(fixture_count(&f, YICE_D_measure_cycle) >= 1);
	fixture_release(&f);
	yice_buf_release(&text);
}

static void ranges_are_converted_to_the_attribute(void **state)
{
	struct fixture f;
	const struct yice_type *type;

	YICE_UNUSED(state);
	fixture_declare(&f, BASICS "属性 x：数量 亩 范围 -1 亩，1 hm²");
	assert_int_equal(f.diags.errors, 0);
	type = &f.model.attributes.items[0].type;
	assert_true(type->has_min && type->min.num == -1 && type->min.den == 1);
	assert_true(type->has_max && type->max.num == 15 && type->max.den == 1);
	fixture_release(&f);
	assert_reported(BASICS "属性 x：数量 亩 范围 0 t", YICE_D_range_measure, 1);
	assert_reported(BASICS "属性 x：数量 亩 范围 0", YICE_D_range_bare, 1);
	assert_reported(BASICS "属性 x：数量 亩 范围 2 亩，1 亩", YICE_D_range_empty, 1);
	assert_reported(BASICS "属性 x：是否 范围 2 亩", YICE_D_range_of_type, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(factors_are_exact),
		cmocka_unit_test(measures_may_be_declared_in_any_order),
		cmocka_unit_test(products_are_spelt_in_both_languages),
		cmocka_unit_test(a_day_is_not_a_year),
		cmocka_unit_test(mistakes_in_declarations_are_named),
		cmocka_unit_test(more_dimensions_than_an_image_holds_are_refused),
		cmocka_unit_test(deep_chains_of_measures_do_not_exhaust_the_stack),
		cmocka_unit_test(ranges_are_converted_to_the_attribute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
