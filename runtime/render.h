/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the report formats share: one clause with everything around it, and
 * the pieces of a report as lines of plain text, which each format dresses in
 * its own way. Outside runtime/render*.c only yice_run_reason is of use.
 */
#ifndef YICE_RUNTIME_RENDER_H
#define YICE_RUNTIME_RENDER_H

#include "runtime/image_read.h"
#include "runtime/run.h"

/* What another part of the library has to say beside the table. */
struct yice_render_extra {
	const char *lines;   /* of the section: one after the other, '\n' between them */
	const char *json;    /* one value */
	const char *options; /* what the command to have the report again needs besides, a blank before each */
};

struct yice_render {
	struct yice_run *run;
	const struct yice_facts *facts;
	const struct yice_view *view;
	enum yice_lang lang;
	const char *digest; /* NULL: not shown */
	const char *format; /* as the command line has it */
	uint32_t only; /* the one decided clause to show, with its whole reason; YICE_NONE: all, pruned */
	bool color;    /* text: with terminal colours */
	bool one_line; /* json: no line feed but the last */
	const struct yice_render_extra *advice; /* NULL: none was asked for */
	struct yice_buf *out;
	struct yice_arena arena; /* of the clause last loaded */
	uint32_t *needs;         /* per slot: clauses that wait for its fact, as far as counted */
};

struct yice_render_clause {
	const struct yice_decided *decided;
	const struct yice_image_clause_info *info;
	const struct yice_image_context *context;
	const struct yice_image_body *body;
	const struct yice_image_frame *frame;
	uint32_t target_number;
	const struct yice_image_target *target;
	const struct yice_image_list *list;
	const struct yice_image_scope *scope;
	const struct yice_image_unit *unit; /* NULL unless the clause is a unit's own */
	struct yice_because because;
	bool is_duty;
	bool fictional; /* the clause, its unit or its list is an illustration */
};

/* Loads decided clause i; the one before becomes invalid. YICE_OK or YICE_ENOMEM. */
int yice_render_load(struct yice_render *render, uint32_t i, struct yice_render_clause *out) YICE_MUST_CHECK;
/*
 * Whether a child is shown below its parent. Beside what decides, that is what holds in a conjunction left to
 * judgement: it tells why the question arises at all.
 */
static inline bool yice_render_keeps(const struct yice_render *render, const struct yice_reason *parent,
				     const struct yice_reason *child)
{
	return render->only != YICE_NONE || yice_reason_decides(parent, child) ||
	       (parent->kind == YICE_REASON_AND && parent->truth == YICE_J && child->truth == YICE_T);
}
/* Is decided clause i shown as a row, or (duty) in the list of duties? A duty out of the question is neither. */
bool yice_render_shows(const struct yice_render *render, uint32_t i, bool duty);

/* A literal, a string of the image, or a name with two spellings, in the language of the report. */
const char *yice_render_say(const struct yice_render *render, const char *zh, const char *en);
const char *yice_render_string(const struct yice_render *render, uint32_t offset);
const char *yice_render_name(const struct yice_render *render, uint32_t zh, uint32_t en);

/*
 * Free text without what could act on a terminal or break a line: controls and marks of direction become blanks, and so
 * do line feeds unless they are kept.
 */
void yice_render_plain(const char *text, bool keep_lines, struct yice_buf *out);
/* The same of a text of a clause, its holes filled; of a run of them, joined. */
void yice_render_words(const struct yice_view *view, uint32_t clause, uint32_t string, bool keep_lines,
		       struct yice_buf *out);
void yice_render_list(const struct yice_render *render, const struct yice_render_clause *clause, uint32_t run,
		      struct yice_buf *out);

/* The pieces below are appended to out, several lines parted by '\n', none at the end. */
void yice_render_id(const struct yice_render *render, const struct yice_render_clause *clause,
		    struct yice_buf *out);
/* Number within its target, "1-6" or "1-6#2". */
void yice_render_number(const struct yice_render *render, const struct yice_render_clause *clause,
			struct yice_buf *out);
/* Whose clause it is: "顺德区生态环境准入清单 ／ ZH44060620004 北滘镇重点管控区（重点管控单元）". */
void yice_render_group(const struct yice_render *render, const struct yice_render_clause *clause,
		       struct yice_buf *out);
/* What it demands. verbatim: the published text when there is one, else own words first. */
void yice_render_requirement(const struct yice_render *render, const struct yice_render_clause *clause,
			     bool verbatim, struct yice_buf *out);
/* The facts that decided: "行业：C2614 涂料制造". */
void yice_render_situation(const struct yice_render *render, const struct yice_render_clause *clause,
			   struct yice_buf *out);
/* Why: what is missing or open, the conditions, and the tests that decide. */
void yice_render_reasons(const struct yice_render *render, const struct yice_render_clause *clause,
			 struct yice_buf *out);
/* The words a person must judge, quoted. */
void yice_render_open(const struct yice_render *render, const struct yice_render_clause *clause,
		      struct yice_buf *out);
/* Legal basis, with a word on what was not in force on the day. */
void yice_render_bases(const struct yice_render *render, const struct yice_render_clause *clause,
		       struct yice_buf *out);
/*
 * What is said beside the effect, and the last day of an encouragement or a duty. Nothing where the clause does not
 * concern the project, as yice_run_concerns() has it.
 */
void yice_render_asides(const struct yice_render *render, const struct yice_render_clause *clause,
			struct yice_buf *out);
/* enum yice_truth: whether what stands beside the effect is of interest here. YICE_F: it is not listed. */
uint32_t yice_render_concerns(const struct yice_render *render, const struct yice_render_clause *clause);
/* Was the last day over on the day of the decision? */
bool yice_render_is_overdue(const struct yice_render *render, uint32_t due);
/* The duties, and all that stands beside the effects shown. How many stand beside effects. YICE_OK or YICE_ENOMEM. */
int yice_render_apart(struct yice_render *render, struct yice_buf *out) YICE_MUST_CHECK;
int yice_render_count_asides(struct yice_render *render, uint32_t *count) YICE_MUST_CHECK;
/* The whole reason as a tree, two blanks a level, "- " before each. */
void yice_render_tree(const struct yice_render *render, const struct yice_render_clause *clause,
		      struct yice_buf *out);
/* Name of an attribute. */
const char *yice_render_slot(const struct yice_render *render, uint32_t slot);
/* "yes", "no", "missing", "open", "skipped". */
const char *yice_truth_word(uint32_t truth);
/* Counts the facts that an unknown clause waits for into render->needs. */
void yice_render_count_needs(struct yice_render *render, const struct yice_render_clause *clause);
/* Slots of all counted facts in arena, those that most clauses wait for first. YICE_OK or YICE_ENOMEM. */
int yice_render_missing(struct yice_render *render, struct yice_arena *arena, const uint32_t **slots,
			uint32_t *count) YICE_MUST_CHECK;
/* Was the document in force on the day of the decision? */
bool yice_render_is_stale(const struct yice_render *render, const struct yice_image_document *document);

/* The parts of a report around the table. */
enum yice_render_part {
	YICE_PART_HEAD,
	YICE_PART_MISSING,
	YICE_PART_JUDGE,
	YICE_PART_ADVICE,
	YICE_PART_DUTIES,
	YICE_PART_STALE,
	YICE_PART_COUNTS,
	YICE_PART_LISTS,
	YICE_PARTS
};
/* Parts whose lines are no list: what they say is not numbered. */
static inline bool yice_render_is_prose(enum yice_render_part part)
{
	return part == YICE_PART_COUNTS || part == YICE_PART_ADVICE;
}
/* Title of a part in the report's language. */
const char *yice_render_part_title(const struct yice_render *render, enum yice_render_part part);
/* Its lines (HEAD: name, tab, value). Nothing when there is nothing to say. YICE_OK or YICE_ENOMEM. */
int yice_render_part(struct yice_render *render, enum yice_render_part part,
		     struct yice_buf *out) YICE_MUST_CHECK;
/* The list of decided clause i unless a clause before it is of the same list, else YICE_NONE. */
uint32_t yice_render_new_list(const struct yice_render *render, uint32_t i);
/* Title of the whole report; its last lines: image and day, and how to have it again. */
const char *yice_render_title(const struct yice_render *render);
void yice_render_footer(const struct yice_render *render, struct yice_buf *out);
/* The command that gives the same bytes again; IMAGE and FACTS stand for the two files. */
void yice_render_replay(const struct yice_render *render, struct yice_buf *out);

/*
 * yice_run_render() that appends to out, with advice (NULL: without) in every
 * format but CSV. After a failure what was appended means nothing.
 */
int yice_run_render_to(yice_run *run, const yice_facts *facts, const char *format, const char *lang, const char *digest,
		       const char *clause, const struct yice_render_extra *advice, struct yice_buf *out) YICE_MUST_CHECK;
/* Lines of yice_render_reasons for decided clause i. YICE_OK or YICE_ENOMEM. */
int yice_run_reason(struct yice_run *run, const struct yice_facts *facts, size_t i, enum yice_lang lang,
		    struct yice_buf *out) YICE_MUST_CHECK;

/* The formats. Each appends to render->out. YICE_OK or YICE_ENOMEM. */
int yice_render_json(struct yice_render *render) YICE_MUST_CHECK;
int yice_render_brief(struct yice_render *render) YICE_MUST_CHECK;
int yice_render_text(struct yice_render *render) YICE_MUST_CHECK;
int yice_render_md(struct yice_render *render) YICE_MUST_CHECK;
int yice_render_csv(struct yice_render *render) YICE_MUST_CHECK;
int yice_render_html(struct yice_render *render) YICE_MUST_CHECK;

#endif
