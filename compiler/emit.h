/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that write an image share. */
#ifndef YICE_COMPILER_EMIT_H
#define YICE_COMPILER_EMIT_H

#include "compiler/rule.h"
#include "runtime/image_write.h"

struct yice_emitter {
	const struct yice_model *model;
	const struct yice_rule_source *source;
	struct yice_image_builder image;
	struct yice_arena arena;
	uint32_t *scope_order, *scope_number; /* image -> model, model -> image: parents first */
	uint32_t *unit_order, *unit_number;   /* image -> model, model -> image: by code */
	const char **files;                   /* by source: name below the folder all sources share */
	struct yice_map tests, runs, frames;  /* tests with their texts; runs of bases; frames with their asides */
	struct yice_map limits;               /* of tests; these have the number of the entry until scales are known */
	yice_day latest;                      /* on which a list takes effect, or a clause of one without a day */
	struct yice_buf code, key;            /* of the body, and of the map look-up, at hand */
	int status;                           /* first failure that is not the image's */
};

/*
 * An image in steps, so that its model can be given up before its bytes are made. emit.c:
 * vocabulary, lists and clauses; YICE_EDIAG when the source has a rule that cannot be emitted.
 */
int yice_emit_begin(struct yice_emitter *emitter, const struct yice_model *model,
		    const struct yice_rule_source *source) YICE_MUST_CHECK;
/* What needs all clauses: ticks, by the scales of slots, and the rest of what comes from the model. */
int yice_emit_rest(struct yice_emitter *emitter) YICE_MUST_CHECK;
/* Plans and bytes; needs neither model nor rules. */
int yice_emit_image(struct yice_emitter *emitter, struct yice_buf *image) YICE_MUST_CHECK;
/* After yice_emit_begin(), whatever became of it. */
void yice_emitter_release(struct yice_emitter *emitter);

/* emit_vocab.c. Everything that facts are read with; the scales of slots, once they are known. */
void yice_emit_vocabulary(struct yice_emitter *emitter);
void yice_emit_scales(struct yice_emitter *emitter);
/* emit_code.c. The ticks of thresholds, in place of numbers of limits. */
void yice_emit_ticks(struct yice_emitter *emitter);
/* emit_code.c. The body of a rule, stored once; its number. */
uint32_t yice_emit_body(struct yice_emitter *emitter, const struct yice_rule *rule);

/* emit_geometry.c. Where units, places and layers are. */
void yice_emit_geometry(struct yice_emitter *emitter);

/*
 * The order in which texts and numbers are stored is part of the image. C leaves the order of evaluation
 * within an initializer or an argument list open, so each call that stores something is a statement of its
 * own.
 */
static inline uint32_t yice_emit_string(struct yice_emitter *emitter, const char *text)
{
	return yice_image_string(&emitter->image, text);
}

/* Bits of a mask over n members, as NUMBERS; has: one byte a member. */
uint32_t yice_emit_mask(struct yice_emitter *emitter, const unsigned char *has, uint32_t n);

#endif
