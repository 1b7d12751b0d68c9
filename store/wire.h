/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How OpenSSH writes bytes down: length-prefixed strings, base64, and armour
 * of 70 columns. Readers accept exactly what the writers produce, so that one
 * value has one spelling.
 */
#ifndef YICE_STORE_WIRE_H
#define YICE_STORE_WIRE_H

#include "base/buf.h"

/* Bytes being read from the front. failed: something was missing or malformed; sticky. */
struct yice_wire {
	const unsigned char *at, *end;
	bool failed;
};

/* Big-endian. 0 and failed when too few bytes are left. */
uint32_t yice_wire_u32(struct yice_wire *wire);
/* The bytes of the next string, borrowed; NULL and failed when it does not fit. */
const unsigned char *yice_wire_string(struct yice_wire *wire, size_t *len);
/* Is the next string exactly text? Otherwise failed. */
bool yice_wire_expect(struct yice_wire *wire, const char *text);

void yice_wire_put_u32(struct yice_buf *out, uint32_t value);
void yice_wire_put_string(struct yice_buf *out, const void *bytes, size_t len);

/* Padded, without line breaks. */
void yice_base64_put(struct yice_buf *out, const void *bytes, size_t len);
/* The strict inverse: padding exact, unused bits zero, no other character. YICE_OK, YICE_ESYNTAX, YICE_ENOMEM. */
int yice_base64_get(struct yice_buf *out, const char *text, size_t len) YICE_MUST_CHECK;

/* "-----BEGIN label-----", lines of 70 columns, "-----END label-----", each with a line feed. */
void yice_armour_put(struct yice_buf *out, const char *label, const void *bytes, size_t len);
/* The bytes inside, whatever the line lengths. YICE_OK, YICE_ESYNTAX, YICE_ENOMEM. */
int yice_armour_get(struct yice_buf *out, const char *label, const char *text, size_t len) YICE_MUST_CHECK;

#endif
