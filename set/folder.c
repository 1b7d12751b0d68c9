/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks of a set's folder, and clearing it. Locks go with the process that held
 * them, so a killed one leaves files and nothing else. Only names that a build
 * gives are removed. Called by build.c and by the program when it opens a set.
 */
#include "base/base.h"
#include "set/folder.h"

#include "base/map.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void yice_set_folder_path(const char *folder, const char *name, struct yice_buf *out)
{
	yice_buf_addf(out, "%s/%s", folder, name);
}

static bool has(const char *folder, const char *name)
{
	struct yice_buf path = YICE_BUF_INIT;
	bool there;

	yice_set_folder_path(folder, name, &path);
	there = !yice_buf_status(&path) && !access(path.data, F_OK);
	yice_buf_release(&path);
	return there;
}

bool yice_set_is_folder(const char *path)
{
	return has(path, YICE_SET_FILE) && has(path, YICE_SET_LOCK);
}

/* Whether nothing is in it but what a build has put there. */
static bool is_ours(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	bool ours = dir != NULL, locked = false, empty = true;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name != '.') {
			locked |= !strcmp(entry->d_name, YICE_SET_LOCK);
			empty = false;
		}
	if (dir)
		closedir(dir);
	return ours && (empty || locked);
}

int yice_set_folder_enter(const char *folder, int *lock)
{
	struct yice_buf path = YICE_BUF_INIT;
	int status = YICE_OK;

	*lock = -1;
	if (mkdir(folder, 0777) && errno != EEXIST)
		return YICE_EIO;
	if (!is_ours(folder)) {
		errno = ENOTEMPTY;
		return YICE_EIO;
	}
	yice_set_folder_path(folder, YICE_SET_LOCK, &path);
	status = yice_buf_status(&path);
	if (!status) {
		*lock = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (*lock < 0)
			status = YICE_EIO;
	}
	while (!status && flock(*lock, LOCK_EX))
		if (errno != EINTR)
			status = YICE_EIO;
	yice_buf_release(&path);
	return status;
}

int yice_set_folder_share(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* Where there are no locks nobody builds either. */
	while (fd >= 0 && flock(fd, LOCK_SH) && errno == EINTR)
		continue;
	return fd;
}

/* NAME.PID.N.tmp of a file we write: nobody else is writing here. */
static bool is_leftover(const char *name)
{
	size_t len = strlen(name);
	bool ours = !strncmp(name, YICE_SET_FILE ".", sizeof(YICE_SET_FILE)) ||
		    !strncmp(name, YICE_SET_MEMORY ".", sizeof(YICE_SET_MEMORY)) || (*name >= '0' && *name <= '9');

	return ours && len > 4 && !strcmp(name + len - 4, ".tmp");
}

static void remove_unnamed(int fd, DIR *dir, const struct yice_map *named)
{
	const struct dirent *entry;

	while ((entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (is_leftover(name) ||
		    (yice_set_is_image_name(name) && yice_map_find(named, name, strlen(name)) == YICE_MAP_NONE))
			(void)unlinkat(fd, name, 0);
	}
}

void yice_set_folder_sweep(const char *folder, const struct yice_set_index *index)
{
	struct yice_map named;
	char name[YICE_SET_NAME];
	int status = YICE_OK, fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = opendir(folder);

	yice_map_init(&named);
	for (uint32_t i = 0; i < index->image_count && !status; i++) {
		uint32_t entry;

		yice_set_image_name(&index->images[i], name);
		status = yice_map_put(&named, name, strlen(name), i, &entry, NULL);
	}
	if (!status && dir && fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB))
		remove_unnamed(fd, dir, &named);
	yice_map_release(&named);
	if (dir)
		closedir(dir);
	if (fd >= 0)
		close(fd);
}
