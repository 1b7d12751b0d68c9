/* SPDX-License-Identifier: Apache-2.0 */
/* Rules as an image, and facts documents decided by it: how witnesses are tried before anyone sees them. */
#ifndef YICE_ANALYSIS_TRIAL_H
#define YICE_ANALYSIS_TRIAL_H

#include "analysis/realm.h"
#include "yice/eval.h"

struct yice_trial {
	struct yice_buf bytes;
	yice_image *image;
	bool shares; /* the image is another trial's */
	yice_facts *facts;
	yice_run *run;
};

#define YICE_TRIAL_ABSENT (-2) /* the clause was not looked at */
#define YICE_TRIAL_UNLISTED (-6) /* a duty that is out of the question */

/* Of rules without errors. Releasing is right also after a failure, and of a trial that is all zero. */
int yice_trial_open(struct yice_trial *trial, const struct yice_model *model,
		    const struct yice_rules *rules) YICE_MUST_CHECK;
/* On an image, which is the trial's from then on, also after a failure. */
int yice_trial_take(struct yice_trial *trial, yice_image *image) YICE_MUST_CHECK;
/* On the image of another trial, which must outlive this one; for another thread. */
int yice_trial_share(struct yice_trial *trial, const struct yice_trial *of) YICE_MUST_CHECK;
void yice_trial_release(struct yice_trial *trial);
/* Decides a document. YICE_EDIAG when the facts are at fault; YICE_ENOMEM, YICE_ELIMIT. */
int yice_trial_decide(struct yice_trial *trial, const char *json) YICE_MUST_CHECK;
/* The outcome of a clause in the last decision: an enum yice_outcome, -1 for a duty, or YICE_TRIAL_ABSENT. */
int yice_trial_outcome(const struct yice_trial *trial, const char *id);
/* The same of the at-th clause looked at, YICE_NONE: none is. A duty that is not listed is YICE_TRIAL_UNLISTED. */
int yice_trial_told(const struct yice_trial *trial, uint32_t at);
/* Whether what stands beside its effect is listed. YICE_OK or YICE_ENOMEM. */
int yice_trial_beside(const struct yice_trial *trial, uint32_t at, bool *listed) YICE_MUST_CHECK;
/* How bad an outcome is; what was not looked at is free. */
enum yice_level yice_level_of(int outcome);

#endif
