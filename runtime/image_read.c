/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens images: maps a file or borrows memory, has it verified, and points the
 * views into it. On a little-endian host nothing is copied unless the memory
 * is not aligned for 64-bit numbers. Also the lookups by name and the clause
 * ids that everything above the image shares.
 */
#include "runtime/image_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/report.h"
#include "runtime/verify.h"

/* Memory the views may point into: the bytes themselves if they will do, else a copy in host order. */
static int place_sections(struct yice_image *image, const struct yice_extent *extents)
{
	const unsigned char *bytes = image->bytes;

	if ((uintptr_t)bytes % sizeof(int64_t) || !yice_image_native()) {
		unsigned char *copy = malloc(image->len);

		if (!copy)
			return YICE_ENOMEM;
		memcpy(copy, bytes, image->len);
		for (uint32_t i = 0; i < YICE_SECTIONS; i++)
			yice_image_swap(copy + extents[i].offset, extents[i].bytes,
					yice_section_info(i)->width);
		image->copy = copy;
		bytes = copy;
	}
	for (uint32_t i = 0; i < YICE_SECTIONS; i++) {
		const struct yice_section_info *info = yice_section_info(i);

		yice_view_set(&image->view, i, bytes + extents[i].offset,
			      (uint32_t)(extents[i].bytes / ((size_t)info->width * info->words)));
	}
	return YICE_OK;
}

/* Verifies image->bytes, or only their layout when the contents are known to be good. */
static int open_bytes(struct yice_image *image, bool known, yice_report *report)
{
	struct yice_extent extents[YICE_SECTIONS];
	struct yice_refusal refusal;
	int status = yice_verify_layout(image->bytes, image->len, extents, &refusal);

	if (!status)
		status = place_sections(image, extents);
	if (!status && !known)
		status = yice_verify_contents(&image->view, &refusal);
	if (!status)
		status = yice_lexicon_new(&image->view, &image->lexicon);
	if (status == YICE_EIMAGE && report)
		yice_refusal_report(&refusal, &report->diags);
	return status;
}

/* Gives the image to *out, or frees it when it was refused. */
static int hand_over(struct yice_image *image, int status, yice_image **out)
{
	if (status) {
		yice_image_free(image);
		image = NULL;
	}
	*out = image;
	return status;
}

int yice_image_borrow(const void *bytes, size_t len, yice_report *report, yice_image **out)
{
	struct yice_image *image = calloc(1, sizeof(*image));

	*out = NULL;
	if (!image)
		return YICE_ENOMEM;
	image->bytes = bytes;
	image->len = len;
	return hand_over(image, open_bytes(image, false, report), out);
}

/* Maps the whole file; an empty one has no bytes and no mapping. */
static int map_file(struct yice_image *image, int fd)
{
	struct stat info;

	if (fstat(fd, &info))
		return YICE_EIO;
	if (!S_ISREG(info.st_mode)) {
		errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
		return YICE_EIO;
	}
	if ((uintmax_t)info.st_size > SIZE_MAX / 2) {
		errno = EFBIG;
		return YICE_EIO;
	}
	image->len = (size_t)info.st_size;
	image->bytes = (const unsigned char *)"";
	if (!image->len)
		return YICE_OK;
	image->mapping = mmap(NULL, image->len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (image->mapping == MAP_FAILED) {
		image->mapping = NULL;
		return YICE_EIO;
	}
	image->bytes = image->mapping;
	return YICE_OK;
}

int yice_image_map(int fd, int known, yice_report *report, yice_image **out)
{
	struct yice_image *image = calloc(1, sizeof(*image));
	int status, saved;

	*out = NULL;
	if (!image)
		return YICE_ENOMEM;
	status = map_file(image, fd);
	saved = errno;
	if (!status)
		status = open_bytes(image, known, report);
	status = hand_over(image, status, out);
	errno = saved;
	return status;
}

int yice_image_open(const char *path, yice_report *report, yice_image **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), status, saved;

	*out = NULL;
	if (fd < 0)
		return YICE_EIO;
	status = yice_image_map(fd, 0, report, out);
	saved = errno;
	close(fd);
	errno = saved;
	return status;
}

void yice_image_free(yice_image *image)
{
	if (!image)
		return;
	if (image->mapping)
		munmap(image->mapping, image->len);
	yice_lexicon_free(image->lexicon);
	if (image->beyond)
		free(image->beyond->below);
	free(image->beyond);
	free(image->copy);
	free(image);
}

const void *yice_image_bytes(const yice_image *image, size_t *len)
{
	*len = image->len;
	return image->bytes;
}

void yice_image_default_day(const yice_image *image, char out[11])
{
	yice_date_format(yice_image_day(image), out);
}

yice_day yice_image_day(const struct yice_image *image)
{
	return image->beyond ? image->beyond->day : (yice_day)image->view.meta->default_day;
}

static bool is_among(const char *const *codes, uint32_t count, const char *code)
{
	uint32_t low = 0, high = count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(codes[middle], code);

		if (!order)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool yice_image_asks_unit(const struct yice_view *view)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_TARGETS]; i++)
		if (view->targets[i].kind == YICE_FOR_CLASS)
			return true;
	return view->count[YICE_SEC_UNITS] > 0;
}

int yice_image_join_set(struct yice_image *image, const char *const *codes, uint32_t count, bool units, yice_day day)
{
	struct yice_beyond *beyond = calloc(1, sizeof(*beyond));

	if (!beyond)
		return YICE_ENOMEM;
	beyond->below = calloc((size_t)image->view.count[YICE_SEC_SCOPES] / 64 + 1, sizeof(*beyond->below));
	if (!beyond->below) {
		free(beyond);
		return YICE_ENOMEM;
	}
	beyond->day = day;
	beyond->units = units;
	for (uint32_t i = 0; i < image->view.count[YICE_SEC_SCOPES]; i++)
		if (is_among(codes, count, yice_view_string(&image->view, image->view.scopes[i].code)))
			beyond->below[i / 64] |= UINT64_C(1) << i % 64;
	image->beyond = beyond;
	return YICE_OK;
}

/* ---------------------------------------------------------------- names */

/* Order of a stored string and len bytes without NUL, as strcmp() has it. */
static int compare(const struct yice_view *view, uint32_t stored, const char *name, size_t len)
{
	const char *text = yice_view_string(view, stored);
	int order = strncmp(text, name, len);

	return order ? order : text[len] != '\0';
}

uint32_t yice_image_find_unit(const struct yice_view *view, const char *code, size_t len)
{
	uint32_t low = 0, high = view->count[YICE_SEC_UNITS];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = compare(view, view->units[middle].code, code, len);

		if (!order)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return YICE_NONE;
}

uint32_t yice_image_find_scope(const struct yice_view *view, const char *code, size_t len)
{
	for (uint32_t i = 0; i < view->count[YICE_SEC_SCOPES]; i++)
		if (!compare(view, view->scopes[i].code, code, len))
			return i;
	return YICE_NONE;
}

uint32_t yice_image_find_attr(const struct yice_view *view, const char *name, size_t len)
{
	uint32_t low = 0, high = view->count[YICE_SEC_ATTR_NAMES];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = compare(view, view->attr_names[middle].name, name, len);

		if (!order)
			return view->attr_names[middle].slot;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return YICE_NONE;
}

uint32_t yice_image_find_member(const struct yice_view *view, uint32_t vocab, const char *name, size_t len)
{
	uint32_t low = 0, high = view->count[YICE_SEC_MEMBER_NAMES];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct yice_image_member_name *entry = &view->member_names[middle];
		int order = entry->vocab != vocab ? (entry->vocab < vocab ? -1 : 1)
						  : compare(view, entry->name, name, len);

		if (!order)
			return entry->ordinal;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return YICE_NONE;
}

const char *yice_image_target_name(const struct yice_view *view, uint32_t target, enum yice_lang lang)
{
	static const char *const classes[YICE_CLASSES][2] = {
		[YICE_PRIORITY] = { "优先保护", "priority" },
		[YICE_KEY] = { "重点管控", "key" },
		[YICE_GENERAL] = { "一般管控", "general" },
	};
	const struct yice_image_target *t = &view->targets[target];
	const struct yice_image_member *place;

	switch (t->kind) {
	case YICE_FOR_CLASS:
		return classes[t->key][lang];
	case YICE_FOR_PLACE:
		place = &view->members[view->vocabs[view->meta->place_list].first_member + t->key];
		return yice_view_name(view, place->zh, place->en, lang);
	case YICE_FOR_UNIT:
		return yice_view_string(view, view->units[t->key].code);
	default:
		return lang == YICE_EN ? "everywhere" : "全域";
	}
}

uint32_t yice_clause_target(const struct yice_view *view, uint32_t clause)
{
	uint32_t low = 0, high = view->count[YICE_SEC_TARGETS];

	while (high - low > 1) { /* low is not after it, high is */
		uint32_t middle = low + (high - low) / 2;

		if (view->targets[middle].clauses <= clause)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t yice_image_format_id(const struct yice_view *view, uint32_t clause, char *buf, size_t size)
{
	const struct yice_image_clause_info *info = &view->clause_info[clause];
	uint32_t times = view->contexts[view->clauses[clause].context].repeat, target = yice_clause_target(view, clause);
	const struct yice_image_list *list = &view->lists[view->targets[target].list];
	char repeat[16] = "";

	if (times > 1)
		snprintf(repeat, sizeof(repeat), "#%lu", (unsigned long)times);
	return (size_t)snprintf(buf, size, "%s/%s/%s%s",
				yice_view_string(view, view->scopes[list->scope].code),
				yice_image_target_name(view, target, YICE_ZH),
				info->number ? yice_view_string(view, info->number) : "无号", repeat);
}

void yice_image_clause_id(const struct yice_view *view, uint32_t clause, struct yice_buf *out)
{
	const struct yice_image_clause_info *info = &view->clause_info[clause];
	uint32_t repeat = view->contexts[view->clauses[clause].context].repeat, target = yice_clause_target(view, clause);
	const struct yice_image_list *list = &view->lists[view->targets[target].list];

	yice_buf_adds(out, yice_view_string(view, view->scopes[list->scope].code));
	yice_buf_addc(out, '/');
	yice_buf_adds(out, yice_image_target_name(view, target, YICE_ZH));
	yice_buf_addc(out, '/');
	yice_buf_adds(out, info->number ? yice_view_string(view, info->number) : "无号");
	if (repeat > 1)
		yice_buf_addf(out, "#%lu", (unsigned long)repeat);
}

/* ---------------------------------------------------------------- texts */

struct yice_text_pieces yice_text_pieces(const struct yice_view *view, uint32_t clause, uint32_t string)
{
	uint32_t args = view->contexts[view->clauses[clause].context].args;

	return (struct yice_text_pieces){ view, yice_view_string(view, string), args };
}

const char *yice_text_piece(struct yice_text_pieces *pieces, size_t *len)
{
	static const char hole[] = { YICE_HOLE, '\0' };
	const char *piece;

	while (*pieces->at) {
		piece = pieces->at;
		if (*piece == YICE_HOLE) {
			uint32_t number = (unsigned char)piece[1] - 1u;

			assert(number < yice_view_text_count(pieces->view, pieces->args));
			piece = yice_view_string(pieces->view, yice_view_text(pieces->view, pieces->args, number));
			pieces->at += 2;
			*len = strlen(piece);
		} else {
			*len = strcspn(piece, hole);
			pieces->at += *len;
		}
		if (*len)
			return piece;
	}
	return NULL;
}

void yice_text_add(struct yice_buf *out, const struct yice_view *view, uint32_t clause, uint32_t string)
{
	struct yice_text_pieces pieces = yice_text_pieces(view, clause, string);
	const char *piece;
	size_t len;

	while ((piece = yice_text_piece(&pieces, &len)))
		yice_buf_add(out, piece, len);
}
