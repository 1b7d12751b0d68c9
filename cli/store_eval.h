/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding by a store: the image of a day, and decisions put on record. */
#ifndef YICE_CLI_STORE_EVAL_H
#define YICE_CLI_STORE_EVAL_H

#include "cli/store.h"
#include "store/decision.h"
#include "yice/eval.h"

/* The rules of all tiers in force on a day, as one image. */
struct yice_composed {
	struct yice_shelf shelf;
	struct yice_arena arena;
	yice_day day;
	struct yice_decision_tier *tiers;
	size_t tier_count;
	const char *known;
	void *bytes;
	size_t len;
	char digest[65];
	yice_image *image;
};

/*
 * Opens the store of --store and composes what is in force on a day: for one scope and all above it, or, without one, for
 * every scope of the store. What is pending or known differently by now is said on standard error. An exit status.
 */
int yice_composed_open(struct yice_composed *composed, const struct yice_cli *cli, const char *path, const char *scope,
		       const char *day, const char *known);
void yice_composed_close(struct yice_composed *composed);
/* Without --store nothing is asked of one: an exit status, said, when one of these options was given. */
int yice_composed_unasked(const struct yice_cli *cli, enum yice_option scope, enum yice_option known, enum yice_option record);
/* The image of given versions, by their commits; those of composed->tiers. An exit status. */
int yice_composed_image(struct yice_composed *composed);
void yice_composed_drop(struct yice_composed *composed);

/* One decision, as it goes on record: its result is the digest of the report as JSON. */
int yice_composed_record(struct yice_composed *composed, yice_run *run, const yice_facts *facts, const void *text,
			 size_t len, struct yice_decisions *log);
/* The digest of a report as records hold it: JSON, Chinese. YICE_OK, YICE_ENOMEM. */
int yice_result_digest(yice_run *run, const yice_facts *facts, const char *image, char out[65]);
/* Opens a file of records; an exit status, said. */
int yice_record_open(const struct yice_cli *cli, const char *path, struct yice_decisions **log);

#endif
