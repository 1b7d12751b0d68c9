/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking a layer about more than a point: what may meet a shape, which edges
 * come near a box, a feature as a shape again, and whether every word of a
 * layer makes sense. All of it walks cells; a walk visits each at most once,
 * and one that would visit more than there are is over words that are no layer.
 */
#include "runtime/geo/layer_read.h"

/* A walk over the cells that reach into a frame; `leaf` is told what each holds. */
struct walk {
	const struct yice_layer *layer;
	struct frame frame; /* steps from the origin */
	uint64_t cells, edges; /* budgets */
	uint32_t leaves;       /* visited */
	int (*leaf)(struct walk *walk, uint32_t word);
	void *context;
};

static void walk_begin(struct walk *walk, const struct yice_layer *layer, int (*leaf)(struct walk *, uint32_t),
		       void *context)
{
	*walk = (struct walk){ .layer = layer, .leaf = leaf, .context = context };
}

/* Every legal record has an edge at most twice a cell, and the cells of the pool are in it. */
static void walk_refresh(struct walk *walk)
{
	const struct yice_layer_head *head = &walk->layer->head;

	walk->cells = (uint64_t)head->columns * head->rows + head->pool_words;
	walk->edges = 2 * (uint64_t)RUN_EDGES * head->pool_words;
}

static int walk_cell(struct walk *walk, uint32_t word, uint32_t shift, int64_t west, int64_t south)
{
	uint32_t first;
	int status = YICE_OK;

	if (!yice_layer_spend(&walk->cells, 1))
		return YICE_EIMAGE;
	if (word >> 30 != CELL_GRID) {
		walk->leaves++;
		return walk->leaf(walk, word);
	}
	if (!yice_layer_cell_divide(walk->layer, word, &shift, &first))
		return YICE_EIMAGE;
	for (uint32_t i = 0; i < GRID_CELLS && !status; i++) {
		int64_t x = west + ((int64_t)(i & 3) << shift), y = south + ((int64_t)(i >> 2) << shift);
		int64_t side = (INT64_C(1) << shift) - 1;

		if (frames_meet((struct frame){ x, y, x + side, y + side }, walk->frame))
			status = walk_cell(walk, walk->layer->words[walk->layer->head.pool + first + i], shift, x, y);
	}
	return status;
}

/* The cells that the frame reaches; those outside the layer do not exist. */
static int walk_frame(struct walk *walk, struct frame frame)
{
	const struct yice_layer_head *head = &walk->layer->head;
	int status = YICE_OK;

	frame.x0 = greater(frame.x0, 0);
	frame.y0 = greater(frame.y0, 0);
	frame.x1 = lesser(frame.x1, head->width);
	frame.y1 = lesser(frame.y1, head->height);
	walk->frame = frame;
	if (!head->feature_count || frame.x0 > frame.x1 || frame.y0 > frame.y1)
		return YICE_OK;
	for (int64_t row = frame.y0 >> head->shift; row <= frame.y1 >> head->shift; row++)
		for (int64_t column = frame.x0 >> head->shift; column <= frame.x1 >> head->shift && !status; column++)
			status = walk_cell(walk, walk->layer->words[HEAD_WORDS + (size_t)row * head->columns + (size_t)column],
					   head->shift, column << head->shift, row << head->shift);
	return status;
}

/* What a leaf holds, whatever its form: features that cover it, or a record of its own. */
struct leaf {
	const uint32_t *covers; /* features */
	uint32_t cover_count, single;
	bool is_record;
};

static bool read_leaf(const struct yice_layer *layer, uint32_t word, struct leaf *leaf)
{
	memset(leaf, 0, sizeof(*leaf));
	leaf->is_record = word >> 30 == CELL_RECORD;
	if (leaf->is_record || !word)
		return true;
	if (word >> 30 == CELL_LIST)
		return yice_layer_cell_list(layer, word, &leaf->covers, &leaf->cover_count);
	leaf->single = word - 1;
	leaf->covers = &leaf->single;
	leaf->cover_count = 1;
	return true;
}

/* ---------------------------------------------------------------- candidates */

void yice_layer_candidates_release(struct yice_layer_candidates *set)
{
	free(set->items);
	memset(set, 0, sizeof(*set));
}

#define UNSURE UINT32_MAX /* for struct yice_layer_candidate.cells */

static bool make_room(struct yice_layer_candidates *set)
{
	uint32_t cap = set->cap ? 2 * set->cap : 16;
	struct yice_layer_candidate *items;

	if (set->count < set->cap)
		return true;
	items = realloc(set->items, cap * sizeof(*items));
	if (!items)
		return false;
	set->items = items;
	set->cap = cap;
	return true;
}

static int find_add(struct walk *walk, uint32_t feature, bool covers)
{
	struct yice_layer_candidates *set = walk->context;
	uint32_t low = 0, high = set->count;

	if (feature >= walk->layer->head.feature_count)
		return YICE_EIMAGE;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (set->items[middle].feature < feature)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == set->count || set->items[low].feature != feature) {
		if (!make_room(set))
			return YICE_ENOMEM;
		memmove(set->items + low + 1, set->items + low, (set->count - low) * sizeof(*set->items));
		set->items[low] = (struct yice_layer_candidate){ feature, 0, false, false };
		set->count++;
	}
	if (!covers)
		set->items[low].cells = UNSURE;
	else if (set->items[low].cells != UNSURE)
		set->items[low].cells++;
	return YICE_OK;
}

/* A candidate without a run beside it covers the cell, or has nothing to do with it. */
static int find_in_record(struct walk *walk, uint32_t number)
{
	struct yice_layer_record record;
	int status = YICE_OK;

	do {
		uint64_t beside = 0;

		if (!yice_layer_record_at(walk->layer, number, &record))
			return YICE_EIMAGE;
		for (uint32_t i = 0; i < record.run_count; i++)
			beside |= UINT64_C(1) << (record.runs[2 * i + 1] >> 16 & 63) |
				  UINT64_C(1) << (record.runs[2 * i + 1] >> 24 & 63);
		for (uint32_t i = 0; i < record.candidate_count && !status; i++)
			if (beside >> i & 1 || record.candidates[i] & 1)
				status = find_add(walk, record.candidates[i] >> 1, !(beside >> i & 1));
		number = record.next;
	} while (number && !status);
	return status;
}

static int find_in_leaf(struct walk *walk, uint32_t word)
{
	struct leaf leaf;
	int status = YICE_OK;

	if (!read_leaf(walk->layer, word, &leaf))
		return YICE_EIMAGE;
	if (leaf.is_record)
		return find_in_record(walk, word & CELL_NUMBER);
	for (uint32_t i = 0; i < leaf.cover_count && !status; i++)
		status = find_add(walk, leaf.covers[i], true);
	return status;
}

/* The frame of a box in steps, rounded outwards. */
static struct frame to_frame(const struct yice_layer *layer, struct yice_box box)
{
	int64_t west = (int32_t)layer->head.origin_x, south = (int32_t)layer->head.origin_y;

	return (struct frame){ floor_div(box.min.lon, YICE_LAYER_STEP) - west,
			       floor_div(box.min.lat, YICE_LAYER_STEP) - south,
			       -floor_div(-box.max.lon, YICE_LAYER_STEP) - west,
			       -floor_div(-box.max.lat, YICE_LAYER_STEP) - south };
}

static bool is_inside(const struct yice_layer *layer, struct frame frame)
{
	return frame.x0 >= 0 && frame.y0 >= 0 && frame.x1 <= layer->head.width && frame.y1 <= layer->head.height;
}

/* The cells along an edge, row by row. */
static int walk_edge(struct walk *walk, struct yice_point a, struct yice_point b)
{
	const struct yice_layer_head *head = &walk->layer->head;
	struct yice_point ends[2] = { a, b };
	struct frame whole = to_frame(walk->layer, yice_points_box(ends, 2));
	struct spot from = { floor_div(a.lon, YICE_LAYER_STEP) - (int32_t)head->origin_x,
			     floor_div(a.lat, YICE_LAYER_STEP) - (int32_t)head->origin_y };
	struct spot to = { floor_div(b.lon, YICE_LAYER_STEP) - (int32_t)head->origin_x,
			   floor_div(b.lat, YICE_LAYER_STEP) - (int32_t)head->origin_y };
	int64_t low = greater(whole.y0, 0) >> head->shift, high = lesser(whole.y1, head->height) >> head->shift;
	int status = YICE_OK;

	for (int64_t row = low; row <= high && !status; row++) {
		int64_t south = row << head->shift;
		struct frame part = edge_in_band(from, to, south - 2, south + (INT64_C(1) << head->shift) + 1);

		part.x0--;
		part.x1++;
		walk_refresh(walk);
		status = walk_frame(walk, (struct frame){ part.x0, greater(part.y0, south), part.x1,
							  lesser(part.y1 + 1, south + (INT64_C(1) << head->shift) - 1) });
	}
	return status;
}

/* A route is looked for along its edges, anything else in its box. */
static int find(struct walk *walk, const struct yice_shape *shape)
{
	int status = YICE_OK;

	walk_refresh(walk);
	if (shape->kind == YICE_SHAPE_POLYGONS)
		return walk_frame(walk, to_frame(walk->layer, shape->box));
	for (uint32_t i = 0; i < shape->part_count && !status; i++) {
		const struct yice_part *part = &shape->parts[i];

		for (uint32_t k = 0; k + 1 < part->count && !status; k++)
			status = walk_edge(walk, shape->points[part->first + k], shape->points[part->first + k + 1]);
		if (part->count == 1)
			status = walk_edge(walk, shape->points[part->first], shape->points[part->first]);
	}
	return status;
}

int yice_layer_find(const struct yice_layer *layer, const struct yice_shape *shape, struct yice_layer_candidates *set)
{
	struct walk walk;
	bool inside = is_inside(layer, to_frame(layer, shape->box));
	int status;

	set->count = 0;
	walk_begin(&walk, layer, find_in_leaf, set);
	status = find(&walk, shape);
	for (uint32_t i = 0; i < set->count; i++)
		set->items[i].certain = inside && set->items[i].cells == walk.leaves;
	return status;
}

/* ---------------------------------------------------------------- edges */

struct visiting {
	yice_layer_visit *visit;
	void *context;
};

static struct spot spot_at(const struct yice_layer *layer, uint32_t vertex)
{
	const uint32_t *v = layer->words + layer->head.vertices + 2 * (size_t)vertex;

	return (struct spot){ v[0] & (YICE_LAYER_EXTENT - 1), v[1] & (YICE_LAYER_EXTENT - 1) };
}

static struct yice_point point_at(const struct yice_layer *layer, uint32_t vertex)
{
	struct spot s = spot_at(layer, vertex);

	return yice_layer_absolute(layer, (uint32_t)s.x, (uint32_t)s.y);
}

/* The feature on one side of a run; false for nobody. */
static bool side_of(const struct yice_layer_record *record, uint32_t number, uint32_t *feature)
{
	if (number >= record->candidate_count)
		return false;
	*feature = record->candidates[number] >> 1;
	return true;
}

static int visit_side(const struct walk *walk, const struct yice_layer_record *record, uint32_t number, uint32_t vertex)
{
	struct visiting *visiting = walk->context;
	uint32_t feature;

	if (!side_of(record, number, &feature))
		return YICE_OK;
	if (feature >= walk->layer->head.feature_count)
		return YICE_EIMAGE;
	return visiting->visit(visiting->context, feature, point_at(walk->layer, vertex),
			       point_at(walk->layer, vertex + 1));
}

/* Every run of the records that a leaf is cut into. */
static int each_run(struct walk *walk, uint32_t word,
		    int (*visit)(struct walk *walk, const struct yice_layer_record *record, const uint32_t *run))
{
	uint32_t number = word & CELL_NUMBER;
	struct yice_layer_record record;
	int status = YICE_OK;

	if (word >> 30 != CELL_RECORD)
		return YICE_OK;
	do {
		if (!yice_layer_record_at(walk->layer, number, &record))
			return YICE_EIMAGE;
		for (uint32_t i = 0; i < record.run_count && !status; i++)
			status = visit(walk, &record, record.runs + 2 * (size_t)i);
		number = record.next;
	} while (number && !status);
	return status;
}

static int visit_run(struct walk *walk, const struct yice_layer_record *record, const uint32_t *run)
{
	uint32_t left = run[1] >> 16 & 63, right = run[1] >> 24 & 63, edges = run[1] & RUN_EDGES;
	uint32_t count = walk->layer->head.vertex_count;
	int status = YICE_OK;

	if (run[0] >= count || edges >= count - run[0] || !yice_layer_spend(&walk->edges, edges))
		return YICE_EIMAGE;
	for (uint32_t v = run[0]; v < run[0] + edges && !status; v++) {
		if (!frames_meet(edge_frame(spot_at(walk->layer, v), spot_at(walk->layer, v + 1)), walk->frame))
			continue;
		status = visit_side(walk, record, left, v);
		if (!status && right != left)
			status = visit_side(walk, record, right, v);
	}
	return status;
}

static int visit_leaf(struct walk *walk, uint32_t word)
{
	return each_run(walk, word, visit_run);
}

int yice_layer_edges(const struct yice_layer *layer, struct yice_box box, yice_layer_visit *visit, void *context)
{
	struct visiting visiting = { visit, context };
	struct walk walk;

	walk_begin(&walk, layer, visit_leaf, &visiting);
	walk_refresh(&walk);
	return walk_frame(&walk, to_frame(layer, box));
}

/* ---------------------------------------------------------------- what a shape meets */

/* One edge of a shape, or one point of it, held against the edges of a layer. */
struct meeting {
	struct yice_layer_candidates *set;
	struct yice_point a, b;
};

static int turn(struct yice_point a, struct yice_point b, struct yice_point c)
{
	__int128 area = (__int128)(b.lon - a.lon) * (c.lat - a.lat) - (__int128)(b.lat - a.lat) * (c.lon - a.lon);

	return area > 0 ? 1 : area < 0 ? -1 : 0;
}

static bool apart(int64_t a, int64_t b, int64_t c, int64_t d)
{
	return greater(a, b) < lesser(c, d) || greater(c, d) < lesser(a, b);
}

/* Two edges, of which either may be a point, have a point in common. */
static bool edges_meet(struct yice_point a, struct yice_point b, struct yice_point c, struct yice_point d)
{
	return !apart(a.lon, b.lon, c.lon, d.lon) && !apart(a.lat, b.lat, c.lat, d.lat) &&
	       turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

/* NULL when it is no candidate, which over words that are no layer may be. */
static struct yice_layer_candidate *candidate_of(struct yice_layer_candidates *set, uint32_t feature)
{
	uint32_t low = 0, high = set->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (set->items[middle].feature < feature)
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->count && set->items[low].feature == feature ? &set->items[low] : NULL;
}

/* What a record says of either side of a run; NULL: nobody, or met already. */
static struct yice_layer_candidate *open_side(const struct meeting *meeting, const struct yice_layer_record *record,
					      uint32_t number)
{
	struct yice_layer_candidate *candidate;
	uint32_t feature;

	if (!side_of(record, number, &feature))
		return NULL;
	candidate = candidate_of(meeting->set, feature);
	return candidate && !candidate->meets ? candidate : NULL;
}

static int meet_run(struct walk *walk, const struct yice_layer_record *record, const uint32_t *run)
{
	const struct meeting *meeting = walk->context;
	uint32_t edges = run[1] & RUN_EDGES, count = walk->layer->head.vertex_count;
	struct yice_layer_candidate *left = open_side(meeting, record, run[1] >> 16 & 63);
	struct yice_layer_candidate *right = open_side(meeting, record, run[1] >> 24 & 63);

	if (run[0] >= count || edges >= count - run[0] || !yice_layer_spend(&walk->edges, edges))
		return YICE_EIMAGE;
	for (uint32_t v = run[0]; v < run[0] + edges && (left || right); v++) {
		if (!frames_meet(edge_frame(spot_at(walk->layer, v), spot_at(walk->layer, v + 1)), walk->frame) ||
		    !edges_meet(point_at(walk->layer, v), point_at(walk->layer, v + 1), meeting->a, meeting->b))
			continue;
		if (left)
			left->meets = true;
		if (right)
			right->meets = true;
		break;
	}
	return YICE_OK;
}

static int meet_leaf(struct walk *walk, uint32_t word)
{
	return each_run(walk, word, meet_run);
}

/* Features at a point of the shape. */
static int meet_point(const struct yice_layer *layer, struct yice_point point, struct yice_layer_candidates *set)
{
	struct yice_layer_hit some[16], *hits = some;
	uint32_t count;
	int status = yice_layer_at(layer, point, some, YICE_COUNT(some), &count);

	if (!status && count > YICE_COUNT(some)) {
		hits = calloc(count, sizeof(*hits));
		if (!hits)
			return YICE_ENOMEM;
		status = yice_layer_at(layer, point, hits, count, &count);
	}
	for (uint32_t i = 0; i < count && !status; i++) {
		struct yice_layer_candidate *candidate = candidate_of(set, hits[i].feature);

		if (candidate)
			candidate->meets = true;
	}
	if (hits != some)
		free(hits);
	return status;
}

/* The features at a point of each part, and those that an edge of the shape meets. */
static int meet_outline(const struct yice_layer *layer, const struct yice_shape *shape, struct yice_layer_candidates *set)
{
	struct meeting meeting = { .set = set };
	struct walk walk;
	int status = YICE_OK;

	walk_begin(&walk, layer, meet_leaf, &meeting);
	for (uint32_t i = 0; i < shape->part_count && !status; i++) {
		const struct yice_point *points = shape->points + shape->parts[i].first;

		status = meet_point(layer, points[0], set);
		for (uint32_t k = 0; k + 1 < shape->parts[i].count && !status; k++) {
			meeting.a = points[k];
			meeting.b = points[k + 1];
			status = walk_edge(&walk, meeting.a, meeting.b);
		}
	}
	return status;
}

/* By the even-odd rule; a point on the boundary was met by an edge. */
static bool holds_point(const struct yice_shape *shape, struct yice_point p)
{
	bool inside = false;

	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_point *points = shape->points + shape->parts[i].first;

		for (uint32_t k = 0; k + 1 < shape->parts[i].count; k++)
			if ((points[k].lat > p.lat) != (points[k + 1].lat > p.lat) &&
			    (turn(points[k], points[k + 1], p) > 0) == (points[k + 1].lat > points[k].lat))
				inside = !inside;
	}
	return inside;
}

/* Whether a part of a feature that no edge of the shape meets lies inside it: then its first vertex does. */
static int meet_inside(const struct yice_layer *layer, const struct yice_shape *shape,
		       struct yice_layer_candidate *candidate)
{
	const struct yice_layer_head *head = &layer->head;
	struct yice_layer_feature f = yice_layer_feature(layer, candidate->feature);
	struct yice_box box = yice_layer_feature_box(layer, candidate->feature);

	if (!yice_box_meets(&box, &shape->box))
		return YICE_OK;
	if (f.first_ring > head->ring_count || f.ring_count > head->ring_count - f.first_ring)
		return YICE_EIMAGE;
	for (uint32_t ring = f.first_ring; ring < f.first_ring + f.ring_count && !candidate->meets; ring++) {
		uint32_t number = layer->words[head->rings + ring] & ~YICE_LAYER_PART;
		uint32_t vertex = number < head->reference_count ? layer->words[head->references + 2 * (size_t)number] : 0;

		if (number >= head->reference_count || vertex >= head->vertex_count)
			return YICE_EIMAGE;
		candidate->meets = holds_point(shape, point_at(layer, vertex));
	}
	return YICE_OK;
}

int yice_layer_meet(const struct yice_layer *layer, const struct yice_shape *shape, struct yice_layer_candidates *set)
{
	uint32_t kept = 0;
	int status = yice_layer_find(layer, shape, set);

	for (uint32_t i = 0; i < set->count && !status; i++)
		set->items[i].meets = set->items[i].certain;
	if (!status)
		status = meet_outline(layer, shape, set);
	for (uint32_t i = 0; i < set->count && !status; i++)
		if (shape->kind == YICE_SHAPE_POLYGONS && !set->items[i].meets)
			status = meet_inside(layer, shape, &set->items[i]);
	for (uint32_t i = 0; i < set->count && !status; i++)
		if (set->items[i].meets)
			set->items[kept++] = set->items[i];
	if (!status)
		set->count = kept;
	return status;
}

/* ---------------------------------------------------------------- shapes */

/* Vertices of a stretch; the last one too when nothing follows. */
static bool add_stretch(const struct yice_layer *layer, const uint32_t *reference, bool last,
			struct yice_shape_builder *builder)
{
	uint32_t first = reference[0], edges = reference[1] >> 1, count = layer->head.vertex_count;
	bool back = reference[1] & 1;

	if (first >= count || edges >= count - first)
		return false;
	for (uint32_t i = 0; i < edges + last && !builder->full; i++)
		yice_shape_add(builder, point_at(layer, back ? first + edges - i : first + i));
	return true;
}

static int add_ring(const struct yice_layer *layer, uint32_t ring, bool area, struct yice_shape_builder *builder)
{
	const struct yice_layer_head *head = &layer->head;
	const uint32_t *rings = layer->words + head->rings;
	uint32_t first = rings[ring] & ~YICE_LAYER_PART, end = rings[ring + 1] & ~YICE_LAYER_PART;

	if (first > end || end > head->reference_count)
		return YICE_EIMAGE;
	for (uint32_t i = first; i < end && !builder->full; i++)
		if (!add_stretch(layer, layer->words + head->references + 2 * (size_t)i, i + 1 == end, builder))
			return YICE_EIMAGE;
	(void)yice_shape_end_part(builder, area && !(rings[ring] & YICE_LAYER_PART));
	return YICE_OK;
}

int yice_layer_shape(const struct yice_layer *layer, uint32_t feature, struct yice_arena *arena,
		     struct yice_shape *out)
{
	struct yice_layer_feature f = yice_layer_feature(layer, feature);
	struct yice_shape_builder builder;
	int status = YICE_OK;

	if (f.kind > YICE_SHAPE_POLYGONS || f.first_ring > layer->head.ring_count ||
	    f.ring_count > layer->head.ring_count - f.first_ring)
		return YICE_EIMAGE;
	yice_shape_begin(&builder, (enum yice_shape_kind)f.kind, YICE_SHAPE_POINTS_MAX);
	for (uint32_t i = 0; i < f.ring_count && !status && !builder.full; i++)
		status = add_ring(layer, f.first_ring + i, f.kind == YICE_SHAPE_POLYGONS, &builder);
	if (!status)
		return yice_shape_finish(&builder, arena, out);
	yice_shape_drop(&builder);
	return status;
}

/* ---------------------------------------------------------------- verifying */

static int check_leaf(struct walk *walk, uint32_t word)
{
	uint32_t number = word & CELL_NUMBER;
	struct yice_layer_record record;
	struct leaf leaf;

	if (!read_leaf(walk->layer, word, &leaf))
		return YICE_EIMAGE;
	for (uint32_t i = 0; i < leaf.cover_count; i++)
		if (leaf.covers[i] >= walk->layer->head.feature_count)
			return YICE_EIMAGE;
	if (!leaf.is_record)
		return YICE_OK;
	do {
		if (!yice_layer_record_at(walk->layer, number, &record))
			return YICE_EIMAGE;
		for (uint32_t i = 0; i < record.candidate_count; i++)
			if (record.candidates[i] >> 1 >= walk->layer->head.feature_count)
				return YICE_EIMAGE;
		for (uint32_t i = 0; i < record.run_count; i++) {
			uint32_t first = record.runs[2 * i], edges = record.runs[2 * i + 1] & RUN_EDGES;

			if (first >= walk->layer->head.vertex_count ||
			    edges >= walk->layer->head.vertex_count - first)
				return YICE_EIMAGE;
		}
		number = record.next;
	} while (number);
	return YICE_OK;
}

static bool references_fit(const struct yice_layer *layer)
{
	const struct yice_layer_head *head = &layer->head;
	const uint32_t *rings = layer->words + head->rings, *refs = layer->words + head->references;

	for (uint32_t i = 0; i < head->ring_count; i++)
		if ((rings[i] & ~YICE_LAYER_PART) > (rings[i + 1] & ~YICE_LAYER_PART))
			return false;
	if ((rings[head->ring_count] & ~YICE_LAYER_PART) != head->reference_count)
		return false;
	for (uint32_t i = 0; i < head->reference_count; i++)
		if (refs[2 * i] >= head->vertex_count || refs[2 * i + 1] >> 1 >= head->vertex_count - refs[2 * i])
			return false;
	return true;
}

static bool features_fit(const struct yice_layer *layer)
{
	for (uint32_t i = 0; i < layer->head.feature_count; i++) {
		struct yice_layer_feature f = yice_layer_feature(layer, i);

		if (f.kind > YICE_SHAPE_POLYGONS || f.first_ring > layer->head.ring_count ||
		    f.ring_count > layer->head.ring_count - f.first_ring || f.min_x > f.max_x || f.min_y > f.max_y ||
		    f.max_x > layer->head.width || f.max_y > layer->head.height)
			return false;
	}
	return true;
}

int yice_layer_verify(const struct yice_layer *layer)
{
	const struct yice_layer_head *head = &layer->head;
	const uint32_t *v = layer->words + head->vertices;
	struct walk walk;

	for (uint32_t i = 0; i < head->vertex_count; i++)
		if (v[2 * (size_t)i] > head->width || v[2 * (size_t)i + 1] > head->height)
			return YICE_EIMAGE;
	if (!references_fit(layer) || !features_fit(layer))
		return YICE_EIMAGE;
	walk_begin(&walk, layer, check_leaf, NULL);
	walk_refresh(&walk);
	return walk_frame(&walk, (struct frame){ 0, 0, head->width, head->height });
}
