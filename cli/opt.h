/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments of the program, read by the table of cmd.def. */
#ifndef YICE_CLI_OPT_H
#define YICE_CLI_OPT_H

#include "base/base.h"
#include "base/buf.h"

/* One of two literals; the compiler still checks both as formats. */

enum yice_command {
	YICE_CMD_any,
#define COMMAND(name, operands, zh, en) YICE_CMD_##name,
#define EXAMPLE(command, line, zh, en)
#define OPTION(command, id, name, letter, value, zh, en)
#define NOTE(command, zh, en)
#include "cli/cmd.def"
#undef COMMAND
#undef OPTION
	YICE_COMMANDS
};

enum yice_option {
#define COMMAND(name, operands, zh, en)
#define OPTION(command, id, name, letter, value, zh, en) YICE_OPT_##command##_##id,
#include "cli/cmd.def"
#undef COMMAND
#undef EXAMPLE
#undef OPTION
#undef NOTE
	YICE_OPTIONS
};

struct yice_option_given {
	enum yice_option option;
	const char *value; /* "" for a switch */
};

/* What was given. The strings are those of argv. */
struct yice_args {
	enum yice_lang lang;       /* of messages: set by the caller, changed by --lang */
	enum yice_command command; /* any: none was named */
	struct yice_option_given *given;  /* in order */
	size_t given_count;
	const char **operands;
	size_t operand_count;
};

/*
 * Reads argv[1..argc). YICE_OK; YICE_ESYNTAX with one line on the mistake in error; YICE_ENOMEM. Release args in
 * every case.
 */
int yice_args_parse(int argc, char **argv, struct yice_args *args, struct yice_buf *error) YICE_MUST_CHECK;
void yice_args_release(struct yice_args *args);

/* Last value given to an option, or NULL. */
const char *yice_args_value(const struct yice_args *args, enum yice_option option);

const char *yice_command_name(enum yice_command command);
/* YICE_COMMANDS when there is no such command; *nearest (may be NULL) then gets one spelt like it, or NULL. */
enum yice_command yice_command_find(const char *name, const char **nearest);

/* Help on the program (any) or on one command. */
void yice_usage_print(enum yice_command command, enum yice_lang lang, struct yice_buf *out);

#endif
