/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of decisions: a file that only grows, each record bound to the one
 * before it by SHA-256, written in groups with one sync. It holds what a
 * decision depends on, so that it can be made again byte for byte.
 */
#ifndef YICE_STORE_DECISION_H
#define YICE_STORE_DECISION_H

#include "base/date.h"
#include "base/diag.h"
#include "store/git.h"

#define YICE_DECISION_TIERS 512

/* A version whose rules were in the image. */
struct yice_decision_tier {
	const char *scope;
	uint64_t seq;
	const char *oid;      /* of the publication's commit */
	const char *manifest; /* SHA-256 of its MANIFEST */
};

struct yice_decision {
	uint64_t seq;        /* 1, 2, 3 … in the file; set when it is written */
	yice_day day;        /* E */
	const char *known;   /* K: "REGISTER:SEQ" of every register, ascending by how they are loaded, or one given */
	const char *image;   /* SHA-256 */
	const char *compiler;
	const char *verdict; /* its English word */
	const char *result;  /* SHA-256 of the report as JSON: outcomes and reasons, every byte */
	const struct yice_decision_tier *tiers;
	size_t tier_count;
	const void *facts; /* the facts document as it was given */
	size_t facts_len;
};

struct yice_decisions;

/*
 * Opens a file for appending, making it if need be, and takes it for itself until it is closed. A half-written record at
 * its end is cut off, which is said as a warning; anything else out of order is refused. YICE_OK, YICE_EDIAG, YICE_EIO
 * (errno), YICE_ENOMEM.
 */
int yice_decisions_open(const char *path, struct yice_diags *diags, struct yice_decisions **out) YICE_MUST_CHECK;
/* Puts a record behind the last one; it is in the file when yice_decisions_commit() has returned YICE_OK. */
int yice_decisions_add(struct yice_decisions *log, const struct yice_decision *decision) YICE_MUST_CHECK;
/* Writes and syncs what was added. After a failure the file is as before, and what was added is forgotten. */
int yice_decisions_commit(struct yice_decisions *log) YICE_MUST_CHECK;
/* SHA-256 of the last record, committed or not; 64 zeros without one. Kept elsewhere, it shows whether the end was cut. */
const char *yice_decisions_head(const struct yice_decisions *log);
void yice_decisions_close(struct yice_decisions *log);

/*
 * Reads bytes of a whole file and calls visit with each record and its digest, in order, until it returns non-zero, which
 * is passed on. A half-written record at the end is a warning. *count gets the records, head the last one's digest.
 */
int yice_decisions_read(const char *name, const char *bytes, size_t len,
			int (*visit)(void *to, const struct yice_decision *decision, const char *sha256), void *to,
			struct yice_diags *diags, uint64_t *count, char head[65]) YICE_MUST_CHECK;

#endif
