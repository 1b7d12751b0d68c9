/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What geometry_check.c finds between the areas of units: how large it is,
 * whether it is worth telling, in which order, as diagnostics and as GeoJSON.
 * The place that is told lies in the fault.
 */
#include "compiler/geometry_fault.h"

#include <stdio.h>

#include "base/json.h"
#include "runtime/geo/gate.h"
#include "runtime/geo/mesh.h"

#define FINE_MM   INT64_C(20)    /* mean width of what is within the reach of a mesh, and what rounding adds */
#define WORTH_MM  INT64_C(10000) /* how long an open gap is told from, */
#define WORTH     10             /* and how many times its width */

static_assert(FINE_MM > YICE_MESH_REACH_MM, "what fitting leaves is no fault");

/* ---------------------------------------------------------------- how large */

static uint64_t root(uint64_t n)
{
	uint64_t low = 0, high = UINT64_C(1) << 32;

	while (high - low > 1) {
		uint64_t middle = low + (high - low) / 2;

		if (middle <= n / middle)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Sides of the rectangle that has the area and half the perimeter; of a square, what is rounder. */
static void set_sides(struct yice_fault *fault, int64_t half)
{
	uint64_t mm2 = (uint64_t)fault->mm2, h = half < UINT32_MAX ? (uint64_t)half : UINT32_MAX;

	if (mm2 / 4 >= h * h / 16) {
		fault->width = (int64_t)root(mm2);
		fault->mm = fault->width ? fault->mm2 / fault->width : half;
		return;
	}
	fault->width = (int64_t)(2 * mm2 / (h + root(h * h - 4 * mm2)));
	fault->mm = half - fault->width;
}

static int64_t middle_of(struct yice_range range)
{
	return range.low + (range.high - range.low) / 2;
}

int yice_fault_measure(struct yice_faults *faults, struct yice_fault *fault)
{
	struct yice_shape line = fault->face.shape;
	struct yice_range area, length;
	int status = yice_geo_area(faults->geo, &fault->face.shape, (struct yice_area_method){ 0 }, &area);

	line.kind = YICE_SHAPE_LINES;
	if (!status)
		status = yice_geo_length(faults->geo, &line, NULL, &length);
	if (status)
		return status;
	fault->mm2 = middle_of(area);
	set_sides(fault, middle_of(length) / 2);
	return YICE_OK;
}

static bool is_sliver(const struct yice_fault *fault)
{
	return fault->kind != YICE_FAULT_TWICE && fault->width < YICE_SLIVER_MM;
}

/* Whether an open gap runs far enough along the areas beside it to be one. */
static bool is_strip(const struct yice_fault *fault)
{
	return fault->width <= YICE_STRIP_MM && fault->mm >= WORTH_MM && fault->mm >= WORTH * fault->width;
}

int yice_fault_add(struct yice_faults *faults, struct yice_fault *fault)
{
	int status = yice_fault_measure(faults, fault);

	if (status)
		return status == YICE_ERANGE ? YICE_OK : status;
	if (fault->width < FINE_MM)
		return YICE_OK;
	if (fault->open && !is_strip(fault))
		return YICE_OK;
	yice_buf_add(&faults->items, fault, sizeof(*fault));
	return yice_buf_status(&faults->items);
}

/* ---------------------------------------------------------------- drawing */

static const char *name_of(const struct yice_faults *faults, uint32_t area)
{
	return faults->areas[area]->name;
}

static uint32_t second_of(const struct yice_fault *fault)
{
	return fault->areas[fault->area_count > 1];
}

/* Whether both areas concerned are one unit's, or there is only one. */
static bool is_alone(const struct yice_faults *faults, const struct yice_fault *fault)
{
	return !strcmp(name_of(faults, fault->areas[0]), name_of(faults, second_of(fault)));
}

static enum yice_diag_id id_of(const struct yice_faults *faults, const struct yice_fault *fault)
{
	if (fault->kind == YICE_FAULT_TWICE)
		return is_alone(faults, fault) ? YICE_D_geometry_copied : YICE_D_geometry_twice;
	if (fault->kind == YICE_FAULT_GAP && is_alone(faults, fault))
		return YICE_D_geometry_hole;
	if (is_sliver(fault))
		return YICE_D_geometry_sliver;
	if (fault->open)
		return YICE_D_geometry_strip;
	return fault->kind == YICE_FAULT_GAP ? YICE_D_geometry_gap : YICE_D_geometry_overlap;
}

/* "12.345": a number of thousandths. */
static void put_milli(struct yice_buf *out, int64_t milli)
{
	yice_buf_addf(out, "%lld.%03d", (long long)(milli / 1000), (int)(milli % 1000));
}

/* Area and width. */
static void put_size(struct yice_buf *out, int64_t mm2, int64_t mm)
{
	put_milli(out, mm2 / 1000);
	yice_buf_adds(out, " m², ");
	put_milli(out, mm);
	yice_buf_adds(out, " m");
}

/* Opens a Feature, its properties up to and with the units. */
static void put_feature(struct yice_buf *out, const char *fault, enum yice_diag_id id)
{
	yice_buf_addf(out, "%s\n {\"type\":\"Feature\",\"properties\":{\"fault\":\"%s\",\"code\":\"%s\",\"units\":[",
		      out->len ? "," : "", fault, yice_diag_code(id));
}

static void put_ring(struct yice_buf *out, const struct yice_shape *shape, const struct yice_part *part)
{
	for (uint32_t i = 0; i < part->count; i++) {
		yice_buf_adds(out, i ? ",[" : "[[");
		yice_point_show(shape->points[part->first + i], out);
		yice_buf_addc(out, ']');
	}
	yice_buf_addc(out, ']');
}

static void put_polygons(struct yice_buf *out, const struct yice_shape *shape)
{
	bool several = false;

	for (uint32_t i = 1; i < shape->part_count; i++)
		several |= !shape->parts[i].hole;
	yice_buf_addf(out, "{\"type\":\"%s\",\"coordinates\":%s", several ? "MultiPolygon" : "Polygon", several ? "[[" : "[");
	for (uint32_t i = 0; i < shape->part_count; i++) {
		yice_buf_adds(out, !i ? "" : shape->parts[i].hole ? "," : "],[");
		put_ring(out, shape, &shape->parts[i]);
	}
	yice_buf_adds(out, several ? "]]}" : "]}");
}

/* Each once; both of an overlap, though they may be one. */
static void put_units(const struct yice_faults *faults, const struct yice_fault *fault, struct yice_buf *out)
{
	for (uint32_t i = 0; i < fault->area_count; i++) {
		const char *name = name_of(faults, fault->areas[i]);
		bool again = false;

		for (uint32_t k = 0; k < i && fault->kind == YICE_FAULT_GAP; k++)
			again |= !strcmp(name, name_of(faults, fault->areas[k]));
		if (again)
			continue;
		yice_buf_adds(out, i ? "," : "");
		yice_json_quote(out, name, strlen(name));
	}
}

static void draw(const struct yice_faults *faults, const struct yice_fault *fault)
{
	static const char *const kinds[][2] = { [YICE_FAULT_TWICE] = { "twice", "twice" },
						[YICE_FAULT_OVERLAP] = { "overlap", "sliver overlap" },
						[YICE_FAULT_GAP] = { "gap", "sliver gap" } };
	enum yice_diag_id id = id_of(faults, fault);
	struct yice_buf *out = &faults->model->diags->drawing;

	put_feature(out, id == YICE_D_geometry_strip ? "open gap" : kinds[fault->kind][is_sliver(fault)], id);
	put_units(faults, fault, out);
	yice_buf_adds(out, "],\"size\":\"");
	put_size(out, fault->mm2, fault->width);
	yice_buf_adds(out, "\",\"area_m2\":");
	put_milli(out, fault->mm2 / 1000);
	yice_buf_adds(out, ",\"width_m\":");
	put_milli(out, fault->width);
	yice_buf_adds(out, ",\"at\":[");
	yice_point_show(fault->face.inner, out);
	yice_buf_adds(out, "]},\"geometry\":");
	put_polygons(out, &fault->face.shape);
	yice_buf_addc(out, '}');
}

void yice_fault_draw_invalid(struct yice_model *model, enum yice_diag_id id, const char *unit, struct yice_point place)
{
	struct yice_buf *out = &model->diags->drawing;

	put_feature(out, "invalid", id);
	if (*unit)
		yice_json_quote(out, unit, strlen(unit));
	yice_buf_adds(out, "],\"at\":[");
	yice_point_show(place, out);
	yice_buf_adds(out, "]},\"geometry\":{\"type\":\"Point\",\"coordinates\":[");
	yice_point_show(place, out);
	yice_buf_adds(out, "]}}");
}

/* ---------------------------------------------------------------- reporting */

/* By units, slivers behind the others, by kind, by place. */
static int compare_faults(const void *a, const void *b)
{
	const struct yice_fault *x = a, *y = b;
	uint32_t keys[2][5] = { { x->areas[0], second_of(x), is_sliver(x), x->kind, x->open },
				{ y->areas[0], second_of(y), is_sliver(y), y->kind, y->open } };

	for (int i = 0; i < 5; i++)
		if (keys[0][i] != keys[1][i])
			return keys[0][i] < keys[1][i] ? -1 : 1;
	return yice_point_order(x->face.inner, y->face.inner);
}

/* The slivers between two units, whose border they are, are one finding, and so are the strips. */
static uint32_t end_of_group(const struct yice_faults *faults, const struct yice_fault *all, uint32_t first, uint32_t count)
{
	enum yice_diag_id id = id_of(faults, &all[first]);
	uint32_t end = first + 1;

	while ((id == YICE_D_geometry_sliver || id == YICE_D_geometry_strip) && end < count && id_of(faults, &all[end]) == id &&
	       all[end].areas[0] == all[first].areas[0] && second_of(&all[end]) == second_of(&all[first]))
		end++;
	return end;
}

static void note_units(struct yice_faults *faults, struct yice_diag *diag, const struct yice_fault *fault)
{
	for (uint32_t i = 1; i < fault->area_count; i++)
		yice_diag_note(faults->model->diags, diag, YICE_D_note_other, faults->areas[fault->areas[i]]->span, NULL);
}

static enum yice_diag_id help_of(enum yice_diag_id id)
{
	switch (id) {
	case YICE_D_geometry_sliver:
		return YICE_D_help_geometry_sliver;
	case YICE_D_geometry_overlap:
		return YICE_D_help_geometry_overlap;
	case YICE_D_geometry_twice:
	case YICE_D_geometry_copied:
		return YICE_D_help_geometry_twice;
	default:
		return YICE_D_help_geometry_gap;
	}
}

static struct yice_diag *add_diag(struct yice_faults *faults, const struct yice_fault *fault, const char *size, const char *at)
{
	struct yice_diags *diags = faults->model->diags;
	const char *a = name_of(faults, fault->areas[0]), *b = name_of(faults, second_of(fault));
	enum yice_diag_id id = id_of(faults, fault);
	struct yice_span span = faults->areas[fault->areas[0]]->span;

	if (id == YICE_D_geometry_copied)
		return yice_diag_add(diags, id, span, a, size, at, NULL);
	return yice_diag_add(diags, id, span, a, b, size, at, NULL);
}

static void report(struct yice_faults *faults, const struct yice_fault *group, uint32_t count)
{
	const struct yice_fault *largest = group;
	struct yice_buf size = YICE_BUF_INIT, at = YICE_BUF_INIT;
	int64_t mm2 = 0, mm = 0;
	struct yice_diag *diag;

	for (uint32_t i = 0; i < count; i++) {
		mm2 += group[i].mm2;
		mm += group[i].mm;
		if (group[i].mm2 > largest->mm2)
			largest = &group[i];
	}
	put_size(&size, mm2, count > 1 ? mm2 / (mm + 1) : group->width);
	if (count > 1)
		yice_buf_addf(&size, ", ×%lu", (unsigned long)count);
	yice_point_show(largest->face.inner, &at);
	diag = add_diag(faults, group, yice_buf_text(&size), yice_buf_text(&at));
	note_units(faults, diag, largest);
	yice_diag_help(faults->model->diags, diag, help_of(id_of(faults, group)), NULL);
	for (uint32_t i = 0; diag && i < count; i++)
		draw(faults, &group[i]);
	faults->model->failed |= size.failed || at.failed || faults->model->diags->drawing.failed;
	yice_buf_release(&size);
	yice_buf_release(&at);
}

void yice_faults_report(struct yice_faults *faults)
{
	struct yice_fault *all = (struct yice_fault *)(void *)faults->items.data;
	uint32_t count = (uint32_t)(faults->items.len / sizeof(*all));

	if (count)
		qsort(all, count, sizeof(*all), compare_faults);
	for (uint32_t i = 0, end; i < count; i = end) {
		end = end_of_group(faults, all, i, count);
		report(faults, all + i, end - i);
	}
}
