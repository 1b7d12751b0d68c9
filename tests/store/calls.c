/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions in front of the C library's (tests/store/calls.h). Each kind of
 * fault counts the calls that it can meet; programs that link this must be
 * linked with -rdynamic, or libraries would not find them.
 */
/* open and open64, and their kin, are both defined below, so neither may stand for the other. */
#undef _FILE_OFFSET_BITS
#include "tests/store/calls.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct fault_plan fault_plan;

void fault_arm(enum fault_kind kind, int error, long n)
{
	fault_plan.kind = kind;
	fault_plan.error = error;
	fault_plan.tripped = false;
	fault_plan.countdown = n;
}

void fault_disarm(void)
{
	fault_plan.countdown = 0;
}

static bool trips(void)
{
	if (!fault_plan.countdown || --fault_plan.countdown)
		return false;
	fault_plan.tripped = true;
	return true;
}

/* needs_room: it may find the disk full. */
static bool fails(bool needs_room)
{
	if (!fault_plan.countdown ||
	    !(fault_plan.kind == FAULT_CALL || (fault_plan.kind == FAULT_FULL && needs_room)) || !trips())
		return false;
	errno = fault_plan.error;
	return true;
}

/* ---- memory: glibc's own names of its allocator, since looking a name up may allocate */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static bool refuses(void)
{
	if (!fault_plan.countdown || fault_plan.kind != FAULT_MEMORY || !trips())
		return false;
	errno = ENOMEM;
	return true;
}

YICE_API void *malloc(size_t size)
{
	return refuses() ? NULL : __libc_malloc(size);
}

YICE_API void *calloc(size_t count, size_t size)
{
	return refuses() ? NULL : __libc_calloc(count, size);
}

YICE_API void *realloc(void *old, size_t size)
{
	return refuses() ? NULL : __libc_realloc(old, size);
}

/* ---- calls */

/* The library's own function; POSIX promises that a function fits. */
#define REAL(name, type, ...)                                                                                          \
	static type (*real)(__VA_ARGS__);                                                                              \
	if (!real)                                                                                                     \
		*(void **)&real = dlsym(RTLD_NEXT, name)

/* A call that fails as a whole or is passed on. */
#define PASS(room, type, name, params, args, failure)                                                                  \
	YICE_API type name params                                                                                      \
	{                                                                                                              \
		static type(*real) params;                                                                             \
		if (!real)                                                                                             \
			*(void **)&real = dlsym(RTLD_NEXT, #name);                                                     \
		return fails(room) ? failure : real args;                                                              \
	}

PASS(false, ssize_t, read, (int fd, void *bytes, size_t len), (fd, bytes, len), -1)
PASS(false, ssize_t, pread, (int fd, void *bytes, size_t len, off_t at), (fd, bytes, len, at), -1)
PASS(true, int, rename, (const char *from, const char *to), (from, to), -1)
PASS(true, int, link, (const char *from, const char *to), (from, to), -1)
PASS(true, int, mkdir, (const char *path, mode_t mode), (path, mode), -1)
PASS(false, int, unlink, (const char *path), (path), -1)
PASS(false, int, ftruncate, (int fd, off_t size), (fd, size), -1)
PASS(false, int, flock, (int fd, int operation), (fd, operation), -1)
PASS(false, DIR *, opendir, (const char *path), (path), NULL)
PASS(false, void *, mmap, (void *where, size_t len, int protection, int flags, int fd, off_t at),
     (where, len, protection, flags, fd, at), MAP_FAILED)

/* Descriptors up to 2 are the test's own. */
YICE_API ssize_t write(int fd, const void *bytes, size_t len)
{
	REAL("write", ssize_t, int, const void *, size_t);
	if (fd > 2 && fails(true))
		return -1;
	if (fd > 2 && len > 1 && fault_plan.countdown && fault_plan.kind == FAULT_SHORT && trips())
		return real(fd, bytes, len / 2);
	return real(fd, bytes, len);
}

YICE_API ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	REAL("pwrite", ssize_t, int, const void *, size_t, off_t);
	if (fails(true))
		return -1;
	if (len > 1 && fault_plan.countdown && fault_plan.kind == FAULT_SHORT && trips())
		return real(fd, bytes, len / 2, at);
	return real(fd, bytes, len, at);
}

YICE_API int fsync(int fd)
{
	REAL("fsync", int, int);
	if (fault_plan.no_sync)
		return 0;
	return fails(true) ? -1 : real(fd);
}

YICE_API int fdatasync(int fd)
{
	REAL("fdatasync", int, int);
	if (fault_plan.no_sync)
		return 0;
	return fails(true) ? -1 : real(fd);
}

static int open_through(const char *name, const char *path, int flags, mode_t mode)
{
	int (*real)(const char *, int, ...);

	*(void **)&real = dlsym(RTLD_NEXT, name);
	return fails(flags & O_CREAT) ? -1 : real(path, flags, mode);
}

static mode_t mode_of(va_list args, int flags)
{
	return flags & O_CREAT ? (mode_t)va_arg(args, int) : 0;
}

YICE_API int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(args, flags);
	va_end(args);
	return open_through("open", path, flags, mode);
}

YICE_API int open64(const char *path, int flags, ...);
int open64(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(args, flags);
	va_end(args);
	return open_through("open64", path, flags, mode);
}
