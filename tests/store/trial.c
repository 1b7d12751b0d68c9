/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trials of the store that unit tests are too small for:
 *   trial kill FOLDER RUNS SEED     a publisher killed at random moments: nothing acknowledged is lost, nothing is blocked
 *   trial race FOLDER WRITERS N     writers on one reference, then each on its own: nothing is lost
 *   trial fail FOLDER               every call to the system failing in turn: said, and the next publication succeeds
 *   trial pace FOLDER VERSIONS      how long publishing, reading and verifying take, and stock git beside it
 * Calls go through the functions below, which this program puts in front of
 * the C library's, for libgit2 too. Prints TAP; figures are comments.
 */
/* open and open64 are both defined below, so neither may stand for the other. */
#undef _FILE_OFFSET_BITS
#include "base/base.h"
#include "store/record.h"
#include "yice/digest.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WHO "Trial <trial@store.example>"

/* ---- calls that fail */

static struct {
	long countdown; /* 0: off; fails when it reaches 1 */
	int error;      /* 0: a short write */
	bool tripped, no_sync;
} plan;

static bool fails_now(void)
{
	if (!plan.countdown || --plan.countdown)
		return false;
	plan.tripped = true;
	errno = plan.error;
	return true;
}

/* The library's own function; POSIX promises that a function fits. */
#define REAL(name, type, ...)                                                                                          \
	static type (*real)(__VA_ARGS__);                                                                              \
	if (!real)                                                                                                     \
		*(void **)&real = dlsym(RTLD_NEXT, name)

YICE_API ssize_t write(int fd, const void *bytes, size_t len)
{
	REAL("write", ssize_t, int, const void *, size_t);
	if (fd > 2 && fails_now()) {
		if (plan.error || len < 2)
			return plan.error ? -1 : real(fd, bytes, len);
		return real(fd, bytes, len / 2);
	}
	return real(fd, bytes, len);
}

YICE_API int fsync(int fd)
{
	REAL("fsync", int, int);
	if (plan.no_sync)
		return 0;
	return plan.error && fails_now() ? -1 : real(fd);
}

YICE_API int rename(const char *from, const char *to)
{
	REAL("rename", int, const char *, const char *);
	return plan.error && fails_now() ? -1 : real(from, to);
}

YICE_API int link(const char *from, const char *to)
{
	REAL("link", int, const char *, const char *);
	return plan.error && fails_now() ? -1 : real(from, to);
}

YICE_API int mkdir(const char *path, mode_t mode)
{
	REAL("mkdir", int, const char *, mode_t);
	return plan.error && fails_now() ? -1 : real(path, mode);
}

static int open_through(const char *name, const char *path, int flags, mode_t mode)
{
	int (*real)(const char *, int, ...);

	*(void **)&real = dlsym(RTLD_NEXT, name);
	return plan.error && flags & (O_WRONLY | O_RDWR | O_CREAT) && fails_now() ? -1 : real(path, flags, mode);
}

static mode_t mode_of(va_list args, int flags)
{
	return flags & O_CREAT ? (mode_t)va_arg(args, int) : 0;
}

YICE_API int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(args, flags);
	va_end(args);
	return open_through("open", path, flags, mode);
}

YICE_API int open64(const char *path, int flags, ...);
int open64(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(args, flags);
	va_end(args);
	return open_through("open64", path, flags, mode);
}

/* ---- what all trials share */

static int tests, failed;

static void result(bool good, const char *name)
{
	tests++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", tests, name);
	fflush(stdout);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct yice_key the_key(void)
{
	static const unsigned char seed[YICE_KEY_BYTES] = { 42 };
	struct yice_key key;

	if (yice_key_from_seed(&key, seed))
		abort();
	return key;
}

struct chain {
	struct yice_store *store;
	struct yice_key key;
	struct yice_diags diags;
	const char *scope;
	char ref[YICE_REF_BYTES];
};

static int open_chain(struct chain *chain, const char *folder, const char *scope, bool write)
{
	memset(chain, 0, sizeof(*chain));
	yice_diags_init(&chain->diags);
	chain->key = the_key();
	chain->scope = scope;
	yice_ref_format(YICE_REF_PUB, scope, chain->ref);
	return yice_store_open(folder, write, NULL, &chain->diags, &chain->store);
}

static void close_chain(struct chain *chain)
{
	yice_store_close(chain->store);
	yice_diags_release(&chain->diags);
}

static void forget_diags(struct chain *chain)
{
	yice_diags_release(&chain->diags);
	yice_diags_init(&chain->diags);
}

/* One version behind the head, `count` sources of which the last is new. */
static int publish(struct chain *chain, uint64_t seq, const char *after, size_t count, char oid[YICE_OID])
{
	struct yice_file *items = calloc(count + 1, sizeof(*items));
	struct yice_files files = { items, count + 1, "trial", 1 };
	struct yice_draft draft = { .kind = YICE_REF_PUB, .scope = chain->scope, .seq = seq, .subject = "trial", .who = WHO,
				    .when = 1700000000, .files = &files, .key = &chain->key, .after = after };
	char *names = calloc(count + 1, 64), image[4096];
	int status;

	for (size_t i = 0; i < count; i++) {
		char *text = names + 64 * i;

		/* File i changes every `count` versions, each time another one. */
		snprintf(text, 64, "src/f%03zu.yice", i);
		items[i].path = text;
		snprintf(text + 24, 40, "file %zu at %llu", i, (unsigned long long)((seq + count - i) / (count + !count)));
		items[i].bytes = text + 24;
		items[i].len = strlen(text + 24);
	}
	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (char)(i * seq >> 3);
	items[count] = (struct yice_file){ "image", image, sizeof(image) };
	yice_files_sort(&files);
	status = yice_record_append(chain->store, &draft, oid, &chain->diags);
	free(items);
	free(names);
	return status;
}

static int head_of(struct chain *chain, char oid[YICE_OID], uint64_t *seq)
{
	struct yice_record record;
	int status = yice_git_head(yice_store_git(chain->store), chain->ref, oid, &chain->diags);

	*seq = 0;
	if (status || !*oid)
		return status;
	status = yice_record_read(chain->store, oid, "head", &record, &chain->diags);
	*seq = record.commit.seq;
	yice_record_release(&record);
	return status;
}

/* Every record of the chain, linked. */
static int verify(struct chain *chain, uint64_t *count)
{
	char head[YICE_OID], before[YICE_SHA256] = "";
	struct yice_arena arena;
	const char **oids;
	size_t n = 0;
	int status;

	yice_arena_init(&arena);
	status = yice_git_head(yice_store_git(chain->store), chain->ref, head, &chain->diags);
	if (!status)
		status = yice_chain_list(chain->store, head, NULL, chain->ref, &arena, &oids, &n, &chain->diags);
	for (size_t i = 0; !status && i < n; i++) {
		struct yice_record record;

		status = yice_record_read(chain->store, oids[i], "record", &record, &chain->diags);
		if (!status)
			status = yice_record_follows(&record, *before ? before : NULL, i, YICE_REF_PUB, chain->scope, "record",
						     &chain->diags);
		memcpy(before, record.sha256, sizeof(before));
		yice_record_release(&record);
	}
	yice_arena_release(&arena);
	*count = n;
	return status;
}

static bool fsck_is_clean(const char *folder)
{
	char command[512];

	if (system("command -v git >/dev/null"))
		return true;
	snprintf(command, sizeof(command), "git -C '%s' fsck --strict >/dev/null 2>&1", folder);
	return !system(command);
}

static int create(const char *folder)
{
	struct yice_diags diags;
	int status;

	yice_diags_init(&diags);
	status = yice_store_create(folder, &diags);
	yice_diags_release(&diags);
	return status;
}

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

static int run_kill(const char *folder, int runs, unsigned int seed)
{
	uint64_t acknowledged = 0, total = 0, count = 0, blocked = 0, lost = 0, ended = 0;
	struct chain chain;
	double start = now();

	result(!create(folder), "a store is made");
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
	return failed;
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

static int run_race(const char *folder, int writers, int times)
{
	double start = now();

	result(!create(folder), "a store is made");
	result(race(folder, writers, times, false), "writers on one reference lose nothing");
	printf("# %d writers on one reference: %.0f publications a second\n", writers, writers * times / (now() - start));
	start = now();
	result(race(folder, writers, times, true), "writers on a reference each lose nothing");
	printf("# each on its own: %.0f publications a second\n", writers * times / (now() - start));
	result(fsck_is_clean(folder), "git fsck finds nothing");
	return failed;
}

/* ---- fail */

/* Publishing with the nth call failing. false: it did not come to that call. */
static bool fail_at(const char *folder, long n, int error, bool *good, uint64_t *unsaid)
{
	struct chain chain;
	char oid[YICE_OID], next[YICE_OID], after[YICE_OID];
	uint64_t seq, seq_after;
	bool tripped;
	int status;

	*good = !open_chain(&chain, folder, "440600", true) && !head_of(&chain, oid, &seq);
	if (!*good)
		return false;
	plan.error = error;
	plan.tripped = false;
	plan.countdown = n;
	status = publish(&chain, seq + 1, oid, 3, next);
	plan.countdown = 0;
	tripped = plan.tripped;
	close_chain(&chain);
	/* What was said and what happened agree, and the next publication succeeds. */
	*good = !open_chain(&chain, folder, "440600", true) && !head_of(&chain, after, &seq_after);
	if (*good && !status)
		*good = seq_after == seq + 1;
	/* A failure after the reference moved: not acknowledged and there all the same, which loses nothing. */
	if (*good && status && seq_after == seq + 1)
		++*unsaid;
	else if (*good && status)
		*good = seq_after == seq;
	*good = *good && !publish(&chain, seq_after + 1, after, 3, next);
	close_chain(&chain);
	return tripped;
}

static int run_fail(const char *folder)
{
	static const struct {
		int error;
		const char *name;
	} kinds[] = { { EIO, "EIO at every call is survived" },
		      { ENOSPC, "a full disk at every call is survived" },
		      { 0, "a short write at every call is survived" } };
	struct chain chain;
	uint64_t count, unsaid = 0;

	result(!create(folder), "a store is made");
	for (size_t i = 0; i < YICE_COUNT(kinds); i++) {
		bool good = true, tripped = true;
		long n = 1;

		for (; good && tripped; n++)
			tripped = fail_at(folder, n, kinds[i].error, &good, &unsaid);
		printf("# %s: %ld calls\n", kinds[i].error ? strerror(kinds[i].error) : "short write", n - 2);
		result(good && n > 3, kinds[i].name);
	}
	printf("# there though not acknowledged: %llu\n", (unsigned long long)unsaid);
	result(!open_chain(&chain, folder, "440600", false) && !verify(&chain, &count), "the whole chain verifies");
	close_chain(&chain);
	result(fsck_is_clean(folder), "git fsck finds nothing");
	return failed;
}

/* ---- pace */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void figures(const char *what, double *times, size_t count)
{
	qsort(times, count, sizeof(*times), by_value);
	printf("# %s: p50 %.0f us, p99 %.0f us\n", what, times[count / 2] * 1e6, times[count * 99 / 100] * 1e6);
}

static double time_command(const char *format, const char *folder)
{
	char command[512];
	double start = now();

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(command, sizeof(command), format, folder);
#pragma GCC diagnostic pop
	return system(command) ? -1 : now() - start;
}

static int read_random(struct chain *chain, const char *const *oids, size_t count, double *times, size_t samples)
{
	uint64_t seed = 88172645463325252u;

	for (size_t i = 0; i < samples; i++) {
		struct yice_record record;
		struct yice_buf image = YICE_BUF_INIT;
		double start;
		int status;

		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		start = now();
		status = yice_record_read(chain->store, oids[seed % count], "record", &record, &chain->diags);
		if (!status)
			status = yice_record_file(chain->store, &record, "image", &image, &chain->diags);
		times[i] = now() - start;
		yice_record_release(&record);
		yice_buf_release(&image);
		if (status)
			return status;
	}
	return YICE_OK;
}

static int run_pace(const char *folder, uint64_t versions)
{
	struct chain chain;
	struct yice_arena arena;
	double *times = calloc(10000, sizeof(*times)), start;
	char oid[YICE_OID] = "", next[YICE_OID];
	const char **oids;
	size_t count;
	uint64_t seq = 0;
	bool good = !create(folder) && !open_chain(&chain, folder, "440600", true);

	result(good, "a store is made");
	/* The first hundred as they are for a publisher, the rest without waiting for the disk. */
	for (; good && seq < versions; seq++) {
		plan.no_sync = seq >= 100;
		start = now();
		good = !publish(&chain, seq + 1, oid, 200, next);
		if (seq < 100)
			times[seq] = now() - start;
		memcpy(oid, next, sizeof(oid));
	}
	figures("publishing a version of 200 files, durably", times, versions < 100 ? (size_t)versions : 100);
	plan.no_sync = false;
	close_chain(&chain);
	time_command("git -C '%s' repack -adq", folder);
	good = good && !open_chain(&chain, folder, "440600", false);
	yice_arena_init(&arena);
	start = now();
	good = good && !yice_chain_list(chain.store, oid, NULL, "pub", &arena, &oids, &count, &chain.diags);
	printf("# listing a chain of %llu: %.1f ms; git rev-list: %.1f ms\n", (unsigned long long)versions,
	       (now() - start) * 1e3, time_command("git -C '%s' rev-list pub/440600 >/dev/null", folder) * 1e3);
	start = now();
	good = good && !verify(&chain, &seq) && seq == versions;
	printf("# verifying the chain: %.2f s, %.0f us each\n", now() - start, (now() - start) / (double)versions * 1e6);
	result(good, "the chain verifies");
	close_chain(&chain);
	good = good && !open_chain(&chain, folder, "440600", false);
	if (good)
		good = !read_random(&chain, oids, count, times, 2000);
	figures("reading and checking a random version, its files known or not", times, 2000);
	result(good, "random versions read");
	forget_diags(&chain);
	close_chain(&chain);
	yice_arena_release(&arena);
	free(times);
	return failed;
}

int main(int argc, char **argv)
{
	if (argc >= 5 && !strcmp(argv[1], "kill"))
		run_kill(argv[2], atoi(argv[3]), (unsigned int)atoi(argv[4]));
	else if (argc >= 5 && !strcmp(argv[1], "race"))
		run_race(argv[2], atoi(argv[3]), atoi(argv[4]));
	else if (argc >= 3 && !strcmp(argv[1], "fail"))
		run_fail(argv[2]);
	else if (argc >= 4 && !strcmp(argv[1], "pace"))
		run_pace(argv[2], strtoull(argv[3], NULL, 10));
	else
		return 64;
	printf("1..%d\n", tests);
	return failed > 0;
}
