/* SPDX-License-Identifier: Apache-2.0 */
/* What every command has at hand: its arguments, the two streams and the exit statuses. */
#ifndef YICE_CLI_CLI_H
#define YICE_CLI_CLI_H

#include "base/arena.h"
#include "base/report.h"
#include "cli/opt.h"

/* Scripts depend on these. */
enum yice_exit {
	YICE_EXIT_OK = 0,     /* success; admitted or conditional */
	YICE_EXIT_FAILED = 1, /* of the tool or its input */
	YICE_EXIT_REFUSED = 2,
	YICE_EXIT_RULES = 3, /* errors in rules; a failed expectation */
	YICE_EXIT_OPEN = 4,  /* undetermined or judgement */
	YICE_EXIT_USAGE = 64
};

struct yice_cli {
	struct yice_args args;
	bool color_out, color_err; /* whether standard output and standard error take colours */
};

/* The commands: each returns an enum yice_exit. */
#define COMMAND(name, operands, zh, en) int yice_cmd_##name(struct yice_cli *cli);
#define EXAMPLE(command, line, zh, en)
#define OPTION(command, id, name, letter, value, zh, en)
#define NOTE(command, zh, en)
#include "cli/cmd.def"
#undef COMMAND
#undef EXAMPLE
#undef OPTION
#undef NOTE

/* A line "yice: …" on standard error. */
void yice_cli_say(const struct yice_cli *cli, const char *format, ...) YICE_PRINTF(2, 3);
/* The same for wrong usage, with a pointer to the help. Returns YICE_EXIT_USAGE. */
int yice_cli_misused(const struct yice_cli *cli, const char *format, ...) YICE_PRINTF(2, 3);
/* YICE_OK when the number of operands lies within the bounds, else YICE_EXIT_USAGE, said. */
int yice_cli_operands(const struct yice_cli *cli, size_t least, size_t most);
/* Says why a status other than YICE_EDIAG came about. subject: a path, or NULL. Returns YICE_EXIT_FAILED. */
int yice_cli_failed(const struct yice_cli *cli, int status, const char *subject);
/* Writes to a file, or to standard output when path is NULL or "-". YICE_EXIT_OK or YICE_EXIT_FAILED, said. */
int yice_cli_write(const struct yice_cli *cli, const char *path, const void *bytes, size_t len);
/* Writes the text of a buffer to standard output and releases it. YICE_EXIT_OK or YICE_EXIT_FAILED, said. */
int yice_cli_print(const struct yice_cli *cli, struct yice_buf *text);
/* Diagnostics of at least that severity on standard error. */
void yice_cli_show(const struct yice_cli *cli, const struct yice_report *report, enum yice_severity least,
		   enum yice_diag_format format, int ambiguous);
/* Errors and warnings, as people read them: for commands that do something else than check. */
void yice_cli_diagnose(const struct yice_cli *cli, const struct yice_report *report);

/* A yice_facts_open: the file's name is relative to the folder of the document, whose path is the context. */
int yice_cli_open_beside(void *document, const char *name, char **bytes, size_t *len);

/* "zh" or "en": of what people read, by --lang or else the locale. */
const char *yice_cli_lang(const struct yice_cli *cli);
/* Of what programs read: Chinese unless --lang says otherwise, since data must not depend on a locale. */
const char *yice_cli_data_lang(const struct yice_cli *cli);
/* The word given to a --format option, "json" when its --json was given, else the first of its words. */
const char *yice_cli_format(const struct yice_cli *cli, enum yice_option format, enum yice_option json,
			    const char *otherwise);
/* The name of a diagnostic that is nearest to a word, or NULL. */
const char *yice_cli_nearest_diag(const char *code);
/* Applies every --warn CODE=LEVEL. YICE_EXIT_OK, or YICE_EXIT_USAGE, said. */
int yice_cli_warnings(const struct yice_cli *cli, enum yice_option option, struct yice_report *report);
/* Threads to work with: --jobs, else as many as there are processors. YICE_EXIT_OK, or YICE_EXIT_USAGE, said. */
int yice_cli_jobs(const struct yice_cli *cli, enum yice_option option, size_t *jobs);
/* A new report; NULL when out of memory, said. */
struct yice_report *yice_cli_report(const struct yice_cli *cli);

/* Paths in an arena, in order. */
struct yice_paths {
	struct yice_arena arena;
	const char **items;
	size_t count, cap;
};

void yice_paths_init(struct yice_paths *paths);
void yice_paths_release(struct yice_paths *paths);
/*
 * Adds a file as it is, or every file below a folder whose name ends in suffix, sorted by bytes; links to
 * folders are not followed. "-" is a file. YICE_OK, YICE_ENOMEM, YICE_EIO with errno.
 */
int yice_paths_add(struct yice_paths *paths, const char *path, const char *suffix) YICE_MUST_CHECK;
/* Says that a set of images is not what is wanted. Returns YICE_EXIT_FAILED. */
int yice_cli_set_refused(const struct yice_cli *cli, const char *path);
/* Says which operands cannot be read, or are sets of images. YICE_EXIT_OK when all are well, else YICE_EXIT_FAILED. */
int yice_cli_readable(const struct yice_cli *cli);

#endif
