/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Left-overs of killed processes. Whoever writes beside a place holds a lock on
 * what is written; the lock goes with the process, on whatever host that was.
 * Only names of our own making are looked at, and only what we could have put
 * there is removed. Called before a table or folder is written to its place.
 */
#include "exchange/leftover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

void yice_leftover_lock(int fd)
{
	(void)flock(fd, LOCK_EX | LOCK_NB);
}

/* Digits and a dot; the number, or -1. */
static long number_at(const char **at)
{
	long number = 0;
	const char *start = *at;

	for (; **at >= '0' && **at <= '9' && *at - start < 10; ++*at)
		number = number * 10 + (**at - '0');
	if (*at == start || **at != '.')
		return -1;
	++*at;
	return number;
}

/* The process of BASE.PID.N.tmp, or -1. */
static long owner_of(const char *name, const char *base)
{
	size_t len = strlen(base);
	const char *at = name + len + 1;
	long pid;

	if (strncmp(name, base, len) || name[len] != '.')
		return -1;
	pid = number_at(&at);
	return pid > 0 && number_at(&at) >= 0 && !strcmp(at, "tmp") ? pid : -1;
}

static bool ends_with(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);

	return len > tail && !strcmp(name + len - tail, ending);
}

static bool could_be_ours(const char *name)
{
	return ends_with(name, ".yice") || ends_with(name, ".layout") || ends_with(name, ".tmp");
}

/* Files of a folder, if all of them could be ours; fd is the folder's, and is closed. */
static void empty(int fd)
{
	DIR *folder = fdopendir(fd);
	const struct dirent *entry;
	bool ours = folder != NULL;

	if (!folder) {
		close(fd);
		return;
	}
	while (ours && (entry = readdir(folder)))
		ours = entry->d_name[0] == '.' || could_be_ours(entry->d_name);
	rewinddir(folder);
	while (ours && (entry = readdir(folder)))
		if (entry->d_name[0] != '.')
			(void)unlinkat(fd, entry->d_name, 0);
	closedir(folder);
}

/* Nobody has the lock, or it would not be ours now; it is held until the thing is gone. */
static void remove_one(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat found;

	if (fd < 0)
		return;
	if (fstat(fd, &found) || found.st_uid != geteuid() || flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
	} else if (S_ISDIR(found.st_mode)) {
		empty(fd);
		(void)unlinkat(parent, name, AT_REMOVEDIR);
	} else {
		if (S_ISREG(found.st_mode))
			(void)unlinkat(parent, name, 0);
		close(fd);
	}
}

static void look(DIR *parent, const char *base)
{
	const struct dirent *entry;

	while ((entry = readdir(parent))) {
		long pid = owner_of(entry->d_name, base);

		if (pid > 0 && kill((pid_t)pid, 0) && errno == ESRCH)
			remove_one(dirfd(parent), entry->d_name);
	}
}

int yice_leftovers_remove(const char *path)
{
	struct yice_buf place = YICE_BUF_INIT;
	int saved = errno;
	size_t len = strlen(path);
	char *slash;
	DIR *parent;
	int status;

	while (len > 1 && path[len - 1] == '/')
		len--;
	yice_buf_add(&place, path, len);
	status = yice_buf_status(&place);
	slash = status || !len ? NULL : strrchr(place.data, '/');
	if (slash)
		*slash = '\0';
	parent = status || !len ? NULL : opendir(!slash ? "." : slash == place.data ? "/" : place.data);
	if (parent) {
		look(parent, slash ? slash + 1 : place.data);
		closedir(parent);
	}
	yice_buf_release(&place);
	errno = saved;
	return status;
}
