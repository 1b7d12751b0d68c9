/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sources declare, resolved: the compiler's working memory between
 * parsing and emission. Everything lives in the model's arena; indices are
 * stable and in order of declaration (files in the order loaded, imports
 * first), so the same sources always give the same numbers.
 *
 * Filled in this order: load.c (files and imports), vocab.c and friends
 * (declarations), outline.c (lists, units, targets and their clauses),
 * then rule.c and emit.c read it.
 */
#ifndef YICE_COMPILER_MODEL_H
#define YICE_COMPILER_MODEL_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "grammar/ast.h"
#include "grammar/parse.h"
#include "runtime/image.h"

#define YICE_DIMS 16 /* base physical dimensions; image.def packs their exponents into four words */

/* Display spellings and the place of a declaration. en is NULL when the author gave none. */
struct yice_label {
	const char *zh, *en;
	struct yice_span span;
};

struct yice_vocab_member {
	struct yice_label label; /* codes: zh = code, en = the code's Chinese name */
	uint32_t end;            /* ordinal after its subtree; own ordinal + 1 for terms */
	uint32_t above;          /* codes: ordinal of the code right above, or YICE_NONE */
	uint32_t info;           /* places: enum yice_place */
	bool used;
};

struct yice_vocab {
	struct yice_label label;
	enum yice_vocab_kind kind;
	const char *edition;
	struct yice_vocab_member *members;
	uint32_t count, cap;
	struct yice_map names; /* every spelling and alias -> ordinal */
	bool used;
};

/* Built-in lists, always vocabs 0 and 1: 区划 (places) of all 分区 区域 园区, 图层 (layers). */
#define YICE_VOCAB_OF_PLACES 0u
#define YICE_VOCAB_OF_LAYERS 1u

struct yice_set {
	struct yice_label label;
	uint32_t vocab;     /* YICE_NONE: unknown list, reported */
	unsigned char *has; /* one byte a member; NULL until resolved */
	const struct yice_item *item;
	bool used, resolving, partial; /* partial: had errors, reported where declared */
};

/* A declared measure, or the resolved product of some. */
struct yice_unit_of_measure {
	struct yice_label label;
	struct yice_ratio factor;
	signed char dim[YICE_DIMS];
};

/* The type of an attribute, shared by all slots of a family. */
struct yice_type {
	enum yice_attr_type kind;
	bool bad;                           /* had errors, reported where declared: yice_find_slot() gives YICE_NONE */
	bool many;                          /* 多项 */
	uint32_t vocab;                     /* TERMS, CODES */
	struct yice_unit_of_measure measure; /* QUANTITY; label.zh is the text as shown, "t/a" */
	const char *period;                 /* Chinese name of the averaging period, or NULL */
	bool has_min, has_max;
	struct yice_ratio min, max;         /* in `measure` */
};

/* 属性 declaration: one slot, or a family of one slot per member of `family`. */
struct yice_attribute {
	struct yice_label label;     /* whole path: 新增排放.{污染物} */
	const struct yice_item *item;
	struct yice_type type;
	const char *describe;
	int hole;                    /* part of the path that ranges over the family; -1: none */
	uint32_t family;             /* vocab; YICE_NONE: none */
	uint32_t slot, slots;        /* first slot and number of slots */
	bool used;
};

struct yice_slot {
	uint32_t attribute, ordinal; /* ordinal within the family, 0 when none */
	const char *zh, *en;         /* 新增排放.化学需氧量; en NULL when a part has no English spelling */
	bool used;
	int64_t scale;               /* ticks per unit of measure: lcm of the thresholds' denominators; 1 at first */
};

struct yice_document {
	struct yice_label label; /* short name; zh = the title when none */
	const char *title, *reference, *publisher;
	struct yice_interval days;
	uint32_t successor;      /* YICE_NONE: none */
	bool used;
};

struct yice_scope {
	struct yice_label label;
	const char *code;
	uint32_t parent; /* YICE_NONE: root */
};

struct yice_dimension {
	struct yice_label label;
};

struct yice_list {
	uint32_t scope;
	const char *title, *english, *publisher, *reference;
	struct yice_interval days;
	bool fictional;
	struct yice_span span, days_span; /* days_span: of its days as written; unknown when it has none */
};

struct yice_unit {
	const char *code, *title, *english;
	enum yice_class klass;
	uint32_t list, scope;
	uint32_t *elements, element_count; /* ordinals of places listed under 要素 */
	uint32_t *within, within_count;    /* ordinals under 位于 */
	bool has_elements, fictional;
	struct yice_span span;
	struct yice_unit *givings, *next_giving; /* of one given again: what each said by itself, in order */
};

struct yice_geometry;
struct yice_env; /* parameters bound by a template or group use; rule.h */

/* A clause where it stands: an AST body, the heading above it, and the arguments in force. */
struct yice_placed {
	const struct yice_clause *clause;
	uint32_t dimension;         /* YICE_NONE: no heading */
	uint32_t target, list;
	const struct yice_env *env; /* NULL outside groups */
	struct yice_span span;      /* clause number, for diagnostics and the image's source place */
	const char *number;         /* "" when it has none */
	uint32_t repeat;            /* 1, 2, … among equal numbers of one target key */
};

struct yice_placement {
	uint32_t list;
	enum yice_target kind;
	uint32_t key;       /* as in image.def */
	uint32_t *clauses, count, cap; /* indices into model.placed */
	struct yice_span span;
};

/* 模板 and 条款组. A group's members are kept as (dimension, clause) and nested uses. */
struct yice_template {
	struct yice_label label;
	const struct yice_item *item;
	struct yice_param *params;
	const struct yice_item **body; /* groups: headings, clauses and uses in order; templates: NULL */
	uint32_t body_count, body_cap;
	bool used, expanding;          /* expanding: guards against groups that use themselves; templates: see rule.c */
};

/* A name as written and what it stands for: feeds `fmt --lang`. zh or en may be NULL when there is no such spelling. */
struct yice_use {
	struct yice_span span;
	const char *zh, *en;
};

/* What the thresholds seen so far ask of a slot's ticks. */
struct yice_grain {
	int64_t scale;            /* lcm of their denominators */
	struct yice_ratio widest; /* the largest of them, without its sign */
	bool too_fine;            /* the lcm passed the limit: a mistake was reported */
};

#define YICE_VEC(type) struct { type *items; uint32_t count, cap; }

struct yice_model {
	struct yice_arena arena;
	struct yice_sources *sources; /* borrowed */
	struct yice_diags *diags;     /* borrowed */
	YICE_VEC(struct yice_file *) files;
	YICE_VEC(const struct yice_item *) others; /* items of all files, in order, but clauses */
	/* By source: its absolute path, or NULL. How sources lie to each other may reach an output, where they lie may not. */
	YICE_VEC(const char *) origins;
	YICE_VEC(struct yice_vocab) vocabs;
	YICE_VEC(struct yice_set) sets;
	YICE_VEC(struct yice_unit_of_measure) measures;
	YICE_VEC(struct yice_label) physicals;
	YICE_VEC(struct yice_attribute) attributes;
	YICE_VEC(struct yice_slot) slots;
	YICE_VEC(struct yice_document) documents;
	YICE_VEC(struct yice_scope) scopes;
	YICE_VEC(struct yice_dimension) dimensions;
	YICE_VEC(struct yice_list) lists;
	YICE_VEC(struct yice_unit) units;
	YICE_VEC(struct yice_template) templates;
	YICE_VEC(struct yice_template) groups;
	YICE_VEC(struct yice_placed) placed;
	YICE_VEC(struct yice_placement) placements;
	YICE_VEC(struct yice_use) uses;
	YICE_VEC(struct yice_geometry) geometries; /* compiler/geometry.h */
	/* Every spelling of … -> index above. Vocabularies, sets, attributes, templates and groups have spaces of their own. */
	struct yice_map vocab_names, set_names, measure_names, attribute_names, document_names, scope_names,
		dimension_names, template_names, group_names, unit_codes;
	struct yice_grain *grains; /* by slot; NULL: slots keep their scales themselves. Of a thread's copy of the model (stream.c) */
	uint32_t site_attribute; /* the some-of attribute over places, or YICE_NONE */
	uint32_t set_depth;      /* sets being resolved, one drawn from another */
	/* Told of every file that is read, with its bytes, in any order but by one thread at a time; not YICE_OK: out of memory. May be NULL. */
	int (*seen)(void *context, const char *path, const char *bytes, size_t len);
	void *seen_context;
	size_t jobs;             /* threads to use, this one among them; 0: one. What comes out does not depend on it */
	bool keep_uses;          /* record names as used, for `fmt --lang`; off for check and build */
	bool failed;             /* out of memory */
};

void yice_model_init(struct yice_model *model, struct yice_sources *sources, struct yice_diags *diags);
void yice_model_release(struct yice_model *model);

/* Room for one more item; returns it zeroed, or NULL with model->failed set. Use YICE_PUSH(model, &model->lists). */
void *yice_model_push(struct yice_model *model, void *vec, size_t size);
/* YICE_OK, or YICE_ENOMEM when an allocation of the model, its arena or its diagnostics failed. */
int yice_model_status(const struct yice_model *model) YICE_MUST_CHECK;
#define YICE_PUSH(model, vec) ((__typeof__((vec)->items))yice_model_push((model), (vec), sizeof(*(vec)->items)))

/*
 * load.c. Levels of diagnostics (levels.c), then files and folders (all *.yice below, sorted by bytes) and what they import, each once, imports before
 * importers; parses and character-checks them. Cycles of imports are allowed (each file once). Missing files are
 * diagnostics at the import, or without place for `paths`.
 */
int yice_model_load(struct yice_model *model, const char *const *paths, size_t count) YICE_MUST_CHECK;
/* The same without levels. */
int yice_model_load_paths(struct yice_model *model, const char *const *paths, size_t count) YICE_MUST_CHECK;
/* The same for one source already added to model->sources (imports are not followed). */
int yice_model_load_source(struct yice_model *model, uint32_t file) YICE_MUST_CHECK;

/* vocab.c. All vocabulary items of all files; order of declaration across files does not matter. */
int yice_model_declare(struct yice_model *model) YICE_MUST_CHECK;
/* outline.c. Lists, units, targets, headings, clauses, template and group bodies; expands groups; numbers repeats. */
int yice_model_outline(struct yice_model *model) YICE_MUST_CHECK;
/* check.c. The named checks of check.def that look at the model as a whole (unused names, unit codes, …). */
int yice_model_check(struct yice_model *model) YICE_MUST_CHECK;

/* names.c. Each records the use (for fmt), marks it used, and reports an unknown name with the nearest candidate. YICE_NONE when unknown. */
uint32_t yice_find_vocab(struct yice_model *model, const struct yice_word *word);
uint32_t yice_find_member(struct yice_model *model, uint32_t vocab, const struct yice_word *word);
uint32_t yice_find_measure(struct yice_model *model, const struct yice_word *word);
uint32_t yice_find_document(struct yice_model *model, const struct yice_word *word, bool full);
uint32_t yice_find_scope(struct yice_model *model, const struct yice_word *word);
uint32_t yice_find_dimension(struct yice_model *model, const struct yice_word *word);
uint32_t yice_find_template(struct yice_model *model, const struct yice_word *word);
uint32_t yice_find_group(struct yice_model *model, const struct yice_word *word);
/* Words of closed built-in lists: unit classes (优先保护 priority …), attribute classes (禁止类 prohibit …), addressees (政府 government …). */
uint32_t yice_find_class(struct yice_model *model, const struct yice_word *word);
uint32_t yice_find_attribute_class(struct yice_model *model, const struct yice_word *word);
uint32_t yice_find_addressee(struct yice_model *model, const struct yice_word *word);
/* Spellings of built-in words, for emission. kind: 0 unit class, 1 attribute class, 2 addressee. */
struct yice_label yice_builtin_label(int kind, uint32_t index);
/* The word list of environmental elements, 环境要素 (element); YICE_NONE when none is declared. */
uint32_t yice_element_list(struct yice_model *model);
/* An averaging period, 按 日均: Chinese name of a term of the word list 时段 (period), or NULL. */
const char *yice_find_period(struct yice_model *model, const struct yice_word *word);
/*
 * What a hole {name} stands for as a member of `vocab`: the term bound to that parameter in env, or the term of the
 * same name when the parameter ranges over another list. YICE_NONE when it is no parameter here or no such member.
 */
uint32_t yice_find_bound(struct yice_model *model, uint32_t vocab, const struct yice_word *hole,
			 const struct yice_env *env);
/*
 * An attribute by its path: plain, or a family with one part naming a member; a part that is a hole stands for what is
 * bound to it in env. Returns the slot. YICE_NONE also, without a further report, when the attribute's type is bad.
 */
uint32_t yice_find_slot(struct yice_model *model, const struct yice_path *path, const struct yice_env *env);
/*
 * Marks members of `vocab` in has[] (one byte each) for a list of items: member names, set names, prefixes of codes
 * (with their subtree), template holes bound in env. false when something was unknown (reported).
 */
bool yice_find_members(struct yice_model *model, uint32_t vocab, const struct yice_path *items,
		       const struct yice_path *except, const struct yice_env *env, unsigned char *has);
void yice_note_use(struct yice_model *model, struct yice_span span, const char *zh, const char *en);

/* measure.c. Resolves a product of measures ("" when expr is NULL: dimensionless); false when unknown or out of range (reported). */
bool yice_measure_resolve(struct yice_model *model, const struct yice_measure_expr *expr, struct yice_span span,
			  struct yice_unit_of_measure *out);
/* Same dimension? When not, the caller reports. */
bool yice_measure_fits(const struct yice_unit_of_measure *a, const struct yice_unit_of_measure *b);
/* Human text of a dimension, "质量/年", for messages. */
const char *yice_measure_describe(struct yice_model *model, const struct yice_unit_of_measure *measure,
				  enum yice_lang lang);

#endif
