/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random data of units and places, and random sites, on a grid of 0.01
 * degrees: rectangles of whole cells, and points and routes in the middle of
 * cells or on their borders. Units lie side by side, and some overlap or leave a gap.
 * Called by generate.c, generate_facts.c and differential.c.
 */
#include "tests/reference/generate.h"

#include <stdio.h>

#include "tests/reference/generate_words.h"

#define UNITS 6

#define PICK(random, words) ((words)[generate_below((random), (uint32_t)YICE_COUNT(words))])

static bool chance(uint64_t *random, uint32_t percent)
{
	return generate_below(random, 100) < percent;
}

/* In cells. */
struct box {
	uint32_t x, y, width, height;
};

/* A position, in half cells. */
static void put_spot(struct yice_buf *out, uint32_t x, uint32_t y)
{
	yice_buf_addf(out, "[113.%03u,22.%03u]", (unsigned int)(5 * x), (unsigned int)(800 + 5 * y));
}

static void put_rings(struct yice_buf *out, const struct box *box)
{
	uint32_t left = 2 * box->x, right = left + 2 * box->width, low = 2 * box->y, high = low + 2 * box->height;

	yice_buf_adds(out, "[[");
	put_spot(out, left, low);
	yice_buf_adds(out, ",");
	put_spot(out, right, low);
	yice_buf_adds(out, ",");
	put_spot(out, right, high);
	yice_buf_adds(out, ",");
	put_spot(out, left, high);
	yice_buf_adds(out, ",");
	put_spot(out, left, low);
	yice_buf_adds(out, "]]");
}

/* ---- data */

static void put_feature(struct yice_buf *out, const char *properties, const struct box *box)
{
	yice_buf_addf(out, "%s\n {\"type\": \"Feature\", \"properties\": {%s}, \"geometry\": {\"type\": \"Polygon\", "
			   "\"coordinates\": ",
		      out->data[out->len - 1] == '[' ? "" : ",", properties);
	put_rings(out, box);
	yice_buf_adds(out, "}}");
}

static void put_units(uint64_t *random, struct yice_buf *out)
{
	for (uint32_t i = 0; i < UNITS; i++) {
		struct box box = { 1 + 3 * i, generate_below(random, 3), 3, 8 + generate_below(random, 4) };
		char code[64];

		if (chance(random, 15)) /* over the next one */
			box.width++;
		else if (chance(random, 15))
			box.width--;
		snprintf(code, sizeof(code), "\"code\": \"ZH4406062000%u\"", (unsigned int)i);
		put_feature(out, code, &box);
	}
}

static void put_places(uint64_t *random, struct yice_buf *out)
{
	for (uint32_t n = 1 + chance(random, 30); n; n--) {
		struct box box = { generate_below(random, 14), generate_below(random, 8), 1 + generate_below(random, 8),
				   1 + generate_below(random, 6) };

		put_feature(out, "\"name\": \"某处\"", &box);
	}
}

void generate_ground_name(uint32_t which, char *out, size_t size)
{
	if (which)
		snprintf(out, size, "place%u.geojson", (unsigned int)which);
	else
		snprintf(out, size, "units.geojson");
}

void generate_ground(uint64_t *random, uint32_t which, struct yice_buf *out)
{
	yice_buf_adds(out, "{\"type\": \"FeatureCollection\", \"crs\": {\"type\": \"name\", \"properties\": {\"name\": "
			   "\"EPSG:4490\"}}, \"features\": [");
	if (which)
		put_places(random, out);
	else
		put_units(random, out);
	yice_buf_adds(out, "\n]}\n");
}

void generate_ground_items(uint64_t *random, struct yice_buf *out)
{
	if (chance(random, 75))
		yice_buf_adds(out, "图形 单元 数据 \"units.geojson\" 来源 \"某局\" 截至 2024-06-30\n");
	for (uint32_t i = 1; i < GROUND_FILES; i++) {
		const char *name = words_places[i - 1];

		if (chance(random, 15))
			yice_buf_addf(out, "图形 %s、%s 数据 \"place%u.geojson\"\n", name, words_places[i % 7], (unsigned int)i);
		else if (chance(random, 45))
			yice_buf_addf(out, "图形 %s 数据 \"place%u.geojson\"%s\n", name, (unsigned int)i,
				      chance(random, 30) ? " 行政区 000000" : "");
	}
}

/* ---- sites */

static struct box small_box(uint64_t *random)
{
	return (struct box){ generate_below(random, 15), generate_below(random, 10), 1 + generate_below(random, 4),
			     1 + generate_below(random, 3) };
}

static void put_parcels(uint64_t *random, struct yice_buf *out)
{
	struct box box = small_box(random), other = box;

	if (chance(random, 70)) {
		yice_buf_adds(out, "\"geojson\": {\"type\": \"Polygon\", \"coordinates\": ");
		put_rings(out, &box);
	} else { /* beside it, or some way off */
		other.x += box.width + generate_below(random, 2);
		yice_buf_adds(out, "\"geojson\": {\"type\": \"MultiPolygon\", \"coordinates\": [");
		put_rings(out, &box);
		yice_buf_adds(out, ",");
		put_rings(out, &other);
		yice_buf_adds(out, "]");
	}
	yice_buf_adds(out, "}");
}

/* In the middle of a cell, or on one of its sides or corners. */
static uint32_t middle(uint64_t *random, uint32_t cell)
{
	return 2 * cell + !chance(random, 25);
}

static void put_points(uint64_t *random, struct yice_buf *out)
{
	struct box box = small_box(random);
	uint32_t x = middle(random, box.x), y = middle(random, box.y);

	if (chance(random, 50)) {
		yice_buf_addf(out, "\"point\": \"113.%03u,22.%03u\"", (unsigned int)(5 * x), (unsigned int)(800 + 5 * y));
		return;
	}
	yice_buf_addf(out, "\"geojson\": {\"type\": \"%s\", \"coordinates\": ", box.height > 1 ? "MultiPoint" : "Point");
	if (box.height > 1) {
		yice_buf_adds(out, "[");
		put_spot(out, x, y);
		yice_buf_adds(out, ",");
		put_spot(out, x + 2 * box.width, y);
		yice_buf_adds(out, "]");
	} else {
		put_spot(out, x, y);
	}
	yice_buf_adds(out, "}");
}

static void put_route(uint64_t *random, struct yice_buf *out)
{
	struct box box = small_box(random);
	bool along = chance(random, 30); /* the leg from east to west runs along a border */
	uint32_t x = 2 * box.x + 1, y = 2 * box.y + !along, right = x + 2 * box.width, high = y + 2 * box.height;

	if (chance(random, 50)) {
		yice_buf_addf(out, "\"route\": [\"113.%03u,22.%03u\", \"113.%03u,22.%03u\", \"113.%03u,22.%03u\"]",
			      (unsigned int)(5 * x), (unsigned int)(800 + 5 * y), (unsigned int)(5 * right),
			      (unsigned int)(800 + 5 * y), (unsigned int)(5 * right), (unsigned int)(800 + 5 * high));
		return;
	}
	yice_buf_adds(out, "\"geojson\": {\"type\": \"LineString\", \"coordinates\": [");
	put_spot(out, x, y);
	yice_buf_adds(out, ",");
	put_spot(out, x, high);
	yice_buf_adds(out, ",");
	put_spot(out, right, high);
	yice_buf_adds(out, "]}");
}

void generate_site(uint64_t *random, struct yice_buf *out)
{
	static void (*const forms[])(uint64_t *, struct yice_buf *) = { put_parcels, put_parcels, put_points, put_route };

	yice_buf_adds(out, "{\"crs\": \"CGCS2000\", ");
	PICK(random, forms)(random, out);
}
