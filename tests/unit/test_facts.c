/* SPDX-License-Identifier: Apache-2.0 */
/* runtime/facts*.c: what a facts document sets, and that every mistake in one is named. */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "runtime/facts_internal.h"
#include "tests/unit/fixture_image.h"

static struct fixture f;

static int open_fixture(void **state)
{
	YICE_UNUSED(state);
	fixture_open(&f);
	return 0;
}

static int close_fixture(void **state)
{
	YICE_UNUSED(state);
	fixture_close(&f);
	return 0;
}

static uint64_t word(uint32_t slot, uint32_t i)
{
	return f.facts->block[f.image->view.attrs[slot].fact + i];
}

/* Present and absent members of a list of up to 61. */
static void expect_mask(uint32_t slot, uint64_t present, uint64_t absent, uint32_t members)
{
	uint64_t tail = ~UINT64_C(0) << members;

	assert_int_equal(word(slot, 0), present);
	assert_int_equal(word(slot, 1), absent | tail);
}

/* The same of a part of the site, which has three places. */
static void expect_part(uint32_t part, uint64_t present, uint64_t absent)
{
	assert_true(f.facts->parted && part < f.facts->rest->part_count);
	assert_int_equal(f.facts->rest->parts[2 * part], present);
	assert_int_equal(f.facts->rest->parts[2 * part + 1], absent | ~UINT64_C(0) << 3);
}

/* The value of a known quantity or date, whatever its terms. */
static void expect_number(uint32_t slot, int64_t num, int64_t den)
{
	struct yice_ratio expected, value = yice_fact_value(f.facts->block, slot);

	assert_int_equal(yice_ratio_make(num, den, &expected), YICE_OK);
	assert_int_equal(yice_ratio_cmp(value, expected), 0);
}

static void accept(const char *json)
{
	int status = fixture_read(&f, json);
	char *text;

	if (status) {
		assert_int_equal(yice_report_text(f.report, "compact", "en", &text), YICE_OK);
		fail_msg("%s: %s", json, text);
	}
}

/* ---------------------------------------------------------------- what is set */

static void nothing_is_known_of_new_and_cleared_facts(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'建设性质':'新建','民生项目':true},'project':'某项目','as_of':'2024-08-01'}");
	assert_true(yice_facts_known(f.facts, A_NATURE));
	assert_string_equal(yice_facts_project(f.facts), "某项目");
	assert_string_equal(yice_facts_day(f.facts), "2024-08-01");
	accept("{'facts':{'建设性质':null},'project':null}");
	for (uint32_t slot = 0; slot < A_COUNT; slot++) {
		assert_false(yice_facts_known(f.facts, slot));
		assert_string_equal(yice_facts_text(f.facts, slot), "");
	}
	assert_memory_equal(f.facts->block, f.facts->rest->blank, f.image->view.meta->fact_words * 8);
	assert_string_equal(yice_facts_project(f.facts), "");
	assert_string_equal(yice_facts_day(f.facts), "");
}

static void booleans_take_json_and_both_languages(void **state)
{
	static const char *const yes[] = { "true", "'是'", "'yes'" }, *const no[] = { "false", "'否'",
										      "'no'" };
	char json[128];

	YICE_UNUSED(state);
	for (size_t i = 0; i < 3; i++) {
		snprintf(json, sizeof(json), "{'facts':{'livelihood':%s}}", yes[i]);
		accept(json);
		assert_int_equal(word(A_LIVELIHOOD, 0), 1);
		snprintf(json, sizeof(json), "{'facts':{'民生项目':%s}}", no[i]);
		accept(json);
		assert_int_equal(word(A_LIVELIHOOD, 0), 0);
	}
}

static void a_one_of_fact_makes_the_others_absent(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'nature':'renovation'}}");
	expect_mask(A_NATURE, 2, 5, 3);
	assert_string_equal(yice_facts_text(f.facts, A_NATURE), "renovation");
}

static void a_some_of_fact_says_nothing_of_what_is_not_listed(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'工艺':['喷涂']}}");
	expect_mask(A_PROCESSES, 1, 0, 3);
	accept("{'facts':{'工艺':{'has':['喷涂'],'not':['plating']}}}");
	expect_mask(A_PROCESSES, 1, 2, 3);
	accept("{'facts':{'工艺':{'不含':['电镀']}}}");
	expect_mask(A_PROCESSES, 0, 2, 3);
	accept("{'facts':{'工艺':['喷涂','烘干']},'complete':['processes']}");
	expect_mask(A_PROCESSES, 5, 2, 3);
	accept("{'facts':{'工艺':[]},'complete':['工艺']}");
	expect_mask(A_PROCESSES, 0, 7, 3);
	assert_int_equal(f.report->diags.count, 0);
}

static void lists_longer_than_a_word_use_the_next(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'materials':['料68','料03']},'complete':['materials']}");
	assert_int_equal(word(A_MATERIALS, 0), 8);
	assert_int_equal(word(A_MATERIALS, 1), 16);
	assert_int_equal(word(A_MATERIALS, 2), ~UINT64_C(8));
	assert_int_equal(word(A_MATERIALS, 3), ~UINT64_C(16));
}

static void a_code_stands_for_its_subtree(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'行业':'C26'}}");
	assert_int_equal(word(A_INDUSTRY, 0), 1 | UINT64_C(1) << 32);
	assert_int_equal(word(A_INDUSTRY, 1), 1 | UINT64_C(5) << 32);
	accept("{'facts':{'products':['C2611','D']}}");
	assert_int_equal(word(A_PRODUCTS, 0), 2);
	assert_int_equal(word(A_PRODUCTS, 2), 7 | UINT64_C(9) << 32);
	accept("{'facts':{'products':['C2611']},'complete':['products']}");
	assert_int_equal(word(A_PRODUCTS, 0), 1 | UINT64_C(1) << 32);
}

static void quantities_keep_every_digit(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'new_emission.cod':50.00000000000000001}}");
	assert_int_equal(word(A_EMISSION, 0), 2 * 500 + 1); /* just above the tick of 50 */
	expect_number(A_EMISSION, 5000000000000000001, 100000000000000000);
	accept("{'facts':{'新增排放.化学需氧量':'300 kg/a'}}");
	assert_int_equal(word(A_EMISSION, 0), 6);
	assert_string_equal(yice_facts_text(f.facts, A_EMISSION), "300 kg/a");
}

static void dates_are_days(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'建成日期':'1970-01-02'}}");
	assert_int_equal(word(A_BUILT, 0), 2);
	expect_number(A_BUILT, 1, 1);
}

static void evidence_is_kept_beside_the_fact(void **state)
{
	YICE_UNUSED(state);
	accept("{'facts':{'建设性质':'新建'},'evidence':{'nature':'立项文件第 3 页'}}");
	assert_string_equal(yice_facts_evidence(f.facts, A_NATURE), "立项文件第 3 页");
	assert_string_equal(yice_facts_evidence(f.facts, A_PROCESSES), "");
}

static void values_are_shown_in_the_words_of_a_language(void **state)
{
	static const struct {
		uint32_t slot;
		const char *zh, *en;
	} shown[] = {
		{ A_NATURE, "新建", "new" },
		{ A_PROCESSES, "喷涂、烘干（齐全）", "coating, drying (complete)" },
		{ A_INDUSTRY, "C2614 有机", "C2614 有机" },
		{ A_EMISSION, "1.2 t/a", "1.2 t/a" },
		{ A_OFFSET, "2400 kg/a", "2400 kg/a" },
		{ A_RATIO, "2:1", "2:1" },
		{ A_BUILT, "2024-01-01", "2024-01-01" },
		{ A_LIVELIHOOD, "否", "no" },
		{ A_MATERIALS, "", "" },
	};

	YICE_UNUSED(state);
	accept("{'facts':{'建设性质':'新建','工艺':['烘干','喷涂'],'行业':'C2614','新增排放.化学需氧量':1.2,"
	       "'offset.cod':'2400 "
	       "kg/a','替代比例':'2:1','建成日期':'2024-01-01','民生项目':false},'complete':['工艺']}");
	for (size_t i = 0; i < YICE_COUNT(shown); i++) {
		struct yice_buf zh = YICE_BUF_INIT, en = YICE_BUF_INIT;

		yice_facts_show(f.facts, shown[i].slot, YICE_ZH, &zh);
		yice_facts_show(f.facts, shown[i].slot, YICE_EN, &en);
		assert_string_equal(yice_buf_text(&zh), shown[i].zh);
		assert_string_equal(yice_buf_text(&en), shown[i].en);
		yice_buf_release(&zh);
		yice_buf_release(&en);
	}
	assert_string_equal(yice_facts_text(f.facts, A_PROCESSES), "烘干、喷涂");
}

/* ---------------------------------------------------------------- the site */

static void units_say_which_places_a_site_is_in(void **state)
{
	YICE_UNUSED(state);
	accept("{'site':{'unit':'" FIXTURE_UNIT "'}}");
	expect_mask(A_SITE, 4, 0, 3);
	accept("{'site':{'unit':'" FIXTURE_OTHER_UNIT "'}}");
	expect_mask(A_SITE, 0, 1, 3);
	assert_true(yice_facts_known(f.facts, A_SITE));
	/* Across both: wholly in the park in one, of which the other says nothing; outside of the zone there. */
	accept("{'site':{'unit':['" FIXTURE_UNIT "','" FIXTURE_OTHER_UNIT "'],'scope':'440606'}}");
	expect_mask(A_SITE, 5, 5, 3);
	assert_int_equal(yice_facts_told(f.facts).part_count, 2);
	expect_part(0, 4, 0);
	expect_part(1, 0, 1);
	assert_int_equal(f.facts->unit_count, 2);
	assert_int_equal(f.facts->scope, 1);
	accept("{'site':{'scope':'500000'}}");
	assert_int_equal(f.facts->scope, 2);
	assert_int_equal(f.facts->unit_count, 0);
}

static void stated_places_join_those_of_the_unit(void **state)
{
	YICE_UNUSED(state);
	accept("{'site':{'unit':'" FIXTURE_OTHER_UNIT
	       "'},'facts':{'场址':{'has':['source_one'],'not':['园区甲']}}}");
	expect_mask(A_SITE, 2, 5, 3);
	accept("{'site':{'unit':'" FIXTURE_UNIT "'},'facts':{'场址':['大气敏感区']},'complete':['场址']}");
	expect_mask(A_SITE, 5, 2, 3);
	accept("{'site':{'unit':'" FIXTURE_UNIT "'},'facts':{'site':[]},'complete':['site']}");
	expect_mask(A_SITE, 4, 3, 3);
}

#define BOTH_UNITS "'site':{'unit':['" FIXTURE_UNIT "','" FIXTURE_OTHER_UNIT "']}"

/* What is stated is of every part that its unit does not put elsewhere. */
static void stated_places_join_those_of_each_unit(void **state)
{
	YICE_UNUSED(state);
	accept("{" BOTH_UNITS ",'facts':{'场址':['大气敏感区']}}");
	assert_int_equal(yice_facts_told(f.facts).part_count, 2);
	expect_part(0, 5, 0);
	expect_part(1, 0, 1);
	accept("{" BOTH_UNITS ",'facts':{'场址':{'not':['大气敏感区','source_one']}}}");
	expect_part(0, 4, 3);
	expect_part(1, 0, 3);
	expect_mask(A_SITE, 4, 7, 3);
	accept("{" BOTH_UNITS ",'facts':{'场址':[]},'complete':['场址']}");
	expect_part(0, 4, 3);
	expect_part(1, 0, 7);
	accept("{" BOTH_UNITS ",'facts':{'场址':['园区甲']},'complete':['场址']}");
	assert_int_equal(yice_facts_told(f.facts).part_count, 0); /* they say the same */
	expect_mask(A_SITE, 4, 3, 3);
	assert_int_equal(fixture_read(&f, "{" BOTH_UNITS ",'facts':{'场址':{'not':['园区甲']}}}"), YICE_EDIAG);
	assert_true(fixture_said(&f, YICE_D_facts_inside));
	assert_int_equal(yice_facts_told(f.facts).part_count, 0);
}

/* Hands out a survey text for "plot.txt", GeoJSON for "plot.json", and nothing else. */
static int open_plot(void *context, const char *name, char **bytes, size_t *len)
{
	const char *text = !strcmp(name, "plot.json") ? "{\"type\":\"Point\",\"coordinates\":[113.2,22.9]}"
						      : "[属性描述]\n坐标系=CGCS2000\n[地块坐标]\n1,,,井,点,,,,@\n"
							"1,1,2536000,38423000\n";

	YICE_UNUSED(context);
	if (strcmp(name, "plot.json") && strcmp(name, "plot.txt"))
		return YICE_EIO;
	*len = strlen(text);
	*bytes = malloc(*len + 1);
	if (!*bytes)
		return YICE_ENOMEM;
	memcpy(*bytes, text, *len + 1);
	return YICE_OK;
}

static void a_geometry_is_the_site_and_is_forgotten_with_it(void **state)
{
	YICE_UNUSED(state);
	accept("{'site':{'point':'113.2,22.9','crs':'CGCS2000'}}");
	assert_true(f.facts->located);
	assert_int_equal(f.facts->rest->shape.kind, YICE_SHAPE_POINTS);
	assert_true(f.facts->rest->shape.points[0].lon == INT64_C(113200000000));
	accept("{'site':{'route':['113.2,22.9','113.3,22.9'],'crs':'CGCS2000','unit':'" FIXTURE_UNIT "'}}");
	assert_int_equal(f.facts->rest->shape.kind, YICE_SHAPE_LINES);
	accept("{'site':{'geojson':null,'point':null}}");
	assert_false(f.facts->located);
	accept("{'facts':{}}");
	assert_false(f.facts->located);
}

static void files_are_read_by_who_owns_the_facts(void **state)
{
	YICE_UNUSED(state);
	assert_int_equal(fixture_read(&f, "{'site':{'txt':'plot.txt'}}"), YICE_EDIAG);
	yice_facts_set_open(f.facts, open_plot, NULL);
	accept("{'site':{'txt':'plot.txt'}}");
	assert_true(f.facts->located);
	accept("{'site':{'geojson':'plot.json'}}");
	assert_true(f.facts->located);
	assert_int_equal(fixture_read(&f, "{'site':{'txt':'other.txt'}}"), YICE_EDIAG);
	assert_false(f.facts->located);
	yice_facts_set_open(f.facts, NULL, NULL);
}

/* ---------------------------------------------------------------- mistakes */

static const struct {
	enum yice_diag_id id;
	const char *json;
} mistakes[] = {
#define M(name, json)                                                                                        \
	{                                                                                                    \
		YICE_D_##name, json                                                                          \
	}
	M(json_number, "{'facts':{'新增排放.化学需氧量':1.}}"),
	M(json_duplicate, "{'facts':{'工艺':['喷涂'],'工艺':['电镀']}}"),
	M(json_end, "{'facts':"),
	M(json_depth, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
	M(facts_kind, "[]"),
	M(facts_kind, "{'site':'" FIXTURE_UNIT "'}"),
	M(facts_kind, "{'site':{'unit':3}}"),
	M(facts_kind, "{'site':{'unit':[3]}}"),
	M(facts_kind, "{'site':{'scope':440606}}"),
	M(facts_kind, "{'facts':[]}"),
	M(facts_kind, "{'complete':'工艺'}"),
	M(facts_kind, "{'complete':[1]}"),
	M(facts_kind, "{'evidence':[]}"),
	M(facts_kind, "{'facts':{'工艺':['喷涂']},'evidence':{'工艺':1}}"),
	M(facts_kind, "{'project':1}"),
	M(facts_kind, "{'as_of':20240701}"),
	M(facts_kind, "{'facts':{'民生项目':'也许'}}"),
	M(facts_kind, "{'facts':{'民生项目':1}}"),
	M(facts_kind, "{'facts':{'建设性质':['新建']}}"),
	M(facts_kind, "{'facts':{'行业':2614}}"),
	M(facts_kind, "{'facts':{'工艺':'喷涂'}}"),
	M(facts_kind, "{'facts':{'工艺':[1]}}"),
	M(facts_kind, "{'facts':{'工艺':{'has':'喷涂'}}}"),
	M(facts_kind, "{'facts':{'新增排放.化学需氧量':true}}"),
	M(facts_kind, "{'facts':{'建成日期':20240101}}"),
	M(facts_key, "{'fact':{}}"),
	M(site_forms, "{'site':{'point':'113.2,22.9','dms':'113.2,22.9','crs':'CGCS2000'}}"),
	M(site_file, "{'site':{'txt':'a.txt'}}"),
	M(site_file, "{'site':{'geojson':'a.json'}}"),
	M(facts_kind, "{'site':{'txt':1}}"),
	M(facts_kind, "{'site':{'survey':['a']}}"),
	M(facts_kind, "{'site':{'point':[113,22]}}"),
	M(facts_kind, "{'site':{'route':['113.2,22.9'],'crs':'CGCS2000'}}"),
	M(facts_kind, "{'site':{'route':['113.2,22.9',1],'crs':'CGCS2000'}}"),
	M(facts_kind, "{'site':{'point':'113.2,22.9','crs':4490}}"),
	M(crs_missing, "{'site':{'point':'113.2,22.9'}}"),
	M(facts_key, "{'site':{'units':'" FIXTURE_UNIT "'}}"),
	M(facts_key, "{'facts':{'工艺':{'have':['喷涂']}}}"),
	M(facts_attribute, "{'facts':{'建设性职':'新建'}}"),
	M(facts_attribute, "{'facts':{'没有的':null}}"),
	M(facts_attribute, "{'complete':['没有的']}"),
	M(facts_attribute, "{'evidence':{'没有的':''}}"),
	M(facts_member, "{'facts':{'建设性质':'新增'}}"),
	M(facts_member, "{'facts':{'工艺':['喷塗']}}"),
	M(facts_member, "{'facts':{'行业':'C2699'}}"),
	M(facts_member, "{'facts':{'产品行业':['X']}}"),
	M(facts_member, "{'facts':{'场址':['园区乙']}}"),
	M(facts_twice, "{'facts':{'工艺':['喷涂'],'processes':['喷涂']}}"),
	M(facts_twice, "{'facts':{'新增排放.化学需氧量':1,'new_emission.cod':1}}"),
	M(facts_twice, "{'facts':{'工艺':['喷涂']},'evidence':{'工艺':'a','processes':'b'}}"),
	M(facts_number, "{'facts':{'新增排放.化学需氧量':'很多'}}"),
	M(facts_number, "{'facts':{'新增排放.化学需氧量':'1,200 t/a'}}"),
	M(facts_number, "{'facts':{'新增排放.化学需氧量':'10-20 t/a'}}"),
	M(facts_number, "{'facts':{'新增排放.化学需氧量':'2/3 t/a'}}"),
	M(facts_measure, "{'facts':{'新增排放.化学需氧量':'1 吨/a'}}"),
	M(facts_dimension, "{'facts':{'新增排放.化学需氧量':'1 t/d'}}"),
	M(facts_exact, "{'facts':{'新增排放.化学需氧量':1e-30}}"),
	M(facts_exact, "{'facts':{'新增排放.化学需氧量':123456789012345678901234567890}}"),
	M(facts_below, "{'facts':{'替代比例':-0.0000001}}"),
	M(facts_above, "{'facts':{'替代比例':'10.0000001'}}"),
	M(facts_date, "{'facts':{'建成日期':'2023-02-29'}}"),
	M(facts_date, "{'as_of':'2024-7-1'}"),
	M(facts_both, "{'facts':{'工艺':{'has':['喷涂'],'not':['coating']}}}"),
	M(facts_complete_kind, "{'facts':{'建设性质':'新建'},'complete':['建设性质']}"),
	M(facts_complete_nothing, "{'complete':['工艺']}"),
	M(facts_complete_nothing, "{'facts':{'工艺':null},'complete':['工艺']}"),
	M(facts_complete_nothing, "{'site':{'unit':'" FIXTURE_UNIT "'},'complete':['site']}"),
	M(facts_unit, "{'site':{'unit':'ZH44060620005'}}"),
	M(facts_scope, "{'site':{'scope':'44060'}}"),
	M(facts_scope_unit, "{'site':{'scope':'500000','unit':'" FIXTURE_UNIT "'}}"),
	M(facts_outside, "{'site':{'unit':'" FIXTURE_OTHER_UNIT "'},'facts':{'场址':['air_sensitive']}}"),
	M(facts_inside, "{'facts':{'场址':{'not':['园区甲']}},'site':{'unit':'" FIXTURE_UNIT "'}}"),
	M(facts_codes, "{'facts':{'产品行业':['C','C26','C261','C2611','C2614','C27','C2710','D','D44']}}"),
	M(facts_codes_not, "{'facts':{'产品行业':{'not':['C26']}}}"),
#undef M
};

static void every_mistake_is_named_and_nothing_is_kept(void **state)
{
	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(mistakes); i++) {
		int status = fixture_read(&f, mistakes[i].json);

		if (status != YICE_EDIAG || !fixture_said(&f, mistakes[i].id))
			fail_msg("%s: not %s", mistakes[i].json, yice_diag_name(mistakes[i].id));
		if (f.report->diags.errors != 1)
			fail_msg("%s: %u errors", mistakes[i].json, f.report->diags.errors);
		assert_memory_equal(f.facts->block, f.facts->rest->blank, f.image->view.meta->fact_words * 8);
		assert_int_equal(f.facts->unit_count, 0);
	}
}

static void what_says_nothing_or_twice_the_same_is_warned_of(void **state)
{
	static const struct {
		enum yice_diag_id id;
		const char *json;
	} warnings[] = {
		{ YICE_D_facts_repeat, "{'facts':{'工艺':['喷涂','coating']}}" },
		{ YICE_D_facts_repeat, "{'facts':{'产品行业':['C26','C26']}}" },
		{ YICE_D_facts_repeat, "{'site':{'unit':['" FIXTURE_UNIT "','" FIXTURE_UNIT "']}}" },
		{ YICE_D_facts_repeat, "{'facts':{'工艺':['喷涂']},'complete':['工艺','processes']}" },
		{ YICE_D_facts_empty, "{'facts':{'工艺':[]}}" },
		{ YICE_D_facts_evidence, "{'evidence':{'工艺':'第 1 页'}}" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(warnings); i++) {
		accept(warnings[i].json);
		assert_int_equal(f.report->diags.warnings, 1);
		assert_true(fixture_said(&f, warnings[i].id));
	}
}

static void many_mistakes_are_named_at_once_and_at_their_places(void **state)
{
	char *text;

	YICE_UNUSED(state);
	assert_int_equal(
	    fixture_read(
		&f,
		"{\n 'facts': {\n  '建设性质': '新',\n  '民生': true,\n  '替代比例': 11\n },\n 'sit': 1,\n 'facts': {}\n}"),
	    YICE_EDIAG);
	assert_int_equal(f.report->diags.errors, 5);
	yice_diags_sort(&f.report->diags);
	assert_int_equal(yice_report_text(f.report, "compact", "en", &text), YICE_OK);
	assert_non_null(strstr(text, "facts.json:3:"));
	assert_non_null(strstr(text, "facts.json:4:"));
	assert_non_null(strstr(text, "facts.json:5:"));
	assert_non_null(strstr(text, "facts.json:7:"));
	assert_non_null(strstr(text, "facts.json:8:"));
	free(text);
}

static void near_names_are_suggested(void **state)
{
	static const char *const cases[][2] = {
		{ "{'facts':{'建设性制':'新建'}}", "建设性质" },
		{ "{'facts':{'nature':'expantion'}}", "expansion" },
		{ "{'facts':{'行业':'C2641'}}", "C261" },
		{ "{'site':{'unit':'ZH44060620014'}}", FIXTURE_UNIT },
		{ "{'facts':{'新增排放.化学需氧量':'1 hm2/a'}}", "hm²" },
		{ "{'fact':{}}", "facts" },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		const struct yice_diag *diag;

		assert_int_equal(fixture_read(&f, cases[i][0]), YICE_EDIAG);
		diag = f.report->diags.items[0];
		assert_non_null(diag->helps);
		assert_string_equal(diag->helps->args[0], cases[i][1]);
	}
}

/* ---------------------------------------------------------------- setting by name */

static int set(const char *name, const char *value, int complete)
{
	yice_report_free(f.report);
	assert_int_equal(yice_report_new(&f.report), YICE_OK);
	return yice_facts_set(f.facts, name, value, complete, f.report);
}

static void facts_are_set_from_text_one_by_one(void **state)
{
	YICE_UNUSED(state);
	yice_facts_clear(f.facts);
	assert_int_equal(set("建设性质", "扩建", 0), YICE_OK);
	expect_mask(A_NATURE, 4, 3, 3);
	assert_int_equal(set("建设性质", "新建", 0), YICE_OK);
	expect_mask(A_NATURE, 1, 6, 3);
	assert_int_equal(set("工艺", "喷涂、 烘干", 1), YICE_OK);
	expect_mask(A_PROCESSES, 5, 2, 3);
	assert_int_equal(set("工艺", "喷涂,电镀", 0), YICE_OK);
	expect_mask(A_PROCESSES, 3, 0, 3);
	assert_int_equal(set("工艺", "", 1), YICE_OK);
	expect_mask(A_PROCESSES, 0, 7, 3);
	assert_int_equal(set("livelihood", "true", 0), YICE_OK);
	assert_int_equal(word(A_LIVELIHOOD, 0), 1);
	assert_int_equal(set("new_emission.cod", "0.3 t/a", 0), YICE_OK);
	assert_int_equal(word(A_EMISSION, 0), 6);
	assert_int_equal(set("built", "1970-01-02", 0), YICE_OK);
	assert_int_equal(word(A_BUILT, 0), 2);
	assert_int_equal(set("industry", "C26", 0), YICE_OK);
	assert_int_equal(word(A_INDUSTRY, 1), 1 | UINT64_C(5) << 32);
}

static void a_mistake_in_setting_leaves_the_fact_unknown(void **state)
{
	YICE_UNUSED(state);
	yice_facts_clear(f.facts);
	assert_int_equal(set("建设性质", "新建", 0), YICE_OK);
	assert_int_equal(set("建设性质", "新增", 0), YICE_EDIAG);
	assert_false(yice_facts_known(f.facts, A_NATURE));
	assert_int_equal(set("建设性质", "新建", 1), YICE_EDIAG);
	assert_true(fixture_said(&f, YICE_D_facts_complete_kind));
	assert_int_equal(set("没有的", "1", 0), YICE_ENOTFOUND);
	assert_int_equal(yice_facts_set(f.facts, "建设性质", "新增", 0, NULL), YICE_EDIAG);
	assert_int_equal(yice_facts_set(f.facts, "没有的", "新增", 0, NULL), YICE_ENOTFOUND);
}

static void units_are_set_once_and_contradictions_are_refused(void **state)
{
	YICE_UNUSED(state);
	yice_facts_clear(f.facts);
	assert_int_equal(yice_facts_set_unit(f.facts, FIXTURE_OTHER_UNIT), YICE_OK);
	assert_int_equal(yice_facts_set_unit(f.facts, FIXTURE_OTHER_UNIT), YICE_OK);
	assert_int_equal(f.facts->unit_count, 1);
	assert_int_equal(yice_facts_set_unit(f.facts, "ZH"), YICE_ENOTFOUND);
	expect_mask(A_SITE, 0, 1, 3);
	assert_int_equal(set("场址", "园区甲", 1), YICE_OK);
	expect_mask(A_SITE, 4, 3, 3);
	assert_int_equal(set("场址", "大气敏感区", 0), YICE_EDIAG);
	assert_true(fixture_said(&f, YICE_D_facts_outside));
	expect_mask(A_SITE, 0, 1, 3);
}

/* ---------------------------------------------------------------- many at once */

/* Whatever is written to one, to its last word, changes none beside it. */
static void facts_made_together_are_apart(void **state)
{
	size_t words = f.image->view.meta->fact_words, slots = f.image->view.count[YICE_SEC_ATTRS];
	yice_facts *many[5], *own = f.facts;

	YICE_UNUSED(state);
	assert_int_equal(yice_facts_new_many(f.image, 5, many), YICE_OK);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal((uintptr_t)many[i] % 64, 0);
		if (i % 2 == 0)
			continue;
		memset(many[i]->block, 0x5a, words * sizeof(*many[i]->block));
		memset(many[i]->block + many[i]->exact, 0x5a, 2 * slots * sizeof(*many[i]->block));
	}
	f.facts = many[2];
	accept("{'site':{'unit':'" FIXTURE_UNIT "'},'facts':{'替代比例':2.5},'project':'某项目','as_of':'2024-08-01'}");
	expect_number(A_RATIO, 5, 2);
	f.facts = own;
	assert_string_equal(yice_facts_project(many[2]), "某项目");
	assert_int_equal(many[2]->unit_count, 1);
	for (size_t i = 0; i < 5; i += 4) {
		assert_memory_equal(many[i]->block, many[i]->rest->blank, f.image->view.meta->fact_words * 8);
		assert_string_equal(yice_facts_day(many[i]), "");
		assert_int_equal(many[i]->unit_count, 0);
	}
	yice_facts_free_many(many, 5);
	assert_int_equal(yice_facts_new_many(f.image, 0, many), YICE_OK);
	yice_facts_free_many(many, 0);
}

static void units_beyond_a_few_are_kept_in_their_order(void **state)
{
	uint32_t count = YICE_FACTS_FEW;

	YICE_UNUSED(state);
	yice_facts_clear(f.facts);
	for (uint32_t i = 0; i < YICE_SITE_UNITS; i++) {
		assert_true(yice_facts_unit_room(f.facts, i + 1));
		f.facts->units[f.facts->unit_count++] = 1000 + i;
	}
	for (uint32_t i = 0; i < YICE_SITE_UNITS; i++)
		assert_int_equal(f.facts->units[i], 1000 + i);
	assert_true(yice_facts_unit_room(f.facts, YICE_SITE_UNITS + 1));
	f.facts->units[YICE_SITE_UNITS] = 7;
	assert_int_equal(f.facts->units[YICE_SITE_UNITS - 1], 1000 + YICE_SITE_UNITS - 1);
	f.facts->unit_count = count;
	assert_true(yice_facts_unit_room(f.facts, count));
	assert_ptr_equal(f.facts->units, f.facts->few);
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal(f.facts->units[i], 1000 + i);
	yice_facts_clear(f.facts);
}

/* ---------------------------------------------------------------- whatever the bytes */

static void no_document_breaks_the_reader(void **state)
{
	static const char sound[] =
	    "{\"site\":{\"unit\":[\"" FIXTURE_UNIT
	    "\"]},\"facts\":{\"建设性质\":\"新建\",\"工艺\":{\"has\":[\"喷涂\"]},"
	    "\"行业\":\"C26\",\"新增排放.化学需氧量\":\"1.2 "
	    "t/a\",\"替代比例\":2.5,\"建成日期\":\"2024-01-01\","
	    "\"民生项目\":false,\"场址\":[\"园区甲\"],\"产品行业\":[\"C26\"]},\"complete\":[\"工艺\"]}";
	uint64_t random = 7;
	char copy[sizeof(sound)];

	YICE_UNUSED(state);
	for (int i = 0; i < 20000; i++) {
		size_t len = sizeof(sound) - 1;
		int status;

		memcpy(copy, sound, sizeof(sound));
		for (uint64_t n = unit_random(&random) % 4; n; n--)
			copy[unit_random(&random) % len] ^= (char)(1 << unit_random(&random) % 8);
		if (unit_random(&random) % 8 == 0)
			len = unit_random(&random) % len;
		yice_report_free(f.report);
		assert_int_equal(yice_report_new(&f.report), YICE_OK);
		status = yice_facts_read(f.facts, "f", copy, len, f.report);
		assert_true(status == YICE_OK || status == YICE_EDIAG);
		assert_int_equal(status == YICE_OK, f.report->diags.errors == 0);
		assert_int_equal(yice_run_decide(f.run, f.facts, NULL), YICE_OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_known_of_new_and_cleared_facts),
		cmocka_unit_test(booleans_take_json_and_both_languages),
		cmocka_unit_test(a_one_of_fact_makes_the_others_absent),
		cmocka_unit_test(a_some_of_fact_says_nothing_of_what_is_not_listed),
		cmocka_unit_test(lists_longer_than_a_word_use_the_next),
		cmocka_unit_test(a_code_stands_for_its_subtree),
		cmocka_unit_test(quantities_keep_every_digit),
		cmocka_unit_test(dates_are_days),
		cmocka_unit_test(evidence_is_kept_beside_the_fact),
		cmocka_unit_test(values_are_shown_in_the_words_of_a_language),
		cmocka_unit_test(units_say_which_places_a_site_is_in),
		cmocka_unit_test(stated_places_join_those_of_the_unit),
		cmocka_unit_test(stated_places_join_those_of_each_unit),
		cmocka_unit_test(a_geometry_is_the_site_and_is_forgotten_with_it),
		cmocka_unit_test(files_are_read_by_who_owns_the_facts),
		cmocka_unit_test(every_mistake_is_named_and_nothing_is_kept),
		cmocka_unit_test(what_says_nothing_or_twice_the_same_is_warned_of),
		cmocka_unit_test(many_mistakes_are_named_at_once_and_at_their_places),
		cmocka_unit_test(near_names_are_suggested),
		cmocka_unit_test(facts_are_set_from_text_one_by_one),
		cmocka_unit_test(a_mistake_in_setting_leaves_the_fact_unknown),
		cmocka_unit_test(units_are_set_once_and_contradictions_are_refused),
		cmocka_unit_test(facts_made_together_are_apart),
		cmocka_unit_test(units_beyond_a_few_are_kept_in_their_order),
		cmocka_unit_test(no_document_breaks_the_reader),
	};

	return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
