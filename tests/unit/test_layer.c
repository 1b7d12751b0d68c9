/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runtime/geo/layer*.c: the same answers as an even-odd test of every edge of
 * every unit, whatever the points; shapes come back as they went in; the same
 * shapes give the same words; damaged words are refused or answered, never a
 * crash. TERRITORY_POINTS and TERRITORY_SIDE make it as long as one likes.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "runtime/geo/gate.h"
#include "runtime/geo/layer_build.h"
#include "tests/unit/territory.h"

#define ORIGIN { INT64_C(115300000000), INT64_C(38400000000) } /* 3-degree zones change at 115.5 E */

struct fixture {
	struct territory territory;
	struct yice_layer_words words;
	struct yice_layer layer;
};

static uint32_t setting(const char *name, uint32_t otherwise)
{
	const char *text = getenv(name);

	return text ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

static void build(struct fixture *f)
{
	struct yice_layer_builder builder;

	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < f->territory.count; i++)
		yice_layer_add(&builder, i + 100, &f->territory.units[i]);
	assert_int_equal(yice_layer_build(&builder, &f->words), YICE_OK);
	assert_int_equal(builder.dropped, 0);
	yice_layer_builder_release(&builder);
	assert_int_equal(yice_layer_open(&f->layer, f->words.items, f->words.count), YICE_OK);
}

static void make(struct fixture *f, uint32_t side, uint32_t bends)
{
	struct territory_plan plan = { 11, side, side, bends, 8000000, ORIGIN, 5, 0 };

	memset(f, 0, sizeof(*f));
	assert_int_equal(territory_make(&f->territory, &plan), YICE_OK);
	build(f);
}

static void release(struct fixture *f)
{
	free(f->words.items);
	territory_release(&f->territory);
}

static int answer_of(const struct yice_layer *layer, struct yice_point p, uint32_t feature)
{
	struct yice_layer_hit hits[64];
	uint32_t count;

	assert_int_equal(yice_layer_at(layer, p, hits, 64, &count), YICE_OK);
	assert_true(count <= 64);
	for (uint32_t i = 0; i < count; i++)
		if (hits[i].feature == feature)
			return hits[i].touches ? 2 : 1;
	return 0;
}

/* Every unit's answer, and that nothing else is answered. */
static void check_point(const struct fixture *f, struct yice_point p)
{
	struct yice_layer_hit hits[64];
	uint32_t count, expected = 0;

	assert_int_equal(yice_layer_at(&f->layer, p, hits, 64, &count), YICE_OK);
	for (uint32_t i = 0; i < f->territory.count; i++) {
		const struct yice_shape *unit = &f->territory.units[i];
		int want;

		if (p.lon < unit->box.min.lon || p.lon > unit->box.max.lon || p.lat < unit->box.min.lat ||
		    p.lat > unit->box.max.lat)
			continue;
		want = territory_holds(unit, p);
		expected += want != 0;
		if (want != answer_of(&f->layer, p, i)) {
			fprintf(stderr, "unit %u at %lld %lld: %d\n", i, (long long)p.lon, (long long)p.lat, want);
			fail();
		}
	}
	assert_int_equal(count, expected);
}

static struct yice_point random_point(const struct fixture *f, uint64_t *seed)
{
	const struct yice_box *box = &f->territory.box;
	uint64_t width = (uint64_t)(box->max.lon - box->min.lon), height = (uint64_t)(box->max.lat - box->min.lat);

	return (struct yice_point){ box->min.lon + (int64_t)(unit_random(seed) % (width + width / 10)) - (int64_t)(width / 20),
				    box->min.lat + (int64_t)(unit_random(seed) % (height + height / 10)) - (int64_t)(height / 20) };
}

static void random_points_are_where_the_edges_say(void **state)
{
	uint32_t points = setting("TERRITORY_POINTS", 20000);
	struct fixture f;
	uint64_t seed = 4;

	YICE_UNUSED(state);
	make(&f, setting("TERRITORY_SIDE", 20), 48);
	for (uint32_t i = 0; i < points; i++)
		check_point(&f, random_point(&f, &seed));
	release(&f);
}

/* Vertices, points on the steps around them, and points due west and south of them: where tests of crossing go wrong. */
static void points_at_vertices_are_where_the_edges_say(void **state)
{
	struct fixture f;
	uint64_t seed = 9;

	YICE_UNUSED(state);
	make(&f, 5, 6);
	for (uint32_t i = 0; i < 4000; i++) {
		const struct yice_shape *unit = &f.territory.units[unit_random(&seed) % f.territory.count];
		struct yice_point p = unit->points[unit_random(&seed) % unit->point_count];
		int64_t far = (int64_t)(unit_random(&seed) % 3) * 1000000 + (int64_t)(unit_random(&seed) % 3) * 50;

		check_point(&f, p);
		check_point(&f, (struct yice_point){ p.lon - far, p.lat });
		check_point(&f, (struct yice_point){ p.lon, p.lat - far });
		check_point(&f, (struct yice_point){ p.lon + far, p.lat + 1 });
	}
	release(&f);
}

static void midpoints_of_borders_touch_both_sides(void **state)
{
	struct fixture f;
	uint32_t shared = 0;

	YICE_UNUSED(state);
	make(&f, 4, 8);
	for (uint32_t i = 0; i < f.territory.units[5].point_count - 1; i++) {
		struct yice_point a = f.territory.units[5].points[i], b = f.territory.units[5].points[i + 1];
		struct yice_layer_hit hits[8];
		uint32_t count;

		if ((a.lon + b.lon) % 2 || (a.lat + b.lat) % 2)
			continue;
		assert_int_equal(yice_layer_at(&f.layer, (struct yice_point){ (a.lon + b.lon) / 2, (a.lat + b.lat) / 2 },
					       hits, 8, &count),
				 YICE_OK);
		assert_true(count >= 1);
		for (uint32_t k = 0; k < count; k++)
			assert_true(hits[k].touches);
		shared += count == 2;
	}
	assert_true(shared > 20);
	release(&f);
}

static bool has_edge(const struct yice_shape *shape, struct yice_point a, struct yice_point b)
{
	for (uint32_t i = 0; i < shape->part_count; i++)
		for (uint32_t k = shape->parts[i].first; k + 1 < shape->parts[i].first + shape->parts[i].count; k++)
			if (!memcmp(&shape->points[k], &a, sizeof(a)) && !memcmp(&shape->points[k + 1], &b, sizeof(b)))
				return true;
	return false;
}

static void shapes_come_back_as_they_went_in(void **state)
{
	struct fixture f;
	struct yice_arena arena;

	YICE_UNUSED(state);
	make(&f, 6, 5);
	yice_arena_init(&arena);
	for (uint32_t i = 0; i < f.territory.count; i++) {
		const struct yice_shape *unit = &f.territory.units[i];
		struct yice_shape back;

		assert_int_equal(yice_layer_feature(&f.layer, i).key, i + 100);
		assert_int_equal(yice_layer_shape(&f.layer, i, &arena, &back), YICE_OK);
		assert_int_equal(back.point_count, unit->point_count);
		assert_int_equal(back.part_count, unit->part_count);
		for (uint32_t k = 0; k < unit->part_count; k++) {
			assert_int_equal(back.parts[k].hole, unit->parts[k].hole);
			for (uint32_t v = unit->parts[k].first; v + 1 < unit->parts[k].first + unit->parts[k].count; v++)
				assert_true(has_edge(&back, unit->points[v], unit->points[v + 1]));
		}
		assert_memory_equal(&back.box, &unit->box, sizeof(back.box));
	}
	yice_arena_release(&arena);
	release(&f);
}

static void shared_borders_are_stored_once(void **state)
{
	struct fixture f;
	uint32_t given = 0;

	YICE_UNUSED(state);
	make(&f, 10, 30);
	for (uint32_t i = 0; i < f.territory.count; i++)
		given += f.territory.units[i].point_count;
	assert_true(f.layer.head.vertex_count < given * 6 / 10);
	release(&f);
}

static void the_same_shapes_give_the_same_words(void **state)
{
	struct fixture a, b;

	YICE_UNUSED(state);
	make(&a, 7, 9);
	make(&b, 7, 9);
	assert_int_equal(a.words.count, b.words.count);
	assert_memory_equal(a.words.items, b.words.items, a.words.count * sizeof(uint32_t));
	assert_int_equal(yice_layer_verify(&a.layer), YICE_OK);
	release(&a);
	release(&b);
}

/* Lines and points among areas, areas over each other, and more features in one place than a record holds. */
static void anything_may_lie_over_anything(void **state)
{
	struct yice_shape_builder builder;
	struct yice_layer_builder layer;
	struct yice_layer_words words;
	struct yice_layer opened;
	struct yice_arena arena;
	struct yice_shape shapes[200];
	uint64_t seed = 3;

	YICE_UNUSED(state);
	yice_arena_init(&arena);
	yice_layer_builder_init(&layer);
	for (uint32_t i = 0; i < 200; i++) {
		enum yice_shape_kind kind = i % 10 == 0 ? YICE_SHAPE_LINES : i % 10 == 1 ? YICE_SHAPE_POINTS : YICE_SHAPE_POLYGONS;

		yice_shape_begin(&builder, kind, 100);
		for (uint32_t k = 0; k < 9; k++)
			yice_shape_add(&builder, (struct yice_point){ INT64_C(100000000000) + (int64_t)(unit_random(&seed) % 2000) * 100,
								      INT64_C(30000000000) + (int64_t)(unit_random(&seed) % 2000) * 100 });
		(void)yice_shape_end_part(&builder, false);
		assert_int_equal(yice_shape_finish(&builder, &arena, &shapes[i]), YICE_OK);
		yice_layer_add(&layer, i, &shapes[i]);
	}
	assert_int_equal(yice_layer_build(&layer, &words), YICE_OK);
	assert_int_equal(yice_layer_open(&opened, words.items, words.count), YICE_OK);
	assert_int_equal(yice_layer_verify(&opened), YICE_OK);
	for (uint32_t n = 0; n < 3000; n++) {
		struct yice_point p = { INT64_C(100000000000) + (int64_t)(unit_random(&seed) % 200000),
					INT64_C(30000000000) + (int64_t)(unit_random(&seed) % 200000) };
		struct yice_layer_hit hits[200];
		uint32_t count, expected = 0;

		if (n % 2)
			p = shapes[unit_random(&seed) % 200].points[unit_random(&seed) % 9];
		assert_int_equal(yice_layer_at(&opened, p, hits, 200, &count), YICE_OK);
		for (uint32_t i = 0; i < 200; i++) {
			int want = territory_holds(&shapes[i], p), got = 0;

			for (uint32_t k = 0; k < count; k++)
				if (hits[k].feature == i)
					got = hits[k].touches ? 2 : 1;
			for (uint32_t k = 0; shapes[i].kind == YICE_SHAPE_POINTS && k < shapes[i].point_count; k++)
				if (!memcmp(&shapes[i].points[k], &p, sizeof(p)))
					want = 2;
			if (shapes[i].kind != YICE_SHAPE_POLYGONS && want == 1)
				want = 0;
			assert_int_equal(got, want);
			expected += want != 0;
		}
		assert_int_equal(count, expected);
	}
	yice_layer_builder_release(&layer);
	free(words.items);
	yice_arena_release(&arena);
}

static struct yice_shape box_shape(struct yice_arena *arena, struct yice_point at, int64_t width, int64_t height)
{
	struct yice_shape_builder builder;
	struct yice_shape shape;

	yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, 100);
	yice_shape_add(&builder, at);
	yice_shape_add(&builder, (struct yice_point){ at.lon + width, at.lat });
	yice_shape_add(&builder, (struct yice_point){ at.lon + width, at.lat + height });
	yice_shape_add(&builder, (struct yice_point){ at.lon, at.lat + height });
	(void)yice_shape_end_part(&builder, false);
	assert_int_equal(yice_shape_finish(&builder, arena, &shape), YICE_OK);
	return shape;
}

static struct yice_shape line_shape(struct yice_arena *arena, struct yice_point a, struct yice_point b)
{
	struct yice_shape_builder builder;
	struct yice_shape shape;

	yice_shape_begin(&builder, YICE_SHAPE_LINES, 100);
	yice_shape_add(&builder, a);
	yice_shape_add(&builder, b);
	(void)yice_shape_end_part(&builder, false);
	assert_int_equal(yice_shape_finish(&builder, arena, &shape), YICE_OK);
	return shape;
}

/* Points of the shape that some unit holds must make that unit a candidate; a certain one must hold them all. */
static void candidates_miss_nothing(void **state)
{
	struct yice_layer_candidates set = { 0 };
	struct yice_arena arena;
	struct fixture f;
	uint64_t seed = 77;
	uint32_t certain = 0;

	YICE_UNUSED(state);
	make(&f, 8, 20);
	yice_arena_init(&arena);
	for (uint32_t n = 0; n < 1500; n++) {
		struct yice_point a = random_point(&f, &seed), b = random_point(&f, &seed);
		int64_t size = 1 + (int64_t)(unit_random(&seed) % (n % 3 ? 300000 : 20000000));
		struct yice_shape shape = n % 2 ? box_shape(&arena, a, size, size / 2 + 1) : line_shape(&arena, a, b);

		assert_int_equal(yice_layer_find(&f.layer, &shape, &set), YICE_OK);
		for (uint32_t k = 0; k <= 64; k++) {
			struct yice_point p = n % 2 ? (struct yice_point){ a.lon + size * (k % 9) / 8, a.lat + (size / 2 + 1) * (k / 9) / 7 }
						    : (struct yice_point){ a.lon + (b.lon - a.lon) / 64 * k, a.lat + (b.lat - a.lat) / 64 * k };
			struct yice_layer_hit hits[16];
			uint32_t count;

			assert_int_equal(yice_layer_at(&f.layer, p, hits, 16, &count), YICE_OK);
			for (uint32_t h = 0; h < count; h++) {
				bool found = false;

				for (uint32_t c = 0; c < set.count; c++)
					found |= set.items[c].feature == hits[h].feature;
				assert_true(found);
			}
			for (uint32_t c = 0; c < set.count; c++)
				if (set.items[c].certain)
					assert_int_equal(answer_of(&f.layer, p, set.items[c].feature), 1);
		}
		certain += set.count && set.items[0].certain;
	}
	assert_true(certain > 100);
	yice_layer_candidates_release(&set);
	yice_arena_release(&arena);
	release(&f);
}

struct tally {
	struct yice_box box;
	uint64_t sum;
	uint32_t count;
};

/* What GEOS says of every unit, which asks the same in whole units. */
static void check_meeting(const struct fixture *f, struct yice_geo *geo, const struct yice_shape *shape,
			  struct yice_layer_candidates *set, uint32_t *touching)
{
	uint32_t next = 0;

	assert_int_equal(yice_layer_meet(&f->layer, shape, set), YICE_OK);
	for (uint32_t i = 0; i < f->territory.count; i++) {
		bool met = next < set->count && set->items[next].feature == i;
		enum yice_geo_relation relation = YICE_APART;

		if (yice_box_meets(&shape->box, &f->territory.units[i].box))
			assert_int_equal(yice_geo_relate(geo, shape, &f->territory.units[i], &relation), YICE_OK);
		assert_int_equal(met, relation != YICE_APART);
		assert_true(!met || !set->items[next].certain || relation == YICE_INSIDE);
		*touching += relation == YICE_TOUCHES;
		next += met;
	}
	assert_int_equal(next, set->count);
}

/* A corner of the territory, so that shapes touch units in nothing but it; or any place. */
static struct yice_point corner_or_place(const struct fixture *f, uint32_t n, uint64_t *seed)
{
	const struct yice_shape *unit = &f->territory.units[unit_random(seed) % f->territory.count];

	return n % 3 ? unit->points[unit_random(seed) % unit->point_count] : random_point(f, seed);
}

static void what_meets_a_shape_is_what_geos_says(void **state)
{
	struct yice_layer_candidates set = { 0 };
	struct yice_arena arena;
	struct yice_geo *geo;
	struct fixture f;
	uint64_t seed = 91;
	uint32_t touching = 0;

	YICE_UNUSED(state);
	make(&f, 6, 12);
	yice_arena_init(&arena);
	assert_int_equal(yice_geo_new(&geo), YICE_OK);
	for (uint32_t n = 0; n < 600; n++) {
		struct yice_point a = corner_or_place(&f, n, &seed), b = corner_or_place(&f, n, &seed);
		int64_t size = 1 + (int64_t)(unit_random(&seed) % (n % 4 ? 300000 : 30000000));
		struct yice_shape shape = n % 2 ? box_shape(&arena, a, size, size / 2 + 1)
					  : a.lon == b.lon && a.lat == b.lat
					      ? line_shape(&arena, a, (struct yice_point){ a.lon + size, a.lat })
					      : line_shape(&arena, a, b);

		check_meeting(&f, geo, &shape, &set, &touching);
	}
	for (uint32_t i = 0; i < f.territory.count; i++) /* a unit meets itself and its neighbours */
		check_meeting(&f, geo, &f.territory.units[i], &set, &touching);
	assert_true(touching > 200);
	yice_geo_free(geo);
	yice_layer_candidates_release(&set);
	yice_arena_release(&arena);
	release(&f);
}

static int tally_edge(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	struct tally *tally = context;
	struct yice_point ends[2] = { a, b };
	struct yice_box box = yice_points_box(ends, 2);

	YICE_UNUSED(feature);
	assert_true(yice_box_meets(&box, &tally->box));
	tally->count++;
	return YICE_OK;
}

static void every_edge_near_a_box_is_visited(void **state)
{
	struct fixture f;
	struct tally tally = { { { 0, 0 }, { 0, 0 } }, 0, 0 };
	uint32_t edges = 0;

	YICE_UNUSED(state);
	make(&f, 4, 8);
	tally.box = f.territory.box;
	for (uint32_t i = 0; i < f.territory.count; i++)
		edges += f.territory.units[i].point_count - f.territory.units[i].part_count;
	assert_int_equal(yice_layer_edges(&f.layer, tally.box, tally_edge, &tally), YICE_OK);
	assert_true(tally.count >= edges);
	tally.count = 0;
	tally.box.max = (struct yice_point){ tally.box.min.lon + 300000, tally.box.min.lat + 4000000 };
	assert_int_equal(yice_layer_edges(&f.layer, tally.box, tally_edge, &tally), YICE_OK);
	assert_true(tally.count > 0 && tally.count < edges / 3);
	release(&f);
}

static int ignore_edge(void *context, uint32_t feature, struct yice_point a, struct yice_point b)
{
	YICE_UNUSED(context);
	YICE_UNUSED(feature);
	YICE_UNUSED(a);
	YICE_UNUSED(b);
	return YICE_OK;
}

static void damaged_words_are_refused_or_answered(void **state)
{
	struct yice_layer_candidates set = { 0 };
	struct yice_arena arena;
	struct fixture f;
	uint64_t seed = 5;
	uint32_t refused = 0;

	YICE_UNUSED(state);
	make(&f, 4, 3);
	yice_arena_init(&arena);
	for (uint32_t n = 0; n < 3000; n++) {
		size_t at = (n % 4 ? unit_random(&seed) % f.words.count : unit_random(&seed) % 19);
		uint32_t kept = f.words.items[at];
		struct yice_layer_hit hits[4];
		struct yice_layer layer;
		struct yice_shape shape;
		struct yice_point p = random_point(&f, &seed);
		uint32_t count;

		f.words.items[at] = n % 3 ? (uint32_t)unit_random(&seed) : kept ^ (1u << unit_random(&seed) % 32);
		if (yice_layer_open(&layer, f.words.items, f.words.count)) {
			refused++;
		} else {
			bool sound = !yice_layer_verify(&layer);
			int status = yice_layer_at(&layer, p, hits, 4, &count);

			assert_true(!sound || !status);
			shape = box_shape(&arena, p, 5000000, 5000000);
			status = yice_layer_meet(&layer, &shape, &set);
			assert_true(!sound || !status);
			status = yice_layer_edges(&layer, f.territory.box, ignore_edge, NULL);
			assert_true(!sound || !status);
			for (uint32_t i = 0; i < layer.head.feature_count; i++) {
				struct yice_shape back;

				status = yice_layer_shape(&layer, i, &arena, &back);
				assert_true(status != YICE_ENOMEM);
			}
			refused += !sound;
		}
		f.words.items[at] = kept;
	}
	assert_true(refused > 100);
	assert_int_equal(yice_layer_open(&f.layer, f.words.items, f.words.count - 1), YICE_EIMAGE);
	assert_int_equal(yice_layer_open(&f.layer, f.words.items, 3), YICE_EIMAGE);
	yice_layer_candidates_release(&set);
	yice_arena_release(&arena);
	release(&f);
}

static void a_layer_without_features_holds_nothing(void **state)
{
	struct yice_layer_builder builder;
	struct yice_layer_words words;
	struct yice_layer layer;
	struct yice_layer_hit hit;
	uint32_t count;

	YICE_UNUSED(state);
	yice_layer_builder_init(&builder);
	assert_int_equal(yice_layer_build(&builder, &words), YICE_OK);
	assert_int_equal(yice_layer_open(&layer, words.items, words.count), YICE_OK);
	assert_int_equal(yice_layer_verify(&layer), YICE_OK);
	assert_int_equal(yice_layer_at(&layer, (struct yice_point){ 0, 0 }, &hit, 1, &count), YICE_OK);
	assert_int_equal(count, 0);
	yice_layer_builder_release(&builder);
	free(words.items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_points_are_where_the_edges_say),
		cmocka_unit_test(points_at_vertices_are_where_the_edges_say),
		cmocka_unit_test(midpoints_of_borders_touch_both_sides),
		cmocka_unit_test(shapes_come_back_as_they_went_in),
		cmocka_unit_test(shared_borders_are_stored_once),
		cmocka_unit_test(the_same_shapes_give_the_same_words),
		cmocka_unit_test(anything_may_lie_over_anything),
		cmocka_unit_test(candidates_miss_nothing),
		cmocka_unit_test(what_meets_a_shape_is_what_geos_says),
		cmocka_unit_test(every_edge_near_a_box_is_visited),
		cmocka_unit_test(damaged_words_are_refused_or_answered),
		cmocka_unit_test(a_layer_without_features_holds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
