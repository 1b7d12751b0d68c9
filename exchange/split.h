/* SPDX-License-Identifier: Apache-2.0 */
/* Several requirements in one cell: where each begins, and what stood between them. */
#ifndef YICE_EXCHANGE_SPLIT_H
#define YICE_EXCHANGE_SPLIT_H

#include "base/arena.h"

/* In a mark these stand for the number and the tag, so that an edited clause changes them in its cell too. */
#define YICE_MARK_NUMBER '\1'
#define YICE_MARK_TAG    '\2'

struct yice_cell_part {
	const char *mark; /* the bytes before its text, from the end of the part before */
	const char *number, *tag, *text;
};

enum yice_cell_kind {
	YICE_CELL_ONE,     /* one requirement, as it stands */
	YICE_CELL_PARTS,   /* marks that can be read in one way only */
	YICE_CELL_UNCLEAR, /* marks that could be read otherwise, or numbers that may be marks: one, and reported */
};

/*
 * Parts of a cell without blanks around it, whose row gives a number and a tag ("" none), in the arena. A
 * mark is 【…类】, with a number before it or without, or a number in an enumeration from 1 on. *kind and,
 * for all three, at least one part. YICE_OK or YICE_ENOMEM.
 */
int yice_cell_split(struct yice_arena *arena, const char *text, const char *number, const char *tag,
		    enum yice_cell_kind *kind, struct yice_cell_part **parts,
		    uint32_t *count) YICE_MUST_CHECK;
/* Length of what stands like a tag where a requirement begins, and is none, as 【水】; its place in *at. 0: no. */
size_t yice_cell_odd_tag(const char *text, size_t *at);

#endif
