/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of base and of layers fails once: each operation is repeated with its
 * nth allocation refused, for n = 1, 2, ... until none is. It must then report
 * YICE_ENOMEM, lose nothing (a sanitizer sees leaks) and leave its object
 * usable. The linker routes malloc and its kin here (Makefile).
 */
#include "tests/unit/unit.h"

#include "base/json.h"
#include "base/map.h"
#include "runtime/geo/layer_build.h"
#include "tests/unit/territory.h"
#include "tests/unit/sweep.h"

static int fill_map(void)
{
	struct yice_map map;
	int status = YICE_OK;
	uint32_t i;

	yice_map_init(&map);
	for (i = 0; i < 300 && !status; i++) {
		char key[] = { 'k', (char)('0' + i / 100), (char)('0' + i / 10 % 10), (char)('0' + i % 10) };
		uint32_t index;

		status = yice_map_put(&map, key, sizeof(key), i, &index, NULL);
	}
	/* A failed put leaves the map as it was: all before it are there. */
	if (status && map.count != i - 1)
		status = YICE_EIO;
	for (uint32_t j = 0; j < map.count; j++)
		if (yice_map_find(&map, map.entries[j].key, map.entries[j].len) != j)
			status = YICE_EIO;
	yice_map_release(&map);
	return status;
}

static int fill_buffer(void)
{
	struct yice_buf buf = YICE_BUF_INIT;
	int status;

	for (int i = 0; i < 100; i++)
		yice_buf_addf(&buf, "line %d\n", i);
	yice_buf_extend(&buf, 5000);
	status = yice_buf_status(&buf);
	yice_buf_release(&buf);
	return status;
}

static int fill_sources(void)
{
	struct yice_sources sources;
	int status = YICE_OK;
	uint32_t file;

	yice_sources_init(&sources);
	for (int i = 0; i < 20 && !status; i++)
		status = yice_sources_add(&sources, "a", "x\ny\n", 4, &file);
	yice_sources_release(&sources);
	return status;
}

static int read_and_render(const char *text)
{
	struct yice_sources sources;
	struct yice_arena arena;
	struct yice_diags diags;
	struct yice_json *root;
	struct yice_buf out = YICE_BUF_INIT;
	uint32_t file = 0;
	int status;

	yice_sources_init(&sources);
	yice_diags_init(&diags);
	yice_arena_init(&arena);
	status = yice_sources_add(&sources, "a.json", text, strlen(text), &file);
	if (!status)
		status = yice_json_parse(text, strlen(text), file, 0, &arena, &diags, &root);
	if (status == YICE_EDIAG)
		status = YICE_OK;
	if (!status) {
		yice_diags_sort(&diags);
		if (diags.failed)
			status = YICE_ENOMEM;
	}
	for (int format = YICE_DIAG_PRETTY; format <= YICE_DIAG_SARIF && !status; format++) {
		struct yice_diag_style style = { (enum yice_diag_format)format, YICE_ZH, true, 1 };

		yice_diags_render(&diags, &sources, &style, &out);
		status = yice_buf_status(&out);
	}
	yice_buf_release(&out);
	yice_arena_release(&arena);
	yice_diags_release(&diags);
	yice_sources_release(&sources);
	return status;
}

static int read_good_json(void)
{
	return read_and_render(
	    "{\"a\":[1,\"x\",{\"b\":null}],\"c1\":1,\"c2\":1,\"c3\":1,\"c4\":1,\"c5\":1,\"c6\":1,"
	    "\"c7\":1,\"c8\":1,\"c9\":1,\"d1\":1,\"d2\":1,\"d3\":1,\"d4\":1,\"d5\":1,\"d6\":1,"
	    "\"d7\":1,\"d8\":1}");
}

static int read_bad_json(void)
{
	return read_and_render("{\"a\":1,\n\"b\"：2}");
}

static int read_duplicate_json(void)
{
	return read_and_render("{\"a\":1,\"a\":2}");
}

static int read_word_json(void)
{
	return read_and_render("[True]");
}

static int sort_many(void)
{
	struct yice_diags diags;
	int status;

	yice_diags_init(&diags);
	for (uint32_t i = 0; i < 50; i++) {
		struct yice_span span = { 0, 50 - i, 60 };

		yice_diag_fix(&diags, yice_diag_add(&diags, YICE_D_json_word, span, "argument", NULL), span,
			      "fix");
	}
	yice_diags_sort(&diags);
	status = yice_diags_status(&diags);
	yice_diags_release(&diags);
	return status == YICE_EDIAG ? YICE_OK : status;
}

static void maps(void **state)
{
	YICE_UNUSED(state);
	sweep(fill_map, 12);
}

static void buffers(void **state)
{
	YICE_UNUSED(state);
	sweep(fill_buffer, 5);
}

static void sources(void **state)
{
	YICE_UNUSED(state);
	sweep(fill_sources, 60);
}

static struct territory territory; /* made before any allocation is refused */

/* Building a layer, finding what is near, and taking a feature out again. */
static int ask_layer(void)
{
	struct yice_layer_candidates set = { 0 };
	struct yice_layer_builder builder;
	struct yice_layer_words words;
	struct yice_layer layer;
	struct yice_arena arena;
	struct yice_shape shape;
	int status;

	yice_arena_init(&arena);
	yice_layer_builder_init(&builder);
	for (uint32_t i = 0; i < territory.count; i++)
		yice_layer_add(&builder, i, &territory.units[i]);
	status = yice_layer_build(&builder, &words);
	yice_layer_builder_release(&builder);
	if (!status)
		status = yice_layer_open(&layer, words.items, words.count);
	if (!status)
		status = yice_layer_meet(&layer, &territory.units[0], &set);
	if (!status)
		status = yice_layer_shape(&layer, 0, &arena, &shape);
	yice_layer_candidates_release(&set);
	yice_arena_release(&arena);
	free(words.items);
	return status;
}

static void layers(void **state)
{
	struct territory_plan plan = { 1, 2, 2, 20, 8000000, { INT64_C(113200000000), INT64_C(22900000000) }, 1, 0 };

	YICE_UNUSED(state);
	assert_int_equal(territory_make(&territory, &plan), YICE_OK);
	sweep(ask_layer, 40);
	territory_release(&territory);
}

static void json(void **state)
{
	YICE_UNUSED(state);
	sweep(read_good_json, 8);
	sweep(read_bad_json, 12);
	sweep(read_duplicate_json, 10);
	sweep(read_word_json, 10);
}

static void diagnostics(void **state)
{
	YICE_UNUSED(state);
	sweep(sort_many, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(maps), cmocka_unit_test(buffers),     cmocka_unit_test(sources),
		cmocka_unit_test(json), cmocka_unit_test(diagnostics), cmocka_unit_test(layers),
	};

	return cmocka_run_group_tests_name("oom", tests, NULL, NULL);
}
