/* SPDX-License-Identifier: Apache-2.0 */
/* Why the grammar refused a token: shared by the two halves of the explanation. */
#ifndef YICE_GRAMMAR_COMPLAIN_H
#define YICE_GRAMMAR_COMPLAIN_H

#include "grammar/parser.h"

struct yice_refusal {
	struct yice_parser *parser;
	const struct yice_token *token, *before; /* the refused token and the one before it */
	const char *found, *found_before;        /* as written, shortened */
	bool want[TOK_HOME + 1];                 /* kinds of token that could stand here */
	bool want_part, want_item;               /* one of them begins a part, an item */
	bool ends;  /* an item, a part or the end of the file begins here: something before is incomplete */
	bool fresh; /* the token begins its line */
	bool drop;  /* set by a slip: parsing must not resume at this token */
};

/* Recognised slips, the most telling first. True when one was reported. */
bool yice_complain_slip(struct yice_refusal *refusal);
/* Names what should stand here. */
void yice_complain_expected(struct yice_refusal *refusal);
/* Adds a diagnostic at span with what was found as {0}. */
struct yice_diag *yice_complain_at(struct yice_refusal *refusal, enum yice_diag_id id, struct yice_span span,
				   const char *found, const char *more);

#endif
