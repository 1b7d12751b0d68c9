/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Last pass: the blocks are exactly the clauses of scopes and units, in their
 * order, and each plan is the one derived from its clauses' code. Everything
 * else has been proved, so that deriving is safe; and a decision by plan is
 * then a decision by code, whoever made the image.
 */
#include "runtime/plan.h"
#include "runtime/verify_internal.h"

/* Whether section records from `first` on are the derived ones. */
static bool is_run(const struct yice_view *view, enum yice_section section, const void *records, size_t width,
		   uint32_t first, const struct yice_buf *derived)
{
	uint64_t count = derived->len / width;

	return first + count <= view->count[section] &&
	       !memcmp((const char *)records + first * width, derived->data, derived->len);
}

static int verify_block(struct yice_verifier *verifier, struct yice_planner *planner, uint32_t number, uint32_t first,
			uint32_t count)
{
	const struct yice_view *view = verifier->view;
	const struct yice_image_block *block = &view->blocks[number];

	if (block->clauses != first || block->clause_count != count)
		return yice_refuse(verifier, YICE_D_image_blocks, YICE_SEC_BLOCKS, number, "clauses");
	if (yice_planner_plan(planner, first, count))
		return YICE_ENOMEM;
	if (block->from != planner->block.from || block->to != planner->block.to)
		return yice_refuse(verifier, YICE_D_image_plan, YICE_SEC_BLOCKS, number, "from");
	if (!is_run(view, YICE_SEC_PLAN_KEYS, view->plan_keys, sizeof(uint32_t), block->keys, &planner->keys))
		return yice_refuse(verifier, YICE_D_image_plan, YICE_SEC_BLOCKS, number, "keys");
	if (!is_run(view, YICE_SEC_PLAN_WORDS, view->plan_words, sizeof(uint64_t), block->words, &planner->words))
		return yice_refuse(verifier, YICE_D_image_plan, YICE_SEC_BLOCKS, number, "words");
	return YICE_OK;
}

struct owner {
	enum yice_section section;
	uint32_t number, targets, target_count, blocks, block_count;
};

/* *next is the block the owner's must start with, then the next one's. */
static int verify_owner(struct yice_verifier *verifier, struct yice_planner *planner, const struct owner *owner,
			uint32_t *next)
{
	const struct yice_view *view = verifier->view;
	uint32_t first, left;
	int status = YICE_OK;

	if (!yice_plan_run(view, owner->targets, owner->target_count, &first, &left))
		return yice_refuse(verifier, YICE_D_image_clause_order, owner->section, owner->number, "targets");
	if (owner->blocks != *next || owner->block_count != (left + YICE_PLAN_CLAUSES - 1) / YICE_PLAN_CLAUSES)
		return yice_refuse(verifier, YICE_D_image_blocks, owner->section, owner->number, "blocks");
	for (uint32_t n; left && !status; left -= n, first += n) {
		n = left < YICE_PLAN_CLAUSES ? left : YICE_PLAN_CLAUSES;
		status = verify_block(verifier, planner, (*next)++, first, n);
	}
	return status;
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
						       scope->blocks, scope->block_count },
				      &next);
	}
	for (uint32_t i = 0; !status && i < view->count[YICE_SEC_UNITS]; i++) {
		const struct yice_image_unit *unit = &view->units[i];

		status = verify_owner(verifier, &planner,
				      &(struct owner){ YICE_SEC_UNITS, i, unit->targets, unit->target_count, unit->blocks,
						       unit->block_count },
				      &next);
	}
	if (!status && next != view->count[YICE_SEC_BLOCKS])
		status = yice_refuse(verifier, YICE_D_image_blocks, YICE_SEC_BLOCKS, next, NULL);
	yice_planner_release(&planner);
	return status;
}
