/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds units of different publishers that adjoin: two publishers seldom draw
 * their border with the same points, so each edge of one area is held against
 * the edges near it of areas of others, and where they run along each other
 * within the tolerance they share a border. Stretches of edges become lines
 * along the ring. Called by the comparison of neighbours (analysis/neighbours.c).
 */
#include "compiler/border.h"

#include "compiler/declare.h"
#include "compiler/geometry.h"
#include "runtime/geo/faces.h"
#include "runtime/geo/layer_build.h"

#define MM_UNITS 16              /* units of shape.h that a millimetre is at most, south of 54 degrees */
#define SAME     YICE_LAYER_STEP /* units within which two points are the same */

/* A stretch of an edge of an area that some edge of another unit runs along. */
struct piece {
	uint32_t a, b;             /* units */
	uint32_t area, part, edge; /* the edge is that from this point of the shape */
	int64_t from, to;          /* mm along the edge */
	struct yice_point at[2];
	int64_t apart; /* mm at most */
	bool same;     /* the two edges are one there */
};

struct finding {
	struct yice_bordering b;
	struct yice_layer_words words;
	struct yice_layer layer;
	uint32_t area, part, edge; /* the one that others are looked for beside */
	struct yice_buf pieces;    /* of struct piece */
	int64_t *mm;               /* of the ring at hand: how far along it each of its points is */
	uint32_t mm_area, mm_part;
};

/* Where a border begins or ends on a ring. */
struct end {
	int64_t mm; /* along the ring */
	uint32_t edge;
	struct yice_point at;
};

struct stretch {
	struct end from, to;
	int64_t apart;
	bool same;
};

static int compare_numbers(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

int yice_border_compare(const void *a, const void *b)
{
	const struct yice_border *x = a, *y = b;
	int order = compare_numbers(x->unit[0], y->unit[0]);

	return order ? order : compare_numbers(x->unit[1], y->unit[1]);
}

static int compare_pieces(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	const uint32_t keys[2][5] = { { x->a, x->b, x->area, x->part, x->edge }, { y->a, y->b, y->area, y->part, y->edge } };

	for (int i = 0; i < 5; i++)
		if (keys[0][i] != keys[1][i])
			return compare_numbers(keys[0][i], keys[1][i]);
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

bool yice_border_wanted(const struct yice_bordering *b, uint32_t x, uint32_t y)
{
	const struct yice_unit *units = b->model->units.items;
	uint32_t scope = b->search->scope;

	if (x == y || b->model->lists.items[units[x].list].scope == b->model->lists.items[units[y].list].scope)
		return false;
	return scope == YICE_NONE || yice_scope_covers(b->model, scope, units[x].scope) !=
					     yice_scope_covers(b->model, scope, units[y].scope);
}

/* ---------------------------------------------------------------- areas as stored */

static int store(struct finding *f)
{
	int status = yice_layer_open(&f->layer, f->words.items, f->words.count);

	for (uint32_t i = 0; i < f->b.area_count && !status; i++) {
		status = yice_layer_shape(&f->layer, i, f->b.arena, &f->b.areas[i].shape);
		if (status == YICE_ENOTFOUND)
			status = YICE_OK;
	}
	return status;
}

static int collect_areas(struct finding *f)
{
	const struct yice_model *model = f->b.model;
	struct yice_layer_builder builder;
	size_t total = 0;
	int status;

	for (uint32_t i = 0; i < model->geometries.count; i++)
		total += model->geometries.items[i].count;
	f->b.areas = yice_arena_array(f->b.arena, total + 1, sizeof(*f->b.areas));
	if (!f->b.areas)
		return YICE_ENOMEM;
	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < model->geometries.count; i++) {
		const struct yice_geometry *geometry = &model->geometries.items[i];

		for (uint32_t k = 0; !geometry->item->u.geometry.names && k < geometry->count; k++) {
			if (geometry->features[k].unit == YICE_NONE)
				continue;
			f->b.areas[f->b.area_count].unit = geometry->features[k].unit;
			yice_layer_add(&builder, f->b.area_count++, &geometry->features[k].shape);
		}
	}
	status = yice_layer_build(&builder, &f->words);
	if (!status)
		status = store(f);
	yice_layer_builder_release(&builder);
	return status;
}

/* ---------------------------------------------------------------- edges along each other */

static bool is_same(struct yice_point a, struct yice_point b)
{
	return a.lon - b.lon <= SAME && b.lon - a.lon <= SAME && a.lat - b.lat <= SAME && b.lat - a.lat <= SAME;
}

static int visit(void *context, uint32_t feature, struct yice_point c, struct yice_point d)
{
	struct finding *f = context;
	const struct yice_border_area *own = &f->b.areas[f->area], *other = &f->b.areas[feature];
	struct yice_segment edge = { own->shape.points[f->edge], own->shape.points[f->edge + 1] }, beside = { c, d };
	struct yice_stretch found;
	struct piece piece = { own->unit, other->unit, f->area, f->part, f->edge, 0, 0, { { 0, 0 }, { 0, 0 } }, 0, false };

	if (own->unit >= other->unit || !yice_border_wanted(&f->b, own->unit, other->unit) ||
	    !yice_edge_along(edge, beside, f->b.search->tolerance, &found))
		return YICE_OK;
	piece.from = found.from;
	piece.to = found.to;
	piece.same = true;
	for (int i = 0; i < 2; i++) {
		int64_t apart = yice_edge_length((struct yice_segment){ found.at[i], found.foot[i] });

		piece.at[i] = found.at[i];
		piece.same &= is_same(found.at[i], found.foot[i]);
		piece.apart = apart > piece.apart ? apart : piece.apart;
	}
	if (piece.apart > f->b.search->tolerance) /* by rounding */
		piece.apart = f->b.search->tolerance;
	yice_buf_add(&f->pieces, &piece, sizeof(piece));
	return yice_buf_status(&f->pieces);
}

static int find_pieces(struct finding *f)
{
	int64_t wide = f->b.search->tolerance * MM_UNITS;
	int status = YICE_OK;

	for (f->area = 0; f->area < f->b.area_count && !status; f->area++) {
		const struct yice_shape *shape = &f->b.areas[f->area].shape;

		for (f->part = 0; f->part < shape->part_count; f->part++) {
			uint32_t end = shape->parts[f->part].first + shape->parts[f->part].count - 1;

			for (f->edge = shape->parts[f->part].first; f->edge < end && !status; f->edge++) {
				struct yice_box box = yice_points_box(shape->points + f->edge, 2);

				box = (struct yice_box){ { box.min.lon - wide, box.min.lat - wide },
							 { box.max.lon + wide, box.max.lat + wide } };
				status = yice_layer_edges(&f->layer, box, visit, f);
			}
		}
	}
	if (!status && f->pieces.len)
		qsort(f->pieces.data, f->pieces.len / sizeof(struct piece), sizeof(struct piece), compare_pieces);
	return status;
}

/* ---------------------------------------------------------------- lines along a ring */

static const struct yice_part *ring_of(const struct finding *f, const struct piece *piece)
{
	return &f->b.areas[piece->area].shape.parts[piece->part];
}

/* How far along its ring each point is, the last one being its length. */
static int measure_ring(struct finding *f, const struct piece *piece)
{
	const struct yice_part *ring = ring_of(f, piece);
	const struct yice_point *points = f->b.areas[piece->area].shape.points + ring->first;

	if (f->mm && f->mm_area == piece->area && f->mm_part == piece->part)
		return YICE_OK;
	free(f->mm);
	f->mm = calloc(ring->count, sizeof(*f->mm));
	f->mm_area = piece->area;
	f->mm_part = piece->part;
	for (uint32_t i = 1; f->mm && i < ring->count; i++)
		f->mm[i] = f->mm[i - 1] + yice_edge_length((struct yice_segment){ points[i - 1], points[i] });
	return f->mm ? YICE_OK : YICE_ENOMEM;
}

/* Joins pieces of one ring, in order, into stretches, in place of nothing: `out` has room for as many. */
static uint32_t join_pieces(const struct finding *f, const struct piece *pieces, size_t count, struct stretch *out)
{
	const struct yice_part *ring = ring_of(f, pieces);
	int64_t hole = 2 * f->b.search->tolerance, length = f->mm[ring->count - 1];
	uint32_t n = 0;

	for (size_t i = 0; i < count; i++) {
		const struct piece *p = &pieces[i];
		int64_t before = f->mm[p->edge - ring->first];
		struct stretch s = { { before + p->from, p->edge, p->at[0] }, { before + p->to, p->edge, p->at[1] }, p->apart, p->same };

		if (!n || s.from.mm > out[n - 1].to.mm + hole) {
			out[n++] = s;
			continue;
		}
		if (s.to.mm > out[n - 1].to.mm)
			out[n - 1].to = s.to;
		out[n - 1].apart = s.apart > out[n - 1].apart ? s.apart : out[n - 1].apart;
		out[n - 1].same |= s.same;
	}
	/* The ring goes on from its last point to its first. */
	if (n > 1 && out[0].from.mm + length <= out[n - 1].to.mm + hole) {
		out[0].from = out[n - 1].from;
		out[0].apart = out[0].apart > out[n - 1].apart ? out[0].apart : out[n - 1].apart;
		out[0].same |= out[--n].same;
	}
	return n;
}

/* The points of a stretch, which may lead over the ring's last point. */
static void add_line(const struct finding *f, const struct piece *piece, const struct stretch *s,
		     struct yice_shape_builder *builder)
{
	const struct yice_part *ring = ring_of(f, piece);
	const struct yice_point *points = f->b.areas[piece->area].shape.points;
	uint32_t end = ring->first + ring->count - 1;
	bool over = s->to.mm < s->from.mm;

	yice_shape_add(builder, s->from.at);
	for (uint32_t k = s->from.edge + 1; k <= (over ? end : s->to.edge); k++)
		yice_shape_add(builder, points[k]);
	for (uint32_t k = ring->first; over && k <= s->to.edge; k++)
		yice_shape_add(builder, points[k]);
	yice_shape_add(builder, s->to.at);
	(void)yice_shape_end_part(builder, false);
}

/* Of pieces of one ring. */
static int add_ring(struct finding *f, const struct piece *pieces, size_t count, struct yice_border *border,
		    struct yice_shape_builder *builder)
{
	struct stretch *stretches = calloc(count, sizeof(*stretches));
	int status = stretches ? measure_ring(f, pieces) : YICE_ENOMEM;
	uint32_t n = status ? 0 : join_pieces(f, pieces, count, stretches);

	for (uint32_t i = 0; i < n; i++) {
		int64_t length = stretches[i].to.mm - stretches[i].from.mm;

		if (length < 0)
			length += f->mm[ring_of(f, pieces)->count - 1];
		if (!stretches[i].same && length <= 2 * f->b.search->tolerance)
			continue;
		border->drawn_mm = stretches[i].apart > border->drawn_mm ? stretches[i].apart : border->drawn_mm;
		add_line(f, pieces, &stretches[i], builder);
	}
	free(stretches);
	return status;
}

/* Of pieces of one pair of units. */
static int add_border(struct finding *f, const struct piece *pieces, size_t count)
{
	struct yice_border border = { .unit = { pieces->a, pieces->b } };
	struct yice_shape_builder builder;
	int status = YICE_OK;

	yice_shape_begin(&builder, YICE_SHAPE_LINES, YICE_SHAPE_POINTS_MAX);
	for (size_t i = 0, end; i < count && !status; i = end) {
		for (end = i + 1; end < count && pieces[end].area == pieces[i].area && pieces[end].part == pieces[i].part;)
			end++;
		status = add_ring(f, pieces + i, end - i, &border, &builder);
	}
	if (status) {
		yice_shape_drop(&builder);
		return status;
	}
	status = yice_shape_finish(&builder, f->b.arena, &border.line);
	if (status)
		return status == YICE_ENOTFOUND ? YICE_OK : status;
	status = yice_geo_length(f->b.geo, &border.line, NULL, &border.mm);
	yice_buf_add(&f->b.found, &border, sizeof(border));
	return status ? status : yice_buf_status(&f->b.found);
}

static int find_shared(struct finding *f)
{
	const struct piece *pieces;
	size_t count;
	int status = find_pieces(f);

	pieces = (const struct piece *)(const void *)f->pieces.data;
	count = f->pieces.len / sizeof(*pieces);
	for (size_t i = 0, end; i < count && !status; i = end) {
		for (end = i + 1; end < count && pieces[end].a == pieces[i].a && pieces[end].b == pieces[i].b;)
			end++;
		status = add_border(f, pieces + i, end - i);
	}
	return status;
}

/* ---------------------------------------------------------------- the whole */

static int begin(struct finding *f, const struct yice_model *model, const struct yice_border_search *search,
		 struct yice_arena *arena)
{
	int status;

	*f = (struct finding){ .b = { .model = model, .search = search, .arena = arena, .found = YICE_BUF_INIT },
			       .pieces = YICE_BUF_INIT };
	status = yice_geo_new(&f->b.geo);
	return status ? status : collect_areas(f);
}

static void end(struct finding *f)
{
	free(f->words.items);
	free(f->mm);
	yice_buf_release(&f->pieces);
	yice_buf_release(&f->b.found);
	yice_geo_free(f->b.geo);
}

int yice_borders_find(const struct yice_model *model, const struct yice_border_search *search, struct yice_arena *arena,
		      struct yice_border **out, uint32_t *count)
{
	struct finding f;
	int status = begin(&f, model, search, arena);

	if (!status)
		status = find_shared(&f);
	if (!status)
		status = yice_borders_close(&f.b);
	*count = (uint32_t)(f.b.found.len / sizeof(**out));
	*out = status ? NULL : yice_arena_array(arena, (size_t)*count + 1, sizeof(**out));
	if (!status && !*out)
		status = YICE_ENOMEM;
	if (!status && *count) {
		memcpy(*out, f.b.found.data, f.b.found.len);
		qsort(*out, *count, sizeof(**out), yice_border_compare);
	}
	end(&f);
	return status;
}

int yice_border_nearest(const struct yice_model *model, const struct yice_border_search *search, struct yice_arena *arena,
			struct yice_border *out, bool *found)
{
	struct finding f;
	int status = begin(&f, model, search, arena);

	*found = false;
	if (!status)
		status = yice_border_near(&f.b, out, found);
	end(&f);
	return status;
}
