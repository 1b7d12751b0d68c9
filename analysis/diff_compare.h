/* SPDX-License-Identifier: Apache-2.0 */
/* Two clauses under comparison, and questions about them: what the files share that decide what kind of change it is. */
#ifndef YICE_ANALYSIS_DIFF_COMPARE_H
#define YICE_ANALYSIS_DIFF_COMPARE_H

#include "analysis/diff.h"
#include "analysis/witness.h"

/* Spots alike: looked at by the same versions, with the same places as far as the clause speaks of any. */
struct yice_stand {
	uint32_t spot; /* the first of them; YICE_NONE: the clause is for none */
	bool in[YICE_SIDES];
};

struct yice_comparison {
	struct yice_diff *diff;
	struct yice_clause_change *change;
	const struct yice_subject *subjects[YICE_SIDES];
	struct yice_stand *stands;
	uint32_t stand_count;
	struct yice_map seen; /* stands, while they are gathered */
	bool placed;          /* a clause speaks of places */
	const struct yice_form *known, *readable;
	bool joint;           /* a difference was found of sites in several units alone */
	struct yice_flip why; /* why not every project is readable */
	bool unreached;       /* since it was last cleared */
};

/*
 * A question about a stand: who comes out worse, and how. FREE: it applies without moving the verdict. LISTED: it lists
 * something apart that the other does not.
 */
struct yice_question {
	enum yice_side worse;
	int level; /* an enum yice_level, or YICE_DIFF_LISTED */
	const struct yice_stand *stand;
	bool any; /* also projects that one version cannot read */
};

/* ---- diff_ask.c: one question */

/* With the days on which a side's clause is in force, where the two differ in them; or the opposite. */
const struct yice_form *yice_diff_on_days(const struct yice_comparison *c, enum yice_side side, const struct yice_form *form,
					  bool positive);
/* The worse side comes out as bad as asked; the other one less. */
const struct yice_form *yice_diff_comes_out(const struct yice_comparison *c, const struct yice_question *q);
const struct yice_form *yice_diff_stays_below(const struct yice_comparison *c, const struct yice_question *q);
/* An enum yice_answer, or YICE_ENOMEM, which is kept. project may be NULL. */
int yice_diff_ask(struct yice_comparison *c, const struct yice_question *q, const struct yice_form *also,
		  struct yice_arena *arena, struct yice_project *project);
/*
 * The documents, one for each version, do what they are to show; outcomes are filled. One that its version cannot read becomes
 * NULL; that does where the clause is not there.
 */
bool yice_diff_shows(struct yice_comparison *c, const struct yice_question *q, const char **json, struct yice_flip *flip);
/* Where a project is that names no day: with a day. */
struct yice_place_of yice_diff_place_at(const struct yice_comparison *c, const struct yice_question *q);
/* From the worst level down to the lowest named; first projects that both versions can read. */
void yice_diff_find(struct yice_comparison *c, enum yice_side worse, int most, int least, struct yice_flip *flip);

/* ---- diff_listed.c: duties, and what stands beside an effect */

/* What of a rule is listed: the duty that it is, what stands beside its effect. */
struct yice_listing {
	const struct yice_rule *rule;
	bool duty, beside;
};
/* All of it, or nothing. */
struct yice_listing yice_diff_listing(const struct yice_rule *rule);
/* As the version's last decision has it. False when out of memory, which is kept. */
bool yice_diff_listing_of(struct yice_diff *diff, enum yice_side side, const struct yice_rule *rule, const char *id,
			  struct yice_listing *out);
/* Whether one lists what the other does not: another kind, another's duty, another day, more texts. Words apart. */
bool yice_diff_lists_more(const struct yice_listing *one, const struct yice_listing *other);
/* For which projects it is listed, or is not. */
const struct yice_form *yice_diff_lists(const struct yice_comparison *c, enum yice_side side, bool positive);
/* Fills what differs of it. */
void yice_diff_tell_listed(struct yice_diff *diff, const struct yice_listing *listings, struct yice_flip *flip);

/*
 * diff_joint.c. What yice_diff_find() did not find in one unit, in several: shown by a site in two where there are such units;
 * else it is said that what is told of the clause is told of sites in one.
 */
void yice_diff_find_joint(struct yice_comparison *c, enum yice_side worse, int most, int least, struct yice_flip *flip);
/* diff_ground.c. There, by what the units of both versions say of places: they say other things. Fills witnesses. */
void yice_diff_find_unsaid(struct yice_comparison *c, const struct yice_stand *stand);

#endif
