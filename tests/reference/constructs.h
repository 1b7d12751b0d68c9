/* SPDX-License-Identifier: Apache-2.0 */
/* Which constructs of the language occur in sources, so that none is lost from random ones or lacks a case. */
#ifndef YICE_TESTS_REFERENCE_CONSTRUCTS_H
#define YICE_TESTS_REFERENCE_CONSTRUCTS_H

#include "tests/reference/reference.h"

enum construct {
#define C(name, text) CONSTRUCT_##name,
#include "tests/reference/constructs.def"
#undef C
	CONSTRUCTS
};

#define CONSTRUCT_KEYWORDS 128

struct constructs {
	uint64_t times[CONSTRUCTS];                /* sources each occurs in */
	uint64_t keywords[CONSTRUCT_KEYWORDS][2]; /* the same of keywords, by enum yice_lang */
	uint64_t sources;
};

/* Counts one source that the compiler accepts; file: where it is among the sources. */
void constructs_count(struct constructs *counts, const struct ref_rules *rules, const struct yice_sources *sources,
		      uint32_t file);
/* Prints what never occurs, or with `all` how often everything does. False: something never does. */
bool constructs_complete(const struct constructs *counts, bool both_spellings, bool all);

#endif
