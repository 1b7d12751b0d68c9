/* SPDX-License-Identifier: Apache-2.0 */
/* Quantities in text: "1.2 t/a", "３０％", "2:1", "-0.5". Exact; nothing is rounded or guessed. */
#ifndef YICE_RUNTIME_QUANTITY_H
#define YICE_RUNTIME_QUANTITY_H

#include "base/ratio.h"
#include "runtime/image.h"

#define YICE_BASE_DIMENSIONS 16

struct yice_quantity {
	struct yice_ratio value;          /* as written */
	bool measured;                    /* a measure, or a ratio a:b, was written */
	struct yice_ratio factor;         /* of the measure to base units; 1 when there is none */
	int dims[YICE_BASE_DIMENSIONS];   /* exponents of base dimensions */
	char unknown[64];                 /* with YICE_ENOTFOUND: the measure the image does not have */
};

/*
 * Reads a whole text: number, or number:number, or number and measures joined by / and ·. Full-width letters, digits
 * and punctuation count as ASCII. YICE_OK; YICE_ESYNTAX when it is no number; YICE_ENOTFOUND for an unknown measure;
 * YICE_ERANGE when it cannot be represented exactly; YICE_ENOMEM.
 */
int yice_quantity_parse(const struct yice_view *view, const char *text, size_t len, struct yice_quantity *out)
	YICE_MUST_CHECK;
/*
 * The quantity in an attribute's own measure, which a bare number is in already. YICE_OK; YICE_ENOTFOUND when the
 * dimensions differ; YICE_ERANGE.
 */
int yice_quantity_in(const struct yice_view *view, const struct yice_quantity *quantity, uint32_t slot,
		     struct yice_ratio *out) YICE_MUST_CHECK;

#endif
