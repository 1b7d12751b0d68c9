/* SPDX-License-Identifier: Apache-2.0 */
/* Advice as found, and its forms. */
#ifndef YICE_ADVICE_ADVICE_H
#define YICE_ADVICE_ADVICE_H

#include "advice/change.h"
#include "advice/move.h"
#include "advice/settle.h"
#include "yice/advice.h"

/* Why no fact about the project can settle the verdict. */
enum yice_bar {
	YICE_BAR_NONE,
	YICE_BAR_SITE,    /* it is not known where the site is: run->site_incomplete */
	YICE_BAR_OUTSIDE, /* some of the site lies in no unit that a list of the image has */
	YICE_BAR_FORCE,   /* a unit's list is not in force on the day */
	YICE_BAR_EMPTY    /* no clause is in force for the site */
};

struct yice_advice {
	const struct yice_view *view;
	const struct yice_facts *facts;
	struct yice_run *run;
	struct yice_arena arena;
	uint64_t *fixed;         /* bit per slot that is not changed */
	struct yice_buf options; /* as given, for the command that says the same again */
	enum yice_bar bar;
	bool settles, changes; /* which of the parts below have been looked for */
	bool lifts;
	struct yice_settling settling;
	struct yice_changing admit; /* to be admitted, perhaps with conditions */
	struct yice_changing lift;  /* with lifts: no longer to be refused, as that takes less */
	struct yice_moving moving;
};

/* advice_text.c, advice_json.c: appended to out. */
int yice_advice_write(struct yice_advice *advice, enum yice_lang lang, struct yice_buf *out) YICE_MUST_CHECK;
int yice_advice_write_json(struct yice_advice *advice, enum yice_lang lang,
			   struct yice_buf *out) YICE_MUST_CHECK;
/* Calls add for each clause left to judgement, with its open words. In advice_text.c. YICE_OK or YICE_ENOMEM.
 */
int yice_advice_each_open(struct yice_advice *advice,
			  void (*add)(const struct yice_advice *advice, uint32_t clause,
				      const uint32_t *words, uint32_t count, void *context),
			  void *context) YICE_MUST_CHECK;
/* Names of a slot and of a member of its list. */
const char *yice_advice_slot(const struct yice_advice *advice, uint32_t slot, enum yice_lang lang);
const char *yice_advice_member(const struct yice_advice *advice, uint32_t slot, uint32_t member,
			       enum yice_lang lang);

#endif
