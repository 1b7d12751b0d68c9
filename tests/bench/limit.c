/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The neutral benchmark's limit in C (its variant "mask", in the order of the file), measured in slices: limit DIR N. Compiled
 * by bench.sh where that benchmark stands beside the project, with LIMIT the name of its program. Nothing of it is changed:
 * its functions are called as its own main() calls them.
 */
#include "tests/bench/slices.h"

#define main limit_main
#include LIMIT
#undef main

struct limit {
	const Proj *projects;
	int n;
};

static void pass(void *context, int from_text)
{
	static volatile uint64_t sink;
	const struct limit *limit = context;
	uint8_t out[MAXN];
	uint64_t sum = 0;
	Proj project;

	if (from_text)
		for (int i = 0; i < limit->n; i++) {
			if (!parse_project(limit->projects[i].src, &project))
				exit(3);
			sum += mask(&project, out).cnt;
		}
	else
		for (int i = 0; i < limit->n; i++)
			sum += mask(&limit->projects[i], out).cnt;
	sink = sum;
}

int main(int argc, char **argv)
{
	int n = argc == 3 ? atoi(argv[2]) : 0, count = 0;
	const char *at;
	Proj *projects;
	size_t len;

	if (n <= 0)
		return 2;
	load_rules(argv[1]);
	chains = calloc(nsc, sizeof(*chains));
	for (int i = 0; i < nsc; i++) {
		for (int k = 0; k < sc[i].n; k++)
			if (sc[i].c[k].attr == SLOT_CONST)
				sc[i].c[k].lim = 0;
		if (sc[i].tier == 4)
			chain(i, chains[i]);
	}
	build_mask();
	init_keys();
	at = slurp(argv[1], "projects.ndjson", &len);
	projects = malloc(n * sizeof(*projects));
	for (const char *end = at + len; count < n && at < end; count++, at++) {
		at = parse_project(at, &projects[count]);
		if (!at)
			return 3;
	}
	answer_slices(pass, &(struct limit){ projects, count }, count);
	return 0;
}
