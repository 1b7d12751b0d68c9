/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of the verifier. Each pass relies on those before it, in the order of yice_verify_contents(). */
#ifndef YICE_RUNTIME_VERIFY_INTERNAL_H
#define YICE_RUNTIME_VERIFY_INTERNAL_H

#include "runtime/verify.h"

struct yice_verifier {
	const struct yice_view *view;
	struct yice_refusal *refusal;
	/* Over WORDS, n + 1 entries: how many words before i are no string, no place, no run of codes before the next. */
	uint32_t *not_string, *not_place, *not_ascending;
	uint32_t *owner;  /* per instruction: 1 + start of the verified body it belongs to, or 0 */
	uint8_t *arrival; /* per instruction: depth of the stack on jumps that arrive there, or NO_ARRIVAL */
};

/* Records the refusal; returns YICE_EIMAGE. field: static text or NULL. */
int yice_refuse(struct yice_verifier *verifier, enum yice_diag_id id, uint32_t section, uint32_t record,
		const char *field);

/* The passes; YICE_OK, YICE_EIMAGE or YICE_ENOMEM. */
int yice_verify_fields(struct yice_verifier *verifier) YICE_MUST_CHECK; /* strings, rules of image.def but ANY; not_string */
int yice_verify_vocabs(struct yice_verifier *verifier) YICE_MUST_CHECK; /* lists, measures, attributes, names */
int yice_verify_runs(struct yice_verifier *verifier) YICE_MUST_CHECK;   /* fills the other tables over WORDS */
int yice_verify_tests(struct yice_verifier *verifier) YICE_MUST_CHECK;
int yice_verify_bodies(struct yice_verifier *verifier) YICE_MUST_CHECK; /* code */
int yice_verify_texts(struct yice_verifier *verifier) YICE_MUST_CHECK;  /* holes, and arguments for them */
int yice_verify_scopes(struct yice_verifier *verifier) YICE_MUST_CHECK; /* targets, clauses, units, bounds */
int yice_verify_plans(struct yice_verifier *verifier) YICE_MUST_CHECK;  /* derived again and compared */
int yice_verify_layers(struct yice_verifier *verifier) YICE_MUST_CHECK; /* what layers are for, their headers */

/* Whether text is the start of a string. */
bool yice_verify_string(const struct yice_view *view, uint32_t text);
/* n numbers at index; those of a ratio, positive if asked. id of the rule broken, or YICE_DIAG_COUNT. */
bool yice_verify_number(const struct yice_view *view, uint32_t index, uint64_t n);
enum yice_diag_id yice_verify_ratio(const struct yice_view *view, uint32_t index, bool positive);
/* The mask at index over n members has its words and no bits after them. */
enum yice_diag_id yice_verify_mask(const struct yice_view *view, uint32_t index, uint32_t members);

#endif
