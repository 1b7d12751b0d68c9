/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verifier's front: the file's layout, the order of the passes over its
 * contents, and how a refusal is said. Called by image_read.c before anything
 * else sees an image. Sections must follow one another exactly, so that every
 * byte of a file is accounted for.
 */
#include "runtime/verify_internal.h"

static int refuse_file(struct yice_refusal *refusal, enum yice_diag_id id, uint64_t first, uint64_t second)
{
	*refusal = (struct yice_refusal){ id, YICE_SECTIONS, YICE_NONE, NULL, { first, second } };
	return YICE_EIMAGE;
}

static int refuse_section(struct yice_refusal *refusal, enum yice_diag_id id, uint32_t section)
{
	*refusal = (struct yice_refusal){ id, section, YICE_NONE, NULL, { 0, 0 } };
	return YICE_EIMAGE;
}

int yice_refuse(struct yice_verifier *verifier, enum yice_diag_id id, uint32_t section, uint32_t record,
		const char *field)
{
	*verifier->refusal = (struct yice_refusal){ id, section, record, field, { 0, 0 } };
	return YICE_EIMAGE;
}

static int verify_header(const unsigned char *bytes, size_t len, struct yice_refusal *refusal)
{
	if (len < 8 || memcmp(bytes, YICE_IMAGE_MAGIC, 8) != 0)
		return refuse_file(refusal, YICE_D_image_magic, 0, 0);
	if (len < YICE_IMAGE_HEADER)
		return refuse_file(refusal, YICE_D_image_short, len, 0);
	if (yice_load32(bytes + 8) != YICE_IMAGE_VERSION)
		return refuse_file(refusal, YICE_D_image_version, yice_load32(bytes + 8), YICE_IMAGE_VERSION);
	if (yice_load32(bytes + 12) != YICE_SECTIONS)
		return refuse_file(refusal, YICE_D_image_sections, yice_load32(bytes + 12), YICE_SECTIONS);
	if (yice_load64(bytes + 16) != len)
		return refuse_file(refusal, YICE_D_image_size, yice_load64(bytes + 16), len);
	if (len < YICE_IMAGE_HEADER + YICE_SECTIONS * YICE_IMAGE_ENTRY)
		return refuse_file(refusal, YICE_D_image_short, len, 0);
	return YICE_OK;
}

/* *end is where the section must start; on success where the next one must. */
static int verify_section(const unsigned char *bytes, size_t len, uint32_t section, size_t *end,
			  struct yice_extent *extent, struct yice_refusal *refusal)
{
	const unsigned char *entry = bytes + YICE_IMAGE_HEADER + (size_t)section * YICE_IMAGE_ENTRY;
	const struct yice_section_info *info = yice_section_info(section);
	uint64_t size = yice_load64(entry + 8), record = (uint64_t)info->width * info->words, padding;

	if (yice_load64(entry) != *end)
		return refuse_section(refusal, YICE_D_image_place, section);
	if (yice_load32(entry + 16) != info->width || yice_load32(entry + 20) != info->words)
		return refuse_section(refusal, YICE_D_image_width, section);
	if (size > len - *end || size % record != 0 || size / record > INT32_MAX)
		return refuse_section(refusal, YICE_D_image_length, section);
	padding = (8 - size % 8) % 8;
	if (padding > len - *end - size)
		return refuse_section(refusal, YICE_D_image_length, section);
	*extent = (struct yice_extent){ *end, (size_t)size };
	*end += (size_t)size;
	for (; padding; padding--, (*end)++)
		if (bytes[*end])
			return refuse_section(refusal, YICE_D_image_padding, section);
	return YICE_OK;
}

int yice_verify_layout(const unsigned char *bytes, size_t len, struct yice_extent extents[YICE_SECTIONS],
		       struct yice_refusal *refusal)
{
	size_t end = YICE_IMAGE_HEADER + (size_t)YICE_SECTIONS * YICE_IMAGE_ENTRY;
	int status = verify_header(bytes, len, refusal);

	for (uint32_t i = 0; !status && i < YICE_SECTIONS; i++)
		status = verify_section(bytes, len, i, &end, &extents[i], refusal);
	if (!status && end != len)
		return refuse_file(refusal, YICE_D_image_trailing, len - end, 0);
	return status;
}

int yice_verify_contents(const struct yice_view *view, struct yice_refusal *refusal)
{
	static int (*const passes[])(struct yice_verifier *) = { yice_verify_fields, yice_verify_vocabs,
								 yice_verify_runs,   yice_verify_tests,
								 yice_verify_bodies, yice_verify_texts,
								 yice_verify_scopes, yice_verify_plans,
								 yice_verify_layers };
	struct yice_verifier verifier = { .view = view, .refusal = refusal };
	int status = YICE_OK;

	for (size_t i = 0; !status && i < YICE_COUNT(passes); i++)
		status = passes[i](&verifier);
	free(verifier.not_string);
	free(verifier.not_place);
	free(verifier.not_ascending);
	free(verifier.owner);
	free(verifier.arrival);
	return status;
}

/* Where: "attrs[3].vocab", or the numbers of a message about the whole file. */
void yice_refusal_report(const struct yice_refusal *refusal, struct yice_diags *diags)
{
	struct yice_buf first = YICE_BUF_INIT, second = YICE_BUF_INIT;

	if (refusal->section < YICE_SECTIONS) {
		yice_buf_adds(&first, yice_section_info(refusal->section)->name);
		if (refusal->record != YICE_NONE)
			yice_buf_addf(&first, "[%lu]", (unsigned long)refusal->record);
		if (refusal->field)
			yice_buf_addf(&first, ".%s", refusal->field);
	} else {
		yice_buf_addf(&first, "%llu", (unsigned long long)refusal->numbers[0]);
	}
	yice_buf_addf(&second, "%llu", (unsigned long long)refusal->numbers[1]);
	if (yice_buf_status(&first) || yice_buf_status(&second))
		diags->failed = true;
	yice_diag_add(diags, refusal->id, YICE_SPAN_NONE, yice_buf_text(&first), yice_buf_text(&second),
		      NULL);
	yice_buf_release(&first);
	yice_buf_release(&second);
}
