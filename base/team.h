/* SPDX-License-Identifier: Apache-2.0 */
/* Numbered pieces of work that do not depend on each other, done by several threads. */
#ifndef YICE_BASE_TEAM_H
#define YICE_BASE_TEAM_H

#include "base/base.h"

#define YICE_TEAM_MAX 256 /* threads */

struct yice_team_job {
	/* Does one piece. A worker does one piece at a time; pieces are taken in order, each by one worker. */
	void (*work)(void *worker, size_t piece);
	/* Told after each piece how many are done, by one thread at a time; may be NULL. */
	void (*done)(void *context, size_t count);
	void *context;
};

/*
 * Does pieces 0 to pieces - 1 with a thread for each worker, of which this thread is one, and returns when all are done.
 * With fewer threads than workers, when the system gives no more, everything is done all the same. What was written by
 * a worker can be read when this returns.
 */
void yice_team_run(const struct yice_team_job *job, void *const *workers, size_t count, size_t pieces);

#endif
