/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole files in, whole files out, for the command line and the readers of
 * imports. A file is written beside its place, synced and renamed, so that a
 * reader sees the old bytes or the new ones and nothing between. What is not
 * a regular file (a pipe, /dev/null) cannot be replaced and is written to.
 */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX        ((size_t)1 << 30)
#define TEMPORARY_TRIES 100

/* close without losing the errno of what failed before. */
static void close_quietly(int fd)
{
	int saved = errno;

	close(fd);
	errno = saved;
}

/* Everything up to the end of fd. *text is the caller's to free, also on failure. */
static int read_all(int fd, char **text, size_t *len)
{
	size_t cap = 0;

	for (;;) {
		ssize_t got;

		if (*len + 1 >= cap) {
			char *grown = realloc(*text, cap ? cap * 2 : 65536);

			if (!grown)
				return YICE_ENOMEM;
			*text = grown;
			cap = cap ? cap * 2 : 65536;
		}
		got = read(fd, *text + *len, cap - *len - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return YICE_EIO;
		if (!got)
			break;
		*len += (size_t)got;
		if (*len > FILE_MAX)
			return YICE_ELIMIT;
	}
	(*text)[*len] = '\0';
	return YICE_OK;
}

int yice_read_file(const char *path, char **text, size_t *len)
{
	bool standard = !strcmp(path, "-");
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char *bytes = NULL;
	size_t count = 0;
	int status;

	if (fd < 0)
		return YICE_EIO;
	status = read_all(fd, &bytes, &count);
	if (!standard)
		close_quietly(fd);
	if (status) {
		int saved = errno;

		free(bytes);
		errno = saved;
		return status;
	}
	*text = bytes;
	*len = count;
	return YICE_OK;
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t put = write(fd, bytes, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return YICE_EIO;
		bytes += put;
		len -= (size_t)put;
	}
	return YICE_OK;
}

/* Creates PATH.PID.N.tmp; the name goes to name (size bytes). The process's umask decides the mode. */
static int open_temporary(const char *path, char *name, size_t size)
{
	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		int fd, len = snprintf(name, size, "%s.%ld.%d.tmp", path, (long)getpid(), i);

		if (len < 0 || (size_t)len >= size) {
			errno = ENAMETOOLONG;
			return -1;
		}
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Makes the rename itself durable. A file system that cannot do it has still renamed. */
static void sync_directory(const char *path)
{
	char name[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;
	int fd;

	if (len >= sizeof(name))
		return;
	memcpy(name, path, len);
	name[len] = '\0';
	fd = open(!slash ? "." : len ? name : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

/* old describes the file being replaced, or is NULL. */
static int replace_file(const char *path, const struct stat *old, const void *bytes, size_t len)
{
	char name[PATH_MAX + 32];
	int fd = open_temporary(path, name, sizeof(name));
	bool closed;

	if (fd < 0)
		return YICE_EIO;
	(void)flock(fd, LOCK_EX | LOCK_NB); /* who tidies up after the dead leaves it alone */
	if ((old && fchmod(fd, old->st_mode & 07777)) || write_all(fd, bytes, len) || fsync(fd)) {
		close_quietly(fd);
		goto fail;
	}
	closed = !close(fd);
	if (!closed || rename(name, path))
		goto fail;
	sync_directory(path);
	return YICE_OK;
fail : {
	int saved = errno;

	unlink(name);
	errno = saved;
}
	return YICE_EIO;
}

static int write_through(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int status;

	if (fd < 0)
		return YICE_EIO;
	status = write_all(fd, bytes, len);
	if (status)
		close_quietly(fd);
	else if (close(fd))
		status = YICE_EIO;
	return status;
}

int yice_write_file(const char *path, const void *bytes, size_t len)
{
	struct stat old;
	char *target;
	int status;

	if (!strcmp(path, "-"))
		return write_all(STDOUT_FILENO, bytes, len);
	if (stat(path, &old))
		return errno == ENOENT ? replace_file(path, NULL, bytes, len) : YICE_EIO;
	if (!S_ISREG(old.st_mode))
		return write_through(path, bytes, len);
	/* A symbolic link stays one: its target is what is replaced. */
	target = realpath(path, NULL);
	if (!target)
		return errno == ENOMEM ? YICE_ENOMEM : YICE_EIO;
	status = replace_file(target, &old, bytes, len);
	{
		int saved = errno;

		free(target);
		errno = saved;
	}
	return status;
}
