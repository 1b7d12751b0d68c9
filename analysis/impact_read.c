/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One facts document read by two versions. An update recodes units and asks
 * for new facts, so that a project the change matters to is often one that
 * only one of them can read as it stands. A version is given what it can read:
 * an attribute by the name it has there, and no fact that only the other
 * understands. Only what neither understands is at fault. Called by
 * diff_impact.c.
 */
#include "analysis/impact.h"

#include "base/json.h"
#include "base/report.h"
#include "runtime/image_read.h"

/* One version's way to a document it can read. */
struct reader {
	struct yice_impact *impact;
	enum yice_side side;
	const char *text; /* what is left of the document */
	size_t len;
	const struct yice_diags *diags; /* what the version said of it */
	const char *(*renamed)[2];      /* names as given, and as they are here */
	uint32_t renamed_count;
	struct yice_unreads left_out;
	bool progress; /* the text differs from the one before */
};

static const struct yice_view *view_of(const struct reader *r, enum yice_side side)
{
	return &r->impact->diff->versions[side].trial.image->view;
}

void *yice_impact_room(struct yice_impact *impact, void *items, uint32_t count, size_t size)
{
	if (count & (count - 1))
		return items;
	return yice_arena_resize(&impact->arena, items, count * size, (2 * (size_t)count + 1) * size);
}

/* ---- what is at fault in a member */

static uint32_t start_of(const struct yice_json *node)
{
	return node->key ? node->key_span.start : node->span.start;
}

static const struct yice_diag *fault_of(const struct reader *r, const struct yice_json *node)
{
	for (uint32_t i = 0; i < r->diags->count; i++) {
		const struct yice_diag *diag = r->diags->items[i];

		if (diag->severity == YICE_ERROR && diag->main.span.file != UINT32_MAX &&
		    diag->main.span.start >= start_of(node) && diag->main.span.start < node->span.end)
			return diag;
	}
	return NULL;
}

static const char *message_of(struct yice_impact *impact, const struct yice_diag *diag)
{
	struct yice_buf text = YICE_BUF_INIT;
	const char *kept;

	yice_message_render(&diag->main, impact->lang, &text);
	kept = text.failed ? NULL : yice_arena_strdup(&impact->arena, yice_buf_text(&text));
	impact->arena.failed |= text.failed;
	yice_buf_release(&text);
	return kept;
}

static void note(struct yice_impact *impact, struct yice_unreads *unreads, const char *name,
		 const struct yice_diag *diag)
{
	struct yice_unread *items;

	for (uint32_t i = 0; name && i < unreads->count; i++)
		if (!strcmp(unreads->items[i].name, name))
			return;
	items = yice_impact_room(impact, unreads->items, unreads->count, sizeof(*items));
	if (!items)
		return;
	unreads->items = items;
	items[unreads->count++] = (struct yice_unread){
		name ? yice_arena_strdup(&impact->arena, name) : NULL, diag->main.id, message_of(impact, diag)
	};
}

/* ---- the same attribute under another name */

static bool is_name(const struct yice_slot *slot, const char *name)
{
	return name && (!strcmp(slot->zh, name) || (slot->en && !strcmp(slot->en, name)));
}

/* What the version calls an attribute that the other calls so; NULL: it has none such. */
static const char *name_here(const struct reader *r, const char *name)
{
	struct yice_diff *diff = r->impact->diff;
	struct yice_realm_model *here = &diff->readings[r->side], *there = &diff->readings[!r->side];
	uint32_t slot = yice_image_find_attr(view_of(r, !r->side), name, strlen(name)), axis;
	const struct yice_slot *of;

	if (slot == YICE_NONE)
		return NULL;
	of = &there->model->slots.items[slot];
	axis = yice_realm_axis(&diff->realm, there, slot);
	for (uint32_t i = 0; i < here->model->slots.count; i++) {
		const struct yice_slot *own = &here->model->slots.items[i];

		if ((is_name(own, of->zh) || is_name(own, of->en)) &&
		    yice_realm_axis(&diff->realm, here, i) == axis && axis != YICE_NONE)
			return own->zh;
	}
	return NULL;
}

static void remember(struct reader *r, const char *given, const char *here)
{
	const char *(*renamed)[2] = yice_impact_room(r->impact, r->renamed, r->renamed_count, sizeof(*renamed));

	if (!renamed)
		return;
	r->renamed = renamed;
	renamed[r->renamed_count][0] = yice_arena_strdup(&r->impact->arena, given);
	renamed[r->renamed_count++][1] = here;
}

static const char *given_name(const struct reader *r, const char *name)
{
	for (uint32_t i = 0; i < r->renamed_count; i++)
		if (!strcmp(r->renamed[i][1], name))
			return r->renamed[i][0];
	return name;
}

/* ---- the document without what is at fault */

/* A member of an object, or an item of a list, as far as it stays. */
static void write_member(struct reader *r, const struct yice_json *node, bool *first, struct yice_buf *out)
{
	const struct yice_diag *fault = fault_of(r, node);
	const char *name = node->key ? node->key : node->text ? node->text : "", *here = NULL;
	uint32_t from = start_of(node);

	r->progress |= fault != NULL;
	if (fault && fault->main.id == YICE_D_facts_attribute)
		here = name_here(r, name);
	if (fault && !here) {
		note(r->impact, &r->left_out, given_name(r, name), fault);
		return;
	}
	yice_buf_adds(out, *first ? "" : ",");
	*first = false;
	if (here) {
		remember(r, name, here);
		yice_json_quote(out, here, strlen(here));
		from = node->key ? node->key_span.end : node->span.end;
	}
	yice_buf_add(out, r->text + from, node->span.end - from);
}

static void write_document(struct reader *r, const struct yice_json *root, struct yice_buf *out)
{
	uint32_t at = 0;

	for (const struct yice_json *member = root->first; member; member = member->next) {
		bool first = true;
		uint32_t last = 0;

		if (!member->first || (strcmp(member->key, "facts") && strcmp(member->key, "complete") &&
				       strcmp(member->key, "evidence")))
			continue;
		yice_buf_add(out, r->text + at, start_of(member->first) - at);
		for (const struct yice_json *node = member->first; node; node = node->next) {
			write_member(r, node, &first, out);
			last = node->span.end;
		}
		at = last;
	}
	yice_buf_add(out, r->text + at, r->len - at);
}

/* Takes out what is at fault and can be; progress tells whether anything was. */
static int leave_out(struct reader *r)
{
	struct yice_buf rest = YICE_BUF_INIT;
	struct yice_json *root = NULL;
	struct yice_diags ignored;
	struct yice_arena arena;
	int status;

	r->progress = false;
	yice_arena_init(&arena);
	yice_diags_init(&ignored);
	status = yice_json_parse(r->text, r->len, 0, 0, &arena, &ignored, &root);
	if (!status && root->kind == YICE_JSON_OBJECT)
		write_document(r, root, &rest);
	if (status == YICE_EDIAG)
		status = YICE_OK;
	if (!status && r->progress) {
		r->len = rest.len;
		r->text = rest.failed ? NULL : yice_arena_strndup(&r->impact->arena, rest.data, rest.len);
		status = r->text ? YICE_OK : YICE_ENOMEM;
	}
	yice_buf_release(&rest);
	yice_diags_release(&ignored);
	yice_arena_release(&arena);
	return status;
}

/* ---- one version */

static void keep_reasons(struct reader *r, struct yice_unreads *reasons)
{
	for (uint32_t i = 0; i < r->diags->count; i++)
		if (r->diags->items[i]->severity == YICE_ERROR)
			note(r->impact, reasons, NULL, r->diags->items[i]);
}

/* Again and again, since a list that is said to be complete is at fault once it is left out. */
static int read_by(struct reader *r, struct yice_impact_part *part)
{
	struct yice_facts *facts = r->impact->diff->versions[r->side].trial.facts;
	int status;

	do {
		yice_report *report;

		status = yice_report_new(&report);
		if (status)
			return status;
		r->progress = false;
		status = yice_facts_read(facts, r->impact->name, r->text, r->len, report);
		r->diags = &report->diags;
		if (status == YICE_EDIAG) {
			int left = leave_out(r);

			status = left ? left : status;
			if (!r->progress)
				keep_reasons(r, &part->reasons[r->side]);
		}
		yice_report_free(report);
	} while (status == YICE_EDIAG && r->progress);
	part->decided[r->side] = !status;
	part->left_out[r->side] = r->left_out;
	return status == YICE_EDIAG ? YICE_OK : status;
}

/* ---- what is at fault under both */

static bool is_lost(const struct yice_impact_part *part)
{
	const struct yice_unreads *old = &part->left_out[YICE_OLD], *new = &part->left_out[YICE_NEW];

	for (uint32_t i = 0; i < old->count; i++)
		for (uint32_t k = 0; k < new->count; k++)
			if (!strcmp(old->items[i].name, new->items[k].name))
				return true;
	return !part->decided[YICE_OLD] && !part->decided[YICE_NEW];
}

static bool has_twin(const struct yice_diags *diags, const struct yice_diag *of)
{
	for (uint32_t i = 0; i < diags->count; i++) {
		const struct yice_message *other = &diags->items[i]->main;

		if (other->id == of->main.id && other->span.start == of->main.span.start &&
		    other->span.end == of->main.span.end)
			return true;
	}
	return false;
}

static void take(yice_report *report, const struct yice_diag *diag, uint32_t file, const enum yice_side *only)
{
	static const enum yice_diag_id helps[] = { YICE_D_help_old_version, YICE_D_help_new_version };
	uint32_t before = report->diags.count;
	struct yice_diag *own;

	yice_diag_take(&report->diags, diag);
	if (report->diags.count == before)
		return;
	own = report->diags.items[before];
	if (own->main.span.file != UINT32_MAX)
		own->main.span.file = file;
	for (struct yice_message *related = own->notes; related; related = related->next)
		related->span.file = related->span.file == UINT32_MAX ? UINT32_MAX : file;
	if (own->fix)
		own->fix_span.file = file;
	if (only)
		yice_diag_help(&report->diags, own, helps[*only], NULL);
}

/* What both versions say, once; where they agree on nothing, what each says, with its version. */
static void take_faults(yice_report *const *reports, uint32_t file, yice_report *report)
{
	bool agree = false;

	for (int both = 1; both >= 0 && !agree; both--)
		for (int side = 0; side < (both ? YICE_OLD + 1 : YICE_SIDES); side++) {
			const struct yice_diags *diags = &reports[side]->diags;
			const enum yice_side only = (enum yice_side)side;

			for (uint32_t i = 0; i < diags->count; i++) {
				const struct yice_diag *diag = diags->items[i];

				if (diag->severity != YICE_ERROR ||
				    (both && !has_twin(&reports[YICE_NEW]->diags, diag)))
					continue;
				take(report, diag, file, both ? NULL : &only);
				agree |= both;
			}
		}
}

/* The document as it is, under its line of the file. */
static int tell_faults(struct yice_impact *impact, const char *text, size_t len, yice_report *report)
{
	yice_report *reports[YICE_SIDES] = { NULL, NULL };
	uint32_t file = 0;
	int status = yice_sources_add(&report->sources, impact->name, text, len, &file);

	for (int side = 0; !status && side < YICE_SIDES; side++) {
		status = yice_report_new(&reports[side]);
		if (!status)
			status = yice_facts_read(impact->diff->versions[side].trial.facts, impact->name, text, len,
						 reports[side]);
		if (status == YICE_EDIAG)
			status = YICE_OK;
	}
	if (!status) {
		report->sources.items[file].first = impact->line;
		take_faults(reports, file, report);
		status = report->diags.failed ? YICE_ENOMEM : YICE_OK;
	}
	for (int side = 0; side < YICE_SIDES; side++)
		yice_report_free(reports[side]);
	return status;
}

int yice_impact_read(struct yice_impact *impact, const char *text, size_t len, struct yice_impact_part *part,
		     yice_report *report)
{
	int status = YICE_OK;
	bool lost;

	for (int side = 0; !status && side < YICE_SIDES; side++) {
		struct reader reader = { .impact = impact, .side = (enum yice_side)side, .text = text, .len = len };

		status = read_by(&reader, part);
	}
	if (!status && (impact->arena.failed || yice_realm_status(&impact->diff->realm)))
		status = YICE_ENOMEM;
	lost = !status && is_lost(part);
	for (int side = 0; side < YICE_SIDES; side++)
		if (!part->decided[side])
			part->left_out[side].count = 0; /* it does not decide without them either */
	if (!lost)
		return status;
	status = report ? tell_faults(impact, text, len, report) : YICE_OK;
	return status ? status : YICE_EDIAG;
}
