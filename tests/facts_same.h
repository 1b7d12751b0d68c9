/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two facts objects of one image know the same and show the same; for the tests of the two readers. */
#ifndef YICE_TESTS_FACTS_SAME_H
#define YICE_TESTS_FACTS_SAME_H

#include "runtime/facts.h"

static inline bool facts_same_value(const struct yice_facts *a, const struct yice_facts *b, uint32_t slot)
{
	const struct yice_image_attr *attr = &a->view->attrs[slot];

	if (attr->type != YICE_ATTR_QUANTITY && attr->type != YICE_ATTR_DATE)
		return true;
	if ((int64_t)a->block[attr->fact] == YICE_TICK_NONE)
		return true;
	return !yice_ratio_cmp(yice_fact_value(a->block, slot), yice_fact_value(b->block, slot));
}

/* NULL, or what differs first. */
static inline const char *facts_difference(const struct yice_facts *a, const struct yice_facts *b)
{
	const struct yice_view *view = a->view;

	if (memcmp(a->block, b->block, view->meta->fact_words * sizeof(*a->block)))
		return "block";
	for (uint32_t slot = 0; slot < view->count[YICE_SEC_ATTRS]; slot++) {
		if (!facts_same_value(a, b, slot))
			return "value";
		if (!a->rest->notes[slot].text != !b->rest->notes[slot].text ||
		    strcmp(yice_facts_text(a, slot), yice_facts_text(b, slot)))
			return "text";
		if (!a->rest->notes[slot].evidence != !b->rest->notes[slot].evidence ||
		    strcmp(yice_facts_evidence(a, slot), yice_facts_evidence(b, slot)))
			return "evidence";
		if (a->rest->notes[slot].complete != b->rest->notes[slot].complete)
			return "complete";
	}
	if (strcmp(yice_facts_project(a), yice_facts_project(b)) || strcmp(a->day, b->day))
		return "project or day";
	if (a->unit_count != b->unit_count || memcmp(a->units, b->units, a->unit_count * sizeof(*a->units)) ||
	    a->scope != b->scope)
		return "site";
	return NULL;
}

#endif
