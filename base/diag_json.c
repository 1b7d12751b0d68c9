/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics for programs: our own JSON, one object a line within an array,
 * and SARIF 2.1.0 for editors and code hosts. Both give every place in lines,
 * code points and bytes. Called through yice_diags_render.
 */
#include "base/diag_internal.h"
#include "base/json.h"

static const char *const severity_words[] = { "note", "warning", "error" };

static void quote(struct yice_buf *out, const char *text)
{
	yice_json_quote(out, text, strlen(text));
}

static void put_message(const struct yice_message *message, enum yice_lang lang, struct yice_buf *out)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_message_render(message, lang, &text);
	yice_json_quote(out, yice_buf_text(&text), text.len);
	out->failed |= text.failed;
	yice_buf_release(&text);
}

static void put_both(const struct yice_message *message, struct yice_buf *out)
{
	yice_buf_adds(out, "{\"zh\":");
	put_message(message, YICE_ZH, out);
	yice_buf_adds(out, ",\"en\":");
	put_message(message, YICE_EN, out);
	yice_buf_addc(out, '}');
}

/* The members that tell a place; all null when there is none, so that the shape is one. */
static void put_place(const struct yice_sources *sources, struct yice_span span, struct yice_buf *out)
{
	struct yice_place place;

	if (!yice_place_find(sources, span, &place)) {
		yice_buf_adds(
		    out, "\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null,"
			 "\"start\":null,\"end\":null");
		return;
	}
	yice_buf_adds(out, "\"file\":");
	quote(out, place.source->name);
	yice_buf_addf(
	    out, ",\"line\":%u,\"column\":%u,\"end_line\":%u,\"end_column\":%u,\"start\":%u,\"end\":%u",
	    (unsigned int)place.line, (unsigned int)place.column, (unsigned int)place.end_line,
	    (unsigned int)place.end_column, (unsigned int)place.span.start, (unsigned int)place.span.end);
}

static void put_diag(const struct yice_diag *diag, const struct yice_sources *sources, struct yice_buf *out)
{
	const char *comma = "", *witness = yice_diag_witness(diag);

	yice_buf_addf(out, "{\"code\":\"%s\",\"name\":\"%s\",\"severity\":\"%s\",\"message\":",
		      yice_diag_code(diag->main.id), yice_diag_name(diag->main.id),
		      severity_words[diag->severity]);
	put_both(&diag->main, out);
	yice_buf_addc(out, ',');
	put_place(sources, diag->main.span, out);
	yice_buf_adds(out, ",\"notes\":[");
	for (const struct yice_message *note = diag->notes; note; note = note->next, comma = ",") {
		yice_buf_addf(out, "%s{\"message\":", comma);
		put_both(note, out);
		yice_buf_addc(out, ',');
		put_place(sources, note->span, out);
		yice_buf_addc(out, '}');
	}
	yice_buf_adds(out, "],\"help\":[");
	comma = "";
	for (const struct yice_message *help = diag->helps; help; help = help->next, comma = ",") {
		yice_buf_adds(out, comma);
		put_both(help, out);
	}
	yice_buf_adds(out, "],\"fix\":");
	if (diag->fix) {
		yice_buf_addc(out, '{');
		put_place(sources, diag->fix_span, out);
		yice_buf_adds(out, ",\"replacement\":");
		quote(out, diag->fix);
		yice_buf_addc(out, '}');
	} else {
		yice_buf_adds(out, "null");
	}
	if (witness)
		yice_buf_addf(out, ",\"witness\":%s", witness);
	yice_buf_addc(out, '}');
}

void yice_diags_render_json(const struct yice_diags *diags, const struct yice_sources *sources,
			    struct yice_buf *out)
{
	yice_buf_addc(out, '[');
	for (uint32_t i = 0; i < diags->count; i++) {
		yice_buf_adds(out, i ? ",\n" : "\n");
		put_diag(diags->items[i], sources, out);
	}
	yice_buf_adds(out, diags->count ? "\n]\n" : "]\n");
}

/* A file name as a relative URI reference (RFC 3986): bytes outside the safe set percent-encoded. */
static void put_uri(struct yice_buf *out, const char *name)
{
	static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

	yice_buf_addc(out, '"');
	for (; *name; name++)
		if (strchr(safe, *name))
			yice_buf_addc(out, *name);
		else
			yice_buf_addf(out, "%%%02X", (unsigned int)(unsigned char)*name);
	yice_buf_addc(out, '"');
}

static void put_region(const struct yice_place *place, struct yice_buf *out)
{
	yice_buf_addf(out,
		      "{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u,"
		      "\"byteOffset\":%u,\"byteLength\":%u}",
		      (unsigned int)place->line, (unsigned int)place->column, (unsigned int)place->end_line,
		      (unsigned int)place->end_column, (unsigned int)place->span.start,
		      (unsigned int)(place->span.end - place->span.start));
}

/* "physicalLocation":{...} */
static void put_physical(const struct yice_place *place, struct yice_buf *out)
{
	yice_buf_adds(out, "\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
	put_uri(out, place->source->name);
	yice_buf_adds(out, "},\"region\":");
	put_region(place, out);
	yice_buf_addc(out, '}');
}

static void put_rules(const struct yice_diags *diags, enum yice_lang lang, struct yice_buf *out)
{
	const char *comma = "";

	yice_buf_adds(out, "\"rules\":[");
	for (unsigned int id = 0; id < YICE_DIAG_COUNT; id++) {
		bool used = false;
		const char *more = yice_diag_explanation((enum yice_diag_id)id, lang);

		for (uint32_t i = 0; i < diags->count && !used; i++)
			used = diags->items[i]->main.id == id;
		if (!used)
			continue;
		yice_buf_addf(out,
			      "%s\n{\"id\":\"%s\",\"name\":\"%s\",\"shortDescription\":{\"text\":", comma,
			      yice_diag_code((enum yice_diag_id)id), yice_diag_name((enum yice_diag_id)id));
		quote(out, yice_diag_text((enum yice_diag_id)id, lang));
		if (*more) {
			yice_buf_adds(out, "},\"fullDescription\":{\"text\":");
			quote(out, more);
		}
		yice_buf_adds(out, "}}");
		comma = ",";
	}
	yice_buf_addc(out, ']');
}

static void put_related(const struct yice_diag *diag, const struct yice_sources *sources, enum yice_lang lang,
			struct yice_buf *out)
{
	const char *comma = "";

	yice_buf_adds(out, ",\"relatedLocations\":[");
	for (const struct yice_message *note = diag->notes; note; note = note->next) {
		struct yice_place place;

		yice_buf_addf(out, "%s{", comma);
		if (yice_place_find(sources, note->span, &place)) {
			put_physical(&place, out);
			yice_buf_addc(out, ',');
		}
		yice_buf_adds(out, "\"message\":{\"text\":");
		put_message(note, lang, out);
		yice_buf_adds(out, "}}");
		comma = ",";
	}
	yice_buf_addc(out, ']');
}

/* What the format has no member for. */
static void put_properties(const struct yice_diag *diag, struct yice_buf *out)
{
	const char *witness = yice_diag_witness(diag);

	if (witness)
		yice_buf_addf(out, ",\"properties\":{\"witness\":%s}", witness);
}

static void put_fixes(const struct yice_diag *diag, const struct yice_sources *sources, struct yice_buf *out)
{
	struct yice_place place;

	if (!diag->fix || !yice_place_find(sources, diag->fix_span, &place))
		return;
	yice_buf_adds(out, ",\"fixes\":[{\"artifactChanges\":[{\"artifactLocation\":{\"uri\":");
	put_uri(out, place.source->name);
	yice_buf_adds(out, "},\"replacements\":[{\"deletedRegion\":");
	put_region(&place, out);
	yice_buf_adds(out, ",\"insertedContent\":{\"text\":");
	quote(out, diag->fix);
	yice_buf_adds(out, "}}]}]}]");
}

/* SARIF has no help lines: they follow the message, one a line. */
static void put_result_message(const struct yice_diag *diag, enum yice_lang lang, struct yice_buf *out)
{
	struct yice_buf text = YICE_BUF_INIT;

	yice_message_render(&diag->main, lang, &text);
	for (const struct yice_message *help = diag->helps; help; help = help->next) {
		yice_buf_addc(&text, '\n');
		yice_message_render(help, lang, &text);
	}
	yice_json_quote(out, yice_buf_text(&text), text.len);
	out->failed |= text.failed;
	yice_buf_release(&text);
}

void yice_diags_render_sarif(const struct yice_diags *diags, const struct yice_sources *sources,
			     enum yice_lang lang, struct yice_buf *out)
{
	yice_buf_adds(out,
		      "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
		      "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"yice\",");
	put_rules(diags, lang, out);
	yice_buf_adds(out, "}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
	for (uint32_t i = 0; i < diags->count; i++) {
		const struct yice_diag *diag = diags->items[i];
		struct yice_place place;

		yice_buf_addf(out,
			      "%s\n{\"ruleId\":\"%s\",\"level\":\"%s\",\"message\":{\"text\":", i ? "," : "",
			      yice_diag_code(diag->main.id), severity_words[diag->severity]);
		put_result_message(diag, lang, out);
		yice_buf_adds(out, "},\"locations\":[");
		if (yice_place_find(sources, diag->main.span, &place)) {
			yice_buf_addc(out, '{');
			put_physical(&place, out);
			yice_buf_addc(out, '}');
		}
		yice_buf_addc(out, ']');
		if (diag->notes)
			put_related(diag, sources, lang, out);
		put_fixes(diag, sources, out);
		put_properties(diag, out);
		yice_buf_addc(out, '}');
	}
	yice_buf_adds(out, "]}]}\n");
}
