/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz target: any lines as the index of a set, with the digest that belongs
 * under them. What is accepted must print as the very same bytes, so that no
 * two texts mean one set, and look-ups must find what is there and nothing else.
 */
#include "tests/fuzz/fuzz.h"

#include "set/index.h"
#include "yice/digest.h"

static void look_up(const struct yice_set_index *index)
{
	char name[YICE_SET_NAME];

	for (uint32_t i = 0; i < index->unit_count; i++)
		FUZZ_CHECK(yice_set_find_unit(index, index->units[i].code) == i);
	for (uint32_t i = 0; i < index->scope_count; i++)
		FUZZ_CHECK(yice_set_find_scope(index, index->scopes[i].code) == i);
	for (uint32_t i = 0; i < index->source_count; i++)
		FUZZ_CHECK(yice_set_find_source(index, index->sources[i].path) == i);
	for (uint32_t i = 0; i < index->image_count; i++) {
		FUZZ_CHECK(yice_set_find_image(index, index->images[i].code) == i);
		yice_set_image_name(&index->images[i], name);
		FUZZ_CHECK(yice_set_is_image_name(name));
	}
	FUZZ_CHECK(yice_set_find_unit(index, " ") == YICE_SET_NONE);
}

static void read_text(const struct yice_buf *text)
{
	struct yice_set_index index;
	struct yice_diags diags;
	struct yice_buf again = YICE_BUF_INIT;
	int status;

	yice_diags_init(&diags);
	yice_set_index_init(&index);
	status = yice_set_index_read(&index, "index", text->data, text->len, &diags);
	FUZZ_CHECK(status == YICE_OK || (status == YICE_EDIAG && diags.errors == 1));
	if (!status) {
		look_up(&index);
		FUZZ_CHECK(yice_set_index_print(&index, &again) == YICE_OK);
		FUZZ_CHECK(again.len == text->len && !memcmp(again.data, text->data, text->len));
	}
	yice_buf_release(&again);
	yice_set_index_release(&index);
	yice_diags_release(&diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct yice_buf text = YICE_BUF_INIT;
	char digest[65];

	yice_buf_add(&text, data, size);
	FUZZ_CHECK(yice_digest_sha256(yice_buf_text(&text), text.len, digest) == YICE_OK);
	yice_buf_addf(&text, "sha256 %s\n", digest);
	FUZZ_CHECK(!text.failed);
	read_text(&text);
	yice_buf_release(&text);
	return 0;
}
