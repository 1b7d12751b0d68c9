/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A counter of pieces and a lock around it. Workers keep what they find to
 * themselves, by piece; whoever started the team puts it together afterwards,
 * in the order of the pieces, so that no output depends on who was faster.
 * Called by the analysis.
 */
#include "base/team.h"

#include <pthread.h>

struct team {
	const struct yice_team_job *job;
	pthread_mutex_t lock;
	size_t pieces, next, done;
};

struct member {
	struct team *team;
	void *worker;
	pthread_t thread;
};

/* The next piece, or none; tells that one before it was done. */
static bool take(struct team *team, bool finished, size_t *piece)
{
	bool more;

	pthread_mutex_lock(&team->lock);
	if (finished) {
		team->done++;
		if (team->job->done)
			team->job->done(team->job->context, team->done);
	}
	*piece = team->next;
	more = team->next < team->pieces;
	team->next += more;
	pthread_mutex_unlock(&team->lock);
	return more;
}

static void *work(void *context)
{
	struct member *member = context;
	size_t piece;

	for (bool more = take(member->team, false, &piece); more; more = take(member->team, true, &piece))
		member->team->job->work(member->worker, piece);
	return NULL;
}

void yice_team_run(const struct yice_team_job *job, void *const *workers, size_t count, size_t pieces)
{
	struct team team = { .job = job, .pieces = pieces };
	struct member members[YICE_TEAM_MAX];
	size_t started = 1;

	assert(count >= 1);
	count = count < YICE_TEAM_MAX ? count : YICE_TEAM_MAX;
	count = count < pieces ? count : pieces;
	pthread_mutex_init(&team.lock, NULL);
	for (size_t i = 0; i < count; i++)
		members[i] = (struct member){ .team = &team, .worker = workers[i] };
	while (started < count && !pthread_create(&members[started].thread, NULL, work, &members[started]))
		started++;
	if (count)
		work(&members[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(members[i].thread, NULL);
	pthread_mutex_destroy(&team.lock);
}
