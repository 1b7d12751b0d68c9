/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second implementation of yice-language(7) and yice-facts(5), written to be
 * read beside them: it evaluates the syntax tree over facts held as lists of
 * words, looks every name up by comparing text each time it is met, and shares
 * nothing with the compiler, the image and the machine. It takes rules that
 * the program has accepted; on others it may end the process.
 */
#ifndef YICE_TESTS_REFERENCE_REFERENCE_H
#define YICE_TESTS_REFERENCE_REFERENCE_H

#include "base/arena.h"
#include "base/json.h"
#include "grammar/ast.h"
#include "tests/reference/exact.h"

/* ---- words.c: what the sources declare */

struct ref_member {
	const char *zh, *en; /* en may be NULL */
	const struct yice_word *aliases;
	bool zone; /* of the places: an element zone */
};

struct ref_list {
	const char *zh, *en;
	bool codes;
	struct ref_member *members;
	uint32_t count;
};

#define REF_BASES 16

struct ref_measure {
	const char *zh, *en;
	struct exact factor;   /* in base units */
	int powers[REF_BASES]; /* its dimension: of each base unit, as they are declared */
};

struct ref_attribute {
	const struct yice_item *item;
	const struct ref_list *list;   /* one-of, some-of */
	const struct ref_list *family; /* of the hole in its path, or NULL */
	struct exact factor;           /* quantities: its measure in base units */
	int powers[REF_BASES];         /* and its dimension */
	struct exact min, max;         /* in base units, where the item has them */
};

struct ref_scope {
	const char *code;
	const struct ref_scope *parent;
};

struct ref_unit {
	const char *code;
	const struct yice_item *item, *list;
	const struct ref_scope *scope;
};

/* What a parameter stands for. */
struct ref_binding {
	const struct yice_param *param;
	const char *text;    /* TERM: the member's Chinese name; TEXT */
	struct exact number; /* QUANTITY, in base units */
	struct ref_binding *next;
};

/* A clause where it stands. */
struct ref_clause {
	const char *id;
	const struct yice_clause *body;
	const struct ref_binding *bindings;
	const struct yice_item *list;
	const struct ref_scope *scope;
	enum yice_target_kind kind;
	const char *target; /* class in Chinese, place, or unit's code */
	const struct ref_clause **overridden_by;
	uint32_t overridden_count;
	struct ref_clause *next;
};

/*
 * Ground on a grid of 0.01 degrees: bit x of row y, both odd inside of a cell, one or both even on its border. An area is whole
 * cells, a site what has a share of it: cells, points, or the stretches of a route through a cell or along its border.
 */
#define REF_GRID 24

struct ref_ground {
	uint64_t rows[2 * REF_GRID];
};

/* How a site stands to an area: beside it, with no more than a border in common, or with a share in it. */
enum ref_standing { REF_BESIDE, REF_BORDERS, REF_WITHIN };

/* Where a unit or place is; several add up. */
struct ref_area {
	const char *name; /* a unit's code, a place in Chinese */
	struct ref_ground ground;
	const struct ref_scope *home; /* complete for sites in it; NULL: everywhere */
	struct ref_area *next;
};

struct ref_rules {
	struct yice_arena arena;
	const struct yice_item *items;
	const char *folder; /* of the source, for code tables */
	struct ref_list *lists;
	struct ref_measure *measures;
	struct ref_attribute *attributes;
	struct ref_scope *scopes;
	struct ref_unit *units;
	uint32_t list_count, measure_count, attribute_count, scope_count, unit_count;
	struct ref_clause *clauses;
	struct ref_area *areas;
};

/* Ends the process: the reference cannot go on. */
_Noreturn void ref_die(const char *what, const char *name);

/* All declarations of one file; folder: where it lies. The items must outlive the rules. */
void ref_words_read(struct ref_rules *rules, const struct yice_item *items, const char *folder);
const struct ref_list *ref_list_find(const struct ref_rules *rules, const char *name);
/* The member's Chinese name, by any of its names; NULL when there is none. */
const char *ref_member_find(const struct ref_list *list, const char *name);
const struct ref_scope *ref_scope_find(const struct ref_rules *rules, const char *code);
bool ref_scope_holds(const struct ref_scope *upper, const struct ref_scope *lower);
const struct ref_unit *ref_unit_find(const struct ref_rules *rules, const char *code);
/* A product of measures in base units; NULL is 1. */
void ref_measure_factor(const struct ref_rules *rules, const struct yice_measure_expr *expr,
			struct exact *out);
/* Its dimension is added to powers. */
void ref_measure_powers(const struct ref_rules *rules, const struct yice_measure_expr *expr, int *powers);
/* Another power of a measure is multiplied in. */
void ref_powers_add(int *powers, const int *other, int power);
const struct ref_measure *ref_measure_find(const struct ref_rules *rules, const char *name, size_t len);
/*
 * An attribute by the parts of its name, the second NULL when it has one; name gets its Chinese name. NULL
 * when there is none.
 */
const struct ref_attribute *ref_attribute_find(const struct ref_rules *rules, const char *first,
					       const char *second, char *name, size_t size);
const struct ref_binding *ref_binding_find(const struct ref_binding *bindings, const char *name);

/* ---- outline.c: where clauses stand */

void ref_outline_read(struct ref_rules *rules);
/* Arguments of a template or group; outer: the parameters in force where it is used. */
const struct ref_binding *ref_bind(struct ref_rules *rules, const struct yice_param *params,
				   const struct yice_arg *args, const struct ref_binding *outer);
const struct yice_item *ref_item_find(const struct ref_rules *rules, enum yice_item_kind kind,
				      const char *name);
/* The Chinese name of a class of units, by any of its names. */
const char *ref_class_name(const char *word);

/* What the layer of a place tells of a site with coordinates. */
enum ref_told { REF_NOT_TOLD, REF_OUT, REF_ON_BORDER, REF_PARTLY, REF_IN };

#define REF_PLACES 32

/* ---- known.c: facts */

struct ref_fact {
	const char *name; /* the attribute's Chinese name */
	const struct ref_attribute *attribute;
	bool yes;                 /* boolean */
	const char **has, **not_; /* one-of, some-of: members known present and absent */
	uint32_t has_count, not_count;
	bool complete;       /* everything not present is absent */
	struct exact number; /* quantity, in base units */
	const char *date;    /* YYYY-MM-DD */
	struct ref_fact *next;
};

struct ref_facts {
	const struct ref_rules *rules;
	struct ref_fact *facts;
	const struct ref_unit *units[64];
	uint32_t unit_count;
	const struct ref_scope *scope;
	const char *day;
	bool located;             /* the site has coordinates */
	struct ref_ground ground; /* then: what it has a share of */
	bool outside;             /* some of it is in no unit, or in one that no list has */
	enum ref_told told[REF_PLACES];
};

/* False when a facts document must be refused. */
bool ref_facts_read(const struct ref_rules *rules, const struct yice_json *document, struct yice_arena *arena,
		    struct ref_facts *out);
const struct ref_fact *ref_fact_find(const struct ref_facts *facts, const char *name);
/* The scope a unit counts for: its own, or the one stated below it. */
const struct ref_scope *ref_unit_scope(const struct ref_facts *facts, const struct ref_unit *unit);
/* What one of the site's units says of a place, for all of itself: 1 present, -1 absent, 0 nothing. */
int ref_place_of_unit(const struct ref_facts *facts, const struct ref_unit *unit, const char *place);

/* ---- ground.c: what coordinates tell */

/* Reads the data of all 图形, from files beside the source. */
void ref_ground_read(struct ref_rules *rules);
/* Where the site is; false: it has no coordinates. */
bool ref_ground_site(const struct yice_json *site, struct ref_ground *out);
/* Whether there are areas of units, so that coordinates tell the units. */
bool ref_ground_has_units(const struct ref_rules *rules);
/* How a site stands to a unit or place: to the nearest of the features it is made of. */
enum ref_standing ref_ground_stands(const struct ref_rules *rules, const struct ref_ground *site, const char *name);
/* Fills in outside and told, when the site's units are known. */
void ref_ground_tell(struct ref_facts *facts);
enum ref_told ref_ground_told(const struct ref_facts *facts, const char *place);

/* ---- judge.c: truth */

enum ref_truth { REF_F, REF_U, REF_J, REF_T };

enum ref_truth ref_and(enum ref_truth a, enum ref_truth b);
enum ref_truth ref_or(enum ref_truth a, enum ref_truth b);
enum ref_truth ref_not(enum ref_truth a);

/* Of what a test of the site is to be true: of some part of it, or of all. 当 asks the first, 除 and 须 the other; 非 turns one
 * into the other. */
enum ref_reading { REF_SOME, REF_ALL };

enum ref_reading ref_turned(enum ref_reading reading);

/* Names collected, each once. */
struct ref_names {
	struct yice_arena *arena;
	const char **names;
	uint32_t count;
};

void ref_names_add(struct ref_names *names, const char *name);
void ref_names_append(struct ref_names *names, const char *name); /* also what is there already */
enum ref_truth ref_judge(const struct ref_facts *facts, const struct ref_binding *bindings,
			 const struct yice_expr *expr, enum ref_reading reading);
/*
 * Why an expression is what it is: of one that is U, the attributes that its tests miss; of one that is J,
 * the open words. Only through what has the same truth: what is F in an 且 that is F matters, and nothing
 * beside it.
 */
void ref_why(const struct ref_facts *facts, const struct ref_binding *bindings, const struct yice_expr *expr,
	     enum ref_reading reading, enum ref_truth truth, struct ref_names *out);
/* A text with its holes filled. */
const char *ref_fill(const struct ref_binding *bindings, const struct yice_text *text,
		     struct yice_arena *arena);
/* Whether the site lies in the place. */
enum ref_truth ref_within(const struct ref_facts *facts, const char *place, enum ref_reading reading);
/* Whether an expression asks about the site and nothing else. */
bool ref_asks_site(const struct ref_facts *facts, const struct ref_binding *bindings, const struct yice_expr *expr);
/* The attribute over the places, or NULL. */
const char *ref_site_name(const struct ref_rules *rules);

/* ---- decide.c: outcomes */

enum ref_outcome {
	REF_NOT_APPLICABLE,
	REF_SATISFIED,
	REF_VIOLATED,
	REF_RESTRICTED,
	REF_UNKNOWN,
	REF_JUDGEMENT,
	REF_NOTED,
	REF_DUTY,
	REF_NO_DUTY
};
extern const char *const ref_outcome_words[];
extern const char *const ref_verdict_words[];

struct ref_decided {
	const struct ref_clause *clause;
	enum ref_outcome outcome;
	struct ref_names missing, judge;
	struct ref_names asides;  /* what stands beside the effect and concerns the site, as an answer has it */
	const char *due;          /* ", by 2024-12-31" of an encouragement or a duty, ", past" added; or "" */
	struct ref_decided *next;
};

struct ref_decision {
	struct ref_decided *clauses;
	uint32_t count;
	int verdict; /* index into ref_verdict_words, best first */
};

void ref_decide(const struct ref_facts *facts, struct yice_arena *arena, struct ref_decision *out);

#endif
