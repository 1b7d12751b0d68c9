/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which clauses differ between two versions: what a submission declares and
 * the filing authority computes again. A clause's form is its code as the
 * disassembler shows it, without the numbers of tables, so that moving a
 * clause or adding another changes nothing here; its text is held apart.
 */
#include "base/base.h"
#include "base/map.h"
#include "cli/store.h"
#include "runtime/image_read.h"
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
	const struct yice_image_target *target = &view->targets[view->clause_info[clause].target];

	return (target->kind == YICE_FOR_CLASS && target->key == YICE_PRIORITY) ||
	       (target->kind == YICE_FOR_UNIT && view->units[target->key].klass == YICE_PRIORITY);
}

static void put_text(const struct yice_view *view, uint32_t clause, struct yice_buf *out)
{
	const struct yice_image_body *body = &view->bodies[view->clauses[clause].body];
	const uint32_t parts[] = { body->original, body->summary, body->english, body->element_zh, body->class_zh,
				   body->addressee_zh };

	for (size_t i = 0; i < YICE_COUNT(parts); i++)
		yice_buf_addf(out, "%s\n", yice_view_string(view, parts[i]));
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
		if (is_own(side, yice_view_string(&image->view, image->view.clause_info[i].file)))
			status = form_of(image, i, arena, &(*forms)[(*count)++]);
	yice_image_free(image);
	if (!status && *count)
		qsort(*forms, *count, sizeof(**forms), by_id);
	return status;
}

int yice_changes_find(const struct yice_side *before, const struct yice_side *after, struct yice_arena *arena,
		      struct yice_findings *out)
{
	struct yice_clause_form *old, *new;
	struct yice_change *changes;
	size_t old_count = 0, new_count = 0, i = 0, j = 0;
	int status = yice_clause_forms(before, arena, &old, &old_count);

	memset(out, 0, sizeof(*out));
	if (!status)
		status = yice_clause_forms(after, arena, &new, &new_count);
	if (status)
		return status;
	changes = yice_arena_array(arena, old_count + new_count + 1, sizeof(*changes));
	if (!changes)
		return YICE_ENOMEM;
	while (i < old_count || j < new_count) {
		int order = i == old_count ? 1 : j == new_count ? -1 : strcmp(old[i].id, new[j].id);
		const struct yice_clause_form *one = order > 0 ? &new[j] : &old[i];
		enum yice_change_word word = order < 0 ? YICE_CHANGE_REMOVED : YICE_CHANGE_ADDED;
		bool same = !order && !strcmp(old[i].code, new[j].code) && !strcmp(old[i].text, new[j].text);

		if (!order)
			word = strcmp(old[i].code, new[j].code) ? YICE_CHANGE_INCOMPARABLE : YICE_CHANGE_REWORDED;
		if (!same) {
			changes[out->change_count++] = (struct yice_change){ word, one->id };
			out->touches_priority |= one->priority;
		}
		i += order <= 0;
		j += order >= 0;
	}
	out->changes = changes;
	return YICE_OK;
}
