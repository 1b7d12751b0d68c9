/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a clause came out as it did: the expression of its body as a tree, each
 * node with the truth the machine computed. The tree is whole; whoever shows
 * it leaves out what does not decide.
 */
#ifndef YICE_RUNTIME_REASON_H
#define YICE_RUNTIME_REASON_H

#include "base/arena.h"
#include "runtime/image.h"

/* Truth of what was never evaluated, because the rest had settled the matter. */
#define YICE_SKIPPED 0xffu

enum yice_reason_kind { YICE_REASON_TEST, YICE_REASON_AND, YICE_REASON_OR, YICE_REASON_NOT, YICE_REASON_GUARD,
			YICE_REASON_EXCEPT, YICE_REASON_DEMAND };

/* AND and OR have two or more children and none of their own kind; NOT and the three parts have one; TEST has none. */
struct yice_reason {
	enum yice_reason_kind kind;
	uint32_t truth;  /* enum yice_truth or YICE_SKIPPED */
	uint32_t number; /* TEST: index into TESTS; EXCEPT: which exception, from 0 */
	struct yice_reason *first, *last, *next;
};

/*
 * Parts of a body in order (guard, exceptions, demand), linked by next; *out is
 * NULL for a body without any. trace holds one truth or YICE_SKIPPED per instruction.
 * Nesting is at most YICE_NEST_MAX levels. YICE_OK or YICE_ENOMEM.
 */
int yice_reason_build(const struct yice_view *view, uint32_t body, const uint8_t *trace, struct yice_arena *arena,
		      struct yice_reason **out) YICE_MUST_CHECK;

/*
 * Whether the child is one of those that make its parent's truth: the no in an
 * AND that is no, the missing in one that is missing.
 */
static inline bool yice_reason_decides(const struct yice_reason *parent, const struct yice_reason *child)
{
	if (parent->kind == YICE_REASON_AND || parent->kind == YICE_REASON_OR)
		return child->truth == parent->truth;
	return child->truth != YICE_SKIPPED;
}

#endif
