/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a long chain ahead (store/convoy.h), for load.c. Most of the time
 * goes into signatures and digests, which depend on nothing before them, so
 * threads take blocks of records in turn. A block stops at the first record
 * that cannot be read; the calling thread reads that one again itself, so that
 * what is said, and in which order, is the same with any number of threads.
 */
#include "base/base.h"
#include "store/convoy.h"
#include "store/record_internal.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#define BLOCK       32  /* records */
#define THREADS     8   /* at most */
#define LONG_ENOUGH 256 /* records that are worth threads */

struct block {
	struct yice_record records[BLOCK];
	size_t good; /* of them, from the first on */
	bool done;
};

struct convoy {
	struct yice_store *store;
	const char *const *oids;
	size_t count;
	size_t first; /* the number of oids[0] in its chain, from 0 */
	pthread_mutex_t lock;
	pthread_cond_t done, freed;
	struct block *blocks; /* a ring */
	size_t ring, next, taken; /* size; the next block to read; blocks handed over */
	bool stop;
	pthread_t threads[THREADS];
	size_t thread_count;
};

static void release_block(struct block *block)
{
	for (size_t i = 0; i < block->good; i++)
		yice_record_release(&block->records[i]);
	block->good = 0;
	block->done = false;
}

/* What is wrong with a record is not said here. */
static void read_block(struct convoy *convoy, struct yice_store *store, size_t number, struct block *block)
{
	size_t first = number * BLOCK, last = convoy->count - first < BLOCK ? convoy->count : first + BLOCK;
	struct yice_diags silent;

	yice_diags_init(&silent);
	for (size_t i = first; i < last; i++) {
		struct yice_record *record = &block->records[i - first];

		if (yice_record_read_after(store, convoy->oids[i], "", i > first ? record - 1 : NULL, record, &silent)) {
			yice_record_release(record);
			break;
		}
		block->good++;
	}
	yice_diags_release(&silent);
}

static void *work(void *with)
{
	struct convoy *convoy = with;
	struct yice_store *store = NULL;
	bool ready = !yice_store_open_beside(convoy->store, &store);

	pthread_mutex_lock(&convoy->lock);
	while (!convoy->stop && convoy->next * BLOCK < convoy->count) {
		struct block *block = &convoy->blocks[convoy->next % convoy->ring];
		size_t number = convoy->next;

		if (number >= convoy->taken + convoy->ring) {
			pthread_cond_wait(&convoy->freed, &convoy->lock);
			continue;
		}
		convoy->next++;
		pthread_mutex_unlock(&convoy->lock);
		if (ready)
			read_block(convoy, store, number, block);
		pthread_mutex_lock(&convoy->lock);
		block->done = true;
		pthread_cond_signal(&convoy->done);
	}
	pthread_mutex_unlock(&convoy->lock);
	yice_store_close(store);
	return NULL;
}

/* Threads that could be had; with none the chain is read without. */
static void start(struct convoy *convoy)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t wanted = cores < 2 ? 0 : cores < THREADS ? (size_t)cores : THREADS;

	convoy->ring = wanted * 2;
	convoy->blocks = wanted ? calloc(convoy->ring, sizeof(*convoy->blocks)) : NULL;
	if (!convoy->blocks)
		return;
	pthread_mutex_init(&convoy->lock, NULL);
	pthread_cond_init(&convoy->done, NULL);
	pthread_cond_init(&convoy->freed, NULL);
	while (convoy->thread_count < wanted &&
	       !pthread_create(&convoy->threads[convoy->thread_count], NULL, work, convoy))
		convoy->thread_count++;
}

static void finish(struct convoy *convoy)
{
	if (!convoy->blocks)
		return;
	pthread_mutex_lock(&convoy->lock);
	convoy->stop = true;
	pthread_cond_broadcast(&convoy->freed);
	pthread_mutex_unlock(&convoy->lock);
	for (size_t i = 0; i < convoy->thread_count; i++)
		pthread_join(convoy->threads[i], NULL);
	for (size_t i = 0; i < convoy->ring; i++)
		release_block(&convoy->blocks[i]);
	pthread_cond_destroy(&convoy->freed);
	pthread_cond_destroy(&convoy->done);
	pthread_mutex_destroy(&convoy->lock);
	free(convoy->blocks);
}

struct taking {
	const char *name;
	int (*take)(void *to, size_t index, const struct yice_record *record);
	void *to;
	struct yice_diags *diags;
};

/* One record, read here. */
static int read_one(const struct convoy *convoy, const struct taking *taking, size_t index,
		    const struct yice_record *before, struct yice_record *record)
{
	char name[YICE_REF_BYTES + 24];
	int status;

	snprintf(name, sizeof(name), "%s %zu", taking->name, convoy->first + index + 1);
	status = yice_record_read_after(convoy->store, convoy->oids[index], name, before, record, taking->diags);
	return status ? status : taking->take(taking->to, convoy->first + index, record);
}

static int read_alone(const struct convoy *convoy, const struct taking *taking, size_t first, size_t last)
{
	struct yice_record records[2];
	int status = YICE_OK;

	memset(records, 0, sizeof(records));
	for (size_t i = first; !status && i < last; i++) {
		struct yice_record *record = &records[i % 2];

		yice_record_release(record);
		status = read_one(convoy, taking, i, i > first ? &records[(i + 1) % 2] : NULL, record);
	}
	yice_record_release(&records[0]);
	yice_record_release(&records[1]);
	return status;
}

static int take_block(struct convoy *convoy, const struct taking *taking, size_t number)
{
	struct block *block = &convoy->blocks[number % convoy->ring];
	size_t first = number * BLOCK, last = convoy->count - first < BLOCK ? convoy->count : first + BLOCK;
	int status = YICE_OK;

	pthread_mutex_lock(&convoy->lock);
	while (!block->done)
		pthread_cond_wait(&convoy->done, &convoy->lock);
	pthread_mutex_unlock(&convoy->lock);
	for (size_t i = 0; !status && i < block->good; i++)
		status = taking->take(taking->to, convoy->first + first + i, &block->records[i]);
	if (!status)
		status = read_alone(convoy, taking, first + block->good, last);
	pthread_mutex_lock(&convoy->lock);
	release_block(block);
	convoy->taken++;
	pthread_cond_broadcast(&convoy->freed);
	pthread_mutex_unlock(&convoy->lock);
	return status;
}

int yice_convoy_read(struct yice_store *store, const char *const *oids, size_t first, size_t count, const char *name,
		     int (*take)(void *to, size_t index, const struct yice_record *record), void *to,
		     struct yice_diags *diags)
{
	struct convoy convoy = { .store = store, .oids = oids + first, .count = count - first, .first = first };
	struct taking taking = { name, take, to, diags };
	int status = YICE_OK;

	if (convoy.count >= LONG_ENOUGH)
		start(&convoy);
	if (!convoy.thread_count)
		status = read_alone(&convoy, &taking, 0, convoy.count);
	for (size_t i = 0; convoy.thread_count && !status && i * BLOCK < convoy.count; i++)
		status = take_block(&convoy, &taking, i);
	finish(&convoy);
	return status;
}
