/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The region allocator under every tree and table of the compiler. Chunks
 * double up to a ceiling; a request too big for a fresh chunk gets one of its
 * own, put behind the newest so that the room left there is not lost. Memory
 * is zeroed because chunks come from calloc and are never reused.
 */
#include "base/arena.h"

#define CHUNK_MIN ((size_t)4096)
#define CHUNK_MAX ((size_t)1 << 20)

struct yice_arena_chunk {
	struct yice_arena_chunk *next;
	size_t size, used;
	max_align_t data[];
};

void yice_arena_init(struct yice_arena *arena)
{
	arena->chunks = NULL;
	arena->failed = false;
}

void yice_arena_release(struct yice_arena *arena)
{
	struct yice_arena_chunk *chunk = arena->chunks;

	while (chunk) {
		struct yice_arena_chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
	yice_arena_init(arena);
}

static struct yice_arena_chunk *new_chunk(struct yice_arena *arena, size_t size)
{
	struct yice_arena_chunk *chunk = NULL;

	if (size <= SIZE_MAX - sizeof(*chunk))
		chunk = calloc(1, sizeof(*chunk) + size);
	if (!chunk) {
		arena->failed = true;
		return NULL;
	}
	chunk->size = size;
	return chunk;
}

/* A chunk with at least size bytes free, linked in. */
static struct yice_arena_chunk *grow(struct yice_arena *arena, size_t size)
{
	struct yice_arena_chunk *head = arena->chunks;
	size_t usual = !head ? CHUNK_MIN : head->size < CHUNK_MAX / 2 ? head->size * 2 : CHUNK_MAX;
	struct yice_arena_chunk *chunk = new_chunk(arena, size > usual ? size : usual);

	if (!chunk)
		return NULL;
	if (head && size > usual) {
		chunk->next = head->next;
		head->next = chunk;
	} else {
		chunk->next = head;
		arena->chunks = chunk;
	}
	return chunk;
}

void *yice_arena_alloc(struct yice_arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct yice_arena_chunk *chunk = arena->chunks;
	char *memory;

	if (size > SIZE_MAX - align) {
		arena->failed = true;
		return NULL;
	}
	size = (size + align - 1) / align * align;
	if (!chunk || chunk->size - chunk->used < size)
		chunk = grow(arena, size);
	if (!chunk)
		return NULL;
	memory = (char *)chunk->data + chunk->used;
	chunk->used += size;
	return memory;
}

void *yice_arena_array(struct yice_arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		arena->failed = true;
		return NULL;
	}
	return yice_arena_alloc(arena, bytes);
}

char *yice_arena_strndup(struct yice_arena *arena, const char *text, size_t len)
{
	char *copy = len < SIZE_MAX ? yice_arena_alloc(arena, len + 1) : NULL;

	if (copy && len)
		memcpy(copy, text, len);
	return copy;
}

char *yice_arena_strdup(struct yice_arena *arena, const char *text)
{
	return yice_arena_strndup(arena, text, strlen(text));
}
