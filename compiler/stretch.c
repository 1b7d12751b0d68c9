/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 图层 名 取自 河 上溯 10 km、50 km: the stretch of each river between two
 * lengths up from its mouth, cut from its lines when an image is built, so that
 * a distance to it asks all of it at once. Called by geometry.c when every
 * 图形 is read.
 *
 * A river is the lines of one layer that have one name, whichever features and
 * files they come in. Each is drawn downstream, and they join where they have a
 * vertex in common, rounded as in the image. From every vertex there is one way
 * down, and all ways end in one mouth; what is not so is a mistake, since a
 * length along it would begin anew or be of two minds.
 */
#include "compiler/declare.h"
#include "compiler/geometry.h"
#include "runtime/geo/layer.h"

#define METRE_NM   INT64_C(1000000000)
#define CM_NM      INT64_C(10000000)
#define LENGTH_MAX INT64_C(10000000) /* metres: longer than any river */
#define UNKNOWN    INT64_C(-1)

struct node {
	struct yice_point at;
	uint32_t feature; /* the first of the river's features that has it */
	uint32_t next;    /* downstream; YICE_NONE at the mouth */
	uint32_t before;  /* a neighbour upstream; YICE_NONE at a source */
	bool meets;       /* there is another one */
	int64_t length;   /* to the next, nm */
	int64_t up;       /* from the mouth, nm */
};

struct source {
	uint32_t geometry, feature;
	const char *name;
};

struct cutting {
	struct yice_model *model;
	struct yice_geo *geo;
	const char *layer;    /* name of the layer the rivers are of */
	int64_t low, high;    /* nm */
	struct source *sources;
	uint32_t source_count;
	/* The river at hand: sources from first to before end. */
	uint32_t first, end;
	struct node *nodes;
	uint32_t node_count, mask;
	uint32_t *slots; /* node + 1 */
	uint32_t *way;
};

static struct yice_geo_feature *feature_of(const struct cutting *c, uint32_t source)
{
	return &c->model->geometries.items[c->sources[source].geometry].features[c->sources[source].feature];
}

/* ---------------------------------------------------------------- mistakes */

static const char *river_name(const struct cutting *c)
{
	return *c->sources[c->first].name ? c->sources[c->first].name : c->layer;
}

static void report(struct cutting *c, enum yice_diag_id id, const struct node *node, const struct node *other)
{
	struct yice_buf at = YICE_BUF_INIT, second = YICE_BUF_INIT;

	yice_point_show(node->at, &at);
	if (other)
		yice_point_show(other->at, &second);
	c->model->failed |= at.failed || second.failed;
	yice_diag_add(c->model->diags, id, feature_of(c, node->feature)->span, river_name(c), yice_buf_text(&at),
		      yice_buf_text(&second), NULL);
	yice_buf_release(&at);
	yice_buf_release(&second);
}

/* ---------------------------------------------------------------- the net of a river */

static int64_t step_of(int64_t units)
{
	return (units + YICE_LAYER_STEP / 2) / YICE_LAYER_STEP;
}

static bool same_place(struct yice_point a, struct yice_point b)
{
	return step_of(a.lon) == step_of(b.lon) && step_of(a.lat) == step_of(b.lat);
}

/* The slot of a place: its own, or the empty one where it belongs. */
static uint32_t slot_of(const struct cutting *c, struct yice_point at)
{
	uint64_t hash = (uint64_t)step_of(at.lon) * UINT64_C(0x9e3779b97f4a7c15) +
			(uint64_t)step_of(at.lat) * UINT64_C(0xc2b2ae3d27d4eb4f);
	uint32_t slot = (uint32_t)(hash >> 32 ^ hash) & c->mask;

	while (c->slots[slot] && !same_place(c->nodes[c->slots[slot] - 1].at, at))
		slot = (slot + 1) & c->mask;
	return slot;
}

static uint32_t node_at(struct cutting *c, struct yice_point at, uint32_t source)
{
	uint32_t slot = slot_of(c, at);

	if (!c->slots[slot]) {
		c->nodes[c->node_count] =
		    (struct node){ .at = at, .feature = source, .next = YICE_NONE, .before = YICE_NONE, .up = UNKNOWN };
		c->slots[slot] = ++c->node_count;
	}
	return c->slots[slot] - 1;
}

/* From a vertex to the next one downstream; false when another way leads down from it, reported. */
static bool link(struct cutting *c, uint32_t from, uint32_t to)
{
	struct node *node = &c->nodes[from], *next = &c->nodes[to];

	if (node->next == to)
		return true;
	if (node->next != YICE_NONE) {
		report(c, YICE_D_stretch_forks, node, NULL);
		return false;
	}
	node->next = to;
	node->length = yice_geo_edge(c->geo, node->at, next->at);
	next->meets |= next->before != YICE_NONE;
	next->before = from;
	return true;
}

static bool link_feature(struct cutting *c, uint32_t source)
{
	const struct yice_shape *shape = &feature_of(c, source)->shape;
	bool sound = true;

	for (uint32_t i = 0; i < shape->part_count; i++) {
		const struct yice_point *at = shape->points + shape->parts[i].first;
		uint32_t from = node_at(c, at[0], source);

		for (uint32_t k = 1; k < shape->parts[i].count && sound; k++) {
			uint32_t to = node_at(c, at[k], source);

			sound = to == from || link(c, from, to);
			from = to;
		}
	}
	return sound;
}

/* The lengths of one way down to where they are known; false when it leads back to itself, reported. */
static bool climb(struct cutting *c, uint32_t start)
{
	uint32_t count = 0, at = start;

	while (c->nodes[at].up == UNKNOWN && count <= c->node_count) {
		c->way[count++] = at;
		at = c->nodes[at].next;
	}
	if (count > c->node_count) {
		report(c, YICE_D_stretch_circle, &c->nodes[at], NULL);
		return false;
	}
	while (count--) {
		struct node *node = &c->nodes[c->way[count]];

		node->up = c->nodes[node->next].up + node->length;
	}
	return true;
}

/* One mouth, which all ways lead to; what is not so is reported. */
static bool measure(struct cutting *c)
{
	uint32_t mouth = YICE_NONE;
	bool sound = true;

	for (uint32_t i = 0; i < c->node_count && sound; i++) {
		if (c->nodes[i].next != YICE_NONE)
			continue;
		sound = mouth == YICE_NONE && !c->nodes[i].meets;
		if (c->nodes[i].meets)
			report(c, YICE_D_stretch_meets, &c->nodes[i], NULL);
		else if (mouth != YICE_NONE)
			report(c, YICE_D_stretch_mouths, &c->nodes[i], &c->nodes[mouth]);
		mouth = i;
		c->nodes[i].up = 0;
	}
	if (sound && mouth == YICE_NONE) {
		report(c, YICE_D_stretch_circle, &c->nodes[0], NULL);
		return false;
	}
	for (uint32_t i = 0; i < c->node_count && sound; i++)
		sound = climb(c, i);
	return sound;
}

/* Room for a river of so many vertices; what was there is given back. */
static bool make_room(struct cutting *c, size_t vertices)
{
	size_t slots = 64;

	while (slots < 2 * vertices)
		slots *= 2;
	free(c->nodes);
	free(c->slots);
	free(c->way);
	c->nodes = malloc(vertices * sizeof(*c->nodes));
	c->slots = calloc(slots, sizeof(*c->slots));
	c->way = malloc((vertices + 1) * sizeof(*c->way));
	c->mask = (uint32_t)(slots - 1);
	c->node_count = 0;
	return c->nodes && c->slots && c->way;
}

/* YICE_EDIAG when the river has a mistake, reported. */
static int lay_out(struct cutting *c)
{
	size_t vertices = 0;

	for (uint32_t i = c->first; i < c->end; i++)
		vertices += feature_of(c, i)->shape.point_count;
	if (vertices > INT32_MAX)
		return YICE_ELIMIT;
	if (!make_room(c, vertices))
		return YICE_ENOMEM;
	for (uint32_t i = c->first; i < c->end; i++)
		if (!link_feature(c, i))
			return YICE_EDIAG;
	return measure(c) ? YICE_OK : YICE_EDIAG;
}

/* ---------------------------------------------------------------- cutting */

/* The point of an edge that is so much farther up than its lower end. */
static struct yice_point point_up(const struct cutting *c, struct yice_point upper, struct yice_point lower, int64_t nm)
{
	int64_t dx = upper.lon - lower.lon, dy = upper.lat - lower.lat;
	int64_t steps = llabs(dx) > llabs(dy) ? llabs(dx) : llabs(dy), low = 0, high = steps;
	struct yice_point at = lower;

	while (low < high) {
		int64_t middle = low + (high - low + 1) / 2;

		at.lon = lower.lon + (int64_t)((__int128)dx * middle / steps);
		at.lat = lower.lat + (int64_t)((__int128)dy * middle / steps);
		if (yice_geo_edge(c->geo, lower, at) <= nm)
			low = middle;
		else
			high = middle - 1;
	}
	if (steps) {
		at.lon = lower.lon + (int64_t)((__int128)dx * low / steps);
		at.lat = lower.lat + (int64_t)((__int128)dy * low / steps);
	}
	return at;
}

/* What of a line lies in the stretch: one run, as lengths fall from its first vertex to its last. */
static bool cut_part(struct cutting *c, const struct yice_point *at, uint32_t count, struct yice_shape_builder *builder,
		     uint32_t *lower)
{
	bool any = false;

	for (uint32_t k = 0; k + 1 < count; k++) {
		const struct node *upper = &c->nodes[c->slots[slot_of(c, at[k])] - 1];
		const struct node *below = &c->nodes[c->slots[slot_of(c, at[k + 1])] - 1];
		int64_t end = below->up > c->low ? below->up : c->low;

		if (upper->up <= c->low || below->up >= c->high || upper == below)
			continue;
		if (!any)
			yice_shape_add(builder, upper->up <= c->high
						    ? upper->at
						    : point_up(c, upper->at, below->at, c->high - below->up));
		yice_shape_add(builder, below->up >= c->low ? below->at
							    : point_up(c, upper->at, below->at, c->low - below->up));
		*lower = (uint32_t)(end / CM_NM);
		any = true;
	}
	return any;
}

static int cut_feature(struct cutting *c, uint32_t source, struct yice_geometry *out)
{
	const struct yice_geo_feature *feature = feature_of(c, source);
	int status = YICE_OK;

	for (uint32_t i = 0; i < feature->shape.part_count && !status; i++) {
		const struct yice_part *part = &feature->shape.parts[i];
		struct yice_geo_feature *piece = &out->features[out->count];
		struct yice_shape_builder builder;

		*piece = *feature;
		yice_shape_begin(&builder, YICE_SHAPE_LINES, YICE_SHAPE_POINTS_MAX);
		if (!cut_part(c, feature->shape.points + part->first, part->count, &builder, &piece->lower)) {
			yice_shape_drop(&builder);
			continue;
		}
		(void)yice_shape_end_part(&builder, false);
		status = yice_shape_finish(&builder, &c->model->arena, &piece->shape);
		if (status == YICE_ENOTFOUND)
			status = YICE_OK; /* shorter than a unit */
		else
			out->count++;
	}
	return status;
}

/* ---------------------------------------------------------------- one stretch */

/* The first geometry of a stretch; those of its river's 图形 follow each other in their order. */
struct plan {
	const struct yice_item *item;
	uint32_t layer, river, first;
};

static bool names(const struct yice_model *model, const struct yice_item *item, uint32_t layer)
{
	for (const struct yice_word *word = item->u.geometry.names; word; word = word->next)
		if (word->text && yice_member_lookup(model, YICE_VOCAB_OF_LAYERS, word->text) == layer)
			return true;
	return false;
}

static int compare_sources(const void *a, const void *b)
{
	const struct source *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	if (order)
		return order;
	if (x->geometry != y->geometry)
		return x->geometry < y->geometry ? -1 : 1;
	return x->feature < y->feature ? -1 : x->feature > y->feature;
}

/* Features of the river's 图形, and a geometry without features yet for each of those. */
static bool gather(struct cutting *c, struct plan *plan, uint32_t drawn)
{
	struct yice_model *model = c->model;
	size_t count = 0;

	plan->first = model->geometries.count;
	for (uint32_t i = 0; i < drawn; i++)
		count += model->geometries.items[i].count;
	c->sources = yice_arena_array(&model->arena, count + 1, sizeof(*c->sources));
	for (uint32_t i = 0; c->sources && i < drawn; i++) {
		struct yice_geometry *copy;
		uint32_t parts = 0;

		if (!names(model, model->geometries.items[i].item, plan->river))
			continue;
		for (uint32_t k = 0; k < model->geometries.items[i].count; k++) {
			const struct yice_geo_feature *feature = &model->geometries.items[i].features[k];

			if (feature->shape.kind != YICE_SHAPE_LINES)
				yice_diag_add(model->diags, YICE_D_stretch_lines, feature->span, plan->item->name->zh.text, NULL);
			parts += feature->shape.part_count;
			c->sources[c->source_count++] = (struct source){ i, k, feature->name };
		}
		copy = YICE_PUSH(model, &model->geometries);
		if (!copy)
			return false;
		copy->item = model->geometries.items[i].item;
		copy->scope = model->geometries.items[i].scope;
		copy->stretch = plan->layer;
		copy->features = yice_arena_array(&model->arena, (size_t)parts + 1, sizeof(*copy->features));
		if (!copy->features)
			return false;
	}
	return c->sources != NULL;
}

/* The geometry of the stretch that goes with one of its river. */
static struct yice_geometry *geometry_for(struct cutting *c, const struct plan *plan, uint32_t river)
{
	struct yice_geometry *geometry = &c->model->geometries.items[plan->first];

	while (geometry->item != c->model->geometries.items[river].item)
		geometry++;
	return geometry;
}

static int cut_rivers(struct cutting *c, const struct plan *plan)
{
	uint32_t pieces = 0;
	int status = YICE_OK;

	qsort(c->sources, c->source_count, sizeof(*c->sources), compare_sources);
	for (c->first = 0; c->first < c->source_count && !status; c->first = c->end) {
		for (c->end = c->first + 1; c->end < c->source_count;)
			if (strcmp(c->sources[c->end].name, c->sources[c->first].name))
				break;
			else
				c->end++;
		status = lay_out(c);
		for (uint32_t i = c->first; i < c->end && !status; i++) {
			struct yice_geometry *out = geometry_for(c, plan, c->sources[i].geometry);
			uint32_t before = out->count;

			status = cut_feature(c, i, out);
			pieces += out->count - before;
		}
		if (status == YICE_EDIAG)
			status = YICE_OK; /* the next river may have a mistake of its own */
	}
	if (!status && !pieces && c->source_count && !c->model->diags->errors)
		yice_diag_add(c->model->diags, YICE_D_stretch_empty, plan->item->name->zh.span, plan->item->name->zh.text, NULL);
	return status;
}

/* A length of the rules in nanometres; false, with the mistake reported, when it is none. */
static bool length_of(struct yice_model *model, const struct yice_operand *operand, int64_t *nm)
{
	uint32_t index = yice_name_lookup(model, YICE_SPACE_MEASURE, "m");
	struct yice_unit_of_measure measure;
	struct yice_ratio metres;
	bool ok;

	if (!yice_measure_resolve(model, operand->measure, operand->span, &measure))
		return false;
	ok = index != YICE_NONE && yice_measure_fits(&measure, &model->measures.items[index]) && !operand->period &&
	     !yice_ratio_div(measure.factor, model->measures.items[index].factor, &metres) &&
	     !yice_ratio_mul(metres, operand->number, &metres) && metres.num >= 0 && metres.num / metres.den <= LENGTH_MAX;
	if (ok)
		*nm = (int64_t)((__int128)metres.num * METRE_NM / metres.den);
	else
		yice_diag_add(model->diags, YICE_D_stretch_length, operand->span, NULL);
	return ok;
}

static bool read_bounds(struct cutting *c, const struct yice_item *item)
{
	const struct yice_operand *low = item->u.layer.low, *high = item->u.layer.high;

	c->low = 0;
	if ((low && !length_of(c->model, low, &c->low)) || !length_of(c->model, high, &c->high))
		return false;
	if (c->low < c->high)
		return true;
	yice_diag_add(c->model->diags, YICE_D_stretch_length, high->span, NULL);
	return false;
}

static int cut(struct yice_model *model, struct yice_geo *geo, struct plan *plan, uint32_t drawn)
{
	struct cutting c = { .model = model, .geo = geo, .layer = plan->item->u.layer.river.text };
	uint32_t errors = model->diags->errors;
	int status = YICE_OK;

	if (!read_bounds(&c, plan->item))
		return YICE_OK;
	if (!gather(&c, plan, drawn))
		return YICE_ENOMEM;
	if (model->diags->errors == errors)
		status = cut_rivers(&c, plan);
	free(c.nodes);
	free(c.slots);
	free(c.way);
	return status;
}

/* ---------------------------------------------------------------- all stretches */

/* The declaration of a layer, by its name in either language. */
static const struct yice_item *layer_item(const struct yice_model *model, uint32_t layer)
{
	for (uint32_t i = 0; i < model->others.count; i++) {
		const struct yice_item *item = model->others.items[i];

		if (item->kind == YICE_ITEM_LAYER && item->name->zh.text &&
		    yice_member_lookup(model, YICE_VOCAB_OF_LAYERS, item->name->zh.text) == layer)
			return item;
	}
	return NULL;
}

/* Whether the stretch can be cut: its river is drawn, and it is not. Mistakes are reported. */
static bool read_plan(struct yice_model *model, const struct yice_item *item, uint32_t drawn, struct plan *plan)
{
	const struct yice_item *river;

	plan->item = item;
	plan->layer = yice_member_lookup(model, YICE_VOCAB_OF_LAYERS, item->name->zh.text);
	plan->river = yice_find_member(model, YICE_VOCAB_OF_LAYERS, &item->u.layer.river);
	river = plan->river == YICE_NONE ? NULL : layer_item(model, plan->river);
	if (!river)
		return false;
	if (river->u.layer.river.text) {
		yice_diag_add(model->diags, YICE_D_stretch_river, item->u.layer.river.span, item->u.layer.river.text, NULL);
		return false;
	}
	for (uint32_t i = 0; i < drawn; i++)
		if (names(model, model->geometries.items[i].item, plan->layer)) {
			yice_diag_add(model->diags, YICE_D_stretch_data, model->geometries.items[i].item->head,
				      item->name->zh.text, NULL);
			return false;
		}
	return true;
}

int yice_stretches_cut(struct yice_model *model, struct yice_geo *geo)
{
	uint32_t drawn = model->geometries.count;
	int status = YICE_OK;

	for (uint32_t i = 0; i < model->others.count && !status; i++) {
		const struct yice_item *item = model->others.items[i];
		struct plan plan;

		if (item->kind != YICE_ITEM_LAYER || !item->u.layer.high || !item->name->zh.text)
			continue;
		if (read_plan(model, item, drawn, &plan))
			status = cut(model, geo, &plan, drawn);
	}
	return status;
}
