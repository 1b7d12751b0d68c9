/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether what stands beside an effect is of interest to a project. Beside a
 * ban, a restriction or a demand it is said to others than the projects its
 * conditions pick, so only the place counts: it is unless the site is known to
 * lie elsewhere. Beside a duty or an encouragement it is where that is. Called
 * by reports and by differences.
 */
#include "runtime/run.h"
#include "runtime/vm_test.h"

/* Truth of what asks about the site alone, YICE_SKIPPED for all else. F, U and T ascend; depth is YICE_NEST_MAX. */
static uint32_t site_truth(const struct yice_run *run, const struct yice_reason *node)
{
	const struct yice_view *view = run->view;
	uint32_t slots[YICE_LINEAR_MAX], truth = node->kind == YICE_REASON_OR ? YICE_F : YICE_T;
	const struct yice_told told = yice_facts_told(run->facts);
	uint64_t cost = 0;

	if (node->kind == YICE_REASON_TEST) {
		if (yice_test_slots(view, node->number, slots) != 1 || slots[0] != view->meta->site_slot)
			return YICE_SKIPPED;
		return yice_test_evaluate(view, node->number, &told, &cost);
	}
	for (const struct yice_reason *child = node->first; child; child = child->next) {
		uint32_t own = site_truth(run, child);

		if (own == YICE_SKIPPED)
			return YICE_SKIPPED;
		if (node->kind == YICE_REASON_NOT)
			truth = own == YICE_U ? YICE_U : YICE_T - own;
		else if (node->kind == YICE_REASON_OR ? own > truth : own < truth)
			truth = own;
	}
	return truth;
}

/* Whether the site lies where the guard says: what it asks about the site alone, joined by 且 to the rest. */
static uint32_t place_truth(const struct yice_run *run, const struct yice_because *because)
{
	uint32_t truth = YICE_T;

	for (const struct yice_reason *part = because->parts; part; part = part->next) {
		const struct yice_reason *node = part->first;

		if (part->kind != YICE_REASON_GUARD)
			continue;
		if (node->kind == YICE_REASON_AND)
			node = node->first;
		for (; node; node = node->next) {
			uint32_t own = site_truth(run, node);

			truth = own < truth ? own : truth; /* YICE_SKIPPED is above all */
		}
	}
	return truth;
}

uint32_t yice_run_concerns(const struct yice_run *run, const struct yice_decided *decided,
			   const struct yice_because *because)
{
	const struct yice_view *view = run->view;
	uint32_t effect = yice_body_effect(view, &view->bodies[view->clauses[decided->clause].body]);

	return effect == YICE_ENCOURAGES || effect == YICE_OBLIGES ? decided->applies : place_truth(run, because);
}
