/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts that are set one by one against what is there already: units against
 * a scope, places and coordinates, facts against what layers measure, what they
 * measure against the limits of the rules. Through the public interface, from
 * files; what is refused changes nothing.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "runtime/facts.h"
#include "runtime/locate.h"
#include "yice/compile.h"
#include "yice/eval.h"

static struct {
	char folder[32], rules[64], units[64], park[64];
	void *bytes;
	yice_image *image;
	yice_facts *facts;
	yice_report *report;
} w;

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

#define SQUARE(w, e) "[[[" w ",22.9],[" e ",22.9],[" e ",23],[" w ",23],[" w ",22.9]]]"
#define FEATURE(code, ring) "{\"type\":\"Feature\",\"properties\":{\"code\":\"" code "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" ring "}}"
#define LIST(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

static void write_rules(const char *condition)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_buf_addf(&text,
		      "量纲 长度（length）单位 m\n行政区 440600 佛山市\n行政区 440606 顺德区 上级 440600\n行政区 440604 禅城区 上级 440600\n"
		      "计量 mm = 1/1000 m\n园区 甲园\n分区 乙区 要素 大气\n分区 丙区 要素 大气\n属性 场址：多项 区划\n"
		      "属性 距离.{区划}：数量 m\n属性 户数：数量 m\n"
		      "图形 单元 数据 \"units.geojson\"\n图形 甲园 数据 \"park.geojson\"\n"
		      "清单 440606 \"示例\" 施行 2024-01-01 起 示例\n单元 ZH44060620001 \"西\" 重点管控 要素 乙区\n"
		      "1-1 摘要 \"甲\" 当 %s 禁止\n单元 ZH44060620002 \"东\" 重点管控 要素 丙区\n"
		      "1-1 摘要 \"乙\" 当 场址 位于 乙区 禁止\n", condition);
	write_file(w.rules, yice_buf_text(&text));
	yice_buf_release(&text);
}

static void build(const char *condition)
{
	const char *path = w.rules;
	size_t len;

	write_rules(condition);
	assert_int_equal(yice_report_new(&w.report), YICE_OK);
	if (yice_build(&path, 1, w.report, &w.bytes, &len)) {
		char *text;

		assert_int_equal(yice_report_text(w.report, "compact", "en", &text), YICE_OK);
		fail_msg("%s", text);
	}
	assert_int_equal(yice_image_borrow(w.bytes, len, NULL, &w.image), YICE_OK);
	assert_int_equal(yice_facts_new(w.image, &w.facts), YICE_OK);
}

static void discard(void)
{
	yice_facts_free(w.facts);
	yice_image_free(w.image);
	yice_report_free(w.report);
	free(w.bytes);
}

/* The same places under another rule. */
static void rebuild(const char *condition)
{
	discard();
	build(condition);
}

static int setup(void **state)
{
	YICE_UNUSED(state);
	snprintf(w.folder, sizeof(w.folder), "/tmp/yice-against.XXXXXX");
	assert_non_null(mkdtemp(w.folder));
	snprintf(w.rules, sizeof(w.rules), "%s/rules.yice", w.folder);
	snprintf(w.units, sizeof(w.units), "%s/units.geojson", w.folder);
	snprintf(w.park, sizeof(w.park), "%s/park.geojson", w.folder);
	write_file(w.units, LIST(FEATURE("ZH44060620001", SQUARE("113.2", "113.3")) "," FEATURE("ZH44060620002", SQUARE("113.3", "113.4"))));
	write_file(w.park, LIST(FEATURE("", SQUARE("113.22", "113.24"))));
	build("距离.甲园 ≤ 1 m 且 户数 ≥ 1 m");
	return 0;
}

static int teardown(void **state)
{
	YICE_UNUSED(state);
	discard();
	unlink(w.rules);
	unlink(w.units);
	unlink(w.park);
	return rmdir(w.folder);
}

static void give(const char *json)
{
	assert_int_equal(yice_facts_read(w.facts, "-", json, strlen(json), w.report), YICE_OK);
}

/* Status of setting a fact, whose mistake is the one given. */
static int set(const char *name, const char *value, const char *said)
{
	char *text;
	int status;

	yice_report_free(w.report);
	assert_int_equal(yice_report_new(&w.report), YICE_OK);
	status = yice_facts_set(w.facts, name, value, 0, w.report);
	assert_int_equal(yice_report_text(w.report, "compact", "en", &text), YICE_OK);
	if (said ? !strstr(text, said) : *text != '\0')
		fail_msg("%s", text);
	free(text);
	return status;
}

static void a_unit_outside_of_the_stated_scope_is_refused(void **state)
{
	YICE_UNUSED(state);
	give("{\"site\":{\"scope\":\"440604\"}}");
	assert_int_equal(yice_facts_set_unit(w.facts, "ZH44060620001"), YICE_EDIAG);
	assert_int_equal(w.facts->unit_count, 0);
	give("{\"site\":{\"scope\":\"440606\"}}");
	assert_int_equal(yice_facts_set_unit(w.facts, "ZH44060620001"), YICE_OK);
	assert_int_equal(w.facts->unit_count, 1);
}

static void a_unit_against_the_stated_places_is_refused(void **state)
{
	YICE_UNUSED(state);
	yice_facts_clear(w.facts);
	assert_int_equal(set("场址", "乙区", NULL), YICE_OK);
	assert_int_equal(yice_facts_set_unit(w.facts, "ZH44060620002"), YICE_EDIAG);
	assert_int_equal(w.facts->unit_count, 0);
	assert_int_equal(yice_facts_set_unit(w.facts, "ZH44060620001"), YICE_OK);
	assert_int_equal(w.facts->unit_count, 1);
}

static void a_unit_that_coordinates_do_not_lie_in_is_refused(void **state)
{
	YICE_UNUSED(state);
	give("{\"site\":{\"point\":\"113.23,22.95\",\"crs\":\"CGCS2000\"}}");
	assert_int_equal(yice_facts_set_unit(w.facts, "ZH44060620002"), YICE_EDIAG);
	assert_int_equal(yice_facts_set_unit(w.facts, "ZH44060620001"), YICE_OK);
	assert_int_equal(w.facts->unit_count, 1);
}

static void what_layers_tell_is_not_set(void **state)
{
	uint32_t slot;

	YICE_UNUSED(state);
	give("{\"site\":{\"point\":\"113.29,22.95\",\"crs\":\"CGCS2000\"}}");
	slot = yice_image_find_attr(&w.image->view, "距离.甲园", strlen("距离.甲园"));
	assert_true(yice_facts_known(w.facts, slot));
	assert_int_equal(set("距离.甲园", "0 m", "Y0830"), YICE_EDIAG);
	assert_true(yice_facts_known(w.facts, slot));
	assert_string_not_equal(yice_facts_text(w.facts, slot), "0 m");
	assert_int_equal(set("场址", "甲园", "Y1277"), YICE_EDIAG);
	/* What has no layer, and what measures nothing, is set as ever. */
	assert_int_equal(set("距离.乙区", "0 m", NULL), YICE_OK);
	assert_int_equal(set("户数", "2 m", NULL), YICE_OK);
	assert_int_equal(set("户数", "3 m", NULL), YICE_OK);
	/* So is what layers would tell, when there are no coordinates. */
	give("{}");
	assert_int_equal(set("距离.甲园", "0 m", NULL), YICE_OK);
}

/* A site some 5130 m from the park, of which a document states that distance too. */
#define FAR_SITE "\"site\":{\"point\":\"113.29,22.95\",\"crs\":\"CGCS2000\"}"

/* What is said about a distance stated beside the measured one. */
static void expect_stated(const char *stated, int status, const char *said)
{
	struct yice_buf json = YICE_BUF_INIT;
	yice_report *report;
	char *text;

	yice_buf_addf(&json, "{" FAR_SITE ",\"facts\":{\"距离.甲园\":\"%s\"}}", stated);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_facts_read(w.facts, "-", json.data, json.len, report), status);
	assert_int_equal(yice_report_text(report, "compact", "en", &text), YICE_OK);
	if (!strstr(text, said))
		fail_msg("%s: %s", stated, text);
	free(text);
	yice_report_free(report);
	yice_buf_release(&json);
}

static void a_stated_value_across_a_limit_is_refused(void **state)
{
	YICE_UNUSED(state);
	rebuild("距离.甲园 ≤ 4000 m 或 距离.甲园 ≥ 6000 m");
	expect_stated("3000 m", YICE_EDIAG, "Y1296");
	expect_stated("7000 m", YICE_EDIAG, "Y1296");
	/* On the same side of every limit it is only said that the measured one counts. */
	expect_stated("4500 m", YICE_OK, "Y1268");
	expect_stated("5900 m", YICE_OK, "Y1268");
}

/* Whether the distance is known when the rules hold it against that many mm. */
static bool is_known_against(const char *op, int64_t mm)
{
	struct yice_buf condition = YICE_BUF_INIT;
	uint32_t slot;

	yice_buf_addf(&condition, "距离.甲园 %s %lld mm", op, (long long)mm);
	rebuild(yice_buf_text(&condition));
	yice_buf_release(&condition);
	give("{" FAR_SITE "}");
	slot = yice_image_find_attr(&w.image->view, "距离.甲园", strlen("距离.甲园"));
	return yice_facts_known(w.facts, slot);
}

/* The true value may be either end of the measured range. */
static void a_limit_at_an_end_of_the_measured_range_leaves_it_unknown(void **state)
{
	static const char *const ops[] = { "<", "≤", ">", "≥", "=", "≠" };
	struct yice_range mm;

	YICE_UNUSED(state);
	give("{" FAR_SITE "}");
	assert_int_equal(w.facts->rest->location->reach_count, 1);
	mm = w.facts->rest->location->reaches[0].nearest.mm;
	assert_true(mm.low < mm.high);
	for (size_t i = 0; i < YICE_COUNT(ops); i++) {
		assert_true(is_known_against(ops[i], mm.low - 1));
		assert_false(is_known_against(ops[i], mm.low));
		assert_false(is_known_against(ops[i], mm.high));
		assert_true(is_known_against(ops[i], mm.high + 1));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_unit_outside_of_the_stated_scope_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_unit_against_the_stated_places_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_unit_that_coordinates_do_not_lie_in_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(what_layers_tell_is_not_set, setup, teardown),
		cmocka_unit_test_setup_teardown(a_stated_value_across_a_limit_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_limit_at_an_end_of_the_measured_range_leaves_it_unknown, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
