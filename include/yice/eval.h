/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluation: an image of rules, the facts of a project, the verdict and its
 * reasons. An image is immutable and may be shared by threads; facts and runs
 * belong to one thread at a time.
 */
#ifndef YICE_EVAL_H
#define YICE_EVAL_H

#include <stddef.h>
#include <stdint.h>

#include "yice/report.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct yice_image yice_image;
typedef struct yice_facts yice_facts;
typedef struct yice_run yice_run;

enum yice_outcome {
	YICE_NOT_APPLICABLE, /* 不涉及 */
	YICE_SATISFIED,      /* 符合 */
	YICE_VIOLATED,       /* 不符合 */
	YICE_RESTRICTED,     /* 受限 */
	YICE_UNKNOWN,        /* 待补充 */
	YICE_JUDGEMENT,      /* 需研判 */
	YICE_NOTED,          /* 提示 */
	YICE_OUTCOMES
};

/*
 * Best first; the overall verdict is the worst that any clause calls for, and undetermined at best where clauses may have
 * been passed over or none was in force. Duties and notes never move it.
 */
enum yice_verdict { YICE_ADMITTED, YICE_CONDITIONAL, YICE_NEEDS_JUDGEMENT, YICE_UNDETERMINED, YICE_REFUSED, YICE_VERDICTS };

/* Words of the JSON interface ("not-applicable", "refused") and of tables ("不涉及", "不予准入"); static. */
YICE_API const char *yice_outcome_word(enum yice_outcome outcome, const char *lang);
YICE_API const char *yice_verdict_word(enum yice_verdict verdict, const char *lang);

/*
 * Maps and verifies an image file. *out is owned by the caller. YICE_EIO with
 * errno set; YICE_EIMAGE when the verifier refuses it, the reason being a diagnostic in
 * report (may be NULL); YICE_ENOMEM.
 */
YICE_API int yice_image_open(const char *path, yice_report *report, yice_image **out);
/*
 * The same of an open file, which stays the caller's. known: nonzero only for bytes that were verified before on this
 * host and that nobody can have changed since; then their contents are not looked at again, and anything may happen
 * when that is not so.
 */
YICE_API int yice_image_map(int fd, int known, yice_report *report, yice_image **out);
/* The same from memory, which the caller keeps unchanged until yice_image_free(); any alignment. */
YICE_API int yice_image_borrow(const void *bytes, size_t len, yice_report *report, yice_image **out);
YICE_API void yice_image_free(yice_image *image);
/* The image's own bytes (for digests), valid as long as the image. */
YICE_API const void *yice_image_bytes(const yice_image *image, size_t *len);
/* Day used when a caller names none, "YYYY-MM-DD" (11 bytes with NUL): the latest day on which one of its lists takes effect. */
YICE_API void yice_image_default_day(const yice_image *image, char out[11]);
/* Instructions, tests and tables as text, appended to a new string (*out, free() it). clause: an id, or NULL for all. */
YICE_API int yice_image_disassemble(const yice_image *image, const char *clause, char **out);

/* Facts of one project. YICE_OK or YICE_ENOMEM. The image must outlive them. */
YICE_API int yice_facts_new(const yice_image *image, yice_facts **out);
YICE_API void yice_facts_free(yice_facts *facts);
/*
 * Facts of many projects at once, out[0] to out[count - 1], each used like one made alone but freed with the others: what
 * deciding reads of them lies side by side in memory, for yice_run_decide_each(). YICE_OK, or YICE_ENOMEM and NULLs.
 */
YICE_API int yice_facts_new_many(const yice_image *image, size_t count, yice_facts **out);
YICE_API void yice_facts_free_many(yice_facts **facts, size_t count);
/* Forgets everything but the memory. */
YICE_API void yice_facts_clear(yice_facts *facts);
/*
 * Reads a facts document (yice-facts(5)) into cleared facts. name is shown in diagnostics.
 * YICE_OK; YICE_EDIAG with every mistake in report; YICE_ENOMEM.
 */
YICE_API int yice_facts_read(yice_facts *facts, const char *name, const char *json, size_t len, yice_report *report);
/*
 * How the files that a facts document names are read (site: a survey text, GeoJSON). *bytes is malloc'd, and freed
 * by the library. YICE_OK, YICE_EIO, YICE_ENOMEM. Without such a function documents that name files are refused.
 */
typedef int yice_facts_open(void *context, const char *name, char **bytes, size_t *len);
YICE_API void yice_facts_set_open(yice_facts *facts, yice_facts_open *open, void *context);
/* "as_of" of the document, or "" when it has none. */
YICE_API const char *yice_facts_day(const yice_facts *facts);

/*
 * Sets one fact by name from text as in a facts document ("新建", "1.2 t/a", "是"; several members separated by
 * "、" or ","); complete: a some-of list is known to be complete. A second value takes the place of the first. YICE_ENOTFOUND
 * for an unknown name; YICE_EDIAG with the reason in report (may be NULL): for a text that is no value, places against the
 * units or the coordinates, after which the fact is unknown; for what layers tell by the coordinates, which then stays.
 */
YICE_API int yice_facts_set(yice_facts *facts, const char *name, const char *value, int complete, yice_report *report);
/*
 * Adds a unit the site lies in. YICE_ENOTFOUND when the image has no such unit, YICE_ELIMIT beyond 64 units; YICE_EDIAG, and
 * nothing is added, against a scope, places or coordinates that are there already.
 */
YICE_API int yice_facts_set_unit(yice_facts *facts, const char *code);

/*
 * A workspace for decisions, sized for the image once; deciding allocates nothing, except for coordinates in more than
 * 64 units and more than any before. The image must outlive it.
 */
YICE_API int yice_run_new(const yice_image *image, yice_run **out);
YICE_API void yice_run_free(yice_run *run);
/*
 * Decides every clause that concerns the facts' site on a day ("YYYY-MM-DD"; NULL: the facts' own, else the image's default).
 * YICE_OK, YICE_ESYNTAX for a malformed day, YICE_ELIMIT when the step budget ran out, YICE_ENOMEM.
 * Results stay valid until the next call or a change of facts.
 */
YICE_API int yice_run_decide(yice_run *run, const yice_facts *facts, const char *day);
/*
 * Decides many projects, one after another, and calls take with the run after each: several times as fast in a large image,
 * because what the next ones need is fetched meanwhile. take: YICE_OK to go on. The status of the first decision or call of
 * take that gave another, else YICE_OK.
 */
typedef int yice_run_take(void *context, yice_run *run, size_t number);
YICE_API int yice_run_decide_each(yice_run *run, const yice_facts *const *facts, size_t count, const char *day,
				  yice_run_take *take, void *context);
/* Before any decision and after one that failed: undetermined. */
YICE_API enum yice_verdict yice_run_verdict(const yice_run *run);
/* Clauses looked at, in reading order (duties too), and how many had an outcome. */
YICE_API size_t yice_run_count(const yice_run *run);
YICE_API size_t yice_run_tally(const yice_run *run, enum yice_outcome outcome);
/* Outcome of the i-th clause; -1 for a duty. */
YICE_API int yice_run_outcome(const yice_run *run, size_t i);
/* Id of the i-th clause, "440606/ZH44060620004/1-6", written into buf (truncated to size, always terminated). Returns its full length. */
YICE_API size_t yice_run_id(const yice_run *run, size_t i, char *buf, size_t size);

/*
 * The whole result as text in a new string (*out, free() it). format: "json", "text", "md", "csv" or "html", or
 * "ndjson" (JSON on one line), "brief" (the same without clauses, duties and what is missing) or "ansi" (text with terminal colours); lang: "zh" or "en";
 * digest: SHA-256 of the image in hex, shown as its identity, or NULL; clause: restrict to one clause id with its full
 * reason tree, or NULL. YICE_OK, YICE_ENOMEM, YICE_ENOTFOUND (format, language, clause).
 */
YICE_API int yice_run_render(yice_run *run, const yice_facts *facts, const char *format, const char *lang,
			     const char *digest, const char *clause, char **out);

#ifdef __cplusplus
}
#endif
#endif
