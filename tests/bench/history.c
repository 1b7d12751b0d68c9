/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A long chain of versions and how long it takes to ask it things, for
 * tests/bench/history.sh:
 *   history make STORE VERSIONS FILES   a store with one signed chain
 *   history ask STORE REPEATS           verifying, opening versions, the history of a path; keeps STORE/yice/paths
 *   history lines STORE N               N random versions as lines for git cat-file --batch
 *   history time REPEATS COMMAND…       a command, its output thrown away
 * Each figure is a median: milliseconds or microseconds of wall time, and of
 * processor time behind it, since the machine may have other work.
 */
#include "base/base.h"
#include "store/convoy.h"
#include "store/history.h"
#include "yice/digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REF     "refs/heads/pub/440600"
#define SAMPLES 2000u

/* Making a chain needs no disk to be waited for; libgit2 finds this function before the C library's. */
YICE_API int fsync(int fd)
{
	YICE_UNUSED(fd);
	return 0;
}

struct pair {
	double wall, cpu;
};

static double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct pair moment(clockid_t cpu)
{
	return (struct pair){ seconds(CLOCK_MONOTONIC), seconds(cpu) };
}

static struct pair since(struct pair start, clockid_t cpu)
{
	return (struct pair){ seconds(CLOCK_MONOTONIC) - start.wall, seconds(cpu) - start.cpu };
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double middle(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), by_value);
	return values[count / 2];
}

/* The medians of both clocks, times scale. */
static void figure(const char *name, const struct pair *pairs, size_t count, double scale)
{
	double *wall = calloc(count, sizeof(*wall)), *cpu = calloc(count, sizeof(*cpu));

	for (size_t i = 0; wall && cpu && i < count; i++) {
		wall[i] = pairs[i].wall * scale;
		cpu[i] = pairs[i].cpu * scale;
	}
	if (wall && cpu)
		printf("%s %.3f %.3f\n", name, middle(wall, count), middle(cpu, count));
	fflush(stdout);
	free(wall);
	free(cpu);
}

static int failed(const char *what, struct yice_diags *diags)
{
	fprintf(stderr, "history: %s failed%s%s\n", what, diags && diags->count ? ": " : "",
		diags && diags->count ? yice_diag_name(diags->items[0]->main.id) : "");
	return 1;
}

/* ---- make */

struct maker {
	struct yice_store *store;
	struct yice_diags diags;
	struct yice_key key;
	struct yice_file *items;
	char *texts;
	size_t count;
};

static void put_meta(uint64_t seq, struct yice_buf *out)
{
	struct yice_version version;
	const char *basis = "law";

	memset(&version, 0, sizeof(version));
	version.kind = YICE_VERSION_DYNAMIC;
	version.scope = "440600";
	version.seq = seq;
	version.from = (yice_day)(20000 + seq);
	version.to = YICE_DAY_MAX;
	version.reason = yice_dynamic_reason_find("law");
	version.basis = (struct yice_texts){ &basis, 1 };
	yice_version_print(&version, out);
}

/* File i changes every `count` versions, the image each time. */
static int publish(struct maker *maker, uint64_t seq, const char *after, char oid[YICE_OID])
{
	struct yice_files files = { maker->items, maker->count + 2, "bench", 1 };
	struct yice_draft draft = { .kind = YICE_REF_PUB, .scope = "440600", .seq = seq, .subject = "bench",
				    .who = "Bench <bench@store.example>", .when = 1700000000, .files = &files,
				    .key = &maker->key, .after = after };
	struct yice_buf meta = YICE_BUF_INIT;
	char image[4096];
	int status;

	put_meta(seq, &meta);
	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (char)(i * seq >> 3);
	for (size_t i = 0; i < maker->count; i++) {
		char *text = maker->texts + 96 * i;

		snprintf(text, 32, "src/f%05zu.yice", i);
		snprintf(text + 32, 64, "file %zu at %llu", i,
			 (unsigned long long)((seq + maker->count - i) / maker->count));
		maker->items[i] = (struct yice_file){ text, text + 32, strlen(text + 32) };
	}
	maker->items[maker->count] = (struct yice_file){ "image", image, sizeof(image) };
	maker->items[maker->count + 1] = (struct yice_file){ "meta/version", yice_buf_text(&meta), meta.len };
	yice_files_sort(&files);
	status = yice_record_append(maker->store, &draft, oid, &maker->diags);
	yice_buf_release(&meta);
	return status;
}

static int make(const char *path, uint64_t versions, size_t count)
{
	static const unsigned char seed[YICE_KEY_BYTES] = { 42 };
	struct maker maker = { .count = count };
	char oid[YICE_OID] = "", next[YICE_OID];
	struct yice_buf key = YICE_BUF_INIT;
	int status;

	yice_diags_init(&maker.diags);
	maker.items = calloc(count + 2, sizeof(*maker.items));
	maker.texts = calloc(count, 96);
	status = maker.items && maker.texts ? yice_key_from_seed(&maker.key, seed) : YICE_ENOMEM;
	if (!status)
		status = yice_store_create(path, &maker.diags);
	if (!status)
		status = yice_store_open(path, true, NULL, &maker.diags, &maker.store);
	for (uint64_t seq = 1; !status && seq <= versions; seq++) {
		status = publish(&maker, seq, oid, next);
		memcpy(oid, next, sizeof(oid));
	}
	yice_key_print_public(&maker.key, &key);
	printf("%s\n", yice_buf_text(&key));
	yice_buf_release(&key);
	yice_store_close(maker.store);
	free(maker.items);
	free(maker.texts);
	return status ? failed("make", &maker.diags) : 0;
}

/* ---- ask */

struct asked {
	struct yice_store *store;
	struct yice_diags diags;
	struct yice_arena arena;
	const char **oids;
	size_t count;
	struct yice_history *history;
	char binding[YICE_SHA256], before[YICE_SHA256];
};

static int open_chain(struct asked *asked, const char *path)
{
	char head[YICE_OID];
	int status;

	memset(asked, 0, sizeof(*asked));
	yice_diags_init(&asked->diags);
	yice_arena_init(&asked->arena);
	status = yice_store_open(path, false, NULL, &asked->diags, &asked->store);
	if (!status)
		status = yice_git_head(yice_store_git(asked->store), REF, head, &asked->diags);
	if (!status)
		status = yice_chain_list(asked->store, head, NULL, REF, &asked->arena, &asked->oids, &asked->count,
					 &asked->diags);
	if (!status)
		status = yice_history_bind(asked->store, NULL, asked->binding, &asked->diags);
	return status ? status : yice_history_new(asked->binding, &asked->history);
}

static void close_chain(struct asked *asked)
{
	yice_history_free(asked->history);
	yice_store_close(asked->store);
	yice_arena_release(&asked->arena);
	yice_diags_release(&asked->diags);
}

static int take(void *to, size_t index, const struct yice_record *record)
{
	struct asked *asked = to;
	int status = yice_record_follows(record, index ? asked->before : NULL, index, YICE_REF_PUB, "440600", "chain",
					 &asked->diags);

	memcpy(asked->before, record->sha256, sizeof(asked->before));
	return status ? status : yice_history_take(asked->history, REF, record);
}

/* From nothing known to every record checked and the history made. */
static int verify(struct asked *asked, const char *path)
{
	int status = open_chain(asked, path);

	return status ? status : yice_convoy_read(asked->store, asked->oids, 0, asked->count, "pub/440600", take, asked,
						  &asked->diags);
}

static uint64_t random_number(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* A version with its metadata, list of files and image. */
static int open_version(struct asked *asked, uint32_t number, struct yice_buf *image)
{
	struct yice_record record;
	int status = yice_history_open(asked->history, asked->store, REF, number, &record, &asked->diags);

	yice_buf_clear(image);
	if (!status)
		status = yice_record_file(asked->store, &record, "image", image, &asked->diags);
	yice_record_release(&record);
	return status;
}

/* One file of a version, without its list of files. */
static int open_file(struct asked *asked, uint32_t number, struct yice_buf *bytes)
{
	const struct yice_history_change *file = yice_history_at(asked->history, REF, "src/f00007.yice", number);
	char sha256[YICE_SHA256];
	int status = YICE_OK;

	yice_buf_clear(bytes);
	if (!file)
		return YICE_ENOTFOUND;
	status = yice_git_read(yice_store_git(asked->store), file->object, YICE_GIT_BLOB, "file", bytes, &asked->diags);
	if (!status)
		status = yice_digest_sha256(yice_buf_text(bytes), bytes->len, sha256);
	return status ? status : strcmp(sha256, file->digest) ? YICE_EDIAG : YICE_OK;
}

static int sample(struct asked *asked, const char *name, int (*open)(struct asked *, uint32_t, struct yice_buf *))
{
	struct pair *pairs = calloc(SAMPLES, sizeof(*pairs));
	struct yice_buf bytes = YICE_BUF_INIT;
	uint64_t seed = 88172645463325252u;
	int status = pairs ? YICE_OK : YICE_ENOMEM;

	for (size_t i = 0; !status && i < SAMPLES; i++) {
		struct pair start = moment(CLOCK_THREAD_CPUTIME_ID);

		status = open(asked, (uint32_t)(random_number(&seed) % asked->count), &bytes);
		pairs[i] = since(start, CLOCK_THREAD_CPUTIME_ID);
	}
	if (!status)
		figure(name, pairs, SAMPLES, 1e6);
	yice_buf_release(&bytes);
	free(pairs);
	return status;
}

static int keep(const struct asked *asked, const char *path)
{
	struct yice_buf text = YICE_BUF_INIT;
	char name[512];
	int status;

	snprintf(name, sizeof(name), "%s/yice", path);
	mkdir(name, 0777);
	snprintf(name, sizeof(name), "%s/yice/paths", path);
	yice_history_print(asked->history, "bench", &text);
	status = yice_buf_status(&text);
	if (!status)
		status = yice_write_file(name, text.data, text.len);
	printf("index-bytes %zu %zu\n", text.len, text.len);
	yice_buf_release(&text);
	return status;
}

/* What the program does for `store log STORE SCOPE PATH`, less starting it: open, bind, read, look up. */
static int ask_path(const char *path, struct pair *out, uint32_t *count)
{
	struct pair start = moment(CLOCK_PROCESS_CPUTIME_ID);
	struct yice_history *history = NULL;
	struct yice_store *store = NULL;
	char name[512], binding[YICE_SHA256], *text = NULL;
	struct yice_diags diags;
	size_t len = 0;
	int status;

	yice_diags_init(&diags);
	snprintf(name, sizeof(name), "%s/yice/paths", path);
	status = yice_store_open(path, false, NULL, &diags, &store);
	if (!status)
		status = yice_history_bind(store, NULL, binding, &diags);
	if (!status)
		status = yice_read_file(name, &text, &len);
	if (!status)
		status = yice_history_read(text, len, "bench", binding, &history);
	if (!status)
		yice_history_of(history, REF, "src/f00007.yice", count);
	yice_history_free(history);
	yice_store_close(store);
	free(text);
	yice_diags_release(&diags);
	*out = since(start, CLOCK_PROCESS_CPUTIME_ID);
	return status;
}

static int ask(const char *path, size_t repeats)
{
	struct pair *pairs = calloc(repeats, sizeof(*pairs));
	struct asked asked = { .count = 0 };
	uint32_t changes = 0;
	int status = pairs ? YICE_OK : YICE_ENOMEM;

	for (size_t i = 0; !status && i < repeats; i++) {
		struct pair start = moment(CLOCK_PROCESS_CPUTIME_ID);

		if (i)
			close_chain(&asked);
		status = verify(&asked, path);
		pairs[i] = since(start, CLOCK_PROCESS_CPUTIME_ID);
	}
	if (!status) {
		figure("verify-ms", pairs, repeats, 1e3);
		status = sample(&asked, "version-us", open_version);
	}
	if (!status)
		status = sample(&asked, "file-us", open_file);
	if (!status)
		status = keep(&asked, path);
	for (size_t i = 0; !status && i < repeats; i++)
		status = ask_path(path, &pairs[i], &changes);
	if (!status) {
		figure("path-ms", pairs, repeats, 1e3);
		printf("path-changes %u %u\n", (unsigned int)changes, (unsigned int)changes);
	} else
		failed("ask", &asked.diags);
	close_chain(&asked);
	free(pairs);
	return status != YICE_OK;
}

/* ---- lines, time */

static int lines(const char *path, size_t count)
{
	struct asked asked;
	uint64_t seed = 88172645463325252u;
	int status = open_chain(&asked, path);

	for (size_t i = 0; !status && i < count; i++) {
		const char *oid = asked.oids[random_number(&seed) % asked.count];

		printf("%s\n%s:MANIFEST\n%s:image\n", oid, oid, oid);
	}
	close_chain(&asked);
	return status ? failed("lines", NULL) : 0;
}

static int run(char **command)
{
	pid_t child = fork();
	int status = -1;

	if (!child) {
		int null = open("/dev/null", O_WRONLY);

		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		lseek(STDIN_FILENO, 0, SEEK_SET); /* of a file: each run reads all of it */
		execvp(command[0], command);
		_exit(127);
	}
	return child < 0 || waitpid(child, &status, 0) < 0 ? -1 : status;
}

static double children_cpu(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int time_command(size_t repeats, char **command)
{
	struct pair *pairs = calloc(repeats, sizeof(*pairs));
	int status = pairs ? 0 : 1;

	for (size_t i = 0; !status && i < repeats; i++) {
		struct pair start = { seconds(CLOCK_MONOTONIC), children_cpu() };

		status = run(command);
		pairs[i] = (struct pair){ seconds(CLOCK_MONOTONIC) - start.wall, children_cpu() - start.cpu };
	}
	if (!status)
		figure("command-ms", pairs, repeats, 1e3);
	free(pairs);
	return status ? failed(command[0], NULL) : 0;
}

int main(int argc, char **argv)
{
	if (argc == 5 && !strcmp(argv[1], "make"))
		return make(argv[2], strtoull(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
	if (argc == 4 && !strcmp(argv[1], "ask") && atoi(argv[3]) > 0)
		return ask(argv[2], strtoul(argv[3], NULL, 10));
	if (argc == 4 && !strcmp(argv[1], "lines"))
		return lines(argv[2], strtoul(argv[3], NULL, 10));
	if (argc >= 4 && !strcmp(argv[1], "time") && atoi(argv[2]) > 0)
		return time_command(strtoul(argv[2], NULL, 10), argv + 3);
	return 64;
}
