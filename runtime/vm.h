/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the code of one clause body over what is known of a project. Only for verified images; re-entrant, allocates nothing. */
#ifndef YICE_RUNTIME_VM_H
#define YICE_RUNTIME_VM_H

#include "runtime/image.h"

/* Each an enum yice_truth. */
struct yice_truths {
	uint8_t applies; /* guard and no exception */
	uint8_t demand;  /* YICE_T when nothing is demanded or the clause does not apply */
};

/*
 * *steps is reduced by what may be used: one per instruction of the body, executed or skipped, and one more per word
 * of a mask or term of a sum looked at. trace, unless NULL, gets a truth for each instruction executed, at its index in
 * the body: what it left on top of the stack or took from it. The rest of it is left alone. YICE_OK, or YICE_ELIMIT
 * when the steps ran out.
 */
int yice_vm_run(const struct yice_view *view, const struct yice_image_body *body, const struct yice_told *known,
		uint64_t *steps, uint8_t *trace, struct yice_truths *out) YICE_MUST_CHECK;

/* Outcome of a clause with that effect: enum yice_outcome, or YICE_RUN_DUTY. */
int yice_vm_outcome(uint32_t effect, struct yice_truths truths);

#endif
