/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two versions of rules in one realm, and what changed from the first to the
 * second. diff.c makes it clause by clause, diff_spot.c says where projects can
 * be, diff_border.c what was drawn otherwise, diff_compare.c decides what kind of change it is (with diff_ask.c, diff_joint.c
 * and diff_ground.c, which find projects that show it, and diff_listed.c, which knows what is listed apart),
 * diff_same.c compares words, diff_condition.c tells conditions before and
 * after, diff_said.c what is only said, diff_unit.c what changed about units and scopes, diff_declare.c about
 * lists and what they are written with, diff_measure.c about measures, diff_detail.c whom it concerns;
 * diff_text.c, diff_json.c and diff_html.c write it.
 */
#ifndef YICE_ANALYSIS_DIFF_H
#define YICE_ANALYSIS_DIFF_H

#include "analysis/subject.h"
#include "analysis/trial.h"
#include "analysis/witness.h"
#include "yice/analysis.h"

enum yice_side { YICE_OLD, YICE_NEW, YICE_SIDES };

#define YICE_DIFF_LANGS 2

/* Instead of an outcome, beside YICE_TRIAL_ABSENT: why the version has none. */
#define YICE_DIFF_NO_UNIT (-3) /* it has no such unit */
#define YICE_DIFF_NO_WORD (-4) /* it has not the words for the facts, and no such clause */

/* Instead of an enum yice_level, below them all: what the clause lists apart, of duties and encouragements. */
#define YICE_DIFF_LISTED (-1)

/*
 * Where a project can be, as far as rules tell places apart: in a unit, or in a scope and in no unit. Sites in several
 * units are decided unit by unit.
 */
struct yice_spot {
	const char *unit, *scope;    /* codes; unit NULL: in no unit */
	uint32_t number[YICE_SIDES]; /* of the unit, or of the scope; YICE_NONE: the version has none such */
	bool altered;                /* of another class, in other scopes or places, or in one version only */
	bool reshaped;               /* of another geometry */
	uint32_t ground;             /* equal where units say the same of places, in both versions */
};

/* A project whose outcome by the clause differs. */
struct yice_flip {
	bool found;
	const char *json; /* NULL: not found, or why there is none: */
	bool nowhere;     /* there is no site that the clause is for */
	const char *restated; /* what `lacks` can read of it, a document too; NULL: it reads json, or none */
	const char *word; /* both versions cannot read it: it takes this word, which `lacks` does not have */
	bool typed;       /* it has, as an attribute of another type */
	enum yice_side lacks;
	int outcome[YICE_SIDES]; /* as yice_trial_told() gives them, or one of the above */
	/* What of the clause is listed for it apart, where that differs; NULL: nothing, or the same. */
	const char *listed[YICE_SIDES];
	bool lists[YICE_SIDES]; /* something is that the other version does not list */
};

enum yice_clause_part {
	YICE_PART_EFFECT,
	YICE_PART_WHEN,
	YICE_PART_UNLESS,
	YICE_PART_REQUIRE,
	YICE_PART_CONDITION, /* of a restriction, in words */
	YICE_PART_TEXT,      /* of another effect */
	YICE_PART_ADDRESSEE,
	YICE_PART_DUE,
	YICE_PART_BESIDE, /* a duty or an encouragement beside the effect */
	YICE_PART_BASIS,
	YICE_PART_TAG,
	YICE_PART_HEADING,
	YICE_PART_LEAD,
	YICE_PART_FICTIONAL,
	YICE_PART_ORIGINAL,
	YICE_PART_SUMMARY,
	YICE_PART_ENGLISH
};

/* A test that became another, with its sign; or a whole condition, where what joins the tests changed. */
struct yice_edit {
	enum yice_clause_part part;
	bool whole;
	const char *text[YICE_SIDES][YICE_DIFF_LANGS]; /* NULL: absent on that side */
	const char *gained, *lost; /* the same words with other members: those that came and went; NULL: none */
	const char *means[YICE_SIDES]; /* the same words with another measure: the limits in base units; NULL: none */
};

struct yice_clause_change {
	enum yice_difference kind;
	uint32_t clause[YICE_SIDES]; /* placed; YICE_NONE: not there */
	const char *id[YICE_SIDES];  /* NULL: not there */
	bool unreached;              /* a question about it was not settled: there may be more to it */
	bool one_unit;               /* a site in several units may come out otherwise than is told */
	bool days;                   /* it is in force on other days */
	struct yice_flip stricter, looser;
	struct yice_flip listed[YICE_SIDES]; /* this version lists something more, which no other project shows */
	struct yice_edit *edits;
	uint32_t edit_count;
};

/* What changed about a unit, or about a scope. */
struct yice_unit_change {
	const struct yice_spot *spot;
	bool klass, places, scope, border, name, fictional;
	/* Where that changed: places that it is in no more and now; the scopes above it, itself first; the name. */
	const char *place_text[YICE_SIDES], *scope_text[YICE_SIDES], *name_text[YICE_SIDES]; /* NULL: none */
	struct yice_clause_change *clauses; /* those that begin or cease to concern it, or come out otherwise by its places */
	uint32_t clause_count;
};

enum yice_declared_kind {
	YICE_DECLARED_LIST,
	YICE_DECLARED_DOCUMENT,
	YICE_DECLARED_ATTRIBUTE,
	YICE_DECLARED_TERMS,
	YICE_DECLARED_CODES,
	YICE_DECLARED_PLACE,
	YICE_DECLARED_LAYER,
	YICE_DECLARED_GEOMETRY, /* of units */
	YICE_DECLARED_MEASURE,
	YICE_DECLARED_PHYSICAL,
	YICE_DECLARED_DIMENSION,
	YICE_DECLARED_SET,
	YICE_DECLARED_CONDITION /* the same words in Chinese */
};
enum yice_aspect {
	YICE_ASPECT_ITSELF, /* it came or went */
	YICE_ASPECT_TITLE,
	YICE_ASPECT_ENGLISH,
	YICE_ASPECT_PUBLISHER,
	YICE_ASPECT_REFERENCE,
	YICE_ASPECT_DAYS,
	YICE_ASPECT_FICTIONAL,
	YICE_ASPECT_SUCCESSOR,
	YICE_ASPECT_NAME,
	YICE_ASPECT_TYPE,
	YICE_ASPECT_BARE, /* what a number without a measure is, for 1: facts that give one come out otherwise */
	YICE_ASPECT_RANGE,
	YICE_ASPECT_EDITION,
	YICE_ASPECT_MEMBERS, /* those lost and gained */
	YICE_ASPECT_GEOMETRY,
	YICE_ASPECT_PARENTS, /* codes of both that stand below another one in the new version */
	YICE_ASPECT_SHORT,
	YICE_ASPECT_DESCRIBE,
	YICE_ASPECT_ALIASES, /* those lost and gained */
	YICE_ASPECT_KIND,
	YICE_ASPECT_ELEMENT,
	YICE_ASPECT_VALUE,
	YICE_ASPECT_SOURCE,
	YICE_ASPECT_DATED,
	YICE_ASPECT_DATA,
	YICE_ASPECT_HOME
};
/* What changed of a declaration. Texts NULL: nothing. */
struct yice_declared {
	enum yice_declared_kind kind;
	const char *name;
	enum yice_aspect aspect;
	const char *text[YICE_SIDES];
};

struct yice_version {
	struct yice_model model;
	struct yice_rules rules;
	struct yice_subjects subjects;
	struct yice_trial trial;
};

struct yice_diff {
	struct yice_report *report;
	struct yice_version versions[YICE_SIDES];
	struct yice_realm realm;
	struct yice_realm_model readings[YICE_SIDES];
	struct yice_map bodies;
	struct yice_solver *solver;
	struct yice_arena arena;
	struct yice_spot *spots; /* units of the new version, those gone, scopes alone */
	uint32_t spot_count;
	uint32_t *unit_spots[YICE_SIDES]; /* by unit */
	struct yice_map grounds;
	uint64_t **words[YICE_SIDES]; /* by universe: members that the version has; NULL: not asked yet */
	uint32_t *old, *new;          /* by clause: its partner, or YICE_NONE; old[] of the new version */
	struct yice_clause_change *changes;
	uint32_t count;
	struct yice_map renumbered[YICE_SIDES]; /* ids of a side whose clause has another in the other, or none: its change */
	struct yice_unit_change *units;
	uint32_t unit_count;
	struct yice_declared *declared;
	uint32_t declared_count;
	bool *touched;     /* by unit of the new version: some change concerns it */
	bool *touched_old; /* by unit of the old version */
	int status;
};

/* diff.c. The id in the other version of a side's clause, NULL: it is not there. Lives as long as the change, or as `id`. */
const char *yice_diff_other_id(const struct yice_diff *diff, enum yice_side side, const char *id);
/* diff_spot.c. YICE_OK or YICE_ENOMEM. */
int yice_diff_spots(struct yice_diff *diff) YICE_MUST_CHECK;
/* Whether a version looks at the clause for a project there. */
bool yice_diff_concerns(const struct yice_diff *diff, enum yice_side side, const struct yice_subject *subject,
			const struct yice_spot *spot);
/* What the units say of the places of sites there, one version's or (YICE_SIDES) both. */
const struct yice_form *yice_diff_places(struct yice_diff *diff, const struct yice_spot *spot, int side);
/* Whether a spot of both versions lies in the same places, in the same scopes, by what its units say. */
bool yice_diff_same_places(const struct yice_diff *diff, const struct yice_spot *spot);
bool yice_diff_same_scopes(const struct yice_diff *diff, const struct yice_spot *spot);
uint32_t yice_diff_ground(struct yice_diff *diff, struct yice_spot *spot);
/* The unit with that code, or YICE_NONE. */
uint32_t yice_diff_unit(const struct yice_model *model, const char *code);

/* diff_border.c. Sets `reshaped` of spots. */
void yice_diff_borders(struct yice_diff *diff);
/* Tells what was drawn otherwise, and what else is said of layers: source, day, data and scope. */
void yice_diff_geometry(struct yice_diff *diff);
/* diff_compare.c. Two clauses, or one and nothing: fills kind and witnesses. False when nothing changed. */
bool yice_diff_compare(struct yice_diff *diff, struct yice_clause_change *change);
/* The same at one spot alone, which the versions look at as stated: fills witnesses. */
void yice_diff_compare_at(struct yice_diff *diff, struct yice_clause_change *change, uint32_t spot,
			  const bool *in);
/* There, by what the units say of places: they say other things in the two versions. */
void yice_diff_compare_places(struct yice_diff *diff, struct yice_clause_change *change, uint32_t spot);
/* diff_word.c. What projects both versions can read; `word`: why there may be none. */
const struct yice_form *yice_diff_readable(struct yice_diff *diff, const struct yice_form *known,
					   struct yice_flip *why);
/* What one version has names for of a project, in `arena`. False when out of memory. */
bool yice_diff_restate(struct yice_diff *diff, enum yice_side side, const struct yice_project *project,
		       struct yice_arena *arena, struct yice_project *out);
/* diff_same.c. No project comes out differently; do people read the same? */
bool yice_diff_same_words(const struct yice_diff *diff, const struct yice_rule *old, const struct yice_rule *new);
/* Tells conditions that read the same in Chinese, and not in English. */
void yice_diff_english(struct yice_diff *diff);
/* diff_condition.c */
void yice_diff_edits(struct yice_diff *diff, struct yice_clause_change *change);
void yice_diff_condition(const struct yice_model *model, const struct yice_logic *logic, enum yice_lang lang,
			 struct yice_buf *out);
/* "当", "when". */
const char *yice_diff_part(enum yice_clause_part part, enum yice_lang lang);
/* A new change of that part, or NULL when out of memory. */
struct yice_edit *yice_diff_edit(struct yice_diff *diff, struct yice_clause_change *change, enum yice_clause_part part);
/*
 * diff_said.c. Edits of what is not decided but said: conditions in words, duties, whose and until when, texts. *dropped, *added:
 * a restriction of both versions has less conditions, or more, and otherwise the same.
 */
void yice_diff_said(struct yice_diff *diff, struct yice_clause_change *change, bool *dropped, bool *added);
/* diff_listed.c. "职责 政府 "甲"、"乙" 至 2027-12-31": what stands beside an effect, as it is written. */
void yice_diff_aside(const struct yice_rule *rule, const struct yice_aside *aside, struct yice_buf *text);
/* diff_unit.c */
void yice_diff_units(struct yice_diff *diff);
/* diff_declare.c. Also the units of measure and the words of the language that rules are written with: diff_vocab.c. */
void yice_diff_declares(struct yice_diff *diff);
void yice_diff_vocabulary(struct yice_diff *diff);
/* diff_measure.c. An amount in base units, of dimensions as images have them: "1000 kg". NULL when out of memory. */
const char *yice_diff_amount(struct yice_diff *diff, enum yice_side side, struct yice_ratio value, const uint32_t *dims);
/* Fills what the limits of two tests in the same words are, where they differ. */
void yice_diff_means(struct yice_diff *diff, const struct yice_logic *const *tests, struct yice_edit *edit);
/* Tells where an attribute of both versions is measured otherwise: a bare number is read in that. */
void yice_diff_bare(struct yice_diff *diff, const char *name, uint32_t old, uint32_t new);
/* After all clauses were read: projects are written in measures that are the same in both versions. */
void yice_diff_measures(struct yice_diff *diff);
/* What changed of a declaration; texts live as long as the comparison, NULL: there was, or is, nothing. */
void yice_diff_declare(struct yice_diff *diff, enum yice_declared_kind kind, const char *name, enum yice_aspect aspect,
		       const char *old, const char *new);
/* The same where the texts differ. */
void yice_diff_declared_as(struct yice_diff *diff, enum yice_declared_kind kind, const char *name,
			   enum yice_aspect aspect, const char *old, const char *new);
void yice_diff_declared_days(struct yice_diff *diff, enum yice_declared_kind kind, const char *name,
			     struct yice_interval old, struct yice_interval new);
/* A day in words, kept like a text below. */
const char *yice_diff_day(struct yice_diff *diff, yice_day day);
/* The text as long as the comparison lives, NULL when out of memory; the buffer is released. */
const char *yice_diff_keep(struct yice_diff *diff, struct yice_buf *text);
/* "清单", "list"; "标题", "title". */
const char *yice_diff_declared_word(enum yice_declared_kind kind, enum yice_lang lang);
const char *yice_diff_aspect_word(enum yice_aspect aspect, enum yice_lang lang);
/* diff_detail.c */
void yice_diff_touch(struct yice_diff *diff, const struct yice_clause_change *change);
bool yice_diff_is_touched(const struct yice_diff *diff, const struct yice_spot *spot);
/* Units that some change concerns, of either version, and which classes they had and have (YICE_CLASSES of them). */
uint32_t yice_diff_touched(const struct yice_diff *diff, bool *classes);
/* Members of the list of a side's test that the other side's has not, as few as say it, in order. */
void yice_diff_surplus(const struct yice_diff *diff, const struct yice_logic *const *tests, enum yice_side side,
		       const char *between, struct yice_buf *out);
/* Codes of industry tables that changed clauses are about, as few as say it, in order. */
void yice_diff_codes(const struct yice_diff *diff, const char *between, struct yice_buf *out);

/* After the word for its kind: that this is so for sites in one unit, " (for sites in one unit)"; else "". */
const char *yice_diff_limit(const struct yice_clause_change *change, enum yice_lang lang);
/* How many changes are told for sites in one unit alone, as a sentence; "" when none is. Appends. */
void yice_diff_put_limit(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out);
#define YICE_DIFF_FLIPS 4
/* Projects that show a change, or say why none does: how many. */
uint32_t yice_diff_flips(const struct yice_clause_change *change, const struct yice_flip *flips[YICE_DIFF_FLIPS]);
/* How a witness comes out in a version, in words, with what is listed for it apart. */
void yice_diff_put_outcome(const struct yice_flip *flip, enum yice_side side, enum yice_lang lang, struct yice_buf *out);
/* Why no document shows a difference that was found; nothing when there is one, or when that is not known. */
void yice_diff_excuse(const struct yice_flip *flip, enum yice_lang lang, struct yice_buf *out);
/* What comes before what the version reads that cannot read the document: what it lacks. Nothing where both read it. */
void yice_diff_restated(const struct yice_flip *flip, enum yice_lang lang, struct yice_buf *out);
/* "priority", "优先保护". */
const char *yice_diff_class(enum yice_class klass, enum yice_lang lang);

/* What stands beside YICE_ASPECT_BARE: it moves projects, as no other declaration does. */
const char *yice_diff_bare_warning(enum yice_lang lang);

void yice_diff_text(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out);
void yice_diff_json(const struct yice_diff *diff, struct yice_buf *out);
void yice_diff_html(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out);
/* Of a page: all above its title's table; the row that names the lists of a version. */
void yice_diff_page(const char *title, enum yice_lang lang, struct yice_buf *out);
void yice_diff_page_version(const struct yice_diff *diff, enum yice_side side, enum yice_lang lang, struct yice_buf *out);

static inline const struct yice_subject *
yice_diff_subject(struct yice_diff *diff, const struct yice_clause_change *change, enum yice_side side)
{
	return change->clause[side] == YICE_NONE
		   ? NULL
		   : yice_subject(&diff->versions[side].subjects, change->clause[side]);
}

#endif
