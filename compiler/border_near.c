/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units of different publishers that share no border but overlap or come close,
 * and the two that come closest of all, which is told when none adjoin. Called
 * by border.c.
 */
#include "compiler/border.h"

#include "compiler/geometry_fault.h"

#define METRE_LON INT64_C(16000)   /* units of shape.h that a metre is at most, east to west, south of 54 degrees; more */
				   /* than one north to south */
#define OVERLAP   INT64_C(1000000) /* mm² from which areas lie over each other, not only by rounding, */
#define WIDE      INT64_C(20)      /* and how many mm wide on the mean */

static int compare_areas(const void *a, const void *b)
{
	const struct yice_border_area *x = *(const struct yice_border_area *const *)a,
				      *y = *(const struct yice_border_area *const *)b;

	if (x->shape.box.min.lon != y->shape.box.min.lon)
		return x->shape.box.min.lon < y->shape.box.min.lon ? -1 : 1;
	return x < y ? -1 : x > y;
}

static struct yice_border *borders(const struct yice_bordering *b)
{
	return (struct yice_border *)(void *)b->found.data;
}

/* How long what two areas have in common is, without pieces that rounding makes. */
static int measure_pieces(struct yice_bordering *b, const struct yice_border_area *x, const struct yice_border_area *y,
			  int64_t *mm)
{
	struct yice_faults measuring = { .geo = b->geo };
	struct yice_faces pieces;
	int status = yice_geo_common(b->geo, &x->shape, &y->shape, b->arena, &pieces);

	*mm = 0;
	for (uint32_t i = 0; !status && i < pieces.count; i++) {
		struct yice_fault piece = { .kind = YICE_FAULT_OVERLAP, .face = pieces.items[i] };

		status = yice_fault_measure(&measuring, &piece);
		if (!status && piece.width >= WIDE)
			*mm += piece.mm;
	}
	return status;
}

/* What two areas have in common; nothing when that is no more than rounding. YICE_ERANGE when GEOS finds no answer. */
static int measure_overlap(struct yice_bordering *b, const struct yice_border_area *x, const struct yice_border_area *y,
			   struct yice_range *mm2, int64_t *mm)
{
	int status = yice_geo_overlap(b->geo, &x->shape, &y->shape, (struct yice_area_method){ 0 }, mm2);

	*mm = 0;
	if (!status && mm2->low >= OVERLAP)
		status = measure_pieces(b, x, y, mm);
	if (status || !*mm)
		*mm2 = (struct yice_range){ 0, 0 };
	return status;
}

/* Overlap or nearness of two areas. Where GEOS finds no answer they are passed over. */
static int measure(struct yice_bordering *b, const struct yice_border_area *x, const struct yice_border_area *y,
		   struct yice_border *border, bool *close)
{
	int status = measure_overlap(b, x, y, &border->overlap, &border->overlap_mm);

	*close = !status && border->overlap_mm > 0;
	if (!status && (*close || b->search->within > 0)) {
		status = yice_geo_nearest(b->geo, &x->shape, &y->shape, &border->near);
		*close |= !status && border->near.mm.low <= b->search->within;
	}
	*close &= !status;
	return status == YICE_ERANGE ? YICE_OK : status;
}

/* Of several areas of a unit those that overlap most, or come closest, count. */
static void keep_closer(struct yice_border *known, const struct yice_border *other)
{
	if (other->overlap.low > known->overlap.low ||
	    (other->overlap.low == known->overlap.low && other->near.mm.low < known->near.mm.low))
		*known = *other;
}

/* Two areas of a pair that shares a border may lie over each other along it. */
static int add_overlap(struct yice_bordering *b, struct yice_border *border, const struct yice_border_area *x,
		       const struct yice_border_area *y)
{
	struct yice_range mm2;
	int64_t mm;
	int status = measure_overlap(b, x, y, &mm2, &mm);

	if (status)
		return status == YICE_ERANGE ? YICE_OK : status;
	border->overlap.low += mm2.low;
	border->overlap.high += mm2.high;
	border->overlap_mm += mm;
	return YICE_OK;
}

static int look(struct yice_bordering *b, size_t shared, const struct yice_border_area *x, const struct yice_border_area *y)
{
	const struct yice_border_area *first = x->unit < y->unit ? x : y, *second = first == x ? y : x;
	struct yice_border border = { .unit = { first->unit, second->unit } };
	struct yice_border *known = shared ? bsearch(&border, b->found.data, shared, sizeof(border), yice_border_compare) : NULL;
	size_t count = b->found.len / sizeof(border);
	bool close;
	int status;

	if (known)
		return add_overlap(b, known, first, second);
	status = measure(b, first, second, &border, &close);
	if (status || !close)
		return status;
	for (size_t i = shared; i < count; i++)
		if (!yice_border_compare(&borders(b)[i], &border)) {
			keep_closer(&borders(b)[i], &border);
			return YICE_OK;
		}
	yice_buf_add(&b->found, &border, sizeof(border));
	return yice_buf_status(&b->found);
}

/* From west to east: those behind x that begin before it ends, as much wider as they may be apart. */
int yice_borders_close(struct yice_bordering *b)
{
	const struct yice_border_area **areas = calloc((size_t)b->area_count + 1, sizeof(*areas));
	size_t shared = b->found.len / sizeof(struct yice_border);
	int64_t wide = b->search->within > 0 ? (b->search->within / 1000 + 1) * METRE_LON : 0;
	uint32_t count = 0;
	int status = areas ? YICE_OK : YICE_ENOMEM;

	for (uint32_t i = 0; areas && i < b->area_count; i++)
		if (b->areas[i].shape.point_count)
			areas[count++] = &b->areas[i];
	if (count)
		qsort(areas, count, sizeof(*areas), compare_areas);
	for (uint32_t i = 0; i < count && !status; i++) {
		struct yice_box box = areas[i]->shape.box;

		box = (struct yice_box){ { box.min.lon - wide, box.min.lat - wide }, { box.max.lon + wide, box.max.lat + wide } };
		for (uint32_t k = i + 1; k < count && !status && areas[k]->shape.box.min.lon <= box.max.lon; k++)
			if (yice_box_meets(&box, &areas[k]->shape.box) && yice_border_wanted(b, areas[i]->unit, areas[k]->unit))
				status = look(b, shared, areas[i], areas[k]);
	}
	free(areas);
	return status;
}

/* ---------------------------------------------------------------- the closest two */

static int64_t gap(int64_t a0, int64_t a1, int64_t b0, int64_t b1)
{
	return a1 < b0 ? b0 - a1 : b1 < a0 ? a0 - b1 : 0;
}

/* Millimetres that the areas are at least apart, by their boxes: a unit is more than 0.065 mm from south of 54 degrees on. */
static int64_t least_apart(const struct yice_border_area *x, const struct yice_border_area *y)
{
	const struct yice_box *a = &x->shape.box, *b = &y->shape.box;
	int64_t east = gap(a->min.lon, a->max.lon, b->min.lon, b->max.lon) * 65 / 1000;
	int64_t north = gap(a->min.lat, a->max.lat, b->min.lat, b->max.lat) * 110 / 1000;

	return east > north ? east : north;
}

static int try_pair(struct yice_bordering *b, const struct yice_border_area *x, const struct yice_border_area *y,
		    struct yice_border *best, bool *found)
{
	const struct yice_border_area *first = x->unit < y->unit ? x : y, *second = first == x ? y : x;
	struct yice_border border = { .unit = { first->unit, second->unit } };
	int status = yice_geo_nearest(b->geo, &first->shape, &second->shape, &border.near);

	if (!status && (!*found || border.near.mm.low < best->near.mm.low)) {
		*best = border;
		*found = true;
	}
	return status == YICE_ERANGE ? YICE_OK : status;
}

/* First the two whose boxes are closest, then all that may be closer than what was found. */
int yice_border_near(struct yice_bordering *b, struct yice_border *out, bool *found)
{
	const struct yice_border_area *x = NULL, *y = NULL;
	int64_t least = INT64_MAX;
	int status = YICE_OK;

	*found = false;
	for (int pass = 0; pass < 2 && !status; pass++) {
		for (uint32_t i = 0; i < b->area_count && !status; i++)
			for (uint32_t k = i + 1; k < b->area_count && !status; k++) {
				int64_t apart = least_apart(&b->areas[i], &b->areas[k]);

				if (apart >= least || !b->areas[i].shape.point_count || !b->areas[k].shape.point_count ||
				    !yice_border_wanted(b, b->areas[i].unit, b->areas[k].unit))
					continue;
				x = pass ? x : &b->areas[i];
				y = pass ? y : &b->areas[k];
				least = pass ? least : apart;
				if (pass)
					status = try_pair(b, &b->areas[i], &b->areas[k], out, found);
				if (pass && *found)
					least = out->near.mm.low;
			}
		if (!pass && x)
			status = try_pair(b, x, y, out, found);
		least = *found ? out->near.mm.low : INT64_MAX;
	}
	return status;
}
