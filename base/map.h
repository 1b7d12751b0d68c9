/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Insertion-ordered hash from byte strings to uint32_t. Iteration is by index
 * 0..count-1 in insertion order, so no hash order ever reaches an output.
 * Keys are copied into the map's own arena.
 */
#ifndef YICE_BASE_MAP_H
#define YICE_BASE_MAP_H

#include "base/arena.h"

struct yice_map_entry {
	const char *key; /* NUL-terminated copy */
	uint32_t len, hash;
	uint32_t value;
};

struct yice_map {
	struct yice_arena arena;
	struct yice_map_entry *entries; /* insertion order */
	uint32_t count, cap;
	uint32_t *slots; /* open addressing: entry index + 1, 0 empty */
	uint32_t slot_count;
};

#define YICE_MAP_NONE UINT32_MAX

/* Of bytes, well spread in every bit; differs between byte orders, so it must not reach an output. */
uint32_t yice_hash(const void *key, size_t len);

void yice_map_init(struct yice_map *map);
void yice_map_release(struct yice_map *map);
/* Index of the entry, or YICE_MAP_NONE. */
uint32_t yice_map_find(const struct yice_map *map, const void *key, size_t len);
/*
 * Adds key -> value unless present. *index gets the entry's index either way,
 * *added whether it is new (may be NULL). YICE_OK or YICE_ENOMEM.
 */
int yice_map_put(struct yice_map *map, const void *key, size_t len, uint32_t value, uint32_t *index,
		 bool *added) YICE_MUST_CHECK;

#endif
