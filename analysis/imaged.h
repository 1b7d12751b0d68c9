/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of an image, as the analysis reads those of sources. */
#ifndef YICE_ANALYSIS_IMAGED_H
#define YICE_ANALYSIS_IMAGED_H

#include "compiler/rule.h"
#include "yice/eval.h"

/*
 * Fills a model that has been initialised, and its rules, from an image, which must outlive it: texts are the image's. Spans
 * are none, and there are no templates, sets or geometry (see below); clauses are in the order of the image. YICE_OK; YICE_ENOMEM;
 * YICE_EIMAGE when the image was not made by a compiler that puts places first.
 */
int yice_rules_from_image(struct yice_model *model, struct yice_rules *rules,
			  const yice_image *image) YICE_MUST_CHECK;

/* The areas of units of an image, into the model made from it: as an image stores them. YICE_OK, YICE_ENOMEM, YICE_EIMAGE. */
int yice_areas_from_image(struct yice_model *model, const yice_image *image) YICE_MUST_CHECK;
/* Whether a file is an image, or says it is. What cannot be read is left to who loads it. */
bool yice_is_image(const char *path);

#endif
