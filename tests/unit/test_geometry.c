/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compiler/geometry*.c and runtime/facts_layer.c on made-up territories: a
 * sound one has no finding and every point its unit; a dent of one border is
 * found for what it is. Through the public interface, from files.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "runtime/facts.h"
#include "runtime/locate.h"
#include "runtime/test_op.h"
#include "tests/unit/territory.h"
#include "yice/compile.h"
#include "yice/eval.h"

#define SIDE 5u

struct world {
	char folder[32], rules[64], areas[64];
	struct territory territory;
	yice_report *report;
};

static FILE *create(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	return file;
}

static void write_ring(FILE *file, const struct yice_shape *shape, uint32_t part)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < shape->parts[part].count; i++) {
		struct yice_point p = shape->points[shape->parts[part].first + i];

		yice_buf_addc(&text, i ? ',' : '[');
		yice_buf_addc(&text, '[');
		yice_degree_show(p.lon, &text);
		yice_buf_addc(&text, ',');
		yice_degree_show(p.lat, &text);
		yice_buf_addc(&text, ']');
	}
	fprintf(file, "%s]", yice_buf_text(&text));
	yice_buf_release(&text);
}

static void write_areas(const struct world *w)
{
	FILE *file = create(w->areas);

	fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (uint32_t i = 0; i < w->territory.count; i++) {
		const struct yice_shape *shape = &w->territory.units[i];

		fprintf(file, "%s\n{\"type\":\"Feature\",\"properties\":{\"code\":\"ZH4406062%04u\"},\"geometry\":"
			      "{\"type\":\"MultiPolygon\",\"coordinates\":[", i ? "," : "", i + 1);
		for (uint32_t k = 0; k < shape->part_count; k++) {
			fprintf(file, "%s", k ? shape->parts[k].hole ? "," : "],[" : "[");
			write_ring(file, shape, k);
		}
		fprintf(file, "]]}}");
	}
	fprintf(file, "]}\n");
	assert_int_equal(fclose(file), 0);
}

static void write_rules(const struct world *w, uint32_t units)
{
	FILE *file = create(w->rules);

	fprintf(file, "行政区 440606 顺德区\n图形 单元 数据 \"areas.geojson\" 来源 \"示例局\"\n"
		      "清单 440606 \"示例\" 施行 2024-01-01 起 示例\n");
	for (uint32_t i = 0; i < units; i++)
		fprintf(file, "单元 ZH4406062%04u \"单元\" 重点管控\n1-1 原文 \"…\" 职责 政府\n", i + 1);
	assert_int_equal(fclose(file), 0);
}

static void make(struct world *w)
{
	struct territory_plan plan = { 21, SIDE, SIDE, 9, 8000000, { INT64_C(113200000000), INT64_C(22900000000) }, 4, 0 };

	memset(w, 0, sizeof(*w));
	snprintf(w->folder, sizeof(w->folder), "/tmp/yice-geometry.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->rules, sizeof(w->rules), "%s/rules.yice", w->folder);
	snprintf(w->areas, sizeof(w->areas), "%s/areas.geojson", w->folder);
	assert_int_equal(territory_make(&w->territory, &plan), YICE_OK);
	assert_true(w->territory.count > SIDE * SIDE); /* some enclave is a unit */
	write_rules(w, w->territory.count);
	assert_int_equal(yice_report_new(&w->report), YICE_OK);
}

static void release(struct world *w)
{
	yice_report_free(w->report);
	unlink(w->rules);
	unlink(w->areas);
	rmdir(w->folder);
	territory_release(&w->territory);
}

static uint32_t count_of(const char *text, const char *what)
{
	uint32_t count = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		count++;
	return count;
}

/* Checks the rules; how often each finding stands in the report. */
static void expect(struct world *w, uint32_t overlaps, uint32_t gaps, uint32_t slivers, uint32_t copies)
{
	const char *path = w->rules;
	char *text, *drawing;
	int status;

	write_areas(w);
	status = yice_check(&path, 1, w->report);
	assert_int_equal(yice_report_text(w->report, "compact", "en", &text), YICE_OK);
	if (status || count_of(text, "[Y1273]") != overlaps || count_of(text, "[Y1274]") != gaps ||
	    count_of(text, "[Y1275]") != slivers || count_of(text, "[Y1279]") != copies)
		fprintf(stderr, "%s", text);
	assert_int_equal(status, YICE_OK);
	assert_int_equal(count_of(text, "[Y1273]"), overlaps);
	assert_int_equal(count_of(text, "[Y1274]"), gaps);
	assert_int_equal(count_of(text, "[Y1275]"), slivers);
	assert_int_equal(count_of(text, "[Y1279]"), copies);
	assert_int_equal(yice_report_text(w->report, "geojson", "en", &drawing), YICE_OK);
	assert_int_equal(count_of(drawing, "\"fault\""), overlaps + gaps + slivers + copies);
	free(text);
	free(drawing);
}

static void a_sound_territory_has_no_finding(void **state)
{
	struct world w;

	YICE_UNUSED(state);
	make(&w);
	expect(&w, 0, 0, 0, 0);
	release(&w);
}

/* 12 is in the middle: its northern border is another's southern one. */
static void a_border_moved_out_is_an_overlap(void **state)
{
	struct world w;

	YICE_UNUSED(state);
	make(&w);
	territory_dent(&w.territory, 12, 200000);
	expect(&w, 1, 0, 0, 0);
	release(&w);
}

static void a_border_moved_in_is_a_gap(void **state)
{
	struct world w;

	YICE_UNUSED(state);
	make(&w);
	territory_dent(&w.territory, 12, -200000);
	expect(&w, 0, 1, 0, 0);
	release(&w);
}

static void a_border_drawn_twice_is_a_sliver(void **state)
{
	struct world w;

	YICE_UNUSED(state);
	make(&w);
	territory_dent(&w.territory, 12, -1000);
	territory_dent(&w.territory, 7, 1000);
	expect(&w, 0, 0, 2, 0);
	release(&w);
}

static void an_area_twice_is_told_as_that(void **state)
{
	struct world w;

	YICE_UNUSED(state);
	make(&w);
	w.territory.units[3] = w.territory.units[4];
	write_areas(&w);
	expect(&w, 0, 0, 0, 1); /* what unit 3 leaves bare is open to the outside */
	release(&w);
}

/* Units of a point by the facts, and by the edges of every unit. */
static void check_units(const struct world *w, yice_facts *facts, struct yice_point p)
{
	struct yice_buf json = YICE_BUF_INIT;
	yice_report *report;
	uint32_t expected = 0;

	yice_buf_adds(&json, "{\"site\":{\"crs\":\"CGCS2000\",\"point\":\"");
	yice_degree_show(p.lon, &json);
	yice_buf_addc(&json, ',');
	yice_degree_show(p.lat, &json);
	yice_buf_adds(&json, "\"}}");
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_facts_read(facts, "site", json.data, json.len, report), YICE_OK);
	for (uint32_t i = 0; i < w->territory.count; i++) {
		bool found = false;

		if (!territory_holds(&w->territory.units[i], p))
			continue;
		expected++;
		for (uint32_t k = 0; k < facts->unit_count; k++)
			found |= facts->units[k] == i; /* codes are in order */
		assert_true(found);
	}
	assert_int_equal(facts->unit_count, expected);
	assert_int_equal(facts->outside, expected == 0);
	yice_report_free(report);
	yice_buf_release(&json);
}

static void every_site_has_the_units_its_edges_say(void **state)
{
	struct world w;
	const char *path;
	void *bytes;
	size_t len;
	yice_image *image;
	yice_facts *facts;
	uint64_t seed = 8;

	YICE_UNUSED(state);
	make(&w);
	write_areas(&w);
	path = w.rules;
	assert_int_equal(yice_build(&path, 1, w.report, &bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(bytes, len, NULL, &image), YICE_OK);
	assert_int_equal(yice_facts_new(image, &facts), YICE_OK);
	for (uint32_t i = 0; i < 300; i++) {
		const struct yice_shape *unit = &w.territory.units[unit_random(&seed) % w.territory.count];
		struct yice_point p = unit->points[unit_random(&seed) % unit->point_count];

		if (i % 3) { /* else on a border, where both sides have it */
			p.lon += (int64_t)(unit_random(&seed) % 8000000) - 4000000;
			p.lat += (int64_t)(unit_random(&seed) % 8000000) - 4000000;
		}
		check_units(&w, facts, p);
	}
	yice_facts_free(facts);
	yice_image_free(image);
	free(bytes);
	release(&w);
}

/* Area of a square in the territory by a document, in mm², and the meridian it was measured by. */
static int64_t area_by(yice_facts *facts, const char *member, int *meridian)
{
	struct yice_buf json = YICE_BUF_INIT;
	yice_report *report;
	int64_t area;

	yice_buf_addf(&json, "{\"site\":{\"crs\":\"CGCS2000\",%s\"geojson\":{\"type\":\"Polygon\",\"coordinates\":[[[113.21,22.91],"
			     "[113.22,22.91],[113.22,22.92],[113.21,22.92],[113.21,22.91]]]}}}", member);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_facts_read(facts, "site", json.data, json.len, report), YICE_OK);
	assert_non_null(facts->rest->location);
	*meridian = facts->rest->location->method.meridian;
	area = facts->rest->location->whole.low;
	yice_report_free(report);
	yice_buf_release(&json);
	return area;
}

/* At 113.215, a Gauss-Krüger plane of 114 degrees enlarges areas by 1.6e-4; each document chooses for itself. */
static void a_document_chooses_the_plane_of_areas(void **state)
{
	struct world w;
	const char *path;
	void *bytes;
	size_t len;
	yice_image *image;
	yice_facts *facts;
	int64_t centred, statutory;
	int meridian;

	YICE_UNUSED(state);
	make(&w);
	write_areas(&w);
	path = w.rules;
	assert_int_equal(yice_build(&path, 1, w.report, &bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(bytes, len, NULL, &image), YICE_OK);
	assert_int_equal(yice_facts_new(image, &facts), YICE_OK);
	statutory = area_by(facts, "\"meridian\":114,", &meridian);
	assert_int_equal(meridian, 114);
	centred = area_by(facts, "", &meridian);
	assert_int_equal(meridian, 0);
	assert_true(statutory - centred > centred / 100000 * 15);
	assert_true(statutory - centred < centred / 100000 * 18);
	yice_facts_free(facts);
	yice_image_free(image);
	free(bytes);
	release(&w);
}

/* ---------------------------------------------------------------- what covers a site, and parcels */

struct asking {
	void *bytes;
	yice_image *image;
	yice_facts *facts;
};

static void open_world(struct world *w, struct asking *a)
{
	const char *path = w->rules;
	size_t len;

	write_areas(w);
	assert_int_equal(yice_build(&path, 1, w->report, &a->bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(a->bytes, len, NULL, &a->image), YICE_OK);
	assert_int_equal(yice_facts_new(a->image, &a->facts), YICE_OK);
}

static void close_world(struct world *w, struct asking *a)
{
	yice_facts_free(a->facts);
	yice_image_free(a->image);
	free(a->bytes);
	release(w);
}

/* A polygon or a route: 2 × `half` wide and high around a point, or straight across it. */
static void put_site(struct yice_buf *json, struct yice_point at, int64_t half, bool route)
{
	static const int way[5][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 }, { -1, -1 } };

	yice_buf_adds(json, route ? "{\"type\":\"LineString\",\"coordinates\":[" : "{\"type\":\"Polygon\",\"coordinates\":[[");
	for (int i = 0; i < (route ? 2 : 5); i++) {
		yice_buf_adds(json, i ? ",[" : "[");
		yice_point_show((struct yice_point){ at.lon + (route ? 0 : way[i][0]) * half, at.lat + (route ? 2 * i - 1 : way[i][1]) * half }, json);
		yice_buf_addc(json, ']');
	}
	yice_buf_adds(json, route ? "]}" : "]]}");
}

/* How often the report of a site says so. */
static uint32_t told(struct asking *a, const char *geojson, const char *code)
{
	struct yice_buf json = YICE_BUF_INIT;
	yice_report *report;
	uint32_t count;
	char *text;

	yice_buf_addf(&json, "{\"site\":{\"crs\":\"CGCS2000\",\"geojson\":%s}}", geojson);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_facts_read(a->facts, "site", json.data, json.len, report), YICE_OK);
	assert_int_equal(yice_report_text(report, "compact", "en", &text), YICE_OK);
	count = count_of(text, code);
	free(text);
	yice_report_free(report);
	yice_buf_release(&json);
	return count;
}

static void check_partly(struct asking *a, struct yice_point at, bool partly)
{
	for (int route = 0; route < 2; route++) {
		struct yice_buf json = YICE_BUF_INIT;

		put_site(&json, at, 900000, route);
		assert_int_equal(told(a, yice_buf_text(&json), "[Y1270]"), partly);
		assert_int_equal(a->facts->rest->location->in_units, !partly);
		yice_buf_release(&json);
	}
}

/* Half of the site lies in one area that two units have, so that shares add up to the whole; half lies outside. */
static void shares_of_one_part_are_no_cover(void **state)
{
	struct asking a;
	struct world w;
	struct yice_point south, north;

	YICE_UNUSED(state);
	make(&w);
	w.territory.units[4] = w.territory.units[2];
	south = w.territory.units[2].points[5]; /* in the middle of the southern border, which is the outer one */
	north = w.territory.units[2].points[w.territory.units[2].parts[0].count * 5 / 8];
	open_world(&w, &a);
	check_partly(&a, south, true);
	check_partly(&a, north, false); /* the unit to the north has the other half */
	check_partly(&a, (struct yice_point){ south.lon, (south.lat + north.lat) / 2 }, false);
	close_world(&w, &a);
}

/* A square in strips, each beside the one before or over it by so much, as parcels of one site. */
static void put_strips(struct yice_buf *json, struct yice_point at, int64_t half, int strips, int64_t over)
{
	int64_t step = 2 * half / strips;

	yice_buf_adds(json, "{\"type\":\"MultiPolygon\",\"coordinates\":[");
	for (int i = 0; i < strips; i++) {
		int64_t west = at.lon - half + i * step - (i ? over : 0), east = at.lon - half + (i + 1) * step;
		struct yice_point ring[5] = { { west, at.lat - half }, { east, at.lat - half }, { east, at.lat + half },
					      { west, at.lat + half }, { west, at.lat - half } };

		for (int k = 0; k < 5; k++) {
			yice_buf_adds(json, k ? ",[" : i ? "]],[[[" : "[[[");
			yice_point_show(ring[k], json);
			yice_buf_addc(json, ']');
		}
	}
	yice_buf_adds(json, "]]]}");
}

/* Their union is the square, whose units and area it has; what overlaps is told for each two, and counts once. */
static void parcels_are_what_they_make_together(void **state)
{
	uint64_t seed = 33;
	struct asking a;
	struct world w;

	YICE_UNUSED(state);
	make(&w);
	open_world(&w, &a);
	for (int i = 0; i < 40; i++) {
		struct yice_buf square = YICE_BUF_INIT, strips = YICE_BUF_INIT;
		struct yice_point at = w.territory.units[12].points[unit_random(&seed) % w.territory.units[12].parts[0].count];
		int count = 2 + (int)(unit_random(&seed) % 3); /* as many overlaps as are told one by one */
		int64_t half = 60000 * (1 + (int64_t)(unit_random(&seed) % 20)), over = i % 2 ? half / 10 / 100 * 100 : 0;
		uint32_t units;
		struct yice_range area;

		put_site(&square, at, half, false);
		put_strips(&strips, at, half, count, over);
		assert_int_equal(told(&a, yice_buf_text(&square), "[Y1234]"), 0);
		units = a.facts->unit_count;
		area = a.facts->rest->location->whole;
		assert_int_equal(told(&a, yice_buf_text(&strips), "[Y1234]"), over ? count - 1 : 0);
		assert_int_equal(a.facts->rest->location->shape->part_count, 1);
		assert_int_equal(a.facts->unit_count, units);
		assert_true(a.facts->rest->location->whole.low <= area.high && area.low <= a.facts->rest->location->whole.high);
		yice_buf_release(&square);
		yice_buf_release(&strips);
	}
	close_world(&w, &a);
}

/* ---------------------------------------------------------------- sides of lines */

#define LINES 3
#define BENDS 12

/* Lines side by side that run north with bends back and forth; a point. */
struct lines {
	struct yice_point points[LINES][BENDS];
	uint32_t count;
};

static void write_lines(const struct world *w, const struct lines *lines, bool apart)
{
	FILE *file = create(w->areas);

	fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (uint32_t i = 0; i < lines->count; i++) {
		fprintf(file, "%s", i ? "," : "");
		if (!i || apart)
			fprintf(file, "\n{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"MultiLineString\",\"coordinates\":[");
		fprintf(file, "[");
		for (int k = 0; k < BENDS; k++) {
			struct yice_buf text = YICE_BUF_INIT;

			yice_point_show(lines->points[i][k], &text);
			fprintf(file, "%s[%s]", k ? "," : "", yice_buf_text(&text));
			yice_buf_release(&text);
		}
		fprintf(file, "%s", apart || i + 1 == lines->count ? "]]}}" : "]");
	}
	fprintf(file, "]}\n");
	assert_int_equal(fclose(file), 0);
	file = create(w->rules);
	fprintf(file, "行政区 440606 顺德区\n图层 公路（road）\n词表 方位（side_words）：东（east）、西（west）、南（south）、北（north）\n"
		      "属性 方位.{图层}（side.{layer}）：多项 方位\n图形 公路 数据 \"areas.geojson\"\n"
		      "清单 440606 \"示例\" 施行 2024-01-01 起 示例\n适用 全域\n1-1 原文 \"…\" 当 方位.公路 含 东 禁止\n");
	assert_int_equal(fclose(file), 0);
}

/* Now and then one goes back and forth, and crosses a parallel several times without passing it. */
static void draw_lines(struct lines *lines, uint64_t *seed)
{
	lines->count = 1 + (uint32_t)(unit_random(seed) % LINES);
	for (uint32_t i = 0; i < lines->count; i++) {
		int there = unit_random(seed) % 4 ? 1 : 7; /* 12 bends: every seventh is every one, in another order */

		for (int k = 0; k < BENDS; k++)
			lines->points[i][k] = (struct yice_point){
				INT64_C(113200000000) + i * INT64_C(10000000) + (int64_t)(unit_random(seed) % 80000) * 100,
				INT64_C(22800000000) + k * there % BENDS * INT64_C(20000000) +
					(int64_t)(unit_random(seed) % 600000 - 300000) * 100 };
	}
}

/* 1: east of the lines, -1: west, 0: neither, by every edge. A line that turns back must lie on the same side as the others. */
static int side_by_hand(const struct lines *lines, struct yice_point p)
{
	int side = 0, loose[2] = { 0, 0 };

	for (uint32_t i = 0; i < lines->count; i++) {
		int west = 0, all = 0;

		for (int k = 0; k + 1 < BENDS; k++) {
			struct yice_point a = lines->points[i][k], b = lines->points[i][k + 1];
			struct yice_point low = a.lat < b.lat ? a : b, high = a.lat < b.lat ? b : a;

			if (p.lat < low.lat || p.lat >= high.lat)
				continue;
			all++;
			west += (__int128)(high.lon - low.lon) * (p.lat - low.lat) < (__int128)(p.lon - low.lon) * (high.lat - low.lat);
		}
		if (all % 2 && side && side != (west % 2 ? 1 : -1))
			return 0;
		if (all % 2)
			side = west % 2 ? 1 : -1;
		else {
			loose[0] += west;
			loose[1] += all - west;
		}
	}
	return (side > 0 && loose[1]) || (side < 0 && loose[0]) ? 0 : side;
}

static int side_by_facts(yice_facts *facts, struct yice_point p)
{
	struct yice_buf json = YICE_BUF_INIT;
	const struct yice_view *view = facts->view;
	yice_report *report;
	uint32_t slot = 0;
	uint64_t present, absent;

	yice_buf_adds(&json, "{\"site\":{\"crs\":\"CGCS2000\",\"point\":\"");
	yice_point_show(p, &json);
	yice_buf_adds(&json, "\"}}");
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_facts_read(facts, "site", json.data, json.len, report), YICE_OK);
	while (strcmp(yice_view_string(view, view->attrs[slot].zh), "方位.公路"))
		slot++;
	present = facts->block[view->attrs[slot].fact] & 3; /* east, west: the first two of the list */
	absent = facts->block[view->attrs[slot].fact + yice_attr_mask_words(view, slot)] & 3;
	yice_report_free(report);
	yice_buf_release(&json);
	if (!present) {
		assert_int_equal(absent, 0);
		return 0;
	}
	assert_int_equal(present ^ absent, 3);
	return present == 1 ? 1 : -1;
}

static void a_side_of_several_lines_is_that_of_each(void **state)
{
	uint64_t seed = 91;
	uint32_t met[3] = { 0, 0, 0 };

	YICE_UNUSED(state);
	for (int round = 0; round < 24; round++) {
		struct world w;
		struct lines lines;
		const char *path;
		void *bytes;
		size_t len;
		yice_image *image;
		yice_facts *facts;

		make(&w);
		draw_lines(&lines, &seed);
		write_lines(&w, &lines, round % 2);
		path = w.rules;
		assert_int_equal(yice_build(&path, 1, w.report, &bytes, &len), YICE_OK);
		assert_int_equal(yice_image_borrow(bytes, len, NULL, &image), YICE_OK);
		assert_int_equal(yice_facts_new(image, &facts), YICE_OK);
		for (int i = 0; i < 60; i++) {
			struct yice_point p = { INT64_C(113195000000) + (int64_t)(unit_random(&seed) % 400000) * 100 + 37,
						INT64_C(22810000000) + (int64_t)(unit_random(&seed) % 2000000) * 100 + 41 };
			int side = side_by_hand(&lines, p);

			assert_int_equal(side_by_facts(facts, p), side);
			met[side + 1] += lines.count > 1;
		}
		yice_facts_free(facts);
		yice_image_free(image);
		free(bytes);
		release(&w);
	}
	assert_true(met[0] > 50 && met[1] > 50 && met[2] > 50);
}

/* A route whose ends lie west of the line, which bends across it: nothing shows whether some of it lies east. */
static void a_line_through_the_site_leaves_its_other_side_open(void **state)
{
	struct lines lines = { .count = 1 };
	struct asking a;
	struct world w;
	const struct yice_image_attr *attr;
	const char *path;
	size_t len;
	uint32_t slot;

	YICE_UNUSED(state);
	make(&w);
	for (int k = 0; k < BENDS; k++)
		lines.points[0][k] = (struct yice_point){ INT64_C(113200000000) - (k == 5) * INT64_C(50000000),
							  INT64_C(22800000000) + k * INT64_C(20000000) };
	write_lines(&w, &lines, false);
	path = w.rules;
	assert_int_equal(yice_build(&path, 1, w.report, &a.bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(a.bytes, len, NULL, &a.image), YICE_OK);
	assert_int_equal(yice_facts_new(a.image, &a.facts), YICE_OK);
	told(&a, "{\"type\":\"LineString\",\"coordinates\":[[113.17,22.881],[113.17,22.919]]}", "[Y");
	slot = yice_image_find_attr(&a.image->view, "方位.公路", strlen("方位.公路"));
	attr = &a.image->view.attrs[slot];
	assert_int_equal(a.facts->block[attr->fact] & 3, 2); /* east, west: the first two of the list */
	assert_int_equal(a.facts->block[attr->fact + yice_attr_mask_words(&a.image->view, slot)] & 3, 0);
	told(&a, "{\"type\":\"LineString\",\"coordinates\":[[113.17,22.821],[113.17,22.859]]}", "[Y");
	assert_int_equal(a.facts->block[attr->fact] & 3, 2);
	assert_int_equal(a.facts->block[attr->fact + yice_attr_mask_words(&a.image->view, slot)] & 3, 1);
	close_world(&w, &a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_territory_has_no_finding),
		cmocka_unit_test(a_border_moved_out_is_an_overlap),
		cmocka_unit_test(a_border_moved_in_is_a_gap),
		cmocka_unit_test(a_border_drawn_twice_is_a_sliver),
		cmocka_unit_test(an_area_twice_is_told_as_that),
		cmocka_unit_test(every_site_has_the_units_its_edges_say),
		cmocka_unit_test(a_document_chooses_the_plane_of_areas),
		cmocka_unit_test(shares_of_one_part_are_no_cover),
		cmocka_unit_test(parcels_are_what_they_make_together),
		cmocka_unit_test(a_side_of_several_lines_is_that_of_each),
		cmocka_unit_test(a_line_through_the_site_leaves_its_other_side_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
