/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict JSON (RFC 8259): UTF-8 checked, depth limited, duplicate keys
 * refused, numbers kept as their text so that no digit is lost. Mistakes are
 * diagnostics at their place; after one of grammar the reader stops.
 */
#ifndef YICE_BASE_JSON_H
#define YICE_BASE_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

enum yice_json_kind { YICE_JSON_NULL, YICE_JSON_FALSE, YICE_JSON_TRUE, YICE_JSON_NUMBER, YICE_JSON_STRING,
		      YICE_JSON_ARRAY, YICE_JSON_OBJECT };

struct yice_json {
	enum yice_json_kind kind;
	struct yice_span span;    /* the whole value in its source */
	const char *text;         /* string (decoded, NUL-terminated) or number (as written) */
	size_t len;               /* of text; it holds no NUL, which the reader refuses */
	const char *key;          /* member name when inside an object, else NULL */
	struct yice_span key_span;
	struct yice_json *first, *next; /* children of arrays and objects, in order */
	uint32_t count;
};

#define YICE_JSON_DEPTH 64

/*
 * Parses the whole text of source number `file` into nodes in `arena`.
 * `base` is added to every span offset (for NDJSON, where text is one line of a
 * larger file). A byte order mark in front is skipped. YICE_OK; YICE_EDIAG
 * (reported in diags); YICE_ENOMEM; YICE_ELIMIT (over 2^31 - 1 bytes). *out is
 * set on YICE_OK, and on YICE_EDIAG when the only mistakes are names given
 * twice, so that a caller can report its own mistakes too: the first member of
 * a name is kept.
 */
int yice_json_parse(const char *text, size_t len, uint32_t file, uint32_t base, struct yice_arena *arena,
		    struct yice_diags *diags, struct yice_json **out) YICE_MUST_CHECK;
/* Member of an object by name, or NULL. */
const struct yice_json *yice_json_get(const struct yice_json *object, const char *name);
/*
 * Appends text as a JSON string with quotes; control characters, '"' and '\\'
 * escaped, the rest verbatim, except that a malformed byte becomes U+FFFD: the
 * output is valid JSON whatever the input.
 */
void yice_json_quote(struct yice_buf *out, const char *text, size_t len);

#endif
