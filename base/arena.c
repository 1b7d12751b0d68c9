/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The region allocator under every tree and table of the compiler. Chunks
 * double up to a ceiling; a request too big for a fresh chunk gets one of its
 * own, put behind the newest so that the room left there is not lost. What is
 * handed out is zeroed then, so that a chunk costs no more than what is used;
 * a table that doubles costs no more than its items, which its owner sets.
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

void yice_arena_clear(struct yice_arena *arena)
{
	struct yice_arena_chunk *kept = arena->chunks;

	if (!kept)
		return;
	arena->chunks = kept->next;
	kept->next = NULL;
	yice_arena_release(arena);
	kept->used = 0;
	arena->chunks = kept;
}

void yice_arena_adopt(struct yice_arena *arena, struct yice_arena *from)
{
	struct yice_arena_chunk **link = arena->chunks ? &arena->chunks->next : &arena->chunks;
	struct yice_arena_chunk *rest = *link;

	arena->failed |= from->failed;
	*link = from->chunks;
	while (*link)
		link = &(*link)->next;
	*link = rest;
	yice_arena_init(from);
}

static struct yice_arena_chunk *new_chunk(struct yice_arena *arena, size_t size)
{
	struct yice_arena_chunk *chunk = NULL;

	if (size <= SIZE_MAX - sizeof(*chunk))
		chunk = malloc(sizeof(*chunk) + size);
	if (!chunk) {
		arena->failed = true;
		return NULL;
	}
	*chunk = (struct yice_arena_chunk){ .size = size };
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

/* As yice_arena_alloc(), with whatever the memory holds. align: a power of two up to that of max_align_t. */
static void *take(struct yice_arena *arena, size_t size, size_t align)
{
	struct yice_arena_chunk *chunk = arena->chunks;
	size_t at = chunk ? (chunk->used + align - 1) & ~(align - 1) : 0;

	if (!chunk || at > chunk->size || chunk->size - at < size) {
		chunk = grow(arena, size);
		at = 0;
	}
	if (!chunk)
		return NULL;
	chunk->used = at + size;
	return (char *)chunk->data + at;
}

/* What any object of this many bytes, or an array of objects, needs: a type's size is a multiple of its alignment. */
static size_t align_of(size_t size)
{
	return size % _Alignof(max_align_t) ? _Alignof(void *) : _Alignof(max_align_t);
}

void *yice_arena_alloc(struct yice_arena *arena, size_t size)
{
	void *memory = take(arena, size, align_of(size));

	if (memory)
		memset(memory, 0, size);
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

/* The link to the chunk that holds nothing but this memory; NULL when it shares one. */
static struct yice_arena_chunk **find_own_chunk(struct yice_arena *arena, const void *memory, size_t size)
{
	for (struct yice_arena_chunk **link = &arena->chunks; *link; link = &(*link)->next)
		if ((const void *)(*link)->data == memory && (*link)->used == size && *link != arena->chunks)
			return link;
	return NULL;
}

void *yice_arena_resize(struct yice_arena *arena, void *memory, size_t old, size_t size)
{
	struct yice_arena_chunk **link = old > CHUNK_MAX / 4 ? find_own_chunk(arena, memory, old) : NULL;
	struct yice_arena_chunk *chunk;
	void *copy;

	assert(size >= old);
	if (!link || size > SIZE_MAX - sizeof(*chunk)) {
		copy = take(arena, size, align_of(size));
		if (copy && old)
			memcpy(copy, memory, old);
	} else {
		chunk = realloc(*link, sizeof(*chunk) + size);
		copy = chunk ? chunk->data : NULL;
		arena->failed |= !chunk;
		if (chunk) {
			chunk->size = chunk->used = size;
			*link = chunk;
		}
	}
	return copy;
}

char *yice_arena_room(struct yice_arena *arena, size_t size)
{
	return take(arena, size, 1);
}

char *yice_arena_strndup(struct yice_arena *arena, const char *text, size_t len)
{
	char *copy = len < SIZE_MAX ? take(arena, len + 1, 1) : NULL;

	if (!copy)
		return NULL;
	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *yice_arena_strdup(struct yice_arena *arena, const char *text)
{
	return yice_arena_strndup(arena, text, strlen(text));
}
