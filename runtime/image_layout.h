/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of an image, for reader, writer and verifier: sections, byte order, sizes that follow from contents. */
#ifndef YICE_RUNTIME_IMAGE_LAYOUT_H
#define YICE_RUNTIME_IMAGE_LAYOUT_H

#include "runtime/image.h"

#define YICE_IMAGE_HEADER 24u /* bytes before the section table */
#define YICE_IMAGE_ENTRY 24u  /* bytes of the table per section */

struct yice_section_info {
	const char *name;
	uint32_t width; /* bytes of an element */
	uint32_t words; /* elements of a record */
};

/* Static, never NULL; section < YICE_SECTIONS. */
const struct yice_section_info *yice_section_info(uint32_t section);

/* Points the view at a section's records. */
void yice_view_set(struct yice_view *view, enum yice_section section, const void *records, uint32_t count);

/* Turns len bytes of elements between host order and the image's little-endian; nothing to do on most hosts. */
void yice_image_swap(void *bytes, size_t len, uint32_t width);
bool yice_image_native(void); /* the host is little-endian */

static inline uint32_t yice_load16(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}
static inline uint32_t yice_load32(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}
static inline uint64_t yice_load64(const unsigned char *at)
{
	return yice_load32(at) | (uint64_t)yice_load32(at + 4) << 32;
}

/* Words of a bit mask over n members. */
static inline uint32_t yice_mask_words(uint32_t members)
{
	return members / 64 + (members % 64 != 0);
}

/*
 * Sets max_clauses, fact_words and max_code of a META record as they must be for everything else in the
 * view: the compiler stores them, the verifier compares. max_clauses is the most
 * that one unit, one scope without a unit, or all scopes without a parent (a site
 * that is not known at all) look at. Needs ranges that are in bounds and parents
 * before children. YICE_OK, YICE_ENOMEM, or YICE_ELIMIT when one does not fit 31 bits.
 */
int yice_image_bounds(const struct yice_view *view, struct yice_image_meta *meta) YICE_MUST_CHECK;

#endif
