/* SPDX-License-Identifier: Apache-2.0 */
/* Exact questions about rules: what no project can do, what clauses say of each other, what a change changes. */
#ifndef YICE_ANALYSIS_H
#define YICE_ANALYSIS_H

#include <stddef.h>

#include "yice/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * yice_check(), and when that finds no error the checks of yice-analysis(7): each finding comes with a witness where
 * there can be one, a facts document that has been decided. YICE_OK, YICE_EDIAG, YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_analyse(const char *const *paths, size_t count, yice_report *report);

/* How much of the machine an analysis takes, and who is told how far it is. */
struct yice_effort {
	size_t threads; /* at most 256; 0: one. What is found does not depend on it */
	/*
	 * May be NULL. Clauses done and of how many, 0 while the rules are read; called by one thread at a time, not
	 * always the caller's.
	 */
	void (*progress)(void *context, size_t done, size_t total);
	void *context;
};
/* The same with more threads, or none told; effort may be NULL. */
YICE_API int yice_analyse_with(const char *const *paths, size_t count, const struct yice_effort *effort,
			       yice_report *report);

typedef struct yice_diff yice_diff;

/* What became of a clause, by what projects come out at: not by its text, unless nothing else changed. */
enum yice_difference {
	YICE_DIFF_ADDED,
	YICE_DIFF_REMOVED,
	YICE_DIFF_MOVED,        /* the same text and meaning under another id */
	YICE_DIFF_TIGHTENED,    /* some projects come out worse or under more conditions, none better */
	YICE_DIFF_LOOSENED,     /* some projects come out better or under less conditions, none worse */
	YICE_DIFF_RESCOPED,     /* it applies to other projects; to those it applied to before, as before */
	YICE_DIFF_INCOMPARABLE, /* some come out worse, some better */
	YICE_DIFF_REWORDED,     /* every project comes out as before */
	YICE_DIFFERENCES
};
/* "tightened", "加严"; static. */
YICE_API const char *yice_difference_word(enum yice_difference kind, const char *lang);

/*
 * Compares two versions of rules, each a file or a folder with what it imports, or an image. *out is the caller's; report
 * must outlive it. YICE_OK; YICE_EDIAG when a version has errors; YICE_EIMAGE when it is a damaged image; YICE_EIO,
 * YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_diff_new(const char *old_path, const char *new_path, yice_report *report, yice_diff **out);
YICE_API void yice_diff_free(yice_diff *diff);
/* The changed clauses, in reading order of the new version (of an image: in its order), then those removed. */
YICE_API size_t yice_diff_count(const yice_diff *diff);
YICE_API enum yice_difference yice_diff_kind(const yice_diff *diff, size_t i);
/* Its id in the new version (1) or the old one (0); NULL when it is not there. */
YICE_API const char *yice_diff_clause(const yice_diff *diff, size_t i, int new_version);
/* All of it in a new string (*out, free() it). format: "text", "json" or "html"; lang: "zh" or "en", of text and html. */
YICE_API int yice_diff_render(const yice_diff *diff, const char *format, const char *lang, char **out);
/*
 * Decides one facts document by both versions. *out, in a new string: lines of text (format "text"), a line of JSON or a row
 * of the page (format "html") about it, or NULL when nothing changes for it. A version that cannot read all of it decides
 * by what it can read, or does not decide, and that is said. name is shown in diagnostics of the facts, which go to
 * report; line: the document's first line in that file, which also names a project without a name ("NAME:LINE").
 * YICE_OK; YICE_EDIAG when neither version can read something in the facts; YICE_ENOMEM, YICE_ELIMIT.
 */
YICE_API int yice_diff_impact(yice_diff *diff, const char *name, unsigned int line, const char *facts, size_t len,
			      const char *format, const char *lang, yice_report *report, char **out);
/*
 * What stands before the projects (end 0) and behind them (end 1), in a new string: of the page its frame, and at the end
 * how many projects were decided and how many of them come out differently; of the other forms nothing. YICE_ENOMEM.
 */
YICE_API int yice_diff_impact_frame(const yice_diff *diff, const char *format, const char *lang, int end,
				    size_t projects, size_t changed, char **out);

#ifdef __cplusplus
}
#endif
#endif
