/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constructors of clauses, part by part, called by the grammar's actions. Until
 * yice_clause_end the clause's lists are rings. A single part given again is
 * noted in clause->repeated and left out; the compiler reports it.
 */
#include "base/base.h"
#include "grammar/ast_build.h"
#include "grammar/parser.h"

struct yice_clause *yice_build_clause(struct yice_parser *p)
{
	struct yice_clause *clause = yice_arena_alloc(p->arena, sizeof(*clause));

	if (!clause)
		return NULL;
	clause->number = yice_word_none();
	return clause;
}

static struct yice_clause *repeat(struct yice_parser *p, struct yice_clause *clause, struct yice_word keyword)
{
	clause->repeated = yice_word_append(clause->repeated, yice_build_word(p, keyword));
	return clause;
}

static struct yice_text **single_text(struct yice_clause *clause, int part)
{
	switch (part) {
	case TOK_TEXT:
		return &clause->original;
	case TOK_SUMMARY:
		return &clause->summary;
	default:
		return &clause->english;
	}
}

struct yice_clause *yice_clause_text(struct yice_parser *p, struct yice_clause *clause, int part,
				     struct yice_word keyword, struct yice_text *text)
{
	struct yice_text **slot;

	if (!clause)
		return NULL;
	slot = single_text(clause, part);
	if (*slot)
		return repeat(p, clause, keyword);
	*slot = text;
	return clause;
}

struct yice_clause *yice_clause_texts(struct yice_clause *clause, int part, struct yice_text *texts)
{
	struct yice_text **ring;

	if (!clause)
		return NULL;
	ring = part == TOK_LEAD ? &clause->lead : &clause->open;
	*ring = yice_text_concat(*ring, texts);
	return clause;
}

struct yice_clause *yice_clause_when(struct yice_parser *p, struct yice_clause *clause,
				     struct yice_word keyword, struct yice_expr *expr)
{
	if (!clause)
		return NULL;
	if (clause->when)
		return repeat(p, clause, keyword);
	clause->when = expr;
	return clause;
}

struct yice_clause *yice_clause_unless(struct yice_parser *p, struct yice_clause *clause,
				       struct yice_expr *test, struct yice_expr *but, struct yice_span span)
{
	struct yice_unless *unless = yice_arena_alloc(p->arena, sizeof(*unless));

	if (!clause || !unless)
		return clause;
	*unless = (struct yice_unless){ test, but, span, NULL };
	clause->unless = yice_unless_append(clause->unless, unless);
	return clause;
}

struct yice_clause *yice_clause_effect(struct yice_clause *clause, struct yice_effect *effect)
{
	if (clause)
		clause->effects = yice_effect_append(clause->effects, effect);
	return clause;
}

struct yice_clause *yice_clause_basis(struct yice_clause *clause, struct yice_basis *basis)
{
	if (clause)
		clause->basis = yice_basis_concat(clause->basis, basis);
	return clause;
}

struct yice_clause *yice_clause_overrides(struct yice_clause *clause, struct yice_word *numbers)
{
	if (clause)
		clause->overrides = yice_word_concat(clause->overrides, numbers);
	return clause;
}

struct yice_clause *yice_clause_effective(struct yice_parser *p, struct yice_clause *clause,
					  struct yice_word keyword, const struct yice_effective *effective)
{
	if (!clause)
		return NULL;
	if (clause->effective)
		return repeat(p, clause, keyword);
	clause->effective = effective;
	return clause;
}

struct yice_clause *yice_clause_fictional(struct yice_parser *p, struct yice_clause *clause,
					  struct yice_word keyword)
{
	if (!clause)
		return NULL;
	if (clause->fictional)
		return repeat(p, clause, keyword);
	clause->fictional = true;
	return clause;
}

struct yice_clause *yice_clause_broken(struct yice_clause *clause)
{
	if (clause)
		clause->broken = true;
	return clause;
}

struct yice_clause *yice_clause_as(struct yice_parser *p, struct yice_clause *clause,
				   struct yice_word keyword, struct yice_word name, struct yice_arg *args)
{
	struct yice_as *as;

	if (!clause)
		return NULL;
	if (clause->as)
		return repeat(p, clause, keyword);
	as = yice_arena_alloc(p->arena, sizeof(*as));
	if (as)
		*as = (struct yice_as){ name, yice_arg_list(args) };
	clause->as = as;
	return clause;
}

struct yice_clause *yice_clause_end(struct yice_clause *clause, struct yice_span span)
{
	if (!clause)
		return NULL;
	clause->span = span;
	clause->unless = yice_unless_list(clause->unless);
	clause->effects = yice_effect_list(clause->effects);
	clause->open = yice_text_list(clause->open);
	clause->basis = yice_basis_list(clause->basis);
	clause->lead = yice_text_list(clause->lead);
	clause->overrides = yice_word_list(clause->overrides);
	clause->repeated = yice_word_list(clause->repeated);
	return clause;
}
