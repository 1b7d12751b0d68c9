/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model's life and its growing tables. Tables live in the arena and double
 * when full, so an index stays valid where a pointer does not: nobody keeps a
 * pointer into a table across a push. Failure to allocate is sticky and asked
 * for once, by whoever returns a status.
 */
#include "compiler/declare.h"

#include <stdio.h>

#define VEC_MIN 2u /* most tables belong to one clause */

/* Every YICE_VEC has this shape. It is copied in and out because the item types differ. */
struct vec {
	void *items;
	uint32_t count, cap;
};

void *yice_model_push(struct yice_model *model, void *vec, size_t size)
{
	struct vec v;
	void *item;

	memcpy(&v, vec, sizeof(v));
	if (v.count == v.cap) {
		uint32_t cap = v.cap ? v.cap * 2 : VEC_MIN;
		void *items = cap > v.cap && size <= SIZE_MAX / cap ?
				      yice_arena_resize(&model->arena, v.items, v.count * size, cap * size) :
				      NULL;

		if (!items) {
			model->failed = true;
			return NULL;
		}
		v.items = items;
		v.cap = cap;
	}
	item = memset((char *)v.items + v.count++ * size, 0, size);
	memcpy(vec, &v, sizeof(v));
	return item;
}

int yice_model_status(const struct yice_model *model)
{
	return model->failed || model->arena.failed || model->diags->failed ? YICE_ENOMEM : YICE_OK;
}

char *yice_model_text(struct yice_model *model, const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = len < 0 ? NULL : yice_arena_room(&model->arena, (size_t)len + 1);
	if (!text) {
		model->failed = true;
		return NULL;
	}
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}

const char *yice_model_keep(struct yice_model *model, struct yice_buf *buf)
{
	const char *text =
	    buf->failed ? NULL : yice_arena_strndup(&model->arena, yice_buf_text(buf), buf->len);

	if (!text)
		model->failed = true;
	yice_buf_release(buf);
	return text;
}

bool yice_span_known(struct yice_span span)
{
	return span.file != UINT32_MAX;
}

static struct yice_map *const *maps_of(struct yice_model *model, struct yice_map *out[10])
{
	out[0] = &model->vocab_names;
	out[1] = &model->set_names;
	out[2] = &model->measure_names;
	out[3] = &model->attribute_names;
	out[4] = &model->document_names;
	out[5] = &model->scope_names;
	out[6] = &model->dimension_names;
	out[7] = &model->template_names;
	out[8] = &model->group_names;
	out[9] = &model->unit_codes;
	return out;
}

static void add_builtin(struct yice_model *model, enum yice_vocab_kind kind, const char *const *names)
{
	struct yice_vocab *vocab = YICE_PUSH(model, &model->vocabs);

	if (!vocab)
		return;
	yice_map_init(&vocab->names);
	vocab->kind = kind;
	vocab->label = (struct yice_label){ names[0], names[1], YICE_SPAN_NONE };
	for (; *names; names++)
		yice_name_declare(model, YICE_SPACE_VOCAB, *names, YICE_SPAN_NONE, model->vocabs.count - 1);
}

void yice_model_init(struct yice_model *model, struct yice_sources *sources, struct yice_diags *diags)
{
	/* The kinds of places are keywords and may stand for the list of all places: 参数 {区}：分区. */
	static const char *const places[] = { "区划", "places", "分区", "zone", "区域",
					      "area", "园区",   "park", NULL };
	static const char *const layers[] = { "图层", "layers", "layer", NULL };
	struct yice_map *maps[10];

	memset(model, 0, sizeof(*model));
	yice_arena_init(&model->arena);
	model->sources = sources;
	model->diags = diags;
	model->site_attribute = YICE_NONE;
	for (size_t i = 0; i < YICE_COUNT(maps); i++)
		yice_map_init(maps_of(model, maps)[i]);
	add_builtin(model, YICE_VOCAB_PLACES, places);
	add_builtin(model, YICE_VOCAB_LAYERS, layers);
}

void yice_model_release(struct yice_model *model)
{
	struct yice_map *maps[10];

	for (size_t i = 0; i < YICE_COUNT(maps); i++)
		yice_map_release(maps_of(model, maps)[i]);
	for (uint32_t i = 0; i < model->vocabs.count; i++)
		yice_map_release(&model->vocabs.items[i].names);
	yice_arena_release(&model->arena);
	memset(model, 0, sizeof(*model));
}
