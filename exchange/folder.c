/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Output as a whole folder: written beside its place under another name,
 * synced, renamed. Who looks sees the old folder or the new one. Called by
 * import, which may move an old folder aside but never deletes one.
 */
#include "exchange/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exchange/leftover.h"

#define TRIES 1000

bool yice_folder_taken(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool taken = false;

	if (!folder)
		return errno != ENOENT;
	while (!taken && (entry = readdir(folder)))
		taken = strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(folder);
	return taken;
}

/* Makes what was written last, and removes it with its files when that failed. */
static void remove_all(const char *path, const struct yice_output *output)
{
	int saved = errno;

	for (uint32_t i = 0; i < output->count; i++) {
		struct yice_buf name = YICE_BUF_INIT;

		yice_buf_addf(&name, "%s/%s", path, output->files[i].name);
		if (!yice_buf_status(&name))
			unlink(name.data);
		yice_buf_release(&name);
	}
	rmdir(path);
	errno = saved;
}

static int write_all(const char *path, int fd, const struct yice_output *output)
{
	int status = YICE_OK;

	for (uint32_t i = 0; !status && i < output->count; i++) {
		const struct yice_buf *text = &output->files[i].text;
		struct yice_buf name = YICE_BUF_INIT;

		yice_buf_addf(&name, "%s/%s", path, output->files[i].name);
		status = yice_buf_status(&name);
		if (!status)
			status = yice_write_file(name.data, yice_buf_text(text), text->len);
		yice_buf_release(&name);
	}
	if (!status && fd >= 0)
		(void)fsync(fd);
	return status;
}

/* A new folder, and its lock in *fd: -1 where folders cannot be opened. */
static int make_temporary(const char *path, struct yice_buf *name, int *fd)
{
	for (int i = 0; i < TRIES; i++) {
		yice_buf_clear(name);
		yice_buf_addf(name, "%s.%ld.%d.tmp", path, (long)getpid(), i);
		if (yice_buf_status(name))
			return YICE_ENOMEM;
		if (!mkdir(name->data, 0777)) {
			*fd = open(name->data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
			if (*fd >= 0)
				yice_leftover_lock(*fd);
			return YICE_OK;
		}
		if (errno != EEXIST)
			break;
	}
	return YICE_EIO;
}

/* What stands at the path goes to the first free PATH.bak, PATH.bak2 … */
static int move_aside(const char *path, struct yice_buf *aside)
{
	struct stat found;

	if (lstat(path, &found))
		return errno == ENOENT ? YICE_OK : YICE_EIO;
	if (!yice_folder_taken(path))
		return rmdir(path) ? YICE_EIO : YICE_OK;
	for (int i = 1; i < TRIES; i++) {
		yice_buf_clear(aside);
		yice_buf_addf(aside, "%s.bak", path);
		if (i > 1)
			yice_buf_addf(aside, "%d", i);
		if (yice_buf_status(aside))
			return YICE_ENOMEM;
		if (lstat(aside->data, &found))
			return rename(path, aside->data) ? YICE_EIO : YICE_OK;
	}
	errno = EEXIST;
	return YICE_EIO;
}

static int put_in_place(const char *path, const char *temporary)
{
	struct yice_buf aside = YICE_BUF_INIT;
	int status = move_aside(path, &aside);

	if (!status && rename(temporary, path)) {
		int saved = errno;

		if (aside.len)
			(void)rename(aside.data, path);
		errno = saved;
		status = YICE_EIO;
	}
	yice_buf_release(&aside);
	return status;
}

/* The path without slashes at its end. */
static int without_slashes(const char *path, struct yice_buf *out)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	yice_buf_add(out, path, len);
	return yice_buf_status(out);
}

int yice_folder_write(const char *path, const struct yice_output *output)
{
	struct yice_buf name = YICE_BUF_INIT, place = YICE_BUF_INIT;
	int status = without_slashes(path, &place), fd = -1;

	if (!status)
		status = yice_leftovers_remove(path);
	if (!status)
		status = make_temporary(yice_buf_text(&place), &name, &fd);
	if (!status) {
		status = write_all(name.data, fd, output);
		if (!status)
			status = put_in_place(place.data, name.data);
		if (status)
			remove_all(name.data, output);
	}
	if (fd >= 0) {
		int saved = errno;

		close(fd);
		errno = saved;
	}
	yice_buf_release(&name);
	yice_buf_release(&place);
	return status;
}

/* The absolute path of a folder that need not exist, in *out (free() it). */
static int absolute(const char *path, char **out)
{
	struct yice_buf place = YICE_BUF_INIT, whole = YICE_BUF_INIT;
	int status = without_slashes(path, &place);
	char *slash = status ? NULL : strrchr(place.data, '/'), *parent;

	*out = status ? NULL : realpath(place.data, NULL);
	if (status || *out) {
		yice_buf_release(&place);
		return status;
	}
	if (slash)
		*slash = '\0';
	parent = realpath(!slash ? "." : slash == place.data ? "/" : place.data, NULL);
	if (parent)
		yice_buf_addf(&whole, "%s/%s", parent, slash ? slash + 1 : place.data);
	free(parent);
	yice_buf_release(&place);
	*out = whole.data;
	return parent ? yice_buf_status(&whole) : YICE_EIO;
}

int yice_folder_way(const char *from, const char *to, struct yice_buf *out)
{
	char *start = NULL, *end = realpath(to, NULL);
	size_t common = 0;
	int status = end ? absolute(from, &start) : YICE_EIO;

	if (!status) {
		for (size_t i = 0; start[i] == end[i] || !start[i] || !end[i]; i++) {
			if ((!start[i] || start[i] == '/') && (!end[i] || end[i] == '/'))
				common = i;
			if (!start[i] || !end[i])
				break;
		}
		for (size_t i = common; start[i]; i++)
			if (start[i] == '/')
				yice_buf_adds(out, "../");
		yice_buf_adds(out, end[common] ? end + common + 1 : ".");
		status = yice_buf_status(out);
	}
	free(start);
	free(end);
	return status;
}
