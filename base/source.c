/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts under work and where their lines start. Filled by the readers of
 * rules, facts and expectations, asked by the diagnostics. A line ends at LF;
 * a CR before it belongs to the line end. Offsets fit uint32_t because no
 * text is longer than 2^31 - 1 bytes.
 */
#include "base/source.h"

void yice_sources_init(struct yice_sources *sources)
{
	memset(sources, 0, sizeof(*sources));
}

static void release_one(struct yice_source *source)
{
	free(source->name);
	free(source->text);
	free(source->lines);
}

void yice_sources_release(struct yice_sources *sources)
{
	for (uint32_t i = 0; i < sources->count; i++)
		release_one(&sources->items[i]);
	free(sources->items);
	yice_sources_init(sources);
}

static char *copy_text(const char *text, size_t len)
{
	char *copy = malloc(len + 1);

	if (!copy)
		return NULL;
	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

/* What follows the next line feed, or NULL after the last. */
static const char *next_line(const struct yice_source *source, const char *at)
{
	const char *end = memchr(at, '\n', source->len - (size_t)(at - source->text));

	return end ? end + 1 : NULL;
}

static int index_lines(struct yice_source *source)
{
	uint32_t count = 0;

	for (const char *at = source->text; at; at = next_line(source, at))
		count++;
	source->lines = calloc(count, sizeof(*source->lines));
	if (!source->lines)
		return YICE_ENOMEM;
	for (const char *at = source->text; at; at = next_line(source, at))
		source->lines[source->line_count++] = (uint32_t)(at - source->text);
	return YICE_OK;
}

static int reserve_one(struct yice_sources *sources)
{
	uint32_t cap = sources->cap ? sources->cap * 2 : 8;
	struct yice_source *items;
	size_t bytes;

	if (sources->count < sources->cap)
		return YICE_OK;
	if (cap <= sources->cap || __builtin_mul_overflow(cap, sizeof(*items), &bytes))
		return YICE_ENOMEM;
	items = realloc(sources->items, bytes);
	if (!items)
		return YICE_ENOMEM;
	sources->items = items;
	sources->cap = cap;
	return YICE_OK;
}

int yice_sources_add(struct yice_sources *sources, const char *name, const char *text, size_t len,
		     uint32_t *file)
{
	struct yice_source source = { 0 };

	if (len > INT32_MAX)
		return YICE_ELIMIT;
	if (reserve_one(sources))
		return YICE_ENOMEM;
	source.name = copy_text(name, strlen(name));
	source.text = copy_text(text, len);
	source.len = len;
	source.first = 1;
	if (!source.name || !source.text || index_lines(&source)) {
		release_one(&source);
		return YICE_ENOMEM;
	}
	sources->items[sources->count] = source;
	*file = sources->count++;
	return YICE_OK;
}

void yice_source_locate(const struct yice_source *source, uint32_t offset, uint32_t *line, uint32_t *column)
{
	uint32_t low = 0, high = source->line_count;

	if (offset > source->len)
		offset = (uint32_t)source->len;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (source->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	*line = source->first + low;
	*column = offset - source->lines[low] + 1;
}

const char *yice_source_line(const struct yice_source *source, uint32_t line, size_t *len)
{
	uint32_t at = line - source->first;
	size_t start, end;

	assert(line >= source->first && at < source->line_count);
	start = source->lines[at];
	end = at + 1 < source->line_count ? source->lines[at + 1] - 1 : source->len;
	if (at + 1 < source->line_count && end > start && source->text[end - 1] == '\r')
		end--;
	*len = end - start;
	return source->text + start;
}
