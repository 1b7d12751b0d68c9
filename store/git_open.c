/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making and opening repositories. libgit2's settings are the process's; they
 * are set before the first repository opens, since syncing is decided when the
 * reference database does. What stock git and libgit2 read differently, or
 * what would let others decide what is read, is refused by name.
 *
 * Writers share a lock file for as long as they live. Whoever finds itself
 * alone sweeps: a lock or temporary file then belongs to no writer of ours,
 * and one that stays the same for a while to no other program either. While
 * a reference moves its folder is held, so that a lock found there is not one
 * of ours, though others live: a killed writer stops nobody.
 */
#include "base/base.h"
#include "base/source.h"
#include "store/git_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_NAME  "yice.lock"
#define SETTLE_MS  250 /* a lock untouched for this long has no owner */
#define HOLD_TRIES 4000 /* of some milliseconds each: 18 s */

static void pause_ms(long ms)
{
	struct timespec pause = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&pause, NULL);
}

static int say(struct yice_diags *diags, enum yice_diag_id id, const char *path, const char *what)
{
	yice_diag_add(diags, id, YICE_SPAN_NONE, path, what, NULL);
	return YICE_EDIAG;
}

/* Before any repository opens: durability on, the user's own settings off, checks of ownership left to us. */
static int settle_library(struct yice_diags *diags)
{
	static const int levels[] = { GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
				      GIT_CONFIG_LEVEL_PROGRAMDATA };
	int error = git_libgit2_init();

	if (error < 0)
		return YICE_ENOMEM;
	error = git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	if (!error)
		error = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	for (size_t i = 0; !error && i < YICE_COUNT(levels); i++)
		error = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	if (!error)
		return YICE_OK;
	error = yice_git_failed("libgit2", error, diags);
	git_libgit2_shutdown();
	return error;
}

/* folder/name into out (PATH_MAX); false when it is too long. */
static bool join(char *out, const char *folder, const char *name)
{
	int len = snprintf(out, PATH_MAX, "%s/%s", folder, name);

	return len > 0 && len < PATH_MAX;
}

/* A file, or the names in a folder. */
static int sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd);

	if (fd >= 0)
		close(fd);
	return failed ? YICE_EIO : YICE_OK;
}

/*
 * The folders that references and objects go to, all made and synced before the first of them: libgit2 does not
 * sync the parent of a folder it has just made.
 */
static int lay_out(const char *path)
{
	static const char *const folders[] = { "refs", "refs/heads", "refs/heads/pub", "refs/heads/sub",
					       "refs/heads/reg", "objects" };
	char name[PATH_MAX], part[16];
	bool made = false;

	for (size_t i = 0; i < YICE_COUNT(folders); i++) {
		if (!join(name, path, folders[i]))
			return YICE_EIO;
		if (!mkdir(name, 0777))
			made = true;
		else if (errno != EEXIST)
			return YICE_EIO;
	}
	for (unsigned int i = 0; i < 256; i++) {
		snprintf(part, sizeof(part), "objects/%02x", i);
		if (!join(name, path, part))
			return YICE_EIO;
		if (!mkdir(name, 0777))
			made = true;
		else if (errno != EEXIST)
			return YICE_EIO;
	}
	for (size_t i = 0; made && i < YICE_COUNT(folders); i++)
		if (!join(name, path, folders[i]) || sync_path(name))
			return YICE_EIO;
	return made ? sync_path(path) : YICE_OK;
}

static int configure(git_repository *repo)
{
	static const struct {
		const char *key, *value;
	} settings[] = {
		{ "core.fsync", "all" },
		{ "core.logAllRefUpdates", "false" },
		{ "core.useReplaceRefs", "false" },
		{ "gc.auto", "0" },
		{ "receive.denyDeletes", "true" },
		{ "receive.denyNonFastForwards", "true" },
		{ "receive.fsckObjects", "true" },
		{ "transfer.fsckObjects", "true" },
		{ "yice.format", "1" },
	};
	git_config *config;
	int error = git_repository_config(&config, repo);

	if (error)
		return error;
	for (size_t i = 0; !error && i < YICE_COUNT(settings); i++)
		error = git_config_set_string(config, settings[i].key, settings[i].value);
	git_config_free(config);
	return error;
}

static bool is_empty(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	int count = 0;

	if (!dir)
		return errno == ENOENT;
	while ((entry = readdir(dir)))
		count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(dir);
	return !count;
}

/* Cuts the last part off a path: "a/b" to "a", "a" to ".", "/a" to "/". false at the end. */
static bool go_up(char *path)
{
	size_t len = strlen(path);
	char *slash;

	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
	slash = strrchr(path, '/');
	if (!strcmp(path, "/") || !strcmp(path, "."))
		return false;
	if (slash)
		slash[slash == path] = '\0';
	else
		memcpy(path, ".", 2);
	return true;
}

/*
 * What libgit2 wrote to make the repository, and the names of the folders it made on the way there: it syncs neither, and
 * whoever is told that there is a store will put what must not be lost into it. stem: the folder that was there before.
 */
static int sync_new(const char *path, const char *stem)
{
	static const char *const files[] = { "HEAD", "config" };
	char name[PATH_MAX];

	for (size_t i = 0; i < YICE_COUNT(files); i++)
		if (!join(name, path, files[i]) || sync_path(name))
			return YICE_EIO;
	snprintf(name, sizeof(name), "%s", path);
	do
		if (sync_path(name))
			return YICE_EIO;
	while (strlen(name) > strlen(stem) && go_up(name));
	return strcmp(name, stem) ? sync_path(stem) : YICE_OK;
}

/* The nearest folder above that is there. */
static bool find_stem(const char *path, char stem[PATH_MAX])
{
	struct stat info;
	int len = snprintf(stem, PATH_MAX, "%s", path);

	if (len <= 0 || len >= PATH_MAX)
		return false;
	while (go_up(stem))
		if (!stat(stem, &info))
			return true;
	return true;
}

int yice_git_create(const char *path, struct yice_diags *diags)
{
	git_repository_init_options options;
	char stem[PATH_MAX];
	git_repository *repo = NULL;
	int error, status;

	if (!is_empty(path))
		return say(diags, YICE_D_store_exists, path, NULL);
	if (!find_stem(path, stem))
		return say(diags, YICE_D_store_failed, path, strerror(ENAMETOOLONG));
	status = settle_library(diags);
	if (status)
		return status;
	git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	error = git_repository_init_ext(&repo, path, &options);
	if (!error)
		error = configure(repo);
	if (error)
		status = yice_git_failed(path, error, diags);
	else if (lay_out(path) || sync_new(path, stem))
		status = say(diags, YICE_D_store_failed, path, strerror(errno));
	git_repository_free(repo);
	git_libgit2_shutdown();
	return status;
}

static bool exists(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat info;

	return join(path, folder, name) && !lstat(path, &info);
}

/* Does the text, wherever it may be, name such a section? As both of git's readers of settings spell it, in any case. */
static bool names_section(const char *text, size_t len, const char *section)
{
	size_t wanted = strlen(section);

	for (size_t i = 0; i + wanted <= len; i++)
		if (!strncasecmp(text + i, section, wanted))
			return true;
	return false;
}

/*
 * What steers a reader elsewhere is refused from the bytes of the file, since opening already obeys what it says. That
 * refuses a comment of that kind too, and nothing can be spelled around it. It is also what libgit2 does not do when
 * memory ends: going through all settings, it ends the process.
 */
static int check_sections(const char *path, const char *config, struct yice_diags *diags)
{
	static const char *const sections[] = { "[extensions", "[include" };
	char *text;
	size_t len;
	int status = yice_read_file(config, &text, &len);

	if (status == YICE_EIO)
		return say(diags, YICE_D_store_failed, config, strerror(errno));
	for (size_t i = 0; !status && i < YICE_COUNT(sections); i++)
		if (names_section(text, len, sections[i]))
			status = say(diags, YICE_D_store_extension, path, sections[i] + 1);
	free(text);
	return status;
}

/* The value of a setting, "" when there is none; out of the file alone. */
static int look_up(const git_config *config, const char *key, char value[8])
{
	git_config_entry *entry = NULL;
	int error = git_config_get_entry(&entry, config, key);

	snprintf(value, 8, "%s", !error && entry->value ? entry->value : "");
	git_config_entry_free(entry);
	return error == GIT_ENOTFOUND ? 0 : error;
}

static int check_format(const char *path, struct yice_diags *diags)
{
	git_config *config = NULL;
	char name[PATH_MAX], format[8], version[8];
	int error, status;

	if (!join(name, path, "config") || !exists(path, "config") || !exists(path, "objects"))
		return say(diags, YICE_D_store_missing, path, NULL);
	status = check_sections(path, name, diags);
	if (status)
		return status;
	error = git_config_open_ondisk(&config, name);
	if (!error)
		error = look_up(config, "yice.format", format);
	if (!error)
		error = look_up(config, "core.repositoryformatversion", version);
	git_config_free(config);
	if (error)
		return yice_git_failed(path, error, diags);
	if (*version && strcmp(version, "0") && strcmp(version, "1"))
		return say(diags, YICE_D_store_extension, path, "core.repositoryformatversion");
	return strcmp(format, "1") ? say(diags, YICE_D_store_missing, path, NULL) : YICE_OK;
}

static int check_files(const char *path, struct yice_diags *diags)
{
	static const char *const borrowed[] = { "objects/info/alternates", "objects/info/http-alternates", "commondir" };
	static const char *const rewritten[] = { "refs/replace", "info/grafts", "shallow" };
	struct stat info;

	if (stat(path, &info))
		return say(diags, YICE_D_store_missing, path, NULL);
	if (info.st_uid != geteuid())
		return say(diags, YICE_D_store_owner, path, NULL);
	for (size_t i = 0; i < YICE_COUNT(borrowed); i++)
		if (exists(path, borrowed[i]))
			return say(diags, YICE_D_store_alternates, path, borrowed[i]);
	for (size_t i = 0; i < YICE_COUNT(rewritten); i++)
		if (exists(path, rewritten[i]))
			return say(diags, YICE_D_store_replaced, path, rewritten[i]);
	return YICE_OK;
}

/* Replacements may also lie in packed-refs. */
static int check_replaced(struct yice_git *git, struct yice_diags *diags)
{
	git_reference_iterator *refs = NULL;
	const char *name;
	int error = git_reference_iterator_glob_new(&refs, git->repo, "refs/replace/*");

	if (!error)
		error = git_reference_next_name(&name, refs);
	if (!error)
		error = say(diags, YICE_D_store_replaced, git->path, name);
	else
		error = error == GIT_ITEROVER ? YICE_OK : yice_git_failed(git->path, error, diags);
	git_reference_iterator_free(refs);
	return error;
}

/* A leftover of a writer: seen once, and seen unchanged after a while. */
struct leftover {
	const char *path; /* in the arena */
	struct stat info;
};

struct leftovers {
	struct yice_arena arena;
	struct leftover items[256];
	size_t count;
};

static bool is_leftover(const char *name)
{
	size_t len = strlen(name);

	/* Half-written objects of stock git are left to git's own pruning: a push may be at work on them. */
	return (len > 5 && !strcmp(name + len - 5, ".lock") && strcmp(name, LOCK_NAME)) || strstr(name, "_git2_");
}

/* Files of that kind in a folder, and in those below it when deep. */
static void find_leftovers(const char *folder, bool deep, struct leftovers *found)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	char path[PATH_MAX];
	struct stat info;

	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || !join(path, folder, entry->d_name) || lstat(path, &info))
			continue;
		if (S_ISDIR(info.st_mode) && deep)
			find_leftovers(path, deep, found);
		else if (S_ISREG(info.st_mode) && is_leftover(entry->d_name) &&
			 found->count < YICE_COUNT(found->items)) {
			struct leftover *item = &found->items[found->count];

			item->path = yice_arena_strdup(&found->arena, path);
			item->info = info;
			found->count += item->path != NULL;
		}
	}
	if (dir)
		closedir(dir);
}

static bool is_unchanged(const struct leftover *item)
{
	struct stat now;

	return !lstat(item->path, &now) && now.st_ino == item->info.st_ino && now.st_size == item->info.st_size &&
	       now.st_mtim.tv_sec == item->info.st_mtim.tv_sec && now.st_mtim.tv_nsec == item->info.st_mtim.tv_nsec;
}

/* One round: *more when there may be others. */
static int sweep_round(const char *path, bool *more)
{
	struct leftovers found = { .count = 0 };
	char folder[PATH_MAX];
	int status = YICE_OK;

	yice_arena_init(&found.arena);
	find_leftovers(path, false, &found);
	if (join(folder, path, "refs"))
		find_leftovers(folder, true, &found);
	if (join(folder, path, "objects"))
		find_leftovers(folder, true, &found);
	if (found.count)
		pause_ms(SETTLE_MS);
	for (size_t i = 0; i < found.count; i++)
		if (is_unchanged(&found.items[i]) && unlink(found.items[i].path) && errno != ENOENT)
			status = YICE_EIO;
	yice_arena_release(&found.arena);
	*more = found.count == YICE_COUNT(found.items);
	return status;
}

int yice_git_sweep(const char *path)
{
	bool more = true;
	int status = YICE_OK;

	while (!status && more)
		status = sweep_round(path, &more);
	return status;
}

int yice_git_hold(const char *store, const char *name, int *held)
{
	char folder[PATH_MAX], *slash;
	int fd;

	if (!join(folder, store, name))
		return YICE_EIO;
	slash = strrchr(folder, '/');
	*slash = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (int i = 0; fd >= 0; i++) {
		if (!flock(fd, LOCK_EX | LOCK_NB)) {
			*held = fd;
			return YICE_OK;
		}
		if (i == HOLD_TRIES || (errno != EWOULDBLOCK && errno != EINTR)) {
			int saved = errno;

			close(fd);
			errno = saved;
			break;
		}
		pause_ms(1 + i % 8);
	}
	return YICE_EIO;
}

int yice_git_break_lock(struct yice_git *git, const char *ref)
{
	char path[PATH_MAX];
	struct leftover lock = { .path = path };
	int len = snprintf(path, sizeof(path), "%s/%s.lock", git->path, ref);

	if (len <= 0 || len >= PATH_MAX)
		return YICE_EIO;
	if (lstat(path, &lock.info))
		return errno == ENOENT ? YICE_OK : YICE_EIO;
	pause_ms(SETTLE_MS);
	return is_unchanged(&lock) && unlink(path) && errno != ENOENT ? YICE_EIO : YICE_OK;
}

static int enter(struct yice_git *git, struct yice_diags *diags)
{
	char name[PATH_MAX];

	if (!join(name, git->path, LOCK_NAME))
		return say(diags, YICE_D_store_failed, git->path, strerror(ENAMETOOLONG));
	git->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (git->lock < 0)
		return say(diags, YICE_D_store_failed, git->path, strerror(errno));
	if ((!flock(git->lock, LOCK_EX | LOCK_NB) && yice_git_sweep(git->path)) || flock(git->lock, LOCK_SH) ||
	    lay_out(git->path))
		return say(diags, YICE_D_store_failed, git->path, strerror(errno));
	return YICE_OK;
}

/*
 * check_format() and check_files() have looked for all that git_repository_open_ext() would refuse; what that does besides,
 * a snapshot of the settings, ends the process when memory ends there. So does looking for who moves a reference, which
 * it does although nothing is logged; hence the name.
 */
static int open_repository(struct yice_git *git, const char *quarantine, struct yice_diags *diags)
{
	int error = git_repository_open_bare(&git->repo, git->path);

	if (!error)
		error = git_repository_set_ident(git->repo, "yice", "store@yice.invalid");
	if (!error)
		error = git_repository_odb(&git->odb, git->repo);
	if (!error && quarantine)
		error = git_odb_add_disk_alternate(git->odb, quarantine);
	return error ? yice_git_failed(git->path, error, diags) : check_replaced(git, diags);
}

int yice_git_open(const char *path, bool write, const char *quarantine, struct yice_diags *diags,
		  struct yice_git **out)
{
	struct yice_git *git;
	int status = check_files(path, diags);

	if (!status)
		status = settle_library(diags);
	if (status)
		return status;
	git = calloc(1, sizeof(*git));
	if (!git) {
		git_libgit2_shutdown();
		return YICE_ENOMEM;
	}
	git->lock = -1;
	git->path = strdup(path);
	status = git->path ? check_format(path, diags) : YICE_ENOMEM;
	if (!status && write)
		status = enter(git, diags);
	if (!status)
		status = open_repository(git, quarantine, diags);
	if (status)
		yice_git_close(git);
	else
		*out = git;
	return status;
}

void yice_git_close(struct yice_git *git)
{
	if (!git)
		return;
	git_odb_free(git->odb);
	git_repository_free(git->repo);
	if (git->lock >= 0)
		close(git->lock);
	free(git->path);
	free(git);
	git_libgit2_shutdown();
}
