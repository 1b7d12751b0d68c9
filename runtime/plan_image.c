/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plans of an image: of the clauses of each scope and of each unit, up to
 * 64 at a time. Called last by the compiler, when everything plans are derived
 * from is in its place.
 */
#include "runtime/image_write.h"
#include "runtime/plan.h"

bool yice_plan_run(const struct yice_view *view, uint32_t targets, uint32_t target_count, uint32_t *first,
		   uint32_t *count)
{
	*first = target_count ? view->targets[targets].clauses : 0;
	*count = 0;
	for (uint32_t i = targets; i < targets + target_count; i++) {
		if (view->targets[i].clauses != *first + *count)
			return false;
		*count += view->targets[i].clause_count;
	}
	return true;
}

/* Plans of one owner; *plan and *blocks are its fields. */
static int plan_owner(struct yice_image_builder *builder, struct yice_planner *planner, uint32_t targets,
		      uint32_t target_count, uint32_t *plan, uint32_t *blocks)
{
	uint32_t first, left;
	int status = YICE_OK;

	if (!yice_plan_run(planner->view, targets, target_count, &first, &left))
		return YICE_EIMAGE;
	*plan = yice_image_count(builder, YICE_SEC_PLANS);
	*blocks = 0;
	for (uint32_t n; left && !status; left -= n, first += n, (*blocks)++) {
		n = left < YICE_PLAN_CLAUSES ? left : YICE_PLAN_CLAUSES;
		status = yice_planner_plan(planner, first, n);
		if (status)
			return status;
		yice_image_add(builder, YICE_SEC_PLANS, planner->plan.data, planner->plan.len);
		status = builder->status;
	}
	return status;
}

int yice_image_plan(struct yice_image_builder *builder)
{
	struct yice_view view;
	struct yice_planner planner = { .view = &view };
	int status = YICE_OK;

	yice_image_builder_view(builder, &view);
	for (uint32_t i = 0; !status && i < view.count[YICE_SEC_SCOPES]; i++) {
		struct yice_image_scope *scope = yice_image_record(builder, YICE_SEC_SCOPES, i);

		status = plan_owner(builder, &planner, scope->targets, scope->target_count, &scope->plan,
				    &scope->block_count);
	}
	for (uint32_t i = 0; !status && i < view.count[YICE_SEC_UNITS]; i++) {
		struct yice_image_unit *unit = yice_image_record(builder, YICE_SEC_UNITS, i);

		status = plan_owner(builder, &planner, unit->targets, unit->target_count, &unit->plan,
				    &unit->block_count);
	}
	yice_planner_release(&planner);
	return status;
}
