/* SPDX-License-Identifier: Apache-2.0 */
/* How far units are from a site. */
#ifndef YICE_ADVICE_NEAR_H
#define YICE_ADVICE_NEAR_H

#include "runtime/facts.h"

struct yice_near_unit {
	uint32_t unit;
	struct yice_range mm; /* high is INT64_MAX where only a lower bound could be found */
};

/*
 * The `cap` units nearest to the site among those wanted (a byte a unit that is not 0), by the image's layers
 * of units; ascending, ties by unit. *count gets how many there are in out. The facts have a location with
 * units. YICE_OK, YICE_ENOMEM, YICE_EIMAGE.
 */
int yice_near_find(const struct yice_facts *facts, const uint8_t *wanted, struct yice_near_unit *out,
		   uint32_t cap, uint32_t *count) YICE_MUST_CHECK;

#endif
