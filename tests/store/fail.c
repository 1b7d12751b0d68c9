/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every call and every allocation failing in turn, ours and those of the
 * libraries below: opening a store and publishing is run with the nth one
 * failing, for n = 1, 2, … until none does. Each runs in a process of its own,
 * since a library may keep what a failure left of it; the next publication
 * comes from another one. A stride above 1 leaves out calls, and its square
 * allocations, of which there are ten times as many.
 */
#include "tests/store/calls.h"
#include "tests/store/chain.h"
#include "tests/store/trial.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCOPE "440600"

struct kind {
	enum fault_kind kind;
	int error;
	long stride; /* of allocations there are many */
	const char *name;
};

struct tally {
	long faults; /* that were met */
	long said, survived;
	long unsaid; /* reported as a failure, and there all the same: after the reference had moved */
	long died;   /* in a library */
};

/* Exit statuses of the process that meets the fault. */
enum end {
	END_GOOD = 10, /* published, as if nothing had failed */
	END_SAID,      /* failed, with a diagnostic or a status that says why */
	END_BESIDE,    /* taken for another's publication on the same chain: nothing may have happened */
	END_UNMET,     /* published, and the fault was never met */
	END_SILENT,    /* failed without a word */
	END_LIBRARY,   /* the process died in a library that does not bear it: libgit2, libcrypto */
	END_CRASH      /* … in our code */
};

/* The way there, as places in files: "libgit2.so+1a2b3c libgit2.so+445566 ...". */
static void tell_where(void *const *frames, int count)
{
	char line[400] = "# died at";
	size_t len = strlen(line);

	for (int i = 0; i < count && i < 8 && len < sizeof(line); i++) {
		Dl_info info;
		const char *file = dladdr(frames[i], &info) ? strrchr(info.dli_fname, '/') : NULL;

		if (file)
			len += (size_t)snprintf(line + len, sizeof(line) - len, " %s+%lx%s%s", file + 1,
						(unsigned long)((char *)frames[i] - (char *)info.dli_fbase),
						info.dli_sname ? "=" : "", info.dli_sname ? info.dli_sname : "");
	}
	puts(line);
	fflush(stdout);
}

/* Whose code it died in: the first frame that is not the C library's. */
static void tell_whose(int signal)
{
	void *frames[32];
	int count = backtrace(frames, (int)YICE_COUNT(frames));

	YICE_UNUSED(signal);
	/* The first two are this function and what calls it. */
	for (int i = 2; i < count; i++) {
		Dl_info info;

		if (!dladdr(frames[i], &info) || strstr(info.dli_fname, "libc.so"))
			continue;
		tell_where(frames + i, count - i);
		_exit(strstr(info.dli_fname, "libgit2") || strstr(info.dli_fname, "libcrypto") ? END_LIBRARY : END_CRASH);
	}
	_exit(END_CRASH);
}

static void watch_for_death(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE };
	void *frame;

	/* The first call loads what later ones need. */
	backtrace(&frame, 1);
	for (size_t i = 0; i < YICE_COUNT(signals); i++)
		signal(signals[i], tell_whose);
}

/* In a process of its own, up to its end. */
static int publish_with_fault(const char *folder, const struct kind *kind, long n)
{
	struct chain chain;
	char oid[YICE_OID], next[YICE_OID];
	uint64_t seq;
	bool said;
	int status;

	watch_for_death();
	fault_arm(kind->kind, kind->error, n);
	status = open_chain(&chain, folder, SCOPE, true);
	if (!status)
		status = head_of(&chain, oid, &seq);
	if (!status)
		status = publish(&chain, seq + 1, oid, 3, next);
	fault_disarm();
	said = status == YICE_ENOMEM || status == YICE_EIO || yice_diags_status(&chain.diags);
	if (status && !said && status != YICE_ENOTFOUND)
		say_why(&chain, status);
	close_chain(&chain);
	if (!status)
		return fault_plan.tripped ? END_GOOD : END_UNMET;
	return said ? END_SAID : status == YICE_ENOTFOUND ? END_BESIDE : END_SILENT;
}

/* Publishing once more, by somebody else, and what is there then. */
static bool publish_next(const char *folder, uint64_t *seq)
{
	struct chain chain;
	char oid[YICE_OID], next[YICE_OID];
	bool good = !open_chain(&chain, folder, SCOPE, true) && !head_of(&chain, oid, seq) &&
		    !publish(&chain, *seq + 1, oid, 3, next);

	close_chain(&chain);
	return good;
}

/* One fault. false: something is wrong, and has been said. */
static bool meet(const char *folder, const struct kind *kind, long n, uint64_t *seq, struct tally *tally, bool *met)
{
	uint64_t before = *seq, after;
	pid_t child = fork();
	int status, end;

	if (!child)
		_exit(publish_with_fault(folder, kind, n));
	waitpid(child, &status, 0);
	end = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	*met = end != END_UNMET;
	if (end < END_GOOD || end == END_SILENT || end == END_CRASH || !publish_next(folder, &after)) {
		printf("# %s, at %ld: ended with %d\n", kind->name, n, end);
		return false;
	}
	*seq = after + 1;
	tally->faults += *met;
	tally->said += end == END_SAID || end == END_BESIDE;
	tally->survived += end == END_GOOD;
	tally->died += end == END_LIBRARY;
	tally->unsaid += end == END_SAID && after == before + 1;
	/* What was said and what is there agree; what was not acknowledged may be there or not. */
	if (end == END_SAID || end == END_LIBRARY)
		return after == before || after == before + 1;
	return after == before + (end != END_BESIDE);
}

/* From the nth call on; last: 0 for all that there are. */
static void try_kind(const char *folder, const struct kind *kind, long first, long last, uint64_t *seq)
{
	struct tally tally = { 0, 0, 0, 0, 0 };
	bool good = publish_next(folder, seq), met = true;
	double start = now();

	++*seq;
	for (long n = first; good && met && (!last || n <= last); n += kind->stride)
		good = meet(folder, kind, n, seq, &tally, &met);
	printf("# %s: %ld, of which %ld were reported (%ld of them after the commit point), %ld made good, and %ld ended the "
	       "process in libgit2 or libcrypto, %.0f s\n",
	       kind->name, tally.faults, tally.said, tally.unsaid, tally.survived, tally.died, now() - start);
	result(good && tally.faults > 3, kind->name);
}

static void end_trial(const char *folder, uint64_t seq)
{
	struct chain chain;
	uint64_t count;

	result(!open_chain(&chain, folder, SCOPE, false) && !verify(&chain, &count) && count == seq, "the whole chain verifies");
	close_chain(&chain);
	result(fsck_is_clean(folder), "git fsck finds nothing");
}

int trial_memory(const char *folder, long first, long last)
{
	const struct kind kind = { FAULT_MEMORY, ENOMEM, 1, "memory that runs out" };
	uint64_t seq = 0;

	result(!create_store(folder), "a store is made");
	try_kind(folder, &kind, first, last, &seq);
	end_trial(folder, seq);
	return results();
}

int trial_fail(const char *folder, long stride)
{
	const struct kind kinds[] = { { FAULT_CALL, EIO, stride, "EIO at every call" },
				      { FAULT_FULL, ENOSPC, stride, "a full disk at every call that needs room" },
				      { FAULT_SHORT, 0, 1, "a short write at every write" },
				      { FAULT_MEMORY, ENOMEM, stride * stride, "memory that runs out" } };
	uint64_t seq = 0;

	result(!create_store(folder), "a store is made");
	for (size_t i = 0; i < YICE_COUNT(kinds); i++)
		try_kind(folder, &kinds[i], 1, 0, &seq);
	end_trial(folder, seq);
	return results();
}
