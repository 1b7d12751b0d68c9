/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index of a layer: cells over the net of borders. A cell that no border
 * reaches names what covers it; another one holds a record of the borders in
 * it, or, when they are many, 4 × 4 smaller cells. What covers a cell's
 * reference point follows from the borders crossed on the way there: from
 * outside along its row for the cells of the grid, from the larger cell's
 * reference point for smaller ones. Called by layer_build.c.
 *
 * A cell's frame is one step wider than the cell, so that it also has the
 * borders between its reference point, half a step outside, and the cell.
 */
#include "runtime/geo/layer_words.h"

#define EDGES_A_RECORD 12u /* more are divided, */
#define SHIFT_MIN      6u  /* while the cell is larger than this */

/* Things sorted into cells: those of cell c are items[first[c]] to items[first[c + 1] - 1], in order of adding. */
struct bins {
	uint32_t *first, *items;
	size_t cells;
};

/* Features, sorted. */
struct cover {
	uint32_t *items;
	uint32_t count, cap;
};

struct grid {
	const struct yice_layer_net *net;
	struct yice_layer_head *head;
	struct yice_layer_words *pool;
	struct bins edges, toggles;
	struct cover row;       /* what covers the reference point at hand */
	uint32_t last_list;     /* offset of the list stored last, to use it again */
	bool counting;          /* first pass over the bins */
};

static struct spot start_of(const struct grid *g, uint32_t edge)
{
	return yice_net_spot(g->net, edge);
}

static struct spot end_of(const struct grid *g, uint32_t edge)
{
	return yice_net_spot(g->net, edge + 1);
}

/* ---------------------------------------------------------------- bins */

/* Counts the thing, and in the second pass stores it: first[c] is then where the next one of cell c goes. */
static void put(const struct grid *g, struct bins *bins, size_t cell, uint32_t item)
{
	if (g->counting)
		bins->first[cell + 1]++;
	else
		bins->items[bins->first[cell]++] = item;
}

static bool bins_begin(struct bins *bins, size_t cells)
{
	bins->cells = cells;
	bins->first = calloc(cells + 2, sizeof(uint32_t));
	return bins->first != NULL;
}

/* Between the passes: counts become places. False also when there are more than a word can count. */
static bool bins_turn(struct bins *bins)
{
	uint64_t sum = 0;

	for (size_t i = 0; i <= bins->cells; i++) {
		sum += bins->first[i];
		bins->first[i] = (uint32_t)sum;
	}
	bins->items = sum < UINT32_MAX ? malloc(((size_t)sum + 1) * sizeof(uint32_t)) : NULL;
	return bins->items != NULL;
}

/* After the second pass every place is one cell ahead. */
static void bins_end(struct bins *bins)
{
	memmove(bins->first + 1, bins->first, bins->cells * sizeof(uint32_t));
	bins->first[0] = 0;
}

static uint32_t clamp_cell(int64_t at, uint32_t shift, uint32_t cells)
{
	int64_t cell = at < 0 ? 0 : at >> shift;

	return cell < cells ? (uint32_t)cell : cells - 1;
}

/* The cells whose frame the edge may reach. */
static void put_edge(struct grid *g, uint32_t edge)
{
	struct spot a = start_of(g, edge), b = end_of(g, edge);
	struct frame whole = edge_frame(a, b);
	uint32_t shift = g->head->shift;
	uint32_t last = clamp_cell(whole.y1 + 1, shift, g->head->rows);

	for (uint32_t row = clamp_cell(whole.y0 - 1, shift, g->head->rows); row <= last; row++) {
		int64_t south = (int64_t)row << shift;
		struct frame part = edge_in_band(a, b, south - 1, south + (INT64_C(1) << shift));
		uint32_t east = clamp_cell(part.x1, shift, g->head->columns);

		for (uint32_t c = clamp_cell(part.x0, shift, g->head->columns); c <= east; c++)
			put(g, &g->edges, (size_t)row * g->head->columns + c, edge);
	}
}

static struct spot reference_of(int64_t west, int64_t south)
{
	return (struct spot){ FINE * west - FINE / 2, FINE * south - FINE / 2 };
}

static bool is_right(struct spot a, struct spot b, struct spot fine)
{
	return left_of(a, b, fine) != (b.y > a.y);
}

/* The first column of the row whose reference point lies east of the edge; the edge crosses their line. */
static uint32_t column_east_of(const struct grid *g, struct spot a, struct spot b, int64_t south)
{
	uint32_t shift = g->head->shift, columns = g->head->columns;
	uint32_t column = clamp_cell(edge_in_band(a, b, south - 1, south).x0, shift, columns);

	while (column < columns && !is_right(a, b, reference_of((int64_t)column << shift, south)))
		column++;
	return column;
}

/* Where, going east along the reference points of each row, the edge's sides are entered or left. */
static void put_toggles(struct grid *g, uint32_t edge)
{
	uint32_t left = g->net->left.items[edge], right = g->net->right.items[edge], shift = g->head->shift;
	struct spot a = start_of(g, edge), b = end_of(g, edge);
	int64_t low = lesser(a.y, b.y), high = greater(a.y, b.y);

	if (left == right)
		return;
	for (int64_t row = (low >> shift) + 1; row << shift <= high; row++) {
		uint32_t column = column_east_of(g, a, b, row << shift);
		size_t cell = (size_t)row * g->head->columns + column;

		if (column == g->head->columns)
			continue;
		put(g, &g->toggles, cell, left);
		if (right != NO_EDGE)
			put(g, &g->toggles, cell, right);
	}
}

static bool sort_into_cells(struct grid *g)
{
	size_t cells = (size_t)g->head->columns * g->head->rows;

	if (!bins_begin(&g->edges, cells) || !bins_begin(&g->toggles, cells))
		return false;
	for (int pass = 0; pass < 2; pass++) {
		g->counting = pass == 0;
		for (uint32_t edge = 0; edge < g->net->left.count; edge++)
			if (g->net->left.items[edge] != NO_EDGE) {
				put_edge(g, edge);
				put_toggles(g, edge);
			}
		if (g->counting && (!bins_turn(&g->edges) || !bins_turn(&g->toggles)))
			return false;
	}
	bins_end(&g->edges);
	bins_end(&g->toggles);
	return true;
}

/* ---------------------------------------------------------------- what covers */

static uint32_t cover_place(const struct cover *cover, uint32_t feature)
{
	uint32_t low = 0, high = cover->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (cover->items[middle] < feature)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool cover_has(const struct cover *cover, uint32_t feature)
{
	uint32_t at = cover_place(cover, feature);

	return at < cover->count && cover->items[at] == feature;
}

static bool cover_grow(struct cover *cover)
{
	uint32_t cap = cover->cap ? 2 * cover->cap : 16;
	uint32_t *items;

	if (cover->count < cover->cap)
		return true;
	items = realloc(cover->items, cap * sizeof(*items));
	if (!items)
		return false;
	cover->items = items;
	cover->cap = cap;
	return true;
}

/* Adds the feature, or with `toggle` takes it out when it is there. */
static bool cover_add(struct cover *cover, uint32_t feature, bool toggle)
{
	uint32_t at = cover_place(cover, feature);

	if (cover_has(cover, feature)) {
		if (!toggle)
			return true;
		cover->count--;
		memmove(cover->items + at, cover->items + at + 1, (cover->count - at) * sizeof(uint32_t));
		return true;
	}
	if (!cover_grow(cover))
		return false;
	memmove(cover->items + at + 1, cover->items + at, (cover->count - at) * sizeof(uint32_t));
	cover->items[at] = feature;
	cover->count++;
	return true;
}

static bool cover_copy(struct cover *to, const struct cover *from)
{
	to->items = calloc((size_t)from->count + 1, sizeof(uint32_t));
	to->cap = from->count + 1;
	to->count = to->items ? from->count : 0;
	if (to->count)
		memcpy(to->items, from->items, to->count * sizeof(uint32_t));
	return to->items != NULL;
}

/* Whether an edge is crossed going north from one reference point and then east to another. */
static bool crossed(struct spot a, struct spot b, struct spot from, struct spot to)
{
	struct spot corner = { from.x, to.y };
	bool odd = false;

	if ((FINE * a.x > from.x) != (FINE * b.x > from.x))
		odd = left_of(a, b, from) != left_of(a, b, corner);
	if ((FINE * a.y > to.y) != (FINE * b.y > to.y))
		odd ^= left_of(a, b, corner) != left_of(a, b, to);
	return odd;
}

/* ---------------------------------------------------------------- records */

static bool is_side(const struct grid *g, uint32_t edge, const struct cover *chunk)
{
	uint32_t right = g->net->right.items[edge];

	return cover_has(chunk, g->net->left.items[edge]) || (right != NO_EDGE && cover_has(chunk, right));
}

static uint32_t side_number(const struct cover *chunk, uint32_t feature)
{
	uint32_t at = feature == NO_EDGE ? chunk->count : cover_place(chunk, feature);

	return at < chunk->count && chunk->items[at] == feature ? at : YICE_LAYER_NOBODY;
}

/* Adds the edge to the run before it, or begins another. */
static bool push_run(struct grid *g, const struct cover *chunk, uint32_t edge, uint32_t *runs)
{
	uint32_t sides = side_number(chunk, g->net->left.items[edge]) << 16 |
			 side_number(chunk, g->net->right.items[edge]) << 24;
	uint32_t *last = g->pool->items + g->pool->count - 2;

	if (*runs && last[0] + (last[1] & RUN_EDGES) == edge && (last[1] & ~RUN_EDGES) == sides &&
	    (last[1] & RUN_EDGES) < RUN_EDGES) {
		last[1]++;
		return true;
	}
	++*runs;
	return yice_words_push(g->pool, edge) && yice_words_push(g->pool, sides | 1);
}

/* One record for up to YICE_LAYER_NOBODY of the candidates; *link is where to say that it goes on here. */
static bool push_record(struct grid *g, const struct cover *chunk, const struct cover *inside, const uint32_t *edges,
			uint32_t count, size_t *link)
{
	size_t at = g->pool->count;
	uint32_t runs = 0;

	if (*link)
		g->pool->items[*link] = (uint32_t)at;
	if (!yice_words_push(g->pool, 0) || !yice_words_push(g->pool, 0))
		return false;
	for (uint32_t i = 0; i < chunk->count; i++)
		if (!yice_words_push(g->pool, chunk->items[i] << 1 | cover_has(inside, chunk->items[i])))
			return false;
	for (uint32_t i = 0; i < count; i++)
		if (is_side(g, edges[i], chunk) && !push_run(g, chunk, edges[i], &runs))
			return false;
	g->pool->items[at] = chunk->count | runs << 8;
	*link = at + 1;
	return runs <= RECORD_RUNS;
}

static bool push_records(struct grid *g, const struct cover *inside, const uint32_t *edges, uint32_t count)
{
	struct cover all;
	size_t link = 0;
	bool ok = cover_copy(&all, inside);

	for (uint32_t i = 0; i < count && ok; i++) {
		uint32_t right = g->net->right.items[edges[i]];

		ok = cover_add(&all, g->net->left.items[edges[i]], false) &&
		     (right == NO_EDGE || cover_add(&all, right, false));
	}
	for (uint32_t from = 0; from < all.count && ok; from += YICE_LAYER_NOBODY) {
		uint32_t n = all.count - from < YICE_LAYER_NOBODY ? all.count - from : YICE_LAYER_NOBODY;
		struct cover chunk = { all.items + from, n, n };

		ok = push_record(g, &chunk, inside, edges, count, &link);
	}
	free(all.items);
	return ok;
}

static bool is_last_list(const struct grid *g, const struct cover *cover)
{
	return g->last_list != NO_EDGE && g->pool->items[g->last_list] == cover->count &&
	       !memcmp(g->pool->items + g->last_list + 1, cover->items, cover->count * sizeof(uint32_t));
}

/* The word of a cell without borders. */
static bool cover_word(struct grid *g, const struct cover *cover, uint32_t *word)
{
	*word = cover->count == 1 ? cover->items[0] + 1 : 0;
	if (cover->count < 2)
		return true;
	if (!is_last_list(g, cover)) {
		g->last_list = (uint32_t)g->pool->count;
		if (!yice_words_push(g->pool, cover->count) || !yice_words_reserve(g->pool, cover->count))
			return false;
		memcpy(g->pool->items + g->pool->count, cover->items, cover->count * sizeof(uint32_t));
		g->pool->count += cover->count;
	}
	*word = CELL_LIST << 30 | g->last_list;
	return true;
}

/* ---------------------------------------------------------------- cells */

struct cell {
	int64_t west, south;
	uint32_t shift;
	const uint32_t *edges;
	uint32_t count;
};

static bool fill_cell(struct grid *g, const struct cell *cell, const struct cover *cover, uint32_t *word);

static bool reaches(const struct grid *g, uint32_t edge, const struct cell *cell)
{
	int64_t side = INT64_C(1) << cell->shift;
	struct frame frame = { cell->west - 1, cell->south - 1, cell->west + side, cell->south + side };
	struct spot a = start_of(g, edge), b = end_of(g, edge);
	int64_t sw, se, nw, ne;

	if (!frames_meet(edge_frame(a, b), frame))
		return false;
	sw = cross(a, b, (struct spot){ frame.x0, frame.y0 });
	se = cross(a, b, (struct spot){ frame.x1, frame.y0 });
	nw = cross(a, b, (struct spot){ frame.x0, frame.y1 });
	ne = cross(a, b, (struct spot){ frame.x1, frame.y1 });
	return !(sw > 0 && se > 0 && nw > 0 && ne > 0) && !(sw < 0 && se < 0 && nw < 0 && ne < 0);
}

/* One of the 4 × 4; `room` has space for as many edges as the larger cell has. */
static bool fill_part(struct grid *g, const struct cell *whole, const struct cover *cover, uint32_t part,
		      uint32_t *room, uint32_t *word)
{
	uint32_t shift = whole->shift - GRID_SHIFT;
	struct cell cell = { whole->west + ((int64_t)(part & 3) << shift), whole->south + ((int64_t)(part >> 2) << shift),
			     shift, room, 0 };
	struct spot from = reference_of(whole->west, whole->south), to = reference_of(cell.west, cell.south);
	struct cover here;
	bool ok = cover_copy(&here, cover);

	for (uint32_t i = 0; i < whole->count && ok; i++) {
		uint32_t edge = whole->edges[i], left = g->net->left.items[edge], right = g->net->right.items[edge];

		if (reaches(g, edge, &cell))
			room[cell.count++] = edge;
		if (left != right && crossed(start_of(g, edge), end_of(g, edge), from, to))
			ok = cover_add(&here, left, true) && (right == NO_EDGE || cover_add(&here, right, true));
	}
	ok = ok && fill_cell(g, &cell, &here, word);
	free(here.items);
	return ok;
}

static bool divide(struct grid *g, const struct cell *cell, const struct cover *cover, uint32_t *word)
{
	uint32_t *room = malloc(cell->count * sizeof(*room));
	size_t at = g->pool->count;
	bool ok = room && yice_words_reserve(g->pool, GRID_CELLS);

	if (ok)
		g->pool->count += GRID_CELLS;
	for (uint32_t part = 0; part < GRID_CELLS && ok; part++) {
		uint32_t inner = 0;

		ok = fill_part(g, cell, cover, part, room, &inner);
		g->pool->items[at + part] = inner;
	}
	free(room);
	*word = CELL_GRID << 30 | (uint32_t)at;
	return ok;
}

static bool fill_cell(struct grid *g, const struct cell *cell, const struct cover *cover, uint32_t *word)
{
	if (!cell->count)
		return cover_word(g, cover, word);
	if (cell->count > EDGES_A_RECORD && cell->shift >= SHIFT_MIN)
		return divide(g, cell, cover, word);
	*word = CELL_RECORD << 30 | (uint32_t)g->pool->count;
	return push_records(g, cover, cell->edges, cell->count);
}

static bool fill_row(struct grid *g, uint32_t row, struct yice_layer_words *cells)
{
	uint32_t shift = g->head->shift;

	g->row.count = 0;
	for (uint32_t column = 0; column < g->head->columns; column++) {
		size_t at = (size_t)row * g->head->columns + column;
		struct cell cell = { (int64_t)column << shift, (int64_t)row << shift, shift,
				     g->edges.items + g->edges.first[at],
				     g->edges.first[at + 1] - g->edges.first[at] };
		uint32_t word;

		for (uint32_t i = g->toggles.first[at]; i < g->toggles.first[at + 1]; i++)
			if (!cover_add(&g->row, g->toggles.items[i], true))
				return false;
		if (!fill_cell(g, &cell, &g->row, &word) || !yice_words_push(cells, word))
			return false;
	}
	return true;
}

/* About one cell an edge, of a side that is a power of two: the smallest that is not too many. */
static void choose_cells(const struct yice_layer_net *net, struct yice_layer_head *head)
{
	uint64_t most = net->left.count > 64 ? net->left.count : 64;

	for (head->shift = 0; head->shift < 30; head->shift++) {
		head->columns = (head->width >> head->shift) + 1;
		head->rows = (head->height >> head->shift) + 1;
		if ((uint64_t)head->columns * head->rows <= most)
			return;
	}
	head->columns = head->rows = 1;
}

int yice_layer_grid(const struct yice_layer_net *net, struct yice_layer_head *head, struct yice_layer_words *cells,
		    struct yice_layer_words *pool)
{
	struct grid g = { .net = net, .head = head, .pool = pool, .last_list = NO_EDGE };
	bool ok;

	choose_cells(net, head);
	ok = sort_into_cells(&g);
	for (uint32_t row = 0; row < head->rows && ok; row++)
		ok = fill_row(&g, row, cells);
	free(g.edges.first);
	free(g.edges.items);
	free(g.toggles.first);
	free(g.toggles.items);
	free(g.row.items);
	if (ok && pool->count > CELL_NUMBER)
		return YICE_ELIMIT;
	return ok ? YICE_OK : YICE_ENOMEM;
}
