/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a made-up territory and random sites in it twice, for yice and for
 * PostGIS: "sites SIDE SITES SEED DIR" makes rules.yice, units.geojson and
 * sites.ndjson, and units.tsv and sites.tsv with the same shapes as WKT.
 * Called by tests/postgis.sh.
 */
#include "base/base.h"

#include <stdio.h>

#include "tests/unit/territory.h"

static void expect(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "sites: %s\n", what);
	exit(1);
}

static FILE *create(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	expect(file != NULL, path);
	return file;
}

static uint64_t draw(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

/* "[[lon,lat],…]", or with `wkt` "(lon lat,…)". */
static void write_points(FILE *file, const struct yice_point *points, uint32_t count, bool wkt)
{
	struct yice_buf text = YICE_BUF_INIT;

	for (uint32_t i = 0; i < count; i++) {
		yice_buf_adds(&text, i ? "," : wkt ? "(" : "[");
		yice_buf_adds(&text, wkt ? "" : "[");
		yice_degree_show(points[i].lon, &text);
		yice_buf_addc(&text, wkt ? ' ' : ',');
		yice_degree_show(points[i].lat, &text);
		yice_buf_adds(&text, wkt ? "" : "]");
	}
	fprintf(file, "%s%s", yice_buf_text(&text), wkt ? ")" : "]");
	yice_buf_release(&text);
}

static void write_parts(FILE *file, const struct yice_shape *shape, bool wkt)
{
	for (uint32_t k = 0; k < shape->part_count; k++) {
		fprintf(file, "%s", !k ? wkt ? "((" : "[[" : shape->parts[k].hole ? "," : wkt ? "),(" : "],[");
		write_points(file, shape->points + shape->parts[k].first, shape->parts[k].count, wkt);
	}
	fprintf(file, "%s", wkt ? "))" : "]]");
}

static void write_units(const struct territory *t, const char *folder)
{
	FILE *rules = create(folder, "rules.yice"), *areas = create(folder, "units.geojson"), *tsv = create(folder, "units.tsv");

	fprintf(rules, "行政区 440606 顺德区\n图形 单元 数据 \"units.geojson\"\n清单 440606 \"示例\" 施行 2024-01-01 起 示例\n");
	fprintf(areas, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (uint32_t i = 0; i < t->count; i++) {
		fprintf(rules, "单元 ZH4406062%04u \"单元\" 重点管控\n1-1 原文 \"文\" 职责 政府\n", i);
		fprintf(areas, "%s\n{\"type\":\"Feature\",\"properties\":{\"code\":\"ZH4406062%04u\"},\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":",
			i ? "," : "", i);
		write_parts(areas, &t->units[i], false);
		fprintf(areas, "}}");
		fprintf(tsv, "ZH4406062%04u\tMULTIPOLYGON", i);
		write_parts(tsv, &t->units[i], true);
		fprintf(tsv, "\n");
	}
	fprintf(areas, "]}\n");
	expect(!fclose(rules) && !fclose(areas) && !fclose(tsv), "cannot write");
}

/* Near the place, within `size` either way, on whole steps of 1e-7 degree. */
static struct yice_point near_to(struct yice_point place, int64_t size, uint64_t *state)
{
	place.lon += (int64_t)(draw(state) % (uint64_t)size) / 100 * 100;
	place.lat += (int64_t)(draw(state) % (uint64_t)size) / 100 * 100;
	return place;
}

/* Triangles and lines of three points, some of a few metres, some across many units; some reach beyond the territory. */
static void write_sites(const struct territory *t, uint32_t count, uint64_t seed, const char *folder)
{
	FILE *json = create(folder, "sites.ndjson"), *tsv = create(folder, "sites.tsv");
	struct yice_point first = { t->box.min.lon / 100 * 100, t->box.min.lat / 100 * 100 };

	for (uint32_t i = 0; i < count; i++) {
		struct yice_point p[4], place = near_to(first, t->box.max.lat - t->box.min.lat, &seed);
		int64_t size = i % 3 ? 3000000 : 40000000;
		bool line = i % 2;

		for (int k = 0; k < 3; k++)
			p[k] = near_to(place, size, &seed);
		p[3] = p[0];
		fprintf(json, "{\"project\":\"%u\",\"site\":{\"crs\":\"CGCS2000\",\"geojson\":{\"type\":\"%s\",\"coordinates\":%s", i,
			line ? "LineString" : "Polygon", line ? "" : "[");
		write_points(json, p, line ? 3 : 4, false);
		fprintf(json, "%s}}}\n", line ? "" : "]");
		fprintf(tsv, "%u\t%s", i, line ? "LINESTRING" : "POLYGON(");
		write_points(tsv, p, line ? 3 : 4, true);
		fprintf(tsv, "%s\n", line ? "" : ")");
	}
	expect(!fclose(json) && !fclose(tsv), "cannot write");
}

int main(int argc, char **argv)
{
	struct territory t;

	expect(argc == 5, "usage: sites SIDE SITES SEED DIR");
	struct territory_plan plan = { strtoull(argv[3], NULL, 10), (uint32_t)strtoul(argv[1], NULL, 10),
				       (uint32_t)strtoul(argv[1], NULL, 10), 20, 20000000,
				       { INT64_C(113200000000), INT64_C(22900000000) }, 4, 0 };
	expect(territory_make(&t, &plan) == YICE_OK, "out of memory");
	write_units(&t, argv[4]);
	write_sites(&t, (uint32_t)strtoul(argv[2], NULL, 10), plan.seed + 1, argv[4]);
	territory_release(&t);
	return 0;
}
