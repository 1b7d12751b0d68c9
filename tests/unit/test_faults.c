/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compiler/geometry_check.c held against counting: on random territories with
 * faults planted, whatever is reported must be where no unit, or both units
 * named, hold the place, and wherever one counts no unit or several, away from
 * any edge by more than rounding, something must be reported. Territories
 * without faults, with corners of one unit on edges of others, are clean.
 * Through the public interface, from files.
 */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "base/report.h"
#include "runtime/geo/mesh.h"
#include "runtime/geo/number.h"
#include "tests/unit/territory.h"
#include "yice/compile.h"

#define STEP       100
#define ROUNDS     40
#define CLEAR      (4 * STEP) /* farther from an edge than fitting moves one */
#define FINDINGS   64
#define METRE      9000 /* units of latitude */

struct finding {
	char fault[16];
	uint32_t units[16], unit_count;
	struct yice_point at;
	int64_t area, width; /* dm², mm */
	struct yice_shape shape;
};

struct world {
	char folder[32], rules[64], areas[64];
	struct territory was, now;
	struct yice_arena arena;
	struct finding found[FINDINGS];
	uint32_t count;
	int64_t margin; /* how far from the outer border what is covered no more is a gap */
};

/* ---------------------------------------------------------------- files */

static void write_shape(FILE *file, const struct yice_shape *shape)
{
	for (uint32_t i = 0; i < shape->part_count; i++) {
		struct yice_buf text = YICE_BUF_INIT;

		yice_buf_adds(&text, !i ? "[" : shape->parts[i].hole ? "," : "],[");
		for (uint32_t k = 0; k < shape->parts[i].count; k++) {
			yice_buf_adds(&text, k ? ",[" : "[[");
			yice_degree_show(shape->points[shape->parts[i].first + k].lon, &text);
			yice_buf_addc(&text, ',');
			yice_degree_show(shape->points[shape->parts[i].first + k].lat, &text);
			yice_buf_addc(&text, ']');
		}
		fprintf(file, "%s]", yice_buf_text(&text));
		yice_buf_release(&text);
	}
	fprintf(file, "]");
}

static void write_files(const struct world *w)
{
	FILE *file = fopen(w->areas, "w");

	assert_non_null(file);
	fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (uint32_t i = 0; i < w->now.count; i++) {
		fprintf(file, "%s\n{\"type\":\"Feature\",\"properties\":{\"code\":\"ZH4406062%04u\"},\"geometry\":"
			      "{\"type\":\"MultiPolygon\",\"coordinates\":[", i ? "," : "", i);
		write_shape(file, &w->now.units[i]);
		fprintf(file, "]}}");
	}
	fprintf(file, "]}\n");
	assert_int_equal(fclose(file), 0);
	file = fopen(w->rules, "w");
	assert_non_null(file);
	fprintf(file, "行政区 440606 顺德区\n图形 单元 数据 \"areas.geojson\"\n清单 440606 \"示例\" 施行 2024-01-01 起 示例\n");
	for (uint32_t i = 0; i < w->now.count; i++)
		fprintf(file, "单元 ZH4406062%04u \"单元\" 重点管控\n1-1 原文 \"…\" 职责 政府\n", i);
	assert_int_equal(fclose(file), 0);
}

/* ---------------------------------------------------------------- findings */

static int64_t thousandths(const struct yice_json *node)
{
	int64_t value;

	assert_non_null(node);
	assert_int_equal(yice_number_read(node->text, node->len, 3, &value), 0);
	return value;
}

static struct yice_point position(const struct yice_json *node)
{
	struct yice_point p;

	assert_int_equal(yice_number_read(node->first->text, node->first->len, 9, &p.lon), 0);
	assert_int_equal(yice_number_read(node->first->next->text, node->first->next->len, 9, &p.lat), 0);
	return p;
}

static void read_polygons(struct world *w, const struct yice_json *geometry, struct yice_shape *out)
{
	const struct yice_json *coordinates = yice_json_get(geometry, "coordinates");
	bool several = !strcmp(yice_json_get(geometry, "type")->text, "MultiPolygon");
	struct yice_shape_builder builder;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (const struct yice_json *polygon = several ? coordinates->first : coordinates; polygon; polygon = polygon->next) {
		for (const struct yice_json *ring = polygon->first; ring; ring = ring->next) {
			for (const struct yice_json *p = ring->first; p; p = p->next)
				yice_shape_add(&builder, position(p));
			assert_int_equal(yice_shape_end_part(&builder, ring != polygon->first), YICE_PART_OK);
		}
		if (!several)
			break;
	}
	assert_int_equal(yice_shape_finish(&builder, &w->arena, out), YICE_OK);
}

static void read_finding(struct world *w, const struct yice_json *feature)
{
	const struct yice_json *properties = yice_json_get(feature, "properties");
	struct finding *f = &w->found[w->count++];

	assert_true(w->count < FINDINGS);
	snprintf(f->fault, sizeof(f->fault), "%s", yice_json_get(properties, "fault")->text);
	f->unit_count = 0;
	for (const struct yice_json *unit = yice_json_get(properties, "units")->first; unit; unit = unit->next) {
		assert_true(f->unit_count < YICE_COUNT(f->units));
		f->units[f->unit_count++] = (uint32_t)strtoul(unit->text + 9, NULL, 10);
	}
	f->at = position(yice_json_get(properties, "at"));
	f->width = thousandths(yice_json_get(properties, "width_m"));
	f->area = thousandths(yice_json_get(properties, "area_m2"));
	read_polygons(w, yice_json_get(feature, "geometry"), &f->shape);
}

static void check(struct world *w)
{
	const char *path = w->rules;
	yice_report *report;
	struct yice_json *root;
	char *text;

	write_files(w);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	assert_int_equal(yice_check(&path, 1, report), YICE_OK);
	assert_int_equal(yice_report_text(report, "geojson", "en", &text), YICE_OK);
	assert_int_equal(yice_json_parse(text, strlen(text), 0, 0, &w->arena, &report->diags, &root), YICE_OK);
	w->count = 0;
	for (const struct yice_json *feature = yice_json_get(root, "features")->first; feature; feature = feature->next)
		read_finding(w, feature);
	assert_true(yice_report_warnings(report) <= w->count); /* slivers of one border are told together */
	assert_int_equal(yice_report_warnings(report) > 0, w->count > 0);
	free(text);
	yice_report_free(report);
}

/* ---------------------------------------------------------------- counting */

static uint32_t count_at(const struct territory *t, struct yice_point p)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < t->count; i++)
		count += territory_holds(&t->units[i], p) == 1;
	return count;
}

/* A place that no edge is near: all around it the same units hold. */
static bool is_clear(const struct territory *t, struct yice_point p)
{
	for (uint32_t i = 0; i < t->count; i++) {
		int here = territory_holds(&t->units[i], p);

		for (int k = 0; k < 9; k++)
			if (territory_holds(&t->units[i], (struct yice_point){ p.lon + (k % 3 - 1) * CLEAR, p.lat + (k / 3 - 1) * CLEAR }) != here ||
			    here == 2)
				return false;
	}
	return true;
}

static bool names(const struct finding *f, uint32_t unit)
{
	for (uint32_t i = 0; i < f->unit_count; i++)
		if (f->units[i] == unit)
			return true;
	return false;
}

static bool is_gap(const struct finding *f)
{
	return strstr(f->fault, "gap") != NULL;
}

/* Some finding of the kind has the place; of an overlap, one that names both units. */
static bool is_found(const struct world *w, struct yice_point p, bool gap, uint32_t a, uint32_t b)
{
	for (uint32_t i = 0; i < w->count; i++)
		if (is_gap(&w->found[i]) == gap && territory_holds(&w->found[i].shape, p) &&
		    (gap || (names(&w->found[i], a) && names(&w->found[i], b))))
			return true;
	return false;
}

/* Within the outer border as it was, by so much. */
static bool is_within(const struct territory *t, struct yice_point p, int64_t margin)
{
	for (int k = 0; k < 9; k++)
		if (!count_at(t, (struct yice_point){ p.lon + (k % 3 - 1) * margin, p.lat + (k / 3 - 1) * margin }))
			return false;
	return true;
}

static void look_at(const struct world *w, struct yice_point p)
{
	uint32_t count = count_at(&w->now, p);

	if (count == 1 || !is_clear(&w->now, p) || (!count && (!is_within(&w->was, p, w->margin) || !is_clear(&w->was, p))))
		return;
	if (!count)
		assert_true(is_found(w, p, true, 0, 0));
	for (uint32_t a = 0; a < w->now.count && count; a++)
		for (uint32_t b = a + 1; b < w->now.count; b++)
			if (territory_holds(&w->now.units[a], p) && territory_holds(&w->now.units[b], p))
				assert_true(is_found(w, p, false, a, b));
}

/* Places beside every edge, and at random. */
static void everything_is_found(const struct world *w, uint64_t *seed)
{
	for (uint32_t i = 0; i < w->now.count; i++)
		for (uint32_t k = 0; k + 1 < w->now.units[i].point_count; k++) {
			struct yice_point a = w->now.units[i].points[k], b = w->now.units[i].points[k + 1];
			int64_t t = (int64_t)(unit_random(seed) % 100), off = 1 + (int64_t)(unit_random(seed) % 60) * STEP / 4;

			look_at(w, (struct yice_point){ a.lon + (b.lon - a.lon) / 100 * t + off, a.lat + (b.lat - a.lat) / 100 * t + off });
			look_at(w, (struct yice_point){ a.lon + (b.lon - a.lon) / 100 * t - off, a.lat + (b.lat - a.lat) / 100 * t - off });
		}
	for (int i = 0; i < 200; i++)
		look_at(w, (struct yice_point){
			w->now.box.min.lon + (int64_t)(unit_random(seed) % (uint64_t)(w->now.box.max.lon - w->now.box.min.lon)),
			w->now.box.min.lat + (int64_t)(unit_random(seed) % (uint64_t)(w->now.box.max.lat - w->now.box.min.lat)) });
}

/* A unit has a point of its border near a point of the finding's. */
static bool is_beside(const struct world *w, uint32_t unit, const struct yice_shape *shape)
{
	for (uint32_t i = 0; i < shape->point_count; i++) {
		int first = territory_holds(&w->now.units[unit], shape->points[i]);

		for (int k = 0; k < 9; k++)
			if (first == 2 || territory_holds(&w->now.units[unit], (struct yice_point){
						      shape->points[i].lon + (k % 3 - 1) * CLEAR,
						      shape->points[i].lat + (k / 3 - 1) * CLEAR }) != first)
				return true;
	}
	return false;
}

static void everything_found_is_there(const struct world *w)
{
	for (uint32_t i = 0; i < w->count; i++) {
		const struct finding *f = &w->found[i];

		assert_int_equal(territory_holds(&f->shape, f->at), 1);
		assert_true(f->width >= 20 && f->area > 0);
		assert_int_equal(count_at(&w->now, f->at) == 0, is_gap(f));
		assert_int_equal(strstr(f->fault, "sliver") != NULL, f->width < 1000);
		for (uint32_t k = 0; k < w->count && is_gap(f); k++) /* and told once */
			assert_true(k == i || !is_gap(&w->found[k]) || !territory_holds(&w->found[k].shape, f->at));
		for (uint32_t k = 0; k < f->unit_count; k++)
			if (is_gap(f))
				assert_true(is_beside(w, f->units[k], &f->shape));
			else
				assert_int_equal(territory_holds(&w->now.units[f->units[k]], f->at), 1);
	}
}

static void show(const struct world *w)
{
	for (uint32_t i = 0; i < w->count; i++)
		fprintf(stderr, "%s of %u and %u, %lld mm wide, at %lld,%lld\n", w->found[i].fault, w->found[i].units[0],
			w->found[i].units[1], (long long)w->found[i].width, (long long)w->found[i].at.lon, (long long)w->found[i].at.lat);
}

/* ---------------------------------------------------------------- worlds */

static struct territory_plan plan_of(uint64_t seed, bool bricks)
{
	return (struct territory_plan){ seed, 4, 4, 5, 8000000, { INT64_C(113200000000), INT64_C(22900000000) }, bricks ? 0 : 4, 0 };
}

static void make(struct world *w, uint64_t seed, bool bricks)
{
	struct territory_plan plan = plan_of(seed, bricks);

	memset(w, 0, sizeof(*w));
	yice_arena_init(&w->arena);
	snprintf(w->folder, sizeof(w->folder), "/tmp/yice-faults.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->rules, sizeof(w->rules), "%s/rules.yice", w->folder);
	snprintf(w->areas, sizeof(w->areas), "%s/areas.geojson", w->folder);
	assert_int_equal((bricks ? territory_bricks : territory_make)(&w->was, &plan), YICE_OK);
	assert_int_equal((bricks ? territory_bricks : territory_make)(&w->now, &plan), YICE_OK);
}

static void release(struct world *w)
{
	unlink(w->rules);
	unlink(w->areas);
	rmdir(w->folder);
	territory_release(&w->was);
	territory_release(&w->now);
	yice_arena_release(&w->arena);
}

/* What is found is there, and what is there is found. */
static void check_both_ways(struct world *w, uint64_t *seed)
{
	check(w);
	everything_found_is_there(w);
	everything_is_found(w, seed);
}

static void find_nothing(struct world *w)
{
	check(w);
	show(w);
	assert_int_equal(w->count, 0);
	release(w);
}

static uint32_t one_of(uint64_t *seed, uint32_t count)
{
	return (uint32_t)(unit_random(seed) % count);
}

/* A vertex on an edge that its neighbour does not have, as near as a step comes to it. */
static void put_corners(struct world *w, uint64_t *seed)
{
	for (int i = 0; i < 12; i++) {
		uint32_t unit = one_of(seed, w->now.count), edge = one_of(seed, w->now.units[unit].parts[0].count - 1);

		territory_push(&w->now, unit, edge, (struct yice_point){ 0, 0 });
		territory_push(&w->was, unit, edge, (struct yice_point){ 0, 0 });
	}
}

static struct yice_point by_random(uint64_t *seed, int64_t least, int64_t most)
{
	struct yice_point by = { least + (int64_t)(unit_random(seed) % (uint64_t)(most - least)),
				 least + (int64_t)(unit_random(seed) % (uint64_t)(most - least)) };

	by.lon = unit_random(seed) % 2 ? by.lon : -by.lon;
	by.lat = unit_random(seed) % 2 ? by.lat : -by.lat;
	return by;
}

static void corners_on_edges_are_no_faults(void **state)
{
	uint64_t seed = 17;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct world w;

		make(&w, unit_random(&seed), i % 2);
		put_corners(&w, &seed);
		find_nothing(&w);
	}
}

/* An edge with a unit on either side, away from the outside. */
static bool is_border(const struct world *w, uint32_t unit, uint32_t edge)
{
	const struct yice_point *p = w->was.units[unit].points + edge;

	for (int k = 0; k < 9; k++)
		if (!count_at(&w->was, (struct yice_point){ (p[0].lon + p[1].lon) / 2 + (k % 3 - 1) * 8 * STEP,
							    (p[0].lat + p[1].lat) / 2 + (k / 3 - 1) * 8 * STEP }) && k != 4)
			return false;
	return true;
}

static bool has_edge(const struct yice_shape *shape, struct yice_point from, struct yice_point to)
{
	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++)
			if (!yice_point_order(shape->points[k], from) && !yice_point_order(shape->points[k + 1], to))
				return true;
	return false;
}

/* Each edge of a unit runs against one of another unit, or the outside begins beside it. */
static void look_at_edges(const struct world *w, const struct yice_mesh *mesh, uint32_t unit)
{
	const struct yice_shape *shape = &mesh->shapes[unit];

	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++) {
			struct yice_point a = shape->points[k], b = shape->points[k + 1];
			struct yice_point middle = { (a.lon + b.lon) / 2, (a.lat + b.lat) / 2 };
			bool met = false;

			for (uint32_t other = 0; other < mesh->count; other++)
				met |= other != unit && has_edge(&mesh->shapes[other], b, a);
			for (int n = 0; n < 9; n++)
				met |= !count_at(&w->now, (struct yice_point){ middle.lon + (n % 3 - 1) * 8 * STEP,
									       middle.lat + (n / 3 - 1) * 8 * STEP });
			assert_true(met);
		}
}

static void fitted_units_have_equal_edges(void **state)
{
	uint64_t seed = 23;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		const struct yice_shape *shapes[64];
		struct yice_mesh mesh;
		struct world w;

		make(&w, unit_random(&seed), i % 2);
		put_corners(&w, &seed);
		assert_true(w.now.count < YICE_COUNT(shapes));
		for (uint32_t k = 0; k < w.now.count; k++)
			shapes[k] = &w.now.units[k];
		assert_int_equal(yice_mesh_fit(&mesh, shapes, w.now.count, &w.arena), YICE_OK);
		for (uint32_t k = 0; k < w.now.count; k++)
			look_at_edges(&w, &mesh, k);
		yice_mesh_release(&mesh);
		release(&w);
	}
}

/* At a bend, where the one does not lie beside the edges of the other, too. */
static void vertices_a_step_apart_become_one(void **state)
{
	uint64_t seed = 29;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		const struct yice_shape *shapes[64];
		struct yice_mesh mesh;
		struct world w;
		uint32_t unit = 5 + one_of(&seed, 2), edge = 1 + one_of(&seed, 3);
		int64_t bend;

		make(&w, unit_random(&seed), false);
		bend = i % 4 < 2 ? 200 * METRE : -200 * METRE;
		territory_push(&w.now, unit, edge, (struct yice_point){ bend, bend });
		w.was.units[unit] = w.now.units[unit]; /* the neighbour to be has the same vertex, a step off */
		for (uint32_t k = 0; k < w.now.count; k++) {
			const struct yice_shape *other = &w.was.units[k];

			for (uint32_t e = 0; k != unit && e + 1 < other->parts[0].count; e++)
				if (!yice_point_order(other->points[e], w.now.units[unit].points[edge + 2]) &&
				    !yice_point_order(other->points[e + 1], w.now.units[unit].points[edge])) {
					territory_push(&w.now, k, e, (struct yice_point){ bend + STEP, bend + (i % 2 ? STEP : 0) });
					break;
				}
			shapes[k] = &w.now.units[k];
		}
		assert_int_equal(yice_mesh_fit(&mesh, shapes, w.now.count, &w.arena), YICE_OK);
		for (uint32_t k = 0; k < w.now.count; k++)
			look_at_edges(&w, &mesh, k);
		yice_mesh_release(&mesh);
		release(&w);
	}
}

/* Borders pushed in or out, by metres or by what is a sliver. */
static void pushed_borders_are_found_where_counting_says(void **state)
{
	uint64_t seed = 5;
	uint32_t gaps = 0, overlaps = 0, slivers = 0;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < 2 * ROUNDS; i++) {
		struct world w;
		uint32_t pushed = 0;

		make(&w, unit_random(&seed), i % 2);
		put_corners(&w, &seed);
		for (uint32_t n = 1 + i % 3; n > 0; n--) {
			uint32_t unit = one_of(&seed, w.now.count), edge = one_of(&seed, w.now.units[unit].parts[0].count - 1);

			pushed = unit;
			if (is_border(&w, unit, edge))
				territory_push(&w.now, unit, edge, i % 4 < 2 ? by_random(&seed, 3 * METRE, 60 * METRE) : by_random(&seed, METRE / 3, METRE));
		}
		check_both_ways(&w, &seed);
		for (uint32_t k = 0; k < w.count; k++) {
			/* The unit that was pushed has most of a gap's border, so it is one of the two named. */
			assert_true(i % 3 || !is_gap(&w.found[k]) || w.found[k].units[0] == pushed || w.found[k].units[1] == pushed);
			gaps += !strcmp(w.found[k].fault, "gap");
			overlaps += !strcmp(w.found[k].fault, "overlap");
			slivers += strstr(w.found[k].fault, "sliver") != NULL;
		}
		release(&w);
	}
	assert_true(gaps > 10 && overlaps > 10 && slivers > 10); /* every kind was met */
}

static void a_copy_is_one_finding(void **state)
{
	uint64_t seed = 9;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS / 2; i++) {
		struct world w;
		uint32_t unit;

		make(&w, unit_random(&seed), i % 2);
		unit = one_of(&seed, w.now.count);
		w.now.units[w.now.count] = w.now.units[unit];
		w.now.count++;
		check_both_ways(&w, &seed);
		assert_int_equal(w.count, 1);
		assert_string_equal(w.found[0].fault, "twice");
		assert_true(names(&w.found[0], unit) && names(&w.found[0], w.now.count - 1));
		release(&w);
	}
}

/* A unit on the southern rim ends that much before its eastern neighbour begins, all along their border. */
static void draw_back(struct world *w, uint32_t unit, int64_t by)
{
	struct yice_shape *shape = &w->now.units[unit];
	struct yice_point *points = yice_arena_array(&w->now.arena, shape->point_count, sizeof(*points));

	assert_non_null(points);
	memcpy(points, shape->points, shape->point_count * sizeof(*points));
	for (uint32_t k = 0; k < shape->parts[0].count; k++)
		if (territory_holds(&w->was.units[unit + 1], points[k]) == 2)
			points[k].lon -= by;
	shape->points = points;
	shape->box = yice_points_box(points, shape->point_count);
}

static void a_narrow_gap_that_opens_outwards_is_a_sliver(void **state)
{
	uint64_t seed = 3;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct world w;
		int64_t by = 3000 + (int64_t)(unit_random(&seed) % 4000) / STEP * STEP; /* 0.3 to 0.7 m */
		bool found = false;

		make(&w, unit_random(&seed), true);
		draw_back(&w, i % 3, by);
		check_both_ways(&w, &seed);
		for (uint32_t k = 0; k < w.count; k++)
			if (!strcmp(w.found[k].fault, "sliver gap") && names(&w.found[k], i % 3) && names(&w.found[k], i % 3 + 1)) {
				/* 0.1026 m are 1000 units east to west there; borders lean, which makes the way across shorter */
				assert_true(w.found[k].width <= by * 1026 / 10000 + 1 && w.found[k].width > by * 1026 / 10000 * 9 / 10);
				assert_true(w.found[k].area > 400000 * by * 1026 / 10000 / 1000); /* of most of 800 m */
				found = true;
			}
		if (!found)
			show(&w);
		assert_true(found);
		release(&w);
	}
}

/* All that was found between the two halves, in dm²; their border is some 3.3 km long. */
static int64_t area_found(const struct world *w, const char *fault)
{
	int64_t area = 0;

	for (uint32_t i = 0; i < w->count; i++)
		if (strstr(w->found[i].fault, fault))
			area += w->found[i].area;
	return area;
}

/* From one outer border to the other, so that nothing encloses it. */
static void a_gap_open_at_both_ends_is_found(void **state)
{
	static const int64_t metres[] = { 1, 5, 20 };
	uint64_t seed = 61;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		int64_t wide = metres[i % 3], area;
		bool row = i / 3 % 2;
		struct territory_plan plan;
		struct world w;

		plan = plan_of(unit_random(&seed), false);
		make(&w, plan.seed, false);
		/* A metre is 9746 units east there, 9030 north. */
		territory_split(&w.now, &plan, 1 + i % 3, row, wide * (row ? 9030 : 9746) / STEP * STEP);
		w.margin = 50 * METRE;
		check_both_ways(&w, &seed);
		/* A row is 4 × 820.8 m wide, a column 4 × 885.9 m high; less what bends at the ends. */
		area = area_found(&w, "gap") / wide;
		if (area < (row ? 3283 : 3543) * 930 || area > (row ? 3283 : 3543) * 1070)
			show(&w);
		assert_in_range(area, (row ? 3283 : 3543) * 930, (row ? 3283 : 3543) * 1070);
		assert_int_equal(area_found(&w, "open gap") > 0, wide > 1);
		release(&w);
	}
}

static void pieces_of_a_territory_farther_apart_are_no_fault(void **state)
{
	uint64_t seed = 62;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS / 2; i++) {
		struct territory_plan plan = plan_of(unit_random(&seed), false);
		struct world w;

		make(&w, plan.seed, false);
		territory_split(&w.now, &plan, 1 + i % 3, i % 2, (30 + 100 * (i / 2)) * 9746 / STEP * STEP);
		find_nothing(&w);
	}
}

/* An octagon of 300 m across that comes within so many metres of the southern border, or has a side along it. */
static void put_island(struct world *w, int64_t metres, int64_t side)
{
	static const int way[8][2] = { { -4, 0 }, { -4, -6 }, { -2, -8 }, { 2, -8 }, { 4, -6 }, { 4, 0 }, { 2, 2 }, { -2, 2 } };
	struct yice_shape_builder builder;
	int64_t south = w->was.box.min.lat - metres * METRE, lon = (w->was.box.min.lon + w->was.box.max.lon) / 2;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (int i = 0; i <= 8; i++)
		yice_shape_add(&builder, (struct yice_point){ lon + way[i % 8][0] * side * METRE / 4, south + (way[i % 8][1] - 2) * 30 * METRE });
	assert_int_equal(yice_shape_end_part(&builder, false), YICE_PART_OK);
	assert_int_equal(yice_shape_finish(&builder, &w->now.arena, &w->now.units[w->now.count++]), YICE_OK);
}

static void an_island_near_the_border_is_no_fault(void **state)
{
	uint64_t seed = 63;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < ROUNDS / 2; i++) {
		struct world w;

		make(&w, unit_random(&seed), false);
		put_island(&w, 1 + i, 40 + 5 * i);
		find_nothing(&w);
	}
}

/* After a point of its outer ring, the unit's boundary goes on by that much and comes back; or two of its points change places. */
static void spoil(struct world *w, uint32_t unit, uint32_t at, struct yice_point by, bool swap)
{
	const struct yice_shape *old = &w->now.units[unit];
	struct yice_shape_builder builder;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
	for (uint32_t i = 0; i < old->part_count; i++) {
		for (uint32_t k = old->parts[i].first; k < old->parts[i].first + old->parts[i].count; k++) {
			yice_shape_add(&builder, old->points[swap && k == at ? k + 1 : swap && k == at + 1 ? k - 1 : k]);
			if (k == at && !swap) {
				yice_shape_add(&builder, (struct yice_point){ old->points[k].lon + by.lon, old->points[k].lat + by.lat });
				yice_shape_add(&builder, old->points[k]);
			}
		}
		assert_int_equal(yice_shape_end_part(&builder, old->parts[i].hole), YICE_PART_OK);
	}
	assert_int_equal(yice_shape_finish(&builder, &w->now.arena, &w->now.units[unit]), YICE_OK);
}

/* Invalid areas are told as that; no gap, no unit without an area. Returns how many are. */
static size_t check_invalid(struct world *w, bool spike)
{
	const char *path = w->rules;
	yice_report *report;
	size_t errors;
	char *text;
	int status;

	write_files(w);
	assert_int_equal(yice_report_new(&report), YICE_OK);
	status = yice_check(&path, 1, report);
	errors = yice_report_errors(report);
	assert_int_equal(status, errors ? YICE_EDIAG : YICE_OK);
	assert_int_equal(yice_report_text(report, "compact", "en", &text), YICE_OK);
	if (errors && yice_report_warnings(report))
		fprintf(stderr, "%s", text);
	assert_true(!errors || !yice_report_warnings(report));
	assert_true(!spike || strstr(text, "[Y1237]")); /* points changed on a straight line make a spike, too */
	free(text);
	yice_report_free(report);
	return errors;
}

static void an_invalid_area_is_no_gap(void **state)
{
	uint64_t seed = 71;
	uint32_t invalid = 0;

	YICE_UNUSED(state);
	for (uint32_t i = 0; i < 2 * ROUNDS; i++) {
		struct world w;
		uint32_t unit;
		bool swap = i % 4 == 3, found;

		make(&w, unit_random(&seed), i % 2);
		put_corners(&w, &seed);
		unit = one_of(&seed, w.now.count);
		spoil(&w, unit, 1 + one_of(&seed, w.now.units[unit].parts[0].count - 3), by_random(&seed, METRE, 300 * METRE), swap);
		found = check_invalid(&w, !swap) > 0;
		assert_true(found || swap); /* two points changed may make another valid area */
		invalid += found && swap;
		release(&w);
	}
	assert_true(invalid > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corners_on_edges_are_no_faults),
		cmocka_unit_test(fitted_units_have_equal_edges),
		cmocka_unit_test(vertices_a_step_apart_become_one),
		cmocka_unit_test(pushed_borders_are_found_where_counting_says),
		cmocka_unit_test(a_copy_is_one_finding),
		cmocka_unit_test(a_narrow_gap_that_opens_outwards_is_a_sliver),
		cmocka_unit_test(a_gap_open_at_both_ends_is_found),
		cmocka_unit_test(pieces_of_a_territory_farther_apart_are_no_fault),
		cmocka_unit_test(an_island_near_the_border_is_no_fault),
		cmocka_unit_test(an_invalid_area_is_no_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
