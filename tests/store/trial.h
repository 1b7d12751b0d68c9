/* SPDX-License-Identifier: Apache-2.0 */
/* The trials; each prints TAP and returns 1 when a test failed. */
#ifndef YICE_TESTS_STORE_TRIAL_H
#define YICE_TESTS_STORE_TRIAL_H

#include "base/base.h"

/* A publisher killed `runs` times at random moments. */
int trial_kill(const char *folder, int runs, unsigned int seed);
/* Writers on one reference, then each on its own. */
int trial_race(const char *folder, int writers, int times);
/* The same, while one after the other is killed and replaced. */
int trial_storm(const char *folder, int writers, int kills, unsigned int seed);
/* Every call and every allocation failing, or each stride-th. */
int trial_fail(const char *folder, long stride);
/* The allocations first to last alone, in portions where a run of all takes too long; last 0: to the end. */
int trial_memory(const char *folder, long first, long last);
int trial_pace(const char *folder, uint64_t versions);

/*
 * For disks that lose power: a writer that says on a file what it was promised, and one that looks what is there. careless:
 * without syncing. Exit statuses: 0; 1 something promised is gone; 2 something is damaged; 3 the test itself failed.
 */
int trial_write(const char *folder, uint64_t versions, const char *marks, bool careless);
/* marks: the last promise of each kind, "D 2 P 3". */
int trial_survive(const char *folder, const char *marks);

#endif
