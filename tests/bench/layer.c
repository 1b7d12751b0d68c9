/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures look-ups in a layer of units against the neutral spatial benchmark: "layer make UNITS SEED POINTS SHAPES DIR"
 * writes a made-up territory in its form (units.bin, points.bin, shapes.bin), "layer measure DIR REPS" builds a layer of
 * the units, opens it from a file as an image would be, asks it, and prints the one line of JSON that engines of
 * that benchmark print. Counts and digests must be equal in all of them. In processor time.
 */
#include "base/base.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "runtime/geo/layer_build.h"
#include "tests/unit/territory.h"

#define MICRO 1000 /* the neutral benchmark counts in 1e-6 degree */
#define REPS_MAX 99

static void expect(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "layer: %s\n", what);
	exit(1);
}

static double read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double cpu_time(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static FILE *open_file(const char *folder, const char *name, const char *mode)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, mode);
	expect(file != NULL, path);
	return file;
}

/* ---------------------------------------------------------------- making */

static uint64_t draw(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

static void write_count(FILE *file, uint32_t n)
{
	expect(fwrite(&n, sizeof(n), 1, file) == 1, "cannot write");
}

static void write_point(FILE *file, int64_t lon, int64_t lat)
{
	double xy[2] = { (double)lon / 1e9, (double)lat / 1e9 };

	expect(fwrite(xy, sizeof(xy), 1, file) == 1, "cannot write");
}

/* A box of about 300 m by 200 m, its corner anywhere. */
static void write_box(FILE *file, int64_t lon, int64_t lat)
{
	const int64_t w = 3000 * MICRO, h = 2000 * MICRO;

	write_count(file, 5);
	write_point(file, lon, lat);
	write_point(file, lon + w, lat);
	write_point(file, lon + w, lat + h);
	write_point(file, lon, lat + h);
	write_point(file, lon, lat);
}

static struct yice_point anywhere(const struct yice_box *box, uint64_t *state)
{
	uint64_t width = (uint64_t)(box->max.lon - box->min.lon - 4000000) / MICRO;
	uint64_t height = (uint64_t)(box->max.lat - box->min.lat - 4000000) / MICRO;

	return (struct yice_point){ box->min.lon + (int64_t)(draw(state) % width) * MICRO,
				    box->min.lat + (int64_t)(draw(state) % height) * MICRO };
}

static void make(uint32_t units, uint64_t seed, uint32_t points, uint32_t shapes, const char *folder)
{
	uint32_t side = (uint32_t)sqrt((double)units);
	struct territory_plan plan = { seed, side, units / side, 48, INT64_C(50000000000) / side,
				       { INT64_C(75000000000), INT64_C(3500000000) }, 0, MICRO };
	struct territory territory;
	uint64_t state = seed + 1;
	FILE *file = open_file(folder, "units.bin", "wb");

	expect(territory_make(&territory, &plan) == YICE_OK, "out of memory");
	write_count(file, territory.count);
	for (uint32_t i = 0; i < territory.count; i++) {
		write_count(file, territory.units[i].point_count);
		for (uint32_t k = 0; k < territory.units[i].point_count; k++)
			write_point(file, territory.units[i].points[k].lon, territory.units[i].points[k].lat);
	}
	expect(!fclose(file), "cannot write");
	file = open_file(folder, "points.bin", "wb");
	write_count(file, points);
	for (uint32_t i = 0; i < points; i++) {
		struct yice_point p = anywhere(&territory.box, &state);

		write_point(file, p.lon, p.lat);
	}
	expect(!fclose(file), "cannot write");
	file = open_file(folder, "shapes.bin", "wb");
	write_count(file, shapes);
	for (uint32_t i = 0; i < shapes; i++) {
		struct yice_point p = anywhere(&territory.box, &state);

		write_box(file, p.lon, p.lat);
	}
	expect(!fclose(file), "cannot write");
	territory_release(&territory);
}

/* ---------------------------------------------------------------- measuring */

static void read_all(FILE *file, void *out, size_t size)
{
	expect(fread(out, 1, size, file) == size, "a file is too short");
}

static uint32_t read_count(FILE *file)
{
	uint32_t n;

	read_all(file, &n, sizeof(n));
	return n;
}

static struct yice_point read_point(FILE *file)
{
	double xy[2];

	read_all(file, xy, sizeof(xy));
	return (struct yice_point){ (int64_t)llround(xy[0] * 1e6) * MICRO, (int64_t)llround(xy[1] * 1e6) * MICRO };
}

static struct yice_shape *read_shapes(const char *folder, const char *name, struct yice_arena *arena, uint32_t *count)
{
	FILE *file = open_file(folder, name, "rb");
	struct yice_shape *shapes;

	*count = read_count(file);
	shapes = yice_arena_array(arena, *count, sizeof(*shapes));
	expect(shapes != NULL, "out of memory");
	for (uint32_t i = 0; i < *count; i++) {
		struct yice_shape_builder builder;
		uint32_t n = read_count(file);

		yice_shape_begin(&builder, YICE_SHAPE_POLYGONS, YICE_SHAPE_POINTS_MAX);
		while (n--)
			yice_shape_add(&builder, read_point(file));
		(void)yice_shape_end_part(&builder, false);
		expect(yice_shape_finish(&builder, arena, &shapes[i]) == YICE_OK, "bad shape");
	}
	fclose(file);
	return shapes;
}

static double build(const char *folder, const char *path)
{
	struct yice_layer_builder builder;
	struct yice_layer_words words;
	struct yice_arena arena;
	struct yice_shape *units;
	uint32_t count;
	double start, took;
	FILE *file = fopen(path, "wb");

	yice_arena_init(&arena);
	units = read_shapes(folder, "units.bin", &arena, &count);
	start = cpu_time();
	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < count; i++)
		yice_layer_add(&builder, i, &units[i]);
	expect(yice_layer_build(&builder, &words) == YICE_OK, "the layer cannot be built");
	took = cpu_time() - start;
	expect(file && fwrite(words.items, sizeof(uint32_t), words.count, file) == words.count && !fclose(file),
	       "cannot write");
	yice_layer_builder_release(&builder);
	free(words.items);
	yice_arena_release(&arena);
	return took;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, uint32_t n)
{
	qsort(values, n, sizeof(*values), compare);
	return values[n / 2];
}

struct result {
	double rate;
	uint64_t hits, digest;
};

static struct result ask_points(const struct yice_layer *layer, const struct yice_point *points, uint32_t n, uint32_t reps)
{
	struct result result = { 0, 0, 0 };
	double rates[REPS_MAX];

	for (uint32_t r = 0; r <= reps; r++) {
		double start = cpu_time();

		result.hits = result.digest = 0;
		for (uint32_t i = 0; i < n; i++) {
			struct yice_layer_hit hits[16];
			uint32_t count;

			expect(yice_layer_at(layer, points[i], hits, 16, &count) == YICE_OK, "refused");
			for (uint32_t k = 0; k < count; k++)
				result.digest += ((uint64_t)hits[k].feature + 1) * (i + 1);
			result.hits += count;
		}
		if (r)
			rates[r - 1] = n / (cpu_time() - start);
	}
	result.rate = median(rates, reps);
	return result;
}

static struct result meet_shapes(const struct yice_layer *layer, const struct yice_shape *shapes, uint32_t n, uint32_t reps)
{
	struct yice_layer_candidates set = { 0 };
	struct result result = { 0, 0, 0 };
	double rates[REPS_MAX];

	for (uint32_t r = 0; r <= reps; r++) {
		double start = cpu_time();

		result.hits = result.digest = 0;
		for (uint32_t i = 0; i < n; i++) {
			expect(yice_layer_meet(layer, &shapes[i], &set) == YICE_OK, "refused");
			for (uint32_t k = 0; k < set.count; k++)
				result.digest += ((uint64_t)set.items[k].feature + 1) * (i + 1);
			result.hits += set.count;
		}
		if (r)
			rates[r - 1] = n / (cpu_time() - start);
	}
	result.rate = median(rates, reps);
	yice_layer_candidates_release(&set);
	return result;
}

static void measure(const char *folder, const char *path, uint32_t reps)
{
	double made = build(folder, path), start, opened;
	FILE *file = open_file(folder, "points.bin", "rb");
	uint32_t n = read_count(file), shape_count;
	struct yice_point *points = calloc(n, sizeof(*points));
	struct yice_shape *shapes;
	struct yice_arena arena;
	struct yice_layer layer;
	struct result at, met;
	struct stat st;
	const uint32_t *words;
	int fd = open(path, O_RDONLY);

	expect(points && fd >= 0 && !fstat(fd, &st), "cannot open the layer");
	for (uint32_t i = 0; i < n; i++)
		points[i] = read_point(file);
	fclose(file);
	yice_arena_init(&arena);
	shapes = read_shapes(folder, "shapes.bin", &arena, &shape_count);
	start = read_clock(CLOCK_MONOTONIC);
	words = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	expect(words != MAP_FAILED && !yice_layer_open(&layer, words, (size_t)st.st_size / 4), "refused");
	opened = read_clock(CLOCK_MONOTONIC) - start;
	at = ask_points(&layer, points, n, reps);
	met = meet_shapes(&layer, shapes, shape_count, reps);
	printf("{\"engine\":\"yice\",\"u\":%u,\"build_ms\":%.1f,\"mem_mb\":%.1f,\"open_us\":%.1f,\"pip_per_s\":%.0f,"
	       "\"intersects_per_s\":%.0f,\"pip_hits\":%llu,\"pip_digest\":%llu,\"int_hits\":%llu,\"int_digest\":%llu}\n",
	       layer.head.feature_count, made * 1e3, (double)st.st_size / 1048576, opened * 1e6, at.rate, met.rate,
	       (unsigned long long)at.hits, (unsigned long long)at.digest, (unsigned long long)met.hits,
	       (unsigned long long)met.digest);
	free(points);
	yice_arena_release(&arena);
	munmap((void *)(uintptr_t)words, (size_t)st.st_size);
	close(fd);
}

int main(int argc, char **argv)
{
	if (argc == 7 && !strcmp(argv[1], "make")) {
		make((uint32_t)strtoul(argv[2], NULL, 10), strtoull(argv[3], NULL, 10),
		     (uint32_t)strtoul(argv[4], NULL, 10), (uint32_t)strtoul(argv[5], NULL, 10), argv[6]);
	} else if (argc == 4 && !strcmp(argv[1], "measure")) {
		char path[4096];
		uint32_t reps = (uint32_t)strtoul(argv[3], NULL, 10);

		snprintf(path, sizeof(path), "%s/layer.bin", argv[2]);
		measure(argv[2], path, reps && reps < REPS_MAX ? reps : 7);
	} else {
		fprintf(stderr, "usage: layer make UNITS SEED POINTS SHAPES DIR | layer measure DIR REPS\n");
		return 64;
	}
	return 0;
}
