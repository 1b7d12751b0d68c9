/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of facts in words and as values of facts documents. */
#ifndef YICE_ADVICE_ADVICE_WORDS_H
#define YICE_ADVICE_ADVICE_WORDS_H

#include "advice/advice.h"

struct yice_words {
	struct yice_advice *advice;
	enum yice_lang lang;
	struct yice_buf *out;
};

/* "新增排放.化学需氧量：45 t/a → ≤ 30 t/a" */
void yice_words_change(const struct yice_words *w, const struct yice_fact_change *change);
/* The fact as it is, and what it becomes. */
void yice_words_from(const struct yice_words *w, const struct yice_fact_change *change);
void yice_words_to(const struct yice_words *w, const struct yice_fact_change *change);
/* A number in the measure of the slot; what is no decimal as a fraction. */
void yice_words_number(const struct yice_words *w, uint32_t slot, struct yice_ratio number);
/* Whether an end of what serves is not just the end of the attribute's range. */
bool yice_words_has_low(const struct yice_words *w, const struct yice_fact_change *change);
bool yice_words_has_high(const struct yice_words *w, const struct yice_fact_change *change);
/* Slots that are known, read by a clause that refuses, and not to be changed; how many. */
uint32_t yice_words_fixed(const struct yice_words *w, const uint32_t **out);

#endif
