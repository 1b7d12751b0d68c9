/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change means for one known project. impact_read.c reads its document
 * by both versions, diff_impact.c decides it and finds the clauses that come
 * out differently, impact_write.c tells it.
 */
#ifndef YICE_ANALYSIS_IMPACT_H
#define YICE_ANALYSIS_IMPACT_H

#include "analysis/diff.h"

/* What a version cannot read in a document that the other reads. */
struct yice_unread {
	const char *name; /* of the fact, as the document has it; NULL: it is about the site, or the whole */
	enum yice_diag_id id;
	const char *message;
};
struct yice_unreads {
	struct yice_unread *items;
	uint32_t count;
};

#define YICE_IMPACT_UNDECIDED (-5) /* instead of an outcome: the version cannot decide there */

struct yice_impact_clause {
	const char *id;
	int outcome[YICE_SIDES]; /* as yice_trial_told() gives them, or YICE_IMPACT_UNDECIDED */
};

/* The site as a whole, or one of its units by itself. */
struct yice_impact_part {
	const char *unit;                          /* NULL: the whole */
	bool decided[YICE_SIDES];                  /* one of them is */
	enum yice_verdict verdict[YICE_SIDES];     /* where it is */
	struct yice_unreads reasons[YICE_SIDES];   /* why it is not */
	struct yice_unreads left_out[YICE_SIDES];  /* facts that this version alone decides without */
	struct yice_impact_clause *clauses;        /* that come out differently */
	uint32_t clause_count;
	bool changed;
};

struct yice_impact {
	struct yice_diff *diff;
	enum yice_lang lang;   /* of messages and words */
	const char *name;      /* of the file, and the document's line in it */
	unsigned int line;
	const char *project;   /* its name, else the place of its document */
	struct yice_impact_part whole;
	struct yice_impact_part *units; /* of a site in several */
	uint32_t unit_count;
	struct yice_arena arena;
};

/*
 * impact_read.c. Reads the document into the facts of both versions. What one cannot read in it and the other can is left
 * out for the one; less is known to it then, so that what it decides still holds. A site that it cannot read is not
 * decided by it. YICE_EDIAG: something is read by neither version, and report, unless NULL, tells what, at its place.
 * YICE_ENOMEM, YICE_ELIMIT, YICE_EIMAGE.
 */
int yice_impact_read(struct yice_impact *impact, const char *text, size_t len, struct yice_impact_part *part,
		     yice_report *report) YICE_MUST_CHECK;

/* A list with room for one more; NULL when out of memory. */
void *yice_impact_room(struct yice_impact *impact, void *items, uint32_t count, size_t size);

/* impact_write.c. One project that comes out differently. */
void yice_impact_text(const struct yice_impact *impact, struct yice_buf *out);
void yice_impact_json(const struct yice_impact *impact, struct yice_buf *out);
void yice_impact_html(const struct yice_impact *impact, struct yice_buf *out);
void yice_impact_page(const struct yice_diff *diff, enum yice_lang lang, struct yice_buf *out);
void yice_impact_page_end(enum yice_lang lang, size_t projects, size_t changed, struct yice_buf *out);

#endif
