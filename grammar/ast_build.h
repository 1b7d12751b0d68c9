/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constructors for the grammar's actions, one call each. Every list given to
 * or returned by them is a ring: the last node, whose next is the first, so
 * that appending costs the same at any length. Only finished nodes hold plain
 * lists; yice_X_list() opens a ring and gives its first node. When memory runs
 * out constructors return NULL and accept NULL; the arena remembers.
 */
#ifndef YICE_GRAMMAR_AST_BUILD_H
#define YICE_GRAMMAR_AST_BUILD_H

#include "base/arena.h"
#include "base/diag.h"
#include "grammar/ast.h"

struct yice_parser;

/* A number as written and as read. */
struct yice_number {
	struct yice_word word;
	struct yice_ratio value;
};

#define YICE_RING(type)                                                                                      \
	struct type *type##_append(struct type *last, struct type *node);                                    \
	struct type *type##_concat(struct type *last, struct type *more);                                    \
	struct type *type##_list(struct type *last);

YICE_RING(yice_word)
YICE_RING(yice_name)
YICE_RING(yice_text)
YICE_RING(yice_path)
YICE_RING(yice_measure_expr)
YICE_RING(yice_operand)
YICE_RING(yice_sum)
YICE_RING(yice_expr)
YICE_RING(yice_arg)
YICE_RING(yice_param)
YICE_RING(yice_basis)
YICE_RING(yice_unless)
YICE_RING(yice_effect)
YICE_RING(yice_item)

struct yice_word *yice_build_word(struct yice_parser *p, struct yice_word word);
/* From the start of one to the end of the other. */
struct yice_span yice_span_join(struct yice_span from, struct yice_span to);
struct yice_word yice_word_none(void);
struct yice_number yice_number_none(void);
struct yice_word yice_word_of_text(const struct yice_text *text);
struct yice_name *yice_build_name(struct yice_parser *p, struct yice_word zh, struct yice_word en);
/* Ring of adjacent literals to one text. */
struct yice_text *yice_build_text(struct yice_parser *p, struct yice_text *ring);

struct yice_path *yice_build_path(struct yice_parser *p, struct yice_word part, bool hole);
struct yice_path *yice_path_extend(struct yice_parser *p, const struct yice_path *path, struct yice_word part,
				   bool hole);
struct yice_measure_expr *yice_build_measure(struct yice_parser *p, struct yice_word name, int power);
/* The number must be 1, which needs no node: NULL. */
struct yice_measure_expr *yice_build_measure_one(struct yice_parser *p, struct yice_number number);
/* 1/a: the number must be 1 again. */
struct yice_measure_expr *yice_build_inverse(struct yice_parser *p, struct yice_number one,
					     struct yice_word name);

struct yice_operand *yice_operand_path(struct yice_parser *p, struct yice_path *path, struct yice_span span);
struct yice_operand *yice_operand_factor(struct yice_parser *p, struct yice_number factor,
					 struct yice_path *path, struct yice_span span);
struct yice_operand *yice_operand_number(struct yice_parser *p, struct yice_number number,
					 struct yice_measure_expr *measure, struct yice_word period,
					 struct yice_span span);
struct yice_operand *yice_operand_date(struct yice_parser *p, yice_day day, struct yice_span span);
struct yice_operand *yice_operand_yes_no(struct yice_parser *p, bool yes, struct yice_span span);
struct yice_operand *yice_operand_text(struct yice_parser *p, const struct yice_text *text,
				       struct yice_span span);
struct yice_operand *yice_operand_negate(struct yice_operand *operand);
struct yice_sum *yice_build_sum(struct yice_parser *p, struct yice_operand *ring, struct yice_span span);
/* 较严值（…）, a whole side of a comparison. */
struct yice_sum *yice_build_stricter(struct yice_parser *p, struct yice_sum *ring, struct yice_span span);

struct yice_expr *yice_expr_join(struct yice_parser *p, enum yice_expr_kind kind, struct yice_expr *ring,
				 struct yice_span span);
struct yice_expr *yice_expr_not(struct yice_parser *p, struct yice_expr *operand, struct yice_span span);
struct yice_expr *yice_expr_parens(struct yice_expr *expr, struct yice_span span);
struct yice_expr *yice_expr_compare(struct yice_parser *p, struct yice_sum *left, enum yice_relation relation,
				    struct yice_sum *right, struct yice_span span);
struct yice_expr *yice_expr_member(struct yice_parser *p, struct yice_path *path,
				   enum yice_membership membership, struct yice_path *items,
				   struct yice_path *except, struct yice_span span);
struct yice_expr *yice_expr_open(struct yice_parser *p, const struct yice_text *text, struct yice_span span);

struct yice_effective *yice_build_effective(struct yice_parser *p, yice_day from, yice_day to, struct yice_span span);
struct yice_arg *yice_build_arg(struct yice_parser *p, struct yice_word name, struct yice_operand *value);
struct yice_param *yice_build_param(struct yice_parser *p, struct yice_name *name, enum yice_param_kind kind,
				    struct yice_word list, struct yice_measure_expr *measure,
				    struct yice_span span);
/* The words of the article become one: joined with nothing, or with a blank between Latin words. */
struct yice_basis *yice_build_basis(struct yice_parser *p, struct yice_word document, bool full,
				    struct yice_word *article);
struct yice_effect *yice_build_effect(struct yice_parser *p, enum yice_effect_kind kind,
				      struct yice_text *texts, struct yice_word addressee,
				      struct yice_span span);
/* due: YICE_DAY_MAX when none is given. */
struct yice_effect *yice_effect_due(struct yice_effect *effect, yice_day due, struct yice_span span);
struct yice_effect *yice_build_demand(struct yice_parser *p, struct yice_expr *demand, struct yice_span span);
struct yice_type_expr *yice_build_type(struct yice_parser *p, enum yice_type_kind kind, struct yice_word list,
				       struct yice_span span);
struct yice_type_expr *yice_build_quantity(struct yice_parser *p, struct yice_measure_expr *measure,
					   struct yice_word period, struct yice_span span);
struct yice_tag *yice_build_tag(struct yice_parser *p, struct yice_word first, struct yice_word second,
				const struct yice_text *raw);

/*
 * A clause's parts. `part` is the TOK_ of the keyword, `keyword` the word as
 * written: a single part given again goes to clause->repeated, the first stays.
 */
struct yice_clause *yice_build_clause(struct yice_parser *p);
struct yice_clause *yice_clause_text(struct yice_parser *p, struct yice_clause *clause, int part,
				     struct yice_word keyword, struct yice_text *text);
struct yice_clause *yice_clause_when(struct yice_parser *p, struct yice_clause *clause,
				     struct yice_word keyword, struct yice_expr *expr);
struct yice_clause *yice_clause_unless(struct yice_parser *p, struct yice_clause *clause,
				       struct yice_expr *test, struct yice_expr *but, struct yice_span span);
struct yice_clause *yice_clause_effect(struct yice_clause *clause, struct yice_effect *effect);
/* 待判 and 牵头, 依据, 优先于: given again, they add to the list. */
struct yice_clause *yice_clause_texts(struct yice_clause *clause, int part, struct yice_text *texts);
struct yice_clause *yice_clause_basis(struct yice_clause *clause, struct yice_basis *basis);
struct yice_clause *yice_clause_overrides(struct yice_clause *clause, struct yice_word *numbers);
struct yice_clause *yice_clause_effective(struct yice_parser *p, struct yice_clause *clause,
					  struct yice_word keyword, const struct yice_effective *effective);
struct yice_clause *yice_clause_fictional(struct yice_parser *p, struct yice_clause *clause,
					  struct yice_word keyword);
/* After a part that was refused. */
struct yice_clause *yice_clause_broken(struct yice_clause *clause);
struct yice_clause *yice_clause_as(struct yice_parser *p, struct yice_clause *clause,
				   struct yice_word keyword, struct yice_word name, struct yice_arg *args);
/* Opens the clause's rings. */
struct yice_clause *yice_clause_end(struct yice_clause *clause, struct yice_span span);

/* Items. `head` is the keyword or clause number; parts given twice are reported at once. */
struct yice_item *yice_item_import(struct yice_parser *p, struct yice_word head, struct yice_word *paths);
struct yice_item *yice_item_terms(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				  struct yice_name *names);
struct yice_item *yice_item_set(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				struct yice_word list, struct yice_path *items, struct yice_path *except);
struct yice_item *yice_item_attribute(struct yice_parser *p, struct yice_word head, struct yice_path *path,
				      struct yice_path *en, struct yice_type_expr *type);
struct yice_item *yice_item_range(struct yice_parser *p, struct yice_item *item, struct yice_word keyword,
				  struct yice_operand *min, struct yice_operand *max);
struct yice_item *yice_item_physical(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				     struct yice_word base);
struct yice_item *yice_item_measure(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				    struct yice_number factor, struct yice_number divisor,
				    struct yice_measure_expr *of);
/* Codes, dimensions, layers, documents, uses and groups begin with a name only. */
struct yice_item *yice_item_named(struct yice_parser *p, enum yice_item_kind kind, struct yice_word head,
				  struct yice_name *name);
struct yice_item *yice_item_place(struct yice_parser *p, enum yice_place_kind kind, struct yice_word head,
				  struct yice_name *name);
struct yice_item *yice_item_scope(struct yice_parser *p, struct yice_word head, struct yice_number code,
				  struct yice_name *label);
struct yice_item *yice_item_template(struct yice_parser *p, struct yice_word head, struct yice_name *name,
				     struct yice_param *params, struct yice_clause *clause);
struct yice_item *yice_item_params(struct yice_item *group, struct yice_param *params);
struct yice_item *yice_item_args(struct yice_item *use, struct yice_arg *args);
struct yice_item *yice_item_list_head(struct yice_parser *p, struct yice_word head, struct yice_number code,
				      const struct yice_text *title);
struct yice_item *yice_item_target(struct yice_parser *p, struct yice_word head, enum yice_target_kind kind,
				   enum yice_place_kind place, struct yice_word *names);
struct yice_item *yice_item_unit(struct yice_parser *p, struct yice_word head, struct yice_word code,
				 const struct yice_text *title, struct yice_word klass);
struct yice_item *yice_item_clause(struct yice_parser *p, struct yice_word head, struct yice_word number,
				   const struct yice_tag *tag, struct yice_clause *clause);

struct yice_item *yice_item_text(struct yice_parser *p, struct yice_item *item, int part,
				 struct yice_word keyword, const struct yice_text *text);
struct yice_item *yice_item_word(struct yice_parser *p, struct yice_item *item, struct yice_word keyword,
				 struct yice_word word);
struct yice_item *yice_item_words(struct yice_parser *p, struct yice_item *item, int part,
				  struct yice_word keyword, struct yice_word *words);
struct yice_item *yice_item_short(struct yice_parser *p, struct yice_item *item, struct yice_word keyword,
				  struct yice_name *name);
/* names: as words; NULL: units. */
struct yice_item *yice_item_stretch(struct yice_parser *p, struct yice_item *layer, struct yice_word keyword,
				  struct yice_word river, struct yice_operand *low, struct yice_operand *high);
struct yice_item *yice_item_geometry(struct yice_parser *p, struct yice_word head, struct yice_word *names);
struct yice_item *yice_item_dated(struct yice_parser *p, struct yice_item *item, struct yice_word keyword,
				  yice_day day);
struct yice_item *yice_item_effective(struct yice_parser *p, struct yice_item *item, struct yice_word keyword,
				      const struct yice_effective *effective);
struct yice_item *yice_item_fictional(struct yice_parser *p, struct yice_item *item,
				      struct yice_word keyword);
/* Sets the item's extent once all its parts are read. */
struct yice_item *yice_item_end(struct yice_item *item, struct yice_span span);

#endif
