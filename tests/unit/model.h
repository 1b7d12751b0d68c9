/* SPDX-License-Identifier: Apache-2.0 */
/* A model made from texts, for tests of the compiler. Each text is a file of its own, a.yice, b.yice … */
#ifndef YICE_TESTS_UNIT_MODEL_H
#define YICE_TESTS_UNIT_MODEL_H

#include "tests/unit/unit.h"

#include "compiler/declare.h"
#include "compiler/rule.h"

struct fixture {
	struct yice_sources sources;
	struct yice_diags diags;
	struct yice_model model;
};

static inline void fixture_init(struct fixture *f)
{
	yice_sources_init(&f->sources);
	yice_diags_init(&f->diags);
	yice_model_init(&f->model, &f->sources, &f->diags);
}

static inline void fixture_release(struct fixture *f)
{
	yice_model_release(&f->model);
	yice_diags_release(&f->diags);
	yice_sources_release(&f->sources);
}

static inline void fixture_add(struct fixture *f, const char *text)
{
	char name[] = "a.yice";
	uint32_t file;

	name[0] = (char)('a' + (int)f->sources.count);
	assert_int_equal(yice_sources_add(&f->sources, name, text, strlen(text), &file), YICE_OK);
	assert_int_equal(yice_model_load_source(&f->model, file), YICE_OK);
}

/* Loads and declares one text. */
static inline void fixture_declare(struct fixture *f, const char *text)
{
	fixture_init(f);
	fixture_add(f, text);
	assert_int_equal(yice_model_declare(&f->model), YICE_OK);
}

/* The same with its lists laid out. */
static inline void fixture_outline(struct fixture *f, const char *text)
{
	fixture_declare(f, text);
	assert_int_equal(yice_model_outline(&f->model), YICE_OK);
}

/* How often a diagnostic was given. */
static inline uint32_t fixture_count(const struct fixture *f, enum yice_diag_id id)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < f->diags.count; i++)
		count += f->diags.items[i]->main.id == id;
	return count;
}

static inline const struct yice_diag *fixture_find(const struct fixture *f, enum yice_diag_id id)
{
	for (uint32_t i = 0; i < f->diags.count; i++)
		if (f->diags.items[i]->main.id == id)
			return f->diags.items[i];
	return NULL;
}

/* Text of the bytes a span names. */
static inline const char *fixture_text(const struct fixture *f, struct yice_span span, char *out, size_t size)
{
	size_t len = span.end - span.start;

	assert_true(span.file < f->sources.count && len < size);
	memcpy(out, f->sources.items[span.file].text + span.start, len);
	out[len] = '\0';
	return out;
}

static inline struct yice_word fixture_word(const char *text)
{
	return (struct yice_word){ .text = text, .span = { 0, 0, 0 } };
}

#endif
