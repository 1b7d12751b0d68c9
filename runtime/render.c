/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entry to the reports (yice_run_render) and the loading of one decided
 * clause with its surroundings. Reports are made from the run and the image
 * alone, so that the same decision gives the same bytes everywhere.
 */
#include "base/utf8.h"
#include "runtime/render.h"

const char *yice_render_say(const struct yice_render *render, const char *zh, const char *en)
{
	return render->lang == YICE_ZH ? zh : en;
}

const char *yice_render_string(const struct yice_render *render, uint32_t offset)
{
	return yice_view_string(render->view, offset);
}

const char *yice_render_name(const struct yice_render *render, uint32_t zh, uint32_t en)
{
	return yice_view_name(render->view, zh, en, render->lang);
}

const char *yice_render_slot(const struct yice_render *render, uint32_t slot)
{
	return yice_render_name(render, render->view->attrs[slot].zh, render->view->attrs[slot].en);
}

bool yice_render_is_stale(const struct yice_render *render, const struct yice_image_document *document)
{
	struct yice_interval days = { (yice_day)document->from, (yice_day)document->to };

	return !yice_interval_has(days, render->run->day);
}

static void add_plain(const char *text, size_t len, bool keep_lines, struct yice_buf *out)
{
	size_t step;

	for (size_t at = 0; at < len; at += step) {
		uint32_t cp = 0;
		bool acts;

		step = yice_utf8_decode(text + at, len - at, &cp);
		acts = !step || cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c || cp == 0x200e ||
		       cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
		if (acts && !(cp == '\n' && keep_lines))
			yice_buf_addc(out, ' ');
		else
			yice_buf_add(out, text + at, step);
		step = step ? step : 1;
	}
}

void yice_render_plain(const char *text, bool keep_lines, struct yice_buf *out)
{
	add_plain(text, strlen(text), keep_lines, out);
}

void yice_render_words(const struct yice_view *view, uint32_t clause, uint32_t string, bool keep_lines,
		       struct yice_buf *out)
{
	struct yice_text_pieces pieces = yice_text_pieces(view, clause, string);
	const char *piece;
	size_t len;

	while ((piece = yice_text_piece(&pieces, &len)))
		add_plain(piece, len, keep_lines, out);
}

void yice_render_list(const struct yice_render *render, const struct yice_render_clause *clause, uint32_t run,
		      struct yice_buf *out)
{
	for (uint32_t i = 0; i < yice_view_text_count(render->view, run); i++) {
		yice_buf_adds(out, i ? yice_render_say(render, "；", "; ") : "");
		yice_render_words(render->view, clause->decided->clause, yice_view_text(render->view, run, i), false, out);
	}
}

bool yice_render_shows(const struct yice_render *render, uint32_t i, bool duty)
{
	const struct yice_decided *decided = yice_run_decided(render->run, i);

	if (render->only != YICE_NONE && render->only != i)
		return false;
	if (decided->outcome != YICE_RUN_DUTY)
		return !duty;
	return duty && (decided->applies != YICE_F || render->only == i);
}

int yice_render_load(struct yice_render *render, uint32_t i, struct yice_render_clause *out)
{
	const struct yice_view *view = render->view;

	yice_arena_clear(&render->arena);
	out->decided = yice_run_decided(render->run, i);
	out->info = &view->clause_info[out->decided->clause];
	out->context = &view->contexts[view->clauses[out->decided->clause].context];
	out->body = &view->bodies[view->clauses[out->decided->clause].body];
	out->frame = &view->frames[out->body->frame];
	out->target_number = yice_clause_target(view, out->decided->clause);
	out->target = &view->targets[out->target_number];
	out->list = &view->lists[out->target->list];
	out->scope = &view->scopes[out->list->scope];
	out->unit = out->target->kind == YICE_FOR_UNIT ? &view->units[out->target->key] : NULL;
	out->is_duty = out->decided->outcome == YICE_RUN_DUTY;
	out->fictional = out->frame->fictional || out->list->fictional || (out->unit && out->unit->fictional);
	return yice_run_because(render->run, i, &render->arena, &out->because);
}

void yice_render_count_needs(struct yice_render *render, const struct yice_render_clause *clause)
{
	for (uint32_t i = 0; i < clause->because.missing_count; i++)
		render->needs[clause->because.missing[i]]++;
}

int yice_render_missing(struct yice_render *render, struct yice_arena *arena, const uint32_t **slots,
			uint32_t *count)
{
	const uint32_t *found;
	uint32_t *sorted, n = 0;
	int status = yice_run_missing(render->run, arena, &found, count);

	if (status)
		return status;
	sorted = yice_arena_array(arena, *count, sizeof(*sorted));
	if (!sorted)
		return YICE_ENOMEM;
	/* Insertion keeps the order of first need among equals; what is missing is some dozen facts. */
	for (uint32_t i = 0; i < *count; i++) {
		uint32_t at = n, needs = render->needs[found[i]];

		if (!needs)
			continue;
		for (; at && render->needs[sorted[at - 1]] < needs; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = found[i];
		n++;
	}
	*slots = sorted;
	*count = n;
	return YICE_OK;
}

int yice_run_reason(struct yice_run *run, const struct yice_facts *facts, size_t i, enum yice_lang lang,
		    struct yice_buf *out)
{
	struct yice_render render = {
		.run = run, .facts = facts, .view = run->view, .lang = lang, .only = YICE_NONE, .out = out
	};
	struct yice_render_clause clause;
	int status;

	yice_arena_init(&render.arena);
	status = yice_render_load(&render, (uint32_t)i, &clause);
	if (!status)
		yice_render_reasons(&render, &clause, out);
	yice_arena_release(&render.arena);
	return status ? status : yice_buf_status(out);
}

static int render_format(struct yice_render *render, const char *format)
{
	static const struct {
		const char *name;
		int (*write)(struct yice_render *render);
		bool color, one_line;
	} formats[] = {
		{ "json", yice_render_json, false, false }, { "ndjson", yice_render_json, false, true },
		{ "brief", yice_render_brief, false, true },
		{ "text", yice_render_text, false, false }, { "ansi", yice_render_text, true, false },
		{ "md", yice_render_md, false, false },     { "csv", yice_render_csv, false, false },
		{ "html", yice_render_html, false, false },
	};

	for (size_t i = 0; i < YICE_COUNT(formats); i++) {
		int status;

		if (strcmp(formats[i].name, format))
			continue;
		render->format = formats[i].color ? "text" : formats[i].name;
		render->color = formats[i].color;
		render->one_line = formats[i].one_line;
		status = formats[i].write(render);
		return status ? status : yice_buf_status(render->out);
	}
	return YICE_ENOTFOUND;
}

int yice_run_render(yice_run *run, const yice_facts *facts, const char *format, const char *lang,
		    const char *digest, const char *clause, char **out)
{
	struct yice_buf text = YICE_BUF_INIT;
	int status = yice_run_render_to(run, facts, format, lang, digest, clause, NULL, &text);

	*out = status ? NULL : text.data;
	if (status)
		yice_buf_release(&text);
	return status;
}

int yice_run_render_to(yice_run *run, const yice_facts *facts, const char *format, const char *lang, const char *digest,
		       const char *clause, const struct yice_render_extra *advice, struct yice_buf *out)
{
	struct yice_render render = { .run = run,
				      .facts = facts,
				      .view = run->view,
				      .digest = digest,
				      .only = YICE_NONE,
				      .advice = advice,
				      .out = out };
	int status;

	if (strcmp(lang, "zh") && strcmp(lang, "en"))
		return YICE_ENOTFOUND;
	render.lang = strcmp(lang, "zh") ? YICE_EN : YICE_ZH;
	if (clause) {
		render.only = yice_run_find(run, clause);
		if (render.only == YICE_NONE)
			return YICE_ENOTFOUND;
	}
	render.needs = calloc((size_t)run->view->count[YICE_SEC_ATTRS] + 1, sizeof(*render.needs));
	yice_arena_init(&render.arena);
	status = render.needs ? render_format(&render, format) : YICE_ENOMEM;
	yice_arena_release(&render.arena);
	free(render.needs);
	return status;
}
