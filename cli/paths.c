/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files named by the user, or found below the folders they name, in an order
 * that no file system decides. Used by the commands that work file by file.
 */
#include "base/base.h"
#include "cli/cli.h"
#include "set/folder.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

void yice_paths_init(struct yice_paths *paths)
{
	memset(paths, 0, sizeof(*paths));
	yice_arena_init(&paths->arena);
}

void yice_paths_release(struct yice_paths *paths)
{
	free(paths->items);
	yice_arena_release(&paths->arena);
	yice_paths_init(paths);
}

/* path = folder/name, or folder alone when name is NULL. */
static int append(struct yice_paths *paths, const char *folder, const char *name)
{
	size_t len = strlen(folder), room = len + (name ? strlen(name) : 0) + 2;
	char *path;

	if (paths->count == paths->cap) {
		size_t cap = paths->cap ? paths->cap * 2 : 16;
		const char **items = realloc(paths->items, cap * sizeof(*items));

		if (!items)
			return YICE_ENOMEM;
		paths->items = items;
		paths->cap = cap;
	}
	path = yice_arena_alloc(&paths->arena, room);
	if (!path)
		return YICE_ENOMEM;
	memcpy(path, folder, len);
	if (name) {
		if (len && path[len - 1] != '/')
			path[len++] = '/';
		memcpy(path + len, name, strlen(name));
	}
	paths->items[paths->count++] = path;
	return YICE_OK;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int list_folder(const char *folder, struct yice_paths *entries)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int status = YICE_OK;

	if (!dir)
		return YICE_EIO;
	errno = 0;
	while (!status && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			status = append(entries, folder, entry->d_name);
	if (!status && errno)
		status = YICE_EIO;
	closedir(dir);
	return status;
}

static bool ends_with(const char *text, const char *suffix)
{
	size_t len = strlen(text), tail = strlen(suffix);

	return len > tail && !strcmp(text + len - tail, suffix);
}

static int add_below(struct yice_paths *paths, const char *folder, const char *suffix)
{
	struct yice_paths entries;
	int status;

	yice_paths_init(&entries);
	status = list_folder(folder, &entries);
	if (!status && entries.count)
		qsort(entries.items, entries.count, sizeof(*entries.items), by_bytes);
	for (size_t i = 0; !status && i < entries.count; i++) {
		struct stat info;

		if (lstat(entries.items[i], &info))
			status = YICE_EIO;
		else if (S_ISDIR(info.st_mode))
			status = add_below(paths, entries.items[i], suffix);
		else if (ends_with(entries.items[i], suffix))
			status = append(paths, entries.items[i], NULL);
	}
	yice_paths_release(&entries);
	return status;
}

int yice_paths_add(struct yice_paths *paths, const char *path, const char *suffix)
{
	struct stat info;

	if (!strcmp(path, "-"))
		return append(paths, path, NULL);
	if (stat(path, &info))
		return YICE_EIO;
	return S_ISDIR(info.st_mode) ? add_below(paths, path, suffix) : append(paths, path, NULL);
}

int yice_cli_set_refused(const struct yice_cli *cli, const char *path)
{
	yice_cli_say(cli,
		     YICE_TEXT(cli->args.lang, "%s 是映像集；这里要的是规则，或者其中的一个映像（*.img）",
			       "%s is a set of images; here rules are wanted, or one image of it (*.img)"),
		     path);
	return YICE_EXIT_FAILED;
}

int yice_cli_readable(const struct yice_cli *cli)
{
	int code = YICE_EXIT_OK;

	for (size_t i = 0; i < cli->args.operand_count; i++) {
		if (strcmp(cli->args.operands[i], "-") && access(cli->args.operands[i], R_OK))
			code = yice_cli_failed(cli, YICE_EIO, cli->args.operands[i]);
		else if (yice_set_is_folder(cli->args.operands[i]))
			code = yice_cli_set_refused(cli, cli->args.operands[i]);
	}
	return code;
}
