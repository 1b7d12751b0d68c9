/* SPDX-License-Identifier: Apache-2.0 */
/* A text taken through the grammar, for the tests of its modules. */
#ifndef YICE_TESTS_UNIT_GRAMMAR_H
#define YICE_TESTS_UNIT_GRAMMAR_H

#include "tests/unit/unit.h"

#include <stdio.h>

#include "grammar/parse.h"

struct unit_grammar {
	struct yice_sources sources;
	struct yice_diags diags;
	struct yice_arena arena;
	uint32_t file;
	struct yice_file *tree; /* NULL before unit_grammar_parse */
	struct yice_buf out;
};

static inline void unit_grammar_init(struct unit_grammar *g)
{
	memset(g, 0, sizeof(*g));
	yice_sources_init(&g->sources);
	yice_diags_init(&g->diags);
	yice_arena_init(&g->arena);
}

static inline void unit_grammar_add(struct unit_grammar *g, const char *text, size_t len)
{
	unit_grammar_init(g);
	assert_int_equal(yice_sources_add(&g->sources, "test.yice", text, len, &g->file), YICE_OK);
}

static inline void unit_grammar_parse(struct unit_grammar *g, const char *text)
{
	unit_grammar_add(g, text, strlen(text));
	assert_int_equal(yice_parse(&g->sources, g->file, &g->arena, &g->diags, &g->tree), YICE_OK);
}

static inline void unit_grammar_release(struct unit_grammar *g)
{
	yice_buf_release(&g->out);
	yice_diags_release(&g->diags);
	yice_arena_release(&g->arena);
	yice_sources_release(&g->sources);
}

/* Codes of all diagnostics in order of place, "Y0238 Y0226 "; in g->out. */
static inline const char *unit_grammar_codes(struct unit_grammar *g)
{
	yice_diags_sort(&g->diags);
	yice_buf_clear(&g->out);
	for (uint32_t i = 0; i < g->diags.count; i++)
		yice_buf_addf(&g->out, "%s ", yice_diag_code(g->diags.items[i]->main.id));
	return yice_buf_text(&g->out);
}

/* Diagnostics as compact lines; in g->out. */
static inline const char *unit_grammar_messages(struct unit_grammar *g, enum yice_lang lang)
{
	struct yice_diag_style style = { YICE_DIAG_PRETTY, lang, false, 1 };

	yice_diags_sort(&g->diags);
	yice_buf_clear(&g->out);
	yice_diags_render(&g->diags, &g->sources, &style, &g->out);
	return yice_buf_text(&g->out);
}

/* Path below the repository; the caller has `size` bytes. */
static inline const char *unit_root_path(char *out, size_t size, const char *path)
{
	const char *root = getenv("ROOT");

	snprintf(out, size, "%s/%s", root ? root : ".", path);
	return out;
}

/*
 * Compares text with the file tests/golden/NAME. With YICE_GOLDEN_UPDATE set
 * in the environment the file is written instead; review then reads the diff.
 */
static inline void unit_assert_golden(const char *name, const char *text)
{
	char path[512], relative[300];
	char *expected;
	size_t len;

	snprintf(relative, sizeof(relative), "tests/golden/%s", name);
	unit_root_path(path, sizeof(path), relative);
	if (getenv("YICE_GOLDEN_UPDATE")) {
		assert_int_equal(yice_write_file(path, text, strlen(text)), YICE_OK);
		return;
	}
	assert_int_equal(yice_read_file(path, &expected, &len), YICE_OK);
	assert_string_equal(text, expected);
	free(expected);
}

/* Text of a file below the repository; malloc'd. */
static inline char *unit_read(const char *path, size_t *len)
{
	char full[512], *text;

	assert_int_equal(yice_read_file(unit_root_path(full, sizeof(full), path), &text, len), YICE_OK);
	return text;
}

#endif
