/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index of a set as text: a line a thing, numbers of things given before,
 * everything in one order, the digest of it all at the end. Read strictly:
 * what was not printed like this by the same format is refused, so that a
 * damaged index cannot lead a project to the wrong image. Called by build.c
 * and by the program when it opens a set.
 */
#include "base/base.h"
#include "set/index.h"

#include "runtime/image.h"
#include "yice/digest.h"

#include <stdio.h>

#define FORMAT      "yice-set 4"
#define CODE_MAX    64 /* bytes of a scope's code */
#define DIGEST_LINE (sizeof("sha256 ") - 1 + 64 + 1)

static const char *const tier_words[YICE_SET_TIERS] = { "nation", "province", "city", "district" };

const char *yice_set_tier_word(enum yice_set_tier tier)
{
	return tier_words[tier];
}

enum yice_set_tier yice_set_tier_find(const char *word)
{
	enum yice_set_tier tier = YICE_SET_NATION;

	while (tier < YICE_SET_TIERS && strcmp(tier_words[tier], word))
		tier++;
	return tier;
}

void yice_set_index_init(struct yice_set_index *index)
{
	memset(index, 0, sizeof(*index));
	yice_arena_init(&index->arena);
	index->program = index->folder = index->levels = "";
}

void yice_set_index_release(struct yice_set_index *index)
{
	yice_arena_release(&index->arena);
}

/* ---------------------------------------------------------------- finding */

/* In an array of records that begin with the name they are sorted by. */
static uint32_t find(const void *items, size_t size, uint32_t count, const char *name)
{
	uint32_t low = 0, high = count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const char *at;
		int order;

		memcpy(&at, (const char *)items + middle * size, sizeof(at));
		order = strcmp(at, name);
		if (!order)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return YICE_SET_NONE;
}

uint32_t yice_set_find_scope(const struct yice_set_index *index, const char *code)
{
	return find(index->scopes, sizeof(*index->scopes), index->scope_count, code);
}

uint32_t yice_set_find_unit(const struct yice_set_index *index, const char *code)
{
	return find(index->units, sizeof(*index->units), index->unit_count, code);
}

uint32_t yice_set_find_image(const struct yice_set_index *index, const char *code)
{
	return find(index->images, sizeof(*index->images), index->image_count, code);
}

uint32_t yice_set_find_source(const struct yice_set_index *index, const char *path)
{
	return find(index->sources, sizeof(*index->sources), index->source_count, path);
}

static bool is_code(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= CODE_MAX && strspn(text, "0123456789") == len;
}

void yice_set_image_name(const struct yice_set_image *image, char name[YICE_SET_NAME])
{
	snprintf(name, YICE_SET_NAME, "%.*s-%.16s.img", CODE_MAX, image->code, image->digest);
}

bool yice_set_is_image_name(const char *name)
{
	size_t code = strspn(name, "0123456789");

	return code > 0 && code <= CODE_MAX && name[code] == '-' && strspn(name + code + 1, "0123456789abcdef") == 16 &&
	       !strcmp(name + code + 17, ".img");
}

/* ---------------------------------------------------------------- the last line */

int yice_set_digest_add(struct yice_buf *out)
{
	char digest[65];
	int status = yice_buf_status(out);

	if (!status)
		status = yice_digest_sha256(out->data, out->len, digest);
	if (!status)
		yice_buf_addf(out, "sha256 %s\n", digest);
	return status ? status : yice_buf_status(out);
}

int yice_set_digest_check(const char *text, size_t len, size_t *body)
{
	char digest[65];
	int status;

	*body = 0;
	if (len <= DIGEST_LINE || memcmp(text + len - DIGEST_LINE, "sha256 ", 7) || text[len - 1] != '\n')
		return YICE_OK;
	status = yice_digest_sha256(text, len - DIGEST_LINE, digest);
	if (!status && !memcmp(text + len - 65, digest, 64))
		*body = len - DIGEST_LINE;
	return status;
}

/* ---------------------------------------------------------------- printing */

/* Without printf(), for there is one a unit. */
static void print_number(struct yice_buf *out, uint32_t number)
{
	char digits[12], *at = digits + sizeof(digits);

	if (number == YICE_SET_NONE) {
		yice_buf_adds(out, " -");
		return;
	}
	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	*--at = ' ';
	yice_buf_add(out, at, (size_t)(digits + sizeof(digits) - at));
}

static void print_box(const struct yice_box *box, struct yice_buf *out)
{
	yice_buf_addf(out, " %lld %lld %lld %lld", (long long)box->min.lon, (long long)box->min.lat, (long long)box->max.lon,
		      (long long)box->max.lat);
}

static void print_layer(const struct yice_set_layer *layer, struct yice_buf *out)
{
	yice_buf_addf(out, "%u %u %u", (unsigned int)layer->image, (unsigned int)layer->use, (unsigned int)layer->words);
	print_box(&layer->box, out);
	yice_buf_addf(out, " %s\n", layer->name);
}

static void print_image(const struct yice_set_image *image, struct yice_buf *out)
{
	yice_buf_addf(out, "%s %s %llu %lld %d %u %u", image->code, image->digest, (unsigned long long)image->size,
		      (long long)image->day, image->asks_unit, (unsigned int)image->asked, (unsigned int)image->source_count);
	for (uint32_t i = 0; i < image->source_count; i++)
		print_number(out, image->sources[i]);
	if (image->boxed)
		print_box(&image->box, out);
	else
		yice_buf_adds(out, " -");
	yice_buf_addc(out, '\n');
}

int yice_set_index_print(const struct yice_set_index *index, struct yice_buf *out)
{
	yice_buf_addf(out, FORMAT "\nprogram %s %d\nsplit %s\nfolder %s\nlevels %s\nday %lld\nsources %u\n", index->program, YICE_IMAGE_VERSION,
		      yice_set_tier_word(index->tier), index->folder, index->levels, (long long)index->day,
		      (unsigned int)index->source_count);
	for (uint32_t i = 0; i < index->source_count; i++)
		yice_buf_addf(out, "%llu %s %s\n", (unsigned long long)index->sources[i].size, index->sources[i].digest,
			      index->sources[i].path);
	yice_buf_addf(out, "images %u\n", (unsigned int)index->image_count);
	for (uint32_t i = 0; i < index->image_count; i++)
		print_image(&index->images[i], out);
	yice_buf_addf(out, "scopes %u\n", (unsigned int)index->scope_count);
	for (uint32_t i = 0; i < index->scope_count; i++) {
		const struct yice_set_scope *scope = &index->scopes[i];

		yice_buf_adds(out, scope->code);
		print_number(out, scope->parent);
		print_number(out, scope->image);
		yice_buf_adds(out, scope->ruled ? " 1\n" : " 0\n");
	}
	yice_buf_addf(out, "units %u\n", (unsigned int)index->unit_count);
	for (uint32_t i = 0; i < index->unit_count; i++) {
		yice_buf_adds(out, index->units[i].code);
		print_number(out, index->units[i].image);
		yice_buf_addc(out, '\n');
	}
	yice_buf_addf(out, "layers %u\n", (unsigned int)index->layer_count);
	for (uint32_t i = 0; i < index->layer_count; i++)
		print_layer(&index->layers[i], out);
	return yice_set_digest_add(out);
}

/* ---------------------------------------------------------------- reading */

/* A copy of the text whose separators become NULs as it is read; after a mistake `bad`, and nothing more is taken. */
struct reader {
	struct yice_set_index *index;
	char *at, *end;
	uint32_t line;
	bool bad;
};

/* What is left up to a separator, which is taken too. */
static const char *take(struct reader *reader, char separator)
{
	char *start = reader->at, *stop = reader->bad ? NULL : memchr(start, separator, (size_t)(reader->end - start));

	if (!stop || stop == start || memchr(start, '\n', (size_t)(stop - start)) || memchr(start, '\0', (size_t)(stop - start))) {
		reader->bad = true;
		return "";
	}
	*stop = '\0';
	reader->at = stop + 1;
	reader->line += separator == '\n';
	return start;
}

/* The rest of the line, which may be empty. */
static const char *take_rest(struct reader *reader)
{
	if (reader->bad || reader->at == reader->end || *reader->at != '\n')
		return take(reader, '\n');
	reader->at++;
	reader->line++;
	return "";
}

static void expect(struct reader *reader, const char *text)
{
	size_t len = strlen(text);

	if (!reader->bad && (size_t)(reader->end - reader->at) >= len && !memcmp(reader->at, text, len))
		reader->at += len;
	else
		reader->bad = true;
}

/* Digits as they are printed: no sign but where one is due, no needless zero. */
static int64_t take_integer(struct reader *reader, char separator, int64_t least, int64_t most)
{
	const char *text = take(reader, separator), *at = text + (*text == '-');
	uint64_t value = 0;

	if (!*at || strlen(at) > 18 || (*at == '0' && (at[1] || at != text)))
		reader->bad = true;
	for (; *at; at++) {
		if (*at < '0' || *at > '9')
			reader->bad = true;
		value = value * 10 + (unsigned char)(*at - '0');
	}
	if (reader->bad || (*text == '-' ? -(int64_t)value : (int64_t)value) < least ||
	    (*text == '-' ? -(int64_t)value : (int64_t)value) > most) {
		reader->bad = true;
		return least;
	}
	return *text == '-' ? -(int64_t)value : (int64_t)value;
}

/* The number of one of `count` things. */
static uint32_t take_number(struct reader *reader, char separator, uint32_t count)
{
	if (!count)
		reader->bad = true;
	return count ? (uint32_t)take_integer(reader, separator, 0, (int64_t)count - 1) : 0;
}

/* The same, or "-" for none. */
static uint32_t take_perhaps(struct reader *reader, char separator, uint32_t count)
{
	if (!reader->bad && reader->end - reader->at >= 2 && reader->at[0] == '-' && reader->at[1] == separator) {
		reader->at += 2;
		return YICE_SET_NONE;
	}
	return take_number(reader, separator, count);
}

/* A heading "NAME COUNT" and room for as many; every thing has a line, so no more than bytes can be meant. */
static void *take_table(struct reader *reader, const char *name, size_t size, uint32_t *count)
{
	void *items;

	expect(reader, name);
	*count = (uint32_t)take_integer(reader, '\n', 0, reader->end - reader->at);
	if (reader->bad)
		*count = 0;
	items = yice_arena_array(&reader->index->arena, *count, size);
	if (!items)
		*count = 0;
	return items;
}

static void take_digest(struct reader *reader, char digest[65])
{
	const char *text = take(reader, ' ');

	if (strlen(text) != 64 || strspn(text, "0123456789abcdef") != 64)
		reader->bad = true;
	else
		memcpy(digest, text, 65);
}

/* A scope's code, after the one before. */
static const char *take_code(struct reader *reader, const char *before)
{
	const char *code = take(reader, ' ');

	if (!is_code(code) || (before && strcmp(before, code) >= 0))
		reader->bad = true;
	return code;
}

static void read_sources(struct reader *reader)
{
	struct yice_set_index *index = reader->index;

	index->sources = take_table(reader, "sources ", sizeof(*index->sources), &index->source_count);
	for (uint32_t i = 0; i < index->source_count && !reader->bad; i++) {
		struct yice_set_source *source = &index->sources[i];

		source->size = (uint64_t)take_integer(reader, ' ', 0, INT64_MAX);
		take_digest(reader, source->digest);
		source->path = take(reader, '\n');
		if (i && strcmp(source[-1].path, source->path) >= 0)
			reader->bad = true;
	}
}

static void read_image_sources(struct reader *reader, struct yice_set_image *image)
{
	uint32_t count = reader->index->source_count;

	image->asked = (uint32_t)take_integer(reader, ' ', 0, count);
	image->source_count = (uint32_t)take_integer(reader, ' ', image->asked, count);
	if (reader->bad)
		image->source_count = 0;
	image->sources = yice_arena_array(&reader->index->arena, image->source_count, sizeof(*image->sources));
	for (uint32_t i = 0; image->sources && i < image->source_count && !reader->bad; i++) {
		image->sources[i] = take_number(reader, ' ', count);
		if (i && i != image->asked && image->sources[i] <= image->sources[i - 1])
			reader->bad = true;
	}
}

/* Four edges, the last of them before `end`. */
static void take_box(struct reader *reader, char end, struct yice_box *box)
{
	int64_t *const edges[] = { &box->min.lon, &box->min.lat, &box->max.lon, &box->max.lat };
	const int64_t most = INT64_C(360) * YICE_DEGREE;

	for (int i = 0; i < 4; i++)
		*edges[i] = take_integer(reader, i < 3 ? ' ' : end, -most, most);
	if (box->min.lon > box->max.lon || box->min.lat > box->max.lat)
		reader->bad = true;
}

static void read_box(struct reader *reader, struct yice_set_image *image)
{
	image->boxed = reader->bad || reader->at == reader->end || reader->at + 1 == reader->end ||
		       reader->at[0] != '-' || reader->at[1] != '\n';
	if (!image->boxed) {
		(void)take(reader, '\n');
		return;
	}
	take_box(reader, '\n', &image->box);
}

static void read_images(struct reader *reader)
{
	struct yice_set_index *index = reader->index;

	index->images = take_table(reader, "images ", sizeof(*index->images), &index->image_count);
	for (uint32_t i = 0; i < index->image_count && !reader->bad; i++) {
		struct yice_set_image *image = &index->images[i];

		image->code = take_code(reader, i ? image[-1].code : NULL);
		take_digest(reader, image->digest);
		image->size = (uint64_t)take_integer(reader, ' ', 0, INT64_MAX);
		image->day = (yice_day)take_integer(reader, ' ', INT32_MIN, INT32_MAX);
		image->asks_unit = take_integer(reader, ' ', 0, 1);
		read_image_sources(reader, image);
		read_box(reader, image);
	}
	if (!index->image_count)
		reader->bad = true;
}

/* A chain of parents ends. */
static void check_parents(struct reader *reader)
{
	const struct yice_set_index *index = reader->index;

	for (uint32_t i = 0; i < index->scope_count && !reader->bad; i++) {
		uint32_t at = i, steps = 0;

		while (at != YICE_SET_NONE && steps++ < YICE_SET_DEEP)
			at = index->scopes[at].parent;
		if (at != YICE_SET_NONE)
			reader->bad = true;
	}
}

static void read_scopes(struct reader *reader)
{
	struct yice_set_index *index = reader->index;

	index->scopes = take_table(reader, "scopes ", sizeof(*index->scopes), &index->scope_count);
	for (uint32_t i = 0; i < index->scope_count && !reader->bad; i++) {
		struct yice_set_scope *scope = &index->scopes[i];

		scope->code = take_code(reader, i ? scope[-1].code : NULL);
		scope->parent = take_perhaps(reader, ' ', index->scope_count);
		scope->image = take_perhaps(reader, ' ', index->image_count);
		scope->ruled = take_integer(reader, '\n', 0, 1);
	}
	check_parents(reader);
}

static void read_units(struct reader *reader)
{
	struct yice_set_index *index = reader->index;

	index->units = take_table(reader, "units ", sizeof(*index->units), &index->unit_count);
	for (uint32_t i = 0; i < index->unit_count && !reader->bad; i++) {
		struct yice_set_unit *unit = &index->units[i];

		unit->code = take(reader, ' ');
		unit->image = take_number(reader, '\n', index->image_count);
		if (i && strcmp(unit[-1].code, unit->code) >= 0)
			reader->bad = true;
	}
}

static void read_layers(struct reader *reader)
{
	struct yice_set_index *index = reader->index;

	index->layers = take_table(reader, "layers ", sizeof(*index->layers), &index->layer_count);
	for (uint32_t i = 0; i < index->layer_count && !reader->bad; i++) {
		struct yice_set_layer *layer = &index->layers[i];

		layer->image = take_number(reader, ' ', index->image_count);
		layer->use = (uint32_t)take_integer(reader, ' ', YICE_LAYER_OF_PLACE, YICE_LAYER_OF_LAYER);
		layer->words = (uint32_t)take_integer(reader, ' ', 0, UINT32_MAX);
		take_box(reader, ' ', &layer->box);
		layer->name = take(reader, '\n');
		if (i && layer[-1].image > layer->image)
			reader->bad = true;
	}
}

static void read_all(struct reader *reader)
{
	struct yice_set_index *index = reader->index;

	expect(reader, FORMAT "\n");
	reader->line++;
	expect(reader, "program ");
	index->program = take(reader, ' ');
	(void)take_integer(reader, '\n', YICE_IMAGE_VERSION, YICE_IMAGE_VERSION);
	expect(reader, "split ");
	index->tier = yice_set_tier_find(take(reader, '\n'));
	expect(reader, "folder ");
	index->folder = take_rest(reader);
	expect(reader, "levels ");
	index->levels = take_rest(reader);
	expect(reader, "day ");
	index->day = (yice_day)take_integer(reader, '\n', INT32_MIN, INT32_MAX);
	if (index->tier == YICE_SET_TIERS)
		reader->bad = true;
	read_sources(reader);
	read_images(reader);
	read_scopes(reader);
	read_units(reader);
	read_layers(reader);
	if (reader->at != reader->end)
		reader->bad = true;
}

int yice_set_index_read(struct yice_set_index *index, const char *name, const char *text, size_t len,
			struct yice_diags *diags)
{
	struct reader reader = { .index = index, .line = 1 };
	char number[16];
	size_t body;
	int status;

	if (len < sizeof(FORMAT) || memcmp(text, FORMAT "\n", sizeof(FORMAT))) {
		yice_diag_add(diags, YICE_D_set_format, YICE_SPAN_NONE, name, NULL);
		return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	status = yice_set_digest_check(text, len, &body);
	if (status)
		return status;
	if (!body) {
		yice_diag_add(diags, YICE_D_set_digest, YICE_SPAN_NONE, name, NULL);
		return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
	}
	reader.at = yice_arena_strndup(&index->arena, text, body);
	if (!reader.at)
		return YICE_ENOMEM;
	reader.end = reader.at + body;
	read_all(&reader);
	if (index->arena.failed)
		return YICE_ENOMEM;
	if (!reader.bad)
		return YICE_OK;
	snprintf(number, sizeof(number), "%u", (unsigned int)reader.line);
	yice_diag_add(diags, YICE_D_set_line, YICE_SPAN_NONE, name, number, NULL);
	return diags->failed ? YICE_ENOMEM : YICE_EDIAG;
}
