/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a layer and finding what is at a point. The words may be anybody's:
 * the header is checked on opening, and each reference where it is followed,
 * so that a layer of a whole country opens as fast as a small one. Vertices
 * are cut to 30 bits, which costs nothing and makes overflow impossible.
 * Called by locating sites and by the benchmark; layer_query.c asks about lines
 * and areas.
 */
#include "runtime/geo/layer_read.h"

/* Whether `count` things of `size` words from `offset` on lie inside. */
static bool fits(const struct yice_layer_head *head, uint32_t offset, uint64_t count, uint32_t size)
{
	return offset >= HEAD_WORDS && offset <= head->words && count * size <= head->words - offset;
}

static bool is_head(const struct yice_layer_head *head, size_t count)
{
	uint64_t cells = (uint64_t)head->columns * head->rows;

	return head->magic == YICE_LAYER_MAGIC && head->words <= count && head->width < YICE_LAYER_EXTENT &&
	       head->height < YICE_LAYER_EXTENT && head->shift < 31 &&
	       head->columns == (head->width >> head->shift) + 1 &&
	       head->rows == (head->height >> head->shift) + 1 && fits(head, HEAD_WORDS, cells, 1) &&
	       fits(head, head->pool, head->pool_words, 1) && fits(head, head->vertices, head->vertex_count, 2) &&
	       fits(head, head->features, head->feature_count, FEATURE_WORDS) &&
	       fits(head, head->rings, (uint64_t)head->ring_count + 1, 1) &&
	       fits(head, head->references, head->reference_count, 2);
}

int yice_layer_open(struct yice_layer *layer, const uint32_t *words, size_t count)
{
	struct yice_layer_head head;

	static_assert(sizeof(head) == HEAD_WORDS * sizeof(uint32_t), "one word a member");
	memset(layer, 0, sizeof(*layer));
	if (count < HEAD_WORDS)
		return YICE_EIMAGE;
	memcpy(&head, words, sizeof(head));
	if (!is_head(&head, count))
		return YICE_EIMAGE;
	layer->words = words;
	layer->head = head;
	return YICE_OK;
}

struct yice_layer_feature yice_layer_feature(const struct yice_layer *layer, uint32_t feature)
{
	struct yice_layer_feature out;

	static_assert(sizeof(out) == FEATURE_WORDS * sizeof(uint32_t), "one word a member");
	assert(feature < layer->head.feature_count);
	memcpy(&out, layer->words + layer->head.features + (size_t)feature * FEATURE_WORDS, sizeof(out));
	return out;
}

struct yice_point yice_layer_absolute(const struct yice_layer *layer, uint32_t x, uint32_t y)
{
	return (struct yice_point){ ((int64_t)(int32_t)layer->head.origin_x + x) * YICE_LAYER_STEP,
				    ((int64_t)(int32_t)layer->head.origin_y + y) * YICE_LAYER_STEP };
}

struct yice_box yice_layer_bounds(const struct yice_layer *layer)
{
	return (struct yice_box){ yice_layer_absolute(layer, 0, 0),
				  yice_layer_absolute(layer, layer->head.width, layer->head.height) };
}

struct yice_box yice_layer_feature_box(const struct yice_layer *layer, uint32_t feature)
{
	struct yice_layer_feature f = yice_layer_feature(layer, feature);

	return (struct yice_box){ yice_layer_absolute(layer, f.min_x, f.min_y),
				  yice_layer_absolute(layer, f.max_x, f.max_y) };
}

bool yice_layer_record_at(const struct yice_layer *layer, uint32_t number, struct yice_layer_record *out)
{
	const uint32_t *pool = layer->words + layer->head.pool;
	uint64_t left;

	if (number >= layer->head.pool_words || layer->head.pool_words - number < 2)
		return false;
	out->candidate_count = pool[number] & 0xff;
	out->run_count = pool[number] >> 8;
	out->next = pool[number + 1];
	out->candidates = pool + number + 2;
	out->runs = out->candidates + out->candidate_count;
	left = layer->head.pool_words - number - 2;
	if (out->candidate_count > YICE_LAYER_NOBODY ||
	    left < out->candidate_count + 2 * (uint64_t)out->run_count)
		return false;
	/* What goes on does so behind this record, so that following them ends. */
	return !out->next || out->next >= number + 2 + out->candidate_count + 2 * out->run_count;
}

bool yice_layer_cell_divide(const struct yice_layer *layer, uint32_t word, uint32_t *shift, uint32_t *first)
{
	*first = word & CELL_NUMBER;
	if (*shift < GRID_SHIFT || layer->head.pool_words < GRID_CELLS ||
	    *first > layer->head.pool_words - GRID_CELLS)
		return false;
	*shift -= GRID_SHIFT;
	return true;
}

bool yice_layer_cell_list(const struct yice_layer *layer, uint32_t word, const uint32_t **features,
			  uint32_t *count)
{
	const uint32_t *pool = layer->words + layer->head.pool;
	uint32_t number = word & CELL_NUMBER;

	if (number >= layer->head.pool_words)
		return false;
	*count = pool[number];
	*features = pool + number + 1;
	return *count <= layer->head.pool_words - number - 1;
}

/* What a point asks of a record. */
struct question {
	struct spot at;       /* rounded down to the step */
	int64_t dx, dy;       /* what that left out, in units */
	int64_t west, south;  /* of the cell, in steps */
	uint64_t crossed, touched; /* by candidate */
	uint64_t budget;           /* edges */
};

/* cross() of the point itself, times YICE_LAYER_STEP where it is not plain from the point rounded down. */
static inline int64_t exact_side(const struct question *q, struct spot a, struct spot b)
{
	int64_t side = cross(a, b, q->at);

	if (side > INT64_C(1) << 40 || side < -(INT64_C(1) << 40))
		return side;
	return YICE_LAYER_STEP * side + (b.x - a.x) * q->dy - q->dx * (b.y - a.y);
}

/* Whether the point is an end of the edge, or lies on it where it runs due east or west. */
static bool at_end(const struct question *q, struct spot a, struct spot b)
{
	bool east_of_a = q->at.x > a.x || (q->at.x == a.x && q->dx);
	bool east_of_b = q->at.x > b.x || (q->at.x == b.x && q->dx);

	if (q->dy)
		return false;
	if (!q->dx && ((q->at.x == a.x && q->at.y == a.y) || (q->at.x == b.x && q->at.y == b.y)))
		return true;
	return a.y == b.y && east_of_a != east_of_b;
}

/* An edge that passes the cell's western edge: may be crossed on the way north, on the way east, or on both. */
static bool crosses_at_edge(const struct question *q, struct spot a, struct spot b, int64_t side, bool level)
{
	int64_t west = FINE * q->west - FINE / 2;
	struct spot reference = { west, FINE * q->south - FINE / 2 };
	struct spot corner = { west, FINE * q->at.y + FINE / YICE_LAYER_STEP * q->dy };
	bool left = left_of(a, b, corner);
	bool north = left_of(a, b, reference) != left;

	return north != (level && (side > 0) != left);
}

/* Whether the way from the reference point to the point crosses the edge; *touches when the edge goes through it. */
static inline bool crosses(const struct question *q, struct spot a, struct spot b, bool *touches)
{
	bool level = (a.y > q->at.y) != (b.y > q->at.y);
	bool west_a = a.x < q->west, west_b = b.x < q->west;
	int64_t side = 0;

	if (level) {
		side = exact_side(q, a, b);
		*touches |= side == 0;
	}
	if (a.y == q->at.y || b.y == q->at.y)
		*touches |= at_end(q, a, b);
	if (west_a != west_b)
		return crosses_at_edge(q, a, b, side, level);
	return level && !west_a && (side > 0) != (b.y > a.y);
}

static inline struct spot spot_of(const uint32_t *vertex)
{
	return (struct spot){ vertex[0] & (YICE_LAYER_EXTENT - 1), vertex[1] & (YICE_LAYER_EXTENT - 1) };
}

static bool ask_run(const struct yice_layer *layer, const uint32_t *run, struct question *q)
{
	uint32_t first = run[0], edges = run[1] & RUN_EDGES;
	uint64_t sides = (UINT64_C(1) << (run[1] >> 16 & 63)) ^ (UINT64_C(1) << (run[1] >> 24 & 63));
	uint64_t both = (UINT64_C(1) << (run[1] >> 16 & 63)) | (UINT64_C(1) << (run[1] >> 24 & 63));
	const uint32_t *vertex = layer->words + layer->head.vertices + 2 * (size_t)first;
	bool odd = false, touches = false;
	struct spot a, b;

	if (first >= layer->head.vertex_count || edges >= layer->head.vertex_count - first ||
	    !yice_layer_spend(&q->budget, edges))
		return false;
	b = spot_of(vertex);
	while (edges--) {
		a = b;
		vertex += 2;
		b = spot_of(vertex);
		odd ^= crosses(q, a, b, &touches);
	}
	if (odd)
		q->crossed ^= sides;
	if (touches)
		q->touched |= both;
	return true;
}

struct answer {
	struct yice_layer_hit *hits;
	uint32_t cap, count;
};

static void add_hit(struct answer *answer, uint32_t feature, bool touches)
{
	if (answer->count < answer->cap)
		answer->hits[answer->count] = (struct yice_layer_hit){ feature, touches };
	answer->count++;
}

static int ask_record(const struct yice_layer *layer, uint32_t number, struct question *q, struct answer *answer)
{
	struct yice_layer_record record;

	do {
		if (!yice_layer_record_at(layer, number, &record))
			return YICE_EIMAGE;
		q->crossed = q->touched = 0;
		for (uint32_t i = 0; i < record.run_count; i++)
			if (!ask_run(layer, record.runs + 2 * (size_t)i, q))
				return YICE_EIMAGE;
		for (uint32_t i = 0; i < record.candidate_count; i++) {
			uint32_t feature = record.candidates[i] >> 1;
			bool touches = q->touched >> i & 1;

			if (feature >= layer->head.feature_count)
				return YICE_EIMAGE;
			if (touches || ((record.candidates[i] ^ (uint32_t)(q->crossed >> i)) & 1))
				add_hit(answer, feature, touches);
		}
		number = record.next;
	} while (number);
	return YICE_OK;
}

static int ask_cover(const struct yice_layer *layer, uint32_t word, struct answer *answer)
{
	const uint32_t *features;
	uint32_t count;

	if (word >> 30 == CELL_COVER) {
		if (!word)
			return YICE_OK;
		if (word > layer->head.feature_count)
			return YICE_EIMAGE;
		add_hit(answer, word - 1, false);
		return YICE_OK;
	}
	if (!yice_layer_cell_list(layer, word, &features, &count))
		return YICE_EIMAGE;
	for (uint32_t i = 0; i < count; i++) {
		if (features[i] >= layer->head.feature_count)
			return YICE_EIMAGE;
		add_hit(answer, features[i], false);
	}
	return YICE_OK;
}

/* The point (x, y) and what rounding to steps took from it. */
static int ask(const struct yice_layer *layer, uint32_t x, uint32_t y, struct question *q, struct answer *answer)
{
	const struct yice_layer_head *head = &layer->head;
	uint32_t shift = head->shift, first;
	uint32_t word = layer->words[HEAD_WORDS + (size_t)(y >> shift) * head->columns + (x >> shift)];

	while (word >> 30 == CELL_GRID) {
		if (!yice_layer_cell_divide(layer, word, &shift, &first))
			return YICE_EIMAGE;
		word = layer->words[head->pool + first + (y >> shift & 3) * 4 + (x >> shift & 3)];
	}
	if (word >> 30 != CELL_RECORD)
		return ask_cover(layer, word, answer);
	q->at = (struct spot){ x, y };
	q->west = x >> shift << shift;
	q->south = y >> shift << shift;
	q->budget = 2 * (uint64_t)head->vertex_count;
	return ask_record(layer, word & CELL_NUMBER, q, answer);
}

int yice_layer_at(const struct yice_layer *layer, struct yice_point point, struct yice_layer_hit *hits, uint32_t cap,
		  uint32_t *count)
{
	int64_t lon = point.lon - (int64_t)(int32_t)layer->head.origin_x * YICE_LAYER_STEP;
	int64_t lat = point.lat - (int64_t)(int32_t)layer->head.origin_y * YICE_LAYER_STEP;
	struct answer answer = { hits, cap, 0 };
	struct question q;
	int status = YICE_OK;

	if (layer->head.feature_count && lon >= 0 && lat >= 0 &&
	    lon <= (int64_t)layer->head.width * YICE_LAYER_STEP &&
	    lat <= (int64_t)layer->head.height * YICE_LAYER_STEP) {
		q.dx = lon % YICE_LAYER_STEP;
		q.dy = lat % YICE_LAYER_STEP;
		status = ask(layer, (uint32_t)(lon / YICE_LAYER_STEP), (uint32_t)(lat / YICE_LAYER_STEP), &q, &answer);
	}
	*count = answer.count;
	return status;
}
