/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that write an image share. */
#ifndef YICE_COMPILER_EMIT_H
#define YICE_COMPILER_EMIT_H

#include "compiler/rule.h"
#include "runtime/image_write.h"

struct yice_emitter {
	const struct yice_model *model;
	const struct yice_rules *rules;
	struct yice_image_builder image;
	struct yice_arena arena;
	uint32_t *scope_order, *scope_number; /* image -> model, model -> image: parents first */
	uint32_t *unit_order, *unit_number;   /* image -> model, model -> image: by code */
	const char **files;                   /* by source: name below the folder all sources share */
	struct yice_map tests, runs, asides;  /* tests with their texts; runs of bases, of asides */
	struct yice_buf code, key;            /* of the body, and of the map look-up, at hand */
	int status;                           /* first failure that is not the image's */
};

/* emit_vocab.c. Everything that facts are read with. */
void yice_emit_vocabulary(struct yice_emitter *emitter);
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
