/* SPDX-License-Identifier: Apache-2.0 */
/* Layers of a part of the country that reach into another one, which knows nothing of them. */
#ifndef YICE_SET_REACH_H
#define YICE_SET_REACH_H

#include "base/report.h"
#include "runtime/geo/layer.h"
#include "runtime/image.h"
#include "set/index.h"

/* What the index says of an image's layer, which is open; the name is the image's. */
struct yice_set_layer yice_set_layer_of(const struct yice_view *view, uint32_t record, const struct yice_layer *layer);
/*
 * Warns of each layer that has a share of a unit of an image without it, where either was made now (`made`, by image); images lie
 * in `folder`. YICE_OK, YICE_EDIAG where the warning is an error, YICE_ENOMEM, YICE_EIO, YICE_EIMAGE.
 */
int yice_set_reach(const struct yice_set_index *index, const char *folder, const unsigned char *made,
		   struct yice_report *report) YICE_MUST_CHECK;

#endif
