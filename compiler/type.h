/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What turning a clause into a rule is made of: typing expressions (type.c),
 * comparing linear sums (sum.c), rendering tests and texts (text.c), and
 * ranking clauses (override.c). Used by rule.c and by nobody outside the
 * compiler.
 */
#ifndef YICE_COMPILER_TYPE_H
#define YICE_COMPILER_TYPE_H

#include "compiler/rule.h"

/* One clause or template body being resolved: where names come from, and whether anything was wrong. */
struct yice_typing {
	struct yice_model *model;
	const struct yice_env *env; /* NULL outside templates and groups */
	bool bad;                   /* an error was reported */
	bool deep;                  /* nesting too deep was reported: once is enough */
	YICE_VEC(const char *) args; /* what stands in the holes of patterns made so far, each once */
	bool demands;               /* in 须 and not under 非: what holds is what is asked for */
};

/* Reports with up to three arguments and says where the template was used; an error marks the rule as bad.
 * NULL when switched off. */
struct yice_diag *yice_typing_report(struct yice_typing *typing, enum yice_diag_id id, struct yice_span span,
				     const char *a, const char *b, const char *c);
/* The same without touching `bad`, for mistakes found outside a typing. */
void yice_env_note_uses(struct yice_model *model, const struct yice_env *env, struct yice_diag *diag);

/* Nodes; NULL (and model->failed) when out of memory. Joining copies, so parts may be shared between rules.
 */
struct yice_logic *yice_logic_new(struct yice_model *model, enum yice_logic_kind kind, struct yice_span span);
/* a and b under AND or OR, flattened; either may be NULL, then the other is the result. */
struct yice_logic *yice_logic_join(struct yice_model *model, enum yice_logic_kind kind,
				   const struct yice_logic *a, const struct yice_logic *b);
struct yice_logic *yice_logic_not(struct yice_model *model, const struct yice_logic *a);
/* Open words as a test of their own. */
struct yice_logic *yice_logic_open(struct yice_model *model, const char *words, struct yice_span span);
/* The site lies in the place with this ordinal; NULL also when no site attribute is declared. */
struct yice_logic *yice_logic_within(struct yice_model *model, uint32_t place, struct yice_span span);

/* Meaning of an expression; NULL when it has errors (typing->bad) or memory ran out. */
struct yice_logic *yice_type_expr(struct yice_typing *typing, const struct yice_expr *expr);

/* The attribute that says what a comparison is about: the first one in it. */
struct yice_primary {
	const struct yice_operand *operand;
	uint32_t slot;
};

/* sum.c. A comparison of quantities or dates; primary is among the operands and is resolved already. */
struct yice_logic *yice_type_sums(struct yice_typing *typing, const struct yice_expr *expr,
				  struct yice_primary primary);

/* Look-ups that mark the typing as bad and say where the template was used when something is unknown. */
uint32_t yice_type_slot(struct yice_typing *typing, const struct yice_path *path);
bool yice_type_measure(struct yice_typing *typing, const struct yice_operand *literal,
		       struct yice_unit_of_measure *out);
/* Chinese name of the averaging period a word stands for; NULL when none is written or it is unknown. */
const char *yice_type_period(struct yice_typing *typing, const struct yice_word *word);
/* Binding of `{name}` standing alone as an operand or item, when there is one (nothing reported). */
const struct yice_binding *yice_type_hole(struct yice_typing *typing, const struct yice_path *path);
/* Says that {name} is no parameter here, with the nearest one that is. */
void yice_report_hole(struct yice_typing *typing, const char *name, struct yice_span span);
/* Adds "used here" to the diagnostics from number `first` on, which others reported for this typing. */
void yice_typing_note_since(struct yice_typing *typing, uint32_t first);
/* Bytes between two spans without the blanks around them: where an operator stands. Empty when a comment is
 * in between. */
struct yice_span yice_type_between(const struct yice_model *model, struct yice_span left,
				   struct yice_span right);

/* text.c */
/* Holes filled in from the environment; unknown ones are reported. Plain text outside templates and groups.
 */
const char *yice_text_fill(struct yice_typing *typing, const struct yice_text *text, enum yice_lang lang);
/*
 * The same as a pattern: what is filled in is added to typing->args, and the text has its number there. What the same
 * template says with other arguments is then the same text.
 */
const char *yice_text_pattern(struct yice_typing *typing, const struct yice_text *text, enum yice_lang lang);
/* Such a pattern with its holes filled, in the model's arena. */
const char *yice_text_settle(struct yice_typing *typing, const char *pattern);
/* "行业 属于 C26、C25 除外 C2614": sets zh and en of the test. op chooses the word. */
void yice_text_membership(struct yice_typing *typing, struct yice_logic *test,
			  enum yice_membership membership, const struct yice_path *items,
			  const struct yice_path *except);
/* "2 × 新增排放.氨氮 ≤ 3 t/a": sides swapped when the attribute stands on the right only. */
void yice_text_compare(struct yice_typing *typing, struct yice_logic *test, const struct yice_sum *left,
		       enum yice_relation relation, const struct yice_sum *right, bool flipped);
/* Spelling of a keyword of memberships and relations. */
const char *yice_membership_word(enum yice_membership membership, enum yice_lang lang);
const char *yice_relation_word(enum yice_relation relation, enum yice_lang lang);
enum yice_relation yice_relation_mirror(enum yice_relation relation);
/* Display name of a slot or member; the Chinese one when there is no English. */
const char *yice_slot_name(const struct yice_model *model, uint32_t slot, enum yice_lang lang);
const char *yice_label_text(const struct yice_label *label, enum yice_lang lang);
const struct yice_type *yice_slot_type(const struct yice_model *model, uint32_t slot);
/* The language a word of the source is in, so that a fix reads like what stands around it. */
enum yice_lang yice_lang_at(const struct yice_model *model, struct yice_span span);

/*
 * Turns of the diagnostics of rules (base/diag.h), where they are divided among threads: in the lower half the number of a
 * clause or target. What comes before them has turn 0.
 */
#define YICE_TURN_BUILD	   (UINT64_C(1) << 32)
#define YICE_TURN_RANK	   (UINT64_C(2) << 32)
#define YICE_TURN_SIZE	   (UINT64_C(3) << 32)
#define YICE_TURN_GEOMETRY (UINT64_C(4) << 32)
#define YICE_TURN_MODEL	   (UINT64_C(5) << 32)
#define YICE_TURN_CHECKS   (UINT64_C(6) << 32)

#define YICE_SCALE_MAX 1000000000000 /* finest tick of an attribute: 10^-12 of its measure */

/* rule.c. The rule of a placed clause, alone: without 优先于, and not held against limits. */
void yice_rule_build(struct yice_model *model, const struct yice_placed *placed, struct yice_rule *rule);
/* rule.c. Whether thresholds up to `widest` fit into ticks at that scale. */
bool yice_ticks_fit(struct yice_ratio limit, int64_t scale);
/*
 * check_rule.c. The checks of clauses as written, and those of rules and targets: over the rules of whole targets, one
 * target after the other. Each check has turns of its own from YICE_TURN_CHECKS on: the same findings sort the same however
 * rules are divided. Failures are in the model.
 */
void yice_clauses_check(struct yice_model *model);
void yice_targets_check(struct yice_model *model, const struct yice_rule *const *rules, uint32_t count);

/* rule.c. Reports a clause that asks more of the machine than it gives, and marks it as bad. */
void yice_rule_check_size(struct yice_model *model, struct yice_rule *rule);
/*
 * override.c. 优先于: adds the applicability of overriding clauses to the exceptions of those they override. Only rules
 * that `by` numbers may override others; rules that are not built yet (placed NULL) are built when they are needed.
 */
int yice_rules_rank(struct yice_model *model, struct yice_rules *rules, const uint32_t *by, uint32_t by_count) YICE_MUST_CHECK;
/* "440606/ZH44060620004/1-6", "#2" added for repeats, in the model's arena. */
const char *yice_placed_id(struct yice_model *model, uint32_t placed);

#endif
