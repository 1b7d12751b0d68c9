/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far up a river the nearest point of a stretch is. A stretch is a layer
 * of lines cut when the image was built (compiler/stretch.c), behind whose
 * words stands for each line how far up its last point is; from there the rest
 * is along the line. Evidence only: no verdict depends on it. Called by
 * locate.c.
 */
#include "runtime/locate.h"

#include <stdlib.h>

#define SLIP 30 /* mm: whole centimetres, and what rounding moved the two ends of the way by */

#define NEAR 20 /* units that a nearest point may lie beside its edge, found in a plane where edges bend */

/* How far the point lies beside the edge, roughly, in units; INT64_MAX when not beside it. */
static int64_t beside(struct yice_point a, struct yice_point b, struct yice_point p)
{
	int64_t dx = b.lon - a.lon, dy = b.lat - a.lat, size = llabs(dx) > llabs(dy) ? llabs(dx) : llabs(dy);
	struct yice_point ends[2] = { a, b };
	struct yice_box box = yice_points_box(ends, 2);
	__int128 turn = (__int128)dx * (p.lat - a.lat) - (__int128)(p.lon - a.lon) * dy;

	if (p.lon < box.min.lon - NEAR || p.lon > box.max.lon + NEAR || p.lat < box.min.lat - NEAR ||
	    p.lat > box.max.lat + NEAR)
		return INT64_MAX;
	return size ? (int64_t)((turn < 0 ? -turn : turn) / size) : 0;
}

/* Along the line from the point to its last vertex, in nanometres; -1 when the point is not on it. */
static int64_t way_down(const struct yice_geo *geo, const struct yice_shape *line, struct yice_point from)
{
	int64_t least = INT64_MAX, nm;
	uint32_t edge = 0;

	for (uint32_t k = 0; k + 1 < line->point_count; k++) {
		int64_t off = beside(line->points[k], line->points[k + 1], from);

		if (off < least) {
			least = off;
			edge = k;
		}
	}
	if (least == INT64_MAX)
		return -1;
	nm = yice_geo_edge(geo, from, line->points[edge + 1]);
	for (uint32_t k = edge + 1; k + 1 < line->point_count; k++)
		nm += yice_geo_edge(geo, line->points[k], line->points[k + 1]);
	return nm;
}

int yice_locate_upstream(const struct yice_view *view, struct yice_geo *geo, struct yice_arena *arena,
			 struct yice_reach *reach)
{
	const struct yice_image_layer *record = &view->layers[reach->layer];
	const uint32_t *words = view->geometry + record->words;
	struct yice_layer layer;
	struct yice_shape line;
	int64_t nm;
	int status = yice_layer_open(&layer, words, record->word_count);

	if (status || record->word_count - layer.head.words <= reach->feature)
		return status;
	status = yice_layer_shape(&layer, reach->feature, arena, &line);
	if (status || line.kind != YICE_SHAPE_LINES)
		return status;
	nm = way_down(geo, &line, reach->nearest.b);
	reach->on_stretch = nm >= 0;
	if (!reach->on_stretch)
		return YICE_OK;
	nm = (int64_t)words[layer.head.words + reach->feature] * 10 + nm / 1000000;
	reach->upstream = (struct yice_range){ nm > SLIP ? nm - SLIP : 0, nm + SLIP };
	return YICE_OK;
}
