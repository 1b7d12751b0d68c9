/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a folder to a plan: the files and what they import, found as the
 * compiler finds them; the tree of scopes, from all files together; the
 * scopes that head an image; the files of each. Names of paths are resolved
 * anew each time, since a new file can change what an import means, but only
 * heads of files are known, not their rules. Called by build.c.
 */
#include "base/base.h"
#include "set/plan.h"

#include "base/report.h"
#include "compiler/declare.h"
#include "yice/compile.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that an import stands for. */
struct brought {
	uint32_t *files, count;
};

/* A file that has a list for an image and those below. */
struct link {
	uint32_t file, next;
};

/* While the plan is made; files are in the order in which they were met until the end. */
struct finding {
	struct yice_set_plan *plan;
	struct yice_map targets; /* "FOLDER\nTEXT" of an import -> brought */
	YICE_VEC(struct brought) brought;
	YICE_VEC(struct link) links;
	uint32_t *first; /* by scope that heads an image: into links, or YICE_NONE */
	uint32_t *loose, loose_count; /* files of the folder without a list, which go to every image */
	uint32_t below;               /* so many files lie below the folder; the others are there as imports */
	uint32_t *rank;               /* of each file by its path */
	unsigned char *marks;         /* by file, of the image at hand: ASKED, BROUGHT */
	uint32_t *marked, marked_count;
};

enum { ASKED = 1, BROUGHT = 2 };

/* ---------------------------------------------------------------- paths */

static const char *skip_segment(const char *at)
{
	at += strcspn(at, "/");
	return at + (*at == '/');
}

static size_t segment_len(const char *at)
{
	return strcspn(at, "/");
}

/* A path as it is seen from a folder; both without needless dots. */
static const char *path_from(struct yice_set_plan *plan, const char *folder, const char *clean)
{
	struct yice_buf out = YICE_BUF_INIT;

	if ((*clean == '/') != (*folder == '/'))
		return clean;
	while (*folder && segment_len(folder) == segment_len(clean) && !strncmp(folder, clean, segment_len(folder))) {
		folder = skip_segment(folder);
		clean = skip_segment(clean);
	}
	for (; *folder; folder = skip_segment(folder))
		yice_buf_adds(&out, "../");
	yice_buf_adds(&out, clean);
	return yice_model_keep(&plan->model, &out);
}

const char *yice_set_plan_path(struct yice_set_plan *plan, const char *name)
{
	const char *clean = yice_path_join(&plan->model, "", name);

	return clean ? path_from(plan, strcmp(plan->folder, ".") ? plan->folder : "", clean) : NULL;
}

/* Where something lies, without links; NULL: it is not there, or out of memory, which is kept. */
static const char *origin_of(struct yice_set_plan *plan, const char *name)
{
	char *real = realpath(name, NULL);
	const char *kept = real ? yice_arena_strdup(&plan->arena, real) : NULL;

	plan->model.failed |= real ? !kept : errno == ENOMEM;
	free(real);
	return kept;
}

/* The same of a file. Files come folder by folder, and few are links. */
static const char *origin_of_file(struct yice_set_plan *plan, const char *name)
{
	const char *slash = strrchr(name, '/'), *folder;
	char link[2];

	if (!slash || readlink(name, link, sizeof(link)) >= 0)
		return origin_of(plan, name);
	folder = yice_arena_strndup(&plan->arena, name, (size_t)(slash - name) + 1);
	if (folder && (!plan->met_in || strcmp(plan->met_in, folder))) {
		plan->met_at = origin_of(plan, folder);
		plan->met_in = folder;
	}
	if (!folder || !plan->met_at)
		return NULL;
	return yice_model_text(&plan->model, "%s/%s", strcmp(plan->met_at, "/") ? plan->met_at : "", slash + 1);
}

/* The path of a source, and where links lead to it, from where the folder lies. */
static const char *path_of_source(struct yice_set_plan *plan, const char *name)
{
	const char *path = yice_set_plan_path(plan, name), *origin = origin_of_file(plan, name);

	if (!path || !origin || !plan->origin)
		return path;
	origin = path_from(plan, plan->origin, origin);
	return origin && strcmp(origin, path) ? yice_model_text(&plan->model, "%s\t%s", path, origin) : path;
}

static const char *lies_at(const struct yice_set_file *file)
{
	const char *tab = strchr(file->path, '\t');

	return tab ? tab + 1 : file->path;
}

/* The names of as many folders, from the built one upwards, as some source climbs out of: an image says where sources lie to each other. */
static int name_above(struct yice_set_plan *plan)
{
	size_t most = 0, len;
	const char *real = plan->origin;

	for (uint32_t i = 0; i < plan->files.count; i++) {
		const char *path = lies_at(plan->files.items[i]);
		size_t climbs = 0;

		for (; !strncmp(path, "../", 3); path += 3)
			climbs++;
		most = climbs > most ? climbs : most;
	}
	plan->above = "";
	if (!most || !real)
		return YICE_OK;
	for (len = strlen(real); most && len; most--)
		while (len && real[--len] != '/')
			continue;
	plan->above = yice_arena_strdup(&plan->arena, real + len + (real[len] == '/'));
	return plan->above ? YICE_OK : YICE_ENOMEM;
}

/* ---------------------------------------------------------------- files */

/* The file that was met under another name, or the next one. */
static uint32_t number_of(struct yice_set_plan *plan, const char *name)
{
	uint32_t next = plan->files.count, entry;
	char identity[64];
	struct stat info;

	if (stat(name, &info))
		return next;
	snprintf(identity, sizeof(identity), "%ju:%ju", (uintmax_t)info.st_dev, (uintmax_t)info.st_ino);
	if (yice_map_put(&plan->identities, identity, strlen(identity), next, &entry, NULL)) {
		plan->model.failed = true;
		return next;
	}
	return plan->identities.entries[entry].value;
}

/* The number of a file by its name, new or met before; YICE_NONE when out of memory. */
static uint32_t meet(struct yice_set_plan *plan, const char *name, bool rules)
{
	uint32_t entry;
	bool added;
	struct yice_set_file **place, *file;

	if (yice_map_put(&plan->names, name, strlen(name), plan->files.count, &entry, &added)) {
		plan->model.failed = true;
		return YICE_NONE;
	}
	if (added)
		plan->names.entries[entry].value = number_of(plan, name);
	if (plan->names.entries[entry].value < plan->files.count)
		return plan->names.entries[entry].value;
	place = YICE_PUSH(&plan->model, &plan->files);
	file = yice_arena_alloc(&plan->arena, sizeof(*file));
	if (!place || !file) {
		plan->model.failed = true;
		return YICE_NONE;
	}
	*place = file;
	file->name = plan->names.entries[entry].key;
	file->path = path_of_source(plan, name);
	file->rules = rules;
	plan->model.failed |= !file->path;
	return plan->names.entries[entry].value;
}

static bool is_folder(const char *name)
{
	struct stat info;

	return !stat(name, &info) && S_ISDIR(info.st_mode);
}

/* Meets the files of a path, which is a file or a folder. */
static int meet_path(struct yice_set_plan *plan, const char *name, struct brought *out)
{
	struct yice_names names = { NULL, 0, 0 };
	int status = YICE_OK;

	if (!is_folder(name)) {
		out->files = yice_arena_array(&plan->arena, 1, sizeof(*out->files));
		if (out->files)
			out->files[out->count++] = meet(plan, name, true);
		return out->files ? yice_model_status(&plan->model) : YICE_ENOMEM;
	}
	status = yice_folder_list(&plan->model, name, YICE_SPAN_NONE, &names);
	out->files = yice_arena_array(&plan->arena, names.count, sizeof(*out->files));
	for (size_t i = 0; !status && out->files && i < names.count; i++)
		out->files[out->count++] = meet(plan, names.items[i], true);
	yice_names_release(&names);
	return status ? status : out->files ? yice_model_status(&plan->model) : YICE_ENOMEM;
}

/* What an import of a file stands for: an index into brought, YICE_NONE for nothing. */
static uint32_t find_import(struct finding *finding, const struct yice_set_file *file, const char *text)
{
	struct yice_set_plan *plan = finding->plan;
	const char *slash = strrchr(file->name, '/'), *path;
	struct yice_buf key = YICE_BUF_INIT;
	struct brought found = { NULL, 0 }, *place;
	uint32_t entry = 0;
	bool added = false;

	yice_buf_add(&key, file->name, slash ? (size_t)(slash - file->name) : 0);
	yice_buf_addf(&key, "\n%s", text);
	if (yice_buf_status(&key) ||
	    yice_map_put(&finding->targets, key.data, key.len, finding->brought.count, &entry, &added))
		plan->model.failed = true;
	yice_buf_release(&key);
	if (plan->model.failed)
		return YICE_NONE;
	if (!added)
		return finding->targets.entries[entry].value;
	path = yice_import_path(&plan->model, file->name, text);
	if (path && meet_path(plan, path, &found))
		plan->model.failed = true;
	place = YICE_PUSH(&plan->model, &finding->brought);
	if (place)
		*place = found;
	return finding->targets.entries[entry].value;
}

/* Looks at the files met since the last time, and meets what they import, until nothing new comes. */
static int find_all(struct finding *finding)
{
	struct yice_set_plan *plan = finding->plan;
	uint32_t from = 0;
	int status = YICE_OK;

	while (!status && from < plan->files.count) {
		uint32_t end = plan->files.count;

		status = yice_set_files_look(plan->files.items + from, end - from, plan->memory, plan->jobs, &plan->arena);
		for (; !status && from < end; from++) {
			struct yice_set_file *file = plan->files.items[from];

			for (uint32_t i = 0; i < file->head.import_count; i++)
				(void)find_import(finding, file, file->head.imports[i]);
			status = yice_model_status(&plan->model);
		}
	}
	return status;
}

/* ---------------------------------------------------------------- scopes */

/* By GB/T 2260: 000000, 440000, 440600, 440606. What is no such code is below all of them. */
static enum yice_set_tier tier_of(const char *code)
{
	if (strlen(code) != 6)
		return YICE_SET_DISTRICT;
	if (strcmp(code + 4, "00"))
		return YICE_SET_DISTRICT;
	if (strcmp(code + 2, "0000"))
		return YICE_SET_CITY;
	return strcmp(code, "000000") ? YICE_SET_PROVINCE : YICE_SET_NATION;
}

static struct yice_planned_scope *add_scope(struct yice_set_plan *plan, const char *code)
{
	struct yice_planned_scope *scope;
	uint32_t entry;
	bool added;

	if (yice_map_put(&plan->codes, code, strlen(code), plan->scopes.count, &entry, &added)) {
		plan->model.failed = true;
		return NULL;
	}
	if (!added)
		return &plan->scopes.items[plan->codes.entries[entry].value];
	scope = YICE_PUSH(&plan->model, &plan->scopes);
	if (scope)
		*scope = (struct yice_planned_scope){ .code = plan->codes.entries[entry].key, .above = "", .parent = YICE_NONE,
						      .image = YICE_NONE, .file = YICE_NONE };
	return scope;
}

/* Two files that declare one scope: the compiler says what is wrong with it, unless they are one file by two names. */
static int compare_files(const struct yice_set_plan *plan, uint32_t a, uint32_t b, struct yice_report *report)
{
	const char **names = calloc((size_t)plan->files.count + 1, sizeof(*names));
	size_t count = 0;
	int status;

	if (!names)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < plan->files.count; i++)
		if (i == a || i == b || (plan->files.items[i]->rules && !plan->files.items[i]->head.list_count))
			names[count++] = plan->files.items[i]->name;
	status = yice_check(names, count, report);
	free(names);
	return status;
}

static int add_scopes(struct yice_set_plan *plan, uint32_t number, struct yice_report *report)
{
	const struct yice_set_head *head = &plan->files.items[number]->head;
	int status = YICE_OK;

	for (uint32_t i = 0; i < head->scope_count && !status; i++) {
		struct yice_planned_scope *scope = add_scope(plan, head->scopes[i].code);

		if (!scope)
			return YICE_ENOMEM;
		if (scope->file == YICE_NONE) {
			scope->file = number;
			scope->above = head->scopes[i].parent;
		} else if (scope->file != number) {
			status = compare_files(plan, scope->file, number, report);
		}
	}
	for (uint32_t i = 0; i < head->list_count && !status; i++) {
		struct yice_planned_scope *scope = add_scope(plan, head->lists[i]);

		if (!scope)
			return YICE_ENOMEM;
		scope->listed = true;
	}
	return status;
}

static int by_scope_code(const void *a, const void *b)
{
	return strcmp(((const struct yice_planned_scope *)a)->code, ((const struct yice_planned_scope *)b)->code);
}

/* Sorts the scopes and finds their parents. */
static void link_scopes(struct yice_set_plan *plan)
{
	if (plan->scopes.count)
		qsort(plan->scopes.items, plan->scopes.count, sizeof(*plan->scopes.items), by_scope_code);
	for (uint32_t i = 0; i < plan->scopes.count; i++) {
		const char *code = plan->scopes.items[i].code;

		plan->codes.entries[yice_map_find(&plan->codes, code, strlen(code))].value = i;
	}
	for (uint32_t i = 0; i < plan->scopes.count; i++) {
		const char *above = plan->scopes.items[i].above;
		uint32_t entry = *above ? yice_map_find(&plan->codes, above, strlen(above)) : YICE_MAP_NONE;

		if (entry != YICE_MAP_NONE)
			plan->scopes.items[i].parent = plan->codes.entries[entry].value;
	}
}

/* The scope whose image a scope's list goes to: the uppermost at the chosen tier or below it; above that tier its own. */
static uint32_t head_of(const struct yice_set_plan *plan, uint32_t scope)
{
	uint32_t head = scope;

	if (tier_of(plan->scopes.items[scope].code) < plan->tier)
		return scope;
	for (int steps = 0; scope != YICE_NONE && steps < YICE_SET_DEEP; steps++, scope = plan->scopes.items[scope].parent)
		if (tier_of(plan->scopes.items[scope].code) >= plan->tier)
			head = scope;
	return head;
}

/* Marks the scopes that head images, and tells every scope which one decides there. */
static int choose_images(struct yice_set_plan *plan)
{
	for (uint32_t i = 0; i < plan->scopes.count; i++)
		if (plan->scopes.items[i].listed)
			plan->scopes.items[head_of(plan, i)].heads = true;
	for (uint32_t i = 0; i < plan->scopes.count; i++) {
		struct yice_planned_image *image = plan->scopes.items[i].heads ? YICE_PUSH(&plan->model, &plan->images) : NULL;

		if (image)
			image->scope = i;
		if (image)
			plan->scopes.items[i].image = plan->images.count - 1;
	}
	for (uint32_t i = 0; i < plan->scopes.count; i++) {
		uint32_t at = i;

		for (int steps = 0; at != YICE_NONE && !plan->scopes.items[at].heads; at = plan->scopes.items[at].parent)
			if (steps++ == YICE_SET_DEEP)
				break;
		plan->scopes.items[i].image = at == YICE_NONE || !plan->scopes.items[at].heads ? YICE_NONE : plan->scopes.items[at].image;
	}
	return yice_model_status(&plan->model);
}

/* ---------------------------------------------------------------- the files of images */

static int make_room(struct finding *finding)
{
	struct yice_set_plan *plan = finding->plan;

	finding->first = yice_arena_array(&plan->arena, plan->scopes.count, sizeof(*finding->first));
	finding->loose = yice_arena_array(&plan->arena, plan->files.count, sizeof(*finding->loose));
	finding->rank = yice_arena_array(&plan->arena, plan->files.count, sizeof(*finding->rank));
	finding->marks = yice_arena_alloc(&plan->arena, plan->files.count);
	finding->marked = yice_arena_array(&plan->arena, plan->files.count, sizeof(*finding->marked));
	for (uint32_t i = 0; finding->first && i < plan->scopes.count; i++)
		finding->first[i] = YICE_NONE;
	return plan->arena.failed ? YICE_ENOMEM : YICE_OK;
}

/* Links every file with lists to the heads of the images they are for. */
static int link_files(struct finding *finding)
{
	struct yice_set_plan *plan = finding->plan;

	for (uint32_t i = 0; i < plan->files.count; i++) {
		const struct yice_set_head *head = &plan->files.items[i]->head;

		plan->files.items[i]->below = i < finding->below;
		if (!head->list_count && i < finding->below)
			finding->loose[finding->loose_count++] = i;
		for (uint32_t k = 0; k < head->list_count; k++) {
			uint32_t entry = yice_map_find(&plan->codes, head->lists[k], strlen(head->lists[k]));
			uint32_t scope = head_of(plan, plan->codes.entries[entry].value);
			struct link *link = YICE_PUSH(&plan->model, &finding->links);

			if (!link)
				return YICE_ENOMEM;
			*link = (struct link){ i, finding->first[scope] };
			finding->first[scope] = finding->links.count - 1;
		}
	}
	return YICE_OK;
}

static void mark(struct finding *finding, uint32_t file, unsigned char how)
{
	if (!finding->marks[file])
		finding->marked[finding->marked_count++] = file;
	finding->marks[file] |= how;
}

static void ask_files(struct finding *finding, uint32_t scope)
{
	const struct yice_set_plan *plan = finding->plan;

	for (uint32_t i = 0; i < finding->loose_count; i++)
		mark(finding, finding->loose[i], plan->files.items[finding->loose[i]]->rules ? ASKED : BROUGHT);
	for (int steps = 0; scope != YICE_NONE && steps < YICE_SET_DEEP; steps++, scope = plan->scopes.items[scope].parent)
		for (uint32_t at = finding->first[scope]; at != YICE_NONE; at = finding->links.items[at].next)
			mark(finding, finding->links.items[at].file, ASKED);
}

/* Marks what the marked files import, and what that imports. */
static void bring_files(struct finding *finding)
{
	const struct yice_set_plan *plan = finding->plan;

	for (uint32_t at = 0; at < finding->marked_count; at++) {
		const struct yice_set_file *file = plan->files.items[finding->marked[at]];

		for (uint32_t i = 0; i < file->head.import_count; i++) {
			uint32_t number = find_import(finding, file, file->head.imports[i]);
			const struct brought *brought = number == YICE_NONE ? NULL : &finding->brought.items[number];

			for (uint32_t k = 0; brought && k < brought->count; k++)
				mark(finding, brought->files[k], BROUGHT);
		}
	}
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* The marked files as lists, by their rank among all paths. */
static int collect_files(struct finding *finding, struct yice_planned_image *image)
{
	struct yice_set_plan *plan = finding->plan;

	image->asked = yice_arena_array(&plan->arena, finding->marked_count, sizeof(*image->asked));
	image->all = yice_arena_array(&plan->arena, finding->marked_count, sizeof(*image->all));
	for (uint32_t i = 0; image->asked && image->all && i < finding->marked_count; i++) {
		uint32_t file = finding->marked[i];

		image->all[image->all_count++] = finding->rank[file];
		if (finding->marks[file] & ASKED)
			image->asked[image->asked_count++] = finding->rank[file];
		finding->marks[file] = 0;
	}
	finding->marked_count = 0;
	if (image->asked_count)
		qsort(image->asked, image->asked_count, sizeof(*image->asked), by_number);
	if (image->all_count)
		qsort(image->all, image->all_count, sizeof(*image->all), by_number);
	return plan->arena.failed ? YICE_ENOMEM : YICE_OK;
}

/* ---------------------------------------------------------------- the plan */

struct ranked {
	struct yice_set_file *file;
	uint32_t number;
};

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct ranked *)a)->file->path, ((const struct ranked *)b)->file->path);
}

/* The order of paths: *out is a copy of the files in it. */
static int rank_files(struct finding *finding, struct yice_set_file ***out)
{
	struct yice_set_plan *plan = finding->plan;
	struct ranked *ranked = yice_arena_array(&plan->arena, plan->files.count, sizeof(*ranked));

	*out = yice_arena_array(&plan->arena, plan->files.count, sizeof(struct yice_set_file *));
	if (!ranked || !*out)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < plan->files.count; i++)
		ranked[i] = (struct ranked){ plan->files.items[i], i };
	if (plan->files.count)
		qsort(ranked, plan->files.count, sizeof(*ranked), by_path);
	for (uint32_t i = 0; i < plan->files.count; i++) {
		finding->rank[ranked[i].number] = i;
		(*out)[i] = ranked[i].file;
	}
	return YICE_OK;
}

static bool has_file(const struct yice_planned_image *image, uint32_t file)
{
	uint32_t low = 0, high = image->all_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (image->all[middle] < file)
			low = middle + 1;
		else
			high = middle;
	}
	return low < image->all_count && image->all[low] == file;
}

/* The image that is asked about a scope knows it; where no list holds that is the first one. */
static int check_scopes(const struct finding *finding, struct yice_report *report)
{
	const struct yice_set_plan *plan = finding->plan;

	for (uint32_t i = 0; i < plan->scopes.count && plan->images.count; i++) {
		const struct yice_planned_scope *scope = &plan->scopes.items[i];
		const struct yice_planned_image *image = &plan->images.items[scope->image == YICE_NONE ? 0 : scope->image];

		if (scope->file != YICE_NONE && !has_file(image, finding->rank[scope->file]))
			yice_diag_add(&report->diags, YICE_D_set_scope, YICE_SPAN_NONE, scope->code,
				      plan->files.items[scope->file]->name, plan->scopes.items[image->scope].code, NULL);
	}
	return yice_diags_status(&report->diags);
}

static int plan_images(struct finding *finding, struct yice_report *report)
{
	struct yice_set_plan *plan = finding->plan;
	struct yice_set_file **files;
	int status = YICE_OK;

	for (uint32_t i = 0; i < plan->files.count && !status; i++)
		status = add_scopes(plan, i, report);
	if (status)
		return status;
	link_scopes(plan);
	status = choose_images(plan);
	if (!status)
		status = make_room(finding);
	if (!status)
		status = rank_files(finding, &files);
	if (!status)
		status = link_files(finding);
	for (uint32_t i = 0; i < plan->images.count && !status; i++) {
		ask_files(finding, plan->images.items[i].scope);
		bring_files(finding);
		status = collect_files(finding, &plan->images.items[i]);
	}
	if (!status)
		status = check_scopes(finding, report);
	if (status)
		return status;
	memcpy(plan->files.items, files, plan->files.count * sizeof(struct yice_set_file *));
	for (uint32_t i = 0; i < plan->names.count; i++)
		plan->names.entries[i].value = finding->rank[plan->names.entries[i].value];
	return yice_model_status(&plan->model);
}

/* What keeps the folder from being one of a set. */
static int check_folder(struct yice_set_plan *plan, struct yice_report *report)
{
	for (uint32_t i = 0; i < plan->files.count; i++)
		for (const char *at = plan->files.items[i]->path, *tab = strchr(plan->files.items[i]->name, '\t'); *at; at++)
			if (((unsigned char)*at < 0x20 && (*at != '\t' || tab)) || *at == 0x7f) {
				yice_diag_add(&report->diags, YICE_D_set_path, YICE_SPAN_NONE, plan->files.items[i]->name, NULL);
				break;
			}
	if (!report->diags.errors && !plan->images.count)
		yice_diag_add(&report->diags, YICE_D_set_empty, YICE_SPAN_NONE, plan->folder, NULL);
	return yice_diags_status(&report->diags);
}

/* The files below the folder, and levels, which every image goes by. */
static int meet_folder(struct finding *finding, struct yice_report *report)
{
	struct yice_set_plan *plan = finding->plan;
	const char *levels = yice_model_text(&plan->model, strcmp(plan->folder, "/") ? "%s/yice.levels" : "%syice.levels", plan->folder);
	struct yice_diags *none = plan->model.diags;
	struct brought ours = { NULL, 0 };
	struct stat info;
	int status;

	plan->model.diags = &report->diags;
	status = meet_path(plan, plan->folder, &ours);
	plan->model.diags = none;
	finding->below = plan->files.count;
	if (!status)
		status = yice_diags_status(&report->diags);
	levels = !status && levels ? yice_path_join(&plan->model, "", levels) : NULL;
	if (levels && !stat(levels, &info)) {
		(void)meet(plan, levels, false);
		finding->below = plan->files.count;
	}
	return status ? status : yice_model_status(&plan->model);
}

int yice_set_plan(struct yice_set_plan *plan, const char *folder, enum yice_set_tier tier, size_t jobs,
		  const struct yice_set_memory *memory, struct yice_report *report)
{
	struct finding finding = { .plan = plan };
	struct yice_diags untold;
	int status;

	memset(plan, 0, sizeof(*plan));
	yice_diags_init(&untold);
	yice_arena_init(&plan->arena);
	yice_model_init(&plan->model, &report->sources, &untold);
	yice_map_init(&plan->names);
	yice_map_init(&plan->identities);
	yice_map_init(&plan->codes);
	yice_map_init(&finding.targets);
	plan->tier = tier;
	plan->jobs = jobs;
	plan->memory = memory;
	plan->folder = yice_path_join(&plan->model, "", folder);
	plan->origin = plan->folder ? origin_of(plan, plan->folder) : NULL;
	status = plan->folder ? meet_folder(&finding, report) : YICE_ENOMEM;
	if (!status)
		status = find_all(&finding);
	if (!status)
		status = plan_images(&finding, report);
	if (!status)
		status = name_above(plan);
	if (!status)
		status = check_folder(plan, report);
	plan->model.diags = &report->diags;
	yice_diags_release(&untold);
	yice_map_release(&finding.targets);
	return status;
}

void yice_set_plan_release(struct yice_set_plan *plan)
{
	yice_map_release(&plan->codes);
	yice_map_release(&plan->names);
	yice_map_release(&plan->identities);
	yice_model_release(&plan->model);
	yice_arena_release(&plan->arena);
}

uint32_t yice_set_plan_owner(const struct yice_set_plan *plan, const char *code)
{
	uint32_t entry = yice_map_find(&plan->codes, code, strlen(code));

	return entry == YICE_MAP_NONE ? YICE_NONE : plan->scopes.items[plan->codes.entries[entry].value].image;
}

uint32_t yice_set_plan_file(const struct yice_set_plan *plan, const char *path)
{
	uint32_t low = 0, high = plan->files.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(plan->files.items[middle]->path, path);

		if (!order)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return YICE_NONE;
}
