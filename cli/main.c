/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: settles the language and the colours, reads the arguments and
 * hands over to a command of cmd.def. The only place that looks at the
 * environment; nothing here or below sets a locale, so that no output depends
 * on one.
 */
#include "base/base.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int (*const commands[YICE_COMMANDS])(struct yice_cli *cli) = {
#define COMMAND(name, operands, zh, en) [YICE_CMD_##name] = yice_cmd_##name,
#define EXAMPLE(command, line, zh, en)
#define OPTION(command, id, name, letter, value, zh, en)
#define NOTE(command, zh, en)
#include "cli/cmd.def"
#undef COMMAND
#undef EXAMPLE
#undef OPTION
#undef NOTE
};

/*
 * A stream that was closed by the caller must not become a file this program
 * opens: it is taken by one that refuses to be used.
 */
static void occupy_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(YICE_EXIT_FAILED);
}

static enum yice_lang environment_lang(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < YICE_COUNT(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strncmp(value, "zh", 2) ? YICE_EN : YICE_ZH;
	}
	return YICE_EN;
}

static bool wants_color(const struct yice_args *args, int fd)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	const char *word = no_color && *no_color ? "never" : "auto";

	for (size_t i = 0; i < args->given_count; i++) {
		if (args->given[i].option == YICE_OPT_any_color)
			word = args->given[i].value;
		else if (args->given[i].option == YICE_OPT_any_no_color)
			word = "never";
	}
	if (strcmp(word, "auto"))
		return !strcmp(word, "always");
	return isatty(fd) && term && *term && strcmp(term, "dumb");
}

static int print_help(struct yice_cli *cli, enum yice_command command)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_usage_print(command, cli->args.lang, &text);
	return yice_cli_print(cli, &text);
}

/* yice help [COMMAND] */
int yice_cmd_help(struct yice_cli *cli)
{
	const char *name = cli->args.operand_count ? cli->args.operands[0] : NULL, *nearest = NULL;
	enum yice_command command = name ? yice_command_find(name, &nearest) : YICE_CMD_any;
	int code = yice_cli_operands(cli, 0, 1);

	if (code)
		return code;
	if (command != YICE_COMMANDS)
		return print_help(cli, command);
	if (nearest)
		return yice_cli_misused(cli,
					YICE_TEXT(cli->args.lang, "没有命令“%s”；是不是 %s？",
						  "no command \"%s\"; did you mean %s?"),
					name, nearest);
	return yice_cli_misused(cli, YICE_TEXT(cli->args.lang, "没有命令“%s”", "no command \"%s\""), name);
}

static int run(struct yice_cli *cli, int status, const char *mistake)
{
	if (status == YICE_ESYNTAX)
		return yice_cli_misused(cli, "%s", mistake);
	if (status)
		return yice_cli_failed(cli, status, NULL);
	if (yice_args_value(&cli->args, YICE_OPT_any_help))
		return print_help(cli, cli->args.command);
	if (yice_args_value(&cli->args, YICE_OPT_any_version))
		return yice_cli_write(cli, NULL, "yice " YICE_VERSION "\n",
				      sizeof("yice " YICE_VERSION "\n") - 1);
	if (!cli->args.command)
		return yice_cli_misused(cli, "%s", YICE_TEXT(cli->args.lang, "缺少命令", "no command given"));
	return commands[cli->args.command](cli);
}

int main(int argc, char **argv)
{
	struct yice_cli cli = { .args = { .lang = environment_lang() } };
	struct yice_buf mistake = YICE_BUF_INIT;
	int status, code;

	occupy_streams();
	status = yice_args_parse(argc, argv, &cli.args, &mistake);
	cli.color_out = wants_color(&cli.args, STDOUT_FILENO);
	cli.color_err = wants_color(&cli.args, STDERR_FILENO);
	code = run(&cli, status, yice_buf_text(&mistake));
	yice_buf_release(&mistake);
	yice_args_release(&cli.args);
	return code;
}
