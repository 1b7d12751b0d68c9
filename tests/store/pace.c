/* SPDX-License-Identifier: Apache-2.0 */
/* How long publishing, reading and verifying take over a long chain, and stock git beside it. */
#include "tests/store/calls.h"
#include "tests/store/chain.h"
#include "tests/store/trial.h"

#include <stdio.h>

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

int trial_pace(const char *folder, uint64_t versions)
{
	struct chain chain;
	struct yice_arena arena;
	double *times = calloc(10000, sizeof(*times)), start;
	char oid[YICE_OID] = "", next[YICE_OID];
	const char **oids;
	size_t count;
	uint64_t seq = 0;
	bool good = !create_store(folder) && !open_chain(&chain, folder, "440600", true);

	result(good, "a store is made");
	/* The first hundred as they are for a publisher, the rest without waiting for the disk. */
	for (; good && seq < versions; seq++) {
		fault_plan.no_sync = seq >= 100;
		start = now();
		good = !publish(&chain, seq + 1, oid, 200, next);
		if (seq < 100)
			times[seq] = now() - start;
		memcpy(oid, next, sizeof(oid));
	}
	figures("publishing a version of 200 files, durably", times, versions < 100 ? (size_t)versions : 100);
	fault_plan.no_sync = false;
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
	return results();
}
