/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Levels of diagnostics for a folder of rules: the file yice.levels in a
 * folder that a command is given, or beside a file that it is given. A line
 * sets one diagnostic, as --warn does: "Y1409 = off"; # begins a comment. What
 * was set before, on the command line, stays. Read by load.c before anything
 * else, so that every command that reads rules goes by it. Levels touch
 * messages alone, never an image.
 */
#include "compiler/declare.h"

#include <stdio.h>
#include <sys/stat.h>

#define FILE_NAME "yice.levels"
#define UNSET     (-1)

struct levels {
	struct yice_model *model;
	struct yice_map seen; /* device and inode of files read */
	signed char own[YICE_DIAG_COUNT];
	struct yice_span places[YICE_DIAG_COUNT];
};

/* A word of a line: [from, to) of the text, without blanks at its ends. */
struct piece {
	uint32_t from, to;
};

static struct piece trim(const char *text, uint32_t from, uint32_t to)
{
	while (from < to && strchr(" \t\r", text[from]))
		from++;
	while (to > from && strchr(" \t\r", text[to - 1]))
		to--;
	return (struct piece){ from, to };
}

static struct yice_span span_of(uint32_t file, struct piece piece)
{
	return (struct yice_span){ .file = file, .start = piece.from, .end = piece.to };
}

static void report_unknown(struct levels *levels, struct yice_span span, const char *code)
{
	const char *names[YICE_DIAG_COUNT];
	struct yice_diag *diag = yice_diag_add(levels->model->diags, YICE_D_levels_unknown, span, code, NULL);
	const char *nearest;

	for (unsigned int i = 0; i < YICE_DIAG_COUNT; i++)
		names[i] = yice_diag_name((enum yice_diag_id)i);
	nearest = yice_did_you_mean(code, names, YICE_COUNT(names));
	if (nearest)
		yice_diag_help(levels->model->diags, diag, YICE_D_help_did_you_mean, nearest, NULL);
}

static void set_level(struct levels *levels, struct yice_span span, const char *code, int severity)
{
	struct yice_diags *diags = levels->model->diags;
	enum yice_diag_id id = yice_diag_find(code);

	if (id == YICE_DIAG_COUNT) {
		report_unknown(levels, span, code);
	} else if (yice_diag_is_fixed(id) && severity != YICE_ERROR) {
		yice_diag_add(diags, YICE_D_levels_error, span, code, NULL);
	} else if (levels->own[id] != UNSET && levels->own[id] != severity) {
		yice_diag_note(diags, yice_diag_add(diags, YICE_D_levels_twice, span, code, NULL),
			       YICE_D_note_first, levels->places[id], NULL);
	} else {
		if (diags->override[id] == UNSET)
			diags->override[id] = (signed char)severity;
		levels->own[id] = (signed char)severity;
		levels->places[id] = span;
	}
}

static void read_line(struct levels *levels, uint32_t file, const char *text, struct piece line)
{
	struct yice_model *model = levels->model;
	const char *equals = memchr(text + line.from, '=', line.to - line.from);
	uint32_t middle = equals ? (uint32_t)(equals - text) : line.to;
	struct piece code = trim(text, line.from, middle),
		     word = trim(text, equals ? middle + 1 : middle, line.to);
	const char *name = yice_arena_strndup(&model->arena, text + code.from, code.to - code.from),
		   *level = yice_arena_strndup(&model->arena, text + word.from, word.to - word.from);
	int severity = name && level ? yice_severity_find(level) : UNSET;

	if (!name || !level)
		model->failed = true;
	else if (severity < 0 || code.from == code.to)
		yice_diag_add(model->diags, YICE_D_levels_line, span_of(file, line), NULL);
	else
		set_level(levels, span_of(file, code), name, severity);
}

static void read_lines(struct levels *levels, uint32_t file)
{
	const struct yice_source *source = &levels->model->sources->items[file];
	const char *text = source->text;
	uint32_t at = 0, len = (uint32_t)source->len;

	while (at < len) {
		const char *end = memchr(text + at, '\n', len - at);
		uint32_t stop = end ? (uint32_t)(end - text) : len;
		const char *comment = memchr(text + at, '#', stop - at);
		struct piece line = trim(text, at, comment ? (uint32_t)(comment - text) : stop);

		if (line.from < line.to)
			read_line(levels, file, text, line);
		at = stop + 1;
	}
}

/* The path of the file that goes with a path of the command, or NULL when there is none. */
static const char *path_for(struct yice_model *model, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *found;
	struct stat st;

	if (!strcmp(path, "-"))
		return NULL;
	if (!stat(path, &st) && S_ISDIR(st.st_mode))
		found = yice_model_text(model, "%s/%s", path, FILE_NAME);
	else
		found =
		    yice_model_text(model, "%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, FILE_NAME);
	return found && !stat(found, &st) ? found : NULL;
}

static int read_for(struct levels *levels, const char *given)
{
	const char *found = path_for(levels->model, given), *path;
	char identity[64];
	uint32_t entry, file;
	bool first = false;
	struct stat st;
	int status;

	if (!found || stat(found, &st))
		return yice_model_status(levels->model);
	snprintf(identity, sizeof(identity), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	status = yice_map_put(&levels->seen, identity, strlen(identity), 0, &entry, &first);
	if (status || !first)
		return status;
	path = yice_path_beside(levels->model, UINT32_MAX, found);
	status = path ? yice_text_load(levels->model, path, YICE_SPAN_NONE, YICE_D_path_missing, path, &file)
		      : YICE_ENOMEM;
	if (!status)
		read_lines(levels, file);
	return status == YICE_EDIAG ? YICE_OK : status;
}

int yice_levels_load(struct yice_model *model, const char *const *paths, size_t count)
{
	struct levels *levels = calloc(1, sizeof(*levels));
	int status = levels ? YICE_OK : YICE_ENOMEM;

	if (!levels)
		return status;
	levels->model = model;
	yice_map_init(&levels->seen);
	memset(levels->own, UNSET, sizeof(levels->own));
	for (size_t i = 0; !status && i < count; i++)
		status = read_for(levels, paths[i]);
	yice_map_release(&levels->seen);
	free(levels);
	return status;
}
