/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files into syntax trees: the paths of a command, folders walked in byte
 * order of their names, and imports, found beside the file that asks for
 * them. Each file is read once however it is reached. Files come in waves,
 * what was asked for, then what that imports, and so on; the files of a wave
 * are parsed by several threads. In the end each joins the model after what it
 * imports. Imports in a circle are no mistake, since declarations may come in
 * any order. What identifies a file on disk never reaches an output.
 */
#define _DEFAULT_SOURCE /* what kind an entry of a folder is, without asking for each */
#include "base/team.h"
#include "compiler/declare.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#define IMPORT_DEPTH 128
#define FOLDER_DEPTH 32

/* A file that was read: once, by the first that asked for it. */
struct entry {
	uint32_t source;            /* YICE_NONE: it could not be, which was reported */
	struct yice_file *file;     /* once parsed */
	int depth;                  /* imports between the command and it */
	YICE_VEC(uint32_t) imports; /* entries, as asked for */
	uint32_t from, next;        /* while joining: who led here, and which import is looked at next */
	bool joined;
};

struct loader {
	struct yice_model *model;
	struct yice_map seen; /* device and inode of files read -> entry */
	YICE_VEC(struct entry) entries;
	uint32_t asker; /* the entry whose imports are being read; YICE_NONE: the command */
	YICE_VEC(uint32_t) roots;
};

void yice_names_release(struct yice_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}

/* Takes the name over, also on failure. */
static bool names_add(struct yice_names *names, char *name)
{
	if (names->count == names->cap) {
		size_t cap = names->cap ? names->cap * 2 : 16;
		char **items = realloc(names->items, cap * sizeof(*items));

		if (!items) {
			free(name);
			return false;
		}
		names->items = items;
		names->cap = cap;
	}
	names->items[names->count++] = name;
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *text, const char *tail)
{
	size_t len = strlen(text), tail_len = strlen(tail);

	return len > tail_len && !strcmp(text + len - tail_len, tail);
}

/* Takes the last segment off an unfinished path; false when there is none that ".." could take back. */
static bool drop_segment(struct yice_buf *path)
{
	size_t at = path->len;

	while (at && path->data[at - 1] != '/')
		at--;
	if (path->len == at || !strcmp(path->data + at, ".."))
		return false;
	path->len = at ? at - 1 : 0;
	if (at == 1)
		path->len = 1; /* the root stays */
	path->data[path->len] = '\0';
	return true;
}

const char *yice_path_beside(struct yice_model *model, uint32_t file, const char *path)
{
	return yice_path_join(model, file == UINT32_MAX ? "" : model->sources->items[file].name, path);
}

const char *yice_path_join(struct yice_model *model, const char *name, const char *path)
{
	const char *slash = strrchr(name, '/');
	struct yice_buf whole = YICE_BUF_INIT, out = YICE_BUF_INIT;
	const char *at;

	if (*path != '/' && slash)
		yice_buf_add(&whole, name, (size_t)(slash - name) + 1);
	yice_buf_adds(&whole, path);
	at = yice_buf_text(&whole);
	if (*at == '/')
		yice_buf_addc(&out, '/');
	while (*at) {
		size_t len = strcspn(at, "/");

		if (len == 2 && at[0] == '.' && at[1] == '.' && out.len && drop_segment(&out)) {
			/* taken back */
		} else if (len && !(len == 1 && *at == '.')) {
			if (out.len && out.data[out.len - 1] != '/')
				yice_buf_addc(&out, '/');
			yice_buf_add(&out, at, len);
		}
		at += len + (at[len] == '/');
	}
	if (!out.len)
		yice_buf_adds(&out, ".");
	if (whole.failed)
		out.failed = true;
	yice_buf_release(&whole);
	return yice_model_keep(model, &out);
}

/* A diagnostic at the import that led here, or without place for a path of the command line. */
static void report_path(struct yice_model *model, enum yice_diag_id id, struct yice_span from,
			const char *name)
{
	yice_diag_add(model->diags, id, from, name, NULL);
}

int yice_text_load(struct yice_model *model, const char *path, struct yice_span from,
		   enum yice_diag_id missing, const char *name, uint32_t *file)
{
	char *bytes = NULL;
	size_t len = 0;
	int status = yice_read_file(path, &bytes, &len);

	if (!status && model->seen && model->seen(model->seen_context, path, bytes, len)) {
		free(bytes);
		model->failed = true;
		return YICE_ENOMEM;
	}
	if (status == YICE_EIO) {
		report_path(model, errno == ENOENT || errno == ENOTDIR ? missing : YICE_D_path_unreadable,
			    from, name);
		return YICE_EDIAG;
	}
	if (status == YICE_ELIMIT) {
		report_path(model, YICE_D_path_too_large, from, name);
		return YICE_EDIAG;
	}
	if (!status)
		status = yice_text_decode(bytes, len, model->sources, path, model->diags, file);
	free(bytes);
	if (status == YICE_ELIMIT) {
		report_path(model, YICE_D_path_too_large, from, name);
		return YICE_EDIAG;
	}
	if (status == YICE_ENOMEM)
		model->failed = true;
	return status;
}

/* Checks and parses a source; its tree is the caller's to add. YICE_OK or YICE_ENOMEM. */
static int parse(const struct yice_sources *sources, uint32_t source, struct yice_arena *arena,
		 struct yice_diags *diags, struct yice_file **out)
{
	if (yice_text_check(sources, source, diags) == YICE_ENOMEM)
		return YICE_ENOMEM;
	return yice_parse(sources, source, arena, diags, out);
}

static int add_file(struct yice_model *model, struct yice_file *file)
{
	struct yice_file **place = YICE_PUSH(model, &model->files);

	if (!place)
		return YICE_ENOMEM;
	*place = file;
	for (uint32_t i = 0; i < file->other_count; i++) {
		const struct yice_item **item = YICE_PUSH(model, &model->others);

		if (!item)
			return YICE_ENOMEM;
		*item = file->others[i];
	}
	return YICE_OK;
}

/* Is the file new, so that its entry will be the next? Standard input has no identity but its name. */
static int first_sight(struct loader *loader, const char *path, uint32_t *entry, bool *first)
{
	struct stat st;
	char identity[64] = "-";
	uint32_t index;

	*first = true;
	*entry = loader->entries.count;
	if (strcmp(path, "-")) {
		if (stat(path, &st))
			return YICE_OK; /* reading it will say why not */
		snprintf(identity, sizeof(identity), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	}
	if (yice_map_put(&loader->seen, identity, strlen(identity), *entry, &index, first)) {
		loader->model->failed = true;
		return YICE_ENOMEM;
	}
	*entry = loader->seen.entries[index].value;
	return YICE_OK;
}

static int load_path(struct loader *loader, const char *path, struct yice_span from, const char *name);

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

const char *yice_import_path(struct yice_model *model, const char *source, const char *text)
{
	const char *path = yice_path_join(model, source, text);
	char *with_suffix = path ? yice_model_text(model, "%s.yice", path) : NULL;
	struct stat st;

	if (!with_suffix || ends_with(path, ".yice"))
		return with_suffix ? path : NULL;
	if (!stat(with_suffix, &st) && !S_ISDIR(st.st_mode))
		return with_suffix;
	return is_folder(path) ? path : NULL;
}

static int load_import(struct loader *loader, const struct yice_word *word)
{
	struct yice_model *model = loader->model;
	const char *path = yice_import_path(model, model->sources->items[word->span.file].name, word->text);

	if (path)
		return load_path(loader, path, word->span, word->text);
	if (!model->failed && !model->arena.failed)
		yice_diag_add(model->diags, YICE_D_import_missing, word->span, word->text, NULL);
	return yice_model_status(model);
}

/* Where a source lies, whatever folder the command was given in. */
static void note_origin(struct yice_model *model, uint32_t source, const char *path)
{
	char *origin = strcmp(path, "-") ? realpath(path, NULL) : NULL;

	if (!origin && strcmp(path, "-") && errno == ENOMEM)
		model->failed = true;
	while (model->origins.count <= source)
		if (!YICE_PUSH(model, &model->origins))
			break;
	if (origin && source < model->origins.count)
		model->origins.items[source] = yice_arena_strdup(&model->arena, origin);
	free(origin);
}

/* Imports between the command and what is being asked for. */
static int depth_of(const struct loader *loader)
{
	return loader->asker == YICE_NONE ? 0 : loader->entries.items[loader->asker].depth + 1;
}

/* A new entry, of the next wave. */
static int add_entry(struct loader *loader, uint32_t source)
{
	int depth = depth_of(loader);
	struct entry *entry = YICE_PUSH(loader->model, &loader->entries);

	if (!entry)
		return YICE_ENOMEM;
	entry->source = source;
	entry->depth = depth;
	return YICE_OK;
}

/* Notes that the asker needs the entry, which may be about to be added. */
static int note_import(struct loader *loader, uint32_t entry)
{
	uint32_t *place = loader->asker == YICE_NONE
			      ? YICE_PUSH(loader->model, &loader->roots)
			      : YICE_PUSH(loader->model, &loader->entries.items[loader->asker].imports);

	if (!place)
		return YICE_ENOMEM;
	*place = entry;
	return YICE_OK;
}

static int load_file(struct loader *loader, const char *path, struct yice_span from, const char *name)
{
	enum yice_diag_id missing = yice_span_known(from) ? YICE_D_import_missing : YICE_D_path_missing;
	uint32_t source, entry;
	bool first;
	int status = first_sight(loader, path, &entry, &first);

	if (status || !first)
		return status ? status : note_import(loader, entry);
	status = yice_text_load(loader->model, path, from, missing, name, &source);
	if (status == YICE_EDIAG)
		return add_entry(loader, YICE_NONE);
	if (status)
		return status;
	note_origin(loader->model, source, path);
	status = add_entry(loader, source);
	return status ? status : note_import(loader, entry);
}

/* folder/entry in new memory, without "./" before it; NULL when out of memory. */
static char *path_in(const char *folder, const char *entry)
{
	size_t size = strlen(folder) + strlen(entry) + 2;
	char *path = malloc(size);

	if (path && !strcmp(folder, "."))
		snprintf(path, size, "%s", entry);
	else if (path)
		snprintf(path, size, "%s%s%s", folder, strcmp(folder, "/") ? "/" : "", entry);
	return path;
}

static int collect(struct yice_model *model, const char *folder, struct yice_span from, int depth,
		   struct yice_names *out);

/* One entry of a folder: walked into, kept or passed over. Takes the path over. */
static int collect_entry(struct yice_model *model, char *path, unsigned char kind, struct yice_span from, int depth,
			 struct yice_names *out)
{
	int status = YICE_OK;

	if (!path)
		return YICE_ENOMEM;
	if (kind == DT_DIR || ((kind == DT_LNK || kind == DT_UNKNOWN) && is_folder(path)))
		status = collect(model, path, from, depth + 1, out);
	else if (ends_with(path, ".yice"))
		return names_add(out, path) ? YICE_OK : YICE_ENOMEM;
	free(path);
	return status;
}

/* Paths of the *.yice files below a folder; hidden files and folders are passed over. */
static int collect(struct yice_model *model, const char *folder, struct yice_span from, int depth,
		   struct yice_names *out)
{
	DIR *dir = depth > FOLDER_DEPTH ? NULL : opendir(folder);
	struct dirent *entry;
	int status = YICE_OK;

	if (!dir) {
		report_path(model,
			    depth > FOLDER_DEPTH ? YICE_D_folder_depth : YICE_D_path_unreadable, from,
			    folder);
		return YICE_OK;
	}
	while (!status && (entry = readdir(dir)))
		if (*entry->d_name != '.')
			status = collect_entry(model, path_in(folder, entry->d_name), entry->d_type, from, depth, out);
	closedir(dir);
	return status;
}

int yice_folder_list(struct yice_model *model, const char *folder, struct yice_span from, struct yice_names *names)
{
	int status = collect(model, folder, from, 0, names);

	if (!status && !names->count)
		report_path(model, YICE_D_folder_empty, from, folder);
	if (names->count)
		qsort(names->items, names->count, sizeof(*names->items), compare_names);
	return status;
}

static int load_folder(struct loader *loader, const char *folder, struct yice_span from)
{
	struct yice_names names = { NULL, 0, 0 };
	int status = yice_folder_list(loader->model, folder, from, &names);

	for (size_t i = 0; i < names.count && !status; i++)
		status = load_file(loader, names.items[i], from, names.items[i]);
	yice_names_release(&names);
	return status;
}

static int load_path(struct loader *loader, const char *path, struct yice_span from, const char *name)
{
	if (depth_of(loader) == IMPORT_DEPTH) {
		yice_diag_add(loader->model->diags, YICE_D_import_depth, from, NULL);
		return YICE_OK;
	}
	return strcmp(path, "-") && is_folder(path) ? load_folder(loader, path, from)
						    : load_file(loader, path, from, name);
}

/* ---- waves */

/* Who parses: into an arena and diagnostics of its own, of which the first worker's are the model's. */
struct worker {
	struct loader *loader;
	uint32_t first; /* entry of the wave */
	struct yice_arena *arena, own_arena;
	struct yice_diags *diags, own_diags;
	int status;
};

static void parse_entry(void *context, size_t piece)
{
	struct worker *worker = context;
	struct entry *entry = &worker->loader->entries.items[worker->first + piece];

	if (entry->source != YICE_NONE && !worker->status)
		worker->status = parse(worker->loader->model->sources, entry->source, worker->arena, worker->diags,
				       &entry->file);
}

/* Parses the entries from `first` on. What differs from run to run is only in which order mistakes of different files come. */
static int parse_wave(struct loader *loader, uint32_t first)
{
	const struct yice_team_job job = { .work = parse_entry };
	struct yice_model *model = loader->model;
	size_t count = model->jobs > 1 ? model->jobs : 1, wave = loader->entries.count - first;
	struct worker *workers;
	void **team;
	int status = YICE_OK;

	count = count < wave ? count : wave;
	workers = calloc(count, sizeof(*workers));
	team = calloc(count, sizeof(*team));
	for (size_t i = 0; workers && team && i < count; i++) {
		struct worker *worker = team[i] = &workers[i];

		*worker = (struct worker){ .loader = loader, .first = first, .arena = &model->arena,
					   .diags = model->diags };
		if (!i)
			continue;
		yice_arena_init(worker->arena = &worker->own_arena);
		yice_diags_fork(worker->diags = &worker->own_diags, model->diags);
	}
	if (workers && team)
		yice_team_run(&job, team, count, wave);
	for (size_t i = 0; workers && team && i < count; i++) {
		status = workers[i].status ? workers[i].status : status;
		if (!i)
			continue;
		yice_arena_adopt(&model->arena, &workers[i].own_arena);
		yice_diags_join(model->diags, &workers[i].own_diags);
	}
	status = workers && team ? status : YICE_ENOMEM;
	free(workers);
	free(team);
	model->failed |= status == YICE_ENOMEM;
	return status;
}

static int load_imports(struct loader *loader, uint32_t entry)
{
	const struct yice_file *file = loader->entries.items[entry].file;

	loader->asker = entry;
	for (uint32_t i = 0; file && i < file->other_count; i++) {
		const struct yice_item *item = file->others[i];

		for (const struct yice_word *word = item->kind == YICE_ITEM_IMPORT ? item->u.import.paths : NULL; word;
		     word = word->next) {
			int status = word->text ? load_import(loader, word) : YICE_OK;

			if (status)
				return status;
		}
	}
	return YICE_OK;
}

/* Parses what was asked for, and what that imports, until nothing new is asked for. */
static int load_waves(struct loader *loader)
{
	uint32_t first = 0;
	int status = YICE_OK;

	while (!status && first < loader->entries.count) {
		uint32_t end = loader->entries.count;

		status = parse_wave(loader, first);
		for (; !status && first < end; first++)
			status = load_imports(loader, first);
	}
	return status;
}

/* Adds an entry's file to the model behind those it imports, without recursion: chains may be as long as there are files. */
static int join(struct loader *loader, uint32_t start)
{
	uint32_t at = start;

	if (loader->entries.items[start].joined)
		return YICE_OK;
	loader->entries.items[start].joined = true;
	loader->entries.items[start].from = YICE_NONE;
	while (at != YICE_NONE) {
		struct entry *entry = &loader->entries.items[at];
		uint32_t import;

		if (entry->next == entry->imports.count) {
			if (entry->file && add_file(loader->model, entry->file))
				return YICE_ENOMEM;
			at = entry->from;
			continue;
		}
		import = entry->imports.items[entry->next++];
		if (loader->entries.items[import].joined)
			continue;
		loader->entries.items[import].joined = true;
		loader->entries.items[import].from = at;
		at = import;
	}
	return YICE_OK;
}

/* From what was asked for to the model's files. */
static int load_asked(struct loader *loader)
{
	int status = load_waves(loader);

	for (uint32_t i = 0; !status && i < loader->roots.count; i++)
		status = join(loader, loader->roots.items[i]);
	return status ? status : yice_model_status(loader->model);
}

int yice_model_load(struct yice_model *model, const char *const *paths, size_t count)
{
	int status = yice_levels_load(model, paths, count);

	return status ? status : yice_model_load_paths(model, paths, count);
}

int yice_model_load_paths(struct yice_model *model, const char *const *paths, size_t count)
{
	struct loader loader = { .model = model, .asker = YICE_NONE };
	int status = YICE_OK;

	yice_map_init(&loader.seen);
	for (size_t i = 0; i < count && !status; i++) {
		const char *path = yice_path_beside(model, UINT32_MAX, paths[i]);

		status = path ? load_path(&loader, path, YICE_SPAN_NONE, path) : YICE_ENOMEM;
	}
	if (!status)
		status = load_asked(&loader);
	yice_map_release(&loader.seen);
	return status;
}

int yice_model_load_source(struct yice_model *model, uint32_t source)
{
	struct yice_file *file;
	int status = parse(model->sources, source, &model->arena, model->diags, &file);

	model->failed |= status == YICE_ENOMEM;
	return status ? status : add_file(model, file);
}

int yice_model_load_with_imports(struct yice_model *model, uint32_t source, const struct yice_file **out)
{
	struct loader loader = { .model = model, .asker = YICE_NONE };
	uint32_t entry;
	bool first;
	int status;

	*out = NULL;
	yice_map_init(&loader.seen);
	status = first_sight(&loader, model->sources->items[source].name, &entry, &first);
	if (!status)
		status = add_entry(&loader, source);
	if (!status)
		status = note_import(&loader, entry);
	if (!status)
		status = load_asked(&loader);
	if (!status)
		*out = loader.entries.items[entry].file;
	yice_map_release(&loader.seen);
	return status;
}
