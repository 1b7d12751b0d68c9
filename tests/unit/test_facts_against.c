/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts that are set one by one against what is there already: units against
 * a scope, places and coordinates, facts against what layers measure. Through
 * the public interface, from files; what is refused changes nothing.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "runtime/facts.h"
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

static int setup(void **state)
{
	const char *path = w.rules;
	size_t len;

	YICE_UNUSED(state);
	snprintf(w.folder, sizeof(w.folder), "/tmp/yice-against.XXXXXX");
	assert_non_null(mkdtemp(w.folder));
	snprintf(w.rules, sizeof(w.rules), "%s/rules.yice", w.folder);
	snprintf(w.units, sizeof(w.units), "%s/units.geojson", w.folder);
	snprintf(w.park, sizeof(w.park), "%s/park.geojson", w.folder);
	write_file(w.rules,
		   "量纲 长度（length）单位 m\n行政区 440600 佛山市\n行政区 440606 顺德区 上级 440600\n行政区 440604 禅城区 上级 440600\n"
		   "园区 甲园\n分区 乙区 要素 大气\n分区 丙区 要素 大气\n属性 场址：多项 区划\n属性 距离.{区划}：数量 m\n属性 户数：数量 m\n"
		   "图形 单元 数据 \"units.geojson\"\n图形 甲园 数据 \"park.geojson\"\n"
		   "清单 440606 \"示例\" 施行 2024-01-01 起 示例\n单元 ZH44060620001 \"西\" 重点管控 要素 乙区\n"
		   "1-1 摘要 \"甲\" 当 距离.甲园 ≤ 1 m 且 户数 ≥ 1 m 禁止\n单元 ZH44060620002 \"东\" 重点管控 要素 丙区\n"
		   "1-1 摘要 \"乙\" 当 场址 位于 乙区 禁止\n");
	write_file(w.units, LIST(FEATURE("ZH44060620001", SQUARE("113.2", "113.3")) "," FEATURE("ZH44060620002", SQUARE("113.3", "113.4"))));
	write_file(w.park, LIST(FEATURE("", SQUARE("113.22", "113.24"))));
	assert_int_equal(yice_report_new(&w.report), YICE_OK);
	if (yice_build(&path, 1, w.report, &w.bytes, &len)) {
		char *text;

		assert_int_equal(yice_report_text(w.report, "compact", "en", &text), YICE_OK);
		fail_msg("%s", text);
	}
	assert_int_equal(yice_image_borrow(w.bytes, len, NULL, &w.image), YICE_OK);
	assert_int_equal(yice_facts_new(w.image, &w.facts), YICE_OK);
	return 0;
}

static int teardown(void **state)
{
	YICE_UNUSED(state);
	yice_facts_free(w.facts);
	yice_image_free(w.image);
	yice_report_free(w.report);
	free(w.bytes);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_unit_outside_of_the_stated_scope_is_refused),
		cmocka_unit_test(a_unit_against_the_stated_places_is_refused),
		cmocka_unit_test(a_unit_that_coordinates_do_not_lie_in_is_refused),
		cmocka_unit_test(what_layers_tell_is_not_set),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
