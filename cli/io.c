/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two streams of the program: data goes to standard output, whatever is
 * said about it to standard error, and a byte that could not be written is
 * never passed over. A reader that has gone away (a closed pipe) is no news:
 * the program ends, with a failure but without a word.
 */
#include "base/base.h"
#include "base/team.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static const char *error_text(int error, enum yice_lang lang)
{
	static const struct {
		int error;
		const char *zh;
	} known[] = {
		{ ENOENT, "没有这个文件或文件夹" },
		{ EACCES, "没有权限" },
		{ EISDIR, "是文件夹，不是文件" },
		{ ENOTDIR, "路径中有一段不是文件夹" },
		{ ENOSPC, "磁盘已满" },
		{ EROFS, "文件系统只读" },
		{ EEXIST, "已经存在" },
		{ ENAMETOOLONG, "名称太长" },
		{ EMFILE, "打开的文件太多" },
		{ EFBIG, "文件太大" },
		{ EDQUOT, "超出磁盘配额" },
		{ ELOOP, "符号链接成环" },
		{ EPERM, "不允许这样做" },
		{ EIO, "输入输出错误" },
		{ EBADF, "流已关闭" },
	};

	for (size_t i = 0; lang == YICE_ZH && i < YICE_COUNT(known); i++)
		if (known[i].error == error)
			return known[i].zh;
	return strerror(error);
}

static void YICE_PRINTF(1, 0) say(const char *format, va_list args)
{
	fputs("yice: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void yice_cli_say(const struct yice_cli *cli, const char *format, ...)
{
	va_list args;

	YICE_UNUSED(cli);
	va_start(args, format);
	say(format, args);
	va_end(args);
}

int yice_cli_misused(const struct yice_cli *cli, const char *format, ...)
{
	const char *command = cli->args.command ? yice_command_name(cli->args.command) : "";
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
	yice_cli_say(cli, YICE_TEXT(cli->args.lang, "用法见 yice %s%s--help", "see yice %s%s--help"), command,
		     *command ? " " : "");
	return YICE_EXIT_USAGE;
}

int yice_cli_operands(const struct yice_cli *cli, size_t least, size_t most)
{
	size_t count = cli->args.operand_count;
	enum yice_lang lang = cli->args.lang;

	if (count < least)
		return yice_cli_misused(cli, YICE_TEXT(lang, "%s 缺少参数", "%s: missing operand"),
					yice_command_name(cli->args.command));
	if (count > most)
		return yice_cli_misused(cli, YICE_TEXT(lang, "%s 多了参数“%s”", "%s: extra operand \"%s\""),
					yice_command_name(cli->args.command), cli->args.operands[most]);
	return YICE_EXIT_OK;
}

int yice_cli_failed(const struct yice_cli *cli, int status, const char *subject)
{
	int error = errno;
	enum yice_lang lang = cli->args.lang;
	const char *reason;

	if (status == YICE_EIO && error == EPIPE)
		return YICE_EXIT_FAILED;
	if (status == YICE_EIO)
		reason = error_text(error, lang);
	else if (status == YICE_ENOMEM)
		reason = YICE_TEXT(lang, "内存不足", "out of memory");
	else if (status == YICE_ELIMIT)
		reason = YICE_TEXT(lang, "超出限度", "a limit was exceeded");
	else if (status == YICE_EIMAGE)
		reason = YICE_TEXT(lang, "映像已损坏，请重新生成", "the image is damaged, build it again");
	else
		reason = yice_status_name(status);
	if (subject)
		yice_cli_say(cli, YICE_TEXT(lang, "%s：%s", "%s: %s"), subject, reason);
	else
		yice_cli_say(cli, "%s", reason);
	return YICE_EXIT_FAILED;
}

int yice_cli_write(const struct yice_cli *cli, const char *path, const void *bytes, size_t len)
{
	bool standard = !path || !strcmp(path, "-");
	int status = yice_write_file(standard ? "-" : path, bytes, len);

	if (!status)
		return YICE_EXIT_OK;
	return yice_cli_failed(cli, status,
			       standard ? YICE_TEXT(cli->args.lang, "标准输出", "standard output") : path);
}

int yice_cli_print(const struct yice_cli *cli, struct yice_buf *text)
{
	int code;

	if (yice_buf_status(text))
		code = yice_cli_failed(cli, YICE_ENOMEM, NULL);
	else
		code = yice_cli_write(cli, NULL, yice_buf_text(text), text->len);
	yice_buf_release(text);
	return code;
}

void yice_cli_show(const struct yice_cli *cli, const struct yice_report *report, enum yice_severity least,
		   enum yice_diag_format format, int ambiguous)
{
	struct yice_diag_style style = { format, cli->args.lang, cli->color_err, ambiguous };
	struct yice_diags shown = report->diags;
	struct yice_buf text = YICE_BUF_INIT;

	shown.items = calloc((size_t)shown.count + 1, sizeof(struct yice_diag *));
	text.failed = !shown.items;
	shown.count = 0;
	for (uint32_t i = 0; shown.items && i < report->diags.count; i++)
		if (report->diags.items[i]->severity >= least)
			shown.items[shown.count++] = report->diags.items[i];
	yice_diags_render(&shown, &report->sources, &style, &text);
	fwrite(yice_buf_text(&text), 1, text.len, stderr);
	if (text.failed)
		yice_cli_failed(cli, YICE_ENOMEM, NULL);
	free(shown.items);
	yice_buf_release(&text);
}

void yice_cli_diagnose(const struct yice_cli *cli, const struct yice_report *report)
{
	yice_cli_show(cli, report, YICE_WARNING, YICE_DIAG_PRETTY, 1);
}

const char *yice_cli_lang(const struct yice_cli *cli)
{
	return cli->args.lang == YICE_ZH ? "zh" : "en";
}

const char *yice_cli_data_lang(const struct yice_cli *cli)
{
	return yice_args_value(&cli->args, YICE_OPT_any_lang) ? yice_cli_lang(cli) : "zh";
}

const char *yice_cli_format(const struct yice_cli *cli, enum yice_option format, enum yice_option json,
			    const char *otherwise)
{
	const char *word = otherwise;

	for (size_t i = 0; i < cli->args.given_count; i++) {
		if (cli->args.given[i].option == format)
			word = cli->args.given[i].value;
		else if (cli->args.given[i].option == json)
			word = "json";
	}
	return word;
}

/* The CODE of a --warn is none: the nearest name, and where all of them are. */
static int unknown_code(const struct yice_cli *cli, const char *setting, size_t len)
{
	enum yice_lang lang = cli->args.lang;
	char code[64];
	const char *nearest;

	snprintf(code, sizeof(code), "%.*s", (int)(len < sizeof(code) ? len : sizeof(code) - 1), setting);
	nearest = yice_cli_nearest_diag(code);
	if (nearest)
		return yice_cli_misused(cli,
					YICE_TEXT(lang, "--warn %s：没有诊断“%s”；是不是 %s？yice explain 列出全部",
						  "--warn %s: no diagnostic \"%s\"; did you mean %s? yice explain lists all"),
					setting, code, nearest);
	return yice_cli_misused(cli,
				YICE_TEXT(lang, "--warn %s：没有诊断“%s”；编号和名称见 yice explain，例如 Y1409 或 threshold-gap",
					  "--warn %s: no diagnostic \"%s\"; yice explain lists codes and names, such as Y1409 or "
					  "threshold-gap"),
				setting, code);
}

const char *yice_cli_nearest_diag(const char *code)
{
	const char *names[YICE_DIAG_COUNT];

	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++)
		names[i] = yice_diag_name((enum yice_diag_id)i);
	return yice_did_you_mean(code, names, YICE_COUNT(names));
}

/* One CODE=LEVEL. */
static int set_warning(const struct yice_cli *cli, struct yice_report *report, const char *setting)
{
	enum yice_lang lang = cli->args.lang;
	const char *equals = strchr(setting, '=');
	char code[64];
	int status = YICE_ENOTFOUND;

	if (equals && (size_t)(equals - setting) < sizeof(code)) {
		memcpy(code, setting, (size_t)(equals - setting));
		code[equals - setting] = '\0';
		status = yice_report_set(report, code, equals + 1);
	}
	if (status == YICE_ERANGE)
		return yice_cli_misused(cli,
					YICE_TEXT(lang, "--warn %s：这是错误，不能改成别的",
						  "--warn %s: an error stays an error"),
					setting);
	if (status && equals && yice_severity_find(equals + 1) >= 0)
		return unknown_code(cli, setting, (size_t)(equals - setting));
	if (status)
		return yice_cli_misused(
		    cli,
		    YICE_TEXT(lang, "--warn 的值应是 诊断编号或名称=error|warning|note|off，不是“%s”",
			      "--warn takes CODE=error|warning|note|off, not \"%s\""),
		    setting);
	return YICE_EXIT_OK;
}

int yice_cli_warnings(const struct yice_cli *cli, enum yice_option option, struct yice_report *report)
{
	for (size_t i = 0; i < cli->args.given_count; i++) {
		int code;

		if (cli->args.given[i].option != option)
			continue;
		code = set_warning(cli, report, cli->args.given[i].value);
		if (code)
			return code;
	}
	return YICE_EXIT_OK;
}

int yice_cli_jobs(const struct yice_cli *cli, enum yice_option option, size_t *jobs)
{
	const char *word = yice_args_value(&cli->args, option);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	char *end;

	*jobs = processors < 1 ? 1 : processors > YICE_TEAM_MAX ? YICE_TEAM_MAX : (size_t)processors;
	if (!word)
		return YICE_EXIT_OK;
	errno = 0;
	*jobs = strtoul(word, &end, 10);
	if (*word >= '1' && *word <= '9' && !*end && !errno && *jobs <= YICE_TEAM_MAX)
		return YICE_EXIT_OK;
	return yice_cli_misused(cli,
				YICE_TEXT(cli->args.lang, "--jobs 要写 1 至 %d 的数，不能是“%s”",
					  "--jobs takes a number from 1 to %d, not \"%s\""),
				YICE_TEAM_MAX, word);
}

struct yice_report *yice_cli_report(const struct yice_cli *cli)
{
	struct yice_report *report;

	if (yice_report_new(&report))
		yice_cli_failed(cli, YICE_ENOMEM, NULL);
	return report;
}
