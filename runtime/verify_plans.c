/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Last pass: the plans are those of the clauses of scopes and units, in their
 * order, and each is the one derived from its clauses' code. Everything
 * else has been proved, so that deriving is safe; and a decision by plan is
 * then a decision by code, whoever made the image.
 */
#include "runtime/plan.h"
#include "runtime/verify_internal.h"

struct owner {
	enum yice_section section;
	uint32_t number, targets, target_count, plan, block_count;
};

/* *next is where the owner's plans must start, then the next one's. */
static int verify_owner(struct yice_verifier *verifier, struct yice_planner *planner, const struct owner *owner,
			uint32_t *next)
{
	const struct yice_view *view = verifier->view;
	uint32_t first, left;

	if (!yice_plan_run(view, owner->targets, owner->target_count, &first, &left))
		return yice_refuse(verifier, YICE_D_image_clause_order, owner->section, owner->number, "targets");
	if (owner->plan != *next)
		return yice_refuse(verifier, YICE_D_image_blocks, owner->section, owner->number, "plan");
	if (owner->block_count != (left + YICE_PLAN_CLAUSES - 1) / YICE_PLAN_CLAUSES)
		return yice_refuse(verifier, YICE_D_image_blocks, owner->section, owner->number, "block_count");
	for (uint32_t n; left; left -= n, first += n) {
		const struct yice_buf *plan = &planner->plan;

		n = left < YICE_PLAN_CLAUSES ? left : YICE_PLAN_CLAUSES;
		if (yice_planner_plan(planner, first, n))
			return YICE_ENOMEM;
		if (plan->len > view->count[YICE_SEC_PLANS] - *next ||
		    memcmp(view->plans + *next, plan->data, plan->len) != 0)
			return yice_refuse(verifier, YICE_D_image_plan, owner->section, owner->number, "plan");
		*next += (uint32_t)plan->len;
	}
	return YICE_OK;
}

int yice_verify_plans(struct yice_verifier *verifier)
{
	const struct yice_view *view = verifier->view;
	struct yice_planner planner = { .view = view };
	uint32_t next = 0;
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_SCOPES]; i++) {
		const struct yice_image_scope *scope = &view->scopes[i];

		status = verify_owner(verifier, &planner,
				      &(struct owner){ YICE_SEC_SCOPES, i, scope->targets, scope->target_count,
						       scope->plan, scope->block_count },
				      &next);
	}
	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_UNITS]; i++) {
		const struct yice_image_unit *unit = &view->units[i];

		status = verify_owner(verifier, &planner,
				      &(struct owner){ YICE_SEC_UNITS, i, unit->targets, unit->target_count, unit->plan,
						       unit->block_count },
				      &next);
	}
	if (!status && next != view->count[YICE_SEC_PLANS])
		status = yice_refuse(verifier, YICE_D_image_blocks, YICE_SEC_PLANS, next, NULL);
	yice_planner_release(&planner);
	return status;
}
