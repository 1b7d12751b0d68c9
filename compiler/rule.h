/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clauses resolved and typed: the form that emission, analyses and a reference
 * interpreter read. One yice_rule per placed clause, templates expanded and
 * parameters bound, with every test in terms of slots, members and exact
 * numbers.
 */
#ifndef YICE_COMPILER_RULE_H
#define YICE_COMPILER_RULE_H

#include "compiler/model.h"

/* One bound parameter. TERM: vocab and ordinal; TEXT: text; QUANTITY: number in its measure. */
struct yice_binding {
	const struct yice_param *param;
	uint32_t vocab, ordinal;
	const char *text;
	struct yice_ratio number;
	struct yice_unit_of_measure measure;
	const char *period;    /* QUANTITY: Chinese name of its averaging period, or NULL */
	struct yice_span span; /* the argument */
};

struct yice_env {
	const struct yice_template *template_;
	struct yice_binding *bindings;
	uint32_t count;
	struct yice_span use;         /* where it was used: a note on errors inside */
	const struct yice_env *outer; /* of the group around it: notes only, names are not looked up in it */
};

/* Binds arguments to parameters (positional or by name); reports missing, surplus and ill-typed ones. NULL on error or OOM. */
const struct yice_env *yice_env_bind(struct yice_model *model, const struct yice_template *template_,
				     const struct yice_param *params, const struct yice_arg *args, struct yice_span use,
				     const struct yice_env *outer);
/* Binding of a hole by its name in either spelling; NULL when there is none (not reported). */
const struct yice_binding *yice_env_find(const struct yice_env *env, const char *name);

enum yice_logic_kind { YICE_LOGIC_AND, YICE_LOGIC_OR, YICE_LOGIC_NOT, YICE_LOGIC_TEST };

/*
 * coef × value in the slot's own measure. The terms of a sum are in ascending order of slots, and scaled so that their
 * coefficients are coprime integers, the first one positive.
 */
struct yice_logic_term {
	uint32_t slot;
	struct yice_ratio coef;
};

/* A test's meaning; fields by op as in runtime/test.def. */
struct yice_logic {
	enum yice_logic_kind kind;
	struct yice_span span;
	struct yice_logic *first, *next; /* children of AND, OR, NOT; next sibling */
	enum yice_test_op op;
	uint32_t slot;
	const uint32_t *runs;            /* ANY, ALL, CODE_ANY, CODE_ALL: members as a number of runs, then [lo, hi) of each */
	const uint32_t *whole;           /* the same with those after 除外; NULL: there are none */
	struct yice_ratio limit;         /* LT … NE: in the slot's measure, dates: days; SUM: see sum */
	enum yice_relation relation;     /* SUM */
	uint32_t terms;
	struct yice_logic_term *sum;     /* SUM: `terms` of them */
	const char *words;               /* OPEN */
	bool truth;                      /* CONST */
	const char *zh, *en;             /* the test as text in both languages, parameters filled in */
};

struct yice_rule_basis {
	uint32_t document;
	const char *article;
	struct yice_span span; /* the document's name where it is cited */
};

/* What a clause says beside the effect that decides: shown with it, listed apart, never part of the verdict. */
struct yice_aside {
	enum yice_aside_kind kind;
	struct yice_label addressee; /* of a duty; zh NULL otherwise */
	const char **texts;          /* patterns of the rule */
	uint32_t text_count;
	yice_day due;                /* the last day; YICE_DAY_MAX: none */
	struct yice_span span, due_span;
};

struct yice_rule {
	const struct yice_placed *placed;
	struct yice_logic *guard;             /* NULL: always; place targets have their site test in it, 禁止 and 限制 ∨ open */
	struct yice_logic **except;           /* each: test and not but; then guards of overriding clauses */
	uint32_t except_count;
	struct yice_logic *demand;            /* NULL: none; clause-level open words of 须 are in it */
	enum yice_effect_op effect;
	/* Patterns: texts in which YICE_HOLE and a byte n stand for args[n - 1]. Read them by yice_rule_text() and the like. */
	const char *original, *summary, *english;
	const char *const *args;              /* different values, in the order in which patterns name them first */
	struct yice_label element, klass, addressee; /* zh NULL when absent */
	const char **texts, **open, **lead;   /* patterns */
	uint32_t text_count, open_count, lead_count;
	yice_day due;                         /* of an encouragement or a duty; YICE_DAY_MAX: none */
	struct yice_span due_span;
	struct yice_aside *asides;
	uint32_t aside_count;
	struct yice_rule_basis *bases;
	uint32_t base_count;
	const struct yice_word **overrides;   /* 优先于, as written, the template's first */
	uint32_t override_count;
	struct yice_interval days;            /* list's and clause's intervals intersected */
	bool fictional;
	bool bad;                             /* had errors: not emitted */
	unsigned char arg_count;              /* at most YICE_ARGS_MAX */
};

struct yice_rules {
	struct yice_rule *items; /* parallel to model->placed */
	uint32_t count;
};

/* rule.c. Types and resolves every placed clause, expands templates, applies 优先于; sets slots' used flags and scales. */
int yice_rules_build(struct yice_model *model, struct yice_rules *rules) YICE_MUST_CHECK;
/*
 * rule.c. From a loaded model to its rules: declarations, outline, rules, in this order and whether or not a pass found
 * mistakes. YICE_OK also when there are diagnostics.
 */
int yice_rules_resolve(struct yice_model *model, struct yice_rules *rules) YICE_MUST_CHECK;
/*
 * text.c. A pattern of the rule with its holes filled: appended; or as a whole, which is the pattern itself when it has
 * none and lies in `scratch` otherwise, until that is used again. NULL is nothing, and NULL.
 */
void yice_rule_add_text(const struct yice_rule *rule, const char *pattern, struct yice_buf *out);
const char *yice_rule_text(const struct yice_rule *rule, const char *pattern, struct yice_buf *scratch);
/*
 * Whether the rule's basis of that number goes on from one document to the next: another basis is the document that replaced it,
 * at once or after others, and held no later than it ended; or (`back`) that it replaced, and held until it took effect.
 */
bool yice_rule_basis_continues(const struct yice_model *model, const struct yice_rule *rule, uint32_t basis, bool back);
/* text.c. Whether a pattern of one rule and a pattern of another read the same; either may be NULL. */
bool yice_rule_same_text(const struct yice_rule *a, const char *one, const struct yice_rule *b, const char *other);
/* rule.c. Whether two rules say the same of encouragements and duties: parts beside their effects, and last days. */
bool yice_rule_same_guidance(const struct yice_rule *a, const struct yice_rule *b);
/* check_rule.c. The named checks of check.def that look at rules. */
int yice_rules_check(struct yice_model *model, const struct yice_rules *rules) YICE_MUST_CHECK;
/*
 * condition.c. A whole source (its number) as one condition in the words of a model whose rules have been resolved;
 * *out lives in the model's arena. YICE_OK, YICE_EDIAG with every mistake in the model's diagnostics, YICE_ENOMEM.
 */
int yice_condition_read(struct yice_model *model, uint32_t file, const struct yice_logic **out) YICE_MUST_CHECK;
/* compile.c. All passes from files to checked rules, whether or not one found mistakes. YICE_OK also when there are diagnostics. */
int yice_rules_check_all(struct yice_model *model, struct yice_rules *rules, const char *const *paths,
			 size_t count) YICE_MUST_CHECK;
/* Where emission takes rules from: all of them at once, or as they are built (stream.h). */
struct yice_rule_source {
	/* Told once which placements will be asked for, in this order. YICE_OK, YICE_ENOMEM. */
	int (*start)(void *context, const uint32_t *placements, uint32_t count);
	/* The rule of the next clause of these placements, which `number` says again (model.placed); valid until the next
	 * call. NULL when there can be no image. */
	const struct yice_rule *(*take)(void *context, uint32_t number);
	void *context;
};

/* emit.c. The image of a model without errors. */
int yice_rules_emit(const struct yice_model *model, const struct yice_rules *rules, struct yice_buf *image) YICE_MUST_CHECK;

#endif
