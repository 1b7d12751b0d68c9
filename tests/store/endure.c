/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two sides of a power failure. The writer publishes and puts decisions on
 * record, and marks what it was promised: "P N" when publication N, "D N" when
 * decision N must not be lost any more. The other side is run on what a disk
 * may hold afterwards: all of it must be there, whole, and work must go on.
 */
#include "store/decision.h"
#include "tests/store/calls.h"
#include "tests/store/chain.h"
#include "tests/store/trial.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SCOPE  "440600"
#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OID    "0123456789abcdef0123456789abcdef01234567"

enum end { END_GOOD, END_LOST, END_DAMAGED, END_FAILED };

static struct yice_decision some_decision(void)
{
	static const struct yice_decision_tier tiers[] = { { SCOPE, 12, OID, DIGEST } };
	static const char facts[] = "{\"facts\": {}}";

	return (struct yice_decision){ .day = 20000, .known = "440000:7", .image = DIGEST, .compiler = "trial", .verdict = "refused",
				       .result = DIGEST, .tiers = tiers, .tier_count = 1, .facts = facts,
				       .facts_len = sizeof(facts) - 1 };
}

static bool mark(int marks, char what, uint64_t number)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%c %llu", what, (unsigned long long)number);

	return write(marks, text, (size_t)len) == len;
}

static void name_log(const char *folder, char out[512])
{
	snprintf(out, 512, "%s.decisions", folder);
}

/* One decision on record, in a log that is opened anew each time, as commands do. */
static int decide(const char *folder, struct yice_diags *diags)
{
	struct yice_decision decision = some_decision();
	struct yice_decisions *log;
	char path[512];
	int status;

	name_log(folder, path);
	status = yice_decisions_open(path, diags, &log);
	if (status)
		return status;
	status = yice_decisions_add(log, &decision);
	if (!status)
		status = yice_decisions_commit(log);
	yice_decisions_close(log);
	return status;
}

/* As much time between publications as lets the file system's journal run between them. */
static void breathe(void)
{
	struct timespec pause = { 0, 30000000 };

	nanosleep(&pause, NULL);
}

int trial_write(const char *folder, uint64_t versions, const char *marks_name, bool careless)
{
	int marks = open(marks_name, O_WRONLY), status = END_GOOD;
	char oid[YICE_OID] = "", next[YICE_OID];
	struct chain chain;

	if (marks < 0 || create_store(folder) || !mark(marks, 'P', 0))
		return END_FAILED;
	fault_plan.no_sync = careless;
	status = open_chain(&chain, folder, SCOPE, true);
	for (uint64_t seq = 1; !status && seq <= versions; seq++) {
		status = publish(&chain, seq, oid, 3, next) || !mark(marks, 'P', seq);
		memcpy(oid, next, sizeof(oid));
		if (!status)
			status = decide(folder, &chain.diags) || !mark(marks, 'D', seq);
		if (careless)
			breathe();
	}
	fault_plan.no_sync = false;
	close_chain(&chain);
	close(marks);
	return status ? END_FAILED : END_GOOD;
}

/* At least `promised` decisions, whole, and another one can be made. */
static int survive_decisions(const char *folder, uint64_t least, struct yice_diags *diags)
{
	char path[512], head[65], *bytes;
	uint64_t count = 0;
	size_t len;
	int status;

	name_log(folder, path);
	if (access(path, F_OK))
		return least ? END_LOST : END_GOOD;
	if (yice_read_file(path, &bytes, &len))
		return END_DAMAGED;
	status = yice_decisions_read(path, bytes, len, NULL, NULL, diags, &count, head);
	free(bytes);
	if (status)
		return END_DAMAGED;
	if (count < least)
		return END_LOST;
	return decide(folder, diags) ? END_DAMAGED : END_GOOD;
}

static int survive_publications(const char *folder, uint64_t least)
{
	char oid[YICE_OID], next[YICE_OID];
	struct chain chain;
	uint64_t seq = 0, count;
	int end = END_DAMAGED;

	if (!open_chain(&chain, folder, SCOPE, true) && !head_of(&chain, oid, &seq) && !verify(&chain, &count))
		end = count < least ? END_LOST : END_GOOD;
	if (!end && publish(&chain, seq + 1, oid, 3, next))
		end = END_DAMAGED;
	close_chain(&chain);
	return end ? end : fsck_is_clean(folder) ? END_GOOD : END_DAMAGED;
}

/* The number of the last promise of a kind in "D 2 P 3". */
static uint64_t promised(const char *marks, char what)
{
	const char *at = strchr(marks, what);

	return at ? strtoull(at + 1, NULL, 10) : 0;
}

int trial_survive(const char *folder, const char *marks)
{
	struct yice_diags diags;
	int end, also;

	yice_diags_init(&diags);
	end = survive_publications(folder, promised(marks, 'P'));
	also = survive_decisions(folder, promised(marks, 'D'), &diags);
	yice_diags_release(&diags);
	return end > also ? end : also;
}
