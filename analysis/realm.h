/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The realm of all projects: one axis an attribute, and conditions over the
 * axes as forms. A point of the space is a project of which everything is
 * known: a boolean or one-of attribute has one value, a some-of attribute has
 * the members it has and no others, codes are leaves of their table, quantities
 * are rationals within their range, dates are days of the years 1 to 9999.
 *
 * Axes and members go by name, so that rules of several models (two versions
 * of a list) share one realm. Everything lives in its arena. A failed
 * allocation gives NULL or a false answer and sets arena.failed; callers ask
 * yice_realm_status() before they believe an answer.
 */
#ifndef YICE_ANALYSIS_REALM_H
#define YICE_ANALYSIS_REALM_H

#include "compiler/rule.h"

enum yice_axis_kind { YICE_AXIS_ONE, YICE_AXIS_SOME, YICE_AXIS_NUMBER, YICE_AXIS_DAY };

/* The members of one word list or code table, of every model that has it. */
struct yice_universe {
	const char *name;
	const char **zh; /* as in facts: in English where the models that have it call it otherwise in Chinese */
	const char **en; /* NULL: none; codes: none */
	bool *inner;     /* has members below it, and so is no leaf */
	uint64_t *leaves; /* bits of what a project can have: all words of a list, the leaves of a table */
	uint32_t count, words;
	bool codes;
	struct yice_map names;
};

struct yice_axis {
	const char *zh, *en; /* the attribute's names; zh is en where models call it otherwise; en NULL when it has none */
	enum yice_axis_kind kind;
	bool boolean; /* ONE over 否 and 是 */
	bool site;    /* the attribute over all places */
	uint32_t universe;
	struct yice_ratio factor; /* NUMBER: of its measure, in base units */
	const char *measure;      /* NUMBER: "t/a", as facts are written; "" when dimensionless */
	struct yice_ratio scale;  /* NUMBER: that many of `measure` is one of its own measure */
	bool has_min, has_max;
	struct yice_ratio min, max; /* in its measure; DAY: days */
};

/* The universe of booleans is number 0. */
enum { YICE_MEMBER_NO, YICE_MEMBER_YES };

/* A model in the realm: where its lists and slots went. */
struct yice_realm_model {
	const struct yice_model *model;
	const struct yice_rules *rules;
	uint32_t *universes; /* by vocab */
	uint32_t **members;  /* by vocab, ordinal */
	uint32_t *axes;      /* by slot; YICE_NONE: not met yet */
	uint32_t *twins;     /* by slot: the slot of the other model that is the same attribute, or YICE_NONE */
	const struct yice_realm_model *other; /* NULL: the only one */
};

struct yice_realm {
	struct yice_arena arena;
	struct yice_universe *universes;
	struct yice_axis *axes;
	uint32_t universe_count, axis_count, axis_most;
	struct yice_map axis_names; /* of axes that are no attribute's */
	const struct yice_form *yes, *no;
	bool overflow; /* a limit could not be converted exactly: no answer can be believed */
};

#define YICE_REALM_MODELS 2
#define YICE_REALM_PARTS  12

/* Readings are filled; they, their models and rules must outlive the realm. At most YICE_REALM_MODELS. YICE_OK or
 * YICE_ENOMEM. */
int yice_realm_init(struct yice_realm *realm, struct yice_realm_model *readings,
		    uint32_t count) YICE_MUST_CHECK;
void yice_realm_release(struct yice_realm *realm);
int yice_realm_status(const struct yice_realm *realm);
/* Whether the reading has an attribute for the axis. */
bool yice_realm_has(const struct yice_realm_model *reading, uint32_t axis);
/* The axis of a slot of a reading; made when it is met first. YICE_NONE when out of memory. */
uint32_t yice_realm_axis(struct yice_realm *realm, struct yice_realm_model *reading, uint32_t slot);
/* The axis of the day of decision, of no attribute: zh is "". */
uint32_t yice_realm_day(struct yice_realm *realm);
/* The axis of the places of one part of a site, of YICE_REALM_PARTS, beside the axis of the site. YICE_NONE when out of memory. */
uint32_t yice_realm_part(struct yice_realm *realm, uint32_t site, uint32_t part);

/* ---- forms: conditions in negation normal form, immutable and shared */

enum yice_form_kind {
	YICE_FORM_NO,
	YICE_FORM_YES,
	YICE_FORM_AND,
	YICE_FORM_OR,
	YICE_FORM_IN,    /* ONE: the member is in the set */
	YICE_FORM_HAS,   /* SOME: a member of the set is present */
	YICE_FORM_LACKS, /* SOME: no member of the set is present */
	YICE_FORM_BELOW, /* NUMBER, DAY: at most the limit, or strictly below it */
	YICE_FORM_ABOVE,
	YICE_FORM_SUM,  /* sum of coefficient × value at most the limit, or strictly below it */
	YICE_FORM_KNOWN /* any value: so that a point says one */
};

struct yice_form {
	enum yice_form_kind kind;
	bool strict;
	bool each;      /* HAS, LACKS of the site: every part of it has, or lacks; else some part does (joint.h) */
	uint32_t count; /* AND, OR: parts; SUM: terms */
	uint32_t axis; /* SUM: of the attribute that is compared with the rest, or YICE_NONE */
	const struct yice_form *const *parts;
	const uint64_t *set; /* bits by member of the axis's universe */
	const uint32_t *axes;
	const struct yice_ratio *coefs; /* SUM, per unit of the axis's measure */
	struct yice_ratio limit;
};

/* Simplified: constants and nesting of the same kind disappear. Parts may be NULL, then so is the result. */
const struct yice_form *yice_form_join(struct yice_realm *realm, enum yice_form_kind kind,
				       const struct yice_form *const *parts, uint32_t count);
const struct yice_form *yice_form_and(struct yice_realm *realm, const struct yice_form *a,
				      const struct yice_form *b);
const struct yice_form *yice_form_or(struct yice_realm *realm, const struct yice_form *a,
				     const struct yice_form *b);
/* set: an array of universe words, copied. Complement for IN and HAS/LACKS is the caller's business. */
const struct yice_form *yice_form_set(struct yice_realm *realm, enum yice_form_kind kind, uint32_t axis,
				      const uint64_t *set);
/* The same, of each part of the site. */
const struct yice_form *yice_form_each(struct yice_realm *realm, enum yice_form_kind kind, uint32_t axis,
				       const uint64_t *set);
const struct yice_form *yice_form_bound(struct yice_realm *realm, enum yice_form_kind kind, uint32_t axis,
					struct yice_ratio limit, bool strict);
/* Bits of the axis's universe, all zero. */
uint64_t *yice_form_bits(struct yice_realm *realm, uint32_t axis);
/* Same meaning, part by part. */
void yice_form_key(const struct yice_realm *realm, const struct yice_form *form, struct yice_buf *out);
/* Does the form look at the axis? */
bool yice_form_looks_at(const struct yice_form *form, uint32_t axis);

static inline bool yice_bit(const uint64_t *set, uint32_t i)
{
	return set[i / 64] >> i % 64 & 1;
}
static inline void yice_bit_set(uint64_t *set, uint32_t i)
{
	set[i / 64] |= UINT64_C(1) << i % 64;
}

/* ---- reading.c: rules as forms */

/*
 * What makes an expression true (positive) or false. open: what open words count as, so that with `open` the
 * form says "may be", without it "is". NULL logic is true. Tests of the site are read as a condition, of some part of it.
 */
const struct yice_form *yice_read_logic(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_logic *logic, bool positive, bool open);
/* The same of what the whole of a site has to meet: a demand, an exception. */
const struct yice_form *yice_read_whole(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_logic *logic, bool positive, bool open);
/*
 * The same with the members put back that tests leave out by 除外, read as a condition when it is to hold and as a
 * demand when it is not to.
 */
const struct yice_form *yice_read_restored(struct yice_realm *realm, struct yice_realm_model *reading,
					   const struct yice_logic *logic, bool positive, bool open);
/* All tests of an expression, as they are when it holds, whatever joins them: what it speaks of. Open words are left out. */
const struct yice_form *yice_read_tests(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_logic *logic);
/* Whether a clause applies: guard and no exception. */
const struct yice_form *yice_read_applies(struct yice_realm *realm, struct yice_realm_model *reading,
					  const struct yice_rule *rule, bool positive, bool open);

/* Every attribute the clause looks at has a value. */
const struct yice_form *yice_read_known(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_rule *rule);

/* How bad a clause's outcome is for a project of which everything is known. */
enum yice_level {
	YICE_LEVEL_FREE,
	YICE_LEVEL_RESTRICTED,
	YICE_LEVEL_JUDGED,
	YICE_LEVEL_REFUSED,
	YICE_LEVELS
};
/*
 * Whether what stands beside the effect of a clause that decides is listed, as yice_run_concerns() has it: what its guard asks
 * of the site alone, joined by 且 to the rest.
 */
const struct yice_form *yice_read_beside(struct yice_realm *realm, struct yice_realm_model *reading,
					 const struct yice_rule *rule, bool positive);
/* The outcome is at least (positive) or below the level, which is not FREE. */
const struct yice_form *yice_read_level(struct yice_realm *realm, struct yice_realm_model *reading,
					const struct yice_rule *rule, enum yice_level level, bool positive);
/* Places that a unit lies in and lies outside of, as bits of the site's axis. False when out of memory. */
struct yice_unit_places {
	uint64_t *in, *out;
};
bool yice_read_places(struct yice_realm *realm, const struct yice_realm_model *reading, uint32_t axis, uint32_t unit,
		      struct yice_unit_places *out);
/* What a unit says of the places its sites lie in. */
const struct yice_form *yice_read_unit(struct yice_realm *realm, struct yice_realm_model *reading,
				       uint32_t unit);
/* The day of decision lies in the interval. */
const struct yice_form *yice_read_days(struct yice_realm *realm, struct yice_interval days);

#endif
