/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target without libFuzzer: every seed as it is, then changed ones.
 *   TARGET [-n RUNS] [-s SEED] [-d DICTIONARY] [-o FOLDER] FILE|FOLDER...
 * RUNS inputs are made from the seeds, the same ones for the same SEED on any
 * machine. A seed NAME.yice of a target over images (-c) is compiled first;
 * -e FOLDER writes the seeds as the target gets them and stops. When an input
 * fails it is left in FOLDER (default: the working directory) as crash-TARGET.
 */
#include "tests/fuzz/rules.h"

#include "base/source.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define INPUT_MAX ((size_t)1 << 16)
#define TIME_MAX  10 /* seconds for one input */

#pragma weak LLVMFuzzerInitialize
#pragma weak LLVMFuzzerCustomMutator
void __sanitizer_set_death_callback(void (*callback)(void));
#pragma weak __sanitizer_set_death_callback

struct bytes {
	uint8_t *data;
	size_t len;
};

struct pool {
	struct bytes *items;
	size_t count, cap;
};

static struct pool seeds, words;
static uint64_t state = 1;
static uint8_t input[INPUT_MAX];
static size_t input_len;
static char artifact[4096];

static uint64_t next(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 2685821657736338717u;
}

static size_t below(size_t limit)
{
	return limit ? (size_t)(next() >> 16) % limit : 0;
}

/* ---------------------------------------------------------------- failures */

static void leave_input(void)
{
	int fd = open(artifact, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd >= 0 && write(fd, input, input_len) == (ssize_t)input_len)
		close(fd);
}

static void on_signal(int number)
{
	leave_input();
	signal(number, SIG_DFL);
	if (number == SIGALRM)
		abort();
	raise(number);
}

static void watch(const char *folder, const char *program)
{
	const char *name = strrchr(program, '/');

	snprintf(artifact, sizeof(artifact), "%s/crash-%s", folder, name ? name + 1 : program);
	signal(SIGABRT, on_signal);
	signal(SIGALRM, on_signal);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(leave_input);
}

static void run(const uint8_t *data, size_t len)
{
	/* A copy of its own, so that a sanitizer sees a read past its end. */
	uint8_t *copy = malloc(len ? len : 1);

	FUZZ_CHECK(copy && len <= INPUT_MAX);
	if (data != input)
		memcpy(input, data, len);
	input_len = len;
	memcpy(copy, input, len);
	alarm(TIME_MAX);
	LLVMFuzzerTestOneInput(copy, len);
	alarm(0);
	free(copy);
}

/* ------------------------------------------------------------------- seeds */

static void pool_add(struct pool *pool, uint8_t *data, size_t len)
{
	if (pool->count == pool->cap) {
		pool->cap = pool->cap ? pool->cap * 2 : 64;
		pool->items = realloc(pool->items, pool->cap * sizeof(*pool->items));
		FUZZ_CHECK(pool->items);
	}
	pool->items[pool->count++] = (struct bytes){ data, len };
}

static void add_seed(const char *path, bool compile, const char *emit)
{
	const char *suffix = strrchr(path, '.');
	char *data, name[4096];
	size_t len;

	if (compile && suffix && !strcmp(suffix, ".yice"))
		data = fuzz_build(path, &len);
	else if (yice_read_file(path, &data, &len)) {
		perror(path);
		exit(1);
	}
	if (len > INPUT_MAX) {
		fprintf(stderr, "%s: too large for a seed\n", path);
		exit(1);
	}
	pool_add(&seeds, (uint8_t *)data, len);
	if (!emit)
		return;
	snprintf(name, sizeof(name), "%s/seed-%zu", emit, seeds.count);
	FUZZ_CHECK(yice_write_file(name, data, len) == YICE_OK);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_seeds(const char *path, bool compile, const char *emit)
{
	struct dirent **entries;
	struct stat st;
	int count;

	if (stat(path, &st) || !S_ISDIR(st.st_mode)) {
		add_seed(path, compile, emit);
		return;
	}
	count = scandir(path, &entries, NULL, by_name);
	for (int i = 0; i < count; i++) {
		char name[4096];

		snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
		if (*entries[i]->d_name != '.')
			add_seeds(name, compile, emit);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

/* One entry of a dictionary: the bytes between the outer quotes, \xNN \\ \" undone. */
static void add_word(const char *line, size_t len)
{
	const char *from = memchr(line, '"', len), *to = line + len;
	uint8_t *out = malloc(len + 1);
	size_t n = 0;

	FUZZ_CHECK(out);
	while (to > line && to[-1] != '"')
		to--;
	for (const char *at = from ? from + 1 : to; at + 1 < to; at++) {
		unsigned value;

		if (*at == '\\' && at + 4 < to && at[1] == 'x' && sscanf(at + 2, "%2x", &value) == 1) {
			out[n++] = (uint8_t)value;
			at += 3;
		} else {
			at += *at == '\\';
			out[n++] = (uint8_t)*at;
		}
	}
	if (n && *line != '#')
		pool_add(&words, out, n);
	else
		free(out);
}

static void read_dictionary(const char *path)
{
	char *text;
	size_t len;

	if (yice_read_file(path, &text, &len)) {
		perror(path);
		exit(1);
	}
	for (char *line = text; *line;) {
		size_t n = strcspn(line, "\n");

		add_word(line, n);
		line += n + (line[n] == '\n');
	}
	free(text);
}

/* --------------------------------------------------------------- mutations */

/* Puts `len` bytes where `old` bytes were at `at`; what does not fit below max is not done. */
static size_t replace(uint8_t *data, size_t size, size_t max, size_t at, size_t old, const uint8_t *with, size_t len)
{
	if (size - old + len > max)
		return size;
	memmove(data + at + len, data + at + old, size - at - old);
	if (len)
		memcpy(data + at, with, len);
	return size - old + len;
}

/* Up to 64 bytes of the input itself or of a seed. */
static size_t pick(const uint8_t *data, size_t size, uint8_t out[64])
{
	const struct bytes *seed = &seeds.items[below(seeds.count)];
	const uint8_t *from = next() & 1 ? data : seed->data;
	size_t have = from == data ? size : seed->len, at = below(have), len = 1 + below(64);

	if (len > have - at)
		len = have - at;
	memcpy(out, from + at, len);
	return len;
}

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max)
{
	static const char *const numbers[] = { "0", "-1", "1", "9223372036854775807", "9223372036854775808", "1/3",
					       "0.000000000000000001", "1e999", "4294967296", "2024-02-30" };
	uint8_t piece[64];
	size_t at = below(size + 1), rest = size - at, len;
	const char *number = numbers[below(YICE_COUNT(numbers))];

	switch (next() >> 32 & 7) {
	case 0: /* a bit */
		if (rest)
			data[at] ^= (uint8_t)(1u << (next() >> 40 & 7));
		return size;
	case 1: /* a byte */
		piece[0] = (uint8_t)(next() >> 24);
		return replace(data, size, max, at, rest && next() >> 63, piece, 1);
	case 2: /* less */
		len = below(rest < 32 ? rest + 1 : 32);
		return replace(data, size, max, at, len, NULL, 0);
	case 3: /* a number */
		return replace(data, size, max, at, rest < 3 ? rest : below(3), (const uint8_t *)number, strlen(number));
	case 4: /* cut short, now and then */
		return next() >> 32 & 7 ? size : at;
	case 5: /* a word of the language */
		if (words.count) {
			const struct bytes *word = &words.items[below(words.count)];

			return replace(data, size, max, at, next() >> 63 && rest >= word->len ? word->len : 0, word->data,
				       word->len);
		}
		/* fallthrough */
	default: /* from elsewhere */
		len = pick(data, size, piece);
		return replace(data, size, max, at, next() >> 63 && rest >= len ? len : 0, piece, len);
	}
}

static void mutate(void)
{
	const struct bytes *seed = &seeds.items[below(seeds.count)];
	size_t len = seed->len, changes = 1 + below(4);

	memcpy(input, seed->data, len);
	while (changes--)
		len = LLVMFuzzerCustomMutator ?
			      LLVMFuzzerCustomMutator(input, len, INPUT_MAX, (unsigned int)(next() >> 32)) :
			      LLVMFuzzerMutate(input, len, INPUT_MAX);
	run(input, len);
}

static void release(struct pool *pool)
{
	for (size_t i = 0; i < pool->count; i++)
		free(pool->items[i].data);
	free(pool->items);
}

int main(int argc, char **argv)
{
	const char *folder = ".", *emit = NULL;
	unsigned long runs = 0;
	bool compile = false;
	int option;

	while ((option = getopt(argc, argv, "n:s:d:o:e:c")) != -1) {
		if (option == 'n')
			runs = strtoul(optarg, NULL, 10);
		else if (option == 's')
			state = strtoul(optarg, NULL, 10) * 2654435761u + 1;
		else if (option == 'd')
			read_dictionary(optarg);
		else if (option == 'o')
			folder = optarg;
		else if (option == 'e')
			emit = optarg;
		else if (option == 'c')
			compile = true;
		else
			return 2;
	}
	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	for (int i = optind; i < argc; i++)
		add_seeds(argv[i], compile, emit);
	watch(folder, argv[0]);
	for (size_t i = 0; i < seeds.count && !emit; i++)
		run(seeds.items[i].data, seeds.items[i].len);
	for (unsigned long i = 0; i < runs && seeds.count && !emit; i++)
		mutate();
	printf("%zu seeds, %lu changed inputs\n", seeds.count, runs);
	release(&seeds);
	release(&words);
	return 0;
}
