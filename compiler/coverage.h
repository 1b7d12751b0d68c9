/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What yice_coverage() counts, between counting (coverage_count.c, coverage_next.c) and writing (coverage_text.c,
 * coverage_json.c). All of it lives in the model's arena.
 */
#ifndef YICE_COMPILER_COVERAGE_H
#define YICE_COMPILER_COVERAGE_H

#include "compiler/rule.h"

/* FULL to TEXT ascend in how much is left to a person; coverage_next.c and the distinct texts rely on it. */
enum yice_cover {
	YICE_COVER_CLAUSES, YICE_COVER_FULL, YICE_COVER_PARTIAL, YICE_COVER_JUDGED, YICE_COVER_TEXT,
	YICE_COVER_DUTIES, YICE_COVER_ENCOURAGED, YICE_COVER_BESIDE, YICE_COVER_DUE, YICE_COVER_NO_BASIS,
	YICE_COVER_STALE, YICE_COVERS
};

struct yice_cover_tally {
	uint32_t count[YICE_COVERS];
};

/* Clauses of one scope, unit class and dimension. klass YICE_CLASSES: not for units of one class. */
struct yice_cover_line {
	uint32_t scope, rank; /* rank: of the scope, by first appearance */
	uint32_t klass, dimension;
	struct yice_cover_tally tally;
};

/* A document cited by a clause that it does not hold up for as long as the clause stands. */
struct yice_cover_stale {
	uint32_t clause; /* index into model->placed */
	const struct yice_document *document;
	bool early; /* not yet in force when the clause takes effect; else ended or replaced */
};

/* An encouragement or a duty that has a last day. */
struct yice_cover_dated {
	uint32_t clause;                /* index into model->placed */
	const struct yice_aside *aside; /* beside the effect; NULL: the effect itself */
	yice_day day;
};

/* A clause or template that addresses projects, with all the clauses it makes. */
struct yice_cover_body {
	enum yice_cover kind;
	uint32_t first;   /* its first clause, index into model->placed */
	uint32_t clauses; /* how many clauses it makes */
	uint32_t units;   /* how many units they serve */
	struct yice_span span;
};

/* Distinct texts that address projects in a scope and those below it, each by its most open clause. */
struct yice_cover_texts {
	uint32_t scope, rank;
	uint32_t count[YICE_COVER_TEXT + 1]; /* YICE_COVER_CLAUSES: all of them */
};

struct yice_cover_sheet {
	struct yice_model *model;
	const struct yice_rules *rules;
	enum yice_lang lang;
	YICE_VEC(struct yice_cover_line) lines;   /* by rank, class and dimension */
	YICE_VEC(struct yice_cover_stale) stale;  /* in order of clauses */
	YICE_VEC(struct yice_cover_dated) dated;  /* by day, then in order of clauses */
	YICE_VEC(struct yice_cover_body) next;    /* what to formalise next, first things first */
	YICE_VEC(struct yice_cover_texts) texts;  /* all first (scope YICE_NONE), then scopes by rank */
	struct yice_cover_tally total;
};

/* How far a rule is formalised: FULL, PARTIAL, JUDGED (a person decides, and the rule says what), TEXT, DUTIES or
 * ENCOURAGED. */
enum yice_cover yice_cover_kind(const struct yice_model *model, const struct yice_rule *rule);
static inline bool yice_cover_projects(enum yice_cover kind)
{
	return kind >= YICE_COVER_FULL && kind <= YICE_COVER_TEXT;
}
/* The text people know a rule by: as published, else its summary. It may lie in scratch, until that is used again. */
const char *yice_cover_words(const struct yice_rule *rule, struct yice_buf *scratch);
/* Whom a dated part addresses (zh NULL: nobody in particular); appends what it says. */
struct yice_label yice_cover_addressee(const struct yice_cover_sheet *sheet, const struct yice_cover_dated *dated);
void yice_cover_say(const struct yice_cover_sheet *sheet, const struct yice_cover_dated *dated, struct yice_buf *out);

/* coverage_count.c, coverage_next.c. YICE_OK or YICE_ENOMEM. */
int yice_cover_count(struct yice_cover_sheet *sheet) YICE_MUST_CHECK;
int yice_cover_order(struct yice_cover_sheet *sheet) YICE_MUST_CHECK;
/* coverage_text.c: with details, every stale basis, all that could come next, and texts by scope. coverage_json.c. */
void yice_cover_text(const struct yice_cover_sheet *sheet, bool details, struct yice_buf *out);
void yice_cover_json(const struct yice_cover_sheet *sheet, struct yice_buf *out);

/* For both writers. */
const char *yice_cover_label(const struct yice_cover_sheet *sheet, const struct yice_label *label);
const char *yice_cover_dimension(const struct yice_cover_sheet *sheet, uint32_t dimension); /* NULL: none */
uint32_t yice_cover_line_of(const struct yice_cover_sheet *sheet, struct yice_span span);
/* Adds up lines from `first` on while they have its scope and, unless any_class, its class; returns the end. */
uint32_t yice_cover_sum(const struct yice_cover_sheet *sheet, uint32_t first, bool any_class,
			struct yice_cover_tally *sum);
/* The share of texts with a core, or with that or words that say what is left to a person, in tenths of a
 * percent, rounded down, so that 100.0% is all. There is a text; count[] as in yice_cover_texts. */
uint32_t yice_cover_core(const uint32_t *count);
uint32_t yice_cover_reasoned(const uint32_t *count);

#endif
