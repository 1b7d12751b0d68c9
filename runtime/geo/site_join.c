/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A site of several parcels. Parcels that adjoin share borders, and those drawn
 * twice overlap, which makes no valid polygon of them, though each is one: they
 * are joined, and what they have in common counts once. A parcel that is faulty
 * itself stays a mistake. Called by site.c for sites, not for layers.
 */
#include "runtime/geo/site.h"

#include <stdio.h>

#define TOLD_MAX  3u    /* overlaps that are named */
#define ASKED_MAX 4096u /* pairs measured to find them */

/* The polygon whose outer ring is part i; *next is the part behind its holes. */
static int polygon_at(const struct yice_shape *shape, uint32_t i, struct yice_arena *arena, struct yice_shape *out,
		      uint32_t *next)
{
	const struct yice_part *first = &shape->parts[i];
	struct yice_part *parts;

	for (*next = i + 1; *next < shape->part_count && shape->parts[*next].hole;)
		++*next;
	parts = yice_arena_array(arena, *next - i, sizeof(*parts));
	if (!parts)
		return YICE_ENOMEM;
	*out = (struct yice_shape){ .kind = shape->kind, .points = shape->points + first->first, .parts = parts };
	out->box = yice_points_box(out->points, first->count);
	for (uint32_t k = i; k < *next; k++) {
		parts[k - i] = shape->parts[k];
		parts[k - i].first -= first->first;
		out->point_count += shape->parts[k].count;
	}
	out->part_count = *next - i;
	return YICE_OK;
}

struct joining {
	struct yice_site_reader *reader;
	const struct yice_draft *draft;
	struct yice_shape *parcels;
	uint32_t *part_of; /* the outer ring of each */
	uint32_t count, told, asked;
};

/* A parcel that is no polygon by itself is reported where it is written. */
static int take_apart(struct joining *j, const struct yice_shape *shape, struct yice_arena *arena)
{
	uint32_t next;

	j->parcels = yice_arena_array(arena, shape->part_count, sizeof(*j->parcels));
	j->part_of = yice_arena_array(arena, shape->part_count, sizeof(*j->part_of));
	if (!j->parcels || !j->part_of)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < shape->part_count; i = next) {
		struct yice_shape *parcel = &j->parcels[j->count];
		enum yice_geo_flaw flaw;
		struct yice_point place;
		int status = polygon_at(shape, i, arena, parcel, &next);

		j->part_of[j->count++] = i;
		if (!status)
			status = yice_geo_check(j->reader->geo, parcel, &flaw, &place);
		if (!status && flaw != YICE_GEO_SOUND)
			status = yice_site_report_flaw(j->reader, flaw, place, yice_draft_part_span(j->draft, i));
		if (status)
			return status;
	}
	return YICE_OK;
}

/* "12.3 m²" of square millimetres. */
static void put_area(int64_t mm2, struct yice_buf *out)
{
	int64_t tenths = mm2 / 100000;

	yice_buf_addf(out, "%lld.%lld m²", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* Says that two parcels overlap, when they do for certain. */
static int tell_overlap(struct joining *j, uint32_t a, uint32_t b)
{
	struct yice_buf area = YICE_BUF_INIT, place = YICE_BUF_INIT;
	struct yice_range mm2 = { 0, 0 };
	struct yice_nearest nearest;
	char first[12], second[12];
	int status = yice_geo_overlap(j->reader->geo, &j->parcels[a], &j->parcels[b], (struct yice_area_method){ 0 }, &mm2);

	j->asked++;
	if (!status && mm2.low > 0)
		status = yice_geo_nearest(j->reader->geo, &j->parcels[a], &j->parcels[b], &nearest);
	if (status || mm2.low <= 0)
		return status;
	put_area(mm2.low / 2 + mm2.high / 2, &area);
	yice_point_show(nearest.a, &place);
	snprintf(first, sizeof(first), "%u", a + 1);
	snprintf(second, sizeof(second), "%u", b + 1);
	yice_diag_add(j->reader->diags, YICE_D_shape_parcels, yice_draft_part_span(j->draft, j->part_of[b]), first, second,
		      yice_buf_text(&area), yice_buf_text(&place), NULL);
	status = area.failed || place.failed ? YICE_ENOMEM : YICE_OK;
	yice_buf_release(&area);
	yice_buf_release(&place);
	j->told++;
	return status;
}

static int tell_overlaps(struct joining *j)
{
	int status = YICE_OK;

	for (uint32_t b = 1; b < j->count; b++)
		for (uint32_t a = 0; a < b && !status; a++)
			if (j->told < TOLD_MAX && j->asked < ASKED_MAX && yice_box_meets(&j->parcels[a].box, &j->parcels[b].box))
				status = tell_overlap(j, a, b);
	return status;
}

int yice_site_join(struct yice_site_reader *reader, const struct yice_draft *draft, struct yice_shape *shape)
{
	struct joining j = { .reader = reader, .draft = draft };
	enum yice_geo_flaw flaw;
	struct yice_point place;
	struct yice_arena arena;
	int status;

	yice_arena_init(&arena);
	status = take_apart(&j, shape, &arena);
	if (!status)
		status = tell_overlaps(&j);
	yice_arena_release(&arena);
	if (!status)
		status = yice_geo_union(reader->geo, shape, reader->arena, shape);
	if (!status)
		status = yice_geo_check(reader->geo, shape, &flaw, &place);
	if (status == YICE_ERANGE || status == YICE_ELIMIT) {
		yice_diag_add(reader->diags, YICE_D_shape_crowded, yice_draft_part_span(draft, 0), NULL);
		return YICE_EDIAG;
	}
	return status || flaw == YICE_GEO_SOUND ? status
						: yice_site_report_flaw(reader, flaw, place, yice_draft_part_span(draft, 0));
}
