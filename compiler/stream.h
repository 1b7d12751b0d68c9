/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules built a few at a time, by several threads, and given back when they have been looked at: what builds the image of
 * a country in bounded memory. Everything found on the way is the same as if yice_rules_build() and the checks had run
 * over all of them.
 */
#ifndef YICE_COMPILER_STREAM_H
#define YICE_COMPILER_STREAM_H

#include "compiler/rule.h"

struct yice_stream;

/*
 * For a model that was outlined, whose jobs are the number of threads. Builds nothing yet but what 优先于 needs. The model
 * must not change until the stream is freed. YICE_OK, YICE_ENOMEM.
 */
int yice_stream_new(struct yice_model *model, struct yice_stream **out) YICE_MUST_CHECK;
/* The stream as a source of rules for emission. */
struct yice_rule_source yice_stream_source(struct yice_stream *stream);
/*
 * Builds and checks what nobody asked for, ends the threads and settles the scales of slots. What was found while building
 * goes to the model's diagnostics. YICE_OK; YICE_ENOMEM; YICE_ERANGE: thresholds do not fit together, and which of them is
 * to blame only yice_rules_build() over the whole model can tell; nothing was reported.
 */
int yice_stream_finish(struct yice_stream *stream) YICE_MUST_CHECK;
/* What the checks of rules and targets found, to the model's diagnostics. */
void yice_stream_report(struct yice_stream *stream);
/* Also before it is finished; NULL is allowed. */
void yice_stream_free(struct yice_stream *stream);

#endif
