/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building a set. The plan says which images there are and of which files; an
 * image stays when the set that is there made it of the same files with the
 * same bytes, and is made anew otherwise. The result is therefore that of a
 * build from nothing. Images are written first, under names that follow from
 * their bytes, then the index in one step: a reader has the old set or the new
 * one, and so does the next build when this one is killed. Called by the
 * program.
 */
#include "base/base.h"
#include "set/build.h"

#include "base/team.h"
#include "compiler/declare.h"
#include "runtime/image_read.h"
#include "set/compose.h"
#include "set/folder.h"
#include "set/make.h"
#include "set/reach.h"

#include <errno.h>
#include <unistd.h>

struct building {
	const struct yice_set_build *job;
	struct yice_report *report;
	struct yice_arena *arena;
	struct yice_set_memory memory;
	struct yice_set_plan plan;
	const char *levels;         /* that the command set, as in the index */
	struct yice_set_index old;  /* of the set that is there; without images: none that counts */
	struct yice_set_file **data; /* what the old set was made of besides rules, then the images that are there */
	uint32_t *source_data, *image_data; /* by source, by image of the old set: into data, or YICE_NONE */
	uint32_t data_count;
	struct yice_set_part *parts; /* by image of the plan */
	uint32_t *kept;              /* by image of the plan: the old one that stays, or YICE_NONE */
	uint32_t *pieces, piece_count; /* images to be made */
	struct yice_report **failures; /* by piece */
	uint32_t first_failure;        /* pieces behind it are not begun */
	const char **failed;
};

/* One of those who make images. */
struct hand {
	struct building *building;
	struct yice_set_maker maker;
	int status, error;
};

/* ---------------------------------------------------------------- what is there */

static const char *path_in(const struct building *b, const char *name)
{
	struct yice_buf path = YICE_BUF_INIT;
	const char *kept;

	yice_set_folder_path(b->job->output, name, &path);
	kept = yice_buf_status(&path) ? NULL : yice_arena_strdup(b->arena, path.data);
	yice_buf_release(&path);
	return kept;
}

/* YICE_OK; YICE_EIO, YICE_EDIAG: none that this program reads; YICE_ENOMEM. */
static int read_there(const struct building *b, struct yice_set_index *index)
{
	const char *path = path_in(b, YICE_SET_FILE);
	struct yice_diags unread;
	char *text = NULL;
	size_t len = 0;
	int status = path ? yice_read_file(path, &text, &len) : YICE_ENOMEM;

	if (status)
		return status;
	yice_diags_init(&unread);
	status = yice_set_index_read(index, path, text, len, &unread);
	yice_diags_release(&unread);
	free(text);
	return status;
}

/* A set that cannot be read, or that another program or another folder made, is as good as none. */
static int read_old(struct building *b)
{
	int status = read_there(b, &b->old);

	if (status == YICE_ENOMEM)
		return status;
	if (status || strcmp(b->old.program, YICE_VERSION)) {
		yice_set_index_release(&b->old);
		yice_set_index_init(&b->old);
	}
	return YICE_OK;
}

/*
 * Removes what the index does not name, which after a failure is the one that is there, whoever wrote it: its readers
 * come for its images. Of one that is not understood nobody knows what it names, so everything stays.
 */
static void sweep(const struct building *b, const struct yice_set_index *made)
{
	struct yice_set_index there;

	if (made) {
		yice_set_folder_sweep(b->job->output, made);
		return;
	}
	yice_set_index_init(&there);
	if (!read_there(b, &there))
		yice_set_folder_sweep(b->job->output, &there);
	yice_set_index_release(&there);
}

static struct yice_set_file *add_data(struct building *b, const char *name, const char *path)
{
	struct yice_set_file *file = yice_arena_alloc(b->arena, sizeof(*file));

	if (!file || !name || !path)
		return NULL;
	file->name = name;
	file->path = path;
	return b->data[b->data_count++] = file;
}

/* "<440600-0123456789abcdef.img", which no path of a source is likely to be; the stamp would differ anyway. */
static struct yice_set_file *add_image_data(struct building *b, const struct yice_set_image *image)
{
	char path[YICE_SET_NAME + 1] = "<";

	yice_set_image_name(image, path + 1);
	return add_data(b, path_in(b, path + 1), yice_arena_strdup(b->arena, path));
}

/* Looks at everything the old set rests on that the plan has not looked at. */
static int look_at_old(struct building *b)
{
	const struct yice_set_index *old = &b->old;
	const char *inside = yice_model_text(&b->plan.model, "%s/", b->plan.folder);

	b->data = yice_arena_array(b->arena, (size_t)old->source_count + old->image_count, sizeof(struct yice_set_file *));
	b->source_data = yice_arena_array(b->arena, old->source_count, sizeof(*b->source_data));
	b->image_data = yice_arena_array(b->arena, old->image_count, sizeof(*b->image_data));
	if (!inside || !b->data || !b->source_data || !b->image_data)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < old->source_count; i++) {
		const char *path = old->sources[i].path;

		b->source_data[i] = YICE_NONE;
		if (yice_set_plan_file(&b->plan, path) != YICE_NONE)
			continue;
		b->source_data[i] = b->data_count;
		if (!add_data(b, yice_path_join(&b->plan.model, inside, path), path))
			return YICE_ENOMEM;
	}
	for (uint32_t i = 0; i < old->image_count; i++) {
		b->image_data[i] = b->data_count;
		if (!add_image_data(b, &old->images[i]))
			return YICE_ENOMEM;
	}
	return yice_set_files_look(b->data, b->data_count, &b->memory, b->job->jobs, b->arena);
}

/* ---------------------------------------------------------------- what stays */

static bool is_same(const struct yice_set_file *file, const struct yice_set_source *source)
{
	return file->there && file->size == source->size && !strcmp(file->digest, source->digest);
}

/* Whether an image would be made of exactly what the old one was made of. */
static bool has_same_sources(const struct building *b, const struct yice_planned_image *planned, const struct yice_set_image *old)
{
	uint32_t planned_count = 0;

	if (old->asked != planned->asked_count)
		return false;
	for (uint32_t i = 0; i < old->source_count; i++) {
		const struct yice_set_source *source = &b->old.sources[old->sources[i]];
		uint32_t data = b->source_data[old->sources[i]], file;

		if (data != YICE_NONE) {
			if (i < old->asked || !is_same(b->data[data], source))
				return false;
			continue;
		}
		file = yice_set_plan_file(&b->plan, source->path);
		if (!is_same(b->plan.files.items[file], source) || (i < old->asked && planned->asked[i] != file))
			return false;
		planned_count++;
	}
	/* Both are without repeats, and the old ones were all found: the same number is the same files. */
	for (uint32_t i = 0; i < planned->all_count; i++) {
		uint32_t source = yice_set_find_source(&b->old, b->plan.files.items[planned->all[i]]->path);
		bool found = false;

		for (uint32_t k = 0; source != YICE_SET_NONE && !found && k < old->source_count; k++)
			found = old->sources[k] == source;
		if (!found)
			return false;
	}
	return planned_count == planned->all_count;
}

static bool stays(const struct building *b, uint32_t number, uint32_t old)
{
	const struct yice_set_image *image = &b->old.images[old];
	const struct yice_set_file *file = b->data[b->image_data[old]];

	return file->there && file->size == image->size && !strcmp(file->digest, image->digest) &&
	       has_same_sources(b, &b->plan.images.items[number], image);
}

/* Sorts out which images stay and which are made. */
static int judge(struct building *b)
{
	uint32_t count = b->plan.images.count;
	bool comparable = b->old.image_count && b->old.tier == b->plan.tier && !strcmp(b->old.folder, b->plan.above) &&
			  !strcmp(b->old.levels, b->levels);

	b->parts = yice_arena_array(b->arena, count, sizeof(*b->parts));
	b->kept = yice_arena_array(b->arena, count, sizeof(*b->kept));
	b->pieces = yice_arena_array(b->arena, count, sizeof(*b->pieces));
	b->failures = yice_arena_array(b->arena, count, sizeof(struct yice_report *));
	if (!b->parts || !b->kept || !b->pieces || !b->failures)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < count; i++) {
		const char *code = b->plan.scopes.items[b->plan.images.items[i].scope].code;

		b->kept[i] = comparable ? yice_set_find_image(&b->old, code) : YICE_SET_NONE;
		if (b->kept[i] != YICE_SET_NONE && !stays(b, i, b->kept[i]))
			b->kept[i] = YICE_SET_NONE;
		if (b->kept[i] == YICE_SET_NONE)
			b->pieces[b->piece_count++] = i;
	}
	return YICE_OK;
}

/* ---------------------------------------------------------------- what is made */

static void note_failure(struct building *b, uint32_t piece)
{
	uint32_t first = __atomic_load_n(&b->first_failure, __ATOMIC_RELAXED);

	while (piece < first &&
	       !__atomic_compare_exchange_n(&b->first_failure, &first, piece, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		continue;
}

/* Pieces are taken in order, so all before the first that fails are finished: which one that is does not depend on the threads. */
static void make(void *context, size_t piece)
{
	struct hand *hand = context;
	struct building *b = hand->building;
	struct yice_report *report;
	int status;

	if (hand->status || piece > __atomic_load_n(&b->first_failure, __ATOMIC_RELAXED))
		return;
	status = yice_report_new(&report);
	if (!status) {
		yice_diags_release(&report->diags);
		yice_diags_fork(&report->diags, &b->report->diags);
		report->diags.override[YICE_D_unused_name] = YICE_SEVERITY_OFF; /* another image may use it */
		hand->maker.report = report;
		status = yice_set_make(&hand->maker, b->pieces[piece], &b->parts[b->pieces[piece]]);
	}
	if (!status) {
		yice_report_free(report);
		return;
	}
	note_failure(b, (uint32_t)piece);
	if (status == YICE_EDIAG) {
		b->failures[piece] = report;
		return;
	}
	hand->status = status;
	hand->error = errno;
	yice_report_free(report);
}

/* The mistakes of the first image that has some. */
static int tell_failure(struct building *b)
{
	int status = YICE_OK;

	for (uint32_t i = 0; i < b->piece_count; i++) {
		if (b->failures[i] && !status) {
			struct yice_report told = *b->report;

			*b->report = *b->failures[i];
			*b->failures[i] = told;
			status = YICE_EDIAG;
		}
		yice_report_free(b->failures[i]);
	}
	return status;
}

static int make_all(struct building *b)
{
	const struct yice_team_job job = { .work = make };
	size_t count = b->job->jobs < b->piece_count ? b->job->jobs : b->piece_count;
	struct hand *hands = calloc(count + 1, sizeof(*hands));
	void **team = calloc(count + 1, sizeof(*team));
	int status = hands && team ? YICE_OK : YICE_ENOMEM, told;

	b->first_failure = UINT32_MAX;
	for (size_t i = 0; !status && i < count; i++) {
		hands[i].building = b;
		hands[i].maker.plan = &b->plan;
		hands[i].maker.output = b->job->output;
		hands[i].maker.jobs = b->job->jobs / count;
		yice_arena_init(&hands[i].maker.arena);
		team[i] = &hands[i];
	}
	if (!status && count)
		yice_team_run(&job, team, count, b->piece_count);
	for (size_t i = 0; hands && team && i < count; i++) {
		if (hands[i].status) {
			status = hands[i].status;
			errno = hands[i].error;
			*b->failed = b->job->output;
		}
		yice_arena_adopt(b->arena, &hands[i].maker.arena);
	}
	free(hands);
	free(team);
	told = tell_failure(b);
	return status ? status : told;
}

/* ---------------------------------------------------------------- the set */

/* What is known of an image that stays: by the old index, or by itself when units may have gone to other images. */
static int look_again(struct building *b, uint32_t number)
{
	const struct yice_set_image *old = &b->old.images[b->kept[number]];
	struct yice_set_part *part = &b->parts[number];
	const char *path = b->data[b->image_data[b->kept[number]]]->name;
	yice_image *image;
	int status = yice_image_open(path, b->report, &image);

	if (!status)
		status = yice_set_part_look(&b->plan, number, image, b->arena, part);
	yice_image_free(image);
	*b->failed = path;
	memcpy(part->digest, old->digest, sizeof(part->digest));
	part->size = old->size;
	return status;
}

static int take_over(struct building *b, uint32_t number)
{
	const struct yice_set_image *old = &b->old.images[b->kept[number]];
	struct yice_set_part *part = &b->parts[number];
	uint32_t n = 0;

	memcpy(part->digest, old->digest, sizeof(part->digest));
	part->size = old->size;
	part->day = old->day;
	part->asks_unit = old->asks_unit;
	part->boxed = old->boxed;
	part->box = old->box;
	for (uint32_t i = 0; i < old->source_count; i++)
		n += b->source_data[old->sources[i]] != YICE_NONE;
	part->data.items = yice_arena_array(b->arena, n, sizeof(*part->data.items));
	if (!part->data.items)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < old->source_count; i++) {
		uint32_t data = b->source_data[old->sources[i]];
		struct yice_set_datum *datum = &part->data.items[part->data.count];

		if (data == YICE_NONE)
			continue;
		datum->name = b->data[data]->name;
		datum->size = b->data[data]->size;
		memcpy(datum->digest, b->data[data]->digest, sizeof(datum->digest));
		part->data.count++;
	}
	return YICE_OK;
}

/* Gives the images that stay what they need; units come from the old index unless scopes have moved. */
static int keep_all(struct building *b)
{
	bool moved = !yice_set_same_scopes(&b->plan, &b->old);
	int status = YICE_OK;

	for (uint32_t i = 0; i < b->plan.images.count && !status; i++) {
		if (b->kept[i] == YICE_SET_NONE)
			continue;
		status = take_over(b, i);
		if (!status && moved)
			status = look_again(b, i);
	}
	if (!status && !moved)
		status = yice_set_keep(&b->old, b->kept, b->plan.images.count, b->parts, b->arena);
	return status;
}

static int write_index(struct building *b, const struct yice_set_index *index)
{
	const char *path = path_in(b, YICE_SET_FILE);
	struct yice_buf text = YICE_BUF_INIT;
	char *old = NULL;
	size_t len = 0;
	int status = path ? yice_set_index_print(index, &text) : YICE_ENOMEM;

	*b->failed = path;
	if (!status) {
		bool same = !yice_read_file(path, &old, &len) && len == text.len && !memcmp(old, text.data, len);

		free(old);
		if (!same)
			status = yice_write_file(path, text.data, text.len);
	}
	yice_buf_release(&text);
	return status;
}

/* What was remembered of sources when the set was built last. */
static int recall(struct building *b)
{
	const char *path = path_in(b, YICE_SET_MEMORY);

	return path ? yice_set_memory_read(&b->memory, path) : YICE_ENOMEM;
}

/* Everything looked at; images made just now are looked at next time. */
static void remember(struct building *b)
{
	uint32_t count = b->plan.files.count, all = count + b->data_count;
	struct yice_set_file **files = calloc((size_t)all + 1, sizeof(struct yice_set_file *));
	const char *path = path_in(b, YICE_SET_MEMORY);

	if (files && path) {
		for (uint32_t i = 0; i < all; i++)
			files[i] = i < count ? b->plan.files.items[i] : b->data[i - count];
		yice_set_memory_write(&b->memory, files, all, path);
	}
	free(files);
}

/* What seemed to change while it was read may be remembered wrongly: then it would seem so for ever. */
static void forget(const struct building *b)
{
	const char *path = path_in(b, YICE_SET_MEMORY);
	bool changed = false;

	for (uint32_t i = 0; i < b->report->diags.count; i++)
		changed |= b->report->diags.items[i]->main.id == YICE_D_set_changed;
	if (changed && path)
		(void)unlink(path);
}

/* Under other levels an image that is there might not have been made. */
static int take_levels(struct building *b)
{
	static const char *const words[] = { "note", "warning", "error", "off" };
	const struct yice_diags *diags = &b->report->diags;
	struct yice_buf text = YICE_BUF_INIT;

	for (enum yice_diag_id id = 0; id < YICE_DIAG_COUNT; id++)
		if (diags->override[id] >= 0)
			yice_buf_addf(&text, "%s%s=%s", text.len ? " " : "", yice_diag_code(id), words[diags->override[id]]);
	b->levels = yice_buf_status(&text) ? NULL : yice_arena_strdup(b->arena, yice_buf_text(&text));
	yice_buf_release(&text);
	return b->levels ? YICE_OK : YICE_ENOMEM;
}

/* What a name is used for is seen in all files together. That it was asked for, here or beside the rules, is not passed over. */
static int check_levels(struct building *b)
{
	struct yice_model *model = &b->plan.model;
	struct yice_diags asked, *told = model->diags;
	int status;

	yice_diags_fork(&asked, told);
	model->diags = &asked;
	status = yice_levels_load(model, &b->plan.folder, 1);
	model->diags = told;
	if (!status && asked.override[YICE_D_unused_name] == YICE_ERROR) {
		yice_diag_add(told, YICE_D_set_unused, YICE_SPAN_NONE, NULL);
		status = yice_diags_status(told);
	}
	yice_diags_release(&asked);
	return status;
}

/* Layers that reach into another part, of images that were made now or reach into one that was. */
static int tell_reaches(struct building *b, const struct yice_set_index *index)
{
	unsigned char *made = calloc((size_t)index->image_count + 1, 1);
	int status;

	if (!made)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < index->image_count; i++)
		made[i] = b->kept[i] == YICE_SET_NONE;
	status = yice_set_reach(index, b->job->output, made, b->report);
	free(made);
	return status;
}

static int build(struct building *b)
{
	struct yice_set_index index;
	int status = take_levels(b), error;

	if (!status)
		status = read_old(b);
	if (!status)
		status = recall(b);
	if (!status)
		status = yice_set_plan(&b->plan, b->job->folder, b->job->tier, b->job->jobs, &b->memory, b->report);
	if (!status)
		status = check_levels(b);
	if (!status)
		status = look_at_old(b);
	if (!status)
		status = judge(b);
	if (!status)
		status = make_all(b);
	if (!status)
		status = keep_all(b);
	yice_set_index_init(&index);
	index.levels = b->levels;
	if (!status)
		status = yice_set_compose(&b->plan, b->parts, &index, b->report);
	if (!status)
		status = tell_reaches(b, &index);
	if (!status)
		status = write_index(b, &index);
	if (!status)
		remember(b);
	error = errno;
	if (status == YICE_EDIAG)
		forget(b);
	sweep(b, status ? NULL : &index);
	yice_set_index_release(&index);
	errno = error;
	return status;
}

int yice_set_build(const struct yice_set_build *job, struct yice_report *report, struct yice_arena *arena,
		   const char **failed)
{
	struct building b = { .job = job, .report = report, .arena = arena, .failed = failed };
	int status, lock, error;

	*failed = job->output;
	status = yice_set_folder_enter(job->output, &lock);
	yice_set_memory_init(&b.memory);
	yice_set_index_init(&b.old);
	if (!status) {
		status = build(&b);
		error = errno;
		yice_set_plan_release(&b.plan);
		errno = error;
	}
	error = errno;
	yice_set_index_release(&b.old);
	yice_set_memory_release(&b.memory);
	if (lock >= 0)
		close(lock);
	errno = error;
	return status;
}
