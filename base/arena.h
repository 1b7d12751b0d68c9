/* SPDX-License-Identifier: Apache-2.0 */
/* A region: allocations live until the whole arena is released. */
#ifndef YICE_BASE_ARENA_H
#define YICE_BASE_ARENA_H

#include "base/base.h"

struct yice_arena {
	struct yice_arena_chunk *chunks; /* newest first */
	bool failed;                     /* an allocation failed since init; sticky */
};

void yice_arena_init(struct yice_arena *arena);
void yice_arena_release(struct yice_arena *arena);
/* Gives back what was allocated but for one chunk, to be filled again; `failed` is forgotten. */
void yice_arena_clear(struct yice_arena *arena);
/* All of `from` lives as long as arena from now on; from is empty afterwards. Failures are taken over too. */
void yice_arena_adopt(struct yice_arena *arena, struct yice_arena *from);

/*
 * Zeroed memory, or NULL (and arena->failed) when out of memory; size may be 0. Aligned as pointers are, and for any type whose
 * size divides it.
 */
void *yice_arena_alloc(struct yice_arena *arena, size_t size);
/* count * size with overflow checked. */
void *yice_arena_array(struct yice_arena *arena, size_t count, size_t size);
/*
 * Memory of `old` bytes as one of `size` >= old, the rest not zeroed: the same where it lies or a copy, and what was large is
 * given back, so that pointers into it are no longer valid. NULL when out of memory, the old one being left as it was.
 */
void *yice_arena_resize(struct yice_arena *arena, void *memory, size_t old, size_t size);
/* Room for a text of size bytes: neither zeroed nor aligned. NULL when out of memory. */
char *yice_arena_room(struct yice_arena *arena, size_t size);
/* NUL-terminated copy of len bytes; NULL when out of memory. */
char *yice_arena_strndup(struct yice_arena *arena, const char *text, size_t len);
char *yice_arena_strdup(struct yice_arena *arena, const char *text);

#endif
