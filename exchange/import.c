/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yice_import: a table to a folder of sources (yice/exchange.h). The sources
 * are read back before anything is written: they must pass the compiler, and
 * what they say decides which cells the layout file has to keep.
 */
#include "yice/exchange.h"

#include "base/report.h"
#include "exchange/folder.h"
#include "exchange/layout.h"
#include "exchange/texts.h"

struct import {
	const struct yice_import_options *options;
	struct yice_report *report;
	struct yice_sheet sheet;
	struct yice_list_choice choice;
	struct yice_list_table list;
	struct yice_bodies bodies;
	struct yice_output *output;
	struct yice_sources sources; /* of the vocabulary and of what was made */
	struct yice_diags scratch;
	struct yice_reading vocabulary, reading;
};

static void step(const struct import *import, int stage)
{
	if (import->options->progress)
		import->options->progress(import->options->progress_to, stage, import->sheet.csv.row_count);
}

static int read_table(struct import *import, const char *name, const char *bytes, size_t len)
{
	int status;

	step(import, 0);
	status = yice_sheet_read(&import->sheet, name, bytes, len, &import->report->sources,
				 &import->report->diags);
	step(import, 1);
	import->choice = (struct yice_list_choice){ import->options->no_split, import->options->whole,
						    import->options->whole_count };
	return status
		   ? status
		   : yice_list_read(&import->list, &import->sheet, &import->choice, &import->report->diags);
}

/* Mistakes in a vocabulary are the user's, and shown as those of any source. */
static int read_vocabulary(struct import *import)
{
	const char *path = import->options->vocabulary;

	return path ? yice_reading_open(&import->vocabulary, &path, 1, &import->report->sources,
					&import->report->diags)
		    : YICE_OK;
}

/* What was made must pass; the first complaint is shown when it does not. */
static int read_back(struct import *import)
{
	int status = yice_reading_open_texts(&import->reading, import->output, import->options->vocabulary,
					     &import->sources, &import->scratch);

	if (status == YICE_EDIAG) {
		for (uint32_t i = 0; i < import->scratch.count; i++) {
			struct yice_buf said = YICE_BUF_INIT;

			if (import->scratch.items[i]->severity != YICE_ERROR)
				continue;
			yice_message_render(&import->scratch.items[i]->main, YICE_ZH, &said);
			import->report->diags.failed |= said.failed;
			yice_diag_add(&import->report->diags, YICE_D_import_unsound, YICE_SPAN_NONE,
				      yice_buf_text(&said), NULL);
			yice_buf_release(&said);
			break;
		}
	}
	return status;
}

/* Sources in canonical form; those with mistakes stay as they are, for the compiler to complain about. */
static int make_canonical(struct import *import)
{
	for (uint32_t i = 0; i < import->output->count; i++) {
		struct yice_source_text *made = &import->output->files[i];
		struct yice_buf text = YICE_BUF_INIT;
		uint32_t file;
		int status = yice_sources_add(&import->sources, made->name, yice_buf_text(&made->text),
					      made->text.len, &file);

		if (!status)
			status =
			    yice_format(&import->sources, file, YICE_ZH, NULL, 0, &import->scratch, &text);
		if (!status)
			status = yice_buf_status(&text);
		if (!status) {
			yice_buf_release(&made->text);
			made->text = text;
		} else {
			yice_buf_release(&text);
		}
		if (status && status != YICE_EDIAG)
			return status;
	}
	return YICE_OK;
}

static int make_files(struct import *import, const char *way)
{
	struct yice_reading *vocabulary = import->options->vocabulary ? &import->vocabulary : NULL;
	struct yice_buf *layout;
	int status;

	step(import, 2);
	status = yice_fold(&import->list, import->options->no_templates, import->options->keep,
			   import->options->keep_count, &import->bodies);
	step(import, 3);
	if (!status)
		status = yice_write_sources(&import->list, &import->bodies, vocabulary, way, import->output);
	if (!status)
		status = make_canonical(import);
	step(import, 4);
	if (!status)
		status = read_back(import);
	if (status)
		return status;
	layout = yice_output_add(import->output, YICE_LAYOUT_FILE, "");
	return layout ? yice_layout_write(&import->list, &import->reading, layout) : YICE_ENOMEM;
}

static void count(const struct import *import, struct yice_import_counts *counts)
{
	*counts = (struct yice_import_counts){ .rows = import->sheet.csv.row_count - 1,
					       .units = import->list.unit_count,
					       .files = import->output->count,
					       .requirements = import->list.entry_count,
					       .distinct = import->bodies.distinct,
					       .folded = import->bodies.folded,
					       .bodies = import->bodies.written };
	for (uint32_t i = 0; i < import->bodies.count; i++)
		counts->templates += !import->bodies.items[i].refused;
}

static void release(struct import *import)
{
	yice_reading_close(&import->vocabulary);
	yice_reading_close(&import->reading);
	yice_diags_release(&import->scratch);
	yice_sources_release(&import->sources);
	yice_bodies_release(&import->bodies);
	yice_list_release(&import->list);
	yice_sheet_release(&import->sheet);
}

int yice_import_texts(const char *name, const char *bytes, size_t len,
		      const struct yice_import_options *options, const char *way, struct yice_report *report,
		      struct yice_output *output, struct yice_import_counts *counts)
{
	struct import *import = calloc(1, sizeof(*import));
	int status;

	memset(output, 0, sizeof(*output));
	if (!import)
		return YICE_ENOMEM;
	import->options = options;
	import->report = report;
	import->output = output;
	yice_sources_init(&import->sources);
	yice_diags_init(&import->scratch);
	status = read_table(import, name, bytes, len);
	if (!status)
		status = read_vocabulary(import);
	if (!status)
		status = make_files(import, way);
	if (!status)
		count(import, counts);
	release(import);
	free(import);
	yice_diags_sort(&report->diags);
	return report->diags.failed ? YICE_ENOMEM : status;
}

int yice_import(const char *table, const char *folder, const struct yice_import_options *options,
		yice_report *report, struct yice_import_counts *counts)
{
	struct yice_output output = { NULL, 0, 0 };
	struct yice_buf way = YICE_BUF_INIT;
	char *bytes;
	size_t len;
	int status;

	if (!options->force && yice_folder_taken(folder))
		return YICE_ERANGE;
	status = yice_read_file(table, &bytes, &len);
	if (status)
		return status;
	if (options->vocabulary)
		status = yice_folder_way(folder, options->vocabulary, &way);
	if (!status)
		status = yice_import_texts(table, bytes, len, options, yice_buf_text(&way), report, &output,
					   counts);
	if (!status)
		status = yice_folder_write(folder, &output);
	if (!status && options->progress)
		options->progress(options->progress_to, 5, counts->rows + 1);
	free(bytes);
	yice_buf_release(&way);
	yice_output_release(&output);
	return status;
}
