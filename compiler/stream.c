/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clauses in the order in which an image takes them, cut into portions. A
 * portion is built and checked by one thread, into memory and diagnostics of
 * its own and a copy of the model that shares everything else, which nobody
 * changes meanwhile but for marks that a name is used. It is given back when
 * its rules have been taken; a ring of a few bounds how much there is at once.
 * Diagnostics have turns (type.h), so that sorting puts them in the order of
 * one thread. Called by compile.c.
 */
#include "compiler/stream.h"

#include <pthread.h>

#include "base/team.h"
#include "compiler/declare.h"
#include "compiler/type.h"

#define PORTION    1024u /* clauses, and the rest of the last target */
#define PARTS_EACH 4u    /* portions a thread, built or being built */

/* Room for one portion after the other. */
struct part {
	struct yice_model model; /* a copy, with an arena and grains of its own */
	struct yice_diags building, checking;
	struct yice_rule *rules;
	const struct yice_rule **list;
	uint32_t count;
	bool done;
};

struct yice_stream {
	struct yice_model *model;
	uint32_t *order, order_count; /* placements */
	uint32_t *starts, portions;   /* by portion, and behind the last: a place in order */
	struct part ranked;           /* of the rules below */
	struct yice_rules ranks;      /* those that 优先于 joins, among empty ones; items NULL: none */
	struct part *parts;
	uint32_t part_count;
	pthread_t threads[YICE_TEAM_MAX];
	size_t started;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint32_t taken, given; /* portions begun; portions given back */
	bool closed;
	const struct part *at; /* the portion rules are taken from, and the next of them */
	uint32_t next;
};

/* ---- parts */

static bool part_init(struct part *part, const struct yice_model *model)
{
	part->model = *model;
	part->model.failed = false;
	yice_arena_init(&part->model.arena);
	yice_diags_fork(&part->building, model->diags);
	yice_diags_fork(&part->checking, model->diags);
	part->model.grains = calloc((size_t)model->slots.count + 1, sizeof(*part->model.grains));
	for (uint32_t i = 0; part->model.grains && i < model->slots.count; i++)
		part->model.grains[i] = (struct yice_grain){ .scale = 1, .widest = { 0, 1 } };
	part->model.diags = &part->building;
	return part->model.grains;
}

static void part_release(struct part *part)
{
	free(part->model.grains);
	yice_arena_release(&part->model.arena);
	yice_diags_release(&part->building);
	yice_diags_release(&part->checking);
}

static bool part_failed(const struct part *part)
{
	return part->model.failed || part->model.arena.failed || part->building.failed || part->checking.failed;
}

/* The rule of a clause, finished. */
static void build(const struct yice_stream *stream, struct part *part, uint32_t number, struct yice_rule *rule)
{
	struct yice_model *model = &part->model;

	if (stream->ranks.items && stream->ranks.items[number].placed) {
		*rule = stream->ranks.items[number];
	} else {
		part->building.turn = YICE_TURN_BUILD | number;
		yice_rule_build(model, &model->placed.items[number], rule);
	}
	part->building.turn = YICE_TURN_SIZE | number;
	if (!rule->bad)
		yice_rule_check_size(model, rule);
}

static void work(const struct yice_stream *stream, struct part *part, uint32_t portion)
{
	struct yice_model *model = &part->model;
	uint32_t first = stream->starts[portion], end = stream->starts[portion + 1], count = 0;

	model->failed |= model->arena.failed;
	yice_arena_clear(&model->arena);
	for (uint32_t i = first; i < end; i++)
		count += model->placements.items[stream->order[i]].count;
	part->rules = yice_arena_array(&model->arena, count, sizeof(*part->rules));
	part->list = yice_arena_array(&model->arena, count, sizeof(*part->list));
	part->count = 0;
	if (!part->rules || !part->list)
		return;
	model->diags = &part->building;
	for (uint32_t i = first; i < end; i++) {
		const struct yice_placement *placement = &model->placements.items[stream->order[i]];

		for (uint32_t j = 0; j < placement->count; j++, part->count++) {
			part->list[part->count] = &part->rules[part->count];
			build(stream, part, placement->clauses[j], &part->rules[part->count]);
		}
	}
	model->diags = &part->checking;
	yice_targets_check(model, part->list, part->count);
}

/* ---- threads */

static struct part *part_of(struct yice_stream *stream, uint32_t portion)
{
	return &stream->parts[portion % stream->part_count];
}

/* With the lock, which is let go meanwhile: builds the next portion when there is one and room for it. */
static bool work_on(struct yice_stream *stream)
{
	uint32_t portion = stream->taken;
	struct part *part;

	if (portion == stream->portions || portion - stream->given == stream->part_count)
		return false;
	part = part_of(stream, portion);
	part->done = false;
	stream->taken++;
	pthread_mutex_unlock(&stream->lock);
	work(stream, part, portion);
	pthread_mutex_lock(&stream->lock);
	part->done = true;
	pthread_cond_broadcast(&stream->changed);
	return true;
}

static void *help(void *context)
{
	struct yice_stream *stream = context;

	pthread_mutex_lock(&stream->lock);
	while (!stream->closed)
		if (!work_on(stream))
			pthread_cond_wait(&stream->changed, &stream->lock);
	pthread_mutex_unlock(&stream->lock);
	return NULL;
}

/* The first portion that was not given back, built; NULL behind the last. */
static const struct part *wait_portion(struct yice_stream *stream)
{
	const struct part *part = NULL;

	pthread_mutex_lock(&stream->lock);
	while (stream->given < stream->portions) {
		part = part_of(stream, stream->given);
		if (stream->taken > stream->given && part->done)
			break;
		if (!work_on(stream))
			pthread_cond_wait(&stream->changed, &stream->lock);
		part = NULL;
	}
	pthread_mutex_unlock(&stream->lock);
	return part;
}

static void give_back(struct yice_stream *stream)
{
	pthread_mutex_lock(&stream->lock);
	stream->given++;
	pthread_cond_broadcast(&stream->changed);
	pthread_mutex_unlock(&stream->lock);
	stream->at = NULL;
	stream->next = 0;
}

static void end_threads(struct yice_stream *stream)
{
	pthread_mutex_lock(&stream->lock);
	stream->closed = true;
	pthread_cond_broadcast(&stream->changed);
	pthread_mutex_unlock(&stream->lock);
	while (stream->started)
		pthread_join(stream->threads[--stream->started], NULL);
}

/* ---- what overrides what */

/* Whether a clause has 优先于, or is made from a template that has. */
static bool overrides(struct yice_model *model, const struct yice_clause *clause)
{
	for (uint32_t steps = 0; clause && steps <= model->templates.count; steps++) {
		const char *name = clause->as ? clause->as->name.text : NULL;
		uint32_t index = name ? yice_name_lookup(model, YICE_SPACE_TEMPLATE, name) : YICE_NONE;

		if (clause->overrides)
			return true;
		clause = index == YICE_NONE ? NULL : model->templates.items[index].item->u.template_.clause;
	}
	return false;
}

/* Clauses that override others, in order. *by is the caller's to free. */
static int find_overriding(struct yice_model *model, uint32_t **by, uint32_t *count)
{
	bool templates = false;

	*by = calloc((size_t)model->placed.count + 1, sizeof(**by));
	*count = 0;
	if (!*by)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < model->templates.count; i++)
		templates |= overrides(model, model->templates.items[i].item->u.template_.clause);
	for (uint32_t i = 0; i < model->placed.count; i++) {
		const struct yice_clause *clause = model->placed.items[i].clause;

		if (clause->overrides || (templates && overrides(model, clause)))
			(*by)[(*count)++] = i;
	}
	return YICE_OK;
}

/* Builds and ranks the clauses that override others, and those; they are few, and kept to the end. */
static int rank(struct yice_stream *stream)
{
	struct yice_model *model = stream->model;
	uint32_t *by, count;
	int status = find_overriding(model, &by, &count);

	if (!status && count) {
		/* Empty rules cost nothing until they are filled. */
		stream->ranks.items = calloc(model->placed.count, sizeof(*stream->ranks.items));
		stream->ranks.count = model->placed.count;
		stream->ranked.building.turn = YICE_TURN_RANK;
		status = stream->ranks.items ? yice_rules_rank(&stream->ranked.model, &stream->ranks, by, count)
					     : YICE_ENOMEM;
	}
	free(by);
	return status;
}

/* ---- life */

int yice_stream_new(struct yice_model *model, struct yice_stream **out)
{
	struct yice_stream *stream = calloc(1, sizeof(*stream));
	size_t jobs = model->jobs > 1 ? model->jobs : 1;
	bool made;
	int status;

	*out = NULL;
	if (!stream)
		return YICE_ENOMEM;
	jobs = jobs < YICE_TEAM_MAX ? jobs : YICE_TEAM_MAX;
	stream->model = model;
	pthread_mutex_init(&stream->lock, NULL);
	pthread_cond_init(&stream->changed, NULL);
	made = part_init(&stream->ranked, model);
	stream->part_count = jobs > 1 ? PARTS_EACH * (uint32_t)jobs : 1;
	stream->parts = calloc(stream->part_count, sizeof(*stream->parts));
	for (uint32_t i = 0; stream->parts && i < stream->part_count; i++)
		made &= part_init(&stream->parts[i], model);
	status = made && stream->parts ? rank(stream) : YICE_ENOMEM;
	if (status)
		yice_stream_free(stream);
	else
		*out = stream;
	return status;
}

void yice_stream_free(struct yice_stream *stream)
{
	if (!stream)
		return;
	end_threads(stream);
	for (uint32_t i = 0; stream->parts && i < stream->part_count; i++)
		part_release(&stream->parts[i]);
	part_release(&stream->ranked);
	pthread_cond_destroy(&stream->changed);
	pthread_mutex_destroy(&stream->lock);
	free(stream->ranks.items);
	free(stream->parts);
	free(stream->order);
	free(stream->starts);
	free(stream);
}

/* Cuts the placements into portions and lets threads begin. */
static int start(void *context, const uint32_t *placements, uint32_t count)
{
	struct yice_stream *stream = context;
	uint32_t *order = malloc(((size_t)count + 1) * sizeof(*order));
	uint32_t *starts = malloc(((size_t)count + 1) * sizeof(*starts));
	uint32_t clauses = 0;

	if (!order || !starts) {
		free(order);
		free(starts);
		return YICE_ENOMEM;
	}
	stream->order = order;
	stream->starts = starts;
	stream->order_count = count;
	for (uint32_t i = 0; i < count; i++) {
		stream->order[i] = placements[i];
		if (!i || clauses >= PORTION) {
			stream->starts[stream->portions++] = i;
			clauses = 0;
		}
		clauses += stream->model->placements.items[placements[i]].count;
	}
	stream->starts[stream->portions] = count;
	for (size_t i = 1; i < stream->model->jobs && i < YICE_TEAM_MAX && i < stream->portions; i++, stream->started++)
		if (pthread_create(&stream->threads[stream->started], NULL, help, stream))
			break; /* this thread does what the others do not */
	return YICE_OK;
}

static const struct yice_rule *take(void *context, uint32_t number)
{
	struct yice_stream *stream = context;
	const struct yice_rule *rule;

	if (stream->at && stream->next == stream->at->count)
		give_back(stream);
	if (!stream->at)
		stream->at = wait_portion(stream);
	if (!stream->at || stream->at->building.errors || part_failed(stream->at))
		return NULL;
	rule = &stream->at->rules[stream->next++];
	assert(rule->placed == &stream->model->placed.items[number]);
	return rule->bad ? NULL : rule;
}

struct yice_rule_source yice_stream_source(struct yice_stream *stream)
{
	return (struct yice_rule_source){ start, take, stream };
}

/* All placements, when no image asked for any. */
static int start_all(struct yice_stream *stream)
{
	uint32_t count = stream->model->placements.count;
	uint32_t *order = malloc(((size_t)count + 1) * sizeof(*order));
	int status = YICE_ENOMEM;

	for (uint32_t i = 0; order && i < count; i++)
		order[i] = i;
	if (order)
		status = start(stream, order, count);
	free(order);
	return status;
}

/* Adds what a part's thresholds ask of the slots; false when they do not fit together. */
static bool add_grains(struct yice_grain *all, const struct part *part, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct yice_grain *grain = &part->model.grains[i];

		if (grain->too_fine || yice_lcm(all[i].scale, grain->scale, &all[i].scale) ||
		    all[i].scale > YICE_SCALE_MAX)
			return false;
		if (yice_ratio_cmp(grain->widest, all[i].widest) > 0)
			all[i].widest = grain->widest;
	}
	return true;
}

/* Scales for the slots of the model, of all parts together. The grains of the ranked part hold the sum. */
static int settle_scales(struct yice_stream *stream)
{
	struct yice_grain *all = stream->ranked.model.grains;
	struct yice_model *model = stream->model;
	uint32_t count = model->slots.count;

	for (uint32_t i = 0; i < stream->part_count; i++)
		if (!add_grains(all, &stream->parts[i], count))
			return YICE_ERANGE;
	for (uint32_t i = 0; i < count; i++)
		if (all[i].too_fine || !yice_ticks_fit(all[i].widest, all[i].scale))
			return YICE_ERANGE;
	for (uint32_t i = 0; i < count; i++)
		model->slots.items[i].scale = all[i].scale;
	return YICE_OK;
}

int yice_stream_finish(struct yice_stream *stream)
{
	int status = stream->starts ? YICE_OK : start_all(stream);

	if (status)
		return status;
	while (wait_portion(stream))
		give_back(stream);
	end_threads(stream);
	if (part_failed(&stream->ranked))
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < stream->part_count; i++)
		if (part_failed(&stream->parts[i]))
			return YICE_ENOMEM;
	status = settle_scales(stream);
	if (status)
		return status;
	yice_diags_join(stream->model->diags, &stream->ranked.building);
	for (uint32_t i = 0; i < stream->part_count; i++)
		yice_diags_join(stream->model->diags, &stream->parts[i].building);
	return yice_model_status(stream->model);
}

void yice_stream_report(struct yice_stream *stream)
{
	for (uint32_t i = 0; i < stream->part_count; i++)
		yice_diags_join(stream->model->diags, &stream->parts[i].checking);
}
