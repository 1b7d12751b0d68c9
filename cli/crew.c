/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ring of pieces, numbered as they come: free, filled by the caller, worked
 * on by a thread, done, then put out and free again. Three counters that only
 * grow say where the caller, the threads and the output are; one lock guards
 * them and the states, and is never held while somebody works or writes.
 */
#include "cli/crew.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include "cli/cli.h"

#define PIECES_EACH 3 /* one being worked on, one waiting to be, one waiting to be written */

struct slot {
	struct yice_piece piece;
	bool done;
};

struct hand {
	struct yice_crew *crew;
	void *worker;
	pthread_t thread;
};

struct yice_crew {
	struct yice_crew_job job;
	struct slot *slots;
	struct hand *hands;
	size_t count, started, size; /* workers; threads that run; pieces */
	pthread_mutex_t lock;
	pthread_cond_t filled, freed;
	uint64_t submitted, taken, written; /* pieces so far */
	bool writing;                       /* a thread is in put() */
	bool closed;                        /* nothing more comes */
	int code;                           /* of put(); not YICE_EXIT_OK: everything ends */
	int ended[2];                       /* a pipe that is closed when it does */
};

static struct slot *slot_of(struct yice_crew *crew, uint64_t number)
{
	return &crew->slots[number % crew->size];
}

/* With the lock, which is let go while put() runs: puts out what is done and next, unless another thread is at it. */
static void write_done(struct yice_crew *crew)
{
	while (!crew->writing && !crew->code && crew->written < crew->taken && slot_of(crew, crew->written)->done) {
		struct slot *slot = slot_of(crew, crew->written);
		int code;

		crew->writing = true;
		pthread_mutex_unlock(&crew->lock);
		code = crew->job.put(crew->job.context, &slot->piece);
		pthread_mutex_lock(&crew->lock);
		crew->writing = false;
		slot->done = false;
		crew->written++;
		if (code) {
			crew->code = code;
			close(crew->ended[1]);
			crew->ended[1] = -1;
			pthread_cond_broadcast(&crew->filled);
		}
		pthread_cond_signal(&crew->freed);
	}
}

static void *work_on(void *context)
{
	struct hand *hand = context;
	struct yice_crew *crew = hand->crew;

	pthread_mutex_lock(&crew->lock);
	for (;;) {
		struct slot *slot;

		while (!crew->code && !crew->closed && crew->taken == crew->submitted)
			pthread_cond_wait(&crew->filled, &crew->lock);
		if (crew->code || crew->taken == crew->submitted)
			break;
		slot = slot_of(crew, crew->taken++);
		pthread_mutex_unlock(&crew->lock);
		crew->job.work(hand->worker, &slot->piece);
		pthread_mutex_lock(&crew->lock);
		slot->done = true;
		write_done(crew);
	}
	pthread_mutex_unlock(&crew->lock);
	return NULL;
}

static void release(struct yice_crew *crew)
{
	for (size_t i = 0; crew->slots && i < crew->size; i++) {
		yice_buf_release(&crew->slots[i].piece.in);
		yice_buf_release(&crew->slots[i].piece.out);
	}
	for (int i = 0; i < 2; i++)
		if (crew->ended[i] >= 0)
			close(crew->ended[i]);
	pthread_cond_destroy(&crew->freed);
	pthread_cond_destroy(&crew->filled);
	pthread_mutex_destroy(&crew->lock);
	free(crew->slots);
	free(crew->hands);
	free(crew);
}

static int start(struct yice_crew *crew, void *const *workers)
{
	if (pipe(crew->ended))
		return YICE_EIO;
	for (; crew->started < crew->count; crew->started++) {
		struct hand *hand = &crew->hands[crew->started];
		int error;

		hand->crew = crew;
		hand->worker = workers[crew->started];
		error = pthread_create(&hand->thread, NULL, work_on, hand);
		if (error) {
			errno = error;
			return YICE_EIO;
		}
	}
	return YICE_OK;
}

int yice_crew_new(const struct yice_crew_job *job, void *const *workers, size_t count, struct yice_crew **out)
{
	struct yice_crew *crew = calloc(1, sizeof(*crew));
	int status;

	*out = NULL;
	if (!crew)
		return YICE_ENOMEM;
	crew->job = *job;
	crew->count = count;
	crew->size = count > 1 ? PIECES_EACH * count : 1;
	crew->ended[0] = crew->ended[1] = -1;
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->filled, NULL);
	pthread_cond_init(&crew->freed, NULL);
	crew->slots = calloc(crew->size, sizeof(*crew->slots));
	crew->hands = calloc(count, sizeof(*crew->hands));
	status = crew->slots && crew->hands ? YICE_OK : YICE_ENOMEM;
	if (!status && count > 1)
		status = start(crew, workers);
	else if (!status)
		crew->hands[0].worker = workers[0];
	if (status) {
		int error = errno;

		yice_crew_finish(crew);
		errno = error;
		return status;
	}
	*out = crew;
	return YICE_OK;
}

struct yice_piece *yice_crew_next(struct yice_crew *crew)
{
	struct yice_piece *piece;
	bool ended;

	pthread_mutex_lock(&crew->lock);
	while (!crew->code && crew->submitted - crew->written == crew->size)
		pthread_cond_wait(&crew->freed, &crew->lock);
	ended = crew->code != YICE_EXIT_OK;
	piece = &slot_of(crew, crew->submitted)->piece;
	pthread_mutex_unlock(&crew->lock);
	if (ended)
		return NULL;
	yice_buf_clear(&piece->in);
	yice_buf_clear(&piece->out);
	piece->lines = piece->faults = 0;
	piece->status = YICE_OK;
	return piece;
}

bool yice_crew_submit(struct yice_crew *crew)
{
	struct yice_piece *piece = &slot_of(crew, crew->submitted)->piece;
	bool ended;

	if (crew->count == 1) {
		crew->job.work(crew->hands[0].worker, piece);
		crew->code = crew->job.put(crew->job.context, piece);
		return crew->code == YICE_EXIT_OK;
	}
	pthread_mutex_lock(&crew->lock);
	crew->submitted++;
	ended = crew->code != YICE_EXIT_OK;
	pthread_cond_signal(&crew->filled);
	pthread_mutex_unlock(&crew->lock);
	return !ended;
}

int yice_crew_ended(const struct yice_crew *crew)
{
	return crew->ended[0];
}

int yice_crew_finish(struct yice_crew *crew)
{
	int code;

	pthread_mutex_lock(&crew->lock);
	crew->closed = true;
	pthread_cond_broadcast(&crew->filled);
	pthread_mutex_unlock(&crew->lock);
	for (size_t i = 0; i < crew->started; i++)
		pthread_join(crew->hands[i].thread, NULL);
	code = crew->code;
	release(crew);
	return code;
}
