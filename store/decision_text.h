/* SPDX-License-Identifier: Apache-2.0 */
/* One record of a decision as text. */
#ifndef YICE_STORE_DECISION_TEXT_H
#define YICE_STORE_DECISION_TEXT_H

#include "store/decision.h"

#define YICE_DECISION_HEAD "yice-decision-1 "

/* A record found at the front of bytes, its digest checked. */
struct yice_decision_part {
	size_t size; /* of the whole record */
	const char *body;
	size_t body_len;
	uint64_t seq;
	char prev[65], sha256[65]; /* sha256 of the body: the record's identity */
};

/* YICE_ESYNTAX: not a whole record; YICE_ENOMEM. */
int yice_decision_split(const char *bytes, size_t len, struct yice_decision_part *out) YICE_MUST_CHECK;
/*
 * Are the bytes, up to the end of the file, the beginning of a record and nothing else, as a write leaves them that was cut
 * short? One that reaches its end but is not whole is damaged.
 */
bool yice_decision_is_begun(const char *bytes, size_t len);
/* The body in its one form. Strings go to arena, facts are borrowed. YICE_OK, YICE_ESYNTAX, YICE_ENOMEM. */
int yice_decision_parse(const struct yice_decision_part *part, struct yice_arena *arena,
			struct yice_decision *out) YICE_MUST_CHECK;
/* Appends the record behind the one whose digest is prev; sha256 gets its own and may be prev. */
int yice_decision_print(const struct yice_decision *decision, const char *prev, struct yice_buf *out,
			char sha256[65]) YICE_MUST_CHECK;

#endif
