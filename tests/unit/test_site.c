/* SPDX-License-Identifier: Apache-2.0 */
/* Sites in every form: GeoJSON, survey texts, degrees in text; what is taken, what is refused, and why. */
#include "tests/unit/shapes.h"

#include "runtime/geo/site.h"

static struct shapes s;
static struct yice_sources sources;
static struct yice_diags diags;
static struct yice_site_reader reader;

static int set_up(void **state)
{
	YICE_UNUSED(state);
	shapes_init(&s);
	yice_sources_init(&sources);
	yice_diags_init(&diags);
	reader = (struct yice_site_reader){ .geo = s.geo, .arena = &s.arena, .diags = &diags, .limit = 1000 };
	return 0;
}

static int tear_down(void **state)
{
	YICE_UNUSED(state);
	yice_diags_release(&diags);
	yice_sources_release(&sources);
	shapes_release(&s);
	return 0;
}

/* Codes of the diagnostics, "Y1201 Y1205". */
static void assert_codes(const char *expected)
{
	struct yice_buf out = YICE_BUF_INIT;

	for (uint32_t i = 0; i < diags.count; i++)
		yice_buf_addf(&out, "%s%s", i ? " " : "", yice_diag_code(diags.items[i]->main.id));
	assert_string_equal(yice_buf_text(&out), expected);
	yice_buf_release(&out);
	assert_false(diags.failed);
}

static void again(void)
{
	tear_down(NULL);
	set_up(NULL);
}

static void state_crs(const char *name)
{
	if (name)
		yice_site_state_crs(&reader, name, strlen(name), YICE_SPAN_NONE);
}

static int geojson(const char *text, const char *crs, struct yice_shape *shape)
{
	struct yice_json *root;
	uint32_t file;

	again();
	assert_int_equal(yice_sources_add(&sources, "site.json", text, strlen(text), &file), YICE_OK);
	assert_int_equal(yice_json_parse(text, strlen(text), file, 0, &s.arena, &diags, &root), YICE_OK);
	state_crs(crs);
	return diags.errors ? YICE_EDIAG : yice_site_geojson(&reader, root, shape);
}

static int survey(const char *text, const char *crs, struct yice_shape *shape)
{
	struct yice_site_text site = { text, strlen(text), { 0, 0, (uint32_t)strlen(text) }, true };
	uint32_t file;

	again();
	assert_int_equal(yice_sources_add(&sources, "site.txt", text, strlen(text), &file), YICE_OK);
	state_crs(crs);
	return diags.errors ? YICE_EDIAG : yice_site_survey(&reader, &site, shape);
}

static int position(const char *text, const char *crs, struct yice_shape *shape)
{
	struct yice_site_text site = { text, strlen(text), YICE_SPAN_NONE, false };

	again();
	state_crs(crs);
	return yice_site_positions(&reader, &site, 1, YICE_SHAPE_POINTS, shape);
}

static void refuses_geojson(const char *text, const char *codes)
{
	struct yice_shape shape;

	assert_int_equal(geojson(text, "CGCS2000", &shape), YICE_EDIAG);
	assert_codes(codes);
}

/* ---------------------------------------------------------------- GeoJSON */

static void geojson_of_every_type(void **state)
{
	static const struct {
		const char *text;
		enum yice_shape_kind kind;
		uint32_t points, parts;
	} cases[] = {
		{ "{\"type\":\"Point\",\"coordinates\":[116.5,39.5]}", YICE_SHAPE_POINTS, 1, 1 },
		{ "{\"type\":\"Point\",\"coordinates\":[116.5,39.5,12.5,7]}", YICE_SHAPE_POINTS, 1, 1 },
		{ "{\"type\":\"MultiPoint\",\"coordinates\":[[116.5,39.5],[116.6,39.5,1]]}", YICE_SHAPE_POINTS, 2, 2 },
		{ "{\"type\":\"LineString\",\"coordinates\":[[116.5,39.5],[116.6,39.5],[116.6,39.5]]}", YICE_SHAPE_LINES, 2, 1 },
		{ "{\"type\":\"MultiLineString\",\"coordinates\":[[[116.5,39.5],[116.6,39.5]],[[117,39],[117,40]]]}",
		  YICE_SHAPE_LINES, 4, 2 },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[117,39],[117,40],[116,39]]]}", YICE_SHAPE_POLYGONS, 4, 1 },
		{ "{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[118,39],[118,41],[116,41],[116,39]],"
		  "[[117,39.5],[117.5,39.5],[117.5,40],[117,39.5]]]}",
		  YICE_SHAPE_POLYGONS, 9, 2 },
		{ "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[116,39],[117,39],[117,40],[116,39]]],"
		  "[[[118,39],[119,39],[119,40],[118,39]]]]}",
		  YICE_SHAPE_POLYGONS, 8, 2 },
		{ "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Point\",\"coordinates\":[116.5,39.5]}}",
		  YICE_SHAPE_POINTS, 1, 1 },
		{ "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":"
		  "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1165e-1,3.95e1]}]}},"
		  "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[117,39]}}]}",
		  YICE_SHAPE_POINTS, 2, 2 },
	};
	struct yice_shape shape;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		assert_int_equal(geojson(cases[i].text, "CGCS2000", &shape), YICE_OK);
		assert_codes("");
		assert_int_equal(shape.kind, cases[i].kind);
		assert_int_equal(shape.point_count, cases[i].points);
		assert_int_equal(shape.part_count, cases[i].parts);
	}
	assert_true(shape.points[0].lon == INT64_C(116500000000) && shape.points[0].lat == INT64_C(39500000000));
}

static void rings_are_turned_and_holes_kept(void **state)
{
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(geojson("{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[116,41],[118,41],[118,39],[116,39]],"
				 "[[117,39.5],[117.5,39.5],[117.5,40],[117,39.5]]]}",
				 "CGCS2000", &shape),
			 YICE_OK);
	assert_int_equal(yice_ring_turn(shape.points, shape.parts[0].count), 1);
	assert_int_equal(yice_ring_turn(shape.points + shape.parts[1].first, shape.parts[1].count), -1);
	assert_true(!shape.parts[0].hole && shape.parts[1].hole);
}

static void nulls_and_empty_members_are_left_out(void **state)
{
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(geojson("{\"type\":\"FeatureCollection\",\"features\":["
				 "{\"type\":\"Feature\",\"geometry\":null},"
				 "{\"type\":\"Feature\",\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[]}},"
				 "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[]}},"
				 "{\"type\":\"Feature\",\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[[116,39]]}}]}",
				 "CGCS2000", &shape),
			 YICE_OK);
	assert_codes("Y1222");
	assert_int_equal(shape.point_count, 1);
	refuses_geojson("null", "Y1221");
	refuses_geojson("{\"type\":\"Feature\",\"geometry\":null}", "Y1221");
	refuses_geojson("{\"type\":\"FeatureCollection\",\"features\":[]}", "Y1221");
	refuses_geojson("{\"type\":\"MultiPoint\",\"coordinates\":[[]]}", "Y1245");
	refuses_geojson("{\"type\":\"LineString\",\"coordinates\":[[]]}", "Y1245");
	refuses_geojson("{\"type\":\"MultiPolygon\",\"coordinates\":[[[]]]}", "Y1221");
	refuses_geojson("{\"type\":\"Polygon\",\"coordinates\":[[],[[116,39],[117,39],[117,40],[116,39]]]}", "Y1225");
}

static void geojson_mistakes_are_named(void **state)
{
	YICE_UNUSED(state);
	refuses_geojson("[]", "Y1244");
	refuses_geojson("{}", "Y1244");
	refuses_geojson("{\"type\":\"Circle\"}", "Y1243");
	refuses_geojson("{\"type\":\"Feature\"}", "Y1244");
	refuses_geojson("{\"type\":\"Point\"}", "Y1244");
	refuses_geojson("{\"type\":\"Point\",\"coordinates\":[116]}", "Y1245");
	refuses_geojson("{\"type\":\"Point\",\"coordinates\":[\"116\",39]}", "Y1245");
	refuses_geojson("{\"type\":\"Point\",\"coordinates\":[116,39,1,2,3]}", "Y1245");
	refuses_geojson("{\"type\":\"Point\",\"coordinates\":[1e400,39]}", "Y1212");
	refuses_geojson("{\"type\":\"LineString\",\"coordinates\":[[116,39],[116,39]]}", "Y1225");
	refuses_geojson("{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[117,39],[116,39]]]}", "Y1225");
	refuses_geojson("{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[117,40],[117,39],[116,40],[116,39]]]}", "Y1227");
	refuses_geojson("{\"type\":\"Point\",\"coordinates\":[0,0]}", "Y1210");
	refuses_geojson("{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[116,39]},"
			"{\"type\":\"LineString\",\"coordinates\":[[116,39],[117,39]]}]}",
			"Y1223");
	refuses_geojson("{\"type\":\"LineString\",\"coordinates\":[[116,39],[39,116]]}", "Y1209");
}

#define RING(a, b) "[[" a ",39],[" b ",39],[" b ",40],[" a ",40],[" a ",39]]"
#define PARCELS(...) "{\"type\":\"MultiPolygon\",\"coordinates\":[" __VA_ARGS__ "]}"

/* As a site, whose parcels are joined: what comes out, and what is said of it. */
static void joins(const char *text, const char *codes, uint32_t parts, int64_t tenths)
{
	struct yice_range one, all;
	struct yice_shape shape;

	assert_int_equal(geojson("{\"type\":\"Polygon\",\"coordinates\":[" RING("116", "117") "]}", "CGCS2000", &shape), YICE_OK);
	assert_int_equal(yice_geo_area(s.geo, &shape, (struct yice_area_method){ 117 }, &one), YICE_OK);
	again();
	reader.join = true;
	{
		struct yice_json *root;
		uint32_t file;

		assert_int_equal(yice_sources_add(&sources, "site.json", text, strlen(text), &file), YICE_OK);
		assert_int_equal(yice_json_parse(text, strlen(text), file, 0, &s.arena, &diags, &root), YICE_OK);
		state_crs("CGCS2000");
		assert_int_equal(yice_site_geojson(&reader, root, &shape), parts ? YICE_OK : YICE_EDIAG);
	}
	assert_codes(codes);
	if (!parts)
		return;
	assert_int_equal(shape.part_count, parts);
	assert_int_equal(yice_geo_area(s.geo, &shape, (struct yice_area_method){ 117 }, &all), YICE_OK);
	/* In tenths of one degree by one, of which those farther north or off the meridian differ by a fiftieth at most. */
	assert_true(all.low <= one.high / 500 * (51 * tenths) && all.high >= one.low / 500 * (49 * tenths));
}

static void parcels_of_a_site_are_one_shape(void **state)
{
	YICE_UNUSED(state);
	joins(PARCELS("[" RING("116", "117") "]"), "", 1, 10);
	joins(PARCELS("[" RING("116", "117") "],[" RING("117", "118") "]"), "", 1, 20);
	joins(PARCELS("[" RING("116", "117") "],[" RING("118", "119") "]"), "", 2, 20);
	joins(PARCELS("[" RING("116", "117") "],[" RING("116", "117") "]"), "Y1234", 1, 10);
	joins(PARCELS("[" RING("116", "117") "],[" RING("116.5", "117.5") "]"), "Y1234", 1, 15);
	joins(PARCELS("[" RING("116", "118") "],[[[117,39.2],[117.1,39.2],[117.1,39.3],[117,39.3],[117,39.2]]]"), "Y1234", 1, 20);
	/* Four around a hole, and one that is crossed itself: said where it stands. */
	joins("{\"type\":\"FeatureCollection\",\"features\":["
	      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[119,39],[119,40],[116,40],[116,39]]]}},"
	      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[116,41],[119,41],[119,42],[116,42],[116,41]]]}},"
	      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[116,40],[117,40],[117,41],[116,41],[116,40]]]}},"
	      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[118,40],[119,40],[119,41],[118,41],[118,40]]]}}]}",
	      "", 2, 79);
	joins(PARCELS("[" RING("116", "117") "],[[[118,39],[119,40],[119,39],[118,40],[118,39]]]"), "Y1227", 0, 0);
	assert_true(diags.items[0]->main.span.start > 80);
	refuses_geojson(PARCELS("[" RING("116", "117") "],[" RING("117", "118") "]"), "Y1227"); /* as a layer has it */
	refuses_geojson(PARCELS("[" RING("116", "118") "],[[[117,39.2],[117.1,39.2],[117.1,39.3],[117,39.3],[117,39.2]]]"), "Y1230");
}

static void open_rings_are_closed_and_said(void **state)
{
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(geojson("{\"type\":\"Polygon\",\"coordinates\":[[[116,39],[117,39],[117,40]]]}", "CGCS2000", &shape),
			 YICE_OK);
	assert_codes("Y1226");
	assert_int_equal(shape.point_count, 4);
}

static void swapped_axes_are_read_and_said(void **state)
{
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(geojson("{\"type\":\"Point\",\"coordinates\":[39.5,116.5]}", "CGCS2000", &shape), YICE_OK);
	assert_codes("Y1208");
	assert_true(shape.points[0].lon == INT64_C(116500000000));
}

static void collections_nest_only_so_deep(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;

	YICE_UNUSED(state);
	for (int i = 0; i < 10; i++)
		yice_buf_adds(&text, "{\"type\":\"GeometryCollection\",\"geometries\":[");
	yice_buf_adds(&text, "{\"type\":\"Point\",\"coordinates\":[116,39]}");
	for (int i = 0; i < 10; i++)
		yice_buf_adds(&text, "]}");
	refuses_geojson(yice_buf_text(&text), "Y1246");
	yice_buf_release(&text);
}

static void points_are_limited(void **state)
{
	struct yice_buf text = YICE_BUF_INIT;

	YICE_UNUSED(state);
	yice_buf_adds(&text, "{\"type\":\"LineString\",\"coordinates\":[[116,39]");
	for (int i = 0; i < 2000; i++)
		yice_buf_addf(&text, ",[116.%04d,39]", i + 1);
	yice_buf_adds(&text, "]}");
	refuses_geojson(yice_buf_text(&text), "Y1224");
	yice_buf_release(&text);
}

/* ---------------------------------------------------------------- systems */

static void systems_are_stated_or_certain(void **state)
{
	static const char point[] = "{\"type\":\"Point\",\"coordinates\":[116.5,39.5]}";
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(geojson(point, NULL, &shape), YICE_OK);
	assert_codes("Y1205");
	assert_int_equal(geojson(point, "WGS84", &shape), YICE_OK);
	assert_codes("Y1205");
	assert_int_equal(geojson(point, "EPSG:4490", &shape), YICE_OK);
	assert_codes("");
	assert_int_equal(geojson(point, "GCJ-02", &shape), YICE_EDIAG);
	assert_codes("Y1204");
	assert_int_equal(geojson(point, "百度坐标 BD09", &shape), YICE_EDIAG);
	assert_codes("Y1204");
	assert_int_equal(geojson(point, "北京54", &shape), YICE_EDIAG);
	assert_codes("Y1203");
	assert_int_equal(geojson(point, "1980西安坐标系", &shape), YICE_EDIAG);
	assert_codes("Y1203");
	assert_int_equal(geojson(point, "80国家大地坐标系", &shape), YICE_EDIAG);
	assert_codes("Y1203");
	assert_int_equal(geojson(point, "2000国家大地坐标系", &shape), YICE_OK);
	assert_codes("");
	assert_int_equal(geojson(point, "EPSG:2383", &shape), YICE_EDIAG);
	assert_codes("Y1203");
	assert_int_equal(geojson(point, "EPSG:3857", &shape), YICE_EDIAG);
	assert_codes("Y1202");
	assert_int_equal(position("116.5,39.5", NULL, &shape), YICE_EDIAG);
	assert_codes("Y1201");
	assert_int_equal(position("116.5,39.5", "EPSG:4548", &shape), YICE_EDIAG);
	assert_codes("Y1207");
}

static void the_crs_member_is_a_statement(void **state)
{
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(geojson("{\"type\":\"Point\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
				 "\"urn:ogc:def:crs:EPSG::4490\"}},\"coordinates\":[116.5,39.5]}",
				 NULL, &shape),
			 YICE_OK);
	assert_codes("");
	assert_int_equal(geojson("{\"type\":\"Point\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
				 "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"coordinates\":[116.5,39.5]}",
				 "CGCS2000", &shape),
			 YICE_EDIAG);
	assert_codes("Y1206");
	assert_int_equal(geojson("{\"type\":\"Point\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
				 "\"EPSG:4548\"}},\"coordinates\":[457302.9762,4429648.7838]}",
				 NULL, &shape),
			 YICE_OK);
	assert_true(llabs(shape.points[0].lon - INT64_C(116500000000)) <= 1);
	assert_true(llabs(shape.points[0].lat - INT64_C(40000000000)) <= 1);
}

static void the_crs_member_counts_wherever_it_stands(void **state)
{
#define GEOMETRY(crs) "{\"type\":\"Point\"," crs "\"coordinates\":[116.5,39.5]}"
#define FEATURE(crs, geometry) "{\"type\":\"Feature\"," crs "\"properties\":{},\"geometry\":" geometry "}"
#define LIST(crs, feature) "{\"type\":\"FeatureCollection\"," crs "\"features\":[" feature "]}"
#define CRS(name) "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" name "\"}},"
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(geojson(LIST("", FEATURE(CRS("GCJ02"), GEOMETRY(""))), NULL, &shape), YICE_EDIAG);
	assert_codes("Y1204");
	assert_int_equal(geojson(LIST("", FEATURE("", GEOMETRY(CRS("EPSG:4610")))), NULL, &shape), YICE_EDIAG);
	assert_codes("Y1203");
	assert_int_equal(geojson(LIST(CRS("CGCS2000"), FEATURE("", GEOMETRY(CRS("WGS84")))), NULL, &shape), YICE_EDIAG);
	assert_codes("Y1206");
	assert_int_equal(geojson(LIST("", FEATURE("", GEOMETRY("\"crs\":\"GCJ-02\","))), NULL, &shape), YICE_EDIAG);
	assert_codes("Y1244");
	assert_int_equal(geojson(LIST(CRS("CGCS2000"), FEATURE("\"crs\":null,", GEOMETRY(CRS("EPSG:4490")))), NULL, &shape),
			 YICE_OK);
	assert_codes("");
}

static void names_of_systems(void **state)
{
	static const struct {
		const char *name;
		enum yice_crs_kind kind;
		int meridian;
	} cases[] = {
		{ "CGCS2000_3_Degree_GK_CM_114E", YICE_CRS_GRID, 114 },
		{ "CGCS2000_GK_CM_114.0E", YICE_CRS_GRID, 114 },
		{ "CGCS2000_GK_CM_114.5E", YICE_CRS_UNKNOWN, 0 },
		{ "CGCS2000 GK CM 114°30′", YICE_CRS_UNKNOWN, 0 },
		{ "CGCS2000 GK CM 114d30E", YICE_CRS_UNKNOWN, 0 },
		{ "CGCS2000 GK zone 38.5", YICE_CRS_UNKNOWN, 0 },
		{ "CGCS2000 / 3-degree Gauss-Kruger zone 38 (CM 114E)", YICE_CRS_GRID, 114 },
		{ "2000国家大地坐标系", YICE_CRS_CGCS2000, 0 },
		/* Systems of cities and projects, and national ones in which something else is named too. */
		{ "2000国家大地坐标系（广州独立）", YICE_CRS_LOCAL, 0 },
		{ "CGCS2000 地方坐标系", YICE_CRS_LOCAL, 0 },
		{ "Local grid on CGCS2000", YICE_CRS_LOCAL, 0 },
		{ "佛山2000", YICE_CRS_LOCAL, 0 },
		{ "广州2000坐标系", YICE_CRS_LOCAL, 0 },
		{ "佛山市2000国家大地坐标系", YICE_CRS_LOCAL, 0 },
		{ "2000国家大地坐标系佛山", YICE_CRS_LOCAL, 0 },
		{ "CGCS2000佛山", YICE_CRS_LOCAL, 0 },
		{ "Foshan CGCS2000", YICE_CRS_LOCAL, 0 },
		{ "CGCS2000 / Foshan 3-degree Gauss-Kruger zone 38", YICE_CRS_LOCAL, 0 },
		{ "EPSG:4547 佛山", YICE_CRS_LOCAL, 0 },
		{ "佛山2000 (EPSG:4547)", YICE_CRS_LOCAL, 0 },
		{ "深圳独立坐标系", YICE_CRS_LOCAL, 0 },
		{ "上海城市坐标系", YICE_CRS_LOCAL, 0 },
		{ "北京坐标系", YICE_CRS_LOCAL, 0 },
		{ "北京2000", YICE_CRS_LOCAL, 0 },
		{ "高德 EPSG:4490", YICE_CRS_GCJ02, 0 },
		/* The national ones, as programs and people write them. */
		{ "２０００国家大地坐标系", YICE_CRS_CGCS2000, 0 },
		{ "国家2000坐标系", YICE_CRS_CGCS2000, 0 },
		{ "2000中国大地坐标系（经纬度）", YICE_CRS_CGCS2000, 0 },
		{ "GCS_China_Geodetic_Coordinate_System_2000", YICE_CRS_CGCS2000, 0 },
		{ "China Geodetic Coordinate System 2000", YICE_CRS_CGCS2000, 0 },
		{ "D_China_2000", YICE_CRS_CGCS2000, 0 },
		{ "CGCS2000_GK_Zone_19", YICE_CRS_GRID, 0 },
		{ "2000国家大地坐标系 高斯-克吕格投影 3度分带 zone 38", YICE_CRS_GRID, 0 },
		{ "CGCS2000 / 3-degree Gauss-Krüger zone 38", YICE_CRS_GRID, 0 },
		{ "CGCS2000 / 3-degree Gauss-Kruger CM 114E (EPSG:4547)", YICE_CRS_GRID, 114 },
		{ "urn:ogc:def:crs:EPSG::4490", YICE_CRS_CGCS2000, 0 },
		{ "http://www.opengis.net/def/crs/EPSG/0/4490", YICE_CRS_CGCS2000, 0 },
		{ "urn:ogc:def:crs:OGC:1.3:CRS84", YICE_CRS_WGS84, 0 },
		{ "GCS_WGS_1984", YICE_CRS_WGS84, 0 },
		{ "WGS84经纬度", YICE_CRS_WGS84, 0 },
		{ "WGS 84 / UTM zone 49N", YICE_CRS_UNKNOWN, 0 },
		/* Not certain, nor of a city: 2000 of whom is not said. */
		{ "2000坐标系", YICE_CRS_UNKNOWN, 0 },
	};

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		struct yice_crs crs = yice_crs_find(cases[i].name, strlen(cases[i].name));

		if (crs.kind != cases[i].kind || (crs.kind == YICE_CRS_GRID && crs.meridian != cases[i].meridian))
			fail_msg("%s is %d, meridian %d", cases[i].name, (int)crs.kind, crs.meridian);
	}
}

/* ---------------------------------------------------------------- survey texts */

#define HEAD                                                                                                     \
	"[属性描述]\r\n格式版本号=1.01\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n" \
	"计量单位=米\r\n带号=39\r\n精度=0.001\r\n转换参数=（0，0，0，０，0，0，0）\r\n[地块坐标]\r\n"
#define SQUARE                                                                          \
	"5,1.0,1,地块一,面,,工业用地,,@\r\nJ1,1,4429600.0,39457300.0\r\nJ2,1,4429700.0,39457300.0\r\n" \
	"J3,1,4429700.0,39457400.0\r\nJ4,1,4429600.0,39457400.0\r\nJ1,1,4429600.0,39457300.0\r\n"

static void surveys_become_polygons(void **state)
{
	struct yice_range mm2;
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(survey(HEAD SQUARE, NULL, &shape), YICE_OK);
	assert_codes("");
	assert_int_equal(shape.kind, YICE_SHAPE_POLYGONS);
	assert_int_equal(yice_geo_area(s.geo, &shape, (struct yice_area_method){ 117 }, &mm2), YICE_OK);
	assert_true(mm2.low <= INT64_C(10000000000) + 20000000 && mm2.high >= INT64_C(10000000000) - 20000000);
}

static void surveys_come_in_variants(void **state)
{
	struct yice_shape shape;

	YICE_UNUSED(state);
	/* Full-width punctuation, no J, blanks, no closing point, a zone that only the eastings have. */
	assert_int_equal(survey("【属性描述】\n坐标系＝CGCS2000\n【地块坐标】\n3，1，1，地块，面，，，，＠\n"
				"1, 1, 4429600, 39457300\n2，1，4429700，39457300\n3,1,4429700,39457400,\n",
				NULL, &shape),
			 YICE_OK);
	assert_codes("Y1226");
	/* A zone that only the description has. */
	assert_int_equal(survey("[属性描述]\n坐标系=2000国家大地坐标系\n带号=39\n[地块坐标]\n1,,,井,点,,,,@\n"
				"J1,1,4429648.7838,457302.9762\n",
				NULL, &shape),
			 YICE_OK);
	assert_codes("");
	assert_int_equal(shape.kind, YICE_SHAPE_POINTS);
	assert_true(llabs(shape.points[0].lon - INT64_C(116500000000)) <= 1);
	/* A route. */
	assert_int_equal(survey(HEAD "2,,,管线,线,,,,@\nJ1,1,4429600,39457300\nJ2,1,4429600,39458300\n", NULL, &shape),
			 YICE_OK);
	assert_int_equal(shape.kind, YICE_SHAPE_LINES);
	assert_true(shape.point_count > 10); /* straight in the grid, so divided */
	/* Swapped columns. */
	assert_int_equal(survey(HEAD "1,,,井,点,,,,@\nJ1,1,39457302.9762,4429648.7838\n", NULL, &shape), YICE_OK);
	assert_codes("Y1208");
	/* The system stated beside the text. */
	assert_int_equal(survey("[地块坐标]\n1,,,井,点,,,,@\nJ1,1,4429648.7838,39457302.9762\n", "CGCS2000", &shape),
			 YICE_OK);
}

static void further_rings_are_holes(void **state)
{
	struct yice_shape shape;

	YICE_UNUSED(state);
	assert_int_equal(survey(HEAD "8,,,甲,面,,,,@\nJ1,1,4429600,39457300\nJ2,1,4429700,39457300\nJ3,1,4429700,39457400\n"
				     "J4,1,4429600,39457400\nJ1,1,4429600,39457300\n"
				     "J5,2,4429620,39457320\nJ6,2,4429640,39457320\nJ7,2,4429640,39457340\nJ5,2,4429620,39457320\n"
				     "3,,,乙,面,,,,@\nJ1,1,4429800,39457300\nJ2,1,4429900,39457300\nJ3,1,4429900,39457400\n"
				     "J1,1,4429800,39457300\n",
				NULL, &shape),
			 YICE_OK);
	assert_codes("Y1250");
	assert_int_equal(shape.part_count, 3);
	assert_true(!shape.parts[0].hole && shape.parts[1].hole && !shape.parts[2].hole);
}

static void refuses_survey(const char *text, const char *codes)
{
	struct yice_shape shape;

	assert_int_equal(survey(text, NULL, &shape), YICE_EDIAG);
	assert_codes(codes);
}

static void survey_mistakes_are_named(void **state)
{
	YICE_UNUSED(state);
	refuses_survey("", "Y1247");
	refuses_survey("hello\n", "Y1247");
	refuses_survey("[属性描述]\n[地块坐标]\n1,,,井,点,,,,@\nJ1,1,4429648,39457302\n", "Y1201");
	refuses_survey("[属性描述]\n坐标系=1980西安坐标系\n[地块坐标]\n1,,,井,点,,,,@\nJ1,1,4429648,39457302\n", "Y1203");
	refuses_survey("[属性描述]\n坐标系=WGS84\n[地块坐标]\n1,,,井,点,,,,@\nJ1,1,4429648,39457302\n", "Y1256");
	refuses_survey("[属性描述]\n坐标系=CGCS2000\n几度分带=6\n带号=39\n[地块坐标]\n1,,,井,点,,,,@\nJ1,1,4429648,39457302\n",
		       "Y1249");
	refuses_survey("[属性描述]\n坐标系=CGCS2000\n计量单位=千米\n转换参数=1,2,3,0,0,0,0\n投影类型=墨卡托\n[地块坐标]\n", "Y1249 Y1249 Y1249");
	refuses_survey(HEAD, "Y1221");
	refuses_survey(HEAD "J1,1,4429648,39457302\n", "Y1252");
	refuses_survey(HEAD "1,,,井,点,,,,@\nJ1,1,4429648\n", "Y1248");
	refuses_survey(HEAD "1,,,井,点,,,,@\nJ1,2,4429648,39457302\n", "Y1251");
	refuses_survey(HEAD "1,,,井,点,,,,@\nJ1,1,x,39457302\n", "Y1212");
	refuses_survey(HEAD "1,,,井,点,,,,@\nJ1,1,,39457302\n", "Y1212");
	refuses_survey(HEAD "1,,,井,点,,,,@\nJ1,1,4429648,40457302\n", "Y1211");
	refuses_survey(HEAD SQUARE "1,,,井,点,,,,@\nJ1,1,4429648,39457302\n", "Y1223");
	/* Near the equator an easting without its zone could be a northing. */
	refuses_survey("[属性描述]\n坐标系=CGCS2000\n带号=37\n[地块坐标]\n1,,,礁,点,,,,@\nJ1,1,600000,500000\n", "Y1209");
}

/* ---------------------------------------------------------------- degrees in text */

static void assert_position(const char *text, int64_t lon, int64_t lat)
{
	struct yice_shape shape;

	if (position(text, "CGCS2000", &shape))
		fail_msg("%s", text);
	assert_codes("");
	assert_int_equal(shape.points[0].lon, lon);
	assert_int_equal(shape.points[0].lat, lat);
}

static void degrees_in_every_spelling(void **state)
{
	/* 116°49′29.228″ is 116.824785556 and 39°52′10.5″ is 39.869583333. */
	static const int64_t lon = INT64_C(116824785556), lat = INT64_C(39869583333);

	YICE_UNUSED(state);
	assert_position("东经116°49′29.228″，北纬39°52′10.5″", lon, lat);
	assert_position("东经：116度49分29.228秒 北纬：39度52分10.5秒", lon, lat);
	assert_position("E116°49'29.228\", N39°52'10.5\"", lon, lat);
	assert_position("116°49′29.228″E 39°52′10.5″N", lon, lat);
	assert_position("经度116°49’29.228”、纬度39°52’10.5”", lon, lat);
	assert_position("（E116°49′29.228′′，N39°52′10.5''）", lon, lat);
	assert_position("北纬39°52′10.5″ 东经116°49′29.228″", lon, lat);
	assert_position("E１１６度49分29．228秒N39度52分10.5秒", lon, lat);
	assert_position("116.824785556,39.869583333", lon, lat);
	assert_position("116.8247855561 , 39.8695833329", lon, lat);
	assert_position("116°49.5′ 39°30′", INT64_C(116825000000), INT64_C(39500000000));
	assert_position("E104度49分26.054秒 N31度0分0秒", INT64_C(104823903889), INT64_C(31000000000));
	assert_position("116.5° 39.5°", INT64_C(116500000000), INT64_C(39500000000));
}

static void refuses_position(const char *text, const char *codes)
{
	struct yice_shape shape;

	assert_int_equal(position(text, "CGCS2000", &shape), YICE_EDIAG);
	assert_codes(codes);
}

static void doubtful_degrees_are_refused(void **state)
{
	YICE_UNUSED(state);
	refuses_position("", "Y1254");
	refuses_position("116.5", "Y1254");
	refuses_position("116.5,39.5,12", "Y1254");
	refuses_position("约116.5,39.5", "Y1253");
	refuses_position("东经116.5 39.5", "Y1254");
	refuses_position("东经116.5 东经39.5", "Y1254");
	refuses_position("116°60′ 39°30′", "Y1255");
	refuses_position("116.5°30′ 39°30′", "Y1255");
	refuses_position("西经116.5 北纬39.5", "Y1210");
	refuses_position("1e2,39.5", "Y1253");
	refuses_position("99999,39.5", "Y1212");
	refuses_position("nan,nan", "Y1253");
}

static void numbers_are_exact(void **state)
{
	static const struct {
		const char *text;
		int places;
		int64_t value;
	} cases[] = {
		{ "0", 9, 0 },		    { "-0.5", 9, -500000000 },	    { "1.0000000005", 9, 1000000001 },
		{ "1.00000000049999", 9, 1000000000 }, { "12e1", 0, 120 },  { "1250e-2", 1, 125 },
		{ "5e-10", 9, 1 },	    { "4e-10", 9, 0 },		    { "0e999999999", 9, 0 },
		{ "116.49456789012345678901234567890", 9, INT64_C(116494567890) }, { "+3", 0, 3 },
	};
	int64_t value;

	YICE_UNUSED(state);
	for (size_t i = 0; i < YICE_COUNT(cases); i++) {
		assert_int_equal(yice_number_read(cases[i].text, strlen(cases[i].text), cases[i].places, &value), YICE_OK);
		assert_int_equal(value, cases[i].value);
	}
	assert_int_equal(yice_number_read("1e18", 4, 0, &value), YICE_ERANGE);
	assert_int_equal(yice_number_read("1e999999999", 11, 0, &value), YICE_ERANGE);
	assert_int_equal(yice_number_read("", 0, 0, &value), YICE_ESYNTAX);
	assert_int_equal(yice_number_read("1.", 2, 0, &value), YICE_ESYNTAX);
	assert_int_equal(yice_number_read("1e", 2, 0, &value), YICE_ESYNTAX);
	assert_int_equal(yice_number_read("nan", 3, 0, &value), YICE_ESYNTAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(geojson_of_every_type),
		TEST(rings_are_turned_and_holes_kept),
		TEST(nulls_and_empty_members_are_left_out),
		TEST(geojson_mistakes_are_named),
		TEST(parcels_of_a_site_are_one_shape),
		TEST(open_rings_are_closed_and_said),
		TEST(swapped_axes_are_read_and_said),
		TEST(collections_nest_only_so_deep),
		TEST(points_are_limited),
		TEST(systems_are_stated_or_certain),
		TEST(the_crs_member_is_a_statement),
		TEST(the_crs_member_counts_wherever_it_stands),
		TEST(names_of_systems),
		TEST(surveys_become_polygons),
		TEST(surveys_come_in_variants),
		TEST(further_rings_are_holes),
		TEST(survey_mistakes_are_named),
		TEST(degrees_in_every_spelling),
		TEST(doubtful_degrees_are_refused),
		TEST(numbers_are_exact),
	};

	return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
