/* SPDX-License-Identifier: Apache-2.0 */
/* The gate to GEOS and PROJ: validity with its place, relations, areas, lengths and distances as ranges. */
#include "tests/unit/shapes.h"

#include "runtime/geo/crs.h"

static struct shapes s;

static int set_up(void **state)
{
	YICE_UNUSED(state);
	shapes_init(&s);
	return 0;
}

static int tear_down(void **state)
{
	YICE_UNUSED(state);
	shapes_release(&s);
	return 0;
}

static struct yice_shape polygon(const char *text)
{
	return shapes_make(&s, YICE_SHAPE_POLYGONS, text);
}

static struct yice_shape point(const char *text)
{
	return shapes_make(&s, YICE_SHAPE_POINTS, text);
}

static struct yice_shape line(const char *text)
{
	return shapes_make(&s, YICE_SHAPE_LINES, text);
}

static void assert_flaw(const char *text, enum yice_geo_flaw expected, int64_t lon, int64_t lat)
{
	struct yice_shape shape = polygon(text);
	enum yice_geo_flaw flaw;
	struct yice_point place;

	assert_int_equal(yice_geo_check(s.geo, &shape, &flaw, &place), YICE_OK);
	if (flaw != expected)
		fail_msg("%s: flaw %d at %lld %lld", text, (int)flaw, (long long)place.lon, (long long)place.lat);
	if (flaw) {
		assert_int_equal(place.lon, lon);
		assert_int_equal(place.lat, lat);
	}
}

static void finds_flaws_and_their_place(void **state)
{
	YICE_UNUSED(state);
	assert_flaw("116 39, 117 39, 117 40, 116 40", YICE_GEO_SOUND, 0, 0);
	assert_flaw("116 39, 117 40, 117 39, 116 40", YICE_GEO_CROSSES, 116500000000, 39500000000);
	assert_flaw("116 39, 118 39, 118 41, 117 39, 116 41", YICE_GEO_TOUCHES, 117000000000, 39000000000);
	assert_flaw("116 39, 117 39, 117 40, 116 40;-118 39, 118 40, 119 39", YICE_GEO_HOLE_OUT, 118000000000, 39000000000);
	assert_flaw("116 39, 117 39, 116 39, 117 39", YICE_GEO_FLAT, 116000000000, 39000000000);
	assert_flaw("116 39, 117 39, 118 40, 117 39, 117 40, 116 40", YICE_GEO_SPIKE, 118000000000, 40000000000);
	assert_flaw("116 39, 117 39, 117 41, 117 40, 116 40", YICE_GEO_SPIKE, 117000000000, 41000000000);
	assert_flaw("115 39, 117 39, 117 40, 116 40, 116 39", YICE_GEO_SPIKE, 115000000000, 39000000000);
	assert_flaw("116 39, 119 39, 119 42, 116 42; 117 40, 118 40, 118 41, 117 41", YICE_GEO_NESTED, 117000000000, 40000000000);
}

static void points_and_lines_have_no_flaw(void **state)
{
	struct yice_shape crossing = line("116 39, 117 40, 117 39, 116 40");
	enum yice_geo_flaw flaw;
	struct yice_point place;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_check(s.geo, &crossing, &flaw, &place), YICE_OK);
	assert_int_equal(flaw, YICE_GEO_SOUND);
}

static void assert_relation(struct yice_shape a, struct yice_shape b, enum yice_geo_relation expected)
{
	enum yice_geo_relation relation;

	assert_int_equal(yice_geo_relate(s.geo, &a, &b, &relation), YICE_OK);
	assert_int_equal(relation, expected);
}

static void relates_shapes_of_every_kind(void **state)
{
	struct yice_shape square = polygon("116 39, 117 39, 117 40, 116 40");
	struct yice_shape ring = polygon("116 39, 117 39, 117 40, 116 40;-116.4 39.4, 116.6 39.4, 116.6 39.6, 116.4 39.6");

	YICE_UNUSED(state);
	assert_relation(point("116.5 39.5"), square, YICE_INSIDE);
	assert_relation(point("116.5 39.5"), ring, YICE_APART);
	assert_relation(point("116 39.5"), square, YICE_BORDERS);
	assert_relation(point("116 39.5; 118 39.5"), square, YICE_BORDERS);
	assert_relation(point("115.999999999 39.5"), square, YICE_APART);
	assert_relation(point("116.5 39.5; 118 39"), square, YICE_OVERLAPS);
	assert_relation(line("115 39.5, 116.5 39.5"), square, YICE_OVERLAPS);
	assert_relation(line("116.1 39.5, 116.5 39.5"), square, YICE_INSIDE);
	assert_relation(line("116 39, 116 40"), square, YICE_BORDERS);
	assert_relation(line("116 38, 116 39.5"), square, YICE_BORDERS);
	assert_relation(line("115 39, 116 39"), square, YICE_TOUCHES);
	assert_relation(line("116 38, 116 39, 115 38.5"), square, YICE_TOUCHES);
	assert_relation(square, line("116 38, 116 39.5"), YICE_TOUCHES);
	assert_relation(polygon("117 39, 118 39, 118 40, 117 40"), square, YICE_TOUCHES);
	assert_relation(polygon("116.999999999 39, 118 39, 118 40, 117 40"), square, YICE_OVERLAPS);
	assert_relation(polygon("116.1 39.1, 116.2 39.1, 116.2 39.2"), square, YICE_INSIDE);
	assert_relation(square, square, YICE_INSIDE);
	assert_relation(polygon("116.45 39.45, 116.55 39.45, 116.5 39.5"), ring, YICE_APART);
}

/* geod -I +ellps=GRS80 gives the distances, to its 0.1 mm. */
static void measures_distances_along_the_ellipsoid(void **state)
{
	static const struct {
		const char *a, *b;
		int64_t tenths;
	} cases[] = {
		{ "116.4 39.9", "116.41 39.9", 8551829 },
		{ "116.4 39.9", "116.4 39.95", 55516596 },
		{ "121.5 31.2", "121.6 31.3", 146172330 },
		{ "104.06 30.67", "106.55 29.56", 2696705608 },
	};
	struct yice_nearest nearest;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_shape a = point(cases[i].a), b = point(cases[i].b);

		assert_int_equal(yice_geo_nearest(s.geo, &a, &b, &nearest), YICE_OK);
		assert_true(nearest.mm.low * 10 <= cases[i].tenths + 1 && cases[i].tenths - 1 <= nearest.mm.high * 10);
		/* The stretch over the distance itself is in the range: 1 mm per km up to 15 km. */
		assert_true(cases[i].tenths > 200000000 ||
			    nearest.mm.high - nearest.mm.low <= 3 + cases[i].tenths / 10000000);
	}
}

static void nearest_points_are_evidence(void **state)
{
	struct yice_shape a = point("116.45 39.5"), b = line("116.5 39.4, 116.5 39.6");
	struct yice_shape c = polygon("116 39, 117 39, 117 40, 116 40"), d = polygon("115 38, 118 38, 118 41, 115 41");
	struct yice_shape other = polygon("116.5 39.5, 117.5 39.5, 117.5 40.5, 116.5 40.5");
	struct yice_nearest nearest;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_nearest(s.geo, &a, &b, &nearest), YICE_OK);
	assert_int_equal(nearest.a.lon, a.points[0].lon);
	assert_int_equal(nearest.b.lon, INT64_C(116500000000));
	/* The foot of the perpendicular lies a little north, as the parallel bends. */
	assert_true(llabs(nearest.b.lat - INT64_C(39500000000)) < 20000);
	assert_int_equal(yice_geo_nearest(s.geo, &c, &d, &nearest), YICE_OK);
	assert_true(nearest.mm.low == 0 && nearest.mm.high == 0);
	assert_int_equal(nearest.a.lon, c.points[0].lon);
	assert_int_equal(yice_geo_nearest(s.geo, &d, &c, &nearest), YICE_OK);
	assert_true(nearest.mm.low == 0 && nearest.mm.high == 0);
	assert_int_equal(yice_geo_nearest(s.geo, &other, &c, &nearest), YICE_OK);
	assert_true(nearest.mm.high == 0);
	assert_relation(point("116.5 39.5"), c, YICE_INSIDE);
}

/* One unit apart, a tenth of a millimetre, is apart; and sharing a border is not. */
static void zero_means_a_common_point(void **state)
{
	struct yice_shape a = polygon("116 39, 117 39, 117 40, 116 40");
	struct yice_shape b = polygon("117.000000001 39, 118 39, 118 40, 117.000000001 40");
	struct yice_shape c = polygon("117 39, 118 39, 118 40");
	struct yice_nearest nearest;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_nearest(s.geo, &a, &b, &nearest), YICE_OK);
	assert_true(nearest.mm.low == 0 && nearest.mm.high >= 1 && nearest.mm.high <= 2);
	assert_int_equal(yice_geo_nearest(s.geo, &a, &c, &nearest), YICE_OK);
	assert_true(nearest.mm.high == 0);
}

/* Long edges bend in the plane: the middle of one from 115 to 117 E at 40 N is 1.2 km from the straight line there. */
static void long_edges_are_straight_in_degrees(void **state)
{
	struct yice_shape a = point("116 40.01"), b = line("115 40, 117 40");
	struct yice_nearest nearest;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_nearest(s.geo, &a, &b, &nearest), YICE_OK);
	/* geod: 40 N to 40.01 N is 1110.3473 m */
	assert_true(nearest.mm.low <= 1110348 && 1110347 <= nearest.mm.high);
	assert_true(nearest.mm.high - nearest.mm.low <= 4);
}

/* The area of a box on the ellipsoid has a closed form: this one is 949464.605531 m². */
static void measures_areas_in_a_stated_plane(void **state)
{
	struct yice_shape shape = polygon("116.4 39.9, 116.41 39.9, 116.41 39.91, 116.4 39.91");
	struct yice_range here, zone, far;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_area(s.geo, &shape, (struct yice_area_method){ 0 }, &here), YICE_OK);
	assert_int_equal(yice_geo_area(s.geo, &shape, (struct yice_area_method){ 117 }, &zone), YICE_OK);
	/* 0.6 degrees from the meridian the scale is 1.000032, areas 64 ppm larger. */
	assert_true(zone.low > here.high);
	assert_true(zone.high - here.low < here.high / 10000);
	assert_int_equal(yice_geo_area(s.geo, &shape, (struct yice_area_method){ 129 }, &far), YICE_ERANGE);
	assert_int_equal(yice_geo_area(s.geo, &shape, (struct yice_area_method){ 116 }, &far), YICE_ERANGE);
	assert_true(here.low <= INT64_C(949464605531) && INT64_C(949464605531) <= here.high);
	assert_true(here.high - here.low < 1000000);
}

static void overlap_of_sites_and_zones(void **state)
{
	struct yice_shape a = polygon("116.4 39.9, 116.41 39.9, 116.41 39.91, 116.4 39.91");
	struct yice_shape half = polygon("116.405 39.8, 116.5 39.8, 116.5 40, 116.405 40");
	struct yice_shape beside = polygon("116.41 39.9, 116.42 39.9, 116.42 39.91, 116.41 39.91");
	struct yice_shape hair = polygon("116.409999999 39.8, 116.5 39.8, 116.5 40, 116.409999999 40");
	struct yice_range whole, part;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_area(s.geo, &a, (struct yice_area_method){ 0 }, &whole), YICE_OK);
	assert_int_equal(yice_geo_overlap(s.geo, &a, &half, (struct yice_area_method){ 0 }, &part), YICE_OK);
	assert_true(part.low * 2 <= whole.high && whole.low <= part.high * 2);
	assert_int_equal(yice_geo_overlap(s.geo, &a, &a, (struct yice_area_method){ 0 }, &part), YICE_OK);
	assert_true(part.low <= whole.high && whole.low <= part.high);
	assert_int_equal(yice_geo_overlap(s.geo, &a, &beside, (struct yice_area_method){ 0 }, &part), YICE_OK);
	assert_true(part.low == 0 && part.high == 0);
	assert_int_equal(yice_geo_overlap(s.geo, &a, &hair, (struct yice_area_method){ 0 }, &part), YICE_OK);
	assert_true(part.low == 0 && part.high > 0 && part.high < INT64_C(2000000));
}

/* Half of the site lies in two of the zones, and a quarter of it in the third, which adjoins them. */
static void what_several_zones_have_counts_once(void **state)
{
	struct yice_shape a = polygon("116.4 39.9, 116.41 39.9, 116.41 39.91, 116.4 39.91");
	struct yice_shape route = line("116.4 39.905, 116.41 39.905");
	struct yice_shape zones[] = { polygon("116.405 39.8, 116.5 39.8, 116.5 40, 116.405 40"),
				      polygon("116.407 39.8, 116.5 39.8, 116.5 40, 116.407 40"),
				      polygon("116.4025 39.8, 116.405 39.8, 116.405 40, 116.4025 40") };
	struct yice_range whole, one, all;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_area(s.geo, &a, (struct yice_area_method){ 0 }, &whole), YICE_OK);
	assert_int_equal(yice_geo_covered(s.geo, &a, zones, 2, (struct yice_area_method){ 0 }, &one), YICE_OK);
	assert_true(one.low * 2 <= whole.high && whole.low <= one.high * 2);
	assert_int_equal(yice_geo_covered(s.geo, &a, zones, 3, (struct yice_area_method){ 0 }, &all), YICE_OK);
	assert_true(all.low * 4 <= whole.high * 3 && whole.low * 3 <= all.high * 4);
	assert_true(all.high - all.low < INT64_C(8000000));
	assert_int_equal(yice_geo_length(s.geo, &route, NULL, &whole), YICE_OK);
	assert_int_equal(yice_geo_covered(s.geo, &route, zones, 3, (struct yice_area_method){ 0 }, &all), YICE_OK);
	assert_true(all.low * 4 <= whole.high * 3 && whole.low * 3 <= all.high * 4 && all.high - all.low <= 6);
}

static void length_of_a_route_inside(void **state)
{
	struct yice_shape route = line("116.4 39.9, 116.41 39.9; 116.4 39.95, 116.41 39.95");
	struct yice_shape zone = polygon("116.405 39.8, 116.5 39.8, 116.5 39.93, 116.405 39.93");
	struct yice_range mm;

	YICE_UNUSED(state);
	assert_int_equal(yice_geo_length(s.geo, &route, NULL, &mm), YICE_OK);
	assert_true(mm.low <= 855183 + 854562 && 855182 + 854561 <= mm.high && mm.high - mm.low <= 2);
	assert_int_equal(yice_geo_length(s.geo, &route, &zone, &mm), YICE_OK);
	assert_true(mm.low <= 427592 && 427591 <= mm.high && mm.high - mm.low <= 3);
}

/* cs2cs EPSG:4490 to EPSG:4548 and others, to 1 mm. */
static void grids_agree_with_proj(void **state)
{
	static const struct {
		const char *crs;
		int64_t east, north, lon, lat;
	} cases[] = {
		{ "EPSG:4548", 4573029762, 44296487838, INT64_C(116500000000), INT64_C(40000000000) },
		{ "EPSG:4527", INT64_C(394573029762), 44296487838, INT64_C(116500000000), INT64_C(40000000000) },
	};
	struct yice_point at;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_crs crs = yice_crs_find(cases[i].crs, strlen(cases[i].crs));

		assert_int_equal(crs.kind, YICE_CRS_GRID);
		assert_int_equal(yice_crs_orders(crs, cases[i].east, cases[i].north), YICE_EAST_FIRST);
		assert_int_equal(yice_crs_point(s.geo, crs, cases[i].east, cases[i].north, &at), YICE_OK);
		assert_true(llabs(at.lon - cases[i].lon) <= 1 && llabs(at.lat - cases[i].lat) <= 1);
	}
}

/* Teeth that all lean over each other: few points, a square of them in pairs of edges whose boxes meet. */
static void what_would_take_minutes_is_refused(void **state)
{
	struct yice_shape_builder builder;
	struct yice_shape comb, square = polygon("116 39, 117 39, 117 40, 116 40");
	enum yice_geo_relation relation;
	struct yice_nearest nearest;
	enum yice_geo_flaw flaw;
	struct yice_point place;

	YICE_UNUSED(state);
	yice_shape_begin(&builder, YICE_SHAPE_LINES, YICE_SHAPE_POINTS_MAX);
	for (int64_t i = 0; i < 8000; i++)
		yice_shape_add(&builder, (struct yice_point){ INT64_C(116000000000) + i * 2000 + (i & 1) * YICE_DEGREE,
							      INT64_C(39000000000) + (i & 1) * YICE_DEGREE });
	assert_int_equal(yice_shape_end_part(&builder, false), YICE_PART_OK);
	assert_int_equal(yice_shape_finish(&builder, &s.arena, &comb), YICE_OK);
	assert_int_equal(yice_geo_check(s.geo, &comb, &flaw, &place), YICE_ELIMIT);
	assert_int_equal(yice_geo_check(s.geo, &square, &flaw, &place), YICE_OK);
	assert_int_equal(yice_geo_relate(s.geo, &comb, &comb, &relation), YICE_ERANGE);
	assert_int_equal(yice_geo_nearest(s.geo, &comb, &comb, &nearest), YICE_ERANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(finds_flaws_and_their_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(points_and_lines_have_no_flaw, set_up, tear_down),
		cmocka_unit_test_setup_teardown(relates_shapes_of_every_kind, set_up, tear_down),
		cmocka_unit_test_setup_teardown(measures_distances_along_the_ellipsoid, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nearest_points_are_evidence, set_up, tear_down),
		cmocka_unit_test_setup_teardown(zero_means_a_common_point, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_edges_are_straight_in_degrees, set_up, tear_down),
		cmocka_unit_test_setup_teardown(measures_areas_in_a_stated_plane, set_up, tear_down),
		cmocka_unit_test_setup_teardown(overlap_of_sites_and_zones, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_several_zones_have_counts_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(length_of_a_route_inside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(grids_agree_with_proj, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_would_take_minutes_is_refused, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
