/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help texts from the table of cmd.def: examples first, since that is what
 * people look for, then the synopsis, the options and what else there is to
 * know. Columns are counted as a terminal shows them.
 */
#include "base/base.h"
#include "base/utf8.h"
#include "cli/opt.h"

enum row_kind { ROW_COMMAND, ROW_EXAMPLE, ROW_OPTION, ROW_NOTE };

/* head: name of a command, line of an example, long name of an option. more: operands, or the value. */
struct row {
	enum row_kind kind;
	enum yice_command command;
	const char *head, *more;
	char letter;
	const char *text[2];
};

static const struct row rows[] = {
#define COMMAND(name, operands, zh, en) { ROW_COMMAND, YICE_CMD_##name, #name, operands, '\0', { zh, en } },
#define EXAMPLE(command, line, zh, en)  { ROW_EXAMPLE, YICE_CMD_##command, line, NULL, '\0', { zh, en } },
#define OPTION(command, id, name, letter, value, zh, en)                                                     \
	{ ROW_OPTION, YICE_CMD_##command, name, value, letter, { zh, en } },
#define NOTE(command, zh, en) { ROW_NOTE, YICE_CMD_##command, NULL, NULL, '\0', { zh, en } },
#include "cli/cmd.def"
#undef COMMAND
#undef EXAMPLE
#undef OPTION
#undef NOTE
};

#define LINE_COLUMNS   100
#define OPTION_COLUMNS 30 /* where the text of options begins, unless one is longer */

static int columns_of(const char *text)
{
	return yice_utf8_columns(text, strlen(text), 1);
}

static void pad(struct yice_buf *out, int columns)
{
	while (columns-- > 0)
		yice_buf_addc(out, ' ');
}

static void heading(struct yice_buf *out, const char *text)
{
	yice_buf_addf(out, "\n%s\n", text);
}

/* A line "  head   text", or two when the head is too long. */
static void entry(struct yice_buf *out, const char *head, int column, const char *text)
{
	int used = 2 + columns_of(head);

	yice_buf_addf(out, "  %s", head);
	if (used + 2 > column) {
		yice_buf_addc(out, '\n');
		used = 0;
	}
	pad(out, column - used);
	yice_buf_addf(out, "%s\n", text);
}

static void examples(enum yice_command command, enum yice_lang lang, struct yice_buf *out)
{
	heading(out, YICE_TEXT(lang, "例：", "Examples:"));
	for (size_t i = 0; i < YICE_COUNT(rows); i++)
		if (rows[i].kind == ROW_EXAMPLE && rows[i].command == command)
			yice_buf_addf(out, "  %s\n      %s\n", rows[i].head, rows[i].text[lang]);
}

/* Does the command have an option of its own with this name? */
static bool is_shadowed(enum yice_command command, const char *name)
{
	for (size_t i = 0; i < YICE_COUNT(rows); i++)
		if (command && rows[i].kind == ROW_OPTION && rows[i].command == command &&
		    !strcmp(rows[i].head, name))
			return true;
	return false;
}

static void options(enum yice_command of, enum yice_command shown_for, enum yice_lang lang,
		    struct yice_buf *out)
{
	for (size_t i = 0; i < YICE_COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct yice_buf head = YICE_BUF_INIT;

		if (row->kind != ROW_OPTION || row->command != of ||
		    (!of && is_shadowed(shown_for, row->head)))
			continue;
		if (row->letter)
			yice_buf_addf(&head, "-%c, ", row->letter);
		yice_buf_addf(&head, "--%s%s%s", row->head, row->more ? " " : "", row->more ? row->more : "");
		entry(out, yice_buf_text(&head), OPTION_COLUMNS, row->text[lang]);
		out->failed |= head.failed;
		yice_buf_release(&head);
	}
}

static void usage_of_program(enum yice_lang lang, struct yice_buf *out)
{
	yice_buf_adds(
	    out, YICE_TEXT(lang, "yice — 把生态环境准入清单编译成可判定、可解释的规则\n",
			   "yice - compile ecological entry lists into rules that decide and explain\n"));
	heading(out, YICE_TEXT(lang, "例：", "Examples:"));
	yice_buf_adds(out, "  yice check rulesets\n"
			   "  yice build rulesets -o rules.img\n"
			   "  yice eval rules.img plant.json\n");
	heading(out, YICE_TEXT(lang, "用法：", "Usage:"));
	yice_buf_adds(out, YICE_TEXT(lang, "  yice [选项] 命令 …\n", "  yice [OPTION]... COMMAND ...\n"));
	heading(out, YICE_TEXT(lang, "命令：", "Commands:"));
	for (size_t i = 0; i < YICE_COUNT(rows); i++)
		if (rows[i].kind == ROW_COMMAND)
			entry(out, rows[i].head, 14, rows[i].text[lang]);
	heading(out, YICE_TEXT(lang, "选项：", "Options:"));
	options(YICE_CMD_any, YICE_CMD_any, lang, out);
	yice_buf_adds(out,
		      YICE_TEXT(lang, "\n“yice 命令 --help”给出该命令的例子和选项。\n",
				"\n\"yice COMMAND --help\" shows the command's examples and options.\n"));
}

/* Notes are filled to the line width; Chinese may break between any two characters, English at blanks. */
static void paragraph(struct yice_buf *out, const char *text)
{
	size_t len = strlen(text), start = 0, blank = 0, at = 0;
	int used = 0;

	while (at < len) {
		uint32_t cp;
		size_t step = yice_utf8_decode(text + at, len - at, &cp);
		int width = yice_utf8_width(cp, 1);

		if (used + width > LINE_COLUMNS && at > start) {
			size_t stop = blank > start ? blank : at;

			yice_buf_add(out, text + start, stop - start);
			yice_buf_addc(out, '\n');
			start = stop + (text[stop] == ' ');
			used = yice_utf8_columns(text + start, at - start, 1);
			blank = start;
		}
		if (cp == ' ')
			blank = at;
		else if (width == 2)
			blank = at + step;
		used += width;
		at += step;
	}
	yice_buf_addf(out, "%s\n", text + start);
}

void yice_usage_print(enum yice_command command, enum yice_lang lang, struct yice_buf *out)
{
	if (!command) {
		usage_of_program(lang, out);
		return;
	}
	for (size_t i = 0; i < YICE_COUNT(rows); i++)
		if (rows[i].kind == ROW_COMMAND && rows[i].command == command)
			yice_buf_addf(out, "yice %s — %s\n", rows[i].head, rows[i].text[lang]);
	examples(command, lang, out);
	heading(out, YICE_TEXT(lang, "用法：", "Usage:"));
	for (size_t i = 0; i < YICE_COUNT(rows); i++)
		if (rows[i].kind == ROW_COMMAND && rows[i].command == command)
			yice_buf_addf(out,
				      YICE_TEXT(lang, "  yice %s [选项] %s\n", "  yice %s [OPTION]... %s\n"),
				      rows[i].head, rows[i].more);
	heading(out, YICE_TEXT(lang, "选项：", "Options:"));
	options(command, command, lang, out);
	options(YICE_CMD_any, command, lang, out);
	for (size_t i = 0; i < YICE_COUNT(rows); i++)
		if (rows[i].kind == ROW_NOTE && rows[i].command == command) {
			yice_buf_addc(out, '\n');
			paragraph(out, rows[i].text[lang]);
		}
}
