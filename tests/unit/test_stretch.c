/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compiler/stretch.c and the distance to what it cuts, against a river walked
 * step by step: a made-up one with a tributary, in pieces, in any order, in two
 * files. Through the public interface, from files.
 */
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/facts.h"
#include "runtime/locate.h"
#include "yice/compile.h"
#include "yice/eval.h"

#define LINE     60u /* vertices of a line */
#define LINES    2u
#define LOW      6000.0
#define HIGH     15000.0
#define STEP     2.0 /* metres of the walk */
#define NEAR     2.0 /* what the walk may be wrong by, and a thousandth more, as it is flat */

/* Lines[0] is the river, downstream; lines[1] flows into one of its vertices. */
struct world {
	char folder[32], rules[64], files[2][64];
	struct yice_point lines[LINES][LINE];
	double up[LINES][LINE];
	uint64_t seed;
	yice_image *image;
	yice_facts *facts;
	void *bytes;
};

/* Metres between two near points, by the ellipsoid's radii there. */
static double metres(struct yice_point a, struct yice_point b)
{
	const double pi = 3.14159265358979323846, e2 = 0.00669438002290;
	double lat = (double)(a.lat + b.lat) / 2e9 * pi / 180, w = 1 - e2 * sin(lat) * sin(lat);
	double north = 6378137 * (1 - e2) / (w * sqrt(w)), east = 6378137 / sqrt(w) * cos(lat);

	return hypot((double)(a.lon - b.lon) / 1e9 * pi / 180 * east, (double)(a.lat - b.lat) / 1e9 * pi / 180 * north);
}

static struct yice_point between(struct yice_point a, struct yice_point b, double t)
{
	return (struct yice_point){ a.lon + llround((double)(b.lon - a.lon) * t), a.lat + llround((double)(b.lat - a.lat) * t) };
}

/* ---------------------------------------------------------------- the world */

/* A walk upstream from a place, stored downstream; steps of 100 to 600 m, in whole steps of the image. */
static void draw_line(struct world *w, uint32_t line, struct yice_point mouth, int64_t lon, int64_t lat, double up)
{
	for (uint32_t k = LINE; k--;) {
		w->lines[line][k] = mouth;
		if (k + 1 < LINE)
			up += metres(mouth, w->lines[line][k + 1]);
		w->up[line][k] = up;
		mouth.lon += (lon * 30000 + (int64_t)(unit_random(&w->seed) % 40000) - 20000) * 100;
		mouth.lat += (lat * 30000 + (int64_t)(unit_random(&w->seed) % 40000) - 20000) * 100;
	}
}

static void put_line(FILE *file, const struct yice_point *at, uint32_t count, const char *comma)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < count; i++) {
		yice_buf_adds(&text, i ? ",[" : "[");
		yice_degree_show(at[i].lon, &text);
		yice_buf_addc(&text, ',');
		yice_degree_show(at[i].lat, &text);
		yice_buf_addc(&text, ']');
	}
	fprintf(file, "%s{\"type\":\"Feature\",\"properties\":{\"name\":\"河\"},\"geometry\":{\"type\":\"LineString\","
		      "\"coordinates\":[%s]}}", comma, yice_buf_text(&text));
	yice_buf_release(&text);
}

/* Every line in pieces, some to one file, some to the other, from its mouth up. */
static void write_rivers(struct world *w)
{
	FILE *files[2];
	bool any[2] = { false, false };

	for (int i = 0; i < 2; i++) {
		files[i] = fopen(w->files[i], "w");
		assert_non_null(files[i]);
		fprintf(files[i], "{\"type\":\"FeatureCollection\",\"features\":[\n");
	}
	for (uint32_t line = 0; line < LINES; line++)
		for (uint32_t end = LINE - 1, start; end; end = start) {
			uint32_t to = (uint32_t)(unit_random(&w->seed) % 2), size = 1 + (uint32_t)(unit_random(&w->seed) % 20);

			start = end > size ? end - size : 0;
			put_line(files[to], w->lines[line] + start, end - start + 1, any[to] ? ",\n" : "");
			any[to] = true;
		}
	for (int i = 0; i < 2; i++) {
		fprintf(files[i], "]}\n");
		assert_int_equal(fclose(files[i]), 0);
	}
}

static void build(struct world *w)
{
	const char *path = w->rules;
	yice_report *report;
	size_t len;
	FILE *file = fopen(w->rules, "w");

	assert_non_null(file);
	fprintf(file, "量纲 长度（length）单位 m\n计量 km = 1000 m\n行政区 440606 顺德区\n图层 河流（rivers）\n"
		      "图层 河段（part） 取自 河流 上溯 6000 m、15 km\n属性 距离.{图层}（distance.{layer}）：数量 m\n"
		      "图形 河流 数据 \"one.geojson\"\n图形 河流 数据 \"two.geojson\"\n"
		      "清单 440606 \"示例\" 施行 2024-01-01 起 示例\n适用 全域\n1-1 原文 \"…\" 当 距离.河段 ≤ 1 km 禁止\n");
	assert_int_equal(fclose(file), 0);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_build(&path, 1, report, &w->bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(w->bytes, len, NULL, &w->image), YICE_OK);
	assert_int_equal(yice_facts_new(w->image, &w->facts), YICE_OK);
	yice_report_free(report);
}

static void make(struct world *w, uint64_t seed)
{
	struct yice_point mouth = { INT64_C(113200000000), INT64_C(22900000000) };
	uint32_t joint;

	memset(w, 0, sizeof(*w));
	w->seed = seed;
	snprintf(w->folder, sizeof(w->folder), "/tmp/yice-stretch.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->rules, sizeof(w->rules), "%s/rules.yice", w->folder);
	snprintf(w->files[0], sizeof(w->files[0]), "%s/one.geojson", w->folder);
	snprintf(w->files[1], sizeof(w->files[1]), "%s/two.geojson", w->folder);
	draw_line(w, 0, mouth, 1, 0, 0);
	joint = 5 + (uint32_t)(unit_random(&w->seed) % (LINE - 10));
	draw_line(w, 1, w->lines[0][joint], 0, 1, w->up[0][joint]);
	write_rivers(w);
	build(w);
}

static void release(struct world *w)
{
	yice_facts_free(w->facts);
	yice_image_free(w->image);
	free(w->bytes);
	unlink(w->rules);
	unlink(w->files[0]);
	unlink(w->files[1]);
	rmdir(w->folder);
}

/* ---------------------------------------------------------------- the walk */

static double distance_to_edge(struct yice_point a, struct yice_point b, struct yice_point p)
{
	double ax = metres((struct yice_point){ a.lon, p.lat }, p) * (a.lon < p.lon ? -1 : 1);
	double ay = metres((struct yice_point){ p.lon, a.lat }, p) * (a.lat < p.lat ? -1 : 1);
	double bx = metres((struct yice_point){ b.lon, p.lat }, p) * (b.lon < p.lon ? -1 : 1);
	double by = metres((struct yice_point){ p.lon, b.lat }, p) * (b.lat < p.lat ? -1 : 1);
	double dx = bx - ax, dy = by - ay, size = dx * dx + dy * dy, t = size > 0 ? -(ax * dx + ay * dy) / size : 0;

	t = t < 0 ? 0 : t > 1 ? 1 : t;
	return hypot(ax + t * dx, ay + t * dy);
}

/* From the route to every step of the rivers that is from LOW to HIGH up. */
static double walk(const struct world *w, const struct yice_point *route, uint32_t count)
{
	double least = INFINITY;

	for (uint32_t line = 0; line < LINES; line++)
		for (uint32_t k = 0; k + 1 < LINE; k++) {
			double length = w->up[line][k] - w->up[line][k + 1];

			for (double at = 0; at <= length; at += STEP) {
				double up = w->up[line][k + 1] + at;
				struct yice_point p = between(w->lines[line][k + 1], w->lines[line][k], at / length);

				for (uint32_t i = 0; up >= LOW && up <= HIGH && i + 1 < count; i++)
					least = fmin(least, distance_to_edge(route[i], route[i + 1], p));
			}
		}
	return least;
}

static const struct yice_reach *reach_of(const struct world *w)
{
	const struct yice_location *location = w->facts->rest->location;

	for (uint32_t i = 0; i < location->reach_count; i++)
		if (location->reaches[i].on_stretch)
			return &location->reaches[i];
	return NULL;
}

static void check_route(struct world *w, const struct yice_point *route, uint32_t count)
{
	struct yice_buf json = YICE_BUF_INIT;
	const struct yice_reach *reach;
	yice_report *report;
	double expected = walk(w, route, count), slip = NEAR + expected / 1000;

	yice_buf_adds(&json, "{\"site\":{\"crs\":\"CGCS2000\",\"route\":[");
	for (uint32_t i = 0; i < count; i++) {
		yice_buf_adds(&json, i ? ",\"" : "\"");
		yice_point_show(route[i], &json);
		yice_buf_addc(&json, '"');
	}
	yice_buf_adds(&json, "]}}");
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_facts_read(w->facts, "site", json.data, json.len, report), YICE_OK);
	reach = reach_of(w);
	assert_non_null(reach);
	assert_true((double)reach->nearest.mm.low / 1000 <= expected + slip);
	assert_true((double)reach->nearest.mm.high / 1000 >= expected - slip);
	assert_true((double)reach->upstream.high / 1000 >= LOW && (double)reach->upstream.low / 1000 <= HIGH);
	yice_report_free(report);
	yice_buf_release(&json);
}

static void the_distance_is_to_all_of_the_stretch(void **state)
{
	YICE_UNUSED(state);
	for (uint64_t seed = 1; seed <= 4; seed++) {
		struct world w;

		make(&w, seed);
		for (int i = 0; i < 40; i++) {
			struct yice_point route[3];

			/* Near a vertex anywhere on the rivers, and from there along them or away. */
			route[0] = w.lines[unit_random(&w.seed) % LINES][unit_random(&w.seed) % LINE];
			for (int k = 0; k < 3; k++) {
				if (k)
					route[k] = route[k - 1];
				route[k].lon += (int64_t)(unit_random(&w.seed) % 60000000) - 30000000;
				route[k].lat += (int64_t)(unit_random(&w.seed) % 60000000) - 30000000;
			}
			check_route(&w, route, 3);
		}
		release(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_distance_is_to_all_of_the_stretch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
