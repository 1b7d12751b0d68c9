/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refuses an allocation. The program that includes this is linked with
 * --wrap=malloc,--wrap=calloc,--wrap=realloc (Makefile), so the library needs no hook.
 */
#ifndef YICE_TESTS_REFUSE_H
#define YICE_TESTS_REFUSE_H

#include <stdbool.h>
#include <stddef.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long allowed = -1; /* allocations before one fails; negative: all succeed */

static bool refuse(void)
{
	return allowed >= 0 && allowed-- == 0;
}

void *__wrap_malloc(size_t size)
{
	return refuse() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return refuse() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return refuse() ? NULL : __real_realloc(old, size);
}

#endif
