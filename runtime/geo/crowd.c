/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether edges crowd so much that GEOS would take minutes over them. Its work
 * grows with the pairs of edges whose boxes meet, of which a shape that is drawn
 * on purpose can have a square of its points. Called by the gate before GEOS
 * sees a shape; counting stops where the answer is known, so it is quick itself.
 */
#include "runtime/geo/crowd.h"

#define PAIRS_MAX  UINT64_C(1000000) /* beside those that an edge has with its neighbours: */
#define PAIRS_EACH UINT64_C(32)
#define LOOKS_MAX  UINT64_C(100000000) /* pairs of edges looked at */

/* An edge's box, along the axis that is swept and across it. */
struct edge {
	int64_t from, to, low, high;
	bool of_b;
};

struct sweep {
	struct edge *edges;
	uint32_t *active[2]; /* edges that the line may still meet, of a and of b */
	uint32_t active_count[2], count;
	uint64_t pairs, looks;
};

static bool by_longitude(const struct yice_shape *a, const struct yice_shape *b)
{
	struct yice_box box = a->box;

	if (b && b->box.max.lon - b->box.min.lon > box.max.lon - box.min.lon)
		box = b->box;
	return box.max.lon - box.min.lon >= box.max.lat - box.min.lat;
}

/* Adds the edges of a shape that reach into a box. */
static void add_edges(struct sweep *sweep, const struct yice_shape *shape, struct yice_box within,
		      bool by_lon, bool of_b)
{
	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_point *at = shape->points + shape->parts[i].first;

		for (uint32_t j = 0; j + 1 < shape->parts[i].count; j++) {
			struct yice_box box = yice_points_box(at + j, 2);

			if (!yice_box_meets(&box, &within))
				continue;
			sweep->edges[sweep->count++] =
			    by_lon
				? (struct edge){ box.min.lon, box.max.lon, box.min.lat, box.max.lat, of_b }
				: (struct edge){ box.min.lat, box.max.lat, box.min.lon, box.max.lon, of_b };
		}
	}
}

static int compare(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Counts the active edges whose box meets that of an edge, and drops those that the sweep has left behind. */
static void meet(struct sweep *sweep, const struct edge *edge, bool of_b)
{
	uint32_t *active = sweep->active[of_b], kept = 0;

	for (uint32_t i = 0; i < sweep->active_count[of_b]; i++) {
		const struct edge *other = &sweep->edges[active[i]];

		if (other->to < edge->from)
			continue;
		active[kept++] = active[i];
		sweep->pairs += other->low <= edge->high && edge->low <= other->high;
	}
	sweep->looks += sweep->active_count[of_b];
	sweep->active_count[of_b] = kept;
}

static bool is_crowded(struct sweep *sweep, bool with_itself)
{
	uint64_t most = PAIRS_MAX + PAIRS_EACH * sweep->count;

	qsort(sweep->edges, sweep->count, sizeof(*sweep->edges), compare);
	for (uint32_t i = 0; i < sweep->count; i++) {
		bool own = sweep->edges[i].of_b;

		meet(sweep, &sweep->edges[i], with_itself ? own : !own);
		sweep->active[own][sweep->active_count[own]++] = i;
		if (sweep->pairs > most || sweep->looks > LOOKS_MAX)
			return true;
	}
	return false;
}

int yice_edges_crowd(const struct yice_shape *a, const struct yice_shape *b)
{
	size_t room = (size_t)a->point_count + (b ? b->point_count : 0);
	struct sweep sweep = { .edges = malloc(room * sizeof(*sweep.edges)) };
	bool by_lon = by_longitude(a, b);
	int status = YICE_ENOMEM;

	sweep.active[0] = malloc(room * sizeof(**sweep.active));
	sweep.active[1] = malloc(room * sizeof(**sweep.active));
	if (sweep.edges && sweep.active[0] && sweep.active[1]) {
		add_edges(&sweep, a, b ? b->box : a->box, by_lon, false);
		if (b)
			add_edges(&sweep, b, a->box, by_lon, true);
		status = is_crowded(&sweep, !b) ? YICE_ELIMIT : YICE_OK;
	}
	free(sweep.edges);
	free(sweep.active[0]);
	free(sweep.active[1]);
	return status;
}
