/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code tables: a file of lines "code TAB name" beside the source, in byte
 * order of the codes. That order is preorder, since a prefix sorts before what
 * it begins, so every code's subtree is the run [ordinal, end). A level is a
 * length of code. The table must prove itself: order, a code above each below
 * the first level, and as many codes a level as the standard has. A mistake
 * is shown at its line of the table. Called by vocab.c.
 */
#include "compiler/declare.h"

#include <stdio.h>

#define CODE_LEN 31 /* longest code */
#define LEVELS   8

/* A table being read. depth: codes open at the current line, one a level. */
struct reader {
	struct yice_model *model;
	uint32_t vocab, file;
	size_t length[LEVELS]; /* length of the codes of each level, ascending */
	uint32_t count[LEVELS];
	int levels, depth;
	uint32_t open[LEVELS]; /* ordinals */
};

static bool is_code(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!(text[i] >= 'A' && text[i] <= 'Z') && !(text[i] >= '0' && text[i] <= '9'))
			return false;
	return len > 0 && len <= CODE_LEN;
}

static bool is_heading(const char *text, size_t len)
{
	return (len == 4 && !memcmp(text, "code", 4)) ||
	       (len == strlen("代码") && !memcmp(text, "代码", len));
}

static const char *code_of(const struct reader *reader, uint32_t ordinal)
{
	return reader->model->vocabs.items[reader->vocab].members[ordinal].label.zh;
}

static struct yice_span span_of(const struct reader *reader, uint32_t ordinal)
{
	return reader->model->vocabs.items[reader->vocab].members[ordinal].label.span;
}

/* Does the code come after the last one? Reported when not. */
static bool in_order(const struct reader *reader, const char *code, struct yice_span span)
{
	uint32_t count = reader->model->vocabs.items[reader->vocab].count;
	const char *last = count ? code_of(reader, count - 1) : "";
	int order = strcmp(last, code);
	struct yice_diag *diag;

	if (order < 0)
		return true;
	diag = order ? yice_diag_add(reader->model->diags, YICE_D_codes_order, span, code, last, NULL)
		     : yice_diag_add(reader->model->diags, YICE_D_codes_duplicate, span, code, NULL);
	yice_diag_note(reader->model->diags, diag, order ? YICE_D_note_other : YICE_D_note_first,
		       span_of(reader, count - 1), NULL);
	return false;
}

static void add_code(struct reader *reader, const char *code, const char *name, struct yice_span span)
{
	struct yice_vocab_member *member = yice_member_push(reader->model, reader->vocab);
	uint32_t ordinal = reader->model->vocabs.items[reader->vocab].count - 1, entry;
	struct yice_vocab *vocab = &reader->model->vocabs.items[reader->vocab];
	size_t len = strlen(code);
	int level = 0;

	if (!member)
		return;
	member->label = (struct yice_label){ code, name, span };
	if (yice_map_put(&vocab->names, code, len, ordinal, &entry, NULL))
		reader->model->failed = true;
	while (reader->depth && strncmp(code, code_of(reader, reader->open[reader->depth - 1]),
					strlen(code_of(reader, reader->open[reader->depth - 1]))))
		reader->depth--;
	for (int i = 0; i < reader->depth; i++)
		vocab->members[reader->open[i]].end = ordinal + 1;
	member->above = reader->depth ? reader->open[reader->depth - 1] : YICE_NONE;
	if (reader->depth < LEVELS)
		reader->open[reader->depth++] = ordinal;
	while (level < reader->levels && reader->length[level] < len)
		level++;
	if (level < reader->levels && reader->length[level] == len)
		reader->count[level]++;
	else if (reader->levels < LEVELS) {
		memmove(&reader->length[level + 1], &reader->length[level],
			(size_t)(reader->levels - level) * sizeof(reader->length[0]));
		memmove(&reader->count[level + 1], &reader->count[level],
			(size_t)(reader->levels - level) * sizeof(reader->count[0]));
		reader->length[level] = len;
		reader->count[level] = 1;
		reader->levels++;
	}
}

static void read_line(struct reader *reader, const char *text, size_t len, uint32_t start, bool first)
{
	const char *tab = memchr(text, '\t', len);
	size_t code_len = tab ? (size_t)(tab - text) : len;
	struct yice_span span = { reader->file, start, start + (uint32_t)code_len };
	const char *name = tab ? tab + 1 : "";
	size_t name_len = tab ? len - code_len - 1 : 0;
	const char *code, *copy;

	if (!len || *text == '#' || (first && is_heading(text, code_len)))
		return;
	if (!is_code(text, code_len) || !name_len || memchr(name, '\t', name_len)) {
		span.end = start + (uint32_t)len;
		yice_diag_add(reader->model->diags, YICE_D_codes_line, span, NULL);
		return;
	}
	code = yice_arena_strndup(&reader->model->arena, text, code_len);
	copy = yice_arena_strndup(&reader->model->arena, name, name_len);
	if (!code || !copy)
		reader->model->failed = true;
	else if (in_order(reader, code, span))
		add_code(reader, code, copy, span);
}

static void read_lines(struct reader *reader)
{
	bool first = true;

	for (uint32_t line = 1; line <= reader->model->sources->items[reader->file].line_count; line++) {
		const struct yice_source *source = &reader->model->sources->items[reader->file];
		size_t len;
		const char *text = yice_source_line(source, line, &len);

		if (len && text[len - 1] == '\r')
			len--;
		read_line(reader, text, len, (uint32_t)(text - source->text), first);
		first &= !len || *text == '#';
	}
}

/* Every code below the first level has the code of the level above as its prefix. */
static void check_parents(const struct reader *reader)
{
	const struct yice_vocab *vocab = &reader->model->vocabs.items[reader->vocab];

	for (uint32_t i = 0; i < vocab->count; i++) {
		const char *code = vocab->members[i].label.zh;
		char parent[CODE_LEN + 1];
		int level = 0;

		while (level < reader->levels && reader->length[level] < strlen(code))
			level++;
		if (!level)
			continue;
		memcpy(parent, code, reader->length[level - 1]);
		parent[reader->length[level - 1]] = '\0';
		if (yice_map_find(&vocab->names, parent, strlen(parent)) == YICE_MAP_NONE)
			yice_diag_add(reader->model->diags, YICE_D_codes_parent, vocab->members[i].label.span,
				      code, parent, NULL);
	}
}

static void check_counts(const struct reader *reader, const struct yice_word *counts)
{
	char level[12], have[12], want[12];
	int n = 0;

	for (const struct yice_word *word = counts; word; word = word->next)
		n++;
	if (!n)
		return;
	snprintf(want, sizeof(want), "%d", n);
	snprintf(have, sizeof(have), "%d", reader->levels);
	if (n != reader->levels) {
		yice_diag_add(reader->model->diags, YICE_D_codes_levels, counts->span, want, have, NULL);
		return;
	}
	n = 0;
	for (const struct yice_word *word = counts; word; word = word->next, n++) {
		snprintf(have, sizeof(have), "%u", (unsigned int)reader->count[n]);
		snprintf(level, sizeof(level), "%d", n + 1);
		if (word->text && strcmp(word->text, have))
			yice_diag_add(reader->model->diags, YICE_D_codes_count, word->span, level, have,
				      word->text, NULL);
	}
}

static void read_table(struct yice_model *model, uint32_t vocab, const struct yice_item *item)
{
	const struct yice_text *data = item->u.codes.data;
	struct reader reader = { .model = model, .vocab = vocab };
	uint32_t errors = model->diags->errors;
	const char *path;

	if (!data)
		return; /* the parser has reported it */
	path = yice_path_beside(model, data->span.file, data->text);
	if (!path || yice_text_load(model, path, data->span, YICE_D_data_missing, data->text, &reader.file))
		return;
	read_lines(&reader);
	check_parents(&reader);
	if (model->vocabs.items[vocab].count > YICE_TABLE_MAX)
		yice_diag_add(model->diags, YICE_D_codes_many, data->span, NULL);
	else if (!model->vocabs.items[vocab].count)
		yice_diag_add(model->diags, YICE_D_codes_empty, data->span, NULL);
	else if (errors == model->diags->errors)
		check_counts(&reader, item->u.codes.counts);
}

void yice_codes_declare(struct yice_model *model, const struct yice_item *item)
{
	struct yice_vocab *vocab = YICE_PUSH(model, &model->vocabs);
	uint32_t index = model->vocabs.count - 1;

	if (!vocab)
		return;
	yice_map_init(&vocab->names);
	vocab->kind = YICE_VOCAB_CODES;
	vocab->label = yice_label_make(model, item->name);
	vocab->edition = item->u.codes.edition ? item->u.codes.edition->text : NULL;
	yice_names_declare(model, YICE_SPACE_VOCAB, item->name, index);
	read_table(model, index, item);
}
