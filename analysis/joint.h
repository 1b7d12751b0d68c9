/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions of sites in several units. Each part of such a site lies in places of its own; a form's HAS or LACKS of the
 * site is of some part, or of each. Forms for one unit are the same forms, with one part.
 */
#ifndef YICE_ANALYSIS_JOINT_H
#define YICE_ANALYSIS_JOINT_H

#include "analysis/realm.h"

/*
 * Puts in the place of each form the one that asks parts of a site, however many, which may lie in any places: their
 * conjunction has a point if and only if some site with parts meets all of them. False when more than YICE_REALM_PARTS parts are
 * named, or memory ran out; then forms are as they were.
 */
bool yice_joint_spread(struct yice_realm *realm, const struct yice_form **forms, uint32_t count) YICE_MUST_CHECK;
/*
 * The same of sites one part of which meets *home, a conjunction such as yice_read_unit() gives: that is put on the axis of this
 * part, and is to be asked with the forms. NULL: of any sites.
 */
bool yice_joint_spread_from(struct yice_realm *realm, const struct yice_form **forms, uint32_t count,
			    const struct yice_form **home) YICE_MUST_CHECK;

/*
 * The form for a site in these units of a reading's model, whose places are stated as the axis of the site has them: each part
 * has those its unit does not lie outside of, and those the unit lies in. NULL when out of memory.
 */
const struct yice_form *yice_joint_units(struct yice_realm *realm, const struct yice_realm_model *reading,
					 const struct yice_form *form, const uint32_t *units, uint32_t count);
/* No place is stated that all of the units lie outside of. */
const struct yice_form *yice_joint_stated(struct yice_realm *realm, struct yice_realm_model *reading, const uint32_t *units,
					  uint32_t count);

#endif
