/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics: what is wrong in a user's text, where, and what to write
 * instead. Codes are permanent (diag.def); messages exist in Chinese and
 * English with {0}..{3} standing for string arguments.
 */
#ifndef YICE_BASE_DIAG_H
#define YICE_BASE_DIAG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/source.h"

enum yice_severity { YICE_NOTE, YICE_WARNING, YICE_ERROR };

/* One enumerator per line of diag.def: YICE_D_<name>. */
enum yice_diag_id {
#define D(number, severity, name, zh, en, more_zh, more_en) YICE_D_##name,
#include "base/diag.def"
#undef D
	YICE_DIAG_COUNT
};

#define YICE_DIAG_ARGS 4

/* A message with its arguments: of the diagnostic itself, of a related note, or of the help line. */
struct yice_message {
	enum yice_diag_id id;
	struct yice_span span; /* YICE_SPAN_NONE when it has no place */
	const char *args[YICE_DIAG_ARGS];
	struct yice_message *next;
};

struct yice_diag {
	struct yice_message main;
	enum yice_severity severity; /* after switches, may differ from the table's */
	struct yice_message *notes;  /* related places, in order */
	struct yice_message *helps;  /* what to do; ids of NOTE severity */
	struct yice_span fix_span;   /* with `fix`: bytes to replace */
	const char *fix;             /* replacement text, or NULL */
	uint64_t turn;               /* that of the list when it was added */
};

struct yice_diags {
	struct yice_arena arena;
	struct yice_diag **items; /* in order of addition */
	uint32_t count, cap;
	uint32_t errors, warnings;
	bool failed;                           /* out of memory: treat as an error */
	uint64_t turn;                         /* for diagnostics to come: sorts those of one place, before the order of addition */
	struct yice_buf drawing;               /* places of mistakes in geometry: GeoJSON features, separated by commas */
	signed char override[YICE_DIAG_COUNT]; /* -1 table severity, else enum yice_severity, or YICE_SEVERITY_OFF */
};

#define YICE_SEVERITY_OFF 3

void yice_diags_init(struct yice_diags *diags);
void yice_diags_release(struct yice_diags *diags);
/* An empty list for a thread of its own, with the switches and the turn of `from`. */
void yice_diags_fork(struct yice_diags *diags, const struct yice_diags *from);
/* Everything in `from` goes to the end of the list, and its memory with it; from is empty afterwards. */
void yice_diags_join(struct yice_diags *diags, struct yice_diags *from);

/*
 * Adds a diagnostic; trailing arguments are up to four `const char *` ended by
 * NULL, copied. Returns it for notes, help and fix, or NULL when switched off
 * or out of memory (the three functions below accept NULL).
 */
struct yice_diag *yice_diag_add(struct yice_diags *diags, enum yice_diag_id id, struct yice_span span, ...)
	YICE_SENTINEL;
void yice_diag_note(struct yice_diags *diags, struct yice_diag *diag, enum yice_diag_id id, struct yice_span span,
		    ...) YICE_SENTINEL;
void yice_diag_help(struct yice_diags *diags, struct yice_diag *diag, enum yice_diag_id id, ...)
	YICE_SENTINEL;
void yice_diag_fix(struct yice_diags *diags, struct yice_diag *diag, struct yice_span span, const char *replacement);

/*
 * The facts document, one line of JSON, of the project that shows it: what its help line YICE_D_help_witness gives as an
 * example. NULL: none.
 */
const char *yice_diag_witness(const struct yice_diag *diag);

/* Adds a copy of another list's diagnostic, with the severity it has there. */
void yice_diag_take(struct yice_diags *diags, const struct yice_diag *diag);

/*
 * Sets the severity of a code from its number text ("Y0301") or name
 * ("unused-name"). YICE_ENOTFOUND: no such code; YICE_ERANGE: the code is an
 * error that stays one.
 */
int yice_diags_override(struct yice_diags *diags, const char *code, int severity) YICE_MUST_CHECK;
/* "error", "warning", "note" or "off" as a severity, YICE_SEVERITY_OFF for the last; -1: none of them. */
int yice_severity_find(const char *word);
/* YICE_OK, YICE_EDIAG when there are errors, YICE_ENOMEM when failed. */
int yice_diags_status(const struct yice_diags *diags);

/* Sorts by file, offset, turn, then order of addition; removes exact repeats. */
void yice_diags_sort(struct yice_diags *diags);

enum yice_diag_format { YICE_DIAG_PRETTY, YICE_DIAG_COMPACT, YICE_DIAG_JSON, YICE_DIAG_SARIF };

struct yice_diag_style {
	enum yice_diag_format format;
	enum yice_lang lang;
	bool color;
	int ambiguous; /* columns of East Asian ambiguous characters: 1 or 2 */
};

/*
 * Appends every diagnostic to out in the given form. Pretty and compact: text
 * lines; json, sarif: one document. Lines and columns count from 1, columns in
 * code points, ends are exclusive; "start" and "end" are byte offsets from 0.
 */
void yice_diags_render(const struct yice_diags *diags, const struct yice_sources *sources,
		       const struct yice_diag_style *style, struct yice_buf *out);
/* Message text of one message, arguments filled in. */
void yice_message_render(const struct yice_message *message, enum yice_lang lang, struct yice_buf *out);

/* Table access: number text "Y0301", kebab-case name "unused-name", default severity, and the long explanation. */
const char *yice_diag_code(enum yice_diag_id id);
const char *yice_diag_name(enum yice_diag_id id);
enum yice_severity yice_diag_severity(enum yice_diag_id id);
/*
 * Whether it is an error that later passes rely on, so that it stays one. What the analysis finds in rules that compile is
 * relied on by nobody, and who has considered it may set it.
 */
bool yice_diag_is_fixed(enum yice_diag_id id);
const char *yice_diag_text(enum yice_diag_id id, enum yice_lang lang);
const char *yice_diag_explanation(enum yice_diag_id id, enum yice_lang lang);
/* By number ("Y0301", "y0301", "0301") or name; YICE_DIAG_COUNT when unknown. */
enum yice_diag_id yice_diag_find(const char *code);

/* Nearest candidate to `name` within a third of its length (at least 1); NULL when none. Ties: the first. */
const char *yice_did_you_mean(const char *name, const char *const *candidates, size_t count);

#endif
