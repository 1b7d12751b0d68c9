/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects the sections of an image for the compiler and lays them out as a
 * file. Everything is appended in call order and found again by its hash
 * where it lies, so that equal calls give equal bytes; there are no gaps,
 * times or addresses in them. The first failure sticks in
 * builder->status, and later calls return 0 without effect.
 */
#include "runtime/image_write.h"

#include "base/map.h"
#include "runtime/image_layout.h"

#define KNOWN_MIN 32u /* slots, of which half may be taken */

void yice_image_builder_init(struct yice_image_builder *builder)
{
	memset(builder, 0, sizeof(*builder));
	yice_buf_addc(&builder->sections[YICE_SEC_STRINGS], '\0');
	builder->status = yice_buf_status(&builder->sections[YICE_SEC_STRINGS]);
	yice_image_words(builder, &(uint32_t){ 0 }, 1);
}

static void forget(struct yice_image_known *known)
{
	free(known->pieces);
	free(known->slots);
	*known = (struct yice_image_known){ 0 };
}

void yice_image_builder_forget(struct yice_image_builder *builder)
{
	for (uint32_t i = 0; i < YICE_SECTIONS; i++)
		forget(&builder->known[i]);
}

void yice_image_builder_release(struct yice_image_builder *builder)
{
	yice_image_builder_forget(builder);
	for (uint32_t i = 0; i < YICE_SECTIONS; i++)
		yice_buf_release(&builder->sections[i]);
	yice_buf_release(&builder->key);
}

static uint32_t record_bytes(enum yice_section section)
{
	const struct yice_section_info *info = yice_section_info(section);

	return info->width * info->words;
}

uint32_t yice_image_count(const struct yice_image_builder *builder, enum yice_section section)
{
	return (uint32_t)(builder->sections[section].len / record_bytes(section));
}

/* Appends whole records; returns the number of the first. */
static uint32_t append(struct yice_image_builder *builder, enum yice_section section, const void *bytes,
		       size_t len)
{
	struct yice_buf *buf = &builder->sections[section];
	uint32_t at = yice_image_count(builder, section);

	if (builder->status)
		return 0;
	if (len / record_bytes(section) > INT32_MAX - at) {
		builder->status = YICE_ELIMIT;
		return 0;
	}
	yice_buf_add(buf, bytes, len);
	builder->status = yice_buf_status(buf);
	return builder->status ? 0 : at;
}

static bool grow(struct yice_image_known *known)
{
	uint32_t slot_count = known->slot_count ? known->slot_count * 2 : KNOWN_MIN, mask = slot_count - 1;
	uint32_t *slots = slot_count ? calloc(slot_count, sizeof(*slots)) : NULL;
	struct yice_image_piece *pieces = slots ? realloc(known->pieces, slot_count / 2 * sizeof(*pieces)) : NULL;

	if (!pieces) {
		free(slots);
		return false;
	}
	for (uint32_t i = 0; i < known->count; i++) {
		uint32_t slot = pieces[i].hash & mask;

		while (slots[slot])
			slot = (slot + 1) & mask;
		slots[slot] = i + 1;
	}
	free(known->slots);
	known->slots = slots;
	known->slot_count = slot_count;
	known->pieces = pieces;
	known->cap = slot_count / 2;
	return true;
}

/* Appends len bytes unless the section has their first `counting` ones already; where they are. */
static uint32_t append_once(struct yice_image_builder *builder, enum yice_section section, const void *bytes,
			    size_t counting, size_t len)
{
	struct yice_image_known *known = &builder->known[section];
	uint32_t hash = yice_hash(bytes, counting), slot, at;

	if (!builder->status && known->count == known->cap && !grow(known))
		builder->status = YICE_ENOMEM;
	if (!builder->status && len > UINT32_MAX)
		builder->status = YICE_ELIMIT;
	if (builder->status)
		return 0;
	for (slot = hash & (known->slot_count - 1); known->slots[slot]; slot = (slot + 1) & (known->slot_count - 1)) {
		const struct yice_image_piece *piece = &known->pieces[known->slots[slot] - 1];

		if (piece->hash == hash && piece->len == counting &&
		    !memcmp(builder->sections[section].data + (size_t)piece->at * record_bytes(section), bytes, counting))
			return piece->at;
	}
	at = append(builder, section, bytes, len);
	if (builder->status)
		return 0;
	known->pieces[known->count] = (struct yice_image_piece){ hash, at, (uint32_t)counting };
	known->slots[slot] = ++known->count;
	return at;
}

uint32_t yice_image_string(struct yice_image_builder *builder, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (!len)
		return 0;
	return append_once(builder, YICE_SEC_STRINGS, text, len, len + 1);
}

uint32_t yice_image_numbers(struct yice_image_builder *builder, const int64_t *numbers, size_t n)
{
	if (!n)
		return 0;
	return append_once(builder, YICE_SEC_NUMBERS, numbers, n * sizeof(*numbers), n * sizeof(*numbers));
}

uint32_t yice_image_ratio(struct yice_image_builder *builder, struct yice_ratio ratio)
{
	const int64_t pair[2] = { ratio.num, ratio.den };

	return yice_image_numbers(builder, pair, 2);
}

uint32_t yice_image_words(struct yice_image_builder *builder, const uint32_t *words, size_t n)
{
	if (!n)
		return 0;
	return append_once(builder, YICE_SEC_WORDS, words, n * sizeof(*words), n * sizeof(*words));
}

uint32_t yice_image_strings(struct yice_image_builder *builder, const char *const *texts, uint32_t n)
{
	struct yice_buf *key = &builder->key;

	if (!n)
		return 0;
	yice_buf_clear(key);
	yice_buf_add(key, &n, sizeof(n));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t text = yice_image_string(builder, texts[i]);

		yice_buf_add(key, &text, sizeof(text));
	}
	if (!builder->status)
		builder->status = yice_buf_status(key);
	return builder->status ? 0 : yice_image_words(builder, (const uint32_t *)(const void *)key->data, n + 1);
}

uint32_t yice_image_add(struct yice_image_builder *builder, enum yice_section section, const void *records, size_t n)
{
	return append(builder, section, records, n * record_bytes(section));
}

uint32_t yice_image_append(struct yice_image_builder *builder, enum yice_section section, const void *record)
{
	return append(builder, section, record, record_bytes(section));
}

uint32_t yice_image_intern(struct yice_image_builder *builder, enum yice_section section, const void *record)
{
	return yice_image_run(builder, section, record, 1);
}

uint32_t yice_image_run(struct yice_image_builder *builder, enum yice_section section, const void *records,
			size_t n)
{
	return n ? append_once(builder, section, records, n * record_bytes(section), n * record_bytes(section)) : 0;
}

void *yice_image_record(struct yice_image_builder *builder, enum yice_section section, uint32_t number)
{
	assert(number < yice_image_count(builder, section));
	return builder->sections[section].data + (size_t)number * record_bytes(section);
}

void yice_image_builder_view(const struct yice_image_builder *builder, struct yice_view *view)
{
	for (uint32_t i = 0; i < YICE_SECTIONS; i++)
		yice_view_set(view, i, builder->sections[i].data, yice_image_count(builder, i));
}

static size_t padded(size_t len)
{
	return (len + 7) & ~(size_t)7;
}

static void store32(unsigned char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

static void store64(unsigned char *at, uint64_t value)
{
	store32(at, (uint32_t)value);
	store32(at + 4, (uint32_t)(value >> 32));
}

/* file points at zeroed bytes, as many as the layout needs. */
static void lay_out(const struct yice_image_builder *builder, unsigned char *file, size_t size)
{
	size_t offset = YICE_IMAGE_HEADER + (size_t)YICE_SECTIONS * YICE_IMAGE_ENTRY;

	memcpy(file, YICE_IMAGE_MAGIC, 8);
	store32(file + 8, YICE_IMAGE_VERSION);
	store32(file + 12, YICE_SECTIONS);
	store64(file + 16, size);
	for (uint32_t i = 0; i < YICE_SECTIONS; i++) {
		const struct yice_section_info *info = yice_section_info(i);
		const struct yice_buf *section = &builder->sections[i];
		unsigned char *entry = file + YICE_IMAGE_HEADER + (size_t)i * YICE_IMAGE_ENTRY;

		store64(entry, offset);
		store64(entry + 8, section->len);
		store32(entry + 16, info->width);
		store32(entry + 20, info->words);
		if (section->len)
			memcpy(file + offset, section->data, section->len);
		yice_image_swap(file + offset, section->len, info->width);
		offset += padded(section->len);
	}
}

int yice_image_finish(struct yice_image_builder *builder, struct yice_buf *out)
{
	size_t size = YICE_IMAGE_HEADER + (size_t)YICE_SECTIONS * YICE_IMAGE_ENTRY;
	unsigned char *file;

	if (builder->status)
		return builder->status;
	for (uint32_t i = 0; i < YICE_SECTIONS; i++)
		size += padded(builder->sections[i].len);
	yice_buf_clear(out);
	file = yice_buf_extend(out, size);
	if (!file)
		return YICE_ENOMEM;
	lay_out(builder, file, size);
	return YICE_OK;
}
