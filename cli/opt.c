/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the arguments by the table of cmd.def. Options and operands may be
 * mixed; "--" ends the options and "-" is an operand. Words are never
 * abbreviated, so that a script keeps its meaning when a command or an option
 * is added; a misspelt one is answered with the nearest. Called by main.c.
 */
#include "base/base.h"
#include "base/diag.h"
#include "cli/opt.h"

struct option_row {
	enum yice_command command;
	const char *name;
	char letter;
	const char *value;
};

#define EXAMPLE(command, line, zh, en)
#define NOTE(command, zh, en)
#define COMMAND(name, operands, zh, en)
#define OPTION(command, id, name, letter, value, zh, en) { YICE_CMD_##command, name, letter, value },
static const struct option_row options[YICE_OPTIONS] = {
#include "cli/cmd.def"
};
#undef COMMAND
#undef OPTION

#define COMMAND(name, operands, zh, en) #name,
#define OPTION(command, id, name, letter, value, zh, en)
static const char *const commands[YICE_COMMANDS] = {
	"yice",
#include "cli/cmd.def"
};
#undef COMMAND
#undef OPTION

struct parser {
	struct yice_args *args;
	struct yice_buf *error;
	char **next, **end;
};

const char *yice_command_name(enum yice_command command)
{
	return commands[command];
}

enum yice_command yice_command_find(const char *name, const char **nearest)
{
	unsigned int i = YICE_CMD_any + 1;

	while (i < YICE_COMMANDS && strcmp(commands[i], name))
		i++;
	if (i == YICE_COMMANDS && nearest)
		*nearest = yice_did_you_mean(name, commands + 1, YICE_COMMANDS - 1);
	return (enum yice_command)i;
}

static void suggest(struct parser *parser, const char *dashes, const char *nearest)
{
	if (nearest)
		yice_buf_addf(parser->error,
			      YICE_TEXT(parser->args->lang, "；是不是 %s%s？", "; did you mean %s%s?"),
			      dashes, nearest);
}

/* The option as the command takes it: its own, else everyone's. YICE_OPTIONS when there is none. */
static unsigned int find_option(enum yice_command command, const char *name, size_t len, char letter)
{
	unsigned int found = YICE_OPTIONS;

	for (unsigned int i = 0; i < YICE_OPTIONS; i++) {
		bool same = letter ? options[i].letter == letter
				   : strlen(options[i].name) == len && !memcmp(options[i].name, name, len);

		if (same && (options[i].command == command || (!options[i].command && found == YICE_OPTIONS)))
			found = i;
	}
	return found;
}

/* The nearest spelling, else the first that a shortened word may stand for. */
static const char *nearest_option(const char *name, const char *const *candidates, size_t count)
{
	const char *nearest = yice_did_you_mean(name, candidates, count);

	for (size_t i = 0; i < count && !nearest; i++)
		if (!strncmp(candidates[i], name, strlen(name)))
			nearest = candidates[i];
	return nearest;
}

static int unknown_option(struct parser *parser, const char *text, size_t len)
{
	const char *candidates[YICE_OPTIONS];
	size_t count = 0;
	char name[64];

	for (unsigned int i = 0; i < YICE_OPTIONS; i++)
		if (options[i].command == parser->args->command || !options[i].command)
			candidates[count++] = options[i].name;
	yice_buf_addf(parser->error, YICE_TEXT(parser->args->lang, "没有选项 %.*s", "no option %.*s"),
		      (int)len, text);
	if (text[1] == '-' && len - 2 < sizeof(name)) {
		memcpy(name, text + 2, len - 2);
		name[len - 2] = '\0';
		suggest(parser, "--", nearest_option(name, candidates, count));
	}
	return YICE_ESYNTAX;
}

/* Is value one of the words of "a|b|c"? */
static bool is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);

	for (const char *word = choices; word; word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL)
		if (!strncmp(word, value, len) && (word[len] == '|' || !word[len]))
			return true;
	return false;
}

static int give(struct parser *parser, enum yice_option option, const char *value)
{
	struct yice_args *args = parser->args;
	const char *choices = options[option].value;

	if (choices && strchr(choices, '|') && !is_choice(choices, value)) {
		yice_buf_addf(parser->error,
			      YICE_TEXT(args->lang, "选项 --%s 的值应是 %s，不是“%s”",
					"option --%s takes %s, not \"%s\""),
			      options[option].name, choices, value);
		return YICE_ESYNTAX;
	}
	if (option == YICE_OPT_any_lang)
		args->lang = strcmp(value, "zh") ? YICE_EN : YICE_ZH;
	args->given[args->given_count++] = (struct yice_option_given){ option, value };
	return YICE_OK;
}

/* text begins with "-" and is neither "-" nor "--". */
static int read_option(struct parser *parser, const char *text)
{
	enum yice_lang lang = parser->args->lang;
	bool is_long = text[1] == '-';
	const char *equals = is_long ? strchr(text, '=') : NULL;
	const char *inside = equals ? equals + 1 : !is_long && text[2] ? text + 2 : NULL;
	size_t len = equals ? (size_t)(equals - text) : is_long ? strlen(text) : 2;
	unsigned int option = find_option(parser->args->command, text + 2, len - 2, is_long ? '\0' : text[1]);

	if (option == YICE_OPTIONS)
		return unknown_option(parser, text, is_long ? len : strlen(text));
	if (!options[option].value) {
		if (!inside)
			return give(parser, (enum yice_option)option, "");
		yice_buf_addf(parser->error,
			      YICE_TEXT(lang, "选项 %.*s 不带值", "option %.*s takes no value"), (int)len,
			      text);
		return YICE_ESYNTAX;
	}
	if (!inside && parser->next == parser->end) {
		yice_buf_addf(parser->error,
			      YICE_TEXT(lang, "选项 %.*s 缺少值 %s", "option %.*s needs a value: %s"),
			      (int)len, text, options[option].value);
		return YICE_ESYNTAX;
	}
	return give(parser, (enum yice_option)option, inside ? inside : *parser->next++);
}

static int read_operand(struct parser *parser, const char *text)
{
	struct yice_args *args = parser->args;
	const char *nearest = NULL;

	if (args->command) {
		args->operands[args->operand_count++] = text;
		return YICE_OK;
	}
	args->command = yice_command_find(text, &nearest);
	if (args->command != YICE_COMMANDS)
		return YICE_OK;
	args->command = YICE_CMD_any;
	yice_buf_addf(parser->error, YICE_TEXT(args->lang, "没有命令“%s”", "no command \"%s\""), text);
	suggest(parser, "", nearest);
	return YICE_ESYNTAX;
}

int yice_args_parse(int argc, char **argv, struct yice_args *args, struct yice_buf *error)
{
	struct parser parser = { args, error, argv + (argc > 0), argv + argc };
	size_t room = (size_t)argc + 1;
	bool only_operands = false;
	int status = YICE_OK;

	args->given = calloc(room, sizeof(*args->given));
	args->operands = calloc(room, sizeof(*args->operands));
	if (!args->given || !args->operands)
		return YICE_ENOMEM;
	while (!status && parser.next < parser.end) {
		const char *text = *parser.next++;

		if (only_operands || text[0] != '-' || !text[1])
			status = read_operand(&parser, text);
		else if (!strcmp(text, "--"))
			only_operands = true;
		else
			status = read_option(&parser, text);
	}
	return error->failed ? YICE_ENOMEM : status;
}

void yice_args_release(struct yice_args *args)
{
	free(args->given);
	free(args->operands);
	memset(args, 0, sizeof(*args));
}

const char *yice_args_value(const struct yice_args *args, enum yice_option option)
{
	const char *value = NULL;

	for (size_t i = 0; i < args->given_count; i++)
		if (args->given[i].option == option)
			value = args->given[i].value;
	return value;
}
