/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The proof that an image is safe: whatever passes may be decided, explained,
 * rendered and listed without a further check. Each rule has a diagnostic of
 * its own (09xx). Time and memory are linear in the image's size.
 */
#ifndef YICE_RUNTIME_VERIFY_H
#define YICE_RUNTIME_VERIFY_H

#include "base/diag.h"
#include "runtime/image_layout.h"

/* Where a section lies, once the layout is proved. */
struct yice_extent {
	size_t offset;
	size_t bytes;
};

/* The first rule broken and its place: a section, a record of it and a field, as far as they apply. */
struct yice_refusal {
	enum yice_diag_id id;
	uint32_t section; /* YICE_SECTIONS: none */
	uint32_t record;  /* YICE_NONE: none */
	const char *field; /* static; NULL: none */
	uint64_t numbers[2]; /* arguments of messages about the file as a whole */
};

/* Header, section table and padding of a file in its own byte order. YICE_OK or YICE_EIMAGE. */
int yice_verify_layout(const unsigned char *bytes, size_t len, struct yice_extent extents[YICE_SECTIONS],
		       struct yice_refusal *refusal) YICE_MUST_CHECK;
/* Contents in host byte order. YICE_OK, YICE_EIMAGE or YICE_ENOMEM. */
int yice_verify_contents(const struct yice_view *view, struct yice_refusal *refusal) YICE_MUST_CHECK;
/* Adds the refusal as a diagnostic. */
void yice_refusal_report(const struct yice_refusal *refusal, struct yice_diags *diags);

#endif
