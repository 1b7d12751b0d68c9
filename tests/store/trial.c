/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trials of the store that unit tests are too small for:
 *   trial kill FOLDER RUNS SEED         a publisher killed at random moments: nothing acknowledged is lost, nothing is blocked
 *   trial race FOLDER WRITERS N         writers on one reference, then each on its own: nothing is lost
 *   trial storm FOLDER WRITERS KILLS SEED   the same, while one after the other is killed
 *   trial fail FOLDER STRIDE            calls and allocations failing in turn: said, and the next publication succeeds
 *   trial pace FOLDER VERSIONS          how long publishing, reading and verifying take, and stock git beside it
 *   trial write FOLDER VERSIONS MARKS [careless], trial survive FOLDER MARK    for tests/store_power.sh
 * Each prints TAP; figures are comments.
 */
#include "tests/store/trial.h"
#include "tests/store/chain.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- kill */

static void publish_until_killed(const char *folder, int to)
{
	struct chain chain;
	char oid[YICE_OID], next[YICE_OID];
	uint64_t seq;

	if (open_chain(&chain, folder, "440600", true) || head_of(&chain, oid, &seq))
		_exit(3);
	for (;;) {
		if (publish(&chain, seq + 1, oid, 3, next))
			_exit(4);
		memcpy(oid, next, sizeof(oid));
		seq++;
		/* The acknowledgement: from here on it must not be lost. */
		if (write(to, &seq, sizeof(seq)) != sizeof(seq))
			_exit(5);
	}
}

static uint64_t kill_one(const char *folder, long delay_us, bool *odd)
{
	struct timespec delay = { 0, delay_us * 1000 };
	uint64_t acknowledged = 0, seq;
	int pipes[2], status;
	pid_t child;

	if (pipe(pipes))
		abort();
	child = fork();
	if (!child) {
		close(pipes[0]);
		publish_until_killed(folder, pipes[1]);
	}
	close(pipes[1]);
	nanosleep(&delay, NULL);
	kill(child, SIGKILL);
	while (read(pipes[0], &seq, sizeof(seq)) == sizeof(seq))
		acknowledged = seq;
	close(pipes[0]);
	waitpid(child, &status, 0);
	*odd = !WIFSIGNALED(status);
	return acknowledged;
}

int trial_kill(const char *folder, int runs, unsigned int seed)
{
	uint64_t acknowledged = 0, total = 0, count = 0, blocked = 0, lost = 0, ended = 0;
	struct chain chain;
	double start = now();

	result(!create_store(folder), "a store is made");
	for (int i = 0; i < runs; i++) {
		char oid[YICE_OID], next[YICE_OID];
		uint64_t last, seq;
		bool odd;

		seed = seed * 1103515245 + 12345;
		last = kill_one(folder, 1000 + (long)(seed >> 8) % 250000, &odd);
		ended += odd;
		if (last > acknowledged) {
			total += last - acknowledged;
			acknowledged = last;
		}
		if (open_chain(&chain, folder, "440600", true) || head_of(&chain, oid, &seq)) {
			blocked++;
		} else {
			lost += seq < acknowledged;
			blocked += publish(&chain, seq + 1, oid, 3, next) != YICE_OK;
			acknowledged = seq + 1;
		}
		close_chain(&chain);
	}
	printf("# %d kills, %llu acknowledged by those killed, %.0f s\n", runs, (unsigned long long)total, now() - start);
	result(!ended, "publishers end by being killed and not otherwise");
	result(!lost, "nothing acknowledged is lost");
	result(!blocked, "the next publication succeeds at once");
	result(!open_chain(&chain, folder, "440600", false) && !verify(&chain, &count) && count == acknowledged,
	       "the whole chain verifies");
	close_chain(&chain);
	result(fsck_is_clean(folder), "git fsck finds nothing");
	return results();
}

/* ---- race */

static void publish_times(const char *folder, const char *scope, int times)
{
	struct chain chain;
	char oid[YICE_OID], next[YICE_OID];
	uint64_t seq;

	if (open_chain(&chain, folder, scope, true))
		_exit(1);
	for (int done = 0; done < times;) {
		int status = head_of(&chain, oid, &seq);

		if (!status)
			status = publish(&chain, seq + 1, oid, 3, next);
		if (!status)
			done++;
		else if (status != YICE_ENOTFOUND)
			_exit(2);
	}
	close_chain(&chain);
	_exit(0);
}

static bool race(const char *folder, int writers, int times, bool apart)
{
	uint64_t whole = 0;
	bool good = true;
	char scope[16];

	for (int i = 0; i < writers; i++)
		if (!fork()) {
			snprintf(scope, sizeof(scope), "%06d", apart ? 500000 + i : 440600);
			publish_times(folder, scope, times);
		}
	for (int i = 0; i < writers; i++) {
		int status;

		good &= wait(&status) > 0 && !status;
	}
	for (int i = 0; i < (apart ? writers : 1); i++) {
		struct chain chain;
		uint64_t count = 0;

		snprintf(scope, sizeof(scope), "%06d", apart ? 500000 + i : 440600);
		good &= !open_chain(&chain, folder, scope, false) && !verify(&chain, &count);
		whole += count;
		close_chain(&chain);
	}
	return good && whole == (uint64_t)writers * (uint64_t)times;
}

int trial_race(const char *folder, int writers, int times)
{
	double start = now();

	result(!create_store(folder), "a store is made");
	result(race(folder, writers, times, false), "writers on one reference lose nothing");
	printf("# %d writers on one reference: %.0f publications a second\n", writers, writers * times / (now() - start));
	start = now();
	result(race(folder, writers, times, true), "writers on a reference each lose nothing");
	printf("# each on its own: %.0f publications a second\n", writers * times / (now() - start));
	result(fsck_is_clean(folder), "git fsck finds nothing");
	return results();
}

/* ---- storm */

/* What a writer was told: it may not be lost, whatever happens to the writer. */
struct told {
	uint64_t seq;
	int chain;
	char oid[YICE_OID];
};

struct storm {
	int writers, reader, writer; /* ends of the pipe on which all of them tell */
	const char *folder;
	pid_t *children;
	struct told *told;
	size_t count, cap;
	uint64_t odd; /* writers that ended by themselves */
};

/* Half of the writers share a chain; the others have their own. */
static int chain_of(int writer)
{
	return writer % 2 ? 500000 + writer : 440600;
}

static void publish_and_tell(const struct storm *storm, int writer)
{
	struct told told = { .chain = chain_of(writer) };
	struct chain chain;
	char oid[YICE_OID], scope[16];
	uint64_t seq;

	snprintf(scope, sizeof(scope), "%06d", told.chain);
	if (open_chain(&chain, storm->folder, scope, true)) {
		say_why(&chain, YICE_OK);
		_exit(1);
	}
	for (;;) {
		int status = head_of(&chain, oid, &seq);

		if (!status)
			status = publish(&chain, seq + 1, oid, 3, told.oid);
		told.seq = seq + 1;
		if (!status && write(storm->writer, &told, sizeof(told)) != sizeof(told))
			_exit(3);
		if (status && status != YICE_ENOTFOUND) {
			say_why(&chain, status);
			_exit(2);
		}
	}
}

static void start_writer(struct storm *storm, int writer)
{
	pid_t child = fork();

	if (!child)
		publish_and_tell(storm, writer);
	storm->children[writer] = child;
}

static void stop_writer(struct storm *storm, int writer)
{
	int status;

	kill(storm->children[writer], SIGKILL);
	waitpid(storm->children[writer], &status, 0);
	if (!WIFSIGNALED(status))
		printf("# a writer ended with %d\n", WEXITSTATUS(status));
	storm->odd += !WIFSIGNALED(status);
}

static void listen_to_all(struct storm *storm)
{
	struct told told;

	while (read(storm->reader, &told, sizeof(told)) == sizeof(told)) {
		if (storm->count == storm->cap) {
			storm->cap = storm->cap ? storm->cap * 2 : 1024;
			storm->told = realloc(storm->told, storm->cap * sizeof(*storm->told));
			if (!storm->told)
				abort();
		}
		storm->told[storm->count++] = told;
	}
}

/* Does the chain verify, and is all of it that was told where it was told to be? */
static bool holds(const struct storm *storm, int chain_number, uint64_t *count)
{
	struct yice_arena arena;
	struct chain chain;
	char scope[16], head[YICE_OID], next[YICE_OID];
	const char **oids = NULL;
	uint64_t seq;
	size_t n = 0;
	bool good;

	snprintf(scope, sizeof(scope), "%06d", chain_number);
	yice_arena_init(&arena);
	good = !open_chain(&chain, storm->folder, scope, true) && !verify(&chain, count) && !head_of(&chain, head, &seq) &&
	       !yice_chain_list(chain.store, head, NULL, "chain", &arena, &oids, &n, &chain.diags);
	for (size_t i = 0; good && i < storm->count; i++)
		if (storm->told[i].chain == chain_number)
			good = storm->told[i].seq <= n && !strcmp(oids[storm->told[i].seq - 1], storm->told[i].oid);
	good = good && !publish(&chain, seq + 1, head, 3, next);
	close_chain(&chain);
	yice_arena_release(&arena);
	return good;
}

static void rage(struct storm *storm, int kills, unsigned int seed)
{
	for (int i = 0; i < storm->writers; i++)
		start_writer(storm, i);
	for (int i = 0; i < kills; i++) {
		struct timespec pause = { 0, 0 };
		int victim;

		seed = seed * 1103515245 + 12345;
		pause.tv_nsec = (long)(seed >> 8) % 40000 * 1000;
		victim = (int)(seed >> 4) % storm->writers;
		nanosleep(&pause, NULL);
		stop_writer(storm, victim < 0 ? -victim : victim);
		listen_to_all(storm);
		start_writer(storm, victim < 0 ? -victim : victim);
	}
	for (int i = 0; i < storm->writers; i++)
		stop_writer(storm, i);
	listen_to_all(storm);
}

int trial_storm(const char *folder, int writers, int kills, unsigned int seed)
{
	struct storm storm = { .writers = writers, .folder = folder };
	uint64_t count, all = 0;
	double start = now();
	bool good = true;
	int ends[2];

	result(!create_store(folder), "a store is made");
	if (pipe(ends) || fcntl(ends[0], F_SETFL, O_NONBLOCK))
		abort();
	storm.reader = ends[0];
	storm.writer = ends[1];
	storm.children = calloc((size_t)writers, sizeof(*storm.children));
	rage(&storm, kills, seed);
	for (int i = 0; i < writers; i++)
		if (i == 0 || i % 2) {
			good &= holds(&storm, chain_of(i), &count);
			all += count;
		}
	printf("# %d kills among %d writers, %zu acknowledged, %llu there, %.0f s\n", kills, writers, storm.count,
	       (unsigned long long)all, now() - start);
	result(!storm.odd, "writers end by being killed and not otherwise");
	result(good, "all that was acknowledged is where it was said to be, and the next publications succeed");
	result(fsck_is_clean(folder), "git fsck finds nothing");
	free(storm.children);
	free(storm.told);
	return results();
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";

	if (argc == 5 && !strcmp(what, "kill"))
		return trial_kill(argv[2], atoi(argv[3]), (unsigned int)atoi(argv[4]));
	if (argc == 5 && !strcmp(what, "race"))
		return trial_race(argv[2], atoi(argv[3]), atoi(argv[4]));
	if (argc == 6 && !strcmp(what, "storm"))
		return trial_storm(argv[2], atoi(argv[3]), atoi(argv[4]), (unsigned int)atoi(argv[5]));
	if (argc == 4 && !strcmp(what, "fail"))
		return trial_fail(argv[2], atoi(argv[3]));
	if (argc == 5 && !strcmp(what, "memory"))
		return trial_memory(argv[2], atol(argv[3]), atol(argv[4]));
	if (argc == 4 && !strcmp(what, "pace"))
		return trial_pace(argv[2], (uint64_t)atoi(argv[3]));
	if ((argc == 5 || argc == 6) && !strcmp(what, "write"))
		return trial_write(argv[2], (uint64_t)atoi(argv[3]), argv[4], argc == 6);
	if (argc == 4 && !strcmp(what, "survive"))
		return trial_survive(argv[2], argv[3]);
	return 64;
}
