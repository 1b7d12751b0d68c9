/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that fill the model share; rule.c and emit.c need none of it. */
#ifndef YICE_COMPILER_DECLARE_H
#define YICE_COMPILER_DECLARE_H

#include "compiler/model.h"

/* Spaces of names: equal names in different spaces do not clash. Members of a list are a space of their own.
 */
enum yice_space {
	YICE_SPACE_VOCAB,
	YICE_SPACE_SET,
	YICE_SPACE_MEASURE,
	YICE_SPACE_ATTRIBUTE,
	YICE_SPACE_DOCUMENT,
	YICE_SPACE_SCOPE,
	YICE_SPACE_DIMENSION,
	YICE_SPACE_TEMPLATE,
	YICE_SPACE_GROUP,
	YICE_SPACES
};

/* names.c */
struct yice_map *yice_space_map(struct yice_model *model, enum yice_space space);
const struct yice_label *yice_space_label(const struct yice_model *model, enum yice_space space,
					  uint32_t index);
/* A label of both spellings. A name without Chinese characters serves in both languages. */
struct yice_label yice_label_make(struct yice_model *model, const struct yice_name *name);
/* key -> index; an earlier use of the key is reported at `span`. Empty or missing keys are left alone. */
void yice_name_declare(struct yice_model *model, enum yice_space space, const char *key,
		       struct yice_span span, uint32_t index);
void yice_names_declare(struct yice_model *model, enum yice_space space, const struct yice_name *name,
			uint32_t index);
/* The same among the members of a list. */
void yice_member_declare(struct yice_model *model, uint32_t vocab, const struct yice_word *word,
			 uint32_t ordinal);
/* Index or ordinal of an exact name, nothing reported or recorded; YICE_NONE. */
uint32_t yice_name_lookup(struct yice_model *model, enum yice_space space, const char *name);
uint32_t yice_member_lookup(const struct yice_model *model, uint32_t vocab, const char *name);
/* The new member of a list; its ordinal is vocab->count - 1. NULL when out of memory. */
struct yice_vocab_member *yice_member_push(struct yice_model *model, uint32_t vocab);
/* "a", "a.b", "a.{}", "{}.b": the key of a path among attributes; NULL when out of memory. */
const char *yice_path_key(struct yice_model *model, const struct yice_path *path, int hole);
/*
 * The attribute a path names, nothing reported: YICE_NONE when there is none. *at is the part that picks a
 * member of its family, -1 for a plain attribute.
 */
uint32_t yice_path_attribute(struct yice_model *model, const struct yice_path *path, int *at);
/* Both spellings of the parts of a path that are the attribute's own, for respelling. */
void yice_note_path(struct yice_model *model, uint32_t attribute, const struct yice_path *path);
/* Resolves a set's members once; false when it has none because of reported mistakes. */
bool yice_set_resolve(struct yice_model *model, uint32_t set);

/*
 * Notes that something is used. Several threads may find it used at once (stream.c), and nobody reads it before all are
 * done.
 */
static inline void yice_mark_used(bool *used)
{
	if (!__atomic_load_n(used, __ATOMIC_RELAXED))
		__atomic_store_n(used, true, __ATOMIC_RELAXED);
}

/* model.c. Formatted text in the arena; NULL when out of memory. */
char *yice_model_text(struct yice_model *model, const char *format, ...) YICE_PRINTF(2, 3);
/* Copies a buffer's text into the arena and releases it. */
const char *yice_model_keep(struct yice_model *model, struct yice_buf *buf);
/* Does the span name a place in a file? */
bool yice_span_known(struct yice_span span);

/*
 * respell.c. Records the names used in one file of the model, whatever else is wrong with it. The model is
 * declared; diagnostics go to model->diags and are worth nothing.
 */
void yice_model_respell(struct yice_model *model, const struct yice_file *file);

/* load.c. `path` seen from the folder of source `file`, without "x/../" and "./"; NULL when out of memory. */
const char *yice_path_beside(struct yice_model *model, uint32_t file, const char *path);
/* The same from the folder of a source of that name. */
const char *yice_path_join(struct yice_model *model, const char *source, const char *path);
/* What an import of that text in a source of that name stands for, a file or a folder; NULL when nothing is there, or out of memory. */
const char *yice_import_path(struct yice_model *model, const char *source, const char *text);

/* Names of files in memory of their own. */
struct yice_names {
	char **items;
	size_t count, cap;
};

/* The *.yice files below a folder, in byte order; mistakes are told at `from`. YICE_OK, YICE_ENOMEM. */
int yice_folder_list(struct yice_model *model, const char *folder, struct yice_span from,
		     struct yice_names *names) YICE_MUST_CHECK;
void yice_names_release(struct yice_names *names);
/*
 * Reads and decodes a file into the sources. A missing one is reported as `missing` at `from`, which may be
 * unknown. YICE_OK; YICE_EDIAG (reported); YICE_ENOMEM, also in model->failed.
 */
int yice_text_load(struct yice_model *model, const char *path, struct yice_span from,
		   enum yice_diag_id missing, const char *name, uint32_t *file) YICE_MUST_CHECK;

/* levels.c. Levels of diagnostics that go with the paths, where none was set before. YICE_OK, YICE_ENOMEM. */
int yice_levels_load(struct yice_model *model, const char *const *paths, size_t count) YICE_MUST_CHECK;

/* Parses a source and loads what it imports; *out is its tree, the last file of the model. YICE_OK, YICE_ENOMEM. */
int yice_model_load_with_imports(struct yice_model *model, uint32_t source,
				 const struct yice_file **out) YICE_MUST_CHECK;

/*
 * Called by yice_model_declare(), in this order: 分区 区域 园区 图层 and 代码表 item by item, then over all files the
 * elements of zones, 量纲 and 计量, 属性, 行政区 and 文件.
 */
void yice_places_declare(struct yice_model *model, const struct yice_item *item); /* place.c */
void yice_codes_declare(struct yice_model *model, const struct yice_item *item);  /* codes.c */
void yice_elements_check(struct yice_model *model);                               /* place.c */
void yice_measures_declare(struct yice_model *model);                             /* measure.c */
void yice_attributes_declare(struct yice_model *model);                           /* attribute.c */
void yice_scopes_declare(struct yice_model *model);
/* Whether scope is the other one or above it, once yice_scopes_declare() has cut circles. */
bool yice_scope_covers(const struct yice_model *model, uint32_t scope, uint32_t other);                               /* scope.c */
void yice_documents_declare(struct yice_model *model);                            /* scope.c */

/*
 * What an item's surroundings make of it, kept while walking a file from its
 * start. A group ends at anything that is not a heading, a clause or a use.
 */
struct yice_context {
	bool in_list, in_group;
};
void yice_context_step(struct yice_context *context, const struct yice_item *item);

#endif
