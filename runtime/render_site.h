/* SPDX-License-Identifier: Apache-2.0 */
/* What reports say of a site whose geometry was given. Nothing is said when there are no layers to ask about it. */
#ifndef YICE_RUNTIME_RENDER_SITE_H
#define YICE_RUNTIME_RENDER_SITE_H

#include "runtime/render.h"

/* Appends where and how large the site is. False, and nothing appended, when layers say nothing of it. */
bool yice_render_site(const struct yice_render *render, struct yice_buf *out);
/* Why there is no unit to show: none was given, or the site lies in none. */
void yice_render_site_units(const struct yice_render *render, struct yice_buf *out);
/* ", partly inside, 12.30 m², 31.10 %": how much of the site the unit has. Nothing for a unit that was stated. */
void yice_render_site_part(const struct yice_render *render, uint32_t unit, struct yice_buf *out);
/*
 * Where the fact of a slot is from: as the document says, and of the site's places, what layers show of those that the test
 * asks for: which features have it, and how much of it each (`shares`, where the value beside it does not say so), or the
 * nearest one and how far it is. Appends nothing where there is none.
 */
void yice_render_evidence(const struct yice_render *render, uint32_t test, uint32_t slot, bool shares, struct yice_buf *out);

/* Members of JSON: the object "site", when facts->rest->location is set; of a unit, with a comma before each. */
void yice_render_site_json(const struct yice_render *render);
void yice_render_site_part_json(const struct yice_render *render, uint32_t unit);

#endif
