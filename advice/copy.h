/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of their own that begin as another project's, and are changed one by one. */
#ifndef YICE_ADVICE_COPY_H
#define YICE_ADVICE_COPY_H

#include "advice/board.h"

/*
 * The same facts, which must outlive the copy: what layers say of the site is shared. *out is freed with
 * yice_facts_free(). YICE_OK or YICE_ENOMEM.
 */
int yice_facts_copy(const yice_image *image, const struct yice_facts *facts,
		    yice_facts **out) YICE_MUST_CHECK;
/*
 * Gives a slot what it has on the board, through the readers of facts documents. YICE_OK; YICE_EDIAG when
 * they do not take it; YICE_ENOMEM.
 */
int yice_facts_take(struct yice_facts *facts, const struct yice_board *board, uint32_t slot) YICE_MUST_CHECK;
/* Forgets where the site is: what was known of places, and what measures the site, was of where it lay. */
void yice_facts_leave(struct yice_facts *facts);
/* The site lies in this unit, and in no other. */
void yice_facts_enter(struct yice_facts *facts, uint32_t unit);
/* Whether the slot says where the site is or measures it, by the names that layers answer to. */
bool yice_slot_is_site(const struct yice_view *view, uint32_t slot);

#endif
