/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis/neighbours*.c and compiler/border.c: random pairs of lists are
 * compared with an enumeration of all projects, each decided on both sides of
 * the border; borders of a made-up territory with one edge after another.
 * Through the public interface, from files.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/report.h"
#include "compiler/border.h"
#include "compiler/rule.h"
#include "tests/unit/territory.h"
#include "yice/compile.h"
#include "yice/eval.h"
#include "yice/neighbours.h"

#define PROJECTS 48 /* three booleans, three natures, in the zone or not */
#define CLAUSES_MAX 8
#define ROUNDS 150

struct world {
	char folder[40], rules[64], areas[64];
};

static void make(struct world *w)
{
	snprintf(w->folder, sizeof(w->folder), "/tmp/yice-neighbours.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->rules, sizeof(w->rules), "%s/rules.yice", w->folder);
	snprintf(w->areas, sizeof(w->areas), "%s/areas.geojson", w->folder);
}

static void release(struct world *w)
{
	unlink(w->rules);
	unlink(w->areas);
	rmdir(w->folder);
}

static void write_file(const char *path, struct yice_buf *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text->data, 1, text->len, file), text->len);
	assert_int_equal(fclose(file), 0);
	yice_buf_release(text);
}

/* ---------------------------------------------------------------- random rules */

static const char *const codes[2] = { "ZH51010020001", "ZH50010020001" };

static const char *literal(uint64_t *seed)
{
	static const char *const all[] = { "甲项 = 是", "甲项 = 否", "乙项 = 是", "丙项 = 是", "丙项 = 否", "性质 属于 新建、改建",
					   "性质 = 扩建", "场址 位于 甲区", "场址 不位于 甲区", "待判 \"用词\"" };

	return all[unit_random(seed) % YICE_COUNT(all)];
}

static void add_logic(struct yice_buf *out, const char *keyword, uint64_t *seed)
{
	const char *join = unit_random(seed) % 2 ? " 且 " : " 或 ";
	uint32_t n = 1 + (uint32_t)(unit_random(seed) % 3);

	yice_buf_addf(out, " %s %s", keyword, literal(seed));
	for (uint32_t i = 1; i < n; i++)
		yice_buf_addf(out, "%s%s", join, literal(seed));
}

static void add_clause(struct yice_buf *out, uint32_t number, uint64_t *seed)
{
	uint32_t effect = unit_random(seed) % 4;

	yice_buf_addf(out, "1-%u 原文 \"文\"", number);
	add_logic(out, "当", seed);
	if (unit_random(seed) % 3 == 0)
		add_logic(out, "除", seed);
	if (effect < 2)
		yice_buf_adds(out, effect ? " 限制 \"论证\"" : " 禁止");
	else
		add_logic(out, "须", seed);
	yice_buf_addc(out, '\n');
}

static void add_list(struct yice_buf *out, int side, uint64_t *seed)
{
	static const char *const elements[] = { "", "要素 甲区\n", "要素 乙区\n" };

	yice_buf_addf(out, "清单 5%d0000 \"清单\" 上级 000000 施行 2024-01-01 起 示例\n", side ? 0 : 1);
	if (unit_random(seed) % 2) {
		yice_buf_adds(out, "适用 全域\n");
		add_clause(out, 9, seed);
	}
	yice_buf_addf(out, "单元 %s \"单元\" 重点管控\n%s", codes[side], elements[unit_random(seed) % 3]);
	for (uint32_t i = 1 + (uint32_t)(unit_random(seed) % 3); i > 0; i--)
		add_clause(out, i, seed);
}

static void write_random(const struct world *w, uint64_t *seed)
{
	struct yice_buf out = YICE_BUF_INIT;

	yice_buf_adds(&out, "行政区 000000 全国\n行政区 510000 西省 上级 000000\n行政区 500000 东市 上级 000000\n分区 甲区\n分区 乙区\n"
			    "词表 性质：新建、改建、扩建\n属性 场址：多项 区划\n属性 性质：一项 性质\n属性 甲项：是否\n属性 乙项：是否\n"
			    "属性 丙项：是否\n图形 单元 数据 \"areas.geojson\"\n"
			    "清单 000000 \"全国\" 施行 2024-01-01 起 示例\n适用 全域\n0-1 原文 \"共同\" 当 甲项 = 是 禁止\n");
	add_list(&out, 0, seed);
	add_list(&out, 1, seed);
	write_file(w->rules, &out);
}

static void write_two_squares(const struct world *w)
{
	struct yice_buf out = YICE_BUF_INIT;

	yice_buf_adds(&out, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (int i = 0; i < 2; i++)
		yice_buf_addf(&out, "%s{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\"},\"geometry\":{\"type\":\"Polygon\","
				    "\"coordinates\":[[[105.%d,29],[105.%d,29],[105.%d,29.1],[105.%d,29.1],[105.%d,29]]]}}",
			      i ? "," : "", codes[i], i, i + 1, i + 1, i, i);
	yice_buf_adds(&out, "]}\n");
	write_file(w->areas, &out);
}

/* ---------------------------------------------------------------- by enumeration */

/* How bad the outcome of a clause is; as the analysis has it. */
static int level_of(int outcome)
{
	return outcome == YICE_VIOLATED ? 3 : outcome == YICE_JUDGEMENT ? 2 : outcome == YICE_RESTRICTED ? 1 : 0;
}

struct enumeration {
	char ids[CLAUSES_MAX][64];
	int side[CLAUSES_MAX];
	int levels[CLAUSES_MAX][PROJECTS];
	uint32_t count;
};

static void write_project(uint32_t number, int side, bool zone_known_absent, struct yice_buf *out)
{
	static const char *const natures[] = { "新建", "改建", "扩建" };
	bool inside = number % 2 && !zone_known_absent;

	yice_buf_addf(out, "{\"site\":{\"unit\":\"%s\"},\"facts\":{\"场址\":[%s],\"性质\":\"%s\",\"甲项\":%s,\"乙项\":%s,\"丙项\":%s},"
			   "\"complete\":[\"场址\"]}", codes[side], inside ? "\"甲区\"" : "", natures[number / 2 % 3],
		      number / 6 % 2 ? "true" : "false", number / 12 % 2 ? "true" : "false", number / 24 % 2 ? "true" : "false");
}

/* The unit says that it has nothing of 甲区: a project can then not state that it lies there. */
static bool lacks_zone(const char *rules, int side)
{
	const char *unit = strstr(rules, codes[side]);

	assert_non_null(unit);
	return !strncmp(strchr(unit, '\n') + 1, "要素 乙区", strlen("要素 乙区"));
}

static uint32_t find_clause(struct enumeration *e, const char *id, int side)
{
	for (uint32_t i = 0; i < e->count; i++)
		if (!strcmp(e->ids[i], id))
			return i;
	assert_true(e->count < CLAUSES_MAX);
	snprintf(e->ids[e->count], sizeof(e->ids[0]), "%s", id);
	e->side[e->count] = side;
	return e->count++;
}

static void decide_all(const struct world *w, const char *rules, struct enumeration *e)
{
	const char *path = w->rules;
	yice_report *report;
	yice_image *image;
	yice_facts *facts;
	yice_run *run;
	void *bytes;
	size_t len;

	memset(e, 0, sizeof(*e));
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_build(&path, 1, report, &bytes, &len), YICE_OK);
	assert_int_equal(yice_image_borrow(bytes, len, NULL, &image), YICE_OK);
	assert_int_equal(yice_facts_new(image, &facts), YICE_OK);
	assert_int_equal(yice_run_new(image, &run), YICE_OK);
	for (uint32_t i = 0; i < 2 * PROJECTS; i++) {
		int side = i / PROJECTS ? 1 : 0;
		struct yice_buf json = YICE_BUF_INIT;

		write_project(i % PROJECTS, side, lacks_zone(rules, side), &json);
		assert_int_equal(yice_facts_read(facts, "p", json.data, json.len, report), YICE_OK);
		assert_int_equal(yice_run_decide(run, facts, NULL), YICE_OK);
		for (size_t k = 0; k < yice_run_count(run); k++) {
			char id[64];

			yice_run_id(run, k, id, sizeof(id));
			if (strncmp(id, "000000", 6) && yice_run_outcome(run, k) >= 0) {
				assert_int_not_equal(yice_run_outcome(run, k), YICE_UNKNOWN);
				e->levels[find_clause(e, id, side)][i % PROJECTS] = level_of(yice_run_outcome(run, k));
			}
		}
		yice_buf_release(&json);
	}
	yice_run_free(run);
	yice_facts_free(facts);
	yice_image_free(image);
	free(bytes);
	yice_report_free(report);
}

/* The worst level at which some project comes out by the clause and below which it stays on the other side; 0: none. */
static int stricter_level(const struct enumeration *e, uint32_t clause)
{
	int worst = 0;

	for (uint32_t p = 0; p < PROJECTS; p++) {
		int there = 0;

		for (uint32_t k = 0; k < e->count; k++)
			if (e->side[k] != e->side[clause] && e->levels[k][p] > there)
				there = e->levels[k][p];
		if (e->levels[clause][p] > there && e->levels[clause][p] > worst)
			worst = e->levels[clause][p];
	}
	return worst;
}

/* ---------------------------------------------------------------- held against each other */

static int level_of_word(const char *word)
{
	return !strcmp(word, "violated") ? 3 : !strcmp(word, "judgement") ? 2 : !strcmp(word, "restricted") ? 1 : 0;
}

static uint32_t compare_clauses(struct enumeration *e, const struct yice_json *dimension, uint32_t *stricter)
{
	uint32_t seen = 0;

	for (const struct yice_json *c = yice_json_get(dimension, "clauses")->first; c; c = c->next, seen++) {
		const struct yice_json *found = yice_json_get(c, "stricter");
		int side = *yice_json_get(c, "side")->text == 'b';
		uint32_t clause = find_clause(e, yice_json_get(c, "id")->text, side);
		int expected = stricter_level(e, clause);

		assert_int_equal(e->side[clause], side);
		assert_int_equal(yice_json_get(c, "unsettled")->kind, YICE_JSON_FALSE);
		assert_int_equal(found->kind == YICE_JSON_NULL ? 0 : level_of_word(yice_json_get(found, "here")->text), expected);
		*stricter += expected > 0;
	}
	return seen;
}

static void compare_once(const struct world *w, uint32_t *stricter, uint32_t *alike)
{
	const struct yice_neighbouring how = { NULL, NULL, 0 };
	const char *path = w->rules;
	struct enumeration e;
	struct yice_arena arena;
	struct yice_json *root;
	const struct yice_json *pairs;
	yice_report *report;
	char *text, *rules;
	size_t len;
	uint32_t seen = 0, before = *stricter;

	assert_int_equal(yice_read_file(path, &rules, &len), YICE_OK);
	decide_all(w, rules, &e);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_neighbours(&path, 1, &how, "json", "zh", report, &text), YICE_OK);
	yice_arena_init(&arena);
	assert_int_equal(yice_json_parse(text, strlen(text), 0, 0, &arena, &report->diags, &root), YICE_OK);
	pairs = yice_json_get(root, "pairs");
	assert_int_equal(pairs->count, 1);
	for (const struct yice_json *d = yice_json_get(pairs->first, "dimensions")->first; d; d = d->next)
		seen += compare_clauses(&e, d, stricter);
	assert_int_equal(seen, e.count);
	*alike += e.count - (*stricter - before);
	yice_arena_release(&arena);
	yice_report_free(report);
	free(text);
	free(rules);
}

static void what_is_stricter_is_what_an_enumeration_finds(void **state)
{
	uint64_t seed = 5;
	uint32_t stricter = 0, alike = 0;
	struct world w;

	YICE_UNUSED(state);
	make(&w);
	write_two_squares(&w);
	for (int i = 0; i < ROUNDS; i++) {
		write_random(&w, &seed);
		compare_once(&w, &stricter, &alike);
	}
	assert_true(stricter > 50 && alike > 50); /* both kinds were met */
	release(&w);
}

/* ---------------------------------------------------------------- borders */

#define SIDE 6u

/* Units of even and odd numbers are of two publishers. */
static void write_territory(const struct world *w, const struct territory *t)
{
	struct yice_buf rules = YICE_BUF_INIT, areas = YICE_BUF_INIT;

	yice_buf_adds(&rules, "行政区 510000 西省\n行政区 500000 东市\n图形 单元 数据 \"areas.geojson\"\n");
	yice_buf_adds(&areas, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (int side = 0; side < 2; side++) {
		yice_buf_addf(&rules, "清单 5%d0000 \"清单\" 施行 2024-01-01 起 示例\n", side ? 0 : 1);
		for (uint32_t i = (uint32_t)side; i < t->count; i += 2)
			yice_buf_addf(&rules, "单元 ZH5%d00002%04u \"单元\" 重点管控\n1-1 原文 \"文\" 职责 政府\n", side ? 0 : 1, i);
	}
	for (uint32_t i = 0; i < t->count; i++) {
		const struct yice_shape *shape = &t->units[i];

		yice_buf_addf(&areas, "%s\n{\"type\":\"Feature\",\"properties\":{\"code\":\"ZH5%d00002%04u\"},\"geometry\":"
				      "{\"type\":\"MultiPolygon\",\"coordinates\":[", i ? "," : "", i % 2 ? 0 : 1, i);
		for (uint32_t k = 0; k < shape->part_count; k++) {
			yice_buf_adds(&areas, k ? shape->parts[k].hole ? "," : "],[" : "[");
			for (uint32_t p = 0; p < shape->parts[k].count; p++) {
				yice_buf_adds(&areas, p ? ",[" : "[[");
				yice_degree_show(shape->points[shape->parts[k].first + p].lon, &areas);
				yice_buf_addc(&areas, ',');
				yice_degree_show(shape->points[shape->parts[k].first + p].lat, &areas);
				yice_buf_addc(&areas, ']');
			}
			yice_buf_addc(&areas, ']');
		}
		yice_buf_adds(&areas, "]]}}");
	}
	yice_buf_adds(&areas, "]}\n");
	write_file(w->rules, &rules);
	write_file(w->areas, &areas);
}

static bool same_point(struct yice_point a, struct yice_point b)
{
	return a.lon == b.lon && a.lat == b.lat;
}

static bool has_edge(const struct yice_shape *shape, struct yice_point a, struct yice_point b)
{
	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++)
			if ((same_point(shape->points[k], a) && same_point(shape->points[k + 1], b)) ||
			    (same_point(shape->points[k], b) && same_point(shape->points[k + 1], a)))
				return true;
	return false;
}

static uint32_t shared_edges(const struct yice_shape *a, const struct yice_shape *b)
{
	uint32_t count = 0;

	if (!yice_box_meets(&a->box, &b->box))
		return 0;
	for (uint32_t i = 0; i < a->part_count; i++)
		for (uint32_t k = a->parts[i].first; k + 1 < a->parts[i].first + a->parts[i].count; k++)
			count += has_edge(b, a->points[k], a->points[k + 1]);
	return count;
}

static uint32_t unit_number(const struct yice_model *model, uint32_t unit)
{
	return (uint32_t)strtoul(model->units.items[unit].code + 9, NULL, 10);
}

static void look_at_border(const struct yice_model *model, const struct territory *t, const struct yice_border *border,
			   bool *met)
{
	uint32_t a = unit_number(model, border->unit[0]), b = unit_number(model, border->unit[1]), edges = 0;
	const struct yice_shape *line = &border->line;

	assert_true(a % 2 != b % 2);
	for (uint32_t i = 0; i < line->part_count; i++)
		for (uint32_t k = line->parts[i].first; k + 1 < line->parts[i].first + line->parts[i].count; k++, edges++) {
			assert_true(has_edge(&t->units[a], line->points[k], line->points[k + 1]));
			assert_true(has_edge(&t->units[b], line->points[k], line->points[k + 1]));
		}
	assert_int_equal(edges, shared_edges(&t->units[a], &t->units[b]));
	assert_true(border->mm.low > 0 && border->mm.high - border->mm.low < 10);
	met[a * t->count + b] = met[b * t->count + a] = true;
}

/* Borders of a territory, as the compiler finds them from files; everything in the arena. */
static void find_borders(const struct world *w, const struct territory *t, struct yice_model *model, yice_report *report,
			 struct yice_arena *arena, struct yice_border **borders, uint32_t *count)
{
	const struct yice_border_search search = { YICE_BORDER_MM, 0, YICE_NONE };
	struct yice_rules rules = { NULL, 0 };
	const char *path = w->rules;

	write_territory(w, t);
	yice_model_init(model, &report->sources, &report->diags);
	assert_int_equal(yice_rules_check_all(model, &rules, &path, 1), YICE_OK);
	assert_int_equal(report->diags.errors, 0);
	assert_int_equal(yice_borders_find(model, &search, arena, borders, count), YICE_OK);
}

static void borders_are_the_edges_that_two_publishers_share(void **state)
{
	struct territory_plan plan = { 4, SIDE, SIDE, 9, 8000000, { INT64_C(113200000000), INT64_C(22900000000) }, 4, 0 };
	struct world w;
	struct territory t;
	struct yice_model model;
	struct yice_arena arena;
	struct yice_border *borders;
	yice_report *report;
	uint32_t count, expected = 0;
	bool *met;

	YICE_UNUSED(state);
	make(&w);
	assert_int_equal(territory_make(&t, &plan), YICE_OK);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	yice_arena_init(&arena);
	find_borders(&w, &t, &model, report, &arena, &borders, &count);
	met = calloc((size_t)t.count * t.count, sizeof(*met));
	assert_non_null(met);
	for (uint32_t i = 0; i < count; i++)
		look_at_border(&model, &t, &borders[i], met);
	for (uint32_t a = 0; a < t.count; a++)
		for (uint32_t b = a + 1; b < t.count; b += 2) /* of the other publisher */
			expected += shared_edges(&t.units[a], &t.units[b]) > 0;
	assert_true(count > 4 * SIDE);
	assert_int_equal(count, expected);
	free(met);
	yice_arena_release(&arena);
	yice_model_release(&model);
	yice_report_free(report);
	territory_release(&t);
	release(&w);
}

/* Draws the units of one publisher anew: a vertex more on every edge, each up to 3 m off the line. */
static void draw_anew(struct territory *t, uint64_t *seed)
{
	for (uint32_t i = 1; i < t->count; i += 2)
		for (uint32_t k = t->units[i].parts[0].count - 1; k-- > 0;)
			territory_push(t, i, k, (struct yice_point){ (int64_t)(unit_random(seed) % 40000) - 20000,
								     (int64_t)(unit_random(seed) % 40000) - 20000 });
}

static void borders_drawn_with_other_points_are_the_same_borders(void **state)
{
	uint64_t seed = 11;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < 6; i++) {
		struct territory_plan plan = { 40 + i, SIDE, SIDE, 4, 8000000, { INT64_C(113200000000), INT64_C(22900000000) }, 4, 0 };
		struct territory t[2];
		struct world w;
		struct yice_model model[2];
		struct yice_arena arena;
		struct yice_border *borders[2];
		yice_report *report[2];
		uint32_t count[2], anew = 0;

		make(&w);
		yice_arena_init(&arena);
		for (int k = 0; k < 2; k++) {
			assert_int_equal(territory_make(&t[k], &plan), YICE_OK);
			if (k)
				draw_anew(&t[k], &seed);
			assert_int_equal(yice_report_new(&report[k]), YICE_OK);
			find_borders(&w, &t[k], &model[k], report[k], &arena, &borders[k], &count[k]);
		}
		assert_int_equal(count[0], count[1]);
		for (uint32_t k = 0; k < count[0]; k++) {
			int64_t length = borders[0][k].mm.low, other = borders[1][k].mm.low;

			assert_int_equal(borders[0][k].unit[0], borders[1][k].unit[0]);
			assert_int_equal(borders[0][k].unit[1], borders[1][k].unit[1]);
			assert_int_equal(borders[0][k].drawn_mm, 0);
			assert_true(borders[1][k].drawn_mm < 5000);
			anew += borders[1][k].drawn_mm > 100; /* but around holes */
			assert_true(other > length - 20000 - length / 50 && other < length + 20000 + length / 50);
		}
		assert_true(anew > count[0] / 4 * 3);
		for (int k = 0; k < 2; k++) {
			yice_model_release(&model[k]);
			yice_report_free(report[k]);
			territory_release(&t[k]);
		}
		yice_arena_release(&arena);
		release(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_stricter_is_what_an_enumeration_finds),
		cmocka_unit_test(borders_are_the_edges_that_two_publishers_share),
		cmocka_unit_test(borders_drawn_with_other_points_are_the_same_borders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
