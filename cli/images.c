/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One image or a set of them behind one face. Which image of a set decides is
 * known before facts are read: by the units and the scope that the document
 * states. An image that is asked what it has no lists for would pass over
 * clauses, so a project that needs two is decided by none. Called by the
 * commands that take IMAGE, by their threads too.
 */
#include "base/base.h"
#include "cli/images.h"

#include "base/json.h"
#include "runtime/facts_internal.h"
#include "runtime/image_read.h"
#include "runtime/locate.h"
#include "set/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

struct yice_images {
	const struct yice_cli *cli;
	const char *path;
	bool is_set;
	int lock; /* of the set's folder; -1 */
	struct yice_set_index index;
	struct yice_opened *opened; /* by number */
	uint32_t count;
	const char **uppers; /* scopes with clauses below them */
	uint32_t upper_count;
	bool asks_unit; /* one of the images does */
	pthread_mutex_t guard; /* of opened */
};

/* What a project names, and the image that decides there. */
struct claim {
	const char *name;
	uint32_t image; /* YICE_SET_NONE: nothing is claimed */
};

/* ---------------------------------------------------------------- opening */

/* Scopes that have clauses somewhere below. */
static int find_uppers(struct yice_images *images)
{
	struct yice_set_index *index = &images->index;
	unsigned char *above = calloc((size_t)index->scope_count + 1, 1);

	images->uppers = yice_arena_array(&index->arena, index->scope_count, sizeof(*images->uppers));
	if (!above || !images->uppers) {
		free(above);
		return YICE_ENOMEM;
	}
	for (uint32_t i = 0; i < index->scope_count; i++)
		if (index->scopes[i].ruled)
			for (uint32_t at = index->scopes[i].parent; at != YICE_SET_NONE && !above[at]; at = index->scopes[at].parent)
				above[at] = 1;
	for (uint32_t i = 0; i < index->scope_count; i++)
		if (above[i])
			images->uppers[images->upper_count++] = index->scopes[i].code;
	free(above);
	return YICE_OK;
}

static int read_index(struct yice_images *images, const char *path, struct yice_report *report)
{
	char *text = NULL;
	size_t len = 0;
	int status = yice_read_file(path, &text, &len);

	if (!status)
		status = yice_set_index_read(&images->index, path, text, len, &report->diags);
	free(text);
	if (!status)
		status = find_uppers(images);
	images->count = images->index.image_count;
	for (uint32_t i = 0; i < images->count; i++)
		images->asks_unit |= images->index.images[i].asks_unit;
	return status;
}

/* The folder's lock is held to the end, so that no image goes while it may be asked for. */
static int open_set(struct yice_images *images)
{
	const struct yice_cli *cli = images->cli;
	struct yice_report *report = yice_cli_report(cli);
	struct yice_buf path = YICE_BUF_INIT;
	int status, error;

	if (!report)
		return YICE_EXIT_FAILED;
	yice_set_folder_path(images->path, YICE_SET_FILE, &path);
	images->lock = yice_set_folder_share(images->path);
	status = images->lock < 0 ? YICE_EIO : yice_buf_status(&path);
	if (!status)
		status = read_index(images, path.data, report);
	error = errno;
	yice_cli_diagnose(cli, report);
	yice_report_free(report);
	errno = error;
	if (status == YICE_EIO && errno == ENOENT)
		yice_cli_say(cli, YICE_TEXT(cli->args.lang, "%s 不是映像集；映像集由 yice build --split 写出",
					    "%s is no set of images; yice build --split writes sets"), images->path);
	else if (status && status != YICE_EDIAG)
		yice_cli_failed(cli, status, images->path);
	yice_buf_release(&path);
	return status ? YICE_EXIT_FAILED : YICE_EXIT_OK;
}

static int open_single(struct yice_images *images)
{
	images->count = 1;
	images->opened = calloc(1, sizeof(*images->opened));
	if (!images->opened)
		return yice_cli_failed(images->cli, YICE_ENOMEM, NULL);
	images->opened->image = yice_cli_image(images->cli, images->path, images->opened->digest);
	return images->opened->image ? YICE_EXIT_OK : YICE_EXIT_FAILED;
}

struct yice_images *yice_images_open(const struct yice_cli *cli, const char *path)
{
	struct yice_images *images = calloc(1, sizeof(*images));
	struct stat info;
	int code;

	if (!images) {
		yice_cli_failed(cli, YICE_ENOMEM, NULL);
		return NULL;
	}
	images->cli = cli;
	images->path = path;
	images->lock = -1;
	images->is_set = !stat(path, &info) && S_ISDIR(info.st_mode);
	pthread_mutex_init(&images->guard, NULL);
	yice_set_index_init(&images->index);
	code = images->is_set ? open_set(images) : open_single(images);
	if (!code && images->is_set) {
		images->opened = calloc(images->count, sizeof(*images->opened));
		if (!images->opened)
			code = yice_cli_failed(cli, YICE_ENOMEM, NULL);
	}
	if (!code)
		return images;
	yice_images_close(images);
	return NULL;
}

void yice_images_close(struct yice_images *images)
{
	if (!images)
		return;
	for (uint32_t i = 0; images->opened && i < images->count; i++)
		yice_image_free(images->opened[i].image);
	free(images->opened);
	yice_set_index_release(&images->index);
	if (images->lock >= 0)
		close(images->lock);
	pthread_mutex_destroy(&images->guard);
	free(images);
}

uint32_t yice_images_count(const struct yice_images *images)
{
	return images->count;
}

/* ---------------------------------------------------------------- images of a set */

static int open_one(struct yice_images *images, uint32_t number, struct yice_report *report)
{
	const struct yice_set_image *named = &images->index.images[number];
	struct yice_opened *opened = &images->opened[number];
	struct yice_buf path = YICE_BUF_INIT;
	char name[YICE_SET_NAME];
	int status;

	yice_set_image_name(named, name);
	yice_set_folder_path(images->path, name, &path);
	status = yice_buf_status(&path);
	if (!status)
		status = yice_cli_image_verified(path.data, report, &opened->image, opened->digest);
	if (status == YICE_EIO || status == YICE_EIMAGE || (!status && strcmp(opened->digest, named->digest))) {
		yice_diag_add(&report->diags, YICE_D_set_image, YICE_SPAN_NONE, yice_buf_text(&path), NULL);
		status = report->diags.failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	if (!status)
		status = yice_image_join_set(opened->image, images->uppers, images->upper_count, images->asks_unit,
					     images->index.day);
	if (status) {
		yice_image_free(opened->image);
		opened->image = NULL;
	}
	yice_buf_release(&path);
	return status;
}

int yice_images_get(struct yice_images *images, uint32_t number, struct yice_report *report, const struct yice_opened **out)
{
	int status = YICE_OK;

	pthread_mutex_lock(&images->guard);
	if (!images->opened[number].image)
		status = open_one(images, number, report);
	*out = &images->opened[number];
	pthread_mutex_unlock(&images->guard);
	return status;
}

/* ---------------------------------------------------------------- which one decides */

/* Whether an image's scope is that of another or lies above it: then the other has its lists as well. */
static bool lies_above(const struct yice_set_index *index, uint32_t upper, uint32_t lower)
{
	uint32_t at = yice_set_find_scope(index, index->images[lower].code);

	while (at != YICE_SET_NONE && strcmp(index->scopes[at].code, index->images[upper].code))
		at = index->scopes[at].parent;
	return at != YICE_SET_NONE;
}

/* Of two claims the one further down has the lists of both, or neither has. */
static int join_claim(const struct yice_set_index *index, struct claim *held, struct claim claim, struct yice_span span,
		      struct yice_report *report)
{
	if (claim.image == YICE_SET_NONE)
		return YICE_OK;
	if (held->image == YICE_SET_NONE || lies_above(index, held->image, claim.image)) {
		*held = claim;
		return YICE_OK;
	}
	if (lies_above(index, claim.image, held->image))
		return YICE_OK;
	yice_diag_add(&report->diags, YICE_D_set_apart, span, held->name, index->images[held->image].code, claim.name,
		      index->images[claim.image].code, NULL);
	return report->diags.failed ? YICE_ENOMEM : YICE_EDIAG;
}

static int claim_unit(const struct yice_set_index *index, const struct yice_json *node, struct claim *held,
		      struct yice_report *report)
{
	uint32_t unit = node->kind == YICE_JSON_STRING ? yice_set_find_unit(index, node->text) : YICE_SET_NONE;

	if (unit == YICE_SET_NONE)
		return YICE_OK; /* told when the facts are read */
	return join_claim(index, held, (struct claim){ node->text, index->units[unit].image }, node->span, report);
}

/* That a unit is in no image is told by the image that has the unit which may have been meant. */
static int claim_nearest(const struct yice_set_index *index, const struct yice_json *units, struct claim *held)
{
	const struct yice_json *first = units->kind == YICE_JSON_ARRAY ? units->first : units;
	const char **codes = calloc((size_t)index->unit_count + 1, sizeof(*codes)), *near = NULL;

	if (!codes)
		return YICE_ENOMEM;
	for (uint32_t i = 0; i < index->unit_count; i++)
		codes[i] = index->units[i].code;
	if (first && first->kind == YICE_JSON_STRING)
		near = yice_did_you_mean(first->text, codes, index->unit_count);
	if (near)
		*held = (struct claim){ near, index->units[yice_set_find_unit(index, near)].image };
	free(codes);
	return YICE_OK;
}

static int claim_scope(const struct yice_set_index *index, const struct yice_json *node, struct claim *held,
		       struct yice_report *report)
{
	uint32_t scope = node->kind == YICE_JSON_STRING ? yice_set_find_scope(index, node->text) : YICE_SET_NONE;

	if (scope == YICE_SET_NONE)
		return YICE_OK;
	return join_claim(index, held, (struct claim){ node->text, index->scopes[scope].image }, node->span, report);
}

/* Without a place it is the lists of scopes without a parent that are looked at; those of several are in several images. */
static int claim_roots(const struct yice_set_index *index, struct claim *held, struct yice_span span, struct yice_report *report)
{
	for (uint32_t i = 0; i < index->scope_count; i++) {
		const struct yice_set_scope *scope = &index->scopes[i];

		if (scope->parent != YICE_SET_NONE || scope->image == YICE_SET_NONE)
			continue;
		if (held->image != YICE_SET_NONE) {
			yice_diag_add(&report->diags, YICE_D_set_roots, span, held->name, scope->code, NULL);
			return report->diags.failed ? YICE_ENOMEM : YICE_EDIAG;
		}
		*held = (struct claim){ scope->code, scope->image };
	}
	return YICE_OK;
}

/* The units of one image in which the shape lies; those it does not know may be another's, or nobody's (*loose). */
static int claim_hits(struct yice_images *images, uint32_t number, const struct yice_site *site, struct yice_arena *arena,
		      struct claim *held, bool *loose, struct yice_report *report)
{
	const struct yice_set_index *index = &images->index;
	const struct yice_opened *opened;
	struct yice_location location;
	int status = yice_images_get(images, number, report, &opened);

	if (!status)
		status = yice_locate(&opened->image->view, site->geo, site->shape, site->method, false, arena, &location);
	if (status == YICE_ERANGE || status == YICE_ELIMIT)
		return join_claim(index, held, (struct claim){ index->images[number].code, number }, site->span, report);
	for (uint32_t i = 0; !status && i < location.hit_count; i++) {
		const struct yice_hit *hit = &location.hits[i];
		uint32_t unit;

		if (!hit->standing || opened->image->view.layers[hit->layer].use != YICE_LAYER_OF_UNITS)
			continue;
		unit = yice_set_find_unit(index, yice_hit_name(&opened->image->view, hit->layer, hit->feature));
		*loose |= unit == YICE_SET_NONE;
		if (unit != YICE_SET_NONE)
			status = join_claim(index, held, (struct claim){ index->units[unit].code, index->units[unit].image },
					    site->span, report);
	}
	return status;
}

/* Every image that may know a unit there is asked. A shape in no unit is told of by one that has shapes of units, if need be there. */
static int claim_site(struct yice_images *images, const struct yice_site *site, struct claim *held, struct yice_report *report)
{
	const struct yice_set_index *index = &images->index;
	uint32_t witness = YICE_SET_NONE;
	struct yice_arena arena;
	int status = YICE_OK;

	yice_arena_init(&arena);
	for (uint32_t i = 0; i < index->image_count && !status; i++) {
		bool loose = false;

		if (!index->images[i].boxed)
			continue;
		if (yice_box_meets(&index->images[i].box, &site->shape->box))
			status = claim_hits(images, i, site, &arena, held, &loose, report);
		if (loose || witness == YICE_SET_NONE)
			witness = i;
	}
	yice_arena_release(&arena);
	if (status || held->image != YICE_SET_NONE)
		return status;
	status = claim_roots(index, held, site->span, report);
	if (!status && witness != YICE_SET_NONE)
		status = join_claim(index, held, (struct claim){ index->images[witness].code, witness }, site->span, report);
	return status;
}

static bool has_boxes(const struct yice_set_index *index)
{
	for (uint32_t i = 0; i < index->image_count; i++)
		if (index->images[i].boxed)
			return true;
	return false;
}

/* The geometry of a document, as facts read it. Without layers of units it says nothing of units, and mistakes in it are told later. */
static int claim_geometry(struct yice_images *images, const struct yice_document *document, const struct yice_json *node,
			  struct claim *held, struct yice_report *report)
{
	const struct yice_opened *any;
	yice_facts *facts = NULL;
	yice_report *untold;
	struct yice_arena arena;
	int status;

	if (!has_boxes(&images->index))
		return YICE_OK;
	status = yice_report_new(&untold);
	if (status)
		return status;
	yice_arena_init(&arena);
	status = yice_images_get(images, 0, report, &any);
	if (!status)
		status = yice_facts_new(any->image, &facts);
	if (!status) {
		yice_facts_set_open(facts, document->open, document->context);
		status = yice_facts_read_place(facts, node, &arena, untold);
	}
	if (!status && facts->located) {
		const struct yice_site site = { facts->rest->geo, &facts->rest->shape, { .meridian = facts->rest->meridian }, node->span };

		status = claim_site(images, &site, held, report);
	}
	yice_facts_free(facts);
	yice_arena_release(&arena);
	yice_report_free(untold);
	return status;
}

static const struct yice_json *member(const struct yice_json *object, const char *name)
{
	const struct yice_json *found = object && object->kind == YICE_JSON_OBJECT ? yice_json_get(object, name) : NULL;

	return found && found->kind != YICE_JSON_NULL ? found : NULL;
}

/* site: the member of the document, or NULL. */
static int claim_all(struct yice_images *images, const struct yice_document *document, const struct yice_json *site,
		     struct claim *held, struct yice_report *report)
{
	const struct yice_set_index *index = &images->index;
	const struct yice_json *units = member(site, "unit"), *scope = member(site, "scope");
	int status = YICE_OK;

	if (units && units->kind != YICE_JSON_ARRAY)
		status = claim_unit(index, units, held, report);
	for (const struct yice_json *unit = units && units->kind == YICE_JSON_ARRAY ? units->first : NULL; unit && !status;
	     unit = unit->next)
		status = claim_unit(index, unit, held, report);
	if (scope && !status)
		status = claim_scope(index, scope, held, report);
	if (site && site->kind == YICE_JSON_OBJECT && !status)
		status = claim_geometry(images, document, site, held, report);
	if (!status && held->image == YICE_SET_NONE)
		status = units	 ? claim_nearest(index, units, held)
			 : scope ? YICE_OK
				 : claim_roots(index, held, site ? site->span : YICE_SPAN_NONE, report);
	return status;
}

/* ---------------------------------------------------------------- where a document says it */

static const char *skip_blank(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	return at;
}

/* Behind the string that begins at `at`, or NULL; *plain: without an escape. */
static const char *skip_string(const char *at, const char *end, bool *plain)
{
	for (*plain = true, at++; at < end && *at != '"'; at++)
		if (*at == '\\') {
			*plain = false;
			at++;
		}
	return at < end ? at + 1 : NULL;
}

/* Behind a value; of one that is no JSON anywhere, or NULL. */
static const char *skip_value(const char *at, const char *end)
{
	const char *start = at;
	size_t depth = 0;
	bool plain;

	while (at && at < end) {
		if (!depth && at > start && strchr(",}] \t\r\n", *at))
			return at;
		if (*at == '"') {
			at = skip_string(at, end, &plain);
		} else {
			depth += *at == '{' || *at == '[';
			if ((*at == '}' || *at == ']') && !depth--)
				return NULL;
			at++;
		}
	}
	return at;
}

/*
 * The value of the member site, *site NULL when there is none, without reading the rest: false when the document is not
 * plain enough to tell. Of valid JSON it tells the truth, and other documents are refused when their facts are read.
 */
static bool find_site(const char *text, size_t len, const char **site, size_t *size)
{
	const char *end = text + len, *at = skip_blank(text, end);

	*site = NULL;
	if (at == end || *at != '{')
		return false;
	for (at = skip_blank(at + 1, end); at < end && *at == '"';) {
		const char *key = at + 1, *value;
		bool plain, named;

		at = skip_string(at, end, &plain);
		named = at && at - key == 5 && !memcmp(key, "site", 4);
		at = at && plain ? skip_blank(at, end) : NULL;
		if (!at || at == end || *at != ':')
			return false;
		value = skip_blank(at + 1, end);
		at = skip_value(value, end);
		if (!at || (named && *site))
			return false;
		if (named) {
			*site = value;
			*size = (size_t)(at - value);
		}
		at = skip_blank(at, end);
		if (at < end && *at == ',')
			at = skip_blank(at + 1, end);
	}
	return at < end && *at == '}' && skip_blank(at + 1, end) == end;
}

/* The member site of a document; mistakes are told when the facts are read. */
static int read_site(const struct yice_document *document, uint32_t file, struct yice_arena *arena,
		     const struct yice_json **site)
{
	struct yice_diags untold;
	struct yice_json *root = NULL;
	const char *text;
	size_t len = 0;
	bool found = find_site(document->text, document->len, &text, &len);
	int status = YICE_OK;

	yice_diags_init(&untold);
	if (found && text)
		status = yice_json_parse(text, len, file, (uint32_t)(text - document->text), arena, &untold, &root);
	else if (!found)
		status = yice_json_parse(document->text, document->len, file, 0, arena, &untold, &root);
	yice_diags_release(&untold);
	*site = found ? root : member(root, "site");
	return status;
}

int yice_images_choose(struct yice_images *images, const struct yice_document *document, struct yice_report *report,
		       uint32_t *number)
{
	struct claim held = { "", YICE_SET_NONE };
	uint32_t before = report->diags.errors, file;
	const struct yice_json *site;
	struct yice_arena arena;
	int status;

	*number = 0;
	if (!images->is_set)
		return YICE_OK;
	yice_arena_init(&arena);
	status = read_site(document, report->sources.count, &arena, &site);
	if (!status)
		status = claim_all(images, document, site, &held, report);
	if (status == YICE_EDIAG && report->diags.errors > before) /* its place is in the document */
		status = yice_sources_add(&report->sources, document->name, document->text, document->len, &file) ? YICE_ENOMEM
														  : YICE_EDIAG;
	else if (status == YICE_EDIAG || status == YICE_ELIMIT)
		status = YICE_OK; /* told when the facts are read */
	yice_arena_release(&arena);
	if (!status && held.image != YICE_SET_NONE)
		*number = held.image;
	return status;
}

int yice_images_choose_site(struct yice_images *images, const struct yice_site *site, struct yice_report *report,
			    uint32_t *number)
{
	struct claim held = { "", YICE_SET_NONE };
	int status = images->is_set ? claim_site(images, site, &held, report) : YICE_OK;

	*number = !status && held.image != YICE_SET_NONE ? held.image : 0;
	return status;
}

uint32_t yice_images_of_unit(const struct yice_images *images, const char *code)
{
	uint32_t unit = images->is_set ? yice_set_find_unit(&images->index, code) : YICE_SET_NONE;

	return unit == YICE_SET_NONE ? 0 : images->index.units[unit].image;
}
