/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that writes down what is done to it: the file system "disk" (its
 * blocks) and "mark" (what those above it hold for certain), served over
 * /dev/fuse. Every write, flush and mark goes into one log in the order in
 * which it was answered, so that what a failing power supply may leave behind
 * can be put together afterwards.
 */
#ifndef YICE_TESTS_STORE_DISK_H
#define YICE_TESTS_STORE_DISK_H

#include "base/base.h"

enum disk_op_kind {
	DISK_WRITE, /* of bytes, which follow */
	DISK_FLUSH, /* all writes before it are on the disk, whatever happens */
	DISK_MARK   /* a text follows: what was promised at this moment */
};

/* Head of a record in the log, whose bytes follow. */
struct disk_op {
	uint32_t kind;
	uint32_t len;
	uint64_t offset;
};

/*
 * Mounts the disk at a folder and serves it until it is unmounted: blocks, `size` of them, are changed in place; the log goes
 * to a descriptor. Calls ready(to) when it is mounted, which may fork. 0, or -1 and errno.
 */
int disk_serve(const char *folder, unsigned char *blocks, uint64_t size, int log, void (*ready)(void *to), void *to);

#endif
