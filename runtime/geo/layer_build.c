/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making a layer from shapes: coordinates are rounded to steps, borders that
 * two areas share are found by their edges and stored once, and rings become
 * references to stretches of them. layer_grid.c lays the index over it. Called
 * by the compiler and by tests; the result depends on nothing but the shapes
 * and their order.
 *
 * An edge is numbered by the vertex it leaves, as the vertices were given.
 */
#include "runtime/geo/layer_words.h"

bool yice_words_reserve(struct yice_layer_words *words, size_t n)
{
	size_t cap = words->cap ? words->cap : 64;
	uint32_t *items;

	while (cap - words->count < n)
		cap *= 2;
	if (cap == words->cap)
		return true;
	items = cap > SIZE_MAX / sizeof(*items) ? NULL : realloc(words->items, cap * sizeof(*items));
	if (!items)
		return false;
	words->items = items;
	words->cap = cap;
	return true;
}

bool yice_words_push(struct yice_layer_words *words, uint32_t word)
{
	if (!yice_words_reserve(words, 1))
		return false;
	words->items[words->count++] = word;
	return true;
}

void yice_layer_builder_init(struct yice_layer_builder *builder)
{
	memset(builder, 0, sizeof(*builder));
	builder->min_x = builder->min_y = INT32_MAX;
	builder->max_x = builder->max_y = INT32_MIN;
}

void yice_layer_builder_release(struct yice_layer_builder *builder)
{
	free(builder->vertices.items);
	free(builder->rings.items);
	free(builder->features.items);
	yice_layer_builder_init(builder);
}

static int32_t to_step(int64_t units)
{
	return (int32_t)floor_div(units + YICE_LAYER_STEP / 2, YICE_LAYER_STEP);
}

static void push(struct yice_layer_builder *builder, struct yice_layer_words *words, uint32_t word)
{
	if (!builder->failed && !yice_words_push(words, word))
		builder->failed = true;
}

/* The vertices of a part from `first` on, in steps, none equal to the one before. */
static void push_vertices(struct yice_layer_builder *builder, const struct yice_point *points, uint32_t count,
			  size_t first)
{
	struct yice_layer_words *v = &builder->vertices;

	for (uint32_t i = 0; i < count; i++) {
		int32_t x = to_step(points[i].lon), y = to_step(points[i].lat);

		if (v->count > first && v->items[v->count - 2] == (uint32_t)x &&
		    v->items[v->count - 1] == (uint32_t)y)
			continue;
		push(builder, v, (uint32_t)x);
		push(builder, v, (uint32_t)y);
	}
}

static void widen(struct yice_layer_builder *builder, size_t first)
{
	for (size_t i = first; i < builder->vertices.count; i += 2) {
		int32_t x = (int32_t)builder->vertices.items[i], y = (int32_t)builder->vertices.items[i + 1];

		builder->min_x = x < builder->min_x ? x : builder->min_x;
		builder->max_x = x > builder->max_x ? x : builder->max_x;
		builder->min_y = y < builder->min_y ? y : builder->min_y;
		builder->max_y = y > builder->max_y ? y : builder->max_y;
	}
}

/* A ring is closed by its last vertex being followed by its first, a line of one place becomes a point. */
static void add_part(struct yice_layer_builder *builder, const struct yice_point *points, uint32_t count, bool area,
		     bool hole)
{
	struct yice_layer_words *v = &builder->vertices;
	size_t first = v->count;

	push_vertices(builder, points, count, first);
	if (builder->failed)
		return;
	if (area && v->count - first > 2 && v->items[first] == v->items[v->count - 2] &&
	    v->items[first + 1] == v->items[v->count - 1])
		v->count -= 2;
	if (area && v->count - first < 6) {
		builder->dropped++;
		v->count = first;
		return;
	}
	if (first / 2 >= CELL_NUMBER) {
		builder->failed = true;
		return;
	}
	push(builder, &builder->rings, (uint32_t)(first / 2) | (hole ? 0 : YICE_LAYER_PART));
	widen(builder, first);
}

void yice_layer_add(struct yice_layer_builder *builder, uint32_t key, const struct yice_shape *shape)
{
	push(builder, &builder->features, key);
	push(builder, &builder->features, shape->kind);
	push(builder, &builder->features, (uint32_t)builder->rings.count);
	for (uint32_t i = 0; i < shape->part_count && !builder->failed; i++)
		add_part(builder, shape->points + shape->parts[i].first, shape->parts[i].count,
			 shape->kind == YICE_SHAPE_POLYGONS, shape->parts[i].hole);
}

/* ---------------------------------------------------------------- borders */

/* Given edges, by number: the ring each is of, and its twin, an equal edge. Of two twins the first keeps the border. */
struct borders {
	const struct yice_layer_builder *given;
	uint32_t vertex_count, ring_count, feature_count;
	uint32_t *ring_of, *feature_of; /* by vertex; by ring */
	uint32_t *twin;                 /* by edge; NO_EDGE */
	uint32_t *table;                /* edges by their ends, open addressing */
	uint32_t *meetings;             /* vertices by place, open addressing */
	unsigned char *degree;          /* by slot of meetings: borders that end there, at most 3 */
	uint32_t mask;                  /* slots - 1 of both tables */
	uint32_t *stored;               /* by edge that keeps a border: its vertex in the net */
	struct yice_layer_net net;
	struct yice_layer_words ring_words, references;
};

static uint32_t ring_first(const struct borders *b, uint32_t ring)
{
	return ring < b->ring_count ? b->given->rings.items[ring] & ~YICE_LAYER_PART : b->vertex_count;
}

static enum yice_shape_kind kind_of(const struct borders *b, uint32_t ring)
{
	return (enum yice_shape_kind)b->given->features.items[3 * (size_t)b->feature_of[ring] + 1];
}

static uint32_t next_in_ring(const struct borders *b, uint32_t edge)
{
	uint32_t ring = b->ring_of[edge];

	return edge + 1 < ring_first(b, ring + 1) ? edge + 1 : ring_first(b, ring);
}

static uint32_t prev_in_ring(const struct borders *b, uint32_t edge)
{
	uint32_t ring = b->ring_of[edge];

	return edge > ring_first(b, ring) ? edge - 1 : ring_first(b, ring + 1) - 1;
}

static struct spot given_spot(const struct borders *b, uint32_t vertex)
{
	const uint32_t *v = b->given->vertices.items + 2 * (size_t)vertex;

	return (struct spot){ (int32_t)v[0] - (int64_t)b->given->min_x, (int32_t)v[1] - (int64_t)b->given->min_y };
}

static bool same_spot(struct spot a, struct spot b)
{
	return a.x == b.x && a.y == b.y;
}

static uint64_t mix(uint64_t hash, struct spot s)
{
	hash ^= (uint64_t)s.x * UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)s.y * UINT64_C(0xc2b2ae3d27d4eb4f);
	hash *= UINT64_C(0xff51afd7ed558ccd);
	return hash ^ hash >> 32;
}

/* The slot of a place among meetings: its own, or the empty one where it belongs. */
static uint32_t meeting_of(const struct borders *b, struct spot s)
{
	uint32_t slot = (uint32_t)mix(0, s) & b->mask;

	while (b->meetings[slot] && !same_spot(given_spot(b, b->meetings[slot] - 1), s))
		slot = (slot + 1) & b->mask;
	return slot;
}

static void meet_at(struct borders *b, uint32_t vertex)
{
	uint32_t slot = meeting_of(b, given_spot(b, vertex));

	b->meetings[slot] = vertex + 1;
	if (b->degree[slot] < 3)
		b->degree[slot]++;
}

/* The slot of an edge by its two ends, whatever its direction. */
static uint32_t slot_of(const struct borders *b, uint32_t edge)
{
	struct spot p = given_spot(b, edge), q = given_spot(b, next_in_ring(b, edge)), r, s;
	bool swap = p.x > q.x || (p.x == q.x && p.y > q.y);
	uint32_t slot = (uint32_t)(swap ? mix(mix(0, q), p) : mix(mix(0, p), q)) & b->mask, other;

	for (; b->table[slot]; slot = (slot + 1) & b->mask) {
		other = b->table[slot] - 1;
		r = given_spot(b, other);
		s = given_spot(b, next_in_ring(b, other));
		if ((same_spot(p, r) && same_spot(q, s)) || (same_spot(p, s) && same_spot(q, r)))
			break;
	}
	return slot;
}

/* The table keeps the last of equal edges; it pairs with the next one unless it is paired already. */
static void pair_edges(struct borders *b)
{
	for (uint32_t edge = 0; edge < b->vertex_count; edge++) {
		uint32_t slot, other;

		if (kind_of(b, b->ring_of[edge]) != YICE_SHAPE_POLYGONS)
			continue;
		slot = slot_of(b, edge);
		other = b->table[slot] - 1;
		if (!b->table[slot]) {
			meet_at(b, edge);
			meet_at(b, next_in_ring(b, edge));
		} else if (b->twin[other] == NO_EDGE) {
			b->twin[other] = edge;
			b->twin[edge] = other;
		}
		b->table[slot] = edge + 1;
	}
}

static bool keeps(const struct borders *b, uint32_t edge)
{
	return b->twin[edge] == NO_EDGE || edge < b->twin[edge];
}

/*
 * Whether two edges of a ring, one behind the other, are stretches of one border: kept here, nothing else begins
 * between them, and beyond them the same ring runs on.
 */
static bool runs_on(const struct borders *b, uint32_t before, uint32_t edge)
{
	uint32_t twin = b->twin[edge], other = b->twin[before];

	if (!keeps(b, edge) || !keeps(b, before) ||
	    b->degree[meeting_of(b, given_spot(b, edge))] != 2 || (twin == NO_EDGE) != (other == NO_EDGE))
		return false;
	return twin == NO_EDGE || (b->ring_of[twin] == b->ring_of[other] &&
				   (twin == prev_in_ring(b, other) || twin == next_in_ring(b, other)));
}

static bool push_net(struct borders *b, struct spot s, uint32_t left, uint32_t right)
{
	return yice_words_push(&b->net.vertices, (uint32_t)s.x) && yice_words_push(&b->net.vertices, (uint32_t)s.y) &&
	       yice_words_push(&b->net.left, left) && yice_words_push(&b->net.right, right);
}

/* An edge of the ring into the net: behind the last one when it runs on from it. */
static bool store_edge(struct borders *b, uint32_t edge, uint32_t end, bool on)
{
	uint32_t feature = b->feature_of[b->ring_of[edge]], other = feature, last;
	bool area = kind_of(b, b->ring_of[edge]) == YICE_SHAPE_POLYGONS;

	if (area)
		other = b->twin[edge] == NO_EDGE ? NO_EDGE : b->feature_of[b->ring_of[b->twin[edge]]];
	if (!on && !push_net(b, given_spot(b, edge), NO_EDGE, NO_EDGE))
		return false;
	last = (uint32_t)b->net.left.count - 1;
	b->net.left.items[last] = feature;
	b->net.right.items[last] = other;
	b->stored[edge] = last;
	return push_net(b, given_spot(b, end), NO_EDGE, NO_EDGE);
}

static bool store_ring(struct borders *b, uint32_t ring)
{
	uint32_t first = ring_first(b, ring), end = ring_first(b, ring + 1), start = first;

	while (start < end && runs_on(b, prev_in_ring(b, start), start))
		start++;
	if (start == end)
		start = first;
	for (uint32_t edge = start, i = first; i < end; i++, edge = next_in_ring(b, edge))
		if (keeps(b, edge) && !store_edge(b, edge, next_in_ring(b, edge),
						  edge != start && runs_on(b, prev_in_ring(b, edge), edge)))
			return false;
	return true;
}

/* A line, or a point as an edge without length. */
static bool store_line(struct borders *b, uint32_t ring)
{
	uint32_t first = ring_first(b, ring), end = ring_first(b, ring + 1);

	if (end - first == 1)
		return store_edge(b, first, first, false);
	for (uint32_t edge = first; edge + 1 < end; edge++)
		if (!store_edge(b, edge, edge + 1, edge != first))
			return false;
	return true;
}

/* ---------------------------------------------------------------- rings as references */

/* Where the net has an edge, and whether the ring goes through it backwards. */
static uint32_t place_of(const struct borders *b, uint32_t edge, bool *back)
{
	uint32_t keeper = keeps(b, edge) ? edge : b->twin[edge];

	*back = keeper != edge && !same_spot(given_spot(b, edge), yice_net_spot(&b->net, b->stored[keeper]));
	return b->stored[keeper];
}

/* Whether the edge continues the stretch that the one before it is on. */
static bool continues(const struct borders *b, uint32_t before, uint32_t edge)
{
	bool back, was_back;
	uint32_t at = place_of(b, edge, &back), was = place_of(b, before, &was_back);

	return back == was_back && (back ? at + 1 == was : at == was + 1);
}

static bool refer_edge(struct borders *b, uint32_t edge, bool on)
{
	struct yice_layer_words *refs = &b->references;
	bool back;
	uint32_t at = place_of(b, edge, &back);

	if (!on)
		return yice_words_push(refs, at) && yice_words_push(refs, 2u | back);
	if (back)
		refs->items[refs->count - 2] = at;
	refs->items[refs->count - 1] += 2;
	return true;
}

static bool refer_ring(struct borders *b, uint32_t ring)
{
	uint32_t first = ring_first(b, ring), end = ring_first(b, ring + 1), start = first;
	bool area = kind_of(b, ring) == YICE_SHAPE_POLYGONS;
	uint32_t edges = area || end - first == 1 ? end - first : end - first - 1;

	if (!yice_words_push(&b->ring_words, (uint32_t)(b->references.count / 2) |
						     (b->given->rings.items[ring] & YICE_LAYER_PART)))
		return false;
	while (area && start < end && continues(b, prev_in_ring(b, start), start))
		start++;
	if (start == end)
		start = first;
	for (uint32_t edge = start, i = 0; i < edges; i++, edge = area ? next_in_ring(b, edge) : edge + 1)
		if (!refer_edge(b, edge, i && continues(b, area ? prev_in_ring(b, edge) : edge - 1, edge)))
			return false;
	return true;
}

/* ---------------------------------------------------------------- the whole */

static void number_rings(struct borders *b)
{
	for (uint32_t feature = 0; feature < b->feature_count; feature++) {
		uint32_t ring = b->given->features.items[3 * (size_t)feature + 2];
		uint32_t end = feature + 1 < b->feature_count ? b->given->features.items[3 * (size_t)feature + 5]
							      : b->ring_count;

		for (; ring < end; ring++) {
			b->feature_of[ring] = feature;
			for (uint32_t i = ring_first(b, ring); i < ring_first(b, ring + 1); i++)
				b->ring_of[i] = ring;
		}
	}
}

static bool allocate(struct borders *b)
{
	size_t n = (size_t)b->vertex_count + 1, slots = 64;

	while (slots < 2 * n)
		slots *= 2;
	b->mask = (uint32_t)(slots - 1);
	b->ring_of = calloc(n, sizeof(uint32_t));
	b->feature_of = calloc((size_t)b->ring_count + 1, sizeof(uint32_t));
	b->twin = malloc(n * sizeof(uint32_t));
	b->stored = calloc(n, sizeof(uint32_t));
	b->table = calloc(slots, sizeof(uint32_t));
	b->meetings = calloc(slots, sizeof(uint32_t));
	b->degree = calloc(slots, 1);
	if (b->twin)
		memset(b->twin, 0xff, n * sizeof(uint32_t));
	return b->ring_of && b->feature_of && b->twin && b->stored && b->table && b->meetings && b->degree;
}

static void release(struct borders *b)
{
	free(b->ring_of);
	free(b->feature_of);
	free(b->twin);
	free(b->stored);
	free(b->table);
	free(b->meetings);
	free(b->degree);
	free(b->net.vertices.items);
	free(b->net.left.items);
	free(b->net.right.items);
	free(b->ring_words.items);
	free(b->references.items);
}

static bool find_borders(struct borders *b)
{
	if (!allocate(b))
		return false;
	number_rings(b);
	pair_edges(b);
	for (uint32_t ring = 0; ring < b->ring_count; ring++)
		if (!(kind_of(b, ring) == YICE_SHAPE_POLYGONS ? store_ring(b, ring) : store_line(b, ring)))
			return false;
	for (uint32_t ring = 0; ring < b->ring_count; ring++)
		if (!refer_ring(b, ring))
			return false;
	return yice_words_push(&b->ring_words, (uint32_t)(b->references.count / 2));
}

/* The feature's record; one that rounding left nothing of has an empty box. */
static struct yice_layer_feature describe(const struct borders *b, uint32_t feature)
{
	const uint32_t *given = b->given->features.items + 3 * (size_t)feature;
	uint32_t end = feature + 1 < b->feature_count ? given[5] : b->ring_count;
	struct yice_layer_feature out = { given[0], given[1], given[2], end - given[2], 0, 0, 0, 0 };
	uint32_t from = ring_first(b, given[2]), to = ring_first(b, end);

	for (uint32_t i = from; i < to; i++) {
		struct spot s = given_spot(b, i);
		uint32_t x = (uint32_t)s.x, y = (uint32_t)s.y;

		out.min_x = i == from || x < out.min_x ? x : out.min_x;
		out.min_y = i == from || y < out.min_y ? y : out.min_y;
		out.max_x = i == from || x > out.max_x ? x : out.max_x;
		out.max_y = i == from || y > out.max_y ? y : out.max_y;
	}
	return out;
}

static bool append(struct yice_layer_words *out, const struct yice_layer_words *words, uint32_t *offset)
{
	*offset = (uint32_t)out->count;
	if (!yice_words_reserve(out, words->count))
		return false;
	if (words->count)
		memcpy(out->items + out->count, words->items, words->count * sizeof(uint32_t));
	out->count += words->count;
	return true;
}

static bool append_features(const struct borders *b, struct yice_layer_words *out, uint32_t *offset)
{
	*offset = (uint32_t)out->count;
	if (!yice_words_reserve(out, (size_t)b->feature_count * FEATURE_WORDS))
		return false;
	for (uint32_t i = 0; i < b->feature_count; i++) {
		struct yice_layer_feature feature = describe(b, i);

		memcpy(out->items + out->count, &feature, sizeof(feature));
		out->count += FEATURE_WORDS;
	}
	return true;
}

static bool write_layer(const struct borders *b, struct yice_layer_head *head, const struct yice_layer_words *cells,
			const struct yice_layer_words *pool, struct yice_layer_words *out)
{
	uint32_t at;

	if (!yice_words_reserve(out, HEAD_WORDS))
		return false;
	out->count = HEAD_WORDS;
	if (!append(out, cells, &at) || !append(out, pool, &head->pool) ||
	    !append(out, &b->net.vertices, &head->vertices) || !append_features(b, out, &head->features) ||
	    !append(out, &b->ring_words, &head->rings) || !append(out, &b->references, &head->references))
		return false;
	head->magic = YICE_LAYER_MAGIC;
	head->words = (uint32_t)out->count;
	head->pool_words = (uint32_t)pool->count;
	head->vertex_count = (uint32_t)b->net.left.count;
	head->feature_count = b->feature_count;
	head->ring_count = b->ring_count;
	head->reference_count = (uint32_t)(b->references.count / 2);
	memcpy(out->items, head, sizeof(*head));
	return true;
}

static int build(struct borders *b, struct yice_layer_words *out)
{
	const struct yice_layer_builder *given = b->given;
	bool empty = given->min_x > given->max_x;
	struct yice_layer_head head = { 0 };
	struct yice_layer_words cells = { 0 }, pool = { 0 };
	int status = YICE_ENOMEM;

	head.origin_x = empty ? 0 : (uint32_t)given->min_x;
	head.origin_y = empty ? 0 : (uint32_t)given->min_y;
	head.width = empty ? 0 : (uint32_t)((int64_t)given->max_x - given->min_x);
	head.height = empty ? 0 : (uint32_t)((int64_t)given->max_y - given->min_y);
	if (head.width >= YICE_LAYER_EXTENT || head.height >= YICE_LAYER_EXTENT)
		return YICE_ELIMIT;
	if (find_borders(b))
		status = yice_layer_grid(&b->net, &head, &cells, &pool);
	if (!status && !write_layer(b, &head, &cells, &pool, out))
		status = YICE_ENOMEM;
	free(cells.items);
	free(pool.items);
	return status;
}

int yice_layer_build(struct yice_layer_builder *builder, struct yice_layer_words *out)
{
	struct borders b = { .given = builder };
	int status = YICE_ENOMEM;

	*out = (struct yice_layer_words){ 0 };
	if (!builder->failed) {
		b.vertex_count = (uint32_t)(builder->vertices.count / 2);
		b.ring_count = (uint32_t)builder->rings.count;
		b.feature_count = (uint32_t)(builder->features.count / 3);
		status = build(&b, out);
		release(&b);
	}
	if (status) {
		free(out->items);
		*out = (struct yice_layer_words){ 0 };
	}
	return status;
}
