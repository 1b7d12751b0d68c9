/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures the library through its public interface alone: decide SOURCES FACTS N OUT REPS. Builds the folder
 * SOURCES in a process of its own, so that the compiler's memory is known and not counted here, opens the
 * image, reads the first N lines of FACTS, decides all REPS times with facts in memory ("pre") and each from its
 * text ("e2e"), in processor time, and prints one line of JSON. Unless OUT is "-", it gets a neutral verdict and statuses a
 * project: clauses whose number begins with R restrict, all others prohibit. Medians come with [least, most]. With REPS "-" it
 * answers what standard input asks instead (slices.h).
 */
#include "base/base.h"
#include "tests/bench/slices.h"
#include "yice/compile.h"
#include "yice/eval.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REPS_MAX 99

struct line {
	const char *text;
	size_t len;
};

struct bench {
	const char *sources, *out;
	size_t n, reps;
	char image_path[4096];
	yice_image *image;
	yice_run *run;
	yice_facts *scratch;
	char *text; /* of all facts */
	struct line *lines;
	yice_facts **facts;
	uint64_t *latency;                     /* ns a project */
	uint64_t pre[REPS_MAX], e2e[REPS_MAX]; /* ns a repetition */
	uint64_t build, build_cpu, open;       /* ns */
	long build_kb, image_kb, image_bytes;
	uint64_t clauses; /* of one pass over all projects */
};

/*
 * What a user waits; also for single decisions, because reading processor time (slices.h), for which others on the machine
 * do not count, takes as long as they do.
 */
static uint64_t wall_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void expect(int status, const char *what)
{
	if (!status)
		return;
	fprintf(stderr, "decide: %s: %s\n", what, yice_status_name(status));
	exit(1);
}

/* Resident set now, in KiB. */
static long resident(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (file && fscanf(file, "%*s %ld", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void print_report(const yice_report *report)
{
	char *text;

	if (!yice_report_text(report, "compact", "en", &text)) {
		fwrite(text, 1, strnlen(text, 4000), stderr);
		free(text);
	}
}

/* ---------------------------------------------------------------- building and reading */

static int build_image(const struct bench *b)
{
	yice_report *report;
	void *image;
	size_t len;
	FILE *file;
	int status;

	expect(yice_report_new(&report), "report");
	status = yice_build(&b->sources, 1, report, &image, &len);
	if (status == YICE_EDIAG)
		print_report(report);
	expect(status, b->sources);
	file = fopen(b->image_path, "wb");
	if (!file || fwrite(image, 1, len, file) != len || fclose(file)) {
		perror(b->image_path);
		return 1;
	}
	return 0;
}

static uint64_t nanoseconds(struct timeval time)
{
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

static void build(struct bench *b)
{
	uint64_t start = wall_time();
	struct rusage used;
	int status = 1;
	pid_t child;

	if ((size_t)snprintf(b->image_path, sizeof(b->image_path), "%s/rules.img", b->sources) >=
	    sizeof(b->image_path))
		expect(YICE_ELIMIT, b->sources);
	child = fork();
	if (!child)
		_exit(build_image(b));
	if (child < 0 || waitpid(child, &status, 0) < 0 || status || getrusage(RUSAGE_CHILDREN, &used))
		expect(YICE_EDIAG, "build");
	b->build = wall_time() - start;
	b->build_cpu = nanoseconds(used.ru_utime) + nanoseconds(used.ru_stime);
	b->build_kb = used.ru_maxrss;
}

static void open_image(struct bench *b)
{
	long before = resident();
	uint64_t start = wall_time();
	size_t len;

	expect(yice_image_open(b->image_path, NULL, &b->image), b->image_path);
	b->open = wall_time() - start;
	expect(yice_run_new(b->image, &b->run), "run");
	expect(yice_facts_new(b->image, &b->scratch), "facts");
	b->image_kb = resident() - before;
	yice_image_bytes(b->image, &len);
	b->image_bytes = (long)len;
}

static void read_one(yice_facts *facts, const struct line *line)
{
	yice_report *report;
	int status;

	expect(yice_report_new(&report), "report");
	status = yice_facts_read(facts, "-", line->text, line->len, report);
	if (status == YICE_EDIAG)
		print_report(report);
	expect(status, "facts");
	yice_report_free(report);
}

static void *new_array(size_t count, size_t size)
{
	void *array = calloc(count ? count : 1, size);

	expect(array ? YICE_OK : YICE_ENOMEM, "memory");
	return array;
}

static char *read_whole(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (file && !fseek(file, 0, SEEK_END) && (size = ftell(file)) >= 0) {
		rewind(file);
		*len = (size_t)size;
		text = new_array(*len + 1, 1);
		expect(fread(text, 1, *len, file) == *len ? YICE_OK : YICE_EIO, path);
	}
	expect(text ? YICE_OK : YICE_EIO, path);
	fclose(file);
	return text;
}

/* At most n lines of the file; n becomes how many there are. */
static void read_lines(struct bench *b, const char *path)
{
	size_t len, count = 0;

	b->text = read_whole(path, &len);
	b->lines = new_array(b->n, sizeof(*b->lines));
	b->facts = new_array(b->n, sizeof(*b->facts));
	b->latency = new_array(b->n, sizeof(*b->latency));
	expect(yice_facts_new_many(b->image, b->n, b->facts), "facts");
	for (const char *at = b->text, *end; at < b->text + len && count < b->n; at = end + 1, count++) {
		end = memchr(at, '\n', (size_t)(b->text + len - at));
		if (!end)
			end = b->text + len;
		b->lines[count] = (struct line){ at, (size_t)(end - at) };
		read_one(b->facts[count], &b->lines[count]);
	}
	b->n = count;
	expect(count ? YICE_OK : YICE_ENOTFOUND, "no facts");
}

/* ---------------------------------------------------------------- deciding */

static void decide(struct bench *b, const yice_facts *facts)
{
	expect(yice_run_decide(b->run, facts, NULL), "decide");
}

/* Status of the i-th clause in the letters of the neutral workload. */
static char letter_of(const yice_run *run, size_t i)
{
	static const char letters[YICE_OUTCOMES] = {
		[YICE_NOT_APPLICABLE] = 'N', [YICE_SATISFIED] = 'C', [YICE_VIOLATED] = 'V',
		[YICE_RESTRICTED] = 'V',     [YICE_UNKNOWN] = 'U',   [YICE_JUDGEMENT] = 'M',
		[YICE_NOTED] = 'C',
	};
	int outcome = yice_run_outcome(run, i);

	return outcome < 0 ? 'N' : letters[outcome];
}

/* 'P' or 'R': what violating the i-th clause amounts to, from its number after the last '/'. */
static char effect_of(const yice_run *run, size_t i)
{
	char id[512];
	const char *number;

	yice_run_id(run, i, id, sizeof(id));
	number = strrchr(id, '/');
	return number && number[1] == 'R' ? 'R' : 'P';
}

static void write_decision(const yice_run *run, FILE *out)
{
	bool refused = false, restricted = false, unknown = false;
	size_t count = yice_run_count(run);

	for (size_t i = 0; i < count; i++) {
		char letter = letter_of(run, i);

		unknown |= letter == 'U';
		if (letter != 'V')
			continue;
		if (effect_of(run, i) == 'P')
			refused = true;
		else
			restricted = true;
	}
	fputs(refused ? "P " : restricted ? "R " : unknown ? "U " : "A ", out);
	for (size_t i = 0; i < count; i++)
		fputc(letter_of(run, i), out);
	fputc('\n', out);
}

/* Untimed: the answers, and how many clauses they are made of. */
static void write_all(struct bench *b)
{
	FILE *out = strcmp(b->out, "-") ? fopen(b->out, "w") : NULL;

	if (!out && strcmp(b->out, "-"))
		expect(YICE_EIO, b->out);
	for (size_t i = 0; i < b->n; i++) {
		decide(b, b->facts[i]);
		b->clauses += yice_run_count(b->run);
		if (out)
			write_decision(b->run, out);
	}
	if (out && fclose(out))
		expect(YICE_EIO, b->out);
}

static int take_one(void *context, yice_run *run, size_t number)
{
	(void)context;
	(void)run;
	(void)number;
	return YICE_OK;
}

/* All projects once. */
static void pass(void *context, int from_text)
{
	struct bench *b = context;

	if (!from_text)
		expect(yice_run_decide_each(b->run, (const yice_facts *const *)b->facts, b->n, NULL, take_one, NULL), "decide");
	for (size_t i = 0; from_text && i < b->n; i++) {
		read_one(b->scratch, &b->lines[i]);
		decide(b, b->scratch);
	}
}

static void measure(struct bench *b)
{
	for (size_t r = 0; r < b->reps; r++) {
		uint64_t start = slice_time();

		pass(b, 0);
		b->pre[r] = slice_time() - start;
		start = slice_time();
		pass(b, 1);
		b->e2e[r] = slice_time() - start;
	}
	for (size_t i = 0; i < b->n; i++) {
		uint64_t start = wall_time();

		decide(b, b->facts[i]);
		b->latency[i] = wall_time() - start;
	}
}

/* ---------------------------------------------------------------- printing */

static int ascending(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static unsigned long long per_second(const struct bench *b, uint64_t ns)
{
	return (unsigned long long)(b->n * UINT64_C(1000000000) / (ns ? ns : 1));
}

/* A number of thousandths with its point. */
static void put_milli(const char *name, uint64_t thousandths)
{
	printf(",\"%s\":%llu.%03llu", name, (unsigned long long)(thousandths / 1000),
	       (unsigned long long)(thousandths % 1000));
}

static void put_rate(const struct bench *b, const char *name, const uint64_t *ns)
{
	printf(",\"%s_dps\":%llu,\"%s_spread\":[%llu,%llu]", name, per_second(b, ns[b->reps / 2]), name,
	       per_second(b, ns[b->reps - 1]), per_second(b, ns[0]));
}

static void print(struct bench *b)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	qsort(b->pre, b->reps, sizeof(*b->pre), ascending);
	qsort(b->e2e, b->reps, sizeof(*b->e2e), ascending);
	qsort(b->latency, b->n, sizeof(*b->latency), ascending);
	printf("{\"engine\":\"yice\",\"version\":\"%s\",\"n\":%zu", YICE_VERSION, b->n);
	put_milli("load_ms", (b->build + b->open) / 1000);
	put_milli("rss_mb", (uint64_t)b->image_kb * 1000 / 1024);
	put_rate(b, "pre", b->pre);
	put_rate(b, "e2e", b->e2e);
	put_milli("evals_per", b->clauses * 1000 / b->n);
	put_milli("p50_us", b->latency[b->n / 2]);
	put_milli("p99_us", b->latency[b->n * 99 / 100]);
	put_milli("build_ms", b->build / 1000);
	put_milli("build_cpu_ms", b->build_cpu / 1000);
	put_milli("build_mb", (uint64_t)b->build_kb * 1000 / 1024);
	put_milli("open_ms", b->open / 1000);
	put_milli("image_mb", (uint64_t)b->image_bytes / 1000);
	put_milli("peak_mb", (uint64_t)used.ru_maxrss * 1000 / 1024);
	printf(",\"out\":\"%s\"}\n", b->out);
}

int main(int argc, char **argv)
{
	struct bench b = { 0 };
	bool by_slices;

	if (argc != 6) {
		fputs("usage: decide SOURCES FACTS N OUT REPS\n", stderr);
		return 2;
	}
	b.sources = argv[1];
	b.n = strtoul(argv[3], NULL, 10);
	b.out = argv[4];
	by_slices = !strcmp(argv[5], "-");
	b.reps = by_slices ? 1 : strtoul(argv[5], NULL, 10);
	if (!b.n || !b.reps || b.reps > REPS_MAX) {
		fputs("decide: N and REPS from 1, REPS to 99 or -\n", stderr);
		return 2;
	}
	build(&b);
	open_image(&b);
	read_lines(&b, argv[2]);
	write_all(&b);
	if (by_slices) {
		answer_slices(pass, &b, b.n);
		return 0;
	}
	measure(&b);
	print(&b);
	return 0;
}
