/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report for programs. Members come in this fixed order and are always
 * present, but for those of a site's geometry where none was given; what is not
 * known is null, an empty list is []. Names (of facts,
 * dimensions, tests) are in the report's language, words are always these.
 *
 * {"verdict": "refused|undetermined|judgement|conditional|admitted",
 *  "as_of": "YYYY-MM-DD", "image": SHA-256 in hex or null, "project": text or null,
 *  "units": [{"code", "name", "class": "priority|key|general", "in_force": the list that has it is,
 *             "illustration": bool, "relation", "area_mm2" or "length_mm", "share_per_10000"}],
 *  "site": {"kind", "crs": CGCS2000, or WGS84 that was taken as it, "area_mm2" and "meridian" or "length_mm", "in_units"},
 *  "clauses": [CLAUSE …] in reading order,
 *  "duties": [{"id", "unit", "scope", "number", "dimension", "addressee", "applies": TRUTH, "remarks", "due",
 *              "overdue", "asides", "text", "summary", "basis", "lead", "illustration", "source"}],
 *  "missing": [names of facts, those that most clauses wait for first; before them what has to be given of the site (yice_run_missing_site)],
 *  "counts": {"clauses": n, "not-applicable", "satisfied", "violated", "restricted", "unknown", "judgement",
 *             "noted", "duties", "asides"}}
 *
 * CLAUSE: {"id", "unit": code or null, "scope": code, "number", "dimension", "element", "class",
 *  "effect": "none|require|prohibit|restrict|encourage", "outcome", "missing": [names], "judge": [open words],
 *  "because": [NODE …],
 *  "basis": [{"document", "article", "from", "to", "stale": bool, "successor": title or null}],
 *  "conditions": [texts of a restriction], "remarks": [texts of another effect],
 *  "due": last day of an encouragement or null, "overdue": it is before as_of, "asides": [ASIDE …], "text": published or null,
 *  "summary": own words or null, "lead": [departments], "from", "to": in force [from, to), null when open,
 *  "illustration": bool, "source": {"file", "line", "column"}}
 *
 * ASIDE, said beside the effect: {"effect": "encourage|duty", "addressee", "applies": TRUTH, "texts": [words], "due",
 *  "overdue"}. With "no" it is not counted, and not listed in reports for people.
 *
 * NODE: {"is": "guard|except|demand|and|or|not", "truth": TRUTH, "of": [NODE …]} or
 *  {"test": text, "truth": TRUTH, "facts": [{"name", "value": text or null, "evidence": text or null}]}.
 * TRUTH: "yes|no|missing|open|skipped". Only what decides is there, and in what is left to judgement also
 *  what holds; when one clause was asked for, all is.
 *
 * "json" has a line for each clause; "ndjson" is one line; "brief" is one without clauses, duties, missing and the count
 * of asides.
 */
#include "base/json.h"
#include "runtime/opcode.h"
#include "runtime/render_site.h"
#include "runtime/test_op.h"

static void put_text(struct yice_render *render, const char *text)
{
	yice_json_quote(render->out, text, strlen(text));
}

static inline void put(struct yice_render *render, const char *json)
{
	yice_buf_adds(render->out, json);
}

/* null for "" */
static void put_some(struct yice_render *render, const char *text)
{
	if (*text)
		put_text(render, text);
	else
		put(render, "null");
}

/* ,"name": behind an earlier member. The name is a literal, so that its length is known. */
#define put_name(render, name) put(render, ",\"" name "\":")

static void put_digits(struct yice_render *render, size_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	yice_buf_add(render->out, digits + at, sizeof(digits) - at);
}

/* In quotation marks a word that needs no escapes. */
static void put_plain(struct yice_render *render, const char *word)
{
	put(render, "\"");
	put(render, word);
	put(render, "\"");
}

static void put_truth(struct yice_render *render, bool value)
{
	put(render, value ? "true" : "false");
}

static void put_date(struct yice_render *render, uint32_t day)
{
	char text[11];

	yice_date_format((yice_day)day, text);
	if (*text)
		put_plain(render, text);
	else
		put(render, "null");
}

/* A text of the clause, its holes filled; null for "". */
static void put_words(struct yice_render *render, const struct yice_render_clause *clause, uint32_t string)
{
	const char *pattern = yice_render_string(render, string);
	struct yice_buf text = YICE_BUF_INIT;

	if (!strchr(pattern, YICE_HOLE)) {
		put_some(render, pattern);
		return;
	}
	yice_text_add(&text, render->view, clause->decided->clause, string);
	put_some(render, yice_buf_text(&text));
	render->out->failed |= text.failed;
	yice_buf_release(&text);
}

static void put_list(struct yice_render *render, const struct yice_render_clause *clause, uint32_t run)
{
	put(render, "[");
	for (uint32_t i = 0; i < yice_view_text_count(render->view, run); i++) {
		put(render, i ? "," : "");
		put_words(render, clause, yice_view_text(render->view, run, i));
	}
	put(render, "]");
}

#define put_number(render, name, number) (put_name(render, name), put_digits(render, number))
#define put_word(render, name, word) (put_name(render, name), put_plain(render, word))
#define put_bool(render, name, value) (put_name(render, name), put_truth(render, value))
#define put_day(render, name, day) (put_name(render, name), put_date(render, day))
#define put_strings(render, clause, name, run) (put_name(render, name), put_list(render, clause, run))

static void put_facts(struct yice_render *render, uint32_t test)
{
	uint32_t slots[YICE_LINEAR_MAX];
	uint32_t count = yice_test_slots(render->view, test, slots);
	struct yice_buf value = YICE_BUF_INIT, evidence = YICE_BUF_INIT;

	put(render, "[");
	for (uint32_t i = 0; i < count; i++) {
		yice_buf_clear(&value);
		yice_buf_clear(&evidence);
		yice_render_evidence(render, test, slots[i], true, &evidence);
		if (yice_facts_known(render->facts, slots[i]))
			yice_facts_show(render->facts, slots[i], render->lang, &value);
		put(render, i ? ",{\"name\":" : "{\"name\":");
		put_text(render, yice_render_slot(render, slots[i]));
		put_name(render, "value");
		put_some(render, yice_buf_text(&value));
		put_name(render, "evidence");
		put_some(render, yice_buf_text(&evidence));
		put(render, "}");
	}
	put(render, "]");
	render->out->failed |= value.failed || evidence.failed;
	yice_buf_release(&value);
	yice_buf_release(&evidence);
}

static void put_test(struct yice_render *render, uint32_t number)
{
	struct yice_buf words = YICE_BUF_INIT;

	yice_test_say(render->view, number, render->lang, &words);
	yice_json_quote(render->out, yice_buf_text(&words), words.len);
	render->out->failed |= words.failed;
	yice_buf_release(&words);
}

/* Depth is bounded by YICE_NEST_MAX. */
static void put_reason(struct yice_render *render, const struct yice_reason *node)
{
	static const char *const names[] = {
		[YICE_REASON_AND] = "and",       [YICE_REASON_OR] = "or",
		[YICE_REASON_NOT] = "not",       [YICE_REASON_GUARD] = "guard",
		[YICE_REASON_EXCEPT] = "except", [YICE_REASON_DEMAND] = "demand",
	};
	const char *comma = "";

	if (node->kind == YICE_REASON_TEST) {
		put(render, "{\"test\":");
		put_test(render, node->number);
		put_word(render, "truth", yice_truth_word(node->truth));
		put_name(render, "facts");
		put_facts(render, node->number);
		put(render, "}");
		return;
	}
	put(render, "{\"is\":\"");
	put(render, names[node->kind]);
	put(render, "\"");
	put_word(render, "truth", yice_truth_word(node->truth));
	put_name(render, "of");
	put(render, "[");
	for (const struct yice_reason *child = node->first; child; child = child->next) {
		if (!yice_render_keeps(render, node, child))
			continue;
		put(render, comma);
		put_reason(render, child);
		comma = ",";
	}
	put(render, "]}");
}

static void put_because(struct yice_render *render, const struct yice_render_clause *clause)
{
	const char *comma = "";

	put_name(render, "because");
	put(render, "[");
	for (const struct yice_reason *part = clause->because.parts; part; part = part->next) {
		if (render->only == YICE_NONE && !yice_run_part_decides(clause->decided, part))
			continue;
		put(render, comma);
		put_reason(render, part);
		comma = ",";
	}
	put(render, "]");
}

static void put_bases(struct yice_render *render, const struct yice_image_frame *frame)
{
	const struct yice_view *view = render->view;

	put_name(render, "basis");
	put(render, "[");
	for (uint32_t i = 0; i < frame->base_count; i++) {
		const struct yice_image_basis *basis = &view->bases[frame->bases + i];
		const struct yice_image_document *document = &view->documents[basis->document];

		put(render, i ? ",{\"document\":" : "{\"document\":");
		put_text(render, yice_render_string(render, document->title));
		put_name(render, "article");
		put_some(render, yice_render_string(render, basis->article));
		put_day(render, "from", document->from);
		put_day(render, "to", document->to);
		put_bool(render, "stale", yice_render_is_stale(render, document));
		put_name(render, "successor");
		put_some(render,
			 document->successor == YICE_NONE
			     ? ""
			     : yice_render_string(render, view->documents[document->successor].title));
		put(render, "}");
	}
	put(render, "]");
}

/* {"id":…,"dimension":… of a clause or a duty; the brace stays open. */
static void put_identity(struct yice_render *render, const struct yice_render_clause *clause)
{
	const struct yice_image_dimension *dimensions = render->view->dimensions;
	uint32_t dimension = clause->context->dimension;
	struct yice_buf text = YICE_BUF_INIT;

	put(render, "{\"id\":");
	yice_render_id(render, clause, &text);
	put_text(render, yice_buf_text(&text));
	put_name(render, "unit");
	put_some(render, clause->unit ? yice_render_string(render, clause->unit->code) : "");
	put_name(render, "scope");
	put_text(render, yice_render_string(render, clause->scope->code));
	put_name(render, "number");
	put_some(render, yice_render_string(render, clause->info->number));
	put_name(render, "dimension");
	put_some(render, dimension == YICE_NONE ? ""
						: yice_render_name(render, dimensions[dimension].zh,
								   dimensions[dimension].en));
	render->out->failed |= text.failed;
	yice_buf_release(&text);
}

static void put_texts(struct yice_render *render, const struct yice_render_clause *clause)
{
	const struct yice_image_body *body = clause->body;
	bool english = render->lang == YICE_EN && body->english;

	put_name(render, "text");
	put_words(render, clause, body->original);
	put_name(render, "summary");
	put_words(render, clause, english ? body->english : body->summary);
}

static void put_origin(struct yice_render *render, const struct yice_render_clause *clause)
{
	put_bool(render, "illustration", clause->fictional);
	put_name(render, "source");
	put(render, "{\"file\":");
	put_text(render, yice_render_string(render, clause->context->file));
	put_number(render, "line", clause->info->line);
	put_number(render, "column", clause->context->column);
	put(render, "}}");
}

static void put_due(struct yice_render *render, uint32_t due)
{
	put_day(render, "due", due);
	put_bool(render, "overdue", yice_render_is_overdue(render, due));
}

/* The last day of the clause itself, and what stands beside its effect. */
static void put_asides(struct yice_render *render, const struct yice_render_clause *clause)
{
	const struct yice_image_frame *frame = clause->frame;

	put_due(render, frame->due);
	put_name(render, "asides");
	put(render, "[");
	for (uint32_t i = 0; i < frame->aside_count; i++) {
		const struct yice_image_aside *aside = &render->view->asides[frame->asides + i];

		put(render, i ? ",{\"effect\":" : "{\"effect\":");
		put_text(render, yice_effect_word(aside->kind == YICE_ASIDE_OBLIGES ? YICE_OBLIGES : YICE_ENCOURAGES));
		put_name(render, "addressee");
		put_some(render, yice_render_name(render, aside->addressee_zh, aside->addressee_en));
		put_word(render, "applies", yice_truth_word(yice_render_concerns(render, clause)));
		put_strings(render, clause, "texts", aside->texts);
		put_due(render, aside->due);
		put(render, "}");
	}
	put(render, "]");
}

/* What a restriction lists are its conditions, what other effects do are remarks. */
static void put_remarks(struct yice_render *render, const struct yice_render_clause *clause)
{
	bool restricts = yice_body_effect(render->view, clause->body) == YICE_RESTRICTS;

	put_name(render, "conditions");
	if (restricts)
		put_list(render, clause, clause->frame->texts);
	else
		put(render, "[]");
	put_name(render, "remarks");
	if (restricts)
		put(render, "[]");
	else
		put_list(render, clause, clause->frame->texts);
}

static void put_clause(struct yice_render *render, const struct yice_render_clause *clause)
{
	const struct yice_image_frame *frame = clause->frame;

	put_identity(render, clause);
	put_name(render, "element");
	put_some(render, yice_render_name(render, frame->element_zh, frame->element_en));
	put_name(render, "class");
	put_some(render, yice_render_name(render, frame->class_zh, frame->class_en));
	put_word(render, "effect", yice_effect_word(yice_body_effect(render->view, clause->body)));
	put_word(render, "outcome", yice_outcome_word((enum yice_outcome)clause->decided->outcome, "en"));
	put_name(render, "missing");
	put(render, "[");
	for (uint32_t i = 0; i < clause->because.missing_count; i++) {
		put(render, i ? "," : "");
		put_text(render, yice_render_slot(render, clause->because.missing[i]));
	}
	put(render, "]");
	put_name(render, "judge");
	put(render, "[");
	for (uint32_t i = 0; i < clause->because.open_count; i++) {
		put(render, i ? "," : "");
		put_words(render, clause, clause->because.open[i]);
	}
	put(render, "]");
	put_because(render, clause);
	put_bases(render, frame);
	put_remarks(render, clause);
	put_asides(render, clause);
	put_texts(render, clause);
	put_strings(render, clause, "lead", frame->lead);
	put_day(render, "from", clause->context->from);
	put_day(render, "to", clause->context->to);
	put_origin(render, clause);
}

static void put_duty(struct yice_render *render, const struct yice_render_clause *clause)
{
	const struct yice_image_frame *frame = clause->frame;

	put_identity(render, clause);
	put_name(render, "addressee");
	put_some(render, yice_render_name(render, frame->addressee_zh, frame->addressee_en));
	put_word(render, "applies", yice_truth_word(clause->decided->applies));
	put_strings(render, clause, "remarks", frame->texts);
	put_asides(render, clause);
	put_texts(render, clause);
	put_bases(render, frame);
	put_strings(render, clause, "lead", frame->lead);
	put_origin(render, clause);
}

static int put_clauses(struct yice_render *render, bool duties)
{
	size_t count = yice_run_count(render->run);
	const char *comma = "";

	put(render, "[");
	for (uint32_t i = 0; i < count; i++) {
		struct yice_render_clause clause;
		int status;

		if (!yice_render_shows(render, i, duties))
			continue;
		status = yice_render_load(render, i, &clause);
		if (status)
			return status;
		put(render, comma);
		put(render, render->one_line ? "" : "\n  ");
		if (duties)
			put_duty(render, &clause);
		else
			put_clause(render, &clause);
		yice_render_count_needs(render, &clause);
		comma = ",";
	}
	put(render, "]");
	return YICE_OK;
}

static void put_units(struct yice_render *render)
{
	static const char *const classes[] = {
		[YICE_PRIORITY] = "priority", [YICE_KEY] = "key", [YICE_GENERAL] = "general"
	};

	put(render, "[");
	for (uint32_t i = 0; i < render->facts->unit_count; i++) {
		const struct yice_image_unit *unit = &render->view->units[render->facts->units[i]];

		put(render, i ? ",{\"code\":" : "{\"code\":");
		put_text(render, yice_render_string(render, unit->code));
		put_name(render, "name");
		put_text(render, yice_render_name(render, unit->title, unit->english));
		put_name(render, "class");
		put_text(render, classes[unit->klass]);
		put_bool(render, "in_force", yice_run_unit_in_force(render->run, render->facts->units[i]));
		put_bool(render, "illustration", unit->fictional);
		yice_render_site_part_json(render, render->facts->units[i]);
		put(render, "}");
	}
	put(render, "]");
}

static int put_missing(struct yice_render *render)
{
	struct yice_arena arena;
	const uint32_t *slots;
	uint32_t count;
	const char *comma = "";
	int status;

	yice_arena_init(&arena);
	status = yice_render_missing(render, &arena, &slots, &count);
	put(render, "[");
	if (render->run->site_incomplete) {
		put_text(render, yice_run_missing_site(render->run));
		comma = ",";
	}
	for (uint32_t i = 0; !status && i < count; i++, comma = ",") {
		put(render, comma);
		put_text(render, yice_render_slot(render, slots[i]));
	}
	put(render, "]");
	yice_arena_release(&arena);
	return status;
}

/* The brace stays open. */
static void put_tally(struct yice_render *render)
{
	const struct yice_run *run = render->run;
	size_t looked = 0;

	for (int i = 0; i < YICE_OUTCOMES; i++)
		looked += yice_run_tally(run, (enum yice_outcome)i);
	yice_buf_addf(render->out, "{\"clauses\":%u", (unsigned int)looked);
	for (int i = 0; i < YICE_OUTCOMES; i++) {
		put(render, ",");
		put_plain(render, yice_outcome_word((enum yice_outcome)i, "en"));
		put(render, ":");
		put_digits(render, yice_run_tally(run, (enum yice_outcome)i));
	}
	put_number(render, "duties", yice_run_duties(run));
}

static int put_counts(struct yice_render *render)
{
	uint32_t asides;
	int status = yice_render_count_asides(render, &asides);

	put_tally(render);
	put_number(render, "asides", asides);
	put(render, "}");
	return status;
}

/* The next member of the report on a line of its own. */
static void put_member(struct yice_render *render, const char *name)
{
	yice_buf_addf(render->out, ",%s\"%s\":", render->one_line ? "" : "\n ", name);
}

/* From verdict to units. */
static void put_head(struct yice_render *render)
{
	char day[11];

	yice_date_format(render->run->day, day);
	put(render, "{\"verdict\":");
	put_text(render, yice_verdict_word(render->run->verdict, "en"));
	put_member(render, "as_of");
	put_text(render, day);
	put_member(render, "image");
	put_some(render, render->digest ? render->digest : "");
	put_member(render, "project");
	put_some(render, yice_facts_project(render->facts));
	put_member(render, "units");
	put_units(render);
	if (render->facts->rest->location) {
		put_member(render, "site");
		yice_render_site_json(render);
	}
}

int yice_render_brief(struct yice_render *render)
{
	put_head(render);
	put_member(render, "counts");
	put_tally(render);
	put(render, "}}\n");
	return YICE_OK;
}

int yice_render_json(struct yice_render *render)
{
	int status;

	put_head(render);
	put_member(render, "clauses");
	status = put_clauses(render, false);
	if (status)
		return status;
	put_member(render, "duties");
	status = put_clauses(render, true);
	if (status)
		return status;
	put_member(render, "missing");
	status = put_missing(render);
	put_member(render, "counts");
	if (!status)
		status = put_counts(render);
	if (render->advice) {
		put_member(render, "advice");
		put(render, render->advice->json);
	}
	put(render, "}\n");
	return status;
}
