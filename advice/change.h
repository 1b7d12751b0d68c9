/* SPDX-License-Identifier: Apache-2.0 */
/* Which changes of facts turn a refusal into an admission. */
#ifndef YICE_ADVICE_CHANGE_H
#define YICE_ADVICE_CHANGE_H

#include "advice/board.h"

#define YICE_WAYS_MAX    48 /* ways of one size that are looked for */
#define YICE_CHANGES_MAX 8  /* facts changed at once */

/* One fact that changes, and what it changes to. */
struct yice_fact_change {
	uint32_t slot;
	char *text;                      /* a number or day as it was put into the facts; NULL for the rest */
	uint32_t *members, member_count; /* one-of: all members that serve, the first is the one decided by */
	uint32_t *dropped, dropped_count, *added, added_count; /* some-of: members */
	bool yes;                                              /* a boolean */
	/* Numbers: everything between these ends serves as well, the others being as in this way; bounded:
	 * each with any other number of the way between its own ends. */
	struct yice_ratio low, high;
	bool has_low, has_high, low_in, high_in, bounded;
	/* The way changes nothing else; if it does, which other words serve is not told: of two facts at once
	 * they may not. */
	bool alone;
};

struct yice_way {
	struct yice_fact_change *changes; /* in the order facts are first read */
	uint32_t count;
	enum yice_verdict verdict; /* as decided */
};

struct yice_changing {
	struct yice_way *ways;
	uint32_t count;
	bool exact; /* with ways: proved that none changes fewer facts; without: proved that there is none */
	bool more;  /* there are more of this size than YICE_WAYS_MAX */
};

/*
 * The ways to change the fewest facts so that the last decision, which is of the facts, comes out admitted,
 * perhaps with conditions (admit), or only no longer refused. fixed: bit per slot that must not change,
 * besides those that are missing. Every way has been decided. In arena. YICE_OK, YICE_ENOMEM, or YICE_ELIMIT
 * of a decision.
 */
int yice_ways_find(const yice_image *image, struct yice_run *run, const struct yice_facts *facts,
		   const char *day, const uint64_t *fixed, bool admit, struct yice_arena *arena,
		   struct yice_changing *out) YICE_MUST_CHECK;

#endif
