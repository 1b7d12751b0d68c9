/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recording disk (tests/store/disk.h) in the kernel's own protocol: no
 * library stands between a block and its line in the log. One thread answers
 * one request after the other, so the log's order is the order of answers,
 * and a flush follows every write that was answered before it.
 */
#include "tests/store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_WRITE   (1u << 20)
#define ROOT_NODE   1u
#define DISK_NODE   2u
#define MARK_NODE   3u
#define CACHE_SECONDS 3600

struct disk {
	int fuse, log;
	unsigned char *blocks;
	uint64_t size;
	bool failed; /* the log could not be written */
};

static void answer(const struct disk *disk, const struct fuse_in_header *to, int error, const void *bytes, size_t len)
{
	struct fuse_out_header head = { .len = (uint32_t)(sizeof(head) + len), .error = error, .unique = to->unique };
	struct iovec parts[2] = { { &head, sizeof(head) }, { (void *)(uintptr_t)bytes, len } };

	/* A request may have been given up meanwhile; then nobody waits. */
	if (writev(disk->fuse, parts, len ? 2 : 1) < 0 && errno != ENOENT)
		perror("/dev/fuse");
}

static void note(struct disk *disk, enum disk_op_kind kind, uint64_t offset, const void *bytes, uint32_t len)
{
	struct disk_op op = { (uint32_t)kind, len, offset };
	struct iovec parts[2] = { { &op, sizeof(op) }, { (void *)(uintptr_t)bytes, len } };

	if (writev(disk->log, parts, 2) != (ssize_t)(sizeof(op) + len))
		disk->failed = true;
}

static void describe(const struct disk *disk, uint64_t node, struct fuse_attr *out)
{
	memset(out, 0, sizeof(*out));
	out->ino = node;
	out->nlink = 1;
	out->mode = node == ROOT_NODE ? S_IFDIR | 0755 : S_IFREG | 0644;
	out->size = node == DISK_NODE ? disk->size : 0;
	out->blksize = 4096;
}

static void answer_init(const struct disk *disk, const struct fuse_in_header *to, const struct fuse_init_in *in)
{
	struct fuse_init_out out = { .major = FUSE_KERNEL_VERSION, .minor = FUSE_KERNEL_MINOR_VERSION };

	out.max_readahead = in->max_readahead;
	out.flags = in->flags & (FUSE_BIG_WRITES | FUSE_MAX_PAGES | FUSE_ASYNC_READ);
	out.max_pages = MAX_WRITE / 4096;
	out.max_write = MAX_WRITE;
	out.max_background = 64;
	out.congestion_threshold = 48;
	out.time_gran = 1;
	answer(disk, to, 0, &out, sizeof(out));
}

static void answer_lookup(const struct disk *disk, const struct fuse_in_header *to, const char *name)
{
	struct fuse_entry_out out = { .entry_valid = CACHE_SECONDS, .attr_valid = CACHE_SECONDS };

	out.nodeid = !strcmp(name, "disk") ? DISK_NODE : !strcmp(name, "mark") ? MARK_NODE : 0;
	if (!out.nodeid) {
		answer(disk, to, -ENOENT, NULL, 0);
		return;
	}
	describe(disk, out.nodeid, &out.attr);
	answer(disk, to, 0, &out, sizeof(out));
}

static void answer_attr(const struct disk *disk, const struct fuse_in_header *to)
{
	struct fuse_attr_out out = { .attr_valid = CACHE_SECONDS };

	describe(disk, to->nodeid, &out.attr);
	answer(disk, to, 0, &out, sizeof(out));
}

static void answer_read(const struct disk *disk, const struct fuse_in_header *to, const struct fuse_read_in *in)
{
	uint64_t left = to->nodeid == DISK_NODE && in->offset < disk->size ? disk->size - in->offset : 0;

	answer(disk, to, 0, disk->blocks + (left ? in->offset : 0), in->size < left ? in->size : (size_t)left);
}

static void answer_write(struct disk *disk, const struct fuse_in_header *to, const struct fuse_write_in *in)
{
	const void *bytes = in + 1;
	struct fuse_write_out out = { .size = in->size };

	if (to->nodeid == MARK_NODE) {
		note(disk, DISK_MARK, 0, bytes, in->size);
	} else if (in->offset > disk->size || in->size > disk->size - in->offset) {
		answer(disk, to, -ENOSPC, NULL, 0);
		return;
	} else {
		memcpy(disk->blocks + in->offset, bytes, in->size);
		note(disk, DISK_WRITE, in->offset, bytes, in->size);
	}
	answer(disk, to, disk->failed ? -EIO : 0, &out, disk->failed ? 0 : sizeof(out));
}

static void answer_open(const struct disk *disk, const struct fuse_in_header *to)
{
	/* Past the page cache: a write is a request. */
	struct fuse_open_out out = { .open_flags = FOPEN_DIRECT_IO };

	answer(disk, to, 0, &out, sizeof(out));
}

static void serve_one(struct disk *disk, const struct fuse_in_header *head)
{
	const void *body = head + 1;

	switch (head->opcode) {
	case FUSE_INIT:
		answer_init(disk, head, body);
		break;
	case FUSE_LOOKUP:
		answer_lookup(disk, head, body);
		break;
	case FUSE_GETATTR:
	case FUSE_SETATTR:
		answer_attr(disk, head);
		break;
	case FUSE_OPEN:
		answer_open(disk, head);
		break;
	case FUSE_READ:
		answer_read(disk, head, body);
		break;
	case FUSE_WRITE:
		answer_write(disk, head, body);
		break;
	case FUSE_FSYNC:
		note(disk, DISK_FLUSH, 0, NULL, 0);
		answer(disk, head, disk->failed ? -EIO : 0, NULL, 0);
		break;
	case FUSE_FLUSH:
	case FUSE_RELEASE:
		answer(disk, head, 0, NULL, 0);
		break;
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		break;
	default:
		answer(disk, head, -ENOSYS, NULL, 0);
	}
}

static int mount_fuse(const char *folder, int fuse)
{
	char options[96];

	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", fuse);
	return mount("yice-disk", folder, "fuse", MS_NOSUID | MS_NODEV, options);
}

int disk_serve(const char *folder, unsigned char *blocks, uint64_t size, int log, void (*ready)(void *to), void *to)
{
	struct disk disk = { -1, log, blocks, size, false };
	size_t room = MAX_WRITE + 65536;
	char *request = malloc(room);
	int error = 0;

	disk.fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (!request || disk.fuse < 0 || mount_fuse(folder, disk.fuse))
		error = errno;
	else
		ready(to);
	while (!error) {
		ssize_t got = read(disk.fuse, request, room);

		if (got < 0 && errno == ENODEV)
			break;
		if (got < 0 && errno != EINTR && errno != ENOENT && errno != EAGAIN)
			error = errno;
		else if (got >= (ssize_t)sizeof(struct fuse_in_header))
			serve_one(&disk, (const struct fuse_in_header *)(void *)request);
	}
	if (disk.fuse >= 0)
		close(disk.fuse);
	free(request);
	errno = error ? error : EIO;
	return error || disk.failed ? -1 : 0;
}
