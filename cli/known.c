/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The images this user's program has verified, in $XDG_CACHE_HOME/yice/images
 * (~/.cache/yice/images): one line a file, "VERSION DEVICE INODE SIZE MODIFIED
 * CHANGED SHA256", the newest first. As in git's index a file is the same as
 * long as what fstat() says of it is: whoever writes to it changes the time of
 * its change, which nobody can set. Trusted only when nobody else can write
 * the list. Beside it lies the user's secret, $XDG_CACHE_HOME/yice/secret. Called by image.c and for stores.
 */
#include "cli/known.h"

#include "base/buf.h"
#include "base/source.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LEAST   (4 << 20) /* bytes of an image worth a line: a smaller one is verified in some milliseconds */
#define KEPT    16        /* lines */
#define SETTLED 2         /* seconds after which a write cannot leave the time of change as it was */

/* The folder of the list and the list; false when there is no home. */
static bool find_list(char folder[PATH_MAX], char list[PATH_MAX])
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int len;

	if (cache && *cache == '/')
		len = snprintf(folder, PATH_MAX, "%s/yice", cache);
	else if (home && *home == '/')
		len = snprintf(folder, PATH_MAX, "%s/.cache/yice", home);
	else
		return false;
	return len > 0 && len < PATH_MAX && snprintf(list, PATH_MAX, "%s/images", folder) < PATH_MAX;
}

static bool is_private(const char *path)
{
	struct stat info;

	return !stat(path, &info) && info.st_uid == geteuid() && !(info.st_mode & (S_IWGRP | S_IWOTH));
}

/* A line up to its digest; false for a file that is not worth one. */
static bool describe(const struct stat *info, struct yice_buf *line)
{
	if (!S_ISREG(info->st_mode) || info->st_size < LEAST)
		return false;
	yice_buf_addf(line, YICE_VERSION " %llu %llu %lld %lld.%09ld %lld.%09ld ", (unsigned long long)info->st_dev,
		      (unsigned long long)info->st_ino, (long long)info->st_size, (long long)info->st_mtim.tv_sec,
		      info->st_mtim.tv_nsec, (long long)info->st_ctim.tv_sec, info->st_ctim.tv_nsec);
	return !yice_buf_status(line);
}

static bool is_digest(const char *text)
{
	return strspn(text, "0123456789abcdef") == 64 && text[64] == '\n';
}

bool yice_known_find(int fd, char digest[65])
{
	char folder[PATH_MAX], list[PATH_MAX], *text = NULL;
	struct yice_buf line = YICE_BUF_INIT;
	struct stat info;
	size_t len;
	bool found = false;

	if (!fstat(fd, &info) && describe(&info, &line) && find_list(folder, list) && is_private(folder) &&
	    is_private(list) && !yice_read_file(list, &text, &len)) {
		for (const char *at = text; !found && *at; at = strchr(at, '\n') + 1) {
			found = !strncmp(at, line.data, line.len) && is_digest(at + line.len);
			if (found)
				memcpy(digest, at + line.len, 64);
			if (!strchr(at, '\n'))
				break;
		}
		digest[64] = '\0';
	}
	free(text);
	yice_buf_release(&line);
	return found;
}

/* The lines of a list, without those of the same file and beyond the number kept. */
static void keep_lines(struct yice_buf *out, const char *text, const char *file)
{
	size_t kept = 1;

	for (const char *at = text, *end; kept < KEPT && (end = strchr(at, '\n')) != NULL; at = end + 1) {
		if (!strncmp(at, file, strlen(file)))
			continue;
		yice_buf_add(out, at, (size_t)(end + 1 - at));
		kept++;
	}
}

static void make_folder(char *folder)
{
	char *slash = strrchr(folder, '/');

	*slash = '\0';
	(void)mkdir(folder, 0700);
	*slash = '/';
	(void)mkdir(folder, 0700);
}

void yice_known_add(int fd, const char *digest)
{
	char folder[PATH_MAX], list[PATH_MAX], file[64], *text = NULL;
	struct yice_buf lines = YICE_BUF_INIT;
	struct stat info;
	size_t len;

	if (!fstat(fd, &info) && describe(&info, &lines) && find_list(folder, list) &&
	    info.st_ctim.tv_sec + SETTLED <= time(NULL)) {
		snprintf(file, sizeof(file), YICE_VERSION " %llu %llu ", (unsigned long long)info.st_dev,
			 (unsigned long long)info.st_ino);
		yice_buf_addf(&lines, "%s\n", digest);
		if (is_private(list) && !yice_read_file(list, &text, &len))
			keep_lines(&lines, text, file);
		make_folder(folder);
		if (is_private(folder) && !yice_buf_status(&lines) && !yice_write_file(list, lines.data, lines.len))
			(void)chmod(list, 0600);
	}
	free(text);
	yice_buf_release(&lines);
}

static bool read_secret(const char *path, char secret[65])
{
	struct stat info;
	char *text = NULL;
	size_t len = 0;
	bool good = !lstat(path, &info) && S_ISREG(info.st_mode) && info.st_uid == geteuid() && !(info.st_mode & 077) &&
		    !yice_read_file(path, &text, &len) && len == 65 && is_digest(text);

	if (good)
		memcpy(secret, text, 64);
	secret[64] = '\0';
	free(text);
	return good;
}

/* Written aside and linked, so that of two programs at once both have the first one's, whole. */
static void make_secret(const char *folder, const char *path)
{
	static const char digits[] = "0123456789abcdef";
	char aside[PATH_MAX], text[65];
	unsigned char bytes[32];
	int fd;

	if (snprintf(aside, sizeof(aside), "%s/secret-XXXXXX", folder) >= PATH_MAX || getentropy(bytes, sizeof(bytes)))
		return;
	for (unsigned int i = 0; i < sizeof(bytes); i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[64] = '\n';
	fd = mkstemp(aside); /* 0600 */
	if (fd < 0)
		return;
	if (write(fd, text, sizeof(text)) == sizeof(text) && !fsync(fd))
		(void)!link(aside, path);
	(void)close(fd);
	(void)unlink(aside);
}

bool yice_known_secret(char secret[65])
{
	char folder[PATH_MAX], path[PATH_MAX];

	if (!find_list(folder, path) || snprintf(path, sizeof(path), "%s/secret", folder) >= PATH_MAX)
		return false;
	if (access(path, F_OK))
		make_folder(folder);
	if (!is_private(folder))
		return false;
	if (access(path, F_OK))
		make_secret(folder, path);
	return read_secret(path, secret);
}
