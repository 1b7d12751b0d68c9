/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a version changes: what a submission declares and the filing authority
 * computes again, by the comparison of yice-diff(1), less what other tiers
 * changed. For blame a clause's form is its code as the disassembler shows it,
 * without the numbers of tables, so that moving a clause or adding another
 * changes nothing there; its text is held apart.
 */
#include "base/base.h"
#include "base/map.h"
#include "cli/store.h"
#include "runtime/image_read.h"
#include "yice/analysis.h"
#include "yice/digest.h"

static bool is_own(const struct yice_side *side, const char *file)
{
	size_t len = strlen(file);

	for (size_t i = 0; i < side->count; i++) {
		size_t whole = strlen(side->paths[i]);

		if (whole > len && side->paths[i][whole - len - 1] == '/' && !strcmp(side->paths[i] + whole - len, file))
			return true;
	}
	return false;
}

/* Takes the numbers of the image's tables ("t244", "b100") out of a listing, and its places in sources. */
static void put_plain(struct yice_buf *out, const char *listing)
{
	for (const char *line = listing; *line;) {
		size_t len = strcspn(line, "\n"), stop = len;

		/* The first line ends in FILE:LINE:COLUMN. */
		if (line == listing)
			while (stop && line[stop - 1] != ' ')
				stop--;
		for (size_t i = 0; i < stop;) {
			size_t word = strcspn(line + i, " \n");

			if (i + word > stop)
				word = stop - i;
			if (word > 1 && (line[i] == 't' || line[i] == 'b') &&
			    strspn(line + i + 1, "0123456789") == word - 1)
				yice_buf_addc(out, line[i]);
			else
				yice_buf_add(out, line + i, word);
			yice_buf_addc(out, ' ');
			i += word;
			while (i < stop && line[i] == ' ')
				i++;
		}
		yice_buf_addc(out, '\n');
		line += len + (line[len] == '\n');
	}
}

static bool is_priority(const struct yice_view *view, uint32_t clause)
{
	const struct yice_image_target *target = &view->targets[yice_clause_target(view, clause)];

	return (target->kind == YICE_FOR_CLASS && target->key == YICE_PRIORITY) ||
	       (target->kind == YICE_FOR_UNIT && view->units[target->key].klass == YICE_PRIORITY);
}

static void put_text(const struct yice_view *view, uint32_t clause, struct yice_buf *out)
{
	const struct yice_image_body *body = &view->bodies[view->clauses[clause].body];
	const struct yice_image_frame *frame = &view->frames[body->frame];
	const uint32_t texts[] = { body->original, body->summary, body->english };
	const uint32_t words[] = { frame->element_zh, frame->class_zh, frame->addressee_zh };

	for (size_t i = 0; i < YICE_COUNT(texts); i++) {
		yice_text_add(out, view, clause, texts[i]);
		yice_buf_addc(out, '\n');
	}
	for (size_t i = 0; i < YICE_COUNT(words); i++)
		yice_buf_addf(out, "%s\n", yice_view_string(view, words[i]));
}

static int form_of(const yice_image *image, uint32_t clause, struct yice_arena *arena, struct yice_clause_form *out)
{
	const struct yice_view *view = &image->view;
	struct yice_buf id = YICE_BUF_INIT, plain = YICE_BUF_INIT;
	char *listing = NULL;
	int status;

	yice_image_clause_id(view, clause, &id);
	status = yice_buf_status(&id);
	if (!status)
		status = yice_image_disassemble(image, id.data, &listing);
	if (!status) {
		put_plain(&plain, listing);
		status = yice_buf_status(&plain);
	}
	if (!status)
		status = yice_digest_sha256(plain.data, plain.len, out->code);
	yice_buf_clear(&plain);
	put_text(view, clause, &plain);
	if (!status)
		status = yice_buf_status(&plain);
	if (!status)
		status = yice_digest_sha256(plain.data, plain.len, out->text);
	out->id = yice_arena_strdup(arena, yice_buf_text(&id));
	out->priority = is_priority(view, clause);
	free(listing);
	yice_buf_release(&id);
	yice_buf_release(&plain);
	return status ? status : out->id ? YICE_OK : YICE_ENOMEM;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct yice_clause_form *)a)->id, ((const struct yice_clause_form *)b)->id);
}

static const char *file_of(const struct yice_view *view, uint32_t clause)
{
	return yice_view_string(view, view->contexts[view->clauses[clause].context].file);
}

int yice_clause_forms(const struct yice_side *side, struct yice_arena *arena, struct yice_clause_form **forms,
		      size_t *count)
{
	yice_image *image = NULL;
	int status = side->image ? yice_image_borrow(side->image, side->len, NULL, &image) : YICE_OK;
	uint32_t clauses = image && !status ? image->view.count[YICE_SEC_CLAUSES] : 0;

	*count = 0;
	*forms = yice_arena_array(arena, (size_t)clauses + 1, sizeof(**forms));
	if (!status && !*forms)
		status = YICE_ENOMEM;
	for (uint32_t i = 0; !status && i < clauses; i++)
		if (is_own(side, file_of(&image->view, i)))
			status = form_of(image, i, arena, &(*forms)[(*count)++]);
	yice_image_free(image);
	if (!status && *count)
		qsort(*forms, *count, sizeof(**forms), by_id);
	return status;
}

/* The words of meta/version and those of the comparison are the same, in the same order. */
static_assert((int)YICE_CHANGE_ADDED == (int)YICE_DIFF_ADDED && (int)YICE_CHANGE_MOVED == (int)YICE_DIFF_MOVED &&
		      (int)YICE_CHANGE_RESCOPED == (int)YICE_DIFF_RESCOPED &&
		      (int)YICE_CHANGE_REWORDED == (int)YICE_DIFF_REWORDED && (int)YICE_CHANGES == (int)YICE_DIFFERENCES,
	      "words of changes");

static const struct yice_clause_form *find_form(const struct yice_clause_form *forms, size_t count, const char *id)
{
	struct yice_clause_form key = { .id = id };

	return id && count ? bsearch(&key, forms, count, sizeof(*forms), by_id) : NULL;
}

static int by_clause(const void *a, const void *b)
{
	const struct yice_change *left = a, *right = b;
	int order = strcmp(left->clause, right->clause);

	return order ? order : (int)left->word - (int)right->word;
}

/* Of all that differs, what is the version's own. */
static int take_changes(const yice_diff *diff, const struct yice_side *old, const struct yice_side *new,
			struct yice_arena *arena, struct yice_findings *out)
{
	struct yice_clause_form *forms[2];
	size_t counts[2] = { 0, 0 };
	struct yice_change *changes = yice_arena_array(arena, yice_diff_count(diff) + 1, sizeof(*changes));
	int status = changes ? yice_clause_forms(old, arena, &forms[0], &counts[0]) : YICE_ENOMEM;

	if (!status)
		status = yice_clause_forms(new, arena, &forms[1], &counts[1]);
	for (size_t i = 0; !status && i < yice_diff_count(diff); i++) {
		const char *ids[2] = { yice_diff_clause(diff, i, 0), yice_diff_clause(diff, i, 1) };
		const struct yice_clause_form *was = find_form(forms[0], counts[0], ids[0]);
		const struct yice_clause_form *is = find_form(forms[1], counts[1], ids[1]);

		if (!was && !is)
			continue;
		changes[out->change_count++] = (struct yice_change){ (enum yice_change_word)yice_diff_kind(diff, i),
								     is ? is->id : was->id };
		if (!out->priority && ((was && was->priority) || (is && is->priority)))
			out->priority = is ? is->id : was->id;
	}
	if (!status && out->change_count)
		qsort(changes, out->change_count, sizeof(*changes), by_clause);
	out->changes = changes;
	return status;
}

static int find_changes(struct yice_shelf *shelf, const struct yice_composition *before, const struct yice_side *old,
			const struct yice_composition *after, const struct yice_side *new, struct yice_arena *arena,
			struct yice_findings *out)
{
	struct yice_report *report = yice_cli_report(shelf->cli);
	yice_diff *diff = NULL;
	int status, code = YICE_EXIT_OK;

	if (!report)
		return YICE_EXIT_FAILED;
	status = yice_diff_new(before->folder, after->folder, report, &diff);
	if (!status)
		status = take_changes(diff, old, new, arena, out);
	if (status == YICE_EDIAG) {
		yice_cli_diagnose(shelf->cli, report);
		code = YICE_EXIT_RULES;
	} else if (status)
		code = yice_cli_failed(shelf->cli, status, NULL);
	if (diff)
		yice_diff_free(diff);
	yice_report_free(report);
	return code;
}

/* "list.yice:12" for each clause of the version's own that the analysis finds looser than one above it. */
static int take_looser(const struct yice_report *report, const struct yice_composition *composition,
		       const struct yice_side *side, struct yice_arena *arena, struct yice_findings *out)
{
	const struct yice_diags *diags = &report->diags;
	const char **looser = yice_arena_array(arena, diags->count + 1u, sizeof(*looser));

	out->looser = looser;
	for (uint32_t i = 0; looser && i < diags->count; i++) {
		const struct yice_message *main = &diags->items[i]->main;
		const struct yice_source *source;
		struct yice_buf text = YICE_BUF_INIT;
		uint32_t line, column;

		if (main->id != YICE_D_loosens || main->span.file >= report->sources.count)
			continue;
		source = &report->sources.items[main->span.file];
		if (!is_own(side, yice_composition_name(composition, source->name)))
			continue;
		yice_source_locate(source, main->span.start, &line, &column);
		yice_buf_addf(&text, "%s:%u", yice_composition_name(composition, source->name), line);
		looser[out->looser_count++] = yice_arena_strdup(arena, yice_buf_text(&text));
		yice_buf_release(&text);
	}
	return arena->failed ? YICE_ENOMEM : YICE_OK;
}

static int find_looser(struct yice_shelf *shelf, const struct yice_composition *after, const struct yice_side *new,
		       struct yice_arena *arena, struct yice_findings *out)
{
	const char *folder = after->folder;
	struct yice_report *report = yice_cli_report(shelf->cli);
	int status;

	if (!report)
		return YICE_EXIT_FAILED;
	/* Loosening is an error of the analysis; it is the superior's to say so, with its own reason. */
	status = yice_analyse(&folder, 1, report);
	if (!status || status == YICE_EDIAG)
		status = take_looser(report, after, new, arena, out);
	yice_report_free(report);
	return status ? yice_cli_failed(shelf->cli, status, NULL) : YICE_EXIT_OK;
}

int yice_findings_make(struct yice_shelf *shelf, const struct yice_composition *before, const struct yice_side *old,
		       const struct yice_composition *after, const struct yice_side *new, struct yice_arena *arena,
		       struct yice_findings *out)
{
	int code;

	memset(out, 0, sizeof(*out));
	code = before ? find_changes(shelf, before, old, after, new, arena, out) : YICE_EXIT_OK;
	return code ? code : find_looser(shelf, after, new, arena, out);
}
