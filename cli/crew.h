/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads that work on pieces of a stream while their results leave in the
 * order in which the pieces came. A piece is written as soon as those before it
 * are, by whichever thread comes to it, so nothing waits for more input. Memory
 * is bounded: there are only a few pieces, used again and again.
 */
#ifndef YICE_CLI_CREW_H
#define YICE_CLI_CREW_H

#include "base/buf.h"

#define YICE_CREW_MAX 256 /* threads */

struct yice_piece {
	struct yice_buf in, out;
	uint64_t first, lines; /* number of the first line; how many lines */
	uint64_t faults;       /* lines at fault */
	int status;            /* why the work on it ended early; YICE_OK */
};

struct yice_crew_job {
	/* Fills out from in. Called by one thread at a time for each worker. */
	void (*work)(void *worker, struct yice_piece *piece);
	/* Takes the results, called for one piece at a time and in order. Not YICE_EXIT_OK ends everything. */
	int (*put)(void *context, struct yice_piece *piece);
	void *context;
};

struct yice_crew;

/* As many threads as workers; a single one works in yice_crew_submit() itself. YICE_OK, YICE_ENOMEM, YICE_EIO. */
int yice_crew_new(const struct yice_crew_job *job, void *const *workers, size_t count, struct yice_crew **out)
	YICE_MUST_CHECK;
/* An empty piece, as soon as there is one; NULL when everything ended. */
struct yice_piece *yice_crew_next(struct yice_crew *crew);
/* Gives the newest piece of yice_crew_next() to the threads. False when everything ended. */
bool yice_crew_submit(struct yice_crew *crew);
/* Becomes readable when everything ended, for callers that wait for input; -1 with a single worker. */
int yice_crew_ended(const struct yice_crew *crew);
/* Waits for all pieces and frees the crew. What put() returned last that was not YICE_EXIT_OK, else YICE_EXIT_OK. */
int yice_crew_finish(struct yice_crew *crew);

#endif
