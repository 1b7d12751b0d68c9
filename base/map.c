/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one hash table: names, strings of an image, members of JSON objects.
 * Entries live in an array in insertion order; slots hold entry index + 1 and
 * are probed linearly, never more than half full. Entries are never removed.
 * A failed put leaves the map as it was.
 */
#include "base/map.h"

#define SLOTS_MIN 16u

void yice_map_init(struct yice_map *map)
{
	memset(map, 0, sizeof(*map));
	yice_arena_init(&map->arena);
}

void yice_map_release(struct yice_map *map)
{
	free(map->entries);
	free(map->slots);
	yice_arena_release(&map->arena);
	yice_map_init(map);
}

/* Eight bytes at a time, multiplied and folded; the length tells apart what zeros at the end would not. */
uint32_t yice_hash(const void *key, size_t len)
{
	const unsigned char *bytes = key;
	uint64_t hash = UINT64_C(0x9e3779b97f4a7c15) ^ len, word;

	for (; len >= sizeof(word); bytes += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
	}
	word = 0;
	if (len)
		memcpy(&word, bytes, len);
	hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
	hash ^= hash >> 32;
	hash *= UINT64_C(0xc4ceb9fe1a85ec53);
	return (uint32_t)(hash >> 32);
}

/* The slot that holds the key, or the empty slot where it would go. slot_count must not be 0. */
static uint32_t probe(const struct yice_map *map, const void *key, size_t len, uint32_t hash)
{
	uint32_t mask = map->slot_count - 1, at = hash & mask;

	for (; map->slots[at]; at = (at + 1) & mask) {
		const struct yice_map_entry *entry = &map->entries[map->slots[at] - 1];

		if (entry->hash == hash && entry->len == len && (!len || !memcmp(entry->key, key, len)))
			break;
	}
	return at;
}

uint32_t yice_map_find(const struct yice_map *map, const void *key, size_t len)
{
	uint32_t slot;

	if (!map->count)
		return YICE_MAP_NONE;
	slot = map->slots[probe(map, key, len, yice_hash(key, len))];
	return slot ? slot - 1 : YICE_MAP_NONE;
}

static int grow_slots(struct yice_map *map)
{
	uint32_t count = map->slot_count ? map->slot_count * 2 : SLOTS_MIN;
	uint32_t *slots;

	if (!count)
		return YICE_ENOMEM;
	slots = calloc(count, sizeof(*slots));
	if (!slots)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < map->count; i++) {
		uint32_t at = map->entries[i].hash & (count - 1);

		while (slots[at])
			at = (at + 1) & (count - 1);
		slots[at] = i + 1;
	}
	free(map->slots);
	map->slots = slots;
	map->slot_count = count;
	return YICE_OK;
}

static int grow_entries(struct yice_map *map)
{
	uint32_t cap = map->cap ? map->cap * 2 : SLOTS_MIN;
	struct yice_map_entry *entries;
	size_t bytes;

	if (cap <= map->cap || __builtin_mul_overflow(cap, sizeof(*entries), &bytes))
		return YICE_ENOMEM;
	entries = realloc(map->entries, bytes);
	if (!entries)
		return YICE_ENOMEM;
	map->entries = entries;
	map->cap = cap;
	return YICE_OK;
}

int yice_map_put(struct yice_map *map, const void *key, size_t len, uint32_t value, uint32_t *index,
		 bool *added)
{
	uint32_t hash = yice_hash(key, len), at;
	const char *copy;

	if (len >= UINT32_MAX)
		return YICE_ENOMEM;
	if (map->count >= map->slot_count / 2 && grow_slots(map))
		return YICE_ENOMEM;
	at = probe(map, key, len, hash);
	if (added)
		*added = !map->slots[at];
	if (map->slots[at]) {
		*index = map->slots[at] - 1;
		return YICE_OK;
	}
	if (map->count == map->cap && grow_entries(map))
		return YICE_ENOMEM;
	copy = yice_arena_strndup(&map->arena, key, len);
	if (!copy)
		return YICE_ENOMEM;
	map->entries[map->count] = (struct yice_map_entry){ copy, (uint32_t)len, hash, value };
	map->slots[at] = ++map->count;
	*index = map->count - 1;
	return YICE_OK;
}
